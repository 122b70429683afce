#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ovctl save and restore: one document, the same objects.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	document
	round_trip
	nothing_to_do
	drift
	exact
	exact_takes_its_time
	left_out
	older_row
	inherited
	implicit
	bad_documents
	too_much
	unprivileged
	thousands
)

setup()
{
	local ns

	NS_IPV6=1 setup_ns n m
	for ns in "$n" "$m"; do
		must ip -n "$ns" link add name a type veth peer name a1
		must ip -n "$ns" link add name b type veth peer name b1
	done
	fill "$n"
	ovctl -n "$n" save > "$TMP/want"
	must ovctl -n "$m" restore "$TMP/want"
}

# All kinds of objects, and of their settings.
fill()
{
	must ovctl -n "$1" -b - <<-END
	underlay add u vxlan 127.0.0.1 srcport 5000 6000 tos inherit df inherit csum6-rx off
	underlay add u6 vxlan ::1 port 4790 shared ttl inherit
	network add red id 100 underlay u learning-remote on ageing 0
	network add blue id 200 vni 7 fdb-max 10 flood-rate 99 secure on
	remote add r2 vxlan 192.0.2.2 id 7
	remote add r3 vxlan 192.0.2.3,fd00:2::3 port 4790 state down
	member add red remote r2
	member add red remote r3
	port add a network red state open learning off
	port add b network blue unknown-unicast off
	fdb add red 02:00:00:00:00:01 remote r2
	fdb add red 02:00:00:00:00:02 dev a seq 7
	END
}

# restore NS [exact] FILE: $out and $rc are what comes of it.
restore()
{
	out=$(ovctl -n "$1" restore "${@:2}" 2>&1)
	rc=$?
}

# saved NS: is it what it should be?
check_saved()
{
	ovctl -n "$1" save > "$TMP/got"
	cmp -s "$TMP/want" "$TMP/got"
	check_err $? "not the same: $(diff <(jq . "$TMP/want") <(jq . "$TMP/got") | tr '\n' ' ')"
}

# empty NS
empty()
{
	must ovctl -n "$1" restore exact <<-END
	{"ovnet": {"version": 1}, "underlay": [], "network": [], "remote": [],
	 "member": [], "port": [], "fdb": []}
	END
}

# edit FILTER: $TMP/edited is the document after jq.
edit() { jq "$1" "$TMP/want" > "$TMP/edited"; }

document()
{
	check_eq "$(jq -c 'keys_unsorted' "$TMP/want")" \
		'["ovnet","underlay","network","remote","member","port","fdb","route","neigh","binding","node"]' "lists"
	check_eq "$(jq -c '.ovnet' "$TMP/want")" '{"version":1}' "version"
	check_eq "$(jq -c '.network[1]' "$TMP/want")" \
		'{"name":"red","id":100,"type":"l2","vni":100,"underlay":"u","srv6-underlay":"","learning":true,"learning-remote":true,"secure":false,"ageing":0,"fdb-max":65536,"flood-rate":0,"suppression":true,"neigh-max":65536,"mss-clamp":false,"router":"","ra":"off"}' \
		"network"
	check_eq "$(jq -c '.member' "$TMP/want")" \
		'[{"network-name":"red","remote-name":"r2"},{"network-name":"red","remote-name":"r3"}]' "members"
	check_eq "$(jq -c '.port[0]' "$TMP/want")" \
		'{"ifname":"a","network-name":"red","state":"open","learning":false,"unknown-unicast":true}' "port"
	check_eq "$(jq -c '.fdb[1]' "$TMP/want")" \
		'{"mac":"02:00:00:00:00:02","network-name":"red","ifname":"a","state":"static","seq":7}' "row"
	log_test "save: what can be configured, in the words of the spec"
}

round_trip()
{
	local out rc

	empty "$m"
	restore "$m" "$TMP/want"
	check_eq "$rc $out" "0 added 12 changed 0 removed 0 left-out 0" "restore"
	check_saved "$m"
	empty "$m"
	check_eq "$(ovctl -n "$m" save | jq -c 'del(.ovnet, .node) | add')" "[]" "what is left"
	out=$(ovctl -n "$m" -j restore < "$TMP/want" 2>&1)
	check_eq "$? $out" '0 [{"added":12,"changed":0,"removed":0,"left-out":0}]' "from standard input"
	check_saved "$m"
	log_test "restore makes the same in another namespace"
}

