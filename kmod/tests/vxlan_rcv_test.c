// SPDX-License-Identifier: GPL-2.0
/*
 * The way in: tunnel packets are given to the function that UDP would call.
 * The network has no port and no leg, so that what gets through is dropped
 * as flood_nowhere; where a packet ends is seen from the counters.
 */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <net/inet_ecn.h>
#include <net/ip.h>
#include <net/udp.h>
#include <net/vxlan.h>

#include "network.h"
#include "vxlan_rcv_test.h"

struct ovnet_vxlan_rcv_test *ovnet_vxlan_rcv_test(struct kunit *test)
{
	return container_of(test->priv, struct ovnet_vxlan_rcv_test, remotes);
}

static struct sock *ovnet_vxlan_rcv_test_sock(struct kunit *test,
					      struct ovnet_udp *udp)
{
	struct sock *sk = kunit_kzalloc(test, sizeof(*sk), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, sk);
	rcu_assign_sk_user_data(sk, udp);
	return sk;
}

static int ovnet_vxlan_rcv_test_node(struct kunit *test)
{
	const struct ovnet_network_config config = {
		.set = BIT_ULL(OVNET_A_NETWORK_VNI),
		.id = 1,
		.vni = OVNET_VXLAN_RCV_TEST_VNI,
	};
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	struct ovnet_net *on = &t->remotes.on;

	t->udp4.on = on;
	t->udp4.family = AF_INET;
	t->udp6.on = on;
	t->udp6.family = AF_INET6;
	t->sk4 = ovnet_vxlan_rcv_test_sock(test, &t->udp4);
	t->sk6 = ovnet_vxlan_rcv_test_sock(test, &t->udp6);
	t->config.udp4 = &t->udp4;
	t->config.udp6 = &t->udp6;
	t->config.local4 = htonl(0xc0000201);
	t->config.local6.s6_addr32[0] = htonl(0x20010db8);
	t->config.local6.s6_addr[15] = 1;
	t->config.csum6_rx = true;
	t->underlay.on = on;
	RCU_INIT_POINTER(t->underlay.config, &t->config);

	mutex_lock(&on->lock);
	t->network = ovnet_network_create(on, &config, NULL);
	mutex_unlock(&on->lock);
	if (IS_ERR(t->network))
		return PTR_ERR(t->network);
	rcu_assign_pointer(t->network->underlay, &t->underlay);
	return ovnet_remote_test_new(test, "n", "192.0.2.2", "2001:db8::2");
}

int ovnet_vxlan_rcv_test_init(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test *t;
	int err;

	t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	err = ovnet_drop_init(&t->remotes.on);
	if (err)
		return err;
	err = ovnet_network_init(&t->remotes.on);
	if (err)
		goto err_drop;
	err = ovnet_remote_test_setup(test, &t->remotes);
	if (err)
		goto err_network;
	return ovnet_vxlan_rcv_test_node(test);

err_network:
	ovnet_network_exit(&t->remotes.on);
err_drop:
	ovnet_drop_exit(&t->remotes.on);
	return err;
}

void ovnet_vxlan_rcv_test_exit(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test *t;
	struct ovnet_net *on;

	if (!test->priv)
		return;
	t = ovnet_vxlan_rcv_test(test);
	on = &t->remotes.on;
	if (!IS_ERR_OR_NULL(t->network))
		RCU_INIT_POINTER(t->network->underlay, NULL);
	mutex_lock(&on->lock);
	ovnet_network_exit(on);
	mutex_unlock(&on->lock);
	ovnet_remote_test_exit(test);
	ovnet_drop_exit(on);
}

/* ---- packets ---- */

/* A frame to nobody known, with as much of an IP packet as it needs. */
struct ovnet_frame *ovnet_vxlan_rcv_test_inner(struct kunit *test, u16 proto,
					       u8 tos)
{
	struct ovnet_frame *f = ovnet_frames_new(test, proto);
	struct iphdr *iph;

	if (proto == ETH_P_IP) {
		iph = ovnet_frames_put4(f, IPPROTO_UDP, 30);
		iph->tos = tos;
		ip_send_check(iph);
	} else if (proto == ETH_P_IPV6) {
		put_unaligned_be32(0x60000000 | tos << 20,
				   ovnet_frames_put6(f, IPPROTO_UDP, 30));
	} else {
		ovnet_frames_put(f, 50);
	}
	return f;
}

