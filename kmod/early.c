// SPDX-License-Identifier: GPL-2.0
/*
 * Past the host's IP stack, the way in: a VXLAN packet for one of our sockets
 * is taken by a netfilter hook as soon as IP has checked its header. Whatever is
 * not as usual goes on as it was, and comes to the socket: that way decides,
 * counts and says what is wrong, and this one knows nothing that it does not.
 *
 * What the host's routes make of a packet (is it for us, may it come from there
 * by this device) is asked once a second for each remote, device and network,
 * and when the routes change.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/udp.h>
#include <net/addrconf.h>
#include <net/ip6_route.h>
#include <net/route.h>
#include <net/vxlan.h>

#include "cache.h"
#include "early.h"
#include "encap.h"
#include "express.h"
#include "fast.h"
#include "vxlan.h"

static bool ovnet_early_ask4(struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);
	bool local;

	if (ovnet_compat_route_input4(skb, iph->daddr, iph->saddr, iph->tos,
				      skb->dev))
		return false;
	local = skb_rtable(skb)->rt_type == RTN_LOCAL;
	skb_dst_drop(skb);
	return local;
}

static bool ovnet_early_ask6(const struct ovnet_net *on, struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	struct flowi6 fl6 = {
		.flowi6_iif = skb->dev->ifindex,
		.flowi6_mark = skb->mark,
		.flowi6_proto = ip6h->nexthdr,
		.daddr = ip6h->daddr,
		.saddr = ip6h->saddr,
		.flowlabel = ip6_flowinfo(ip6h),
	};
	struct dst_entry *dst;
	bool local;

	dst = ip6_route_input_lookup(on->net, skb->dev, &fl6, skb,
				     RT6_LOOKUP_F_HAS_SADDR);
	local = !dst->error &&
		container_of(dst, struct rt6_info, dst)->rt6i_flags & RTF_LOCAL;
	dst_release(dst);
	return local;
}

/* Would the host take it as its own? */
static bool ovnet_early_ask(const struct ovnet_udp *udp, struct sk_buff *skb)
{
	return udp->family == AF_INET ? ovnet_early_ask4(skb) :
					ovnet_early_ask6(udp->on, skb);
}

/*
 * @family is known to the compiler in what follows: nothing is left of the
 * other one.
 */
static __always_inline int ovnet_early_genid(const struct net *net, u16 family)
{
	return family == AF_INET ? rt_genid_ipv4(net) : rt_genid_ipv6(net);
}

static __always_inline const u8 *ovnet_early_addrs(const struct sk_buff *skb,
						   u16 family)
{
	return skb_network_header(skb) +
	       (family == AF_INET ? offsetof(struct iphdr, saddr) :
				    offsetof(struct ipv6hdr, saddr));
}

/* Is it as others were that came this way a moment ago? */
static __always_inline bool
ovnet_early_knows(const struct ovnet_cache_way *way,
		  const struct ovnet_udp *udp, const struct sk_buff *skb,
		  const struct vxlanhdr *vh, unsigned long generation,
		  u16 family)
{
	const u8 *addrs = ovnet_early_addrs(skb, family);

	return way->generation == generation &&
	       way->udp == udp && way->vni == vh->vx_vni &&
	       way->addrs[0] == ovnet_cache_word(addrs) &&
	       (family == AF_INET ||
		!memcmp(&way->addrs[1], addrs + 8, 3 * sizeof(u64))) &&
	       way->ifindex == skb->dev->ifindex && way->mark == skb->mark &&
	       way->genid == ovnet_early_genid(udp->on->net, family) &&
	       ovnet_cache_is_before(way->until);
}

