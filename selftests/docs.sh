#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# docs.sh: the manual pages and the completion, against what the tools say.
# Runs on the host; needs neither root nor the module.
# shellcheck disable=SC2001,SC2016,SC2317	# patterns; called by name
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

OVCTL=$PWD/build/tools/ovctl
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
tests=()

# test_case NAME COMMAND...: a case; the command prints what is wrong, and fails if
# it has printed anything
test_case() { tests+=("$(printf '%q ' "$@")"); }

# words: of standard input, one a line
words() { grep -oE '[A-Za-z][A-Za-z0-9_-]*' | sort -u; }

# page FILE [SECTION [SUBSECTION]]: its source, without roff's escapes
page()
{
	awk -v sh="${2-}" -v ss="${3-}" '
		/^\.SH / { in_sh = substr($0, 5) == sh; in_ss = 0 }
		/^\.SS / { in_ss = substr($0, 5) == ss }
		(sh == "" || in_sh) && (ss == "" || in_ss)' "man/$1" |
		sed 's/^\.[A-Z]* / /; s/\\f[A-Z]/ /g; s/\\-/-/g'
}

# missing NAME...: of the words of standard input, those that page "$@" has not
missing()
{
	local lacking

	lacking=$(words | comm -23 - <(page "$@" | words))
	[ -z "$lacking" ] || printf 'man/%s lacks: %s\n' "$*" "${lacking//$'\n'/ }"
}

lint()
{
	mandoc -T lint -W warning "$1"
	LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l -Tutf8 "$1" > /dev/null
	groff -ww -man -Tutf8 -z "$1"
}

# what "ovctl OBJECT help" has is in the object's section
object()
{
	local grammar

	grammar=$("$OVCTL" "$1" help) && [ -n "$grammar" ] ||
		echo "ovctl $1 help says nothing"
	missing ovctl.8 OBJECTS "$1" <<< "$grammar"
}

options()
{
	"$OVCTL" -h | grep -oE '^  -[A-Za-z]( [A-Z]+)?' | while read -r option; do
		page ovctl.8 OPTIONS | tr -d '"' | tr -s ' ' |
			grep -qxe " $option" || echo "man/ovctl.8 lacks $option"
	done
}

plugin()
{
	local help

	help=$(IP_LIB_DIR=$PWD/build/tools ip link help ovnet 2>&1 |
		sed -n '/^Where/q; s/^Usage: //; s/\[no\]\([a-z-]*\)/\1 no\1/g; p')
	grep -q learning <<< "$help" || echo "no help from the plugin: $help"
	missing ip-link-ovnet.8 <<< "$help"
	# and what the help might have forgotten
	sed -n 's/^\t{ "\([a-z-]*\)", LINK_.*/\1/p' tools/iproute2/link_ovnet.c |
		missing ip-link-ovnet.8 OPTIONS
}

drops()
{
	local reasons

	reasons=$(sed -n 's/^\tX([A-Z0-9_]*, "\([a-z0-9_]*\)".*/\1/p' kmod/drop.h | sort)
	[ -n "$reasons" ] || echo "no reasons in kmod/drop.h"
	diff <(echo "$reasons") \
		<(sed -n 's/^| `\([a-z0-9_]*\)`.*/\1/p' docs/drops.md | sort)
	diff <(echo "$reasons") \
		<(sed -n '/^\.SH DROP REASONS/,/^\.SH MTU/s/^\.B \([a-z0-9_]*\)$/\1/p' \
			man/ovnet.7 | sort)
}

# the checks of the doctor, in its order
doctor()
{
	local checks

	checks=$(sed -n 's/^\t{ "\([a-z0-9-]*\)", doctor_.*/\1/p' tools/ovctl/doctor.c)
	[ -n "$checks" ] || echo "no checks in tools/ovctl/doctor.c"
	diff <(echo "$checks") <(sed -n 's/^| `\([a-z0-9-]*\)`.*/\1/p' docs/doctor.md | uniq)
	missing ovctl.8 OBJECTS doctor <<< "$checks"
}

