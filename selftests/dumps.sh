#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Lists of rows while the table changes: what may be missing or doubled is marked
# as interrupted. The tests are in dumps.py.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"ask undisturbed"
	"ask removed"
	"ask grown"
	"ask families"
	"ask filtered"
)

setup()
{
	NS_IPV6=0 setup_ns n1
	must ovctl -n "$n1" -b - <<-END
	remote add r1 vxlan 192.0.2.2
	network add red id 1
	END
	tester dumps.py "$n1"
}

tests_run
