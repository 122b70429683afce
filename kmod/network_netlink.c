// SPDX-License-Identifier: GPL-2.0
/* Networks over netlink: made, changed, removed, shown. */
#include <net/rtnetlink.h>

#include "batch.h"
#include "gateway.h"
#include "network.h"
#include "ra.h"

OVNET_COMPAT_RANGE ovnet_network_id_range = {
	.min = 1,
	.max = OVNET_NETWORK_ID_MAX,
};

OVNET_COMPAT_RANGE ovnet_network_vni_range = {
	.max = OVNET_NETWORK_ID_MAX,
};

const struct nla_policy ovnet_network_policy[OVNET_A_NETWORK_MAX + 1] = {
	[OVNET_A_NETWORK_ID] = NLA_POLICY_FULL_RANGE(NLA_U32,
						     &ovnet_network_id_range),
	[OVNET_A_NETWORK_NAME] = { .type = NLA_NUL_STRING,
				   .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_NETWORK_TYPE] = NLA_POLICY_RANGE(NLA_U8,
						  OVNET_NETWORK_TYPE_L2,
						  OVNET_NETWORK_TYPE_L3),
	[OVNET_A_NETWORK_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32,
						      &ovnet_network_vni_range),
	[OVNET_A_NETWORK_UNDERLAY] = { .type = NLA_NUL_STRING,
				       .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_NETWORK_LEARNING] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_NETWORK_LEARNING_REMOTE] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_NETWORK_SECURE] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_NETWORK_AGEING] = { .type = NLA_U32 },
	[OVNET_A_NETWORK_FDB_MAX] = { .type = NLA_U32 },
	[OVNET_A_NETWORK_FLOOD_RATE] = { .type = NLA_U32 },
	[OVNET_A_NETWORK_FORCE] = { .type = NLA_FLAG },
	[OVNET_A_NETWORK_GATEWAY4] = { .type = NLA_U32 },
	[OVNET_A_NETWORK_GATEWAY4_LEN] = NLA_POLICY_MAX(NLA_U8, 32),
	[OVNET_A_NETWORK_GATEWAY6] =
		NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[OVNET_A_NETWORK_GATEWAY6_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[OVNET_A_NETWORK_SUPPRESSION] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_NETWORK_ROUTER] = { .type = NLA_NUL_STRING,
				     .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_NETWORK_RA] = NLA_POLICY_MAX(NLA_U8,
					      OVNET_RA_MODE_AUTONOMOUS),
	[OVNET_A_NETWORK_NEIGH_MAX] = { .type = NLA_U32 },
	[OVNET_A_NETWORK_MSS_CLAMP] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_NETWORK_SRV6_UNDERLAY] = { .type = NLA_NUL_STRING,
					    .len = OVNET_NAME_LEN - 1 },
};

static int ovnet_network_fill_gateway(struct sk_buff *skb,
				      const struct ovnet_network *network)
{
	const struct ovnet_gateway *gateway = ovnet_gateway_of(network);

	if (gateway && gateway->v4 &&
	    (nla_put_in_addr(skb, OVNET_A_NETWORK_GATEWAY4, gateway->v4) ||
	     nla_put_u8(skb, OVNET_A_NETWORK_GATEWAY4_LEN, gateway->len4)))
		return -EMSGSIZE;
	if (gateway && !ipv6_addr_any(&gateway->v6) &&
	    (nla_put_in6_addr(skb, OVNET_A_NETWORK_GATEWAY6, &gateway->v6) ||
	     nla_put_u8(skb, OVNET_A_NETWORK_GATEWAY6_LEN, gateway->len6)))
		return -EMSGSIZE;
	return 0;
}

