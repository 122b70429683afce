#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# trixie.sh COMMAND...: run it in a trixie of its own, made once in the cache,
# that has this tree and the cache where they are here.  The headers of Debian's
# 7 come with programs that need a newer C library than bookworm's.
# CHROOT_UPDATE=1 asks Debian for newer packages first.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

root=$CACHE/chroot/trixie
mirror=${OVNET_MIRROR:-http://deb.debian.org}
# libelf and libssl are for the headers' programs, the other gcc is for arm64
packages="ca-certificates gcc gcc-aarch64-linux-gnu kmod libc6-dev libelf1t64
	libssl3t64 make pahole"

# inside COMMAND...: in mounts of its own, which go when it ends. 7.2's objtool
# reads /proc/self/limits and fails the build without it.
inside()
{
	mkdir -p "$root$CACHE" "$root$REPO"
	# shellcheck disable=SC2016	# the inner shell's
	unshare --mount --propagation private bash -ec '
		root=$1 cache=$2 repo=$3
		shift 3
		mount -t proc proc "$root/proc"
		mount --bind "$cache" "$root$cache"
		mount --bind "$repo" "$root$repo"
		exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
			LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"' \
		inside "$root" "$CACHE" "$REPO" "$@"
}

bootstrap()
{
	say "making a trixie chroot: some minutes, once"
	rm -rf "$root"
	mkdir -p "$(dirname "$root")"
	quietly "$root.log" debootstrap --variant=minbase trixie "$root" "$mirror/debian"
	echo 'APT::Install-Recommends "0";' > "$root/etc/apt/apt.conf.d/90ovnet"
	touch "$root/.ovnet-base"
}

prepare()
{
	local there

	there=$(cat "$root/.ovnet-packages" 2> /dev/null || true)
	[ "$there" != "$packages" ] || [ -n "${CHROOT_UPDATE-}" ] || return 0
	[ -e "$root/.ovnet-base" ] || bootstrap
	quietly "$root.log" inside apt-get update
	quietly "$root.log" inside apt-get dist-upgrade -y
	# shellcheck disable=SC2086
	quietly "$root.log" inside apt-get install -y $packages
	echo "$packages" > "$root/.ovnet-packages"
}

[ "$(id -u)" = 0 ] || die "trixie.sh wants root"
"$VM/deps.sh" chroot
with_lock chroot prepare
inside "$@"
