// SPDX-License-Identifier: GPL-2.0
/*
 * Ports: Ethernet devices handed to a network. We take what they receive in
 * an rx_handler, as a bridge does.
 */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/if_bridge.h>
#include <linux/net_namespace.h>
#include <linux/rculist.h>
#include <net/geneve.h>
#include <net/rtnetlink.h>
#include <net/vxlan.h>

#include "batch.h"
#include "binding.h"
#include "cache.h"
#include "deliver.h"
#include "dry.h"
#include "endpoint.h"
#include "express.h"
#include "fdb.h"
#include "fragment.h"
#include "neigh.h"
#include "ovnet_priv.h"
#include "ra.h"
#include "route.h"

/* A hardware tag goes back into the frame: the tunnel carries it there. */
static struct sk_buff *ovnet_port_push_tag(struct sk_buff *skb)
{
	if (likely(!skb_vlan_tag_present(skb)))
		return skb;
	skb = __vlan_hwaccel_push_inside(skb);
	if (skb)
		skb_postpush_rcsum(skb, skb->data + 2 * ETH_ALEN, VLAN_HLEN);
	return skb;
}

/* Context: RCU, softirq. */
static rx_handler_result_t ovnet_port_receive(struct sk_buff **pskb)
{
	struct sk_buff *skb = *pskb;
	struct ovnet_port *port;

	if (unlikely(skb->pkt_type == PACKET_LOOPBACK ||
		     is_link_local_ether_addr(eth_hdr(skb)->h_dest)))
		return RX_HANDLER_PASS;

	port = rcu_dereference(skb->dev->rx_handler_data);
	skb = skb_share_check(skb, GFP_ATOMIC);
	if (unlikely(!skb))
		goto err_memory;
	__skb_push(skb, ETH_HLEN);
	skb_postpush_rcsum(skb, skb->data, ETH_HLEN);
	/* A receive timestamp would be taken for a departure time. */
	skb_clear_tstamp(skb);
	ovnet_stats_add_rx(port->stats, skb->len);
	skb = ovnet_port_push_tag(skb);
	if (unlikely(!skb))
		goto err_memory;
	ovnet_express_received(port, skb);
	return RX_HANDLER_CONSUMED;

err_memory:
	ovnet_drop_count(port->network->on, port->network,
			 OVNET_DROP_NO_MEMORY);
	return RX_HANDLER_CONSUMED;
}

/* What does not fit: in fragments, if they may be, or not at all. */
static noinline void ovnet_port_send_large(struct ovnet_port *port,
					   struct ovnet_pkt *pkt,
					   unsigned int mtu)
{
	if (!ovnet_fragment_may(pkt, mtu)) {
		ovnet_toobig(pkt, mtu);
		return;
	}
	if (unlikely(pkt->dry)) {
		ovnet_dry_mtu(pkt, mtu);
		ovnet_dry_sent(pkt, &port->dst);
		return;
	}
	ovnet_stats_add_tx(port->stats, pkt->skb->len);
	skb_forward_csum(pkt->skb);
	ovnet_fragment_send(pkt, port, mtu);
}

static __always_inline void ovnet_port_send_now(struct ovnet_port *port,
						struct ovnet_pkt *pkt)
{
	if (unlikely(pkt->dry)) {
		ovnet_dry_sent(pkt, &port->dst);
		return;
	}
	ovnet_stats_add_tx(port->stats, pkt->skb->len);
	ovnet_deliver(port, pkt, pkt->skb);
}

/* Large ones are cut by the device; as large as their sender's MTU. */
static noinline void ovnet_port_send_long(struct ovnet_port *port,
					  struct ovnet_pkt *pkt,
					  unsigned int mtu)
{
	if (!skb_is_gso(pkt->skb) ||
	    (pkt->was && !ovnet_toobig_fits(pkt, mtu)))
		ovnet_port_send_large(port, pkt, mtu);
	else
		ovnet_port_send_now(port, pkt);
}

