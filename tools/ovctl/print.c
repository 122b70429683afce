// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "print.h"

#define PRINT_INDENT	4

static struct {
	bool json;
	bool pretty;
	bool started;		/* text: something is on the line, JSON: in the nest */
	bool in_array;
	int depth;
	int width;
} print;

/**
 * print_setup() - choose the form, before anything is printed
 * @json: JSON instead of text
 * @pretty: JSON over many lines
 */
void print_setup(bool json, bool pretty)
{
	print.json = json;
	print.pretty = pretty;
}

/**
 * print_json() - choose the form anew
 * @json: JSON instead of text
 *
 * Return: what it was.
 */
bool print_json(bool json)
{
	bool was = print.json;

	print.json = json;
	return was;
}

static void print_newline(void)
{
	if (print.pretty)
		printf("\n%*s", print.depth * PRINT_INDENT, "");
}

/* How many bytes the UTF-8 character at @s has; 0: it is none. */
static int print_utf8(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;
	int len = u[0] < 0x80 ? 1 : u[0] < 0xc2 ? 0 : u[0] < 0xe0 ? 2 :
		  u[0] < 0xf0 ? 3 : u[0] < 0xf5 ? 4 : 0;
	int i;

	for (i = 1; i < len; i++)
		if ((u[i] & 0xc0) != 0x80)
			return 0;
	/* overlong, half of a pair, beyond the last */
	if ((u[0] == 0xe0 && u[1] < 0xa0) || (u[0] == 0xed && u[1] > 0x9f) ||
	    (u[0] == 0xf0 && u[1] < 0x90) || (u[0] == 0xf4 && u[1] > 0x8f))
		return 0;
	return len;
}

static void print_quoted(const char *s)
{
	int len;

	putchar('"');
	for (; *s; s += len ? len : 1) {
		len = print_utf8(s);
		if (!len)
			fputs("\\ufffd", stdout);
		else if (*s == '"' || *s == '\\')
			printf("\\%c", *s);
		else if ((unsigned char)*s < ' ' || *s == 0x7f)
			printf("\\u%04x", *s);
		else
			fwrite(s, 1, len, stdout);
	}
	putchar('"');
}

/* JSON: what precedes a value. */
static void print_key(const char *key)
{
	if (print.started)
		putchar(',');
	print.started = true;
	/* the objects of a stream of events have no list around them */
	if (print.depth)
		print_newline();
	if (!key)
		return;
	print_quoted(key);
	putchar(':');
	if (print.pretty)
		putchar(' ');
}

static void print_open(const char *key, char bracket)
{
	print_key(key);
	putchar(bracket);
	print.depth++;
	print.started = false;
}

static void print_close(char bracket)
{
	print.depth--;
	if (print.started)
		print_newline();
	putchar(bracket);
	print.started = true;
}

/* Text: what precedes a value. */
static void print_word(const char *word)
{
	/* of the value before */
	if (!strcmp(word, ",") || !strcmp(word, "/")) {
		putchar(word[0]);
		return;
	}
	if (print.started)
		putchar(' ');
	print.started = true;
	if (word[0])
		printf("%s ", word);
}

static void print_text(const char *text)
{
	printf("%-*s", print.width, text);
	print.width = 0;
}

/**
 * print_list_begin() - begin the output of a command
 */
void print_list_begin(void)
{
	if (print.json)
		print_open(NULL, '[');
}

/**
 * print_list_end() - end the output of a command
 */
void print_list_end(void)
{
	if (!print.json)
		return;
	print_close(']');
	putchar('\n');
	print.started = false;	/* what the next command prints */
}

/**
 * print_object_begin() - begin an object, in text a line
 */
void print_object_begin(void)
{
	if (print.json)
		print_open(NULL, '{');
	else
		print.started = false;
}

/**
 * print_object_end() - end it
 */
void print_object_end(void)
{
	if (print.json)
		print_close('}');
	if (!print.json || !print.depth) {
		putchar('\n');
		print.started = false;
	}
}

/**
 * print_nest_begin() - begin an object inside of an object
 * @key: its name, NULL in a list
 */
