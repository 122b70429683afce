#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# bench.sh: what a packet costs, ours and others', side by side: a table for each
# kernel, and build/bench/bench.json. In the environment: KERNELS="6.1 uml-plain"
# chooses; CASES=REGEX runs some; ROUNDS=n; OURS=1 leaves others out,
# PEERS=REGEX those that it does not match; OUT=DIR.
#
# In Debian's kernels instructions are counted, in uml-plain nanoseconds: keep
# the machine idle. Exit status 0 only if every packet was accounted for.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

VM=selftests/vm
OUT=${OUT:-build/bench}
failed=0
results=()

mkdir -p $OUT
$VM/deps.sh build uml qemu tools || exit
make -s -C tools || exit
ovs=
[ -n "${OURS-}" ] || ovs=$($VM/openvswitch.sh)/bin || exit
for kernel in ${KERNELS:-6.1 uml-plain}; do
	result=$OUT/$kernel.json
	options=(-k "$kernel" -m 2048 -t 6000)
	[[ $kernel == uml* ]] || options+=(-c)
	rm -f "$result"
	selftests/bench/generator/build.sh "$kernel" > /dev/null || exit
	$VM/run.sh "${options[@]}" -- env PATH="${ovs:+$ovs:}$PATH" \
		OURS="${OURS-}" PEERS="${PEERS-}" ROUNDS="${ROUNDS-}" PROFILE="${PROFILE-}" \
		selftests/bench/guest.py "$result" "${CASES-}" > "$OUT/$kernel.log" 2>&1 || {
		failed=1
		tail -n 20 "$OUT/$kernel.log" >&2
	}
	[ ! -e "$result" ] || results+=("$result")
done
[ ${#results[@]} = 0 ] ||
	selftests/bench/report.py "$(git describe --always --dirty)" "${results[@]}" ||
	failed=1
exit $failed