/**
 * ovnet_port_send() - a frame leaves by a port
 * @port: which
 * @pkt: parsed; consumed
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_port_send(struct ovnet_port *port, struct ovnet_pkt *pkt)
{
	const struct net_device *dev = port->dev;
	enum ovnet_drop_reason reason;
	unsigned int mtu;

	reason = ovnet_port_closed(port);
	if (unlikely(reason)) {
		ovnet_drop(pkt, reason);
		return;
	}
	if (unlikely(!netif_running(dev) || !netif_carrier_ok(dev))) {
		ovnet_drop(pkt, OVNET_DROP_PORT_DOWN);
		return;
	}
	mtu = READ_ONCE(dev->mtu);
	if (unlikely(pkt->skb->len - pkt->nhoff > mtu))
		ovnet_port_send_long(port, pkt, mtu);
	else
		ovnet_port_send_now(port, pkt);
}

/**
 * ovnet_port_is() - is a device a port?
 * @dev: asked about
 *
 * Context: any.
 * Return: true if so.
 */
bool ovnet_port_is(const struct net_device *dev)
{
	return rcu_access_pointer(dev->rx_handler) == ovnet_port_receive;
}

/**
 * ovnet_port_by_dev() - the port that a device is
 * @dev: asked about; RTNL is held
 *
 * Return: it, or NULL.
 */
struct ovnet_port *ovnet_port_by_dev(const struct net_device *dev)
{
	return ovnet_port_is(dev) ? rtnl_dereference(dev->rx_handler_data) :
				    NULL;
}

/**
 * ovnet_port_by_index() - find a port
 * @on: namespace; its mutex is held
 * @index: of the port; or the ifindex of its device in the namespace
 *
 * Return: it, or NULL.
 */
struct ovnet_port *ovnet_port_by_index(struct ovnet_net *on, u32 index)
{
	struct ovnet_port *port = xa_load(&on->ports, index);
	struct net_device *dev;

	lockdep_assert_held(&on->lock);
	if (port)
		return port;
	/* An endpoint's own device that stayed here is known by both. */
	rcu_read_lock();
	dev = dev_get_by_index_rcu(on->net, index);
	if (dev && ovnet_endpoint_is(dev))
		port = ovnet_endpoint_port_rcu(dev, on);
	rcu_read_unlock();
	return port;
}

/**
 * ovnet_port_master_rcu() - the device of ours that a port has as master
 * @port: asked about
 *
 * An endpoint's own device has none: what it has is the endpoint's business.
 *
 * Context: RCU.
 * Return: it, or NULL.
 */
struct net_device *ovnet_port_master_rcu(const struct ovnet_port *port)
{
	return port->endpoint ? NULL :
	       netdev_master_upper_dev_get_rcu(port->dev);
}

static const char *ovnet_port_kind_of(const struct net_device *dev)
{
	return dev->rtnl_link_ops ? dev->rtnl_link_ops->kind : "device";
}

/* Other overlays carry frames elsewhere; two of them make loops. */
static bool ovnet_port_is_overlay(const struct net_device *dev)
{
	static const char *const kinds[] = {
		"bareudp", "batadv", "erspan", "geneve", "gretap", "ip6erspan",
		"ip6gretap", "vxlan",
	};

	return dev->rtnl_link_ops &&
	       match_string(kinds, ARRAY_SIZE(kinds),
			    dev->rtnl_link_ops->kind) >= 0;
}

static int ovnet_port_lower_is_ours(struct net_device *lower,
				    struct netdev_nested_priv *priv)
{
	return ovnet_link_is(lower) || ovnet_fabric_is(lower);
}

/* Is the device above one of ours, such as a VLAN of it? */
static bool ovnet_port_is_above(struct net_device *dev)
{
	struct netdev_nested_priv priv = {};

	return netdev_walk_all_lower_dev(dev, ovnet_port_lower_is_ours, &priv);
}

