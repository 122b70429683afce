// SPDX-License-Identifier: GPL-2.0
/*
 * ICMP errors about what we sent, as UDP asks about them: which are believed.
 * In between a flow is remembered as if it had been sent.
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/vxlan.h>

#include "pmtu.h"
#include "vxlan_rcv_test.h"

#define OVNET_PMTU_TEST_SPORT	50000

struct ovnet_pmtu_test_sent {
	struct udphdr udp;
	struct vxlanhdr vxlan;
	u8 macs[2 * ETH_ALEN];
} __packed;

struct ovnet_pmtu_test_error4 {
	struct icmphdr icmp;
	struct iphdr ip;
	struct ovnet_pmtu_test_sent sent;
} __packed;

struct ovnet_pmtu_test_error6 {
	struct icmp6hdr icmp;
	struct ipv6hdr ip;
	struct ovnet_pmtu_test_sent sent;
} __packed;

static struct ovnet_target *ovnet_pmtu_test_target(struct kunit *test)
{
	struct ovnet_remote *remote = ovnet_remote_test_at(test, "192.0.2.2");

	KUNIT_ASSERT_NOT_NULL(test, remote);
	return rcu_dereference_protected(remote->target, true);
}

static u32 ovnet_pmtu_test_learned(struct kunit *test)
{
	u64 expires;

	return ovnet_pmtu_learned(ovnet_pmtu_test_target(test), &expires);
}

static void ovnet_pmtu_test_send(struct ovnet_pmtu_test_sent *sent)
{
	memset(sent, 0, sizeof(*sent));
	sent->udp.source = htons(OVNET_PMTU_TEST_SPORT);
	sent->udp.dest = htons(OVNET_VXLAN_PORT);
	sent->vxlan.vx_flags = VXLAN_HF_VNI;
	sent->vxlan.vx_vni = vxlan_vni_field(htonl(OVNET_VXLAN_RCV_TEST_VNI));
	memset(sent->macs, 0x42, sizeof(sent->macs));
}

static void ovnet_pmtu_test_good4(struct ovnet_pmtu_test_error4 *e, u16 mtu)
{
	memset(e, 0, sizeof(*e));
	e->icmp.type = ICMP_DEST_UNREACH;
	e->icmp.code = ICMP_FRAG_NEEDED;
	e->icmp.un.frag.mtu = htons(mtu);
	e->ip.version = 4;
	e->ip.ihl = 5;
	e->ip.tot_len = htons(1500);
	e->ip.frag_off = htons(IP_DF);
	e->ip.protocol = IPPROTO_UDP;
	e->ip.saddr = htonl(0xc0000201);
	e->ip.daddr = htonl(0xc0000202);
	ovnet_pmtu_test_send(&e->sent);
}

static void ovnet_pmtu_test_good6(struct ovnet_pmtu_test_error6 *e, u32 mtu)
{
	memset(e, 0, sizeof(*e));
	e->icmp.icmp6_type = ICMPV6_PKT_TOOBIG;
	e->icmp.icmp6_mtu = htonl(mtu);
	e->ip.version = 6;
	e->ip.payload_len = htons(1460);
	e->ip.nexthdr = IPPROTO_UDP;
	e->ip.saddr.s6_addr32[0] = htonl(0x20010db8);
	e->ip.saddr.s6_addr[15] = 1;
	e->ip.daddr = e->ip.saddr;
	e->ip.daddr.s6_addr[15] = 2;
	ovnet_pmtu_test_send(&e->sent);
}

/* As UDP asks: data at what is quoted; @linear: of that. */
static bool ovnet_pmtu_test_heard(struct kunit *test, bool v6, const void *e,
				  unsigned int len, unsigned int linear)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	struct sk_buff *skb;
	int err;

	skb = ovnet_common_skb(test, e, len,
			       linear + sizeof(struct icmphdr));
	skb->dev = &t->dev;
	skb_pull(skb, sizeof(struct icmphdr));
	skb_reset_network_header(skb);
	rcu_read_lock();
	err = ovnet_vxlan_err_lookup(v6 ? t->sk6 : t->sk4, skb);
	rcu_read_unlock();
	ovnet_common_free(test, skb);
	return !err;
}