static int ovnet_network_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_network *network = object;
	const struct ovnet_underlay *underlay = ovnet_network_underlay(network);
	const struct ovnet_underlay *srv6 = ovnet_network_srv6(network);
	const struct ovnet_network *router = ovnet_network_router(network);

	if (nla_put_u32(skb, OVNET_A_NETWORK_ID, network->id) ||
	    nla_put_string(skb, OVNET_A_NETWORK_NAME, network->name) ||
	    nla_put_u8(skb, OVNET_A_NETWORK_TYPE, network->type) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_VNI, network->vni) ||
	    nla_put_string(skb, OVNET_A_NETWORK_UNDERLAY,
			   underlay ? underlay->name : "") ||
	    nla_put_u8(skb, OVNET_A_NETWORK_LEARNING, network->learning) ||
	    nla_put_u8(skb, OVNET_A_NETWORK_LEARNING_REMOTE,
		       network->learning_remote) ||
	    nla_put_u8(skb, OVNET_A_NETWORK_SECURE, network->secure) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_AGEING, network->ageing) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_FDB_MAX, network->fdb_max) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_FLOOD_RATE,
			network->flood_rate) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_FDB, READ_ONCE(network->n_fdb)) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_FDB_LEARNED,
			READ_ONCE(network->n_learned)) ||
	    ovnet_put_u64(skb, OVNET_A_NETWORK_FDB_REFUSED,
			  READ_ONCE(network->fdb_refused)) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_PORTS, network->n_ports) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_LEGS, network->n_legs) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_MEMBERS, network->n_members) ||
	    nla_put_u8(skb, OVNET_A_NETWORK_IMPLICIT, network->implicit) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_ROUTES, network->n_routes) ||
	    nla_put_u8(skb, OVNET_A_NETWORK_SUPPRESSION,
		       network->suppression) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_NEIGHS,
			READ_ONCE(network->n_neighs)) ||
	    nla_put_string(skb, OVNET_A_NETWORK_ROUTER,
			   router ? router->name : "") ||
	    nla_put_u8(skb, OVNET_A_NETWORK_RA, network->ra) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_NEIGH_MAX, network->neigh_max) ||
	    nla_put_u32(skb, OVNET_A_NETWORK_NEIGHS_LEARNED,
			READ_ONCE(network->n_neighs_learned)) ||
	    ovnet_put_u64(skb, OVNET_A_NETWORK_NEIGHS_REFUSED,
			  READ_ONCE(network->neighs_refused)) ||
	    nla_put_u8(skb, OVNET_A_NETWORK_MSS_CLAMP, network->mss_clamp) ||
	    nla_put_string(skb, OVNET_A_NETWORK_SRV6_UNDERLAY,
			   srv6 ? srv6->name : "") ||
	    ovnet_network_fill_gateway(skb, network))
		return -EMSGSIZE;
	return ovnet_netlink_put_stats(skb, OVNET_A_NETWORK_STATS,
				       READ_ONCE(network->stats));
}

static const struct ovnet_msg_kind ovnet_network_kind = {
	.cmd = OVNET_CMD_NETWORK_GET,
	.attr = OVNET_A_NETWORK,
	.fill = ovnet_network_fill,
};

/**
 * ovnet_network_notify() - tell whoever listens about a network
 * @network: its namespace's mutex is held
 * @cmd: OVNET_CMD_NETWORK_*
 */
void ovnet_network_notify(const struct ovnet_network *network, u8 cmd)
{
	ovnet_netlink_notify(network->on->net, OVNET_NETLINK_GROUP_CONFIG,
			     GFP_KERNEL, cmd, &ovnet_network_kind, network);
}

static void ovnet_network_parse(struct nlattr **tb,
				struct ovnet_network_config *config)
{
	int i;

	BUILD_BUG_ON(BITS_PER_TYPE(config->set) <= OVNET_A_NETWORK_MAX);
	for (i = 1; i <= OVNET_A_NETWORK_MAX; i++)
		if (tb[i])
			config->set |= BIT_ULL(i);

