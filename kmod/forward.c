// SPDX-License-Identifier: GPL-2.0
/*
 * The way of a frame, from whatever it came in by to whatever it leaves by.
 * Reads like the picture in docs/packet-path.md.
 */
#include <linux/etherdevice.h>
#include <linux/ipv6.h>
#include <linux/rculist.h>

#include "answer.h"
#include "cache.h"
#include "checksum.h"
#include "dry.h"
#include "encap.h"
#include "express.h"
#include "fdb.h"
#include "guard.h"
#include "lookup.h"
#include "learn.h"
#include "router.h"

static bool ovnet_forward_learns(const struct ovnet_pkt *pkt)
{
	const struct ovnet_port *port;

	switch (pkt->in->type) {
	case OVNET_DST_PORT:
		port = container_of(pkt->in, struct ovnet_port, dst);
		if (READ_ONCE(port->learning) != OVNET_PORT_INHERIT)
			return READ_ONCE(port->learning);
		return READ_ONCE(pkt->network->learning);
	case OVNET_DST_LEG:
		/* Its own address has a row; others are behind it. */
		return READ_ONCE(pkt->network->learning);
	case OVNET_DST_REMOTE:
		return READ_ONCE(pkt->network->learning_remote);
	}
	return false;
}

static __always_inline void ovnet_forward_out(struct ovnet_pkt *pkt,
					      struct ovnet_dst *dst)
{
	/* Of two endpoints behind a port, a router stands between. */
	if (unlikely(dst == pkt->in) && !pkt->was) {
		ovnet_drop(pkt, OVNET_DROP_SAME_PORT);
		return;
	}
	switch (dst->type) {
	case OVNET_DST_PORT:
		ovnet_port_send(container_of(dst, struct ovnet_port, dst), pkt);
		return;
	case OVNET_DST_LEG:
		ovnet_leg_receive(container_of(dst, struct ovnet_leg, dst),
				  pkt);
		return;
	case OVNET_DST_REMOTE:
		if (likely(!pkt->in || pkt->in->type != OVNET_DST_REMOTE) ||
		    pkt->transit)
			ovnet_express_xmit(container_of(dst, struct ovnet_remote,
							dst), pkt);
		else
			ovnet_drop(pkt, OVNET_DROP_SPLIT_HORIZON);
		return;
	}
}

/**
 * ovnet_forward_back() - answer a frame by the way that it came
 * @pkt: the frame, parsed; not consumed
 * @skb: a frame with the same headers in the same places; consumed
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_forward_back(const struct ovnet_pkt *pkt, struct sk_buff *skb)
{
	u8 of = ovnet_dry_of(pkt, OVNET_STEP_OF_ANSWER);
	struct ovnet_pkt reply = *pkt;
	bool told = true;

	reply.skb = skb;
	reply.out = NULL;
	reply.sid = NULL;
	reply.flood = false;
	/* Another flow than what is answered, if it is in the same skb. */
	reply.hash = 0;
	skb_clear_hash(skb);
	reply.told = &told;	/* nobody is told of our own answers */
	switch (pkt->in->type) {
	case OVNET_DST_PORT:
		ovnet_port_send(container_of(pkt->in, struct ovnet_port, dst),
				&reply);
		break;
	case OVNET_DST_LEG:
		ovnet_leg_receive(container_of(pkt->in, struct ovnet_leg, dst),
				  &reply);
		break;
	case OVNET_DST_REMOTE:
		ovnet_express_xmit(container_of(pkt->in, struct ovnet_remote,
						dst), &reply);
		break;
	}
	ovnet_dry_of(pkt, of);
}

static void ovnet_forward_copy(const struct ovnet_pkt *pkt,
			       struct ovnet_dst *dst)
{
	struct ovnet_pkt copy = *pkt;

	if (unlikely(pkt->dry && ovnet_dry_full(pkt->dry))) {
		pkt->dry->missed++;
		return;
	}
	copy.skb = skb_clone(pkt->skb, GFP_ATOMIC);
	if (copy.skb)
		ovnet_forward_out(&copy, dst);
	else if (pkt->dry)
		ovnet_dry_dropped(pkt, OVNET_DROP_NO_MEMORY);
	else
		ovnet_drop_count(pkt->on, pkt->network, OVNET_DROP_NO_MEMORY);
}

