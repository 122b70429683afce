// SPDX-License-Identifier: GPL-2.0
/* Which gateways there can be, what one keeps, and which addresses are its. */
#include <linux/slab.h>

#include "common.h"
#include "gateway.h"

#define OVNET_GATEWAY_TEST_4	(BIT_ULL(OVNET_A_NETWORK_GATEWAY4) |	\
				 BIT_ULL(OVNET_A_NETWORK_GATEWAY4_LEN))
#define OVNET_GATEWAY_TEST_6	(BIT_ULL(OVNET_A_NETWORK_GATEWAY6) |	\
				 BIT_ULL(OVNET_A_NETWORK_GATEWAY6_LEN))

/* 2001:db8::1 */
static const struct in6_addr ovnet_gateway_test_v6 = { {
	.u6_addr8 = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 },
} };

/* May there be one? Refusals are said. */
static bool ovnet_gateway_test_may(struct kunit *test,
				   const struct ovnet_network_config *config)
{
	struct netlink_ext_ack extack = {};
	struct ovnet_gateway *gateway;
	int err;

	err = ovnet_gateway_make(NULL, config, &gateway, &extack);
	KUNIT_EXPECT_EQ(test, !err, !extack._msg);
	if (err)
		KUNIT_EXPECT_NULL(test, gateway);
	kfree(gateway);
	return !err;
}

static bool ovnet_gateway_test_may4(struct kunit *test, u32 addr, u8 len)
{
	const struct ovnet_network_config config = {
		.set = OVNET_GATEWAY_TEST_4,
		.gateway4 = htonl(addr),
		.gateway4_len = len,
	};

	return ovnet_gateway_test_may(test, &config);
}

static bool ovnet_gateway_test_may6(struct kunit *test,
				    const struct in6_addr *addr, u8 len)
{
	const struct ovnet_network_config config = {
		.set = OVNET_GATEWAY_TEST_6,
		.gateway6 = *addr,
		.gateway6_len = len,
	};

	return ovnet_gateway_test_may(test, &config);
}

static void ovnet_gateway_test_check4(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_may4(test, 0x0a000001, 24));
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_may4(test, 0x0a0000fe, 24));
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_may4(test, 0x0a000001, 1));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may4(test, 0x0a000001, 0));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may4(test, 0x0a000001, 33));
	/* The first and the last of a link are not for endpoints. */
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may4(test, 0x0a000000, 24));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may4(test, 0x0a0000ff, 24));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may4(test, 0x0a000003, 30));
	/* RFC 3021: a link of two has neither. */
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_may4(test, 0x0a000000, 31));
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_may4(test, 0x0a000001, 31));
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_may4(test, 0x0a0000ff, 32));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may4(test, 0x7f000001, 8));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may4(test, 0xe0000001, 24));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may4(test, 0xffffffff, 32));
}

static void ovnet_gateway_test_check6(struct kunit *test)
{
	static const struct in6_addr loopback = IN6ADDR_LOOPBACK_INIT;
	static const struct in6_addr group = IN6ADDR_LINKLOCAL_ALLNODES_INIT;
	const struct in6_addr *v6 = &ovnet_gateway_test_v6;

	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_may6(test, v6, 64));
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_may6(test, v6, 1));
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_may6(test, v6, 128));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may6(test, v6, 0));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may6(test, v6, 129));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may6(test, &loopback, 64));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may6(test, &group, 64));
	/* It has one of its own. */
	KUNIT_EXPECT_FALSE(test,
			   ovnet_gateway_test_may6(test,
						   &ovnet_gateway_link_local,
						   64));
}

/* A length without its address says nothing. */
static void ovnet_gateway_test_length_alone(struct kunit *test)
{
	struct ovnet_network_config config = {
		.set = BIT_ULL(OVNET_A_NETWORK_GATEWAY4_LEN),
		.gateway4_len = 24,
		.gateway6_len = 64,
	};

	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may(test, &config));
	config.set = BIT_ULL(OVNET_A_NETWORK_GATEWAY6_LEN);
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_may(test, &config));
}

