// SPDX-License-Identifier: GPL-2.0
/*
 * Checksums that are still to be put in (CHECKSUM_PARTIAL). Who sends by a
 * virtio device says where, and that may be an address: what is looked at here
 * would not be what arrives.
 */
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/sctp.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ipv6.h>

#include "checksum.h"
#include "parse.h"

/* Offset of the transport header, and whose it is; negative: there is none. */
static int ovnet_checksum_transport(const struct ovnet_pkt *pkt, u8 *proto)
{
	const struct iphdr *iph = ip_hdr(pkt->skb);
	__be16 frag;

	if (pkt->proto == htons(ETH_P_IP)) {
		*proto = iph->protocol;
		return iph->ihl < 5 ? -1 : pkt->nhoff + iph->ihl * 4;
	}
	if (pkt->proto != htons(ETH_P_IPV6))
		return -1;
	*proto = ipv6_hdr(pkt->skb)->nexthdr;
	return ipv6_skip_exthdr(pkt->skb, pkt->nhoff + sizeof(struct ipv6hdr),
				proto, &frag);
}

/*
 * In the header of a protocol that has its own there, or in what one carries
 * that may be a tunnel: nobody here looks at that.
 */
static bool ovnet_checksum_is_usual(const struct ovnet_pkt *pkt)
{
	const struct sk_buff *skb = pkt->skb;
	int off, start = skb_checksum_start_offset(skb);
	u8 proto;

	off = ovnet_checksum_transport(pkt, &proto);
	if (off < 0)
		return false;
	if (start != off)
		return start >= off + (int)sizeof(struct udphdr) &&
		       (skb->encapsulation || !skb_is_gso(skb)) &&
		       proto != IPPROTO_TCP && proto != IPPROTO_ICMP &&
		       proto != IPPROTO_ICMPV6;
	switch (proto) {
	case IPPROTO_TCP:
		return skb->csum_offset == offsetof(struct tcphdr, check);
	case IPPROTO_UDP:
		return skb->csum_offset == offsetof(struct udphdr, check);
	case IPPROTO_SCTP:
		return skb->csum_offset == offsetof(struct sctphdr, checksum) &&
		       skb_csum_is_sctp(pkt->skb);
	}
	return false;
}

/* Can it be put in now? */
static bool ovnet_checksum_fits(struct sk_buff *skb)
{
	int start = skb_checksum_start_offset(skb);
	unsigned int end = start + skb->csum_offset + sizeof(__sum16);

	return !skb_is_gso(skb) && !skb_csum_is_sctp(skb) && start >= 0 &&
	       start < skb_headlen(skb) && end <= skb_headlen(skb);
}

/**
 * ovnet_checksum_settle() - see to it that a checksum changes nothing later on
 * @pkt: parsed, and its checksum is still to be put in; its data may move
 *
 * At an unusual place that is done now, and the frame parsed as it is then.
 *
 * Return: OVNET_DROP_NONE, or why not.
 */
enum ovnet_drop_reason ovnet_checksum_settle(struct ovnet_pkt *pkt)
{
	if (likely(ovnet_checksum_is_usual(pkt)))
		return OVNET_DROP_NONE;
	if (!ovnet_checksum_fits(pkt->skb))
		return OVNET_DROP_CHECKSUM;
	if (skb_checksum_help(pkt->skb))
		return OVNET_DROP_NO_MEMORY;
	return ovnet_parse(pkt) ? OVNET_DROP_INNER_TRUNCATED :
					  OVNET_DROP_NONE;
}
