/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Output, as text or as JSON: one call a value, so that neither form can
 * forget what the other says.
 *
 * @key is the name in JSON. @word precedes the value in text: "" for the
 * value alone, "," to hang it on the value before, NULL for JSON only.
 */
#ifndef OVCTL_PRINT_H
#define OVCTL_PRINT_H

#include <stdbool.h>
#include <stdint.h>

void print_setup(bool json, bool pretty);
bool print_json(bool json);

/* All of the output of a command, and one object of it. */
void print_list_begin(void);
void print_list_end(void);
void print_object_begin(void);
void print_object_end(void);

void print_uint(const char *key, const char *word, uint64_t value);
void print_uint_as(const char *key, const char *word, uint64_t value,
		   const char *text);
void print_string(const char *key, const char *word, const char *value);
void print_string_as(const char *key, const char *word, const char *value,
		     const char *text);
void print_bool(const char *key, const char *word, bool value,
		const char *text);

/* Values in a row, in text with commas between; values have no key. */
void print_array_begin(const char *key, const char *word);
void print_array_string(const char *value);
void print_array_end(void);

/* An object inside of an object; text shows no difference. */
void print_nest_begin(const char *key);
void print_nest_end(void);
void print_nests_begin(const char *key);
void print_nests_end(void);

/* Text only: go on in an indented line; a value that JSON does without; how
 * wide the next value is at least.
 */
void print_break(void);
void print_label(const char *text);
void print_width(int width);

/* What happened: in text "[OBJECT VERB]", in JSON an "event" key. */
void print_event(const char *object, const char *verb);

int print_flush(void);

#endif /* OVCTL_PRINT_H */
