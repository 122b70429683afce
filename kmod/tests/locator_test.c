// SPDX-License-Identifier: GPL-2.0
/* KUnit: whose SID is an address, and which remote has a source? */
#include <kunit/test.h>

#include "../locator.h"

#define OVNET_LOCATOR_TEST_REMOTES	3

struct ovnet_locator_test {
	struct ovnet_net on;
	struct ovnet_remote remotes[OVNET_LOCATOR_TEST_REMOTES];
};

/* fd00:A:B::C */
static struct in6_addr ovnet_locator_test_addr(u16 a, u16 b, u16 c)
{
	struct in6_addr addr = {};

	addr.s6_addr16[0] = htons(0xfd00);
	addr.s6_addr16[1] = htons(a);
	addr.s6_addr16[2] = htons(b);
	addr.s6_addr16[7] = htons(c);
	return addr;
}

static int ovnet_locator_test_init(struct kunit *test)
{
	struct ovnet_locator_test *t;

	t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	test->priv = t;
	mutex_init(&t->on.lock);
	INIT_LIST_HEAD(&t->on.underlays);
	xa_init(&t->on.remotes);
	return 0;
}

static void ovnet_locator_test_exit(struct kunit *test)
{
	struct ovnet_locator_test *t = test->priv;
	struct ovnet_remote *remote;

	for (remote = t->remotes;
	     remote < t->remotes + OVNET_LOCATOR_TEST_REMOTES; remote++)
		ovnet_locator_remove(&t->on, remote->sources,
				     remote->n_sources);
	rcu_barrier();
}

/* It sends from this prefix, and from none of those that it had. */
static void ovnet_locator_test_set(struct kunit *test, int i, u16 a, u16 b,
				   u8 len)
{
	struct ovnet_locator_test *t = test->priv;
	struct in6_addr addr = ovnet_locator_test_addr(a, b, 0);
	struct ovnet_source *source = ovnet_locator_source(&addr, len);

	KUNIT_ASSERT_NOT_NULL(test, source);
	KUNIT_ASSERT_EQ(test,
			ovnet_locator_insert(&t->on, &t->remotes[i], &source,
					     1), 0);
	ovnet_locator_adopt(&t->on, &t->remotes[i], &source, 1);
}

/* Number of the remote that has it, or -1. */
static int ovnet_locator_test_who(struct kunit *test, u16 a, u16 b, u16 c)
{
	struct ovnet_locator_test *t = test->priv;
	struct in6_addr addr = ovnet_locator_test_addr(a, b, c);
	struct ovnet_remote *remote;

	rcu_read_lock();
	remote = ovnet_locator_remote_rcu(&t->on, &addr);
	rcu_read_unlock();
	return remote ? remote - t->remotes : -1;
}

static void ovnet_locator_test_longest(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, ovnet_locator_test_who(test, 2, 0, 1), -1);
	ovnet_locator_test_set(test, 0, 2, 0, 32);
	ovnet_locator_test_set(test, 1, 2, 7, 48);
	KUNIT_EXPECT_EQ(test, ovnet_locator_test_who(test, 2, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, ovnet_locator_test_who(test, 2, 6, 1), 0);
	KUNIT_EXPECT_EQ(test, ovnet_locator_test_who(test, 2, 7, 1), 1);
	KUNIT_EXPECT_EQ(test, ovnet_locator_test_who(test, 3, 7, 1), -1);
	/* one that it keeps is the same one, one that it had is nobody's */
	ovnet_locator_test_set(test, 1, 2, 7, 48);
	KUNIT_EXPECT_EQ(test, ovnet_locator_test_who(test, 2, 7, 1), 1);
	ovnet_locator_test_set(test, 1, 3, 0, 48);
	KUNIT_EXPECT_EQ(test, ovnet_locator_test_who(test, 2, 7, 1), 0);
	ovnet_locator_test_set(test, 0, 4, 0, 48);
	KUNIT_EXPECT_EQ(test, ovnet_locator_test_who(test, 2, 7, 1), -1);
	ovnet_locator_test_set(test, 2, 2, 0, 32);
	KUNIT_EXPECT_EQ(test, ovnet_locator_test_who(test, 2, 7, 1), 2);
}

