// SPDX-License-Identifier: GPL-2.0
/* What the FDB learns, how much of it, and for how long. */
#include <linux/etherdevice.h>
#include <linux/jiffies.h>

#include "common.h"

static void ovnet_fdb_learn_test_makes_a_row(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->red, c->mac1));
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_EQ(test, row->state, OVNET_FDB_STATE_LEARNED);
	KUNIT_EXPECT_EQ(test, row->seq, 0);
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1);
	KUNIT_EXPECT_EQ(test, c->red->n_fdb, 1);
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 1);
	KUNIT_EXPECT_EQ(test, c->a->n_rows, 1);
}

static void ovnet_fdb_learn_test_again_makes_none(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_learn(c->red, c->mac1, c->a);
	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1);
	KUNIT_EXPECT_EQ(test, c->a->n_rows, 1);
	KUNIT_EXPECT_EQ(test, ovnet_common_row(c->red, c->mac1)->seq, 0);
}

/* Two processors miss the same MAC: the second one finds it there. */
static void ovnet_fdb_learn_test_lost_race_makes_none(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	rcu_read_lock();
	ovnet_fdb_learn(c->red, c->mac1, c->a, NULL);
	ovnet_fdb_learn(c->red, c->mac1, c->a, NULL);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1);
	KUNIT_EXPECT_EQ(test, c->a->n_rows, 1);
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 1);
}

static void ovnet_fdb_learn_test_again_refreshes(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_common_learn(c->red, c->mac1, c->a);
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	row->updated = ovnet_stamp(jiffies - 200 * HZ);
	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_LT(test, ovnet_stamp_age(row->updated, jiffies), 10 * HZ);
}

static void ovnet_fdb_learn_test_lookup_does_not_refresh(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_common_learn(c->red, c->mac1, c->a);
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	row->updated = ovnet_stamp(jiffies - 200 * HZ);
	ovnet_common_where(c->red, c->mac1);
	KUNIT_EXPECT_GE(test, ovnet_stamp_age(row->updated, jiffies), 100 * HZ);
}

static void ovnet_fdb_learn_test_moves_learned(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_common_learn(c->red, c->mac1, c->a);
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	row->updated = ovnet_stamp(jiffies - 200 * HZ);
	ovnet_common_learn(c->red, c->mac1, c->b);
	KUNIT_EXPECT_PTR_EQ(test, c->b, ovnet_common_where(c->red, c->mac1));
	KUNIT_EXPECT_EQ(test, row->seq, 1);
	KUNIT_EXPECT_LT(test, ovnet_stamp_age(row->updated, jiffies), 10 * HZ);
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1);
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 1);
	KUNIT_EXPECT_EQ(test, c->a->n_rows, 0);
	KUNIT_EXPECT_EQ(test, c->b->n_rows, 1);
}

static void ovnet_fdb_learn_test_networks_are_apart(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_learn(c->red, c->mac1, c->a);
	ovnet_common_learn(c->blue, c->mac1, c->b);
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->red, c->mac1));
	KUNIT_EXPECT_PTR_EQ(test, c->b, ovnet_common_where(c->blue, c->mac1));
}

static void ovnet_fdb_learn_test_leaves_static(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_common_set(c->red, c->mac1, c->a);
	ovnet_common_learn(c->red, c->mac1, c->b);
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->red, c->mac1));
	KUNIT_EXPECT_EQ(test, row->state, OVNET_FDB_STATE_STATIC);
	KUNIT_EXPECT_EQ(test, row->seq, 0);
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 0);
}

/* The row became static after the packet path had found none. */
static void ovnet_fdb_learn_test_leaves_new_static(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_set(c->red, c->mac1, c->a);
	rcu_read_lock();
	ovnet_fdb_learn(c->red, c->mac1, c->b, NULL);
	rcu_read_unlock();
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->red, c->mac1));
}

static void ovnet_fdb_learn_test_dead_dst_gets_nothing(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_purge_dst(&c->on, c->a);
	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_NULL(test, ovnet_common_row(c->red, c->mac1));
	ovnet_common_learn(c->red, c->mac1, c->b);
	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_PTR_EQ_MSG(test, c->b, ovnet_common_where(c->red, c->mac1),
				"nothing moves there either");
	KUNIT_EXPECT_EQ(test, c->a->n_rows, 0);
}

