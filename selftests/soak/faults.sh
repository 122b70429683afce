#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Every operation with each of its allocations failing: nothing is half done,
# and nothing is lost. The tests are in faults.py; they want a kernel that
# injects faults.
. "$(dirname "$0")/../lib.sh"

export WAIT_TIMEOUT=120000
TESTS=()
for t in build complete family links netns_new netns_exit module_load balanced; do
	TESTS+=("ask $t")
done

setup()
{
	tester soak/faults.py
}

tests_run
