// SPDX-License-Identifier: GPL-2.0
/*
 * Legs: the node's own presence in a network, netdevices of kind "ovnet".
 * Their address has a row in the FDB; ports can have them as master.
 */
#include <linux/etherdevice.h>
#include <linux/rculist.h>
#include <net/ipv6.h>
#include <net/rtnetlink.h>

#include "cache.h"
#include "dry.h"
#include "fdb.h"
#include "link.h"
#include "neigh.h"
#include "parse.h"
#include "route.h"
#include "network.h"

/**
 * ovnet_leg_network() - the network of a leg
 * @leg: RTNL is held: it neither gets one nor loses it
 *
 * Return: it, or NULL if the leg goes.
 */
struct ovnet_network *ovnet_leg_network(const struct ovnet_leg *leg)
{
	return rtnl_dereference(leg->network);
}

/**
 * ovnet_leg_receive() - a frame is for the node
 * @leg: by which it gets it
 * @pkt: parsed; consumed
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_leg_receive(struct ovnet_leg *leg, struct ovnet_pkt *pkt)
{
	struct net_device *dev = leg->dev;
	struct sk_buff *skb = pkt->skb;

	if (unlikely(!(READ_ONCE(dev->flags) & IFF_UP))) {
		ovnet_drop(pkt, OVNET_DROP_LEG_DOWN);
		return;
	}
	if (unlikely(pkt->dry)) {
		ovnet_dry_sent(pkt, &leg->dst);
		return;
	}
	skb_orphan(skb);
	skb_scrub_packet(skb, !net_eq(dev_net(dev), pkt->on->net));
	skb->protocol = eth_type_trans(skb, dev);
	skb_postpull_rcsum(skb, eth_hdr(skb), ETH_HLEN);
	dev_sw_netstats_rx_add(dev, skb->len);
	gro_cells_receive(&leg->gro_cells, skb);
}

static netdev_tx_t ovnet_leg_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct ovnet_leg *leg = netdev_priv(dev);
	struct ovnet_pkt pkt = {
		.skb = skb,
		.on = leg->on,
		.in = &leg->dst,
	};

	rcu_read_lock();
	pkt.network = rcu_dereference(leg->network);
	if (unlikely(!pkt.network)) {
		dev_core_stats_tx_dropped_inc(dev);
		kfree_skb(skb);
		goto out;
	}
	dev_sw_netstats_tx_add(dev, 1, skb->len);
	skb_scrub_packet(skb, !net_eq(dev_net(dev), pkt.on->net));
	if (unlikely(ovnet_parse(&pkt)))
		ovnet_drop(&pkt, OVNET_DROP_INNER_TRUNCATED);
	else
		ovnet_forward(&pkt);
out:
	rcu_read_unlock();
	return NETDEV_TX_OK;
}

static int ovnet_leg_init(struct net_device *dev)
{
	struct ovnet_leg *leg = netdev_priv(dev);
	int err;

	dev->tstats = netdev_alloc_pcpu_stats(struct pcpu_sw_netstats);
	if (!dev->tstats)
		return -ENOMEM;
	err = gro_cells_init(&leg->gro_cells, dev);
	if (err) {
		free_percpu(dev->tstats);
		dev->tstats = NULL;
	}
	return err;
}

static void ovnet_leg_uninit(struct net_device *dev)
{
	struct ovnet_leg *leg = netdev_priv(dev);

	gro_cells_destroy(&leg->gro_cells);
}

static void ovnet_leg_free(struct net_device *dev)
{
	free_percpu(dev->tstats);
}

static int ovnet_leg_change_mtu(struct net_device *dev, int mtu)
{
	struct ovnet_leg *leg = netdev_priv(dev);

	leg->mtu_set = true;
	WRITE_ONCE(dev->mtu, mtu);
	return 0;
}

static int ovnet_leg_set_mac(struct net_device *dev, void *p)
{
	struct ovnet_leg *leg = netdev_priv(dev);
	struct ovnet_network *network = ovnet_leg_network(leg);
	const struct sockaddr *addr = p;
	u8 old[ETH_ALEN];
	int err;

	if (!is_valid_ether_addr(addr->sa_data))
		return -EADDRNOTAVAIL;
	if (!network)
		return -ENODEV;
	if (ether_addr_equal(dev->dev_addr, addr->sa_data))
		return 0;

	/* The new row first: at no time is its own address unknown. */
	mutex_lock(&leg->on->lock);
	err = ovnet_fdb_set(network, addr->sa_data, &leg->dst,
			    OVNET_FDB_STATE_LOCAL, NULL, true, NULL);
	if (!err) {
		ether_addr_copy(old, dev->dev_addr);
		eth_hw_addr_set(dev, addr->sa_data);
		ovnet_fdb_delete_local(network, old, &leg->dst);
		/* That its addresses are at the old one. */
		ovnet_neigh_purge_dst(leg->on, &leg->dst);
		/* One whose row it was. */
		ovnet_remote_put_implicit(leg->on);
	}
	mutex_unlock(&leg->on->lock);
	return err;
}

