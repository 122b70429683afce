// SPDX-License-Identifier: GPL-2.0
/*
 * The FDB: where each MAC of each network is. One table a namespace, so that
 * a network without rows costs nothing; lists of rows for each network and
 * each place, so that its removal costs what it holds.
 */
#include <linux/etherdevice.h>
#include <linux/jiffies.h>
#include <linux/rculist.h>
#include <linux/slab.h>

#include "cache.h"
#include "fdb_find.h"

#define OVNET_FDB_AGE_INTERVAL	(5 * HZ)
#define OVNET_FDB_BATCH		256	/* rows removed with the lock held */

static struct kmem_cache *ovnet_fdb_cache __ro_after_init;

static void ovnet_fdb_age_work(struct work_struct *work)
{
	struct ovnet_net *on = container_of(work, struct ovnet_net,
					    ageing.work);

	ovnet_fdb_table_feed(&on->fdb);
	ovnet_fdb_age(on, jiffies);
	if (READ_ONCE(on->n_implicit_remotes)) {
		mutex_lock(&on->lock);
		ovnet_remote_put_implicit(on);
		mutex_unlock(&on->lock);
	}
	if (READ_ONCE(on->n_learned))
		queue_delayed_work(ovnet_main_wq, &on->ageing,
				   OVNET_FDB_AGE_INTERVAL);
}

/**
 * ovnet_fdb_cache_init() - memory for rows
 *
 * Return: 0 or -ENOMEM.
 */
int __init ovnet_fdb_cache_init(void)
{
	ovnet_fdb_cache = KMEM_CACHE(ovnet_fdb_row, 0);
	return ovnet_fdb_cache ? 0 : -ENOMEM;
}

/**
 * ovnet_fdb_cache_exit() - undo ovnet_fdb_cache_init(); no callback is pending
 */
void ovnet_fdb_cache_exit(void)
{
	kmem_cache_destroy(ovnet_fdb_cache);
}

/**
 * ovnet_fdb_init() - table of a namespace
 * @on: namespace
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_fdb_init(struct ovnet_net *on)
{
	spin_lock_init(&on->fdb_lock);
	on->fdb_event = jiffies;
	on->fdb_removals = 2;
	INIT_DELAYED_WORK(&on->ageing, ovnet_fdb_age_work);
	return ovnet_fdb_table_init(&on->fdb, &on->fdb_lock);
}

/**
 * ovnet_fdb_exit() - undo ovnet_fdb_init(); all rows have been purged
 * @on: namespace
 */
void ovnet_fdb_exit(struct ovnet_net *on)
{
	cancel_delayed_work_sync(&on->ageing);
	WARN_ON_ONCE(on->n_fdb);
	ovnet_fdb_table_exit(&on->fdb);
}

/**
 * ovnet_fdb_ahead() - a frame's destination will be looked up in a moment
 * @on: namespace
 * @network: id
 * @mac: the destination
 *
 * Context: RCU.
 */
void ovnet_fdb_ahead(const struct ovnet_net *on, u32 network, const u8 *mac)
{
	ovnet_fdb_table_ahead(&on->fdb, network, mac);
}

/**
 * ovnet_fdb_where_rcu() - where is a MAC?
 * @on: namespace
 * @network: id
 * @mac: unicast
 * @found: result, if there is one: its row, for ovnet_fdb_use()
 *
 * A row's place can be used before the row has come from memory.
 *
 * Context: RCU.
 * Return: the place, or NULL.
 */
struct ovnet_dst *ovnet_fdb_where_rcu(const struct ovnet_net *on, u32 network,
				      const u8 *mac,
				      struct ovnet_fdb_found *found)
{
	return ovnet_fdb_table_find(&on->fdb, network, mac, found) ?
	       found->dst : NULL;
}

/**
 * ovnet_fdb_use() - a frame is sent to where a row points
 * @found: the row
 *
 * Best called last: a processor guesses whether the row is to be told, and does
 * again what follows if it was wrong.
 *
 * Context: RCU.
 */
void ovnet_fdb_use(struct ovnet_fdb_found *found)
{
	ovnet_fdb_table_use(found);
}

/**
 * ovnet_fdb_find() - the row of a MAC
 * @on: namespace
 * @network: id
 * @mac: unicast
 *
 * Context: RCU, or fdb_lock.
 * Return: it, or NULL.
 */
