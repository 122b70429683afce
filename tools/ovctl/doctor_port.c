// SPDX-License-Identifier: GPL-2.0
/* The ends that endpoints see: ports and legs. */
#include "doctor.h"

/* Is the network of this id secure? */
static bool doctor_port_secure(const struct doctor *d, uint32_t id)
{
	const struct nlattr *nest;
	size_t i;

	for (i = 0; i < d->networks.n; i++) {
		nest = d->networks.rows[i].nest;
		if (attr_number(nest, OVNET_A_NETWORK_ID) == id)
			return attr_number(nest, OVNET_A_NETWORK_SECURE);
	}
	return false;
}

static void doctor_port_look(struct doctor *d, const struct nlattr *nest)
{
	const char *name = attr_text(nest, OVNET_A_PORT_IFNAME);
	const struct doctor_link *link;

	link = doctor_link(d, attr_number(nest, OVNET_A_PORT_IFINDEX));
	if (link && !(link->flags & IFF_UP)) {
		doctor_find(d, DOCTOR_ERROR, "port", name,
			    "its device is down");
		doctor_mend(d, "ip link set dev %s up", name);
	}
	if (attr_number(nest, OVNET_A_PORT_STATE) !=
	    OVNET_PORT_STATE_OPEN) {
		doctor_find(d, DOCTOR_WARNING, "port", name,
			    "it is blocked: nothing passes, either way");
		doctor_mend(d, "ovctl port set %s state open", name);
	} else if (!attr_number(nest, OVNET_A_PORT_BINDINGS) &&
		   doctor_port_secure(d, attr_number(nest,
						     OVNET_A_PORT_NETWORK_ID))) {
		doctor_find(d, DOCTOR_ERROR, "port", name,
			    "its network is secure, and it has no bindings: nothing passes, either way");
		doctor_mend(d, "ovctl binding add %s mac MAC ip ADDR", name);
	}
}

/**
 * doctor_port_state() - can endpoints be heard?
 * @d: the doctor
 */
void doctor_port_state(struct doctor *d)
{
	size_t i;

	for (i = 0; i < d->ports.n; i++)
		doctor_port_look(d, d->ports.rows[i].nest);
}

/**
 * doctor_leg_down() - are legs up?
 * @d: the doctor
 */
void doctor_leg_down(struct doctor *d)
{
	size_t i;

	for (i = 0; i < d->n_links; i++) {
		if (!d->links[i].network || d->links[i].flags & IFF_UP)
			continue;
		doctor_find(d, DOCTOR_WARNING, "leg", d->links[i].name,
			    "it is down: what is for the host is dropped as leg_down");
		doctor_mend(d, "ip link set dev %s up", d->links[i].name);
	}
}
