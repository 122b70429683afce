#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# lpm.sh [SIZE...]: what finding the longest of SIZE prefixes costs, by kmod/lpm.c
# and by the kernel's FIB, which has the same ones; what a prefix takes. KERNELS and
# ROUNDS as bench.sh. build/bench/lpm.txt is what it prints.
set -euo pipefail
cd "$(dirname "$0")/../.." || exit

mkdir -p build/bench
selftests/vm/deps.sh build uml qemu tools
for kernel in ${KERNELS:-6.1 uml-plain}; do
	options=(-k "$kernel" -s -m 4096 -t 3000)
	[[ $kernel == uml* ]] || options+=(-c)
	module=$(selftests/bench/lpm/build.sh "$kernel")
	selftests/vm/run.sh "${options[@]}" -- env ROUNDS="${ROUNDS-}" \
		selftests/bench/lpm/guest.py "$module" "$@"
	echo
done | tee build/bench/lpm.txt
