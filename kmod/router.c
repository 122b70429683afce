// SPDX-License-Identifier: GPL-2.0
/*
 * The router: of an l3 network for all that is in it, of an l2 network for what
 * is sent to its gateway. TTL and hop limit are decremented once, on the node
 * where a packet comes in. Between two endpoints of an l3 network on one node
 * it is as if they were on one link, and the node at the other end of a tunnel
 * only delivers, unless it has a transit route: then it is one router more.
 */
#include <linux/etherdevice.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ipv6.h>

#include "ask.h"
#include "cache.h"
#include "fdb.h"
#include "gateway.h"
#include "icmp.h"
#include "locator.h"
#include "lookup.h"
#include "multipath.h"
#include "route.h"
#include "router.h"

/* Networks that may pass a packet on to each other. */
#define OVNET_ROUTER_NETWORKS	4

/**
 * ovnet_router_mac() - the router MAC of a node that nobody has given one
 * @mac: result
 * @v4: address of its tunnel end over IPv4, or 0
 * @v6: over IPv6; counts if there is no @v4
 *
 * Both ends work it out: among nodes of our own there is nothing to configure.
 */
void ovnet_router_mac(u8 *mac, __be32 v4, const struct in6_addr *v6)
{
	mac[0] = 0x02;
	mac[1] = 'r';
	memcpy(mac + 2, v4 ? &v4 : &v6->s6_addr32[3], sizeof(v4));
}

/* Where nothing leaves by VXLAN. */
static bool ovnet_router_srv6_mac(const struct ovnet_network *network, u8 *mac)
{
	const struct ovnet_underlay *srv6 = rcu_dereference(network->srv6);

	if (!srv6)
		return false;
	ovnet_locator_router_mac(mac, &rcu_dereference(srv6->config)->locator);
	return true;
}

/**
 * ovnet_router_own_mac() - the router MAC of this node
 * @network: on its underlay
 * @mac: result
 *
 * Context: RCU.
 * Return: false if the network has no underlay, and no use for it.
 */
bool ovnet_router_own_mac(const struct ovnet_network *network, u8 *mac)
{
	const struct ovnet_underlay *underlay =
		rcu_dereference(network->underlay);
	const struct ovnet_underlay_config *config;

	if (!underlay)
		return ovnet_router_srv6_mac(network, mac);
	config = rcu_dereference(underlay->config);
	ovnet_router_mac(mac, config->local4, &config->local6);
	return true;
}

/**
 * ovnet_router_is_own_mac() - is a MAC the router MAC of this node?
 * @network: on its underlay
 * @mac: asked about
 *
 * A node that is reached by IPv6 alone may know us by that address alone.
 *
 * Context: RCU.
 * Return: true if so.
 */
bool ovnet_router_is_own_mac(const struct ovnet_network *network,
			     const u8 *mac)
{
	const struct ovnet_underlay *underlay =
		rcu_dereference(network->underlay);
	const struct ovnet_underlay_config *config;
	u8 own[ETH_ALEN];

	if (!underlay)
		return ovnet_router_srv6_mac(network, own) &&
		       ether_addr_equal(own, mac);
	config = rcu_dereference(underlay->config);
	ovnet_router_mac(own, config->local4, &config->local6);
	if (ether_addr_equal(own, mac))
		return true;
	ovnet_router_mac(own, 0, &config->local6);
	return ether_addr_equal(own, mac);
}

/* The gateway of an l2 network is on each node: none asks another's. */
static bool ovnet_router_is_for_us(const struct ovnet_pkt *pkt)
{
	const struct ethhdr *eth = (struct ethhdr *)pkt->skb->data;

	if (pkt->in->type == OVNET_DST_REMOTE)
		return ovnet_router_is_own_mac(pkt->network, eth->h_dest);
	return ether_addr_equal(eth->h_dest, ovnet_gateway_mac);
}

/* RFC 1812, 5.2.2 and 5.3.7. */
static enum ovnet_drop_reason ovnet_router_check4(struct ovnet_pkt *pkt,
						  struct ovnet_addr *dst)
{
	struct sk_buff *skb = pkt->skb;
	const struct iphdr *iph = ip_hdr(skb);
	unsigned int hlen = iph->ihl * 4, len;