	if (tb[OVNET_A_NETWORK_ID])
		config->id = nla_get_u32(tb[OVNET_A_NETWORK_ID]);
	if (tb[OVNET_A_NETWORK_NAME])
		config->name = nla_data(tb[OVNET_A_NETWORK_NAME]);
	if (tb[OVNET_A_NETWORK_TYPE])
		config->type = nla_get_u8(tb[OVNET_A_NETWORK_TYPE]);
	if (tb[OVNET_A_NETWORK_VNI])
		config->vni = nla_get_u32(tb[OVNET_A_NETWORK_VNI]);
	if (tb[OVNET_A_NETWORK_UNDERLAY])
		config->underlay = nla_data(tb[OVNET_A_NETWORK_UNDERLAY]);
	if (tb[OVNET_A_NETWORK_SRV6_UNDERLAY])
		config->srv6 = nla_data(tb[OVNET_A_NETWORK_SRV6_UNDERLAY]);
	if (tb[OVNET_A_NETWORK_LEARNING])
		config->learning = nla_get_u8(tb[OVNET_A_NETWORK_LEARNING]);
	if (tb[OVNET_A_NETWORK_LEARNING_REMOTE])
		config->learning_remote =
			nla_get_u8(tb[OVNET_A_NETWORK_LEARNING_REMOTE]);
	if (tb[OVNET_A_NETWORK_SECURE])
		config->secure = nla_get_u8(tb[OVNET_A_NETWORK_SECURE]);
	if (tb[OVNET_A_NETWORK_AGEING])
		config->ageing = nla_get_u32(tb[OVNET_A_NETWORK_AGEING]);
	if (tb[OVNET_A_NETWORK_FDB_MAX])
		config->fdb_max = nla_get_u32(tb[OVNET_A_NETWORK_FDB_MAX]);
	if (tb[OVNET_A_NETWORK_FLOOD_RATE])
		config->flood_rate =
			nla_get_u32(tb[OVNET_A_NETWORK_FLOOD_RATE]);
	if (tb[OVNET_A_NETWORK_SUPPRESSION])
		config->suppression =
			nla_get_u8(tb[OVNET_A_NETWORK_SUPPRESSION]);
	if (tb[OVNET_A_NETWORK_RA])
		config->ra = nla_get_u8(tb[OVNET_A_NETWORK_RA]);
	if (tb[OVNET_A_NETWORK_NEIGH_MAX])
		config->neigh_max = nla_get_u32(tb[OVNET_A_NETWORK_NEIGH_MAX]);
	if (tb[OVNET_A_NETWORK_MSS_CLAMP])
		config->mss_clamp = nla_get_u8(tb[OVNET_A_NETWORK_MSS_CLAMP]);
	if (tb[OVNET_A_NETWORK_ROUTER])
		config->router = nla_data(tb[OVNET_A_NETWORK_ROUTER]);
	if (tb[OVNET_A_NETWORK_GATEWAY4])
		config->gateway4 = nla_get_in_addr(tb[OVNET_A_NETWORK_GATEWAY4]);
	if (tb[OVNET_A_NETWORK_GATEWAY4_LEN])
		config->gateway4_len =
			nla_get_u8(tb[OVNET_A_NETWORK_GATEWAY4_LEN]);
	if (tb[OVNET_A_NETWORK_GATEWAY6])
		config->gateway6 =
			nla_get_in6_addr(tb[OVNET_A_NETWORK_GATEWAY6]);
	if (tb[OVNET_A_NETWORK_GATEWAY6_LEN])
		config->gateway6_len =
			nla_get_u8(tb[OVNET_A_NETWORK_GATEWAY6_LEN]);
}

/**
 * struct ovnet_network_step - a network that is made, changed or removed
 * @step: of the message
 * @network: which
 * @config: other settings
 * @underlays: other underlays
 * @gateway: other gateway, if @config names it
 * @router: other router, if @config names it
 */
struct ovnet_network_step {
	struct ovnet_batch_step step;
	struct ovnet_network *network;
	struct ovnet_network_config config;
	struct ovnet_network_underlays underlays;
	struct ovnet_gateway *gateway;
	struct ovnet_network *router;
};

static struct ovnet_network_step *
ovnet_network_step(struct ovnet_batch_step *step)
{
	return container_of(step, struct ovnet_network_step, step);
}

