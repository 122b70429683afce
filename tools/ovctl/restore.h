/* SPDX-License-Identifier: GPL-2.0 */
/* What it takes to make the kernel's objects those of a document. */
#ifndef OVCTL_RESTORE_H
#define OVCTL_RESTORE_H

#include "doc.h"
#include "plan.h"
#include "table.h"

struct restore {
	struct args *args;
	struct doc doc;
	bool many;		/* the module takes many objects in a message */
	unsigned int added;
	unsigned int changed;
	unsigned int removed;
	unsigned int left_out;	/* or not removed */
};

/* restore_differ.c */
const struct field *restore_fixed_field(const struct object *object,
					const struct doc_item *item,
					const struct table_row *row);
bool restore_differs(const struct object *object, const struct doc_item *item,
		     const struct table_row *row);
bool restore_has_router(const struct object *object, const struct nlattr *nest);
bool restore_is_older(const struct object *object, const struct doc_item *item,
		      const struct table_row *row, uint32_t *seq);

/* restore_make.c */
int restore_make(struct restore *restore);

/* restore_remove.c */
int restore_remove(struct restore *restore);
int restore_remove_rest(struct restore *restore);

#endif /* OVCTL_RESTORE_H */
