#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The table of MACs: learning, moving, ageing, limits, flushing, dumping.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	row_leads_to_its_node
	second_mac
	learning_switch
	static_wins
	moves
	seq
	mobile
	learning_remote
	ageing
	limit
	flush
	rows_go_with_their_port
	dump
	dump_interrupted
)

# red: a, b on n1, c on n2, f on n3
setup()
{
	export NS_IPV6=0
	setup_underlay 3
	setup_nodes 3
	network red 100 "1 2 3"
	endpoint a "$n1" red 11
	endpoint b "$n1" red 12
	endpoint c "$n2" red 13
	endpoint f "$n3" red 14
}

# row NODE MAC: "WHERE STATE SEQ", or nothing
row()
{
	json "$1" '.[] | "\(.ifname // ."remote-name") \(.state) \(.seq)"' fdb show red mac "$2"
}

row_is() { [ "$(row "$1" "$2")" = "$3" ]; }
rows() { json "$n1" length fdb show "$@"; }
rows_are() { [ "$(rows "${@:2}")" = "$1" ]; }

# speak ENDPOINT MAC...: a broadcast from each of these addresses
speak()
{
	local ns=$1

	shift
	check_py <<-END
	dev = Dev("$ns")
	for mac in "$*".split():
	    dev.send(eth(BROADCAST, mac, 0x88b5, b"hello"))
	END
}

row_leads_to_its_node()
{
	must ovctl -n "$n1" fdb add red 02:00:00:00:00:99 remote r3
	check_eq "$(row "$n1" 02:00:00:00:00:99)" "r3 static 0" "row"
	check_eq "$(json "$n1" '.[0]."used-ms"' fdb show red mac 02:00:00:00:00:99)" null \
		"when it was used before it was"
	check_py <<-END
	a, w2, w3 = Dev("$a"), Dev("$wire", "w2"), Dev("$wire", "w3")
	# what the bridge sends to n2 and n3 is their devices' to receive
	d2, d3 = Dev("$n2"), Dev("$n3")
	frame = eth("02:00:00:00:00:99", port_mac(11), 0x88b5, b"for r3 only")
	fence = eth(BROADCAST, port_mac(11), 0x88b6, b"fence")
	a.send(frame)
	a.send(fence)
	def has(frame):
	    return lambda f: f[-len(frame):] == frame
	check_eq(sum(map(has(frame), d2.until(has(fence)))), 0, "copies to n2")
	check_eq(sum(map(has(frame), d3.until(has(fence)))), 1, "copies to n3")
	END
	check_eq "$(json "$n1" '.[0]."used-ms" | type' fdb show red mac 02:00:00:00:00:99)" \
		number "when it was used"
	must ovctl -n "$n1" fdb del red 02:00:00:00:00:99
	check_eq "$(row "$n1" 02:00:00:00:00:99)" "" "the row that was deleted"
	log_test "N20: a row leads to its remote and nowhere else"
}

# A second MAC and address behind one endpoint, reached from another node.
second_mac()
{
	must ip -n "$a" link add link eth0 name mv0 address 02:00:00:00:00:21 up type macvlan mode bridge
	must ip -n "$a" addr add 10.0.0.21/24 dev mv0
	must in_ns "$a" arping -q -c 1 -U -I mv0 10.0.0.21
	wait_until "not learned" row_is "$n1" 02:00:00:00:00:21 "a learned 0"
	must in_ns "$c" ping -q -n -c 1 -w 5 10.0.0.21
	must ip -n "$a" link del mv0
	must ovctl -n "$n1" fdb flush red
	log_test "N22: a second MAC behind an endpoint is learned and reached"
}

learning_switch()
{
	must ovctl -n "$n1" port set a learning off
	speak "$a" 02:00:00:00:03:01
	speak "$b" 02:00:00:00:03:02
	wait_until "b's was not learned" row_is "$n1" 02:00:00:00:03:02 "b learned 0"
	check_eq "$(row "$n1" 02:00:00:00:03:01)" "" "learned with the port's learning off"
	must ovctl -n "$n1" network set red learning off
	must ovctl -n "$n1" port set a learning on
	speak "$b" 02:00:00:00:03:03
	speak "$a" 02:00:00:00:03:04
	wait_until "a's was not learned" row_is "$n1" 02:00:00:00:03:04 "a learned 0"
	check_eq "$(row "$n1" 02:00:00:00:03:03)" "" "learned with the network's learning off"
	must ovctl -n "$n1" network set red learning on
	must ovctl -n "$n1" fdb flush red
	log_test "N22: learning on and off, for the network and for one port"
}

