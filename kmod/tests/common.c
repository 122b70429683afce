// SPDX-License-Identifier: GPL-2.0
/* What the KUnit suites share: a namespace made by hand, and frames. */
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <net/netns/generic.h>

#include "common.h"

/**
 * ovnet_common_suite_init() - for suites that have rows
 * @suite: for its suite_init
 *
 * Some kernels (6.1) run a module's suites before its init function, others
 * after it. So this does, if need be, what ovnet_main_init() will do.
 *
 * Return: 0 or -ENOMEM.
 */
int __ref ovnet_common_suite_init(struct kunit_suite *suite)
{
	int err;

	if (THIS_MODULE->state != MODULE_STATE_COMING)
		return 0;
	ovnet_main_wq = alloc_workqueue("ovnet_test", WQ_UNBOUND, 0);
	if (!ovnet_main_wq)
		return -ENOMEM;
	err = ovnet_fdb_cache_init();
	if (err)
		goto err_wq;
	err = ovnet_neigh_cache_init();
	if (err)
		goto err_fdb;
	return 0;

err_fdb:
	ovnet_fdb_cache_exit();
err_wq:
	destroy_workqueue(ovnet_main_wq);
	return err;
}

/**
 * ovnet_common_suite_exit() - undo ovnet_common_suite_init()
 * @suite: for its suite_exit
 */
void ovnet_common_suite_exit(struct kunit_suite *suite)
{
	/* Rows go back to the cache that is there now. */
	rcu_barrier();
	if (THIS_MODULE->state != MODULE_STATE_COMING)
		return;
	ovnet_neigh_cache_exit();
	ovnet_fdb_cache_exit();
	destroy_workqueue(ovnet_main_wq);
	ovnet_main_wq = NULL;
}

/**
 * ovnet_common_net() - a namespace
 * @test: frees it
 * @on: what ovnet_main_net() shall say of it
 *
 * It has that and the socket that events are sent by, nothing else.
 *
 * Return: never NULL.
 */
struct net *ovnet_common_net(struct kunit *test, struct ovnet_net *on)
{
	struct net_generic *gen;
	struct net *net;
	unsigned int n, i;

	/* Our id is not known outside of main.c: all of them mean @on. */
	rcu_read_lock();
	n = rcu_dereference(init_net.gen)->s.len;
	rcu_read_unlock();
	net = kunit_kzalloc(test, sizeof(*net), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, net);
	gen = kunit_kzalloc(test, struct_size(gen, ptr, n), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, gen);
	for (i = 0; i < n; i++)
		gen->ptr[i] = on;
	RCU_INIT_POINTER(net->gen, gen);
	net->genl_sock = init_net.genl_sock;
	net->rtnl = init_net.rtnl;
	return net;
}

static void ovnet_common_network(struct ovnet_common *c,
				 struct ovnet_network *network, u32 id)
{
	network->on = &c->on;
	network->id = id;
	network->vni = id;
	snprintf(network->name, sizeof(network->name), "net%u", id);
	network->ageing = OVNET_AGEING_DEFAULT;
	network->fdb_max = OVNET_FDB_MAX_DEFAULT;
	network->fdb_event = jiffies;
	network->neigh_max = OVNET_NEIGH_MAX_DEFAULT;
	network->neigh_event = jiffies;
	INIT_LIST_HEAD(&network->ports);
	INIT_LIST_HEAD(&network->legs);
	INIT_LIST_HEAD(&network->members);
	INIT_LIST_HEAD(&network->routed);
	INIT_LIST_HEAD(&network->routed_node);
	ovnet_bucket_init(&network->asks);
}

