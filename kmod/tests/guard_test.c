// SPDX-License-Identifier: GPL-2.0
/* What the guard lets in, and how much of it may be flooded. */
#include <linux/etherdevice.h>

#include "frames.h"
#include "guard.h"
#include "parse.h"

static struct ovnet_port *ovnet_guard_test_port(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_port *port;

	port = kunit_kzalloc(test, sizeof(*port), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, port);
	ovnet_dst_init(&port->dst, OVNET_DST_PORT);
	port->network = c->red;
	port->open = true;
	port->flood_rate = OVNET_PORT_INHERIT;
	ovnet_bucket_init(&port->flood);
	INIT_LIST_HEAD(&port->bindings);
	return port;
}

/* A frame in red that came in by @in; its source is that of frames.c. */
static struct ovnet_pkt ovnet_guard_test_pkt(struct kunit *test,
					     struct ovnet_dst *in)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_frame *f = ovnet_frames_new(test, ETH_P_ARP);
	struct ovnet_pkt pkt = {
		.skb = ovnet_frames_skb(test, f),
		.on = &c->on,
		.network = c->red,
		.in = in,
	};

	KUNIT_ASSERT_EQ(test, 0, ovnet_parse(&pkt));
	return pkt;
}

static enum ovnet_drop_reason ovnet_guard_test_try(struct ovnet_pkt *pkt)
{
	enum ovnet_drop_reason reason;
	struct ovnet_resolve said;

	rcu_read_lock();
	ovnet_resolve_parse(pkt, &said);
	pkt->said = said.kind ? &said : NULL;
	reason = ovnet_guard(pkt);
	pkt->said = NULL;
	rcu_read_unlock();
	return reason;
}

static void ovnet_guard_test_lets_in(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_pkt pkt;

	pkt = ovnet_guard_test_pkt(test, &ovnet_guard_test_port(test)->dst);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_NONE, ovnet_guard_test_try(&pkt));
	pkt = ovnet_guard_test_pkt(test, &c->leg.dst);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_NONE, ovnet_guard_test_try(&pkt));
	pkt = ovnet_guard_test_pkt(test, c->a);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_NONE, ovnet_guard_test_try(&pkt));
}

static void ovnet_guard_test_blocked_port(struct kunit *test)
{
	struct ovnet_port *port = ovnet_guard_test_port(test);
	struct ovnet_pkt pkt = ovnet_guard_test_pkt(test, &port->dst);

	port->open = false;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_PORT_BLOCKED,
			ovnet_guard_test_try(&pkt));
}

static void ovnet_guard_test_unbound_port(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_port *port = ovnet_guard_test_port(test);
	struct ovnet_pkt pkt = ovnet_guard_test_pkt(test, &port->dst);

	c->red->secure = true;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_UNBOUND, ovnet_guard_test_try(&pkt));
	/* Being blocked comes first. */
	port->open = false;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_PORT_BLOCKED,
			ovnet_guard_test_try(&pkt));
}

static void ovnet_guard_test_source_is_unicast(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_pkt pkt = ovnet_guard_test_pkt(test, c->a);
	u8 *source = pkt.skb->data + ETH_ALEN;

	source[0] |= 1;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_SRC_MAC, ovnet_guard_test_try(&pkt));
	eth_broadcast_addr(source);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_SRC_MAC, ovnet_guard_test_try(&pkt));
	eth_zero_addr(source);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_SRC_MAC, ovnet_guard_test_try(&pkt));
}

/* 01:80:c2:00:00:00 to 0f are for the next station, and nobody behind it. */
static void ovnet_guard_test_link_local(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_pkt pkt = ovnet_guard_test_pkt(test, c->a);
	u8 group[ETH_ALEN] = { 1, 0x80, 0xc2 };
	int i;

	for (i = 0; i <= 0x10; i++) {
		group[5] = i;
		ether_addr_copy(pkt.skb->data, group);
		KUNIT_EXPECT_EQ(test, i < 0x10 ? OVNET_DROP_LINK_LOCAL :
						 OVNET_DROP_NONE,
				ovnet_guard_test_try(&pkt));
	}
}

static void ovnet_guard_test_address_of_a_leg(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_pkt pkt;

	ovnet_common_config(c->red, ovnet_frames_from, &c->leg.dst,
			    OVNET_FDB_STATE_LOCAL, NULL, true);
	pkt = ovnet_guard_test_pkt(test, c->a);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_OWN_MAC, ovnet_guard_test_try(&pkt));
	pkt = ovnet_guard_test_pkt(test, &ovnet_guard_test_port(test)->dst);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_OWN_MAC, ovnet_guard_test_try(&pkt));
	pkt = ovnet_guard_test_pkt(test, &c->leg.dst);
	KUNIT_EXPECT_EQ_MSG(test, OVNET_DROP_NONE, ovnet_guard_test_try(&pkt),
			    "its own");
}

static void ovnet_guard_test_address_of_anothers_leg(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_pkt pkt = ovnet_guard_test_pkt(test, c->a);

	ovnet_common_config(c->blue, ovnet_frames_from, &c->leg.dst,
			    OVNET_FDB_STATE_LOCAL, NULL, true);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_NONE, ovnet_guard_test_try(&pkt));
}

