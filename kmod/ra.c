// SPDX-License-Identifier: GPL-2.0
/*
 * Router advertisements (RFC 4861, 6.2): the gateway of a network says that it
 * is the router, which prefix is on the link, and how large packets may be. It
 * tells the ports of this node alone: that of another node tells that one's.
 */
#include <linux/etherdevice.h>
#include <linux/random.h>
#include <net/addrconf.h>
#include <net/ip6_checksum.h>
#include <net/ndisc.h>

#include "ra.h"
#include "resolve.h"

#define OVNET_RA_LIFETIME		1800	/* seconds, of the router */
/* RFC 4861, 6.2.1: of the prefix: 30 and 7 days. */
#define OVNET_RA_PREFIX_VALID		(30 * 24 * 60 * 60)
#define OVNET_RA_PREFIX_PREFERRED	(7 * 24 * 60 * 60)

/* RFC 4861, 4.6.2. */
struct ovnet_ra_prefix {
	u8 type;
	u8 len;
	u8 prefix_len;
	u8 flags;
	__be32 valid;
	__be32 preferred;
	__be32 reserved;
	struct in6_addr prefix;
} __packed;

#define OVNET_RA_PREFIX_ON_LINK		0x80
#define OVNET_RA_PREFIX_AUTONOMOUS	0x40

/* RFC 4861, 4.6.4. */
struct ovnet_ra_mtu {
	u8 type;
	u8 len;
	__be16 reserved;
	__be32 mtu;
} __packed;

/* What an advertisement is made of; one without an MTU ends before that. */
struct ovnet_ra_frame {
	struct ethhdr eth;
	struct ipv6hdr ip6h;
	struct ra_msg ra;
	u8 source[2 + ETH_ALEN];
	struct ovnet_ra_prefix prefix;
	struct ovnet_ra_mtu mtu;
} __packed;

static void ovnet_ra_put_prefix(struct ovnet_ra_prefix *prefix,
				const struct ovnet_gateway *gateway,
				const struct ovnet_ra *ra)
{
	prefix->type = ND_OPT_PREFIX_INFO;
	prefix->len = sizeof(*prefix) / 8;
	prefix->prefix_len = gateway->len6;
	prefix->flags = OVNET_RA_PREFIX_ON_LINK;
	if (ra->autonomous)
		prefix->flags |= OVNET_RA_PREFIX_AUTONOMOUS;
	if (ra->prefix) {
		prefix->valid = htonl(OVNET_RA_PREFIX_VALID);
		prefix->preferred = htonl(OVNET_RA_PREFIX_PREFERRED);
	}
	ipv6_addr_prefix(&prefix->prefix, &gateway->v6, gateway->len6);
}

/**
 * ovnet_ra_build() - an advertisement
 * @gateway: with an IPv6 address
 * @ra: what it is to say
 * @mac: whom to
 * @addr: whom to
 *
 * RFC 4861, 4.2.
 *
 * Return: a whole frame, or NULL if there is no memory.
 */
struct sk_buff *ovnet_ra_build(const struct ovnet_gateway *gateway,
			       const struct ovnet_ra *ra, const u8 *mac,
			       const struct in6_addr *addr)
{
	unsigned int len = sizeof(struct ovnet_ra_frame);
	struct ovnet_ra_frame *frame;
	struct sk_buff *skb;

	/* RFC 8200, 5: no link of IPv6 has a smaller one. */
	if (ra->mtu < IPV6_MIN_MTU)
		len = offsetof(struct ovnet_ra_frame, mtu);
	skb = alloc_skb(MAX_HEADER + sizeof(*frame), GFP_ATOMIC | __GFP_NOWARN);
	if (!skb)
		return NULL;
	skb_reserve(skb, MAX_HEADER);
	frame = skb_put_zero(skb, len);
	skb->protocol = htons(ETH_P_IPV6);
	skb_reset_mac_header(skb);
	skb_set_network_header(skb, ETH_HLEN);
	skb_set_transport_header(skb, offsetof(struct ovnet_ra_frame, ra));
	skb_reset_mac_len(skb);

	ether_addr_copy(frame->eth.h_dest, mac);
	ether_addr_copy(frame->eth.h_source, ovnet_gateway_mac);
	frame->eth.h_proto = htons(ETH_P_IPV6);
	len -= offsetof(struct ovnet_ra_frame, ra);
	frame->ip6h.version = 6;
	frame->ip6h.payload_len = htons(len);
	frame->ip6h.nexthdr = IPPROTO_ICMPV6;
	frame->ip6h.hop_limit = 255;
	frame->ip6h.saddr = ovnet_gateway_link_local;
	frame->ip6h.daddr = *addr;
	frame->ra.icmph.icmp6_type = NDISC_ROUTER_ADVERTISEMENT;
	frame->ra.icmph.icmp6_hop_limit = IPV6_DEFAULT_HOPLIMIT;
	if (ra->router)
		frame->ra.icmph.icmp6_rt_lifetime = htons(OVNET_RA_LIFETIME);
	frame->source[0] = ND_OPT_SOURCE_LL_ADDR;
	frame->source[1] = sizeof(frame->source) / 8;
	ether_addr_copy(frame->source + 2, ovnet_gateway_mac);
	ovnet_ra_put_prefix(&frame->prefix, gateway, ra);
	if (ra->mtu >= IPV6_MIN_MTU) {
		frame->mtu.type = ND_OPT_MTU;
		frame->mtu.len = sizeof(frame->mtu) / 8;
		frame->mtu.mtu = htonl(ra->mtu);
	}
	frame->ra.icmph.icmp6_cksum =
		csum_ipv6_magic(&frame->ip6h.saddr, &frame->ip6h.daddr, len,
				IPPROTO_ICMPV6,
				csum_partial(&frame->ra, len, 0));
	return skb;
}

