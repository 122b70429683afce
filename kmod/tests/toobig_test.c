// SPDX-License-Identifier: GPL-2.0
/*
 * Too big: what fits, the answers over IPv4 byte by byte, and what gets none.
 *
 * To frames of ovnet_toobig_test_frame4() there is an answer. Tests break them
 * in one place, and then there is none.
 */
#include <linux/etherdevice.h>
#include <linux/icmp.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>

#include "icmp.h"
#include "parse.h"
#include "toobig_test.h"

static struct ovnet_frame *ovnet_toobig_test_frame4(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IP);

	ovnet_frames_put4(f, IPPROTO_UDP, OVNET_TOOBIG_TEST_PAYLOAD);
	return f;
}

/**
 * ovnet_toobig_test_frame6() - a frame that there is an answer to
 * @test: frees it
 *
 * Return: never NULL.
 */
struct ovnet_frame *ovnet_toobig_test_frame6(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IPV6);

	ovnet_frames_put6(f, IPPROTO_UDP, OVNET_TOOBIG_TEST_PAYLOAD);
	return f;
}

static struct ovnet_pkt ovnet_toobig_test_parse(struct kunit *test,
						const struct ovnet_frame *f)
{
	struct ovnet_pkt pkt = {
		.skb = ovnet_frames_skb(test, f),
		.network = kunit_kzalloc(test, sizeof(*pkt.network),
					 GFP_KERNEL),
	};

	KUNIT_ASSERT_NOT_NULL(test, pkt.network);
	KUNIT_ASSERT_EQ(test, 0, ovnet_parse(&pkt));
	return pkt;
}

static struct sk_buff *ovnet_toobig_test_reply(struct kunit *test,
					       const struct ovnet_pkt *pkt,
					       unsigned int mtu)
{
	struct sk_buff *reply;

	rcu_read_lock();
	reply = ovnet_icmp_build(pkt, OVNET_ICMP_TOO_BIG, mtu);
	rcu_read_unlock();
	ovnet_common_own(test, reply);
	return reply;
}

/**
 * ovnet_toobig_test_build() - the answer to a frame
 * @test: fails if the frame is changed
 * @f: frame
 * @mtu: that it is too big for
 *
 * Return: the answer, or NULL.
 */
struct sk_buff *ovnet_toobig_test_build(struct kunit *test,
					const struct ovnet_frame *f,
					unsigned int mtu)
{
	struct ovnet_pkt pkt = ovnet_toobig_test_parse(test, f);
	struct sk_buff *reply = ovnet_toobig_test_reply(test, &pkt, mtu);

	KUNIT_ASSERT_EQ_MSG(test, pkt.skb->len, f->len, "it is only read");
	OVNET_COMMON_EXPECT_MEM(test, pkt.skb->data, f->data, f->len);
	return reply;
}

/**
 * ovnet_toobig_test_answer() - the bytes of the answer to a frame
 * @test: aborted if there is none
 * @f: frame
 * @mtu: that it is too big for
 * @len: result
 *
 * Return: the answer, all linear.
 */
u8 *ovnet_toobig_test_answer(struct kunit *test,
			     const struct ovnet_frame *f,
			     unsigned int mtu, unsigned int *len)
{
	struct sk_buff *reply = ovnet_toobig_test_build(test, f, mtu);

	KUNIT_ASSERT_NOT_NULL(test, reply);
	KUNIT_ASSERT_FALSE(test, skb_is_nonlinear(reply));
	*len = reply->len;
	return reply->data;
}

/**
 * ovnet_toobig_test_answers() - is there an answer to a frame?
 * @test: fails if the frame is changed
 * @f: frame
 *
 * Return: true if so.
 */
bool ovnet_toobig_test_answers(struct kunit *test,
			       const struct ovnet_frame *f)
{
	return ovnet_toobig_test_build(test, f, OVNET_TOOBIG_TEST_MTU);
}

/**
 * ovnet_toobig_test_sum() - the Internet checksum, byte by byte
 * @data: over what
 * @len: how many bytes
 * @sum: of what came before, or 0
 *
 * Return: the checksum: 0 over what carries a right one.
 */