static void ovnet_fdb_learn_test_dead_network_gets_nothing(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	mutex_lock(&c->on.lock);
	ovnet_fdb_purge_network(c->red);
	mutex_unlock(&c->on.lock);
	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_NULL(test, ovnet_common_row(c->red, c->mac1));
	ovnet_common_learn(c->blue, c->mac1, c->a);
	KUNIT_EXPECT_NOT_NULL(test, ovnet_common_row(c->blue, c->mac1));
}

/* ---- limits ---- */

static void ovnet_fdb_learn_test_many(struct ovnet_network *network,
				      struct ovnet_dst *dst, u32 n)
{
	u8 mac[ETH_ALEN];
	u32 i;

	for (i = 0; i < n; i++) {
		ovnet_common_mac(mac, 100 + i);
		ovnet_common_learn(network, mac, dst);
	}
}

static void ovnet_fdb_learn_test_limit_holds(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	c->red->fdb_max = 3;
	ovnet_fdb_learn_test_many(c->red, c->a, 5);
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 3);
	KUNIT_EXPECT_EQ(test, c->red->fdb_refused, 2);
}

static void ovnet_fdb_learn_test_limit_of_none(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	c->red->fdb_max = 0;
	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, c->red->n_fdb, 0);
	KUNIT_EXPECT_EQ(test, c->red->fdb_refused, 1);
}

static void ovnet_fdb_learn_test_limit_is_the_networks(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	c->red->fdb_max = 3;
	ovnet_fdb_learn_test_many(c->red, c->a, 4);
	ovnet_fdb_learn_test_many(c->blue, c->a, 4);
	KUNIT_EXPECT_EQ(test, c->blue->n_learned, 4);
	KUNIT_EXPECT_EQ(test, c->blue->fdb_refused, 0);
}

static void ovnet_fdb_learn_test_limit_lets_rows_move(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	c->red->fdb_max = 3;
	ovnet_fdb_learn_test_many(c->red, c->a, 3);
	ovnet_fdb_learn_test_many(c->red, c->b, 3);
	KUNIT_EXPECT_EQ(test, c->b->n_rows, 3);
	KUNIT_EXPECT_EQ(test, c->red->fdb_refused, 0);
}

static void ovnet_fdb_learn_test_limit_spares_static(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	c->red->fdb_max = 3;
	ovnet_fdb_learn_test_many(c->red, c->a, 3);
	KUNIT_EXPECT_EQ(test, 0, ovnet_common_set(c->red, c->mac1, c->a));
	KUNIT_EXPECT_EQ(test, 0, ovnet_common_set(c->red, c->mac2, c->a));
	KUNIT_EXPECT_EQ(test, c->red->n_fdb, 5);
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 3);
}

static void ovnet_fdb_learn_test_limit_does_not_count_static(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	c->red->fdb_max = 3;
	ovnet_common_set(c->red, c->mac1, c->a);
	ovnet_common_set(c->red, c->mac2, c->a);
	ovnet_fdb_learn_test_many(c->red, c->a, 3);
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 3);
	KUNIT_EXPECT_EQ(test, c->red->fdb_refused, 0);
}

static void ovnet_fdb_learn_test_limit_room_comes_back(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	u8 mac[ETH_ALEN];

	c->red->fdb_max = 3;
	ovnet_fdb_learn_test_many(c->red, c->a, 3);
	ovnet_common_mac(mac, 100);
	ovnet_common_set(c->red, mac, c->a);	/* not learned any more */
	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_NOT_NULL(test, ovnet_common_row(c->red, c->mac1));
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 3);
	KUNIT_EXPECT_EQ(test, c->red->fdb_refused, 0);
}

static void ovnet_fdb_learn_test_limit_lowered_keeps_rows(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_learn_test_many(c->red, c->a, 3);
	c->red->fdb_max = 1;
	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 3);
	KUNIT_EXPECT_EQ(test, c->red->fdb_refused, 1);
}

/* What is learned leaves room for what is configured. */
static void ovnet_fdb_learn_test_node_limit_holds(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	c->on.n_fdb += OVNET_FDB_LEARNED_MAX;	/* as if there were so many */
	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, 0, ovnet_common_set(c->red, c->mac2, c->a));
	c->on.n_fdb -= OVNET_FDB_LEARNED_MAX;
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1);
	KUNIT_EXPECT_EQ(test, c->red->fdb_refused, 1);
	KUNIT_EXPECT_NULL(test, ovnet_common_row(c->red, c->mac1));
}

