// SPDX-License-Identifier: GPL-2.0
/*
 * The MSS that a SYN announces (RFC 9293, 3.7.1) is lowered to what fits into
 * the tunnel, in networks that want that: for endpoints that no ICMP reaches.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/unaligned.h>
#include <net/checksum.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/tcp.h>

#include "mss.h"

/* Where the TCP header of a packet is, but for fragments; negative: nowhere. */
static int ovnet_mss_tcp(const struct ovnet_pkt *pkt)
{
	const struct iphdr *iph = ip_hdr(pkt->skb);
	__be16 frag;
	u8 next;
	int off;

	if (pkt->proto == htons(ETH_P_IP)) {
		if (iph->ihl < 5 || iph->protocol != IPPROTO_TCP ||
		    ip_is_fragment(iph))
			return -1;
		return pkt->nhoff + iph->ihl * 4;
	}
	if (pkt->proto != htons(ETH_P_IPV6))
		return -1;
	next = ipv6_hdr(pkt->skb)->nexthdr;
	off = ipv6_skip_exthdr(pkt->skb, pkt->nhoff + sizeof(struct ipv6hdr),
			       &next, &frag);
	return next != IPPROTO_TCP || frag ? -1 : off;
}

/**
 * ovnet_mss_syn() - is it a SYN, or the answer to one, with options?
 * @pkt: parsed
 *
 * Return: offset of its TCP header; 0: it is not.
 */
int ovnet_mss_syn(const struct ovnet_pkt *pkt)
{
	const struct tcphdr *th;
	struct tcphdr buf;
	int off;

	off = ovnet_mss_tcp(pkt);
	if (off < 0)
		return 0;
	th = skb_header_pointer(pkt->skb, off, sizeof(buf), &buf);
	return th && th->syn && th->doff * 4 > sizeof(*th) ? off : 0;
}

static void ovnet_mss_lower(struct sk_buff *skb, struct tcphdr *th, u8 *value,
			    u16 mss)
{
	__be16 from = get_unaligned((__be16 *)value);
	__be16 to = htons(mss);

	if (ntohs(from) <= mss)
		return;
	put_unaligned(to, (__be16 *)value);
	/* In the sum it is across two words. */
	if ((value - (u8 *)th) & 1) {
		from = (__force __be16)swab16((__force u16)from);
		to = (__force __be16)swab16((__force u16)to);
	}
	inet_proto_csum_replace2(&th->check, skb, from, to, false);
}

/**
 * ovnet_mss_clamp() - lower the MSS of a SYN to what fits
 * @pkt: parsed; its headers may move
 * @syn: offset of its TCP header: ovnet_mss_syn()
 * @mtu: what fits behind the Ethernet header and tags
 *
 * It may be there twice, and receivers differ in which they take.
 *
 * Return: false if there is no memory.
 */
bool ovnet_mss_clamp(struct ovnet_pkt *pkt, int syn, unsigned int mtu)
{
	int mss = mtu - sizeof(struct tcphdr) -
		  (pkt->proto == htons(ETH_P_IP) ? sizeof(struct iphdr) :
						   sizeof(struct ipv6hdr));
	struct sk_buff *skb = pkt->skb;
	const struct tcphdr *asked;
	struct tcphdr buf, *th;
	u8 *opt, *end;
	int len;

	asked = skb_header_pointer(skb, syn, sizeof(buf), &buf);
	if (mss < TCP_MIN_MSS || !asked)
		return true;
	/* Its sender may share the memory: from here on it is a copy. */
	len = asked->doff * 4;
	if (syn + len > skb->len)
		return true;
	if (skb_ensure_writable(skb, syn + len))
		return false;
	th = (struct tcphdr *)(skb->data + syn);
	end = (u8 *)th + len;
	for (opt = (u8 *)(th + 1); opt < end && *opt != TCPOPT_EOL;) {
		if (*opt == TCPOPT_NOP) {
			opt++;
			continue;
		}
		if (end - opt < 2 || opt[1] < 2 || opt[1] > end - opt)
			break;
		if (*opt == TCPOPT_MSS && opt[1] == TCPOLEN_MSS)
			ovnet_mss_lower(skb, th, opt + 2, mss);
		opt += opt[1];
	}
	return true;
}
