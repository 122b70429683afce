/* SPDX-License-Identifier: GPL-2.0 */
/* How probes travel: what probe.c asks of each encapsulation. */
#ifndef OVNET_PROBE_WAY_H
#define OVNET_PROBE_WAY_H

#include "ovnet_priv.h"

#define OVNET_PROBE_TTL		64

/**
 * struct ovnet_probe_header - behind what makes a packet a probe; then zeroes
 * @version: OVNET_PROBE_VERSION
 * @op: OVNET_PROBE_REQUEST or OVNET_PROBE_REPLY
 * @reserved: zero
 * @id: as it was asked; 0: of watch.c
 * @cookie: as it was asked; nobody else knows it
 */
struct ovnet_probe_header {
	u8 version;
	u8 op;
	__be16 reserved;
	__be32 id;
	__be64 cookie;
} __packed;

/**
 * struct ovnet_probe_way - where a probe goes
 * @on: namespace
 * @underlay: that it leaves by; NULL: what came by VXLAN is answered
 * @udp: what it came to, or its answer will; NULL: it goes by SRv6
 * @from: source, by VXLAN; and so on
 * @to: destination
 * @sport: UDP source port
 * @dport: UDP destination port
 * @config: of @underlay, by SRv6; and so on
 * @target: of the remote
 * @sid: what it is sent to
 * @label: flow label
 * @mtu: result: of the route
 */
struct ovnet_probe_way {
	struct ovnet_net *on;
	const struct ovnet_underlay *underlay;
	const struct ovnet_udp *udp;
	struct ovnet_addr from;
	struct ovnet_addr to;
	__be16 sport;
	__be16 dport;
	const struct ovnet_underlay_config *config;
	const struct ovnet_target *target;
	struct in6_addr sid;
	__be32 label;
	u32 mtu;
};

/* probe.c */
int ovnet_probe_check(const struct dst_entry *dst, unsigned int mtu,
		      unsigned int size);
enum ovnet_drop_reason ovnet_probe_hear(struct ovnet_remote *remote,
					const struct sk_buff *skb, int off,
					struct ovnet_probe_way *back);

/* probe_vxlan.c */
bool ovnet_probe_vxlan_join(struct ovnet_probe_way *way,
			    const struct ovnet_underlay *underlay,
			    const struct ovnet_underlay_config *config,
			    const struct ovnet_target *target);
unsigned int ovnet_probe_vxlan_min(const struct ovnet_probe_way *way);
int ovnet_probe_vxlan_xmit(struct ovnet_probe_way *way,
			   const struct ovnet_probe_header *header,
			   unsigned int size);

/* probe_srv6.c */
bool ovnet_probe_srv6_join(struct ovnet_probe_way *way,
			   const struct ovnet_underlay *underlay,
			   const struct ovnet_underlay_config *config,
			   const struct ovnet_target *target);
unsigned int ovnet_probe_srv6_min(const struct ovnet_probe_way *way);
int ovnet_probe_srv6_xmit(struct ovnet_probe_way *way,
			  const struct ovnet_probe_header *header,
			  unsigned int size);

#endif /* OVNET_PROBE_WAY_H */
