// SPDX-License-Identifier: GPL-2.0
/* What ovnet_parse() makes of frames, whole and broken. */
#include <linux/if_arp.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/prandom.h>

#include "frames.h"
#include "parse.h"

/* A frame of type @proto behind up to two tags, with @payload bytes. */
static struct ovnet_frame *ovnet_forward_test_frame(struct kunit *test,
						    u16 outer, u16 inner,
						    u16 proto,
						    unsigned int payload)
{
	struct ovnet_frame *f = ovnet_frames_new(test, proto);

	if (inner)
		ovnet_frames_tag(f, inner, 200);
	if (outer)
		ovnet_frames_tag(f, outer, 100);
	ovnet_frames_put(f, payload);
	return f;
}

/* Parse it with its bytes linear, in a page, and everything in between. */
static void ovnet_forward_test_parse(struct kunit *test,
				     const struct ovnet_frame *f, int result,
				     u16 proto, u16 nhoff)
{
	unsigned int linear;

	for (linear = 0; linear <= f->len; linear++) {
		struct ovnet_pkt pkt = {};

		pkt.skb = ovnet_common_skb(test, f->data, f->len, linear);
		KUNIT_ASSERT_EQ_MSG(test, result, ovnet_parse(&pkt),
				    "%u of %u linear", linear, f->len);
		if (!result) {
			KUNIT_ASSERT_EQ(test, nhoff, pkt.nhoff);
			KUNIT_ASSERT_EQ(test, proto, ntohs(pkt.proto));
		}
		KUNIT_ASSERT_EQ(test, f->len, pkt.skb->len);
		ovnet_common_free(test, pkt.skb);
	}
}

/* The frame of ovnet_forward_test_frame() is fine. */
static void ovnet_forward_test_ok(struct kunit *test, u16 outer, u16 inner,
				  u16 proto, unsigned int payload)
{
	ovnet_forward_test_parse(test,
				 ovnet_forward_test_frame(test, outer, inner,
							  proto, payload),
				 0, proto,
				 ETH_HLEN + (outer ? VLAN_HLEN : 0) +
				 (inner ? VLAN_HLEN : 0));
}

/* It is too short for what it claims. */
static void ovnet_forward_test_short(struct kunit *test, u16 outer, u16 inner,
				     u16 proto, unsigned int payload)
{
	ovnet_forward_test_parse(test,
				 ovnet_forward_test_frame(test, outer, inner,
							  proto, payload),
				 -EINVAL, 0, 0);
}

static void ovnet_forward_test_short_ethernet(struct kunit *test)
{
	const struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IP);
	unsigned int len, linear;

	for (len = 0; len < ETH_HLEN; len++)
		for (linear = 0; linear <= len; linear++) {
			struct ovnet_pkt pkt = {};

			pkt.skb = ovnet_common_skb(test, f->data, len, linear);
			KUNIT_EXPECT_EQ_MSG(test, -EINVAL,
					    ovnet_parse(&pkt),
					    "%u of %u linear", linear, len);
		}
}

static void ovnet_forward_test_untagged(struct kunit *test)
{
	ovnet_forward_test_ok(test, 0, 0, ETH_P_IP, 20);
	ovnet_forward_test_ok(test, 0, 0, ETH_P_IP, 46);
	ovnet_forward_test_ok(test, 0, 0, ETH_P_IPV6, 40);
	ovnet_forward_test_ok(test, 0, 0, ETH_P_ARP, 28);
	ovnet_forward_test_ok(test, 0, 0, 0x88b5, 50);
}

static void ovnet_forward_test_one_tag(struct kunit *test)
{
	ovnet_forward_test_ok(test, ETH_P_8021Q, 0, ETH_P_IP, 20);
	ovnet_forward_test_ok(test, ETH_P_8021AD, 0, ETH_P_IPV6, 40);
	ovnet_forward_test_ok(test, ETH_P_8021Q, 0, ETH_P_ARP, 28);
}

static void ovnet_forward_test_two_tags(struct kunit *test)
{
	ovnet_forward_test_ok(test, ETH_P_8021AD, ETH_P_8021Q, ETH_P_IP, 20);
	ovnet_forward_test_ok(test, ETH_P_8021Q, ETH_P_8021Q, ETH_P_IPV6, 40);
	ovnet_forward_test_ok(test, ETH_P_8021Q, ETH_P_8021AD, ETH_P_ARP, 28);
}

