// SPDX-License-Identifier: GPL-2.0
/*
 * The generic netlink family: what is called for which command, and the
 * wrapping that every message has. What an object's attributes mean is in
 * the object's own file.
 */
#include <linux/ctype.h>
#include <linux/jiffies.h>
#include <linux/module.h>

#include "batch.h"
#include "binding.h"
#include "dry.h"
#include "fdb.h"
#include "neigh.h"
#include "node.h"
#include "probe.h"
#include "route.h"
#include "ovnet_priv.h"

static struct genl_family ovnet_netlink_family;

/* Each command takes nests of its own kind. */
#define OVNET_NETLINK_POLICY(kind, object)				\
static const struct nla_policy ovnet_netlink_##object[kind + 1] = {	\
	[kind] = NLA_POLICY_NESTED(ovnet_##object##_policy),		\
}

OVNET_NETLINK_POLICY(OVNET_A_NODE, node);
OVNET_NETLINK_POLICY(OVNET_A_UNDERLAY, underlay);
OVNET_NETLINK_POLICY(OVNET_A_NETWORK, network);
OVNET_NETLINK_POLICY(OVNET_A_PORT, port);
OVNET_NETLINK_POLICY(OVNET_A_REMOTE, remote);
OVNET_NETLINK_POLICY(OVNET_A_MEMBER, member);
OVNET_NETLINK_POLICY(OVNET_A_FDB, fdb);
OVNET_NETLINK_POLICY(OVNET_A_DROPS, drop);
OVNET_NETLINK_POLICY(OVNET_A_ROUTE, route);
OVNET_NETLINK_POLICY(OVNET_A_NEIGH, neigh);
OVNET_NETLINK_POLICY(OVNET_A_BINDING, binding);
OVNET_NETLINK_POLICY(OVNET_A_TRACE, trace);
OVNET_NETLINK_POLICY(OVNET_A_PROBE, probe);

/* A port may come with what it may send from. */
static const struct nla_policy ovnet_netlink_port_new[OVNET_A_BINDING + 1] = {
	[OVNET_A_PORT] = NLA_POLICY_NESTED(ovnet_port_policy),
	[OVNET_A_BINDING] = NLA_POLICY_NESTED(ovnet_binding_policy),
};

/* Takes nothing. */
static const struct nla_policy ovnet_netlink_none[OVNET_A_NODE + 1] = {};

