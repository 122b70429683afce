/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_DELIVER_H
#define OVNET_DELIVER_H

#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <net/dsa.h>

#include "ovnet_priv.h"

DECLARE_PER_CPU(bool, ovnet_deliver_runs);

bool ovnet_deliver_is_pair(const struct net_device *dev);
struct net_device *ovnet_deliver_peer(const struct ovnet_port *port,
				      const struct sk_buff *skb,
				      unsigned int len);
void ovnet_deliver(struct ovnet_port *port, const struct ovnet_pkt *pkt,
		   struct sk_buff *skb);

/**
 * ovnet_deliver_may_run() - may the stack of a receiver run at once?
 * @on: namespace
 *
 * See deliver.c.
 *
 * Context: RCU, bottom halves off.
 * Return: whether.
 */
static inline bool ovnet_deliver_may_run(const struct ovnet_net *on)
{
	return READ_ONCE(on->peer_delivery) && in_serving_softirq() &&
	       !__this_cpu_read(ovnet_deliver_runs);
}

/**
 * ovnet_deliver_now() - a packet is received in this run
 * @skb: as its device has received it; consumed
 *
 * Context: RCU, softirq; ovnet_deliver_may_run().
 */
static inline void ovnet_deliver_now(struct sk_buff *skb)
{
	__this_cpu_write(ovnet_deliver_runs, true);
	netif_receive_skb(skb);
	__this_cpu_write(ovnet_deliver_runs, false);
}

/**
 * ovnet_deliver_receiver() - who receives what goes to a port?
 * @port: which
 * @skb: what goes there
 * @len: of the frame in it
 * @now: in this run; else by a queue
 * @dev: result: the device
 *
 * Context: RCU, bottom halves off.
 * Return: false: another way has to be taken.
 */
static __always_inline bool
ovnet_deliver_receiver(const struct ovnet_port *port, const struct sk_buff *skb,
		       unsigned int len, bool now, struct net_device **dev)
{
	*dev = port->dev;
	if (unlikely(!netif_running(*dev) || !netif_carrier_ok(*dev) ||
		     len - ETH_HLEN > READ_ONCE((*dev)->mtu) ||
		     (now && !ovnet_deliver_may_run(port->network->on))))
		return false;
	if (port->endpoint)
		return true;
	if (!now)
		return false;
	*dev = ovnet_deliver_peer(port, skb, len);
	return *dev;
}

/* As eth_type_trans() does; what is for one is told apart in line. */
static __always_inline __be16 ovnet_deliver_type(struct sk_buff *skb,
						 struct net_device *dev)
{
	const struct ethhdr *eth = (struct ethhdr *)skb->data;

	if (unlikely(is_multicast_ether_addr(eth->h_dest) ||
		     !eth_proto_is_802_3(eth->h_proto) || netdev_uses_dsa(dev)))
		return eth_type_trans(skb, dev);
	skb->dev = dev;
	skb_reset_mac_header(skb);
	__skb_pull(skb, ETH_HLEN);
	if (unlikely(!ether_addr_equal_64bits(eth->h_dest, dev->dev_addr)))
		skb->pkt_type = PACKET_OTHERHOST;
	return eth->h_proto;
}

/**
 * ovnet_deliver_receive() - it does
 * @port: which the frame goes to
 * @dev: ovnet_deliver_receiver()
 * @skb: data at the frame, scrubbed; consumed
 * @now: as there
 *
 * Context: RCU, bottom halves off; softirq if @now.
 */
static __always_inline void ovnet_deliver_receive(const struct ovnet_port *port,
						  struct net_device *dev,
						  struct sk_buff *skb, bool now)
{
	ovnet_stats_add_tx(port->stats, skb->len);
	/* As its other end would have counted it. */
	if (!port->endpoint)
		dev_sw_netstats_tx_add(port->dev, 1, skb->len);
	skb->priority = 0;
	skb->protocol = ovnet_deliver_type(skb, dev);
	if (now)
		ovnet_deliver_now(skb);
	else
		__netif_rx(skb);
}

#endif /* OVNET_DELIVER_H */
