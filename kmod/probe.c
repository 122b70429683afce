// SPDX-License-Identifier: GPL-2.0
/*
 * Probes: an echo between nodes, by the port and path of tunnels. It is a VXLAN
 * header with its I flag clear, which other VTEPs drop (RFC 7348, 5), so it is in
 * no network and no tenant gets or sends one. A node answers its remotes only,
 * not often, and never with more than it was sent.
 *
 * What was sent is kept until newer ones need the room; who asked looks for the
 * answer when it likes. So nothing waits here, and nothing has to be given up.
 */
#include <linux/hash.h>
#include <linux/random.h>
#include <linux/udp.h>
#include <net/addrconf.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/route.h>
#include <net/vxlan.h>

#include "encap.h"
#include "probe.h"
#include "remote.h"
#include "underlay.h"
#include "watch.h"

#define OVNET_PROBE_SLOTS	256
#define OVNET_PROBE_RATE	100	/* answers a second to a remote */
#define OVNET_PROBE_TTL		64
#define OVNET_PROBE_VERSION	1

/* The O flag of the drafts that have one; in the reserved bits, who we are. */
#define OVNET_PROBE_FLAGS	cpu_to_be32(0x016f766e)

enum {
	OVNET_PROBE_REQUEST = 1,
	OVNET_PROBE_REPLY,
};

/**
 * struct ovnet_probe_header - behind the VXLAN header; then zeroes
 * @version: OVNET_PROBE_VERSION
 * @op: OVNET_PROBE_REQUEST or OVNET_PROBE_REPLY
 * @reserved: zero
 * @id: as it was asked; 0: of watch.c
 * @cookie: as it was asked; nobody else knows it
 */
struct ovnet_probe_header {
	u8 version;
	u8 op;
	__be16 reserved;
	__be32 id;
	__be64 cookie;
};

#define OVNET_PROBE_LEN	(sizeof(struct vxlanhdr) + \
			 sizeof(struct ovnet_probe_header))

/**
 * struct ovnet_probe - one that was sent
 * @id: of it; 0: none
 * @remote_id: whom to
 * @cookie: that the answer has to have
 * @sent: when, in nanoseconds
 * @rtt: how long until the answer came, in nanoseconds
 * @answered: it has come
 * @size: of the IP packet
 * @mtu: of the route that it left by
 */
struct ovnet_probe {
	u32 id;
	u32 remote_id;
	__be64 cookie;
	u64 sent;
	u64 rtt;
	bool answered;
	u16 size;
	u32 mtu;
};

/**
 * struct ovnet_probes - the last that were sent
 * @lock: of the rest; taken from softirq
 * @last: id
 * @slots: by id
 */
struct ovnet_probes {
	spinlock_t lock;
	u32 last;
	struct ovnet_probe slots[OVNET_PROBE_SLOTS];
};

/**
 * struct ovnet_probe_way - where a packet goes
 * @on: namespace
 * @udp: what it came to, or its answer will
 * @from: source
 * @to: destination
 * @sport: UDP source port
 * @dport: UDP destination port
 * @mtu: result: of the route
 */
struct ovnet_probe_way {
	struct ovnet_net *on;
	const struct ovnet_udp *udp;
	struct ovnet_addr from;
	struct ovnet_addr to;
	__be16 sport;
	__be16 dport;
	u32 mtu;
};

/**
 * ovnet_probe_exit() - the namespace goes; nothing is received any more
 * @on: namespace
 */
void ovnet_probe_exit(struct ovnet_net *on)
{
	kfree(on->probes);
}

/**
 * ovnet_probe_is() - is a VXLAN header that of a probe?
 * @vh: the header
 *
 * Return: whether it is.
 */
bool ovnet_probe_is(const struct vxlanhdr *vh)
{
	return vh->vx_flags == OVNET_PROBE_FLAGS && !vh->vx_vni;
}

