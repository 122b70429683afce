// SPDX-License-Identifier: GPL-2.0
/*
 * The MTU of legs and of endpoints' own devices follows their underlays: whenever
 * a device's MTU changes, an underlay does, or an address comes to a device or
 * goes.
 */
#include <linux/inetdevice.h>
#include <net/addrconf.h>
#include <net/rtnetlink.h>

#include "endpoint.h"
#include "ra.h"

static void ovnet_mtu_update_leg(struct ovnet_leg *leg)
{
	struct ovnet_network *network = rtnl_dereference(leg->network);
	unsigned int mtu;

	if (leg->mtu_set)
		return;
	mtu = ovnet_network_mtu_rcu(network);
	if (leg->dev->mtu == mtu)
		return;
	dev_set_mtu(leg->dev, mtu);
	leg->mtu_set = false;
}

static void ovnet_mtu_update_port(const struct ovnet_port *port)
{
	struct ovnet_endpoint *endpoint;
	unsigned int mtu;

	if (!port->endpoint)
		return;
	endpoint = netdev_priv(port->dev);
	mtu = ovnet_network_mtu_rcu(port->network);
	if (endpoint->mtu_set || port->dev->mtu == mtu)
		return;
	dev_set_mtu(port->dev, mtu);
	endpoint->mtu_set = false;
}

/**
 * ovnet_mtu_update() - let legs and endpoints' devices follow their underlays
 * @on: namespace; RTNL is held, its mutex is not: devices tell notifiers; nor
 *	is any device's own lock, which is taken within that mutex
 *
 * A device whose MTU the user has set keeps it.
 */
void ovnet_mtu_update(struct ovnet_net *on)
{
	struct ovnet_port *port;
	struct ovnet_leg *leg;
	unsigned long index;

	ASSERT_RTNL();
	list_for_each_entry(leg, &on->legs, node_all)
		ovnet_mtu_update_leg(leg);
	xa_for_each_start(&on->ports, index, port, OVNET_PORT_NUMBER_MIN)
		ovnet_mtu_update_port(port);
	ovnet_ra_mtu_changed(on);
}

/**
 * ovnet_mtu_update_network() - let a network's devices follow its underlay
 * @network: what is held is as with ovnet_mtu_update()
 */
void ovnet_mtu_update_network(struct ovnet_network *network)
{
	struct ovnet_port *port;
	struct ovnet_leg *leg;

	ASSERT_RTNL();
	list_for_each_entry(leg, &network->legs, node)
		ovnet_mtu_update_leg(leg);
	list_for_each_entry(port, &network->ports, node)
		ovnet_mtu_update_port(port);
	ovnet_ra_mtu_changed(network->on);
}

static void ovnet_mtu_work(struct work_struct *work)
{
	rtnl_lock();
	ovnet_mtu_update(container_of(work, struct ovnet_net, mtu_work));
	rtnl_unlock();
}

/**
 * ovnet_mtu_init() - start in a namespace
 * @on: namespace
 */
void ovnet_mtu_init(struct ovnet_net *on)
{
	INIT_WORK(&on->mtu_work, ovnet_mtu_work);
}

/**
 * ovnet_mtu_exit() - stop in a namespace; its devices are gone
 * @on: namespace
 */
void ovnet_mtu_exit(struct ovnet_net *on)
{
	cancel_work_sync(&on->mtu_work);
}

/**
 * ovnet_mtu_changed() - a device's MTU or addresses are others
 * @dev: device
 *
 * Context: any. An address of IPv6 is told of in atomic context, an MTU by some
 * devices under a lock of theirs.
 */
void ovnet_mtu_changed(const struct net_device *dev)
{
	struct ovnet_net *on = ovnet_main_net(dev_net(dev));

	if (READ_ONCE(on->n_underlays))
		queue_work(ovnet_main_wq, &on->mtu_work);
}

static int ovnet_mtu_inet_event(struct notifier_block *nb, unsigned long event,
				void *ptr)
{
	const struct in_ifaddr *ifa = ptr;

	ovnet_mtu_changed(ifa->ifa_dev->dev);
	return NOTIFY_DONE;
}

static int ovnet_mtu_inet6_event(struct notifier_block *nb,
				 unsigned long event, void *ptr)
{
	const struct inet6_ifaddr *ifa = ptr;

	ovnet_mtu_changed(ifa->idev->dev);
	return NOTIFY_DONE;
}

static struct notifier_block ovnet_mtu_inet_notifier = {
	.notifier_call = ovnet_mtu_inet_event,
};

static struct notifier_block ovnet_mtu_inet6_notifier = {
	.notifier_call = ovnet_mtu_inet6_event,
};

/**
 * ovnet_mtu_register() - watch addresses
 *
 * Return: 0 or an error.
 */
int __init ovnet_mtu_register(void)
{
	int err;

	err = register_inetaddr_notifier(&ovnet_mtu_inet_notifier);
	if (err)
		return err;
	err = register_inet6addr_notifier(&ovnet_mtu_inet6_notifier);
	if (err)
		unregister_inetaddr_notifier(&ovnet_mtu_inet_notifier);
	return err;
}

/**
 * ovnet_mtu_unregister() - undo ovnet_mtu_register()
 */
void ovnet_mtu_unregister(void)
{
	unregister_inet6addr_notifier(&ovnet_mtu_inet6_notifier);
	unregister_inetaddr_notifier(&ovnet_mtu_inet_notifier);
}
