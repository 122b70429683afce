// SPDX-License-Identifier: GPL-2.0
/*
 * Remotes: the other nodes. FDB rows and members point at them, so that a
 * node whose address changes is one write.
 */
#include <net/ipv6.h>

#include "fdb.h"
#include "ovnet_priv.h"

OVNET_COMPAT_RANGE ovnet_remote_id_range = {
	.min = 1,
	.max = U32_MAX - 1,
};

OVNET_COMPAT_RANGE ovnet_remote_addr_range = {
	.min = sizeof(__be32),
	.max = sizeof(struct in6_addr),
};

const struct nla_policy ovnet_remote_policy[OVNET_A_REMOTE_MAX + 1] = {
	[OVNET_A_REMOTE_ID] = NLA_POLICY_FULL_RANGE(NLA_U32,
						    &ovnet_remote_id_range),
	[OVNET_A_REMOTE_NAME] = { .type = NLA_NUL_STRING,
				  .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_REMOTE_KIND] = NLA_POLICY_RANGE(NLA_U8,
						 OVNET_REMOTE_KIND_VXLAN,
						 OVNET_REMOTE_KIND_VXLAN),
	[OVNET_A_REMOTE_VTEP] = NLA_POLICY_FULL_RANGE(NLA_BINARY,
						      &ovnet_remote_addr_range),
	[OVNET_A_REMOTE_PORT] = { .type = NLA_U16 },
	[OVNET_A_REMOTE_UP] = NLA_POLICY_MAX(NLA_U8, 1),
	[OVNET_A_REMOTE_FORCE] = { .type = NLA_FLAG },
};

static const struct rhashtable_params ovnet_remote_name_params = {
	.head_offset = offsetof(struct ovnet_remote, name_node),
	.key_offset = offsetof(struct ovnet_remote, name),
	.key_len = OVNET_NAME_LEN,
	.automatic_shrinking = true,
};

static const struct rhashtable_params ovnet_remote_vtep_params = {
	.head_offset = offsetof(struct ovnet_vtep, node),
	.key_offset = offsetof(struct ovnet_vtep, addr),
	.key_len = sizeof(struct ovnet_addr),
	.automatic_shrinking = true,
};

/**
 * ovnet_remote_init() - tables of a namespace
 * @on: namespace
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_remote_init(struct ovnet_net *on)
{
	int err;

	xa_init_flags(&on->remotes, XA_FLAGS_ALLOC1 | XA_FLAGS_ACCOUNT);
	err = rhashtable_init(&on->remote_names, &ovnet_remote_name_params);
	if (err)
		return err;
	err = rhashtable_init(&on->vteps, &ovnet_remote_vtep_params);
	if (err)
		rhashtable_destroy(&on->remote_names);
	return err;
}

/**
 * ovnet_remote_by_addr_rcu() - who sent a tunnel packet?
 * @on: namespace
 * @addr: its outer source
 *
 * Context: RCU.
 * Return: the remote, or NULL.
 */
struct ovnet_remote *ovnet_remote_by_addr_rcu(struct ovnet_net *on,
					      const struct ovnet_addr *addr)
{
	struct ovnet_vtep *vtep;

	vtep = rhashtable_lookup(&on->vteps, addr, ovnet_remote_vtep_params);
	return vtep ? vtep->remote : NULL;
}

static struct ovnet_remote *ovnet_remote_by_name(struct ovnet_net *on,
						 const char *name)
{
	char key[OVNET_NAME_LEN];

	strscpy_pad(key, name, sizeof(key));
	return rhashtable_lookup_fast(&on->remote_names, key,
				      ovnet_remote_name_params);
}