/* @len: of what UDP carries */
static struct sk_buff *
ovnet_probe_build(const struct ovnet_probe_header *header, unsigned int len)
{
	struct vxlanhdr *vh;
	struct sk_buff *skb;

	skb = alloc_skb(MAX_HEADER + sizeof(struct ipv6hdr) +
			sizeof(struct udphdr) + len, GFP_ATOMIC | __GFP_NOWARN);
	if (!skb)
		return NULL;
	skb_reserve(skb, MAX_HEADER + sizeof(struct ipv6hdr) +
		    sizeof(struct udphdr));
	vh = skb_put_zero(skb, len);
	vh->vx_flags = OVNET_PROBE_FLAGS;
	memcpy(vh + 1, header, sizeof(*header));
	return skb;
}

static int ovnet_probe_check(const struct dst_entry *dst, unsigned int mtu,
			     unsigned int size)
{
	if (ovnet_encap_loops(dst))
		return -ELOOP;
	return size > mtu ? -EMSGSIZE : 0;
}

/* @size: of the IP packet */
static int ovnet_probe_xmit4(struct ovnet_probe_way *way,
			     const struct ovnet_probe_header *header,
			     unsigned int size)
{
	struct flowi4 fl4 = {
		.flowi4_oif = way->udp->ifindex,
		.flowi4_proto = IPPROTO_UDP,
		.daddr = way->to.v4,
		.saddr = way->from.v4,
		.fl4_dport = way->dport,
	};
	struct sk_buff *skb = NULL;
	struct rtable *rt;
	int err;

	rt = ip_route_output_key(way->on->net, &fl4);
	if (IS_ERR(rt))
		return PTR_ERR(rt);
	way->mtu = ovnet_pmtu_route4(&rt->dst);
	err = ovnet_probe_check(&rt->dst, way->mtu, size);
	if (!err)
		skb = ovnet_probe_build(header, size - sizeof(struct iphdr) -
					sizeof(struct udphdr));
	if (!skb) {
		ip_rt_put(rt);
		return err ?: -ENOMEM;
	}
	ovnet_udp_xmit4(skb, way->udp->sk, rt, way->from.v4, way->to.v4, 0,
			OVNET_PROBE_TTL, htons(IP_DF), way->sport, way->dport,
			true, OVNET_UDP_WHOLE);
	return 0;
}

static int ovnet_probe_xmit6(struct ovnet_probe_way *way,
			     const struct ovnet_probe_header *header,
			     unsigned int size)
{
	struct flowi6 fl6 = {
		.flowi6_oif = way->udp->ifindex,
		.flowi6_proto = IPPROTO_UDP,
		.daddr = way->to.v6,
		.saddr = way->from.v6,
		.fl6_dport = way->dport,
	};
	struct sk_buff *skb = NULL;
	struct dst_entry *dst;
	int err;

	/* It may have come to a group. */
	if (!ipv6_chk_addr(way->on->net, &way->from.v6, NULL, 0))
		return -EADDRNOTAVAIL;
	dst = ip6_dst_lookup_flow(way->on->net, way->udp->sk, &fl6, NULL);
	if (IS_ERR(dst))
		return PTR_ERR(dst);
	way->mtu = ovnet_pmtu_route6(dst);
	err = ovnet_probe_check(dst, way->mtu, size);
	if (!err)
		skb = ovnet_probe_build(header, size - sizeof(struct ipv6hdr) -
					sizeof(struct udphdr));
	if (!skb) {
		dst_release(dst);
		return err ?: -ENOMEM;
	}
	ovnet_udp_xmit6(skb, way->udp->sk, dst, &way->from.v6, &way->to.v6, 0,
			OVNET_PROBE_TTL, 0, way->sport, way->dport, true,
			OVNET_UDP_WHOLE);
	return 0;
}

static unsigned int ovnet_probe_min(u32 family)
{
	return (family == AF_INET ? sizeof(struct iphdr) :
				    sizeof(struct ipv6hdr)) +
	       sizeof(struct udphdr) + OVNET_PROBE_LEN;
}

