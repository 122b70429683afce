// SPDX-License-Identifier: GPL-2.0
/*
 * The hook of a shared underlay: what it takes, what it leaves as it was, and
 * what of it is wrong.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter.h>
#include <linux/udp.h>
#include <net/ip6_checksum.h>
#include <net/udp.h>
#include <net/vxlan.h>

#include "vxlan_rcv_test.h"

#define OVNET_SHARED_TEST_PORT	4789

static const struct nf_hook_state ovnet_shared_test_state;

static int ovnet_shared_test_init(struct kunit *test)
{
	int err = ovnet_vxlan_rcv_test_init(test);
	struct ovnet_vxlan_rcv_test *t;

	if (err)
		return err;
	t = ovnet_vxlan_rcv_test(test);
	t->udp4.port = htons(OVNET_SHARED_TEST_PORT);
	t->udp6.port = htons(OVNET_SHARED_TEST_PORT);
	return 0;
}

static unsigned int ovnet_shared_test_ip(bool v6)
{
	return v6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr);
}

/* What the IP layer delivers: data at the IP header, sums and lengths right. */
static struct sk_buff *
ovnet_shared_test_packet(struct kunit *test,
			 const struct ovnet_vxlan_rcv_test_outer *o)
{
	const struct ovnet_frame *f;
	struct sk_buff *skb;
	struct udphdr *uh;
	__wsum sum;

	f = ovnet_vxlan_rcv_test_inner(test, ETH_P_ARP, 0);
	skb = ovnet_vxlan_rcv_test_packet(test, o, f->data, f->len);
	uh = udp_hdr(skb);
	uh->dest = htons(OVNET_SHARED_TEST_PORT);
	uh->len = htons(skb->len);
	uh->check = 0;
	sum = skb_checksum(skb, 0, skb->len, 0);
	if (o->v6) {
		ipv6_hdr(skb)->nexthdr = IPPROTO_UDP;
		if (!o->no_csum)
			uh->check = csum_ipv6_magic(&ipv6_hdr(skb)->saddr,
						    &ipv6_hdr(skb)->daddr,
						    skb->len, IPPROTO_UDP,
						    sum);
	} else {
		ip_hdr(skb)->protocol = IPPROTO_UDP;
		if (!o->no_csum)
			uh->check = csum_tcpudp_magic(ip_hdr(skb)->saddr,
						      ip_hdr(skb)->daddr,
						      skb->len, IPPROTO_UDP,
						      sum);
	}
	skb_push(skb, ovnet_shared_test_ip(o->v6));
	return skb;
}

static unsigned int ovnet_shared_test_hook(struct kunit *test,
					   struct sk_buff *skb, bool v6)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	unsigned int verdict;

	rcu_read_lock_bh();
	rcu_read_lock();
	verdict = v6 ? ovnet_shared_in6(&t->udp6, skb, &ovnet_shared_test_state) :
		       ovnet_shared_in4(&t->udp4, skb, &ovnet_shared_test_state);
	rcu_read_unlock();
	rcu_read_unlock_bh();
	return verdict;
}

static u64 ovnet_shared_test_drops(struct kunit *test,
				   enum ovnet_drop_reason reason)
{
	return ovnet_drop_node_count(&ovnet_vxlan_rcv_test(test)->remotes.on,
				     reason);
}

/* It is ours, and ends for this reason. */
static void ovnet_shared_test_takes(struct kunit *test, struct sk_buff *skb,
				    bool v6, enum ovnet_drop_reason reason)
{
	u64 before = ovnet_shared_test_drops(test, reason);

	skb_get(skb);
	KUNIT_EXPECT_EQ(test, NF_STOLEN, ovnet_shared_test_hook(test, skb, v6));
	KUNIT_EXPECT_EQ_MSG(test, refcount_read(&skb->users), 1,
			    "it is gone, but for us");
	KUNIT_EXPECT_EQ_MSG(test, ovnet_shared_test_drops(test, reason),
			    before + 1, "reason %d, IPv%d", reason,
			    v6 ? 6 : 4);
}

