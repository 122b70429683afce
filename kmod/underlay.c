// SPDX-License-Identifier: GPL-2.0
/*
 * Underlays: this node's own tunnel ends. Networks refer to them, so that a
 * node whose address changes is one write.
 */
#include <linux/inetdevice.h>
#include <net/addrconf.h>
#include <net/ipv6.h>
#include <net/rtnetlink.h>
#include <net/vxlan.h>

#include "locator.h"
#include "srv6.h"
#include "underlay.h"

#define OVNET_UNDERLAY_MTU_DEFAULT 1500

static atomic_t ovnet_underlay_configs;

const struct ovnet_underlay_config ovnet_underlay_defaults = {
	.ttl = 64,
	.df = OVNET_DF_SET,
	.csum = true,
	.csum6_tx = true,
	.csum6_rx = true,
};

/**
 * ovnet_underlay_config() - how an underlay's packets look
 * @on: namespace; its mutex is held
 * @underlay: whose
 *
 * Return: it; NULL before the underlay is complete.
 */
struct ovnet_underlay_config *
ovnet_underlay_config(struct ovnet_net *on,
		      const struct ovnet_underlay *underlay)
{
	return rcu_dereference_protected(underlay->config,
					 lockdep_is_held(&on->lock));
}

/**
 * ovnet_underlay_find() - by name
 * @on: namespace; its mutex is held
 * @name: of the underlay
 *
 * Return: it, or NULL.
 */
struct ovnet_underlay *ovnet_underlay_find(struct ovnet_net *on,
					   const char *name)
{
	struct ovnet_underlay *underlay;

	lockdep_assert_held(&on->lock);
	list_for_each_entry(underlay, &on->underlays, node)
		if (!strcmp(underlay->name, name))
			return underlay;
	return NULL;
}

static struct net_device *
ovnet_underlay_dev_rcu(struct ovnet_net *on,
		       const struct ovnet_underlay *underlay,
		       const struct ovnet_underlay_config *config, u16 family)
{
	struct net_device *dev = NULL;

	if (underlay->ifindex)
		dev = dev_get_by_index_rcu(on->net, underlay->ifindex);
	if (dev && !netif_is_l3_master(dev))
		return dev;
	if (family == AF_INET)
		return __ip_dev_find(on->net, config->local4, false);
	return ipv6_dev_find(on->net, underlay->encap == OVNET_ENCAP_SRV6 ?
			     &config->source : &config->local6, NULL);
}

static unsigned int
ovnet_underlay_dev_mtu_rcu(struct ovnet_net *on,
			   const struct ovnet_underlay *underlay,
			   const struct ovnet_underlay_config *config,
			   u16 family)
{
	struct net_device *dev;

	dev = ovnet_underlay_dev_rcu(on, underlay, config, family);
	return dev && !(dev->flags & IFF_LOOPBACK) ? READ_ONCE(dev->mtu) :
						     OVNET_UNDERLAY_MTU_DEFAULT;
}

/**
 * ovnet_underlay_mtu() - what fits into a packet of an underlay
 * @on: namespace; its mutex is held, or RCU
 * @underlay: or NULL
 * @type: of the network, enum ovnet_network_type
 *
 * The smallest over its families of the device's MTU less the outer headers.
 * An address of the loopback device says nothing of the way out: 1500 is
 * assumed. Segments on the way to a remote are that remote's alone.
 *
 * Return: MTU for the inner packet.
 */
unsigned int ovnet_underlay_mtu(struct ovnet_net *on,
				const struct ovnet_underlay *underlay, u8 type)
{
	const struct ovnet_underlay_config *config;
	unsigned int best = ETH_MAX_MTU, mtu;

	if (!underlay)
		return OVNET_UNDERLAY_MTU_DEFAULT;

	rcu_read_lock();
	config = rcu_dereference(underlay->config);
	if (config->local4) {
		mtu = ovnet_underlay_dev_mtu_rcu(on, underlay, config, AF_INET);
		best = min_t(int, best, mtu - OVNET_VXLAN_OVERHEAD4);
	}
	if (!ipv6_addr_any(&config->local6)) {
		mtu = ovnet_underlay_dev_mtu_rcu(on, underlay, config,
						 AF_INET6);
		best = min_t(int, best, mtu - OVNET_VXLAN_OVERHEAD6);
	}
	if (config->locator_len) {
		mtu = ovnet_underlay_dev_mtu_rcu(on, underlay, config,
						 AF_INET6);
		mtu -= OVNET_SRV6_OVERHEAD;
		if (type == OVNET_NETWORK_TYPE_L2)
			mtu -= ETH_HLEN;
		if (config->srh == OVNET_SRH_FULL)
			mtu -= OVNET_SRV6_OVERHEAD_SRH;
		best = min_t(int, best, mtu);
	}
	rcu_read_unlock();
	return max_t(int, best, ETH_MIN_MTU);
}

