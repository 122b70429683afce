// SPDX-License-Identifier: GPL-2.0
/*
 * Probes: an echo between nodes, by the path of tunnels, but in no network, so
 * that no tenant gets or sends one; probe_vxlan.c and probe_srv6.c have what it
 * looks like. A node answers its remotes only, not often, and with as little as
 * can be, however large the question.
 *
 * What was sent is kept until newer ones need the room; who asked looks for the
 * answer when it likes. So nothing waits here, and nothing has to be given up.
 */
#include <linux/hash.h>
#include <linux/random.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "encap.h"
#include "probe.h"
#include "probe_way.h"
#include "remote.h"
#include "underlay.h"
#include "watch.h"

#define OVNET_PROBE_SLOTS	256
#define OVNET_PROBE_RATE	100	/* answers a second to a remote */
#define OVNET_PROBE_VERSION	1

enum {
	OVNET_PROBE_REQUEST = 1,
	OVNET_PROBE_REPLY,
};

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
 * ovnet_probe_exit() - the namespace goes; nothing is received any more
 * @on: namespace
 */
void ovnet_probe_exit(struct ovnet_net *on)
{
	kfree(on->probes);
}

/**
 * ovnet_probe_check() - may a probe leave by a route?
 * @dst: the route
 * @mtu: of that
 * @size: of the probe
 *
 * Return: 0 or an error.
 */
int ovnet_probe_check(const struct dst_entry *dst, unsigned int mtu,
		      unsigned int size)
{
	if (ovnet_encap_loops(dst))
		return -ELOOP;
	return size > mtu ? -EMSGSIZE : 0;
}

static unsigned int ovnet_probe_min(const struct ovnet_probe_way *way)
{
	return way->udp ? ovnet_probe_vxlan_min(way) :
			  ovnet_probe_srv6_min(way);
}

/* @size: of the IP packet */
static int ovnet_probe_xmit(struct ovnet_probe_way *way,
			    const struct ovnet_probe_header *header,
			    unsigned int size)
{
	return way->udp ? ovnet_probe_vxlan_xmit(way, header, size) :
			  ovnet_probe_srv6_xmit(way, header, size);
}

/* ---- what comes ---- */

static bool ovnet_probe_answer(struct ovnet_remote *remote,
			       struct ovnet_probe_header *header,
			       struct ovnet_probe_way *back)
{
	if (!ovnet_bucket_take(&remote->probes, OVNET_PROBE_RATE, jiffies))
		return false;
	header->op = OVNET_PROBE_REPLY;
	return !ovnet_probe_xmit(back, header, ovnet_probe_min(back));
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

/**
 * ovnet_probe_hear() - a probe came, or the answer to one
 * @remote: from whom
 * @skb: the packet; not consumed
 * @off: of the probe in it
 * @back: where an answer would go
 *
 * Context: RCU, softirq.
 * Return: OVNET_DROP_NONE, or why it is dropped.
 */
enum ovnet_drop_reason ovnet_probe_hear(struct ovnet_remote *remote,
					const struct sk_buff *skb, int off,
					struct ovnet_probe_way *back)
{
	struct ovnet_probe_header header;
	bool right = false;

