#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# evidence.sh: run what version 0.1.0 has to show and print each command with
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

shown make demo
sed -n '/^== In short/,$p' $log | sed 's/^/    /'
stat -c '    %n: %s bytes' build/demo.pcap build/demo.json

shown make test
tail -n 1 $log | sed 's/^/    /'

shown selftests/vm/run.sh -k 6.1 -t 900 -- selftests/interop.sh
grep -E '^(not )?ok' $log | sed 's/^/    /'

shown selftests/vm/chroot72.sh
tail -n 1 $log | sed 's/^/    /'

shown make check
tail -n 1 $log | sed 's/^/    /'
exit $failed
