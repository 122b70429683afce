// SPDX-License-Identifier: GPL-2.0
/* Devices that were handed to a network. */
#include "ovctl.h"
#include "stats.h"

static const char *const port_states[] = {
	[OVNET_PORT_STATE_BLOCKED] = "blocked",
	[OVNET_PORT_STATE_OPEN] = "open",
};

/* What is held of the words: a binding that is made with the port. */
enum {
	PORT_HELD_MAC,
	PORT_HELD_IP,
};

static const struct field port_fields[] = {
	{
		.key = "ifname",
		.word = "",
		.attr = OVNET_A_PORT_IFNAME,
		.attr2 = OVNET_A_PORT_IFINDEX,
		.type = FIELD_IFNAME,
		.use = FIELD_KEY,
	}, {
		.key = "ifindex",
		.word = "ifindex",
		.attr = OVNET_A_PORT_IFINDEX,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "network-name",
		.word = "network",
		.attr = OVNET_A_PORT_NETWORK_NAME,
		.attr2 = OVNET_A_PORT_NETWORK_ID,
		.type = FIELD_REF,
		.use = FIELD_NEED | FIELD_SHOW | FIELD_FIXED | FIELD_MUST,
		.min = 1,
		.max = OVNET_NETWORK_ID_MAX,
		.refers = &network_object,
	}, {
		.key = "network-id",
		.word = "network-id",
		.attr = OVNET_A_PORT_NETWORK_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "state",
		.word = "state",
		.attr = OVNET_A_PORT_STATE,
		.type = FIELD_ENUM,
		.use = FIELD_ADD | FIELD_SET | FIELD_SHOW | FIELD_DOC,
		.max = OVNET_PORT_STATE_OPEN,
		.names = port_states,
	}, {
		.key = "learning",
		.word = "learning",
		.attr = OVNET_A_PORT_LEARNING,
		.type = FIELD_BOOL,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
	}, {
		.key = "unknown-unicast",
		.word = "unknown-unicast",
		.attr = OVNET_A_PORT_UNKNOWN_UNICAST,
		.type = FIELD_BOOL,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
	}, {
		.key = "flood-rate",
		.word = "flood-rate",
		.attr = OVNET_A_PORT_FLOOD_RATE,
		.type = FIELD_U32,
		.use = FIELD_ADD | FIELD_SET | FIELD_DOC,
		.max = UINT32_MAX,
	}, {
		.key = "leg",
		.word = "leg",
		.attr = OVNET_A_PORT_LEG,
		.type = FIELD_DEV,
	},
	{
		.key = "bindings",
		.word = "bindings",
		.attr = OVNET_A_PORT_BINDINGS,
		.type = FIELD_U32,
		.use = FIELD_NONZERO,
	},
	{
		.word = "mac",
		.attr = OVNET_A_PORT_MAX + 1,
		.type = FIELD_HELD,
		.use = FIELD_ADD,
		.min = PORT_HELD_MAC,
	}, {
		.word = "ip",
		.attr = OVNET_A_PORT_MAX + 2,
		.type = FIELD_HELD,
		.use = FIELD_ADD,
		.min = PORT_HELD_IP,
	},
	STATS_FIELD(OVNET_A_PORT_STATS),
	{
		.key = "flood-limited",
		.word = "flood-limited",
		.attr = OVNET_A_PORT_FLOOD_LIMITED,
		.type = FIELD_U64,
		.use = FIELD_LINE,
	},
	{ }
};

static const struct field port_dev = {
	.word = "DEV",
	.attr = OVNET_A_PORT_IFINDEX,
	.type = FIELD_DEV,
};

static int port_add(struct args *args)
{
	const char *mac, *addrs;
	struct request r;

	request_begin(&r, args, OVNET_CMD_PORT_NEW);
	value_put_subject(&r, args, &port_dev);
	fields_put(&r, args, FIELD_ADD);
	mac = args->held[PORT_HELD_MAC];
	addrs = args->held[PORT_HELD_IP];
	if (addrs && !mac)
		args_fail(args, "\"ip\" is bound with a MAC: \"mac\" and its value are missing");
	if (mac)
		binding_put_port(&r, args, args->subject[0], mac, addrs);
	return request_run(&r, args);
}

static int port_set(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_PORT_SET);
	value_put_subject(&r, args, &port_dev);
	fields_put(&r, args, FIELD_SET);
	return request_run(&r, args);
}

static int port_del(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_PORT_DEL);
	value_put_subject(&r, args, &port_dev);
	return request_run(&r, args);
}

static int port_show(struct args *args)
{
	return fields_show(args, OVNET_CMD_PORT_GET, &port_dev);
}

#define PORT_GRAMMAR							\
	"[ state { open | blocked } ] [ learning { on | off } ]\n"	\
	"         [ unknown-unicast { on | off } ] [ flood-rate N ]"

static const struct verb port_verbs[] = {
	{
		.name = "add",
		.run = port_add,
		.grammar = "port add DEV network { NAME | ID }\n"
			   "         [ mac MAC [ ip ADDR[,ADDR]... ] ]\n"
			   "         " PORT_GRAMMAR,
	}, {
		.name = "set",
		.run = port_set,
		.grammar = "port set DEV " PORT_GRAMMAR,
	},
	{ "del", port_del, "port del DEV" },
	{
		.name = "show",
		.run = port_show,
		.grammar = "port show [ DEV ]\n"
			   "ovctl port show [ network { NAME | ID } ] [ state { open | blocked } ]",
	},
	{ }
};

const struct object port_object = {
	.name = "port",
	.verbs = port_verbs,
	.fields = port_fields,
	.attr = OVNET_A_PORT,
	.get = OVNET_CMD_PORT_GET,
	.new = OVNET_CMD_PORT_NEW,
	.set = OVNET_CMD_PORT_SET,
	.del = OVNET_CMD_PORT_DEL,
};
