// SPDX-License-Identifier: GPL-2.0
/* What must hold in a document beyond each of its values. */
#include <stdio.h>
#include <string.h>

#include "doc.h"

static bool doc_check_srv6(struct doc_reader *reader, const struct nlattr *nest)
{
	return (key_find(nest, OVNET_A_UNDERLAY_LOCATOR) &&
		key_find(nest, OVNET_A_UNDERLAY_LOCATOR_LEN)) ||
	       doc_fail(reader, "it needs \"locator\" and \"locator-len\"");
}

static bool doc_check_underlay(struct doc_reader *reader,
			       const struct nlattr *nest)
{
	static const uint8_t none[16];
	const struct nlattr *local4 = key_find(nest, OVNET_A_UNDERLAY_LOCAL4);
	const struct nlattr *local6 = key_find(nest, OVNET_A_UNDERLAY_LOCAL6);
	const struct nlattr *low = key_find(nest, OVNET_A_UNDERLAY_SRCPORT_LOW);
	const struct nlattr *high =
		key_find(nest, OVNET_A_UNDERLAY_SRCPORT_HIGH);

	if (mnl_attr_get_u8(key_find(nest, OVNET_A_UNDERLAY_KIND)) ==
	    OVNET_UNDERLAY_KIND_SRV6)
		return doc_check_srv6(reader, nest);
	if (!local4 && !local6)
		return doc_fail(reader, "it needs \"local4\" or \"local6\"");
	if (!low != !high ||
	    (low && mnl_attr_get_u16(low) > mnl_attr_get_u16(high)))
		return doc_fail(reader,
				"\"srcport-low\" and \"srcport-high\" are not a range");
	/* what is not given is none, also where there is one */
	if (!local4)
		mnl_attr_put(reader->nlh, OVNET_A_UNDERLAY_LOCAL4, 4, none);
	if (!local6)
		mnl_attr_put(reader->nlh, OVNET_A_UNDERLAY_LOCAL6, 16, none);
	return true;
}

static bool doc_check_remote(struct doc_reader *reader,
			     const struct nlattr *nest)
{
	bool vtep = key_find(nest, OVNET_A_REMOTE_VTEP);
	bool locator = key_find(nest, OVNET_A_REMOTE_LOCATOR);
	bool len = key_find(nest, OVNET_A_REMOTE_LOCATOR_LEN);
	bool source = key_find(nest, OVNET_A_REMOTE_SOURCE);

	if (locator != len)
		return doc_fail(reader,
				"it needs \"locator\" and \"locator-len\", or neither");
	return vtep || locator || source ||
	       doc_fail(reader, "it needs \"vtep\", \"locator\" or \"source\"");
}

static bool doc_check_fdb(struct doc_reader *reader, const struct nlattr *nest)
{
	const struct nlattr *mac = key_find(nest, OVNET_A_FDB_MAC);
	bool dev = key_find(nest, OVNET_A_FDB_IFINDEX) ||
		   reader->item->without[0];
	bool remote = key_find(nest, OVNET_A_FDB_REMOTE_NAME);
	const uint8_t *bytes = mnl_attr_get_payload(mac);

	if (dev == remote)
		return doc_fail(reader,
				"it needs either \"ifname\" or \"remote-name\"");
	if (bytes[0] & 1 || !memcmp(bytes, "\0\0\0\0\0", PARSE_MAC_LEN))
		return doc_fail(reader, "its MAC is not unicast, or is zero");
	if (!key_find(nest, OVNET_A_FDB_STATE))
		mnl_attr_put_u8(reader->nlh, OVNET_A_FDB_STATE,
				OVNET_FDB_STATE_STATIC);
	return true;
}