u16 ovnet_toobig_test_sum(const void *data, unsigned int len, u32 sum)
{
	const u8 *p = data;
	unsigned int i;

	for (i = 0; i < len; i++)
		sum += i & 1 ? p[i] : p[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

static struct iphdr *ovnet_toobig_test_ip4(struct ovnet_frame *f)
{
	return (struct iphdr *)(f->data + ETH_HLEN);
}

/* What is behind an IP header without options. */
static u8 *ovnet_toobig_test_payload4(struct ovnet_frame *f)
{
	return f->data + ETH_HLEN + sizeof(struct iphdr);
}

/* ---- what fits ---- */

static void ovnet_toobig_test_fits_plain(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IP);
	struct ovnet_pkt pkt;

	ovnet_frames_put4(f, IPPROTO_UDP, 1000 - sizeof(struct iphdr));
	pkt = ovnet_toobig_test_parse(test, f);
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_fits(&pkt, 1001));
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_fits(&pkt, 1000));
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_fits(&pkt, 999));
}

static void ovnet_toobig_test_fits_without_tags(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IP);
	struct ovnet_pkt pkt;

	ovnet_frames_put4(f, IPPROTO_UDP, 1000 - sizeof(struct iphdr));
	ovnet_frames_tag(f, ETH_P_8021Q, 1);
	ovnet_frames_tag(f, ETH_P_8021AD, 2);
	pkt = ovnet_toobig_test_parse(test, f);
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_fits(&pkt, 1000));
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_fits(&pkt, 999));
}

static void ovnet_toobig_test_fits_no_ip(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_ARP);
	struct ovnet_pkt pkt;

	ovnet_frames_put(f, 1000);
	pkt = ovnet_toobig_test_parse(test, f);
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_fits(&pkt, 1000));
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_fits(&pkt, 999));
}

/* Make a GSO frame of it: TCP behind @nhlen of IP, segments of @size. */
static void ovnet_toobig_test_gso(struct ovnet_pkt *pkt, unsigned int nhlen,
				  unsigned int type, unsigned int size)
{
	struct tcphdr *tcph;

	skb_set_transport_header(pkt->skb, pkt->nhoff + nhlen);
	tcph = tcp_hdr(pkt->skb);
	memset(tcph, 0, sizeof(*tcph));
	tcph->doff = 5;
	skb_shinfo(pkt->skb)->gso_type = type;
	skb_shinfo(pkt->skb)->gso_size = size;
	skb_shinfo(pkt->skb)->gso_segs = 2;
}

static void ovnet_toobig_test_fits_gso_tcp4(struct kunit *test)
{
	struct ovnet_pkt pkt;

	pkt = ovnet_toobig_test_parse(test, ovnet_toobig_test_frame4(test));
	ovnet_toobig_test_gso(&pkt, sizeof(struct iphdr), SKB_GSO_TCPV4, 1000);
	/* A segment has 20 bytes of IP and 20 of TCP. */
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_fits(&pkt, 1040));
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_fits(&pkt, 1039));
}

static void ovnet_toobig_test_fits_gso_tcp6(struct kunit *test)
{
	struct ovnet_pkt pkt;

	pkt = ovnet_toobig_test_parse(test, ovnet_toobig_test_frame6(test));
	ovnet_toobig_test_gso(&pkt, sizeof(struct ipv6hdr), SKB_GSO_TCPV6,
			      1000);
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_fits(&pkt, 1060));
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_fits(&pkt, 1059));
}

static void ovnet_toobig_test_fits_gso_tagged(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	struct ovnet_pkt pkt;

	ovnet_frames_tag(f, ETH_P_8021Q, 1);
	pkt = ovnet_toobig_test_parse(test, f);
	ovnet_toobig_test_gso(&pkt, sizeof(struct iphdr), SKB_GSO_TCPV4, 1000);
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_fits(&pkt, 1040));
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_fits(&pkt, 1039));
}

/* ---- the answer over IPv4 ---- */

static void ovnet_toobig_test_answer4_ethernet(struct kunit *test)
{
	unsigned int len;
	struct ethhdr *eth;

	eth = (void *)ovnet_toobig_test_answer(test,
					       ovnet_toobig_test_frame4(test),
					       OVNET_TOOBIG_TEST_MTU, &len);
	OVNET_COMMON_EXPECT_MEM(test, eth->h_dest, ovnet_frames_from, ETH_ALEN);
	OVNET_COMMON_EXPECT_MEM(test, eth->h_source, ovnet_frames_to, ETH_ALEN);
	KUNIT_EXPECT_EQ(test, ntohs(eth->h_proto), ETH_P_IP);
}

