// SPDX-License-Identifier: GPL-2.0
/* What the module is, holds, and is told for the whole namespace. */
#include "batch.h"
#include "cache.h"
#include "node.h"
#include "ovnet_priv.h"

/**
 * ovnet_node_init() - the settings that a namespace begins with
 * @on: namespace
 */
void ovnet_node_init(struct ovnet_net *on)
{
	on->underlay_hooks = OVNET_UNDERLAY_HOOKS_AUTO;
	on->cache = true;
	on->peer_delivery = true;
	ovnet_cache_flush(on);
}

const struct nla_policy ovnet_node_policy[OVNET_A_NODE_MAX + 1] = {
	[OVNET_A_NODE_UNDERLAY_HOOKS] =
		NLA_POLICY_MAX(NLA_U8, OVNET_UNDERLAY_HOOKS_OFF),
	[OVNET_A_NODE_CACHE] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_NODE_PEER_DELIVERY] =
		NLA_POLICY_MAX(NLA_U8, OVNET_PEER_DELIVERY_AUTO),
};

static int ovnet_node_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_net *on = object;

	if (nla_put_string(skb, OVNET_A_NODE_VERSION, OVNET_VERSION) ||
	    ovnet_put_u64(skb, OVNET_A_NODE_FEATURES,
			  BIT_ULL(OVNET_FEATURE_VXLAN) |
			  BIT_ULL(OVNET_FEATURE_L2) |
			  BIT_ULL(OVNET_FEATURE_MANY) |
			  BIT_ULL(OVNET_FEATURE_MEMBER_SET) |
			  BIT_ULL(OVNET_FEATURE_BRIDGE) |
			  BIT_ULL(OVNET_FEATURE_DROP_NTF) |
			  BIT_ULL(OVNET_FEATURE_SHARED) |
			  BIT_ULL(OVNET_FEATURE_L3) |
			  BIT_ULL(OVNET_FEATURE_NEIGH) |
			  BIT_ULL(OVNET_FEATURE_BINDING) |
			  BIT_ULL(OVNET_FEATURE_TRACE) |
			  BIT_ULL(OVNET_FEATURE_SRV6) |
			  BIT_ULL(OVNET_FEATURE_FAST)) ||
	    nla_put_u32(skb, OVNET_A_NODE_UNDERLAYS,
			READ_ONCE(on->n_underlays)) ||
	    nla_put_u32(skb, OVNET_A_NODE_UNDERLAYS_MAX,
			OVNET_UNDERLAYS_MAX) ||
	    nla_put_u32(skb, OVNET_A_NODE_NETWORKS,
			READ_ONCE(on->n_networks)) ||
	    nla_put_u32(skb, OVNET_A_NODE_NETWORKS_MAX, OVNET_NETWORKS_MAX) ||
	    nla_put_u32(skb, OVNET_A_NODE_PORTS, READ_ONCE(on->n_ports)) ||
	    nla_put_u32(skb, OVNET_A_NODE_PORTS_MAX, OVNET_PORTS_MAX) ||
	    nla_put_u32(skb, OVNET_A_NODE_REMOTES,
			READ_ONCE(on->n_remotes)) ||
	    nla_put_u32(skb, OVNET_A_NODE_REMOTES_MAX, OVNET_REMOTES_MAX) ||
	    nla_put_u32(skb, OVNET_A_NODE_FDB, READ_ONCE(on->n_fdb)) ||
	    nla_put_u32(skb, OVNET_A_NODE_FDB_MAX, OVNET_FDB_ROWS_MAX) ||
	    nla_put_u32(skb, OVNET_A_NODE_ROUTES, READ_ONCE(on->n_routes)) ||
	    nla_put_u32(skb, OVNET_A_NODE_ROUTES_MAX, OVNET_ROUTES_MAX) ||
	    nla_put_u32(skb, OVNET_A_NODE_NEIGHS, READ_ONCE(on->n_neighs)) ||
	    nla_put_u32(skb, OVNET_A_NODE_NEIGHS_MAX, OVNET_NEIGHS_MAX) ||
	    nla_put_u8(skb, OVNET_A_NODE_UNDERLAY_HOOKS,
		       READ_ONCE(on->underlay_hooks)) ||
	    nla_put_u8(skb, OVNET_A_NODE_CACHE, READ_ONCE(on->cache)) ||
	    nla_put_u8(skb, OVNET_A_NODE_PEER_DELIVERY,
		       READ_ONCE(on->peer_delivery) ?
		       OVNET_PEER_DELIVERY_AUTO : OVNET_PEER_DELIVERY_OFF))
		return -EMSGSIZE;
	return 0;
}

static const struct ovnet_msg_kind ovnet_node_kind = {
	.cmd = OVNET_CMD_NODE_GET,
	.attr = OVNET_A_NODE,
	.fill = ovnet_node_fill,
};

/**
 * ovnet_node_get_doit() - OVNET_CMD_NODE_GET
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error.
 */
int ovnet_node_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return ovnet_netlink_reply(info, &ovnet_node_kind,
				   ovnet_main_net(genl_info_net(info)));
}

/* What the settings are to be. */
struct ovnet_node_step {
	struct ovnet_batch_step step;
	u8 underlay_hooks;
	bool cache;
	bool peer_delivery;
};

static void ovnet_node_commit_set(struct ovnet_batch *batch,
				  struct ovnet_batch_step *step)
{
	const struct ovnet_node_step *s =
		container_of(step, struct ovnet_node_step, step);
	struct ovnet_net *on = batch->on;

	WRITE_ONCE(on->underlay_hooks, s->underlay_hooks);
	WRITE_ONCE(on->cache, s->cache);
	WRITE_ONCE(on->peer_delivery, s->peer_delivery);
	ovnet_netlink_notify(on->net, OVNET_NETLINK_GROUP_CONFIG, GFP_KERNEL,
			     OVNET_CMD_NODE_SET, &ovnet_node_kind, on);
}

static int ovnet_node_prepare_set(struct ovnet_batch *batch,
				  struct nlattr **tb)
{
	struct ovnet_net *on = batch->on;
	struct ovnet_node_step *s;

	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->underlay_hooks = tb[OVNET_A_NODE_UNDERLAY_HOOKS] ?
		nla_get_u8(tb[OVNET_A_NODE_UNDERLAY_HOOKS]) :
		on->underlay_hooks;
	s->cache = tb[OVNET_A_NODE_CACHE] ?
		nla_get_u8(tb[OVNET_A_NODE_CACHE]) : on->cache;
	s->peer_delivery = tb[OVNET_A_NODE_PEER_DELIVERY] ?
		nla_get_u8(tb[OVNET_A_NODE_PEER_DELIVERY]) ==
		OVNET_PEER_DELIVERY_AUTO : on->peer_delivery;
	s->step.commit = ovnet_node_commit_set;
	return ovnet_batch_add_once(batch, &s->step, &on->claimed);
}

const struct ovnet_batch_kind ovnet_node_set = {
	.attr = OVNET_A_NODE,
	.max = OVNET_A_NODE_MAX,
	.policy = ovnet_node_policy,
	.prepare = ovnet_node_prepare_set,
};
