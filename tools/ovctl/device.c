// SPDX-License-Identifier: GPL-2.0
/*
 * Devices by the words of the command line. An endpoint's own device is mostly
 * in another namespace: it is called NAME@NSID, as the kernel does, and is found
 * among the ports.
 */
#include <errno.h>
#include <net/if.h>
#include <string.h>

#include "ovctl.h"

struct device_search {
	const char *word;
	uint32_t found;
};

static int device_compare(const struct nlmsghdr *nlh, void *data)
{
	struct device_search *search = data;
	const struct nlattr *nest, *name, *index;

	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(nest) != OVNET_A_PORT)
			continue;
		name = key_find(nest, OVNET_A_PORT_IFNAME);
		index = key_find(nest, OVNET_A_PORT_IFINDEX);
		if (name && mnl_attr_validate(name, MNL_TYPE_NUL_STRING) >= 0 &&
		    index && mnl_attr_validate(index, MNL_TYPE_U32) >= 0 &&
		    !strcmp(mnl_attr_get_str(name), search->word))
			search->found = mnl_attr_get_u32(index);
	}
	return 0;
}

/* The number of the port whose device is called so; 0: there is none. */
static uint32_t device_port(struct args *args, const char *word)
{
	struct device_search search = { .word = word };
	struct ovnl_rows rows = {};
	struct request r;

	if (request_open(args) != EXIT_DONE)
		return 0;
	request_begin_object(&r, &port_object, OVNET_CMD_PORT_GET);
	request_no_object(&r);
	r.nlh->nlmsg_type = client.family;
	if (ovnl_dump(&client, r.nlh, &rows))
		return 0;
	ovnl_rows_each(&rows, device_compare, &search);
	ovnl_rows_free(&rows);
	return search.found;
}

/**
 * device_index() - the number of a device
 * @args: the command, of which words may be left
 * @word: what it is called
 *
 * Return: it; 0 and errno: there is none.
 */
uint32_t device_index(struct args *args, const char *word)
{
	uint32_t index = if_nametoindex(word);

	if (!index && errno == ENODEV && strchr(word, '@')) {
		index = device_port(args, word);
		errno = ENODEV;
	}
	return index;
}
