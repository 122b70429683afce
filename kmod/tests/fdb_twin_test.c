// SPDX-License-Identifier: GPL-2.0
/*
 * The FDB against a naive twin: an array with a place for every key there is.
 * Both get the same few thousand random operations and must agree on every
 * answer, every row and every count.
 */
#include <linux/etherdevice.h>
#include <linux/jiffies.h>
#include <linux/prandom.h>

#include "common.h"

#define OVNET_FDB_TWIN_TEST_MACS	24
#define OVNET_FDB_TWIN_TEST_STEPS	6000
#define OVNET_FDB_TWIN_TEST_HOUR	(3600UL * HZ)

/* A row of the twin; there if its state is not 0. */
struct ovnet_fdb_twin_test_row {
	u8 state;
	struct ovnet_dst *dst;
	u32 seq;
	u32 hours;	/* since it was seen */
};

struct ovnet_fdb_twin_test {
	struct ovnet_common *c;
	struct rnd_state rnd;
	int step;
	int act;
	u64 refused[OVNET_COMMON_NETWORKS];
	struct ovnet_fdb_twin_test_row rows[OVNET_COMMON_NETWORKS]
					   [OVNET_FDB_TWIN_TEST_MACS];
};

static u32 ovnet_fdb_twin_test_below(struct ovnet_fdb_twin_test *t, u32 n)
{
	return prandom_u32_state(&t->rnd) % n;
}

static u32 ovnet_fdb_twin_test_learned(const struct ovnet_fdb_twin_test *t,
				       int n)
{
	u32 learned = 0;
	int m;

	for (m = 0; m < OVNET_FDB_TWIN_TEST_MACS; m++)
		learned += t->rows[n][m].state == OVNET_FDB_STATE_LEARNED;
	return learned;
}

static void ovnet_fdb_twin_test_check_row(struct kunit *test, int n, int m)
{
	struct ovnet_fdb_twin_test *t = test->priv;
	const struct ovnet_fdb_twin_test_row *twin = &t->rows[n][m];
	struct ovnet_network *network = &t->c->networks[n];
	struct ovnet_fdb_row *row;
	u8 mac[ETH_ALEN];

	ovnet_common_mac(mac, m);
	row = ovnet_common_row(network, mac);
	KUNIT_ASSERT_EQ_MSG(test, !!row, !!twin->state,
			    "network %d, MAC %d, step %d, act %d", n, m,
			    t->step, t->act);
	KUNIT_ASSERT_PTR_EQ(test, ovnet_common_where(network, mac), twin->dst);
	if (!row)
		return;
	KUNIT_ASSERT_EQ(test, row->state, twin->state);
	KUNIT_ASSERT_EQ(test, row->seq, twin->seq);
	KUNIT_ASSERT_EQ(test, twin->hours,
			ovnet_stamp_age(row->updated, jiffies) /
			OVNET_FDB_TWIN_TEST_HOUR);
}

static void ovnet_fdb_twin_test_check_dst(struct kunit *test,
					  const struct ovnet_dst *dst)
{
	struct ovnet_fdb_twin_test *t = test->priv;
	const struct ovnet_fdb_row *row;
	u32 rows = 0, listed = 0;
	int n, m;

	for (n = 0; n < OVNET_COMMON_NETWORKS; n++)
		for (m = 0; m < OVNET_FDB_TWIN_TEST_MACS; m++)
			rows += t->rows[n][m].dst == dst;
	hlist_for_each_entry(row, &dst->rows, dst_node)
		listed++;
	KUNIT_ASSERT_EQ(test, dst->n_rows, rows);
	KUNIT_ASSERT_EQ(test, listed, rows);
}

static u32 ovnet_fdb_twin_test_walk(struct ovnet_common *c)
{
	struct ovnet_fdb_cursor cursor = {};
	u32 n = 0;

	rcu_read_lock();
	while (ovnet_fdb_table_next(&c->on.fdb, &cursor))
		n++;
	rcu_read_unlock();
	return n;
}

