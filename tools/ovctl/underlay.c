// SPDX-License-Identifier: GPL-2.0
/* This node's own tunnel ends. */
#include <string.h>

#include "ovctl.h"

static const char *const underlay_kinds[] = {
	[OVNET_UNDERLAY_KIND_VXLAN] = "vxlan",
	[OVNET_UNDERLAY_KIND_SRV6] = "srv6",
};

static const char *const underlay_srh[] = {
	[OVNET_SRH_OFF] = "off",
	[OVNET_SRH_FULL] = "full",
};

static const char *const underlay_df[] = {
	[OVNET_DF_SET] = "set",
	[OVNET_DF_UNSET] = "unset",
	[OVNET_DF_INHERIT] = "inherit",
};

static const struct field underlay_fields[] = {
	{
		.key = "name",
		.word = "",
		.attr = OVNET_A_UNDERLAY_NAME,
		.type = FIELD_STRING,
		.use = FIELD_KEY,
	}, {
		.key = "kind",
		.word = "",
		.attr = OVNET_A_UNDERLAY_KIND,
		.type = FIELD_ENUM,
		.use = FIELD_FIXED | FIELD_MUST,
		.max = OVNET_UNDERLAY_KIND_SRV6,
		.names = underlay_kinds,
	}, {
		.word = "kind",
		.attr = OVNET_A_UNDERLAY_KIND,
		.type = FIELD_ENUM,
		.use = FIELD_SHOW,
		.max = OVNET_UNDERLAY_KIND_SRV6,
		.names = underlay_kinds,
	}, {
		.key = "local4",
		.word = "",
		.attr = OVNET_A_UNDERLAY_LOCAL4,
		.type = FIELD_IP4,
		.use = FIELD_DOC,
	}, {
		.key = "local6",
		.word = ",",
		.attr = OVNET_A_UNDERLAY_LOCAL6,
		.type = FIELD_IP6,
		.use = FIELD_DOC,
	}, {
		.key = "locator",
		.word = "",
		.attr = OVNET_A_UNDERLAY_LOCATOR,
		.type = FIELD_IP6,
		.use = FIELD_DOC,
	}, {
		.key = "locator-len",
		.word = "/",
		.attr = OVNET_A_UNDERLAY_LOCATOR_LEN,
		.type = FIELD_U8,
		.use = FIELD_DOC,
		.min = OVNET_LOCATOR_LEN_MIN,
		.max = OVNET_LOCATOR_LEN_MAX,
	}, {
		.word = "locator",
		.attr = OVNET_A_UNDERLAY_LOCATOR,
		.attr2 = OVNET_A_UNDERLAY_LOCATOR_LEN,
		.type = FIELD_LOCATOR,
		.use = FIELD_SET,
	}, {
		.key = "source",
		.word = "source",
		.attr = OVNET_A_UNDERLAY_SOURCE,
		.type = FIELD_IP6,
		.use = FIELD_ADD | FIELD_SET | FIELD_ELSE_NONE,
		.special = "none",
	}, {
		.word = "local",
		.attr = OVNET_A_UNDERLAY_LOCAL4,
		.attr2 = OVNET_A_UNDERLAY_LOCAL6,
		.type = FIELD_LOCAL,
		.use = FIELD_SET,
	}, {
		.key = "port",
		.word = "port",
		.attr = OVNET_A_UNDERLAY_PORT,
		.type = FIELD_U16,
		.use = FIELD_ADD | FIELD_FIXED,
		.min = 1,
		.max = 65535,
	}, {
		.key = "dev",
		.word = "dev",
		.attr = OVNET_A_UNDERLAY_DEV,
		.type = FIELD_DEV,
		.use = FIELD_ADD | FIELD_FIXED,
	}, {
		.word = "vrf",
		.attr = OVNET_A_UNDERLAY_DEV,
		.type = FIELD_DEV,
		.use = FIELD_ADD,
	}, {
		.key = "shared",
		.word = "shared",
		.attr = OVNET_A_UNDERLAY_SHARED,
		.type = FIELD_FLAG,
		.use = FIELD_ADD | FIELD_FIXED,
	}, {
		.key = "srcport-low",
		.word = "srcport",
		.attr = OVNET_A_UNDERLAY_SRCPORT_LOW,
		.type = FIELD_U16,
		.use = FIELD_NONZERO | FIELD_DOC,
		.max = 65535,
	}, {
		.key = "srcport-high",
		.word = "",
		.attr = OVNET_A_UNDERLAY_SRCPORT_HIGH,
		.type = FIELD_U16,
		.use = FIELD_NONZERO | FIELD_DOC,
		.max = 65535,
	}, {
		.word = "srcport",
		.attr = OVNET_A_UNDERLAY_SRCPORT_LOW,
		.attr2 = OVNET_A_UNDERLAY_SRCPORT_HIGH,
		.type = FIELD_RANGE,
		.use = FIELD_ADD | FIELD_SET,
		.min = 0,
		.max = 65535,
	}, {
		.key = "ttl",
		.word = "ttl",
		.attr = OVNET_A_UNDERLAY_TTL,
		.type = FIELD_U8,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
		.min = 1,
		.max = 255,
		.special = "inherit",
		.special_is = 0,
	}, {
		.key = "tos",
		.word = "tos",
		.attr = OVNET_A_UNDERLAY_TOS,
		.type = FIELD_U8,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
		.max = 255,
		.special = "inherit",
		.special_is = 1,
	}, {
		.key = "df",
		.word = "df",
		.attr = OVNET_A_UNDERLAY_DF,
		.type = FIELD_ENUM,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
		.max = OVNET_DF_INHERIT,
		.names = underlay_df,
	}, {
		.key = "csum",
		.word = "csum",
		.attr = OVNET_A_UNDERLAY_CSUM,
		.type = FIELD_BOOL,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
	}, {
		.key = "csum6-tx",
		.word = "csum6-tx",
		.attr = OVNET_A_UNDERLAY_CSUM6_TX,
		.type = FIELD_BOOL,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
	}, {
		.key = "csum6-rx",
		.word = "csum6-rx",
		.attr = OVNET_A_UNDERLAY_CSUM6_RX,
		.type = FIELD_BOOL,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
	}, {
		.key = "srh",
		.word = "srh",
		.attr = OVNET_A_UNDERLAY_SRH,
		.type = FIELD_ENUM,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
		.max = OVNET_SRH_FULL,
		.names = underlay_srh,
	}, {
		.key = "networks",
		.word = "networks",
		.attr = OVNET_A_UNDERLAY_NETWORKS,
		.type = FIELD_U32,
	}, {
		.key = "implicit",
		.word = "implicit",
		.attr = OVNET_A_UNDERLAY_IMPLICIT,
		.type = FIELD_BOOL,
		.use = FIELD_NONZERO,
	},
	{ }
};