void print_nest_begin(const char *key)
{
	if (print.json)
		print_open(key, '{');
}

/**
 * print_nest_end() - end it
 */
void print_nest_end(void)
{
	if (print.json)
		print_close('}');
}

/**
 * print_nests_begin() - begin a list of objects inside of an object
 * @key: its name
 */
void print_nests_begin(const char *key)
{
	if (print.json)
		print_open(key, '[');
}

/**
 * print_nests_end() - end it
 */
void print_nests_end(void)
{
	if (print.json)
		print_close(']');
}

/**
 * print_uint_as() - a number that has a word in text
 * @key: name in JSON
 * @word: what precedes it in text
 * @value: the number
 * @text: the word, NULL for the number
 */
void print_uint_as(const char *key, const char *word, uint64_t value,
		   const char *text)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRIu64, value);
	if (print.json) {
		print_key(key);
		fputs(digits, stdout);
	} else if (word) {
		print_word(word);
		print_text(text ? text : digits);
	}
}

/**
 * print_uint() - a number
 * @key: name in JSON
 * @word: what precedes it in text
 * @value: the number
 */
void print_uint(const char *key, const char *word, uint64_t value)
{
	print_uint_as(key, word, value, NULL);
}

/**
 * print_string_as() - a string that is another in text
 * @key: name in JSON
 * @word: what precedes it in text
 * @value: the string
 * @text: what it is in text
 */
void print_string_as(const char *key, const char *word, const char *value,
		     const char *text)
{
	if (print.json) {
		print_key(key);
		print_quoted(value);
	} else if (word) {
		print_word(word);
		print_text(text);
	}
}

/**
 * print_string() - a string
 * @key: name in JSON
 * @word: what precedes it in text
 * @value: the string
 */
void print_string(const char *key, const char *word, const char *value)
{
	print_string_as(key, word, value, value);
}

/**
 * print_bool() - true or false
 * @key: name in JSON
 * @word: what precedes it in text
 * @value: which
 * @text: what to call it in text
 */
void print_bool(const char *key, const char *word, bool value,
		const char *text)
{
	if (print.json) {
		print_key(key);
		fputs(value ? "true" : "false", stdout);
	} else if (word) {
		print_word(word);
		print_text(text);
	}
}

/**
 * print_array_begin() - begin values in a row
 * @key: name in JSON
 * @word: what precedes them in text; NULL: nothing, they are lines
 */
void print_array_begin(const char *key, const char *word)
{
	if (print.json)
		print_open(key, '[');
	else if (word)
		print_word(word);
	print.in_array = false;
}

/**
 * print_array_string() - one of the values
 * @value: a string
 */
void print_array_string(const char *value)
{
	if (print.json) {
		print_key(NULL);
		print_quoted(value);
	} else {
		printf("%s%s", print.in_array ? "," : "", value);
	}
	print.in_array = true;
}

/**
 * print_array_end() - end them
 */
void print_array_end(void)
{
	if (print.json)
		print_close(']');
}

/**
 * print_break() - in text, go on in an indented line
 */
void print_break(void)
{
	if (print.json)
		return;
	printf("\n%*s", PRINT_INDENT, "");
	print.started = false;
}

/**
 * print_label() - in text, a value that JSON does without
 * @text: the value
 */
void print_label(const char *text)
{
	if (print.json)
		return;
	print_word("");
	print_text(text);
}

/**
 * print_width() - in text, fill the next value up with blanks
 * @width: until it is this wide
 */
void print_width(int width)
{
	print.width = width;
}

/**
 * print_event() - what happened to the object that follows
 * @object: kind of object
 * @verb: what was done, or NULL
 */
void print_event(const char *object, const char *verb)
{
	char event[64];

	snprintf(event, sizeof(event), print.json ? "%s%s%s" : "[%s%s%s]",
		 object, verb ? print.json ? "-" : " " : "", verb ? verb : "");
	print_string("event", "", event);
}

/**
 * print_flush() - make sure that the output got where it should
 *
 * Return: 0 or -1.
 */
int print_flush(void)
{
	return fflush(stdout) || ferror(stdout) ? -1 : 0;
}
