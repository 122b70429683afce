// SPDX-License-Identifier: GPL-2.0
/* The remotes of a route that has several, over netlink. */
#include "batch.h"
#include "locator.h"
#include "multipath.h"
#include "remote.h"

const struct nla_policy ovnet_multipath_policy[OVNET_A_NEXTHOP_MAX + 1] = {
	[OVNET_A_NEXTHOP_REMOTE_ID] = { .type = NLA_U32 },
	[OVNET_A_NEXTHOP_REMOTE_NAME] = { .type = NLA_NUL_STRING,
					  .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_NEXTHOP_WEIGHT] = NLA_POLICY_RANGE(NLA_U16, 1,
						    OVNET_NEXTHOP_WEIGHT_MAX),
	[OVNET_A_NEXTHOP_SID] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
};

static int ovnet_multipath_put_one(struct sk_buff *skb,
				   const struct ovnet_nexthop *nexthop)
{
	const struct ovnet_remote *remote = nexthop->remote;
	struct nlattr *nest;

	nest = nla_nest_start(skb, OVNET_A_ROUTE_NEXTHOP);
	if (!nest ||
	    nla_put_u32(skb, OVNET_A_NEXTHOP_REMOTE_ID, remote->id) ||
	    nla_put_string(skb, OVNET_A_NEXTHOP_REMOTE_NAME, remote->name) ||
	    nla_put_u16(skb, OVNET_A_NEXTHOP_WEIGHT, nexthop->weight) ||
	    nla_put_u32(skb, OVNET_A_NEXTHOP_BUCKETS,
			ovnet_multipath_buckets(nexthop)) ||
	    (!ipv6_addr_any(&nexthop->sid) &&
	     nla_put_in6_addr(skb, OVNET_A_NEXTHOP_SID, &nexthop->sid)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * ovnet_multipath_put() - append the remotes of a route to its nest
 * @skb: where to
 * @multipath: their namespace's mutex is held
 *
 * Return: 0 or -EMSGSIZE.
 */
int ovnet_multipath_put(struct sk_buff *skb,
			const struct ovnet_multipath *multipath)
{
	int i, err;

	for (i = 0; i < multipath->n; i++) {
		if (!multipath->nexthops[i].weight)
			continue;
		err = ovnet_multipath_put_one(skb, &multipath->nexthops[i]);
		if (err)
			return err;
	}
	return 0;
}

/* What the route's packets to it are sent to by SRv6. */
static int ovnet_multipath_parse_sid(struct ovnet_batch *batch,
				     const struct nlattr *attr,
				     struct ovnet_nexthop_want *want)
{
	want->sid = in6addr_any;
	if (!attr)
		return 0;
	want->sid = nla_get_in6_addr(attr);
	return ovnet_locator_check_sid(want->remote, attr, &want->sid,
				       batch->extack);
}

static int ovnet_multipath_parse_one(struct ovnet_batch *batch,
				     const struct nlattr *nest,
				     struct ovnet_nexthop_want *want,
				     unsigned int n)
{
	struct nlattr *tb[OVNET_A_NEXTHOP_MAX + 1];
	unsigned int i;
	int err;

	err = ovnet_netlink_parse_nest(tb, OVNET_A_NEXTHOP_MAX, nest,
				       ovnet_multipath_policy, 0,
				       batch->extack);
	if (err)
		return err;
	err = ovnet_remote_resolve(batch->on, tb[OVNET_A_NEXTHOP_REMOTE_ID],
				   tb[OVNET_A_NEXTHOP_REMOTE_NAME],
				   &want[n].remote, batch->extack);
	if (err) {
		if (!batch->extack->bad_attr)
			NL_SET_BAD_ATTR(batch->extack, nest);
		return err;
	}
	err = ovnet_multipath_parse_sid(batch, tb[OVNET_A_NEXTHOP_SID],
					&want[n]);
	if (err)
		return err;
	want[n].weight = tb[OVNET_A_NEXTHOP_WEIGHT] ?
			 nla_get_u16(tb[OVNET_A_NEXTHOP_WEIGHT]) : 1;
	for (i = 0; i < n; i++) {
		if (want[i].remote != want[n].remote)
			continue;
		ovnet_compat_extack(batch->extack,
				    "Remote %s is given twice: say its weight once",
				    want[n].remote->name);
		NL_SET_BAD_ATTR(batch->extack, nest);
		return -EINVAL;
	}
	return 0;
}

/**
 * ovnet_multipath_parse() - the remotes that a request gives a route
 * @batch: the request; @batch->nest is the route
 * @want: result, OVNET_NEXTHOPS_MAX of them
 *
 * Return: how many, or an error, with extack.
 */
int ovnet_multipath_parse(struct ovnet_batch *batch,
			  struct ovnet_nexthop_want *want)
{
	const struct nlattr *attr;
	int n = 0, rem, err;

	nla_for_each_nested(attr, batch->nest, rem) {
		if (nla_type(attr) != OVNET_A_ROUTE_NEXTHOP ||
		    n++ < OVNET_NEXTHOPS_MAX)
			continue;
		NL_SET_ERR_MSG_ATTR(batch->extack, attr,
				    "A route has at most 16 remotes");
		return -EINVAL;
	}
	n = 0;
	nla_for_each_nested(attr, batch->nest, rem) {
		if (nla_type(attr) != OVNET_A_ROUTE_NEXTHOP)
			continue;
		err = ovnet_multipath_parse_one(batch, attr, want, n);
		if (err)
			return err;
		n++;
	}
	return n;
}
