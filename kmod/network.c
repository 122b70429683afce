// SPDX-License-Identifier: GPL-2.0
/* Networks: a tenant's broadcast domain. It has no device and costs little. */
#include <linux/slab.h>
#include <net/rtnetlink.h>

#include "cache.h"
#include "fdb.h"
#include "gateway.h"
#include "name.h"
#include "neigh.h"
#include "network.h"
#include "ra.h"
#include "route.h"

static const struct rhashtable_params ovnet_network_name_params = {
	.head_offset = offsetof(struct ovnet_network, name_node),
	.key_offset = offsetof(struct ovnet_network, name),
	.key_len = OVNET_NAME_LEN,
	.hashfn = ovnet_name_hash,
	.obj_cmpfn = ovnet_name_differs,
	.automatic_shrinking = true,
};

static u32 ovnet_network_vni_hash(const void *data, u32 len, u32 seed)
{
	return jhash_1word(*(const u32 *)data, seed);
}

static const struct rhashtable_params ovnet_network_vni_params = {
	.head_offset = offsetof(struct ovnet_network, vni_node),
	.key_offset = offsetof(struct ovnet_network, vni),
	.key_len = sizeof(u32),
	.hashfn = ovnet_network_vni_hash,
	.automatic_shrinking = true,
};

/**
 * ovnet_network_init() - tables of a namespace
 * @on: namespace
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_network_init(struct ovnet_net *on)
{
	int err;

	xa_init_flags(&on->networks, XA_FLAGS_ACCOUNT);
	err = rhashtable_init(&on->network_names, &ovnet_network_name_params);
	if (err)
		return err;
	err = rhashtable_init(&on->vnis, &ovnet_network_vni_params);
	if (err)
		rhashtable_destroy(&on->network_names);
	return err;
}

/**
 * ovnet_network_by_id() - find a network
 * @on: namespace; its mutex is held
 * @id: 1 to 2^24-1
 *
 * Return: it, or NULL.
 */
struct ovnet_network *ovnet_network_by_id(struct ovnet_net *on, u32 id)
{
	lockdep_assert_held(&on->lock);
	return xa_load(&on->networks, id);
}

/**
 * ovnet_network_by_name() - find a network
 * @on: namespace; its mutex is held
 * @name: at most 31 bytes
 *
 * Return: it, or NULL.
 */
struct ovnet_network *ovnet_network_by_name(struct ovnet_net *on,
					    const char *name)
{
	struct ovnet_network *network = on->named_network;

	lockdep_assert_held(&on->lock);
	if (network && !strcmp(network->name, name))
		return network;
	network = rhashtable_lookup_fast(&on->network_names, name,
					 ovnet_network_name_params);
	if (network)
		on->named_network = network;
	return network;
}

/**
 * ovnet_network_by_vni_rcu() - which network is a tunnel packet for?
 * @on: namespace
 * @vni: of the packet
 *
 * Context: RCU.
 * Return: it, or NULL.
 */
struct ovnet_network *ovnet_network_by_vni_rcu(struct ovnet_net *on, u32 vni)
{
	return rhashtable_lookup(&on->vnis, &vni, ovnet_network_vni_params);
}

/**
 * ovnet_network_resolve() - the network that a request names
 * @on: namespace; its mutex is held
 * @id: attribute, or NULL
 * @name: attribute, or NULL
 * @network: result
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_network_resolve(struct ovnet_net *on, struct nlattr *id,
			  struct nlattr *name, struct ovnet_network **network,
			  struct netlink_ext_ack *extack)
{
	struct ovnet_network *by_name = NULL;

	*network = NULL;
	if (!id && !name) {
		NL_SET_ERR_MSG(extack,
			       "Which network? Its name or id is missing");
		return -EINVAL;
	}
	if (name) {
		by_name = ovnet_network_by_name(on, nla_data(name));
		if (!by_name) {
			ovnet_compat_extack(extack, "There is no network %s",
					    (char *)nla_data(name));
			NL_SET_BAD_ATTR(extack, name);
			return -ENOENT;
		}
		*network = by_name;
	}
	if (!id)
		return 0;
	if (by_name && by_name->id != nla_get_u32(id)) {
		ovnet_compat_extack(extack, "Network %s has id %u, not %u",
				    by_name->name, by_name->id,
				    nla_get_u32(id));
		NL_SET_BAD_ATTR(extack, id);
		return -EINVAL;
	}
	*network = ovnet_network_by_id(on, nla_get_u32(id));
	if (!*network) {
		ovnet_compat_extack(extack, "There is no network with id %u",
				    nla_get_u32(id));
		NL_SET_BAD_ATTR(extack, id);
		return -ENOENT;
	}
	return 0;
}

/**
 * ovnet_network_make_stats() - tunnel counters, at the first packet
 * @network: whose
 *
 * Context: any.
 * Return: them, or NULL if there is no memory.
 */
