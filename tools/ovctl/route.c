// SPDX-License-Identifier: GPL-2.0
/* Where the addresses of a network are. */
#include <string.h>

#include "ovctl.h"

static const char *const route_types[] = {
	[OVNET_ROUTE_TYPE_REMOTE] = "remote",
	[OVNET_ROUTE_TYPE_DEVICE] = "device",
	[OVNET_ROUTE_TYPE_UNREACHABLE] = "unreachable",
	[OVNET_ROUTE_TYPE_PROHIBIT] = "prohibit",
	[OVNET_ROUTE_TYPE_BLACKHOLE] = "blackhole",
	[OVNET_ROUTE_TYPE_NETWORK] = "network",
};

static const struct field nexthop_fields[] = {
	{
		.key = "remote-name",
		.word = "",
		.attr = OVNET_A_NEXTHOP_REMOTE_NAME,
		.attr2 = OVNET_A_NEXTHOP_REMOTE_ID,
		.type = FIELD_STRING,
		.use = FIELD_MUST,
		.refers = &remote_object,
	}, {
		.key = "weight",
		.word = "weight",
		.attr = OVNET_A_NEXTHOP_WEIGHT,
		.type = FIELD_U16,
		.use = FIELD_DOC,
		.min = 1,
		.max = OVNET_NEXTHOP_WEIGHT_MAX,
	}, {
		.key = "sid",
		.word = "sid",
		.attr = OVNET_A_NEXTHOP_SID,
		.type = FIELD_IP6,
		.use = FIELD_DOC,
	}, {
		.key = "remote-id",
		.word = "remote-id",
		.attr = OVNET_A_NEXTHOP_REMOTE_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "buckets",
		.word = "buckets",
		.attr = OVNET_A_NEXTHOP_BUCKETS,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	},
	{ }
};

static const struct field route_fields[] = {
	{
		.key = "network-name",
		.word = "",
		.attr = OVNET_A_ROUTE_NETWORK_NAME,
		.attr2 = OVNET_A_ROUTE_NETWORK_ID,
		.type = FIELD_STRING,
		.use = FIELD_KEY,
		.refers = &network_object,
	}, {
		.word = "",
		.attr = OVNET_A_ROUTE_DST4,
		.attr2 = OVNET_A_ROUTE_DST6,
		.attr3 = OVNET_A_ROUTE_LEN,
		.type = FIELD_PREFIX,
		.use = FIELD_NAMES,
	}, {
		.word = "dst",
		.attr = OVNET_A_ROUTE_DST4,
		.attr2 = OVNET_A_ROUTE_DST6,
		.attr3 = OVNET_A_ROUTE_LEN,
		.type = FIELD_PREFIX,
		.use = FIELD_SHOW,
	}, {
		.key = "network-id",
		.word = "network-id",
		.attr = OVNET_A_ROUTE_NETWORK_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "dst4",
		.attr = OVNET_A_ROUTE_DST4,
		.type = FIELD_IP4,
		.use = FIELD_DOC,
	}, {
		.key = "dst6",
		.attr = OVNET_A_ROUTE_DST6,
		.type = FIELD_IP6,
		.use = FIELD_DOC,
	}, {
		.key = "len",
		.attr = OVNET_A_ROUTE_LEN,
		.type = FIELD_U8,
		.use = FIELD_MUST,
		.max = 128,
	}, {
		.key = "type",
		.word = "",
		.attr = OVNET_A_ROUTE_TYPE,
		.type = FIELD_ENUM,
		.use = FIELD_MUST,
		.max = OVNET_ROUTE_TYPE_NETWORK,
		.names = route_types,
	}, {
		.word = "type",
		.attr = OVNET_A_ROUTE_TYPE,
		.type = FIELD_ENUM,
		.use = FIELD_SHOW,
		.max = OVNET_ROUTE_TYPE_NETWORK,
		.names = route_types,
	}, {
		.key = "ifname",
		.word = "",
		.attr = OVNET_A_ROUTE_IFNAME,
		.attr2 = OVNET_A_ROUTE_IFINDEX,
		.type = FIELD_IFNAME,
		.use = FIELD_DOC,
	}, {
		.key = "ifindex",
		.word = "ifindex",
		.attr = OVNET_A_ROUTE_IFINDEX,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.word = "dev",
		.attr = OVNET_A_ROUTE_IFINDEX,
		.type = FIELD_DEV,
		.use = FIELD_SHOW,
	}, {
		.key = "remote-name",
		.word = "",
		.attr = OVNET_A_ROUTE_REMOTE_NAME,
		.attr2 = OVNET_A_ROUTE_REMOTE_ID,
		.type = FIELD_STRING,
		.use = FIELD_DOC,
		.refers = &remote_object,
	}, {
		.word = "remote",
		.attr = OVNET_A_ROUTE_REMOTE_NAME,
		.attr2 = OVNET_A_ROUTE_REMOTE_ID,
		.type = FIELD_REF,
		.use = FIELD_SHOW,
		.min = 1,
		.max = UINT32_MAX,
	}, {
		.key = "remote-id",
		.word = "remote-id",
		.attr = OVNET_A_ROUTE_REMOTE_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "nexthop",
		.word = "remote",
		.attr = OVNET_A_ROUTE_NEXTHOP,
		.type = FIELD_LIST,
		.use = FIELD_DOC,
		.max = OVNET_NEXTHOPS_MAX,
		.fields = nexthop_fields,
	}, {
		.key = "transit",
		.word = "transit",
		.attr = OVNET_A_ROUTE_TRANSIT,
		.type = FIELD_FLAG,
		.use = FIELD_DOC | FIELD_SHOW,
	}, {
		.key = "to-network-name",
		.word = "",
		.attr = OVNET_A_ROUTE_TO_NETWORK_NAME,
		.attr2 = OVNET_A_ROUTE_TO_NETWORK_ID,
		.type = FIELD_STRING,
		.use = FIELD_DOC,
		.refers = &network_object,
	}, {
		.word = "network",
		.attr = OVNET_A_ROUTE_TO_NETWORK_NAME,
		.attr2 = OVNET_A_ROUTE_TO_NETWORK_ID,
		.type = FIELD_REF,
		.use = FIELD_SHOW,
		.min = 1,
		.max = OVNET_NETWORK_ID_MAX,
	}, {
		.key = "to-network-id",
		.word = "to-network-id",
		.attr = OVNET_A_ROUTE_TO_NETWORK_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "bound",
		.word = "bound",
		.attr = OVNET_A_ROUTE_BOUND,
		.type = FIELD_FLAG,
	},
	{ }
};

