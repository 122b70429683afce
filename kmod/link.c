// SPDX-License-Identifier: GPL-2.0
/*
 * Links of kind "ovnet", as "ip link" makes them: legs, and endpoints' own
 * devices.
 */
#include <linux/etherdevice.h>
#include <net/rtnetlink.h>

#include "binding.h"
#include "endpoint.h"
#include "link.h"

OVNET_COMPAT_RANGE ovnet_link_id_range = {
	.min = 1,
	.max = OVNET_NETWORK_ID_MAX,
};

OVNET_COMPAT_RANGE ovnet_link_vni_range = {
	.max = OVNET_NETWORK_ID_MAX,
};

static const struct nla_policy ovnet_link_policy[IFLA_OVNET_MAX + 1] = {
	[IFLA_OVNET_ID] = NLA_POLICY_FULL_RANGE(NLA_U32, &ovnet_link_id_range),
	[IFLA_OVNET_NETWORK] = { .type = NLA_NUL_STRING,
				 .len = OVNET_NAME_LEN - 1 },
	[IFLA_OVNET_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32,
						 &ovnet_link_vni_range),
	[IFLA_OVNET_UNDERLAY] = { .type = NLA_NUL_STRING,
				  .len = OVNET_NAME_LEN - 1 },
	[IFLA_OVNET_LOCAL] = { .type = NLA_U32 },
	[IFLA_OVNET_LOCAL6] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[IFLA_OVNET_PORT] = NLA_POLICY_MIN(NLA_U16, 1),
	[IFLA_OVNET_LEARNING] = NLA_POLICY_MAX(NLA_U8, 1),
	[IFLA_OVNET_LEARNING_REMOTE] = NLA_POLICY_MAX(NLA_U8, 1),
	[IFLA_OVNET_AGEING] = { .type = NLA_U32 },
	[IFLA_OVNET_FDB_MAX] = { .type = NLA_U32 },
	[IFLA_OVNET_FLOOD_RATE] = { .type = NLA_U32 },
	[IFLA_OVNET_ENDPOINT] = { .type = NLA_FLAG },
	[IFLA_OVNET_BOUND] = NLA_POLICY_NESTED(ovnet_binding_policy),
};

/* Which of them is not known before the device is there. */
union ovnet_link {
	struct ovnet_leg leg;
	struct ovnet_endpoint endpoint;
};

/*
 * The core passes over options that are newer than the policy; who asks for one
 * would never learn that he has not got it.
 */
static int ovnet_link_refuse_newer(struct nlattr *tb[],
				   struct netlink_ext_ack *extack)
{
	const struct nlattr *data = NULL, *attr;
	int rem;

	if (tb[IFLA_LINKINFO])
		data = nla_find_nested(tb[IFLA_LINKINFO], IFLA_INFO_DATA);
	if (!data)
		return 0;
	nla_for_each_nested(attr, data, rem) {
		if (nla_type(attr) <= IFLA_OVNET_MAX)
			continue;
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "This module is older than the tools: it does not know this option");
		return -EINVAL;
	}
	return 0;
}

static int ovnet_link_validate(struct nlattr *tb[], struct nlattr *data[],
			       struct netlink_ext_ack *extack)
{
	if (tb[IFLA_ADDRESS] &&
	    (nla_len(tb[IFLA_ADDRESS]) != ETH_ALEN ||
	     !is_valid_ether_addr(nla_data(tb[IFLA_ADDRESS])))) {
		NL_SET_ERR_MSG_ATTR(extack, tb[IFLA_ADDRESS],
				    "The address of a leg or port is a unicast MAC");
		return -EADDRNOTAVAIL;
	}
	if (data && data[IFLA_OVNET_BOUND] && !data[IFLA_OVNET_ENDPOINT]) {
		NL_SET_ERR_MSG_ATTR(extack, data[IFLA_OVNET_BOUND],
				    "Addresses are bound to a port, and a leg is none");
		return -EINVAL;
	}
	return ovnet_link_refuse_newer(tb, extack);
}

OVNET_COMPAT_NEWLINK(ovnet_link_newlink)
{
	struct ovnet_net *on = ovnet_main_net(link_net);

	return data && data[IFLA_OVNET_ENDPOINT] ?
	       ovnet_endpoint_newlink(dev, on, tb, data, extack) :
	       ovnet_leg_newlink(dev, on, tb, data, extack);
}

static struct net *ovnet_link_get_link_net(const struct net_device *dev)
{
	const union ovnet_link *link = netdev_priv(dev);

	return ovnet_endpoint_is(dev) ? link->endpoint.on->net :
					link->leg.on->net;
}

static int ovnet_link_changelink(struct net_device *dev, struct nlattr *tb[],
				 struct nlattr *data[],
				 struct netlink_ext_ack *extack)
{
	if (!rtnl_dev_link_net_capable(dev, ovnet_link_get_link_net(dev)))
		return -EPERM;
	if (!data)
		return 0;
	if (ovnet_endpoint_is(dev)) {
		NL_SET_ERR_MSG(extack,
			       "An endpoint's own device is a port: ovctl port set, ovctl binding");
		return -EOPNOTSUPP;
	}
	if (data[IFLA_OVNET_ENDPOINT]) {
		NL_SET_ERR_MSG_ATTR(extack, data[IFLA_OVNET_ENDPOINT],
				    "A leg does not become an endpoint's device");
		return -EOPNOTSUPP;
	}
	return ovnet_leg_changelink(dev, data, extack);
}

static void ovnet_link_dellink(struct net_device *dev, struct list_head *head)
{
	if (ovnet_endpoint_is(dev))
		ovnet_endpoint_dellink(dev, head);
	else
		ovnet_leg_dellink(dev, head);
}

static size_t ovnet_link_get_size(const struct net_device *dev)
{
	return ovnet_endpoint_is(dev) ? ovnet_endpoint_get_size(dev) :
					ovnet_leg_get_size(dev);
}

static int ovnet_link_fill_info(struct sk_buff *skb,
				const struct net_device *dev)
{
	return ovnet_endpoint_is(dev) ? ovnet_endpoint_fill_info(skb, dev) :
					ovnet_leg_fill_info(skb, dev);
}

struct rtnl_link_ops ovnet_link_ops __read_mostly = {
	.kind = "ovnet",
	.priv_size = sizeof(union ovnet_link),
	.setup = ovnet_leg_setup,
	.maxtype = IFLA_OVNET_MAX,
	.policy = ovnet_link_policy,
	.validate = ovnet_link_validate,
	.newlink = ovnet_link_newlink,
	.changelink = ovnet_link_changelink,
	.dellink = ovnet_link_dellink,
	.get_size = ovnet_link_get_size,
	.fill_info = ovnet_link_fill_info,
	.get_link_net = ovnet_link_get_link_net,
};
