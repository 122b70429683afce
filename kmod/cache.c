// SPDX-License-Identifier: GPL-2.0
/*
 * The flow cache: what the guard, the FDB and the routes said of a flow's last
 * packets, so that they need not be asked of each. A table for each CPU, which
 * is nobody else's while bottom halves are off. It knows nothing that they do
 * not: without it packets go the same way.
 *
 * A decision holds while no table that it came from has changed: whoever changes
 * one says so, once the change can be seen and before what is removed is freed.
 * Rows that only point elsewhere are looked at. It ends after a moment all the
 * same, for rows want to know that they are in use. It begins with a flow's
 * second packet: who sends one of each drives nobody out.
 */
#include <linux/cpuhotplug.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "binding.h"
#include "cache.h"
#include "fdb.h"

DEFINE_PER_CPU(struct ovnet_cache *, ovnet_cache);

/* Of all namespaces: none has a number that another had. */
static atomic_long_t ovnet_cache_generations;
static enum cpuhp_state ovnet_cache_state;

static int ovnet_cache_prepare(unsigned int cpu)
{
	struct ovnet_cache *cache;

	if (per_cpu(ovnet_cache, cpu))
		return 0;
	cache = kvzalloc_node(sizeof(*cache), GFP_KERNEL, cpu_to_node(cpu));
	if (!cache)
		return -ENOMEM;
	per_cpu(ovnet_cache, cpu) = cache;
	return 0;
}

static void ovnet_cache_free(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		kvfree(per_cpu(ovnet_cache, cpu));
}

/**
 * ovnet_cache_init() - a table for each CPU, also for those that come later
 *
 * Return: 0 or an error.
 */
int __init ovnet_cache_init(void)
{
	int state = cpuhp_setup_state(CPUHP_BP_PREPARE_DYN, "net/ovnet:prepare",
				      ovnet_cache_prepare, NULL);

	if (state < 0) {
		ovnet_cache_free();
		return state;
	}
	ovnet_cache_state = state;
	return 0;
}

/**
 * ovnet_cache_exit() - undo ovnet_cache_init(); no packet is on its way
 */
void ovnet_cache_exit(void)
{
	cpuhp_remove_state_nocalls(ovnet_cache_state);
	ovnet_cache_free();
}

/**
 * ovnet_cache_flush() - what was decided in a namespace does not hold any more
 * @on: namespace
 *
 * Called when a change can be seen, and before anything is freed that a
 * decision may point to: readers under RCU may still use what they have found.
 *
 * Context: any.
 */
void ovnet_cache_flush(struct ovnet_net *on)
{
	unsigned long generation =
		atomic_long_inc_return(&ovnet_cache_generations);

	/* Pairs with ovnet_early_admit(). */
	smp_store_release(&on->epoch, generation);
	/* Pairs with ovnet_cache_find(); 0: nothing is remembered. */
	smp_store_release(&on->decisions,
			  READ_ONCE(on->cache) ? generation : 0);
}

/*
 * Did the guard look at more than addresses? Who has none yet may ask for one,
 * and a link-local one is good that no neighbour is known to have.
 */
static bool ovnet_cache_is_special(const struct ovnet_pkt *pkt)
{
	if (pkt->proto == htons(ETH_P_IP))
		return !ip_hdr(pkt->skb)->saddr;
	return ipv6_addr_any(&ipv6_hdr(pkt->skb)->saddr) ||
	       ipv6_addr_type(&ipv6_hdr(pkt->skb)->saddr) &
	       IPV6_ADDR_LINKLOCAL;
}

/* @dst, if packets need only be delivered there, or sent there by VXLAN. */
static struct ovnet_dst *ovnet_cache_way_of(const struct ovnet_pkt *pkt,
					    struct ovnet_dst *dst)
{
	const struct ovnet_remote *remote;
	const struct ovnet_port *port;

	if (pkt->in->type == OVNET_DST_PORT && dst->type == OVNET_DST_REMOTE) {
		remote = container_of(dst, struct ovnet_remote, dst);
		return READ_ONCE(remote->up) &&
		       !rcu_access_pointer(pkt->network->srv6) ? dst : NULL;
	}
	if (pkt->in->type != OVNET_DST_LEG && dst->type == OVNET_DST_PORT &&
	    dst != pkt->in) {
		port = container_of(dst, struct ovnet_port, dst);
		return ovnet_port_closed(port) ? NULL : dst;
	}
	return NULL;
}

/* Whatever is asked here is flushed when it changes, but for the row's way. */
static struct ovnet_dst *ovnet_cache_plain_of(const struct ovnet_pkt *pkt,
					      const struct ovnet_fdb_row *row)
{
	struct ovnet_network *network = pkt->network;

	if (!row || !list_empty(&network->legs) ||
	    READ_ONCE(network->mss_clamp) || !ovnet_network_stats(network))
		return NULL;
	return ovnet_cache_way_of(pkt, rcu_dereference(row->dst));
}

/**
 * ovnet_cache_insert() - a packet has been decided about
 * @pkt: with the headers that it came with
 * @row: of its destination; or NULL
 * @hop: how it was routed; or NULL
 *
 * Context: RCU, bottom halves off.
 */
void ovnet_cache_insert(const struct ovnet_pkt *pkt,
			const struct ovnet_fdb_row *row,
			const struct ovnet_router_hop *hop)
{
	bool v6 = pkt->proto == htons(ETH_P_IPV6);
	const u8 *ip = ovnet_cache_addrs(pkt, v6);
	const u8 *frame = pkt->skb->data;
	struct ovnet_cache_entry *entry;
	u32 hash;

	if (unlikely(ovnet_cache_is_special(pkt)))
		return;
	hash = !v6 && pkt->looked ? pkt->looked :
				    ovnet_cache_hash(pkt->in, frame, ip, v6);
	entry = ovnet_cache_slot(hash);
	if (entry->candidate != hash) {
		entry->candidate = hash;
		return;
	}
	entry->in = pkt->in;
	entry->network = pkt->network;
	entry->macs = ovnet_cache_word(frame);
	entry->macs_end = ovnet_cache_word(frame + 6);
	entry->ip = ovnet_cache_word(ip);
	if (v6)
		memcpy(entry->ip_end, ip + 8, sizeof(entry->ip_end));
	entry->source = pkt->source ? &pkt->source->dst :
				      (struct ovnet_dst __rcu *const __force *)&entry->in;
	entry->row = row;
	if (hop)
		entry->hop = *hop;
	entry->plain = v6 ? NULL : ovnet_cache_plain_of(pkt, row);
	entry->expires = jiffies + OVNET_CACHE_LIFETIME;
	entry->generation = pkt->decisions;
}
