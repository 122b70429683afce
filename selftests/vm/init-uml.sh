#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# init-uml.sh: the first thing a user-mode kernel runs, its root being the
# host's, read-only.  Lays a tmpfs over it, shares build/ with the host for
# real, and hands over to guest.sh.  ovnet_run comes from the command line.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
exec < /dev/null > /dev/kmsg 2>&1
: "${ovnet_run:?}"
set -e
trap 'echo "vm: init-uml.sh failed at line $LINENO"; busybox poweroff -f' ERR

vm=$(dirname "$0")
build=$(cd "$vm/../../build" && pwd)
top=/mnt

mount -t tmpfs tmpfs $top
mkdir $top/upper $top/work $top/root
mount -t overlay -o "lowerdir=/,upperdir=$top/upper,workdir=$top/work" \
	overlay $top/root
mount -t hostfs -o "$build" hostfs "$top/root$build"
cd $top/root
mkdir -p mnt
pivot_root . mnt
umount -l /mnt
exec chroot . "$vm/guest.sh" "$ovnet_run" /dev/tty1 /dev/tty2
