// SPDX-License-Identifier: GPL-2.0
/*
 * SRv6 (RFC 8986), the way in: which network, from which remote.
 *
 * What is for a locator of ours is taken on its way into the host, by a
 * netfilter hook, before anything is asked about its route: no address, route
 * or sysctl of the host's has a say in it, and its own SIDs, outside of our
 * locators, are left to it. Behind the host's raw filters, which so hold for us,
 * and in front of its connection tracking, which has no use for tunnels.
 */
#include <linux/etherdevice.h>
#include <linux/ipv6.h>
#include <linux/netfilter_ipv6.h>
#include <linux/seg6.h>
#include <net/addrconf.h>
#include <net/dsfield.h>
#include <net/inet_sock.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>
#include <net/ipv6_frag.h>
#include <net/l3mdev.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>
#include <net/xfrm.h>

#include "encap.h"
#include "locator.h"
#include "parse.h"
#include "probe.h"
#include "router.h"
#include "sid.h"
#include "srh.h"
#include "srv6.h"
#include "srv6_way.h"

/**
 * struct ovnet_srv6_outer - what the outer headers said
 * @source: sender
 * @sid: what it was sent to
 * @dsfield: DSCP and ECN
 * @upper: next header behind them
 * @left: segments left
 * @len: of all of them
 */
struct ovnet_srv6_outer {
	struct in6_addr source;
	struct ovnet_sid sid;
	u8 dsfield;
	u8 upper;
	u8 left;
	unsigned int len;
};

/* Did it come by a device that the underlay is bound to, or the node's own? */
static __always_inline bool ovnet_srv6_by(const struct ovnet_underlay *underlay,
					  const struct net_device *dev)
{
	if (likely(!netif_is_l3_slave(dev) && !netif_is_l3_master(dev)))
		return !underlay->ifindex || underlay->ifindex == dev->ifindex;
	return inet_bound_dev_eq(false, underlay->ifindex, dev->ifindex,
				 l3mdev_master_ifindex_rcu(dev));
}

/*
 * Put together what was in fragments, as the host does with what is for it.
 * Return: false if that is all for now, and the skb is gone.
 */
static bool ovnet_srv6_defrag(struct ovnet_pkt *pkt,
			      enum ovnet_drop_reason *reason)
{
	int err = nf_ct_frag6_gather(pkt->on->net, pkt->skb,
				     IP6_DEFRAG_LOCAL_DELIVER);

	if (err == -EINPROGRESS)
		return false;
	*reason = err ? OVNET_DROP_OUTER_TRUNCATED : OVNET_DROP_NONE;
	return true;
}

/* IPv6's own headers, up to the SRH. */
static bool ovnet_srv6_headers(const struct sk_buff *skb,
			       struct ovnet_srv6_outer *outer)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	struct ovnet_srh_read srh;

	outer->source = ip6h->saddr;
	outer->dsfield = ipv6_get_dsfield(ip6h);
	outer->upper = ip6h->nexthdr;
	outer->len = sizeof(*ip6h);
	outer->left = 0;
	if (outer->upper != NEXTHDR_ROUTING)
		return true;
	if (!ovnet_srh_parse(skb, outer->len, &srh))
		return false;
	outer->upper = srh.nexthdr;
	outer->left = srh.left;
	outer->len += srh.len;
	return true;
}

/* The network that a SID says; a probe's says none. */
static enum ovnet_drop_reason
ovnet_srv6_find_network(struct ovnet_pkt *pkt,
			const struct ovnet_underlay *underlay,
			const struct ovnet_sid *sid)
{
	bool l2 = ovnet_sid_is_l2(sid->function);

	if (unlikely(sid->function == OVNET_SID_ECHO))
		return sid->vni ? OVNET_DROP_UNKNOWN_SID : OVNET_DROP_NONE;
	pkt->network = ovnet_network_by_vni_rcu(pkt->on, sid->vni);
	if (unlikely(!pkt->network ||
		     rcu_access_pointer(pkt->network->srv6) != underlay))
		return OVNET_DROP_UNKNOWN_VNI;
	if (unlikely(pkt->network->type == OVNET_NETWORK_TYPE_L3 ? l2 : !l2))
		return OVNET_DROP_UNKNOWN_SID;
	return OVNET_DROP_NONE;
}

