// SPDX-License-Identifier: GPL-2.0
/* What would happen to a frame, a step a line, the verdict last. */
#include "print.h"
#include "trace.h"

#define TRACE_WIDTH	8	/* of the longest of trace_kinds */

static const char *const trace_kinds[] = {
	[OVNET_STEP_KIND_IN] = "in",
	[OVNET_STEP_KIND_GUARD] = "guard",
	[OVNET_STEP_KIND_LEARN] = "learn",
	[OVNET_STEP_KIND_FDB] = "fdb",
	[OVNET_STEP_KIND_NO_FDB] = "no-fdb",
	[OVNET_STEP_KIND_NEIGH] = "neigh",
	[OVNET_STEP_KIND_NO_NEIGH] = "no-neigh",
	[OVNET_STEP_KIND_ROUTE] = "route",
	[OVNET_STEP_KIND_NO_ROUTE] = "no-route",
	[OVNET_STEP_KIND_GATEWAY] = "gateway",
	[OVNET_STEP_KIND_ANSWER] = "answer",
	[OVNET_STEP_KIND_ROUTED] = "routed",
	[OVNET_STEP_KIND_FLOOD] = "flood",
	[OVNET_STEP_KIND_ENCAP] = "encap",
	[OVNET_STEP_KIND_MTU] = "mtu",
	[OVNET_STEP_KIND_ERROR] = "error",
	[OVNET_STEP_KIND_SENT] = "sent",
	[OVNET_STEP_KIND_PASSED] = "passed",
	[OVNET_STEP_KIND_DROPPED] = "dropped",
};

static const char *const trace_of[] = {
	[OVNET_STEP_OF_FRAME] = "frame",
	[OVNET_STEP_OF_COPY] = "copy",
	[OVNET_STEP_OF_ANSWER] = "answer",
};

static const char *const trace_errors[] = {
	[OVNET_STEP_ERROR_TOO_BIG] = "too-big",
	[OVNET_STEP_ERROR_TTL] = "ttl",
	[OVNET_STEP_ERROR_NO_ROUTE] = "no-route",
	[OVNET_STEP_ERROR_HOST_UNREACHABLE] = "host-unreachable",
	[OVNET_STEP_ERROR_PROHIBITED] = "prohibited",
	[OVNET_STEP_ERROR_PORT_UNREACHABLE] = "port-unreachable",
};

static const char *const trace_verdicts[] = {
	[OVNET_TRACE_VERDICT_DELIVERED] = "delivered",
	[OVNET_TRACE_VERDICT_ANSWERED] = "answered",
	[OVNET_TRACE_VERDICT_DROPPED] = "dropped",
	[OVNET_TRACE_VERDICT_PASSED] = "passed",
};

static const char *const trace_route_types[] = {
	[OVNET_ROUTE_TYPE_REMOTE] = "remote",
	[OVNET_ROUTE_TYPE_DEVICE] = "device",
	[OVNET_ROUTE_TYPE_UNREACHABLE] = "unreachable",
	[OVNET_ROUTE_TYPE_PROHIBIT] = "prohibit",
	[OVNET_ROUTE_TYPE_BLACKHOLE] = "blackhole",
	[OVNET_ROUTE_TYPE_NETWORK] = "network",
};

static const char *const trace_fdb_states[] = {
	[OVNET_FDB_STATE_STATIC] = "static",
	[OVNET_FDB_STATE_LEARNED] = "learned",
	[OVNET_FDB_STATE_LOCAL] = "local",
	[OVNET_FDB_STATE_EXTERNAL] = "external",
};

static const char *const trace_neigh_states[] = {
	[OVNET_NEIGH_STATE_STATIC] = "static",
	[OVNET_NEIGH_STATE_LEARNED] = "learned",
	[OVNET_NEIGH_STATE_EXTERNAL] = "external",
};

#define TRACE_FIELD(_key, _word, _attr, _type, ...)		\
	{							\
		.key = (_key),					\
		.word = (_word),				\
		.attr = OVNET_A_##_attr,			\
		.type = FIELD_##_type,				\
		__VA_ARGS__					\
	}
#define TRACE_ENUM(_key, _attr, _names)				\
	TRACE_FIELD(_key, "", _attr, ENUM, .names = (_names),	\
		    .max = ARRAY_SIZE(_names) - 1)
#define TRACE_ID(_key, _attr)					\
	TRACE_FIELD(_key, _key, _attr, U32, .use = FIELD_DETAIL)

/* Which step, and where. */
static const struct field trace_head[] = {
	TRACE_ENUM("kind", STEP_KIND, trace_kinds),
	TRACE_ENUM("of", STEP_OF, trace_of),
	TRACE_FIELD("reason", "", STEP_REASON, STRING),
	TRACE_ENUM("error", STEP_ERROR, trace_errors),
	TRACE_FIELD("network-name", "network", STEP_NETWORK_NAME, STRING),
	TRACE_ID("network-id", STEP_NETWORK_ID),
	TRACE_FIELD("underlay", "underlay", STEP_UNDERLAY, STRING),
	TRACE_FIELD("vni", "vni", STEP_VNI, U32),
	TRACE_FIELD("src4", "src", STEP_SRC4, IP4),
	TRACE_FIELD("src6", "src", STEP_SRC6, IP6),
	{ }
};

/* In text a prefix is one word. */
static const struct field trace_prefix[] = {
	{
		.attr = OVNET_A_STEP_ADDR4,
		.attr2 = OVNET_A_STEP_ADDR6,
		.attr3 = OVNET_A_STEP_LEN,
		.type = FIELD_PREFIX,
		.use = FIELD_NAMES,
	},
	TRACE_FIELD("addr4", NULL, STEP_ADDR4, IP4),
	TRACE_FIELD("addr6", NULL, STEP_ADDR6, IP6),
	TRACE_FIELD("len", NULL, STEP_LEN, U8),
	{ }
};

