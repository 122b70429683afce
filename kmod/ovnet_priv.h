/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The objects of a namespace and what the files call in each other; one
 * banner a file. docs/packet-path.md has the picture.
 *
 * Locks, in the order they nest:
 *   rtnl            whatever touches devices: legs, ports, underlays, networks
 *   ovnet_net.lock  a mutex: every change of configuration
 *   fdb_lock        a spinlock (softirq): changes of the FDB
 *   neigh_lock      a spinlock (softirq): changes of neighbours
 * The packet path takes none but the last two, and those only to learn: it
 * reads under RCU. Objects are unlinked, purged from the FDB and then from the
 * neighbours, and freed after a grace period.
 */
#ifndef OVNET_PRIV_H
#define OVNET_PRIV_H

#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/in6.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/rhashtable.h>
#include <linux/skbuff.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>
#include <net/dst_cache.h>
#include <net/genetlink.h>
#include <net/gro_cells.h>
#include <net/ipv6.h>
#include <net/neighbour.h>
#include <net/net_namespace.h>
#include <net/netfilter/nf_conntrack.h>
#include <net/rtnetlink.h>

#include <linux/ovnet.h>

#include "bucket.h"
#include "compat/ovnet_compat.h"
#include "drop.h"
#include "fdb_table.h"
#include "lpm.h"
#include "output.h"

/* How packets travel between nodes. */
enum ovnet_encap {
	OVNET_ENCAP_VXLAN,
	OVNET_ENCAP_SRV6,
};

#define OVNET_VXLAN_PORT	4789
/* What a packet of the underlay loses to headers: IP, UDP, VXLAN, Ethernet. */
#define OVNET_VXLAN_OVERHEAD4	(20 + 8 + 8 + ETH_HLEN)
#define OVNET_VXLAN_OVERHEAD6	(40 + 8 + 8 + ETH_HLEN)
/* By SRv6: IPv6, and Ethernet in l2 networks; a full SRH of one segment. */
#define OVNET_SRV6_OVERHEAD	40
#define OVNET_SRV6_OVERHEAD_SRH	(8 + 16)
#define OVNET_AGEING_DEFAULT	300		/* seconds */
#define OVNET_FDB_MAX_DEFAULT	65536		/* learned rows of a network */
#define OVNET_NEIGH_MAX_DEFAULT	65536		/* likewise */
/*
 * Room that every sender is asked for: Ethernet (aligned), IPv6, UDP and VXLAN,
 * and two tags. No more: what a tenant's own tunnel needs comes on top of it,
 * and TCP has set aside only so much.
 */
#define OVNET_HEADROOM		(16 + 40 + 8 + 8 + 2 * VLAN_HLEN)

/* Limits of a namespace. */
#define OVNET_UNDERLAYS_MAX	64
#define OVNET_NETWORKS_MAX	(1U << 17)
#define OVNET_PORTS_MAX		4096
#define OVNET_BINDINGS_MAX	64		/* of a port */
#define OVNET_REMOTES_MAX	(1U << 14)
#define OVNET_FDB_ROWS_MAX	(1U << 21)
#define OVNET_ROUTES_MAX	(1U << 21)
#define OVNET_NEIGHS_MAX	(1U << 21)
/* What is learned leaves room for what is configured. */
#define OVNET_FDB_LEARNED_MAX	(OVNET_FDB_ROWS_MAX / 8 * 7)
#define OVNET_NEIGHS_LEARNED_MAX	(OVNET_NEIGHS_MAX / 8 * 7)

/**
 * struct ovnet_addr - an address of either family, as a hash key
 * @family: AF_INET, AF_INET6, or 0 for none
 * @v4: big endian
 * @v6: IPv6; the IPv4 form leaves the rest zero
 */
struct ovnet_addr {
	u32 family;
	union {
		__be32 v4;
		struct in6_addr v6;
	};
};

/**
 * struct ovnet_net - all that a namespace has
 * @net: the namespace
 * @lock: serialises every change of configuration
 * @generation: rises with each, so that dumps notice; @lock
 * @batches: rises with each message that changes something; @lock
 * @claimed: see ovnet_batch_claim()
 * @underlay_hooks: enum ovnet_underlay_hooks; changed under @lock
 * @cache: flows are remembered; changed under @lock
 * @peer_delivery: frames may go to a port's other end at once; changed under
 *		   @lock
 * @underlays: &struct ovnet_underlay.node; @lock
 * @n_underlays: length of @underlays; @lock
 * @udps: &struct ovnet_udp.node; @lock
 * @networks: by id; changed under @lock
 * @n_networks: @lock
 * @network_names: by name; changed under @lock
 * @named_network: the last that was found there, or NULL: many rows of it follow
 *		   each other; @lock
 * @vnis: networks by VNI; changed under @lock, read under RCU
 * @ports: by &struct ovnet_port.index; changed under RTNL and @lock
 * @n_ports: @lock
 * @next_port: where a number is looked for; @lock
 * @gone: &struct ovnet_endpoint.node: their devices are to go; RTNL
 * @fabric: master of the ports that have no leg, or NULL; RTNL
 * @n_fabric: those ports; RTNL
 * @legs: &struct ovnet_leg.node_all; RTNL
 * @mtu_work: legs are given their MTU
 * @remotes: by id; changed under @lock
 * @n_remotes: @lock
 * @n_implicit_remotes: those that "bridge fdb" made; @lock
 * @orphans: a remote may have lost the last that refers to it; set by anybody,
 *	     cleared under @lock before remotes are looked at
 * @remote_names: by name; changed under @lock
 * @named_remote: the last that was found there, or NULL; @lock
 * @vteps: remotes by address; changed under @lock, read under RCU
 * @locators: &struct ovnet_locator.entry, of underlays; changed under RTNL and
 *	      @lock, read under RCU
 * @sources: &struct ovnet_source.entry, of remotes; changed under @lock, read
 *	     under RCU
 * @sids: &struct ovnet_member_sid.node; changed under @lock, read under RCU
 * @fdb: rows by (network, MAC); changed under @fdb_lock, read under RCU
 * @fdb_lock: protects @fdb, every row and every list of rows
 * @n_fdb: rows; @fdb_lock
 * @n_learned: learned rows among them; @fdb_lock
 * @fdb_removals: rises with each row that goes, so that dumps notice; @fdb_lock
 * @fdb_event: jiffies from which on a limit event may be sent; @fdb_lock
 * @ageing: removes unused learned rows
 * @n_routes: of all networks; @lock
 * @route_generation: rises with each change of one, so that dumps notice; @lock
 * @neighs: rows by (network, address); changed under @neigh_lock, read under RCU
 * @neigh_lock: protects @neighs, every row of it and every list of them
 * @n_neighs: rows; @neigh_lock
 * @n_neighs_learned: learned rows among them; @neigh_lock
 * @neigh_removals: rises with each row that goes, so that dumps notice;
 *		    @neigh_lock
 * @ra_networks: &struct ovnet_network.ra_node; @lock
 * @ra_work: advertises their gateways
 * @neigh_event: jiffies from which on a limit event may be sent; @neigh_lock
 * @neigh_ageing: asks after learned rows, and removes those of the silent
 * @probes: that were sent; made with the first, under @lock
 * @watch: remotes are probed
 * @n_watched: those; @lock
 * @epoch: of what packets found in tables, see ovnet_cache_flush()
 * @decisions: the same of the flow cache; 0 while it is off
 * @hooks4: ours among those of IPv4; @lock
 * @hooks6: ours among those of IPv6; @lock
 * @drops: frames dropped, by reason
 * @drop_events: limits those
 * @drop_missed: how many it has held back since the last
 */
