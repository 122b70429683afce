// SPDX-License-Identifier: GPL-2.0
/*
 * UDP tunnels: sockets that receive, routes, and the outer UDP and IP headers.
 * The headers are written here and not by udp_tunnel_xmit_skb() because the
 * outer packet must leave untracked: no host NAT rule may rewrite a tunnel.
 */
#include <linux/etherdevice.h>
#include <linux/ipv6.h>
#include <net/addrconf.h>
#include <net/inet_ecn.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ip6_route.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/route.h>
#include <net/rtnetlink.h>
#include <net/udp.h>
#include <net/udp_tunnel.h>
#include <net/vxlan.h>

#include "early.h"
#include "ovnet_priv.h"

/* The in-tree device that has the port, to name it in a refusal. */
static struct net_device *ovnet_udp_vxlan_dev(struct net *net, __be16 port)
{
	struct net_device *dev;

	ASSERT_RTNL();
	for_each_netdev(net, dev) {
		struct vxlan_dev *vxlan;

		if (!netif_is_vxlan(dev))
			continue;
		vxlan = netdev_priv(dev);
		if (vxlan->cfg.dst_port == port)
			return dev;
	}
	return NULL;
}

static void ovnet_udp_refuse(struct ovnet_net *on, __be16 port, int err,
			     struct netlink_ext_ack *extack)
{
	const struct ovnet_udp *udp;
	struct net_device *dev;

	if (err == -EADDRINUSE) {
		dev = ovnet_udp_vxlan_dev(on->net, port);
		list_for_each_entry(udp, &on->udps, node) {
			if (udp->port != port || udp->shared)
				continue;
			ovnet_compat_extack(extack,
					    "UDP port %u is an underlay's already, on another device or on all",
					    ntohs(port));
			return;
		}
		if (dev)
			ovnet_compat_extack(extack,
					    "UDP port %u is taken by the vxlan device %s; see shared",
					    ntohs(port), dev->name);
		else
			ovnet_compat_extack(extack,
					    "UDP port %u is taken by another program: ss -lunp",
					    ntohs(port));
		return;
	}
	ovnet_compat_extack(extack, "No socket on UDP port %u: error %d",
			    ntohs(port), err);
}

/* A socket that is ours alone. */
static int ovnet_udp_open(struct ovnet_udp *udp, struct netlink_ext_ack *extack)
{
	struct udp_tunnel_sock_cfg tunnel = {
		.sk_user_data = udp,
		.encap_type = 1,
		.encap_rcv = ovnet_vxlan_rcv,
		.encap_err_lookup = ovnet_vxlan_err_lookup,
		.gro_receive = ovnet_vxlan_gro_receive,
		.gro_complete = ovnet_vxlan_gro_complete,
	};
	struct udp_port_cfg config = {
		.family = udp->family,
		.local_udp_port = udp->port,
		.bind_ifindex = udp->ifindex,
	};
	struct net *net = udp->on->net;
	struct socket *sock;
	int err;

	if (udp->family == AF_INET6) {
		config.ipv6_v6only = 1;
		/* Whether zero will do is the underlay's to say. */
		config.use_udp6_rx_checksums = 0;
	}
	err = udp_sock_create(net, &config, &sock);
	if (err) {
		ovnet_udp_refuse(udp->on, udp->port, err, extack);
		return err;
	}
	udp->sk = sock->sk;
	/* What fits on the way is ours to know, see pmtu.c. */
	if (udp->family == AF_INET)
		ip_sock_set_mtu_discover(udp->sk, IP_PMTUDISC_PROBE);
	udp_allow_gso(udp->sk);
	ovnet_compat_udp_sock_setup(net, udp->sk, &tunnel);
	err = ovnet_early_open(udp, extack);
	if (err) {
		ovnet_compat_udp_sock_release(udp->sk);
		return err;
	}
	ovnet_compat_udp_notify(udp->sk, true);
	return 0;
}

/**
 * ovnet_udp_get() - what receives for a family, port and device
 * @on: namespace
 * @family: AF_INET or AF_INET6
 * @port: big endian
 * @ifindex: device or VRF, or 0
 * @shared: the port is not ours alone: no socket, see shared.c
 * @extack: for the refusal
 *
 * Bound to all addresses: which one a packet was sent to is checked for each
 * packet, so that addresses may come and go.
 *
 * Context: RTNL and the namespace mutex.
 * Return: it, to be given back by ovnet_udp_put(), or an error, with extack.
 */
struct ovnet_udp *ovnet_udp_get(struct ovnet_net *on, u16 family, __be16 port,
				int ifindex, bool shared,
				struct netlink_ext_ack *extack)
{
	struct ovnet_udp *udp;
	int err;

