// SPDX-License-Identifier: GPL-2.0
/* What is wrong here, and what mends it. */
#define _GNU_SOURCE		/* vasprintf() */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "memory.h"
#include "print.h"

#define DOCTOR_SAY_MAX	8	/* findings of a check in text; the rest are counted */

/* What others need comes first. */
static const struct doctor_check doctor_checks[] = {
	{ "installed", doctor_module_installed, false },
	{ "signed", doctor_module_signed, false },
	{ "loaded", doctor_module_loaded, false },
	{ "version", doctor_version, false },
	{ "networkmanager", doctor_manager_nm, false },
	{ "networkd", doctor_manager_networkd, false },
	{ "port-taken", doctor_port_taken, true },
	{ "underlay-down", doctor_underlay_down, true },
	{ "underlay-address", doctor_underlay_address, true },
	{ "underlay-mtu", doctor_mtu_underlay, true },
	{ "no-route", doctor_route_none, true },
	{ "route-loop", doctor_route_loop, true },
	{ "rp-filter", doctor_rp_filter, true },
	{ "seg6", doctor_seg6, true },
	{ "firewall", doctor_firewall, true },
	{ "remote-down", doctor_remote_down, true },
	{ "remote-silent", doctor_remote_silent, true },
	{ "path-mtu", doctor_mtu_path, true },
	{ "no-underlay", doctor_network_underlay, true },
	{ "port-mtu", doctor_mtu_ports, true },
	{ "port-state", doctor_port_state, true },
	{ "leg-down", doctor_leg_down, true },
	{ "prefix", doctor_network_prefix, true },
	{ "limit", doctor_limit, true },
	{ "checksum", doctor_checksum, true },
	{ "drops", doctor_drops, true },
};

static __printf(1, 0) char *doctor_vprint(const char *fmt, va_list ap)
{
	char *text;

	if (vasprintf(&text, fmt, ap) < 0)
		return memory_copy("", 1);
	return text;
}

static __printf(1, 2) char *doctor_print(const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = doctor_vprint(fmt, ap);
	va_end(ap);
	return text;
}

/**
 * doctor_find() - something is wrong
 * @d: the doctor, in a check
 * @severity: how bad it is
 * @kind: of the object that it is about, or ""
 * @name: of that
 * @fmt: what it is, for a person; doctor_mend() follows
 */
void doctor_find(struct doctor *d, enum doctor_severity severity,
		 const char *kind, const char *name, const char *fmt, ...)
{
	struct doctor_finding *finding;
	va_list ap;

	d->findings = memory_more(d->findings, d->n, sizeof(*d->findings));
	finding = &d->findings[d->n++];
	finding->check = d->check->name;
	finding->severity = severity;
	finding->mend = NULL;
	finding->object = doctor_print("%s%s%s", kind, *kind ? " " : "", name);
	va_start(ap, fmt);
	finding->what = doctor_vprint(fmt, ap);
	va_end(ap);
}

/**
 * doctor_mend() - what mends the last finding
 * @d: the doctor
 * @fmt: command; what it cannot know is in capitals
 */
void doctor_mend(struct doctor *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	d->findings[d->n - 1].mend = doctor_vprint(fmt, ap);
	va_end(ap);
}

static int doctor_read(struct doctor *d)
{
	const struct {
		struct table *table;
		const struct object *object;
	} tables[] = {
		{ &d->node, &node_object },
		{ &d->underlays, &underlay_object },
		{ &d->networks, &network_object },
		{ &d->remotes, &remote_object },
		{ &d->members, &member_object },
		{ &d->ports, &port_object },
	};
	int status = EXIT_DONE;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tables) && status == EXIT_DONE; i++)
		status = table_read(tables[i].table, d->args, tables[i].object);
	if (status != EXIT_DONE)
		return status;
	doctor_object_uses(d);
	return doctor_link_read(d);
}

