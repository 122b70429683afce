// SPDX-License-Identifier: GPL-2.0
/*
 * Remotes, and whose an address is. They are made and changed by netlink
 * requests only, so these are written by hand and given to the functions that
 * generic netlink would call.
 */
#include <linux/inet.h>
#include <linux/prandom.h>
#include <net/genetlink.h>

#include "batch.h"
#include "remote_test.h"

#define OVNET_REMOTE_TEST_POOL		12	/* addresses of the twin */
#define OVNET_REMOTE_TEST_TWINS		6
#define OVNET_REMOTE_TEST_STEPS		1500

/**
 * ovnet_remote_test_setup() - a namespace for remotes
 * @test: its priv is set
 * @t: zero
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_remote_test_setup(struct kunit *test, struct ovnet_remote_test *t)
{
	int err;

	t->net = ovnet_common_net(test, &t->on);
	t->on.net = t->net;
	mutex_init(&t->on.lock);
	INIT_LIST_HEAD(&t->on.underlays);
	err = ovnet_fdb_init(&t->on);
	if (err)
		return err;
	err = ovnet_neigh_init(&t->on);
	if (err)
		goto err_fdb;
	err = ovnet_remote_init(&t->on);
	if (err)
		goto err_neigh;
	test->priv = t;
	return 0;

err_neigh:
	ovnet_neigh_exit(&t->on);
err_fdb:
	ovnet_fdb_exit(&t->on);
	return err;
}

/**
 * ovnet_remote_test_exit() - undo ovnet_remote_test_setup()
 * @test: nothing may be left
 */
void ovnet_remote_test_exit(struct kunit *test)
{
	struct ovnet_remote_test *t = test->priv;

	if (!t)
		return;
	mutex_lock(&t->on.lock);
	ovnet_remote_exit(&t->on);
	mutex_unlock(&t->on.lock);
	KUNIT_EXPECT_EQ(test, t->on.n_remotes, 0);
	KUNIT_EXPECT_EQ(test, t->on.n_fdb, 0);
	ovnet_neigh_exit(&t->on);
	ovnet_fdb_exit(&t->on);
}

static int ovnet_remote_test_init(struct kunit *test)
{
	struct ovnet_remote_test *t;

	t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	return t ? ovnet_remote_test_setup(test, t) : -ENOMEM;
}

/* ---- requests ---- */

static void ovnet_remote_test_begin(struct kunit *test)
{
	struct ovnet_remote_test *t = test->priv;

	t->skb = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, t->skb);
	ovnet_common_own(test, t->skb);
	t->nlh = nlmsg_put(t->skb, 0, 0, GENL_MIN_ID, GENL_HDRLEN, 0);
	KUNIT_ASSERT_NOT_NULL(test, t->nlh);
	t->nest = nla_nest_start(t->skb, OVNET_A_REMOTE);
	KUNIT_ASSERT_NOT_NULL(test, t->nest);
}

static void ovnet_remote_test_name(struct kunit *test, const char *name)
{
	struct ovnet_remote_test *t = test->priv;

	KUNIT_ASSERT_EQ(test, 0,
			nla_put_string(t->skb, OVNET_A_REMOTE_NAME, name));
}

static void ovnet_remote_test_u8(struct kunit *test, int attr, u8 value)
{
	struct ovnet_remote_test *t = test->priv;

	KUNIT_ASSERT_EQ(test, 0, nla_put_u8(t->skb, attr, value));
}

static void ovnet_remote_test_id(struct kunit *test, u32 id)
{
	struct ovnet_remote_test *t = test->priv;

	KUNIT_ASSERT_EQ(test, 0, nla_put_u32(t->skb, OVNET_A_REMOTE_ID, id));
}

static void ovnet_remote_test_port(struct kunit *test, u16 port)
{
	struct ovnet_remote_test *t = test->priv;

	KUNIT_ASSERT_EQ(test, 0,
			nla_put_u16(t->skb, OVNET_A_REMOTE_PORT, port));
}

static void ovnet_remote_test_bytes(struct kunit *test, const void *addr,
				    int len)
{
	struct ovnet_remote_test *t = test->priv;

	KUNIT_ASSERT_EQ(test, 0,
			nla_put(t->skb, OVNET_A_REMOTE_VTEP, len, addr));
}

static struct ovnet_addr ovnet_remote_test_parse(struct kunit *test,
						 const char *text)
{
	struct ovnet_addr addr = {};

	if (in4_pton(text, -1, (u8 *)&addr.v4, -1, NULL)) {
		addr.family = AF_INET;
	} else {
		addr.family = AF_INET6;
		KUNIT_ASSERT_EQ_MSG(test, 1,
				    in6_pton(text, -1, addr.v6.s6_addr, -1,
					     NULL), "%s", text);
	}
	return addr;
}