/* The network and remote that the headers say, and whether they may say so. */
static enum ovnet_drop_reason
ovnet_srv6_admit(struct ovnet_pkt *pkt, const struct ovnet_underlay *underlay,
		 const struct ovnet_srv6_outer *outer)
{
	enum ovnet_drop_reason reason, unknown;
	struct ovnet_remote *remote;

	if (unlikely(ovnet_encap_from_inside(pkt->skb->dev)))
		return OVNET_DROP_TUNNEL_LOOP;
	reason = ovnet_sid_check(outer->sid.function, outer->left,
				 outer->upper);
	if (unlikely(reason == OVNET_DROP_UNKNOWN_SID))
		return reason;
	unknown = ovnet_srv6_find_network(pkt, underlay, &outer->sid);
	if (unlikely(unknown))
		return unknown;
	remote = ovnet_locator_remote_rcu(pkt->on, &outer->source);
	if (unlikely(!remote))
		return OVNET_DROP_UNKNOWN_REMOTE;
	if (unlikely(!READ_ONCE(remote->up)))
		return OVNET_DROP_REMOTE_DOWN;
	pkt->in = &remote->dst;
	return reason;
}

/* A packet of an l3 network gets what frames have; nothing of it is sent on. */
static bool ovnet_srv6_make_frame(struct ovnet_pkt *pkt, u8 upper)
{
	struct ethhdr frame;

	ovnet_srv6_way_frame(&frame, pkt, upper);
	return ovnet_srv6_way_push(pkt->skb, &frame);
}

/* Off with the outer headers. */
static enum ovnet_drop_reason
ovnet_srv6_decap(struct ovnet_pkt *pkt, const struct ovnet_srv6_outer *outer)
{
	bool l2 = ovnet_sid_is_l2(outer->sid.function);
	struct sk_buff *skb = pkt->skb;
	__be16 proto = htons(ETH_P_TEB);

	if (!l2)
		proto = outer->upper == IPPROTO_IPIP ? htons(ETH_P_IP) :
						       htons(ETH_P_IPV6);
	if (!ovnet_encap_pull(skb, outer->len, proto))
		return OVNET_DROP_INNER_TRUNCATED;
	/* Was unshared by that. */
	if (skb_is_gso(skb))
		skb_shinfo(skb)->gso_type &= ~OVNET_SRV6_GSO;
	if (!l2 && !ovnet_srv6_make_frame(pkt, outer->upper))
		return OVNET_DROP_NO_MEMORY;
	if (!ovnet_encap_checksum_fits(skb) || ovnet_parse(pkt))
		return OVNET_DROP_INNER_TRUNCATED;
	return OVNET_DROP_NONE;
}

/* A probe, or the answer to one. */
static enum ovnet_drop_reason
ovnet_srv6_hear(const struct ovnet_pkt *pkt,
		const struct ovnet_underlay *underlay,
		const struct ovnet_srv6_outer *outer)
{
	struct ovnet_remote *remote =
		container_of(pkt->in, struct ovnet_remote, dst);

	return ovnet_probe_srv6_receive(underlay, remote, pkt->skb,
					outer->len);
}

/* Offset of what is wrong, for who sent it. */
static u32 ovnet_srv6_pointer(const struct ovnet_srv6_outer *outer,
			      enum ovnet_drop_reason reason)
{
	if (reason == OVNET_DROP_SEGMENTS_LEFT)
		return sizeof(struct ipv6hdr) +
		       offsetof(struct ipv6_sr_hdr, segments_left);
	return outer->len;
}