static void ovnet_fdb_learn_test_node_limit_holds_for_static(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	int err;

	ovnet_common_set(c->red, c->mac1, c->a);
	c->on.n_fdb += OVNET_FDB_ROWS_MAX - 1;
	err = ovnet_common_set(c->red, c->mac2, c->a);
	KUNIT_EXPECT_EQ(test, err, -ENOSPC);
	err = ovnet_common_set(c->red, c->mac1, c->b);
	KUNIT_EXPECT_EQ_MSG(test, err, 0, "it is there already");
	c->on.n_fdb -= OVNET_FDB_ROWS_MAX - 1;
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1);
}

/* ---- ageing ---- */

#define OVNET_FDB_LEARN_TEST_UNIT	BIT(OVNET_STAMP_SHIFT)	/* jiffies */
#define OVNET_FDB_LEARN_TEST_AGES	(24 * 3600UL * HZ * 200)

static void ovnet_fdb_learn_test_ages_in_time(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;
	unsigned long seen = round_down(jiffies, OVNET_FDB_LEARN_TEST_UNIT);
	unsigned long due = seen + 10 * HZ;

	c->red->ageing = 10;
	ovnet_common_learn(c->red, c->mac1, c->a);
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	row->updated = ovnet_stamp(seen);
	/* A pass that began before it was seen. */
	ovnet_fdb_age(&c->on, seen - HZ);
	KUNIT_EXPECT_NOT_NULL(test, ovnet_common_row(c->red, c->mac1));
	ovnet_fdb_age(&c->on, due - 1);
	KUNIT_EXPECT_NOT_NULL(test, ovnet_common_row(c->red, c->mac1));
	ovnet_fdb_age(&c->on, due + OVNET_FDB_LEARN_TEST_UNIT - 1);
	KUNIT_EXPECT_NULL(test, ovnet_common_row(c->red, c->mac1));
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 0);
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 0);
}

static void ovnet_fdb_learn_test_ageing_wraps(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	c->red->ageing = 10;
	ovnet_common_learn(c->red, c->mac1, c->a);
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	row->updated = ovnet_stamp(-5UL * HZ);
	ovnet_fdb_age(&c->on, -1UL);
	KUNIT_EXPECT_NOT_NULL(test, ovnet_common_row(c->red, c->mac1));
	ovnet_fdb_age(&c->on, 5 * HZ - OVNET_FDB_LEARN_TEST_UNIT);
	KUNIT_EXPECT_NOT_NULL(test, ovnet_common_row(c->red, c->mac1));
	ovnet_fdb_age(&c->on, 5 * HZ + OVNET_FDB_LEARN_TEST_UNIT);
	KUNIT_EXPECT_NULL(test, ovnet_common_row(c->red, c->mac1));
}

static void ovnet_fdb_learn_test_ageing_of_zero_is_never(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	c->red->ageing = 0;
	ovnet_common_learn(c->red, c->mac1, c->a);
	ovnet_fdb_age(&c->on, jiffies + OVNET_FDB_LEARN_TEST_AGES);
	KUNIT_EXPECT_NOT_NULL(test, ovnet_common_row(c->red, c->mac1));
}

static void ovnet_fdb_learn_test_ageing_of_decades(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	c->red->ageing = U32_MAX;
	ovnet_common_learn(c->red, c->mac1, c->a);
	ovnet_fdb_age(&c->on, jiffies + OVNET_FDB_LEARN_TEST_AGES);
	KUNIT_EXPECT_NOT_NULL(test, ovnet_common_row(c->red, c->mac1));
}

static void ovnet_fdb_learn_test_ageing_is_the_networks(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	c->red->ageing = 10;
	c->blue->ageing = 1000;
	ovnet_common_learn(c->red, c->mac1, c->a);
	ovnet_common_learn(c->blue, c->mac1, c->a);
	ovnet_fdb_age(&c->on, jiffies + 100 * HZ);
	KUNIT_EXPECT_NULL(test, ovnet_common_row(c->red, c->mac1));
	KUNIT_EXPECT_NOT_NULL(test, ovnet_common_row(c->blue, c->mac1));
}