/* Nobody looks behind the third: the frame is of that type. */
static void ovnet_forward_test_three_tags(struct kunit *test)
{
	struct ovnet_frame *f;

	f = ovnet_forward_test_frame(test, ETH_P_8021Q, ETH_P_8021Q, ETH_P_IP,
				     20);
	ovnet_frames_tag(f, ETH_P_8021AD, 300);
	ovnet_forward_test_parse(test, f, 0, ETH_P_8021Q, 22);
	ovnet_forward_test_ok(test, ETH_P_8021AD, ETH_P_8021Q, ETH_P_8021Q, 0);
	ovnet_forward_test_ok(test, ETH_P_8021AD, ETH_P_8021Q, ETH_P_8021AD, 3);
}

static void ovnet_forward_test_short_tag(struct kunit *test)
{
	unsigned int len;

	for (len = 0; len < VLAN_HLEN; len++) {
		ovnet_forward_test_short(test, 0, 0, ETH_P_8021Q, len);
		ovnet_forward_test_short(test, 0, 0, ETH_P_8021AD, len);
	}
}

static void ovnet_forward_test_short_second_tag(struct kunit *test)
{
	unsigned int len;

	for (len = 0; len < VLAN_HLEN; len++) {
		ovnet_forward_test_short(test, ETH_P_8021AD, 0, ETH_P_8021Q,
					 len);
		ovnet_forward_test_short(test, ETH_P_8021Q, 0, ETH_P_8021AD,
					 len);
	}
}

/* Each length that is too short, behind none to two tags; and the least. */
static void ovnet_forward_test_short_ip(struct kunit *test, u16 proto,
					unsigned int header)
{
	unsigned int len;

	for (len = 0; len < header; len++) {
		ovnet_forward_test_short(test, 0, 0, proto, len);
		ovnet_forward_test_short(test, ETH_P_8021Q, 0, proto, len);
		ovnet_forward_test_short(test, ETH_P_8021AD, ETH_P_8021Q,
					 proto, len);
	}
	ovnet_forward_test_ok(test, 0, 0, proto, header);
	ovnet_forward_test_ok(test, ETH_P_8021Q, 0, proto, header);
	ovnet_forward_test_ok(test, ETH_P_8021AD, ETH_P_8021Q, proto, header);
}

static void ovnet_forward_test_short_ipv4(struct kunit *test)
{
	ovnet_forward_test_short_ip(test, ETH_P_IP, sizeof(struct iphdr));
}

static void ovnet_forward_test_short_ipv6(struct kunit *test)
{
	ovnet_forward_test_short_ip(test, ETH_P_IPV6, sizeof(struct ipv6hdr));
}

/* 802.3 with a length instead of a type, and LLC behind it. */
static void ovnet_forward_test_llc(struct kunit *test)
{
	ovnet_forward_test_ok(test, 0, 0, 0, 0);
	ovnet_forward_test_ok(test, 0, 0, 3, 3);
	ovnet_forward_test_ok(test, 0, 0, 38, 46);
	ovnet_forward_test_ok(test, 0, 0, 1500, 10);
	ovnet_forward_test_ok(test, 0, 0, ETH_P_802_3_MIN - 1, 0);
	ovnet_forward_test_ok(test, ETH_P_8021Q, 0, 38, 38);
}

static void ovnet_forward_test_nothing_behind(struct kunit *test)
{
	ovnet_forward_test_ok(test, 0, 0, ETH_P_ARP, 0);
	ovnet_forward_test_ok(test, 0, 0, ETH_P_PAUSE, 0);
	ovnet_forward_test_ok(test, ETH_P_8021Q, 0, ETH_P_ARP, 0);
	ovnet_forward_test_ok(test, ETH_P_8021AD, ETH_P_8021Q, ETH_P_ARP, 0);
}

/* What others read of the skb later on. */
static void ovnet_forward_test_offsets_of_skb(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IP);
	struct ovnet_pkt pkt = {};

	ovnet_frames_tag(f, ETH_P_8021Q, 1);
	ovnet_frames_tag(f, ETH_P_8021AD, 2);
	ovnet_frames_put4(f, IPPROTO_UDP, 30);
	pkt.skb = ovnet_frames_skb(test, f);
	KUNIT_ASSERT_EQ(test, 0, ovnet_parse(&pkt));
	KUNIT_EXPECT_EQ(test, skb_mac_offset(pkt.skb), 0);
	KUNIT_EXPECT_EQ(test, skb_network_offset(pkt.skb), 22);
	KUNIT_EXPECT_EQ(test, pkt.skb->mac_len, 22);
	KUNIT_EXPECT_EQ(test, ntohl(ip_hdr(pkt.skb)->saddr), 0x0a000001);
}

