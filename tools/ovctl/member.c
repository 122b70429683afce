// SPDX-License-Identifier: GPL-2.0
/* Remotes that get what a network floods. */
#include <string.h>

#include "ovctl.h"

static const struct field member_fields[] = {
	{
		.key = "network-name",
		.word = "",
		.attr = OVNET_A_MEMBER_NETWORK_NAME,
		.attr2 = OVNET_A_MEMBER_NETWORK_ID,
		.type = FIELD_STRING,
		.use = FIELD_KEY,
		.refers = &network_object,
	}, {
		.key = "network-id",
		.word = "network-id",
		.attr = OVNET_A_MEMBER_NETWORK_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	}, {
		.key = "remote-name",
		.word = "remote",
		.attr = OVNET_A_MEMBER_REMOTE_NAME,
		.attr2 = OVNET_A_MEMBER_REMOTE_ID,
		.type = FIELD_REF,
		.use = FIELD_NEED | FIELD_KEY,
		.min = 1,
		.max = UINT32_MAX,
		.refers = &remote_object,
	}, {
		.key = "sid",
		.word = "sid",
		.attr = OVNET_A_MEMBER_SID,
		.type = FIELD_IP6,
		.use = FIELD_ADD | FIELD_ELSE_NONE,
	}, {
		.key = "sid-flood",
		.word = "sid-flood",
		.attr = OVNET_A_MEMBER_SID_FLOOD,
		.type = FIELD_IP6,
		.use = FIELD_ADD | FIELD_ELSE_NONE,
	}, {
		.key = "remote-id",
		.word = "remote-id",
		.attr = OVNET_A_MEMBER_REMOTE_ID,
		.type = FIELD_U32,
		.use = FIELD_DETAIL,
	},
	{ }
};

static const struct field member_network = {
	.word = "NETWORK",
	.attr = OVNET_A_MEMBER_NETWORK_NAME,
	.attr2 = OVNET_A_MEMBER_NETWORK_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = OVNET_NETWORK_ID_MAX,
};

static const struct field member_remote = {
	.word = "remote",
	.attr = OVNET_A_MEMBER_REMOTE_NAME,
	.attr2 = OVNET_A_MEMBER_REMOTE_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = UINT32_MAX,
};

static int member_add(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_MEMBER_NEW);
	value_put_subject(&r, args, &member_network);
	fields_put(&r, args, FIELD_ADD);
	return request_run(&r, args);
}

/* To name one takes the same words as to add it. */
static int member_del(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_MEMBER_DEL);
	value_put_subject(&r, args, &member_network);
	fields_put(&r, args, FIELD_ADD);
	return request_run(&r, args);
}

/* Words with commas between, one remote each. */
static void member_put_remotes(struct request *r, struct args *args,
			       const char *network, char *remotes)
{
	bool first = true;
	char *remote;

	while ((remote = strsep(&remotes, ","))) {
		if (!first && !request_next(r))
			args_fail(args,
				  "these are more remotes than fit into a request");
		if (!first)
			value_put_word(r, args, &member_network, network);
		value_put_word(r, args, &member_remote, remote);
		first = false;
	}
}

static int member_set(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_MEMBER_SET);
	value_put_subject(&r, args, &member_network);
	if (!args_match(args, member_remote.word))
		args_fail(args, "expected remote after the network");
	args_take(args, "names of remotes with commas between, or none");
	if (strcmp(args->words[-1], "none"))
		member_put_remotes(&r, args, args->subject[0], args->words[-1]);
	return request_run(&r, args);
}

static int member_show(struct args *args)
{
	struct request r;

	request_begin(&r, args, OVNET_CMD_MEMBER_GET);
	if (args_peek(args))
		value_put_subject(&r, args, &member_network);
	return request_show(&r, args, true);
}

static const struct verb member_verbs[] = {
	{
		.name = "add",
		.run = member_add,
		.grammar = "member add NETWORK remote { NAME | ID } [ sid ADDR ]\n"
			   "         [ sid-flood ADDR ]",
	},
	{ "del", member_del, "member del NETWORK remote { NAME | ID }" },
	{
		.name = "set",
		.run = member_set,
		.grammar = "member set NETWORK remote { { NAME | ID }[,{ NAME | ID }]... | none }",
	},
	{ "show", member_show, "member show [ NETWORK ]" },
	{ }
};

const struct object member_object = {
	.name = "member",
	.verbs = member_verbs,
	.fields = member_fields,
	.attr = OVNET_A_MEMBER,
	.get = OVNET_CMD_MEMBER_GET,
	.new = OVNET_CMD_MEMBER_NEW,
	.del = OVNET_CMD_MEMBER_DEL,
};