/**
 * ovnet_remote_resolve() - the remote that a request names
 * @on: namespace; its mutex is held
 * @id: attribute, or NULL
 * @name: attribute, or NULL
 * @remote: result
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_remote_resolve(struct ovnet_net *on, struct nlattr *id,
			 struct nlattr *name, struct ovnet_remote **remote,
			 struct netlink_ext_ack *extack)
{
	struct ovnet_remote *by_name = NULL;

	lockdep_assert_held(&on->lock);
	*remote = NULL;
	if (!id && !name) {
		NL_SET_ERR_MSG(extack,
			       "Which remote? Its name or id is missing");
		return -EINVAL;
	}
	if (name) {
		by_name = ovnet_remote_by_name(on, nla_data(name));
		if (!by_name) {
			ovnet_compat_extack(extack, "There is no remote %s",
					    (char *)nla_data(name));
			NL_SET_BAD_ATTR(extack, name);
			return -ENOENT;
		}
		*remote = by_name;
	}
	if (!id)
		return 0;
	if (by_name && by_name->id != nla_get_u32(id)) {
		ovnet_compat_extack(extack, "Remote %s has id %u, not %u",
				    by_name->name, by_name->id,
				    nla_get_u32(id));
		NL_SET_BAD_ATTR(extack, id);
		return -EINVAL;
	}
	*remote = xa_load(&on->remotes, nla_get_u32(id));
	if (!*remote) {
		ovnet_compat_extack(extack, "There is no remote with id %u",
				    nla_get_u32(id));
		NL_SET_BAD_ATTR(extack, id);
		return -ENOENT;
	}
	return 0;
}

static struct ovnet_target *ovnet_remote_target(const struct ovnet_remote *r)
{
	return rcu_dereference_protected(r->target,
					 lockdep_is_held(&r->on->lock));
}

static void ovnet_remote_free_target_rcu(struct rcu_head *head)
{
	struct ovnet_target *target =
		container_of(head, struct ovnet_target, rcu);

	dst_cache_destroy(&target->cache4);
	dst_cache_destroy(&target->cache6);
	kfree(target);
}

static struct ovnet_target *
ovnet_remote_alloc_target(struct ovnet_vtep *const *vteps, int n, u16 port)
{
	struct ovnet_target *target;
	int i;

	target = kzalloc(sizeof(*target), GFP_KERNEL_ACCOUNT);
	if (!target)
		return NULL;
	if (dst_cache_init(&target->cache4, GFP_KERNEL_ACCOUNT))
		goto err_free;
	if (dst_cache_init(&target->cache6, GFP_KERNEL_ACCOUNT))
		goto err_cache4;
	target->port = htons(port);
	for (i = 0; i < n; i++) {
		const struct ovnet_addr *addr = &vteps[i]->addr;

		if (addr->family == AF_INET && !target->v4)
			target->v4 = addr->v4;
		if (addr->family == AF_INET6 && ipv6_addr_any(&target->v6))
			target->v6 = addr->v6;
	}
	return target;

err_cache4:
	dst_cache_destroy(&target->cache4);
err_free:
	kfree(target);
	return NULL;
}

/**
 * ovnet_remote_forget_underlay() - an underlay changes or goes: forget routes
 * @on: namespace; its mutex is held
 *
 * Where routes are kept for an underlay that no packet sees any more, or for
 * one that fewer use now.
 */
void ovnet_remote_forget_underlay(struct ovnet_net *on)
{
	struct ovnet_remote *remote;
	unsigned long id;

	lockdep_assert_held(&on->lock);
	xa_for_each(&on->remotes, id, remote) {
		struct ovnet_target *target = ovnet_remote_target(remote);

		dst_cache_reset(&target->cache4);
		dst_cache_reset(&target->cache6);
		WRITE_ONCE(target->cached_for, NULL);
	}
}

/* Read 1 to 4 addresses of a request into new VTEPs, not yet in the table. */
static int ovnet_remote_parse_vteps(const struct nlattr *nest,
				    struct ovnet_vtep **vteps,
				    struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int n = 0, rem, i, err;

	nla_for_each_nested(attr, nest, rem) {
		struct ovnet_addr addr = {};

		if (nla_type(attr) != OVNET_A_REMOTE_VTEP)
			continue;
		err = -EINVAL;
		if (n == OVNET_REMOTE_VTEPS_MAX) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "A remote has at most 4 addresses");
			goto err_free;
		}
		if (nla_len(attr) == sizeof(__be32)) {
			addr.family = AF_INET;
			addr.v4 = nla_get_in_addr(attr);
			if (!addr.v4 || ipv4_is_multicast(addr.v4) ||
			    ipv4_is_lbcast(addr.v4))
				goto err_unicast;
		} else if (nla_len(attr) == sizeof(struct in6_addr)) {
			addr.family = AF_INET6;
			addr.v6 = nla_get_in6_addr(attr);
			if (ipv6_addr_any(&addr.v6) ||
			    ipv6_addr_is_multicast(&addr.v6) ||
			    ipv6_addr_v4mapped(&addr.v6) ||
			    ipv6_addr_type(&addr.v6) & IPV6_ADDR_LINKLOCAL)
				goto err_unicast;
		} else {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "An address has 4 or 16 bytes");
			goto err_free;
		}
		for (i = 0; i < n; i++) {
			if (!memcmp(&vteps[i]->addr, &addr, sizeof(addr))) {
				NL_SET_ERR_MSG_ATTR(extack, attr,
						    "The address is given twice");
				goto err_free;
			}
		}
		vteps[n] = kzalloc(sizeof(*vteps[n]), GFP_KERNEL_ACCOUNT);
		if (!vteps[n]) {
			err = -ENOMEM;
			goto err_free;
		}
		vteps[n++]->addr = addr;
		continue;
