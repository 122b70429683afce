// SPDX-License-Identifier: GPL-2.0
/*
 * Past the host's IP stack, the way out: a target remembers its route, without
 * a reference for each packet, and a packet is handed to the next hop's
 * neighbour, which knows whether it is to be asked for its address again. When
 * the route has changed the host is asked for another; what has to be fragmented
 * goes through the stack.
 */
#include <net/arp.h>
#include <net/ip6_route.h>
#include <net/lwtunnel.h>
#include <net/ndisc.h>
#include <net/route.h>
#include <net/xfrm.h>

#include "direct.h"
#include "encap.h"
#include "express6.h"
#include "fast.h"

static bool ovnet_direct_of(const struct ovnet_direct *direct,
			    const struct ovnet_underlay *underlay)
{
	return direct && direct->ifindex == underlay->ifindex &&
	       direct->port == underlay->port;
}

static void ovnet_direct_free_rcu(struct rcu_head *head)
{
	struct ovnet_direct *direct = container_of(head, struct ovnet_direct,
						   rcu);

	dst_release(direct->dst);
	kfree(direct);
}

/**
 * ovnet_direct_route4() - the way past the stack to a target over IPv4
 * @pkt: what is sent
 * @underlay: whose packets
 * @saddr: their source
 * @target: where to
 *
 * Context: RCU.
 * Return: a route without a reference; NULL: none is known, or it may not be
 * taken.
 */
struct rtable *ovnet_direct_route4(const struct ovnet_pkt *pkt,
				   const struct ovnet_underlay *underlay,
				   __be32 saddr,
				   const struct ovnet_target *target)
{
	const struct ovnet_direct *direct =
		rcu_dereference(target->direct[OVNET_DIRECT_VXLAN4]);
	struct rtable *rt;

	if (unlikely(!ovnet_direct_of(direct, underlay) ||
		     direct->saddr.s6_addr32[0] != saddr))
		return NULL;
	rt = ovnet_direct_rt4(direct);
	return ovnet_direct_is_valid4(pkt->on, pkt->skb, rt) ? rt : NULL;
}

/**
 * ovnet_direct_route6() - the way past the stack to a target over IPv6
 * @pkt: what is sent
 * @underlay: whose packets
 * @saddr: their source
 * @target: where to
 * @kind: OVNET_DIRECT_VXLAN6 or OVNET_DIRECT_SRV6
 *
 * Context: RCU.
 * Return: a route without a reference; NULL: none is known, or it may not be
 * taken.
 */
struct dst_entry *
ovnet_direct_route6(const struct ovnet_pkt *pkt,
		    const struct ovnet_underlay *underlay,
		    const struct in6_addr *saddr,
		    const struct ovnet_target *target, int kind)
{
	const struct ovnet_direct *direct =
		rcu_dereference(target->direct[kind]);

	if (unlikely(!ovnet_direct_of(direct, underlay) ||
		     !ipv6_addr_equal(&direct->saddr, saddr) ||
		     !ovnet_fast_out(pkt->on, AF_INET6, pkt->skb)))
		return NULL;
	return dst_check(direct->dst, direct->cookie);
}

/* Is there nothing about the route that only the stack knows how to do? */
static bool ovnet_direct_plain(const struct dst_entry *dst)
{
	const struct net_device *dev = dst->dev;

	/* A device that looks at the route of what it sends gets it. */
	return !ovnet_encap_loops(dst) && !dst->error && !dst->lwtstate && !dst_xfrm(dst) &&
	       !dst->header_len && dev->priv_flags & IFF_XMIT_DST_RELEASE &&
	       !(dev->flags & (IFF_LOOPBACK | IFF_POINTOPOINT)) &&
	       !netif_is_l3_master(dev);
}

static void ovnet_direct_remember(const struct ovnet_underlay *underlay,
				  const struct in6_addr *saddr, u32 cookie,
				  struct ovnet_direct __rcu **place,
				  struct dst_entry *dst, u32 express6,
				  const struct ovnet_express *express)
{
	struct ovnet_direct *old = rcu_dereference(*place);
	struct ovnet_direct *direct;

	/* Networks of several underlays may share a target: the first's. */
	if (old && dst_check(old->dst, old->cookie) &&
	    (!ovnet_direct_of(old, underlay) ||
	     !ipv6_addr_equal(&old->saddr, saddr)))
		return;
	direct = kzalloc(sizeof(*direct), GFP_ATOMIC | __GFP_NOWARN);
	if (!direct)
		return;
	direct->dst = dst;
	direct->cookie = cookie;
	direct->ifindex = underlay->ifindex;
	direct->port = underlay->port;
	direct->saddr = *saddr;
	direct->express6 = express6;
	if (express)
		direct->express = *express;
	dst_hold(dst);
	if (cmpxchg((struct ovnet_direct __force **)place, old, direct) ==
	    old) {
		if (old)
			call_rcu(&old->rcu, ovnet_direct_free_rcu);
		return;
	}
	dst_release(dst);
	kfree(direct);
}

