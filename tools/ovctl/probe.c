// SPDX-License-Identifier: GPL-2.0
/*
 * Is another node there, how far away, and what fits on the way? The kernel
 * sends one probe at a time; when to send the next is decided here.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ovctl.h"
#include "print.h"

#define PROBE_COUNT	5
#define PROBE_TRIES	2		/* for a size, until it counts as too much */
#define PROBE_POLL_NS	500000
#define PROBE_WAIT_NS	1000000000	/* for the answer to the first */
#define PROBE_LEAST_NS	100000000	/* for others, ten times the longest */

struct probe {
	struct args *args;
	const char *remote;
	const char *underlay;
	uint32_t count;
	uint32_t size;		/* 0: as small as can be */

	char by[OVNET_NAME_LEN];	/* underlay, and where to */
	char vtep[INET6_ADDRSTRLEN];
	char sid[INET6_ADDRSTRLEN];

	uint32_t id;		/* of the last that was sent, and so on */
	uint32_t remote_id;
	uint32_t smallest;
	uint32_t mtu;
	uint64_t rtt;

	uint32_t sent;
	uint32_t received;
	uint64_t least;
	uint64_t most;
	uint64_t sum;
};

static const struct field probe_remote = {
	.word = "NAME or ID",
	.attr = OVNET_A_PROBE_REMOTE_NAME,
	.attr2 = OVNET_A_PROBE_REMOTE_ID,
	.type = FIELD_REF,
	.min = 1,
	.max = UINT32_MAX,
};

static const struct field probe_underlay = {
	.word = "underlay",
	.attr = OVNET_A_PROBE_UNDERLAY,
	.type = FIELD_STRING,
};

static uint64_t probe_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static void probe_read_address(char text[INET6_ADDRSTRLEN],
			       const struct nlattr *attr)
{
	size_t len = mnl_attr_get_payload_len(attr);

	if (len == sizeof(struct in_addr))
		inet_ntop(AF_INET, mnl_attr_get_payload(attr), text,
			  INET6_ADDRSTRLEN);
	else if (len == sizeof(struct in6_addr))
		inet_ntop(AF_INET6, mnl_attr_get_payload(attr), text,
			  INET6_ADDRSTRLEN);
}

