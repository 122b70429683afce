// SPDX-License-Identifier: GPL-2.0
/*
 * The last hop: a frame is handed to a port's device. An endpoint's own device
 * receives it; so does the other end of a pair of veth devices, in the same run,
 * without the device's queue and a second softirq, as long as nobody there would
 * have seen it: no qdisc, tc or netfilter program, packet socket, XDP program or
 * GRO.
 *
 * Once in a run: an endpoint can be a node of ours itself, and lead back what it
 * gets. The next such hop is by a queue, as all are without this. So is what a
 * leg or an endpoint's own device sends, and what we ask on its behalf: whoever
 * sends may hold the lock of a socket, and an answer may be for that.
 */
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <net/ip.h>
#include <net/rtnetlink.h>

#include "deliver.h"
#include "seen.h"

DEFINE_PER_CPU(bool, ovnet_deliver_runs);

/**
 * ovnet_deliver_is_pair() - is a device one end of a pair?
 * @dev: a port's
 *
 * Which counts as we do for it.
 *
 * Return: true if so.
 */
bool ovnet_deliver_is_pair(const struct net_device *dev)
{
	return dev->rtnl_link_ops && !strcmp(dev->rtnl_link_ops->kind, "veth") &&
	       dev->netdev_ops->ndo_get_peer_dev &&
	       dev->pcpu_stat_type == NETDEV_PCPU_STAT_TSTATS;
}

/* As dev_xdp_prog_count(), in line. */
static bool ovnet_deliver_has_xdp(const struct net_device *dev)
{
	unsigned long any = 0;
	int i;

	for (i = 0; i < __MAX_XDP_MODE; i++)
		any |= (unsigned long)dev->xdp_state[i].prog |
		       (unsigned long)dev->xdp_state[i].link;
	return any;
}

/* As __is_skb_forwardable(), of a frame of @len. */
static bool ovnet_deliver_fits(const struct net_device *dev,
			       const struct sk_buff *skb, unsigned int len)
{
	return dev->flags & IFF_UP &&
	       (len <= dev->mtu + dev->hard_header_len + VLAN_HLEN ||
		skb_is_gso(skb));
}

/* May the receiver's stack run at once? */
static __always_inline bool ovnet_deliver_may(const struct ovnet_pkt *pkt)
{
	return pkt->in && pkt->in->type != OVNET_DST_LEG && !pkt->sent &&
	       ovnet_deliver_may_run(pkt->on);
}

/**
 * ovnet_deliver_peer() - the other end of a pair, if it may receive at once
 * @port: the end that sends; ovnet_deliver_may_run()
 * @skb: what is sent
 * @len: of the frame in it
 *
 * Context: RCU, bottom halves off.
 * Return: it, or NULL.
 */
struct net_device *ovnet_deliver_peer(const struct ovnet_port *port,
				      const struct sk_buff *skb,
				      unsigned int len)
{
	struct net_device *dev = port->dev;
	struct net_device *peer;

	if (!port->pair)
		return NULL;
	peer = dev->netdev_ops->ndo_get_peer_dev(dev);
	if (unlikely(!peer || !ovnet_deliver_fits(peer, skb, len) ||
		     peer->features & NETIF_F_GRO))
		return NULL;
	if (ovnet_seen_out(dev, netdev_get_tx_queue(dev, 0)) ||
	    ovnet_deliver_has_xdp(peer))
		return NULL;
	return peer;
}

/*
 * What the frame was to whoever had it before is of no use behind the port. What
 * has come out of a tunnel, a mark is all that it has; what an own device has
 * sent was scrubbed then.
 */
static void ovnet_deliver_scrub(const struct ovnet_pkt *pkt,
				struct sk_buff *skb, bool xnet)
{
	if (pkt->sent)
		return;
	if (!pkt->in || pkt->in->type != OVNET_DST_REMOTE)
		skb_scrub_packet(skb, xnet);
	else if (xnet)
		skb->mark = 0;
}

/* As the device would have done. */
static void ovnet_deliver_to_peer(struct net_device *dev,
				  struct net_device *peer,
				  const struct ovnet_pkt *pkt,
				  struct sk_buff *skb)
{
	dev_sw_netstats_tx_add(dev, 1, skb->len);
	ovnet_deliver_scrub(pkt, skb, !net_eq(dev_net(dev), dev_net(peer)));
	skb->priority = 0;
	skb->protocol = ovnet_deliver_type(skb, peer);
	skb_postpull_rcsum(skb, eth_hdr(skb), ETH_HLEN);
	ovnet_deliver_now(skb);
}

static noinline void ovnet_deliver_to_endpoint(struct net_device *dev,
					       const struct ovnet_pkt *pkt,
					       struct sk_buff *skb)
{
	ovnet_deliver_scrub(pkt, skb, !net_eq(dev_net(dev), pkt->on->net));
	skb->priority = 0;
	skb->protocol = ovnet_deliver_type(skb, dev);
	skb_postpull_rcsum(skb, eth_hdr(skb), ETH_HLEN);
	if (ovnet_deliver_may(pkt))
		ovnet_deliver_now(skb);
	else
		__netif_rx(skb);
}

static struct net_device *ovnet_deliver_now_to(const struct ovnet_port *port,
					       const struct ovnet_pkt *pkt,
					       const struct sk_buff *skb)
{
	return ovnet_deliver_may(pkt) ?
	       ovnet_deliver_peer(port, skb, skb->len) : NULL;
}

static noinline void ovnet_deliver_to_device(const struct ovnet_port *port,
					     const struct ovnet_pkt *pkt,
					     struct sk_buff *skb)
{
	struct net_device *peer;

	skb_forward_csum(skb);
	peer = ovnet_deliver_now_to(port, pkt, skb);
	if (peer) {
		ovnet_deliver_to_peer(port->dev, peer, pkt, skb);
		return;
	}
	skb->dev = port->dev;
	dev_queue_xmit(skb);
}

/**
 * ovnet_deliver() - a frame leaves by a port
 * @port: which; it is up and large enough
 * @pkt: where it came from
 * @skb: the frame, or a part of it; consumed
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_deliver(struct ovnet_port *port, const struct ovnet_pkt *pkt,
		   struct sk_buff *skb)
{
	if (port->endpoint)
		ovnet_deliver_to_endpoint(port->dev, pkt, skb);
	else
		ovnet_deliver_to_device(port, pkt, skb);
}
