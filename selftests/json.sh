#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Every JSON that ovctl prints is what uapi/ovnet.yaml says.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$SELFTESTS/lib/everything.sh"

TESTS=(the_checker)
for object in node underlay network port remote member fdb route neigh binding drops; do
	TESTS+=("shows $object")
done
TESTS+=(traces flush events limit_event drop_event all_events)

CHECK=$SELFTESTS/check-json.py

setup()
{
	setup_everything
}

# check_json FILE WORD...
check_json()
{
	local file=$1 out

	shift
	out=$("$CHECK" "$@" < "$file" 2>&1)
	check_err $? "$out"
	echo "# $out"
}

# It finds what is wrong, or nothing below means anything.
the_checker()
{
	local out

	out=$("$CHECK" self-test 2>&1)
	check_err $? "$out"
	log_test "${out#check-json: }"
}

shows()
{
	ovctl -n "$n1" -j "$1" show > "$TMP/json"
	check_err $? "ovctl $1 show"
	check_json "$TMP/json" "$1"
	log_test "ovctl -j $1 show is as the spec has it"
}

# One that is dropped, one that is flooded, one from a tunnel.
traces()
{
	local words

	while read -r words; do
		# shellcheck disable=SC2086	# words
		ovctl -n "$n1" -j trace $words > "$TMP/json"
		check_err $? "ovctl trace $words"
		check_json "$TMP/json" trace
	done <<-END
	red from a src 03:00:00:00:00:01 dst 02:00:00:00:0f:01
	red from a src 02:00:00:00:0f:02 dst 02:00:00:00:0f:01
	red from remote r2 src 02:00:00:00:0f:02 dst ff:ff:ff:ff:ff:ff
	END
	log_test "ovctl -j trace is as the spec has it"
}

flush()
{
	must ovctl -n "$n1" fdb add alone 02:00:00:00:0f:01 remote r2
	ovctl -n "$n1" -j fdb flush alone > "$TMP/json"
	check_err $? "fdb flush"
	check_json "$TMP/json" fdb fdb-flush
	check_eq "$(jq -c . "$TMP/json")" '[{"flushed":1}]' "fdb flush"
	log_test "ovctl -j fdb flush is as the spec has it"
}

# listen_to FILE [GROUP...]: $MONITOR listens once it reports that an underlay was
# set, which is an event of the group config.
listen_to()
{
	ovctl -n "$n1" -j monitor "${@:2}" > "$1" &
	MONITOR=$!
	defer stop "$MONITOR"
	provoke() { ovctl -n "$n1" underlay set u ttl 64; grep -q underlay-set "$TMP/events"; }
	wait_until "no events" provoke
}

# Whatever the spec has as an event of these objects happens.
events()
{
	listen_to "$TMP/events"
	must ovctl -n "$n1" underlay add e vxlan 192.0.2.1 port 6000
	must ovctl -n "$n1" underlay del e
	must ovctl -n "$n1" network add e id 900
	must ovctl -n "$n1" network set e ageing 5
	must ovctl -n "$n1" remote add e vxlan 192.0.2.9
	must ovctl -n "$n1" remote set e state down
	must ovctl -n "$n1" member add e remote e
	must ovctl -n "$n1" fdb add e 02:00:00:00:0f:02 remote e
	must ovctl -n "$n1" fdb replace e 02:00:00:00:0f:02 remote r2
	must ovctl -n "$n1" fdb del e 02:00:00:00:0f:02
	must ovctl -n "$n1" node set cache off
	must ovctl -n "$n1" node set cache on
	must ovctl -n "$n1" network add v id 901 type l3
	must ovctl -n "$n1" route add v 192.0.2.0/24 remote e
	must ovctl -n "$n1" route replace v 192.0.2.0/24 prohibit
	must ovctl -n "$n1" route del v 192.0.2.0/24
	must ovctl -n "$n1" network del v
	must ovctl -n "$n1" neigh add e 192.0.2.9 lladdr 02:00:00:00:0f:02
	must ovctl -n "$n1" neigh replace e 192.0.2.9 lladdr 02:00:00:00:0f:03
	must ovctl -n "$n1" neigh del e 192.0.2.9
	must ovctl -n "$n1" member del e remote e
	must ovctl -n "$n1" remote del e
	must ip -n "$n1" link add e type dummy
	must ovctl -n "$n1" port add e network e
	must ovctl -n "$n1" port set e state open
	must ovctl -n "$n1" binding add e mac 02:00:00:00:0f:02 ip 192.0.2.9
	must ovctl -n "$n1" binding del e mac 02:00:00:00:0f:02 ip 192.0.2.9
	must ovctl -n "$n1" port del e
	must ip -n "$n1" link del e
	must ovctl -n "$n1" network del e
	wait_until "no end of events" grep -q '"network-del".*"name":"e"' "$TMP/events"
	stop "$MONITOR"
	check_json "$TMP/events" monitor
	jq -r .event "$TMP/events" >> "$TMP/seen"
	log_test "ovctl -j monitor is as the spec has it"
}

limit_event()
{
	listen_to "$TMP/events"
	must ovctl -n "$n1" network set red fdb-max 1
	too_many()
	{
		check_py <<-END
		a = Dev("$a")
		for i in range(9):
		    a.send(eth(BROADCAST, "02:00:00:00:0f:%02x" % i, 0x88b5, bytes(46)))
		END
		grep -q '"limit"' "$TMP/events"
	}
	wait_until "no event" too_many
	stop "$MONITOR"
	check_json "$TMP/events" monitor
	jq -r .event "$TMP/events" >> "$TMP/seen"
	log_test "ovctl -j monitor limit is as the spec has it"
}

# c is a blocked port: what comes from it is dropped.
drop_event()
{
	local drop

	listen_to "$TMP/events" config drops
	dropped()
	{
		check_py <<-END
		Dev("$c").send(eth("02:00:00:00:0f:01", "02:00:00:00:0f:02", 0x88b5, bytes(46)))
		END
		grep -q '"drop"' "$TMP/events"
	}
	wait_until "no event" dropped
	stop "$MONITOR"
	check_json "$TMP/events" monitor
	jq -r .event "$TMP/events" >> "$TMP/seen"
	drop=$(jq -c 'select(.event == "drop") | del(."network-id", .ifindex)' "$TMP/events" | head -n 1)
	check_eq "$drop" "$(printf '{%s,%s,%s}' '"event":"drop","reason":"port_blocked","network-name":"blue","ifname":"c"' \
		'"src-mac":"02:00:00:00:0f:02","dst-mac":"02:00:00:00:0f:01"' \
		'"ethertype":34997,"length":60,"missed":0')" "event"
	log_test "ovctl -j monitor drops is as the spec has it"
}

# The spec has no other than those that were held against it.
all_events()
{
	check_eq "$(sort -u "$TMP/seen")" \
		"$(sed -n 's/^ *name: \(.*\)-ntf$/\1/p' "$REPO/uapi/ovnet.yaml" | sort -u)" "events that came"
	log_test "every event of the spec came"
}

tests_run
