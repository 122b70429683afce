#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Wrong commands: exit status, sentence, and nothing left behind.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

# STATUS | COMMAND | SENTENCE (a regular expression).  1: bad usage, 2: the
# kernel refused.
ROWS=(
	# usage
	"1|nosuch|nosuch"
	"1|network frob|\"frob\" is not known here, expected .*add"
	"1|network add red2|id"
	"1|network add red2 id|id"
	"1|network add red2 id 0|16777215"
	"1|network add red2 id 16777216|16777215"
	"1|network add red2 id 101x|101x"
	"1|network add red2 id 101 vni 16777216|16777215"
	"1|network add red2 id 101 learning maybe|on.*off"
	"1|network add red2 id 101 frob 3|frob"
	"1|network add red2 id 101 id 102|id"
	"1|network add red2 id 101 type l7|l7|l2"
	"1|underlay add u2 vxlan|value after \"vxlan\""
	"1|underlay add u2 vxlan nonsense|nonsense"
	"1|underlay add u2 vxlan 192.0.2.1,192.0.2.2|address"
	"1|underlay add u2 srv6 fd00::1|srv6"
	"1|underlay add u2 vxlan 192.0.2.77 port 0|port"
	"1|underlay add u2 vxlan 192.0.2.77 port 65536|port"
	"1|underlay add u2 vxlan 192.0.2.77 ttl 256|ttl|255"
	"1|underlay add u2 vxlan 192.0.2.77 df maybe|maybe"
	"1|remote add r9 vxlan 192.0.2.1,192.0.2.2,192.0.2.3,192.0.2.4,192.0.2.5|4|address"
	"1|fdb add red 02:00:00:00:00 remote r2|02:00:00:00:00"
	"1|fdb add red 02:00:00:00:00:01|remote|dev"
	"1|port set a state ajar|ajar|open"
	"1|port add nosuchdev network red|nosuchdev"
	"1|monitor frob|frob"
	# the kernel
	"2|network add red id 101|Network red exists"
	"2|network add red2 id 100|Network red has id 100"
	"2|network add red2 id 101 vni 100|Network red has VNI 100"
	"2|network add red2 id 101 underlay nosuch|There is no underlay nosuch"
	"2|network set nosuch ageing 3|There is no network nosuch"
	"2|network set 77 ageing 3|There is no network with id 77"
	"2|network del nosuch|There is no network nosuch"
	"2|network add 1234 id 101|digits|name"
	"2|underlay add u vxlan 192.0.2.77|Underlay u exists"
	"2|underlay add u2 vxlan 192.0.2.1|Underlay u has this address and port"
	"2|underlay add u2 vxlan 224.0.0.1|unicast"
	"2|underlay add u2 vxlan fe80::1|link-local"
	"1|underlay add u2 vxlan 192.0.2.77 srcport 5000 4000|not a range"
	"2|underlay add u2 vxlan 192.0.2.77 tos 2|ECN bits"
	"2|underlay add u2 vxlan 192.0.2.77 dev a|leg or port of ovnet cannot carry"
	"2|underlay set nosuch ttl 3|There is no underlay nosuch"
	"2|underlay del u|Network red uses it"
	"2|remote add r2 vxlan 192.0.2.9|Remote r2 exists"
	"2|remote add r9 vxlan 192.0.2.2|Remote r2 has 192.0.2.2"
	"2|remote add r9 vxlan 192.0.2.9 id 1|has id 1"
	"2|remote add r9 vxlan 239.0.0.1|unicast"
	"2|remote add r9 vxlan 192.0.2.9,192.0.2.9|given twice"
	"2|remote set r2 vtep 255.255.255.255|unicast"
	"2|remote del nosuch|There is no remote nosuch"
	"2|member add red remote r2|r2 is a member of red"
	"2|member add red remote nosuch|There is no remote nosuch"
	"2|member del red remote r3|r3 is no member of red"
	"2|port add a network red|a is a port of network red"
	"2|port add lo network red|lo is not an Ethernet device"
	"2|port add eth0 network red|eth0 carries the tunnels of underlay u"
	"2|port set eth0 state open|not a port of any network"
	"2|port del eth0|not a port of any network"
	"2|fdb add red 01:00:5e:00:00:01 remote r2|unicast and not zero"
	"2|fdb add red 00:00:00:00:00:00 remote r2|unicast and not zero"
	"2|fdb add red 02:00:00:00:00:99 dev eth0|neither a port nor a leg"
	"2|fdb add red 02:00:00:00:0e:01 remote r3|has a static row"
	"2|fdb del red 02:00:00:00:0e:02|has no row for 02:00:00:00:0e:02"
	"2|fdb show nosuch|There is no network nosuch"
	"2|drops show nosuch|There is no network nosuch"
)

