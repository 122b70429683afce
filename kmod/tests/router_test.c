// SPDX-License-Identifier: GPL-2.0
/*
 * What the router makes of a packet, of either family: where it goes on, with
 * which MACs and how many hops left, and what it refuses. All are traced: they
 * take the way of any other, and devices and underlays are not bothered. What
 * was to go into a tunnel ends with OVNET_DROP_NO_FAMILY: the underlay has IPv4
 * only, the remotes have IPv6.
 */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/ip.h>

#include "parse.h"
#include "router_test.h"

#define OVNET_ROUTER_TEST_NOTES	32768

const u8 ovnet_router_test_theirs[ETH_ALEN] = { 2, 'r', 1, 2, 3, 4 };
const u8 ovnet_router_test_own[ETH_ALEN] = { 2, 'r', 192, 0, 2, 1 };

static void ovnet_router_test_network(struct ovnet_router_test *t,
				      struct ovnet_network *network, u8 type)
{
	ovnet_dst_init(&network->dst, OVNET_DST_NETWORK);
	network->type = type;
	RCU_INIT_POINTER(network->underlay, &t->underlay);
}

static int ovnet_router_test_port(struct kunit *test, struct ovnet_port *port,
				  struct ovnet_network *network)
{
	struct net_device *dev;

	dev = kunit_kzalloc(test, sizeof(*dev), GFP_KERNEL);
	if (!dev)
		return -ENOMEM;
	port->network = network;
	strscpy(dev->name, "port", sizeof(dev->name));
	set_bit(__LINK_STATE_START, &dev->state);
	dev->mtu = 1500;
	dev_net_set(dev, port->network->on->net);
	INIT_LIST_HEAD(&dev->adj_list.upper);	/* who tells of rows looks */
	ovnet_dst_init(&port->dst, OVNET_DST_PORT);
	port->dev = dev;
	port->open = true;
	INIT_LIST_HEAD(&port->bindings);
	return 0;
}

static void ovnet_router_test_fill(struct ovnet_router_test *t)
{
	struct ovnet_common *c = t->c;
	int i;

	ovnet_router_test_network(t, c->red, OVNET_NETWORK_TYPE_L3);
	ovnet_router_test_network(t, c->blue, OVNET_NETWORK_TYPE_L2);
	RCU_INIT_POINTER(c->red->gateway, &t->gateway);
	RCU_INIT_POINTER(c->blue->gateway, &t->gateway);
	RCU_INIT_POINTER(c->blue->router, c->red);
	for (i = 0; i < OVNET_ROUTER_TEST_CHAIN; i++) {
		t->chain[i].on = &c->on;
		t->chain[i].id = 10 + i;
		INIT_LIST_HEAD(&t->chain[i].legs);
		ovnet_router_test_network(t, &t->chain[i],
					  OVNET_NETWORK_TYPE_L3);
	}
	t->config.local4 = htonl(0xc0000201);
	t->config.srcport_low = 1024;
	t->config.srcport_high = 65535;
	t->underlay.on = &c->on;
	RCU_INIT_POINTER(t->underlay.config, &t->config);
	t->target.v6.s6_addr[0] = 0xfd;
	ether_addr_copy(t->target.router_mac, ovnet_router_test_theirs);
	for (i = 0; i < OVNET_COMMON_REMOTES; i++) {
		c->remotes[i].up = true;
		RCU_INIT_POINTER(c->remotes[i].target, &t->target);
	}
	t->gateway.v4 = htonl(0x0a0000fe);
	t->gateway.len4 = 24;
	t->gateway.v6.s6_addr32[0] = htonl(0x20010db8);
	t->gateway.v6.s6_addr[15] = 0xfe;
	t->gateway.len6 = 64;
	c->leg.dev->flags = IFF_UP;
	c->leg.dev->dev_addr = c->mac1;
}