err_unicast:
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "The address of a remote must be unicast and not link-local");
		goto err_free;
	}
	return n;

err_free:
	while (n--)
		kfree(vteps[n]);
	return err;
}

/* An address belongs to one remote: it says who sent a packet. */
static int ovnet_remote_check_vteps(struct ovnet_net *on,
				    const struct ovnet_remote *self,
				    struct ovnet_vtep *const *vteps, int n,
				    struct netlink_ext_ack *extack)
{
	struct ovnet_remote *other;
	int i;

	for (i = 0; i < n; i++) {
		rcu_read_lock();
		other = ovnet_remote_by_addr_rcu(on, &vteps[i]->addr);
		rcu_read_unlock();
		if (!other || other == self)
			continue;
		if (vteps[i]->addr.family == AF_INET)
			ovnet_compat_extack(extack, "Remote %s has %pI4",
					    other->name, &vteps[i]->addr.v4);
		else
			ovnet_compat_extack(extack, "Remote %s has %pI6c",
					    other->name, &vteps[i]->addr.v6);
		return -EEXIST;
	}
	return 0;
}

static void ovnet_remote_unhash_vteps(struct ovnet_net *on,
				      struct ovnet_vtep *const *vteps, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		rhashtable_remove_fast(&on->vteps, &vteps[i]->node,
				       ovnet_remote_vtep_params);
		kfree_rcu(vteps[i], rcu);
	}
}

/*
 * Make @vteps the addresses of @remote. An address that it keeps is replaced
 * in place, so that no packet from there is taken for a stranger's.
 */
static int ovnet_remote_hash_vteps(struct ovnet_net *on,
				   struct ovnet_remote *remote,
				   struct ovnet_vtep **vteps, int n)
{
	struct ovnet_vtep *old;
	int i, j, err;

	for (i = 0; i < n; i++) {
		vteps[i]->remote = remote;
		for (j = 0; j < remote->n_vteps; j++)
			if (!memcmp(&remote->vteps[j]->addr, &vteps[i]->addr,
				    sizeof(vteps[i]->addr)))
				break;
		if (j < remote->n_vteps)
			continue;
		err = rhashtable_insert_fast(&on->vteps, &vteps[i]->node,
					     ovnet_remote_vtep_params);
		if (err)
			goto err_undo;
	}

	/* Nothing fails from here on. */
	for (j = 0; j < remote->n_vteps; j++) {
		old = remote->vteps[j];
		for (i = 0; i < n; i++)
			if (!memcmp(&old->addr, &vteps[i]->addr,
				    sizeof(old->addr)))
				break;
		if (i == n) {
			ovnet_remote_unhash_vteps(on, &old, 1);
		} else {
			kfree(vteps[i]);
			vteps[i] = old;
		}
	}
	memcpy(remote->vteps, vteps, sizeof(*vteps) * n);
	remote->n_vteps = n;
	return 0;

err_undo:
	while (i--) {
		for (j = 0; j < remote->n_vteps; j++)
			if (!memcmp(&remote->vteps[j]->addr, &vteps[i]->addr,
				    sizeof(vteps[i]->addr)))
				break;
		if (j == remote->n_vteps)
			rhashtable_remove_fast(&on->vteps, &vteps[i]->node,
					       ovnet_remote_vtep_params);
	}
	/* A reader may hold one that was in the table for a moment. */
	synchronize_net();
	return err;
}

