// SPDX-License-Identifier: GPL-2.0
/*
 * The fabric device: the master of ports that have no leg, so that "ip link"
 * shows whose they are. Nothing passes through it.
 */
#include <linux/etherdevice.h>
#include <net/ipv6.h>
#include <net/rtnetlink.h>

#include "fdb.h"

#define OVNET_FABRIC_NAME "ovnet-fabric"

static netdev_tx_t ovnet_fabric_xmit(struct sk_buff *skb,
				     struct net_device *dev)
{
	dev_core_stats_tx_dropped_inc(dev);
	kfree_skb(skb);
	return NETDEV_TX_OK;
}

static int ovnet_fabric_add_slave(struct net_device *dev,
				  struct net_device *slave,
				  struct netlink_ext_ack *extack)
{
	NL_SET_ERR_MSG(extack,
		       "The fabric does not say which network: ovctl port add, or master LEG");
	return -EOPNOTSUPP;
}

static int ovnet_fabric_del_slave(struct net_device *dev,
				  struct net_device *slave)
{
	struct ovnet_net *on = ovnet_main_net(dev_net(dev));
	struct ovnet_port *port;

	mutex_lock(&on->lock);
	port = ovnet_port_by_dev(slave);
	if (port)
		ovnet_port_destroy(port);
	mutex_unlock(&on->lock);
	ovnet_fabric_reap(on, NULL);
	return 0;
}

static const struct net_device_ops ovnet_fabric_netdev_ops = {
	.ndo_start_xmit = ovnet_fabric_xmit,
	.ndo_add_slave = ovnet_fabric_add_slave,
	.ndo_del_slave = ovnet_fabric_del_slave,
	.ndo_fdb_dump = ovnet_fdb_rtnl_dump,
	.ndo_bridge_getlink = ovnet_bridge_getlink,
	.ndo_bridge_setlink = ovnet_bridge_setlink,
};

static const struct device_type ovnet_fabric_type = {
	.name = "ovnet-fabric",
};

static void ovnet_fabric_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &ovnet_fabric_netdev_ops;
	dev->needs_free_netdev = true;
	SET_NETDEV_DEVTYPE(dev, &ovnet_fabric_type);
	dev->flags = IFF_NOARP;
	dev->features |= NETIF_F_VLAN_CHALLENGED;
	dev->priv_flags |= IFF_NO_QUEUE;
	/* Too small for IPv6, which so gives it no address. */
	dev->mtu = IPV6_MIN_MTU - 1;
	dev->min_mtu = dev->mtu;
	dev->max_mtu = dev->mtu;
	ovnet_compat_set_lltx(dev);
	ovnet_compat_set_netns_immutable(dev);
	eth_hw_addr_random(dev);
	dev->addr_assign_type = NET_ADDR_SET;
}

/**
 * ovnet_fabric_is() - is this a fabric device?
 * @dev: asked about
 *
 * Return: true if so.
 */
bool ovnet_fabric_is(const struct net_device *dev)
{
	return dev->netdev_ops == &ovnet_fabric_netdev_ops;
}

/**
 * ovnet_fabric_get() - a port wants the fabric device; the first one makes it
 * @on: namespace; RTNL and its mutex are held
 * @extack: for the refusal
 *
 * Return: it, to be given back by ovnet_fabric_put(), or an error, with extack.
 */
struct net_device *ovnet_fabric_get(struct ovnet_net *on,
				    struct netlink_ext_ack *extack)
{
	struct net_device *dev = on->fabric;
	int err;

	ASSERT_RTNL();
	if (dev)
		goto out;

	dev = alloc_netdev(0, OVNET_FABRIC_NAME, NET_NAME_ENUM,
			   ovnet_fabric_setup);
	if (!dev)
		return ERR_PTR(-ENOMEM);
	dev_net_set(dev, on->net);
	err = register_netdevice(dev);
	if (err) {
		ovnet_compat_extack(extack,
				    "The device %s could not be made: error %d",
				    OVNET_FABRIC_NAME, err);
		free_netdev(dev);
		return ERR_PTR(err);
	}
	dev_open(dev, NULL);
	on->fabric = dev;
out:
	on->n_fabric++;
	return dev;
}

/**
 * ovnet_fabric_put() - a port has gone
 * @on: namespace; RTNL and its mutex are held
 *
 * Whoever calls it calls ovnet_fabric_reap() without the mutex.
 */
void ovnet_fabric_put(struct ovnet_net *on)
{
	ASSERT_RTNL();
	on->n_fabric--;
}

/**
 * ovnet_fabric_reap() - the fabric device goes with the last port
 * @on: namespace; RTNL is held, its mutex is not: notifiers may want it
 * @kill: devices to be unregistered together, or NULL
 */
void ovnet_fabric_reap(struct ovnet_net *on, struct list_head *kill)
{
	struct net_device *dev = on->fabric;

	ASSERT_RTNL();
	if (!dev || on->n_fabric)
		return;
	on->fabric = NULL;
	unregister_netdevice_queue(dev, kill);
}
