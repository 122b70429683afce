// SPDX-License-Identifier: GPL-2.0
/*
 * What fits on the way to a remote: learned from ICMP errors (RFC 1191,
 * RFC 8201) about packets that we have sent there, and forgotten as soon as the
 * host forgets what it has learned.
 *
 * What the host believes of the same way does not count: newer kernels believe
 * any error about UDP, and all of them any about a ping, whoever made it up.
 */
#include <linux/etherdevice.h>
#include <linux/hash.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <linux/unaligned.h>
#include <net/addrconf.h>
#include <net/ip.h>
#include <net/ip6_fib.h>
#include <net/lwtunnel.h>
#include <net/route.h>
#include <net/vxlan.h>
#include <net/xfrm.h>

#include "encap.h"

/* What an error has to quote of our packet, behind the IP header. */
struct ovnet_pmtu_quote {
	struct udphdr udp;
	struct vxlanhdr vxlan;
	u8 macs[2 * ETH_ALEN];
};

/* What has been learned and still holds; 0: nothing. */
static u32 ovnet_pmtu_valid(const struct ovnet_pmtu *pmtu)
{
	/* Pairs with ovnet_pmtu_learn(). */
	u32 mtu = smp_load_acquire(&pmtu->mtu);

	return mtu && time_before(jiffies, READ_ONCE(pmtu->expires)) ? mtu : 0;
}

static unsigned int ovnet_pmtu_headroom(const struct dst_entry *dst,
					unsigned int mtu, unsigned int max)
{
	mtu = min(mtu, max);
	return mtu - lwtunnel_headroom(dst->lwtstate, mtu);
}

/**
 * ovnet_pmtu_route4() - what fits as configured, of the route or the device
 * @dst: route over IPv4
 *
 * Context: RCU.
 * Return: MTU.
 */
unsigned int ovnet_pmtu_route4(const struct dst_entry *dst)
{
	if (dst_xfrm(dst))
		return dst_mtu(dst);
	return ovnet_pmtu_headroom(dst, dst_metric_raw(dst, RTAX_MTU) ?:
				   READ_ONCE(dst->dev->mtu), IP_MAX_MTU);
}

/**
 * ovnet_pmtu_route6() - what fits as configured, of the route or the device
 * @dst: route over IPv6
 *
 * Context: RCU.
 * Return: MTU.
 */
unsigned int ovnet_pmtu_route6(const struct dst_entry *dst)
{
	const struct rt6_info *rt = container_of(dst, struct rt6_info, dst);
	const struct fib6_info *from;
	struct inet6_dev *idev;
	unsigned int mtu;

	if (dst_xfrm(dst))
		return dst_mtu(dst);
	if (rt->rt6i_flags & RTF_MODIFIED) {
		from = rcu_dereference(rt->from);
		mtu = from ? from->fib6_pmtu : 0;
	} else {
		mtu = dst_metric_raw(dst, RTAX_MTU);
	}
	if (!mtu) {
		idev = __in6_dev_get(dst->dev);
		mtu = idev ? READ_ONCE(idev->cnf.mtu6) : IPV6_MIN_MTU;
	}
	return ovnet_pmtu_headroom(dst, mtu, IP6_MAX_MTU);
}

/**
 * ovnet_pmtu_way4() - what fits on the way to a target over IPv4
 * @underlay: whose packets
 * @target: where to
 * @dst: by which route
 * @way: result
 *
 * Context: RCU.
 */
void ovnet_pmtu_way4(const struct ovnet_underlay *underlay,
		     const struct ovnet_target *target,
		     const struct dst_entry *dst, struct ovnet_pmtu_way *way)
{
	u32 learned;

	if (ovnet_pmtu_is_hosts(underlay, target)) {
		way->mtu = dst_mtu(dst);
		way->fragment = ip_mtu_locked(dst);
		return;
	}
	learned = ovnet_pmtu_valid(&target->pmtu4);
	way->mtu = ovnet_pmtu_route4(dst);
	way->fragment = dst_metric_locked(dst, RTAX_MTU);
	if (likely(!learned))
		return;
	way->mtu = min(way->mtu, learned);
	way->fragment |= READ_ONCE(target->pmtu4.narrow);
}

/**
 * ovnet_pmtu_way6() - what fits on the way to a target over IPv6
 * @underlay: whose packets
 * @target: where to
 * @dst: by which route
 * @way: result
 *
 * Context: RCU.
 */
