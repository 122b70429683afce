#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# An address that one of two endpoints has (VRRP, keepalived): it moves by an
# announcement, between nodes, to where it is allowed.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	adverts
	moves
	stolen
	pinned
	real_mac
	static_neighbour
)

VMAC=00:00:5e:00:01:07 VIP=10.0.0.100 VIP2=10.0.0.101

# a is on n1, b on n2: the pair. c is on n1.
setup()
{
	export NS_IPV6=0
	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2" secure on learning-remote on
	endpoint a "$n1" red 11
	endpoint b "$n2" red 12
	endpoint c "$n1" red 13
	pair "$n1" a 11
	pair "$n2" b 12
	must ovctl -n "$n1" binding add c mac 02:00:00:00:00:13 ip 10.0.0.13
	# what has an address on another device is not answered for
	for ns in "$a" "$b"; do
		must in_ns "$ns" sh -c 'echo 1 > /proc/sys/net/ipv4/conf/all/arp_ignore'
	done
}

# pair NODE PORT NUMBER: its own address, the shared ones, and both with the
# virtual MAC: advertisements of VRRP come from that and its own (RFC 5798, 7.2)
pair()
{
	local own=02:00:00:00:00:$3

	must ovctl -n "$1" -b - <<-END
	binding add $2 mac $own ip 10.0.0.$3
	binding add $2 mac $own ip $VIP
	binding add $2 mac $own ip $VIP2
	binding add $2 mac $VMAC ip 10.0.0.$3
	binding add $2 mac $VMAC ip $VIP
	END
}

# master NS: as keepalived with use_vmac
master()
{
	must ip -n "$1" link add vrrp link eth0 address $VMAC up type macvlan mode private
	must ip -n "$1" addr add $VIP/32 dev vrrp
	announce "$1" vrrp $VMAC $VIP
}

# backup NS: it is gone, not just silent
backup() { ip -n "$1" link del vrrp 2> /dev/null; }

announce()
{
	check_py <<-END
	dev = Dev("$1", "$2")
	for op in 1, 2:
	    dev.send(eth(BROADCAST, "$3", 0x0806, arp(op, "$3", "$4", "$4", "$3")))
	END
}

# vmac_at NODE: "dev a" or "remote r2"
vmac_at() { ovctl -n "$1" fdb show red mac $VMAC | grep -oE '(dev|remote) \w+'; }
vmac_is_at() { [ "$(vmac_at "$1")" = "$2" ]; }

pings() { in_ns "$c" ping -q -n -c 1 -w 5 "$1" > /dev/null; }

spoofs() { ovctl -n "$1" drops show | grep -E '^node +(spoof|unbound)'; }

adverts()
{
	check_py <<-END
	advert = ip4("10.0.0.11", "224.0.0.18", 112, b"\x21\x07\x64\x01\0\0\0\0" + socket.inet_aton("$VIP"), ttl=255)
	a, b, c = Dev("$a"), Dev("$b"), Dev("$c")
	frame = eth("01:00:5e:00:00:12", "$VMAC", 0x0800, advert)
	a.send(frame)
	b.expect(frame, "an advertisement")
	before = drops("$n1")
	c.send(frame)
	c.send(eth("01:00:5e:00:00:12", port_mac(13), 0x0800, advert))
	wait_drops("$n1", before, {"spoof_mac": 1, "spoof_ip": 1})
	END
	log_test "U23: advertisements of VRRP reach the other one, from those who may"
}

moves()
{
	local before try

	backup "$a"; backup "$b"
	before=$(spoofs "$n1"; spoofs "$n2")
	for try in 1 2; do
		master "$a"
		wait_until "n1 does not see it at a" vmac_is_at "$n1" "dev a"
		wait_until "n2 does not see it at n1" vmac_is_at "$n2" "remote r1"
		wait_until "it is not at a, try $try" pings $VIP
		backup "$a"
		master "$b"
		wait_until "n1 does not see it at n2" vmac_is_at "$n1" "remote r2"
		wait_until "n2 does not see it at b" vmac_is_at "$n2" "dev b"
		wait_until "it is not at b, try $try" pings $VIP
		backup "$b"
	done
	check_eq "$(ip -n "$c" -j neigh show $VIP | jq -r '.[0].lladdr')" $VMAC "its MAC"
	check_eq "$(spoofs "$n1"; spoofs "$n2")" "$before" "drops"
	log_test "U23: an announcement moves a shared address between nodes, and back"
}

