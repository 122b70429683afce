// SPDX-License-Identifier: GPL-2.0
/*
 * Ports as the "bridge link" command has them: their state, and whether MACs
 * are learned from them and unknown ones flooded to them.
 */
#include <linux/if_bridge.h>
#include <linux/rtnetlink.h>
#include <net/rtnetlink.h>

#include "ovnet_priv.h"

#define OVNET_BRIDGE_SIZE						\
	(NLMSG_ALIGN(sizeof(struct ifinfomsg)) +			\
	 nla_total_size(IFNAMSIZ) +		/* IFNAME */		\
	 nla_total_size(MAX_ADDR_LEN) +		/* ADDRESS */		\
	 nla_total_size(sizeof(u32)) +		/* MASTER */		\
	 nla_total_size(sizeof(u32)) +		/* MTU */		\
	 nla_total_size(sizeof(u32)) +		/* LINK */		\
	 nla_total_size(sizeof(u8)) +		/* OPERSTATE */		\
	 nla_total_size(0) +			/* PROTINFO */		\
	 3 * nla_total_size(sizeof(u8)))

static int ovnet_bridge_put_port(struct sk_buff *skb,
				 const struct ovnet_port *port)
{
	bool learning = READ_ONCE(port->learning) == OVNET_PORT_INHERIT ?
			READ_ONCE(port->network->learning) :
			READ_ONCE(port->learning);
	struct nlattr *nest = nla_nest_start(skb, IFLA_PROTINFO);

	if (!nest ||
	    nla_put_u8(skb, IFLA_BRPORT_STATE,
		       READ_ONCE(port->open) ? BR_STATE_FORWARDING :
					       BR_STATE_BLOCKING) ||
	    nla_put_u8(skb, IFLA_BRPORT_LEARNING, learning) ||
	    nla_put_u8(skb, IFLA_BRPORT_UNICAST_FLOOD,
		       READ_ONCE(port->unknown_unicast)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int ovnet_bridge_put(struct sk_buff *skb, u32 portid, u32 seq,
			    int nlflags, const struct net_device *dev,
			    const struct net_device *master,
			    const struct ovnet_port *port)
{
	u8 operstate = netif_running(dev) ? dev->operstate : IF_OPER_DOWN;
	struct ifinfomsg *ifm;
	struct nlmsghdr *nlh;

	nlh = nlmsg_put(skb, portid, seq, RTM_NEWLINK, sizeof(*ifm), nlflags);
	if (!nlh)
		return -EMSGSIZE;
	ifm = nlmsg_data(nlh);
	memset(ifm, 0, sizeof(*ifm));
	ifm->ifi_family = AF_BRIDGE;
	ifm->ifi_type = dev->type;
	ifm->ifi_index = dev->ifindex;
	ifm->ifi_flags = netif_get_flags(dev);
	if (nla_put_string(skb, IFLA_IFNAME, dev->name) ||
	    nla_put_u32(skb, IFLA_MASTER, master->ifindex) ||
	    nla_put_u32(skb, IFLA_MTU, READ_ONCE(dev->mtu)) ||
	    nla_put_u8(skb, IFLA_OPERSTATE, operstate) ||
	    (dev->addr_len &&
	     nla_put(skb, IFLA_ADDRESS, dev->addr_len, dev->dev_addr)) ||
	    (dev->ifindex != dev_get_iflink(dev) &&
	     nla_put_u32(skb, IFLA_LINK, dev_get_iflink(dev))) ||
	    ovnet_bridge_put_port(skb, port)) {
		nlmsg_cancel(skb, nlh);
		return -EMSGSIZE;
	}
	nlmsg_end(skb, nlh);
	return 0;
}

/**
 * ovnet_bridge_getlink() - "bridge link show" of a port
 * @skb: reply
 * @portid: who asks
 * @seq: of the request
 * @dev: the port
 * @filter_mask: what else is asked for: nothing of it is there
 * @nlflags: of the message
 *
 * Context: RCU.
 * Return: 0 or -EMSGSIZE.
 */
int ovnet_bridge_getlink(struct sk_buff *skb, u32 portid, u32 seq,
			 struct net_device *dev, u32 filter_mask, int nlflags)
{
	struct net_device *master = netdev_master_upper_dev_get_rcu(dev);
	const struct ovnet_port *port;

	/* Asked of a master by way of itself, it has nothing to say. */
	if (!master || !ovnet_port_is(dev))
		return 0;
	port = rcu_dereference(dev->rx_handler_data);
	if (!port)
		return 0;
	return ovnet_bridge_put(skb, portid, seq, nlflags, dev, master, port);
}

/**
 * ovnet_bridge_notify() - tell "bridge monitor link" about a port
 * @port: its namespace's mutex is held
 */
void ovnet_bridge_notify(const struct ovnet_port *port)
{
	struct net_device *dev = port->dev;
	struct net *net = dev_net(dev);
	struct net_device *master;
	struct sk_buff *skb;
	int err = -ENODEV;

	if (!netlink_has_listeners(net->rtnl, RTNLGRP_LINK))
		return;
	skb = nlmsg_new(OVNET_BRIDGE_SIZE, GFP_KERNEL);
	if (!skb)
		return;
	rcu_read_lock();
	master = ovnet_port_master_rcu(port);
	if (master)
		err = ovnet_bridge_put(skb, 0, 0, 0, dev, master, port);
	rcu_read_unlock();
	if (err)
		nlmsg_free(skb);
	else
		rtnl_notify(skb, net, 0, RTNLGRP_LINK, NULL, GFP_KERNEL);
}

static const struct nla_policy ovnet_bridge_policy[IFLA_BRPORT_MAX + 1] = {
	[IFLA_BRPORT_STATE] = { .type = NLA_U8 },
	[IFLA_BRPORT_LEARNING] = NLA_POLICY_MAX(NLA_U8, 1),
	[IFLA_BRPORT_UNICAST_FLOOD] = NLA_POLICY_MAX(NLA_U8, 1),
};

static int ovnet_bridge_parse_state(const struct nlattr *attr,
				    struct ovnet_port_config *config,
				    struct netlink_ext_ack *extack)
{
	switch (nla_get_u8(attr)) {
	case BR_STATE_FORWARDING:
		config->open = true;
		break;
	case BR_STATE_BLOCKING:
	case BR_STATE_DISABLED:
		break;
	default:
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A port of ovnet is forwarding, blocking or disabled");
		return -EINVAL;
	}
	config->set |= BIT(OVNET_A_PORT_STATE);
	return 0;
}

static int ovnet_bridge_parse(const struct nlattr *protinfo,
			      struct ovnet_port_config *config,
			      struct netlink_ext_ack *extack)
{
	struct nlattr *tb[IFLA_BRPORT_MAX + 1];
	int i, err;

	err = nla_parse_nested_deprecated(tb, IFLA_BRPORT_MAX, protinfo,
					  ovnet_bridge_policy, extack);
	if (err)
		return err;
	for (i = 1; i <= IFLA_BRPORT_MAX; i++) {
		if (!tb[i] || i == IFLA_BRPORT_STATE ||
		    i == IFLA_BRPORT_LEARNING || i == IFLA_BRPORT_UNICAST_FLOOD)
			continue;
		NL_SET_ERR_MSG_ATTR(extack, tb[i],
				    "A port of ovnet has state, learning and flood: nothing else");
		return -EOPNOTSUPP;
	}
	if (tb[IFLA_BRPORT_STATE]) {
		err = ovnet_bridge_parse_state(tb[IFLA_BRPORT_STATE], config,
					       extack);
		if (err)
			return err;
	}
	if (tb[IFLA_BRPORT_LEARNING]) {
		config->learning = nla_get_u8(tb[IFLA_BRPORT_LEARNING]);
		config->set |= BIT(OVNET_A_PORT_LEARNING);
	}
	if (tb[IFLA_BRPORT_UNICAST_FLOOD]) {
		config->unknown_unicast =
			nla_get_u8(tb[IFLA_BRPORT_UNICAST_FLOOD]);
		config->set |= BIT(OVNET_A_PORT_UNKNOWN_UNICAST);
	}
	return 0;
}

/**
 * ovnet_bridge_setlink() - "bridge link set" of a port
 * @dev: the port; RTNL is held
 * @nlh: request
 * @flags: BRIDGE_FLAGS_*
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack and nothing changed.
 */
int ovnet_bridge_setlink(struct net_device *dev, struct nlmsghdr *nlh,
			 u16 flags, struct netlink_ext_ack *extack)
{
	struct ovnet_port *port = ovnet_port_by_dev(dev);
	struct ovnet_port_config config = {};
	struct nlattr *protinfo;
	int err;

	protinfo = nlmsg_find_attr(nlh, sizeof(struct ifinfomsg),
				   IFLA_PROTINFO);
	if (!port || !protinfo || !(protinfo->nla_type & NLA_F_NESTED)) {
		NL_SET_ERR_MSG(extack,
			       "A port of ovnet has state, learning and flood: nothing else");
		return -EOPNOTSUPP;
	}
	err = ovnet_bridge_parse(protinfo, &config, extack);
	if (err)
		return err;
	mutex_lock(&port->network->on->lock);
	ovnet_port_change(port, &config);
	mutex_unlock(&port->network->on->lock);
	return 0;
}
