// SPDX-License-Identifier: GPL-2.0
/* ovnet: start and end of the module, of a namespace, and of devices. */
#include <linux/module.h>
#include <net/netns/generic.h>

#include "cache.h"
#include "endpoint.h"
#include "fdb.h"
#include "flow.h"
#include "link.h"
#include "neigh.h"
#include "node.h"
#include "probe.h"
#include "route.h"
#include "ovnet_priv.h"
#include "ra.h"
#include "srv6.h"
#include "watch.h"

static unsigned int ovnet_main_net_id __ro_after_init;
struct workqueue_struct *ovnet_main_wq __ro_after_init;

/**
 * ovnet_main_net() - what we keep for a namespace
 * @net: the namespace
 *
 * Return: never NULL.
 */
struct ovnet_net *ovnet_main_net(const struct net *net)
{
	return net_generic(net, ovnet_main_net_id);
}

static int __net_init ovnet_main_net_init(struct net *net)
{
	struct ovnet_net *on = ovnet_main_net(net);
	int err;

	on->net = net;
	mutex_init(&on->lock);
	on->generation = 1;
	ovnet_node_init(on);
	INIT_LIST_HEAD(&on->underlays);
	INIT_LIST_HEAD(&on->udps);
	xa_init_flags(&on->ports, XA_FLAGS_ALLOC | XA_FLAGS_ACCOUNT);
	INIT_LIST_HEAD(&on->gone);
	INIT_LIST_HEAD(&on->legs);
	ovnet_mtu_init(on);
	ovnet_ra_init(on);
	ovnet_watch_init(on);

	err = ovnet_drop_init(on);
	if (err)
		return err;
	err = ovnet_network_init(on);
	if (err)
		goto err_drop;
	err = ovnet_remote_init(on);
	if (err)
		goto err_network;
	err = ovnet_fdb_init(on);
	if (err)
		goto err_remote;
	err = ovnet_neigh_init(on);
	if (err)
		goto err_fdb;
	return 0;

err_fdb:
	ovnet_fdb_exit(on);
err_remote:
	ovnet_remote_exit(on);
err_network:
	ovnet_network_exit(on);
err_drop:
	ovnet_drop_exit(on);
	return err;
}

/*
 * Devices first: ports are let go, legs queued, wherever they have moved. Then
 * the sockets: UDP keeps in them the route of a broadcast or multicast, and that
 * keeps the namespace's loopback device, which goes before we are asked again.
 */
static void __net_exit ovnet_main_exit_one(struct net *net,
					   struct list_head *kill)
{
	struct ovnet_net *on = ovnet_main_net(net);
	struct ovnet_network *network;
	struct ovnet_leg *leg, *next;
	unsigned long id;

	mutex_lock(&on->lock);
	ovnet_port_exit(on);
	xa_for_each(&on->networks, id, network) {
		network->implicit = false;	/* goes in ovnet_network_exit() */
		list_for_each_entry_safe(leg, next, &network->legs, node)
			ovnet_leg_unlink(leg, kill);
	}
	ovnet_underlay_exit(on);
	mutex_unlock(&on->lock);
	ovnet_endpoint_reap(on, kill);
	ovnet_fabric_reap(on, kill);
}

OVNET_COMPAT_EXIT_RTNL_FN(ovnet_main_exit)

static void __net_exit ovnet_main_net_exit(struct net *net)
{
	struct ovnet_net *on = ovnet_main_net(net);

	ovnet_mtu_exit(on);
	ovnet_ra_exit(on);
	ovnet_watch_exit(on);
	mutex_lock(&on->lock);
	ovnet_network_exit(on);
	ovnet_remote_exit(on);
	mutex_unlock(&on->lock);
	ovnet_neigh_exit(on);
	ovnet_fdb_exit(on);
	ovnet_probe_exit(on);
	ovnet_drop_exit(on);
	xa_destroy(&on->ports);
}

static struct pernet_operations ovnet_main_net_ops = {
	.init = ovnet_main_net_init,
	OVNET_COMPAT_EXIT_RTNL(ovnet_main_exit),
	.exit = ovnet_main_net_exit,
	.id = &ovnet_main_net_id,
	.size = sizeof(struct ovnet_net),
};

static void ovnet_main_dev_gone(struct ovnet_net *on, struct net_device *dev)
{
	struct ovnet_port *port;

	mutex_lock(&on->lock);
	port = ovnet_port_by_dev(dev);
	if (port)
		ovnet_port_destroy(port);
	mutex_unlock(&on->lock);
	ovnet_fabric_reap(on, NULL);
}

