// SPDX-License-Identifier: GPL-2.0
/*
 * Longest prefix match against a naive twin: an array that is searched from end
 * to end. Both get the same random operations, on prefixes that nest and part at
 * every bit, and must agree on every answer and on the order of all there is.
 */
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/slab.h>

#include "common.h"
#include "lpm.h"

#define OVNET_LPM_TEST_ENTRIES	120
#define OVNET_LPM_TEST_BASES	3

static unsigned int ovnet_lpm_test_steps = 10000;
module_param_named(lpm_test_steps, ovnet_lpm_test_steps, uint, 0444);
MODULE_PARM_DESC(lpm_test_steps,
		 "random operations in each family, in the unit test");

struct ovnet_lpm_test_route {
	struct ovnet_lpm_entry prefix;
	struct rcu_head rcu;
	u8 leads;		/* here */
};

struct ovnet_lpm_test {
	struct ovnet_lpm lpm;
	unsigned int bytes;	/* of an address */
	struct rnd_state rnd;
	u8 bases[OVNET_LPM_TEST_BASES][sizeof(struct in6_addr)];
	struct ovnet_lpm_test_route *routes[OVNET_LPM_TEST_ENTRIES];
	unsigned int n;
	unsigned int inserts;
	unsigned int found;
};

static u32 ovnet_lpm_test_below(struct ovnet_lpm_test *t, u32 n)
{
	return prandom_u32_state(&t->rnd) % n;
}

/* Near one of a few: some of its bits are others. */
static void ovnet_lpm_test_addr(struct ovnet_lpm_test *t, u8 *addr)
{
	unsigned int flips = ovnet_lpm_test_below(t, 4), bit;

	memset(addr, 0, sizeof(struct in6_addr));
	memcpy(addr, t->bases[ovnet_lpm_test_below(t, OVNET_LPM_TEST_BASES)],
	       t->bytes);
	while (flips--) {
		bit = ovnet_lpm_test_below(t, t->bytes * 8);
		addr[bit / 8] ^= 0x80 >> bit % 8;
	}
}

static void ovnet_lpm_test_cut(struct ovnet_lpm_entry *prefix)
{
	unsigned int i;

	for (i = prefix->len; i < 128; i++)
		prefix->addr[i / 8] &= ~(0x80 >> i % 8);
}

static void ovnet_lpm_test_prefix(struct ovnet_lpm_test *t,
				  struct ovnet_lpm_entry *prefix)
{
	ovnet_lpm_test_addr(t, prefix->addr);
	prefix->len = ovnet_lpm_test_below(t, t->bytes * 8 + 1);
	ovnet_lpm_test_cut(prefix);
}

static bool ovnet_lpm_test_covers(const struct ovnet_lpm_entry *prefix,
				  const u8 *addr)
{
	unsigned int bytes = prefix->len / 8, bits = prefix->len % 8;

	return !memcmp(prefix->addr, addr, bytes) &&
	       (!bits || !((prefix->addr[bytes] ^ addr[bytes]) >> (8 - bits)));
}

static int ovnet_lpm_test_compare(const struct ovnet_lpm_entry *a,
				  const struct ovnet_lpm_entry *b)
{
	int order = memcmp(a->addr, b->addr, sizeof(a->addr));

	return order ?: a->len - b->len;
}

static int ovnet_lpm_test_index(const struct ovnet_lpm_test *t,
				const struct ovnet_lpm_entry *prefix)
{
	unsigned int i;

	for (i = 0; i < t->n; i++)
		if (!ovnet_lpm_test_compare(&t->routes[i]->prefix, prefix))
			return i;
	return -1;
}

static struct ovnet_lpm_entry *ovnet_lpm_test_best(struct ovnet_lpm_test *t,
						   const u8 *addr)
{
	struct ovnet_lpm_entry *best = NULL, *prefix;
	unsigned int i;

	for (i = 0; i < t->n; i++) {
		prefix = &t->routes[i]->prefix;
		if (ovnet_lpm_test_covers(prefix, addr) &&
		    (!best || prefix->len > best->len))
			best = prefix;
	}
	return best;
}

/* The prefix whose place an address leads to. */
static struct ovnet_lpm_entry *ovnet_lpm_test_ask(struct ovnet_lpm_test *t,
						  const u8 *addr)
{
	struct in6_addr v6;
	void *leads;
	__be32 v4;

	rcu_read_lock();
	if (t->bytes == sizeof(v4)) {
		memcpy(&v4, addr, sizeof(v4));
		leads = ovnet_lpm_lookup4_rcu(&t->lpm, v4);
	} else {
		memcpy(&v6, addr, sizeof(v6));
		leads = ovnet_lpm_lookup6_rcu(&t->lpm, &v6);
	}
	rcu_read_unlock();
	return leads ? &container_of(leads, struct ovnet_lpm_test_route,
				     leads)->prefix : NULL;
}

