// SPDX-License-Identifier: GPL-2.0
/*
 * SRv6 (RFC 8986, 5.1 to 5.4), the way out: the frame of an l2 network, or the
 * packet of an l3 network, in IPv6 to a SID of the remote. As short as can be:
 * without an SRH, if nothing is on the way to that SID, and with a reduced one,
 * if something is, unless the underlay says otherwise.
 */
#include <linux/ipv6.h>
#include <net/ip6_route.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>

#include "direct.h"
#include "dry.h"
#include "encap.h"
#include "flow.h"
#include "member.h"
#include "sid.h"
#include "srh.h"
#include "srv6.h"

/**
 * struct ovnet_srv6_tx - what is known of a packet on its way out
 * @underlay: it leaves by
 * @config: how it shall look
 * @target: where it goes
 * @sid: what the other end does with it
 * @known: the way to @dest is the way to @target
 * @dest: of the packet when it leaves: the first segment, or @sid
 * @l2: it is a frame, or else a packet
 * @upper: next header behind the outer ones
 * @srh_len: length of the SRH, or 0
 * @tclass: of the outer header
 * @hop_limit: of the outer header
 * @label: flow label
 * @fit: what fits
 */
struct ovnet_srv6_tx {
	const struct ovnet_underlay *underlay;
	const struct ovnet_underlay_config *config;
	struct ovnet_target *target;
	struct in6_addr sid;
	bool known;
	struct in6_addr dest;
	bool l2;
	u8 upper;
	u8 srh_len;
	u8 tclass;
	u8 hop_limit;
	__be32 label;
	struct ovnet_encap_fit fit;
};

/**
 * ovnet_srv6_carries() - does SRv6 carry what a network sends to a remote?
 * @network: that it leaves by
 * @remote: where to
 * @said: SID that its route says, or NULL
 *
 * If it can; else VXLAN may.
 *
 * Context: RCU.
 * Return: true if so.
 */
bool ovnet_srv6_carries(const struct ovnet_network *network,
			const struct ovnet_remote *remote,
			const struct in6_addr *said)
{
	const struct ovnet_target *target = rcu_dereference(remote->target);
	struct in6_addr sid;

	if (!rcu_access_pointer(network->srv6) || !target->srv6)
		return false;
	return target->locator_len || said ||
	       (!target->v4 && ipv6_addr_any(&target->v6)) ||
	       ovnet_member_sid_rcu(network, remote, false, &sid);
}

/* What the other end does with it: what it has said, or what we know. */
static bool ovnet_srv6_find_sid(struct ovnet_srv6_tx *tx,
				const struct ovnet_network *network,
				const struct ovnet_remote *remote,
				const struct in6_addr *said, bool flood)
{
	struct ovnet_sid sid = { .vni = network->vni };

	tx->target = rcu_dereference(remote->target);
	tx->l2 = network->type != OVNET_NETWORK_TYPE_L3;
	tx->srh_len = ovnet_srh_len(tx->target->n_segs, tx->config->srh);
	tx->known = tx->target->n_segs;
	if (unlikely(said)) {
		tx->sid = *said;
	} else if (!ovnet_member_sid_rcu(network, remote, flood, &tx->sid)) {
		if (!tx->target->locator_len)
			return false;
		sid.function = !tx->l2 ? OVNET_SID_DT46 :
			       flood ? OVNET_SID_DT2M : OVNET_SID_DT2U;
		ovnet_sid_build(&tx->sid, &tx->target->locator,
				tx->target->locator_len, &sid);
		tx->known = true;
	}
	tx->dest = tx->target->n_segs ? tx->target->segs[0] : tx->sid;
	return true;
}

/* The cache of a target holds routes of one underlay: the first that asks. */
static bool ovnet_srv6_cacheable(const struct ovnet_srv6_tx *tx)
{
	struct ovnet_underlay *u = (struct ovnet_underlay *)tx->underlay;
	struct ovnet_underlay *owner;

	if (!tx->known)
		return false;
	owner = READ_ONCE(tx->target->cached_for_srv6);
	if (likely(owner == u))
		return true;
	return !owner && !cmpxchg(&tx->target->cached_for_srv6, NULL, u);
}

/* Of all SIDs of a locator alike. The source need not be an address here. */
static struct dst_entry *ovnet_srv6_route(const struct ovnet_srv6_tx *tx,
					  bool dry)
{
	bool cache = !dry && ovnet_srv6_cacheable(tx);
	struct flowi6 fl6 = {
		.flowi6_oif = tx->underlay->ifindex,
		.flowi6_proto = tx->upper,
		.daddr = tx->dest,
		.saddr = tx->config->source,
	};
	struct in6_addr cached;
	struct dst_entry *dst;

	if (cache) {
		dst = dst_cache_get_ip6(&tx->target->cache_srv6, &cached);
		if (dst && ipv6_addr_equal(&cached, &tx->config->source))
			return dst;
		dst_release(dst);
	}
	dst = ip6_dst_lookup_flow(tx->underlay->on->net, NULL, &fl6, NULL);
	if (!IS_ERR(dst) && cache)
		dst_cache_set_ip6(&tx->target->cache_srv6, dst,
				  &tx->config->source);
	return dst;
}

