/* SPDX-License-Identifier: GPL-2.0 */
/* What the KUnit suites share: a namespace made by hand, and frames. */
#ifndef OVNET_COMMON_H
#define OVNET_COMMON_H

#include <kunit/test.h>

#include "fdb.h"
#include "neigh.h"

#define OVNET_COMMON_NETWORKS	2
#define OVNET_COMMON_REMOTES	2

/**
 * struct ovnet_common - a namespace that nothing but the test knows
 * @net: as much of one as ovnet_main_net() and events need
 * @on: the state of @net: the FDB and drop counters, no objects
 * @networks: ids 1 and 2^24-1; in no table
 * @red: the first
 * @blue: the second
 * @remotes: for rows to point to; in no table
 * @a: the first, as rows see it
 * @b: the second
 * @leg: in no network
 * @mac1: unicast
 * @mac2: another
 */
struct ovnet_common {
	struct net *net;
	struct ovnet_net on;
	struct ovnet_network networks[OVNET_COMMON_NETWORKS];
	struct ovnet_network *red;
	struct ovnet_network *blue;
	struct ovnet_remote remotes[OVNET_COMMON_REMOTES];
	struct ovnet_dst *a;
	struct ovnet_dst *b;
	struct ovnet_leg leg;
	u8 mac1[ETH_ALEN];
	u8 mac2[ETH_ALEN];
};

/* KUNIT_EXPECT_MEMEQ() came with 6.2. */
#define OVNET_COMMON_EXPECT_MEM(test, a, b, len)			\
	ovnet_common_expect_mem(test, __LINE__, a, b, len)

int ovnet_common_suite_init(struct kunit_suite *suite);
void ovnet_common_suite_exit(struct kunit_suite *suite);
int ovnet_common_init(struct kunit *test);
void ovnet_common_exit(struct kunit *test);
struct net *ovnet_common_net(struct kunit *test, struct ovnet_net *on);
void ovnet_common_expect_mem(struct kunit *test, int line, const void *a,
			     const void *b, unsigned int len);
void ovnet_common_mac(u8 *mac, u32 n);
struct ovnet_dst *ovnet_common_where(struct ovnet_network *network,
				     const u8 *mac);
struct ovnet_fdb_row *ovnet_common_row(struct ovnet_network *network,
				       const u8 *mac);
void ovnet_common_learn(struct ovnet_network *network, const u8 *mac,
			struct ovnet_dst *dst);
int ovnet_common_config(struct ovnet_network *network, const u8 *mac,
			struct ovnet_dst *dst, u8 state, const u32 *seq,
			bool excl);
int ovnet_common_set(struct ovnet_network *network, const u8 *mac,
		     struct ovnet_dst *dst);
void ovnet_common_own(struct kunit *test, struct sk_buff *skb);
void ovnet_common_free(struct kunit *test, struct sk_buff *skb);
struct sk_buff *ovnet_common_skb(struct kunit *test, const void *data,
				 unsigned int len, unsigned int linear);

#endif /* OVNET_COMMON_H */
