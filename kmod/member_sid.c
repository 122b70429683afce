// SPDX-License-Identifier: GPL-2.0
/*
 * SIDs of memberships: where a network's packets to a remote are sent by SRv6
 * if its locator does not say so, as with a node that is not ours.
 */
#include <net/ipv6.h>

#include "locator.h"
#include "member.h"
#include "remote.h"

/* Without padding. */
struct ovnet_member_sid_key {
	u32 network;
	u32 remote;
};

/**
 * struct ovnet_member_sid - SIDs of a membership
 * @node: in &struct ovnet_net.sids
 * @key: ids
 * @live: not only prepared
 * @sid: or ::
 * @flood: for what is flooded; ::: @sid
 * @rcu: replaced as a whole
 */
struct ovnet_member_sid {
	struct rhash_head node;
	struct ovnet_member_sid_key key;
	bool live;
	struct in6_addr sid;
	struct in6_addr flood;
	struct rcu_head rcu;
};

static const struct rhashtable_params ovnet_member_sid_params = {
	.head_offset = offsetof(struct ovnet_member_sid, node),
	.key_offset = offsetof(struct ovnet_member_sid, key),
	.key_len = sizeof(struct ovnet_member_sid_key),
	.automatic_shrinking = true,
};

/**
 * ovnet_member_sid_init() - table of a namespace
 * @on: namespace
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_member_sid_init(struct ovnet_net *on)
{
	return rhashtable_init(&on->sids, &ovnet_member_sid_params);
}

/**
 * ovnet_member_sid_exit() - undo ovnet_member_sid_init(); all members are gone
 * @on: namespace
 */
void ovnet_member_sid_exit(struct ovnet_net *on)
{
	rhashtable_destroy(&on->sids);
}

/**
 * ovnet_member_sid_rcu() - where a network's packets to a remote are sent
 * @network: the network
 * @remote: the remote
 * @flood: the packet is flooded
 * @sid: result
 *
 * Context: RCU.
 * Return: false if nothing is said: its locator says it.
 */
bool ovnet_member_sid_rcu(const struct ovnet_network *network,
			  const struct ovnet_remote *remote, bool flood,
			  struct in6_addr *sid)
{
	const struct ovnet_member_sid_key key = {
		.network = network->id,
		.remote = remote->id,
	};
	const struct ovnet_member_sid *s;

	if (likely(!READ_ONCE(network->n_sids)))
		return false;
	s = rhashtable_lookup(&network->on->sids, &key,
			      ovnet_member_sid_params);
	if (!s || !READ_ONCE(s->live))
		return false;
	*sid = flood && !ipv6_addr_any(&s->flood) ? s->flood : s->sid;
	return !ipv6_addr_any(sid);
}

/* What is not said is as it was. */
static int ovnet_member_sid_parse(const struct ovnet_remote *remote,
				  struct nlattr *attr, struct in6_addr *sid,
				  struct netlink_ext_ack *extack)
{
	if (!attr)
		return 0;
	*sid = nla_get_in6_addr(attr);
	return ovnet_locator_check_sid(remote, attr, sid, extack);
}

