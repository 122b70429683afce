// SPDX-License-Identifier: GPL-2.0
/*
 * What is read out of ARP and ND. The frames of ovnet_resolve_test_arp() and
 * the like are good; tests break them in one place, and then nobody may believe
 * them. Each is parsed with its bytes linear, in a page, and all in between.
 */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <net/addrconf.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include "frames.h"
#include "parse.h"
#include "resolve.h"

#define OVNET_RESOLVE_TEST_IP	ETH_HLEN
#define OVNET_RESOLVE_TEST_ICMP	(ETH_HLEN + sizeof(struct ipv6hdr))
#define OVNET_RESOLVE_TEST_OPT	(OVNET_RESOLVE_TEST_ICMP +	\
				 sizeof(struct nd_msg))

/* Offsets in ARP. */
#define OVNET_RESOLVE_TEST_ARP(off)	(ETH_HLEN + (off))
#define OVNET_RESOLVE_TEST_SHA	OVNET_RESOLVE_TEST_ARP(8)
#define OVNET_RESOLVE_TEST_SPA	OVNET_RESOLVE_TEST_ARP(14)
#define OVNET_RESOLVE_TEST_TPA	OVNET_RESOLVE_TEST_ARP(24)

static const u8 ovnet_resolve_test_mac[ETH_ALEN] = { 2, 0, 0, 0, 0, 0x11 };

/* 10.0.0.1 asks for 10.0.0.2. */
static const u8 ovnet_resolve_test_request[] = {
	0, 1, 8, 0, 6, 4, 0, 1,
	2, 0, 0, 0, 0, 0x11, 10, 0, 0, 1,
	0, 0, 0, 0, 0, 0, 10, 0, 0, 2,
};

static void ovnet_resolve_test_parse(struct kunit *test,
				     const struct ovnet_frame *f,
				     unsigned int linear, u8 summed,
				     struct ovnet_resolve *said)
{
	struct ovnet_pkt pkt = {};

	pkt.skb = ovnet_common_skb(test, f->data, f->len, linear);
	pkt.skb->ip_summed = summed;
	KUNIT_ASSERT_EQ(test, 0, ovnet_parse(&pkt));
	ovnet_resolve_parse(&pkt, said);
	ovnet_common_free(test, pkt.skb);
}

/* What a frame says, wherever its bytes are. */
static struct ovnet_resolve ovnet_resolve_test_said(struct kunit *test,
						    const struct ovnet_frame *f)
{
	struct ovnet_resolve said, other;
	unsigned int linear;

	ovnet_resolve_test_parse(test, f, f->len, CHECKSUM_NONE, &said);
	for (linear = 0; linear < f->len; linear++) {
		ovnet_resolve_test_parse(test, f, linear, CHECKSUM_NONE,
					 &other);
		OVNET_COMMON_EXPECT_MEM(test, &said, &other, sizeof(said));
	}
	return said;
}

static u8 ovnet_resolve_test_kind(struct kunit *test,
				  const struct ovnet_frame *f)
{
	return ovnet_resolve_test_said(test, f).kind;
}

static void ovnet_resolve_test_is4(struct kunit *test,
				   const struct ovnet_addr *addr, u32 v4)
{
	KUNIT_EXPECT_EQ(test, addr->family, AF_INET);
	KUNIT_EXPECT_EQ(test, ntohl(addr->v4), v4);
}

/* 2001:db8::N */
static void ovnet_resolve_test_is6(struct kunit *test,
				   const struct ovnet_addr *addr, u8 n)
{
	const struct in6_addr want = { {
		.u6_addr8 = { 0x20, 0x01, 0x0d, 0xb8, [15] = n },
	} };

	KUNIT_EXPECT_EQ(test, addr->family, AF_INET6);
	OVNET_COMMON_EXPECT_MEM(test, &addr->v6, &want, sizeof(want));
}

static void ovnet_resolve_test_has_mac(struct kunit *test,
				       const struct ovnet_resolve *said)
{
	KUNIT_EXPECT_TRUE(test, said->has_mac);
	OVNET_COMMON_EXPECT_MEM(test, said->mac, ovnet_resolve_test_mac,
				ETH_ALEN);
}

/* ---- ARP ---- */

static struct ovnet_frame *ovnet_resolve_test_arp(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_ARP);

	memcpy(ovnet_frames_put(f, sizeof(ovnet_resolve_test_request)),
	       ovnet_resolve_test_request, sizeof(ovnet_resolve_test_request));
	return f;
}