static bool ovnet_pmtu_test_heard4(struct kunit *test,
				   const struct ovnet_pmtu_test_error4 *e)
{
	return ovnet_pmtu_test_heard(test, false, e, sizeof(*e),
				     sizeof(*e) - sizeof(e->icmp));
}

static bool ovnet_pmtu_test_heard6(struct kunit *test,
				   const struct ovnet_pmtu_test_error6 *e)
{
	return ovnet_pmtu_test_heard(test, true, e, sizeof(*e),
				     sizeof(*e) - sizeof(e->icmp));
}

static void ovnet_pmtu_test_learns(struct kunit *test)
{
	struct ovnet_pmtu_test_error4 e4;
	struct ovnet_pmtu_test_error6 e6;
	unsigned int linear;

	ovnet_pmtu_test_good6(&e6, 1450);
	KUNIT_EXPECT_TRUE(test, ovnet_pmtu_test_heard6(test, &e6));
	KUNIT_EXPECT_EQ(test, ovnet_pmtu_test_learned(test), 1450);
	ovnet_pmtu_test_good4(&e4, 1400);
	for (linear = 0; linear <= sizeof(e4) - sizeof(e4.icmp); linear++)
		KUNIT_EXPECT_TRUE(test,
				  ovnet_pmtu_test_heard(test, false, &e4,
							sizeof(e4), linear));
	KUNIT_EXPECT_EQ_MSG(test, ovnet_pmtu_test_learned(test), 1400,
			    "of the family with the smaller one");
	ovnet_pmtu_forget(ovnet_pmtu_test_target(test));
	KUNIT_EXPECT_EQ(test, ovnet_pmtu_test_learned(test), 0);
}

static void ovnet_pmtu_test_truncated(struct kunit *test)
{
	struct ovnet_pmtu_test_error4 e4;
	struct ovnet_pmtu_test_error6 e6;
	unsigned int len;

	ovnet_pmtu_test_good4(&e4, 1400);
	for (len = sizeof(e4.icmp); len < sizeof(e4); len++)
		KUNIT_EXPECT_FALSE_MSG(test,
				       ovnet_pmtu_test_heard(test, false, &e4,
							     len, 0),
				       "%u bytes", len);
	ovnet_pmtu_test_good6(&e6, 1400);
	for (len = sizeof(e6.icmp); len < sizeof(e6); len++)
		KUNIT_EXPECT_FALSE_MSG(test,
				       ovnet_pmtu_test_heard(test, true, &e6,
							     len, 0),
				       "%u bytes", len);
	KUNIT_EXPECT_EQ(test, ovnet_pmtu_test_learned(test), 0);
}

/* Bytes of which none may be another. */
static const unsigned int ovnet_pmtu_test_bytes4[] = {
	offsetof(struct ovnet_pmtu_test_error4, icmp.type),
	offsetof(struct ovnet_pmtu_test_error4, icmp.code),
	offsetof(struct ovnet_pmtu_test_error4, ip),	/* version, length */
	offsetof(struct ovnet_pmtu_test_error4, ip.frag_off),
	offsetof(struct ovnet_pmtu_test_error4, ip.frag_off) + 1,
	offsetof(struct ovnet_pmtu_test_error4, ip.protocol),
	offsetof(struct ovnet_pmtu_test_error4, ip.saddr) + 3,
	offsetof(struct ovnet_pmtu_test_error4, ip.daddr) + 3,
	offsetof(struct ovnet_pmtu_test_error4, sent.udp.source),
	offsetof(struct ovnet_pmtu_test_error4, sent.udp.source) + 1,
	offsetof(struct ovnet_pmtu_test_error4, sent.udp.dest) + 1,
	offsetof(struct ovnet_pmtu_test_error4, sent.vxlan.vx_flags),
	offsetof(struct ovnet_pmtu_test_error4, sent.vxlan.vx_vni) + 2,
	offsetof(struct ovnet_pmtu_test_error4, sent.macs),
	offsetof(struct ovnet_pmtu_test_error4, sent.macs) + 5,
	offsetof(struct ovnet_pmtu_test_error4, sent.macs) + 11,
};

