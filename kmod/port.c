// SPDX-License-Identifier: GPL-2.0
/*
 * Ports: Ethernet devices handed to a network. We take what they receive in
 * an rx_handler, as a bridge does.
 */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/if_bridge.h>
#include <linux/rculist.h>
#include <net/geneve.h>
#include <net/rtnetlink.h>
#include <net/vxlan.h>

#include "batch.h"
#include "binding.h"
#include "dry.h"
#include "fdb.h"
#include "fragment.h"
#include "neigh.h"
#include "ovnet_priv.h"
#include "ra.h"
#include "route.h"

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
	struct ovnet_pkt pkt = {};
	struct ovnet_port *port;

	if (unlikely(skb->pkt_type == PACKET_LOOPBACK ||
		     is_link_local_ether_addr(eth_hdr(skb)->h_dest)))
		return RX_HANDLER_PASS;

	port = rcu_dereference(skb->dev->rx_handler_data);
	pkt.network = port->network;
	pkt.on = port->network->on;
	pkt.in = &port->dst;

	skb = skb_share_check(skb, GFP_ATOMIC);
	if (unlikely(!skb))
		goto err_memory;
	skb_push_rcsum(skb, ETH_HLEN);
	/* A receive timestamp would be taken for a departure time. */
	skb_clear_tstamp(skb);
	ovnet_stats_add_rx(port->stats, skb->len);
	skb = ovnet_port_push_tag(skb);
	if (unlikely(!skb))
		goto err_memory;
	pkt.skb = skb;
	if (unlikely(ovnet_forward_parse(&pkt)))
		ovnet_drop(&pkt, OVNET_DROP_INNER_TRUNCATED);
	else
		ovnet_forward(&pkt);
	return RX_HANDLER_CONSUMED;

err_memory:
	ovnet_drop_count(pkt.on, pkt.network, OVNET_DROP_NO_MEMORY);
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
	ovnet_fragment_send(pkt, port->dev, mtu);
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
	struct net_device *dev = port->dev;
	struct sk_buff *skb = pkt->skb;
	enum ovnet_drop_reason reason;
	unsigned int mtu;

	reason = ovnet_port_closed(port);
	if (unlikely(reason))
		goto drop;
	reason = OVNET_DROP_PORT_DOWN;
	if (unlikely(!netif_running(dev) || !netif_carrier_ok(dev)))
		goto drop;
	/* Large ones are cut by the device; as large as their sender's MTU. */
	mtu = READ_ONCE(dev->mtu);
	if (unlikely(skb->len - pkt->nhoff > mtu) &&
	    (!skb_is_gso(skb) || (pkt->was && !ovnet_toobig_fits(pkt, mtu)))) {
		ovnet_port_send_large(port, pkt, mtu);
		return;
	}

	if (unlikely(pkt->dry)) {
		ovnet_dry_sent(pkt, &port->dst);
		return;
	}
	ovnet_stats_add_tx(port->stats, skb->len);
	skb_forward_csum(skb);
	skb->dev = dev;
	dev_queue_xmit(skb);
	return;

drop:
	ovnet_drop(pkt, reason);
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

static int ovnet_port_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_port *port = object;
	const struct ovnet_network *network = port->network;
	bool learning = port->learning == OVNET_PORT_INHERIT ?
			network->learning : port->learning;
	u32 flood_rate = port->flood_rate == OVNET_PORT_INHERIT ?
			 network->flood_rate : port->flood_rate;

	if (nla_put_u32(skb, OVNET_A_PORT_IFINDEX, port->dev->ifindex) ||
	    nla_put_string(skb, OVNET_A_PORT_IFNAME, port->dev->name) ||
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
	return ovnet_leg_is(lower) || ovnet_fabric_is(lower);
}