static void ovnet_resolve_test_arp_request(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_resolve_test_arp(test);
	struct ovnet_resolve said = ovnet_resolve_test_said(test, f);

	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_REQUEST);
	ovnet_resolve_test_has_mac(test, &said);
	ovnet_resolve_test_is4(test, &said.sender, 0x0a000001);
	ovnet_resolve_test_is4(test, &said.target, 0x0a000002);

	/* Behind tags, and padded to the least that Ethernet has. */
	ovnet_frames_tag(f, ETH_P_8021Q, 1);
	ovnet_frames_tag(f, ETH_P_8021AD, 2);
	ovnet_frames_put(f, 18);
	said = ovnet_resolve_test_said(test, f);
	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_REQUEST);
	ovnet_resolve_test_has_mac(test, &said);
	ovnet_resolve_test_is4(test, &said.target, 0x0a000002);
}

static void ovnet_resolve_test_arp_reply(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_resolve_test_arp(test);
	struct ovnet_resolve said;

	f->data[OVNET_RESOLVE_TEST_ARP(7)] = ARPOP_REPLY;
	said = ovnet_resolve_test_said(test, f);
	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_REPLY);
	ovnet_resolve_test_has_mac(test, &said);
	ovnet_resolve_test_is4(test, &said.sender, 0x0a000001);
}

/* RFC 5227: who tries an address does not say that it has it. */
static void ovnet_resolve_test_arp_probe(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_resolve_test_arp(test);
	struct ovnet_resolve said;

	memset(f->data + OVNET_RESOLVE_TEST_SPA, 0, 4);
	said = ovnet_resolve_test_said(test, f);
	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_REQUEST);
	ovnet_resolve_test_has_mac(test, &said);
	KUNIT_EXPECT_EQ(test, said.sender.family, 0);
	ovnet_resolve_test_is4(test, &said.target, 0x0a000002);
}

static void ovnet_resolve_test_arp_truncated(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_resolve_test_arp(test);
	struct ovnet_resolve said;

	while (f->len-- > ETH_HLEN) {
		said = ovnet_resolve_test_said(test, f);
		KUNIT_EXPECT_EQ_MSG(test, said.kind, OVNET_RESOLVE_INVALID,
				    "%u bytes", f->len);
		KUNIT_EXPECT_EQ(test, said.sender.family, 0);
	}
}

/* Of what is not of IPv4 over Ethernet nothing more can be read. */
static void ovnet_resolve_test_arp_of_others(struct kunit *test)
{
	static const u8 offsets[] = { 2, 3, 4, 5 };
	struct ovnet_frame *f = ovnet_resolve_test_arp(test);
	struct ovnet_resolve said;
	int i;

	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		f->data[OVNET_RESOLVE_TEST_ARP(offsets[i])] ^= 1;
		said = ovnet_resolve_test_said(test, f);
		KUNIT_EXPECT_EQ_MSG(test, said.kind, OVNET_RESOLVE_INVALID,
				    "byte %u", offsets[i]);
		KUNIT_EXPECT_EQ(test, said.sender.family, 0);
		f->data[OVNET_RESOLVE_TEST_ARP(offsets[i])] ^= 1;
	}
}

/* Some receivers would believe it: whose address it has is said. */
static void ovnet_resolve_test_arp_broken(struct kunit *test)
{
	static const struct {
		u8 off;
		u8 value;
	} broken[] = {
		{ 0, 1 }, { 1, 6 },			/* not Ethernet */
		{ 6, 1 }, { 7, 0 }, { 7, 3 },		/* no such operation */
		{ 8, 3 },				/* multicast */
	};
	struct ovnet_frame *f = ovnet_resolve_test_arp(test);
	struct ovnet_resolve said;
	u8 was;
	int i;

	for (i = 0; i < ARRAY_SIZE(broken); i++) {
		was = f->data[OVNET_RESOLVE_TEST_ARP(broken[i].off)];
		f->data[OVNET_RESOLVE_TEST_ARP(broken[i].off)] =
			broken[i].value;
		said = ovnet_resolve_test_said(test, f);
		KUNIT_EXPECT_EQ_MSG(test, said.kind, OVNET_RESOLVE_INVALID,
				    "byte %u is %u", broken[i].off,
				    broken[i].value);
		KUNIT_EXPECT_FALSE(test, said.has_mac);
		ovnet_resolve_test_is4(test, &said.sender, 0x0a000001);
		f->data[OVNET_RESOLVE_TEST_ARP(broken[i].off)] = was;
	}
	eth_zero_addr(f->data + OVNET_RESOLVE_TEST_SHA);
	said = ovnet_resolve_test_said(test, f);
	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_INVALID);
	KUNIT_EXPECT_FALSE(test, said.has_mac);
}