static void probe_read_attr(struct probe *probe, const struct nlattr *attr)
{
	switch (mnl_attr_get_type(attr)) {
	case OVNET_A_PROBE_ID:
		if (mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
			probe->id = mnl_attr_get_u32(attr);
		break;
	case OVNET_A_PROBE_REMOTE_ID:
		if (mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
			probe->remote_id = mnl_attr_get_u32(attr);
		break;
	case OVNET_A_PROBE_UNDERLAY:
		if (mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
			snprintf(probe->by, sizeof(probe->by), "%s",
				 mnl_attr_get_str(attr));
		break;
	case OVNET_A_PROBE_VTEP:
		probe_read_address(probe->vtep, attr);
		break;
	case OVNET_A_PROBE_SID:
		probe_read_address(probe->sid, attr);
		break;
	case OVNET_A_PROBE_SIZE:
		if (mnl_attr_validate(attr, MNL_TYPE_U16) >= 0 &&
		    !probe->smallest)
			probe->smallest = mnl_attr_get_u16(attr);
		break;
	case OVNET_A_PROBE_MTU:
		if (mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
			probe->mtu = mnl_attr_get_u32(attr);
		break;
	case OVNET_A_PROBE_RTT_NS:
		if (mnl_attr_validate(attr, MNL_TYPE_U64) >= 0)
			probe->rtt = mnl_attr_get_u64(attr);
		break;
	}
}

static int probe_read(const struct nlmsghdr *nlh, void *probe)
{
	const struct nlattr *nest, *attr;

	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(nest) == OVNET_A_PROBE)
			mnl_attr_for_each_nested(attr, nest)
				probe_read_attr(probe, attr);
	return 0;
}

static int probe_ask(struct probe *probe, struct request *r)
{
	struct ovnl_rows rows = {};
	int status;

	status = request_rows(r, probe->args, false, &rows);
	ovnl_rows_each(&rows, probe_read, probe);
	ovnl_rows_free(&rows);
	return status;
}

static int probe_send(struct probe *probe, uint32_t size)
{
	struct request r;

	request_begin(&r, probe->args, OVNET_CMD_PROBE_SEND);
	value_put_word(&r, probe->args, &probe_remote, probe->remote);
	if (probe->underlay)
		value_put_word(&r, probe->args, &probe_underlay,
			       probe->underlay);
	if (size)
		mnl_attr_put_u16(r.nlh, OVNET_A_PROBE_SIZE, size);
	return probe_ask(probe, &r);
}

/* Until it is answered, or for as long as it pays to wait. */
static int probe_wait(struct probe *probe, bool *answered)
{
	const struct timespec poll = { .tv_nsec = PROBE_POLL_NS };
	uint64_t patience = PROBE_WAIT_NS;
	struct request r;
	uint64_t end;
	int status;

	if (probe->received) {
		patience = 10 * probe->most;
		if (patience < PROBE_LEAST_NS)
			patience = PROBE_LEAST_NS;
	}
	end = probe_now() + patience;
	probe->rtt = 0;
	for (;;) {
		request_begin(&r, probe->args, OVNET_CMD_PROBE_GET);
		mnl_attr_put_u32(r.nlh, OVNET_A_PROBE_ID, probe->id);
		status = probe_ask(probe, &r);
		*answered = probe->rtt;
		if (status != EXIT_DONE || *answered || probe_now() > end)
			return status;
		nanosleep(&poll, NULL);
	}
}

static int probe_echo(struct probe *probe, uint32_t size, bool *answered)
{
	int status = probe_send(probe, size);

	return status == EXIT_DONE ? probe_wait(probe, answered) : status;
}

static int probe_count(struct probe *probe)
{
	bool answered;
	int status;

	while (probe->sent < probe->count) {
		status = probe_echo(probe, probe->size, &answered);
		if (status != EXIT_DONE)
			return status;
		probe->sent++;
		if (!answered)
			continue;
		if (!probe->received++ || probe->rtt < probe->least)
			probe->least = probe->rtt;
		if (probe->rtt > probe->most)
			probe->most = probe->rtt;
		probe->sum += probe->rtt;
	}
	return EXIT_DONE;
}

static int probe_fits(struct probe *probe, uint32_t size, bool *fits)
{
	int try, status = EXIT_DONE;

	*fits = false;
	for (try = 0; try < PROBE_TRIES && status == EXIT_DONE && !*fits; try++)
		status = probe_echo(probe, size, fits);
	return status;
}

/* Between what has been answered and what the route takes. */
static int probe_search(struct probe *probe, uint32_t *pmtu)
{
	uint32_t low = probe->smallest;
	uint32_t high = probe->mtu < UINT16_MAX ? probe->mtu : UINT16_MAX;
	uint32_t size = high;
	int status;
	bool fits;

	while (low < high) {
		status = probe_fits(probe, size, &fits);
		if (status != EXIT_DONE)
			return status;
		if (fits)
			low = size;
		else
			high = size - 1;
		size = low + (high - low + 1) / 2;
	}
	*pmtu = low;
	return EXIT_DONE;
}

static void probe_print_rtt(const char *key, const char *word, uint64_t rtt)
{
	char text[32];

	snprintf(text, sizeof(text), "%.3fms", rtt / 1e6);
	print_uint_as(key, word, rtt, text);
}

static void probe_print(const struct probe *probe, uint32_t pmtu)
{
	print_list_begin();
	print_object_begin();
	print_string("remote", "", probe->remote);
	print_uint("remote-id", with_details ? "id" : NULL, probe->remote_id);
	if (*probe->by)
		print_string("underlay", "underlay", probe->by);
	if (*probe->vtep)
		print_string("vtep", "vxlan", probe->vtep);
	if (*probe->sid)
		print_string("sid", "sid", probe->sid);
	print_uint("sent", "sent", probe->sent);
	print_uint("received", "received", probe->received);
	if (probe->received) {
		probe_print_rtt("rtt-min-ns", "rtt-min", probe->least);
		probe_print_rtt("rtt-avg-ns", "rtt-avg",
				probe->sum / probe->received);
		probe_print_rtt("rtt-max-ns", "rtt-max", probe->most);
	}
	if (pmtu)
		print_uint("pmtu", "pmtu", pmtu);
	print_object_end();
	print_list_end();
}

static uint32_t probe_number(struct args *args, const char *what, uint32_t max)
{
	const char *word = args_take(args, "its value");
	uint32_t v;

	if (!parse_u32(word, 1, max, &v))
		args_fail(args, "%s: \"%s\" is not a number from 1 to %u", what,
			  word, max);
	return v;
}

static void probe_parse(struct probe *probe)
{
	struct args *args = probe->args;

	probe->remote = args_subject(args, "the NAME or ID of a remote");
	while (args_peek(args)) {
		if (args_match(args, "count"))
			probe->count = probe_number(args, "count", 1000);
		else if (args_match(args, "size"))
			probe->size = probe_number(args, "size", UINT16_MAX);
		else if (args_match(args, "underlay"))
			probe->underlay = args_take(args, "its name");
		else
			args_end(args, "count, size or underlay");
	}
}

static int probe_run(struct args *args)
{
	struct probe probe = { .args = args, .count = PROBE_COUNT };
	uint32_t pmtu = 0;
	int status;

	probe_parse(&probe);
	status = probe_count(&probe);
	if (status == EXIT_DONE && probe.received && !probe.size)
		status = probe_search(&probe, &pmtu);
	if (status != EXIT_DONE)
		return status;
	probe_print(&probe, pmtu);
	if (probe.received)
		return EXIT_DONE;
	fprintf(stderr,
		"%s: no answer: is it up, is %s, has it this node as a remote, with %s?\n",
		args_who(args),
		*probe.sid ? "next header 143 let through" :
			     "its UDP port open",
		*probe.sid ? "our locator and the source that we send from" :
			     "the address that we send from");
	return EXIT_REFUSED;
}

static const struct verb probe_verbs[] = {
	{
		.name = "",
		.run = probe_run,
		.grammar = "probe { NAME | ID } [ count N ] [ size BYTES ] [ underlay UNDERLAY ]",
	},
	{ }
};

const struct object probe_object = {
	.name = "probe",
	.verbs = probe_verbs,
	.attr = OVNET_A_PROBE,
};