/* To all nodes, or to the one that has asked. Context: RCU. */
static struct sk_buff *ovnet_ra_make(const struct ovnet_network *network,
				     const struct ovnet_ra *ra, const u8 *mac,
				     const struct in6_addr *addr)
{
	static const u8 all_nodes_mac[ETH_ALEN] = { 0x33, 0x33, 0, 0, 0, 1 };
	const struct ovnet_gateway *gateway = rcu_dereference(network->gateway);

	if (!gateway || ipv6_addr_any(&gateway->v6))
		return NULL;
	return ovnet_ra_build(gateway, ra, mac ?: all_nodes_mac,
			      addr ?: &in6addr_linklocal_allnodes);
}

/**
 * ovnet_ra_answer() - tell who the router is
 * @pkt: a router solicitation that the guard has let in
 *
 * A port alone is told, and by none but this node.
 *
 * Context: RCU, bottom halves off.
 * Return: whether it was told.
 */
bool ovnet_ra_answer(const struct ovnet_pkt *pkt)
{
	const struct ovnet_addr *sender = &pkt->said->sender;
	const struct ethhdr *eth = (struct ethhdr *)pkt->skb->data;
	const struct ovnet_network *network = pkt->network;
	u8 mode = READ_ONCE(network->ra);
	struct ovnet_ra ra = { .router = true, .prefix = true };
	struct sk_buff *skb;

	if (mode == OVNET_RA_MODE_OFF || pkt->in->type != OVNET_DST_PORT)
		return false;
	ra.autonomous = mode == OVNET_RA_MODE_AUTONOMOUS;
	ra.mtu = ovnet_network_mtu_rcu(network);
	skb = ovnet_ra_make(network, &ra, sender->family ? eth->h_source : NULL,
			    sender->family ? &sender->v6 : NULL);
	if (!skb)
		return false;
	skb->dev = pkt->skb->dev;
	ovnet_forward_back(pkt, skb);
	return true;
}

/* Can it be told? What is too small for IPv6 has none. */
static bool ovnet_ra_can(const struct ovnet_port *port)
{
	return !ovnet_port_closed(port) && netif_running(port->dev) &&
	       netif_carrier_ok(port->dev) &&
	       READ_ONCE(port->dev->mtu) >= IPV6_MIN_MTU;
}

/* Tell all ports of a network. */
static void ovnet_ra_send(struct ovnet_network *network,
			  const struct ovnet_ra *ra)
{
	struct ovnet_pkt pkt = {
		.on = network->on,
		.network = network,
		.proto = htons(ETH_P_IPV6),
		.nhoff = ETH_HLEN,
	};
	struct ovnet_port *port;
	struct sk_buff *skb;

	lockdep_assert_held(&network->on->lock);
	local_bh_disable();
	rcu_read_lock();
	skb = ovnet_ra_make(network, ra, NULL, NULL);
	if (!skb)
		goto out;
	list_for_each_entry_rcu(port, &network->ports, node) {
		if (!ovnet_ra_can(port))
			continue;
		pkt.skb = skb_clone(skb, GFP_ATOMIC | __GFP_NOWARN);
		if (pkt.skb)
			ovnet_port_send(port, &pkt);
	}
	consume_skb(skb);
out:
	rcu_read_unlock();
	local_bh_enable();
}

/**
 * ovnet_ra_interval() - when the next advertisement comes that nobody asks for
 * @left: so many are still to come sooner than later ones
 *
 * RFC 4861, 6.2.4: at random, so that routers do not fall into step.
 *
 * Return: seconds.
 */
unsigned int ovnet_ra_interval(unsigned int left)
{
	if (left)
		return OVNET_RA_INTERVAL_INITIAL;
	return OVNET_RA_INTERVAL_MIN +
	       get_random_u32() %
	       (OVNET_RA_INTERVAL_MAX - OVNET_RA_INTERVAL_MIN + 1);
}

