#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# evidence.sh: run what this version has to show and print each command with
# its figures. Exit status 0 only if all of it is shown.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

failed=0
log=build/evidence.log
mkdir -p build

# shown COMMAND...: run it; its seconds, exit status and closing lines
shown()
{
	local status=0 start=$SECONDS

	echo "\$ $*"
	"$@" > $log 2>&1 || status=$?
	echo "    exit status $status after $((SECONDS - start)) s"
	[ $status = 0 ] || failed=1
}

# of SCRIPT PATTERN: what the last "make test" counted, and what it printed
of()
{
	local kernel file

	for kernel in host uml 6.1 6.12; do
		file=build/test/$kernel-$1.ktap
		[ -e "$file" ] || continue
		printf '    %s, %s: %s ok, %s not ok' "$1" "$kernel" \
			"$(grep -c '^ok' "$file")" "$(grep -c '^not ok' "$file")"
		sed -n "s/^# \($2\)$/; \1/p" "$file" | tr -d '\n'
		echo
	done
}

shown make demo
sed -n '/^== In short/,$p' $log | sed 's/^/    /'
stat -c '    %n: %s bytes' build/demo.pcap build/demo.json

shown make test
tail -n 1 $log | sed 's/^/    /'
of ynl '[0-9]* operations, [0-9]* events'
of policy '[0-9]* operations, [0-9]* attributes'
of json
echo "    wrong commands and messages: $(sed -n 's/^# \([0-9]*\) rows$/\1/p' \
	build/test/uml-wrong.ktap | awk '{ n += $1 } END { print n }') rows"
for script in wrong show iplink events privileges bridge batch save docs; do
	of $script
done
for test in build/test/host-*_test.ktap; do
	test=${test##*host-}
	of "${test%.ktap}"
done

shown selftests/vm/run.sh -k 6.1 -t 900 -- selftests/interop.sh
grep -E '^(not )?ok' $log | sed 's/^/    /'

shown selftests/vm/chroot72.sh
tail -n 1 $log | sed 's/^/    /'

shown make soak
tail -n 20 $log | sed 's/^/    /'

shown make scale
grep -E '^(6|uml|FAIL|FDB rows|a network|frame|  .*each packet|a remote)' $log |
	sed 's/^/    /'

shown make check
tail -n 1 $log | sed 's/^/    /'
exit $failed
