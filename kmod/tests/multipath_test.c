// SPDX-License-Identifier: GPL-2.0
/*
 * The buckets of routes with several remotes: who has how many, and that none
 * changes hands that need not, whatever comes, goes, or is up or down.
 */
#include <linux/prandom.h>
#include <linux/slab.h>

#include "common.h"
#include "multipath.h"

#define OVNET_MULTIPATH_TEST_STEPS	2000

struct ovnet_multipath_test {
	struct ovnet_net on;
	struct ovnet_remote remotes[OVNET_NEXTHOPS_MAX];
	struct ovnet_nexthop_want want[OVNET_NEXTHOPS_MAX];
	unsigned int n;
	struct ovnet_multipath *multipath;
	struct ovnet_remote *had[OVNET_MULTIPATH_BUCKETS];
	bool lent[OVNET_MULTIPATH_BUCKETS];
	struct rnd_state rnd;
};

static u32 ovnet_multipath_test_below(struct ovnet_multipath_test *t, u32 n)
{
	return prandom_u32_state(&t->rnd) % n;
}

static struct ovnet_remote *
ovnet_multipath_test_owner(const struct ovnet_multipath *multipath, int b)
{
	return multipath->nexthops[multipath->bucket[b]].remote;
}

static void ovnet_multipath_test_remember(struct ovnet_multipath_test *t)
{
	const struct ovnet_multipath *multipath = t->multipath;
	int b;

	for (b = 0; b < OVNET_MULTIPATH_BUCKETS; b++) {
		t->had[b] = ovnet_multipath_test_owner(multipath, b);
		t->lent[b] = multipath->home[b] != multipath->bucket[b];
	}
}

/* In the place of what there is, from OLD on. */
static void ovnet_multipath_test_replace(struct kunit *test,
					 const struct ovnet_dst *old)
{
	struct ovnet_multipath_test *t = test->priv;
	struct ovnet_multipath *multipath;

	multipath = ovnet_multipath_create(t->want, t->n, old);
	KUNIT_ASSERT_NOT_NULL(test, multipath);
	mutex_lock(&t->on.lock);
	if (t->multipath)
		ovnet_multipath_unlink(t->multipath);
	ovnet_multipath_link(multipath);
	mutex_unlock(&t->on.lock);
	kfree(t->multipath);
	t->multipath = multipath;
}

/* Configured anew, as a route is replaced. */
static void ovnet_multipath_test_make(struct kunit *test)
{
	struct ovnet_multipath_test *t = test->priv;

	ovnet_multipath_test_replace(test, t->multipath ?
					   &t->multipath->dst : NULL);
}

static void ovnet_multipath_test_add(struct ovnet_multipath_test *t,
				     struct ovnet_remote *remote, u16 weight)
{
	t->want[t->n].remote = remote;
	t->want[t->n].weight = weight;
	t->n++;
}

static int ovnet_multipath_test_has(const struct ovnet_multipath_test *t,
				    const struct ovnet_remote *remote)
{
	int i;

	for (i = 0; i < t->n; i++)
		if (t->want[i].remote == remote)
			return i;
	return -1;
}

static void ovnet_multipath_test_up(struct ovnet_remote *remote, bool up)
{
	mutex_lock(&remote->on->lock);
	remote->up = up;
	ovnet_multipath_follow(remote);
	mutex_unlock(&remote->on->lock);
}

/*
 * Nobody has a better right to one more than another to the last it has; who is
 * down has none, unless all are.
 */
static void ovnet_multipath_test_fair(struct kunit *test)
{
	const struct ovnet_multipath_test *t = test->priv;
	const struct ovnet_nexthop *a, *b, *all = t->multipath->nexthops;
	u32 has[OVNET_NEXTHOPS_MAX], sum = 0;
	bool any = false;
	int i, j;

	for (i = 0; i < t->n; i++) {
		has[i] = ovnet_multipath_buckets(&all[i]);
		sum += has[i];
		any |= all[i].remote->up;
	}
	KUNIT_ASSERT_EQ(test, sum, OVNET_MULTIPATH_BUCKETS);
	for (i = 0; i < t->n; i++) {
		a = &all[i];
		if (any && !a->remote->up) {
			KUNIT_ASSERT_EQ(test, has[i], 0);
			continue;
		}
		KUNIT_ASSERT_GT(test, has[i], 0);
		for (j = 0; j < t->n; j++) {
			b = &all[j];
			if ((!any || b->remote->up) && has[j] > 1)
				KUNIT_ASSERT_LE(test,
						a->weight * (2 * has[j] - 1),
						b->weight * (2 * has[i] + 1));
		}
	}
}

