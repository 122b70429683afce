/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_PMTU_H
#define OVNET_PMTU_H

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

void ovnet_pmtu_remember(struct ovnet_target *target, __be16 sport,
			 const u8 *frame);
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

#endif /* OVNET_PMTU_H */
