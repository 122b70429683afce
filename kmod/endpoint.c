// SPDX-License-Identifier: GPL-2.0
/*
 * An endpoint's own device: a port with no pair of devices in between. It is
 * made where the network is and given to the endpoint, mostly in a namespace of
 * its own. What it sends has come in by the port, and what leaves by the port
 * it receives. Device and port come and go together.
 */
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/net_namespace.h>
#include <linux/rculist.h>
#include <net/rtnetlink.h>

#include "addr.h"
#include "batch.h"
#include "binding.h"
#include "cache.h"
#include "endpoint.h"
#include "express.h"
#include "link.h"

static struct ovnet_port *ovnet_endpoint_port(const struct net_device *dev)
{
	const struct ovnet_endpoint *endpoint = netdev_priv(dev);

	return rcu_dereference(endpoint->port);
}

/**
 * ovnet_endpoint_port_rcu() - the port that an endpoint's device is
 * @dev: ovnet_endpoint_is()
 * @on: namespace; if its mutex is held the port stays
 *
 * Context: RCU.
 * Return: it, or NULL if it goes, or is of another namespace's network.
 */
struct ovnet_port *ovnet_endpoint_port_rcu(const struct net_device *dev,
					   const struct ovnet_net *on)
{
	const struct ovnet_endpoint *endpoint = netdev_priv(dev);

	return endpoint->on == on ? ovnet_endpoint_port(dev) : NULL;
}

static netdev_tx_t ovnet_endpoint_xmit(struct sk_buff *skb,
				       struct net_device *dev)
{
	struct ovnet_port *port;

	rcu_read_lock();
	port = ovnet_endpoint_port(dev);
	if (unlikely(!port)) {
		dev_core_stats_tx_dropped_inc(dev);
		kfree_skb(skb);
		goto out;
	}
	ovnet_stats_add_rx(port->stats, skb->len);
	/* Whatever it is marked with in there is not for out here. */
	skb_scrub_packet(skb, true);
	ovnet_express_sent(port, skb);
out:
	rcu_read_unlock();
	return NETDEV_TX_OK;
}

/* What it sends the port has got. */
static void ovnet_endpoint_get_stats(struct net_device *dev,
				     struct rtnl_link_stats64 *stats)
{
	struct rtnl_link_stats64 sum = {};
	const struct ovnet_port *port;

	rcu_read_lock();
	port = ovnet_endpoint_port(dev);
	if (port)
		dev_fetch_sw_netstats(&sum, port->stats);
	rcu_read_unlock();
	stats->rx_packets = sum.tx_packets;
	stats->rx_bytes = sum.tx_bytes;
	stats->tx_packets = sum.rx_packets;
	stats->tx_bytes = sum.rx_bytes;
}

static int ovnet_endpoint_change_mtu(struct net_device *dev, int mtu)
{
	struct ovnet_endpoint *endpoint = netdev_priv(dev);

	endpoint->mtu_set = true;
	WRITE_ONCE(dev->mtu, mtu);
	return 0;
}

const struct net_device_ops ovnet_endpoint_netdev_ops = {
	.ndo_start_xmit = ovnet_endpoint_xmit,
	.ndo_get_stats64 = ovnet_endpoint_get_stats,
	.ndo_change_mtu = ovnet_endpoint_change_mtu,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
};

static void ovnet_endpoint_get_drvinfo(struct net_device *dev,
				       struct ethtool_drvinfo *info)
{
	strscpy(info->driver, "ovnet", sizeof(info->driver));
	strscpy(info->version, OVNET_VERSION, sizeof(info->version));
}

/* The network's counters are none of the endpoint's business. */
static const struct ethtool_ops ovnet_endpoint_ethtool_ops = {
	.get_drvinfo = ovnet_endpoint_get_drvinfo,
	.get_link = ethtool_op_get_link,
};

/**
 * ovnet_endpoint_check_mac() - may an endpoint's device have this address?
 * @dev: ovnet_endpoint_is(); RTNL is held
 * @mac: the address
 * @extack: for the refusal
 *
 * Whoever is inside decides, unless the port has bindings.
 *
 * Return: 0 or -EPERM, with extack.
 */
int ovnet_endpoint_check_mac(const struct net_device *dev, const u8 *mac,
			     struct netlink_ext_ack *extack)
{
	const struct ovnet_port *port;
	bool may;

	rcu_read_lock();
	port = ovnet_endpoint_port(dev);
	may = !port || list_empty(&port->bindings) ||
	      ovnet_binding_has_mac_rcu(port, mac);
	rcu_read_unlock();
	if (may)
		return 0;
	NL_SET_ERR_MSG(extack,
		       "The address is bound: another is bound first, where the network is");
	return -EPERM;
}

/* As the network's namespace calls the one that the device is in. */
static int ovnet_endpoint_nsid(const struct ovnet_endpoint *endpoint)
{
	struct net *net = dev_net(endpoint->dev);

	if (net_eq(net, endpoint->on->net))
		return NETNSA_NSID_NOT_ASSIGNED;
	return peernet2id_alloc(endpoint->on->net, net, GFP_KERNEL);
}

