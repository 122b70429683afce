// SPDX-License-Identifier: GPL-2.0
/*
 * Counters of dropped frames, as far as something is to be done about them. They
 * begin when the module is loaded: what is said may be long past.
 */
#include <stdio.h>
#include <string.h>

#include "doctor.h"

#define DOCTOR_BLANKS	"\n "

struct doctor_drop {
	const char *reason;
	const char *what;	/* behind how many */
	const char *mend;
};

static const struct doctor_drop doctor_drop_reasons[] = {
	{
		"unknown_remote",
		"came from addresses that no remote has: another node is missing here, or has another address",
		"ovctl remote add NAME vxlan ADDR",
	}, {
		"unknown_vni",
		"had a VNI that no network has here: it is missing, or has no underlay",
		"ovctl network add NAME id VNI underlay UNDERLAY",
	}, {
		"wrong_vtep",
		"were sent to an address of this node that is not the underlay's: a remote elsewhere has the wrong one",
		"ovctl underlay show",
	}, {
		"unknown_sid",
		"were sent to addresses in our locator that are no SIDs: a network is missing here, or is of the other type",
		"ovctl sid show",
	}, {
		"no_underlay",
		"were for remotes, and their network has no underlay",
		"ovctl network set NETWORK underlay NAME",
	}, {
		"no_family",
		"were for remotes that have no address family in common with the underlay",
		"ovctl underlay set NAME local ADDR,ADDR6",
	}, {
		"no_route",
		"were for remotes that the host had no route to",
		"ip route add ADDR via GATEWAY",
	}, {
		"tunnel_loop",
		"were for remotes that the route leads to by ovnet's own devices, or a tenant forges them",
		"ovctl monitor drops",
	}, {
		"no_sid",
		"were for a foreign remote, and nobody has said by which SID",
		"ovctl member add NETWORK remote NAME sid ADDR",
	}, {
		"too_big",
		"did not fit the way; IP senders were told",
		"ovctl probe REMOTE",
	}, {
		"ecn",
		"were marked by congestion outside, and their inner packet cannot carry the mark: senders or the other end ignore RFC 6040",
		"ovctl monitor drops",
	}, {
		"no_memory",
		"found no memory",
		"cat /proc/meminfo",
	},
};

static const struct doctor_drop doctor_drop_checksums[] = {
	{
		"outer_checksum",
		"had a wrong UDP checksum, or none over IPv6, which the other end may be told to send",
		"ovctl underlay set NAME csum6-rx off",
	}, {
		"checksum",
		"were sent with a checksum that is still to be made, where none is",
		"ethtool -K DEV tx off",
	},
};

struct doctor_drop_table {
	struct doctor *d;
	const struct doctor_drop *reasons;
	size_t n;
};

static void doctor_drops_row(const struct doctor_drop_table *table,
			     const struct nlattr *nest)
{
	const char *reason = attr_text(nest, OVNET_A_DROPS_REASON);
	size_t i;

	/* those of the node count what networks drop, too */
	if (key_find(nest, OVNET_A_DROPS_NETWORK_ID))
		return;
	for (i = 0; i < table->n; i++) {
		if (strcmp(reason, table->reasons[i].reason))
			continue;
		doctor_find(table->d, DOCTOR_WARNING, "drops", reason,
			    "%llu packets since the module was loaded %s (ovctl monitor drops shows which)",
			    (unsigned long long)
			    attr_number(nest, OVNET_A_DROPS_COUNT),
			    table->reasons[i].what);
		doctor_mend(table->d, "%s", table->reasons[i].mend);
	}
}

static int doctor_drops_read(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *nest;

	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(nest) == OVNET_A_DROPS)
			doctor_drops_row(data, nest);
	return 0;
}

static void doctor_drops_of(struct doctor *d, const struct doctor_drop *reasons,
			    size_t n)
{
	struct doctor_drop_table table = { d, reasons, n };
	struct ovnl_rows rows = {};
	struct request r;

	request_begin_object(&r, &drops_object, OVNET_CMD_DROPS_GET);
	if (request_rows(&r, d->args, true, &rows) == EXIT_DONE)
		ovnl_rows_each(&rows, doctor_drops_read, &table);
	ovnl_rows_free(&rows);
}

/**
 * doctor_drops() - was anything dropped that ought not to be?
 * @d: the doctor
 */
void doctor_drops(struct doctor *d)
{
	doctor_drops_of(d, doctor_drop_reasons,
			ARRAY_SIZE(doctor_drop_reasons));
}

/* "Udp: NAME..." and below that "Udp: N...", in the same order. */
static unsigned long long doctor_checksum_udp(const struct doctor *d)
{
	char path[PATH_MAX], names[1024] = "", line[1024];
	char *name, *value, *rest_names, *rest_values;
	unsigned long long n = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/proc/self/net/snmp", d->root);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		if (strncmp(line, "Udp: ", 5))
			continue;
		if (!names[0]) {
			strcpy(names, line);
			continue;
		}
		rest_names = names;
		rest_values = line;
		do {
			name = strsep(&rest_names, DOCTOR_BLANKS);
			value = strsep(&rest_values, DOCTOR_BLANKS);
			if (name && value && !strcmp(name, "InCsumErrors"))
				sscanf(value, "%llu", &n);
		} while (name && value);
	}
	if (file)
		fclose(file);
	return n;
}

/* "NAME  N" */
static unsigned long long doctor_checksum_udp6(const struct doctor *d)
{
	unsigned long long n = 0;
	char path[PATH_MAX], line[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/proc/self/net/snmp6", d->root);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "Udp6InCsumErrors %llu", &n) == 1)
			break;
	if (file)
		fclose(file);
	return n;
}

/**
 * doctor_checksum() - do checksums arrive wrong?
 * @d: the doctor
 *
 * The host drops wrong ones before the module sees them, and counts all of UDP.
 */
void doctor_checksum(struct doctor *d)
{
	unsigned long long n = doctor_checksum_udp(d) + doctor_checksum_udp6(d);
	const struct doctor_link *link = NULL;
	struct doctor_underlay u;

	doctor_drops_of(d, doctor_drop_checksums,
			ARRAY_SIZE(doctor_drop_checksums));
	if (!n)
		return;
	if (doctor_underlay(d, 0, &u))
		link = doctor_underlay_link(d, &u, !u.local[0].len);
	doctor_find(d, DOCTOR_WARNING, "", "",
		    "%llu UDP packets have come with a wrong checksum since boot: a device on the way, or the other end's, breaks them",
		    n);
	doctor_mend(d, "ethtool -K %s rx off tx off",
		    link ? link->name : "DEV");
}
