#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Live change: whatever is configured while packets pass, what was not in flight
# is not lost. The tests are in live.py, the numbered streams in lib/stream.py.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=()
for t in "remote_address 4" "remote_address 6" port_rehomed mac_moved mac_learned \
	"link_flap device" "link_flap carrier" underlay_mtu options network_underlay \
	nothing_new others_come_and_go; do
	TESTS+=("ask $t")
done
# over SRv6 a node has one address, its locator
VXLAN_ONLY=("ask remote_address 4" "ask remote_address 6" "ask network_underlay")
[ "$ENCAP" = vxlan ] || TESTS+=("ask remote_locator")

# red: a, b on n1, c and a2 on n2, f on n3; blue: d on n1, e on n2.  a2 is where
# a is to move to: it has its MAC and address, and is silent until then.
setup()
{
	local name words=()

	setup_underlay 3
	setup_nodes 3 46
	export NS_IPV6=0
	network red 100 "1 2 3"
	network blue 200 "1 2"
	endpoint a "$n1" red 11
	endpoint b "$n1" red 12
	endpoint c "$n2" red 13
	endpoint f "$n3" red 14
	endpoint d "$n1" blue 15
	endpoint e "$n2" blue 16
	endpoint a2 "$n2" red 11
	must ip -n "$n1" link add leg1 up type ovnet id 100
	# who is where; nobody has to ask
	must ovctl -n "$n1" -b - <<< "$(rows red "13 r2" "14 r3"; rows blue "16 r2")"
	must ovctl -n "$n2" -b - <<< "$(rows red "11 r1" "12 r1" "14 r3"; rows blue "15 r1")"
	must ovctl -n "$n3" -b - <<< "$(rows red "11 r1" "12 r1" "13 r2")"
	for name in a b c f d e a2; do
		must ip -n "${!name}" -b - <<< "$(neighbours)"
	done
	for name in n1 n2 n3 wire a b c f d e a2; do
		words+=("$name=${!name}")
	done
	tester live.py "tmp=$TMP" "${words[@]}"
}

# rows NETWORK "NUMBER REMOTE"...
rows()
{
	local network=$1 row number remote

	shift
	for row in "$@"; do
		read -r number remote <<< "$row"
		echo "fdb add $network 02:00:00:00:00:$number remote $remote"
	done
}

neighbours()
{
	printf 'neigh replace 10.0.0.%d lladdr 02:00:00:00:00:%d dev eth0 nud permanent\n' \
		11 11 12 12 13 13 14 14 15 15 16 16
}

tests_run