/**
 * ovnet_underlay_on_dev() - does a device carry tunnels?
 * @on: namespace; its mutex is held
 * @dev: asked about
 *
 * Return: an underlay whose packets it carries, or NULL.
 */
struct ovnet_underlay *ovnet_underlay_on_dev(struct ovnet_net *on,
					     const struct net_device *dev)
{
	struct ovnet_underlay *underlay, *found = NULL;

	rcu_read_lock();
	list_for_each_entry(underlay, &on->underlays, node) {
		const struct ovnet_underlay_config *config =
			ovnet_underlay_config(on, underlay);

		if ((config->local4 &&
		     ovnet_underlay_dev_rcu(on, underlay, config,
					    AF_INET) == dev) ||
		    ((config->locator_len ||
		      !ipv6_addr_any(&config->local6)) &&
		     ovnet_underlay_dev_rcu(on, underlay, config,
					    AF_INET6) == dev)) {
			found = underlay;
			break;
		}
	}
	rcu_read_unlock();
	return found;
}

/**
 * ovnet_underlay_check_local() - can these be a node's own addresses?
 * @config: has the addresses
 * @attr4: where the IPv4 address came from, or NULL
 * @attr6: where the IPv6 address came from, or NULL
 * @extack: for the refusal
 *
 * Return: 0 or -EINVAL, with extack.
 */
int ovnet_underlay_check_local(const struct ovnet_underlay_config *config,
			       struct nlattr *attr4, struct nlattr *attr6,
			       struct netlink_ext_ack *extack)
{
	const struct in6_addr *local6 = &config->local6;

	if (ipv4_is_multicast(config->local4) ||
	    ipv4_is_lbcast(config->local4)) {
		NL_SET_ERR_MSG_ATTR(extack, attr4,
				    "The local address must be unicast");
		return -EINVAL;
	}
	if (ipv6_addr_is_multicast(local6) || ipv6_addr_v4mapped(local6) ||
	    ipv6_addr_type(local6) & IPV6_ADDR_LINKLOCAL) {
		NL_SET_ERR_MSG_ATTR(extack, attr6,
				    "The local address must be unicast and not link-local");
		return -EINVAL;
	}
	if (!config->local4 && ipv6_addr_any(local6)) {
		NL_SET_ERR_MSG(extack, "An underlay needs a local address");
		return -EINVAL;
	}
	return 0;
}

static bool ovnet_underlay_same4(const struct ovnet_underlay_config *a,
				 const struct ovnet_underlay_config *b)
{
	return a->local4 && a->local4 == b->local4;
}

static bool ovnet_underlay_same6(const struct ovnet_underlay_config *a,
				 const struct ovnet_underlay_config *b)
{
	return !ipv6_addr_any(&a->local6) &&
	       ipv6_addr_equal(&a->local6, &b->local6);
}

/* An address and port belong to one underlay: a packet must be its. */
static int ovnet_underlay_check_unique(struct ovnet_net *on,
				       const struct ovnet_underlay *self,
				       const struct ovnet_underlay_config *config,
				       struct netlink_ext_ack *extack)
{
	struct ovnet_underlay *other;

	list_for_each_entry(other, &on->underlays, node) {
		const struct ovnet_underlay_config *have =
			ovnet_underlay_config(on, other);
		const struct ovnet_underlay_config *next = other->next;

		if (other == self || other->port != self->port ||
		    other->ifindex != self->ifindex)
			continue;
		if (ovnet_underlay_same4(have, config) ||
		    ovnet_underlay_same6(have, config) ||
		    (next && (ovnet_underlay_same4(next, config) ||
			      ovnet_underlay_same6(next, config)))) {
			ovnet_compat_extack(extack,
					    "Underlay %s has this address and port",
					    other->name);
			return -EEXIST;
		}
	}
	return 0;
}

/* Not an error: addresses may come later than their underlay. */
static void ovnet_underlay_warn_address(struct ovnet_net *on,
					const struct ovnet_underlay_config *config,
					struct netlink_ext_ack *extack)
{
	bool missing;

	rcu_read_lock();
	missing = (config->local4 &&
		   !__ip_dev_find(on->net, config->local4, false)) ||
		  (!ipv6_addr_any(&config->local6) &&
		   !ipv6_chk_addr_and_flags(on->net, &config->local6, NULL,
					    true, 0, 0));
	rcu_read_unlock();
	if (missing)
		NL_SET_ERR_MSG(extack,
			       "No device here has the local address yet: nothing is sent until one does");
}