static void ovnet_remote_test_addr(struct kunit *test, const char *text)
{
	struct ovnet_addr addr = ovnet_remote_test_parse(test, text);

	ovnet_remote_test_bytes(test, &addr.v4,
				addr.family == AF_INET ? 4 : 16);
}

static int ovnet_remote_test_send(struct kunit *test,
				  const struct ovnet_batch_kind *kind)
{
	struct ovnet_remote_test *t = test->priv;
	struct nlattr *attrs[OVNET_A_MAX + 1] = {};
	struct genl_info info = {
		.nlhdr = t->nlh,
		.genlhdr = nlmsg_data(t->nlh),
		.attrs = attrs,
		.extack = &t->extack,
	};

	nla_nest_end(t->skb, t->nest);
	nlmsg_end(t->skb, t->nlh);
	attrs[OVNET_A_REMOTE] = t->nest;
	genl_info_net_set(&info, t->net);
	memset(&t->extack, 0, sizeof(t->extack));
	return ovnet_batch_run(&info, kind);
}

static int ovnet_remote_test_send_new(struct kunit *test)
{
	ovnet_remote_test_u8(test, OVNET_A_REMOTE_KIND,
			     OVNET_REMOTE_KIND_VXLAN);
	return ovnet_remote_test_send(test, &ovnet_remote_new);
}

static int ovnet_remote_test_send_set(struct kunit *test)
{
	return ovnet_remote_test_send(test, &ovnet_remote_set);
}

/**
 * ovnet_remote_test_new() - make a remote
 * @test: its priv is a &struct ovnet_remote_test
 * @name: of the remote
 * @addr1: its address
 * @addr2: another one, or NULL
 *
 * Return: 0 or an error.
 */
int ovnet_remote_test_new(struct kunit *test, const char *name,
			  const char *addr1, const char *addr2)
{
	ovnet_remote_test_begin(test);
	ovnet_remote_test_name(test, name);
	ovnet_remote_test_addr(test, addr1);
	if (addr2)
		ovnet_remote_test_addr(test, addr2);
	return ovnet_remote_test_send_new(test);
}

/* These are its addresses from now on. */
static int ovnet_remote_test_set(struct kunit *test, const char *name,
				 const char *addr1, const char *addr2)
{
	ovnet_remote_test_begin(test);
	ovnet_remote_test_name(test, name);
	ovnet_remote_test_addr(test, addr1);
	if (addr2)
		ovnet_remote_test_addr(test, addr2);
	return ovnet_remote_test_send_set(test);
}

static int ovnet_remote_test_del(struct kunit *test, const char *name,
				 bool force)
{
	struct ovnet_remote_test *t = test->priv;

	ovnet_remote_test_begin(test);
	ovnet_remote_test_name(test, name);
	if (force)
		KUNIT_ASSERT_EQ(test, 0,
				nla_put_flag(t->skb, OVNET_A_REMOTE_FORCE));
	return ovnet_remote_test_send(test, &ovnet_remote_del);
}

/* A new remote with the one address @text, which is not fit to be one. */
static int ovnet_remote_test_refuse(struct kunit *test, const char *text)
{
	struct ovnet_remote_test *t = test->priv;
	int err = ovnet_remote_test_new(test, "n", text, NULL);

	if (err)
		KUNIT_EXPECT_NOT_NULL_MSG(test, t->extack._msg,
					  "no word about %s", text);
	return err;
}

/* ---- what came of it ---- */

/**
 * ovnet_remote_test_at() - whose is an address?
 * @test: its priv is a &struct ovnet_remote_test
 * @text: the address
 *
 * Return: the remote, or NULL.
 */
struct ovnet_remote *ovnet_remote_test_at(struct kunit *test, const char *text)
{
	struct ovnet_remote_test *t = test->priv;
	struct ovnet_addr addr = ovnet_remote_test_parse(test, text);
	struct ovnet_remote *remote;

	rcu_read_lock();
	remote = ovnet_vtep_remote_rcu(&t->on, &addr);
	rcu_read_unlock();
	return remote;
}

/* Who is there, by name; "" if nobody. */
static const char *ovnet_remote_test_who(struct kunit *test, const char *text)
{
	struct ovnet_remote *remote = ovnet_remote_test_at(test, text);

	return remote ? remote->name : "";
}

