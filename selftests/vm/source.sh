#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# source.sh [--update] 6.1|7: make sure that a kernel's source, one of Debian's
# with linux.patch applied, is in the cache (nothing is installed on the host)
# and print the directory it is in, named by its version and the patch.  The
# network is left alone after the first call, until --update.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$VM/apt.sh"

update=n
[ "${1-}" != --update ] || { update=y; shift; }
series=${1:?6.1 or 7}
top=$CACHE/src/$series
apt=$CACHE/apt-source-$series

# 7: the one that the fragments are made for, or what has taken its place.
case $series in
6.1)	archives=("debian bookworm" "debian bookworm-updates" "debian-security bookworm-security")
	package=linux-source-6.1 ;;
7)	archives=("debian trixie-backports")
	package=linux-source-7.3 ;;
*)	die "no such source: $series" ;;
esac

fetch()
{
	rm -rf "$top/deb.new"
	mkdir -p "$top/deb.new"
	apt_configure "$apt" "${archives[@]}"
	say "downloading the source of $series"
	quietly "$apt/update.log" apt-get update
	[ -n "$(apt-cache pkgnames $package)" ] ||
		package=$(apt-cache depends linux-source |
			sed -n 's/^ *Depends: //p')
	(cd "$top/deb.new" && quietly "$apt/download.log" apt-get download "$package")
	rm -rf "$top/deb"
	mv "$top/deb.new" "$top/deb"
}

unpack()
{
	say "unpacking ${deb##*/}"
	rm -rf "$dir" "$dir.new"
	mkdir -p "$dir.new"
	apt_extract_source "$deb" "$dir.new"
	patch -s -d "$dir.new" -p1 < "$VM/linux.patch"
	mv "$dir.new" "$dir"
}

ensure()
{
	if [ $update = y ] || ! deb=$(ls "$top"/deb/*.deb 2> /dev/null); then
		fetch
		deb=$(ls "$top"/deb/*.deb)
	fi
	dir=$top/$(dpkg-deb -f "$deb" Version)_$(sha256sum < "$VM/linux.patch" | cut -c 1-8)
	[ -e "$dir" ] || unpack
}

"$VM/deps.sh" source
with_lock "source-$series" ensure
echo "$dir"
