#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Who sees a packet where, and when: each row of the table of docs/packet-path.md is
# a test. See sees.py.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"
. "$SELFTESTS/lib/own.sh"

# rows: those of the table, as "row WHERE WHO"; those of the other encapsulation not
rows()
{
	local other=SRv6

	[ "$ENCAP" != srv6 ] || other=VXLAN
	sed -n '/^## What sees a packet, and when$/,/^## [^W]/s/^| \([a-z ]*\), \([a-z]*\) | \([^|]*\) |.*/\1-\2|\3/p' \
		"$REPO/docs/packet-path.md" | grep -v "($other)" |
		sed 's/ ([^)]*)$//; s/[^A-Za-z0-9|]\{1,\}/-/g; s/|/ /; s/^/ask row /'
}

mapfile -t TESTS < <(rows)
[ "$ENCAP" = srv6 ] ||
	mapfile -t -O ${#TESTS[@]} TESTS < <(rows | sed -n 's/ row underlay/ row6 underlay/p')
# what the user-mode kernels have not
[ -e /proc/net/xfrm_stat ] ||
	mapfile -t TESTS < <(printf '%s\n' "${TESTS[@]}" | grep -v IPsec)
# Kernels without this counter count nothing that a tunnel sends over IPv6.
over6=row6
[ "$ENCAP" != srv6 ] || over6=row
grep -q Ip6OutTransmits /proc/net/snmp6 ||
	mapfile -t TESTS < <(printf '%s\n' "${TESTS[@]}" | grep -v "$over6 underlay-out nstat")
TESTS+=("ask complete")

# knows NODE OTHER NUMBER: for good; a neighbour that is to be asked first is the stack's
# business, whatever the settings say.
knows()
{
	local mac address

	mac=$(ip -n "$2" -j link show dev eth0 | jq -r '.[0].address')
	for address in "192.0.2.$3" "fd00:2::$3"; do
		must ip -n "$1" neigh replace "$address" lladdr "$mac" dev eth0
	done
}

# own NAME NODE NUMBER OTHER: an endpoint with a device of its own, which knows another
own()
{
	local name=$1
	local -n self=$name

	setup_ns "$name"
	own_device "$2" "$self" address "02:00:00:00:00:$3" type ovnet port red
	must ip -n "$self" -b - <<-END
	addr add 10.0.0.$3/24 dev eth0
	link set eth0 up
	neigh replace 10.0.0.$4 lladdr 02:00:00:00:00:$4 dev eth0
	END
}

# Everybody knows everybody for good, so that nobody asks while packets are dropped, and
# nothing is flooded to those who are not meant.
setup()
{
	[ -d /sys/kernel/tracing/events ] || must mount -t tracefs tracefs /sys/kernel/tracing
	setup_underlay 2
	setup_nodes 2 46
	network red 100 "1 2" learning-remote on ageing 0
	NS_IPV6=0 endpoint a "$n1" red 11
	NS_IPV6=0 endpoint b "$n2" red 12
	must ip -n "$n2" -b - <<-END
	link add leg address 02:00:00:00:00:02 type ovnet network red
	addr add 10.0.0.2/24 dev leg
	link set leg up
	neigh replace 10.0.0.11 lladdr 02:00:00:00:00:11 dev leg
	END
	must ip -n "$a" -b - <<-END
	neigh replace 10.0.0.12 lladdr 02:00:00:00:00:12 dev eth0
	neigh replace 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0
	END
	must ip -n "$b" neigh replace 10.0.0.11 lladdr 02:00:00:00:00:11 dev eth0
	NS_IPV6=0 own c "$n1" 13 14
	NS_IPV6=0 own d "$n2" 14 13
	knows "$n1" "$n2" 2
	knows "$n2" "$n1" 1
	reach "$a" "$b" 10.0.0.12
	reach "$a" "$n2" 10.0.0.2
	reach "$c" "$d" 10.0.0.14
	tester sees.py "$n1" "$n2" "$a" "$b" "$c" "$d"
}

tests_run