/**
 * ovnet_direct_remember4() - a way to a target over IPv4 has been found
 * @pkt: what is sent
 * @underlay: whose packets
 * @config: of it
 * @target: where to
 * @rt: the route, held
 *
 * Context: RCU.
 */
void ovnet_direct_remember4(const struct ovnet_pkt *pkt,
			    const struct ovnet_underlay *underlay,
			    const struct ovnet_underlay_config *config,
			    struct ovnet_target *target, struct rtable *rt)
{
	struct in6_addr addr = { .s6_addr32 = { config->local4 } };
	struct ovnet_express express;

	if (!ovnet_fast_out(pkt->on, AF_INET, pkt->skb) ||
	    !ovnet_direct_plain(&rt->dst) ||
	    rt->rt_gw_family == AF_INET6 || rt->rt_type != RTN_UNICAST)
		return;
	ovnet_express_make(&express, underlay, config, target, &rt->dst);
	ovnet_direct_remember(underlay, &addr, 0,
			      &target->direct[OVNET_DIRECT_VXLAN4], &rt->dst,
			      0, &express);
}

/**
 * ovnet_direct_remember6() - a way to a target over IPv6 has been found
 * @pkt: what is sent
 * @underlay: whose packets
 * @config: of it
 * @target: where to
 * @kind: OVNET_DIRECT_VXLAN6 or OVNET_DIRECT_SRV6
 * @dst: the route, held
 *
 * Context: RCU.
 */
void ovnet_direct_remember6(const struct ovnet_pkt *pkt,
			    const struct ovnet_underlay *underlay,
			    const struct ovnet_underlay_config *config,
			    struct ovnet_target *target, int kind,
			    struct dst_entry *dst)
{
	struct rt6_info *rt = container_of(dst, struct rt6_info, dst);
	bool srv6 = kind == OVNET_DIRECT_SRV6;

	if (!ovnet_fast_out(pkt->on, AF_INET6, pkt->skb) ||
	    !ovnet_direct_plain(dst) ||
	    rt->rt6i_flags & (RTF_LOCAL | RTF_ANYCAST))
		return;
	ovnet_direct_remember(underlay, srv6 ? &config->source :
					       &config->local6,
			      rt6_get_cookie(rt), &target->direct[kind], dst,
			      srv6 && ovnet_express6_can(config, target) ?
			      config->id : 0, NULL);
}

/**
 * ovnet_direct_neigh4_new() - a neighbour that is not known yet
 * @rt: the route to it
 * @key: its address, big endian
 *
 * A function of its own: who has the address of a local variable is guarded.
 *
 * Context: RCU, bottom halves off.
 * Return: the neighbour, or an error.
 */
struct neighbour *ovnet_direct_neigh4_new(struct rtable *rt, u32 key)
{
	return __neigh_create(&arp_tbl, &key, rt->dst.dev, false);
}

/**
 * ovnet_direct_forget() - the ways to a target may be others now
 * @target: where to
 *
 * Context: namespace mutex.
 */
void ovnet_direct_forget(struct ovnet_target *target)
{
	struct ovnet_direct *old;
	int i;

	for (i = 0; i < OVNET_DIRECTS; i++) {
		old = unrcu_pointer(xchg(&target->direct[i], NULL));
		if (old)
			call_rcu(&old->rcu, ovnet_direct_free_rcu);
	}
}

/**
 * ovnet_direct_free() - nothing sees a target any more
 * @target: with the ways to it
 */
void ovnet_direct_free(struct ovnet_target *target)
{
	struct ovnet_direct *direct;
	int i;

	for (i = 0; i < OVNET_DIRECTS; i++) {
		direct = rcu_dereference_protected(target->direct[i], true);
		if (direct)
			ovnet_direct_free_rcu(&direct->rcu);
	}
}
