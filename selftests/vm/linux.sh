#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# linux.sh [--update] uml|uml-plain|uml-gdb|debug|kcsan: build a kernel of our own
# from one of Debian's sources, unless the cache has it, and print the directory it
# is in (see kernel.sh).
#
# User-mode kernels are of the newest source: 7 is the first in which switching
# between a process and its kernel is cheap (seccomp=on).
#
# Its configuration is allnoconfig and some fragments.  guest.fragment is what
# the tests want of any kernel, debug.fragment all the checks that both
# architectures have.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

update=
[ "${1-}" != --update ] || { update=--update; shift; }
name=${1:?uml, uml-plain, uml-gdb, debug or kcsan}

case $name in
uml)		parts="uml guest uml-debug debug" ;;
uml-plain)	parts="uml guest uml-plain" ;;
uml-gdb)	parts="uml guest uml-debug debug gdb" ;;
debug)		parts="x86 guest x86-debug debug" ;;
kcsan)		parts="x86 guest x86-kcsan" ;;
*)		die "linux.sh builds no kernel '$name'" ;;
esac
case $name in
uml*)	series=7 arch=um image=linux targets=(all) ;;
*)	series=6.1 arch=x86_64 image=arch/x86/boot/bzImage targets=(bzImage modules) ;;
esac
fragments=()
for part in $parts; do
	fragments+=("$VM/$part.fragment")
done

"$VM/deps.sh" uml
[ $arch = um ] || "$VM/deps.sh" qemu
src=$("$VM/source.sh" $update $series)
key=$({ grep -h ^CONFIG_ "${fragments[@]}"; echo "${src##*/}"; gcc --version | head -n 1; } |
	sha256sum | cut -c 1-12)
dir=$CACHE/kernels/$name/$key

# A symbol that Kconfig silently drops (a missing dependency, a new name)
# would make tests pass for the wrong reason.
config()
{
	local missing

	grep -h ^CONFIG_ "${fragments[@]}" > "$dir/all.config"
	quietly "$dir/config.log" make -C "$src" ARCH=$arch O="$dir/build" \
		KCONFIG_ALLCONFIG="$dir/all.config" allnoconfig
	missing=$(grep -vxF -f "$dir/build/.config" "$dir/all.config" || true)
	[ -z "$missing" ] || die "$name: these took no effect: ${missing//$'\n'/ }"
}

build()
{
	local start=$SECONDS

	[ -e "$dir/ready" ] && return
	find "$CACHE/kernels/$name" -mindepth 1 -maxdepth 1 -mtime +14 \
		-exec rm -rf {} + 2> /dev/null || true
	mkdir -p "$dir"
	config
	say "building $name (${src##*/}): some minutes, once; log in $dir/build.log"
	quietly "$dir/build.log" make -C "$dir/build" ARCH=$arch \
		-j"$(nproc)" "${targets[@]}"
	quietly "$dir/install.log" make -C "$dir/build" ARCH=$arch \
		INSTALL_MOD_PATH="$dir" INSTALL_MOD_STRIP=1 modules_install
	ln -sfn build/$image "$dir/image"
	make -s -C "$dir/build" ARCH=$arch kernelrelease > "$dir/release"
	say "built $name in $((SECONDS - start)) s"
	touch "$dir/ready"
}

if [ ! -e "$dir/ready" ]; then
	with_lock "$name" build
fi
touch "$dir"	# in use: what has not been for two weeks is removed
echo "$dir"
