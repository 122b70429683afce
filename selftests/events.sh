#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Events: which come when something is done, in which order, and what they say.
# The tests are in events.py.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

TESTS=()
for t in underlay network node remote member route neigh binding port leg bridge force_network force_remote \
	many rows learned flushed limit drop drops_missed elsewhere separate \
	reading complete; do
	TESTS+=("ask $t")
done

setup()
{
	local name

	setup_underlay 1
	NS_IPV6=0 setup_ns a b
	must ip -n "$n1" -b - <<-END
	link add dev a type veth peer name eth0 netns $a
	link add dev b type veth peer name eth0 netns $b
	link add dev d0 type dummy
	END
	for name in a b; do
		must ip -n "${!name}" link set dev eth0 up
		no_ipv6 "$n1" "$name"
		must ip -n "$n1" link set dev "$name" up
	done
	tester events.py "$n1" "$a" "$b"
}

tests_run