/* The same, past the host's stack; NULL: there is no such way. */
static struct dst_entry *ovnet_srv6_direct(const struct ovnet_srv6_tx *tx,
					   const struct ovnet_pkt *pkt)
{
	return tx->known ? ovnet_direct_route6(pkt, tx->underlay,
					       &tx->config->source, tx->target,
					       OVNET_DIRECT_SRV6) : NULL;
}

/* What the inner packet contributes; before any header is pushed. */
static void ovnet_srv6_fill(struct ovnet_srv6_tx *tx,
			    struct ovnet_pkt *pkt,
			    const struct ovnet_remote *remote)
{
	u32 hash = ovnet_flow_hash(pkt);

	tx->tclass = ovnet_encap_tos(tx->config, pkt);
	tx->hop_limit = ovnet_encap_ttl(tx->config, pkt);
	tx->label = ovnet_srv6_label(hash);
	if (tx->l2)
		tx->upper = IPPROTO_ETHERNET;
	else
		tx->upper = pkt->proto == htons(ETH_P_IP) ? IPPROTO_IPIP :
							    IPPROTO_IPV6;
	if (likely(!pkt->dry))
		ovnet_srv6_icmp_remember(tx->underlay->srv6, tx->label,
					 &tx->sid, tx->upper,
					 pkt->skb->data +
					 (tx->l2 ? 0 : ETH_HLEN), remote->id);
}

/* What an outer packet has more than the frame; less is possible. */
static int ovnet_srv6_len(const struct ovnet_srv6_tx *tx)
{
	return (int)sizeof(struct ipv6hdr) + tx->srh_len -
	       (tx->l2 ? 0 : ETH_HLEN);
}

/*
 * A device that knows some checksums finds the header behind those that it
 * knows, and a frame is not among them.
 */
static bool ovnet_srv6_needs_checksum(const struct ovnet_srv6_tx *tx,
				      const struct sk_buff *skb,
				      const struct net_device *dev)
{
	return tx->l2 && skb->ip_summed == CHECKSUM_PARTIAL &&
	       !skb_is_gso(skb) && !(dev->features & NETIF_F_HW_CSUM);
}

/* All that can be refused, then what comes behind the outer IPv6 header. */
static enum ovnet_drop_reason ovnet_srv6_prepare(struct ovnet_srv6_tx *tx,
						 struct ovnet_pkt *pkt,
						 const struct dst_entry *dst)
{
	enum ovnet_drop_reason reason;
	struct sk_buff *skb = pkt->skb;

	reason = ovnet_encap_fit(&tx->fit, pkt, dst, ovnet_srv6_len(tx));
	if (unlikely(reason || pkt->dry))
		return reason;
	if (ovnet_srv6_needs_checksum(tx, skb, dst->dev) &&
	    skb_checksum_help(skb))
		return OVNET_DROP_NO_MEMORY;
	if (skb_cow_head(skb, LL_RESERVED_SPACE(dst->dev) + dst->header_len +
			 sizeof(struct ipv6hdr) + tx->srh_len))
		return OVNET_DROP_NO_MEMORY;
	if (!tx->l2) {
		__skb_pull(skb, ETH_HLEN);
		skb_reset_mac_header(skb);
		skb_reset_mac_len(skb);
	}
	if (iptunnel_handle_offloads(skb, tx->l2 ? OVNET_SRV6_GSO :
						   SKB_GSO_IPXIP6)) {
		if (!tx->l2)
			__skb_push(skb, ETH_HLEN);
		return OVNET_DROP_NO_MEMORY;
	}
	if (tx->l2)
		skb_set_inner_protocol(skb, htons(ETH_P_TEB));
	else
		skb_set_inner_ipproto(skb, tx->upper);
	skb_reset_transport_header(skb);
	if (tx->srh_len)
		ovnet_srh_build(__skb_push(skb, tx->srh_len), tx->upper,
				tx->target->segs, tx->target->n_segs, &tx->sid,
				tx->config->srh);
	return OVNET_DROP_NONE;
}

/* The headers of a frame that is traced. */
static void ovnet_srv6_dry(const struct ovnet_srv6_tx *tx,
			   const struct ovnet_pkt *pkt)
{
	struct ovnet_dry_outer outer = {
		.underlay = tx->underlay,
		.source = { .family = AF_INET6, .v6 = tx->config->source },
		.dest = { .family = AF_INET6, .v6 = tx->dest },
		.vni = ovnet_pkt_out(pkt)->vni,
		.mtu = tx->fit.mtu,
		.sid = &tx->sid,
		.nexthdr = tx->upper,
	};

	ovnet_dry_encap(pkt, &outer);
}

