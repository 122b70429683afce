// SPDX-License-Identifier: GPL-2.0
/*
 * The shortest way out by SRv6, as express.c is by VXLAN: what can be asked once
 * is asked when the route is found, and a packet gets its outer header in one
 * go. It looks as if srv6.c had made it; segments, SIDs that somebody has said
 * and what does not fit are left to that.
 */
#include <net/addrconf.h>
#include <net/dst.h>
#include <net/inet_ecn.h>
#include <net/ip6_fib.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>

#include "direct.h"
#include "encap.h"
#include "express6.h"
#include "flow.h"
#include "parse.h"
#include "sid.h"
#include "srh.h"
#include "srv6.h"

/**
 * ovnet_express6_can() - is a way one for here?
 * @config: of the underlay
 * @target: where to
 *
 * Not where the outer header depends on more than network, flow and ECN of what
 * is inside, or where more comes behind it.
 *
 * Context: RCU.
 * Return: whether it is, as long as neither is replaced.
 */
bool ovnet_express6_can(const struct ovnet_underlay_config *config,
			const struct ovnet_target *target)
{
	return config->ttl && config->tos != 1 && target->locator_len &&
	       !ovnet_srh_len(target->n_segs, config->srh);
}

/* Its route, if it is one for here and still holds; or NULL. */
static struct dst_entry *
ovnet_express6_route(const struct ovnet_pkt *pkt,
		     const struct ovnet_underlay_config *config,
		     const struct ovnet_target *target)
{
	const struct ovnet_direct *direct =
		rcu_dereference(target->direct[OVNET_DIRECT_SRV6]);

	if (unlikely(!direct || direct->express6 != config->id ||
		     !ovnet_fast_out(pkt->on, AF_INET6, pkt->skb)))
		return NULL;
	return dst_check(direct->dst, direct->cookie);
}

/* As most are: to the SID that its locator says. */
static bool ovnet_express6_may(const struct ovnet_pkt *pkt,
			       const struct ovnet_network *network,
			       const struct ovnet_remote *remote, bool l2)
{
	/* An l3 network has no frames, and nothing else to say what it is. */
	if (unlikely(!l2 && (pkt->nhoff != ETH_HLEN ||
			     (pkt->proto != htons(ETH_P_IP) &&
			      pkt->proto != htons(ETH_P_IPV6)))))
		return false;
	return !pkt->dry && !pkt->sid && !pkt->skb->encapsulation &&
	       READ_ONCE(remote->up) && !READ_ONCE(network->n_sids) &&
	       !READ_ONCE(network->mss_clamp);
}

static noinline bool ovnet_express6_fits_way(const struct ovnet_target *target,
					     const struct dst_entry *dst,
					     unsigned int len)
{
	struct ovnet_pmtu_way way;

	ovnet_pmtu_way_srv6(target, dst, &way);
	return len <= way.mtu;
}

/* In one packet? @len: of it. Mostly the device says, and nobody else. */
static bool ovnet_express6_fits(const struct ovnet_target *target,
				const struct dst_entry *dst, unsigned int len)
{
	const struct rt6_info *rt = container_of(dst, struct rt6_info, dst);
	const struct inet6_dev *idev = __in6_dev_get(dst->dev);

	if (likely(!READ_ONCE(target->pmtu_srv6.mtu) && idev &&
		   !(rt->rt6i_flags & RTF_MODIFIED) &&
		   !dst_metric_raw(dst, RTAX_MTU)))
		return len <= READ_ONCE(idev->cnf.mtu6);
	return ovnet_express6_fits_way(target, dst, len);
}

/* A device may not find where a checksum goes that is left to it. */
static bool ovnet_express6_is_summed(const struct sk_buff *skb,
				     const struct net_device *dev, bool l2)
{
	return skb->ip_summed != CHECKSUM_PARTIAL || !l2 ||
	       dev->features & NETIF_F_HW_CSUM;
}

