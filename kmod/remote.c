// SPDX-License-Identifier: GPL-2.0
/*
 * Remotes: the other nodes. FDB rows and members point at them, so that a
 * node whose address changes is one write.
 */
#include <net/ipv6.h>

#include "batch.h"
#include "fdb.h"
#include "ovnet_priv.h"
#include "vtep.h"

/* An IPv6 address in text, which may be too long to be a name. */
#define OVNET_REMOTE_NAME_ROOM	48

OVNET_COMPAT_RANGE ovnet_remote_id_range = {
	.min = 1,
	.max = U32_MAX - 1,
};

const struct nla_policy ovnet_remote_policy[OVNET_A_REMOTE_MAX + 1] = {
	[OVNET_A_REMOTE_ID] = NLA_POLICY_FULL_RANGE(NLA_U32,
						    &ovnet_remote_id_range),
	[OVNET_A_REMOTE_NAME] = { .type = NLA_NUL_STRING,
				  .len = OVNET_NAME_LEN - 1 },
	[OVNET_A_REMOTE_KIND] = NLA_POLICY_RANGE(NLA_U8,
						 OVNET_REMOTE_KIND_VXLAN,
						 OVNET_REMOTE_KIND_VXLAN),
	[OVNET_A_REMOTE_VTEP] = NLA_POLICY_RANGE(NLA_BINARY, sizeof(__be32),
						 sizeof(struct in6_addr)),
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
	err = ovnet_vtep_init(on);
	if (err)
		rhashtable_destroy(&on->remote_names);
	return err;
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
	target->port = htons(port);
	for (i = 0; i < n; i++) {
		const struct ovnet_addr *addr = &vteps[i]->addr;

		if (addr->family == AF_INET && !target->v4)
			target->v4 = addr->v4;
		if (addr->family == AF_INET6 && ipv6_addr_any(&target->v6))
			target->v6 = addr->v6;
	}
	/* Per CPU; for a family that is not sent by there is none. */
	if (target->v4 &&
	    dst_cache_init(&target->cache4, GFP_KERNEL_ACCOUNT))
		goto err_free;
	if (!ipv6_addr_any(&target->v6) &&
	    dst_cache_init(&target->cache6, GFP_KERNEL_ACCOUNT))
		goto err_cache4;
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
			READ_ONCE(remote->dst.n_rows)) ||
	    nla_put_u8(skb, OVNET_A_REMOTE_IMPLICIT, remote->implicit))
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

/* Its members are gone; its rows go with it. */
static void ovnet_remote_unlink(struct ovnet_remote *remote)
{
	struct ovnet_net *on = remote->on;

	ovnet_vtep_remove(on, remote->vteps, remote->n_vteps);
	ovnet_fdb_purge_dst(on, &remote->dst);
	rhashtable_remove_fast(&on->remote_names, &remote->name_node,
			       ovnet_remote_name_params);
	xa_erase(&on->remotes, remote->id);
	on->n_remotes--;
	on->n_implicit_remotes -= remote->implicit;
	call_rcu(&ovnet_remote_target(remote)->rcu,
		 ovnet_remote_free_target_rcu);
	call_rcu(&remote->rcu, ovnet_remote_free_rcu);
}

static void ovnet_remote_destroy(struct ovnet_remote *remote)
{
	ovnet_member_remove_remote(remote);
	ovnet_remote_notify(remote, OVNET_CMD_REMOTE_DEL);
	ovnet_remote_unlink(remote);
}

/**
 * ovnet_remote_exit() - the namespace goes
 * @on: namespace; its mutex is held
 */
void ovnet_remote_exit(struct ovnet_net *on)
{
	struct ovnet_remote *remote;
	unsigned long id;

	xa_for_each(&on->remotes, id, remote) {
		ovnet_member_remove_remote(remote);
		ovnet_remote_unlink(remote);
	}
	ovnet_vtep_exit(on);
	rhashtable_destroy(&on->remote_names);
	xa_destroy(&on->remotes);
}