/**
 * ovnet_common_init() - for suites that want a &struct ovnet_common
 * @test: its priv is set
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_common_init(struct kunit *test)
{
	struct ovnet_common *c;
	int i, err;

	c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);
	if (!c)
		return -ENOMEM;
	mutex_init(&c->on.lock);
	c->net = ovnet_common_net(test, &c->on);
	c->on.net = c->net;
	ovnet_common_network(c, &c->networks[0], 1);
	ovnet_common_network(c, &c->networks[1], OVNET_NETWORK_ID_MAX);
	c->red = &c->networks[0];
	c->blue = &c->networks[1];
	for (i = 0; i < OVNET_COMMON_REMOTES; i++) {
		ovnet_dst_init(&c->remotes[i].dst, OVNET_DST_REMOTE);
		c->remotes[i].on = &c->on;
		c->remotes[i].id = i + 1;
		snprintf(c->remotes[i].name, sizeof(c->remotes[i].name), "r%d",
			 i + 1);
	}
	c->a = &c->remotes[0].dst;
	c->b = &c->remotes[1].dst;
	ovnet_common_mac(c->mac1, 1);
	ovnet_common_mac(c->mac2, 2);
	ovnet_dst_init(&c->leg.dst, OVNET_DST_LEG);
	c->leg.on = &c->on;
	c->leg.dev = kunit_kzalloc(test, sizeof(*c->leg.dev), GFP_KERNEL);
	if (!c->leg.dev)
		return -ENOMEM;
	strscpy(c->leg.dev->name, "leg", sizeof(c->leg.dev->name));
	dev_net_set(c->leg.dev, c->net);

	err = ovnet_drop_init(&c->on);
	if (err)
		return err;
	err = ovnet_fdb_init(&c->on);
	if (err)
		goto err_drop;
	err = ovnet_neigh_init(&c->on);
	if (err)
		goto err_fdb;
	test->priv = c;
	return 0;

err_fdb:
	ovnet_fdb_exit(&c->on);
err_drop:
	ovnet_drop_exit(&c->on);
	return err;
}

/**
 * ovnet_common_exit() - undo ovnet_common_init()
 * @test: nothing may be left where nothing should
 */
void ovnet_common_exit(struct kunit *test)
{
	struct ovnet_common *c = test->priv;
	int i;

	if (!c)
		return;
	mutex_lock(&c->on.lock);
	for (i = 0; i < OVNET_COMMON_NETWORKS; i++) {
		ovnet_fdb_purge_network(&c->networks[i]);
		ovnet_neigh_purge_network(&c->networks[i]);
		KUNIT_EXPECT_EQ(test, c->networks[i].n_fdb, 0);
		KUNIT_EXPECT_EQ(test, c->networks[i].n_learned, 0);
		KUNIT_EXPECT_EQ(test, c->networks[i].n_neighs, 0);
		KUNIT_EXPECT_EQ(test, c->networks[i].n_neighs_learned, 0);
		kfree(c->networks[i].drops);
	}
	mutex_unlock(&c->on.lock);
	for (i = 0; i < OVNET_COMMON_REMOTES; i++)
		KUNIT_EXPECT_EQ(test, c->remotes[i].dst.n_rows, 0);
	KUNIT_EXPECT_EQ(test, c->leg.dst.n_rows, 0);
	KUNIT_EXPECT_EQ(test, c->on.n_fdb, 0);
	KUNIT_EXPECT_EQ(test, c->on.n_learned, 0);
	KUNIT_EXPECT_EQ(test, c->on.n_neighs_learned, 0);
	ovnet_neigh_exit(&c->on);
	ovnet_fdb_exit(&c->on);
	ovnet_drop_exit(&c->on);
}

/**
 * ovnet_common_expect_mem() - what OVNET_COMMON_EXPECT_MEM() does
 * @test: fails at the first byte that differs
 * @line: of the test
 * @a: one
 * @b: other
 * @len: how many bytes
 */
void ovnet_common_expect_mem(struct kunit *test, int line, const void *a,
			     const void *b, unsigned int len)
{
	const u8 *p = a, *q = b;
	unsigned int i;

	for (i = 0; i < len; i++) {
		if (p[i] == q[i])
			continue;
		KUNIT_FAIL(test, "line %d: byte %u of %u is %#x, not %#x\n",
			   line, i, len, p[i], q[i]);
		return;
	}
}

/**
 * ovnet_common_mac() - one of many unicast addresses
 * @mac: result
 * @n: which
 */
void ovnet_common_mac(u8 *mac, u32 n)
{
	mac[0] = 0x02;
	mac[1] = 0;
	put_unaligned_be32(n, mac + 2);
}

/**
 * ovnet_common_where() - where does a frame go?
 * @network: it is in
 * @mac: it is for
 *
 * Return: the place, or NULL.
 */
