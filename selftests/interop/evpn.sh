#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The other end is a symmetric EVPN VTEP as FRR builds it of Linux's own parts:
# a VRF; for each subnet a bridge with the gateway's address and MAC and a vxlan
# device (l2 VNI); and a bridge and vxlan device for what is routed (l3 VNI),
# whose MAC is the router MAC.  What BGP would say is configured.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"bridged 4" "bridged 6"
	"routed 4" "routed 6"
	"ttl 4" "ttl 6"
	"tcp 4" "tcp 6"
	"large 4" "large 6"
	"prefix 4" "prefix 6"
	"on_the_wire 4" "on_the_wire 6"
	"hop_by_hop 4" "hop_by_hop 6"
	"two_gateways 4" "two_gateways 6"
	nothing_dropped
)

GATEWAY_MAC=02:6f:76:6e:65:74
# ours is made of the VTEP's address, theirs we are told
ROUTER_MAC4=02:72:c0:00:02:01 ROUTER_MAC6=02:72:00:00:00:01
THEIR_MAC4=02:00:00:00:99:04 THEIR_MAC6=02:00:00:00:99:06

# For an underlay of each family F a tenant: VPC 90F with subnets one, 10.1.0.0/24
# and fd00:e1::/64, and two.  aF is ours, of subnet one; bF (one) and cF (two) are
# theirs, and so is 10.9.0.0/24, which is routed alone.
setup()
{
	local f here there

	setup_underlay 2
	must in_ns "$n2" sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward
		echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'
	for f in 4 6; do
		vtep_address 1 $f here
		vtep_address 2 $f there
		vm a$f "$n1" 1 11 1430
		vm b$f "$n2" 1 12 1430
		vm c$f "$n2" 2 13 1430
		ours "$f" "$here" "$there"
		theirs "$f" "$here" "$there"
	done
}

# ours FAMILY HERE THERE
ours()
{
	local f=$1 here=$2 there=$3 s mac=THEIR_MAC$1

	must ovctl -n "$n1" -b - <<-END
	underlay add u$f vxlan $here
	remote add r$f vxlan $there router-mac ${!mac}
	network add vpc$f id 90$f type l3 underlay u$f
	END
	for s in 1 2; do
		must ovctl -n "$n1" -b - <<-END
		network add sub$s$f id 1${s}0$f underlay u$f router vpc$f gateway 10.$s.0.1/24 gateway fd00:e$s::1/64
		member add sub$s$f remote r$f
		route add vpc$f 10.$s.0.0/24 network sub$s$f
		route add vpc$f fd00:e$s::/64 network sub$s$f
		END
	done
	must ovctl -n "$n1" -b - <<-END
	port add a$f network sub1$f state open
	fdb add sub1$f 02:00:00:00:00:11 dev a$f
	neigh add sub1$f 10.1.0.11 lladdr 02:00:00:00:00:11
	neigh add sub1$f fd00:e1::11 lladdr 02:00:00:00:00:11
	fdb add sub1$f 02:00:00:00:00:12 remote r$f
	neigh add sub1$f 10.1.0.12 lladdr 02:00:00:00:00:12
	neigh add sub1$f fd00:e1::12 lladdr 02:00:00:00:00:12
	fdb add sub2$f 02:00:00:00:00:13 remote r$f
	neigh add sub2$f 10.2.0.13 lladdr 02:00:00:00:00:13
	neigh add sub2$f fd00:e2::13 lladdr 02:00:00:00:00:13
	route add vpc$f 10.9.0.0/24 remote r$f
	route add vpc$f fd00:e9::/64 remote r$f
	END
}

