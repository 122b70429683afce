#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# qemu.sh: fetch the QEMU of this Debian's backports into the cache (nothing is
# installed on the host) and print its top directory.  After the first call the
# network is left alone.
#
# For guests of several processors: before 8.1 one of them may translate code that
# another is patching, and keep what it read; a breakpoint of the kernel's static
# keys then stays behind, and kills it ("int3: 0000").
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$VM/apt.sh"

top=$CACHE/qemu
apt=$CACHE/apt-qemu

fetch()
{
	"$VM/deps.sh" qemu	# the libraries that it needs, too
	apt_configure "$apt" "debian bookworm-backports"
	say "downloading QEMU"
	quietly "$apt/update.log" apt-get update
	apt_unpack "$top" qemu-system-x86 qemu-system-common qemu-system-data seabios
	touch "$top/ready"
}

need_fetch() { [ -e "$top/ready" ] || fetch; }

[ -e "$top/ready" ] || with_lock qemu need_fetch
echo "$top/root"
