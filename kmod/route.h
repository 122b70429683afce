/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_ROUTE_H
#define OVNET_ROUTE_H

#include "lpm.h"
#include "ovnet_priv.h"

struct ovnet_batch_kind;
struct ovnet_nexthop_want;

/**
 * struct ovnet_route - where the addresses of a prefix are; replaced as a whole
 * @entry: in &struct ovnet_network.routes4 or @routes6
 * @family: AF_INET or AF_INET6; fixed
 * @type: enum ovnet_route_type; fixed
 * @bound: a binding has made it, and takes it away; fixed
 * @transit: to remotes: also for what came from one; fixed
 * @batch: &struct ovnet_batch.id of the message that named it last; namespace
 *	   mutex
 * @network: whose
 * @dst: the remote, several of them, port, leg or network; NULL if @type is none
 *	 of them
 * @dst_node: in &struct ovnet_dst.routes, unless it is several; namespace mutex
 * @rcu: found under RCU; once it is not in @dst_node's list
 *
 * There may be millions: 56 bytes.
 */
struct ovnet_route {
	struct ovnet_lpm_entry entry;
	u8 family : 4;
	u8 type : 4;
	u8 bound : 1;
	u8 transit : 1;
	u32 batch;
	struct ovnet_network *network;
	struct ovnet_dst *dst;
	union {
		struct hlist_node dst_node;
		struct rcu_head rcu;
	};
};

/**
 * struct ovnet_route_want - what a route is to be
 * @prefix: key; zero behind its length
 * @family: AF_INET or AF_INET6
 * @type: enum ovnet_route_type
 * @bound: a binding asks for it
 * @transit: bool
 * @dst: where, or NULL
 * @nexthops: to several remotes, if @n_nexthops is not 0; then @dst is NULL
 * @n_nexthops: how many, at most OVNET_NEXTHOPS_MAX
 * @batch: message that asks for it
 */
struct ovnet_route_want {
	struct ovnet_lpm_entry prefix;
	u8 family;
	u8 type;
	bool bound;
	bool transit;
	struct ovnet_dst *dst;
	const struct ovnet_nexthop_want *nexthops;
	unsigned int n_nexthops;
	u32 batch;
};

/* What a lookup gives is a place, and this if the route is transit. */
#define OVNET_ROUTE_TRANSIT	1UL

static inline struct ovnet_dst *ovnet_route_dst(const void *leads)
{
	return (struct ovnet_dst *)((unsigned long)leads &
				    ~OVNET_ROUTE_TRANSIT);
}

static inline bool ovnet_route_is_transit(const void *leads)
{
	return (unsigned long)leads & OVNET_ROUTE_TRANSIT;
}

/**
 * struct ovnet_route_reject - where routes lead to that lead nowhere
 * @dst: of type OVNET_DST_REJECT
 * @reason: what becomes of packets
 */
struct ovnet_route_reject {
	struct ovnet_dst dst;
	enum ovnet_drop_reason reason;
};

int ovnet_route_cache_init(void);
void ovnet_route_cache_exit(void);

const void *ovnet_route_lookup4_rcu(const struct ovnet_network *network,
				    __be32 addr);
const void *ovnet_route_lookup6_rcu(const struct ovnet_network *network,
				    const struct in6_addr *addr);
struct ovnet_route *
ovnet_route_covering_rcu(const struct ovnet_network *network,
			 const struct ovnet_addr *addr);
void *ovnet_route_leads(const struct ovnet_route *route);
struct ovnet_route *
ovnet_route_find_place(struct ovnet_network *network, u8 family,
		       const struct ovnet_lpm_entry *prefix,
		       struct ovnet_lpm_place *place);
struct ovnet_route *ovnet_route_find(struct ovnet_network *network, u8 family,
				     const struct ovnet_lpm_entry *prefix);
struct ovnet_route *
ovnet_route_next(struct ovnet_network *network, u8 *family,
		 const struct ovnet_lpm_entry *after);
int ovnet_route_stage(struct ovnet_network *network,
		      const struct ovnet_route_want *want,
		      struct ovnet_route *old,
		      const struct ovnet_lpm_place *place,
		      struct ovnet_route **route,
		      struct netlink_ext_ack *extack);
void ovnet_route_settle(struct ovnet_route *route, struct ovnet_route *old,
			bool heard);
void ovnet_route_restore(struct ovnet_route *route, struct ovnet_route *old);
void ovnet_route_remove(struct ovnet_route *route);
void ovnet_route_purge_dst(struct ovnet_dst *dst);
void ovnet_route_purge_network(struct ovnet_network *network);

/* route_netlink.c */
void ovnet_route_changed(const struct ovnet_route *route, u8 cmd, bool heard);
extern const struct nla_policy ovnet_route_policy[OVNET_A_ROUTE_MAX + 1];
extern const struct ovnet_batch_kind ovnet_route_kind_new,
	ovnet_route_kind_set, ovnet_route_kind_del;
int ovnet_route_get_doit(struct sk_buff *skb, struct genl_info *info);
int ovnet_route_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

#endif /* OVNET_ROUTE_H */
