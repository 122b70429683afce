/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/*
 * ovnet - overlay networks in the kernel: generic netlink and rtnetlink API
 *
 * Described by uapi/ovnet.yaml; selftests/check-uapi.py holds the two together.
 * Numbers never change and are never reused. Unless said otherwise integers
 * are in host byte order and times in the unit that the name ends with. 64-bit
 * attributes are aligned to four bytes, as all are: copy them out.
 *
 * A request of the generic netlink family carries objects as nests of the
 * kind that the command names (OVNET_A_UNDERLAY for OVNET_CMD_UNDERLAY_*, and
 * so on): GET and FLUSH one, NEW, SET and DEL one or more, which are done all
 * or not at all; a refusal points at an attribute of the one it is about, or
 * at its nest. SET and DEL name an object once in a message. An object is
 * referred to by name or by number; if both are given they must mean the same.
 */
#ifndef _UAPI_LINUX_OVNET_H
#define _UAPI_LINUX_OVNET_H

#define OVNET_GENL_NAME		"ovnet"
#define OVNET_GENL_VERSION	1

#define OVNET_NAME_LEN		32	/* underlay, network, remote; with the final NUL */
#define OVNET_NETWORK_ID_MAX	0xffffff
#define OVNET_REMOTE_VTEPS_MAX	4	/* addresses of one remote */
#define OVNET_REMOTE_SEGS_MAX	8	/* on the way to one remote */
#define OVNET_REMOTE_SOURCES_MAX 4	/* prefixes that one remote sends from */
#define OVNET_LOCATOR_LEN_MIN	32	/* bits */
#define OVNET_LOCATOR_LEN_MAX	88	/* what follows in a SID takes 40 */
#define OVNET_TRACE_FRAME_MAX	10240	/* bytes of a frame that is traced */

/**
 * enum ovnet_cmd - commands of the family
 *
 * NEW creates what must not be there, SET changes what must be there (an FDB
 * row, a route: makes it so, whether it was there or not), DEL removes, GET reads one
 * object or, with NLM_F_DUMP, all that match. Notifications use the NEW, SET and DEL
 * numbers with the object as a GET would show it.
 *
 * MEMBER_SET replaces sets: each network that is named has afterwards exactly
 * the members that are named with it. A nest without a remote names only the
 * network, whose set is then empty.
 *
 * TRACE_GET says what would happen to a frame: it takes the way of a real one,
 * but nothing is sent, learned or counted.
 */
enum ovnet_cmd {
	OVNET_CMD_UNSPEC,
	OVNET_CMD_NODE_GET,
	OVNET_CMD_UNDERLAY_NEW,
	OVNET_CMD_UNDERLAY_SET,
	OVNET_CMD_UNDERLAY_DEL,
	OVNET_CMD_UNDERLAY_GET,
	OVNET_CMD_NETWORK_NEW,
	OVNET_CMD_NETWORK_SET,
	OVNET_CMD_NETWORK_DEL,
	OVNET_CMD_NETWORK_GET,
	OVNET_CMD_PORT_NEW,
	OVNET_CMD_PORT_SET,
	OVNET_CMD_PORT_DEL,
	OVNET_CMD_PORT_GET,
	OVNET_CMD_REMOTE_NEW,
	OVNET_CMD_REMOTE_SET,
	OVNET_CMD_REMOTE_DEL,
	OVNET_CMD_REMOTE_GET,
	OVNET_CMD_MEMBER_NEW,
	OVNET_CMD_MEMBER_DEL,
	OVNET_CMD_MEMBER_GET,
	OVNET_CMD_FDB_NEW,
	OVNET_CMD_FDB_SET,
	OVNET_CMD_FDB_DEL,
	OVNET_CMD_FDB_GET,
	OVNET_CMD_FDB_FLUSH,
	OVNET_CMD_DROPS_GET,
	OVNET_CMD_LIMIT_NTF,
	OVNET_CMD_MEMBER_SET,
	OVNET_CMD_DROP_NTF,
	OVNET_CMD_ROUTE_NEW,
	OVNET_CMD_ROUTE_SET,
	OVNET_CMD_ROUTE_DEL,
	OVNET_CMD_ROUTE_GET,
	OVNET_CMD_NEIGH_NEW,
	OVNET_CMD_NEIGH_SET,
	OVNET_CMD_NEIGH_DEL,
	OVNET_CMD_NEIGH_GET,
	OVNET_CMD_NEIGH_FLUSH,
	OVNET_CMD_BINDING_NEW,
	OVNET_CMD_BINDING_DEL,
	OVNET_CMD_BINDING_GET,
	OVNET_CMD_TRACE_GET,
	OVNET_CMD_PROBE_SEND,
	OVNET_CMD_PROBE_GET,
	OVNET_CMD_NODE_SET,
	/* private: */
	__OVNET_CMD_MAX,
	OVNET_CMD_MAX = __OVNET_CMD_MAX - 1
};

#define OVNET_MCGRP_CONFIG	"config"	/* objects created, changed, removed */
#define OVNET_MCGRP_FDB		"fdb"		/* FDB rows learned, moved, aged, configured */
#define OVNET_MCGRP_LIMIT	"limit"		/* a limit refused something: OVNET_CMD_LIMIT_NTF */
#define OVNET_MCGRP_ROUTE	"route"		/* routes created, changed, removed */
#define OVNET_MCGRP_NEIGH	"neigh"		/* neighbours created, changed, removed */
#define OVNET_MCGRP_DROPS	"drops"		/* frames dropped: OVNET_CMD_DROP_NTF, at most 100 a second */