	lockdep_assert_held(&on->lock);
	list_for_each_entry(udp, &on->udps, node) {
		if (udp->family == family && udp->port == port &&
		    udp->ifindex == ifindex && udp->shared == shared) {
			udp->users++;
			return udp;
		}
	}

	udp = kzalloc(sizeof(*udp), GFP_KERNEL_ACCOUNT);
	if (!udp)
		return ERR_PTR(-ENOMEM);

	udp->on = on;
	udp->family = family;
	udp->port = port;
	udp->ifindex = ifindex;
	udp->shared = shared;
	udp->users = 1;
	err = shared ? ovnet_shared_open(udp, extack) :
		       ovnet_udp_open(udp, extack);
	if (err) {
		kfree(udp);
		return ERR_PTR(err);
	}
	list_add(&udp->node, &on->udps);
	return udp;
}

/**
 * ovnet_udp_put() - give back what receives; the last one closes it
 * @udp: from ovnet_udp_get(), or NULL; no reader may still find it in an
 *	 underlay
 *
 * Context: RTNL and the namespace mutex.
 */
void ovnet_udp_put(struct ovnet_udp *udp)
{
	if (!udp || --udp->users)
		return;
	list_del(&udp->node);
	if (udp->shared) {
		ovnet_shared_close(udp);
	} else {
		ovnet_early_close(udp);
		ovnet_compat_udp_notify(udp->sk, false);
		ovnet_compat_udp_sock_release(udp->sk);
	}
	kfree_rcu(udp, rcu);
}

/**
 * ovnet_udp_push_ports() - tell a device which ports carry tunnels
 * @on: namespace
 * @dev: to be told
 * @add: that we use them, or no longer
 *
 * Context: RTNL.
 */
void ovnet_udp_push_ports(struct ovnet_net *on, struct net_device *dev,
			  bool add)
{
	struct ovnet_udp *udp;

	/* RTNL keeps the list: sockets come and go under both locks. */
	ASSERT_RTNL();
	list_for_each_entry(udp, &on->udps, node)
		if (!udp->shared)
			ovnet_compat_udp_push(dev, udp->sk, add);
}

/* The caches of a target hold routes of one underlay: the first that asks. */
static bool ovnet_udp_cacheable(const struct ovnet_underlay *underlay,
				struct ovnet_target *target)
{
	struct ovnet_underlay *u = (struct ovnet_underlay *)underlay;
	struct ovnet_underlay *owner = READ_ONCE(target->cached_for);

	if (likely(owner == u))
		return true;
	return !owner && !cmpxchg(&target->cached_for, NULL, u);
}

/**
 * ovnet_udp_route4() - the way to a target over IPv4
 * @on: namespace
 * @underlay: whose packets
 * @saddr: their source
 * @target: where to
 * @dry: leave its cache alone
 *
 * Context: RCU.
 * Return: route with a reference, or an error.
 */
struct rtable *ovnet_udp_route4(struct ovnet_net *on,
				const struct ovnet_underlay *underlay,
				__be32 saddr, struct ovnet_target *target,
				bool dry)
{
	bool cache = !dry && ovnet_udp_cacheable(underlay, target);
	struct flowi4 fl4 = {
		.flowi4_oif = underlay->ifindex,
		.flowi4_proto = IPPROTO_UDP,
		.daddr = target->v4,
		.saddr = saddr,
		.fl4_dport = target->port ?: underlay->port,
	};
	struct rtable *rt;
	__be32 cached;

	if (cache) {
		rt = dst_cache_get_ip4(&target->cache4, &cached);
		if (rt && cached == saddr)
			return rt;
		if (rt)
			ip_rt_put(rt);
	}
	rt = ip_route_output_key(on->net, &fl4);
	if (!IS_ERR(rt) && cache)
		dst_cache_set_ip4(&target->cache4, &rt->dst, saddr);
	return rt;
}

/**
 * ovnet_udp_route6() - the way to a target over IPv6
 * @on: namespace
 * @underlay: whose packets
 * @udp: what has their socket, if there is one
 * @saddr: their source
 * @target: where to
 * @dry: leave its cache alone
 *
 * Context: RCU.
 * Return: route with a reference, or an error.
 */
struct dst_entry *ovnet_udp_route6(struct ovnet_net *on,
				   const struct ovnet_underlay *underlay,
				   const struct ovnet_udp *udp,
				   const struct in6_addr *saddr,
				   struct ovnet_target *target, bool dry)
{
	bool cache = !dry && ovnet_udp_cacheable(underlay, target);
	struct flowi6 fl6 = {
		.flowi6_oif = underlay->ifindex,
		.flowi6_proto = IPPROTO_UDP,
		.daddr = target->v6,
		.saddr = *saddr,
		.fl6_dport = target->port ?: underlay->port,
	};
	struct in6_addr cached;
	struct dst_entry *dst;

