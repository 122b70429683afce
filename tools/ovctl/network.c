// SPDX-License-Identifier: GPL-2.0
/* Tenants' networks. */
#include "ovctl.h"
#include "stats.h"

static const char *const network_types[] = {
	[OVNET_NETWORK_TYPE_L2] = "l2",
	[OVNET_NETWORK_TYPE_L3] = "l3",
};

static const char *const ra_modes[] = {
	[OVNET_RA_MODE_OFF] = "off",
	[OVNET_RA_MODE_ON] = "on",
	[OVNET_RA_MODE_AUTONOMOUS] = "autonomous",
};

static const struct field network_fields[] = {
	{
		.key = "name",
		.word = "",
		.attr = OVNET_A_NETWORK_NAME,
		.type = FIELD_STRING,
		.use = FIELD_KEY,
	}, {
		.key = "id",
		.word = "id",
		.attr = OVNET_A_NETWORK_ID,
		.type = FIELD_U32,
		.use = FIELD_NEED | FIELD_FIXED | FIELD_MUST,
		.min = 1,
		.max = OVNET_NETWORK_ID_MAX,
	}, {
		.key = "type",
		.word = "type",
		.attr = OVNET_A_NETWORK_TYPE,
		.type = FIELD_ENUM,
		.use = FIELD_ADD | FIELD_SHOW | FIELD_FIXED,
		.max = OVNET_NETWORK_TYPE_L3,
		.names = network_types,
	}, {
		.key = "vni",
		.word = "vni",
		.attr = OVNET_A_NETWORK_VNI,
		.type = FIELD_U32,
		.use = FIELD_ADD | FIELD_FIXED,
		.max = OVNET_NETWORK_ID_MAX,
	}, {
		.key = "underlay",
		.word = "underlay",
		.attr = OVNET_A_NETWORK_UNDERLAY,
		.attr2 = OVNET_A_NETWORK_SRV6_UNDERLAY,
		.type = FIELD_PAIR,
		.use = FIELD_ADD | FIELD_SET | FIELD_SHOW | FIELD_NONZERO | FIELD_DOC,
		.special = "none",
		.refers = &underlay_object,
	}, {
		.key = "srv6-underlay",
		.attr = OVNET_A_NETWORK_SRV6_UNDERLAY,
		.type = FIELD_STRING,
		.use = FIELD_DOC,
		.special = "none",
		.refers = &underlay_object,
	}, {
		.key = "learning",
		.word = "learning",
		.attr = OVNET_A_NETWORK_LEARNING,
		.type = FIELD_BOOL,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
	}, {
		.key = "learning-remote",
		.word = "learning-remote",
		.attr = OVNET_A_NETWORK_LEARNING_REMOTE,
		.type = FIELD_BOOL,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
	}, {
		.key = "secure",
		.word = "secure",
		.attr = OVNET_A_NETWORK_SECURE,
		.type = FIELD_BOOL,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
	}, {
		.key = "ageing",
		.word = "ageing",
		.attr = OVNET_A_NETWORK_AGEING,
		.type = FIELD_U32,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
		.max = UINT32_MAX,
	}, {
		.key = "fdb-max",
		.word = "fdb-max",
		.attr = OVNET_A_NETWORK_FDB_MAX,
		.type = FIELD_U32,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
		.max = UINT32_MAX,
	}, {
		.key = "flood-rate",
		.word = "flood-rate",
		.attr = OVNET_A_NETWORK_FLOOD_RATE,
		.type = FIELD_U32,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
		.max = UINT32_MAX,
	}, {
		.key = "suppression",
		.word = "suppression",
		.attr = OVNET_A_NETWORK_SUPPRESSION,
		.type = FIELD_BOOL,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
	}, {
		.key = "neigh-max",
		.word = "neigh-max",
		.attr = OVNET_A_NETWORK_NEIGH_MAX,
		.type = FIELD_U32,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
		.max = UINT32_MAX,
	}, {
		.key = "mss-clamp",
		.word = "mss-clamp",
		.attr = OVNET_A_NETWORK_MSS_CLAMP,
		.type = FIELD_BOOL,
		.use = FIELD_ADD | FIELD_SET | FIELD_NONZERO | FIELD_DOC,
	}, {
		.key = "router",
		.word = "router",
		.attr = OVNET_A_NETWORK_ROUTER,
		.type = FIELD_STRING,
		.use = FIELD_ADD | FIELD_SET | FIELD_NONZERO | FIELD_DOC,
		.special = "none",
		.refers = &network_object,
	}, {
		.key = "ra",
		.word = "ra",
		.attr = OVNET_A_NETWORK_RA,
		.type = FIELD_ENUM,
		.use = FIELD_ADD | FIELD_SET | FIELD_NONZERO | FIELD_DOC,
		.max = OVNET_RA_MODE_AUTONOMOUS,
		.names = ra_modes,
	}, {
		.word = "gateway",
		.attr = OVNET_A_NETWORK_GATEWAY4,
		.attr2 = OVNET_A_NETWORK_GATEWAY6,
		.type = FIELD_GATEWAY,
		.use = FIELD_ADD | FIELD_SET,
	}, {
		.key = "gateway4",
		.word = "gateway",
		.attr = OVNET_A_NETWORK_GATEWAY4,
		.type = FIELD_IP4,
		.use = FIELD_DOC,
	}, {
		.key = "gateway4-len",
		.word = "/",
		.attr = OVNET_A_NETWORK_GATEWAY4_LEN,
		.type = FIELD_U8,
		.use = FIELD_DOC,
		.min = 1,
		.max = 32,
	}, {
		.key = "gateway6",
		.word = "gateway",
		.attr = OVNET_A_NETWORK_GATEWAY6,
		.type = FIELD_IP6,
		.use = FIELD_DOC,
	}, {
		.key = "gateway6-len",
		.word = "/",
		.attr = OVNET_A_NETWORK_GATEWAY6_LEN,
		.type = FIELD_U8,
		.use = FIELD_DOC,
		.min = 1,
		.max = 128,
	}, {
		.key = "fdb",
		.word = "fdb",
		.attr = OVNET_A_NETWORK_FDB,
		.type = FIELD_U32,
	}, {
		.key = "fdb-learned",
		.word = "learned",
		.attr = OVNET_A_NETWORK_FDB_LEARNED,
		.type = FIELD_U32,
	}, {
		.key = "ports",
		.word = "ports",
		.attr = OVNET_A_NETWORK_PORTS,
		.type = FIELD_U32,
	}, {
		.key = "legs",
		.word = "legs",
		.attr = OVNET_A_NETWORK_LEGS,
		.type = FIELD_U32,
	}, {
		.key = "members",
		.word = "members",
		.attr = OVNET_A_NETWORK_MEMBERS,
		.type = FIELD_U32,
	}, {
		.key = "routes",
		.word = "routes",
		.attr = OVNET_A_NETWORK_ROUTES,
		.type = FIELD_U32,
		.use = FIELD_NONZERO,
	}, {
		.key = "neighs",
		.word = "neighs",
		.attr = OVNET_A_NETWORK_NEIGHS,
		.type = FIELD_U32,
		.use = FIELD_NONZERO,
	}, {
		.key = "neighs-learned",
		.word = "neighs-learned",
		.attr = OVNET_A_NETWORK_NEIGHS_LEARNED,
		.type = FIELD_U32,
		.use = FIELD_NONZERO,
	}, {
		.key = "implicit",
		.word = "implicit",
		.attr = OVNET_A_NETWORK_IMPLICIT,
		.type = FIELD_BOOL,
		.use = FIELD_NONZERO,
	},
	STATS_FIELD(OVNET_A_NETWORK_STATS),
	{
		.key = "fdb-refused",
		.word = "fdb-refused",
		.attr = OVNET_A_NETWORK_FDB_REFUSED,
		.type = FIELD_U64,
		.use = FIELD_LINE,
	}, {
		.key = "neighs-refused",
		.word = "neighs-refused",
		.attr = OVNET_A_NETWORK_NEIGHS_REFUSED,
		.type = FIELD_U64,
		.use = FIELD_STAT,
	},
	{ }
};

