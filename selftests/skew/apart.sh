#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What one side has and the other lacks: MODULE=old or new says whose module is
# loaded, both sides' tools are tried. skew.sh runs it, and with the new module
# first, from which come the documents that the old one is given.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/../lib.sh"

OLD=$REPO/build/skew/old/build/tools
NEW=$REPO/build/skew/new/build/tools
FILES=$REPO/build/skew
RELEASED=$SELFTESTS/skew/saved-0.1.0.json
MODULE=${MODULE:-$([ "$(< /sys/module/ovnet/version)" = "$(< "$FILES/new/VERSION")" ] && echo new || echo old)}

TESTS=("released $OLD" "released $NEW" doctors)
case $MODULE in
new)	TESTS+=(all_new old_shows old_names old_spares old_listens old_link hand_down) ;;
old)	TESTS+=(new_refused new_operation new_link new_others handed_down) ;;
esac

# version TOOLS: of the tools there
version() { "$1/ovctl" -V | sed 's/ovctl //'; }

# who TOOLS: in a title
who() { [ "$1" = "$OLD" ] && echo "the old ovctl" || echo "the new ovctl"; }

setup()
{
	local dev

	NS_IPV6=1 setup_ns n m
	must ip -n "$m" -b - <<-END
	link add eth0 up type dummy
	addr add 192.0.2.1/24 dev eth0
	addr add fd00:2::1/64 dev eth0 nodad
	$(jq -r '.port[].ifname' "$RELEASED" | sed 's/.*/link add name & type dummy/')
	END
	empty "$n"
}

# empty NS: nothing but a network, red, of the kind that both know
empty()
{
	echo '{"ovnet": {"version": 1}, "underlay": [], "network": [], "remote": [],
	 "member": [], "port": [], "fdb": [], "route": [], "neigh": [], "binding": []}' > "$TMP/empty"
	must "$OLD/ovctl" -n "$1" restore exact "$TMP/empty"
	must "$OLD/ovctl" -n "$1" network add red id 100
}

# A document of v0.1.0 is what every version restores, with either module.
released()
{
	local out

	out=$("$1/ovctl" -n "$m" restore exact "$RELEASED" 2>&1)
	check_match "$? $out" '^0 added [0-9]+ changed [0-9]+ removed [0-9]+ left-out 0$' "restore"
	check_eq "$("$1/ovctl" -n "$m" restore exact "$RELEASED" 2>&1)" "nothing to do" "once more"
	check_eq "$("$OLD/ovctl" -n "$m" save | jq -c 'del(.ovnet, .node) | map_values(length)')" \
		"$(jq -c 'del(.ovnet, .node) | map_values(length)' "$RELEASED")" "what is there"
	empty "$m"
	log_test "$(who "$1") restores what 0.1.0 has saved"
}

doctors()
{
	local tools out module

	module=$(< /sys/module/ovnet/version)
	check_eq "$module" "$(< "$FILES/$MODULE/VERSION")" "the module that is loaded"
	for tools in "$OLD" "$NEW"; do
		check_eq "$("$tools/ovctl" -n "$n" -j node show | jq -r '.[0].version')" "$module" "node show"
		out=$("$tools/ovctl" -n "$n" doctor 2>&1)
		if [ "$(version "$tools")" = "$module" ]; then
			[[ $out != *"one may not know"* ]]
			check_err $? "$(who "$tools"): $out"
		else
			check_match "$out" "it is version $module and ovctl $(version "$tools")" "$(who "$tools")"
		fi
	done
	log_test "doctor says whether they are of one version"
}

# --- the module is new -------------------------------------------------------

all_new()
{
	must "$NEW/ovctl" -n "$n" network set red note 5 ra quiet
	check_eq "$("$NEW/ovctl" -n "$n" -j network show red | jq -c '.[0] | [.note, .ra]')" '[5,"quiet"]' "network"
	check_match "$("$NEW/ovctl" -n "$n" node note)" "version $(version "$NEW")" "node note"
	log_test "the new ovctl sets what is new"
}

