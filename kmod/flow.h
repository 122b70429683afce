/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_FLOW_H
#define OVNET_FLOW_H

#include "ovnet_priv.h"

extern u64 ovnet_flow_secret;

void ovnet_flow_init(void);
u32 ovnet_flow_work_out(struct ovnet_pkt *pkt);

/**
 * ovnet_flow_mix() - hash one word more
 * @hash: of those before, or 0
 * @word: the next
 *
 * A secret multiplier, so that nobody can aim at where another's flow is.
 *
 * Return: the hash; its upper half is the good one.
 */
static inline u64 ovnet_flow_mix(u64 hash, u64 word)
{
	return ((hash ^ hash >> 32) + word) * ovnet_flow_secret;
}

/**
 * ovnet_flow_hash() - the flow of a frame
 * @pkt: parsed
 *
 * Worked out once a packet, and left in the skb for whoever spreads flows
 * behind us: queues, RPS.
 *
 * Context: any that @pkt is used in.
 * Return: a hash; never 0.
 */
static inline u32 ovnet_flow_hash(struct ovnet_pkt *pkt)
{
	return pkt->hash ?: ovnet_flow_work_out(pkt);
}

#endif /* OVNET_FLOW_H */
