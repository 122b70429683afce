#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A VPC: networks of type l2 that a network of type l3 routes between.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	gateways
	same_subnet
	same_node
	across
	on_the_wire
	trace
	nobody_there
	unsaid
	no_router
	in_use
	leaked
	loop
)

GATEWAY_MAC=02:6f:76:6e:65:74

# Subnets one (10.1.0.0/24, fd00:1::/64) and two (10.2.0.0/24, fd00:2::/64) on both
# nodes; a1, b1, a2, b2: of subnet one or two, a on node 1, b on node 2.
setup()
{
	local i s node

	setup_underlay 2
	setup_nodes 2
	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" network add vpc id 9 type l3 underlay u
		for s in 1 2; do
			must ovctl -n "$node" -b - <<-END
			network add sub$s id 10$s underlay u router vpc gateway 10.$s.0.1/24 gateway fd00:$s::1/64
			member add sub$s remote r$((3 - i))
			route add vpc 10.$s.0.0/24 network sub$s
			route add vpc fd00:$s::/64 network sub$s
			END
		done
	done
	vm a1 1 1 11
	vm a2 1 2 12
	vm b1 2 1 13
	vm b2 2 2 14
}

# vm NAME NODE SUBNET NUMBER
vm()
{
	local name=$1 s=$3 number=$4 i node mac=02:00:00:00:00:$4
	local -n self=$name

	setup_ns "$name"
	node_of "$2"
	must ip link add name "$name" netns "$node" type veth \
		peer name eth0 netns "$self"
	must ip -n "$self" -b - <<-END
	link set eth0 address $mac up
	addr add 10.$s.0.$number/24 dev eth0
	addr add fd00:$s::$number/64 dev eth0 nodad
	route add default via 10.$s.0.1
	route add default via fd00:$s::1
	END
	must ip -n "$node" link set dev "$name" up
	must ovctl -n "$node" port add "$name" network "sub$s" state open
	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" -b - <<-END
		neigh add sub$s 10.$s.0.$number lladdr $mac
		neigh add sub$s fd00:$s::$number lladdr $mac
		fdb add sub$s $mac $([ "$i" = "$2" ] && echo "dev $name" || echo "remote r$2")
		END
	done
}

gateways()
{
	local s ns

	for ns in "1 $a1" "2 $a2" "1 $b1" "2 $b2"; do
		read -r s ns <<< "$ns"
		must in_ns "$ns" ping -n -c 1 -w 5 "10.$s.0.1"
		must in_ns "$ns" ping -n -c 1 -w 5 "fd00:$s::1"
		# the other one's, too
		must in_ns "$ns" ping -n -c 1 -w 5 "10.$((3 - s)).0.1"
		must in_ns "$ns" ping -n -c 1 -w 5 "fd00:$((3 - s))::1"
		check_eq "$(ip -n "$ns" -j neigh show "10.$s.0.1" | jq -r '.[0].lladdr')" $GATEWAY_MAC "MAC"
	done
	stays_off_wire must in_ns "$a1" ping -n -c 1 10.2.0.1
	log_test "N24: the gateway of each subnet is on every node"
}

# hops FROM ADDRESS TTL: what is left of 64 when the answer is there
hops()
{
	check_match "$(in_ns "$1" ping -n -c 1 -w 5 "$2")" "ttl=$3|hlim=$3" "ping $2"
}

same_subnet()
{
	reach "$a1" "$b1" 10.1.0.13 fd00:1::13
	hops "$a1" 10.1.0.13 64
	hops "$a1" fd00:1::13 64
	log_test "P41: in one subnet TTL stays as it is, across nodes too"
}

same_node()
{
	stays_off_wire reach "$a1" "$a2" 10.2.0.12 fd00:2::12
	hops "$a1" 10.2.0.12 63
	hops "$a1" fd00:2::12 63
	log_test "P42: from subnet to subnet on one node: TTL is one less"
}

