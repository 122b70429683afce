// SPDX-License-Identifier: GPL-2.0
/* Other nodes. */
#include "ovctl.h"
#include "stats.h"

static const char *const remote_kinds[] = {
	[OVNET_REMOTE_KIND_VXLAN] = "vxlan",
	[OVNET_REMOTE_KIND_SRV6] = "srv6",
};

static const char *const remote_states[] = { "down", "up" };

static const struct field source_fields[] = {
	{
		.key = "addr",
		.word = "source",
		.attr = OVNET_A_SOURCE_ADDR,
		.type = FIELD_IP6,
		.use = FIELD_DOC | FIELD_MUST,
	}, {
		.key = "len",
		.word = "/",
		.attr = OVNET_A_SOURCE_LEN,
		.type = FIELD_U8,
		.use = FIELD_DOC | FIELD_MUST,
		.min = 1,
		.max = 128,
	},
	{ }
};

static const struct field remote_fields[] = {
	{
		.key = "name",
		.word = "",
		.attr = OVNET_A_REMOTE_NAME,
		.type = FIELD_STRING,
		.use = FIELD_KEY,
	}, {
		.key = "kind",
		.attr = OVNET_A_REMOTE_KIND,
		.type = FIELD_ENUM,
		.use = FIELD_MUST,
		.max = OVNET_REMOTE_KIND_SRV6,
		.names = remote_kinds,
	}, {
		.key = "vtep",
		.word = "vxlan",
		.attr = OVNET_A_REMOTE_VTEP,
		.type = FIELD_IPS,
		.use = FIELD_ADD | FIELD_ELSE_NONE,
		.min = 4,
		.max = OVNET_REMOTE_VTEPS_MAX,
	}, {
		.word = "kind",
		.attr = OVNET_A_REMOTE_KIND,
		.type = FIELD_ENUM,
		.use = FIELD_SHOW,
		.max = OVNET_REMOTE_KIND_SRV6,
		.names = remote_kinds,
	}, {
		.word = "vtep",
		.attr = OVNET_A_REMOTE_VTEP,
		.type = FIELD_IPS,
		.use = FIELD_SET,
		.min = 4,
		.max = OVNET_REMOTE_VTEPS_MAX,
		.special = "none",
	}, {
		.word = "vtep",
		.attr = OVNET_A_REMOTE_VTEP,
		.type = FIELD_IP,
		.use = FIELD_SHOW,
	}, {
		.key = "locator",
		.word = "srv6",
		.attr = OVNET_A_REMOTE_LOCATOR,
		.type = FIELD_IP6,
		.use = FIELD_DOC,
	}, {
		.key = "locator-len",
		.word = "/",
		.attr = OVNET_A_REMOTE_LOCATOR_LEN,
		.type = FIELD_U8,
		.use = FIELD_ELSE_NONE,
		.min = OVNET_LOCATOR_LEN_MIN,
		.max = OVNET_LOCATOR_LEN_MAX,
	}, {
		.word = "srv6",
		.attr = OVNET_A_REMOTE_LOCATOR,
		.attr2 = OVNET_A_REMOTE_LOCATOR_LEN,
		.type = FIELD_LOCATOR,
		.use = FIELD_ADD | FIELD_SET,
		.special = "none",
	}, {
		.key = "seg",
		.word = "segs",
		.attr = OVNET_A_REMOTE_SEG,
		.type = FIELD_IPS,
		.use = FIELD_ADD | FIELD_SET | FIELD_ELSE_NONE,
		.min = 16,
		.max = OVNET_REMOTE_SEGS_MAX,
		.special = "none",
	}, {
		.word = "source",
		.attr = OVNET_A_REMOTE_SOURCE,
		.type = FIELD_SOURCES,
		.use = FIELD_ADD | FIELD_SET,
		.max = OVNET_REMOTE_SOURCES_MAX,
		.special = "none",
	}, {
		.key = "source",
		.attr = OVNET_A_REMOTE_SOURCE,
		.type = FIELD_LIST,
		.use = FIELD_ELSE_NONE,
		.max = OVNET_REMOTE_SOURCES_MAX,
		.fields = source_fields,
	}, {
		.key = "foreign",
		.word = "foreign",
		.attr = OVNET_A_REMOTE_FOREIGN,
		.type = FIELD_FLAG,
		.use = FIELD_ADD | FIELD_ELSE_NONE,
	}, {
		.word = "up",
		.attr = OVNET_A_REMOTE_UP,
		.type = FIELD_BOOL,
		.use = FIELD_SHOW,
	}, {
		.key = "port",
		.word = "port",
		.attr = OVNET_A_REMOTE_PORT,
		.type = FIELD_U16,
		.use = FIELD_ADD | FIELD_SET | FIELD_NONZERO | FIELD_DOC,
		.max = 65535,
	}, {
		.key = "id",
		.word = "id",
		.attr = OVNET_A_REMOTE_ID,
		.type = FIELD_U32,
		.use = FIELD_ADD | FIELD_FIXED,
		.min = 1,
		.max = UINT32_MAX - 1,
	}, {
		.key = "up",
		.word = "state",
		.attr = OVNET_A_REMOTE_UP,
		.type = FIELD_BOOL,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
		.names = remote_states,
	}, {
		.key = "router-mac",
		.word = "router-mac",
		.attr = OVNET_A_REMOTE_ROUTER_MAC,
		.type = FIELD_MAC,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
	}, {
		.key = "probe-interval",
		.word = "probe-interval",
		.attr = OVNET_A_REMOTE_PROBE_INTERVAL,
		.type = FIELD_U16,
		.use = FIELD_ADD | FIELD_SET | FIELD_NONZERO | FIELD_DOC,
		.max = 3600,
	}, {
		.key = "lost",
		.word = "lost",
		.attr = OVNET_A_REMOTE_LOST,
		.type = FIELD_FLAG,
	}, {
		.key = "pmtu",
		.word = "pmtu",
		.attr = OVNET_A_REMOTE_PMTU,
		.type = FIELD_U32,
	}, {
		.key = "pmtu-expires-ms",
		.word = "expires",
		.attr = OVNET_A_REMOTE_PMTU_EXPIRES_MS,
		.type = FIELD_MS,
	}, {
		.key = "members",
		.word = "members",
		.attr = OVNET_A_REMOTE_MEMBERS,
		.type = FIELD_U32,
	}, {
		.key = "fdb",
		.word = "fdb",
		.attr = OVNET_A_REMOTE_FDB,
		.type = FIELD_U32,
	}, {
		.key = "implicit",
		.word = "implicit",
		.attr = OVNET_A_REMOTE_IMPLICIT,
		.type = FIELD_BOOL,
		.use = FIELD_NONZERO,
	},
	STATS_FIELD(OVNET_A_REMOTE_STATS),
	{ }
};

