// SPDX-License-Identifier: GPL-2.0
/* What the router refuses, whom it tells, and what is for the gateway. */
#include <linux/etherdevice.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>

#include "router_test.h"

static void ovnet_router_refuse_test_ttl(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4, ttl;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_REMOTE,
				t->c->a);
	for (v4 = 0; v4 < 2; v4++)
		for (ttl = 0; ttl < 2; ttl++) {
			ovnet_router_test_try(test, v4, ttl);
			ovnet_router_test_refused(test, OVNET_DROP_TTL, true);
		}
}

static void ovnet_router_refuse_test_reject(struct kunit *test)
{
	static const struct {
		u8 type;
		enum ovnet_drop_reason reason;
		bool told;
	} rejects[] = {
		{ OVNET_ROUTE_TYPE_UNREACHABLE, OVNET_DROP_UNREACHABLE, true },
		{ OVNET_ROUTE_TYPE_PROHIBIT, OVNET_DROP_PROHIBIT, true },
		{ OVNET_ROUTE_TYPE_BLACKHOLE, OVNET_DROP_BLACKHOLE, false },
	};
	struct ovnet_router_test *t = test->priv;
	int i, v4;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_BLACKHOLE,
				NULL);
	for (i = 0; i < ARRAY_SIZE(rejects); i++)
		for (v4 = 0; v4 < 2; v4++) {
			t->routes[!v4].type = rejects[i].type;
			ovnet_router_test_changed(&t->routes[!v4]);
			ovnet_router_test_try(test, v4, 64);
			ovnet_router_test_refused(test, rejects[i].reason,
						  rejects[i].told);
		}
}

static void ovnet_router_refuse_test_without_route(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try(test, v4, 64);
		ovnet_router_test_refused(test, OVNET_DROP_NO_BLOCK, true);
	}
	/* Without a gateway there is nobody to say it. */
	RCU_INIT_POINTER(t->c->red->gateway, NULL);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try(test, v4, 64);
		ovnet_router_test_refused(test, OVNET_DROP_NO_BLOCK, false);
	}
}

/* It is asked for, and nobody is told yet. */
static void ovnet_router_refuse_test_without_neighbour(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_DEVICE,
				&t->to.dst);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try(test, v4, 64);
		ovnet_router_test_refused(test, OVNET_DROP_NO_NEIGHBOUR, false);
	}
}

static void ovnet_router_refuse_test_not_for_it(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	struct ovnet_network *red = t->c->red;
	struct ovnet_frame *f;
	int v4;

	ovnet_router_test_route(test, red, OVNET_ROUTE_TYPE_DEVICE,
				&t->c->leg.dst);
	f = ovnet_frames_new(test, ETH_P_ARP);
	ether_addr_copy(f->data, ovnet_gateway_mac);
	ovnet_frames_put(f, 28);
	ovnet_router_test_run(test, f);
	ovnet_router_test_refused(test, OVNET_DROP_NOT_IP, false);
	for (v4 = 0; v4 < 2; v4++) {
		f = ovnet_router_test_frame(test, v4, 64);
		ovnet_frames_tag(f, ETH_P_8021Q, 1);
		ovnet_router_test_run(test, f);
		ovnet_router_test_refused(test, OVNET_DROP_NOT_IP, false);
		f = ovnet_router_test_frame(test, v4, 64);
		f->data[0] |= 1;
		ovnet_router_test_run(test, f);
		ovnet_router_test_refused(test, OVNET_DROP_NOT_UNICAST, false);
		ether_addr_copy(f->data, ovnet_router_test_own);
		ovnet_router_test_run(test, f);
		ovnet_router_test_refused(test, OVNET_DROP_NOT_ROUTER, false);
	}
}

