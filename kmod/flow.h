/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_FLOW_H
#define OVNET_FLOW_H

#include <linux/hash.h>
#include <linux/ip.h>
#include <linux/unaligned.h>
#include <net/ip.h>

#include "ovnet_priv.h"

#define OVNET_FLOW_SECRETS	2

extern u64 ovnet_flow_secrets[OVNET_FLOW_SECRETS];

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
 * Return: the hash. A bit of the last word reaches none that are lower: the upper
 * half is good if that word has no more than 32 bits. See ovnet_flow_finish().
 */
static inline u64 ovnet_flow_mix(u64 hash, u64 word)
{
	return ((hash ^ hash >> 32) + word) * ovnet_flow_secrets[0];
}

/**
 * ovnet_flow_finish() - a hash whose lowest bits are as good as its highest
 * @hash: of all words
 *
 * Return: it.
 */
static inline u32 ovnet_flow_finish(u64 hash)
{
	return hash_64(hash ^ hash >> 32, 32);
}

/**
 * ovnet_flow_more() - hash one word more, with a multiplier that is a good one
 * @hash: of those before, a secret
 * @word: the next
 *
 * Return: the hash; its uppermost bits are good, whatever the words differ in.
 */
static inline u64 ovnet_flow_more(u64 hash, u64 word)
{
	return (hash ^ hash >> 32 ^ word) * GOLDEN_RATIO_64;
}

/**
 * ovnet_flow_three() - hash three words
 * @a: the first, but for its lowest bit
 * @b: the second, but for its lowest bit
 * @c: the third
 *
 * With less that waits for something else than by ovnet_flow_mix().
 *
 * Return: as ovnet_flow_more().
 */
static inline u64 ovnet_flow_three(u64 a, u64 b, u64 c)
{
	return ovnet_flow_more(((a ^ ovnet_flow_secrets[0]) | 1) *
			       ((b ^ ovnet_flow_secrets[1]) | 1), c);
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