static int ovnet_leg_add_slave(struct net_device *dev, struct net_device *slave,
			       struct netlink_ext_ack *extack)
{
	const struct ovnet_port_config config = {};
	struct ovnet_leg *leg = netdev_priv(dev);
	struct ovnet_network *network = ovnet_leg_network(leg);
	struct ovnet_port *port;

	if (!network)
		return -ENODEV;
	mutex_lock(&leg->on->lock);
	port = ovnet_port_create(network, slave, leg, &config, extack);
	if (!IS_ERR(port))
		ovnet_port_notify(port, OVNET_CMD_PORT_NEW);
	mutex_unlock(&leg->on->lock);
	return PTR_ERR_OR_ZERO(port);
}

static int ovnet_leg_del_slave(struct net_device *dev, struct net_device *slave)
{
	struct ovnet_leg *leg = netdev_priv(dev);
	struct ovnet_port *port;

	mutex_lock(&leg->on->lock);
	port = ovnet_port_by_dev(slave);
	if (port && port->leg == leg)
		ovnet_port_destroy(port);
	mutex_unlock(&leg->on->lock);
	return 0;
}

const struct net_device_ops ovnet_leg_netdev_ops = {
	.ndo_init = ovnet_leg_init,
	.ndo_uninit = ovnet_leg_uninit,
	.ndo_start_xmit = ovnet_leg_xmit,
	.ndo_get_stats64 = dev_get_tstats64,
	.ndo_change_mtu = ovnet_leg_change_mtu,
	.ndo_set_mac_address = ovnet_leg_set_mac,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_add_slave = ovnet_leg_add_slave,
	.ndo_del_slave = ovnet_leg_del_slave,
	.ndo_fdb_add = ovnet_fdb_rtnl_add,
	.ndo_fdb_del = ovnet_fdb_rtnl_del,
	.ndo_fdb_del_bulk = ovnet_fdb_rtnl_flush,
	.ndo_fdb_dump = ovnet_fdb_rtnl_dump,
	.ndo_bridge_getlink = ovnet_bridge_getlink,
	.ndo_bridge_setlink = ovnet_bridge_setlink,
};

static const struct device_type ovnet_leg_type = {
	.name = "ovnet",
};

/**
 * ovnet_leg_setup() - a device of the kind, as long as nothing else is said
 * @dev: new
 */
void ovnet_leg_setup(struct net_device *dev)
{
	netdev_features_t offloads = NETIF_F_SG | NETIF_F_HW_CSUM |
				     NETIF_F_FRAGLIST | NETIF_F_RXCSUM |
				     NETIF_F_GSO_SOFTWARE;

	ether_setup(dev);
	dev->netdev_ops = &ovnet_leg_netdev_ops;
	dev->ethtool_ops = &ovnet_leg_ethtool_ops;
	dev->needs_free_netdev = true;
	dev->priv_destructor = ovnet_leg_free;
	SET_NETDEV_DEVTYPE(dev, &ovnet_leg_type);
	dev->priv_flags |= IFF_NO_QUEUE | IFF_LIVE_ADDR_CHANGE;
	/* Headers are pushed: an skb must be the stack's only one. */
	dev->priv_flags &= ~IFF_TX_SKB_SHARING;
	dev->features |= offloads;
	dev->hw_features |= offloads;
	dev->vlan_features |= offloads;
	dev->needed_headroom = OVNET_HEADROOM;
	dev->min_mtu = ETH_MIN_MTU;
	dev->max_mtu = ETH_MAX_MTU;
	ovnet_compat_set_lltx(dev);
}

