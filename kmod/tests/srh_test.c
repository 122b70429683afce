// SPDX-License-Identifier: GPL-2.0
/* The segment routing header: read in all sizes, and written. */
#include <linux/in.h>
#include <linux/seg6.h>

#include "common.h"
#include "srh.h"

#define OVNET_SRH_TEST_ROOM	256

/**
 * struct ovnet_srh_test_packet - an SRH, two segments and TLVs
 * @h: the header
 * @segments: the last first
 * @tlvs: behind them
 */
struct ovnet_srh_test_packet {
	struct ipv6_sr_hdr h;
	struct in6_addr segments[2];
	u8 tlvs[OVNET_SRH_TEST_ROOM];
};

static const struct ovnet_srh_test_packet ovnet_srh_test_good = {
	.h = {
		.nexthdr = IPPROTO_ETHERNET,
		.hdrlen = 4,
		.type = 4,
		.first_segment = 1,
	},
	.segments = {
		{ .s6_addr = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 } },
		{ .s6_addr = { 0x20, 0x01, 0x0d, 0xb8, [15] = 2 } },
	},
};

/* @len bytes of it, and something in front that is not looked at. */
static bool ovnet_srh_test_parse(struct kunit *test,
				 const struct ovnet_srh_test_packet *packet,
				 unsigned int len, struct ovnet_srh_read *srh)
{
	struct sk_buff *skb;
	u8 *front;
	bool ok;

	skb = ovnet_common_skb(test, packet, len, len);
	front = skb_push(skb, 4);
	memset(front, 0xee, 4);
	ok = ovnet_srh_parse(skb, 4, srh);
	ovnet_common_free(test, skb);
	return ok;
}

static void ovnet_srh_test_reads(struct kunit *test)
{
	struct ovnet_srh_test_packet packet = ovnet_srh_test_good;
	struct ovnet_srh_read srh;

	packet.h.segments_left = 1;
	KUNIT_ASSERT_TRUE(test, ovnet_srh_test_parse(test, &packet,
						     sizeof(packet), &srh));
	KUNIT_EXPECT_EQ(test, srh.nexthdr, IPPROTO_ETHERNET);
	KUNIT_EXPECT_EQ(test, srh.left, 1);
	KUNIT_EXPECT_EQ(test, srh.len, 40);
	OVNET_COMMON_EXPECT_MEM(test, &srh.last, &packet.segments[0],
				sizeof(srh.last));
}

static void ovnet_srh_test_truncated(struct kunit *test)
{
	struct ovnet_srh_read srh;
	int len;

	for (len = 0; len <= 40; len++)
		KUNIT_EXPECT_EQ_MSG(test,
				    ovnet_srh_test_parse(test,
							 &ovnet_srh_test_good,
							 len, &srh),
				    len == 40, "%d", len);
}

/* RFC 8754, 4.3.1.1: lengths, last entry and segments left, all values. */
static void ovnet_srh_test_fields(struct kunit *test)
{
	struct ovnet_srh_test_packet packet = ovnet_srh_test_good;
	struct ovnet_srh_read srh;
	int v;

	for (v = 0; v < 256; v++) {
		packet = ovnet_srh_test_good;
		packet.h.type = v;
		KUNIT_EXPECT_EQ_MSG(test,
				    ovnet_srh_test_parse(test, &packet, 40,
							 &srh),
				    v == 4, "type %d", v);
		packet = ovnet_srh_test_good;
		packet.h.segments_left = v;
		KUNIT_EXPECT_EQ_MSG(test,
				    ovnet_srh_test_parse(test, &packet, 40,
							 &srh),
				    v <= 2, "left %d", v);
		/* With one entry less, the other is TLVs that fit. */
		packet = ovnet_srh_test_good;
		packet.segments[1] = (struct in6_addr) { .s6_addr = { 4, 14 } };
		packet.h.first_segment = v;
		KUNIT_EXPECT_EQ_MSG(test,
				    ovnet_srh_test_parse(test, &packet, 40,
							 &srh),
				    v <= 1, "last entry %d", v);
		packet = ovnet_srh_test_good;
		packet.h.hdrlen = v;
		KUNIT_EXPECT_EQ_MSG(test,
				    ovnet_srh_test_parse(test, &packet, 40,
							 &srh),
				    v == 4, "length %d", v);
	}
}

