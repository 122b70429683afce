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
#include <linux/unaligned.h>

#include "addr.h"
#include "cache.h"
#include "flow.h"
#include "neigh.h"
#include "walk.h"

#define OVNET_NEIGH_BATCH	256	/* rows removed with the lock held */

static struct kmem_cache *ovnet_neigh_cache __ro_after_init;

static_assert(sizeof(struct ovnet_neigh_row) <= 96);

/**
 * struct ovnet_neigh_key - what a row is looked up by, as it has it
 * @network: whose
 * @addr: unicast, as &struct ovnet_addr.v6
 * @word: only OVNET_NEIGH_WORD_IPV6 counts
 */
struct ovnet_neigh_key {
	const struct ovnet_network *network;
	struct in6_addr addr;
	u64 word;
};

/* What makes the hash. */
#define OVNET_NEIGH_KEY_LEN	offsetofend(struct ovnet_neigh_key, addr)

/* IPv4 has one word less. */
static __always_inline u32 ovnet_neigh_hash(const void *data, u32 len, u32 seed)
{
	const struct ovnet_neigh_key *key = data;
	const u64 *addr = (const u64 *)&key->addr;
	u64 further = get_unaligned(addr + 1);
	u64 hash;

	hash = ovnet_flow_mix(seed, (uintptr_t)key->network);
	hash = ovnet_flow_mix(hash, get_unaligned(addr));
	if (further)
		hash = ovnet_flow_mix(hash, further);
	/* Hosts of a subnet differ in what are the uppermost bits. */
	return ovnet_flow_finish(hash);
}

/* As rhashtable wants it: 0 if it is the one. */
static __always_inline int
ovnet_neigh_differs(struct rhashtable_compare_arg *arg, const void *object)
{
	const struct ovnet_neigh_row *row = object;
	const struct ovnet_neigh_key *key = arg->key;

	return row->network != key->network ||
	       !ipv6_addr_equal(&row->addr, &key->addr) ||
	       ((READ_ONCE(row->word) ^ key->word) & OVNET_NEIGH_WORD_IPV6);
}

static struct ovnet_neigh_key
ovnet_neigh_key(const struct ovnet_network *network,
		const struct ovnet_addr *addr)
{
	BUILD_BUG_ON(offsetof(struct ovnet_neigh_row, addr) -
		     offsetof(struct ovnet_neigh_row, network) !=
		     offsetof(struct ovnet_neigh_key, addr));
	BUILD_BUG_ON(offsetof(struct ovnet_neigh_row, word) -
		     offsetof(struct ovnet_neigh_row, network) !=
		     offsetof(struct ovnet_neigh_key, word));
	return (struct ovnet_neigh_key) {
		.network = network,
		.addr = addr->v6,
		.word = FIELD_PREP(OVNET_NEIGH_WORD_IPV6,
				   addr->family == AF_INET6),
	};
}

static const struct rhashtable_params ovnet_neigh_params = {
	.head_offset = offsetof(struct ovnet_neigh_row, node),
	.key_offset = offsetof(struct ovnet_neigh_row, network),
	.key_len = OVNET_NEIGH_KEY_LEN,
	.hashfn = ovnet_neigh_hash,
	.obj_cmpfn = ovnet_neigh_differs,
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
	on->neigh_event = jiffies;
	ovnet_neigh_age_init(on);
	return rhashtable_init(&on->neighs, &ovnet_neigh_params);
}

/**
 * ovnet_neigh_exit() - undo ovnet_neigh_init(); all rows have been purged
 * @on: namespace
 */
