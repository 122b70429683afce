// SPDX-License-Identifier: GPL-2.0
/*
 * VXLAN (RFC 7348), the way out: the frame of a network in UDP to a remote.
 * Knows headers; what network and why is not its business.
 */
#include <linux/etherdevice.h>
#include <net/dst_metadata.h>
#include <net/gso.h>
#include <net/inet_ecn.h>
#include <net/ip_tunnels.h>
#include <net/ip6_route.h>
#include <net/route.h>
#include <net/udp.h>
#include <net/udp_tunnel.h>
#include <net/vxlan.h>

#include "ovnet_priv.h"

/* Outer headers behind the link's: UDP and VXLAN, and IP. */
#define OVNET_VXLAN_LEN4	(sizeof(struct iphdr) + VXLAN_HLEN)
#define OVNET_VXLAN_LEN6	(sizeof(struct ipv6hdr) + VXLAN_HLEN)

/**
 * struct ovnet_vxlan_tx - what is known of a packet on its way out
 * @underlay: it leaves by
 * @config: how it shall look
 * @target: where it goes
 * @tos: of the outer header
 * @ttl: of the outer header
 * @sport: UDP source port
 * @label: IPv6 flow label
 */
struct ovnet_vxlan_tx {
	const struct ovnet_underlay *underlay;
	const struct ovnet_underlay_config *config;
	struct ovnet_target *target;
	u8 tos;
	u8 ttl;
	__be16 sport;
	__be32 label;
};

/* A route back into ourselves would go round until the stack ends. */
static bool ovnet_vxlan_loops(const struct dst_entry *dst)
{
	return ovnet_leg_is(dst->dev) || ovnet_fabric_is(dst->dev) ||
	       ovnet_port_is(dst->dev);
}

/* The flow's hash. The dissector expects what skb->protocol says, tags too. */
static void ovnet_vxlan_hash(struct ovnet_vxlan_tx *tx,
			     const struct ovnet_pkt *pkt)
{
	skb_set_network_header(pkt->skb, ETH_HLEN);
	tx->sport = udp_flow_src_port(pkt->on->net, pkt->skb,
				      tx->config->srcport_low,
				      tx->config->srcport_high, true);
	tx->label = htonl(skb_get_hash(pkt->skb)) & IPV6_FLOWLABEL_MASK;
	skb_set_network_header(pkt->skb, pkt->nhoff);
}

/* What the inner frame contributes; before any header is pushed. */
static void ovnet_vxlan_fill(struct ovnet_vxlan_tx *tx,
			     const struct ovnet_pkt *pkt)
{
	const struct ovnet_underlay_config *config = tx->config;
	u8 inner = ovnet_forward_dsfield(pkt);

	/* RFC 6040, 4.1, normal mode: ECN is copied. */
	tx->tos = config->tos == 1 ? inner :
		  (config->tos & ~INET_ECN_MASK) | (inner & INET_ECN_MASK);
	tx->ttl = config->ttl;
	if (!tx->ttl) {
		if (pkt->proto == htons(ETH_P_IP))
			tx->ttl = ip_hdr(pkt->skb)->ttl;
		else if (pkt->proto == htons(ETH_P_IPV6))
			tx->ttl = ipv6_hdr(pkt->skb)->hop_limit;
		tx->ttl = tx->ttl ?: IPDEFTTL;
	}
	ovnet_vxlan_hash(tx, pkt);
}

static __be16 ovnet_vxlan_df(const struct ovnet_vxlan_tx *tx,
			     const struct ovnet_pkt *pkt)
{
	switch (tx->config->df) {
	case OVNET_DF_UNSET:
		return 0;
	case OVNET_DF_INHERIT:
		if (pkt->proto == htons(ETH_P_IP))
			return ip_hdr(pkt->skb)->frag_off & htons(IP_DF);
		return pkt->proto == htons(ETH_P_IPV6) ? htons(IP_DF) : 0;
	default:
		return htons(IP_DF);
	}
}

static int ovnet_vxlan_push(struct sk_buff *skb, const struct dst_entry *dst,
			    unsigned int len, u32 vni, bool csum)
{
	struct vxlanhdr *vh;
	int err;

	err = skb_cow_head(skb, LL_RESERVED_SPACE(dst->dev) + dst->header_len +
			   len);
	if (err)
		return err;
	err = iptunnel_handle_offloads(skb, csum ? SKB_GSO_UDP_TUNNEL_CSUM :
						   SKB_GSO_UDP_TUNNEL);
	if (err)
		return err;
	vh = __skb_push(skb, sizeof(*vh));
	vh->vx_flags = VXLAN_HF_VNI;
	vh->vx_vni = vxlan_vni_field(cpu_to_be32(vni));
	skb_set_inner_protocol(skb, htons(ETH_P_TEB));
	return 0;
}

/* Consumes the frame if it returns OVNET_DROP_NONE. */
static enum ovnet_drop_reason ovnet_vxlan_xmit4(struct ovnet_vxlan_tx *tx,
						struct ovnet_pkt *pkt)
{
	struct ovnet_udp *udp = rcu_dereference(tx->underlay->udp4);
	const struct ovnet_underlay_config *config = tx->config;
	enum ovnet_drop_reason reason;
	struct rtable *rt;
	unsigned int mtu;
	__be16 df;

	if (unlikely(!udp))
		return OVNET_DROP_NO_UNDERLAY;
	rt = ovnet_udp_route4(pkt->on, tx->underlay, config->local4,
			      tx->target);
	if (IS_ERR(rt))
		return OVNET_DROP_NO_ROUTE;
	reason = OVNET_DROP_TUNNEL_LOOP;
	if (unlikely(ovnet_vxlan_loops(&rt->dst)))
		goto err_route;