static void ovnet_vxlan_rcv_test_put_ip(struct sk_buff *skb,
					const struct ovnet_vxlan_rcv_test_outer *o)
{
	u8 source = o->source ?: 2, dest = o->dest ?: 1;
	struct ipv6hdr *ip6h;
	struct iphdr *iph;

	skb_reset_network_header(skb);
	if (o->v6) {
		ip6h = skb_put_zero(skb, sizeof(*ip6h));
		put_unaligned_be32(0x60000000 | o->tos << 20, ip6h);
		ip6h->saddr.s6_addr32[0] = htonl(0x20010db8);
		ip6h->daddr.s6_addr32[0] = htonl(0x20010db8);
		ip6h->saddr.s6_addr[15] = source;
		ip6h->daddr.s6_addr[15] = dest;
	} else {
		iph = skb_put_zero(skb, sizeof(*iph));
		iph->version = 4;
		iph->ihl = 5;
		iph->tos = o->tos;
		iph->saddr = htonl(0xc0000200 | source);
		iph->daddr = htonl(0xc0000200 | dest);
	}
}

/* As UDP hands it over: data at its header, an IP header before that. */
struct sk_buff *
ovnet_vxlan_rcv_test_packet(struct kunit *test,
			    const struct ovnet_vxlan_rcv_test_outer *o,
			    const void *inner, unsigned int len)
{
	struct sk_buff *skb = alloc_skb(256 + len, GFP_KERNEL);
	struct vxlanhdr *vh;
	struct udphdr *uh;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	ovnet_common_own(test, skb);
	skb_reserve(skb, 64);
	ovnet_vxlan_rcv_test_put_ip(skb, o);
	skb_pull(skb, skb->len);
	skb_reset_transport_header(skb);
	uh = skb_put_zero(skb, sizeof(*uh));
	if (!o->no_csum)
		uh->check = CSUM_MANGLED_0;
	vh = skb_put_zero(skb, sizeof(*vh));
	vh->vx_flags = o->no_flag ? 0 : VXLAN_HF_VNI;
	vh->vx_vni = vxlan_vni_field(htonl(o->vni ?:
					   OVNET_VXLAN_RCV_TEST_VNI));
	skb_put_data(skb, inner, len);
	skb->dev = &ovnet_vxlan_rcv_test(test)->dev;
	return skb;
}

/* What becomes of it; the packet stays for the test to look at. */
static enum ovnet_drop_reason
ovnet_vxlan_rcv_test_give(struct kunit *test, struct sk_buff *skb, bool v6)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	struct ovnet_net *on = &t->remotes.on;
	enum ovnet_drop_reason reason, found = OVNET_DROP_NONE;
	u64 before[OVNET_DROP_MAX], n = 0;

	for (reason = 0; reason < OVNET_DROP_MAX; reason++)
		before[reason] = ovnet_drop_node_count(on, reason);
	skb_get(skb);
	rcu_read_lock_bh();
	rcu_read_lock();
	KUNIT_EXPECT_EQ(test, 0, ovnet_vxlan_rcv(v6 ? t->sk6 : t->sk4, skb));
	rcu_read_unlock();
	rcu_read_unlock_bh();
	KUNIT_EXPECT_EQ_MSG(test, refcount_read(&skb->users), 1,
			    "it is gone, but for us");
	for (reason = 0; reason < OVNET_DROP_MAX; reason++) {
		if (ovnet_drop_node_count(on, reason) == before[reason])
			continue;
		found = reason;
		n += ovnet_drop_node_count(on, reason) - before[reason];
	}
	KUNIT_EXPECT_EQ_MSG(test, n, 1, "counted once");
	return found;
}

static enum ovnet_drop_reason
ovnet_vxlan_rcv_test_try(struct kunit *test,
			 const struct ovnet_vxlan_rcv_test_outer *o)
{
	const struct ovnet_frame *f;

	f = ovnet_vxlan_rcv_test_inner(test, ETH_P_ARP, 0);
	return ovnet_vxlan_rcv_test_give(test,
					 ovnet_vxlan_rcv_test_packet(test, o,
								     f->data,
								     f->len),
					 o->v6);
}

/* ---- which network, which remote ---- */

static void ovnet_vxlan_rcv_test_gets_through(struct kunit *test)
{
	const enum ovnet_drop_reason through = OVNET_DROP_FLOOD_NOWHERE;
	struct ovnet_vxlan_rcv_test_outer o = {};

	KUNIT_EXPECT_EQ(test, through, ovnet_vxlan_rcv_test_try(test, &o));
	o.v6 = true;
	KUNIT_EXPECT_EQ(test, through, ovnet_vxlan_rcv_test_try(test, &o));
}

