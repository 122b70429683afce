// SPDX-License-Identifier: GPL-2.0
/*
 * Questions of our own: ARP and ND for whoever has an address that something is
 * to be routed to, or for who has had one. The answer teaches (learn.c), and
 * goes no further (answer.c).
 *
 * To ports and legs they come from the gateway. That is in no tunnel: there they
 * come from the node, by its router MAC.
 */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/jhash.h>
#include <net/addrconf.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include "ask.h"
#include "frame.h"
#include "gateway.h"
#include "router.h"

/* RFC 826, with Ethernet and IPv4 addresses. */
#define OVNET_ASK_ARP_LEN	(sizeof(struct arphdr) + 2 * (ETH_ALEN + 4))
#define OVNET_ASK_ND_LEN	(sizeof(struct nd_msg) + 2 + ETH_ALEN)

#define OVNET_ASK_RATE		100	/* questions a second of a network */
#define OVNET_ASK_SLOTS		64	/* addresses that are asked for at a time */
#define OVNET_ASK_INTERVAL	HZ	/* between questions for an address */
#define OVNET_ASK_PATIENCE	(3 * HZ)	/* until senders are told */
#define OVNET_ASK_FORGET	(10 * HZ)	/* it is asked for as if anew */

/**
 * struct ovnet_asked - who was asked for in a network
 * @lock: protects the rest; taken from softirq
 * @slots: by the hash of the address; two in one slot take it from each other
 * @slots.hash: of the address
 * @slots.first: jiffies of the first question
 * @slots.last: jiffies of the last one; 0: the slot is free
 */
struct ovnet_asked {
	spinlock_t lock;
	struct {
		u32 hash;
		unsigned long first;
		unsigned long last;
	} slots[OVNET_ASK_SLOTS];
};

/**
 * struct ovnet_ask - a question
 * @network: in which
 * @addr: who has this?
 * @dest: MAC that it is for; NULL: whoever may have it
 * @mac: of who asks: the gateway's, or the node's router MAC
 */
struct ovnet_ask {
	struct ovnet_network *network;
	const struct ovnet_addr *addr;
	const u8 *dest;
	const u8 *mac;
};

static struct sk_buff *ovnet_ask_make(const struct ovnet_ask *ask,
				      const u8 *dest, __be16 proto,
				      unsigned int len)
{
	return ovnet_frame_make(ask->network->on->net->loopback_dev,
				ask->dest ?: dest, ask->mac, proto, len);
}

/* Who has no IPv4 address of its own asks as one that tries (RFC 5227). */
static struct sk_buff *ovnet_ask_arp(const struct ovnet_ask *ask)
{
	struct ovnet_addr gateway;
	struct arphdr *arp;
	struct sk_buff *skb;
	u8 dest[ETH_ALEN];
	u8 *p;

	eth_broadcast_addr(dest);
	skb = ovnet_ask_make(ask, dest, htons(ETH_P_ARP), OVNET_ASK_ARP_LEN);
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
	if (ask->mac == ovnet_gateway_mac &&
	    ovnet_gateway_get_rcu(ask->network, AF_INET, &gateway))
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
	skb = ovnet_ask_make(ask, dest, htons(ETH_P_IPV6),
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

static struct ovnet_asked *ovnet_ask_asked(struct ovnet_network *network)
{
	struct ovnet_asked *asked = READ_ONCE(network->asked), *old;

	if (likely(asked))
		return asked;
	asked = kzalloc(sizeof(*asked), GFP_ATOMIC | __GFP_NOWARN);
	if (!asked)
		return NULL;
	spin_lock_init(&asked->lock);
	old = cmpxchg(&network->asked, NULL, asked);
	if (!old)
		return asked;
	kfree(asked);
	return old;
}

/* Is it time to ask? @told: whether nobody has answered for long enough. */
static bool ovnet_ask_is_due(struct ovnet_network *network,
			     const struct ovnet_addr *addr, bool *told)
{
	u32 hash = jhash2((const u32 *)addr, sizeof(*addr) / sizeof(u32), 0);
	struct ovnet_asked *asked = ovnet_ask_asked(network);
	unsigned long now = jiffies ?: 1;
	bool due = true;
	u32 i = hash % OVNET_ASK_SLOTS;

	*told = false;
	if (!asked)
		return false;
	spin_lock_bh(&asked->lock);
	if (!asked->slots[i].last || asked->slots[i].hash != hash ||
	    time_after(now, asked->slots[i].last + OVNET_ASK_FORGET)) {
		asked->slots[i].hash = hash;
		asked->slots[i].first = now;
	} else {
		due = time_after_eq(now, asked->slots[i].last +
					 OVNET_ASK_INTERVAL);
		*told = time_after_eq(now, asked->slots[i].first +
					   OVNET_ASK_PATIENCE);
	}
	due = due && ovnet_bucket_take(&network->asks, OVNET_ASK_RATE, now);
	if (due || !asked->slots[i].last)
		asked->slots[i].last = now;
	spin_unlock_bh(&asked->lock);
	return due;
}

/* What ovnet_ask() says of a packet that is only traced. */
static bool ovnet_ask_has_waited(struct ovnet_network *network,
				 const struct ovnet_addr *addr)
{
	u32 hash = jhash2((const u32 *)addr, sizeof(*addr) / sizeof(u32), 0);
	struct ovnet_asked *asked = READ_ONCE(network->asked);
	u32 i = hash % OVNET_ASK_SLOTS;
	bool told;

	if (!asked)
		return false;
	spin_lock_bh(&asked->lock);
	told = asked->slots[i].last && asked->slots[i].hash == hash &&
	       !time_after(jiffies, asked->slots[i].last + OVNET_ASK_FORGET) &&
	       time_after_eq(jiffies, asked->slots[i].first +
				      OVNET_ASK_PATIENCE);
	spin_unlock_bh(&asked->lock);
	return told;
}

/**
 * ovnet_ask() - a packet is to be routed to an address, and nobody knows whose
 * @pkt: the packet; not consumed
 * @network: that the address is in
 * @addr: who has it?
 * @dst: the port that it is behind; NULL: in an l2 network, anywhere
 *
 * Who came here through a tunnel was sent by one who knows that it is here.
 *
 * Context: RCU, bottom halves off.
 * Return: whether nobody has answered for some time, so that the sender is told.
 */
bool ovnet_ask(const struct ovnet_pkt *pkt, struct ovnet_network *network,
	       const struct ovnet_addr *addr, struct ovnet_dst *dst)
{
	struct ovnet_ask ask = {
		.network = network,
		.addr = addr,
		.mac = ovnet_gateway_mac,
	};
	struct ovnet_pkt question;
	u8 router[ETH_ALEN];
	bool told;

	if (unlikely(pkt->dry))
		return ovnet_ask_has_waited(network, addr);
	if (!ovnet_ask_is_due(network, addr, &told) ||
	    !ovnet_ask_build(&ask, &question))
		return told;
	if (dst) {
		ovnet_forward_deliver(&question, dst);
		return told;
	}
	ovnet_forward_listeners(&question, NULL);
	ovnet_forward_spread(&question, false);
	if (pkt->in->type == OVNET_DST_REMOTE || list_empty(&network->members) ||
	    !ovnet_router_own_mac(network, router))
		return told;
	ask.mac = router;
	if (ovnet_ask_build(&ask, &question))
		ovnet_forward_spread(&question, true);
	return told;
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
