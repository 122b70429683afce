#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What is wrong is refused: the error, the sentence, the attribute; and nothing
# is left behind. The tables are in wrong.py.
# shellcheck disable=SC2154,SC2317	# namespaces are variables of setup_ns, tests are called by tests_run
. "$(dirname "$0")/lib.sh"

# table NAME: the commands that a table of wrong.py has rows for
table() { sed -n "/^$1 = {/,/^}/s/^    \"\([a-z-]*\)\": .*/\1/p" "$SELFTESTS/wrong.py"; }

TESTS=("ask complete")
for op in $(table ROWS); do
	TESTS+=("ask objects $op")
done
for op in $(table MANY); do
	TESTS+=("ask many $op")
done
TESTS+=("ask twice" "ask large" "ask first_port" "ask messages" "ask link_messages" "ask commands")

# The devices; wrong.py adds the rest.
setup()
{
	setup_underlay 1
	must ip -n "$n1" -b - <<-END
	$(printf 'link add dev %s type dummy\n' a b c d e p{1..4} q{0..4})
	link add dev br type bridge
	link add dev vx type vxlan id 7 dstport 9999
	link set dev e master br
	END
	NS_IPV6=0 setup_ns n2
	must ip -n "$n2" link add dev d0 type dummy
	tester wrong.py "$n1" "$n2"
}

tests_run
