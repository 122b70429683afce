/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How much a JSON text asks of whoever reads it, found before anybody does.
 * Pure: no input, no output, no allocation; any bytes will do as text.
 */
#ifndef OVNL_JSONLIMIT_H
#define OVNL_JSONLIMIT_H

#include <stdbool.h>
#include <stddef.h>

#define JSONLIMIT_BYTES		(64U << 20)
#define JSONLIMIT_DEPTH		5		/* objects and lists in one another */
#define JSONLIMIT_VALUES	(4U << 20)

const char *jsonlimit_check(const char *text, size_t len);

#endif /* OVNL_JSONLIMIT_H */
