// SPDX-License-Identifier: GPL-2.0
/*
 * The shortest way out: a frame that is as most are, to a remote by VXLAN over
 * IPv4, gets outer headers that were made with its route. It looks as if
 * vxlan.c had made them; whatever asks for more than to be copied is left to it.
 *
 * And the shortest of these begins where the frame comes in: that of a flow which
 * the cache knows is not parsed, but sent, or delivered to another port, as others
 * before it were. Whatever is not as usual goes by forward.c.
 */
#include <linux/ip.h>
#include <linux/udp.h>
#include <net/dst.h>
#include <net/inet_ecn.h>
#include <net/ip.h>
#include <net/neighbour.h>
#include <net/vxlan.h>

#include "cache.h"
#include "deliver.h"
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
	express->pseudo = ~csum_tcpudp_magic(config->local4, target->v4, 0,
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

#define OVNET_EXPRESS_LEN	sizeof_field(struct ovnet_express, headers)

/* Are there headers that hold? @n: who gets a packet with them first. */
static __always_inline bool
ovnet_express_find(const struct ovnet_net *on, const struct sk_buff *skb,
		   const struct ovnet_underlay_config *config,
		   const struct ovnet_target *target,
		   const struct ovnet_express **express, struct neighbour **n)
{
	const struct ovnet_direct *direct =
		rcu_dereference(target->direct[OVNET_DIRECT_VXLAN4]);
	const struct net_device *dev;
	struct rtable *rt;

	if (unlikely(!direct || direct->express.config != config->id))
		return false;
	rt = ovnet_direct_rt4(direct);
	if (unlikely(!ovnet_direct_is_valid4(on, skb, rt)))
		return false;
	dev = rt->dst.dev;
	if (unlikely(skb->len + OVNET_EXPRESS_LEN > READ_ONCE(dev->mtu) ||
		     READ_ONCE(target->pmtu4.mtu) ||
		     ovnet_direct_is_port(dev) || ovnet_encap_is_deep()))
		return false;
	*express = &direct->express;
	return ovnet_direct_neigh4(rt, target->v4, n);
}

/* As most are: in one packet, nothing left to the device. */
static __always_inline bool ovnet_express_is_plain(const struct sk_buff *skb)
{
	return !skb->encapsulation && !skb_is_gso(skb) &&
	       skb->ip_summed != CHECKSUM_PARTIAL;
}

static __always_inline int ovnet_express_cow(struct sk_buff *skb,
					     const struct neighbour *n)
{
	return skb_cow_head(skb, LL_RESERVED_SPACE(n->dev) + OVNET_EXPRESS_LEN);
}

static __always_inline void
ovnet_express_push(struct sk_buff *skb, const struct ovnet_express *express,
		   u32 vni, __be16 sport, u8 ecn)
{
	__be16 len = htons(skb->len + VXLAN_HLEN);
	struct vxlanhdr *vh;
	struct udphdr *uh;
	struct iphdr *iph;
	u32 sum;

	iph = __skb_push(skb, sizeof(express->headers));
	memcpy(iph, &express->headers, sizeof(express->headers));
	skb_reset_network_header(skb);
	skb_set_transport_header(skb, sizeof(*iph));

	iph->tos = express->tos | ecn;
	iph->tot_len = htons(skb->len);
	/* Few words of 16 bits: their sum is one of 32. */
	sum = (__force u16)iph->check;
	sum += (__force u16)iph->tot_len;
	sum += (__force u16)htons(iph->tos);
	iph->check = csum_fold((__force __wsum)sum);

	uh = (struct udphdr *)(iph + 1);
	uh->source = sport;
	uh->len = len;
	if (likely(express->csum)) {
		sum = (__force u16)express->pseudo;
		sum += (__force u16)len;
		uh->check = (__force __sum16)(sum + (sum >> 16));
		skb->ip_summed = CHECKSUM_PARTIAL;
		skb->csum_start = skb_transport_header(skb) - skb->head;
		skb->csum_offset = offsetof(struct udphdr, check);
	} else {
		skb->ip_summed = CHECKSUM_NONE;
	}
	vh = (struct vxlanhdr *)(uh + 1);
	vh->vx_vni = vxlan_vni_field(cpu_to_be32(vni));
}

/*
 * @sent: by an own device, which has scrubbed it; @ecn: of what is inside.
 * Consumes @skb.
 */
static __always_inline void
ovnet_express_send(const struct ovnet_express *express, struct neighbour *n,
		   struct ovnet_target *target, struct ovnet_remote *remote,
		   struct ovnet_network *network, struct sk_buff *skb,
		   __be16 sport, u8 ecn, bool sent)
{
	ovnet_pmtu_remember(target, sport, skb->data);
	ovnet_encap_count(remote, network, skb->len);
	if (sent)
		ovnet_udp_scrub_rest(skb);
	else
		ovnet_udp_scrub(skb, network->on->net);
	ovnet_express_push(skb, express, network->vni, sport, ecn);
	skb->protocol = htons(ETH_P_IP);
	skb->dev = n->dev;
	__this_cpu_inc(ovnet_encap_depth);
	__ovnet_output(n, skb);
	__this_cpu_dec(ovnet_encap_depth);
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
	__be16 sport;

	underlay = rcu_dereference(network->underlay);
	if (unlikely(!underlay || pkt->dry || !ovnet_express_is_plain(skb) ||
		     !READ_ONCE(remote->up) || READ_ONCE(network->mss_clamp)))
		goto general;
	config = rcu_dereference(underlay->config);
	if (unlikely(!ovnet_express_find(pkt->on, skb, config, target, &express,
					 &n) || ovnet_express_cow(skb, n)))
		goto general;
	sport = ovnet_vxlan_sport(config, pkt->on->net, ovnet_flow_hash(pkt));
	ovnet_express_send(express, n, target, remote, network, skb, sport,
			   ovnet_parse_dsfield(pkt) & INET_ECN_MASK, pkt->sent);
	return;

general:
	ovnet_encap_xmit(remote, pkt);
}

/* Of a flow that is known in the cache: IPv4 without options. */
static __always_inline u32 ovnet_express_hash(struct sk_buff *skb)
{
	const struct iphdr *iph = (struct iphdr *)(skb->data + ETH_HLEN);
	u32 hash;

	if (skb->l4_hash)
		return skb->hash ?: 1;
	hash = ovnet_flow_hash4(skb, iph, OVNET_CACHE_PLAIN_LEN, false);
	if (likely(hash))
		__skb_set_sw_hash(skb, hash, true);
	return hash;
}

/* As frames of its flow before it were sent to @remote. */
static __always_inline bool ovnet_express_there(struct ovnet_remote *remote,
						struct ovnet_network *network,
						struct sk_buff *skb, bool sent)
{
	struct ovnet_target *target = rcu_dereference(remote->target);
	const struct ovnet_underlay *underlay =
		rcu_dereference(network->underlay);
	const struct ovnet_underlay_config *config;
	const struct ovnet_express *express;
	struct neighbour *n;
	const u8 *tos;
	u32 hash;

	if (unlikely(!underlay))
		return false;
	config = rcu_dereference(underlay->config);
	if (unlikely(!ovnet_express_find(network->on, skb, config, target,
					 &express, &n)))
		return false;
	hash = ovnet_express_hash(skb);
	if (unlikely(!hash || ovnet_express_cow(skb, n)))
		return false;
	tos = skb->data + ETH_HLEN + offsetof(struct iphdr, tos);
	ovnet_express_send(express, n, target, remote, network, skb,
			   ovnet_vxlan_sport(config, network->on->net, hash),
			   *tos & INET_ECN_MASK, sent);
	return true;
}

/* As frames of its flow before it were delivered to @port. */
static __always_inline bool ovnet_express_here(const struct ovnet_port *port,
					       struct sk_buff *skb, bool sent)
{
	struct net_device *dev;

	if (skb->ip_summed == CHECKSUM_COMPLETE)
		return false;
	/* Whose sender may hold a lock is not received now, see deliver.c. */
	if (unlikely(!ovnet_deliver_receiver(port, skb, skb->len, !sent, &dev)))
		return false;
	if (!sent)
		skb_scrub_packet(skb, !net_eq(dev_net(dev),
					      port->network->on->net));
	ovnet_deliver_receive(port, dev, skb, !sent);
	return true;
}

/* Return: false: it is not, and only its hash may be new. */
static __always_inline bool
ovnet_express_again(const struct ovnet_cache_entry *entry,
		    struct ovnet_network *network, struct sk_buff *skb,
		    bool sent)
{
	struct ovnet_dst *dst = ovnet_cache_plain(entry);

	if (unlikely(!dst || !ovnet_express_is_plain(skb)))
		return false;
	return dst->type == OVNET_DST_REMOTE ?
	       ovnet_express_there(container_of(dst, struct ovnet_remote, dst),
				   network, skb, sent) :
	       ovnet_express_here(container_of(dst, struct ovnet_port, dst),
				  skb, sent);
}

static noinline void ovnet_express_forward(struct ovnet_port *port,
					   struct sk_buff *skb, bool sent,
					   const struct ovnet_cache_entry *known,
					   u32 looked)
{
	struct ovnet_pkt pkt __uninitialized;

	ovnet_pkt_init(&pkt, skb, port->network, &port->dst);
	pkt.sent = sent;
	pkt.known = known;
	pkt.looked = looked;
	if (looked && pkt.network->type == OVNET_NETWORK_TYPE_L2)
		ovnet_fdb_ahead(pkt.on, pkt.network->id, skb->data);
	if (unlikely(ovnet_parse(&pkt)))
		ovnet_drop(&pkt, OVNET_DROP_INNER_TRUNCATED);
	else
		ovnet_forward(&pkt);
}

static __always_inline void ovnet_express_in(struct ovnet_port *port,
					     struct sk_buff *skb, bool sent)
{
	const struct ovnet_cache_entry *known = NULL;
	u32 looked = 0;

	if (unlikely(skb_headlen(skb) < OVNET_CACHE_PLAIN_LEN ||
		     !ovnet_cache_find_plain(port->network, &port->dst,
					     skb->data, &known, &looked) ||
		     !ovnet_express_again(known, port->network, skb, sent)))
		ovnet_express_forward(port, skb, sent, known, looked);
}

/**
 * ovnet_express_received() - a frame has come in by a port's device
 * @port: which
 * @skb: data at the frame; consumed
 *
 * Context: RCU, softirq.
 */
void ovnet_express_received(struct ovnet_port *port, struct sk_buff *skb)
{
	ovnet_express_in(port, skb, false);
}

/**
 * ovnet_express_sent() - an endpoint's own device has sent a frame
 * @port: that it is
 * @skb: data at the frame, scrubbed; consumed
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_express_sent(struct ovnet_port *port, struct sk_buff *skb)
{
	ovnet_express_in(port, skb, true);
}
