// SPDX-License-Identifier: GPL-2.0
/* Neighbours over netlink: rows in, rows out, events. */
#include <linux/etherdevice.h>
#include <linux/jiffies.h>

#include "addr.h"
#include "batch.h"
#include "neigh.h"
#include "walk.h"

const struct nla_policy ovnet_neigh_policy[OVNET_A_NEIGH_MAX + 1] = {
	[OVNET_A_NEIGH_NETWORK_ID] = { .type = NLA_U32 },
	[OVNET_A_NEIGH_NETWORK_NAME] = { .type = NLA_NUL_STRING,
					 .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_NEIGH_ADDR4] = { .type = NLA_U32 },
	[OVNET_A_NEIGH_ADDR6] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[OVNET_A_NEIGH_MAC] = NLA_POLICY_ETH_ADDR,
	[OVNET_A_NEIGH_STATE] = NLA_POLICY_RANGE(NLA_U8,
						 OVNET_NEIGH_STATE_STATIC,
						 OVNET_NEIGH_STATE_BOUND),
	[OVNET_A_NEIGH_SEQ] = { .type = NLA_U32 },
};

static const struct ovnet_dst_attrs ovnet_neigh_dst_attrs = {
	.ifindex = OVNET_A_NEIGH_IFINDEX,
	.ifname = OVNET_A_NEIGH_IFNAME,
	.remote_id = OVNET_A_NEIGH_REMOTE_ID,
	.remote_name = OVNET_A_NEIGH_REMOTE_NAME,
};

/* Where a learned row is from. Called under RCU or neigh_lock. */
static int ovnet_neigh_fill_learned(struct sk_buff *skb,
				    const struct ovnet_neigh_row *row)
{
	const struct ovnet_dst *dst =
		rcu_dereference_check(row->dst,
				      lockdep_is_held(&row->network->on->neigh_lock));
	const struct ovnet_hold hold = ovnet_neigh_hold(row);
	unsigned long held;

	if (!dst)
		return 0;
	held = ovnet_hold_left(&hold, jiffies);
	if (held && ovnet_put_u64(skb, OVNET_A_NEIGH_HELD_MS,
				  jiffies64_to_msecs(held)))
		return -EMSGSIZE;
	return ovnet_dst_put(skb, dst, &ovnet_neigh_dst_attrs);
}

static int ovnet_neigh_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_neigh_row *row = object;
	unsigned long now = jiffies, age;
	const struct ovnet_addr addr = ovnet_neigh_addr(row);
	u32 used = READ_ONCE(row->used);
	u8 mac[ETH_ALEN];

	u64_to_ether_addr(ovnet_neigh_mac(row), mac);
	if (nla_put_u32(skb, OVNET_A_NEIGH_NETWORK_ID, row->network->id) ||
	    nla_put_string(skb, OVNET_A_NEIGH_NETWORK_NAME,
			   row->network->name) ||
	    ovnet_addr_put(skb, &addr, OVNET_A_NEIGH_ADDR4,
			   OVNET_A_NEIGH_ADDR6) ||
	    nla_put(skb, OVNET_A_NEIGH_MAC, ETH_ALEN, mac) ||
	    nla_put_u8(skb, OVNET_A_NEIGH_STATE, ovnet_neigh_state(row)) ||
	    nla_put_u32(skb, OVNET_A_NEIGH_SEQ, READ_ONCE(row->seq)) ||
	    (used &&
	     ovnet_put_u64(skb, OVNET_A_NEIGH_USED_MS,
			   jiffies64_to_msecs(ovnet_stamp_age(used, now)))) ||
	    ovnet_neigh_fill_learned(skb, row))
		return -EMSGSIZE;
	age = ovnet_stamp_age(READ_ONCE(row->updated), now);
	return ovnet_put_u64(skb, OVNET_A_NEIGH_UPDATED_MS,
			     jiffies64_to_msecs(age));
}

static const struct ovnet_msg_kind ovnet_neigh_kind = {
	.cmd = OVNET_CMD_NEIGH_GET,
	.attr = OVNET_A_NEIGH,
	.fill = ovnet_neigh_fill,
};

/**
 * ovnet_neigh_notify() - tell whoever listens about a row
 * @row: neigh_lock is held
 * @cmd: OVNET_CMD_NEIGH_NEW, OVNET_CMD_NEIGH_SET or OVNET_CMD_NEIGH_DEL
 */
void ovnet_neigh_notify(const struct ovnet_neigh_row *row, u8 cmd)
{
	ovnet_netlink_notify(row->network->on->net, OVNET_NETLINK_GROUP_NEIGH,
			     GFP_ATOMIC, cmd, &ovnet_neigh_kind, row);
}

