// SPDX-License-Identifier: GPL-2.0
/* VXLAN (RFC 7348), the way in: which network, from which remote. */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/dsfield.h>
#include <net/gro.h>
#include <net/inet_ecn.h>
#include <net/ip_tunnels.h>
#include <net/udp.h>
#include <net/vxlan.h>

#include "encap.h"
#include "parse.h"
#include "probe.h"
#include "vxlan.h"

static const struct vxlanhdr *ovnet_vxlan_header(const struct sk_buff *skb)
{
	return (struct vxlanhdr *)(skb->data + sizeof(struct udphdr));
}

/**
 * ovnet_vxlan_parse() - check the UDP and VXLAN headers
 * @skb: data at the UDP header; they are pulled into the linear part
 * @vni: result
 *
 * Reserved bits are ignored, as RFC 7348, 5 says.
 *
 * Return: OVNET_DROP_NONE, or what is wrong.
 */
enum ovnet_drop_reason ovnet_vxlan_parse(struct sk_buff *skb, u32 *vni)
{
	const struct vxlanhdr *vh;

	if (!pskb_may_pull(skb, VXLAN_HLEN))
		return OVNET_DROP_OUTER_TRUNCATED;
	vh = ovnet_vxlan_header(skb);
	if (!(vh->vx_flags & VXLAN_HF_VNI))
		return OVNET_DROP_VXLAN_FLAGS;
	*vni = be32_to_cpu(vxlan_vni(vh->vx_vni));
	return OVNET_DROP_NONE;
}

/**
 * ovnet_vxlan_read_outer() - what the outer headers say
 * @skb: data at the UDP header
 * @family: AF_INET or AF_INET6
 * @outer: result
 */
void ovnet_vxlan_read_outer(const struct sk_buff *skb, u16 family,
			    struct ovnet_vxlan_outer *outer)
{
	memset(outer, 0, sizeof(*outer));
	outer->source.family = family;
	outer->dest.family = family;
	outer->csum = ((struct udphdr *)skb->data)->check;
	if (family == AF_INET) {
		outer->source.v4 = ip_hdr(skb)->saddr;
		outer->dest.v4 = ip_hdr(skb)->daddr;
		outer->dsfield = ipv4_get_dsfield(ip_hdr(skb));
	} else {
		outer->source.v6 = ipv6_hdr(skb)->saddr;
		outer->dest.v6 = ipv6_hdr(skb)->daddr;
		outer->dsfield = ipv6_get_dsfield(ipv6_hdr(skb));
	}
}

/* Was it for this underlay, as it is now? */
static enum ovnet_drop_reason
ovnet_vxlan_check_underlay(const struct ovnet_underlay *underlay,
			   const struct ovnet_udp *udp,
			   const struct ovnet_vxlan_outer *outer)
{
	const struct ovnet_underlay_config *config;

	if (!underlay)
		return OVNET_DROP_UNKNOWN_VNI;
	config = rcu_dereference(underlay->config);
	if (udp->family == AF_INET) {
		if (config->udp4 != udp)
			return OVNET_DROP_UNKNOWN_VNI;
		if (config->local4 != outer->dest.v4)
			return OVNET_DROP_WRONG_VTEP;
		return OVNET_DROP_NONE;
	}
	if (config->udp6 != udp)
		return OVNET_DROP_UNKNOWN_VNI;
	if (!ipv6_addr_equal(&config->local6, &outer->dest.v6))
		return OVNET_DROP_WRONG_VTEP;
	if (!outer->csum && config->csum6_rx)
		return OVNET_DROP_OUTER_CHECKSUM;
	return OVNET_DROP_NONE;
}

/*
 * UDP cuts off what is behind the length it says, and takes a device's word for
 * the checksum of the whole as one for the rest: the sum of the frame that it
 * makes of that can be wrong.
 */
static void ovnet_vxlan_distrust_cut(struct sk_buff *skb, u16 family)
{
	int len;

	if (skb->ip_summed != CHECKSUM_COMPLETE || skb->csum_complete_sw)
		return;
	len = family == AF_INET ? ntohs(ip_hdr(skb)->tot_len) :
	      sizeof(struct ipv6hdr) + ntohs(ipv6_hdr(skb)->payload_len);
	if (unlikely(skb_network_offset(skb) + len > (int)skb->len))
		skb->ip_summed = CHECKSUM_NONE;
}

/**
 * ovnet_vxlan_admit() - the network and remote that the headers say
 * @pkt: its namespace is set; they are set
 * @udp: what it came to
 * @outer: the headers
 * @vni: that they say
 *
 * Context: RCU.
 * Return: OVNET_DROP_NONE, or why it may not come in.
 */
