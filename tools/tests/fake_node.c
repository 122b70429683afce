// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "doc.h"
#include "fake.h"
#include "fake_node.h"
#include "inherit.h"
#include "memory.h"

#define READ_MAX	16384	/* bytes of objects in an answer */

static struct fake_object {
	const struct object *kind;
	char key[KEY_SIZE];
	struct nlattr *nest;
} *objects;

static size_t n_objects;
static char answer[FAKE_ROOM] __aligned(NLMSG_ALIGNTO);
static size_t answer_len;

const char *fake_node_refuses;
bool fake_node_names_it, fake_node_many;
unsigned int fake_node_requests, fake_node_changes;
size_t fake_node_longest;

/**
 * fake_node_count() - what does the module have?
 *
 * Return: objects of all kinds.
 */
size_t fake_node_count(void)
{
	return n_objects;
}

static struct fake_object *node_find(const struct object *kind,
				     const char *key)
{
	size_t i;

	for (i = 0; i < n_objects; i++)
		if (objects[i].kind == kind && !strcmp(objects[i].key, key))
			return &objects[i];
	return NULL;
}

static void node_new(const struct object *kind, const char *key,
		     const struct nlattr *nest)
{
	struct fake_object *object;

	objects = memory_more(objects, n_objects, sizeof(*objects));
	object = &objects[n_objects++];
	object->kind = kind;
	strcpy(object->key, key);
	object->nest = memory_copy(nest, MNL_ALIGN(nest->nla_len));
}

/* Of a type, which may be there many times, all are changed. */
static void node_set(struct fake_object *object, const struct nlattr *nest)
{
	char buf[2 * REQUEST_NEST_MAX] __aligned(NLMSG_ALIGNTO);
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nlattr *all = mnl_attr_nest_start(nlh, object->kind->attr);
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, object->nest)
		if (!key_find(nest, mnl_attr_get_type(attr)))
			mnl_attr_put(nlh, attr->nla_type,
				     mnl_attr_get_payload_len(attr),
				     mnl_attr_get_payload(attr));
	mnl_attr_for_each_nested(attr, nest)
		mnl_attr_put(nlh, attr->nla_type,
			     mnl_attr_get_payload_len(attr),
			     mnl_attr_get_payload(attr));
	mnl_attr_nest_end(nlh, all);
	free(object->nest);
	object->nest = memory_copy(all, MNL_ALIGN(all->nla_len));
}

static void node_del(struct fake_object *object)
{
	free(object->nest);
	*object = objects[--n_objects];
}

/* What the module would know of an object beyond what it was told. */
static void node_put_known(struct nlmsghdr *nlh,
			   const struct fake_object *object)
{
	const struct fake_object *network;
	const struct inherit *inherit;
	const struct nlattr *attr;

	if (object->kind == &fdb_object &&
	    key_find(object->nest, OVNET_A_FDB_IFINDEX))
		mnl_attr_put_strz(nlh, OVNET_A_FDB_IFNAME, FAKE_IFNAME);
	if (object->kind == &route_object &&
	    key_find(object->nest, OVNET_A_ROUTE_IFINDEX))
		mnl_attr_put_strz(nlh, OVNET_A_ROUTE_IFNAME, FAKE_IFNAME);
	if (object->kind == &binding_object)
		mnl_attr_put_strz(nlh, OVNET_A_BINDING_IFNAME, FAKE_IFNAME);
	if (object->kind != &port_object)
		return;
	mnl_attr_put_strz(nlh, OVNET_A_PORT_IFNAME, FAKE_IFNAME);
	attr = key_find(object->nest, OVNET_A_PORT_NETWORK_NAME);
	network = attr ? node_find(&network_object, mnl_attr_get_str(attr)) :
			 NULL;
	for (inherit = inherit_settings;
	     network && inherit < inherit_settings + INHERIT_N; inherit++) {
		attr = key_find(network->nest, inherit->network);
		if (attr && !key_find(object->nest, inherit->port))
			mnl_attr_put(nlh, inherit->port,
				     mnl_attr_get_payload_len(attr),
				     mnl_attr_get_payload(attr));
	}
}

static void node_append(const struct nlmsghdr *nlh)
{
	memcpy(answer + answer_len, nlh, nlh->nlmsg_len);
	answer_len += MNL_ALIGN(nlh->nlmsg_len);
	if (answer_len <= READ_MAX)
		return;
	fake_answer(answer, answer_len);
	answer_len = 0;
}

/* The end of an answer. */
static void node_done(struct nlmsghdr *nlh)
{
	memcpy(answer + answer_len, nlh, nlh->nlmsg_len);
	fake_answer(answer, answer_len + MNL_ALIGN(nlh->nlmsg_len));
	answer_len = 0;
}