void ovnet_neigh_exit(struct ovnet_net *on)
{
	ovnet_neigh_age_exit(on);
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
struct ovnet_neigh_row *ovnet_neigh_find(const struct ovnet_network *network,
					 const struct ovnet_addr *addr)
{
	const struct ovnet_neigh_key key = ovnet_neigh_key(network, addr);

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
	u32 now = ovnet_stamp(jiffies);

	if (!row)
		return false;
	if (READ_ONCE(row->used) != now)
		WRITE_ONCE(row->used, now);
	u64_to_ether_addr(ovnet_neigh_mac(row), mac);
	return true;
}

static void ovnet_neigh_free_rcu(struct rcu_head *head)
{
	kmem_cache_free(ovnet_neigh_cache,
			container_of(head, struct ovnet_neigh_row, rcu));
}

static struct ovnet_dst *ovnet_neigh_dst(const struct ovnet_neigh_row *row)
{
	return rcu_dereference_protected(row->dst,
					 lockdep_is_held(&row->network->on->neigh_lock));
}

static void ovnet_neigh_set_dst(struct ovnet_neigh_row *row,
				struct ovnet_dst *dst)
{
	if (ovnet_neigh_dst(row))
		hlist_del(&row->dst_node);
	if (dst)
		hlist_add_head(&row->dst_node, &dst->neighs);
	rcu_assign_pointer(row->dst, dst);
}

static void ovnet_neigh_count_learned(struct ovnet_network *network, int n)
{
	WRITE_ONCE(network->n_neighs_learned, network->n_neighs_learned + n);
	WRITE_ONCE(network->on->n_neighs_learned,
		   network->on->n_neighs_learned + n);
}

static void ovnet_neigh_set_state(struct ovnet_neigh_row *row, u8 state)
{
	ovnet_neigh_count_learned(row->network,
				  (state == OVNET_NEIGH_STATE_LEARNED) -
				  (ovnet_neigh_state(row) == OVNET_NEIGH_STATE_LEARNED));
	ovnet_neigh_write(row, state, OVNET_NEIGH_WORD_STATE);
	if (state == OVNET_NEIGH_STATE_LEARNED)
		ovnet_neigh_age_start(row->network->on);
}

/* A row that nobody finds yet. */
static struct ovnet_neigh_row *ovnet_neigh_alloc(struct ovnet_network *network,
						 const struct ovnet_addr *addr,
						 const u8 *mac, u8 state,
						 gfp_t gfp)
{
	struct ovnet_neigh_row *row;

	row = kmem_cache_zalloc(ovnet_neigh_cache, gfp);
	if (!row)
		return NULL;
	row->network = network;
	row->addr = addr->v6;
	row->word = FIELD_PREP(OVNET_NEIGH_WORD_MAC, ether_addr_to_u64(mac)) |
		    FIELD_PREP(OVNET_NEIGH_WORD_STATE, state) |
		    FIELD_PREP(OVNET_NEIGH_WORD_IPV6,
			       addr->family == AF_INET6);
	row->updated = ovnet_stamp(jiffies);
	return row;
}

/* The row of an address: @row, if there was none; or an error. */
static struct ovnet_neigh_row *ovnet_neigh_insert(struct ovnet_neigh_row *row)
{
	struct ovnet_network *network = row->network;
	struct ovnet_net *on = network->on;
	struct ovnet_neigh_row *old;

	lockdep_assert_held(&on->neigh_lock);
	old = rhashtable_lookup_get_insert_fast(&on->neighs, &row->node,
						ovnet_neigh_params);
	if (old)
		return old;
	hlist_add_head_rcu(&row->network_node, &network->neighs);
	WRITE_ONCE(network->n_neighs, network->n_neighs + 1);
	WRITE_ONCE(on->n_neighs, on->n_neighs + 1);
	return row;
}

static void ovnet_neigh_unlink(struct ovnet_neigh_row *row)
{
	struct ovnet_network *network = row->network;
	struct ovnet_net *on = network->on;

	lockdep_assert_held(&on->neigh_lock);
	rhashtable_remove_fast(&on->neighs, &row->node, ovnet_neigh_params);
	/* Walkers look at this to see whether it has gone. */
	hlist_del_init_rcu(&row->network_node);
	if (ovnet_neigh_dst(row))
		hlist_del(&row->dst_node);
	if (ovnet_neigh_state(row) == OVNET_NEIGH_STATE_LEARNED)
		ovnet_neigh_count_learned(network, -1);
	WRITE_ONCE(network->n_neighs, network->n_neighs - 1);
	WRITE_ONCE(on->n_neighs, on->n_neighs - 1);
	WRITE_ONCE(on->neigh_removals, on->neigh_removals + 1);
	ovnet_cache_flush(on);
	call_rcu(&row->rcu, ovnet_neigh_free_rcu);
}

static void ovnet_neigh_remove(struct ovnet_neigh_row *row)
{
	ovnet_neigh_notify(row, OVNET_CMD_NEIGH_DEL);
	ovnet_neigh_unlink(row);
}

/* A message names a row once: the second time would undo the first. */
static int ovnet_neigh_check_twice(const struct ovnet_neigh_row *row,
				   struct netlink_ext_ack *extack)
{
	lockdep_assert_held(&row->network->on->lock);
	if (!(row->word & OVNET_NEIGH_WORD_NAMED))
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
	u8 state = ovnet_neigh_state(row);
	bool taken_over = state == OVNET_NEIGH_STATE_LEARNED ||
			  state == OVNET_NEIGH_STATE_BOUND;

	if (!taken_over && excl) {
		NL_SET_ERR_MSG(extack,
			       "The address has a row: replace or delete it");
		return -EEXIST;
	}
	/* What moves on the wire cannot outrun what is configured. */
	if (!taken_over && want->seq && (s32)(*want->seq - row->seq) < 0) {
		ovnet_compat_extack(extack, "The row is newer: seq %u",
				    row->seq);
		return -ESTALE;
	}
	return want->once ? ovnet_neigh_check_twice(row, extack) : 0;
}

static void ovnet_neigh_replace(struct ovnet_neigh_row *row,
				const struct ovnet_neigh_want *want,
				struct ovnet_neigh_before *before)
{
	u64 mac = ether_addr_to_u64(want->mac);

	before->mac = ovnet_neigh_mac(row);
	before->dst = ovnet_neigh_dst(row);
	before->state = ovnet_neigh_state(row);
	before->seq = row->seq;
	before->updated = row->updated;
	if (before->mac != mac) {
		ovnet_neigh_write(row, mac, OVNET_NEIGH_WORD_MAC);
		row->seq++;
	}
	ovnet_neigh_set_dst(row, want->dst);
	ovnet_neigh_set_state(row, want->state);
	WRITE_ONCE(row->updated, ovnet_stamp(jiffies));
	ovnet_cache_flush(row->network->on);
}

/**
 * ovnet_neigh_stage() - configure a row, but tell nobody yet
 * @network: whose; its namespace's mutex is held
 * @addr: unicast; zero where an address of its family has nothing
 * @want: what it is to be
 * @excl: there must not be a configured one yet
 * @before: result: what it was, for ovnet_neigh_restore()
 * @extack: for the refusal
 *
 * A learned or bound row is taken over.
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
	int err = 0;

	lockdep_assert_held(&on->lock);
	*before = (struct ovnet_neigh_before) {};
	spare = ovnet_neigh_alloc(network, addr, want->mac, want->state,
				  GFP_KERNEL_ACCOUNT);
	if (!spare)
		return -ENOMEM;

	spin_lock_bh(&on->neigh_lock);
	if (on->n_neighs < OVNET_NEIGHS_MAX)
		row = ovnet_neigh_insert(spare);
	else
		row = ovnet_neigh_find(network, addr) ?: ERR_PTR(-ENOSPC);
	if (IS_ERR(row)) {
		err = PTR_ERR(row);
		if (err == -ENOSPC)
			ovnet_compat_extack(extack,
					    "A namespace has at most %u neighbours",
					    OVNET_NEIGHS_MAX);
	} else if (row == spare) {
		spare = NULL;
		ovnet_neigh_set_dst(row, want->dst);
	} else {
		err = ovnet_neigh_check_replace(row, want, excl, extack);
		if (!err)
			ovnet_neigh_replace(row, want, before);
	}
	if (!err) {
		before->row = row;
		ovnet_neigh_write(row, want->once, OVNET_NEIGH_WORD_NAMED);
		if (want->seq)
			row->seq = *want->seq;
	}
	spin_unlock_bh(&on->neigh_lock);
	if (spare)
		kmem_cache_free(ovnet_neigh_cache, spare);
	return err;
}

/**
 * ovnet_neigh_done() - the message that named a row is done
 * @row: one that is not learned; its namespace's mutex has been held since
 */
void ovnet_neigh_done(struct ovnet_neigh_row *row)
{
	struct ovnet_net *on = row->network->on;

	lockdep_assert_held(&on->lock);
	spin_lock_bh(&on->neigh_lock);
	ovnet_neigh_write(row, false, OVNET_NEIGH_WORD_NAMED);
	spin_unlock_bh(&on->neigh_lock);
}

/**
 * ovnet_neigh_announce() - tell listeners what ovnet_neigh_stage() did
 * @network: whose; its namespace's mutex is held
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
		ovnet_neigh_write(row, before->mac, OVNET_NEIGH_WORD_MAC);
		ovnet_neigh_set_dst(row, before->dst);
		ovnet_neigh_set_state(row, before->state);
		row->seq = before->seq;
		ovnet_neigh_write(row, false, OVNET_NEIGH_WORD_NAMED);
		WRITE_ONCE(row->updated, before->updated);
	} else if (row) {
		ovnet_neigh_unlink(row);
	}
	spin_unlock_bh(&on->neigh_lock);
}

/**
 * ovnet_neigh_deletable() - is there a row to remove?
 * @network: whose; its namespace's mutex is held
 * @addr: key
 * @extack: for the refusal
 *
 * A message asks once, until ovnet_neigh_unname().
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_neigh_deletable(struct ovnet_network *network,
			  const struct ovnet_addr *addr,
			  struct netlink_ext_ack *extack)
{
	struct ovnet_net *on = network->on;
	struct ovnet_neigh_row *row;
	int err = -ENOENT;

	spin_lock_bh(&on->neigh_lock);
	row = ovnet_neigh_find(network, addr);
	if (row)
		err = ovnet_neigh_check_twice(row, extack);
	else
		ovnet_compat_extack(extack,
				    "Network %s has no neighbour with this address",
				    network->name);
	if (!err)
		ovnet_neigh_write(row, true, OVNET_NEIGH_WORD_NAMED);
	spin_unlock_bh(&on->neigh_lock);
	return err;
}

/**
 * ovnet_neigh_unname() - the message that named a row is not done
 * @network: whose; its namespace's mutex is held
 * @addr: key
 */
void ovnet_neigh_unname(struct ovnet_network *network,
			const struct ovnet_addr *addr)
{
	struct ovnet_net *on = network->on;
	struct ovnet_neigh_row *row;

	spin_lock_bh(&on->neigh_lock);
	row = ovnet_neigh_find(network, addr);
	if (row)
		ovnet_neigh_write(row, false, OVNET_NEIGH_WORD_NAMED);
	spin_unlock_bh(&on->neigh_lock);
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
 * @arg: &struct ovnet_neigh_row, under RCU or neigh_lock
 * @wanted: &struct ovnet_neigh_filter
 *
 * Return: true if so.
 */
bool ovnet_neigh_match(const void *arg, const void *wanted)
{
	const struct ovnet_neigh_filter *filter = wanted;
	const struct ovnet_neigh_row *row = arg;

	const struct ovnet_addr addr = ovnet_neigh_addr(row);

	return (!filter->network || row->network == filter->network) &&
	       (!filter->addr.family ||
		ovnet_addr_equal(&addr, &filter->addr)) &&
	       (!filter->mac || ovnet_neigh_mac(row) == filter->mac) &&
	       (!filter->state || ovnet_neigh_state(row) == filter->state);
}

static bool ovnet_neigh_take_out(void *arg)
{
	struct ovnet_neigh_row *row = arg;

	if (hlist_unhashed(&row->network_node))
		return false;
	ovnet_neigh_remove(row);
	return true;
}

/**
 * ovnet_neigh_sweep() - remove some rows of the whole table
 * @on: namespace
 * @doomed: asked under RCU, and again with neigh_lock if it says true: is it
 *	    one of them?
 * @arg: for @doomed
 *
 * Context: process.
 * Return: how many went.
 */
u32 ovnet_neigh_sweep(struct ovnet_net *on,
		      bool (*doomed)(const void *row, const void *arg),
		      const void *arg)
{
	const struct ovnet_walk_sweep sweep = {
		.table = { .hash = &on->neighs },
		.lock = &on->neigh_lock,
		.doomed = doomed,
		.remove = ovnet_neigh_take_out,
		.arg = arg,
	};

	return ovnet_walk_sweep(&sweep);
}

static bool ovnet_neigh_flushable(const void *arg, const void *filter)
{
	const struct ovnet_neigh_row *row = arg;

	return ovnet_neigh_state(row) != OVNET_NEIGH_STATE_BOUND &&
	       ovnet_neigh_match(row, filter);
}

/**
 * ovnet_neigh_flush() - remove what passes a filter and is no binding's
 * @on: namespace; its mutex is held, which keeps what @filter points to
 * @filter: which rows
 *
 * Return: how many went.
 */
u32 ovnet_neigh_flush(struct ovnet_net *on,
		      const struct ovnet_neigh_filter *filter)
{
	lockdep_assert_held(&on->lock);
	return ovnet_neigh_sweep(on, ovnet_neigh_flushable, filter);
}

/**
 * ovnet_neigh_configured_rcu() - has somebody said who has an address?
 * @network: in this
 * @addr: unicast; zero where an address of its family has nothing
 *
 * Context: RCU.
 * Return: true if there is a row that is not learned.
 */
bool ovnet_neigh_configured_rcu(const struct ovnet_network *network,
				const struct ovnet_addr *addr)
{
	const struct ovnet_neigh_row *row = ovnet_neigh_find(network, addr);

	return row && ovnet_neigh_state(row) != OVNET_NEIGH_STATE_LEARNED;
}

/* May the wire have another row? Counts and, once a second, says if not. */
static bool ovnet_neigh_may_learn(struct ovnet_network *network)
{
	struct ovnet_net *on = network->on;
	u32 max = READ_ONCE(network->neigh_max);

	if (network->n_neighs_learned >= max) {
		WRITE_ONCE(network->neighs_refused,
			   network->neighs_refused + 1);
		if (time_after_eq(jiffies, network->neigh_event)) {
			network->neigh_event = jiffies + HZ;
			ovnet_netlink_limit(on, network,
					    OVNET_LIMIT_KIND_NETWORK_NEIGH,
					    max);
		}
		return false;
	}
	if (on->n_neighs >= OVNET_NEIGHS_LEARNED_MAX) {
		WRITE_ONCE(network->neighs_refused,
			   network->neighs_refused + 1);
		if (time_after_eq(jiffies, on->neigh_event)) {
			on->neigh_event = jiffies + HZ;
			ovnet_netlink_limit(on, NULL,
					    OVNET_LIMIT_KIND_NODE_NEIGH,
					    OVNET_NEIGHS_LEARNED_MAX);
		}
		return false;
	}
	return true;
}

/* The newest claim counts, unless they come too fast. */
static void ovnet_neigh_move(struct ovnet_neigh_row *row,
			     const struct ovnet_neigh_claim *claim)
{
	struct ovnet_hold hold = ovnet_neigh_hold(row);

	BUILD_BUG_ON(FIELD_MAX(OVNET_NEIGH_WORD_MOVES) < OVNET_HOLD_MOVES);
	if (!ovnet_hold_move(&hold, claim->now))
		return;
	WRITE_ONCE(row->moved, hold.stamp);
	ovnet_neigh_write(row, hold.moves, OVNET_NEIGH_WORD_MOVES);
	ovnet_neigh_write(row, ether_addr_to_u64(claim->mac),
			  OVNET_NEIGH_WORD_MAC);
	if (ovnet_neigh_dst(row) != claim->dst)
		ovnet_neigh_set_dst(row, claim->dst);
	row->seq++;
	ovnet_neigh_write(row, 0, OVNET_NEIGH_WORD_PROBES);
	WRITE_ONCE(row->updated, ovnet_stamp(claim->now));
	ovnet_cache_flush(row->network->on);
	ovnet_neigh_notify(row, OVNET_CMD_NEIGH_SET);
}

/* Somebody else's claim does not count if it is only a try. */
static bool ovnet_neigh_is_same(const struct ovnet_neigh_row *row,
				const struct ovnet_neigh_claim *claim)
{
	return ovnet_neigh_mac(row) == ether_addr_to_u64(claim->mac);
}

static void ovnet_neigh_learn_slow(struct ovnet_network *network,
				   const struct ovnet_addr *addr,
				   const struct ovnet_neigh_claim *claim)
{
	struct ovnet_net *on = network->on;
	struct ovnet_neigh_row *row;

	spin_lock_bh(&on->neigh_lock);
	if (READ_ONCE(claim->dst->dead) || READ_ONCE(network->dead))
		goto out;
	row = ovnet_neigh_find(network, addr);
	if (row) {
		if (ovnet_neigh_state(row) != OVNET_NEIGH_STATE_LEARNED)
			goto out;
		if (ovnet_neigh_is_same(row, claim)) {
			if (ovnet_neigh_dst(row) == claim->dst)
				goto out;
		} else if (claim->tried) {
			goto out;
		}
		ovnet_neigh_move(row, claim);
		goto out;
	}
	if (!ovnet_neigh_may_learn(network))
		goto out;
	row = ovnet_neigh_alloc(network, addr, claim->mac,
				OVNET_NEIGH_STATE_LEARNED,
				GFP_ATOMIC | __GFP_NOWARN);
	if (!row)
		goto out;
	row->updated = ovnet_stamp(claim->now);
	if (IS_ERR(ovnet_neigh_insert(row))) {
		kmem_cache_free(ovnet_neigh_cache, row);
		goto out;
	}
	ovnet_neigh_set_dst(row, claim->dst);
	ovnet_neigh_count_learned(network, 1);
	ovnet_neigh_age_start(on);
	ovnet_neigh_notify(row, OVNET_CMD_NEIGH_NEW);
out:
	spin_unlock_bh(&on->neigh_lock);
}

/**
 * ovnet_neigh_probed() - note how often a row was asked after
 * @row: the row, which may be gone
 * @probes: since it was seen
 *
 * Context: RCU, softirq or process.
 */
void ovnet_neigh_probed(struct ovnet_neigh_row *row, u8 probes)
{
	struct ovnet_net *on = row->network->on;

	spin_lock_bh(&on->neigh_lock);
	ovnet_neigh_write(row, probes, OVNET_NEIGH_WORD_PROBES);
	spin_unlock_bh(&on->neigh_lock);
}

/**
 * ovnet_neigh_learn() - somebody says who has an address
 * @network: in this
 * @addr: unicast; zero where an address of its family has nothing
 * @claim: who has it
 *
 * Configured rows stay as they are. A learned row becomes what the newest claim
 * says, until it has changed too often.
 *
 * Context: RCU, softirq or process.
 */
void ovnet_neigh_learn(struct ovnet_network *network,
		       const struct ovnet_addr *addr,
		       const struct ovnet_neigh_claim *claim)
{
	struct ovnet_neigh_row *row = ovnet_neigh_find(network, addr);
	u32 now = ovnet_stamp(claim->now);

	if (row) {
		if (ovnet_neigh_state(row) != OVNET_NEIGH_STATE_LEARNED)
			return;
		if (!ovnet_neigh_is_same(row, claim)) {
			if (claim->tried)
				return;
		} else if (rcu_access_pointer(row->dst) == claim->dst) {
			if (READ_ONCE(row->updated) != now)
				WRITE_ONCE(row->updated, now);
			if (ovnet_neigh_probes(row))
				ovnet_neigh_probed(row, 0);
			return;
		}
	}
	ovnet_neigh_learn_slow(network, addr, claim);
}

/**
 * ovnet_neigh_purge_dst() - forget what was learned from a place
 * @on: namespace
 * @dst: the place; if it goes, ovnet_fdb_purge_dst() has been called, so that
 *	 nothing is learned again
 *
 * Context: process.
 */
void ovnet_neigh_purge_dst(struct ovnet_net *on, struct ovnet_dst *dst)
{
	int n;

	spin_lock_bh(&on->neigh_lock);
	while (!hlist_empty(&dst->neighs)) {
		for (n = 0; n < OVNET_NEIGH_BATCH && !hlist_empty(&dst->neighs);
		     n++)
			ovnet_neigh_remove(hlist_entry(dst->neighs.first,
						       struct ovnet_neigh_row,
						       dst_node));
		spin_unlock_bh(&on->neigh_lock);
		cond_resched();
		spin_lock_bh(&on->neigh_lock);
	}
	spin_unlock_bh(&on->neigh_lock);
}

/**
 * ovnet_neigh_purge_network() - a network goes: so do its rows
 * @network: its namespace's mutex is held; dead: ovnet_fdb_purge_network() has
 *	     been called
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