static struct ovnet_target *ovnet_remote_test_target(struct ovnet_remote *r)
{
	return rcu_dereference_protected(r->target, true);
}

static int ovnet_remote_test_vteps(struct kunit *test)
{
	struct ovnet_remote_test *t = test->priv;

	return atomic_read(&t->on.vteps.nelems);
}

/* ---- new ---- */

static void ovnet_remote_test_found_by_each_address(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 0, ovnet_remote_test_new(test, "n", "192.0.2.1",
						       "2001:db8::1"));
	KUNIT_EXPECT_STREQ(test, "n", ovnet_remote_test_who(test, "192.0.2.1"));
	KUNIT_EXPECT_STREQ(test, "n",
			   ovnet_remote_test_who(test, "2001:db8::1"));
	KUNIT_EXPECT_STREQ(test, "", ovnet_remote_test_who(test, "192.0.2.2"));
	KUNIT_EXPECT_STREQ(test, "",
			   ovnet_remote_test_who(test, "2001:db8::2"));
}

static void ovnet_remote_test_families_are_apart(struct kunit *test)
{
	/* The same first bytes. */
	ovnet_remote_test_new(test, "n4", "32.1.13.184", NULL);
	KUNIT_EXPECT_STREQ(test, "", ovnet_remote_test_who(test, "2001:db8::"));
	ovnet_remote_test_new(test, "n6", "2001:db8::", NULL);
	KUNIT_EXPECT_STREQ(test, "n6",
			   ovnet_remote_test_who(test, "2001:db8::"));
	KUNIT_EXPECT_STREQ(test, "n4",
			   ovnet_remote_test_who(test, "32.1.13.184"));
}

static void ovnet_remote_test_defaults(struct kunit *test)
{
	struct ovnet_remote *remote;

	ovnet_remote_test_new(test, "n", "192.0.2.1", NULL);
	remote = ovnet_remote_test_at(test, "192.0.2.1");
	KUNIT_ASSERT_NOT_NULL(test, remote);
	KUNIT_EXPECT_EQ(test, remote->id, 1);
	KUNIT_EXPECT_TRUE(test, remote->up);
	KUNIT_EXPECT_EQ(test, remote->port, 0);
	KUNIT_EXPECT_EQ(test, remote->n_vteps, 1);
	KUNIT_EXPECT_EQ(test, remote->dst.type, OVNET_DST_REMOTE);
}

static void ovnet_remote_test_ids_are_the_lowest_free(struct kunit *test)
{
	ovnet_remote_test_new(test, "n1", "192.0.2.1", NULL);
	ovnet_remote_test_new(test, "n2", "192.0.2.2", NULL);
	ovnet_remote_test_del(test, "n1", false);
	ovnet_remote_test_new(test, "n3", "192.0.2.3", NULL);
	KUNIT_ASSERT_NOT_NULL(test, ovnet_remote_test_at(test, "192.0.2.3"));
	KUNIT_EXPECT_EQ(test, 1, ovnet_remote_test_at(test, "192.0.2.3")->id);
}

static void ovnet_remote_test_id_as_asked(struct kunit *test)
{
	struct ovnet_remote *remote;

	ovnet_remote_test_begin(test);
	ovnet_remote_test_name(test, "n");
	ovnet_remote_test_id(test, 4711);
	ovnet_remote_test_addr(test, "192.0.2.1");
	KUNIT_EXPECT_EQ(test, 0, ovnet_remote_test_send_new(test));
	remote = ovnet_remote_test_at(test, "192.0.2.1");
	KUNIT_ASSERT_NOT_NULL(test, remote);
	KUNIT_EXPECT_EQ(test, remote->id, 4711);
}

static void ovnet_remote_test_id_taken(struct kunit *test)
{
	struct ovnet_remote_test *t = test->priv;

	ovnet_remote_test_new(test, "n1", "192.0.2.1", NULL);
	ovnet_remote_test_begin(test);
	ovnet_remote_test_name(test, "n2");
	ovnet_remote_test_id(test, 1);
	ovnet_remote_test_addr(test, "192.0.2.2");
	KUNIT_EXPECT_EQ(test, -EEXIST, ovnet_remote_test_send_new(test));
	KUNIT_EXPECT_STREQ(test, "", ovnet_remote_test_who(test, "192.0.2.2"));
	KUNIT_EXPECT_EQ(test, t->on.n_remotes, 1);
	KUNIT_EXPECT_EQ_MSG(test, 0, ovnet_remote_test_new(test, "n2",
							   "192.0.2.2", NULL),
			    "nothing is left of the first try");
}

