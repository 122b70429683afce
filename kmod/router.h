/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_ROUTER_H
#define OVNET_ROUTER_H

#include <linux/etherdevice.h>

#include "gateway.h"

/**
 * struct ovnet_router_hop - how a packet goes on
 * @network: that it leaves by
 * @dst: where to; NULL: to the gateway itself
 * @sid: that it is sent to by SRv6, if the route says so; else NULL
 * @chosen: of several remotes, for its flow
 * @transit: to a remote, by a route that is also for what came from one
 * @dest: MAC
 * @source: MAC
 */
struct ovnet_router_hop {
	struct ovnet_network *network;
	struct ovnet_dst *dst;
	const struct in6_addr *sid;
	bool chosen;
	bool transit;
	u8 dest[ETH_ALEN];
	u8 source[ETH_ALEN];
};

void ovnet_router_mac(u8 *mac, __be32 v4, const struct in6_addr *v6);
bool ovnet_router_own_mac(const struct ovnet_network *network, u8 *mac);
bool ovnet_router_is_own_mac(const struct ovnet_network *network,
			     const u8 *mac);
void ovnet_router(struct ovnet_pkt *pkt);
void ovnet_router_again(struct ovnet_pkt *pkt,
			const struct ovnet_router_hop *hop);

/**
 * ovnet_router_wants() - is a frame for the router?
 * @pkt: parsed
 * @dest: its destination
 *
 * In an l3 network all are; in an l2 network those for its gateway.
 *
 * Context: RCU.
 * Return: true if so.
 */
static inline bool ovnet_router_wants(const struct ovnet_pkt *pkt,
				      const u8 *dest)
{
	if (pkt->network->type == OVNET_NETWORK_TYPE_L3)
		return true;
	return unlikely(rcu_access_pointer(pkt->network->gateway)) &&
	       ether_addr_equal(dest, ovnet_gateway_mac);
}

#endif /* OVNET_ROUTER_H */
