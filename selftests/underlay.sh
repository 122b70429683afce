#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The node's tunnel ends: ports, addresses, devices, and changing them live.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	taken_by_vxlan
	taken_by_program
	taken_by_underlay
	custom_port
	port_of_remote
	two_underlays
	address_change
	remote_change
	late_address
	mixed_families
	no_underlay
	"bound dev" "bound vrf"
)

setup()
{
	setup_underlay 3
	setup_nodes 3
	network red 100 "1 2 3"
	endpoint a "$n1" red 11
	endpoint b "$n2" red 12
	endpoint c "$n3" red 13
}

# In n3, which has let go of its port first.
without_underlay()
{
	must ovctl -n "$n3" network set red underlay none
	must ovctl -n "$n3" underlay del u
}

with_underlay()
{
	must ovctl -n "$n3" underlay add u vxlan 192.0.2.3
	must ovctl -n "$n3" network set red underlay u
	reach "$a" "$c" 10.0.0.13
}

taken_by_vxlan()
{
	without_underlay
	must ip -n "$n3" link add vxforeign type vxlan id 7 local 192.0.2.3 dstport 4789
	must ip -n "$n3" link set vxforeign up
	refused "4789 is taken by the vxlan device vxforeign" \
		ovctl -n "$n3" underlay add u vxlan 192.0.2.3
	refused "4789 is taken by the vxlan device vxforeign" \
		ip -n "$n3" link add leg type ovnet id 9 local 192.0.2.3
	check_eq "$(json "$n3" length underlay) $(json "$n3" length network)" "0 1" "left behind"
	must ip -n "$n3" link del vxforeign
	with_underlay
	log_test "U16: the port is taken by an in-tree vxlan: refused, naming the device"
}

taken_by_program()
{
	local pid

	without_underlay
	nsenter --net="/run/netns/$n3" socat -u UDP4-LISTEN:4789 /dev/null &
	pid=$!
	defer stop $pid
	udp_bound() { [ -n "$(in_ns "$n3" ss -Hlun 'sport = :4789')" ]; }
	wait_until "socat does not listen" udp_bound
	refused "4789 is taken by another program: ss -lunp" \
		ovctl -n "$n3" underlay add u vxlan 192.0.2.3
	stop $pid
	with_underlay
	log_test "U16: the port is taken by a program: refused, saying how to find it"
}

taken_by_underlay()
{
	refused "Underlay u has this address and port" \
		ovctl -n "$n1" underlay add again vxlan 192.0.2.1
	refused "Underlay u has this address and port" \
		ovctl -n "$n1" underlay add again vxlan fd00:2::1,192.0.2.1
	# and the other way round: our port is not to be had by others
	refused "in use" ip -n "$n1" link add vx up type vxlan id 7 local 192.0.2.1 dstport 4789
	check_eq "$(json "$n1" length underlay)" 1 "underlays"
	log_test "U16: an address and port belong to one underlay"
}

custom_port()
{
	local i node

	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" underlay add w vxlan "192.0.2.$i" port 8472
		must ovctl -n "$node" network set red underlay w
	done
	check_py <<-END
	a, w1 = Dev("$a"), Dev("$wire", "w1")
	frame = eth(BROADCAST, port_mac(11), 0x88b5, b"custom port")
	a.send(frame)
	p = Packet(w1.expect(lambda f: f[-len(frame):] == frame))
	check_eq(p.dport, 8472, "destination port")
	END
	reach "$a" "$b" 10.0.0.12
	reach "$b" "$a" 10.0.0.11
	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" network set red underlay u
		must ovctl -n "$node" underlay del w
	done
	reach "$a" "$b" 10.0.0.12
	log_test "U16: another port on both sides, changed under a live network"
}

