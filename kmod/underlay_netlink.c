// SPDX-License-Identifier: GPL-2.0
/* Underlays over netlink: made, changed, removed, shown. */
#include <net/ipv6.h>
#include <net/rtnetlink.h>

#include "batch.h"
#include "underlay.h"

const struct nla_policy ovnet_underlay_policy[OVNET_A_UNDERLAY_MAX + 1] = {
	[OVNET_A_UNDERLAY_NAME] = { .type = NLA_NUL_STRING,
				    .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_UNDERLAY_KIND] = NLA_POLICY_RANGE(NLA_U8,
						   OVNET_UNDERLAY_KIND_VXLAN,
						   OVNET_UNDERLAY_KIND_SRV6),
	[OVNET_A_UNDERLAY_LOCAL4] = { .type = NLA_U32 },
	[OVNET_A_UNDERLAY_LOCAL6] =
		NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[OVNET_A_UNDERLAY_PORT] = NLA_POLICY_MIN(NLA_U16, 1),
	[OVNET_A_UNDERLAY_DEV] = { .type = NLA_U32 },
	[OVNET_A_UNDERLAY_SRCPORT_LOW] = { .type = NLA_U16 },
	[OVNET_A_UNDERLAY_SRCPORT_HIGH] = { .type = NLA_U16 },
	[OVNET_A_UNDERLAY_TTL] = { .type = NLA_U8 },
	[OVNET_A_UNDERLAY_TOS] = { .type = NLA_U8 },
	[OVNET_A_UNDERLAY_DF] = NLA_POLICY_MAX(NLA_U8, OVNET_DF_INHERIT),
	[OVNET_A_UNDERLAY_CSUM] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_UNDERLAY_CSUM6_TX] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_UNDERLAY_CSUM6_RX] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_UNDERLAY_SHARED] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_UNDERLAY_LOCATOR] =
		NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[OVNET_A_UNDERLAY_LOCATOR_LEN] =
		NLA_POLICY_RANGE(NLA_U8, OVNET_LOCATOR_LEN_MIN,
				 OVNET_LOCATOR_LEN_MAX),
	[OVNET_A_UNDERLAY_SOURCE] =
		NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[OVNET_A_UNDERLAY_SRH] = NLA_POLICY_MAX(NLA_U8, OVNET_SRH_FULL),
};

static int ovnet_underlay_parse_vxlan(struct nlattr **tb,
				      struct ovnet_underlay_config *config,
				      struct netlink_ext_ack *extack)
{
	struct nlattr *attr4 = tb[OVNET_A_UNDERLAY_LOCAL4];
	struct nlattr *attr6 = tb[OVNET_A_UNDERLAY_LOCAL6];
	struct nlattr *attr;
	int err;

	if (attr4)
		config->local4 = nla_get_in_addr(attr4);
	if (attr6)
		config->local6 = nla_get_in6_addr(attr6);
	err = ovnet_underlay_check_local(config, attr4, attr6, extack);
	if (err)
		return err;

	if (tb[OVNET_A_UNDERLAY_SRCPORT_LOW])
		config->srcport_low =
			nla_get_u16(tb[OVNET_A_UNDERLAY_SRCPORT_LOW]);
	if (tb[OVNET_A_UNDERLAY_SRCPORT_HIGH])
		config->srcport_high =
			nla_get_u16(tb[OVNET_A_UNDERLAY_SRCPORT_HIGH]);
	if (config->srcport_low > config->srcport_high ||
	    !config->srcport_low != !config->srcport_high) {
		attr = tb[OVNET_A_UNDERLAY_SRCPORT_HIGH] ?:
		       tb[OVNET_A_UNDERLAY_SRCPORT_LOW];
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "The source ports must be a range from low to high, or 0 0");
		return -EINVAL;
	}

	if (tb[OVNET_A_UNDERLAY_DF])
		config->df = nla_get_u8(tb[OVNET_A_UNDERLAY_DF]);
	if (tb[OVNET_A_UNDERLAY_CSUM])
		config->csum = nla_get_u8(tb[OVNET_A_UNDERLAY_CSUM]);
	if (tb[OVNET_A_UNDERLAY_CSUM6_TX])
		config->csum6_tx = nla_get_u8(tb[OVNET_A_UNDERLAY_CSUM6_TX]);
	if (tb[OVNET_A_UNDERLAY_CSUM6_RX])
		config->csum6_rx = nla_get_u8(tb[OVNET_A_UNDERLAY_CSUM6_RX]);
	return 0;
}

