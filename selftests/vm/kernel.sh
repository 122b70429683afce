#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# kernel.sh [--update] KERNEL: make sure a kernel is in the cache and print its
# directory.  Whatever the kernel, that directory holds
#	image				what is booted
#	release				its uname -r
#	build/				what `make -C` takes to build modules
#	chroot				if that has to be done in trixie.sh
#	lib/modules/RELEASE/		its modules, depmod done
# --update asks Debian for a newer one, or a newer source.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

update=
[ "${1-}" != --update ] || { update=--update; shift; }
kernel=${1:?one of: $KERNELS}
known_kernel "$kernel" || die "no kernel '$kernel' (there are: $KERNELS)"

case $kernel in
uml*|debug|kcsan)
	exec "$VM/linux.sh" $update "$kernel" ;;
*)	exec "$VM/debian.sh" $update "$kernel" ;;
esac
