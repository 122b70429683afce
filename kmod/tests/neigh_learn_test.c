// SPDX-License-Identifier: GPL-2.0
/* What is learned of neighbours, how they move, and how long they are held. */
#include <linux/etherdevice.h>
#include <linux/jiffies.h>

#include "common.h"

#define OVNET_NEIGH_LEARN_TEST_MOVES	5	/* as hold.h has it */

static void ovnet_neigh_learn_test_addr(struct ovnet_addr *addr, u32 n)
{
	memset(addr, 0, sizeof(*addr));
	addr->family = AF_INET;
	addr->v4 = htonl(0x0a000000 + n);
}

static void ovnet_neigh_learn_test_say(struct ovnet_network *network, u32 n,
				       const u8 *mac, struct ovnet_dst *dst,
				       bool tried, unsigned long now)
{
	const struct ovnet_neigh_claim claim = {
		.mac = mac,
		.dst = dst,
		.tried = tried,
		.now = now,
	};
	struct ovnet_addr addr;

	ovnet_neigh_learn_test_addr(&addr, n);
	rcu_read_lock();
	ovnet_neigh_learn(network, &addr, &claim);
	rcu_read_unlock();
}

/* The row of an address, for nobody else changes the table; or NULL. */
static struct ovnet_neigh_row *
ovnet_neigh_learn_test_row(struct ovnet_network *network, u32 n)
{
	struct ovnet_neigh_row *row;
	struct ovnet_addr addr;

	ovnet_neigh_learn_test_addr(&addr, n);
	hlist_for_each_entry(row, &network->neighs, network_node)
		if (!memcmp(&row->addr, &addr.v6, sizeof(addr.v6)))
			return row;
	return NULL;
}

/* 0: nobody is known to have it. */
static u64 ovnet_neigh_learn_test_mac(struct ovnet_network *network, u32 n)
{
	struct ovnet_addr addr;
	u8 mac[ETH_ALEN];
	bool known;

	ovnet_neigh_learn_test_addr(&addr, n);
	rcu_read_lock();
	known = ovnet_neigh_lookup_rcu(network, &addr, mac);
	rcu_read_unlock();
	return known ? ether_addr_to_u64(mac) : 0;
}

static int ovnet_neigh_learn_test_set(struct ovnet_network *network, u32 n,
				      const u8 *mac, bool excl,
				      struct ovnet_neigh_before *before)
{
	struct ovnet_neigh_want want = {
		.state = OVNET_NEIGH_STATE_STATIC,
	};
	struct ovnet_addr addr;
	int err;

	ether_addr_copy(want.mac, mac);
	ovnet_neigh_learn_test_addr(&addr, n);
	mutex_lock(&network->on->lock);
	err = ovnet_neigh_stage(network, &addr, &want, excl, before, NULL);
	mutex_unlock(&network->on->lock);
	return err;
}

static void ovnet_neigh_learn_test_restore(struct ovnet_network *network, u32 n,
					   const struct ovnet_neigh_before *before)
{
	struct ovnet_addr addr;

	ovnet_neigh_learn_test_addr(&addr, n);
	mutex_lock(&network->on->lock);
	ovnet_neigh_restore(network, &addr, before);
	mutex_unlock(&network->on->lock);
}

#define OVNET_NEIGH_LEARN_TEST_IS(test, network, n, mac)		\
	KUNIT_EXPECT_EQ(test, ovnet_neigh_learn_test_mac(network, n),	\
			ether_addr_to_u64(mac))

static void ovnet_neigh_learn_test_makes_a_row(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_neigh_row *row;

	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false, jiffies);
	OVNET_NEIGH_LEARN_TEST_IS(test, c->red, 1, c->mac1);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_learn_test_mac(c->blue, 1), 0);
	row = ovnet_neigh_learn_test_row(c->red, 1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_state(row),
			OVNET_NEIGH_STATE_LEARNED);
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(row->dst), c->a);
	KUNIT_EXPECT_EQ(test, row->seq, 0);
	KUNIT_EXPECT_EQ(test, c->red->n_neighs, 1);
	KUNIT_EXPECT_EQ(test, c->red->n_neighs_learned, 1);
	KUNIT_EXPECT_EQ(test, c->on.n_neighs_learned, 1);
}

