// SPDX-License-Identifier: GPL-2.0
/* Too big: the answers over IPv6 byte by byte, and what gets none. */
#include <linux/etherdevice.h>
#include <linux/icmpv6.h>
#include <linux/ipv6.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include "toobig_test.h"

static struct ipv6hdr *ovnet_toobig6_test_ip(struct ovnet_frame *f)
{
	return (struct ipv6hdr *)(f->data + ETH_HLEN);
}

static u8 *ovnet_toobig6_test_payload(struct ovnet_frame *f)
{
	return f->data + ETH_HLEN + sizeof(struct ipv6hdr);
}

/* Likewise with the pseudo header of IPv6. */
static u16 ovnet_toobig6_test_sum(const struct ipv6hdr *ip6h,
				  unsigned int len)
{
	const u8 *p = (const u8 *)&ip6h->saddr;
	u32 sum = len + IPPROTO_ICMPV6;
	int i;

	for (i = 0; i < 2 * sizeof(struct in6_addr); i += 2)
		sum += get_unaligned_be16(p + i);
	return ovnet_toobig_test_sum(ip6h + 1, len, sum);
}

static void ovnet_toobig6_test_answer_ethernet(struct kunit *test)
{
	unsigned int len;
	struct ethhdr *eth;

	eth = (void *)ovnet_toobig_test_answer(test,
					       ovnet_toobig_test_frame6(test),
					       OVNET_TOOBIG_TEST_MTU, &len);
	OVNET_COMMON_EXPECT_MEM(test, eth->h_dest, ovnet_frames_from, ETH_ALEN);
	OVNET_COMMON_EXPECT_MEM(test, eth->h_source, ovnet_frames_to, ETH_ALEN);
	KUNIT_EXPECT_EQ(test, ntohs(eth->h_proto), ETH_P_IPV6);
}

static void ovnet_toobig6_test_answer_ip(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame6(test);
	unsigned int len;
	u8 *ip;

	ip = ovnet_toobig_test_answer(test, f, OVNET_TOOBIG_TEST_MTU, &len) +
	     ETH_HLEN;
	KUNIT_ASSERT_GE(test, len, ETH_HLEN + 48);
	KUNIT_EXPECT_EQ_MSG(test, ip[0] >> 4, 6, "version");
	KUNIT_EXPECT_EQ_MSG(test, get_unaligned_be16(ip + 4),
			    len - ETH_HLEN - 40, "payload length");
	KUNIT_EXPECT_EQ_MSG(test, ip[6], IPPROTO_ICMPV6, "next header");
	KUNIT_EXPECT_GT_MSG(test, ip[7], 0, "hop limit");
	OVNET_COMMON_EXPECT_MEM(test, ip + 8, &ovnet_toobig6_test_ip(f)->daddr,
				16);
	OVNET_COMMON_EXPECT_MEM(test, ip + 24, &ovnet_toobig6_test_ip(f)->saddr,
				16);
}

static void ovnet_toobig6_test_answer_icmp(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame6(test);
	unsigned int len;
	u8 *data, *icmp;

	data = ovnet_toobig_test_answer(test, f, OVNET_TOOBIG_TEST_MTU, &len);
	icmp = data + ETH_HLEN + 40;
	len -= ETH_HLEN + 40;
	KUNIT_EXPECT_EQ_MSG(test, icmp[0], 2, "type");
	KUNIT_EXPECT_EQ_MSG(test, icmp[1], 0, "code");
	KUNIT_EXPECT_EQ_MSG(test, get_unaligned_be32(icmp + 4),
			    OVNET_TOOBIG_TEST_MTU, "MTU");
	KUNIT_EXPECT_EQ_MSG(test, 0,
			    ovnet_toobig6_test_sum((void *)(data + ETH_HLEN),
						   len), "checksum");
	OVNET_COMMON_EXPECT_MEM(test, icmp + 8, f->data + ETH_HLEN, len - 8);
}

