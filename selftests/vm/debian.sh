#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# debian.sh [--update] 6.1|6.12|7.2: fetch one of Debian's own kernels, with its
# headers, into the cache (nothing is installed on the host) and print the
# directory it is in (see kernel.sh).  The newest there is at the first call;
# after that the network is left alone until --update.  7.2 is the newest 7.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$VM/apt.sh"
. "$VM/headers.sh"

update=n
[ "${1-}" != --update ] || { update=y; shift; }
kernel=${1:?6.1, 6.12 or 7.2}
top=$CACHE/kernels/$kernel
apt=$CACHE/apt

case $kernel in
6.1)	pattern='6\.1\.0-[0-9]+-amd64' ;;
6.12)	pattern='6\.12\.[0-9.]+\+deb[0-9]+-amd64' ;;
7.2)	pattern='7\.[0-9.]+\+deb[0-9]+-amd64' ;;
*)	die "no such Debian kernel: $kernel" ;;
esac

# image RELEASE: the packages that hold what is booted, and its modules; 7 has
# those apart
image()
{
	local part

	for part in base binary modules; do
		apt-cache pkgnames "linux-$part-$1" | grep -xF "linux-$part-$1" || true
	done | grep . || echo "linux-image-$1"
}

has_image()
{
	local package

	for package in $(image "$1"); do
		apt-cache policy "$package" | grep '^ *Candidate: [0-9]' > /dev/null || return
	done
}

# newest: of those that can be booted; there are headers before the image is signed
newest()
{
	local release

	for release in $(headers_releases "$pattern" | tac); do
		! has_image "$release" || { echo "$release"; return; }
	done
}

fetch()
{
	local release version dir packages

	say "asking Debian for its $kernel kernel"
	headers_apt "$apt" "$kernel"
	release=$(newest)
	[ -n "$release" ] || die "Debian has no kernel like $pattern"
	version=$(apt-cache policy "linux-headers-$release" | sed -n 's/^ *Candidate: //p')
	dir=$top/$version
	if [ ! -e "$dir/ready" ]; then
		say "downloading $release ($version) and its headers"
		packages=$(image "$release"; headers_packages "$release")
		# shellcheck disable=SC2086
		apt_unpack "$dir" $packages
		headers_arrange "$dir" "$release"
		arrange "$dir" "$release"
		[ ! -e "$dir/chroot" ] || "$VM/trixie.sh" true
		touch "$dir/ready"
	fi
	ln -sfn "$version" "$top/current"
}

arrange()
{
	local dir=$1 release=$2 m=$1/lib/modules/$2

	ln -sfn "$(find "$dir"/root/{boot,usr/lib/modules/"$release"} -name 'vmlinuz*' \
		2> /dev/null)" "$dir/image"

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