static bool doc_check_route(struct doc_reader *reader, const struct nlattr *nest)
{
	bool dst4 = key_find(nest, OVNET_A_ROUTE_DST4);
	bool dst6 = key_find(nest, OVNET_A_ROUTE_DST6);
	bool dev = key_find(nest, OVNET_A_ROUTE_IFINDEX) ||
		   reader->item->without[0];
	bool remote = key_find(nest, OVNET_A_ROUTE_REMOTE_NAME);
	bool remotes = key_find(nest, OVNET_A_ROUTE_NEXTHOP);
	bool network = key_find(nest, OVNET_A_ROUTE_TO_NETWORK_NAME);
	const struct nlattr *transit = key_find(nest, OVNET_A_ROUTE_TRANSIT);
	uint8_t type = mnl_attr_get_u8(key_find(nest, OVNET_A_ROUTE_TYPE));
	uint8_t points = remote || remotes ? OVNET_ROUTE_TYPE_REMOTE :
			 dev ? OVNET_ROUTE_TYPE_DEVICE :
			 network ? OVNET_ROUTE_TYPE_NETWORK : 0;

	if (dst4 == dst6)
		return doc_fail(reader, "it needs either \"dst4\" or \"dst6\"");
	if (dst4 && mnl_attr_get_u8(key_find(nest, OVNET_A_ROUTE_LEN)) > 32)
		return doc_fail(reader, "an IPv4 prefix has at most 32 bits");
	if (remote + remotes + dev + network > 1 ||
	    (points ? type != points :
		      type == OVNET_ROUTE_TYPE_REMOTE ||
		      type == OVNET_ROUTE_TYPE_DEVICE ||
		      type == OVNET_ROUTE_TYPE_NETWORK))
		return doc_fail(reader,
				"\"type\" remote needs \"remote-name\" or \"nexthop\", device \"ifname\", network \"to-network-name\", others none of them");
	if (transit && mnl_attr_get_u8(transit) &&
	    points != OVNET_ROUTE_TYPE_REMOTE)
		return doc_fail(reader, "only a route to remotes can be \"transit\"");
	return true;
}

static bool doc_check_neigh(struct doc_reader *reader,
			    const struct nlattr *nest)
{
	const uint8_t *mac =
		mnl_attr_get_payload(key_find(nest, OVNET_A_NEIGH_MAC));
	bool addr4 = key_find(nest, OVNET_A_NEIGH_ADDR4);
	bool addr6 = key_find(nest, OVNET_A_NEIGH_ADDR6);

	if (addr4 == addr6)
		return doc_fail(reader,
				"it needs either \"addr4\" or \"addr6\"");
	if (mac[0] & 1 || !memcmp(mac, "\0\0\0\0\0", PARSE_MAC_LEN))
		return doc_fail(reader, "its MAC is not unicast, or is zero");
	if (!key_find(nest, OVNET_A_NEIGH_STATE))
		mnl_attr_put_u8(reader->nlh, OVNET_A_NEIGH_STATE,
				OVNET_NEIGH_STATE_STATIC);
	return true;
}

static bool doc_check_binding(struct doc_reader *reader,
			      const struct nlattr *nest)
{
	const uint8_t *mac =
		mnl_attr_get_payload(key_find(nest, OVNET_A_BINDING_MAC));

	if (key_find(nest, OVNET_A_BINDING_ADDR4) &&
	    key_find(nest, OVNET_A_BINDING_ADDR6))
		return doc_fail(reader,
				"it has either \"addr4\" or \"addr6\"");
	if (mac[0] & 1 || !memcmp(mac, "\0\0\0\0\0", PARSE_MAC_LEN))
		return doc_fail(reader, "its MAC is not unicast, or is zero");
	return true;
}

/**
 * doc_check_item() - does an object have all that it needs?
 * @reader: the object, read; what goes without saying is added
 * @object: which kind
 *
 * Return: true, or false and it has been said why not.
 */
