// SPDX-License-Identifier: GPL-2.0
/* What the module is, holds and is told for the whole namespace. */
#include "ovctl.h"

static const char *const node_features[] = {
	[OVNET_FEATURE_VXLAN] = "vxlan",
	[OVNET_FEATURE_L2] = "l2",
	[OVNET_FEATURE_MANY] = "many",
	[OVNET_FEATURE_MEMBER_SET] = "member-set",
	[OVNET_FEATURE_BRIDGE] = "bridge",
	[OVNET_FEATURE_DROP_NTF] = "drop-ntf",
	[OVNET_FEATURE_SHARED] = "shared",
	[OVNET_FEATURE_L3] = "l3",
	[OVNET_FEATURE_NEIGH] = "neigh",
	[OVNET_FEATURE_BINDING] = "binding",
	[OVNET_FEATURE_TRACE] = "trace",
	[OVNET_FEATURE_SRV6] = "srv6",
	[OVNET_FEATURE_FAST] = "fast",
};

static const char *const node_underlay_hooks[] = {
	[OVNET_UNDERLAY_HOOKS_AUTO] = "auto",
	[OVNET_UNDERLAY_HOOKS_ON] = "on",
	[OVNET_UNDERLAY_HOOKS_OFF] = "off",
};

static const char *const node_peer_delivery[] = {
	[OVNET_PEER_DELIVERY_OFF] = "off",
	[OVNET_PEER_DELIVERY_AUTO] = "auto",
};

static const struct field node_fields[] = {
	{
		.key = "version",
		.word = "version",
		.attr = OVNET_A_NODE_VERSION,
		.type = FIELD_STRING,
	}, {
		.key = "features",
		.word = "features",
		.attr = OVNET_A_NODE_FEATURES,
		.type = FIELD_BITS,
		.max = OVNET_FEATURE_FAST,
		.names = node_features,
	}, {
		.key = "underlays",
		.word = "underlays",
		.attr = OVNET_A_NODE_UNDERLAYS,
		.type = FIELD_U32,
	}, {
		.key = "underlays-max",
		.word = "of",
		.attr = OVNET_A_NODE_UNDERLAYS_MAX,
		.type = FIELD_U32,
	}, {
		.key = "networks",
		.word = "networks",
		.attr = OVNET_A_NODE_NETWORKS,
		.type = FIELD_U32,
	}, {
		.key = "networks-max",
		.word = "of",
		.attr = OVNET_A_NODE_NETWORKS_MAX,
		.type = FIELD_U32,
	}, {
		.key = "ports",
		.word = "ports",
		.attr = OVNET_A_NODE_PORTS,
		.type = FIELD_U32,
	}, {
		.key = "ports-max",
		.word = "of",
		.attr = OVNET_A_NODE_PORTS_MAX,
		.type = FIELD_U32,
	}, {
		.key = "remotes",
		.word = "remotes",
		.attr = OVNET_A_NODE_REMOTES,
		.type = FIELD_U32,
	}, {
		.key = "remotes-max",
		.word = "of",
		.attr = OVNET_A_NODE_REMOTES_MAX,
		.type = FIELD_U32,
	}, {
		.key = "fdb",
		.word = "fdb",
		.attr = OVNET_A_NODE_FDB,
		.type = FIELD_U32,
	}, {
		.key = "fdb-max",
		.word = "of",
		.attr = OVNET_A_NODE_FDB_MAX,
		.type = FIELD_U32,
	}, {
		.key = "routes",
		.word = "routes",
		.attr = OVNET_A_NODE_ROUTES,
		.type = FIELD_U32,
	}, {
		.key = "routes-max",
		.word = "of",
		.attr = OVNET_A_NODE_ROUTES_MAX,
		.type = FIELD_U32,
	}, {
		.key = "neighs",
		.word = "neighs",
		.attr = OVNET_A_NODE_NEIGHS,
		.type = FIELD_U32,
	}, {
		.key = "neighs-max",
		.word = "of",
		.attr = OVNET_A_NODE_NEIGHS_MAX,
		.type = FIELD_U32,
	}, {
		.key = "underlay-hooks",
		.word = "underlay-hooks",
		.attr = OVNET_A_NODE_UNDERLAY_HOOKS,
		.type = FIELD_ENUM,
		.use = FIELD_SET | FIELD_DOC,
		.max = OVNET_UNDERLAY_HOOKS_OFF,
		.names = node_underlay_hooks,
	}, {
		.key = "cache",
		.word = "cache",
		.attr = OVNET_A_NODE_CACHE,
		.type = FIELD_BOOL,
		.use = FIELD_SET | FIELD_DOC,
	}, {
		.key = "peer-delivery",
		.word = "peer-delivery",
		.attr = OVNET_A_NODE_PEER_DELIVERY,
		.type = FIELD_ENUM,
		.use = FIELD_SET | FIELD_DOC,
		.max = OVNET_PEER_DELIVERY_AUTO,
		.names = node_peer_delivery,
	},
	{ }
};

static int node_set(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_NODE_SET);
	fields_put(&r, args, FIELD_SET);
	return request_run(&r, args);
}

static int node_show(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_NODE_GET);
	request_no_object(&r);
	return request_show(&r, args, false);
}

static const struct verb node_verbs[] = {
	{
		.name = "set",
		.run = node_set,
		.grammar =
			"node set [ underlay-hooks { auto | on | off } ] [ cache { on | off } ]\n"
			"         [ peer-delivery { auto | off } ]",
	},
	{ "show", node_show, "node show" },
	{ }
};

const struct object node_object = {
	.name = "node",
	.verbs = node_verbs,
	.fields = node_fields,
	.attr = OVNET_A_NODE,
	.get = OVNET_CMD_NODE_GET,
	.new = OVNET_CMD_NODE_SET,
	.set = OVNET_CMD_NODE_SET,
	.feature = OVNET_FEATURE_FAST,
};
