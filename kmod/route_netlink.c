// SPDX-License-Identifier: GPL-2.0
/* Routes over netlink: in, out, events. */
#include "batch.h"
#include "multipath.h"
#include "route.h"

const struct nla_policy ovnet_route_policy[OVNET_A_ROUTE_MAX + 1] = {
	[OVNET_A_ROUTE_NETWORK_ID] = { .type = NLA_U32 },
	[OVNET_A_ROUTE_NETWORK_NAME] = { .type = NLA_NUL_STRING,
					 .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_ROUTE_DST4] = { .type = NLA_U32 },
	[OVNET_A_ROUTE_DST6] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[OVNET_A_ROUTE_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[OVNET_A_ROUTE_TYPE] = NLA_POLICY_RANGE(NLA_U8, OVNET_ROUTE_TYPE_REMOTE,
						OVNET_ROUTE_TYPE_NETWORK),
	[OVNET_A_ROUTE_REMOTE_ID] = { .type = NLA_U32 },
	[OVNET_A_ROUTE_REMOTE_NAME] = { .type = NLA_NUL_STRING,
					.len = OVNET_NAME_LEN - 1 },
	[OVNET_A_ROUTE_IFINDEX] = NLA_POLICY_MIN(NLA_U32, 1),
	[OVNET_A_ROUTE_TO_NETWORK_ID] = { .type = NLA_U32 },
	[OVNET_A_ROUTE_TO_NETWORK_NAME] = { .type = NLA_NUL_STRING,
					    .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_ROUTE_NEXTHOP] = NLA_POLICY_NESTED(ovnet_multipath_policy),
	[OVNET_A_ROUTE_TRANSIT] = NLA_POLICY_MAX(NLA_U8, 1),
};

static const struct ovnet_dst_attrs ovnet_route_dst_attrs = {
	.ifindex = OVNET_A_ROUTE_IFINDEX,
	.ifname = OVNET_A_ROUTE_IFNAME,
	.remote_id = OVNET_A_ROUTE_REMOTE_ID,
	.remote_name = OVNET_A_ROUTE_REMOTE_NAME,
	.network_id = OVNET_A_ROUTE_TO_NETWORK_ID,
	.network_name = OVNET_A_ROUTE_TO_NETWORK_NAME,
};

static int ovnet_route_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_route *route = object;
	bool v4 = route->family == AF_INET;

	if (nla_put_u32(skb, OVNET_A_ROUTE_NETWORK_ID, route->network->id) ||
	    nla_put_string(skb, OVNET_A_ROUTE_NETWORK_NAME,
			   route->network->name) ||
	    nla_put(skb, v4 ? OVNET_A_ROUTE_DST4 : OVNET_A_ROUTE_DST6,
		    v4 ? sizeof(__be32) : sizeof(struct in6_addr),
		    route->entry.addr) ||
	    nla_put_u8(skb, OVNET_A_ROUTE_LEN, route->entry.len) ||
	    nla_put_u8(skb, OVNET_A_ROUTE_TYPE, route->type) ||
	    nla_put_u8(skb, OVNET_A_ROUTE_BOUND, route->bound) ||
	    nla_put_u8(skb, OVNET_A_ROUTE_TRANSIT, route->transit))
		return -EMSGSIZE;
	if (!route->dst)
		return 0;
	if (ovnet_dst_put(skb, route->dst, &ovnet_route_dst_attrs))
		return -EMSGSIZE;
	return ovnet_multipath_is(route->dst) ?
	       ovnet_multipath_put(skb, ovnet_multipath_of(route->dst)) : 0;
}

static const struct ovnet_msg_kind ovnet_route_kind = {
	.cmd = OVNET_CMD_ROUTE_GET,
	.attr = OVNET_A_ROUTE,
	.fill = ovnet_route_fill,
};

static bool ovnet_route_heard(const struct ovnet_network *network)
{
	return ovnet_netlink_heard(network->on->net,
				   OVNET_NETLINK_GROUP_ROUTE);
}

/**
 * ovnet_route_changed() - tell whoever listens about a route
 * @route: its namespace's mutex is held
 * @cmd: OVNET_CMD_ROUTE_NEW, OVNET_CMD_ROUTE_SET or OVNET_CMD_ROUTE_DEL
 * @heard: whether anybody may be listening
 */
