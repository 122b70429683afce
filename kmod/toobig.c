// SPDX-License-Identifier: GPL-2.0
/*
 * Too big: what does not fit is answered to an IP sender (RFC 1191, RFC 8201),
 * from the address that it was sent to, for an L2 network has no router of
 * its own to say it.
 */
#include <linux/etherdevice.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/jiffies.h>
#include <net/checksum.h>
#include <net/gso.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include "ovnet_priv.h"

/* RFC 1812, 4.3.2.3: as much as fits into 576 bytes; RFC 4443, 2.4: 1280. */
#define OVNET_TOOBIG_LEN4	576
#define OVNET_TOOBIG_LEN6	IPV6_MIN_MTU

/**
 * ovnet_toobig_fits() - does a frame, or each of its segments, fit?
 * @pkt: parsed
 * @mtu: for what is behind its Ethernet header and tags
 *
 * Return: true if so.
 */
bool ovnet_toobig_fits(const struct ovnet_pkt *pkt, unsigned int mtu)
{
	const struct sk_buff *skb = pkt->skb;

	if (skb->len - pkt->nhoff <= mtu)
		return true;
	return skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu);
}

/* RFC 1122, 3.2.2: no error about an error, a fragment or a crowd. */
static bool ovnet_toobig_answers4(const struct ovnet_pkt *pkt)
{
	const struct iphdr *iph = ip_hdr(pkt->skb);
	struct icmphdr _icmph;
	const struct icmphdr *icmph;

	if (iph->version != 4 || iph->ihl < 5 ||
	    iph->frag_off & htons(IP_OFFSET) ||
	    ipv4_is_zeronet(iph->saddr) || ipv4_is_multicast(iph->saddr) ||
	    ipv4_is_lbcast(iph->saddr) || ipv4_is_loopback(iph->saddr) ||
	    ipv4_is_zeronet(iph->daddr) || ipv4_is_multicast(iph->daddr) ||
	    ipv4_is_lbcast(iph->daddr) || ipv4_is_loopback(iph->daddr))
		return false;
	if (iph->protocol != IPPROTO_ICMP)
		return true;
	icmph = skb_header_pointer(pkt->skb, pkt->nhoff + iph->ihl * 4,
				   sizeof(_icmph), &_icmph);
	if (!icmph)
		return false;
	switch (icmph->type) {
	case ICMP_DEST_UNREACH:
	case ICMP_SOURCE_QUENCH:
	case ICMP_REDIRECT:
	case ICMP_TIME_EXCEEDED:
	case ICMP_PARAMETERPROB:
		return false;
	}
	return true;
}

/* RFC 4443, 2.4 (e). */
static bool ovnet_toobig_answers6(const struct ovnet_pkt *pkt)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(pkt->skb);
	u8 proto = ip6h->nexthdr;
	const u8 *type;
	__be16 frag;
	u8 _type;
	int off;

	if (ip6h->version != 6 || ipv6_addr_any(&ip6h->saddr) ||
	    ipv6_addr_is_multicast(&ip6h->saddr) ||
	    ipv6_addr_loopback(&ip6h->saddr) ||
	    ipv6_addr_any(&ip6h->daddr) ||
	    ipv6_addr_is_multicast(&ip6h->daddr) ||
	    ipv6_addr_loopback(&ip6h->daddr))
		return false;
	off = ipv6_skip_exthdr(pkt->skb, pkt->nhoff + sizeof(*ip6h), &proto,
			       &frag);
	if (off < 0)
		return false;
	if (proto != IPPROTO_ICMPV6 || frag & htons(IP6_OFFSET))
		return true;
	type = skb_header_pointer(pkt->skb, off, sizeof(_type), &_type);
	return type && *type & ICMPV6_INFOMSG_MASK && *type != NDISC_REDIRECT;
}

static void ovnet_toobig_put4(struct sk_buff *reply,
			      const struct ovnet_pkt *pkt, unsigned int mtu,
			      unsigned int quote)
{
	const struct iphdr *was = ip_hdr(pkt->skb);
	struct icmphdr *icmph;
	struct iphdr *iph;

	iph = skb_put_zero(reply, sizeof(*iph));
	iph->version = 4;
	iph->ihl = sizeof(*iph) >> 2;
	iph->tos = IPTOS_PREC_INTERNETCONTROL;
	iph->tot_len = htons(sizeof(*iph) + sizeof(*icmph) + quote);
	iph->frag_off = htons(IP_DF);
	iph->ttl = IPDEFTTL;
	iph->protocol = IPPROTO_ICMP;
	iph->saddr = was->daddr;
	iph->daddr = was->saddr;
	ip_send_check(iph);

	icmph = skb_put_zero(reply, sizeof(*icmph));
	icmph->type = ICMP_DEST_UNREACH;
	icmph->code = ICMP_FRAG_NEEDED;
	icmph->un.frag.mtu = htons(min(mtu, 0xffffU));
	skb_copy_bits(pkt->skb, pkt->nhoff, skb_put(reply, quote), quote);
	icmph->checksum = ip_compute_csum(icmph, sizeof(*icmph) + quote);
}

