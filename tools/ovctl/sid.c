// SPDX-License-Identifier: GPL-2.0
/*
 * Our SIDs: what another node sends a network's packets to by SRv6, and probes.
 * The kernel makes them of an underlay's locator and a network's VNI, and so does
 * this.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "ovctl.h"
#include "print.h"
#include "sid.h"
#include "table.h"

#define SID_FUNCTION_BITS	16
#define SID_VNI_BITS		24

#define SID_ECHO		0x00ec	/* of no network: ovctl probe */

/* What a node does with a packet (RFC 8986, 4), and for which networks. */
static const struct sid_function {
	const char *name;
	uint16_t value;
	uint8_t type;
} sid_functions[] = {
	{ "dt4", 0x0004, OVNET_NETWORK_TYPE_L3 },
	{ "dt6", 0x0006, OVNET_NETWORK_TYPE_L3 },
	{ "dt46", 0x0046, OVNET_NETWORK_TYPE_L3 },
	{ "dt2u", 0x00d2, OVNET_NETWORK_TYPE_L2 },
	{ "dt2m", 0x00d3, OVNET_NETWORK_TYPE_L2 },
};

static void sid_put(uint8_t sid[SID_SIZE], unsigned int pos, unsigned int bits,
		    uint32_t value)
{
	for (; bits--; pos++)
		if (value >> bits & 1)
			sid[pos / 8] |= 0x80 >> pos % 8;
}

/**
 * sid_make() - a SID
 * @sid: result
 * @locator: prefix of it, zero behind @len
 * @len: bits of that, OVNET_LOCATOR_LEN_MAX at most
 * @function: what is behind that
 * @vni: and behind that
 */
void sid_make(uint8_t sid[SID_SIZE], const uint8_t locator[SID_SIZE],
	      unsigned int len, uint16_t function, uint32_t vni)
{
	memcpy(sid, locator, SID_SIZE);
	sid_put(sid, len, SID_FUNCTION_BITS, function);
	sid_put(sid, len + SID_FUNCTION_BITS, SID_VNI_BITS, vni);
}

static const struct nlattr *sid_attr(const struct nlattr *nest, uint16_t type,
				     size_t size)
{
	const struct nlattr *attr = key_find(nest, type);

	return attr && mnl_attr_get_payload_len(attr) == size ? attr : NULL;
}

static const char *sid_string(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr = key_find(nest, type);

	return attr && mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0 ?
	       mnl_attr_get_str(attr) : "";
}

/* What follows on the name of the network. */
static void sid_print_one(const struct nlattr *locator, uint8_t len,
			  const char *function, uint16_t value, uint32_t vni,
			  const char *underlay)
{
	char text[INET6_ADDRSTRLEN];
	uint8_t sid[SID_SIZE];

	sid_make(sid, mnl_attr_get_payload(locator), len, value, vni);
	inet_ntop(AF_INET6, sid, text, sizeof(text));
	print_string("function", "", function);
	print_string("sid", "", text);
	print_string("underlay", "underlay", underlay);
}

/* All of a network on an underlay; each of the attributes is there. */
static void sid_print(const struct nlattr *network, const struct nlattr *locator,
		      uint8_t len, const char *underlay)
{
	uint32_t id = mnl_attr_get_u32(key_find(network, OVNET_A_NETWORK_ID));
	uint32_t vni = mnl_attr_get_u32(key_find(network, OVNET_A_NETWORK_VNI));
	uint8_t type = mnl_attr_get_u8(key_find(network, OVNET_A_NETWORK_TYPE));
	const struct sid_function *function;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sid_functions); i++) {
		function = &sid_functions[i];
		if (function->type != type)
			continue;
		print_object_begin();
		print_string("network-name", "",
			     sid_string(network, OVNET_A_NETWORK_NAME));
		print_uint("network-id", with_details ? "network-id" : NULL,
			   id);
		sid_print_one(locator, len, function->name, function->value,
			      vni, underlay);
		print_object_end();
	}
}

/* Of an underlay, if it is of SRv6. */
static const struct nlattr *sid_locator(const struct nlattr *underlay,
					uint8_t *len)
{
	const struct nlattr *attr = sid_attr(underlay,
					     OVNET_A_UNDERLAY_LOCATOR_LEN, 1);

	*len = attr ? mnl_attr_get_u8(attr) : 0;
	return *len && *len <= OVNET_LOCATOR_LEN_MAX ?
	       sid_attr(underlay, OVNET_A_UNDERLAY_LOCATOR, SID_SIZE) : NULL;
}

/* That probes are sent to. */
static void sid_print_echo(const struct nlattr *underlay)
{
	const struct nlattr *locator;
	uint8_t len;

	locator = sid_locator(underlay, &len);
	if (!locator)
		return;
	print_object_begin();
	sid_print_one(locator, len, "echo", SID_ECHO, 0,
		      sid_string(underlay, OVNET_A_UNDERLAY_NAME));
	print_object_end();
}

static void sid_print_network(const struct nlattr *network,
			      const struct table *underlays)
{
	const char *name = sid_string(network, OVNET_A_NETWORK_SRV6_UNDERLAY);
	const struct table_row *underlay = table_find(underlays, name);
	const struct nlattr *locator;
	uint8_t len;

	if (!underlay || !sid_attr(network, OVNET_A_NETWORK_ID, 4) ||
	    !sid_attr(network, OVNET_A_NETWORK_VNI, 4) ||
	    !sid_attr(network, OVNET_A_NETWORK_TYPE, 1))
		return;
	locator = sid_locator(underlay->nest, &len);
	if (locator)
		sid_print(network, locator, len, name);
}

/* Is this the network that is asked for, by name or id? */
static bool sid_is_of(const struct nlattr *network, const char *only)
{
	const struct nlattr *attr = sid_attr(network, OVNET_A_NETWORK_ID, 4);
	uint32_t id;

	if (!only)
		return true;
	if (parse_u32(only, 1, OVNET_NETWORK_ID_MAX, &id))
		return attr && mnl_attr_get_u32(attr) == id;
	return !strcmp(only, sid_string(network, OVNET_A_NETWORK_NAME));
}

static int sid_print_all(struct args *args, const struct table *networks,
			 const struct table *underlays, const char *only)
{
	bool found = !only;
	size_t i;

	for (i = 0; i < networks->n && !found; i++)
		found = sid_is_of(networks->rows[i].nest, only);
	if (!found) {
		fprintf(stderr, "%s: There is no network %s\n", args_who(args),
			only);
		return EXIT_REFUSED;
	}
	print_list_begin();
	for (i = 0; i < underlays->n && !only; i++)
		sid_print_echo(underlays->rows[i].nest);
	for (i = 0; i < networks->n; i++)
		if (sid_is_of(networks->rows[i].nest, only))
			sid_print_network(networks->rows[i].nest, underlays);
	print_list_end();
	return EXIT_DONE;
}

static int sid_show(struct args *args)
{
	struct table underlays = {}, networks = {};
	const char *only = NULL;
	int status;

	if (args_peek(args))
		only = args_subject(args, "NETWORK");
	args_end(args, NULL);
	status = table_read(&networks, args, &network_object);
	if (status == EXIT_DONE)
		status = table_read(&underlays, args, &underlay_object);
	if (status == EXIT_DONE)
		status = sid_print_all(args, &networks, &underlays, only);
	table_free(&underlays);
	table_free(&networks);
	return status;
}

static const struct verb sid_verbs[] = {
	{ "show", sid_show, "sid show [ NETWORK ]" },
	{ }
};

const struct object sid_object = {
	.name = "sid",
	.verbs = sid_verbs,
};
