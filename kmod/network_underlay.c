// SPDX-License-Identifier: GPL-2.0
/* Networks and their underlays: one of each kind at most. */
#include <net/rtnetlink.h>

#include "network.h"

/**
 * ovnet_network_underlay() - what a network's tunnels of VXLAN leave by
 * @network: its namespace's mutex is held
 *
 * Return: it, or NULL.
 */
struct ovnet_underlay *
ovnet_network_underlay(const struct ovnet_network *network)
{
	return rcu_dereference_protected(network->underlay,
					 lockdep_is_held(&network->on->lock));
}

/**
 * ovnet_network_srv6() - what a network's tunnels of SRv6 leave by
 * @network: its namespace's mutex is held
 *
 * Return: it, or NULL.
 */
struct ovnet_underlay *ovnet_network_srv6(const struct ovnet_network *network)
{
	return rcu_dereference_protected(network->srv6,
					 lockdep_is_held(&network->on->lock));
}

/**
 * ovnet_network_mtu_rcu() - what fits into a packet of a network's tunnels
 * @network: whose
 *
 * Whichever way it goes: with an underlay of each kind, the smaller.
 *
 * Context: RCU, or its namespace's mutex is held.
 * Return: MTU for the inner packet.
 */
unsigned int ovnet_network_mtu_rcu(const struct ovnet_network *network)
{
	const struct ovnet_underlay *vxlan, *srv6;
	unsigned int mtu;

	rcu_read_lock();
	vxlan = rcu_dereference(network->underlay);
	srv6 = rcu_dereference(network->srv6);
	mtu = ovnet_underlay_mtu(network->on, vxlan ?: srv6, network->type);
	if (vxlan && srv6)
		mtu = min(mtu, ovnet_underlay_mtu(network->on, srv6,
						  network->type));
	rcu_read_unlock();
	return mtu;
}

/**
 * ovnet_network_hold_underlays() - another network uses them
 * @u: underlays; their namespace's mutex is held
 */
void ovnet_network_hold_underlays(const struct ovnet_network_underlays *u)
{
	if (u->vxlan)
		u->vxlan->users++;
	if (u->srv6)
		u->srv6->users++;
}

/**
 * ovnet_network_put_underlays() - undo ovnet_network_hold_underlays()
 * @u: underlays; their namespace's mutex is held
 */
void ovnet_network_put_underlays(const struct ovnet_network_underlays *u)
{
	if (u->vxlan)
		u->vxlan->users--;
	if (u->srv6)
		u->srv6->users--;
}

static void ovnet_network_set_one(struct ovnet_network *network,
				  struct ovnet_underlay __rcu **slot,
				  struct ovnet_underlay *underlay)
{
	struct ovnet_underlay *old;

	old = rcu_dereference_protected(*slot,
					lockdep_is_held(&network->on->lock));
	if (old == underlay)
		return;
	if (underlay)
		underlay->users++;
	rcu_assign_pointer(*slot, underlay);
	if (!old)
		return;
	old->users--;
	/* Not for each of many networks that go: that looks at all remotes. */
	if (!old->users)
		ovnet_remote_forget_underlay(network->on);
	ovnet_underlay_put_implicit(network->on, old);
}

/**
 * ovnet_network_set_underlays() - a network's tunnels leave by these
 * @network: its namespace's mutex is held, and RTNL
 * @u: underlays
 */
void ovnet_network_set_underlays(struct ovnet_network *network,
				 const struct ovnet_network_underlays *u)
{
	ovnet_network_set_one(network, &network->underlay, u->vxlan);
	ovnet_network_set_one(network, &network->srv6, u->srv6);
}

/**
 * ovnet_network_named_underlay() - the underlay that a network is to have
 * @on: namespace; its mutex is held
 * @name: of the underlay
 * @extack: for the refusal
 *
 * Return: it, or -ENOENT, with extack.
 */
struct ovnet_underlay *
ovnet_network_named_underlay(struct ovnet_net *on, const char *name,
			     struct netlink_ext_ack *extack)
{
	struct ovnet_underlay *underlay = ovnet_underlay_find(on, name);

	if (underlay)
		return underlay;
	ovnet_compat_extack(extack, "There is no underlay %s", name);
	return ERR_PTR(-ENOENT);
}

static int ovnet_network_find_srv6(struct ovnet_net *on, const char *name,
				   struct ovnet_network_underlays *u,
				   bool there, struct netlink_ext_ack *extack)
{
	struct ovnet_underlay *underlay;

	underlay = ovnet_network_named_underlay(on, name, extack);
	if (IS_ERR(underlay))
		return PTR_ERR(underlay);
	if (underlay->encap != OVNET_ENCAP_SRV6) {
		ovnet_compat_extack(extack,
				    "Underlay %s is not of kind srv6: give it first",
				    underlay->name);
		return -EINVAL;
	}
	if (there && u->srv6 != underlay) {
		ovnet_compat_extack(extack,
				    "%s is of kind srv6, too: one of a kind",
				    u->srv6->name);
		return -EINVAL;
	}
	u->srv6 = underlay;
	return 0;
}

/**
 * ovnet_network_find_underlays() - the underlays that a network is to have
 * @on: namespace; its mutex is held
 * @config: may name them
 * @u: those that it has; changed
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_network_find_underlays(struct ovnet_net *on,
				 const struct ovnet_network_config *config,
				 struct ovnet_network_underlays *u,
				 struct netlink_ext_ack *extack)
{
	struct ovnet_underlay *underlay = NULL;
	bool there = false;

	/* The one alone is all that there is. */
	if (config->set & OVNET_NETWORK_UNDERLAYS)
		u->srv6 = NULL;
	if (config->set & BIT_ULL(OVNET_A_NETWORK_UNDERLAY)) {
		u->vxlan = NULL;
		if (*config->underlay) {
			underlay = ovnet_network_named_underlay(on,
								config->underlay,
								extack);
			if (IS_ERR(underlay))
				return PTR_ERR(underlay);
			there = underlay->encap == OVNET_ENCAP_SRV6;
			if (there)
				u->srv6 = underlay;
			else
				u->vxlan = underlay;
		}
	}
	if (!(config->set & BIT_ULL(OVNET_A_NETWORK_SRV6_UNDERLAY)) ||
	    !*config->srv6)
		return 0;
	return ovnet_network_find_srv6(on, config->srv6, u, there, extack);
}
