/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Encapsulations. Which one carries a frame is decided for each remote; what
 * they have in common is here, and what is VXLAN or SRv6 is in files of that
 * name. One is picked by a branch, not through pointers: there are two.
 */
#ifndef OVNET_ENCAP_H
#define OVNET_ENCAP_H

#include <linux/if_vlan.h>
#include <linux/netfilter_bridge.h>
#include <net/ip_tunnels.h>

#include "ovnet_priv.h"
#include "pmtu.h"

/**
 * struct ovnet_encap_fit - what fits into an outer packet
 * @way: of the outer packet, and whether it may be fragmented
 * @mtu: result: for what is behind the frame's Ethernet header and tags
 * @fragment: result: 0: the frame fits; or what fragments may have at most
 */
struct ovnet_encap_fit {
	struct ovnet_pmtu_way way;
	unsigned int mtu;
	unsigned int fragment;
};

#define OVNET_ENCAP_DEPTH	4	/* tunnels within tunnels of our own */

/* encap.c */
DECLARE_PER_CPU(int, ovnet_encap_depth);

/* Context: bottom halves off. */
static inline bool ovnet_encap_is_deep(void)
{
	return __this_cpu_read(ovnet_encap_depth) >= OVNET_ENCAP_DEPTH;
}

bool ovnet_encap_loops(const struct dst_entry *dst);
u8 ovnet_encap_tos(const struct ovnet_underlay_config *config,
		   const struct ovnet_pkt *pkt);
u8 ovnet_encap_ttl(const struct ovnet_underlay_config *config,
		   const struct ovnet_pkt *pkt);
enum ovnet_drop_reason ovnet_encap_fit(struct ovnet_encap_fit *fit,
				       struct ovnet_pkt *pkt,
				       const struct dst_entry *dst, int len);
void ovnet_encap_xmit(struct ovnet_remote *remote, struct ovnet_pkt *pkt);
unsigned int ovnet_encap_mtu(const struct ovnet_remote *remote,
			     const struct ovnet_pkt *pkt);

/* What has been sent; @len: of the frame. Context: bottom halves off. */
static inline void ovnet_encap_count(struct ovnet_remote *remote,
				     struct ovnet_network *network,
				     unsigned int len)
{
	struct pcpu_sw_netstats __percpu *stats = ovnet_network_stats(network);

	ovnet_stats_add_tx(remote->stats, len);
	if (likely(stats))
		ovnet_stats_add_tx(stats, len);
}

/* encap_rcv.c */
void ovnet_encap_receive(struct ovnet_pkt *pkt, u8 dsfield);
enum ovnet_drop_reason ovnet_encap_admit_dry(struct ovnet_pkt *pkt);

/**
 * ovnet_encap_from_inside() - did a tenant send it?
 * @dev: that it came by
 *
 * A tenant who sends to our own address by way of a leg, or of an endpoint's
 * device in our namespace, could pass for a remote, in any network.
 *
 * Context: RCU.
 * Return: whether it came by one of them.
 */
static inline bool ovnet_encap_from_inside(const struct net_device *dev)
{
	if (is_vlan_dev(dev))
		dev = vlan_dev_real_dev(dev);
	return ovnet_link_is(dev);
}

/**
 * ovnet_encap_is_bridged() - is a packet not for the host at all?
 * @skb: that a netfilter hook sees
 *
 * A bridge of the host's may pass it on, and have only asked the host's rules.
 *
 * Return: true if so.
 */
static inline bool ovnet_encap_is_bridged(const struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_BRIDGE_NETFILTER)
	const struct nf_bridge_info *info = nf_bridge_info_get(skb);

	return info && info->pkt_otherhost;
#else
	return false;
#endif
}

/**
 * ovnet_encap_checksum_fits() - is where a checksum is still to be put inside?
 * @skb: data at the frame
 *
 * A virtio device says where a checksum is still to be put. Where that is in
 * front of the UDP header, checking the outer checksum overwrites it with a
 * part of the sum, which a sender can choose.
 *
 * Return: false if it is not.
 */
static inline bool ovnet_encap_checksum_fits(const struct sk_buff *skb)
{
	return skb->ip_summed != CHECKSUM_PARTIAL ||
	       skb_checksum_start_offset(skb) + skb->csum_offset +
	       sizeof(__sum16) <= skb_headlen(skb);
}

/**
 * ovnet_encap_shed() - what belonged to the outer packet goes with its headers
 * @skb: what was in it
 *
 * As __iptunnel_pull_header() does.
 */
static inline void ovnet_encap_shed(struct sk_buff *skb)
{
	skb_clear_hash_if_not_l4(skb);
	__vlan_hwaccel_clear_tag(skb);
	skb_set_queue_mapping(skb, 0);
	skb_scrub_packet(skb, false);
	skb->encapsulation = 0;
}

/**
 * ovnet_encap_pull() - outer headers go, and what belonged to the outer packet
 * @skb: data at what has been checked of them
 * @len: theirs
 * @proto: what is inside; ETH_P_TEB: a frame
 *
 * As __iptunnel_pull_header() does.
 *
 * Return: false: it is too short, or there is no memory.
 */
static inline bool ovnet_encap_pull(struct sk_buff *skb, unsigned int len,
				    __be16 proto)
{
	const u8 *data = skb->data;

	if (unlikely(skb_is_gso(skb) || skb_headlen(skb) < len + ETH_HLEN))
		return !__iptunnel_pull_header(skb, len, proto, false, false);
	__skb_pull(skb, len);
	skb_postpull_rcsum(skb, data, len);
	if (proto == htons(ETH_P_TEB)) {
		proto = ((struct ethhdr *)skb->data)->h_proto;
		if (unlikely(!eth_proto_is_802_3(proto)))
			proto = htons(ETH_P_802_2);
	}
	skb->protocol = proto;
	ovnet_encap_shed(skb);
	return true;
}

#endif /* OVNET_ENCAP_H */
