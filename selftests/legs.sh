#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Legs: the node's own presence in a network, by "ip link".
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	attributes
	defaults
	of_a_network
	node_reaches
	answered
	local_row
	mac_change
	promiscuous
	changelink
	contradictions
	ports_of_a_leg
	secure
	leg_down
	tunnel_loop
	implicit
	moved
	two_legs
)

# red on n1 and n2; a behind n1, b behind n2; leg1 and leg2
setup()
{
	local i node

	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2"
	endpoint a "$n1" red 11
	endpoint b "$n2" red 12
	for i in 1 2; do
		node_of $i
		must ip -n "$node" link add leg$i address 02:00:00:00:00:0$i type ovnet id 100
		must ip -n "$node" addr add 10.0.0.$i/24 dev leg$i
		must ip -n "$node" addr add fd00:10::$i/64 dev leg$i nodad
		must ip -n "$node" link set leg$i up
	done
}

info() { ip -n "$n1" -d -j link show dev "$1" | jq -cS '.[0].linkinfo.info_data'; }
networks() { json "$n1" 'map(.name) | join(" ")' network; }
underlays() { json "$n1" 'map(.name) | join(" ")' underlay; }

attributes()
{
	must ip -n "$n1" link add full type ovnet id 1234 vni 4321 network wholename \
		local 192.0.2.1,fd00:2::1 port 4790 nolearning learning-remote \
		ageing 77 fdb-max 88 flood-rate 99
	check_eq "$(info full)" "$(jq -cS . <<-END
	{ "id": 1234, "vni": 4321, "network": "wholename", "underlay": "local0",
	  "local": "192.0.2.1", "local6": "fd00:2::1", "port": 4790,
	  "learning": false, "learning-remote": true, "ageing": 77,
	  "fdb-max": 88, "flood-rate": 99 }
	END
	)" "ip -d -j link"
	check_match "$(ip -n "$n1" -d link show dev full)" \
		"ovnet id 1234 network wholename vni 4321 underlay local0 local 192.0.2.1,fd00:2::1 port 4790 nolearning learning-remote ageing 77 fdb-max 88 flood-rate 99" \
		"ip -d link"
	check_eq "$(json "$n1" '.[0] | [.name, .vni, .learning, ."learning-remote", .ageing, ."fdb-max", ."flood-rate"] | join(" ")' network show 1234)" \
		"wholename 4321 false true 77 88 99" "ovctl network show"
	must ip -n "$n1" link del full
	check_eq "$(networks) $(underlays)" "red u" "networks and underlays that are left"
	log_test "K1: every attribute of a leg is read back"
}

defaults()
{
	must ip -n "$n1" link add plain type ovnet id 55
	check_eq "$(info plain)" "$(jq -cS . <<-END
	{ "id": 55, "vni": 55, "network": "plain", "learning": true,
	  "learning-remote": false, "ageing": 300, "fdb-max": 65536,
	  "flood-rate": 0 }
	END
	)" "ip -d -j link"
	check_eq "$(ip -n "$n1" -j link show dev plain | jq '.[0].mtu')" 1500 "MTU without an underlay"
	must ip -n "$n1" link del plain
	log_test "K1: a leg with nothing but an id"
}

of_a_network()
{
	must ip -n "$n1" link add byname type ovnet network red
	check_eq "$(info byname | jq -r '"\(.id) \(.underlay)"')" "100 u" "a leg by name"
	must ip -n "$n1" link add other type ovnet id 200 underlay u
	check_eq "$(json "$n1" '.[0].underlay' network show other)" u "underlay by name"
	must ip -n "$n1" link add same type ovnet id 201 local 192.0.2.1
	check_eq "$(info same | jq -r .underlay)" u "the underlay that has the address"
	local dev
	for dev in byname other same; do
		must ip -n "$n1" link del $dev
	done
	check_eq "$(networks)" "red" "networks that are left"
	log_test "K1: a leg of a network that exists; underlay by name and by address"
}