struct pcpu_sw_netstats __percpu *
ovnet_network_make_stats(struct ovnet_network *network)
{
	struct pcpu_sw_netstats __percpu *stats, *old;
	int cpu;

	stats = alloc_percpu_gfp(struct pcpu_sw_netstats,
				 GFP_NOWAIT | __GFP_NOWARN);
	if (!stats)
		return NULL;
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(stats, cpu)->syncp);
	old = cmpxchg(&network->stats, NULL, stats);
	if (old) {
		free_percpu(stats);
		stats = old;
	}
	return stats;
}

/**
 * ovnet_network_router() - what a network's gateway routes in
 * @network: its namespace's mutex is held
 *
 * Return: it, or NULL.
 */
struct ovnet_network *ovnet_network_router(const struct ovnet_network *network)
{
	return rcu_dereference_protected(network->router,
					 lockdep_is_held(&network->on->lock));
}

/**
 * ovnet_network_find_router() - the router that a network is to have
 * @on: namespace; its mutex is held
 * @type: of the network, enum ovnet_network_type
 * @name: of the router; empty: none
 * @router: result, or NULL
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_network_find_router(struct ovnet_net *on, u8 type, const char *name,
			      struct ovnet_network **router,
			      struct netlink_ext_ack *extack)
{
	*router = NULL;
	if (!*name)
		return 0;
	if (type != OVNET_NETWORK_TYPE_L2) {
		NL_SET_ERR_MSG(extack,
			       "Only a network of type l2 has a router; one of type l3 is one");
		return -EINVAL;
	}
	*router = ovnet_network_by_name(on, name);
	if (!*router) {
		ovnet_compat_extack(extack, "There is no network %s", name);
		return -ENOENT;
	}
	if ((*router)->type == OVNET_NETWORK_TYPE_L3)
		return 0;
	ovnet_compat_extack(extack,
			    "Network %s is of type l2: a router is of type l3",
			    name);
	return -EINVAL;
}

/**
 * ovnet_network_set_router() - a network's gateway routes there from now on
 * @network: of type l2; its namespace's mutex is held
 * @router: of type l3, or NULL
 */
void ovnet_network_set_router(struct ovnet_network *network,
			      struct ovnet_network *router)
{
	lockdep_assert_held(&network->on->lock);
	list_del_init(&network->routed_node);
	rcu_assign_pointer(network->router, router);
	if (router)
		list_add_tail(&network->routed_node, &router->routed);
}

static void ovnet_network_apply(struct ovnet_network *network,
				const struct ovnet_network_config *config)
{
	if (config->set & BIT_ULL(OVNET_A_NETWORK_LEARNING))
		WRITE_ONCE(network->learning, config->learning);
	if (config->set & BIT_ULL(OVNET_A_NETWORK_LEARNING_REMOTE))
		WRITE_ONCE(network->learning_remote, config->learning_remote);
	if (config->set & BIT_ULL(OVNET_A_NETWORK_SECURE))
		WRITE_ONCE(network->secure, config->secure);
	if (config->set & BIT_ULL(OVNET_A_NETWORK_AGEING))
		WRITE_ONCE(network->ageing, config->ageing);
	if (config->set & BIT_ULL(OVNET_A_NETWORK_FDB_MAX))
		WRITE_ONCE(network->fdb_max, config->fdb_max);
	if (config->set & BIT_ULL(OVNET_A_NETWORK_FLOOD_RATE))
		WRITE_ONCE(network->flood_rate, config->flood_rate);
	if (config->set & BIT_ULL(OVNET_A_NETWORK_SUPPRESSION))
		WRITE_ONCE(network->suppression, config->suppression);
	if (config->set & BIT_ULL(OVNET_A_NETWORK_RA))
		WRITE_ONCE(network->ra, config->ra);
	if (config->set & BIT_ULL(OVNET_A_NETWORK_NEIGH_MAX))
		WRITE_ONCE(network->neigh_max, config->neigh_max);
	if (config->set & BIT_ULL(OVNET_A_NETWORK_MSS_CLAMP))
		WRITE_ONCE(network->mss_clamp, config->mss_clamp);
}