/**
 * ovnet_netlink_sort_nest() - attributes of an object, each once, by type
 * @tb: where to
 * @max: highest attribute of @tb, at most 31
 * @nest: of the object, which a policy of @max attributes has passed
 * @multi: bits of attributes that may be there more than once
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_netlink_sort_nest(struct nlattr **tb, int max,
			    const struct nlattr *nest, u32 multi,
			    struct netlink_ext_ack *extack)
{
	struct nlattr *attr;
	u32 seen = 0;
	int rem, type;

	memset_p((void **)tb, NULL, max + 1);
	nla_for_each_nested(attr, nest, rem) {
		type = nla_type(attr);
		if (WARN_ON_ONCE(type > max))
			return -EINVAL;
		if (seen & ~multi & BIT(type)) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "The attribute is there twice");
			return -EINVAL;
		}
		seen |= BIT(type);
		tb[type] = attr;
	}
	return 0;
}

/**
 * ovnet_netlink_parse_nest() - the same, of a nest that no policy has passed
 * @tb: where to
 * @max: highest attribute of @tb, at most 31
 * @nest: of the object
 * @policy: of the nest
 * @multi: bits of attributes that may be there more than once
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_netlink_parse_nest(struct nlattr **tb, int max,
			     const struct nlattr *nest,
			     const struct nla_policy *policy, u32 multi,
			     struct netlink_ext_ack *extack)
{
	int err;

	err = nla_parse_nested(tb, max, nest, policy, extack);
	return err ?: ovnet_netlink_sort_nest(tb, max, nest, multi, extack);
}

static int ovnet_netlink_count(const struct nlmsghdr *nlh, int kind)
{
	const struct nlattr *attr;
	int rem, n = 0;

	nlmsg_for_each_attr(attr, nlh, GENL_HDRLEN, rem)
		n += nla_type(attr) == kind;
	return n;
}

/**
 * ovnet_netlink_parse() - attributes of the object in a request
 * @info: the request
 * @kind: OVNET_A_*: the nest that must be there, once
 * @tb: where to
 * @max: highest attribute of @tb
 * @policy: of the nest
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_netlink_parse(struct genl_info *info, int kind, struct nlattr **tb,
			int max, const struct nla_policy *policy)
{
	if (ovnet_netlink_count(info->nlhdr, kind) != 1) {
		NL_SET_ERR_MSG(info->extack,
			       "This request carries exactly one object");
		return -EINVAL;
	}
	return ovnet_netlink_parse_nest(tb, max, info->attrs[kind], policy, 0,
					info->extack);
}

/**
 * ovnet_netlink_dump_parse() - filter attributes of a dump
 * @cb: the dump
 * @kind: OVNET_A_*: the nest that may be there
 * @tb: where to; all NULL if there is none
 * @max: highest attribute of @tb
 * @policy: of the nest
 * @allowed: bits of those that can be filtered by, or OVNET_NETLINK_ALL: all
 *	     that @policy knows
 *
 * A filter is never ignored: it is applied or refused.
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_netlink_dump_parse(struct netlink_callback *cb, int kind,
			     struct nlattr **tb, int max,
			     const struct nla_policy *policy, u32 allowed)
{
	struct nlattr **attrs = ovnet_compat_dump_attrs(cb);
	int i, err;

	memset_p((void **)tb, NULL, max + 1);
	if (!attrs || !attrs[kind])
		return 0;
	if (ovnet_netlink_count(cb->nlh, kind) != 1) {
		NL_SET_ERR_MSG_ATTR(cb->extack, attrs[kind],
				    "A dump carries at most one filter");
		return -EINVAL;
	}
	err = ovnet_netlink_parse_nest(tb, max, attrs[kind], policy, 0,
				       cb->extack);
	if (err)
		return err;
	for (i = 1; i <= max; i++) {
		if (!tb[i] || allowed & BIT(i))
			continue;
		NL_SET_ERR_MSG_ATTR(cb->extack, tb[i],
				    "This list cannot be filtered by that");
		return -EOPNOTSUPP;
	}
	return 0;
}

/**
 * ovnet_netlink_message() - append a message with one object
 * @skb: where to
 * @portid: receiver, 0 for a notification
 * @seq: of the request, 0 for a notification
 * @flags: NLM_F_MULTI in dumps
 * @what: which command and nest
 * @object: what @what puts
 *
 * Return: 0 or -EMSGSIZE, with nothing appended.
 */
int ovnet_netlink_message(struct sk_buff *skb, u32 portid, u32 seq, int flags,
			  const struct ovnet_msg_kind *what,
			  const void *object)
{
	struct nlattr *nest;
	void *hdr;

	hdr = genlmsg_put(skb, portid, seq, &ovnet_netlink_family, flags,
			  what->cmd);
	if (!hdr)
		return -EMSGSIZE;
	nest = nla_nest_start(skb, what->attr);
	if (!nest || what->fill(skb, object)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	genlmsg_end(skb, hdr);
	return 0;
}

/**
 * ovnet_netlink_dump() - append an object to a dump
 * @skb: where to
 * @cb: the dump
 * @what: which command and nest
 * @object: what @what puts
 *
 * Return: 0 or -EMSGSIZE: full, go on in the next message.
 */
int ovnet_netlink_dump(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct ovnet_msg_kind *what, const void *object)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)skb_tail_pointer(skb);
	int err;

	err = ovnet_netlink_message(skb, NETLINK_CB(cb->skb).portid,
				    cb->nlh->nlmsg_seq, NLM_F_MULTI, what,
				    object);
	/* Marked if what is listed has changed since the last message. */
	if (!err)
		nl_dump_check_consistent(cb, nlh);
	return err;
}

/**
 * ovnet_netlink_answer() - answer a request with one object
 * @skb: genlmsg_new(OVNET_NETLINK_OBJECT_SIZE); consumed. Got before anything
 *	 is changed: what cannot be answered is not done.
 * @info: the request
 * @what: which command and nest
 * @object: what @what puts; the caller holds what protects it
 *
 * Return: 0 or an error.
 */