for i in "${!ROWS[@]}"; do
	TESTS+=("row $i")
done
TESTS+=(unprivileged names)

setup()
{
	setup_underlay 1
	must ovctl -n "$n1" underlay add u vxlan 192.0.2.1
	must ovctl -n "$n1" remote add r2 vxlan 192.0.2.2
	must ovctl -n "$n1" remote add r3 vxlan 192.0.2.3
	must ovctl -n "$n1" network add red id 100 underlay u
	must ovctl -n "$n1" member add red remote r2
	NS_IPV6=0 endpoint a "$n1" red 11
	must ovctl -n "$n1" fdb add red 02:00:00:00:0e:01 remote r2
	everything > "$TMP/before"
}

# All that can be shown, but what rises by itself.
everything()
{
	printf '%s show\n' underlay network port remote member fdb |
		ovctl -n "$n1" -b -
	ip -n "$n1" -br link
}

row()
{
	local status command want out rc words

	IFS='|' read -r status command want <<< "${ROWS[$1]}"
	read -ra words <<< "$command"
	out=$(ovctl -n "$n1" "${words[@]}" 2>&1)
	rc=$?
	check_eq "$rc" "$status" "exit status ($out)"
	[ -n "$out" ]
	check_err $? "no sentence"
	check_match "$out" "$want" "sentence"
	everything > "$TMP/after"
	cmp -s "$TMP/before" "$TMP/after"
	check_err $? "something has changed: $(diff "$TMP/before" "$TMP/after")"
	log_test "K2: refused ($status): ovctl $command"
}

# In a user namespace of one's own one is not the owner of this one.
unprivileged()
{
	local out

	out=$(in_ns "$n1" setpriv --reuid 65534 --regid 65534 --clear-groups \
		"$(command -v ovctl)" network show 2>&1)
	check_err $? "reading: $out"
	check_match "$out" "red id 100" "reading"
	refused "not permitted|Operation|CAP_NET_ADMIN|ermi" \
		in_ns "$n1" setpriv --reuid 65534 --regid 65534 --clear-groups \
		"$(command -v ovctl)" network add x id 9
	everything > "$TMP/after"
	cmp -s "$TMP/before" "$TMP/after"
	check_err $? "something has changed"
	log_test "K2: everybody may read, only CAP_NET_ADMIN may write"
}

names()
{
	local long=abcdefghijklmnopqrstuvwxyzabcde

	must ovctl -n "$n1" network add $long id 5000
	check_eq "$(json "$n1" '.[0].id' network show $long)" 5000 "id of a name of 31 bytes"
	must ovctl -n "$n1" network del $long
	refused "" ovctl -n "$n1" network add ${long}f id 5000
	refused "" ovctl -n "$n1" network add "" id 5000
	refused "" ovctl -n "$n1" remote add ${long}f vxlan 192.0.2.9
	everything > "$TMP/after"
	cmp -s "$TMP/before" "$TMP/after"
	check_err $? "something has changed: $(diff "$TMP/before" "$TMP/after")"
	log_test "K2: names of 31 bytes, not of 32 and not of 0"
}

tests_run