static void ovnet_remote_test_name_taken(struct kunit *test)
{
	struct ovnet_remote_test *t = test->priv;

	ovnet_remote_test_new(test, "n", "192.0.2.1", NULL);
	KUNIT_EXPECT_EQ(test, -EEXIST,
			ovnet_remote_test_new(test, "n", "192.0.2.2", NULL));
	KUNIT_EXPECT_STREQ(test, "", ovnet_remote_test_who(test, "192.0.2.2"));
	KUNIT_EXPECT_EQ(test, t->on.n_remotes, 1);
}

static void ovnet_remote_test_address_taken(struct kunit *test)
{
	struct ovnet_remote_test *t = test->priv;

	ovnet_remote_test_new(test, "n1", "192.0.2.1", "2001:db8::1");
	KUNIT_EXPECT_EQ(test, -EEXIST,
			ovnet_remote_test_new(test, "n2", "192.0.2.2",
					      "2001:db8::1"));
	KUNIT_EXPECT_STREQ(test, "", ovnet_remote_test_who(test, "192.0.2.2"));
	KUNIT_EXPECT_STREQ(test, "n1",
			   ovnet_remote_test_who(test, "2001:db8::1"));
	KUNIT_EXPECT_EQ(test, t->on.n_remotes, 1);
	KUNIT_EXPECT_EQ(test, ovnet_remote_test_vteps(test), 2);
}

static void ovnet_remote_test_wants_an_address(struct kunit *test)
{
	ovnet_remote_test_begin(test);
	ovnet_remote_test_name(test, "n");
	KUNIT_EXPECT_EQ(test, -EINVAL, ovnet_remote_test_send_new(test));
}

static void ovnet_remote_test_address_twice(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, -EINVAL,
			ovnet_remote_test_new(test, "n", "192.0.2.1",
					      "192.0.2.1"));
	KUNIT_EXPECT_EQ(test, -EINVAL,
			ovnet_remote_test_new(test, "n", "2001:db8::1",
					      "2001:db8:0::1"));
}

static void ovnet_remote_test_four_addresses_and_no_more(struct kunit *test)
{
	static const char * const addrs[] = {
		"192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2",
		"2001:db8::3",
	};
	int n, i;

	for (n = 5; n >= 4; n--) {
		ovnet_remote_test_begin(test);
		ovnet_remote_test_name(test, "n");
		for (i = 0; i < n; i++)
			ovnet_remote_test_addr(test, addrs[i]);
		KUNIT_EXPECT_EQ(test, n == 5 ? -EINVAL : 0,
				ovnet_remote_test_send_new(test));
	}
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_STREQ(test, "n",
				   ovnet_remote_test_who(test, addrs[i]));
}

static void ovnet_remote_test_address_of_bad_length(struct kunit *test)
{
	static const u8 bytes[17] = { 0x20, 1, 0xd, 0xb8, 1, 1, 1, 1 };
	int len;

	for (len = 0; len <= sizeof(bytes); len++) {
		if (len == 4 || len == 16)
			continue;
		ovnet_remote_test_begin(test);
		ovnet_remote_test_name(test, "n");
		ovnet_remote_test_bytes(test, bytes, len);
		KUNIT_EXPECT_NE_MSG(test, 0, ovnet_remote_test_send_new(test),
				    "%d bytes", len);
	}
	KUNIT_EXPECT_EQ(test, ovnet_remote_test_vteps(test), 0);
}

static void ovnet_remote_test_address_not_unicast(struct kunit *test)
{
	static const char * const addrs[] = {
		"0.0.0.0", "224.0.0.1", "239.255.255.255", "255.255.255.255",
		"::", "ff02::1", "ff0e::1", "fe80::1", "::ffff:192.0.2.1",
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(addrs); i++)
		KUNIT_EXPECT_EQ_MSG(test, -EINVAL,
				    ovnet_remote_test_refuse(test, addrs[i]),
				    "%s", addrs[i]);
}

/* ---- set ---- */

static void ovnet_remote_test_set_replaces_addresses(struct kunit *test)
{
	struct ovnet_remote *remote;

	ovnet_remote_test_new(test, "n", "192.0.2.1", "192.0.2.2");
	remote = ovnet_remote_test_at(test, "192.0.2.1");
	KUNIT_ASSERT_NOT_NULL(test, remote);
	KUNIT_EXPECT_EQ(test, 0,
			ovnet_remote_test_set(test, "n", "192.0.2.2",
					      "192.0.2.3"));
	KUNIT_EXPECT_STREQ(test, "", ovnet_remote_test_who(test, "192.0.2.1"));
	KUNIT_EXPECT_PTR_EQ(test, remote,
			    ovnet_remote_test_at(test, "192.0.2.2"));
	KUNIT_EXPECT_PTR_EQ(test, remote,
			    ovnet_remote_test_at(test, "192.0.2.3"));
	KUNIT_EXPECT_EQ(test, remote->n_vteps, 2);
	KUNIT_EXPECT_EQ(test, ovnet_remote_test_vteps(test), 2);
}

