// SPDX-License-Identifier: GPL-2.0
/* Members: the remotes that get a network's flooded frames. */
#include <linux/rculist.h>

#include "batch.h"
#include "fdb.h"
#include "member.h"

const struct nla_policy ovnet_member_policy[OVNET_A_MEMBER_MAX + 1] = {
	[OVNET_A_MEMBER_NETWORK_ID] = { .type = NLA_U32 },
	[OVNET_A_MEMBER_NETWORK_NAME] = { .type = NLA_NUL_STRING,
					  .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_MEMBER_REMOTE_ID] = { .type = NLA_U32 },
	[OVNET_A_MEMBER_REMOTE_NAME] = { .type = NLA_NUL_STRING,
					 .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_MEMBER_SID] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[OVNET_A_MEMBER_SID_FLOOD] =
		NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
};

static int ovnet_member_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_member *member = object;

	if (nla_put_u32(skb, OVNET_A_MEMBER_NETWORK_ID, member->network->id) ||
	    nla_put_string(skb, OVNET_A_MEMBER_NETWORK_NAME,
			   member->network->name) ||
	    nla_put_u32(skb, OVNET_A_MEMBER_REMOTE_ID, member->remote->id) ||
	    nla_put_string(skb, OVNET_A_MEMBER_REMOTE_NAME,
			   member->remote->name))
		return -EMSGSIZE;
	return ovnet_member_sid_fill(skb, member);
}

static const struct ovnet_msg_kind ovnet_member_kind = {
	.cmd = OVNET_CMD_MEMBER_GET,
	.attr = OVNET_A_MEMBER,
	.fill = ovnet_member_fill,
};

static void ovnet_member_notify(const struct ovnet_member *member, u8 cmd)
{
	ovnet_netlink_notify(member->network->on->net,
			     OVNET_NETLINK_GROUP_CONFIG, GFP_KERNEL, cmd,
			     &ovnet_member_kind, member);
	ovnet_fdb_rtnl_notify_member(member, cmd == OVNET_CMD_MEMBER_DEL ?
				     RTM_DELNEIGH : RTM_NEWNEIGH);
}

static struct ovnet_member *ovnet_member_find(struct ovnet_network *network,
					      struct ovnet_remote *remote)
{
	struct ovnet_member *member;

	lockdep_assert_held(&network->on->lock);
	/* Either list may be long; the other is then likely to be short. */
	if (network->n_members < remote->n_members) {
		list_for_each_entry(member, &network->members, network_node)
			if (member->remote == remote)
				return member;
	} else {
		list_for_each_entry(member, &remote->members, remote_node)
			if (member->network == network)
				return member;
	}
	return NULL;
}

static struct ovnet_member *ovnet_member_link(struct ovnet_network *network,
					      struct ovnet_remote *remote)
{
	struct ovnet_member *member;

	member = kzalloc(sizeof(*member), GFP_KERNEL_ACCOUNT);
	if (!member)
		return NULL;
	member->network = network;
	member->remote = remote;
	list_add_tail_rcu(&member->network_node, &network->members);
	list_add_tail(&member->remote_node, &remote->members);
	network->n_members++;
	remote->n_members++;
	return member;
}

static void ovnet_member_unlink(struct ovnet_member *member)
{
	ovnet_member_sid_remove(member);
	list_del_rcu(&member->network_node);
	list_del(&member->remote_node);
	member->network->n_members--;
	if (!--member->remote->n_members)
		ovnet_remote_orphaned(member->network->on);
	kfree_rcu(member, rcu);
}

static void ovnet_member_destroy(struct ovnet_member *member)
{
	ovnet_member_notify(member, OVNET_CMD_MEMBER_DEL);
	ovnet_member_unlink(member);
}

/**
 * ovnet_member_remove_network() - a network goes
 * @network: its namespace's mutex is held
 */
void ovnet_member_remove_network(struct ovnet_network *network)
{
	struct ovnet_member *member, *next;

	lockdep_assert_held(&network->on->lock);
	list_for_each_entry_safe(member, next, &network->members, network_node)
		ovnet_member_destroy(member);
}

/**
 * ovnet_member_remove_remote() - a remote goes
 * @remote: its namespace's mutex is held
 */
