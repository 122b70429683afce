/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The JSON document of save and restore, taken apart: for each kind of object
 * a list of them, each as the attributes that make it.
 */
#ifndef OVCTL_DOC_H
#define OVCTL_DOC_H

#include <net/if.h>

#include "ovctl.h"

#define DOC_VERSION	1

/* In the order in which objects can be made. */
enum doc_list_index {
	DOC_UNDERLAY,
	DOC_NETWORK,
	DOC_REMOTE,
	DOC_MEMBER,
	DOC_PORT,
	DOC_FDB,
	DOC_ROUTE,
	DOC_NEIGH,
	DOC_BINDING,
	DOC_NODE,
	DOC_LISTS
};

/* An object that there should be. */
struct doc_item {
	char key[KEY_SIZE];		/* from key_text() */
	struct nlattr *nest;		/* its attributes, as a request has them */
	char without[IF_NAMESIZE];	/* device that there is not, or "" */
	unsigned int index;		/* in the document */
	bool left_out;			/* it could not be made so */
};

struct doc_list {
	struct doc_item *items;
	struct doc_item **sorted;	/* by key */
	unsigned int n;
	bool given;			/* the document has such a list */
};

struct doc {
	struct doc_list lists[DOC_LISTS];
};

extern const struct object *const doc_objects[DOC_LISTS];

/* doc.c */
bool doc_read(struct doc *doc, struct args *args, const char *text,
	      size_t len);
bool doc_given(const struct doc *doc, const struct object *object);
struct doc_item *doc_find(const struct doc *doc, const struct object *object,
			  const char *key);
struct doc_item *doc_find_left_out(const struct doc *doc,
				   const struct field *fields,
				   const struct nlattr *nest,
				   const struct object **object);
void doc_free(struct doc *doc);

/* Where in the document something is, and the attributes that it becomes. */
struct doc_reader {
	struct args *args;
	struct nlmsghdr *nlh;
	struct doc_item *item;
	char path[128];
	char buf[REQUEST_NEST_MAX] __aligned(NLMSG_ALIGNTO);
};

struct json_t;
bool doc_read_fields(struct doc_reader *reader, const struct field *fields,
		     struct json_t *json);
__printf(2, 3)
bool doc_fail(const struct doc_reader *reader, const char *fmt, ...);

/* doc_value.c */
bool doc_value_put(struct doc_reader *reader, const struct field *field,
		   struct json_t *json);
uint16_t doc_value_attr(const struct field *field);

/* doc_check.c */
bool doc_check_item(struct doc_reader *reader, const struct object *object);
bool doc_check_repeated(struct doc_reader *reader, const struct doc *doc);
bool doc_check_refers(struct doc_reader *reader, const struct doc *doc);

#endif /* OVCTL_DOC_H */