int ovnet_netlink_answer(struct sk_buff *skb, struct genl_info *info,
			 const struct ovnet_msg_kind *what, const void *object)
{
	int err;

	err = ovnet_netlink_message(skb, info->snd_portid, info->snd_seq, 0,
				    what, object);
	if (err) {
		nlmsg_free(skb);
		return err;
	}
	return genlmsg_reply(skb, info);
}

/**
 * ovnet_netlink_reply() - answer a request that changes nothing
 * @info: the request
 * @what: which command and nest
 * @object: what @what puts; the caller holds what protects it
 *
 * Return: 0 or an error.
 */
int ovnet_netlink_reply(struct genl_info *info,
			const struct ovnet_msg_kind *what, const void *object)
{
	struct sk_buff *skb;

	skb = genlmsg_new(OVNET_NETLINK_OBJECT_SIZE, GFP_KERNEL);
	return skb ? ovnet_netlink_answer(skb, info, what, object) : -ENOMEM;
}

/**
 * ovnet_netlink_heard() - does anybody listen?
 * @net: namespace
 * @group: OVNET_NETLINK_GROUP_*
 *
 * Context: any.
 * Return: true if so.
 */
bool ovnet_netlink_heard(struct net *net, unsigned int group)
{
	return genl_has_listeners(&ovnet_netlink_family, net, group);
}

/**
 * ovnet_netlink_notify() - tell whoever listens about an object
 * @net: namespace
 * @group: OVNET_NETLINK_GROUP_*
 * @gfp: context
 * @cmd: OVNET_CMD_*, in place of the one in @what
 * @what: which nest
 * @object: what @what puts; the caller holds what protects it
 */
void ovnet_netlink_notify(struct net *net, unsigned int group, gfp_t gfp,
			  u8 cmd, const struct ovnet_msg_kind *what,
			  const void *object)
{
	struct ovnet_msg_kind event = *what;
	struct sk_buff *skb;

	if (group == OVNET_NETLINK_GROUP_CONFIG)
		ovnet_main_net(net)->generation++;
	if (!ovnet_netlink_heard(net, group))
		return;
	skb = genlmsg_new(OVNET_NETLINK_OBJECT_SIZE, gfp);
	if (!skb)
		return;
	event.cmd = cmd;
	if (ovnet_netlink_message(skb, 0, 0, 0, &event, object)) {
		nlmsg_free(skb);
		return;
	}
	genlmsg_multicast_netns(&ovnet_netlink_family, net, skb, 0, group,
				gfp);
}

/**
 * ovnet_netlink_put_stats() - a nest of enum ovnet_stats_attr
 * @skb: where to
 * @attr: type of the nest
 * @stats: counters, or NULL for all zero
 *
 * Return: 0 or -EMSGSIZE.
 */
int ovnet_netlink_put_stats(struct sk_buff *skb, int attr,
			    struct pcpu_sw_netstats __percpu *stats)
{
	struct rtnl_link_stats64 sum = {};
	struct nlattr *nest;

	if (stats)
		dev_fetch_sw_netstats(&sum, stats);
	nest = nla_nest_start(skb, attr);
	if (!nest)
		return -EMSGSIZE;
	if (ovnet_put_u64(skb, OVNET_A_STATS_RX_PACKETS, sum.rx_packets) ||
	    ovnet_put_u64(skb, OVNET_A_STATS_RX_BYTES, sum.rx_bytes) ||
	    ovnet_put_u64(skb, OVNET_A_STATS_TX_PACKETS, sum.tx_packets) ||
	    ovnet_put_u64(skb, OVNET_A_STATS_TX_BYTES, sum.tx_bytes))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * ovnet_netlink_name_ok() - may an object be called this?
 * @name: asked about
 *
 * Letters, digits and ".-_:@+"; not only digits, for those are ids.
 *
 * Return: true if so.
 */
bool ovnet_netlink_name_ok(const char *name)
{
	bool number = true;

	for (; *name; name++) {
		if (!(isascii(*name) && isalnum(*name)) &&
		    !strchr(".-_:@+", *name))
			return false;
		number &= !!isdigit(*name);
	}
	return !number;
}

/**
 * ovnet_netlink_name_valid() - refuse names that are not ok
 * @attr: the name
 * @extack: for the refusal
 *
 * Return: 0 or -EINVAL, with extack.
 */
int ovnet_netlink_name_valid(struct nlattr *attr,
			     struct netlink_ext_ack *extack)
{
	if (ovnet_netlink_name_ok(nla_data(attr)))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "A name has letters, digits and .-_:@+ and is not a number");
	return -EINVAL;
}

