/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What stages look up for a frame. A neighbour's row is then in use, which keeps it
 * from ageing; of a frame that is traced it is only noted.
 */
#ifndef OVNET_LOOKUP_H
#define OVNET_LOOKUP_H

#include "dry.h"
#include "fdb.h"
#include "neigh.h"

/**
 * ovnet_lookup_fdb_rcu() - where does a frame go?
 * @pkt: the frame
 * @network: in this
 * @mac: its destination, unicast
 * @found: result, if there is one and the frame is not traced: its row, for
 *	   ovnet_fdb_use(); else its row is as it was
 *
 * Context: RCU.
 * Return: the place, or NULL if the MAC is unknown.
 */
static inline struct ovnet_dst *
ovnet_lookup_fdb_rcu(const struct ovnet_pkt *pkt, struct ovnet_network *network,
		     const u8 *mac, struct ovnet_fdb_found *found)
{
	if (unlikely(pkt->dry))
		return ovnet_dry_fdb_rcu(pkt, network, mac);
	return ovnet_fdb_where_rcu(network->on, network->id, mac, found);
}

/**
 * ovnet_lookup_neigh_rcu() - who has an address?
 * @pkt: the frame that it is looked up for
 * @network: in this
 * @addr: unicast; zero where an address of its family has nothing
 * @mac: result
 *
 * Context: RCU.
 * Return: whether it is known.
 */
static inline bool ovnet_lookup_neigh_rcu(const struct ovnet_pkt *pkt,
					  const struct ovnet_network *network,
					  const struct ovnet_addr *addr,
					  u8 *mac)
{
	if (unlikely(pkt->dry))
		return ovnet_dry_neigh_rcu(pkt, network, addr, mac);
	return ovnet_neigh_lookup_rcu(network, addr, mac);
}

#endif /* OVNET_LOOKUP_H */
