// SPDX-License-Identifier: GPL-2.0
/*
 * The shortest way out: a frame that is as most are, to a remote by VXLAN over
 * IPv4, gets outer headers that were made with its route. It looks as if
 * vxlan.c had made them; whatever asks for more than to be copied is left to it.
 */
#include <linux/ip.h>
#include <linux/udp.h>
#include <net/dst.h>
#include <net/inet_ecn.h>
#include <net/ip.h>
#include <net/neighbour.h>
#include <net/vxlan.h>

#include "direct.h"
#include "encap.h"
#include "express.h"
#include "flow.h"
#include "output.h"
#include "parse.h"
#include "vxlan.h"

/**
 * ovnet_express_make() - outer headers for a way
 * @express: result
 * @underlay: whose packets
 * @config: of it
 * @target: where to
 * @dst: by which route
 *
 * Where they depend on more than the ECN of what is inside, there are none.
 *
 * Context: RCU.
 */
void ovnet_express_make(struct ovnet_express *express,
			const struct ovnet_underlay *underlay,
			const struct ovnet_underlay_config *config,
			const struct ovnet_target *target,
			const struct dst_entry *dst)
{
	struct iphdr *iph = &express->headers.iph;

	memset(express, 0, sizeof(*express));
	if (!config->ttl || config->tos == 1 || config->df != OVNET_DF_SET ||
	    ovnet_pmtu_is_hosts(underlay, target) ||
	    dst_metric_raw(dst, RTAX_MTU) || dst_metric_locked(dst, RTAX_MTU))
		return;
	express->config = config->id;
	express->tos = config->tos & ~INET_ECN_MASK;
	express->csum = config->csum;
	express->pseudo = csum_tcpudp_nofold(config->local4, target->v4, 0,
					     IPPROTO_UDP, 0);
	iph->version = 4;
	iph->ihl = sizeof(*iph) >> 2;
	iph->frag_off = htons(IP_DF);
	iph->ttl = config->ttl;
	iph->protocol = IPPROTO_UDP;
	iph->saddr = config->local4;
	iph->daddr = target->v4;
	/* Of what does not change; the rest is added. */
	iph->check = ~ip_fast_csum(iph, iph->ihl);
	express->headers.uh.dest = target->port ?: underlay->port;
	express->headers.vh.vx_flags = VXLAN_HF_VNI;
}

/* Headers that hold, and the route that they were made with; or NULL. */
static const struct ovnet_express *
ovnet_express_find(const struct ovnet_pkt *pkt,
		   const struct ovnet_underlay_config *config,
		   const struct ovnet_target *target, struct rtable **rt)
{
	const struct ovnet_direct *direct =
		rcu_dereference(target->direct[OVNET_DIRECT_VXLAN4]);

	if (unlikely(!direct || direct->express.config != config->id))
		return NULL;
	*rt = ovnet_direct_valid4(pkt, direct);
	return *rt ? &direct->express : NULL;
}

/* As most are: in one packet, nothing left to the device, nothing to be told. */
static bool ovnet_express_may(const struct ovnet_pkt *pkt,
			      const struct ovnet_network *network,
			      const struct ovnet_remote *remote)
{
	const struct sk_buff *skb = pkt->skb;

	return !pkt->dry && !skb->encapsulation && !skb_is_gso(skb) &&
	       skb->ip_summed != CHECKSUM_PARTIAL && READ_ONCE(remote->up) &&
	       !READ_ONCE(network->mss_clamp);
}

/* What an own device has sent was scrubbed then. */
static void ovnet_express_scrub(struct sk_buff *skb,
				const struct ovnet_pkt *pkt)
{
	if (pkt->sent)
		ovnet_udp_scrub_rest(skb);
	else
		ovnet_udp_scrub(skb, pkt->on->net);
}

static void ovnet_express_push(struct sk_buff *skb,
			       const struct ovnet_express *express, u32 vni,
			       __be16 sport, u8 ecn)
{
	__be16 len = htons(skb->len + VXLAN_HLEN);
	struct vxlanhdr *vh;
	struct udphdr *uh;
	struct iphdr *iph;
	__wsum sum;

	iph = __skb_push(skb, sizeof(express->headers));
	memcpy(iph, &express->headers, sizeof(express->headers));
	skb_reset_network_header(skb);
	skb_set_transport_header(skb, sizeof(*iph));

	iph->tos = express->tos | ecn;
	iph->tot_len = htons(skb->len);
	sum = csum_add((__force __wsum)iph->check,
		       (__force __wsum)iph->tot_len);
	sum = csum_add(sum, (__force __wsum)htons(iph->tos));
	iph->check = csum_fold(sum);

	uh = (struct udphdr *)(iph + 1);
	uh->source = sport;
	uh->len = len;
	if (likely(express->csum)) {
		sum = csum_add(express->pseudo, (__force __wsum)len);
		uh->check = ~csum_fold(sum);
		skb->ip_summed = CHECKSUM_PARTIAL;
		skb->csum_start = skb_transport_header(skb) - skb->head;
		skb->csum_offset = offsetof(struct udphdr, check);
	} else {
		skb->ip_summed = CHECKSUM_NONE;
	}
	vh = (struct vxlanhdr *)(uh + 1);
	vh->vx_vni = vxlan_vni_field(cpu_to_be32(vni));
}

/**
 * ovnet_express4_xmit() - send a frame of a network without SRv6 to a remote
 * @remote: where to
 * @pkt: parsed; consumed
 *
 * By headers that were made before, if it can be done so.
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_express4_xmit(struct ovnet_remote *remote, struct ovnet_pkt *pkt)
{
	struct ovnet_network *network = ovnet_pkt_out(pkt);
	struct ovnet_target *target = rcu_dereference(remote->target);
	const struct ovnet_underlay_config *config;
	const struct ovnet_underlay *underlay;
	const struct ovnet_express *express;
	struct sk_buff *skb = pkt->skb;
	struct neighbour *n;
	struct rtable *rt;
	__be16 sport;
	u8 ecn;

	underlay = rcu_dereference(network->underlay);
	if (unlikely(!underlay) || !ovnet_express_may(pkt, network, remote))
		goto general;
	config = rcu_dereference(underlay->config);
	express = ovnet_express_find(pkt, config, target, &rt);
	if (unlikely(!express))
		goto general;
	if (unlikely(skb->len + sizeof(express->headers) >
		     READ_ONCE(rt->dst.dev->mtu) ||
		     READ_ONCE(target->pmtu4.mtu) ||
		     ovnet_direct_is_port(rt->dst.dev) ||
		     ovnet_encap_is_deep()))
		goto general;
	n = ovnet_direct_neigh4(rt, target->v4);
	if (IS_ERR(n) ||
	    unlikely(skb_cow_head(skb, LL_RESERVED_SPACE(rt->dst.dev) +
				  sizeof(express->headers))))
		goto general;

	sport = ovnet_vxlan_sport(config, pkt->on->net, ovnet_flow_hash(pkt));
	ecn = ovnet_parse_dsfield(pkt) & INET_ECN_MASK;
	ovnet_pmtu_remember(target, sport, skb->data);
	ovnet_encap_count(remote, network, skb->len);
	ovnet_express_scrub(skb, pkt);
	ovnet_express_push(skb, express, network->vni, sport, ecn);
	skb->protocol = htons(ETH_P_IP);
	skb->dev = n->dev;
	__this_cpu_inc(ovnet_encap_depth);
	ovnet_output(n, skb);
	__this_cpu_dec(ovnet_encap_depth);
	return;

general:
	ovnet_encap_xmit(remote, pkt);
}