static int ovnet_port_check_free(struct net_device *dev,
				 struct netlink_ext_ack *extack)
{
	struct net_device *owner = netdev_master_upper_dev_get(dev);
	struct ovnet_port *port = ovnet_port_by_dev(dev);

	if (port)
		ovnet_compat_extack(extack, "%s is a port of network %s",
				    dev->name, port->network->name);
	else if (owner)
		ovnet_compat_extack(extack, "%s belongs to the %s %s",
				    dev->name, ovnet_port_kind_of(owner),
				    owner->name);
	else if (netdev_is_rx_handler_busy(dev))
		ovnet_compat_extack(extack,
				    "%s is taken by another driver (macvlan, ipvlan, Open vSwitch)",
				    dev->name);
	else
		return 0;
	return -EBUSY;
}

static int ovnet_port_check(const struct ovnet_network *network,
			    struct net_device *dev,
			    struct netlink_ext_ack *extack)
{
	struct ovnet_net *on = network->on;
	struct ovnet_underlay *underlay;

	if (!net_eq(dev_net(dev), on->net)) {
		ovnet_compat_extack(extack,
				    "%s is not in the namespace of %s",
				    dev->name, network->name);
		return -EINVAL;
	}
	if (dev->flags & IFF_LOOPBACK || dev->type != ARPHRD_ETHER ||
	    dev->addr_len != ETH_ALEN) {
		ovnet_compat_extack(extack, "%s is not an Ethernet device",
				    dev->name);
		return -EINVAL;
	}
	if (ovnet_link_is(dev) || ovnet_fabric_is(dev)) {
		ovnet_compat_extack(extack,
				    "%s is a device of ovnet itself: a loop",
				    dev->name);
		return -ELOOP;
	}
	if (ovnet_port_is_overlay(dev) || netif_is_bridge_master(dev) ||
	    dev->priv_flags & IFF_DONT_BRIDGE) {
		ovnet_compat_extack(extack,
				    "%s is a %s: it forwards frames itself",
				    dev->name, ovnet_port_kind_of(dev));
		return -EINVAL;
	}
	if (ovnet_port_is_above(dev)) {
		ovnet_compat_extack(extack,
				    "%s is on top of a device of ovnet: a loop",
				    dev->name);
		return -ELOOP;
	}
	underlay = ovnet_underlay_on_dev(on, dev);
	if (underlay) {
		ovnet_compat_extack(extack,
				    "%s carries the tunnels of underlay %s",
				    dev->name, underlay->name);
		return -EBUSY;
	}
	return ovnet_port_check_free(dev, extack);
}

static void ovnet_port_apply(struct ovnet_port *port,
			     const struct ovnet_port_config *config)
{
	if (config->set & BIT(OVNET_A_PORT_STATE))
		WRITE_ONCE(port->open, config->open);
	if (config->set & BIT(OVNET_A_PORT_LEARNING))
		WRITE_ONCE(port->learning, config->learning);
	if (config->set & BIT(OVNET_A_PORT_UNKNOWN_UNICAST))
		WRITE_ONCE(port->unknown_unicast, config->unknown_unicast);
	if (config->set & BIT(OVNET_A_PORT_FLOOD_RATE))
		WRITE_ONCE(port->flood_rate, config->flood_rate);
}

/**
 * ovnet_port_change() - give a port other settings
 * @port: its namespace's mutex is held
 * @config: which, and to what
 */
void ovnet_port_change(struct ovnet_port *port,
		       const struct ovnet_port_config *config)
{
	bool was = port->open;

	lockdep_assert_held(&port->network->on->lock);
	ovnet_port_apply(port, config);
	ovnet_cache_flush(port->network->on);
	if (port->open && !was)
		ovnet_ra_soon(port->network);
	ovnet_port_notify(port, OVNET_CMD_PORT_SET);
	ovnet_bridge_notify(port);
}

static struct net_device *ovnet_port_master(const struct ovnet_port *port)
{
	return port->leg ? port->leg->dev : port->network->on->fabric;
}