/*
 * @skb: data at the IPv6 header, which is for the locator.
 * Return: false if it is not for us.
 */
static bool ovnet_srv6_receive(const struct ovnet_srv6 *srv6,
			       const struct ovnet_underlay_config *config,
			       struct sk_buff *skb, unsigned long generation)
{
	const struct ovnet_underlay *underlay = srv6->underlay;
	struct ovnet_pkt pkt = { .skb = skb, .on = underlay->on };
	enum ovnet_drop_reason reason = OVNET_DROP_NONE;
	struct ovnet_srv6_outer outer;

	if (unlikely(!ovnet_sid_parse(&ipv6_hdr(skb)->daddr,
				      config->locator_len, &outer.sid)))
		outer.sid.function = 0;
	/* The host may have addresses that only look like SIDs. */
	if (unlikely(ovnet_sid_check(outer.sid.function, 0, 0) ==
		     OVNET_DROP_UNKNOWN_SID) &&
	    ipv6_chk_addr(pkt.on->net, &ipv6_hdr(skb)->daddr, NULL, 0))
		return false;

	nf_reset_ct(skb);
	skb_orphan(skb);
	if (unlikely(!ovnet_srv6_headers(skb, &outer)))
		reason = OVNET_DROP_SRH;
	else if (unlikely(outer.upper == NEXTHDR_FRAGMENT) &&
		 !ovnet_srv6_defrag(&pkt, &reason))
		return true;
	else if (unlikely(outer.upper == NEXTHDR_FRAGMENT) && !reason &&
		 (!ovnet_srv6_headers(skb, &outer) ||
		  outer.upper == NEXTHDR_FRAGMENT))
		reason = OVNET_DROP_OUTER_TRUNCATED;
	if (unlikely(reason))
		goto drop;

	reason = ovnet_srv6_admit(&pkt, underlay, &outer);
	if (unlikely(reason)) {
		ovnet_srv6_icmp_refuse(skb, reason,
				       ovnet_srv6_pointer(&outer, reason));
		goto drop;
	}
	if (unlikely(!pkt.network)) {
		reason = ovnet_srv6_hear(&pkt, underlay, &outer);
		if (reason)
			goto drop;
		consume_skb(skb);
		return true;
	}
	if (likely(outer.len == sizeof(struct ipv6hdr)))
		ovnet_srv6_way_learn(srv6, &pkt, generation);
	reason = ovnet_srv6_decap(&pkt, &outer);
	if (unlikely(reason))
		goto drop;
	ovnet_encap_receive(&pkt, outer.dsfield);
	return true;

drop:
	ovnet_drop(&pkt, reason);
	return true;
}

/* What is for an underlay; bottom halves are off. */
static unsigned int ovnet_srv6_look(const struct ovnet_srv6 *srv6,
				    struct sk_buff *skb)
{
	const struct ovnet_underlay *underlay = srv6->underlay;
	const struct in6_addr *dest = &ipv6_hdr(skb)->daddr;
	const struct ovnet_underlay_config *config;
	const struct ovnet_cache_sid *sid;
	unsigned long generation;

	if (unlikely(ovnet_encap_is_bridged(skb)))
		return NF_ACCEPT;
	/* Pairs with ovnet_cache_flush(): what is looked up now is not older. */
	generation = smp_load_acquire(&underlay->on->epoch);
	sid = ovnet_srv6_way_find(srv6, skb, generation);
	if (likely(sid && ovnet_srv6_by(underlay, skb->dev) &&
		   !ovnet_encap_from_inside(skb->dev)))
		return ovnet_srv6_way_take(sid, skb);

	config = rcu_dereference(underlay->config);
	if (unlikely(ipv6_addr_equal(dest, &config->source))) {
		ovnet_srv6_icmp_receive(srv6, skb);
		return NF_ACCEPT;
	}
	if (!ovnet_sid_in(dest, &config->locator, config->locator_len) ||
	    !ovnet_srv6_by(underlay, skb->dev))
		return NF_ACCEPT;
	if (!xfrm_policy_check(NULL, XFRM_POLICY_IN, skb, AF_INET6))
		return NF_DROP;
	return ovnet_srv6_receive(srv6, config, skb, generation) ?
	       NF_STOLEN : NF_ACCEPT;
}

