// SPDX-License-Identifier: GPL-2.0
/*
 * Remotes: the other nodes. FDB rows and members point at them, so that a
 * node whose address changes is one write.
 */
#include <linux/etherdevice.h>
#include <net/ipv6.h>

#include "direct.h"
#include "fdb.h"
#include "locator.h"
#include "member.h"
#include "multipath.h"
#include "name.h"
#include "neigh.h"
#include "pmtu.h"
#include "remote.h"
#include "route.h"
#include "router.h"
#include "vtep.h"
#include "watch.h"

/* An IPv6 address in text, which may be too long to be a name. */
#define OVNET_REMOTE_NAME_ROOM	48

static const struct rhashtable_params ovnet_remote_name_params = {
	.head_offset = offsetof(struct ovnet_remote, name_node),
	.key_offset = offsetof(struct ovnet_remote, name),
	.key_len = OVNET_NAME_LEN,
	.hashfn = ovnet_name_hash,
	.obj_cmpfn = ovnet_name_differs,
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
		goto err_names;
	err = ovnet_member_sid_init(on);
	if (err)
		goto err_vteps;
	return 0;

err_vteps:
	ovnet_vtep_exit(on);
err_names:
	rhashtable_destroy(&on->remote_names);
	return err;
}

/**
 * ovnet_remote_by_name() - find a remote
 * @on: namespace; its mutex is held
 * @name: at most 31 bytes
 *
 * Return: it, or NULL.
 */
struct ovnet_remote *ovnet_remote_by_name(struct ovnet_net *on,
					  const char *name)
{
	struct ovnet_remote *remote = on->named_remote;

	lockdep_assert_held(&on->lock);
	if (remote && !strcmp(remote->name, name))
		return remote;
	remote = rhashtable_lookup_fast(&on->remote_names, name,
					ovnet_remote_name_params);
	if (remote)
		on->named_remote = remote;
	return remote;
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

/**
 * ovnet_remote_target() - where packets to a remote are sent
 * @r: its namespace's mutex is held
 *
 * Return: never NULL.
 */
struct ovnet_target *ovnet_remote_target(const struct ovnet_remote *r)
{
	return rcu_dereference_protected(r->target,
					 lockdep_is_held(&r->on->lock));
}

/**
 * ovnet_remote_free_target_rcu() - a target that nothing sees any more
 * @head: of it
 */
void ovnet_remote_free_target_rcu(struct rcu_head *head)
{
	struct ovnet_target *target =
		container_of(head, struct ovnet_target, rcu);

	ovnet_direct_free(target);
	dst_cache_destroy(&target->cache4);
	dst_cache_destroy(&target->cache6);
	dst_cache_destroy(&target->cache_srv6);
	kfree(target);
}

static void ovnet_remote_target_srv6(struct ovnet_target *target,
				     const struct ovnet_remote_srv6 *srv6)
{
	target->srv6 = srv6->n_sources;
	target->locator = srv6->locator;
	target->locator_len = srv6->locator_len;
	target->n_segs = srv6->n_segs;
	memcpy(target->segs, srv6->segs, sizeof(target->segs));
}

/**
 * ovnet_remote_alloc_target() - where packets to these addresses are sent
 * @vteps: the first of a family counts
 * @n: how many
 * @port: UDP, host byte order; 0: the underlay's
 * @srv6: how they are reached by SRv6, or NULL
 * @router_mac: all zero: worked out from the addresses
 *
 * Return: it, or NULL.
 */
struct ovnet_target *
ovnet_remote_alloc_target(struct ovnet_vtep *const *vteps, int n, u16 port,
			  const struct ovnet_remote_srv6 *srv6,
			  const u8 *router_mac)
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
	if (srv6)
		ovnet_remote_target_srv6(target, srv6);
	if (!is_zero_ether_addr(router_mac))
		ether_addr_copy(target->router_mac, router_mac);
	else if (n)
		ovnet_router_mac(target->router_mac, target->v4, &target->v6);
	else if (target->srv6)
		ovnet_locator_router_mac(target->router_mac, srv6->locator_len ?
					 &srv6->locator :
					 (void *)srv6->sources[0]->entry.addr);
	/* Per CPU; for a family that is not sent by there is none. */
	if (target->v4 &&
	    dst_cache_init(&target->cache4, GFP_KERNEL_ACCOUNT))
		goto err_free;
	if (!ipv6_addr_any(&target->v6) &&
	    dst_cache_init(&target->cache6, GFP_KERNEL_ACCOUNT))
		goto err_cache4;
	if (target->srv6 &&
	    dst_cache_init(&target->cache_srv6, GFP_KERNEL_ACCOUNT))
		goto err_cache6;
	return target;

err_cache6:
	dst_cache_destroy(&target->cache6);
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

		ovnet_direct_forget(target);
		dst_cache_reset(&target->cache4);
		dst_cache_reset(&target->cache6);
		WRITE_ONCE(target->cached_for, NULL);
		dst_cache_reset(&target->cache_srv6);
		WRITE_ONCE(target->cached_for_srv6, NULL);
		ovnet_pmtu_forget(target);
	}
}

