// SPDX-License-Identifier: GPL-2.0
/* Does what endpoints send fit into the underlay? */
#include <string.h>

#include "doctor.h"

/* Outer headers behind the device's, with the inner Ethernet header. */
#define DOCTOR_OVER_VXLAN4	50
#define DOCTOR_OVER_VXLAN6	70
#define DOCTOR_OVER_SRV6	40
#define DOCTOR_OVER_SRH		24
#define DOCTOR_OVER_ETHERNET	14

#define DOCTOR_MTU_IPV6		1280	/* less cannot carry IPv6 */

static void doctor_mtu_lower(struct doctor *d, const struct doctor_underlay *u,
			     unsigned int family, uint32_t over, uint32_t *fits,
			     const struct doctor_link **narrow)
{
	const struct doctor_link *link = doctor_underlay_link(d, u, family);

	/* of the loopback device nothing follows */
	if (!link || link->flags & IFF_LOOPBACK || link->mtu >= *fits + over)
		return;
	*fits = link->mtu > over ? link->mtu - over : 0;
	*narrow = link;
}

/* What fits into an underlay, of the name that a network has; none: all. */
static void doctor_mtu_underlay_fits(struct doctor *d, const char *name,
				     uint8_t type, uint32_t *fits,
				     const struct doctor_link **narrow)
{
	struct doctor_underlay u;
	uint32_t over;
	size_t i;

	for (i = 0; *name && doctor_underlay(d, i, &u); i++) {
		if (strcmp(u.name, name))
			continue;
		over = DOCTOR_OVER_SRV6 + (u.srh ? DOCTOR_OVER_SRH : 0) +
		       (type == OVNET_NETWORK_TYPE_L2 ? DOCTOR_OVER_ETHERNET :
							0);
		if (u.srv6)
			doctor_mtu_lower(d, &u, 1, over, fits, narrow);
		if (u.local[0].len)
			doctor_mtu_lower(d, &u, 0, DOCTOR_OVER_VXLAN4, fits,
					 narrow);
		if (u.local[1].len)
			doctor_mtu_lower(d, &u, 1, DOCTOR_OVER_VXLAN6, fits,
					 narrow);
	}
}

/* What fits into a network's tunnels, and the device that says so, if any. */
static uint32_t doctor_mtu_fits(struct doctor *d, const struct nlattr *network,
				const struct doctor_link **narrow)
{
	uint8_t type = attr_number(network, OVNET_A_NETWORK_TYPE);
	uint32_t fits = 65535;

	*narrow = NULL;
	doctor_mtu_underlay_fits(d,
				 attr_text(network, OVNET_A_NETWORK_UNDERLAY),
				 type, &fits, narrow);
	doctor_mtu_underlay_fits(d,
				 attr_text(network,
					   OVNET_A_NETWORK_SRV6_UNDERLAY),
				 type, &fits, narrow);
	return fits;
}

/**
 * doctor_mtu_underlay() - is there room for IPv6, which nobody may cut?
 * @d: the doctor
 */
void doctor_mtu_underlay(struct doctor *d)
{
	const struct doctor_link *narrow;
	uint32_t fits;
	size_t i;

	for (i = 0; i < d->networks.n; i++) {
		fits = doctor_mtu_fits(d, d->networks.rows[i].nest, &narrow);
		if (!narrow || fits >= DOCTOR_MTU_IPV6)
			continue;
		doctor_find(d, DOCTOR_ERROR, "network",
			    attr_text(d->networks.rows[i].nest,
				      OVNET_A_NETWORK_NAME),
			    "%s takes %u bytes, which leaves %u: IPv6 needs %u",
			    narrow->name, narrow->mtu, fits, DOCTOR_MTU_IPV6);
		doctor_mend(d, "ip link set dev %s mtu %u", narrow->name,
			    narrow->mtu + DOCTOR_MTU_IPV6 - fits);
	}
}

/* The device of a network with the largest MTU: a port or, if set, a leg. */
static const struct doctor_link *doctor_mtu_widest(const struct doctor *d,
						   uint32_t id)
{
	const struct doctor_link *link, *widest = NULL;
	const struct nlattr *nest;
	size_t i;

	for (i = 0; i < d->ports.n; i++) {
		nest = d->ports.rows[i].nest;
		if (attr_number(nest, OVNET_A_PORT_NETWORK_ID) != id)
			continue;
		link = doctor_link(d, attr_number(nest,
						  OVNET_A_PORT_IFINDEX));
		if (link && (!widest || link->mtu > widest->mtu))
			widest = link;
	}
	for (i = 0; i < d->n_links; i++) {
		link = &d->links[i];
		if (link->network == id && (!widest || link->mtu > widest->mtu))
			widest = link;
	}
	return widest;
}

/**
 * doctor_mtu_ports() - may endpoints send more than fits?
 * @d: the doctor
 */
void doctor_mtu_ports(struct doctor *d)
{
	const struct doctor_link *widest, *narrow;
	const struct nlattr *nest;
	uint32_t fits;
	size_t i;

	for (i = 0; i < d->networks.n; i++) {
		nest = d->networks.rows[i].nest;
		fits = doctor_mtu_fits(d, nest, &narrow);
		widest = narrow ?
			 doctor_mtu_widest(d, attr_number(nest,
							  OVNET_A_NETWORK_ID)) :
			 NULL;
		if (!widest || widest->mtu <= fits)
			continue;
		doctor_find(d, DOCTOR_WARNING, "network",
			    attr_text(nest, OVNET_A_NETWORK_NAME),
			    "%s has MTU %u, and %u fits its tunnels by %s: IP senders are told, all else that is larger is dropped; raise the underlay's on all nodes and switches, or lower the endpoints'",
			    widest->name, widest->mtu, fits, narrow->name);
		doctor_mend(d, "ip link set dev %s mtu %u", narrow->name,
			    narrow->mtu + widest->mtu - fits);
	}
}