/**
 * struct ovnet_remote_config - what can be asked of a new remote
 * @id: 1 to 2^32-2, or 0: the lowest free
 * @name: at most 31 bytes
 * @port: UDP, host byte order; 0: the underlay's
 * @up: bool
 * @vteps: addresses; not in the table yet
 * @n_vteps: 1 to OVNET_REMOTE_VTEPS_MAX
 */
struct ovnet_remote_config {
	u32 id;
	const char *name;
	u16 port;
	bool up;
	struct ovnet_vtep **vteps;
	int n_vteps;
};

static int ovnet_remote_insert_id(struct ovnet_remote *remote, u32 id,
				  struct netlink_ext_ack *extack)
{
	struct ovnet_net *on = remote->on;
	int err;

	remote->id = id;
	if (!id)
		return xa_alloc(&on->remotes, &remote->id, remote,
				XA_LIMIT(1, U32_MAX - 1), GFP_KERNEL_ACCOUNT);
	err = xa_insert(&on->remotes, id, remote, GFP_KERNEL_ACCOUNT);
	if (err != -EBUSY)
		return err;
	ovnet_compat_extack(extack, "Another remote has id %u", id);
	return -EEXIST;
}

/* Consumes the addresses if it succeeds. */
static struct ovnet_remote *
ovnet_remote_create(struct ovnet_net *on,
		    const struct ovnet_remote_config *config,
		    struct netlink_ext_ack *extack)
{
	struct ovnet_target *target;
	struct ovnet_remote *remote;
	int err = -ENOMEM;

	if (on->n_remotes >= OVNET_REMOTES_MAX) {
		NL_SET_ERR_MSG(extack, "A namespace has at most 16384 remotes");
		return ERR_PTR(-ENOSPC);
	}
	remote = kzalloc(sizeof(*remote), GFP_KERNEL_ACCOUNT);
	if (!remote)
		return ERR_PTR(-ENOMEM);
	remote->dst.type = OVNET_DST_REMOTE;
	remote->on = on;
	strscpy_pad(remote->name, config->name, sizeof(remote->name));
	remote->up = config->up;
	remote->port = config->port;
	INIT_LIST_HEAD(&remote->members);
	remote->stats = __netdev_alloc_pcpu_stats(struct pcpu_sw_netstats,
						  GFP_KERNEL_ACCOUNT);
	if (!remote->stats)
		goto err_free;
	target = ovnet_remote_alloc_target(config->vteps, config->n_vteps,
					   remote->port);
	if (!target)
		goto err_free;
	RCU_INIT_POINTER(remote->target, target);

	err = ovnet_remote_insert_id(remote, config->id, extack);
	if (err)
		goto err_target;
	err = rhashtable_insert_fast(&on->remote_names, &remote->name_node,
				     ovnet_remote_name_params);
	if (err)
		goto err_id;
	err = ovnet_vtep_insert(on, remote, config->vteps, config->n_vteps);
	if (err)
		goto err_name;
	ovnet_vtep_adopt(on, remote, config->vteps, config->n_vteps);
	on->n_remotes++;
	return remote;

err_name:
	/* Packets may have found it by an address, and been learned from. */
	ovnet_fdb_purge_dst(on, &remote->dst);
	rhashtable_remove_fast(&on->remote_names, &remote->name_node,
			       ovnet_remote_name_params);
	xa_erase(&on->remotes, remote->id);
	call_rcu(&target->rcu, ovnet_remote_free_target_rcu);
	call_rcu(&remote->rcu, ovnet_remote_free_rcu);
	return ERR_PTR(err);
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
 * ovnet_remote_for_addr() - find or make the remote of an address
 * @on: namespace; its mutex is held
 * @addr: unicast
 * @port: UDP, host byte order; 0: the underlay's. One that is there is used
 *	  whatever its port is
 * @remote: result; a new one is called as its address is written, or
 *	    "remote<n>" if that is too long
 * @made: result: it is new, and ovnet_remote_keep() is to be called
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack.
 */
int ovnet_remote_for_addr(struct ovnet_net *on, const struct ovnet_addr *addr,
			  u16 port, struct ovnet_remote **remote, bool *made,
			  struct netlink_ext_ack *extack)
{
	struct ovnet_remote_config config = {
		.port = port,
		.up = true,
		.n_vteps = 1,
	};
	struct ovnet_vtep *vtep;
	char name[OVNET_REMOTE_NAME_ROOM];
	int n = 0;

