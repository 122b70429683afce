// SPDX-License-Identifier: GPL-2.0
/*
 * The end of the way past the host's stack: an outer packet is given to the
 * device that its next hop is behind. The driver of one without a queue, such as
 * a VLAN, a bond or a pair of veth devices, is called at once as long as nobody
 * on the way to it would have seen the packet, or had anything to do with it.
 */
#include <linux/netdevice.h>
#include <net/neighbour.h>
#include <net/sock.h>

#include "compat/ovnet_compat.h"
#include "output.h"
#include "seen.h"

/* Would the core ask whoever has sent the packet, or for whom? */
static bool ovnet_output_asks_sender(const struct sk_buff *skb,
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
static bool ovnet_output_is_summed(const struct sk_buff *skb,
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
static bool ovnet_output_is_done(const struct sk_buff *skb,
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

/* As the core picks one of several. */
static noinline u16 ovnet_output_pick(struct net_device *dev,
				      struct sk_buff *skb)
{
	const struct net_device_ops *ops = dev->netdev_ops;

#ifdef CONFIG_XPS
	skb->sender_cpu = raw_smp_processor_id() + 1;
#endif
	return netdev_cap_txqueue(dev, ops->ndo_select_queue ?
				       ops->ndo_select_queue(dev, skb, NULL) :
				       netdev_pick_tx(dev, skb, NULL));
}

static struct netdev_queue *ovnet_output_queue(struct net_device *dev,
					       struct sk_buff *skb)
{
	u16 index = 0;

	if (unlikely(dev->real_num_tx_queues != 1))
		index = ovnet_output_pick(dev, skb);
	skb_set_queue_mapping(skb, index);
	return netdev_get_tx_queue(dev, index);
}

/*
 * That of a device, such as a VLAN, which has none to be copied; others get theirs
 * where the first packet is sent.
 */
static noinline bool ovnet_output_make_header(const struct neighbour *n,
					      struct sk_buff *skb)
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

/*
 * The header of the link, if it is known and there is room for it at once. What
 * has been pushed in vain is pulled by whoever pushes it next.
 */
static bool ovnet_output_header(const struct neighbour *n, struct sk_buff *skb)
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

/**
 * ovnet_output() - send a packet to a neighbour
 * @n: the neighbour, to be asked for its address if need be
 * @skb: with a network header, its protocol and device are set; consumed
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_output(struct neighbour *n, struct sk_buff *skb)
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
