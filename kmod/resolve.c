// SPDX-License-Identifier: GPL-2.0
/*
 * What a frame says in ARP (RFC 826) or neighbour discovery (RFC 4861): who
 * asks for whom, or says to be where.
 */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include "resolve.h"

/* Behind the header of RFC 826, with Ethernet and IPv4 addresses. */
struct ovnet_resolve_arp {
	struct arphdr head;
	u8 sha[ETH_ALEN];
	__be32 spa;
	u8 tha[ETH_ALEN];
	__be32 tpa;
} __packed;

static void ovnet_resolve_set4(struct ovnet_addr *addr, __be32 v4)
{
	if (v4)
		addr->family = AF_INET;
	addr->v4 = v4;
}

static void ovnet_resolve_set6(struct ovnet_addr *addr,
			       const struct in6_addr *v6)
{
	if (!ipv6_addr_any(v6))
		addr->family = AF_INET6;
	addr->v6 = *v6;
}

static void ovnet_resolve_arp(struct ovnet_pkt *pkt, struct ovnet_resolve *said)
{
	const struct ovnet_resolve_arp *arp;

	said->kind = OVNET_RESOLVE_INVALID;
	if (!pskb_may_pull(pkt->skb, pkt->nhoff + sizeof(*arp)))
		return;
	arp = (void *)pkt->skb->data + pkt->nhoff;
	if (arp->head.ar_pro != htons(ETH_P_IP) ||
	    arp->head.ar_hln != ETH_ALEN ||
	    arp->head.ar_pln != sizeof(__be32))
		return;
	/* Receivers are not as strict as we are: who says it counts anyway. */
	ovnet_resolve_set4(&said->sender, arp->spa);
	ovnet_resolve_set4(&said->target, arp->tpa);
	if (arp->head.ar_hrd != htons(ARPHRD_ETHER) ||
	    !is_valid_ether_addr(arp->sha))
		return;
	if (arp->head.ar_op == htons(ARPOP_REQUEST))
		said->kind = OVNET_RESOLVE_REQUEST;
	else if (arp->head.ar_op == htons(ARPOP_REPLY))
		said->kind = OVNET_RESOLVE_REPLY;
	else
		return;
	said->has_mac = true;
	ether_addr_copy(said->mac, arp->sha);
}

/*
 * RFC 4861, 4.6: the link-layer address of an option. False: broken, or there
 * are two, of which each receiver may take another.
 */
static bool ovnet_resolve_options(const struct sk_buff *skb, unsigned int off,
				  unsigned int end, u8 type,
				  struct ovnet_resolve *said)
{
	u8 option[2 + ETH_ALEN];
	unsigned int len;

	for (; off < end; off += len) {
		if (end - off < sizeof(option) ||
		    skb_copy_bits(skb, off, option, sizeof(option)))
			return false;
		len = option[1] * 8;
		if (!len || len > end - off)
			return false;
		if (option[0] != type)
			continue;
		if (said->has_mac || len != sizeof(option) ||
		    !is_valid_ether_addr(option + 2))
			return false;
		said->has_mac = true;
		ether_addr_copy(said->mac, option + 2);
	}
	return true;
}

static bool ovnet_resolve_checksum(const struct sk_buff *skb,
				   const struct ipv6hdr *ip6h,
				   unsigned int off, unsigned int len)
{
	if (skb->ip_summed == CHECKSUM_PARTIAL ||
	    skb->ip_summed == CHECKSUM_UNNECESSARY)
		return true;
	return !csum_ipv6_magic(&ip6h->saddr, &ip6h->daddr, len,
				IPPROTO_ICMPV6,
				skb_checksum(skb, off, len, 0));
}

/* RFC 4861, 7.1.1 and 7.1.2. @off: of the ICMPv6 header. */
static bool ovnet_resolve_nd(struct ovnet_pkt *pkt, int off, bool whole,
			     struct ovnet_resolve *said)
{
	const struct sk_buff *skb = pkt->skb;
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	unsigned int end = pkt->nhoff + sizeof(*ip6h) +
			   ntohs(ip6h->payload_len);
	const struct nd_msg *nd;
	struct nd_msg _nd;
	bool asks;