	lockdep_assert_held(&on->lock);
	*made = false;
	rcu_read_lock();
	*remote = ovnet_vtep_remote_rcu(on, addr);
	rcu_read_unlock();
	if (*remote)
		return 0;

	if (addr->family == AF_INET)
		snprintf(name, sizeof(name), "%pI4", &addr->v4);
	else
		snprintf(name, sizeof(name), "%pI6c", &addr->v6);
	while (strlen(name) >= OVNET_NAME_LEN ||
	       ovnet_remote_by_name(on, name))
		snprintf(name, sizeof(name), "remote%d", n++);

	vtep = kzalloc(sizeof(*vtep), GFP_KERNEL_ACCOUNT);
	if (!vtep)
		return -ENOMEM;
	vtep->addr = *addr;
	config.name = name;
	config.vteps = &vtep;
	*remote = ovnet_remote_create(on, &config, extack);
	if (IS_ERR(*remote)) {
		ovnet_vtep_free(&vtep, 1);
		return PTR_ERR(*remote);
	}
	*made = true;
	return 0;
}

/**
 * ovnet_remote_keep() - what becomes of a remote that was made for an address
 * @remote: its namespace's mutex is held
 * @keep: true: it is told of, and goes with the last row or membership that
 *	  refers to it: ovnet_remote_put_implicit(); false: it never was
 */
void ovnet_remote_keep(struct ovnet_remote *remote, bool keep)
{
	if (keep) {
		remote->implicit = true;
		remote->on->n_implicit_remotes++;
		ovnet_remote_notify(remote, OVNET_CMD_REMOTE_NEW);
	} else {
		ovnet_remote_unlink(remote);
	}
}

/**
 * ovnet_remote_orphaned() - the last row or member that referred to one is gone
 * @on: namespace
 *
 * Context: any.
 */
void ovnet_remote_orphaned(struct ovnet_net *on)
{
	/* After what has been counted down. */
	smp_store_release(&on->orphans, true);
}

/**
 * ovnet_remote_put_implicit() - those go that nothing refers to any more
 * @on: namespace; its mutex is held
 *
 * Called when rows or members may have been the last. Looks at all remotes
 * only if one was.
 */
void ovnet_remote_put_implicit(struct ovnet_net *on)
{
	struct ovnet_remote *remote;
	unsigned long id;

	lockdep_assert_held(&on->lock);
	if (!on->n_implicit_remotes || !READ_ONCE(on->orphans))
		return;
	/* Before they are looked at; who is orphaned now is for the next time. */
	smp_store_mb(on->orphans, false);
	xa_for_each(&on->remotes, id, remote) {
		if (!remote->implicit || remote->n_members ||
		    READ_ONCE(remote->dst.n_rows))
			continue;
		ovnet_remote_destroy(remote);
	}
}

/**
 * struct ovnet_remote_step - a remote that is made, changed or removed
 * @step: of the message
 * @remote: which
 * @vteps: its new addresses
 * @n_vteps: 0: it keeps those that it has
 * @target: where it is to be sent
 * @port: to be its
 * @up: to be so
 */
struct ovnet_remote_step {
	struct ovnet_batch_step step;
	struct ovnet_remote *remote;
	struct ovnet_vtep *vteps[OVNET_REMOTE_VTEPS_MAX];
	int n_vteps;
	struct ovnet_target *target;
	u16 port;
	bool up;
};

static struct ovnet_remote_step *
ovnet_remote_step(struct ovnet_batch_step *step)
{
	return container_of(step, struct ovnet_remote_step, step);
}

static void ovnet_remote_commit_new(struct ovnet_batch *batch,
				    struct ovnet_batch_step *step)
{
	ovnet_remote_notify(ovnet_remote_step(step)->remote,
			    OVNET_CMD_REMOTE_NEW);
}

static void ovnet_remote_abort_new(struct ovnet_batch *batch,
				   struct ovnet_batch_step *step)
{
	ovnet_remote_unlink(ovnet_remote_step(step)->remote);
}

static int ovnet_remote_check_new(struct ovnet_batch *batch,
				  struct nlattr **tb)
{
	struct nlattr *name = tb[OVNET_A_REMOTE_NAME];