static int ovnet_underlay_parse(struct nlattr **tb, u8 encap,
				struct ovnet_underlay_config *config,
				struct netlink_ext_ack *extack)
{
	struct nlattr *attr;
	int err;

	err = ovnet_underlay_srv6_check(tb, encap, extack);
	if (err)
		return err;
	if (encap == OVNET_ENCAP_SRV6)
		err = ovnet_underlay_srv6_parse(tb, config, extack);
	else
		err = ovnet_underlay_parse_vxlan(tb, config, extack);
	if (err)
		return err;

	if (tb[OVNET_A_UNDERLAY_TTL])
		config->ttl = nla_get_u8(tb[OVNET_A_UNDERLAY_TTL]);
	attr = tb[OVNET_A_UNDERLAY_TOS];
	if (attr) {
		config->tos = nla_get_u8(attr);
		if (config->tos != 1 && config->tos & 3) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "The two ECN bits of tos are not for setting; 1 inherits");
			return -EINVAL;
		}
	}
	return 0;
}

static int
ovnet_underlay_fill_vxlan(struct sk_buff *skb,
			  const struct ovnet_underlay *underlay,
			  const struct ovnet_underlay_config *config)
{
	if (nla_put_u8(skb, OVNET_A_UNDERLAY_KIND,
		       OVNET_UNDERLAY_KIND_VXLAN) ||
	    (config->local4 &&
	     nla_put_in_addr(skb, OVNET_A_UNDERLAY_LOCAL4, config->local4)) ||
	    (!ipv6_addr_any(&config->local6) &&
	     nla_put_in6_addr(skb, OVNET_A_UNDERLAY_LOCAL6,
			      &config->local6)) ||
	    nla_put_u16(skb, OVNET_A_UNDERLAY_PORT, ntohs(underlay->port)) ||
	    nla_put_u16(skb, OVNET_A_UNDERLAY_SRCPORT_LOW,
			config->srcport_low) ||
	    nla_put_u16(skb, OVNET_A_UNDERLAY_SRCPORT_HIGH,
			config->srcport_high) ||
	    nla_put_u8(skb, OVNET_A_UNDERLAY_DF, config->df) ||
	    nla_put_u8(skb, OVNET_A_UNDERLAY_CSUM, config->csum) ||
	    nla_put_u8(skb, OVNET_A_UNDERLAY_CSUM6_TX, config->csum6_tx) ||
	    nla_put_u8(skb, OVNET_A_UNDERLAY_CSUM6_RX, config->csum6_rx) ||
	    nla_put_u8(skb, OVNET_A_UNDERLAY_SHARED, underlay->shared))
		return -EMSGSIZE;
	return 0;
}

static int ovnet_underlay_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_underlay *underlay = object;
	const struct ovnet_underlay_config *config =
		ovnet_underlay_config(underlay->on, underlay);

	if (nla_put_string(skb, OVNET_A_UNDERLAY_NAME, underlay->name) ||
	    nla_put_u32(skb, OVNET_A_UNDERLAY_DEV, underlay->ifindex) ||
	    nla_put_u8(skb, OVNET_A_UNDERLAY_TTL, config->ttl) ||
	    nla_put_u8(skb, OVNET_A_UNDERLAY_TOS, config->tos) ||
	    nla_put_u32(skb, OVNET_A_UNDERLAY_NETWORKS, underlay->users) ||
	    nla_put_u8(skb, OVNET_A_UNDERLAY_IMPLICIT, underlay->implicit))
		return -EMSGSIZE;
	if (underlay->encap == OVNET_ENCAP_SRV6)
		return ovnet_underlay_srv6_fill(skb, underlay, config);
	return ovnet_underlay_fill_vxlan(skb, underlay, config);
}

static const struct ovnet_msg_kind ovnet_underlay_kind = {
	.cmd = OVNET_CMD_UNDERLAY_GET,
	.attr = OVNET_A_UNDERLAY,
	.fill = ovnet_underlay_fill,
};

/**
 * ovnet_underlay_notify() - tell whoever listens about an underlay
 * @underlay: its namespace's mutex is held
 * @cmd: OVNET_CMD_UNDERLAY_*
 */
void ovnet_underlay_notify(const struct ovnet_underlay *underlay, u8 cmd)
{
	ovnet_netlink_notify(underlay->on->net, OVNET_NETLINK_GROUP_CONFIG,
			     GFP_KERNEL, cmd, &ovnet_underlay_kind, underlay);
}

/* The underlay that a request names. */
static struct ovnet_underlay *
ovnet_underlay_named(struct ovnet_net *on, struct nlattr **tb,
		     struct netlink_ext_ack *extack)
{
	struct nlattr *name = tb[OVNET_A_UNDERLAY_NAME];
	struct ovnet_underlay *underlay;

