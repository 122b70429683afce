/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Encapsulations. Which one carries a frame is decided for each remote; what
 * they have in common is here, and what is VXLAN or SRv6 is in files of that
 * name. One is picked by a branch, not through pointers: there are two.
 */
#ifndef OVNET_ENCAP_H
#define OVNET_ENCAP_H

#include "ovnet_priv.h"
#include "pmtu.h"

/**
 * struct ovnet_encap_fit - what fits into an outer packet
 * @way: of the outer packet, and whether it may be fragmented
 * @mtu: result: for what is behind the frame's Ethernet header and tags
 * @fragment: result: 0: the frame fits; or what fragments may have at most
 */
struct ovnet_encap_fit {
	struct ovnet_pmtu_way way;
	unsigned int mtu;
	unsigned int fragment;
};

/* encap.c */
bool ovnet_encap_loops(const struct dst_entry *dst);
u32 ovnet_encap_hash(const struct ovnet_pkt *pkt);
u8 ovnet_encap_tos(const struct ovnet_underlay_config *config,
		   const struct ovnet_pkt *pkt);
u8 ovnet_encap_ttl(const struct ovnet_underlay_config *config,
		   const struct ovnet_pkt *pkt);
enum ovnet_drop_reason ovnet_encap_fit(struct ovnet_encap_fit *fit,
				       struct ovnet_pkt *pkt,
				       const struct dst_entry *dst, int len);
void ovnet_encap_xmit(struct ovnet_remote *remote, struct ovnet_pkt *pkt);
unsigned int ovnet_encap_mtu(const struct ovnet_remote *remote,
			     const struct ovnet_pkt *pkt);

/* encap_rcv.c */
bool ovnet_encap_from_inside(const struct net_device *dev);
bool ovnet_encap_checksum_fits(const struct sk_buff *skb);
void ovnet_encap_receive(struct ovnet_pkt *pkt, u8 dsfield);
enum ovnet_drop_reason ovnet_encap_admit_dry(struct ovnet_pkt *pkt);

#endif /* OVNET_ENCAP_H */