static int ovnet_probe_xmit(struct ovnet_probe_way *way,
			    const struct ovnet_probe_header *header,
			    unsigned int size)
{
	return way->to.family == AF_INET ?
	       ovnet_probe_xmit4(way, header, size) :
	       ovnet_probe_xmit6(way, header, size);
}

/* ---- what comes ---- */

static bool ovnet_probe_answer(const struct ovnet_udp *udp,
			       struct ovnet_remote *remote,
			       const struct ovnet_probe_header *asked,
			       const struct ovnet_addr *source,
			       const struct ovnet_addr *dest, __be16 sport)
{
	struct ovnet_probe_header header = *asked;
	struct ovnet_probe_way way = {
		.on = udp->on,
		.udp = udp,
		.from = *dest,
		.to = *source,
		.sport = sport,
		.dport = rcu_dereference(remote->target)->port ?: udp->port,
	};

	if (!ovnet_bucket_take(&remote->probes, OVNET_PROBE_RATE, jiffies))
		return false;
	header.op = OVNET_PROBE_REPLY;
	return !ovnet_probe_xmit(&way, &header,
				 ovnet_probe_min(source->family));
}

static bool ovnet_probe_is_answer(struct ovnet_net *on,
				  struct ovnet_remote *remote,
				  const struct ovnet_probe_header *header)
{
	/* Pairs with ovnet_probe_table(). */
	struct ovnet_probes *probes = smp_load_acquire(&on->probes);
	u32 id = be32_to_cpu(header->id);
	struct ovnet_probe *probe;
	bool found;

	if (!id)
		return ovnet_watch_answered(remote, header->cookie);
	if (!probes)
		return false;
	spin_lock_bh(&probes->lock);
	probe = &probes->slots[id % OVNET_PROBE_SLOTS];
	found = probe->id == id && !probe->answered &&
		probe->cookie == header->cookie &&
		probe->remote_id == remote->id;
	if (found) {
		probe->rtt = ktime_get_ns() - probe->sent;
		probe->answered = true;
	}
	spin_unlock_bh(&probes->lock);
	return found;
}

static enum ovnet_drop_reason
ovnet_probe_hear(const struct ovnet_udp *udp, struct sk_buff *skb,
		 const struct ovnet_addr *source,
		 const struct ovnet_addr *dest)
{
	struct ovnet_probe_header header;
	struct ovnet_remote *remote;
	bool right;

	if (ovnet_encap_from_inside(skb->dev))
		return OVNET_DROP_TUNNEL_LOOP;
	remote = ovnet_vtep_remote_rcu(udp->on, source);
	if (!remote)
		return OVNET_DROP_UNKNOWN_REMOTE;
	if (!READ_ONCE(remote->up))
		return OVNET_DROP_REMOTE_DOWN;
	if (skb_copy_bits(skb, VXLAN_HLEN, &header, sizeof(header)))
		return OVNET_DROP_OUTER_TRUNCATED;
	if (header.version != OVNET_PROBE_VERSION)
		return OVNET_DROP_PROBE;
	switch (header.op) {
	case OVNET_PROBE_REQUEST:
		right = ovnet_probe_answer(udp, remote, &header, source, dest,
					   ((struct udphdr *)skb->data)->source);
		break;
	case OVNET_PROBE_REPLY:
		right = ovnet_probe_is_answer(udp->on, remote, &header);
		break;
	default:
		right = false;
	}
	return right ? OVNET_DROP_NONE : OVNET_DROP_PROBE;
}

/**
 * ovnet_probe_receive() - a probe came, or the answer to one
 * @udp: it came to
 * @skb: data at the UDP header, which is linear, and so is the next; consumed
 * @source: of the packet
 * @dest: of the packet
 *
 * Context: RCU, softirq.
 */
void ovnet_probe_receive(const struct ovnet_udp *udp, struct sk_buff *skb,
			 const struct ovnet_addr *source,
			 const struct ovnet_addr *dest)
{
	const struct ovnet_pkt pkt = { .skb = skb, .on = udp->on };
	enum ovnet_drop_reason reason;

	reason = ovnet_probe_hear(udp, skb, source, dest);
	if (reason)
		ovnet_drop(&pkt, reason);
	else
		consume_skb(skb);
}