struct ovnet_net {
	struct net *net;
	struct mutex lock;
	u32 generation;
	u32 batches;
	bool claimed;
	u8 underlay_hooks;
	bool cache;
	bool peer_delivery;
	struct list_head underlays;
	u32 n_underlays;
	struct list_head udps;
	struct xarray networks;
	u32 n_networks;
	struct rhashtable network_names;
	struct ovnet_network *named_network;
	struct rhashtable vnis;
	struct xarray ports;
	u32 n_ports;
	u32 next_port;
	struct list_head gone;
	struct net_device *fabric;
	u32 n_fabric;
	struct list_head legs;
	struct work_struct mtu_work;
	struct xarray remotes;
	u32 n_remotes;
	u32 n_implicit_remotes;
	bool orphans;
	struct rhashtable remote_names;
	struct ovnet_remote *named_remote;
	struct rhashtable vteps;
	struct ovnet_lpm locators;
	struct ovnet_lpm sources;
	struct rhashtable sids;
	struct ovnet_fdb_table fdb;
	spinlock_t fdb_lock;
	u32 n_fdb;
	u32 n_learned;
	u32 fdb_removals;
	unsigned long fdb_event;
	struct delayed_work ageing;
	u32 n_routes;
	u32 route_generation;
	struct rhashtable neighs;
	spinlock_t neigh_lock;
	u32 n_neighs;
	u32 n_neighs_learned;
	u32 neigh_removals;
	struct list_head ra_networks;
	struct delayed_work ra_work;
	unsigned long neigh_event;
	struct delayed_work neigh_ageing;
	struct ovnet_probes *probes;
	struct delayed_work watch;
	u32 n_watched;
	unsigned long epoch;
	unsigned long decisions;
	u16 hooks4;
	u16 hooks6;
	u64 __percpu *drops;
	struct ovnet_bucket drop_events;
	atomic_t drop_missed;
};

/**
 * struct ovnet_underlay_config - how an underlay's packets look
 * @id: of all configurations of all underlays; never 0
 * @local4: source over IPv4, or 0
 * @local6: source over IPv6, or ::
 * @srcport_low: lowest UDP source port, 0 for the host's range
 * @srcport_high: highest
 * @ttl: 1 to 255; 0: the inner packet's
 * @tos: DSCP in the upper six bits; 1: the inner packet's
 * @df: enum ovnet_df
 * @csum: UDP checksum over IPv4
 * @csum6_tx: UDP checksum over IPv6
 * @csum6_rx: a UDP checksum is demanded over IPv6
 * @udp4: what receives, if there is a @local4
 * @udp6: what receives, if there is a @local6
 * @locator: prefix of our SIDs, zero behind @locator_len; of SRv6, as the rest
 * @locator_len: bits, OVNET_LOCATOR_LEN_MIN to OVNET_LOCATOR_LEN_MAX; 0: VXLAN
 * @source_given: @source is not the @locator's own address
 * @source: source address
 * @srh: enum ovnet_srh
 * @own: @locator in &struct ovnet_net.locators
 * @rcu: replaced as a whole
 */
struct ovnet_underlay_config {
	u32 id;
	__be32 local4;
	struct in6_addr local6;
	u16 srcport_low;
	u16 srcport_high;
	u8 ttl;
	u8 tos;
	u8 df;
	bool csum;
	bool csum6_tx;
	bool csum6_rx;
	struct ovnet_udp *udp4;
	struct ovnet_udp *udp6;
	struct in6_addr locator;
	u8 locator_len;
	bool source_given;
	struct in6_addr source;
	u8 srh;
	struct ovnet_locator *own;
	struct rcu_head rcu;
};

/**
 * struct ovnet_udp - what receives UDP for the underlays of a port and device
 * @node: in &struct ovnet_net.udps
 * @on: namespace
 * @sk: the socket; NULL if @shared
 * @hook: of early.c, or of shared.c if @shared
 * @family: AF_INET or AF_INET6
 * @port: big endian
 * @ifindex: device or VRF that it is bound to, or 0
 * @shared: the port has a socket of somebody else's, or none
 * @users: underlays; namespace mutex
 * @rcu: readers find it in the socket or hook
 */
struct ovnet_udp {
	struct list_head node;
	struct ovnet_net *on;
	struct sock *sk;
	struct nf_hook_ops hook;
	u16 family;
	__be16 port;
	int ifindex;
	bool shared;
	u32 users;
	struct rcu_head rcu;
};

/**
 * struct ovnet_underlay - this node's own tunnel end
 * @on: namespace
 * @node: in &struct ovnet_net.underlays
 * @name: unique, zero padded
 * @encap: enum ovnet_encap; fixed
 * @port: UDP, big endian; 0 if it is SRv6; fixed
 * @ifindex: device or VRF, or 0; fixed
 * @shared: only our VNIs are taken from the port; fixed
 * @implicit: made by a link's LOCAL, goes with its last network
 * @claimed: see ovnet_batch_claim()
 * @users: networks that refer to it; namespace mutex
 * @config: RCU; replaced under the namespace mutex
 * @next: to be @config if the message that is being read is all right;
 *	  namespace mutex
 * @srv6: what receives, if it is SRv6; fixed
 * @rcu: networks refer to it under RCU
 */
struct ovnet_underlay {
	struct ovnet_net *on;
	struct list_head node;
	char name[OVNET_NAME_LEN];
	u8 encap;
	__be16 port;
	int ifindex;
	bool shared;
	bool implicit;
	bool claimed;
	u32 users;
	struct ovnet_underlay_config __rcu *config;
	struct ovnet_underlay_config *next;
	struct ovnet_srv6 *srv6;
	struct rcu_head rcu;
};

enum ovnet_dst_type {
	OVNET_DST_PORT,
	OVNET_DST_LEG,
	OVNET_DST_REMOTE,
	OVNET_DST_NETWORK,	/* of routes alone */
	OVNET_DST_MULTIPATH,	/* of routes alone: several remotes */
	OVNET_DST_REJECT,	/* of lookups of routes alone */
};

/**
 * struct ovnet_dst - where frames come from and go to; FDB rows and routes
 * point at one
 * @type: enum ovnet_dst_type, says what it is embedded in
 * @dead: no row may be pointed here any more; set under fdb_lock, before
 *	  @neighs is purged
 * @rows: &struct ovnet_fdb_row.dst_node; fdb_lock
 * @n_rows: fdb_lock
 * @neighs: &struct ovnet_neigh_row.dst_node; neigh_lock
 * @routes: &struct ovnet_route.dst_node; namespace mutex
 * @n_routes: namespace mutex
 * @icmp: limits the ICMP errors that it is sent
 */
