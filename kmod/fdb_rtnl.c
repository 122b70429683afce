// SPDX-License-Identifier: GPL-2.0
/*
 * The FDB as the "bridge fdb" command has it: rows of a leg's network that
 * point to remotes, by address; members as rows of 00:00:00:00:00:00; and a
 * word to "bridge monitor fdb" about each row that comes, moves or goes.
 */
#include <linux/etherdevice.h>
#include <linux/jiffies.h>
#include <linux/rculist.h>
#include <net/ipv6.h>
#include <net/rtnetlink.h>

#include "fdb.h"
#include "vtep.h"

/* An ndmsg with all attributes that a row can have. */
#define OVNET_FDB_RTNL_SIZE						\
	(NLMSG_ALIGN(sizeof(struct ndmsg)) +				\
	 nla_total_size(ETH_ALEN) +		/* LLADDR */		\
	 nla_total_size(sizeof(struct in6_addr)) + /* DST */		\
	 nla_total_size(sizeof(__be16)) +	/* PORT */		\
	 nla_total_size(sizeof(u32)) +		/* MASTER */		\
	 nla_total_size(sizeof(struct nda_cacheinfo)))

/**
 * struct ovnet_fdb_rtnl_row - a row as the bridge tool sees it
 * @dev: the leg, or the port that it points to
 * @master: of the port, or NULL
 * @remote: that it points to, or NULL
 * @mac: zero: @remote is a member
 * @state: NUD_*
 * @flags: NTF_*
 * @used: jiffies since a frame was last sent to it
 * @updated: jiffies since it was last seen or configured
 */
struct ovnet_fdb_rtnl_row {
	const struct net_device *dev;
	const struct net_device *master;
	const struct ovnet_remote *remote;
	const u8 *mac;
	u16 state;
	u8 flags;
	unsigned long used;
	unsigned long updated;
};

static u16 ovnet_fdb_rtnl_state(u8 state)
{
	switch (state) {
	case OVNET_FDB_STATE_LEARNED:
		return NUD_REACHABLE;
	case OVNET_FDB_STATE_LOCAL:
		return NUD_PERMANENT;
	}
	return NUD_NOARP;
}

static u8 ovnet_fdb_rtnl_flags(u8 state)
{
	return state == OVNET_FDB_STATE_EXTERNAL ? NTF_EXT_LEARNED : 0;
}

/* One that has but a locator has no address to be told by. Context: RCU. */
static int ovnet_fdb_rtnl_put_remote(struct sk_buff *skb,
				     const struct ovnet_remote *remote)
{
	const struct ovnet_target *target = rcu_dereference(remote->target);

	if (target->v4 && nla_put_in_addr(skb, NDA_DST, target->v4))
		return -EMSGSIZE;
	if (!target->v4 && !ipv6_addr_any(&target->v6) &&
	    nla_put_in6_addr(skb, NDA_DST, &target->v6))
		return -EMSGSIZE;
	if (target->port && nla_put_be16(skb, NDA_PORT, target->port))
		return -EMSGSIZE;
	return 0;
}

/* Context: RCU. */
static int ovnet_fdb_rtnl_put(struct sk_buff *skb, u32 portid, u32 seq,
			      int type, unsigned int nlflags,
			      const struct ovnet_fdb_rtnl_row *row)
{
	struct nda_cacheinfo cache = {
		.ndm_updated = jiffies_to_clock_t(row->updated),
		.ndm_used = jiffies_to_clock_t(row->used),
	};
	struct nlmsghdr *nlh;
	struct ndmsg *ndm;

	nlh = nlmsg_put(skb, portid, seq, type, sizeof(*ndm), nlflags);
	if (!nlh)
		return -EMSGSIZE;
	ndm = nlmsg_data(nlh);
	memset(ndm, 0, sizeof(*ndm));
	ndm->ndm_family = AF_BRIDGE;
	ndm->ndm_ifindex = row->dev->ifindex;
	ndm->ndm_state = row->state;
	ndm->ndm_flags = row->flags;
	if (nla_put(skb, NDA_LLADDR, ETH_ALEN, row->mac) ||
	    (row->master &&
	     nla_put_u32(skb, NDA_MASTER, row->master->ifindex)) ||
	    (row->remote && ovnet_fdb_rtnl_put_remote(skb, row->remote)) ||
	    nla_put(skb, NDA_CACHEINFO, sizeof(cache), &cache)) {
		nlmsg_cancel(skb, nlh);
		return -EMSGSIZE;
	}
	nlmsg_end(skb, nlh);
	return 0;
}