static void ovnet_vxlan_rcv_test_counts(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	const struct ovnet_vxlan_rcv_test_outer o = {};
	struct rtnl_link_stats64 sum = {};
	struct ovnet_remote *remote;

	ovnet_vxlan_rcv_test_try(test, &o);
	remote = ovnet_remote_test_at(test, "192.0.2.2");
	KUNIT_ASSERT_NOT_NULL(test, remote);
	dev_fetch_sw_netstats(&sum, remote->stats);
	KUNIT_EXPECT_EQ(test, sum.rx_packets, 1);
	KUNIT_EXPECT_EQ_MSG(test, sum.rx_bytes, ETH_HLEN + 50,
			    "the inner frame");
	KUNIT_ASSERT_TRUE(test, t->network->stats);
	memset(&sum, 0, sizeof(sum));
	dev_fetch_sw_netstats(&sum, t->network->stats);
	KUNIT_EXPECT_EQ(test, sum.rx_packets, 1);
	KUNIT_EXPECT_EQ(test, sum.rx_bytes, ETH_HLEN + 50);
}

static void ovnet_vxlan_rcv_test_outer_truncated(struct kunit *test)
{
	const struct ovnet_vxlan_rcv_test_outer o = {};
	struct sk_buff *skb;

	skb = ovnet_vxlan_rcv_test_packet(test, &o, NULL, 0);
	skb_trim(skb, VXLAN_HLEN - 1);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_OUTER_TRUNCATED,
			ovnet_vxlan_rcv_test_give(test, skb, false));
}

static void ovnet_vxlan_rcv_test_no_flag(struct kunit *test)
{
	const struct ovnet_vxlan_rcv_test_outer o = { .no_flag = true };

	KUNIT_EXPECT_EQ(test, OVNET_DROP_VXLAN_FLAGS,
			ovnet_vxlan_rcv_test_try(test, &o));
}

static void ovnet_vxlan_rcv_test_unknown_vni(struct kunit *test)
{
	const struct ovnet_vxlan_rcv_test_outer o = {
		.vni = OVNET_VXLAN_RCV_TEST_VNI + 1,
	};

	KUNIT_EXPECT_EQ(test, OVNET_DROP_UNKNOWN_VNI,
			ovnet_vxlan_rcv_test_try(test, &o));
}

static void ovnet_vxlan_rcv_test_network_without_underlay(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	const struct ovnet_vxlan_rcv_test_outer o = {};

	RCU_INIT_POINTER(t->network->underlay, NULL);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_UNKNOWN_VNI,
			ovnet_vxlan_rcv_test_try(test, &o));
}

/* The VNI is known, but not on the underlay that the packet came by. */
static void ovnet_vxlan_rcv_test_other_socket(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	struct ovnet_vxlan_rcv_test_outer o = {};
	struct ovnet_udp udp4 = t->udp4, udp6 = t->udp6;

	t->config.udp4 = &udp4;
	t->config.udp6 = &udp6;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_UNKNOWN_VNI,
			ovnet_vxlan_rcv_test_try(test, &o));
	o.v6 = true;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_UNKNOWN_VNI,
			ovnet_vxlan_rcv_test_try(test, &o));
}

static void ovnet_vxlan_rcv_test_wrong_vtep(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test_outer o = { .dest = 9 };

	KUNIT_EXPECT_EQ(test, OVNET_DROP_WRONG_VTEP,
			ovnet_vxlan_rcv_test_try(test, &o));
	o.v6 = true;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_WRONG_VTEP,
			ovnet_vxlan_rcv_test_try(test, &o));
}

static void ovnet_vxlan_rcv_test_unknown_remote(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test_outer o = { .source = 9 };

	KUNIT_EXPECT_EQ(test, OVNET_DROP_UNKNOWN_REMOTE,
			ovnet_vxlan_rcv_test_try(test, &o));
	o.v6 = true;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_UNKNOWN_REMOTE,
			ovnet_vxlan_rcv_test_try(test, &o));
}

/* The drop is the network's as soon as the network is known. */
static void ovnet_vxlan_rcv_test_whose_drop(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	struct ovnet_vxlan_rcv_test_outer o = { .source = 9 };

	ovnet_vxlan_rcv_test_try(test, &o);
	KUNIT_EXPECT_EQ(test, 1,
			ovnet_drop_network_count(t->network,
						 OVNET_DROP_UNKNOWN_REMOTE));
	o.vni = 1;
	ovnet_vxlan_rcv_test_try(test, &o);
	KUNIT_EXPECT_EQ(test, 0,
			ovnet_drop_network_count(t->network,
						 OVNET_DROP_UNKNOWN_VNI));
}

