// SPDX-License-Identifier: GPL-2.0
/* Token buckets, with time as the tests say it. */
#include <kunit/test.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/prandom.h>

#include "bucket.h"

/* Whole and broken numbers of tokens a jiffy, whatever HZ is. */
static const u32 ovnet_bucket_test_rates[] = {
	1, 2, 3, 7, HZ / 2, HZ / 2 + 1, HZ * 2 / 3, HZ - 1, HZ, HZ + 1,
	HZ * 3 / 2, 2 * HZ, 5 * HZ / 2 + 1, 10 * HZ, 10 * HZ + 1, 100000,
};

/* A new bucket, which is full from now on. */
static unsigned long ovnet_bucket_test_new(struct ovnet_bucket *bucket)
{
	ovnet_bucket_init(bucket);
	return jiffies;		/* not read before its own were */
}

/* Take until it says no, at most 2 * @rate + 10 times. */
static u32 ovnet_bucket_test_drain(struct ovnet_bucket *bucket, u32 rate,
				   unsigned long now)
{
	u32 n = 0;

	while (n < 2 * rate + 10 && ovnet_bucket_take(bucket, rate, now))
		n++;
	return n;
}

static void ovnet_bucket_test_zero_is_no_limit(struct kunit *test)
{
	struct ovnet_bucket bucket;
	int i;

	ovnet_bucket_init(&bucket);
	for (i = 0; i < 10000; i++)
		KUNIT_ASSERT_TRUE(test, ovnet_bucket_take(&bucket, 0, jiffies));
}

static void ovnet_bucket_test_burst_is_rate(struct kunit *test)
{
	struct ovnet_bucket bucket;
	int i;

	for (i = 0; i < ARRAY_SIZE(ovnet_bucket_test_rates); i++) {
		u32 rate = ovnet_bucket_test_rates[i];

		ovnet_bucket_init(&bucket);
		KUNIT_EXPECT_EQ_MSG(test, rate,
				    ovnet_bucket_test_drain(&bucket, rate,
							    jiffies),
				    "rate %u", rate);
	}
}

static void ovnet_bucket_test_empty_stays_empty(struct kunit *test)
{
	unsigned long now;
	struct ovnet_bucket bucket;
	int i;

	now = ovnet_bucket_test_new(&bucket);
	ovnet_bucket_test_drain(&bucket, 10, now);
	for (i = 0; i < 1000; i++)
		KUNIT_ASSERT_FALSE(test, ovnet_bucket_take(&bucket, 10, now));
}

static void ovnet_bucket_test_second_refills(struct kunit *test)
{
	unsigned long now;
	struct ovnet_bucket bucket;
	int i;

	for (i = 0; i < ARRAY_SIZE(ovnet_bucket_test_rates); i++) {
		u32 rate = ovnet_bucket_test_rates[i];

		now = ovnet_bucket_test_new(&bucket);
		ovnet_bucket_test_drain(&bucket, rate, now);
		KUNIT_EXPECT_EQ_MSG(test, rate,
				    ovnet_bucket_test_drain(&bucket, rate,
							    now + HZ),
				    "rate %u", rate);
	}
}

static void ovnet_bucket_test_half_second_refills_half(struct kunit *test)
{
	unsigned long now;
	struct ovnet_bucket bucket;

	now = ovnet_bucket_test_new(&bucket);
	ovnet_bucket_test_drain(&bucket, 100, now);
	KUNIT_EXPECT_EQ(test, 50,
			ovnet_bucket_test_drain(&bucket, 100, now + HZ / 2));
}

/* One jiffy's worth comes once, however often it is asked for. */
static void ovnet_bucket_test_jiffy_counts_once(struct kunit *test)
{
	unsigned long now;
	struct ovnet_bucket bucket;
	int i;

	for (i = 0; i < ARRAY_SIZE(ovnet_bucket_test_rates); i++) {
		u32 rate = ovnet_bucket_test_rates[i];
		u32 n;

		now = ovnet_bucket_test_new(&bucket);
		ovnet_bucket_test_drain(&bucket, rate, now);
		n = ovnet_bucket_test_drain(&bucket, rate, now + 1);
		KUNIT_EXPECT_EQ_MSG(test, rate / HZ, n, "rate %u", rate);
	}
}

/* Ask every jiffy of ten seconds: what is less than a token must add up. */
static void ovnet_bucket_test_fractions_add_up(struct kunit *test)
{
	unsigned long now, end;
	struct ovnet_bucket bucket;
	int i;

	for (i = 0; i < ARRAY_SIZE(ovnet_bucket_test_rates); i++) {
		u32 rate = ovnet_bucket_test_rates[i];
		u32 n = 0;

		now = ovnet_bucket_test_new(&bucket);
		ovnet_bucket_test_drain(&bucket, rate, now);
		for (end = now + 10 * HZ; now != end;)
			n += ovnet_bucket_test_drain(&bucket, rate, ++now);
		KUNIT_EXPECT_EQ_MSG(test, 10 * rate, n, "rate %u", rate);
	}
}

static void ovnet_bucket_test_long_idle_is_one_burst(struct kunit *test)
{
	unsigned long now;
	struct ovnet_bucket bucket;

	now = ovnet_bucket_test_new(&bucket);
	ovnet_bucket_test_drain(&bucket, 7, now);
	KUNIT_EXPECT_EQ(test, 7,
			ovnet_bucket_test_drain(&bucket, 7, now + LONG_MAX));
}

