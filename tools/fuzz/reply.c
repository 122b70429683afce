// SPDX-License-Identifier: GPL-2.0
/*
 * What the kernel may answer: the first byte chooses the command, the rest is
 * what it reads. Whatever that is, nothing else is read, and JSON is JSON.
 */
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "fake.h"
#include "harness.h"
#include "json.h"
#include "ovctl.h"
#include "print.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const commands[] = {
	"-j network show red", "-j network", "-s network", "-j node", "node",
	"-j underlay", "underlay", "-j port", "-s port", "-j remote",
	"-s remote", "-j member", "member", "-j fdb", "-s fdb",
	"-j fdb flush", "-j drops", "drops", "-j monitor", "monitor",
	"-jp network", "-j network add red id 1", "-j monitor drops", "-ds port",
	"save",
};

/* The family itself is asked for. */
#define FAMILY	ARRAY_SIZE(commands)

static const struct object *const objects[] = {
	&node_object, &underlay_object, &network_object, &port_object,
	&remote_object, &member_object, &fdb_object, &route_object, &neigh_object, &binding_object,
	&limit_object, &drop_object,
};

static const struct object *object;

static void run_show(void *data)
{
	print_list_begin();
	show_object(data, (void *)object);
	print_list_end();
}

/* In as much memory as it has bytes, so that ASan sees the end. */
static void show_copy(const uint8_t *data, size_t size)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)data;
	struct ovnl_ack ack;
	struct nlmsghdr *copy;
	size_t i;

	if (size < sizeof(*nlh))
		return;
	copy = malloc(size);
	memcpy(copy, data, size);
	if (mnl_nlmsg_ok(copy, size) && copy->nlmsg_len <= size) {
		ovnl_ack_read(&ack, copy);
		print_setup(true, false);
		for (i = 0; i < ARRAY_SIZE(objects); i++) {
			object = objects[i];
			if (said(run_show, copy) != SAID_RETURNED ||
			    !json_valid(said_out))
				abort();
		}
	}
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *command;
	size_t choice;
	int status;

	if (!size)
		return 0;
	choice = data[0] % (ARRAY_SIZE(commands) + 1);
	fake_reset();
	fake_own_family = choice == FAMILY;
	command = commands[choice == FAMILY ? 0 : choice];
	fake_answer(data + 1, size - 1);
	status = ovctl(command);
	if (status != EXIT_DONE && status != EXIT_REFUSED)
		abort();
	if (!strncmp(command, "-j", 2) && said_out[0] && !json_valid(said_out))
		abort();
	show_copy(data + 1, size - 1);
	return 0;
}