void ovnet_route_changed(const struct ovnet_route *route, u8 cmd, bool heard)
{
	struct ovnet_net *on = route->network->on;

	on->route_generation++;
	if (!heard)
		return;
	ovnet_netlink_notify(on->net, OVNET_NETLINK_GROUP_ROUTE, GFP_KERNEL,
			     cmd, &ovnet_route_kind, route);
}

/* Whether a prefix has bits behind its length, of @bits; they are cut off. */
static bool ovnet_route_cut(struct ovnet_lpm_entry *prefix, u8 bits)
{
	unsigned int i = prefix->len / 8;
	bool more = false;
	u8 keep = ~(0xff >> prefix->len % 8);

	for (; i < bits / 8; i++, keep = 0) {
		more |= prefix->addr[i] & ~keep;
		prefix->addr[i] &= keep;
	}
	return more;
}

static struct nlattr *ovnet_route_dst_attr(struct nlattr **tb)
{
	return tb[OVNET_A_ROUTE_DST4] ?: tb[OVNET_A_ROUTE_DST6];
}

/* The prefix that a request names. */
static int ovnet_route_parse_prefix(struct nlattr **tb, u8 *family,
				    struct ovnet_lpm_entry *prefix,
				    struct netlink_ext_ack *extack)
{
	struct nlattr *dst4 = tb[OVNET_A_ROUTE_DST4];
	struct nlattr *dst6 = tb[OVNET_A_ROUTE_DST6];
	struct nlattr *dst = ovnet_route_dst_attr(tb);
	u8 bits = dst4 ? 32 : 128;

	if (!dst || (dst4 && dst6)) {
		NL_SET_ERR_MSG(extack,
			       "A route has one prefix, of IPv4 or of IPv6");
		return -EINVAL;
	}
	*family = dst4 ? AF_INET : AF_INET6;
	memset(prefix, 0, sizeof(*prefix));
	memcpy(prefix->addr, nla_data(dst), nla_len(dst));
	prefix->len = tb[OVNET_A_ROUTE_LEN] ?
		      nla_get_u8(tb[OVNET_A_ROUTE_LEN]) : bits;
	if (prefix->len > bits) {
		NL_SET_ERR_MSG_ATTR(extack, tb[OVNET_A_ROUTE_LEN],
				    "An IPv4 prefix has at most 32 bits");
		return -EINVAL;
	}
	if (ovnet_route_cut(prefix, bits)) {
		if (dst4)
			ovnet_compat_extack(extack,
					    "Bits behind the prefix: %pI4/%u?",
					    prefix->addr, prefix->len);
		else
			ovnet_compat_extack(extack,
					    "Bits behind the prefix: %pI6c/%u?",
					    prefix->addr, prefix->len);
		NL_SET_BAD_ATTR(extack, dst);
		return -EINVAL;
	}
	return 0;
}

/* The network and prefix that a request names. */
static int ovnet_route_parse_key(struct ovnet_net *on, struct nlattr **tb,
				 struct ovnet_network **network, u8 *family,
				 struct ovnet_lpm_entry *prefix,
				 struct netlink_ext_ack *extack)
{
	int err;

	err = ovnet_route_parse_prefix(tb, family, prefix, extack);
	if (err)
		return err;
	err = ovnet_network_resolve(on, tb[OVNET_A_ROUTE_NETWORK_ID],
				    tb[OVNET_A_ROUTE_NETWORK_NAME], network,
				    extack);
	if (err)
		return err;
	if ((*network)->type == OVNET_NETWORK_TYPE_L3)
		return 0;
	ovnet_compat_extack(extack, "Network %s is of type l2: it has no routes",
			    (*network)->name);
	return -EOPNOTSUPP;
}

/* The type of a route that points there; 0: to nothing. */
static u8 ovnet_route_type_of(const struct ovnet_dst *dst)
{
	if (!dst)
		return 0;
	switch (dst->type) {
	case OVNET_DST_REMOTE:
		return OVNET_ROUTE_TYPE_REMOTE;
	case OVNET_DST_NETWORK:
		return OVNET_ROUTE_TYPE_NETWORK;
	}
	return OVNET_ROUTE_TYPE_DEVICE;
}

static bool ovnet_route_rejects(u8 type)
{
	return type == OVNET_ROUTE_TYPE_UNREACHABLE ||
	       type == OVNET_ROUTE_TYPE_PROHIBIT ||
	       type == OVNET_ROUTE_TYPE_BLACKHOLE;
}