/* Is the device above a leg of any network, such as a VLAN of it? */
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
	if (ovnet_leg_is(dev) || ovnet_fabric_is(dev)) {
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
	if (on->n_ports >= OVNET_PORTS_MAX) {
		NL_SET_ERR_MSG(extack, "A namespace has at most 4096 ports");
		return -ENOSPC;
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
	if (port->open && !was)
		ovnet_ra_soon(port->network);
	ovnet_port_notify(port, OVNET_CMD_PORT_SET);
	ovnet_bridge_notify(port);
}

static struct net_device *ovnet_port_master(const struct ovnet_port *port)
{
	return port->leg ? port->leg->dev : port->network->on->fabric;
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

	port = kzalloc(sizeof(*port), GFP_KERNEL_ACCOUNT);
	if (!port)
		return ERR_PTR(-ENOMEM);
	ovnet_dst_init(&port->dst, OVNET_DST_PORT);
	port->dev = dev;
	port->network = network;
	port->leg = leg;
	port->open = leg && !network->secure;
	port->unknown_unicast = true;
	port->learning = OVNET_PORT_INHERIT;
	port->flood_rate = OVNET_PORT_INHERIT;
	ovnet_bucket_init(&port->flood);
	INIT_LIST_HEAD(&port->bindings);
	ovnet_port_apply(port, config);
	port->stats = __netdev_alloc_pcpu_stats(struct pcpu_sw_netstats,
						GFP_KERNEL_ACCOUNT);
	if (!port->stats) {
		err = -ENOMEM;
		goto err_free;
	}

	err = xa_insert(&on->ports, dev->ifindex, port, GFP_KERNEL_ACCOUNT);
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
	netdev_hold(dev, &port->tracker, GFP_KERNEL);
	list_add_tail_rcu(&port->node, &network->ports);
	network->n_ports++;
	on->n_ports++;
	if (port->open)
		ovnet_ra_soon(network);
	return port;

err_master:
	netdev_upper_dev_unlink(dev, master);
err_promisc:
	dev_set_promiscuity(dev, -1);
err_fabric:
	if (!leg)
		ovnet_fabric_put(on);
err_index:
	xa_erase(&on->ports, dev->ifindex);
err_free:
	free_percpu(port->stats);
	kfree(port);
	return ERR_PTR(err);
}

static void ovnet_port_free_rcu(struct rcu_head *head)
{
	struct ovnet_port *port = container_of(head, struct ovnet_port, rcu);

	free_percpu(port->stats);
	kfree(port);
}

static void ovnet_port_unlink(struct ovnet_port *port)
{
	struct ovnet_network *network = port->network;
	struct net_device *dev = port->dev;
	struct ovnet_net *on = network->on;
	bool fabric = !port->leg;

	lockdep_assert_held(&on->lock);
	netdev_rx_handler_unregister(dev);	/* waits for receivers */
	ovnet_binding_purge_port(port);
	list_del_rcu(&port->node);
	xa_erase(&on->ports, dev->ifindex);
	network->n_ports--;
	on->n_ports--;
	ovnet_fdb_purge_dst(on, &port->dst);
	ovnet_neigh_purge_dst(on, &port->dst);
	ovnet_route_purge_dst(&port->dst);
	netdev_reset_rx_headroom(dev);
	netdev_upper_dev_unlink(dev, ovnet_port_master(port));
	dev_set_promiscuity(dev, -1);
	/* Senders that still see it are waited for before a device is freed. */
	netdev_put(dev, &port->tracker);
	call_rcu(&port->rcu, ovnet_port_free_rcu);
	if (fabric) {
		ovnet_fabric_put(on);
		ovnet_network_put_implicit(network);
	}
}

/**
 * ovnet_port_destroy() - a port is a plain device again
 * @port: RTNL and its namespace's mutex are held
 *
 * May take an implicit network with it that has no legs any more. The caller
 * calls ovnet_fabric_reap() when it no longer holds the mutex.
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
	unsigned long ifindex;

	xa_for_each(&on->ports, ifindex, port)
		ovnet_port_destroy(port);
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
	port = xa_load(&on->ports, nla_get_u32(attr));
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

	s = ovnet_batch_alloc(sizeof(*s));
	if (!s)
		return -ENOMEM;
	ovnet_port_parse(tb, &s->config);
	closed = s->config;
	closed.open = false;
	s->port = ovnet_port_create(network, dev, NULL, &closed,
				    batch->extack);
	if (IS_ERR(s->port)) {
		err = PTR_ERR(s->port);
		kfree(s);
		return err;
	}
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
	s = ovnet_batch_alloc(sizeof(*s));
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
