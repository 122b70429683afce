// SPDX-License-Identifier: GPL-2.0
/*
 * Neighbours: the MAC of each address of each network. One table a namespace,
 * so that a network without rows costs nothing; a list of rows for each
 * network, so that its removal costs what it holds.
 */
#include <linux/etherdevice.h>
#include <linux/jiffies.h>
#include <linux/rculist.h>
#include <linux/slab.h>

#include "neigh.h"

#define OVNET_NEIGH_BATCH	256	/* rows removed with the lock held */
#define OVNET_NEIGH_PASSES	16	/* of the table, to sweep it */

static struct kmem_cache *ovnet_neigh_cache __ro_after_init;

static const struct rhashtable_params ovnet_neigh_params = {
	.head_offset = offsetof(struct ovnet_neigh_row, node),
	.key_offset = offsetof(struct ovnet_neigh_row, key),
	.key_len = sizeof(struct ovnet_neigh_key),
	.automatic_shrinking = true,
};

/**
 * ovnet_neigh_cache_init() - memory for rows
 *
 * Return: 0 or -ENOMEM.
 */
int __init ovnet_neigh_cache_init(void)
{
	ovnet_neigh_cache = KMEM_CACHE(ovnet_neigh_row, 0);
	return ovnet_neigh_cache ? 0 : -ENOMEM;
}

/**
 * ovnet_neigh_cache_exit() - undo ovnet_neigh_cache_init(); no callback is
 * pending
 */
void ovnet_neigh_cache_exit(void)
{
	kmem_cache_destroy(ovnet_neigh_cache);
}

/**
 * ovnet_neigh_init() - table of a namespace
 * @on: namespace
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_neigh_init(struct ovnet_net *on)
{
	spin_lock_init(&on->neigh_lock);
	on->neigh_removals = 2;
	return rhashtable_init(&on->neighs, &ovnet_neigh_params);
}

/**
 * ovnet_neigh_exit() - undo ovnet_neigh_init(); all rows have been purged
 * @on: namespace
 */
void ovnet_neigh_exit(struct ovnet_net *on)
{
	WARN_ON_ONCE(on->n_neighs);
	rhashtable_destroy(&on->neighs);
}

/**
 * ovnet_neigh_find() - the row of an address
 * @network: in this
 * @addr: unicast; zero where an address of its family has nothing
 *
 * Context: RCU, or neigh_lock.
 * Return: it, or NULL.
 */
struct ovnet_neigh_row *
ovnet_neigh_find(const struct ovnet_network *network,
		 const struct ovnet_addr *addr)
{
	struct ovnet_neigh_key key = { .network = network->id };

	key.addr = *addr;
	return rhashtable_lookup_fast(&network->on->neighs, &key,
				      ovnet_neigh_params);
}

/**
 * ovnet_neigh_lookup_rcu() - who has an address?
 * @network: in this
 * @addr: unicast; zero where an address of its family has nothing
 * @mac: result
 *
 * Context: RCU.
 * Return: whether it is known.
 */
bool ovnet_neigh_lookup_rcu(const struct ovnet_network *network,
			    const struct ovnet_addr *addr, u8 *mac)
{
	struct ovnet_neigh_row *row = ovnet_neigh_find(network, addr);
	unsigned long now = jiffies ?: 1;

	if (!row)
		return false;
	if (READ_ONCE(row->used) != now)
		WRITE_ONCE(row->used, now);
	u64_to_ether_addr(READ_ONCE(row->mac), mac);
	return true;
}

static void ovnet_neigh_free_rcu(struct rcu_head *head)
{
	kmem_cache_free(ovnet_neigh_cache,
			container_of(head, struct ovnet_neigh_row, rcu));
}