/* What a limit event says. */
struct ovnet_netlink_limit {
	const struct ovnet_network *network;
	u8 kind;
	u32 value;
};

static int ovnet_netlink_limit_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_netlink_limit *limit = object;

	if (nla_put_u8(skb, OVNET_A_LIMIT_KIND, limit->kind) ||
	    nla_put_u32(skb, OVNET_A_LIMIT_VALUE, limit->value))
		return -EMSGSIZE;
	if (limit->network &&
	    (nla_put_u32(skb, OVNET_A_LIMIT_NETWORK_ID, limit->network->id) ||
	     nla_put_string(skb, OVNET_A_LIMIT_NETWORK_NAME,
			    limit->network->name)))
		return -EMSGSIZE;
	return 0;
}

static const struct ovnet_msg_kind ovnet_netlink_limit_kind = {
	.cmd = OVNET_CMD_LIMIT_NTF,
	.attr = OVNET_A_LIMIT,
	.fill = ovnet_netlink_limit_fill,
};

/**
 * ovnet_netlink_limit() - say that a limit refused something
 * @on: namespace
 * @network: whose limit, or NULL
 * @kind: enum ovnet_limit_kind
 * @value: the limit
 *
 * Context: any. The caller limits how often.
 */
void ovnet_netlink_limit(struct ovnet_net *on,
			 const struct ovnet_network *network, u8 kind,
			 u32 value)
{
	const struct ovnet_netlink_limit limit = {
		.network = network,
		.kind = kind,
		.value = value,
	};

	ovnet_netlink_notify(on->net, OVNET_NETLINK_GROUP_LIMIT, GFP_ATOMIC,
			     OVNET_CMD_LIMIT_NTF, &ovnet_netlink_limit_kind,
			     &limit);
}

/* Which commands take many objects, and what they do to each. */
static const struct ovnet_batch_kind *const ovnet_netlink_kinds[] = {
	[OVNET_CMD_UNDERLAY_NEW] = &ovnet_underlay_new,
	[OVNET_CMD_UNDERLAY_SET] = &ovnet_underlay_set,
	[OVNET_CMD_UNDERLAY_DEL] = &ovnet_underlay_del,
	[OVNET_CMD_NETWORK_NEW] = &ovnet_network_new,
	[OVNET_CMD_NETWORK_SET] = &ovnet_network_set,
	[OVNET_CMD_NETWORK_DEL] = &ovnet_network_del,
	[OVNET_CMD_PORT_NEW] = &ovnet_port_new,
	[OVNET_CMD_PORT_SET] = &ovnet_port_set,
	[OVNET_CMD_PORT_DEL] = &ovnet_port_del,
	[OVNET_CMD_REMOTE_NEW] = &ovnet_remote_new,
	[OVNET_CMD_REMOTE_SET] = &ovnet_remote_set,
	[OVNET_CMD_REMOTE_DEL] = &ovnet_remote_del,
	[OVNET_CMD_MEMBER_NEW] = &ovnet_member_new,
	[OVNET_CMD_MEMBER_SET] = &ovnet_member_set,
	[OVNET_CMD_MEMBER_DEL] = &ovnet_member_del,
	[OVNET_CMD_FDB_NEW] = &ovnet_fdb_kind_new,
	[OVNET_CMD_FDB_SET] = &ovnet_fdb_kind_set,
	[OVNET_CMD_FDB_DEL] = &ovnet_fdb_kind_del,
	[OVNET_CMD_ROUTE_NEW] = &ovnet_route_kind_new,
	[OVNET_CMD_ROUTE_SET] = &ovnet_route_kind_set,
	[OVNET_CMD_ROUTE_DEL] = &ovnet_route_kind_del,
	[OVNET_CMD_NEIGH_NEW] = &ovnet_neigh_kind_new,
	[OVNET_CMD_NEIGH_SET] = &ovnet_neigh_kind_set,
	[OVNET_CMD_NEIGH_DEL] = &ovnet_neigh_kind_del,
	[OVNET_CMD_BINDING_NEW] = &ovnet_binding_new,
	[OVNET_CMD_BINDING_DEL] = &ovnet_binding_del,
	[OVNET_CMD_NODE_SET] = &ovnet_node_set,
};