static void ovnet_vxlan_rcv_test_remote_down(struct kunit *test)
{
	const struct ovnet_vxlan_rcv_test_outer o = {};
	struct ovnet_remote *remote = ovnet_remote_test_at(test, "192.0.2.2");

	KUNIT_ASSERT_NOT_NULL(test, remote);
	remote->up = false;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_REMOTE_DOWN,
			ovnet_vxlan_rcv_test_try(test, &o));
}

/* Over IPv4 nobody needs one; over IPv6 the underlay says. */
static void ovnet_vxlan_rcv_test_outer_checksum(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	struct ovnet_vxlan_rcv_test_outer o = { .no_csum = true };

	KUNIT_EXPECT_EQ(test, OVNET_DROP_FLOOD_NOWHERE,
			ovnet_vxlan_rcv_test_try(test, &o));
	o.v6 = true;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_OUTER_CHECKSUM,
			ovnet_vxlan_rcv_test_try(test, &o));
	t->config.csum6_rx = false;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_FLOOD_NOWHERE,
			ovnet_vxlan_rcv_test_try(test, &o));
}

static void ovnet_vxlan_rcv_test_inner_truncated(struct kunit *test)
{
	const struct ovnet_vxlan_rcv_test_outer o = {};
	const struct ovnet_frame *f;
	unsigned int len;

	f = ovnet_vxlan_rcv_test_inner(test, ETH_P_IP, 0);
	for (len = 0; len <= ETH_HLEN + sizeof(struct iphdr); len++) {
		struct sk_buff *skb;

		skb = ovnet_vxlan_rcv_test_packet(test, &o, f->data, len);
		KUNIT_EXPECT_EQ_MSG(test,
				    len < ETH_HLEN + sizeof(struct iphdr) ?
				    OVNET_DROP_INNER_TRUNCATED :
				    OVNET_DROP_FLOOD_NOWHERE,
				    ovnet_vxlan_rcv_test_give(test, skb,
							      false),
				    "%u bytes", len);
	}
}

/* Who sends a packet that is on a list sends, and frees, the rest of it too. */
static void ovnet_vxlan_rcv_test_leaves_list(struct kunit *test)
{
	const struct ovnet_vxlan_rcv_test_outer o = {};
	const struct ovnet_frame *f;
	struct sk_buff *skb, *next;

	f = ovnet_vxlan_rcv_test_inner(test, ETH_P_ARP, 0);
	skb = ovnet_vxlan_rcv_test_packet(test, &o, f->data, f->len);
	next = ovnet_vxlan_rcv_test_packet(test, &o, f->data, f->len);
	skb->next = next;
	KUNIT_EXPECT_EQ(test, OVNET_DROP_FLOOD_NOWHERE,
			ovnet_vxlan_rcv_test_give(test, skb, false));
	KUNIT_EXPECT_NULL(test, skb->next);
}

/* Where a checksum is still to be put is in the frame, or nowhere. */
static void ovnet_vxlan_rcv_test_checksum_outside(struct kunit *test)
{
	const struct ovnet_vxlan_rcv_test_outer o = {};
	const struct ovnet_frame *f;
	int end, past;

	f = ovnet_vxlan_rcv_test_inner(test, ETH_P_IP, 0);
	end = f->len - sizeof(__sum16);
	for (past = -1; past <= 1; past++) {
		struct sk_buff *skb;

		skb = ovnet_vxlan_rcv_test_packet(test, &o, f->data, f->len);
		skb->ip_summed = CHECKSUM_PARTIAL;
		skb->csum_start = skb_headroom(skb) + VXLAN_HLEN + ETH_HLEN;
		skb->csum_offset = end + past - ETH_HLEN;
		KUNIT_EXPECT_EQ_MSG(test, past > 0 ?
				    OVNET_DROP_INNER_TRUNCATED :
				    OVNET_DROP_FLOOD_NOWHERE,
				    ovnet_vxlan_rcv_test_give(test, skb,
							      false),
				    "%d", past);
	}
}

