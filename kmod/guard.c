// SPDX-License-Identifier: GPL-2.0
/* The guard: what may come in at all. */
#include <linux/etherdevice.h>
#include <linux/icmpv6.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/jiffies.h>
#include <linux/udp.h>
#include <net/ipv6.h>
#include <net/ndisc.h>

#include "binding.h"
#include "fdb.h"
#include "gateway.h"
#include "guard.h"
#include "lookup.h"

#define OVNET_GUARD_BOOTPS	67	/* RFC 2131: the port of a DHCP server */

static const struct ethhdr *ovnet_guard_eth(const struct ovnet_pkt *pkt)
{
	return (struct ethhdr *)pkt->skb->data;
}

static bool ovnet_guard_is_arp(const struct ovnet_pkt *pkt)
{
	return pkt->proto == htons(ETH_P_ARP);
}

/* A leg may have been moved to where somebody else decides. */
static bool ovnet_guard_is_node(const struct ovnet_pkt *pkt)
{
	return pkt->in->type == OVNET_DST_LEG &&
	       net_eq(dev_net(ovnet_dst_dev(pkt->in)), pkt->on->net);
}

static bool ovnet_guard_from_gateway(const struct ovnet_pkt *pkt)
{
	struct ovnet_addr addr = {};

	if (pkt->proto == htons(ETH_P_IP)) {
		addr.family = AF_INET;
		addr.v4 = ip_hdr(pkt->skb)->saddr;
	} else if (pkt->proto == htons(ETH_P_IPV6)) {
		addr.family = AF_INET6;
		addr.v6 = ipv6_hdr(pkt->skb)->saddr;
	} else {
		return false;
	}
	return ovnet_gateway_is_rcu(pkt->network, &addr);
}

/*
 * Of all networks that have one, whether their ports have bindings or not.
 * Other nodes do send from its address, but neither advertise nor redirect.
 */
static noinline enum ovnet_drop_reason
ovnet_guard_gateway(const struct ovnet_pkt *pkt)
{
	const struct ovnet_resolve *said = pkt->said;
	u8 kind = said ? said->kind : OVNET_RESOLVE_NONE;
	bool bad;

	if (ovnet_guard_is_node(pkt))
		return OVNET_DROP_NONE;
	if (eth_type_vlan(pkt->proto))
		return OVNET_DROP_SPOOF_TAGS;
	bad = ether_addr_equal(ovnet_guard_eth(pkt)->h_source,
			       ovnet_gateway_mac);
	if (pkt->in->type != OVNET_DST_REMOTE || kind == OVNET_RESOLVE_ROUTER)
		bad |= ovnet_guard_from_gateway(pkt);
	if (kind && said->sender.family)
		bad |= ovnet_gateway_is_rcu(pkt->network, &said->sender);
	if (bad)
		return OVNET_DROP_SPOOF_GATEWAY;
	/* Who says it cannot be told here, but may be by a receiver. */
	if (kind == OVNET_RESOLVE_INVALID && !ovnet_guard_is_arp(pkt) &&
	    !said->sender.family)
		return OVNET_DROP_SPOOF_ND;
	return OVNET_DROP_NONE;
}

/* RFC 4291, appendix A: an address that is made from a MAC, from one of ours. */
static bool ovnet_guard_eui64(const struct ovnet_port *port,
			      const struct in6_addr *v6)
{
	const u8 *id = v6->s6_addr + 8;
	u8 mac[ETH_ALEN];

	if (id[3] != 0xff || id[4] != 0xfe)
		return true;
	memcpy(mac, id, 3);
	memcpy(mac + 3, id + 5, 3);
	mac[0] ^= 2;
	return ovnet_binding_has_mac_rcu(port, mac);
}

/* Where the gateway is advertised, nobody else is. */
static bool ovnet_guard_router(const struct ovnet_pkt *pkt)
{
	return READ_ONCE(pkt->network->ra) != OVNET_RA_MODE_OFF &&
	       pkt->said->kind == OVNET_RESOLVE_ROUTER &&
	       !ovnet_guard_is_node(pkt);
}

/*
 * A link-local address is made by the endpoint, not always from its MAC
 * (RFC 7217): any is good that is not known to be somebody else's.
 */
static bool ovnet_guard_link_local(const struct ovnet_pkt *pkt,
				   const struct ovnet_port *port,
				   const struct ovnet_addr *addr)
{
	u8 mac[ETH_ALEN];

	/* A group has such a scope, too. */
	if (addr->family != AF_INET6 ||
	    ipv6_addr_is_multicast(&addr->v6) ||
	    !(ipv6_addr_type(&addr->v6) & IPV6_ADDR_LINKLOCAL) ||
	    ovnet_gateway_is_rcu(pkt->network, addr) ||
	    !ovnet_guard_eui64(port, &addr->v6))
		return false;
	return !ovnet_lookup_neigh_rcu(pkt, pkt->network, addr, mac) ||
	       ether_addr_equal(mac, ovnet_guard_eth(pkt)->h_source);
}