/* RFC 1812, 5.2.2 */
static void ovnet_router_refuse_test_header4(struct kunit *test)
{
	static const struct {
		const char *what;
		u8 version;
		u8 ihl;
		u16 len;
	} headers[] = {
		{ "version", 5, 5, 84 },
		{ "shorter than a header", 4, 4, 84 },
		{ "total length less than the header's", 4, 5, 19 },
		{ "total length more than there is", 4, 5, 85 },
		{ "total length less than a long header's", 4, 15, 59 },
	};
	struct ovnet_router_test *t = test->priv;
	struct ovnet_frame *f;
	struct iphdr *iph;
	int i;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_DEVICE,
				&t->c->leg.dst);
	for (i = 0; i < ARRAY_SIZE(headers); i++) {
		f = ovnet_router_test_frame(test, true, 64);
		iph = ovnet_router_test_ip4(f);
		iph->version = headers[i].version;
		iph->ihl = headers[i].ihl;
		iph->tot_len = htons(headers[i].len);
		ip_send_check(iph);
		KUNIT_EXPECT_EQ_MSG(test, ovnet_router_test_run(test, f),
				    OVNET_DROP_IP_HEADER, "%s",
				    headers[i].what);
		KUNIT_EXPECT_EQ(test, t->dry.answered, 0);
	}

	f = ovnet_router_test_frame(test, true, 64);
	ovnet_router_test_ip4(f)->check ^= 1;
	ovnet_router_test_run(test, f);
	ovnet_router_test_refused(test, OVNET_DROP_IP_HEADER, false);
	f = ovnet_router_test_frame(test, true, 64);
	ovnet_router_test_ip4(f)->ihl = 15;
	f->len = ETH_HLEN + 59;
	ovnet_router_test_run(test, f);
	ovnet_router_test_refused(test, OVNET_DROP_IP_HEADER, false);
	/* Padding is none of its business. */
	f = ovnet_router_test_frame(test, true, 64);
	ovnet_frames_put(f, 18);
	ovnet_router_test_run(test, f);
	ovnet_router_test_sent(test);
}

static void ovnet_router_refuse_test_header6(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	struct ovnet_frame *f;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_DEVICE,
				&t->c->leg.dst);
	f = ovnet_router_test_frame(test, false, 64);
	ovnet_router_test_ip6(f)->version = 4;
	ovnet_router_test_run(test, f);
	ovnet_router_test_refused(test, OVNET_DROP_IP_HEADER, false);
	f = ovnet_router_test_frame(test, false, 64);
	be16_add_cpu(&ovnet_router_test_ip6(f)->payload_len, 1);
	ovnet_router_test_run(test, f);
	ovnet_router_test_refused(test, OVNET_DROP_IP_HEADER, false);
	f = ovnet_router_test_frame(test, false, 64);
	ovnet_frames_put(f, 18);
	ovnet_router_test_run(test, f);
	ovnet_router_test_sent(test);
}

/* RFC 1812, 5.3.7 */
static void ovnet_router_refuse_test_addresses4(struct kunit *test)
{
	static const struct {
		u32 from;
		u32 to;
		enum ovnet_drop_reason reason;
	} addresses[] = {
		{ 0x00000000, 0x0a000002, OVNET_DROP_IP_ADDRESS },
		{ 0x7f000001, 0x0a000002, OVNET_DROP_IP_ADDRESS },
		{ 0xe0000001, 0x0a000002, OVNET_DROP_IP_ADDRESS },
		{ 0xffffffff, 0x0a000002, OVNET_DROP_IP_ADDRESS },
		{ 0x0a000001, 0x00000000, OVNET_DROP_IP_ADDRESS },
		{ 0x0a000001, 0x7f000001, OVNET_DROP_IP_ADDRESS },
		{ 0x0a000001, 0xe0000001, OVNET_DROP_NOT_UNICAST },
		{ 0x0a000001, 0xffffffff, OVNET_DROP_NOT_UNICAST },
	};
	struct ovnet_router_test *t = test->priv;
	struct ovnet_frame *f;
	int i;

	for (i = 0; i < ARRAY_SIZE(addresses); i++) {
		f = ovnet_router_test_frame(test, true, 64);
		ovnet_router_test_ip4(f)->saddr = htonl(addresses[i].from);
		ovnet_router_test_ip4(f)->daddr = htonl(addresses[i].to);
		ip_send_check(ovnet_router_test_ip4(f));
		KUNIT_EXPECT_EQ_MSG(test, ovnet_router_test_run(test, f),
				    addresses[i].reason, "%08x to %08x",
				    addresses[i].from, addresses[i].to);
		KUNIT_EXPECT_EQ(test, t->dry.answered, 0);
	}
}

