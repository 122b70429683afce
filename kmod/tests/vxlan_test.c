// SPDX-License-Identifier: GPL-2.0
/* The VXLAN header (RFC 7348, 5) as it comes in. */
#include <linux/udp.h>
#include <net/vxlan.h>

#include "common.h"

#define OVNET_VXLAN_TEST_LEN	64	/* headers and something behind them */

/* As on the wire: UDP, flags, reserved, VNI, reserved. */
struct ovnet_vxlan_test_packet {
	struct udphdr udp;
	u8 flags;
	u8 reserved1[3];
	u8 vni[3];
	u8 reserved2;
	u8 inner[OVNET_VXLAN_TEST_LEN - 16];
} __packed;

static const struct ovnet_vxlan_test_packet ovnet_vxlan_test_good = {
	.flags = 0x08,
	.vni = { 0x12, 0x34, 0x56 },
	.inner = { 0xee, 0xee },
};

static enum ovnet_drop_reason
ovnet_vxlan_test_parse(struct kunit *test,
		       const struct ovnet_vxlan_test_packet *packet, u32 *vni)
{
	struct sk_buff *skb;

	skb = ovnet_common_skb(test, packet, sizeof(*packet), sizeof(*packet));
	return ovnet_vxlan_parse(skb, vni);
}

static void ovnet_vxlan_test_reads_vni(struct kunit *test)
{
	u32 vni = 0;

	KUNIT_EXPECT_EQ(test, OVNET_DROP_NONE,
			ovnet_vxlan_test_parse(test, &ovnet_vxlan_test_good,
					       &vni));
	KUNIT_EXPECT_EQ(test, vni, 0x123456);
}

static void ovnet_vxlan_test_vni_range(struct kunit *test)
{
	struct ovnet_vxlan_test_packet packet = ovnet_vxlan_test_good;
	u32 vni;

	memset(packet.vni, 0, sizeof(packet.vni));
	vni = 1;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_NONE,
			ovnet_vxlan_test_parse(test, &packet, &vni));
	KUNIT_EXPECT_EQ(test, vni, 0);

	memset(packet.vni, 0xff, sizeof(packet.vni));
	KUNIT_EXPECT_EQ(test, OVNET_DROP_NONE,
			ovnet_vxlan_test_parse(test, &packet, &vni));
	KUNIT_EXPECT_EQ(test, vni, 0xffffff);
}

static void ovnet_vxlan_test_leaves_data(struct kunit *test)
{
	struct sk_buff *skb;
	u32 vni;

	skb = ovnet_common_skb(test, &ovnet_vxlan_test_good,
			       OVNET_VXLAN_TEST_LEN, OVNET_VXLAN_TEST_LEN);
	ovnet_vxlan_parse(skb, &vni);
	KUNIT_ASSERT_EQ(test, skb->len, OVNET_VXLAN_TEST_LEN);
	OVNET_COMMON_EXPECT_MEM(test, skb->data, &ovnet_vxlan_test_good,
				OVNET_VXLAN_TEST_LEN);
}

static void ovnet_vxlan_test_no_more_than_header(struct kunit *test)
{
	struct sk_buff *skb;
	u32 vni = 0;

	skb = ovnet_common_skb(test, &ovnet_vxlan_test_good, VXLAN_HLEN,
			       VXLAN_HLEN);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_NONE, ovnet_vxlan_parse(skb, &vni));
	KUNIT_EXPECT_EQ(test, vni, 0x123456);
}

/* Every length that is too short, wherever the bytes are. */
static void ovnet_vxlan_test_truncated(struct kunit *test)
{
	unsigned int len, linear;
	u32 vni = 0xdead;

	for (len = 0; len < VXLAN_HLEN; len++)
		for (linear = 0; linear <= len; linear++) {
			struct sk_buff *skb;

			skb = ovnet_common_skb(test, &ovnet_vxlan_test_good,
					       len, linear);
			KUNIT_EXPECT_EQ_MSG(test, OVNET_DROP_OUTER_TRUNCATED,
					    ovnet_vxlan_parse(skb, &vni),
					    "%u of %u linear", linear, len);
			ovnet_common_free(test, skb);
		}
	KUNIT_EXPECT_EQ_MSG(test, vni, 0xdead, "it said a VNI nevertheless");
}

