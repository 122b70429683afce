/* SPDX-License-Identifier: GPL-2.0 */
/* What the suites of the router share: networks, and packets for them. */
#ifndef OVNET_ROUTER_TEST_H
#define OVNET_ROUTER_TEST_H

#include <linux/ip.h>
#include <linux/ipv6.h>

#include "dry.h"
#include "frames.h"
#include "route.h"
#include "router.h"

#define OVNET_ROUTER_TEST_CHAIN	4	/* networks beside red */
#define OVNET_ROUTER_TEST_ROUTES	16

/**
 * struct ovnet_router_test - red is of type l3, blue one of its l2 networks
 * @c: the namespace
 * @underlay: of both networks: 192.0.2.1
 * @config: of it
 * @target: of both remotes
 * @gateway: of both networks: 10.0.0.254 and 2001:db8::fe
 * @from: port of red
 * @to: port of red
 * @chain: networks of type l3
 * @routes: that were made
 * @n_routes: so many
 * @dry: what was noted of the last packet
 * @skb: it, as it was when it left or was dropped
 */
struct ovnet_router_test {
	struct ovnet_common *c;
	struct ovnet_underlay underlay;
	struct ovnet_underlay_config config;
	struct ovnet_target target;
	struct ovnet_gateway gateway;
	struct ovnet_port from;
	struct ovnet_port to;
	struct ovnet_network chain[OVNET_ROUTER_TEST_CHAIN];
	struct ovnet_route routes[OVNET_ROUTER_TEST_ROUTES];
	unsigned int n_routes;
	struct ovnet_dry dry;
	struct sk_buff *skb;
};

extern const u8 ovnet_router_test_theirs[ETH_ALEN];
extern const u8 ovnet_router_test_own[ETH_ALEN];

int ovnet_router_test_init(struct kunit *test);
void ovnet_router_test_exit(struct kunit *test);
void ovnet_router_test_changed(struct ovnet_route *route);
void ovnet_router_test_route(struct kunit *test, struct ovnet_network *network,
			     u8 type, struct ovnet_dst *dst);
struct ovnet_frame *ovnet_router_test_frame(struct kunit *test, bool v4,
					    u8 ttl);
enum ovnet_drop_reason ovnet_router_test_in(struct kunit *test,
					    const struct ovnet_frame *f,
					    struct ovnet_network *network,
					    struct ovnet_dst *in);
enum ovnet_drop_reason ovnet_router_test_run(struct kunit *test,
					     const struct ovnet_frame *f);
enum ovnet_drop_reason ovnet_router_test_try(struct kunit *test, bool v4,
					     u8 ttl);
void ovnet_router_test_sent(struct kunit *test);
void ovnet_router_test_refused(struct kunit *test, enum ovnet_drop_reason why,
			       bool told);
void ovnet_router_test_left(struct kunit *test, const u8 *dest,
			    const u8 *source, u8 ttl);

static inline struct iphdr *ovnet_router_test_ip4(struct ovnet_frame *f)
{
	return (struct iphdr *)(f->data + ETH_HLEN);
}

static inline struct ipv6hdr *ovnet_router_test_ip6(struct ovnet_frame *f)
{
	return (struct ipv6hdr *)(f->data + ETH_HLEN);
}

#endif /* OVNET_ROUTER_TEST_H */