	if (!name) {
		NL_SET_ERR_MSG(extack, "Which underlay? Its name is missing");
		return ERR_PTR(-EINVAL);
	}
	underlay = ovnet_underlay_find(on, nla_data(name));
	if (!underlay) {
		ovnet_compat_extack(extack, "There is no underlay %s",
				    (char *)nla_data(name));
		NL_SET_BAD_ATTR(extack, name);
		return ERR_PTR(-ENOENT);
	}
	return underlay;
}

static int ovnet_underlay_check_dev(struct ovnet_net *on, struct nlattr *attr,
				    struct netlink_ext_ack *extack)
{
	struct net_device *dev;

	if (!attr || !nla_get_u32(attr))
		return 0;
	dev = __dev_get_by_index(on->net, nla_get_u32(attr));
	if (!dev) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "There is no such device");
		return -ENODEV;
	}
	if (ovnet_link_is(dev) || ovnet_fabric_is(dev) || ovnet_port_is(dev)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A leg or port of ovnet cannot carry its tunnels");
		return -EINVAL;
	}
	return 0;
}

/**
 * struct ovnet_underlay_step - an underlay that is made, changed or removed
 * @step: of the message
 * @underlay: which
 */
struct ovnet_underlay_step {
	struct ovnet_batch_step step;
	struct ovnet_underlay *underlay;
};

static struct ovnet_underlay *
ovnet_underlay_of_step(struct ovnet_batch_step *step)
{
	return container_of(step, struct ovnet_underlay_step, step)->underlay;
}

static void ovnet_underlay_commit_new(struct ovnet_batch *batch,
				      struct ovnet_batch_step *step)
{
	ovnet_underlay_notify(ovnet_underlay_of_step(step),
			      OVNET_CMD_UNDERLAY_NEW);
}

static void ovnet_underlay_abort_new(struct ovnet_batch *batch,
				     struct ovnet_batch_step *step)
{
	ovnet_underlay_unlink(batch->on, ovnet_underlay_of_step(step));
}

static u8 ovnet_underlay_encap(const struct nlattr *kind)
{
	return nla_get_u8(kind) == OVNET_UNDERLAY_KIND_SRV6 ? OVNET_ENCAP_SRV6 :
							      OVNET_ENCAP_VXLAN;
}

/* What can be said of a new underlay without looking at others. */
static int ovnet_underlay_check_new(struct ovnet_batch *batch,
				    struct nlattr **tb,
				    struct ovnet_underlay_config *config)
{
	struct nlattr *name = tb[OVNET_A_UNDERLAY_NAME];
	u8 encap;
	int err;

	if (!name || !tb[OVNET_A_UNDERLAY_KIND]) {
		NL_SET_ERR_ATTR_MISS(batch->extack, batch->nest,
				     name ? OVNET_A_UNDERLAY_KIND :
					    OVNET_A_UNDERLAY_NAME);
		NL_SET_ERR_MSG(batch->extack,
			       "An underlay needs a name and a kind");
		return -EINVAL;
	}
	err = ovnet_netlink_name_valid(name, batch->extack);
	if (err)
		return err;
	encap = ovnet_underlay_encap(tb[OVNET_A_UNDERLAY_KIND]);
	err = ovnet_underlay_parse(tb, encap, config, batch->extack);
	if (err)
		return err;
	return ovnet_underlay_check_dev(batch->on, tb[OVNET_A_UNDERLAY_DEV],
					batch->extack);
}

static int ovnet_underlay_prepare_new(struct ovnet_batch *batch,
				      struct nlattr **tb)
{
	struct ovnet_underlay_config config = ovnet_underlay_defaults;
	struct nlattr *name = tb[OVNET_A_UNDERLAY_NAME];
	struct ovnet_underlay_step *s;
	bool shared = false;
	int ifindex = 0;
	u16 port;
	int err;

	err = ovnet_underlay_check_new(batch, tb, &config);
	if (err)
		return err;
	port = config.locator_len ? 0 : OVNET_VXLAN_PORT;
	if (tb[OVNET_A_UNDERLAY_PORT])
		port = nla_get_u16(tb[OVNET_A_UNDERLAY_PORT]);
	if (tb[OVNET_A_UNDERLAY_DEV])
		ifindex = nla_get_u32(tb[OVNET_A_UNDERLAY_DEV]);
	if (tb[OVNET_A_UNDERLAY_SHARED])
		shared = nla_get_u8(tb[OVNET_A_UNDERLAY_SHARED]);
	if (ovnet_underlay_find(batch->on, nla_data(name))) {
		ovnet_compat_extack(batch->extack, "Underlay %s exists",
				    (char *)nla_data(name));
		NL_SET_BAD_ATTR(batch->extack, name);
		return -EEXIST;
	}

	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->underlay = ovnet_underlay_create(batch->on, nla_data(name), port,
					    ifindex, shared, &config,
					    batch->extack);
	if (IS_ERR(s->underlay))
		return PTR_ERR(s->underlay);
	s->step.commit = ovnet_underlay_commit_new;
	s->step.abort = ovnet_underlay_abort_new;
	ovnet_batch_add(batch, &s->step);
	return 0;
}

