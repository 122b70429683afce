/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_WALK_H
#define OVNET_WALK_H

#include <linux/rhashtable.h>
#include <linux/spinlock.h>

#include "fdb_table.h"

struct netlink_callback;
struct ovnet_msg_kind;
struct sk_buff;

/**
 * struct ovnet_walk_table - a table that can be walked through: one of these
 * @fdb: the FDB's
 * @hash: another
 */
struct ovnet_walk_table {
	struct ovnet_fdb_table *fdb;
	struct rhashtable *hash;
};

/**
 * struct ovnet_walk_iter - where a walk is
 * @fdb: &struct ovnet_walk_table.fdb
 * @cursor: there
 * @hash: in the other
 */
struct ovnet_walk_iter {
	struct ovnet_fdb_table *fdb;
	union {
		struct ovnet_fdb_cursor cursor;
		struct rhashtable_iter hash;
	};
};

/**
 * struct ovnet_walk_sweep - which rows of a table are to go
 * @table: whose rows
 * @lock: that it is changed under, taken from softirq
 * @doomed: is this one of them? Asked under RCU, and again with @lock
 * @remove: take it out of everything, with @lock; false: it has gone already
 * @arg: for @doomed
 */
struct ovnet_walk_sweep {
	struct ovnet_walk_table table;
	spinlock_t *lock;
	bool (*doomed)(const void *row, const void *arg);
	bool (*remove)(void *row);
	const void *arg;
};

/**
 * struct ovnet_walk_dump - a dump of a table on its way
 * @iter: where it is
 * @resend: the row at @iter did not fit into the last message
 */
struct ovnet_walk_dump {
	struct ovnet_walk_iter iter;
	bool resend;
};

void ovnet_walk_enter(struct ovnet_walk_iter *iter,
		      struct ovnet_walk_table table);
void ovnet_walk_exit(struct ovnet_walk_iter *iter);
void ovnet_walk(struct ovnet_walk_table table,
		void (*look)(void *row, void *arg), void *arg);
u32 ovnet_walk_sweep(const struct ovnet_walk_sweep *sweep);
int ovnet_walk_dump(struct sk_buff *skb, struct netlink_callback *cb,
		    struct ovnet_walk_dump *dump, const u32 *removals,
		    const struct ovnet_msg_kind *kind,
		    bool (*match)(const void *row, const void *filter),
		    const void *filter);

#endif /* OVNET_WALK_H */