	df = ovnet_vxlan_df(tx, pkt);
	mtu = dst_mtu(&rt->dst) - OVNET_VXLAN_LEN4 - pkt->nhoff;
	if (df && !ovnet_toobig_fits(pkt, mtu)) {
		ip_rt_put(rt);
		ovnet_toobig(pkt, mtu);
		return OVNET_DROP_NONE;
	}

	reason = OVNET_DROP_NO_MEMORY;
	if (ovnet_vxlan_push(pkt->skb, &rt->dst, OVNET_VXLAN_LEN4,
			     pkt->network->vni, config->csum))
		goto err_route;
	ovnet_udp_xmit4(pkt->skb, udp->sk, rt, config->local4, tx->target->v4,
			tx->tos, tx->ttl, df, tx->sport,
			tx->target->port ?: tx->underlay->port, config->csum);
	return OVNET_DROP_NONE;

err_route:
	ip_rt_put(rt);
	return reason;
}

/* Likewise. IPv6 never fragments on the way: too big is always answered. */
static enum ovnet_drop_reason ovnet_vxlan_xmit6(struct ovnet_vxlan_tx *tx,
						struct ovnet_pkt *pkt)
{
	struct ovnet_udp *udp = rcu_dereference(tx->underlay->udp6);
	const struct ovnet_underlay_config *config = tx->config;
	enum ovnet_drop_reason reason;
	struct dst_entry *dst;
	unsigned int mtu;

	if (unlikely(!udp))
		return OVNET_DROP_NO_UNDERLAY;
	dst = ovnet_udp_route6(pkt->on, tx->underlay, udp, &config->local6,
			       tx->target);
	if (IS_ERR(dst))
		return OVNET_DROP_NO_ROUTE;
	reason = OVNET_DROP_TUNNEL_LOOP;
	if (unlikely(ovnet_vxlan_loops(dst)))
		goto err_route;

	mtu = dst_mtu(dst) - OVNET_VXLAN_LEN6 - pkt->nhoff;
	if (!ovnet_toobig_fits(pkt, mtu)) {
		dst_release(dst);
		ovnet_toobig(pkt, mtu);
		return OVNET_DROP_NONE;
	}

	reason = OVNET_DROP_NO_MEMORY;
	if (ovnet_vxlan_push(pkt->skb, dst, OVNET_VXLAN_LEN6,
			     pkt->network->vni, config->csum6_tx))
		goto err_route;
	ovnet_udp_xmit6(pkt->skb, udp->sk, dst, &config->local6,
			&tx->target->v6, tx->tos, tx->ttl, tx->label, tx->sport,
			tx->target->port ?: tx->underlay->port,
			config->csum6_tx);
	return OVNET_DROP_NONE;

err_route:
	dst_release(dst);
	return reason;
}

static void ovnet_vxlan_xmit_one(struct ovnet_remote *remote,
				 struct ovnet_pkt *pkt)
{
	struct pcpu_sw_netstats __percpu *stats;
	enum ovnet_drop_reason reason;
	unsigned int len = pkt->skb->len;
	struct ovnet_vxlan_tx tx;

	reason = OVNET_DROP_REMOTE_DOWN;
	if (unlikely(!READ_ONCE(remote->up)))
		goto drop;
	reason = OVNET_DROP_NO_UNDERLAY;
	tx.underlay = rcu_dereference(pkt->network->underlay);
	if (unlikely(!tx.underlay))
		goto drop;
	tx.config = rcu_dereference(tx.underlay->config);
	tx.target = rcu_dereference(remote->target);
	ovnet_vxlan_fill(&tx, pkt);

	if (tx.config->local4 && tx.target->v4)
		reason = ovnet_vxlan_xmit4(&tx, pkt);
	else if (!ipv6_addr_any(&tx.config->local6) &&
		 !ipv6_addr_any(&tx.target->v6))
		reason = ovnet_vxlan_xmit6(&tx, pkt);
	else
		reason = OVNET_DROP_NO_FAMILY;
	if (unlikely(reason))
		goto drop;

	ovnet_stats_add_tx(remote->stats, len);
	stats = ovnet_network_stats(pkt->network);
	if (stats)
		ovnet_stats_add_tx(stats, len);
	return;

drop:
	ovnet_drop(pkt->skb, pkt->on, pkt->network, reason);
}

/*
 * A tenant's own tunnel: the skb describes one encapsulation and has no room
 * for a second, so what was left to the device is done now.
 */
static void ovnet_vxlan_xmit_nested(struct ovnet_remote *remote,
				    struct ovnet_pkt *pkt)
{
	struct sk_buff *skb = pkt->skb, *segs, *next;

	if (!skb_is_gso(skb)) {
		if (skb->ip_summed == CHECKSUM_PARTIAL &&
		    skb_checksum_help(skb))
			goto drop;
		skb->encapsulation = 0;
		ovnet_vxlan_xmit_one(remote, pkt);
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
		ovnet_vxlan_xmit_one(remote, pkt);
	}
	return;

drop:
	ovnet_drop(skb, pkt->on, pkt->network, OVNET_DROP_SEGMENT);
}

/**
 * ovnet_vxlan_xmit() - send a frame to a remote
 * @remote: where to
 * @pkt: parsed; consumed
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_vxlan_xmit(struct ovnet_remote *remote, struct ovnet_pkt *pkt)
{
	if (unlikely(pkt->skb->encapsulation))
		ovnet_vxlan_xmit_nested(remote, pkt);
	else
		ovnet_vxlan_xmit_one(remote, pkt);
}