static void ovnet_lpm_test_look(struct kunit *test)
{
	struct ovnet_lpm_test *t = test->priv;
	struct ovnet_lpm_entry addr = {}, *best, *covering;

	ovnet_lpm_test_addr(t, addr.addr);
	best = ovnet_lpm_test_best(t, addr.addr);
	KUNIT_ASSERT_PTR_EQ(test, ovnet_lpm_test_ask(t, addr.addr), best);
	rcu_read_lock();
	covering = ovnet_lpm_covering_rcu(&t->lpm, &addr);
	rcu_read_unlock();
	KUNIT_ASSERT_PTR_EQ(test, covering, best);
	t->found += !!best;
}

static struct ovnet_lpm_test_route *
ovnet_lpm_test_new(struct kunit *test, const struct ovnet_lpm_entry *prefix)
{
	struct ovnet_lpm_test_route *route = kzalloc(sizeof(*route), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, route);
	route->prefix = *prefix;
	return route;
}

static void ovnet_lpm_test_insert(struct kunit *test,
				  const struct ovnet_lpm_entry *prefix)
{
	struct ovnet_lpm_test *t = test->priv;
	struct ovnet_lpm_test_route *route = ovnet_lpm_test_new(test, prefix);
	int err = ovnet_lpm_insert(&t->lpm, &route->prefix, &route->leads);

	if (ovnet_lpm_test_index(t, prefix) >= 0) {
		kfree(route);
		KUNIT_ASSERT_EQ(test, err, -EEXIST);
		return;
	}
	t->routes[t->n++] = route;
	t->inserts++;
	KUNIT_ASSERT_EQ(test, err, 0);
}

static void ovnet_lpm_test_remove(struct kunit *test, int i)
{
	struct ovnet_lpm_test *t = test->priv;
	struct ovnet_lpm_test_route *route = t->routes[i];

	ovnet_lpm_remove(&t->lpm, &route->prefix);
	t->routes[i] = t->routes[--t->n];
	kfree_rcu(route, rcu);
}

static void ovnet_lpm_test_replace(struct kunit *test, int i)
{
	struct ovnet_lpm_test *t = test->priv;
	struct ovnet_lpm_test_route *route;

	route = ovnet_lpm_test_new(test, &t->routes[i]->prefix);
	ovnet_lpm_replace(&t->lpm, &route->prefix, &route->leads);
	kfree_rcu(t->routes[i], rcu);
	t->routes[i] = route;
}

/* All there is, in order; and what comes behind something. */
static void ovnet_lpm_test_order(struct kunit *test)
{
	struct ovnet_lpm_entry from, *entry = NULL, *before, *next = NULL;
	struct ovnet_lpm_test *t = test->priv;
	unsigned int n = 0, i;

	for (;;) {
		before = entry;
		entry = ovnet_lpm_next(&t->lpm, before);
		if (!entry)
			break;
		KUNIT_ASSERT_GE(test, ovnet_lpm_test_index(t, entry), 0);
		if (before)
			KUNIT_ASSERT_LT(test,
					ovnet_lpm_test_compare(before, entry),
					0);
		n++;
	}
	KUNIT_ASSERT_EQ(test, n, t->n);

	ovnet_lpm_test_prefix(t, &from);
	for (i = 0; i < t->n; i++) {
		entry = &t->routes[i]->prefix;
		if (ovnet_lpm_test_compare(entry, &from) > 0 &&
		    (!next || ovnet_lpm_test_compare(entry, next) < 0))
			next = entry;
	}
	KUNIT_ASSERT_PTR_EQ(test, ovnet_lpm_next(&t->lpm, &from), next);
}

static void ovnet_lpm_test_act(struct kunit *test, unsigned int most)
{
	struct ovnet_lpm_test *t = test->priv;
	unsigned int what = ovnet_lpm_test_below(t, 64);
	struct ovnet_lpm_entry prefix;
	int i;

	ovnet_lpm_test_prefix(t, &prefix);
	i = ovnet_lpm_test_index(t, &prefix);
	KUNIT_ASSERT_PTR_EQ(test, ovnet_lpm_find(&t->lpm, &prefix),
			    i < 0 ? NULL : &t->routes[i]->prefix);
	if (what < 24 && t->n < most)
		ovnet_lpm_test_insert(test, &prefix);
	else if (what < 44 && t->n)
		ovnet_lpm_test_remove(test, ovnet_lpm_test_below(t, t->n));
	else if (what < 46 && t->n)
		ovnet_lpm_test_replace(test, ovnet_lpm_test_below(t, t->n));
	else if (what < 47)
		ovnet_lpm_test_order(test);
	ovnet_lpm_test_look(test);
}

