// SPDX-License-Identifier: GPL-2.0
/*
 * Routes with several remotes. A packet's flow is hashed to a bucket, and the
 * bucket says to which of them it goes. Each has as many buckets as its weight
 * gives it.
 *
 * A bucket changes hands only if it must, so that flows stay where they are:
 * those of a remote that goes down are lent to the others, and are its own again
 * when it is up; those of one that leaves are given to the others; one that
 * joins gets just what it has a right to. What is lent may be lent to another
 * when one of several that are down comes back. The apportionment is by a
 * divisor method, in which nobody loses when somebody else goes.
 */
#include <linux/slab.h>
#include <net/flow_dissector.h>

#include "multipath.h"
#include "route.h"

#define OVNET_MULTIPATH_NOBODY	U8_MAX

/*
 * Of addresses, protocol and ports, and of nothing else: a socket may give its
 * packets another hash or flow label on the way, and what is at the other end
 * may know its flows. Fragments have no ports, not even the first: all of a
 * packet go one way.
 */
static noinline_for_stack u32 ovnet_multipath_hash(const struct ovnet_pkt *pkt)
{
	struct flow_keys found = {}, keys = {};

	__skb_flow_dissect(pkt->on->net, pkt->skb, &flow_keys_dissector, &found,
			   pkt->skb->data, pkt->proto, pkt->nhoff,
			   skb_headlen(pkt->skb),
			   FLOW_DISSECTOR_F_STOP_AT_ENCAP);
	keys.control.addr_type = found.control.addr_type;
	keys.addrs = found.addrs;
	keys.basic.ip_proto = found.basic.ip_proto;
	keys.ports = found.ports;
	return flow_hash_from_keys(&keys);
}

/**
 * ovnet_multipath_choose_rcu() - which next hop is a packet's?
 * @dst: of type OVNET_DST_MULTIPATH
 * @pkt: parsed, IP; the same for all packets of its flow
 *
 * Context: RCU.
 * Return: the next hop; its remote is down only if all of them are.
 */
const struct ovnet_nexthop *
ovnet_multipath_choose_rcu(const struct ovnet_dst *dst,
			   const struct ovnet_pkt *pkt)
{
	const struct ovnet_multipath *multipath = ovnet_multipath_of(dst);
	u32 hash = ovnet_multipath_hash(pkt);
	u8 i;

	BUILD_BUG_ON_NOT_POWER_OF_2(OVNET_MULTIPATH_BUCKETS);
	/* The source port in the tunnel is by the upper bits. */
	i = READ_ONCE(multipath->bucket[hash % OVNET_MULTIPATH_BUCKETS]);
	return &multipath->nexthops[i];
}

/* Is it more I's turn than J's? Who has nothing comes first; then Webster's. */
static bool ovnet_multipath_ahead(const struct ovnet_multipath *multipath,
				  const u8 *quota, int i, int j)
{
	u32 of_i = quota[i] ? 2 * quota[i] + 1 : 0;
	u32 of_j = quota[j] ? 2 * quota[j] + 1 : 0;

	return multipath->nexthops[i].weight * of_j >
	       multipath->nexthops[j].weight * of_i;
}

/* How many buckets each is to have, of those in @takes. */
static void ovnet_multipath_apportion(const struct ovnet_multipath *multipath,
				      u32 takes, u8 *quota)
{
	int i, next, left;

	memset(quota, 0, multipath->n);
	for (left = OVNET_MULTIPATH_BUCKETS; left; left--) {
		next = -1;
		for (i = 0; i < multipath->n; i++) {
			if (!(takes & BIT(i)))
				continue;
			if (next < 0 ||
			    ovnet_multipath_ahead(multipath, quota, i, next))
				next = i;
		}
		quota[next]++;
	}
}

static bool ovnet_multipath_take(u8 *quota, u8 who)
{
	if (who == OVNET_MULTIPATH_NOBODY || !quota[who])
		return false;
	quota[who]--;
	return true;
}

/*
 * Share out the buckets of @table among those in @takes, at least one: to who is
 * at home there, then to who has them, then to who lacks some.
 */