static int ovnet_remote_fill(struct sk_buff *skb, const void *object)
{
	const struct ovnet_remote *remote = object;
	int i;

	if (nla_put_u32(skb, OVNET_A_REMOTE_ID, remote->id) ||
	    nla_put_string(skb, OVNET_A_REMOTE_NAME, remote->name) ||
	    nla_put_u8(skb, OVNET_A_REMOTE_KIND, OVNET_REMOTE_KIND_VXLAN) ||
	    nla_put_u16(skb, OVNET_A_REMOTE_PORT, remote->port) ||
	    nla_put_u8(skb, OVNET_A_REMOTE_UP, remote->up) ||
	    nla_put_u32(skb, OVNET_A_REMOTE_MEMBERS, remote->n_members) ||
	    nla_put_u32(skb, OVNET_A_REMOTE_FDB,
			READ_ONCE(remote->dst.n_rows)))
		return -EMSGSIZE;
	for (i = 0; i < remote->n_vteps; i++) {
		const struct ovnet_addr *addr = &remote->vteps[i]->addr;

		if (nla_put(skb, OVNET_A_REMOTE_VTEP,
			    addr->family == AF_INET ? sizeof(addr->v4) :
						      sizeof(addr->v6),
			    &addr->v4))
			return -EMSGSIZE;
	}
	return ovnet_netlink_put_stats(skb, OVNET_A_REMOTE_STATS,
				       remote->stats);
}

static const struct ovnet_msg_kind ovnet_remote_kind = {
	.cmd = OVNET_CMD_REMOTE_GET,
	.attr = OVNET_A_REMOTE,
	.fill = ovnet_remote_fill,
};

static void ovnet_remote_notify(const struct ovnet_remote *remote, u8 cmd)
{
	ovnet_netlink_notify(remote->on->net, OVNET_NETLINK_GROUP_CONFIG,
			     GFP_KERNEL, cmd, &ovnet_remote_kind, remote);
}

static void ovnet_remote_free_rcu(struct rcu_head *head)
{
	struct ovnet_remote *remote =
		container_of(head, struct ovnet_remote, rcu);

	free_percpu(remote->stats);
	kfree(remote);
}

static void ovnet_remote_destroy(struct ovnet_remote *remote)
{
	struct ovnet_net *on = remote->on;

	ovnet_member_remove_remote(remote);
	ovnet_remote_unhash_vteps(on, remote->vteps, remote->n_vteps);
	ovnet_fdb_purge_dst(on, &remote->dst);
	rhashtable_remove_fast(&on->remote_names, &remote->name_node,
			       ovnet_remote_name_params);
	xa_erase(&on->remotes, remote->id);
	on->n_remotes--;
	call_rcu(&ovnet_remote_target(remote)->rcu,
		 ovnet_remote_free_target_rcu);
	call_rcu(&remote->rcu, ovnet_remote_free_rcu);
}

/**
 * ovnet_remote_exit() - the namespace goes
 * @on: namespace; its mutex is held
 */
void ovnet_remote_exit(struct ovnet_net *on)
{
	struct ovnet_remote *remote;
	unsigned long id;

	xa_for_each(&on->remotes, id, remote)
		ovnet_remote_destroy(remote);
	rhashtable_destroy(&on->vteps);
	rhashtable_destroy(&on->remote_names);
	xa_destroy(&on->remotes);
}

static struct ovnet_remote *
ovnet_remote_create(struct ovnet_net *on, struct nlattr **tb,
		    struct ovnet_vtep **vteps, int n,
		    struct netlink_ext_ack *extack)
{
	struct ovnet_target *target;
	struct ovnet_remote *remote;
	int err = -ENOMEM;

	remote = kzalloc(sizeof(*remote), GFP_KERNEL_ACCOUNT);
	if (!remote)
		return ERR_PTR(-ENOMEM);
	remote->dst.type = OVNET_DST_REMOTE;
	remote->on = on;
	strscpy_pad(remote->name, nla_data(tb[OVNET_A_REMOTE_NAME]),
		    sizeof(remote->name));
	remote->up = !tb[OVNET_A_REMOTE_UP] ||
		     nla_get_u8(tb[OVNET_A_REMOTE_UP]);
	if (tb[OVNET_A_REMOTE_PORT])
		remote->port = nla_get_u16(tb[OVNET_A_REMOTE_PORT]);
	INIT_LIST_HEAD(&remote->members);
	remote->stats = __netdev_alloc_pcpu_stats(struct pcpu_sw_netstats,
						  GFP_KERNEL_ACCOUNT);
	if (!remote->stats)
		goto err_free;
	target = ovnet_remote_alloc_target(vteps, n, remote->port);
	if (!target)
		goto err_free;
	RCU_INIT_POINTER(remote->target, target);

