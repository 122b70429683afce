// SPDX-License-Identifier: GPL-2.0
/* The way out through a tunnel, as far as it is the same for all of them. */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/dst.h>
#include <net/gso.h>
#include <net/inet_ecn.h>
#include <net/ip.h>

#include "dry.h"
#include "encap.h"
#include "mss.h"
#include "parse.h"
#include "srv6.h"

DEFINE_PER_CPU(int, ovnet_encap_depth);

/**
 * ovnet_encap_loops() - does a route lead back into us?
 * @dst: the route
 *
 * What took it would go round until the stack ends.
 *
 * Return: whether it does.
 */
bool ovnet_encap_loops(const struct dst_entry *dst)
{
	return ovnet_link_is(dst->dev) || ovnet_fabric_is(dst->dev) ||
	       ovnet_port_is(dst->dev);
}

/**
 * ovnet_encap_tos() - TOS or traffic class of the outer header
 * @config: of the underlay
 * @pkt: parsed
 *
 * RFC 6040, 4.1, normal mode: ECN is copied.
 *
 * Return: it.
 */
u8 ovnet_encap_tos(const struct ovnet_underlay_config *config,
		   const struct ovnet_pkt *pkt)
{
	u8 inner = ovnet_parse_dsfield(pkt);

	return config->tos == 1 ? inner :
	       (config->tos & ~INET_ECN_MASK) | (inner & INET_ECN_MASK);
}

/**
 * ovnet_encap_ttl() - TTL or hop limit of the outer header
 * @config: of the underlay
 * @pkt: parsed
 *
 * Return: it.
 */
u8 ovnet_encap_ttl(const struct ovnet_underlay_config *config,
		   const struct ovnet_pkt *pkt)
{
	u8 ttl = config->ttl;

	if (ttl)
		return ttl;
	if (pkt->proto == htons(ETH_P_IP))
		ttl = ip_hdr(pkt->skb)->ttl;
	else if (pkt->proto == htons(ETH_P_IPV6))
		ttl = ipv6_hdr(pkt->skb)->hop_limit;
	return ttl ?: IPDEFTTL;
}

/*
 * An IPv6 packet of up to 1280 bytes has a right to pass: its sender cannot
 * make it smaller (RFC 8200, 5), so the outer one is fragmented if need be.
 */
static bool ovnet_encap_is_minimal(const struct ovnet_pkt *pkt)
{
	return pkt->proto == htons(ETH_P_IPV6) &&
	       pkt->skb->len - pkt->nhoff <= IPV6_MIN_MTU;
}

/**
 * ovnet_encap_fit() - may a frame go this way, in one packet or several?
 * @fit: the way; and results
 * @pkt: parsed; the MSS that it announces may be lowered, the data move
 * @dst: its route
 * @len: what an outer packet has more than the frame
 *
 * Context: RCU, bottom halves off.
 * Return: OVNET_DROP_NONE, or why not.
 */
enum ovnet_drop_reason ovnet_encap_fit(struct ovnet_encap_fit *fit,
				       struct ovnet_pkt *pkt,
				       const struct dst_entry *dst, int len)
{
	struct sk_buff *skb = pkt->skb;

	if (unlikely(ovnet_encap_loops(dst)))
		return OVNET_DROP_TUNNEL_LOOP;
	fit->mtu = max_t(int, fit->way.mtu - len - pkt->nhoff, 0);
	fit->fragment = 0;
	if (unlikely(!ovnet_toobig_fits(pkt, fit->mtu))) {
		if (!fit->way.fragment && !ovnet_encap_is_minimal(pkt))
			return OVNET_DROP_TOO_BIG;
		fit->way.fragment = true;
		fit->fragment = fit->way.mtu;
	}
	if (unlikely(READ_ONCE(ovnet_pkt_out(pkt)->mss_clamp))) {
		int syn = ovnet_mss_syn(pkt);

		if (syn && !ovnet_mss_clamp(pkt, syn, fit->mtu))
			return OVNET_DROP_NO_MEMORY;
	}
	/* No fragments make up more than an IP header can say. */
	if (unlikely(skb->len + len > IP_MAX_MTU && !skb_is_gso(skb))) {
		fit->mtu = IP_MAX_MTU - len - pkt->nhoff;
		return OVNET_DROP_TOO_BIG;
	}
	return OVNET_DROP_NONE;
}

/* Few networks have the choice, and the others should not pay for it. */
static bool ovnet_encap_is_srv6(const struct ovnet_network *network,
				const struct ovnet_remote *remote,
				const struct in6_addr *said)
{
	return unlikely(rcu_access_pointer(network->srv6)) &&
	       ovnet_srv6_carries(network, remote, said);
}