static void ovnet_remote_test_set_to_fewer(struct kunit *test)
{
	ovnet_remote_test_new(test, "n", "192.0.2.1", "192.0.2.2");
	KUNIT_EXPECT_EQ(test, 0,
			ovnet_remote_test_set(test, "n", "192.0.2.2", NULL));
	KUNIT_EXPECT_STREQ(test, "", ovnet_remote_test_who(test, "192.0.2.1"));
	KUNIT_EXPECT_EQ(test, ovnet_remote_test_vteps(test), 1);
	KUNIT_EXPECT_EQ_MSG(test, 0,
			    ovnet_remote_test_new(test, "m", "192.0.2.1",
						  NULL),
			    "it is free again");
}

static void ovnet_remote_test_set_to_the_same(struct kunit *test)
{
	ovnet_remote_test_new(test, "n", "192.0.2.1", "2001:db8::1");
	KUNIT_EXPECT_EQ(test, 0,
			ovnet_remote_test_set(test, "n", "2001:db8::1",
					      "192.0.2.1"));
	KUNIT_EXPECT_STREQ(test, "n", ovnet_remote_test_who(test, "192.0.2.1"));
	KUNIT_EXPECT_STREQ(test, "n",
			   ovnet_remote_test_who(test, "2001:db8::1"));
	KUNIT_EXPECT_EQ(test, ovnet_remote_test_vteps(test), 2);
}

static void ovnet_remote_test_set_to_anothers(struct kunit *test)
{
	ovnet_remote_test_new(test, "n1", "192.0.2.1", NULL);
	ovnet_remote_test_new(test, "n2", "192.0.2.2", NULL);
	KUNIT_EXPECT_EQ(test, -EEXIST,
			ovnet_remote_test_set(test, "n2", "192.0.2.3",
					      "192.0.2.1"));
	KUNIT_EXPECT_STREQ(test, "n1",
			   ovnet_remote_test_who(test, "192.0.2.1"));
	KUNIT_EXPECT_STREQ(test, "n2",
			   ovnet_remote_test_who(test, "192.0.2.2"));
	KUNIT_EXPECT_STREQ(test, "", ovnet_remote_test_who(test, "192.0.2.3"));
}

static void ovnet_remote_test_set_leaves_the_rest(struct kunit *test)
{
	struct ovnet_remote *remote;

	ovnet_remote_test_begin(test);
	ovnet_remote_test_name(test, "n");
	ovnet_remote_test_addr(test, "192.0.2.1");
	ovnet_remote_test_port(test, 1234);
	ovnet_remote_test_u8(test, OVNET_A_REMOTE_UP, 0);
	KUNIT_ASSERT_EQ(test, 0, ovnet_remote_test_send_new(test));
	ovnet_remote_test_set(test, "n", "192.0.2.2", NULL);
	remote = ovnet_remote_test_at(test, "192.0.2.2");
	KUNIT_ASSERT_NOT_NULL(test, remote);
	KUNIT_EXPECT_EQ(test, remote->port, 1234);
	KUNIT_EXPECT_EQ(test, ntohs(ovnet_remote_test_target(remote)->port),
			1234);
	KUNIT_EXPECT_FALSE(test, remote->up);
}

static void ovnet_remote_test_set_port_only(struct kunit *test)
{
	struct ovnet_remote *remote;

	ovnet_remote_test_new(test, "n", "192.0.2.1", NULL);
	ovnet_remote_test_begin(test);
	ovnet_remote_test_name(test, "n");
	ovnet_remote_test_port(test, 1234);
	KUNIT_EXPECT_EQ(test, 0, ovnet_remote_test_send_set(test));
	remote = ovnet_remote_test_at(test, "192.0.2.1");
	KUNIT_ASSERT_NOT_NULL(test, remote);
	KUNIT_EXPECT_EQ(test, ntohs(ovnet_remote_test_target(remote)->port),
			1234);
	KUNIT_EXPECT_EQ(test, ntohl(ovnet_remote_test_target(remote)->v4),
			0xc0000201);
}