static void ovnet_multipath_share(const struct ovnet_multipath *multipath,
				  u8 *table, u32 takes)
{
	const u8 *home = multipath->home, *has = multipath->bucket;
	u8 quota[OVNET_NEXTHOPS_MAX], result[OVNET_MULTIPATH_BUCKETS];
	int b, i = 0;

	ovnet_multipath_apportion(multipath, takes, quota);
	for (b = 0; b < OVNET_MULTIPATH_BUCKETS; b++)
		result[b] = ovnet_multipath_take(quota, home[b]) ?
			    home[b] : OVNET_MULTIPATH_NOBODY;
	for (b = 0; b < OVNET_MULTIPATH_BUCKETS; b++)
		if (result[b] == OVNET_MULTIPATH_NOBODY &&
		    ovnet_multipath_take(quota, has[b]))
			result[b] = has[b];
	for (b = 0; b < OVNET_MULTIPATH_BUCKETS; b++) {
		if (result[b] == OVNET_MULTIPATH_NOBODY) {
			while (!ovnet_multipath_take(quota, i))
				i++;
			result[b] = i;
		}
		WRITE_ONCE(table[b], result[b]);
	}
}

/* After one has come, gone, or is up or down. Somebody is there. */
static void ovnet_multipath_settle(struct ovnet_multipath *multipath)
{
	u32 all = 0, up = 0;
	int i;

	for (i = 0; i < multipath->n; i++) {
		if (!multipath->nexthops[i].weight)
			continue;
		all |= BIT(i);
		if (ovnet_remote_is_there(multipath->nexthops[i].remote))
			up |= BIT(i);
	}
	ovnet_multipath_share(multipath, multipath->home, all);
	ovnet_multipath_share(multipath, multipath->bucket, up ?: all);
}

static u8 ovnet_multipath_index(const struct ovnet_multipath *multipath,
				const struct ovnet_remote *remote)
{
	u8 i;

	for (i = 0; i < multipath->n; i++)
		if (multipath->nexthops[i].remote == remote)
			return i;
	return OVNET_MULTIPATH_NOBODY;
}

/* Buckets stay with the remotes that they had in the place of this one. */
static void ovnet_multipath_inherit(struct ovnet_multipath *multipath,
				    const struct ovnet_dst *old)
{
	const struct ovnet_multipath *from;
	u8 index[OVNET_NEXTHOPS_MAX];
	int b, i;

	memset(multipath->home, OVNET_MULTIPATH_NOBODY,
	       sizeof(multipath->home));
	memset(multipath->bucket, OVNET_MULTIPATH_NOBODY,
	       sizeof(multipath->bucket));
	if (old && old->type == OVNET_DST_REMOTE) {
		i = ovnet_multipath_index(multipath,
					  container_of(old, struct ovnet_remote,
						       dst));
		memset(multipath->home, i, sizeof(multipath->home));
	}
	if (!ovnet_multipath_is(old))
		return;
	from = ovnet_multipath_of(old);
	for (i = 0; i < from->n; i++)
		index[i] = ovnet_multipath_index(multipath,
						 from->nexthops[i].remote);
	for (b = 0; b < OVNET_MULTIPATH_BUCKETS; b++) {
		multipath->home[b] = index[from->home[b]];
		multipath->bucket[b] = index[from->bucket[b]];
	}
}

/**
 * ovnet_multipath_create() - several remotes for a route to point to
 * @want: which; their namespace's mutex is held
 * @n: how many, 1 to OVNET_NEXTHOPS_MAX; each once
 * @old: where the route pointed to until now, or NULL
 *
 * Return: it, in no list; freed by kfree(), or kfree_rcu() where a packet may
 * have seen it; NULL if there is no memory.
 */
struct ovnet_multipath *
ovnet_multipath_create(const struct ovnet_nexthop_want *want, unsigned int n,
		       const struct ovnet_dst *old)
{
	struct ovnet_multipath *multipath;
	unsigned int i;

	multipath = kzalloc(struct_size(multipath, nexthops, n),
			    GFP_KERNEL_ACCOUNT);
	if (!multipath)
		return NULL;
	ovnet_dst_init(&multipath->dst, OVNET_DST_MULTIPATH);
	multipath->n = n;
	for (i = 0; i < n; i++) {
		multipath->nexthops[i].multipath = multipath;
		multipath->nexthops[i].remote = want[i].remote;
		multipath->nexthops[i].weight = want[i].weight;
		multipath->nexthops[i].sid = want[i].sid;
	}
	ovnet_multipath_inherit(multipath, old);
	ovnet_multipath_settle(multipath);
	return multipath;
}