/* To several remotes, and then to nothing else; with extack. */
static int ovnet_route_parse_nexthops(struct ovnet_batch *batch,
				      struct nlattr **tb,
				      struct ovnet_nexthop_want *nexthops,
				      struct ovnet_route_want *want)
{
	int n;

	if (!tb[OVNET_A_ROUTE_NEXTHOP])
		return 0;
	if (want->dst) {
		NL_SET_ERR_MSG_ATTR(batch->extack, tb[OVNET_A_ROUTE_NEXTHOP],
				    "A route with several remotes has all of them as nexthops, and points to nothing else");
		return -EINVAL;
	}
	n = ovnet_multipath_parse(batch, nexthops);
	if (n < 0)
		return n;
	want->nexthops = nexthops;
	want->n_nexthops = n;
	return 0;
}

/* Where a request says that it goes: type and place belong together. */
static int ovnet_route_parse_want(struct ovnet_batch *batch,
				  struct nlattr **tb,
				  struct ovnet_network *network,
				  struct ovnet_nexthop_want *nexthops,
				  struct ovnet_route_want *want)
{
	u8 points;
	int err;

	want->dst = ovnet_dst_parse(batch->on, network, tb,
				    &ovnet_route_dst_attrs, batch->extack);
	if (IS_ERR(want->dst))
		return PTR_ERR(want->dst);
	if (want->dst == &network->dst) {
		NL_SET_ERR_MSG(batch->extack,
			       "A network has no route to itself");
		return -ELOOP;
	}
	err = ovnet_route_parse_nexthops(batch, tb, nexthops, want);
	if (err)
		return err;
	points = want->n_nexthops ? OVNET_ROUTE_TYPE_REMOTE :
				    ovnet_route_type_of(want->dst);
	want->type = tb[OVNET_A_ROUTE_TYPE] ?
		     nla_get_u8(tb[OVNET_A_ROUTE_TYPE]) : points;
	if (!want->type) {
		NL_SET_ERR_MSG(batch->extack,
			       "A route needs a remote, a device or a network, or is unreachable, prohibit or blackhole");
		return -EINVAL;
	}
	if (ovnet_route_rejects(want->type) ? points : want->type != points) {
		NL_SET_ERR_MSG_ATTR(batch->extack, tb[OVNET_A_ROUTE_TYPE],
				    "The type is not that of what the route points to");
		return -EINVAL;
	}
	want->transit = tb[OVNET_A_ROUTE_TRANSIT] &&
			nla_get_u8(tb[OVNET_A_ROUTE_TRANSIT]);
	if (want->transit && points != OVNET_ROUTE_TYPE_REMOTE) {
		NL_SET_ERR_MSG_ATTR(batch->extack, tb[OVNET_A_ROUTE_TRANSIT],
				    "Only a route to remotes can be transit");
		return -EINVAL;
	}
	return 0;
}

/**
 * struct ovnet_route_step - a route that is configured or removed
 * @step: of the message
 * @route: which
 * @old: in whose place it is, or NULL
 */
struct ovnet_route_step {
	struct ovnet_batch_step step;
	struct ovnet_route *route;
	struct ovnet_route *old;
};

static struct ovnet_route_step *
ovnet_route_step(struct ovnet_batch_step *step)
{
	return container_of(step, struct ovnet_route_step, step);
}

static void ovnet_route_commit_set(struct ovnet_batch *batch,
				   struct ovnet_batch_step *step)
{
	struct ovnet_route_step *s = ovnet_route_step(step);

	ovnet_route_settle(s->route, s->old,
			   ovnet_batch_heard(batch, s->route->network,
					     ovnet_route_heard));
}

static void ovnet_route_abort_set(struct ovnet_batch *batch,
				  struct ovnet_batch_step *step)
{
	struct ovnet_route_step *s = ovnet_route_step(step);

	ovnet_route_restore(s->route, s->old);
}

/* A second time would be undone in the wrong order, or not at all. */
static int ovnet_route_check_twice(struct ovnet_batch *batch,
				   const struct ovnet_route *route)
{
	if (route->batch != batch->id)
		return 0;
	NL_SET_ERR_MSG_ATTR(batch->extack, batch->nest,
			    "An object is named once in a message");
	return -EINVAL;
}

