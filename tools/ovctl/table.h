/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All objects of a kind that the kernel has, by what they are called; but those
 * not that go with an endpoint's own device, which whoever makes it makes.
 */
#ifndef OVCTL_TABLE_H
#define OVCTL_TABLE_H

#include "ovctl.h"

struct table_row {
	char key[KEY_SIZE];
	const struct nlattr *nest;
};

struct table {
	struct ovnl_rows messages;
	struct table_row *rows;		/* sorted */
	size_t n;
};

int table_read(struct table *table, struct args *args,
	       const struct object *object);
const struct table_row *table_find(const struct table *table,
				   const char *key);
void table_free(struct table *table);

#endif /* OVCTL_TABLE_H */