	if (iph->version != 4 || hlen < sizeof(*iph) ||
	    !pskb_may_pull(skb, pkt->nhoff + hlen))
		return OVNET_DROP_IP_HEADER;
	iph = ip_hdr(skb);
	if (ip_fast_csum(iph, iph->ihl))
		return OVNET_DROP_IP_HEADER;
	len = ntohs(iph->tot_len);
	if (!(len == 0 && skb_is_gso(skb)) &&
	    (len < hlen || len > skb->len - pkt->nhoff))
		return OVNET_DROP_IP_HEADER;
	if (ipv4_is_multicast(iph->daddr) || ipv4_is_lbcast(iph->daddr))
		return OVNET_DROP_NOT_UNICAST;
	if (ipv4_is_zeronet(iph->saddr) || ipv4_is_loopback(iph->saddr) ||
	    ipv4_is_multicast(iph->saddr) || ipv4_is_lbcast(iph->saddr) ||
	    ipv4_is_zeronet(iph->daddr) || ipv4_is_loopback(iph->daddr))
		return OVNET_DROP_IP_ADDRESS;
	dst->family = AF_INET;
	dst->v4 = iph->daddr;
	return OVNET_DROP_NONE;
}

/* RFC 4291, 2.5 to 2.7: a link-local address is good for the gateway alone. */
static enum ovnet_drop_reason ovnet_router_check6(struct ovnet_pkt *pkt,
						  struct ovnet_addr *dst)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(pkt->skb);
	unsigned int len = pkt->skb->len - pkt->nhoff - sizeof(*ip6h);
	int from = ipv6_addr_type(&ip6h->saddr);
	int to = ipv6_addr_type(&ip6h->daddr);

	if (ip6h->version != 6 || ntohs(ip6h->payload_len) > len)
		return OVNET_DROP_IP_HEADER;
	if (to & IPV6_ADDR_MULTICAST)
		return OVNET_DROP_NOT_UNICAST;
	if (from == IPV6_ADDR_ANY || to == IPV6_ADDR_ANY ||
	    from & (IPV6_ADDR_MULTICAST | IPV6_ADDR_LOOPBACK) ||
	    to & IPV6_ADDR_LOOPBACK)
		return OVNET_DROP_IP_ADDRESS;
	dst->family = AF_INET6;
	dst->v6 = ip6h->daddr;
	if ((from | to) & IPV6_ADDR_LINKLOCAL &&
	    !ovnet_gateway_is_rcu(pkt->network, dst))
		return OVNET_DROP_IP_ADDRESS;
	return OVNET_DROP_NONE;
}

static enum ovnet_drop_reason ovnet_router_check(struct ovnet_pkt *pkt,
						 struct ovnet_addr *dst)
{
	const struct ethhdr *eth = (struct ethhdr *)pkt->skb->data;
	bool v4 = pkt->proto == htons(ETH_P_IP);

	memset(dst, 0, sizeof(*dst));
	if (pkt->nhoff != ETH_HLEN ||
	    (!v4 && pkt->proto != htons(ETH_P_IPV6)))
		return OVNET_DROP_NOT_IP;
	if (is_multicast_ether_addr(eth->h_dest))
		return OVNET_DROP_NOT_UNICAST;
	if (!ovnet_router_is_for_us(pkt))
		return OVNET_DROP_NOT_ROUTER;
	return v4 ? ovnet_router_check4(pkt, dst) :
		    ovnet_router_check6(pkt, dst);
}

/* What ICMP says that the gateway has no use for is not answered. */
static bool ovnet_router_is_icmp(const struct ovnet_pkt *pkt)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(pkt->skb);

	if (pkt->proto == htons(ETH_P_IP))
		return ip_hdr(pkt->skb)->protocol == IPPROTO_ICMP;
	return ip6h->nexthdr == IPPROTO_ICMPV6 ||
	       ip6h->nexthdr == NEXTHDR_FRAGMENT;
}

