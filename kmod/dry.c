// SPDX-License-Identifier: GPL-2.0
/* Dry runs: what the stages note of a frame that is traced. */
#include <linux/etherdevice.h>

#include "addr.h"
#include "binding.h"
#include "encap.h"
#include "lookup.h"
#include "parse.h"
#include "route.h"

#define OVNET_DRY_STEP_SIZE	256	/* holds any one step */
#define OVNET_DRY_SIZE		28672	/* of all of them */

/**
 * struct ovnet_dry_step - a step; what is NULL or 0 is not said
 * @kind: enum ovnet_step_kind
 * @network: where it happens
 * @src_mac: source
 * @mac: destination, or what a row is of or has
 * @addr: that is looked up
 * @route: that is found
 * @fdb_state: enum ovnet_fdb_state
 * @neigh_state: enum ovnet_neigh_state
 * @dst: the place
 * @outer: outer headers
 * @mtu: what would fit
 * @error: enum ovnet_step_error
 * @reason: why it is dropped
 * @frame: EtherType and length are said
 */
struct ovnet_dry_step {
	u8 kind;
	const struct ovnet_network *network;
	const u8 *src_mac;
	const u8 *mac;
	const struct ovnet_addr *addr;
	const struct ovnet_route *route;
	u8 fdb_state;
	u8 neigh_state;
	const struct ovnet_dst *dst;
	const struct ovnet_dry_outer *outer;
	u32 mtu;
	u8 error;
	enum ovnet_drop_reason reason;
	bool frame;
};

static int ovnet_dry_put_route(struct sk_buff *skb,
			       const struct ovnet_route *route)
{
	int err;

	if (route->family == AF_INET)
		err = nla_put(skb, OVNET_A_STEP_ADDR4, sizeof(__be32),
			      route->entry.addr);
	else
		err = nla_put(skb, OVNET_A_STEP_ADDR6, sizeof(struct in6_addr),
			      route->entry.addr);
	if (err || nla_put_u8(skb, OVNET_A_STEP_LEN, route->entry.len) ||
	    nla_put_u8(skb, OVNET_A_STEP_ROUTE_TYPE, route->type))
		return -EMSGSIZE;
	return 0;
}

static int ovnet_dry_put_outer(struct sk_buff *skb,
			       const struct ovnet_dry_outer *outer)
{
	if (nla_put_string(skb, OVNET_A_STEP_UNDERLAY, outer->underlay->name) ||
	    nla_put_u32(skb, OVNET_A_STEP_VNI, outer->vni) ||
	    ovnet_addr_put(skb, &outer->source, OVNET_A_STEP_SRC4,
			   OVNET_A_STEP_SRC6) ||
	    ovnet_addr_put(skb, &outer->dest, OVNET_A_STEP_ADDR4,
			   OVNET_A_STEP_ADDR6) ||
	    nla_put_u32(skb, OVNET_A_STEP_MTU, outer->mtu))
		return -EMSGSIZE;
	if (outer->sid)
		return nla_put_in6_addr(skb, OVNET_A_STEP_SID, outer->sid) ?:
		       nla_put_u8(skb, OVNET_A_STEP_NEXT_HEADER,
				  outer->nexthdr);
	return nla_put_u16(skb, OVNET_A_STEP_SPORT, ntohs(outer->sport)) ?:
	       nla_put_u16(skb, OVNET_A_STEP_PORT, ntohs(outer->dport));
}

/* What tables have. */
static int ovnet_dry_put_row(struct sk_buff *skb,
			     const struct ovnet_dry_step *step)
{
	static const struct ovnet_dst_attrs attrs = {
		.ifindex = OVNET_A_STEP_IFINDEX,
		.ifname = OVNET_A_STEP_IFNAME,
		.remote_id = OVNET_A_STEP_REMOTE_ID,
		.remote_name = OVNET_A_STEP_REMOTE_NAME,
		.network_id = OVNET_A_STEP_TO_NETWORK_ID,
		.network_name = OVNET_A_STEP_TO_NETWORK_NAME,
	};

	if ((step->addr && ovnet_addr_put(skb, step->addr, OVNET_A_STEP_ADDR4,
					  OVNET_A_STEP_ADDR6)) ||
	    (step->route && ovnet_dry_put_route(skb, step->route)) ||
	    (step->fdb_state &&
	     nla_put_u8(skb, OVNET_A_STEP_FDB_STATE, step->fdb_state)) ||
	    (step->neigh_state &&
	     nla_put_u8(skb, OVNET_A_STEP_NEIGH_STATE, step->neigh_state)) ||
	    (step->dst && ovnet_dst_put(skb, step->dst, &attrs)))
		return -EMSGSIZE;
	return 0;
}

