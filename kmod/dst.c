// SPDX-License-Identifier: GPL-2.0
/* Places: a port, a leg, a remote or a network, as requests and replies name them. */
#include "ovnet_priv.h"

/**
 * ovnet_dst_init() - make a place that nothing points to yet
 * @dst: zero
 * @type: enum ovnet_dst_type
 */
void ovnet_dst_init(struct ovnet_dst *dst, u8 type)
{
	dst->type = type;
	ovnet_bucket_init(&dst->icmp);
}

/**
 * ovnet_dst_dev() - the device of a place
 * @dst: the place
 *
 * Return: its device, or NULL if it has none.
 */
struct net_device *ovnet_dst_dev(const struct ovnet_dst *dst)
{
	switch (dst->type) {
	case OVNET_DST_PORT:
		return container_of(dst, struct ovnet_port, dst)->dev;
	case OVNET_DST_LEG:
		return container_of(dst, struct ovnet_leg, dst)->dev;
	}
	return NULL;
}

/**
 * ovnet_dst_name() - what people call the device of a place
 * @dst: that has one
 * @name: room for it
 *
 * Context: RCU, or what keeps @dst.
 * Return: it, mostly not in @name.
 */
const char *ovnet_dst_name(const struct ovnet_dst *dst,
			   struct ovnet_dst_name *name)
{
	const struct net_device *dev = ovnet_dst_dev(dst);
	const struct ovnet_port *port;
	int nsid;

	if (dst->type != OVNET_DST_PORT)
		return dev->name;
	port = container_of(dst, struct ovnet_port, dst);
	nsid = READ_ONCE(port->nsid);
	if (likely(nsid < 0))
		return dev->name;
	snprintf(name->text, sizeof(name->text), "%s@%d", dev->name, nsid);
	return name->text;
}

/**
 * ovnet_dst_put_dev() - append the device of a place to a nest
 * @skb: where to
 * @dst: that has one
 * @ifindex: what its number is called
 * @ifname: what its name is called
 *
 * Context: RCU, or what keeps @dst.
 * Return: 0 or -EMSGSIZE.
 */
int ovnet_dst_put_dev(struct sk_buff *skb, const struct ovnet_dst *dst,
		      int ifindex, int ifname)
{
	struct ovnet_dst_name name;
	u32 index;

	index = dst->type == OVNET_DST_PORT ?
		container_of(dst, struct ovnet_port, dst)->index :
		ovnet_dst_dev(dst)->ifindex;
	if (nla_put_u32(skb, ifindex, index) ||
	    nla_put_string(skb, ifname, ovnet_dst_name(dst, &name)))
		return -EMSGSIZE;
	return 0;
}

/**
 * ovnet_dst_put() - append a place to a nest
 * @skb: where to
 * @dst: the place
 * @attrs: what its attributes are called
 *
 * Context: RCU, or what keeps @dst.
 * Return: 0 or -EMSGSIZE.
 */
int ovnet_dst_put(struct sk_buff *skb, const struct ovnet_dst *dst,
		  const struct ovnet_dst_attrs *attrs)
{
	const struct ovnet_network *network;
	const struct ovnet_remote *remote;

	if (ovnet_dst_dev(dst))
		return ovnet_dst_put_dev(skb, dst, attrs->ifindex,
					 attrs->ifname);
	/* Several remotes are no one place. */
	if (dst->type == OVNET_DST_MULTIPATH)
		return 0;
	if (dst->type == OVNET_DST_NETWORK) {
		network = container_of(dst, struct ovnet_network, dst);
		if (nla_put_u32(skb, attrs->network_id, network->id) ||
		    nla_put_string(skb, attrs->network_name, network->name))
			return -EMSGSIZE;
		return 0;
	}
	remote = container_of(dst, struct ovnet_remote, dst);
	if (nla_put_u32(skb, attrs->remote_id, remote->id) ||
	    nla_put_string(skb, attrs->remote_name, remote->name))
		return -EMSGSIZE;
	return 0;
}

static struct ovnet_dst *ovnet_dst_leg(struct ovnet_network *network,
				       u32 ifindex)
{
	struct ovnet_leg *leg;

	/* The number of one that was moved is another namespace's. */
	list_for_each_entry(leg, &network->legs, node)
		if (leg->dev->ifindex == ifindex &&
		    net_eq(dev_net(leg->dev), network->on->net))
			return &leg->dst;
	return NULL;
}

/* The port or leg that a request names; of any network if that is NULL. */
static struct ovnet_dst *ovnet_dst_by_dev(struct ovnet_net *on,
					  struct ovnet_network *network,
					  struct nlattr *attr,
					  struct netlink_ext_ack *extack)
{
	struct ovnet_network *other;
	struct ovnet_dst_name name;
	struct ovnet_port *port;
	struct ovnet_dst *dst;
	unsigned long id;

	port = ovnet_port_by_index(on, nla_get_u32(attr));
	if (port && (!network || port->network == network))
		return &port->dst;
	if (port) {
		ovnet_compat_extack(extack, "Port %s is in network %s",
				    ovnet_dst_name(&port->dst, &name),
				    port->network->name);
		NL_SET_BAD_ATTR(extack, attr);
		return ERR_PTR(-EINVAL);
	}
	if (network) {
		dst = ovnet_dst_leg(network, nla_get_u32(attr));
		if (dst)
			return dst;
	} else {
		xa_for_each(&on->networks, id, other) {
			dst = ovnet_dst_leg(other, nla_get_u32(attr));
			if (dst)
				return dst;
		}
	}
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "The device is neither a port nor a leg of the network");
	return ERR_PTR(-ENODEV);
}

/**
 * ovnet_dst_parse() - the place that a request names
 * @on: namespace; its mutex is held
 * @network: whose port or leg it may be; NULL: any
 * @tb: attributes
 * @attrs: what those of a place are called
 * @extack: for the refusal
 *
 * Return: the place; NULL if none is named; or an error, with extack.
 */
struct ovnet_dst *ovnet_dst_parse(struct ovnet_net *on,
				  struct ovnet_network *network,
				  struct nlattr **tb,
				  const struct ovnet_dst_attrs *attrs,
				  struct netlink_ext_ack *extack)
{
	struct nlattr *remote_id = tb[attrs->remote_id];
	struct nlattr *remote_name = tb[attrs->remote_name];
	struct nlattr *network_id = tb[attrs->network_id];
	struct nlattr *network_name = tb[attrs->network_name];
	struct ovnet_network *other;
	struct ovnet_remote *remote;
	int err;

	if (!!tb[attrs->ifindex] + (remote_id || remote_name) +
	    (network_id || network_name) > 1) {
		NL_SET_ERR_MSG(extack,
			       "A row points to one place, not to two");
		return ERR_PTR(-EINVAL);
	}
	if (network_id || network_name) {
		err = ovnet_network_resolve(on, network_id, network_name,
					    &other, extack);
		return err ? ERR_PTR(err) : &other->dst;
	}
	if (tb[attrs->ifindex])
		return ovnet_dst_by_dev(on, network, tb[attrs->ifindex],
					extack);
	if (!remote_id && !remote_name)
		return NULL;
	err = ovnet_remote_resolve(on, remote_id, remote_name, &remote, extack);
	return err ? ERR_PTR(err) : &remote->dst;
}
