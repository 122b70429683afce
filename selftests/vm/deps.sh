#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# deps.sh GROUP...: install what a bare Debian 12 lacks.  Asks dpkg first, so
# that it costs nothing, and needs neither root nor network, when all is there.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

packages()
{
	case $1 in
	build)	echo gcc make libc6-dev bc bison flex libelf-dev libssl-dev \
		     kmod rsync pkg-config xz-utils pahole ;;
	uml)	packages build
		echo cpio perl python3 util-linux busybox-static iproute2 ;;
	source)	echo patch xz-utils debian-archive-keyring ca-certificates ;;
	qemu)	packages build
		echo qemu-system-x86 busybox-static cpio zstd iproute2 \
		     debian-archive-keyring ca-certificates ;;
	tools)	packages build
		echo libmnl-dev libjansson-dev iproute2 ethtool bridge-utils nftables conntrack \
		     tcpdump tshark iperf3 socat netcat-openbsd jq \
		     iputils-ping iputils-arping traceroute python3 python3-scapy python3-yaml \
		     python3-jsonschema libcap2-bin procps ;;
	unit)	packages build
		echo libmnl-dev libjansson-dev libcmocka-dev clang-14 libclang-rt-14-dev ;;
	iproute2)
		echo iproute2 libbpf1 libbsd0 libdb5.3 libelf1 libmnl0 libselinux1 \
		     libtirpc3 libxtables12 debian-archive-keyring ca-certificates ;;
	openvswitch)
		echo libbpf1 libcap-ng0 libnuma1 libssl3 libunbound8 libxdp1 \
		     debian-archive-keyring ca-certificates ;;
	matrix)	packages build
		echo gcc-aarch64-linux-gnu debian-archive-keyring ca-certificates ;;
	gdb)	echo gdb ;;
	check)	packages build
		echo sparse shellcheck yamllint python3-yaml codespell mandoc ;;
	docs)	echo mandoc groff man-db shellcheck ;;
	chroot)	echo debootstrap debian-archive-keyring rsync ;;
	*)	die "deps.sh: no group '$1' (build uml source qemu tools unit iproute2 openvswitch matrix gdb check docs chroot)" ;;
	esac
}

missing()
{
	local want

	mapfile -t want < <(for g in "$@"; do packages "$g"; done |
		tr ' ' '\n' | sort -u)
	dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${want[@]}" 2> /dev/null |
		sed -n 's/^installed //p' | sort -u |
		comm -13 - <(printf '%s\n' "${want[@]}")
}

install()
{
	local log want

	mapfile -t want < <(missing "$@")	# again: we may have waited
	[ ${#want[@]} -gt 0 ] || return 0
	[ "$(id -u)" = 0 ] || die "missing packages, and not root: ${want[*]}"
	say "installing ${want[*]}"
	log=$(mktemp)
	quietly "$log" apt-get update
	DEBIAN_FRONTEND=noninteractive quietly "$log" \
		apt-get install -y --no-install-recommends "${want[@]}"
	rm -f "$log"
}

for g in "$@"; do packages "$g" > /dev/null; done
if [ -n "$(missing "$@")" ]; then
	with_lock apt install "$@"
fi
