/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_DROP_H
#define OVNET_DROP_H

#include <linux/skbuff.h>

struct ovnet_net;
struct ovnet_network;
struct ovnet_pkt;

/*
 * Every reason for which a frame can end here, once: the name that people
 * see, the nearest reason that the core knows (its registry is closed to
 * modules), and the sentence for docs/drops.md.
 */
#define OVNET_DROP_REASONS(X)						\
	X(PORT_BLOCKED, "port_blocked", NOT_SPECIFIED,			\
	  "the port that sent it, or that it was for, is blocked: "	\
	  "ovctl port set DEV state open")				\
	X(UNBOUND, "unbound", NOT_SPECIFIED,				\
	  "the port that sent it, or that it was for, is of a secure "	\
	  "network and has no bindings: ovctl binding add")		\
	X(SRC_MAC, "src_mac", NOT_SPECIFIED,				\
	  "its source address is multicast or zero")			\
	X(OWN_MAC, "own_mac", NOT_SPECIFIED,				\
	  "its source address belongs to a leg of this node: a loop "	\
	  "or a spoof")							\
	X(SPOOF_GATEWAY, "spoof_gateway", NOT_SPECIFIED,		\
	  "it says that it comes from the gateway: by its MAC or IP "	\
	  "address, or in ARP or ND")						\
	X(SPOOF_MAC, "spoof_mac", NOT_SPECIFIED,			\
	  "the port has bindings, and none has its source address: "	\
	  "ovctl binding show DEV")					\
	X(SPOOF_IP, "spoof_ip", NOT_SPECIFIED,				\
	  "the port has bindings, and none has its IP source address "	\
	  "with its MAC address")					\
	X(SPOOF_ARP, "spoof_arp", NOT_SPECIFIED,			\
	  "the port has bindings, and ARP says what none has")		\
	X(SPOOF_ND, "spoof_nd", NOT_SPECIFIED,				\
	  "the port has bindings and ND says what none has; or the port "	\
	  "has some or the network a gateway, and ND hides what it says")	\
	X(SPOOF_ROUTER, "spoof_router", NOT_SPECIFIED,			\
	  "the port has bindings, or the network has its gateway "	\
	  "advertised, and somebody else says that it is a router")	\
	X(SPOOF_TAGS, "spoof_tags", NOT_SPECIFIED,			\
	  "the port has bindings or the network a gateway, and so many "	\
	  "VLAN tags hide what it sends")							\
	X(LINK_LOCAL, "link_local", NOT_SPECIFIED,			\
	  "it was for 01:80:c2:00:00:0x, which never leaves a link")	\
	X(SAME_PORT, "same_port", NOT_SPECIFIED,			\
	  "its destination is behind the port that it came from, and "	\
	  "no router is between them")	\
	X(SPLIT_HORIZON, "split_horizon", NOT_SPECIFIED,		\
	  "it came from a tunnel and its destination is behind a "	\
	  "tunnel")							\
	X(FLOOD_RATE, "flood_rate", NOT_SPECIFIED,			\
	  "the port sent more broadcast, multicast or unknown unicast "	\
	  "than its flood-rate")					\
	X(FLOOD_NOWHERE, "flood_nowhere", NOT_SPECIFIED,		\
	  "it was to be flooded and the network has no other open "	\
	  "port, leg or member")					\
	X(PORT_DOWN, "port_down", DEV_READY,				\
	  "the device of the destination port is down or has no "	\
	  "carrier")							\
	X(LEG_DOWN, "leg_down", DEV_READY,				\
	  "the leg that it was for is down: ip link set LEG up")	\
	X(TOO_BIG, "too_big", PKT_TOO_BIG,				\
	  "it does not fit the way ahead; an IP sender was told")	\
	X(NO_UNDERLAY, "no_underlay", NOT_SPECIFIED,			\
	  "it was for a remote and the network has no underlay: ovctl "	\
	  "network set NETWORK underlay NAME")				\
	X(NO_FAMILY, "no_family", NOT_SPECIFIED,			\
	  "the underlay and the remote have no address family in "	\
	  "common")							\
	X(NO_ROUTE, "no_route", IP_OUTNOROUTES,				\
	  "there is no route to the remote's address")			\
	X(TUNNEL_LOOP, "tunnel_loop", IP_OUTNOROUTES,			\
	  "the route to the remote leads back into one of our own "	\
	  "legs or ports, or a tunnel packet came by a leg: a tenant "	\
	  "forges it")							\
	X(REMOTE_DOWN, "remote_down", NOT_SPECIFIED,			\
	  "the remote is set down: ovctl remote set NAME state up")	\
	X(NO_MEMORY, "no_memory", NOMEM,				\
	  "memory for its headers or a copy was not to be had")		\
	X(SEGMENT, "segment", NOT_SPECIFIED,				\
	  "a large frame could not be cut for the tunnel")		\
	X(OUTER_TRUNCATED, "outer_truncated", HDR_TRUNC,		\
	  "a tunnel packet was too short for its headers")		\
	X(VXLAN_FLAGS, "vxlan_flags", NOT_SPECIFIED,			\
	  "a tunnel packet had no VNI: its I flag was not set "		\
	  "(RFC 7348, 5)")						\
	X(UNKNOWN_VNI, "unknown_vni", NOT_SPECIFIED,			\
	  "no network here has this VNI on the underlay it came by")	\
	X(WRONG_VTEP, "wrong_vtep", NOT_SPECIFIED,			\
	  "a tunnel packet was sent to an address of this node that "	\
	  "is not the underlay's")					\
	X(UNKNOWN_REMOTE, "unknown_remote", NOT_SPECIFIED,		\
	  "a tunnel packet came from an address that no remote has")	\
	X(OUTER_CHECKSUM, "outer_checksum", SKB_CSUM,			\
	  "a tunnel packet came over IPv6 without a UDP checksum: "	\
	  "ovctl underlay set NAME csum6-rx off; or to a shared "	\
	  "underlay with a wrong one")					\
	X(INNER_TRUNCATED, "inner_truncated", PKT_TOO_SMALL,		\
	  "a frame was too short for the headers that it claims")	\
	X(NOT_IP, "not_ip", NOT_SPECIFIED,				\
	  "an l3 network carries IP packets without VLAN tags, and the "	\
	  "frame was none")						\
	X(NOT_UNICAST, "not_unicast", NOT_SPECIFIED,			\
	  "an l3 network carries no broadcast and no multicast")	\
	X(NOT_ROUTER, "not_router", NOT_SPECIFIED,			\
	  "it was to be routed, but was not addressed to the gateway's "	\
	  "MAC address or, through a tunnel, to this node's router MAC")	\
	X(IP_HEADER, "ip_header", IP_INHDR,				\
	  "its IP header is broken")					\
	X(IP_ADDRESS, "ip_address", NOT_SPECIFIED,			\
	  "no router forwards from or to such an address")		\
	X(NO_BLOCK, "no_block", IP_OUTNOROUTES,				\
	  "no route of the l3 network covers its destination; the "	\
	  "sender was told")						\
	X(ROUTE_LOOP, "route_loop", NOT_SPECIFIED,			\
	  "too many networks passed it on to each other by routes of "	\
	  "type network")						\
	X(UNREACHABLE, "unreachable", NOT_SPECIFIED,			\
	  "the route says so; the sender was told")			\
	X(PROHIBIT, "prohibit", NOT_SPECIFIED,				\
	  "the route says so; the sender was told")			\
	X(BLACKHOLE, "blackhole", NOT_SPECIFIED,			\
	  "the route says so")						\
	X(NO_NEIGHBOUR, "no_neighbour", NOT_SPECIFIED,			\
	  "nobody is known to have its destination; that was asked, "	\
	  "and after 3 seconds the sender is told: ovctl neigh show")	\
	X(TTL, "ttl", NOT_SPECIFIED,					\
	  "its TTL or hop limit ended here; the sender was told")	\
	X(FOR_GATEWAY, "for_gateway", NOT_SPECIFIED,			\
	  "it was for the gateway, which answers nothing but pings")	\
	X(NO_ANSWER, "no_answer", NOT_SPECIFIED,			\
	  "ARP or ND in an l3 network that asks for what has no route, "	\
	  "or asks nothing; or a leg that tries the gateway's address")	\
	X(ECN, "ecn", NOT_SPECIFIED,					\
	  "congestion was marked outside and the inner packet cannot "	\
	  "carry the mark (RFC 6040, 4.2)")				\
	X(PROBE, "probe", NOT_SPECIFIED,				\
	  "a remote sent more probes than are answered, an answer that "	\
	  "nobody waits for, or what is neither")			\
	X(UNKNOWN_SID, "unknown_sid", NOT_SPECIFIED,			\
	  "an SRv6 packet was sent to an address in our locator that is "	\
	  "no SID: ovctl sid show")					\
	X(UPPER_LAYER, "upper_layer", NOT_SPECIFIED,			\
	  "an SRv6 packet carried what its SID does not take; its "	\
	  "sender was told (RFC 8986, 4.1.1)")				\
	X(SEGMENTS_LEFT, "segments_left", NOT_SPECIFIED,		\
	  "an SRv6 packet was to go on to another segment from a SID "	\
	  "where it ends; its sender was told (RFC 8986, 4)")		\
	X(SRH, "srh", NOT_SPECIFIED,					\
	  "the segment routing header of an SRv6 packet contradicts "	\
	  "itself, or it has another routing header (RFC 8754, 2)")	\
	X(NO_SID, "no_sid", NOT_SPECIFIED,				\
	  "it was for a foreign remote and nobody has said by which SID "	\
	  "the network is known there: ovctl member add NETWORK "	\
	  "remote NAME sid ADDR, or route add NETWORK PREFIX "		\
	  "remote NAME sid ADDR")						\
	X(CHECKSUM, "checksum", SKB_CSUM,				\
	  "its sender left a checksum to be put in where none is, and "	\
	  "it is too large for that to be done at once")

enum ovnet_drop_reason {
	OVNET_DROP_NONE,
#define OVNET_DROP_ENUM(name, text, core, help) OVNET_DROP_##name,
	OVNET_DROP_REASONS(OVNET_DROP_ENUM)
#undef OVNET_DROP_ENUM
	OVNET_DROP_MAX,
};

const char *ovnet_drop_name(enum ovnet_drop_reason reason);
void ovnet_drop(const struct ovnet_pkt *pkt, enum ovnet_drop_reason reason);
void ovnet_drop_count(struct ovnet_net *on, struct ovnet_network *network,
		      enum ovnet_drop_reason reason);
u64 ovnet_drop_node_count(const struct ovnet_net *on,
			  enum ovnet_drop_reason reason);
u64 ovnet_drop_network_count(const struct ovnet_network *network,
			     enum ovnet_drop_reason reason);

/* drop_event.c */
void ovnet_drop_event(const struct ovnet_pkt *pkt,
		      enum ovnet_drop_reason reason);

#endif /* OVNET_DROP_H */
