// SPDX-License-Identifier: GPL-2.0
/* vxlan devices of the kernel, as a batch. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <linux/if_link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "import.h"
#include "memory.h"

/* What the namespace has; to ask for it would load the module. */
static int import_have(struct import *im)
{
	char path[PATH_MAX];
	int status;

	snprintf(path, sizeof(path), "%s/sys/module/ovnet", im->root);
	if (access(path, F_OK))
		return EXIT_DONE;
	status = table_read(&im->have_underlays, im->args, &underlay_object);
	if (status == EXIT_DONE)
		status = table_read(&im->have_remotes, im->args,
				    &remote_object);
	return status;
}

static const struct import_link *import_named(const struct import *im,
					      const char *name)
{
	size_t i;

	for (i = 0; i < im->n_links; i++)
		if (!strcmp(im->links[i].name, name))
			return &im->links[i];
	return NULL;
}

/* What a network may not have in its name; and it is not a number. */
static void import_name(struct import_device *device)
{
	const char *from = device->link->name;
	char *at = device->network;

	if (parse_digits(from))
		at = stpcpy(at, "net");
	for (; *from; from++)
		*at++ = (isascii((unsigned char)*from) &&
			 isalnum((unsigned char)*from)) ||
			strchr(".-_:@+", *from) ? *from : '_';
	*at = '\0';
}

static void import_add(struct import *im, const char *name)
{
	const struct import_link *link = import_named(im, name);
	struct import_device *device;

	if (!link) {
		import_refuse(im, name, "it has gone meanwhile");
		return;
	}
	if (strcmp(link->kind, "vxlan") || !link->data) {
		import_refuse(im, name,
			      "it is no vxlan device; \"ip link show type vxlan\" lists them");
		return;
	}
	if (import_ours(im, link))
		return;
	im->devices = memory_more(im->devices, im->n_devices,
				  sizeof(*im->devices));
	device = &im->devices[im->n_devices++];
	memset(device, 0, sizeof(*device));
	device->link = link;
	device->vni = import_number(link->data, IFLA_VXLAN_ID, 0);
	/* an id is not 0 */
	device->id = device->vni ?: OVNET_NETWORK_ID_MAX;
	device->port = ntohs(import_number(link->data, IFLA_VXLAN_PORT, 0));
	if (link->slave)
		device->bridge = import_link(im, link->master);
	import_name(device);
}

/**
 * import_examine() - read all that is needed, and see what it comes to
 * @im: the import; has @args and @root and is zero otherwise
 * @names: of the devices
 * @n: how many
 *
 * Return: EXIT_DONE, or EXIT_REFUSED, said.
 */
int import_examine(struct import *im, char *const *names, size_t n)
{
	int err = import_read(im);
	size_t i;

	if (err) {
		fprintf(stderr, "%s: rtnetlink: %s\n", args_who(im->args),
			strerror(-err));
		return EXIT_REFUSED;
	}
	if (import_have(im) != EXIT_DONE)
		return EXIT_REFUSED;
	for (i = 0; i < n; i++)
		import_add(im, names[i]);
	for (i = 0; i < im->n_devices; i++)
		import_check(im, &im->devices[i]);
	if (im->refused)
		return EXIT_REFUSED;
	for (i = 0; i < im->n_devices; i++) {
		import_underlay(im, &im->devices[i]);
		import_remotes(im, &im->devices[i]);
	}
	return EXIT_DONE;
}

/**
 * import_free() - forget what was read
 * @im: the import
 */
void import_free(struct import *im)
{
	size_t i;

	table_free(&im->have_underlays);
	table_free(&im->have_remotes);
	ovnl_close(&im->route);
	for (i = 0; i < ARRAY_SIZE(im->messages); i++)
		ovnl_rows_free(&im->messages[i]);
	free(im->links);
	free(im->addrs);
	free(im->rows);
	free(im->neighs);
	free(im->devices);
	free(im->underlays);
	free(im->remotes);
}

static int import_run(struct args *args)
{
	struct import im = { .args = args, .root = "" };
	char *const *names = args->words;
	size_t n = 0;
	int status;

	do {
		if (!if_nametoindex(args_take(args, "DEV")))
			args_fail(args, "device %s: %s", names[n],
				  strerror(errno));
		n++;
	} while (args_peek(args));
	status = import_examine(&im, names, n);
	if (status == EXIT_DONE)
		import_say(&im);
	import_free(&im);
	return status;
}

static const struct verb import_verbs[] = {
	{ "", import_run, "import DEV [ DEV ]..." },
	{ }
};

const struct object import_object = {
	.name = "import",
	.verbs = import_verbs,
};
