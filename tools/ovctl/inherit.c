// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel shows what holds for a port, not whether that is the port's own
 * or the network's. A port that has what its network has is taken to have it
 * from there, so that it still follows the network after it was restored.
 */
#include <string.h>

#include "inherit.h"

const struct inherit inherit_settings[INHERIT_N] = {
	{ OVNET_A_PORT_LEARNING, OVNET_A_NETWORK_LEARNING },
	{ OVNET_A_PORT_FLOOD_RATE, OVNET_A_NETWORK_FLOOD_RATE },
};

/**
 * inherit_value() - what a port's network has
 * @inherit: which setting
 * @port: the port
 * @networks: the networks
 *
 * Return: the network's attribute, or NULL.
 */
const struct nlattr *inherit_value(const struct inherit *inherit,
				   const struct nlattr *port,
				   const struct table *networks)
{
	const struct nlattr *name = key_find(port, OVNET_A_PORT_NETWORK_NAME);
	const struct table_row *network;

	if (!name || mnl_attr_validate(name, MNL_TYPE_NUL_STRING) < 0)
		return NULL;
	network = table_find(networks, mnl_attr_get_str(name));
	return network ? key_find(network->nest, inherit->network) : NULL;
}

/**
 * inherit_same() - has a port what its network has?
 * @inherit: which setting
 * @port: the port, as the kernel shows it
 * @networks: the networks
 *
 * Return: whether it has.
 */
bool inherit_same(const struct inherit *inherit, const struct nlattr *port,
		  const struct table *networks)
{
	const struct nlattr *theirs = inherit_value(inherit, port, networks);
	const struct nlattr *own = key_find(port, inherit->port);

	return own && theirs &&
	       mnl_attr_get_payload_len(own) ==
	       mnl_attr_get_payload_len(theirs) &&
	       !memcmp(mnl_attr_get_payload(own), mnl_attr_get_payload(theirs),
		       mnl_attr_get_payload_len(own));
}
