// SPDX-License-Identifier: GPL-2.0
/*
 * What an endpoint would fill in by itself, and nobody has said: its own
 * addresses, and the MAC address that it sends to.
 */
#include <ifaddrs.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "trace.h"

/* The same on every node. */
static const uint8_t ask_gateway_mac[PARSE_MAC_LEN] = {
	0x02, 'o', 'v', 'n', 'e', 't'
};

/* What is known of the network. */
struct ask_network {
	uint8_t type;
	uint8_t gateway[16];
	uint8_t len;		/* of the gateway's prefix; 0: there is none */
	char underlay[OVNET_NAME_LEN];
};

/* What is looked for in a table. */
struct ask {
	struct trace *trace;
	const struct object *object;
	bool found;
	uint8_t mac[PARSE_MAC_LEN];
	struct ask_network *network;
};

static const void *ask_bytes(const struct nlattr *nest, uint16_t type,
			     size_t len)
{
	const struct nlattr *attr = key_find(nest, type);

	return attr && mnl_attr_get_payload_len(attr) == len ?
	       mnl_attr_get_payload(attr) : NULL;
}

/* Into @addr, if the object has an address of this family. */
static bool ask_addr(const struct nlattr *nest, int family, uint16_t attr4,
		     uint16_t attr6, struct parse_addr *addr)
{
	size_t len = family == AF_INET ? 4 : 16;
	const void *bytes;

	bytes = ask_bytes(nest, family == AF_INET ? attr4 : attr6, len);
	if (!bytes)
		return false;
	addr->family = family;
	addr->len = len;
	memcpy(addr->data, bytes, len);
	return true;
}

static void ask_put_addr(struct request *r, const struct parse_addr *addr,
			 uint16_t attr4, uint16_t attr6)
{
	mnl_attr_put(r->nlh, addr->family == AF_INET ? attr4 : attr6, addr->len,
		     addr->data);
}

static const struct nlattr *ask_nest(const struct ask *ask,
				     const struct nlmsghdr *nlh)
{
	const struct nlattr *nest;

	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(nest) == ask->object->attr)
			return nest;
	return NULL;
}

static int ask_rows(struct ask *ask, struct request *r, bool dump, ovnl_cb cb)
{
	struct ovnl_rows rows = {};
	int status;

	status = request_rows(r, ask->trace->args, dump, &rows);
	if (status == EXIT_DONE)
		ovnl_rows_each(&rows, cb, ask);
	ovnl_rows_free(&rows);
	return status;
}

static void ask_begin(struct ask *ask, struct request *r,
		      const struct object *object, uint8_t cmd)
{
	ask->object = object;
	ask->found = false;
	request_begin_object(r, object, cmd);
}

/* The network, under whatever number its attributes have there. */
static void ask_put_network(struct ask *ask, struct request *r, uint16_t name,
			    uint16_t id)
{
	struct field field = trace_network;

	field.attr = name;
	field.attr2 = id;
	value_put_word(r, ask->trace->args, &field, ask->trace->network);
}