static int ovnet_dry_put(struct sk_buff *skb, const struct ovnet_pkt *pkt,
			 const struct ovnet_dry_step *step)
{
	if (nla_put_u8(skb, OVNET_A_STEP_KIND, step->kind) ||
	    (pkt->dry->of &&
	     nla_put_u8(skb, OVNET_A_STEP_OF, pkt->dry->of)) ||
	    (step->network &&
	     (nla_put_u32(skb, OVNET_A_STEP_NETWORK_ID, step->network->id) ||
	      nla_put_string(skb, OVNET_A_STEP_NETWORK_NAME,
			     step->network->name))) ||
	    (step->src_mac &&
	     nla_put(skb, OVNET_A_STEP_SRC_MAC, ETH_ALEN, step->src_mac)) ||
	    (step->mac &&
	     nla_put(skb, OVNET_A_STEP_MAC, ETH_ALEN, step->mac)) ||
	    (step->frame &&
	     (nla_put_u16(skb, OVNET_A_STEP_ETHERTYPE, ntohs(pkt->proto)) ||
	      nla_put_u32(skb, OVNET_A_STEP_LENGTH, pkt->skb->len))) ||
	    ovnet_dry_put_row(skb, step) ||
	    (step->outer && ovnet_dry_put_outer(skb, step->outer)) ||
	    (step->mtu && nla_put_u32(skb, OVNET_A_STEP_MTU, step->mtu)) ||
	    (step->error &&
	     nla_put_u8(skb, OVNET_A_STEP_ERROR, step->error)) ||
	    (step->reason &&
	     nla_put_string(skb, OVNET_A_STEP_REASON,
			    ovnet_drop_name(step->reason))))
		return -EMSGSIZE;
	return 0;
}

/**
 * ovnet_dry_full() - is there no room for another step?
 * @dry: of the frame
 *
 * Return: true if so.
 */
bool ovnet_dry_full(const struct ovnet_dry *dry)
{
	return dry->reply->len + OVNET_DRY_STEP_SIZE > OVNET_DRY_SIZE;
}

static void ovnet_dry_note(const struct ovnet_pkt *pkt,
			   const struct ovnet_dry_step *step)
{
	struct ovnet_dry *dry = pkt->dry;
	struct nlattr *nest;

	if (ovnet_dry_full(dry)) {
		dry->missed++;
		return;
	}
	nest = nla_nest_start(dry->reply, OVNET_A_TRACE_STEP);
	if (WARN_ON_ONCE(!nest))
		return;
	if (WARN_ON_ONCE(ovnet_dry_put(dry->reply, pkt, step)))
		nla_nest_cancel(dry->reply, nest);
	else
		nla_nest_end(dry->reply, nest);
}

static const struct ethhdr *ovnet_dry_eth(const struct ovnet_pkt *pkt)
{
	return (struct ethhdr *)pkt->skb->data;
}

static void ovnet_dry_in(const struct ovnet_pkt *pkt)
{
	const struct ethhdr *eth = ovnet_dry_eth(pkt);

	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_IN,
		.network = pkt->network,
		.src_mac = eth->h_source,
		.mac = eth->h_dest,
		.dst = pkt->in,
		.frame = true,
	});
}

static void ovnet_dry_passed(const struct ovnet_pkt *pkt)
{
	pkt->dry->passed = true;
	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_PASSED,
		.dst = pkt->in,
	});
	consume_skb(pkt->skb);
}

/* Is there somebody between an endpoint and its port? */
static bool ovnet_dry_has_stack(const struct ovnet_dst *in)
{
	return in->type == OVNET_DST_PORT &&
	       !container_of(in, struct ovnet_port, dst)->endpoint;
}