node_reaches()
{
	reach "$n1" "$a" 10.0.0.11 fd00:10::11
	reach "$n1" "$b" 10.0.0.12 fd00:10::12
	reach "$n1" "$n2" 10.0.0.2 fd00:10::2
	reach "$a" "$n2" 10.0.0.2 fd00:10::2
	transfer "$n1" "$b" 10.0.0.12 1
	transfer "$b" "$n1" fd00:10::1 1
	log_test "Z15: the node reaches endpoints and other nodes' legs, and the other way"
}

row() { json "$n1" '.[] | "\(.ifname) \(.state)"' fdb show red mac "$1"; }

# Endpoints of this node, by the leg, and the other way.
answered()
{
	echoed "$a" "$n1" 10.0.0.1
	echoed "$n1" "$a" 10.0.0.11
	log_test "who answers a leg, or by one, does so behind the sender's back"
}

local_row()
{
	check_eq "$(row 02:00:00:00:00:01)" "leg1 local" "row of the leg"
	refused "is the address of a leg" ovctl -n "$n1" fdb replace red 02:00:00:00:00:01 remote r2
	refused "is the address of a leg" ovctl -n "$n1" fdb del red 02:00:00:00:00:01
	must ovctl -n "$n1" fdb flush red
	check_eq "$(row 02:00:00:00:00:01)" "leg1 local" "row of the leg after a flush"
	log_test "N20: a leg's own address has a row that nobody changes"
}

mac_change()
{
	must ip -n "$n1" link set leg1 address 02:00:00:00:01:11
	check_eq "$(row 02:00:00:00:01:11)" "leg1 local" "row of the new address"
	check_eq "$(row 02:00:00:00:00:01)" "" "row of the old one"
	must ip -n "$a" neigh flush dev eth0
	must ip -n "$b" neigh flush dev eth0
	reach "$a" "$n1" 10.0.0.1
	reach "$b" "$n1" 10.0.0.1
	must ovctl -n "$n1" fdb add red 02:00:00:00:01:22 remote r2
	refused "" ip -n "$n1" link set leg1 address 02:00:00:00:01:22
	refused "" ip -n "$n1" link set leg1 address 01:00:00:00:00:01
	check_eq "$(ip -n "$n1" -j link show dev leg1 | jq -r '.[0].address')" \
		02:00:00:00:01:11 "address after refusals"
	must ovctl -n "$n1" fdb flush red
	must ip -n "$n1" link set leg1 address 02:00:00:00:00:01
	must ip -n "$a" neigh flush dev eth0
	must ip -n "$b" neigh flush dev eth0
	log_test "N20: a leg's address changes, its row with it; not to one that is taken"
}

promiscuous()
{
	local f=$TMP/promisc.pcap

	must in_ns "$a" ping -q -n -c 1 10.0.0.12	# neighbours known
	capture "$n1" leg1 "$f" icmp or ether proto 0x88b6
	must in_ns "$a" ping -q -n -c 3 -i 0.1 10.0.0.12
	capture_stop "$f" 6 icmp
	check_eq "$(capture_count "$f" icmp)" 6 "packets of others that the leg heard"
	# without: only what is for it, and floods
	f=$TMP/quiet.pcap
	capture "$n1" leg1 "$f" -p icmp or ether proto 0x88b6
	must in_ns "$a" ping -q -n -c 3 -i 0.1 10.0.0.12
	check_py <<-END
	Dev("$a").send(eth(BROADCAST, port_mac(11), 0x88b6, b"fence"))
	END
	capture_stop "$f" 1 ether proto 0x88b6
	check_eq "$(capture_count "$f" icmp)" 0 "packets of others without promiscuity"
	log_test "P47: tcpdump on a leg sees the network; not when it is not promiscuous"
}

changelink()
{
	must ip -n "$n1" link set leg1 type ovnet ageing 33 nolearning fdb-max 44 flood-rate 55
	check_eq "$(json "$n1" '.[0] | [.ageing, .learning, ."fdb-max", ."flood-rate"] | join(" ")' network show red)" \
		"33 false 44 55" "settings"
	must ip -n "$n1" link set leg1 type ovnet ageing 300 learning fdb-max 65536 flood-rate 0
	refused "network.* is fixed" ip -n "$n1" link set leg1 type ovnet id 101
	refused "network.* is fixed" ip -n "$n1" link set leg1 type ovnet local 192.0.2.7
	refused "cannot change" ip -n "$n1" link set leg1 type ovnet vni 5
	refused "no underlay nosuch" ip -n "$n1" link set leg1 type ovnet underlay nosuch
	log_test "K1: ip link set: the network's settings change, what is fixed does not"
}

