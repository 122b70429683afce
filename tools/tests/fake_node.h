/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A module in miniature behind fake.c: it keeps the objects that it is told,
 * shows them, changes and forgets them. It judges nothing but what it is asked
 * to refuse, and does all of a request or none of it.
 */
#ifndef OVCTL_FAKE_NODE_H
#define OVCTL_FAKE_NODE_H

#include <stdbool.h>
#include <stddef.h>

extern const char *fake_node_refuses;	/* key of an object, to make or change */
extern bool fake_node_names_it;		/* a refusal says which object */
extern bool fake_node_many;		/* it takes many objects in a request */
extern unsigned int fake_node_requests;	/* to make, change or remove */
extern unsigned int fake_node_changes;	/* objects made, changed or removed */
extern size_t fake_node_longest;	/* bytes of such a request */

void fake_node_reset(void);
size_t fake_node_count(void);

#endif /* OVCTL_FAKE_NODE_H */