struct ovnet_dst {
	u8 type;
	bool dead;
	struct hlist_head rows;
	u32 n_rows;
	struct hlist_head neighs;
	struct hlist_head routes;
	u32 n_routes;
	struct ovnet_bucket icmp;
};

/**
 * struct ovnet_network - a tenant's network; it has no device
 * @dst: routes of other networks point here
 * @on: namespace
 * @id: 1 to 2^24-1; fixed
 * @vni: fixed
 * @type: enum ovnet_network_type; fixed
 * @name: unique, zero padded; fixed
 * @name_node: in &struct ovnet_net.network_names
 * @vni_node: in &struct ovnet_net.vnis
 * @underlay: of VXLAN; RCU; changed under RTNL and the namespace mutex; NULL:
 *	      none
 * @srv6: underlay of SRv6; likewise
 * @implicit: made by a leg, goes with its last one
 * @claimed: see ovnet_batch_claim()
 * @secure: ports start blocked, and need bindings
 * @learning: for ports that have no setting of their own
 * @learning_remote: learn from the tunnel
 * @ageing: seconds, 0: never
 * @fdb_max: learned rows allowed
 * @flood_rate: for ports that have no setting of their own
 * @n_ports: namespace mutex
 * @n_legs: namespace mutex
 * @n_members: namespace mutex
 * @n_sids: members that have SIDs; changed under the namespace mutex
 * @ports: &struct ovnet_port.node; RCU, changed under the namespace mutex
 * @legs: &struct ovnet_leg.node; RCU, changed under the namespace mutex
 * @members: &struct ovnet_member.network_node; RCU, likewise
 * @fdb: &struct ovnet_fdb_row.network_node; fdb_lock
 * @dead: nothing is to be learned any more; set under fdb_lock, before @neighs
 *	  is purged
 * @n_fdb: rows; fdb_lock
 * @n_learned: learned rows among them; fdb_lock
 * @fdb_refused: rows not learned because of a limit; fdb_lock
 * @fdb_event: jiffies from which on a limit event may be sent; fdb_lock
 * @routes4: &struct ovnet_route.entry; read under RCU, changed under the
 *	     namespace mutex
 * @routes6: likewise
 * @n_routes: in both; namespace mutex
 * @gateway: RCU; changed under the namespace mutex; NULL: none
 * @router: of an l2 network: the l3 network that its gateway routes in; RCU;
 *	    changed under the namespace mutex; NULL: none
 * @routed: of an l3 network: those that have it as @router; namespace mutex
 * @routed_node: in @routed of it
 * @suppression: ARP and ND for known neighbours is answered
 * @mss_clamp: the MSS of SYNs in tunnels is lowered to what fits
 * @neighs: &struct ovnet_neigh_row.network_node; neigh_lock
 * @n_neighs: rows; neigh_lock
 * @ra: enum ovnet_ra_mode
 * @ra_node: in &struct ovnet_net.ra_networks, if @ra is on; namespace mutex
 * @ra_last: jiffies of the last advertisement to all; namespace mutex
 * @ra_next: jiffies of the next; namespace mutex
 * @ra_left: so many come soon; namespace mutex
 * @ra_mtu: that the last one said; namespace mutex
 * @n_neighs_learned: learned rows among them; neigh_lock
 * @neigh_max: learned rows allowed
 * @neighs_refused: rows not learned because of a limit; neigh_lock
 * @neigh_event: jiffies from which on a limit event may be sent; neigh_lock
 * @asks: limits questions of the gateway's
 * @asked: who was asked for; allocated at the first question
 * @stats: tunnel traffic; allocated at the first packet
 * @drops: by reason; allocated at the first drop
 * @rcu: ports, legs and rows refer to it under RCU
 */
struct ovnet_network {
	struct ovnet_dst dst;
	struct ovnet_net *on;
	u32 id;
	u32 vni;
	u8 type;
	char name[OVNET_NAME_LEN];
	struct rhash_head name_node;
	struct rhash_head vni_node;
	struct ovnet_underlay __rcu *underlay;
	struct ovnet_underlay __rcu *srv6;
	bool implicit;
	bool claimed;
	bool secure;
	bool learning;
	bool learning_remote;
	u32 ageing;
	u32 fdb_max;
	u32 flood_rate;
	u32 n_ports;
	u32 n_legs;
	u32 n_members;
	u32 n_sids;
	struct list_head ports;
	struct list_head legs;
	struct list_head members;
	struct hlist_head fdb;
	bool dead;
	u32 n_fdb;
	u32 n_learned;
	u64 fdb_refused;
	unsigned long fdb_event;
	struct ovnet_lpm routes4;
	struct ovnet_lpm routes6;
	u32 n_routes;
	struct ovnet_gateway __rcu *gateway;
	struct ovnet_network __rcu *router;
	struct list_head routed;
	struct list_head routed_node;
	bool suppression;
	bool mss_clamp;
	struct hlist_head neighs;
	u32 n_neighs;
	u8 ra;
	struct list_head ra_node;
	unsigned long ra_last;
	unsigned long ra_next;
	u8 ra_left;
	u32 ra_mtu;
	u32 n_neighs_learned;
	u32 neigh_max;
	u64 neighs_refused;
	unsigned long neigh_event;
	struct ovnet_bucket asks;
	struct ovnet_asked *asked;
	struct pcpu_sw_netstats __percpu *stats;
	atomic_long_t *drops;
	struct rcu_head rcu;
};

/**
 * struct ovnet_leg - the node's own presence in a network: private part of
 * a netdevice of kind "ovnet"
 * @dst: FDB rows of its own address point here
 * @dev: the device
 * @on: namespace of the network
 * @network: RCU; NULL once the leg has been unlinked, under RTNL
 * @node: in &struct ovnet_network.legs
 * @node_all: in &struct ovnet_net.legs
 * @gro_cells: what came through a tunnel is aggregated for the node
 * @mtu_set: the MTU is the user's; RTNL
 */
struct ovnet_leg {
	struct ovnet_dst dst;
	struct net_device *dev;
	struct ovnet_net *on;
	struct ovnet_network __rcu *network;
	struct list_head node;
	struct list_head node_all;
	struct gro_cells gro_cells;
	bool mtu_set;
};

#define OVNET_PORT_INHERIT	(-1)

/**
 * struct ovnet_port - an endpoint's attachment
 * @dst: FDB rows point here
 * @dev: the device, held
 * @index: its ifindex; a number from OVNET_PORT_NUMBER_MIN on if @endpoint; fixed
 * @endpoint: the device is the endpoint's own, see endpoint.c; fixed
 * @nsid: what the network's namespace calls the one that @dev is in; negative:
 *	  it is that itself; changed under RTNL
 * @tracker: of the hold
 * @network: fixed
 * @leg: its master, or NULL if that is the fabric device or none; fixed
 * @node: in &struct ovnet_network.ports
 * @claimed: see ovnet_batch_claim()
 * @open: frames pass
 * @pair: @dev is one end of a pair of veth devices; fixed
 * @unknown_unicast: gets frames for unknown MACs
 * @learning: 0, 1, or OVNET_PORT_INHERIT
 * @flood_rate: frames a second, or OVNET_PORT_INHERIT
 * @flood: enforces it
 * @bindings: &struct ovnet_binding.node; RCU, changed under the namespace mutex
 * @n_bindings: namespace mutex
 * @flood_limited: frames over it
 * @stats: rx is what the endpoint sent
 * @rcu: the packet path finds it in the device
 */
