/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the headers of a frame are. Each is looked at once on its way in; that
 * most are IP in one piece, without tags or options, is found out in line.
 */
#ifndef OVNET_PARSE_H
#define OVNET_PARSE_H

#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/dsfield.h>

#include "ovnet_priv.h"

int ovnet_parse_any(struct ovnet_pkt *pkt);

/* Return: false if it is another; nothing has been changed then. */
static inline bool ovnet_parse_plain(struct ovnet_pkt *pkt)
{
	struct sk_buff *skb = pkt->skb;
	unsigned int l4 = ETH_HLEN;
	const struct ethhdr *eth;

	if (unlikely(skb_headlen(skb) < ETH_HLEN + sizeof(struct ipv6hdr) ||
		     skb_is_gso(skb)))
		return false;
	eth = (struct ethhdr *)skb->data;
	if (likely(eth->h_proto == htons(ETH_P_IP)))
		l4 += ((struct iphdr *)(eth + 1))->ihl * 4;
	else if (eth->h_proto == htons(ETH_P_IPV6) &&
		 (((struct ipv6hdr *)(eth + 1))->nexthdr == IPPROTO_TCP ||
		  ((struct ipv6hdr *)(eth + 1))->nexthdr == IPPROTO_UDP))
		l4 += sizeof(struct ipv6hdr);
	else
		return false;
	if (unlikely(skb_headroom(skb) + l4 > U16_MAX))
		return false;
	skb_reset_mac_header(skb);
	skb_set_network_header(skb, ETH_HLEN);
	skb->mac_len = ETH_HLEN;
	if (!skb_transport_header_was_set(skb) ||
	    skb_transport_offset(skb) < 0)
		skb_set_transport_header(skb, l4);
	pkt->proto = eth->h_proto;
	pkt->nhoff = ETH_HLEN;
	return true;
}

/**
 * ovnet_parse() - find the headers of a frame
 * @pkt: @pkt->skb with data at the Ethernet header
 *
 * Sets the header offsets of the skb. An IP header, if there is one, can be
 * read without its options. May move the data.
 *
 * Return: 0, or -EINVAL if the frame is too short for what it claims.
 */
static inline int ovnet_parse(struct ovnet_pkt *pkt)
{
	return likely(ovnet_parse_plain(pkt)) ? 0 : ovnet_parse_any(pkt);
}

/**
 * ovnet_parse_dsfield() - DSCP and ECN of a frame
 * @pkt: parsed
 *
 * Return: the TOS byte or traffic class; 0 if it is not IP.
 */
static inline u8 ovnet_parse_dsfield(const struct ovnet_pkt *pkt)
{
	if (pkt->proto == htons(ETH_P_IP))
		return ipv4_get_dsfield(ip_hdr(pkt->skb));
	if (pkt->proto == htons(ETH_P_IPV6))
		return ipv6_get_dsfield(ipv6_hdr(pkt->skb));
	return 0;
}

#endif /* OVNET_PARSE_H */
