// SPDX-License-Identifier: GPL-2.0
/*
 * The FDB as it is configured, looked up, and emptied. fdb_learn_test.c has
 * what the wire does to it, fdb_twin_test.c all of that at random.
 */
#include <linux/etherdevice.h>
#include <linux/jiffies.h>

#include "common.h"

#define OVNET_FDB_TEST_MANY	1000	/* several batches, some resizes */

static int ovnet_fdb_test_set_local(struct ovnet_network *network,
				    const u8 *mac, struct ovnet_dst *dst)
{
	return ovnet_common_config(network, mac, dst, OVNET_FDB_STATE_LOCAL,
				   NULL, true);
}

static int ovnet_fdb_test_add(struct ovnet_network *network, const u8 *mac,
			      struct ovnet_dst *dst)
{
	return ovnet_common_config(network, mac, dst, OVNET_FDB_STATE_STATIC,
				   NULL, true);
}

static int ovnet_fdb_test_set_seq(struct ovnet_network *network, const u8 *mac,
				  struct ovnet_dst *dst, u32 seq)
{
	return ovnet_common_config(network, mac, dst, OVNET_FDB_STATE_STATIC,
				   &seq, false);
}

static int ovnet_fdb_test_delete(struct ovnet_network *network, const u8 *mac)
{
	int err;

	mutex_lock(&network->on->lock);
	err = ovnet_fdb_delete(network, mac, NULL);
	mutex_unlock(&network->on->lock);
	return err;
}

static u32 ovnet_fdb_test_flush(struct ovnet_common *c,
				struct ovnet_network *network,
				struct ovnet_dst *dst, const u8 *mac, u8 state)
{
	const struct ovnet_fdb_filter filter = {
		.network = network,
		.dst = dst,
		.mac = mac,
		.state = state,
	};
	u32 n;

	mutex_lock(&c->on.lock);
	n = ovnet_fdb_flush(&c->on, &filter);
	mutex_unlock(&c->on.lock);
	return n;
}

static void ovnet_fdb_test_set_many(struct kunit *test,
				    struct ovnet_network *network,
				    struct ovnet_dst *dst)
{
	u8 mac[ETH_ALEN];
	u32 i;

	for (i = 0; i < OVNET_FDB_TEST_MANY; i++) {
		ovnet_common_mac(mac, 0x10000 + i);
		KUNIT_ASSERT_EQ(test, 0, ovnet_common_set(network, mac, dst));
	}
}

/* ---- lookup ---- */

static void ovnet_fdb_test_empty_knows_nothing(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	KUNIT_EXPECT_NULL(test, ovnet_common_row(c->red, c->mac1));
	KUNIT_EXPECT_NULL(test, ovnet_common_where(c->red, c->mac1));
}

static void ovnet_fdb_test_lookup_finds_what_was_set(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	KUNIT_ASSERT_EQ(test, 0, ovnet_common_set(c->red, c->mac1, c->a));
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->red, c->mac1));
	KUNIT_EXPECT_NULL(test, ovnet_common_where(c->red, c->mac2));
}

static void ovnet_fdb_test_every_bit_of_a_mac_counts(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	u8 mac[ETH_ALEN];
	int bit;

	KUNIT_ASSERT_EQ(test, 0, ovnet_common_set(c->red, c->mac1, c->a));
	for (bit = 0; bit < 8 * ETH_ALEN; bit++) {
		ether_addr_copy(mac, c->mac1);
		mac[bit / 8] ^= BIT(bit % 8);
		KUNIT_EXPECT_NULL(test, ovnet_common_where(c->red, mac));
	}
}

static void ovnet_fdb_test_networks_are_apart(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_set(c->red, c->mac1, c->a);
	KUNIT_EXPECT_NULL(test, ovnet_common_where(c->blue, c->mac1));
	ovnet_common_set(c->blue, c->mac1, c->b);
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->red, c->mac1));
	KUNIT_EXPECT_PTR_EQ(test, c->b, ovnet_common_where(c->blue, c->mac1));
}