static const struct field route_network = {
	.word = "NETWORK",
	.attr = OVNET_A_ROUTE_NETWORK_NAME,
	.attr2 = OVNET_A_ROUTE_NETWORK_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = OVNET_NETWORK_ID_MAX,
};

static const struct field route_prefix = {
	.word = "PREFIX",
	.attr = OVNET_A_ROUTE_DST4,
	.attr2 = OVNET_A_ROUTE_DST6,
	.attr3 = OVNET_A_ROUTE_LEN,
	.type = FIELD_PREFIX,
};

static const struct field route_addr = {
	.word = "ADDR",
	.attr = OVNET_A_ROUTE_DST4,
	.attr2 = OVNET_A_ROUTE_DST6,
	.type = FIELD_EITHER,
};

static const struct field route_dev = {
	.word = "dev",
	.attr = OVNET_A_ROUTE_IFINDEX,
	.type = FIELD_DEV,
};

static const struct field route_remote = {
	.word = "remote",
	.attr = OVNET_A_ROUTE_REMOTE_NAME,
	.attr2 = OVNET_A_ROUTE_REMOTE_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = UINT32_MAX,
};

static const struct field route_transit = {
	.word = "transit",
	.attr = OVNET_A_ROUTE_TRANSIT,
	.type = FIELD_FLAG,
};

static const struct field route_nexthop = {
	.word = "remote",
	.attr = OVNET_A_NEXTHOP_REMOTE_NAME,
	.attr2 = OVNET_A_NEXTHOP_REMOTE_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = UINT32_MAX,
};

static const struct field route_weight = {
	.word = "weight",
	.attr = OVNET_A_NEXTHOP_WEIGHT,
	.type = FIELD_U16,
	.min = 1,
	.max = OVNET_NEXTHOP_WEIGHT_MAX,
};

static const struct field route_sid = {
	.word = "sid",
	.attr = OVNET_A_NEXTHOP_SID,
	.type = FIELD_IP6,
};

static const struct field route_to_network = {
	.word = "network",
	.attr = OVNET_A_ROUTE_TO_NETWORK_NAME,
	.attr2 = OVNET_A_ROUTE_TO_NETWORK_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = OVNET_NETWORK_ID_MAX,
};

static void route_put_key(struct request *r, struct args *args)
{
	value_put_subject(r, args, &route_network);
	value_put_subject(r, args, &route_prefix);
}

/* What is dropped is said by a word alone. */
static bool route_put_reject(struct request *r, struct args *args)
{
	uint8_t type;

	for (type = OVNET_ROUTE_TYPE_UNREACHABLE;
	     type <= OVNET_ROUTE_TYPE_BLACKHOLE; type++) {
		if (!args_match(args, route_types[type]))
			continue;
		mnl_attr_put_u8(r->nlh, OVNET_A_ROUTE_TYPE, type);
		return true;
	}
	return false;
}

/* In any order, each once. */
static void route_put_nexthop(struct request *r, struct args *args)
{
	bool weight = false, sid = false;

	for (;;) {
		if (!weight && args_match(args, route_weight.word)) {
			value_put(r, args, &route_weight);
			weight = true;
		} else if (!sid && args_match(args, route_sid.word)) {
			value_put(r, args, &route_sid);
			sid = true;
		} else {
			return;
		}
	}
}

