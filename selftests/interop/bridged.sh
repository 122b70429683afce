#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The host has a bridge, and br_netfilter, which shows IPv6's hooks what the bridge
# passes on: that is not for the host, and so not for us, whatever it is sent to.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
ENCAP=srv6
. "$(dirname "$0")/lib.sh"

TESTS=(
	passed_on
	for_the_host
)

# p and q are at n2's bridge br9; b is n2's endpoint of red, which is in SRv6.
setup()
{
	must modprobe br_netfilter
	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2"
	NS_IPV6=0 endpoint b "$n2" red 12
	must ovctl -n "$n2" fdb add red 02:00:00:00:00:12 dev b
	must ip -n "$n2" link add br9 address 02:00:00:00:00:99 up type bridge mcast_snooping 0
	must in_ns "$n2" sh -c "echo 1 > /proc/sys/net/bridge/bridge-nf-call-ip6tables"
	no_ipv6 "$n2" br9
	at_bridge p 21
	at_bridge q 22
}

# at_bridge NAME NUMBER
at_bridge()
{
	local name=$1
	local -n self=$name

	NS_IPV6=0 setup_ns "$name"
	must ip link add name "$name" netns "$n2" type veth peer name eth0 netns "$self"
	must ip -n "$self" link set eth0 address "02:00:00:00:00:$2" up
	must ip -n "$n2" link set dev "$name" master br9 up
}

# bridged_py: check_py with p, q, b, and a packet for n2's SID as r1 would send it
bridged_py()
{
	{
		cat <<-END
		p, q, b = Dev("$p"), Dev("$q"), Dev("$b")
		# the bridge knows where they are
		q.send(eth(BROADCAST, port_mac(22), 0x88b5, b"here I am"))
		p.expect(lambda f: b"here I am" in f)
		inside = eth(port_mac(12), port_mac(11), 0x88b5, b"inside" * 9)
		packet = ip6("fd00:2::1", sid(2, DT2U, 100), 143, inside)
		old = drops("$n2")
		END
		cat
	} > "$TMP/program"
	check_py < "$TMP/program"
}

passed_on()
{
	bridged_py <<-END
	frame = eth(port_mac(22), port_mac(21), 0x86dd, packet)
	p.send(frame)
	q.expect(frame, "what the bridge passes on")
	with_srh = eth(port_mac(22), port_mac(21), 0x86dd, ip6(
	    "fd00:2::77", sid(2, DT2U, 100), 43, srh(143, [sid(2, DT2U, 100)], 1) + inside))
	p.send(with_srh)
	q.expect(with_srh, "what would be refused")
	check_eq(difference(drops("$n2"), old), {}, "drops")
	# it has passed by: what comes to b now comes first
	p.send(eth("02:00:00:00:00:99", port_mac(21), 0x86dd,
	           ip6("fd00:2::1", sid(2, DT2U, 100), 143, inside + b"fence")))
	check_eq([f for f in b.until(inside + b"fence") if f == inside], [], "delivered")
	END
	log_test "with br_netfilter, frames that a bridge of the host's passes on stay its own"
}

for_the_host()
{
	bridged_py <<-END
	p.send(eth("02:00:00:00:00:99", port_mac(21), 0x86dd, packet))
	b.expect(inside)
	END
	log_test "with br_netfilter, what a bridge has for the host is taken"
}

tests_run