void ovnet_member_remove_remote(struct ovnet_remote *remote)
{
	struct ovnet_member *member, *next;

	lockdep_assert_held(&remote->on->lock);
	list_for_each_entry_safe(member, next, &remote->members, remote_node)
		ovnet_member_destroy(member);
}

/* What a request names. Called with the namespace's mutex. */
static int ovnet_member_resolve(struct ovnet_net *on, struct nlattr **tb,
				struct ovnet_network **network,
				struct ovnet_remote **remote,
				struct netlink_ext_ack *extack)
{
	int err;

	err = ovnet_network_resolve(on, tb[OVNET_A_MEMBER_NETWORK_ID],
				    tb[OVNET_A_MEMBER_NETWORK_NAME], network,
				    extack);
	if (err)
		return err;
	return ovnet_remote_resolve(on, tb[OVNET_A_MEMBER_REMOTE_ID],
				    tb[OVNET_A_MEMBER_REMOTE_NAME], remote,
				    extack);
}

/**
 * ovnet_member_add() - make a remote a member, if it is none yet
 * @network: of this; its namespace's mutex is held
 * @remote: who
 *
 * Return: 0, -EEXIST or -ENOMEM.
 */
int ovnet_member_add(struct ovnet_network *network,
		     struct ovnet_remote *remote)
{
	struct ovnet_member *member;

	if (ovnet_member_find(network, remote))
		return -EEXIST;
	member = ovnet_member_link(network, remote);
	if (!member)
		return -ENOMEM;
	ovnet_member_notify(member, OVNET_CMD_MEMBER_NEW);
	return 0;
}

/**
 * ovnet_member_remove() - end a membership
 * @network: of this; its namespace's mutex is held
 * @remote: who
 *
 * Return: 0, or -ENOENT if it was none.
 */
int ovnet_member_remove(struct ovnet_network *network,
			struct ovnet_remote *remote)
{
	struct ovnet_member *member = ovnet_member_find(network, remote);

	if (!member)
		return -ENOENT;
	ovnet_member_destroy(member);
	return 0;
}

/**
 * struct ovnet_member_step - a membership that begins or ends
 * @step: of the message
 * @member: which
 * @network: whose members are replaced
 */
struct ovnet_member_step {
	struct ovnet_batch_step step;
	struct ovnet_member *member;
	struct ovnet_network *network;
};

static struct ovnet_member_step *
ovnet_member_step(struct ovnet_batch_step *step)
{
	return container_of(step, struct ovnet_member_step, step);
}

static void ovnet_member_commit_new(struct ovnet_batch *batch,
				    struct ovnet_batch_step *step)
{
	struct ovnet_member *member = ovnet_member_step(step)->member;

	ovnet_member_sid_commit(member);
	ovnet_member_notify(member, OVNET_CMD_MEMBER_NEW);
}

static void ovnet_member_abort_new(struct ovnet_batch *batch,
				   struct ovnet_batch_step *step)
{
	struct ovnet_member *member = ovnet_member_step(step)->member;

	ovnet_member_sid_abort(member);
	ovnet_member_unlink(member);
}

/* A member from now on, and told of when all is well. */
static struct ovnet_member *ovnet_member_stage(struct ovnet_batch *batch,
					       struct nlattr **tb,
					       struct ovnet_network *network,
					       struct ovnet_remote *remote)
{
	struct ovnet_member_step *s = ovnet_batch_alloc(batch, sizeof(*s));
	int err;

	if (!s)
		return ERR_PTR(-ENOMEM);
	s->member = ovnet_member_link(network, remote);
	if (!s->member)
		return ERR_PTR(-ENOMEM);
	err = ovnet_member_sid_stage(s->member, tb, batch->extack);
	if (err) {
		ovnet_member_unlink(s->member);
		return ERR_PTR(err);
	}
	s->step.commit = ovnet_member_commit_new;
	s->step.abort = ovnet_member_abort_new;
	ovnet_batch_add(batch, &s->step);
	return s->member;
}

static int ovnet_member_prepare_new(struct ovnet_batch *batch,
				    struct nlattr **tb)
{
	struct ovnet_network *network;
	struct ovnet_remote *remote;
	int err;

