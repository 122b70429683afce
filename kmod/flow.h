/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_FLOW_H
#define OVNET_FLOW_H

#include <linux/ip.h>
#include <linux/unaligned.h>
#include <net/ip.h>

#include "ovnet_priv.h"

extern u64 ovnet_flow_secret;

void ovnet_flow_init(void);
u32 ovnet_flow_far_ports(const struct sk_buff *skb, unsigned int off);
u32 ovnet_flow_work_out(struct ovnet_pkt *pkt);

/**
 * ovnet_flow_mix() - hash one word more
 * @hash: of those before, or 0
 * @word: the next
 *
 * A secret multiplier, so that nobody can aim at where another's flow is.
 *
 * Return: the hash; its upper half is the good one.
 */
static inline u64 ovnet_flow_mix(u64 hash, u64 word)
{
	return ((hash ^ hash >> 32) + word) * ovnet_flow_secret;
}

/* Ports and protocol; fragments have no ports, for only the first could say. */
static __always_inline bool ovnet_flow_ports(const struct sk_buff *skb,
					     unsigned int off, u8 proto,
					     u64 *ports, bool far)
{
	if (proto != IPPROTO_TCP && proto != IPPROTO_UDP)
		return false;
	*ports = (u64)proto << 32;
	if (likely(off + sizeof(u32) <= skb_headlen(skb)))
		*ports |= get_unaligned((const u32 *)(skb->data + off));
	else if (far)
		*ports |= ovnet_flow_far_ports(skb, off);
	else
		return false;
	return true;
}

/**
 * ovnet_flow_hash4() - the flow of IPv4
 * @skb: the frame
 * @iph: its header
 * @off: of what is behind that
 * @far: even if the ports are not in the linear part
 *
 * Return: a hash; 0: it does not say enough.
 */
static __always_inline u32 ovnet_flow_hash4(const struct sk_buff *skb,
					    const struct iphdr *iph,
					    unsigned int off, bool far)
{
	u64 hash = get_unaligned((const u64 *)&iph->saddr);
	u64 ports = (u64)iph->protocol << 32;

	if (likely(!ip_is_fragment(iph)) &&
	    !ovnet_flow_ports(skb, off, iph->protocol, &ports, far))
		return 0;
	return ovnet_flow_mix(ovnet_flow_mix(0, hash), ports) >> 32;
}

/**
 * ovnet_flow_hash() - the flow of a frame
 * @pkt: parsed
 *
 * Worked out once a packet, and left in the skb for whoever spreads flows
 * behind us: queues, RPS.
 *
 * Context: any that @pkt is used in.
 * Return: a hash; never 0.
 */
static inline u32 ovnet_flow_hash(struct ovnet_pkt *pkt)
{
	return pkt->hash ?: ovnet_flow_work_out(pkt);
}

#endif /* OVNET_FLOW_H */
