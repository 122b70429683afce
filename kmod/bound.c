// SPDX-License-Identifier: GPL-2.0
/*
 * What a binding says beside what its port may send: where its MAC is, who has
 * its address, and, in an l3 network, that the address is behind the port. Rows
 * that are configured stay. What is bound to several ports, one of which has it
 * at a time, is learned; so is the MAC of a virtual router (VRRP).
 */
#include <linux/etherdevice.h>

#include "binding.h"
#include "bound.h"
#include "route.h"

static struct ovnet_network *
ovnet_bound_network(const struct ovnet_binding *binding)
{
	return binding->port->network;
}

/* RFC 9568, 7.3: of several that have it bound one has it, on whatever node. */
static bool ovnet_bound_is_virtual_router(const u8 *mac)
{
	static const u8 prefix[] = { 0x00, 0x00, 0x5e, 0x00 };

	return !memcmp(mac, prefix, sizeof(prefix)) &&
	       (mac[4] == 1 || mac[4] == 2);
}

/* Where its MAC is, in a network that has frames. */
static int ovnet_bound_stage_fdb(const struct ovnet_binding *binding,
				 struct ovnet_bound *bound,
				 struct netlink_ext_ack *extack)
{
	struct ovnet_network *network = ovnet_bound_network(binding);
	struct ovnet_fdb_want want = {
		.dst = &binding->port->dst,
		.state = OVNET_FDB_STATE_BOUND,
	};
	const struct ovnet_fdb_row *row;
	bool stays = false;
	int err;

	if (ovnet_bound_is_virtual_router(binding->mac))
		return 0;
	rcu_read_lock();
	row = ovnet_fdb_find(network->on, network->id, binding->mac);
	if (row && row->state == OVNET_FDB_STATE_BOUND) {
		stays = rcu_access_pointer(row->dst) == want.dst;
		want.dst = rcu_dereference(row->dst);
		want.state = OVNET_FDB_STATE_LEARNED;
	} else if (row) {
		stays = READ_ONCE(row->state) != OVNET_FDB_STATE_LEARNED;
	}
	rcu_read_unlock();
	if (stays)
		return 0;
	err = ovnet_fdb_stage(network, binding->mac, &want, false, &bound->fdb,
			      extack);
	bound->has_fdb = !err;
	return err;
}

/* Who has its address. */
static int ovnet_bound_stage_neigh(const struct ovnet_binding *binding,
				   struct ovnet_bound *bound,
				   struct netlink_ext_ack *extack)
{
	struct ovnet_network *network = ovnet_bound_network(binding);
	struct ovnet_neigh_want want = {
		.dst = &binding->port->dst,
		.state = OVNET_NEIGH_STATE_BOUND,
	};
	const struct ovnet_neigh_row *row;
	bool stays = false;
	int err;

	ether_addr_copy(want.mac, binding->mac);
	rcu_read_lock();
	row = ovnet_neigh_find(network, &binding->addr);
	if (row && ovnet_neigh_state(row) == OVNET_NEIGH_STATE_BOUND) {
		stays = rcu_access_pointer(row->dst) == want.dst &&
			ovnet_neigh_mac(row) == ether_addr_to_u64(want.mac);
		u64_to_ether_addr(ovnet_neigh_mac(row), want.mac);
		want.dst = rcu_dereference(row->dst);
		want.state = OVNET_NEIGH_STATE_LEARNED;
	} else if (row) {
		stays = ovnet_neigh_state(row) != OVNET_NEIGH_STATE_LEARNED;
	}
	rcu_read_unlock();
	if (stays)
		return 0;
	err = ovnet_neigh_stage(network, &binding->addr, &want, false,
				&bound->neigh, extack);
	bound->has_neigh = !err;
	return err;
}

static void ovnet_bound_prefix(const struct ovnet_binding *binding,
			       struct ovnet_lpm_entry *prefix)
{
	memset(prefix, 0, sizeof(*prefix));
	prefix->len = binding->addr.family == AF_INET ? 32 : 128;
	memcpy(prefix->addr, &binding->addr.v6, prefix->len / 8);
}

/* That its address is behind the port, in a network that has routes. */
static int ovnet_bound_stage_route(const struct ovnet_binding *binding,
				   struct ovnet_bound *bound,
				   struct netlink_ext_ack *extack)
{
	struct ovnet_network *network = ovnet_bound_network(binding);
	struct ovnet_route_want want = {
		.family = binding->addr.family,
		.type = OVNET_ROUTE_TYPE_DEVICE,
		.dst = &binding->port->dst,
		.bound = true,
	};
	struct ovnet_lpm_place place;

	ovnet_bound_prefix(binding, &want.prefix);
	if (ovnet_route_find_place(network, want.family, &want.prefix, &place))
		return 0;
	return ovnet_route_stage(network, &want, NULL, &place, &bound->route,
				 extack);
}