static_wins()
{
	local mac=02:00:00:00:04:01

	must ovctl -n "$n1" fdb add red $mac dev b
	speak "$a" $mac 02:00:00:00:04:02
	wait_until "not learned" row_is "$n1" 02:00:00:00:04:02 "a learned 0"
	check_eq "$(row "$n1" $mac)" "b static 0" "the static row"
	# a learned row does not stand in the way of a configured one
	must ovctl -n "$n1" fdb add red 02:00:00:00:04:02 remote r2
	check_eq "$(row "$n1" 02:00:00:00:04:02)" "r2 static 1" "the row taken over"
	refused "static row: replace or delete" \
		ovctl -n "$n1" fdb add red $mac remote r2
	must ovctl -n "$n1" fdb flush red
	log_test "N23 U3: a static row is never moved by traffic and takes over a learned one"
}

moves()
{
	local mac=02:00:00:00:05:01

	speak "$a" $mac
	wait_until "not learned" row_is "$n1" $mac "a learned 0"
	speak "$b" $mac
	wait_until "not moved to b" row_is "$n1" $mac "b learned 1"
	speak "$a" $mac
	wait_until "not moved to a" row_is "$n1" $mac "a learned 2"
	check_py <<-END
	# and at once: what is sent behind the move goes to the new place
	a, b, c = Dev("$a"), Dev("$b"), Dev("$c")
	b.send(eth(BROADCAST, "$mac", 0x88b5, b"now here"))
	frame = eth("$mac", port_mac(13), 0x88b5, b"for the one that moved")
	c.expect(lambda f: f[14:].startswith(b"now here"))
	c.send(frame)
	b.expect(frame)
	fence = eth(BROADCAST, port_mac(13), 0x88b6, b"fence")
	c.send(fence)
	if frame in a.until(fence):
	    fail("the old place got it too")
	END
	must ovctl -n "$n1" fdb flush red
	log_test "N23: a learned row follows its MAC, seq rises, nothing goes to the old place"
}

seq()
{
	local mac=02:00:00:00:06:01

	must ovctl -n "$n1" fdb replace red $mac remote r2 seq 7
	check_eq "$(row "$n1" $mac)" "r2 static 7" "seq 7"
	refused "newer: seq 7" ovctl -n "$n1" fdb replace red $mac remote r3 seq 6
	check_eq "$(row "$n1" $mac)" "r2 static 7" "after the refusal"
	must ovctl -n "$n1" fdb replace red $mac remote r3 seq 8
	check_eq "$(row "$n1" $mac)" "r3 static 8" "seq 8"
	must ovctl -n "$n1" fdb replace red $mac dev a
	check_eq "$(row "$n1" $mac)" "a static 9" "a move without a number"
	# numbers wrap round
	must ovctl -n "$n1" fdb del red $mac
	must ovctl -n "$n1" fdb replace red $mac remote r2 seq 4294967295
	must ovctl -n "$n1" fdb replace red $mac remote r3 seq 0
	check_eq "$(row "$n1" $mac)" "r3 static 0" "wrapped"
	must ovctl -n "$n1" fdb flush red
	log_test "N23: seq: a lower one is refused, naming the row's"
}

# The endpoint itself moves, from n1 to n2; n3 learns from the tunnel.
mobile()
{
	must ovctl -n "$n3" network set red learning-remote on
	speak "$a" 02:00:00:00:00:11
	wait_until "n3 did not learn" row_is "$n3" 02:00:00:00:00:11 "r1 learned 0"
	must ip -n "$n1" link set dev a netns "$n2"
	must ip -n "$n2" link set dev a up
	must ovctl -n "$n2" port add a network red state open
	must in_ns "$a" arping -q -c 1 -U -I eth0 10.0.0.11
	wait_until "n3's row did not move" row_is "$n3" 02:00:00:00:00:11 "r2 learned 1"
	must in_ns "$f" ping -q -n -c 1 -w 5 10.0.0.11
	check_eq "$(row "$n1" 02:00:00:00:00:11)" "" "the row where it was"
	must ip -n "$n2" link set dev a netns "$n1"
	must ip -n "$n1" link set dev a up
	must ovctl -n "$n1" port add a network red state open
	must ovctl -n "$n3" network set red learning-remote off
	must ovctl -n "$n3" fdb flush red
	log_test "N23: an endpoint moves to another node: rows follow, it is reached"
}