struct ovnet_fdb_row *ovnet_fdb_find(struct ovnet_net *on, u32 network,
				     const u8 *mac)
{
	struct ovnet_fdb_found found;

	return ovnet_fdb_table_find(&on->fdb, network, mac, &found) ? found.row :
								      NULL;
}

static void ovnet_fdb_free_rcu(struct rcu_head *head)
{
	kmem_cache_free(ovnet_fdb_cache,
			container_of(head, struct ovnet_fdb_row, rcu));
}

static struct ovnet_dst *ovnet_fdb_dst(const struct ovnet_fdb_row *row)
{
	return rcu_dereference_protected(row->dst,
					 lockdep_is_held(&row->network->on->fdb_lock));
}

static void ovnet_fdb_count_learned(struct ovnet_network *network, int n)
{
	WRITE_ONCE(network->n_learned, network->n_learned + n);
	WRITE_ONCE(network->on->n_learned, network->on->n_learned + n);
}

static void ovnet_fdb_set_state(struct ovnet_fdb_row *row, u8 state)
{
	struct ovnet_network *network = row->network;

	lockdep_assert_held(&network->on->fdb_lock);
	ovnet_fdb_count_learned(network,
				(state == OVNET_FDB_STATE_LEARNED) -
				(row->state == OVNET_FDB_STATE_LEARNED));
	WRITE_ONCE(row->state, state);
	ovnet_cache_flush(network->on);
	if (state == OVNET_FDB_STATE_LEARNED)
		queue_delayed_work(ovnet_main_wq, &network->on->ageing,
				   OVNET_FDB_AGE_INTERVAL);
}

static void ovnet_fdb_leave_dst(struct ovnet_net *on, struct ovnet_fdb_row *row,
				struct ovnet_dst *dst)
{
	hlist_del(&row->dst_node);
	WRITE_ONCE(dst->n_rows, dst->n_rows - 1);
	if (!dst->n_rows && dst->type == OVNET_DST_REMOTE)
		ovnet_remote_orphaned(on);
}

static void ovnet_fdb_set_dst(struct ovnet_fdb_row *row, struct ovnet_dst *dst)
{
	struct ovnet_dst *old = ovnet_fdb_dst(row);

	if (old)
		ovnet_fdb_leave_dst(row->network->on, row, old);
	hlist_add_head(&row->dst_node, &dst->rows);
	WRITE_ONCE(dst->n_rows, dst->n_rows + 1);
	rcu_assign_pointer(row->dst, dst);
	ovnet_fdb_table_point(&row->network->on->fdb, row, dst);
}

/* A row that nobody finds yet. */
static struct ovnet_fdb_row *ovnet_fdb_alloc(struct ovnet_network *network,
					     const u8 *mac,
					     struct ovnet_dst *dst, u8 state,
					     gfp_t gfp)
{
	struct ovnet_fdb_row *row = kmem_cache_zalloc(ovnet_fdb_cache, gfp);

	if (!row)
		return NULL;
	row->key.network = network->id;
	ether_addr_copy(row->key.mac, mac);
	row->network = network;
	row->updated = ovnet_stamp(jiffies);
	RCU_INIT_POINTER(row->dst, dst);
	row->state = state;
	return row;
}

/* The row of a MAC: @row, if there was none; or an error. */
static struct ovnet_fdb_row *ovnet_fdb_insert(struct ovnet_fdb_row *row,
					      struct ovnet_dst *dst)
{
	struct ovnet_network *network = row->network;
	struct ovnet_net *on = network->on;
	struct ovnet_fdb_row *old;
	int err;

	lockdep_assert_held(&on->fdb_lock);
	old = ovnet_fdb_find(on, network->id, row->key.mac);
	if (old)
		return old;
	err = ovnet_fdb_table_insert(&on->fdb, row, dst);
	if (unlikely(on->fdb.starved))
		mod_delayed_work(ovnet_main_wq, &on->ageing, 0);
	if (err)
		return ERR_PTR(err);
	hlist_add_head(&row->dst_node, &dst->rows);
	WRITE_ONCE(dst->n_rows, dst->n_rows + 1);
	hlist_add_head_rcu(&row->network_node, &network->fdb);
	WRITE_ONCE(network->n_fdb, network->n_fdb + 1);
	WRITE_ONCE(on->n_fdb, on->n_fdb + 1);
	/* The guard asks whether a source is one of our own. */
	if (row->state == OVNET_FDB_STATE_LOCAL)
		ovnet_cache_flush(on);
	if (row->state == OVNET_FDB_STATE_LEARNED) {
		ovnet_fdb_count_learned(network, 1);
		queue_delayed_work(ovnet_main_wq, &on->ageing,
				   OVNET_FDB_AGE_INTERVAL);
	}
	return row;
}