	if (!whole || ip6h->hop_limit != 255 || end > skb->len ||
	    off + sizeof(_nd) > end)
		return false;
	nd = skb_header_pointer(skb, off, sizeof(_nd), &_nd);
	if (!nd)
		return false;
	asks = nd->icmph.icmp6_type == NDISC_NEIGHBOUR_SOLICITATION;
	ovnet_resolve_set6(&said->sender, asks ? &ip6h->saddr : &nd->target);
	if (nd->icmph.icmp6_code ||
	    ipv6_addr_is_multicast(&nd->target) ||
	    !ovnet_resolve_checksum(skb, ip6h, off, end - off))
		return false;
	if (!ovnet_resolve_options(skb, off + sizeof(_nd), end,
				   asks ? ND_OPT_SOURCE_LL_ADDR :
					  ND_OPT_TARGET_LL_ADDR, said))
		return false;
	if (asks) {
		ovnet_resolve_set6(&said->target, &nd->target);
		if (!said->sender.family &&
		    (said->has_mac || !ipv6_addr_is_solict_mult(&ip6h->daddr)))
			return false;
		said->kind = OVNET_RESOLVE_REQUEST;
		return true;
	}
	if (ipv6_addr_is_multicast(&ip6h->daddr) && nd->icmph.icmp6_solicited)
		return false;
	said->kind = OVNET_RESOLVE_REPLY;
	return true;
}

/* RFC 4861, 6.1.1. @off: of the ICMPv6 header. */
static bool ovnet_resolve_solicit(const struct ovnet_pkt *pkt, int off,
				  bool whole, struct ovnet_resolve *said)
{
	const struct sk_buff *skb = pkt->skb;
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	unsigned int end = pkt->nhoff + sizeof(*ip6h) +
			   ntohs(ip6h->payload_len);
	const struct icmp6hdr *icmp6h;
	struct icmp6hdr _icmp6h;

	ovnet_resolve_set6(&said->sender, &ip6h->saddr);
	if (ip6h->hop_limit != 255 || !whole || end > skb->len ||
	    off + sizeof(_icmp6h) > end)
		return false;
	icmp6h = skb_header_pointer(skb, off, sizeof(_icmp6h), &_icmp6h);
	if (!icmp6h || icmp6h->icmp6_code ||
	    !ovnet_resolve_checksum(skb, ip6h, off, end - off) ||
	    !ovnet_resolve_options(skb, off + sizeof(_icmp6h), end,
				   ND_OPT_SOURCE_LL_ADDR, said))
		return false;
	if (!said->sender.family && said->has_mac)
		return false;
	said->kind = OVNET_RESOLVE_SOLICIT;
	return true;
}

static void ovnet_resolve_icmp6(struct ovnet_pkt *pkt,
				struct ovnet_resolve *said)
{
	u8 next = ipv6_hdr(pkt->skb)->nexthdr;
	const u8 *type;
	__be16 frag = 0;
	u8 _type;
	int off;

	if (next != IPPROTO_ICMPV6 && !ipv6_ext_hdr(next))
		return;
	off = ipv6_skip_exthdr(pkt->skb, pkt->nhoff + sizeof(struct ipv6hdr),
			       &next, &frag);
	/*
	 * Headers that have no end here, or too late a one for us, may still be
	 * read by a receiver (RFC 7113, 3).
	 */
	if (off < 0) {
		if (next != NEXTHDR_NONE)
			said->kind = OVNET_RESOLVE_INVALID;
		return;
	}
	/* In a later fragment it cannot be told what it is (RFC 6980). */
	if (next != IPPROTO_ICMPV6 || frag & htons(IP6_OFFSET))
		return;
	type = skb_header_pointer(pkt->skb, off, sizeof(_type), &_type);
	if (!type) {
		said->kind = OVNET_RESOLVE_INVALID;
		return;
	}
	switch (*type) {
	case NDISC_ROUTER_ADVERTISEMENT:
	case NDISC_REDIRECT:
		said->kind = OVNET_RESOLVE_ROUTER;
		return;
	case NDISC_ROUTER_SOLICITATION:
		if (!ovnet_resolve_solicit(pkt, off, !frag, said))
			said->kind = OVNET_RESOLVE_INVALID;
		return;
	case NDISC_NEIGHBOUR_SOLICITATION:
	case NDISC_NEIGHBOUR_ADVERTISEMENT:
		if (!ovnet_resolve_nd(pkt, off, !frag, said))
			said->kind = OVNET_RESOLVE_INVALID;
	}
}

/**
 * ovnet_resolve_parse() - what does a frame say in ARP or ND?
 * @pkt: parsed; may move its data
 * @said: result
 */
void ovnet_resolve_parse(struct ovnet_pkt *pkt, struct ovnet_resolve *said)
{
	memset(said, 0, sizeof(*said));
	if (pkt->proto == htons(ETH_P_ARP))
		ovnet_resolve_arp(pkt, said);
	else if (pkt->proto == htons(ETH_P_IPV6) &&
		 ipv6_hdr(pkt->skb)->version == 6)
		ovnet_resolve_icmp6(pkt, said);
}
