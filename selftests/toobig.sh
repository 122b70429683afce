#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What does not fit: the sender is told, and large transfers get through.
# shellcheck disable=SC2046,SC2086,SC2154,SC2317	# words, namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	port_4
	port_6
	port_without_df
	"tcp 10.0.0.12" "tcp fd00:10::12"
	not_ip
	local_port
	leg_4
	leg_6
	"leg_tcp 10.0.0.2" "leg_tcp fd00:10::2"
	legs_follow
	df_unset
	"middle 4" "middle 6"
)

# IPv6 alone is not fragmented, nor has VXLAN's other family
VXLAN_ONLY=(df_unset "middle 4")

# Endpoints have an MTU of 1500, of which $FITS fit into the tunnel: nobody has
# told them.
setup()
{
	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2"
	endpoint a "$n1" red 11
	endpoint b "$n2" red 12
	endpoint c "$n1" red 13
	local i node
	for i in 1 2; do
		node_of $i
		must ip -n "$node" link add leg$i address 02:00:00:00:00:0$i type ovnet network red
		must ip -n "$node" addr add "10.0.0.$i/24" dev leg$i
		must ip -n "$node" addr add "fd00:10::$i/64" dev leg$i nodad
		must ip -n "$node" link set leg$i up
	done
}

# What was learned about paths is forgotten.
forget()
{
	local ns

	for ns in "$@"; do
		must ip -n "$ns" route flush cache
		must ip -n "$ns" -6 route flush cache
	done
}

# told FROM ADDRESS SIZE MTU: a ping of this size is answered by "too big"
told()
{
	local out

	out=$(in_ns "$1" ping -n -c 2 -i 0.2 -w 5 -M "do" -s "$3" "$2" 2>&1)
	check_fail $? "$3 bytes got through to $2"
	check_match "$out" "mtu ?= ?$4" "ping of $3 bytes to $2"
}

fits()
{
	must in_ns "$1" ping -n -c 1 -w 5 -M "do" -s "$3" "$2"
}

port_4()
{
	local before

	before=$(drops "$n1" too_big red)
	told "$a" 10.0.0.12 1472 $FITS
	[ "$(drops "$n1" too_big red)" -gt "$before" ]
	check_err $? "not counted as too_big"
	check_match "$(ip -n "$a" route get 10.0.0.12)" "mtu $FITS" "route"
	fits "$a" 10.0.0.12 $((FITS - 28))
	told "$a" 10.0.0.12 $((FITS - 27)) $FITS
	forget "$a"
	log_test "P47: ICMP fragmentation needed to a sender behind a port"
}

port_6()
{
	told "$a" fd00:10::12 1452 $FITS
	check_match "$(ip -n "$a" route get fd00:10::12)" "mtu $FITS" "route"
	fits "$a" fd00:10::12 $((FITS - 48))
	forget "$a"
	log_test "P47: ICMPv6 packet too big to a sender behind a port"
}

# Nobody on the way may fragment in an L2 network: the sender does, when told.
port_without_df()
{
	wait_until "1500 bytes without DF never arrive" \
		in_ns "$a" ping -n -c 1 -W 0.3 -M dont -s 1472 10.0.0.12
	forget "$a"
	log_test "P47: a sender that does not set DF is told too, and fragments"
}

tcp()
{
	local before

	forget "$a" "$b"
	before=$(drops "$n1" too_big red)
	transfer "$a" "$b" "$1" 1
	[ "$(drops "$n1" too_big red)" -gt "$before" ]
	check_err $? "nothing was too big"
	forget "$a"
	log_test "P47: TCP to $1 finds the path's MTU: 1 MB"
}

not_ip()
{
	local before

	before=$(drops "$n1" too_big red)
	check_py <<-END
	a, b = Dev("$a"), Dev("$b")
	# the source's row is static by now: nothing of b's comes back
	a.send(eth(port_mac(12), port_mac(11), 0x88b5, bytes(1500)))
	fence = eth(port_mac(12), port_mac(11), 0x88b6, b"fence")
	a.send(fence)
	if any(len(f) > 1500 for f in b.until(fence)):
	    fail("it got through")
	if (f := a.recv(0)) and f[12:14] != b"\x08\x06":
	    fail("it was answered: %s" % f.hex())
	END
	check_eq "$(drops "$n1" too_big red)" $((before + 1)) "too_big"
	log_test "P47: what is not IP is dropped as too_big, unanswered"
}

local_port()
{
	must ip -n "$n1" link set dev c mtu 1300
	told "$a" 10.0.0.13 1372 1300
	told "$a" fd00:10::13 1352 1300
	must ip -n "$n1" link set dev c mtu 1500
	forget "$a"
	log_test "P47: a port with a smaller MTU on the same node"
}

leg_4()
{
	told_mtu leg1 $FITS
	told "$n1" 10.0.0.2 1472 $FITS	# by its own stack
	must ip -n "$n1" link set leg1 mtu 1500
	forget "$n1"
	told "$n1" 10.0.0.2 1472 $FITS
	check_match "$(ip -n "$n1" route get 10.0.0.2)" "mtu $FITS" "route"
	fits "$n1" 10.0.0.2 $((FITS - 28))
	forget "$n1"
	log_test "P47: the node itself is told by a leg whose MTU was raised: IPv4"
}

leg_6()
{
	told "$n1" fd00:10::2 1452 $FITS
	fits "$n1" fd00:10::2 $((FITS - 48))
	forget "$n1"
	log_test "P47: the node itself is told by a leg whose MTU was raised: IPv6"
}

leg_tcp()
{
	must ip -n "$n2" link set leg2 mtu 1500
	transfer "$n1" "$n2" "$1" 1
	forget "$n1"
	log_test "P47: TCP by such a leg to $1: 1 MB"
}