/* A sum that UDP made of a packet it has cut is not believed. */
static void ovnet_vxlan_rcv_test_cut(struct kunit *test)
{
	const struct ovnet_vxlan_rcv_test_outer v4 = {}, v6 = { .v6 = true };
	const struct ovnet_frame *f;
	int i;

	f = ovnet_vxlan_rcv_test_inner(test, ETH_P_ARP, 0);
	for (i = 0; i < 4; i++) {
		bool is6 = i & 2, cut = i & 1;
		struct sk_buff *skb;
		unsigned int len;

		skb = ovnet_vxlan_rcv_test_packet(test, is6 ? &v6 : &v4,
						  f->data, f->len);
		skb->ip_summed = CHECKSUM_COMPLETE;
		len = skb->len + cut;
		if (is6)
			ipv6_hdr(skb)->payload_len = htons(len);
		else
			ip_hdr(skb)->tot_len = htons(sizeof(struct iphdr) +
						     len);
		KUNIT_EXPECT_EQ(test, OVNET_DROP_FLOOD_NOWHERE,
				ovnet_vxlan_rcv_test_give(test, skb, is6));
		KUNIT_EXPECT_EQ_MSG(test, cut,
				    skb->ip_summed == CHECKSUM_NONE,
				    "IPv%d, cut %d", is6 ? 6 : 4, cut);
	}
}

/* What comes from a tunnel leaves by none, and not to where it came from. */
static void ovnet_vxlan_rcv_test_split_horizon(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	const struct ovnet_vxlan_rcv_test_outer o = {};
	struct ovnet_remote *n = ovnet_remote_test_at(test, "192.0.2.2");
	struct ovnet_remote *other;

	ovnet_remote_test_new(test, "m", "192.0.2.3", NULL);
	other = ovnet_remote_test_at(test, "192.0.2.3");
	KUNIT_ASSERT_NOT_NULL(test, other);
	ovnet_common_set(t->network, ovnet_frames_to, &other->dst);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_SPLIT_HORIZON,
			ovnet_vxlan_rcv_test_try(test, &o));
	ovnet_common_set(t->network, ovnet_frames_to, &n->dst);
	KUNIT_EXPECT_EQ(test, OVNET_DROP_SAME_PORT,
			ovnet_vxlan_rcv_test_try(test, &o));
}

static void ovnet_vxlan_rcv_test_learns_if_told(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	const struct ovnet_vxlan_rcv_test_outer o = {};
	struct ovnet_remote *n = ovnet_remote_test_at(test, "192.0.2.2");

	ovnet_vxlan_rcv_test_try(test, &o);
	KUNIT_EXPECT_NULL_MSG(test,
			      ovnet_common_row(t->network, ovnet_frames_from),
			      "off by default");
	t->network->learning_remote = true;
	ovnet_vxlan_rcv_test_try(test, &o);
	KUNIT_EXPECT_PTR_EQ(test, &n->dst,
			    ovnet_common_where(t->network, ovnet_frames_from));
}

/* ---- RFC 6040, 4.2 ---- */

/* -1: to be dropped. Rows: inner, columns: outer; both as on the wire. */
static const int ovnet_vxlan_rcv_test_ecn_table[4][4] = {
	/* outer:		Not-ECT	ECT(1)	ECT(0)	CE */
	[INET_ECN_NOT_ECT] =	{ 0,	0,	0,	-1 },
	[INET_ECN_ECT_1] =	{ 1,	1,	1,	3 },
	[INET_ECN_ECT_0] =	{ 2,	1,	2,	3 },
	[INET_ECN_CE] =		{ 3,	3,	3,	3 },
};

static void ovnet_vxlan_rcv_test_ecn(struct kunit *test, u16 proto, int inner,
				     int outer)
{
	const struct ovnet_vxlan_rcv_test_outer o = { .tos = 0xb8 | outer };
	int expect = ovnet_vxlan_rcv_test_ecn_table[inner][outer];
	enum ovnet_drop_reason reason;
	const struct ovnet_frame *f;
	struct sk_buff *skb;
	u8 found;

	f = ovnet_vxlan_rcv_test_inner(test, proto, 0x28 | inner);
	skb = ovnet_vxlan_rcv_test_packet(test, &o, f->data, f->len);
	reason = ovnet_vxlan_rcv_test_give(test, skb, false);
	KUNIT_EXPECT_EQ_MSG(test, reason, expect < 0 ? OVNET_DROP_ECN :
				  OVNET_DROP_FLOOD_NOWHERE,
			    "inner %d, outer %d", inner, outer);
	if (expect < 0)
		return;
	found = proto == ETH_P_IP ? ip_hdr(skb)->tos :
		get_unaligned_be16(ipv6_hdr(skb)) >> 4;
	KUNIT_EXPECT_EQ_MSG(test, found, 0x28 | expect, "inner %d, outer %d",
			    inner, outer);
	if (proto == ETH_P_IP)
		KUNIT_EXPECT_FALSE_MSG(test, ip_fast_csum(ip_hdr(skb), 5),
				       "inner %d, outer %d: checksum", inner,
				       outer);
}

