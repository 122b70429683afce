#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# scale.sh: many of everything, how long it takes and how large it is: a table
# for each kernel, and build/scale.json. KERNELS="uml-plain 6.1" in the
# environment chooses; for a try, DIVISOR=n makes everything that much fewer, and
# TOPIC=REGEX does one thing: a method's name in selftests/scale/*.py.
#
# In Debian's kernels instructions are counted: an emulator has no other time
# worth mention. Exit status 0 only if every count was right, nothing was left
# behind, nothing was too large or grew faster than what there was of it.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

VM=selftests/vm
MIB=3072		# all at once are some 900
SECONDS_MAX=3600
failed=0
results=()

mkdir -p build
$VM/deps.sh build uml qemu tools || exit
make -s -C tools || exit
for kernel in ${KERNELS:-uml-plain 6.1}; do
	start=$SECONDS
	result=build/scale-$kernel.json
	options=(-k "$kernel" -m "$MIB" -t "$SECONDS_MAX")
	[[ $kernel == uml* ]] || options+=(-c)
	rm -f "$result"
	$VM/run.sh "${options[@]}" -- selftests/scale/guest.py "$result" \
		"${DIVISOR:-1}" "${TOPIC:-.*}" || failed=1
	echo "scale: $kernel: $((SECONDS - start)) s"
	echo
	[ ! -e "$result" ] || results+=("$result")
done
jq -s . "${results[@]}" > build/scale.json || failed=1
exit $failed