static void node_show(const struct fake_object *object)
{
	struct nlmsghdr *nlh = fake_message(FAKE_FAMILY, NLM_F_MULTI,
					    object->kind->get);
	struct nlattr *nest = mnl_attr_nest_start(nlh, object->kind->attr);
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, object->nest)
		mnl_attr_put(nlh, attr->nla_type,
			     mnl_attr_get_payload_len(attr),
			     mnl_attr_get_payload(attr));
	node_put_known(nlh, object);
	mnl_attr_nest_end(nlh, nest);
	node_append(nlh);
}

/* The node itself is always there, with the settings that it was told. */
static void node_itself(void)
{
	struct nlmsghdr *nlh = fake_message(FAKE_FAMILY, 0, OVNET_CMD_NODE_GET);
	struct nlattr *nest = mnl_attr_nest_start(nlh, OVNET_A_NODE);
	const struct fake_object *told = node_find(&node_object, "");
	const struct nlattr *attr;

	mnl_attr_put_u64(nlh, OVNET_A_NODE_FEATURES,
			 (uint64_t)fake_node_many << OVNET_FEATURE_MANY |
			 1ULL << OVNET_FEATURE_L3 |
			 1ULL << OVNET_FEATURE_NEIGH |
			 1ULL << OVNET_FEATURE_BINDING |
			 1ULL << OVNET_FEATURE_FAST);
	if (told)
		mnl_attr_for_each_nested(attr, told->nest)
			mnl_attr_put(nlh, attr->nla_type,
				     mnl_attr_get_payload_len(attr),
				     mnl_attr_get_payload(attr));
	mnl_attr_nest_end(nlh, nest);
	node_append(nlh);
}

/* Why not, as an errno. */
static int node_judge(const struct object *kind, uint8_t cmd, const char *key)
{
	bool there = node_find(kind, key);

	/* rows of the FDB are replaced */
	if (!there && cmd != kind->new)
		return -ENOENT;
	if (there && cmd == kind->new && cmd != kind->set)
		return -EEXIST;
	if (fake_node_refuses && !strcmp(key, fake_node_refuses))
		return -EBUSY;
	return 0;
}

static void node_do(const struct object *kind, uint8_t cmd,
		    const struct nlattr *nest, const char *key)
{
	struct fake_object *object = node_find(kind, key);

	fake_node_changes++;
	if (cmd == kind->set && cmd != kind->new) {
		node_set(object, nest);
		return;
	}
	if (object)
		node_del(object);
	if (cmd == kind->new)
		node_new(kind, key, nest);
}

static int node_change(const struct nlmsghdr *nlh, const struct object *kind,
		       uint8_t cmd, uint32_t *offset)
{
	const struct nlattr *nest;
	char key[KEY_SIZE];
	int err;

	fake_node_requests++;
	if (nlh->nlmsg_len > fake_node_longest)
		fake_node_longest = nlh->nlmsg_len;
	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr)) {
		key_text(kind, nest, key);
		err = node_judge(kind, cmd, key);
		*offset = (const char *)nest - (const char *)nlh;
		if (err)
			return err;
	}
	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr)) {
		key_text(kind, nest, key);
		node_do(kind, cmd, nest, key);
	}
	return 0;
}

static void node_answer(const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	const struct object *kind = NULL;
	struct nlmsghdr *ack;
	uint32_t offset = 0;
	unsigned int k;
	int err = 0;
	size_t i;

	for (k = 0; k < DOC_LISTS && !kind; k++)
		if (genl->cmd == doc_objects[k]->get ||
		    genl->cmd == doc_objects[k]->new ||
		    genl->cmd == doc_objects[k]->set ||
		    genl->cmd == doc_objects[k]->del)
			kind = doc_objects[k];
	if (genl->cmd == OVNET_CMD_NODE_GET)
		node_itself();
	else if (kind && genl->cmd == kind->get)
		for (i = 0; i < n_objects; i++) {
			if (objects[i].kind == kind)
				node_show(&objects[i]);
		}
	else if (kind)
		err = node_change(nlh, kind, genl->cmd, &offset);
	else if (genl->cmd == OVNET_CMD_PROBE_SEND)
		err = -ENODEV;	/* or the tool waits for an answer */
	ack = fake_ack(err);
	if (err && fake_node_names_it) {
		ack->nlmsg_flags |= NLM_F_ACK_TLVS;
		mnl_attr_put_u32(ack, NLMSGERR_ATTR_OFFS, offset);
	}
	node_done(ack);
}

/**
 * fake_node_reset() - a module that has nothing, behind the fake from now on
 */
void fake_node_reset(void)
{
	fake_reset();
	fake_kernel = node_answer;
	while (n_objects)
		free(objects[--n_objects].nest);
	free(objects);
	objects = NULL;
	answer_len = 0;
	fake_node_refuses = NULL;
	fake_node_names_it = true;
	fake_node_many = true;
	fake_node_requests = 0;
	fake_node_changes = 0;
	fake_node_longest = 0;
}