static void ovnet_lpm_test_clear(struct kunit *test)
{
	struct ovnet_lpm_test *t = test->priv;

	while (t->n)
		ovnet_lpm_test_remove(test, 0);
}

/* Few at times, and many: nodes come and go, and are full. */
static void ovnet_lpm_test_twin(struct kunit *test, unsigned int bytes, u32 seed)
{
	struct ovnet_lpm_test *t = test->priv;
	unsigned int step, most = 0;

	t->bytes = bytes;
	prandom_seed_state(&t->rnd, seed);
	prandom_bytes_state(&t->rnd, t->bases, sizeof(t->bases));
	for (step = 0; step < ovnet_lpm_test_steps; step++) {
		if (!(step % 2000))
			most = 1 + ovnet_lpm_test_below(t, ARRAY_SIZE(t->routes));
		ovnet_lpm_test_act(test, most);
		if (!(step % 512))
			cond_resched();
	}
	kunit_info(test, "%u steps: %u inserted, %u of as many lookups found something\n",
		   step, t->inserts, t->found);
	KUNIT_EXPECT_GT(test, t->inserts, step / 5);
	KUNIT_EXPECT_GT(test, t->found, step / 5);
	ovnet_lpm_test_clear(test);
	KUNIT_EXPECT_NULL(test, rcu_access_pointer(t->lpm.root));
}

static void ovnet_lpm_test_twin4(struct kunit *test)
{
	ovnet_lpm_test_twin(test, sizeof(__be32), 7348);
}

static void ovnet_lpm_test_twin6(struct kunit *test)
{
	ovnet_lpm_test_twin(test, sizeof(struct in6_addr), 8986);
}

static void ovnet_lpm_test_empty(struct kunit *test)
{
	struct ovnet_lpm_test *t = test->priv;
	static const u8 addr[sizeof(struct in6_addr)];

	t->bytes = sizeof(__be32);
	KUNIT_EXPECT_NULL(test, ovnet_lpm_test_ask(t, addr));
	KUNIT_EXPECT_NULL(test, ovnet_lpm_next(&t->lpm, NULL));
}

/* All lengths of one address: a node for each six bits, and the longest wins. */
static void ovnet_lpm_test_nested(struct kunit *test)
{
	struct ovnet_lpm_test *t = test->priv;
	struct ovnet_lpm_entry prefix;
	u8 addr[sizeof(struct in6_addr)];
	int len;

	KUNIT_ASSERT_LT(test, 33, OVNET_LPM_TEST_ENTRIES);
	t->bytes = sizeof(__be32);
	memset(addr, 0, sizeof(addr));
	memset(addr, 0xa5, t->bytes);
	for (len = 0; len <= 32; len++) {
		memcpy(prefix.addr, addr, sizeof(addr));
		prefix.len = len;
		ovnet_lpm_test_cut(&prefix);
		ovnet_lpm_test_insert(test, &prefix);
		KUNIT_ASSERT_PTR_EQ(test, ovnet_lpm_test_ask(t, addr),
				    &t->routes[len]->prefix);
	}
	ovnet_lpm_test_order(test);
	for (len = 32; len > 0; len--) {
		ovnet_lpm_test_remove(test, len);
		KUNIT_ASSERT_PTR_EQ(test, ovnet_lpm_test_ask(t, addr),
				    &t->routes[len - 1]->prefix);
	}
	ovnet_lpm_test_clear(test);
}

static int ovnet_lpm_test_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct ovnet_lpm_test),
				   GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

/* What a failed case has left. */
static void ovnet_lpm_test_exit(struct kunit *test)
{
	struct ovnet_lpm_test *t = test->priv;
	unsigned int i;

	for (i = 0; i < t->n; i++)
		ovnet_lpm_remove(&t->lpm, &t->routes[i]->prefix);
	synchronize_rcu();
	for (i = 0; i < t->n; i++)
		kfree(t->routes[i]);
}

static struct kunit_case ovnet_lpm_test_cases[] = {
	KUNIT_CASE(ovnet_lpm_test_empty),
	KUNIT_CASE(ovnet_lpm_test_nested),
	KUNIT_CASE(ovnet_lpm_test_twin4),
	KUNIT_CASE(ovnet_lpm_test_twin6),
	{}
};

static struct kunit_suite ovnet_lpm_test_suite = {
	.name = "ovnet_lpm",
	.init = ovnet_lpm_test_init,
	.exit = ovnet_lpm_test_exit,
	.test_cases = ovnet_lpm_test_cases,
};

kunit_test_suite(ovnet_lpm_test_suite);