/* ---- netlink ---- */

const struct nla_policy ovnet_probe_policy[OVNET_A_PROBE_MAX + 1] = {
	[OVNET_A_PROBE_ID] = NLA_POLICY_MIN(NLA_U32, 1),
	[OVNET_A_PROBE_REMOTE_ID] = { .type = NLA_U32 },
	[OVNET_A_PROBE_REMOTE_NAME] = { .type = NLA_NUL_STRING,
					.len = OVNET_NAME_LEN - 1 },
	[OVNET_A_PROBE_UNDERLAY] = { .type = NLA_NUL_STRING,
				     .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_PROBE_SIZE] = { .type = NLA_U16 },
};

static int ovnet_probe_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_probe *probe = object;

	if (nla_put_u32(skb, OVNET_A_PROBE_ID, probe->id) ||
	    nla_put_u32(skb, OVNET_A_PROBE_REMOTE_ID, probe->remote_id) ||
	    nla_put_u16(skb, OVNET_A_PROBE_SIZE, probe->size) ||
	    nla_put_u32(skb, OVNET_A_PROBE_MTU, probe->mtu) ||
	    (probe->answered &&
	     ovnet_put_u64(skb, OVNET_A_PROBE_RTT_NS, probe->rtt)))
		return -EMSGSIZE;
	return 0;
}

static const struct ovnet_msg_kind ovnet_probe_send_kind = {
	.cmd = OVNET_CMD_PROBE_SEND,
	.attr = OVNET_A_PROBE,
	.fill = ovnet_probe_fill,
};

static const struct ovnet_msg_kind ovnet_probe_get_kind = {
	.cmd = OVNET_CMD_PROBE_GET,
	.attr = OVNET_A_PROBE,
	.fill = ovnet_probe_fill,
};

/* From an underlay to a remote, as their networks' packets go. */
static bool ovnet_probe_join(const struct ovnet_underlay *underlay,
			     const struct ovnet_target *target,
			     struct ovnet_probe_way *way)
{
	const struct ovnet_underlay_config *config =
		ovnet_underlay_config(way->on, underlay);

	way->dport = target->port ?: underlay->port;
	if (config->local4 && target->v4) {
		way->udp = config->udp4;
		way->from.family = AF_INET;
		way->from.v4 = config->local4;
		way->to.family = AF_INET;
		way->to.v4 = target->v4;
		return true;
	}
	if (config->udp6 && !ipv6_addr_any(&target->v6)) {
		way->udp = config->udp6;
		way->from.family = AF_INET6;
		way->from.v6 = config->local6;
		way->to.family = AF_INET6;
		way->to.v6 = target->v6;
		return true;
	}
	return false;
}

/* By the underlay that is named, or the first that can. */
static int ovnet_probe_find_way(struct nlattr **tb,
				const struct ovnet_target *target,
				struct ovnet_probe_way *way,
				struct netlink_ext_ack *extack)
{
	struct nlattr *name = tb[OVNET_A_PROBE_UNDERLAY];
	struct ovnet_underlay *underlay;

	if (name) {
		underlay = ovnet_underlay_find(way->on, nla_data(name));
		if (!underlay) {
			ovnet_compat_extack(extack, "There is no underlay %s",
					    (char *)nla_data(name));
			NL_SET_BAD_ATTR(extack, name);
			return -ENOENT;
		}
		if (ovnet_probe_join(underlay, target, way))
			return 0;
		NL_SET_ERR_MSG_ATTR(extack, name,
				    "The underlay and the remote have no address family in common");
		return -EAFNOSUPPORT;
	}
	list_for_each_entry(underlay, &way->on->underlays, node)
		if (ovnet_probe_join(underlay, target, way))
			return 0;
	NL_SET_ERR_MSG(extack,
		       "No underlay has an address family that the remote has, too");
	return -EAFNOSUPPORT;
}