static bool ovnet_neigh_heard(const struct ovnet_network *network)
{
	return ovnet_netlink_heard(network->on->net,
				   OVNET_NETLINK_GROUP_NEIGH);
}

/* The network and address that a request names. */
static int ovnet_neigh_parse_key(struct ovnet_net *on, struct nlattr **tb,
				 struct ovnet_network **network,
				 struct ovnet_addr *addr,
				 struct netlink_ext_ack *extack)
{
	int err;

	err = ovnet_addr_parse(tb[OVNET_A_NEIGH_ADDR4],
			       tb[OVNET_A_NEIGH_ADDR6], addr, extack);
	if (err)
		return err;
	if (!addr->family) {
		NL_SET_ERR_MSG(extack,
			       "Which neighbour? Its address is missing");
		return -EINVAL;
	}
	return ovnet_network_resolve(on, tb[OVNET_A_NEIGH_NETWORK_ID],
				     tb[OVNET_A_NEIGH_NETWORK_NAME], network,
				     extack);
}

/**
 * struct ovnet_neigh_step - a row that is configured or removed
 * @step: of the message
 * @network: whose
 * @addr: key
 * @before: what it was
 */
struct ovnet_neigh_step {
	struct ovnet_batch_step step;
	struct ovnet_network *network;
	struct ovnet_addr addr;
	struct ovnet_neigh_before before;
};

static struct ovnet_neigh_step *ovnet_neigh_step(struct ovnet_batch_step *step)
{
	return container_of(step, struct ovnet_neigh_step, step);
}

static void ovnet_neigh_commit_set(struct ovnet_batch *batch,
				   struct ovnet_batch_step *step)
{
	struct ovnet_neigh_step *s = ovnet_neigh_step(step);

	/* It is not learned, and so still there. */
	ovnet_neigh_done(s->before.row);
	if (ovnet_batch_heard(batch, s->network, ovnet_neigh_heard))
		ovnet_neigh_announce(s->network, &s->addr, &s->before);
}

static void ovnet_neigh_abort_set(struct ovnet_batch *batch,
				  struct ovnet_batch_step *step)
{
	struct ovnet_neigh_step *s = ovnet_neigh_step(step);

	ovnet_neigh_restore(s->network, &s->addr, &s->before);
}

/* What a request wants a row to be. */
static int ovnet_neigh_parse_want(struct ovnet_batch *batch, struct nlattr **tb,
				  struct ovnet_neigh_want *want)
{
	struct nlattr *mac = tb[OVNET_A_NEIGH_MAC];

	if (!mac) {
		NL_SET_ERR_MSG(batch->extack, "A neighbour needs a MAC");
		return -EINVAL;
	}
	if (!is_valid_ether_addr(nla_data(mac))) {
		NL_SET_ERR_MSG_ATTR(batch->extack, mac,
				    "The MAC of a neighbour is unicast and not zero");
		return -EINVAL;
	}
	ether_addr_copy(want->mac, nla_data(mac));
	want->state = OVNET_NEIGH_STATE_STATIC;
	if (tb[OVNET_A_NEIGH_STATE])
		want->state = nla_get_u8(tb[OVNET_A_NEIGH_STATE]);
	if (want->state == OVNET_NEIGH_STATE_STATIC ||
	    want->state == OVNET_NEIGH_STATE_EXTERNAL)
		return 0;
	NL_SET_ERR_MSG_ATTR(batch->extack, tb[OVNET_A_NEIGH_STATE],
			    "Only static and external rows can be configured");
	return -EINVAL;
}

static int ovnet_neigh_prepare(struct ovnet_batch *batch, struct nlattr **tb,
			       bool excl)
{
	struct ovnet_neigh_want want = { .once = true };
	struct ovnet_network *network;
	struct ovnet_neigh_step *s;
	struct ovnet_addr addr;
	u32 seq;
	int err;

	err = ovnet_neigh_parse_key(batch->on, tb, &network, &addr,
				    batch->extack);
	if (err)
		return err;
	err = ovnet_neigh_parse_want(batch, tb, &want);
	if (err)
		return err;
	if (tb[OVNET_A_NEIGH_SEQ]) {
		seq = nla_get_u32(tb[OVNET_A_NEIGH_SEQ]);
		want.seq = &seq;
	}

	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->network = network;
	s->addr = addr;
	err = ovnet_neigh_stage(network, &addr, &want, excl, &s->before,
				batch->extack);
	if (err)
		return err;
	s->step.commit = ovnet_neigh_commit_set;
	s->step.abort = ovnet_neigh_abort_set;
	ovnet_batch_add(batch, &s->step);
	return 0;
}

static int ovnet_neigh_prepare_new(struct ovnet_batch *batch,
				   struct nlattr **tb)
{
	return ovnet_neigh_prepare(batch, tb, true);
}