/* It is looked up, and what is found remembered. */
static noinline bool ovnet_early_find(struct ovnet_cache_way *way,
				      const struct ovnet_udp *udp,
				      struct sk_buff *skb,
				      const struct vxlanhdr *vh,
				      unsigned long generation)
{
	const u8 *addrs = ovnet_early_addrs(skb, udp->family);
	int genid = ovnet_early_genid(udp->on->net, udp->family);
	struct ovnet_pkt pkt = { .skb = skb, .on = udp->on };
	struct ovnet_vxlan_outer outer;

	ovnet_vxlan_read_outer(skb, udp->family, &outer);
	if (ovnet_vxlan_admit(&pkt, udp, &outer,
			      be32_to_cpu(vxlan_vni(vh->vx_vni))) ||
	    !ovnet_early_ask(udp, skb))
		return false;
	way->generation = generation;
	way->udp = udp;
	way->vni = vh->vx_vni;
	way->addrs[0] = ovnet_cache_word(addrs);
	if (udp->family == AF_INET6)
		memcpy(&way->addrs[1], addrs + 8, 3 * sizeof(u64));
	way->ifindex = skb->dev->ifindex;
	way->mark = skb->mark;
	way->genid = genid;
	way->until = jiffies + HZ;
	way->network = pkt.network;
	way->remote = container_of(pkt.in, struct ovnet_remote, dst);
	return true;
}

/*
 * Which network and remote, and would the host have let it in? @vh: in the
 * linear part; data at the UDP header. NULL: it would not.
 */
static __always_inline const struct ovnet_cache_way *
ovnet_early_admit(const struct ovnet_udp *udp, struct sk_buff *skb,
		  const struct vxlanhdr *vh, u16 family)
{
	/* Pairs with ovnet_cache_flush(). */
	unsigned long generation = smp_load_acquire(&udp->on->epoch);
	struct ovnet_cache_way *way;

	way = ovnet_cache_way_slot(ovnet_early_addrs(skb, family),
				   (__force u32)vh->vx_vni,
				   family == AF_INET6);
	if (likely(ovnet_early_knows(way, udp, skb, vh, generation, family)) ||
	    ovnet_early_find(way, udp, skb, vh, generation))
		return way;
	return NULL;
}

/* What only the stack can do with it. */
static __always_inline bool ovnet_early_is_usual(const struct ovnet_udp *udp,
						 const struct sk_buff *skb)
{
	const struct net_device *dev = skb->dev;

	if (skb->pkt_type != PACKET_HOST || netif_is_l3_slave(dev) ||
	    (udp->ifindex && udp->ifindex != dev->ifindex) ||
	    ovnet_encap_from_inside(dev) || ovnet_encap_is_bridged(skb))
		return false;
	/* Datagrams that were put together as those of any UDP flow. */
	return !skb_is_gso(skb) ||
	       skb_shinfo(skb)->gso_type & (SKB_GSO_UDP_TUNNEL |
					    SKB_GSO_UDP_TUNNEL_CSUM);
}

/* @off: of the UDP header, in the linear part, as what is behind it. */
static __always_inline unsigned int
ovnet_early_take(const struct ovnet_udp *udp, struct sk_buff *skb,
		 unsigned int off, u16 family)
{
	const struct udphdr *uh = (struct udphdr *)(skb->data + off);
	const struct vxlanhdr *vh = (struct vxlanhdr *)(uh + 1);
	const struct ovnet_cache_way *way;

	if (ntohs(uh->len) != skb->len - off ||
	    !(vh->vx_flags & VXLAN_HF_VNI) ||
	    !ovnet_early_is_usual(udp, skb) ||
	    (family == AF_INET6 && !uh->check))
		return NF_ACCEPT;
	__skb_pull(skb, off);
	way = ovnet_early_admit(udp, skb, vh, family);
	if (likely(way))
		return family == AF_INET ?
		       ovnet_express_accept4(way, skb, off) :
		       ovnet_express_accept6(way, skb, off);
	__skb_push(skb, off);
	return NF_ACCEPT;
}

