// SPDX-License-Identifier: GPL-2.0
/* The way in through a tunnel, once it has said which network and remote. */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/inet_ecn.h>
#include <net/ip.h>

#include "encap.h"
#include "mss.h"
#include "parse.h"
#include "srv6.h"

static void ovnet_encap_set_ecn(struct ovnet_pkt *pkt, bool ce)
{
	struct sk_buff *skb = pkt->skb;

	if (pkt->proto == htons(ETH_P_IP)) {
		if (ce)
			IP_ECN_set_ce(ip_hdr(skb));
		else
			IP_ECN_set_ect1(ip_hdr(skb));
	} else {
		if (ce)
			IP6_ECN_set_ce(skb, ipv6_hdr(skb));
		else
			IP6_ECN_set_ect1(skb, ipv6_hdr(skb));
	}
}

/* RFC 6040, 4.2: what the outer header says of congestion goes inside. */
static enum ovnet_drop_reason ovnet_encap_ecn(struct ovnet_pkt *pkt, u8 outer)
{
	unsigned int len = pkt->nhoff;
	bool ce = false;
	u8 inner;
	int err;

	if (pkt->proto == htons(ETH_P_IP))
		len += sizeof(struct iphdr);
	else if (pkt->proto == htons(ETH_P_IPV6))
		len += sizeof(struct ipv6hdr);
	else
		return OVNET_DROP_NONE;

	inner = ovnet_parse_dsfield(pkt);
	err = __INET_ECN_decapsulate(outer, inner, &ce);
	if (err > 1)
		return OVNET_DROP_ECN;
	if (err || (!ce && (outer & INET_ECN_MASK) != INET_ECN_ECT_1))
		return OVNET_DROP_NONE;
	if ((inner & INET_ECN_MASK) == (ce ? INET_ECN_CE : INET_ECN_ECT_1))
		return OVNET_DROP_NONE;
	/* A clone, such as tcpdump's, must not see the change. */
	if (skb_ensure_writable(pkt->skb, len))
		return OVNET_DROP_NO_MEMORY;
	ovnet_encap_set_ecn(pkt, ce);
	return OVNET_DROP_NONE;
}

/* What goes back has to fit, too. */
static bool ovnet_encap_clamp(struct ovnet_pkt *pkt)
{
	int syn = ovnet_mss_syn(pkt);

	return !syn ||
	       ovnet_mss_clamp(pkt, syn,
			       ovnet_encap_mtu(container_of(pkt->in,
							    struct ovnet_remote,
							    dst), pkt));
}

static __always_inline void ovnet_encap_in(struct ovnet_pkt *pkt)
{
	struct pcpu_sw_netstats __percpu *stats;

	skb_clear_tstamp(pkt->skb);
	ovnet_stats_add_rx(container_of(pkt->in, struct ovnet_remote,
					dst)->stats, pkt->skb->len);
	stats = ovnet_network_stats(pkt->network);
	if (stats)
		ovnet_stats_add_rx(stats, pkt->skb->len);
	ovnet_forward(pkt);
}

/* Something in it may have to be changed. */
static noinline void ovnet_encap_receive_changed(struct ovnet_pkt *pkt,
						 u8 dsfield)
{
	enum ovnet_drop_reason reason = ovnet_encap_ecn(pkt, dsfield);

	if (likely(!reason) && unlikely(READ_ONCE(pkt->network->mss_clamp)) &&
	    !ovnet_encap_clamp(pkt))
		reason = OVNET_DROP_NO_MEMORY;
	if (unlikely(reason))
		ovnet_drop(pkt, reason);
	else
		ovnet_encap_in(pkt);
}

/**
 * ovnet_encap_receive() - a frame has come out of a tunnel
 * @pkt: parsed; its network and the remote that it is from are set; consumed
 * @dsfield: DSCP and ECN of the outer header
 *
 * Context: RCU, softirq.
 */
void ovnet_encap_receive(struct ovnet_pkt *pkt, u8 dsfield)
{
	/* Of what an outer header says only ECT(1) and CE go inside. */
	if (likely(!(dsfield & INET_ECN_ECT_1) &&
		   !READ_ONCE(pkt->network->mss_clamp)))
		ovnet_encap_in(pkt);
	else
		ovnet_encap_receive_changed(pkt, dsfield);
}

/**
 * ovnet_encap_admit_dry() - would a frame of a remote be let in?
 * @pkt: its network and the remote that it is from are set
 *
 * As the remote would be sent to.
 *
 * Context: RCU.
 * Return: OVNET_DROP_NONE, or why not.
 */
enum ovnet_drop_reason ovnet_encap_admit_dry(struct ovnet_pkt *pkt)
{
	const struct ovnet_remote *remote =
		container_of(pkt->in, struct ovnet_remote, dst);

	return ovnet_srv6_carries(pkt->network, remote, NULL) ?
	       ovnet_srv6_admit_dry(pkt) : ovnet_vxlan_admit_dry(pkt);
}