/**
 * ovnet_underlay_free_config() - close what nobody sends with any more
 * @on: namespace; RTNL and its mutex are held
 * @config: freed after a grace period
 * @stays: what the underlay is from now on, or NULL
 */
void ovnet_underlay_free_config(struct ovnet_net *on,
				struct ovnet_underlay_config *config,
				const struct ovnet_underlay_config *stays)
{
	ovnet_udp_put(config->udp4);
	ovnet_udp_put(config->udp6);
	ovnet_locator_close(on, config, stays);
	kfree_rcu(config, rcu);
}

/**
 * ovnet_underlay_open() - sockets, or the locator, for what an underlay is to be
 * @on: namespace; RTNL and its mutex are held
 * @underlay: whose
 * @config: what it is to be; gets the sockets
 * @extack: for the refusal, or for the warning that no device has the address
 *
 * Return: 0 or an error, with extack and nothing opened.
 */
int ovnet_underlay_open(struct ovnet_net *on, struct ovnet_underlay *underlay,
			struct ovnet_underlay_config *config,
			struct netlink_ext_ack *extack)
{
	struct ovnet_udp *udp;
	int err;

	/* What was made by another is not taken for this one's. */
	config->id = atomic_inc_return(&ovnet_underlay_configs) ?:
		     atomic_inc_return(&ovnet_underlay_configs);

	if (underlay->encap == OVNET_ENCAP_SRV6)
		return ovnet_locator_open(underlay, config, extack);
	err = ovnet_underlay_check_unique(on, underlay, config, extack);
	if (err)
		return err;
	config->udp4 = NULL;
	config->udp6 = NULL;
	if (config->local4) {
		udp = ovnet_udp_get(on, AF_INET, underlay->port,
				    underlay->ifindex, underlay->shared,
				    extack);
		if (IS_ERR(udp))
			return PTR_ERR(udp);
		config->udp4 = udp;
	}
	if (!ipv6_addr_any(&config->local6)) {
		udp = ovnet_udp_get(on, AF_INET6, underlay->port,
				    underlay->ifindex, underlay->shared,
				    extack);
		if (IS_ERR(udp)) {
			ovnet_udp_put(config->udp4);
			return PTR_ERR(udp);
		}
		config->udp6 = udp;
	}
	ovnet_underlay_warn_address(on, config, extack);
	return 0;
}

/**
 * ovnet_underlay_create() - make an underlay
 * @on: namespace; RTNL and its mutex are held
 * @name: which nobody has
 * @port: UDP, host byte order; 0 if it is SRv6
 * @ifindex: device or VRF, or 0
 * @shared: take only our VNIs from the port
 * @config: what it is to be; copied
 * @extack: for the refusal
 *
 * The caller tells listeners: ovnet_underlay_notify().
 *
 * Return: it, or an error, with extack.
 */
struct ovnet_underlay *
ovnet_underlay_create(struct ovnet_net *on, const char *name, u16 port,
		      int ifindex, bool shared,
		      const struct ovnet_underlay_config *config,
		      struct netlink_ext_ack *extack)
{
	struct ovnet_underlay_config *copy;
	struct ovnet_underlay *underlay;
	int err = -ENOMEM;

	if (on->n_underlays >= OVNET_UNDERLAYS_MAX) {
		NL_SET_ERR_MSG(extack, "A namespace has at most 64 underlays");
		return ERR_PTR(-ENOSPC);
	}
	underlay = kzalloc(sizeof(*underlay), GFP_KERNEL_ACCOUNT);
	copy = kmemdup(config, sizeof(*config), GFP_KERNEL_ACCOUNT);
	if (!underlay || !copy)
		goto err_free;

	underlay->on = on;
	strscpy_pad(underlay->name, name, sizeof(underlay->name));
	underlay->encap = config->locator_len ? OVNET_ENCAP_SRV6 :
						OVNET_ENCAP_VXLAN;
	underlay->port = htons(port);
	underlay->ifindex = ifindex;
	underlay->shared = shared;
	err = ovnet_underlay_open(on, underlay, copy, extack);
	if (err)
		goto err_free;
	rcu_assign_pointer(underlay->config, copy);
	if (underlay->encap == OVNET_ENCAP_SRV6) {
		err = ovnet_srv6_open(underlay, extack);
		if (err)
			goto err_close;
	}

	list_add_tail(&underlay->node, &on->underlays);
	on->n_underlays++;
	return underlay;

err_close:
	ovnet_underlay_free_config(on, copy, NULL);
	kfree_rcu(underlay, rcu);
	return ERR_PTR(err);

err_free:
	kfree(copy);
	kfree(underlay);
	return ERR_PTR(err);
}