# What it knows, and nothing else; and what is new among that by its number.
old_shows()
{
	local out

	out=$("$OLD/ovctl" -n "$n" -j network show red 2>&1)
	check_eq "$(jq -c '.[0] | [.name, .ra, has("note")]' <<< "$out")" '["red",3,false]' "network"
	check_match "$("$OLD/ovctl" -n "$n" node show)" ",fast,bit13 " "features"
	log_test "the old ovctl passes over what it does not know"
}

# A reason to drop has the name that the module gives it.
old_names()
{
	must "$NEW/ovctl" -n "$n" network set red note 666
	must ip -n "$n" link add p type dummy
	must "$OLD/ovctl" -n "$n" port add p network red state open
	check_match "$("$OLD/ovctl" -n "$n" trace red from p src 02:00:00:00:00:01 dst 02:00:00:00:00:02)" \
		noted "trace"
	must ip -n "$n" link del p
	must "$NEW/ovctl" -n "$n" network set red note 5
	log_test "the old ovctl names a reason that is new"
}

# What it sets and restores changes nothing that it does not know.
old_spares()
{
	local out

	must "$OLD/ovctl" -n "$n" network set red ageing 77
	"$OLD/ovctl" -n "$n" save > "$TMP/old"
	check_eq "$(jq -c '.network[0] | [.ageing, has("note"), .ra]' "$TMP/old")" '[77,false,3]' "saved"
	out=$("$OLD/ovctl" -n "$n" restore exact "$TMP/old" 2>&1)
	check_match "$? $out" '^1 .*network\[0\]\.ra: expected "off" or "on" or "autonomous"' "a value without a name"
	must "$NEW/ovctl" -n "$n" network set red ra off
	"$OLD/ovctl" -n "$n" save > "$TMP/old"
	must "$OLD/ovctl" -n "$n" network set red ageing 3
	check_eq "$("$OLD/ovctl" -n "$n" restore exact "$TMP/old" 2>&1)" \
		"added 0 changed 1 removed 0 left-out 0" "restore"
	check_eq "$("$NEW/ovctl" -n "$n" -j network show red | jq -c '.[0] | [.ageing, .note]')" '[77,5]' "network"
	check_eq "$("$NEW/ovctl" -n "$n" restore exact "$TMP/old" 2>&1)" "nothing to do" "restore by the new ovctl"
	log_test "the old ovctl leaves alone what it does not know"
}

old_listens()
{
	nsenter --net="/run/netns/$n" "$OLD/ovctl" monitor config > "$TMP/events" 2>&1 &
	defer stop $!
	busywait 5000 sh -c "$OLD/ovctl -n $n node set cache off; grep -q cache $TMP/events" > /dev/null
	must "$OLD/ovctl" -n "$n" node set cache on
	wait_until "no event" grep -q 'cache on' "$TMP/events"
	check_eq "$(grep -v -c '^\[node set\] ' "$TMP/events")" 0 "other lines"
	log_test "the old ovctl passes over events that are new"
}

old_link()
{
	must env IP_LIB_DIR="$NEW" ip -n "$n" link add leg type ovnet id 300 note 7
	check_match "$(IP_LIB_DIR=$OLD ip -n "$n" -d link show leg 2>&1)" "ovnet id 300 network leg " "show"
	[[ $(IP_LIB_DIR=$OLD ip -n "$n" -d link show leg 2>&1) != *note* ]]
	check_err $? "the old ip shows a note"
	must env IP_LIB_DIR="$OLD" ip -n "$n" link set leg type ovnet ageing 9
	check_eq "$("$NEW/ovctl" -n "$n" -j network show leg | jq -c '.[0] | [.ageing, .note]')" '[9,7]' "network"
	must ip -n "$n" link del leg
	log_test "ip with the old options, and what is new"
}

# For the old module: what each side's ovctl saves here.
hand_down()
{
	must "$NEW/ovctl" -n "$n" network add blue id 200
	"$NEW/ovctl" -n "$n" save > "$FILES/new.json"
	"$OLD/ovctl" -n "$n" save > "$FILES/down.json"
	check_eq "$(jq -c '[.network[].note]' "$FILES/new.json")" '[0,5]' "saved by the new ovctl"
	check_eq "$(jq -c 'del(.network[].note)' "$FILES/new.json")" "$(< "$FILES/down.json")" "saved by the old one"
	log_test "both save the same, but for what the old one does not know"
}

