// SPDX-License-Identifier: GPL-2.0
/*
 * Routes: where the addresses of a network are, by the longest prefix. Each
 * network has its own two sets (lpm.c), which cost nothing while they are empty.
 */
#include <linux/slab.h>

#include "cache.h"
#include "multipath.h"
#include "route.h"

static struct kmem_cache *ovnet_route_cache __ro_after_init;

static_assert(sizeof(struct ovnet_route) <= 56);

/**
 * ovnet_route_cache_init() - memory for routes
 *
 * Return: 0 or -ENOMEM.
 */
int __init ovnet_route_cache_init(void)
{
	ovnet_route_cache = kmem_cache_create("ovnet_route",
					      sizeof(struct ovnet_route), 0,
					      SLAB_ACCOUNT, NULL);
	return ovnet_route_cache ? 0 : -ENOMEM;
}

/**
 * ovnet_route_cache_exit() - all routes are gone, but may still be read
 */
void ovnet_route_cache_exit(void)
{
	rcu_barrier();
	kmem_cache_destroy(ovnet_route_cache);
}

static void ovnet_route_free_rcu(struct rcu_head *head)
{
	kmem_cache_free(ovnet_route_cache,
			container_of(head, struct ovnet_route, rcu));
}

static struct ovnet_lpm *ovnet_route_set(struct ovnet_network *network,
					 u8 family)
{
	return family == AF_INET ? &network->routes4 : &network->routes6;
}

static struct ovnet_route *ovnet_route_of(struct ovnet_lpm_entry *entry)
{
	return entry ? container_of(entry, struct ovnet_route, entry) : NULL;
}

static struct ovnet_route_reject ovnet_route_rejects[] = {
	[OVNET_ROUTE_TYPE_UNREACHABLE] = {
		.dst.type = OVNET_DST_REJECT,
		.reason = OVNET_DROP_UNREACHABLE,
	},
	[OVNET_ROUTE_TYPE_PROHIBIT] = {
		.dst.type = OVNET_DST_REJECT,
		.reason = OVNET_DROP_PROHIBIT,
	},
	[OVNET_ROUTE_TYPE_BLACKHOLE] = {
		.dst.type = OVNET_DST_REJECT,
		.reason = OVNET_DROP_BLACKHOLE,
	},
};

/**
 * ovnet_route_leads() - what a lookup that finds a route gives
 * @route: the route
 *
 * Return: see ovnet_route_lookup4_rcu().
 */
void *ovnet_route_leads(const struct ovnet_route *route)
{
	BUILD_BUG_ON(__alignof__(struct ovnet_dst) <= OVNET_ROUTE_TRANSIT);
	if (!route->dst)
		return &ovnet_route_rejects[route->type].dst;
	return (void *)((unsigned long)route->dst |
			(route->transit ? OVNET_ROUTE_TRANSIT : 0));
}

/**
 * ovnet_route_lookup4_rcu() - where is an IPv4 address?
 * @network: in this
 * @addr: big endian
 *
 * Of a million routes each is in memory that no cache has, and what a packet
 * needs of it is little.
 *
 * Context: RCU.
 * Return: for ovnet_route_dst() and ovnet_route_is_transit(), or NULL if no route
 * covers it.
 */
const void *ovnet_route_lookup4_rcu(const struct ovnet_network *network,
				    __be32 addr)
{
	return ovnet_lpm_lookup4_rcu(&network->routes4, addr);
}

/**
 * ovnet_route_lookup6_rcu() - where is an IPv6 address?
 * @network: in this
 * @addr: the address
 *
 * Context: RCU.
 * Return: see ovnet_route_lookup4_rcu().
 */
const void *ovnet_route_lookup6_rcu(const struct ovnet_network *network,
				    const struct in6_addr *addr)
{
	return ovnet_lpm_lookup6_rcu(&network->routes6, addr);
}

/**
 * ovnet_route_covering_rcu() - the route that packets to an address take
 * @network: in this
 * @addr: of either family
 *
 * Context: RCU; not for every packet.
 * Return: the route, or NULL if none covers it.
 */
struct ovnet_route *
ovnet_route_covering_rcu(const struct ovnet_network *network,
			 const struct ovnet_addr *addr)
{
	struct ovnet_lpm_entry key = {};

	memcpy(key.addr, &addr->v6, sizeof(key.addr));
	return ovnet_route_of(ovnet_lpm_covering_rcu(addr->family == AF_INET ?
						     &network->routes4 :
						     &network->routes6, &key));
}

