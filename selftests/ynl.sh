#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's own client for specifications, YNL, drives the whole family from
# uapi/ovnet.yaml alone. The tests are in ynl.py.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=()
for t in schema subscribe node underlay network remote member port fdb route neigh binding trace probe \
	limit drops refused remove complete; do
	TESTS+=("ask $t")
done

setup()
{
	local ynl

	# a guest has no network: whoever boots it has called this before
	ynl=$("$SELFTESTS/vm/ynl.sh")
	check_err $? "no YNL: selftests/vm/ynl.sh fetches it" || return
	NS_IPV6=0 setup_ns n1 a
	must ip link add dev a netns "$n1" type veth peer name eth0 netns "$a"
	must ip -n "$n1" link set dev a up
	must ip -n "$n1" link add dev b up type dummy
	must ip -n "$n1" link add dev way up type dummy
	must ip -n "$n1" addr add 192.0.2.1/24 dev way
	must ip -n "$a" link set dev eth0 up
	tester ynl.py "$ynl" "$n1" "$a"
}

tests_run
