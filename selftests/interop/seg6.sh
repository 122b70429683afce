#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The other end is the kernel's own SRv6, seg6: routes that encapsulate, and local
# SIDs, in a VRF for what is routed.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"to_them DT4" "to_them DT6" "to_them DT46"
	"from_them encap DT4" "from_them encap DT6" "from_them encap DT46"
	"from_them encap.red DT4" "from_them encap.red DT6" "from_them encap.red DT46"
	"ttl encap" "ttl encap.red"
	tcp
	large
	"policy encap" "policy encap.red"
	"dissected 4" "dissected 6"
	"frames_from_them l2encap" "frames_from_them l2encap.red"
	frames_to_them
	nothing_dropped
)

# Locators fd00:a1::/48, ours, fd00:a2::/48, theirs, and fd00:a3::/48 of who is on the
# way (n3). Network vpc, 900 (0x384),
# of type l3: a is ours, b theirs, in their VRF. Network lan, 100 (0x64), of type
# l2: c is ours, d theirs. SIDs of ours, as DESIGN has them:
# shellcheck disable=SC2034	# by name
DT4=fd00:a1:0:4:3:8400:: DT6=fd00:a1:0:6:3:8400:: DT46=fd00:a1:0:46:3:8400::
DT2U=fd00:a1:0:d2:0:6400::
A4=10.1.0.11 A6=fd00:e1::11 B4=10.2.0.12 B6=fd00:e2::12

setup()
{
	local node who i

	setup_underlay 3
	must modprobe vrf
	for node in "$n2" "$n3"; do
		must in_ns "$node" sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward
			for d in all default eth0; do
				echo 1 > /proc/sys/net/ipv6/conf/$d/forwarding
				echo 1 > /proc/sys/net/ipv6/conf/$d/seg6_enabled
			done'
	done
	must in_ns "$n2" sh -c 'echo 1 > /proc/sys/net/vrf/strict_mode'
	for i in 1 2 3; do
		who=n$i
		for node in "$n1" "$n2" "$n3"; do
			[ "$node" = "${!who}" ] ||
				must ip -n "$node" -6 route add fd00:a$i::/48 via fd00:2::$i
		done
	done
	# from which it asks for neighbours, of what others send
	must ip -n "$n3" addr add fe80::3/64 dev eth0 nodad
	must ip -n "$n3" -6 route add fd00:a3::e encap seg6local action End dev eth0
	vm a "$n1" 1 11 1400
	vm b "$n2" 2 12 1400
	vm c "$n1" 3 13 1400
	vm d "$n2" 3 14 1400
	ours
	theirs
}

ours()
{
	must ovctl -n "$n1" -b - <<-END
	underlay add u srv6 fd00:a1::/48 source fd00:2::1
	remote add r2 srv6 none foreign source fd00:2::2/128
	network add vpc id 900 type l3 underlay u gateway 10.1.0.1/24 gateway fd00:e1::1/64
	member add vpc remote r2 sid fd00:a2::46
	port add a network vpc state open
	route add vpc $A4/32 dev a
	route add vpc $A6/128 dev a
	neigh add vpc $A4 lladdr 02:00:00:00:00:11
	neigh add vpc $A6 lladdr 02:00:00:00:00:11
	route add vpc 10.2.0.0/24 remote r2
	route add vpc fd00:e2::/64 remote r2
	network add lan id 100 underlay u
	member add lan remote r2 sid fd00:a2::d2
	port add c network lan state open
	fdb add lan 02:00:00:00:00:13 dev c
	fdb add lan 02:00:00:00:00:14 remote r2
	END
}

theirs()
{
	must ip -n "$n2" -b - <<-END
	link add vrf9 up type vrf table 900
	link set dev b master vrf9
	addr add 10.2.0.1/24 dev b
	addr add fd00:e2::1/64 dev b nodad
	addr add fe80::2/64 dev b nodad
	route add fd00:a2::d2 encap seg6local action End.DX2 oif d dev eth0
	route add fd00:a2::4 encap seg6local action End.DT4 vrftable 900 dev vrf9
	route add fd00:a2::6 encap seg6local action End.DT6 vrftable 900 dev vrf9
	route add fd00:a2::46 encap seg6local action End.DT46 vrftable 900 dev vrf9
	sr tunsrc set fd00:2::2
	END
	towards encap.red "$DT46"
}

# towards MODE SEGMENTS: how they send to a
towards()
{
	must ip -n "$n2" -b - <<-END
	route replace $A4/32 table 900 encap seg6 mode $1 segs $2 dev eth0
	route replace $A6/128 table 900 encap seg6 mode $1 segs $2 dev eth0
	END
}

# behaviour SID: what we send to them in vpc
behaviour()
{
	must ovctl -n "$n1" member del vpc remote r2
	must ovctl -n "$n1" member add vpc remote r2 sid "$1"
}

# The answers come by encap.red to our DT46.
to_them()
{
	local address sid=fd00:a2::${1#DT}

	behaviour "$sid"
	for address in $B4 $B6; do
		case $1$address in
		DT4*:*|DT6*.*) continue ;;
		esac
		reach "$a" "$b" "$address"
	done
	behaviour fd00:a2::46
	log_test "S26: seg6: ours to their End.$1"
}

from_them()
{
	local address

	towards "$1" "${!2}"
	for address in $A4 $A6; do
		case $2$address in
		DT4*:*|DT6*.*) continue ;;
		esac
		reach "$b" "$a" "$address"
	done
	towards encap.red "$DT46"
	log_test "S26: seg6: their $1 to our End.$2"
}

