// SPDX-License-Identifier: GPL-2.0
/* SIDs: their layout, and RFC 8986, section 4, as a table. */
#include <linux/in.h>
#include <net/ipv6.h>

#include "common.h"
#include "sid.h"

/* 2001:db8::/32 and what would be behind it, were the locator longer. */
static const struct in6_addr ovnet_sid_test_base = { .s6_addr = {
	0x20, 0x01, 0x0d, 0xb8, 0xa5, 0x5a, 0xc3, 0x3c, 0x96, 0x69, 0xf0 } };

static void ovnet_sid_test_layout(struct kunit *test)
{
	static const struct {
		u8 len;
		u8 sid[16];
	} cases[] = {
		{ 32, { 0x20, 0x01, 0x0d, 0xb8, 0x00, 0xd2, 0x12, 0x34,
			0x56 } },
		{ 40, { 0x20, 0x01, 0x0d, 0xb8, 0xa5, 0x00, 0xd2, 0x12, 0x34,
			0x56 } },
		{ 44, { 0x20, 0x01, 0x0d, 0xb8, 0xa5, 0x50, 0x0d, 0x21, 0x23,
			0x45, 0x60 } },
		{ 64, { 0x20, 0x01, 0x0d, 0xb8, 0xa5, 0x5a, 0xc3, 0x3c, 0x00,
			0xd2, 0x12, 0x34, 0x56 } },
		{ 88, { 0x20, 0x01, 0x0d, 0xb8, 0xa5, 0x5a, 0xc3, 0x3c, 0x96,
			0x69, 0xf0, 0x00, 0xd2, 0x12, 0x34, 0x56 } },
	};
	const struct ovnet_sid sid = { OVNET_SID_DT2U, 0x123456 };
	struct in6_addr locator, addr;
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ipv6_addr_prefix(&locator, &ovnet_sid_test_base, cases[i].len);
		ovnet_sid_build(&addr, &locator, cases[i].len, &sid);
		OVNET_COMMON_EXPECT_MEM(test, &addr, cases[i].sid,
					sizeof(addr));
	}
}

/* What was built is read again, for each length of a locator. */
static void ovnet_sid_test_there_and_back(struct kunit *test)
{
	static const struct ovnet_sid sids[] = {
		{ 0, 0 }, { 0xffff, 0xffffff }, { 0x8001, 0x800001 },
		{ OVNET_SID_DT46, 1 }, { OVNET_SID_DT2M, 0xffffff },
	};
	struct in6_addr locator, addr;
	struct ovnet_sid sid;
	int i, len;

	for (len = OVNET_LOCATOR_LEN_MIN; len <= OVNET_LOCATOR_LEN_MAX; len++)
		for (i = 0; i < ARRAY_SIZE(sids); i++) {
			ipv6_addr_prefix(&locator, &ovnet_sid_test_base, len);
			ovnet_sid_build(&addr, &locator, len, &sids[i]);
			KUNIT_EXPECT_TRUE(test,
					  ovnet_sid_in(&addr, &locator, len));
			KUNIT_EXPECT_TRUE(test,
					  ovnet_sid_parse(&addr, len, &sid));
			KUNIT_EXPECT_EQ_MSG(test, sid.function,
					    sids[i].function, "/%d", len);
			KUNIT_EXPECT_EQ_MSG(test, sid.vni, sids[i].vni, "/%d",
					    len);
		}
}

/* Each bit behind the VNI makes it another address. */
static void ovnet_sid_test_rest_is_zero(struct kunit *test)
{
	const struct ovnet_sid in = { OVNET_SID_DT46, 0xffffff };
	struct in6_addr locator, addr;
	struct ovnet_sid sid;
	int len, bit;

	for (len = OVNET_LOCATOR_LEN_MIN; len <= OVNET_LOCATOR_LEN_MAX; len++) {
		ipv6_addr_prefix(&locator, &ovnet_sid_test_base, len);
		for (bit = len + 40; bit < 128; bit++) {
			ovnet_sid_build(&addr, &locator, len, &in);
			addr.s6_addr[bit / 8] |= 0x80 >> bit % 8;
			KUNIT_EXPECT_FALSE_MSG(test,
					       ovnet_sid_parse(&addr, len,
							       &sid),
					       "/%d, bit %d", len, bit);
		}
	}
}

/*
 * RFC 8986, 4.6 to 4.8, 4.11, 4.12: segments left not 0 comes first, and then
 * the header behind IPv6's own. All 256 of those.
 */
static void ovnet_sid_test_rfc8986(struct kunit *test)
{
	static const struct {
		u16 function;
		u8 takes[2];
	} cases[] = {
		{ OVNET_SID_DT4, { IPPROTO_IPIP, IPPROTO_IPIP } },
		{ OVNET_SID_DT6, { IPPROTO_IPV6, IPPROTO_IPV6 } },
		{ OVNET_SID_DT46, { IPPROTO_IPIP, IPPROTO_IPV6 } },
		{ OVNET_SID_DT2U, { IPPROTO_ETHERNET, IPPROTO_ETHERNET } },
		{ OVNET_SID_DT2M, { IPPROTO_ETHERNET, IPPROTO_ETHERNET } },
		{ OVNET_SID_ECHO, { IPPROTO_ETHERNET, IPPROTO_ETHERNET } },
	};
	int i, upper;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		for (upper = 0; upper < 256; upper++) {
			enum ovnet_drop_reason want = OVNET_DROP_UPPER_LAYER;

			if (upper == cases[i].takes[0] ||
			    upper == cases[i].takes[1])
				want = OVNET_DROP_NONE;
			KUNIT_EXPECT_EQ_MSG(test,
					    ovnet_sid_check(cases[i].function,
							    0, upper),
					    want, "%04x, %d",
					    cases[i].function, upper);
			KUNIT_EXPECT_EQ(test,
					ovnet_sid_check(cases[i].function, 1,
							upper),
					OVNET_DROP_SEGMENTS_LEFT);
		}
}

/* All others are nobody's, whatever they carry. */
static void ovnet_sid_test_other_functions(struct kunit *test)
{
	int function, n = 0;

	for (function = 0; function < 65536; function++)
		n += ovnet_sid_check(function, 255, IPPROTO_ETHERNET) !=
		     OVNET_DROP_UNKNOWN_SID;
	KUNIT_EXPECT_EQ(test, n, 6);
	KUNIT_EXPECT_TRUE(test, ovnet_sid_is_l2(OVNET_SID_DT2U));
	KUNIT_EXPECT_TRUE(test, ovnet_sid_is_l2(OVNET_SID_DT2M));
	KUNIT_EXPECT_FALSE(test, ovnet_sid_is_l2(OVNET_SID_DT46));
	KUNIT_EXPECT_FALSE(test, ovnet_sid_is_l2(OVNET_SID_ECHO));
}

static struct kunit_case ovnet_sid_test_cases[] = {
	KUNIT_CASE(ovnet_sid_test_layout),
	KUNIT_CASE(ovnet_sid_test_there_and_back),
	KUNIT_CASE(ovnet_sid_test_rest_is_zero),
	KUNIT_CASE(ovnet_sid_test_rfc8986),
	KUNIT_CASE(ovnet_sid_test_other_functions),
	{}
};

static struct kunit_suite ovnet_sid_test_suite = {
	.name = "ovnet_sid",
	.test_cases = ovnet_sid_test_cases,
};

kunit_test_suite(ovnet_sid_test_suite);
