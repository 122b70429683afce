#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Two tenants with the same addresses, on one node and across nodes.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	list
	same_net_same_node
	same_net_cross_node
	same_addresses_answer_from_their_own
	local_stays_local
	vnis_differ
	cross_tenant_same_node
	cross_tenant_cross_node
	no_network_there
	broadcast_stays_inside
)

# red: a, b on n1, c on n2, f on n3; blue: the same addresses, d, e on n1, g on
# n3 (the one with another address); grey: h on n1 alone
setup()
{
	setup_underlay 3
	setup_nodes 3
	network red 100 "1 2 3"
	network blue 200 "1 2 3"
	network grey 300 "1 2"
	endpoint a "$n1" red 11
	endpoint b "$n1" red 12
	endpoint c "$n2" red 13
	endpoint f "$n3" red 14
	endpoint d "$n1" blue 11
	endpoint e "$n2" blue 13
	endpoint g "$n3" blue 15
	NS_IPV6=0 endpoint h "$n1" grey 11
}

list()
{
	check_eq "$(json "$n1" 'map(.name + " " + (.vni | tostring)) | join(",")' network)" \
		"red 100,blue 200,grey 300" "networks"
	check_eq "$(json "$n1" 'map(.name + " " + (.ports | tostring)) | join(",")' network show red)" \
		"red 2" "one network"
	log_test "N1: networks are listed with their ids"
}

same_net_same_node()
{
	reach "$a" "$b" 10.0.0.12 fd00:10::12
	reach "$b" "$a" 10.0.0.11 fd00:10::11
	log_test "N3: own network, same node: reach, IPv4 and IPv6"
}

same_net_cross_node()
{
	reach "$a" "$c" 10.0.0.13 fd00:10::13
	reach "$c" "$a" 10.0.0.11 fd00:10::11
	reach "$c" "$f" 10.0.0.14
	reach "$f" "$a" 10.0.0.11
	reach "$d" "$e" 10.0.0.13 fd00:10::13
	reach "$e" "$g" 10.0.0.15
	log_test "N3: own network, two and three nodes: reach, IPv4 and IPv6"
}

# Who answered is told apart by the TCP peer's word, not by the address.
say_name()
{
	nsenter --net="/run/netns/$1" socat -u "EXEC:echo $2" TCP-LISTEN:7,reuseaddr &
	defer stop $!
}

asks()
{
	local out

	out=$(in_ns "$1" nc -n -d -w 5 "$2" 7 2> /dev/null) && [ "$out" = "$3" ]
}

same_addresses_answer_from_their_own()
{
	say_name "$c" red
	say_name "$e" blue
	wait_until "red's 10.0.0.13 is not red's" asks "$a" 10.0.0.13 red
	wait_until "blue's 10.0.0.13 is not blue's" asks "$d" 10.0.0.13 blue
	log_test "N1: the same address twice: each tenant reaches its own"
}

local_stays_local()
{
	reach "$a" "$b" 10.0.0.12	# neighbours are known from here on
	stays_off_wire reach "$a" "$b" 10.0.0.12
	stays_off_wire must in_ns "$a" ping -q -n -c 20 -i 0.01 10.0.0.12
	log_test "D2: traffic on one node does not cross the underlay"
}

vnis_differ()
{
	check_py <<-END
	wire = Dev("$wire", "br0")
	w1 = Dev("$wire", "w1")
	a, d = Dev("$a"), Dev("$d")
	for dev, vni in (a, 100), (d, 200):
	    frame = eth(BROADCAST, port_mac(11), 0x88b5, b"vni %d" % vni)
	    dev.send(frame)
	    seen = Packet(w1.expect(lambda f: f[-len(frame):] == frame))
	    check_eq(seen.vni, vni, "VNI")
	END
	log_test "D8: two tenants carry different VNIs"
}

# h asks for an address that only other tenants have; nobody is in grey.
cross_tenant_same_node()
{
	must ovctl -n "$n1" member del grey remote r2
	blocked "$h" 10.0.0.12 "$n1" flood_nowhere
	must ip -n "$h" neigh replace 10.0.0.12 lladdr 02:00:00:00:00:12 dev eth0
	blocked "$h" 10.0.0.12 "$n1" flood_nowhere
	must ovctl -n "$n1" member add grey remote r2
	# a network with neighbours: its floods reach them, and nobody else
	no_reply "$a" 10.0.0.15
	log_test "T1: another tenant's endpoint on the same node is blocked"
}

cross_tenant_cross_node()
{
	must ip -n "$h" neigh replace 10.0.0.13 lladdr 02:00:00:00:00:13 dev eth0
	blocked "$h" 10.0.0.13 "$n2" flood_nowhere wire
	# and where the sender's node is told that the MAC is there
	must ovctl -n "$n1" fdb add grey 02:00:00:00:00:13 remote r2
	blocked "$h" 10.0.0.13 "$n2" flood_nowhere wire
	must ovctl -n "$n1" fdb del grey 02:00:00:00:00:13
	no_reply "$a" 10.0.0.15
	no_reply "$g" 10.0.0.12
	log_test "T1 D8: another tenant's endpoint on another node is blocked"
}

no_network_there()
{
	must ovctl -n "$n1" member add grey remote r3
	blocked "$h" 10.0.0.15 "$n3" unknown_vni wire
	must ovctl -n "$n1" member del grey remote r3
	log_test "T1: a node without the network drops it as unknown_vni"
}

broadcast_stays_inside()
{
	check_py <<-END
	others = [Dev(ns) for ns in ("$d", "$e", "$g", "$h")]
	mine = [Dev(ns) for ns in ("$b", "$c", "$f")]
	senders = [Dev(ns) for ns in ("$d", "$h")]
	a = Dev("$a")
	probe = eth(BROADCAST, port_mac(11), 0x88b5, b"for red only")
	a.send(probe)
	for dev in mine:
	    dev.expect(probe, "red's broadcast")
	# behind it, a broadcast of blue's that reaches all of blue
	fence = eth(BROADCAST, port_mac(11), 0x88b5, b"fence")
	senders[0].send(fence)
	for dev in others[1:3]:
	    if any(f[14:].startswith(b"for red") for f in dev.until(fence)):
	        fail("%s got red's broadcast" % dev.ns)
	# d and h hear nobody: the fence has passed their node before
	for dev in others[0], others[3]:
	    while (f := dev.recv(0)) is not None:
	        if f[14:].startswith(b"for red"):
	            fail("%s got red's broadcast" % dev.ns)
	END
	log_test "N17: a broadcast reaches its own network on all nodes, no other"
}

tests_run