struct ovnet_dst *ovnet_common_where(struct ovnet_network *network,
				     const u8 *mac)
{
	struct ovnet_fdb_found found;
	struct ovnet_dst *dst;

	rcu_read_lock();
	dst = ovnet_fdb_where_rcu(network->on, network->id, mac, &found);
	if (dst)
		ovnet_fdb_use(&found);
	rcu_read_unlock();
	return dst;
}

/**
 * ovnet_common_row() - the row of a MAC, to look at
 * @network: whose
 * @mac: key
 *
 * Return: it, for nobody else changes the table; or NULL.
 */
struct ovnet_fdb_row *ovnet_common_row(struct ovnet_network *network,
				       const u8 *mac)
{
	struct ovnet_fdb_row *row;

	rcu_read_lock();
	row = ovnet_fdb_find(network->on, network->id, mac);
	rcu_read_unlock();
	return row;
}

/**
 * ovnet_common_learn() - learn as the packet path does: find, then learn
 * @network: in which
 * @mac: that was seen
 * @dst: where
 */
void ovnet_common_learn(struct ovnet_network *network, const u8 *mac,
			struct ovnet_dst *dst)
{
	rcu_read_lock();
	ovnet_fdb_learn(network, mac, dst,
			ovnet_fdb_find(network->on, network->id, mac));
	rcu_read_unlock();
}

/**
 * ovnet_common_config() - ovnet_fdb_set() with the lock that it wants
 * @network: as there
 * @mac: as there
 * @dst: as there
 * @state: as there
 * @seq: as there
 * @excl: as there
 *
 * Return: as there.
 */
int ovnet_common_config(struct ovnet_network *network, const u8 *mac,
			struct ovnet_dst *dst, u8 state, const u32 *seq,
			bool excl)
{
	int err;

	mutex_lock(&network->on->lock);
	err = ovnet_fdb_set(network, mac, dst, state, seq, excl, NULL);
	mutex_unlock(&network->on->lock);
	return err;
}

/**
 * ovnet_common_set() - a static row, new or not
 * @network: whose
 * @mac: key
 * @dst: where it is
 *
 * Return: 0 or an error.
 */
int ovnet_common_set(struct ovnet_network *network, const u8 *mac,
		     struct ovnet_dst *dst)
{
	return ovnet_common_config(network, mac, dst, OVNET_FDB_STATE_STATIC,
				   NULL, false);
}

static int ovnet_common_own_init(struct kunit_resource *res, void *skb)
{
	res->data = skb;
	return 0;
}

static void ovnet_common_own_free(struct kunit_resource *res)
{
	kfree_skb(res->data);
}

/**
 * ovnet_common_own() - have a frame freed when the test ends
 * @test: that
 * @skb: the frame, or NULL
 */
void ovnet_common_own(struct kunit *test, struct sk_buff *skb)
{
	if (skb)
		KUNIT_ASSERT_PTR_EQ(test,
				    kunit_alloc_resource(test,
							 ovnet_common_own_init,
							 ovnet_common_own_free,
							 GFP_KERNEL, skb),
				    (void *)skb);
}

static bool ovnet_common_own_is(struct kunit *test, struct kunit_resource *res,
				void *skb)
{
	return res->free == ovnet_common_own_free && res->data == skb;
}

/**
 * ovnet_common_free() - a frame is not needed until the end, there are many
 * @test: its owner
 * @skb: the frame
 */
void ovnet_common_free(struct kunit *test, struct sk_buff *skb)
{
	KUNIT_EXPECT_EQ(test, 0,
			kunit_destroy_resource(test, ovnet_common_own_is,
					       skb));
}

/**
 * ovnet_common_skb() - a frame
 * @test: frees it
 * @data: its bytes
 * @len: how many, at most a page behind @linear
 * @linear: how many of them are linear; the others are in a page
 *
 * Return: never NULL.
 */
struct sk_buff *ovnet_common_skb(struct kunit *test, const void *data,
				 unsigned int len, unsigned int linear)
{
	struct sk_buff *skb = alloc_skb(NET_SKB_PAD + linear, GFP_KERNEL);
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	ovnet_common_own(test, skb);
	skb_reserve(skb, NET_SKB_PAD);
	linear = min(len, linear);
	skb_put_data(skb, data, linear);
	if (linear < len) {
		page = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page);
		memcpy(page_address(page), data + linear, len - linear);
		skb_add_rx_frag(skb, 0, page, 0, len - linear, PAGE_SIZE);
	}
	return skb;
}