/* @nexthops: where to, if there are any */
static int ovnet_route_prepare_to(struct ovnet_batch *batch, struct nlattr **tb,
				  struct ovnet_nexthop_want *nexthops,
				  bool excl)
{
	struct ovnet_route_want want = { .batch = batch->id };
	struct ovnet_network *network;
	struct ovnet_route_step *s;
	struct ovnet_lpm_place place;
	struct ovnet_route *old;
	int err;

	err = ovnet_route_parse_key(batch->on, tb, &network, &want.family,
				    &want.prefix, batch->extack);
	if (err)
		return err;
	err = ovnet_route_parse_want(batch, tb, network, nexthops, &want);
	if (err)
		return err;
	old = ovnet_route_find_place(network, want.family, &want.prefix,
				     &place);
	if (old) {
		err = ovnet_route_check_twice(batch, old);
		if (err)
			return err;
	}
	if (old && excl && !old->bound) {
		ovnet_compat_extack(batch->extack,
				    "Network %s has this route",
				    network->name);
		NL_SET_BAD_ATTR(batch->extack, ovnet_route_dst_attr(tb));
		return -EEXIST;
	}

	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->old = old;
	err = ovnet_route_stage(network, &want, old, &place, &s->route,
				batch->extack);
	if (err)
		return err;
	s->step.commit = ovnet_route_commit_set;
	s->step.abort = ovnet_route_abort_set;
	ovnet_batch_add(batch, &s->step);
	return 0;
}

/* By itself: some compilers make it all zero first. */
static noinline_for_stack int
ovnet_route_prepare_several(struct ovnet_batch *batch, struct nlattr **tb,
			    bool excl)
{
	struct ovnet_nexthop_want nexthops[OVNET_NEXTHOPS_MAX];

	return ovnet_route_prepare_to(batch, tb, nexthops, excl);
}

static int ovnet_route_prepare(struct ovnet_batch *batch, struct nlattr **tb,
			       bool excl)
{
	return tb[OVNET_A_ROUTE_NEXTHOP] ?
	       ovnet_route_prepare_several(batch, tb, excl) :
	       ovnet_route_prepare_to(batch, tb, NULL, excl);
}

static int ovnet_route_prepare_new(struct ovnet_batch *batch,
				   struct nlattr **tb)
{
	return ovnet_route_prepare(batch, tb, true);
}

const struct ovnet_batch_kind ovnet_route_kind_new = {
	.attr = OVNET_A_ROUTE,
	.max = OVNET_A_ROUTE_MAX,
	.multi = BIT(OVNET_A_ROUTE_NEXTHOP),
	.policy = ovnet_route_policy,
	.prepare = ovnet_route_prepare_new,
};

static int ovnet_route_prepare_set(struct ovnet_batch *batch,
				   struct nlattr **tb)
{
	return ovnet_route_prepare(batch, tb, false);
}

const struct ovnet_batch_kind ovnet_route_kind_set = {
	.attr = OVNET_A_ROUTE,
	.max = OVNET_A_ROUTE_MAX,
	.multi = BIT(OVNET_A_ROUTE_NEXTHOP),
	.policy = ovnet_route_policy,
	.prepare = ovnet_route_prepare_set,
};

static void ovnet_route_commit_del(struct ovnet_batch *batch,
				   struct ovnet_batch_step *step)
{
	ovnet_route_remove(ovnet_route_step(step)->route);
}

static int ovnet_route_prepare_del(struct ovnet_batch *batch,
				   struct nlattr **tb)
{
	struct ovnet_network *network;
	struct ovnet_lpm_entry prefix;
	struct ovnet_route_step *s;
	struct ovnet_route *route;
	u8 family;
	int err;

	err = ovnet_route_parse_key(batch->on, tb, &network, &family, &prefix,
				    batch->extack);
	if (err)
		return err;
	route = ovnet_route_find(network, family, &prefix);
	if (!route) {
		ovnet_compat_extack(batch->extack,
				    "Network %s has no such route",
				    network->name);
		NL_SET_BAD_ATTR(batch->extack, ovnet_route_dst_attr(tb));
		return -ENOENT;
	}
	err = ovnet_route_check_twice(batch, route);
	if (err)
		return err;
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	route->batch = batch->id;
	s->route = route;
	s->step.commit = ovnet_route_commit_del;
	ovnet_batch_add(batch, &s->step);
	return 0;
}

