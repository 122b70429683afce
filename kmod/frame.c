// SPDX-License-Identifier: GPL-2.0
/* Frames that we make ourselves: answers, questions, advertisements. */
#include <linux/etherdevice.h>
#include <linux/skbuff.h>

#include "frame.h"

/**
 * ovnet_frame_make() - begin a frame
 * @dev: where it may be said to come from: the flow dissector asks it for its net
 * @dest: MAC
 * @source: MAC
 * @proto: EtherType
 * @len: what will be put behind the Ethernet header
 *
 * Return: a frame with its Ethernet header alone, and room; NULL: no memory.
 */
struct sk_buff *ovnet_frame_make(struct net_device *dev, const u8 *dest,
				 const u8 *source, __be16 proto,
				 unsigned int len)
{
	struct ethhdr *eth;
	struct sk_buff *skb;

	skb = alloc_skb(MAX_HEADER + ETH_HLEN + len, GFP_ATOMIC | __GFP_NOWARN);
	if (!skb)
		return NULL;
	skb_reserve(skb, MAX_HEADER);
	skb->dev = dev;
	skb->protocol = proto;
	eth = skb_put(skb, ETH_HLEN);
	ether_addr_copy(eth->h_dest, dest);
	ether_addr_copy(eth->h_source, source);
	eth->h_proto = proto;
	skb_reset_mac_header(skb);
	skb_set_network_header(skb, ETH_HLEN);
	skb_reset_mac_len(skb);
	return skb;
}