/* What is left to the device is inside. */
static void ovnet_express6_mark_inner(struct sk_buff *skb, u8 upper)
{
	if (likely(skb->ip_summed != CHECKSUM_PARTIAL)) {
		skb->ip_summed = CHECKSUM_NONE;
		return;
	}
	skb_reset_mac_header(skb);
	skb_reset_mac_len(skb);
	skb_reset_inner_headers(skb);
	skb->encapsulation = 1;
	if (upper == IPPROTO_ETHERNET)
		skb_set_inner_protocol(skb, htons(ETH_P_TEB));
	else
		skb_set_inner_ipproto(skb, upper);
}

/**
 * ovnet_express6_xmit() - send a frame of a network that has SRv6 to a remote
 * @remote: where to
 * @pkt: parsed; consumed
 *
 * In one go, if it can be done so.
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_express6_xmit(struct ovnet_remote *remote, struct ovnet_pkt *pkt)
{
	struct ovnet_network *network = ovnet_pkt_out(pkt);
	const struct ovnet_target *target = rcu_dereference(remote->target);
	bool l2 = network->type != OVNET_NETWORK_TYPE_L3;
	const unsigned int pull = l2 ? 0 : ETH_HLEN;
	const struct ovnet_underlay_config *config;
	const struct ovnet_underlay *underlay;
	struct ovnet_sid sid = { .vni = network->vni };
	struct sk_buff *skb = pkt->skb;
	struct in6_addr daddr;
	struct dst_entry *dst;
	struct neighbour *n;
	__be32 label;
	u8 upper, ecn;

	underlay = rcu_dereference(network->srv6);
	if (unlikely(!underlay || skb_is_gso(skb)) ||
	    unlikely(!ovnet_express6_may(pkt, network, remote, l2)))
		goto general;
	config = rcu_dereference(underlay->config);
	dst = ovnet_express6_route(pkt, config, target);
	if (unlikely(!dst) ||
	    unlikely(ovnet_direct_is_port(dst->dev) ||
		     ovnet_encap_is_deep() ||
		     !ovnet_express6_is_summed(skb, dst->dev, l2) ||
		     !ovnet_express6_fits(target, dst, skb->len - pull +
					  sizeof(struct ipv6hdr))))
		goto general;

	if (l2) {
		sid.function = pkt->flood ? OVNET_SID_DT2M : OVNET_SID_DT2U;
		upper = IPPROTO_ETHERNET;
	} else {
		sid.function = OVNET_SID_DT46;
		upper = pkt->proto == htons(ETH_P_IP) ? IPPROTO_IPIP :
							IPPROTO_IPV6;
	}
	ovnet_sid_build(&daddr, &target->locator, target->locator_len, &sid);
	n = ovnet_direct_neigh6(dst, &daddr);
	if (IS_ERR(n) ||
	    unlikely(skb_cow_head(skb, LL_RESERVED_SPACE(dst->dev) +
				  sizeof(struct ipv6hdr) - pull)))
		goto general;

	label = ovnet_srv6_label(ovnet_flow_hash(pkt));
	ecn = ovnet_parse_dsfield(pkt) & INET_ECN_MASK;
	ovnet_encap_count(remote, network, skb->len);
	__skb_pull(skb, pull);
	ovnet_srv6_icmp_remember(underlay->srv6, label, &daddr, upper,
				 skb->data, remote->id);
	ovnet_express6_mark_inner(skb, upper);
	skb_reset_transport_header(skb);
	__this_cpu_inc(ovnet_encap_depth);
	ovnet_udp_direct_out6(skb, n, &config->source, &daddr,
			      (config->tos & ~INET_ECN_MASK) | ecn,
			      config->ttl, label, upper);
	__this_cpu_dec(ovnet_encap_depth);
	return;

general:
	ovnet_encap_xmit(remote, pkt);
}
