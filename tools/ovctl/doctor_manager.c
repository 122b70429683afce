// SPDX-License-Identifier: GPL-2.0
/*
 * Another manager of links that would give ours addresses, take theirs away, or
 * set them down. Whether it is told to leave them alone is in its own files.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "doctor.h"

/* As in dist/, for printf(1). */
#define DOCTOR_NM_SNIPPET \
	"[device-ovnet]\\nmatch-device=driver:ovnet;interface-name:ovnet-fabric\\nmanaged=0\\n"
#define DOCTOR_NETWORKD_SNIPPET	"[Match]\\nKind=ovnet\\n[Link]\\nUnmanaged=yes\\n"

static const char *const doctor_nm_dirs[] = {
	"/etc/NetworkManager/conf.d",
	"/run/NetworkManager/conf.d",
	"/usr/lib/NetworkManager/conf.d",
	NULL
};

static const char *const doctor_networkd_dirs[] = {
	"/etc/systemd/network",
	"/run/systemd/network",
	"/usr/lib/systemd/network",
	NULL
};

/* In a line that is no comment, both words. */
static bool doctor_manager_file(const char *path, const char *word,
				const char *other)
{
	bool has_word = false, has_other = false;
	char line[512];
	FILE *file;

	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		if (line[0] == '#' || line[0] == ';')
			continue;
		has_word |= !!strstr(line, word);
		has_other |= !!strstr(line, other);
	}
	if (file)
		fclose(file);
	return has_word && has_other;
}

/* A file of these directories that has both words. */
static bool doctor_manager_told(const struct doctor *d,
				const char *const dirs[], const char *word,
				const char *other)
{
	char path[PATH_MAX], name[PATH_MAX];
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	for (; *dirs && !found; dirs++) {
		snprintf(path, sizeof(path), "%s%s", d->root, *dirs);
		dir = opendir(path);
		while (dir && !found && (entry = readdir(dir)))
			found = snprintf(name, sizeof(name), "%s/%s", path,
					 entry->d_name) < PATH_MAX &&
				doctor_manager_file(name, word, other);
		if (dir)
			closedir(dir);
	}
	return found;
}

/**
 * doctor_manager_nm() - does NetworkManager know whose our links are?
 * @d: the doctor
 */
void doctor_manager_nm(struct doctor *d)
{
	if (!doctor_process(d, "NetworkManager") ||
	    doctor_manager_told(d, doctor_nm_dirs, "driver:ovnet", "managed"))
		return;
	doctor_find(d, DOCTOR_WARNING, "program", "NetworkManager",
		    "it runs and is not told to leave devices of ovnet alone");
	doctor_mend(d, "mkdir -p %s && printf '%s' > %s/90-ovnet.conf && nmcli general reload",
		    doctor_nm_dirs[0], DOCTOR_NM_SNIPPET, doctor_nm_dirs[0]);
}

/**
 * doctor_manager_networkd() - does systemd-networkd?
 * @d: the doctor
 */
void doctor_manager_networkd(struct doctor *d)
{
	if (!doctor_process(d, "systemd-networkd") ||
	    doctor_manager_told(d, doctor_networkd_dirs, "=ovnet",
				"Unmanaged=yes"))
		return;
	doctor_find(d, DOCTOR_WARNING, "program", "systemd-networkd",
		    "it runs and is not told to leave devices of ovnet alone");
	doctor_mend(d, "mkdir -p %s && printf '%s' > %s/10-ovnet.network && networkctl reload",
		    doctor_networkd_dirs[0], DOCTOR_NETWORKD_SNIPPET,
		    doctor_networkd_dirs[0]);
}