/*
 * What changed hands came from FROM or went to TO, or has been lent, if that may
 * be lent to another.
 */
static void ovnet_multipath_test_changed(struct kunit *test,
					 const struct ovnet_remote *from,
					 const struct ovnet_remote *to,
					 bool lent)
{
	const struct ovnet_multipath_test *t = test->priv;
	struct ovnet_remote *now;
	int b;

	for (b = 0; b < OVNET_MULTIPATH_BUCKETS; b++) {
		now = ovnet_multipath_test_owner(t->multipath, b);
		if (now != t->had[b] && t->had[b] != from &&
		    !(lent && t->lent[b]))
			KUNIT_ASSERT_PTR_EQ(test, now, to);
	}
}

static void ovnet_multipath_test_moved(struct kunit *test,
				       const struct ovnet_remote *from,
				       const struct ovnet_remote *to)
{
	ovnet_multipath_test_changed(test, from, to, false);
}

static void ovnet_multipath_test_step(struct kunit *test)
{
	struct ovnet_multipath_test *t = test->priv;
	struct ovnet_remote *remote;
	int i;

	remote = &t->remotes[ovnet_multipath_test_below(t, OVNET_NEXTHOPS_MAX)];
	i = ovnet_multipath_test_has(t, remote);
	ovnet_multipath_test_remember(t);
	if (ovnet_multipath_test_below(t, 2)) {
		ovnet_multipath_test_up(remote, !remote->up);
		ovnet_multipath_test_changed(test, remote->up ? NULL : remote,
					     remote->up ? remote : NULL,
					     remote->up);
	} else if (i < 0) {
		ovnet_multipath_test_add(t, remote,
					 1 + ovnet_multipath_test_below(t, 256));
		ovnet_multipath_test_make(test);
		ovnet_multipath_test_changed(test, NULL, remote, true);
	} else if (t->n > 1) {
		t->want[i] = t->want[--t->n];
		ovnet_multipath_test_make(test);
		ovnet_multipath_test_changed(test, remote, NULL, true);
	}
}

/* Whatever happens, in any order. */
static void ovnet_multipath_test_random(struct kunit *test)
{
	struct ovnet_multipath_test *t = test->priv;
	int step;

	ovnet_multipath_test_add(t, &t->remotes[0], 1);
	ovnet_multipath_test_make(test);
	for (step = 0; step < OVNET_MULTIPATH_TEST_STEPS; step++) {
		ovnet_multipath_test_step(test);
		ovnet_multipath_test_fair(test);
		cond_resched();
	}
}

/* Some of weights 1, 2, 3 …, all up. */
static void ovnet_multipath_test_some(struct kunit *test, int n)
{
	struct ovnet_multipath_test *t = test->priv;
	int i;

	for (i = 0; i < n; i++)
		ovnet_multipath_test_add(t, &t->remotes[i], i + 1);
	ovnet_multipath_test_make(test);
	ovnet_multipath_test_fair(test);
}

static void ovnet_multipath_test_weights(struct kunit *test)
{
	struct ovnet_multipath_test *t = test->priv;
	const struct ovnet_nexthop *all;

	ovnet_multipath_test_add(t, &t->remotes[0], 2);
	ovnet_multipath_test_add(t, &t->remotes[1], 1);
	ovnet_multipath_test_add(t, &t->remotes[2], 1);
	ovnet_multipath_test_make(test);
	all = t->multipath->nexthops;
	KUNIT_EXPECT_EQ(test, ovnet_multipath_buckets(&all[0]), 64);
	KUNIT_EXPECT_EQ(test, ovnet_multipath_buckets(&all[1]), 32);
	KUNIT_EXPECT_EQ(test, ovnet_multipath_buckets(&all[2]), 32);

	/* Who has one in many thousand still has something. */
	t->n = 0;
	ovnet_multipath_test_add(t, &t->remotes[0], 1);
	while (t->n < OVNET_NEXTHOPS_MAX)
		ovnet_multipath_test_add(t, &t->remotes[t->n],
					 OVNET_NEXTHOP_WEIGHT_MAX);
	ovnet_multipath_test_make(test);
	all = t->multipath->nexthops;
	KUNIT_EXPECT_EQ(test, ovnet_multipath_buckets(&all[0]), 1);
	ovnet_multipath_test_fair(test);
}