static void ovnet_remote_test_set_down_and_up(struct kunit *test)
{
	struct ovnet_remote *remote;
	int up;

	ovnet_remote_test_new(test, "n", "192.0.2.1", NULL);
	remote = ovnet_remote_test_at(test, "192.0.2.1");
	KUNIT_ASSERT_NOT_NULL(test, remote);
	for (up = 0; up <= 1; up++) {
		ovnet_remote_test_begin(test);
		ovnet_remote_test_name(test, "n");
		ovnet_remote_test_u8(test, OVNET_A_REMOTE_UP, up);
		KUNIT_EXPECT_EQ(test, 0, ovnet_remote_test_send_set(test));
		KUNIT_EXPECT_EQ(test, remote->up, up);
	}
}

static void ovnet_remote_test_set_nobody(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, -ENOENT,
			ovnet_remote_test_set(test, "n", "192.0.2.1", NULL));
	KUNIT_EXPECT_STREQ(test, "", ovnet_remote_test_who(test, "192.0.2.1"));
}

/* It sends to the first address of a family. */
static void ovnet_remote_test_target_is_first_of_family(struct kunit *test)
{
	struct in6_addr first6 = ovnet_remote_test_parse(test,
							 "2001:db8::2").v6;
	const struct ovnet_target *target;
	struct ovnet_remote *remote;

	ovnet_remote_test_begin(test);
	ovnet_remote_test_name(test, "n");
	ovnet_remote_test_addr(test, "2001:db8::2");
	ovnet_remote_test_addr(test, "192.0.2.2");
	ovnet_remote_test_addr(test, "2001:db8::1");
	ovnet_remote_test_addr(test, "192.0.2.1");
	KUNIT_ASSERT_EQ(test, 0, ovnet_remote_test_send_new(test));
	remote = ovnet_remote_test_at(test, "192.0.2.1");
	KUNIT_ASSERT_NOT_NULL(test, remote);
	target = ovnet_remote_test_target(remote);
	KUNIT_EXPECT_EQ(test, ntohl(target->v4), 0xc0000202);
	OVNET_COMMON_EXPECT_MEM(test, &target->v6, &first6, sizeof(first6));

	ovnet_remote_test_set(test, "n", "192.0.2.1", "192.0.2.2");
	target = ovnet_remote_test_target(remote);
	KUNIT_EXPECT_EQ(test, ntohl(target->v4), 0xc0000201);
	KUNIT_EXPECT_TRUE(test, ipv6_addr_any(&target->v6));
}

static void ovnet_remote_test_forgets_underlay(struct kunit *test)
{
	struct ovnet_remote_test *t = test->priv;
	struct ovnet_underlay *underlay;
	struct ovnet_remote *remote;

	underlay = kunit_kzalloc(test, sizeof(*underlay), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, underlay);
	ovnet_remote_test_new(test, "n", "192.0.2.1", NULL);
	remote = ovnet_remote_test_at(test, "192.0.2.1");
	KUNIT_ASSERT_NOT_NULL(test, remote);
	ovnet_remote_test_target(remote)->cached_for = underlay;
	mutex_lock(&t->on.lock);
	ovnet_remote_forget_underlay(&t->on);
	mutex_unlock(&t->on.lock);
	KUNIT_EXPECT_NULL(test, ovnet_remote_test_target(remote)->cached_for);
}

/* ---- del ---- */

static void ovnet_remote_test_del_frees_all(struct kunit *test)
{
	struct ovnet_remote_test *t = test->priv;

	ovnet_remote_test_new(test, "n", "192.0.2.1", "2001:db8::1");
	KUNIT_EXPECT_EQ(test, 0, ovnet_remote_test_del(test, "n", false));
	KUNIT_EXPECT_STREQ(test, "", ovnet_remote_test_who(test, "192.0.2.1"));
	KUNIT_EXPECT_EQ(test, ovnet_remote_test_vteps(test), 0);
	KUNIT_EXPECT_EQ(test, t->on.n_remotes, 0);
	KUNIT_EXPECT_EQ(test, -ENOENT, ovnet_remote_test_del(test, "n", false));
	KUNIT_EXPECT_EQ(test, 0, ovnet_remote_test_new(test, "n", "192.0.2.1",
						       "2001:db8::1"));
}

