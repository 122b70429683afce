// SPDX-License-Identifier: GPL-2.0
/* Too big: what does not fit is answered (RFC 1191, RFC 8201). */
#include <linux/skbuff.h>

#include "dry.h"
#include "icmp.h"

/**
 * ovnet_toobig_fits() - does a frame, or each of its segments, fit?
 * @pkt: parsed
 * @mtu: for what is behind its Ethernet header and tags
 *
 * Return: true if so.
 */
bool ovnet_toobig_fits(const struct ovnet_pkt *pkt, unsigned int mtu)
{
	const struct sk_buff *skb = pkt->skb;

	if (skb->len - pkt->nhoff <= mtu)
		return true;
	return skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu);
}

/**
 * ovnet_toobig() - a frame does not fit: drop it and tell its sender
 * @pkt: parsed; consumed
 * @mtu: what would fit behind its Ethernet header and tags
 *
 * The sender is told once if the frame is flooded.
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_toobig(struct ovnet_pkt *pkt, unsigned int mtu)
{
	if (unlikely(pkt->dry))
		ovnet_dry_mtu(pkt, mtu);
	/* What was made here has no sender. */
	if (pkt->in && !(pkt->told && *pkt->told) &&
	    ovnet_icmp_send(pkt, OVNET_ICMP_TOO_BIG, mtu) && pkt->told)
		*pkt->told = true;
	ovnet_drop(pkt, OVNET_DROP_TOO_BIG);
}
