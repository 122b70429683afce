#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# make.sh KERNEL HEADERS [VARIABLE=VALUE...]: what DKMS does for a kernel, in a
# copy of the source. A kernel's package does not stay unconfigured for our sake:
# where the module cannot be built, one is that says so when it is loaded, and to
# ovctl doctor.
set -u
kernel=$1
headers=$2
shift 2

# build M=DIRECTORY [VARIABLE=VALUE...]
build()
{
	make -j"$(nproc)" -C "$headers" KERNELRELEASE="$kernel" "$@" modules
}

# Those that it is tested with. BUILD_EXCLUSIVE_KERNEL would say it as well, but
# DKMS 3.0.10 calls that a failure, and apt stops.
case $kernel in
6.1.* | 6.12.* | 7.*)
	build "M=$PWD" "$@" && exit
	why="ovnet $(cat VERSION) does not compile for it" ;;
*)	why="ovnet $(cat VERSION) is made for 6.1, 6.12 and 7" ;;
esac

echo "dkms/make.sh: $kernel: $why: a module is made that says so"
rm -f ovnet.ko
echo "#define OVNET_WHY \"$kernel: $why\"" > dkms/stand-in/why.h
build "M=$PWD/dkms/stand-in" "$@" && cp dkms/stand-in/ovnet.ko .
