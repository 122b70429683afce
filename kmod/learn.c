// SPDX-License-Identifier: GPL-2.0
/*
 * What is learned from ARP and ND: that who asks or answers has an address, and
 * that who tries one will have it if nobody else has.
 */
#include <linux/etherdevice.h>

#include "addr.h"
#include "gateway.h"
#include "learn.h"
#include "neigh.h"
#include "resolve.h"
#include "route.h"

/* In an l3 network an address is where its route says, and nowhere else. */
static bool ovnet_learn_is_place(const struct ovnet_pkt *pkt,
				 const struct ovnet_addr *addr)
{
	const void *leads;

	if (pkt->network->type == OVNET_NETWORK_TYPE_L2)
		return true;
	leads = addr->family == AF_INET ?
		ovnet_route_lookup4_rcu(pkt->network, addr->v4) :
		ovnet_route_lookup6_rcu(pkt->network, &addr->v6);
	return ovnet_route_dst(leads) == pkt->in;
}

/**
 * ovnet_learn() - remember what a frame says in ARP or ND
 * @pkt: parsed, and let in by the guard; it says something
 *
 * It is believed of its own sender alone. A try of an address counts where the
 * address may come to be; one that comes through a tunnel is its own node's
 * business, or that node's own question.
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_learn(const struct ovnet_pkt *pkt)
{
	const struct ethhdr *eth = (struct ethhdr *)pkt->skb->data;
	const struct ovnet_resolve *said = pkt->said;
	const struct ovnet_addr *addr = &said->sender;
	struct ovnet_neigh_claim claim = {
		.mac = eth->h_source,
		.dst = pkt->in,
		.now = jiffies,
	};

	/* In a VLAN it is a matter of the tenant's. */
	if (pkt->nhoff != ETH_HLEN ||
	    (said->kind != OVNET_RESOLVE_REQUEST &&
	     said->kind != OVNET_RESOLVE_REPLY))
		return;
	if (said->has_mac && !ether_addr_equal(said->mac, eth->h_source))
		return;
	if (!addr->family) {
		if (said->kind != OVNET_RESOLVE_REQUEST ||
		    pkt->in->type == OVNET_DST_REMOTE)
			return;
		claim.tried = true;
		addr = &said->target;
	}
	if (!addr->family || !ovnet_addr_unicast(addr) ||
	    ovnet_gateway_is_rcu(pkt->network, addr) ||
	    !ovnet_learn_is_place(pkt, addr))
		return;
	ovnet_neigh_learn(pkt->network, addr, &claim);
}