struct ovnet_port {
	struct ovnet_dst dst;
	struct net_device *dev;
	u32 index;
	bool endpoint;
	int nsid;
	netdevice_tracker tracker;
	struct ovnet_network *network;
	struct ovnet_leg *leg;
	struct list_head node;
	bool claimed;
	bool open;
	bool pair;
	bool unknown_unicast;
	s8 learning;
	s64 flood_rate;
	struct ovnet_bucket flood;
	struct list_head bindings;
	u32 n_bindings;
	atomic_long_t flood_limited;
	struct pcpu_sw_netstats __percpu *stats;
	struct rcu_head rcu;
};

/**
 * struct ovnet_vtep - one address of a remote
 * @node: in &struct ovnet_net.vteps
 * @addr: key
 * @remote: whose
 * @rcu: found under RCU
 */
struct ovnet_vtep {
	struct rhash_head node;
	struct ovnet_addr addr;
	struct ovnet_remote *remote;
	struct rcu_head rcu;
};

/**
 * struct ovnet_source - a prefix that a remote sends from by SRv6
 * @entry: in &struct ovnet_net.sources
 * @remote: whose
 * @rcu: found under RCU
 */
struct ovnet_source {
	struct ovnet_lpm_entry entry;
	struct ovnet_remote *remote;
	struct rcu_head rcu;
};

#define OVNET_PMTU_FLOWS	64	/* to a target, that are known to be ours */

/**
 * struct ovnet_pmtu - what has been learned of a way; see pmtu.c
 * @mtu: of the outer packet; 0: nothing; read before the rest
 * @narrow: what does not fit is fragmented
 * @expires: jiffies
 */
struct ovnet_pmtu {
	u32 mtu;
	bool narrow;
	unsigned long expires;
};

enum {
	OVNET_DIRECT_VXLAN4,
	OVNET_DIRECT_VXLAN6,
	OVNET_DIRECT_SRV6,
	OVNET_DIRECTS
};

/**
 * struct ovnet_target - where packets to a remote are sent
 * @v4: address over IPv4, or 0
 * @v6: address over IPv6, or ::
 * @port: UDP, big endian; 0: the underlay's
 * @router_mac: destination of what is routed to it
 * @cached_for: underlay whose routes the caches hold, set by the first user
 * @cache4: route over IPv4
 * @cache6: route over IPv6
 * @direct: past the host's IP stack, see direct.c; RCU
 * @pmtu4: of the way over IPv4
 * @pmtu6: of the way over IPv6
 * @sent: flows that were sent, by source port; 0: none
 * @srv6: it can be sent to by SRv6: there is a @locator, or SIDs of its
 *	  memberships may say where
 * @locator_len: bits of @locator; 0: there is none
 * @n_segs: on the way
 * @locator: prefix of its SIDs
 * @segs: visited before its SID, in this order
 * @cached_for_srv6: as @cached_for, of @cache_srv6
 * @cache_srv6: route by SRv6
 * @pmtu_srv6: of the way by SRv6
 * @rcu: replaced as a whole
 */
struct ovnet_target {
	__be32 v4;
	struct in6_addr v6;
	__be16 port;
	u8 router_mac[ETH_ALEN];
	struct ovnet_underlay *cached_for;
	struct dst_cache cache4;
	struct dst_cache cache6;
	struct ovnet_direct __rcu *direct[OVNET_DIRECTS];
	struct ovnet_pmtu pmtu4;
	struct ovnet_pmtu pmtu6;
	u32 sent[OVNET_PMTU_FLOWS];
	bool srv6;
	u8 locator_len;
	u8 n_segs;
	struct in6_addr locator;
	struct in6_addr segs[OVNET_REMOTE_SEGS_MAX];
	struct ovnet_underlay *cached_for_srv6;
	struct dst_cache cache_srv6;
	struct ovnet_pmtu pmtu_srv6;
	struct rcu_head rcu;
};

/**
 * struct ovnet_watch - is a remote there? see watch.c
 * @interval: seconds between probes; 0: it is not watched; namespace mutex
 * @missed: probes in a row; namespace mutex
 * @due: jiffies of the next; namespace mutex
 * @cookie: of the one that is not answered; 0: it is
 * @lost: too many are not; until one is
 * @told: what listeners know of that; namespace mutex
 */
struct ovnet_watch {
	u16 interval;
	u32 missed;
	unsigned long due;
	atomic64_t cookie;
	bool lost;
	bool told;
};

/**
 * struct ovnet_remote - another node
 * @dst: FDB rows point here
 * @on: namespace
 * @id: unique; fixed
 * @name: unique, zero padded; fixed
 * @name_node: in &struct ovnet_net.remote_names
 * @implicit: made by "bridge fdb", goes with the last that refers to it
 * @claimed: see ovnet_batch_claim()
 * @up: send to it, accept from it
 * @port: as configured, host byte order, 0: the underlay's; namespace mutex
 * @router_mac: as configured; all zero: worked out; namespace mutex
 * @n_vteps: namespace mutex
 * @vteps: namespace mutex
 * @foreign: no node of ours
 * @sources_given: @sources is not just its locator; namespace mutex
 * @n_sources: namespace mutex
 * @sources: what its SRv6 packets come from; namespace mutex
 * @target: RCU; replaced under the namespace mutex
 * @members: &struct ovnet_member.remote_node; namespace mutex
 * @n_members: namespace mutex
 * @nexthops: &struct ovnet_nexthop.node, of routes that have several; they are in
 *	      @dst.n_routes, too; namespace mutex
 * @probes: limits answers to its probes
 * @watch: whether it answers ours
 * @stats: tunnel traffic
 * @rcu: rows, members and VTEPs refer to it under RCU
 */
struct ovnet_remote {
	struct ovnet_dst dst;
	struct ovnet_net *on;
	u32 id;
	char name[OVNET_NAME_LEN];
	struct rhash_head name_node;
	bool implicit;
	bool claimed;
	bool up;
	u16 port;
	u8 router_mac[ETH_ALEN];
	u8 n_vteps;
	struct ovnet_vtep *vteps[OVNET_REMOTE_VTEPS_MAX];
	bool foreign;
	bool sources_given;
	u8 n_sources;
	struct ovnet_source *sources[OVNET_REMOTE_SOURCES_MAX];
	struct ovnet_target __rcu *target;
	struct list_head members;
	u32 n_members;
	struct hlist_head nexthops;
	struct ovnet_bucket probes;
	struct ovnet_watch watch;
	struct pcpu_sw_netstats __percpu *stats;
	struct rcu_head rcu;
};

