// SPDX-License-Identifier: GPL-2.0
/* Is it JSON? One document or several, strictly by RFC 8259. */
#include <ctype.h>
#include <string.h>

#include "json.h"

static const char *json_value(const char *s);

static const char *json_blank(const char *s)
{
	return s + strspn(s, " \t\r\n");
}

static const char *json_escape(const char *s)
{
	int i;

	if (*s != 'u')
		return *s && strchr("\"\\/bfnrt", *s) ? s + 1 : NULL;
	for (i = 1; i <= 4; i++)
		if (!isxdigit((unsigned char)s[i]))
			return NULL;
	return s + 5;
}

static const char *json_string(const char *s)
{
	for (s++; s && *s != '"'; ) {
		if ((unsigned char)*s < ' ')
			return NULL;
		s = *s == '\\' ? json_escape(s + 1) : s + 1;
	}
	return s ? s + 1 : NULL;
}

static const char *json_number(const char *s)
{
	const char *digits = *s == '-' ? s + 1 : s;
	size_t n = strspn(digits, "0123456789");

	return n && (n == 1 || *digits != '0') ? digits + n : NULL;
}

/* What follows a bracket: members of an object or values of an array. */
static const char *json_members(const char *s, char close)
{
	s = json_blank(s + 1);
	if (*s == close)
		return s + 1;
	for (;;) {
		if (close == '}') {
			s = *s == '"' ? json_string(s) : NULL;
			s = s ? json_blank(s) : NULL;
			if (!s || *s++ != ':')
				return NULL;
		}
		s = json_value(json_blank(s));
		if (!s)
			return NULL;
		s = json_blank(s);
		if (*s == close)
			return s + 1;
		if (*s++ != ',')
			return NULL;
		s = json_blank(s);
	}
}

static const char *json_value(const char *s)
{
	switch (*s) {
	case '{':
		return json_members(s, '}');
	case '[':
		return json_members(s, ']');
	case '"':
		return json_string(s);
	case 't':
		return strncmp(s, "true", 4) ? NULL : s + 4;
	case 'f':
		return strncmp(s, "false", 5) ? NULL : s + 5;
	}
	return json_number(s);
}

/**
 * json_valid() - is it JSON?
 * @text: one document, or several
 *
 * Return: whether it is.
 */
bool json_valid(const char *text)
{
	do {
		text = json_value(json_blank(text));
		text = text ? json_blank(text) : NULL;
	} while (text && *text);
	return text;
}