/* ---- neighbour discovery ---- */

static struct ipv6hdr *ovnet_resolve_test_ip6(struct ovnet_frame *f)
{
	return (struct ipv6hdr *)(f->data + OVNET_RESOLVE_TEST_IP);
}

static struct nd_msg *ovnet_resolve_test_nd(struct ovnet_frame *f)
{
	return (struct nd_msg *)(f->data + OVNET_RESOLVE_TEST_ICMP);
}

/* All that is behind the IPv6 header is ICMPv6, and its checksum is right. */
static void ovnet_resolve_test_sum(struct ovnet_frame *f)
{
	unsigned int len = f->len - OVNET_RESOLVE_TEST_ICMP;
	struct ipv6hdr *ip6h = ovnet_resolve_test_ip6(f);
	struct nd_msg *nd = ovnet_resolve_test_nd(f);

	ip6h->payload_len = htons(len);
	nd->icmph.icmp6_cksum = 0;
	nd->icmph.icmp6_cksum = csum_ipv6_magic(&ip6h->saddr, &ip6h->daddr,
						len, IPPROTO_ICMPV6,
						csum_partial(nd, len, 0));
}

/* A message of @len bytes from 2001:db8::1 to 2001:db8::2. */
static struct ovnet_frame *ovnet_resolve_test_icmp6(struct kunit *test, u8 type,
						    unsigned int len)
{
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IPV6);

	ovnet_frames_put6(f, IPPROTO_ICMPV6, len)->hop_limit = 255;
	memset(ovnet_resolve_test_nd(f), 0, len);
	ovnet_resolve_test_nd(f)->icmph.icmp6_type = type;
	ovnet_resolve_test_sum(f);
	return f;
}

/* Of 8 bytes, as link-layer addresses are; the checksum is right again. */
static void ovnet_resolve_test_option(struct ovnet_frame *f, u8 type)
{
	u8 *option = ovnet_frames_put(f, 2 + ETH_ALEN);

	option[0] = type;
	option[1] = 1;
	ether_addr_copy(option + 2, ovnet_resolve_test_mac);
	ovnet_resolve_test_sum(f);
}

/* About 2001:db8::3, without options. */
static struct ovnet_frame *ovnet_resolve_test_bare(struct kunit *test, u8 type)
{
	struct ovnet_frame *f;

	f = ovnet_resolve_test_icmp6(test, type, sizeof(struct nd_msg));
	ovnet_resolve_test_nd(f)->target = ovnet_resolve_test_ip6(f)->saddr;
	ovnet_resolve_test_nd(f)->target.s6_addr[15] = 3;
	ovnet_resolve_test_sum(f);
	return f;
}

static struct ovnet_frame *ovnet_resolve_test_asks(struct kunit *test)
{
	struct ovnet_frame *f;

	f = ovnet_resolve_test_bare(test, NDISC_NEIGHBOUR_SOLICITATION);
	ovnet_resolve_test_option(f, ND_OPT_SOURCE_LL_ADDR);
	return f;
}

static struct ovnet_frame *ovnet_resolve_test_says(struct kunit *test)
{
	struct ovnet_frame *f;

	f = ovnet_resolve_test_bare(test, NDISC_NEIGHBOUR_ADVERTISEMENT);
	ovnet_resolve_test_option(f, ND_OPT_TARGET_LL_ADDR);
	return f;
}

/* To ff02::1:ff00:3, where who has 2001:db8::3 listens. */
static void ovnet_resolve_test_to_group(struct ovnet_frame *f)
{
	struct ipv6hdr *ip6h = ovnet_resolve_test_ip6(f);

	addrconf_addr_solict_mult(&ovnet_resolve_test_nd(f)->target,
				  &ip6h->daddr);
	ovnet_resolve_test_sum(f);
}

/* One that only tries it. */
static struct ovnet_frame *ovnet_resolve_test_tries(struct kunit *test)
{
	struct ovnet_frame *f;

