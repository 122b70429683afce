// SPDX-License-Identifier: GPL-2.0
/*
 * Hashes, by what differs least: hosts of a subnet, behind one router, and SIDs of
 * a node. Where all of them went to one place, nobody would see it but by the time
 * that it takes. The secret is another each time, and better or worse: what is
 * expected is far from both.
 */
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/preempt.h>
#include <linux/skbuff.h>

#include "cache.h"
#include "srv6_way.h"

#define OVNET_FLOW_TEST_HOSTS	256
#define OVNET_FLOW_TEST_SIDS	64

struct ovnet_flow_test {
	DECLARE_BITMAP(places, OVNET_CACHE_ENTRIES);
};

static u32 ovnet_flow_test_places(struct kunit *test)
{
	struct ovnet_flow_test *t = test->priv;
	u32 n = bitmap_weight(t->places, OVNET_CACHE_ENTRIES);

	bitmap_zero(t->places, OVNET_CACHE_ENTRIES);
	return n;
}

/* At random, 162 places of 256 would have one or more. */
static void ovnet_flow_test_lowest_bits_are_of_all(struct kunit *test)
{
	struct ovnet_flow_test *t = test->priv;
	u32 shift, i, hash;

	for (shift = 0; shift < 64; shift += 8) {
		for (i = 0; i < OVNET_FLOW_TEST_HOSTS; i++) {
			hash = ovnet_flow_finish(ovnet_flow_mix(1, (u64)i << shift));
			__set_bit(hash % OVNET_FLOW_TEST_HOSTS, t->places);
		}
		KUNIT_EXPECT_GE_MSG(test, ovnet_flow_test_places(test), 60,
				    "bits from %u on", shift);
	}
}

/* A source, one router, and 256 destinations that differ in one byte. */
static void ovnet_flow_test_hosts_of_a_subnet(struct kunit *test)
{
	struct ovnet_flow_test *t = test->priv;
	u8 frame[ETH_HLEN + sizeof(struct ipv6hdr)] = { 2, 0, 0, 0, 0, 1, 2 };
	bool v6 = false;
	u32 at, i, hash;
	u8 *ip;

	do {
		ip = frame + ETH_HLEN + (v6 ? offsetof(struct ipv6hdr, saddr) :
					      offsetof(struct iphdr, saddr));
		for (at = 0; at < (v6 ? 32 : 8); at++) {
			preempt_disable();
			for (i = 0; i < OVNET_FLOW_TEST_HOSTS; i++) {
				ip[at] = i;
				hash = ovnet_cache_hash(NULL, frame, ip, v6);
				__set_bit(ovnet_cache_slot(hash) -
					  this_cpu_read(ovnet_cache)->entries,
					  t->places);
			}
			preempt_enable();
			ip[at] = 0;
			/* At random, 241. */
			KUNIT_EXPECT_GE_MSG(test, ovnet_flow_test_places(test),
					    100, "IPv%u, byte %u", v6 ? 6 : 4,
					    at);
		}
		v6 = !v6;
	} while (v6);
}

/* From nodes of a subnet, or of networks that they share. */
static void ovnet_flow_test_nodes_of_a_subnet(struct kunit *test)
{
	struct ovnet_flow_test *t = test->priv;
	u8 addrs[2 * sizeof(struct in6_addr)] = {};
	u32 at, i, vni = 0;
	bool v6 = false;
	u8 *byte;

	do {
		/* The last "address" is the VNI. */
		for (at = 0; at < (v6 ? 16 : 4) + 3; at++) {
			byte = at < (v6 ? 16 : 4) ? &addrs[at] :
			       (u8 *)&vni + at - (v6 ? 16 : 4);
			preempt_disable();
			for (i = 0; i < OVNET_FLOW_TEST_SIDS; i++) {
				*byte = i;
				__set_bit(ovnet_cache_way_slot(addrs, vni, v6) -
					  this_cpu_read(ovnet_cache)->ways,
					  t->places);
			}
			preempt_enable();
			*byte = 0;
			/* At random, 50 of 128. */
			KUNIT_EXPECT_GE_MSG(test, ovnet_flow_test_places(test),
					    40, "IPv%u, byte %u", v6 ? 6 : 4,
					    at);
		}
		v6 = !v6;
	} while (v6);
}

/* From one node, to the SIDs of another one's networks. */
static void ovnet_flow_test_sids_of_a_node(struct kunit *test)
{
	struct ovnet_flow_test *t = test->priv;
	struct ipv6hdr *ip6h;
	struct sk_buff *skb;
	u32 at, i;

	skb = alloc_skb(sizeof(*ip6h), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reset_network_header(skb);
	ip6h = skb_put_zero(skb, sizeof(*ip6h));
	for (at = 4; at < sizeof(struct in6_addr); at++) {
		preempt_disable();
		for (i = 0; i < OVNET_FLOW_TEST_SIDS; i++) {
			ip6h->daddr.s6_addr[at] = i;
			__set_bit(ovnet_srv6_way_slot(skb) -
				  this_cpu_read(ovnet_cache)->sids, t->places);
		}
		preempt_enable();
		ip6h->daddr.s6_addr[at] = 0;
		/* At random, 50 of 128. */
		KUNIT_EXPECT_GE_MSG(test, ovnet_flow_test_places(test), 16,
				    "byte %u", at);
	}
	kfree_skb(skb);
}

static int ovnet_flow_test_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct ovnet_flow_test),
				   GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

static struct kunit_case ovnet_flow_test_cases[] = {
	KUNIT_CASE(ovnet_flow_test_lowest_bits_are_of_all),
	KUNIT_CASE(ovnet_flow_test_hosts_of_a_subnet),
	KUNIT_CASE(ovnet_flow_test_nodes_of_a_subnet),
	KUNIT_CASE(ovnet_flow_test_sids_of_a_node),
	{}
};

static struct kunit_suite ovnet_flow_test_suite = {
	.name = "ovnet_flow",
	.init = ovnet_flow_test_init,
	.test_cases = ovnet_flow_test_cases,
};

kunit_test_suite(ovnet_flow_test_suite);