/* Drop it, and tell its sender what that can mend, or find out. */
static void ovnet_router_refuse(struct ovnet_pkt *pkt,
				enum ovnet_drop_reason reason)
{
	switch (reason) {
	case OVNET_DROP_NO_BLOCK:
		ovnet_icmp_send(pkt, OVNET_ICMP_NO_ROUTE, 0);
		break;
	case OVNET_DROP_UNREACHABLE:
		ovnet_icmp_send(pkt, OVNET_ICMP_HOST, 0);
		break;
	case OVNET_DROP_PROHIBIT:
		ovnet_icmp_send(pkt, OVNET_ICMP_PROHIBIT, 0);
		break;
	case OVNET_DROP_TTL:
		ovnet_icmp_send(pkt, OVNET_ICMP_TTL, 0);
		break;
	case OVNET_DROP_FOR_GATEWAY:
		if (!ovnet_router_is_icmp(pkt))
			ovnet_icmp_send(pkt, OVNET_ICMP_PORT, 0);
		break;
	default:
		break;
	}
	ovnet_drop(pkt, reason);
}

/* The offset of what ICMP says, and whether its header is there; or 0. */
static unsigned int ovnet_router_icmp4(const struct ovnet_pkt *pkt, bool *first)
{
	const struct iphdr *iph = ip_hdr(pkt->skb);

	if (iph->protocol != IPPROTO_ICMP)
		return 0;
	*first = !(iph->frag_off & htons(IP_OFFSET));
	return pkt->nhoff + iph->ihl * 4;
}

static unsigned int ovnet_router_icmp6(const struct ovnet_pkt *pkt, bool *first)
{
	unsigned int off = pkt->nhoff + sizeof(struct ipv6hdr);
	u8 next = ipv6_hdr(pkt->skb)->nexthdr;
	const struct frag_hdr *fh;
	struct frag_hdr _fh;

	*first = true;
	if (next == NEXTHDR_FRAGMENT) {
		fh = skb_header_pointer(pkt->skb, off, sizeof(_fh), &_fh);
		if (!fh)
			return 0;
		next = fh->nexthdr;
		*first = !(fh->frag_off & htons(IP6_OFFSET));
		off += sizeof(_fh);
	}
	return next == IPPROTO_ICMPV6 ? off : 0;
}

/*
 * The offset of an echo request, or of what may be the rest of one: only who
 * gets all fragments can tell, and drops those whose first was not answered.
 */
static unsigned int ovnet_router_echo(const struct ovnet_pkt *pkt, bool *first)
{
	bool v4 = pkt->proto == htons(ETH_P_IP);
	unsigned int off = v4 ? ovnet_router_icmp4(pkt, first) :
				ovnet_router_icmp6(pkt, first);
	const u8 *type;
	u8 _type;

	if (!off || !*first)
		return off;
	if (pkt->skb->len < off + sizeof(struct icmphdr))
		return 0;
	type = skb_header_pointer(pkt->skb, off, sizeof(_type), &_type);
	return type && *type == (v4 ? ICMP_ECHO : ICMPV6_ECHO_REQUEST) ?
	       off : 0;
}

/* The request goes back as its own reply: addresses swapped, type changed. */
static void ovnet_router_reply(struct ovnet_pkt *pkt, unsigned int off,
			       bool first)
{
	bool v4 = pkt->proto == htons(ETH_P_IP);
	u8 type = v4 ? ICMP_ECHOREPLY : ICMPV6_ECHO_REPLY;
	u8 router[ETH_ALEN];
	struct sk_buff *skb = pkt->skb;
	struct icmphdr *icmph;
	struct ethhdr *eth;

	if (skb_ensure_writable(skb, off + (first ? sizeof(*icmph) : 0))) {
		ovnet_drop(pkt, OVNET_DROP_NO_MEMORY);
		return;
	}
	skb_forward_csum(skb);
	eth = (struct ethhdr *)skb->data;
	ether_addr_copy(router, eth->h_dest);
	ether_addr_copy(eth->h_dest, eth->h_source);
	ether_addr_copy(eth->h_source, router);
	if (v4) {
		swap(ip_hdr(skb)->saddr, ip_hdr(skb)->daddr);
		ip_hdr(skb)->ttl = IPDEFTTL;
		ip_send_check(ip_hdr(skb));
	} else {
		swap(ipv6_hdr(skb)->saddr, ipv6_hdr(skb)->daddr);
		ipv6_hdr(skb)->hop_limit = IPV6_DEFAULT_HOPLIMIT;
	}
	if (!first)
		goto back;
	icmph = (struct icmphdr *)(skb->data + off);
	/* Where it is still to be worked out, it does not depend on the type. */
	if (skb->ip_summed != CHECKSUM_PARTIAL)
		csum_replace2(&icmph->checksum, htons(icmph->type << 8),
			      htons(type << 8));
	icmph->type = type;
back:
	if (unlikely(pkt->dry))
		ovnet_dry_answer(pkt, NULL, NULL);
	ovnet_forward_back(pkt, skb);
}