across()
{
	reach "$a1" "$b2" 10.2.0.14 fd00:2::14
	reach "$b2" "$a1" 10.1.0.11 fd00:1::11
	hops "$a1" 10.2.0.14 63
	hops "$a1" fd00:2::14 63
	transfer "$a1" "$b2" 10.2.0.14 4
	transfer "$a1" "$b2" fd00:2::14 4
	log_test "P42: from subnet to subnet across nodes: TTL is one less, once"
}

on_the_wire()
{
	check_py <<-END
	a, b, w = Dev("$a1"), Dev("$b2"), Dev("$n2", "eth0")
	a.send(eth("$GATEWAY_MAC", port_mac(11), 0x0800,
	           ip4("10.1.0.11", "10.2.0.14", 17, udp(5, 9, b"routed"), ttl=9)))
	sent = w.expect(lambda f: is_tunnel(f) and b"routed" in f)
	inner = in_tunnel(sent)
	check_eq((Packet(sent).vni, inner.ttl), (9, 8), "on the wire")
	if ENCAP == "vxlan":
	    check_eq((inner.dst, inner.src), ("02:72:c0:00:02:02", "02:72:c0:00:02:01"), "router MACs")
	got = Packet(b.expect(lambda f: b"routed" in f))
	check_eq((got.dst, got.src, got.ttl), (port_mac(14), "$GATEWAY_MAC", 8), "delivered")
	END
	log_test "P42: in tunnels with the router's number, from router MAC to router MAC"
}

trace()
{
	check_match "$(in_ns "$a1" ping -n -c 1 -t 1 10.2.0.14 2>&1)" \
		"From 10.1.0.1 icmp_seq=1 Time to live exceeded" "TTL 1"
	check_match "$(in_ns "$a1" ping -n -c 1 -t 2 10.2.0.14 2>&1)" " 1 received" "TTL 2"
	check_match "$(in_ns "$a1" ping -n -c 1 -t 1 fd00:2::14 2>&1)" \
		"From fd00:1::1:? icmp_seq=1 Time exceeded: Hop limit" "hop limit 1"
	log_test "traceroute: the gateway of the own subnet, then the endpoint"
}

nobody_there()
{
	# somebody may yet answer
	! in_ns "$a1" ping -n -c 1 -W 0.3 10.2.0.99 2>&1 | grep -q Unreachable
	check_err $? "told at once"
	host_unreachable() { in_ns "$a1" ping -n -c 1 -W 0.3 10.2.0.99 2>&1 | grep -q "From 10.1.0.1 icmp_seq=1 Destination Host Unreachable"; }
	wait_until "nobody says that nobody is there" host_unreachable
	check_match "$(in_ns "$a1" ping -n -c 1 10.3.0.1 2>&1)" "From 10.1.0.1 icmp_seq=1 Destination Net Unreachable" "no subnet"
	[ "$(drops "$n1" no_neighbour sub1)" -gt 0 ] && [ "$(drops "$n1" no_block sub1)" -gt 0 ]
	check_err $? "not counted"
	log_test "nobody has the address, no subnet has it: the gateway says so"
}

# An l3 network with an endpoint and no gateway: nobody could say it.
unsaid()
{
	must ovctl -n "$n1" network set sub1 gateway none
	check_match "$(in_ns "$a1" ping -n -c 1 -W 0.3 10.3.0.1 2>&1)" "0 received" "no answer"
	must ovctl -n "$n1" network add mute id 310 type l3
	setup_ns m
	must ip link add name m netns "$n1" type veth peer name eth0 netns "$m"
	must ip -n "$m" link set eth0 address 02:00:00:00:00:78 up
	must ip -n "$n1" link set dev m up
	must ovctl -n "$n1" port add m network mute state open
	check_py <<-END
	m = Dev("$m")
	before = drops("$n1")
	packet = ip4("10.9.0.7", "10.9.0.8", 17, udp(5, 9, b"mute"))
	m.send(eth("$GATEWAY_MAC", "02:00:00:00:00:78", 0x0800, packet))
	wait_drops("$n1", before, {"no_block": 1})
	if m.recv(0):
	    fail("it was answered")
	END
	must ovctl -n "$n1" network set sub1 gateway 10.1.0.1/24
	must ovctl -n "$n1" network set sub1 gateway fd00:1::1/64
	must ip -n "$a1" neigh flush all
	must in_ns "$a1" ping -n -c 1 -w 5 10.1.0.1
	log_test "a network without a gateway says nothing"
}

