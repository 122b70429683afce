#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What "show" prints, as text and as JSON, is what it was: selftests/golden.
# UPDATE=1 in the environment: from now on it is what it is ("make golden").
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$SELFTESTS/lib/everything.sh"
. "$SELFTESTS/lib/golden.sh"

for object in node underlay network port remote member fdb route neigh binding drops; do
	TESTS+=("as_text $object" "with_stats $object" "as_json $object")
done
TESTS+=(one_of_all filtered pretty_alone)

setup()
{
	setup_everything
}

show() { ovctl -n "$n1" "$@"; }

as_text()
{
	golden "$1.txt" text_lines show "$1"
	log_test "ovctl $1 show"
}

with_stats()
{
	golden "$1-s.txt" text_lines show -s "$1"
	log_test "ovctl -s $1 show"
}

# As jq prints it, with the same in it as in the file, but what time changes.
as_json()
{
	local pretty

	golden "$1.json" json_lines show -j "$1"
	check_eq "$(show -j "$1" | wc -l)" 1 "lines of JSON"
	pretty=$(show -j -p -s "$1")
	check_eq "$(jq --indent 4 . <<< "$pretty")" "$pretty" "-j -p"
	check_eq "$(json_lines <<< "$pretty")" "$(< "$GOLDEN/$1.json")" "-j -p -s and -j"
	log_test "ovctl -j $1 show, -p and -s"
}

# By name or by id, one is as it is among all.
one_of_all()
{
	local object name

	while read -r object name; do
		check_eq "$(show -s "$object" show "$name" | text_lines)" \
			"$(show -s "$object" | awk -v n="$name" '
				/^[^ ]/ { show = $1 == n } show' | text_lines)" \
			"$object show $name"
	done <<-END
	underlay six
	network blue
	port a
	remote r3
	END
	check_eq "$(show -j network show 200)" "$(show -j network show blue)" "network by id"
	check_eq "$(show -j remote show 4294967294)" "$(show -j remote show r3)" "remote by id"
	log_test "ovctl OBJECT show NAME"
}

filtered()
{
	golden fdb-filtered.txt text_lines show fdb show red state static
	golden port-filtered.txt text_lines show port show network blue
	golden member-filtered.txt text_lines show member show blue
	golden route-filtered.txt text_lines show route show vpc remote r3
	golden neigh-filtered.txt text_lines show neigh show subnet state external
	golden binding-filtered.txt text_lines show binding show d
	golden drops-filtered.txt text_lines show drops show blue
	log_test "ovctl OBJECT show, filtered"
}

pretty_alone()
{
	check_eq "$(show -p network)" "$(show network)" "-p"
	check_eq "$(show network list)" "$(show network)" "list"
	log_test "ovctl -p without -j is text, list is show"
}

tests_run
