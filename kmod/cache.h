/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_CACHE_H
#define OVNET_CACHE_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/log2.h>
#include <linux/unaligned.h>

#include "fdb.h"
#include "flow.h"
#include "router.h"

#define OVNET_CACHE_ENTRIES	2048		/* of a CPU */
#define OVNET_CACHE_LIFETIME	(HZ / 4)	/* then the tables hear of it */

/**
 * struct ovnet_cache_entry - what was decided about a flow
 * @generation: &struct ovnet_net.decisions then; 0: nothing
 * @in: where it came from
 * @macs: bytes 0 to 7 of the frame: destination, source
 * @macs_end: bytes 6 to 13: source, EtherType
 * @ip: source and destination address of IPv4, or the first half of the source of
 *	IPv6
 * @network: it came in; only compared
 * @expires: jiffies
 * @candidate: hash of the flow that missed last; in the one line of memory that a
 *	       flow which is not known needs
 * @source: in the row of its source: where that is; if there is no such row, @in
 *	    of this entry
 * @row: row of its destination; NULL: it is routed
 * @plain: where @row pointed, if they may go one of the shortest ways; see
 *	   ovnet_cache_plain()
 * @ip_end: the rest of IPv6
 * @hop: how, if it is routed
 */
struct ovnet_cache_entry {
	unsigned long generation;
	const struct ovnet_dst *in;
	u64 macs;
	u64 macs_end;
	u64 ip;
	const struct ovnet_network *network;
	unsigned long expires;
	u32 candidate;

	struct ovnet_dst __rcu *const *source;
	const struct ovnet_fdb_row *row;
	struct ovnet_dst *plain;
	u64 ip_end[3];
	struct ovnet_router_hop hop;
} ____cacheline_aligned;

#define OVNET_CACHE_WAYS	128		/* of a CPU */

/**
 * struct ovnet_cache_way - where tunnel packets come from, see early.c
 * @generation: &struct ovnet_net.epoch then; 0: nothing
 * @udp: that they come to; only compared
 * @addrs: their source and destination; IPv4 has the first alone
 * @vni: with the byte behind it
 * @ifindex: device
 * @mark: of the packets
 * @genid: of the host's routes
 * @until: jiffies, to be asked again then
 * @network: theirs
 * @remote: theirs
 */
struct ovnet_cache_way {
	unsigned long generation;
	const struct ovnet_udp *udp;
	u64 addrs[4];
	__be32 vni;
	int ifindex;
	u32 mark;
	int genid;
	unsigned long until;
	struct ovnet_network *network;
	struct ovnet_remote *remote;
} ____cacheline_aligned;

#define OVNET_CACHE_SIDS	128		/* of a CPU */

/**
 * struct ovnet_cache_sid - where SRv6 packets come from, see srv6_way.c
 * @generation: &struct ovnet_net.epoch then; 0: nothing
 * @addrs: their source and destination
 * @srv6: whose hook took them; only compared
 * @upper: next header
 * @frame: header that packets of an l3 network are given
 * @network: theirs
 * @remote: theirs
 */
struct ovnet_cache_sid {
	unsigned long generation;
	u64 addrs[4];
	const struct ovnet_srv6 *srv6;
	u8 upper;
	struct ethhdr frame;
	struct ovnet_network *network;
	struct ovnet_remote *remote;
} ____cacheline_aligned;

/**
 * struct ovnet_cache - what a CPU remembers
 * @ways: tunnels
 * @sids: those of SRv6
 * @entries: flows
 */
struct ovnet_cache {
	struct ovnet_cache_way ways[OVNET_CACHE_WAYS];
	struct ovnet_cache_sid sids[OVNET_CACHE_SIDS];
	struct ovnet_cache_entry entries[OVNET_CACHE_ENTRIES];
};

DECLARE_PER_CPU(struct ovnet_cache *, ovnet_cache);

int ovnet_cache_init(void);
void ovnet_cache_exit(void);
void ovnet_cache_flush(struct ovnet_net *on);
void ovnet_cache_insert(const struct ovnet_pkt *pkt,
			const struct ovnet_fdb_row *row,
			const struct ovnet_router_hop *hop);

/*
 * Where its addresses are; NULL: it is not remembered, or not for long. @v6:
 * as IPv6, or else as IPv4; known to the compiler in what follows.
 */
static __always_inline const u8 *ovnet_cache_addrs(const struct ovnet_pkt *pkt,
						   bool v6)
{
	const u8 *ip = pkt->skb->data + ETH_HLEN;

	if (unlikely(pkt->nhoff != ETH_HLEN ||
		     pkt->proto != htons(v6 ? ETH_P_IPV6 : ETH_P_IP)))
		return NULL;
	if (v6)
		return ip[0] >> 4 == 6 ? ip + offsetof(struct ipv6hdr, saddr) :
					 NULL;
	return likely(ip[0] == 0x45) ? ip + offsetof(struct iphdr, saddr) :
				       NULL;
}

/*
 * As time_before(jiffies, @then), which has variables to check types by: kernels
 * that clear all variables clear them, too.
 */
static __always_inline bool ovnet_cache_is_before(unsigned long then)
{
	return (long)(jiffies - then) < 0;
}

static inline u64 ovnet_cache_word(const void *at)
{
	return get_unaligned((const u64 *)at);
}

/*
 * @ip: ovnet_cache_addrs(). Of all that is compared, so that ports of a node,
 * and nodes of a kernel, have slots of their own for the same flow.
 */
