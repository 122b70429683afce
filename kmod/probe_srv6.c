// SPDX-License-Identifier: GPL-2.0
/*
 * Probes by SRv6: a frame of an ethertype for experiments to the ECHO SID of a
 * node's locator, which is in no network. It is next header 143, as frames of
 * tenants are, and visits the segments that they do; and so does the answer, to
 * the ECHO SID of who asked.
 */
#include <linux/etherdevice.h>
#include <linux/ipv6.h>
#include <net/ip6_route.h>

#include "encap.h"
#include "locator.h"
#include "probe.h"
#include "probe_way.h"
#include "sid.h"
#include "srh.h"

/* Behind the outer headers; then zeroes. */
struct ovnet_probe_srv6_frame {
	struct ethhdr eth;
	struct ovnet_probe_header probe;
} __packed;

/**
 * ovnet_probe_srv6_join() - from an underlay to a remote, as their networks'
 * packets go
 * @way: result, but for the flow label
 * @underlay: that it is to leave by
 * @config: of that, which is SRv6
 * @target: of the remote, which is no foreign one
 *
 * Return: false if that cannot be.
 */
bool ovnet_probe_srv6_join(struct ovnet_probe_way *way,
			   const struct ovnet_underlay *underlay,
			   const struct ovnet_underlay_config *config,
			   const struct ovnet_target *target)
{
	const struct ovnet_sid sid = { .function = OVNET_SID_ECHO };

	if (!target->locator_len)
		return false;
	way->underlay = underlay;
	way->config = config;
	way->target = target;
	ovnet_sid_build(&way->sid, &target->locator, target->locator_len,
			&sid);
	return true;
}

static unsigned int ovnet_probe_srv6_outer(const struct ovnet_probe_way *way)
{
	return sizeof(struct ipv6hdr) +
	       ovnet_srh_len(way->target->n_segs, way->config->srh);
}

/**
 * ovnet_probe_srv6_min() - how large is a probe, at least?
 * @way: by SRv6
 *
 * Return: bytes, of the IP packet.
 */
unsigned int ovnet_probe_srv6_min(const struct ovnet_probe_way *way)
{
	return ovnet_probe_srv6_outer(way) +
	       sizeof(struct ovnet_probe_srv6_frame);
}

/* Up to the outer IPv6 header. The MACs say nothing that the SID does not. */
static struct sk_buff *
ovnet_probe_srv6_build(const struct ovnet_probe_way *way,
		       const struct ovnet_probe_header *header,
		       unsigned int size)
{
	unsigned int outer = ovnet_probe_srv6_outer(way);
	unsigned int srh_len = outer - sizeof(struct ipv6hdr);
	struct ovnet_probe_srv6_frame *frame;
	struct sk_buff *skb;

	skb = alloc_skb(MAX_HEADER + size, GFP_ATOMIC | __GFP_NOWARN);
	if (!skb)
		return NULL;
	skb_reserve(skb, MAX_HEADER + outer);
	frame = skb_put_zero(skb, size - outer);
	ether_addr_copy(frame->eth.h_dest, way->target->router_mac);
	ovnet_locator_router_mac(frame->eth.h_source, &way->config->locator);
	frame->eth.h_proto = htons(ETH_P_802_EX1);
	frame->probe = *header;
	if (srh_len)
		ovnet_srh_build(__skb_push(skb, srh_len), IPPROTO_ETHERNET,
				way->target->segs, way->target->n_segs,
				&way->sid, way->config->srh);
	skb_reset_transport_header(skb);
	return skb;
}

/**
 * ovnet_probe_srv6_xmit() - send one
 * @way: by SRv6
 * @header: of it
 * @size: of the IP packet
 *
 * Context: RCU, bottom halves off.
 * Return: 0 or an error.
 */
int ovnet_probe_srv6_xmit(struct ovnet_probe_way *way,
			  const struct ovnet_probe_header *header,
			  unsigned int size)
{
	const struct ovnet_target *target = way->target;
	const struct in6_addr *dest = target->n_segs ? &target->segs[0] :
						       &way->sid;
	struct flowi6 fl6 = {
		.flowi6_oif = way->underlay->ifindex,
		.flowi6_proto = IPPROTO_ETHERNET,
		.daddr = *dest,
		.saddr = way->config->source,
	};
	struct sk_buff *skb = NULL;
	struct dst_entry *dst;
	int err;

	dst = ip6_dst_lookup_flow(way->on->net, NULL, &fl6, NULL);
	if (IS_ERR(dst))
		return PTR_ERR(dst);
	way->mtu = ovnet_pmtu_route6(dst);
	err = ovnet_probe_check(dst, way->mtu, size);
	if (!err)
		skb = ovnet_probe_srv6_build(way, header, size);
	if (!skb) {
		dst_release(dst);
		return err ?: -ENOMEM;
	}
	ovnet_udp_out6(skb, NULL, dst, &way->config->source, dest, 0,
		       OVNET_PROBE_TTL, way->label,
		       ovnet_srh_len(target->n_segs, way->config->srh) ?
		       NEXTHDR_ROUTING : IPPROTO_ETHERNET, OVNET_UDP_WHOLE);
	return 0;
}

/**
 * ovnet_probe_srv6_receive() - a probe came, or the answer to one
 * @underlay: it came to
 * @remote: it is from
 * @skb: data at the outer IPv6 header; not consumed
 * @off: of the frame
 *
 * Context: RCU, softirq.
 * Return: OVNET_DROP_NONE, or why it is dropped.
 */
enum ovnet_drop_reason
ovnet_probe_srv6_receive(const struct ovnet_underlay *underlay,
			 struct ovnet_remote *remote,
			 const struct sk_buff *skb, int off)
{
	struct ovnet_probe_way back = {
		.on = underlay->on,
		.label = ip6_flowlabel(ipv6_hdr(skb)),
	};
	struct ethhdr eth;

	if (skb_copy_bits(skb, off, &eth, sizeof(eth)))
		return OVNET_DROP_OUTER_TRUNCATED;
	if (eth.h_proto != htons(ETH_P_802_EX1))
		return OVNET_DROP_PROBE;
	if (READ_ONCE(remote->foreign) ||
	    !ovnet_probe_srv6_join(&back, underlay,
				   rcu_dereference(underlay->config),
				   rcu_dereference(remote->target)))
		return OVNET_DROP_PROBE;
	return ovnet_probe_hear(remote, skb, off + (int)sizeof(eth), &back);
}
