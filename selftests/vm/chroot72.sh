#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# chroot72.sh [MAKE-ARGUMENT...]: compile the module for Debian's newest kernel.
# Its headers need a newer C library than bookworm's, so that is done in a
# chroot, made once: trixie, with the 7.x headers of trixie-backports or, if
# that has none, of sid.  Compiles only.  CHROOT_UPDATE=1 looks for newer ones.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

root=$CACHE/chroot/trixie
tree=${OVNET_TREE:-$REPO}
mirror=${OVNET_MIRROR:-http://deb.debian.org}
mounted=

[ "$(id -u)" = 0 ] || die "chroot72.sh wants root"
"$VM/deps.sh" chroot

inside()
{
	chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
		LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

# 7.2's objtool reads /proc/self/limits and fails the build without it
mount_proc()
{
	mount -t proc proc "$root/proc"
	mounted=y
}

unmount_proc()
{
	[ -z "$mounted" ] || umount "$root/proc" || umount -l "$root/proc"
	mounted=
}
trap unmount_proc EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

bootstrap()
{
	say "making a trixie chroot: some minutes, once"
	rm -rf "$root"
	mkdir -p "$(dirname "$root")"
	quietly "$root.log" debootstrap --variant=minbase \
		--include=ca-certificates,gcc,make,libc6-dev,kmod,pahole,debian-archive-keyring \
		trixie "$root" "$mirror/debian"
	printf 'APT::Install-Recommends "0";\nAPT::Default-Release "trixie";\n' \
		> "$root/etc/apt/apt.conf.d/90ovnet"
}

# the newest 7.x there is headers of, from SUITE
headers()
{
	local suite=$1 meta=linux-headers-amd64 list there

	list=$root/etc/apt/sources.list.d/$suite.list
	echo "deb $mirror/debian $suite main" > "$list"
	quietly "$root.log" inside apt-get update
	there=$(inside apt-cache madison $meta)
	if ! grep -q "| 7\..*$suite/" <<< "$there"; then
		rm "$list"
		return 1
	fi
	quietly "$root.log" inside apt-get install -y -t "$suite" $meta
}

prepare()
{
	[ -e "$root/.ovnet-base" ] || { bootstrap; touch "$root/.ovnet-base"; }
	mountpoint -q "$root/proc" || mount_proc
	headers trixie-backports || headers sid ||
		die "neither trixie-backports nor sid has 7.x headers"
	touch "$root/.ovnet-ready"
}

compile()
{
	local release p parts=()

	if [ ! -e "$root/.ovnet-ready" ] || [ -n "${CHROOT_UPDATE-}" ]; then
		prepare
	fi
	mountpoint -q "$root/proc" || mount_proc
	release=$(cd "$root/lib/modules" && printf '%s\n' 7.* | sort -V | tail -n 1)
	[ -e "$root/lib/modules/$release/build" ] || die "no 7.x headers in $root"
	for p in Kbuild VERSION kmod uapi; do
		[ ! -e "$tree/$p" ] || parts+=("$tree/$p")
	done
	rm -rf "$root/build"
	mkdir "$root/build"
	cp -a "${parts[@]}" "$root/build/"
	find "$root/build" \( -name '*.o' -o -name '*.cmd' -o -name '*.ko' \
		-o -name '*_autoconf.h' \) -delete
	say "compiling for $release"
	inside make -s -C "/lib/modules/$release/build" M=/build \
		-j"$(nproc)" "$@" modules
	say "compiled for $release: $(inside modinfo -F vermagic /build/ovnet.ko)"
}

with_lock chroot compile "$@"
