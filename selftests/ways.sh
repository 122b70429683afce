#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ways.sh [KERNEL [SCRIPT...]]: all that is about packets, once with no short way,
# once with all of them, whoever watches (default kernel: uml-plain). A line for
# each, and what failed; exit status 0 only if nothing did.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

kernel=${1:-uml-plain}
shift
[ $# -gt 0 ] || set -- isolation wire interop ecn flood fdb malformed toobig offload \
	legs lifetimes live underlay trace bridge route neigh l3 vpc guard ecmp secure \
	mss endpoint interop/shared srv6 dry learn ra vrrp pmtu oam interop/{external,seg6} \
	{isolation,l3,offload,guard,vpc}@srv6
out=build/ways
failed=0
mkdir -p $out

# ways NAME SETTINGS: of every node
ways()
{
	local log=$out/$1.log status=0

	selftests/vm/run.sh -k "$kernel" -t 3600 -- env NODE_SET="$2" \
		selftests/guest-all.sh "${@:3}" > "$log" 2>&1 || status=$?
	printf '%s: %d ok, %d not ok, exit status %d\n' "$2" \
		"$(grep -c '^ok' "$log")" "$(grep -c '^not ok' "$log")" $status
	grep '^not ok' "$log"
	[ $status = 0 ] || failed=1
}

ways off "cache off underlay-hooks on peer-delivery off" "$@"
ways on "cache on underlay-hooks off peer-delivery auto" "$@"
exit $failed