/* One after the other goes down, then they come back in another order. */
static void ovnet_multipath_test_down(struct kunit *test)
{
	struct ovnet_multipath_test *t = test->priv;
	struct ovnet_remote *before[OVNET_MULTIPATH_BUCKETS];
	int i;

	ovnet_multipath_test_some(test, 5);
	ovnet_multipath_test_remember(t);
	memcpy(before, t->had, sizeof(before));
	for (i = 0; i < 4; i++) {
		ovnet_multipath_test_remember(t);
		ovnet_multipath_test_up(&t->remotes[i], false);
		ovnet_multipath_test_fair(test);
		ovnet_multipath_test_moved(test, &t->remotes[i], NULL);
	}
	/* With the last, all are as if they were up. */
	ovnet_multipath_test_up(&t->remotes[4], false);
	ovnet_multipath_test_fair(test);
	ovnet_multipath_test_up(&t->remotes[4], true);
	for (i = 0; i < 4; i++) {
		ovnet_multipath_test_remember(t);
		ovnet_multipath_test_up(&t->remotes[i], true);
		ovnet_multipath_test_fair(test);
		ovnet_multipath_test_changed(test, NULL, &t->remotes[i], true);
	}
	ovnet_multipath_test_remember(t);
	OVNET_COMMON_EXPECT_MEM(test, t->had, before, sizeof(before));
}

static void ovnet_multipath_test_leave(struct kunit *test)
{
	struct ovnet_multipath_test *t = test->priv;

	ovnet_multipath_test_some(test, 6);
	while (t->n > 1) {
		struct ovnet_remote *last = t->want[t->n - 1].remote;

		ovnet_multipath_test_remember(t);
		t->n--;
		ovnet_multipath_test_make(test);
		ovnet_multipath_test_fair(test);
		ovnet_multipath_test_moved(test, last, NULL);
	}
}

/* Also beside one that had the whole route. */
static void ovnet_multipath_test_join(struct kunit *test)
{
	struct ovnet_multipath_test *t = test->priv;
	int i;

	ovnet_multipath_test_some(test, 1);
	for (i = 1; i < 9; i++) {
		ovnet_multipath_test_remember(t);
		ovnet_multipath_test_add(t, &t->remotes[i], i);
		ovnet_multipath_test_make(test);
		ovnet_multipath_test_fair(test);
		ovnet_multipath_test_moved(test, NULL, &t->remotes[i]);
	}

	t->n = 0;
	ovnet_multipath_test_add(t, &t->remotes[0], 1);
	ovnet_multipath_test_add(t, &t->remotes[1], 3);
	ovnet_multipath_test_replace(test, &t->remotes[1].dst);
	for (i = 0; i < OVNET_MULTIPATH_BUCKETS; i++)
		t->had[i] = &t->remotes[1];
	ovnet_multipath_test_moved(test, NULL, &t->remotes[0]);
	ovnet_multipath_test_fair(test);
}

/* The same is made of the same. */
static void ovnet_multipath_test_same(struct kunit *test)
{
	struct ovnet_multipath_test *t = test->priv;

	ovnet_multipath_test_some(test, 7);
	ovnet_multipath_test_remember(t);
	ovnet_multipath_test_make(test);
	ovnet_multipath_test_moved(test, NULL, NULL);
	ovnet_multipath_test_replace(test, NULL);
	ovnet_multipath_test_moved(test, NULL, NULL);
}

static int ovnet_multipath_test_init(struct kunit *test)
{
	struct ovnet_multipath_test *t;
	int i;

	t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	test->priv = t;
	prandom_seed_state(&t->rnd, 2992);
	mutex_init(&t->on.lock);
	for (i = 0; i < OVNET_NEXTHOPS_MAX; i++) {
		t->remotes[i].dst.type = OVNET_DST_REMOTE;
		t->remotes[i].on = &t->on;
		t->remotes[i].up = true;
	}
	return 0;
}

static void ovnet_multipath_test_exit(struct kunit *test)
{
	struct ovnet_multipath_test *t = test->priv;

	kfree(t->multipath);
}

static struct kunit_case ovnet_multipath_test_cases[] = {
	KUNIT_CASE(ovnet_multipath_test_weights),
	KUNIT_CASE(ovnet_multipath_test_down),
	KUNIT_CASE(ovnet_multipath_test_leave),
	KUNIT_CASE(ovnet_multipath_test_join),
	KUNIT_CASE(ovnet_multipath_test_same),
	KUNIT_CASE(ovnet_multipath_test_random),
	{}
};

static struct kunit_suite ovnet_multipath_test_suite = {
	.name = "ovnet_multipath",
	.init = ovnet_multipath_test_init,
	.exit = ovnet_multipath_test_exit,
	.test_cases = ovnet_multipath_test_cases,
};

kunit_test_suite(ovnet_multipath_test_suite);