/* Accepted, for the gateway may come later, but not in silence. */
static void ovnet_network_warn(struct ovnet_batch *batch,
			       const struct ovnet_network_step *s)
{
	const struct ovnet_gateway *gateway = ovnet_gateway_of(s->network);

	if (s->network->ra == OVNET_RA_MODE_OFF ||
	    (gateway && !ipv6_addr_any(&gateway->v6)) ||
	    !(s->config.set & (OVNET_GATEWAY_ATTRS |
			       BIT_ULL(OVNET_A_NETWORK_RA))))
		return;
	ovnet_compat_extack(batch->extack,
			    "%s advertises nothing: it has no IPv6 gateway",
			    s->network->name);
}

static void ovnet_network_commit_new(struct ovnet_batch *batch,
				     struct ovnet_batch_step *step)
{
	struct ovnet_network_step *s = ovnet_network_step(step);

	ovnet_network_warn(batch, s);
	ovnet_network_notify(s->network, OVNET_CMD_NETWORK_NEW);
}

static void ovnet_network_abort_new(struct ovnet_batch *batch,
				    struct ovnet_batch_step *step)
{
	ovnet_network_unlink(ovnet_network_step(step)->network);
}

static int ovnet_network_prepare_new(struct ovnet_batch *batch,
				     struct nlattr **tb)
{
	struct ovnet_network_step *s;
	int err;

	if (!tb[OVNET_A_NETWORK_ID]) {
		NL_SET_ERR_ATTR_MISS(batch->extack, batch->nest,
				     OVNET_A_NETWORK_ID);
		NL_SET_ERR_MSG(batch->extack,
			       "A network needs an id, 1 to 16777215");
		return -EINVAL;
	}
	if (tb[OVNET_A_NETWORK_NAME]) {
		err = ovnet_netlink_name_valid(tb[OVNET_A_NETWORK_NAME],
					       batch->extack);
		if (err)
			return err;
	}

	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	ovnet_network_parse(tb, &s->config);
	s->network = ovnet_network_create(batch->on, &s->config,
					  batch->extack);
	if (IS_ERR(s->network))
		return PTR_ERR(s->network);
	s->step.commit = ovnet_network_commit_new;
	s->step.abort = ovnet_network_abort_new;
	ovnet_batch_add(batch, &s->step);
	return 0;
}

const struct ovnet_batch_kind ovnet_network_new = {
	.attr = OVNET_A_NETWORK,
	.max = OVNET_A_NETWORK_MAX,
	.rtnl = true,
	.policy = ovnet_network_policy,
	.prepare = ovnet_network_prepare_new,
};

static void ovnet_network_commit_set(struct ovnet_batch *batch,
				     struct ovnet_batch_step *step)
{
	struct ovnet_network_step *s = ovnet_network_step(step);

	ovnet_ra_withdraw(s->network, &s->config, s->gateway);
	if (s->config.set & OVNET_GATEWAY_ATTRS)
		ovnet_gateway_set(s->network, s->gateway);
	if (s->config.set & BIT_ULL(OVNET_A_NETWORK_ROUTER))
		ovnet_network_set_router(s->network, s->router);
	ovnet_network_do_change(s->network, &s->config, &s->underlays);
	if (s->config.set & (OVNET_GATEWAY_ATTRS | BIT_ULL(OVNET_A_NETWORK_RA) |
			     BIT_ULL(OVNET_A_NETWORK_SECURE)))
		ovnet_ra_soon(s->network);
	ovnet_network_warn(batch, s);
	if (s->config.set & OVNET_NETWORK_UNDERLAYS)
		batch->forget = true;
	ovnet_network_put_underlays(&s->underlays);
	ovnet_underlay_put_implicit(batch->on, s->underlays.vxlan);
	batch->mtu = true;
}

static void ovnet_network_abort_set(struct ovnet_batch *batch,
				    struct ovnet_batch_step *step)
{
	struct ovnet_network_step *s = ovnet_network_step(step);

	ovnet_network_put_underlays(&s->underlays);
	kfree(s->gateway);
}

