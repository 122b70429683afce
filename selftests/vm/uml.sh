#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# uml.sh uml|uml-plain: build a user-mode Linux from Debian's kernel source,
# unless the cache has it, and print the directory it is in (see kernel.sh).
set -euo pipefail
. "$(dirname "$0")/lib.sh"

name=${1:?uml or uml-plain}
package=linux-source-6.1

case $name in
uml)       fragments=("$VM/uml.fragment" "$VM/uml-debug.fragment") ;;
uml-plain) fragments=("$VM/uml.fragment" "$VM/uml-plain.fragment") ;;
*)         die "no such user-mode kernel: $name" ;;
esac

"$VM/deps.sh" uml
version=$(dpkg-query -W -f '${Version}' $package)
src=$CACHE/src/${package}_${version}_$(sha256sum < "$VM/uml.patch" | cut -c 1-8)
key=$({ cat "${fragments[@]}"; echo "$src"; gcc --version | head -n 1; } |
	sha256sum | cut -c 1-12)
dir=$CACHE/kernels/$name/$key

unpack()
{
	[ -e "$src/.unpacked" ] && return
	say "unpacking $package $version"
	rm -rf "$src" "$src.tmp"
	mkdir -p "$src.tmp"
	tar -xf /usr/src/$package.tar.xz -C "$src.tmp" --strip-components=1
	patch -s -d "$src.tmp" -p1 < "$VM/uml.patch"
	touch "$src.tmp/.unpacked"
	mv "$src.tmp" "$src"
}

# A symbol that Kconfig silently drops (a missing dependency, a new name)
# would make tests pass for the wrong reason.
config()
{
	local line missing=""

	cat "${fragments[@]}" > "$dir/all.config"
	quietly "$dir/config.log" make -C "$src" ARCH=um O="$dir/build" \
		KCONFIG_ALLCONFIG="$dir/all.config" allnoconfig
	while read -r line; do
		grep -qxF -- "$line" "$dir/build/.config" || missing+=" $line"
	done < <(grep '^CONFIG_' "$dir/all.config")
	[ -z "$missing" ] || die "$name: these took no effect:$missing"
}

build()
{
	local start=$SECONDS

	[ -e "$dir/ready" ] && return
	with_lock src unpack
	find "$CACHE/kernels/$name" -mindepth 1 -maxdepth 1 -mtime +14 \
		-exec rm -rf {} + 2> /dev/null || true
	mkdir -p "$dir"
	config
	say "building $name ($version): some minutes, once; log in $dir/build.log"
	quietly "$dir/build.log" make -C "$dir/build" ARCH=um -j"$(nproc)" all
	quietly "$dir/install.log" make -C "$dir/build" ARCH=um \
		INSTALL_MOD_PATH="$dir" INSTALL_MOD_STRIP=1 modules_install
	ln -sfn build/linux "$dir/image"
	make -s -C "$dir/build" ARCH=um kernelrelease > "$dir/release"
	say "built $name in $((SECONDS - start)) s"
	touch "$dir/ready"
}

if [ ! -e "$dir/ready" ]; then
	with_lock "$name" build
fi
touch "$dir"	# in use: what has not been for two weeks is removed
echo "$dir"