static void ovnet_fdb_rtnl_send(const struct ovnet_fdb_rtnl_row *row, int type)
{
	struct net *net = dev_net(row->dev);
	struct sk_buff *skb;

	if (!netlink_has_listeners(net->rtnl, RTNLGRP_NEIGH))
		return;
	skb = nlmsg_new(OVNET_FDB_RTNL_SIZE, GFP_ATOMIC);
	if (!skb)
		return;
	if (ovnet_fdb_rtnl_put(skb, 0, 0, type, 0, row)) {
		nlmsg_free(skb);
		return;
	}
	rtnl_notify(skb, net, 0, RTNLGRP_NEIGH, NULL, GFP_ATOMIC);
}

/*
 * How a row is shown at @leg; false: it is not. Those of ports are shown at
 * their master, once. Context: RCU.
 */
static bool ovnet_fdb_rtnl_at(const struct ovnet_fdb_row *row,
			      const struct net_device *dev,
			      struct ovnet_fdb_rtnl_row *out)
{
	const struct ovnet_dst *dst = rcu_dereference(row->dst);
	u8 state = READ_ONCE(row->state);
	const struct ovnet_port *port;

	memset(out, 0, sizeof(*out));
	out->dev = dev;
	out->mac = row->key.mac;
	out->state = ovnet_fdb_rtnl_state(state);
	out->flags = ovnet_fdb_rtnl_flags(state) | NTF_SELF;
	out->used = ovnet_stamp_age(READ_ONCE(row->used) ?:
				    READ_ONCE(row->updated), jiffies);
	out->updated = ovnet_stamp_age(READ_ONCE(row->updated), jiffies);
	if (dst->type == OVNET_DST_REMOTE) {
		out->remote = container_of(dst, struct ovnet_remote, dst);
		return ovnet_leg_is(dev);
	}
	if (dst->type == OVNET_DST_LEG)
		return container_of(dst, struct ovnet_leg, dst)->dev == dev;
	port = container_of(dst, struct ovnet_port, dst);
	if (ovnet_port_master_rcu(port) != dev)
		return false;
	out->dev = port->dev;
	out->master = dev;
	out->flags = ovnet_fdb_rtnl_flags(state);
	return true;
}

static void ovnet_fdb_rtnl_tell(const struct ovnet_fdb_row *row,
				const struct net_device *dev, int type)
{
	struct ovnet_fdb_rtnl_row out;

	if (ovnet_fdb_rtnl_at(row, dev, &out))
		ovnet_fdb_rtnl_send(&out, type);
}

/**
 * ovnet_fdb_rtnl_heard() - may a "bridge monitor fdb" hear of a network's rows?
 * @network: its namespace's mutex is held
 *
 * Return: true if so.
 */
bool ovnet_fdb_rtnl_heard(const struct ovnet_network *network)
{
	const struct ovnet_leg *leg;
	bool heard;

	lockdep_assert_held(&network->on->lock);
	heard = netlink_has_listeners(network->on->net->rtnl, RTNLGRP_NEIGH);
	/* They may have been moved elsewhere, and be just now. */
	rcu_read_lock();
	list_for_each_entry(leg, &network->legs, node)
		heard |= netlink_has_listeners(dev_net(leg->dev)->rtnl,
					       RTNLGRP_NEIGH);
	rcu_read_unlock();
	return heard;
}

/**
 * ovnet_fdb_rtnl_notify() - tell "bridge monitor fdb" about a row
 * @row: fdb_lock is held
 * @type: RTM_NEWNEIGH or RTM_DELNEIGH
 */
