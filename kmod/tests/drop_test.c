// SPDX-License-Identifier: GPL-2.0
/* Drops: what they are called and how they are counted. */
#include <linux/ctype.h>
#include <linux/percpu.h>

#include "common.h"

#define OVNET_DROP_TEST_FIRST	(OVNET_DROP_NONE + 1)

static void ovnet_drop_test_names_are_words(struct kunit *test)
{
	const char *p;
	int i;

	for (i = OVNET_DROP_TEST_FIRST; i < OVNET_DROP_MAX; i++) {
		p = ovnet_drop_name(i);
		KUNIT_ASSERT_NOT_NULL_MSG(test, p, "reason %d", i);
		KUNIT_EXPECT_TRUE_MSG(test, islower(*p), "reason %d", i);
		for (; *p; p++)
			KUNIT_EXPECT_TRUE_MSG(test,
					      islower(*p) || isdigit(*p) ||
					      *p == '_', "%s",
					      ovnet_drop_name(i));
	}
}

static void ovnet_drop_test_names_are_unique(struct kunit *test)
{
	int i, j;

	for (i = OVNET_DROP_TEST_FIRST; i < OVNET_DROP_MAX; i++)
		for (j = OVNET_DROP_TEST_FIRST; j < i; j++)
			KUNIT_EXPECT_STRNEQ(test, ovnet_drop_name(i),
					    ovnet_drop_name(j));
}

/* The name is the enumerator's, in lower case, so that it can be grepped. */
static void ovnet_drop_test_names_are_the_enums(struct kunit *test)
{
#define OVNET_DROP_TEST_NAME(name, text, core, help) { OVNET_DROP_##name, #name },
	static const struct {
		enum ovnet_drop_reason reason;
		const char *name;
	} all[] = { OVNET_DROP_REASONS(OVNET_DROP_TEST_NAME) };
#undef OVNET_DROP_TEST_NAME
	int i;

	for (i = 0; i < ARRAY_SIZE(all); i++)
		KUNIT_EXPECT_EQ_MSG(test, 0,
				    strcasecmp(all[i].name,
					       ovnet_drop_name(all[i].reason)),
				    "%s", all[i].name);
}

static void ovnet_drop_test_begins_at_zero(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	int i;

	for (i = 0; i < OVNET_DROP_MAX; i++) {
		KUNIT_EXPECT_EQ(test, ovnet_drop_node_count(&c->on, i), 0);
		KUNIT_EXPECT_EQ(test, ovnet_drop_network_count(c->red, i), 0);
	}
}

static void ovnet_drop_test_sums_over_cpus(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	u64 n = 1, sum = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		per_cpu_ptr(c->on.drops, cpu)[OVNET_DROP_ECN] = n;
		sum += n;
		n *= 10;
	}
	KUNIT_EXPECT_EQ(test, sum,
			ovnet_drop_node_count(&c->on, OVNET_DROP_ECN));
	KUNIT_EXPECT_EQ(test, 0,
			ovnet_drop_node_count(&c->on, OVNET_DROP_ECN - 1));
}

static void ovnet_drop_test_counts_by_reason(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	int i, n;

	for (i = OVNET_DROP_TEST_FIRST; i < OVNET_DROP_MAX; i++)
		for (n = 0; n < i; n++)
			ovnet_drop_count(&c->on, c->red, i);
	for (i = OVNET_DROP_TEST_FIRST; i < OVNET_DROP_MAX; i++) {
		KUNIT_EXPECT_EQ(test, ovnet_drop_node_count(&c->on, i), i);
		KUNIT_EXPECT_EQ(test, ovnet_drop_network_count(c->red, i), i);
	}
}

static void ovnet_drop_test_counts_by_network(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	ovnet_drop_count(&c->on, c->red, OVNET_DROP_ECN);
	ovnet_drop_count(&c->on, c->red, OVNET_DROP_ECN);
	ovnet_drop_count(&c->on, c->blue, OVNET_DROP_ECN);
	ovnet_drop_count(&c->on, NULL, OVNET_DROP_ECN);
	KUNIT_EXPECT_EQ(test, 2,
			ovnet_drop_network_count(c->red, OVNET_DROP_ECN));
	KUNIT_EXPECT_EQ(test, 1,
			ovnet_drop_network_count(c->blue, OVNET_DROP_ECN));
	KUNIT_EXPECT_EQ(test, 4,
			ovnet_drop_node_count(&c->on, OVNET_DROP_ECN));
}

/* 100,000 networks that drop nothing shall not pay for counters. */
static void ovnet_drop_test_counters_come_with_first_drop(struct kunit *test)
{
	struct ovnet_common *c = test->priv;

	KUNIT_EXPECT_NULL(test, c->red->drops);
	ovnet_drop_count(&c->on, c->blue, OVNET_DROP_ECN);
	KUNIT_EXPECT_NULL(test, c->red->drops);
	KUNIT_EXPECT_NOT_NULL(test, c->blue->drops);
}

static void ovnet_drop_test_drop_counts_and_frees(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct sk_buff *skb = ovnet_common_skb(test, c->mac1, ETH_ALEN,
					       ETH_ALEN);
	struct ovnet_pkt pkt = {
		.skb = skb,
		.on = &c->on,
		.network = c->red,
	};

	skb_get(skb);
	ovnet_drop(&pkt, OVNET_DROP_ECN);
	KUNIT_EXPECT_EQ(test, refcount_read(&skb->users), 1);
	KUNIT_EXPECT_EQ(test, 1,
			ovnet_drop_network_count(c->red, OVNET_DROP_ECN));
	KUNIT_EXPECT_EQ(test, 1,
			ovnet_drop_node_count(&c->on, OVNET_DROP_ECN));
}

static struct kunit_case ovnet_drop_test_cases[] = {
	KUNIT_CASE(ovnet_drop_test_names_are_words),
	KUNIT_CASE(ovnet_drop_test_names_are_unique),
	KUNIT_CASE(ovnet_drop_test_names_are_the_enums),
	KUNIT_CASE(ovnet_drop_test_begins_at_zero),
	KUNIT_CASE(ovnet_drop_test_sums_over_cpus),
	KUNIT_CASE(ovnet_drop_test_counts_by_reason),
	KUNIT_CASE(ovnet_drop_test_counts_by_network),
	KUNIT_CASE(ovnet_drop_test_counters_come_with_first_drop),
	KUNIT_CASE(ovnet_drop_test_drop_counts_and_frees),
	{}
};

static struct kunit_suite ovnet_drop_test_suite = {
	.name = "ovnet_drop",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_common_init,
	.exit = ovnet_common_exit,
	.test_cases = ovnet_drop_test_cases,
};

kunit_test_suite(ovnet_drop_test_suite);
