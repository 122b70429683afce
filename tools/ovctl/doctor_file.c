// SPDX-License-Identifier: GPL-2.0
/* What files say, below the doctor's root. */
#include <ctype.h>
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "doctor.h"

static __printf(3, 0) void doctor_path(const struct doctor *d,
				       char path[PATH_MAX], const char *fmt,
				       va_list ap)
{
	int at = snprintf(path, PATH_MAX, "%s", d->root);

	vsnprintf(path + at, PATH_MAX - at, fmt, ap);
}

/**
 * doctor_line() - the first line of a file
 * @d: the doctor
 * @line: result, without the end of the line; empty if there is none
 * @size: of @line
 * @fmt: path
 *
 * Return: whether there is one.
 */
bool doctor_line(const struct doctor *d, char *line, size_t size,
		 const char *fmt, ...)
{
	char path[PATH_MAX];
	va_list ap;
	FILE *file;
	bool got;

	line[0] = '\0';
	va_start(ap, fmt);
	doctor_path(d, path, fmt, ap);
	va_end(ap);
	file = fopen(path, "re");
	if (!file)
		return false;
	got = fgets(line, size, file);
	fclose(file);
	line[strcspn(line, "\n")] = '\0';
	return got;
}

/**
 * doctor_exists() - is there a file?
 * @d: the doctor
 * @fmt: path
 *
 * Return: whether there is.
 */
bool doctor_exists(const struct doctor *d, const char *fmt, ...)
{
	char path[PATH_MAX];
	va_list ap;

	va_start(ap, fmt);
	doctor_path(d, path, fmt, ap);
	va_end(ap);
	return !access(path, F_OK);
}

/**
 * doctor_process() - does a program run?
 * @d: the doctor
 * @comm: its name, of which the kernel has 15 bytes
 *
 * Return: whether it does.
 */
bool doctor_process(const struct doctor *d, const char *comm)
{
	char path[PATH_MAX], line[32];
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/proc", d->root);
	dir = opendir(path);
	while (dir && !found && (entry = readdir(dir)))
		found = isdigit((unsigned char)entry->d_name[0]) &&
			doctor_line(d, line, sizeof(line), "/proc/%s/comm",
				    entry->d_name) &&
			!strncmp(line, comm, 15);
	if (dir)
		closedir(dir);
	return found;
}