/**
 * ovnet_srv6_in() - an IPv6 packet came
 * @priv: &struct ovnet_srv6
 * @skb: data at the IPv6 header
 * @state: of the hook
 *
 * What is for the address that we send from is the host's, but for what errors
 * among it say of our way.
 *
 * Context: RCU; softirq, or any if a hook in front of it has queued the packet
 * for a process, which gives it back.
 * Return: NF_STOLEN if it was ours, NF_DROP if IPsec refuses it, or NF_ACCEPT.
 */
unsigned int ovnet_srv6_in(void *priv, struct sk_buff *skb,
			   const struct nf_hook_state *state)
{
	unsigned int verdict;

	if (likely(softirq_count()))
		return ovnet_srv6_look(priv, skb);
	local_bh_disable();
	verdict = ovnet_srv6_look(priv, skb);
	local_bh_enable();
	return verdict;
}

/**
 * ovnet_srv6_admit_dry() - would a frame of a remote be let in?
 * @pkt: its network and the remote that it is from are set; ovnet_srv6_carries()
 *	 what goes there
 *
 * Context: RCU.
 * Return: OVNET_DROP_NONE, or why not.
 */
enum ovnet_drop_reason ovnet_srv6_admit_dry(struct ovnet_pkt *pkt)
{
	const struct ovnet_remote *remote =
		container_of(pkt->in, struct ovnet_remote, dst);

	return READ_ONCE(remote->up) ? OVNET_DROP_NONE :
				       OVNET_DROP_REMOTE_DOWN;
}

/**
 * ovnet_srv6_open() - begin to take what is for an underlay's locator
 * @underlay: whose; it has its configuration
 * @extack: for the refusal
 *
 * Context: RTNL and the namespace mutex.
 * Return: 0 or an error, with extack.
 */
int ovnet_srv6_open(struct ovnet_underlay *underlay,
		    struct netlink_ext_ack *extack)
{
	struct ovnet_net *on = underlay->on;
	struct ovnet_srv6 *srv6;
	int err;

	lockdep_assert_held(&on->lock);
	srv6 = kzalloc(sizeof(*srv6), GFP_KERNEL_ACCOUNT);
	if (!srv6)
		return -ENOMEM;
	srv6->underlay = underlay;
	srv6->hook.hook = ovnet_srv6_in;
	srv6->hook.pf = NFPROTO_IPV6;
	srv6->hook.hooknum = NF_INET_PRE_ROUTING;
	srv6->hook.priority = NF_IP6_PRI_CONNTRACK - 1;
	srv6->hook.priv = srv6;
	err = nf_register_net_hook(on->net, &srv6->hook);
	if (err) {
		ovnet_compat_extack(extack,
				    "No hook to take SRv6 packets: error %d",
				    err);
		kfree(srv6);
		return err;
	}
	WRITE_ONCE(on->hooks6, on->hooks6 + 1);
	underlay->srv6 = srv6;
	return 0;
}

/**
 * ovnet_srv6_close() - what is for the locator is taken no longer
 * @underlay: of ovnet_srv6_open(), or another; the hook may run until a grace
 *	      period is over, and see it
 *
 * Context: RTNL and the namespace mutex.
 */
void ovnet_srv6_close(struct ovnet_underlay *underlay)
{
	struct ovnet_srv6 *srv6 = underlay->srv6;

	if (!srv6)
		return;
	WRITE_ONCE(underlay->on->hooks6, underlay->on->hooks6 - 1);
	nf_unregister_net_hook(underlay->on->net, &srv6->hook);
	kfree_rcu(srv6, rcu);
}