learning_remote()
{
	local mac=02:00:00:00:07:01

	speak "$c" $mac
	check_py <<-END
	# in order behind it
	c, a = Dev("$c"), Dev("$a")
	fence = eth(BROADCAST, port_mac(13), 0x88b6, b"fence")
	c.send(fence)
	a.expect(fence)
	END
	check_eq "$(rows red remote r2)" 0 "rows learned from the tunnel by default"
	must ovctl -n "$n1" network set red learning-remote on
	speak "$c" $mac
	wait_until "not learned from the tunnel" row_is "$n1" $mac "r2 learned 0"
	speak "$f" $mac
	wait_until "not moved to r3" row_is "$n1" $mac "r3 learned 1"
	speak "$a" $mac
	wait_until "not moved to the port" row_is "$n1" $mac "a learned 2"
	must ovctl -n "$n1" network set red learning-remote off
	must ovctl -n "$n1" fdb flush red
	log_test "U22: learning-remote: off by default; on: rows of remotes, that move"
}

# Two rows learned, one refreshed until the other has aged away.
ageing()
{
	must ovctl -n "$n1" network set red ageing 2
	must ovctl -n "$n1" fdb add red 02:00:00:00:08:03 dev a
	check_py <<-END
	a = Dev("$a")
	old, fresh = "02:00:00:00:08:01", "02:00:00:00:08:02"
	for mac in old, fresh:
	    a.send(eth(BROADCAST, mac, 0x88b5, b"hello"))
	start = last = time.monotonic()
	while time.monotonic() < start + TIMEOUT:
	    a.send(eth(BROADCAST, fresh, 0x88b5, b"hello"))
	    rows = {r["mac"]: r for r in ovctl("$n1", "fdb", "show", "red")}
	    now = time.monotonic()
	    if now > last + 1:
	        # a guest that was stopped for long ages everything: once more
	        a.send(eth(BROADCAST, old, 0x88b5, b"hello"))
	    elif old not in rows:
	        break
	    last = now
	else:
	    fail("the unused row did not age")
	if fresh not in rows:
	    fail("the row that is in use has aged")
	if "02:00:00:00:08:03" not in rows:
	    fail("the static row has aged")
	END
	must ovctl -n "$n1" network set red ageing 300
	must ovctl -n "$n1" fdb flush red
	log_test "U3: ageing: unused learned rows go, used and static ones stay"
}

limit()
{
	local monitor f=$TMP/limit

	must ovctl -n "$n1" network set red fdb-max 5
	ovctl -n "$n1" -j monitor limit > "$f" &
	monitor=$!
	defer stop $monitor
	# it says nothing when it is ready: provoke until it reports
	limit_again()
	{
		speak "$a" 02:00:00:00:09:{01..20}
		grep -q network-fdb "$f"
	}
	wait_until "no event" limit_again
	stop $monitor
	check_eq "$(jq -r -s '.[0] | "\(.event) \(.kind) \(."network-name") \(.value)"' "$f")" \
		"limit network-fdb red 5" "event"
	check_eq "$(json "$n1" '.[0]."fdb-learned"' network show red)" 5 "rows learned"
	[ "$(json "$n1" '.[0]."fdb-refused"' network show red)" -ge 15 ]
	check_err $? "fdb-refused is too low"
	# the limit is for what the wire can fill
	must ovctl -n "$n1" fdb add red 02:00:00:00:09:99 remote r2
	must ovctl -n "$n1" network set red fdb-max 65536
	speak "$a" 02:00:00:00:09:{01..20}
	wait_until "the raised limit does not hold" rows_are 20 red state learned
	must ovctl -n "$n1" fdb flush red
	log_test "U3: fdb-max: no more rows, a counter and an event; configured rows are free"
}