const struct ovnet_batch_kind ovnet_route_kind_del = {
	.attr = OVNET_A_ROUTE,
	.max = OVNET_A_ROUTE_MAX,
	.policy = ovnet_route_policy,
	.prepare = ovnet_route_prepare_del,
};

#define OVNET_ROUTE_DUMP_BATCH	1024	/* routes looked at in one go */

/**
 * struct ovnet_route_dump - which routes, and where a dump of them is
 * @network: id of the one that is next
 * @family: of it
 * @begun: @after has been sent
 * @after: the last that was sent
 */
struct ovnet_route_dump {
	u32 network;
	u8 family;
	bool begun;
	struct ovnet_lpm_entry after;
};

/**
 * struct ovnet_route_filter - which routes a dump is about
 * @network: only this one, or NULL
 * @dst: only routes that point here, or NULL
 * @family: only this one, or 0
 * @prefix: only this one, if there is a family
 * @type: only this enum ovnet_route_type, or 0
 * @transit: only those that are so or not, or NULL
 */
struct ovnet_route_filter {
	struct ovnet_network *network;
	struct ovnet_dst *dst;
	u8 family;
	struct ovnet_lpm_entry prefix;
	u8 type;
	const struct nlattr *transit;
};

static int ovnet_route_parse_filter(struct ovnet_net *on, struct nlattr **tb,
				    struct ovnet_route_filter *filter,
				    struct netlink_ext_ack *extack)
{
	int err;

	memset(filter, 0, sizeof(*filter));
	if (tb[OVNET_A_ROUTE_NETWORK_ID] || tb[OVNET_A_ROUTE_NETWORK_NAME]) {
		err = ovnet_network_resolve(on, tb[OVNET_A_ROUTE_NETWORK_ID],
					    tb[OVNET_A_ROUTE_NETWORK_NAME],
					    &filter->network, extack);
		if (err)
			return err;
	}
	filter->dst = ovnet_dst_parse(on, filter->network, tb,
				      &ovnet_route_dst_attrs, extack);
	if (IS_ERR(filter->dst))
		return PTR_ERR(filter->dst);
	if (tb[OVNET_A_ROUTE_TYPE])
		filter->type = nla_get_u8(tb[OVNET_A_ROUTE_TYPE]);
	filter->transit = tb[OVNET_A_ROUTE_TRANSIT];
	if (!tb[OVNET_A_ROUTE_DST4] && !tb[OVNET_A_ROUTE_DST6] &&
	    !tb[OVNET_A_ROUTE_LEN])
		return 0;
	return ovnet_route_parse_prefix(tb, &filter->family, &filter->prefix,
					extack);
}

static bool ovnet_route_points_to(const struct ovnet_route *route,
				  const struct ovnet_dst *dst)
{
	if (!ovnet_multipath_is(route->dst))
		return route->dst == dst;
	return dst->type == OVNET_DST_REMOTE &&
	       ovnet_multipath_has(ovnet_multipath_of(route->dst),
				   container_of(dst, struct ovnet_remote, dst));
}

static bool ovnet_route_match(const struct ovnet_route *route,
			      const struct ovnet_route_filter *filter)
{
	return (!filter->dst || ovnet_route_points_to(route, filter->dst)) &&
	       (!filter->type || route->type == filter->type) &&
	       (!filter->transit ||
		route->transit == nla_get_u8(filter->transit)) &&
	       (!filter->family ||
		(route->family == filter->family &&
		 !memcmp(&route->entry, &filter->prefix,
			 sizeof(route->entry))));
}

/*
 * Of one network, from where the dump is. Non-zero: -EMSGSIZE: the message is
 * full; -EAGAIN: @left have been looked at.
 */
static int ovnet_route_dump_network(struct sk_buff *skb,
				    struct netlink_callback *cb,
				    struct ovnet_network *network,
				    struct ovnet_route_dump *at,
				    const struct ovnet_route_filter *filter,
				    unsigned int *left)
{
	struct ovnet_route *route;
	u8 family;

	for (;;) {
		family = at->family;
		route = ovnet_route_next(network, &family,
					 at->begun ? &at->after : NULL);
		if (!route)
			return 0;
		if (!(*left)--)
			return -EAGAIN;
		if (ovnet_route_match(route, filter) &&
		    ovnet_netlink_dump(skb, cb, &ovnet_route_kind, route))
			return -EMSGSIZE;
		at->family = family;
		at->after = route->entry;
		at->begun = true;
	}
}