void ovnet_fdb_rtnl_notify(const struct ovnet_fdb_row *row, int type)
{
	const struct ovnet_dst *dst;
	struct net_device *dev;
	struct ovnet_leg *leg;

	rcu_read_lock();
	dst = rcu_dereference(row->dst);
	dev = dst->type == OVNET_DST_PORT ?
	      ovnet_port_master_rcu(container_of(dst, struct ovnet_port, dst)) :
	      ovnet_dst_dev(dst);
	if (dev)
		ovnet_fdb_rtnl_tell(row, dev, type);
	if (dst->type == OVNET_DST_REMOTE)
		list_for_each_entry_rcu(leg, &row->network->legs, node)
			ovnet_fdb_rtnl_tell(row, leg->dev, type);
	rcu_read_unlock();
}

static void ovnet_fdb_rtnl_member(const struct ovnet_member *member,
				  const struct net_device *dev,
				  struct ovnet_fdb_rtnl_row *out)
{
	static const u8 zero[ETH_ALEN];

	memset(out, 0, sizeof(*out));
	out->dev = dev;
	out->remote = member->remote;
	out->mac = zero;
	out->state = NUD_PERMANENT;
	out->flags = NTF_SELF;
}

/**
 * ovnet_fdb_rtnl_notify_member() - tell "bridge monitor fdb" about a member
 * @member: its namespace's mutex is held
 * @type: RTM_NEWNEIGH or RTM_DELNEIGH
 */
void ovnet_fdb_rtnl_notify_member(const struct ovnet_member *member, int type)
{
	struct ovnet_fdb_rtnl_row out;
	struct ovnet_leg *leg;

	rcu_read_lock();
	list_for_each_entry_rcu(leg, &member->network->legs, node) {
		ovnet_fdb_rtnl_member(member, leg->dev, &out);
		ovnet_fdb_rtnl_send(&out, type);
	}
	rcu_read_unlock();
}

/* Where a dump is; the core keeps @idx between messages. */
struct ovnet_fdb_rtnl_dump {
	struct sk_buff *skb;
	struct netlink_callback *cb;
	int *idx;
};

static int ovnet_fdb_rtnl_dump_one(const struct ovnet_fdb_rtnl_dump *dump,
				   const struct ovnet_fdb_rtnl_row *row)
{
	int err;

	if (*dump->idx >= ovnet_compat_fdb_seen(dump->cb)) {
		err = ovnet_fdb_rtnl_put(dump->skb,
					 NETLINK_CB(dump->cb->skb).portid,
					 dump->cb->nlh->nlmsg_seq,
					 RTM_NEWNEIGH, NLM_F_MULTI, row);
		if (err)
			return err;
	}
	*dump->idx += 1;
	return 0;
}

/* Context: RCU. */
static int ovnet_fdb_rtnl_dump_network(const struct ovnet_fdb_rtnl_dump *dump,
				       const struct ovnet_network *network,
				       const struct net_device *dev)
{
	struct ovnet_fdb_rtnl_row out;
	struct ovnet_member *member;
	struct ovnet_fdb_row *row;
	int err;

	hlist_for_each_entry_rcu(row, &network->fdb, network_node) {
		if (!ovnet_fdb_rtnl_at(row, dev, &out))
			continue;
		err = ovnet_fdb_rtnl_dump_one(dump, &out);
		if (err)
			return err;
	}
	if (!ovnet_leg_is(dev))
		return 0;
	list_for_each_entry_rcu(member, &network->members, network_node) {
		ovnet_fdb_rtnl_member(member, dev, &out);
		err = ovnet_fdb_rtnl_dump_one(dump, &out);
		if (err)
			return err;
	}
	return 0;
}

/**
 * ovnet_fdb_rtnl_dump() - "bridge fdb show" of a leg or the fabric device
 * @skb: reply
 * @cb: dump
 * @dev: the device; RTNL is held
 * @filter_dev: not used, ports are not bridge ports
 * @idx: rows of @dev so far
 *
 * Return: 0 or -EMSGSIZE.
 */
