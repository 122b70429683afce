// SPDX-License-Identifier: GPL-2.0
/* The MAC addresses of the IP addresses of a network. */
#include "ovctl.h"

static const char *const neigh_states[] = {
	[OVNET_NEIGH_STATE_STATIC] = "static",
	[OVNET_NEIGH_STATE_LEARNED] = "learned",
	[OVNET_NEIGH_STATE_EXTERNAL] = "external",
	[OVNET_NEIGH_STATE_BOUND] = "bound",
};

static const char *const neigh_configured[] = {
	[OVNET_NEIGH_STATE_STATIC] = "static",
	[OVNET_NEIGH_STATE_EXTERNAL] = "external",
};

static const struct field neigh_fields[] = {
	{
		.key = "network-name",
		.word = "",
		.attr = OVNET_A_NEIGH_NETWORK_NAME,
		.attr2 = OVNET_A_NEIGH_NETWORK_ID,
		.type = FIELD_STRING,
		.use = FIELD_KEY,
		.refers = &network_object,
	}, {
		.word = "",
		.attr = OVNET_A_NEIGH_ADDR4,
		.attr2 = OVNET_A_NEIGH_ADDR6,
		.type = FIELD_EITHER,
		.use = FIELD_NAMES,
	}, {
		.word = "addr",
		.attr = OVNET_A_NEIGH_ADDR4,
		.attr2 = OVNET_A_NEIGH_ADDR6,
		.type = FIELD_EITHER,
		.use = FIELD_SHOW | FIELD_FLUSH,
	}, {
		.key = "network-id",
		.word = "network-id",
		.attr = OVNET_A_NEIGH_NETWORK_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "addr4",
		.attr = OVNET_A_NEIGH_ADDR4,
		.type = FIELD_IP4,
		.use = FIELD_DOC,
	}, {
		.key = "addr6",
		.attr = OVNET_A_NEIGH_ADDR6,
		.type = FIELD_IP6,
		.use = FIELD_DOC,
	}, {
		.key = "mac",
		.word = "lladdr",
		.attr = OVNET_A_NEIGH_MAC,
		.type = FIELD_MAC,
		.use = FIELD_SHOW | FIELD_FLUSH | FIELD_MUST,
	}, {
		.key = "ifname",
		.word = "dev",
		.attr = OVNET_A_NEIGH_IFNAME,
		.type = FIELD_STRING,
	}, {
		.key = "ifindex",
		.word = "ifindex",
		.attr = OVNET_A_NEIGH_IFINDEX,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "remote-name",
		.word = "remote",
		.attr = OVNET_A_NEIGH_REMOTE_NAME,
		.type = FIELD_STRING,
	}, {
		.key = "remote-id",
		.word = "remote-id",
		.attr = OVNET_A_NEIGH_REMOTE_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "state",
		.word = "",
		.attr = OVNET_A_NEIGH_STATE,
		.type = FIELD_ENUM,
		.max = OVNET_NEIGH_STATE_BOUND,
		.names = neigh_states,
	}, {
		.key = "held-ms",
		.word = "held",
		.attr = OVNET_A_NEIGH_HELD_MS,
		.type = FIELD_MS,
	}, {
		.word = "state",
		.attr = OVNET_A_NEIGH_STATE,
		.type = FIELD_ENUM,
		.use = FIELD_SHOW,
		.max = OVNET_NEIGH_STATE_BOUND,
		.names = neigh_states,
	}, {
		.word = "state",
		.attr = OVNET_A_NEIGH_STATE,
		.type = FIELD_ENUM,
		.use = FIELD_FLUSH,
		.max = OVNET_NEIGH_STATE_EXTERNAL,
		.names = neigh_states,
	}, {
		.word = "state",
		.attr = OVNET_A_NEIGH_STATE,
		.type = FIELD_ENUM,
		.use = FIELD_ADD,
		.max = OVNET_NEIGH_STATE_EXTERNAL,
		.names = neigh_configured,
	}, {
		.key = "state",
		.attr = OVNET_A_NEIGH_STATE,
		.type = FIELD_ENUM,
		.use = FIELD_DOC_ONLY,
		.max = OVNET_NEIGH_STATE_EXTERNAL,
		.names = neigh_configured,
	}, {
		.key = "seq",
		.word = "seq",
		.attr = OVNET_A_NEIGH_SEQ,
		.type = FIELD_U32,
		.use = FIELD_ADD | FIELD_NONZERO | FIELD_DOC,
		.max = UINT32_MAX,
	}, {
		.key = "used-ms",
		.word = "used",
		.attr = OVNET_A_NEIGH_USED_MS,
		.type = FIELD_MS,
	}, {
		.key = "updated-ms",
		.word = "updated",
		.attr = OVNET_A_NEIGH_UPDATED_MS,
		.type = FIELD_MS,
		.use = FIELD_LINE,
	}, {
		.key = "flushed",
		.word = "flushed",
		.attr = OVNET_A_NEIGH_FLUSHED,
		.type = FIELD_U32,
	},
	{ }
};