	if (tb[OVNET_A_REMOTE_ID]) {
		remote->id = nla_get_u32(tb[OVNET_A_REMOTE_ID]);
		err = xa_insert(&on->remotes, remote->id, remote,
				GFP_KERNEL_ACCOUNT);
		if (err == -EBUSY) {
			ovnet_compat_extack(extack, "Another remote has id %u",
					    remote->id);
			NL_SET_BAD_ATTR(extack, tb[OVNET_A_REMOTE_ID]);
			err = -EEXIST;
		}
	} else {
		err = xa_alloc(&on->remotes, &remote->id, remote,
			       XA_LIMIT(1, U32_MAX - 1), GFP_KERNEL_ACCOUNT);
	}
	if (err)
		goto err_target;
	err = rhashtable_insert_fast(&on->remote_names, &remote->name_node,
				     ovnet_remote_name_params);
	if (err)
		goto err_id;
	err = ovnet_remote_hash_vteps(on, remote, vteps, n);
	if (err)
		goto err_name;
	on->n_remotes++;
	return remote;

err_name:
	rhashtable_remove_fast(&on->remote_names, &remote->name_node,
			       ovnet_remote_name_params);
err_id:
	xa_erase(&on->remotes, remote->id);
err_target:
	ovnet_remote_free_target_rcu(&target->rcu);
err_free:
	free_percpu(remote->stats);
	kfree(remote);
	return ERR_PTR(err);
}

