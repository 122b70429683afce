#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ovctl node: what holds for the whole namespace.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	defaults
	"each underlay-hooks on" "each underlay-hooks off" "each cache off" "each peer-delivery off"
	several
	wrong
	elsewhere
	saved
	by_batch
)

DEFAULT='{"underlay-hooks":"auto","cache":true,"peer-delivery":"auto"}'

setup()
{
	NS_IPV6=1 setup_ns n m
}

# settings [NS]: those that there are
settings()
{
	json "${1-$n}" '.[0] | {"underlay-hooks", cache, "peer-delivery"}' node show | jq -c .
}

again()
{
	must ovctl -n "$n" node set underlay-hooks auto cache on peer-delivery auto
}

defaults()
{
	check_eq "$(settings)" "$DEFAULT" "JSON"
	check_match "$(ovctl -n "$n" node show)" " underlay-hooks auto cache on peer-delivery auto$" "text"
	log_test "A node's settings: the defaults"
}

# One that is set is the only one that changes, and is shown as it was said.
each()
{
	local was=$2

	[ "$1" != cache ] || was=false
	must ovctl -n "$n" node set "$1" "$2"
	check_eq "$(json "$n" ".[0].\"$1\"" node show)" "$was" "JSON"
	check_match "$(ovctl -n "$n" node show) " " $1 $2 " "text"
	check_eq "$(settings | jq -c "del(.\"$1\")")" "$(jq -c "del(.\"$1\")" <<< "$DEFAULT")" "the others"
	again
	check_eq "$(settings)" "$DEFAULT" "and back"
	log_test "ovctl node set $1 $2"
}

several()
{
	must ovctl -n "$n" node set peer-delivery off cache off underlay-hooks on
	check_eq "$(settings)" '{"underlay-hooks":"on","cache":false,"peer-delivery":"off"}' "all"
	must ovctl -n "$n" node set cache on
	check_eq "$(settings)" '{"underlay-hooks":"on","cache":true,"peer-delivery":"off"}' "one of them"
	again
	log_test "ovctl node set with several words"
}

# refused STATUS SENTENCE WORD...
refused()
{
	local out rc

	out=$(ovctl -n "$n" node set "${@:3}" 2>&1)
	rc=$?
	check_eq "$rc" "$1" "exit status of node set ${*:3}"
	check_match "$out" "$2" "what is said about ${*:3}"
	check_eq "$(settings)" "$DEFAULT" "after ${*:3}"
}

wrong()
{
	refused 1 "nothing to set, expected underlay-hooks, cache, peer-delivery"
	refused 1 "underlay-hooks" cache off underlay-hooks sometimes
	refused 1 "peer-delivery" cache off peer-delivery on
	refused 1 "cache" underlay-hooks off cache
	refused 1 "repeats" cache off cache on
	refused 1 "not known here" cache off networks 1
	log_test "ovctl node set: what is wrong is refused, whole"
}

elsewhere()
{
	must ovctl -n "$n" node set underlay-hooks off cache off
	check_eq "$(settings "$m")" "$DEFAULT" "another namespace"
	again
	log_test "Each namespace has settings of its own"
}

saved()
{
	must ovctl -n "$n" node set underlay-hooks off cache off peer-delivery off
	ovctl -n "$n" save > "$TMP/save"
	check_err $? "save"
	check_eq "$(jq -c .node "$TMP/save")" \
		'[{"underlay-hooks":"off","cache":false,"peer-delivery":"off"}]' "the document"
	check_eq "$(ovctl -n "$m" restore "$TMP/save")" "added 0 changed 1 removed 0 left-out 0" "restore"
	check_eq "$(settings "$m")" "$(settings)" "what was restored"
	check_eq "$(ovctl -n "$m" restore exact "$TMP/save")" "nothing to do" "again"
	again
	ovctl -n "$n" save > "$TMP/save"
	check_eq "$(ovctl -n "$m" restore exact "$TMP/save")" "added 0 changed 1 removed 0 left-out 0" "the defaults"
	check_eq "$(settings "$m")" "$DEFAULT" "the defaults"
	# what a document does not say stays
	must ovctl -n "$m" node set cache off
	check_eq "$(ovctl -n "$m" restore <<< '{"ovnet": {"version": 1}, "node": [{"peer-delivery": "off"}]}')" \
		"added 0 changed 1 removed 0 left-out 0" "a part"
	check_eq "$(settings "$m")" '{"underlay-hooks":"auto","cache":false,"peer-delivery":"off"}' "a part"
	must ovctl -n "$m" node set cache on peer-delivery auto
	log_test "ovctl save, restore: a node's settings"
}

by_batch()
{
	must ovctl -n "$n" -b - <<-END
	node set cache off
	network add red id 100
	END
	check_eq "$(json "$n" '.[0].cache' node show)" false "cache"
	must ovctl -n "$n" network del red
	again
	log_test "ovctl -b: node set among others"
}

tests_run
