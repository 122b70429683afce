# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# How large packets are; read by the scripts that are about offloads.

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