static void ovnet_srh_test_tlvs(struct kunit *test)
{
	static const struct {
		u8 tlvs[48];
		u8 len;
		bool ok;
	} cases[] = {
		{ { 4, 6 }, 8, true },				/* PadN */
		{ { 4, 5 }, 8, true },				/* and Pad1 */
		{ { 4, 7 }, 8, false },
		{ { 4, 0, 4, 0, 4, 0, 4 }, 8, true },
		{ {}, 8, true },				/* Pad1, 8 times */
		{ { [7] = 4, [8] = 0 }, 8, false },	/* its length is behind */
		{ { 5, 38 }, 40, true },			/* HMAC */
		{ { 5, 255 }, 40, false },
		{ {}, 16, true },
		{ {}, 24, false },				/* too many */
	};
	struct ovnet_srh_test_packet packet;
	struct ovnet_srh_read srh;
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		packet = ovnet_srh_test_good;
		memcpy(packet.tlvs, cases[i].tlvs, sizeof(cases[i].tlvs));
		packet.h.hdrlen = 4 + cases[i].len / 8;
		KUNIT_EXPECT_EQ_MSG(test,
				    ovnet_srh_test_parse(test, &packet,
							 sizeof(packet), &srh),
				    cases[i].ok, "case %d", i);
	}
}

static void ovnet_srh_test_lengths(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, ovnet_srh_len(0, false), 0);
	KUNIT_EXPECT_EQ(test, ovnet_srh_len(0, true), 24);
	KUNIT_EXPECT_EQ(test, ovnet_srh_len(1, false), 24);
	KUNIT_EXPECT_EQ(test, ovnet_srh_len(2, false), 40);
	KUNIT_EXPECT_EQ(test, ovnet_srh_len(8, true), 152);
}

/* What is written says what it was told, and is right when it is read. */
static void ovnet_srh_test_builds(struct kunit *test)
{
	struct in6_addr segs[8], sid = { .s6_addr = { 0xfd, [15] = 0xff } };
	struct ovnet_srh_test_packet packet;
	struct ovnet_srh_read srh;
	unsigned int n, full, len, i;

	for (i = 0; i < ARRAY_SIZE(segs); i++)
		segs[i] = (struct in6_addr) { .s6_addr = { 0xfd, [15] = i } };
	for (n = 0; n <= ARRAY_SIZE(segs); n++)
		for (full = n ? 0 : 1; full <= 1; full++) {
			len = ovnet_srh_len(n, full);
			memset(&packet, 0xee, sizeof(packet));
			ovnet_srh_build(&packet, IPPROTO_IPIP, segs, n, &sid,
					full);
			KUNIT_ASSERT_TRUE(test,
					  ovnet_srh_test_parse(test, &packet,
							       len, &srh));
			KUNIT_EXPECT_EQ(test, srh.len, len);
			KUNIT_EXPECT_EQ(test, srh.nexthdr, IPPROTO_IPIP);
			KUNIT_EXPECT_EQ(test, srh.left, n);
			OVNET_COMMON_EXPECT_MEM(test, &srh.last, &sid,
						sizeof(sid));
			for (i = full ? 0 : 1; i < n; i++)
				OVNET_COMMON_EXPECT_MEM(test,
							&packet.segments[n - i],
							&segs[i],
							sizeof(segs[i]));
			KUNIT_EXPECT_EQ(test, ((u8 *)&packet)[len], 0xee);
		}
}

static struct kunit_case ovnet_srh_test_cases[] = {
	KUNIT_CASE(ovnet_srh_test_reads),
	KUNIT_CASE(ovnet_srh_test_truncated),
	KUNIT_CASE(ovnet_srh_test_fields),
	KUNIT_CASE(ovnet_srh_test_tlvs),
	KUNIT_CASE(ovnet_srh_test_lengths),
	KUNIT_CASE(ovnet_srh_test_builds),
	{}
};

static struct kunit_suite ovnet_srh_test_suite = {
	.name = "ovnet_srh",
	.test_cases = ovnet_srh_test_cases,
};

kunit_test_suite(ovnet_srh_test_suite);
