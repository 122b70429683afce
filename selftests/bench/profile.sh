#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# profile.sh [CASES [MOST]]: instructions a packet by function, and those that lock
# the bus, in Debian's 6.1, of the cases that match (default: the whole path, 60 B).
# build/bench/profile.txt is what it prints.
set -euo pipefail
cd "$(dirname "$0")/../.." || exit

OUT=build/bench
cases=${1:-^whole path, 60 B, 1 flow\$}

mkdir -p $OUT
selftests/vm/deps.sh build qemu
gcc -O2 -Wall -Wextra -shared -fPIC -o $OUT/count.so selftests/bench/profile/count.c
export OVNET_VM_PLUGIN=$PWD/$OUT/count.so,out=$PWD/$OUT/counts
KERNELS=6.1 ROUNDS=1 CASES=$cases PROFILE=$OUT/profile.json selftests/bench.sh
selftests/bench/profile/functions.py $OUT/profile.json $OUT/counts "${2:-40}" |
	tee $OUT/profile.txt
rm -f $OUT/counts