static const unsigned int ovnet_pmtu_test_bytes6[] = {
	offsetof(struct ovnet_pmtu_test_error6, icmp.icmp6_type),
	offsetof(struct ovnet_pmtu_test_error6, ip),
	offsetof(struct ovnet_pmtu_test_error6, ip.nexthdr),
	offsetof(struct ovnet_pmtu_test_error6, ip.saddr) + 15,
	offsetof(struct ovnet_pmtu_test_error6, ip.daddr) + 15,
	offsetof(struct ovnet_pmtu_test_error6, sent.udp.source),
	offsetof(struct ovnet_pmtu_test_error6, sent.udp.dest),
	offsetof(struct ovnet_pmtu_test_error6, sent.vxlan.vx_flags),
	offsetof(struct ovnet_pmtu_test_error6, sent.vxlan.vx_vni),
	offsetof(struct ovnet_pmtu_test_error6, sent.macs) + 4,
};

static void ovnet_pmtu_test_forged(struct kunit *test)
{
	struct ovnet_pmtu_test_error4 e4;
	struct ovnet_pmtu_test_error6 e6;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ovnet_pmtu_test_bytes4); i++) {
		ovnet_pmtu_test_good4(&e4, 1400);
		((u8 *)&e4)[ovnet_pmtu_test_bytes4[i]] ^= 0x18;
		KUNIT_EXPECT_FALSE_MSG(test, ovnet_pmtu_test_heard4(test, &e4),
				       "byte %u", ovnet_pmtu_test_bytes4[i]);
	}
	for (i = 0; i < ARRAY_SIZE(ovnet_pmtu_test_bytes6); i++) {
		ovnet_pmtu_test_good6(&e6, 1400);
		((u8 *)&e6)[ovnet_pmtu_test_bytes6[i]] ^= 0x18;
		KUNIT_EXPECT_FALSE_MSG(test, ovnet_pmtu_test_heard6(test, &e6),
				       "byte %u", ovnet_pmtu_test_bytes6[i]);
	}
	KUNIT_EXPECT_EQ(test, ovnet_pmtu_test_learned(test), 0);
}

/* Nobody complains of a packet that fits. */
static void ovnet_pmtu_test_fits(struct kunit *test)
{
	struct ovnet_pmtu_test_error4 e4;
	struct ovnet_pmtu_test_error6 e6;

	ovnet_pmtu_test_good4(&e4, 1500);
	KUNIT_EXPECT_FALSE(test, ovnet_pmtu_test_heard4(test, &e4));
	ovnet_pmtu_test_good4(&e4, 1499);
	KUNIT_EXPECT_TRUE(test, ovnet_pmtu_test_heard4(test, &e4));
	ovnet_pmtu_test_good6(&e6, 1500);
	KUNIT_EXPECT_FALSE(test, ovnet_pmtu_test_heard6(test, &e6));
	ovnet_pmtu_test_good6(&e6, 1499);
	KUNIT_EXPECT_TRUE(test, ovnet_pmtu_test_heard6(test, &e6));
}

static void ovnet_pmtu_test_never_rises(struct kunit *test)
{
	struct ovnet_pmtu_test_error4 e;

	ovnet_pmtu_test_good4(&e, 1300);
	KUNIT_EXPECT_TRUE(test, ovnet_pmtu_test_heard4(test, &e));
	ovnet_pmtu_test_good4(&e, 1400);
	ovnet_pmtu_test_heard4(test, &e);
	KUNIT_EXPECT_EQ(test, ovnet_pmtu_test_learned(test), 1300);
	ovnet_pmtu_test_good4(&e, 1200);
	ovnet_pmtu_test_heard4(test, &e);
	KUNIT_EXPECT_EQ(test, ovnet_pmtu_test_learned(test), 1200);
}