static void ovnet_toobig_test_answer4_ip(struct kunit *test)
{
	unsigned int len;
	u8 *data;
	u8 *ip;

	data = ovnet_toobig_test_answer(test, ovnet_toobig_test_frame4(test),
					OVNET_TOOBIG_TEST_MTU, &len);
	KUNIT_ASSERT_GE(test, len, ETH_HLEN + 28);
	ip = data + ETH_HLEN;
	KUNIT_EXPECT_EQ_MSG(test, ip[0], 0x45, "version, length");
	KUNIT_EXPECT_EQ_MSG(test, get_unaligned_be16(ip + 2), len - ETH_HLEN,
			    "total length");
	KUNIT_EXPECT_GT_MSG(test, ip[8], 0, "TTL");
	KUNIT_EXPECT_EQ_MSG(test, ip[9], IPPROTO_ICMP, "protocol");
	KUNIT_EXPECT_EQ_MSG(test, get_unaligned_be32(ip + 12), 0x0a000002,
			    "source");
	KUNIT_EXPECT_EQ_MSG(test, get_unaligned_be32(ip + 16), 0x0a000001,
			    "destination");
	KUNIT_EXPECT_EQ_MSG(test, ovnet_toobig_test_sum(ip, 20, 0), 0,
			    "checksum");
}

static void ovnet_toobig_test_answer4_icmp(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	unsigned int len;
	u8 *icmp;

	icmp = ovnet_toobig_test_answer(test, f, OVNET_TOOBIG_TEST_MTU, &len) +
	       ETH_HLEN + 20;
	len -= ETH_HLEN + 20;
	KUNIT_EXPECT_EQ_MSG(test, icmp[0], 3, "type");
	KUNIT_EXPECT_EQ_MSG(test, icmp[1], 4, "code");
	KUNIT_EXPECT_EQ_MSG(test, get_unaligned_be16(icmp + 4), 0, "unused");
	KUNIT_EXPECT_EQ_MSG(test, get_unaligned_be16(icmp + 6),
			    OVNET_TOOBIG_TEST_MTU, "MTU");
	KUNIT_EXPECT_EQ_MSG(test, ovnet_toobig_test_sum(icmp, len, 0), 0,
			    "checksum");
	OVNET_COMMON_EXPECT_MEM(test, icmp + 8, f->data + ETH_HLEN, len - 8);
}

/* RFC 1812, 4.3.2.3: as much as fits into 576 bytes. */
static void ovnet_toobig_test_answer4_quotes_576(struct kunit *test)
{
	unsigned int len;

	ovnet_toobig_test_answer(test, ovnet_toobig_test_frame4(test),
				 OVNET_TOOBIG_TEST_MTU, &len);
	KUNIT_EXPECT_EQ(test, len, ETH_HLEN + 576);
}

static void ovnet_toobig_test_answer4_quotes_all(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IP);
	unsigned int len;
	u8 *data;

	ovnet_frames_put4(f, IPPROTO_UDP, 101);	/* odd, for the checksum */
	data = ovnet_toobig_test_answer(test, f, 100, &len);
	KUNIT_ASSERT_EQ(test, len, ETH_HLEN + 28 + 121);
	OVNET_COMMON_EXPECT_MEM(test, data + ETH_HLEN + 28, f->data + ETH_HLEN,
				121);
	KUNIT_EXPECT_EQ(test, 0,
			ovnet_toobig_test_sum(data + ETH_HLEN + 20, 129, 0));
}

static void ovnet_toobig_test_answer4_tags(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	unsigned int len;
	u8 *data;

	ovnet_frames_tag(f, ETH_P_8021Q, 0x2064);
	ovnet_frames_tag(f, ETH_P_8021AD, 0x00c8);
	data = ovnet_toobig_test_answer(test, f, OVNET_TOOBIG_TEST_MTU, &len);
	KUNIT_EXPECT_EQ(test, len, ETH_HLEN + 8 + 576);
	OVNET_COMMON_EXPECT_MEM(test, data, ovnet_frames_from, ETH_ALEN);
	OVNET_COMMON_EXPECT_MEM(test, data + 6, ovnet_frames_to, ETH_ALEN);
	OVNET_COMMON_EXPECT_MEM(test, data + 12, f->data + 12, 10);
	KUNIT_EXPECT_EQ(test, data[22], 0x45);
	OVNET_COMMON_EXPECT_MEM(test, data + 22 + 28, f->data + 22, 548);
}