/* RFC 4443, 2.4 (c): as much as fits into 1280 bytes. */
static void ovnet_toobig6_test_answer_quotes_1280(struct kunit *test)
{
	unsigned int len;

	ovnet_toobig_test_answer(test, ovnet_toobig_test_frame6(test),
				 OVNET_TOOBIG_TEST_MTU, &len);
	KUNIT_EXPECT_EQ(test, len, ETH_HLEN + 1280);
}

static void ovnet_toobig6_test_answer_quotes_all(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IPV6);
	unsigned int len;
	u8 *data;

	ovnet_frames_put6(f, IPPROTO_UDP, 101);
	data = ovnet_toobig_test_answer(test, f, 1280, &len);
	KUNIT_ASSERT_EQ(test, len, ETH_HLEN + 48 + 141);
	OVNET_COMMON_EXPECT_MEM(test, data + ETH_HLEN + 48, f->data + ETH_HLEN,
				141);
	KUNIT_EXPECT_EQ(test, 0,
			ovnet_toobig6_test_sum((void *)(data + ETH_HLEN),
					       149));
}

static void ovnet_toobig6_test_answer_tags(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame6(test);
	unsigned int len;
	u8 *data;

	ovnet_frames_tag(f, ETH_P_8021Q, 0x2064);
	ovnet_frames_tag(f, ETH_P_8021AD, 0x00c8);
	data = ovnet_toobig_test_answer(test, f, OVNET_TOOBIG_TEST_MTU, &len);
	KUNIT_EXPECT_EQ(test, len, ETH_HLEN + 8 + 1280);
	OVNET_COMMON_EXPECT_MEM(test, data + 12, f->data + 12, 10);
	OVNET_COMMON_EXPECT_MEM(test, data + 22 + 48, f->data + 22, 1232);
}

/* RFC 8201, 4: less than that is not to be said. */
static void ovnet_toobig6_test_answer_mtu_at_least_1280(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame6(test);
	unsigned int len;
	u8 *data;

	data = ovnet_toobig_test_answer(test, f, 1279, &len);
	KUNIT_EXPECT_EQ(test, get_unaligned_be32(data + ETH_HLEN + 44), 1280);
	data = ovnet_toobig_test_answer(test, f, 0x12345, &len);
	KUNIT_EXPECT_EQ(test, get_unaligned_be32(data + ETH_HLEN + 44),
			0x12345);
}

static void ovnet_toobig6_test_answer_to_echo(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame6(test);

	ovnet_toobig6_test_ip(f)->nexthdr = IPPROTO_ICMPV6;
	*ovnet_toobig6_test_payload(f) = ICMPV6_ECHO_REQUEST;
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_test_answers(test, f));
	*ovnet_toobig6_test_payload(f) = ICMPV6_ECHO_REPLY;
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_test_answers(test, f));
}

/* Eight bytes of destination options before @nexthdr. */
static void ovnet_toobig6_test_options(struct ovnet_frame *f, u8 nexthdr)
{
	u8 *p = ovnet_toobig6_test_payload(f);

	ovnet_toobig6_test_ip(f)->nexthdr = IPPROTO_DSTOPTS;
	memset(p, 0, 8);
	p[0] = nexthdr;
	p[2] = 1;	/* PadN, 4 bytes */
	p[3] = 4;
}

static void ovnet_toobig6_test_answer_behind_options(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame6(test);

	ovnet_toobig6_test_options(f, IPPROTO_UDP);
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_test_answers(test, f));
}

/* ---- no answer: RFC 4443, 2.4 (e) ---- */

static void ovnet_toobig6_test_none_to_icmp_errors(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame6(test);
	int type;

	ovnet_toobig6_test_ip(f)->nexthdr = IPPROTO_ICMPV6;
	for (type = 0; type < 128; type++) {
		*ovnet_toobig6_test_payload(f) = type;
		KUNIT_EXPECT_FALSE_MSG(test,
				       ovnet_toobig_test_answers(test, f),
				       "type %d", type);
	}
}

static void ovnet_toobig6_test_none_to_redirect(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame6(test);

	ovnet_toobig6_test_ip(f)->nexthdr = IPPROTO_ICMPV6;
	*ovnet_toobig6_test_payload(f) = NDISC_REDIRECT;
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f));
}