/* RFC 4291, 2.5 to 2.7 */
static void ovnet_router_refuse_test_addresses6(struct kunit *test)
{
	static const struct in6_addr group = IN6ADDR_LINKLOCAL_ALLNODES_INIT;
	static const struct in6_addr self = IN6ADDR_LOOPBACK_INIT;
	static const struct in6_addr local = { {
		.u6_addr8 = { 0xfe, 0x80, [15] = 1 },
	} };
	static const struct in6_addr any;
	static const struct {
		const struct in6_addr *from;
		const struct in6_addr *to;
		enum ovnet_drop_reason reason;
	} addresses[] = {
		{ &any, NULL, OVNET_DROP_IP_ADDRESS },
		{ &self, NULL, OVNET_DROP_IP_ADDRESS },
		{ &group, NULL, OVNET_DROP_IP_ADDRESS },
		{ &local, NULL, OVNET_DROP_IP_ADDRESS },
		{ NULL, &any, OVNET_DROP_IP_ADDRESS },
		{ NULL, &self, OVNET_DROP_IP_ADDRESS },
		{ NULL, &local, OVNET_DROP_IP_ADDRESS },
		{ NULL, &group, OVNET_DROP_NOT_UNICAST },
	};
	struct ovnet_router_test *t = test->priv;
	struct ovnet_frame *f;
	int i;

	for (i = 0; i < ARRAY_SIZE(addresses); i++) {
		f = ovnet_router_test_frame(test, false, 64);
		if (addresses[i].from)
			ovnet_router_test_ip6(f)->saddr = *addresses[i].from;
		if (addresses[i].to)
			ovnet_router_test_ip6(f)->daddr = *addresses[i].to;
		KUNIT_EXPECT_EQ_MSG(test, ovnet_router_test_run(test, f),
				    addresses[i].reason, "%d", i);
		KUNIT_EXPECT_EQ(test, t->dry.answered, 0);
	}
}

/* ---- the gateway itself ---- */

static struct ovnet_frame *ovnet_router_refuse_test_udp(struct kunit *test,
							bool v4)
{
	struct ovnet_router_test *t = test->priv;
	struct ovnet_frame *f = ovnet_router_test_frame(test, v4, 1);

	if (v4) {
		ovnet_router_test_ip4(f)->daddr = t->gateway.v4;
		ip_send_check(ovnet_router_test_ip4(f));
	} else {
		ovnet_router_test_ip6(f)->daddr = t->gateway.v6;
	}
	return f;
}

/* An ICMP message of a type, with a right checksum, in the place of UDP. */
static struct ovnet_frame *ovnet_router_refuse_test_icmp(struct kunit *test,
							 bool v4, u8 type)
{
	struct ovnet_frame *f = ovnet_router_refuse_test_udp(test, v4);
	struct icmp6hdr *icmp6h = (void *)(ovnet_router_test_ip6(f) + 1);
	struct icmphdr *icmph = (void *)(ovnet_router_test_ip4(f) + 1);

	if (v4) {
		ovnet_router_test_ip4(f)->protocol = IPPROTO_ICMP;
		ip_send_check(ovnet_router_test_ip4(f));
		memset(icmph, 0, sizeof(*icmph));
		icmph->type = type;
		icmph->checksum = ip_compute_csum(icmph, 64);
	} else {
		ovnet_router_test_ip6(f)->nexthdr = IPPROTO_ICMPV6;
		memset(icmp6h, 0, sizeof(*icmp6h));
		icmp6h->icmp6_type = type;
		icmp6h->icmp6_cksum =
			csum_ipv6_magic(&ovnet_router_test_ip6(f)->saddr,
					&ovnet_router_test_ip6(f)->daddr, 64,
					IPPROTO_ICMPV6,
					csum_partial(icmp6h, 64, 0));
	}
	return f;
}

static void ovnet_router_refuse_test_ping4(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	const struct icmphdr *icmph;
	struct ovnet_frame *f;

	f = ovnet_router_refuse_test_icmp(test, true, ICMP_ECHO);
	ovnet_router_test_run(test, f);
	KUNIT_EXPECT_EQ(test, t->dry.reason, OVNET_DROP_NONE);
	KUNIT_EXPECT_EQ(test, t->dry.answered, 1);
	ovnet_router_test_left(test, ovnet_frames_from, ovnet_gateway_mac,
			       IPDEFTTL);
	KUNIT_EXPECT_EQ(test, ntohl(ip_hdr(t->skb)->saddr), 0x0a0000fe);
	KUNIT_EXPECT_EQ(test, ntohl(ip_hdr(t->skb)->daddr), 0x0a000001);
	icmph = (void *)(ip_hdr(t->skb) + 1);
	KUNIT_EXPECT_EQ(test, icmph->type, ICMP_ECHOREPLY);
	KUNIT_EXPECT_EQ(test, ip_compute_csum(icmph, 64), 0);
}