void ovnet_pmtu_way6(const struct ovnet_underlay *underlay,
		     const struct ovnet_target *target,
		     const struct dst_entry *dst, struct ovnet_pmtu_way *way)
{
	u32 learned;

	way->fragment = false;
	if (ovnet_pmtu_is_hosts(underlay, target)) {
		way->mtu = dst_mtu(dst);
		return;
	}
	learned = ovnet_pmtu_valid(&target->pmtu6);
	way->mtu = ovnet_pmtu_route6(dst);
	if (unlikely(learned))
		way->mtu = min(way->mtu, learned);
}

/**
 * ovnet_pmtu_way_srv6() - what fits on the way to a target in SRv6
 * @target: where to
 * @dst: by which route
 * @way: result
 *
 * Context: RCU.
 */
void ovnet_pmtu_way_srv6(const struct ovnet_target *target,
			 const struct dst_entry *dst,
			 struct ovnet_pmtu_way *way)
{
	u32 learned = ovnet_pmtu_valid(&target->pmtu_srv6);

	way->fragment = false;
	way->mtu = ovnet_pmtu_route6(dst);
	if (unlikely(learned))
		way->mtu = min(way->mtu, learned);
}

/* Nothing raises it but time (RFC 1191, 6.3). */
static void ovnet_pmtu_learn(struct ovnet_pmtu *pmtu, u32 mtu, bool narrow,
			     unsigned long lifetime)
{
	u32 old = ovnet_pmtu_valid(pmtu);

	if (old && old < mtu)
		return;
	WRITE_ONCE(pmtu->narrow, narrow);
	WRITE_ONCE(pmtu->expires, jiffies + lifetime);
	/* Who sees it sees what goes with it. */
	smp_store_release(&pmtu->mtu, mtu);
}

/**
 * ovnet_pmtu_learn6() - an ICMPv6 error that is believed says what fits
 * @pmtu: of the way
 * @mtu: of the outer packet
 * @net: namespace, which says for how long
 */
void ovnet_pmtu_learn6(struct ovnet_pmtu *pmtu, u32 mtu,
		       const struct net *net)
{
	ovnet_pmtu_learn(pmtu, mtu, false,
			 READ_ONCE(net->ipv6.sysctl.ip6_rt_mtu_expires));
}

/*
 * Where we have sent what an ICMP error quotes; NULL: we have not. @off: of the
 * UDP header in it.
 */
static struct ovnet_target *
ovnet_pmtu_sent(const struct ovnet_udp *udp, const struct sk_buff *skb,
		int off, const struct ovnet_addr *source,
		const struct ovnet_addr *dest)
{
	const struct ovnet_underlay_config *config;
	const struct ovnet_underlay *underlay;
	const struct ovnet_pmtu_quote *quote;
	struct ovnet_pmtu_quote buf;
	struct ovnet_target *target;
	struct ovnet_remote *remote;

	quote = skb_header_pointer(skb, off, sizeof(buf), &buf);
	if (!quote || ovnet_encap_from_inside(skb->dev))
		return NULL;
	underlay = ovnet_vxlan_owner(udp, &quote->vxlan);
	remote = ovnet_vtep_remote_rcu(udp->on, dest);
	if (!underlay || !remote)
		return NULL;
	config = rcu_dereference(underlay->config);
	target = rcu_dereference(remote->target);
	if (source->family == AF_INET ?
	    source->v4 != config->local4 || dest->v4 != target->v4 :
	    !ipv6_addr_equal(&source->v6, &config->local6) ||
	    !ipv6_addr_equal(&dest->v6, &target->v6))
		return NULL;
	if (quote->udp.dest != (target->port ?: underlay->port) ||
	    READ_ONCE(target->sent[ntohs(quote->udp.source) %
				   OVNET_PMTU_FLOWS]) !=
	    ovnet_pmtu_print(quote->udp.source, quote->macs))
		return NULL;
	return target;
}

/* What the host makes of such an error; 0: the least that it believes in. */
static bool ovnet_pmtu_wanted4(const struct net *net,
			       const struct icmphdr *icmph, u32 *mtu)
{
	switch (READ_ONCE(net->ipv4.sysctl_ip_no_pmtu_disc)) {
	case 0:
		*mtu = ntohs(icmph->un.frag.mtu);
		return true;
	case 1:
		*mtu = 0;
		return true;
	}
	return false;
}

/**
 * ovnet_pmtu_icmp4() - an ICMP error came
 * @udp: that it may concern
 * @skb: the error; its checksum was right
 * @quote: offset of the IP header that it quotes, right behind its own
 *
 * A way that is narrower than what the host believes in at all is not told to
 * anybody: packets are fragmented instead.
 *
 * Context: RCU.
 * Return: whether it says that one of our packets is too big.
 */
