// SPDX-License-Identifier: GPL-2.0
/* Limits that refused something: only events speak of them. */
#include "ovctl.h"

static const char *const limit_kinds[] = {
	[OVNET_LIMIT_KIND_NETWORK_FDB] = "network-fdb",
	[OVNET_LIMIT_KIND_NODE_FDB] = "node-fdb",
	[OVNET_LIMIT_KIND_NETWORK_NEIGH] = "network-neigh",
	[OVNET_LIMIT_KIND_NODE_NEIGH] = "node-neigh",
};

static const struct field limit_fields[] = {
	{
		.key = "kind",
		.word = "",
		.attr = OVNET_A_LIMIT_KIND,
		.type = FIELD_ENUM,
		.max = OVNET_LIMIT_KIND_NODE_NEIGH,
		.names = limit_kinds,
	}, {
		.key = "network-name",
		.word = "network",
		.attr = OVNET_A_LIMIT_NETWORK_NAME,
		.type = FIELD_STRING,
	}, {
		.key = "network-id",
		.word = "network-id",
		.attr = OVNET_A_LIMIT_NETWORK_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "value",
		.word = "value",
		.attr = OVNET_A_LIMIT_VALUE,
		.type = FIELD_U32,
	},
	{ }
};

const struct object limit_object = {
	.name = "limit",
	.fields = limit_fields,
	.attr = OVNET_A_LIMIT,
};
