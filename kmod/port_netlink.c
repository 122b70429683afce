// SPDX-License-Identifier: GPL-2.0
/* Ports as requests and replies have them. */
#include <net/rtnetlink.h>

#include "batch.h"
#include "binding.h"
#include "ovnet_priv.h"
#include "ra.h"

const struct nla_policy ovnet_port_policy[OVNET_A_PORT_MAX + 1] = {
	[OVNET_A_PORT_IFINDEX] = NLA_POLICY_MIN(NLA_U32, 1),
	[OVNET_A_PORT_NETWORK_ID] = { .type = NLA_U32 },
	[OVNET_A_PORT_NETWORK_NAME] = { .type = NLA_NUL_STRING,
					.len = OVNET_NAME_LEN - 1 },
	[OVNET_A_PORT_STATE] = NLA_POLICY_MAX(NLA_U8, OVNET_PORT_STATE_OPEN),
	[OVNET_A_PORT_LEARNING] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_PORT_UNKNOWN_UNICAST] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_PORT_FLOOD_RATE] = { .type = NLA_U32 },
};

static int ovnet_port_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_port *port = object;
	const struct ovnet_network *network = port->network;
	bool learning = port->learning == OVNET_PORT_INHERIT ?
			network->learning : port->learning;
	u32 flood_rate = port->flood_rate == OVNET_PORT_INHERIT ?
			 network->flood_rate : port->flood_rate;

	if (ovnet_dst_put_dev(skb, &port->dst, OVNET_A_PORT_IFINDEX,
			      OVNET_A_PORT_IFNAME) ||
	    nla_put_u32(skb, OVNET_A_PORT_NETWORK_ID, network->id) ||
	    nla_put_string(skb, OVNET_A_PORT_NETWORK_NAME, network->name) ||
	    nla_put_u8(skb, OVNET_A_PORT_STATE,
		       port->open ? OVNET_PORT_STATE_OPEN :
				    OVNET_PORT_STATE_BLOCKED) ||
	    nla_put_u8(skb, OVNET_A_PORT_LEARNING, learning) ||
	    nla_put_u8(skb, OVNET_A_PORT_UNKNOWN_UNICAST,
		       port->unknown_unicast) ||
	    nla_put_u32(skb, OVNET_A_PORT_FLOOD_RATE, flood_rate) ||
	    (port->leg &&
	     nla_put_u32(skb, OVNET_A_PORT_LEG, port->leg->dev->ifindex)) ||
	    ovnet_put_u64(skb, OVNET_A_PORT_FLOOD_LIMITED,
			  atomic_long_read(&port->flood_limited)) ||
	    nla_put_u32(skb, OVNET_A_PORT_BINDINGS, port->n_bindings))
		return -EMSGSIZE;
	return ovnet_netlink_put_stats(skb, OVNET_A_PORT_STATS, port->stats);
}

static const struct ovnet_msg_kind ovnet_port_kind = {
	.cmd = OVNET_CMD_PORT_GET,
	.attr = OVNET_A_PORT,
	.fill = ovnet_port_fill,
};

/**
 * ovnet_port_notify() - tell whoever listens about a port
 * @port: its namespace's mutex is held
 * @cmd: OVNET_CMD_PORT_*
 */
void ovnet_port_notify(const struct ovnet_port *port, u8 cmd)
{
	ovnet_netlink_notify(port->network->on->net,
			     OVNET_NETLINK_GROUP_CONFIG, GFP_KERNEL, cmd,
			     &ovnet_port_kind, port);
}

static void ovnet_port_parse(struct nlattr **tb,
			     struct ovnet_port_config *config)
{
	int i;

	BUILD_BUG_ON(BITS_PER_TYPE(config->set) <= OVNET_A_PORT_MAX);
	for (i = 1; i <= OVNET_A_PORT_MAX; i++)
		if (tb[i])
			config->set |= BIT(i);

	if (tb[OVNET_A_PORT_STATE])
		config->open = nla_get_u8(tb[OVNET_A_PORT_STATE]);
	if (tb[OVNET_A_PORT_LEARNING])
		config->learning = nla_get_u8(tb[OVNET_A_PORT_LEARNING]);
	if (tb[OVNET_A_PORT_UNKNOWN_UNICAST])
		config->unknown_unicast =
			nla_get_u8(tb[OVNET_A_PORT_UNKNOWN_UNICAST]);
	if (tb[OVNET_A_PORT_FLOOD_RATE])
		config->flood_rate = nla_get_u32(tb[OVNET_A_PORT_FLOOD_RATE]);
}

