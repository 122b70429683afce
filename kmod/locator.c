// SPDX-License-Identifier: GPL-2.0
/*
 * Locators: the prefixes of our SIDs, and those that remotes send from by SRv6.
 * A SID belongs to one underlay, so ours never overlap; a packet comes from the
 * remote that has the longest prefix of its source.
 */
#include <net/ipv6.h>

#include "locator.h"
#include "remote.h"
#include "underlay.h"

/**
 * struct ovnet_locator - prefix of the SIDs of an underlay
 * @entry: in &struct ovnet_net.locators, where it leads to the underlay
 * @rcu: found under RCU
 */
struct ovnet_locator {
	struct ovnet_lpm_entry entry;
	struct rcu_head rcu;
};

/**
 * ovnet_locator_unicast() - is this an address that a node can have?
 * @addr: asked about
 *
 * Return: true if so.
 */
bool ovnet_locator_unicast(const struct in6_addr *addr)
{
	return !ipv6_addr_any(addr) && !ipv6_addr_loopback(addr) &&
	       !ipv6_addr_is_multicast(addr) && !ipv6_addr_v4mapped(addr) &&
	       !(ipv6_addr_type(addr) & IPV6_ADDR_LINKLOCAL);
}

/* Is there nothing behind the prefix? */
static bool ovnet_locator_is_prefix(const struct in6_addr *addr, u8 len)
{
	struct in6_addr prefix;

	ipv6_addr_prefix(&prefix, addr, len);
	return ipv6_addr_equal(&prefix, addr);
}

/**
 * ovnet_locator_valid() - can SIDs be made of this?
 * @locator: prefix
 * @len: bits of it
 *
 * Return: true if so.
 */
bool ovnet_locator_valid(const struct in6_addr *locator, u8 len)
{
	return len >= OVNET_LOCATOR_LEN_MIN && len <= OVNET_LOCATOR_LEN_MAX &&
	       ovnet_locator_is_prefix(locator, len) &&
	       ovnet_locator_unicast(locator);
}

/**
 * ovnet_locator_router_mac() - the router MAC of a node that has but a locator
 * @mac: result
 * @locator: of the node
 *
 * It is never on the wire, for what is routed is sent without it.
 */
void ovnet_locator_router_mac(u8 *mac, const struct in6_addr *locator)
{
	__be32 fold = locator->s6_addr32[0] ^ locator->s6_addr32[1] ^
		      locator->s6_addr32[2] ^ locator->s6_addr32[3];

	mac[0] = 0x02;
	mac[1] = 'r';
	memcpy(mac + 2, &fold, sizeof(fold));
}

static void ovnet_locator_key(struct ovnet_lpm_entry *entry,
			      const struct in6_addr *addr, u8 len)
{
	memcpy(entry->addr, addr, sizeof(entry->addr));
	entry->len = len;
}

/**
 * ovnet_locator_own_rcu() - is an address in a locator of ours?
 * @on: namespace
 * @addr: asked about
 *
 * Context: RCU.
 * Return: the underlay whose SID it may be, or NULL.
 */
struct ovnet_underlay *ovnet_locator_own_rcu(struct ovnet_net *on,
					     const struct in6_addr *addr)
{
	return ovnet_lpm_lookup6_rcu(&on->locators, addr);
}

/**
 * ovnet_locator_remote_rcu() - who sent a packet by SRv6?
 * @on: namespace
 * @source: its outer source
 *
 * Context: RCU.
 * Return: the remote, or NULL.
 */
struct ovnet_remote *ovnet_locator_remote_rcu(struct ovnet_net *on,
					      const struct in6_addr *source)
{
	return ovnet_lpm_lookup6_rcu(&on->sources, source);
}

/* Has one of them an address that the other has? */
static bool ovnet_locator_overlaps(const struct in6_addr *a, u8 a_len,
				   const struct in6_addr *b, u8 b_len)
{
	return a_len && b_len && ipv6_prefix_equal(a, b, min(a_len, b_len));
}

static bool ovnet_locator_of(const struct ovnet_underlay_config *config,
			     const struct in6_addr *addr, u8 len, bool either)
{
	return config && (either || config->locator_len <= len) &&
	       ovnet_locator_overlaps(&config->locator, config->locator_len,
				      addr, len);
}

static struct ovnet_underlay *
ovnet_locator_overlapped(struct ovnet_net *on,
			 const struct ovnet_underlay *self,
			 const struct in6_addr *addr, u8 len, bool either)
{
	struct ovnet_underlay *underlay;

	list_for_each_entry(underlay, &on->underlays, node)
		if (underlay != self &&
		    (ovnet_locator_of(ovnet_underlay_config(on, underlay), addr,
				      len, either) ||
		     ovnet_locator_of(underlay->next, addr, len, either)))
			return underlay;
	return NULL;
}

/**
 * ovnet_locator_check_own() - is a prefix none of ours?
 * @on: namespace; its mutex is held
 * @addr: prefix
 * @len: bits of it
 * @either: nor may one of ours be in it
 * @extack: for the refusal
 *
 * Return: 0 or -EINVAL, with extack.
 */
