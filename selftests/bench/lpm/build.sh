#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# build.sh KERNEL: build ovnet_lpm_bench.ko for a kernel of the cache; print where
# it is.
set -euo pipefail
cd "$(dirname "$0")/../../.." || exit

kernel=${1:?a kernel}
out=$PWD/build/$kernel/lpm
kdir=$(selftests/vm/kernel.sh "$kernel")
args=()
[[ $kernel != uml* ]] || args+=(ARCH=um)
mkdir -p "$out"
rsync -rlp --checksum selftests/bench/lpm/{Kbuild,*.c} kmod/lpm*.[ch] kmod/compat "$out/"
make -s -C "$kdir/build" M="$out" "${args[@]}" modules >&2
echo "$out/ovnet_lpm_bench.ko"