static const struct field network_name = {
	.word = "NAME",
	.attr = OVNET_A_NETWORK_NAME,
	.type = FIELD_STRING,
};

static const struct field network_ref = {
	.word = "NAME or ID",
	.attr = OVNET_A_NETWORK_NAME,
	.attr2 = OVNET_A_NETWORK_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = OVNET_NETWORK_ID_MAX,
};

static int network_add(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_NETWORK_NEW);
	value_put_subject(&r, args, &network_name);
	fields_put(&r, args, FIELD_ADD);
	/* that it advertises nothing is said of one */
	mnl_attr_nest_end(r.nlh, r.nest);
	if (key_find(r.nest, OVNET_A_NETWORK_RA))
		return batch_alone(&r, args);
	return batch_row(&r, args);
}

static int network_set(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_NETWORK_SET);
	value_put_subject(&r, args, &network_ref);
	fields_put(&r, args, FIELD_SET);
	return request_run(&r, args);
}

static int network_del(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_NETWORK_DEL);
	value_put_subject(&r, args, &network_ref);
	if (args_match(args, "force"))
		mnl_attr_put(r.nlh, OVNET_A_NETWORK_FORCE, 0, NULL);
	else
		args_end(args, "force");
	return batch_row(&r, args);
}

static int network_show(struct args *args)
{
	return fields_show(args, OVNET_CMD_NETWORK_GET, &network_ref);
}

#define NETWORK_GRAMMAR							\
	"[ learning { on | off } ]\n"					\
	"         [ learning-remote { on | off } ] [ secure { on | off } ]\n" \
	"         [ ageing SECONDS ] [ fdb-max N ] [ flood-rate N ]\n"	\
	"         [ suppression { on | off } ] [ neigh-max N ]\n"	\
	"         [ router { NETWORK | none } ] [ ra { off | on | autonomous } ]\n" \
	"         [ mss-clamp { on | off } ] [ gateway { ADDR/LEN | none } ]..."

static const struct verb network_verbs[] = {
	{
		.name = "add",
		.run = network_add,
		.grammar =
			"network add NAME id N [ type { l2 | l3 } ] [ vni VNI ]\n"
			"         [ underlay { UNDERLAY[,UNDERLAY] | none } ] "
			NETWORK_GRAMMAR,
	}, {
		.name = "set",
		.run = network_set,
		.grammar =
			"network set { NAME | ID } [ underlay { UNDERLAY[,UNDERLAY] | none } ]\n"
			"         " NETWORK_GRAMMAR,
	},
	{ "del", network_del, "network del { NAME | ID } [ force ]" },
	{
		.name = "show",
		.run = network_show,
		.grammar = "network show [ NAME | ID ]\n"
			   "ovctl network show [ underlay { UNDERLAY | none } ] [ type { l2 | l3 } ]",
	},
	{ }
};

const struct object network_object = {
	.name = "network",
	.verbs = network_verbs,
	.fields = network_fields,
	.attr = OVNET_A_NETWORK,
	.get = OVNET_CMD_NETWORK_GET,
	.new = OVNET_CMD_NETWORK_NEW,
	.set = OVNET_CMD_NETWORK_SET,
	.del = OVNET_CMD_NETWORK_DEL,
};