int ovnet_fdb_rtnl_dump(struct sk_buff *skb, struct netlink_callback *cb,
			struct net_device *dev, struct net_device *filter_dev,
			int *idx)
{
	const struct ovnet_fdb_rtnl_dump dump = {
		.skb = skb,
		.cb = cb,
		.idx = idx,
	};
	struct ovnet_net *on = ovnet_main_net(dev_net(dev));
	const struct ovnet_network *network;
	const struct ovnet_leg *leg;
	unsigned long id;
	int err = 0;

	rcu_read_lock();
	if (ovnet_leg_is(dev)) {
		leg = netdev_priv(dev);
		network = rcu_dereference(leg->network);
		if (network)
			err = ovnet_fdb_rtnl_dump_network(&dump, network, dev);
		goto out;
	}
	xa_for_each(&on->networks, id, network) {
		if (!READ_ONCE(network->n_ports))
			continue;
		err = ovnet_fdb_rtnl_dump_network(&dump, network, dev);
		if (err)
			break;
	}
out:
	rcu_read_unlock();
	return err;
}

static int ovnet_fdb_rtnl_refuse(struct nlattr *tb[], u16 vid,
				 struct netlink_ext_ack *extack)
{
	static const u8 unknown[] = {
		NDA_VNI, NDA_IFINDEX, NDA_SRC_VNI, NDA_NH_ID, NDA_FLAGS_EXT,
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(unknown); i++) {
		if (!tb[unknown[i]])
			continue;
		NL_SET_ERR_MSG_ATTR(extack, tb[unknown[i]],
				    "A row of ovnet has an address, dst and port: nothing else");
		return -EOPNOTSUPP;
	}
	if (vid) {
		NL_SET_ERR_MSG(extack, "Networks of ovnet know no VLANs");
		return -EOPNOTSUPP;
	}
	return 0;
}

/* The network of @dev, if who asks may change it; @extack says why not. */
static struct ovnet_network *
ovnet_fdb_rtnl_network(const struct net_device *dev,
		       struct netlink_ext_ack *extack)
{
	const struct ovnet_leg *leg = netdev_priv(dev);
	struct ovnet_network *network;

	if (!rtnl_dev_link_net_capable(dev, leg->on->net)) {
		NL_SET_ERR_MSG(extack,
			       "The network of this leg is in a namespace that is not yours");
		return ERR_PTR(-EPERM);
	}
	network = ovnet_leg_network(leg);
	if (!network) {
		NL_SET_ERR_MSG(extack, "The network of this leg has gone");
		return ERR_PTR(-ENODEV);
	}
	return network;
}

/**
 * struct ovnet_fdb_rtnl_want - what the bridge tool asks for
 * @mac: zero: a member
 * @addr: of the remote; no family: not given
 * @port: UDP, host byte order; 0: the underlay's
 * @state: enum ovnet_fdb_state
 * @flags: NLM_F_*
 */
struct ovnet_fdb_rtnl_want {
	const u8 *mac;
	struct ovnet_addr addr;
	u16 port;
	u8 state;
	u16 flags;
};

static int ovnet_fdb_rtnl_parse(struct nlattr *tb[], const u8 *mac, u16 vid,
				struct ovnet_fdb_rtnl_want *want,
				struct netlink_ext_ack *extack)
{
	int err;

	err = ovnet_fdb_rtnl_refuse(tb, vid, extack);
	if (err)
		return err;
	if (is_multicast_ether_addr(mac)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[NDA_LLADDR],
				    "Multicast goes to members: use 00:00:00:00:00:00");
		return -EOPNOTSUPP;
	}
	want->mac = mac;
	if (tb[NDA_DST]) {
		err = ovnet_vtep_parse_addr(tb[NDA_DST], &want->addr, extack);
		if (err)
			return err;
	}
	if (!tb[NDA_PORT])
		return 0;
	if (nla_len(tb[NDA_PORT]) != sizeof(__be16)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[NDA_PORT],
				    "A port has two bytes");
		return -EINVAL;
	}
	want->port = ntohs(nla_get_be16(tb[NDA_PORT]));
	return 0;
}