	if (cache) {
		dst = dst_cache_get_ip6(&target->cache6, &cached);
		if (dst && ipv6_addr_equal(&cached, saddr))
			return dst;
		dst_release(dst);
	}
	/* Unlike IPv4's, the lookup does not ask whether the source is ours. */
	if (!ipv6_chk_addr(on->net, saddr, NULL, 0))
		return ERR_PTR(-EADDRNOTAVAIL);
	dst = ip6_dst_lookup_flow(on->net, udp->sk, &fl6, NULL);
	if (!IS_ERR(dst) && cache)
		dst_cache_set_ip6(&target->cache6, dst, saddr);
	return dst;
}

static void ovnet_udp_header(struct sk_buff *skb, __be16 sport, __be16 dport)
{
	struct udphdr *uh;

	__skb_push(skb, sizeof(*uh));
	skb_reset_transport_header(skb);
	uh = udp_hdr(skb);
	uh->source = sport;
	uh->dest = dport;
	uh->len = htons(skb->len);
}

/**
 * ovnet_udp_checksum() - check a datagram as UDP does
 * @skb: data at the UDP header, which is in the linear part
 * @family: AF_INET or AF_INET6
 *
 * A checksum that is right is good for what is inside, too. Whether none will
 * do over IPv6 is the underlay's to say.
 *
 * Return: false if it is wrong.
 */
bool ovnet_udp_checksum(struct sk_buff *skb, u16 family)
{
	__sum16 check = ((struct udphdr *)skb->data)->check;

	if (family == AF_INET) {
		if (skb_checksum_validate_zero_check(skb, IPPROTO_UDP, check,
						     inet_compute_pseudo))
			return false;
		if (check)
			skb_checksum_try_convert(skb, IPPROTO_UDP,
						 inet_compute_pseudo);
		return true;
	}
	if (skb_checksum_validate_zero_check(skb, IPPROTO_UDP, check,
					     ip6_compute_pseudo))
		return false;
	if (check)
		skb_checksum_try_convert(skb, IPPROTO_UDP, ip6_compute_pseudo);
	return true;
}

/**
 * ovnet_udp_xmit4() - send a packet in UDP over IPv4
 * @skb: at what UDP carries; headroom for the rest is there; consumed
 * @sk: socket, for the output hooks, or NULL
 * @rt: route; its reference is taken over
 * @saddr: source
 * @daddr: destination
 * @tos: of the outer header
 * @ttl: of the outer header
 * @df: IP_DF or 0
 * @sport: UDP source port
 * @dport: UDP destination port
 * @csum: with a UDP checksum
 * @fragment: 0: it fits; or what the fragments may have at most; or
 *	      OVNET_UDP_WHOLE
 *
 * Should the host believe in less than we do, it fragments what we say fits.
 *
 * Context: RCU.
 */
void ovnet_udp_xmit4(struct sk_buff *skb, struct sock *sk, struct rtable *rt,
		     __be32 saddr, __be32 daddr, u8 tos, u8 ttl, __be16 df,
		     __be16 sport, __be16 dport, bool csum,
		     unsigned int fragment)
{
	struct net *net = dev_net(rt->dst.dev);
	struct iphdr *iph;

	ovnet_udp_header(skb, sport, dport);
	udp_set_csum(!csum, skb, saddr, daddr, skb->len);
	ovnet_udp_scrub(skb, net);
	skb->ignore_df = fragment != OVNET_UDP_WHOLE;
	skb_dst_set(skb, &rt->dst);
	memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
	if (skb->ignore_df)
		IPCB(skb)->frag_max_size = fragment;

	__skb_push(skb, sizeof(*iph));
	skb_reset_network_header(skb);
	iph = ip_hdr(skb);
	iph->version = 4;
	iph->ihl = sizeof(*iph) >> 2;
	iph->tos = tos;
	iph->frag_off = df;
	iph->ttl = ttl;
	iph->protocol = IPPROTO_UDP;
	iph->saddr = saddr;
	iph->daddr = daddr;
	__ip_select_ident(net, iph, skb_shinfo(skb)->gso_segs ?: 1);

	ip_local_out(net, sk, skb);
}

