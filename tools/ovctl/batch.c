// SPDX-License-Identifier: GPL-2.0
/* Commands from a file, one a line, until one fails. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ovctl.h"
#include "print.h"
#include "words.h"

/* What is read and not yet done; a command fits. */
static struct {
	const char *name;
	int fd;
	bool end;			/* of the file */
	unsigned int line;		/* that the text begins with */
	size_t done;			/* bytes of the text */
	size_t used;			/* that have been read */
	char text[WORDS_BYTES_MAX];
	struct words words;
	char origin[ARGS_ORIGIN_MAX];
} batch = { .fd = -1 };

/**
 * batch_has_stdin() - do commands come from standard input?
 *
 * Return: whether they do, so that nothing else can.
 */
bool batch_has_stdin(void)
{
	return batch.fd == STDIN_FILENO;
}

static int batch_fail(const char *problem)
{
	fprintf(stderr, "%s: %s\n", batch.origin, problem);
	return EXIT_USAGE;
}

static int batch_read(void)
{
	ssize_t got;

	batch.used -= batch.done;
	memmove(batch.text, batch.text + batch.done, batch.used);
	batch.done = 0;
	do
		got = read(batch.fd, batch.text + batch.used,
			   sizeof(batch.text) - batch.used);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return batch_fail(strerror(errno));
	batch.end = !got;
	batch.used += got;
	return EXIT_DONE;
}

static int batch_line(void)
{
	char **words = batch.words.word;
	int status;

	if (!words[0])
		return EXIT_DONE;
	if (words[0][0] == '-')
		return batch_fail("options are for all of a batch: give them to ovctl itself");
	status = main_command(words);
	/* whoever sends line by line waits for what they print */
	if (print_flush() < 0 && status == EXIT_DONE) {
		fprintf(stderr, "%s: cannot write: %s\n", batch.origin,
			strerror(errno));
		status = EXIT_REFUSED;
	}
	return status;
}

static int batch_lines(void)
{
	enum words_result result;
	int status = EXIT_DONE;

	while (status == EXIT_DONE) {
		snprintf(batch.origin, sizeof(batch.origin), "%s:%u",
			 batch.name, batch.line);
		result = words_split(&batch.words, batch.text + batch.done,
				     batch.used - batch.done, batch.end);
		if (result == WORDS_MORE && batch.end)
			break;
		if (result == WORDS_MORE) {
			status = batch_read();
			continue;
		}
		if (result != WORDS_COMMAND)
			return batch_fail(words_problem(result));
		status = batch_line();
		batch.line += batch.words.lines;
		batch.done += batch.words.taken;
	}
	return status;
}

/**
 * batch_run() - do what a file says
 * @name: of the file, "-" for standard input
 *
 * Return: enum exit_status, of the line that failed; it has been said.
 */
int batch_run(const char *name)
{
	bool input = !strcmp(name, "-");
	int status;

	batch.name = input ? "standard input" : name;
	batch.fd = input ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
	if (batch.fd < 0) {
		fprintf(stderr, "ovctl: cannot read %s: %s\n", name,
			strerror(errno));
		return EXIT_USAGE;
	}
	batch.end = false;
	batch.line = 1;
	batch.done = 0;
	batch.used = 0;
	args_origin = batch.origin;
	status = batch_lines();
	args_origin = "ovctl";
	if (!input)
		close(batch.fd);
	batch.fd = -1;
	return status;
}