static int ovnet_network_prepare_set(struct ovnet_batch *batch,
				     struct nlattr **tb)
{
	struct ovnet_network *network;
	struct ovnet_network_step *s;
	int err;

	err = ovnet_network_resolve(batch->on, tb[OVNET_A_NETWORK_ID],
				    tb[OVNET_A_NETWORK_NAME], &network,
				    batch->extack);
	if (err)
		return err;
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->network = network;
	s->step.commit = ovnet_network_commit_set;
	s->step.abort = ovnet_network_abort_set;
	ovnet_network_parse(tb, &s->config);
	err = ovnet_network_check_change(network, &s->config, &s->underlays,
					 batch->extack);
	if (!err && s->config.set & BIT_ULL(OVNET_A_NETWORK_ROUTER))
		err = ovnet_network_find_router(batch->on, network->type,
						s->config.router, &s->router,
						batch->extack);
	if (!err && s->config.set & OVNET_GATEWAY_ATTRS)
		err = ovnet_gateway_make(ovnet_gateway_of(network), &s->config,
					 &s->gateway, batch->extack);
	if (!err)
		err = ovnet_batch_claim(batch, &s->step, &network->claimed);
	if (err) {
		kfree(s->gateway);
		return err;
	}
	/* Another network's change must not take it away. */
	ovnet_network_hold_underlays(&s->underlays);
	ovnet_batch_add(batch, &s->step);
	return 0;
}

const struct ovnet_batch_kind ovnet_network_set = {
	.attr = OVNET_A_NETWORK,
	.max = OVNET_A_NETWORK_MAX,
	.rtnl = true,
	.policy = ovnet_network_policy,
	.prepare = ovnet_network_prepare_set,
};

/* Who would lose by its removal? */
static int ovnet_network_check_unused(struct ovnet_network *network,
				      struct netlink_ext_ack *extack)
{
	const struct ovnet_network *routed = NULL, *other;
	const struct ovnet_member *member;
	const struct ovnet_port *port;
	struct ovnet_dst_name name;
	const struct ovnet_leg *leg;

	/* Those that go with the same message do not count. */
	list_for_each_entry(other, &network->routed, routed_node)
		if (!other->claimed)
			routed = other;
	leg = list_first_entry_or_null(&network->legs, struct ovnet_leg, node);
	port = list_first_entry_or_null(&network->ports, struct ovnet_port,
					node);
	member = list_first_entry_or_null(&network->members,
					  struct ovnet_member, network_node);
	if (leg)
		ovnet_compat_extack(extack,
				    "Leg %s is in it: ip link del, or force",
				    leg->dev->name);
	else if (port)
		ovnet_compat_extack(extack,
				    "Port %s is in it: ovctl port del, or force",
				    ovnet_dst_name(&port->dst, &name));
	else if (member)
		ovnet_compat_extack(extack,
				    "Remote %s is a member: ovctl member del, or force",
				    member->remote->name);
	else if (routed)
		ovnet_compat_extack(extack,
				    "Router of network %s: give that another, or force",
				    routed->name);
	else if (network->dst.n_routes)
		ovnet_compat_extack(extack,
				    "%u routes point to it: ovctl route del, or force",
				    network->dst.n_routes);
	else
		return 0;
	return -EBUSY;
}

static void ovnet_network_commit_del(struct ovnet_batch *batch,
				     struct ovnet_batch_step *step)
{
	struct ovnet_network *network = ovnet_network_step(step)->network;
	struct ovnet_port *port, *next_port;
	struct ovnet_leg *leg, *next_leg;

	network->implicit = false;	/* it goes below, not with a leg */
	list_for_each_entry_safe(port, next_port, &network->ports, node)
		ovnet_port_destroy(port);
	list_for_each_entry_safe(leg, next_leg, &network->legs, node)
		ovnet_leg_unlink(leg, &batch->kill);
	ovnet_network_destroy(network);
}

static int ovnet_network_prepare_del(struct ovnet_batch *batch,
				     struct nlattr **tb)
{
	struct ovnet_network *network;
	struct ovnet_network_step *s;
	int err;

