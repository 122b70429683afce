#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ovctl: batches, details, filters, and what it says of a module that is older
# than it.  Nothing of this is about packets.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	lines
	stops
	together
	words
	bounds
	help_goes_on
	json_each
	answers_at_once
	thousands
	details
	filters
	member_set
	member_set_all_or_none
	external
	drops_on_request
)

setup()
{
	setup_ns n
	must ovctl -n "$n" -b - <<-END
	underlay add u vxlan 127.0.0.1
	network add red id 100 underlay u
	network add blue id 200
	remote add r2 vxlan 192.0.2.2
	remote add r3 vxlan 192.0.2.3 state down
	END
	must ip -n "$n" link add name a type veth peer name a1
	must ip -n "$n" link add name b type veth peer name b1
}

# batch TEXT: $out and $rc are what comes of it.  Escapes as in printf %b.
batch()
{
	printf %b "$1" > "$TMP/lines"
	out=$(ovctl -n "$n" -b "$TMP/lines" 2>&1)
	rc=$?
}

# feature NAME TEXT: has the module this? Otherwise the test is skipped.
feature()
{
	[ "$(ovctl -j node show | jq ".[0].features | any(. == \"$1\")")" = true ] && return
	log_test_skip "$2" "the module has no $1"
	return 1
}

names() { json "$n" '[.[].name // .[].ifname] | sort | join(" ")' "$@"; }

lines()
{
	local out rc

	batch '# a comment\n\n  network add l1 id 1001  # another\n\tnetwork\\\n add \\\nl2 id "1002"\nnetwork add l3 id 1003'
	check_eq "$rc: $out" "0: " "batch"
	check_eq "$(json "$n" 'map(select(.id > 1000).name) | sort | join(" ")' network show)" "l1 l2 l3" "networks"
	batch 'network del l1\r\nnetwork del "l2"\nnetwork del '"'l3'"'\n'
	check_eq "$rc: $out" "0: " "batch"
	batch ''
	check_eq "$rc: $out" "0: " "an empty file"
	log_test "lines, comments, quotes, lines that go on"
}

stops()
{
	local out rc

	batch 'network add l1 id 1001\n\nnetwork add red id 1002\nnetwork add l3 id 1003\n'
	check_eq "$rc" 2 "status of a refusal"
	check_eq "$out" "$TMP/lines:3: network add red: Network red exists" "sentence"
	batch 'network del l1\n#\nnetwork add l1 \\\n id 0\nnetwork add l3 id 1003\n'
	check_eq "$rc" 1 "status of bad usage"
	check_match "$out" "^$TMP/lines:3: network add l1: id: \"0\" is not" "sentence"
	batch 'nosuch\nnetwork add l3 id 1003\n'
	check_eq "$rc" 1 "status of no object"
	check_match "$out" "^$TMP/lines:1: there is no object" "sentence"
	batch 'network nosuch'
	check_match "$rc $out" "^1 $TMP/lines:1: network: \"nosuch\"" "sentence"
	out=$(echo "network del l1" | ovctl -n "$n" -b - 2>&1)
	check_eq "$? $out" "2 standard input:1: network del l1: There is no network l1" "standard input"
	check_eq "$(names network show)" "blue red" "networks"
	refused "$TMP/none: No such file" ovctl -b "$TMP/none"
	refused '"network" is too much' ovctl -b "$TMP/lines" network show
	log_test "stops where it fails, and says where"
}

rows() { json "$n" '[.[] | .mac[15:] + "-" + ."remote-name"] | sort | join(" ")' fdb show red; }

# Lines of rows go to the kernel together, and are done as if they did not.
together()
{
	local out rc row="fdb add red 02:00:00:00:00"

	batch "$row:01 remote r2\\n$row:02 remote r2\\n$row:03 remote r3\\n"
	check_eq "$rc: $out" "0: " "rows"
	check_eq "$(rows)" "01-r2 02-r2 03-r3" "rows"
	batch "$row:04 remote r2\\n$row:05 remote r2\\n$row:01 remote r2\\n$row:06 remote r2\\n"
	check_match "$rc $out" "^2 $TMP/lines:3: fdb add red 02:00:00:00:00:01: .*has a static row" "a refusal"
	check_eq "$(rows)" "01-r2 02-r2 03-r3 04-r2 05-r2" "what was before it"
	batch "$row:01 remote r2\\n$row:06 remote r2 sequ 1\\n"
	check_match "$rc $out" "^2 $TMP/lines:1: .*has a static row" "a refusal before bad usage"
	batch "$row:06 remote r2\\n$row:07 remote r2 sequ 1\\n$row:08 remote r2\\n"
	check_match "$rc $out" "^1 $TMP/lines:2: .*\"sequ\" is not known" "bad usage"
	check_eq "$(rows)" "01-r2 02-r2 03-r3 04-r2 05-r2 06-r2" "what was before it"
	batch "${row/add/replace}:01 remote r3\\n${row/add/replace}:01 remote r2\\n${row/add/replace}:02 remote r3\\n"
	check_eq "$rc: $out" "0: " "the same row twice"
	check_eq "$(rows)" "01-r2 02-r3 03-r3 04-r2 05-r2 06-r2" "as the last one said"
	batch "fdb del red 02:00:00:00:00:01\\nfdb del red 02:00:00:00:00:09\\nfdb del red 02:00:00:00:00:02\\n"
	check_match "$rc $out" "^2 $TMP/lines:2: .*no row for 02:00:00:00:00:09" "a row that is not there"
	batch "fdb del red 02:00:00:00:00:02\\nfdb flush red\\nneigh add red 10.0.0.1 lladdr 02:00:00:00:00:01\\nneigh del red 10.0.0.1\\nneigh show\\n"
	check_match "$rc: $out" "^0: .*flushed 4" "one after the other"
	log_test "lines that go together"
}

words()
{
	local out rc

	batch "network add 'a b' id 1001"
	check_match "$rc $out" "^2 $TMP/lines:1: network add a b: " "a blank in a name"
	batch 'network add "" id 1001'
	check_match "$rc $out" '^1 .*"" is not a name' "an empty word"
	batch 'network show r"e"d # not "closed'
	check_match "$rc $out" "^0 red id 100" "quotes inside of a word"
	batch 'network show "red\n'
	check_eq "$rc $out" "1 $TMP/lines:1: a quote is opened and not closed in its line" "an open quote"
	batch '\n-j network show\n'
	check_match "$rc $out" "^1 .*:2: options are for all of a batch" "an option"
	log_test "words of a line"
}

bounds()
{
	local out rc long blanks

	long=$(head -c 70000 /dev/zero | tr '\0' x)
	printf -v blanks '%900s' ''
	batch "network show\\n$long\\n"
	check_match "$rc $out" "^1 .*$TMP/lines:2: the command is longer than 65536 bytes$" "a long line"
	out=$(yes '\' | head -n 40000 | ovctl -b - 2>&1)
	rc=$?
	check_match "$rc $out" "^1 .*longer than 65536" "a line that goes on for ever"
	batch "\\n${blanks}network$blanks show$blanks"
	check_match "$rc $out" "^0 .*red" "blanks"
	batch "network show $(printf 'x %.0s' {1..127})"
	check_match "$rc $out" "^1 .*more than 128 words" "many words"
	batch 'network\0show\n'
	check_match "$rc $out" "^1 .*:1: there is a zero byte" "a zero byte"
	out=$(head -c 300000 /dev/urandom | ovctl -n "$n" -b - 2>&1)
	check_eq $? 1 "noise"
	log_test "bounds of a line"
}

help_goes_on()
{
	local out rc

	batch 'network add help\nnetwork help\nhelp\nnetwork show red\n'
	check_match "$rc $out" "^0 ovctl network add NAME.*ovctl network set.*OBJECT:.*red id 100" "help"
	log_test "help does not end a batch"
}

json_each()
{
	printf 'network show\nremote show r2\nnetwork show blue\n' | ovctl -n "$n" -j -b - > "$TMP/json"
	check_eq "$(jq -c '[.[].name]' "$TMP/json" | tr '\n' ' ')" \
		'["red","blue"] ["r2"] ["blue"] ' "arrays"
	log_test "an array of JSON for each show"
}

sockets() { readlink "/proc/$1"/fd/* 2> /dev/null | grep socket | sort | tr '\n' ' '; }

# One that sends a line, and reads what comes of it before the next.
answers_at_once()
{
	local line first

	coproc OVCTL { exec ovctl -n "$n" -b - 2>&1; }
	echo "network show red" >&"${OVCTL[1]}"
	read -r -t 10 line <&"${OVCTL[0]}"
	check_match "$line" "^red id 100" "first answer"
	first=$(sockets "$OVCTL_PID")
	echo "remote show r2" >&"${OVCTL[1]}"
	read -r -t 10 line <&"${OVCTL[0]}"
	check_match "$line" "^r2 vxlan" "second answer"
	check_eq "$(sockets "$OVCTL_PID")" "$first" "sockets"
	check_match "$first" '^socket:\[[0-9]*\] $' "one socket"
	stop "$OVCTL_PID"
	log_test "each line is answered at once, over one socket"
}

thousands()
{
	local i

	for i in {1..3000}; do
		echo "network add t$i id $((i + 5000))"
	done > "$TMP/lines"
	must ovctl -n "$n" -b "$TMP/lines"
	check_eq "$(json "$n" length network show)" 3002 "networks"
	sed 's/add \(t[0-9]*\).*/del \1/' "$TMP/lines" > "$TMP/undo"
	must ovctl -n "$n" -b "$TMP/undo"
	log_test "3000 networks come and go"
}

details()
{
	must ovctl -n "$n" -b - <<-END
	port add a network red
	member add red remote r2
	fdb add red 02:00:00:00:00:01 remote r2
	END
	check_match "$(ovctl -n "$n" -d port show)" "^a ifindex [0-9]+ network red network-id 100 state blocked" "port"
	check_eq "$(ovctl -n "$n" -d member show)" "red network-id 100 remote r2 remote-id 1" "member"
	check_eq "$(ovctl -n "$n" member show)" "red remote r2" "member without -d"
	check_match "$(ovctl -n "$n" -d fdb show)" \
		"^02:00:00:00:00:01 network red network-id 100 remote r2 remote-id 1 static seq 0$" "row"
	check_match "$(ovctl -n "$n" -d network show blue)" " vni 200 underlay none " "network"
	check_match "$(ovctl -n "$n" -d underlay show u)" " srcport 0 0 " "underlay"
	check_match "$(ovctl -n "$n" -d remote show r2)" "^r2 vxlan 192.0.2.2 port 0 id 1 " "remote"
	must ovctl -n "$n" -b - <<-END
	port del a
	fdb del red 02:00:00:00:00:01
	member del red remote r2
	END
	log_test "details"
}

filters()
{
	feature many filters || return
	must ovctl -n "$n" -b - <<-END
	port add a network red state open
	port add b network blue
	END
	check_eq "$(names network show underlay u)" red "networks of an underlay"
	check_eq "$(names network show underlay none)" blue "networks of none"
	check_eq "$(names network show type l2)" "blue red" "networks of a type"
	check_eq "$(names remote show up on)" r2 "remotes that are up"
	check_eq "$(names remote show up off)" r3 "remotes that are down"
	check_eq "$(names remote show vtep 192.0.2.3)" r3 "remotes by address"
	check_eq "$(names remote show kind vxlan)" "r2 r3" "remotes of a kind"
	check_eq "$(names port show state open)" a "ports that are open"
	check_eq "$(names port show network blue)" b "ports of a network"
	check_eq "$(names port show network blue state open)" "" "ports by both"
	check_eq "$(names underlay show kind vxlan)" u "underlays of a kind"
	must ovctl -n "$n" member add red remote r2
	must ovctl -n "$n" member add blue remote r3
	check_eq "$(json "$n" '.[]."remote-name"' member show blue)" r3 "members of a network"
	check_py <<-END
	# which ovctl does not ask for
	from spec import Client
	with netns("$n"):
	    client = Client()
	check_eq([m["network-name"] for m in client.dump("member-get", {"remote-name": "r2"})],
	         ["red"], "members that a remote is")
	END
	must ovctl -n "$n" member del red remote r2
	must ovctl -n "$n" member del blue remote r3
	refused "There is no underlay nosuch" ovctl -n "$n" network show underlay nosuch
	must ovctl -n "$n" port del a
	must ovctl -n "$n" port del b
	log_test "lists are filtered"
}

members() { json "$n" '[.[]."remote-name"] | sort | join(" ")' member show red; }

member_set()
{
	if ! feature member-set "member set"; then
		refused "this module is older than ovctl: it has no member-set" \
			ovctl -n "$n" member set red remote r2
		return
	fi
	must ovctl -n "$n" member set red remote r2,r3
	check_eq "$(members)" "r2 r3" "two members"
	must ovctl -n "$n" member set red remote 2
	check_eq "$(members)" r3 "one, by id"
	must ovctl -n "$n" member set 100 remote none
	check_eq "$(members)" "" "none"
	log_test "member set"
}

member_set_all_or_none()
{
	local text="a refusal of several says which"

	feature member-set "$text" || return
	must ovctl -n "$n" member set red remote r2
	refused "^ovctl: member set red: member 2 of 3 \(red nosuch\): There is no remote nosuch$" \
		ovctl -n "$n" member set red remote r3,nosuch,r2
	check_eq "$(members)" r2 "members"
	refused "expected remote" ovctl -n "$n" member set red
	refused '"" is not a name' ovctl -n "$n" member set red remote r2,
	check_eq "$(members)" r2 "members"
	must ovctl -n "$n" member set red remote none
	log_test "$text"
}

external()
{
	feature many "external rows" || return
	must ovctl -n "$n" fdb add red 02:00:00:00:00:01 remote r2 state external
	must ovctl -n "$n" fdb add red 02:00:00:00:00:02 remote r2
	check_eq "$(json "$n" '[.[].mac] | join(" ")' fdb show red state external)" \
		02:00:00:00:00:01 "external rows"
	must ovctl -n "$n" fdb replace red 02:00:00:00:00:01 remote r3 state static
	check_eq "$(json "$n" length fdb show red state external)" 0 "external rows"
	must ovctl -n "$n" fdb flush red state static
	log_test "external rows"
}

drops_on_request()
{
	local pid text="dropped frames are told of, to those who ask"

	feature drop-ntf "$text" || return
	must ip -n "$n" link set dev a up
	must ip -n "$n" link set dev a1 up
	must ovctl -n "$n" port add a network red
	nsenter --net="/run/netns/$n" "$(command -v ovctl)" -j monitor drops > "$TMP/drops" &
	pid=$!
	defer stop $pid
	nsenter --net="/run/netns/$n" "$(command -v ovctl)" monitor > "$TMP/events" &
	defer stop $!
	wait_until "no event" told
	check_eq "$(head -n 1 "$TMP/drops" | jq -r '"\(.event) \(."network-name") \(.ifname) \(."dst-mac") \(.ethertype)"')" \
		"drop red a ff:ff:ff:ff:ff:ff 34997" "event"
	! grep -q drop "$TMP/events"
	check_err $? "monitor tells of drops unasked"
	must ovctl -n "$n" port del a
	log_test "$text"
}

# A blocked port drops what comes until somebody listens.
told()
{
	check_py <<-END
	Dev("$n", "a1").send(eth(BROADCAST, "02:00:00:00:00:11", 0x88b5, b"hello"))
	END
	[ -s "$TMP/drops" ]
}

tests_run