/* To ask for the family would load the module. */
static int doctor_open(struct doctor *d)
{
	int err;

	d->loaded = doctor_exists(d, "/sys/module/ovnet");
	client.who = "ovctl doctor";
	if (!d->loaded)
		return EXIT_DONE;
	err = client.sock ? 0 : ovnl_open(&client);
	/* that is a finding */
	if (err == -EPROTONOSUPPORT)
		return EXIT_DONE;
	if (err) {
		fprintf(stderr, "ovctl doctor: netlink: %s\n", strerror(-err));
		return EXIT_REFUSED;
	}
	d->asked = true;
	return doctor_read(d);
}

/**
 * doctor_examine() - do all checks
 * @d: the doctor; has @args and @root and is zero otherwise
 *
 * Return: EXIT_DONE, or EXIT_REFUSED if it could not look, said.
 */
int doctor_examine(struct doctor *d)
{
	const struct doctor_check *check;
	int status = doctor_open(d);

	if (status != EXIT_DONE)
		return status;
	for (check = doctor_checks;
	     check < doctor_checks + ARRAY_SIZE(doctor_checks); check++) {
		d->check = check;
		if (d->asked || !check->node)
			check->run(d);
	}
	return EXIT_DONE;
}

/**
 * doctor_free() - forget what was read and found
 * @d: the doctor
 */
void doctor_free(struct doctor *d)
{
	table_free(&d->node);
	table_free(&d->underlays);
	table_free(&d->networks);
	table_free(&d->remotes);
	table_free(&d->members);
	table_free(&d->ports);
	ovnl_close(&d->route);
	free(d->uses);
	free(d->links);
	free(d->addrs);
	while (d->n) {
		d->n--;
		free(d->findings[d->n].object);
		free(d->findings[d->n].what);
		free(d->findings[d->n].mend);
	}
	free(d->findings);
}

static void doctor_say_json(const struct doctor_finding *finding)
{
	print_object_begin();
	print_string("check", "", finding->check);
	print_string("severity", "", finding->severity == DOCTOR_ERROR ?
				     "error" : "warning");
	print_string("object", "", finding->object);
	print_string("what", "", finding->what);
	print_string("do", "", finding->mend);
	print_object_end();
}

static void doctor_say_text(const struct doctor_finding *finding)
{
	printf("%s: %s%s%s\n        do: %s\n",
	       finding->severity == DOCTOR_ERROR ? "error" : "warning",
	       finding->object, *finding->object ? ": " : "", finding->what,
	       finding->mend);
}

static void doctor_say_texts(const struct doctor *d)
{
	size_t i, of_check = 0;

	for (i = 0; i < d->n; i++) {
		of_check = i && d->findings[i].check == d->findings[i - 1].check ?
			   of_check + 1 : 1;
		if (of_check <= DOCTOR_SAY_MAX)
			doctor_say_text(&d->findings[i]);
		else if (i + 1 == d->n ||
			 d->findings[i + 1].check != d->findings[i].check)
			printf("and %zu more of that (%s), all with -j\n",
			       of_check - DOCTOR_SAY_MAX, d->findings[i].check);
	}
	if (!d->n)
		printf("ovctl doctor: nothing found (%zu checks)\n",
		       ARRAY_SIZE(doctor_checks));
}

static void doctor_say(const struct doctor *d)
{
	bool json = print_json(false);
	size_t i;

	print_json(json);
	if (!json) {
		doctor_say_texts(d);
		return;
	}
	print_list_begin();
	for (i = 0; i < d->n; i++)
		doctor_say_json(&d->findings[i]);
	print_list_end();
}

static int doctor_run(struct args *args)
{
	struct doctor d = { .args = args, .root = "" };
	int status;

	args_end(args, NULL);
	status = doctor_examine(&d);
	if (status == EXIT_DONE) {
		doctor_say(&d);
		status = d.n ? EXIT_FOUND : EXIT_DONE;
	}
	doctor_free(&d);
	return status;
}

static const struct verb doctor_verbs[] = {
	{ "", doctor_run, "doctor" },
	{ }
};

const struct object doctor_object = {
	.name = "doctor",
	.verbs = doctor_verbs,
};