	f = ovnet_resolve_test_bare(test, NDISC_NEIGHBOUR_SOLICITATION);
	memset(&ovnet_resolve_test_ip6(f)->saddr, 0, sizeof(struct in6_addr));
	ovnet_resolve_test_to_group(f);
	return f;
}

static void ovnet_resolve_test_invalid(struct kunit *test,
				       const struct ovnet_frame *f,
				       const char *why)
{
	KUNIT_EXPECT_EQ_MSG(test, ovnet_resolve_test_kind(test, f),
			    OVNET_RESOLVE_INVALID, "%s", why);
}

static void ovnet_resolve_test_solicitation(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_resolve_test_asks(test);
	struct ovnet_resolve said = ovnet_resolve_test_said(test, f);

	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_REQUEST);
	ovnet_resolve_test_has_mac(test, &said);
	ovnet_resolve_test_is6(test, &said.sender, 1);
	ovnet_resolve_test_is6(test, &said.target, 3);

	ovnet_resolve_test_to_group(f);
	KUNIT_EXPECT_EQ(test, ovnet_resolve_test_kind(test, f),
			OVNET_RESOLVE_REQUEST);
	ovnet_frames_tag(f, ETH_P_8021Q, 1);
	KUNIT_EXPECT_EQ(test, ovnet_resolve_test_kind(test, f),
			OVNET_RESOLVE_REQUEST);

	f = ovnet_resolve_test_bare(test, NDISC_NEIGHBOUR_SOLICITATION);
	said = ovnet_resolve_test_said(test, f);
	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_REQUEST);
	KUNIT_EXPECT_FALSE(test, said.has_mac);
}

static void ovnet_resolve_test_advertisement(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_resolve_test_says(test);
	struct ovnet_resolve said = ovnet_resolve_test_said(test, f);

	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_REPLY);
	ovnet_resolve_test_has_mac(test, &said);
	ovnet_resolve_test_is6(test, &said.sender, 3);

	f = ovnet_resolve_test_bare(test, NDISC_NEIGHBOUR_ADVERTISEMENT);
	said = ovnet_resolve_test_said(test, f);
	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_REPLY);
	KUNIT_EXPECT_FALSE(test, said.has_mac);
	ovnet_resolve_test_is6(test, &said.sender, 3);
}

/* RFC 4862, 5.4: duplicate address detection. */
static void ovnet_resolve_test_dad(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_resolve_test_tries(test);
	struct ovnet_resolve said = ovnet_resolve_test_said(test, f);

	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_REQUEST);
	KUNIT_EXPECT_FALSE(test, said.has_mac);
	KUNIT_EXPECT_EQ(test, said.sender.family, 0);
	ovnet_resolve_test_is6(test, &said.target, 3);

	ovnet_resolve_test_option(f, ND_OPT_SOURCE_LL_ADDR);
	ovnet_resolve_test_invalid(test, f, "with a link-layer address");
	f = ovnet_resolve_test_tries(test);
	ovnet_resolve_test_ip6(f)->daddr = ovnet_resolve_test_nd(f)->target;
	ovnet_resolve_test_sum(f);
	ovnet_resolve_test_invalid(test, f, "to one");
}

static void ovnet_resolve_test_other_options(struct kunit *test)
{
	struct ovnet_resolve said;
	struct ovnet_frame *f;

	f = ovnet_resolve_test_bare(test, NDISC_NEIGHBOUR_SOLICITATION);
	ovnet_resolve_test_option(f, ND_OPT_NONCE);
	ovnet_resolve_test_option(f, ND_OPT_TARGET_LL_ADDR);
	ovnet_resolve_test_option(f, ND_OPT_SOURCE_LL_ADDR);
	f->data[OVNET_RESOLVE_TEST_OPT + 1] = 2;	/* it and the next */
	ovnet_resolve_test_sum(f);
	said = ovnet_resolve_test_said(test, f);
	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_REQUEST);
	ovnet_resolve_test_has_mac(test, &said);
}