/* Top level of every message. */
enum ovnet_attr {
	OVNET_A_UNSPEC,
	OVNET_A_NODE,		/* nest, enum ovnet_node_attr */
	OVNET_A_UNDERLAY,	/* nest, multi, enum ovnet_underlay_attr */
	OVNET_A_NETWORK,	/* nest, multi, enum ovnet_network_attr */
	OVNET_A_PORT,		/* nest, multi, enum ovnet_port_attr */
	OVNET_A_REMOTE,		/* nest, multi, enum ovnet_remote_attr */
	OVNET_A_MEMBER,		/* nest, multi, enum ovnet_member_attr */
	OVNET_A_FDB,		/* nest, multi, enum ovnet_fdb_attr */
	OVNET_A_DROPS,		/* nest, enum ovnet_drops_attr */
	OVNET_A_LIMIT,		/* nest, enum ovnet_limit_attr */
	OVNET_A_ROUTE,		/* nest, multi, enum ovnet_route_attr */
	OVNET_A_NEIGH,		/* nest, multi, enum ovnet_neigh_attr */
	OVNET_A_BINDING,	/* nest, multi, enum ovnet_binding_attr */
	OVNET_A_TRACE,		/* nest, enum ovnet_trace_attr */
	OVNET_A_PROBE,		/* nest, enum ovnet_probe_attr */
	/* private: */
	__OVNET_A_MAX,
	OVNET_A_MAX = __OVNET_A_MAX - 1
};

/* What this module is, holds and is told for the whole namespace. */
enum ovnet_node_attr {
	OVNET_A_NODE_UNSPEC,
	OVNET_A_NODE_VERSION,		/* string, version of the module */
	OVNET_A_NODE_FEATURES,		/* u64, enum ovnet_feature as bits */
	OVNET_A_NODE_UNDERLAYS,		/* u32, objects in this namespace */
	OVNET_A_NODE_UNDERLAYS_MAX,	/* u32, limit */
	OVNET_A_NODE_NETWORKS,		/* u32 */
	OVNET_A_NODE_NETWORKS_MAX,	/* u32 */
	OVNET_A_NODE_PORTS,		/* u32 */
	OVNET_A_NODE_PORTS_MAX,		/* u32 */
	OVNET_A_NODE_REMOTES,		/* u32 */
	OVNET_A_NODE_REMOTES_MAX,	/* u32 */
	OVNET_A_NODE_FDB,		/* u32, rows in this namespace */
	OVNET_A_NODE_FDB_MAX,		/* u32 */
	OVNET_A_NODE_ROUTES,		/* u32, routes in this namespace */
	OVNET_A_NODE_ROUTES_MAX,	/* u32 */
	OVNET_A_NODE_NEIGHS,		/* u32, neighbours in this namespace */
	OVNET_A_NODE_NEIGHS_MAX,	/* u32 */
	OVNET_A_NODE_UNDERLAY_HOOKS,	/* u8, enum ovnet_underlay_hooks, default auto */
	OVNET_A_NODE_CACHE,		/* u8 bool, remember flows, default 1 */
	OVNET_A_NODE_PEER_DELIVERY,	/* u8, enum ovnet_peer_delivery, default auto */
	/* private: */
	__OVNET_A_NODE_MAX,
	OVNET_A_NODE_MAX = __OVNET_A_NODE_MAX - 1
};

enum ovnet_feature {
	OVNET_FEATURE_VXLAN,	/* bit 0: underlays and remotes of kind vxlan */
	OVNET_FEATURE_L2,	/* bit 1: networks of type l2 */
	OVNET_FEATURE_MANY,	/* bit 2: many objects in a message, all or none */
	OVNET_FEATURE_MEMBER_SET, /* bit 3: OVNET_CMD_MEMBER_SET */
	OVNET_FEATURE_BRIDGE,	/* bit 4: "bridge fdb" and "bridge link" of legs and ports */
	OVNET_FEATURE_DROP_NTF,	/* bit 5: OVNET_CMD_DROP_NTF */
	OVNET_FEATURE_SHARED,	/* bit 6: OVNET_A_UNDERLAY_SHARED */
	OVNET_FEATURE_L3,	/* bit 7: networks of type l3, OVNET_CMD_ROUTE_* */
	OVNET_FEATURE_NEIGH,	/* bit 8: OVNET_CMD_NEIGH_*, gateways, ARP and ND answered */
	OVNET_FEATURE_BINDING,	/* bit 9: OVNET_CMD_BINDING_* */
	OVNET_FEATURE_TRACE,	/* bit 10: OVNET_CMD_TRACE_GET */
	OVNET_FEATURE_SRV6,	/* bit 11: underlays and remotes of kind srv6 */
	OVNET_FEATURE_FAST,	/* bit 12: OVNET_CMD_NODE_SET, short ways for packets */
};

/* Do tunnel packets go through the host's IP stack? */
enum ovnet_underlay_hooks {
	OVNET_UNDERLAY_HOOKS_AUTO,	/* only if netfilter, xfrm, tc or XDP there would see them (default) */
	OVNET_UNDERLAY_HOOKS_ON,	/* always */
	OVNET_UNDERLAY_HOOKS_OFF,	/* never, whoever listens */
};

/*
 * May a frame for a veth port be handed to the other end of the pair at once, and
 * one for an endpoint's own device be received by it at once?
 */
enum ovnet_peer_delivery {
	OVNET_PEER_DELIVERY_OFF,	/* never: by the port's own queue */
	OVNET_PEER_DELIVERY_AUTO,	/* while nothing on the port would have seen it (default) */
};

enum ovnet_underlay_kind {
	OVNET_UNDERLAY_KIND_VXLAN = 1,	/* RFC 7348 */
	OVNET_UNDERLAY_KIND_SRV6,	/* RFC 8986 */
};

/* Is there a segment routing header (RFC 8754) where one segment is all? */
enum ovnet_srh {
	OVNET_SRH_OFF,		/* no, and a list's has not its first (default) */
	OVNET_SRH_FULL,		/* always, with all segments */
};

/* The outer "don't fragment" bit (IPv4 underlay). */
enum ovnet_df {
	OVNET_DF_SET,		/* always; too big frames are answered (default) */
	OVNET_DF_UNSET,		/* never: the underlay may fragment */
	OVNET_DF_INHERIT,	/* as the inner IPv4 packet has it; set for IPv6 */
};