no_router()
{
	must ovctl -n "$n1" network set sub1 router none
	check_match "$(in_ns "$a1" ping -n -c 1 10.2.0.12 2>&1)" "From 10.1.0.1 icmp_seq=1 Destination Net Unreachable" "no router"
	must in_ns "$a1" ping -n -c 1 -w 5 10.1.0.1
	reach "$a1" "$b1" 10.1.0.13
	must ovctl -n "$n1" network set sub1 router vpc
	reach "$a1" "$a2" 10.2.0.12
	log_test "P5: a subnet leaves its VPC and comes back"
}

in_use()
{
	refused "Router of network sub[12]: give that another, or force" \
		ovctl -n "$n1" network del vpc
	must ovctl -n "$n1" network add other id 300
	must ovctl -n "$n1" route add vpc 10.9.0.0/16 network other
	refused "1 routes point to it: ovctl route del, or force" ovctl -n "$n1" network del other
	must ovctl -n "$n1" network del other force
	check_eq "$(ovctl -n "$n1" route show vpc dst 10.9.0.0/16)" "" "route to a network that is gone"
	refused "Only a network of type l2 has a router" ovctl -n "$n1" network set vpc router vpc
	refused "Network sub2 is of type l2: a router is of type l3" ovctl -n "$n1" network set sub1 router sub2
	refused "There is no network none7" ovctl -n "$n1" network set sub1 router none7
	refused "A network has no route to itself" ovctl -n "$n1" route add vpc 10.9.0.0/16 network vpc
	must ovctl -n "$n1" network add vpc2 id 301 type l3
	must ovctl -n "$n1" network add sub3 id 302 router vpc2 gateway 10.3.0.1/24
	must ovctl -n "$n1" network del vpc2 force
	check_eq "$(json "$n1" '.[0].router' network show sub3)" "" "router that is gone"
	must ovctl -n "$n1" network del sub3
	log_test "P5: a router in use is not removed without force; what cannot be one is refused"
}

# Another l3 network with an endpoint of its own, by routes both ways.
leaked()
{
	must ovctl -n "$n1" network add shared id 303 type l3 gateway 10.7.0.1/24
	setup_ns x
	must ip link add name x netns "$n1" type veth peer name eth0 netns "$x"
	must ip -n "$x" -b - <<-END
	link set eth0 address 02:00:00:00:00:77 up
	addr add 10.7.0.7/24 dev eth0
	route add default via 10.7.0.1
	END
	must ip -n "$n1" link set dev x up
	must ovctl -n "$n1" -b - <<-END
	port add x network shared state open
	route add shared 10.7.0.7 dev x
	neigh add shared 10.7.0.7 lladdr 02:00:00:00:00:77
	route add vpc 10.7.0.0/24 network shared
	route add shared 10.1.0.0/24 network vpc
	END
	must ovctl -n "$n2" route add vpc 10.7.0.0/24 remote r1
	reach "$a1" "$x" 10.7.0.7
	reach "$x" "$a1" 10.1.0.11
	hops "$a1" 10.7.0.7 63
	reach "$x" "$b1" 10.1.0.13
	check_match "$(in_ns "$x" ping -n -c 1 10.2.0.12 2>&1)" "Destination Net Unreachable" "not leaked"
	log_test "a route to another l3 network goes on by that one's routes"
}

loop()
{
	local before

	must ovctl -n "$n1" -b - <<-END
	network add round id 304 type l3
	route add vpc 10.8.0.0/24 network round
	route add round 10.8.0.0/24 network vpc
	END
	before=$(drops "$n1" route_loop sub1)
	no_reply "$a1" 10.8.0.1
	check_eq "$(drops "$n1" route_loop sub1)" $((before + 1)) "route_loop"
	log_test "routes that lead round are found out"
}

tests_run