static int ovnet_neigh_insert(struct ovnet_network *network,
			      struct ovnet_neigh_row *row,
			      const struct ovnet_addr *addr)
{
	struct ovnet_net *on = network->on;
	int err;

	lockdep_assert_held(&on->neigh_lock);
	row->key.network = network->id;
	row->key.addr = *addr;
	row->network = network;
	row->updated = jiffies;
	err = rhashtable_insert_fast(&on->neighs, &row->node,
				     ovnet_neigh_params);
	if (err)
		return err;
	hlist_add_head_rcu(&row->network_node, &network->neighs);
	WRITE_ONCE(network->n_neighs, network->n_neighs + 1);
	WRITE_ONCE(on->n_neighs, on->n_neighs + 1);
	return 0;
}

static void ovnet_neigh_unlink(struct ovnet_neigh_row *row)
{
	struct ovnet_network *network = row->network;
	struct ovnet_net *on = network->on;

	lockdep_assert_held(&on->neigh_lock);
	rhashtable_remove_fast(&on->neighs, &row->node, ovnet_neigh_params);
	/* Walkers look at this to see whether it has gone. */
	hlist_del_init_rcu(&row->network_node);
	WRITE_ONCE(network->n_neighs, network->n_neighs - 1);
	WRITE_ONCE(on->n_neighs, on->n_neighs - 1);
	WRITE_ONCE(on->neigh_removals, on->neigh_removals + 1);
	call_rcu(&row->rcu, ovnet_neigh_free_rcu);
}

static void ovnet_neigh_remove(struct ovnet_neigh_row *row)
{
	ovnet_neigh_notify(row, OVNET_CMD_NEIGH_DEL);
	ovnet_neigh_unlink(row);
}

/* A message names a row once: the second time would undo the first. */
static int ovnet_neigh_check_twice(const struct ovnet_neigh_row *row, u32 batch,
				   struct netlink_ext_ack *extack)
{
	if (row->batch != batch)
		return 0;
	NL_SET_ERR_MSG(extack, "An object is named once in a message");
	return -EINVAL;
}

/* May the row that is there become what is asked for? */
static int ovnet_neigh_check_replace(const struct ovnet_neigh_row *row,
				     const struct ovnet_neigh_want *want,
				     bool excl,
				     struct netlink_ext_ack *extack)
{
	if (excl) {
		NL_SET_ERR_MSG(extack,
			       "The address has a row: replace or delete it");
		return -EEXIST;
	}
	if (want->seq && (s32)(*want->seq - row->seq) < 0) {
		ovnet_compat_extack(extack, "The row is newer: seq %u",
				    row->seq);
		return -ESTALE;
	}
	return ovnet_neigh_check_twice(row, want->batch, extack);
}

static void ovnet_neigh_replace(struct ovnet_neigh_row *row,
				const struct ovnet_neigh_want *want,
				struct ovnet_neigh_before *before)
{
	u64 mac = ether_addr_to_u64(want->mac);

	before->mac = row->mac;
	before->state = row->state;
	before->seq = row->seq;
	before->updated = row->updated;
	if (row->mac != mac) {
		WRITE_ONCE(row->mac, mac);
		row->seq++;
	}
	WRITE_ONCE(row->state, want->state);
	WRITE_ONCE(row->updated, jiffies);
}

/**
 * ovnet_neigh_stage() - configure a row, but tell nobody yet
 * @network: whose; its namespace's mutex is held
 * @addr: unicast; zero where an address of its family has nothing
 * @want: what it is to be
 * @excl: there must not be one yet
 * @before: result: what it was, for ovnet_neigh_restore()
 * @extack: for the refusal
 *
 * Context: process.
 * Return: 0 or an error, with extack where there is something to say.
 */
int ovnet_neigh_stage(struct ovnet_network *network,
		      const struct ovnet_addr *addr,
		      const struct ovnet_neigh_want *want, bool excl,
		      struct ovnet_neigh_before *before,
		      struct netlink_ext_ack *extack)
{
	struct ovnet_neigh_row *row, *spare;
	struct ovnet_net *on = network->on;
	int err;