/* It is not, and nothing has touched it. */
static void ovnet_shared_test_leaves(struct kunit *test, struct sk_buff *skb,
				     bool v6)
{
	unsigned int len = skb->len;
	u8 *data = skb->data, *copy;

	copy = kunit_kzalloc(test, len, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, copy);
	memcpy(copy, data, len);
	KUNIT_EXPECT_EQ(test, NF_ACCEPT, ovnet_shared_test_hook(test, skb, v6));
	KUNIT_EXPECT_EQ(test, len, skb->len);
	KUNIT_EXPECT_PTR_EQ(test, data, skb->data);
	OVNET_COMMON_EXPECT_MEM(test, skb->data, copy, len);
	KUNIT_EXPECT_TRUE(test, skb->ip_summed == CHECKSUM_NONE);
}

static void ovnet_shared_test_ours(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test_outer o = {};
	int v6;

	for (v6 = 0; v6 < 2; v6++) {
		o.v6 = v6;
		ovnet_shared_test_takes(test, ovnet_shared_test_packet(test, &o),
					v6, OVNET_DROP_FLOOD_NOWHERE);
	}
}

static void ovnet_shared_test_not_ours(struct kunit *test)
{
	int v6;

	for (v6 = 0; v6 < 2; v6++) {
		struct ovnet_vxlan_rcv_test_outer o = { .v6 = v6 };
		struct sk_buff *skb;

		o.vni = OVNET_VXLAN_RCV_TEST_VNI + 1;
		ovnet_shared_test_leaves(test,
					 ovnet_shared_test_packet(test, &o), v6);
		o.vni = 0;
		o.no_flag = true;
		ovnet_shared_test_leaves(test,
					 ovnet_shared_test_packet(test, &o), v6);
		o.no_flag = false;
		skb = ovnet_shared_test_packet(test, &o);
		udp_hdr(skb)->dest = htons(OVNET_SHARED_TEST_PORT + 1);
		ovnet_shared_test_leaves(test, skb, v6);
	}
}

/* Another protocol; over IPv6 also what is not looked behind. */
static void ovnet_shared_test_other_protocol(struct kunit *test)
{
	static const u8 protocols[] = {
		IPPROTO_TCP, IPPROTO_UDPLITE, IPPROTO_ICMP, IPPROTO_ICMPV6,
		IPPROTO_HOPOPTS, IPPROTO_FRAGMENT, IPPROTO_DSTOPTS,
	};
	struct ovnet_vxlan_rcv_test_outer o = {};
	struct sk_buff *skb;
	int i;

	for (i = 0; i < ARRAY_SIZE(protocols); i++) {
		o.v6 = false;
		skb = ovnet_shared_test_packet(test, &o);
		ip_hdr(skb)->protocol = protocols[i];
		ovnet_shared_test_leaves(test, skb, false);
		o.v6 = true;
		skb = ovnet_shared_test_packet(test, &o);
		ipv6_hdr(skb)->nexthdr = protocols[i];
		ovnet_shared_test_leaves(test, skb, true);
	}
}

/* A network that no longer uses the underlay. */
static void ovnet_shared_test_no_longer(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	const struct ovnet_vxlan_rcv_test_outer o = {};

	RCU_INIT_POINTER(t->network->underlay, NULL);
	ovnet_shared_test_leaves(test, ovnet_shared_test_packet(test, &o),
				 false);
}

static void ovnet_shared_test_truncated(struct kunit *test)
{
	int v6;

	for (v6 = 0; v6 < 2; v6++) {
		const struct ovnet_vxlan_rcv_test_outer o = { .v6 = v6 };
		unsigned int len;

		for (len = 0; len < VXLAN_HLEN; len++) {
			struct sk_buff *skb;

			skb = ovnet_shared_test_packet(test, &o);
			skb_trim(skb, ovnet_shared_test_ip(v6) + len);
			ovnet_shared_test_leaves(test, skb, v6);
		}
	}
}

