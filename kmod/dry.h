/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Dry runs: a frame that is traced takes the way of any other, but &struct
 * ovnet_pkt.dry is set, and every stage notes what it does instead of doing it:
 * nothing is sent, learned, counted, refreshed or told to anybody.
 */
#ifndef OVNET_DRY_H
#define OVNET_DRY_H

#include "ovnet_priv.h"

struct ovnet_route;

/**
 * struct ovnet_dry - what is noted of a frame that is traced
 * @reply: where its steps are put, as nests
 * @of: enum ovnet_step_of: of what the next steps are
 * @learns: its source would be learned where it came from
 * @missed: steps that there was no room for
 * @sent: times that the frame left
 * @answered: times that an answer left
 * @passed: the port's own stack has it
 * @reason: why it, or the answer, was dropped last; OVNET_DROP_NONE: it was not
 */
struct ovnet_dry {
	struct sk_buff *reply;
	u8 of;
	bool learns;
	u32 missed;
	u32 sent;
	u32 answered;
	bool passed;
	enum ovnet_drop_reason reason;
};

/**
 * struct ovnet_dry_outer - the outer headers that a frame would get
 * @underlay: it leaves by
 * @source: of the outer packet
 * @dest: of the outer packet
 * @sport: UDP, big endian
 * @dport: UDP, big endian
 * @vni: of the network
 * @mtu: for what is behind the Ethernet header
 * @sid: of SRv6, the last segment; NULL: it is UDP
 * @nexthdr: of SRv6, behind the outer headers
 */
struct ovnet_dry_outer {
	const struct ovnet_underlay *underlay;
	struct ovnet_addr source;
	struct ovnet_addr dest;
	__be16 sport;
	__be16 dport;
	u32 vni;
	u32 mtu;
	const struct in6_addr *sid;
	u8 nexthdr;
};

bool ovnet_dry_full(const struct ovnet_dry *dry);
void ovnet_dry_run(struct ovnet_pkt *pkt);
void ovnet_dry_guard(const struct ovnet_pkt *pkt);
void ovnet_dry_learn(const struct ovnet_pkt *pkt);
struct ovnet_dst *ovnet_dry_fdb_rcu(const struct ovnet_pkt *pkt,
				    struct ovnet_network *network,
				    const u8 *mac);
bool ovnet_dry_neigh_rcu(const struct ovnet_pkt *pkt,
			 const struct ovnet_network *network,
			 const struct ovnet_addr *addr, u8 *mac);
void ovnet_dry_route(const struct ovnet_pkt *pkt,
		     const struct ovnet_network *network,
		     const struct ovnet_addr *addr,
		     const struct ovnet_route *route);
void ovnet_dry_gateway(const struct ovnet_pkt *pkt,
		       const struct ovnet_addr *addr);
void ovnet_dry_answer(const struct ovnet_pkt *pkt,
		      const struct ovnet_addr *addr, const u8 *mac);
void ovnet_dry_routed(const struct ovnet_pkt *pkt);
void ovnet_dry_flood(const struct ovnet_pkt *pkt);
void ovnet_dry_encap(const struct ovnet_pkt *pkt,
		     const struct ovnet_dry_outer *outer);
void ovnet_dry_mtu(const struct ovnet_pkt *pkt, u32 mtu);
void ovnet_dry_error(const struct ovnet_pkt *pkt, u8 error);
void ovnet_dry_sent(const struct ovnet_pkt *pkt, const struct ovnet_dst *dst);
void ovnet_dry_dropped(const struct ovnet_pkt *pkt,
		       enum ovnet_drop_reason reason);

/* dry_netlink.c */
extern const struct nla_policy ovnet_trace_policy[OVNET_A_TRACE_MAX + 1];
int ovnet_dry_get_doit(struct sk_buff *skb, struct genl_info *info);

/**
 * ovnet_dry_of() - what follows happens to something else
 * @pkt: the frame
 * @of: enum ovnet_step_of
 *
 * Return: what it happened to so far.
 */
static inline u8 ovnet_dry_of(const struct ovnet_pkt *pkt, u8 of)
{
	u8 was = OVNET_STEP_OF_FRAME;

	if (unlikely(pkt->dry)) {
		was = pkt->dry->of;
		pkt->dry->of = of;
	}
	return was;
}

#endif /* OVNET_DRY_H */
