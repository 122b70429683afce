#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Neighbours as they are said and read (neigh.py), and what is answered with them
# in a network of type l2.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"ask kinds"
	"ask replaced"
	"ask whole"
	"ask filtered"
	"ask newer"
	"ask flushed"
	"ask gone"
	"ask gateways"
	suppressed
	unknown
	not_suppressed
	own
	many
	announced
	gateway
	gateway_n1_down
)

GATEWAY_MAC=02:6f:76:6e:65:74

setup()
{
	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2" "gateway 10.0.0.1/24 gateway fd00:10::1/64"
	endpoint a "$n1" red 11
	endpoint b "$n2" red 12
	endpoint c "$n1" red 13
	tester neigh.py "$n1"
}

# known NUMBER...: on both nodes, by address and by place
known()
{
	local i node number

	for i in 1 2; do
		node_of $i
		for number in "$@"; do
			echo "neigh replace red 10.0.0.$number lladdr 02:00:00:00:00:$number"
			echo "neigh replace red fd00:10::$number lladdr 02:00:00:00:00:$number"
		done | must ovctl -n "$node" -b -
	done
}

forget()
{
	must ovctl -n "$n1" neigh flush red
	must ovctl -n "$n2" neigh flush red
}

# As many as there may be in a subnet, which differ in their last bytes alone.
many()
{
	local i before

	before=$(ovctl -n "$n1" -j neigh show red | jq length)
	for ((i = 1; i <= 3000; i++)); do
		printf 'neigh add red fd00:10::1:%x lladdr 02:00:00:01:%02x:%02x\n' $i $((i >> 8)) $((i & 255))
	done | must ovctl -n "$n1" -b -
	check_eq "$(ovctl -n "$n1" -j neigh show red | jq length)" $((before + 3000)) "rows"
	log_test "3000 IPv6 neighbours of one subnet"
	must ovctl -n "$n1" neigh flush red
}

# N19: a known neighbour costs no packet of the underlay.
suppressed()
{
	known 11 12 13
	stays_off_wire check_py <<-END
	a, b, me = Dev("$a"), Dev("$b"), port_mac(11)
	a.send(eth(BROADCAST, me, 0x0806, arp(1, me, "10.0.0.11", "10.0.0.12")))
	a.expect(eth(me, port_mac(12), 0x0806, arp(2, port_mac(12), "10.0.0.12", "10.0.0.11", me)))
	a.send(eth("33:33:ff:00:00:12", me, 0x86dd, solicit("fd00:10::11", "fd00:10::12", me)))
	a.expect(eth(me, port_mac(12), 0x86dd, advertise("fd00:10::12", "fd00:10::12", port_mac(12), "fd00:10::11", 0x60)))
	# a duplicate is told of the owner
	a.send(eth("33:33:ff:00:00:12", me, 0x86dd, solicit("::", "fd00:10::12")))
	a.expect(eth("33:33:00:00:00:01", port_mac(12), 0x86dd, advertise("fd00:10::12", "fd00:10::12", port_mac(12), "ff02::1", 0x20)))
	END
	reach "$a" "$b" 10.0.0.12 fd00:10::12
	forget
	log_test "N19: ARP and ND for a known neighbour are answered, 0 packets on the underlay"
}

unknown()
{
	must ip -n "$a" neigh flush all
	must ip -n "$b" neigh flush all
	reach "$a" "$b" 10.0.0.12 fd00:10::12
	log_test "N19: an unknown one is asked for on all nodes"
}

not_suppressed()
{
	known 12 13
	must ovctl -n "$n1" network set red suppression off
	check_py <<-END
	a, b, me = Dev("$a"), Dev("$b"), port_mac(11)
	question = eth(BROADCAST, me, 0x0806, arp(1, me, "10.0.0.11", "10.0.0.12"))
	a.send(question)
	b.expect(question)
	END
	must ovctl -n "$n1" network set red suppression on
	check_py <<-END
	# who asks one alone wants to know whether that one is there
	a, b, c, me = Dev("$a"), Dev("$b"), Dev("$c"), port_mac(11)
	question = eth(port_mac(13), me, 0x0806, arp(1, me, "10.0.0.11", "10.0.0.13"))
	a.send(question)
	c.expect(question)
	# nor is who asks from behind the same port answered for another there
	two = eth(BROADCAST, port_mac(12), 0x0806, arp(1, port_mac(12), "10.0.0.12", "10.0.0.12"))
	b.send(two)
	a.expect(two, "an announcement")
	END
	forget
	log_test "N19: no answer without suppression, to announcements and to what is asked of one alone"
}

# The owner of an address that asks for it, and a guest behind its port.
own()
{
	known 11 12
	check_py <<-END
	a, b, me = Dev("$a"), Dev("$b"), port_mac(11)
	for frame in (eth(BROADCAST, me, 0x0806, arp(1, me, "10.0.0.11", "10.0.0.11")),
	              eth("33:33:ff:00:00:11", me, 0x86dd, solicit("::", "fd00:10::11")),
	              eth(BROADCAST, me, 0x0806, arp(1, me, "0.0.0.0", "10.0.0.11"))):
	    a.send(frame)
	    b.expect(frame)
	if a.recv(0):
	    fail("it was answered")
	END
	forget
	log_test "N19: who asks for itself is left alone"
}

announced()
{
	known 12
	check_py <<-END
	a, b, me = Dev("$a"), Dev("$b"), port_mac(11)
	for frame in (eth(BROADCAST, me, 0x0806, arp(1, me, "10.0.0.11", "10.0.0.11")),
	              eth(BROADCAST, me, 0x0806, arp(2, me, "10.0.0.11", "10.0.0.11", me)),
	              eth("33:33:00:00:00:01", me, 0x86dd, advertise("fd00:10::11", "fd00:10::11", me)),
	              eth(BROADCAST, me, 0x0806, arp(1, me, "10.0.0.11", "10.0.0.99")),
	              eth(BROADCAST, me, 0x0806, b"\0\1\x08\0\6\4\0\1"),
	              eth(BROADCAST, me, 0x8100, vlan(7, 0x0806, arp(1, me, "10.0.0.11", "10.0.0.12")))):
	    a.send(frame)
	    b.expect(frame)
	END
	forget
	log_test "N19: what is announced, broken, or in a VLAN goes to everybody as it is"
}

gateway()
{
	local ns

	for ns in "$a" "$b"; do
		must in_ns "$ns" ping -n -c 1 -w 5 10.0.0.1
		stays_off_wire must in_ns "$ns" ping -n -c 1 -w 5 10.0.0.1
		must in_ns "$ns" ping -n -c 1 -w 5 fd00:10::1
		check_eq "$(ip -n "$ns" -j neigh show 10.0.0.1 | jq -r '.[0].lladdr')" $GATEWAY_MAC "MAC"
		check_eq "$(ip -n "$ns" -j neigh show fd00:10::1 | jq -r '.[0].lladdr')" $GATEWAY_MAC "MAC"
	done
	log_test "N24: the gateway has one address and one MAC on every node"
}

gateway_n1_down()
{
	must ip -n "$n1" link set eth0 down
	must ip -n "$b" neigh flush all
	must in_ns "$b" ping -n -c 1 -w 5 10.0.0.1
	must ip -n "$n1" link set eth0 up
	log_test "N24: it is there when another node is not"
}

tests_run