	err = ovnet_network_resolve(batch->on, tb[OVNET_A_NETWORK_ID],
				    tb[OVNET_A_NETWORK_NAME], &network,
				    batch->extack);
	if (err)
		return err;
	if (!tb[OVNET_A_NETWORK_FORCE]) {
		err = ovnet_network_check_unused(network, batch->extack);
		if (err)
			return err;
	}
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->network = network;
	s->step.commit = ovnet_network_commit_del;
	return ovnet_batch_add_once(batch, &s->step, &network->claimed);
}

const struct ovnet_batch_kind ovnet_network_del = {
	.attr = OVNET_A_NETWORK,
	.max = OVNET_A_NETWORK_MAX,
	.rtnl = true,
	.policy = ovnet_network_policy,
	.prepare = ovnet_network_prepare_del,
};

/**
 * ovnet_network_get_doit() - OVNET_CMD_NETWORK_GET of one
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_network_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_NETWORK_MAX + 1];
	struct ovnet_network *network;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_NETWORK, tb,
				  OVNET_A_NETWORK_MAX, ovnet_network_policy);
	if (err)
		return err;
	mutex_lock(&on->lock);
	err = ovnet_network_resolve(on, tb[OVNET_A_NETWORK_ID],
				    tb[OVNET_A_NETWORK_NAME], &network,
				    info->extack);
	if (!err)
		err = ovnet_netlink_reply(info, &ovnet_network_kind, network);
	mutex_unlock(&on->lock);
	return err;
}

/* Has it this underlay, of either kind, or, with NULL, none? */
static bool ovnet_network_leaves_by(const struct ovnet_network *network,
				    const struct ovnet_underlay *underlay)
{
	const struct ovnet_underlay *vxlan = ovnet_network_underlay(network);
	const struct ovnet_underlay *srv6 = ovnet_network_srv6(network);

	return underlay ? underlay == vxlan || underlay == srv6 :
			  !vxlan && !srv6;
}

/**
 * ovnet_network_get_dumpit() - OVNET_CMD_NETWORK_GET of all
 * @skb: reply
 * @cb: dump; args[0]: next id
 *
 * With an underlay, only the networks that use it; with an empty one, those
 * that have none. With a type, only those of it.
 *
 * Return: length of the reply or an error.
 */
int ovnet_network_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(skb->sk));
	struct nlattr *tb[OVNET_A_NETWORK_MAX + 1];
	struct ovnet_underlay *underlay = NULL;
	struct ovnet_network *network;
	unsigned long id;
	int err;

	err = ovnet_netlink_dump_parse(cb, OVNET_A_NETWORK, tb,
				       OVNET_A_NETWORK_MAX,
				       ovnet_network_policy,
				       BIT_ULL(OVNET_A_NETWORK_UNDERLAY) |
				       BIT_ULL(OVNET_A_NETWORK_TYPE));
	if (err)
		return err;
	mutex_lock(&on->lock);
	cb->seq = on->generation;
	if (tb[OVNET_A_NETWORK_UNDERLAY] &&
	    *(char *)nla_data(tb[OVNET_A_NETWORK_UNDERLAY])) {
		underlay = ovnet_network_named_underlay(on,
							nla_data(tb[OVNET_A_NETWORK_UNDERLAY]),
							cb->extack);
		if (IS_ERR(underlay)) {
			err = PTR_ERR(underlay);
			goto out;
		}
	}
	xa_for_each_start(&on->networks, id, network, cb->args[0]) {
		if (tb[OVNET_A_NETWORK_UNDERLAY] &&
		    !ovnet_network_leaves_by(network, underlay))
			continue;
		if (tb[OVNET_A_NETWORK_TYPE] &&
		    nla_get_u8(tb[OVNET_A_NETWORK_TYPE]) != network->type)
			continue;
		if (ovnet_netlink_dump(skb, cb, &ovnet_network_kind, network))
			break;
		cb->args[0] = id + 1;
	}
out:
	mutex_unlock(&on->lock);
	return err ?: skb->len;
}
