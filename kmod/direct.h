/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_DIRECT_H
#define OVNET_DIRECT_H

#include <net/arp.h>
#include <net/ip6_route.h>
#include <net/ndisc.h>
#include <net/route.h>

#include "express.h"
#include "fast.h"

/**
 * struct ovnet_direct - a way out that has been found
 * @dst: its route, held
 * @cookie: for IPv6
 * @ifindex: of the underlay
 * @port: of the underlay, big endian
 * @saddr: its source
 * @express6: &struct ovnet_underlay_config.id that express6.c may send by; or 0
 * @express: headers, see express.c
 * @rcu: replaced as a whole
 */
struct ovnet_direct {
	struct dst_entry *dst;
	u32 cookie;
	int ifindex;
	__be16 port;
	struct in6_addr saddr;
	u32 express6;
	struct ovnet_express express;
	struct rcu_head rcu;
};

/**
 * ovnet_direct_is_valid4() - may a way over IPv4 still be taken?
 * @on: namespace
 * @skb: what is sent
 * @rt: its route
 *
 * Context: RCU.
 * Return: true if so.
 */
static inline bool ovnet_direct_is_valid4(const struct ovnet_net *on,
					  const struct sk_buff *skb,
					  const struct rtable *rt)
{
	/* As ipv4_dst_check() does. */
	return ovnet_fast_out(on, AF_INET, skb) &&
	       READ_ONCE(rt->dst.obsolete) == DST_OBSOLETE_FORCE_CHK &&
	       rt->rt_genid == rt_genid_ipv4(on->net);
}

/**
 * ovnet_direct_rt4() - the route of a way over IPv4
 * @direct: the way
 *
 * Return: it, without a reference.
 */
static inline struct rtable *
ovnet_direct_rt4(const struct ovnet_direct *direct)
{
	return container_of(direct->dst, struct rtable, dst);
}

struct rtable *ovnet_direct_route4(const struct ovnet_pkt *pkt,
				   const struct ovnet_underlay *underlay,
				   __be32 saddr,
				   const struct ovnet_target *target);
struct dst_entry *
ovnet_direct_route6(const struct ovnet_pkt *pkt,
		    const struct ovnet_underlay *underlay,
		    const struct in6_addr *saddr,
		    const struct ovnet_target *target, int kind);
void ovnet_direct_remember4(const struct ovnet_pkt *pkt,
			    const struct ovnet_underlay *underlay,
			    const struct ovnet_underlay_config *config,
			    struct ovnet_target *target, struct rtable *rt);
void ovnet_direct_remember6(const struct ovnet_pkt *pkt,
			    const struct ovnet_underlay *underlay,
			    const struct ovnet_underlay_config *config,
			    struct ovnet_target *target, int kind,
			    struct dst_entry *dst);
void ovnet_direct_forget(struct ovnet_target *target);
void ovnet_direct_free(struct ovnet_target *target);

/**
 * ovnet_direct_is_port() - has a route's device become a port?
 * @dev: the device
 *
 * A route that leads into us is not remembered, but it may come to.
 *
 * Context: RCU.
 * Return: true if so.
 */
static inline bool ovnet_direct_is_port(const struct net_device *dev)
{
	return rcu_access_pointer(dev->rx_handler) && ovnet_port_is(dev);
}

struct neighbour *ovnet_direct_neigh4_new(struct rtable *rt, u32 key);

/**
 * ovnet_direct_neigh4() - who gets a packet first?
 * @rt: its route
 * @daddr: its destination
 * @n: result: the neighbour, to be asked for its address if need be; or an error
 *
 * Context: RCU, bottom halves off.
 * Return: true if there is one.
 */
static inline bool ovnet_direct_neigh4(struct rtable *rt, __be32 daddr,
				       struct neighbour **n)
{
	u32 key = (__force u32)rt_nexthop(rt, daddr);

	*n = __ipv4_neigh_lookup_noref(rt->dst.dev, key);
	if (likely(*n))
		return true;
	*n = ovnet_direct_neigh4_new(rt, key);
	return !IS_ERR(*n);
}

/**
 * ovnet_direct_neigh6() - who gets a packet first?
 * @dst: its route
 * @daddr: its destination
 *
 * Context: RCU, bottom halves off.
 * Return: the neighbour, to be asked for its address if need be; or an error.
 */
static inline struct neighbour *
ovnet_direct_neigh6(struct dst_entry *dst, const struct in6_addr *daddr)
{
	const struct rt6_info *rt = container_of(dst, struct rt6_info, dst);
	const struct in6_addr *key = rt6_nexthop(rt, daddr);
	struct neighbour *n;

	n = __ipv6_neigh_lookup_noref(dst->dev, key);
	return likely(n) ? n : __neigh_create(&nd_tbl, key, dst->dev, false);
}

#endif /* OVNET_DIRECT_H */