static void ovnet_toobig_put6(struct sk_buff *reply,
			      const struct ovnet_pkt *pkt, unsigned int mtu,
			      unsigned int quote)
{
	const struct ipv6hdr *was = ipv6_hdr(pkt->skb);
	unsigned int len = sizeof(struct icmp6hdr) + quote;
	struct icmp6hdr *icmp6h;
	struct ipv6hdr *ip6h;

	ip6h = skb_put_zero(reply, sizeof(*ip6h));
	ip6h->version = 6;
	ip6h->payload_len = htons(len);
	ip6h->nexthdr = IPPROTO_ICMPV6;
	ip6h->hop_limit = IPV6_DEFAULT_HOPLIMIT;
	ip6h->saddr = was->daddr;
	ip6h->daddr = was->saddr;

	icmp6h = skb_put_zero(reply, sizeof(*icmp6h));
	icmp6h->icmp6_type = ICMPV6_PKT_TOOBIG;
	icmp6h->icmp6_mtu = htonl(max_t(u32, mtu, IPV6_MIN_MTU));
	skb_copy_bits(pkt->skb, pkt->nhoff, skb_put(reply, quote), quote);
	icmp6h->icmp6_cksum = csum_ipv6_magic(&ip6h->saddr, &ip6h->daddr, len,
					      IPPROTO_ICMPV6,
					      csum_partial(icmp6h, len, 0));
}

/**
 * ovnet_toobig_build() - the answer to a frame that does not fit
 * @pkt: parsed
 * @mtu: what would fit behind its Ethernet header and tags
 *
 * Context: any.
 * Return: a whole frame, or NULL if there is nothing to say or no memory.
 */
struct sk_buff *ovnet_toobig_build(const struct ovnet_pkt *pkt,
				   unsigned int mtu)
{
	const struct ethhdr *was = (struct ethhdr *)pkt->skb->data;
	unsigned int quote = pkt->skb->len - pkt->nhoff;
	bool v4 = pkt->proto == htons(ETH_P_IP);
	struct sk_buff *reply;
	struct ethhdr *eth;

	if (is_multicast_ether_addr(was->h_dest))
		return NULL;
	if (v4 ? !ovnet_toobig_answers4(pkt) :
	    pkt->proto != htons(ETH_P_IPV6) || !ovnet_toobig_answers6(pkt))
		return NULL;

	quote = min_t(unsigned int, quote, v4 ?
		      OVNET_TOOBIG_LEN4 - sizeof(struct iphdr) -
		      sizeof(struct icmphdr) :
		      OVNET_TOOBIG_LEN6 - sizeof(struct ipv6hdr) -
		      sizeof(struct icmp6hdr));
	reply = alloc_skb(MAX_HEADER + pkt->nhoff + OVNET_TOOBIG_LEN6,
			  GFP_ATOMIC | __GFP_NOWARN);
	if (!reply)
		return NULL;
	skb_reserve(reply, MAX_HEADER);
	reply->dev = pkt->skb->dev;	/* the flow dissector asks it for its net */

	/* The same tags, the other way round. */
	eth = skb_put(reply, pkt->nhoff);
	memcpy(eth, was, pkt->nhoff);
	ether_addr_copy(eth->h_dest, was->h_source);
	ether_addr_copy(eth->h_source, was->h_dest);
	skb_reset_mac_header(reply);
	skb_set_network_header(reply, pkt->nhoff);
	skb_reset_mac_len(reply);
	reply->protocol = eth->h_proto;
	if (v4)
		ovnet_toobig_put4(reply, pkt, mtu, quote);
	else
		ovnet_toobig_put6(reply, pkt, mtu, quote);
	return reply;
}

/**
 * ovnet_toobig() - a frame does not fit: drop it and tell its sender
 * @pkt: parsed; consumed
 * @mtu: what would fit behind its Ethernet header and tags
 *
 * The sender is told by the way that the frame came, once if it is flooded.
 * The network's rate limits the telling.
 *
 * Context: RCU.
 */
void ovnet_toobig(struct ovnet_pkt *pkt, unsigned int mtu)
{
	struct ovnet_pkt reply = *pkt;

	if (pkt->told && *pkt->told)
		goto drop;
	if (!ovnet_bucket_take(&pkt->network->toobig, OVNET_TOOBIG_RATE,
			       jiffies))
		goto drop;
	reply.skb = ovnet_toobig_build(pkt, mtu);
	if (!reply.skb)
		goto drop;
	if (pkt->told)
		*pkt->told = true;
	switch (pkt->in->type) {
	case OVNET_DST_PORT:
		ovnet_port_send(container_of(pkt->in, struct ovnet_port, dst),
				&reply);
		break;
	case OVNET_DST_LEG:
		ovnet_leg_receive(container_of(pkt->in, struct ovnet_leg, dst),
				  &reply);
		break;
	case OVNET_DST_REMOTE:
		ovnet_vxlan_xmit(container_of(pkt->in, struct ovnet_remote,
					      dst), &reply);
		break;
	}
drop:
	ovnet_drop(pkt, OVNET_DROP_TOO_BIG);
}