static void ovnet_fdb_unlink(struct ovnet_fdb_row *row)
{
	struct ovnet_network *network = row->network;
	struct ovnet_dst *dst = ovnet_fdb_dst(row);
	struct ovnet_net *on = network->on;

	lockdep_assert_held(&on->fdb_lock);
	ovnet_fdb_table_remove(&on->fdb, row);
	ovnet_fdb_leave_dst(on, row, dst);
	/* Walkers look at this to see whether it has gone. */
	hlist_del_init_rcu(&row->network_node);
	WRITE_ONCE(network->n_fdb, network->n_fdb - 1);
	if (row->state == OVNET_FDB_STATE_LEARNED)
		ovnet_fdb_count_learned(network, -1);
	WRITE_ONCE(on->n_fdb, on->n_fdb - 1);
	WRITE_ONCE(on->fdb_removals, on->fdb_removals + 1);
	ovnet_cache_flush(on);
	call_rcu(&row->rcu, ovnet_fdb_free_rcu);
}

/**
 * ovnet_fdb_remove() - a row goes
 * @row: fdb_lock is held
 */
void ovnet_fdb_remove(struct ovnet_fdb_row *row)
{
	ovnet_fdb_notify(row, OVNET_CMD_FDB_DEL);
	ovnet_fdb_unlink(row);
}

/* May the wire have another row? Counts and, once a second, says if not. */
static bool ovnet_fdb_may_learn(struct ovnet_network *network)
{
	struct ovnet_net *on = network->on;

	if (network->n_learned >= READ_ONCE(network->fdb_max)) {
		WRITE_ONCE(network->fdb_refused, network->fdb_refused + 1);
		if (time_after_eq(jiffies, network->fdb_event)) {
			network->fdb_event = jiffies + HZ;
			ovnet_netlink_limit(on, network,
					    OVNET_LIMIT_KIND_NETWORK_FDB,
					    READ_ONCE(network->fdb_max));
		}
		return false;
	}
	if (on->n_fdb >= OVNET_FDB_LEARNED_MAX) {
		WRITE_ONCE(network->fdb_refused, network->fdb_refused + 1);
		if (time_after_eq(jiffies, on->fdb_event)) {
			on->fdb_event = jiffies + HZ;
			ovnet_netlink_limit(on, NULL,
					    OVNET_LIMIT_KIND_NODE_FDB,
					    OVNET_FDB_LEARNED_MAX);
		}
		return false;
	}
	return true;
}

static void ovnet_fdb_learn_slow(struct ovnet_network *network, const u8 *mac,
				 struct ovnet_dst *dst)
{
	struct ovnet_net *on = network->on;
	struct ovnet_fdb_row *row;

	spin_lock_bh(&on->fdb_lock);
	if (dst->dead || network->dead)
		goto out;
	row = ovnet_fdb_find(on, network->id, mac);
	if (row) {
		if (row->state != OVNET_FDB_STATE_LEARNED ||
		    ovnet_fdb_dst(row) == dst)
			goto out;
		ovnet_fdb_set_dst(row, dst);
		row->seq++;
		WRITE_ONCE(row->updated, ovnet_stamp(jiffies));
		ovnet_fdb_notify(row, OVNET_CMD_FDB_SET);
	} else {
		if (!ovnet_fdb_may_learn(network))
			goto out;
		row = ovnet_fdb_alloc(network, mac, dst,
				      OVNET_FDB_STATE_LEARNED,
				      GFP_ATOMIC | __GFP_NOWARN);
		if (!row)
			goto out;
		if (IS_ERR(ovnet_fdb_insert(row, dst))) {
			kmem_cache_free(ovnet_fdb_cache, row);
			goto out;
		}
		ovnet_fdb_notify(row, OVNET_CMD_FDB_NEW);
	}
out:
	spin_unlock_bh(&on->fdb_lock);
}

/**
 * ovnet_fdb_learn() - a frame with this source was seen
 * @network: that it belongs to
 * @mac: its source, unicast and not zero
 * @dst: where it came from
 * @row: that ovnet_fdb_find() has for it, or NULL
 *
 * Configured rows stay as they are. A learned row that points elsewhere
 * moves here.
 *
 * Context: RCU, softirq or process.
 */
