#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# packages.sh: the Debian packages, made, installed, upgraded and purged in a
# bookworm of its own, with the real DKMS, for the oldest and the newest 6.1 that
# apt has; what it has built for the newest is booted.
# CHROOT_UPDATE=1 looks for newer kernels.
# shellcheck disable=SC2317	# called by name
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
. selftests/vm/lib.sh

root=$CACHE/chroot/bookworm
mirror=${OVNET_MIRROR:-http://deb.debian.org}
out=$REPO/build/packages
version=$(< VERSION)
failed=0
n=0

[ "$(id -u)" = 0 ] || die "packages.sh wants root"
selftests/vm/deps.sh chroot qemu tools || exit
mkdir -p "$out"

inside()
{
	chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
		DEBIAN_FRONTEND=noninteractive INITRD=No SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH-}" "$@"
}

unmount() { umount -q "$root/proc" || umount -ql "$root/proc"; }
trap 'unmount 2> /dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

bootstrap()
{
	[ ! -e "$root/.ovnet-base" ] || return 0
	say "making a bookworm chroot: some minutes, once"
	rm -rf "$root"
	mkdir -p "$(dirname "$root")"
	quietly "$root.log" debootstrap --variant=minbase --include=ca-certificates \
		bookworm "$root" "$mirror/debian"
	printf 'deb %s/debian bookworm main\ndeb %s/debian bookworm-updates main\ndeb %s/debian-security bookworm-security main\n' \
		"$mirror" "$mirror" "$mirror" > "$root/etc/apt/sources.list"
	echo 'APT::Install-Recommends "0";' > "$root/etc/apt/apt.conf.d/90ovnet"
	quietly "$root.log" inside apt-get update
	quietly "$root.log" inside apt-get install -y build-essential debhelper dh-dkms \
		iproute2 kmod libjansson-dev libmnl-dev lintian openssl pkg-config
	touch "$root/.ovnet-base"
}

# releases: the 6.1 kernels that apt has, oldest first
releases()
{
	inside apt-cache search --names-only '^linux-headers-6\.1\.0-[0-9]+-amd64$' |
		cut -d' ' -f1 | sed 's/^linux-headers-//' | sort -V
}

# step NAME COMMAND...: a case; what it says is shown if it fails
step()
{
	local name=$1 status

	shift
	n=$((n + 1))
	(set -e; "$@") > "$out/step.log" 2>&1	# no condition: that would undo -e
	status=$?
	if [ $status = 0 ]; then
		echo "ok $n $name"
		return
	fi
	echo "not ok $n $name"
	tail -n 40 "$out/step.log" | sed 's/^/# /'
	failed=$((failed + 1))
}