/**
 * ovnet_dry_run() - trace a frame
 * @pkt: not parsed; its network and where it comes from are set; consumed
 *
 * As port.c, leg.c and vxlan_rcv.c begin with what they receive.
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_dry_run(struct ovnet_pkt *pkt)
{
	enum ovnet_drop_reason reason = OVNET_DROP_NONE;
	const struct ethhdr *eth = ovnet_dry_eth(pkt);
	bool whole;

	pkt->proto = eth->h_proto;
	if (ovnet_dry_has_stack(pkt->in) &&
	    is_link_local_ether_addr(eth->h_dest)) {
		ovnet_dry_in(pkt);
		ovnet_dry_passed(pkt);
		return;
	}
	if (pkt->in->type == OVNET_DST_REMOTE)
		reason = ovnet_encap_admit_dry(pkt);
	whole = !ovnet_parse(pkt);
	ovnet_dry_in(pkt);
	if (reason)
		ovnet_drop(pkt, reason);
	else if (!whole)
		ovnet_drop(pkt, OVNET_DROP_INNER_TRUNCATED);
	else
		ovnet_forward(pkt);
}

/**
 * ovnet_dry_guard() - the guard lets it in
 * @pkt: parsed
 */
void ovnet_dry_guard(const struct ovnet_pkt *pkt)
{
	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_GUARD,
	});
}

/* Would ovnet_fdb_learn() have its source here afterwards? */
static bool ovnet_dry_learns(const struct ovnet_pkt *pkt)
{
	const struct ovnet_network *network = pkt->network;

	if (pkt->source)
		return READ_ONCE(pkt->source->state) ==
		       OVNET_FDB_STATE_LEARNED;
	return READ_ONCE(network->n_learned) < READ_ONCE(network->fdb_max) &&
	       READ_ONCE(network->on->n_fdb) < OVNET_FDB_LEARNED_MAX;
}

/**
 * ovnet_dry_learn() - its source would be learned
 * @pkt: parsed, and let in by the guard
 *
 * Said only if something would change by it.
 *
 * Context: RCU.
 */
void ovnet_dry_learn(const struct ovnet_pkt *pkt)
{
	if (!ovnet_dry_learns(pkt))
		return;
	pkt->dry->learns = true;
	if (pkt->source && rcu_access_pointer(pkt->source->dst) == pkt->in)
		return;
	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_LEARN,
		.network = pkt->network,
		.mac = ovnet_dry_eth(pkt)->h_source,
		.dst = pkt->in,
	});
}

/**
 * ovnet_dry_fdb_rcu() - as ovnet_lookup_fdb_rcu(), noted
 * @pkt: the frame
 * @network: in this
 * @mac: its destination, unicast
 *
 * Context: RCU.
 * Return: the place, or NULL if the MAC is unknown.
 */
struct ovnet_dst *ovnet_dry_fdb_rcu(const struct ovnet_pkt *pkt,
				    struct ovnet_network *network,
				    const u8 *mac)
{
	const struct ovnet_fdb_row *row;
	struct ovnet_dry_step step = {
		.kind = OVNET_STEP_KIND_NO_FDB,
		.network = network,
		.mac = mac,
	};
	struct ovnet_dst *dst = NULL;

	row = ovnet_fdb_find(network->on, network->id, mac);
	if (row) {
		dst = rcu_dereference(row->dst);
		step.fdb_state = READ_ONCE(row->state);
	}
	/* A frame to its own source finds what it has just taught. */
	if (pkt->dry->learns && network == pkt->network &&
	    ether_addr_equal(ovnet_dry_eth(pkt)->h_source, mac)) {
		dst = pkt->in;
		step.fdb_state = OVNET_FDB_STATE_LEARNED;
	}
	if (dst)
		step.kind = OVNET_STEP_KIND_FDB;
	step.dst = dst;
	ovnet_dry_note(pkt, &step);
	return dst;
}

/**
 * ovnet_dry_neigh_rcu() - as ovnet_neigh_lookup_rcu(), noted
 * @pkt: the frame that it is looked up for
 * @network: in this
 * @addr: unicast
 * @mac: result
 *
 * Context: RCU.
 * Return: whether it is known.
 */
bool ovnet_dry_neigh_rcu(const struct ovnet_pkt *pkt,
			 const struct ovnet_network *network,
			 const struct ovnet_addr *addr, u8 *mac)
{
	const struct ovnet_neigh_row *row;
	struct ovnet_dry_step step = {
		.kind = OVNET_STEP_KIND_NO_NEIGH,
		.network = network,
		.addr = addr,
	};

	row = ovnet_neigh_find(network, addr);
	if (row) {
		u64_to_ether_addr(ovnet_neigh_mac(row), mac);
		step.kind = OVNET_STEP_KIND_NEIGH;
		step.mac = mac;
		step.neigh_state = ovnet_neigh_state(row);
	}
	ovnet_dry_note(pkt, &step);
	return row;
}

