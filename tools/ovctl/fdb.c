// SPDX-License-Identifier: GPL-2.0
/* Where the MAC addresses of a network are. */
#include "ovctl.h"

static const char *const fdb_states[] = {
	[OVNET_FDB_STATE_STATIC] = "static",
	[OVNET_FDB_STATE_LEARNED] = "learned",
	[OVNET_FDB_STATE_LOCAL] = "local",
	[OVNET_FDB_STATE_EXTERNAL] = "external",
	[OVNET_FDB_STATE_BOUND] = "bound",
};

static const char *const fdb_configured[] = {
	[OVNET_FDB_STATE_STATIC] = "static",
	[OVNET_FDB_STATE_EXTERNAL] = "external",
};

static const char *const fdb_flushable[] = {
	[OVNET_FDB_STATE_STATIC] = "static",
	[OVNET_FDB_STATE_LEARNED] = "learned",
	[OVNET_FDB_STATE_EXTERNAL] = "external",
};

static const struct field fdb_fields[] = {
	{
		.key = "mac",
		.word = "",
		.attr = OVNET_A_FDB_MAC,
		.type = FIELD_MAC,
		.use = FIELD_KEY,
	}, {
		.word = "mac",
		.attr = OVNET_A_FDB_MAC,
		.type = FIELD_MAC,
		.use = FIELD_SHOW,
	}, {
		.key = "network-name",
		.word = "network",
		.attr = OVNET_A_FDB_NETWORK_NAME,
		.attr2 = OVNET_A_FDB_NETWORK_ID,
		.type = FIELD_STRING,
		.use = FIELD_KEY,
		.refers = &network_object,
	}, {
		.key = "network-id",
		.word = "network-id",
		.attr = OVNET_A_FDB_NETWORK_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "ifname",
		.word = "dev",
		.attr = OVNET_A_FDB_IFNAME,
		.attr2 = OVNET_A_FDB_IFINDEX,
		.type = FIELD_IFNAME,
		.use = FIELD_DOC,
	}, {
		.key = "ifindex",
		.word = "ifindex",
		.attr = OVNET_A_FDB_IFINDEX,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.word = "dev",
		.attr = OVNET_A_FDB_IFINDEX,
		.type = FIELD_DEV,
		.use = FIELD_SHOW | FIELD_FLUSH,
	}, {
		.key = "remote-name",
		.word = "remote",
		.attr = OVNET_A_FDB_REMOTE_NAME,
		.attr2 = OVNET_A_FDB_REMOTE_ID,
		.type = FIELD_REF,
		.use = FIELD_SHOW | FIELD_FLUSH | FIELD_DOC,
		.min = 1,
		.max = UINT32_MAX,
		.refers = &remote_object,
	}, {
		.key = "remote-id",
		.word = "remote-id",
		.attr = OVNET_A_FDB_REMOTE_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "state",
		.word = "",
		.attr = OVNET_A_FDB_STATE,
		.type = FIELD_ENUM,
		.max = OVNET_FDB_STATE_BOUND,
		.names = fdb_states,
	}, {
		.word = "state",
		.attr = OVNET_A_FDB_STATE,
		.type = FIELD_ENUM,
		.use = FIELD_SHOW,
		.max = OVNET_FDB_STATE_BOUND,
		.names = fdb_states,
	}, {
		.word = "state",
		.attr = OVNET_A_FDB_STATE,
		.type = FIELD_ENUM,
		.use = FIELD_FLUSH,
		.max = OVNET_FDB_STATE_EXTERNAL,
		.names = fdb_flushable,
	}, {
		.word = "state",
		.attr = OVNET_A_FDB_STATE,
		.type = FIELD_ENUM,
		.use = FIELD_ADD,
		.max = OVNET_FDB_STATE_EXTERNAL,
		.names = fdb_configured,
	}, {
		.key = "state",
		.attr = OVNET_A_FDB_STATE,
		.type = FIELD_ENUM,
		.use = FIELD_DOC_ONLY,
		.max = OVNET_FDB_STATE_EXTERNAL,
		.names = fdb_configured,
	}, {
		.key = "seq",
		.word = "seq",
		.attr = OVNET_A_FDB_SEQ,
		.type = FIELD_U32,
		.use = FIELD_ADD | FIELD_NONZERO | FIELD_DOC,
		.max = UINT32_MAX,
	}, {
		.key = "used-ms",
		.word = "used",
		.attr = OVNET_A_FDB_USED_MS,
		.type = FIELD_MS,
	}, {
		.key = "updated-ms",
		.word = "updated",
		.attr = OVNET_A_FDB_UPDATED_MS,
		.type = FIELD_MS,
		.use = FIELD_LINE,
	}, {
		.key = "flushed",
		.word = "flushed",
		.attr = OVNET_A_FDB_FLUSHED,
		.type = FIELD_U32,
	},
	{ }
};

