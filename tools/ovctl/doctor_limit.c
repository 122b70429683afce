// SPDX-License-Identifier: GPL-2.0
/* What is full, or nearly. */
#include "doctor.h"

#define DOCTOR_LIMIT_NEAR	90	/* per cent */

static const struct {
	const char *what;
	uint16_t used, max;
} doctor_limit_node[] = {
	{ "underlays", OVNET_A_NODE_UNDERLAYS, OVNET_A_NODE_UNDERLAYS_MAX },
	{ "networks", OVNET_A_NODE_NETWORKS, OVNET_A_NODE_NETWORKS_MAX },
	{ "ports", OVNET_A_NODE_PORTS, OVNET_A_NODE_PORTS_MAX },
	{ "remotes", OVNET_A_NODE_REMOTES, OVNET_A_NODE_REMOTES_MAX },
	{ "FDB rows", OVNET_A_NODE_FDB, OVNET_A_NODE_FDB_MAX },
	{ "routes", OVNET_A_NODE_ROUTES, OVNET_A_NODE_ROUTES_MAX },
	{ "neighbours", OVNET_A_NODE_NEIGHS, OVNET_A_NODE_NEIGHS_MAX },
};

static const struct {
	const char *what;
	const char *word;
	uint16_t used, max;
} doctor_limit_network[] = {
	{
		"learned FDB rows", "fdb-max",
		OVNET_A_NETWORK_FDB_LEARNED, OVNET_A_NETWORK_FDB_MAX,
	}, {
		"learned neighbours", "neigh-max",
		OVNET_A_NETWORK_NEIGHS_LEARNED, OVNET_A_NETWORK_NEIGH_MAX,
	},
};

static bool doctor_limit_near(struct doctor *d, const char *kind,
			      const char *name, const char *what, uint64_t used,
			      uint64_t max)
{
	if (!max || used * 100 < max * DOCTOR_LIMIT_NEAR)
		return false;
	doctor_find(d, used < max ? DOCTOR_WARNING : DOCTOR_ERROR, kind, name,
		    "it has %llu of at most %llu %s: what comes beyond that is refused",
		    (unsigned long long)used, (unsigned long long)max, what);
	return true;
}

static void doctor_limit_one(struct doctor *d, const struct nlattr *nest)
{
	const char *name = attr_text(nest, OVNET_A_NETWORK_NAME);
	uint64_t max;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(doctor_limit_network); i++) {
		max = attr_number(nest, doctor_limit_network[i].max);
		if (doctor_limit_near(d, "network", name,
				      doctor_limit_network[i].what,
				      attr_number(nest,
						  doctor_limit_network[i].used),
				      max))
			doctor_mend(d, "ovctl network set %s %s %llu", name,
				    doctor_limit_network[i].word,
				    2 * (unsigned long long)max);
	}
}

/**
 * doctor_limit() - are tables full?
 * @d: the doctor
 */
void doctor_limit(struct doctor *d)
{
	const struct nlattr *nest;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(doctor_limit_node) && d->node.n; i++) {
		nest = d->node.rows[0].nest;
		if (doctor_limit_near(d, "node", "here",
				      doctor_limit_node[i].what,
				      attr_number(nest,
						  doctor_limit_node[i].used),
				      attr_number(nest,
						  doctor_limit_node[i].max)))
			doctor_mend(d, "ovctl node show");
	}
	for (i = 0; i < d->networks.n; i++)
		doctor_limit_one(d, d->networks.rows[i].nest);
}