	if (!name || !tb[OVNET_A_REMOTE_KIND] || !tb[OVNET_A_REMOTE_VTEP]) {
		NL_SET_ERR_ATTR_MISS(batch->extack, batch->nest,
				     !name ? OVNET_A_REMOTE_NAME :
				     !tb[OVNET_A_REMOTE_KIND] ?
				     OVNET_A_REMOTE_KIND : OVNET_A_REMOTE_VTEP);
		NL_SET_ERR_MSG(batch->extack,
			       "A remote needs a name, a kind and an address");
		return -EINVAL;
	}
	return ovnet_netlink_name_valid(name, batch->extack);
}

static int ovnet_remote_check_free(struct ovnet_batch *batch,
				   struct nlattr *name,
				   const struct ovnet_remote_step *s)
{
	if (ovnet_remote_by_name(batch->on, nla_data(name))) {
		ovnet_compat_extack(batch->extack, "Remote %s exists",
				    (char *)nla_data(name));
		NL_SET_BAD_ATTR(batch->extack, name);
		return -EEXIST;
	}
	return ovnet_vtep_check(batch->on, NULL, s->vteps, s->n_vteps,
				batch->extack);
}

static int ovnet_remote_prepare_new(struct ovnet_batch *batch,
				    struct nlattr **tb)
{
	struct ovnet_remote_config config = {};
	struct ovnet_remote_step *s;
	int err;

	err = ovnet_remote_check_new(batch, tb);
	if (err)
		return err;
	s = ovnet_batch_alloc(sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->n_vteps = ovnet_vtep_parse(batch->nest, s->vteps, batch->extack);
	if (s->n_vteps < 0) {
		err = s->n_vteps;
		goto err_step;
	}
	err = ovnet_remote_check_free(batch, tb[OVNET_A_REMOTE_NAME], s);
	if (err)
		goto err_vteps;

	config.name = nla_data(tb[OVNET_A_REMOTE_NAME]);
	if (tb[OVNET_A_REMOTE_ID])
		config.id = nla_get_u32(tb[OVNET_A_REMOTE_ID]);
	if (tb[OVNET_A_REMOTE_PORT])
		config.port = nla_get_u16(tb[OVNET_A_REMOTE_PORT]);
	config.up = !tb[OVNET_A_REMOTE_UP] ||
		    nla_get_u8(tb[OVNET_A_REMOTE_UP]);
	config.vteps = s->vteps;
	config.n_vteps = s->n_vteps;
	s->remote = ovnet_remote_create(batch->on, &config, batch->extack);
	if (IS_ERR(s->remote)) {
		err = PTR_ERR(s->remote);
		if (err == -EEXIST)
			NL_SET_BAD_ATTR(batch->extack, tb[OVNET_A_REMOTE_ID]);
		goto err_vteps;
	}
	s->step.commit = ovnet_remote_commit_new;
	s->step.abort = ovnet_remote_abort_new;
	ovnet_batch_add(batch, &s->step);
	return 0;

err_vteps:
	ovnet_vtep_free(s->vteps, s->n_vteps);
err_step:
	kfree(s);
	return err;
}

const struct ovnet_batch_kind ovnet_remote_new = {
	.attr = OVNET_A_REMOTE,
	.max = OVNET_A_REMOTE_MAX,
	.multi = BIT(OVNET_A_REMOTE_VTEP),
	.policy = ovnet_remote_policy,
	.prepare = ovnet_remote_prepare_new,
};

static void ovnet_remote_commit_set(struct ovnet_batch *batch,
				    struct ovnet_batch_step *step)
{
	struct ovnet_remote_step *s = ovnet_remote_step(step);
	struct ovnet_remote *remote = s->remote;
	struct ovnet_target *old = ovnet_remote_target(remote);