enum ovnet_drop_reason ovnet_vxlan_admit(struct ovnet_pkt *pkt,
					 const struct ovnet_udp *udp,
					 const struct ovnet_vxlan_outer *outer,
					 u32 vni)
{
	enum ovnet_drop_reason reason;
	struct ovnet_remote *remote;

	pkt->network = ovnet_network_by_vni_rcu(pkt->on, vni);
	if (unlikely(!pkt->network))
		return OVNET_DROP_UNKNOWN_VNI;
	reason = ovnet_vxlan_check_underlay(rcu_dereference(pkt->network->underlay),
					    udp, outer);
	if (unlikely(reason))
		return reason;
	remote = ovnet_vtep_remote_rcu(pkt->on, &outer->source);
	if (unlikely(!remote))
		return OVNET_DROP_UNKNOWN_REMOTE;
	if (unlikely(!READ_ONCE(remote->up)))
		return OVNET_DROP_REMOTE_DOWN;
	pkt->in = &remote->dst;
	return OVNET_DROP_NONE;
}

/**
 * ovnet_vxlan_admit_dry() - would a frame of a remote be let in?
 * @pkt: its network and the remote that it is from are set
 *
 * From the address that the remote is sent to.
 *
 * Context: RCU.
 * Return: OVNET_DROP_NONE, or why not.
 */
enum ovnet_drop_reason ovnet_vxlan_admit_dry(struct ovnet_pkt *pkt)
{
	const struct ovnet_target *target =
		rcu_dereference(container_of(pkt->in, struct ovnet_remote,
					     dst)->target);
	const struct ovnet_underlay *underlay =
		rcu_dereference(pkt->network->underlay);
	struct ovnet_vxlan_outer outer = { .csum = true };
	const struct ovnet_underlay_config *config;
	const struct ovnet_udp *udp;

	if (!underlay)
		return OVNET_DROP_NO_UNDERLAY;
	config = rcu_dereference(underlay->config);
	if (config->local4 && target->v4) {
		udp = config->udp4;
		outer.source.family = AF_INET;
		outer.source.v4 = target->v4;
		outer.dest.v4 = config->local4;
	} else if (!ipv6_addr_any(&config->local6) &&
		   !ipv6_addr_any(&target->v6)) {
		udp = config->udp6;
		outer.source.family = AF_INET6;
		outer.source.v6 = target->v6;
		outer.dest.v6 = config->local6;
	} else {
		return OVNET_DROP_NO_FAMILY;
	}
	return ovnet_vxlan_admit(pkt, udp, &outer, pkt->network->vni);
}

/**
 * ovnet_vxlan_open() - a frame comes out of its outer headers
 * @pkt: its network and the remote that it is from are set; data at the UDP
 *	 header, which has been checked; consumed
 * @family: AF_INET or AF_INET6
 * @dsfield: DSCP and ECN of the outer header
 *
 * Context: RCU, softirq.
 */
void ovnet_vxlan_open(struct ovnet_pkt *pkt, u16 family, u8 dsfield)
{
	struct sk_buff *skb = pkt->skb;

	ovnet_vxlan_distrust_cut(skb, family);
	if (!ovnet_encap_pull(skb, VXLAN_HLEN, htons(ETH_P_TEB)) ||
	    !ovnet_encap_checksum_fits(skb) || ovnet_parse(pkt))
		ovnet_drop(pkt, OVNET_DROP_INNER_TRUNCATED);
	else
		ovnet_encap_receive(pkt, dsfield);
}

/**
 * ovnet_vxlan_receive() - a packet came for our underlays
 * @udp: those of this port, device and family
 * @skb: data at the UDP header, which has been checked; consumed
 *
 * Context: RCU, softirq.
 */
void ovnet_vxlan_receive(const struct ovnet_udp *udp, struct sk_buff *skb)
{
	struct ovnet_pkt pkt = { .skb = skb };
	enum ovnet_drop_reason reason;
	struct ovnet_vxlan_outer outer;
	u32 vni;

	pkt.on = udp->on;
	/* UDP cuts what is large, and hands over a list piece by piece. */
	skb_mark_not_on_list(skb);

	reason = ovnet_vxlan_parse(skb, &vni);
	if (unlikely(reason) && reason != OVNET_DROP_VXLAN_FLAGS)
		goto drop;
	ovnet_vxlan_read_outer(skb, udp->family, &outer);
	if (unlikely(reason)) {
		if (!ovnet_probe_vxlan_is(ovnet_vxlan_header(skb)))
			goto drop;
		ovnet_probe_vxlan_receive(udp, skb, &outer.source,
					  &outer.dest);
		return;
	}

	reason = OVNET_DROP_TUNNEL_LOOP;
	if (unlikely(ovnet_encap_from_inside(skb->dev)))
		goto drop;
	reason = ovnet_vxlan_admit(&pkt, udp, &outer, vni);
	if (unlikely(reason))
		goto drop;

	ovnet_vxlan_open(&pkt, udp->family, outer.dsfield);
	return;

drop:
	ovnet_drop(&pkt, reason);
}

