// SPDX-License-Identifier: GPL-2.0
/* Named network namespaces, as "ip netns" keeps them. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ovnl.h"

#define OVNL_NETNS_DIR	"/run/netns"

/**
 * ovnl_netns_enter() - move this process into a network namespace
 * @name: its name, or a path if it contains a slash
 *
 * Sockets opened before stay where they are.
 *
 * Return: 0, -ENOENT or another negative errno.
 */
int ovnl_netns_enter(const char *name)
{
	char path[4096];
	int err = 0;
	int fd;

	if (!name[0])
		return -ENOENT;
	snprintf(path, sizeof(path), "%s%s",
		 strchr(name, '/') ? "" : OVNL_NETNS_DIR "/", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (setns(fd, CLONE_NEWNET) < 0)
		err = -errno;
	close(fd);
	return err;
}