/**
 * struct ovnet_member - a remote that gets what a network floods
 * @network: whose
 * @remote: who
 * @claimed: see ovnet_batch_claim()
 * @keep: in the set that a message makes of the network's; namespace mutex
 * @sid: what it is sent to by SRv6, if that was given; namespace mutex
 * @next_sid: to be @sid if the message that is being read is all right;
 *	      namespace mutex
 * @network_node: in &struct ovnet_network.members
 * @remote_node: in &struct ovnet_remote.members
 * @rcu: walked under RCU
 */
struct ovnet_member {
	struct ovnet_network *network;
	struct ovnet_remote *remote;
	bool claimed;
	bool keep;
	struct ovnet_member_sid *sid;
	struct ovnet_member_sid *next_sid;
	struct list_head network_node;
	struct list_head remote_node;
	struct rcu_head rcu;
};

/**
 * struct ovnet_pkt - a frame on its way
 * @skb: data at the Ethernet header; the checksum, if any, covers from there
 * @on: namespace
 * @network: that it came in
 * @out: that it leaves by, if the router has found another; else NULL
 * @in: where it came from; NULL: it was made here
 * @source: row of its source address, or NULL
 * @told: in copies of a flooded frame: its sender was told that it is too big
 * @said: what it says in ARP or ND; NULL: nothing
 * @was: what its Ethernet addresses were before it was routed; NULL: it was not
 * @dry: it is only traced: this is noted, and nothing done; NULL: it is real
 * @sid: what it is sent to by SRv6, if its route says so; else NULL
 * @known: what the cache said of it before it was parsed; or NULL
 * @decisions: &struct ovnet_net.decisions when it was looked for in the cache; 0:
 *	       what is decided about it is not remembered
 * @looked: if the cache knew nothing of it then, its hash there, good if it is IPv4;
 *	    or 0
 * @hash: of its flow; 0: not worked out, see ovnet_flow_hash()
 * @proto: EtherType behind any VLAN tags
 * @nhoff: offset of what follows it
 * @transit: it may leave by a tunnel though it came from one
 * @flood: others get it, too
 * @sent: an endpoint's own device sends it: somebody may hold a socket
 */
struct ovnet_pkt {
	struct sk_buff *skb;
	struct ovnet_net *on;
	struct ovnet_network *network;
	struct ovnet_network *out;
	struct ovnet_dst *in;
	struct ovnet_fdb_row *source;
	bool *told;
	const struct ovnet_resolve *said;
	const struct ethhdr *was;
	struct ovnet_dry *dry;
	const struct in6_addr *sid;
	const struct ovnet_cache_entry *known;
	unsigned long decisions;
	u32 looked;
	u32 hash;
	__be16 proto;
	u16 nhoff;
	bool transit;
	bool flood;
	bool sent;
};

/**
 * ovnet_pkt_init() - a frame has come in
 * @pkt: result, to be parsed
 * @skb: the frame
 * @network: where
 * @in: by what
 *
 * Member by member, which takes half of what it takes to clear all of them first.
 */
static __always_inline void ovnet_pkt_init(struct ovnet_pkt *pkt,
					   struct sk_buff *skb,
					   struct ovnet_network *network,
					   struct ovnet_dst *in)
{
	/* Whoever adds one, in front of the last, adds it here. */
	static_assert(offsetofend(struct ovnet_pkt, sent) ==
		      13 * sizeof(void *) + 15);
	pkt->skb = skb;
	pkt->on = network->on;
	pkt->network = network;
	pkt->out = NULL;
	pkt->in = in;
	pkt->source = NULL;
	pkt->told = NULL;
	pkt->said = NULL;
	pkt->was = NULL;
	pkt->dry = NULL;
	pkt->sid = NULL;
	pkt->known = NULL;
	pkt->decisions = 0;
	pkt->looked = 0;
	pkt->hash = 0;
	pkt->proto = 0;
	pkt->nhoff = 0;
	pkt->transit = false;
	pkt->flood = false;
	pkt->sent = false;
}

/* Is there any use in sending it what others get, too? */
static inline bool ovnet_remote_is_there(const struct ovnet_remote *remote)
{
	return READ_ONCE(remote->up) && !READ_ONCE(remote->watch.lost);
}

static inline struct ovnet_network *ovnet_pkt_out(const struct ovnet_pkt *pkt)
{
	return pkt->out ?: pkt->network;
}

/* main.c */
extern struct workqueue_struct *ovnet_main_wq;

struct ovnet_asked;
struct ovnet_batch_kind;
struct ovnet_cache_entry;
struct ovnet_dry;
struct ovnet_fdb_row;
struct ovnet_gateway;
struct ovnet_locator;
struct ovnet_member_sid;
struct ovnet_probes;
struct ovnet_resolve;
struct ovnet_srv6;
struct vxlanhdr;
struct ovnet_net *ovnet_main_net(const struct net *net);

/* Context: bottom halves off. */
static inline void ovnet_stats_add_rx(struct pcpu_sw_netstats __percpu *stats,
				      unsigned int len)
{
	struct pcpu_sw_netstats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->rx_packets);
	u64_stats_add(&s->rx_bytes, len);
	u64_stats_update_end(&s->syncp);
}

/* Context: bottom halves off. */
static inline void ovnet_stats_add_tx(struct pcpu_sw_netstats __percpu *stats,
				      unsigned int len)
{
	struct pcpu_sw_netstats *s = this_cpu_ptr(stats);

	u64_stats_update_begin(&s->syncp);
	u64_stats_inc(&s->tx_packets);
	u64_stats_add(&s->tx_bytes, len);
	u64_stats_update_end(&s->syncp);
}

/* underlay.c */
struct ovnet_underlay *ovnet_underlay_find(struct ovnet_net *on,
					   const char *name);
int ovnet_underlay_check_local(const struct ovnet_underlay_config *config,
			       struct nlattr *attr4, struct nlattr *attr6,
			       struct netlink_ext_ack *extack);
int ovnet_underlay_for_local(struct ovnet_net *on,
			     const struct ovnet_underlay_config *local,
			     u16 port, struct ovnet_underlay **underlay,
			     bool *made, struct netlink_ext_ack *extack);
void ovnet_underlay_keep(struct ovnet_net *on, const char *name, bool keep);
void ovnet_underlay_put_implicit(struct ovnet_net *on,
				 struct ovnet_underlay *underlay);
void ovnet_underlay_exit(struct ovnet_net *on);
unsigned int ovnet_underlay_mtu(struct ovnet_net *on,
				const struct ovnet_underlay *underlay,
				u8 type);
struct ovnet_underlay *ovnet_underlay_on_dev(struct ovnet_net *on,
					     const struct net_device *dev);
extern const struct nla_policy
	ovnet_underlay_policy[OVNET_A_UNDERLAY_MAX + 1];
extern const struct ovnet_batch_kind ovnet_underlay_new, ovnet_underlay_set,
	ovnet_underlay_del;
int ovnet_underlay_get_doit(struct sk_buff *skb, struct genl_info *info);
int ovnet_underlay_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

