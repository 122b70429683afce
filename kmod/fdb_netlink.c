// SPDX-License-Identifier: GPL-2.0
/* The FDB over netlink: rows in, rows out, events. */
#include <linux/etherdevice.h>
#include <linux/jiffies.h>

#include "batch.h"
#include "fdb.h"
#include "walk.h"

const struct nla_policy ovnet_fdb_policy[OVNET_A_FDB_MAX + 1] = {
	[OVNET_A_FDB_NETWORK_ID] = { .type = NLA_U32 },
	[OVNET_A_FDB_NETWORK_NAME] = { .type = NLA_NUL_STRING,
				       .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_FDB_MAC] = NLA_POLICY_ETH_ADDR,
	[OVNET_A_FDB_IFINDEX] = NLA_POLICY_MIN(NLA_U32, 1),
	[OVNET_A_FDB_REMOTE_ID] = { .type = NLA_U32 },
	[OVNET_A_FDB_REMOTE_NAME] = { .type = NLA_NUL_STRING,
				      .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_FDB_STATE] = NLA_POLICY_RANGE(NLA_U8, OVNET_FDB_STATE_STATIC,
					       OVNET_FDB_STATE_BOUND),
	[OVNET_A_FDB_SEQ] = { .type = NLA_U32 },
};

static const struct ovnet_dst_attrs ovnet_fdb_dst_attrs = {
	.ifindex = OVNET_A_FDB_IFINDEX,
	.ifname = OVNET_A_FDB_IFNAME,
	.remote_id = OVNET_A_FDB_REMOTE_ID,
	.remote_name = OVNET_A_FDB_REMOTE_NAME,
};

static int ovnet_fdb_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_fdb_row *row = object;
	unsigned long now = jiffies, age;
	u32 used = READ_ONCE(row->used);
	const struct ovnet_dst *dst;
	int err;

	age = ovnet_stamp_age(READ_ONCE(row->updated), now);
	if (nla_put_u32(skb, OVNET_A_FDB_NETWORK_ID, row->network->id) ||
	    nla_put_string(skb, OVNET_A_FDB_NETWORK_NAME,
			   row->network->name) ||
	    nla_put(skb, OVNET_A_FDB_MAC, ETH_ALEN, row->key.mac) ||
	    nla_put_u8(skb, OVNET_A_FDB_STATE, READ_ONCE(row->state)) ||
	    nla_put_u32(skb, OVNET_A_FDB_SEQ, READ_ONCE(row->seq)) ||
	    (used &&
	     ovnet_put_u64(skb, OVNET_A_FDB_USED_MS,
			   jiffies64_to_msecs(ovnet_stamp_age(used, now)))) ||
	    ovnet_put_u64(skb, OVNET_A_FDB_UPDATED_MS,
			  jiffies64_to_msecs(age)))
		return -EMSGSIZE;
	rcu_read_lock();
	dst = rcu_dereference(row->dst);
	err = ovnet_dst_put(skb, dst, &ovnet_fdb_dst_attrs);
	rcu_read_unlock();
	return err;
}

static const struct ovnet_msg_kind ovnet_fdb_kind = {
	.cmd = OVNET_CMD_FDB_GET,
	.attr = OVNET_A_FDB,
	.fill = ovnet_fdb_fill,
};

/**
 * ovnet_fdb_heard() - may anybody hear of the rows of a network?
 * @network: its namespace's mutex is held
 *
 * Return: true if so.
 */
bool ovnet_fdb_heard(const struct ovnet_network *network)
{
	return ovnet_netlink_heard(network->on->net, OVNET_NETLINK_GROUP_FDB) ||
	       ovnet_fdb_rtnl_heard(network);
}

/**
 * ovnet_fdb_notify() - tell whoever listens about a row
 * @row: fdb_lock is held
 * @cmd: OVNET_CMD_FDB_NEW, OVNET_CMD_FDB_SET or OVNET_CMD_FDB_DEL
 */
void ovnet_fdb_notify(const struct ovnet_fdb_row *row, u8 cmd)
{
	ovnet_netlink_notify(row->network->on->net, OVNET_NETLINK_GROUP_FDB,
			     GFP_ATOMIC, cmd, &ovnet_fdb_kind, row);
	ovnet_fdb_rtnl_notify(row, cmd == OVNET_CMD_FDB_DEL ? RTM_DELNEIGH :
							      RTM_NEWNEIGH);
}

