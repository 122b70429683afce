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
	many
	moved
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
	check_match "$(ovctl -n "$n1" fdb show red state bound)" "02:00:00:00:00:12 network red dev b bound" "restored row"
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

# U6: 500 endpoints behind another node are asked for, and nobody hears of it there.
many()
{
	must ovctl -n "$n1" network set red learning-remote on
	check_py <<-END
	c = Dev("$c")
	for i in range(500):
	    addr, mac = "10.0.%d.%d" % (40 + i // 250, i % 250 + 1), "02:00:00:01:%02x:%02x" % (i >> 8, i & 255)
	    c.send(eth(BROADCAST, mac, 0x0806, arp(1, mac, addr, addr)))
	wait_for(lambda: len(ovctl("$n1", "neigh", "show", "red", "state", "learned")) >= 500, "500 neighbours")
	END
	stays_off_wire check_py <<-END
	a, me = Dev("$a"), port_mac(11)
	for i in range(500):
	    addr, mac = "10.0.%d.%d" % (40 + i // 250, i % 250 + 1), "02:00:00:01:%02x:%02x" % (i >> 8, i & 255)
	    a.send(eth(BROADCAST, me, 0x0806, arp(1, me, "10.0.0.11", addr)))
	    a.expect(eth(me, mac, 0x0806, arp(2, mac, addr, "10.0.0.11", me)), "an answer for " + addr)
	END
	must ovctl -n "$n1" network set red learning-remote off
	must ovctl -n "$n1" neigh flush red
	log_test "U6: 500 neighbours are asked for: 0 packets on the underlay"
}

# N23, U25: w has a link to n1 and one to n2, and changes from one to the other. The
# old one still hears what comes to it, and says nothing.
moved()
{
	local i

	setup_ns w
	must in_ns "$w" sh -c "echo 1 > /proc/sys/net/ipv4/conf/all/arp_ignore"
	for i in 1 2; do
		node_of $i
		must ip link add w$i netns "$node" type veth peer name eth$i netns "$w"
		no_ipv6 "$w" eth$i
		must ip -n "$w" link set eth$i address 02:00:00:00:00:15 up
		must ip -n "$node" link set w$i up
		must ovctl -n "$node" port add w$i network red state open
		must ovctl -n "$node" network set red learning-remote on
	done
	must ip -n "$w" addr add 10.0.0.15/24 dev eth1
	check_py <<-END
	import subprocess
	def ip(*words):
	    subprocess.check_call(["ip", "-n", "$w", *words])
	def tcp(ns):
	    with netns(ns):
	        s = socket.socket()
	    s.settimeout(TIMEOUT)
	    return s
	def through(sender, receiver, data):
	    sender.sendall(data)
	    got = b""
	    while len(got) < len(data):
	        got += receiver.recv(1 << 16)
	    check_eq(got == data, True, "data")
	def where():
	    rows = ovctl("$n1", "fdb", "show", "red", "mac", port_mac(15)) + ovctl("$n1", "neigh", "show", "red", "addr", "10.0.0.15")
	    return [row.get("ifname") or row["remote-name"] for row in rows]
	server, client = tcp("$w"), tcp("$a")
	server.bind(("0.0.0.0", 7))
	server.listen()
	client.connect(("10.0.0.15", 7))
	conn = server.accept()[0]
	conn.settimeout(TIMEOUT)
	through(client, conn, b"before")
	through(conn, client, b"before")
	check_eq(where(), ["w1", "w1"], "where it is")
	old, new = Dev("$w", "eth1"), Dev("$w", "eth2")
	ip("addr", "add", "10.0.0.15/24", "dev", "eth2")
	ip("addr", "del", "10.0.0.15/24", "dev", "eth1")
	new.send(eth(BROADCAST, port_mac(15), 0x0806, arp(1, port_mac(15), "10.0.0.15", "10.0.0.15")))
	wait_for(lambda: where() == ["r2", "r2"], "the move")
	while old.recv(0):
	    pass
	for i in range(20):
	    through(client, conn, bytes(10000))
	    through(conn, client, bytes(10000))
	while True:
	    frame = old.recv(0)
	    if not frame:
	        break
	    if frame[:6] == mac(port_mac(15)):
	        fail("the old place still gets frames")
	check_eq(where(), ["r2", "r2"], "where it is")
	END
	for i in 1 2; do
		node_of $i
		must ovctl -n "$node" network set red learning-remote off
		must ip -n "$node" link del w$i
		must ovctl -n "$node" neigh flush red
	done
	log_test "N23: an endpoint moves to another node: its TCP goes on, nothing goes to the old place"
}

tests_run