/**
 * ovnet_remote_new_doit() - OVNET_CMD_REMOTE_NEW
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_remote_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct ovnet_vtep *vteps[OVNET_REMOTE_VTEPS_MAX];
	struct nlattr *tb[OVNET_A_REMOTE_MAX + 1];
	struct ovnet_remote *remote;
	struct nlattr *name;
	int err, n;

	err = ovnet_netlink_parse(info, OVNET_A_REMOTE, tb, OVNET_A_REMOTE_MAX,
				  ovnet_remote_policy);
	if (err)
		return err;
	name = tb[OVNET_A_REMOTE_NAME];
	if (!name || !tb[OVNET_A_REMOTE_KIND] || !tb[OVNET_A_REMOTE_VTEP]) {
		NL_SET_ERR_MSG(info->extack,
			       "A remote needs a name, a kind and an address");
		return -EINVAL;
	}
	err = ovnet_netlink_name_valid(name, info->extack);
	if (err)
		return err;
	n = ovnet_remote_parse_vteps(info->attrs[OVNET_A_REMOTE], vteps,
				     info->extack);
	if (n < 0)
		return n;

	mutex_lock(&on->lock);
	if (ovnet_remote_by_name(on, nla_data(name))) {
		ovnet_compat_extack(info->extack, "Remote %s exists",
				    (char *)nla_data(name));
		NL_SET_BAD_ATTR(info->extack, name);
		err = -EEXIST;
		goto err_free;
	}
	if (on->n_remotes >= OVNET_REMOTES_MAX) {
		NL_SET_ERR_MSG(info->extack,
			       "A namespace has at most 16384 remotes");
		err = -ENOSPC;
		goto err_free;
	}
	err = ovnet_remote_check_vteps(on, NULL, vteps, n, info->extack);
	if (err)
		goto err_free;
	remote = ovnet_remote_create(on, tb, vteps, n, info->extack);
	if (IS_ERR(remote)) {
		err = PTR_ERR(remote);
		goto err_free;
	}
	ovnet_remote_notify(remote, OVNET_CMD_REMOTE_NEW);
	mutex_unlock(&on->lock);
	return 0;

err_free:
	mutex_unlock(&on->lock);
	while (n--)
		kfree(vteps[n]);
	return err;
}

/**
 * ovnet_remote_set_doit() - OVNET_CMD_REMOTE_SET
 * @skb: request
 * @info: request
 *
 * The addresses, if given, replace all that it has.
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_remote_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct ovnet_vtep *vteps[OVNET_REMOTE_VTEPS_MAX];
	struct nlattr *tb[OVNET_A_REMOTE_MAX + 1];
	struct ovnet_target *target, *old;
	struct ovnet_remote *remote;
	int err, n;
	u16 port;

	err = ovnet_netlink_parse(info, OVNET_A_REMOTE, tb, OVNET_A_REMOTE_MAX,
				  ovnet_remote_policy);
	if (err)
		return err;
	n = ovnet_remote_parse_vteps(info->attrs[OVNET_A_REMOTE], vteps,
				     info->extack);
	if (n < 0)
		return n;

	mutex_lock(&on->lock);
	err = ovnet_remote_resolve(on, tb[OVNET_A_REMOTE_ID],
				   tb[OVNET_A_REMOTE_NAME], &remote,
				   info->extack);
	if (err)
		goto err_free;
	err = ovnet_remote_check_vteps(on, remote, vteps, n, info->extack);
	if (err)
		goto err_free;

	port = tb[OVNET_A_REMOTE_PORT] ?
	       nla_get_u16(tb[OVNET_A_REMOTE_PORT]) : remote->port;
	target = ovnet_remote_alloc_target(n ? vteps : remote->vteps,
					   n ?: remote->n_vteps, port);
	if (!target) {
		err = -ENOMEM;
		goto err_free;
	}
	if (n) {
		err = ovnet_remote_hash_vteps(on, remote, vteps, n);
		if (err) {
			ovnet_remote_free_target_rcu(&target->rcu);
			goto err_free;
		}
	}
	old = ovnet_remote_target(remote);
	rcu_assign_pointer(remote->target, target);
	call_rcu(&old->rcu, ovnet_remote_free_target_rcu);
	remote->port = port;
	if (tb[OVNET_A_REMOTE_UP])
		WRITE_ONCE(remote->up, nla_get_u8(tb[OVNET_A_REMOTE_UP]));
	ovnet_remote_notify(remote, OVNET_CMD_REMOTE_SET);
	mutex_unlock(&on->lock);
	return 0;

err_free:
	mutex_unlock(&on->lock);
	while (n--)
		kfree(vteps[n]);
	return err;
}

/**
 * ovnet_remote_del_doit() - OVNET_CMD_REMOTE_DEL
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_remote_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_REMOTE_MAX + 1];
	struct ovnet_member *member;
	struct ovnet_remote *remote;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_REMOTE, tb, OVNET_A_REMOTE_MAX,
				  ovnet_remote_policy);
	if (err)
		return err;

	mutex_lock(&on->lock);
	err = ovnet_remote_resolve(on, tb[OVNET_A_REMOTE_ID],
				   tb[OVNET_A_REMOTE_NAME], &remote,
				   info->extack);
	if (err)
		goto out;
	member = list_first_entry_or_null(&remote->members,
					  struct ovnet_member, remote_node);
	if (!tb[OVNET_A_REMOTE_FORCE] && member) {
		ovnet_compat_extack(info->extack,
				    "Member of network %s: ovctl member del, or force",
				    member->network->name);
		err = -EBUSY;
		goto out;
	}
	if (!tb[OVNET_A_REMOTE_FORCE] && READ_ONCE(remote->dst.n_rows)) {
		ovnet_compat_extack(info->extack,
				    "%u FDB rows point to it: ovctl fdb flush, or force",
				    READ_ONCE(remote->dst.n_rows));
		err = -EBUSY;
		goto out;
	}
	ovnet_remote_notify(remote, OVNET_CMD_REMOTE_DEL);
	ovnet_remote_destroy(remote);
out:
	mutex_unlock(&on->lock);
	return err;
}

/**
 * ovnet_remote_get_doit() - OVNET_CMD_REMOTE_GET of one
 * @skb: request
 * @info: request
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_remote_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ovnet_net *on = ovnet_main_net(genl_info_net(info));
	struct nlattr *tb[OVNET_A_REMOTE_MAX + 1];
	struct ovnet_remote *remote;
	int err;

	err = ovnet_netlink_parse(info, OVNET_A_REMOTE, tb, OVNET_A_REMOTE_MAX,
				  ovnet_remote_policy);
	if (err)
		return err;
	mutex_lock(&on->lock);
	err = ovnet_remote_resolve(on, tb[OVNET_A_REMOTE_ID],
				   tb[OVNET_A_REMOTE_NAME], &remote,
				   info->extack);
	if (!err)
		err = ovnet_netlink_reply(info, &ovnet_remote_kind, remote);
	mutex_unlock(&on->lock);
	return err;
}

/**
 * ovnet_remote_get_dumpit() - OVNET_CMD_REMOTE_GET of all
 * @skb: reply
 * @cb: dump; args[0]: next id
 *
 * Return: length of the reply or an error.
 */
int ovnet_remote_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(skb->sk));
	struct ovnet_remote *remote;
	unsigned long id;
	int err;

	err = ovnet_netlink_dump_unfiltered(cb, OVNET_A_REMOTE);
	if (err)
		return err;
	mutex_lock(&on->lock);
	cb->seq = on->generation;
	xa_for_each_start(&on->remotes, id, remote, cb->args[0]) {
		if (ovnet_netlink_dump(skb, cb, &ovnet_remote_kind, remote))
			break;
		cb->args[0] = id + 1;
	}
	mutex_unlock(&on->lock);
	return skb->len;
}
