// SPDX-License-Identifier: GPL-2.0
/*
 * ICMPv6 errors about SRv6 packets: those that we send to who has sent what we
 * cannot take (RFC 8986, 4), and those that come, of which "packet too big" is
 * believed if it quotes one that we have sent (RFC 8201, 4).
 */
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter_ipv6.h>
#include <linux/unaligned.h>
#include <net/ipv6.h>

#include "encap.h"
#include "flow.h"
#include "pmtu.h"
#include "srh.h"
#include "srv6.h"

#define OVNET_SRV6_ICMP_UPPER	4	/* SR upper-layer header error */
#define OVNET_SRV6_ICMP_INNER	32	/* at most, what tells a flow */

/* Where, and how much: MACs, or IP addresses. Packets have been parsed. */
static unsigned int ovnet_srv6_icmp_where(u8 upper, unsigned int *off)
{
	switch (upper) {
	case IPPROTO_ETHERNET:
		*off = 0;
		return 2 * ETH_ALEN;
	case IPPROTO_IPIP:
		*off = offsetof(struct iphdr, saddr);
		return 2 * sizeof(__be32);
	case IPPROTO_IPV6:
		*off = offsetof(struct ipv6hdr, saddr);
		return 2 * sizeof(struct in6_addr);
	}
	return 0;
}

/* Of a flow: what the outer header and the inner one say; never 0. */
static __always_inline u32 ovnet_srv6_icmp_print(__be32 label,
						 const struct in6_addr *sid,
						 const u8 *inner,
						 unsigned int len)
{
	const u8 *at = sid->s6_addr;
	u64 hash;

	hash = ovnet_flow_mix((__force u32)label,
			      get_unaligned((const u64 *)at));
	hash = ovnet_flow_mix(hash, get_unaligned((const u64 *)(at + 8)));
	for (; len >= sizeof(u64); inner += sizeof(u64), len -= sizeof(u64))
		hash = ovnet_flow_mix(hash, get_unaligned((const u64 *)inner));
	/* Of MACs half a word is left. */
	if (len)
		hash = ovnet_flow_mix(hash, get_unaligned((const u32 *)inner));
	return hash >> 32 ?: 1;
}

static unsigned int ovnet_srv6_icmp_slot(__be32 label)
{
	return ntohl(label) % OVNET_SRV6_FLOWS;
}

/**
 * ovnet_srv6_icmp_remember() - a packet is sent
 * @srv6: by this underlay
 * @label: its flow label
 * @sid: its last segment
 * @upper: next header behind the outer ones
 * @inner: what that is
 * @remote: id of the remote that it is sent to
 *
 * Some flows are known at any time, the last with each of some labels: an error
 * about one of them is enough. Who does not see our packets would have to guess
 * the label, which depends on a secret, and 32 bits.
 *
 * Context: RCU.
 */
void ovnet_srv6_icmp_remember(struct ovnet_srv6 *srv6, __be32 label,
			      const struct in6_addr *sid, u8 upper,
			      const u8 *inner, u32 remote)
{
	u64 *slot = &srv6->sent[ovnet_srv6_icmp_slot(label)];
	unsigned int off, len;
	u64 print;

	len = ovnet_srv6_icmp_where(upper, &off);
	print = (u64)ovnet_srv6_icmp_print(label, sid, inner + off, len) << 32 |
		remote;
	if (READ_ONCE(*slot) != print)
		WRITE_ONCE(*slot, print);
}

/**
 * ovnet_srv6_icmp_refuse() - tell the sender of a packet what is wrong with it
 * @skb: data at the IPv6 header; not consumed
 * @reason: OVNET_DROP_SEGMENTS_LEFT, OVNET_DROP_UPPER_LAYER; others are not told
 * @pointer: offset of what is wrong
 *
 * The core limits the rate of what it sends.
 *
 * Context: RCU, softirq.
 */
void ovnet_srv6_icmp_refuse(struct sk_buff *skb,
			    enum ovnet_drop_reason reason, u32 pointer)
{
	switch (reason) {
	case OVNET_DROP_SEGMENTS_LEFT:
		icmpv6_send(skb, ICMPV6_PARAMPROB, ICMPV6_HDR_FIELD, pointer);
		return;
	case OVNET_DROP_UPPER_LAYER:
		icmpv6_send(skb, ICMPV6_PARAMPROB, OVNET_SRV6_ICMP_UPPER,
			    pointer);
		return;
	default:
		return;
	}
}

