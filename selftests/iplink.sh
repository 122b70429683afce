#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# "ip link ... type ovnet" by link_ovnet.so, in Debian's iproute2 and in the
# newest that its backports have.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$SELFTESTS/lib/golden.sh"

BACKPORTS=$("$SELFTESTS/vm/iproute2.sh") || die "no newer iproute2"
IPS=("$(command -v ip)" "$BACKPORTS/bin/ip")

for i in 0 1; do
	TESTS+=("version $i" "help $i" "add $i" "changes $i" "shows $i" "refusals $i")
done

setup()
{
	export NS_IPV6=0
	setup_underlay 1
	must ovctl -n "$n1" network add red id 100
}

# ip_link I [OPTION...] WORD...
ip_link()
{
	local ip=${IPS[$1]} options=()

	shift
	while [[ $1 == -* ]]; do
		options+=("$1")
		shift
	done
	"$ip" -n "$n1" "${options[@]}" link "$@"
}

name_of()
{
	local words

	read -ra words <<< "$("${IPS[$1]}" -V)"
	echo "${words[2]%,}"
}

# Two, and not the same twice.
version()
{
	check_match "$(name_of "$1")" '^iproute2-[67]' "version"
	[ "$(name_of 0)" != "$(name_of 1)" ]
	check_err $? "both are $(name_of 0)"
	log_test "$(name_of "$1"): is there"
}

help()
{
	check_match "$(ip_link "$1" help ovnet 2>&1)" "Usage: .* ovnet id ID" "ip link help ovnet"
	check_match "$(ip_link "$1" add x type ovnet help 2>&1)" "Usage: .* ovnet id ID" "type ovnet help"
	refused "does not exist" ip -n "$n1" link show dev x
	log_test "$(name_of "$1"): ip link help ovnet"
}

leg_full()
{
	must ip_link "$1" add full address 02:00:00:00:01:01 type ovnet id 1234 vni 4321 \
		network wholename local 192.0.2.1,fd00:2::1 port 4790 nolearning \
		learning-remote ageing 77 fdb-max 88 flood-rate 99
}

network_full()
{
	json "$n1" '.[0] | [.name, .id, .vni, .underlay, .learning, ."learning-remote",
		.ageing, ."fdb-max", ."flood-rate"] | join(" ")' network show 1234
}

add()
{
	leg_full "$1"
	check_eq "$(network_full)" "wholename 1234 4321 local0 false true 77 88 99" "network"
	check_eq "$(json "$n1" '.[0] | [.local4, .local6, .port] | join(" ")' underlay show local0)" \
		"192.0.2.1 fd00:2::1 4790" "underlay"
	must ip_link "$1" del full
	must ip_link "$1" add byname type ovnet network red
	check_eq "$(json "$n1" '.[0].legs' network show red)" 1 "legs"
	must ip_link "$1" del byname
	log_test "$(name_of "$1"): ip link add"
}

changes()
{
	leg_full "$1"
	must ip_link "$1" set full type ovnet learning nolearning-remote ageing 0 \
		fdb-max 4294967295 flood-rate 0
	check_eq "$(network_full)" "wholename 1234 4321 local0 true false 0 4294967295 0" "network"
	must ip_link "$1" del full
	log_test "$(name_of "$1"): ip link set"
}

# Of all that "ip" says of a device, what is ours.
info_text() { sed -nE 's/^ *(ovnet .*)/\1/p' | sed -E 's/ *((addrgenmode|numtxqueues) .*)?$//'; }
info_json() { jq --indent 4 '[.[].linkinfo | {info_kind, info_data}]'; }

shows()
{
	leg_full "$1"
	must ip_link "$1" add plain type ovnet id 55
	must ip_link "$1" add six type ovnet id 56 local fd00:2::1
	golden iplink.txt info_text ip_link "$1" -d show type ovnet
	golden iplink.json info_json ip_link "$1" -d -j show type ovnet
	must ip_link "$1" del full
	must ip_link "$1" del plain
	must ip_link "$1" del six
	log_test "$(name_of "$1"): ip -d link show, and -j"
}

refusals()
{
	refused "unknown option \"frob\"" ip_link "$1" add x type ovnet id 5 frob
	refused "out of range" ip_link "$1" add x type ovnet id 0
	refused "out of range" ip_link "$1" add x type ovnet id 16777216
	refused "duplicate|more than one" ip_link "$1" add x type ovnet id 5 id 6
	refused "not complete" ip_link "$1" add x type ovnet id
	refused "expected an IPv4 address" ip_link "$1" add x type ovnet id 5 local nowhere
	refused "Which network" ip_link "$1" add x type ovnet
	refused "does not exist" ip -n "$n1" link show dev x
	log_test "$(name_of "$1"): mistakes are refused with a sentence"
}

tests_run