/* The network and MAC that a request names. */
static int ovnet_fdb_parse_key(struct ovnet_net *on, struct nlattr **tb,
			       struct ovnet_network **network,
			       struct netlink_ext_ack *extack)
{
	if (!tb[OVNET_A_FDB_MAC]) {
		NL_SET_ERR_MSG(extack, "Which row? Its MAC is missing");
		return -EINVAL;
	}
	if (!is_valid_ether_addr(nla_data(tb[OVNET_A_FDB_MAC]))) {
		NL_SET_ERR_MSG_ATTR(extack, tb[OVNET_A_FDB_MAC],
				    "The MAC of a row is unicast and not zero");
		return -EINVAL;
	}
	return ovnet_network_resolve(on, tb[OVNET_A_FDB_NETWORK_ID],
				     tb[OVNET_A_FDB_NETWORK_NAME], network,
				     extack);
}

/**
 * struct ovnet_fdb_step - a row that is configured or removed
 * @step: of the message
 * @network: whose
 * @mac: key
 * @before: what it was
 */
struct ovnet_fdb_step {
	struct ovnet_batch_step step;
	struct ovnet_network *network;
	u8 mac[ETH_ALEN];
	struct ovnet_fdb_before before;
};

static struct ovnet_fdb_step *ovnet_fdb_step(struct ovnet_batch_step *step)
{
	return container_of(step, struct ovnet_fdb_step, step);
}

static struct ovnet_fdb_step *ovnet_fdb_new_step(struct ovnet_batch *batch,
						 struct ovnet_network *network,
						 const struct nlattr *mac)
{
	struct ovnet_fdb_step *s = ovnet_batch_alloc(batch, sizeof(*s));

	if (!s)
		return NULL;
	s->network = network;
	ether_addr_copy(s->mac, nla_data(mac));
	return s;
}

static void ovnet_fdb_commit_set(struct ovnet_batch *batch,
				 struct ovnet_batch_step *step)
{
	struct ovnet_fdb_step *s = ovnet_fdb_step(step);

	/* It is not learned, and so still there. */
	s->before.row->named = false;
	if (ovnet_batch_heard(batch, s->network, ovnet_fdb_heard))
		ovnet_fdb_announce(s->network, s->mac, &s->before);
}

static void ovnet_fdb_abort_set(struct ovnet_batch *batch,
				struct ovnet_batch_step *step)
{
	struct ovnet_fdb_step *s = ovnet_fdb_step(step);

	ovnet_fdb_restore(s->network, s->mac, &s->before);
}

/* What a request wants a row to be. */
static int ovnet_fdb_parse_want(struct ovnet_batch *batch, struct nlattr **tb,
				struct ovnet_network *network,
				struct ovnet_fdb_want *want)
{
	want->state = OVNET_FDB_STATE_STATIC;
	if (tb[OVNET_A_FDB_STATE])
		want->state = nla_get_u8(tb[OVNET_A_FDB_STATE]);
	if (want->state != OVNET_FDB_STATE_STATIC &&
	    want->state != OVNET_FDB_STATE_EXTERNAL) {
		NL_SET_ERR_MSG_ATTR(batch->extack, tb[OVNET_A_FDB_STATE],
				    "Only static and external rows can be configured");
		return -EINVAL;
	}
	want->dst = ovnet_dst_parse(batch->on, network, tb,
				    &ovnet_fdb_dst_attrs, batch->extack);
	if (!want->dst) {
		NL_SET_ERR_MSG(batch->extack,
			       "A row needs a device or a remote to point to");
		return -EINVAL;
	}
	return PTR_ERR_OR_ZERO(want->dst);
}

static int ovnet_fdb_prepare(struct ovnet_batch *batch, struct nlattr **tb,
			     bool excl)
{
	struct ovnet_network *network;
	struct ovnet_fdb_want want = { .once = true };
	struct ovnet_fdb_step *s;
	u32 seq;
	int err;

	err = ovnet_fdb_parse_key(batch->on, tb, &network, batch->extack);
	if (err)
		return err;
	err = ovnet_fdb_parse_want(batch, tb, network, &want);
	if (err)
		return err;
	if (tb[OVNET_A_FDB_SEQ]) {
		seq = nla_get_u32(tb[OVNET_A_FDB_SEQ]);
		want.seq = &seq;
	}

	s = ovnet_fdb_new_step(batch, network, tb[OVNET_A_FDB_MAC]);
	if (!s)
		return -ENOMEM;
	err = ovnet_fdb_stage(network, s->mac, &want, excl, &s->before,
			      batch->extack);
	if (err)
		return err;
	s->step.commit = ovnet_fdb_commit_set;
	s->step.abort = ovnet_fdb_abort_set;
	ovnet_batch_add(batch, &s->step);
	return 0;
}

static int ovnet_fdb_prepare_new(struct ovnet_batch *batch, struct nlattr **tb)
{
	return ovnet_fdb_prepare(batch, tb, true);
}

const struct ovnet_batch_kind ovnet_fdb_kind_new = {
	.attr = OVNET_A_FDB,
	.max = OVNET_A_FDB_MAX,
	.policy = ovnet_fdb_policy,
	.prepare = ovnet_fdb_prepare_new,
};