static const struct field neigh_network = {
	.word = "NETWORK",
	.attr = OVNET_A_NEIGH_NETWORK_NAME,
	.attr2 = OVNET_A_NEIGH_NETWORK_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = OVNET_NETWORK_ID_MAX,
};

static const struct field neigh_addr = {
	.word = "ADDR",
	.attr = OVNET_A_NEIGH_ADDR4,
	.attr2 = OVNET_A_NEIGH_ADDR6,
	.type = FIELD_EITHER,
};

static const struct field neigh_mac = {
	.word = "lladdr",
	.attr = OVNET_A_NEIGH_MAC,
	.type = FIELD_MAC,
};

static void neigh_put_key(struct request *r, struct args *args)
{
	value_put_subject(r, args, &neigh_network);
	value_put_subject(r, args, &neigh_addr);
}

static int neigh_configure(struct args *args, uint8_t cmd)
{
	struct request r;

	request_begin(&r, args, cmd);
	neigh_put_key(&r, args);
	if (!args_match(args, neigh_mac.word))
		args_fail(args, "expected lladdr after the address");
	value_put(&r, args, &neigh_mac);
	if (args_peek(args))
		fields_put(&r, args, FIELD_ADD);
	return batch_row(&r, args);
}

static int neigh_add(struct args *args)
{
	return neigh_configure(args, OVNET_CMD_NEIGH_NEW);
}

static int neigh_replace(struct args *args)
{
	return neigh_configure(args, OVNET_CMD_NEIGH_SET);
}

static int neigh_del(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_NEIGH_DEL);
	neigh_put_key(&r, args);
	return batch_row(&r, args);
}

static int neigh_get(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_NEIGH_GET);
	neigh_put_key(&r, args);
	return request_show(&r, args, false);
}

/* The network comes first, if at all, and has no word before it. */
static void neigh_put_filter(struct request *r, struct args *args,
			     unsigned int use)
{
	const char *word = args_peek(args);

	if (word && !fields_have(&neigh_object, word, use))
		value_put_subject(r, args, &neigh_network);
	fields_put(r, args, use);
}

static int neigh_show(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_NEIGH_GET);
	neigh_put_filter(&r, args, FIELD_SHOW);
	return request_show(&r, args, true);
}

static int neigh_flush(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_NEIGH_FLUSH);
	neigh_put_filter(&r, args, FIELD_FLUSH);
	return request_show(&r, args, false);
}

#define NEIGH_GRAMMAR							\
	"NETWORK ADDR lladdr MAC\n"					\
	"         [ state { static | external } ] [ seq N ]"

#define NEIGH_FILTER							\
	"[ NETWORK ] [ addr ADDR ] [ lladdr MAC ]\n"			\
	"         [ state { static | learned | external"

static const struct verb neigh_verbs[] = {
	{ "add", neigh_add, "neigh add " NEIGH_GRAMMAR },
	{ "replace", neigh_replace, "neigh replace " NEIGH_GRAMMAR },
	{ "del", neigh_del, "neigh del NETWORK ADDR" },
	{ "get", neigh_get, "neigh get NETWORK ADDR" },
	{ "show", neigh_show, "neigh show " NEIGH_FILTER " | bound } ]" },
	{ "flush", neigh_flush, "neigh flush " NEIGH_FILTER " } ]" },
	{ }
};

static bool neigh_is_configured(const struct nlmsghdr *nlh)
{
	const struct nlattr *nest, *state;

	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr)) {
		state = key_find(nest, OVNET_A_NEIGH_STATE);
		if (mnl_attr_get_type(nest) == OVNET_A_NEIGH && state &&
		    (mnl_attr_get_u8(state) == OVNET_NEIGH_STATE_STATIC ||
		     mnl_attr_get_u8(state) == OVNET_NEIGH_STATE_EXTERNAL))
			return true;
	}
	return false;
}

const struct object neigh_object = {
	.name = "neigh",
	.verbs = neigh_verbs,
	.fields = neigh_fields,
	.attr = OVNET_A_NEIGH,
	.get = OVNET_CMD_NEIGH_GET,
	.new = OVNET_CMD_NEIGH_SET,	/* takes a learned row over */
	.set = OVNET_CMD_NEIGH_SET,
	.del = OVNET_CMD_NEIGH_DEL,
	.seq = OVNET_A_NEIGH_SEQ,
	.feature = OVNET_FEATURE_NEIGH,
	.configured = neigh_is_configured,
};