/**
 * ovnet_forward_listeners() - who listens to everything gets a copy
 * @pkt: parsed; not consumed
 * @dst: where it goes, or NULL
 *
 * A leg does that is promiscuous, as tcpdump makes it.
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_forward_listeners(const struct ovnet_pkt *pkt,
			     const struct ovnet_dst *dst)
{
	struct ovnet_leg *leg;
	u8 of;

	list_for_each_entry_rcu(leg, &ovnet_pkt_out(pkt)->legs, node)
		if (unlikely(READ_ONCE(leg->dev->flags) & IFF_PROMISC) &&
		    &leg->dst != dst && &leg->dst != pkt->in) {
			of = ovnet_dry_of(pkt, OVNET_STEP_OF_COPY);
			ovnet_forward_copy(pkt, &leg->dst);
			ovnet_dry_of(pkt, of);
		}
}

static noinline void ovnet_forward_heard(struct ovnet_pkt *pkt,
					 struct ovnet_dst *dst)
{
	ovnet_forward_listeners(pkt, dst);
	ovnet_forward_out(pkt, dst);
}

static __always_inline void ovnet_forward_to(struct ovnet_pkt *pkt,
					     struct ovnet_dst *dst)
{
	if (list_empty(&ovnet_pkt_out(pkt)->legs))
		ovnet_forward_out(pkt, dst);
	else
		ovnet_forward_heard(pkt, dst);
}

/**
 * ovnet_forward_deliver() - a frame goes to one place
 * @pkt: parsed; consumed
 * @dst: the place
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_forward_deliver(struct ovnet_pkt *pkt, struct ovnet_dst *dst)
{
	ovnet_forward_to(pkt, dst);
}

static bool ovnet_forward_floods_to(const struct ovnet_port *port,
				    bool unknown)
{
	return !ovnet_port_closed(port) && netif_running(port->dev) &&
	       netif_carrier_ok(port->dev) &&
	       (!unknown || READ_ONCE(port->unknown_unicast));
}

/* Copies go to all but the last, which gets the frame itself. */
static struct ovnet_dst *ovnet_forward_next(const struct ovnet_pkt *pkt,
					    struct ovnet_dst *last,
					    struct ovnet_dst *next)
{
	if (next == pkt->in)
		return last;
	if (last)
		ovnet_forward_copy(pkt, last);
	return next;
}

static struct ovnet_dst *ovnet_forward_here(const struct ovnet_pkt *pkt,
					    bool unknown)
{
	unsigned int leg_flags = unknown ? IFF_UP | IFF_PROMISC : IFF_UP;
	struct ovnet_network *network = pkt->network;
	struct ovnet_dst *last = NULL;
	struct ovnet_port *port;
	struct ovnet_leg *leg;

	list_for_each_entry_rcu(port, &network->ports, node)
		if (ovnet_forward_floods_to(port, unknown))
			last = ovnet_forward_next(pkt, last, &port->dst);
	list_for_each_entry_rcu(leg, &network->legs, node)
		if ((READ_ONCE(leg->dev->flags) & leg_flags) == leg_flags)
			last = ovnet_forward_next(pkt, last, &leg->dst);
	return last;
}

static struct ovnet_dst *ovnet_forward_there(const struct ovnet_pkt *pkt,
					     struct ovnet_dst *last)
{
	struct ovnet_member *member;

	list_for_each_entry_rcu(member, &pkt->network->members, network_node)
		if (ovnet_remote_is_there(member->remote))
			last = ovnet_forward_next(pkt, last,
						  &member->remote->dst);
	return last;
}

/* To all ports, legs and members; what came from a tunnel, into no tunnel. */
static void ovnet_forward_flood(struct ovnet_pkt *pkt, bool unknown)
{
	struct ovnet_dst *last;
	bool told = false;

	if (!ovnet_guard_flood(pkt)) {
		ovnet_drop(pkt, OVNET_DROP_FLOOD_RATE);
		return;
	}
	pkt->told = &told;
	pkt->flood = true;
	if (unlikely(pkt->dry))
		ovnet_dry_flood(pkt);

	last = ovnet_forward_here(pkt, unknown);
	if (pkt->in->type != OVNET_DST_REMOTE)
		last = ovnet_forward_there(pkt, last);
	if (last)
		ovnet_forward_out(pkt, last);
	else
		ovnet_drop(pkt, OVNET_DROP_FLOOD_NOWHERE);
}

/* A frame that is traced has passed the guard. */
static void ovnet_forward_dry(const struct ovnet_pkt *pkt)
{
	ovnet_dry_guard(pkt);
	if (pkt->network->type == OVNET_NETWORK_TYPE_L2 &&
	    ovnet_forward_learns(pkt))
		ovnet_dry_learn(pkt);
}

