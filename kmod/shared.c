// SPDX-License-Identifier: GPL-2.0
/*
 * Shared underlays: the UDP port is somebody else's, as a rule an in-tree vxlan
 * device's, or nobody's yet. The VNIs of our networks are taken from it on the
 * last step before the sockets and behind the host's own filters, which so hold
 * for us as for a socket. All else passes untouched.
 */
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/udp.h>
#include <net/gso.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>
#include <net/udp.h>
#include <net/vxlan.h>
#include <net/xfrm.h>

#include "pmtu.h"
#include "probe.h"

/* What a packet has behind its IP header if it is for us. */
struct ovnet_shared_headers {
	struct udphdr udp;
	struct vxlanhdr vxlan;
};

/* What UDP demands of a packet before a socket gets it. */
static enum ovnet_drop_reason ovnet_shared_check(struct sk_buff *skb,
						 u16 family)
{
	unsigned int len;

	if (!pskb_may_pull(skb, sizeof(struct udphdr)))
		return OVNET_DROP_OUTER_TRUNCATED;
	len = ntohs(((struct udphdr *)skb->data)->len);
	if (len < sizeof(struct udphdr) || len > skb->len ||
	    pskb_trim_rcsum(skb, len))
		return OVNET_DROP_OUTER_TRUNCATED;
	if (!ovnet_udp_checksum(skb, family))
		return OVNET_DROP_OUTER_CHECKSUM;
	return OVNET_DROP_NONE;
}

/* @skb: data at the UDP header; consumed */
static void ovnet_shared_receive(const struct ovnet_udp *udp,
				 struct sk_buff *skb)
{
	struct ovnet_pkt pkt = { .skb = skb, .on = udp->on };
	enum ovnet_drop_reason reason;

	skb_reset_transport_header(skb);
	reason = ovnet_shared_check(skb, udp->family);
	if (unlikely(reason))
		ovnet_drop(&pkt, reason);
	else
		ovnet_vxlan_receive(udp, skb);
}

/*
 * Datagrams that were put together as those of any UDP flow, by GRO or by
 * UDP_SEGMENT of a neighbour. Of one flow, and so of one VNI.
 */
static void ovnet_shared_segment(const struct ovnet_udp *udp,
				 struct sk_buff *skb)
{
	unsigned int len = skb_transport_header(skb) - skb_mac_header(skb);
	struct ovnet_pkt pkt = { .skb = skb, .on = udp->on };
	struct sk_buff *segs, *next;

	__skb_push(skb, skb->data - skb_mac_header(skb));
	segs = __skb_gso_segment(skb, NETIF_F_SG | NETIF_F_IP_CSUM |
				 NETIF_F_IPV6_CSUM, false);
	if (IS_ERR_OR_NULL(segs)) {
		ovnet_drop(&pkt, OVNET_DROP_SEGMENT);
		return;
	}
	consume_skb(skb);
	skb_list_walk_safe(segs, skb, next) {
		skb_mark_not_on_list(skb);
		__skb_pull(skb, len);
		udp_post_segment_fix_csum(skb);
		ovnet_shared_receive(udp, skb);
	}
}

static bool ovnet_shared_is_train(const struct sk_buff *skb)
{
	return skb_is_gso(skb) &&
	       !(skb_shinfo(skb)->gso_type &
		 (SKB_GSO_UDP_TUNNEL | SKB_GSO_UDP_TUNNEL_CSUM));
}

/* @off: offset of the UDP header. What is not ours is not touched. */
static unsigned int ovnet_shared_udp(const struct ovnet_udp *udp,
				     struct sk_buff *skb, unsigned int off,
				     int iif, int sdif)
{
	const struct ovnet_shared_headers *h;
	struct ovnet_shared_headers buf;

	h = skb_header_pointer(skb, off, sizeof(buf), &buf);
	if (!h || h->udp.dest != udp->port ||
	    !udp_sk_bound_dev_eq(udp->on->net, udp->ifindex, iif, sdif) ||
	    (!ovnet_vxlan_owner(udp, &h->vxlan) &&
	     !ovnet_probe_vxlan_is(&h->vxlan)))
		return NF_ACCEPT;

	if (!xfrm_policy_check(NULL, XFRM_POLICY_IN, skb, udp->family) ||
	    !pskb_may_pull(skb, off + sizeof(buf)))
		return NF_DROP;
	nf_reset_ct(skb);
	skb_orphan(skb);
	skb_set_transport_header(skb, off);
	if (unlikely(ovnet_shared_is_train(skb))) {
		ovnet_shared_segment(udp, skb);
	} else {
		__skb_pull(skb, off);
		ovnet_shared_receive(udp, skb);
	}
	return NF_STOLEN;
}

