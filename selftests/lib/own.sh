# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Endpoints' own devices.

# own_device NODE NS WORD...: a port of one of NODE's networks that is the device
# eth0 in NS; WORDS are for "ip link add".  Kernels 6.x look for its name in NODE,
# too, where there is an eth0.
own_device()
{
	local node=$1 ns=$2 name=eth0

	shift 2
	[[ $(uname -r) != 6.* ]] || name=new0
	must ip -n "$node" link add $name netns "$ns" "$@"
	[ $name = eth0 ] || must ip -n "$ns" link set dev $name name eth0
}