/* This node's own tunnel end. */
enum ovnet_underlay_attr {
	OVNET_A_UNDERLAY_UNSPEC,
	OVNET_A_UNDERLAY_NAME,		/* string, 1 to 31 bytes; the key */
	OVNET_A_UNDERLAY_KIND,		/* u8, enum ovnet_underlay_kind; fixed at NEW */
	OVNET_A_UNDERLAY_LOCAL4,	/* be32, source address over IPv4; 0: none */
	OVNET_A_UNDERLAY_LOCAL6,	/* 16 bytes, source address over IPv6; all zero: none */
	OVNET_A_UNDERLAY_PORT,		/* u16, UDP port, default 4789; fixed at NEW */
	OVNET_A_UNDERLAY_DEV,		/* u32, ifindex that packets leave by, or of a VRF; 0: routing decides; fixed at NEW */
	OVNET_A_UNDERLAY_SRCPORT_LOW,	/* u16, lowest source port, default 0: the host's ip_local_port_range */
	OVNET_A_UNDERLAY_SRCPORT_HIGH,	/* u16, highest source port */
	OVNET_A_UNDERLAY_TTL,		/* u8, 1 to 255, default 64; 0: as the inner packet has it */
	OVNET_A_UNDERLAY_TOS,		/* u8, outer DSCP in the upper six bits, default 0; 1: as the inner packet has it. ECN: RFC 6040 */
	OVNET_A_UNDERLAY_DF,		/* u8, enum ovnet_df */
	OVNET_A_UNDERLAY_CSUM,		/* u8 bool, outer UDP checksum over IPv4, default 1 */
	OVNET_A_UNDERLAY_CSUM6_TX,	/* u8 bool, outer UDP checksum over IPv6, default 1; 0 as in RFC 6935 */
	OVNET_A_UNDERLAY_CSUM6_RX,	/* u8 bool, demand a checksum over IPv6, default 1 */
	OVNET_A_UNDERLAY_NETWORKS,	/* u32, networks that use it; read only */
	OVNET_A_UNDERLAY_IMPLICIT,	/* u8 bool, made by a link's LOCAL, goes with its last network; read only */
	OVNET_A_UNDERLAY_SHARED,	/* u8 bool, take only the VNIs of its networks from the port, default 0; fixed at NEW */
	OVNET_A_UNDERLAY_LOCATOR,	/* 16 bytes, of kind srv6: prefix of this node's SIDs, zero behind LOCATOR_LEN */
	OVNET_A_UNDERLAY_LOCATOR_LEN,	/* u8, 32 to 88 */
	OVNET_A_UNDERLAY_SOURCE,	/* 16 bytes, source address of its packets; default, and if all zero: the locator's own */
	OVNET_A_UNDERLAY_SRH,		/* u8, enum ovnet_srh */
	/* private: */
	__OVNET_A_UNDERLAY_MAX,
	OVNET_A_UNDERLAY_MAX = __OVNET_A_UNDERLAY_MAX - 1
};

enum ovnet_network_type {
	OVNET_NETWORK_TYPE_L2 = 1,	/* Ethernet frames */
	OVNET_NETWORK_TYPE_L3,		/* IP packets, routed */
};

/* What router advertisements say; without a gateway6 there are none. */
enum ovnet_ra_mode {
	OVNET_RA_MODE_OFF,		/* there are none */
	OVNET_RA_MODE_ON,		/* the gateway is the router, its prefix is on the link */
	OVNET_RA_MODE_AUTONOMOUS,	/* and endpoints may make addresses of the prefix (RFC 4862) */
};

/* A tenant's network, isolated from all others. */
enum ovnet_network_attr {
	OVNET_A_NETWORK_UNSPEC,
	OVNET_A_NETWORK_ID,		/* u32, 1 to 2^24-1; the key */
	OVNET_A_NETWORK_NAME,		/* string, 1 to 31 bytes, unique, not all digits; default net<id> */
	OVNET_A_NETWORK_TYPE,		/* u8, enum ovnet_network_type; fixed at NEW */
	OVNET_A_NETWORK_VNI,		/* u32, 0 to 2^24-1, unique, default the id; fixed at NEW */
	OVNET_A_NETWORK_UNDERLAY,	/* string, name of one of kind vxlan; empty: none. Without SRV6_UNDERLAY SET takes either kind, and that is then all; with neither the network stays on this node */
	OVNET_A_NETWORK_LEARNING,	/* u8 bool, learn MACs and neighbours from ports that have no setting of their own, default 1 */
	OVNET_A_NETWORK_LEARNING_REMOTE,/* u8 bool, learn them from the tunnel, default 0 */
	OVNET_A_NETWORK_SECURE,		/* u8 bool, new ports start blocked however they are added, and nothing passes one without bindings, default 0 */
	OVNET_A_NETWORK_AGEING,		/* u32, seconds until an unused learned row goes, default 300; 0: never */
	OVNET_A_NETWORK_FDB_MAX,	/* u32, learned rows allowed, default 65536 */
	OVNET_A_NETWORK_FLOOD_RATE,	/* u32, flooded frames a second that each port may send, default 0: no limit */
	OVNET_A_NETWORK_FDB,		/* u32, rows; read only */
	OVNET_A_NETWORK_FDB_LEARNED,	/* u32, learned rows among them; read only */
	OVNET_A_NETWORK_FDB_REFUSED,	/* u64, rows not learned because of FDB_MAX or the node's limit; read only */
	OVNET_A_NETWORK_PORTS,		/* u32; read only */
	OVNET_A_NETWORK_LEGS,		/* u32; read only */
	OVNET_A_NETWORK_MEMBERS,	/* u32; read only */
	OVNET_A_NETWORK_STATS,		/* nest, enum ovnet_stats_attr: the network's traffic through tunnels; read only */
	OVNET_A_NETWORK_FORCE,		/* flag, with DEL: remove ports, legs and members too */
	OVNET_A_NETWORK_IMPLICIT,	/* u8 bool, made by a leg, goes with its last one; read only */
	OVNET_A_NETWORK_ROUTES,		/* u32; read only */
	OVNET_A_NETWORK_GATEWAY4,	/* be32, the router that endpoints see; 0: none */
	OVNET_A_NETWORK_GATEWAY4_LEN,	/* u8, 1 to 32, bits of the prefix that is on the link */
	OVNET_A_NETWORK_GATEWAY6,	/* 16 bytes, likewise; all zero: none */
	OVNET_A_NETWORK_GATEWAY6_LEN,	/* u8, 1 to 128 */
	OVNET_A_NETWORK_SUPPRESSION,	/* u8 bool, ARP and ND for known neighbours are answered on the spot, default 1 */
	OVNET_A_NETWORK_NEIGHS,		/* u32; read only */
	OVNET_A_NETWORK_ROUTER,		/* string, of an l2 network: name of the l3 network that its gateway routes in; empty: none */
	OVNET_A_NETWORK_RA,		/* u8, enum ovnet_ra_mode; default off */
	OVNET_A_NETWORK_NEIGH_MAX,	/* u32, learned neighbours allowed, default 65536 */
	OVNET_A_NETWORK_NEIGHS_LEARNED,	/* u32, learned ones among its neighbours; read only */
	OVNET_A_NETWORK_NEIGHS_REFUSED,	/* u64, neighbours not learned because of NEIGH_MAX or the node's limit; read only */
	OVNET_A_NETWORK_MSS_CLAMP,	/* u8 bool, lower the MSS of TCP SYNs in tunnels to what fits, default 0 */
	OVNET_A_NETWORK_SRV6_UNDERLAY,	/* string, name of one of kind srv6; empty: none */
	/* private: */
	__OVNET_A_NETWORK_MAX,
	OVNET_A_NETWORK_MAX = __OVNET_A_NETWORK_MAX - 1
};

