// SPDX-License-Identifier: GPL-2.0
/* What router advertisements say, byte by byte, and when they come. */
#include <net/ip6_checksum.h>

#include "common.h"
#include "ra.h"

#define OVNET_RA_TEST_AT(member)	(ETH_HLEN + 40 + (member))

static const u8 ovnet_ra_test_mac[ETH_ALEN] = { 2, 0, 0, 0, 0, 0x11 };
static const struct in6_addr ovnet_ra_test_to = { {
	.u6_addr8 = { 0xfe, 0x80, [15] = 0x11 },
} };

/* 2001:db8:1:2::1, but for the prefix no more of it is to be seen. */
static const struct ovnet_gateway ovnet_ra_test_gateway = {
	.v6 = { {
		.u6_addr8 = { 0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 2, [15] = 1 },
	} },
	.len6 = 52,
};

/* From the Ethernet header to the MTU; the checksum is left out. */
static const u8 ovnet_ra_test_bytes[] = {
	2, 0, 0, 0, 0, 0x11, 2, 'o', 'v', 'n', 'e', 't', 0x86, 0xdd,
	0x60, 0, 0, 0, 0, 64, 58, 255,
	0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 'o', 'v', 0xff, 0xfe, 'n', 'e', 't',
	0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x11,
	134, 0, 0, 0, 64, 0, 0x07, 0x08, 0, 0, 0, 0, 0, 0, 0, 0,
	1, 1, 2, 'o', 'v', 'n', 'e', 't',
	3, 4, 52, 0x80, 0x00, 0x27, 0x8d, 0x00, 0x00, 0x09, 0x3a, 0x80,
	0, 0, 0, 0,
	0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	5, 1, 0, 0, 0, 0, 0x05, 0xaa,
};

/* Offsets of what differs. */
#define OVNET_RA_TEST_LENGTH		(ETH_HLEN + 5)
#define OVNET_RA_TEST_CHECKSUM		OVNET_RA_TEST_AT(2)
#define OVNET_RA_TEST_LIFETIME		OVNET_RA_TEST_AT(6)
#define OVNET_RA_TEST_FLAGS		OVNET_RA_TEST_AT(16 + 8 + 3)
#define OVNET_RA_TEST_VALID		OVNET_RA_TEST_AT(16 + 8 + 4)
#define OVNET_RA_TEST_MTU		OVNET_RA_TEST_AT(16 + 8 + 32)

/* Held against @want, whose checksum is right if it makes the sum zero. */
static void ovnet_ra_test_try(struct kunit *test, const struct ovnet_ra *ra,
			      const u8 *want, unsigned int len)
{
	unsigned int off = OVNET_RA_TEST_AT(0);
	struct sk_buff *skb;

	skb = ovnet_ra_build(&ovnet_ra_test_gateway, ra, ovnet_ra_test_mac,
			     &ovnet_ra_test_to);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	ovnet_common_own(test, skb);
	KUNIT_ASSERT_EQ(test, len, skb->len);
	KUNIT_EXPECT_EQ(test, 0,
			csum_ipv6_magic(&ipv6_hdr(skb)->saddr,
					&ipv6_hdr(skb)->daddr, len - off,
					IPPROTO_ICMPV6,
					csum_partial(skb->data + off,
						     len - off, 0)));
	memset(skb->data + OVNET_RA_TEST_CHECKSUM, 0, 2);
	OVNET_COMMON_EXPECT_MEM(test, want, skb->data, len);
	KUNIT_EXPECT_EQ(test, htons(ETH_P_IPV6), skb->protocol);
	KUNIT_EXPECT_EQ(test, off, skb_transport_offset(skb));
}

static void ovnet_ra_test_on(struct kunit *test)
{
	static const struct ovnet_ra ra = {
		.router = true, .prefix = true, .mtu = 1450,
	};

	ovnet_ra_test_try(test, &ra, ovnet_ra_test_bytes,
			  sizeof(ovnet_ra_test_bytes));
}

static void ovnet_ra_test_autonomous(struct kunit *test)
{
	static const struct ovnet_ra ra = {
		.router = true, .prefix = true, .autonomous = true, .mtu = 1450,
	};
	u8 want[sizeof(ovnet_ra_test_bytes)];

	memcpy(want, ovnet_ra_test_bytes, sizeof(want));
	want[OVNET_RA_TEST_FLAGS] = 0xc0;
	ovnet_ra_test_try(test, &ra, want, sizeof(want));
}

static void ovnet_ra_test_last(struct kunit *test)
{
	static const struct ovnet_ra ra = { .mtu = 1450 };
	u8 want[sizeof(ovnet_ra_test_bytes)];

	memcpy(want, ovnet_ra_test_bytes, sizeof(want));
	memset(want + OVNET_RA_TEST_LIFETIME, 0, 2);
	memset(want + OVNET_RA_TEST_VALID, 0, 8);
	ovnet_ra_test_try(test, &ra, want, sizeof(want));
}

static void ovnet_ra_test_other_prefix(struct kunit *test)
{
	static const struct ovnet_ra ra = { .router = true, .mtu = 1450 };
	u8 want[sizeof(ovnet_ra_test_bytes)];

	memcpy(want, ovnet_ra_test_bytes, sizeof(want));
	memset(want + OVNET_RA_TEST_VALID, 0, 8);
	ovnet_ra_test_try(test, &ra, want, sizeof(want));
}

/* 1280 is the least that is said. */
static void ovnet_ra_test_mtu(struct kunit *test)
{
	struct ovnet_ra ra = { .router = true, .prefix = true, .mtu = 1280 };
	u8 want[sizeof(ovnet_ra_test_bytes)];

	memcpy(want, ovnet_ra_test_bytes, sizeof(want));
	want[sizeof(want) - 2] = 0x05;
	want[sizeof(want) - 1] = 0x00;
	ovnet_ra_test_try(test, &ra, want, sizeof(want));
	ra.mtu = 1279;
	want[OVNET_RA_TEST_LENGTH] = 56;
	ovnet_ra_test_try(test, &ra, want, OVNET_RA_TEST_MTU);
}

static void ovnet_ra_test_interval(struct kunit *test)
{
	unsigned int least = U32_MAX, most = 0, interval;
	int i;

	KUNIT_EXPECT_EQ(test, 16, ovnet_ra_interval(2));
	KUNIT_EXPECT_EQ(test, 16, ovnet_ra_interval(1));
	for (i = 0; i < 10000; i++) {
		interval = ovnet_ra_interval(0);
		least = min(least, interval);
		most = max(most, interval);
	}
	KUNIT_EXPECT_GE(test, least, 200);
	KUNIT_EXPECT_LE(test, least, 210);
	KUNIT_EXPECT_GE(test, most, 590);
	KUNIT_EXPECT_LE(test, most, 600);
}

static struct kunit_case ovnet_ra_test_cases[] = {
	KUNIT_CASE(ovnet_ra_test_on),
	KUNIT_CASE(ovnet_ra_test_autonomous),
	KUNIT_CASE(ovnet_ra_test_last),
	KUNIT_CASE(ovnet_ra_test_other_prefix),
	KUNIT_CASE(ovnet_ra_test_mtu),
	KUNIT_CASE(ovnet_ra_test_interval),
	{}
};

static struct kunit_suite ovnet_ra_test_suite = {
	.name = "ovnet_ra",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_common_init,
	.exit = ovnet_common_exit,
	.test_cases = ovnet_ra_test_cases,
};

kunit_test_suite(ovnet_ra_test_suite);