const struct ovnet_batch_kind ovnet_neigh_kind_new = {
	.attr = OVNET_A_NEIGH,
	.max = OVNET_A_NEIGH_MAX,
	.policy = ovnet_neigh_policy,
	.prepare = ovnet_neigh_prepare_new,
};

static int ovnet_neigh_prepare_set(struct ovnet_batch *batch,
				   struct nlattr **tb)
{
	return ovnet_neigh_prepare(batch, tb, false);
}

const struct ovnet_batch_kind ovnet_neigh_kind_set = {
	.attr = OVNET_A_NEIGH,
	.max = OVNET_A_NEIGH_MAX,
	.policy = ovnet_neigh_policy,
	.prepare = ovnet_neigh_prepare_set,
};

static void ovnet_neigh_commit_del(struct ovnet_batch *batch,
				   struct ovnet_batch_step *step)
{
	struct ovnet_neigh_step *s = ovnet_neigh_step(step);

	ovnet_neigh_delete(s->network, &s->addr);
}

static void ovnet_neigh_abort_del(struct ovnet_batch *batch,
				  struct ovnet_batch_step *step)
{
	struct ovnet_neigh_step *s = ovnet_neigh_step(step);

	ovnet_neigh_unname(s->network, &s->addr);
}

static int ovnet_neigh_prepare_del(struct ovnet_batch *batch,
				   struct nlattr **tb)
{
	struct ovnet_network *network;
	struct ovnet_neigh_step *s;
	struct ovnet_addr addr;
	int err;

	err = ovnet_neigh_parse_key(batch->on, tb, &network, &addr,
				    batch->extack);
	if (err)
		return err;
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	err = ovnet_neigh_deletable(network, &addr, batch->extack);
	if (err)
		return err;
	s->network = network;
	s->addr = addr;
	s->step.commit = ovnet_neigh_commit_del;
	s->step.abort = ovnet_neigh_abort_del;
	ovnet_batch_add(batch, &s->step);
	return 0;
}

const struct ovnet_batch_kind ovnet_neigh_kind_del = {
	.attr = OVNET_A_NEIGH,
	.max = OVNET_A_NEIGH_MAX,
	.policy = ovnet_neigh_policy,
	.prepare = ovnet_neigh_prepare_del,
};

/* What a dump or flush is about. Called with the namespace's mutex. */
static int ovnet_neigh_parse_filter(struct ovnet_net *on, struct nlattr **tb,
				    struct ovnet_neigh_filter *filter,
				    struct netlink_ext_ack *extack)
{
	struct nlattr *mac = tb[OVNET_A_NEIGH_MAC];

	memset(filter, 0, sizeof(*filter));
	if (tb[OVNET_A_NEIGH_SEQ]) {
		NL_SET_ERR_MSG_ATTR(extack, tb[OVNET_A_NEIGH_SEQ],
				    "No rows are looked for by sequence number");
		return -EINVAL;
	}
	/* Zero is what no filter is. */
	if (mac && !is_valid_ether_addr(nla_data(mac))) {
		NL_SET_ERR_MSG_ATTR(extack, mac,
				    "The MAC of a neighbour is unicast and not zero");
		return -EINVAL;
	}
	if (mac)
		filter->mac = ether_addr_to_u64(nla_data(mac));
	if (tb[OVNET_A_NEIGH_STATE])
		filter->state = nla_get_u8(tb[OVNET_A_NEIGH_STATE]);
	if (tb[OVNET_A_NEIGH_NETWORK_ID] || tb[OVNET_A_NEIGH_NETWORK_NAME]) {
		int err = ovnet_network_resolve(on,
						tb[OVNET_A_NEIGH_NETWORK_ID],
						tb[OVNET_A_NEIGH_NETWORK_NAME],
						&filter->network, extack);

		if (err)
			return err;
	}
	return ovnet_addr_parse(tb[OVNET_A_NEIGH_ADDR4],
				tb[OVNET_A_NEIGH_ADDR6], &filter->addr, extack);
}

static int ovnet_neigh_fill_flushed(struct sk_buff *skb, const void *object)
{
	return nla_put_u32(skb, OVNET_A_NEIGH_FLUSHED, *(const u32 *)object);
}