groups()
{
	sed -n 's/^#define OVNET_MCGRP_[A-Z]*\s*"\([a-z]*\)".*/\1/p' \
		uapi/linux/ovnet.h | missing ovnet.7 NETLINK
}

# A command that knows names but asks no kernel.
stub()
{
	mkdir "$TMP/stub"
	cat > "$TMP/stub/ovctl" <<-END
	#!/bin/bash
	case \$* in
	*" network show") echo '[{"name":"red","id":100},{"name":"b:1","id":2}]' ;;
	*" remote show") echo '[{"name":"n2","id":1},{"name":"n3","id":2}]' ;;
	*" underlay show") echo '[{"name":"wire","kind":"vxlan"}]' ;;
	*" port show") echo '[{"ifindex":3,"ifname":"tap0"}]' ;;
	-h) "$OVCTL" -h | grep -v '^  -b'; echo "  -b FILE   batch" ;;
	"send help") printf '%s\n' 'ovctl send DEV { to NAME | all } [ twice ]' \\
		'         [ rate N M ] [ via { REMOTE[,REMOTE]... | none } ]' \\
		'         [ loud | soft ]' ;;
	"quiet help") echo 'ovctl quiet' ;;
	"count help") printf '%s\n' 'ovctl count up { REMOTE | N }' \\
		'ovctl count up [ only { { UNDERLAY | N }[,{ UNDERLAY | N }]... | none } ]' \\
		'         [ once ]' ;;
	*" help") exec "$OVCTL" "\$@" ;;
	*) echo "asked: \$*" >&2 ;;
	esac
	END
	cat > "$TMP/stub/ip" <<-'END'
	#!/bin/bash
	case $* in
	"-br link show") printf '%s\n' 'lo UNKNOWN' 'veth0@if7 UP' '$(reboot) UP' ;;
	"-n far -br link show") echo 'eth9 UP' ;;
	"-br link show type vxlan") echo 'vx0 UNKNOWN' ;;
	"netns list") printf '%s\n' far 'near (id: 0)' ;;
	esac
	END
	chmod +x "$TMP/stub"/*
	touch "$TMP/batch.one" "$TMP/batch two"
}

# completes LINE WORD...: what a tab at the end of LINE offers, in any order
completes()
{
	local line=$1 got want

	shift
	want=$(printf '%s\n' "$@" | sort)
	got=$(
		exec 2> "$TMP/stderr"
		PATH=$TMP/stub:$PATH
		# shellcheck source=/dev/null
		. tools/completion/ovctl.bash
		_ovctl_loaded() { [ -z "${NO_MODULE-}" ]; }
		# as bash does it: what is cut at colons
		read -ra COMP_WORDS <<< "${line//:/ : } x"
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		case $line in
		*[\ :]) COMP_WORDS[COMP_CWORD]= ;;
		*) unset 'COMP_WORDS[COMP_CWORD]'
		   COMP_CWORD=$((COMP_CWORD - 1)) ;;
		esac
		COMP_LINE=$line COMP_POINT=${#line}
		_ovctl "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" \
			"${COMP_WORDS[COMP_CWORD - 1]}"
		printf '%s\n' "${COMPREPLY[@]}" | sort)
	[ "$got" = "$want" ] ||
		printf '"%s" offers: %s; not: %s\n' "$line" "${got//$'\n'/ }" "${want//$'\n'/ }"
	cat "$TMP/stderr"
}

without_module()
{
	NO_MODULE=1
	completes "ovctl network set "
	completes "ovctl send veth0 via " none
	completes "ovctl network s" set show
}

without_tool()
{
	completes "./nowhere/ovctl "
	completes "./nowhere/ovctl network "
}

completion()
{
	local t="completion:" verbs

	test_case "$t bash reads it" bash -n tools/completion/ovctl.bash
	test_case "$t shellcheck" shellcheck tools/completion/ovctl.bash
	test_case "$t objects" completes "ovctl mo" monitor
	test_case "$t options" completes "ovctl -b" -b
	test_case "$t a file after -b" completes "ovctl -j -b $TMP/b" \
		"$TMP/batch.one" "$TMP/batch two"
	test_case "$t nothing after the file" completes "ovctl -b file "
	test_case "$t namespaces" completes "ovctl -jn " far near
	test_case "$t devices of a namespace" completes "ovctl -n far port add " eth9
	verbs=$("$OVCTL" network help | sed -n 's/^ovctl network \([a-z]*\).*/\1/p' |
		sort -u)
	# shellcheck disable=SC2086	# words
	test_case "$t verbs" completes "ovctl -s network " $verbs list help
	test_case "$t networks" completes "ovctl network set " red b:1
	test_case "$t names with a colon" completes "ovctl network set b:" 1
	test_case "$t no name for what is new" completes "ovctl network add "
	test_case "$t what is needed comes first" completes "ovctl network add red " id
	test_case "$t values" completes "ovctl network add red id 1 learning " on off
	test_case "$t names as values" completes "ovctl network set red underlay w" wire
	test_case "$t words that are there" completes \
		"ovctl network set red learning on learning" learning-remote
	test_case "$t after an address" completes \
		"ovctl fdb add red 02:00:00:00:00:01 " remote dev
	test_case "$t one of two" completes \
		"ovctl fdb add red 02:00:00:00:00:01 remote n2 d"
	test_case "$t list is show" completes "ovctl fdb list red re" remote
	test_case "$t ports" completes "ovctl port set " tap0
	test_case "$t devices, and none that is a command" completes \
		"ovctl port add " lo veth0
	test_case "$t vxlan devices" completes "ovctl import " vx0
	test_case "$t an object without verbs" completes "ovctl monitor fdb con" config
	test_case "$t a verbless grammar of its own" completes "ovctl send " lo veth0
	test_case "$t its needed words" completes "ovctl send lo " to all
	test_case "$t then the others" completes "ovctl send lo all " \
		twice rate via loud soft
	test_case "$t two values" completes "ovctl send lo all rate 1 "
	test_case "$t after two values" completes "ovctl send lo all rate 1 2 " \
		twice via loud soft
	test_case "$t lists" completes "ovctl send lo all via n2,n3,n" \
		n2,n3,n2 n2,n3,n3
	test_case "$t alternatives" completes "ovctl send lo all loud " \
		twice rate via
	test_case "$t nothing where nothing follows" completes "ovctl quiet "
	test_case "$t a verb with two grammars" completes "ovctl count up " \
		n2 n3 only once
	test_case "$t one of them" completes "ovctl count up n2 "
	test_case "$t the other" completes "ovctl count up only " wire none
	test_case "$t and what follows" completes "ovctl count up only 2,wire " once
	test_case "$t an object that is not there" completes "ovctl nonsense "
	test_case "$t without the module no names and no errors" without_module
	test_case "$t without the tool nothing" without_tool
}