/* Is what @config asks for free? */
static int ovnet_network_check(struct ovnet_net *on,
			       const struct ovnet_network_config *config,
			       const char *name, u32 vni,
			       struct netlink_ext_ack *extack)
{
	struct ovnet_network *other;

	other = ovnet_network_by_id(on, config->id);
	if (other) {
		ovnet_compat_extack(extack, "Network %s has id %u",
				    other->name, config->id);
		return -EEXIST;
	}
	if (ovnet_network_by_name(on, name)) {
		ovnet_compat_extack(extack, "Network %s exists", name);
		return -EEXIST;
	}
	rcu_read_lock();
	other = ovnet_network_by_vni_rcu(on, vni);
	rcu_read_unlock();
	if (other) {
		ovnet_compat_extack(extack, "Network %s has VNI %u",
				    other->name, vni);
		return -EEXIST;
	}
	if (on->n_networks >= OVNET_NETWORKS_MAX) {
		NL_SET_ERR_MSG(extack,
			       "A namespace has at most 131072 networks");
		return -ENOSPC;
	}
	return 0;
}

static u8 ovnet_network_type(const struct ovnet_network_config *config)
{
	return config->set & BIT_ULL(OVNET_A_NETWORK_TYPE) ? config->type :
							 OVNET_NETWORK_TYPE_L2;
}

/**
 * ovnet_network_create() - make a network
 * @on: namespace; its mutex is held, and RTNL
 * @config: what it is to be; no name: "net<id>"
 * @extack: for the refusal
 *
 * The caller tells listeners: ovnet_network_notify().
 *
 * Return: it, or an error, with extack.
 */
struct ovnet_network *
ovnet_network_create(struct ovnet_net *on,
		     const struct ovnet_network_config *config,
		     struct netlink_ext_ack *extack)
{
	u32 vni = config->set & BIT_ULL(OVNET_A_NETWORK_VNI) ? config->vni :
							   config->id;
	struct ovnet_network_underlays underlays = {};
	struct ovnet_network *router = NULL;
	struct ovnet_gateway *gateway = NULL;
	struct ovnet_network *network;
	char name[OVNET_NAME_LEN];
	int err;

	lockdep_assert_held(&on->lock);
	if (config->name)
		strscpy_pad(name, config->name, sizeof(name));
	else
		snprintf(name, sizeof(name), "net%u", config->id);

	err = ovnet_network_check(on, config, name, vni, extack);
	if (err)
		return ERR_PTR(err);
	err = ovnet_network_find_underlays(on, config, &underlays, extack);
	if (err)
		return ERR_PTR(err);

	if (config->set & BIT_ULL(OVNET_A_NETWORK_ROUTER)) {
		err = ovnet_network_find_router(on, ovnet_network_type(config),
						config->router, &router,
						extack);
		if (err)
			return ERR_PTR(err);
	}
	if (config->set & OVNET_GATEWAY_ATTRS) {
		err = ovnet_gateway_make(NULL, config, &gateway, extack);
		if (err)
			return ERR_PTR(err);
	}