	if (skb_copy_bits(skb, off, &header, sizeof(header)))
		return OVNET_DROP_OUTER_TRUNCATED;
	if (header.version != OVNET_PROBE_VERSION)
		return OVNET_DROP_PROBE;
	switch (header.op) {
	case OVNET_PROBE_REQUEST:
		right = ovnet_probe_answer(remote, &header, back);
		break;
	case OVNET_PROBE_REPLY:
		right = ovnet_probe_is_answer(back->on, remote, &header);
		break;
	}
	return right ? OVNET_DROP_NONE : OVNET_DROP_PROBE;
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

/**
 * struct ovnet_probe_sent - what is told of one that has been sent
 * @probe: what is kept of it
 * @underlay: name of the underlay that it left by
 * @to: VTEP or SID that it went to
 * @srv6: that is a SID
 */
struct ovnet_probe_sent {
	struct ovnet_probe probe;
	char underlay[OVNET_NAME_LEN];
	struct ovnet_addr to;
	bool srv6;
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

static int ovnet_probe_fill_sent(struct sk_buff *skb, const void *object)
{
	const struct ovnet_probe_sent *sent = object;

	if (nla_put_string(skb, OVNET_A_PROBE_UNDERLAY, sent->underlay) ||
	    nla_put(skb, sent->srv6 ? OVNET_A_PROBE_SID : OVNET_A_PROBE_VTEP,
		    sent->to.family == AF_INET ? sizeof(sent->to.v4) :
						 sizeof(sent->to.v6),
		    &sent->to.v6))
		return -EMSGSIZE;
	return ovnet_probe_fill(skb, &sent->probe);
}

static const struct ovnet_msg_kind ovnet_probe_send_kind = {
	.cmd = OVNET_CMD_PROBE_SEND,
	.attr = OVNET_A_PROBE,
	.fill = ovnet_probe_fill_sent,
};

static const struct ovnet_msg_kind ovnet_probe_get_kind = {
	.cmd = OVNET_CMD_PROBE_GET,
	.attr = OVNET_A_PROBE,
	.fill = ovnet_probe_fill,
};

/* From an underlay to a remote, as their networks' packets go. */
static bool ovnet_probe_join(struct ovnet_probe_way *way,
			     const struct ovnet_underlay *underlay,
			     const struct ovnet_remote *remote)
{
	const struct ovnet_underlay_config *config =
		ovnet_underlay_config(way->on, underlay);
	const struct ovnet_target *target = ovnet_remote_target(remote);

	if (underlay->encap == OVNET_ENCAP_SRV6)
		return !remote->foreign &&
		       ovnet_probe_srv6_join(way, underlay, config, target);
	return ovnet_probe_vxlan_join(way, underlay, config, target);
}

/*
 * As packets go: by SRv6, if a network does, else by VXLAN; what no network goes
 * by is the last.
 */
static unsigned int ovnet_probe_rank(const struct ovnet_underlay *underlay)
{
	if (underlay->encap != OVNET_ENCAP_SRV6)
		return 1;
	return underlay->users ? 0 : 2;
}

static bool ovnet_probe_choose(struct ovnet_probe_way *way,
			       const struct ovnet_remote *remote)
{
	struct ovnet_underlay *underlay;
	unsigned int rank;

	for (rank = 0; rank <= 2; rank++)
		list_for_each_entry(underlay, &way->on->underlays, node)
			if (ovnet_probe_rank(underlay) == rank &&
			    ovnet_probe_join(way, underlay, remote))
				return true;
	return false;
}

static int ovnet_probe_refuse_way(const struct ovnet_underlay *underlay,
				  const struct ovnet_remote *remote,
				  struct nlattr *name,
				  struct netlink_ext_ack *extack)
{
	if (underlay->encap != OVNET_ENCAP_SRV6)
		NL_SET_ERR_MSG_ATTR(extack, name,
				    "The underlay and the remote have no address family in common");
	else if (remote->foreign)
		NL_SET_ERR_MSG_ATTR(extack, name,
				    "A foreign remote answers no probes by SRv6");
	else
		NL_SET_ERR_MSG_ATTR(extack, name,
				    "The underlay is SRv6, and the remote has no locator");
	return -EAFNOSUPPORT;
}

/* By the underlay that is named, or the first that can. */
static int ovnet_probe_find_way(struct nlattr **tb,
				const struct ovnet_remote *remote,
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
		return ovnet_probe_join(way, underlay, remote) ? 0 :
		       ovnet_probe_refuse_way(underlay, remote, name, extack);
	}
	if (ovnet_probe_choose(way, remote))
		return 0;
	if (remote->n_vteps)
		NL_SET_ERR_MSG(extack,
			       "No underlay has an address family that the remote has, too");
	else if (remote->foreign)
		NL_SET_ERR_MSG(extack,
			       "A foreign remote answers no probes by SRv6");
	else
		NL_SET_ERR_MSG(extack,
			       "The remote has but a locator, and no underlay is SRv6");
	return -EAFNOSUPPORT;
}

/* Always the same for who asks: of some ways, one. A label of 0 would be none. */
static void ovnet_probe_flow(struct ovnet_probe_way *way, u32 who)
{
	int low, high;

	inet_get_local_port_range(way->on->net, &low, &high);
	way->sport = htons(low + reciprocal_scale(hash_32(who, 32),
						  high - low + 1));
	way->label = htonl(hash_32(who, 20)) ?: htonl(1);
}

/**
 * ovnet_probe_watch() - send a probe of which no account is kept
 * @remote: whom to; its namespace's mutex is held
 * @cookie: of it
 *
 * As packets go. The answer is ovnet_watch_answered()'s.
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
	struct ovnet_probe_way way = { .on = remote->on };
	int err;

	if (!ovnet_probe_choose(&way, remote))
		return -EAFNOSUPPORT;
	ovnet_probe_flow(&way, remote->id);
	local_bh_disable();
	rcu_read_lock();
	err = ovnet_probe_xmit(&way, &header, ovnet_probe_min(&way));
	rcu_read_unlock();
	local_bh_enable();
	return err;
}

static int ovnet_probe_size(struct nlattr *attr,
			    const struct ovnet_probe_way *way,
			    struct netlink_ext_ack *extack)
{
	unsigned int min = ovnet_probe_min(way);

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

static void ovnet_probe_tell(const struct ovnet_probe_way *way,
			     struct ovnet_probe_sent *sent)
{
	strscpy(sent->underlay, way->underlay->name, sizeof(sent->underlay));
	sent->srv6 = !way->udp;
	sent->to = way->to;
	if (sent->srv6) {
		sent->to.family = AF_INET6;
		sent->to.v6 = way->sid;
	}
}

static int ovnet_probe_try(struct ovnet_net *on, struct nlattr **tb,
			   struct genl_info *info,
			   struct ovnet_probe_sent *sent)
{
	struct netlink_ext_ack *extack = info->extack;
	struct ovnet_probe_way way = { .on = on };
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
	err = ovnet_probe_find_way(tb, remote, &way, extack);
	if (err)
		return err;
	ovnet_probe_flow(&way, info->snd_portid);
	size = ovnet_probe_size(tb[OVNET_A_PROBE_SIZE], &way, extack);
	if (size < 0)
		return size;
	err = ovnet_probe_emit(&way, remote, size, &sent->probe);
	if (err)
		ovnet_probe_explain(err, &way, extack);
	else
		ovnet_probe_tell(&way, sent);
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
	struct ovnet_probe_sent sent;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_PROBE, tb, OVNET_A_PROBE_MAX,
				  ovnet_probe_policy);
	if (err)
		return err;
	mutex_lock(&on->lock);
	err = ovnet_probe_try(on, tb, info, &sent);
	mutex_unlock(&on->lock);
	return err ?: ovnet_netlink_reply(info, &ovnet_probe_send_kind, &sent);
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
