/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs code that prints and may call exit(), and tells what it did. Tests look
 * at it afterwards, never in between.
 */
#ifndef OVCTL_HARNESS_H
#define OVCTL_HARNESS_H

/* in the order that cmocka wants them */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "compiler.h"

/* A file of which harness_file() says what is in it. */
#define HARNESS_FILE	"/proc/self/fd/99"

#define SAID_RETURNED	(-1)

/* What the last run printed. */
extern char *said_out, *said_err;

/* main() of ovctl, and what the linker makes of exit() */
int ovctl_main(int argc, char **argv);
void __real_exit(int status) __noreturn;
void __wrap_exit(int status) __noreturn;

int said(void (*run)(void *data), void *data);
int ovctl_words(char **words);
int ovctl(const char *words);
void harness_file(const void *data, size_t len);
void harness_text(const char *text);

#define assert_contains(text, part) \
	assert_contains_at(text, part, __FILE__, __LINE__)
void assert_contains_at(const char *text, const char *part, const char *file,
			int line);

#endif /* OVCTL_HARNESS_H */