/**
 * ovnet_vxlan_rcv() - a packet came to one of our UDP sockets
 * @sk: the socket
 * @skb: data at the UDP header; consumed
 *
 * Context: RCU, softirq.
 * Return: 0.
 */
int ovnet_vxlan_rcv(struct sock *sk, struct sk_buff *skb)
{
	struct ovnet_udp *udp = rcu_dereference_sk_user_data(sk);

	if (likely(udp))
		ovnet_vxlan_receive(udp, skb);
	else
		kfree_skb(skb);
	return 0;
}

/**
 * ovnet_vxlan_owner() - has a network of ours this VNI?
 * @udp: on an underlay of this port, device and family
 * @vh: VXLAN header
 *
 * Context: RCU.
 * Return: its underlay; NULL: none has.
 */
const struct ovnet_underlay *ovnet_vxlan_owner(const struct ovnet_udp *udp,
					       const struct vxlanhdr *vh)
{
	const struct ovnet_underlay_config *config;
	const struct ovnet_underlay *underlay;
	struct ovnet_network *network;

	if (!(vh->vx_flags & VXLAN_HF_VNI))
		return NULL;
	network = ovnet_network_by_vni_rcu(udp->on,
					   be32_to_cpu(vxlan_vni(vh->vx_vni)));
	underlay = network ? rcu_dereference(network->underlay) : NULL;
	if (!underlay)
		return NULL;
	config = rcu_dereference(underlay->config);
	return config->udp4 == udp || config->udp6 == udp ? underlay : NULL;
}

/**
 * ovnet_vxlan_err_lookup() - is an ICMP error about one of our packets?
 * @sk: a socket that could have sent it
 * @skb: the error; network header at the IP header that it quotes
 *
 * Context: RCU, softirq.
 * Return: 0 if so, and it says that the packet was too big: older kernels lower
 * the MTU of the host's route for that alone; or an error.
 */
int ovnet_vxlan_err_lookup(struct sock *sk, struct sk_buff *skb)
{
	struct ovnet_udp *udp = rcu_dereference_sk_user_data(sk);
	int quote = skb_network_offset(skb);

	if (!udp)
		return -EINVAL;
	return (udp->family == AF_INET ? ovnet_pmtu_icmp4(udp, skb, quote) :
					 ovnet_pmtu_icmp6(udp, skb, quote)) ?
	       0 : -ENOENT;
}

/**
 * ovnet_vxlan_gro_receive() - aggregate what is in tunnel packets
 * @sk: socket that they came to
 * @head: packets held back so far
 * @skb: next packet
 *
 * Context: NAPI.
 * Return: a packet that is complete, or NULL.
 */
struct sk_buff *ovnet_vxlan_gro_receive(struct sock *sk,
					struct list_head *head,
					struct sk_buff *skb)
{
	unsigned int off = skb_gro_offset(skb);
	unsigned int hlen = off + sizeof(struct vxlanhdr);
	struct vxlanhdr *vh, *held;
	struct sk_buff *pp = NULL;
	struct sk_buff *p;
	int flush = 1;

	vh = skb_gro_header(skb, hlen, off);
	if (unlikely(!vh))
		goto out;
	/* What has no VNI has no frame, either. */
	if (unlikely(!(vh->vx_flags & VXLAN_HF_VNI)))
		goto out;
	skb_gro_postpull_rcsum(skb, vh, sizeof(*vh));
	skb_gro_pull(skb, sizeof(*vh));
	list_for_each_entry(p, head, list) {
		if (!NAPI_GRO_CB(p)->same_flow)
			continue;
		held = (struct vxlanhdr *)(p->data + off);
		if (vh->vx_flags != held->vx_flags ||
		    vh->vx_vni != held->vx_vni)
			NAPI_GRO_CB(p)->same_flow = 0;
	}
	pp = call_gro_receive(eth_gro_receive, head, skb);
	flush = 0;
out:
	skb_gro_flush_final(skb, pp, flush);
	return pp;
}

/**
 * ovnet_vxlan_gro_complete() - headers of an aggregated packet
 * @sk: socket that it came to
 * @skb: the packet
 * @nhoff: offset of its VXLAN header
 *
 * Context: NAPI.
 * Return: 0 or an error.
 */
int ovnet_vxlan_gro_complete(struct sock *sk, struct sk_buff *skb, int nhoff)
{
	return eth_gro_complete(skb, nhoff + sizeof(struct vxlanhdr));
}