const struct ovnet_batch_kind ovnet_underlay_new = {
	.attr = OVNET_A_UNDERLAY,
	.max = OVNET_A_UNDERLAY_MAX,
	.rtnl = true,
	.policy = ovnet_underlay_policy,
	.prepare = ovnet_underlay_prepare_new,
};

static int ovnet_underlay_check_fixed(const struct ovnet_underlay *underlay,
				      struct nlattr **tb,
				      struct netlink_ext_ack *extack)
{
	struct nlattr *attr;

	attr = tb[OVNET_A_UNDERLAY_KIND];
	if (attr && ovnet_underlay_encap(attr) != underlay->encap) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "The kind of an underlay cannot change: make another one");
		return -EOPNOTSUPP;
	}
	attr = tb[OVNET_A_UNDERLAY_PORT];
	if (attr && underlay->encap == OVNET_ENCAP_VXLAN &&
	    nla_get_u16(attr) != ntohs(underlay->port))
		goto refuse;
	attr = tb[OVNET_A_UNDERLAY_DEV];
	if (attr && nla_get_u32(attr) != underlay->ifindex)
		goto refuse;
	attr = tb[OVNET_A_UNDERLAY_SHARED];
	if (attr && nla_get_u8(attr) != underlay->shared) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Whether an underlay is shared cannot change: make another one");
		return -EOPNOTSUPP;
	}
	return 0;

refuse:
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "The port and device of an underlay cannot change: make another one");
	return -EOPNOTSUPP;
}

static void ovnet_underlay_commit_set(struct ovnet_batch *batch,
				      struct ovnet_batch_step *step)
{
	struct ovnet_underlay *underlay = ovnet_underlay_of_step(step);
	struct ovnet_underlay_config *old;

	old = ovnet_underlay_config(batch->on, underlay);
	rcu_assign_pointer(underlay->config, underlay->next);
	underlay->next = NULL;
	/* Senders still hold what was: they finish before it closes. */
	synchronize_net();
	ovnet_remote_forget_underlay(batch->on);
	ovnet_underlay_free_config(batch->on, old,
				   ovnet_underlay_config(batch->on, underlay));
	ovnet_underlay_notify(underlay, OVNET_CMD_UNDERLAY_SET);
	batch->mtu = true;
}

static void ovnet_underlay_abort_set(struct ovnet_batch *batch,
				     struct ovnet_batch_step *step)
{
	struct ovnet_underlay *underlay = ovnet_underlay_of_step(step);

	ovnet_underlay_free_config(batch->on, underlay->next,
				   ovnet_underlay_config(batch->on, underlay));
	underlay->next = NULL;
}

/* What @underlay is to be, with its sockets open, is its ->next. */
static int ovnet_underlay_stage(struct ovnet_batch *batch, struct nlattr **tb,
				struct ovnet_underlay *underlay)
{
	struct ovnet_underlay_config *config;
	int err;

	config = kmemdup(ovnet_underlay_config(batch->on, underlay),
			 sizeof(*config), GFP_KERNEL_ACCOUNT);
	if (!config)
		return -ENOMEM;
	err = ovnet_underlay_parse(tb, underlay->encap, config, batch->extack);
	if (!err)
		err = ovnet_underlay_open(batch->on, underlay, config,
					  batch->extack);
	if (err) {
		kfree(config);
		return err;
	}
	underlay->next = config;
	return 0;
}

/* A local address of zero removes that family. */
static int ovnet_underlay_prepare_set(struct ovnet_batch *batch,
				      struct nlattr **tb)
{
	struct ovnet_underlay *underlay;
	struct ovnet_underlay_step *s;
	int err;