static void ovnet_toobig6_test_none_to_error_behind_options(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame6(test);

	ovnet_toobig6_test_options(f, IPPROTO_ICMPV6);
	ovnet_toobig6_test_payload(f)[8] = ICMPV6_PKT_TOOBIG;
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f));
	ovnet_toobig6_test_payload(f)[8] = ICMPV6_ECHO_REQUEST;
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_test_answers(test, f));
}

static void ovnet_toobig6_test_none_to_truncated_icmp(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IPV6);

	ovnet_frames_put6(f, IPPROTO_ICMPV6, 0);
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f));
}

static void ovnet_toobig6_test_none_to_truncated_options(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IPV6);

	ovnet_frames_put6(f, IPPROTO_DSTOPTS, 1);
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f));
}

static void ovnet_toobig6_test_none_to_bad_source(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame6(test);
	struct in6_addr *source = &ovnet_toobig6_test_ip(f)->saddr;

	memset(source, 0, sizeof(*source));
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f));
	source->s6_addr[15] = 1;
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f));
	source->s6_addr[0] = 0xff;
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f));
}

/*
 * The answer would come from there. RFC 4443 would have one sent about
 * multicast, too, but from an address of the answerer, which has none.
 */
static void ovnet_toobig6_test_none_to_bad_destination(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame6(test);
	struct in6_addr *destination = &ovnet_toobig6_test_ip(f)->daddr;

	destination->s6_addr[0] = 0xff;
	KUNIT_EXPECT_FALSE_MSG(test, ovnet_toobig_test_answers(test, f),
			       "multicast");
	memset(destination, 0, sizeof(*destination));
	KUNIT_EXPECT_FALSE_MSG(test, ovnet_toobig_test_answers(test, f),
			       "unspecified");
	destination->s6_addr[15] = 1;
	KUNIT_EXPECT_FALSE_MSG(test, ovnet_toobig_test_answers(test, f),
			       "loopback");
}

static void ovnet_toobig6_test_none_to_bad_version(struct kunit *test)
{
	int version;

	for (version = 0; version < 16; version++) {
		struct ovnet_frame *f = ovnet_toobig_test_frame6(test);

		ovnet_toobig6_test_ip(f)->version = version;
		KUNIT_EXPECT_EQ_MSG(test, version == 6,
				    ovnet_toobig_test_answers(test, f),
				    "version %d", version);
	}
}

static struct kunit_case ovnet_toobig6_test_cases[] = {
	KUNIT_CASE(ovnet_toobig6_test_answer_ethernet),
	KUNIT_CASE(ovnet_toobig6_test_answer_ip),
	KUNIT_CASE(ovnet_toobig6_test_answer_icmp),
	KUNIT_CASE(ovnet_toobig6_test_answer_quotes_1280),
	KUNIT_CASE(ovnet_toobig6_test_answer_quotes_all),
	KUNIT_CASE(ovnet_toobig6_test_answer_tags),
	KUNIT_CASE(ovnet_toobig6_test_answer_mtu_at_least_1280),
	KUNIT_CASE(ovnet_toobig6_test_answer_to_echo),
	KUNIT_CASE(ovnet_toobig6_test_answer_behind_options),
	KUNIT_CASE(ovnet_toobig6_test_none_to_icmp_errors),
	KUNIT_CASE(ovnet_toobig6_test_none_to_redirect),
	KUNIT_CASE(ovnet_toobig6_test_none_to_error_behind_options),
	KUNIT_CASE(ovnet_toobig6_test_none_to_truncated_icmp),
	KUNIT_CASE(ovnet_toobig6_test_none_to_truncated_options),
	KUNIT_CASE(ovnet_toobig6_test_none_to_bad_source),
	KUNIT_CASE(ovnet_toobig6_test_none_to_bad_destination),
	KUNIT_CASE(ovnet_toobig6_test_none_to_bad_version),
	{}
};

static struct kunit_suite ovnet_toobig6_test_suite = {
	.name = "ovnet_toobig6",
	.test_cases = ovnet_toobig6_test_cases,
};

kunit_test_suite(ovnet_toobig6_test_suite);
