// SPDX-License-Identifier: GPL-2.0
/*
 * Probes by VXLAN: a VXLAN header with its I flag clear, which other VTEPs drop
 * (RFC 7348, 5), so it is in no network and no tenant gets or sends one.
 */
#include <linux/udp.h>
#include <net/addrconf.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/route.h>
#include <net/vxlan.h>

#include "encap.h"
#include "probe.h"
#include "probe_way.h"

/* The O flag of the drafts that have one; in the reserved bits, who we are. */
#define OVNET_PROBE_VXLAN_FLAGS	cpu_to_be32(0x016f766e)
#define OVNET_PROBE_VXLAN_LEN	(sizeof(struct vxlanhdr) + \
				 sizeof(struct ovnet_probe_header))

/**
 * ovnet_probe_vxlan_is() - is a VXLAN header that of a probe?
 * @vh: the header
 *
 * Return: whether it is.
 */
bool ovnet_probe_vxlan_is(const struct vxlanhdr *vh)
{
	return vh->vx_flags == OVNET_PROBE_VXLAN_FLAGS && !vh->vx_vni;
}

/* @len: of what UDP carries */
static struct sk_buff *
ovnet_probe_vxlan_build(const struct ovnet_probe_header *header,
			unsigned int len)
{
	struct vxlanhdr *vh;
	struct sk_buff *skb;

	skb = alloc_skb(MAX_HEADER + sizeof(struct ipv6hdr) +
			sizeof(struct udphdr) + len, GFP_ATOMIC | __GFP_NOWARN);
	if (!skb)
		return NULL;
	skb_reserve(skb, MAX_HEADER + sizeof(struct ipv6hdr) +
		    sizeof(struct udphdr));
	vh = skb_put_zero(skb, len);
	vh->vx_flags = OVNET_PROBE_VXLAN_FLAGS;
	memcpy(vh + 1, header, sizeof(*header));
	return skb;
}

/* @size: of the IP packet */
static int ovnet_probe_vxlan_xmit4(struct ovnet_probe_way *way,
				   const struct ovnet_probe_header *header,
				   unsigned int size)
{
	struct flowi4 fl4 = {
		.flowi4_oif = way->udp->ifindex,
		.flowi4_proto = IPPROTO_UDP,
		.daddr = way->to.v4,
		.saddr = way->from.v4,
		.fl4_dport = way->dport,
	};
	struct sk_buff *skb = NULL;
	struct rtable *rt;
	int err;

	rt = ip_route_output_key(way->on->net, &fl4);
	if (IS_ERR(rt))
		return PTR_ERR(rt);
	way->mtu = ovnet_pmtu_route4(&rt->dst);
	err = ovnet_probe_check(&rt->dst, way->mtu, size);
	if (!err)
		skb = ovnet_probe_vxlan_build(header,
					      size - sizeof(struct iphdr) -
					      sizeof(struct udphdr));
	if (!skb) {
		ip_rt_put(rt);
		return err ?: -ENOMEM;
	}
	ovnet_udp_xmit4(skb, way->udp->sk, rt, way->from.v4, way->to.v4, 0,
			OVNET_PROBE_TTL, htons(IP_DF), way->sport, way->dport,
			true, OVNET_UDP_WHOLE);
	return 0;
}

static int ovnet_probe_vxlan_xmit6(struct ovnet_probe_way *way,
				   const struct ovnet_probe_header *header,
				   unsigned int size)
{
	struct flowi6 fl6 = {
		.flowi6_oif = way->udp->ifindex,
		.flowi6_proto = IPPROTO_UDP,
		.daddr = way->to.v6,
		.saddr = way->from.v6,
		.fl6_dport = way->dport,
	};
	struct sk_buff *skb = NULL;
	struct dst_entry *dst;
	int err;

	/* It may have come to a group. */
	if (!ipv6_chk_addr(way->on->net, &way->from.v6, NULL, 0))
		return -EADDRNOTAVAIL;
	dst = ip6_dst_lookup_flow(way->on->net, way->udp->sk, &fl6, NULL);
	if (IS_ERR(dst))
		return PTR_ERR(dst);
	way->mtu = ovnet_pmtu_route6(dst);
	err = ovnet_probe_check(dst, way->mtu, size);
	if (!err)
		skb = ovnet_probe_vxlan_build(header,
					      size - sizeof(struct ipv6hdr) -
					      sizeof(struct udphdr));
	if (!skb) {
		dst_release(dst);
		return err ?: -ENOMEM;
	}
	ovnet_udp_xmit6(skb, way->udp->sk, dst, &way->from.v6, &way->to.v6, 0,
			OVNET_PROBE_TTL, 0, way->sport, way->dport, true,
			OVNET_UDP_WHOLE);
	return 0;
}

