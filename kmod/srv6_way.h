/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where SRv6 packets come from, remembered: see srv6_way.c.
 */
#ifndef OVNET_SRV6_WAY_H
#define OVNET_SRV6_WAY_H

#include <linux/etherdevice.h>
#include <linux/ipv6.h>

#include "cache.h"
#include "flow.h"
#include "srv6.h"

void ovnet_srv6_way_frame(struct ethhdr *frame, const struct ovnet_pkt *pkt,
			  u8 upper);
void ovnet_srv6_way_learn(const struct ovnet_srv6 *srv6,
			  const struct ovnet_pkt *pkt,
			  unsigned long generation);
unsigned int ovnet_srv6_way_take(const struct ovnet_cache_sid *sid,
				 struct sk_buff *skb);

/**
 * ovnet_srv6_way_push() - a packet becomes a frame
 * @skb: data at its IP header
 * @frame: of ovnet_srv6_way_frame()
 *
 * Return: false if there is no memory.
 */
static inline bool ovnet_srv6_way_push(struct sk_buff *skb,
				       const struct ethhdr *frame)
{
	struct ethhdr *eth;

	if (unlikely(skb_cow_head(skb, ETH_HLEN)))
		return false;
	eth = __skb_push(skb, ETH_HLEN);
	*eth = *frame;
	skb_postpush_rcsum(skb, eth, ETH_HLEN);
	return true;
}

/* Source and destination, four words. */
static inline const u8 *ovnet_srv6_way_addrs(const struct sk_buff *skb)
{
	return (const u8 *)&ipv6_hdr(skb)->saddr;
}

static inline struct ovnet_cache_sid *
ovnet_srv6_way_slot(const struct sk_buff *skb)
{
	const u8 *addrs = ovnet_srv6_way_addrs(skb);
	u64 hash;

	hash = ovnet_flow_three(ovnet_cache_word(addrs),
				ovnet_cache_word(addrs + 8),
				ovnet_cache_word(addrs + 16));
	hash = ovnet_flow_more(hash, ovnet_cache_word(addrs + 24));
	return this_cpu_read(ovnet_cache)->sids +
	       (hash >> (64 - ilog2(OVNET_CACHE_SIDS)));
}

/**
 * ovnet_srv6_way_find() - has a packet like this been let in before?
 * @srv6: whose hook
 * @skb: data at the IPv6 header
 * @generation: &struct ovnet_net.epoch, read before anything that may be
 *		learned of the packet
 *
 * The device that it comes by is not asked for here.
 *
 * Context: RCU, softirq.
 * Return: as what, for ovnet_srv6_way_take(); NULL: not that we knew.
 */
static inline const struct ovnet_cache_sid *
ovnet_srv6_way_find(const struct ovnet_srv6 *srv6, const struct sk_buff *skb,
		    unsigned long generation)
{
	const struct ovnet_cache_sid *sid = ovnet_srv6_way_slot(skb);
	const u8 *addrs = ovnet_srv6_way_addrs(skb);
	u64 differ;

	differ = (sid->addrs[0] ^ ovnet_cache_word(addrs)) |
		 (sid->addrs[1] ^ ovnet_cache_word(addrs + 8)) |
		 (sid->addrs[2] ^ ovnet_cache_word(addrs + 16)) |
		 (sid->addrs[3] ^ ovnet_cache_word(addrs + 24));
	if (unlikely(differ || sid->generation != generation ||
		     sid->srv6 != srv6 ||
		     sid->upper != ipv6_hdr(skb)->nexthdr ||
		     skb_is_gso(skb)))
		return NULL;
	return sid;
}

#endif /* OVNET_SRV6_WAY_H */
