#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# init-qemu.sh: process 1 in the initramfs (busybox).  Makes a root of the
# host's files, read-only, below a tmpfs, shares build/ with the host for real
# and hands over to guest.sh.  The ovnet_* variables are on the command line.
export PATH=/bin
: "${ovnet_run:?}" "${ovnet_vm:?}" "${ovnet_build:?}"
out='' err=''
/bin/busybox --install -s /bin
set -e
trap '[ $? = 0 ] || { echo "vm: init-qemu.sh failed"; poweroff -f; }' EXIT

mount -t devtmpfs devtmpfs /dev
for m in /modules/*; do
	[ ! -e "$m" ] || insmod "$m"	# a kernel of our own has them built in
done
mkdir /lower /rw /top
opt=trans=virtio,version=9p2000.L,msize=262144
mount -t 9p -o $opt,ro,cache=loose root /lower
mount -t tmpfs tmpfs /rw
mkdir /rw/upper /rw/work
mount -t overlay -o lowerdir=/lower,upperdir=/rw/upper,workdir=/rw/work \
	overlay /top
mount -t 9p -o $opt,cache=mmap build "/top$ovnet_build"
mount -t sysfs sysfs /sys
for p in /sys/class/virtio-ports/*; do
	read -r name < "$p/name"
	eval "$name=/dev/${p##*/}"	# out, err
done
umount /sys /dev
# mount(8) asks there what is mounted already; the host's, which 7 can read
# through 9p, would tell of the host.
mount -t proc proc /top/proc
exec switch_root /top "$ovnet_vm/guest.sh" "$ovnet_run" "$out" "$err"