static void ovnet_router_refuse_test_ping6(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	const struct icmp6hdr *icmp6h;
	const struct ipv6hdr *ip6h;
	struct ovnet_frame *f;

	f = ovnet_router_refuse_test_icmp(test, false, ICMPV6_ECHO_REQUEST);
	ovnet_router_test_run(test, f);
	KUNIT_EXPECT_EQ(test, t->dry.reason, OVNET_DROP_NONE);
	KUNIT_EXPECT_EQ(test, t->dry.answered, 1);
	ovnet_router_test_left(test, ovnet_frames_from, ovnet_gateway_mac,
			       IPV6_DEFAULT_HOPLIMIT);
	ip6h = ipv6_hdr(t->skb);
	OVNET_COMMON_EXPECT_MEM(test, &ip6h->saddr, &t->gateway.v6,
				sizeof(t->gateway.v6));
	icmp6h = (void *)(ip6h + 1);
	KUNIT_EXPECT_EQ(test, icmp6h->icmp6_type, ICMPV6_ECHO_REPLY);
	KUNIT_EXPECT_EQ(test, csum_ipv6_magic(&ip6h->saddr, &ip6h->daddr, 64,
					      IPPROTO_ICMPV6,
					      csum_partial(icmp6h, 64, 0)), 0);
}

/* The link-local address is the gateway's, too. */
static void ovnet_router_refuse_test_ping_link_local(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	struct ovnet_frame *f;

	f = ovnet_router_refuse_test_icmp(test, false, ICMPV6_ECHO_REQUEST);
	ovnet_router_test_ip6(f)->saddr.s6_addr32[0] = htonl(0xfe800000);
	ovnet_router_test_ip6(f)->daddr = ovnet_gateway_link_local;
	ovnet_router_test_run(test, f);
	KUNIT_EXPECT_EQ(test, t->dry.reason, OVNET_DROP_NONE);
	KUNIT_EXPECT_EQ(test, t->dry.answered, 1);
}

/* It answers nothing but pings. */
static void ovnet_router_refuse_test_for_gateway(struct kunit *test)
{
	struct ovnet_frame *f;
	int v4;

	for (v4 = 0; v4 < 2; v4++) {
		f = ovnet_router_refuse_test_udp(test, v4);
		ovnet_router_test_run(test, f);
		ovnet_router_test_refused(test, OVNET_DROP_FOR_GATEWAY, true);
		f = ovnet_router_refuse_test_icmp(test, v4,
						  v4 ? ICMP_TIMESTAMP :
						       ICMPV6_ECHO_REPLY);
		ovnet_router_test_run(test, f);
		ovnet_router_test_refused(test, OVNET_DROP_FOR_GATEWAY, false);
	}
}

static struct kunit_case ovnet_router_refuse_test_cases[] = {
	KUNIT_CASE(ovnet_router_refuse_test_ttl),
	KUNIT_CASE(ovnet_router_refuse_test_reject),
	KUNIT_CASE(ovnet_router_refuse_test_without_route),
	KUNIT_CASE(ovnet_router_refuse_test_without_neighbour),
	KUNIT_CASE(ovnet_router_refuse_test_not_for_it),
	KUNIT_CASE(ovnet_router_refuse_test_header4),
	KUNIT_CASE(ovnet_router_refuse_test_header6),
	KUNIT_CASE(ovnet_router_refuse_test_addresses4),
	KUNIT_CASE(ovnet_router_refuse_test_addresses6),
	KUNIT_CASE(ovnet_router_refuse_test_ping4),
	KUNIT_CASE(ovnet_router_refuse_test_ping6),
	KUNIT_CASE(ovnet_router_refuse_test_ping_link_local),
	KUNIT_CASE(ovnet_router_refuse_test_for_gateway),
	{}
};

static struct kunit_suite ovnet_router_refuse_test_suite = {
	.name = "ovnet_router_refuse",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_router_test_init,
	.exit = ovnet_router_test_exit,
	.test_cases = ovnet_router_refuse_test_cases,
};

kunit_test_suite(ovnet_router_refuse_test_suite);
