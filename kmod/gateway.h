/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_GATEWAY_H
#define OVNET_GATEWAY_H

#include "network.h"

/**
 * struct ovnet_gateway - the router that a network's endpoints see
 * @v4: its address, or 0
 * @v6: its address, or ::
 * @len4: bits of the prefix that is on the link
 * @len6: likewise
 * @rcu: replaced as a whole
 */
struct ovnet_gateway {
	__be32 v4;
	struct in6_addr v6;
	u8 len4;
	u8 len6;
	struct rcu_head rcu;
};

/* What of &struct ovnet_network_config.set is about it. */
#define OVNET_GATEWAY_ATTRS	(BIT_ULL(OVNET_A_NETWORK_GATEWAY4) |	\
				 BIT_ULL(OVNET_A_NETWORK_GATEWAY4_LEN) |	\
				 BIT_ULL(OVNET_A_NETWORK_GATEWAY6) |	\
				 BIT_ULL(OVNET_A_NETWORK_GATEWAY6_LEN))

/* The same on every node: an endpoint that moves keeps its router. */
extern const u8 ovnet_gateway_mac[ETH_ALEN];
extern const struct in6_addr ovnet_gateway_link_local;

bool ovnet_gateway_get_rcu(const struct ovnet_network *network, u16 family,
			   struct ovnet_addr *addr);
bool ovnet_gateway_is_rcu(const struct ovnet_network *network,
			  const struct ovnet_addr *addr);
int ovnet_gateway_make(const struct ovnet_gateway *old,
		       const struct ovnet_network_config *config,
		       struct ovnet_gateway **gateway,
		       struct netlink_ext_ack *extack);
void ovnet_gateway_set(struct ovnet_network *network,
		       struct ovnet_gateway *gateway);

/**
 * ovnet_gateway_of() - the gateway of a network
 * @network: its namespace's mutex is held
 *
 * Return: it, or NULL.
 */
static inline struct ovnet_gateway *
ovnet_gateway_of(const struct ovnet_network *network)
{
	return rcu_dereference_protected(network->gateway,
					 lockdep_is_held(&network->on->lock));
}

#endif /* OVNET_GATEWAY_H */