void ovnet_fdb_learn(struct ovnet_network *network, const u8 *mac,
		     struct ovnet_dst *dst, struct ovnet_fdb_row *row)
{
	u32 now = ovnet_stamp(jiffies);

	if (likely(row)) {
		if (READ_ONCE(row->state) != OVNET_FDB_STATE_LEARNED)
			return;
		if (likely(rcu_access_pointer(row->dst) == dst)) {
			if (READ_ONCE(row->updated) != now)
				WRITE_ONCE(row->updated, now);
			return;
		}
	}
	ovnet_fdb_learn_slow(network, mac, dst);
}

/* A message names a row once: the second time would undo the first. */
static int ovnet_fdb_check_twice(const struct ovnet_fdb_row *row,
				 struct netlink_ext_ack *extack)
{
	lockdep_assert_held(&row->network->on->lock);
	if (!row->named)
		return 0;
	NL_SET_ERR_MSG(extack, "An object is named once in a message");
	return -EINVAL;
}

/* May the row that is there become what is asked for? */
static int ovnet_fdb_check_replace(const struct ovnet_fdb_row *row,
				   const u32 *seq, bool excl,
				   struct netlink_ext_ack *extack)
{
	if (row->state == OVNET_FDB_STATE_LOCAL) {
		ovnet_compat_extack(extack, "%pM is the address of a leg",
				    row->key.mac);
		return -EBUSY;
	}
	if (row->state == OVNET_FDB_STATE_LEARNED ||
	    row->state == OVNET_FDB_STATE_BOUND)
		return 0;
	if (excl) {
		ovnet_compat_extack(extack,
				    "%pM has a static row: replace or delete it",
				    row->key.mac);
		return -EEXIST;
	}
	/* What moves on the wire cannot outrun what is configured. */
	if (seq &&
	    (s32)(*seq - row->seq) < 0) {
		ovnet_compat_extack(extack, "The row of %pM is newer: seq %u",
				    row->key.mac, row->seq);
		return -ESTALE;
	}
	return 0;
}

/* A row that is there becomes what is asked for. */
static int ovnet_fdb_replace(struct ovnet_fdb_row *row,
			     const struct ovnet_fdb_want *want, bool excl,
			     struct ovnet_fdb_before *before,
			     struct netlink_ext_ack *extack)
{
	int err;

	err = ovnet_fdb_check_replace(row, want->seq, excl, extack);
	if (!err && want->once)
		err = ovnet_fdb_check_twice(row, extack);
	if (err)
		return err;
	before->dst = ovnet_fdb_dst(row);
	before->state = row->state;
	before->seq = row->seq;
	before->updated = row->updated;
	if (before->dst != want->dst) {
		ovnet_fdb_set_dst(row, want->dst);
		row->seq++;
	}
	ovnet_fdb_set_state(row, want->state);
	WRITE_ONCE(row->updated, ovnet_stamp(jiffies));
	return 0;
}

/**
 * ovnet_fdb_stage() - configure a row, but tell nobody yet
 * @network: whose
 * @mac: unicast and not zero
 * @want: what it is to be
 * @excl: there must not be a configured row yet
 * @before: result: what it was, for ovnet_fdb_restore()
 * @extack: for the refusal
 *
 * A learned or bound row is taken over.
 *
 * Context: process; the namespace's mutex, which keeps the place.
 * Return: 0 or an error, with extack.
 */
int ovnet_fdb_stage(struct ovnet_network *network, const u8 *mac,
		    const struct ovnet_fdb_want *want, bool excl,
		    struct ovnet_fdb_before *before,
		    struct netlink_ext_ack *extack)
{
	struct ovnet_net *on = network->on;
	struct ovnet_fdb_row *row, *spare;
	int err = 0;

	lockdep_assert_held(&on->lock);
	*before = (struct ovnet_fdb_before) {};
	spare = ovnet_fdb_alloc(network, mac, want->dst, want->state,
				GFP_KERNEL_ACCOUNT);
	if (!spare)
		return -ENOMEM;
	ovnet_fdb_table_feed(&on->fdb);

	spin_lock_bh(&on->fdb_lock);
	if (on->n_fdb < OVNET_FDB_ROWS_MAX)
		row = ovnet_fdb_insert(spare, want->dst);
	else
		row = ovnet_fdb_find(on, network->id, mac) ?: ERR_PTR(-ENOSPC);
	if (IS_ERR(row)) {
		err = PTR_ERR(row);
		if (err == -ENOSPC)
			NL_SET_ERR_MSG(extack,
				       "A namespace has at most 2097152 FDB rows");
	} else if (row == spare) {
		spare = NULL;
	} else {
		err = ovnet_fdb_replace(row, want, excl, before, extack);
	}
	if (!err) {
		before->row = row;
		row->named = want->once;
		if (want->seq)
			row->seq = *want->seq;
	}
	spin_unlock_bh(&on->fdb_lock);
	if (spare)
		kmem_cache_free(ovnet_fdb_cache, spare);
	return err;
}