static const struct field remote_name = {
	.word = "NAME",
	.attr = OVNET_A_REMOTE_NAME,
	.type = FIELD_STRING,
};

static const struct field remote_ref = {
	.word = "NAME or ID",
	.attr = OVNET_A_REMOTE_NAME,
	.attr2 = OVNET_A_REMOTE_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = UINT32_MAX,
};

static const struct field remote_kind = {
	.word = "",
	.attr = OVNET_A_REMOTE_KIND,
	.type = FIELD_ENUM,
	.max = OVNET_REMOTE_KIND_SRV6,
	.names = remote_kinds,
};

/* The next word is its kind, and that it is reached by this way. */
static int remote_add(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_REMOTE_NEW);
	value_put_subject(&r, args, &remote_name);
	value_put(&r, args, &remote_kind);
	args->words--;
	fields_put(&r, args, FIELD_ADD);
	return request_run(&r, args);
}

static int remote_set(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_REMOTE_SET);
	value_put_subject(&r, args, &remote_ref);
	fields_put(&r, args, FIELD_SET);
	return request_run(&r, args);
}

static int remote_del(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_REMOTE_DEL);
	value_put_subject(&r, args, &remote_ref);
	if (args_match(args, "force"))
		mnl_attr_put(r.nlh, OVNET_A_REMOTE_FORCE, 0, NULL);
	else
		args_end(args, "force");
	return request_run(&r, args);
}

static int remote_show(struct args *args)
{
	return fields_show(args, OVNET_CMD_REMOTE_GET, &remote_ref);
}

static const struct verb remote_verbs[] = {
	{
		.name = "add",
		.run = remote_add,
		.grammar = "remote add NAME\n"
			   "         { vxlan ADDR[,ADDR]... | srv6 { LOCATOR/LEN | none } }...\n"
			   "         [ segs ADDR[,ADDR]... ] [ source PREFIX[,PREFIX]... ]\n"
			   "         [ foreign ] [ port PORT ] [ id N ] [ state { up | down } ]\n"
			   "         [ router-mac MAC ] [ probe-interval SECONDS ]",
	}, {
		.name = "set",
		.run = remote_set,
		.grammar = "remote set { NAME | ID } [ vtep { ADDR[,ADDR]... | none } ]\n"
			   "         [ srv6 { LOCATOR/LEN | none } ] [ segs { ADDR[,ADDR]... | none } ]\n"
			   "         [ source { PREFIX[,PREFIX]... | none } ]\n"
			   "         [ port PORT ] [ state { up | down } ] [ router-mac MAC ]\n"
			   "         [ probe-interval SECONDS ]",
	},
	{ "del", remote_del, "remote del { NAME | ID } [ force ]" },
	{
		.name = "show",
		.run = remote_show,
		.grammar = "remote show [ NAME | ID ]\n"
			   "ovctl remote show [ up { on | off } ] [ vtep ADDR ]\n"
			   "         [ kind { vxlan | srv6 } ]",
	},
	{ }
};

const struct object remote_object = {
	.name = "remote",
	.verbs = remote_verbs,
	.fields = remote_fields,
	.attr = OVNET_A_REMOTE,
	.get = OVNET_CMD_REMOTE_GET,
	.new = OVNET_CMD_REMOTE_NEW,
	.set = OVNET_CMD_REMOTE_SET,
	.del = OVNET_CMD_REMOTE_DEL,
};