static void ovnet_resolve_test_broken_options(struct kunit *test)
{
	struct ovnet_frame *f;

	f = ovnet_resolve_test_asks(test);
	f->data[OVNET_RESOLVE_TEST_OPT + 1] = 0;
	ovnet_resolve_test_sum(f);
	ovnet_resolve_test_invalid(test, f, "no length");

	f = ovnet_resolve_test_asks(test);
	f->data[OVNET_RESOLVE_TEST_OPT + 1] = 2;
	ovnet_resolve_test_sum(f);
	ovnet_resolve_test_invalid(test, f, "longer than the message");

	f = ovnet_resolve_test_asks(test);
	while (f->len > OVNET_RESOLVE_TEST_OPT + 1) {
		f->len--;
		ovnet_resolve_test_sum(f);
		ovnet_resolve_test_invalid(test, f, "cut off");
	}

	f = ovnet_resolve_test_asks(test);
	ovnet_resolve_test_option(f, ND_OPT_SOURCE_LL_ADDR);
	ovnet_resolve_test_invalid(test, f, "two");
	f->data[OVNET_RESOLVE_TEST_OPT + 1] = 2;
	ovnet_resolve_test_sum(f);
	ovnet_resolve_test_invalid(test, f, "of another size");

	f = ovnet_resolve_test_asks(test);
	f->data[OVNET_RESOLVE_TEST_OPT + 2] |= 1;
	ovnet_resolve_test_sum(f);
	ovnet_resolve_test_invalid(test, f, "multicast");
	eth_zero_addr(f->data + OVNET_RESOLVE_TEST_OPT + 2);
	ovnet_resolve_test_sum(f);
	ovnet_resolve_test_invalid(test, f, "zero");
}

/* RFC 4861, 7.1.1 and 7.1.2: in solicitations and advertisements alike. */
static void
ovnet_resolve_test_broken(struct kunit *test,
			  struct ovnet_frame *(*good)(struct kunit *test))
{
	struct ovnet_frame *f;

	f = good(test);
	ovnet_resolve_test_ip6(f)->hop_limit = 254;
	ovnet_resolve_test_invalid(test, f, "was routed");

	f = good(test);
	ovnet_resolve_test_nd(f)->icmph.icmp6_code = 1;
	ovnet_resolve_test_sum(f);
	ovnet_resolve_test_invalid(test, f, "code");

	f = good(test);
	f->data[f->len - 1] ^= 1;
	ovnet_resolve_test_invalid(test, f, "checksum");

	f = good(test);
	ovnet_resolve_test_nd(f)->target.s6_addr[0] = 0xff;
	ovnet_resolve_test_sum(f);
	ovnet_resolve_test_invalid(test, f, "about a group");

	f = good(test);
	be16_add_cpu(&ovnet_resolve_test_ip6(f)->payload_len, 1);
	ovnet_resolve_test_invalid(test, f, "longer than the frame");

	f = good(test);
	ovnet_resolve_test_ip6(f)->payload_len =
		htons(sizeof(struct nd_msg) - 1);
	ovnet_resolve_test_invalid(test, f, "too short");
}

static void ovnet_resolve_test_broken_solicitation(struct kunit *test)
{
	ovnet_resolve_test_broken(test, ovnet_resolve_test_asks);
	ovnet_resolve_test_broken(test, ovnet_resolve_test_tries);
}

static void ovnet_resolve_test_broken_advertisement(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_resolve_test_says(test);

	ovnet_resolve_test_broken(test, ovnet_resolve_test_says);
	ovnet_resolve_test_nd(f)->icmph.icmp6_solicited = 1;
	ovnet_resolve_test_sum(f);
	KUNIT_EXPECT_EQ(test, ovnet_resolve_test_kind(test, f),
			OVNET_RESOLVE_REPLY);
	ovnet_resolve_test_to_group(f);
	ovnet_resolve_test_invalid(test, f, "to a group that did not ask");
}

/* Cut off at each byte, whether the IPv6 header knows of it or not. */
static void ovnet_resolve_test_truncated(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_resolve_test_asks(test);

	while (f->len-- > OVNET_RESOLVE_TEST_ICMP) {
		ovnet_resolve_test_invalid(test, f, "before its end");
		ovnet_resolve_test_sum(f);
		/* Without the option it is a whole one. */
		if (f->len != OVNET_RESOLVE_TEST_OPT)
			ovnet_resolve_test_invalid(test, f, "it ends there");
	}
}

/* What is still to be summed, or has been, is right. */
static void ovnet_resolve_test_summed(struct kunit *test)
{
	struct ovnet_frame *f = ovnet_resolve_test_asks(test);
	struct ovnet_resolve said;

	ovnet_resolve_test_nd(f)->icmph.icmp6_cksum = ~0;
	ovnet_resolve_test_invalid(test, f, "wrong");
	ovnet_resolve_test_parse(test, f, f->len, CHECKSUM_PARTIAL, &said);
	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_REQUEST);
	ovnet_resolve_test_parse(test, f, f->len, CHECKSUM_UNNECESSARY, &said);
	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_REQUEST);
}