/* The settings of the network that a link request carries. */
static void ovnet_leg_parse(struct nlattr *data[],
			    struct ovnet_network_config *config)
{
	if (data[IFLA_OVNET_VNI]) {
		config->vni = nla_get_u32(data[IFLA_OVNET_VNI]);
		config->set |= BIT_ULL(OVNET_A_NETWORK_VNI);
	}
	if (data[IFLA_OVNET_UNDERLAY]) {
		config->underlay = nla_data(data[IFLA_OVNET_UNDERLAY]);
		config->set |= BIT_ULL(OVNET_A_NETWORK_UNDERLAY);
	}
	if (data[IFLA_OVNET_LEARNING]) {
		config->learning = nla_get_u8(data[IFLA_OVNET_LEARNING]);
		config->set |= BIT_ULL(OVNET_A_NETWORK_LEARNING);
	}
	if (data[IFLA_OVNET_LEARNING_REMOTE]) {
		config->learning_remote =
			nla_get_u8(data[IFLA_OVNET_LEARNING_REMOTE]);
		config->set |= BIT_ULL(OVNET_A_NETWORK_LEARNING_REMOTE);
	}
	if (data[IFLA_OVNET_AGEING]) {
		config->ageing = nla_get_u32(data[IFLA_OVNET_AGEING]);
		config->set |= BIT_ULL(OVNET_A_NETWORK_AGEING);
	}
	if (data[IFLA_OVNET_FDB_MAX]) {
		config->fdb_max = nla_get_u32(data[IFLA_OVNET_FDB_MAX]);
		config->set |= BIT_ULL(OVNET_A_NETWORK_FDB_MAX);
	}
	if (data[IFLA_OVNET_FLOOD_RATE]) {
		config->flood_rate = nla_get_u32(data[IFLA_OVNET_FLOOD_RATE]);
		config->set |= BIT_ULL(OVNET_A_NETWORK_FLOOD_RATE);
	}
}

/* LOCAL, LOCAL6 and PORT stand for an underlay: find or make it. */
static int ovnet_leg_underlay(struct ovnet_net *on, struct nlattr *data[],
			      struct ovnet_network_config *config, bool *made,
			      struct netlink_ext_ack *extack)
{
	struct nlattr *attr4 = data[IFLA_OVNET_LOCAL];
	struct nlattr *attr6 = data[IFLA_OVNET_LOCAL6];
	struct ovnet_underlay_config local = {};
	struct ovnet_underlay *underlay;
	u16 port = OVNET_VXLAN_PORT;
	int err;

	*made = false;
	if (!attr4 && !attr6) {
		if (!data[IFLA_OVNET_PORT])
			return 0;
		NL_SET_ERR_MSG_ATTR(extack, data[IFLA_OVNET_PORT],
				    "A port needs a local address");
		return -EINVAL;
	}
	if (data[IFLA_OVNET_UNDERLAY]) {
		NL_SET_ERR_MSG_ATTR(extack, data[IFLA_OVNET_UNDERLAY],
				    "Name an underlay or give a local address, not both");
		return -EINVAL;
	}
	if (attr4)
		local.local4 = nla_get_in_addr(attr4);
	if (attr6)
		local.local6 = nla_get_in6_addr(attr6);
	err = ovnet_underlay_check_local(&local, attr4, attr6, extack);
	if (err)
		return err;
	if (data[IFLA_OVNET_PORT])
		port = nla_get_u16(data[IFLA_OVNET_PORT]);
	err = ovnet_underlay_for_local(on, &local, port, &underlay, made,
				       extack);
	if (err)
		return err;
	config->underlay = underlay->name;
	config->set |= BIT_ULL(OVNET_A_NETWORK_UNDERLAY);
	return 0;
}

