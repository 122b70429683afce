// SPDX-License-Identifier: GPL-2.0
/*
 * Remotes that are to be watched get a probe every so often. One that has left
 * three in a row unanswered is lost, until it answers again: nothing is flooded
 * to it, and routes to several pass it by. What points at it alone is still sent,
 * for there is no other way.
 */
#include <linux/random.h>

#include "multipath.h"
#include "probe.h"
#include "remote.h"
#include "watch.h"

#define OVNET_WATCH_MISSES	3
#define OVNET_WATCH_PERIOD	HZ	/* how often remotes are looked at */

/* Said once for each time that it changes. */
static void ovnet_watch_tell(struct ovnet_remote *remote)
{
	bool lost = READ_ONCE(remote->watch.lost);

	if (remote->watch.told == lost)
		return;
	remote->watch.told = lost;
	remote->on->generation++;
	ovnet_multipath_follow(remote);
	ovnet_remote_notify(remote, OVNET_CMD_REMOTE_SET);
}

static void ovnet_watch_probe(struct ovnet_remote *remote)
{
	struct ovnet_watch *watch = &remote->watch;
	s64 cookie;

	if (!atomic64_read(&watch->cookie))
		watch->missed = 0;
	else if (++watch->missed >= OVNET_WATCH_MISSES)
		WRITE_ONCE(watch->lost, true);
	do {
		get_random_bytes(&cookie, sizeof(cookie));
	} while (!cookie);
	atomic64_set(&watch->cookie, cookie);
	/* If it cannot be sent, there will be no answer. */
	ovnet_probe_watch(remote, (__force __be64)cookie);
}

static void ovnet_watch_look(struct ovnet_remote *remote)
{
	struct ovnet_watch *watch = &remote->watch;

	if (watch->interval && remote->up &&
	    time_after_eq(jiffies, watch->due)) {
		watch->due = jiffies + watch->interval * HZ;
		ovnet_watch_probe(remote);
	}
	ovnet_watch_tell(remote);
}

static void ovnet_watch_work(struct work_struct *work)
{
	struct ovnet_net *on = container_of(to_delayed_work(work),
					    struct ovnet_net, watch);
	struct ovnet_remote *remote;
	unsigned long id;

	mutex_lock(&on->lock);
	xa_for_each(&on->remotes, id, remote)
		ovnet_watch_look(remote);
	if (on->n_watched)
		queue_delayed_work(ovnet_main_wq, &on->watch,
				   OVNET_WATCH_PERIOD);
	mutex_unlock(&on->lock);
}

/**
 * ovnet_watch_init() - start in a namespace
 * @on: namespace
 */
void ovnet_watch_init(struct ovnet_net *on)
{
	INIT_DELAYED_WORK(&on->watch, ovnet_watch_work);
}

/**
 * ovnet_watch_exit() - stop in a namespace; nothing is received any more
 * @on: namespace
 */
void ovnet_watch_exit(struct ovnet_net *on)
{
	cancel_delayed_work_sync(&on->watch);
}

/**
 * ovnet_watch_set() - how often a remote is to be probed
 * @remote: its namespace's mutex is held
 * @interval: seconds; 0: never, and it is not lost
 */
void ovnet_watch_set(struct ovnet_remote *remote, u16 interval)
{
	struct ovnet_watch *watch = &remote->watch;
	struct ovnet_net *on = remote->on;

	lockdep_assert_held(&on->lock);
	if (watch->interval == interval)
		return;
	on->n_watched += !!interval - !!watch->interval;
	watch->interval = interval;
	watch->missed = 0;
	watch->due = jiffies;
	atomic64_set(&watch->cookie, 0);
	if (interval) {
		mod_delayed_work(ovnet_main_wq, &on->watch, 0);
	} else {
		/* The caller tells of all that has changed. */
		WRITE_ONCE(watch->lost, false);
		watch->told = false;
	}
}

/**
 * ovnet_watch_answered() - the answer to a probe of ours came
 * @remote: from whom
 * @cookie: that it has
 *
 * Context: RCU, softirq.
 * Return: whether it was waited for.
 */
bool ovnet_watch_answered(struct ovnet_remote *remote, __be64 cookie)
{
	struct ovnet_watch *watch = &remote->watch;

	s64 sent = (__force s64)cookie;

	if (!sent || atomic64_cmpxchg(&watch->cookie, sent, 0) != sent)
		return false;
	if (!READ_ONCE(watch->lost))
		return true;
	WRITE_ONCE(watch->lost, false);
	mod_delayed_work(ovnet_main_wq, &remote->on->watch, 0);
	return true;
}
