// SPDX-License-Identifier: GPL-2.0
/* What is configured, as one JSON document that "ovctl restore" takes. */
#include "doc.h"
#include "inherit.h"
#include "ovctl.h"
#include "print.h"
#include "table.h"

/* What a port has from its network is not the port's to save. */
static uint64_t save_omit(const struct object *object,
			  const struct nlattr *nest,
			  const struct table *networks)
{
	uint64_t omit = 0;
	size_t i;

	if (object != &port_object)
		return 0;
	for (i = 0; i < INHERIT_N; i++)
		if (inherit_same(&inherit_settings[i], nest, networks))
			omit |= 1ULL << inherit_settings[i].port;
	return omit;
}

static void save_print(const struct object *object, const struct table *table,
		       const struct table *networks)
{
	size_t i;

	print_array_begin(object->name, "");
	for (i = 0; i < table->n; i++) {
		print_object_begin();
		show_document(object, table->rows[i].nest,
			      save_omit(object, table->rows[i].nest,
					networks));
		print_object_end();
	}
	print_array_end();
}

static int save_run(struct args *args)
{
	struct table tables[DOC_LISTS] = {};
	int status = EXIT_DONE;
	bool json;
	size_t i;

	args_end(args, NULL);
	for (i = 0; i < DOC_LISTS && status == EXIT_DONE; i++)
		status = table_read(&tables[i], args, doc_objects[i]);
	if (status == EXIT_DONE) {
		json = print_json(true);
		print_object_begin();
		print_nest_begin("ovnet");
		print_uint("version", "", DOC_VERSION);
		print_nest_end();
		for (i = 0; i < DOC_LISTS; i++)
			save_print(doc_objects[i], &tables[i],
				   &tables[DOC_NETWORK]);
		print_object_end();
		print_json(json);
	}
	for (i = 0; i < DOC_LISTS; i++)
		table_free(&tables[i]);
	return status;
}

static const struct verb save_verbs[] = {
	{ "", save_run, "save" },
	{ }
};

const struct object save_object = {
	.name = "save",
	.verbs = save_verbs,
};