bool ovnet_pmtu_icmp4(const struct ovnet_udp *udp, const struct sk_buff *skb,
		      int quote)
{
	struct ovnet_addr source = { .family = AF_INET };
	struct ovnet_addr dest = { .family = AF_INET };
	const struct net *net = udp->on->net;
	const struct icmphdr *icmph;
	struct ovnet_target *target;
	const struct iphdr *iph;
	struct icmphdr ibuf;
	struct iphdr buf;
	u32 mtu, floor;

	icmph = skb_header_pointer(skb, quote - (int)sizeof(ibuf),
				   sizeof(ibuf), &ibuf);
	iph = skb_header_pointer(skb, quote, sizeof(buf), &buf);
	if (!icmph || !iph || icmph->type != ICMP_DEST_UNREACH ||
	    icmph->code != ICMP_FRAG_NEEDED ||
	    iph->version != 4 || iph->ihl < 5 ||
	    iph->protocol != IPPROTO_UDP || iph->frag_off != htons(IP_DF) ||
	    ntohs(iph->tot_len) <= ntohs(icmph->un.frag.mtu) ||
	    !ovnet_pmtu_wanted4(net, icmph, &mtu))
		return false;
	source.v4 = iph->saddr;
	dest.v4 = iph->daddr;
	target = ovnet_pmtu_sent(udp, skb, quote + iph->ihl * 4, &source,
				 &dest);
	if (!target)
		return false;
	floor = READ_ONCE(net->ipv4.ip_rt_min_pmtu);
	ovnet_pmtu_learn(&target->pmtu4, max(mtu, floor), mtu < floor,
			 READ_ONCE(net->ipv4.ip_rt_mtu_expires));
	return true;
}

/**
 * ovnet_pmtu_icmp6() - an ICMPv6 error came
 * @udp: that it may concern
 * @skb: the error; its checksum was right
 * @quote: offset of the IPv6 header that it quotes, right behind its own
 *
 * Context: RCU.
 * Return: whether it says that one of our packets is too big.
 */
bool ovnet_pmtu_icmp6(const struct ovnet_udp *udp, const struct sk_buff *skb,
		      int quote)
{
	struct ovnet_addr source = { .family = AF_INET6 };
	struct ovnet_addr dest = { .family = AF_INET6 };
	const struct net *net = udp->on->net;
	const struct icmp6hdr *icmph;
	const struct ipv6hdr *ip6h;
	struct ovnet_target *target;
	struct icmp6hdr ibuf;
	struct ipv6hdr buf;
	u32 mtu;

	icmph = skb_header_pointer(skb, quote - (int)sizeof(ibuf),
				   sizeof(ibuf), &ibuf);
	ip6h = skb_header_pointer(skb, quote, sizeof(buf), &buf);
	if (!icmph || !ip6h || icmph->icmp6_type != ICMPV6_PKT_TOOBIG ||
	    ip6h->version != 6 || ip6h->nexthdr != IPPROTO_UDP)
		return false;
	mtu = ntohl(icmph->icmp6_mtu);
	if (mtu < IPV6_MIN_MTU ||
	    sizeof(*ip6h) + ntohs(ip6h->payload_len) <= mtu)
		return false;
	source.v6 = ip6h->saddr;
	dest.v6 = ip6h->daddr;
	target = ovnet_pmtu_sent(udp, skb, quote + (int)sizeof(*ip6h), &source,
				 &dest);
	if (!target)
		return false;
	ovnet_pmtu_learn6(&target->pmtu6, mtu, net);
	return true;
}

/**
 * ovnet_pmtu_learned() - what has been learned of a way and still holds
 * @target: where it leads
 * @expires: result, if there is something: for how many milliseconds
 *
 * Return: MTU of the outer packet, the smallest of all the ways there; 0:
 * nothing has been learned.
 */
u32 ovnet_pmtu_learned(const struct ovnet_target *target, u64 *expires)
{
	const struct ovnet_pmtu *const ways[] = {
		&target->pmtu4, &target->pmtu6, &target->pmtu_srv6,
	};
	u32 least = 0, mtu;
	long left;
	int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		mtu = ovnet_pmtu_valid(ways[i]);
		if (!mtu || (least && least <= mtu))
			continue;
		least = mtu;
		left = READ_ONCE(ways[i]->expires) - jiffies;
		*expires = jiffies_to_msecs(max(left, 0L));
	}
	return least;
}

/**
 * ovnet_pmtu_forget() - another way may lead there now
 * @target: where
 */
void ovnet_pmtu_forget(struct ovnet_target *target)
{
	WRITE_ONCE(target->pmtu4.mtu, 0);
	WRITE_ONCE(target->pmtu6.mtu, 0);
	WRITE_ONCE(target->pmtu_srv6.mtu, 0);
}