contradictions()
{
	refused "Which network" ip -n "$n1" link add x type ovnet
	refused "cannot change" ip -n "$n1" link add x type ovnet id 100 vni 7
	refused "Network red" ip -n "$n1" link add x type ovnet id 7 network red
	refused "There is no network nosuch" ip -n "$n1" link add x type ovnet network nosuch
	refused "port needs a local address" ip -n "$n1" link add x type ovnet id 9 port 4789
	refused "not both" ip -n "$n1" link add x type ovnet id 9 underlay u local 192.0.2.1
	refused "VNI 100" ip -n "$n1" link add x type ovnet id 9 vni 100
	refused "unicast" ip -n "$n1" link add x address 01:00:00:00:00:01 type ovnet id 9
	refused "address of a leg|is the address" ip -n "$n1" link add x address 02:00:00:00:00:01 type ovnet id 100
	check_eq "$(networks) $(underlays)" "red u" "what is left"
	refused "does not exist" ip -n "$n1" link show dev x
	log_test "K1: contradicting requests are refused and leave nothing"
}

port_field() { json "$n1" ".[0].$1" port show "$2"; }
no_port() { ! ovctl -n "$n1" port show "$1" > /dev/null 2>&1; }

ports_of_a_leg()
{
	must ovctl -n "$n1" port del a
	must ip -n "$n1" link set dev a master leg1
	check_eq "$(port_field state a) $(port_field '"network-name"' a)" "open red" "port"
	check_eq "$(port_field leg a)" leg1 "its leg"
	reach "$a" "$b" 10.0.0.12
	must ip -n "$n1" link set dev a nomaster
	no_port a
	check_err $? "still a port without its master"
	must ip -n "$n1" link set dev a master leg1
	must ovctl -n "$n1" port del a
	check_eq "$(ip -n "$n1" -j link show dev a | jq -r '.[0].master')" null "master after port del"
	must ovctl -n "$n1" port add a network red state open
	must ip -n "$n1" link add idle type dummy
	refused "fabric does not say" ip -n "$n1" link set dev idle master ovnet-fabric
	must ip -n "$n1" link del idle
	must ip -n "$n1" link set dev a nomaster
	no_port a
	check_err $? "still a port without the fabric"
	must ovctl -n "$n1" port add a network red state open
	log_test "K1: ports by \"master LEG\", open, released by nomaster"
}

secure()
{
	must ovctl -n "$n1" port del a
	must ovctl -n "$n1" network set red secure on
	must ip -n "$n1" link set dev a master leg1
	check_eq "$(port_field state a)" blocked "state"
	blocked "$a" 10.0.0.12 "$n1" port_blocked
	must ovctl -n "$n1" network set red secure off
	must ovctl -n "$n1" port del a
	must ovctl -n "$n1" port add a network red
	check_eq "$(port_field state a)" blocked "state by port add"
	must ovctl -n "$n1" port set a state open
	reach "$a" "$b" 10.0.0.12
	log_test "U11: in a secure network \"master LEG\" starts blocked, too"
}

leg_down()
{
	must in_ns "$a" ping -q -n -c 1 -w 5 10.0.0.1
	must ip -n "$n1" link set leg1 down
	must ip -n "$a" neigh replace 10.0.0.1 lladdr 02:00:00:00:00:01 dev eth0
	blocked "$a" 10.0.0.1 "$n1" leg_down
	must ip -n "$n1" link set leg1 up
	must ip -n "$n1" addr replace fd00:10::1/64 dev leg1 nodad
	must ip -n "$a" neigh del 10.0.0.1 dev eth0
	must in_ns "$a" ping -q -n -c 1 -w 5 10.0.0.1
	log_test "U14: for a leg that is down: counted as leg_down"
}