echo "TAP version 13"
if ! selftests/vm/deps.sh tools docs || ! make -s -C tools > "$TMP/make" 2>&1; then
	[ ! -s "$TMP/make" ] || sed 's/^/# /' "$TMP/make"
	echo "Bail out! the tools or what checks them cannot be had"
	exit 1
fi
stub
for file in man/*.[78]; do
	test_case "$file: mandoc and groff have no complaint" lint "$file"
done
test_case "ovctl.8: options" options
for name in $("$OVCTL" -h | sed -n 's/^OBJECT://p'); do
	test_case "ovctl.8: words of ovctl $name" object "$name"
done
test_case "ip-link-ovnet.8: options of the plugin" plugin
test_case "ovnet.7: drop reasons, and docs/drops.md: those of kmod/drop.h" drops
test_case "ovnet.7: multicast groups" groups
test_case "ovctl.8 and docs/doctor.md: the checks of ovctl doctor" doctor
completion

echo "1..${#tests[@]}"
n=0 failed=0
for line in "${tests[@]}"; do
	n=$((n + 1))
	eval "set -- $line"
	if said=$("${@:2}" 2>&1) && [ -z "$said" ]; then
		echo "ok $n $1"
	else
		[ -z "$said" ] || sed 's/^/# /' <<< "$said"
		echo "not ok $n $1"
		failed=$((failed + 1))
	fi
done
[ $failed = 0 ] || echo "# $failed failed"
[ $failed = 0 ]