bool doc_check_item(struct doc_reader *reader, const struct object *object)
{
	const struct nlattr *nest = mnl_nlmsg_get_payload(reader->nlh);
	const struct field *field;

	for (field = object->fields; field->attr; field++) {
		if (!field_has(field, FIELD_MUST) &&
		    !field_has(field, FIELD_KEY))
			continue;
		if (!key_find(nest, doc_value_attr(field)) &&
		    !(field->type == FIELD_IFNAME && reader->item->without[0]))
			return doc_fail(reader, "it needs \"%s\"", field->key);
	}
	if (object == &underlay_object)
		return doc_check_underlay(reader, nest);
	if (object == &remote_object)
		return doc_check_remote(reader, nest);
	if (object == &fdb_object)
		return doc_check_fdb(reader, nest);
	if (object == &route_object)
		return doc_check_route(reader, nest);
	if (object == &neigh_object)
		return doc_check_neigh(reader, nest);
	if (object == &binding_object)
		return doc_check_binding(reader, nest);
	return true;
}

/**
 * doc_check_repeated() - is each object in the document once?
 * @reader: for what is said
 * @doc: the document, its lists sorted
 *
 * Return: true, or false and it has been said which is not.
 */
bool doc_check_repeated(struct doc_reader *reader, const struct doc *doc)
{
	const struct doc_list *list;
	unsigned int i, k;

	for (k = 0; k < DOC_LISTS; k++) {
		list = &doc->lists[k];
		for (i = 1; i < list->n; i++) {
			if (strcmp(list->sorted[i - 1]->key,
				   list->sorted[i]->key))
				continue;
			snprintf(reader->path, sizeof(reader->path), "%s[%u]",
				 doc_objects[k]->name,
				 list->sorted[i]->index);
			return doc_fail(reader, "it is %s[%u] once more: %s",
					doc_objects[k]->name,
					list->sorted[i - 1]->index,
					list->sorted[i]->key);
		}
	}
	return true;
}

/* The path is that of the object, or of a part of it. */
static bool doc_check_fields_refer(struct doc_reader *reader,
				   const struct doc *doc,
				   const struct field *fields,
				   const struct nlattr *nest)
{
	size_t path_len = strlen(reader->path);
	const struct field *field;
	const struct nlattr *attr;
	const char *name;
	int n;

	for (field = fields; field->attr; field++) {
		if (!field->refers && field->type != FIELD_LIST)
			continue;
		n = 0;
		mnl_attr_for_each_nested(attr, nest) {
			if (mnl_attr_get_type(attr) != field->attr)
				continue;
			snprintf(reader->path + path_len,
				 sizeof(reader->path) - path_len,
				 field->type == FIELD_LIST ? ".%s[%d]" : ".%s",
				 field->key, n++);
			if (field->type == FIELD_LIST) {
				if (!doc_check_fields_refer(reader, doc,
							    field->fields, attr))
					return false;
				continue;
			}
			name = mnl_attr_get_str(attr);
			if (name[0] && !doc_find(doc, field->refers, name))
				return doc_fail(reader,
						"the document has no %s %s",
						field->refers->name, name);
		}
	}
	reader->path[path_len] = '\0';
	return true;
}

static bool doc_check_item_refers(struct doc_reader *reader,
				  const struct doc *doc,
				  const struct object *object,
				  const struct doc_item *item)
{
	snprintf(reader->path, sizeof(reader->path), "%s[%u]", object->name,
		 item->index);
	return doc_check_fields_refer(reader, doc, object->fields, item->nest);
}

/**
 * doc_check_refers() - is all that the document's objects name in it, too?
 * @reader: for what is said
 * @doc: the document, its lists sorted
 *
 * Return: true, or false and it has been said what is not.
 */
bool doc_check_refers(struct doc_reader *reader, const struct doc *doc)
{
	unsigned int i, k;

	for (k = 0; k < DOC_LISTS; k++)
		for (i = 0; i < doc->lists[k].n; i++)
			if (!doc_check_item_refers(reader, doc, doc_objects[k],
						   &doc->lists[k].items[i]))
				return false;
	return true;
}