static const struct field underlay_name = {
	.word = "NAME",
	.attr = OVNET_A_UNDERLAY_NAME,
	.type = FIELD_STRING,
};

static const struct field underlay_kind = {
	.word = "",
	.attr = OVNET_A_UNDERLAY_KIND,
	.type = FIELD_ENUM,
	.max = OVNET_UNDERLAY_KIND_SRV6,
	.names = underlay_kinds,
};

static const struct field underlay_local = {
	.word = "vxlan",
	.attr = OVNET_A_UNDERLAY_LOCAL4,
	.attr2 = OVNET_A_UNDERLAY_LOCAL6,
	.type = FIELD_LOCAL,
};

static const struct field underlay_locator = {
	.word = "",
	.attr = OVNET_A_UNDERLAY_LOCATOR,
	.attr2 = OVNET_A_UNDERLAY_LOCATOR_LEN,
	.type = FIELD_LOCATOR,
};

static int underlay_add(struct args *args)
{
	struct request r;
	bool srv6;

	request_begin(&r, args, OVNET_CMD_UNDERLAY_NEW);
	value_put_subject(&r, args, &underlay_name);
	value_put(&r, args, &underlay_kind);
	srv6 = !strcmp(args->words[-1],
		       underlay_kinds[OVNET_UNDERLAY_KIND_SRV6]);
	value_put(&r, args, srv6 ? &underlay_locator : &underlay_local);
	fields_put(&r, args, FIELD_ADD);
	return request_run(&r, args);
}

static int underlay_set(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_UNDERLAY_SET);
	value_put_subject(&r, args, &underlay_name);
	fields_put(&r, args, FIELD_SET);
	return request_run(&r, args);
}

static int underlay_del(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_UNDERLAY_DEL);
	value_put_subject(&r, args, &underlay_name);
	return request_run(&r, args);
}

static int underlay_show(struct args *args)
{
	return fields_show(args, OVNET_CMD_UNDERLAY_GET, &underlay_name);
}

#define UNDERLAY_GRAMMAR						\
	"[ srcport LOW HIGH ] [ ttl { N | inherit } ]\n"		\
	"         [ tos { N | inherit } ] [ df { set | unset | inherit } ]\n" \
	"         [ csum { on | off } ] [ csum6-tx { on | off } ]\n"	\
	"         [ csum6-rx { on | off } ]"

#define UNDERLAY_GRAMMAR_SRV6						\
	"[ ttl { N | inherit } ] [ tos { N | inherit } ] [ srh { off | full } ]"

static const struct verb underlay_verbs[] = {
	{
		.name = "add",
		.run = underlay_add,
		.grammar =
			"underlay add NAME vxlan ADDR[,ADDR] [ port PORT ]\n"
			"         [ dev DEV | vrf VRF ] [ shared ]\n"
			"         " UNDERLAY_GRAMMAR "\n"
			"ovctl underlay add NAME srv6 LOCATOR/LEN [ source ADDR ]\n"
			"         [ dev DEV | vrf VRF ]\n"
			"         " UNDERLAY_GRAMMAR_SRV6,
	}, {
		.name = "set",
		.run = underlay_set,
		.grammar =
			"underlay set NAME [ local ADDR[,ADDR] ]\n"
			"         " UNDERLAY_GRAMMAR "\n"
			"ovctl underlay set NAME [ locator LOCATOR/LEN ] [ source { ADDR | none } ]\n"
			"         " UNDERLAY_GRAMMAR_SRV6,
	},
	{ "del", underlay_del, "underlay del NAME" },
	{ "show", underlay_show, "underlay show [ NAME | kind { vxlan | srv6 } ]" },
	{ }
};

const struct object underlay_object = {
	.name = "underlay",
	.verbs = underlay_verbs,
	.fields = underlay_fields,
	.attr = OVNET_A_UNDERLAY,
	.get = OVNET_CMD_UNDERLAY_GET,
	.new = OVNET_CMD_UNDERLAY_NEW,
	.set = OVNET_CMD_UNDERLAY_SET,
	.del = OVNET_CMD_UNDERLAY_DEL,
};