/* It can be sent, and parsed by whoever gets it. */
static void ovnet_toobig_test_answer4_is_a_frame(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	struct ovnet_pkt pkt = {};

	ovnet_frames_tag(f, ETH_P_8021Q, 0x2064);
	pkt.skb = ovnet_toobig_test_build(test, f, OVNET_TOOBIG_TEST_MTU);
	KUNIT_ASSERT_NOT_NULL(test, pkt.skb);
	KUNIT_EXPECT_EQ(test, skb_mac_offset(pkt.skb), 0);
	KUNIT_EXPECT_EQ(test, skb_network_offset(pkt.skb), 18);
	KUNIT_EXPECT_EQ(test, ntohs(pkt.skb->protocol), ETH_P_8021Q);
	KUNIT_EXPECT_FALSE(test, skb_is_gso(pkt.skb));
	KUNIT_EXPECT_NE(test, (int)pkt.skb->ip_summed, CHECKSUM_PARTIAL);
	KUNIT_EXPECT_EQ(test, 0, ovnet_parse(&pkt));
	KUNIT_EXPECT_EQ(test, pkt.nhoff, 18);
	KUNIT_EXPECT_EQ(test, ntohs(pkt.proto), ETH_P_IP);
}

static void ovnet_toobig_test_answer4_mtu_saturates(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	unsigned int len;
	u8 *data;

	data = ovnet_toobig_test_answer(test, f, 0x12345, &len);
	KUNIT_EXPECT_EQ(test, get_unaligned_be16(data + ETH_HLEN + 26), 0xffff);
}

/* Options do not make the header of the answer longer. */
static void ovnet_toobig_test_answer4_to_options(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	unsigned int len;
	u8 *data;

	ovnet_toobig_test_ip4(f)->ihl = 15;
	data = ovnet_toobig_test_answer(test, f, OVNET_TOOBIG_TEST_MTU, &len);
	KUNIT_EXPECT_EQ(test, data[ETH_HLEN], 0x45);
	KUNIT_EXPECT_EQ(test, len, ETH_HLEN + 576);
	OVNET_COMMON_EXPECT_MEM(test, data + ETH_HLEN + 28, f->data + ETH_HLEN,
				548);
}

static void ovnet_toobig_test_answer4_to_pages(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	struct ovnet_pkt pkt = ovnet_toobig_test_parse(test, f);
	struct sk_buff *reply;

	pkt.skb = ovnet_common_skb(test, f->data, f->len, ETH_HLEN);
	KUNIT_ASSERT_EQ(test, 0, ovnet_parse(&pkt));
	reply = ovnet_toobig_test_reply(test, &pkt, OVNET_TOOBIG_TEST_MTU);
	KUNIT_ASSERT_NOT_NULL(test, reply);
	OVNET_COMMON_EXPECT_MEM(test, reply->data + ETH_HLEN + 28,
				f->data + ETH_HLEN, 548);
}

/* It goes out by a tunnel, too, where the flow dissector wants a namespace. */
static void ovnet_toobig_test_answer_has_device(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	struct ovnet_pkt pkt = ovnet_toobig_test_parse(test, f);
	struct sk_buff *reply;

	pkt.skb->dev = init_net.loopback_dev;
	reply = ovnet_toobig_test_reply(test, &pkt, OVNET_TOOBIG_TEST_MTU);
	KUNIT_ASSERT_NOT_NULL(test, reply);
	KUNIT_EXPECT_PTR_EQ(test, reply->dev, init_net.loopback_dev);
}

static void ovnet_toobig_test_answer4_to_first_fragment(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);

	ovnet_toobig_test_ip4(f)->frag_off = htons(0x2000);
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_test_answers(test, f));
}

static void ovnet_toobig_test_answer4_to_echo(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);

	ovnet_toobig_test_ip4(f)->protocol = IPPROTO_ICMP;
	*ovnet_toobig_test_payload4(f) = ICMP_ECHO;
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_test_answers(test, f));
	*ovnet_toobig_test_payload4(f) = ICMP_ECHOREPLY;
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_test_answers(test, f));
	*ovnet_toobig_test_payload4(f) = ICMP_TIMESTAMP;
	KUNIT_EXPECT_TRUE(test, ovnet_toobig_test_answers(test, f));
}