static int ovnet_fdb_rtnl_parse_state(const struct ndmsg *ndm,
				      struct ovnet_fdb_rtnl_want *want,
				      struct netlink_ext_ack *extack)
{
	if (ndm->ndm_state & ~(NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE)) {
		NL_SET_ERR_MSG(extack,
			       "A row is permanent, static or dynamic: nothing else");
		return -EINVAL;
	}
	if (ndm->ndm_flags & NTF_EXT_LEARNED)
		want->state = OVNET_FDB_STATE_EXTERNAL;
	else if (ndm->ndm_state & NUD_REACHABLE)
		want->state = OVNET_FDB_STATE_LEARNED;
	else
		want->state = OVNET_FDB_STATE_STATIC;
	return 0;
}

static int ovnet_fdb_rtnl_add_member(struct ovnet_network *network,
				     struct ovnet_remote *remote, bool made,
				     u16 flags, struct netlink_ext_ack *extack)
{
	int err;

	if (made)
		ovnet_remote_keep(remote, true);
	err = ovnet_member_add(network, remote);
	if (err && made)
		ovnet_remote_orphaned(network->on);
	if (err == -EEXIST && flags & NLM_F_APPEND)
		return 0;
	if (err == -EEXIST)
		ovnet_compat_extack(extack,
				    "%s is a member of %s",
				    remote->name, network->name);
	return err;
}

static int ovnet_fdb_rtnl_add_row(struct ovnet_network *network,
				  struct ovnet_remote *remote, bool made,
				  const struct ovnet_fdb_rtnl_want *want,
				  struct netlink_ext_ack *extack)
{
	const struct ovnet_fdb_want row = {
		.dst = &remote->dst,
		.state = want->state,
	};
	bool excl = !(want->flags & NLM_F_REPLACE);
	struct ovnet_fdb_before before;
	int err;

	if (want->flags & NLM_F_APPEND &&
	    ovnet_fdb_points_to(network, want->mac, &remote->dst))
		return 0;
	err = ovnet_fdb_stage(network, want->mac, &row, excl, &before, extack);
	if (made)
		ovnet_remote_keep(remote, !err);
	if (!err)
		ovnet_fdb_announce(network, want->mac, &before);
	return err;
}

static int ovnet_fdb_rtnl_do_add(struct ndmsg *ndm, struct nlattr *tb[],
				 struct net_device *dev, const u8 *mac,
				 u16 vid, u16 flags,
				 struct netlink_ext_ack *extack)
{
	struct ovnet_fdb_rtnl_want want = { .flags = flags };
	struct ovnet_network *network;
	struct ovnet_remote *remote;
	struct ovnet_net *on;
	bool made;
	int err;

	network = ovnet_fdb_rtnl_network(dev, extack);
	if (IS_ERR(network))
		return PTR_ERR(network);
	err = ovnet_fdb_rtnl_parse(tb, mac, vid, &want, extack);
	if (!err)
		err = ovnet_fdb_rtnl_parse_state(ndm, &want, extack);
	if (err)
		return err;
	if (is_zero_ether_addr(mac) && flags & NLM_F_REPLACE) {
		NL_SET_ERR_MSG(extack,
			       "Members are added and deleted: ovctl member set replaces all");
		return -EOPNOTSUPP;
	}
	if (!want.addr.family) {
		NL_SET_ERR_MSG(extack,
			       "Where is it? dst ADDRESS here; ovctl fdb for ports");
		return -EINVAL;
	}

	on = network->on;
	mutex_lock(&on->lock);
	err = ovnet_remote_for_addr(on, &want.addr, want.port, &remote, &made,
				    extack);
	if (!err && is_zero_ether_addr(mac))
		err = ovnet_fdb_rtnl_add_member(network, remote, made, flags,
						extack);
	else if (!err)
		err = ovnet_fdb_rtnl_add_row(network, remote, made, &want,
					     extack);
	/* One that a row has left. */
	ovnet_remote_put_implicit(on);
	mutex_unlock(&on->lock);
	return err;
}

static int ovnet_fdb_rtnl_do_del(struct nlattr *tb[], struct net_device *dev,
				 const u8 *mac, u16 vid,
				 struct netlink_ext_ack *extack)
{
	struct ovnet_fdb_rtnl_want want = {};
	struct ovnet_remote *remote = NULL;
	struct ovnet_network *network;
	struct ovnet_net *on;
	int err;