/* The device that a request names. Called with RTNL. */
static struct net_device *ovnet_port_dev(struct ovnet_batch *batch,
					 struct nlattr **tb)
{
	struct nlattr *attr = tb[OVNET_A_PORT_IFINDEX];
	struct net_device *dev;

	if (!attr) {
		NL_SET_ERR_ATTR_MISS(batch->extack, batch->nest,
				     OVNET_A_PORT_IFINDEX);
		NL_SET_ERR_MSG(batch->extack,
			       "Which port? Its device is missing");
		return ERR_PTR(-EINVAL);
	}
	dev = __dev_get_by_index(batch->on->net, nla_get_u32(attr));
	if (!dev) {
		NL_SET_ERR_MSG_ATTR(batch->extack, attr,
				    "There is no such device");
		return ERR_PTR(-ENODEV);
	}
	return dev;
}

/**
 * ovnet_port_resolve() - the port that a request names
 * @on: namespace; its mutex is held
 * @attr: its ifindex, or NULL
 * @extack: for the refusal
 *
 * Return: it, or an error, with extack.
 */
struct ovnet_port *ovnet_port_resolve(struct ovnet_net *on, struct nlattr *attr,
				      struct netlink_ext_ack *extack)
{
	struct ovnet_port *port;

	if (!attr) {
		NL_SET_ERR_MSG(extack, "Which port? Its device is missing");
		return ERR_PTR(-EINVAL);
	}
	port = ovnet_port_by_index(on, nla_get_u32(attr));
	if (!port) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "The device is not a port of any network");
		return ERR_PTR(-ENOENT);
	}
	return port;
}

/**
 * struct ovnet_port_step - a port that is made, changed or removed
 * @step: of the message
 * @port: which
 * @config: other settings
 */
struct ovnet_port_step {
	struct ovnet_batch_step step;
	struct ovnet_port *port;
	struct ovnet_port_config config;
};

static struct ovnet_port_step *ovnet_port_step(struct ovnet_batch_step *step)
{
	return container_of(step, struct ovnet_port_step, step);
}

/* Until now nothing has passed: its bindings may have come behind it. */
static void ovnet_port_commit_new(struct ovnet_batch *batch,
				  struct ovnet_batch_step *step)
{
	struct ovnet_port_step *s = ovnet_port_step(step);

	if (s->config.open) {
		WRITE_ONCE(s->port->open, true);
		ovnet_ra_soon(s->port->network);
	}
	ovnet_port_notify(s->port, OVNET_CMD_PORT_NEW);
}

static void ovnet_port_abort_new(struct ovnet_batch *batch,
				 struct ovnet_batch_step *step)
{
	ovnet_port_unlink(ovnet_port_step(step)->port);
}

static int ovnet_port_prepare_new(struct ovnet_batch *batch,
				  struct nlattr **tb)
{
	struct ovnet_port_config closed;
	struct ovnet_network *network;
	struct ovnet_port_step *s;
	struct net_device *dev;
	int err;

	dev = ovnet_port_dev(batch, tb);
	if (IS_ERR(dev))
		return PTR_ERR(dev);
	err = ovnet_network_resolve(batch->on, tb[OVNET_A_PORT_NETWORK_ID],
				    tb[OVNET_A_PORT_NETWORK_NAME], &network,
				    batch->extack);
	if (err)
		return err;

	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	ovnet_port_parse(tb, &s->config);
	closed = s->config;
	closed.open = false;
	s->port = ovnet_port_create(network, dev, NULL, &closed,
				    batch->extack);
	if (IS_ERR(s->port))
		return PTR_ERR(s->port);
	s->step.commit = ovnet_port_commit_new;
	s->step.abort = ovnet_port_abort_new;
	ovnet_batch_add(batch, &s->step);
	return 0;
}

const struct ovnet_batch_kind ovnet_port_new = {
	.attr = OVNET_A_PORT,
	.max = OVNET_A_PORT_MAX,
	.rtnl = true,
	.policy = ovnet_port_policy,
	.with = &ovnet_binding_new,
	.prepare = ovnet_port_prepare_new,
};

/* What is to be done with the port that a request names. */
static int ovnet_port_prepare(struct ovnet_batch *batch, struct nlattr **tb,
			      void (*commit)(struct ovnet_batch *batch,
					     struct ovnet_batch_step *step))
{
	struct ovnet_port_step *s;
	struct ovnet_port *port;