/**
 * ovnet_underlay_unlink() - an underlay goes, silently
 * @on: namespace; RTNL and its mutex are held
 * @underlay: that no network refers to
 */
void ovnet_underlay_unlink(struct ovnet_net *on,
			   struct ovnet_underlay *underlay)
{
	list_del(&underlay->node);
	on->n_underlays--;
	ovnet_srv6_close(underlay);
	synchronize_net();
	ovnet_remote_forget_underlay(on);
	ovnet_underlay_free_config(on, ovnet_underlay_config(on, underlay),
				   NULL);
	kfree_rcu(underlay, rcu);
}

/**
 * ovnet_underlay_destroy() - an underlay goes
 * @on: namespace; RTNL and its mutex are held
 * @underlay: that no network refers to
 */
void ovnet_underlay_destroy(struct ovnet_net *on,
			    struct ovnet_underlay *underlay)
{
	ovnet_underlay_notify(underlay, OVNET_CMD_UNDERLAY_DEL);
	ovnet_underlay_unlink(on, underlay);
}

/**
 * ovnet_underlay_for_local() - find or make the underlay of a local address
 * @on: namespace; RTNL and its mutex are held
 * @local: addresses
 * @port: UDP, host byte order
 * @underlay: result; a new one is called "local<n>"
 * @made: result: it is new, and ovnet_underlay_keep() is to be called
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_underlay_for_local(struct ovnet_net *on,
			     const struct ovnet_underlay_config *local,
			     u16 port, struct ovnet_underlay **underlay,
			     bool *made, struct netlink_ext_ack *extack)
{
	struct ovnet_underlay_config config = ovnet_underlay_defaults;
	char name[OVNET_NAME_LEN];
	struct ovnet_underlay *u;
	int n = 0;

	lockdep_assert_held(&on->lock);
	*made = false;
	list_for_each_entry(u, &on->underlays, node) {
		const struct ovnet_underlay_config *have =
			ovnet_underlay_config(on, u);

		if (u->port == htons(port) && !u->ifindex &&
		    (!local->local4 || ovnet_underlay_same4(have, local)) &&
		    (ipv6_addr_any(&local->local6) ||
		     ovnet_underlay_same6(have, local))) {
			*underlay = u;
			return 0;
		}
	}

	do {
		snprintf(name, sizeof(name), "local%d", n++);
	} while (ovnet_underlay_find(on, name));
	config.local4 = local->local4;
	config.local6 = local->local6;
	u = ovnet_underlay_create(on, name, port, 0, false, &config, extack);
	if (IS_ERR(u))
		return PTR_ERR(u);
	*underlay = u;
	*made = true;
	return 0;
}

/**
 * ovnet_underlay_keep() - what becomes of an underlay that was made for a link
 * @on: namespace; RTNL and its mutex are held
 * @name: of it
 * @keep: true: it is told of, and goes with its last network; false: it never
 *	  was
 */
void ovnet_underlay_keep(struct ovnet_net *on, const char *name, bool keep)
{
	struct ovnet_underlay *underlay = ovnet_underlay_find(on, name);

	if (keep) {
		underlay->implicit = true;
		ovnet_underlay_notify(underlay, OVNET_CMD_UNDERLAY_NEW);
	} else {
		ovnet_underlay_unlink(on, underlay);
	}
}

/**
 * ovnet_underlay_put_implicit() - one that a link made goes with its last user
 * @on: namespace; RTNL and its mutex are held
 * @underlay: or NULL
 */
void ovnet_underlay_put_implicit(struct ovnet_net *on,
				 struct ovnet_underlay *underlay)
{
	if (underlay && underlay->implicit && !underlay->users)
		ovnet_underlay_destroy(on, underlay);
}

/**
 * ovnet_underlay_exit() - the namespace goes; nothing is received after this
 * @on: namespace; RTNL and its mutex are held
 */
void ovnet_underlay_exit(struct ovnet_net *on)
{
	struct ovnet_underlay *underlay, *next;
	struct ovnet_network *network;
	unsigned long id;

	/* Most namespaces have none, and are not to wait for a grace period. */
	if (list_empty(&on->underlays))
		return;
	/* Receivers find underlays by way of networks. */
	xa_for_each(&on->networks, id, network) {
		RCU_INIT_POINTER(network->underlay, NULL);
		RCU_INIT_POINTER(network->srv6, NULL);
	}
	list_for_each_entry_safe(underlay, next, &on->underlays, node)
		ovnet_underlay_destroy(on, underlay);
	/* A receiver may have found its socket before that was closed. */
	synchronize_net();
}