/* network.c */

extern const struct nla_policy ovnet_network_policy[OVNET_A_NETWORK_MAX + 1];
struct ovnet_network *ovnet_network_by_id(struct ovnet_net *on, u32 id);
struct ovnet_network *ovnet_network_by_name(struct ovnet_net *on,
					    const char *name);
struct ovnet_network *ovnet_network_by_vni_rcu(struct ovnet_net *on, u32 vni);
int ovnet_network_resolve(struct ovnet_net *on, struct nlattr *id,
			  struct nlattr *name, struct ovnet_network **network,
			  struct netlink_ext_ack *extack);
void ovnet_network_put_implicit(struct ovnet_network *network);
struct ovnet_underlay *
ovnet_network_underlay(const struct ovnet_network *network);
struct ovnet_underlay *
ovnet_network_srv6(const struct ovnet_network *network);
unsigned int ovnet_network_mtu_rcu(const struct ovnet_network *network);
struct ovnet_network *ovnet_network_router(const struct ovnet_network *network);
struct pcpu_sw_netstats __percpu *
ovnet_network_make_stats(struct ovnet_network *network);
int ovnet_network_init(struct ovnet_net *on);
void ovnet_network_exit(struct ovnet_net *on);
extern const struct ovnet_batch_kind ovnet_network_new, ovnet_network_set,
	ovnet_network_del;
int ovnet_network_get_doit(struct sk_buff *skb, struct genl_info *info);
int ovnet_network_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

/**
 * ovnet_network_stats() - tunnel counters, made at the first packet
 * @network: whose
 *
 * Context: any.
 * Return: them, or NULL if there is no memory.
 */
static inline struct pcpu_sw_netstats __percpu *
ovnet_network_stats(struct ovnet_network *network)
{
	struct pcpu_sw_netstats __percpu *stats = READ_ONCE(network->stats);

	return likely(stats) ? stats : ovnet_network_make_stats(network);
}

/* leg.c */
extern const struct net_device_ops ovnet_leg_netdev_ops;

/**
 * ovnet_leg_is() - is a device a leg?
 * @dev: asked about
 *
 * Return: true if so.
 */
static inline bool ovnet_leg_is(const struct net_device *dev)
{
	return dev->netdev_ops == &ovnet_leg_netdev_ops;
}

struct ovnet_network *ovnet_leg_network(const struct ovnet_leg *leg);
void ovnet_leg_unlink(struct ovnet_leg *leg, struct list_head *kill);
void ovnet_leg_moved(struct ovnet_leg *leg);
void ovnet_leg_receive(struct ovnet_leg *leg, struct ovnet_pkt *pkt);

/* endpoint.c */
extern const struct net_device_ops ovnet_endpoint_netdev_ops;

/**
 * ovnet_endpoint_is() - is a device an endpoint's own?
 * @dev: asked about
 *
 * Return: true if so.
 */
static inline bool ovnet_endpoint_is(const struct net_device *dev)
{
	return dev->netdev_ops == &ovnet_endpoint_netdev_ops;
}

/* link.c */

/**
 * ovnet_link_is() - does a device carry what a network has inside?
 * @dev: asked about
 *
 * Neither does a tunnel go out by such a device, nor come in.
 *
 * Return: true if it is a leg or an endpoint's own.
 */
static inline bool ovnet_link_is(const struct net_device *dev)
{
	return ovnet_leg_is(dev) || ovnet_endpoint_is(dev);
}

/* leg_ethtool.c */
extern const struct ethtool_ops ovnet_leg_ethtool_ops;

/* bridge.c */
void ovnet_bridge_notify(const struct ovnet_port *port);
int ovnet_bridge_getlink(struct sk_buff *skb, u32 portid, u32 seq,
			 struct net_device *dev, u32 filter_mask, int nlflags);
int ovnet_bridge_setlink(struct net_device *dev, struct nlmsghdr *nlh,
			 u16 flags, struct netlink_ext_ack *extack);

/* mtu.c */
void ovnet_mtu_update(struct ovnet_net *on);
void ovnet_mtu_update_network(struct ovnet_network *network);
void ovnet_mtu_changed(const struct net_device *dev);
void ovnet_mtu_init(struct ovnet_net *on);
void ovnet_mtu_exit(struct ovnet_net *on);
int ovnet_mtu_register(void);
void ovnet_mtu_unregister(void);

/* fabric.c */
bool ovnet_fabric_is(const struct net_device *dev);
struct net_device *ovnet_fabric_get(struct ovnet_net *on,
				    struct netlink_ext_ack *extack);
void ovnet_fabric_put(struct ovnet_net *on);
void ovnet_fabric_reap(struct ovnet_net *on, struct list_head *kill);

/* port.c */

/**
 * struct ovnet_port_config - what can be asked of a port
 * @set: bits of enum ovnet_port_attr: which of the rest were given
 * @open: bool
 * @learning: bool
 * @unknown_unicast: bool
 * @flood_rate: frames a second
 */
struct ovnet_port_config {
	u32 set;
	bool open;
	bool learning;
	bool unknown_unicast;
	u32 flood_rate;
};

extern const struct nla_policy ovnet_port_policy[OVNET_A_PORT_MAX + 1];
bool ovnet_port_is(const struct net_device *dev);
struct ovnet_port *ovnet_port_resolve(struct ovnet_net *on, struct nlattr *attr,
				      struct netlink_ext_ack *extack);
struct ovnet_port *ovnet_port_by_dev(const struct net_device *dev);
struct net_device *ovnet_port_master_rcu(const struct ovnet_port *port);
struct ovnet_port *ovnet_port_by_index(struct ovnet_net *on, u32 index);
struct ovnet_port *ovnet_port_create(struct ovnet_network *network,
				     struct net_device *dev,
				     struct ovnet_leg *leg,
				     const struct ovnet_port_config *config,
				     struct netlink_ext_ack *extack);
struct ovnet_port *ovnet_port_create_own(struct ovnet_network *network,
					 struct net_device *dev,
					 struct netlink_ext_ack *extack);
void ovnet_port_notify(const struct ovnet_port *port, u8 cmd);
void ovnet_port_change(struct ovnet_port *port,
		       const struct ovnet_port_config *config);
void ovnet_port_unlink(struct ovnet_port *port);
void ovnet_port_destroy(struct ovnet_port *port);
void ovnet_port_send(struct ovnet_port *port, struct ovnet_pkt *pkt);
void ovnet_port_exit(struct ovnet_net *on);
extern const struct ovnet_batch_kind ovnet_port_new, ovnet_port_set,
	ovnet_port_del;
int ovnet_port_get_doit(struct sk_buff *skb, struct genl_info *info);
int ovnet_port_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

/**
 * ovnet_port_closed() - does anything pass, in either direction?
 * @port: asked about
 *
 * In a secure network what is not bound is not open, whatever its state: not
 * before the first binding comes, nor when the last has gone.
 *
 * Context: RCU.
 * Return: OVNET_DROP_NONE, or why not.
 */
