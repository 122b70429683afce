// SPDX-License-Identifier: GPL-2.0
/* Is there a module to be loaded? */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "ovnl.h"

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
	bool found = false;
	char path[4096];
	char line[4096];
	FILE *file;

	uname(&uts);
	snprintf(release, size, "%s", uts.release);
	snprintf(path, sizeof(path), "%s/%s/modules.dep", top, uts.release);
	file = fopen(path, "re");
	if (!file)
		return false;
	/* long lines come in parts; the name is in the first */
	while (!found && fgets(line, sizeof(line), file))
		found = !strncmp(line, "ovnet.ko", 8) ||
			strstr(line, "/ovnet.ko");
	fclose(file);
	return found;
}