static void ovnet_fdb_test_lookup_says_when_used(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_common_set(c->red, c->mac1, c->a);
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_EQ(test, row->used, 0);
	ovnet_common_where(c->red, c->mac1);
	KUNIT_EXPECT_NE(test, row->used, 0);
	KUNIT_EXPECT_LT(test, ovnet_stamp_age(row->used, jiffies), 10 * HZ);
}

/* ---- configured rows ---- */

static void ovnet_fdb_test_set_is_static(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_common_set(c->red, c->mac1, c->a);
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_EQ(test, row->state, OVNET_FDB_STATE_STATIC);
	KUNIT_EXPECT_EQ(test, row->seq, 0);
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1);
	KUNIT_EXPECT_EQ(test, c->red->n_fdb, 1);
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 0);
	KUNIT_EXPECT_EQ(test, c->a->n_rows, 1);
}

static void ovnet_fdb_test_set_moves_static(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_set(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, 0, ovnet_common_set(c->red, c->mac1, c->b));
	KUNIT_EXPECT_PTR_EQ(test, c->b, ovnet_common_where(c->red, c->mac1));
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1);
	KUNIT_EXPECT_EQ(test, c->a->n_rows, 0);
	KUNIT_EXPECT_EQ(test, c->b->n_rows, 1);
}

static void ovnet_fdb_test_excl_refuses_static(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_set(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, -EEXIST,
			ovnet_fdb_test_add(c->red, c->mac1, c->b));
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->red, c->mac1));
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1);
}

static void ovnet_fdb_test_excl_makes_new(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	KUNIT_EXPECT_EQ(test, 0, ovnet_fdb_test_add(c->red, c->mac1, c->a));
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->red, c->mac1));
}

static void ovnet_fdb_test_excl_takes_learned(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, 0, ovnet_fdb_test_add(c->red, c->mac1, c->b));
	KUNIT_EXPECT_PTR_EQ(test, c->b, ovnet_common_where(c->red, c->mac1));
}

static void ovnet_fdb_test_static_takes_learned(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, 0, ovnet_common_set(c->red, c->mac1, c->a));
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_EQ(test, row->state, OVNET_FDB_STATE_STATIC);
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 0);
	KUNIT_EXPECT_EQ(test, c->on.n_learned, 0);
	KUNIT_EXPECT_EQ(test, c->red->n_fdb, 1);
}

static void ovnet_fdb_test_delete_static(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_set(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, 0, ovnet_fdb_test_delete(c->red, c->mac1));
	KUNIT_EXPECT_NULL(test, ovnet_common_where(c->red, c->mac1));
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 0);
	KUNIT_EXPECT_EQ(test, c->red->n_fdb, 0);
	KUNIT_EXPECT_EQ(test, c->a->n_rows, 0);
}

/* A reader may have found it: KASAN sees if it is freed before that is done. */
static void ovnet_fdb_test_delete_waits_for_readers(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_fdb_test_add(c->red, c->mac1, c->a);
	mutex_lock(&c->on.lock);
	rcu_read_lock();
	row = ovnet_fdb_find(&c->on, c->red->id, c->mac1);
	if (row) {
		KUNIT_EXPECT_EQ(test, 0,
				ovnet_fdb_delete(c->red, c->mac1, NULL));
		KUNIT_EXPECT_TRUE(test, ether_addr_equal(row->key.mac, c->mac1));
		KUNIT_EXPECT_PTR_EQ(test, c->a, rcu_dereference(row->dst));
	}
	rcu_read_unlock();
	mutex_unlock(&c->on.lock);
	KUNIT_EXPECT_NOT_NULL(test, row);
}

static void ovnet_fdb_test_delete_learned(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, 0, ovnet_fdb_test_delete(c->red, c->mac1));
	KUNIT_EXPECT_NULL(test, ovnet_common_where(c->red, c->mac1));
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 0);
}