/* An ICMP error, @off: no socket has the source port of what it quotes. */
static void ovnet_shared_icmp4(const struct ovnet_udp *udp,
			       struct sk_buff *skb, unsigned int off)
{
	const struct icmphdr *icmph;
	struct icmphdr buf;

	icmph = skb_header_pointer(skb, off, sizeof(buf), &buf);
	if (icmph && icmph->type == ICMP_DEST_UNREACH &&
	    !nf_checksum(skb, NF_INET_LOCAL_IN, off, IPPROTO_ICMP, AF_INET))
		ovnet_pmtu_icmp4(udp, skb, off + sizeof(buf));
}

static void ovnet_shared_icmp6(const struct ovnet_udp *udp,
			       struct sk_buff *skb, unsigned int off)
{
	const struct icmp6hdr *icmph;
	struct icmp6hdr buf;

	icmph = skb_header_pointer(skb, off, sizeof(buf), &buf);
	if (icmph && icmph->icmp6_type == ICMPV6_PKT_TOOBIG &&
	    !nf_checksum(skb, NF_INET_LOCAL_IN, off, IPPROTO_ICMPV6, AF_INET6))
		ovnet_pmtu_icmp6(udp, skb, off + sizeof(buf));
}

/**
 * ovnet_shared_in4() - an IPv4 packet is for this host
 * @priv: &struct ovnet_udp
 * @skb: data at the IP header; whole, not a fragment
 * @state: of the hook
 *
 * Context: RCU, softirq.
 * Return: NF_STOLEN if it was ours, or else NF_ACCEPT.
 */
unsigned int ovnet_shared_in4(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	unsigned int off = ip_hdrlen(skb);

	switch (ip_hdr(skb)->protocol) {
	case IPPROTO_UDP:
		return ovnet_shared_udp(priv, skb, off, inet_iif(skb),
					inet_sdif(skb));
	case IPPROTO_ICMP:
		ovnet_shared_icmp4(priv, skb, off);
	}
	return NF_ACCEPT;
}

/**
 * ovnet_shared_in6() - an IPv6 packet is for this host
 * @priv: &struct ovnet_udp
 * @skb: data at the IPv6 header; whole, not a fragment
 * @state: of the hook
 *
 * Extension headers have not been looked at yet, and no tunnel end sends any:
 * what has some is not ours.
 *
 * Context: RCU, softirq.
 * Return: NF_STOLEN if it was ours, or else NF_ACCEPT.
 */
unsigned int ovnet_shared_in6(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	const unsigned int off = sizeof(struct ipv6hdr);

	switch (ipv6_hdr(skb)->nexthdr) {
	case IPPROTO_UDP:
		return ovnet_shared_udp(priv, skb, off, inet6_iif(skb),
					inet6_sdif(skb));
	case IPPROTO_ICMPV6:
		ovnet_shared_icmp6(priv, skb, off);
	}
	return NF_ACCEPT;
}

/**
 * ovnet_shared_open() - begin to take our VNIs from a port
 * @udp: which port, device and family
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_shared_open(struct ovnet_udp *udp, struct netlink_ext_ack *extack)
{
	bool v6 = udp->family == AF_INET6;
	struct net *net = udp->on->net;
	int err;

	udp->hook.hook = v6 ? ovnet_shared_in6 : ovnet_shared_in4;
	udp->hook.pf = v6 ? NFPROTO_IPV6 : NFPROTO_IPV4;
	udp->hook.hooknum = NF_INET_LOCAL_IN;
	udp->hook.priority = v6 ? NF_IP6_PRI_LAST : NF_IP_PRI_LAST;
	udp->hook.priv = udp;
	/* IPv4 has done so by then; IPv6 would do so behind the hook. */
	err = v6 ? nf_defrag_ipv6_enable(net) : 0;
	if (err)
		goto err_out;
	err = nf_register_net_hook(net, &udp->hook);
	if (err)
		goto err_defrag;
	return 0;

err_defrag:
	if (v6)
		nf_defrag_ipv6_disable(net);
err_out:
	ovnet_compat_extack(extack, "No hook to share UDP port %u: error %d",
			    ntohs(udp->port), err);
	return err;
}

/**
 * ovnet_shared_close() - our VNIs are taken no longer
 * @udp: of ovnet_shared_open(); the hook may run until a grace period is over
 */
void ovnet_shared_close(struct ovnet_udp *udp)
{
	nf_unregister_net_hook(udp->on->net, &udp->hook);
	if (udp->family == AF_INET6)
		nf_defrag_ipv6_disable(udp->on->net);
}