	port = ovnet_port_resolve(batch->on, tb[OVNET_A_PORT_IFINDEX],
				  batch->extack);
	if (IS_ERR(port))
		return PTR_ERR(port);
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->port = port;
	ovnet_port_parse(tb, &s->config);
	s->step.commit = commit;
	return ovnet_batch_add_once(batch, &s->step, &port->claimed);
}

static void ovnet_port_commit_set(struct ovnet_batch *batch,
				  struct ovnet_batch_step *step)
{
	struct ovnet_port_step *s = ovnet_port_step(step);

	ovnet_port_change(s->port, &s->config);
}

static int ovnet_port_prepare_set(struct ovnet_batch *batch,
				  struct nlattr **tb)
{
	if (tb[OVNET_A_PORT_NETWORK_ID] || tb[OVNET_A_PORT_NETWORK_NAME]) {
		NL_SET_ERR_MSG_ATTR(batch->extack,
				    tb[OVNET_A_PORT_NETWORK_ID] ?:
				    tb[OVNET_A_PORT_NETWORK_NAME],
				    "A port stays in its network: delete it and add it again");
		return -EOPNOTSUPP;
	}
	return ovnet_port_prepare(batch, tb, ovnet_port_commit_set);
}

const struct ovnet_batch_kind ovnet_port_set = {
	.attr = OVNET_A_PORT,
	.max = OVNET_A_PORT_MAX,
	.policy = ovnet_port_policy,
	.prepare = ovnet_port_prepare_set,
};

static void ovnet_port_commit_del(struct ovnet_batch *batch,
				  struct ovnet_batch_step *step)
{
	ovnet_port_destroy(ovnet_port_step(step)->port);
}

static int ovnet_port_prepare_del(struct ovnet_batch *batch,
				  struct nlattr **tb)
{
	return ovnet_port_prepare(batch, tb, ovnet_port_commit_del);
}

const struct ovnet_batch_kind ovnet_port_del = {
	.attr = OVNET_A_PORT,
	.max = OVNET_A_PORT_MAX,
	.rtnl = true,
	.policy = ovnet_port_policy,
	.prepare = ovnet_port_prepare_del,
};

/**
 * ovnet_port_get_doit() - OVNET_CMD_PORT_GET of one
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_port_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_PORT_MAX + 1];
	struct ovnet_port *port;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_PORT, tb, OVNET_A_PORT_MAX,
				  ovnet_port_policy);
	if (err)
		return err;
	mutex_lock(&on->lock);
	port = ovnet_port_resolve(on, tb[OVNET_A_PORT_IFINDEX], info->extack);
	err = IS_ERR(port) ? PTR_ERR(port) :
			     ovnet_netlink_reply(info, &ovnet_port_kind, port);
	mutex_unlock(&on->lock);
	return err;
}

/**
 * ovnet_port_get_dumpit() - OVNET_CMD_PORT_GET of all
 * @skb: reply
 * @cb: dump; args[0]: next ifindex
 *
 * With a network or a state, only the ports that have it.
 *
 * Return: length of the reply or an error.
 */
int ovnet_port_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(skb->sk));
	struct nlattr *tb[OVNET_A_PORT_MAX + 1];
	struct ovnet_network *only = NULL;
	struct ovnet_port *port;
	unsigned long ifindex;
	int err;

	err = ovnet_netlink_dump_parse(cb, OVNET_A_PORT, tb, OVNET_A_PORT_MAX,
				       ovnet_port_policy,
				       BIT(OVNET_A_PORT_NETWORK_ID) |
				       BIT(OVNET_A_PORT_NETWORK_NAME) |
				       BIT(OVNET_A_PORT_STATE));
	if (err)
		return err;

	mutex_lock(&on->lock);
	cb->seq = on->generation;
	if (tb[OVNET_A_PORT_NETWORK_ID] || tb[OVNET_A_PORT_NETWORK_NAME]) {
		err = ovnet_network_resolve(on, tb[OVNET_A_PORT_NETWORK_ID],
					    tb[OVNET_A_PORT_NETWORK_NAME],
					    &only, cb->extack);
		if (err)
			goto out;
	}
	xa_for_each_start(&on->ports, ifindex, port, cb->args[0]) {
		if (only && port->network != only)
			continue;
		if (tb[OVNET_A_PORT_STATE] &&
		    port->open != nla_get_u8(tb[OVNET_A_PORT_STATE]))
			continue;
		if (ovnet_netlink_dump(skb, cb, &ovnet_port_kind, port))
			break;
		cb->args[0] = ifindex + 1;
	}
out:
	mutex_unlock(&on->lock);
	return err ?: skb->len;
}