/* ---- no answer over IPv4: RFC 1122, 3.2.2 ---- */

static void ovnet_toobig_test_none4_to_icmp_errors(struct kunit *test)
{
	static const u8 errors[] = {
		ICMP_DEST_UNREACH, ICMP_SOURCE_QUENCH, ICMP_REDIRECT,
		ICMP_TIME_EXCEEDED, ICMP_PARAMETERPROB,
	};
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	int i;

	ovnet_toobig_test_ip4(f)->protocol = IPPROTO_ICMP;
	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		*ovnet_toobig_test_payload4(f) = errors[i];
		KUNIT_EXPECT_FALSE_MSG(test,
				       ovnet_toobig_test_answers(test, f),
				       "type %u", errors[i]);
	}
}

static void ovnet_toobig_test_none4_to_error_behind_options(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);

	ovnet_toobig_test_ip4(f)->protocol = IPPROTO_ICMP;
	ovnet_toobig_test_ip4(f)->ihl = 8;
	ovnet_toobig_test_payload4(f)[0] = ICMP_ECHO;
	ovnet_toobig_test_payload4(f)[12] = ICMP_DEST_UNREACH;
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f));
}

static void ovnet_toobig_test_none4_to_truncated_icmp(struct kunit *test)
{
	unsigned int len;

	for (len = 0; len < sizeof(struct icmphdr); len++) {
		struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IP);

		ovnet_frames_put4(f, IPPROTO_ICMP, len);
		if (len)
			*ovnet_toobig_test_payload4(f) = ICMP_ECHO;
		KUNIT_EXPECT_FALSE_MSG(test,
				       ovnet_toobig_test_answers(test, f),
				       "%u bytes", len);
	}
}

static void ovnet_toobig_test_none4_to_later_fragment(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);

	ovnet_toobig_test_ip4(f)->frag_off = htons(0x2001);
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f));
	ovnet_toobig_test_ip4(f)->frag_off = htons(0x1fff);
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f));
}

static void ovnet_toobig_test_none4_to_bad_source(struct kunit *test)
{
	static const u32 sources[] = {
		0x00000000,			/* this host */
		0x7f000001, 0x7fffffff,		/* loopback */
		0xe0000001, 0xefffffff,		/* multicast */
		0xffffffff,			/* broadcast */
	};
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	int i;

	for (i = 0; i < ARRAY_SIZE(sources); i++) {
		ovnet_toobig_test_ip4(f)->saddr = htonl(sources[i]);
		KUNIT_EXPECT_FALSE_MSG(test,
				       ovnet_toobig_test_answers(test, f),
				       "%#x", sources[i]);
	}
}

/* The answer would come from there. */
static void ovnet_toobig_test_none4_to_bad_destination(struct kunit *test)
{
	static const u32 destinations[] = {
		0xe0000001, 0xefffffff,		/* multicast */
		0xffffffff,			/* broadcast */
		0x00000000,			/* this host */
		0x7f000001,			/* loopback */
	};
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	int i;

	for (i = 0; i < ARRAY_SIZE(destinations); i++) {
		ovnet_toobig_test_ip4(f)->daddr = htonl(destinations[i]);
		KUNIT_EXPECT_FALSE_MSG(test,
				       ovnet_toobig_test_answers(test, f),
				       "%#x", destinations[i]);
	}
}

static void ovnet_toobig_test_none4_to_bad_version(struct kunit *test)
{
	int version;

	for (version = 0; version < 16; version++) {
		struct ovnet_frame *f = ovnet_toobig_test_frame4(test);

		ovnet_toobig_test_ip4(f)->version = version;
		KUNIT_EXPECT_EQ_MSG(test, version == 4,
				    ovnet_toobig_test_answers(test, f),
				    "version %d", version);
	}
}

static void ovnet_toobig_test_none4_to_bad_ihl(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	int ihl;

	for (ihl = 0; ihl < 5; ihl++) {
		ovnet_toobig_test_ip4(f)->ihl = ihl;
		KUNIT_EXPECT_FALSE_MSG(test,
				       ovnet_toobig_test_answers(test, f),
				       "ihl %d", ihl);
	}
}

