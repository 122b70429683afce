// SPDX-License-Identifier: GPL-2.0
/* Where the headers of a frame are; of the few that are not plain IP. */
#include <linux/if_vlan.h>
#include <linux/tcp.h>
#include <net/ipv6.h>

#include "parse.h"

#define OVNET_PARSE_TAGS	2	/* VLAN tags that are looked behind */

/*
 * What a tunnel packet leaves behind is the offset of the outer UDP header;
 * the core takes it for the inner one when it looks at large packets. It reads
 * TCP headers there without asking, and who sent them may have lied: what is
 * not in the linear part, or does not fit the field, is refused.
 */
static int ovnet_parse_transport(struct sk_buff *skb, __be16 proto,
				 unsigned int off)
{
	unsigned int need = 0;
	__be16 frag;
	u8 next;
	int l4 = off;

	if (proto == htons(ETH_P_IP)) {
		l4 += ip_hdr(skb)->ihl * 4;
	} else if (proto == htons(ETH_P_IPV6)) {
		next = ipv6_hdr(skb)->nexthdr;
		l4 = ipv6_skip_exthdr(skb, off + sizeof(struct ipv6hdr), &next,
				      &frag);
	}
	if (!skb_is_gso(skb)) {
		if (l4 < 0 || skb_headroom(skb) + l4 > U16_MAX)
			l4 = off;
		skb_set_transport_header(skb, l4);
		return 0;
	}

	if (skb_shinfo(skb)->gso_type & (SKB_GSO_TCPV4 | SKB_GSO_TCPV6))
		need = sizeof(struct tcphdr);
	if (l4 < 0 || !pskb_may_pull(skb, l4 + need) ||
	    skb_headroom(skb) + l4 > U16_MAX)
		return -EINVAL;
	skb_set_transport_header(skb, l4);
	return 0;
}

/**
 * ovnet_parse_any() - ovnet_parse(), of any frame
 * @pkt: see there
 *
 * Return: 0, or -EINVAL if the frame is too short for what it claims.
 */
int ovnet_parse_any(struct ovnet_pkt *pkt)
{
	struct sk_buff *skb = pkt->skb;
	unsigned int off = ETH_HLEN;
	unsigned int need = 0;
	struct vlan_hdr *tag;
	__be16 proto;
	int n;

	if (!pskb_may_pull(skb, ETH_HLEN))
		return -EINVAL;
	proto = ((struct ethhdr *)skb->data)->h_proto;
	for (n = 0; n < OVNET_PARSE_TAGS && eth_type_vlan(proto); n++) {
		if (!pskb_may_pull(skb, off + VLAN_HLEN))
			return -EINVAL;
		tag = (struct vlan_hdr *)(skb->data + off);
		proto = tag->h_vlan_encapsulated_proto;
		off += VLAN_HLEN;
	}

	if (proto == htons(ETH_P_IP))
		need = sizeof(struct iphdr);
	else if (proto == htons(ETH_P_IPV6))
		need = sizeof(struct ipv6hdr);
	if (!pskb_may_pull(skb, off + need))
		return -EINVAL;

	skb_reset_mac_header(skb);
	skb_set_network_header(skb, off);
	skb_reset_mac_len(skb);
	if (skb_is_gso(skb) || !skb_transport_header_was_set(skb) ||
	    skb_transport_offset(skb) < 0) {
		if (ovnet_parse_transport(skb, proto, off))
			return -EINVAL;
	}
	pkt->proto = proto;
	pkt->nhoff = off;
	return 0;
}