int ovnet_locator_check_own(struct ovnet_net *on, const struct in6_addr *addr,
			    u8 len, bool either, struct netlink_ext_ack *extack)
{
	struct ovnet_underlay *underlay;

	lockdep_assert_held(&on->lock);
	underlay = ovnet_locator_overlapped(on, NULL, addr, len, either);
	if (!underlay)
		return 0;
	ovnet_compat_extack(extack, "It overlaps our own locator, of %s",
			    underlay->name);
	return -EINVAL;
}

/**
 * ovnet_locator_check_sid() - may packets to a remote be sent to a SID?
 * @remote: its namespace's mutex is held
 * @attr: that says so
 * @sid: the SID; ::: none is said
 * @extack: for the refusal
 *
 * Return: 0 or -EINVAL, with extack.
 */
int ovnet_locator_check_sid(const struct ovnet_remote *remote,
			    const struct nlattr *attr,
			    const struct in6_addr *sid,
			    struct netlink_ext_ack *extack)
{
	int err = -EINVAL;

	if (ipv6_addr_any(sid))
		return 0;
	if (!ovnet_locator_unicast(sid))
		NL_SET_ERR_MSG(extack,
			       "A SID is a unicast address and not link-local");
	else if (!ovnet_remote_target(remote)->srv6)
		ovnet_compat_extack(extack,
				    "%s has no locator and no source: no SID",
				    remote->name);
	else
		err = ovnet_locator_check_own(remote->on, sid, 128, false,
					      extack);
	if (err)
		NL_SET_BAD_ATTR(extack, attr);
	return err;
}

/* Nor may a remote's be in it, or the other way round. */
static int ovnet_locator_check_remotes(struct ovnet_net *on,
				       const struct ovnet_underlay_config *config,
				       struct netlink_ext_ack *extack)
{
	struct ovnet_remote *remote;
	unsigned long id;
	int i;

	xa_for_each(&on->remotes, id, remote) {
		const struct ovnet_target *target = ovnet_remote_target(remote);
		bool overlaps;

		overlaps = ovnet_locator_overlaps(&config->locator,
						  config->locator_len,
						  &target->locator,
						  target->locator_len);
		for (i = 0; !overlaps && i < remote->n_sources; i++) {
			const struct ovnet_lpm_entry *entry =
				&remote->sources[i]->entry;

			overlaps = ovnet_locator_of(config,
						    (void *)entry->addr,
						    entry->len, false);
		}
		if (!overlaps)
			continue;
		ovnet_compat_extack(extack, "Remote %s is in this locator",
				    remote->name);
		return -EEXIST;
	}
	return 0;
}

/**
 * ovnet_locator_open() - the locator that an underlay is to have
 * @underlay: whose; RTNL and its namespace's mutex are held
 * @config: what it is to be; gets what is in the table
 * @extack: for the refusal
 *
 * Return: 0 or an error, with extack and nothing opened.
 */
int ovnet_locator_open(struct ovnet_underlay *underlay,
		       struct ovnet_underlay_config *config,
		       struct netlink_ext_ack *extack)
{
	const struct ovnet_underlay_config *have;
	struct ovnet_net *on = underlay->on;
	struct ovnet_underlay *other;
	struct ovnet_locator *own;
	int err;

	have = ovnet_underlay_config(on, underlay);
	if (have && have->locator_len == config->locator_len &&
	    ipv6_addr_equal(&have->locator, &config->locator)) {
		config->own = have->own;
		return 0;
	}
	other = ovnet_locator_overlapped(on, underlay, &config->locator,
					 config->locator_len, true);
	if (other) {
		ovnet_compat_extack(extack,
				    "It overlaps the locator of underlay %s",
				    other->name);
		return -EEXIST;
	}
	err = ovnet_locator_check_remotes(on, config, extack);
	if (err)
		return err;
	own = kzalloc(sizeof(*own), GFP_KERNEL_ACCOUNT);
	if (!own)
		return -ENOMEM;
	ovnet_locator_key(&own->entry, &config->locator, config->locator_len);
	err = ovnet_lpm_insert(&on->locators, &own->entry, underlay);
	if (err) {
		kfree(own);
		return err;
	}
	config->own = own;
	return 0;
}

/**
 * ovnet_locator_close() - an underlay's locator goes
 * @on: namespace; its mutex is held
 * @config: of the underlay, which nobody sends with any more
 * @stays: what it is from now on, or NULL
 */
void ovnet_locator_close(struct ovnet_net *on,
			 const struct ovnet_underlay_config *config,
			 const struct ovnet_underlay_config *stays)
{
	if (!config->own || (stays && stays->own == config->own))
		return;
	ovnet_lpm_remove(&on->locators, &config->own->entry);
	kfree_rcu(config->own, rcu);
}

/**
 * ovnet_locator_source() - a prefix that a remote is to send from
 * @addr: prefix
 * @len: bits of it
 *
 * Return: it, not in the table yet, or NULL.
 */
struct ovnet_source *ovnet_locator_source(const struct in6_addr *addr, u8 len)
{
	struct ovnet_source *source;

