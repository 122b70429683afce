// SPDX-License-Identifier: GPL-2.0
/* A word about each frame that is dropped, for those who listen. */
#include <linux/etherdevice.h>
#include <linux/jiffies.h>

#include "fdb.h"

#define OVNET_DROP_EVENT_RATE	100	/* a second, in a namespace */

/* What an event says. */
struct ovnet_drop_what {
	const struct ovnet_pkt *pkt;
	enum ovnet_drop_reason reason;
	u32 missed;
};

static int ovnet_drop_event_fill_from(struct sk_buff *skb,
				      const struct ovnet_dst *in)
{
	const struct ovnet_remote *remote;

	if (ovnet_dst_dev(in))
		return ovnet_dst_put_dev(skb, in, OVNET_A_DROPS_IFINDEX,
					 OVNET_A_DROPS_IFNAME);
	remote = container_of(in, struct ovnet_remote, dst);
	if (nla_put_u32(skb, OVNET_A_DROPS_REMOTE_ID, remote->id) ||
	    nla_put_string(skb, OVNET_A_DROPS_REMOTE_NAME, remote->name))
		return -EMSGSIZE;
	return 0;
}

/* Only of what has been parsed can the Ethernet header be read. */
static int ovnet_drop_event_fill_frame(struct sk_buff *skb,
				       const struct ovnet_pkt *pkt)
{
	const struct ethhdr *eth = (struct ethhdr *)pkt->skb->data;

	if (!pkt->nhoff)
		return 0;
	if (nla_put(skb, OVNET_A_DROPS_DST_MAC, ETH_ALEN, eth->h_dest) ||
	    nla_put(skb, OVNET_A_DROPS_SRC_MAC, ETH_ALEN, eth->h_source) ||
	    nla_put_u16(skb, OVNET_A_DROPS_ETHERTYPE, ntohs(pkt->proto)))
		return -EMSGSIZE;
	return 0;
}

static int ovnet_drop_event_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_drop_what *what = object;
	const struct ovnet_pkt *pkt = what->pkt;

	if (pkt->network &&
	    (nla_put_u32(skb, OVNET_A_DROPS_NETWORK_ID, pkt->network->id) ||
	     nla_put_string(skb, OVNET_A_DROPS_NETWORK_NAME,
			    pkt->network->name)))
		return -EMSGSIZE;
	if (nla_put_string(skb, OVNET_A_DROPS_REASON,
			   ovnet_drop_name(what->reason)) ||
	    nla_put_u32(skb, OVNET_A_DROPS_LENGTH, pkt->skb->len) ||
	    nla_put_u32(skb, OVNET_A_DROPS_MISSED, what->missed))
		return -EMSGSIZE;
	if (pkt->in && ovnet_drop_event_fill_from(skb, pkt->in))
		return -EMSGSIZE;
	return ovnet_drop_event_fill_frame(skb, pkt);
}

/**
 * ovnet_drop_event() - tell whoever listens that a frame is dropped
 * @pkt: whose frame it is
 * @reason: why
 *
 * At most so many a second; the next event says how many were not sent.
 *
 * Context: RCU, softirq or process.
 */
void ovnet_drop_event(const struct ovnet_pkt *pkt,
		      enum ovnet_drop_reason reason)
{
	static const struct ovnet_msg_kind kind = {
		.cmd = OVNET_CMD_DROP_NTF,
		.attr = OVNET_A_DROPS,
		.fill = ovnet_drop_event_fill,
	};
	struct ovnet_drop_what what = { .pkt = pkt, .reason = reason };
	struct ovnet_net *on = pkt->on;

	if (likely(!ovnet_netlink_heard(on->net, OVNET_NETLINK_GROUP_DROPS)))
		return;
	if (!ovnet_bucket_take(&on->drop_events, OVNET_DROP_EVENT_RATE,
			       jiffies)) {
		atomic_inc(&on->drop_missed);
		return;
	}
	what.missed = atomic_xchg(&on->drop_missed, 0);
	ovnet_netlink_notify(on->net, OVNET_NETLINK_GROUP_DROPS, GFP_ATOMIC,
			     OVNET_CMD_DROP_NTF, &kind, &what);
}