nothing_to_do()
{
	local out rc

	nsenter --net="/run/netns/$m" "$(command -v ovctl)" monitor > "$TMP/events" 2>&1 &
	defer stop $!
	wait_until "monitor does not hear" heard begin
	restore "$m" "$TMP/want"
	check_eq "$rc $out" "0 nothing to do" "restore"
	restore "$m" exact "$TMP/want"
	check_eq "$rc $out" "0 nothing to do" "restore exact"
	wait_until "monitor does not hear" heard end
	check_eq "$(sed '1,/begin/d' "$TMP/events" | grep -v -c -w -e begin -e end)" 0 "events between"
	log_test "a second restore sends no change"
}

# The network $1 comes and goes, and that is heard.
heard()
{
	ovctl -n "$m" network add "$1" id 9999 &&
		ovctl -n "$m" network del "$1" &&
		grep -q "del.*$1" "$TMP/events"
}

# What else there is stays.
drift()
{
	local out rc

	must ovctl -n "$m" -b - <<-END
	underlay set u ttl 3
	underlay set u6 local 127.0.0.2
	network set red ageing 5 underlay none
	remote set r3 vtep 192.0.2.33 state up
	port set a state blocked
	member del red remote r2
	fdb replace red 02:00:00:00:00:01 remote r3
	network add other id 300
	END
	edit '.fdb |= map(del(.seq))'
	restore "$m" "$TMP/edited"
	check_eq "$rc $out" "0 added 1 changed 6 removed 0 left-out 0" "restore"
	restore "$m" "$TMP/edited"
	check_eq "$rc $out" "0 nothing to do" "restore"
	check_eq "$(json "$m" '.[0].name' network show other)" other "the other network"
	must ovctl -n "$m" network del other
	must ovctl -n "$m" fdb del red 02:00:00:00:00:01
	restore "$m" "$TMP/want"
	check_saved "$m"
	log_test "restore mends what differs and removes nothing"
}

exact()
{
	local out rc

	must ip -n "$m" link add name c type veth peer name c1
	must ovctl -n "$m" -b - <<-END
	underlay add ux vxlan 127.0.0.9
	network add green id 300 underlay ux
	remote add r9 vxlan 192.0.2.9
	member add green remote r9
	member add red remote r9
	port add c network green
	fdb add green 02:00:00:00:00:09 remote r9
	fdb add red 02:00:00:00:00:09 dev a
	END
	restore "$m" "$TMP/want"
	check_eq "$rc $out" "0 nothing to do" "restore"
	restore "$m" exact "$TMP/want"
	check_eq "$rc $out" "0 added 0 changed 0 removed 8 left-out 0" "restore exact"
	check_saved "$m"
	restore "$m" exact <(jq 'del(.port)' "$TMP/want")
	check_match "$rc $out" '^1 .*exact: the document has no "port"' "a document without a list"
	check_saved "$m"
	must ip -n "$m" link del c
	log_test "restore exact removes what the document lacks"
}

# What is in use until the rest is as it should be; and what cannot go at all.
exact_takes_its_time()
{
	local out rc

	must ovctl -n "$m" -b - <<-END
	underlay add ux vxlan 127.0.0.9
	network set red underlay ux
	remote add r9 vxlan 192.0.2.9
	fdb replace red 02:00:00:00:00:02 remote r9 seq 7
	END
	restore "$m" exact "$TMP/want"
	check_eq "$rc $out" "0 added 0 changed 2 removed 2 left-out 0" "restore exact"
	must ovctl -n "$m" network add green id 300
	must ip -n "$m" link add name leg type ovnet id 300
	restore "$m" exact "$TMP/want"
	check_match "$rc $out" "^2 .*network green: Leg leg is in it.*; not removed.*removed 0 left-out 1" "a leg is in it"
	must ip -n "$m" link del leg
	restore "$m" exact "$TMP/want"
	check_eq "$rc $out" "0 added 0 changed 0 removed 1 left-out 0" "restore exact"
	empty "$m"
	restore "$m" "$TMP/want"
	check_saved "$m"
	log_test "restore exact, in an order that works, and nothing by force"
}