enum ovnet_port_state {
	OVNET_PORT_STATE_BLOCKED,	/* nothing passes, either way */
	OVNET_PORT_STATE_OPEN,
};

/*
 * An endpoint's attachment: an Ethernet device handed to a network, or one that
 * a link with IFLA_OVNET_ENDPOINT has made for it. The latter may be in another
 * namespace, where its ifindex means nothing to the network's: wherever a port
 * is named by ifindex it has a number instead, that no device has.
 */
#define OVNET_PORT_NUMBER_MIN	0x80000000

enum ovnet_port_attr {
	OVNET_A_PORT_UNSPEC,
	OVNET_A_PORT_IFINDEX,		/* u32; the key; see above */
	OVNET_A_PORT_IFNAME,		/* string; NAME@NSID in another namespace; read only */
	OVNET_A_PORT_NETWORK_ID,	/* u32 */
	OVNET_A_PORT_NETWORK_NAME,	/* string */
	OVNET_A_PORT_STATE,		/* u8, enum ovnet_port_state; default blocked by NEW, open by "master LEG" */
	OVNET_A_PORT_LEARNING,		/* u8 bool; default: as the network */
	OVNET_A_PORT_UNKNOWN_UNICAST,	/* u8 bool, send it frames for unknown MACs, default 1 */
	OVNET_A_PORT_FLOOD_RATE,	/* u32, flooded frames a second that it may send, 0: no limit; default: as the network */
	OVNET_A_PORT_LEG,		/* u32, ifindex of the leg that is its master; absent for ports made by NEW; read only */
	OVNET_A_PORT_STATS,		/* nest, enum ovnet_stats_attr, as seen by the node: rx is what the endpoint sent; read only */
	OVNET_A_PORT_FLOOD_LIMITED,	/* u64, frames over the flood rate; read only */
	OVNET_A_PORT_BINDINGS,		/* u32; read only */
	/* private: */
	__OVNET_A_PORT_MAX,
	OVNET_A_PORT_MAX = __OVNET_A_PORT_MAX - 1
};

enum ovnet_remote_kind {
	OVNET_REMOTE_KIND_VXLAN = 1,	/* it has VTEPs */
	OVNET_REMOTE_KIND_SRV6,		/* it has none */
};

/* A prefix that a remote sends from. */
enum ovnet_source_attr {
	OVNET_A_SOURCE_UNSPEC,
	OVNET_A_SOURCE_ADDR,		/* 16 bytes, zero behind LEN */
	OVNET_A_SOURCE_LEN,		/* u8, 1 to 128; 0, alone: none, what the locator says */
	/* private: */
	__OVNET_A_SOURCE_MAX,
	OVNET_A_SOURCE_MAX = __OVNET_A_SOURCE_MAX - 1
};

/* Another node. */
enum ovnet_remote_attr {
	OVNET_A_REMOTE_UNSPEC,
	OVNET_A_REMOTE_ID,		/* u32, 1 to 2^32-2, unique; default: the lowest free */
	OVNET_A_REMOTE_NAME,		/* string, 1 to 31 bytes, not all digits; unique */
	OVNET_A_REMOTE_KIND,		/* u8, enum ovnet_remote_kind: what it is reached by at least; of NEW, GET: those that are */
	OVNET_A_REMOTE_VTEP,		/* multi (up to 4), 4 or 16 bytes: addresses of its VXLAN tunnel end, the first of a family is sent to, all are accepted from; SET 0.0.0.0, alone: none */
	OVNET_A_REMOTE_PORT,		/* u16, UDP port it listens on; default 0: the underlay's */
	OVNET_A_REMOTE_UP,		/* u8 bool, default 1; down: nothing is sent to it or accepted from it */
	OVNET_A_REMOTE_MEMBERS,		/* u32, networks that it is a member of; read only */
	OVNET_A_REMOTE_FDB,		/* u32, FDB rows that point to it; read only */
	OVNET_A_REMOTE_STATS,		/* nest, enum ovnet_stats_attr; read only */
	OVNET_A_REMOTE_FORCE,		/* flag, with DEL: remove its memberships and FDB rows too */
	OVNET_A_REMOTE_IMPLICIT,	/* u8 bool, made by "bridge fdb", goes with the last that refers to it; read only */
	OVNET_A_REMOTE_ROUTER_MAC,	/* 6 bytes, destination of packets routed to it; default 02:72 and IPv4 address or end of IPv6 address of its first VTEP, and then absent; SET all zero: that again */
	OVNET_A_REMOTE_PMTU,		/* u32, what an outer packet to it may have, learned from ICMP; absent if nothing was; read only */
	OVNET_A_REMOTE_PMTU_EXPIRES_MS,	/* u64, milliseconds until that is forgotten; read only */
	OVNET_A_REMOTE_PROBE_INTERVAL,	/* u16, seconds between probes of it, up to 3600, default 0: never */
	OVNET_A_REMOTE_LOST,		/* u8 bool, three of them in a row were not answered: nothing is flooded to it; read only */
	OVNET_A_REMOTE_LOCATOR,		/* 16 bytes, prefix of its SIDs, zero behind LOCATOR_LEN: it is reached by SRv6 */
	OVNET_A_REMOTE_LOCATOR_LEN,	/* u8, 32 to 88; SET 0: none */
	OVNET_A_REMOTE_SEG,		/* multi (up to 8), 16 bytes: segments that packets visit before it, in this order; SET ::, alone: none */
	OVNET_A_REMOTE_SOURCE,		/* nest, multi (up to 4), enum ovnet_source_attr: what its SRv6 packets are accepted from, the longest prefix counts; default, and then absent: its locator */
	OVNET_A_REMOTE_FOREIGN,		/* u8 bool, no node of ours: without a locator it is sent to by the SIDs of its members; default 0 */
	/* private: */
	__OVNET_A_REMOTE_MAX,
	OVNET_A_REMOTE_MAX = __OVNET_A_REMOTE_MAX - 1
};