/**
 * ovnet_route_find_place() - the route of just this prefix, and where it is
 * @network: its namespace's mutex is held
 * @family: AF_INET or AF_INET6
 * @prefix: key
 * @place: result, for ovnet_route_stage()
 *
 * Return: the route, or NULL.
 */
struct ovnet_route *
ovnet_route_find_place(struct ovnet_network *network, u8 family,
		       const struct ovnet_lpm_entry *prefix,
		       struct ovnet_lpm_place *place)
{
	lockdep_assert_held(&network->on->lock);
	return ovnet_route_of(ovnet_lpm_find_place(ovnet_route_set(network,
								   family),
						   prefix, place));
}

/**
 * ovnet_route_find() - the route of just this prefix
 * @network: its namespace's mutex is held
 * @family: AF_INET or AF_INET6
 * @prefix: key
 *
 * Return: it, or NULL.
 */
struct ovnet_route *ovnet_route_find(struct ovnet_network *network, u8 family,
				     const struct ovnet_lpm_entry *prefix)
{
	lockdep_assert_held(&network->on->lock);
	return ovnet_route_of(ovnet_lpm_find(ovnet_route_set(network, family),
					     prefix));
}

/**
 * ovnet_route_next() - the routes of a network in order: IPv4, then IPv6
 * @network: its namespace's mutex is held
 * @family: of @after, AF_INET or AF_INET6; then of the result
 * @after: a prefix; NULL: from the first of @family
 *
 * Return: the first behind @after, or NULL.
 */
struct ovnet_route *ovnet_route_next(struct ovnet_network *network, u8 *family,
				     const struct ovnet_lpm_entry *after)
{
	struct ovnet_lpm_entry *entry = NULL;

	lockdep_assert_held(&network->on->lock);
	if (*family == AF_INET) {
		entry = ovnet_lpm_next(&network->routes4, after);
		if (entry)
			return ovnet_route_of(entry);
		*family = AF_INET6;
		after = NULL;
	}
	entry = ovnet_lpm_next(&network->routes6, after);
	return ovnet_route_of(entry);
}

static void ovnet_route_link_dst(struct ovnet_route *route)
{
	if (!route->dst)
		return;
	if (ovnet_multipath_is(route->dst)) {
		ovnet_multipath_link(ovnet_multipath_of(route->dst));
		return;
	}
	hlist_add_head(&route->dst_node, &route->dst->routes);
	WRITE_ONCE(route->dst->n_routes, route->dst->n_routes + 1);
}

static void ovnet_route_unlink_dst(struct ovnet_route *route)
{
	if (!route->dst)
		return;
	if (ovnet_multipath_is(route->dst)) {
		ovnet_multipath_unlink(ovnet_multipath_of(route->dst));
		return;
	}
	hlist_del(&route->dst_node);
	WRITE_ONCE(route->dst->n_routes, route->dst->n_routes - 1);
	if (route->dst->type == OVNET_DST_REMOTE && !route->dst->n_routes)
		ovnet_remote_orphaned(route->network->on);
}

static void ovnet_route_count(struct ovnet_network *network, int n)
{
	WRITE_ONCE(network->n_routes, network->n_routes + n);
	WRITE_ONCE(network->on->n_routes, network->on->n_routes + n);
}

/* Nobody will find it any more; what it pointed to is still there. */
static void ovnet_route_release(struct ovnet_route *route)
{
	if (ovnet_multipath_is(route->dst))
		kfree_rcu(ovnet_multipath_of(route->dst), rcu);
	ovnet_cache_flush(route->network->on);
	call_rcu(&route->rcu, ovnet_route_free_rcu);
}

static struct ovnet_route *ovnet_route_alloc(struct ovnet_network *network,
					     const struct ovnet_route_want *want,
					     const struct ovnet_route *old)
{
	struct ovnet_multipath *multipath;
	struct ovnet_route *route;

	route = kmem_cache_zalloc(ovnet_route_cache, GFP_KERNEL_ACCOUNT);
	if (!route)
		return NULL;
	route->entry = want->prefix;
	route->family = want->family;
	route->type = want->type;
	route->bound = want->bound;
	route->transit = want->transit;
	route->batch = want->batch;
	route->network = network;
	route->dst = want->dst;
	if (!want->n_nexthops)
		return route;
	multipath = ovnet_multipath_create(want->nexthops, want->n_nexthops,
					   old ? old->dst : NULL);
	if (!multipath) {
		kmem_cache_free(ovnet_route_cache, route);
		return NULL;
	}
	multipath->route = route;
	route->dst = &multipath->dst;
	return route;
}