	err = ovnet_member_resolve(batch->on, tb, &network, &remote,
				   batch->extack);
	if (err)
		return err;
	if (ovnet_member_find(network, remote)) {
		ovnet_compat_extack(batch->extack,
				    "%s is a member of %s",
				    remote->name, network->name);
		return -EEXIST;
	}
	return PTR_ERR_OR_ZERO(ovnet_member_stage(batch, tb, network, remote));
}

const struct ovnet_batch_kind ovnet_member_new = {
	.attr = OVNET_A_MEMBER,
	.max = OVNET_A_MEMBER_MAX,
	.policy = ovnet_member_policy,
	.prepare = ovnet_member_prepare_new,
};

static void ovnet_member_commit_sid(struct ovnet_batch *batch,
				    struct ovnet_batch_step *step)
{
	struct ovnet_member *member = ovnet_member_step(step)->member;

	if (ovnet_member_sid_commit(member))
		ovnet_member_notify(member, OVNET_CMD_MEMBER_SET);
}

static void ovnet_member_abort_sid(struct ovnet_batch *batch,
				   struct ovnet_batch_step *step)
{
	ovnet_member_sid_abort(ovnet_member_step(step)->member);
}

/* A member that stays may get other SIDs. */
static int ovnet_member_stage_sid(struct ovnet_batch *batch,
				  struct nlattr **tb,
				  struct ovnet_member *member)
{
	struct ovnet_member_step *s = ovnet_batch_alloc(batch, sizeof(*s));
	int err;

	if (!s)
		return -ENOMEM;
	s->member = member;
	err = ovnet_member_sid_stage(member, tb, batch->extack);
	if (err)
		return err;
	s->step.commit = ovnet_member_commit_sid;
	s->step.abort = ovnet_member_abort_sid;
	ovnet_batch_add(batch, &s->step);
	return 0;
}

/* What it keeps is marked; all others go. */
static void ovnet_member_commit_replace(struct ovnet_batch *batch,
					struct ovnet_batch_step *step)
{
	struct ovnet_network *network = ovnet_member_step(step)->network;
	struct ovnet_member *member, *next;

	list_for_each_entry_safe(member, next, &network->members,
				 network_node) {
		if (!member->keep)
			ovnet_member_destroy(member);
		else
			member->keep = false;
	}
}

static void ovnet_member_abort_replace(struct ovnet_batch *batch,
				       struct ovnet_batch_step *step)
{
	struct ovnet_network *network = ovnet_member_step(step)->network;
	struct ovnet_member *member;

	list_for_each_entry(member, &network->members, network_node)
		member->keep = false;
}

/* The first nest that names a network says that its members are replaced. */
static int ovnet_member_replace(struct ovnet_batch *batch,
				struct ovnet_network *network)
{
	struct ovnet_member_step *s;

	if (network->claimed)
		return 0;
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->network = network;
	s->step.commit = ovnet_member_commit_replace;
	s->step.abort = ovnet_member_abort_replace;
	return ovnet_batch_add_once(batch, &s->step, &network->claimed);
}

static int ovnet_member_prepare_set(struct ovnet_batch *batch,
				    struct nlattr **tb)
{
	struct ovnet_network *network;
	struct ovnet_member *member;
	struct ovnet_remote *remote;
	int err;

	err = ovnet_network_resolve(batch->on, tb[OVNET_A_MEMBER_NETWORK_ID],
				    tb[OVNET_A_MEMBER_NETWORK_NAME], &network,
				    batch->extack);
	if (err)
		return err;
	err = ovnet_member_replace(batch, network);
	if (err)
		return err;
	if (!tb[OVNET_A_MEMBER_REMOTE_ID] && !tb[OVNET_A_MEMBER_REMOTE_NAME])
		return 0;
	err = ovnet_remote_resolve(batch->on, tb[OVNET_A_MEMBER_REMOTE_ID],
				   tb[OVNET_A_MEMBER_REMOTE_NAME], &remote,
				   batch->extack);
	if (err)
		return err;
	member = ovnet_member_find(network, remote);
	if (member && member->keep) {
		NL_SET_ERR_MSG_ATTR(batch->extack, batch->nest,
				    "An object is named once in a message");
		return -EINVAL;
	}
	if (!member) {
		member = ovnet_member_stage(batch, tb, network, remote);
		if (IS_ERR(member))
			return PTR_ERR(member);
	} else {
		err = ovnet_member_stage_sid(batch, tb, member);
		if (err)
			return err;
	}
	member->keep = true;
	return 0;
}