/* Always the same for who asks: of some ways, one. */
static __be16 ovnet_probe_sport(struct ovnet_net *on, u32 portid)
{
	int low, high;

	inet_get_local_port_range(on->net, &low, &high);
	return htons(low + reciprocal_scale(hash_32(portid, 32),
					    high - low + 1));
}

/**
 * ovnet_probe_watch() - send a probe of which no account is kept
 * @remote: whom to; its namespace's mutex is held
 * @cookie: of it
 *
 * By the first underlay that can. The answer is ovnet_watch_answered()'s.
 *
 * Return: 0 or an error.
 */
int ovnet_probe_watch(struct ovnet_remote *remote, __be64 cookie)
{
	const struct ovnet_probe_header header = {
		.version = OVNET_PROBE_VERSION,
		.op = OVNET_PROBE_REQUEST,
		.cookie = cookie,
	};
	struct ovnet_probe_way way = {
		.on = remote->on,
		.sport = ovnet_probe_sport(remote->on, remote->id),
	};
	struct ovnet_underlay *underlay;
	int err;

	list_for_each_entry(underlay, &way.on->underlays, node) {
		if (!ovnet_probe_join(underlay, ovnet_remote_target(remote),
				      &way))
			continue;
		local_bh_disable();
		rcu_read_lock();
		err = ovnet_probe_xmit(&way, &header,
				       ovnet_probe_min(way.to.family));
		rcu_read_unlock();
		local_bh_enable();
		return err;
	}
	return -EAFNOSUPPORT;
}

static int ovnet_probe_size(struct nlattr *attr, u32 family,
			    struct netlink_ext_ack *extack)
{
	unsigned int min = ovnet_probe_min(family);

	if (!attr)
		return min;
	if (nla_get_u16(attr) >= min)
		return nla_get_u16(attr);
	ovnet_compat_extack(extack, "A probe has %u bytes at least", min);
	NL_SET_BAD_ATTR(extack, attr);
	return -EINVAL;
}

static struct ovnet_probes *ovnet_probe_table(struct ovnet_net *on)
{
	struct ovnet_probes *probes = on->probes;

	lockdep_assert_held(&on->lock);
	if (probes)
		return probes;
	probes = kzalloc(sizeof(*probes), GFP_KERNEL_ACCOUNT);
	if (!probes)
		return NULL;
	spin_lock_init(&probes->lock);
	/* With its lock. */
	smp_store_release(&on->probes, probes);
	return probes;
}

static void ovnet_probe_explain(int err, const struct ovnet_probe_way *way,
				struct netlink_ext_ack *extack)
{
	if (err == -EMSGSIZE)
		ovnet_compat_extack(extack,
				    "The route to the remote takes %u bytes at most",
				    way->mtu);
	else if (err == -ELOOP)
		NL_SET_ERR_MSG(extack,
			       "The route to the remote leads back into a leg or port");
	else if (err != -ENOMEM)
		NL_SET_ERR_MSG(extack,
			       "There is no route to the remote's address");
}

/* Send one; it is in the table before, so that no answer is too early. */
static int ovnet_probe_emit(struct ovnet_probe_way *way,
			    struct ovnet_remote *remote, u16 size,
			    struct ovnet_probe *sent)
{
	struct ovnet_probe_header header = {
		.version = OVNET_PROBE_VERSION,
		.op = OVNET_PROBE_REQUEST,
	};
	struct ovnet_probes *probes;
	struct ovnet_probe *probe;
	int err;

	probes = ovnet_probe_table(way->on);
	if (!probes)
		return -ENOMEM;
	get_random_bytes(&header.cookie, sizeof(header.cookie));
	spin_lock_bh(&probes->lock);
	probes->last = probes->last + 1 ?: 1;
	probe = &probes->slots[probes->last % OVNET_PROBE_SLOTS];
	memset(probe, 0, sizeof(*probe));
	probe->id = probes->last;
	probe->remote_id = remote->id;
	probe->cookie = header.cookie;
	probe->size = size;
	probe->sent = ktime_get_ns();
	header.id = cpu_to_be32(probe->id);
	spin_unlock_bh(&probes->lock);