# n2 listens elsewhere than n1.
port_of_remote()
{
	must ovctl -n "$n2" underlay add w vxlan 192.0.2.2 port 5000
	must ovctl -n "$n2" network set red underlay w
	must ovctl -n "$n2" remote set r1 port 4789
	must ovctl -n "$n1" remote set r2 port 5000
	reach "$a" "$b" 10.0.0.12
	reach "$b" "$a" 10.0.0.11
	must ovctl -n "$n1" remote set r2 port 0
	must ovctl -n "$n2" remote set r1 port 0
	must ovctl -n "$n2" network set red underlay u
	must ovctl -n "$n2" underlay del w
	reach "$a" "$b" 10.0.0.12
	log_test "U16: nodes with different ports"
}

# One port, two addresses, a network on each.
two_underlays()
{
	local i node

	for i in 1 2; do
		node_of $i
		must ip -n "$node" addr add "192.0.2.10$i/24" dev eth0
		must ovctl -n "$node" underlay add w vxlan "192.0.2.10$i"
		must ovctl -n "$node" remote add "w$((3 - i))" vxlan "192.0.2.10$((3 - i))"
		must ovctl -n "$node" network set red underlay w
		must ovctl -n "$node" member del red remote "r$((3 - i))"
		must ovctl -n "$node" member add red remote "w$((3 - i))"
	done
	reach "$a" "$b" 10.0.0.12
	check_py <<-END
	a, w1 = Dev("$a"), Dev("$wire", "w1")
	frame = eth(port_mac(99), port_mac(11), 0x88b5, b"second address")
	a.send(frame)
	p = Packet(w1.expect(lambda f: f[-len(frame):] == frame and Packet(f).daddr == "192.0.2.102"))
	check_eq(p.saddr, "192.0.2.101", "source address")
	END
	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" network set red underlay u
		must ovctl -n "$node" member add red remote "r$((3 - i))"
		must ovctl -n "$node" remote del "w$((3 - i))" force
		must ovctl -n "$node" underlay del w
		must ip -n "$node" addr del "192.0.2.10$i/24" dev eth0
	done
	reach "$a" "$b" 10.0.0.12
	log_test "U16: two underlays on one port, by address"
}

# n1 becomes 192.0.2.201 while packets flow.
address_change()
{
	local pid

	must ip -n "$n1" addr add 192.0.2.201/24 dev eth0
	nsenter --net="/run/netns/$a" ping -q -n -i 0.02 10.0.0.12 > /dev/null &
	pid=$!
	defer stop $pid
	must ovctl -n "$n2" remote set r1 vtep 192.0.2.1,192.0.2.201
	must ovctl -n "$n1" underlay set u local 192.0.2.201
	must ovctl -n "$n2" remote set r1 vtep 192.0.2.201
	reach "$a" "$b" 10.0.0.12
	reach "$b" "$a" 10.0.0.11
	must ovctl -n "$n2" remote set r1 vtep 192.0.2.1
	must ovctl -n "$n1" underlay set u local 192.0.2.1
	stop $pid
	must ip -n "$n1" addr del 192.0.2.201/24 dev eth0
	reach "$a" "$b" 10.0.0.12
	log_test "U16: the address of a live underlay changes"
}

# A row points at the remote: where that is may change, the row does not.
remote_change()
{
	must ovctl -n "$n1" fdb add red 02:00:00:00:00:12 remote r2
	reach "$a" "$b" 10.0.0.12
	must ip -n "$n2" addr add 192.0.2.202/24 dev eth0
	must ovctl -n "$n2" underlay set u local 192.0.2.202
	blocked "$a" 10.0.0.12 "$n2" wrong_vtep wire
	must ovctl -n "$n1" remote set r2 vtep 192.0.2.202
	reach "$a" "$b" 10.0.0.12
	check_eq "$(json "$n1" '.[0]."remote-name"' fdb show red mac 02:00:00:00:00:12)" r2 "row"
	must ovctl -n "$n2" underlay set u local 192.0.2.2
	must ovctl -n "$n1" remote set r2 vtep 192.0.2.2
	must ip -n "$n2" addr del 192.0.2.202/24 dev eth0
	must ovctl -n "$n1" fdb flush red
	reach "$a" "$b" 10.0.0.12
	log_test "U3: a remote gets another address: one write, rows stay"
}

