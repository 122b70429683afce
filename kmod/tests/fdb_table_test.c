// SPDX-License-Identifier: GPL-2.0
/*
 * The FDB's table, as large as needs some hundreds of segments: rows come and go
 * at random, and those that are there are found, where they point, and no others.
 */
#include <linux/etherdevice.h>
#include <linux/mm.h>
#include <linux/prandom.h>

#include "common.h"
#include "fdb_find.h"

#define OVNET_FDB_TABLE_TEST_ROWS	30000
#define OVNET_FDB_TABLE_TEST_STEPS	400000

struct ovnet_fdb_table_test {
	struct ovnet_fdb_table table;
	spinlock_t lock;
	struct rnd_state rnd;
	struct ovnet_dst dsts[3];
	u32 n;
	struct ovnet_fdb_table_test_row {
		struct ovnet_fdb_row row;
		struct ovnet_dst *dst;	/* NULL: it is not there */
		u32 seen;
	} *rows;
};

static u32 ovnet_fdb_table_test_below(struct ovnet_fdb_table_test *t, u32 n)
{
	return prandom_u32_state(&t->rnd) % n;
}

static struct ovnet_dst *ovnet_fdb_table_test_dst(struct ovnet_fdb_table_test *t)
{
	return &t->dsts[ovnet_fdb_table_test_below(t, ARRAY_SIZE(t->dsts))];
}

static void ovnet_fdb_table_test_insert(struct kunit *test,
					struct ovnet_fdb_table_test_row *r)
{
	struct ovnet_fdb_table_test *t = test->priv;
	struct ovnet_dst *dst = ovnet_fdb_table_test_dst(t);
	int err;

	spin_lock_bh(&t->lock);
	err = ovnet_fdb_table_insert(&t->table, &r->row, dst);
	spin_unlock_bh(&t->lock);
	KUNIT_ASSERT_EQ(test, err, 0);
	r->dst = dst;
	t->n++;
}

static void ovnet_fdb_table_test_remove(struct ovnet_fdb_table_test *t,
					struct ovnet_fdb_table_test_row *r)
{
	spin_lock_bh(&t->lock);
	ovnet_fdb_table_remove(&t->table, &r->row);
	spin_unlock_bh(&t->lock);
	r->dst = NULL;
	t->n--;
}

static void ovnet_fdb_table_test_point(struct ovnet_fdb_table_test *t,
				       struct ovnet_fdb_table_test_row *r)
{
	r->dst = ovnet_fdb_table_test_dst(t);
	spin_lock_bh(&t->lock);
	ovnet_fdb_table_point(&t->table, &r->row, r->dst);
	spin_unlock_bh(&t->lock);
}

/* What is there is found by its key, and in a walk. */
static void ovnet_fdb_table_test_look(struct kunit *test)
{
	struct ovnet_fdb_cursor cursor = {};
	struct ovnet_fdb_table_test *t = test->priv;
	struct ovnet_fdb_table_test_row *r;
	struct ovnet_fdb_found found;
	struct ovnet_fdb_row *row;
	u32 n = 0, i, wrong = 0;

	rcu_read_lock();
	for (i = 0; i < OVNET_FDB_TABLE_TEST_ROWS; i++) {
		r = &t->rows[i];
		r->seen = 0;
		if (!ovnet_fdb_table_find(&t->table, r->row.key.network,
					  r->row.key.mac, &found))
			wrong += !!r->dst;
		else
			wrong += found.dst != r->dst || found.row != &r->row;
	}
	while ((row = ovnet_fdb_table_next(&t->table, &cursor))) {
		r = container_of(row, struct ovnet_fdb_table_test_row, row);
		if (!r->dst || r->seen++)
			wrong++;
		n++;
	}
	rcu_read_unlock();
	KUNIT_ASSERT_EQ(test, wrong, 0);
	KUNIT_ASSERT_EQ(test, n, t->n);
}

static u32 ovnet_fdb_table_test_depth(struct ovnet_fdb_table_test *t)
{
	u32 depth;

	rcu_read_lock();
	depth = rcu_dereference(t->table.directory)->depth;
	rcu_read_unlock();
	return depth;
}

