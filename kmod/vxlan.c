// SPDX-License-Identifier: GPL-2.0
/*
 * VXLAN (RFC 7348), the way out: the frame of a network in UDP to a remote.
 * Knows headers; what network and why is not its business.
 */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <net/dst_metadata.h>
#include <net/gso.h>
#include <net/inet_ecn.h>
#include <net/ip_tunnels.h>
#include <net/ip6_route.h>
#include <net/route.h>
#include <net/udp.h>
#include <net/udp_tunnel.h>
#include <net/vxlan.h>

#include "direct.h"
#include "dry.h"
#include "encap.h"
#include "flow.h"
#include "vxlan.h"

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
 * @dport: UDP destination port
 * @label: IPv6 flow label
 * @fit: what fits
 */
struct ovnet_vxlan_tx {
	const struct ovnet_underlay *underlay;
	const struct ovnet_underlay_config *config;
	struct ovnet_target *target;
	u8 tos;
	u8 ttl;
	__be16 sport;
	__be16 dport;
	__be32 label;
	struct ovnet_encap_fit fit;
};

static void ovnet_vxlan_hash(struct ovnet_vxlan_tx *tx, struct ovnet_pkt *pkt)
{
	u32 hash = ovnet_flow_hash(pkt);

	tx->sport = ovnet_vxlan_sport(tx->config, pkt->on->net, hash);
	tx->label = htonl(hash) & IPV6_FLOWLABEL_MASK;
	if (likely(!pkt->dry))
		ovnet_pmtu_remember(tx->target, tx->sport, pkt->skb->data);
}

/* What the inner frame contributes; before any header is pushed. */
static void ovnet_vxlan_fill(struct ovnet_vxlan_tx *tx, struct ovnet_pkt *pkt)
{
	tx->tos = ovnet_encap_tos(tx->config, pkt);
	tx->ttl = ovnet_encap_ttl(tx->config, pkt);
	ovnet_vxlan_hash(tx, pkt);
}

static bool ovnet_vxlan_may_fragment4(const struct ovnet_vxlan_tx *tx,
				      const struct ovnet_pkt *pkt)
{
	switch (tx->config->df) {
	case OVNET_DF_UNSET:
		return true;
	case OVNET_DF_INHERIT:
		if (pkt->proto == htons(ETH_P_IP))
			return !(ip_hdr(pkt->skb)->frag_off & htons(IP_DF));
		return pkt->proto != htons(ETH_P_IPV6);
	}
	return false;
}

/*
 * The outer checksum is worked out from where the inner one starts and is put
 * (lco_csum()), which holds for whole 16-bit words. A tenant's virtio header
 * can say otherwise.
 */
static bool ovnet_vxlan_odd_checksum(const struct sk_buff *skb)
{
	return skb->ip_summed == CHECKSUM_PARTIAL && !skb_is_gso(skb) &&
	       (skb_checksum_start_offset(skb) | skb->csum_offset) & 1;
}

/* All that can be refused, then the VXLAN header; @len: with it, to the IP. */
static enum ovnet_drop_reason
ovnet_vxlan_prepare(struct ovnet_vxlan_tx *tx, struct ovnet_pkt *pkt,
		    const struct dst_entry *dst, unsigned int len, bool csum)
{
	enum ovnet_drop_reason reason;
	struct sk_buff *skb = pkt->skb;
	struct vxlanhdr *vh;

	reason = ovnet_encap_fit(&tx->fit, pkt, dst, len);
	if (unlikely(reason))
		return reason;
	if (csum && unlikely(ovnet_vxlan_odd_checksum(skb)) &&
	    skb_checksum_help(skb))
		return OVNET_DROP_NO_MEMORY;
	if (skb_cow_head(skb, LL_RESERVED_SPACE(dst->dev) + dst->header_len +
			 len) ||
	    iptunnel_handle_offloads(skb, csum ? SKB_GSO_UDP_TUNNEL_CSUM :
						 SKB_GSO_UDP_TUNNEL))
		return OVNET_DROP_NO_MEMORY;

	vh = __skb_push(skb, sizeof(*vh));
	vh->vx_flags = VXLAN_HF_VNI;
	vh->vx_vni = vxlan_vni_field(cpu_to_be32(ovnet_pkt_out(pkt)->vni));
	skb_set_inner_protocol(skb, htons(ETH_P_TEB));
	return OVNET_DROP_NONE;
}