/**
 * ovnet_router_test_init() - for suites of the router
 * @test: its priv is &struct ovnet_router_test
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_router_test_init(struct kunit *test)
{
	struct ovnet_router_test *t;
	int err;

	t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	t->dry.reply = alloc_skb(OVNET_ROUTER_TEST_NOTES, GFP_KERNEL);
	if (!t->dry.reply)
		return -ENOMEM;
	ovnet_common_own(test, t->dry.reply);
	err = ovnet_common_init(test);
	if (err)
		return err;
	t->c = test->priv;
	test->priv = t;
	ovnet_router_test_fill(t);
	err = ovnet_router_test_port(test, &t->from, t->c->red);
	if (!err)
		err = ovnet_router_test_port(test, &t->to, t->c->red);
	return err;
}

static struct ovnet_lpm *ovnet_router_test_set(const struct ovnet_route *route)
{
	return route->family == AF_INET ? &route->network->routes4 :
					  &route->network->routes6;
}

/**
 * ovnet_router_test_exit() - undo ovnet_router_test_init()
 * @test: nothing may be left where nothing should
 */
void ovnet_router_test_exit(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	struct ovnet_route *route;

	if (!t)
		return;
	while (t->n_routes) {
		route = &t->routes[--t->n_routes];
		ovnet_lpm_remove(ovnet_router_test_set(route), &route->entry);
	}
	test->priv = t->c;
	ovnet_common_exit(test);
}

/**
 * ovnet_router_test_changed() - packets take a route as it is now
 * @route: of the test's
 */
void ovnet_router_test_changed(struct ovnet_route *route)
{
	ovnet_lpm_replace(ovnet_router_test_set(route), &route->entry,
			  ovnet_route_leads(route));
}

static void ovnet_router_test_one(struct kunit *test,
				  struct ovnet_network *network, u8 family,
				  u8 type, struct ovnet_dst *dst, bool transit)
{
	struct ovnet_router_test *t = test->priv;
	struct ovnet_route *route = &t->routes[t->n_routes];

	KUNIT_ASSERT_LT(test, t->n_routes, OVNET_ROUTER_TEST_ROUTES);
	route->network = network;
	route->family = family;
	route->type = type;
	route->dst = dst;
	route->transit = transit;
	if (family == AF_INET) {
		put_unaligned_be32(0x0a000002, route->entry.addr);
		route->entry.len = 32;
	} else {
		put_unaligned_be32(0x20010db8, route->entry.addr);
		route->entry.addr[15] = 2;
		route->entry.len = 128;
	}
	KUNIT_ASSERT_EQ(test, 0,
			ovnet_lpm_insert(ovnet_router_test_set(route),
					 &route->entry,
					 ovnet_route_leads(route)));
	t->n_routes++;
}

/**
 * ovnet_router_test_route() - a route to where the packets of frames.c go to
 * @test: removes it
 * @network: whose
 * @type: enum ovnet_route_type
 * @dst: where it leads, or NULL
 *
 * 10.0.0.2/32 and 2001:db8::2/128: @routes has one after the other.
 */
void ovnet_router_test_route(struct kunit *test, struct ovnet_network *network,
			     u8 type, struct ovnet_dst *dst)
{
	ovnet_router_test_one(test, network, AF_INET, type, dst, false);
	ovnet_router_test_one(test, network, AF_INET6, type, dst, false);
}

static void ovnet_router_test_transit(struct kunit *test,
				      struct ovnet_network *network,
				      struct ovnet_dst *dst)
{
	ovnet_router_test_one(test, network, AF_INET, OVNET_ROUTE_TYPE_REMOTE,
			      dst, true);
	ovnet_router_test_one(test, network, AF_INET6, OVNET_ROUTE_TYPE_REMOTE,
			      dst, true);
}

/* Who has both addresses; gone with the network. */
static void ovnet_router_test_neigh(struct kunit *test,
				    struct ovnet_network *network)
{
	struct ovnet_router_test *t = test->priv;
	struct ovnet_neigh_want want = { .state = OVNET_NEIGH_STATE_STATIC };
	struct ovnet_neigh_before before;
	struct ovnet_addr addr = { .family = AF_INET };

	ether_addr_copy(want.mac, t->c->mac2);
	addr.v4 = htonl(0x0a000002);
	mutex_lock(&t->c->on.lock);
	KUNIT_EXPECT_EQ(test, 0, ovnet_neigh_stage(network, &addr, &want, true,
						   &before, NULL));
	memset(&addr, 0, sizeof(addr));
	addr.family = AF_INET6;
	addr.v6.s6_addr32[0] = htonl(0x20010db8);
	addr.v6.s6_addr[15] = 2;
	KUNIT_EXPECT_EQ(test, 0, ovnet_neigh_stage(network, &addr, &want, true,
						   &before, NULL));
	mutex_unlock(&t->c->on.lock);
}