static int ovnet_netlink_batch_doit(struct sk_buff *skb,
				    struct genl_info *info)
{
	return ovnet_batch_run(info, ovnet_netlink_kinds[info->genlhdr->cmd]);
}

#define OVNET_NETLINK_BATCH(_cmd, object)				\
	{								\
		.cmd = OVNET_CMD_##_cmd,				\
		.flags = GENL_UNS_ADMIN_PERM,				\
		.doit = ovnet_netlink_batch_doit,			\
		.policy = ovnet_netlink_##object,			\
		.maxattr = ARRAY_SIZE(ovnet_netlink_##object) - 1,	\
	}

#define OVNET_NETLINK_GET(_cmd, object)					\
	{								\
		.cmd = OVNET_CMD_##_cmd,				\
		.doit = ovnet_##object##_get_doit,			\
		.dumpit = ovnet_##object##_get_dumpit,			\
		.policy = ovnet_netlink_##object,			\
		.maxattr = ARRAY_SIZE(ovnet_netlink_##object) - 1,	\
	}

#define OVNET_NETLINK_DUMP(_cmd, object)				\
	{								\
		.cmd = OVNET_CMD_##_cmd,				\
		.dumpit = ovnet_##object##_get_dumpit,			\
		.policy = ovnet_netlink_##object,			\
		.maxattr = ARRAY_SIZE(ovnet_netlink_##object) - 1,	\
	}

/* A dump that walks a hash table. */
#define OVNET_NETLINK_WALK(_cmd, object)				\
	{								\
		.cmd = OVNET_CMD_##_cmd,				\
		.doit = ovnet_##object##_get_doit,			\
		.start = ovnet_##object##_get_start,			\
		.dumpit = ovnet_##object##_get_dumpit,			\
		.done = ovnet_##object##_get_done,			\
		.policy = ovnet_netlink_##object,			\
		.maxattr = ARRAY_SIZE(ovnet_netlink_##object) - 1,	\
	}

#define OVNET_NETLINK_FLUSH(_cmd, object)				\
	{								\
		.cmd = OVNET_CMD_##_cmd,				\
		.flags = GENL_UNS_ADMIN_PERM,				\
		.doit = ovnet_##object##_flush_doit,			\
		.policy = ovnet_netlink_##object,			\
		.maxattr = ARRAY_SIZE(ovnet_netlink_##object) - 1,	\
	}

/* Every command changes or reads the namespace of the socket that sent it. */
static const struct genl_ops ovnet_netlink_ops[] = {
	{
		.cmd = OVNET_CMD_NODE_GET,
		.doit = ovnet_node_get_doit,
		.policy = ovnet_netlink_none,
		.maxattr = ARRAY_SIZE(ovnet_netlink_none) - 1,
	},
	OVNET_NETLINK_BATCH(NODE_SET, node),
	OVNET_NETLINK_BATCH(UNDERLAY_NEW, underlay),
	OVNET_NETLINK_BATCH(UNDERLAY_SET, underlay),
	OVNET_NETLINK_BATCH(UNDERLAY_DEL, underlay),
	OVNET_NETLINK_GET(UNDERLAY_GET, underlay),
	OVNET_NETLINK_BATCH(NETWORK_NEW, network),
	OVNET_NETLINK_BATCH(NETWORK_SET, network),
	OVNET_NETLINK_BATCH(NETWORK_DEL, network),
	OVNET_NETLINK_GET(NETWORK_GET, network),
	OVNET_NETLINK_BATCH(PORT_NEW, port_new),
	OVNET_NETLINK_BATCH(PORT_SET, port),
	OVNET_NETLINK_BATCH(PORT_DEL, port),
	OVNET_NETLINK_GET(PORT_GET, port),
	OVNET_NETLINK_BATCH(REMOTE_NEW, remote),
	OVNET_NETLINK_BATCH(REMOTE_SET, remote),
	OVNET_NETLINK_BATCH(REMOTE_DEL, remote),
	OVNET_NETLINK_GET(REMOTE_GET, remote),
	OVNET_NETLINK_BATCH(MEMBER_NEW, member),
	OVNET_NETLINK_BATCH(MEMBER_SET, member),
	OVNET_NETLINK_BATCH(MEMBER_DEL, member),
	OVNET_NETLINK_DUMP(MEMBER_GET, member),
	OVNET_NETLINK_BATCH(FDB_NEW, fdb),
	OVNET_NETLINK_BATCH(FDB_SET, fdb),
	OVNET_NETLINK_BATCH(FDB_DEL, fdb),
	OVNET_NETLINK_BATCH(ROUTE_NEW, route),
	OVNET_NETLINK_BATCH(ROUTE_SET, route),
	OVNET_NETLINK_BATCH(ROUTE_DEL, route),
	OVNET_NETLINK_GET(ROUTE_GET, route),
	OVNET_NETLINK_FLUSH(FDB_FLUSH, fdb),
	OVNET_NETLINK_WALK(FDB_GET, fdb),
	OVNET_NETLINK_BATCH(NEIGH_NEW, neigh),
	OVNET_NETLINK_BATCH(NEIGH_SET, neigh),
	OVNET_NETLINK_BATCH(NEIGH_DEL, neigh),
	OVNET_NETLINK_FLUSH(NEIGH_FLUSH, neigh),
	OVNET_NETLINK_WALK(NEIGH_GET, neigh),
	OVNET_NETLINK_BATCH(BINDING_NEW, binding),
	OVNET_NETLINK_BATCH(BINDING_DEL, binding),
	OVNET_NETLINK_DUMP(BINDING_GET, binding),
	OVNET_NETLINK_DUMP(DROPS_GET, drop),
	{
		.cmd = OVNET_CMD_TRACE_GET,
		.doit = ovnet_dry_get_doit,
		.policy = ovnet_netlink_trace,
		.maxattr = ARRAY_SIZE(ovnet_netlink_trace) - 1,
	},
	{
		.cmd = OVNET_CMD_PROBE_SEND,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = ovnet_probe_send_doit,
		.policy = ovnet_netlink_probe,
		.maxattr = ARRAY_SIZE(ovnet_netlink_probe) - 1,
	},
	{
		.cmd = OVNET_CMD_PROBE_GET,
		.doit = ovnet_probe_get_doit,
		.policy = ovnet_netlink_probe,
		.maxattr = ARRAY_SIZE(ovnet_netlink_probe) - 1,
	},
};

static const struct genl_multicast_group ovnet_netlink_groups[] = {
	[OVNET_NETLINK_GROUP_CONFIG] = { .name = OVNET_MCGRP_CONFIG },
	[OVNET_NETLINK_GROUP_FDB] = { .name = OVNET_MCGRP_FDB },
	[OVNET_NETLINK_GROUP_LIMIT] = { .name = OVNET_MCGRP_LIMIT },
	[OVNET_NETLINK_GROUP_DROPS] = { .name = OVNET_MCGRP_DROPS },
	[OVNET_NETLINK_GROUP_ROUTE] = { .name = OVNET_MCGRP_ROUTE },
	[OVNET_NETLINK_GROUP_NEIGH] = { .name = OVNET_MCGRP_NEIGH },
};

static struct genl_family ovnet_netlink_family __ro_after_init = {
	.name = OVNET_GENL_NAME,
	.version = OVNET_GENL_VERSION,
	.module = THIS_MODULE,
	.netnsok = true,
	.parallel_ops = true,
	.ops = ovnet_netlink_ops,
	.n_ops = ARRAY_SIZE(ovnet_netlink_ops),
	.mcgrps = ovnet_netlink_groups,
	.n_mcgrps = ARRAY_SIZE(ovnet_netlink_groups),
};

/**
 * ovnet_netlink_init() - register the family
 *
 * Return: 0 or an error.
 */
int __init ovnet_netlink_init(void)
{
	return genl_register_family(&ovnet_netlink_family);
}

/**
 * ovnet_netlink_exit() - no request runs after this
 */
void ovnet_netlink_exit(void)
{
	genl_unregister_family(&ovnet_netlink_family);
}
