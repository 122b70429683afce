// SPDX-License-Identifier: GPL-2.0
/*
 * Objects that the document lacks. They go before others come, which may want
 * their names and addresses, and what refers to something goes before it.
 * Underlays and remotes that are in use then are tried again when all else is
 * as it should be. Nothing is forced.
 */
#include <string.h>

#include "restore.h"

static uint32_t restore_number(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr = key_find(nest, type);

	if (!attr || mnl_attr_validate(attr, MNL_TYPE_U32) < 0)
		return 0;
	return mnl_attr_get_u32(attr);
}

static bool restore_in_use(const struct object *object,
			   const struct nlattr *nest)
{
	if (object == &underlay_object)
		return restore_number(nest, OVNET_A_UNDERLAY_NETWORKS);
	if (object == &remote_object)
		return restore_number(nest, OVNET_A_REMOTE_MEMBERS) ||
		       restore_number(nest, OVNET_A_REMOTE_FDB);
	return false;
}

/* What was made for something else goes with that. */
static bool restore_is_implicit(const struct object *object,
				const struct nlattr *nest)
{
	const struct nlattr *attr = NULL;

	if (object == &underlay_object)
		attr = key_find(nest, OVNET_A_UNDERLAY_IMPLICIT);
	else if (object == &network_object)
		attr = key_find(nest, OVNET_A_NETWORK_IMPLICIT);
	else if (object == &remote_object)
		attr = key_find(nest, OVNET_A_REMOTE_IMPLICIT);
	return attr && mnl_attr_get_payload_len(attr) &&
	       mnl_attr_get_u8(attr);
}

static bool restore_lacking(const struct restore *restore,
			    const struct object *object,
			    const struct table_row *row)
{
	return !doc_find(&restore->doc, object, row->key) &&
	       !restore_is_implicit(object, row->nest);
}

static void restore_put_attr(struct nlmsghdr *nlh, const struct nlattr *nest,
			     uint16_t type)
{
	const struct nlattr *attr = key_find(nest, type);

	if (attr)
		mnl_attr_put(nlh, attr->nla_type,
			     mnl_attr_get_payload_len(attr),
			     mnl_attr_get_payload(attr));
}

static void restore_plan_del(struct plan *plan, const struct table_row *row)
{
	char buf[REQUEST_NEST_MAX] __aligned(NLMSG_ALIGNTO);
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	const struct field *field;
	struct nlattr *nest;

	nest = mnl_attr_nest_start(nlh, plan->object->attr);
	for (field = plan->object->fields; field->attr; field++) {
		if (field_has(field, FIELD_KEY))
			restore_put_attr(nlh, row->nest, doc_value_attr(field));
		if (!field_has(field, FIELD_NAMES))
			continue;
		restore_put_attr(nlh, row->nest, field->attr);
		restore_put_attr(nlh, row->nest, field->attr2);
		restore_put_attr(nlh, row->nest, field->attr3);
	}
	mnl_attr_nest_end(nlh, nest);
	plan_add(plan, nest, row->key, NULL);
}

static int restore_remove_kind(struct restore *restore,
			       const struct object *object, bool unused)
{
	struct plan plan = {
		.args = restore->args,
		.object = object,
		.undone = "not removed",
		.cmd = object->del,
		.many = restore->many,
	};
	struct table table;
	int status, pass;
	size_t i;

	if (!doc_given(&restore->doc, object))
		return EXIT_DONE;
	status = table_read(&table, restore->args, object);
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < table.n; i++)
			if (restore_has_router(object, table.rows[i].nest) ==
			    !pass &&
			    restore_lacking(restore, object, &table.rows[i]) &&
			    !(unused &&
			      restore_in_use(object, table.rows[i].nest)))
				restore_plan_del(&plan, &table.rows[i]);
	if (status == EXIT_DONE)
		status = plan_send(&plan);
	if (status == EXIT_DONE)
		restore->removed += plan.n - plan.n_refused;
	restore->left_out += plan.n_refused;
	plan_free(&plan);
	table_free(&table);
	return status;
}

/* Rows learned from a remote would hold it. */
static int restore_flush(struct restore *restore)
{
	struct table table;
	struct request r;
	int status;
	size_t i;

	status = table_read(&table, restore->args, &remote_object);
	for (i = 0; i < table.n && status == EXIT_DONE; i++) {
		if (!restore_lacking(restore, &remote_object,
				     &table.rows[i]) ||
		    !restore_number(table.rows[i].nest, OVNET_A_REMOTE_FDB))
			continue;
		request_begin_object(&r, &fdb_object, OVNET_CMD_FDB_FLUSH);
		mnl_attr_put_strz(r.nlh, OVNET_A_FDB_REMOTE_NAME,
				  table.rows[i].key);
		mnl_attr_put_u8(r.nlh, OVNET_A_FDB_STATE,
				OVNET_FDB_STATE_LEARNED);
		status = request_run(&r, restore->args);
	}
	table_free(&table);
	return status;
}

/**
 * restore_remove() - remove what the document lacks, before others are made
 * @restore: the document
 *
 * Return: EXIT_DONE, though something may have been refused, which has been
 * said; or EXIT_REFUSED.
 */
int restore_remove(struct restore *restore)
{
	static const struct object *const order[] = {
		&route_object,
		&neigh_object,
		&binding_object,
		&fdb_object,
		&member_object,
		&port_object,
		&network_object,
	};
	int status = EXIT_DONE;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(order) && status == EXIT_DONE; i++)
		status = restore_remove_kind(restore, order[i], false);
	if (status == EXIT_DONE)
		status = restore_flush(restore);
	if (status == EXIT_DONE)
		status = restore_remove_kind(restore, &remote_object, true);
	if (status == EXIT_DONE)
		status = restore_remove_kind(restore, &underlay_object, true);
	return status;
}

/**
 * restore_remove_rest() - the same, after others were made
 * @restore: the document
 *
 * Return: EXIT_DONE, though something may have been refused, which has been
 * said; or EXIT_REFUSED.
 */
int restore_remove_rest(struct restore *restore)
{
	int status = restore_flush(restore);

	if (status == EXIT_DONE)
		status = restore_remove_kind(restore, &remote_object, false);
	if (status == EXIT_DONE)
		status = restore_remove_kind(restore, &underlay_object, false);
	return status;
}
