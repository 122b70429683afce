// SPDX-License-Identifier: GPL-2.0
/*
 * VTEPs: the addresses of remotes. One belongs to one remote, for it says who
 * sent a packet.
 */
#include <net/ipv6.h>

#include "vtep.h"

/* Of IPv4, which leaves the rest zero, one word says it all. */
static u32 ovnet_vtep_hash(const void *data, u32 len, u32 seed)
{
	const struct ovnet_addr *addr = data;

	if (addr->family == AF_INET)
		return jhash_1word((__force u32)addr->v4, seed);
	return __ipv6_addr_jhash(&addr->v6, seed);
}

static int ovnet_vtep_compare(struct rhashtable_compare_arg *arg,
			      const void *obj)
{
	const struct ovnet_vtep *vtep = obj;
	const struct ovnet_addr *addr = arg->key;

	return vtep->addr.family != addr->family ||
	       !ipv6_addr_equal(&vtep->addr.v6, &addr->v6);
}

static const struct rhashtable_params ovnet_vtep_params = {
	.head_offset = offsetof(struct ovnet_vtep, node),
	.key_offset = offsetof(struct ovnet_vtep, addr),
	.key_len = sizeof(struct ovnet_addr),
	.hashfn = ovnet_vtep_hash,
	.obj_cmpfn = ovnet_vtep_compare,
	.automatic_shrinking = true,
};

/**
 * ovnet_vtep_init() - table of a namespace
 * @on: namespace
 *
 * Return: 0 or -ENOMEM.
 */
int ovnet_vtep_init(struct ovnet_net *on)
{
	return rhashtable_init(&on->vteps, &ovnet_vtep_params);
}

/**
 * ovnet_vtep_exit() - undo ovnet_vtep_init(); all remotes are gone
 * @on: namespace
 */
void ovnet_vtep_exit(struct ovnet_net *on)
{
	rhashtable_destroy(&on->vteps);
}

/**
 * ovnet_vtep_remote_rcu() - who sent a tunnel packet?
 * @on: namespace
 * @addr: its outer source
 *
 * Context: RCU.
 * Return: the remote, or NULL.
 */
struct ovnet_remote *ovnet_vtep_remote_rcu(struct ovnet_net *on,
					   const struct ovnet_addr *addr)
{
	struct ovnet_vtep *vtep;

	vtep = rhashtable_lookup(&on->vteps, addr, ovnet_vtep_params);
	return vtep ? vtep->remote : NULL;
}

/**
 * ovnet_vtep_in() - is an address among some?
 * @vteps: the addresses
 * @n: how many
 * @addr: asked about
 *
 * Return: true if so.
 */
bool ovnet_vtep_in(struct ovnet_vtep *const *vteps, int n,
		   const struct ovnet_addr *addr)
{
	while (n--)
		if (!memcmp(&vteps[n]->addr, addr, sizeof(*addr)))
			return true;
	return false;
}

/**
 * ovnet_vtep_parse_addr() - an address that a remote may have
 * @attr: 4 or 16 bytes
 * @addr: result
 * @extack: for the refusal
 *
 * Return: 0 or -EINVAL, with extack.
 */
int ovnet_vtep_parse_addr(const struct nlattr *attr, struct ovnet_addr *addr,
			  struct netlink_ext_ack *extack)
{
	memset(addr, 0, sizeof(*addr));
	if (nla_len(attr) == sizeof(__be32)) {
		addr->family = AF_INET;
		addr->v4 = nla_get_in_addr(attr);
		if (!addr->v4 || ipv4_is_multicast(addr->v4) ||
		    ipv4_is_lbcast(addr->v4))
			goto err_unicast;
	} else if (nla_len(attr) == sizeof(struct in6_addr)) {
		addr->family = AF_INET6;
		addr->v6 = nla_get_in6_addr(attr);
		if (ipv6_addr_any(&addr->v6) ||
		    ipv6_addr_is_multicast(&addr->v6) ||
		    ipv6_addr_v4mapped(&addr->v6) ||
		    ipv6_addr_type(&addr->v6) & IPV6_ADDR_LINKLOCAL)
			goto err_unicast;
	} else {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "An address has 4 or 16 bytes");
		return -EINVAL;
	}
	return 0;

err_unicast:
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "The address of a remote must be unicast and not link-local");
	return -EINVAL;
}

/**
 * ovnet_vtep_parse() - the addresses in a request
 * @nest: of a remote
 * @vteps: result; not in the table yet, see ovnet_vtep_insert()
 * @extack: for the refusal
 *
 * Return: how many, at most OVNET_REMOTE_VTEPS_MAX, or an error, with extack.
 */
int ovnet_vtep_parse(const struct nlattr *nest, struct ovnet_vtep **vteps,
		     struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	struct ovnet_addr addr;
	int n = 0, rem, err;

	nla_for_each_nested(attr, nest, rem) {
		if (nla_type(attr) != OVNET_A_REMOTE_VTEP)
			continue;
		err = ovnet_vtep_parse_addr(attr, &addr, extack);
		if (err)
			goto err_free;
		err = -EINVAL;
		if (n == OVNET_REMOTE_VTEPS_MAX) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "A remote has at most 4 addresses");
			goto err_free;
		}
		if (ovnet_vtep_in(vteps, n, &addr)) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "The address is given twice");
			goto err_free;
		}
		vteps[n] = kzalloc(sizeof(*vteps[n]), GFP_KERNEL_ACCOUNT);
		if (!vteps[n]) {
			err = -ENOMEM;
			goto err_free;
		}
		vteps[n++]->addr = addr;
	}
	return n;

