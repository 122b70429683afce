#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The module is exchanged under traffic: what "ovctl save" has said before,
# "ovctl restore" makes again, and everything flows as before. What it costs in
# packets and in time is printed. The other node is the kernel's own vxlan, for
# the module goes from all namespaces of a kernel at once.
# It takes ovnet out of the kernel: for guests.
#
# NEXT: path of the module that comes instead. OVCTL: of the ovctl that saves,
# NEXT_OVCTL: of the one that restores.
# ROWS: so many FDB rows, too.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$SELFTESTS/lib/own.sh"

TESTS=("ask exchanged")

# red: a (a veth), e (its own device) and the leg leg1 on n1; x on n2, behind vxlan.
# m has a network of its own.
setup()
{
	local name words=()

	export NS_IPV6=0
	setup_underlay 2
	must ovctl -n "$n1" underlay add u vxlan 192.0.2.1
	must ovctl -n "$n1" remote add r2 vxlan 192.0.2.2
	must ovctl -n "$n1" network add red id 100 underlay u
	must ovctl -n "$n1" member add red remote r2
	must ovctl -n "$n1" fdb add red 02:00:00:00:00:20 remote r2
	must ovctl -n "$n1" neigh add red 10.0.0.20 lladdr 02:00:00:00:00:20
	setup_vtep
	endpoint a "$n1" red 11
	must ovctl -n "$n1" binding add a mac 02:00:00:00:00:11 ip 10.0.0.11
	setup_ns e m
	links
	must ovctl -n "$m" network add mine id 5
	many
	for name in n1 m a e x; do
		words+=("$name=${!name}")
	done
	tester upgrade.py "tmp=$TMP" "next=${NEXT-}" "save=${OVCTL:-ovctl}" \
		"restore=${NEXT_OVCTL:-ovctl}" "links=$TMP/links" "${words[@]}"
}

# x: an endpoint behind a vxlan device and a bridge, on n2
setup_vtep()
{
	setup_ns x
	must ip link add name x netns "$n2" type veth peer name eth0 netns "$x"
	must ip -n "$n2" -b - <<-END
	link add vx type vxlan id 100 local 192.0.2.2 remote 192.0.2.1 dstport 4789
	link add br0 up type bridge mcast_snooping 0
	link set dev vx master br0 up
	link set dev x master br0 up
	END
	must ip -n "$x" -b - <<-END
	link set eth0 address 02:00:00:00:00:20 up
	addr add 10.0.0.20/24 dev eth0
	END
}

# links: what goes with the module and no document has: leg1 and e's own device.
# Whoever has made them makes them again; here that is this script, as upgrade.py
# runs it.
links()
{
	cat > "$TMP/links" <<-END
	. $SELFTESTS/lib/own.sh
	must() { "\$@"; }
	ip -n $n1 -b - <<-X || exit
	link add leg1 address 02:00:00:00:00:13 type ovnet id 100
	addr add 10.0.0.13/24 dev leg1
	link set leg1 up
	X
	own_device $n1 $e address 02:00:00:00:00:12 type ovnet port red || exit
	ip -n $e -b - <<-X
	link set eth0 up
	addr add 10.0.0.12/24 dev eth0
	X
	END
	must bash "$TMP/links"
}

# Rows whose remote never speaks.
many()
{
	local i

	for ((i = 0; i < ${ROWS:-1000}; i++)); do
		printf 'fdb add red 02:00:00:01:%02x:%02x remote r2\n' $((i / 256)) $((i % 256))
	done > "$TMP/rows"
	must ovctl -n "$n1" -b "$TMP/rows"
}

tests_run
