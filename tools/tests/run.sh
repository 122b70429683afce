#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# run.sh PROGRAM...: run tests, TAP each. Lines that begin with "===" tell
# where each begins and how it ended. Exit status 1 if any failed.
rc=0
for program in "$@"; do
	name=$(basename "$program")
	echo "=== begin $name"
	CMOCKA_MESSAGE_OUTPUT=tap timeout -k 5 120 "$program" < /dev/null 2>&1
	status=$?
	echo "=== end $name $status 0"
	[ $status = 0 ] || rc=1
done
exit $rc