static void ovnet_bucket_test_jiffies_wrap(struct kunit *test)
{
	unsigned long now, start = -(unsigned long)HZ / 4;
	struct ovnet_bucket bucket;

	now = ovnet_bucket_test_new(&bucket);
	/* Time does not jump half its range at once: get there by steps. */
	ovnet_bucket_test_drain(&bucket, 100, now + (start - now) / 2);
	ovnet_bucket_test_drain(&bucket, 100, start);
	KUNIT_EXPECT_EQ(test, 50,
			ovnet_bucket_test_drain(&bucket, 100, start + HZ / 2));
	KUNIT_EXPECT_FALSE(test,
			   ovnet_bucket_take(&bucket, 100, start + HZ / 2));
	KUNIT_EXPECT_EQ(test, 100,
			ovnet_bucket_test_drain(&bucket, 100,
						start + HZ / 2 + HZ));
}

/* jiffies are read before the lock is taken: a CPU may come in late. */
static void ovnet_bucket_test_late_cpu_refills_nothing(struct kunit *test)
{
	unsigned long now;
	struct ovnet_bucket bucket;

	now = ovnet_bucket_test_new(&bucket);
	ovnet_bucket_test_drain(&bucket, 100, now + 1);
	KUNIT_EXPECT_FALSE(test, ovnet_bucket_take(&bucket, 100, now));
	/* ... and takes no time away from the others. */
	KUNIT_EXPECT_EQ(test, 50,
			ovnet_bucket_test_drain(&bucket, 100,
						now + 1 + HZ / 2));
}

static void ovnet_bucket_test_lower_rate_holds_at_once(struct kunit *test)
{
	unsigned long now;
	struct ovnet_bucket bucket;

	now = ovnet_bucket_test_new(&bucket);
	KUNIT_ASSERT_TRUE(test, ovnet_bucket_take(&bucket, 100000, now));
	KUNIT_EXPECT_LE(test, ovnet_bucket_test_drain(&bucket, 3, now), 3);
}

static void ovnet_bucket_test_higher_rate_fills_in_time(struct kunit *test)
{
	unsigned long now;
	struct ovnet_bucket bucket;

	now = ovnet_bucket_test_new(&bucket);
	ovnet_bucket_test_drain(&bucket, 3, now);
	KUNIT_EXPECT_FALSE(test, ovnet_bucket_take(&bucket, 100, now));
	KUNIT_EXPECT_EQ(test, 50,
			ovnet_bucket_test_drain(&bucket, 100, now + HZ / 2));
}

/* Against a bucket that counts in pieces of a token, 1 / HZ each. */
static void ovnet_bucket_test_twin(struct kunit *test)
{
	unsigned long now;
	struct ovnet_bucket bucket;
	struct rnd_state rnd;
	int i, step, lies = 0;
	bool has, took;

	prandom_seed_state(&rnd, 4789);
	for (i = 0; i < ARRAY_SIZE(ovnet_bucket_test_rates); i++) {
		u64 rate = ovnet_bucket_test_rates[i];
		u64 pieces = rate * HZ;
		s64 ahead = 0, least = 0, most = 0;

		now = ovnet_bucket_test_new(&bucket);
		for (step = 0; step < 4000; step++) {
			u32 gap = prandom_u32_state(&rnd);

			/* Mostly none or a little, at times much. */
			gap = gap & 63 ? (gap >> 8) % 3 : (gap >> 8) % (2 * HZ);
			now += gap;
			pieces = min(pieces + gap * rate, rate * HZ);
			if (pieces >= HZ) {
				pieces -= HZ;
				ahead--;
			}
			has = ovnet_bucket_has(&bucket, rate, now);
			took = ovnet_bucket_take(&bucket, rate, now);
			lies += has != took;
			ahead += took;
			least = min(least, ahead);
			most = max(most, ahead);
		}
		KUNIT_EXPECT_LE_MSG(test, most - least, 1,
				    "rate %llu: %lld to %lld", rate, least,
				    most);
	}
	KUNIT_EXPECT_EQ(test, lies, 0);
}

static struct kunit_case ovnet_bucket_test_cases[] = {
	KUNIT_CASE(ovnet_bucket_test_zero_is_no_limit),
	KUNIT_CASE(ovnet_bucket_test_burst_is_rate),
	KUNIT_CASE(ovnet_bucket_test_empty_stays_empty),
	KUNIT_CASE(ovnet_bucket_test_second_refills),
	KUNIT_CASE(ovnet_bucket_test_half_second_refills_half),
	KUNIT_CASE(ovnet_bucket_test_jiffy_counts_once),
	KUNIT_CASE(ovnet_bucket_test_fractions_add_up),
	KUNIT_CASE(ovnet_bucket_test_long_idle_is_one_burst),
	KUNIT_CASE(ovnet_bucket_test_jiffies_wrap),
	KUNIT_CASE(ovnet_bucket_test_late_cpu_refills_nothing),
	KUNIT_CASE(ovnet_bucket_test_lower_rate_holds_at_once),
	KUNIT_CASE(ovnet_bucket_test_higher_rate_fills_in_time),
	KUNIT_CASE(ovnet_bucket_test_twin),
	{}
};

static struct kunit_suite ovnet_bucket_test_suite = {
	.name = "ovnet_bucket",
	.test_cases = ovnet_bucket_test_cases,
};

kunit_test_suite(ovnet_bucket_test_suite);