/**
 * ovnet_bound_stage() - make the rows of a binding, but tell nobody yet
 * @binding: its namespace's mutex is held
 * @bound: result, for ovnet_bound_settle() or ovnet_bound_restore()
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack and nothing changed.
 */
int ovnet_bound_stage(const struct ovnet_binding *binding,
		      struct ovnet_bound *bound,
		      struct netlink_ext_ack *extack)
{
	bool l3 = ovnet_bound_network(binding)->type == OVNET_NETWORK_TYPE_L3;
	int err = 0;

	memset(bound, 0, sizeof(*bound));
	if (!l3)
		err = ovnet_bound_stage_fdb(binding, bound, extack);
	if (!err && binding->addr.family)
		err = ovnet_bound_stage_neigh(binding, bound, extack);
	if (!err && binding->addr.family && l3)
		err = ovnet_bound_stage_route(binding, bound, extack);
	if (err)
		ovnet_bound_restore(binding, bound);
	return err;
}

/**
 * ovnet_bound_settle() - what ovnet_bound_stage() did is for good: say so
 * @binding: its namespace's mutex has been held since
 * @bound: its result
 */
void ovnet_bound_settle(const struct ovnet_binding *binding,
			const struct ovnet_bound *bound)
{
	struct ovnet_network *network = ovnet_bound_network(binding);

	if (bound->has_fdb)
		ovnet_fdb_announce(network, binding->mac, &bound->fdb);
	if (bound->has_neigh)
		ovnet_neigh_announce(network, &binding->addr, &bound->neigh);
	if (bound->route)
		ovnet_route_settle(bound->route, NULL, true);
}

/**
 * ovnet_bound_restore() - undo ovnet_bound_stage(), silently
 * @binding: its namespace's mutex has been held since
 * @bound: its result
 */
void ovnet_bound_restore(const struct ovnet_binding *binding,
			 const struct ovnet_bound *bound)
{
	struct ovnet_network *network = ovnet_bound_network(binding);

	if (bound->route)
		ovnet_route_restore(bound->route, NULL);
	if (bound->has_neigh)
		ovnet_neigh_restore(network, &binding->addr, &bound->neigh);
	if (bound->has_fdb)
		ovnet_fdb_restore(network, binding->mac, &bound->fdb);
}

/* Has the port another binding of this MAC? */
static bool ovnet_bound_shares_mac(const struct ovnet_binding *binding)
{
	const struct ovnet_binding *other;

	list_for_each_entry(other, &binding->port->bindings, node)
		if (other != binding &&
		    ether_addr_equal(other->mac, binding->mac))
			return true;
	return false;
}

static bool ovnet_bound_has_fdb(const struct ovnet_binding *binding)
{
	struct ovnet_network *network = ovnet_bound_network(binding);
	const struct ovnet_fdb_row *row;
	bool has;

	rcu_read_lock();
	row = ovnet_fdb_find(network->on, network->id, binding->mac);
	has = row && READ_ONCE(row->state) == OVNET_FDB_STATE_BOUND &&
	      rcu_access_pointer(row->dst) == &binding->port->dst;
	rcu_read_unlock();
	return has;
}

static bool ovnet_bound_has_neigh(const struct ovnet_binding *binding)
{
	const struct ovnet_neigh_row *row;
	bool has;

	rcu_read_lock();
	row = ovnet_neigh_find(ovnet_bound_network(binding), &binding->addr);
	has = row && ovnet_neigh_state(row) == OVNET_NEIGH_STATE_BOUND &&
	      ovnet_neigh_mac(row) == ether_addr_to_u64(binding->mac) &&
	      rcu_access_pointer(row->dst) == &binding->port->dst;
	rcu_read_unlock();
	return has;
}

static void ovnet_bound_remove_route(const struct ovnet_binding *binding)
{
	struct ovnet_lpm_entry prefix;
	struct ovnet_route *route;

	ovnet_bound_prefix(binding, &prefix);
	route = ovnet_route_find(ovnet_bound_network(binding),
				 binding->addr.family, &prefix);
	if (route && route->bound && route->dst == &binding->port->dst)
		ovnet_route_remove(route);
}

/**
 * ovnet_bound_remove() - a binding goes, with its rows
 * @binding: still one of its port's; its namespace's mutex is held
 */
void ovnet_bound_remove(const struct ovnet_binding *binding)
{
	struct ovnet_network *network = ovnet_bound_network(binding);

	lockdep_assert_held(&network->on->lock);
	if (!ovnet_bound_shares_mac(binding) && ovnet_bound_has_fdb(binding))
		ovnet_fdb_delete(network, binding->mac, NULL);
	if (!binding->addr.family)
		return;
	if (ovnet_bound_has_neigh(binding))
		ovnet_neigh_delete(network, &binding->addr);
	ovnet_bound_remove_route(binding);
}