mtu_of() { ip -n "$1" -j link show dev "$2" | jq '.[0].mtu'; }
mtu_is() { [ "$(mtu_of "$1" "$2")" = "$3" ]; }
told_mtu() { check_eq "$(mtu_of "$n1" "$1")" "$2" "MTU of $1"; }

legs_follow()
{
	must ip -n "$n1" link set leg1 mtu 1500
	must ip -n "$n1" link add leg3 type ovnet network red
	told_mtu leg3 $FITS
	must ip -n "$n1" link set eth0 mtu 1400
	wait_until "leg3 does not follow" mtu_is "$n1" leg3 $((FITS - 100))
	told_mtu leg1 1500	# the user's
	told "$a" 10.0.0.12 1400 $((FITS - 100))
	must ip -n "$n1" link set eth0 mtu 1500
	wait_until "leg3 does not follow up" mtu_is "$n1" leg3 $FITS
	must ip -n "$n1" link del leg3
	# newer kernels change the MTU of such a device under a lock of its own,
	# which is not to be held when others' legs follow
	must ip -n "$n1" link add fake type dummy
	must ovctl -n "$n1" port add fake network red
	must ip -n "$n1" link set fake mtu 1400
	must ip -n "$n1" link del fake
	forget "$a"
	fits "$a" 10.0.0.12 $((FITS - 28))
	log_test "P47: legs follow the MTU of the underlay, down and up"
}

df_unset()
{
	must ovctl -n "$n1" underlay set u df unset
	must ovctl -n "$n2" underlay set u df unset
	fits "$a" 10.0.0.12 1472
	fits "$a" fd00:10::12 1452
	must ovctl -n "$n1" underlay set u df set
	told "$a" 10.0.0.12 1472 $FITS
	must ovctl -n "$n2" underlay set u df set
	forget "$a"
	log_test "P47: df unset: the underlay fragments, everything fits"
}

# n4 is behind a router, behind a link with an MTU of 1400.
middle()
{
	local family=$1 overhead=50 remote

	case $ENCAP$family in
	vxlan4)	remote="vxlan 198.51.100.4" ;;
	vxlan6)	remote="vxlan fd00:4::4" overhead=70 ;;
	srv66)	remote="srv6 fd00:5:4::/48 source fd00:4::4" overhead=54 ;;
	esac
	[ -n "${n4-}" ] || middle_setup
	must ovctl -n "$n1" remote add r4 $remote
	must ovctl -n "$n4" remote add r1 $(remote_of 1 "$family")
	must ovctl -n "$n1" member del red remote r2
	must ovctl -n "$n1" member add red remote r4
	must ovctl -n "$n4" member add red remote r1
	if [ "$ENCAP$family" = vxlan6 ]; then
		must ovctl -n "$n1" underlay set u local fd00:2::1
		must ovctl -n "$n4" underlay set u local fd00:4::4
	fi
	must in_ns "$a" ping -n -c 1 -w 5 10.0.0.14
	# The first that does not fit is lost in the middle; then n1 knows.
	middle_told() { in_ns "$a" ping -n -c 1 -W 0.3 -M "do" -s 1390 10.0.0.14 | grep "mtu ?= ?$((1400 - overhead))" -E; }
	wait_until "the sender is never told of the middle" middle_told
	fits "$a" 10.0.0.14 $((1400 - overhead - 28))
	must ovctl -n "$n1" remote del r4 force
	must ovctl -n "$n4" remote del r1 force
	must ovctl -n "$n1" member add red remote r2
	forget "$a" "$n1"
	log_test "P47: \"too big\" from the middle of an IPv$family underlay reaches the sender"
}

# A router asks for its neighbours by link-local addresses.
middle_setup()
{
	setup_ns mid n4
	must ip link add eth0 netns "$mid" type veth peer name w4 netns "$wire"
	must ip -n "$wire" link set w4 master br0 up
	must ip link add eth1 mtu 1400 netns "$mid" type veth peer name eth0 mtu 1400 netns "$n4"
	must ip -n "$mid" -b - <<-END
	addr add 192.0.2.4/24 dev eth0
	addr add fd00:2::4/64 dev eth0 nodad
	addr add 198.51.100.1/24 dev eth1
	addr add fd00:4::1/64 dev eth1 nodad
	addr add fe80::1/64 dev eth0 nodad
	addr add fe80::1/64 dev eth1 nodad
	link set eth0 up
	link set eth1 up
	END
	must in_ns "$mid" sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'
	# its own packets leave unfragmented: what they answer is what matters
	must ip -n "$n4" -b - <<-END
	addr add 198.51.100.4/24 dev eth0
	addr add fd00:4::4/64 dev eth0 nodad
	link set eth0 up
	route add default via 198.51.100.1
	route add default via fd00:4::1
	END
	must ip -n "$n1" route add 198.51.100.0/24 via 192.0.2.4
	must ip -n "$n1" route add fd00:4::/64 via fd00:2::4
	must ip -n "$n1" route replace fd00:5:4::/48 via fd00:2::4
	must ip -n "$mid" route add fd00:5:1::/48 via fd00:2::1
	must ip -n "$mid" route add fd00:5:4::/48 via fd00:4::4
	case $ENCAP in
	vxlan)	must ovctl -n "$n4" underlay add u vxlan 198.51.100.4 ;;
	srv6)	must ovctl -n "$n4" underlay add u srv6 fd00:5:4::/48 source fd00:4::4 ;;
	esac
	must ovctl -n "$n4" network add red id 100 underlay u
	endpoint d "$n4" red 14
}

tests_run