# hops FROM ADDRESS TTL: what is left of 64 when the answer is there
hops()
{
	check_match "$(in_ns "$1" ping -n -c 1 -w 5 "$2")" "ttl=$3|hlim=$3" "ping $2"
}

# We decrement where a packet comes in, they where it goes out: End.DT46 forwards.
ttl()
{
	towards "$1" "$DT46"
	hops "$a" $B4 64
	hops "$a" $B6 64
	hops "$b" $A4 62
	hops "$b" $A6 62
	towards encap.red "$DT46"
	log_test "N15: seg6: $1: TTL and hop limit"
}

tcp()
{
	transfer "$a" "$b" $B4 4
	transfer "$a" "$b" $B6 4
	transfer "$b" "$a" $A4 4
	transfer "$b" "$a" $A6 4
	log_test "U19: seg6: 4 MB of TCP, both families, both ways"
}

large()
{
	fills "$a" $B4 1400
	fills "$b" $A4 1400
	log_test "S27: seg6: full packets and fragments, both ways"
}

# By way of an End, both ways: of ours the SRH is reduced, theirs is as they say.
policy()
{
	must ovctl -n "$n1" remote set r2 segs fd00:a3::e
	towards "$1" fd00:a3::e,$DT46
	reach "$a" "$b" $B4 $B6
	reach "$b" "$a" $A4 $A6
	must ovctl -n "$n1" remote set r2 segs none
	towards encap.red "$DT46"
	log_test "S26: seg6: ours by a list of segments, theirs by $1"
}

# fields FILE FILTER FIELD...: of the first packet that tshark finds
fields()
{
	local file=$1 filter=$2 field args=()

	shift 2
	for field; do
		args+=(-e "$field")
	done
	tshark -n -r "$file" -Y "$filter" -T fields -E occurrence=a -E separator=' ' "${args[@]}" 2> /dev/null |
		sed -n 1p
}

# What tshark sees in a packet without an SRH, and in one with a list of segments.
dissected()
{
	local f=$1 next to

	case $f in
	4)	next=4 to=$B4 ;;
	6)	next=41 to=$B6 ;;
	esac
	capture "$n2" eth0 "$TMP/plain$f"
	must in_ns "$a" ping -n -c 1 -w 5 $to
	capture_stop "$TMP/plain$f" 1 ip6 dst fd00:a2::46
	check_eq "$(fields "$TMP/plain$f" "ipv6.dst == fd00:a2::46" ipv6.src ipv6.nxt ipv6.hlim)" \
		"$([ "$f" = 4 ] && echo "fd00:2::1 4 64" || echo "fd00:2::1,$A6 41,58 64,63")" "no SRH: source, next header, hop limit"

	must ovctl -n "$n1" remote set r2 segs fd00:a3::e
	capture "$n3" eth0 "$TMP/list$f"
	must in_ns "$a" ping -n -c 1 -w 5 $to
	capture_stop "$TMP/list$f" 1 ip6 dst fd00:a3::e
	must ovctl -n "$n1" remote set r2 segs none
	check_eq "$(fields "$TMP/list$f" "ipv6.dst == fd00:a3::e" ipv6.routing.type ipv6.routing.segleft \
		ipv6.routing.srh.last_entry ipv6.routing.srh.addr ipv6.routing.nxt)" \
		"4 1 0 fd00:a2::46 $next" "SRH: type, segments left, last entry, list, next header"
	log_test "N15: seg6: IPv$f: the packet as tshark sees it"
}

# Their route takes the frame as it came, so its MACs are d's and their node's; c
# has the latter here.
frames_from_them()
{
	local node_mac

	node_mac=$(ip -n "$n2" -j link show d | jq -r '.[0].address')
	must ip -n "$n2" -b - <<-END
	addr add 10.3.0.1/24 dev d
	route replace 10.9.0.0/24 encap seg6 mode $1 segs $DT2U dev eth0
	END
	must ovctl -n "$n1" fdb add lan "$node_mac" dev c
	check_py <<-END
	c, d = Dev("$c"), Dev("$d")
	for size in 18, 600, 1200:
	    frame = eth("$node_mac", port_mac(14), 0x0800, ip4("10.3.0.14", "10.9.0.1", 17, udp(5, 9, bytes(size)), ttl=9))
	    d.send(frame)
	    got = c.expect(lambda f: f[:12] == frame[:12] and f[12:14] == b"\x08\0")
	    check_eq((got[:14], got[14 + 20:]), (frame[:14], frame[14 + 20:]), "frame of %d bytes" % len(frame))
	END
	must ovctl -n "$n1" fdb del lan "$node_mac"
	must ip -n "$n2" -b - <<-END
	route del 10.9.0.0/24
	addr del 10.3.0.1/24 dev d
	END
	log_test "N21: seg6: their $1 to our End.DT2U"
}

# Whatever it is: their End.DX2 puts it on the device as it is.
frames_to_them()
{
	check_py <<-END
	c, d = Dev("$c"), Dev("$d")
	for proto, data in ((0x0800, ip4("10.3.0.13", "10.3.0.14", 17, udp(5, 9, b"here"))),
	                    (0x86dd, ip6("fd00:e3::13", "fd00:e3::14", 17, udp(5, 9, b"here"))),
	                    (0x88b5, bytes(range(200))), (0x8100, b"\0\x07\x88\xb5" + bytes(60))):
	    frame = eth(port_mac(14), port_mac(13), proto, data)
	    c.send(frame)
	    d.expect(frame, "ethertype %#x" % proto)
	END
	log_test "N21: seg6: frames of ours to their End.DX2, byte by byte"
}

nothing_dropped()
{
	check_eq "$(json "$n1" 'length' drops)" 0 "drop counters"
	log_test "S26: seg6: nothing was dropped"
}

tests_run