	network = ovnet_fdb_rtnl_network(dev, extack);
	if (IS_ERR(network))
		return PTR_ERR(network);
	err = ovnet_fdb_rtnl_parse(tb, mac, vid, &want, extack);
	if (err)
		return err;
	if (is_zero_ether_addr(mac) && !want.addr.family) {
		NL_SET_ERR_MSG(extack, "Which member? dst ADDRESS");
		return -EINVAL;
	}

	on = network->on;
	mutex_lock(&on->lock);
	if (want.addr.family) {
		rcu_read_lock();
		remote = ovnet_vtep_remote_rcu(on, &want.addr);
		rcu_read_unlock();
		err = -ENOENT;
		if (!remote) {
			NL_SET_ERR_MSG_ATTR(extack, tb[NDA_DST],
					    "No remote has this address");
			goto out;
		}
	}
	if (is_zero_ether_addr(mac)) {
		err = ovnet_member_remove(network, remote);
		if (err)
			ovnet_compat_extack(extack,
					    "%s is no member of %s",
					    remote->name, network->name);
	} else if (remote && !ovnet_fdb_points_to(network, mac, &remote->dst)) {
		err = -ENOENT;
		ovnet_compat_extack(extack, "%pM is not at remote %s", mac,
				    remote->name);
	} else {
		err = ovnet_fdb_delete(network, mac, extack);
	}
	ovnet_remote_put_implicit(on);
out:
	mutex_unlock(&on->lock);
	return err;
}

static const struct nla_policy __maybe_unused
ovnet_fdb_rtnl_do_flush_policy[NDA_MAX + 1] = {
	[NDA_VLAN] = { .type = NLA_U16 },
	[NDA_IFINDEX] = NLA_POLICY_MIN(NLA_S32, 1),
	[NDA_NDM_STATE_MASK] = { .type = NLA_U16 },
	[NDA_NDM_FLAGS_MASK] = { .type = NLA_U8 },
};

/* All rows that point to remotes; members stay. */
static int ovnet_fdb_rtnl_do_flush(struct ndmsg *ndm, struct nlattr *tb[],
				   struct net_device *dev,
				   struct netlink_ext_ack *extack)
{
	struct ovnet_fdb_filter filter = { .remotes = true };
	u8 flags_mask = 0;
	u16 state_mask = 0;
	u8 state;

	filter.network = ovnet_fdb_rtnl_network(dev, extack);
	if (IS_ERR(filter.network))
		return PTR_ERR(filter.network);
	if (tb[NDA_VLAN] || tb[NDA_IFINDEX]) {
		NL_SET_ERR_MSG(extack,
			       "Rows of a leg have no VLAN and no bridge port");
		return -EOPNOTSUPP;
	}
	if (tb[NDA_NDM_STATE_MASK])
		state_mask = nla_get_u16(tb[NDA_NDM_STATE_MASK]);
	if (tb[NDA_NDM_FLAGS_MASK])
		flags_mask = nla_get_u8(tb[NDA_NDM_FLAGS_MASK]);

	for (state = OVNET_FDB_STATE_STATIC; state <= OVNET_FDB_STATE_EXTERNAL;
	     state++) {
		if ((ovnet_fdb_rtnl_state(state) ^ ndm->ndm_state) &
		    state_mask)
			continue;
		if ((ovnet_fdb_rtnl_flags(state) ^ ndm->ndm_flags) &
		    flags_mask)
			continue;
		filter.state = state;
		mutex_lock(&filter.network->on->lock);
		ovnet_fdb_flush(filter.network->on, &filter);
		ovnet_remote_put_implicit(filter.network->on);
		mutex_unlock(&filter.network->on->lock);
	}
	return 0;
}

OVNET_COMPAT_FDB_ADD(ovnet_fdb_rtnl_add, ovnet_fdb_rtnl_do_add)
OVNET_COMPAT_FDB_DEL(ovnet_fdb_rtnl_del, ovnet_fdb_rtnl_do_del)
OVNET_COMPAT_FDB_FLUSH(ovnet_fdb_rtnl_flush, ovnet_fdb_rtnl_do_flush)