/* A link names one underlay: beside one of VXLAN that of SRv6 stays. */
static void ovnet_leg_keep_srv6(const struct ovnet_network *network,
				struct ovnet_network_config *config)
{
	const struct ovnet_underlay *srv6 = ovnet_network_srv6(network);
	const struct ovnet_underlay *underlay;

	if (!srv6 || !(config->set & BIT_ULL(OVNET_A_NETWORK_UNDERLAY)))
		return;
	underlay = ovnet_underlay_find(network->on, config->underlay);
	if (!underlay || underlay->encap != OVNET_ENCAP_VXLAN)
		return;
	config->srv6 = srv6->name;
	config->set |= BIT_ULL(OVNET_A_NETWORK_SRV6_UNDERLAY);
}

/* The network that a link request names; NULL if it is to be made. */
static int ovnet_leg_find_network(struct ovnet_net *on, struct nlattr *data[],
				  struct ovnet_network_config *config,
				  struct ovnet_network **network,
				  struct netlink_ext_ack *extack)
{
	struct nlattr *name = data ? data[IFLA_OVNET_NETWORK] : NULL;
	struct nlattr *id = data ? data[IFLA_OVNET_ID] : NULL;

	*network = NULL;
	if (!id && !name) {
		NL_SET_ERR_MSG(extack,
			       "Which network? Give its id, 1 to 16777215, or its name");
		return -EINVAL;
	}
	if (id) {
		config->id = nla_get_u32(id);
		if (!ovnet_network_by_id(on, config->id) &&
		    !(name && ovnet_network_by_name(on, nla_data(name))))
			return 0;
	}
	return ovnet_network_resolve(on, id, name, network, extack);
}

/* Make the network of a new leg, named after it if that is possible. */
static struct ovnet_network *
ovnet_leg_make_network(struct ovnet_net *on, const struct net_device *dev,
		       struct nlattr *data[],
		       struct ovnet_network_config *config,
		       struct netlink_ext_ack *extack)
{
	struct nlattr *name = data[IFLA_OVNET_NETWORK];
	int err;

	if (name) {
		err = ovnet_netlink_name_valid(name, extack);
		if (err)
			return ERR_PTR(err);
		config->name = nla_data(name);
	} else if (ovnet_netlink_name_ok(dev->name) &&
		   !ovnet_network_by_name(on, dev->name)) {
		config->name = dev->name;
	}
	return ovnet_network_create(on, config, extack);
}

/* Silently; ovnet_fdb_announce() tells of its row. */
static int ovnet_leg_link(struct ovnet_leg *leg, struct ovnet_network *network,
			  struct ovnet_fdb_before *before,
			  struct netlink_ext_ack *extack)
{
	const struct ovnet_fdb_want want = {
		.dst = &leg->dst,
		.state = OVNET_FDB_STATE_LOCAL,
	};
	int err;

	err = ovnet_fdb_stage(network, leg->dev->dev_addr, &want, true, before,
			      extack);
	if (err)
		return err;
	rcu_assign_pointer(leg->network, network);
	list_add_tail_rcu(&leg->node, &network->legs);
	list_add_tail(&leg->node_all, &leg->on->legs);
	network->n_legs++;
	return 0;
}

/* A leg in a network that is there, and may get other settings by it. */
static int ovnet_leg_join_existing(struct ovnet_leg *leg,
				   struct ovnet_network *network,
				   const struct ovnet_network_config *config,
				   struct ovnet_network_underlays *underlays,
				   struct ovnet_fdb_before *before,
				   struct netlink_ext_ack *extack)
{
	int err;

	err = ovnet_network_check_change(network, config, underlays, extack);
	return err ?: ovnet_leg_link(leg, network, before, extack);
}

/* A leg in a network that is made for it, and goes with its last leg. */
static int ovnet_leg_join_new(struct ovnet_leg *leg, struct nlattr *data[],
			      struct ovnet_network_config *config,
			      struct ovnet_fdb_before *before,
			      struct netlink_ext_ack *extack)
{
	struct ovnet_network *network;
	int err;