static int ovnet_main_check_mac(const struct net_device *dev, void *ptr)
{
	struct netdev_notifier_pre_changeaddr_info *info = ptr;

	return notifier_from_errno(ovnet_endpoint_check_mac(dev,
							    info->dev_addr,
							    info->info.extack));
}

static int ovnet_main_netdev_event(struct notifier_block *nb,
				   unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct ovnet_net *on = ovnet_main_net(dev_net(dev));

	switch (event) {
	case NETDEV_REGISTER:
		/* Also sent when a device comes from another namespace. */
		if (ovnet_endpoint_is(dev))
			ovnet_endpoint_moved(dev);
		break;
	case NETDEV_PRE_CHANGEADDR:
		if (ovnet_endpoint_is(dev))
			return ovnet_main_check_mac(dev, ptr);
		break;
	case NETDEV_UNREGISTER:
		/* Also sent when a device leaves for another namespace. */
		if (ovnet_port_is(dev))
			ovnet_main_dev_gone(on, dev);
		if (ovnet_leg_is(dev))
			ovnet_leg_moved(netdev_priv(dev));
		break;
	case NETDEV_PRE_TYPE_CHANGE:
		if (ovnet_port_is(dev))
			return NOTIFY_BAD;
		break;
	case NETDEV_PRECHANGEUPPER:
		/* Nothing passes through it; what were it for above it? */
		if (ovnet_fabric_is(dev))
			return notifier_from_errno(-EOPNOTSUPP);
		break;
	case NETDEV_CHANGEMTU:
		if (!ovnet_link_is(dev))
			ovnet_mtu_changed(dev);
		break;
	case NETDEV_UDP_TUNNEL_PUSH_INFO:
		ovnet_udp_push_ports(on, dev, true);
		break;
	case NETDEV_UDP_TUNNEL_DROP_INFO:
		ovnet_udp_push_ports(on, dev, false);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block ovnet_main_netdev_notifier = {
	.notifier_call = ovnet_main_netdev_event,
};

static int __init ovnet_main_init(void)
{
	int err;

	ovnet_main_wq = alloc_workqueue("ovnet", WQ_UNBOUND, 0);
	if (!ovnet_main_wq)
		return -ENOMEM;

	err = ovnet_fdb_cache_init();
	if (err)
		goto err_wq;

	err = ovnet_route_cache_init();
	if (err)
		goto err_fdb_cache;

	err = ovnet_neigh_cache_init();
	if (err)
		goto err_route_cache;

	ovnet_flow_init();
	err = ovnet_cache_init();
	if (err)
		goto err_neigh_cache;

	err = register_pernet_subsys(&ovnet_main_net_ops);
	if (err)
		goto err_flow_cache;

	err = register_netdevice_notifier(&ovnet_main_netdev_notifier);
	if (err)
		goto err_net;

	err = ovnet_mtu_register();
	if (err)
		goto err_notifier;

	err = rtnl_link_register(&ovnet_link_ops);
	if (err)
		goto err_mtu;

	err = ovnet_netlink_init();
	if (err)
		goto err_link;

	ovnet_srv6_offload_init();
	return 0;

err_link:
	rtnl_link_unregister(&ovnet_link_ops);
err_mtu:
	ovnet_mtu_unregister();
err_notifier:
	unregister_netdevice_notifier(&ovnet_main_netdev_notifier);
err_net:
	unregister_pernet_subsys(&ovnet_main_net_ops);
err_flow_cache:
	ovnet_cache_exit();
err_neigh_cache:
	ovnet_neigh_cache_exit();
err_route_cache:
	ovnet_route_cache_exit();
err_fdb_cache:
	ovnet_fdb_cache_exit();
err_wq:
	destroy_workqueue(ovnet_main_wq);
	return err;
}

static void __exit ovnet_main_exit(void)
{
	ovnet_netlink_exit();
	ovnet_srv6_offload_exit();
	rtnl_link_unregister(&ovnet_link_ops);
	ovnet_mtu_unregister();
	unregister_netdevice_notifier(&ovnet_main_netdev_notifier);
	unregister_pernet_subsys(&ovnet_main_net_ops);
	rcu_barrier();
	ovnet_cache_exit();
	ovnet_neigh_cache_exit();
	ovnet_route_cache_exit();
	ovnet_fdb_cache_exit();
	destroy_workqueue(ovnet_main_wq);
}

module_init(ovnet_main_init);
module_exit(ovnet_main_exit);

MODULE_DESCRIPTION("Overlay networks: isolated tenant networks across nodes");
MODULE_AUTHOR("The ovnet authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(OVNET_VERSION);
MODULE_ALIAS_RTNL_LINK("ovnet");
MODULE_ALIAS_GENL_FAMILY(OVNET_GENL_NAME);
