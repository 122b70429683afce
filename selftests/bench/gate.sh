#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# gate.sh: what packets cost by the record, selftests/bench/record, they may cost
# 2 % more. Some instructions, in Debian's 6.1; KTAP. They are counted once, and if
# one is over the record, three times more: what else the guest does only adds. A
# change that makes them dearer, or cheaper for good, has a new record, and says why.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

OUT=build/bench/gate
RECORD=selftests/bench/record
mkdir -p $OUT
# what a regular expression has for itself
cases=$(sed -n 's/^[0-9]* //p' $RECORD | paste -sd '|' | sed 's/[.+]/\\&/g')

# count ROUNDS
count()
{
	rm -f $OUT/6.1.json
	OURS=1 OUT=$OUT KERNELS=6.1 ROUNDS=$1 CASES="^($cases)\$" selftests/bench.sh \
		> $OUT/table 2>&1 || sed 's/^/# /' $OUT/table
}

compare()
{
	awk -v n="$(wc -l < $RECORD)" '
		BEGIN { print "KTAP version 1"; print "1.." n }
		NR == FNR { got[$2] = $1; next }
		{
			case_ = substr($0, length($1) + 2)
			now = got[key(case_)]
			good = now && now <= $1 * 1.02
			if (!good) failed = 1
			printf "%s %d bench: %s: %d instructions, by the record %d\n",
				good ? "ok" : "not ok", FNR, case_, now, $1
		}
		function key(text) { gsub(/ /, "_", text); return text }
		END { exit failed }' \
		<(jq -r '.rows[] | "\(.rounds | min | round) \(.case | gsub(" "; "_"))"' \
			$OUT/6.1.json) $RECORD
}

count 1
compare > $OUT/ktap || { count 3; compare > $OUT/ktap; }
status=$?
cat $OUT/ktap
exit $status
