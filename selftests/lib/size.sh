# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154	# namespaces are variables of setup_ns
# How large packets are; read by the scripts that are about offloads.

# ports_mtu MTU: of a and of b, at both ends
ports_mtu()
{
	local dev node

	for dev in "$a eth0" "$b eth0" "$n1 a" "$n2 b"; do
		read -r node dev <<< "$dev"
		must ip -n "$node" link set dev "$dev" mtu "$1"
	done
}

# sent NS DEV: "packets bytes" that it has sent
sent()
{
	ip -n "$1" -s -j link show dev "$2" |
		jq -r '.[0].stats64.tx | "\(.packets) \(.bytes)"'
}

# mean_size BEFORE AFTER: of the packets in between, in bytes
mean_size()
{
	local p0 b0 p1 b1

	read -r p0 b0 <<< "$1"
	read -r p1 b1 <<< "$2"
	echo $(((b1 - b0) / (p1 - p0)))
}
