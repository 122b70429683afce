// SPDX-License-Identifier: GPL-2.0
/*
 * SRv6, the short way in: what a SID is and whose a source is have been asked of
 * a packet like this, and nothing that they came from has changed since. What
 * says more than an IPv6 header, and all that may be refused for its headers, is
 * srv6_rcv.c's.
 */
#include <linux/etherdevice.h>
#include <net/dsfield.h>
#include <net/xfrm.h>

#include "encap.h"
#include "parse.h"
#include "router.h"
#include "srv6_way.h"

/**
 * ovnet_srv6_way_frame() - the header that a packet of an l3 network is given
 * @frame: result
 * @pkt: its network and the remote that it is from are set
 * @upper: IPPROTO_IPIP or IPPROTO_IPV6
 *
 * Context: RCU.
 */
void ovnet_srv6_way_frame(struct ethhdr *frame, const struct ovnet_pkt *pkt,
			  u8 upper)
{
	const struct ovnet_remote *remote =
		container_of(pkt->in, struct ovnet_remote, dst);

	ovnet_router_own_mac(pkt->network, frame->h_dest);
	ether_addr_copy(frame->h_source,
			rcu_dereference(remote->target)->router_mac);
	frame->h_proto = upper == IPPROTO_IPIP ? htons(ETH_P_IP) :
						 htons(ETH_P_IPV6);
}

/**
 * ovnet_srv6_way_learn() - a packet may come in
 * @srv6: whose hook
 * @pkt: its network and the remote that it is from are set; data at the IPv6
 *	 header, behind which is what the SID takes
 * @generation: see ovnet_srv6_way_find()
 *
 * Context: RCU, softirq.
 */
void ovnet_srv6_way_learn(const struct ovnet_srv6 *srv6,
			  const struct ovnet_pkt *pkt,
			  unsigned long generation)
{
	struct ovnet_remote *remote = container_of(pkt->in, struct ovnet_remote,
						   dst);
	struct ovnet_cache_sid *sid = ovnet_srv6_way_slot(pkt->skb);

	sid->generation = generation;
	sid->srv6 = srv6;
	memcpy(sid->addrs, ovnet_srv6_way_addrs(pkt->skb), sizeof(sid->addrs));
	sid->upper = ipv6_hdr(pkt->skb)->nexthdr;
	sid->network = pkt->network;
	sid->remote = remote;
	if (sid->upper == IPPROTO_ETHERNET)
		return;
	ovnet_srv6_way_frame(&sid->frame, pkt, sid->upper);
}

/* Off with the outer header, and on with what the router looks at. */
static enum ovnet_drop_reason
ovnet_srv6_way_open(const struct ovnet_cache_sid *sid, struct sk_buff *skb)
{
	if (sid->upper == IPPROTO_ETHERNET)
		return likely(ovnet_encap_pull(skb, sizeof(struct ipv6hdr),
					       htons(ETH_P_TEB))) ?
		       OVNET_DROP_NONE : OVNET_DROP_INNER_TRUNCATED;

	if (unlikely(!ovnet_encap_pull(skb, sizeof(struct ipv6hdr),
				       sid->frame.h_proto)))
		return OVNET_DROP_INNER_TRUNCATED;
	return likely(ovnet_srv6_way_push(skb, &sid->frame)) ?
	       OVNET_DROP_NONE : OVNET_DROP_NO_MEMORY;
}

/**
 * ovnet_srv6_way_take() - take a packet as others before it
 * @sid: of ovnet_srv6_way_find()
 * @skb: data at the IPv6 header; not GSO; consumed, unless it is refused
 *
 * Context: RCU, softirq.
 * Return: NF_STOLEN, or NF_DROP if IPsec refuses it.
 */
unsigned int ovnet_srv6_way_take(const struct ovnet_cache_sid *sid,
				 struct sk_buff *skb)
{
	u8 dsfield = ipv6_get_dsfield(ipv6_hdr(skb));
	enum ovnet_drop_reason reason;
	struct ovnet_pkt pkt __uninitialized;

	if (!xfrm_policy_check(NULL, XFRM_POLICY_IN, skb, AF_INET6))
		return NF_DROP;
	if (unlikely(skb->sk))
		skb_orphan(skb);
	ovnet_pkt_init(&pkt, skb, sid->network, &sid->remote->dst);
	reason = ovnet_srv6_way_open(sid, skb);
	if (likely(!reason) &&
	    unlikely(!ovnet_encap_checksum_fits(skb) ||
		     ovnet_parse(&pkt)))
		reason = OVNET_DROP_INNER_TRUNCATED;
	if (unlikely(reason))
		ovnet_drop(&pkt, reason);
	else
		ovnet_encap_receive(&pkt, dsfield);
	return NF_STOLEN;
}
