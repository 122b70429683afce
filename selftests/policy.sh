#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What the kernel checks requests by is what uapi/ovnet.yaml says: policy.py.
# shellcheck disable=SC2317	# tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=("ask operations" "ask groups" "ask nests" "ask complete")
for set in underlay network port remote member fdb route nexthop neigh binding drops trace probe node; do
	TESTS+=("ask attributes $set" "ask read_only $set")
done
TESTS+=("ask genl_ctrl")

setup()
{
	tester policy.py
}

tests_run