# make_packages DIRECTORY [VERSION]: build them from a copy of the tree, into $out/DIRECTORY
make_packages()
{
	local dir=$1 as=${2-}

	rm -rf "${root:?}/src/$dir" "${out:?}/$dir"
	mkdir -p "$root/src/$dir/ovnet" "$out/$dir"
	git ls-files -z Makefile Kbuild VERSION dkms.conf dkms debian dist kmod man tools uapi |
		tar c --null -T - | tar xo -C "$root/src/$dir/ovnet"
	if [ -n "$as" ]; then
		sed -i "1s/($version)/($as)/" "$root/src/$dir/ovnet/debian/changelog"
		echo "$as" > "$root/src/$dir/ovnet/VERSION"
		sed -i "s/^PACKAGE_VERSION=.*/PACKAGE_VERSION=\"$as\"/" "$root/src/$dir/ovnet/dkms.conf"
	fi
	inside sh -c "cd /src/$dir/ovnet && dpkg-buildpackage -us -uc -b"
	cp "$root/src/$dir"/*.deb "$root/src/$dir"/*.changes "$out/$dir/"
}

same_twice()
{
	make_packages again
	(cd "$out/first" && sha256sum ./*.deb) > "$out/sums"
	(cd "$out/again" && sha256sum -c --quiet "$out/sums")
}

lint()
{
	inside sh -c 'lintian --allow-root --fail-on error,warning /src/first/*.changes'
}

# built_for RELEASE: a module of this version is there that modprobe would take
built_for()
{
	[ "$(inside modinfo -k "$1" -F version ovnet)" = "${2:-$version}" ]
	inside modinfo -k "$1" -F vermagic ovnet | grep -q "^$1 "
	inside modinfo -k "$1" -n ovnet | grep -q /updates/dkms/
}

# install_debs DIRECTORY PACKAGE...
install_debs()
{
	local dir=$1 debs=() p

	shift
	for p in "$@"; do
		debs+=("/src/$dir/$(basename "$out/$dir/$p"_*.deb)")
	done
	inside apt-get install -y --allow-downgrades "${debs[@]}"
}

kernel() { inside apt-get install -y "linux-image-$1" "linux-headers-$1"; }

oldest()
{
	kernel "$old"
	install_debs first ovnet-dkms ovnet-tools ovnet-dev
	built_for "$old"
}

newer_kernel()
{
	kernel "$new"
	built_for "$new"
	built_for "$old"
}

# The kernel that is tried is the cache's; the module is what DKMS has made.
booted()
{
	[ "$(< "$(selftests/vm/kernel.sh 6.1)/release")" = "$new" ]
	selftests/vm/run.sh -k 6.1 -t 120 -M "$root/lib/modules/$new" -- sh -ec '
		PATH='"$root"'/usr/sbin:$PATH
		export IP_LIB_DIR=$(echo '"$root"'/usr/lib/*/ip)
		modprobe ovnet
		grep -q "^ovnet .*(O" /proc/modules
		ovctl network show
		rmmod ovnet
		ip link add red type ovnet id 100 local 192.0.2.1
		ip -d link show red | grep ovnet
		ovctl network show | grep -w red
		ip link del red'
}

# DKMS has signed it with a key of its own, which no firmware knows here.
signed()
{
	local ko

	ko=$root$(inside modinfo -k "$new" -n ovnet)
	[ "$(modinfo -F sig_key "$ko")" = "$(openssl x509 -inform der -in "$root/var/lib/dkms/mok.pub" -noout -serial |
		sed 's/^serial=//; s/../&:/g; s/:$//')" ]
}

# refused: a kernel that wants signatures takes no key that it does not know
refused()
{
	OVNET_VM_APPEND=module.sig_enforce=1 selftests/vm/run.sh -k 6.1 -t 120 \
		-M "$root/lib/modules/$new" -- sh -ec '
		modprobe dummy
		! modprobe ovnet 2> build/packages/refused
		cat build/packages/refused
		grep -i key build/packages/refused'
}

# A kernel comes that it is not made for: what its package runs goes well.
foreign_kernel()
{
	local fake=5.10.0-0-amd64 said

	mkdir -p "$root/lib/modules/$fake"
	ln -sfn "/usr/src/linux-headers-$new" "$root/lib/modules/$fake/build"
	inside /etc/kernel/postinst.d/dkms "$fake"
	said=$(inside modinfo -F stand_in "/lib/modules/$fake/updates/dkms/ovnet.ko")
	inside dkms remove "ovnet/$version" -k "$fake"
	rm -r "${root:?}/lib/modules/$fake"
	[ "$said" = "$fake: ovnet $version is made for 6.1, 6.12 and 7" ]
}

# It does not compile: the same, and who loads what stands in for it is told.
broken()
{
	local as=0.1.9

	rm -rf "$root/usr/src/ovnet-$as"
	cp -a "$root/usr/src/ovnet-$version" "$root/usr/src/ovnet-$as"
	echo "$as" > "$root/usr/src/ovnet-$as/VERSION"
	sed -i "s/^PACKAGE_VERSION=.*/PACKAGE_VERSION=\"$as\"/" "$root/usr/src/ovnet-$as/dkms.conf"
	echo '#error "an interface of the kernel has gone"' >> "$root/usr/src/ovnet-$as/kmod/main.c"
	inside dkms add "ovnet/$as"
	inside dkms install --force "ovnet/$as" -k "$new"
	selftests/vm/run.sh -k 6.1 -t 120 -M "$root/lib/modules/$new" -- sh -ec '
		! modprobe ovnet 2> build/packages/refused
		! ip link add red type ovnet id 100
		dmesg | grep "ovnet: .*does not compile"
		PATH='"$root"'/usr/sbin:$PATH
		! ovctl doctor | tee build/packages/doctor
		cat build/packages/refused
		grep "not supported" build/packages/refused
		grep "does not compile" build/packages/doctor'
	inside dkms remove "ovnet/$as" --all
	rm -r "$root/usr/src/ovnet-$as"
	inside dkms install --force "ovnet/$version" -k "$new"
	built_for "$new"
}

