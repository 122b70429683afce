// SPDX-License-Identifier: GPL-2.0
/* Counters of dropped frames, in columns; dropped frames, as events. */
#include <string.h>

#include "ovctl.h"
#include "print.h"

static const struct field drops_network = {
	.word = "NETWORK",
	.attr = OVNET_A_DROPS_NETWORK_NAME,
	.attr2 = OVNET_A_DROPS_NETWORK_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = OVNET_NETWORK_ID_MAX,
};

struct drops_row {
	const char *network;	/* NULL: the whole namespace */
	const char *reason;
	uint32_t id;
	uint64_t count;
};

struct drops_widths {
	int network;
	int reason;
};

static void drops_read_attr(struct drops_row *row, const struct nlattr *attr)
{
	switch (mnl_attr_get_type(attr)) {
	case OVNET_A_DROPS_NETWORK_ID:
		if (mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
			row->id = mnl_attr_get_u32(attr);
		break;
	case OVNET_A_DROPS_NETWORK_NAME:
		if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
			row->network = mnl_attr_get_str(attr);
		break;
	case OVNET_A_DROPS_REASON:
		if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
			row->reason = mnl_attr_get_str(attr);
		break;
	case OVNET_A_DROPS_COUNT:
		if (mnl_attr_validate(attr, MNL_TYPE_U64) >= 0)
			row->count = mnl_attr_get_u64(attr);
		break;
	}
}

static void drops_read(struct drops_row *row, const struct nlmsghdr *nlh)
{
	const struct nlattr *nest, *attr;

	memset(row, 0, sizeof(*row));
	row->reason = "";
	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(nest) == OVNET_A_DROPS)
			mnl_attr_for_each_nested(attr, nest)
				drops_read_attr(row, attr);
}

static void drops_widen(int *width, const char *text)
{
	int len = strlen(text);

	if (*width < len)
		*width = len;
}

static int drops_measure(const struct nlmsghdr *nlh, void *data)
{
	struct drops_widths *widths = data;
	struct drops_row row;

	drops_read(&row, nlh);
	drops_widen(&widths->network, row.network ? row.network : "node");
	drops_widen(&widths->reason, row.reason);
	return 0;
}

static int drops_print(const struct nlmsghdr *nlh, void *data)
{
	struct drops_widths *widths = data;
	struct drops_row row;

	drops_read(&row, nlh);
	print_object_begin();
	print_width(widths->network);
	if (row.network) {
		print_string("network-name", "", row.network);
		print_uint("network-id", NULL, row.id);
	} else {
		print_label("node");
	}
	print_width(widths->reason);
	print_string("reason", "", row.reason);
	print_uint("count", "", row.count);
	print_object_end();
	return 0;
}

static int drops_show(struct args *args)
{
	struct drops_widths widths = {};
	struct ovnl_rows rows = {};
	struct request r;
	int status;

	request_begin(&r, args, OVNET_CMD_DROPS_GET);
	if (args_peek(args))
		value_put_subject(&r, args, &drops_network);
	status = request_rows(&r, args, true, &rows);
	if (status == EXIT_DONE) {
		ovnl_rows_each(&rows, drops_measure, &widths);
		print_list_begin();
		ovnl_rows_each(&rows, drops_print, &widths);
		print_list_end();
	}
	ovnl_rows_free(&rows);
	return status;
}

/* A frame, as "monitor drops" tells of it. */
static const struct field drop_fields[] = {
	{
		.key = "reason",
		.word = "",
		.attr = OVNET_A_DROPS_REASON,
		.type = FIELD_STRING,
	}, {
		.key = "network-name",
		.word = "network",
		.attr = OVNET_A_DROPS_NETWORK_NAME,
		.type = FIELD_STRING,
	}, {
		.key = "network-id",
		.word = "network-id",
		.attr = OVNET_A_DROPS_NETWORK_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "ifname",
		.word = "dev",
		.attr = OVNET_A_DROPS_IFNAME,
		.type = FIELD_STRING,
	}, {
		.key = "ifindex",
		.word = "ifindex",
		.attr = OVNET_A_DROPS_IFINDEX,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "remote-name",
		.word = "remote",
		.attr = OVNET_A_DROPS_REMOTE_NAME,
		.type = FIELD_STRING,
	}, {
		.key = "remote-id",
		.word = "remote-id",
		.attr = OVNET_A_DROPS_REMOTE_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "src-mac",
		.word = "src",
		.attr = OVNET_A_DROPS_SRC_MAC,
		.type = FIELD_MAC,
	}, {
		.key = "dst-mac",
		.word = "dst",
		.attr = OVNET_A_DROPS_DST_MAC,
		.type = FIELD_MAC,
	}, {
		.key = "ethertype",
		.word = "ethertype",
		.attr = OVNET_A_DROPS_ETHERTYPE,
		.type = FIELD_HEX16,
	}, {
		.key = "length",
		.word = "length",
		.attr = OVNET_A_DROPS_LENGTH,
		.type = FIELD_U32,
	}, {
		.key = "missed",
		.word = "missed",
		.attr = OVNET_A_DROPS_MISSED,
		.type = FIELD_U32,
		.use = FIELD_NONZERO,
	},
	{ }
};

const struct object drop_object = {
	.name = "drop",
	.fields = drop_fields,
	.attr = OVNET_A_DROPS,
};

static const struct verb drops_verbs[] = {
	{ "show", drops_show, "drops show [ NETWORK ]" },
	{ }
};

const struct object drops_object = {
	.name = "drops",
	.verbs = drops_verbs,
	.attr = OVNET_A_DROPS,
};
