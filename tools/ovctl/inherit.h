/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVCTL_INHERIT_H
#define OVCTL_INHERIT_H

#include "table.h"

/* A setting that a port has from its network unless it has its own. */
struct inherit {
	uint16_t port;		/* OVNET_A_PORT_* */
	uint16_t network;	/* OVNET_A_NETWORK_* */
};

#define INHERIT_N	2
extern const struct inherit inherit_settings[INHERIT_N];

const struct nlattr *inherit_value(const struct inherit *inherit,
				   const struct nlattr *port,
				   const struct table *networks);
bool inherit_same(const struct inherit *inherit, const struct nlattr *port,
		  const struct table *networks);

#endif /* OVCTL_INHERIT_H */
