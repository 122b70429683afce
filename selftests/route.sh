#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Routes of l3 networks as they are said and read. The tests are in route.py.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"ask kinds"
	"ask replaced"
	"ask whole"
	"ask filtered"
	"ask many"
	"ask changing"
	"ask gone"
	"ask used"
)

setup()
{
	NS_IPV6=0 setup_ns n1
	must ip -n "$n1" link add pa type veth peer name a0
	must ip -n "$n1" link add pb type veth peer name b0
	must ovctl -n "$n1" -b - <<-END
	network add plain id 1
	remote add r1 vxlan 192.0.2.1
	remote add r2 vxlan 192.0.2.2
	END
	tester route.py "$n1"
}

tests_run