static bool ovnet_guard_owns(const struct ovnet_pkt *pkt,
			     const struct ovnet_port *port,
			     const struct ovnet_addr *addr)
{
	return ovnet_binding_has_addr_rcu(port, ovnet_guard_eth(pkt)->h_source,
					  addr) ||
	       ovnet_guard_link_local(pkt, port, addr);
}

static enum ovnet_drop_reason ovnet_guard_said(const struct ovnet_pkt *pkt,
					       const struct ovnet_port *port)
{
	const struct ovnet_resolve *said = pkt->said;
	const struct ovnet_addr *claimed = &said->sender;
	enum ovnet_drop_reason reason = ovnet_guard_is_arp(pkt) ?
					OVNET_DROP_SPOOF_ARP :
					OVNET_DROP_SPOOF_ND;

	switch (said->kind) {
	case OVNET_RESOLVE_ROUTER:
		return OVNET_DROP_SPOOF_ROUTER;
	case OVNET_RESOLVE_INVALID:
		return reason;
	}
	if (said->has_mac &&
	    !ether_addr_equal(said->mac, ovnet_guard_eth(pkt)->h_source))
		return reason;
	/* Of that, its source is all. */
	if (said->kind == OVNET_RESOLVE_SOLICIT)
		return OVNET_DROP_NONE;
	/*
	 * Only a question may come from nobody. Who asks so wants the address
	 * (RFC 4862, 5.4; RFC 5227), and keeps others that try it from it.
	 */
	if (!claimed->family) {
		if (said->kind != OVNET_RESOLVE_REQUEST)
			return reason;
		claimed = &said->target;
	}
	return ovnet_guard_owns(pkt, port, claimed) ? OVNET_DROP_NONE : reason;
}

/* RFC 2131, 4.1: who has no address yet asks for one. */
static bool ovnet_guard_dhcp(const struct ovnet_pkt *pkt)
{
	const struct iphdr *iph = ip_hdr(pkt->skb);
	const struct udphdr *udph;
	struct udphdr _udph;

	if (iph->daddr != htonl(INADDR_BROADCAST) ||
	    iph->protocol != IPPROTO_UDP || ip_is_fragment(iph))
		return false;
	udph = skb_header_pointer(pkt->skb, pkt->nhoff + iph->ihl * 4,
				  sizeof(_udph), &_udph);
	return udph && udph->dest == htons(OVNET_GUARD_BOOTPS);
}

static bool ovnet_guard_source4(const struct ovnet_pkt *pkt,
				const struct ovnet_port *port)
{
	const struct iphdr *iph = ip_hdr(pkt->skb);
	struct ovnet_addr addr = { .family = AF_INET, .v4 = iph->saddr };

	if (iph->version != 4 || iph->ihl < 5)
		return false;
	return iph->saddr ? ovnet_guard_owns(pkt, port, &addr) :
			    ovnet_guard_dhcp(pkt);
}

/*
 * RFC 4862, 5.4.2, and RFC 3590: who tries an address has none yet, and asks for
 * routers and reports its groups without.
 */
static bool ovnet_guard_unspecified6(const struct ovnet_pkt *pkt)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(pkt->skb);
	u8 next = ip6h->nexthdr;
	const u8 *type;
	__be16 frag = 0;
	u8 _type;
	int off;

	if (!ipv6_addr_is_multicast(&ip6h->daddr))
		return false;
	off = ipv6_skip_exthdr(pkt->skb, pkt->nhoff + sizeof(*ip6h), &next,
			       &frag);
	if (off < 0 || next != IPPROTO_ICMPV6 || frag)
		return false;
	type = skb_header_pointer(pkt->skb, off, sizeof(_type), &_type);
	if (!type)
		return false;
	switch (*type) {
	case NDISC_NEIGHBOUR_SOLICITATION:
	case NDISC_ROUTER_SOLICITATION:
	case ICMPV6_MGM_REPORT:
	case ICMPV6_MLD2_REPORT:
		return true;
	}
	return false;
}

static bool ovnet_guard_source6(const struct ovnet_pkt *pkt,
				const struct ovnet_port *port)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(pkt->skb);
	struct ovnet_addr addr = { .family = AF_INET6, .v6 = ip6h->saddr };

	if (ip6h->version != 6)
		return false;
	return ipv6_addr_any(&ip6h->saddr) ? ovnet_guard_unspecified6(pkt) :
					     ovnet_guard_owns(pkt, port, &addr);
}

