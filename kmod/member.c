// SPDX-License-Identifier: GPL-2.0
/* Members: the remotes that get a network's flooded frames. */
#include <linux/rculist.h>

#include "ovnet_priv.h"

const struct nla_policy ovnet_member_policy[OVNET_A_MEMBER_MAX + 1] = {
	[OVNET_A_MEMBER_NETWORK_ID] = { .type = NLA_U32 },
	[OVNET_A_MEMBER_NETWORK_NAME] = { .type = NLA_NUL_STRING,
					  .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_MEMBER_REMOTE_ID] = { .type = NLA_U32 },
	[OVNET_A_MEMBER_REMOTE_NAME] = { .type = NLA_NUL_STRING,
					 .len = OVNET_NAME_LEN - 1 },
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
	return 0;
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

static void ovnet_member_destroy(struct ovnet_member *member)
{
	ovnet_member_notify(member, OVNET_CMD_MEMBER_DEL);
	list_del_rcu(&member->network_node);
	list_del(&member->remote_node);
	member->network->n_members--;
	member->remote->n_members--;
	kfree_rcu(member, rcu);
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
 * ovnet_member_new_doit() - OVNET_CMD_MEMBER_NEW
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_member_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_MEMBER_MAX + 1];
	struct ovnet_network *network;
	struct ovnet_member *member;
	struct ovnet_remote *remote;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_MEMBER, tb, OVNET_A_MEMBER_MAX,
				  ovnet_member_policy);
	if (err)
		return err;

	mutex_lock(&on->lock);
	err = ovnet_member_resolve(on, tb, &network, &remote, info->extack);
	if (err)
		goto out;
	if (ovnet_member_find(network, remote)) {
		ovnet_compat_extack(info->extack,
				    "Remote %s is a member of network %s",
				    remote->name, network->name);
		err = -EEXIST;
		goto out;
	}
	member = kzalloc(sizeof(*member), GFP_KERNEL_ACCOUNT);
	if (!member) {
		err = -ENOMEM;
		goto out;
	}
	member->network = network;
	member->remote = remote;
	list_add_tail_rcu(&member->network_node, &network->members);
	list_add_tail(&member->remote_node, &remote->members);
	network->n_members++;
	remote->n_members++;
	ovnet_member_notify(member, OVNET_CMD_MEMBER_NEW);
out:
	mutex_unlock(&on->lock);
	return err;
}

/**
 * ovnet_member_del_doit() - OVNET_CMD_MEMBER_DEL
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_member_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_MEMBER_MAX + 1];
	struct ovnet_network *network;
	struct ovnet_member *member;
	struct ovnet_remote *remote;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_MEMBER, tb, OVNET_A_MEMBER_MAX,
				  ovnet_member_policy);
	if (err)
		return err;

	mutex_lock(&on->lock);
	err = ovnet_member_resolve(on, tb, &network, &remote, info->extack);
	if (err)
		goto out;
	member = ovnet_member_find(network, remote);
	if (!member) {
		ovnet_compat_extack(info->extack,
				    "Remote %s is not a member of network %s",
				    remote->name, network->name);
		err = -ENOENT;
		goto out;
	}
	ovnet_member_destroy(member);
out:
	mutex_unlock(&on->lock);
	return err;
}

/**
 * ovnet_member_get_dumpit() - OVNET_CMD_MEMBER_GET
 * @skb: reply
 * @cb: dump; args[0]: next network id, args[1]: members of it that were sent
 *
 * With a network, only its members.
 *
 * Return: length of the reply or an error.
 */
int ovnet_member_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(skb->sk));
	struct nlattr *tb[OVNET_A_MEMBER_MAX + 1];
	struct ovnet_network *only = NULL;
	struct ovnet_network *network;
	struct ovnet_member *member;
	unsigned long id;
	int err, n;

	err = ovnet_netlink_dump_parse(cb, OVNET_A_MEMBER, tb,
				       OVNET_A_MEMBER_MAX,
				       ovnet_member_policy);
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
