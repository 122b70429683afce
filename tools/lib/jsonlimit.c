// SPDX-License-Identifier: GPL-2.0
#include "jsonlimit.h"

/* Bytes of the string that begins here, with its quotes. */
static size_t jsonlimit_string(const char *text, size_t len)
{
	size_t i;

	for (i = 1; i < len && text[i] != '"'; i++)
		if (text[i] == '\\')
			i++;
	return i < len ? i + 1 : len;
}

/**
 * jsonlimit_check() - is a JSON text small and flat enough to be read?
 * @text: the text
 * @len: bytes of it
 *
 * Whether it is JSON at all is not asked. What is not is counted as a reader
 * would see it up to the first mistake, where the reader stops.
 *
 * Return: NULL if it is; else a sentence that says what is too much.
 */
const char *jsonlimit_check(const char *text, size_t len)
{
	unsigned int depth = 0, values = 0;
	size_t i;

	if (len > JSONLIMIT_BYTES)
		return "the document is larger than 64 MB";
	for (i = 0; i < len; i++) {
		switch (text[i]) {
		case '"':
			i += jsonlimit_string(text + i, len - i) - 1;
			break;
		case '{':
		case '[':
			if (++depth > JSONLIMIT_DEPTH)
				return "objects and lists are more than 5 deep in the document";
			values++;
			break;
		case '}':
		case ']':
			if (depth)
				depth--;
			break;
		case ',':
			values++;
			break;
		}
		if (values > JSONLIMIT_VALUES)
			return "the document has more than 4194304 values";
	}
	return NULL;
}
