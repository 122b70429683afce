/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_VXLAN_H
#define OVNET_VXLAN_H

#include <net/ip.h>

#include "ovnet_priv.h"

/**
 * struct ovnet_vxlan_outer - what the outer headers said
 * @source: sender
 * @dest: which of our addresses it was sent to
 * @dsfield: DSCP and ECN
 * @csum: there was a UDP checksum
 */
struct ovnet_vxlan_outer {
	struct ovnet_addr source;
	struct ovnet_addr dest;
	u8 dsfield;
	bool csum;
};

/**
 * ovnet_vxlan_sport() - source port of a flow (RFC 7348, 5)
 * @config: of the underlay
 * @net: namespace
 * @hash: of the flow
 *
 * Of our own range both ends are used; of the host's as udp_flow_src_port() does.
 *
 * Return: it.
 */
static inline __be16
ovnet_vxlan_sport(const struct ovnet_underlay_config *config,
		  const struct net *net, u32 hash)
{
	u32 low = config->srcport_low, high;

	if (low) {
		high = config->srcport_high + 1;
	} else {
		high = ovnet_compat_local_ports(net);
		low = high & U16_MAX;
		high >>= 16;
	}
	/* The upper half decides. */
	hash ^= hash << 16;
	return htons(low + reciprocal_scale(hash, high - low));
}

void ovnet_vxlan_read_outer(const struct sk_buff *skb, u16 family,
			    struct ovnet_vxlan_outer *outer);
enum ovnet_drop_reason ovnet_vxlan_admit(struct ovnet_pkt *pkt,
					 const struct ovnet_udp *udp,
					 const struct ovnet_vxlan_outer *outer,
					 u32 vni);
void ovnet_vxlan_open(struct ovnet_pkt *pkt, u16 family, u8 dsfield);

#endif /* OVNET_VXLAN_H */
