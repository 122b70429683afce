// SPDX-License-Identifier: GPL-2.0
/*
 * Commands from a file, one a line, until one fails.
 *
 * Lines that follow each other and say the same of other objects are gathered
 * to one message (gather.c), which is sent when something else comes, or before
 * more is read: nobody who writes line by line waits. If it is refused nothing
 * of it has been done, and its lines are done again, one by one.
 */
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
	unsigned int line;		/* that the rest of the text begins with */
	unsigned int at;		/* that is being done */
	size_t done;			/* bytes of the text */
	size_t used;			/* that have been read */
	size_t begin;			/* of the line that is being done */
	char text[WORDS_BYTES_MAX];
	struct words words;

	/* of the first line that is gathered */
	size_t gathered;
	unsigned int gathered_line;
	size_t alone;			/* until here they are not gathered */
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

/**
 * batch_origin() - where the command is from, to start messages with
 *
 * Return: its file and line in a batch, else "ovctl"; until the next call.
 */
const char *batch_origin(void)
{
	static char origin[BATCH_ORIGIN_MAX];

	if (batch.fd < 0)
		return "ovctl";
	snprintf(origin, sizeof(origin), "%s:%u", batch.name, batch.at);
	return origin;
}

/**
 * batch_row() - send a request that is answered with yes or no, of one object
 * @r: the request
 * @args: the command, of which no word may be left
 *
 * In a batch it may wait for those of the lines that follow.
 *
 * Return: EXIT_DONE or EXIT_REFUSED, said.
 */
int batch_row(struct request *r, struct args *args)
{
	if (batch.fd < 0 || batch.begin < batch.alone)
		return request_run(r, args);
	args_end(args, NULL);
	if (!client.sock && request_open(args) != EXIT_DONE)
		return EXIT_REFUSED;
	mnl_attr_nest_end(r->nlh, r->nest);
	if (gather_any() && gather_add(r, args))
		return EXIT_DONE;
	if (!batch_settle())
		return EXIT_DONE;
	batch.gathered = batch.begin;
	batch.gathered_line = batch.at;
	gather_add(r, args);
	return EXIT_DONE;
}

/**
 * batch_alone() - the same, but it does not wait
 * @r: the request
 * @args: the command, of which no word may be left
 *
 * Return: EXIT_DONE or EXIT_REFUSED, said.
 */
int batch_alone(struct request *r, struct args *args)
{
	return batch_settle() ? request_run(r, args) : EXIT_DONE;
}

/**
 * batch_settle() - send what is gathered, before anything else is said or done
 *
 * Return: whether to go on; if not it was refused, and the batch goes back to
 * where it began, the line that is being done with it.
 */
bool batch_settle(void)
{
	if (gather_send())
		return true;
	batch.alone = batch.begin;
	batch.done = batch.gathered;
	batch.line = batch.gathered_line;
	return false;
}

static int batch_fail(const char *problem)
{
	fprintf(stderr, "%s: %s\n", batch_origin(), problem);
	return EXIT_USAGE;
}

/* Whoever sends line by line waits for what they print. */
static int batch_flush(void)
{
	if (print_flush() >= 0)
		return EXIT_DONE;
	fprintf(stderr, "%s: cannot write: %s\n", batch_origin(),
		strerror(errno));
	return EXIT_REFUSED;
}

static int batch_read(void)
{
	ssize_t got;

	if (batch_flush() != EXIT_DONE)
		return EXIT_REFUSED;
	batch.used -= batch.done;
	memmove(batch.text, batch.text + batch.done, batch.used);
	batch.done = 0;
	batch.alone = 0;
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
	bool goes_on;
	int status;

	if (!words[0])
		return EXIT_DONE;
	goes_on = gather_goes_on(words);
	if (!goes_on && !batch_settle())
		return EXIT_DONE;
	if (words[0][0] == '-')
		return batch_fail("options are for all of a batch: give them to ovctl itself");
	status = goes_on ? gather_command(words) : main_command(words);
	/* it has said nothing, but for "help" */
	return goes_on || status != EXIT_DONE ? status : batch_flush();
}

static int batch_lines(void)
{
	enum words_result result;
	int status = EXIT_DONE;

	while (status == EXIT_DONE) {
		batch.at = batch.line;
		batch.begin = batch.done;
		result = words_split(&batch.words, batch.text + batch.done,
				     batch.used - batch.done, batch.end);
		if (result == WORDS_COMMAND) {
			/* before it is done: it may be gone back to */
			batch.line += batch.words.lines;
			batch.done += batch.words.taken;
			status = batch_line();
			continue;
		}
		if (!batch_settle())
			continue;
		if (result != WORDS_MORE)
			return batch_fail(words_problem(result));
		if (batch.end)
			break;
		status = batch_read();
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
	batch.alone = 0;
	status = batch_lines();
	if (!input)
		close(batch.fd);
	batch.fd = -1;
	return status;
}
