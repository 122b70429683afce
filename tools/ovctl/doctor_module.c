// SPDX-License-Identifier: GPL-2.0
/* Is the module there, may it be loaded, and is it? */
#define _GNU_SOURCE		/* memmem() */

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "doctor.h"

#define DOCTOR_MOK		"/var/lib/dkms/mok"
#define DOCTOR_SIGNATURE	"~Module signature appended~\n"
#define DOCTOR_STAND_IN		"stand_in="	/* of its modinfo */

/* Where it is for the running kernel. */
static bool doctor_module_path(const struct doctor *d, struct utsname *uts,
			       char path[PATH_MAX])
{
	char top[PATH_MAX];

	uname(uts);
	snprintf(top, sizeof(top), "%s/lib/modules", d->root);
	return ovnl_module_path(top, uts->release, path, PATH_MAX);
}

/*
 * Does it stand in for one that could not be built, and why? See dkms/make.sh.
 * What is compressed cannot be told.
 */
static bool doctor_module_is_stand_in(const char *path, char *why, size_t size)
{
	static const char key[] = DOCTOR_STAND_IN;
	const char *at = NULL;
	struct stat st;
	void *file;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	file = fstat(fd, &st) || !st.st_size ? MAP_FAILED :
	       mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (file == MAP_FAILED)
		return false;
	at = memmem(file, st.st_size, key, strlen(key));
	if (at) {
		at += strlen(key);
		snprintf(why, size, "%.*s",
			 (int)((char *)file + st.st_size - at), at);
	}
	munmap(file, st.st_size);
	return at;
}

static void doctor_module_stands_in(struct doctor *d, const struct utsname *uts,
				    const char *path)
{
	char why[256];

	if (!doctor_module_is_stand_in(path, why, sizeof(why)))
		return;
	doctor_find(d, DOCTOR_ERROR, "module", path,
		    "it only says that there is none: %s", why);
	doctor_mend(d, "less /var/lib/dkms/ovnet/%s/%s/%s/log/make.log",
		    OVNET_VERSION, uts->release, uts->machine);
}

/**
 * doctor_module_installed() - is there a module for the running kernel?
 * @d: the doctor
 *
 * One that is loaded may come from anywhere.
 */
void doctor_module_installed(struct doctor *d)
{
	struct utsname uts;
	char path[PATH_MAX];

	if (d->loaded)
		return;
	if (doctor_module_path(d, &uts, path)) {
		doctor_module_stands_in(d, &uts, path);
		return;
	}
	doctor_find(d, DOCTOR_ERROR, "kernel", uts.release,
		    "no ovnet module is installed for it");
	if (doctor_exists(d, "/var/lib/dkms/ovnet"))
		doctor_mend(d, "dkms autoinstall -k %s", uts.release);
	else
		doctor_mend(d, "make -C /lib/modules/%s/build M=SOURCE modules modules_install",
			    uts.release);
}

/* Which setting says that modules must be signed, or NULL. */
static const char *doctor_module_enforced(const struct doctor *d)
{
	char line[128];

	if (doctor_line(d, line, sizeof(line),
			"/sys/module/module/parameters/sig_enforce") &&
	    line[0] == 'Y')
		return "module.sig_enforce is on";
	if (doctor_line(d, line, sizeof(line), "/sys/kernel/security/lockdown") &&
	    !strstr(line, "[none]"))
		return "the kernel is locked down, as with Secure Boot";
	return NULL;
}

/* What is compressed cannot be told. */
static bool doctor_module_is_unsigned(const char *path)
{
	char tail[sizeof(DOCTOR_SIGNATURE)] = "";
	FILE *file;
	bool read;

	if (strlen(path) < 3 || strcmp(path + strlen(path) - 3, ".ko"))
		return false;
	file = fopen(path, "re");
	if (!file)
		return false;
	read = !fseek(file, -(long)strlen(DOCTOR_SIGNATURE), SEEK_END) &&
	       fread(tail, strlen(DOCTOR_SIGNATURE), 1, file) == 1;
	fclose(file);
	return !read || strcmp(tail, DOCTOR_SIGNATURE);
}

/**
 * doctor_module_signed() - would the kernel refuse it for want of a signature?
 * @d: the doctor
 */
void doctor_module_signed(struct doctor *d)
{
	const char *why = doctor_module_enforced(d);
	struct utsname uts;
	char path[PATH_MAX];

	if (d->loaded || !why || !doctor_module_path(d, &uts, path) ||
	    !doctor_module_is_unsigned(path))
		return;
	doctor_find(d, DOCTOR_ERROR, "module", path,
		    "it is not signed, and %s: it cannot be loaded before it is, with a key that mokutil --import has enrolled",
		    why);
	doctor_mend(d, "/lib/modules/%s/build/scripts/sign-file sha256 %s.key %s.pub %s",
		    uts.release, DOCTOR_MOK, DOCTOR_MOK, path);
}

/**
 * doctor_module_loaded() - is the module loaded, if there is one?
 * @d: the doctor
 */
void doctor_module_loaded(struct doctor *d)
{
	struct utsname uts;
	char path[PATH_MAX];
	char why[256];
	char line[16];

	if (d->loaded || !doctor_module_path(d, &uts, path) ||
	    doctor_module_is_stand_in(path, why, sizeof(why)))
		return;
	if (doctor_line(d, line, sizeof(line),
			"/proc/sys/kernel/modules_disabled") &&
	    line[0] == '1') {
		doctor_find(d, DOCTOR_ERROR, "module", "ovnet",
			    "it is not loaded, and kernel.modules_disabled is 1: none can be until the next boot");
		doctor_mend(d, "echo ovnet > /etc/modules-load.d/ovnet.conf && reboot");
		return;
	}
	doctor_find(d, DOCTOR_ERROR, "module", "ovnet",
		    "it is installed but not loaded");
	doctor_mend(d, "modprobe ovnet");
}
