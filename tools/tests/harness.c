// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE		/* memfd_create() */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness.h"
#include "ovctl.h"
#include "print.h"

#define ARGV_MAX	64
#define FILE_FD		99	/* of HARNESS_FILE */

char *said_out, *said_err;

static jmp_buf on_exit_jump;
static bool running;

/* 0 is what setjmp() returns at first */
void __wrap_exit(int status)
{
	if (!running)
		__real_exit(status);
	longjmp(on_exit_jump, status + 1);
}

/**
 * said() - run something and keep what it prints
 * @run: the function
 * @data: for @run
 *
 * Return: the status it exited with, or SAID_RETURNED.
 */
int said(void (*run)(void *data), void *data)
{
	FILE *out = stdout, *err = stderr;
	size_t size[2];
	int status;

	free(said_out);
	free(said_err);
	stdout = open_memstream(&said_out, &size[0]);
	stderr = open_memstream(&said_err, &size[1]);
	running = true;
	status = setjmp(on_exit_jump);
	if (!status)
		run(data);
	running = false;
	fclose(stdout);
	fclose(stderr);
	stdout = out;
	stderr = err;
	return status ? status - 1 : SAID_RETURNED;
}

struct command {
	char **words;
	int status;
};

static void command_run(void *data)
{
	struct command *command = data;
	int argc;

	for (argc = 0; command->words[argc]; argc++)
		;
	/* 0: forget where the last command line was left */
	optind = 0;
	with_stats = false;
	with_details = false;
	command->status = ovctl_main(argc, command->words);
}

/**
 * ovctl_words() - run a command line
 * @words: its words, of which the first is "ovctl"; ends with NULL
 *
 * Return: the exit status.
 */
int ovctl_words(char **words)
{
	struct command command = { .words = words };
	int status = said(command_run, &command);

	return status == SAID_RETURNED ? command.status : status;
}

/**
 * ovctl() - run a command line
 * @words: its words after "ovctl", a blank between two
 *
 * Return: the exit status.
 */
int ovctl(const char *words)
{
	char *argv[ARGV_MAX + 1] = { "ovctl" };
	char *copy = strdup(words);
	char *left = copy;
	int argc = 1;
	int status;

	while (left && argc < ARGV_MAX)
		argv[argc++] = strsep(&left, " ");
	status = ovctl_words(argv);
	free(copy);
	return status;
}

/**
 * harness_file() - write HARNESS_FILE
 * @data: what shall be in it
 * @len: bytes of that
 */
void harness_file(const void *data, size_t len)
{
	int fd = memfd_create("file", 0);

	if (fd < 0 || dup2(fd, FILE_FD) < 0 ||
	    pwrite(fd, data, len, 0) != (ssize_t)len)
		abort();
	close(fd);
}

/**
 * harness_text() - write HARNESS_FILE
 * @text: what shall be in it
 */
void harness_text(const char *text)
{
	harness_file(text, strlen(text));
}

void assert_contains_at(const char *text, const char *part, const char *file,
			int line)
{
	if (strstr(text, part))
		return;
	print_error("\"%s\" is not in \"%s\"\n", part, text);
	_fail(file, line);
}