static void ovnet_fdb_twin_test_check(struct kunit *test)
{
	struct ovnet_fdb_twin_test *t = test->priv;
	struct ovnet_common *c = t->c;
	u32 all = 0;
	int n, m;

	for (n = 0; n < OVNET_COMMON_NETWORKS; n++) {
		const struct ovnet_fdb_row *row;
		u32 rows = 0, listed = 0;

		for (m = 0; m < OVNET_FDB_TWIN_TEST_MACS; m++) {
			ovnet_fdb_twin_test_check_row(test, n, m);
			rows += !!t->rows[n][m].state;
		}
		hlist_for_each_entry(row, &c->networks[n].fdb, network_node)
			listed++;
		KUNIT_ASSERT_EQ(test, c->networks[n].n_fdb, rows);
		KUNIT_ASSERT_EQ(test, listed, rows);
		KUNIT_ASSERT_EQ(test, c->networks[n].n_learned,
				ovnet_fdb_twin_test_learned(t, n));
		KUNIT_ASSERT_EQ(test, c->networks[n].fdb_refused,
				t->refused[n]);
		all += rows;
	}
	KUNIT_ASSERT_EQ(test, c->on.n_fdb, all);
	KUNIT_ASSERT_EQ(test, c->on.n_learned,
			c->red->n_learned + c->blue->n_learned);
	KUNIT_ASSERT_EQ(test, ovnet_fdb_twin_test_walk(c), all);
	ovnet_fdb_twin_test_check_dst(test, c->a);
	ovnet_fdb_twin_test_check_dst(test, c->b);
	ovnet_fdb_twin_test_check_dst(test, &c->leg.dst);
}

static struct ovnet_dst *ovnet_fdb_twin_test_dst(struct ovnet_fdb_twin_test *t)
{
	return ovnet_fdb_twin_test_below(t, 2) ? t->c->a : t->c->b;
}

static void ovnet_fdb_twin_test_learn(struct kunit *test, int n, int m)
{
	struct ovnet_fdb_twin_test *t = test->priv;
	struct ovnet_fdb_twin_test_row *twin = &t->rows[n][m];
	struct ovnet_network *network = &t->c->networks[n];
	struct ovnet_dst *dst = ovnet_fdb_twin_test_dst(t);
	u8 mac[ETH_ALEN];

	ovnet_common_mac(mac, m);
	ovnet_common_learn(network, mac, dst);

	if (!twin->state && !dst->dead) {
		if (ovnet_fdb_twin_test_learned(t, n) >= network->fdb_max) {
			t->refused[n]++;
			return;
		}
		twin->state = OVNET_FDB_STATE_LEARNED;
		twin->dst = dst;
		twin->seq = 0;
		twin->hours = 0;
	} else if (twin->state == OVNET_FDB_STATE_LEARNED && !dst->dead) {
		twin->seq += twin->dst != dst;
		twin->dst = dst;
		twin->hours = 0;
	}
}

static int ovnet_fdb_twin_test_may_set(struct ovnet_fdb_twin_test_row *twin,
				       const u32 *seq, bool excl)
{
	if (twin->state == OVNET_FDB_STATE_LOCAL)
		return -EBUSY;
	if (twin->state == OVNET_FDB_STATE_STATIC && excl)
		return -EEXIST;
	/* Small numbers here. */
	if (twin->state == OVNET_FDB_STATE_STATIC && seq && *seq < twin->seq)
		return -ESTALE;
	return 0;
}

static void ovnet_fdb_twin_test_set(struct kunit *test, int n, int m)
{
	struct ovnet_fdb_twin_test *t = test->priv;
	bool local = !ovnet_fdb_twin_test_below(t, 4);
	bool excl = ovnet_fdb_twin_test_below(t, 2);
	u32 seq = ovnet_fdb_twin_test_below(t, 8);
	bool with_seq = !ovnet_fdb_twin_test_below(t, 3);
	struct ovnet_fdb_twin_test_row *twin = &t->rows[n][m];
	u8 state = local ? OVNET_FDB_STATE_LOCAL : OVNET_FDB_STATE_STATIC;
	struct ovnet_dst *dst = ovnet_fdb_twin_test_dst(t);
	u8 mac[ETH_ALEN];
	int err;

	if (local)
		dst = &t->c->leg.dst;
	if (dst->dead)
		return;		/* has left all tables: nobody can name it */
	ovnet_common_mac(mac, m);
	err = ovnet_fdb_twin_test_may_set(twin, with_seq ? &seq : NULL, excl);
	KUNIT_ASSERT_EQ(test, err,
			ovnet_common_config(&t->c->networks[n], mac, dst,
					    state, with_seq ? &seq : NULL,
					    excl));
	if (err)
		return;
	twin->seq = with_seq ? seq :
		    twin->state ? twin->seq + (twin->dst != dst) : 0;
	twin->state = state;
	twin->dst = dst;
	twin->hours = 0;
}

static void ovnet_fdb_twin_test_forget(struct ovnet_fdb_twin_test_row *twin)
{
	memset(twin, 0, sizeof(*twin));
}