/* Ever more of them, then ever fewer. */
static void ovnet_fdb_table_test_agrees(struct kunit *test)
{
	struct ovnet_fdb_table_test *t = test->priv;
	struct ovnet_fdb_table_test_row *r;
	u32 step, deepest = 0, more;

	for (step = 0; step < OVNET_FDB_TABLE_TEST_STEPS; step++) {
		r = &t->rows[ovnet_fdb_table_test_below(t,
							OVNET_FDB_TABLE_TEST_ROWS)];
		more = step < OVNET_FDB_TABLE_TEST_STEPS / 2 ? 15 : 1;
		if (!r->dst && ovnet_fdb_table_test_below(t, 16) < more)
			ovnet_fdb_table_test_insert(test, r);
		else if (r->dst && ovnet_fdb_table_test_below(t, 16) >= more)
			ovnet_fdb_table_test_remove(t, r);
		else if (r->dst)
			ovnet_fdb_table_test_point(t, r);
		deepest = max(deepest, ovnet_fdb_table_test_depth(t));
		if (step % (OVNET_FDB_TABLE_TEST_STEPS / 40) == 0)
			ovnet_fdb_table_test_look(test);
		cond_resched();
	}
	KUNIT_EXPECT_GE(test, deepest, 7);
	KUNIT_EXPECT_LT(test, ovnet_fdb_table_test_depth(t), deepest);
}