static void ovnet_resolve_test_routers(struct kunit *test)
{
	struct ovnet_resolve said;
	struct ovnet_frame *f;

	f = ovnet_resolve_test_icmp6(test, NDISC_ROUTER_ADVERTISEMENT, 16);
	KUNIT_EXPECT_EQ(test, ovnet_resolve_test_kind(test, f),
			OVNET_RESOLVE_ROUTER);
	f = ovnet_resolve_test_icmp6(test, NDISC_REDIRECT, 40);
	KUNIT_EXPECT_EQ(test, ovnet_resolve_test_kind(test, f),
			OVNET_RESOLVE_ROUTER);

	f = ovnet_resolve_test_icmp6(test, NDISC_ROUTER_SOLICITATION, 8);
	said = ovnet_resolve_test_said(test, f);
	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_SOLICIT);
	KUNIT_EXPECT_FALSE(test, said.has_mac);
	ovnet_resolve_test_is6(test, &said.sender, 1);
	ovnet_resolve_test_option(f, ND_OPT_SOURCE_LL_ADDR);
	said = ovnet_resolve_test_said(test, f);
	KUNIT_EXPECT_EQ(test, said.kind, OVNET_RESOLVE_SOLICIT);
	ovnet_resolve_test_has_mac(test, &said);
}

/* RFC 4861, 6.1.1 */
static void ovnet_resolve_test_broken_router_solicitation(struct kunit *test)
{
	struct ovnet_frame *f;

	f = ovnet_resolve_test_icmp6(test, NDISC_ROUTER_SOLICITATION, 8);
	ovnet_resolve_test_option(f, ND_OPT_SOURCE_LL_ADDR);
	ovnet_resolve_test_ip6(f)->hop_limit = 64;
	ovnet_resolve_test_invalid(test, f, "was routed");
	ovnet_resolve_test_ip6(f)->hop_limit = 255;
	f->data[f->len - 1] ^= 1;
	ovnet_resolve_test_invalid(test, f, "checksum");
	ovnet_resolve_test_nd(f)->icmph.icmp6_code = 1;
	ovnet_resolve_test_sum(f);
	ovnet_resolve_test_invalid(test, f, "code");
	ovnet_resolve_test_nd(f)->icmph.icmp6_code = 0;
	memset(&ovnet_resolve_test_ip6(f)->saddr, 0, sizeof(struct in6_addr));
	ovnet_resolve_test_sum(f);
	ovnet_resolve_test_invalid(test, f, "from nobody, at a MAC");

	f = ovnet_resolve_test_icmp6(test, NDISC_ROUTER_SOLICITATION, 7);
	ovnet_resolve_test_invalid(test, f, "too short");
}

/* Between the IPv6 header and the message; LEN is of the whole of it. */
static struct ovnet_frame *ovnet_resolve_test_behind(struct kunit *test,
						     u8 nexthdr,
						     const void *header,
						     unsigned int len)
{
	const struct ovnet_frame *nd = ovnet_resolve_test_asks(test);
	unsigned int size = nd->len - OVNET_RESOLVE_TEST_ICMP;
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_IPV6);

	ovnet_frames_put6(f, nexthdr, len + size)->hop_limit = 255;
	memcpy(f->data + OVNET_RESOLVE_TEST_ICMP, header, len);
	memcpy(f->data + OVNET_RESOLVE_TEST_ICMP + len,
	       nd->data + OVNET_RESOLVE_TEST_ICMP, size);
	return f;
}

static void ovnet_resolve_test_behind_headers(struct kunit *test)
{
	u8 header[8] = { IPPROTO_ICMPV6, 0 };
	struct ovnet_frame *f;

	f = ovnet_resolve_test_behind(test, NEXTHDR_HOP, header,
				      sizeof(header));
	KUNIT_EXPECT_EQ(test, ovnet_resolve_test_kind(test, f),
			OVNET_RESOLVE_REQUEST);
	f = ovnet_resolve_test_behind(test, NEXTHDR_DEST, header,
				      sizeof(header));
	KUNIT_EXPECT_EQ(test, ovnet_resolve_test_kind(test, f),
			OVNET_RESOLVE_REQUEST);
	header[1] = 0xff;
	f = ovnet_resolve_test_behind(test, NEXTHDR_HOP, header,
				      sizeof(header));
	ovnet_resolve_test_invalid(test, f, "a header without an end");
	f->len = OVNET_RESOLVE_TEST_ICMP + 1;
	ovnet_resolve_test_invalid(test, f, "a header that is cut off");
}