/* A port that is in no list yet. */
static struct ovnet_port *ovnet_port_alloc(struct ovnet_network *network,
					   struct net_device *dev,
					   struct netlink_ext_ack *extack)
{
	struct ovnet_port *port;

	lockdep_assert_held(&network->on->lock);
	if (network->on->n_ports >= OVNET_PORTS_MAX) {
		NL_SET_ERR_MSG(extack, "A namespace has at most 4096 ports");
		return ERR_PTR(-ENOSPC);
	}
	port = kzalloc(sizeof(*port), GFP_KERNEL_ACCOUNT);
	if (!port)
		return ERR_PTR(-ENOMEM);
	port->stats = __netdev_alloc_pcpu_stats(struct pcpu_sw_netstats,
						GFP_KERNEL_ACCOUNT);
	if (!port->stats) {
		kfree(port);
		return ERR_PTR(-ENOMEM);
	}
	ovnet_dst_init(&port->dst, OVNET_DST_PORT);
	port->dev = dev;
	port->nsid = NETNSA_NSID_NOT_ASSIGNED;
	port->network = network;
	port->unknown_unicast = true;
	port->learning = OVNET_PORT_INHERIT;
	port->flood_rate = OVNET_PORT_INHERIT;
	ovnet_bucket_init(&port->flood);
	INIT_LIST_HEAD(&port->bindings);
	return port;
}

/* Frames may come and go from here on. */
static void ovnet_port_link(struct ovnet_port *port)
{
	struct ovnet_network *network = port->network;

	netdev_hold(port->dev, &port->tracker, GFP_KERNEL);
	list_add_tail_rcu(&port->node, &network->ports);
	network->n_ports++;
	network->on->n_ports++;
	if (port->open)
		ovnet_ra_soon(network);
}

/**
 * ovnet_port_create() - make a device a port
 * @network: that it joins; RTNL and its namespace's mutex are held
 * @dev: the device
 * @leg: to be its master, or NULL: the fabric
 * @config: settings
 * @extack: for the refusal
 *
 * The caller tells listeners: ovnet_port_notify().
 *
 * Return: it, or an error, with extack.
 */
struct ovnet_port *ovnet_port_create(struct ovnet_network *network,
				     struct net_device *dev,
				     struct ovnet_leg *leg,
				     const struct ovnet_port_config *config,
				     struct netlink_ext_ack *extack)
{
	struct ovnet_net *on = network->on;
	struct net_device *master;
	struct ovnet_port *port;
	int err;

	lockdep_assert_held(&on->lock);
	err = ovnet_port_check(network, dev, extack);
	if (err)
		return ERR_PTR(err);

	port = ovnet_port_alloc(network, dev, extack);
	if (IS_ERR(port))
		return port;
	port->index = dev->ifindex;
	port->leg = leg;
	port->open = leg && !network->secure;
	ovnet_port_apply(port, config);
	port->pair = ovnet_deliver_is_pair(dev);

	err = xa_insert(&on->ports, port->index, port, GFP_KERNEL_ACCOUNT);
	if (err)
		goto err_free;
	master = leg ? leg->dev : ovnet_fabric_get(on, extack);
	if (IS_ERR(master)) {
		err = PTR_ERR(master);
		goto err_index;
	}
	err = dev_set_promiscuity(dev, 1);
	if (err)
		goto err_fabric;
	err = netdev_master_upper_dev_link(dev, master, NULL, NULL, extack);
	if (err)
		goto err_promisc;
	err = netdev_rx_handler_register(dev, ovnet_port_receive, port);
	if (err)
		goto err_master;

	dev_disable_lro(dev);
	netdev_set_rx_headroom(dev, OVNET_HEADROOM);
	ovnet_port_link(port);
	return port;

err_master:
	netdev_upper_dev_unlink(dev, master);
err_promisc:
	dev_set_promiscuity(dev, -1);
err_fabric:
	if (!leg)
		ovnet_fabric_put(on);
err_index:
	xa_erase(&on->ports, port->index);
err_free:
	free_percpu(port->stats);
	kfree(port);
	return ERR_PTR(err);
}