late_address()
{
	local out

	without_underlay
	out=$(ovctl -n "$n3" underlay add u vxlan 192.0.2.203 2>&1)
	check_err $? "refused"
	check_match "$out" "No device here has the local address yet" "warning"
	must ovctl -n "$n3" network set red underlay u
	must ip -n "$c" neigh replace 10.0.0.11 lladdr 02:00:00:00:00:11 dev eth0
	blocked "$c" 10.0.0.11 "$n3" no_route
	must ip -n "$n3" addr add 192.0.2.203/24 dev eth0
	must ovctl -n "$n1" remote set r3 vtep 192.0.2.203
	reach "$a" "$c" 10.0.0.13
	must ip -n "$c" neigh del 10.0.0.11 dev eth0
	must ovctl -n "$n1" remote set r3 vtep 192.0.2.3
	without_underlay
	must ip -n "$n3" addr del 192.0.2.203/24 dev eth0
	with_underlay
	log_test "U16: an address that comes later than its underlay"
}

# n2 over IPv4, n3 over IPv6
mixed_families()
{
	must ovctl -n "$n1" underlay set u local 192.0.2.1,fd00:2::1
	must ovctl -n "$n1" remote set r3 vtep fd00:2::3
	without_underlay
	must ovctl -n "$n3" underlay add u vxlan fd00:2::3
	must ovctl -n "$n3" network set red underlay u
	must ovctl -n "$n3" remote set r1 vtep fd00:2::1
	reach "$a" "$b" 10.0.0.12
	reach "$a" "$c" 10.0.0.13
	reach "$c" "$a" 10.0.0.11
	# r2 of n3 is still an IPv4 address
	must ip -n "$c" neigh replace 10.0.0.12 lladdr 02:00:00:00:00:12 dev eth0
	must ovctl -n "$n3" fdb add red 02:00:00:00:00:12 remote r2
	blocked "$c" 10.0.0.12 "$n3" no_family
	must ovctl -n "$n3" fdb del red 02:00:00:00:00:12
	must ovctl -n "$n3" remote set r1 vtep 192.0.2.1
	must ovctl -n "$n1" remote set r3 vtep 192.0.2.3
	must ovctl -n "$n1" underlay set u local 192.0.2.1
	without_underlay
	with_underlay
	log_test "U16: remotes of both families; none in common: no_family"
}

no_underlay()
{
	without_underlay
	must ip -n "$c" neigh replace 10.0.0.11 lladdr 02:00:00:00:00:11 dev eth0
	must ovctl -n "$n3" fdb replace red 02:00:00:00:00:11 remote r1
	blocked "$c" 10.0.0.11 "$n3" no_underlay
	must ovctl -n "$n3" fdb del red 02:00:00:00:00:11
	must ip -n "$c" neigh del 10.0.0.11 dev eth0
	with_underlay
	log_test "U14: a network without an underlay: no_underlay"
}

# eth0 as it is, or in a VRF whose name the underlay says.
bound()
{
	without_underlay
	if [ "$1" = vrf ]; then
		must ip -n "$n3" link add blue up type vrf table 77
		must ip -n "$n3" link set eth0 master blue
		must ip -n "$n3" addr replace fd00:2::3/64 dev eth0 nodad
		must ovctl -n "$n3" underlay add u vxlan 192.0.2.3 vrf blue
	else
		must ovctl -n "$n3" underlay add u vxlan 192.0.2.3 dev eth0
	fi
	must ovctl -n "$n3" network set red underlay u
	reach "$a" "$c" 10.0.0.13
	reach "$c" "$a" 10.0.0.11
	without_underlay
	if [ "$1" = vrf ]; then
		must ip -n "$n3" link del blue
		must ip -n "$n3" addr replace fd00:2::3/64 dev eth0 nodad
	fi
	with_underlay
	log_test "U16: an underlay bound to a $1"
}

tests_run
