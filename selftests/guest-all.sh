#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# guest-all.sh [SCRIPT...]: the topic scripts one after the other, in this
# kernel, which may be a guest's or a real machine's.  Lines that begin with
# "===" tell run-all.sh where each begins and how it ended.
cd "$(dirname "$0")" || exit
all=(isolation wire interop ecn flood fdb dumps malformed toobig offload legs
	lifetimes live underlay refusals trace bridge wrong policy ynl events
	privileges)
tools=(batch save json show iplink)
# Only the debug kernel has KUnit.  What is about the tools alone is the same
# in every kernel, and slow where each process is emulated.
case ${OVNET_VM-} in
uml)	all=(kunit "${all[@]}" "${tools[@]}") ;;
'')	all+=("${tools[@]}") ;;
esac
[ $# -gt 0 ] || set -- "${all[@]}"

rc=0
for script in "$@"; do
	echo "=== begin $script"
	SECONDS=0
	timeout -k 10 "${SCRIPT_TIMEOUT:-600}" "./$script.sh" < /dev/null
	status=$?
	echo "=== end $script $status $SECONDS"
	[ $status = 0 ] || rc=1
done
exit $rc