/**
 * ovnet_neigh_flush_doit() - OVNET_CMD_NEIGH_FLUSH
 * @skb: request
 * @info: request; the reply says how many rows went
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_neigh_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	static const struct ovnet_msg_kind kind = {
		.cmd = OVNET_CMD_NEIGH_FLUSH,
		.attr = OVNET_A_NEIGH,
		.fill = ovnet_neigh_fill_flushed,
	};
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_NEIGH_MAX + 1];
	struct ovnet_neigh_filter filter;
	struct sk_buff *answer;
	u32 flushed;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_NEIGH, tb, OVNET_A_NEIGH_MAX,
				  ovnet_neigh_policy);
	if (err)
		return err;
	answer = genlmsg_new(OVNET_NETLINK_OBJECT_SIZE, GFP_KERNEL);
	if (!answer)
		return -ENOMEM;

	mutex_lock(&on->lock);
	err = ovnet_neigh_parse_filter(on, tb, &filter, info->extack);
	if (!err)
		flushed = ovnet_neigh_flush(on, &filter);
	mutex_unlock(&on->lock);
	if (err) {
		nlmsg_free(answer);
		return err;
	}
	return ovnet_netlink_answer(answer, info, &kind, &flushed);
}

/**
 * struct ovnet_neigh_dump - a dump on its way
 * @walk: where it is
 * @parsed: the filter has been read
 * @filter: its network is only compared, never followed
 */
struct ovnet_neigh_dump {
	struct ovnet_walk_dump walk;
	bool parsed;
	struct ovnet_neigh_filter filter;
};

/**
 * ovnet_neigh_get_start() - OVNET_CMD_NEIGH_GET begins
 * @cb: dump; args[0]: &struct ovnet_neigh_dump
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_neigh_get_start(struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(cb->skb->sk));
	struct ovnet_neigh_dump *dump;

	dump = kzalloc(sizeof(*dump), GFP_KERNEL_ACCOUNT);
	if (!dump)
		return -ENOMEM;
	ovnet_walk_enter(&dump->walk.iter,
			 (struct ovnet_walk_table) { .hash = &on->neighs });
	cb->args[0] = (long)dump;
	return 0;
}

/* Not in start: older kernels have no extack there yet. */
static int ovnet_neigh_dump_filter(struct netlink_callback *cb,
				   struct ovnet_neigh_dump *dump)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(cb->skb->sk));
	struct nlattr *tb[OVNET_A_NEIGH_MAX + 1];
	int err;

	err = ovnet_netlink_dump_parse(cb, OVNET_A_NEIGH, tb,
				       OVNET_A_NEIGH_MAX, ovnet_neigh_policy,
				       OVNET_NETLINK_ALL);
	if (err)
		return err;
	mutex_lock(&on->lock);
	err = ovnet_neigh_parse_filter(on, tb, &dump->filter, cb->extack);
	mutex_unlock(&on->lock);
	dump->parsed = !err;
	return err;
}

/**
 * ovnet_neigh_get_dumpit() - OVNET_CMD_NEIGH_GET
 * @skb: reply
 * @cb: dump
 *
 * Return: length of the reply or an error.
 */
int ovnet_neigh_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_neigh_dump *dump = (void *)cb->args[0];
	struct ovnet_net *on = ovnet_main_net(sock_net(cb->skb->sk));
	int err;

	if (!dump->parsed) {
		err = ovnet_neigh_dump_filter(cb, dump);
		if (err)
			return err;
	}
	return ovnet_walk_dump(skb, cb, &dump->walk, &on->neigh_removals,
			       &ovnet_neigh_kind, ovnet_neigh_match, &dump->filter);
}

/**
 * ovnet_neigh_get_done() - OVNET_CMD_NEIGH_GET has ended
 * @cb: dump
 *
 * Return: 0.
 */
int ovnet_neigh_get_done(struct netlink_callback *cb)
{
	struct ovnet_neigh_dump *dump = (void *)cb->args[0];

	ovnet_walk_exit(&dump->walk.iter);
	kfree(dump);
	return 0;
}

/**
 * ovnet_neigh_get_doit() - OVNET_CMD_NEIGH_GET of an address
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_neigh_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_NEIGH_MAX + 1];
	const struct ovnet_neigh_row *row;
	struct ovnet_network *network;
	struct ovnet_addr addr;
	struct sk_buff *reply;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_NEIGH, tb, OVNET_A_NEIGH_MAX,
				  ovnet_neigh_policy);
	if (err)
		return err;
	reply = genlmsg_new(OVNET_NETLINK_OBJECT_SIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	mutex_lock(&on->lock);
	err = ovnet_neigh_parse_key(on, tb, &network, &addr, info->extack);
	if (err)
		goto out;
	rcu_read_lock();
	row = ovnet_neigh_find(network, &addr);
	err = row ? ovnet_netlink_message(reply, info->snd_portid,
					  info->snd_seq, 0, &ovnet_neigh_kind,
					  row) : -ENOENT;
	rcu_read_unlock();
	if (err == -ENOENT)
		ovnet_compat_extack(info->extack,
				    "Network %s has no neighbour with this address",
				    network->name);
out:
	mutex_unlock(&on->lock);
	if (!err)
		return genlmsg_reply(reply, info);
	nlmsg_free(reply);
	return err;
}