static void ovnet_fdb_test_delete_leaves_others(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_set(c->red, c->mac1, c->a);
	ovnet_common_set(c->red, c->mac2, c->a);
	ovnet_common_set(c->blue, c->mac1, c->a);
	ovnet_fdb_test_delete(c->red, c->mac1);
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->red, c->mac2));
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->blue, c->mac1));
}

static void ovnet_fdb_test_delete_refuses_missing(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_set(c->blue, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, -ENOENT, ovnet_fdb_test_delete(c->red, c->mac1));
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1);
}

/* ---- sequence numbers ---- */

static void ovnet_fdb_test_moves_count_in_seq(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_common_set(c->red, c->mac1, c->a);
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	ovnet_common_set(c->red, c->mac1, c->b);
	KUNIT_EXPECT_EQ(test, row->seq, 1);
	ovnet_common_set(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, row->seq, 2);
	ovnet_common_set(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ_MSG(test, row->seq, 2, "it has not moved");
}

static void ovnet_fdb_test_seq_is_taken(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_fdb_test_set_seq(c->red, c->mac1, c->a, 7);
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_EQ(test, row->seq, 7);
	ovnet_fdb_test_set_seq(c->red, c->mac1, c->b, 9);
	KUNIT_EXPECT_EQ_MSG(test, row->seq, 9, "as given, move or not");
}

static void ovnet_fdb_test_seq_equal_is_accepted(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_set_seq(c->red, c->mac1, c->a, 7);
	KUNIT_EXPECT_EQ(test, 0,
			ovnet_fdb_test_set_seq(c->red, c->mac1, c->b, 7));
	KUNIT_EXPECT_PTR_EQ(test, c->b, ovnet_common_where(c->red, c->mac1));
}

static void ovnet_fdb_test_seq_older_is_stale(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_fdb_test_set_seq(c->red, c->mac1, c->a, 7);
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_EQ(test, -ESTALE,
			ovnet_fdb_test_set_seq(c->red, c->mac1, c->b, 6));
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->red, c->mac1));
	KUNIT_EXPECT_EQ(test, row->seq, 7);
}

/* What moves on the wire cannot outrun what is configured. */
static void ovnet_fdb_test_seq_of_learned_does_not_count(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_fdb_row *row;

	ovnet_common_learn(c->red, c->mac1, c->a);
	ovnet_common_learn(c->red, c->mac1, c->b);
	ovnet_common_learn(c->red, c->mac1, c->a);
	row = ovnet_common_row(c->red, c->mac1);
	KUNIT_ASSERT_NOT_NULL(test, row);
	KUNIT_EXPECT_EQ(test, row->seq, 2);
	KUNIT_EXPECT_EQ(test, 0,
			ovnet_fdb_test_set_seq(c->red, c->mac1, c->a, 1));
	KUNIT_EXPECT_EQ(test, row->state, OVNET_FDB_STATE_STATIC);
	KUNIT_EXPECT_EQ(test, row->seq, 1);
}

static void ovnet_fdb_test_seq_wraps(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_set_seq(c->red, c->mac1, c->a, U32_MAX);
	KUNIT_EXPECT_EQ(test, 0,
			ovnet_fdb_test_set_seq(c->red, c->mac1, c->b, 1));
	KUNIT_EXPECT_EQ(test, -ESTALE,
			ovnet_fdb_test_set_seq(c->red, c->mac1, c->a, U32_MAX));
}

/* ---- a leg's own address ---- */

static void ovnet_fdb_test_local_cannot_be_set(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	KUNIT_ASSERT_EQ(test, 0, ovnet_fdb_test_set_local(c->red, c->mac1,
							  &c->leg.dst));
	KUNIT_EXPECT_EQ(test, -EBUSY, ovnet_common_set(c->red, c->mac1, c->a));
	KUNIT_EXPECT_PTR_EQ(test, &c->leg.dst,
			    ovnet_common_where(c->red, c->mac1));
}