/**
 * ovnet_member_sid_stage() - SIDs that a membership is to have
 * @member: whose; its namespace's mutex is held
 * @tb: what is said of it
 * @extack: for the refusal
 *
 * Followed by ovnet_member_sid_commit() or ovnet_member_sid_abort().
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_member_sid_stage(struct ovnet_member *member, struct nlattr **tb,
			   struct netlink_ext_ack *extack)
{
	struct ovnet_net *on = member->network->on;
	struct ovnet_member_sid *next;
	struct in6_addr sid = in6addr_any, flood = in6addr_any;
	struct in6_addr had, had_flood;
	int err;

	if (!tb[OVNET_A_MEMBER_SID] && !tb[OVNET_A_MEMBER_SID_FLOOD])
		return 0;
	if (member->sid) {
		sid = member->sid->sid;
		flood = member->sid->flood;
	}
	had = sid;
	had_flood = flood;
	err = ovnet_member_sid_parse(member->remote, tb[OVNET_A_MEMBER_SID],
				     &sid, extack);
	if (!err)
		err = ovnet_member_sid_parse(member->remote,
					     tb[OVNET_A_MEMBER_SID_FLOOD],
					     &flood, extack);
	if (err)
		return err;
	if (ipv6_addr_equal(&had, &sid) && ipv6_addr_equal(&had_flood, &flood))
		return 0;

	next = kzalloc(sizeof(*next), GFP_KERNEL_ACCOUNT);
	if (!next)
		return -ENOMEM;
	next->key.network = member->network->id;
	next->key.remote = member->remote->id;
	next->sid = sid;
	next->flood = flood;
	if (!member->sid) {
		err = rhashtable_insert_fast(&on->sids, &next->node,
					     ovnet_member_sid_params);
		if (err) {
			kfree(next);
			return err;
		}
	}
	member->next_sid = next;
	return 0;
}

static void ovnet_member_sid_erase(struct ovnet_net *on,
				   struct ovnet_member_sid *sid)
{
	rhashtable_remove_fast(&on->sids, &sid->node, ovnet_member_sid_params);
	kfree_rcu(sid, rcu);
}

/**
 * ovnet_member_sid_remove() - a membership has no SIDs any more
 * @member: whose; its namespace's mutex is held
 */
void ovnet_member_sid_remove(struct ovnet_member *member)
{
	struct ovnet_network *network = member->network;

	if (!member->sid)
		return;
	ovnet_member_sid_erase(network->on, member->sid);
	member->sid = NULL;
	WRITE_ONCE(network->n_sids, network->n_sids - 1);
}

/**
 * ovnet_member_sid_commit() - a membership has the SIDs that it was to have
 * @member: whose; its namespace's mutex is held
 *
 * Return: whether they are others than before.
 */
bool ovnet_member_sid_commit(struct ovnet_member *member)
{
	struct ovnet_network *network = member->network;
	struct ovnet_member_sid *next = member->next_sid;

	if (!next)
		return false;
	member->next_sid = NULL;
	if (ipv6_addr_any(&next->sid) && ipv6_addr_any(&next->flood)) {
		ovnet_member_sid_remove(member);
		kfree(next);
		return true;
	}
	WRITE_ONCE(next->live, true);
	if (member->sid) {
		rhashtable_replace_fast(&network->on->sids, &member->sid->node,
					&next->node, ovnet_member_sid_params);
		kfree_rcu(member->sid, rcu);
	} else {
		WRITE_ONCE(network->n_sids, network->n_sids + 1);
	}
	member->sid = next;
	return true;
}

/**
 * ovnet_member_sid_abort() - undo ovnet_member_sid_stage()
 * @member: whose; its namespace's mutex is held
 */
void ovnet_member_sid_abort(struct ovnet_member *member)
{
	struct ovnet_member_sid *next = member->next_sid;

	member->next_sid = NULL;
	if (next && !member->sid)
		ovnet_member_sid_erase(member->network->on, next);
	else
		kfree(next);
}

/**
 * ovnet_member_sid_fill() - put the SIDs of a membership
 * @skb: message
 * @member: whose; its namespace's mutex is held
 *
 * Return: 0 or -EMSGSIZE.
 */
int ovnet_member_sid_fill(struct sk_buff *skb,
			  const struct ovnet_member *member)
{
	const struct ovnet_member_sid *sid = member->sid;

	if (sid && ((!ipv6_addr_any(&sid->sid) &&
		     nla_put_in6_addr(skb, OVNET_A_MEMBER_SID, &sid->sid)) ||
		    (!ipv6_addr_any(&sid->flood) &&
		     nla_put_in6_addr(skb, OVNET_A_MEMBER_SID_FLOOD,
				      &sid->flood))))
		return -EMSGSIZE;
	return 0;
}