static int ovnet_fdb_prepare_set(struct ovnet_batch *batch, struct nlattr **tb)
{
	return ovnet_fdb_prepare(batch, tb, false);
}

const struct ovnet_batch_kind ovnet_fdb_kind_set = {
	.attr = OVNET_A_FDB,
	.max = OVNET_A_FDB_MAX,
	.policy = ovnet_fdb_policy,
	.prepare = ovnet_fdb_prepare_set,
};

/* A learned row may have gone by itself since it was looked for. */
static void ovnet_fdb_commit_del(struct ovnet_batch *batch,
				 struct ovnet_batch_step *step)
{
	struct ovnet_fdb_step *s = ovnet_fdb_step(step);

	ovnet_fdb_delete(s->network, s->mac, NULL);
}

static void ovnet_fdb_abort_del(struct ovnet_batch *batch,
				struct ovnet_batch_step *step)
{
	struct ovnet_fdb_step *s = ovnet_fdb_step(step);

	ovnet_fdb_unname(s->network, s->mac);
}

static int ovnet_fdb_prepare_del(struct ovnet_batch *batch, struct nlattr **tb)
{
	struct ovnet_network *network;
	struct ovnet_fdb_step *s;
	int err;

	err = ovnet_fdb_parse_key(batch->on, tb, &network, batch->extack);
	if (err)
		return err;
	s = ovnet_fdb_new_step(batch, network, tb[OVNET_A_FDB_MAC]);
	if (!s)
		return -ENOMEM;
	err = ovnet_fdb_deletable(network, s->mac, batch->extack);
	if (err)
		return err;
	s->step.commit = ovnet_fdb_commit_del;
	s->step.abort = ovnet_fdb_abort_del;
	ovnet_batch_add(batch, &s->step);
	return 0;
}

const struct ovnet_batch_kind ovnet_fdb_kind_del = {
	.attr = OVNET_A_FDB,
	.max = OVNET_A_FDB_MAX,
	.policy = ovnet_fdb_policy,
	.prepare = ovnet_fdb_prepare_del,
};

/* What a dump or flush is about. Called with the namespace's mutex. */
static int ovnet_fdb_parse_filter(struct ovnet_net *on, struct nlattr **tb,
				  struct ovnet_fdb_filter *filter,
				  struct netlink_ext_ack *extack)
{
	struct ovnet_dst *dst;
	int err;

	memset(filter, 0, sizeof(*filter));
	if (tb[OVNET_A_FDB_SEQ]) {
		NL_SET_ERR_MSG_ATTR(extack, tb[OVNET_A_FDB_SEQ],
				    "No rows are looked for by sequence number");
		return -EINVAL;
	}
	if (tb[OVNET_A_FDB_NETWORK_ID] || tb[OVNET_A_FDB_NETWORK_NAME]) {
		err = ovnet_network_resolve(on, tb[OVNET_A_FDB_NETWORK_ID],
					    tb[OVNET_A_FDB_NETWORK_NAME],
					    &filter->network, extack);
		if (err)
			return err;
	}
	dst = ovnet_dst_parse(on, filter->network, tb, &ovnet_fdb_dst_attrs,
			      extack);
	if (IS_ERR(dst))
		return PTR_ERR(dst);
	filter->dst = dst;
	if (tb[OVNET_A_FDB_MAC])
		filter->mac = nla_data(tb[OVNET_A_FDB_MAC]);
	if (tb[OVNET_A_FDB_STATE])
		filter->state = nla_get_u8(tb[OVNET_A_FDB_STATE]);
	return 0;
}

static int ovnet_fdb_fill_flushed(struct sk_buff *skb, const void *object)
{
	return nla_put_u32(skb, OVNET_A_FDB_FLUSHED, *(const u32 *)object);
}

/**
 * ovnet_fdb_flush_doit() - OVNET_CMD_FDB_FLUSH
 * @skb: request
 * @info: request; the reply says how many rows went
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_fdb_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	static const struct ovnet_msg_kind kind = {
		.cmd = OVNET_CMD_FDB_FLUSH,
		.attr = OVNET_A_FDB,
		.fill = ovnet_fdb_fill_flushed,
	};
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_FDB_MAX + 1];
	struct ovnet_fdb_filter filter;
	struct sk_buff *answer;
	u32 flushed;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_FDB, tb, OVNET_A_FDB_MAX,
				  ovnet_fdb_policy);
	if (err)
		return err;
	answer = genlmsg_new(OVNET_NETLINK_OBJECT_SIZE, GFP_KERNEL);
	if (!answer)
		return -ENOMEM;

	mutex_lock(&on->lock);
	err = ovnet_fdb_parse_filter(on, tb, &filter, info->extack);
	if (!err) {
		flushed = ovnet_fdb_flush(on, &filter);
		ovnet_remote_put_implicit(on);
	}
	mutex_unlock(&on->lock);
	if (err) {
		nlmsg_free(answer);
		return err;
	}
	return ovnet_netlink_answer(answer, info, &kind, &flushed);
}

/**
 * struct ovnet_fdb_dump - a dump on its way
 * @walk: where it is
 * @parsed: the filter has been read
 * @filter: its pointers are only compared, never followed
 * @mac: what @filter points to
 */
