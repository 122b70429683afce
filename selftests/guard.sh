#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The guard: what an endpoint forges is dropped, what is honest passes. The tests
# are in guard.py; the table of forged frames is there, too.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"ask bound"
	"ask whole"
	"ask many"
	"ask unbound"
	"ask forged"
	"ask honest"
	"ask allowed"
	"ask unfinished"
	"ask gateway"
	"ask gone"
	dhcp_and_dad
	arping
	one_command
)

# a has bindings on n1; b is there, too, and has none; c is on n2.
setup()
{
	need_tun
	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2" "gateway 10.0.0.1/24 gateway fd00:10::1/64"
	endpoint a "$n1" red 11
	endpoint b "$n1" red 12
	endpoint c "$n2" red 13
	tester guard.py "$n1" "$n2" "$a" "$b" "$c"
}

# The kernel of an endpoint that has just started: all that it sends passes.
dhcp_and_dad()
{
	local before

	before=$(ovctl -n "$n1" drops show)
	must ip -n "$a" link set eth0 down
	must in_ns "$a" sh -c 'echo 1 > /proc/sys/net/ipv6/conf/eth0/accept_dad; echo 3 > /proc/sys/net/ipv6/conf/eth0/router_solicitations; echo 0 > /proc/sys/net/ipv6/conf/eth0/addr_gen_mode'
	must ip -n "$a" link set eth0 up
	must ip -n "$a" addr replace fd00:10::11/64 dev eth0
	tentative() { ! ip -n "$a" -6 addr show dev eth0 | grep -q tentative; }
	wait_until "duplicate address detection does not end" tentative
	check_match "$(ip -n "$a" -6 addr show dev eth0)" "inet6 fe80" "link-local address"
	reach "$a" "$b" 10.0.0.12 fd00:10::12
	check_eq "$(ovctl -n "$n1" drops show)" "$before" "drops"
	log_test "P55: an endpoint that comes up: DAD, router solicitation, MLD pass"
}

# P56: an announcement of the gateway's address changes nobody's cache.
arping()
{
	must in_ns "$b" ping -n -c 1 -w 5 10.0.0.1
	must in_ns "$c" ping -n -c 1 -w 5 10.0.0.1
	check_py <<-END
	a, b, c = Dev("$a"), Dev("$b"), Dev("$c")
	before = drops("$n1")
	for op in 1, 2:
	    a.send(eth(BROADCAST, port_mac(11), 0x0806, arp(op, port_mac(11), "10.0.0.1", "10.0.0.1")))
	    b.send(eth(BROADCAST, port_mac(12), 0x0806, arp(op, port_mac(12), "10.0.0.1", "10.0.0.1")))
	wait_drops("$n1", before, {"spoof_gateway": 4})
	END
	for ns in "$b" "$c"; do
		check_eq "$(ip -n "$ns" -j neigh show 10.0.0.1 | jq -r '.[0].lladdr')" 02:6f:76:6e:65:74 "MAC of the gateway"
	done
	log_test "P56: arping -U of the gateway's address from an endpoint changes nobody's cache"
}

# with_port WORDS...: ovctl port add of e0, in red
with_port() { ovctl -n "$n1" port add e0 network red "$@"; }

# What a port with MAC ...:21 would leave behind.
leavings()
{
	ovctl -n "$n1" port
	ovctl -n "$n1" binding
	ovctl -n "$n1" fdb show red mac $NEW
	ovctl -n "$n1" neigh show red lladdr $NEW
	ip -n "$n1" -o link show e0 | grep master
}

# A port and what it may send from are said together, and done together.
one_command()
{
	local NEW=02:00:00:00:00:21 before

	must ip -n "$n1" link add name e0 type veth peer name e1
	before=$(leavings)
	refused "The address is unicast, of a host" \
		with_port mac $NEW ip 10.0.0.21,224.0.0.1 state open
	refused "e0 has this binding" \
		with_port state open mac $NEW ip 10.0.0.21,fd00:10::21,10.0.0.21
	refused "A binding has a MAC, unicast" with_port mac 01:00:00:00:00:21
	check_eq "$(leavings)" "$before" "what is refused leaves"
	must with_port mac $NEW ip 10.0.0.21,fd00:10::21 state open
	check_eq "$(json "$n1" '.[0] | "\(.state) \(.bindings)"' port show e0)" "open 2" "port"
	check_eq "$(ovctl -n "$n1" binding show e0)" \
		"e0 mac $NEW 10.0.0.21"$'\n'"e0 mac $NEW fd00:10::21" "bindings"
	check_match "$(ovctl -n "$n1" fdb show red mac $NEW)" "dev e0 bound" "row"
	must ovctl -n "$n1" port del e0
	must with_port mac $NEW
	check_eq "$(json "$n1" '.[0] | "\(.state) \(.bindings)"' port show e0)" "blocked 1" "port"
	check_eq "$(ovctl -n "$n1" binding show e0)" "e0 mac $NEW" "bindings"
	must ip -n "$n1" link del e0
	log_test "P55: a port and its bindings are made by one command, or none of them"
}

tests_run