const struct ovnet_batch_kind ovnet_member_set = {
	.attr = OVNET_A_MEMBER,
	.max = OVNET_A_MEMBER_MAX,
	.policy = ovnet_member_policy,
	.prepare = ovnet_member_prepare_set,
};

static void ovnet_member_commit_del(struct ovnet_batch *batch,
				    struct ovnet_batch_step *step)
{
	ovnet_member_destroy(ovnet_member_step(step)->member);
}

static int ovnet_member_prepare_del(struct ovnet_batch *batch,
				    struct nlattr **tb)
{
	struct ovnet_network *network;
	struct ovnet_member_step *s;
	struct ovnet_member *member;
	struct ovnet_remote *remote;
	int err;

	err = ovnet_member_resolve(batch->on, tb, &network, &remote,
				   batch->extack);
	if (err)
		return err;
	member = ovnet_member_find(network, remote);
	if (!member) {
		ovnet_compat_extack(batch->extack,
				    "%s is no member of %s",
				    remote->name, network->name);
		return -ENOENT;
	}
	s = ovnet_batch_alloc(batch, sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->member = member;
	s->step.commit = ovnet_member_commit_del;
	return ovnet_batch_add_once(batch, &s->step, &member->claimed);
}

const struct ovnet_batch_kind ovnet_member_del = {
	.attr = OVNET_A_MEMBER,
	.max = OVNET_A_MEMBER_MAX,
	.policy = ovnet_member_policy,
	.prepare = ovnet_member_prepare_del,
};

/**
 * ovnet_member_get_dumpit() - OVNET_CMD_MEMBER_GET
 * @skb: reply
 * @cb: dump; args[0]: next network id, args[1]: members of it that were sent
 *
 * With a network or a remote, only the memberships of it.
 *
 * Return: length of the reply or an error.
 */
int ovnet_member_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(skb->sk));
	struct nlattr *tb[OVNET_A_MEMBER_MAX + 1];
	struct ovnet_network *only = NULL;
	struct ovnet_remote *remote = NULL;
	struct ovnet_network *network;
	struct ovnet_member *member;
	unsigned long id;
	int err, n;

	err = ovnet_netlink_dump_parse(cb, OVNET_A_MEMBER, tb,
				       OVNET_A_MEMBER_MAX,
				       ovnet_member_policy, OVNET_NETLINK_ALL);
	if (err)
		return err;

	mutex_lock(&on->lock);
	cb->seq = on->generation;
	if (tb[OVNET_A_MEMBER_NETWORK_ID] || tb[OVNET_A_MEMBER_NETWORK_NAME]) {
		err = ovnet_network_resolve(on, tb[OVNET_A_MEMBER_NETWORK_ID],
					    tb[OVNET_A_MEMBER_NETWORK_NAME],
					    &only, cb->extack);
		if (err)
			goto out;
	}
	if (tb[OVNET_A_MEMBER_REMOTE_ID] || tb[OVNET_A_MEMBER_REMOTE_NAME]) {
		err = ovnet_remote_resolve(on, tb[OVNET_A_MEMBER_REMOTE_ID],
					   tb[OVNET_A_MEMBER_REMOTE_NAME],
					   &remote, cb->extack);
		if (err)
			goto out;
	}
	xa_for_each_start(&on->networks, id, network, cb->args[0]) {
		if (id != cb->args[0])
			cb->args[1] = 0;
		cb->args[0] = id;
		if (only && network != only)
			continue;
		n = 0;
		list_for_each_entry(member, &network->members, network_node) {
			if (n++ < cb->args[1])
				continue;
			if (remote && member->remote != remote)
				continue;
			if (ovnet_netlink_dump(skb, cb, &ovnet_member_kind,
					       member))
				goto out;
			cb->args[1] = n;
		}
	}
	cb->args[0] = OVNET_NETWORK_ID_MAX + 1;
out:
	mutex_unlock(&on->lock);
	return err ?: skb->len;
}