/**
 * ovnet_fdb_announce() - tell listeners what ovnet_fdb_stage() did
 * @network: whose; its namespace's mutex is held
 * @mac: key
 * @before: what the row was
 */
void ovnet_fdb_announce(struct ovnet_network *network, const u8 *mac,
			const struct ovnet_fdb_before *before)
{
	struct ovnet_net *on = network->on;
	struct ovnet_fdb_row *row;

	spin_lock_bh(&on->fdb_lock);
	row = ovnet_fdb_find(on, network->id, mac);
	if (row)
		ovnet_fdb_notify(row, before->dst ? OVNET_CMD_FDB_SET :
						    OVNET_CMD_FDB_NEW);
	spin_unlock_bh(&on->fdb_lock);
}

/**
 * ovnet_fdb_restore() - undo ovnet_fdb_stage(), silently
 * @network: whose; its namespace's mutex has been held since
 * @mac: key
 * @before: what the row was
 */
void ovnet_fdb_restore(struct ovnet_network *network, const u8 *mac,
		       const struct ovnet_fdb_before *before)
{
	struct ovnet_net *on = network->on;
	struct ovnet_fdb_row *row;

	lockdep_assert_held(&on->lock);
	spin_lock_bh(&on->fdb_lock);
	row = ovnet_fdb_find(on, network->id, mac);
	if (row && before->dst) {
		if (ovnet_fdb_dst(row) != before->dst)
			ovnet_fdb_set_dst(row, before->dst);
		ovnet_fdb_set_state(row, before->state);
		row->seq = before->seq;
		row->named = false;
		WRITE_ONCE(row->updated, before->updated);
	} else if (row) {
		ovnet_fdb_unlink(row);
	}
	spin_unlock_bh(&on->fdb_lock);
}

/**
 * ovnet_fdb_set() - configure a row
 * @network: whose
 * @mac: unicast and not zero
 * @dst: where it is
 * @state: enum ovnet_fdb_state
 * @seq: its sequence number, or NULL
 * @excl: there must not be a configured row yet
 * @extack: for the refusal
 *
 * A learned row is taken over.
 *
 * Context: process; the namespace's mutex, which keeps @dst.
 * Return: 0 or an error, with extack.
 */
int ovnet_fdb_set(struct ovnet_network *network, const u8 *mac,
		  struct ovnet_dst *dst, u8 state, const u32 *seq,
		  bool excl, struct netlink_ext_ack *extack)
{
	const struct ovnet_fdb_want want = {
		.dst = dst,
		.state = state,
		.seq = seq,
	};
	struct ovnet_fdb_before before;
	int err;

	err = ovnet_fdb_stage(network, mac, &want, excl, &before, extack);
	if (!err)
		ovnet_fdb_announce(network, mac, &before);
	return err;
}

/* May a row be removed by hand? */
static int ovnet_fdb_check_delete(const struct ovnet_network *network,
				  const struct ovnet_fdb_row *row,
				  const u8 *mac,
				  struct netlink_ext_ack *extack)
{
	if (!row) {
		ovnet_compat_extack(extack, "Network %s has no row for %pM",
				    network->name, mac);
		return -ENOENT;
	}
	if (row->state == OVNET_FDB_STATE_LOCAL) {
		ovnet_compat_extack(extack, "%pM is the address of a leg", mac);
		return -EBUSY;
	}
	return 0;
}

/**
 * ovnet_fdb_deletable() - would ovnet_fdb_delete() succeed?
 * @network: whose; its namespace's mutex is held
 * @mac: key
 * @extack: for the refusal
 *
 * A message asks once, until ovnet_fdb_unname().
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_fdb_deletable(struct ovnet_network *network, const u8 *mac,
			struct netlink_ext_ack *extack)
{
	struct ovnet_net *on = network->on;
	struct ovnet_fdb_row *row;
	int err;

	spin_lock_bh(&on->fdb_lock);
	row = ovnet_fdb_find(on, network->id, mac);
	err = ovnet_fdb_check_delete(network, row, mac, extack);
	if (!err)
		err = ovnet_fdb_check_twice(row, extack);
	if (!err)
		row->named = true;
	spin_unlock_bh(&on->fdb_lock);
	return err;
}

/**
 * ovnet_fdb_unname() - the message that named a row is not done
 * @network: whose; its namespace's mutex is held
 * @mac: key
 */