	if (s->n_vteps)
		ovnet_vtep_adopt(batch->on, remote, s->vteps, s->n_vteps);
	rcu_assign_pointer(remote->target, s->target);
	call_rcu(&old->rcu, ovnet_remote_free_target_rcu);
	remote->port = s->port;
	WRITE_ONCE(remote->up, s->up);
	ovnet_remote_notify(remote, OVNET_CMD_REMOTE_SET);
}

static void ovnet_remote_abort_set(struct ovnet_batch *batch,
				   struct ovnet_batch_step *step)
{
	struct ovnet_remote_step *s = ovnet_remote_step(step);

	ovnet_vtep_take_back(batch->on, s->remote, s->vteps, s->n_vteps);
	ovnet_vtep_free(s->vteps, s->n_vteps);
	ovnet_remote_free_target_rcu(&s->target->rcu);
}

/* What it is to be; its new addresses are accepted from already. */
static int ovnet_remote_stage(struct ovnet_batch *batch, struct nlattr **tb,
			      struct ovnet_remote_step *s)
{
	struct ovnet_remote *remote = s->remote;
	int n = s->n_vteps;
	int err;

	err = ovnet_vtep_check(batch->on, remote, s->vteps, n, batch->extack);
	if (err)
		return err;
	s->up = tb[OVNET_A_REMOTE_UP] ? nla_get_u8(tb[OVNET_A_REMOTE_UP]) :
					remote->up;
	s->port = tb[OVNET_A_REMOTE_PORT] ?
		  nla_get_u16(tb[OVNET_A_REMOTE_PORT]) : remote->port;
	s->target = ovnet_remote_alloc_target(n ? s->vteps : remote->vteps,
					      n ?: remote->n_vteps, s->port);
	if (!s->target)
		return -ENOMEM;
	err = ovnet_vtep_insert(batch->on, remote, s->vteps, n);
	if (err)
		ovnet_remote_free_target_rcu(&s->target->rcu);
	return err;
}

/* The addresses, if given, replace all that it has. */
static int ovnet_remote_prepare_set(struct ovnet_batch *batch,
				    struct nlattr **tb)
{
	struct ovnet_remote_step *s;
	int err;

	s = ovnet_batch_alloc(sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->n_vteps = ovnet_vtep_parse(batch->nest, s->vteps, batch->extack);
	if (s->n_vteps < 0) {
		err = s->n_vteps;
		goto err_step;
	}
	err = ovnet_remote_resolve(batch->on, tb[OVNET_A_REMOTE_ID],
				   tb[OVNET_A_REMOTE_NAME], &s->remote,
				   batch->extack);
	if (err)
		goto err_vteps;
	s->step.commit = ovnet_remote_commit_set;
	s->step.abort = ovnet_remote_abort_set;
	err = ovnet_batch_claim(batch, &s->step, &s->remote->claimed);
	if (err)
		goto err_vteps;
	err = ovnet_remote_stage(batch, tb, s);
	if (err)
		goto err_claim;
	ovnet_batch_add(batch, &s->step);
	return 0;

err_claim:
	s->remote->claimed = false;
err_vteps:
	ovnet_vtep_free(s->vteps, s->n_vteps);
err_step:
	kfree(s);
	return err;
}

const struct ovnet_batch_kind ovnet_remote_set = {
	.attr = OVNET_A_REMOTE,
	.max = OVNET_A_REMOTE_MAX,
	.multi = BIT(OVNET_A_REMOTE_VTEP),
	.policy = ovnet_remote_policy,
	.prepare = ovnet_remote_prepare_set,
};

/* Who would lose by its removal? */
static int ovnet_remote_check_unused(struct ovnet_remote *remote,
				     struct netlink_ext_ack *extack)
{
	const struct ovnet_member *member;

