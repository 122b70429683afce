#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Which of the interfaces that ovnet.ko cares about do these kernel headers have?
# Versions do not tell: distributions backport them. usage: probe.sh SRCTREE OUT
set -eu
inc=$1/include
out=$2

# has NAME FILE PATTERN: defines OVNET_HAVE_NAME if PATTERN (grep -E) is found
# in FILE, line breaks folded so that a prototype is one line.
has()
{
	if [ -f "$inc/$2" ] && tr -s '\n\t ' '   ' < "$inc/$2" | grep -qE "$3"; then
		echo "#define OVNET_HAVE_$1 1"
	fi
}

tmp=$out.$$
mkdir -p "$(dirname "$out")"
{
	echo "/* made by probe.sh */"
	has NEWLINK_PARAMS	net/rtnetlink.h			'struct rtnl_newlink_params \{'
	has EXIT_RTNL		net/net_namespace.h		'\(\*exit_rtnl\)'
	has LLTX		linux/netdevice.h		'unsigned long lltx:1'
	has NETNS_IMMUTABLE	linux/netdevice.h		'netns_immutable'
	has NETNS_LOCAL		linux/netdevice.h		'unsigned long netns_local:1|bool netns_local'
	has UDP_TUNNEL_SK	net/udp_tunnel.h		'udp_tunnel_sock_release\(struct sock '
	has ERR_MSG_FMT		linux/netlink.h			'define NL_SET_ERR_MSG_FMT\('
	has GSO_H		net/gso.h			'skb_gso_segment'
	has ASSIGN_STR_1	trace/stages/stage6_event_callback.h	'define __assign_str\(dst\)'
	has DUMP_INFO		net/genetlink.h			'genl_info_dump\('
	has RANGE_CONST		net/netlink.h			'const struct netlink_range_validation \*range'
	has NETIF_GET_FLAGS	linux/netdevice.h		'netif_get_flags\('
	has FDB_NOTIFIED	linux/netdevice.h		'\(\*ndo_fdb_add\)\([^)]*bool \*notified'
	has FDB_FLUSH_NLH	linux/netdevice.h		'\(\*ndo_fdb_del_bulk\)\(struct nlmsghdr'
	has FDB_DUMP_CONTEXT	linux/rtnetlink.h		'struct ndo_fdb_dump_context'
	has ROUTE_INPUT_DSCP	net/route.h			'ip_route_input_noref\([^)]*dscp_t dscp'
	has TCX			linux/netdevice.h		'tcx_egress;'
	has NIT_ACTIVE_RCU	linux/netdevice.h		'dev_nit_active_rcu\('
	has LOCAL_PORTS_WORD	net/netns/ipv4.h		'u32[[:space:]]+range;'
	has LINK_NET_CAPABLE	net/rtnetlink.h			'rtnl_dev_link_net_capable\('
	has UNALIGNED_H		linux/unaligned.h		'get_unaligned'
} > "$tmp"
# Leave an unchanged file alone: everything depends on it.
if cmp -s "$tmp" "$out"; then rm -f "$tmp"; else mv "$tmp" "$out"; fi