/**
 * ovnet_udp_direct4() - send a packet in UDP over IPv4, past the host's stack
 * @skb: at what UDP carries; headroom for the rest is there; consumed
 * @n: who gets it first
 * @saddr: source
 * @daddr: destination
 * @tos: of the outer header
 * @ttl: of the outer header
 * @df: IP_DF or 0
 * @sport: UDP source port
 * @dport: UDP destination port
 * @csum: with a UDP checksum
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_udp_direct4(struct sk_buff *skb, struct neighbour *n, __be32 saddr,
		       __be32 daddr, u8 tos, u8 ttl, __be16 df, __be16 sport,
		       __be16 dport, bool csum)
{
	struct net *net = dev_net(n->dev);
	struct iphdr *iph;

	ovnet_udp_header(skb, sport, dport);
	udp_set_csum(!csum, skb, saddr, daddr, skb->len);
	ovnet_udp_scrub(skb, net);

	iph = __skb_push(skb, sizeof(*iph));
	skb_reset_network_header(skb);
	iph->version = 4;
	iph->ihl = sizeof(*iph) >> 2;
	iph->tos = tos;
	iph->tot_len = htons(skb->len);
	iph->frag_off = df;
	iph->ttl = ttl;
	iph->protocol = IPPROTO_UDP;
	iph->saddr = saddr;
	iph->daddr = daddr;
	/* RFC 6864, 4.1: what is never fragmented needs no id. */
	if (df)
		iph->id = 0;
	else
		__ip_select_ident(net, iph, skb_shinfo(skb)->gso_segs ?: 1);
	iph->check = 0;
	iph->check = ip_fast_csum(iph, sizeof(*iph) >> 2);

	skb->protocol = htons(ETH_P_IP);
	skb->dev = n->dev;
	ovnet_output(n, skb);
}

/**
 * ovnet_udp_direct6() - send a packet in UDP over IPv6, past the host's stack
 * @skb: at what UDP carries; headroom for the rest is there; consumed
 * @n: who gets it first
 * @saddr: source
 * @daddr: destination
 * @tclass: traffic class
 * @ttl: hop limit
 * @label: flow label
 * @sport: UDP source port
 * @dport: UDP destination port
 * @csum: with a UDP checksum
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_udp_direct6(struct sk_buff *skb, struct neighbour *n,
		       const struct in6_addr *saddr,
		       const struct in6_addr *daddr, u8 tclass, u8 ttl,
		       __be32 label, __be16 sport, __be16 dport, bool csum)
{
	ovnet_udp_header(skb, sport, dport);
	udp6_set_csum(!csum, skb, saddr, daddr, skb->len);
	ovnet_udp_direct_out6(skb, n, saddr, daddr, tclass, ttl, label,
			      IPPROTO_UDP);
}

/**
 * ovnet_udp_out6() - send a packet with an outer IPv6 header
 * @skb: at what comes behind it; headroom is there; consumed
 * @sk: socket, for the output hooks, or NULL
 * @dst: route; its reference is taken over
 * @saddr: source
 * @daddr: destination
 * @tclass: traffic class
 * @ttl: hop limit
 * @label: flow label
 * @nexthdr: what comes behind it
 * @fragment: 0: it fits; or what the fragments may have at most; or
 *	      OVNET_UDP_WHOLE
 *
 * Context: RCU.
 */
void ovnet_udp_out6(struct sk_buff *skb, struct sock *sk,
		    struct dst_entry *dst, const struct in6_addr *saddr,
		    const struct in6_addr *daddr, u8 tclass, u8 ttl,
		    __be32 label, u8 nexthdr, unsigned int fragment)
{
	struct net *net = dev_net(dst->dev);

	ovnet_udp_scrub(skb, net);
	skb->ignore_df = fragment != OVNET_UDP_WHOLE;
	skb_dst_set(skb, dst);
	memset(IP6CB(skb), 0, sizeof(*IP6CB(skb)));
	if (fragment && skb->ignore_df)
		IP6CB(skb)->frag_max_size = min(fragment, dst_mtu(dst));

	ovnet_udp_push6(skb, saddr, daddr, tclass, ttl, label, nexthdr);
	ip6_local_out(net, sk, skb);
}

/**
 * ovnet_udp_xmit6() - send a packet in UDP over IPv6
 * @skb: at what UDP carries; headroom for the rest is there; consumed
 * @sk: socket, for the output hooks, or NULL
 * @dst: route; its reference is taken over
 * @saddr: source
 * @daddr: destination
 * @tclass: traffic class
 * @ttl: hop limit
 * @label: flow label
 * @sport: UDP source port
 * @dport: UDP destination port
 * @csum: with a UDP checksum
 * @fragment: 0: it fits; or what the fragments may have at most; or
 *	      OVNET_UDP_WHOLE
 *
 * Context: RCU.
 */
void ovnet_udp_xmit6(struct sk_buff *skb, struct sock *sk,
		     struct dst_entry *dst, const struct in6_addr *saddr,
		     const struct in6_addr *daddr, u8 tclass, u8 ttl,
		     __be32 label, __be16 sport, __be16 dport, bool csum,
		     unsigned int fragment)
{
	ovnet_udp_header(skb, sport, dport);
	udp6_set_csum(!csum, skb, saddr, daddr, skb->len);
	ovnet_udp_out6(skb, sk, dst, saddr, daddr, tclass, ttl, label,
		       IPPROTO_UDP, fragment);
}