left_out()
{
	local out rc

	empty "$m"
	must ovctl -n "$m" network add red id 101
	edit '.port[1].ifname = "nosuch" | .underlay[0].dev = "nodev" | .network[1].underlay = "u6"'
	restore "$m" "$TMP/edited"
	check_eq "$rc" 2 "status"
	check_match "$out" "restore $TMP/edited: port nosuch: there is no such device; left out" "port"
	check_match "$out" "underlay u: there is no device nodev; left out" "underlay"
	check_match "$out" "network red: it is there with another id, which cannot be changed.*; left out" "network"
	check_match "$out" "member red r2: network red was left out; left out" "member"
	check_match "$out" "port a: network red was left out; left out" "port"
	check_match "$out" "added 4 changed 0 removed 0 left-out 8$" "sum"
	check_eq "$(json "$m" '[.[].name] | sort | join(" ")' network show)" "blue red" "networks"
	check_eq "$(json "$m" length member show red)" 0 "members of the other red"
	# what the kernel refuses
	must ovctl -n "$m" network del red
	must ovctl -n "$m" network add other id 100
	restore "$m" "$TMP/want"
	check_match "$rc $out" "^2 .*network red: Network other has id 100.*; left out" "refused"
	check_match "$out" "member red r2: network red was left out" "what needs it"
	empty "$m"
	restore "$m" "$TMP/want"
	check_eq "$rc" 0 "status"
	check_saved "$m"
	log_test "what does not fit is said and left out, the rest is done"
}

older_row()
{
	local out rc

	must ovctl -n "$m" fdb replace red 02:00:00:00:00:02 remote r2 seq 9
	restore "$m" "$TMP/want"
	check_match "$rc $out" "^2 .*fdb 02:00:00:00:00:02 red: the row that is there is newer: seq 9; left out" "newer elsewhere"
	must ovctl -n "$m" fdb replace red 02:00:00:00:00:02 dev a seq 10
	restore "$m" "$TMP/want"
	check_eq "$rc $out" "0 nothing to do" "newer in the same place"
	must ovctl -n "$m" fdb del red 02:00:00:00:00:02
	restore "$m" "$TMP/want"
	check_saved "$m"
	log_test "a row is not replaced by an older one"
}

# A setting that a port shares with its network follows the network.
inherited()
{
	local out rc

	check_eq "$(json "$m" '.[0].learning' port show b)" true "port b"
	must ovctl -n "$m" network set blue learning off
	check_eq "$(json "$m" '.[0].learning' port show b)" false "port b, after its network"
	restore "$m" "$TMP/want"
	check_eq "$rc $out" "0 added 0 changed 1 removed 0 left-out 0" "restore"
	check_eq "$(json "$m" '.[0].learning' port show b)" true "port b, after restore"
	must ovctl -n "$m" port set b learning off
	restore "$m" "$TMP/want"
	check_eq "$rc $out" "0 added 0 changed 1 removed 0 left-out 0" "restore"
	check_saved "$m"
	log_test "what a port has from its network"
}

# What a link and its users made is saved, and is there for good afterwards.
implicit()
{
	local out rc

	empty "$m"
	must ip -n "$m" link add name leg type ovnet id 300 local 127.0.0.1
	must ip -n "$m" link set dev a master leg
	ovctl -n "$m" save > "$TMP/implicit"
	check_eq "$(jq -c '[.underlay, .network, .port | length]' "$TMP/implicit")" "[1,1,1]" "what is saved"
	restore "$m" exact "$TMP/implicit"
	check_eq "$rc $out" "0 nothing to do" "restore exact"
	must ip -n "$m" link set dev a nomaster
	restore "$m" exact <(jq '.network = [] | .port = []' "$TMP/implicit")
	check_eq "$rc $out" "0 nothing to do" "what is a leg's stays"
	must ip -n "$m" link del dev leg
	check_eq "$(ovctl -n "$m" save | jq -c 'del(.ovnet, .node) | add')" "[]" "what is left"
	restore "$m" "$TMP/implicit"
	check_eq "$rc $out" "0 added 3 changed 0 removed 0 left-out 0" "restore"
	check_eq "$(json "$m" '.[0].implicit' network show leg)" false "the network"
	empty "$m"
	restore "$m" "$TMP/want"
	check_saved "$m"
	log_test "what was made for a link"
}