/* A remote that gets a network's unknown, broadcast and multicast frames. */
enum ovnet_member_attr {
	OVNET_A_MEMBER_UNSPEC,
	OVNET_A_MEMBER_NETWORK_ID,	/* u32 */
	OVNET_A_MEMBER_NETWORK_NAME,	/* string */
	OVNET_A_MEMBER_REMOTE_ID,	/* u32 */
	OVNET_A_MEMBER_REMOTE_NAME,	/* string */
	OVNET_A_MEMBER_SID,		/* 16 bytes, what the network's packets to the remote are sent to by SRv6, whatever its locator says; all zero: nothing is said; MEMBER_SET without it: as it was */
	OVNET_A_MEMBER_SID_FLOOD,	/* 16 bytes, of those that are flooded; default, and if all zero: SID */
	/* private: */
	__OVNET_A_MEMBER_MAX,
	OVNET_A_MEMBER_MAX = __OVNET_A_MEMBER_MAX - 1
};

/* Where a row came from. */
enum ovnet_fdb_state {
	OVNET_FDB_STATE_STATIC = 1,	/* configured: never moved or aged by traffic */
	OVNET_FDB_STATE_LEARNED,	/* from a frame's source address */
	OVNET_FDB_STATE_LOCAL,		/* a leg's own address; cannot be changed */
	OVNET_FDB_STATE_EXTERNAL,	/* as static, but a control plane's ("extern_learn") */
	OVNET_FDB_STATE_BOUND,		/* as static, but made by a binding, with which it goes */
};

/* Where a MAC of a network is. */
enum ovnet_fdb_attr {
	OVNET_A_FDB_UNSPEC,
	OVNET_A_FDB_NETWORK_ID,		/* u32 */
	OVNET_A_FDB_NETWORK_NAME,	/* string */
	OVNET_A_FDB_MAC,		/* 6 bytes, unicast, not zero */
	OVNET_A_FDB_IFINDEX,		/* u32, port or leg that it is behind */
	OVNET_A_FDB_IFNAME,		/* string; read only */
	OVNET_A_FDB_REMOTE_ID,		/* u32, remote that it is behind */
	OVNET_A_FDB_REMOTE_NAME,	/* string */
	OVNET_A_FDB_STATE,		/* u8, enum ovnet_fdb_state; NEW and SET take static (default) or external; filter of GET and FLUSH */
	OVNET_A_FDB_SEQ,		/* u32, rises with each move; SET with a lower one than the row has is refused (ESTALE) */
	OVNET_A_FDB_USED_MS,		/* u64, milliseconds since a frame was sent to it; absent: never; read only */
	OVNET_A_FDB_UPDATED_MS,		/* u64, milliseconds since it was last seen or configured; read only */
	OVNET_A_FDB_FLUSHED,		/* u32, reply to FLUSH: rows removed */
	/* private: */
	__OVNET_A_FDB_MAX,
	OVNET_A_FDB_MAX = __OVNET_A_FDB_MAX - 1
};

/* One counter of dropped frames, or, in OVNET_CMD_DROP_NTF, one frame. */
enum ovnet_drops_attr {
	OVNET_A_DROPS_UNSPEC,
	OVNET_A_DROPS_NETWORK_ID,	/* u32; absent: the whole namespace, all networks and what belongs to none */
	OVNET_A_DROPS_NETWORK_NAME,	/* string */
	OVNET_A_DROPS_REASON,		/* string, as in docs/drops.md */
	OVNET_A_DROPS_COUNT,		/* u64, frames */
	OVNET_A_DROPS_IFINDEX,		/* u32, port or leg that the frame came from; NTF */
	OVNET_A_DROPS_IFNAME,		/* string; NTF */
	OVNET_A_DROPS_REMOTE_ID,	/* u32, remote that it came from; NTF */
	OVNET_A_DROPS_REMOTE_NAME,	/* string; NTF */
	OVNET_A_DROPS_DST_MAC,		/* 6 bytes; NTF, if the frame is that long */
	OVNET_A_DROPS_SRC_MAC,		/* 6 bytes; NTF */
	OVNET_A_DROPS_ETHERTYPE,	/* u16, host byte order; NTF */
	OVNET_A_DROPS_LENGTH,		/* u32, bytes of the frame; NTF */
	OVNET_A_DROPS_MISSED,		/* u32, events not sent since the last one; NTF */
	/* private: */
	__OVNET_A_DROPS_MAX,
	OVNET_A_DROPS_MAX = __OVNET_A_DROPS_MAX - 1
};

enum ovnet_route_type {
	OVNET_ROUTE_TYPE_REMOTE = 1,
	OVNET_ROUTE_TYPE_DEVICE,	/* a port or leg of the network */
	OVNET_ROUTE_TYPE_UNREACHABLE,	/* answered: host unreachable */
	OVNET_ROUTE_TYPE_PROHIBIT,	/* answered: administratively prohibited */
	OVNET_ROUTE_TYPE_BLACKHOLE,	/* dropped in silence */
	OVNET_ROUTE_TYPE_NETWORK,	/* looked for in another network: in an l2 network its neighbour, in an l3 network its route */
};