	underlay = ovnet_underlay_named(batch->on, tb, batch->extack);
	if (IS_ERR(underlay))
		return PTR_ERR(underlay);
	err = ovnet_underlay_check_fixed(underlay, tb, batch->extack);
	if (err)
		return err;
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->underlay = underlay;
	s->step.commit = ovnet_underlay_commit_set;
	s->step.abort = ovnet_underlay_abort_set;
	err = ovnet_batch_claim(batch, &s->step, &underlay->claimed);
	if (err)
		return err;
	err = ovnet_underlay_stage(batch, tb, underlay);
	if (err)
		underlay->claimed = false;
	else
		ovnet_batch_add(batch, &s->step);
	return err;
}

const struct ovnet_batch_kind ovnet_underlay_set = {
	.attr = OVNET_A_UNDERLAY,
	.max = OVNET_A_UNDERLAY_MAX,
	.rtnl = true,
	.policy = ovnet_underlay_policy,
	.prepare = ovnet_underlay_prepare_set,
};

static int ovnet_underlay_check_unused(struct ovnet_net *on,
				       struct ovnet_underlay *underlay,
				       struct netlink_ext_ack *extack)
{
	struct ovnet_network *network;
	unsigned long id;

	xa_for_each(&on->networks, id, network) {
		if (rcu_access_pointer(network->underlay) != underlay &&
		    rcu_access_pointer(network->srv6) != underlay)
			continue;
		ovnet_compat_extack(extack,
				    "Network %s uses it: give that another underlay",
				    network->name);
		return -EBUSY;
	}
	return 0;
}

static void ovnet_underlay_commit_del(struct ovnet_batch *batch,
				      struct ovnet_batch_step *step)
{
	ovnet_underlay_destroy(batch->on, ovnet_underlay_of_step(step));
}

static int ovnet_underlay_prepare_del(struct ovnet_batch *batch,
				      struct nlattr **tb)
{
	struct ovnet_underlay *underlay;
	struct ovnet_underlay_step *s;
	int err;

	underlay = ovnet_underlay_named(batch->on, tb, batch->extack);
	if (IS_ERR(underlay))
		return PTR_ERR(underlay);
	err = ovnet_underlay_check_unused(batch->on, underlay, batch->extack);
	if (err)
		return err;
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->underlay = underlay;
	s->step.commit = ovnet_underlay_commit_del;
	return ovnet_batch_add_once(batch, &s->step, &underlay->claimed);
}

const struct ovnet_batch_kind ovnet_underlay_del = {
	.attr = OVNET_A_UNDERLAY,
	.max = OVNET_A_UNDERLAY_MAX,
	.rtnl = true,
	.policy = ovnet_underlay_policy,
	.prepare = ovnet_underlay_prepare_del,
};

/**
 * ovnet_underlay_get_doit() - OVNET_CMD_UNDERLAY_GET of one
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_underlay_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_UNDERLAY_MAX + 1];
	struct ovnet_underlay *underlay;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_UNDERLAY, tb,
				  OVNET_A_UNDERLAY_MAX, ovnet_underlay_policy);
	if (err)
		return err;
	mutex_lock(&on->lock);
	underlay = ovnet_underlay_named(on, tb, info->extack);
	if (IS_ERR(underlay))
		err = PTR_ERR(underlay);
	else
		err = ovnet_netlink_reply(info, &ovnet_underlay_kind,
					  underlay);
	mutex_unlock(&on->lock);
	return err;
}

/**
 * ovnet_underlay_get_dumpit() - OVNET_CMD_UNDERLAY_GET of all
 * @skb: reply
 * @cb: dump; args[0]: how many were sent
 *
 * With a kind, only those of it.
 *
 * Return: length of the reply or an error.
 */
int ovnet_underlay_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(skb->sk));
	struct nlattr *tb[OVNET_A_UNDERLAY_MAX + 1];
	struct ovnet_underlay *underlay;
	int err, n = 0;
	u8 encap = 0;

	err = ovnet_netlink_dump_parse(cb, OVNET_A_UNDERLAY, tb,
				       OVNET_A_UNDERLAY_MAX,
				       ovnet_underlay_policy,
				       BIT(OVNET_A_UNDERLAY_KIND));
	if (err)
		return err;
	if (tb[OVNET_A_UNDERLAY_KIND])
		encap = ovnet_underlay_encap(tb[OVNET_A_UNDERLAY_KIND]);
	mutex_lock(&on->lock);
	cb->seq = on->generation;
	list_for_each_entry(underlay, &on->underlays, node) {
		if (n++ < cb->args[0])
			continue;
		if (tb[OVNET_A_UNDERLAY_KIND] && underlay->encap != encap)
			continue;
		if (ovnet_netlink_dump(skb, cb, &ovnet_underlay_kind,
				       underlay))
			break;
		cb->args[0] = n;
	}
	mutex_unlock(&on->lock);
	return skb->len;
}