static void ovnet_fdb_test_local_cannot_be_deleted(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_set_local(c->red, c->mac1, &c->leg.dst);
	KUNIT_EXPECT_EQ(test, -EBUSY, ovnet_fdb_test_delete(c->red, c->mac1));
	KUNIT_EXPECT_PTR_EQ(test, &c->leg.dst,
			    ovnet_common_where(c->red, c->mac1));
}

static void ovnet_fdb_test_local_is_not_learned(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_set_local(c->red, c->mac1, &c->leg.dst);
	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_PTR_EQ(test, &c->leg.dst,
			    ovnet_common_where(c->red, c->mac1));
}

static void ovnet_fdb_test_local_is_not_flushed(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_set_local(c->red, c->mac1, &c->leg.dst);
	KUNIT_EXPECT_EQ(test, 0, ovnet_fdb_test_flush(c, NULL, NULL, NULL, 0));
	KUNIT_EXPECT_EQ(test, 0, ovnet_fdb_test_flush(c, NULL, NULL, NULL,
						      OVNET_FDB_STATE_LOCAL));
	KUNIT_EXPECT_PTR_EQ(test, &c->leg.dst,
			    ovnet_common_where(c->red, c->mac1));
}

static void ovnet_fdb_test_local_takes_learned(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_learn(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, 0, ovnet_fdb_test_set_local(c->red, c->mac1,
							  &c->leg.dst));
	KUNIT_EXPECT_PTR_EQ(test, &c->leg.dst,
			    ovnet_common_where(c->red, c->mac1));
	KUNIT_EXPECT_EQ(test, c->red->n_learned, 0);
}

static void ovnet_fdb_test_local_does_not_take_static(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_common_set(c->red, c->mac1, c->a);
	KUNIT_EXPECT_EQ(test, -EEXIST, ovnet_fdb_test_set_local(c->red, c->mac1,
								&c->leg.dst));
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->red, c->mac1));
}

static void ovnet_fdb_test_local_goes_with_its_leg(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_set_local(c->red, c->mac1, &c->leg.dst);
	ovnet_fdb_delete_local(c->red, c->mac1, c->a);
	KUNIT_EXPECT_NOT_NULL_MSG(test, ovnet_common_row(c->red, c->mac1),
				  "it is not that one's");
	ovnet_fdb_delete_local(c->red, c->mac1, &c->leg.dst);
	KUNIT_EXPECT_NULL(test, ovnet_common_row(c->red, c->mac1));
	ovnet_fdb_delete_local(c->red, c->mac1, &c->leg.dst);
}

/* ---- removing many ---- */

/* red: static 1 at a, learned 2 at b; blue: static 1 at b, learned 2 at a */
static void ovnet_fdb_test_four_rows(struct ovnet_common *c)
{
	ovnet_common_set(c->red, c->mac1, c->a);
	ovnet_common_learn(c->red, c->mac2, c->b);
	ovnet_common_set(c->blue, c->mac1, c->b);
	ovnet_common_learn(c->blue, c->mac2, c->a);
}

/* Which of the four are there, as bits 0 to 3? */
static u32 ovnet_fdb_test_left(struct ovnet_common *c)
{
	u32 left = 0;

	if (ovnet_common_row(c->red, c->mac1))
		left |= BIT(0);
	if (ovnet_common_row(c->red, c->mac2))
		left |= BIT(1);
	if (ovnet_common_row(c->blue, c->mac1))
		left |= BIT(2);
	if (ovnet_common_row(c->blue, c->mac2))
		left |= BIT(3);
	return left;
}

static void ovnet_fdb_test_flush_all(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_four_rows(c);
	KUNIT_EXPECT_EQ(test, 4, ovnet_fdb_test_flush(c, NULL, NULL, NULL, 0));
	KUNIT_EXPECT_EQ(test, 0x0, ovnet_fdb_test_left(c));
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 0);
}

static void ovnet_fdb_test_flush_network(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_four_rows(c);
	KUNIT_EXPECT_EQ(test, 2,
			ovnet_fdb_test_flush(c, c->red, NULL, NULL, 0));
	KUNIT_EXPECT_EQ(test, 0xc, ovnet_fdb_test_left(c));
}

