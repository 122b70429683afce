/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_WALK_H
#define OVNET_WALK_H

#include <linux/rhashtable.h>
#include <linux/spinlock.h>

struct netlink_callback;
struct ovnet_msg_kind;
struct sk_buff;

/**
 * struct ovnet_walk_sweep - which rows of a table are to go
 * @table: whose rows
 * @lock: that it is changed under, taken from softirq
 * @doomed: is this one of them? Asked under RCU, and again with @lock
 * @remove: take it out of everything, with @lock; false: it has gone already
 * @arg: for @doomed
 */
struct ovnet_walk_sweep {
	struct rhashtable *table;
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
	struct rhashtable_iter iter;
	bool resend;
};

void ovnet_walk(struct rhashtable *table,
		void (*look)(void *row, void *arg), void *arg);
u32 ovnet_walk_sweep(const struct ovnet_walk_sweep *sweep);
int ovnet_walk_dump(struct sk_buff *skb, struct netlink_callback *cb,
		    struct ovnet_walk_dump *dump, const u32 *removals,
		    const struct ovnet_msg_kind *kind,
		    bool (*match)(const void *row, const void *filter),
		    const void *filter);

#endif /* OVNET_WALK_H */