/*
 * A large frame from a tunnel comes with the offset of the outer UDP header,
 * which lies before it: the core would take that for the inner one's.
 */
static void ovnet_forward_test_stale_transport(struct kunit *test)
{
	struct ovnet_frame *f4 = ovnet_frames_new(test, ETH_P_IP);
	struct ovnet_frame *f6 = ovnet_frames_new(test, ETH_P_IPV6);
	struct ovnet_pkt pkt = {};

	ovnet_frames_tag(f4, ETH_P_8021Q, 1);
	ovnet_frames_put4(f4, IPPROTO_TCP, 100)->ihl = 6;
	pkt.skb = ovnet_frames_skb(test, f4);
	pkt.skb->transport_header = pkt.skb->data - pkt.skb->head - 8;
	KUNIT_ASSERT_EQ(test, 0, ovnet_parse(&pkt));
	KUNIT_EXPECT_EQ(test, skb_transport_offset(pkt.skb), 18 + 24);

	ovnet_frames_put6(f6, IPPROTO_TCP, 100);
	pkt.skb = ovnet_frames_skb(test, f6);
	pkt.skb->transport_header = pkt.skb->data - pkt.skb->head + 2;
	skb_shinfo(pkt.skb)->gso_size = 50;
	skb_shinfo(pkt.skb)->gso_type = SKB_GSO_TCPV6;
	KUNIT_ASSERT_EQ(test, 0, ovnet_parse(&pkt));
	KUNIT_EXPECT_EQ(test, skb_transport_offset(pkt.skb), 14 + 40);
}

/*
 * A sender that lies: where IPv6 says that TCP begins there is no linear byte.
 * The core reads a large frame's header there without asking.
 */
static void ovnet_forward_test_transport_is_linear(struct kunit *test)
{
	struct ovnet_frame *f6 = ovnet_frames_new(test, ETH_P_IPV6);
	struct ovnet_frame *f4 = ovnet_frames_new(test, ETH_P_IP);
	struct ovnet_pkt pkt = {};
	u8 *ext;

	ovnet_frames_put6(f6, IPPROTO_DSTOPTS, 2048 + 100);
	ext = f6->data + ETH_HLEN + sizeof(struct ipv6hdr);
	ext[0] = IPPROTO_TCP;
	ext[1] = 255;
	pkt.skb = ovnet_common_skb(test, f6->data, f6->len, 128);
	skb_shinfo(pkt.skb)->gso_size = 50;
	skb_shinfo(pkt.skb)->gso_type = SKB_GSO_TCPV6;
	if (!ovnet_parse(&pkt))
		KUNIT_EXPECT_GE(test, skb_headlen(pkt.skb),
				skb_transport_offset(pkt.skb) +
				sizeof(struct tcphdr));

	/* options that are longer than the frame */
	ovnet_frames_put4(f4, IPPROTO_TCP, 30)->ihl = 15;
	pkt.skb = ovnet_frames_skb(test, f4);
	skb_shinfo(pkt.skb)->gso_size = 10;
	skb_shinfo(pkt.skb)->gso_type = SKB_GSO_TCPV4;
	KUNIT_EXPECT_EQ(test, -EINVAL, ovnet_parse(&pkt));
}

/* The header can be read, wherever it was. */
static void ovnet_forward_test_ip_header_is_linear(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IPV6);
	unsigned int linear;

	ovnet_frames_tag(f, ETH_P_8021Q, 1);
	ovnet_frames_put6(f, IPPROTO_UDP, 30);
	for (linear = 0; linear < f->len; linear++) {
		struct ovnet_pkt pkt = {};

		pkt.skb = ovnet_common_skb(test, f->data, f->len, linear);
		KUNIT_ASSERT_EQ(test, 0, ovnet_parse(&pkt));
		KUNIT_EXPECT_GE(test, skb_headlen(pkt.skb), 18 + 40);
		OVNET_COMMON_EXPECT_MEM(test, ipv6_hdr(pkt.skb), f->data + 18,
					40);
	}
}