static inline enum ovnet_drop_reason
ovnet_port_closed(const struct ovnet_port *port)
{
	if (unlikely(!READ_ONCE(port->open)))
		return OVNET_DROP_PORT_BLOCKED;
	if (unlikely(READ_ONCE(port->network->secure) &&
		     list_empty(&port->bindings)))
		return OVNET_DROP_UNBOUND;
	return OVNET_DROP_NONE;
}

/* dst.c */

/**
 * struct ovnet_dst_attrs - attributes of a nest that name a place
 * @ifindex: u32
 * @ifname: string
 * @remote_id: u32
 * @remote_name: string
 * @network_id: u32; 0: it cannot be a network
 * @network_name: string
 */
struct ovnet_dst_attrs {
	u8 ifindex;
	u8 ifname;
	u8 remote_id;
	u8 remote_name;
	u8 network_id;
	u8 network_name;
};

/**
 * struct ovnet_dst_name - what the device of a place is called
 * @text: its name, or NAME@NSID if it is an endpoint's own in another namespace
 */
struct ovnet_dst_name {
	char text[IFNAMSIZ + sizeof("@2147483647")];
};

void ovnet_dst_init(struct ovnet_dst *dst, u8 type);
struct net_device *ovnet_dst_dev(const struct ovnet_dst *dst);
const char *ovnet_dst_name(const struct ovnet_dst *dst,
			   struct ovnet_dst_name *name);
int ovnet_dst_put_dev(struct sk_buff *skb, const struct ovnet_dst *dst,
		      int ifindex, int ifname);
int ovnet_dst_put(struct sk_buff *skb, const struct ovnet_dst *dst,
		  const struct ovnet_dst_attrs *attrs);
struct ovnet_dst *ovnet_dst_parse(struct ovnet_net *on,
				  struct ovnet_network *network,
				  struct nlattr **tb,
				  const struct ovnet_dst_attrs *attrs,
				  struct netlink_ext_ack *extack);

/* vtep.c */
struct ovnet_remote *ovnet_vtep_remote_rcu(struct ovnet_net *on,
					   const struct ovnet_addr *addr);

/* remote.c */
extern const struct nla_policy ovnet_remote_policy[OVNET_A_REMOTE_MAX + 1];
int ovnet_remote_resolve(struct ovnet_net *on, struct nlattr *id,
			 struct nlattr *name, struct ovnet_remote **remote,
			 struct netlink_ext_ack *extack);
int ovnet_remote_for_addr(struct ovnet_net *on, const struct ovnet_addr *addr,
			  u16 port, struct ovnet_remote **remote, bool *made,
			  struct netlink_ext_ack *extack);
void ovnet_remote_keep(struct ovnet_remote *remote, bool keep);
void ovnet_remote_orphaned(struct ovnet_net *on);
void ovnet_remote_put_implicit(struct ovnet_net *on);
void ovnet_remote_forget_underlay(struct ovnet_net *on);
int ovnet_remote_init(struct ovnet_net *on);
void ovnet_remote_exit(struct ovnet_net *on);
extern const struct ovnet_batch_kind ovnet_remote_new, ovnet_remote_set,
	ovnet_remote_del;
int ovnet_remote_get_doit(struct sk_buff *skb, struct genl_info *info);
int ovnet_remote_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

/* member.c */
extern const struct nla_policy ovnet_member_policy[OVNET_A_MEMBER_MAX + 1];
void ovnet_member_remove_network(struct ovnet_network *network);
void ovnet_member_remove_remote(struct ovnet_remote *remote);
int ovnet_member_add(struct ovnet_network *network,
		     struct ovnet_remote *remote);
int ovnet_member_remove(struct ovnet_network *network,
			struct ovnet_remote *remote);
extern const struct ovnet_batch_kind ovnet_member_new, ovnet_member_set,
	ovnet_member_del;
int ovnet_member_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

/* forward.c */
void ovnet_forward(struct ovnet_pkt *pkt);
void ovnet_forward_listeners(const struct ovnet_pkt *pkt,
			     const struct ovnet_dst *dst);
void ovnet_forward_deliver(struct ovnet_pkt *pkt, struct ovnet_dst *dst);
void ovnet_forward_spread(struct ovnet_pkt *pkt, bool there);
void ovnet_forward_back(const struct ovnet_pkt *pkt, struct sk_buff *skb);

/* toobig.c */
bool ovnet_toobig_fits(const struct ovnet_pkt *pkt, unsigned int mtu);
void ovnet_toobig(struct ovnet_pkt *pkt, unsigned int mtu);

/* udp.c */
#define OVNET_UDP_WHOLE	(~0U)	/* not even if the host believes in less */

struct ovnet_udp *ovnet_udp_get(struct ovnet_net *on, u16 family, __be16 port,
				int ifindex, bool shared,
				struct netlink_ext_ack *extack);
void ovnet_udp_put(struct ovnet_udp *udp);
void ovnet_udp_push_ports(struct ovnet_net *on, struct net_device *dev,
			  bool add);
struct rtable *ovnet_udp_route4(struct ovnet_net *on,
				const struct ovnet_underlay *underlay,
				__be32 saddr, struct ovnet_target *target,
				bool dry);
struct dst_entry *ovnet_udp_route6(struct ovnet_net *on,
				   const struct ovnet_underlay *underlay,
				   const struct ovnet_udp *udp,
				   const struct in6_addr *saddr,
				   struct ovnet_target *target, bool dry);
void ovnet_udp_xmit4(struct sk_buff *skb, struct sock *sk, struct rtable *rt,
		     __be32 saddr, __be32 daddr, u8 tos, u8 ttl, __be16 df,
		     __be16 sport, __be16 dport, bool csum,
		     unsigned int fragment);
void ovnet_udp_out6(struct sk_buff *skb, struct sock *sk,
		    struct dst_entry *dst, const struct in6_addr *saddr,
		    const struct in6_addr *daddr, u8 tclass, u8 ttl,
		    __be32 label, u8 nexthdr, unsigned int fragment);
void ovnet_udp_xmit6(struct sk_buff *skb, struct sock *sk,
		     struct dst_entry *dst, const struct in6_addr *saddr,
		     const struct in6_addr *daddr, u8 tclass, u8 ttl,
		     __be32 label, __be16 sport, __be16 dport, bool csum,
		     unsigned int fragment);

void ovnet_udp_direct4(struct sk_buff *skb, struct neighbour *n, __be32 saddr,
		       __be32 daddr, u8 tos, u8 ttl, __be16 df, __be16 sport,
		       __be16 dport, bool csum);
void ovnet_udp_direct6(struct sk_buff *skb, struct neighbour *n,
		       const struct in6_addr *saddr,
		       const struct in6_addr *daddr, u8 tclass, u8 ttl,
		       __be32 label, __be16 sport, __be16 dport, bool csum);
bool ovnet_udp_checksum(struct sk_buff *skb, u16 family);

/**
 * ovnet_udp_scrub_rest() - what skb_scrub_packet() leaves of that
 * @skb: a packet that it has been over
 *
 * See ovnet_udp_scrub().
 */
