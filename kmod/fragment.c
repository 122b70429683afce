// SPDX-License-Identifier: GPL-2.0
/*
 * Fragmentation (RFC 1812, 4.2.2.7): a routed IPv4 packet without DF that does
 * not fit the port it is for. Its sender may have sent fragments that did fit;
 * a node on the way that tracks connections has put them together.
 */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <net/dst.h>
#include <net/ip.h>
#include <net/route.h>

#include "deliver.h"
#include "fragment.h"

/* What IPv4 wants to know of a way, on the stack; what ours needs, behind it. */
struct ovnet_fragment {
	struct rtable rt;
	u32 metrics[RTAX_MAX];
	const struct ovnet_pkt *pkt;
	struct ovnet_port *port;
	struct ethhdr eth;
};

/* The least that a fragment has to hold: any header, and 8 bytes. */
#define OVNET_FRAGMENT_MIN	68	/* RFC 791, 3.2 */

/**
 * ovnet_fragment_may() - may a packet be cut to fit?
 * @pkt: parsed
 * @mtu: to fit into
 *
 * Context: RCU, bottom halves off.
 * Return: true if it was routed, and its sender allows it.
 */
bool ovnet_fragment_may(const struct ovnet_pkt *pkt, unsigned int mtu)
{
	const struct sk_buff *skb = pkt->skb;

	return pkt->was && pkt->proto == htons(ETH_P_IP) &&
	       pkt->nhoff == ETH_HLEN && !skb_is_gso(skb) &&
	       !(ip_hdr(skb)->frag_off & htons(IP_DF)) &&
	       mtu >= OVNET_FRAGMENT_MIN;
}

static int ovnet_fragment_output(struct net *net, struct sock *sk,
				 struct sk_buff *skb)
{
	const struct ovnet_fragment *fragment =
		container_of(skb_rtable(skb), struct ovnet_fragment, rt);

	skb_dst_drop(skb);
	if (skb_cow_head(skb, ETH_HLEN)) {
		kfree_skb(skb);
		return -ENOMEM;
	}
	memcpy(skb_push(skb, ETH_HLEN), &fragment->eth, ETH_HLEN);
	skb_reset_mac_header(skb);
	ovnet_deliver(fragment->port, fragment->pkt, skb);
	return 0;
}

/**
 * ovnet_fragment_send() - a packet leaves by a port in fragments
 * @pkt: parsed, ovnet_fragment_may(); consumed
 * @port: where to
 * @mtu: of each, behind its Ethernet header
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_fragment_send(const struct ovnet_pkt *pkt, struct ovnet_port *port,
			 unsigned int mtu)
{
	struct ovnet_fragment fragment = { .pkt = pkt, .port = port };
	struct net *net = dev_net(port->dev);
	struct sk_buff *skb = pkt->skb;

	/* IPv4 goes by the length of the buffer. */
	if (pskb_trim_rcsum(skb, ETH_HLEN + ntohs(ip_hdr(skb)->tot_len))) {
		ovnet_drop(pkt, OVNET_DROP_NO_MEMORY);
		return;
	}
	memcpy(&fragment.eth, skb->data, ETH_HLEN);
	fragment.metrics[RTAX_MTU - 1] = mtu;
	dst_init_metrics(&fragment.rt.dst, fragment.metrics, true);
	fragment.rt.dst.dev = net->loopback_dev;

	skb_dst_drop(skb);
	skb_dst_set_noref(skb, &fragment.rt.dst);
	memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
	skb_pull(skb, ETH_HLEN);
	if (ip_do_fragment(net, NULL, skb, ovnet_fragment_output))
		ovnet_drop_count(pkt->on, pkt->network, OVNET_DROP_NO_MEMORY);
}