	lockdep_assert_held(&on->lock);
	memset(before, 0, sizeof(*before));
	spare = kmem_cache_zalloc(ovnet_neigh_cache, GFP_KERNEL_ACCOUNT);
	if (!spare)
		return -ENOMEM;

	spin_lock_bh(&on->neigh_lock);
	row = ovnet_neigh_find(network, addr);
	if (row) {
		err = ovnet_neigh_check_replace(row, want, excl, extack);
		if (err)
			goto out;
		ovnet_neigh_replace(row, want, before);
	} else {
		err = -ENOSPC;
		if (on->n_neighs >= OVNET_NEIGHS_MAX) {
			ovnet_compat_extack(extack,
					    "A namespace has at most %u neighbours",
					    OVNET_NEIGHS_MAX);
			goto out;
		}
		spare->state = want->state;
		spare->mac = ether_addr_to_u64(want->mac);
		err = ovnet_neigh_insert(network, spare, addr);
		if (err)
			goto out;
		row = spare;
		spare = NULL;
	}
	row->batch = want->batch;
	if (want->seq)
		row->seq = *want->seq;
out:
	spin_unlock_bh(&on->neigh_lock);
	if (spare)
		kmem_cache_free(ovnet_neigh_cache, spare);
	return err;
}

/**
 * ovnet_neigh_announce() - tell listeners what ovnet_neigh_stage() did
 * @network: whose
 * @addr: key
 * @before: what the row was
 */
void ovnet_neigh_announce(struct ovnet_network *network,
			  const struct ovnet_addr *addr,
			  const struct ovnet_neigh_before *before)
{
	struct ovnet_net *on = network->on;
	struct ovnet_neigh_row *row;

	spin_lock_bh(&on->neigh_lock);
	row = ovnet_neigh_find(network, addr);
	if (row)
		ovnet_neigh_notify(row, before->mac ? OVNET_CMD_NEIGH_SET :
						      OVNET_CMD_NEIGH_NEW);
	spin_unlock_bh(&on->neigh_lock);
}

/**
 * ovnet_neigh_restore() - undo ovnet_neigh_stage(), silently
 * @network: whose; its namespace's mutex has been held since
 * @addr: key
 * @before: what the row was
 */
void ovnet_neigh_restore(struct ovnet_network *network,
			 const struct ovnet_addr *addr,
			 const struct ovnet_neigh_before *before)
{
	struct ovnet_net *on = network->on;
	struct ovnet_neigh_row *row;

	lockdep_assert_held(&on->lock);
	spin_lock_bh(&on->neigh_lock);
	row = ovnet_neigh_find(network, addr);
	if (row && before->mac) {
		WRITE_ONCE(row->mac, before->mac);
		WRITE_ONCE(row->state, before->state);
		row->seq = before->seq;
		WRITE_ONCE(row->updated, before->updated);
	} else if (row) {
		ovnet_neigh_unlink(row);
	}
	spin_unlock_bh(&on->neigh_lock);
}

/**
 * ovnet_neigh_deletable() - is there a row to remove?
 * @network: whose
 * @addr: key
 * @batch: message that asks, once
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_neigh_deletable(struct ovnet_network *network,
			  const struct ovnet_addr *addr, u32 batch,
			  struct netlink_ext_ack *extack)
{
	struct ovnet_net *on = network->on;
	struct ovnet_neigh_row *row;
	int err = -ENOENT;

	spin_lock_bh(&on->neigh_lock);
	row = ovnet_neigh_find(network, addr);
	if (row)
		err = ovnet_neigh_check_twice(row, batch, extack);
	else
		ovnet_compat_extack(extack,
				    "Network %s has no neighbour with this address",
				    network->name);
	if (!err)
		row->batch = batch;
	spin_unlock_bh(&on->neigh_lock);
	return err;
}

/**
 * ovnet_neigh_delete() - remove a row, if it is there
 * @network: whose
 * @addr: key
 */