/* What was inserted and is taken back leaves what was there. */
static void ovnet_locator_test_undone(struct kunit *test)
{
	struct ovnet_locator_test *t = test->priv;
	struct in6_addr had = ovnet_locator_test_addr(2, 0, 0);
	struct in6_addr more = ovnet_locator_test_addr(2, 7, 0);
	struct ovnet_source *sources[2];

	ovnet_locator_test_set(test, 0, 2, 0, 32);
	sources[0] = ovnet_locator_source(&had, 32);
	sources[1] = ovnet_locator_source(&more, 48);
	KUNIT_ASSERT_NOT_NULL(test, sources[0]);
	KUNIT_ASSERT_NOT_NULL(test, sources[1]);
	KUNIT_EXPECT_EQ(test,
			ovnet_locator_insert(&t->on, &t->remotes[1], sources,
					     2), -EEXIST);
	KUNIT_EXPECT_EQ(test,
			ovnet_locator_insert(&t->on, &t->remotes[0], sources,
					     2), 0);
	KUNIT_EXPECT_EQ(test, ovnet_locator_test_who(test, 2, 7, 1), 0);
	ovnet_locator_take_back(&t->on, &t->remotes[0], sources, 2);
	ovnet_locator_free(sources, 2);
	KUNIT_EXPECT_EQ(test, ovnet_locator_test_who(test, 2, 7, 1), 0);
	KUNIT_EXPECT_EQ(test, t->remotes[0].n_sources, 1);
	ovnet_locator_test_set(test, 1, 2, 7, 48);
	KUNIT_EXPECT_EQ(test, ovnet_locator_test_who(test, 2, 7, 1), 1);
}

static void ovnet_locator_test_own(struct kunit *test)
{
	struct ovnet_locator_test *t = test->priv;
	struct ovnet_underlay underlay = {
		.on = &t->on,
		.encap = OVNET_ENCAP_SRV6,
	};
	struct ovnet_underlay_config config = {
		.locator = ovnet_locator_test_addr(1, 0, 0),
		.locator_len = 48,
	};
	struct in6_addr in = ovnet_locator_test_addr(1, 0, 9);
	struct in6_addr out = ovnet_locator_test_addr(1, 1, 9);
	int err;

	mutex_lock(&t->on.lock);
	err = ovnet_locator_open(&underlay, &config, NULL);
	mutex_unlock(&t->on.lock);
	KUNIT_ASSERT_EQ(test, err, 0);
	rcu_read_lock();
	KUNIT_EXPECT_PTR_EQ(test, ovnet_locator_own_rcu(&t->on, &in),
			    &underlay);
	KUNIT_EXPECT_NULL(test, ovnet_locator_own_rcu(&t->on, &out));
	rcu_read_unlock();
	ovnet_locator_close(&t->on, &config, &config);
	rcu_read_lock();
	KUNIT_EXPECT_PTR_EQ(test, ovnet_locator_own_rcu(&t->on, &in),
			    &underlay);
	rcu_read_unlock();
	ovnet_locator_close(&t->on, &config, NULL);
	rcu_read_lock();
	KUNIT_EXPECT_NULL(test, ovnet_locator_own_rcu(&t->on, &in));
	rcu_read_unlock();
}

static void ovnet_locator_test_valid(struct kunit *test)
{
	struct in6_addr prefix = ovnet_locator_test_addr(1, 0, 0);
	struct in6_addr behind = ovnet_locator_test_addr(1, 0, 1);
	static const struct in6_addr any;

	KUNIT_EXPECT_TRUE(test, ovnet_locator_valid(&prefix, 32));
	KUNIT_EXPECT_TRUE(test, ovnet_locator_valid(&prefix, 88));
	KUNIT_EXPECT_FALSE(test, ovnet_locator_valid(&prefix, 31));
	KUNIT_EXPECT_FALSE(test, ovnet_locator_valid(&prefix, 89));
	KUNIT_EXPECT_FALSE(test, ovnet_locator_valid(&behind, 64));
	KUNIT_EXPECT_FALSE(test, ovnet_locator_valid(&any, 64));
}

static struct kunit_case ovnet_locator_test_cases[] = {
	KUNIT_CASE(ovnet_locator_test_longest),
	KUNIT_CASE(ovnet_locator_test_undone),
	KUNIT_CASE(ovnet_locator_test_own),
	KUNIT_CASE(ovnet_locator_test_valid),
	{}
};

static struct kunit_suite ovnet_locator_test_suite = {
	.name = "ovnet_locator",
	.init = ovnet_locator_test_init,
	.exit = ovnet_locator_test_exit,
	.test_cases = ovnet_locator_test_cases,
};

kunit_test_suite(ovnet_locator_test_suite);