/**
 * ovnet_srv6_send() - send a frame to a remote in SRv6
 * @remote: where to; ovnet_srv6_carries() it
 * @pkt: parsed; consumed, unless it is refused or dry
 * @mtu: result, if it is refused as too big: what would have fitted
 *
 * Context: RCU, bottom halves off.
 * Return: OVNET_DROP_NONE, or why it was refused.
 */
enum ovnet_drop_reason ovnet_srv6_send(struct ovnet_remote *remote,
				       struct ovnet_pkt *pkt,
				       unsigned int *mtu)
{
	struct ovnet_network *network = ovnet_pkt_out(pkt);
	enum ovnet_drop_reason reason;
	struct dst_entry *dst, *direct;
	struct ovnet_srv6_tx tx;
	struct neighbour *n;

	tx.underlay = rcu_dereference(network->srv6);
	if (unlikely(!tx.underlay))
		return OVNET_DROP_NO_UNDERLAY;
	tx.config = rcu_dereference(tx.underlay->config);
	if (unlikely(!ovnet_srv6_find_sid(&tx, network, remote, pkt->sid,
					  pkt->flood)))
		return OVNET_DROP_NO_SID;
	/* An l3 network has no frames, and nothing else to say what it is. */
	if (unlikely(!tx.l2 && (pkt->nhoff != ETH_HLEN ||
				(pkt->proto != htons(ETH_P_IP) &&
				 pkt->proto != htons(ETH_P_IPV6)))))
		return OVNET_DROP_NOT_IP;
	ovnet_srv6_fill(&tx, pkt, remote);

	direct = ovnet_srv6_direct(&tx, pkt);
	dst = direct ?: ovnet_srv6_route(&tx, pkt->dry);
	if (IS_ERR(dst))
		return OVNET_DROP_NO_ROUTE;
	ovnet_pmtu_way_srv6(tx.target, dst, &tx.fit.way);
	reason = ovnet_srv6_prepare(&tx, pkt, dst);
	if (unlikely(reason || pkt->dry)) {
		if (!reason)
			ovnet_srv6_dry(&tx, pkt);
		*mtu = tx.fit.mtu;
		goto out;
	}
	if (!direct && tx.known)
		ovnet_direct_remember6(pkt, tx.underlay, tx.config, tx.target,
				       OVNET_DIRECT_SRV6, dst);
	if (likely(!tx.fit.fragment) &&
	    likely(direct || dst == ovnet_srv6_direct(&tx, pkt))) {
		n = ovnet_direct_neigh6(dst, &tx.dest);
		if (!IS_ERR(n)) {
			ovnet_udp_direct_out6(pkt->skb, n, &tx.config->source,
					      &tx.dest, tx.tclass, tx.hop_limit,
					      tx.label, tx.srh_len ?
					      NEXTHDR_ROUTING : tx.upper);
			goto out;
		}
	}
	if (direct)
		dst_hold(dst);
	ovnet_udp_out6(pkt->skb, NULL, dst, &tx.config->source, &tx.dest,
		       tx.tclass, tx.hop_limit, tx.label,
		       tx.srh_len ? NEXTHDR_ROUTING : tx.upper,
		       tx.fit.fragment);
	return OVNET_DROP_NONE;

out:
	if (!direct)
		dst_release(dst);
	return reason;
}

/**
 * ovnet_srv6_mtu() - what would fit into SRv6
 * @remote: where to; ovnet_srv6_carries() it
 * @pkt: parsed; a frame of its network, with as many tags
 *
 * Context: RCU, bottom halves off.
 * Return: MTU behind the Ethernet header and tags; large if there is no way.
 */
unsigned int ovnet_srv6_mtu(const struct ovnet_remote *remote,
			    const struct ovnet_pkt *pkt)
{
	struct ovnet_srv6_tx tx = { .upper = IPPROTO_IPV6 };
	struct ovnet_pmtu_way way;
	struct dst_entry *dst;

	tx.underlay = rcu_dereference(pkt->network->srv6);
	if (!tx.underlay)
		return IP_MAX_MTU;
	tx.config = rcu_dereference(tx.underlay->config);
	if (!ovnet_srv6_find_sid(&tx, pkt->network, remote, NULL, false))
		return IP_MAX_MTU;
	dst = ovnet_srv6_route(&tx, false);
	if (IS_ERR(dst))
		return IP_MAX_MTU;
	ovnet_pmtu_way_srv6(tx.target, dst, &way);
	dst_release(dst);
	return max_t(int, way.mtu - ovnet_srv6_len(&tx) - pkt->nhoff, 0);
}