/**
 * ovnet_endpoint_moved() - an endpoint's device has come to a namespace
 * @dev: ovnet_endpoint_is(); RTNL is held
 */
void ovnet_endpoint_moved(struct net_device *dev)
{
	struct ovnet_endpoint *endpoint = netdev_priv(dev);
	struct ovnet_port *port = rtnl_dereference(endpoint->port);

	/* It is new: ovnet_endpoint_newlink() goes on. */
	if (!port)
		return;
	mutex_lock(&endpoint->on->lock);
	WRITE_ONCE(port->nsid, ovnet_endpoint_nsid(endpoint));
	ovnet_port_notify(port, OVNET_CMD_PORT_SET);
	mutex_unlock(&endpoint->on->lock);
}

/**
 * ovnet_endpoint_release() - a port goes: so does its device
 * @port: of an endpoint's own device; RTNL and its namespace's mutex are held
 *
 * The caller calls ovnet_endpoint_reap() when it no longer holds the mutex.
 */
void ovnet_endpoint_release(struct ovnet_port *port)
{
	struct ovnet_endpoint *endpoint = netdev_priv(port->dev);

	ASSERT_RTNL();
	RCU_INIT_POINTER(endpoint->port, NULL);
	list_add_tail(&endpoint->node, &endpoint->on->gone);
}

/**
 * ovnet_endpoint_reap() - devices go whose ports have gone
 * @on: namespace; RTNL is held, its mutex is not: notifiers may want it
 * @kill: devices to be unregistered together
 */
void ovnet_endpoint_reap(struct ovnet_net *on, struct list_head *kill)
{
	struct ovnet_endpoint *endpoint, *next;

	ASSERT_RTNL();
	list_for_each_entry_safe(endpoint, next, &on->gone, node) {
		list_del_init(&endpoint->node);
		unregister_netdevice_queue(endpoint->dev, kill);
	}
}

/* A port has other settings than a leg. */
static int ovnet_endpoint_check(struct nlattr *data[],
				struct netlink_ext_ack *extack)
{
	int i;

	for (i = 1; i <= IFLA_OVNET_MAX; i++) {
		if (!data[i] || i == IFLA_OVNET_ID || i == IFLA_OVNET_NETWORK ||
		    i == IFLA_OVNET_ENDPOINT || i == IFLA_OVNET_BOUND)
			continue;
		NL_SET_ERR_MSG_ATTR(extack, data[i],
				    "An endpoint's own device has a network and addresses: the rest is ovctl's");
		return -EINVAL;
	}
	return 0;
}

static int ovnet_endpoint_bind_one(struct ovnet_batch *batch,
				   struct ovnet_port *port,
				   struct nlattr *attr)
{
	bool v4 = nla_type(attr) == OVNET_A_BINDING_ADDR4;
	struct ovnet_addr addr;
	int err;

	if (!v4 && nla_type(attr) != OVNET_A_BINDING_ADDR6) {
		NL_SET_ERR_MSG_ATTR(batch->extack, attr,
				    "Only addresses can be bound with a device");
		return -EINVAL;
	}
	err = ovnet_addr_parse(v4 ? attr : NULL, v4 ? NULL : attr, &addr,
			       batch->extack);
	return err ?: ovnet_binding_stage(batch, port, port->dev->dev_addr,
					  &addr);
}

/* What was given with the device is bound. */
static int ovnet_endpoint_bind(struct ovnet_batch *batch,
			       struct ovnet_port *port,
			       const struct nlattr *mac,
			       const struct nlattr *bound)
{
	const struct ovnet_addr any = {};
	struct nlattr *attr;
	int err = 0;
	int rem;

	if (mac && !bound)
		return ovnet_binding_stage(batch, port, port->dev->dev_addr,
					   &any);
	if (!bound)
		return 0;
	nla_for_each_nested(attr, bound, rem) {
		err = ovnet_endpoint_bind_one(batch, port, attr);
		if (err)
			break;
	}
	return err;
}

/*
 * With the device registered: the port made, its addresses bound. If that
 * fails, nothing has changed and nobody was told anything.
 */
static int ovnet_endpoint_join(struct ovnet_endpoint *endpoint,
			       struct nlattr *tb[], struct nlattr *data[],
			       struct netlink_ext_ack *extack)
{
	struct ovnet_batch batch = {
		.on = endpoint->on,
		.extack = extack,
		.steps = LIST_HEAD_INIT(batch.steps),
		.kill = LIST_HEAD_INIT(batch.kill),
	};
	struct ovnet_network *network;
	struct ovnet_port *port;
	int err;

	lockdep_assert_held(&endpoint->on->lock);
	err = ovnet_network_resolve(endpoint->on, data[IFLA_OVNET_ID],
				    data[IFLA_OVNET_NETWORK], &network, extack);
	if (err)
		return err;
	port = ovnet_port_create_own(network, endpoint->dev, extack);
	if (IS_ERR(port))
		return PTR_ERR(port);
	port->nsid = ovnet_endpoint_nsid(endpoint);
	rcu_assign_pointer(endpoint->port, port);
	err = ovnet_endpoint_bind(&batch, port, tb[IFLA_ADDRESS],
				  data[IFLA_OVNET_BOUND]);
	if (err) {
		ovnet_batch_abort(&batch);
		ovnet_port_unlink(port);
		list_del_init(&endpoint->node);
	} else {
		ovnet_port_notify(port, OVNET_CMD_PORT_NEW);
		ovnet_batch_commit(&batch);
	}
	ovnet_batch_free(&batch);
	return err;
}