/* The headers of a frame that is traced. */
static void ovnet_vxlan_dry(const struct ovnet_vxlan_tx *tx,
			    const struct ovnet_pkt *pkt, u16 family)
{
	struct ovnet_dry_outer outer = {
		.underlay = tx->underlay,
		.source.family = family,
		.dest.family = family,
		.sport = tx->sport,
		.dport = tx->dport,
		.vni = ovnet_pkt_out(pkt)->vni,
		.mtu = tx->fit.mtu,
	};

	if (family == AF_INET) {
		outer.source.v4 = tx->config->local4;
		outer.dest.v4 = tx->target->v4;
	} else {
		outer.source.v6 = tx->config->local6;
		outer.dest.v6 = tx->target->v6;
	}
	ovnet_dry_encap(pkt, &outer);
}

static enum ovnet_drop_reason ovnet_vxlan_xmit4(struct ovnet_vxlan_tx *tx,
						struct ovnet_pkt *pkt)
{
	const struct ovnet_underlay_config *config = tx->config;
	enum ovnet_drop_reason reason;
	struct rtable *rt, *direct;
	struct neighbour *n;
	__be16 df;

	direct = ovnet_direct_route4(pkt, tx->underlay, config->local4,
				     tx->target);
	rt = direct ?: ovnet_udp_route4(pkt->on, tx->underlay, config->local4,
					tx->target, pkt->dry);
	if (IS_ERR(rt))
		return OVNET_DROP_NO_ROUTE;
	ovnet_pmtu_way4(tx->underlay, tx->target, &rt->dst, &tx->fit.way);
	tx->fit.way.fragment |= ovnet_vxlan_may_fragment4(tx, pkt);
	reason = ovnet_vxlan_prepare(tx, pkt, &rt->dst, OVNET_VXLAN_LEN4,
				     config->csum);
	if (unlikely(reason || pkt->dry)) {
		if (!reason)
			ovnet_vxlan_dry(tx, pkt, AF_INET);
		goto out;
	}
	df = tx->fit.way.fragment ? 0 : htons(IP_DF);
	if (!direct)
		ovnet_direct_remember4(pkt, tx->underlay, config, tx->target,
				       rt);
	if (likely(!tx->fit.fragment) &&
	    likely(direct || rt == ovnet_direct_route4(pkt, tx->underlay,
						       config->local4,
						       tx->target)) &&
	    ovnet_direct_neigh4(rt, tx->target->v4, &n)) {
		ovnet_udp_direct4(pkt->skb, n, config->local4, tx->target->v4,
				  tx->tos, tx->ttl, df, tx->sport, tx->dport,
				  config->csum);
		goto out;
	}
	if (direct)
		dst_hold(&rt->dst);
	ovnet_udp_xmit4(pkt->skb, config->udp4->sk, rt, config->local4,
			tx->target->v4, tx->tos, tx->ttl, df, tx->sport,
			tx->dport, config->csum, tx->fit.fragment);
	return OVNET_DROP_NONE;

out:
	if (!direct)
		ip_rt_put(rt);
	return reason;
}

static enum ovnet_drop_reason ovnet_vxlan_xmit6(struct ovnet_vxlan_tx *tx,
						struct ovnet_pkt *pkt)
{
	const struct ovnet_underlay_config *config = tx->config;
	enum ovnet_drop_reason reason;
	struct dst_entry *dst, *direct;
	struct neighbour *n;

	direct = ovnet_direct_route6(pkt, tx->underlay, &config->local6,
				     tx->target, OVNET_DIRECT_VXLAN6);
	dst = direct ?: ovnet_udp_route6(pkt->on, tx->underlay, config->udp6,
					 &config->local6, tx->target,
					 pkt->dry);
	if (IS_ERR(dst))
		return OVNET_DROP_NO_ROUTE;
	ovnet_pmtu_way6(tx->underlay, tx->target, dst, &tx->fit.way);
	reason = ovnet_vxlan_prepare(tx, pkt, dst, OVNET_VXLAN_LEN6,
				     config->csum6_tx);
	if (unlikely(reason || pkt->dry)) {
		if (!reason)
			ovnet_vxlan_dry(tx, pkt, AF_INET6);
		goto out;
	}
	if (!direct)
		ovnet_direct_remember6(pkt, tx->underlay, config, tx->target,
				       OVNET_DIRECT_VXLAN6, dst);
	if (likely(!tx->fit.fragment) &&
	    likely(direct || dst == ovnet_direct_route6(pkt, tx->underlay,
							&config->local6,
							tx->target,
							OVNET_DIRECT_VXLAN6))) {
		n = ovnet_direct_neigh6(dst, &tx->target->v6);
		if (!IS_ERR(n)) {
			ovnet_udp_direct6(pkt->skb, n, &config->local6,
					  &tx->target->v6, tx->tos, tx->ttl,
					  tx->label, tx->sport, tx->dport,
					  config->csum6_tx);
			goto out;
		}
	}
	if (direct)
		dst_hold(dst);
	ovnet_udp_xmit6(pkt->skb, config->udp6->sk, dst, &config->local6,
			&tx->target->v6, tx->tos, tx->ttl, tx->label,
			tx->sport, tx->dport, config->csum6_tx,
			tx->fit.fragment);
	return OVNET_DROP_NONE;

out:
	if (!direct)
		dst_release(dst);
	return reason;
}

