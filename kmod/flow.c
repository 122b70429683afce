// SPDX-License-Identifier: GPL-2.0
/*
 * Flows: one hash a packet, for the outer source port, the flow label and all
 * who spread packets behind us. Addresses and ports of TCP and UDP are hashed
 * here, for a fifth of what the core's dissector costs; the rest is left to it.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/unaligned.h>

#include "flow.h"

u64 ovnet_flow_secrets[OVNET_FLOW_SECRETS] __ro_after_init;

/**
 * ovnet_flow_init() - hashes that nobody can foretell
 */
void __init ovnet_flow_init(void)
{
	int i;

	for (i = 0; i < OVNET_FLOW_SECRETS; i++)
		ovnet_flow_secrets[i] = get_random_u64() | 1;
}

/**
 * ovnet_flow_far_ports() - ports that are not in the linear part
 * @skb: the frame
 * @off: where they are
 *
 * Return: both; 0 if it ends before.
 */
u32 ovnet_flow_far_ports(const struct sk_buff *skb, unsigned int off)
{
	const u32 *said;
	u32 buf;

	said = skb_header_pointer(skb, off, sizeof(buf), &buf);
	return said ? get_unaligned(said) : 0;
}

static __always_inline u32 ovnet_flow_of4(const struct ovnet_pkt *pkt, bool far)
{
	const struct iphdr *iph = ip_hdr(pkt->skb);

	return ovnet_flow_hash4(pkt->skb, iph, pkt->nhoff + iph->ihl * 4, far);
}

static u32 ovnet_flow_hash6(const struct ovnet_pkt *pkt)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(pkt->skb);
	const u64 *words = (const u64 *)&ip6h->saddr;
	u64 hash = 0, ports;
	int i;

	if (!ovnet_flow_ports(pkt->skb, pkt->nhoff + sizeof(*ip6h),
			      ip6h->nexthdr, &ports, true))
		return 0;
	for (i = 0; i < 2 * sizeof(struct in6_addr) / sizeof(u64); i++)
		hash = ovnet_flow_mix(hash, get_unaligned(words + i));
	return ovnet_flow_mix(hash, ports) >> 32;
}

/* The dissector expects what skb->protocol says, tags too. */
static u32 ovnet_flow_dissect(const struct ovnet_pkt *pkt)
{
	struct sk_buff *skb = pkt->skb;
	u32 hash;

	skb_set_network_header(skb, ETH_HLEN);
	hash = skb_get_hash(skb);
	skb_set_network_header(skb, pkt->nhoff);
	/* By the addresses of the frame, then. */
	return hash ?: ovnet_flow_mix(ovnet_flow_mix(0, get_unaligned((const u64 *)skb->data)),
				      get_unaligned((const u64 *)(skb->data + 6))) >> 32;
}

/* What neither a socket nor the IPv4 header at hand says. */
static noinline u32 ovnet_flow_work_out_rest(struct ovnet_pkt *pkt)
{
	u32 hash = 0;

	if (pkt->proto == htons(ETH_P_IP))
		hash = ovnet_flow_of4(pkt, true);
	else if (pkt->proto == htons(ETH_P_IPV6))
		hash = ovnet_flow_hash6(pkt);
	if (likely(hash))
		__skb_set_sw_hash(pkt->skb, hash, true);
	else
		hash = ovnet_flow_dissect(pkt);
	pkt->hash = hash ?: 1;
	return pkt->hash;
}

/**
 * ovnet_flow_work_out() - see ovnet_flow_hash()
 * @pkt: parsed
 *
 * Nothing is called for what most are.
 *
 * Return: the hash; never 0.
 */
u32 ovnet_flow_work_out(struct ovnet_pkt *pkt)
{
	struct sk_buff *skb = pkt->skb;
	u32 hash = 0;

	/* A socket of the endpoint's, or a device, has done so. */
	if (skb->l4_hash) {
		pkt->hash = skb->hash ?: 1;
		return pkt->hash;
	}
	if (pkt->proto == htons(ETH_P_IP))
		hash = ovnet_flow_of4(pkt, false);
	if (!hash)
		return ovnet_flow_work_out_rest(pkt);
	__skb_set_sw_hash(skb, hash, true);
	pkt->hash = hash;
	return hash;
}