	network = ovnet_leg_make_network(leg->on, leg->dev, data, config,
					 extack);
	if (IS_ERR(network))
		return PTR_ERR(network);
	err = ovnet_leg_link(leg, network, before, extack);
	if (err)
		ovnet_network_unlink(network);
	else
		network->implicit = true;
	return err;
}

/*
 * With the device registered: the network found or made, the leg in it. If
 * that fails, nothing has changed and nobody was told anything.
 */
static int ovnet_leg_join(struct ovnet_leg *leg, struct nlattr *data[],
			  struct netlink_ext_ack *extack)
{
	struct ovnet_network_config config = {};
	struct ovnet_network *network, *there;
	struct ovnet_net *on = leg->on;
	struct ovnet_network_underlays underlays;
	struct ovnet_fdb_before before;
	bool made;
	int err;

	mutex_lock(&on->lock);
	err = ovnet_leg_find_network(on, data, &config, &there, extack);
	if (err)
		goto out;
	ovnet_leg_parse(data, &config);
	err = ovnet_leg_underlay(on, data, &config, &made, extack);
	if (err)
		goto out;
	if (there)
		ovnet_leg_keep_srv6(there, &config);
	if (there)
		err = ovnet_leg_join_existing(leg, there, &config, &underlays,
					      &before, extack);
	else
		err = ovnet_leg_join_new(leg, data, &config, &before, extack);
	if (made)
		ovnet_underlay_keep(on, config.underlay, !err);
	if (err)
		goto out;
	network = ovnet_leg_network(leg);
	if (!there)
		ovnet_network_notify(network, OVNET_CMD_NETWORK_NEW);
	else if (config.set)
		ovnet_network_do_change(network, &config, &underlays);
	if (there && config.set & BIT_ULL(OVNET_A_NETWORK_UNDERLAY))
		ovnet_remote_forget_underlay(on);
	ovnet_fdb_announce(network, leg->dev->dev_addr, &before);
	/* One whose row is the leg's now. */
	ovnet_remote_put_implicit(on);
	/* The leg gets what is flooded, and may listen. */
	ovnet_cache_flush(on);
out:
	mutex_unlock(&on->lock);
	return err;
}

/**
 * ovnet_leg_newlink() - make a leg
 * @dev: new; RTNL is held
 * @on: namespace of its network
 * @tb: attributes of the link
 * @data: of ours among them, or NULL
 * @extack: for the refusal
 *
 * Return: 0 or an error.
 */
int ovnet_leg_newlink(struct net_device *dev, struct ovnet_net *on,
		      struct nlattr *tb[], struct nlattr *data[],
		      struct netlink_ext_ack *extack)
{
	struct ovnet_leg *leg = netdev_priv(dev);
	int err;

	ovnet_dst_init(&leg->dst, OVNET_DST_LEG);
	leg->dev = dev;
	leg->on = on;
	INIT_LIST_HEAD(&leg->node);
	leg->mtu_set = tb[IFLA_MTU];
	if (!tb[IFLA_ADDRESS]) {
		eth_hw_addr_random(dev);
		/* Ours to keep: nobody is to replace it by another. */
		dev->addr_assign_type = NET_ADDR_SET;
	}

	/*
	 * Registered first, and without the mutex, which notifiers may want:
	 * then nothing has to be taken back that others have seen. RTNL keeps
	 * everybody else away until the leg has its network.
	 */
	err = register_netdevice(dev);
	if (err)
		return err;
	err = ovnet_leg_join(leg, data, extack);
	if (err) {
		unregister_netdevice(dev);
		return err;
	}
	/* The others, too: it may have brought another underlay. */
	ovnet_mtu_update_network(rtnl_dereference(leg->network));
	return 0;
}

static void ovnet_leg_release_ports(struct ovnet_leg *leg,
				    struct ovnet_network *network)
{
	struct ovnet_port *port, *next;

