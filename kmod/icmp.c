// SPDX-License-Identifier: GPL-2.0
/*
 * ICMP errors: why a packet did not arrive, told to its sender by the way that
 * it came, from the gateway of the network.
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

#include "dry.h"
#include "gateway.h"
#include "icmp.h"

/* RFC 1812, 4.3.2.3: as much as fits into 576 bytes; RFC 4443, 2.4: 1280. */
#define OVNET_ICMP_LEN4	576
#define OVNET_ICMP_LEN6	IPV6_MIN_MTU

static const struct {
	u8 type4;
	u8 code4;
	u8 type6;
	u8 code6;
} ovnet_icmp_errors[] = {
	[OVNET_ICMP_TOO_BIG] = { ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED,
				 ICMPV6_PKT_TOOBIG, 0 },
	[OVNET_ICMP_TTL] = { ICMP_TIME_EXCEEDED, ICMP_EXC_TTL,
			     ICMPV6_TIME_EXCEED, ICMPV6_EXC_HOPLIMIT },
	[OVNET_ICMP_NO_ROUTE] = { ICMP_DEST_UNREACH, ICMP_NET_UNREACH,
				  ICMPV6_DEST_UNREACH, ICMPV6_NOROUTE },
	[OVNET_ICMP_HOST] = { ICMP_DEST_UNREACH, ICMP_HOST_UNREACH,
			      ICMPV6_DEST_UNREACH, ICMPV6_ADDR_UNREACH },
	[OVNET_ICMP_PROHIBIT] = { ICMP_DEST_UNREACH, ICMP_PKT_FILTERED,
				  ICMPV6_DEST_UNREACH, ICMPV6_ADM_PROHIBITED },
	[OVNET_ICMP_PORT] = { ICMP_DEST_UNREACH, ICMP_PORT_UNREACH,
			      ICMPV6_DEST_UNREACH, ICMPV6_PORT_UNREACH },
};

/* RFC 1122, 3.2.2: no error about an error, a fragment or a crowd. */
static bool ovnet_icmp_answers4(const struct ovnet_pkt *pkt)
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
static bool ovnet_icmp_answers6(const struct ovnet_pkt *pkt)
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

/*
 * A network without a gateway has nobody else to say what only a sender can
 * mend; the rest is said by routers alone.
 */
static bool ovnet_icmp_source(const struct ovnet_pkt *pkt,
			      enum ovnet_icmp_error error,
			      struct ovnet_addr *source)
{
	bool v4 = pkt->proto == htons(ETH_P_IP);

	if (ovnet_gateway_get_rcu(pkt->network, v4 ? AF_INET : AF_INET6,
				  source) ||
	    (pkt->out && ovnet_gateway_get_rcu(pkt->out,
					       v4 ? AF_INET : AF_INET6,
					       source)))
		return true;
	if (error != OVNET_ICMP_TOO_BIG)
		return false;
	if (v4)
		source->v4 = ip_hdr(pkt->skb)->daddr;
	else
		source->v6 = ipv6_hdr(pkt->skb)->daddr;
	return true;
}

static void ovnet_icmp_put4(struct sk_buff *reply, const struct ovnet_pkt *pkt,
			    enum ovnet_icmp_error error, unsigned int mtu,
			    __be32 source, unsigned int quote)
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
	iph->saddr = source;
	iph->daddr = was->saddr;
	ip_send_check(iph);

	icmph = skb_put_zero(reply, sizeof(*icmph));
	icmph->type = ovnet_icmp_errors[error].type4;
	icmph->code = ovnet_icmp_errors[error].code4;
	if (error == OVNET_ICMP_TOO_BIG)
		icmph->un.frag.mtu = htons(min(mtu, 0xffffU));
	skb_copy_bits(pkt->skb, pkt->nhoff, skb_put(reply, quote), quote);
	icmph->checksum = ip_compute_csum(icmph, sizeof(*icmph) + quote);
}

static void ovnet_icmp_put6(struct sk_buff *reply, const struct ovnet_pkt *pkt,
			    enum ovnet_icmp_error error, unsigned int mtu,
			    const struct in6_addr *source, unsigned int quote)
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
	ip6h->saddr = *source;
	ip6h->daddr = was->saddr;

	icmp6h = skb_put_zero(reply, sizeof(*icmp6h));
	icmp6h->icmp6_type = ovnet_icmp_errors[error].type6;
	icmp6h->icmp6_code = ovnet_icmp_errors[error].code6;
	if (error == OVNET_ICMP_TOO_BIG)
		icmp6h->icmp6_mtu = htonl(max_t(u32, mtu, IPV6_MIN_MTU));
	skb_copy_bits(pkt->skb, pkt->nhoff, skb_put(reply, quote), quote);
	icmp6h->icmp6_cksum = csum_ipv6_magic(&ip6h->saddr, &ip6h->daddr, len,
					      IPPROTO_ICMPV6,
					      csum_partial(icmp6h, len, 0));
}