static void ovnet_fdb_learn_test_ageing_spares_static(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_set(c->red, c->mac1, c->a);
	ovnet_common_learn(c->red, c->mac2, c->a);
	ovnet_common_set(c->red, c->mac2, c->a);	/* taken over */
	ovnet_fdb_age(&c->on, jiffies + OVNET_FDB_LEARN_TEST_AGES);
	KUNIT_EXPECT_NOT_NULL(test, ovnet_common_row(c->red, c->mac1));
	KUNIT_EXPECT_NOT_NULL(test, ovnet_common_row(c->red, c->mac2));
}

static void ovnet_fdb_learn_test_ageing_spares_local(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_config(c->red, c->mac1, &c->leg.dst,
			    OVNET_FDB_STATE_LOCAL, NULL, true);
	ovnet_fdb_age(&c->on, jiffies + OVNET_FDB_LEARN_TEST_AGES);
	KUNIT_EXPECT_NOT_NULL(test, ovnet_common_row(c->red, c->mac1));
}

static void ovnet_fdb_learn_test_ages_many(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_learn_test_many(c->red, c->a, 1000);
	ovnet_fdb_learn_test_many(c->blue, c->b, 1000);
	c->blue->ageing = 0;
	ovnet_fdb_age(&c->on, jiffies + OVNET_AGEING_DEFAULT * HZ);
	KUNIT_EXPECT_EQ(test, c->red->n_fdb, 0);
	KUNIT_EXPECT_EQ(test, c->blue->n_fdb, 1000);
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1000);
}

static struct kunit_case ovnet_fdb_learn_test_cases[] = {
	KUNIT_CASE(ovnet_fdb_learn_test_makes_a_row),
	KUNIT_CASE(ovnet_fdb_learn_test_again_makes_none),
	KUNIT_CASE(ovnet_fdb_learn_test_lost_race_makes_none),
	KUNIT_CASE(ovnet_fdb_learn_test_again_refreshes),
	KUNIT_CASE(ovnet_fdb_learn_test_lookup_does_not_refresh),
	KUNIT_CASE(ovnet_fdb_learn_test_moves_learned),
	KUNIT_CASE(ovnet_fdb_learn_test_networks_are_apart),
	KUNIT_CASE(ovnet_fdb_learn_test_leaves_static),
	KUNIT_CASE(ovnet_fdb_learn_test_leaves_new_static),
	KUNIT_CASE(ovnet_fdb_learn_test_dead_dst_gets_nothing),
	KUNIT_CASE(ovnet_fdb_learn_test_dead_network_gets_nothing),
	KUNIT_CASE(ovnet_fdb_learn_test_limit_holds),
	KUNIT_CASE(ovnet_fdb_learn_test_limit_of_none),
	KUNIT_CASE(ovnet_fdb_learn_test_limit_is_the_networks),
	KUNIT_CASE(ovnet_fdb_learn_test_limit_lets_rows_move),
	KUNIT_CASE(ovnet_fdb_learn_test_limit_spares_static),
	KUNIT_CASE(ovnet_fdb_learn_test_limit_does_not_count_static),
	KUNIT_CASE(ovnet_fdb_learn_test_limit_room_comes_back),
	KUNIT_CASE(ovnet_fdb_learn_test_limit_lowered_keeps_rows),
	KUNIT_CASE(ovnet_fdb_learn_test_node_limit_holds),
	KUNIT_CASE(ovnet_fdb_learn_test_node_limit_holds_for_static),
	KUNIT_CASE(ovnet_fdb_learn_test_ages_in_time),
	KUNIT_CASE(ovnet_fdb_learn_test_ageing_wraps),
	KUNIT_CASE(ovnet_fdb_learn_test_ageing_of_zero_is_never),
	KUNIT_CASE(ovnet_fdb_learn_test_ageing_of_decades),
	KUNIT_CASE(ovnet_fdb_learn_test_ageing_is_the_networks),
	KUNIT_CASE(ovnet_fdb_learn_test_ageing_spares_static),
	KUNIT_CASE(ovnet_fdb_learn_test_ageing_spares_local),
	KUNIT_CASE(ovnet_fdb_learn_test_ages_many),
	{}
};

static struct kunit_suite ovnet_fdb_learn_test_suite = {
	.name = "ovnet_fdb_learn",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_common_init,
	.exit = ovnet_common_exit,
	.test_cases = ovnet_fdb_learn_test_cases,
};

kunit_test_suite(ovnet_fdb_learn_test_suite);