# c has no binding for it.
stolen()
{
	backup "$a"; backup "$b"
	master "$a"
	wait_until "n1 does not see it at a" vmac_is_at "$n1" "dev a"
	wait_until "it is not at a" pings $VIP
	check_py <<-END
	c = Dev("$c")
	before = drops("$n1")
	for op in 1, 2:
	    c.send(eth(BROADCAST, "$VMAC", 0x0806, arp(op, "$VMAC", "$VIP", "$VIP")))
	    c.send(eth(BROADCAST, port_mac(13), 0x0806, arp(op, port_mac(13), "$VIP", "$VIP")))
	wait_drops("$n1", before, {"spoof_mac": 2, "spoof_arp": 2})
	END
	check_eq "$(vmac_at "$n1")" "dev a" "where it is"
	wait_until "it is not at a any more" pings $VIP
	log_test "U23: nobody else takes a shared address"
}

# What is configured is not moved from the wire: who pins it moves it.
pinned()
{
	backup "$a"; backup "$b"
	must ovctl -n "$n1" fdb replace red $VMAC dev a
	master "$b"
	wait_until "n2 does not see it at b" vmac_is_at "$n2" "dev b"
	check_eq "$(vmac_at "$n1")" "dev a" "a static row"
	no_reply "$c" $VIP
	must ovctl -n "$n1" fdb replace red $VMAC remote r2
	wait_until "it is not at b" pings $VIP
	must ovctl -n "$n1" fdb del red $VMAC
	log_test "U23: a static row of a shared MAC stays until it is replaced"
}

# Without a virtual MAC the address goes to another MAC.
real_mac()
{
	backup "$a"; backup "$b"
	ip -n "$b" addr del $VIP2/32 dev eth0 2> /dev/null
	must ip -n "$a" addr add $VIP2/32 dev eth0
	announce "$a" eth0 02:00:00:00:00:11 $VIP2
	wait_until "it is not at a" pings $VIP2
	must ip -n "$a" addr del $VIP2/32 dev eth0
	must ip -n "$b" addr add $VIP2/32 dev eth0
	announce "$b" eth0 02:00:00:00:00:12 $VIP2
	wait_until "c has the old MAC" neigh_is $VIP2 02:00:00:00:00:12
	wait_until "it is not at b" pings $VIP2
	must ip -n "$b" addr del $VIP2/32 dev eth0
	log_test "U23: the same without a virtual MAC: endpoints follow the announcement"
}

neigh_is() { [ "$(ip -n "$c" -j neigh show "$1" | jq -r '.[0].lladdr')" = "$2" ]; }

# What is configured is answered, whoever announces something else.
static_neighbour()
{
	must ovctl -n "$n1" neigh add red $VIP2 lladdr 02:00:00:00:00:11
	must ip -n "$b" addr add $VIP2/32 dev eth0
	announce "$b" eth0 02:00:00:00:00:12 $VIP2
	must ip -n "$c" neigh flush dev eth0
	no_reply "$c" $VIP2
	check_eq "$(ip -n "$c" -j neigh show $VIP2 | jq -r '.[0].lladdr')" 02:00:00:00:00:11 "MAC"
	must ovctl -n "$n1" neigh replace red $VIP2 lladdr 02:00:00:00:00:12
	must ip -n "$c" neigh flush dev eth0
	wait_until "it is not at b" pings $VIP2
	must ovctl -n "$n1" neigh del red $VIP2
	must ip -n "$b" addr del $VIP2/32 dev eth0
	log_test "U23: a static neighbour stays until it is replaced"
}

tests_run
