// SPDX-License-Identifier: GPL-2.0
/*
 * Drops: every frame that ends here is counted by reason, for the namespace
 * and for its network, traced, and freed with the nearest core reason.
 */
#include <linux/percpu.h>
#include <linux/slab.h>

#include "dry.h"
#include "ovnet_priv.h"
#include "trace.h"

static const char *const ovnet_drop_names[] = {
#define OVNET_DROP_NAME(name, text, core, help) \
	[OVNET_DROP_##name] = text,
	OVNET_DROP_REASONS(OVNET_DROP_NAME)
#undef OVNET_DROP_NAME
};

static const enum skb_drop_reason ovnet_drop_core[] = {
#define OVNET_DROP_CORE(name, text, core, help) \
	[OVNET_DROP_##name] = SKB_DROP_REASON_##core,
	OVNET_DROP_REASONS(OVNET_DROP_CORE)
#undef OVNET_DROP_CORE
};

const struct nla_policy ovnet_drop_policy[OVNET_A_DROPS_MAX + 1] = {
	[OVNET_A_DROPS_NETWORK_ID] = { .type = NLA_U32 },
	[OVNET_A_DROPS_NETWORK_NAME] = { .type = NLA_NUL_STRING,
					 .len = OVNET_NAME_LEN - 1 },
};

/**
 * ovnet_drop_name() - what people see
 * @reason: not OVNET_DROP_NONE
 *
 * Return: one lower-case word.
 */
const char *ovnet_drop_name(enum ovnet_drop_reason reason)
{
	return ovnet_drop_names[reason];
}

/* A network's counters appear with its first drop, and stay. */
static atomic_long_t *ovnet_drop_counters(struct ovnet_network *network)
{
	atomic_long_t *drops = READ_ONCE(network->drops);
	atomic_long_t *old;

	if (likely(drops))
		return drops;

	drops = kcalloc(OVNET_DROP_MAX, sizeof(*drops),
			GFP_NOWAIT | __GFP_NOWARN);
	if (!drops)
		return NULL;
	old = cmpxchg(&network->drops, NULL, drops);
	if (old) {
		kfree(drops);
		drops = old;
	}
	return drops;
}

/**
 * ovnet_drop_count() - count a frame that never came to be
 * @on: namespace
 * @network: that it belonged to, or NULL
 * @reason: why
 *
 * Context: RCU, softirq or process.
 */
void ovnet_drop_count(struct ovnet_net *on, struct ovnet_network *network,
		      enum ovnet_drop_reason reason)
{
	atomic_long_t *drops;

	this_cpu_inc(on->drops[reason]);
	if (!network)
		return;
	drops = ovnet_drop_counters(network);
	if (drops)
		atomic_long_inc(&drops[reason]);
}

/**
 * ovnet_drop() - count, trace and free a frame, and tell who listens
 * @pkt: whose skb is freed; its network and where it came from may be NULL
 * @reason: why
 *
 * Context: RCU, softirq or process.
 */
void ovnet_drop(const struct ovnet_pkt *pkt, enum ovnet_drop_reason reason)
{
	const struct ovnet_network *network = pkt->network;

	if (unlikely(pkt->dry)) {
		ovnet_dry_dropped(pkt, reason);
		consume_skb(pkt->skb);
		return;
	}
	ovnet_drop_count(pkt->on, pkt->network, reason);
	trace_drop(pkt->skb, network ? network->id : 0, reason);
	ovnet_drop_event(pkt, reason);
	kfree_skb_reason(pkt->skb, ovnet_drop_core[reason]);
}

/**
 * ovnet_drop_node_count() - frames dropped in a namespace
 * @on: namespace
 * @reason: why
 *
 * Return: how many, whatever network they belonged to.
 */
u64 ovnet_drop_node_count(const struct ovnet_net *on,
			  enum ovnet_drop_reason reason)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(on->drops, cpu)[reason]);
	return sum;
}

/**
 * ovnet_drop_network_count() - frames dropped in a network
 * @network: whose
 * @reason: why
 *
 * Return: how many.
 */
u64 ovnet_drop_network_count(const struct ovnet_network *network,
			     enum ovnet_drop_reason reason)
{
	atomic_long_t *drops = READ_ONCE(network->drops);