/**
 * ovnet_router_test_frame() - UDP, addressed to the gateway's MAC
 * @test: frees it
 * @v4: over IPv4, else IPv6
 * @ttl: or hop limit
 *
 * Return: never NULL.
 */
struct ovnet_frame *ovnet_router_test_frame(struct kunit *test, bool v4,
					    u8 ttl)
{
	struct ovnet_frame *f = ovnet_frames_new(test, v4 ? ETH_P_IP :
							    ETH_P_IPV6);
	struct iphdr *iph;

	ether_addr_copy(f->data, ovnet_gateway_mac);
	if (v4) {
		iph = ovnet_frames_put4(f, IPPROTO_UDP, 64);
		iph->ttl = ttl;
		ip_send_check(iph);
	} else {
		ovnet_frames_put6(f, IPPROTO_UDP, 64)->hop_limit = ttl;
	}
	return f;
}

/**
 * ovnet_router_test_in() - route a frame
 * @test: frees it
 * @f: frame
 * @network: that it is in
 * @in: where it came from
 *
 * What becomes of it is in @dry and @skb.
 *
 * Return: why it was dropped, or OVNET_DROP_NONE.
 */
enum ovnet_drop_reason ovnet_router_test_in(struct kunit *test,
					    const struct ovnet_frame *f,
					    struct ovnet_network *network,
					    struct ovnet_dst *in)
{
	struct ovnet_router_test *t = test->priv;
	struct ovnet_dry fresh = { .reply = t->dry.reply };
	struct ovnet_pkt pkt = {
		.skb = ovnet_frames_skb(test, f),
		.on = &t->c->on,
		.network = network,
		.in = in,
		.dry = &t->dry,
	};

	skb_trim(t->dry.reply, 0);
	t->dry = fresh;
	t->skb = skb_get(pkt.skb);
	/* The flow dissector asks it for its namespace. */
	pkt.skb->dev = init_net.loopback_dev;
	KUNIT_ASSERT_EQ(test, 0, ovnet_parse(&pkt));
	rcu_read_lock();
	local_bh_disable();
	ovnet_router(&pkt);
	local_bh_enable();
	rcu_read_unlock();
	return t->dry.reason;
}

/**
 * ovnet_router_test_run() - route a frame that came from a port of red
 * @test: frees it
 * @f: frame
 *
 * Return: as ovnet_router_test_in().
 */
enum ovnet_drop_reason ovnet_router_test_run(struct kunit *test,
					     const struct ovnet_frame *f)
{
	struct ovnet_router_test *t = test->priv;

	return ovnet_router_test_in(test, f, t->c->red, &t->from.dst);
}

/**
 * ovnet_router_test_try() - the same with a good one
 * @test: frees it
 * @v4: over IPv4, else IPv6
 * @ttl: or hop limit
 *
 * Return: as ovnet_router_test_in().
 */
enum ovnet_drop_reason ovnet_router_test_try(struct kunit *test, bool v4,
					     u8 ttl)
{
	return ovnet_router_test_run(test,
				     ovnet_router_test_frame(test, v4, ttl));
}

/* The same, addressed to our router MAC, from remote a. */
static enum ovnet_drop_reason ovnet_router_test_tunnel(struct kunit *test,
						       bool v4, u8 ttl)
{
	struct ovnet_router_test *t = test->priv;
	struct ovnet_frame *f = ovnet_router_test_frame(test, v4, ttl);

	ether_addr_copy(f->data, ovnet_router_test_own);
	return ovnet_router_test_in(test, f, t->c->red, t->c->a);
}

/**
 * ovnet_router_test_sent() - it left, once
 * @test: fails if not
 */
void ovnet_router_test_sent(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, t->dry.reason, OVNET_DROP_NONE);
	KUNIT_EXPECT_EQ(test, t->dry.sent, 1);
	KUNIT_EXPECT_EQ(test, t->dry.answered, 0);
	KUNIT_EXPECT_EQ(test, t->dry.missed, 0);
}