static void ovnet_remote_free_rcu(struct rcu_head *head)
{
	struct ovnet_remote *remote =
		container_of(head, struct ovnet_remote, rcu);

	free_percpu(remote->stats);
	kfree(remote);
}

/**
 * ovnet_remote_unlink() - a remote goes, silently, with its rows and routes
 * @remote: its namespace's mutex is held; it is no member any more
 */
void ovnet_remote_unlink(struct ovnet_remote *remote)
{
	struct ovnet_net *on = remote->on;

	ovnet_watch_set(remote, 0);
	ovnet_vtep_remove(on, remote->vteps, remote->n_vteps);
	ovnet_locator_remove(on, remote->sources, remote->n_sources);
	ovnet_fdb_purge_dst(on, &remote->dst);
	ovnet_neigh_purge_dst(on, &remote->dst);
	ovnet_route_purge_dst(&remote->dst);
	ovnet_multipath_purge(remote);
	if (on->named_remote == remote)
		on->named_remote = NULL;
	rhashtable_remove_fast(&on->remote_names, &remote->name_node,
			       ovnet_remote_name_params);
	xa_erase(&on->remotes, remote->id);
	on->n_remotes--;
	on->n_implicit_remotes -= remote->implicit;
	call_rcu(&ovnet_remote_target(remote)->rcu,
		 ovnet_remote_free_target_rcu);
	call_rcu(&remote->rcu, ovnet_remote_free_rcu);
}

/**
 * ovnet_remote_destroy() - a remote goes, with all that refers to it
 * @remote: its namespace's mutex is held
 */
void ovnet_remote_destroy(struct ovnet_remote *remote)
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
	ovnet_member_sid_exit(on);
	ovnet_vtep_exit(on);
	rhashtable_destroy(&on->remote_names);
	xa_destroy(&on->remotes);
}

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

/**
 * ovnet_remote_create() - make a remote
 * @on: namespace; its mutex is held
 * @config: what it is to be; its addresses are consumed if it succeeds
 * @extack: for the refusal
 *
 * The caller tells listeners: ovnet_remote_notify().
 *
 * Return: it, or an error, with extack where there is something to say.
 */
struct ovnet_remote *
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
	ovnet_dst_init(&remote->dst, OVNET_DST_REMOTE);
	remote->on = on;
	strscpy_pad(remote->name, config->name, sizeof(remote->name));
	remote->up = config->up;
	remote->port = config->port;
	ether_addr_copy(remote->router_mac, config->router_mac);
	INIT_LIST_HEAD(&remote->members);
	ovnet_bucket_init(&remote->probes);
	remote->stats = __netdev_alloc_pcpu_stats(struct pcpu_sw_netstats,
						  GFP_KERNEL_ACCOUNT);
	if (!remote->stats)
		goto err_free;
	target = ovnet_remote_alloc_target(config->vteps, config->n_vteps,
					   remote->port, config->srv6,
					   config->router_mac);
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
	if (config->srv6)
		err = ovnet_locator_insert(on, remote, config->srv6->sources,
					   config->srv6->n_sources);
	if (err)
		goto err_vteps;
	ovnet_vtep_adopt(on, remote, config->vteps, config->n_vteps);
	if (config->srv6)
		ovnet_remote_srv6_adopt(remote, config->srv6);
	on->n_remotes++;
	ovnet_watch_set(remote, config->probe_interval);
	return remote;

err_vteps:
	ovnet_vtep_take_back(on, remote, config->vteps, config->n_vteps);
err_name:
	/* Packets may have found it by an address, and been learned from. */
	ovnet_fdb_purge_dst(on, &remote->dst);
	ovnet_neigh_purge_dst(on, &remote->dst);
	if (on->named_remote == remote)
		on->named_remote = NULL;
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
 * ovnet_remote_orphaned() - the last row, route or member of one is gone
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
		    READ_ONCE(remote->dst.n_rows) || remote->dst.n_routes)
			continue;
		ovnet_remote_destroy(remote);
	}
}