	source = kzalloc(sizeof(*source), GFP_KERNEL_ACCOUNT);
	if (source)
		ovnet_locator_key(&source->entry, addr, len);
	return source;
}

static bool ovnet_locator_same(const struct ovnet_source *a,
			       const struct ovnet_source *b)
{
	return a->entry.len == b->entry.len &&
	       !memcmp(a->entry.addr, b->entry.addr, sizeof(a->entry.addr));
}

/**
 * ovnet_locator_in() - is a prefix among some?
 * @sources: the prefixes
 * @n: how many
 * @source: asked about
 *
 * Return: true if so.
 */
bool ovnet_locator_in(struct ovnet_source *const *sources, int n,
		      const struct ovnet_source *source)
{
	while (n--)
		if (ovnet_locator_same(sources[n], source))
			return true;
	return false;
}

/**
 * ovnet_locator_check() - may a remote send from these prefixes?
 * @on: namespace; its mutex is held
 * @self: the remote, or NULL if it is to be made
 * @sources: the prefixes
 * @n: how many
 * @extack: for the refusal
 *
 * Return: 0 or -EEXIST, with extack.
 */
int ovnet_locator_check(struct ovnet_net *on, const struct ovnet_remote *self,
			struct ovnet_source *const *sources, int n,
			struct netlink_ext_ack *extack)
{
	const struct ovnet_source *other;
	struct ovnet_lpm_entry *entry;
	int i;

	for (i = 0; i < n; i++) {
		rcu_read_lock();
		entry = ovnet_lpm_find(&on->sources, &sources[i]->entry);
		rcu_read_unlock();
		if (!entry)
			continue;
		other = container_of(entry, struct ovnet_source, entry);
		if (other->remote == self)
			continue;
		ovnet_compat_extack(extack, "%s has %pI6c",
				    other->remote->name, entry->addr);
		return -EEXIST;
	}
	return 0;
}

/**
 * ovnet_locator_remove() - take prefixes out of the table and free them
 * @on: namespace; its mutex is held
 * @sources: the prefixes
 * @n: how many
 */
void ovnet_locator_remove(struct ovnet_net *on,
			  struct ovnet_source *const *sources, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		ovnet_lpm_remove(&on->sources, &sources[i]->entry);
		kfree_rcu(sources[i], rcu);
	}
}

/**
 * ovnet_locator_take_back() - undo ovnet_locator_insert()
 * @on: namespace; its mutex is held
 * @remote: whose they were to be
 * @sources: the prefixes; see ovnet_locator_free()
 * @n: how many
 */
void ovnet_locator_take_back(struct ovnet_net *on, struct ovnet_remote *remote,
			     struct ovnet_source *const *sources, int n)
{
	while (n--)
		if (!ovnet_locator_in(remote->sources, remote->n_sources,
				      sources[n]))
			ovnet_lpm_remove(&on->sources, &sources[n]->entry);
}

/**
 * ovnet_locator_insert() - accept packets from new prefixes of a remote
 * @on: namespace; its mutex is held
 * @remote: whose they are to be
 * @sources: the prefixes; those that @remote has already are passed over
 * @n: how many
 *
 * What can fail of a change; ovnet_locator_adopt() does the rest.
 *
 * Return: 0, or an error with nothing inserted.
 */
int ovnet_locator_insert(struct ovnet_net *on, struct ovnet_remote *remote,
			 struct ovnet_source *const *sources, int n)
{
	int i, err;

	for (i = 0; i < n; i++) {
		sources[i]->remote = remote;
		if (ovnet_locator_in(remote->sources, remote->n_sources,
				     sources[i]))
			continue;
		err = ovnet_lpm_insert(&on->sources, &sources[i]->entry,
				       remote);
		if (err) {
			ovnet_locator_take_back(on, remote, sources, i);
			return err;
		}
	}
	return 0;
}

/**
 * ovnet_locator_adopt() - make what was inserted all the prefixes of a remote
 * @on: namespace; its mutex is held
 * @remote: whose
 * @sources: the prefixes; consumed
 * @n: how many
 *
 * One that it keeps stays where it is, so that no packet from there is taken
 * for a stranger's.
 */
void ovnet_locator_adopt(struct ovnet_net *on, struct ovnet_remote *remote,
			 struct ovnet_source **sources, int n)
{
	struct ovnet_source *old;
	int i, j;

	for (j = 0; j < remote->n_sources; j++) {
		old = remote->sources[j];
		for (i = 0; i < n; i++)
			if (ovnet_locator_same(old, sources[i]))
				break;
		if (i == n) {
			ovnet_locator_remove(on, &old, 1);
		} else {
			kfree(sources[i]);
			sources[i] = old;
		}
	}
	memcpy(remote->sources, sources, sizeof(*sources) * n);
	remote->n_sources = n;
}

/**
 * ovnet_locator_free() - free prefixes that are not in the table any more
 * @sources: the prefixes; a reader may have found one
 * @n: how many
 */
void ovnet_locator_free(struct ovnet_source *const *sources, int n)
{
	while (n--)
		kfree_rcu(sources[n], rcu);
}