/* The header in a page, or across the border. */
static void ovnet_vxlan_test_paged(struct kunit *test)
{
	unsigned int linear;

	for (linear = 0; linear <= VXLAN_HLEN; linear++) {
		struct sk_buff *skb;
		u32 vni = 0;

		skb = ovnet_common_skb(test, &ovnet_vxlan_test_good,
				       OVNET_VXLAN_TEST_LEN, linear);
		KUNIT_ASSERT_TRUE(test, skb_is_nonlinear(skb));
		KUNIT_EXPECT_EQ_MSG(test, OVNET_DROP_NONE,
				    ovnet_vxlan_parse(skb, &vni),
				    "%u linear", linear);
		KUNIT_EXPECT_EQ(test, vni, 0x123456);
		KUNIT_EXPECT_GE(test, skb_headlen(skb), VXLAN_HLEN);
		KUNIT_EXPECT_EQ(test, skb->len, OVNET_VXLAN_TEST_LEN);
	}
}

static void ovnet_vxlan_test_wants_i_flag(struct kunit *test)
{
	struct ovnet_vxlan_test_packet packet = ovnet_vxlan_test_good;
	u32 vni;

	packet.flags = 0;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_VXLAN_FLAGS,
			ovnet_vxlan_test_parse(test, &packet, &vni));
	packet.flags = 0xf7;
	memset(packet.reserved1, 0xff, sizeof(packet.reserved1));
	packet.reserved2 = 0xff;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_VXLAN_FLAGS,
			ovnet_vxlan_test_parse(test, &packet, &vni));
}

/* "Reserved fields ... ignored on receipt." */
static void ovnet_vxlan_test_ignores_reserved(struct kunit *test)
{
	struct ovnet_vxlan_test_packet packet = ovnet_vxlan_test_good;
	u32 vni = 0;

	packet.flags = 0xff;
	memset(packet.reserved1, 0xff, sizeof(packet.reserved1));
	packet.reserved2 = 0xff;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_NONE,
			ovnet_vxlan_test_parse(test, &packet, &vni));
	KUNIT_EXPECT_EQ(test, vni, 0x123456);
}

static void ovnet_vxlan_test_ignores_each_reserved_bit(struct kunit *test)
{
	struct ovnet_vxlan_test_packet packet;
	u8 *header = &packet.flags;
	int bit;

	for (bit = 0; bit < 8 * sizeof(struct vxlanhdr); bit++) {
		u32 vni = 0;

		if (bit == 3 || (bit >= 32 && bit < 56))
			continue;	/* the I flag, the VNI */
		packet = ovnet_vxlan_test_good;
		header[bit / 8] ^= BIT(bit % 8);
		KUNIT_EXPECT_EQ_MSG(test, OVNET_DROP_NONE,
				    ovnet_vxlan_test_parse(test, &packet,
							   &vni),
				    "bit %d", bit);
		KUNIT_EXPECT_EQ_MSG(test, vni, 0x123456, "bit %d", bit);
	}
}

static struct kunit_case ovnet_vxlan_test_cases[] = {
	KUNIT_CASE(ovnet_vxlan_test_reads_vni),
	KUNIT_CASE(ovnet_vxlan_test_vni_range),
	KUNIT_CASE(ovnet_vxlan_test_leaves_data),
	KUNIT_CASE(ovnet_vxlan_test_no_more_than_header),
	KUNIT_CASE(ovnet_vxlan_test_truncated),
	KUNIT_CASE(ovnet_vxlan_test_paged),
	KUNIT_CASE(ovnet_vxlan_test_wants_i_flag),
	KUNIT_CASE(ovnet_vxlan_test_ignores_reserved),
	KUNIT_CASE(ovnet_vxlan_test_ignores_each_reserved_bit),
	{}
};

static struct kunit_suite ovnet_vxlan_test_suite = {
	.name = "ovnet_vxlan",
	.test_cases = ovnet_vxlan_test_cases,
};

kunit_test_suite(ovnet_vxlan_test_suite);
