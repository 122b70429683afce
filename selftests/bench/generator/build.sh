#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# build.sh KERNEL: build ovnet_generator.ko for a kernel of the cache; print where
# it is.
set -euo pipefail
cd "$(dirname "$0")/../../.." || exit

kernel=${1:?a kernel}
out=$PWD/build/$kernel/generator
kdir=$(selftests/vm/kernel.sh "$kernel")
args=()
[[ $kernel != uml* ]] || args+=(ARCH=um)
mkdir -p "$out"
rsync -rlp --checksum selftests/bench/generator/{Kbuild,*.c} "$out/"
make -s -C "$kdir/build" M="$out" "${args[@]}" modules >&2
echo "$out/ovnet_generator.ko"