# --- the module is old -------------------------------------------------------

OLDER="this module is older than ovctl: it does not know"

new_refused()
{
	refused "^ovctl: network set red: $OLDER \"note\"$" "$NEW/ovctl" -n "$n" network set red note 5 ageing 3
	refused "^ovctl: network show: $OLDER \"note\"$" "$NEW/ovctl" -n "$n" network show note 5
	refused "^ovctl: network set red: $OLDER this value of \"ra\"$" "$NEW/ovctl" -n "$n" network set red ra quiet
	refused "^ovctl: network add blue: $OLDER \"note\"$" "$NEW/ovctl" -n "$n" network add blue id 200 note 5
	printf 'network add %s id %d%s\n' blue 200 '' green 300 ' note 7' grey 400 '' > "$TMP/batch"
	refused "^$TMP/batch:2: network add green: $OLDER \"note\"$" "$NEW/ovctl" -n "$n" -b "$TMP/batch"
	check_eq "$("$OLD/ovctl" -n "$n" -j network show | jq -c '[.[] | [.name, .ageing]]')" \
		'[["red",300],["blue",300]]' "networks"
	must "$OLD/ovctl" -n "$n" network del blue
	log_test "what is new is refused, and the word said"
}

new_operation()
{
	refused "^ovctl: node note: this module is older than ovctl: it has no note-get$" "$NEW/ovctl" -n "$n" node note
	log_test "an operation that is new is refused, and named"
}

# The core would pass over it in silence.
new_link()
{
	refused "This module is older than the tools: it does not know this option" \
		env IP_LIB_DIR="$NEW" ip -n "$n" link add leg type ovnet id 300 note 5
	refused "does not exist" ip -n "$n" link show dev leg
	must env IP_LIB_DIR="$NEW" ip -n "$n" link add leg type ovnet id 300 ageing 5
	refused "This module is older than the tools" \
		env IP_LIB_DIR="$NEW" ip -n "$n" link set leg type ovnet note 5
	must ip -n "$n" link del leg
	log_test "an option of ip link that is new is refused"
}

new_others()
{
	must "$NEW/ovctl" -n "$n" network set red ageing 77 ra on gateway fd00:9::1/64
	check_eq "$("$NEW/ovctl" -n "$n" -j network show red | jq -c '.[0] | [.ageing, .ra, has("note")]')" \
		'[77,"on",false]' "network"
	"$NEW/ovctl" -n "$n" save > "$TMP/saved"
	check_eq "$(< "$TMP/saved")" "$("$OLD/ovctl" -n "$n" save)" "what both save"
	check_eq "$("$NEW/ovctl" -n "$n" restore exact "$TMP/saved" 2>&1)" "nothing to do" "restore"
	empty "$n"
	log_test "the new ovctl does all that the old one does"
}

# From the new module to the old one: with what the old ovctl has saved, whole;
# with what the new one has, as far as it goes, or not at all.
handed_down()
{
	local out

	[ -e "$FILES/down.json" ]
	check_err $? "skew.sh runs this with the new module first"
	out=$("$OLD/ovctl" -n "$n" restore "$FILES/new.json" 2>&1)
	check_match "$? $out" '^1 ovctl: restore .*: network\[0\]: "note" is not known here, expected name, id, ' \
		"the old ovctl, a new document"
	check_eq "$("$OLD/ovctl" -n "$n" -j network show | jq -c '[.[].name]')" '["red"]' "networks"
	out=$("$NEW/ovctl" -n "$n" restore "$FILES/new.json" 2>&1)
	check_match "$? $out" "^2 .*network blue: $OLDER \"note\"; left out.*added 0 changed 0 removed 0 left-out 2" \
		"the new ovctl, a new document"
	out=$("$OLD/ovctl" -n "$n" restore "$FILES/down.json" 2>&1)
	check_eq "$? $out" "0 added 1 changed 1 removed 0 left-out 0" "the old ovctl, what it has saved"
	check_eq "$("$OLD/ovctl" -n "$n" save)" "$(< "$FILES/down.json")" "what is there"
	log_test "back to the old module, with what the old ovctl has saved of the new one"
}

tests_run