static void ovnet_multipath_count(struct ovnet_remote *remote, int n)
{
	lockdep_assert_held(&remote->on->lock);
	WRITE_ONCE(remote->dst.n_routes, remote->dst.n_routes + n);
	if (!remote->dst.n_routes)
		ovnet_remote_orphaned(remote->on);
}

/**
 * ovnet_multipath_link() - its route is there: the remotes know
 * @multipath: their namespace's mutex is held
 */
void ovnet_multipath_link(struct ovnet_multipath *multipath)
{
	struct ovnet_nexthop *nexthop = multipath->nexthops;

	for (; nexthop < multipath->nexthops + multipath->n; nexthop++) {
		if (!nexthop->weight)
			continue;
		hlist_add_head(&nexthop->node, &nexthop->remote->nexthops);
		ovnet_multipath_count(nexthop->remote, 1);
	}
}

/**
 * ovnet_multipath_unlink() - its route goes
 * @multipath: their namespace's mutex is held
 */
void ovnet_multipath_unlink(struct ovnet_multipath *multipath)
{
	struct ovnet_nexthop *nexthop = multipath->nexthops;

	for (; nexthop < multipath->nexthops + multipath->n; nexthop++) {
		if (!nexthop->weight)
			continue;
		hlist_del(&nexthop->node);
		ovnet_multipath_count(nexthop->remote, -1);
	}
}

/**
 * ovnet_multipath_has() - is this one of the remotes?
 * @multipath: their namespace's mutex is held
 * @remote: the one
 *
 * Return: whether it is.
 */
bool ovnet_multipath_has(const struct ovnet_multipath *multipath,
			 const struct ovnet_remote *remote)
{
	u8 i = ovnet_multipath_index(multipath, remote);

	return i != OVNET_MULTIPATH_NOBODY && multipath->nexthops[i].weight;
}

/**
 * ovnet_multipath_buckets() - what part of the flows is a remote's?
 * @nexthop: its; their namespace's mutex is held
 *
 * Return: buckets, of OVNET_MULTIPATH_BUCKETS.
 */
u32 ovnet_multipath_buckets(const struct ovnet_nexthop *nexthop)
{
	const struct ovnet_multipath *multipath = nexthop->multipath;
	u8 i = nexthop - multipath->nexthops;
	u32 n = 0;
	int b;

	for (b = 0; b < OVNET_MULTIPATH_BUCKETS; b++)
		n += multipath->bucket[b] == i;
	return n;
}

/**
 * ovnet_multipath_follow() - a remote is up or down: flows of routes follow
 * @remote: its namespace's mutex is held
 */
void ovnet_multipath_follow(struct ovnet_remote *remote)
{
	struct ovnet_nexthop *nexthop;

	lockdep_assert_held(&remote->on->lock);
	hlist_for_each_entry(nexthop, &remote->nexthops, node) {
		ovnet_multipath_settle(nexthop->multipath);
		cond_resched();
	}
}

static bool ovnet_multipath_is_last(const struct ovnet_nexthop *nexthop)
{
	const struct ovnet_multipath *multipath = nexthop->multipath;
	int i;

	for (i = 0; i < multipath->n; i++)
		if (multipath->nexthops[i].weight &&
		    &multipath->nexthops[i] != nexthop)
			return false;
	return true;
}

/* It stays in its place for readers that have found it in a bucket. */
static void ovnet_multipath_leave(struct ovnet_nexthop *nexthop)
{
	struct ovnet_multipath *multipath = nexthop->multipath;

	hlist_del(&nexthop->node);
	ovnet_multipath_count(nexthop->remote, -1);
	nexthop->weight = 0;
	ovnet_multipath_settle(multipath);
	ovnet_route_changed(multipath->route, OVNET_CMD_ROUTE_SET, true);
}

/**
 * ovnet_multipath_purge() - a remote goes: it leaves its routes, which go with
 * the last that they have
 * @remote: its namespace's mutex is held; freed only after a grace period
 */
void ovnet_multipath_purge(struct ovnet_remote *remote)
{
	struct ovnet_nexthop *nexthop;
	struct hlist_node *next;

	lockdep_assert_held(&remote->on->lock);
	hlist_for_each_entry_safe(nexthop, next, &remote->nexthops, node) {
		if (ovnet_multipath_is_last(nexthop))
			ovnet_route_remove(nexthop->multipath->route);
		else
			ovnet_multipath_leave(nexthop);
		cond_resched();
	}
}
