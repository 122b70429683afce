// SPDX-License-Identifier: GPL-2.0
/* Is the module there, may it be loaded, and is it? */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "doctor.h"

#define DOCTOR_MOK		"/var/lib/dkms/mok"
#define DOCTOR_SIGNATURE	"~Module signature appended~\n"

/* Where it is for the running kernel. */
static bool doctor_module_path(const struct doctor *d, struct utsname *uts,
			       char path[PATH_MAX])
{
	char top[PATH_MAX];

	uname(uts);
	snprintf(top, sizeof(top), "%s/lib/modules", d->root);
	return ovnl_module_path(top, uts->release, path, PATH_MAX);
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

	if (d->loaded || doctor_module_path(d, &uts, path))
		return;
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
	char line[16];

	if (d->loaded || !doctor_module_path(d, &uts, path))
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