/* Where we have sent what is quoted at @off; NULL: we have not. */
static struct ovnet_target *
ovnet_srv6_icmp_sent(const struct ovnet_srv6 *srv6, const struct sk_buff *skb,
		     int off, const struct ipv6hdr *quoted)
{
	__be32 label = ip6_flowlabel(quoted);
	struct in6_addr sid = quoted->daddr;
	u8 buf[OVNET_SRV6_ICMP_INNER];
	struct ovnet_remote *remote;
	u8 upper = quoted->nexthdr;
	unsigned int where, len;
	struct ovnet_srh_read srh;
	const u8 *inner;
	u64 sent;

	off += sizeof(*quoted);
	/* On the way, segments become the destination one after the other. */
	if (upper == NEXTHDR_ROUTING) {
		if (!ovnet_srh_parse(skb, off, &srh))
			return NULL;
		upper = srh.nexthdr;
		sid = srh.last;
		off += srh.len;
	}
	len = ovnet_srv6_icmp_where(upper, &where);
	if (!len)
		return NULL;
	inner = skb_header_pointer(skb, off + (int)where, len, buf);
	if (!inner)
		return NULL;
	sent = READ_ONCE(srv6->sent[ovnet_srv6_icmp_slot(label)]);
	if (sent >> 32 != ovnet_srv6_icmp_print(label, &sid, inner, len))
		return NULL;
	remote = xa_load(&srv6->underlay->on->remotes, (u32)sent);
	return remote ? rcu_dereference(remote->target) : NULL;
}

/* The MTU that an error says, if it can be one about us; or 0. */
static u32 ovnet_srv6_icmp_mtu(const struct ovnet_underlay_config *config,
			       const struct icmp6hdr *icmph,
			       const struct ipv6hdr *quoted)
{
	u32 mtu = ntohl(icmph->icmp6_mtu);

	if (icmph->icmp6_type != ICMPV6_PKT_TOOBIG || quoted->version != 6 ||
	    !ipv6_addr_equal(&quoted->saddr, &config->source) ||
	    mtu < IPV6_MIN_MTU ||
	    sizeof(*quoted) + ntohs(quoted->payload_len) <= mtu)
		return 0;
	return mtu;
}

/**
 * ovnet_srv6_icmp_receive() - a packet came for the address that we send from
 * @srv6: of the underlay
 * @skb: data at the IPv6 header
 *
 * Context: RCU, softirq.
 * Return: whether it says that one of our packets is too big.
 */
bool ovnet_srv6_icmp_receive(const struct ovnet_srv6 *srv6,
			     struct sk_buff *skb)
{
	const struct net *net = srv6->underlay->on->net;
	int off = sizeof(struct ipv6hdr);
	const struct icmp6hdr *icmph;
	const struct ipv6hdr *quoted;
	struct ovnet_target *target;
	struct icmp6hdr ibuf;
	struct ipv6hdr buf;
	u32 mtu;

	if (ipv6_hdr(skb)->nexthdr != IPPROTO_ICMPV6 ||
	    ovnet_encap_from_inside(skb->dev))
		return false;
	icmph = skb_header_pointer(skb, off, sizeof(ibuf), &ibuf);
	quoted = skb_header_pointer(skb, off + (int)sizeof(*icmph),
				    sizeof(buf), &buf);
	if (!icmph || !quoted)
		return false;
	mtu = ovnet_srv6_icmp_mtu(rcu_dereference(srv6->underlay->config),
				  icmph, quoted);
	if (!mtu || nf_checksum(skb, NF_INET_PRE_ROUTING, off, IPPROTO_ICMPV6,
				AF_INET6))
		return false;
	/* Working out the checksum can move the data. */
	quoted = skb_header_pointer(skb, off + (int)sizeof(*icmph),
				    sizeof(buf), &buf);
	if (!quoted)
		return false;
	target = ovnet_srv6_icmp_sent(srv6, skb, off + (int)sizeof(*icmph),
				      quoted);
	if (!target)
		return false;
	ovnet_pmtu_learn6(&target->pmtu_srv6, mtu, net);
	return true;
}