# DOCUMENT@SENTENCE: a filter of jq, and a regular expression
BAD=(
	'[]@not an object'
	'{}@it has no "ovnet"'
	'.ovnet = {}@ovnet: expected'
	'.ovnet.version = 2@version 2, this ovctl knows version 1'
	'.frob = []@"frob" is not known here, expected ovnet, underlay'
	'.network = {}@network: expected a list'
	'.network[1] = 3@network\[1\]: expected an object'
	'.network[1].frob = 3@network\[1\]: "frob" is not known here, expected name, id'
	'.network[1].members = 3@network\[1\]: "members" is not known here'
	'del(.network[1].id)@network\[1\]: it needs "id"'
	'.network[1].id = 0@network\[1\].id: expected a number from 1 to 16777215'
	'.network[1].id = 16777216@network\[1\].id: expected'
	'.network[1].id = 1.5@network\[1\].id: expected'
	'.network[1].id = "100"@network\[1\].id: expected'
	'.network[1].name = "a b"@network\[1\].name: expected a name'
	'.network[1].name = "12"@network\[1\].name: expected a name'
	'.network[1].name = "blue"@network\[1\]: it is network\[0\] once more'
	'.network[1].learning = 1@network\[1\].learning: expected true or false'
	'.network[1].learning = null@network\[1\].learning: expected true or false'
	'.network[1].type = "l7"@network\[1\].type: expected "l2"'
	'.network[1].underlay = "no"@network\[1\].underlay: the document has no underlay no'
	'.underlay[0].ttl = 256@underlay\[0\].ttl: expected a number from 1 to 255, or 0 \(inherit\)'
	'.underlay[0].df = "maybe"@underlay\[0\].df: expected "set" or "unset" or "inherit"'
	'.underlay[0].local4 = "::1"@underlay\[0\].local4: expected an IPv4 address'
	'del(.underlay[0].local4)@underlay\[0\]: it needs "local4" or "local6"'
	'.underlay[0]."srcport-low" = 7000@underlay\[0\]: .*not a range'
	'.underlay[0].dev = "a/b"@underlay\[0\].dev: expected the name of a device'
	'.remote[0].vtep = []@remote\[0\].vtep: expected a list of 1 to 4'
	'.remote[0].vtep = ["x"]@remote\[0\].vtep: expected a list of 1 to 4'
	'.member[0]."remote-name" = "no"@member\[0\].remote-name: the document has no remote no'
	'.member += .member@member\[2\]: it is member\[0\] once more'
	'.port[0].state = "ajar"@port\[0\].state: expected "blocked" or "open"'
	'.port[0].ifindex = 3@port\[0\]: "ifindex" is not known here'
	'.fdb[0].mac = "02:00"@fdb\[0\].mac: expected a MAC address'
	'.fdb[0].mac = "01:00:5e:00:00:01"@fdb\[0\]: its MAC is not unicast'
	'.fdb[0].state = "learned"@fdb\[0\].state: expected "static" or "external"'
	'.fdb[0].ifname = "a"@fdb\[0\]: it needs either'
	'.fdb[0].seq = -1@fdb\[0\].seq: expected a number'
)

