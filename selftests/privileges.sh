#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Who may do what: root, one with CAP_NET_ADMIN only, root of a user namespace
# at home and abroad, nobody; every operation. The tests are in privileges.py.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=(
	"ask complete"
	"ask may root" "ask may cap_net_admin" "ask may owner"
	"ask may_not nobody" "ask may_not guest"
	"ask from_above root" "ask from_above cap_net_admin"
	"ask two_owners"
	"ask borrowed_socket"
	"ask moved_leg"
	"ask reach_over"
	"ask own_underlay"
	"ask memory"
)

setup()
{
	NS_IPV6=0 setup_ns n1 n2
	must ip -n "$n1" link add dev d0 type dummy
	tester privileges.py "$n1" "$n2"
}

tests_run
