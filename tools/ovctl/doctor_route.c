// SPDX-License-Identifier: GPL-2.0
/* Does the host know the way to each remote, and does it lead out? */
#include <string.h>

#include "doctor.h"

/* What is tried: a remote's address, as each underlay would send to it. */
struct doctor_route_try {
	const char *remote;
	const struct parse_addr *to;
	const struct doctor_underlay *by;
	struct doctor_way way;
};

typedef void (*doctor_route_fn)(struct doctor *d,
				const struct doctor_route_try *try);

/* Can an underlay send to an address, of SRv6 or not? */
static bool doctor_route_can(const struct doctor_underlay *u,
			     const struct parse_addr *to, bool srv6)
{
	return u->srv6 == srv6 && (srv6 || u->local[to->len == 16].len);
}

/* Of a remote that is no member: the only one that can, or none. */
static uint64_t doctor_route_only(const struct doctor *d,
				  const struct parse_addr *to, bool srv6)
{
	struct doctor_underlay u;
	uint64_t only = 0;
	size_t i;

	for (i = 0; doctor_underlay(d, i, &u); i++) {
		if (!doctor_route_can(&u, to, srv6))
			continue;
		if (only)
			return 0;
		only = 1ULL << i % 64;
	}
	return only;
}

static void doctor_route_address(struct doctor *d, const char *remote,
				 uint64_t uses, const struct parse_addr *to,
				 bool srv6, doctor_route_fn fn)
{
	struct doctor_route_try try = { .remote = remote, .to = to };
	struct doctor_underlay u;
	size_t i;

	if (!to->len)
		return;
	if (!uses)
		uses = doctor_route_only(d, to, srv6);
	for (i = 0; doctor_underlay(d, i, &u); i++) {
		if (!(uses >> i % 64 & 1) || !doctor_route_can(&u, to, srv6))
			continue;
		try.by = &u;
		doctor_way(d, to, u.dev, &try.way);
		fn(d, &try);
	}
}

static void doctor_route_each(struct doctor *d, doctor_route_fn fn)
{
	struct doctor_remote r;
	size_t i;

	for (i = 0; doctor_remote(d, i, &r); i++) {
		if (!r.up)
			continue;
		doctor_route_address(d, r.name, d->uses[i], &r.vtep[0], false,
				     fn);
		doctor_route_address(d, r.name, d->uses[i], &r.vtep[1], false,
				     fn);
		doctor_route_address(d, r.name, d->uses[i], &r.first, true,
				     fn);
	}
}

static void doctor_route_say(struct doctor *d,
			     const struct doctor_route_try *try,
			     const char *what, const char *dev)
{
	const struct doctor_link *link;
	char text[INET6_ADDRSTRLEN];

	link = doctor_underlay_link(d, try->by, try->to->len == 16);
	attr_format(try->to, text);
	doctor_find(d, DOCTOR_ERROR, "remote", try->remote,
		    "by underlay %s %s %s%s", try->by->name, what, text, dev);
	doctor_mend(d, "ip route replace %s/%u via GATEWAY dev %s", text,
		    8 * try->to->len, link ? link->name : "DEV");
}

static void doctor_route_check_none(struct doctor *d,
				    const struct doctor_route_try *try)
{
	if (try->way.error)
		doctor_route_say(d, try, "there is no route to", "");
}

/**
 * doctor_route_none() - is there a route to each remote?
 * @d: the doctor
 */
void doctor_route_none(struct doctor *d)
{
	doctor_route_each(d, doctor_route_check_none);
}

/* A leg, an endpoint's device, the fabric's own or a port. */
static bool doctor_route_is_ours(const struct doctor *d,
				 const struct doctor_link *link)
{
	size_t i;

	if (!strcmp(link->kind, "ovnet"))
		return true;
	for (i = 0; i < d->ports.n; i++)
		if (attr_number(d->ports.rows[i].nest,
				OVNET_A_PORT_IFINDEX) == link->ifindex)
			return true;
	return false;
}

static void doctor_route_check_loop(struct doctor *d,
				    const struct doctor_route_try *try)
{
	const struct doctor_link *link = doctor_link(d, try->way.ifindex);
	char dev[IF_NAMESIZE + 80];

	if (try->way.error || !link || !doctor_route_is_ours(d, link))
		return;
	snprintf(dev, sizeof(dev),
		 " goes by %s, which is a leg or port of ovnet itself: dropped as tunnel_loop",
		 link->name);
	doctor_route_say(d, try, "the route to", dev);
}

/**
 * doctor_route_loop() - does a route to a remote lead into its own tunnel?
 * @d: the doctor
 */
void doctor_route_loop(struct doctor *d)
{
	doctor_route_each(d, doctor_route_check_loop);
}

/* 1: packets are dropped unless their sender is reached by where they came. */
static bool doctor_route_is_strict(const struct doctor *d, const char *dev)
{
	char all[16], own[16];

	doctor_line(d, all, sizeof(all),
		    "/proc/sys/net/ipv4/conf/all/rp_filter");
	doctor_line(d, own, sizeof(own),
		    "/proc/sys/net/ipv4/conf/%s/rp_filter", dev);
	return (all[0] == '1' && own[0] != '2') ||
	       (own[0] == '1' && all[0] != '2');
}

static void doctor_route_check_strict(struct doctor *d,
				      const struct doctor_route_try *try)
{
	const struct doctor_link *link, *out;
	struct doctor_way way;

	link = doctor_underlay_link(d, try->by, 0);
	if (try->to->len != 4 || !link || link->flags & IFF_LOOPBACK ||
	    doctor_link_is_vrf(doctor_link(d, link->master)) ||
	    !doctor_route_is_strict(d, link->name))
		return;
	/* the way back is looked up without a device in mind */
	doctor_way(d, try->to, 0, &way);
	out = doctor_link(d, way.ifindex);
	if (way.error || !out || out == link)
		return;
	doctor_find(d, DOCTOR_WARNING, "remote", try->remote,
		    "its packets come by %s, the route back to it leaves by %s, and rp_filter of %s is strict: the host drops them",
		    link->name, out->name, link->name);
	doctor_mend(d, "sysctl -w net.ipv4.conf.%s.rp_filter=2", link->name);
}

/**
 * doctor_rp_filter() - would the host take remotes' packets for forged?
 * @d: the doctor
 */
void doctor_rp_filter(struct doctor *d)
{
	doctor_route_each(d, doctor_route_check_strict);
}
