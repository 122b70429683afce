// SPDX-License-Identifier: GPL-2.0
/* Pairs of a word and its value, as an object's table of fields has them. */
#include <stdio.h>
#include <string.h>

#include "ovctl.h"

static bool field_is(const struct field *field, unsigned int use)
{
	return field->use & use;
}

static const struct field *field_find(const struct object *object,
				      const char *word, unsigned int use)
{
	const struct field *field;

	for (field = object->fields; field->attr; field++)
		if (field_is(field, use) && args_is(field->word, word))
			return field;
	return NULL;
}

/**
 * fields_have() - is this one of the words?
 * @object: whose
 * @word: the word
 * @use: FIELD_ADD, _SET, _SHOW or _FLUSH: words for what
 *
 * Return: whether it is.
 */
bool fields_have(const struct object *object, const char *word,
		 unsigned int use)
{
	return field_find(object, word, use);
}

static const char *fields_words(const struct object *object, unsigned int use)
{
	const struct field *field;
	static char words[256];
	size_t len = 0;

	words[0] = '\0';
	for (field = object->fields; field->attr; field++)
		if (field_is(field, use) && len < sizeof(words))
			len += snprintf(words + len, sizeof(words) - len,
					"%s%s", len ? ", " : "", field->word);
	return words;
}

/**
 * fields_put() - take the rest of the command, pairs of a word and its value
 * @r: the request they go into
 * @args: the command
 * @use: FIELD_ADD, _SET, _SHOW or _FLUSH: words for what
 */
void fields_put(struct request *r, struct args *args, unsigned int use)
{
	const struct object *object = r->object;
	const struct field *field;
	uint64_t given = 0;
	const char *word;

	while ((word = args_peek(args))) {
		field = field_find(object, word, use);
		if (!field)
			args_fail(args, "\"%s\" is not known here, expected %s",
				  word, fields_words(object, use));
		/* one for each family; the kernel sees to that */
		if (given & 1ULL << field->attr &&
		    field->type != FIELD_GATEWAY)
			args_fail(args, "\"%s\" repeats an earlier word",
				  word);
		given |= 1ULL << field->attr;
		args->words++;
		value_put(r, args, field);
	}
	for (field = object->fields; field->attr; field++)
		if ((field->use & FIELD_NEED) == FIELD_NEED &&
		    use == FIELD_ADD && !(given & 1ULL << field->attr))
			args_fail(args, "\"%s\" and its value are missing",
				  field->word);
	if (use == FIELD_SET && !given)
		args_fail(args, "nothing to set, expected %s",
			  fields_words(object, use));
}

/**
 * fields_show() - print one object, or those that match
 * @args: the command; what follows is the object or filters
 * @cmd: OVNET_CMD_*_GET
 * @key: what names one
 *
 * An object that is called like a filter is shown with all others.
 *
 * Return: EXIT_DONE or EXIT_REFUSED, said.
 */
int fields_show(struct args *args, uint8_t cmd, const struct field *key)
{
	const char *word = args_peek(args);
	bool one = word && !fields_have(args->object, word, FIELD_SHOW);
	struct request r;

	request_begin(&r, args, cmd);
	if (one)
		value_put_subject(&r, args, key);
	else
		fields_put(&r, args, FIELD_SHOW);
	return request_show(&r, args, !one);
}