static __always_inline u32 ovnet_cache_hash(const struct ovnet_dst *in,
					    const u8 *frame, const u8 *ip,
					    bool v6)
{
	u64 hash;
	int i;

	hash = ovnet_flow_three(ovnet_cache_word(frame) + (unsigned long)in,
				ovnet_cache_word(frame + 6),
				ovnet_cache_word(ip));
	if (v6)
		for (i = 8; i < 2 * sizeof(struct in6_addr); i += sizeof(u64))
			hash = ovnet_flow_more(hash, ovnet_cache_word(ip + i));
	return hash >> 32;
}

static inline struct ovnet_cache_entry *ovnet_cache_slot(u32 hash)
{
	return this_cpu_read(ovnet_cache)->entries +
	       (hash >> (32 - ilog2(OVNET_CACHE_ENTRIES)));
}

/*
 * @addrs: source and destination of a tunnel packet, the latter one of ours; @vni:
 * as it is there, with the byte behind it.
 */
static __always_inline struct ovnet_cache_way *
ovnet_cache_way_slot(const u8 *addrs, u32 vni, bool v6)
{
	u64 word = ovnet_cache_word(addrs) + ((u64)vni << 32);

	if (v6)
		word += ovnet_cache_word(addrs + sizeof(u64));
	return this_cpu_read(ovnet_cache)->ways +
	       (ovnet_flow_more(ovnet_flow_secrets[0], word) >>
		(64 - ilog2(OVNET_CACHE_WAYS)));
}

/* @ip: ovnet_cache_addrs(). Same flow, and its source has not moved. */
static __always_inline bool
ovnet_cache_is_of(const struct ovnet_cache_entry *entry,
		  const struct ovnet_network *network,
		  const struct ovnet_dst *in, const u8 *frame, const u8 *ip,
		  bool v6)
{
	return entry->in == in && entry->network == network &&
	       entry->macs == ovnet_cache_word(frame) &&
	       entry->macs_end == ovnet_cache_word(frame + 6) &&
	       entry->ip == ovnet_cache_word(ip) &&
	       (!v6 || !memcmp(entry->ip_end, ip + 8, sizeof(entry->ip_end))) &&
	       ovnet_cache_is_before(entry->expires) &&
	       rcu_access_pointer(*entry->source) == in;
}

/**
 * ovnet_cache_find() - what was decided about packets like this?
 * @pkt: parsed; says nothing. If it is not known, it is prepared for
 *	 ovnet_cache_insert()
 * @v6: see ovnet_cache_addrs()
 *
 * Context: RCU, bottom halves off.
 * Return: the decision, good until somebody else looks for one; or NULL.
 */
static __always_inline const struct ovnet_cache_entry *
ovnet_cache_find(struct ovnet_pkt *pkt, bool v6)
{
	const struct ovnet_cache_entry *entry;
	const u8 *frame = pkt->skb->data;
	unsigned long generation;
	const u8 *ip;

	if (!v6 && pkt->known)
		return pkt->known;
	/* Pairs with ovnet_cache_flush(): what is looked up now is not older. */
	generation = smp_load_acquire(&pkt->on->decisions);
	ip = ovnet_cache_addrs(pkt, v6);
	if (unlikely(!ip || !generation || pkt->dry))
		return NULL;
	if (!v6 && pkt->looked)
		goto unknown;
	entry = ovnet_cache_slot(ovnet_cache_hash(pkt->in, frame, ip, v6));
	if (likely(entry->generation == generation &&
		   ovnet_cache_is_of(entry, pkt->network, pkt->in, frame, ip,
				     v6)))
		return entry;
unknown:
	pkt->decisions = generation;
	return NULL;
}

/* An Ethernet and an IPv4 header, without tags and options. */
#define OVNET_CACHE_PLAIN_LEN	(ETH_HLEN + sizeof(struct iphdr))

/**
 * ovnet_cache_find_plain() - ovnet_cache_find(), of a frame that is not parsed
 * @network: that it came in
 * @in: where it came from
 * @frame: OVNET_CACHE_PLAIN_LEN of it can be read
 *
 * @entry: result, if there is one: the decision, good until somebody else looks
 *	   for one
 * @looked: result, else: see &struct ovnet_pkt.looked
 *
 * Only frames with IPv4 in it, without tags and options, are found.
 *
 * Context: RCU, bottom halves off.
 * Return: whether there is one.
 */
static __always_inline bool
ovnet_cache_find_plain(const struct ovnet_network *network,
		       const struct ovnet_dst *in, const u8 *frame,
		       const struct ovnet_cache_entry **entry, u32 *looked)
{
	/* As in ovnet_cache_find(); what was never filled is not of @in. */
	unsigned long generation = smp_load_acquire(&network->on->decisions);
	const u8 *ip = frame + ETH_HLEN + offsetof(struct iphdr, saddr);
	const struct ovnet_cache_entry *slot;
	u32 hash;

	if (unlikely(frame[ETH_HLEN] != 0x45))
		return false;
	/* Its EtherType is compared with the addresses in front of it. */
	hash = ovnet_cache_hash(in, frame, ip, false);
	slot = ovnet_cache_slot(hash);
	if (unlikely(slot->generation != generation ||
		     !ovnet_cache_is_of(slot, network, in, frame, ip, false))) {
		*looked = hash;
		return false;
	}
	*entry = slot;
	return true;
}

/**
 * ovnet_cache_plain() - may packets go one of the shortest ways?
 * @entry: of ovnet_cache_find_plain()
 *
 * They are from a port to a remote by VXLAN or to another port, and from a remote
 * to a port, in a network without legs that does nothing else to packets. See
 * express.c and express_rcv.c.
 *
 * Context: RCU.
 * Return: where they go; or NULL.
 */
static __always_inline struct ovnet_dst *
ovnet_cache_plain(const struct ovnet_cache_entry *entry)
{
	return likely(entry->plain &&
		      rcu_access_pointer(entry->row->dst) == entry->plain) ?
	       entry->plain : NULL;
}

#endif /* OVNET_CACHE_H */
