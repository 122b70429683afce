// SPDX-License-Identifier: GPL-2.0
/* What ports may send from. */
#include <sys/socket.h>

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

#define BINDING_ADDRS_MAX	64	/* as many as a port may have */

static const struct field binding_dev = {
	.word = "DEV",
	.attr = OVNET_A_BINDING_IFINDEX,
	.type = FIELD_DEV,
};

static const struct field binding_mac = {
	.word = "mac",
	.attr = OVNET_A_BINDING_MAC,
	.type = FIELD_MAC,
};

/* @addr: NULL: any */
static void binding_put(struct request *r, struct args *args, const char *dev,
			const char *mac, const struct parse_addr *addr)
{
	request_also(r, &binding_object);
	value_put_word(r, args, &binding_dev, dev);
	value_put_word(r, args, &binding_mac, mac);
	if (addr)
		mnl_attr_put(r->nlh, addr->family == AF_INET ?
				     OVNET_A_BINDING_ADDR4 :
				     OVNET_A_BINDING_ADDR6,
			     addr->len, addr->data);
}

/**
 * binding_put_port() - bindings that are made with their port
 * @r: the request that makes it
 * @args: the command
 * @dev: the port
 * @mac: what it may send from
 * @words: IP addresses with commas between; NULL: any
 */
void binding_put_port(struct request *r, struct args *args, const char *dev,
		      const char *mac, const char *words)
{
	struct parse_addr addrs[BINDING_ADDRS_MAX];
	int i, n;

	if (!words) {
		binding_put(r, args, dev, mac, NULL);
		return;
	}
	n = parse_addrs(words, addrs, BINDING_ADDRS_MAX);
	if (!n)
		args_fail(args,
			  "ip: \"%s\" is not 1 to %u IP addresses with commas between",
			  words, BINDING_ADDRS_MAX);
	for (i = 0; i < n; i++)
		binding_put(r, args, dev, mac, &addrs[i]);
}

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
