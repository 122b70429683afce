/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_RESOLVE_H
#define OVNET_RESOLVE_H

#include <linux/ipv6.h>

#include "ovnet_priv.h"

enum ovnet_resolve_kind {
	OVNET_RESOLVE_NONE,	/* neither ARP nor ND */
	OVNET_RESOLVE_INVALID,	/* ... that nobody must believe */
	OVNET_RESOLVE_REQUEST,	/* who has @target? */
	OVNET_RESOLVE_REPLY,	/* @sender is at @mac */
	OVNET_RESOLVE_ROUTER,	/* RFC 4861: an advertisement of a router, or a redirect */
	OVNET_RESOLVE_SOLICIT,	/* who is a router? */
};

/**
 * struct ovnet_resolve - what a frame says in ARP or neighbour discovery
 * @kind: enum ovnet_resolve_kind; the rest is there if it is a request or reply,
 *	  and @sender, as far as it could be read, if it is invalid;
 *	  all but @target if it asks for routers
 * @has_mac: @mac is there
 * @mac: of @sender, as the packet has it
 * @sender: who says it; no family: an address that is only tried
 * @target: who is asked for
 */
struct ovnet_resolve {
	u8 kind;
	bool has_mac;
	u8 mac[ETH_ALEN];
	struct ovnet_addr sender;
	struct ovnet_addr target;
};

void ovnet_resolve_parse(struct ovnet_pkt *pkt, struct ovnet_resolve *said);

/**
 * ovnet_resolve_may_say() - can a frame say something in ARP or ND?
 * @pkt: parsed
 *
 * Return: false if it says nothing.
 */
static inline bool ovnet_resolve_may_say(const struct ovnet_pkt *pkt)
{
	u8 next;

	if (pkt->proto == htons(ETH_P_ARP))
		return true;
	if (pkt->proto != htons(ETH_P_IPV6))
		return false;
	next = ipv6_hdr(pkt->skb)->nexthdr;
	return next != IPPROTO_TCP && next != IPPROTO_UDP;
}

#endif /* OVNET_RESOLVE_H */