static void ovnet_vxlan_rcv_test_ecn4(struct kunit *test)
{
	int i;

	for (i = 0; i < 16; i++)
		ovnet_vxlan_rcv_test_ecn(test, ETH_P_IP, i / 4, i % 4);
}

static void ovnet_vxlan_rcv_test_ecn6(struct kunit *test)
{
	int i;

	for (i = 0; i < 16; i++)
		ovnet_vxlan_rcv_test_ecn(test, ETH_P_IPV6, i / 4, i % 4);
}

static void ovnet_vxlan_rcv_test_ecn_without_ip(struct kunit *test)
{
	const struct ovnet_vxlan_rcv_test_outer o = { .tos = INET_ECN_CE };

	KUNIT_EXPECT_EQ(test, OVNET_DROP_FLOOD_NOWHERE,
			ovnet_vxlan_rcv_test_try(test, &o));
}

/* Somebody's copy, such as tcpdump's, stays as it was. */
static void ovnet_vxlan_rcv_test_ecn_spares_clones(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	const struct ovnet_vxlan_rcv_test_outer o = { .tos = INET_ECN_CE };
	const struct ovnet_frame *f;
	struct sk_buff *skb, *clone;

	f = ovnet_vxlan_rcv_test_inner(test, ETH_P_IP, INET_ECN_ECT_0);
	skb = ovnet_vxlan_rcv_test_packet(test, &o, f->data, f->len);
	clone = skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, clone);
	rcu_read_lock_bh();
	rcu_read_lock();
	ovnet_vxlan_rcv(t->sk4, clone);
	rcu_read_unlock();
	rcu_read_unlock_bh();
	OVNET_COMMON_EXPECT_MEM(test, skb->data + VXLAN_HLEN, f->data, f->len);
}

static struct kunit_case ovnet_vxlan_rcv_test_cases[] = {
	KUNIT_CASE(ovnet_vxlan_rcv_test_gets_through),
	KUNIT_CASE(ovnet_vxlan_rcv_test_counts),
	KUNIT_CASE(ovnet_vxlan_rcv_test_outer_truncated),
	KUNIT_CASE(ovnet_vxlan_rcv_test_no_flag),
	KUNIT_CASE(ovnet_vxlan_rcv_test_unknown_vni),
	KUNIT_CASE(ovnet_vxlan_rcv_test_network_without_underlay),
	KUNIT_CASE(ovnet_vxlan_rcv_test_other_socket),
	KUNIT_CASE(ovnet_vxlan_rcv_test_wrong_vtep),
	KUNIT_CASE(ovnet_vxlan_rcv_test_unknown_remote),
	KUNIT_CASE(ovnet_vxlan_rcv_test_whose_drop),
	KUNIT_CASE(ovnet_vxlan_rcv_test_remote_down),
	KUNIT_CASE(ovnet_vxlan_rcv_test_outer_checksum),
	KUNIT_CASE(ovnet_vxlan_rcv_test_inner_truncated),
	KUNIT_CASE(ovnet_vxlan_rcv_test_checksum_outside),
	KUNIT_CASE(ovnet_vxlan_rcv_test_cut),
	KUNIT_CASE(ovnet_vxlan_rcv_test_leaves_list),
	KUNIT_CASE(ovnet_vxlan_rcv_test_split_horizon),
	KUNIT_CASE(ovnet_vxlan_rcv_test_learns_if_told),
	KUNIT_CASE(ovnet_vxlan_rcv_test_ecn4),
	KUNIT_CASE(ovnet_vxlan_rcv_test_ecn6),
	KUNIT_CASE(ovnet_vxlan_rcv_test_ecn_without_ip),
	KUNIT_CASE(ovnet_vxlan_rcv_test_ecn_spares_clones),
	{}
};

static struct kunit_suite ovnet_vxlan_rcv_test_suite = {
	.name = "ovnet_vxlan_rcv",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_vxlan_rcv_test_init,
	.exit = ovnet_vxlan_rcv_test_exit,
	.test_cases = ovnet_vxlan_rcv_test_cases,
};

kunit_test_suite(ovnet_vxlan_rcv_test_suite);