	list_for_each_entry_safe(port, next, &network->ports, node)
		if (port->leg == leg)
			ovnet_port_destroy(port);
}

/**
 * ovnet_leg_unlink() - take a leg out of its network and queue its device
 * @leg: RTNL and its namespace's mutex are held
 * @kill: devices to be unregistered when the mutex is no longer held
 */
void ovnet_leg_unlink(struct ovnet_leg *leg, struct list_head *kill)
{
	struct ovnet_network *network = ovnet_leg_network(leg);

	lockdep_assert_held(&leg->on->lock);
	if (network) {
		ovnet_leg_release_ports(leg, network);
		list_del_rcu(&leg->node);
		list_del(&leg->node_all);
		network->n_legs--;
		RCU_INIT_POINTER(leg->network, NULL);
		ovnet_fdb_purge_dst(leg->on, &leg->dst);
		ovnet_neigh_purge_dst(leg->on, &leg->dst);
		ovnet_route_purge_dst(&leg->dst);
		ovnet_network_put_implicit(network);
	}
	unregister_netdevice_queue(leg->dev, kill);
}

/**
 * ovnet_leg_dellink() - a leg goes
 * @dev: its device; RTNL is held
 * @head: where that is queued
 */
void ovnet_leg_dellink(struct net_device *dev, struct list_head *head)
{
	struct ovnet_leg *leg = netdev_priv(dev);

	mutex_lock(&leg->on->lock);
	ovnet_leg_unlink(leg, head);
	mutex_unlock(&leg->on->lock);
}

/**
 * ovnet_leg_moved() - a leg leaves its namespace: its ports cannot follow
 * @leg: RTNL is held
 */
void ovnet_leg_moved(struct ovnet_leg *leg)
{
	struct ovnet_network *network = ovnet_leg_network(leg);

	if (!network)
		return;
	mutex_lock(&leg->on->lock);
	ovnet_leg_release_ports(leg, network);
	/* The guard lets the node do what it does not let others. */
	ovnet_cache_flush(leg->on);
	mutex_unlock(&leg->on->lock);
}

/* Repeating what is so is fine; changing it is not. */
static int ovnet_leg_check_fixed(const struct ovnet_network *network,
				 struct nlattr *data[],
				 struct netlink_ext_ack *extack)
{
	const struct ovnet_underlay *underlay = ovnet_network_underlay(network);
	const struct ovnet_underlay_config *config = NULL;
	struct nlattr *attr;

	if (underlay)
		config = rcu_dereference_protected(underlay->config,
						   lockdep_is_held(&network->on->lock));
	attr = data[IFLA_OVNET_ID];
	if (attr && nla_get_u32(attr) != network->id)
		goto refuse;
	attr = data[IFLA_OVNET_NETWORK];
	if (attr && strcmp(nla_data(attr), network->name))
		goto refuse;
	attr = data[IFLA_OVNET_LOCAL];
	if (attr && (!config || nla_get_in_addr(attr) != config->local4))
		goto refuse;
	attr = data[IFLA_OVNET_LOCAL6];
	if (attr && (!config || memcmp(nla_data(attr), &config->local6,
				       sizeof(config->local6))))
		goto refuse;
	attr = data[IFLA_OVNET_PORT];
	if (attr && (!config || htons(nla_get_u16(attr)) != underlay->port))
		goto refuse;
	return 0;

refuse:
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "A leg's network is fixed; addresses: ovctl underlay set");
	return -EOPNOTSUPP;
}

/**
 * ovnet_leg_changelink() - other settings of a leg's network
 * @dev: the leg; RTNL is held
 * @data: attributes
 * @extack: for the refusal
 *
 * Return: 0 or an error.
 */
int ovnet_leg_changelink(struct net_device *dev, struct nlattr *data[],
			 struct netlink_ext_ack *extack)
{
	struct ovnet_leg *leg = netdev_priv(dev);
	struct ovnet_network *network = ovnet_leg_network(leg);
	struct ovnet_network_config config = {};
	int err;