/* Where the addresses of a prefix are, in a network of type l3. */
enum ovnet_route_attr {
	OVNET_A_ROUTE_UNSPEC,
	OVNET_A_ROUTE_NETWORK_ID,	/* u32 */
	OVNET_A_ROUTE_NETWORK_NAME,	/* string */
	OVNET_A_ROUTE_DST4,		/* be32, of an IPv4 prefix, zero behind LEN */
	OVNET_A_ROUTE_DST6,		/* 16 bytes, of an IPv6 prefix, likewise */
	OVNET_A_ROUTE_LEN,		/* u8, bits, 0 to 32 or 128; default all */
	OVNET_A_ROUTE_TYPE,		/* u8, enum ovnet_route_type; default by what it points to */
	OVNET_A_ROUTE_REMOTE_ID,	/* u32, remote that it points to */
	OVNET_A_ROUTE_REMOTE_NAME,	/* string */
	OVNET_A_ROUTE_IFINDEX,		/* u32, port or leg that it points to */
	OVNET_A_ROUTE_IFNAME,		/* string; read only */
	OVNET_A_ROUTE_TO_NETWORK_ID,	/* u32, network that it points to */
	OVNET_A_ROUTE_TO_NETWORK_NAME,	/* string */
	OVNET_A_ROUTE_BOUND,		/* u8 bool, made by a binding, with which it goes; read only */
	OVNET_A_ROUTE_NEXTHOP,		/* nest, multi (1 to 16), enum ovnet_nexthop_attr: a remote among which its flows are shared out */
	OVNET_A_ROUTE_TRANSIT,		/* u8 bool, to remotes: also for what came from a remote; default 0 */
	/* private: */
	__OVNET_A_ROUTE_MAX,
	OVNET_A_ROUTE_MAX = __OVNET_A_ROUTE_MAX - 1
};

#define OVNET_NEXTHOPS_MAX		16	/* of a route */
#define OVNET_NEXTHOP_WEIGHT_MAX	256

/* One of the remotes of a route that has several. */
enum ovnet_nexthop_attr {
	OVNET_A_NEXTHOP_UNSPEC,
	OVNET_A_NEXTHOP_REMOTE_ID,	/* u32 */
	OVNET_A_NEXTHOP_REMOTE_NAME,	/* string */
	OVNET_A_NEXTHOP_WEIGHT,		/* u16, 1 to 256, what part of the flows it gets; default 1 */
	OVNET_A_NEXTHOP_BUCKETS,	/* u32, what it has got, of 128; none while it is down; read only */
	OVNET_A_NEXTHOP_SID,		/* 16 bytes, what the route's packets to it are sent to by SRv6, whatever its locator and a member say; absent or all zero: nothing is said */
	/* private: */
	__OVNET_A_NEXTHOP_MAX,
	OVNET_A_NEXTHOP_MAX = __OVNET_A_NEXTHOP_MAX - 1
};

/* Where a neighbour came from. */
enum ovnet_neigh_state {
	OVNET_NEIGH_STATE_STATIC = 1,	/* configured */
	OVNET_NEIGH_STATE_LEARNED,	/* from ARP or ND; never instead of the other two */
	OVNET_NEIGH_STATE_EXTERNAL,	/* as static, but a control plane's */
	OVNET_NEIGH_STATE_BOUND,	/* as static, but made by a binding, with which it goes */
};

/* The MAC of an address of a network. */
enum ovnet_neigh_attr {
	OVNET_A_NEIGH_UNSPEC,
	OVNET_A_NEIGH_NETWORK_ID,	/* u32 */
	OVNET_A_NEIGH_NETWORK_NAME,	/* string */
	OVNET_A_NEIGH_ADDR4,		/* be32, unicast */
	OVNET_A_NEIGH_ADDR6,		/* 16 bytes, unicast */
	OVNET_A_NEIGH_MAC,		/* 6 bytes, unicast, not zero */
	OVNET_A_NEIGH_STATE,		/* u8, enum ovnet_neigh_state; NEW and SET take static (default) or external; filter of GET and FLUSH */
	OVNET_A_NEIGH_SEQ,		/* u32, rises with each other MAC or, of a learned row, place; SET with a lower one than the row has is refused (ESTALE) */
	OVNET_A_NEIGH_USED_MS,		/* u64, milliseconds since it was last answered for or sent to; absent: never; read only */
	OVNET_A_NEIGH_UPDATED_MS,	/* u64, milliseconds since it was last seen or configured; read only */
	OVNET_A_NEIGH_FLUSHED,		/* u32, reply to FLUSH: rows removed */
	OVNET_A_NEIGH_IFINDEX,		/* u32, of a learned or bound row: port or leg that it was learned from or is bound to; read only */
	OVNET_A_NEIGH_IFNAME,		/* string, likewise; read only */
	OVNET_A_NEIGH_REMOTE_ID,	/* u32, of a learned row: remote that it was learned from; read only */
	OVNET_A_NEIGH_REMOTE_NAME,	/* string, likewise; read only */
	OVNET_A_NEIGH_HELD_MS,		/* u64, milliseconds for which it stays as it is, because it moved too often; absent: it may move; read only */
	/* private: */
	__OVNET_A_NEIGH_MAX,
	OVNET_A_NEIGH_MAX = __OVNET_A_NEIGH_MAX - 1
};

/*
 * What a port may send from, a MAC address or a MAC and an IP address. As soon
 * as it has one, all else that it sends is dropped. Makes the FDB row of the MAC,
 * the neighbour of the address, and in an l3 network the route to it, unless
 * there are any.
 */
enum ovnet_binding_attr {
	OVNET_A_BINDING_UNSPEC,
	OVNET_A_BINDING_IFINDEX,	/* u32, the port */
	OVNET_A_BINDING_IFNAME,		/* string; read only */
	OVNET_A_BINDING_MAC,		/* 6 bytes, unicast, not zero */
	OVNET_A_BINDING_ADDR4,		/* be32, unicast; absent, and ADDR6 too: any address */
	OVNET_A_BINDING_ADDR6,		/* 16 bytes, unicast */
	/* private: */
	__OVNET_A_BINDING_MAX,
	OVNET_A_BINDING_MAX = __OVNET_A_BINDING_MAX - 1
};