/* What UDP says of the length counts, and what is behind it does not. */
static void ovnet_shared_test_length(struct kunit *test)
{
	int v6;

	for (v6 = 0; v6 < 2; v6++) {
		struct ovnet_vxlan_rcv_test_outer o = { .v6 = v6 };
		struct sk_buff *skb;
		unsigned int len;

		skb = ovnet_shared_test_packet(test, &o);
		skb_put_zero(skb, 7);
		ovnet_shared_test_takes(test, skb, v6,
					OVNET_DROP_FLOOD_NOWHERE);

		/* no sum that could be wrong */
		ovnet_vxlan_rcv_test(test)->config.csum6_rx = false;
		o.no_csum = true;
		for (len = 0; len < VXLAN_HLEN; len++) {
			skb = ovnet_shared_test_packet(test, &o);
			udp_hdr(skb)->len = htons(len);
			ovnet_shared_test_takes(test, skb, v6,
						OVNET_DROP_OUTER_TRUNCATED);
		}
		skb = ovnet_shared_test_packet(test, &o);
		be16_add_cpu((__be16 *)&udp_hdr(skb)->len, 1);
		ovnet_shared_test_takes(test, skb, v6,
					OVNET_DROP_OUTER_TRUNCATED);
	}
}

static void ovnet_shared_test_checksum(struct kunit *test)
{
	int v6;

	for (v6 = 0; v6 < 2; v6++) {
		struct ovnet_vxlan_rcv_test_outer o = { .v6 = v6 };
		struct sk_buff *skb;

		skb = ovnet_shared_test_packet(test, &o);
		skb->data[skb->len - 1] ^= 1;
		ovnet_shared_test_takes(test, skb, v6,
					OVNET_DROP_OUTER_CHECKSUM);
		o.no_csum = true;
		skb = ovnet_shared_test_packet(test, &o);
		ovnet_shared_test_takes(test, skb, v6,
					v6 ? OVNET_DROP_OUTER_CHECKSUM :
					     OVNET_DROP_FLOOD_NOWHERE);
	}
}

/* The device has summed it, whatever the sum is. */
static void ovnet_shared_test_checksum_complete(struct kunit *test)
{
	int v6, bad;

	for (v6 = 0; v6 < 2; v6++) {
		for (bad = 0; bad < 2; bad++) {
			const struct ovnet_vxlan_rcv_test_outer o = {
				.v6 = v6,
			};
			struct sk_buff *skb;

			skb = ovnet_shared_test_packet(test, &o);
			skb->data[skb->len - 1] ^= bad;
			skb->csum = skb_checksum(skb,
						 ovnet_shared_test_ip(v6),
						 skb->len -
						 ovnet_shared_test_ip(v6), 0);
			skb->ip_summed = CHECKSUM_COMPLETE;
			ovnet_shared_test_takes(test, skb, v6,
						bad ? OVNET_DROP_OUTER_CHECKSUM :
						      OVNET_DROP_FLOOD_NOWHERE);
		}
	}
}

static struct kunit_case ovnet_shared_test_cases[] = {
	KUNIT_CASE(ovnet_shared_test_ours),
	KUNIT_CASE(ovnet_shared_test_not_ours),
	KUNIT_CASE(ovnet_shared_test_other_protocol),
	KUNIT_CASE(ovnet_shared_test_no_longer),
	KUNIT_CASE(ovnet_shared_test_truncated),
	KUNIT_CASE(ovnet_shared_test_length),
	KUNIT_CASE(ovnet_shared_test_checksum),
	KUNIT_CASE(ovnet_shared_test_checksum_complete),
	{}
};

static struct kunit_suite ovnet_shared_test_suite = {
	.name = "ovnet_shared",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_shared_test_init,
	.exit = ovnet_vxlan_rcv_test_exit,
	.test_cases = ovnet_shared_test_cases,
};

kunit_test_suite(ovnet_shared_test_suite);