/**
 * ovnet_dry_route() - a route was looked for
 * @pkt: the packet
 * @network: of type l3
 * @addr: its destination
 * @route: what was found, or NULL
 *
 * Context: RCU.
 */
void ovnet_dry_route(const struct ovnet_pkt *pkt,
		     const struct ovnet_network *network,
		     const struct ovnet_addr *addr,
		     const struct ovnet_route *route)
{
	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = route ? OVNET_STEP_KIND_ROUTE :
				OVNET_STEP_KIND_NO_ROUTE,
		.network = network,
		.addr = route ? NULL : addr,
		.route = route,
		.dst = route ? route->dst : NULL,
	});
}

/**
 * ovnet_dry_gateway() - it is for the gateway itself
 * @pkt: the packet
 * @addr: of the gateway
 */
void ovnet_dry_gateway(const struct ovnet_pkt *pkt,
		       const struct ovnet_addr *addr)
{
	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_GATEWAY,
		.network = pkt->network,
		.addr = addr,
	});
}

/**
 * ovnet_dry_answer() - what it asks is answered here
 * @pkt: the frame
 * @addr: who is asked for; NULL: a ping
 * @mac: where that is, or NULL
 */
void ovnet_dry_answer(const struct ovnet_pkt *pkt,
		      const struct ovnet_addr *addr, const u8 *mac)
{
	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_ANSWER,
		.network = pkt->network,
		.addr = addr,
		.mac = mac,
	});
}

/**
 * ovnet_dry_routed() - it has other MACs now
 * @pkt: the packet
 */
void ovnet_dry_routed(const struct ovnet_pkt *pkt)
{
	const struct ethhdr *eth = ovnet_dry_eth(pkt);

	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_ROUTED,
		.network = ovnet_pkt_out(pkt),
		.src_mac = eth->h_source,
		.mac = eth->h_dest,
	});
}

/**
 * ovnet_dry_flood() - it goes to all that its network has
 * @pkt: the frame
 */
void ovnet_dry_flood(const struct ovnet_pkt *pkt)
{
	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_FLOOD,
		.network = pkt->network,
	});
}

/**
 * ovnet_dry_encap() - it gets outer headers
 * @pkt: the frame
 * @outer: those
 *
 * Context: RCU.
 */
void ovnet_dry_encap(const struct ovnet_pkt *pkt,
		     const struct ovnet_dry_outer *outer)
{
	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_ENCAP,
		.outer = outer,
	});
}

/**
 * ovnet_dry_mtu() - it does not fit
 * @pkt: the frame
 * @mtu: what would, behind its Ethernet header and tags
 */
void ovnet_dry_mtu(const struct ovnet_pkt *pkt, u32 mtu)
{
	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_MTU,
		.frame = true,
		.mtu = mtu,
	});
}

/**
 * ovnet_dry_error() - its sender is told by ICMP
 * @pkt: the packet
 * @error: enum ovnet_step_error
 */
void ovnet_dry_error(const struct ovnet_pkt *pkt, u8 error)
{
	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_ERROR,
		.error = error,
	});
}

/**
 * ovnet_dry_sent() - it leaves
 * @pkt: the frame; consumed
 * @dst: where to
 *
 * Context: RCU.
 */
void ovnet_dry_sent(const struct ovnet_pkt *pkt, const struct ovnet_dst *dst)
{
	struct ovnet_dry *dry = pkt->dry;

	if (dry->of == OVNET_STEP_OF_FRAME)
		dry->sent++;
	else if (dry->of == OVNET_STEP_OF_ANSWER)
		dry->answered++;
	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_SENT,
		.network = ovnet_pkt_out(pkt),
		.dst = dst,
	});
	consume_skb(pkt->skb);
}

/**
 * ovnet_dry_dropped() - it, a copy of it, or the answer is dropped
 * @pkt: the frame
 * @reason: why
 *
 * Context: RCU.
 */
void ovnet_dry_dropped(const struct ovnet_pkt *pkt,
		       enum ovnet_drop_reason reason)
{
	struct ovnet_dry *dry = pkt->dry;

	/* Why the answer is dropped matters less than why the frame is. */
	if (dry->of == OVNET_STEP_OF_FRAME ||
	    (dry->of == OVNET_STEP_OF_ANSWER && !dry->reason))
		dry->reason = reason;
	ovnet_dry_note(pkt, &(struct ovnet_dry_step) {
		.kind = OVNET_STEP_KIND_DROPPED,
		.network = pkt->network,
		.reason = reason,
	});
}