/* What would become of a frame. */
enum ovnet_trace_verdict {
	OVNET_TRACE_VERDICT_DELIVERED = 1,	/* to one place or more */
	OVNET_TRACE_VERDICT_ANSWERED,		/* ARP, ND or a ping, by the node itself */
	OVNET_TRACE_VERDICT_DROPPED,
	OVNET_TRACE_VERDICT_PASSED,		/* to the stack of the port's device: link-local control */
};

/* A frame that is not sent, and what would happen to it. */
enum ovnet_trace_attr {
	OVNET_A_TRACE_UNSPEC,
	OVNET_A_TRACE_NETWORK_ID,	/* u32 */
	OVNET_A_TRACE_NETWORK_NAME,	/* string */
	OVNET_A_TRACE_IFINDEX,		/* u32, port or leg that it comes from */
	OVNET_A_TRACE_IFNAME,		/* string; read only */
	OVNET_A_TRACE_REMOTE_ID,	/* u32, remote that it comes from */
	OVNET_A_TRACE_REMOTE_NAME,	/* string */
	OVNET_A_TRACE_FRAME,		/* 14 to 10240 bytes, from the Ethernet header on */
	OVNET_A_TRACE_STEP,		/* nest, multi, enum ovnet_step_attr: what happens, in order; read only */
	OVNET_A_TRACE_MISSED,		/* u32, steps that there was no room for; read only */
	OVNET_A_TRACE_VERDICT,		/* u8, enum ovnet_trace_verdict; read only */
	OVNET_A_TRACE_REASON,		/* string, if it is dropped, as in docs/drops.md; read only */
	/* private: */
	__OVNET_A_TRACE_MAX,
	OVNET_A_TRACE_MAX = __OVNET_A_TRACE_MAX - 1
};

enum ovnet_step_kind {
	OVNET_STEP_KIND_IN = 1,		/* it comes in */
	OVNET_STEP_KIND_GUARD,		/* the guard lets it in */
	OVNET_STEP_KIND_LEARN,		/* its source would be learned */
	OVNET_STEP_KIND_FDB,		/* a row of the FDB */
	OVNET_STEP_KIND_NO_FDB,		/* there is none */
	OVNET_STEP_KIND_NEIGH,		/* a neighbour */
	OVNET_STEP_KIND_NO_NEIGH,	/* there is none */
	OVNET_STEP_KIND_ROUTE,		/* a route */
	OVNET_STEP_KIND_NO_ROUTE,	/* there is none */
	OVNET_STEP_KIND_GATEWAY,	/* it is for the gateway itself */
	OVNET_STEP_KIND_ANSWER,		/* what it asks is answered here */
	OVNET_STEP_KIND_ROUTED,		/* it has these MACs now */
	OVNET_STEP_KIND_FLOOD,		/* to all that the network has */
	OVNET_STEP_KIND_ENCAP,		/* outer headers */
	OVNET_STEP_KIND_MTU,		/* it does not fit; dropped, or sent in fragments */
	OVNET_STEP_KIND_ERROR,		/* its sender is told by ICMP */
	OVNET_STEP_KIND_SENT,		/* it leaves to a place */
	OVNET_STEP_KIND_PASSED,		/* the stack of the port's device gets it */
	OVNET_STEP_KIND_DROPPED,
};

/* What a step happens to. */
enum ovnet_step_of {
	OVNET_STEP_OF_FRAME,	/* the frame, or one of those that it is flooded as */
	OVNET_STEP_OF_COPY,	/* a copy for a leg that listens to everything */
	OVNET_STEP_OF_ANSWER,	/* what goes back to its sender */
};

/* What a sender is told by ICMP or ICMPv6. */
enum ovnet_step_error {
	OVNET_STEP_ERROR_TOO_BIG = 1,
	OVNET_STEP_ERROR_TTL,
	OVNET_STEP_ERROR_NO_ROUTE,
	OVNET_STEP_ERROR_HOST_UNREACHABLE,
	OVNET_STEP_ERROR_PROHIBITED,
	OVNET_STEP_ERROR_PORT_UNREACHABLE,
};

/* Something that happens to a frame on its way; read only. */
enum ovnet_step_attr {
	OVNET_A_STEP_UNSPEC,
	OVNET_A_STEP_KIND,		/* u8, enum ovnet_step_kind */
	OVNET_A_STEP_OF,		/* u8, enum ovnet_step_of; absent: the frame */
	OVNET_A_STEP_NETWORK_ID,	/* u32 */
	OVNET_A_STEP_NETWORK_NAME,	/* string */
	OVNET_A_STEP_SRC_MAC,		/* 6 bytes */
	OVNET_A_STEP_MAC,		/* 6 bytes, destination, or what a row is of or has */
	OVNET_A_STEP_ETHERTYPE,		/* u16, host byte order */
	OVNET_A_STEP_LENGTH,		/* u32, bytes of the frame */
	OVNET_A_STEP_ADDR4,		/* be32, that is looked up, or of the route, or outer destination */
	OVNET_A_STEP_ADDR6,		/* 16 bytes, likewise */
	OVNET_A_STEP_LEN,		/* u8, bits of the route's prefix */
	OVNET_A_STEP_ROUTE_TYPE,	/* u8, enum ovnet_route_type */
	OVNET_A_STEP_FDB_STATE,		/* u8, enum ovnet_fdb_state */
	OVNET_A_STEP_NEIGH_STATE,	/* u8, enum ovnet_neigh_state */
	OVNET_A_STEP_IFINDEX,		/* u32, port or leg */
	OVNET_A_STEP_IFNAME,		/* string */
	OVNET_A_STEP_REMOTE_ID,		/* u32 */
	OVNET_A_STEP_REMOTE_NAME,	/* string */
	OVNET_A_STEP_TO_NETWORK_ID,	/* u32, network that a route points to */
	OVNET_A_STEP_TO_NETWORK_NAME,	/* string */
	OVNET_A_STEP_UNDERLAY,		/* string */
	OVNET_A_STEP_VNI,		/* u32 */
	OVNET_A_STEP_SRC4,		/* be32, outer source */
	OVNET_A_STEP_SRC6,		/* 16 bytes, likewise */
	OVNET_A_STEP_SPORT,		/* u16, outer UDP source port */
	OVNET_A_STEP_PORT,		/* u16, outer UDP destination port */
	OVNET_A_STEP_MTU,		/* u32, for what is behind the Ethernet header */
	OVNET_A_STEP_ERROR,		/* u8, enum ovnet_step_error */
	OVNET_A_STEP_REASON,		/* string, as in docs/drops.md */
	OVNET_A_STEP_SID,		/* 16 bytes, last segment */
	OVNET_A_STEP_NEXT_HEADER,	/* u8, behind the outer headers: 4, 41, 143 */
	/* private: */
	__OVNET_A_STEP_MAX,
	OVNET_A_STEP_MAX = __OVNET_A_STEP_MAX - 1
};