bad_documents()
{
	local row i out rc filters docs

	# with something that would be done if it were not for the rest
	printf -v filters ', (%s)' "${BAD[@]%@*}"
	mapfile -t docs < <(jq -c '.remote += [{"name":"new","kind":"vxlan","vtep":["192.0.2.99"]}] |
		('"${filters#,}"')' "$TMP/want")
	check_eq "${#docs[@]}" "${#BAD[@]}" "documents"
	for i in "${!BAD[@]}"; do
		row=${BAD[i]}
		echo "${docs[i]}" > "$TMP/bad"
		restore "$m" "$TMP/bad"
		check_eq "$rc" 1 "status of ${row%@*} ($out)"
		check_match "$out" "^ovctl: restore $TMP/bad: .*${row##*@}" "${row%@*}"
	done
	for row in '' '{' '{"ovnet": {"version": 1}, "ovnet": {"version": 1}}' '{"ovnet": {"version": 1}} x'; do
		out=$(ovctl -n "$m" restore <<< "$row" 2>&1)
		check_eq $? 1 "status of '$row'"
		check_match "$out" "^ovctl: restore: line [0-9]+, column [0-9]+: " "'$row'"
	done
	check_saved "$m"
	log_test "documents that make no sense: said where, nothing done"
}

too_much()
{
	local out

	out=$(head -c 100000 /dev/zero | tr '\0' '[' | ovctl -n "$m" restore 2>&1)
	check_match "$? $out" "^1 .*more than 5 deep" "depth"
	out=$(yes '{},' | head -n 5000000 | ovctl -n "$m" restore 2>&1)
	check_match "$? $out" "^1 .*more than 4194304 values" "values"
	out=$(head -c 70000000 /dev/zero | ovctl -n "$m" restore 2>&1)
	check_match "$? $out" "^1 .*larger than 64 MB" "size"
	out=$(head -c 100000 /dev/urandom | ovctl -n "$m" restore 2>&1)
	check_eq $? 1 "noise"
	out=$(printf '{"ovnet": {"version": 1}, "\\u001b[31m": []}' | ovctl -n "$m" restore 2>&1)
	check_match "$? $out" '^1 .*"\?\[31m" is not known' "a terminal is not written to"
	out=$(echo restore | ovctl -n "$m" -b - 2>&1)
	check_match "$? $out" "^1 .*standard input is where the batch comes from" "both from standard input"
	check_saved "$m"
	log_test "documents that are too much"
}

unprivileged()
{
	local out

	edit '.network[1].ageing = 7 | .network[0].ageing = 7'
	chmod 0711 "$TMP"
	out=$(in_ns "$m" setpriv --reuid 65534 --regid 65534 --clear-groups \
		"$(command -v ovctl)" restore < "$TMP/edited" 2>&1)
	check_eq "$? $out" "2 ovctl: restore: Operation not permitted" "restore"
	out=$(in_ns "$m" setpriv --reuid 65534 --regid 65534 --clear-groups \
		"$(command -v ovctl)" save 2>&1)
	check_eq "$out" "$(< "$TMP/want")" "save"
	check_saved "$m"
	log_test "everybody may save, only CAP_NET_ADMIN may restore"
}

thousands()
{
	local out rc

	jq -c '.network += [range(2000) | {name: "t\(.)", id: (. + 5000)}] |
		.fdb += [range(3000) | {"network-name": "t\(. % 2000)", "remote-name": "r2",
			mac: "02:00:00:01:\(. / 100 | floor | 10 + .):\(. % 100 | if . < 10 then "0\(.)" else . end)"}] |
		.member += [range(2000) | {"network-name": "t\(.)", "remote-name": "r2"}]' "$TMP/want" > "$TMP/big"
	restore "$m" "$TMP/big"
	check_eq "$rc $out" "0 added 7000 changed 0 removed 0 left-out 0" "restore"
	restore "$m" "$TMP/big"
	check_eq "$rc $out" "0 nothing to do" "restore"
	# one of many does not fit
	must ovctl -n "$m" -b - <<-END
	network del t77 force
	network add other id 5077
	network del t99 force
	END
	restore "$m" "$TMP/big"
	check_match "$rc $out" "^2 .*network t77: Network other has id 5077.*added 4 changed 0 removed 0 left-out 4" "restore"
	restore "$m" exact "$TMP/want"
	check_match "$rc $out" "^0 added 0 changed 0 removed 69[0-9]* left-out 0" "restore exact"
	check_saved "$m"
	log_test "7000 objects come and go"
}

tests_run
