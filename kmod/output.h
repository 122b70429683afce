/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The end of the way past the host's stack: an outer packet is given to the
 * device that its next hop is behind. The driver of one without a queue, such as
 * a VLAN, a bond or a pair of veth devices, is called at once as long as nobody
 * on the way to it would have seen the packet, or had anything to do with it.
 */
#ifndef OVNET_OUTPUT_H
#define OVNET_OUTPUT_H

#include <linux/netdevice.h>
#include <net/neighbour.h>
#include <net/sock.h>

#include "compat/ovnet_compat.h"
#include "seen.h"

u16 ovnet_output_pick(struct net_device *dev, struct sk_buff *skb);
bool ovnet_output_make_header(const struct neighbour *n, struct sk_buff *skb);
void ovnet_output(struct neighbour *n, struct sk_buff *skb);

/* Would the core ask whoever has sent the packet, or for whom? */
static inline bool ovnet_output_asks_sender(const struct sk_buff *skb,
					    const struct net_device *dev)
{
#ifdef CONFIG_SOCK_VALIDATE_XMIT
	const struct sock *sk = skb->sk;

	if (sk && sk_fullsock(sk) && sk->sk_validate_xmit_skb)
		return true;
#endif
#if IS_ENABLED(CONFIG_CGROUP_NET_PRIO)
	if (rcu_access_pointer(dev->priomap))
		return true;
#endif
	return skb_shinfo(skb)->tx_flags;
}

/* Does the device put in the checksum that is left to it, wherever it goes? */
static inline bool ovnet_output_is_summed(const struct sk_buff *skb,
					  const struct net_device *dev)
{
	netdev_features_t features = dev->features;

	if (skb->ip_summed != CHECKSUM_PARTIAL)
		return true;
	if (skb->encapsulation)
		features &= dev->hw_enc_features;
	return features & NETIF_F_HW_CSUM;
}

/* Would the core give the packet to the driver as it is? */
static inline bool ovnet_output_is_done(const struct sk_buff *skb,
					const struct net_device *dev)
{
	const struct net_device_ops *ops = dev->netdev_ops;

	if (skb_is_gso(skb) || skb_is_nonlinear(skb) ||
	    !ovnet_output_is_summed(skb, dev) ||
	    ovnet_output_asks_sender(skb, dev))
		return false;
	return !ops->ndo_features_check ||
	       ops->ndo_features_check == passthru_features_check;
}

static inline struct netdev_queue *
ovnet_output_queue(struct net_device *dev, struct sk_buff *skb)
{
	u16 index = 0;

	if (unlikely(dev->real_num_tx_queues != 1))
		index = ovnet_output_pick(dev, skb);
	skb_set_queue_mapping(skb, index);
	return netdev_get_tx_queue(dev, index);
}

/*
 * The header of the link, if it is known and there is room for it at once. What
 * has been pushed in vain is pulled by whoever pushes it next.
 */
static __always_inline bool ovnet_output_header(const struct neighbour *n,
						struct sk_buff *skb)
{
	const struct hh_cache *hh = &n->hh;
	unsigned int seq, len;

	if (unlikely(!(READ_ONCE(n->nud_state) & NUD_CONNECTED) ||
		     skb_headroom(skb) < HH_DATA_MOD))
		return false;
	do {
		seq = read_seqbegin(&hh->hh_lock);
		len = READ_ONCE(hh->hh_len);
		if (unlikely(!len))
			return ovnet_output_make_header(n, skb);
		if (unlikely(len > HH_DATA_MOD))
			return false;
		memcpy(skb->data - HH_DATA_MOD, hh->hh_data, HH_DATA_MOD);
	} while (read_seqretry(&hh->hh_lock, seq));
	__skb_push(skb, len);
	return true;
}

/* As ovnet_output(), in line. */
static __always_inline void __ovnet_output(struct neighbour *n,
					   struct sk_buff *skb)
{
	struct net_device *dev = n->dev;
	struct netdev_queue *txq;

	/* One that is down has a queue, which drops. */
	if (!ovnet_compat_lltx(dev) || !ovnet_output_is_done(skb, dev))
		goto general;
	txq = ovnet_output_queue(dev, skb);
	if (ovnet_seen_out(dev, txq) || unlikely(netif_xmit_stopped(txq)) ||
	    !ovnet_output_header(n, skb))
		goto general;
	skb_reset_mac_header(skb);
	if (skb->ip_summed == CHECKSUM_PARTIAL && skb->encapsulation)
		skb_set_inner_transport_header(skb,
					       skb_checksum_start_offset(skb));
	if (unlikely(!dev_xmit_complete(netdev_start_xmit(skb, dev, txq,
							  false)))) {
		dev_core_stats_tx_dropped_inc(dev);
		kfree_skb(skb);
	}
	return;

general:
	neigh_output(n, skb, false);
}

#endif /* OVNET_OUTPUT_H */