static int ask_read_network(const struct nlmsghdr *nlh, void *data)
{
	struct ask *ask = data;
	bool v4 = ask->trace->want.dst.family == AF_INET;
	struct ask_network *network = ask->network;
	const struct nlattr *nest = ask_nest(ask, nlh), *attr;
	const void *bytes;

	if (!nest)
		return 0;
	bytes = ask_bytes(nest, OVNET_A_NETWORK_TYPE, 1);
	if (bytes)
		memcpy(&network->type, bytes, 1);
	bytes = ask_bytes(nest, v4 ? OVNET_A_NETWORK_GATEWAY4 :
				     OVNET_A_NETWORK_GATEWAY6, v4 ? 4 : 16);
	if (bytes)
		memcpy(network->gateway, bytes, v4 ? 4 : 16);
	bytes = ask_bytes(nest, v4 ? OVNET_A_NETWORK_GATEWAY4_LEN :
				     OVNET_A_NETWORK_GATEWAY6_LEN, 1);
	if (bytes)
		memcpy(&network->len, bytes, 1);
	attr = key_find(nest, OVNET_A_NETWORK_UNDERLAY);
	if (attr && mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
		snprintf(network->underlay, sizeof(network->underlay), "%s",
			 mnl_attr_get_str(attr));
	/* What comes by SRv6 alone is for what that says. */
	attr = key_find(nest, OVNET_A_NETWORK_SRV6_UNDERLAY);
	if (!network->underlay[0] && attr &&
	    mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
		snprintf(network->underlay, sizeof(network->underlay), "%s",
			 mnl_attr_get_str(attr));
	return 0;
}

static int ask_network(struct ask *ask)
{
	struct request r;

	ask_begin(ask, &r, &network_object, OVNET_CMD_NETWORK_GET);
	ask_put_network(ask, &r, OVNET_A_NETWORK_NAME, OVNET_A_NETWORK_ID);
	return ask_rows(ask, &r, false, ask_read_network);
}

static int ask_read_port(const struct nlmsghdr *nlh, void *data)
{
	struct ask *ask = data;
	const struct nlattr *nest = ask_nest(ask, nlh);
	const void *ifindex = nest ?
		ask_bytes(nest, OVNET_A_PORT_IFINDEX, 4) : NULL;

	const struct nlattr *name = nest ?
		key_find(nest, OVNET_A_PORT_IFNAME) : NULL;

	/* an endpoint's own device has a number beside its ifindex */
	if ((ifindex && !memcmp(ifindex, &ask->trace->ifindex, 4)) ||
	    (name && mnl_attr_validate(name, MNL_TYPE_NUL_STRING) >= 0 &&
	     !strcmp(mnl_attr_get_str(name), ask->trace->dev)))
		ask->found = true;
	return 0;
}

/* Is the device a port of the network? */
static int ask_port(struct ask *ask)
{
	struct request r;

	ask_begin(ask, &r, &port_object, OVNET_CMD_PORT_GET);
	ask_put_network(ask, &r, OVNET_A_PORT_NETWORK_NAME,
			OVNET_A_PORT_NETWORK_ID);
	return ask_rows(ask, &r, true, ask_read_port);
}

/* The first binding that what was said does not contradict. */
static int ask_read_binding(const struct nlmsghdr *nlh, void *data)
{
	struct ask *ask = data;
	struct trace *trace = ask->trace;
	struct frame_want *want = &trace->want;
	const struct nlattr *nest = ask_nest(ask, nlh);
	struct parse_addr addr = {};
	const void *mac;

	mac = nest ? ask_bytes(nest, OVNET_A_BINDING_MAC, PARSE_MAC_LEN) : NULL;
	if (!mac || (trace->has_src_mac &&
		     memcmp(mac, want->src_mac, PARSE_MAC_LEN)))
		return 0;
	ask_addr(nest, want->dst.family, OVNET_A_BINDING_ADDR4,
		 OVNET_A_BINDING_ADDR6, &addr);
	if (want->src.family && addr.family &&
	    memcmp(addr.data, want->src.data, addr.len))
		return 0;
	if (want->dst.family && !addr.family &&
	    (key_find(nest, OVNET_A_BINDING_ADDR4) ||
	     key_find(nest, OVNET_A_BINDING_ADDR6)))
		return 0;
	memcpy(want->src_mac, mac, PARSE_MAC_LEN);
	trace->has_src_mac = true;
	if (!want->src.family)
		want->src = addr;
	return 0;
}

static int ask_binding(struct ask *ask)
{
	struct request r;

	ask_begin(ask, &r, &binding_object, OVNET_CMD_BINDING_GET);
	mnl_attr_put_u32(r.nlh, OVNET_A_BINDING_IFINDEX, ask->trace->ifindex);
	return ask_rows(ask, &r, true, ask_read_binding);
}

static int ask_read_fdb(const struct nlmsghdr *nlh, void *data)
{
	struct ask *ask = data;
	struct trace *trace = ask->trace;
	const struct nlattr *nest = ask_nest(ask, nlh);
	const void *mac;

	mac = nest ? ask_bytes(nest, OVNET_A_FDB_MAC, PARSE_MAC_LEN) : NULL;
	if (!mac || trace->has_src_mac)
		return 0;
	memcpy(trace->want.src_mac, mac, PARSE_MAC_LEN);
	trace->has_src_mac = true;
	return 0;
}

/* The first MAC address behind the port. */
static int ask_fdb(struct ask *ask)
{
	struct request r;

	ask_begin(ask, &r, &fdb_object, OVNET_CMD_FDB_GET);
	ask_put_network(ask, &r, OVNET_A_FDB_NETWORK_NAME,
			OVNET_A_FDB_NETWORK_ID);
	mnl_attr_put_u32(r.nlh, OVNET_A_FDB_IFINDEX, ask->trace->ifindex);
	return ask_rows(ask, &r, true, ask_read_fdb);
}

static int ask_read_neigh(const struct nlmsghdr *nlh, void *data)
{
	struct ask *ask = data;
	struct frame_want *want = &ask->trace->want;
	const struct nlattr *nest = ask_nest(ask, nlh);
	const void *mac;

	mac = nest ? ask_bytes(nest, OVNET_A_NEIGH_MAC, PARSE_MAC_LEN) : NULL;
	if (!mac)
		return 0;
	memcpy(ask->mac, mac, PARSE_MAC_LEN);
	ask->found = true;
	if (ask->trace->has_src_mac && !want->src.family &&
	    !memcmp(mac, want->src_mac, PARSE_MAC_LEN))
		ask_addr(nest, want->dst.family, OVNET_A_NEIGH_ADDR4,
			 OVNET_A_NEIGH_ADDR6, &want->src);
	return 0;
}

/* Who has an address, or which one has the source's MAC address? */
static int ask_neigh(struct ask *ask, const struct parse_addr *addr)
{
	struct request r;

	ask_begin(ask, &r, &neigh_object, OVNET_CMD_NEIGH_GET);
	ask_put_network(ask, &r, OVNET_A_NEIGH_NETWORK_NAME,
			OVNET_A_NEIGH_NETWORK_ID);
	if (addr)
		ask_put_addr(&r, addr, OVNET_A_NEIGH_ADDR4,
			     OVNET_A_NEIGH_ADDR6);
	else
		mnl_attr_put(r.nlh, OVNET_A_NEIGH_MAC, PARSE_MAC_LEN,
			     ask->trace->want.src_mac);
	return ask_rows(ask, &r, true, ask_read_neigh);
}

/* A leg is a device of this namespace, or has been. */
static void ask_leg(struct trace *trace)
{
	struct frame_want *want = &trace->want;
	struct ifaddrs *list, *at;
	struct ifreq ifr = {};
	int fd;

	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", trace->dev);
	if (!trace->has_src_mac && fd >= 0 &&
	    !ioctl(fd, SIOCGIFHWADDR, &ifr) &&
	    ifr.ifr_hwaddr.sa_family == ARPHRD_ETHER) {
		memcpy(want->src_mac, ifr.ifr_hwaddr.sa_data, PARSE_MAC_LEN);
		trace->has_src_mac = true;
	}
	if (fd >= 0)
		close(fd);
	if (want->src.family || getifaddrs(&list))
		return;
	for (at = list; at && !want->src.family; at = at->ifa_next) {
		if (!at->ifa_addr || strcmp(at->ifa_name, trace->dev) ||
		    at->ifa_addr->sa_family != want->dst.family)
			continue;
		want->src.family = want->dst.family;
		want->src.len = want->dst.len;
		memcpy(want->src.data, want->dst.family == AF_INET ?
		       (void *)&((struct sockaddr_in *)at->ifa_addr)->sin_addr :
		       (void *)&((struct sockaddr_in6 *)at->ifa_addr)->sin6_addr,
		       want->dst.len);
	}
	freeifaddrs(list);
}

/* A node's own, if nobody has given it another (ovnet_router_mac()). */
static void ask_router_mac(const struct parse_addr *addr,
			   uint8_t mac[PARSE_MAC_LEN])
{
	mac[0] = 0x02;
	mac[1] = 'r';
	memcpy(mac + 2, addr->data + addr->len - 4, 4);
}

/* Of one that has but a locator (ovnet_locator_router_mac()). */
static void ask_locator_mac(const uint8_t locator[16],
			    uint8_t mac[PARSE_MAC_LEN])
{
	int i;

	mac[0] = 0x02;
	mac[1] = 'r';
	memset(mac + 2, 0, 4);
	for (i = 0; i < 16; i++)
		mac[2 + i % 4] ^= locator[i];
}

static int ask_read_remote(const struct nlmsghdr *nlh, void *data)
{
	struct ask *ask = data;
	const struct nlattr *nest = ask_nest(ask, nlh), *attr;
	struct parse_addr addr = {};
	const void *mac, *locator;

	mac = nest ? ask_bytes(nest, OVNET_A_REMOTE_ROUTER_MAC,
			       PARSE_MAC_LEN) : NULL;
	attr = nest ? key_find(nest, OVNET_A_REMOTE_VTEP) : NULL;
	locator = nest ? ask_bytes(nest, OVNET_A_REMOTE_LOCATOR, 16) : NULL;
	if (mac) {
		memcpy(ask->trace->want.src_mac, mac, PARSE_MAC_LEN);
	} else if (attr && (mnl_attr_get_payload_len(attr) == 4 ||
			    mnl_attr_get_payload_len(attr) == 16)) {
		addr.len = mnl_attr_get_payload_len(attr);
		memcpy(addr.data, mnl_attr_get_payload(attr), addr.len);
		ask_router_mac(&addr, ask->trace->want.src_mac);
	} else if (locator) {
		ask_locator_mac(locator, ask->trace->want.src_mac);
	} else {
		return 0;
	}
	ask->trace->has_src_mac = true;
	return 0;
}

/* What a remote routes has its router MAC as source. */
static int ask_remote(struct ask *ask)
{
	struct field field = trace_remote;
	struct request r;

	ask_begin(ask, &r, &remote_object, OVNET_CMD_REMOTE_GET);
	field.attr = OVNET_A_REMOTE_NAME;
	field.attr2 = OVNET_A_REMOTE_ID;
	value_put_word(&r, ask->trace->args, &field, ask->trace->remote);
	return ask_rows(ask, &r, false, ask_read_remote);
}

static int ask_read_underlay(const struct nlmsghdr *nlh, void *data)
{
	static const uint8_t none[16];
	struct ask *ask = data;
	const struct nlattr *nest = ask_nest(ask, nlh);
	struct parse_addr addr;
	const void *locator;

	if (!nest)
		return 0;
	locator = ask_bytes(nest, OVNET_A_UNDERLAY_LOCATOR, 16);
	if (locator)
		ask_locator_mac(locator, ask->mac);
	else if ((ask_addr(nest, AF_INET, OVNET_A_UNDERLAY_LOCAL4, 0, &addr) &&
		  memcmp(addr.data, none, addr.len)) ||
		 ask_addr(nest, AF_INET6, 0, OVNET_A_UNDERLAY_LOCAL6, &addr))
		ask_router_mac(&addr, ask->mac);
	else
		return 0;
	ask->found = true;
	return 0;
}

/* ... and this node's as destination. */
static int ask_underlay(struct ask *ask)
{
	struct request r;

	ask_begin(ask, &r, &underlay_object, OVNET_CMD_UNDERLAY_GET);
	mnl_attr_put_strz(r.nlh, OVNET_A_UNDERLAY_NAME,
			  ask->network->underlay);
	return ask_rows(ask, &r, false, ask_read_underlay);
}

static int ask_source(struct ask *ask)
{
	struct trace *trace = ask->trace;
	struct frame_want *want = &trace->want;
	int status = EXIT_DONE;

	if (trace->remote) {
		if (!trace->has_src_mac &&
		    ask->network->type == OVNET_NETWORK_TYPE_L3)
			status = ask_remote(ask);
	} else {
		status = ask_port(ask);
		if (status == EXIT_DONE && ask->found)
			status = ask_binding(ask);
		else if (status == EXIT_DONE)
			ask_leg(trace);
		if (status == EXIT_DONE && !trace->has_src_mac &&
		    !want->src.family)
			status = ask_fdb(ask);
	}
	if (status == EXIT_DONE && !trace->has_src_mac && want->src.family) {
		status = ask_neigh(ask, &want->src);
		if (ask->found)
			memcpy(want->src_mac, ask->mac, PARSE_MAC_LEN);
		trace->has_src_mac = ask->found;
	}
	if (status == EXIT_DONE && trace->has_src_mac && want->dst.family &&
	    !want->src.family)
		status = ask_neigh(ask, NULL);
	return status;
}

static bool ask_on_link(const struct ask_network *network,
			const struct parse_addr *addr)
{
	unsigned int bits;

	for (bits = 0; bits < network->len; bits++)
		if ((network->gateway[bits / 8] ^ addr->data[bits / 8]) &
		    0x80 >> bits % 8)
			return false;
	return true;
}

static bool ask_is_group(const struct frame_want *want)
{
	static const uint8_t all[4] = { 0xff, 0xff, 0xff, 0xff };

	if (want->kind == FRAME_ASK)
		return true;
	if (want->dst.family == AF_INET6)
		return want->dst.data[0] == 0xff;
	return (want->dst.data[0] & 0xf0) == 0xe0 ||
	       !memcmp(want->dst.data, all, sizeof(all));
}

static int ask_destination(struct ask *ask)
{
	struct frame_want *want = &ask->trace->want;
	struct ask_network *network = ask->network;
	bool l3 = network->type == OVNET_NETWORK_TYPE_L3;
	int status;

	ask->found = false;
	if (ask_is_group(want)) {
		frame_group_mac(want, want->dst_mac);
		ask->trace->has_dst_mac = true;
		return EXIT_DONE;
	}
	if (l3 && ask->trace->remote) {
		status = network->underlay[0] ? ask_underlay(ask) : EXIT_DONE;
	} else if (l3 || (network->len &&
			  (!ask_on_link(network, &want->dst) ||
			   !memcmp(network->gateway, want->dst.data,
				   want->dst.len)))) {
		memcpy(ask->mac, ask_gateway_mac, PARSE_MAC_LEN);
		ask->found = true;
		status = EXIT_DONE;
	} else {
		status = ask_neigh(ask, &want->dst);
	}
	if (ask->found)
		memcpy(want->dst_mac, ask->mac, PARSE_MAC_LEN);
	ask->trace->has_dst_mac = ask->found;
	return status;
}

/**
 * trace_ask() - fill in what was not said and can be found out
 * @trace: the words; then all that a frame needs
 *
 * What cannot be found out ends the command, with a word about what to say.
 *
 * Return: EXIT_DONE or EXIT_REFUSED, said.
 */
int trace_ask(struct trace *trace)
{
	struct ask_network network = {};
	struct ask ask = { .trace = trace, .network = &network };
	bool source = !trace->has_src_mac || (trace->want.dst.family &&
					      !trace->want.src.family);
	int status;

	if (!source && trace->has_dst_mac)
		return EXIT_DONE;
	status = ask_network(&ask);
	if (status == EXIT_DONE && source)
		status = ask_source(&ask);
	if (status == EXIT_DONE && !trace->has_dst_mac)
		status = ask_destination(&ask);
	if (status != EXIT_DONE)
		return status;
	if (!trace->has_src_mac)
		args_fail(trace->args,
			  "src: no binding, neighbour or FDB row says which MAC address sends it: say src MAC");
	if (trace->want.dst.family && !trace->want.src.family)
		args_fail(trace->args,
			  "src: no binding, neighbour or address says which IP address sends it: say src IP");
	if (!trace->has_dst_mac)
		args_fail(trace->args,
			  "dst: no neighbour says which MAC address it has: say dst MAC, or ask");
	return EXIT_DONE;
}
