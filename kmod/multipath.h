/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_MULTIPATH_H
#define OVNET_MULTIPATH_H

#include "ovnet_priv.h"

struct ovnet_batch;
struct ovnet_route;

/* A power of two: what hash value goes to which remote. */
#define OVNET_MULTIPATH_BUCKETS	128

/**
 * struct ovnet_nexthop - one of the remotes of a route
 * @multipath: whose
 * @remote: fixed; once it has left, only for who still has its number
 * @node: in &struct ovnet_remote.nexthops; namespace mutex
 * @weight: 1 to OVNET_NEXTHOP_WEIGHT_MAX; 0: it has left; namespace mutex
 * @sid: that packets of the route are sent to by SRv6, or ::; fixed
 */
struct ovnet_nexthop {
	struct ovnet_multipath *multipath;
	struct ovnet_remote *remote;
	struct hlist_node node;
	u16 weight;
	struct in6_addr sid;
};

/**
 * struct ovnet_multipath - the remotes of a route that has several, or says the
 * SID of one
 * @dst: the route points here
 * @route: that route
 * @rcu: found under RCU by way of the route
 * @home: by bucket, whose it is while all are up; namespace mutex
 * @bucket: by bucket, who has it; read under RCU, changed one at a time under
 *	    the namespace mutex
 * @n: length of @nexthops; fixed
 * @nexthops: in the order in which they were given
 */
struct ovnet_multipath {
	struct ovnet_dst dst;
	struct ovnet_route *route;
	struct rcu_head rcu;
	u8 home[OVNET_MULTIPATH_BUCKETS];
	u8 bucket[OVNET_MULTIPATH_BUCKETS];
	u8 n;
	struct ovnet_nexthop nexthops[];
};

/**
 * struct ovnet_nexthop_want - one of the remotes that a route is to have
 * @remote: which
 * @weight: 1 to OVNET_NEXTHOP_WEIGHT_MAX
 * @sid: by SRv6, or ::
 */
struct ovnet_nexthop_want {
	struct ovnet_remote *remote;
	u16 weight;
	struct in6_addr sid;
};

static inline bool ovnet_multipath_is(const struct ovnet_dst *dst)
{
	return dst && dst->type == OVNET_DST_MULTIPATH;
}

static inline struct ovnet_multipath *
ovnet_multipath_of(const struct ovnet_dst *dst)
{
	return container_of(dst, struct ovnet_multipath, dst);
}

const struct ovnet_nexthop *
ovnet_multipath_choose_rcu(const struct ovnet_dst *dst,
			   const struct ovnet_pkt *pkt);
struct ovnet_multipath *
ovnet_multipath_create(const struct ovnet_nexthop_want *want, unsigned int n,
		       const struct ovnet_dst *old);
void ovnet_multipath_link(struct ovnet_multipath *multipath);
void ovnet_multipath_unlink(struct ovnet_multipath *multipath);
bool ovnet_multipath_has(const struct ovnet_multipath *multipath,
			 const struct ovnet_remote *remote);
u32 ovnet_multipath_buckets(const struct ovnet_nexthop *nexthop);
void ovnet_multipath_follow(struct ovnet_remote *remote);
void ovnet_multipath_purge(struct ovnet_remote *remote);

/* multipath_netlink.c */
extern const struct nla_policy
	ovnet_multipath_policy[OVNET_A_NEXTHOP_MAX + 1];
int ovnet_multipath_put(struct sk_buff *skb,
			const struct ovnet_multipath *multipath);
int ovnet_multipath_parse(struct ovnet_batch *batch,
			  struct ovnet_nexthop_want *want);

#endif /* OVNET_MULTIPATH_H */