/* As little as the host believes in; what says less makes no sender smaller. */
static void ovnet_pmtu_test_floor(struct kunit *test)
{
	struct ovnet_target *target = ovnet_pmtu_test_target(test);
	struct ovnet_pmtu_test_error4 e4;
	struct ovnet_pmtu_test_error6 e6;

	ovnet_pmtu_test_good6(&e6, IPV6_MIN_MTU - 1);
	KUNIT_EXPECT_FALSE(test, ovnet_pmtu_test_heard6(test, &e6));
	ovnet_pmtu_test_good6(&e6, IPV6_MIN_MTU);
	KUNIT_EXPECT_TRUE(test, ovnet_pmtu_test_heard6(test, &e6));
	ovnet_pmtu_test_good4(&e4, 552);
	KUNIT_EXPECT_TRUE(test, ovnet_pmtu_test_heard4(test, &e4));
	KUNIT_EXPECT_FALSE(test, target->pmtu4.narrow);
	ovnet_pmtu_test_good4(&e4, 68);
	KUNIT_EXPECT_TRUE(test, ovnet_pmtu_test_heard4(test, &e4));
	KUNIT_EXPECT_EQ(test, ovnet_pmtu_test_learned(test), 552);
	KUNIT_EXPECT_TRUE(test, target->pmtu4.narrow);
}

static void ovnet_pmtu_test_ages(struct kunit *test)
{
	struct ovnet_vxlan_rcv_test *t = ovnet_vxlan_rcv_test(test);
	struct ovnet_pmtu_test_error4 e;

	ovnet_pmtu_test_good4(&e, 1300);
	t->remotes.net->ipv4.ip_rt_mtu_expires = 0;
	KUNIT_EXPECT_TRUE(test, ovnet_pmtu_test_heard4(test, &e));
	KUNIT_EXPECT_EQ(test, ovnet_pmtu_test_learned(test), 0);
	t->remotes.net->ipv4.ip_rt_mtu_expires = HZ * 600;
	ovnet_pmtu_test_good4(&e, 1400);
	KUNIT_EXPECT_TRUE(test, ovnet_pmtu_test_heard4(test, &e));
	KUNIT_EXPECT_EQ_MSG(test, ovnet_pmtu_test_learned(test), 1400,
			    "the old one is forgotten");
}

static int ovnet_pmtu_test_init(struct kunit *test)
{
	struct ovnet_pmtu_test_sent sent;
	struct ovnet_vxlan_rcv_test *t;
	int err;

	err = ovnet_vxlan_rcv_test_init(test);
	if (err)
		return err;
	t = ovnet_vxlan_rcv_test(test);
	t->underlay.port = htons(OVNET_VXLAN_PORT);
	t->remotes.net->ipv4.ip_rt_min_pmtu = 552;
	t->remotes.net->ipv4.ip_rt_mtu_expires = HZ * 600;
	t->remotes.net->ipv6.sysctl.ip6_rt_mtu_expires = HZ * 600;
	ovnet_pmtu_test_send(&sent);
	ovnet_pmtu_remember(ovnet_pmtu_test_target(test), sent.udp.source,
			    sent.macs);
	return 0;
}

static struct kunit_case ovnet_pmtu_test_cases[] = {
	KUNIT_CASE(ovnet_pmtu_test_learns),
	KUNIT_CASE(ovnet_pmtu_test_truncated),
	KUNIT_CASE(ovnet_pmtu_test_forged),
	KUNIT_CASE(ovnet_pmtu_test_fits),
	KUNIT_CASE(ovnet_pmtu_test_never_rises),
	KUNIT_CASE(ovnet_pmtu_test_floor),
	KUNIT_CASE(ovnet_pmtu_test_ages),
	{}
};

static struct kunit_suite ovnet_pmtu_test_suite = {
	.name = "ovnet_pmtu",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_pmtu_test_init,
	.exit = ovnet_vxlan_rcv_test_exit,
	.test_cases = ovnet_pmtu_test_cases,
};

kunit_test_suite(ovnet_pmtu_test_suite);
