#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Netlink, fuzzed from uapi/ovnet.yaml: what is right, what is nearly right, and
# what is nothing at all. COUNT=n (20000) messages of a new seed, which is
# printed, after the seeds that have found something; SEED=n: only of that one.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/../lib.sh"

TESTS=()
if [ -z "${SEED-}" ]; then
	while read -r seed count _; do
		TESTS+=("ask run $seed $count")
	done < <(grep -v '^#' "$SELFTESTS/fuzz/seeds-netlink")
fi
TESTS+=("ask run ${SEED:-$RANDOM} ${COUNT:-20000}" "ask reached" "ask refusals" "ask clean")

setup()
{
	NS_IPV6=0 setup_ns n1 n2
	tester fuzz/netlink.py "$n1" "$n2"
}

tests_run
