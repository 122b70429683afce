# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# How a module is compiled for a kernel of the cache.

# copy_tree TREE DIRECTORY: what the module is made of, to DIRECTORY/src. What
# differs is copied, and is new to make even if it is older, as after a change of
# OVNET_TREE; what vanished from the tree vanishes from the copy, what was built in
# it stays.
copy_tree()
{
	local tree=$1 out=$2 parts=() p

	mkdir -p "$out/src"
	for p in Kbuild VERSION kmod uapi; do
		[ ! -e "$tree/$p" ] || parts+=("$p")
	done
	(cd "$tree" && find "${parts[@]}" -type f ! -name '*.o' ! -name '.*' \
		! -name '*_autoconf.h' ! -name '*.ko' ! -name '*.mod' ! -name '*.mod.c' | LC_ALL=C sort) \
		> "$out/files.new"
	[ ! -e "$out/files" ] ||
		LC_ALL=C comm -23 "$out/files" "$out/files.new" |
		(cd "$out/src" && tr '\n' '\0' | xargs -0r rm -f --)
	rsync -rlp --checksum --files-from="$out/files.new" "$tree/" "$out/src/"
	mv "$out/files.new" "$out/files"
}

# make_modules KERNEL-DIRECTORY DIRECTORY [MAKE-ARGUMENT...]: those of DIRECTORY,
# which is below the tree or the cache
make_modules()
{
	local kdir=$1 dir=$2 in=()

	shift 2
	[ ! -e "$kdir/chroot" ] || in=("$VM/trixie.sh")
	"${in[@]}" make -s -C "$kdir/build" M="$dir" "$@" modules
}