static void ovnet_guard_test_finds_row_of_source(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_pkt pkt = ovnet_guard_test_pkt(test, c->a);

	ovnet_guard_test_try(&pkt);
	KUNIT_EXPECT_NULL(test, pkt.source);
	ovnet_common_learn(c->red, ovnet_frames_from, c->b);
	ovnet_guard_test_try(&pkt);
	KUNIT_EXPECT_PTR_EQ(test, pkt.source,
			    ovnet_common_row(c->red, ovnet_frames_from));
}

/* How many of a hundred frames, at once, may be flooded? */
static int ovnet_guard_test_floods(const struct ovnet_pkt *pkt)
{
	int i, n = 0;

	for (i = 0; i < 100; i++)
		n += ovnet_guard_flood(pkt);
	return n;
}

static void ovnet_guard_test_flood_without_rate(struct kunit *test)
{
	struct ovnet_port *port = ovnet_guard_test_port(test);
	struct ovnet_pkt pkt = ovnet_guard_test_pkt(test, &port->dst);

	KUNIT_EXPECT_EQ(test, 100, ovnet_guard_test_floods(&pkt));
	KUNIT_EXPECT_EQ(test, 0, atomic_long_read(&port->flood_limited));
}

/* Tests take no second, but a jiffy may pass: allow for some of them. */
static void ovnet_guard_test_flood_rate_of_network(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_port *port = ovnet_guard_test_port(test);
	struct ovnet_pkt pkt = ovnet_guard_test_pkt(test, &port->dst);
	int n;

	c->red->flood_rate = 10;
	n = ovnet_guard_test_floods(&pkt);
	KUNIT_EXPECT_GE(test, n, 10);
	KUNIT_EXPECT_LE(test, n, 20);
	KUNIT_EXPECT_EQ(test, 100 - n, atomic_long_read(&port->flood_limited));
}

static void ovnet_guard_test_flood_rate_of_port(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_port *port = ovnet_guard_test_port(test);
	struct ovnet_pkt pkt = ovnet_guard_test_pkt(test, &port->dst);
	int n;

	c->red->flood_rate = 50;
	port->flood_rate = 10;
	n = ovnet_guard_test_floods(&pkt);
	KUNIT_EXPECT_GE(test, n, 10);
	KUNIT_EXPECT_LE(test, n, 20);
}

static void ovnet_guard_test_flood_rate_of_port_may_be_none(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_port *port = ovnet_guard_test_port(test);
	struct ovnet_pkt pkt = ovnet_guard_test_pkt(test, &port->dst);

	c->red->flood_rate = 10;
	port->flood_rate = 0;
	KUNIT_EXPECT_EQ(test, 100, ovnet_guard_test_floods(&pkt));
}

static void ovnet_guard_test_flood_rate_is_each_ports(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_pkt one, two;

	c->red->flood_rate = 10;
	one = ovnet_guard_test_pkt(test, &ovnet_guard_test_port(test)->dst);
	two = ovnet_guard_test_pkt(test, &ovnet_guard_test_port(test)->dst);
	KUNIT_EXPECT_GE(test, ovnet_guard_test_floods(&one), 10);
	KUNIT_EXPECT_GE(test, ovnet_guard_test_floods(&two), 10);
}

static void ovnet_guard_test_flood_rate_is_ports_only(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	struct ovnet_pkt pkt;

	c->red->flood_rate = 10;
	pkt = ovnet_guard_test_pkt(test, c->a);
	KUNIT_EXPECT_EQ(test, 100, ovnet_guard_test_floods(&pkt));
	pkt = ovnet_guard_test_pkt(test, &c->leg.dst);
	KUNIT_EXPECT_EQ(test, 100, ovnet_guard_test_floods(&pkt));
}

static struct kunit_case ovnet_guard_test_cases[] = {
	KUNIT_CASE(ovnet_guard_test_lets_in),
	KUNIT_CASE(ovnet_guard_test_blocked_port),
	KUNIT_CASE(ovnet_guard_test_unbound_port),
	KUNIT_CASE(ovnet_guard_test_source_is_unicast),
	KUNIT_CASE(ovnet_guard_test_link_local),
	KUNIT_CASE(ovnet_guard_test_address_of_a_leg),
	KUNIT_CASE(ovnet_guard_test_address_of_anothers_leg),
	KUNIT_CASE(ovnet_guard_test_finds_row_of_source),
	KUNIT_CASE(ovnet_guard_test_flood_without_rate),
	KUNIT_CASE(ovnet_guard_test_flood_rate_of_network),
	KUNIT_CASE(ovnet_guard_test_flood_rate_of_port),
	KUNIT_CASE(ovnet_guard_test_flood_rate_of_port_may_be_none),
	KUNIT_CASE(ovnet_guard_test_flood_rate_is_each_ports),
	KUNIT_CASE(ovnet_guard_test_flood_rate_is_ports_only),
	{}
};

static struct kunit_suite ovnet_guard_test_suite = {
	.name = "ovnet_guard",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_common_init,
	.exit = ovnet_common_exit,
	.test_cases = ovnet_guard_test_cases,
};

kunit_test_suite(ovnet_guard_test_suite);