	member = list_first_entry_or_null(&remote->members,
					  struct ovnet_member, remote_node);
	if (member)
		ovnet_compat_extack(extack,
				    "Member of network %s: ovctl member del, or force",
				    member->network->name);
	else if (READ_ONCE(remote->dst.n_rows))
		ovnet_compat_extack(extack,
				    "%u FDB rows point to it: ovctl fdb flush, or force",
				    READ_ONCE(remote->dst.n_rows));
	else
		return 0;
	return -EBUSY;
}

static void ovnet_remote_commit_del(struct ovnet_batch *batch,
				    struct ovnet_batch_step *step)
{
	struct ovnet_remote *remote = ovnet_remote_step(step)->remote;

	ovnet_remote_destroy(remote);
}

static int ovnet_remote_prepare_del(struct ovnet_batch *batch,
				    struct nlattr **tb)
{
	struct ovnet_remote *remote;
	struct ovnet_remote_step *s;
	int err;

	err = ovnet_remote_resolve(batch->on, tb[OVNET_A_REMOTE_ID],
				   tb[OVNET_A_REMOTE_NAME], &remote,
				   batch->extack);
	if (err)
		return err;
	if (!tb[OVNET_A_REMOTE_FORCE]) {
		err = ovnet_remote_check_unused(remote, batch->extack);
		if (err)
			return err;
	}
	s = ovnet_batch_alloc(sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->remote = remote;
	s->step.commit = ovnet_remote_commit_del;
	return ovnet_batch_add_once(batch, &s->step, &remote->claimed);
}

const struct ovnet_batch_kind ovnet_remote_del = {
	.attr = OVNET_A_REMOTE,
	.max = OVNET_A_REMOTE_MAX,
	.multi = BIT(OVNET_A_REMOTE_VTEP),
	.policy = ovnet_remote_policy,
	.prepare = ovnet_remote_prepare_del,
};

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

static bool ovnet_remote_match(const struct ovnet_remote *remote,
			       struct nlattr **tb, const struct ovnet_addr *addr)
{
	return (!tb[OVNET_A_REMOTE_UP] ||
		remote->up == nla_get_u8(tb[OVNET_A_REMOTE_UP])) &&
	       (!addr->family ||
		ovnet_vtep_in(remote->vteps, remote->n_vteps, addr));
}

/**
 * ovnet_remote_get_dumpit() - OVNET_CMD_REMOTE_GET of all
 * @skb: reply
 * @cb: dump; args[0]: next id
 *
 * With an address or a state, only the remotes that have it.
 *
 * Return: length of the reply or an error.
 */
int ovnet_remote_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ovnet_net *on = ovnet_main_net(sock_net(skb->sk));
	struct nlattr *tb[OVNET_A_REMOTE_MAX + 1];
	struct ovnet_addr addr = {};
	struct ovnet_remote *remote;
	unsigned long id;
	int err;

	err = ovnet_netlink_dump_parse(cb, OVNET_A_REMOTE, tb,
				       OVNET_A_REMOTE_MAX, ovnet_remote_policy,
				       BIT(OVNET_A_REMOTE_KIND) |
				       BIT(OVNET_A_REMOTE_VTEP) |
				       BIT(OVNET_A_REMOTE_UP));
	if (err)
		return err;
	if (tb[OVNET_A_REMOTE_VTEP]) {
		err = ovnet_vtep_parse_addr(tb[OVNET_A_REMOTE_VTEP], &addr,
					    cb->extack);
		if (err)
			return err;
	}
	mutex_lock(&on->lock);
	cb->seq = on->generation;
	xa_for_each_start(&on->remotes, id, remote, cb->args[0]) {
		if (!ovnet_remote_match(remote, tb, &addr))
			continue;
		if (ovnet_netlink_dump(skb, cb, &ovnet_remote_kind, remote))
			break;
		cb->args[0] = id + 1;
	}
	mutex_unlock(&on->lock);
	return skb->len;
}