/**
 * ovnet_vxlan_send() - send a frame to a remote in VXLAN
 * @remote: where to
 * @pkt: parsed; consumed, unless it is refused or dry
 * @mtu: result, if it is refused as too big: what would have fitted
 *
 * Context: RCU, bottom halves off.
 * Return: OVNET_DROP_NONE, or why it was refused.
 */
enum ovnet_drop_reason ovnet_vxlan_send(struct ovnet_remote *remote,
					struct ovnet_pkt *pkt,
					unsigned int *mtu)
{
	enum ovnet_drop_reason reason = OVNET_DROP_NO_FAMILY;
	struct ovnet_vxlan_tx tx;

	tx.underlay = rcu_dereference(ovnet_pkt_out(pkt)->underlay);
	if (unlikely(!tx.underlay))
		return OVNET_DROP_NO_UNDERLAY;
	tx.config = rcu_dereference(tx.underlay->config);
	tx.target = rcu_dereference(remote->target);
	tx.dport = tx.target->port ?: tx.underlay->port;
	ovnet_vxlan_fill(&tx, pkt);

	if (tx.config->local4 && tx.target->v4)
		reason = ovnet_vxlan_xmit4(&tx, pkt);
	else if (!ipv6_addr_any(&tx.config->local6) &&
		 !ipv6_addr_any(&tx.target->v6))
		reason = ovnet_vxlan_xmit6(&tx, pkt);
	if (unlikely(reason == OVNET_DROP_TOO_BIG))
		*mtu = tx.fit.mtu;
	return reason;
}

static unsigned int ovnet_vxlan_mtu4(const struct ovnet_underlay *underlay,
				     struct ovnet_target *target)
{
	const struct ovnet_underlay_config *config =
		rcu_dereference(underlay->config);
	struct ovnet_pmtu_way way;
	struct rtable *rt;

	rt = ovnet_udp_route4(underlay->on, underlay, config->local4, target,
			      false);
	if (IS_ERR(rt))
		return IP_MAX_MTU;
	ovnet_pmtu_way4(underlay, target, &rt->dst, &way);
	ip_rt_put(rt);
	return max_t(int, way.mtu - OVNET_VXLAN_LEN4, 0);
}

static unsigned int ovnet_vxlan_mtu6(const struct ovnet_underlay *underlay,
				     struct ovnet_target *target)
{
	const struct ovnet_underlay_config *config =
		rcu_dereference(underlay->config);
	struct ovnet_pmtu_way way;
	struct dst_entry *dst;

	dst = ovnet_udp_route6(underlay->on, underlay, config->udp6,
			       &config->local6, target, false);
	if (IS_ERR(dst))
		return IP_MAX_MTU;
	ovnet_pmtu_way6(underlay, target, dst, &way);
	dst_release(dst);
	return max_t(int, way.mtu - OVNET_VXLAN_LEN6, 0);
}

/**
 * ovnet_vxlan_mtu() - what would fit into VXLAN
 * @remote: where to
 * @pkt: parsed; a frame of its network, with as many tags
 *
 * Context: RCU, bottom halves off.
 * Return: MTU behind the Ethernet header and tags; large if there is no way.
 */
unsigned int ovnet_vxlan_mtu(const struct ovnet_remote *remote,
			     const struct ovnet_pkt *pkt)
{
	struct ovnet_target *target = rcu_dereference(remote->target);
	const struct ovnet_underlay *underlay =
		rcu_dereference(pkt->network->underlay);
	unsigned int mtu = IP_MAX_MTU;

	if (!underlay)
		return mtu;
	if (rcu_dereference(underlay->config)->local4 && target->v4)
		mtu = ovnet_vxlan_mtu4(underlay, target);
	else if (rcu_dereference(underlay->config)->udp6 &&
		 !ipv6_addr_any(&target->v6))
		mtu = ovnet_vxlan_mtu6(underlay, target);
	return max_t(int, mtu - pkt->nhoff, 0);
}
