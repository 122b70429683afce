// SPDX-License-Identifier: GPL-2.0
/*
 * The ageing of learned neighbours. Before one goes it is asked whether it is
 * still there: an endpoint that is only sent to says nothing by itself.
 */
#include <linux/jiffies.h>

#include "ask.h"
#include "neigh.h"
#include "walk.h"

/* A pass looks at the whole table. */
#define OVNET_NEIGH_AGE_SOON	HZ
#define OVNET_NEIGH_AGE_LATE	(5 * HZ)
#define OVNET_NEIGH_AGE_PROBES	3	/* of a row, one a pass */
#define OVNET_NEIGH_AGE_BUDGET	1000	/* probes of a pass */
/* There may be too many to ask them all in time. */
#define OVNET_NEIGH_AGE_GRACE	(60 * HZ)

/**
 * struct ovnet_neigh_age - one pass
 * @now: jiffies
 * @next: jiffies: when there is something to do again
 * @budget: how many may still be asked
 * @expired: rows are to go
 */
struct ovnet_neigh_age {
	unsigned long now;
	unsigned long next;
	u32 budget;
	bool expired;
};

/* Jiffies, 0: it does not age. */
static unsigned long ovnet_neigh_age_of(const struct ovnet_neigh_row *row)
{
	if (ovnet_neigh_state(row) != OVNET_NEIGH_STATE_LEARNED)
		return 0;
	return READ_ONCE(row->network->ageing) * (unsigned long)HZ;
}

/*
 * The gateway is in no tunnel. Whoever is at the other end is asked by the node
 * there.
 */
static bool ovnet_neigh_age_can_ask(const struct ovnet_dst *dst)
{
	return dst && dst->type != OVNET_DST_REMOTE;
}

/* Context: RCU, or neigh_lock. */
static bool ovnet_neigh_age_expired(const void *arg, const void *pass)
{
	const struct ovnet_neigh_row *row = arg;
	const struct ovnet_dst *dst =
		rcu_dereference_check(row->dst,
				      lockdep_is_held(&row->network->on->neigh_lock));
	const struct ovnet_neigh_age *age = pass;
	unsigned long silent = ovnet_stamp_age(READ_ONCE(row->updated),
					       age->now);
	unsigned long ageing = ovnet_neigh_age_of(row);

	if (!ageing || silent < ageing)
		return false;
	return !ovnet_neigh_age_can_ask(dst) ||
	       ovnet_neigh_probes(row) >= OVNET_NEIGH_AGE_PROBES ||
	       silent >= ageing + OVNET_NEIGH_AGE_GRACE;
}

/* Context: RCU. */
static void ovnet_neigh_age_row(void *arg, void *pass)
{
	struct ovnet_neigh_row *row = arg;
	struct ovnet_neigh_age *age = pass;
	unsigned long ageing = ovnet_neigh_age_of(row);
	struct ovnet_dst *dst = rcu_dereference(row->dst);
	u8 probes = ovnet_neigh_probes(row);
	struct ovnet_addr addr;
	unsigned long due;

	BUILD_BUG_ON(FIELD_MAX(OVNET_NEIGH_WORD_PROBES) <
		     OVNET_NEIGH_AGE_PROBES);
	if (!ageing)
		return;
	due = age->now - ovnet_stamp_age(READ_ONCE(row->updated), age->now) +
	      ageing;
	if (ovnet_neigh_age_can_ask(dst))
		due -= ageing / 4;
	if (time_before(age->now, due)) {
		if (time_before(due, age->next))
			age->next = due;
		return;
	}
	age->next = age->now;
	if (ovnet_neigh_age_expired(row, age)) {
		age->expired = true;
		return;
	}
	if (probes >= OVNET_NEIGH_AGE_PROBES || !age->budget)
		return;
	age->budget--;
	ovnet_neigh_probed(row, probes + 1);
	addr = ovnet_neigh_addr(row);
	ovnet_ask_again(row->network, &addr, ovnet_neigh_mac(row), dst);
}

/**
 * ovnet_neigh_age() - ask after learned rows, and remove those of the silent
 * @on: namespace
 * @now: jiffies
 *
 * Context: process.
 * Return: jiffies: when there is something to do again.
 */
unsigned long ovnet_neigh_age(struct ovnet_net *on, unsigned long now)
{
	struct ovnet_neigh_age age = {
		.now = now,
		.next = now + OVNET_NEIGH_AGE_LATE,
		.budget = OVNET_NEIGH_AGE_BUDGET,
	};

	ovnet_walk((struct ovnet_walk_table) { .hash = &on->neighs },
		   ovnet_neigh_age_row, &age);
	if (age.expired)
		ovnet_neigh_sweep(on, ovnet_neigh_age_expired, &age);
	return age.next;
}

static void ovnet_neigh_age_work(struct work_struct *work)
{
	struct ovnet_net *on = container_of(work, struct ovnet_net,
					    neigh_ageing.work);
	unsigned long now = jiffies, next;

	next = ovnet_neigh_age(on, now);
	if (READ_ONCE(on->n_neighs_learned))
		queue_delayed_work(ovnet_main_wq, &on->neigh_ageing,
				   max_t(unsigned long, next - now,
					 OVNET_NEIGH_AGE_SOON));
}

/**
 * ovnet_neigh_age_init() - a namespace without rows
 * @on: namespace
 */
void ovnet_neigh_age_init(struct ovnet_net *on)
{
	INIT_DELAYED_WORK(&on->neigh_ageing, ovnet_neigh_age_work);
}

/**
 * ovnet_neigh_age_exit() - undo ovnet_neigh_age_init(); all rows have gone
 * @on: namespace
 */
void ovnet_neigh_age_exit(struct ovnet_net *on)
{
	cancel_delayed_work_sync(&on->neigh_ageing);
}

/**
 * ovnet_neigh_age_start() - there is a learned row
 * @on: namespace
 */
void ovnet_neigh_age_start(struct ovnet_net *on)
{
	queue_delayed_work(ovnet_main_wq, &on->neigh_ageing,
			   OVNET_NEIGH_AGE_SOON);
}
