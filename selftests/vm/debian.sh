#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# debian.sh [--update] 6.1|6.12: fetch one of Debian's own kernels, with its
# headers, into the cache (nothing is installed on the host) and print the
# directory it is in (see kernel.sh).  The newest there is at the first call;
# after that the network is left alone until --update.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$VM/apt.sh"

update=n
[ "${1-}" != --update ] || { update=y; shift; }
kernel=${1:?6.1 or 6.12}
top=$CACHE/kernels/$kernel
apt=$CACHE/apt

# Both are in bookworm-security; 6.12 in bookworm-backports is an older one.
case $kernel in
6.1)	meta=linux-image-amd64 ;;
6.12)	meta=linux-image-6.12-amd64 ;;
*)	die "no such Debian kernel: $kernel" ;;
esac

# the one package that PACKAGE's dependencies name and that matches PATTERN
dependency()
{
	local found

	found=$(apt-cache depends --no-recommends --no-suggests "$1" |
		sed -n 's/^ *Depends: <\?\([^<>]*\)>\?$/\1/p' | grep -E -- "$2" |
		head -n 1)
	[ -n "$found" ] || die "$kernel: $1 depends on nothing like $2"
	echo "$found"
}

fetch()
{
	local image headers common kbuild release p

	apt_configure "$apt" "debian bookworm" "debian bookworm-updates" \
		"debian-security bookworm-security"
	say "asking Debian for its $kernel kernel"
	quietly "$apt/update.log" apt-get update
	image=$(dependency $meta '^linux-image-[0-9]')
	release=${image#linux-image-}
	release=${release%-unsigned}
	headers=linux-headers-$release
	common=$(dependency "$headers" '^linux-headers-.*-common')
	kbuild=$(dependency "$headers" '^linux-kbuild-')
	version=$(apt-cache policy "$image" | sed -n 's/^ *Candidate: //p')
	dir=$top/$version
	if [ ! -e "$dir/ready" ]; then
		rm -rf "$dir"
		mkdir -p "$dir/debs" "$dir/root"
		say "downloading $image $version and its headers"
		(cd "$dir/debs" && quietly "$apt/download.log" \
			apt-get download "$image" "$headers" "$common" "$kbuild")
		for p in "$dir"/debs/*.deb; do
			dpkg-deb -x "$p" "$dir/root"
		done
		rm -rf "$dir/debs"
		arrange "$release" "$headers" "$common"
		touch "$dir/ready"
	fi
	ln -sfn "$version" "$top/current"
}

# The headers find each other by absolute names: below /usr of the cache.
arrange()
{
	local release=$1 usr=$dir/root/usr m=$dir/lib/modules/$1

	sed -i "s,/usr/src/,$usr/src/,g; s,/usr/lib/linux-kbuild,$usr/lib/linux-kbuild,g" \
		"$usr/src/$2/Makefile" "$usr/src/$3/Makefile"
	find "$usr/src" -type l -lname '/usr/*' -printf '%p %l\n' |
		while read -r link to; do
			ln -sfn "$dir/root$to" "$link"
		done
	ln -sfn "root/usr/src/$2" "$dir/build"
	ln -sfn "root/boot/vmlinuz-$release" "$dir/image"
	echo "$release" > "$dir/release"

	# Network drivers of the virtual kind, and what a guest needs to run;
	# not the hardware's, of which depmod would read 4000 each time.
	mkdir -p "$m"
	mv "$(find "$dir/root" -type d -path "*lib/modules/$release/kernel")" "$m/all"
	mv "$(find "$dir/root" -name modules.builtin -path "*lib/modules*" -printf %h)"/modules.{order,builtin,builtin.modinfo} "$m/"
	(
		cd "$m/all"
		# not every kernel has all of them
		find arch crypto fs/9p fs/netfs fs/overlayfs fs/fscache lib net \
			drivers/char drivers/virtio drivers/net/*.ko* \
			drivers/net/{bonding,ipvlan,vxlan,wireguard,netdevsim,team,ppp} \
			-name '*.ko*' 2> /dev/null || true
	) > "$dir/modules.list"
	rsync -a --files-from="$dir/modules.list" "$m/all/" "$m/kernel/"
	rm -rf "$m/all"
	depmod -b "$dir" "$release"
}

"$VM/deps.sh" qemu
need() { [ $update = y ] || [ ! -e "$top/current/ready" ]; }
need_fetch() { ! need || fetch; }

# One lock for all: they share an apt, and it does not wait for another's.
if need; then
	with_lock debian need_fetch
fi
realpath "$top/current"