/* ---- no answer whatever the protocol ---- */

static void ovnet_toobig_test_none_to_link_multicast(struct kunit *test)
{
	static const u8 group[ETH_ALEN] = { 1, 0, 0x5e, 0, 0, 1 };
	struct ovnet_frame *f4 = ovnet_toobig_test_frame4(test);
	struct ovnet_frame *f6 = ovnet_toobig_test_frame6(test);

	ether_addr_copy(f4->data, group);
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f4));
	eth_broadcast_addr(f4->data);
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f4));
	eth_broadcast_addr(f6->data);
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f6));
}

static void ovnet_toobig_test_none_to_no_ip(struct kunit *test)
{
	static const u16 types[] = {
		ETH_P_ARP, 0x88b5, 1500, ETH_P_MPLS_UC, 0,
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		struct ovnet_frame *f = ovnet_frames_new(test, types[i]);

		ovnet_frames_put4(f, IPPROTO_UDP, OVNET_TOOBIG_TEST_PAYLOAD);
		KUNIT_EXPECT_FALSE_MSG(test,
				       ovnet_toobig_test_answers(test, f),
				       "type %#x", types[i]);
	}
}

static void ovnet_toobig_test_none_behind_three_tags(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_toobig_test_frame4(test);
	int i;

	for (i = 0; i < 3; i++)
		ovnet_frames_tag(f, ETH_P_8021Q, i);
	KUNIT_EXPECT_FALSE(test, ovnet_toobig_test_answers(test, f));
}

static struct kunit_case ovnet_toobig_test_cases[] = {
	KUNIT_CASE(ovnet_toobig_test_fits_plain),
	KUNIT_CASE(ovnet_toobig_test_fits_without_tags),
	KUNIT_CASE(ovnet_toobig_test_fits_no_ip),
	KUNIT_CASE(ovnet_toobig_test_fits_gso_tcp4),
	KUNIT_CASE(ovnet_toobig_test_fits_gso_tcp6),
	KUNIT_CASE(ovnet_toobig_test_fits_gso_tagged),
	KUNIT_CASE(ovnet_toobig_test_answer4_ethernet),
	KUNIT_CASE(ovnet_toobig_test_answer4_ip),
	KUNIT_CASE(ovnet_toobig_test_answer4_icmp),
	KUNIT_CASE(ovnet_toobig_test_answer4_quotes_576),
	KUNIT_CASE(ovnet_toobig_test_answer4_quotes_all),
	KUNIT_CASE(ovnet_toobig_test_answer4_tags),
	KUNIT_CASE(ovnet_toobig_test_answer4_is_a_frame),
	KUNIT_CASE(ovnet_toobig_test_answer4_mtu_saturates),
	KUNIT_CASE(ovnet_toobig_test_answer4_to_options),
	KUNIT_CASE(ovnet_toobig_test_answer4_to_pages),
	KUNIT_CASE(ovnet_toobig_test_answer_has_device),
	KUNIT_CASE(ovnet_toobig_test_answer4_to_first_fragment),
	KUNIT_CASE(ovnet_toobig_test_answer4_to_echo),
	KUNIT_CASE(ovnet_toobig_test_none4_to_icmp_errors),
	KUNIT_CASE(ovnet_toobig_test_none4_to_error_behind_options),
	KUNIT_CASE(ovnet_toobig_test_none4_to_truncated_icmp),
	KUNIT_CASE(ovnet_toobig_test_none4_to_later_fragment),
	KUNIT_CASE(ovnet_toobig_test_none4_to_bad_source),
	KUNIT_CASE(ovnet_toobig_test_none4_to_bad_destination),
	KUNIT_CASE(ovnet_toobig_test_none4_to_bad_version),
	KUNIT_CASE(ovnet_toobig_test_none4_to_bad_ihl),
	KUNIT_CASE(ovnet_toobig_test_none_to_link_multicast),
	KUNIT_CASE(ovnet_toobig_test_none_to_no_ip),
	KUNIT_CASE(ovnet_toobig_test_none_behind_three_tags),
	{}
};

static struct kunit_suite ovnet_toobig_test_suite = {
	.name = "ovnet_toobig",
	.test_cases = ovnet_toobig_test_cases,
};

kunit_test_suite(ovnet_toobig_test_suite);