static void ovnet_fdb_test_flush_dst(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_four_rows(c);
	KUNIT_EXPECT_EQ(test, 2, ovnet_fdb_test_flush(c, NULL, c->a, NULL, 0));
	KUNIT_EXPECT_EQ(test, 0x6, ovnet_fdb_test_left(c));
}

static void ovnet_fdb_test_flush_mac(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_four_rows(c);
	KUNIT_EXPECT_EQ(test, 2, ovnet_fdb_test_flush(c, NULL, NULL,
						      c->mac2, 0));
	KUNIT_EXPECT_EQ(test, 0x5, ovnet_fdb_test_left(c));
}

static void ovnet_fdb_test_flush_state(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_four_rows(c);
	KUNIT_EXPECT_EQ(test, 2, ovnet_fdb_test_flush(c, NULL, NULL, NULL,
						      OVNET_FDB_STATE_STATIC));
	KUNIT_EXPECT_EQ(test, 0xa, ovnet_fdb_test_left(c));
}

static void ovnet_fdb_test_flush_filters_add_up(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_four_rows(c);
	KUNIT_EXPECT_EQ(test, 0, ovnet_fdb_test_flush(c, c->blue, c->a, c->mac1,
						      OVNET_FDB_STATE_LEARNED));
	KUNIT_EXPECT_EQ(test, 1, ovnet_fdb_test_flush(c, c->blue, c->a, c->mac2,
						      OVNET_FDB_STATE_LEARNED));
	KUNIT_EXPECT_EQ(test, 0x7, ovnet_fdb_test_left(c));
}

static void ovnet_fdb_test_flush_many(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_set_many(test, c->red, c->a);
	ovnet_fdb_test_set_many(test, c->blue, c->a);
	KUNIT_EXPECT_EQ(test, OVNET_FDB_TEST_MANY,
			ovnet_fdb_test_flush(c, c->red, NULL, NULL, 0));
	KUNIT_EXPECT_EQ(test, c->red->n_fdb, 0);
	KUNIT_EXPECT_EQ(test, c->blue->n_fdb, OVNET_FDB_TEST_MANY);
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, OVNET_FDB_TEST_MANY);
}

/*
 * The table is walked in stretches. Where one ends, no row may be passed over,
 * though the rows before it have gone; and no resize may hide that.
 */
static void ovnet_fdb_test_flush_passes_over_none(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	int round;

	ovnet_fdb_test_set_many(test, c->blue, c->a);
	ovnet_fdb_test_set_many(test, c->red, c->a);
	for (round = 0; round < 20; round++) {
		KUNIT_ASSERT_EQ_MSG(test, OVNET_FDB_TEST_MANY,
				    ovnet_fdb_test_flush(c, c->red, NULL, NULL,
							 0),
				    "round %d", round);
		KUNIT_ASSERT_EQ(test, c->red->n_fdb, 0);
		ovnet_fdb_test_set_many(test, c->red, c->a);
	}
}

static void ovnet_fdb_test_purge_network_takes_its_rows(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_set_many(test, c->red, c->a);
	ovnet_fdb_test_set_local(c->red, c->mac1, &c->leg.dst);
	ovnet_common_set(c->blue, c->mac1, c->a);
	mutex_lock(&c->on.lock);
	ovnet_fdb_purge_network(c->red);
	mutex_unlock(&c->on.lock);
	KUNIT_EXPECT_EQ(test, c->red->n_fdb, 0);
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1);
	KUNIT_EXPECT_EQ(test, c->a->n_rows, 1);
	KUNIT_EXPECT_PTR_EQ(test, c->a, ovnet_common_where(c->blue, c->mac1));
}