static void ovnet_neigh_learn_test_newest_wins(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_neigh_row *row;

	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false, jiffies);
	ovnet_neigh_learn_test_say(c->red, 1, c->mac2, c->b, false, jiffies);
	OVNET_NEIGH_LEARN_TEST_IS(test, c->red, 1, c->mac2);
	row = ovnet_neigh_learn_test_row(c->red, 1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(row->dst), c->b);
	KUNIT_EXPECT_EQ(test, row->seq, 1);
	KUNIT_EXPECT_TRUE(test, hlist_empty(&c->a->neighs));
	/* The same one elsewhere has moved, too. */
	ovnet_neigh_learn_test_say(c->red, 1, c->mac2, c->a, true, jiffies);
	KUNIT_EXPECT_EQ(test, row->seq, 2);
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(row->dst), c->a);
	KUNIT_EXPECT_EQ(test, c->red->n_neighs_learned, 1);
}

static void ovnet_neigh_learn_test_a_try_moves_nothing(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, true, jiffies);
	OVNET_NEIGH_LEARN_TEST_IS(test, c->red, 1, c->mac1);
	ovnet_neigh_learn_test_say(c->red, 1, c->mac2, c->b, true, jiffies);
	OVNET_NEIGH_LEARN_TEST_IS(test, c->red, 1, c->mac1);
}

static void ovnet_neigh_learn_test_again_refreshes(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_neigh_row *row;

	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false, jiffies);
	row = ovnet_neigh_learn_test_row(c->red, 1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	row->updated = ovnet_stamp(jiffies - 100 * HZ);
	ovnet_neigh_probed(row, 2);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_probes(row), 2);
	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false, jiffies);
	KUNIT_EXPECT_LT(test, ovnet_stamp_age(row->updated, jiffies), 10 * HZ);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_probes(row), 0);
	KUNIT_EXPECT_EQ(test, row->seq, 0);
}

static void ovnet_neigh_learn_test_leaves_static(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_neigh_before before;

	KUNIT_ASSERT_EQ(test, ovnet_neigh_learn_test_set(c->red, 1, c->mac1,
							 true, &before), 0);
	ovnet_neigh_learn_test_say(c->red, 1, c->mac2, c->a, false, jiffies);
	OVNET_NEIGH_LEARN_TEST_IS(test, c->red, 1, c->mac1);
	KUNIT_EXPECT_EQ(test, c->red->n_neighs_learned, 0);
}

static void ovnet_neigh_learn_test_taken_over(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_neigh_before before;
	struct ovnet_neigh_row *row;

	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false, jiffies);
	KUNIT_ASSERT_EQ(test, ovnet_neigh_learn_test_set(c->red, 1, c->mac2,
							 true, &before), 0);
	OVNET_NEIGH_LEARN_TEST_IS(test, c->red, 1, c->mac2);
	KUNIT_EXPECT_EQ(test, c->red->n_neighs_learned, 0);
	KUNIT_EXPECT_TRUE(test, hlist_empty(&c->a->neighs));
	/* The message fails: it is what it was. */
	ovnet_neigh_learn_test_restore(c->red, 1, &before);
	OVNET_NEIGH_LEARN_TEST_IS(test, c->red, 1, c->mac1);
	row = ovnet_neigh_learn_test_row(c->red, 1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_PTR_EQ(test, rcu_access_pointer(row->dst), c->a);
	KUNIT_EXPECT_EQ(test, row->seq, 0);
	KUNIT_EXPECT_EQ(test, c->red->n_neighs_learned, 1);
}

static void ovnet_neigh_learn_test_dead_gets_nothing(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false, jiffies);
	ovnet_neigh_learn_test_say(c->red, 2, c->mac1, c->b, false, jiffies);
	ovnet_fdb_purge_dst(&c->on, c->a);
	ovnet_neigh_purge_dst(&c->on, c->a);
	KUNIT_EXPECT_EQ(test, c->red->n_neighs, 1);
	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false, jiffies);
	ovnet_neigh_learn_test_say(c->red, 2, c->mac1, c->a, false, jiffies);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_learn_test_mac(c->red, 1), 0);
	KUNIT_EXPECT_TRUE(test, hlist_empty(&c->a->neighs));
}