/* The gateway itself; if the node has its address on a leg, it is the node. */
static void ovnet_router_local(struct ovnet_pkt *pkt,
			       const struct ovnet_addr *addr)
{
	unsigned int off;
	bool first;

	if (unlikely(pkt->dry))
		ovnet_dry_gateway(pkt, addr);
	off = ovnet_router_echo(pkt, &first);
	if (off)
		ovnet_router_reply(pkt, off, first);
	else
		ovnet_router_refuse(pkt, OVNET_DROP_FOR_GATEWAY);
}

static void ovnet_router_decrement(struct ovnet_pkt *pkt)
{
	if (pkt->proto == htons(ETH_P_IP))
		ip_decrease_ttl(ip_hdr(pkt->skb));
	else
		ipv6_hdr(pkt->skb)->hop_limit--;
}

static u8 ovnet_router_ttl(const struct ovnet_pkt *pkt)
{
	return pkt->proto == htons(ETH_P_IP) ? ip_hdr(pkt->skb)->ttl :
					       ipv6_hdr(pkt->skb)->hop_limit;
}

static unsigned int ovnet_router_hlen(const struct ovnet_pkt *pkt)
{
	return pkt->nhoff + (pkt->proto == htons(ETH_P_IP) ?
			     sizeof(struct iphdr) : sizeof(struct ipv6hdr));
}

/* To the node that is at the other end; the router MACs are on the wire. */
static void ovnet_router_by_remote(struct ovnet_router_hop *hop)
{
	const struct ovnet_remote *remote =
		container_of(hop->dst, struct ovnet_remote, dst);

	ether_addr_copy(hop->dest,
			rcu_dereference(remote->target)->router_mac);
	ovnet_router_own_mac(hop->network, hop->source);
}

/* An endpoint of an l2 network, here or behind another node. */
static enum ovnet_drop_reason ovnet_router_by_neigh(const struct ovnet_pkt *pkt,
						    struct ovnet_network *l2,
						    const struct ovnet_addr *addr,
						    struct ovnet_router_hop *hop)
{
	struct ovnet_fdb_found found;

	hop->dst = NULL;
	found.row = NULL;
	if (ovnet_gateway_is_rcu(l2, addr))
		return OVNET_DROP_NONE;
	if (ovnet_lookup_neigh_rcu(pkt, l2, addr, hop->dest))
		hop->dst = ovnet_lookup_fdb_rcu(pkt, l2, hop->dest, &found);
	if (found.row)
		ovnet_fdb_use(&found);
	if (!hop->dst) {
		hop->network = l2;
		return OVNET_DROP_NO_NEIGHBOUR;
	}
	/* Routed packets have the number of the router, in every tunnel. */
	if (hop->dst->type == OVNET_DST_REMOTE)
		ovnet_router_by_remote(hop);
	else
		hop->network = l2;
	return OVNET_DROP_NONE;
}

/* To one of several remotes, or to a SID that the route says. */
static void ovnet_router_by_multipath(const struct ovnet_pkt *pkt,
				      struct ovnet_router_hop *hop)
{
	const struct ovnet_nexthop *nexthop =
		ovnet_multipath_choose_rcu(hop->dst, pkt);

	hop->dst = &nexthop->remote->dst;
	hop->chosen = true;
	if (unlikely(!ipv6_addr_any(&nexthop->sid)))
		hop->sid = &nexthop->sid;
}

/* Where a packet goes on from an l3 network; a few may pass it on. */
static enum ovnet_drop_reason ovnet_router_find(const struct ovnet_pkt *pkt,
						struct ovnet_network *network,
						const struct ovnet_addr *addr,
						struct ovnet_router_hop *hop)
{
	const void *leads;
	int n;