void ovnet_neigh_delete(struct ovnet_network *network,
			const struct ovnet_addr *addr)
{
	struct ovnet_net *on = network->on;
	struct ovnet_neigh_row *row;

	spin_lock_bh(&on->neigh_lock);
	row = ovnet_neigh_find(network, addr);
	if (row)
		ovnet_neigh_remove(row);
	spin_unlock_bh(&on->neigh_lock);
}

/**
 * ovnet_neigh_match() - does a row pass a filter?
 * @row: under RCU or neigh_lock
 * @filter: what to look for
 *
 * Return: true if so.
 */
bool ovnet_neigh_match(const struct ovnet_neigh_row *row,
		       const struct ovnet_neigh_filter *filter)
{
	return (!filter->network || row->network == filter->network) &&
	       (!filter->addr.family ||
		!memcmp(&row->key.addr, &filter->addr, sizeof(filter->addr))) &&
	       (!filter->mac || READ_ONCE(row->mac) == filter->mac) &&
	       (!filter->state || READ_ONCE(row->state) == filter->state);
}

/* Remove what passes the filter of the whole table, a stretch at a time. */
static u32 ovnet_neigh_pass(struct ovnet_net *on,
			    const struct ovnet_neigh_filter *filter)
{
	struct rhashtable_iter iter;
	struct ovnet_neigh_row *row;
	u32 removed = 0, seen = 0;

	rhashtable_walk_enter(&on->neighs, &iter);
	rhashtable_walk_start(&iter);
	while ((row = rhashtable_walk_next(&iter))) {
		if (IS_ERR(row))
			continue;	/* resized: rows may come twice */
		if (ovnet_neigh_match(row, filter)) {
			spin_lock_bh(&on->neigh_lock);
			if (!hlist_unhashed(&row->network_node) &&
			    ovnet_neigh_match(row, filter)) {
				ovnet_neigh_remove(row);
				removed++;
			}
			spin_unlock_bh(&on->neigh_lock);
		}
		if (++seen % OVNET_NEIGH_BATCH == 0) {
			rhashtable_walk_stop(&iter);
			cond_resched();
			rhashtable_walk_start(&iter);
		}
	}
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
	return removed;
}

/**
 * ovnet_neigh_flush() - remove what passes a filter
 * @on: namespace; its mutex is held, which keeps what @filter points to
 * @filter: which rows
 *
 * A walk that pauses on a row which is then removed may pass over others in
 * its chain: it is repeated until nothing is found, or often enough.
 *
 * Return: how many went.
 */
u32 ovnet_neigh_flush(struct ovnet_net *on,
		      const struct ovnet_neigh_filter *filter)
{
	u32 removed = 0, n;
	int pass;

	lockdep_assert_held(&on->lock);
	for (pass = 0; pass < OVNET_NEIGH_PASSES; pass++) {
		n = ovnet_neigh_pass(on, filter);
		removed += n;
		if (!n)
			break;
	}
	return removed;
}

/**
 * ovnet_neigh_purge_network() - a network goes: so do its rows
 * @network: its namespace's mutex is held
 *
 * Context: process.
 */
void ovnet_neigh_purge_network(struct ovnet_network *network)
{
	struct ovnet_net *on = network->on;
	int n;

	lockdep_assert_held(&on->lock);
	spin_lock_bh(&on->neigh_lock);
	while (!hlist_empty(&network->neighs)) {
		for (n = 0; n < OVNET_NEIGH_BATCH &&
		     !hlist_empty(&network->neighs); n++)
			ovnet_neigh_remove(hlist_entry(network->neighs.first,
						       struct ovnet_neigh_row,
						       network_node));
		spin_unlock_bh(&on->neigh_lock);
		cond_resched();
		spin_lock_bh(&on->neigh_lock);
	}
	spin_unlock_bh(&on->neigh_lock);
}