/* RFC 6980: nobody says anything in fragments. */
static void ovnet_resolve_test_fragments(struct kunit *test)
{
	struct frag_hdr header = { .nexthdr = IPPROTO_ICMPV6 };
	struct ovnet_frame *f;

	header.frag_off = htons(IP6_MF);
	f = ovnet_resolve_test_behind(test, NEXTHDR_FRAGMENT, &header,
				      sizeof(header));
	ovnet_resolve_test_invalid(test, f, "the first");
	header.frag_off = htons(8);
	f = ovnet_resolve_test_behind(test, NEXTHDR_FRAGMENT, &header,
				      sizeof(header));
	KUNIT_EXPECT_EQ_MSG(test, ovnet_resolve_test_kind(test, f),
			    OVNET_RESOLVE_NONE, "another");
}

static void ovnet_resolve_test_says_nothing(struct kunit *test)
{
	struct ovnet_frame *f;

	f = ovnet_frames_new(test, ETH_P_IP);
	ovnet_frames_put4(f, IPPROTO_ICMP, 64);
	KUNIT_EXPECT_EQ(test, ovnet_resolve_test_kind(test, f),
			OVNET_RESOLVE_NONE);
	f = ovnet_frames_new(test, ETH_P_IPV6);
	ovnet_frames_put6(f, IPPROTO_UDP, 64);
	KUNIT_EXPECT_EQ(test, ovnet_resolve_test_kind(test, f),
			OVNET_RESOLVE_NONE);
	f = ovnet_resolve_test_icmp6(test, ICMPV6_ECHO_REQUEST, 64);
	KUNIT_EXPECT_EQ(test, ovnet_resolve_test_kind(test, f),
			OVNET_RESOLVE_NONE);
	f = ovnet_resolve_test_asks(test);
	ovnet_resolve_test_ip6(f)->version = 4;
	KUNIT_EXPECT_EQ(test, ovnet_resolve_test_kind(test, f),
			OVNET_RESOLVE_NONE);
	f = ovnet_resolve_test_asks(test);
	ovnet_resolve_test_ip6(f)->nexthdr = NEXTHDR_NONE;
	KUNIT_EXPECT_EQ(test, ovnet_resolve_test_kind(test, f),
			OVNET_RESOLVE_NONE);
}

static struct kunit_case ovnet_resolve_test_cases[] = {
	KUNIT_CASE(ovnet_resolve_test_arp_request),
	KUNIT_CASE(ovnet_resolve_test_arp_reply),
	KUNIT_CASE(ovnet_resolve_test_arp_probe),
	KUNIT_CASE(ovnet_resolve_test_arp_truncated),
	KUNIT_CASE(ovnet_resolve_test_arp_of_others),
	KUNIT_CASE(ovnet_resolve_test_arp_broken),
	KUNIT_CASE(ovnet_resolve_test_solicitation),
	KUNIT_CASE(ovnet_resolve_test_advertisement),
	KUNIT_CASE(ovnet_resolve_test_dad),
	KUNIT_CASE(ovnet_resolve_test_other_options),
	KUNIT_CASE(ovnet_resolve_test_broken_options),
	KUNIT_CASE(ovnet_resolve_test_broken_solicitation),
	KUNIT_CASE(ovnet_resolve_test_broken_advertisement),
	KUNIT_CASE(ovnet_resolve_test_truncated),
	KUNIT_CASE(ovnet_resolve_test_summed),
	KUNIT_CASE(ovnet_resolve_test_routers),
	KUNIT_CASE(ovnet_resolve_test_broken_router_solicitation),
	KUNIT_CASE(ovnet_resolve_test_behind_headers),
	KUNIT_CASE(ovnet_resolve_test_fragments),
	KUNIT_CASE(ovnet_resolve_test_says_nothing),
	{}
};

static struct kunit_suite ovnet_resolve_test_suite = {
	.name = "ovnet_resolve",
	.test_cases = ovnet_resolve_test_cases,
};

kunit_test_suite(ovnet_resolve_test_suite);
