// SPDX-License-Identifier: GPL-2.0
/*
 * Answers: ARP and ND for the gateway, and for neighbours that are known, are
 * answered where they are asked for and go no further.
 */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include "addr.h"
#include "answer.h"
#include "fdb.h"
#include "frame.h"
#include "gateway.h"
#include "lookup.h"
#include "ra.h"
#include "resolve.h"
#include "route.h"
#include "router.h"

/* RFC 826, with Ethernet and IPv4 addresses. */
#define OVNET_ANSWER_ARP_LEN	(sizeof(struct arphdr) + 2 * (ETH_ALEN + 4))
#define OVNET_ANSWER_ND_LEN	(sizeof(struct nd_msg) + 2 + ETH_ALEN)

static struct sk_buff *ovnet_answer_arp(const struct ovnet_pkt *pkt,
					const struct ovnet_resolve *asked,
					const u8 *mac)
{
	struct arphdr *arp;
	struct sk_buff *skb;
	u8 *p;

	skb = ovnet_frame_make(pkt->skb->dev, asked->mac, mac, pkt->proto,
			       OVNET_ANSWER_ARP_LEN);
	if (!skb)
		return NULL;
	arp = skb_put(skb, OVNET_ANSWER_ARP_LEN);
	arp->ar_hrd = htons(ARPHRD_ETHER);
	arp->ar_pro = htons(ETH_P_IP);
	arp->ar_hln = ETH_ALEN;
	arp->ar_pln = sizeof(__be32);
	arp->ar_op = htons(ARPOP_REPLY);
	p = (u8 *)(arp + 1);
	ether_addr_copy(p, mac);
	memcpy(p + ETH_ALEN, &asked->target.v4, 4);
	ether_addr_copy(p + ETH_ALEN + 4, asked->mac);
	memcpy(p + 2 * ETH_ALEN + 4, &asked->sender.v4, 4);
	return skb;
}

/* RFC 4861, 7.2.4; to one that only tries an address, all are told. */
static struct sk_buff *ovnet_answer_nd(const struct ovnet_pkt *pkt,
				       const struct ovnet_resolve *asked,
				       const u8 *mac, bool router)
{
	static const u8 all_nodes_mac[ETH_ALEN] = { 0x33, 0x33, 0, 0, 0, 1 };
	const struct ethhdr *was = (struct ethhdr *)pkt->skb->data;
	bool tries = !asked->sender.family;
	struct ipv6hdr *ip6h;
	struct sk_buff *skb;
	struct nd_msg *nd;

	skb = ovnet_frame_make(pkt->skb->dev, tries ? all_nodes_mac :
			       asked->has_mac ? asked->mac : was->h_source,
			       mac, pkt->proto,
			       sizeof(*ip6h) + OVNET_ANSWER_ND_LEN);
	if (!skb)
		return NULL;
	ip6h = skb_put_zero(skb, sizeof(*ip6h));
	ip6h->version = 6;
	ip6h->payload_len = htons(OVNET_ANSWER_ND_LEN);
	ip6h->nexthdr = IPPROTO_ICMPV6;
	ip6h->hop_limit = 255;
	ip6h->saddr = asked->target.v6;
	if (tries)
		ip6h->daddr = in6addr_linklocal_allnodes;
	else
		ip6h->daddr = asked->sender.v6;
	skb_set_transport_header(skb, ETH_HLEN + sizeof(*ip6h));

	nd = skb_put_zero(skb, OVNET_ANSWER_ND_LEN);
	nd->icmph.icmp6_type = NDISC_NEIGHBOUR_ADVERTISEMENT;
	nd->icmph.icmp6_router = router;
	nd->icmph.icmp6_solicited = !tries;
	nd->icmph.icmp6_override = 1;
	nd->target = asked->target.v6;
	nd->opt[0] = ND_OPT_TARGET_LL_ADDR;
	nd->opt[1] = 1;
	ether_addr_copy(nd->opt + 2, mac);
	nd->icmph.icmp6_cksum =
		csum_ipv6_magic(&ip6h->saddr, &ip6h->daddr,
				OVNET_ANSWER_ND_LEN, IPPROTO_ICMPV6,
				csum_partial(nd, OVNET_ANSWER_ND_LEN, 0));
	return skb;
}

/* Whoever is asked for, or its owner, is where the question came from. */
static bool ovnet_answer_by_itself(const struct ovnet_pkt *pkt, const u8 *mac)
{
	const struct ethhdr *eth = (struct ethhdr *)pkt->skb->data;
	const struct ovnet_fdb_row *row;

	if (ether_addr_equal(eth->h_source, mac))
		return true;
	row = ovnet_fdb_find(pkt->on, pkt->network->id, mac);
	return row && rcu_access_pointer(row->dst) == pkt->in;
}

/*
 * Who tries an address is only told that it is taken by what is configured: what
 * was learned may have gone, and its address may have been given to another.
 * If it is there, it speaks for itself.
 */
static bool ovnet_answer_may_tell(const struct ovnet_pkt *pkt,
				  const struct ovnet_resolve *asked)
{
	return asked->sender.family ||
	       ovnet_neigh_configured_rcu(pkt->network, &asked->target);
}

