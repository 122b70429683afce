// SPDX-License-Identifier: GPL-2.0
/* Events as they happen, a line each. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ovctl.h"
#include "print.h"

static const char *const monitor_groups[] = {
	OVNET_MCGRP_CONFIG,
	OVNET_MCGRP_FDB,
	OVNET_MCGRP_LIMIT,
	OVNET_MCGRP_ROUTE,
	OVNET_MCGRP_NEIGH,
	OVNET_MCGRP_DROPS,
};

#define N_GROUPS	ARRAY_SIZE(monitor_groups)

/* Frames are dropped all the time: only for those who ask. */
#define MONITOR_DEFAULT	0x1f

/* What the commands of events mean, and for what kind of object. */
static const struct {
	const struct object *object;
	const char *verb;
} monitor_events[OVNET_CMD_MAX + 1] = {
	[OVNET_CMD_UNDERLAY_NEW] = { &underlay_object, "new" },
	[OVNET_CMD_UNDERLAY_SET] = { &underlay_object, "set" },
	[OVNET_CMD_UNDERLAY_DEL] = { &underlay_object, "del" },
	[OVNET_CMD_NETWORK_NEW] = { &network_object, "new" },
	[OVNET_CMD_NETWORK_SET] = { &network_object, "set" },
	[OVNET_CMD_NETWORK_DEL] = { &network_object, "del" },
	[OVNET_CMD_PORT_NEW] = { &port_object, "new" },
	[OVNET_CMD_PORT_SET] = { &port_object, "set" },
	[OVNET_CMD_PORT_DEL] = { &port_object, "del" },
	[OVNET_CMD_REMOTE_NEW] = { &remote_object, "new" },
	[OVNET_CMD_REMOTE_SET] = { &remote_object, "set" },
	[OVNET_CMD_REMOTE_DEL] = { &remote_object, "del" },
	[OVNET_CMD_MEMBER_NEW] = { &member_object, "new" },
	[OVNET_CMD_MEMBER_SET] = { &member_object, "set" },
	[OVNET_CMD_MEMBER_DEL] = { &member_object, "del" },
	[OVNET_CMD_FDB_NEW] = { &fdb_object, "new" },
	[OVNET_CMD_FDB_SET] = { &fdb_object, "set" },
	[OVNET_CMD_FDB_DEL] = { &fdb_object, "del" },
	[OVNET_CMD_ROUTE_NEW] = { &route_object, "new" },
	[OVNET_CMD_ROUTE_SET] = { &route_object, "set" },
	[OVNET_CMD_ROUTE_DEL] = { &route_object, "del" },
	[OVNET_CMD_NEIGH_NEW] = { &neigh_object, "new" },
	[OVNET_CMD_NEIGH_SET] = { &neigh_object, "set" },
	[OVNET_CMD_NEIGH_DEL] = { &neigh_object, "del" },
	[OVNET_CMD_BINDING_NEW] = { &binding_object, "new" },
	[OVNET_CMD_BINDING_DEL] = { &binding_object, "del" },
	[OVNET_CMD_NODE_SET] = { &node_object, "set" },
	[OVNET_CMD_LIMIT_NTF] = { &limit_object, NULL },
	[OVNET_CMD_DROP_NTF] = { &drop_object, NULL },
};

static int monitor_event(const struct nlmsghdr *nlh, void *data __unused)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	const struct object *object;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*genl) ||
	    genl->cmd > OVNET_CMD_MAX)
		return 0;
	object = monitor_events[genl->cmd].object;
	if (!object)
		return 0;
	print_object_begin();
	print_event(object->name, monitor_events[genl->cmd].verb);
	show_fields(object, nlh);
	print_object_end();
	/* who reads this from a pipe wants it now; nobody does: stop */
	return print_flush();
}

static unsigned int monitor_choose(struct args *args)
{
	unsigned int chosen = 0;
	const char *word;
	size_t i;

	while ((word = args_peek(args))) {
		for (i = 0; i < N_GROUPS; i++)
			if (!strcmp(word, monitor_groups[i]))
				break;
		if (i == N_GROUPS)
			args_end(args, "config, fdb, limit, route, neigh or drops");
		chosen |= 1U << i;
		args->words++;
	}
	return chosen;
}

static int monitor_run(struct args *args)
{
	unsigned int named = monitor_choose(args);
	unsigned int chosen = named ? named : MONITOR_DEFAULT;
	size_t i;
	int err;

	if (request_open(args) != EXIT_DONE)
		return EXIT_REFUSED;
	for (i = 0; i < N_GROUPS; i++) {
		if (!(chosen & 1U << i))
			continue;
		err = ovnl_join(&client, monitor_groups[i]);
		/* an older module has not all of them */
		if (err == -ENOENT && !named)
			continue;
		if (err == -ENOENT) {
			fprintf(stderr,
				"%s: this module is older than ovctl: it has no events of group %s\n",
				client.who, monitor_groups[i]);
			return EXIT_REFUSED;
		}
		if (err) {
			fprintf(stderr, "%s: group %s: %s\n", client.who,
				monitor_groups[i], strerror(-err));
			return EXIT_REFUSED;
		}
	}
	ovnl_listen(&client, monitor_event, NULL);
	return EXIT_REFUSED;
}

static const struct verb monitor_verbs[] = {
	{ "", monitor_run, "monitor [ config | fdb | limit | route | neigh | drops ]..." },
	{ }
};

const struct object monitor_object = {
	.name = "monitor",
	.verbs = monitor_verbs,
};
