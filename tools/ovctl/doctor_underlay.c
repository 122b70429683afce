// SPDX-License-Identifier: GPL-2.0
/* This node's own ends of tunnels. */
#include <stdio.h>

#include "doctor.h"

#define DOCTOR_VXLAN_PORT	4789

static const char *doctor_underlay_holder(enum doctor_holder holder)
{
	return holder == DOCTOR_HOLDER_VXLAN ? "vxlan device " : "";
}

/**
 * doctor_port_taken() - could there be an underlay?
 * @d: the doctor
 *
 * One that is there has its port; where there is none at all, somebody else may
 * be why.
 */
void doctor_port_taken(struct doctor *d)
{
	char who[DOCTOR_HOLDER_SIZE] = "a socket of the kernel";
	enum doctor_holder holder;

	if (d->underlays.n)
		return;
	holder = doctor_holder(d, DOCTOR_VXLAN_PORT, who);
	if (holder == DOCTOR_HOLDER_NONE)
		return;
	doctor_find(d, DOCTOR_WARNING, "", "",
		    "there is no underlay, and UDP port %u is taken by %s%s: share it, stop who has it, or use another port on all nodes",
		    DOCTOR_VXLAN_PORT, doctor_underlay_holder(holder), who);
	if (holder == DOCTOR_HOLDER_VXLAN)
		doctor_mend(d, "ovctl underlay add NAME vxlan ADDR shared");
	else
		doctor_mend(d, "ovctl underlay add NAME vxlan ADDR port 4790");
}

static bool doctor_underlay_has(const struct doctor_underlay *u,
				unsigned int family)
{
	return u->srv6 ? family : u->local[family].len;
}

static void doctor_underlay_look(struct doctor *d,
				 const struct doctor_underlay *u,
				 const struct doctor_link *link)
{
	if (!(link->flags & IFF_UP)) {
		doctor_find(d, DOCTOR_ERROR, "underlay", u->name,
			    "its device %s is down", link->name);
		doctor_mend(d, "ip link set dev %s up", link->name);
	} else if (!link->carrier) {
		doctor_find(d, DOCTOR_ERROR, "underlay", u->name,
			    "its device %s has no carrier: nothing is plugged in, or the other end is down",
			    link->name);
		doctor_mend(d, "ip -d link show dev %s", link->name);
	}
}

/**
 * doctor_underlay_down() - are the underlays' devices up?
 * @d: the doctor
 */
void doctor_underlay_down(struct doctor *d)
{
	const struct doctor_link *link, *last;
	struct doctor_underlay u;
	unsigned int family;
	size_t i;

	for (i = 0; doctor_underlay(d, i, &u); i++) {
		last = NULL;
		for (family = 0; family < 2; family++) {
			if (!doctor_underlay_has(&u, family))
				continue;
			link = doctor_underlay_link(d, &u, family);
			if (link && link != last)
				doctor_underlay_look(d, &u, link);
			last = link;
		}
	}
}

/* The device that an address is to be on, as far as anybody can tell. */
static const char *doctor_underlay_where(struct doctor *d,
					 const struct doctor_underlay *u,
					 unsigned int family)
{
	const struct doctor_link *link = doctor_link(d, u->dev);
	struct doctor_remote r;
	struct doctor_way way;
	size_t i;

	for (i = 0; !link && doctor_remote(d, i, &r); i++) {
		if (!r.vtep[family].len)
			continue;
		doctor_way(d, &r.vtep[family], 0, &way);
		link = way.error ? NULL : doctor_link(d, way.ifindex);
	}
	return link ? link->name : "DEV";
}

/**
 * doctor_underlay_address() - has the node the addresses that it sends from?
 * @d: the doctor
 */
void doctor_underlay_address(struct doctor *d)
{
	char text[INET6_ADDRSTRLEN];
	struct doctor_underlay u;
	unsigned int family;
	size_t i;

	for (i = 0; doctor_underlay(d, i, &u); i++) {
		for (family = 0; family < 2; family++) {
			if (!u.local[family].len ||
			    doctor_link_of(d, &u.local[family]))
				continue;
			attr_format(&u.local[family], text);
			doctor_find(d, DOCTOR_ERROR, "underlay", u.name,
				    "no device has its address %s: nothing is sent or received; if the node has another one now, say so (ovctl underlay set %s local ADDR)",
				    text, u.name);
			doctor_mend(d, "ip addr add %s/LEN dev %s", text,
				    doctor_underlay_where(d, &u, family));
		}
	}
}
