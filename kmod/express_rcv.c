// SPDX-License-Identifier: GPL-2.0
/*
 * The shortest way in: a frame of a flow that the cache knows is received by an
 * endpoint right where it has come in, as encap_rcv.c, forward.c and deliver.c
 * would have let it. Whatever is not as usual is left to them.
 */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter.h>
#include <net/dsfield.h>
#include <net/inet_ecn.h>
#include <net/vxlan.h>
#include <net/xfrm.h>

#include "cache.h"
#include "deliver.h"
#include "encap.h"
#include "express.h"
#include "vxlan.h"

static __always_inline u8 ovnet_express_dsfield(const struct sk_buff *skb,
						u16 family)
{
	return family == AF_INET ? ipv4_get_dsfield(ip_hdr(skb)) :
				   ipv6_get_dsfield(ipv6_hdr(skb));
}

/* In one packet, nothing to be said of its checksum. @off: of the frame. */
static __always_inline bool ovnet_express_is_in(const struct sk_buff *skb,
						int off)
{
	if (unlikely(skb_is_gso(skb) || skb->sk ||
		     skb->ip_summed == CHECKSUM_COMPLETE ||
		     skb_headroom(skb) + off + OVNET_CACHE_PLAIN_LEN > U16_MAX))
		return false;
	/* Of a neighbour on this host the outer one may be left to the device. */
	return skb->ip_summed != CHECKSUM_PARTIAL ||
	       skb_checksum_start_offset(skb) < off;
}

/* As ovnet_encap_pull() and ovnet_parse(), of an ovnet_express_is_in(). */
static __always_inline void ovnet_express_pull(struct sk_buff *skb,
					       unsigned int off)
{
	__skb_pull(skb, off);
	skb_set_network_header(skb, ETH_HLEN);
	skb_set_transport_header(skb, OVNET_CACHE_PLAIN_LEN);
	skb->mac_len = ETH_HLEN;
	if (skb->ip_summed == CHECKSUM_PARTIAL)
		skb->ip_summed = CHECKSUM_NONE;
	ovnet_encap_shed(skb);
	skb_clear_tstamp(skb);
}

/*
 * As frames of its flow before it were received. @off: of the frame. Return:
 * false: it is not, and nothing has been changed.
 */
static __always_inline bool
ovnet_express_again(const struct ovnet_cache_entry *entry,
		    struct ovnet_remote *remote, struct sk_buff *skb,
		    unsigned int off)
{
	struct ovnet_dst *dst = ovnet_cache_plain(entry);
	unsigned int len = skb->len - off;
	const struct ovnet_port *port;
	struct net_device *dev;

	if (unlikely(!dst || !ovnet_express_is_in(skb, off)))
		return false;
	port = container_of(dst, struct ovnet_port, dst);
	if (unlikely(!ovnet_deliver_receiver(port, skb, len, true, &dev)))
		return false;

	ovnet_stats_add_rx(remote->stats, len);
	ovnet_stats_add_rx(port->network->stats, len);
	if (!net_eq(dev_net(dev), port->network->on->net))
		skb->mark = 0;
	ovnet_express_pull(skb, off);
	ovnet_deliver_receive(port, dev, skb, true);
	return true;
}

static noinline void ovnet_express_open(struct ovnet_network *network,
					struct ovnet_remote *remote,
					struct sk_buff *skb, u16 family,
					const struct ovnet_cache_entry *known,
					u32 looked)
{
	struct ovnet_pkt pkt __uninitialized;

	ovnet_pkt_init(&pkt, skb, network, &remote->dst);
	pkt.known = known;
	pkt.looked = looked;
	if (unlikely(skb->sk))
		skb_orphan(skb);
	ovnet_vxlan_open(&pkt, family, ovnet_express_dsfield(skb, family));
}

/* As most are; the rest as of a datagram that takes the long way. */
static __always_inline bool ovnet_express_checksum(struct sk_buff *skb,
						   u16 family)
{
	if (likely(skb_csum_unnecessary(skb))) {
		skb->csum_valid = 0;
		__skb_decr_checksum_unnecessary(skb);
		return true;
	}
	return ovnet_udp_checksum(skb, family);
}

static __always_inline unsigned int
ovnet_express_accept(const struct ovnet_cache_way *way, struct sk_buff *skb,
		     unsigned int off, u16 family)
{
	const struct ovnet_cache_entry *known = NULL;
	struct ovnet_network *network = way->network;
	struct ovnet_remote *remote = way->remote;
	u32 looked = 0;

	if (!ovnet_express_checksum(skb, family)) {
		__skb_push(skb, off);
		return NF_ACCEPT;
	}
	/* This counts: whom it refuses is not to be asked about again. */
	if (!xfrm_policy_check(NULL, XFRM_POLICY_IN, skb, family))
		return NF_DROP;
	/* Of what an outer header says only ECT(1) and CE go inside. */
	if (unlikely(skb_headlen(skb) < VXLAN_HLEN + OVNET_CACHE_PLAIN_LEN ||
		     !ovnet_cache_find_plain(network, &remote->dst,
					     skb->data + VXLAN_HLEN, &known,
					     &looked) ||
		     ovnet_express_dsfield(skb, family) & INET_ECN_ECT_1 ||
		     !ovnet_express_again(known, remote, skb, VXLAN_HLEN)))
		ovnet_express_open(network, remote, skb, family, known,
				   looked);
	return NF_STOLEN;
}

/**
 * ovnet_express_accept4() - a VXLAN packet by IPv4 that the host would have let in
 * @way: where it is from
 * @skb: data at the UDP header, which has been checked but for the checksum
 * @off: of that header
 *
 * Context: RCU, softirq; a netfilter hook.
 * Return: NF_STOLEN: taken; NF_DROP: IPsec refuses it; NF_ACCEPT: its checksum is
 *	   wrong; data is at the IP header again.
 */
unsigned int ovnet_express_accept4(const struct ovnet_cache_way *way,
				   struct sk_buff *skb, unsigned int off)
{
	return ovnet_express_accept(way, skb, off, AF_INET);
}

/**
 * ovnet_express_accept6() - ovnet_express_accept4(), by IPv6
 * @way: as there
 * @skb: as there
 * @off: as there
 *
 * Context: as there.
 * Return: as there.
 */
unsigned int ovnet_express_accept6(const struct ovnet_cache_way *way,
				   struct sk_buff *skb, unsigned int off)
{
	return ovnet_express_accept(way, skb, off, AF_INET6);
}