static inline void ovnet_udp_scrub_rest(struct sk_buff *skb)
{
	skb_clear_hash_if_not_l4(skb);
	nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
}

/**
 * ovnet_udp_scrub() - what the inner packet was to the host must not cling to
 * the outer one
 * @skb: the packet
 * @net: that it is sent in
 */
static inline void ovnet_udp_scrub(struct sk_buff *skb, const struct net *net)
{
	skb_scrub_packet(skb, skb->dev && !net_eq(dev_net(skb->dev), net));
	ovnet_udp_scrub_rest(skb);
}

/* An outer IPv6 header; headroom is there. */
static inline void ovnet_udp_push6(struct sk_buff *skb,
				   const struct in6_addr *saddr,
				   const struct in6_addr *daddr, u8 tclass,
				   u8 ttl, __be32 label, u8 nexthdr)
{
	struct ipv6hdr *ip6h = __skb_push(skb, sizeof(*ip6h));

	skb_reset_network_header(skb);
	ip6_flow_hdr(ip6h, tclass, label);
	ip6h->payload_len = htons(skb->len - sizeof(*ip6h));
	ip6h->nexthdr = nexthdr;
	ip6h->hop_limit = ttl;
	ip6h->saddr = *saddr;
	ip6h->daddr = *daddr;
}

/**
 * ovnet_udp_direct_out6() - send a packet with an outer IPv6 header, past the
 * host's stack
 * @skb: at what comes behind it; headroom is there; consumed
 * @n: who gets it first
 * @saddr: source
 * @daddr: destination
 * @tclass: traffic class
 * @ttl: hop limit
 * @label: flow label
 * @nexthdr: what comes behind it
 *
 * Context: RCU, bottom halves off.
 */
static inline void
ovnet_udp_direct_out6(struct sk_buff *skb, struct neighbour *n,
		      const struct in6_addr *saddr,
		      const struct in6_addr *daddr, u8 tclass, u8 ttl,
		      __be32 label, u8 nexthdr)
{
	ovnet_udp_scrub(skb, dev_net(n->dev));
	ovnet_udp_push6(skb, saddr, daddr, tclass, ttl, label, nexthdr);
	skb->protocol = htons(ETH_P_IPV6);
	skb->dev = n->dev;
	ovnet_output(n, skb);
}

/* shared.c */
int ovnet_shared_open(struct ovnet_udp *udp, struct netlink_ext_ack *extack);
void ovnet_shared_close(struct ovnet_udp *udp);
unsigned int ovnet_shared_in4(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state);
unsigned int ovnet_shared_in6(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state);

/* vxlan.c */
enum ovnet_drop_reason ovnet_vxlan_send(struct ovnet_remote *remote,
					struct ovnet_pkt *pkt,
					unsigned int *mtu);
unsigned int ovnet_vxlan_mtu(const struct ovnet_remote *remote,
			     const struct ovnet_pkt *pkt);

/* vxlan_rcv.c */
enum ovnet_drop_reason ovnet_vxlan_parse(struct sk_buff *skb, u32 *vni);
enum ovnet_drop_reason ovnet_vxlan_admit_dry(struct ovnet_pkt *pkt);
const struct ovnet_underlay *ovnet_vxlan_owner(const struct ovnet_udp *udp,
					       const struct vxlanhdr *vh);
void ovnet_vxlan_receive(const struct ovnet_udp *udp, struct sk_buff *skb);
int ovnet_vxlan_rcv(struct sock *sk, struct sk_buff *skb);
int ovnet_vxlan_err_lookup(struct sock *sk, struct sk_buff *skb);
struct sk_buff *ovnet_vxlan_gro_receive(struct sock *sk,
					struct list_head *head,
					struct sk_buff *skb);
int ovnet_vxlan_gro_complete(struct sock *sk, struct sk_buff *skb, int nhoff);

/* drop.c */
int ovnet_drop_init(struct ovnet_net *on);
void ovnet_drop_exit(struct ovnet_net *on);
extern const struct nla_policy ovnet_drop_policy[OVNET_A_DROPS_MAX + 1];
int ovnet_drop_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

/* netlink.c */
enum {
	OVNET_NETLINK_GROUP_CONFIG,
	OVNET_NETLINK_GROUP_FDB,
	OVNET_NETLINK_GROUP_LIMIT,
	OVNET_NETLINK_GROUP_DROPS,
	OVNET_NETLINK_GROUP_ROUTE,
	OVNET_NETLINK_GROUP_NEIGH,
};

#define OVNET_NETLINK_OBJECT_SIZE 2048	/* holds any one object */

/**
 * struct ovnet_msg_kind - how an object is put into a message
 * @cmd: OVNET_CMD_*
 * @attr: OVNET_A_*, the nest
 * @fill: puts the attributes of the object; 0 or -EMSGSIZE
 */
struct ovnet_msg_kind {
	u8 cmd;
	u8 attr;
	int (*fill)(struct sk_buff *skb, const void *object);
};

int ovnet_netlink_init(void);
void ovnet_netlink_exit(void);
int ovnet_netlink_sort_nest(struct nlattr **tb, int max,
			    const struct nlattr *nest, u32 multi,
			    struct netlink_ext_ack *extack);
int ovnet_netlink_parse_nest(struct nlattr **tb, int max,
			     const struct nlattr *nest,
			     const struct nla_policy *policy, u32 multi,
			     struct netlink_ext_ack *extack);
int ovnet_netlink_parse(struct genl_info *info, int kind, struct nlattr **tb,
			int max, const struct nla_policy *policy);
#define OVNET_NETLINK_ALL	(~0U)
int ovnet_netlink_dump_parse(struct netlink_callback *cb, int kind,
			     struct nlattr **tb, int max,
			     const struct nla_policy *policy, u32 allowed);
int ovnet_netlink_message(struct sk_buff *skb, u32 portid, u32 seq, int flags,
			  const struct ovnet_msg_kind *what,
			  const void *object);
int ovnet_netlink_dump(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct ovnet_msg_kind *what, const void *object);
int ovnet_netlink_answer(struct sk_buff *skb, struct genl_info *info,
			 const struct ovnet_msg_kind *what, const void *object);
int ovnet_netlink_reply(struct genl_info *info,
			const struct ovnet_msg_kind *what, const void *object);
bool ovnet_netlink_heard(struct net *net, unsigned int group);
void ovnet_netlink_notify(struct net *net, unsigned int group, gfp_t gfp,
			  u8 cmd, const struct ovnet_msg_kind *what,
			  const void *object);
/* Without a pad: 64-bit attributes are read by copying (see the uapi). */
static inline int ovnet_put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put(skb, attr, sizeof(value), &value);
}

int ovnet_netlink_put_stats(struct sk_buff *skb, int attr,
			    struct pcpu_sw_netstats __percpu *stats);
bool ovnet_netlink_name_ok(const char *name);
int ovnet_netlink_name_valid(struct nlattr *attr,
			     struct netlink_ext_ack *extack);
void ovnet_netlink_limit(struct ovnet_net *on,
			 const struct ovnet_network *network, u8 kind,
			 u32 value);

#endif /* OVNET_PRIV_H */