	local_bh_disable();
	rcu_read_lock();
	err = ovnet_probe_xmit(way, &header, size);
	rcu_read_unlock();
	local_bh_enable();

	spin_lock_bh(&probes->lock);
	probe->mtu = way->mtu;
	*sent = *probe;
	spin_unlock_bh(&probes->lock);
	return err;
}

static int ovnet_probe_try(struct ovnet_net *on, struct nlattr **tb,
			   struct genl_info *info, struct ovnet_probe *probe)
{
	struct netlink_ext_ack *extack = info->extack;
	struct ovnet_probe_way way = {
		.on = on,
		.sport = ovnet_probe_sport(on, info->snd_portid),
	};
	struct ovnet_remote *remote;
	int err, size;

	err = ovnet_remote_resolve(on, tb[OVNET_A_PROBE_REMOTE_ID],
				   tb[OVNET_A_PROBE_REMOTE_NAME], &remote,
				   extack);
	if (err)
		return err;
	if (!remote->up) {
		ovnet_compat_extack(extack,
				    "Remote %s is set down: nothing is sent to it",
				    remote->name);
		return -ENETDOWN;
	}
	err = ovnet_probe_find_way(tb, ovnet_remote_target(remote), &way,
				   extack);
	if (err)
		return err;
	size = ovnet_probe_size(tb[OVNET_A_PROBE_SIZE], way.to.family, extack);
	if (size < 0)
		return size;
	err = ovnet_probe_emit(&way, remote, size, probe);
	if (err)
		ovnet_probe_explain(err, &way, extack);
	return err;
}

/**
 * ovnet_probe_send_doit() - OVNET_CMD_PROBE_SEND: send one
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_probe_send_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_PROBE_MAX + 1];
	struct ovnet_probe probe;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_PROBE, tb, OVNET_A_PROBE_MAX,
				  ovnet_probe_policy);
	if (err)
		return err;
	mutex_lock(&on->lock);
	err = ovnet_probe_try(on, tb, info, &probe);
	mutex_unlock(&on->lock);
	return err ?: ovnet_netlink_reply(info, &ovnet_probe_send_kind, &probe);
}

static int ovnet_probe_get(struct ovnet_net *on, u32 id,
			   struct ovnet_probe *probe)
{
	/* Pairs with ovnet_probe_table(). */
	struct ovnet_probes *probes = smp_load_acquire(&on->probes);

	if (!probes)
		return -ENOENT;
	spin_lock_bh(&probes->lock);
	*probe = probes->slots[id % OVNET_PROBE_SLOTS];
	spin_unlock_bh(&probes->lock);
	return probe->id == id ? 0 : -ENOENT;
}

/**
 * ovnet_probe_get_doit() - OVNET_CMD_PROBE_GET: what became of one
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_probe_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_PROBE_MAX + 1];
	struct ovnet_probe probe;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_PROBE, tb, OVNET_A_PROBE_MAX,
				  ovnet_probe_policy);
	if (err)
		return err;
	if (!tb[OVNET_A_PROBE_ID]) {
		NL_SET_ERR_ATTR_MISS(info->extack, info->attrs[OVNET_A_PROBE],
				     OVNET_A_PROBE_ID);
		NL_SET_ERR_MSG(info->extack, "Which probe? Its id is missing");
		return -EINVAL;
	}
	err = ovnet_probe_get(on, nla_get_u32(tb[OVNET_A_PROBE_ID]), &probe);
	if (err) {
		NL_SET_ERR_MSG_ATTR(info->extack, tb[OVNET_A_PROBE_ID],
				    "There is no such probe, or no longer: 256 are kept");
		return err;
	}
	return ovnet_netlink_reply(info, &ovnet_probe_get_kind, &probe);
}