static void ovnet_fdb_twin_test_delete(struct kunit *test, int n, int m)
{
	struct ovnet_fdb_twin_test *t = test->priv;
	struct ovnet_fdb_twin_test_row *twin = &t->rows[n][m];
	struct ovnet_network *network = &t->c->networks[n];
	u8 mac[ETH_ALEN];
	int err;

	ovnet_common_mac(mac, m);
	if (twin->state == OVNET_FDB_STATE_LOCAL &&
	    ovnet_fdb_twin_test_below(t, 2)) {
		ovnet_fdb_delete_local(network, mac, &t->c->leg.dst);
		ovnet_fdb_twin_test_forget(twin);
		return;
	}
	mutex_lock(&t->c->on.lock);
	err = ovnet_fdb_delete(network, mac, NULL);
	mutex_unlock(&t->c->on.lock);
	switch (twin->state) {
	case 0:
		KUNIT_ASSERT_EQ(test, err, -ENOENT);
		break;
	case OVNET_FDB_STATE_LOCAL:
		KUNIT_ASSERT_EQ(test, err, -EBUSY);
		break;
	default:
		KUNIT_ASSERT_EQ(test, err, 0);
		ovnet_fdb_twin_test_forget(twin);
	}
}

static void ovnet_fdb_twin_test_flush(struct kunit *test, int n, int m)
{
	struct ovnet_fdb_twin_test *t = test->priv;
	bool by_network = ovnet_fdb_twin_test_below(t, 2);
	bool by_mac = ovnet_fdb_twin_test_below(t, 4);
	struct ovnet_fdb_filter filter = {};
	u8 mac[ETH_ALEN];
	u32 flushed, twins = 0;
	int i, j;

	ovnet_common_mac(mac, m);
	if (by_network)
		filter.network = &t->c->networks[n];
	if (by_mac)
		filter.mac = mac;
	if (ovnet_fdb_twin_test_below(t, 2))
		filter.dst = ovnet_fdb_twin_test_dst(t);
	filter.state = ovnet_fdb_twin_test_below(t, 4);

	mutex_lock(&t->c->on.lock);
	flushed = ovnet_fdb_flush(&t->c->on, &filter);
	mutex_unlock(&t->c->on.lock);

	for (i = 0; i < OVNET_COMMON_NETWORKS; i++)
		for (j = 0; j < OVNET_FDB_TWIN_TEST_MACS; j++) {
			struct ovnet_fdb_twin_test_row *twin = &t->rows[i][j];

			if (!twin->state ||
			    twin->state == OVNET_FDB_STATE_LOCAL ||
			    (by_network && i != n) || (by_mac && j != m) ||
			    (filter.dst && twin->dst != filter.dst) ||
			    (filter.state && twin->state != filter.state))
				continue;
			ovnet_fdb_twin_test_forget(twin);
			twins++;
		}
	KUNIT_ASSERT_EQ(test, flushed, twins);
}

/* A row was last seen some hours before now. */
static void ovnet_fdb_twin_test_pass_time(struct kunit *test, int n, int m)
{
	struct ovnet_fdb_twin_test *t = test->priv;
	struct ovnet_fdb_row *row;
	u8 mac[ETH_ALEN];

	if (!t->rows[n][m].state)
		return;
	ovnet_common_mac(mac, m);
	row = ovnet_common_row(&t->c->networks[n], mac);
	KUNIT_ASSERT_NOT_NULL(test, row);
	t->rows[n][m].hours = ovnet_fdb_twin_test_below(t, 6);
	row->updated = ovnet_stamp(jiffies - t->rows[n][m].hours *
					     OVNET_FDB_TWIN_TEST_HOUR);
}

/* Ageing counts in hours, and looks half an hour off, for time goes by. */
static void ovnet_fdb_twin_test_age(struct kunit *test, int n, int m)
{
	struct ovnet_fdb_twin_test *t = test->priv;
	u32 after = ovnet_fdb_twin_test_below(t, 3);
	u32 ageing;
	int i, j;

	t->c->networks[n].ageing = ovnet_fdb_twin_test_below(t, 6) * 3600;
	ovnet_fdb_age(&t->c->on, jiffies + after * OVNET_FDB_TWIN_TEST_HOUR +
				 OVNET_FDB_TWIN_TEST_HOUR / 2);

	for (i = 0; i < OVNET_COMMON_NETWORKS; i++) {
		ageing = t->c->networks[i].ageing / 3600;
		for (j = 0; j < OVNET_FDB_TWIN_TEST_MACS; j++)
			if (t->rows[i][j].state == OVNET_FDB_STATE_LEARNED &&
			    ageing && t->rows[i][j].hours + after >= ageing)
				ovnet_fdb_twin_test_forget(&t->rows[i][j]);
	}
}