static void ovnet_fdb_test_purge_dst_takes_its_rows(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_fdb_test_set_many(test, c->red, c->a);
	ovnet_common_set(c->blue, c->mac1, c->a);
	ovnet_common_learn(c->blue, c->mac2, c->b);
	ovnet_fdb_purge_dst(&c->on, c->a);
	KUNIT_EXPECT_EQ(test, c->a->n_rows, 0);
	KUNIT_EXPECT_EQ(test, c->red->n_fdb, 0);
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 1);
	KUNIT_EXPECT_PTR_EQ(test, c->b, ovnet_common_where(c->blue, c->mac2));
}

static struct kunit_case ovnet_fdb_test_cases[] = {
	KUNIT_CASE(ovnet_fdb_test_empty_knows_nothing),
	KUNIT_CASE(ovnet_fdb_test_lookup_finds_what_was_set),
	KUNIT_CASE(ovnet_fdb_test_every_bit_of_a_mac_counts),
	KUNIT_CASE(ovnet_fdb_test_networks_are_apart),
	KUNIT_CASE(ovnet_fdb_test_lookup_says_when_used),
	KUNIT_CASE(ovnet_fdb_test_set_is_static),
	KUNIT_CASE(ovnet_fdb_test_set_moves_static),
	KUNIT_CASE(ovnet_fdb_test_excl_refuses_static),
	KUNIT_CASE(ovnet_fdb_test_excl_makes_new),
	KUNIT_CASE(ovnet_fdb_test_excl_takes_learned),
	KUNIT_CASE(ovnet_fdb_test_static_takes_learned),
	KUNIT_CASE(ovnet_fdb_test_delete_static),
	KUNIT_CASE(ovnet_fdb_test_delete_waits_for_readers),
	KUNIT_CASE(ovnet_fdb_test_delete_learned),
	KUNIT_CASE(ovnet_fdb_test_delete_leaves_others),
	KUNIT_CASE(ovnet_fdb_test_delete_refuses_missing),
	KUNIT_CASE(ovnet_fdb_test_moves_count_in_seq),
	KUNIT_CASE(ovnet_fdb_test_seq_is_taken),
	KUNIT_CASE(ovnet_fdb_test_seq_equal_is_accepted),
	KUNIT_CASE(ovnet_fdb_test_seq_older_is_stale),
	KUNIT_CASE(ovnet_fdb_test_seq_of_learned_does_not_count),
	KUNIT_CASE(ovnet_fdb_test_seq_wraps),
	KUNIT_CASE(ovnet_fdb_test_local_cannot_be_set),
	KUNIT_CASE(ovnet_fdb_test_local_cannot_be_deleted),
	KUNIT_CASE(ovnet_fdb_test_local_is_not_learned),
	KUNIT_CASE(ovnet_fdb_test_local_is_not_flushed),
	KUNIT_CASE(ovnet_fdb_test_local_takes_learned),
	KUNIT_CASE(ovnet_fdb_test_local_does_not_take_static),
	KUNIT_CASE(ovnet_fdb_test_local_goes_with_its_leg),
	KUNIT_CASE(ovnet_fdb_test_flush_all),
	KUNIT_CASE(ovnet_fdb_test_flush_network),
	KUNIT_CASE(ovnet_fdb_test_flush_dst),
	KUNIT_CASE(ovnet_fdb_test_flush_mac),
	KUNIT_CASE(ovnet_fdb_test_flush_state),
	KUNIT_CASE(ovnet_fdb_test_flush_filters_add_up),
	KUNIT_CASE(ovnet_fdb_test_flush_many),
	KUNIT_CASE(ovnet_fdb_test_flush_passes_over_none),
	KUNIT_CASE(ovnet_fdb_test_purge_network_takes_its_rows),
	KUNIT_CASE(ovnet_fdb_test_purge_dst_takes_its_rows),
	{}
};

static struct kunit_suite ovnet_fdb_test_suite = {
	.name = "ovnet_fdb",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_common_init,
	.exit = ovnet_common_exit,
	.test_cases = ovnet_fdb_test_cases,
};

kunit_test_suite(ovnet_fdb_test_suite);
