#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Neighbours that are learned: from what, until when, and who wins. Most tests are
# in learn.py.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"ask kinds"
	"ask lies"
	"ask not_here"
	"ask moves"
	"ask tries"
	"ask configured"
	"ask held"
	"ask limited"
	"ask gone"
	"ask far"
	"ask routed"
	"ask kept"
	"ask aged"
	"ask wanted"
	"ask wanted_far"
	"ask wanted_port"
	"ask wanted_often"
	"ask flooded"
	"ask bound"
	"ask bound_whole"
	"ask bound_configured"
	"ask bound_twice"
	"ask bound_routed"
	bound_saved
	known
	reused
)

# a, b on n1, c on n2; d on n1, in an l3 network
setup()
{
	setup_underlay 2
	setup_nodes 2
	network red 100 "1 2" "gateway 10.0.0.1/24 gateway fd00:10::1/64"
	endpoint a "$n1" red 11
	endpoint b "$n1" red 12
	endpoint c "$n2" red 13
	must ovctl -n "$n1" network add vpc id 9 type l3
	endpoint d "$n1" vpc 14
	for ns in "$a" "$b" "$c" "$d"; do
		no_ipv6 "$ns" eth0
	done
	tester learn.py "$n1" "$n2" "$a" "$b" "$c" "$d"
}

learned() { [ "$(json "$1" '.[].mac' neigh show red addr "$2" state learned)" = "$3" ]; }

# What bindings make is in no document: they make it again.
bound_saved()
{
	local saved=$TMP/saved.json

	must ovctl -n "$n1" binding add b mac 02:00:00:00:00:12 ip 10.0.0.12
	must ovctl -n "$n1" binding add d mac 02:00:00:00:00:14 ip 10.0.5.14
	must ovctl -n "$n1" neigh flush state learned
	must ovctl -n "$n1" save > "$saved"
	ovctl -n "$n1" save > "$saved"
	check_eq "$(jq -c '[.fdb, .neigh] | add | map(select(.mac == "02:00:00:00:00:12" or .mac == "02:00:00:00:00:14"))' "$saved")" "[]" "rows in the document"
	check_eq "$(jq -c '.route | map(select(.dst4 == "10.0.5.14"))' "$saved")" "[]" "routes in the document"
	check_eq "$(ovctl -n "$n1" restore "$saved")" "nothing to do" "what restore changes"
	must ovctl -n "$n1" binding del d mac 02:00:00:00:00:14 ip 10.0.5.14
	must ovctl -n "$n1" binding del b mac 02:00:00:00:00:12 ip 10.0.0.12
	check_eq "$(ovctl -n "$n1" neigh show state bound)" "" "bound neighbours"
	must ovctl -n "$n1" restore "$saved"
	check_match "$(ovctl -n "$n1" neigh show red state bound)" "10.0.0.12 lladdr 02:00:00:00:00:12 dev b bound" "restored neighbour"
	check_match "$(ovctl -n "$n1" fdb show red state bound)" "02:00:00:00:00:12 dev b bound" "restored row"
	check_match "$(ovctl -n "$n1" route show vpc)" "10.0.5.14/32 device d bound|10.0.5.14 device d bound" "restored route"
	must ovctl -n "$n1" binding del d mac 02:00:00:00:00:14 ip 10.0.5.14
	must ovctl -n "$n1" binding del b mac 02:00:00:00:00:12 ip 10.0.0.12
	log_test "what bindings make is not saved, and made again"
}

# N22: who was seen is answered for, at once and without the underlay.
known()
{
	must in_ns "$a" ping -n -c 1 -w 5 10.0.0.12
	wait_until "a is not learned" learned "$n1" 10.0.0.11 02:00:00:00:00:11
	wait_until "b is not learned" learned "$n1" 10.0.0.12 02:00:00:00:00:12
	must ip -n "$a" neigh flush all
	stays_off_wire must in_ns "$a" ping -n -c 1 -w 5 10.0.0.12
	log_test "N22: a learned neighbour costs no packet of the underlay"
}

# U3: an address is given to another endpoint, elsewhere, before the old row has
# aged.
reused()
{
	must ovctl -n "$n1" network set red learning-remote on
	must ovctl -n "$n2" network set red learning-remote on
	must in_ns "$c" ping -n -c 1 -w 5 10.0.0.11
	wait_until "a is not learned on n2" learned "$n2" 10.0.0.11 02:00:00:00:00:11
	must ip -n "$a" addr del 10.0.0.11/24 dev eth0
	must ovctl -n "$n1" port set a state blocked
	# it tries the address, as who gets one does, and then has it
	check_py <<-END
	c = Dev("$c")
	c.send(eth(BROADCAST, port_mac(99), 0x0806, arp(1, port_mac(99), "0.0.0.0", "10.0.0.11")))
	c.send(eth(BROADCAST, port_mac(98), 0x0806, arp(1, port_mac(98), "0.0.0.0", "10.0.0.98")))
	wait_for(lambda: [r["mac"] for r in ovctl("$n2", "neigh", "show", "red", "addr", "10.0.0.98")] == [port_mac(98)], "the second row")
	while True:
	    frame = c.recv(0)
	    if not frame:
	        break
	    if frame[12:14] == b"\x08\x06" and frame[20:22] == b"\0\2":
	        fail("somebody who is gone has the address")
	c.send(eth(BROADCAST, port_mac(99), 0x0806, arp(1, port_mac(99), "10.0.0.11", "10.0.0.11")))
	END
	wait_until "not taken over on n2" learned "$n2" 10.0.0.11 02:00:00:00:00:99
	wait_until "not taken over on n1" learned "$n1" 10.0.0.11 02:00:00:00:00:99
	must ovctl -n "$n1" network set red learning-remote off
	must ovctl -n "$n2" network set red learning-remote off
	must ovctl -n "$n1" port set a state open
	must ip -n "$a" addr add 10.0.0.11/24 dev eth0
	must ovctl -n "$n1" neigh flush red
	must ovctl -n "$n2" neigh flush red
	log_test "U3: an address whose endpoint has gone is free for another"
}

tests_run