void ovnet_fdb_unname(struct ovnet_network *network, const u8 *mac)
{
	struct ovnet_net *on = network->on;
	struct ovnet_fdb_row *row;

	spin_lock_bh(&on->fdb_lock);
	row = ovnet_fdb_find(on, network->id, mac);
	if (row)
		row->named = false;
	spin_unlock_bh(&on->fdb_lock);
}

/**
 * ovnet_fdb_delete() - remove a row, learned or configured
 * @network: whose
 * @mac: key
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_fdb_delete(struct ovnet_network *network, const u8 *mac,
		     struct netlink_ext_ack *extack)
{
	struct ovnet_net *on = network->on;
	struct ovnet_fdb_row *row;
	int err;

	spin_lock_bh(&on->fdb_lock);
	row = ovnet_fdb_find(on, network->id, mac);
	err = ovnet_fdb_check_delete(network, row, mac, extack);
	if (!err)
		ovnet_fdb_remove(row);
	spin_unlock_bh(&on->fdb_lock);
	return err;
}

/**
 * ovnet_fdb_delete_local() - a leg gives up an address
 * @network: whose
 * @mac: the address
 * @dst: the leg
 */
void ovnet_fdb_delete_local(struct ovnet_network *network, const u8 *mac,
			    struct ovnet_dst *dst)
{
	struct ovnet_net *on = network->on;
	struct ovnet_fdb_row *row;

	spin_lock_bh(&on->fdb_lock);
	row = ovnet_fdb_find(on, network->id, mac);
	if (row && ovnet_fdb_dst(row) == dst)
		ovnet_fdb_remove(row);
	spin_unlock_bh(&on->fdb_lock);
}

/**
 * ovnet_fdb_points_to() - is a MAC known to be there?
 * @network: whose
 * @mac: the MAC
 * @dst: the place
 *
 * Return: true if it has a row that points there.
 */
bool ovnet_fdb_points_to(struct ovnet_network *network, const u8 *mac,
			 const struct ovnet_dst *dst)
{
	struct ovnet_fdb_row *row;
	bool is;

	rcu_read_lock();
	row = ovnet_fdb_find(network->on, network->id, mac);
	is = row && rcu_access_pointer(row->dst) == dst;
	rcu_read_unlock();
	return is;
}

/**
 * ovnet_fdb_purge_dst() - a place goes: so do its rows, and none come back
 * @on: namespace
 * @dst: the place
 *
 * Context: process.
 */
void ovnet_fdb_purge_dst(struct ovnet_net *on, struct ovnet_dst *dst)
{
	int n;

	spin_lock_bh(&on->fdb_lock);
	WRITE_ONCE(dst->dead, true);
	while (!hlist_empty(&dst->rows)) {
		for (n = 0; n < OVNET_FDB_BATCH && !hlist_empty(&dst->rows);
		     n++)
			ovnet_fdb_remove(hlist_entry(dst->rows.first,
						     struct ovnet_fdb_row,
						     dst_node));
		spin_unlock_bh(&on->fdb_lock);
		cond_resched();
		spin_lock_bh(&on->fdb_lock);
	}
	spin_unlock_bh(&on->fdb_lock);
	ovnet_cache_flush(on);
}

/**
 * ovnet_fdb_purge_network() - a network goes: so do its rows, and none come
 * @network: its namespace's mutex is held
 *
 * Context: process.
 */
void ovnet_fdb_purge_network(struct ovnet_network *network)
{
	struct ovnet_net *on = network->on;
	int n;

	spin_lock_bh(&on->fdb_lock);
	WRITE_ONCE(network->dead, true);
	while (!hlist_empty(&network->fdb)) {
		for (n = 0; n < OVNET_FDB_BATCH && !hlist_empty(&network->fdb);
		     n++)
			ovnet_fdb_remove(hlist_entry(network->fdb.first,
						     struct ovnet_fdb_row,
						     network_node));
		spin_unlock_bh(&on->fdb_lock);
		cond_resched();
		spin_lock_bh(&on->fdb_lock);
	}
	spin_unlock_bh(&on->fdb_lock);
	ovnet_cache_flush(network->on);
}