/* One without a weight or SID is named by itself. */
static void route_put_remotes(struct request *r, struct args *args)
{
	const char *name = args_take(args, "its value");
	const char *next = args_peek(args);
	struct nlattr *nest;
	int n = 0;

	if (!next || (strcmp(next, route_remote.word) &&
		      strcmp(next, route_weight.word) &&
		      strcmp(next, route_sid.word))) {
		value_put_word(r, args, &route_remote, name);
		return;
	}
	for (;;) {
		if (n++ == OVNET_NEXTHOPS_MAX)
			args_fail(args, "a route has at most %u remotes",
				  OVNET_NEXTHOPS_MAX);
		nest = mnl_attr_nest_start(r->nlh, OVNET_A_ROUTE_NEXTHOP);
		value_put_word(r, args, &route_nexthop, name);
		route_put_nexthop(r, args);
		mnl_attr_nest_end(r->nlh, nest);
		if (!args_match(args, route_remote.word))
			return;
		name = args_take(args, "its value");
	}
}

static void route_put_to_remotes(struct request *r, struct args *args)
{
	route_put_remotes(r, args);
	if (args_match(args, route_transit.word))
		value_put(r, args, &route_transit);
}

static int route_configure(struct args *args, uint8_t cmd)
{
	struct request r;

	request_begin(&r, args, cmd);
	route_put_key(&r, args);
	if (args_match(args, route_remote.word))
		route_put_to_remotes(&r, args);
	else if (args_match(args, route_dev.word))
		value_put(&r, args, &route_dev);
	else if (args_match(args, route_to_network.word))
		value_put(&r, args, &route_to_network);
	else if (!route_put_reject(&r, args))
		args_fail(args,
			  "expected remote, dev, network, unreachable, prohibit or blackhole after the prefix");
	return batch_row(&r, args);
}

static int route_add(struct args *args)
{
	return route_configure(args, OVNET_CMD_ROUTE_NEW);
}

static int route_replace(struct args *args)
{
	return route_configure(args, OVNET_CMD_ROUTE_SET);
}

static int route_del(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_ROUTE_DEL);
	route_put_key(&r, args);
	return batch_row(&r, args);
}

/* The one that a packet to an address takes. */
static int route_get(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_ROUTE_GET);
	value_put_subject(&r, args, &route_network);
	value_put_subject(&r, args, &route_addr);
	return request_show(&r, args, false);
}

static int route_show(struct args *args)
{
	const char *word = args_peek(args);
	struct request r;

	request_begin(&r, args, OVNET_CMD_ROUTE_GET);
	if (word && !fields_have(&route_object, word, FIELD_SHOW))
		value_put_subject(&r, args, &route_network);
	fields_put(&r, args, FIELD_SHOW);
	return request_show(&r, args, true);
}

#define ROUTE_GRAMMAR							\
	"NETWORK PREFIX { REMOTE [ REMOTE ]... [ transit ] | dev DEV |\n"	\
	"         network { NAME | ID } | unreachable | prohibit | blackhole }\n"	\
	"         REMOTE := remote { NAME | ID } [ weight 1..256 ] [ sid ADDR ]"

static const struct verb route_verbs[] = {
	{ "add", route_add, "route add " ROUTE_GRAMMAR },
	{ "replace", route_replace, "route replace " ROUTE_GRAMMAR },
	{ "del", route_del, "route del NETWORK PREFIX" },
	{ "get", route_get, "route get NETWORK ADDR" },
	{
		.name = "show",
		.run = route_show,
		.grammar = "route show [ NETWORK ] [ dst PREFIX ] [ dev DEV ]\n"
			   "         [ remote { NAME | ID } ] [ network { NAME | ID } ]\n"
			   "         [ transit ]\n"
			   "         [ type { remote | device | network | unreachable | prohibit | blackhole } ]",
	},
	{ }
};

static bool route_is_configured(const struct nlmsghdr *nlh)
{
	const struct nlattr *nest, *bound;

	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr)) {
		bound = key_find(nest, OVNET_A_ROUTE_BOUND);
		if (mnl_attr_get_type(nest) == OVNET_A_ROUTE &&
		    !(bound && mnl_attr_get_u8(bound)))
			return true;
	}
	return false;
}

const struct object route_object = {
	.name = "route",
	.verbs = route_verbs,
	.fields = route_fields,
	.attr = OVNET_A_ROUTE,
	.get = OVNET_CMD_ROUTE_GET,
	.new = OVNET_CMD_ROUTE_NEW,
	.set = OVNET_CMD_ROUTE_SET,
	.del = OVNET_CMD_ROUTE_DEL,
	.feature = OVNET_FEATURE_L3,
	.configured = route_is_configured,
};