flush()
{
	must ovctl -n "$n1" network add blue id 200
	must ovctl -n "$n1" fdb add red 02:00:00:00:0a:01 remote r2
	must ovctl -n "$n1" fdb add red 02:00:00:00:0a:02 remote r3
	must ovctl -n "$n1" fdb add blue 02:00:00:00:0a:02 remote r3
	must ovctl -n "$n1" fdb add red 02:00:00:00:0a:03 dev b
	speak "$a" 02:00:00:00:0a:0{4,5}
	speak "$b" 02:00:00:00:0a:06
	wait_until "not learned" rows_are 3 state learned

	check_eq "$(ovctl -n "$n1" fdb flush remote r2)" "flushed 1" "by remote"
	check_eq "$(ovctl -n "$n1" fdb flush red dev a)" "flushed 2" "by device"
	check_eq "$(ovctl -n "$n1" fdb flush red state learned)" "flushed 1" "by state"
	check_eq "$(ovctl -n "$n1" fdb flush blue)" "flushed 1" "by network"
	check_eq "$(rows)" 2 "rows that are left"
	check_eq "$(ovctl -n "$n1" -j fdb flush | jq '.[0].flushed')" 2 "all"
	check_eq "$(rows)" 0 "rows that are left"
	must ovctl -n "$n1" network del blue
	log_test "U3: flush by network, device, remote, state and all"
}

rows_go_with_their_port()
{
	must ovctl -n "$n1" fdb add red 02:00:00:00:0b:01 dev b
	speak "$b" 02:00:00:00:0b:02
	wait_until "not learned" row_is "$n1" 02:00:00:00:0b:02 "b learned 0"
	must ovctl -n "$n1" port del b
	check_eq "$(rows red)" 0 "rows of the port that went"
	must ovctl -n "$n1" port add b network red state open
	must ovctl -n "$n1" remote add r9 vxlan 192.0.2.9
	must ovctl -n "$n1" fdb add red 02:00:00:00:0b:03 remote r9
	refused "1 FDB rows point to it" ovctl -n "$n1" remote del r9
	must ovctl -n "$n1" remote del r9 force
	check_eq "$(rows red)" 0 "rows of the remote that went"
	log_test "U3: rows go with the port or remote that they point to"
}

dump()
{
	check_py <<-END
	a = Dev("$a")
	n = 4000
	want = {"0a:00:00:00:%02x:%02x" % (i >> 8, i & 255) for i in range(n)}
	for mac in sorted(want):
	    a.send(eth(port_mac(12), mac, 0x88b5))
	end = time.monotonic() + TIMEOUT
	while ovctl("$n1", "network", "show", "red")[0]["fdb"] < n:
	    if time.monotonic() > end:
	        fail("not all rows were learned")
	rows = [r["mac"] for r in ovctl("$n1", "fdb", "show", "red")]
	if len(rows) != len(set(rows)):
	    fail("%d rows are listed twice" % (len(rows) - len(set(rows))))
	missing = want - set(rows)
	if missing:
	    fail("%d rows are missing" % len(missing))
	some = ovctl("$n1", "fdb", "show", "red", "mac", "0a:00:00:00:01:02")
	check_eq([r["mac"] for r in some], ["0a:00:00:00:01:02"], "filtered by MAC")
	check_eq(ovctl("$n1", "fdb", "flush", "red", "dev", "a")[0]["flushed"] >= n, True, "flushed all")
	check_eq(len(ovctl("$n1", "fdb", "show", "red")), 0, "rows left")
	END
	log_test "U18: 4000 rows: each is listed, once; filtered; flushed"
}

# A row goes while a list is read that takes several messages.
dump_interrupted()
{
	check_py <<-END
	from spec import Client
	with netns("$n1"):
	    client = Client()
	a = Dev("$a")
	for i in range(1500):
	    a.send(eth(port_mac(12), "0a:00:00:00:%02x:%02x" % (i >> 8, i & 255), 0x88b5))
	end = time.monotonic() + TIMEOUT
	while ovctl("$n1", "network", "show", "red")[0]["fdb"] < 1500:
	    if time.monotonic() > end:
	        fail("not all rows were learned")
	whole, between = client.sock.recv, []
	def recv(*args):
	    # the next message is being made by now, the one after it is not
	    data = whole(*args)
	    for command in between:
	        ovctl("$n1", *command.split())
	    between.clear()
	    return data
	client.sock.recv = recv
	def interrupted_by(*commands):
	    between[:] = commands
	    client.dump("fdb-get")
	    return client.sock.interrupted
	check_eq(interrupted_by(), False, "interrupted by nothing")
	check_eq(interrupted_by("fdb del red 0a:00:00:00:00:00"), True, "interrupted by a removal")
	check_eq(interrupted_by("network set red ageing 299"), False, "interrupted by something else")
	END
	must ovctl -n "$n1" network set red ageing 300
	must ovctl -n "$n1" fdb flush red
	log_test "U18: a list of rows says that some were removed meanwhile"
}

tests_run
