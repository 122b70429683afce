#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Router advertisements: what Linux makes of them, and (in ra.py) their bytes.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"ask asked"
	"ask broken"
	"ask unasked"
	"ask apart"
	"ask blocked"
	"ask off"
	"ask changed"
	"ask modes"
	"ask foreign"
	"ask link"
	"ask small"
	learns
	makes_addresses
	forgets
	in_l3
	without_gateway
)

ROUTER=fe80::6f:76ff:fe6e:6574

# Network red is for ra.py. one and two are a VPC: e is on node 1, of one, and
# has nothing but its address; f is on node 2, of two.
setup()
{
	local i node

	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2" "gateway fd00:10::1/64"
	NS_IPV6=0 endpoint a "$n1" red 11
	NS_IPV6=0 endpoint b "$n1" red 12
	must ip -n "$n1" -b - <<-END
	link add leg type ovnet id 100
	link set leg up
	link add small mtu 1280 up type dummy
	addr add 198.51.100.1/24 dev small
	END
	no_ipv6 "$n1" leg
	must ovctl -n "$n1" underlay add small vxlan 198.51.100.1 port 4790

	network vpc 9 "1 2" type l3
	network one 101 "1 2" "router vpc gateway fd00:e1::1/64"
	network two 102 "1 2" "router vpc gateway fd00:e2::1/64"
	host e 1 one fd00:e1::21 21
	host f 2 two fd00:e2::22 22
	must ip -n "$f" -6 route add fd00:e2::/64 dev eth0
	must ip -n "$f" -6 route add default via fd00:e2::1
	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" -b - <<-END
		route add vpc fd00:e1::/64 network one
		route add vpc fd00:e2::/64 network two
		neigh add one fd00:e1::21 lladdr 02:00:00:00:00:21
		neigh add two fd00:e2::22 lladdr 02:00:00:00:00:22
		fdb add one 02:00:00:00:00:21 $([ $i = 1 ] && echo dev e || echo remote r1)
		fdb add two 02:00:00:00:00:22 $([ $i = 2 ] && echo dev f || echo remote r2)
		END
	done
	tester ra.py "$n1" "$n2" "$a" "$b"
}

# host NAME NODE NETWORK ADDRESS NUMBER: an endpoint that may send from that
# address alone, and has no route
host()
{
	local name=$1 network=$3 address=$4 mac=02:00:00:00:00:$5 node
	local -n self=$name

	node_of "$2"
	setup_ns "$name"
	must ip link add name "$name" netns "$node" type veth \
		peer name eth0 netns "$self"
	must ip -n "$self" link set eth0 address "$mac"
	must ip -n "$node" link set dev "$name" up
	must ovctl -n "$node" port add "$name" network "$network" state open
	must ovctl -n "$node" binding add "$name" mac "$mac" ip "$address"
	must in_ns "$self" sh -c "cd /proc/sys/net/ipv6/conf/eth0; echo 0 > addr_gen_mode
		echo 3 > router_solicitations"
	must ip -n "$self" link set eth0 up
	must ip -n "$self" addr add "$address/128" dev eth0 nodad
}

# comes_up ENDPOINT: as a Linux that starts
comes_up()
{
	must in_ns "$1" sh -c "echo 1 > /proc/sys/net/ipv6/conf/eth0/accept_ra"
	must ip -n "$1" link set eth0 down
	must ip -n "$1" link set eth0 up
}

routed() { ip -n "$1" -6 route show default | grep -q "via $ROUTER dev eth0 proto ra"; }
not_routed() { ! ip -n "$1" -6 route show default | grep -q .; }
mtu_is() { [ "$(in_ns "$1" cat /proc/sys/net/ipv6/conf/eth0/mtu)" = "$2" ]; }
has_address() { ip -n "$1" -6 addr show dev eth0 | grep -q "inet6 $2"; }

# Its address is gone when its link has been down.
learns()
{
	must ovctl -n "$n1" network set one ra on
	comes_up "$e"
	wait_until "no default route" routed "$e"
	wait_until "no MTU" mtu_is "$e" $FITS
	must ip -n "$e" addr replace fd00:e1::21/128 dev eth0 nodad
	check_match "$(ip -n "$e" -6 route show fd00:e1::/64)" "dev eth0" "route to the prefix"
	reach "$e" "$f" fd00:e2::22
	reach "$f" "$e" fd00:e1::21
	must in_ns "$e" ping -n -c 1 -w 5 "$ROUTER%eth0"
	has_address "$e" fd00:e1::ff:fe00:21
	check_fail $? "it has made itself an address"
	log_test "P51: an endpoint gets default route, prefix and MTU, and reaches others"
}

makes_addresses()
{
	must ovctl -n "$n1" network set one ra autonomous
	comes_up "$e"
	wait_until "no address" has_address "$e" fd00:e1::ff:fe00:21/64
	must ovctl -n "$n1" network set one ra off
	log_test "P51: an endpoint makes itself an address where it may"
}

forgets()
{
	must ovctl -n "$n1" network set one ra on
	comes_up "$e"
	wait_until "no default route" routed "$e"
	must ovctl -n "$n1" network set one ra off
	wait_until "the default route stays" not_routed "$e"
	log_test "P51: when it is switched off an endpoint loses its default route"
}

in_l3()
{
	must ovctl -n "$n1" network add pods id 200 type l3 underlay u gateway fd00:e3::1/64 ra on
	host p 1 pods fd00:e3::31 31
	host q 1 pods fd00:e4::32 32
	must ovctl -n "$n1" -b - <<-END
	route add pods fd00:e3::31 dev p
	neigh add pods fd00:e3::31 lladdr 02:00:00:00:00:31
	route add pods fd00:e4::32 dev q
	neigh add pods fd00:e4::32 lladdr 02:00:00:00:00:32
	END
	comes_up "$p"
	comes_up "$q"
	wait_until "no default route" routed "$p"
	wait_until "no default route" routed "$q"
	must ip -n "$p" addr replace fd00:e3::31/128 dev eth0 nodad
	must ip -n "$q" addr replace fd00:e4::32/128 dev eth0 nodad
	reach "$p" "$q" fd00:e4::32
	check_eq "$(drops "$n1" no_answer pods)" 0 "questions without an answer"
	log_test "P51: in an l3 network, too"
}

# It is taken, for the gateway may come later, and said.
without_gateway()
{
	local said="bare advertises nothing: it has no IPv6 gateway"

	check_match "$(ovctl -n "$n1" network add bare id 110 ra on 2>&1)" "warning: $said" "new"
	check_eq "$(ovctl -n "$n1" network set bare ageing 9 2>&1)" "" "what is not about it"
	check_match "$(ovctl -n "$n1" network set bare gateway 10.9.0.1/24 2>&1)" "$said" "one of IPv4"
	check_eq "$(ovctl -n "$n1" network set bare gateway fd00:b::1/64 2>&1)" "" "one of IPv6"
	check_match "$(ovctl -n "$n1" network set bare gateway none 2>&1)" "$said" "none"
	check_eq "$(ovctl -n "$n1" network set bare ra off 2>&1)" "" "off"
	must ovctl -n "$n1" network del bare
	log_test "P51: advertisements without a gateway to advertise are warned of"
}

tests_run