	return drops ? atomic_long_read(&drops[reason]) : 0;
}

/**
 * ovnet_drop_init() - counters of a namespace
 * @on: namespace
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_drop_init(struct ovnet_net *on)
{
	ovnet_bucket_init(&on->drop_events);
	on->drops = __alloc_percpu(OVNET_DROP_MAX * sizeof(u64),
				   __alignof__(u64));
	return on->drops ? 0 : -ENOMEM;
}

/**
 * ovnet_drop_exit() - undo ovnet_drop_init()
 * @on: namespace
 */
void ovnet_drop_exit(struct ovnet_net *on)
{
	free_percpu(on->drops);
}

/* A counter as it is shown. */
struct ovnet_drop_counter {
	const struct ovnet_network *network;
	enum ovnet_drop_reason reason;
	u64 count;
};

static int ovnet_drop_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_drop_counter *c = object;

	if (c->network &&
	    (nla_put_u32(skb, OVNET_A_DROPS_NETWORK_ID, c->network->id) ||
	     nla_put_string(skb, OVNET_A_DROPS_NETWORK_NAME,
			    c->network->name)))
		return -EMSGSIZE;
	if (nla_put_string(skb, OVNET_A_DROPS_REASON,
			   ovnet_drop_name(c->reason)) ||
	    ovnet_put_u64(skb, OVNET_A_DROPS_COUNT, c->count))
		return -EMSGSIZE;
	return 0;
}

static const struct ovnet_msg_kind ovnet_drop_kind = {
	.cmd = OVNET_CMD_DROPS_GET,
	.attr = OVNET_A_DROPS,
	.fill = ovnet_drop_fill,
};

/* Dump from reason cb->args[1] on what is not zero. */
static int ovnet_drop_dump(struct sk_buff *skb, struct netlink_callback *cb,
			   const struct ovnet_net *on,
			   const struct ovnet_network *network)
{
	struct ovnet_drop_counter c = { .network = network };
	int err;

	for (; cb->args[1] < OVNET_DROP_MAX; cb->args[1]++) {
		c.reason = cb->args[1];
		c.count = network ?
			ovnet_drop_network_count(network, c.reason) :
			ovnet_drop_node_count(on, c.reason);
		if (!c.count)
			continue;
		err = ovnet_netlink_dump(skb, cb, &ovnet_drop_kind, &c);
		if (err)
			return err;
	}
	cb->args[1] = 0;
	return 0;
}

/**
 * ovnet_drop_get_dumpit() - OVNET_CMD_DROPS_GET
 * @skb: reply
 * @cb: dump; args[0]: next network id (0: the namespace), args[1]: reason
 *
 * With a network, only its counters. Counters that are zero are left out.
 *
 * Return: length of the reply or an error.
 */
int ovnet_drop_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(skb->sk));
	struct nlattr *tb[OVNET_A_DROPS_MAX + 1];
	struct ovnet_network *only = NULL;
	struct ovnet_network *network;
	unsigned long id;
	int err;

	err = ovnet_netlink_dump_parse(cb, OVNET_A_DROPS, tb,
				       OVNET_A_DROPS_MAX, ovnet_drop_policy,
				       OVNET_NETLINK_ALL);
	if (err)
		return err;

	mutex_lock(&on->lock);
	cb->seq = on->generation;
	if (tb[OVNET_A_DROPS_NETWORK_ID] || tb[OVNET_A_DROPS_NETWORK_NAME]) {
		err = ovnet_network_resolve(on, tb[OVNET_A_DROPS_NETWORK_ID],
					    tb[OVNET_A_DROPS_NETWORK_NAME],
					    &only, cb->extack);
		if (err)
			goto out;
	}

	if (!only && !cb->args[0]) {
		if (ovnet_drop_dump(skb, cb, on, NULL))
			goto out;
		cb->args[0] = 1;
	}
	xa_for_each_start(&on->networks, id, network, cb->args[0]) {
		if (id != cb->args[0])
			cb->args[1] = 0;
		cb->args[0] = id;
		if (only && network != only)
			continue;
		if (ovnet_drop_dump(skb, cb, on, network))
			goto out;
	}
	cb->args[0] = OVNET_NETWORK_ID_MAX + 1;
out:
	mutex_unlock(&on->lock);
	return err ?: skb->len;
}