/* Some are in the same bucket. */
static void ovnet_fdb_table_test_every_bit_of_a_network_counts(struct kunit *test)
{
	struct ovnet_fdb_table_test *t = test->priv;
	struct ovnet_fdb_found found;
	u32 i, network, wrong = 0;

	for (i = 0; i < 100; i++)
		ovnet_fdb_table_test_insert(test, &t->rows[3 * i]);
	rcu_read_lock();
	for (i = 0; i < 100; i++)
		for (network = 2; network < 256; network++)
			if (ovnet_fdb_table_find(&t->table, 1 + (network << 16),
						 t->rows[3 * i].row.key.mac,
						 &found))
				wrong++;
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

#define OVNET_FDB_TABLE_TEST_USED	200

static void ovnet_fdb_table_test_find(struct kunit *test, u32 i,
				      struct ovnet_fdb_found *found)
{
	struct ovnet_fdb_table_test *t = test->priv;
	const struct ovnet_fdb_key *key = &t->rows[i].row.key;

	KUNIT_ASSERT_TRUE(test, ovnet_fdb_table_find(&t->table, key->network,
						     key->mac, found));
}

/* All that was told was told a moment ago. */
static void ovnet_fdb_table_test_later(struct kunit *test)
{
	struct ovnet_fdb_found found;
	u32 i;

	for (i = 0; i < OVNET_FDB_TABLE_TEST_USED; i++) {
		rcu_read_lock();
		ovnet_fdb_table_test_find(test, i, &found);
		found.bucket->moment = ovnet_fdb_moment() - 1;
		rcu_read_unlock();
	}
}

/* Frames are sent to each @step-th row, of those that know of none. */
static void ovnet_fdb_table_test_send(struct kunit *test, u32 step)
{
	struct ovnet_fdb_table_test *t = test->priv;
	struct ovnet_fdb_found found;
	u32 i;

	for (i = 0; i < OVNET_FDB_TABLE_TEST_USED; i++)
		t->rows[i].row.used = 0;
	for (i = 0; i < OVNET_FDB_TABLE_TEST_USED; i += step) {
		rcu_read_lock();
		ovnet_fdb_table_test_find(test, i, &found);
		ovnet_fdb_table_use(&found);
		rcu_read_unlock();
	}
}

/* Return: how many rows know of it, of those @from, @from + 2... */
static u32 ovnet_fdb_table_test_told(const struct ovnet_fdb_table_test *t,
				     u32 from)
{
	u32 i, told = 0;

	for (i = from; i < OVNET_FDB_TABLE_TEST_USED; i += 2)
		told += t->rows[i].row.used != 0;
	return told;
}

static void
ovnet_fdb_table_test_a_row_is_told_once_a_moment(struct kunit *test)
{
	const u32 half = OVNET_FDB_TABLE_TEST_USED / 2;
	struct ovnet_fdb_table_test *t = test->priv;
	u32 i, even, others, again, odd;
	u16 moment;

	for (i = 0; i < OVNET_FDB_TABLE_TEST_USED; i++)
		ovnet_fdb_table_test_insert(test, &t->rows[i]);
	do {
		moment = ovnet_fdb_moment();
		ovnet_fdb_table_test_later(test);
		ovnet_fdb_table_test_send(test, 2);
		even = ovnet_fdb_table_test_told(t, 0);
		others = ovnet_fdb_table_test_told(t, 1);
		ovnet_fdb_table_test_send(test, 1);
		again = ovnet_fdb_table_test_told(t, 0);
		odd = ovnet_fdb_table_test_told(t, 1);
	} while (moment != ovnet_fdb_moment());
	KUNIT_EXPECT_EQ(test, even, half);
	KUNIT_EXPECT_EQ(test, others, 0);
	KUNIT_EXPECT_EQ(test, again, 0);
	KUNIT_EXPECT_EQ(test, odd, half);

	ovnet_fdb_table_test_later(test);
	ovnet_fdb_table_test_send(test, 2);
	KUNIT_EXPECT_EQ(test, ovnet_fdb_table_test_told(t, 0), half);
}

static void ovnet_fdb_table_test_clear(struct ovnet_fdb_table_test *t)
{
	u32 i;

	for (i = 0; i < OVNET_FDB_TABLE_TEST_ROWS; i++)
		if (t->rows[i].dst)
			ovnet_fdb_table_test_remove(t, &t->rows[i]);
}

static void ovnet_fdb_table_test_empty_is_small(struct kunit *test)
{
	struct ovnet_fdb_table_test *t = test->priv;
	u32 i;

	for (i = 0; i < OVNET_FDB_TABLE_TEST_ROWS; i++)
		ovnet_fdb_table_test_insert(test, &t->rows[i]);
	ovnet_fdb_table_test_look(test);
	ovnet_fdb_table_test_clear(t);
	KUNIT_EXPECT_EQ(test, 0, ovnet_fdb_table_test_depth(t));
	KUNIT_EXPECT_EQ(test, 1, t->table.n_segments[0]);
}

static bool ovnet_fdb_table_test_stays(u32 i)
{
	return i < OVNET_FDB_TABLE_TEST_ROWS / 10;
}

/* While a walk is at rest others come, or go; from @next on there are none. */
static void ovnet_fdb_table_test_meanwhile(struct kunit *test, bool come,
					   u32 *next)
{
	struct ovnet_fdb_table_test *t = test->priv;
	u32 n;

	for (n = 0; n < 1000; n++)
		if (come && *next < OVNET_FDB_TABLE_TEST_ROWS)
			ovnet_fdb_table_test_insert(test, &t->rows[(*next)++]);
		else if (!come && !ovnet_fdb_table_test_stays(*next - 1))
			ovnet_fdb_table_test_remove(t, &t->rows[--*next]);
}

static void ovnet_fdb_table_test_walk(struct kunit *test, u32 *next)
{
	struct ovnet_fdb_table_test *t = test->priv;
	struct ovnet_fdb_cursor cursor = {};
	struct ovnet_fdb_row *row;
	u32 n = 0;

	rcu_read_lock();
	while ((row = ovnet_fdb_table_next(&t->table, &cursor))) {
		if (IS_ERR(row))
			continue;
		container_of(row, struct ovnet_fdb_table_test_row,
			     row)->seen++;
		if (++n % 64)
			continue;
		rcu_read_unlock();
		ovnet_fdb_table_test_meanwhile(test, n % 1024 < 512, next);
		rcu_read_lock();
	}
	rcu_read_unlock();
	KUNIT_EXPECT_GT(test, n, 1024);
}

/* Few rows would be: those that were beyond their bucket, and are not now. */
static void ovnet_fdb_table_test_walk_passes_over_none(struct kunit *test)
{
	struct ovnet_fdb_table_test *t = test->priv;
	u32 next, round, i;

	for (next = 0; ovnet_fdb_table_test_stays(next); next++)
		ovnet_fdb_table_test_insert(test, &t->rows[next]);
	for (round = 0; round < 20; round++) {
		for (i = 0; ovnet_fdb_table_test_stays(i); i++)
			t->rows[i].seen = 0;
		ovnet_fdb_table_test_walk(test, &next);
		for (i = 0; ovnet_fdb_table_test_stays(i); i++)
			KUNIT_ASSERT_GE_MSG(test, t->rows[i].seen, 1,
					    "round %u, row %u", round, i);
		cond_resched();
	}
}

/* Where there was no memory for a directory at once, there is a moment later. */
static void ovnet_fdb_table_test_is_fed(struct kunit *test)
{
	struct ovnet_fdb_table_test *t = test->priv;
	u32 i, depth;

	for (i = 0; i < 1000; i++)
		ovnet_fdb_table_test_insert(test, &t->rows[i]);
	depth = ovnet_fdb_table_test_depth(t);
	t->table.starved = depth + 1;
	ovnet_fdb_table_feed(&t->table);
	KUNIT_EXPECT_EQ(test, depth + 1, ovnet_fdb_table_test_depth(t));
	KUNIT_EXPECT_EQ(test, 0, t->table.starved);
	ovnet_fdb_table_test_look(test);
}

/*
 * Were hashes spread evenly, all segments would be replaced by two at nearly the
 * same number of rows, and a row would cost from 34 to 55 bytes.
 */
static void ovnet_fdb_table_test_costs_the_same(struct kunit *test)
{
	struct ovnet_fdb_table_test *t = test->priv;
	u32 i, depth, segments, most = 0, least = U32_MAX;

	for (i = 0; i < OVNET_FDB_TABLE_TEST_ROWS; i++) {
		ovnet_fdb_table_test_insert(test, &t->rows[i]);
		if (t->n < OVNET_FDB_TABLE_TEST_ROWS / 4)
			continue;
		for (depth = 0, segments = 0; depth <= OVNET_FDB_DEPTH_MAX;
		     depth++)
			segments += t->table.n_segments[depth];
		most = max(most, segments * 4096 / t->n);
		least = min(least, segments * 4096 / t->n);
		cond_resched();
	}
	KUNIT_EXPECT_LE(test, most, 52);
	KUNIT_EXPECT_GE(test, least, 36);
}

static int ovnet_fdb_table_test_init(struct kunit *test)
{
	struct ovnet_fdb_table_test *t;
	u32 i;
	int err;

	t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	test->priv = t;
	spin_lock_init(&t->lock);
	prandom_seed_state(&t->rnd, 1);
	t->rows = kvcalloc(OVNET_FDB_TABLE_TEST_ROWS, sizeof(*t->rows),
			   GFP_KERNEL);
	if (!t->rows)
		return -ENOMEM;
	err = ovnet_fdb_table_init(&t->table, &t->lock);
	if (err) {
		kvfree(t->rows);
		return err;
	}
	/* The same MACs in networks that differ in their first bits. */
	for (i = 0; i < OVNET_FDB_TABLE_TEST_ROWS; i++) {
		t->rows[i].row.key.network = 1 + (i % 3 << 16);
		ovnet_common_mac(t->rows[i].row.key.mac, i / 3);
	}
	return 0;
}

static void ovnet_fdb_table_test_exit(struct kunit *test)
{
	struct ovnet_fdb_table_test *t = test->priv;

	ovnet_fdb_table_test_clear(t);
	ovnet_fdb_table_exit(&t->table);
	kvfree(t->rows);
}

static struct kunit_case ovnet_fdb_table_test_cases[] = {
	KUNIT_CASE(ovnet_fdb_table_test_agrees),
	KUNIT_CASE(ovnet_fdb_table_test_every_bit_of_a_network_counts),
	KUNIT_CASE(ovnet_fdb_table_test_a_row_is_told_once_a_moment),
	KUNIT_CASE(ovnet_fdb_table_test_empty_is_small),
	KUNIT_CASE(ovnet_fdb_table_test_walk_passes_over_none),
	KUNIT_CASE(ovnet_fdb_table_test_is_fed),
	KUNIT_CASE(ovnet_fdb_table_test_costs_the_same),
	{}
};

static struct kunit_suite ovnet_fdb_table_test_suite = {
	.name = "ovnet_fdb_table",
	.init = ovnet_fdb_table_test_init,
	.exit = ovnet_fdb_table_test_exit,
	.test_cases = ovnet_fdb_table_test_cases,
};

kunit_test_suite(ovnet_fdb_table_test_suite);