/**
 * ovnet_port_create_own() - make an endpoint's own device a port
 * @network: that it joins; RTNL and its namespace's mutex are held
 * @dev: the device, which is not up
 * @extack: for the refusal
 *
 * It is open unless the network is secure. The caller tells listeners:
 * ovnet_port_notify().
 *
 * Return: it, or an error, with extack.
 */
struct ovnet_port *ovnet_port_create_own(struct ovnet_network *network,
					 struct net_device *dev,
					 struct netlink_ext_ack *extack)
{
	struct ovnet_net *on = network->on;
	struct ovnet_port *port;
	int err;

	port = ovnet_port_alloc(network, dev, extack);
	if (IS_ERR(port))
		return port;
	port->endpoint = true;
	port->open = !network->secure;
	err = xa_alloc_cyclic(&on->ports, &port->index, port,
			      XA_LIMIT(OVNET_PORT_NUMBER_MIN, U32_MAX - 1),
			      &on->next_port, GFP_KERNEL_ACCOUNT);
	if (err < 0) {
		free_percpu(port->stats);
		kfree(port);
		return ERR_PTR(err);
	}
	ovnet_port_link(port);
	return port;
}

static void ovnet_port_free_rcu(struct rcu_head *head)
{
	struct ovnet_port *port = container_of(head, struct ovnet_port, rcu);

	ovnet_binding_free_port(port);
	free_percpu(port->stats);
	kfree(port);
}

/* What was set up of a device that received for a port. */
static void ovnet_port_detach(struct ovnet_port *port)
{
	struct net_device *dev = port->dev;

	netdev_reset_rx_headroom(dev);
	netdev_upper_dev_unlink(dev, ovnet_port_master(port));
	dev_set_promiscuity(dev, -1);
	if (!port->leg)
		ovnet_fabric_put(port->network->on);
}

/**
 * ovnet_port_unlink() - a port goes, silently
 * @port: RTNL and its namespace's mutex are held
 */
void ovnet_port_unlink(struct ovnet_port *port)
{
	struct ovnet_network *network = port->network;
	struct ovnet_net *on = network->on;
	bool kept = !port->leg;

	lockdep_assert_held(&on->lock);
	if (port->endpoint)
		ovnet_endpoint_release(port);
	else
		netdev_rx_handler_unregister(port->dev); /* waits for receivers */
	list_del_rcu(&port->node);
	xa_erase(&on->ports, port->index);
	network->n_ports--;
	on->n_ports--;
	ovnet_fdb_purge_dst(on, &port->dst);
	ovnet_neigh_purge_dst(on, &port->dst);
	ovnet_route_purge_dst(&port->dst);
	if (!port->endpoint)
		ovnet_port_detach(port);
	/* Senders that still see it are waited for before a device is freed. */
	netdev_put(port->dev, &port->tracker);
	call_rcu(&port->rcu, ovnet_port_free_rcu);
	if (kept)
		ovnet_network_put_implicit(network);
}

/**
 * ovnet_port_destroy() - a port is a plain device again
 * @port: RTNL and its namespace's mutex are held
 *
 * An endpoint's own device goes with it. May take an implicit network with it
 * that has no legs any more. The caller calls ovnet_endpoint_reap() and
 * ovnet_fabric_reap() when it no longer holds the mutex.
 */
void ovnet_port_destroy(struct ovnet_port *port)
{
	ovnet_binding_announce_port(port);
	ovnet_port_notify(port, OVNET_CMD_PORT_DEL);
	ovnet_port_unlink(port);
}

/**
 * ovnet_port_exit() - the namespace goes
 * @on: namespace; RTNL and its mutex are held
 */
void ovnet_port_exit(struct ovnet_net *on)
{
	struct ovnet_port *port;
	unsigned long index;

	xa_for_each(&on->ports, index, port)
		ovnet_port_destroy(port);
}