/*
 * An echo to another node, by the way of tunnels. SEND sends one and answers with
 * its ID; GET says what became of it, as long as it is among the last 256.
 */
enum ovnet_probe_attr {
	OVNET_A_PROBE_UNSPEC,
	OVNET_A_PROBE_ID,		/* u32; of GET, the key */
	OVNET_A_PROBE_REMOTE_ID,	/* u32 */
	OVNET_A_PROBE_REMOTE_NAME,	/* string; of SEND alone */
	OVNET_A_PROBE_UNDERLAY,		/* string, name; of SEND and its reply alone; default: as packets go */
	OVNET_A_PROBE_SIZE,		/* u16, of the IP packet, which is not fragmented; default: as small as can be */
	OVNET_A_PROBE_MTU,		/* u32, of the route that it left by; read only */
	OVNET_A_PROBE_RTT_NS,		/* u64, until the answer came; absent before; read only */
	OVNET_A_PROBE_VTEP,		/* 4 to 16 bytes, address that it went to by VXLAN; of the reply to SEND alone; read only */
	OVNET_A_PROBE_SID,		/* 16 bytes, that it went to by SRv6; of the reply to SEND alone; read only */
	/* private: */
	__OVNET_A_PROBE_MAX,
	OVNET_A_PROBE_MAX = __OVNET_A_PROBE_MAX - 1
};

enum ovnet_limit_kind {
	OVNET_LIMIT_KIND_NETWORK_FDB = 1,	/* OVNET_A_NETWORK_FDB_MAX */
	OVNET_LIMIT_KIND_NODE_FDB,		/* OVNET_A_NODE_FDB_MAX */
	OVNET_LIMIT_KIND_NETWORK_NEIGH,		/* OVNET_A_NETWORK_NEIGH_MAX */
	OVNET_LIMIT_KIND_NODE_NEIGH,		/* OVNET_A_NODE_NEIGHS_MAX */
};

/* Which limit refused something; at most one event a second for each. */
enum ovnet_limit_attr {
	OVNET_A_LIMIT_UNSPEC,
	OVNET_A_LIMIT_KIND,		/* u8, enum ovnet_limit_kind */
	OVNET_A_LIMIT_NETWORK_ID,	/* u32 */
	OVNET_A_LIMIT_NETWORK_NAME,	/* string */
	OVNET_A_LIMIT_VALUE,		/* u32, the limit */
	/* private: */
	__OVNET_A_LIMIT_MAX,
	OVNET_A_LIMIT_MAX = __OVNET_A_LIMIT_MAX - 1
};

enum ovnet_stats_attr {
	OVNET_A_STATS_UNSPEC,
	OVNET_A_STATS_RX_PACKETS,	/* u64 */
	OVNET_A_STATS_RX_BYTES,		/* u64, of the inner Ethernet frames */
	OVNET_A_STATS_TX_PACKETS,	/* u64 */
	OVNET_A_STATS_TX_BYTES,		/* u64, of the inner Ethernet frames */
	/* private: */
	__OVNET_A_STATS_MAX,
	OVNET_A_STATS_MAX = __OVNET_A_STATS_MAX - 1
};

/*
 * IFLA_INFO_DATA of links of kind "ovnet": with ENDPOINT an endpoint's own
 * device, see below; else a leg, the node's own presence in a network. ID is
 * required, or the NETWORK of one that exists. The network is made if there is
 * none with this id (called NETWORK, or after the link); such a network goes
 * with its last leg. LOCAL and LOCAL6 find the underlay that has these addresses
 * and PORT, or make it.
 * A leg of an existing network may repeat the network's settings but not
 * contradict those that are fixed.
 *
 * With ENDPOINT the link is a port of a network that exists, by ID or NETWORK,
 * in the namespace that the request comes from, or IFLA_LINK_NETNSID. It and
 * its port go together. The addresses of BOUND, and IFLA_ADDRESS if that is
 * given, are its first bindings. Nothing else is said here.
 */
enum {
	IFLA_OVNET_UNSPEC,
	IFLA_OVNET_ID,			/* u32, network id; fixed */
	IFLA_OVNET_NETWORK,		/* string, network name; fixed */
	IFLA_OVNET_VNI,			/* u32; fixed */
	IFLA_OVNET_UNDERLAY,		/* string */
	IFLA_OVNET_LOCAL,		/* be32 */
	IFLA_OVNET_LOCAL6,		/* 16 bytes */
	IFLA_OVNET_PORT,		/* u16, host byte order; fixed */
	IFLA_OVNET_LEARNING,		/* u8 bool */
	IFLA_OVNET_LEARNING_REMOTE,	/* u8 bool */
	IFLA_OVNET_AGEING,		/* u32, seconds */
	IFLA_OVNET_FDB_MAX,		/* u32 */
	IFLA_OVNET_FLOOD_RATE,		/* u32, frames a second */
	IFLA_OVNET_ENDPOINT,		/* flag, it is a port, not a leg; fixed */
	IFLA_OVNET_BOUND,		/* nest of any OVNET_A_BINDING_ADDR4, ADDR6; fixed */
	/* private: */
	__IFLA_OVNET_MAX
};

#define IFLA_OVNET_MAX (__IFLA_OVNET_MAX - 1)

#endif /* _UAPI_LINUX_OVNET_H */