/**
 * ovnet_router_test_refused() - it was dropped
 * @test: fails if not
 * @why: the reason it should have been
 * @told: whether its sender should have been told
 */
void ovnet_router_test_refused(struct kunit *test, enum ovnet_drop_reason why,
			       bool told)
{
	struct ovnet_router_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, t->dry.reason, why);
	KUNIT_EXPECT_EQ(test, t->dry.sent, 0);
	KUNIT_EXPECT_EQ(test, t->dry.answered, told);
}

/**
 * ovnet_router_test_left() - what the last packet was like when it left
 * @test: fails if it was not
 * @dest: its MAC
 * @source: its MAC
 * @ttl: or hop limit
 */
void ovnet_router_test_left(struct kunit *test, const u8 *dest,
			    const u8 *source, u8 ttl)
{
	struct ovnet_router_test *t = test->priv;
	const struct ethhdr *eth = (struct ethhdr *)t->skb->data;

	OVNET_COMMON_EXPECT_MEM(test, eth->h_dest, dest, ETH_ALEN);
	OVNET_COMMON_EXPECT_MEM(test, eth->h_source, source, ETH_ALEN);
	if (eth->h_proto == htons(ETH_P_IP)) {
		KUNIT_EXPECT_EQ(test, ip_hdr(t->skb)->ttl, ttl);
		KUNIT_EXPECT_EQ(test, ip_fast_csum(ip_hdr(t->skb), 5), 0);
	} else {
		KUNIT_EXPECT_EQ(test, ipv6_hdr(t->skb)->hop_limit, ttl);
	}
}

/* ---- where it goes ---- */

/* N14: two endpoints of a network on one node are as if on one link. */
static void ovnet_router_test_to_port(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_DEVICE,
				&t->to.dst);
	ovnet_router_test_neigh(test, t->c->red);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try(test, v4, 64);
		ovnet_router_test_sent(test);
		ovnet_router_test_left(test, t->c->mac2, ovnet_gateway_mac,
				       64);
		ovnet_router_test_try(test, v4, 1);
		ovnet_router_test_sent(test);
		ovnet_router_test_left(test, t->c->mac2, ovnet_gateway_mac, 1);
	}
}

static void ovnet_router_test_to_remote(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_REMOTE,
				t->c->a);
	for (v4 = 0; v4 < 2; v4++) {
		KUNIT_EXPECT_EQ(test, ovnet_router_test_try(test, v4, 64),
				OVNET_DROP_NO_FAMILY);
		ovnet_router_test_left(test, ovnet_router_test_theirs,
				       ovnet_router_test_own, 63);
		KUNIT_EXPECT_EQ(test, ovnet_router_test_try(test, v4, 2),
				OVNET_DROP_NO_FAMILY);
		ovnet_router_test_left(test, ovnet_router_test_theirs,
				       ovnet_router_test_own, 1);
	}
}

static void ovnet_router_test_to_host(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_DEVICE,
				&t->c->leg.dst);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try(test, v4, 64);
		ovnet_router_test_sent(test);
		ovnet_router_test_left(test, t->c->mac1, ovnet_gateway_mac,
				       64);
	}
}

static void ovnet_router_test_to_network(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_NETWORK,
				&t->chain[0].dst);
	ovnet_router_test_route(test, &t->chain[0], OVNET_ROUTE_TYPE_DEVICE,
				&t->c->leg.dst);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try(test, v4, 64);
		ovnet_router_test_sent(test);
		ovnet_router_test_left(test, t->c->mac1, ovnet_gateway_mac,
				       63);
		ovnet_router_test_try(test, v4, 1);
		ovnet_router_test_refused(test, OVNET_DROP_TTL, true);
	}
}

