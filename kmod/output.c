// SPDX-License-Identifier: GPL-2.0
/* The end of the way past the host's stack: what few packets need; see output.h. */
#include "output.h"

/**
 * ovnet_output_pick() - one of several queues, as the core picks it
 * @dev: whose
 * @skb: what is sent
 *
 * Context: RCU, bottom halves off.
 * Return: its number.
 */
u16 ovnet_output_pick(struct net_device *dev, struct sk_buff *skb)
{
	const struct net_device_ops *ops = dev->netdev_ops;

#ifdef CONFIG_XPS
	skb->sender_cpu = raw_smp_processor_id() + 1;
#endif
	return netdev_cap_txqueue(dev, ops->ndo_select_queue ?
				       ops->ndo_select_queue(dev, skb, NULL) :
				       netdev_pick_tx(dev, skb, NULL));
}

/**
 * ovnet_output_make_header() - the header of a link that has none to be copied
 * @n: who is to get the packet
 * @skb: the packet; the header is pushed
 *
 * Such as a VLAN's; others get theirs where the first packet is sent.
 *
 * Context: RCU, bottom halves off.
 * Return: false: it is not known, or there is no room.
 */
bool ovnet_output_make_header(const struct neighbour *n, struct sk_buff *skb)
{
	const struct header_ops *ops = n->dev->header_ops;
	unsigned char addr[MAX_ADDR_LEN];

	if (!ops || !ops->create || ops->cache ||
	    skb_headroom(skb) < n->dev->hard_header_len)
		return false;
	neigh_ha_snapshot(addr, n, n->dev);
	return dev_hard_header(skb, n->dev, ntohs(skb->protocol), addr, NULL,
			       skb->len) >= 0;
}

/**
 * ovnet_output() - send a packet to a neighbour
 * @n: the neighbour, to be asked for its address if need be
 * @skb: with a network header, its protocol and device are set; consumed
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_output(struct neighbour *n, struct sk_buff *skb)
{
	__ovnet_output(n, skb);
}