static void ovnet_remote_test_del_refused_for_rows(struct kunit *test)
{
	struct ovnet_remote_test *t = test->priv;
	struct ovnet_network *network;
	struct ovnet_remote *remote;
	u8 mac[ETH_ALEN];

	network = kunit_kzalloc(test, sizeof(*network), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, network);
	network->on = &t->on;
	network->id = 1;
	INIT_LIST_HEAD(&network->legs);
	ovnet_remote_test_new(test, "n", "192.0.2.1", NULL);
	remote = ovnet_remote_test_at(test, "192.0.2.1");
	KUNIT_ASSERT_NOT_NULL(test, remote);
	ovnet_common_mac(mac, 1);
	KUNIT_ASSERT_EQ(test, 0, ovnet_common_set(network, mac, &remote->dst));

	KUNIT_EXPECT_EQ(test, -EBUSY, ovnet_remote_test_del(test, "n", false));
	KUNIT_EXPECT_STREQ(test, "n", ovnet_remote_test_who(test, "192.0.2.1"));
	KUNIT_EXPECT_EQ(test, 0, ovnet_remote_test_del(test, "n", true));
	KUNIT_EXPECT_NULL(test, ovnet_common_row(network, mac));
	KUNIT_EXPECT_EQ(test, network->n_fdb, 0);
	KUNIT_EXPECT_STREQ(test, "", ovnet_remote_test_who(test, "192.0.2.1"));
}

/* ---- which one is meant ---- */

static void ovnet_remote_test_resolve(struct kunit *test)
{
	struct ovnet_remote_test *t = test->priv;
	struct {
		struct nlattr nla;
		u32 value;
	} id1 = { { 8, OVNET_A_REMOTE_ID }, 1 },
	  id9 = { { 8, OVNET_A_REMOTE_ID }, 9 };
	struct {
		struct nlattr nla;
		char value[4];
	} n1 = { { 7, OVNET_A_REMOTE_NAME }, "n1" },
	  n2 = { { 7, OVNET_A_REMOTE_NAME }, "n2" },
	  n9 = { { 7, OVNET_A_REMOTE_NAME }, "n9" };
	struct {
		struct nlattr *id;
		struct nlattr *name;
		int result;
	} rows[] = {
		{ &id1.nla, NULL, 0 },
		{ NULL, &n1.nla, 0 },
		{ &id1.nla, &n1.nla, 0 },
		{ NULL, NULL, -EINVAL },
		{ &id9.nla, NULL, -ENOENT },
		{ NULL, &n9.nla, -ENOENT },
		{ &id1.nla, &n9.nla, -ENOENT },
		{ &id9.nla, &n1.nla, -EINVAL },
		{ &id1.nla, &n2.nla, -EINVAL },
	};
	struct netlink_ext_ack extack;
	struct ovnet_remote *remote;
	int i;

	ovnet_remote_test_new(test, "n1", "192.0.2.1", NULL);
	ovnet_remote_test_new(test, "n2", "192.0.2.2", NULL);
	mutex_lock(&t->on.lock);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		memset(&extack, 0, sizeof(extack));
		KUNIT_EXPECT_EQ_MSG(test, rows[i].result,
				    ovnet_remote_resolve(&t->on, rows[i].id,
							 rows[i].name, &remote,
							 &extack),
				    "row %d", i);
		KUNIT_EXPECT_EQ_MSG(test, !!rows[i].result, !!extack._msg,
				    "row %d", i);
		if (!rows[i].result)
			KUNIT_EXPECT_STREQ(test, remote->name, "n1");
	}
	mutex_unlock(&t->on.lock);
}

/* ---- against a naive twin ---- */

/* An address of the pool: half of each family. */
static void ovnet_remote_test_pool(char *text, int i)
{
	sprintf(text, i % 2 ? "192.0.2.%d" : "2001:db8::%d", i + 1);
}

static void ovnet_remote_test_check_twin(struct kunit *test, const int *twin)
{
	char text[32], name[8];
	int a, vteps = 0;

	for (a = 0; a < OVNET_REMOTE_TEST_POOL; a++) {
		sprintf(name, twin[a] ? "n%d" : "", twin[a]);
		ovnet_remote_test_pool(text, a);
		KUNIT_ASSERT_STREQ(test, name,
				   ovnet_remote_test_who(test, text));
		vteps += !!twin[a];
	}
	KUNIT_ASSERT_EQ(test, vteps, ovnet_remote_test_vteps(test));
}