/**
 * ovnet_route_stage() - configure a route, silently
 * @network: whose; its namespace's mutex is held
 * @want: what it is to be
 * @old: that of this prefix, or NULL if there is none
 * @place: where it is, or is to be: of ovnet_route_find_place()
 * @route: result
 * @extack: for the refusal
 *
 * Packets take it from now on. Until ovnet_route_settle() it can be taken back:
 * ovnet_route_restore().
 *
 * Return: 0 or an error, with extack where there is something to say.
 */
int ovnet_route_stage(struct ovnet_network *network,
		      const struct ovnet_route_want *want,
		      struct ovnet_route *old,
		      const struct ovnet_lpm_place *place,
		      struct ovnet_route **route,
		      struct netlink_ext_ack *extack)
{
	struct ovnet_route *new;
	int err;

	lockdep_assert_held(&network->on->lock);
	if (!old && network->on->n_routes >= OVNET_ROUTES_MAX) {
		ovnet_compat_extack(extack, "A namespace has at most %u routes",
				    OVNET_ROUTES_MAX);
		return -ENOSPC;
	}
	new = ovnet_route_alloc(network, want, old);
	if (!new)
		return -ENOMEM;
	if (old) {
		ovnet_lpm_replace(ovnet_route_set(network, want->family),
				  &new->entry, ovnet_route_leads(new));
		ovnet_route_unlink_dst(old);
	} else {
		err = ovnet_lpm_insert_at(place, &new->entry,
					  ovnet_route_leads(new));
		if (err) {
			ovnet_route_release(new);
			return err;
		}
		ovnet_route_count(network, 1);
	}
	ovnet_route_link_dst(new);
	*route = new;
	return 0;
}

/**
 * ovnet_route_settle() - what ovnet_route_stage() did is for good: say so
 * @route: its result; its namespace's mutex has been held since
 * @old: as it was told
 * @heard: whether anybody may be listening
 */
void ovnet_route_settle(struct ovnet_route *route, struct ovnet_route *old,
			bool heard)
{
	ovnet_route_changed(route, old ? OVNET_CMD_ROUTE_SET :
					 OVNET_CMD_ROUTE_NEW, heard);
	if (old)
		ovnet_route_release(old);
}

/**
 * ovnet_route_restore() - undo ovnet_route_stage(), silently
 * @route: its result; its namespace's mutex has been held since
 * @old: as it was told
 */
void ovnet_route_restore(struct ovnet_route *route, struct ovnet_route *old)
{
	struct ovnet_lpm *set = ovnet_route_set(route->network, route->family);

	lockdep_assert_held(&route->network->on->lock);
	ovnet_route_unlink_dst(route);
	if (old) {
		ovnet_lpm_replace(set, &old->entry, ovnet_route_leads(old));
		ovnet_route_link_dst(old);
	} else {
		ovnet_lpm_remove(set, &route->entry);
		ovnet_route_count(route->network, -1);
	}
	ovnet_route_release(route);
}

/**
 * ovnet_route_remove() - a route goes
 * @route: its namespace's mutex is held
 */
void ovnet_route_remove(struct ovnet_route *route)
{
	struct ovnet_network *network = route->network;

	lockdep_assert_held(&network->on->lock);
	ovnet_route_changed(route, OVNET_CMD_ROUTE_DEL, true);
	ovnet_route_unlink_dst(route);
	ovnet_lpm_remove(ovnet_route_set(network, route->family),
			 &route->entry);
	ovnet_route_count(network, -1);
	ovnet_route_release(route);
}

/**
 * ovnet_route_purge_dst() - a place goes, with the routes that point to it
 * @dst: the place; its namespace's mutex is held
 */
void ovnet_route_purge_dst(struct ovnet_dst *dst)
{
	struct ovnet_route *route;
	struct hlist_node *next;

	hlist_for_each_entry_safe(route, next, &dst->routes, dst_node) {
		ovnet_route_remove(route);
		cond_resched();
	}
}

/**
 * ovnet_route_purge_network() - a network goes, with its routes
 * @network: its namespace's mutex is held
 */
void ovnet_route_purge_network(struct ovnet_network *network)
{
	struct ovnet_route *route;
	u8 family = AF_INET;

	while ((route = ovnet_route_next(network, &family, NULL))) {
		ovnet_route_remove(route);
		cond_resched();
	}
}
