// SPDX-License-Identifier: GPL-2.0
/* The guard: what may come in at all. */
#include <linux/etherdevice.h>
#include <linux/jiffies.h>

#include "fdb.h"

/**
 * ovnet_guard() - may this frame come in?
 * @pkt: parsed; @pkt->source is set
 *
 * Context: RCU.
 * Return: OVNET_DROP_NONE, or why not.
 */
enum ovnet_drop_reason ovnet_guard(struct ovnet_pkt *pkt)
{
	const struct ethhdr *eth = (struct ethhdr *)pkt->skb->data;

	if (pkt->in->type == OVNET_DST_PORT &&
	    !READ_ONCE(container_of(pkt->in, struct ovnet_port, dst)->open))
		return OVNET_DROP_PORT_BLOCKED;
	/* A port's own stack has got those. */
	if (unlikely(is_link_local_ether_addr(eth->h_dest)))
		return OVNET_DROP_LINK_LOCAL;
	if (unlikely(!is_valid_ether_addr(eth->h_source)))
		return OVNET_DROP_SRC_MAC;
	pkt->source = ovnet_fdb_find(pkt->on, pkt->network->id, eth->h_source);
	if (unlikely(pkt->source && pkt->in->type != OVNET_DST_LEG &&
		     READ_ONCE(pkt->source->state) == OVNET_FDB_STATE_LOCAL))
		return OVNET_DROP_OWN_MAC;
	return OVNET_DROP_NONE;
}

/**
 * ovnet_guard_flood() - may this frame be flooded?
 * @pkt: parsed
 *
 * Ports have a rate. What comes through a tunnel has met its sender's.
 *
 * Context: RCU.
 * Return: true if it may.
 */
bool ovnet_guard_flood(const struct ovnet_pkt *pkt)
{
	struct ovnet_port *port;
	s64 rate;

	if (pkt->in->type != OVNET_DST_PORT)
		return true;
	port = container_of(pkt->in, struct ovnet_port, dst);
	rate = READ_ONCE(port->flood_rate);
	if (rate == OVNET_PORT_INHERIT)
		rate = READ_ONCE(pkt->network->flood_rate);
	if (ovnet_bucket_take(&port->flood, rate, jiffies))
		return true;
	atomic_long_inc(&port->flood_limited);
	return false;
}