	ether_addr_copy(hop->source, ovnet_gateway_mac);
	for (n = 0; n < OVNET_ROUTER_NETWORKS; n++) {
		leads = addr->family == AF_INET ?
			ovnet_route_lookup4_rcu(network, addr->v4) :
			ovnet_route_lookup6_rcu(network, &addr->v6);
		if (unlikely(pkt->dry))
			ovnet_dry_route(pkt, network, addr,
					ovnet_route_covering_rcu(network, addr));
		hop->network = network;
		hop->dst = ovnet_route_dst(leads);
		/* A leg can have the gateway's address. */
		if (unlikely(ovnet_gateway_is_rcu(network, addr)) &&
		    !(hop->dst && hop->dst->type == OVNET_DST_LEG)) {
			hop->dst = NULL;
			return OVNET_DROP_NONE;
		}
		if (!hop->dst)
			return OVNET_DROP_NO_BLOCK;
		switch (hop->dst->type) {
		case OVNET_DST_REJECT:
			return container_of(hop->dst, struct ovnet_route_reject,
					    dst)->reason;
		case OVNET_DST_PORT:
			return ovnet_lookup_neigh_rcu(pkt, network, addr,
						      hop->dest) ?
			       OVNET_DROP_NONE : OVNET_DROP_NO_NEIGHBOUR;
		case OVNET_DST_LEG:
			ether_addr_copy(hop->dest,
					container_of(hop->dst, struct ovnet_leg,
						     dst)->dev->dev_addr);
			return OVNET_DROP_NONE;
		case OVNET_DST_MULTIPATH:
			ovnet_router_by_multipath(pkt, hop);
			fallthrough;
		case OVNET_DST_REMOTE:
			hop->transit = ovnet_route_is_transit(leads);
			ovnet_router_by_remote(hop);
			return OVNET_DROP_NONE;
		}
		network = container_of(hop->dst, struct ovnet_network, dst);
		if (network->type == OVNET_NETWORK_TYPE_L2)
			return ovnet_router_by_neigh(pkt, network, addr, hop);
	}
	return OVNET_DROP_ROUTE_LOOP;
}

static enum ovnet_drop_reason ovnet_router_start(const struct ovnet_pkt *pkt,
						 const struct ovnet_addr *addr,
						 struct ovnet_router_hop *hop)
{
	struct ovnet_network *router;

	if (pkt->network->type == OVNET_NETWORK_TYPE_L3)
		return ovnet_router_find(pkt, pkt->network, addr, hop);
	/* The gateway of an l2 network is one by itself; others need a router. */
	if (ovnet_gateway_is_rcu(pkt->network, addr))
		return OVNET_DROP_NONE;
	router = rcu_dereference(pkt->network->router);
	return router ? ovnet_router_find(pkt, router, addr, hop) :
			OVNET_DROP_NO_BLOCK;
}

/* Does it leave its link here? What came by a tunnel has done so before, once. */
static bool ovnet_router_leaves(const struct ovnet_pkt *pkt,
				const struct ovnet_router_hop *hop)
{
	if (pkt->in->type == OVNET_DST_REMOTE)
		return hop->transit;
	return hop->dst->type == OVNET_DST_REMOTE ||
	       hop->network != pkt->network ||
	       pkt->network->type == OVNET_NETWORK_TYPE_L2;
}

/* A SID or a choice of remotes is not for all packets with these addresses. */
static bool ovnet_router_may_remember(const struct ovnet_pkt *pkt,
				      const struct ovnet_router_hop *hop)
{
	return pkt->decisions && !hop->sid && !hop->chosen;
}

/* Its headers may be changed; mostly they are its own and in one piece. */
static bool ovnet_router_unshare(const struct ovnet_pkt *pkt)
{
	unsigned int len = ovnet_router_hlen(pkt);

	return (likely(!skb_cloned(pkt->skb)) &&
		likely(skb_headlen(pkt->skb) >= len)) ||
	       !skb_ensure_writable(pkt->skb, len);
}

/*
 * @hop: may be the cache's, which is overwritten by what who gets the packet
 * sends before he is back: not looked at behind that.
 */
