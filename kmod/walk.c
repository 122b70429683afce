// SPDX-License-Identifier: GPL-2.0
/*
 * Walks through the whole of a table whose rows come and go meanwhile, also from
 * softirq: to look at all, to remove some, to list them.
 */
#include "ovnet_priv.h"
#include "walk.h"

#define OVNET_WALK_BATCH	256	/* rows looked at in one go */
#define OVNET_WALK_PASSES	16	/* of the table, to sweep it */

/**
 * ovnet_walk_enter() - a walk begins
 * @iter: result
 * @table: whose rows
 *
 * Context: process.
 */
void ovnet_walk_enter(struct ovnet_walk_iter *iter,
		      struct ovnet_walk_table table)
{
	*iter = (struct ovnet_walk_iter) { .fdb = table.fdb };
	if (!table.fdb)
		rhashtable_walk_enter(table.hash, &iter->hash);
}

/**
 * ovnet_walk_exit() - a walk has ended
 * @iter: of ovnet_walk_enter()
 */
void ovnet_walk_exit(struct ovnet_walk_iter *iter)
{
	if (!iter->fdb)
		rhashtable_walk_exit(&iter->hash);
}

/* Return: -EAGAIN: it begins again. */
static int ovnet_walk_start(struct ovnet_walk_iter *iter)
	__acquires(RCU)
{
	if (!iter->fdb)
		return rhashtable_walk_start_check(&iter->hash);
	rcu_read_lock();
	return 0;
}

static void ovnet_walk_stop(struct ovnet_walk_iter *iter)
	__releases(RCU)
{
	if (iter->fdb)
		rcu_read_unlock();
	else
		rhashtable_walk_stop(&iter->hash);
}

/* Return: a row; NULL: that was the last; -EAGAIN: some may come again. */
static void *ovnet_walk_next(struct ovnet_walk_iter *iter)
{
	return iter->fdb ? ovnet_fdb_table_next(iter->fdb, &iter->cursor) :
			   rhashtable_walk_next(&iter->hash);
}

/* The last row once more, or what is there instead. */
static void *ovnet_walk_again(struct ovnet_walk_iter *iter)
{
	if (!iter->fdb)
		return rhashtable_walk_peek(&iter->hash);
	iter->cursor.slot--;
	return ovnet_walk_next(iter);
}

/**
 * ovnet_walk() - look at each row of a table, a stretch at a time
 * @table: whose rows
 * @look: called under RCU; when the table is resized, more than once for a row
 * @arg: for @look
 *
 * Context: process.
 */
void ovnet_walk(struct ovnet_walk_table table,
		void (*look)(void *row, void *arg), void *arg)
{
	struct ovnet_walk_iter iter;
	u32 seen = 0;
	void *row;

	ovnet_walk_enter(&iter, table);
	ovnet_walk_start(&iter);
	while ((row = ovnet_walk_next(&iter))) {
		if (IS_ERR(row))
			continue;	/* resized */
		look(row, arg);
		if (++seen % OVNET_WALK_BATCH == 0) {
			ovnet_walk_stop(&iter);
			cond_resched();
			ovnet_walk_start(&iter);
		}
	}
	ovnet_walk_stop(&iter);
	ovnet_walk_exit(&iter);
}

/**
 * struct ovnet_walk_pass - one walk of a sweep
 * @sweep: which rows
 * @removed: how many have gone
 */
struct ovnet_walk_pass {
	const struct ovnet_walk_sweep *sweep;
	u32 removed;
};

static void ovnet_walk_sweep_row(void *row, void *arg)
{
	struct ovnet_walk_pass *pass = arg;
	const struct ovnet_walk_sweep *sweep = pass->sweep;

	if (!sweep->doomed(row, sweep->arg))
		return;
	spin_lock_bh(sweep->lock);
	if (sweep->doomed(row, sweep->arg) && sweep->remove(row))
		pass->removed++;
	spin_unlock_bh(sweep->lock);
}

/**
 * ovnet_walk_sweep() - remove some rows of a table
 * @sweep: which
 *
 * A walk that pauses on a row which is then removed may pass over others in
 * its chain. So it goes on until nothing is found; that nobody keeps us here for
 * ever by adding as fast, there is an end to it.
 *
 * Context: process.
 * Return: how many went.
 */
u32 ovnet_walk_sweep(const struct ovnet_walk_sweep *sweep)
{
	struct ovnet_walk_pass pass = { .sweep = sweep };
	u32 before;
	int n;

	for (n = 0; n < OVNET_WALK_PASSES; n++) {
		before = pass.removed;
		ovnet_walk(sweep->table, ovnet_walk_sweep_row, &pass);
		if (pass.removed == before)
			break;
	}
	return pass.removed;
}

/* From where the last message ended, or the last stretch. */
static void ovnet_walk_dump_start(struct netlink_callback *cb,
				  struct ovnet_walk_dump *dump,
				  const u32 *removals)
	__acquires(RCU)
{
	/* That may be gone, and rows be passed over. */
	cb->seq = READ_ONCE(*removals);
	/* Also before the first that matches. */
	cb->prev_seq = cb->prev_seq ?: cb->seq;
	/* Resized since then: it begins again. */
	if (ovnet_walk_start(&dump->iter))
		cb->prev_seq = cb->seq - 1;
}

/**
 * ovnet_walk_dump() - put the next rows of a table into a message
 * @skb: reply
 * @cb: dump
 * @dump: where it is
 * @removals: rises with each row that goes
 * @kind: how a row is put
 * @match: is a row to be listed?
 * @filter: for @match
 *
 * Return: length of the reply.
 */
int ovnet_walk_dump(struct sk_buff *skb, struct netlink_callback *cb,
		    struct ovnet_walk_dump *dump, const u32 *removals,
		    const struct ovnet_msg_kind *kind,
		    bool (*match)(const void *row, const void *filter),
		    const void *filter)
{
	u32 passed = 0;
	void *row;

	ovnet_walk_dump_start(cb, dump, removals);
	row = dump->resend ? ovnet_walk_again(&dump->iter) :
			     ovnet_walk_next(&dump->iter);
	dump->resend = false;
	for (; row; row = ovnet_walk_next(&dump->iter)) {
		if (IS_ERR(row)) {
			/* Resized: rows may come twice. That is said, too. */
			cb->prev_seq = cb->seq - 1;
			continue;
		}
		if (!match(row, filter)) {
			/* Few may. */
			if (++passed % OVNET_WALK_BATCH == 0) {
				ovnet_walk_stop(&dump->iter);
				cond_resched();
				ovnet_walk_dump_start(cb, dump, removals);
			}
			continue;
		}
		if (ovnet_netlink_dump(skb, cb, kind, row)) {
			dump->resend = true;
			break;
		}
	}
	ovnet_walk_stop(&dump->iter);
	return skb->len;
}