static void ovnet_neigh_learn_test_limit(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	u32 n;

	c->red->neigh_max = 3;
	for (n = 1; n <= 5; n++)
		ovnet_neigh_learn_test_say(c->red, n, c->mac1, c->a, false,
					   jiffies);
	ovnet_neigh_learn_test_say(c->blue, 1, c->mac1, c->a, false, jiffies);
	KUNIT_EXPECT_EQ(test, c->red->n_neighs, 3);
	KUNIT_EXPECT_EQ(test, c->red->neighs_refused, 2);
	KUNIT_EXPECT_EQ(test, c->blue->n_neighs, 1);
	/* What is there may move. */
	ovnet_neigh_learn_test_say(c->red, 1, c->mac2, c->a, false, jiffies);
	OVNET_NEIGH_LEARN_TEST_IS(test, c->red, 1, c->mac2);
	c->on.n_neighs += OVNET_NEIGHS_LEARNED_MAX;
	ovnet_neigh_learn_test_say(c->blue, 2, c->mac1, c->a, false, jiffies);
	c->on.n_neighs -= OVNET_NEIGHS_LEARNED_MAX;
	KUNIT_EXPECT_EQ(test, c->blue->n_neighs, 1);
	KUNIT_EXPECT_EQ(test, c->blue->neighs_refused, 1);
}

static unsigned long
ovnet_neigh_learn_test_held(const struct ovnet_neigh_row *row,
			    unsigned long now)
{
	const struct ovnet_hold hold = ovnet_neigh_hold(row);

	return ovnet_hold_left(&hold, now);
}

/* Flaps; returns how often it moved. */
static u32 ovnet_neigh_learn_test_flap(struct ovnet_common *c,
				       unsigned long now, unsigned long step)
{
	struct ovnet_neigh_row *row = ovnet_neigh_learn_test_row(c->red, 1);
	bool first = ovnet_neigh_mac(row) == ether_addr_to_u64(c->mac1);
	u32 seq = row->seq;
	int i;

	for (i = 0; i < 100; i++)
		ovnet_neigh_learn_test_say(c->red, 1,
					   i % 2 == first ? c->mac1 : c->mac2,
					   i % 2 == first ? c->a : c->b, false,
					   now + i * step);
	return row->seq - seq;
}

static void ovnet_neigh_learn_test_flapping_is_held(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_neigh_row *row;
	unsigned long now = jiffies;
	u64 mac;

	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false, now);
	row = ovnet_neigh_learn_test_row(c->red, 1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_learn_test_flap(c, now, 0),
			OVNET_NEIGH_LEARN_TEST_MOVES);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_learn_test_held(row, now), 30 * HZ);
	mac = ovnet_neigh_mac(row);
	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false,
				   now + 30 * HZ - 1);
	ovnet_neigh_learn_test_say(c->red, 1, c->mac2, c->b, false,
				   now + 30 * HZ - 1);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_mac(row), mac);
	/* Then it moves again, as often as before. */
	KUNIT_EXPECT_EQ(test, ovnet_neigh_learn_test_held(row, now + 30 * HZ), 0);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_learn_test_flap(c, now + 30 * HZ, 0),
			OVNET_NEIGH_LEARN_TEST_MOVES);
}

static void ovnet_neigh_learn_test_moving_is_not_flapping(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	unsigned long now = jiffies;

	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false, now);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_learn_test_flap(c, now, 10 * HZ),
			100);
}

static void ovnet_neigh_learn_test_hold_wraps(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_neigh_row *row;

	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false, -5UL * HZ);
	row = ovnet_neigh_learn_test_row(c->red, 1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_learn_test_flap(c, -5UL * HZ, 0),
			OVNET_NEIGH_LEARN_TEST_MOVES);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_learn_test_held(row, 5 * HZ), 20 * HZ);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_learn_test_held(row, 25 * HZ), 0);
}