/**
 * ovnet_endpoint_newlink() - make an endpoint's own device
 * @dev: new, in whatever namespace; RTNL is held
 * @on: namespace of its network
 * @tb: attributes of the link
 * @data: of ours among them
 * @extack: for the refusal
 *
 * Return: 0 or an error.
 */
int ovnet_endpoint_newlink(struct net_device *dev, struct ovnet_net *on,
			   struct nlattr *tb[], struct nlattr *data[],
			   struct netlink_ext_ack *extack)
{
	struct ovnet_endpoint *endpoint = netdev_priv(dev);
	int err;

	err = ovnet_endpoint_check(data, extack);
	if (err)
		return err;
	dev->netdev_ops = &ovnet_endpoint_netdev_ops;
	dev->ethtool_ops = &ovnet_endpoint_ethtool_ops;
	dev->priv_destructor = NULL;
	endpoint->dev = dev;
	endpoint->on = on;
	INIT_LIST_HEAD(&endpoint->node);
	endpoint->mtu_set = tb[IFLA_MTU];
	if (!tb[IFLA_ADDRESS]) {
		eth_hw_addr_random(dev);
		/* It may be bound: nobody is to replace it by another. */
		dev->addr_assign_type = NET_ADDR_SET;
	}

	/* First, as with legs; until RTNL is released it is not up. */
	err = register_netdevice(dev);
	if (err)
		return err;
	mutex_lock(&on->lock);
	err = ovnet_endpoint_join(endpoint, tb, data, extack);
	ovnet_cache_flush(on);
	mutex_unlock(&on->lock);
	if (err) {
		unregister_netdevice(dev);
		return err;
	}
	ovnet_mtu_update_network(rtnl_dereference(endpoint->port)->network);
	return 0;
}

/**
 * ovnet_endpoint_dellink() - an endpoint's own device goes
 * @dev: it; RTNL is held
 * @head: where it is queued
 */
void ovnet_endpoint_dellink(struct net_device *dev, struct list_head *head)
{
	struct ovnet_endpoint *endpoint = netdev_priv(dev);
	struct ovnet_port *port = rtnl_dereference(endpoint->port);

	if (port) {
		mutex_lock(&endpoint->on->lock);
		ovnet_port_destroy(port);
		mutex_unlock(&endpoint->on->lock);
		list_del_init(&endpoint->node);
	}
	unregister_netdevice_queue(dev, head);
}

/**
 * ovnet_endpoint_get_size() - room for ovnet_endpoint_fill_info()
 * @dev: ovnet_endpoint_is()
 *
 * Return: bytes.
 */
size_t ovnet_endpoint_get_size(const struct net_device *dev)
{
	return nla_total_size(sizeof(u32)) +		/* ID */
	       nla_total_size(OVNET_NAME_LEN) +		/* NETWORK */
	       nla_total_size(0) +			/* ENDPOINT */
	       nla_total_size(0) +			/* BOUND */
	       OVNET_BINDINGS_MAX * nla_total_size(sizeof(struct in6_addr));
}

static int ovnet_endpoint_fill_bound(struct sk_buff *skb,
				     const struct ovnet_port *port)
{
	const struct ovnet_binding *binding;
	struct nlattr *nest = NULL;

	list_for_each_entry_rcu(binding, &port->bindings, node) {
		if (!binding->addr.family ||
		    !ether_addr_equal(binding->mac, port->dev->dev_addr))
			continue;
		nest = nest ?: nla_nest_start(skb, IFLA_OVNET_BOUND);
		if (!nest || ovnet_addr_put(skb, &binding->addr,
					    OVNET_A_BINDING_ADDR4,
					    OVNET_A_BINDING_ADDR6))
			return -EMSGSIZE;
	}
	if (nest)
		nla_nest_end(skb, nest);
	return 0;
}

/**
 * ovnet_endpoint_fill_info() - what "ip -d link" says of an endpoint's device
 * @skb: where to
 * @dev: ovnet_endpoint_is()
 *
 * Return: 0 or -EMSGSIZE.
 */
int ovnet_endpoint_fill_info(struct sk_buff *skb, const struct net_device *dev)
{
	const struct ovnet_port *port;
	int err = 0;

	rcu_read_lock();
	port = ovnet_endpoint_port(dev);
	if (!port)
		goto out;
	if (nla_put_u32(skb, IFLA_OVNET_ID, port->network->id) ||
	    nla_put_string(skb, IFLA_OVNET_NETWORK, port->network->name) ||
	    nla_put_flag(skb, IFLA_OVNET_ENDPOINT))
		err = -EMSGSIZE;
	else
		err = ovnet_endpoint_fill_bound(skb, port);
out:
	rcu_read_unlock();
	return err;
}