tunnel_loop()
{
	must ip -n "$n1" route add 198.51.100.0/24 dev leg1
	must ovctl -n "$n1" remote add loop vxlan 198.51.100.9
	must ovctl -n "$n1" fdb add red 02:00:00:00:0c:01 remote loop
	must ip -n "$a" neigh replace 10.0.0.77 lladdr 02:00:00:00:0c:01 dev eth0
	blocked "$a" 10.0.0.77 "$n1" tunnel_loop wire
	must ip -n "$n1" route del 198.51.100.0/24
	blocked "$a" 10.0.0.77 "$n1" no_route wire
	must ovctl -n "$n1" remote del loop force
	log_test "U17: a route to a remote by our own leg is a loop, counted as tunnel_loop"
}

implicit()
{
	must ip -n "$n1" link add x1 type ovnet id 300 local 192.0.2.1 port 5555
	must ip -n "$n1" link add x2 type ovnet id 300
	check_eq "$(networks) $(underlays)" "red x1 u local0" "made"
	must ip -n "$n1" link del x1
	check_eq "$(networks) $(underlays)" "red x1 u local0" "with one leg left"
	must ip -n "$n1" link del x2
	check_eq "$(networks) $(underlays)" "red u" "with none left"
	must ovctl -n "$n1" network add stays id 301
	must ip -n "$n1" link add x3 type ovnet id 301
	must ip -n "$n1" link del x3
	check_eq "$(networks)" "red stays" "made by ovctl"
	must ovctl -n "$n1" network del stays
	# something else refers to it
	must ip -n "$n1" link add x4 type ovnet id 302
	must ovctl -n "$n1" port del a
	must ovctl -n "$n1" port add a network 302
	must ip -n "$n1" link del x4
	check_eq "$(networks)" "red x4" "while a port is in it"
	must ovctl -n "$n1" port del a
	check_eq "$(networks)" "red" "when the port has gone"
	must ovctl -n "$n1" port add a network red state open
	log_test "K1: a network made by a leg goes with its last leg, one made by ovctl stays"
}

# The leg moves: its ports stay behind, the network with it.
moved()
{
	local monitor f=$TMP/moved

	setup_ns away
	must ovctl -n "$n1" port del a
	must ip -n "$n1" link set dev a master leg1
	ovctl -n "$n1" -j monitor config > "$f" &
	monitor=$!
	defer stop $monitor
	# it is ready when it reports
	provoke() { ovctl -n "$n1" port set a learning on; grep -q port-set "$f"; }
	wait_until "no events" provoke
	must ip -n "$n1" link set leg1 netns "$away"
	no_port a
	check_err $? "its port was not released"
	wait_until "no event about the port" grep -q port-del "$f"
	stop $monitor
	must ip -n "$away" addr add 10.0.0.1/24 dev leg1
	must ip -n "$away" link set leg1 up
	reach "$away" "$b" 10.0.0.12
	reach "$b" "$away" 10.0.0.1
	must ovctl -n "$n1" port add a network red state open
	reach "$away" "$a" 10.0.0.11
	must ip -n "$away" link add d0 type dummy
	refused "d0 is not in the namespace of red" \
		ip -n "$away" link set dev d0 master leg1
	cleanup_ns "$away"
	# gone with that namespace
	leg_gone() { [ "$(json "$n1" '.[0].legs' network show red)" = 0 ]; }
	wait_until "the leg did not go with its namespace" leg_gone
	must ip -n "$n1" link add leg1 address 02:00:00:00:00:01 up type ovnet id 100
	must ip -n "$n1" addr add 10.0.0.1/24 dev leg1
	log_test "K1: a leg in another namespace: ports released with an event, still in its network"
}

two_legs()
{
	setup_ns other
	must ip -n "$n1" link add second address 02:00:00:00:00:09 type ovnet id 100
	must ip -n "$n1" link set second netns "$other"
	must ip -n "$other" addr add 10.0.0.9/24 dev second
	must ip -n "$other" link set second up
	reach "$other" "$n1" 10.0.0.1
	reach "$other" "$b" 10.0.0.12
	must ip -n "$other" link del second
	check_eq "$(json "$n1" '.[0].legs' network show red)" 1 "legs that are left"
	log_test "K1: two legs in one network reach each other and the rest"
}

tests_run
