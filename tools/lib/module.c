// SPDX-License-Identifier: GPL-2.0
/* Is there a module to be loaded? */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "ovnl.h"

/**
 * ovnl_module_path() - where on disk the running kernel's module ovnet is
 * @top: where modules are: "/lib/modules"
 * @release: of the kernel
 * @path: result: of the module, beginning with @top
 * @size: of @path
 *
 * Return: whether there is one, as far as depmod knows.
 */
bool ovnl_module_path(const char *top, const char *release, char *path,
		      size_t size)
{
	bool found = false;
	char line[4096];
	FILE *file;

	snprintf(path, size, "%s/%s/modules.dep", top, release);
	file = fopen(path, "re");
	if (!file)
		return false;
	/* long lines come in parts; the name is in the first */
	while (!found && fgets(line, sizeof(line), file))
		found = !strncmp(line, "ovnet.ko", 8) ||
			strstr(line, "/ovnet.ko");
	fclose(file);
	if (found) {
		line[strcspn(line, ":\n")] = '\0';
		snprintf(path, size, "%s/%s/%s", top, release, line);
	}
	return found;
}

/**
 * ovnl_module_installed() - has the running kernel a module ovnet on disk?
 * @top: where modules are: "/lib/modules"
 * @release: result: of the running kernel
 * @size: of @release
 *
 * Return: whether it has, as far as depmod knows.
 */
bool ovnl_module_installed(const char *top, char *release, size_t size)
{
	struct utsname uts;
	char path[4096];

	uname(&uts);
	snprintf(release, size, "%s", uts.release);
	return ovnl_module_path(top, release, path, sizeof(path));
}
