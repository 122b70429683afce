/* SPDX-License-Identifier: GPL-2.0 */
/* Changes to objects of one kind, sent in as few messages as can be. */
#ifndef OVCTL_PLAN_H
#define OVCTL_PLAN_H

#include "doc.h"
#include "ovctl.h"

struct plan_change {
	char key[KEY_SIZE];
	struct nlattr *nest;
	struct doc_item *item;	/* marked if it is refused; or NULL */
	bool refused;
};

struct plan {
	struct args *args;
	const struct object *object;
	const char *undone;	/* what a refused one is: "left out" */
	uint8_t cmd;
	bool many;		/* the module takes many in a message */
	struct plan_change *changes;
	unsigned int n;
	unsigned int n_refused;
};

void plan_add(struct plan *plan, const struct nlattr *nest, const char *key,
	      struct doc_item *item);
int plan_send(struct plan *plan);
void plan_free(struct plan *plan);

#endif /* OVCTL_PLAN_H */
