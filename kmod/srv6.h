/* SPDX-License-Identifier: GPL-2.0 */
/* SRv6 (RFC 8986): frames and packets of networks in IPv6, to SIDs. */
#ifndef OVNET_SRV6_H
#define OVNET_SRV6_H

#include <net/ipv6.h>

#include "ovnet_priv.h"

#define OVNET_SRV6_FLOWS	256	/* of an underlay, that are known to be ours */

/**
 * struct ovnet_srv6 - what receives for an underlay
 * @underlay: whose
 * @hook: takes what is for its locator
 * @sent: flows that were sent: a print, and the remote's id in the lower half;
 *	  see srv6_icmp.c
 * @rcu: the hook may still run
 */
struct ovnet_srv6 {
	struct ovnet_underlay *underlay;
	struct nf_hook_ops hook;
	u64 sent[OVNET_SRV6_FLOWS];
	struct rcu_head rcu;
};

/**
 * ovnet_srv6_label() - flow label of a flow
 * @hash: of the flow
 *
 * RFC 6437: of a flow, and never none.
 *
 * Return: it.
 */
static inline __be32 ovnet_srv6_label(u32 hash)
{
	hash ^= hash >> 20;
	return htonl(hash) & IPV6_FLOWLABEL_MASK ?: htonl(1);
}

/* srv6.c */
bool ovnet_srv6_carries(const struct ovnet_network *network,
			const struct ovnet_remote *remote,
			const struct in6_addr *said);
enum ovnet_drop_reason ovnet_srv6_send(struct ovnet_remote *remote,
				       struct ovnet_pkt *pkt,
				       unsigned int *mtu);
unsigned int ovnet_srv6_mtu(const struct ovnet_remote *remote,
			    const struct ovnet_pkt *pkt);

/* srv6_rcv.c */
int ovnet_srv6_open(struct ovnet_underlay *underlay,
		    struct netlink_ext_ack *extack);
void ovnet_srv6_close(struct ovnet_underlay *underlay);
enum ovnet_drop_reason ovnet_srv6_admit_dry(struct ovnet_pkt *pkt);
unsigned int ovnet_srv6_in(void *priv, struct sk_buff *skb,
			   const struct nf_hook_state *state);

/* srv6_icmp.c */
void ovnet_srv6_icmp_remember(struct ovnet_srv6 *srv6, __be32 label,
			      const struct in6_addr *sid, u8 upper,
			      const u8 *inner, u32 remote);
void ovnet_srv6_icmp_refuse(struct sk_buff *skb,
			    enum ovnet_drop_reason reason, u32 pointer);
bool ovnet_srv6_icmp_receive(const struct ovnet_srv6 *srv6,
			     struct sk_buff *skb);

/* srv6_offload.c */
#define OVNET_SRV6_GSO	SKB_GSO_TUNNEL_REMCSUM	/* of a frame in IPv6 */

extern bool ovnet_srv6_offload;

void ovnet_srv6_offload_init(void);
void ovnet_srv6_offload_exit(void);

#endif /* OVNET_SRV6_H */