	network = kzalloc(sizeof(*network), GFP_KERNEL_ACCOUNT);
	if (!network) {
		kfree(gateway);
		return ERR_PTR(-ENOMEM);
	}
	RCU_INIT_POINTER(network->gateway, gateway);
	network->on = on;
	network->id = config->id;
	network->vni = vni;
	network->type = ovnet_network_type(config);
	ovnet_dst_init(&network->dst, OVNET_DST_NETWORK);
	strscpy_pad(network->name, name, sizeof(network->name));
	network->learning = true;
	network->suppression = true;
	network->ageing = OVNET_AGEING_DEFAULT;
	network->fdb_max = OVNET_FDB_MAX_DEFAULT;
	network->neigh_max = OVNET_NEIGH_MAX_DEFAULT;
	INIT_LIST_HEAD(&network->ports);
	INIT_LIST_HEAD(&network->legs);
	INIT_LIST_HEAD(&network->members);
	INIT_LIST_HEAD(&network->routed);
	INIT_LIST_HEAD(&network->routed_node);
	INIT_LIST_HEAD(&network->ra_node);
	network->ra_last = jiffies - OVNET_RA_DELAY * HZ;
	ovnet_bucket_init(&network->asks);
	network->fdb_event = jiffies;
	network->neigh_event = jiffies;
	ovnet_network_apply(network, config);
	ovnet_network_hold_underlays(&underlays);
	RCU_INIT_POINTER(network->underlay, underlays.vxlan);
	RCU_INIT_POINTER(network->srv6, underlays.srv6);

	err = xa_insert(&on->networks, network->id, network,
			GFP_KERNEL_ACCOUNT);
	if (err)
		goto err_free;
	err = rhashtable_insert_fast(&on->network_names, &network->name_node,
				     ovnet_network_name_params);
	if (err)
		goto err_id;
	err = rhashtable_insert_fast(&on->vnis, &network->vni_node,
				     ovnet_network_vni_params);
	if (err)
		goto err_name;
	on->n_networks++;
	ovnet_network_set_router(network, router);
	ovnet_ra_soon(network);
	return network;

err_name:
	rhashtable_remove_fast(&on->network_names, &network->name_node,
			       ovnet_network_name_params);
err_id:
	xa_erase(&on->networks, network->id);
err_free:
	ovnet_network_put_underlays(&underlays);
	kfree(gateway);
	kfree(network);
	return ERR_PTR(err);
}

/**
 * ovnet_network_check_change() - may a network have these settings?
 * @network: its namespace's mutex is held, and RTNL
 * @config: the settings
 * @underlays: result: those that it is to have
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_network_check_change(struct ovnet_network *network,
			       const struct ovnet_network_config *config,
			       struct ovnet_network_underlays *underlays,
			       struct netlink_ext_ack *extack)
{
	if (config->set & BIT_ULL(OVNET_A_NETWORK_VNI) &&
	    config->vni != network->vni) {
		ovnet_compat_extack(extack,
				    "The VNI of %s is %u and cannot change",
				    network->name, network->vni);
		return -EOPNOTSUPP;
	}
	if (config->set & BIT_ULL(OVNET_A_NETWORK_TYPE) &&
	    config->type != network->type) {
		if (network->type == OVNET_NETWORK_TYPE_L3)
			ovnet_compat_extack(extack,
					    "The type of %s is l3 and cannot change",
					    network->name);
		else
			ovnet_compat_extack(extack,
					    "The type of %s is l2 and cannot change",
					    network->name);
		return -EOPNOTSUPP;
	}
	underlays->vxlan = ovnet_network_underlay(network);
	underlays->srv6 = ovnet_network_srv6(network);
	return ovnet_network_find_underlays(network->on, config, underlays,
					    extack);
}

/**
 * ovnet_network_do_change() - what ovnet_network_check_change() has allowed
 * @network: its namespace's mutex is held, and RTNL
 * @config: settings
 * @underlays: of it from now on
 *
 * If one is another, the caller lets remotes forget their routes, once
 * for all networks that it changes: ovnet_remote_forget_underlay().
 */
void ovnet_network_do_change(struct ovnet_network *network,
			     const struct ovnet_network_config *config,
			     const struct ovnet_network_underlays *underlays)
{
	ovnet_network_apply(network, config);
	ovnet_network_set_underlays(network, underlays);
	ovnet_network_notify(network, OVNET_CMD_NETWORK_SET);
}