/* A stretch of it. 0: that was the last. */
static int ovnet_route_dump(struct sk_buff *skb, struct netlink_callback *cb,
			    struct ovnet_net *on, struct nlattr **tb,
			    struct ovnet_route_dump *at)
{
	unsigned int left = OVNET_ROUTE_DUMP_BATCH;
	struct ovnet_route_filter filter;
	struct ovnet_network *network;
	unsigned long id;
	int err;

	/* What it names may have gone meanwhile. */
	err = ovnet_route_parse_filter(on, tb, &filter, cb->extack);
	if (err)
		return err;
	cb->seq = on->route_generation;
	/* Also what changes before the first that matches is said. */
	cb->prev_seq = cb->prev_seq ?: cb->seq;
	xa_for_each_start(&on->networks, id, network, at->network) {
		if (id != at->network || !at->family) {
			at->network = id;
			at->family = AF_INET;
			at->begun = false;
		}
		if (filter.network && filter.network != network)
			continue;
		err = ovnet_route_dump_network(skb, cb, network, at, &filter,
					       &left);
		if (err)
			return err;
	}
	at->network = OVNET_NETWORK_ID_MAX + 1;
	return 0;
}

/**
 * ovnet_route_get_doit() - OVNET_CMD_ROUTE_GET of an address
 * @skb: request
 * @info: request
 *
 * The route that a packet to it takes: that of the longest prefix.
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_route_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_ROUTE_MAX + 1];
	struct ovnet_network *network;
	struct ovnet_lpm_entry prefix;
	struct ovnet_addr addr = {};
	struct ovnet_route *route;
	u8 family;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_ROUTE, tb, OVNET_A_ROUTE_MAX,
				  ovnet_route_policy);
	if (err)
		return err;
	mutex_lock(&on->lock);
	err = ovnet_route_parse_key(on, tb, &network, &family, &prefix,
				    info->extack);
	if (err)
		goto out;
	if (prefix.len != (family == AF_INET ? 32 : 128)) {
		NL_SET_ERR_MSG_ATTR(info->extack, tb[OVNET_A_ROUTE_LEN],
				    "An address takes one route, a prefix many");
		err = -EINVAL;
		goto out;
	}
	addr.family = family;
	memcpy(&addr.v6, prefix.addr, sizeof(addr.v6));
	rcu_read_lock();
	route = ovnet_route_covering_rcu(network, &addr);
	rcu_read_unlock();
	if (route) {
		err = ovnet_netlink_reply(info, &ovnet_route_kind, route);
	} else {
		ovnet_compat_extack(info->extack,
				    "No route of network %s covers it",
				    network->name);
		err = -ENOENT;
	}
out:
	mutex_unlock(&on->lock);
	return err;
}

/**
 * ovnet_route_get_dumpit() - OVNET_CMD_ROUTE_GET
 * @skb: reply
 * @cb: dump; ctx: &struct ovnet_route_dump
 *
 * In the order of networks and prefixes: what has been sent is not sent again,
 * and what stays there is not missed, whatever changes meanwhile. With a filter
 * that few match a message takes long: others get the mutex in between.
 *
 * Return: length of the reply or an error.
 */
int ovnet_route_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(skb->sk));
	struct ovnet_route_dump *at = (void *)cb->ctx;
	struct nlattr *tb[OVNET_A_ROUTE_MAX + 1];
	int err;

	BUILD_BUG_ON(sizeof(*at) > sizeof(cb->ctx));
	err = ovnet_netlink_dump_parse(cb, OVNET_A_ROUTE, tb,
				       OVNET_A_ROUTE_MAX, ovnet_route_policy,
				       OVNET_NETLINK_ALL &
				       ~BIT(OVNET_A_ROUTE_NEXTHOP));
	if (err)
		return err;
	do {
		mutex_lock(&on->lock);
		err = ovnet_route_dump(skb, cb, on, tb, at);
		mutex_unlock(&on->lock);
		cond_resched();
	} while (err == -EAGAIN);
	return err && err != -EMSGSIZE ? err : skb->len;
}