static void ovnet_ra_advertise(struct ovnet_network *network)
{
	struct ovnet_ra ra = {
		.router = true,
		.prefix = true,
		.autonomous = network->ra == OVNET_RA_MODE_AUTONOMOUS,
		.mtu = ovnet_network_mtu_rcu(network),
	};

	ovnet_ra_send(network, &ra);
	network->ra_mtu = ra.mtu;
	if (network->ra_left)
		network->ra_left--;
	network->ra_last = jiffies;
	network->ra_next = jiffies +
			   ovnet_ra_interval(network->ra_left) * HZ;
}

static void ovnet_ra_work(struct work_struct *work)
{
	struct ovnet_net *on = container_of(work, struct ovnet_net,
					    ra_work.work);
	unsigned long next = jiffies + OVNET_RA_INTERVAL_MAX * HZ;
	struct ovnet_network *network;

	mutex_lock(&on->lock);
	list_for_each_entry(network, &on->ra_networks, ra_node) {
		if (time_after_eq(jiffies, network->ra_next))
			ovnet_ra_advertise(network);
		if (time_before(network->ra_next, next))
			next = network->ra_next;
		cond_resched();
	}
	if (!list_empty(&on->ra_networks))
		queue_delayed_work(ovnet_main_wq, &on->ra_work,
				   time_after(next, jiffies) ?
				   next - jiffies : 0);
	mutex_unlock(&on->lock);
}

/* RFC 4861, 6.2.6: not too soon after the last one. */
static void ovnet_ra_plan(struct ovnet_network *network)
{
	unsigned long free = network->ra_last + OVNET_RA_DELAY * HZ;

	network->ra_left = OVNET_RA_INITIAL;
	network->ra_next = time_in_range(jiffies, network->ra_last, free) ?
			   free : jiffies;
	mod_delayed_work(ovnet_main_wq, &network->on->ra_work, 0);
}

/**
 * ovnet_ra_soon() - there is something new to be told, or somebody to tell
 * @network: its namespace's mutex is held
 *
 * Some come soon, as one can get lost.
 */
void ovnet_ra_soon(struct ovnet_network *network)
{
	lockdep_assert_held(&network->on->lock);
	if (network->ra == OVNET_RA_MODE_OFF) {
		list_del_init(&network->ra_node);
		return;
	}
	if (list_empty(&network->ra_node))
		list_add_tail(&network->ra_node, &network->on->ra_networks);
	ovnet_ra_plan(network);
}

/**
 * ovnet_ra_withdraw() - what was told is to be so no longer
 * @network: its namespace's mutex is held
 * @config: what it is to be like
 * @gateway: that it is to have, if @config says something of it; or NULL
 *
 * RFC 4861, 6.2.5. Comes before the change.
 */
void ovnet_ra_withdraw(struct ovnet_network *network,
		       const struct ovnet_network_config *config,
		       const struct ovnet_gateway *gateway)
{
	const struct ovnet_gateway *old = ovnet_gateway_of(network);
	struct ovnet_ra ra = { .router = true, .mtu = network->ra_mtu };

	if (network->ra == OVNET_RA_MODE_OFF || !old)
		return;
	if (!(config->set & OVNET_GATEWAY_ATTRS))
		gateway = old;
	if ((config->set & BIT_ULL(OVNET_A_NETWORK_RA) &&
	     config->ra == OVNET_RA_MODE_OFF) ||
	    !gateway || ipv6_addr_any(&gateway->v6))
		ra.router = false;
	else if (gateway->len6 == old->len6 &&
		 ipv6_prefix_equal(&gateway->v6, &old->v6, old->len6))
		return;
	ra.autonomous = network->ra == OVNET_RA_MODE_AUTONOMOUS;
	ovnet_ra_send(network, &ra);
}

/**
 * ovnet_ra_mtu_changed() - underlays may have another MTU
 * @on: namespace
 */
void ovnet_ra_mtu_changed(struct ovnet_net *on)
{
	struct ovnet_network *network;
	unsigned int mtu;

	mutex_lock(&on->lock);
	list_for_each_entry(network, &on->ra_networks, ra_node) {
		mtu = ovnet_network_mtu_rcu(network);
		if (mtu != network->ra_mtu)
			ovnet_ra_plan(network);
	}
	mutex_unlock(&on->lock);
}

/**
 * ovnet_ra_init() - start in a namespace
 * @on: namespace
 */
void ovnet_ra_init(struct ovnet_net *on)
{
	INIT_LIST_HEAD(&on->ra_networks);
	INIT_DELAYED_WORK(&on->ra_work, ovnet_ra_work);
}

/**
 * ovnet_ra_exit() - stop in a namespace
 * @on: namespace
 */
void ovnet_ra_exit(struct ovnet_net *on)
{
	cancel_delayed_work_sync(&on->ra_work);
}