static void ovnet_forward_test_dsfield(struct kunit *test)
{
	struct ovnet_frame *f4 = ovnet_frames_new(test, ETH_P_IP);
	struct ovnet_frame *f6 = ovnet_frames_new(test, ETH_P_IPV6);
	struct ovnet_frame *arp = ovnet_frames_new(test, ETH_P_ARP);
	struct ovnet_pkt pkt = {};

	ovnet_frames_put4(f4, IPPROTO_UDP, 0)->tos = 0xb9;
	ovnet_frames_tag(f4, ETH_P_8021Q, 1);
	pkt.skb = ovnet_frames_skb(test, f4);
	KUNIT_ASSERT_EQ(test, 0, ovnet_parse(&pkt));
	KUNIT_EXPECT_EQ(test, ovnet_parse_dsfield(&pkt), 0xb9);

	put_unaligned_be32(0x6b9fffff, ovnet_frames_put6(f6, IPPROTO_UDP, 0));
	pkt.skb = ovnet_frames_skb(test, f6);
	KUNIT_ASSERT_EQ(test, 0, ovnet_parse(&pkt));
	KUNIT_EXPECT_EQ(test, ovnet_parse_dsfield(&pkt), 0xb9);

	memset(ovnet_frames_put(arp, 28), 0xff, 28);
	pkt.skb = ovnet_frames_skb(test, arp);
	KUNIT_ASSERT_EQ(test, 0, ovnet_parse(&pkt));
	KUNIT_EXPECT_EQ(test, ovnet_parse_dsfield(&pkt), 0);
}

/* Random bytes, with types that matter more often than chance has them. */
static void ovnet_forward_test_random(struct kunit *test)
{
	static const u16 types[] = {
		ETH_P_IP, ETH_P_IPV6, ETH_P_8021Q, ETH_P_8021AD, ETH_P_ARP,
	};
	struct rnd_state rnd;
	unsigned int len, off;
	u8 data[96];
	int i;

	prandom_seed_state(&rnd, 7348);
	for (i = 0; i < 2000; i++) {
		struct ovnet_pkt pkt = {};

		prandom_bytes_state(&rnd, data, sizeof(data));
		for (off = 12; off < 26; off += 4)
			put_unaligned_be16(types[prandom_u32_state(&rnd) %
						 ARRAY_SIZE(types)],
					   data + off);
		len = prandom_u32_state(&rnd) % (sizeof(data) + 1);
		pkt.skb = ovnet_common_skb(test, data, len,
					   prandom_u32_state(&rnd) %
					   (len + 1));
		if (ovnet_parse(&pkt))
			continue;
		KUNIT_ASSERT_LE(test, pkt.nhoff, len);
		KUNIT_ASSERT_EQ(test, pkt.nhoff % VLAN_HLEN, 2);
		KUNIT_ASSERT_GE(test, pkt.nhoff, ETH_HLEN);
		KUNIT_ASSERT_EQ(test, ntohs(pkt.proto),
				get_unaligned_be16(data + pkt.nhoff - 2));
		KUNIT_ASSERT_EQ(test, pkt.skb->len, len);
		if (pkt.proto == htons(ETH_P_IP))
			KUNIT_ASSERT_GE(test, skb_headlen(pkt.skb),
					pkt.nhoff + sizeof(struct iphdr));
		if (pkt.proto == htons(ETH_P_IPV6))
			KUNIT_ASSERT_GE(test, skb_headlen(pkt.skb),
					pkt.nhoff + sizeof(struct ipv6hdr));
		ovnet_common_free(test, pkt.skb);
	}
}

static struct kunit_case ovnet_forward_test_cases[] = {
	KUNIT_CASE(ovnet_forward_test_short_ethernet),
	KUNIT_CASE(ovnet_forward_test_untagged),
	KUNIT_CASE(ovnet_forward_test_one_tag),
	KUNIT_CASE(ovnet_forward_test_two_tags),
	KUNIT_CASE(ovnet_forward_test_three_tags),
	KUNIT_CASE(ovnet_forward_test_short_tag),
	KUNIT_CASE(ovnet_forward_test_short_second_tag),
	KUNIT_CASE(ovnet_forward_test_short_ipv4),
	KUNIT_CASE(ovnet_forward_test_short_ipv6),
	KUNIT_CASE(ovnet_forward_test_llc),
	KUNIT_CASE(ovnet_forward_test_nothing_behind),
	KUNIT_CASE(ovnet_forward_test_offsets_of_skb),
	KUNIT_CASE(ovnet_forward_test_stale_transport),
	KUNIT_CASE(ovnet_forward_test_transport_is_linear),
	KUNIT_CASE(ovnet_forward_test_ip_header_is_linear),
	KUNIT_CASE(ovnet_forward_test_dsfield),
	KUNIT_CASE(ovnet_forward_test_random),
	{}
};

static struct kunit_suite ovnet_forward_test_suite = {
	.name = "ovnet_forward",
	.test_cases = ovnet_forward_test_cases,
};

kunit_test_suite(ovnet_forward_test_suite);