# theirs FAMILY HERE THERE
theirs()
{
	local f=$1 here=$2 there=$3 s mac=THEIR_MAC$1 our_mac=ROUTER_MAC$1 via6

	# IPv6 behind a VTEP that has an IPv4 address, as zebra writes it
	via6=$here
	[ "$f" = 6 ] || via6=::ffff:$here
	must ip -n "$n2" -b - <<-END
	link add vrf$f up type vrf table 10$f
	link add l3br$f address ${!mac} up type bridge mcast_snooping 0
	link set dev l3br$f master vrf$f
	link add l3vni$f up type vxlan id 90$f local $there dstport 4789 ttl 64 nolearning
	link set dev l3vni$f master l3br$f
	END
	for s in 1 2; do
		must ip -n "$n2" -b - <<-END
		link add svi$s$f address $GATEWAY_MAC up type bridge mcast_snooping 0
		link set dev svi$s$f master vrf$f
		addr add 10.$s.0.1/24 dev svi$s$f
		addr add fd00:e$s::1/64 dev svi$s$f nodad
		addr add fe80::1/64 dev svi$s$f nodad
		link add vni$s$f up type vxlan id 1${s}0$f local $there dstport 4789 ttl 64 nolearning
		link set dev vni$s$f master svi$s$f
		END
		must bridge -n "$n2" fdb append 00:00:00:00:00:00 dev "vni$s$f" dst "$here"
	done
	must ip -n "$n2" -b - <<-END
	link set dev b$f master svi1$f
	link set dev c$f master svi2$f
	link add prefix$f up type dummy
	link set dev prefix$f master vrf$f
	addr add 10.9.0.2/24 dev prefix$f
	addr add fd00:e9::2/64 dev prefix$f nodad
	neigh add $here lladdr ${!our_mac} dev l3br$f nud permanent
	neigh replace $via6 lladdr ${!our_mac} dev l3br$f nud permanent
	route add 10.1.0.11/32 vrf vrf$f via ${here/#fd/inet6 fd} dev l3br$f onlink
	route add fd00:e1::11/128 vrf vrf$f via $via6 dev l3br$f onlink
	END
	must bridge -n "$n2" fdb append 02:00:00:00:00:11 dev "vni1$f" dst "$here"
	must bridge -n "$n2" fdb append "${!our_mac}" dev "l3vni$f" dst "$here"
}

# a FAMILY, b, c: the namespace
a() { local name=a$1; echo "${!name}"; }
b() { local name=b$1; echo "${!name}"; }
c() { local name=c$1; echo "${!name}"; }

bridged()
{
	reach "$(a "$1")" "$(b "$1")" 10.1.0.12 fd00:e1::12
	reach "$(b "$1")" "$(a "$1")" 10.1.0.11 fd00:e1::11
	log_test "P41: symmetric IRB over IPv$1: in one subnet, both ways"
}

routed()
{
	reach "$(a "$1")" "$(c "$1")" 10.2.0.13 fd00:e2::13
	reach "$(c "$1")" "$(a "$1")" 10.1.0.11 fd00:e1::11
	log_test "P42: symmetric IRB over IPv$1: from subnet to subnet, both ways"
}

# hops FROM ADDRESS TTL: what is left of 64 when the answer is there
hops()
{
	check_match "$(in_ns "$1" ping -n -c 1 -w 5 "$2")" "ttl=$3|hlim=$3" "ping $2"
}

# They decrement at both ends, we where a packet comes in.
ttl()
{
	hops "$(a "$1")" 10.1.0.12 64
	hops "$(b "$1")" fd00:e1::11 64
	hops "$(a "$1")" 10.2.0.13 63
	hops "$(a "$1")" fd00:e2::13 63
	hops "$(c "$1")" 10.1.0.11 62
	hops "$(c "$1")" fd00:e1::11 62
	log_test "P42: symmetric IRB over IPv$1: TTL and hop limit"
}

tcp()
{
	transfer "$(a "$1")" "$(c "$1")" 10.2.0.13 4
	transfer "$(c "$1")" "$(a "$1")" fd00:e1::11 4
	transfer "$(a "$1")" "$(b "$1")" fd00:e1::12 4
	transfer "$(b "$1")" "$(a "$1")" 10.1.0.11 4
	log_test "P42: symmetric IRB over IPv$1: 4 MB of TCP, routed and bridged, both ways"
}

large()
{
	fills "$(a "$1")" 10.2.0.13 1430
	fills "$(c "$1")" 10.1.0.11 1430
	log_test "P42: symmetric IRB over IPv$1: full packets and fragments, both ways"
}

# A route of type 5: no neighbour, no subnet of ours.
prefix()
{
	hops "$(a "$1")" 10.9.0.2 64
	hops "$(a "$1")" fd00:e9::2 64
	must in_ns "$n2" ping -n -c 1 -w 5 -I "vrf$1" -I 10.9.0.2 10.1.0.11
	must in_ns "$n2" ping -n -c 1 -w 5 -I "vrf$1" -I fd00:e9::2 fd00:e1::11
	log_test "P42: symmetric IRB over IPv$1: a prefix that they route, both ways"
}

on_the_wire()
{
	local ours=ROUTER_MAC$1 theirs=THEIR_MAC$1

	check_py <<-END
	a, c = Dev("$(a "$1")"), Dev("$(c "$1")")
	we, they = Dev("$wire", "w1"), Dev("$wire", "w2")
	def routed(src, dst, data):
	    if ":" in src:
	        return 0x86dd, ip6(src, dst, 17, udp(5, 9, data), ttl=9)
	    return 0x0800, ip4(src, dst, 17, udp(5, 9, data), ttl=9)

	def check(data, wire, want_wire, to, want):
	    outer = Packet(wire.expect(lambda f: is_vxlan(f) and data in f))
	    inner = Packet(outer.inner)
	    check_eq((outer.vni, inner.dst, inner.src, inner.ttl), (90$1,) + want_wire, "on the wire")
	    got = Packet(to.expect(lambda f: data in f))
	    check_eq((got.dst, got.src, got.ttl), want, "delivered")

	for here, there in ("10.1.0.11", "10.2.0.13"), ("fd00:e1::11", "fd00:e2::13"):
	    a.send(eth("$GATEWAY_MAC", port_mac(11), *routed(here, there, b"from us")))
	    check(b"from us", we, ("${!theirs}", "${!ours}", 8), c, (port_mac(13), "$GATEWAY_MAC", 7))
	    c.send(eth("$GATEWAY_MAC", port_mac(13), *routed(there, here, b"from them")))
	    check(b"from them", they, ("${!ours}", "${!theirs}", 8), a, (port_mac(11), "$GATEWAY_MAC", 8))
	END
	log_test "P42: symmetric IRB over IPv$1: on the wire the l3 VNI, router MAC to router MAC"
}

# Our gateway, their router by an address of its VRF, the endpoint; and back.
hop_by_hop()
{
	check_match "$(in_ns "$(a "$1")" ping -n -c 1 -t 1 10.2.0.13 2>&1)" \
		"From 10.1.0.1 icmp_seq=1 Time to live exceeded" "TTL 1 from ours"
	check_match "$(in_ns "$(a "$1")" ping -n -c 1 -t 2 10.2.0.13 2>&1)" \
		"From 10\.[129]\.0\.[12] icmp_seq=1 Time to live exceeded" "TTL 2 from ours"
	check_match "$(in_ns "$(a "$1")" ping -n -c 1 -t 3 10.2.0.13 2>&1)" " 1 received" "TTL 3 from ours"
	check_match "$(in_ns "$(c "$1")" ping -n -c 1 -t 1 10.1.0.11 2>&1)" \
		"From 10.2.0.1 icmp_seq=1 Time to live exceeded" "TTL 1 from theirs"
	check_match "$(in_ns "$(c "$1")" ping -n -c 1 -t 2 10.1.0.11 2>&1)" " 1 received" "TTL 2 from theirs"
	log_test "P42: symmetric IRB over IPv$1: traceroute, both ways"
}

# Their gateway looks for an endpoint of theirs, in a subnet that is ours, too:
# with our gateway's address and MAC.
two_gateways()
{
	local before

	must in_ns "$(a "$1")" ping -n -c 1 -w 5 10.1.0.1
	before=$(drops "$n1" spoof_gateway "sub1$1")
	must ip -n "$n2" neigh flush dev "svi1$1"
	must in_ns "$(c "$1")" ping -n -c 1 -w 5 10.1.0.12
	wait_until "their gateway's ARP is not dropped" drops_above "$n1" spoof_gateway "$before"
	check_eq "$(ip -n "$(a "$1")" -j neigh show 10.1.0.1 | jq -r '.[0].lladdr')" $GATEWAY_MAC "MAC"
	check_eq "$(ovctl -n "$n1" fdb show "sub1$1" mac $GATEWAY_MAC)" "" "the gateway in the FDB"
	log_test "N24: symmetric IRB over IPv$1: their gateway and ours are one, and stay apart"
}

nothing_dropped()
{
	check_eq "$(json "$n1" 'map(select(.reason | IN("flood_nowhere", "spoof_gateway", "ttl") | not)) | length' drops)" \
		0 "drop counters"
	log_test "P42: symmetric IRB: nothing else was dropped"
}

tests_run