err_free:
	while (n--)
		kfree(vteps[n]);
	return err;
}

/**
 * ovnet_vtep_check() - may a remote have these addresses?
 * @on: namespace; its mutex is held
 * @self: the remote, or NULL if it is to be made
 * @vteps: the addresses
 * @n: how many
 * @extack: for the refusal
 *
 * Return: 0 or -EEXIST, with extack.
 */
int ovnet_vtep_check(struct ovnet_net *on, const struct ovnet_remote *self,
		     struct ovnet_vtep *const *vteps, int n,
		     struct netlink_ext_ack *extack)
{
	struct ovnet_remote *other;
	int i;

	for (i = 0; i < n; i++) {
		rcu_read_lock();
		other = ovnet_vtep_remote_rcu(on, &vteps[i]->addr);
		rcu_read_unlock();
		if (!other || other == self)
			continue;
		if (vteps[i]->addr.family == AF_INET)
			ovnet_compat_extack(extack, "Remote %s has %pI4",
					    other->name, &vteps[i]->addr.v4);
		else
			ovnet_compat_extack(extack, "%s has %pI6c",
					    other->name, &vteps[i]->addr.v6);
		return -EEXIST;
	}
	return 0;
}

/**
 * ovnet_vtep_remove() - take addresses out of the table and free them
 * @on: namespace; its mutex is held
 * @vteps: the addresses
 * @n: how many
 */
void ovnet_vtep_remove(struct ovnet_net *on, struct ovnet_vtep *const *vteps,
		       int n)
{
	int i;

	for (i = 0; i < n; i++) {
		rhashtable_remove_fast(&on->vteps, &vteps[i]->node,
				       ovnet_vtep_params);
		kfree_rcu(vteps[i], rcu);
	}
}

/**
 * ovnet_vtep_take_back() - undo ovnet_vtep_insert()
 * @on: namespace; its mutex is held
 * @remote: whose they were to be
 * @vteps: the addresses; see ovnet_vtep_free()
 * @n: how many
 */
void ovnet_vtep_take_back(struct ovnet_net *on, struct ovnet_remote *remote,
			  struct ovnet_vtep *const *vteps, int n)
{
	while (n--)
		if (!ovnet_vtep_in(remote->vteps, remote->n_vteps,
				   &vteps[n]->addr))
			rhashtable_remove_fast(&on->vteps, &vteps[n]->node,
					       ovnet_vtep_params);
}

/**
 * ovnet_vtep_insert() - accept packets from new addresses of a remote
 * @on: namespace; its mutex is held
 * @remote: whose they are to be
 * @vteps: the addresses; those that @remote has already are passed over
 * @n: how many
 *
 * What can fail of a change; ovnet_vtep_adopt() does the rest.
 *
 * Return: 0, or -ENOMEM with nothing inserted.
 */
int ovnet_vtep_insert(struct ovnet_net *on, struct ovnet_remote *remote,
		      struct ovnet_vtep *const *vteps, int n)
{
	int i, err;

	for (i = 0; i < n; i++) {
		vteps[i]->remote = remote;
		if (ovnet_vtep_in(remote->vteps, remote->n_vteps,
				  &vteps[i]->addr))
			continue;
		err = rhashtable_insert_fast(&on->vteps, &vteps[i]->node,
					     ovnet_vtep_params);
		if (err) {
			ovnet_vtep_take_back(on, remote, vteps, i);
			return err;
		}
	}
	return 0;
}

/**
 * ovnet_vtep_adopt() - make what was inserted all the addresses of a remote
 * @on: namespace; its mutex is held
 * @remote: whose
 * @vteps: the addresses; consumed
 * @n: how many
 *
 * One that it keeps stays where it is, so that no packet from there is taken
 * for a stranger's.
 */
void ovnet_vtep_adopt(struct ovnet_net *on, struct ovnet_remote *remote,
		      struct ovnet_vtep **vteps, int n)
{
	struct ovnet_vtep *old;
	int i, j;

	for (j = 0; j < remote->n_vteps; j++) {
		old = remote->vteps[j];
		for (i = 0; i < n; i++)
			if (!memcmp(&old->addr, &vteps[i]->addr,
				    sizeof(old->addr)))
				break;
		if (i == n) {
			ovnet_vtep_remove(on, &old, 1);
		} else {
			kfree(vteps[i]);
			vteps[i] = old;
		}
	}
	memcpy(remote->vteps, vteps, sizeof(*vteps) * n);
	remote->n_vteps = n;
}

/**
 * ovnet_vtep_free() - free addresses that are not in the table any more
 * @vteps: the addresses; a reader may have found one
 * @n: how many
 */
void ovnet_vtep_free(struct ovnet_vtep *const *vteps, int n)
{
	while (n--)
		kfree_rcu(vteps[n], rcu);
}