static void ovnet_fdb_twin_test_limit(struct kunit *test, int n, int m)
{
	struct ovnet_fdb_twin_test *t = test->priv;

	t->c->networks[n].fdb_max =
		ovnet_fdb_twin_test_below(t, 2 * OVNET_FDB_TWIN_TEST_MACS);
}

static void ovnet_fdb_twin_test_purge_network(struct kunit *test, int n, int m)
{
	struct ovnet_fdb_twin_test *t = test->priv;
	int i;

	mutex_lock(&t->c->on.lock);
	ovnet_fdb_purge_network(&t->c->networks[n]);
	mutex_unlock(&t->c->on.lock);
	KUNIT_ASSERT_TRUE(test, t->c->networks[n].dead);
	t->c->networks[n].dead = false;		/* another one, as it were */
	for (i = 0; i < OVNET_FDB_TWIN_TEST_MACS; i++)
		ovnet_fdb_twin_test_forget(&t->rows[n][i]);
}

/* A remote goes, or one comes in its place. */
static void ovnet_fdb_twin_test_purge_dst(struct kunit *test, int n, int m)
{
	struct ovnet_fdb_twin_test *t = test->priv;
	struct ovnet_dst *dst = ovnet_fdb_twin_test_dst(t);
	int i, j;

	if (dst->dead) {
		dst->dead = false;
		return;
	}
	ovnet_fdb_purge_dst(&t->c->on, dst);
	KUNIT_ASSERT_TRUE(test, dst->dead);
	for (i = 0; i < OVNET_COMMON_NETWORKS; i++)
		for (j = 0; j < OVNET_FDB_TWIN_TEST_MACS; j++)
			if (t->rows[i][j].dst == dst)
				ovnet_fdb_twin_test_forget(&t->rows[i][j]);
}

/* How often, in a hundred, and what. */
static const struct {
	u32 share;
	void (*act)(struct kunit *test, int n, int m);
} ovnet_fdb_twin_test_acts[] = {
	{ 40, ovnet_fdb_twin_test_learn },
	{ 25, ovnet_fdb_twin_test_set },
	{ 15, ovnet_fdb_twin_test_delete },
	{ 8, ovnet_fdb_twin_test_pass_time },
	{ 5, ovnet_fdb_twin_test_flush },
	{ 3, ovnet_fdb_twin_test_age },
	{ 2, ovnet_fdb_twin_test_limit },
	{ 1, ovnet_fdb_twin_test_purge_dst },
	{ 1, ovnet_fdb_twin_test_purge_network },
};

static void ovnet_fdb_twin_test_random(struct kunit *test)
{
	struct ovnet_fdb_twin_test *t = test->priv;
	int i;

	for (t->step = 0; t->step < OVNET_FDB_TWIN_TEST_STEPS; t->step++) {
		int n = ovnet_fdb_twin_test_below(t, OVNET_COMMON_NETWORKS);
		int m = ovnet_fdb_twin_test_below(t, OVNET_FDB_TWIN_TEST_MACS);
		u32 what = ovnet_fdb_twin_test_below(t, 100);

		for (i = 0; what >= ovnet_fdb_twin_test_acts[i].share; i++)
			what -= ovnet_fdb_twin_test_acts[i].share;
		t->act = i;
		ovnet_fdb_twin_test_acts[i].act(test, n, m);
		/* Only when we say so. */
		cancel_delayed_work_sync(&t->c->on.ageing);
		ovnet_fdb_twin_test_check_row(test, n, m);
		if (t->step % 16 == 0)
			ovnet_fdb_twin_test_check(test);
	}
	ovnet_fdb_twin_test_check(test);
}

static int ovnet_fdb_twin_test_init(struct kunit *test)
{
	struct ovnet_fdb_twin_test *t;
	int err;

	t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	err = ovnet_common_init(test);
	if (err)
		return err;
	t->c = test->priv;
	t->c->red->ageing = 0;		/* the twin's are whole hours */
	t->c->blue->ageing = 0;
	prandom_seed_state(&t->rnd, 20120801);
	test->priv = t;
	return 0;
}

static void ovnet_fdb_twin_test_exit(struct kunit *test)
{
	struct ovnet_fdb_twin_test *t = test->priv;

	if (!t)
		return;
	test->priv = t->c;
	ovnet_common_exit(test);
}

static struct kunit_case ovnet_fdb_twin_test_cases[] = {
	KUNIT_CASE(ovnet_fdb_twin_test_random),
	{}
};

static struct kunit_suite ovnet_fdb_twin_test_suite = {
	.name = "ovnet_fdb_twin",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_fdb_twin_test_init,
	.exit = ovnet_fdb_twin_test_exit,
	.test_cases = ovnet_fdb_twin_test_cases,
};

kunit_test_suite(ovnet_fdb_twin_test_suite);
