// SPDX-License-Identifier: GPL-2.0
/* Who has a UDP port? A vxlan device, or a program with a socket. */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "doctor.h"

/* Inode of a socket with this port, in a list as /proc/net/udp is. */
static bool doctor_holder_socket(const struct doctor *d, const char *list,
				 uint16_t port, unsigned long *inode)
{
	char path[PATH_MAX], line[256];
	unsigned int at;
	bool found = false;
	FILE *file;

	snprintf(path, sizeof(path), "%s/proc/self/net/%s", d->root, list);
	file = fopen(path, "re");
	while (file && !found && fgets(line, sizeof(line), file))
		found = sscanf(line,
			       " %*u: %*[0-9A-Fa-f]:%4x %*s %*s %*s %*s %*s %*s %*s %lu",
			       &at, inode) == 2 && at == port;
	if (file)
		fclose(file);
	return found;
}

/* Has a process the socket open? */
static bool doctor_holder_has(const struct doctor *d, const char *pid,
			      unsigned long inode)
{
	char path[PATH_MAX], want[64], link[64];
	struct dirent *entry;
	bool found = false;
	ssize_t len;
	DIR *dir;

	snprintf(want, sizeof(want), "socket:[%lu]", inode);
	snprintf(path, sizeof(path), "%s/proc/%s/fd", d->root, pid);
	dir = opendir(path);
	while (dir && !found && (entry = readdir(dir))) {
		len = readlinkat(dirfd(dir), entry->d_name, link,
				 sizeof(link) - 1);
		if (len < 0)
			continue;
		link[len] = '\0';
		found = !strcmp(link, want);
	}
	if (dir)
		closedir(dir);
	return found;
}

static bool doctor_holder_process(const struct doctor *d, unsigned long inode,
				  char who[DOCTOR_HOLDER_SIZE])
{
	char path[PATH_MAX], comm[32];
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/proc", d->root);
	dir = opendir(path);
	while (dir && !found && (entry = readdir(dir))) {
		if (!isdigit((unsigned char)entry->d_name[0]) ||
		    !doctor_holder_has(d, entry->d_name, inode))
			continue;
		found = true;
		doctor_line(d, comm, sizeof(comm), "/proc/%s/comm",
			    entry->d_name);
		snprintf(who, DOCTOR_HOLDER_SIZE, "%s (pid %.20s)", comm,
			 entry->d_name);
	}
	if (dir)
		closedir(dir);
	return found;
}

/**
 * doctor_holder() - who has a UDP port?
 * @d: the doctor
 * @port: host byte order
 * @who: result
 *
 * Return: what kind of holder it is.
 */
enum doctor_holder doctor_holder(const struct doctor *d, uint16_t port,
				 char who[DOCTOR_HOLDER_SIZE])
{
	unsigned long inode;
	size_t i;

	for (i = 0; i < d->n_links; i++) {
		if (d->links[i].vxlan_port != port)
			continue;
		snprintf(who, DOCTOR_HOLDER_SIZE, "%s", d->links[i].name);
		return DOCTOR_HOLDER_VXLAN;
	}
	if (!doctor_holder_socket(d, "udp", port, &inode) &&
	    !doctor_holder_socket(d, "udp6", port, &inode))
		return DOCTOR_HOLDER_NONE;
	return doctor_holder_process(d, inode, who) ? DOCTOR_HOLDER_PROCESS :
						      DOCTOR_HOLDER_UNKNOWN;
}