/**
 * ovnet_network_change() - give a network other settings
 * @network: its namespace's mutex is held, and RTNL
 * @config: which, and to what
 * @extack: for the refusal
 *
 * The caller lets the MTU of legs follow, without the mutex.
 *
 * Return: 0 or an error, with extack and nothing changed.
 */
int ovnet_network_change(struct ovnet_network *network,
			 const struct ovnet_network_config *config,
			 struct netlink_ext_ack *extack)
{
	struct ovnet_network_underlays underlays;
	int err;

	ASSERT_RTNL();
	lockdep_assert_held(&network->on->lock);
	err = ovnet_network_check_change(network, config, &underlays, extack);
	if (err)
		return err;
	ovnet_network_do_change(network, config, &underlays);
	if (config->set & OVNET_NETWORK_UNDERLAYS)
		ovnet_remote_forget_underlay(network->on);
	ovnet_cache_flush(network->on);
	return 0;
}

static void ovnet_network_free_rcu(struct rcu_head *head)
{
	struct ovnet_network *network =
		container_of(head, struct ovnet_network, rcu);

	free_percpu(network->stats);
	kfree(rcu_access_pointer(network->gateway));
	kfree(network->asked);
	kfree(network->drops);
	kfree(network);
}

/**
 * ovnet_network_unlink() - a network goes, silently
 * @network: its namespace's mutex is held, and RTNL; its ports, legs and
 *	     members are gone
 */
void ovnet_network_unlink(struct ovnet_network *network)
{
	static const struct ovnet_network_underlays none;
	struct ovnet_network *other, *next;
	struct ovnet_net *on = network->on;

	rhashtable_remove_fast(&on->vnis, &network->vni_node,
			       ovnet_network_vni_params);
	if (on->named_network == network)
		on->named_network = NULL;
	rhashtable_remove_fast(&on->network_names, &network->name_node,
			       ovnet_network_name_params);
	xa_erase(&on->networks, network->id);
	on->n_networks--;
	list_del_init(&network->ra_node);
	ovnet_network_set_underlays(network, &none);
	ovnet_network_set_router(network, NULL);
	list_for_each_entry_safe(other, next, &network->routed, routed_node)
		ovnet_network_set_router(other, NULL);
	ovnet_fdb_purge_network(network);
	ovnet_route_purge_dst(&network->dst);
	ovnet_route_purge_network(network);
	ovnet_neigh_purge_network(network);
	call_rcu(&network->rcu, ovnet_network_free_rcu);
}

/**
 * ovnet_network_destroy() - a network goes, with its members
 * @network: its namespace's mutex is held, and RTNL; its ports and legs are
 *	     gone
 */
void ovnet_network_destroy(struct ovnet_network *network)
{
	struct ovnet_network *other, *next;
	struct ovnet_net *on = network->on;

	ovnet_member_remove_network(network);
	list_for_each_entry_safe(other, next, &network->routed, routed_node) {
		ovnet_network_set_router(other, NULL);
		ovnet_network_notify(other, OVNET_CMD_NETWORK_SET);
	}
	ovnet_network_notify(network, OVNET_CMD_NETWORK_DEL);
	ovnet_network_unlink(network);
	ovnet_remote_put_implicit(on);
}

/**
 * ovnet_network_put_implicit() - one that a leg made goes with its last leg
 * @network: its namespace's mutex is held, and RTNL
 *
 * Unless ports were added to it by other means. Members and rows are its own.
 */
void ovnet_network_put_implicit(struct ovnet_network *network)
{
	if (network->implicit && !network->n_legs && !network->n_ports)
		ovnet_network_destroy(network);
}

/**
 * ovnet_network_exit() - the namespace goes; sockets, ports and legs are gone
 * @on: namespace; its mutex is held
 */
void ovnet_network_exit(struct ovnet_net *on)
{
	struct ovnet_network *network;
	unsigned long id;

	xa_for_each(&on->networks, id, network) {
		ovnet_member_remove_network(network);
		ovnet_network_unlink(network);
	}
	rhashtable_destroy(&on->vnis);
	rhashtable_destroy(&on->network_names);
	xa_destroy(&on->networks);
}

