// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "table.h"

/* No object has as much. What it has fits into a request, with as much again. */
#define TABLE_NEST_MAX	(REQUEST_NEST_MAX / 2)

struct table_filling {
	struct table *table;
	const struct object *object;
};

static int table_compare(const void *a, const void *b)
{
	const struct table_row *x = a, *y = b;

	return strcmp(x->key, y->key);
}

static bool table_is_endpoints(const struct object *object,
			       const struct nlattr *nest)
{
	const struct nlattr *index;
	const struct field *field;

	for (field = object->fields; field->attr; field++) {
		if (field->type != FIELD_IFNAME)
			continue;
		index = key_find(nest, field->attr2);
		if (index && mnl_attr_validate(index, MNL_TYPE_U32) >= 0 &&
		    mnl_attr_get_u32(index) >= OVNET_PORT_NUMBER_MIN)
			return true;
	}
	return false;
}

static int table_add(const struct nlmsghdr *nlh, void *data)
{
	struct table_filling *filling = data;
	struct table *table = filling->table;
	const struct nlattr *nest;
	struct table_row *row;

	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(nest) != filling->object->attr ||
		    nest->nla_len > TABLE_NEST_MAX ||
		    table_is_endpoints(filling->object, nest))
			continue;
		table->rows = memory_more(table->rows, table->n,
					  sizeof(*table->rows));
		row = &table->rows[table->n++];
		row->nest = nest;
		key_text(filling->object, nest, row->key);
	}
	return 0;
}

/* A list that was changed while it was read may have rows twice. */
static void table_sort(struct table *table)
{
	size_t i, n = 0;

	if (!table->n)
		return;
	qsort(table->rows, table->n, sizeof(*table->rows), table_compare);
	for (i = 1; i < table->n; i++)
		if (table_compare(&table->rows[n], &table->rows[i]))
			table->rows[++n] = table->rows[i];
	table->n = n + 1;
}

/**
 * table_read() - ask the kernel for all objects of a kind
 * @table: the objects
 * @args: the command
 * @object: which kind; only what can be configured, and not what goes with an
 *	    endpoint's own device
 *
 * A module that is older than the kind has none of it.
 *
 * Return: EXIT_DONE or EXIT_REFUSED, said.
 */
int table_read(struct table *table, struct args *args,
	       const struct object *object)
{
	struct table_filling filling = {
		.table = table,
		.object = object,
	};
	uint64_t features;
	struct request r;
	int status;

	memset(table, 0, sizeof(*table));
	if (object->feature) {
		status = request_features(args, &features);
		if (status != EXIT_DONE || !(features >> object->feature & 1))
			return status;
	}
	table->messages.keep = object->configured;
	request_begin_object(&r, object, object->get);
	request_no_object(&r);
	/* there is one node, which is no list */
	status = request_rows(&r, args, object != &node_object,
			      &table->messages);
	if (status != EXIT_DONE)
		return status;
	ovnl_rows_each(&table->messages, table_add, &filling);
	table_sort(table);
	return EXIT_DONE;
}

static int table_compare_key(const void *key, const void *row)
{
	return strcmp(key, ((const struct table_row *)row)->key);
}

/**
 * table_find() - the object that is called this
 * @table: the objects
 * @key: from key_text()
 *
 * Return: the object or NULL.
 */
const struct table_row *table_find(const struct table *table,
				   const char *key)
{
	if (!table->n)
		return NULL;
	return bsearch(key, table->rows, table->n, sizeof(*table->rows),
		       table_compare_key);
}

/**
 * table_free() - forget the objects
 * @table: the objects
 */
void table_free(struct table *table)
{
	free(table->rows);
	ovnl_rows_free(&table->messages);
	table->rows = NULL;
	table->n = 0;
}