/* Where a frame came from is where its source is, and who it says that it is. */
static void ovnet_forward_learn(struct ovnet_pkt *pkt, const struct ethhdr *eth)
{
	if (pkt->network->type == OVNET_NETWORK_TYPE_L2)
		ovnet_fdb_learn(pkt->network, eth->h_source, pkt->in,
				pkt->source);
	if (unlikely(pkt->said))
		ovnet_learn(pkt);
}

/**
 * ovnet_forward_spread() - a frame that we have made goes to many
 * @pkt: the frame; consumed
 * @there: to all members; else to all ports and legs
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_forward_spread(struct ovnet_pkt *pkt, bool there)
{
	struct ovnet_dst *last;

	pkt->flood = true;
	last = there ? ovnet_forward_there(pkt, NULL) :
		       ovnet_forward_here(pkt, false);
	if (last)
		ovnet_forward_out(pkt, last);
	else
		consume_skb(pkt->skb);
}

/* All tables are asked; what they say may be remembered. */
static noinline void ovnet_forward_decide(struct ovnet_pkt *pkt)
{
	enum ovnet_drop_reason reason;
	struct ovnet_fdb_found found;
	const struct ethhdr *eth;
	struct ovnet_dst *dst;

	reason = ovnet_guard(pkt);
	if (unlikely(reason)) {
		ovnet_drop(pkt, reason);
		return;
	}
	eth = (struct ethhdr *)pkt->skb->data;
	if (unlikely(pkt->dry))
		ovnet_forward_dry(pkt);
	else if (ovnet_forward_learns(pkt))
		ovnet_forward_learn(pkt, eth);
	if (unlikely(pkt->said) && ovnet_answer(pkt))
		return;
	if (ovnet_router_wants(pkt, eth->h_dest)) {
		ovnet_router(pkt);
		return;
	}
	if (is_multicast_ether_addr(eth->h_dest)) {
		ovnet_forward_flood(pkt, false);
		return;
	}
	found.row = NULL;
	dst = ovnet_lookup_fdb_rcu(pkt, pkt->network, eth->h_dest, &found);
	if (!dst) {
		ovnet_forward_flood(pkt, true);
		return;
	}
	if (pkt->decisions && found.row)
		ovnet_cache_insert(pkt, found.row, NULL);
	ovnet_forward_deliver(pkt, dst);
	if (found.row)
		ovnet_fdb_use(&found);
}

/* As packets before it, if there were any like it. */
static __always_inline void ovnet_forward_as(struct ovnet_pkt *pkt, bool v6)
{
	const struct ovnet_cache_entry *entry = ovnet_cache_find(pkt, v6);

	if (!entry) {
		ovnet_forward_decide(pkt);
		return;
	}
	if (likely(entry->row)) {
		ovnet_forward_to(pkt, rcu_dereference(entry->row->dst));
		return;
	}
	ovnet_router_again(pkt, &entry->hop);
}

static noinline void ovnet_forward_go6(struct ovnet_pkt *pkt)
{
	ovnet_forward_as(pkt, true);
}

static __always_inline void ovnet_forward_go(struct ovnet_pkt *pkt)
{
	if (pkt->proto == htons(ETH_P_IPV6))
		ovnet_forward_go6(pkt);
	else
		ovnet_forward_as(pkt, false);
}

/* Few say anything, and what they say takes room on the stack. */
static noinline void ovnet_forward_what_speaks(struct ovnet_pkt *pkt)
{
	struct ovnet_resolve said;

	ovnet_resolve_parse(pkt, &said);
	if (said.kind)
		pkt->said = &said;
	ovnet_forward_decide(pkt);
}

static void ovnet_forward_begin(struct ovnet_pkt *pkt)
{
	if (unlikely(ovnet_resolve_may_say(pkt)))
		ovnet_forward_what_speaks(pkt);
	else
		ovnet_forward_go(pkt);
}

/* Its sender has left the checksum to the device. */
static noinline void ovnet_forward_partial(struct ovnet_pkt *pkt)
{
	enum ovnet_drop_reason reason = ovnet_checksum_settle(pkt);

	if (unlikely(reason))
		ovnet_drop(pkt, reason);
	else
		ovnet_forward_begin(pkt);
}

/**
 * ovnet_forward() - all that happens to a frame between in and out
 * @pkt: parsed; consumed
 *
 * What follows it is called last, on the way of most frames: so it has no
 * registers to save.
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_forward(struct ovnet_pkt *pkt)
{
	if (pkt->skb->ip_summed == CHECKSUM_PARTIAL)
		ovnet_forward_partial(pkt);
	else
		ovnet_forward_begin(pkt);
}