/* The same tags, the other way round. */
static void ovnet_icmp_put_link(struct sk_buff *reply,
				const struct ovnet_pkt *pkt)
{
	const struct ethhdr *was = (struct ethhdr *)pkt->skb->data;
	struct ethhdr *eth;

	eth = skb_put(reply, pkt->nhoff);
	memcpy(eth, was, pkt->nhoff);
	if (pkt->was)
		was = pkt->was;
	ether_addr_copy(eth->h_dest, was->h_source);
	ether_addr_copy(eth->h_source, was->h_dest);
	skb_reset_mac_header(reply);
	skb_set_network_header(reply, pkt->nhoff);
	skb_reset_mac_len(reply);
	reply->protocol = eth->h_proto;
}

/**
 * ovnet_icmp_build() - the answer to a packet that does not arrive
 * @pkt: parsed
 * @error: why
 * @mtu: OVNET_ICMP_TOO_BIG: what would fit behind its Ethernet header and tags
 *
 * Context: RCU.
 * Return: a whole frame, or NULL if there is nothing to say, nobody to say it,
 * or no memory.
 */
struct sk_buff *ovnet_icmp_build(const struct ovnet_pkt *pkt,
				 enum ovnet_icmp_error error, unsigned int mtu)
{
	const struct ethhdr *was = (struct ethhdr *)pkt->skb->data;
	unsigned int quote = pkt->skb->len - pkt->nhoff;
	bool v4 = pkt->proto == htons(ETH_P_IP);
	struct ovnet_addr source;
	struct sk_buff *reply;

	if (is_multicast_ether_addr(was->h_dest))
		return NULL;
	if (v4 ? !ovnet_icmp_answers4(pkt) :
	    pkt->proto != htons(ETH_P_IPV6) || !ovnet_icmp_answers6(pkt))
		return NULL;
	if (!ovnet_icmp_source(pkt, error, &source))
		return NULL;

	quote = min_t(unsigned int, quote, v4 ?
		      OVNET_ICMP_LEN4 - sizeof(struct iphdr) -
		      sizeof(struct icmphdr) :
		      OVNET_ICMP_LEN6 - sizeof(struct ipv6hdr) -
		      sizeof(struct icmp6hdr));
	reply = alloc_skb(MAX_HEADER + pkt->nhoff + OVNET_ICMP_LEN6,
			  GFP_ATOMIC | __GFP_NOWARN);
	if (!reply)
		return NULL;
	skb_reserve(reply, MAX_HEADER);
	reply->dev = pkt->skb->dev;	/* the flow dissector asks it for its net */
	ovnet_icmp_put_link(reply, pkt);
	if (v4)
		ovnet_icmp_put4(reply, pkt, error, mtu, source.v4, quote);
	else
		ovnet_icmp_put6(reply, pkt, error, mtu, &source.v6, quote);
	return reply;
}

static bool ovnet_icmp_may_send(const struct ovnet_pkt *pkt)
{
	struct ovnet_bucket *bucket = &pkt->in->icmp;

	if (unlikely(pkt->dry))
		return ovnet_bucket_has(bucket, OVNET_ICMP_RATE, jiffies);
	return ovnet_bucket_take(bucket, OVNET_ICMP_RATE, jiffies);
}

/**
 * ovnet_icmp_send() - tell the sender of a packet why it does not arrive
 * @pkt: parsed; not consumed
 * @error: why
 * @mtu: OVNET_ICMP_TOO_BIG: what would fit behind its Ethernet header and tags
 *
 * By the way that the packet came. The telling is limited for each place that
 * packets come from, so that none silences what another has to know.
 *
 * Context: RCU, bottom halves off.
 * Return: whether it was told.
 */
bool ovnet_icmp_send(const struct ovnet_pkt *pkt, enum ovnet_icmp_error error,
		     unsigned int mtu)
{
	struct sk_buff *reply;

	reply = ovnet_icmp_build(pkt, error, mtu);
	if (!reply)
		return false;
	if (!ovnet_icmp_may_send(pkt)) {
		consume_skb(reply);
		return false;
	}
	if (unlikely(pkt->dry))
		ovnet_dry_error(pkt, error);
	ovnet_forward_back(pkt, reply);
	return true;
}