static void ovnet_router_send(struct ovnet_pkt *pkt,
			      const struct ovnet_router_hop *hop)
{
	bool leaves = ovnet_router_leaves(pkt, hop);
	struct ethhdr *eth, was;

	if (leaves && ovnet_router_ttl(pkt) <= 1) {
		ovnet_router_refuse(pkt, OVNET_DROP_TTL);
		return;
	}
	if (hop->network != pkt->network) {
		ovnet_forward_listeners(pkt, NULL);
		pkt->out = hop->network;
	}
	if (unlikely(!ovnet_router_unshare(pkt))) {
		ovnet_drop(pkt, OVNET_DROP_NO_MEMORY);
		return;
	}
	/* A sum of the whole frame would not be that any more. */
	skb_forward_csum(pkt->skb);
	eth = (struct ethhdr *)pkt->skb->data;
	was = *eth;
	pkt->was = &was;
	ether_addr_copy(eth->h_source, hop->source);
	ether_addr_copy(eth->h_dest, hop->dest);
	if (leaves)
		ovnet_router_decrement(pkt);
	pkt->transit = hop->transit;
	pkt->sid = hop->sid;
	if (unlikely(pkt->dry))
		ovnet_dry_routed(pkt);
	ovnet_forward_deliver(pkt, hop->dst);
}

static void ovnet_router_decided(struct ovnet_pkt *pkt,
				 const struct ovnet_router_hop *hop)
{
	if (ovnet_router_may_remember(pkt, hop))
		ovnet_cache_insert(pkt, NULL, hop);
	ovnet_router_send(pkt, hop);
}

/*
 * Somebody may have the address who has not been heard of. While that is asked
 * its sender is told nothing: TCP would give up at once.
 */
static void ovnet_router_ask(struct ovnet_pkt *pkt,
			     const struct ovnet_router_hop *hop,
			     const struct ovnet_addr *addr)
{
	/* Of several networks on the way, its gateway may be the only one. */
	if (hop->network != pkt->network)
		pkt->out = hop->network;
	if (ovnet_ask(pkt, hop->network, addr, hop->dst))
		ovnet_icmp_send(pkt, OVNET_ICMP_HOST, 0);
	ovnet_drop(pkt, OVNET_DROP_NO_NEIGHBOUR);
}

/**
 * ovnet_router() - route a packet
 * @pkt: parsed, and ovnet_router_wants() it; consumed
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_router(struct ovnet_pkt *pkt)
{
	struct ovnet_router_hop hop = {};
	enum ovnet_drop_reason reason;
	struct ovnet_addr addr;

	reason = ovnet_router_check(pkt, &addr);
	if (unlikely(reason)) {
		ovnet_drop(pkt, reason);
		return;
	}
	reason = ovnet_router_start(pkt, &addr, &hop);
	if (unlikely(reason == OVNET_DROP_NO_NEIGHBOUR))
		ovnet_router_ask(pkt, &hop, &addr);
	else if (unlikely(reason))
		ovnet_router_refuse(pkt, reason);
	else if (unlikely(!hop.dst))
		ovnet_router_local(pkt, &addr);
	else
		ovnet_router_decided(pkt, &hop);
}

/*
 * What ovnet_router_check() asks of each packet of a flow. It has no options, and
 * addresses that have been looked at.
 */
static bool ovnet_router_is_whole(const struct ovnet_pkt *pkt)
{
	const struct sk_buff *skb = pkt->skb;
	unsigned int have = skb->len - ETH_HLEN;
	const struct iphdr *iph = ip_hdr(skb);
	unsigned int len;

	if (pkt->proto != htons(ETH_P_IP))
		return ntohs(ipv6_hdr(skb)->payload_len) <=
		       have - sizeof(struct ipv6hdr);
	len = ntohs(iph->tot_len);
	return !ip_fast_csum(iph, sizeof(*iph) >> 2) &&
	       ((len >= sizeof(*iph) && len <= have) ||
		(!len && skb_is_gso(skb)));
}

/**
 * ovnet_router_again() - route a packet as one before it
 * @pkt: parsed, and ovnet_cache_find() knows it; consumed
 * @hop: how
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_router_again(struct ovnet_pkt *pkt,
			const struct ovnet_router_hop *hop)
{
	if (likely(ovnet_router_is_whole(pkt)))
		ovnet_router_send(pkt, hop);
	else
		ovnet_drop(pkt, OVNET_DROP_IP_HEADER);
}