/**
 * ovnet_early_in4() - an IPv4 packet came
 * @priv: &struct ovnet_udp
 * @skb: data at the IP header, which has been checked
 * @state: of the hook
 *
 * Context: RCU, softirq.
 * Return: NF_STOLEN if it was taken, NF_DROP if IPsec refuses it, or else
 *	   NF_ACCEPT.
 */
static unsigned int ovnet_early_in4(void *priv, struct sk_buff *skb,
				    const struct nf_hook_state *state)
{
	const struct iphdr *iph = ip_hdr(skb);
	const struct ovnet_udp *udp = priv;
	const unsigned int off = sizeof(*iph);

	if (iph->protocol != IPPROTO_UDP || iph->ihl != sizeof(*iph) >> 2 ||
	    ip_is_fragment(iph) || !pskb_may_pull(skb, off + VXLAN_HLEN) ||
	    ((struct udphdr *)(skb->data + off))->dest != udp->port ||
	    !ovnet_fast_in(udp->on, AF_INET))
		return NF_ACCEPT;
	return ovnet_early_take(udp, skb, off, AF_INET);
}

/**
 * ovnet_early_in6() - an IPv6 packet came
 * @priv: &struct ovnet_udp
 * @skb: data at the IPv6 header, which has been checked
 * @state: of the hook
 *
 * Context: RCU, softirq.
 * Return: NF_STOLEN if it was taken, NF_DROP if IPsec refuses it, or else
 *	   NF_ACCEPT.
 */
static unsigned int ovnet_early_in6(void *priv, struct sk_buff *skb,
				    const struct nf_hook_state *state)
{
	const unsigned int off = sizeof(struct ipv6hdr);
	const struct ovnet_udp *udp = priv;

	if (ipv6_hdr(skb)->nexthdr != IPPROTO_UDP ||
	    !pskb_may_pull(skb, off + VXLAN_HLEN) ||
	    ((struct udphdr *)(skb->data + off))->dest != udp->port ||
	    !ovnet_fast_in(udp->on, AF_INET6))
		return NF_ACCEPT;
	return ovnet_early_take(udp, skb, off, AF_INET6);
}

static void ovnet_early_count(const struct ovnet_udp *udp, int n)
{
	u16 *hooks = udp->family == AF_INET ? &udp->on->hooks4 :
					      &udp->on->hooks6;

	lockdep_assert_held(&udp->on->lock);
	WRITE_ONCE(*hooks, *hooks + n);
}

/**
 * ovnet_early_open() - take what is for a socket of ours early
 * @udp: which; it has its socket
 * @extack: for the refusal
 *
 * Context: RTNL and the namespace mutex.
 * Return: 0 or an error, with extack.
 */
int ovnet_early_open(struct ovnet_udp *udp, struct netlink_ext_ack *extack)
{
	bool v6 = udp->family == AF_INET6;
	int err;

	udp->hook.hook = v6 ? ovnet_early_in6 : ovnet_early_in4;
	udp->hook.pf = v6 ? NFPROTO_IPV6 : NFPROTO_IPV4;
	udp->hook.hooknum = NF_INET_PRE_ROUTING;
	udp->hook.priority = v6 ? NF_IP6_PRI_FIRST : NF_IP_PRI_FIRST;
	udp->hook.priv = udp;
	err = nf_register_net_hook(udp->on->net, &udp->hook);
	if (err) {
		ovnet_compat_extack(extack,
				    "No hook on UDP port %u: error %d",
				    ntohs(udp->port), err);
		return err;
	}
	ovnet_early_count(udp, 1);
	return 0;
}

/**
 * ovnet_early_close() - nothing is taken early any more
 * @udp: of ovnet_early_open(); the hook may run until a grace period is over
 *
 * Context: RTNL and the namespace mutex.
 */
void ovnet_early_close(struct ovnet_udp *udp)
{
	ovnet_early_count(udp, -1);
	nf_unregister_net_hook(udp->on->net, &udp->hook);
}