/* Whose each address of the pool is: remotes are numbered from 1, 0: none. */
static void ovnet_remote_test_twin(struct kunit *test)
{
	struct ovnet_remote_test *t = test->priv;
	int twin[OVNET_REMOTE_TEST_POOL] = {};
	struct rnd_state rnd;
	int step, a, i, err;
	char text[32], name[8];

	prandom_seed_state(&rnd, 8365);
	for (step = 0; step < OVNET_REMOTE_TEST_STEPS; step++) {
		int r = 1 + prandom_u32_state(&rnd) % OVNET_REMOTE_TEST_TWINS;
		u32 what = prandom_u32_state(&rnd) % 10;
		bool create = what < 4;
		int n = 1 + prandom_u32_state(&rnd) % OVNET_REMOTE_VTEPS_MAX;
		bool mine[OVNET_REMOTE_TEST_POOL] = {};
		bool exists = false;
		int expect = 0;

		for (a = 0; a < OVNET_REMOTE_TEST_POOL; a++)
			exists |= twin[a] == r;
		sprintf(name, "n%d", r);
		if (what == 0) {
			err = ovnet_remote_test_del(test, name, false);
			KUNIT_ASSERT_EQ(test, err, exists ? 0 : -ENOENT);
		} else {
			ovnet_remote_test_begin(test);
			ovnet_remote_test_name(test, name);
			for (i = 0; i < n; i++) {
				a = prandom_u32_state(&rnd) %
				    OVNET_REMOTE_TEST_POOL;
				if (mine[a])
					expect = -EINVAL;
				mine[a] = true;
				ovnet_remote_test_pool(text, a);
				ovnet_remote_test_addr(test, text);
			}
			if (!expect && create == exists)
				expect = exists ? -EEXIST : -ENOENT;
			for (a = 0; a < OVNET_REMOTE_TEST_POOL && !expect; a++)
				if (mine[a] && twin[a] && twin[a] != r)
					expect = -EEXIST;
			err = create ? ovnet_remote_test_send_new(test) :
				       ovnet_remote_test_send_set(test);
			KUNIT_ASSERT_EQ_MSG(test, err, expect, "step %d", step);
			ovnet_common_free(test, t->skb);
		}
		if (!err)
			for (a = 0; a < OVNET_REMOTE_TEST_POOL; a++)
				if (twin[a] == r || mine[a])
					twin[a] = mine[a] ? r : 0;
		ovnet_remote_test_check_twin(test, twin);
	}
}

static struct kunit_case ovnet_remote_test_cases[] = {
	KUNIT_CASE(ovnet_remote_test_found_by_each_address),
	KUNIT_CASE(ovnet_remote_test_families_are_apart),
	KUNIT_CASE(ovnet_remote_test_defaults),
	KUNIT_CASE(ovnet_remote_test_ids_are_the_lowest_free),
	KUNIT_CASE(ovnet_remote_test_id_as_asked),
	KUNIT_CASE(ovnet_remote_test_id_taken),
	KUNIT_CASE(ovnet_remote_test_name_taken),
	KUNIT_CASE(ovnet_remote_test_address_taken),
	KUNIT_CASE(ovnet_remote_test_wants_an_address),
	KUNIT_CASE(ovnet_remote_test_address_twice),
	KUNIT_CASE(ovnet_remote_test_four_addresses_and_no_more),
	KUNIT_CASE(ovnet_remote_test_address_of_bad_length),
	KUNIT_CASE(ovnet_remote_test_address_not_unicast),
	KUNIT_CASE(ovnet_remote_test_set_replaces_addresses),
	KUNIT_CASE(ovnet_remote_test_set_to_fewer),
	KUNIT_CASE(ovnet_remote_test_set_to_the_same),
	KUNIT_CASE(ovnet_remote_test_set_to_anothers),
	KUNIT_CASE(ovnet_remote_test_set_leaves_the_rest),
	KUNIT_CASE(ovnet_remote_test_set_port_only),
	KUNIT_CASE(ovnet_remote_test_set_down_and_up),
	KUNIT_CASE(ovnet_remote_test_set_nobody),
	KUNIT_CASE(ovnet_remote_test_target_is_first_of_family),
	KUNIT_CASE(ovnet_remote_test_forgets_underlay),
	KUNIT_CASE(ovnet_remote_test_del_frees_all),
	KUNIT_CASE(ovnet_remote_test_del_refused_for_rows),
	KUNIT_CASE(ovnet_remote_test_resolve),
	KUNIT_CASE(ovnet_remote_test_twin),
	{}
};

static struct kunit_suite ovnet_remote_test_suite = {
	.name = "ovnet_remote",
	.suite_init = ovnet_common_suite_init,
	.suite_exit = ovnet_common_suite_exit,
	.init = ovnet_remote_test_init,
	.exit = ovnet_remote_test_exit,
	.test_cases = ovnet_remote_test_cases,
};

kunit_test_suite(ovnet_remote_test_suite);
