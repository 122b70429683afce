#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# build-module.sh KERNEL [MAKE-ARGUMENT...]: build ovnet.ko for a kernel of the
# cache, in build/KERNEL/src, so that kernels don't get in each other's way.
#
#	W=1 C=1 build-module.sh uml	both are handed to make
#	OVNET_TREE=DIR			take Kbuild, kmod/, uapi/ from there
#
# Leaves build/KERNEL/lib/modules/RELEASE/ for run.sh to mount in the guest.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$VM/compile.sh"

kernel=${1:?one of: $KERNELS}
shift
tree=${OVNET_TREE:-$REPO}
out=$REPO/build/$kernel
kdir=$("$VM/kernel.sh" "$kernel")
release=$(< "$kdir/release")
args=("$@")

for v in W C CF; do
	[ -z "${!v-}" ] || args+=("$v=${!v}")
done
case $kernel in
uml*)	args+=(ARCH=um) ;;
esac
! grep -qx CONFIG_KUNIT=y "$kdir/build/.config" ||
	args+=(CONFIG_OVNET_KUNIT_TEST=y)

# /lib/modules/RELEASE as the guest sees it: the kernel's own, and ours.
install()
{
	local to=$out/lib/modules/$release f

	[ "$to/modules.dep" -nt "$out/src/ovnet.ko" ] &&
		[ "$to/modules.dep" -nt "$out/test/frame_slot.ko" ] &&
		[ "$(readlink "$to/kernel")" = "$kdir/lib/modules/$release/kernel" ] &&
		return
	rm -rf "${out:?}/lib"
	mkdir -p "$to/updates"
	ln -s "$kdir/lib/modules/$release/kernel" "$to/kernel"
	ln -s "$kdir/build" "$to/build"
	for f in order builtin builtin.modinfo; do
		cp "$kdir/lib/modules/$release/modules.$f" "$to/"
	done
	cp "$out/src/ovnet.ko" "$out"/test/*.ko "$to/updates/"
	depmod -b "$out" "$release"
}

# test_modules: what tests have beside ours; they seldom change
test_modules()
{
	mkdir -p "$out/test"
	rsync -rlp --checksum "$REPO/selftests/modules/" "$out/test/"
	make_modules "$kdir" "$out/test" "${args[@]}"
}

build()
{
	copy_tree "$tree" "$out"
	make_modules "$kdir" "$out/src" "${args[@]}" -j"$(nproc)"
	test_modules
	install
}

mkdir -p "$out"
exec {lock}> "$out/.lock"
flock "$lock"
build >&2