/* What is not named stays; of which neither address is left, there is none. */
static void ovnet_gateway_test_changes(struct kunit *test)
{
	struct ovnet_network_config config = { .set = OVNET_GATEWAY_TEST_6 };
	struct ovnet_gateway old = {
		.v4 = htonl(0x0a000001),
		.len4 = 24,
	};
	struct ovnet_gateway *gateway;

	config.gateway6 = ovnet_gateway_test_v6;
	config.gateway6_len = 64;
	KUNIT_ASSERT_EQ(test, 0,
			ovnet_gateway_make(&old, &config, &gateway, NULL));
	KUNIT_ASSERT_NOT_NULL(test, gateway);
	KUNIT_EXPECT_EQ(test, ntohl(gateway->v4), 0x0a000001);
	KUNIT_EXPECT_EQ(test, gateway->len4, 24);
	OVNET_COMMON_EXPECT_MEM(test, &gateway->v6, &ovnet_gateway_test_v6,
				sizeof(ovnet_gateway_test_v6));
	KUNIT_EXPECT_EQ(test, gateway->len6, 64);
	old = *gateway;
	kfree(gateway);

	memset(&config, 0, sizeof(config));
	config.set = OVNET_GATEWAY_TEST_4;
	KUNIT_ASSERT_EQ(test, 0,
			ovnet_gateway_make(&old, &config, &gateway, NULL));
	KUNIT_ASSERT_NOT_NULL(test, gateway);
	KUNIT_EXPECT_EQ(test, ntohl(gateway->v4), 0);
	KUNIT_EXPECT_EQ(test, gateway->len4, 0);
	KUNIT_EXPECT_EQ(test, gateway->len6, 64);
	kfree(gateway);

	config.set |= OVNET_GATEWAY_TEST_6;
	KUNIT_ASSERT_EQ(test, 0,
			ovnet_gateway_make(&old, &config, &gateway, NULL));
	KUNIT_EXPECT_NULL(test, gateway);
}

static bool ovnet_gateway_test_is(const struct ovnet_network *network,
				  u16 family, u32 v4, const struct in6_addr *v6)
{
	struct ovnet_addr addr = { .family = family };
	bool is;

	if (family == AF_INET)
		addr.v4 = htonl(v4);
	else
		addr.v6 = *v6;
	rcu_read_lock();
	is = ovnet_gateway_is_rcu(network, &addr);
	rcu_read_unlock();
	return is;
}

static bool ovnet_gateway_test_has(const struct ovnet_network *network,
				   u16 family)
{
	struct ovnet_addr addr;
	bool has;

	rcu_read_lock();
	has = ovnet_gateway_get_rcu(network, family, &addr);
	rcu_read_unlock();
	return has && addr.family == family;
}

static void ovnet_gateway_test_addresses(struct kunit *test)
{
	static const struct in6_addr *local = &ovnet_gateway_link_local;
	static const struct in6_addr any;
	struct ovnet_common *c = test->priv;
	struct ovnet_network *red = c->red;
	struct ovnet_gateway gateway = {};

	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_has(red, AF_INET));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_has(red, AF_INET6));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_is(red, AF_INET6, 0,
						       local));

	RCU_INIT_POINTER(red->gateway, &gateway);
	gateway.v4 = htonl(0x0a000001);
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_has(red, AF_INET));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_has(red, AF_INET6));
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_is(red, AF_INET, 0x0a000001,
						      NULL));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_is(red, AF_INET, 0x0a000002,
						       NULL));
	/* The link-local address is there with one of IPv6. */
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_is(red, AF_INET6, 0,
						       local));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_is(red, AF_INET6, 0, &any));

	gateway.v4 = 0;
	gateway.v6 = ovnet_gateway_test_v6;
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_has(red, AF_INET));
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_has(red, AF_INET6));
	KUNIT_EXPECT_FALSE(test, ovnet_gateway_test_is(red, AF_INET, 0, NULL));
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_is(red, AF_INET6, 0,
						      &gateway.v6));
	KUNIT_EXPECT_TRUE(test, ovnet_gateway_test_is(red, AF_INET6, 0, local));
	RCU_INIT_POINTER(red->gateway, NULL);
}

static struct kunit_case ovnet_gateway_test_cases[] = {
	KUNIT_CASE(ovnet_gateway_test_check4),
	KUNIT_CASE(ovnet_gateway_test_check6),
	KUNIT_CASE(ovnet_gateway_test_length_alone),
	KUNIT_CASE(ovnet_gateway_test_changes),
	KUNIT_CASE(ovnet_gateway_test_addresses),
	{}
};

static struct kunit_suite ovnet_gateway_test_suite = {
	.name = "ovnet_gateway",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_common_init,
	.exit = ovnet_common_exit,
	.test_cases = ovnet_gateway_test_cases,
};

kunit_test_suite(ovnet_gateway_test_suite);