/* An address of either family that has the bytes of one of the other. */
static void ovnet_neigh_learn_test_families_are_two(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	const struct ovnet_neigh_claim claim = {
		.mac = c->mac2,
		.dst = c->b,
		.now = jiffies,
	};
	struct ovnet_addr addr4, addr6;
	u8 mac[ETH_ALEN];

	ovnet_neigh_learn_test_addr(&addr4, 1);
	addr6 = addr4;
	addr6.family = AF_INET6;
	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false, jiffies);
	rcu_read_lock();
	KUNIT_EXPECT_FALSE(test, ovnet_neigh_lookup_rcu(c->red, &addr6, mac));
	ovnet_neigh_learn(c->red, &addr6, &claim);
	KUNIT_EXPECT_TRUE(test, ovnet_neigh_lookup_rcu(c->red, &addr6, mac));
	OVNET_COMMON_EXPECT_MEM(test, mac, c->mac2, ETH_ALEN);
	KUNIT_EXPECT_TRUE(test, ovnet_neigh_lookup_rcu(c->red, &addr4, mac));
	OVNET_COMMON_EXPECT_MEM(test, mac, c->mac1, ETH_ALEN);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, c->red->n_neighs, 2);
}

static void ovnet_neigh_learn_test_ages_in_time(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_neigh_before before;
	const unsigned long unit = BIT(OVNET_STAMP_SHIFT);
	unsigned long now = round_up(jiffies, unit);

	c->red->ageing = 10;
	c->blue->ageing = 0;
	ovnet_neigh_learn_test_say(c->red, 1, c->mac1, c->a, false, now);
	ovnet_neigh_learn_test_say(c->blue, 1, c->mac1, c->a, false, now);
	ovnet_neigh_learn_test_set(c->red, 2, c->mac2, true, &before);
	ovnet_neigh_age(&c->on, now + 10 * HZ - 1);
	KUNIT_EXPECT_EQ(test, c->red->n_neighs, 2);
	ovnet_neigh_age(&c->on, now + 10 * HZ + unit - 1);
	KUNIT_EXPECT_EQ(test, c->red->n_neighs, 1);
	KUNIT_EXPECT_EQ(test, ovnet_neigh_learn_test_mac(c->red, 1), 0);
	ovnet_neigh_age(&c->on, now + 24 * 3600UL * HZ * 200);
	OVNET_NEIGH_LEARN_TEST_IS(test, c->red, 2, c->mac2);
	OVNET_NEIGH_LEARN_TEST_IS(test, c->blue, 1, c->mac1);
}

static struct kunit_case ovnet_neigh_learn_test_cases[] = {
	KUNIT_CASE(ovnet_neigh_learn_test_makes_a_row),
	KUNIT_CASE(ovnet_neigh_learn_test_newest_wins),
	KUNIT_CASE(ovnet_neigh_learn_test_a_try_moves_nothing),
	KUNIT_CASE(ovnet_neigh_learn_test_again_refreshes),
	KUNIT_CASE(ovnet_neigh_learn_test_leaves_static),
	KUNIT_CASE(ovnet_neigh_learn_test_taken_over),
	KUNIT_CASE(ovnet_neigh_learn_test_dead_gets_nothing),
	KUNIT_CASE(ovnet_neigh_learn_test_limit),
	KUNIT_CASE(ovnet_neigh_learn_test_flapping_is_held),
	KUNIT_CASE(ovnet_neigh_learn_test_moving_is_not_flapping),
	KUNIT_CASE(ovnet_neigh_learn_test_hold_wraps),
	KUNIT_CASE(ovnet_neigh_learn_test_families_are_two),
	KUNIT_CASE(ovnet_neigh_learn_test_ages_in_time),
	{}
};

static struct kunit_suite ovnet_neigh_learn_test_suite = {
	.name = "ovnet_neigh_learn",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_common_init,
	.exit = ovnet_common_exit,
	.test_cases = ovnet_neigh_learn_test_cases,
};

kunit_test_suite(ovnet_neigh_learn_test_suite);
