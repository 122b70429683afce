// SPDX-License-Identifier: GPL-2.0
/* What ports may send from. */
#include "ovctl.h"

static const struct field binding_fields[] = {
	{
		.key = "ifname",
		.word = "",
		.attr = OVNET_A_BINDING_IFNAME,
		.attr2 = OVNET_A_BINDING_IFINDEX,
		.type = FIELD_IFNAME,
		.use = FIELD_KEY,
	}, {
		.key = "ifindex",
		.word = "ifindex",
		.attr = OVNET_A_BINDING_IFINDEX,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "mac",
		.word = "mac",
		.attr = OVNET_A_BINDING_MAC,
		.type = FIELD_MAC,
		.use = FIELD_NEED | FIELD_KEY,
	}, {
		.word = "",
		.attr = OVNET_A_BINDING_ADDR4,
		.attr2 = OVNET_A_BINDING_ADDR6,
		.type = FIELD_EITHER,
		.use = FIELD_NAMES,
	}, {
		.word = "ip",
		.attr = OVNET_A_BINDING_ADDR4,
		.attr2 = OVNET_A_BINDING_ADDR6,
		.type = FIELD_EITHER,
		.use = FIELD_ADD,
	}, {
		.key = "addr4",
		.attr = OVNET_A_BINDING_ADDR4,
		.type = FIELD_IP4,
		.use = FIELD_DOC,
	}, {
		.key = "addr6",
		.attr = OVNET_A_BINDING_ADDR6,
		.type = FIELD_IP6,
		.use = FIELD_DOC,
	},
	{ }
};

static const struct field binding_dev = {
	.word = "DEV",
	.attr = OVNET_A_BINDING_IFINDEX,
	.type = FIELD_DEV,
};

static int binding_change(struct args *args, uint8_t cmd)
{
	struct request r;

	request_begin(&r, args, cmd);
	value_put_subject(&r, args, &binding_dev);
	fields_put(&r, args, FIELD_ADD);
	return request_run(&r, args);
}

static int binding_add(struct args *args)
{
	return binding_change(args, OVNET_CMD_BINDING_NEW);
}

/* To name one takes the same words as to add it. */
static int binding_del(struct args *args)
{
	return binding_change(args, OVNET_CMD_BINDING_DEL);
}

static int binding_show(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_BINDING_GET);
	if (args_peek(args))
		value_put_subject(&r, args, &binding_dev);
	return request_show(&r, args, true);
}

static const struct verb binding_verbs[] = {
	{ "add", binding_add, "binding add DEV mac MAC [ ip ADDR ]" },
	{ "del", binding_del, "binding del DEV mac MAC [ ip ADDR ]" },
	{ "show", binding_show, "binding show [ DEV ]" },
	{ }
};

const struct object binding_object = {
	.name = "binding",
	.verbs = binding_verbs,
	.fields = binding_fields,
	.attr = OVNET_A_BINDING,
	.get = OVNET_CMD_BINDING_GET,
	.new = OVNET_CMD_BINDING_NEW,
	.del = OVNET_CMD_BINDING_DEL,
	.feature = OVNET_FEATURE_BINDING,
};
