/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_PMTU_H
#define OVNET_PMTU_H

#include <linux/hash.h>
#include <linux/unaligned.h>

#include "ovnet_priv.h"

/**
 * struct ovnet_pmtu_way - what fits on a way
 * @mtu: of the outer packet
 * @fragment: fragment what does not: the sender is not to be told
 */
struct ovnet_pmtu_way {
	unsigned int mtu;
	bool fragment;
};

unsigned int ovnet_pmtu_route4(const struct dst_entry *dst);
unsigned int ovnet_pmtu_route6(const struct dst_entry *dst);
void ovnet_pmtu_way4(const struct ovnet_underlay *underlay,
		     const struct ovnet_target *target,
		     const struct dst_entry *dst, struct ovnet_pmtu_way *way);
void ovnet_pmtu_way6(const struct ovnet_underlay *underlay,
		     const struct ovnet_target *target,
		     const struct dst_entry *dst, struct ovnet_pmtu_way *way);
void ovnet_pmtu_way_srv6(const struct ovnet_target *target,
			 const struct dst_entry *dst,
			 struct ovnet_pmtu_way *way);
void ovnet_pmtu_learn6(struct ovnet_pmtu *pmtu, u32 mtu,
		       const struct net *net);
bool ovnet_pmtu_icmp4(const struct ovnet_udp *udp, const struct sk_buff *skb,
		      int quote);
bool ovnet_pmtu_icmp6(const struct ovnet_udp *udp, const struct sk_buff *skb,
		      int quote);
u32 ovnet_pmtu_learned(const struct ovnet_target *target, u64 *expires);
void ovnet_pmtu_forget(struct ovnet_target *target);

/**
 * ovnet_pmtu_is_hosts() - does the host know better?
 * @underlay: whose packets
 * @target: where to
 *
 * Nobody asks us about packets to a port that is not our own: then the host's
 * belief is better than none.
 *
 * Return: true if so.
 */
static inline bool
ovnet_pmtu_is_hosts(const struct ovnet_underlay *underlay,
		    const struct ovnet_target *target)
{
	return unlikely(target->port) && target->port != underlay->port &&
	       !underlay->shared;
}

/* Of a flow: its source port, and the MAC addresses of the inner frame. */
static inline u32 ovnet_pmtu_print(__be16 sport, const u8 *macs)
{
	u64 words = get_unaligned((const u64 *)macs) * GOLDEN_RATIO_64;

	words ^= get_unaligned((const u32 *)(macs + 8));
	words ^= (u64)(__force u16)sport << 32;
	return (words * GOLDEN_RATIO_64) >> 32 | 1;	/* 0: no flow */
}

/**
 * ovnet_pmtu_remember() - a frame is sent to a target
 * @target: where to
 * @sport: UDP source port
 * @frame: the inner frame
 *
 * Some flows are known at any time, the last with each of their source ports:
 * an error about one of them is enough. Who does not see our packets would have
 * to guess 31 bits.
 *
 * Context: RCU.
 */
static inline void ovnet_pmtu_remember(struct ovnet_target *target,
				       __be16 sport, const u8 *frame)
{
	u32 *slot = &target->sent[ntohs(sport) % OVNET_PMTU_FLOWS];
	u32 print = ovnet_pmtu_print(sport, frame);

	if (READ_ONCE(*slot) != print)
		WRITE_ONCE(*slot, print);
}

#endif /* OVNET_PMTU_H */