	if (!network)
		return 0;
	ovnet_leg_parse(data, &config);
	mutex_lock(&leg->on->lock);
	ovnet_leg_keep_srv6(network, &config);
	err = ovnet_leg_check_fixed(network, data, extack);
	if (!err)
		err = ovnet_network_change(network, &config, extack);
	mutex_unlock(&leg->on->lock);
	if (!err)
		ovnet_mtu_update(leg->on);
	return err;
}

/**
 * ovnet_leg_get_size() - room for ovnet_leg_fill_info()
 * @dev: a leg
 *
 * Return: bytes.
 */
size_t ovnet_leg_get_size(const struct net_device *dev)
{
	return nla_total_size(sizeof(u32)) +		/* ID */
	       nla_total_size(OVNET_NAME_LEN) +		/* NETWORK */
	       nla_total_size(sizeof(u32)) +		/* VNI */
	       nla_total_size(OVNET_NAME_LEN) +		/* UNDERLAY */
	       nla_total_size(sizeof(__be32)) +		/* LOCAL */
	       nla_total_size(sizeof(struct in6_addr)) + /* LOCAL6 */
	       nla_total_size(sizeof(u16)) +		/* PORT */
	       nla_total_size(sizeof(u8)) +		/* LEARNING */
	       nla_total_size(sizeof(u8)) +		/* LEARNING_REMOTE */
	       nla_total_size(sizeof(u32)) +		/* AGEING */
	       nla_total_size(sizeof(u32)) +		/* FDB_MAX */
	       nla_total_size(sizeof(u32));		/* FLOOD_RATE */
}

static int ovnet_leg_fill_underlay(struct sk_buff *skb,
				   const struct ovnet_underlay *underlay)
{
	const struct ovnet_underlay_config *config;

	if (!underlay)
		return 0;
	if (nla_put_string(skb, IFLA_OVNET_UNDERLAY, underlay->name))
		return -EMSGSIZE;
	if (underlay->encap != OVNET_ENCAP_VXLAN)
		return 0;
	config = rcu_dereference(underlay->config);
	if ((config->local4 &&
	     nla_put_in_addr(skb, IFLA_OVNET_LOCAL, config->local4)) ||
	    (!ipv6_addr_any(&config->local6) &&
	     nla_put_in6_addr(skb, IFLA_OVNET_LOCAL6, &config->local6)) ||
	    nla_put_u16(skb, IFLA_OVNET_PORT, ntohs(underlay->port)))
		return -EMSGSIZE;
	return 0;
}

/**
 * ovnet_leg_fill_info() - what "ip -d link" says of a leg
 * @skb: where to
 * @dev: the leg
 *
 * Return: 0 or -EMSGSIZE.
 */
int ovnet_leg_fill_info(struct sk_buff *skb, const struct net_device *dev)
{
	const struct ovnet_leg *leg = netdev_priv(dev);
	const struct ovnet_network *network;
	int err = 0;

	rcu_read_lock();
	network = rcu_dereference(leg->network);
	if (!network)
		goto out;
	if (nla_put_u32(skb, IFLA_OVNET_ID, network->id) ||
	    nla_put_string(skb, IFLA_OVNET_NETWORK, network->name) ||
	    nla_put_u32(skb, IFLA_OVNET_VNI, network->vni) ||
	    nla_put_u8(skb, IFLA_OVNET_LEARNING,
		       READ_ONCE(network->learning)) ||
	    nla_put_u8(skb, IFLA_OVNET_LEARNING_REMOTE,
		       READ_ONCE(network->learning_remote)) ||
	    nla_put_u32(skb, IFLA_OVNET_AGEING, READ_ONCE(network->ageing)) ||
	    nla_put_u32(skb, IFLA_OVNET_FDB_MAX,
			READ_ONCE(network->fdb_max)) ||
	    nla_put_u32(skb, IFLA_OVNET_FLOOD_RATE,
			READ_ONCE(network->flood_rate)))
		err = -EMSGSIZE;
	else
		err = ovnet_leg_fill_underlay(skb,
					      rcu_dereference(network->underlay) ?:
					      rcu_dereference(network->srv6));
out:
	rcu_read_unlock();
	return err;
}
