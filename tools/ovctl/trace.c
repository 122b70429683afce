// SPDX-License-Identifier: GPL-2.0
/* What would happen to a frame: the words that say which. */
#include <string.h>

#include "print.h"
#include "trace.h"

const struct field trace_network = {
	.word = "NETWORK",
	.attr = OVNET_A_TRACE_NETWORK_NAME,
	.attr2 = OVNET_A_TRACE_NETWORK_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = OVNET_NETWORK_ID_MAX,
};

const struct field trace_dev = {
	.word = "from",
	.attr = OVNET_A_TRACE_IFINDEX,
	.type = FIELD_DEV,
};

const struct field trace_remote = {
	.word = "remote",
	.attr = OVNET_A_TRACE_REMOTE_NAME,
	.attr2 = OVNET_A_TRACE_REMOTE_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = UINT32_MAX,
};

static void trace_from(struct trace *trace, struct request *r)
{
	struct args *args = trace->args;
	const char *word;

	if (!args_match(args, "from"))
		args_fail(args,
			  "expected \"from\" and where the frame comes from");
	word = args_take(args, "a device, or remote and its name");
	if (!strcmp(word, "remote") && args_peek(args)) {
		trace->remote = args_take(args, "its name");
		value_put_word(r, args, &trace_remote, trace->remote);
		return;
	}
	value_put_word(r, args, &trace_dev, word);
	trace->dev = word;
	trace->ifindex = device_index(args, word);
}

/* A MAC address or an IP address; each has a place of its own. */
static void trace_address(struct trace *trace, const char *word,
			  uint8_t mac[PARSE_MAC_LEN], bool *has_mac,
			  struct parse_addr *addr)
{
	const char *value = args_take(trace->args, "a MAC or an IP address");

	if (!*has_mac && parse_mac(value, mac)) {
		*has_mac = true;
		return;
	}
	if (!addr->family && parse_addrs(value, addr, 1) == 1)
		return;
	args_fail(trace->args,
		  "%s: \"%s\" is neither a MAC nor an IP address, or the second of its kind",
		  word, value);
}

static uint32_t trace_number(struct trace *trace, const char *word,
			     uint32_t min, uint32_t max)
{
	const char *value = args_take(trace->args, "its value");
	uint32_t number;

	if (!parse_u32(value, min, max, &number))
		args_fail(trace->args, "%s: \"%s\" is not a number from %u to %u",
			  word, value, min, max);
	return number;
}

static void trace_kind(struct trace *trace, const char *word,
		       enum frame_kind kind, bool *given)
{
	if (*given)
		args_fail(trace->args,
			  "\"%s\" is too much: one of tcp, udp, icmp and ask",
			  word);
	*given = true;
	trace->want.kind = kind;
	if (kind == FRAME_TCP || kind == FRAME_UDP)
		trace->want.dport = trace_number(trace, word, 0, 65535);
}

/* One of the words that describe a frame. */
static bool trace_word(struct trace *trace, const char *word, bool *given)
{
	struct frame_want *want = &trace->want;

	if (!strcmp(word, "src"))
		trace_address(trace, word, want->src_mac, &trace->has_src_mac,
			      &want->src);
	else if (!strcmp(word, "dst"))
		trace_address(trace, word, want->dst_mac, &trace->has_dst_mac,
			      &want->dst);
	else if (!strcmp(word, "tcp"))
		trace_kind(trace, word, FRAME_TCP, given);
	else if (!strcmp(word, "udp"))
		trace_kind(trace, word, FRAME_UDP, given);
	else if (!strcmp(word, "icmp"))
		trace_kind(trace, word, FRAME_PING, given);
	else if (!strcmp(word, "ask"))
		trace_kind(trace, word, FRAME_ASK, given);
	else if (!strcmp(word, "sport"))
		want->sport = trace_number(trace, word, 0, 65535);
	else if (!strcmp(word, "ttl"))
		want->ttl = trace_number(trace, word, 0, 255);
	else if (!strcmp(word, "length"))
		want->length = trace_number(trace, word, 14,
					    OVNET_TRACE_FRAME_MAX);
	else if (!strcmp(word, "df"))
		want->df = true;
	else
		return false;
	return true;
}

static void trace_describe(struct trace *trace)
{
	struct frame_want *want = &trace->want;
	struct args *args = trace->args;
	bool given = false;
	const char *word;

	want->ttl = 64;
	want->sport = 49152;
	while ((word = args_peek(args))) {
		args->words++;
		if (!strcmp(word, "vlan")) {
			want->vlan = trace_number(trace, word, 0, 4094);
			want->tagged = true;
		} else if (!trace_word(trace, word, &given)) {
			args_fail(args,
				  "\"%s\" is not known here, expected src, dst, tcp, udp, icmp, ask, sport, ttl, df, vlan or length",
				  word);
		}
	}
	if (!want->dst.family && !trace->has_dst_mac)
		args_fail(args, "\"dst\" and an address, or \"frame\", is missing");
	if (want->src.family && want->src.family != want->dst.family)
		args_fail(args, "src and dst are not of one family");
	if (!want->dst.family && given)
		args_fail(args, "dst: an IP address is missing");
}

static void trace_words(struct trace *trace)
{
	const char *word;

	if (!args_match(trace->args, "frame")) {
		trace_describe(trace);
		return;
	}
	word = args_take(trace->args, "its bytes");
	if (!frame_hex(&trace->frame, word))
		args_fail(trace->args,
			  "frame: not 14 to %u bytes in hexadecimal",
			  OVNET_TRACE_FRAME_MAX);
	trace->has_frame = true;
}

static int trace_run(struct args *args)
{
	struct trace trace = { .args = args };
	struct ovnl_rows rows = {};
	struct request r;
	int status;

	request_begin(&r, args, OVNET_CMD_TRACE_GET);
	trace.network = args_subject(args, trace_network.word);
	value_put_word(&r, args, &trace_network, trace.network);
	trace_from(&trace, &r);
	trace_words(&trace);
	if (!trace.has_frame) {
		status = trace_ask(&trace);
		if (status != EXIT_DONE)
			return status;
		if (!frame_build(&trace.frame, &trace.want))
			args_fail(args, "length: the headers alone are longer than %u bytes",
				  trace.want.length);
	}
	mnl_attr_put(r.nlh, OVNET_A_TRACE_FRAME, trace.frame.len,
		     trace.frame.data);
	status = request_rows(&r, args, false, &rows);
	if (status == EXIT_DONE) {
		print_list_begin();
		ovnl_rows_each(&rows, trace_show, NULL);
		print_list_end();
	}
	ovnl_rows_free(&rows);
	return status;
}

static const struct verb trace_verbs[] = {
	{
		.name = "",
		.run = trace_run,
		.grammar = "trace NETWORK from { DEV | remote { NAME | ID } }\n"
			   "         { frame HEX | [ src { MAC | IP } ]... dst { MAC | IP } [ dst { MAC | IP } ]\n"
			   "         [ tcp PORT | udp PORT | icmp | ask ] [ sport PORT ] [ ttl N ] [ df ]\n"
			   "         [ vlan ID ] [ length BYTES ] }",
	},
	{ }
};

const struct object trace_object = {
	.name = "trace",
	.verbs = trace_verbs,
	.attr = OVNET_A_TRACE,
	.feature = OVNET_FEATURE_TRACE,
};
