// SPDX-License-Identifier: GPL-2.0
/* Which rows of the FDB pass a filter, and the removal of those that do. */
#include <linux/etherdevice.h>
#include <linux/jiffies.h>

#include "fdb.h"
#include "walk.h"

/**
 * ovnet_fdb_match() - does a row pass a filter?
 * @arg: &struct ovnet_fdb_row, under RCU or fdb_lock
 * @wanted: &struct ovnet_fdb_filter
 *
 * Return: true if so.
 */
bool ovnet_fdb_match(const void *arg, const void *wanted)
{
	const struct ovnet_fdb_filter *filter = wanted;
	const struct ovnet_fdb_row *row = arg;
	const struct ovnet_dst *dst =
		rcu_dereference_check(row->dst,
				      lockdep_is_held(&row->network->on->fdb_lock));

	return (!filter->network || row->network == filter->network) &&
	       (!filter->remotes || dst->type == OVNET_DST_REMOTE) &&
	       (!filter->dst || dst == filter->dst) &&
	       (!filter->mac || ether_addr_equal(row->key.mac, filter->mac)) &&
	       (!filter->state || READ_ONCE(row->state) == filter->state);
}

static bool ovnet_fdb_take_out(void *arg)
{
	struct ovnet_fdb_row *row = arg;

	if (hlist_unhashed(&row->network_node))
		return false;
	ovnet_fdb_remove(row);
	return true;
}

static u32 ovnet_fdb_sweep(struct ovnet_net *on,
			   bool (*doomed)(const void *row, const void *arg),
			   const void *arg)
{
	const struct ovnet_walk_sweep sweep = {
		.table = { .fdb = &on->fdb },
		.lock = &on->fdb_lock,
		.doomed = doomed,
		.remove = ovnet_fdb_take_out,
		.arg = arg,
	};

	return ovnet_walk_sweep(&sweep);
}

static bool ovnet_fdb_flushable(const void *arg, const void *filter)
{
	const struct ovnet_fdb_row *row = arg;
	u8 state = READ_ONCE(row->state);

	return state != OVNET_FDB_STATE_LOCAL &&
	       state != OVNET_FDB_STATE_BOUND && ovnet_fdb_match(row, filter);
}

/**
 * ovnet_fdb_flush() - remove what passes a filter and is no leg's or binding's
 * @on: namespace; its mutex is held, which keeps what @filter points to
 * @filter: which rows
 *
 * Return: how many went.
 */
u32 ovnet_fdb_flush(struct ovnet_net *on, const struct ovnet_fdb_filter *filter)
{
	lockdep_assert_held(&on->lock);
	return ovnet_fdb_sweep(on, ovnet_fdb_flushable, filter);
}

static bool ovnet_fdb_expired(const void *arg, const void *at)
{
	const struct ovnet_fdb_row *row = arg;
	unsigned long ageing = READ_ONCE(row->network->ageing) *
			       (unsigned long)HZ;
	unsigned long now = *(const unsigned long *)at;

	return READ_ONCE(row->state) == OVNET_FDB_STATE_LEARNED && ageing &&
	       ovnet_stamp_age(READ_ONCE(row->updated), now) >= ageing;
}

/**
 * ovnet_fdb_age() - remove learned rows that have not been seen for long
 * @on: namespace
 * @now: jiffies
 *
 * Context: process.
 */
void ovnet_fdb_age(struct ovnet_net *on, unsigned long now)
{
	ovnet_fdb_sweep(on, ovnet_fdb_expired, &now);
}