upgraded()
{
	install_debs next ovnet-dkms ovnet-tools
	built_for "$new" 0.1.1
	built_for "$old" 0.1.1
	[ ! -e "$root/usr/src/ovnet-$version" ]
	[ "$(inside ovctl -V | grep -o '0\.1\.1' | head -n 1)" = 0.1.1 ]
}

# leaves_running: what an upgrade runs starts no unit again and unloads no module
leaves_running()
{
	local deb script

	for deb in "$out"/first/*.deb; do
		for script in preinst prerm postinst postrm; do
			dpkg-deb --ctrl-tarfile "$deb" | tar xO "./$script" 2> /dev/null || true
		done
	done > "$out/scripts"
	grep -q 'deb-systemd-helper .*ovnet.service' "$out/scripts"
	! grep -E 'deb-systemd-invoke|systemctl .*start|rmmod|modprobe -r' "$out/scripts"
}

purged()
{
	inside apt-get purge -y ovnet-dkms ovnet-tools ovnet-dev
	! find "$root"/usr/src "$root"/var/lib/dkms "$root"/lib "$root"/usr "$root"/etc \
		-path "$root/usr/share/doc" -prune -o -name '*ovnet*' ! -name 90ovnet -print | grep .
}

# program: one that is written for it finds header and flags
program()
{
	install_debs first ovnet-dev
	echo '#include <linux/ovnet.h>
	int main(void) { return OVNET_GENL_VERSION < 1; }' > "$root/src/program.c"
	inside sh -ec 'gcc -Wall -Werror $(pkg-config --cflags ovnet) -o /src/program /src/program.c
		/src/program; pkg-config --modversion ovnet'
}

sizes()
{
	local deb

	for deb in "$out"/first/*.deb; do
		printf '# %s: %s KiB installed\n' "$(dpkg-deb -f "$deb" Package)" "$(dpkg-deb -f "$deb" Installed-Size)"
	done
	printf '# ovnet.ko for %s: %s bytes\n' "$new" "$(stat -Lc %s "$root$(inside modinfo -k "$new" -n ovnet)")"
}

all()
{
	bootstrap
	mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
	[ -z "${CHROOT_UPDATE-}" ] || quietly "$root.log" inside apt-get update
	new=$(releases | tail -n 1)
	old=$(releases | head -n 1)
	# what an earlier run has left, to its end or not
	inside dpkg --configure -a > /dev/null 2>&1
	inside apt-get purge -y ovnet-{dkms,tools,dev} > /dev/null 2>&1
	inside apt-get purge -y linux-{image,headers}-{"$old","$new"} > /dev/null 2>&1
	echo "1..15"
	step "packages are made" make_packages first
	step "made again they are the same, byte by byte" same_twice
	step "lintian has no error and no warning to tell" lint
	step "their scripts leave alone what runs" leaves_running
	step "a program finds header and flags" program
	step "installed beside $old: built for it" oldest
	step "$new comes: built for it, too" newer_kernel
	sizes
	step "that kernel loads it, by modprobe and by \"ip link add type ovnet\"" booted
	step "it is signed by the key of this machine's DKMS" signed
	step "a kernel that wants signatures, and does not know the key, refuses it" refused
	step "a kernel comes that it is not made for: apt goes on" foreign_kernel
	step "one that it does not compile for: the same, and who loads it is told" broken
	step "a next version is made" make_packages next 0.1.1
	step "upgraded: built for both, the old one gone" upgraded
	step "purged: nothing is left" purged
}

with_lock packages all
exit $((failed > 0))