/* Four networks may look at a packet, and no fifth. */
static void ovnet_router_test_network_limit(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	struct ovnet_network *network = t->c->red;
	struct ovnet_route *route;
	int i, v4;

	for (i = 0; i < 3; i++) {
		ovnet_router_test_route(test, network,
					OVNET_ROUTE_TYPE_NETWORK,
					&t->chain[i].dst);
		network = &t->chain[i];
	}
	ovnet_router_test_route(test, network, OVNET_ROUTE_TYPE_DEVICE,
				&t->c->leg.dst);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try(test, v4, 64);
		ovnet_router_test_sent(test);
		/* It is routed once, however many networks that takes. */
		ovnet_router_test_left(test, t->c->mac1, ovnet_gateway_mac,
				       63);
	}

	for (i = 2; i; i--) {
		route = &t->routes[t->n_routes - i];
		route->dst = &t->chain[3].dst;
		ovnet_router_test_changed(route);
	}
	ovnet_router_test_route(test, &t->chain[3], OVNET_ROUTE_TYPE_DEVICE,
				&t->c->leg.dst);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try(test, v4, 64);
		ovnet_router_test_refused(test, OVNET_DROP_ROUTE_LOOP, false);
	}
}

static void ovnet_router_test_network_ring(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_NETWORK,
				&t->chain[0].dst);
	ovnet_router_test_route(test, &t->chain[0], OVNET_ROUTE_TYPE_NETWORK,
				&t->c->red->dst);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try(test, v4, 64);
		ovnet_router_test_refused(test, OVNET_DROP_ROUTE_LOOP, false);
	}
}

/* ---- l2 networks with a router ---- */

static enum ovnet_drop_reason ovnet_router_test_try_l2(struct kunit *test,
						       bool v4, u8 ttl)
{
	struct ovnet_router_test *t = test->priv;
	struct ovnet_frame *f;

	t->from.network = t->c->blue;
	f = ovnet_router_test_frame(test, v4, ttl);
	return ovnet_router_test_in(test, f, t->c->blue, &t->from.dst);
}

static void ovnet_router_test_l2_to_port(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	t->to.network = t->c->blue;
	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_NETWORK,
				&t->c->blue->dst);
	ovnet_router_test_neigh(test, t->c->blue);
	ovnet_common_set(t->c->blue, t->c->mac2, &t->to.dst);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try_l2(test, v4, 64);
		ovnet_router_test_sent(test);
		ovnet_router_test_left(test, t->c->mac2, ovnet_gateway_mac,
				       63);
		ovnet_router_test_try_l2(test, v4, 1);
		ovnet_router_test_refused(test, OVNET_DROP_TTL, true);
	}
}

static void ovnet_router_test_l2_to_remote(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_NETWORK,
				&t->c->blue->dst);
	ovnet_router_test_neigh(test, t->c->blue);
	ovnet_common_set(t->c->blue, t->c->mac2, t->c->a);
	for (v4 = 0; v4 < 2; v4++) {
		KUNIT_EXPECT_EQ(test, ovnet_router_test_try_l2(test, v4, 64),
				OVNET_DROP_NO_FAMILY);
		ovnet_router_test_left(test, ovnet_router_test_theirs,
				       ovnet_router_test_own, 63);
	}
}

static void ovnet_router_test_l2_without_neighbour(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_NETWORK,
				&t->c->blue->dst);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try_l2(test, v4, 64);
		ovnet_router_test_refused(test, OVNET_DROP_NO_NEIGHBOUR, false);
	}
	/* Whose MAC is known, but not where it is. */
	ovnet_router_test_neigh(test, t->c->blue);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try_l2(test, v4, 64);
		ovnet_router_test_refused(test, OVNET_DROP_NO_NEIGHBOUR, false);
	}
}

static void ovnet_router_test_l2_without_router(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_DEVICE,
				&t->c->leg.dst);
	RCU_INIT_POINTER(t->c->blue->router, NULL);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_try_l2(test, v4, 64);
		ovnet_router_test_refused(test, OVNET_DROP_NO_BLOCK, true);
	}
}

/* ---- what came by a tunnel ---- */

/* The node at the other end has decremented it. */
static void ovnet_router_test_tunnel_to_port(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_DEVICE,
				&t->to.dst);
	ovnet_router_test_neigh(test, t->c->red);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_tunnel(test, v4, 1);
		ovnet_router_test_sent(test);
		ovnet_router_test_left(test, t->c->mac2, ovnet_gateway_mac, 1);
	}
}

static void ovnet_router_test_tunnel_to_tunnel(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	ovnet_router_test_route(test, t->c->red, OVNET_ROUTE_TYPE_REMOTE,
				t->c->b);
	for (v4 = 0; v4 < 2; v4++) {
		ovnet_router_test_tunnel(test, v4, 64);
		ovnet_router_test_refused(test, OVNET_DROP_SPLIT_HORIZON,
					  false);
	}
}