/**
 * ovnet_encap_mtu() - what would fit into a tunnel
 * @remote: where to
 * @pkt: parsed; a frame of its network, with as many tags
 *
 * Context: RCU, bottom halves off.
 * Return: MTU behind the Ethernet header and tags; large if there is no way.
 */
unsigned int ovnet_encap_mtu(const struct ovnet_remote *remote,
			     const struct ovnet_pkt *pkt)
{
	return ovnet_encap_is_srv6(pkt->network, remote, NULL) ?
	       ovnet_srv6_mtu(remote, pkt) : ovnet_vxlan_mtu(remote, pkt);
}

static enum ovnet_drop_reason ovnet_encap_send(struct ovnet_remote *remote,
					       struct ovnet_pkt *pkt,
					       unsigned int *mtu)
{
	if (unlikely(!READ_ONCE(remote->up)))
		return OVNET_DROP_REMOTE_DOWN;
	return ovnet_encap_is_srv6(ovnet_pkt_out(pkt), remote, pkt->sid) ?
	       ovnet_srv6_send(remote, pkt, mtu) :
	       ovnet_vxlan_send(remote, pkt, mtu);
}

static void ovnet_encap_xmit_one(struct ovnet_remote *remote,
				 struct ovnet_pkt *pkt)
{
	unsigned int len = pkt->skb->len;
	enum ovnet_drop_reason reason;
	unsigned int mtu;

	reason = ovnet_encap_send(remote, pkt, &mtu);
	if (unlikely(reason == OVNET_DROP_TOO_BIG)) {
		ovnet_toobig(pkt, mtu);
		return;
	}
	if (unlikely(reason)) {
		ovnet_drop(pkt, reason);
		return;
	}
	if (unlikely(pkt->dry)) {
		ovnet_dry_sent(pkt, &remote->dst);
		return;
	}
	ovnet_encap_count(remote, ovnet_pkt_out(pkt), len);
}

/*
 * Large frames that nobody will cut up behind us, and all of a tenant's own
 * tunnel: an skb describes one encapsulation and has no room for a second.
 */
static bool ovnet_encap_splits(const struct ovnet_pkt *pkt)
{
	const struct ovnet_network *network = ovnet_pkt_out(pkt);

	return unlikely(pkt->skb->encapsulation) ||
	       (unlikely(!ovnet_srv6_offload) && skb_is_gso(pkt->skb) &&
		rcu_access_pointer(network->srv6) &&
		network->type != OVNET_NETWORK_TYPE_L3);
}

/* What was left to the device is done now. */
static void ovnet_encap_xmit_split(struct ovnet_remote *remote,
				   struct ovnet_pkt *pkt)
{
	struct sk_buff *skb = pkt->skb, *segs, *next;

	if (!skb_is_gso(skb)) {
		if (skb->ip_summed == CHECKSUM_PARTIAL &&
		    skb_checksum_help(skb))
			goto drop;
		skb->encapsulation = 0;
		ovnet_encap_xmit_one(remote, pkt);
		return;
	}

	segs = skb_gso_segment(skb, NETIF_F_SG | NETIF_F_FRAGLIST);
	if (IS_ERR_OR_NULL(segs))
		goto drop;
	consume_skb(skb);
	skb_list_walk_safe(segs, skb, next) {
		skb_mark_not_on_list(skb);
		skb->encapsulation = 0;
		pkt->skb = skb;
		ovnet_encap_xmit_one(remote, pkt);
	}
	return;

drop:
	ovnet_drop(pkt, OVNET_DROP_SEGMENT);
}

/**
 * ovnet_encap_xmit() - send a frame to a remote
 * @remote: where to
 * @pkt: parsed; consumed
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_encap_xmit(struct ovnet_remote *remote, struct ovnet_pkt *pkt)
{
	/* A way back into us that the route does not show, by a VLAN on a leg
	 * for one, ends before the stack does.
	 */
	if (unlikely(ovnet_encap_is_deep())) {
		ovnet_drop(pkt, OVNET_DROP_TUNNEL_LOOP);
		return;
	}
	__this_cpu_inc(ovnet_encap_depth);
	if (unlikely(ovnet_encap_splits(pkt)))
		ovnet_encap_xmit_split(remote, pkt);
	else
		ovnet_encap_xmit_one(remote, pkt);
	__this_cpu_dec(ovnet_encap_depth);
}