/* Some receivers take IP and ARP behind a SNAP header (RFC 1042), too. */
static bool ovnet_guard_snap(const struct ovnet_pkt *pkt)
{
	static const u8 encapsulated[] = { 0xaa, 0xaa, 3, 0, 0, 0 };
	const u8 *llc;
	u8 _llc[sizeof(encapsulated)];

	if (eth_proto_is_802_3(pkt->proto))
		return false;
	llc = skb_header_pointer(pkt->skb, pkt->nhoff, sizeof(_llc), _llc);
	return llc && !memcmp(llc, encapsulated, sizeof(encapsulated));
}

/* What a port with bindings says it is must be one of them; few have any. */
static noinline enum ovnet_drop_reason
ovnet_guard_port(const struct ovnet_pkt *pkt, const struct ovnet_port *port)
{
	enum ovnet_drop_reason reason = OVNET_DROP_NONE;

	if (!ovnet_binding_has_mac_rcu(port, ovnet_guard_eth(pkt)->h_source))
		return OVNET_DROP_SPOOF_MAC;
	if (eth_type_vlan(pkt->proto))
		return OVNET_DROP_SPOOF_TAGS;
	if (pkt->said)
		reason = ovnet_guard_said(pkt, port);
	if (reason)
		return reason;
	if (unlikely(ovnet_guard_snap(pkt)))
		return OVNET_DROP_SPOOF_IP;
	if (pkt->proto == htons(ETH_P_IP) && !ovnet_guard_source4(pkt, port))
		return OVNET_DROP_SPOOF_IP;
	if (pkt->proto == htons(ETH_P_IPV6) && !ovnet_guard_source6(pkt, port))
		return OVNET_DROP_SPOOF_IP;
	return OVNET_DROP_NONE;
}

/**
 * ovnet_guard() - may this frame come in?
 * @pkt: parsed; @pkt->source is set
 *
 * Context: RCU.
 * Return: OVNET_DROP_NONE, or why not.
 */
enum ovnet_drop_reason ovnet_guard(struct ovnet_pkt *pkt)
{
	const struct ethhdr *eth = ovnet_guard_eth(pkt);
	const struct ovnet_port *port = NULL;
	enum ovnet_drop_reason reason;

	if (pkt->in->type == OVNET_DST_PORT) {
		port = container_of(pkt->in, struct ovnet_port, dst);
		reason = ovnet_port_closed(port);
		if (unlikely(reason))
			return reason;
	}
	/* A port's own stack has got those. */
	if (unlikely(is_link_local_ether_addr(eth->h_dest)))
		return OVNET_DROP_LINK_LOCAL;
	if (unlikely(!is_valid_ether_addr(eth->h_source)))
		return OVNET_DROP_SRC_MAC;
	pkt->source = ovnet_fdb_find(pkt->on, pkt->network->id, eth->h_source);
	if (unlikely(pkt->source && !ovnet_guard_is_node(pkt) &&
		     rcu_access_pointer(pkt->source->dst) != pkt->in &&
		     READ_ONCE(pkt->source->state) == OVNET_FDB_STATE_LOCAL))
		return OVNET_DROP_OWN_MAC;
	if (rcu_access_pointer(pkt->network->gateway)) {
		reason = ovnet_guard_gateway(pkt);
		if (unlikely(reason))
			return reason;
	}
	if (unlikely(pkt->said) && ovnet_guard_router(pkt))
		return OVNET_DROP_SPOOF_ROUTER;
	if (port && !list_empty(&port->bindings))
		return ovnet_guard_port(pkt, port);
	return OVNET_DROP_NONE;
}

/**
 * ovnet_guard_flood() - may this frame be flooded?
 * @pkt: parsed
 *
 * Ports have a rate. What comes through a tunnel has met its sender's.
 *
 * Context: RCU.
 * Return: true if it may.
 */
bool ovnet_guard_flood(const struct ovnet_pkt *pkt)
{
	struct ovnet_port *port;
	s64 rate;

	if (pkt->in->type != OVNET_DST_PORT)
		return true;
	port = container_of(pkt->in, struct ovnet_port, dst);
	rate = READ_ONCE(port->flood_rate);
	if (rate == OVNET_PORT_INHERIT)
		rate = READ_ONCE(pkt->network->flood_rate);
	if (unlikely(pkt->dry))
		return ovnet_bucket_has(&port->flood, rate, jiffies);
	if (ovnet_bucket_take(&port->flood, rate, jiffies))
		return true;
	atomic_long_inc(&port->flood_limited);
	return false;
}