static bool ovnet_answer_knows_l2(const struct ovnet_pkt *pkt,
				  const struct ovnet_resolve *asked, u8 *mac)
{
	const struct ethhdr *eth = (struct ethhdr *)pkt->skb->data;

	/* Who asks one alone wants to know whether that one is still there. */
	return is_multicast_ether_addr(eth->h_dest) &&
	       READ_ONCE(pkt->network->suppression) &&
	       ovnet_answer_may_tell(pkt, asked) &&
	       !ovnet_addr_equal(&asked->sender, &asked->target) &&
	       ovnet_lookup_neigh_rcu(pkt, pkt->network, &asked->target, mac) &&
	       !ovnet_answer_by_itself(pkt, mac);
}

/*
 * In an l3 network everything is behind the gateway. One that only tries an
 * address is told that it is taken if it is, not that its prefix is routed.
 */
static bool ovnet_answer_knows_l3(const struct ovnet_pkt *pkt,
				  const struct ovnet_resolve *asked, u8 *mac)
{
	const struct ovnet_route *route;

	if (ovnet_addr_equal(&asked->sender, &asked->target))
		return false;
	route = ovnet_route_covering_rcu(pkt->network, &asked->target);
	if (unlikely(pkt->dry))
		ovnet_dry_route(pkt, pkt->network, &asked->target, route);
	if (!route || route->dst == pkt->in ||
	    (!asked->sender.family &&
	     route->entry.len != (asked->target.family == AF_INET ? 32 : 128)))
		return false;
	ether_addr_copy(mac, ovnet_gateway_mac);
	return true;
}

static bool ovnet_answer_knows(const struct ovnet_pkt *pkt,
			       const struct ovnet_resolve *asked, u8 *mac,
			       bool *router)
{
	if (!asked->target.family)
		return false;
	*router = ovnet_gateway_is_rcu(pkt->network, &asked->target);
	if (*router) {
		ether_addr_copy(mac, ovnet_gateway_mac);
		return true;
	}
	if (pkt->network->type == OVNET_NETWORK_TYPE_L2)
		return ovnet_answer_knows_l2(pkt, asked, mac);
	return ovnet_answer_knows_l3(pkt, asked, mac);
}

/*
 * A leg may have the gateway's address: that is the node itself. It is not told
 * that somebody has it, and nobody is told that it is at the leg's MAC.
 */
static bool ovnet_answer_is_gateway(const struct ovnet_pkt *pkt)
{
	const struct ovnet_resolve *said = pkt->said;

	return pkt->in->type == OVNET_DST_LEG &&
	       said->kind == OVNET_RESOLVE_REQUEST && said->target.family &&
	       (!said->sender.family ||
		ovnet_addr_equal(&said->sender, &said->target)) &&
	       ovnet_gateway_is_rcu(pkt->network, &said->target);
}

/* Was it asked for by us (ask.c)? It has been learned, and is for nobody else. */
static bool ovnet_answer_is_answer(const struct ovnet_pkt *pkt)
{
	const struct ethhdr *eth = (struct ethhdr *)pkt->skb->data;

	if (pkt->said->kind != OVNET_RESOLVE_REPLY)
		return false;
	return pkt->in->type == OVNET_DST_REMOTE ?
	       ovnet_router_is_own_mac(pkt->network, eth->h_dest) :
	       ether_addr_equal(eth->h_dest, ovnet_gateway_mac);
}

/**
 * ovnet_answer() - answer what a frame asks in ARP or ND
 * @pkt: parsed, and let in by the guard; it says something
 *
 * What comes through a tunnel has been answered where it was asked, if
 * anybody knew.
 *
 * Context: RCU, bottom halves off.
 * Return: true if it ends here, and is consumed.
 */
bool ovnet_answer(struct ovnet_pkt *pkt)
{
	const struct ovnet_resolve *said = pkt->said;
	struct sk_buff *reply;
	u8 mac[ETH_ALEN];
	bool router;

	/* In a VLAN it is a matter of the tenant's. */
	if (pkt->nhoff != ETH_HLEN)
		return false;
	if (ovnet_answer_is_gateway(pkt)) {
		ovnet_drop(pkt, OVNET_DROP_NO_ANSWER);
		return true;
	}
	if ((said->kind == OVNET_RESOLVE_SOLICIT && ovnet_ra_answer(pkt)) ||
	    ovnet_answer_is_answer(pkt)) {
		consume_skb(pkt->skb);
		return true;
	}
	if (said->kind == OVNET_RESOLVE_REQUEST &&
	    pkt->in->type != OVNET_DST_REMOTE &&
	    ovnet_answer_knows(pkt, said, mac, &router)) {
		reply = pkt->proto == htons(ETH_P_ARP) ?
			ovnet_answer_arp(pkt, said, mac) :
			ovnet_answer_nd(pkt, said, mac, router);
		if (!reply) {
			ovnet_drop(pkt, OVNET_DROP_NO_MEMORY);
			return true;
		}
		if (unlikely(pkt->dry))
			ovnet_dry_answer(pkt, &said->target, mac);
		ovnet_forward_back(pkt, reply);
		consume_skb(pkt->skb);
		return true;
	}
	if (pkt->network->type == OVNET_NETWORK_TYPE_L3) {
		ovnet_drop(pkt, OVNET_DROP_NO_ANSWER);
		return true;
	}
	return false;
}
