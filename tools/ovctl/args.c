// SPDX-License-Identifier: GPL-2.0
/* The words of the command line, one after the other, and help on them. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ovctl.h"

/**
 * args_who() - what the command is about, to start messages with
 * @args: the command
 *
 * Return: "ovctl: OBJECT VERB NAME" as far as it is known, in a batch with
 * file and line for "ovctl"; valid until the next call.
 */
const char *args_who(const struct args *args)
{
	const char *const said[] = {
		args->object->name,
		args->verb && args->verb->name[0] ? args->verb->name : NULL,
		args->subject[0],
		args->subject[1],
	};
	static char who[BATCH_ORIGIN_MAX + 256];
	size_t i, len;

	len = snprintf(who, sizeof(who), "%s:", batch_origin());
	for (i = 0; i < ARRAY_SIZE(said); i++)
		if (said[i] && len < sizeof(who))
			len += snprintf(who + len, sizeof(who) - len, " %s",
					said[i]);
	return who;
}

static __noreturn void args_leave(const struct args *args,
				  enum exit_status status)
{
	longjmp(*args->leave, status + 1);
}

/**
 * args_fail() - the words make no sense: say why, the command ends here
 * @args: the command
 * @fmt: like printf
 */
void args_fail(const struct args *args, const char *fmt, ...)
{
	va_list ap;

	if (!batch_settle())
		args_leave(args, EXIT_DONE);
	fprintf(stderr, "%s: ", args_who(args));
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	args_leave(args, EXIT_USAGE);
}

/**
 * help_verb() - print the grammar of a verb
 * @verb: the verb
 */
void help_verb(const struct verb *verb)
{
	printf("ovctl %s\n", verb->grammar);
}

/**
 * help_object() - print the grammar of all verbs of an object
 * @object: the object
 */
void help_object(const struct object *object)
{
	const struct verb *verb;

	for (verb = object->verbs; verb->name; verb++)
		help_verb(verb);
}

/**
 * args_peek() - the next word, if there is one
 * @args: the command
 *
 * "help" is never an argument: it is answered here, wherever it is, and ends
 * the command.
 *
 * Return: the word or NULL.
 */
const char *args_peek(struct args *args)
{
	const char *word = *args->words;

	if (word && args_is(word, "help")) {
		help_verb(args->verb);
		args_leave(args, EXIT_DONE);
	}
	return word;
}

/**
 * args_take() - the next word, which must be there
 * @args: the command
 * @what: what it should be
 *
 * Return: the word.
 */
const char *args_take(struct args *args, const char *what)
{
	const char *word = args_peek(args);

	if (!word)
		args_fail(args, "expected %s after \"%s\"", what,
			  args->words[-1]);
	args->words++;
	return word;
}

/**
 * args_subject() - the next word, which is (part of) what the command is about
 * @args: the command
 * @what: what it should be
 *
 * Return: the word.
 */
const char *args_subject(struct args *args, const char *what)
{
	const char *word = args_take(args, what);

	args->subject[args->subject[0] ? 1 : 0] = word;
	return word;
}

/**
 * args_match() - take the next word if it is this one
 * @args: the command
 * @word: which
 *
 * Return: whether it was.
 */
bool args_match(struct args *args, const char *word)
{
	const char *next = args_peek(args);

	if (!next || !args_is(next, word))
		return false;
	args->words++;
	return true;
}

/**
 * args_end() - nothing may follow
 * @args: the command
 * @expected: what could have followed, or NULL
 */
void args_end(struct args *args, const char *expected)
{
	const char *word = args_peek(args);

	if (word && expected)
		args_fail(args, "\"%s\" is not known here, expected %s", word,
			  expected);
	if (word)
		args_fail(args, "\"%s\" is too much, nothing follows \"%s\"",
			  word, args->words[-1]);
}