/* One router more. */
static void ovnet_router_test_tunnel_by_transit(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	int v4;

	ovnet_router_test_transit(test, t->c->red, t->c->b);
	for (v4 = 0; v4 < 2; v4++) {
		KUNIT_EXPECT_EQ(test, ovnet_router_test_tunnel(test, v4, 64),
				OVNET_DROP_NO_FAMILY);
		ovnet_router_test_left(test, ovnet_router_test_theirs,
				       ovnet_router_test_own, 63);
		KUNIT_EXPECT_EQ(test, ovnet_router_test_tunnel(test, v4, 1),
				OVNET_DROP_TTL);
	}
}

static void ovnet_router_test_tunnel_to_another(struct kunit *test)
{
	struct ovnet_router_test *t = test->priv;
	struct ovnet_frame *f;
	int v4;

	for (v4 = 0; v4 < 2; v4++) {
		f = ovnet_router_test_frame(test, v4, 64);
		ovnet_router_test_in(test, f, t->c->red, t->c->a);
		KUNIT_EXPECT_EQ(test, t->dry.reason, OVNET_DROP_NOT_ROUTER);
	}
}

/* Who reaches us by IPv6 alone knows us by that. */
static void ovnet_router_test_own_macs(struct kunit *test)
{
	static const u8 of6[ETH_ALEN] = { 2, 'r', 9, 8, 7, 6 };
	struct ovnet_router_test *t = test->priv;
	u8 mac[ETH_ALEN];

	t->config.local6.s6_addr32[3] = htonl(0x09080706);
	rcu_read_lock();
	KUNIT_EXPECT_TRUE(test, ovnet_router_own_mac(t->c->red, mac));
	OVNET_COMMON_EXPECT_MEM(test, mac, ovnet_router_test_own, ETH_ALEN);
	KUNIT_EXPECT_TRUE(test, ovnet_router_is_own_mac(t->c->red, mac));
	KUNIT_EXPECT_TRUE(test, ovnet_router_is_own_mac(t->c->red, of6));
	KUNIT_EXPECT_FALSE(test,
			   ovnet_router_is_own_mac(t->c->red,
						   ovnet_router_test_theirs));
	t->config.local4 = 0;
	KUNIT_EXPECT_TRUE(test, ovnet_router_own_mac(t->c->red, mac));
	OVNET_COMMON_EXPECT_MEM(test, mac, of6, ETH_ALEN);
	RCU_INIT_POINTER(t->c->red->underlay, NULL);
	KUNIT_EXPECT_FALSE(test, ovnet_router_own_mac(t->c->red, mac));
	KUNIT_EXPECT_FALSE(test, ovnet_router_is_own_mac(t->c->red, of6));
	rcu_read_unlock();
}

static struct kunit_case ovnet_router_test_cases[] = {
	KUNIT_CASE(ovnet_router_test_to_port),
	KUNIT_CASE(ovnet_router_test_to_remote),
	KUNIT_CASE(ovnet_router_test_to_host),
	KUNIT_CASE(ovnet_router_test_to_network),
	KUNIT_CASE(ovnet_router_test_network_limit),
	KUNIT_CASE(ovnet_router_test_network_ring),
	KUNIT_CASE(ovnet_router_test_l2_to_port),
	KUNIT_CASE(ovnet_router_test_l2_to_remote),
	KUNIT_CASE(ovnet_router_test_l2_without_neighbour),
	KUNIT_CASE(ovnet_router_test_l2_without_router),
	KUNIT_CASE(ovnet_router_test_tunnel_to_port),
	KUNIT_CASE(ovnet_router_test_tunnel_to_tunnel),
	KUNIT_CASE(ovnet_router_test_tunnel_by_transit),
	KUNIT_CASE(ovnet_router_test_tunnel_to_another),
	KUNIT_CASE(ovnet_router_test_own_macs),
	{}
};

static struct kunit_suite ovnet_router_test_suite = {
	.name = "ovnet_router",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_router_test_init,
	.exit = ovnet_router_test_exit,
	.test_cases = ovnet_router_test_cases,
};

kunit_test_suite(ovnet_router_test_suite);