/**
 * ovnet_probe_vxlan_min() - how large is a probe, at least?
 * @way: by VXLAN
 *
 * Return: bytes, of the IP packet.
 */
unsigned int ovnet_probe_vxlan_min(const struct ovnet_probe_way *way)
{
	return (way->to.family == AF_INET ? sizeof(struct iphdr) :
					    sizeof(struct ipv6hdr)) +
	       sizeof(struct udphdr) + OVNET_PROBE_VXLAN_LEN;
}

/**
 * ovnet_probe_vxlan_xmit() - send one
 * @way: by VXLAN
 * @header: of it
 * @size: of the IP packet
 *
 * Context: RCU, bottom halves off.
 * Return: 0 or an error.
 */
int ovnet_probe_vxlan_xmit(struct ovnet_probe_way *way,
			   const struct ovnet_probe_header *header,
			   unsigned int size)
{
	return way->to.family == AF_INET ?
	       ovnet_probe_vxlan_xmit4(way, header, size) :
	       ovnet_probe_vxlan_xmit6(way, header, size);
}

/**
 * ovnet_probe_vxlan_join() - from an underlay to a remote, as their networks'
 * packets go
 * @way: result, but for the source port
 * @underlay: that it is to leave by
 * @config: of that
 * @target: of the remote
 *
 * Return: false if that cannot be.
 */
bool ovnet_probe_vxlan_join(struct ovnet_probe_way *way,
			    const struct ovnet_underlay *underlay,
			    const struct ovnet_underlay_config *config,
			    const struct ovnet_target *target)
{
	if (config->local4 && target->v4) {
		way->udp = config->udp4;
		way->from.family = AF_INET;
		way->from.v4 = config->local4;
		way->to.family = AF_INET;
		way->to.v4 = target->v4;
	} else if (config->udp6 && !ipv6_addr_any(&target->v6)) {
		way->udp = config->udp6;
		way->from.family = AF_INET6;
		way->from.v6 = config->local6;
		way->to.family = AF_INET6;
		way->to.v6 = target->v6;
	} else {
		return false;
	}
	way->underlay = underlay;
	way->dport = target->port ?: underlay->port;
	return true;
}

static enum ovnet_drop_reason
ovnet_probe_vxlan_hear(const struct ovnet_udp *udp, const struct sk_buff *skb,
		       const struct ovnet_addr *source,
		       const struct ovnet_addr *dest)
{
	struct ovnet_probe_way back = {
		.on = udp->on,
		.udp = udp,
		.from = *dest,
		.to = *source,
		.sport = ((struct udphdr *)skb->data)->source,
	};
	struct ovnet_remote *remote;

	if (ovnet_encap_from_inside(skb->dev))
		return OVNET_DROP_TUNNEL_LOOP;
	remote = ovnet_vtep_remote_rcu(udp->on, source);
	if (!remote)
		return OVNET_DROP_UNKNOWN_REMOTE;
	if (!READ_ONCE(remote->up))
		return OVNET_DROP_REMOTE_DOWN;
	back.dport = rcu_dereference(remote->target)->port ?: udp->port;
	return ovnet_probe_hear(remote, skb, VXLAN_HLEN, &back);
}

/**
 * ovnet_probe_vxlan_receive() - a probe came, or the answer to one
 * @udp: it came to
 * @skb: data at the UDP header, which is linear, and so is the next; consumed
 * @source: of the packet
 * @dest: of the packet
 *
 * Context: RCU, softirq.
 */
void ovnet_probe_vxlan_receive(const struct ovnet_udp *udp,
			       struct sk_buff *skb,
			       const struct ovnet_addr *source,
			       const struct ovnet_addr *dest)
{
	const struct ovnet_pkt pkt = { .skb = skb, .on = udp->on };
	enum ovnet_drop_reason reason;

	reason = ovnet_probe_vxlan_hear(udp, skb, source, dest);
	if (reason)
		ovnet_drop(&pkt, reason);
	else
		consume_skb(skb);
}