static const struct field trace_addr[] = {
	{
		.attr = OVNET_A_STEP_ADDR4,
		.attr2 = OVNET_A_STEP_ADDR6,
		.type = FIELD_EITHER,
		.use = FIELD_NAMES,
	},
	TRACE_FIELD("addr4", NULL, STEP_ADDR4, IP4),
	TRACE_FIELD("addr6", NULL, STEP_ADDR6, IP6),
	{ }
};

static const struct field trace_frame_macs[] = {
	TRACE_FIELD("src-mac", "src", STEP_SRC_MAC, MAC),
	TRACE_FIELD("mac", "dst", STEP_MAC, MAC),
	{ }
};

static const struct field trace_lladdr[] = {
	TRACE_FIELD("mac", "lladdr", STEP_MAC, MAC),
	{ }
};

static const struct field trace_mac[] = {
	TRACE_FIELD("mac", "", STEP_MAC, MAC),
	{ }
};

static const struct field trace_tail[] = {
	TRACE_ENUM("route-type", STEP_ROUTE_TYPE, trace_route_types),
	TRACE_ENUM("fdb-state", STEP_FDB_STATE, trace_fdb_states),
	TRACE_ENUM("neigh-state", STEP_NEIGH_STATE, trace_neigh_states),
	TRACE_FIELD("ifname", "dev", STEP_IFNAME, STRING),
	TRACE_ID("ifindex", STEP_IFINDEX),
	TRACE_FIELD("remote-name", "remote", STEP_REMOTE_NAME, STRING),
	TRACE_ID("remote-id", STEP_REMOTE_ID),
	TRACE_FIELD("to-network-name", "network", STEP_TO_NETWORK_NAME, STRING),
	TRACE_ID("to-network-id", STEP_TO_NETWORK_ID),
	TRACE_FIELD("sport", "sport", STEP_SPORT, U16),
	TRACE_FIELD("port", "port", STEP_PORT, U16),
	TRACE_FIELD("sid", "sid", STEP_SID, IP6),
	TRACE_FIELD("next-header", "next-header", STEP_NEXT_HEADER, U8),
	TRACE_FIELD("ethertype", "ethertype", STEP_ETHERTYPE, HEX16),
	TRACE_FIELD("length", "length", STEP_LENGTH, U32),
	TRACE_FIELD("mtu", "mtu", STEP_MTU, U32),
	{ }
};

/* What the request named is in its first step, in text. */
static const struct field trace_asked[] = {
	TRACE_FIELD("network-name", NULL, TRACE_NETWORK_NAME, STRING),
	TRACE_FIELD("network-id", NULL, TRACE_NETWORK_ID, U32),
	TRACE_FIELD("ifname", NULL, TRACE_IFNAME, STRING),
	TRACE_FIELD("ifindex", NULL, TRACE_IFINDEX, U32),
	TRACE_FIELD("remote-name", NULL, TRACE_REMOTE_NAME, STRING),
	TRACE_FIELD("remote-id", NULL, TRACE_REMOTE_ID, U32),
	{ }
};

static const struct field trace_verdict[] = {
	TRACE_ENUM("verdict", TRACE_VERDICT, trace_verdicts),
	TRACE_FIELD("reason", "", TRACE_REASON, STRING),
	TRACE_FIELD("missed", "missed", TRACE_MISSED, U32,
		    .use = FIELD_NONZERO),
	{ }
};

static unsigned int trace_kind_of(const struct nlattr *step)
{
	const struct nlattr *kind = key_find(step, OVNET_A_STEP_KIND);

	return kind && mnl_attr_validate(kind, MNL_TYPE_U8) >= 0 ?
	       mnl_attr_get_u8(kind) : 0;
}

static const struct field *trace_macs(unsigned int kind)
{
	switch (kind) {
	case OVNET_STEP_KIND_IN:
	case OVNET_STEP_KIND_ROUTED:
		return trace_frame_macs;
	case OVNET_STEP_KIND_NEIGH:
	case OVNET_STEP_KIND_ANSWER:
		return trace_lladdr;
	}
	return trace_mac;
}

static void trace_step(const struct nlattr *step)
{
	unsigned int kind = trace_kind_of(step);

	print_object_begin();
	/* nothing is in the next column of a step that is only a word */
	if (mnl_attr_get_payload_len(step) > MNL_ALIGN(MNL_ATTR_HDRLEN + 1))
		print_width(TRACE_WIDTH);
	show_nest(trace_head, step);
	if (kind == OVNET_STEP_KIND_ENCAP)
		print_label("dst");
	show_nest(key_find(step, OVNET_A_STEP_LEN) ? trace_prefix : trace_addr,
		  step);
	show_nest(trace_macs(kind), step);
	show_nest(trace_tail, step);
	print_object_end();
}

static void trace_show_nest(const struct nlattr *nest)
{
	const struct nlattr *attr;

	print_object_begin();
	show_nest(trace_asked, nest);
	print_array_begin("step", NULL);
	mnl_attr_for_each_nested(attr, nest)
		if (mnl_attr_get_type(attr) == OVNET_A_TRACE_STEP)
			trace_step(attr);
	print_array_end();
	print_width(TRACE_WIDTH);
	print_label("verdict");
	show_nest(trace_verdict, nest);
	print_object_end();
}

/**
 * trace_show() - print a trace
 * @nlh: message with one
 * @unused: for ovnl_rows_each()
 *
 * Return: 0.
 */
int trace_show(const struct nlmsghdr *nlh, void *unused __unused)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == OVNET_A_TRACE)
			trace_show_nest(attr);
	return 0;
}