static const struct field fdb_network = {
	.word = "NETWORK",
	.attr = OVNET_A_FDB_NETWORK_NAME,
	.attr2 = OVNET_A_FDB_NETWORK_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = OVNET_NETWORK_ID_MAX,
};

static const struct field fdb_mac = {
	.word = "MAC",
	.attr = OVNET_A_FDB_MAC,
	.type = FIELD_MAC,
};

static const struct field fdb_dev = {
	.word = "dev",
	.attr = OVNET_A_FDB_IFINDEX,
	.type = FIELD_DEV,
};

static const struct field fdb_remote = {
	.word = "remote",
	.attr = OVNET_A_FDB_REMOTE_NAME,
	.attr2 = OVNET_A_FDB_REMOTE_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = UINT32_MAX,
};

static void fdb_put_key(struct request *r, struct args *args)
{
	value_put_subject(r, args, &fdb_network);
	value_put_subject(r, args, &fdb_mac);
}

static int fdb_configure(struct args *args, uint8_t cmd)
{
	struct request r;

	request_begin(&r, args, cmd);
	fdb_put_key(&r, args);
	if (args_match(args, fdb_dev.word))
		value_put(&r, args, &fdb_dev);
	else if (args_match(args, fdb_remote.word))
		value_put(&r, args, &fdb_remote);
	else
		args_fail(args, "expected remote or dev after the MAC address");
	if (args_peek(args))
		fields_put(&r, args, FIELD_ADD);
	return batch_row(&r, args);
}

static int fdb_add(struct args *args)
{
	return fdb_configure(args, OVNET_CMD_FDB_NEW);
}

static int fdb_replace(struct args *args)
{
	return fdb_configure(args, OVNET_CMD_FDB_SET);
}

static int fdb_del(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_FDB_DEL);
	fdb_put_key(&r, args);
	return batch_row(&r, args);
}

static int fdb_get(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_FDB_GET);
	fdb_put_key(&r, args);
	return request_show(&r, args, false);
}

/* The network comes first, if at all, and has no word before it. */
static void fdb_put_filter(struct request *r, struct args *args,
			   unsigned int use)
{
	const char *word = args_peek(args);

	if (word && !fields_have(&fdb_object, word, use))
		value_put_subject(r, args, &fdb_network);
	fields_put(r, args, use);
}

static int fdb_show(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_FDB_GET);
	fdb_put_filter(&r, args, FIELD_SHOW);
	return request_show(&r, args, true);
}

static int fdb_flush(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_FDB_FLUSH);
	fdb_put_filter(&r, args, FIELD_FLUSH);
	return request_show(&r, args, false);
}

#define FDB_GRAMMAR							\
	"NETWORK MAC { remote { NAME | ID } | dev DEV }\n"		\
	"         [ state { static | external } ] [ seq N ]"

static const struct verb fdb_verbs[] = {
	{ "add", fdb_add, "fdb add " FDB_GRAMMAR },
	{ "replace", fdb_replace, "fdb replace " FDB_GRAMMAR },
	{ "del", fdb_del, "fdb del NETWORK MAC" },
	{ "get", fdb_get, "fdb get NETWORK MAC" },
	{
		.name = "show",
		.run = fdb_show,
		.grammar = "fdb show [ NETWORK ] [ mac MAC ] [ dev DEV ]\n"
			   "         [ remote { NAME | ID } ]\n"
			   "         [ state { static | learned | local | external | bound } ]",
	}, {
		.name = "flush",
		.run = fdb_flush,
		.grammar = "fdb flush [ NETWORK ] [ dev DEV ] [ remote { NAME | ID } ]\n"
			   "         [ state { static | learned | external } ]",
	},
	{ }
};

static bool fdb_is_configured(const struct nlmsghdr *nlh)
{
	const struct nlattr *nest, *state;

	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr)) {
		state = key_find(nest, OVNET_A_FDB_STATE);
		if (mnl_attr_get_type(nest) == OVNET_A_FDB && state &&
		    (mnl_attr_get_u8(state) == OVNET_FDB_STATE_STATIC ||
		     mnl_attr_get_u8(state) == OVNET_FDB_STATE_EXTERNAL))
			return true;
	}
	return false;
}

const struct object fdb_object = {
	.name = "fdb",
	.verbs = fdb_verbs,
	.fields = fdb_fields,
	.attr = OVNET_A_FDB,
	.get = OVNET_CMD_FDB_GET,
	.new = OVNET_CMD_FDB_SET,	/* takes a learned row over */
	.set = OVNET_CMD_FDB_SET,
	.del = OVNET_CMD_FDB_DEL,
	.seq = OVNET_A_FDB_SEQ,
	.configured = fdb_is_configured,
};