struct ovnet_fdb_dump {
	struct ovnet_walk_dump walk;
	bool parsed;
	struct ovnet_fdb_filter filter;
	u8 mac[ETH_ALEN];
};

/**
 * ovnet_fdb_get_start() - OVNET_CMD_FDB_GET begins
 * @cb: dump; args[0]: &struct ovnet_fdb_dump
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_fdb_get_start(struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(cb->skb->sk));
	struct ovnet_fdb_dump *dump;

	dump = kzalloc(sizeof(*dump), GFP_KERNEL_ACCOUNT);
	if (!dump)
		return -ENOMEM;
	ovnet_walk_enter(&dump->walk.iter,
			 (struct ovnet_walk_table) { .fdb = &on->fdb });
	cb->args[0] = (long)dump;
	return 0;
}

/* Not in start: older kernels have no extack there yet. */
static int ovnet_fdb_dump_filter(struct netlink_callback *cb,
				 struct ovnet_fdb_dump *dump)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(cb->skb->sk));
	struct nlattr *tb[OVNET_A_FDB_MAX + 1];
	int err;

	err = ovnet_netlink_dump_parse(cb, OVNET_A_FDB, tb, OVNET_A_FDB_MAX,
				       ovnet_fdb_policy, OVNET_NETLINK_ALL);
	if (err)
		return err;
	mutex_lock(&on->lock);
	err = ovnet_fdb_parse_filter(on, tb, &dump->filter, cb->extack);
	mutex_unlock(&on->lock);
	if (err)
		return err;
	if (dump->filter.mac) {
		ether_addr_copy(dump->mac, dump->filter.mac);
		dump->filter.mac = dump->mac;
	}
	dump->parsed = true;
	return 0;
}

/**
 * ovnet_fdb_get_dumpit() - OVNET_CMD_FDB_GET
 * @skb: reply
 * @cb: dump
 *
 * Return: length of the reply or an error.
 */
int ovnet_fdb_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_fdb_dump *dump = (void *)cb->args[0];
	struct ovnet_net *on = ovnet_main_net(sock_net(cb->skb->sk));
	int err;

	if (!dump->parsed) {
		err = ovnet_fdb_dump_filter(cb, dump);
		if (err)
			return err;
	}
	return ovnet_walk_dump(skb, cb, &dump->walk, &on->fdb_removals,
			       &ovnet_fdb_kind, ovnet_fdb_match, &dump->filter);
}

/**
 * ovnet_fdb_get_done() - OVNET_CMD_FDB_GET has ended
 * @cb: dump
 *
 * Return: 0.
 */
int ovnet_fdb_get_done(struct netlink_callback *cb)
{
	struct ovnet_fdb_dump *dump = (void *)cb->args[0];

	ovnet_walk_exit(&dump->walk.iter);
	kfree(dump);
	return 0;
}

/**
 * ovnet_fdb_get_doit() - OVNET_CMD_FDB_GET of a MAC
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_fdb_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_FDB_MAX + 1];
	const struct ovnet_fdb_row *row;
	struct ovnet_network *network;
	struct sk_buff *reply;
	const u8 *mac;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_FDB, tb, OVNET_A_FDB_MAX,
				  ovnet_fdb_policy);
	if (err)
		return err;
	reply = genlmsg_new(OVNET_NETLINK_OBJECT_SIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	mutex_lock(&on->lock);
	err = ovnet_fdb_parse_key(on, tb, &network, info->extack);
	if (err)
		goto out;
	mac = nla_data(tb[OVNET_A_FDB_MAC]);
	rcu_read_lock();
	row = ovnet_fdb_find(on, network->id, mac);
	err = row ? ovnet_netlink_message(reply, info->snd_portid,
					  info->snd_seq, 0, &ovnet_fdb_kind,
					  row) : -ENOENT;
	rcu_read_unlock();
	if (err == -ENOENT)
		ovnet_compat_extack(info->extack,
				    "Network %s has no row for %pM",
				    network->name, mac);
out:
	mutex_unlock(&on->lock);
	if (!err)
		return genlmsg_reply(reply, info);
	nlmsg_free(reply);
	return err;
}
