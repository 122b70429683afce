// SPDX-License-Identifier: GPL-2.0
/*
 * Questions of the gateway's: ARP and ND for those who are behind a port or leg
 * of this node. The answer teaches (learn.c), and goes no further (answer.c).
 */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <net/addrconf.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include "ask.h"
#include "gateway.h"

/* RFC 826, with Ethernet and IPv4 addresses. */
#define OVNET_ASK_ARP_LEN	(sizeof(struct arphdr) + 2 * (ETH_ALEN + 4))
#define OVNET_ASK_ND_LEN	(sizeof(struct nd_msg) + 2 + ETH_ALEN)

/**
 * struct ovnet_ask - a question
 * @network: in which
 * @addr: who has this?
 * @dest: MAC that it is for; NULL: whoever may have it
 * @mac: of who asks
 */
struct ovnet_ask {
	struct ovnet_network *network;
	const struct ovnet_addr *addr;
	const u8 *dest;
	const u8 *mac;
};

static struct sk_buff *ovnet_ask_alloc(const struct ovnet_ask *ask,
				       const u8 *dest, __be16 proto,
				       unsigned int len)
{
	struct ethhdr *eth;
	struct sk_buff *skb;

	skb = alloc_skb(MAX_HEADER + ETH_HLEN + len, GFP_ATOMIC | __GFP_NOWARN);
	if (!skb)
		return NULL;
	skb_reserve(skb, MAX_HEADER);
	/* The flow dissector asks it for its net. */
	skb->dev = ask->network->on->net->loopback_dev;
	skb->protocol = proto;
	eth = skb_put(skb, ETH_HLEN);
	ether_addr_copy(eth->h_dest, ask->dest ?: dest);
	ether_addr_copy(eth->h_source, ask->mac);
	eth->h_proto = proto;
	skb_reset_mac_header(skb);
	skb_set_network_header(skb, ETH_HLEN);
	skb_reset_mac_len(skb);
	return skb;
}

/* Where the gateway has no address it asks as one that tries (RFC 5227). */
static struct sk_buff *ovnet_ask_arp(const struct ovnet_ask *ask)
{
	struct ovnet_addr gateway;
	struct arphdr *arp;
	struct sk_buff *skb;
	u8 dest[ETH_ALEN];
	u8 *p;

	eth_broadcast_addr(dest);
	skb = ovnet_ask_alloc(ask, dest, htons(ETH_P_ARP), OVNET_ASK_ARP_LEN);
	if (!skb)
		return NULL;
	arp = skb_put_zero(skb, OVNET_ASK_ARP_LEN);
	arp->ar_hrd = htons(ARPHRD_ETHER);
	arp->ar_pro = htons(ETH_P_IP);
	arp->ar_hln = ETH_ALEN;
	arp->ar_pln = sizeof(__be32);
	arp->ar_op = htons(ARPOP_REQUEST);
	p = (u8 *)(arp + 1);
	ether_addr_copy(p, ask->mac);
	ovnet_gateway_get_rcu(ask->network, AF_INET, &gateway);
	memcpy(p + ETH_ALEN, &gateway.v4, 4);
	memcpy(p + 2 * ETH_ALEN + 4, &ask->addr->v4, 4);
	return skb;
}

/* RFC 4861, 7.2.2; from the link-local address that belongs to the MAC. */
static struct sk_buff *ovnet_ask_nd(const struct ovnet_ask *ask)
{
	struct in6_addr group;
	struct ipv6hdr *ip6h;
	struct sk_buff *skb;
	struct nd_msg *nd;
	u8 dest[ETH_ALEN];

	addrconf_addr_solict_mult(&ask->addr->v6, &group);
	ipv6_eth_mc_map(&group, dest);
	skb = ovnet_ask_alloc(ask, dest, htons(ETH_P_IPV6),
			      sizeof(*ip6h) + OVNET_ASK_ND_LEN);
	if (!skb)
		return NULL;
	ip6h = skb_put_zero(skb, sizeof(*ip6h));
	ip6h->version = 6;
	ip6h->payload_len = htons(OVNET_ASK_ND_LEN);
	ip6h->nexthdr = IPPROTO_ICMPV6;
	ip6h->hop_limit = 255;
	ip6h->saddr.s6_addr32[0] = htonl(0xfe800000);
	addrconf_addr_eui48(ip6h->saddr.s6_addr + 8, (const char *)ask->mac);
	ip6h->daddr = ask->dest ? ask->addr->v6 : group;
	skb_set_transport_header(skb, ETH_HLEN + sizeof(*ip6h));

	nd = skb_put_zero(skb, OVNET_ASK_ND_LEN);
	nd->icmph.icmp6_type = NDISC_NEIGHBOUR_SOLICITATION;
	nd->target = ask->addr->v6;
	nd->opt[0] = ND_OPT_SOURCE_LL_ADDR;
	nd->opt[1] = 1;
	ether_addr_copy(nd->opt + 2, ask->mac);
	nd->icmph.icmp6_cksum =
		csum_ipv6_magic(&ip6h->saddr, &ip6h->daddr, OVNET_ASK_ND_LEN,
				IPPROTO_ICMPV6,
				csum_partial(nd, OVNET_ASK_ND_LEN, 0));
	return skb;
}

/* False: there is no memory, which is counted. */
static bool ovnet_ask_build(const struct ovnet_ask *ask, struct ovnet_pkt *pkt)
{
	struct ovnet_network *network = ask->network;

	memset(pkt, 0, sizeof(*pkt));
	pkt->on = network->on;
	pkt->network = network;
	pkt->nhoff = ETH_HLEN;
	pkt->skb = ask->addr->family == AF_INET ? ovnet_ask_arp(ask) :
						  ovnet_ask_nd(ask);
	if (!pkt->skb) {
		ovnet_drop_count(network->on, network, OVNET_DROP_NO_MEMORY);
		return false;
	}
	pkt->proto = pkt->skb->protocol;
	return true;
}

/**
 * ovnet_ask_again() - is an endpoint of this node still there?
 * @network: whose
 * @addr: its address
 * @mac: its MAC, ether_addr_to_u64()
 * @dst: the port or leg that it is behind
 *
 * Context: RCU; process.
 */
void ovnet_ask_again(struct ovnet_network *network,
		     const struct ovnet_addr *addr, u64 mac,
		     struct ovnet_dst *dst)
{
	struct ovnet_ask ask = {
		.network = network,
		.addr = addr,
		.mac = ovnet_gateway_mac,
	};
	struct ovnet_pkt pkt;
	u8 dest[ETH_ALEN];

	u64_to_ether_addr(mac, dest);
	ask.dest = dest;
	local_bh_disable();
	if (ovnet_ask_build(&ask, &pkt))
		ovnet_forward_deliver(&pkt, dst);
	local_bh_enable();
}
