// SPDX-License-Identifier: GPL-2.0
/* Are the other nodes there, and how much fits on the way to them? */
#include "doctor.h"

/**
 * doctor_remote_down() - is a remote set down?
 * @d: the doctor
 */
void doctor_remote_down(struct doctor *d)
{
	struct doctor_remote r;
	size_t i;

	for (i = 0; doctor_remote(d, i, &r); i++) {
		if (r.up)
			continue;
		doctor_find(d, DOCTOR_WARNING, "remote", r.name,
			    "it is set down: nothing is sent to it or taken from it");
		doctor_mend(d, "ovctl remote set %s state up", r.name);
	}
}

static bool doctor_remote_unheard(const struct nlattr *nest)
{
	const struct nlattr *stats = key_find(nest, OVNET_A_REMOTE_STATS);

	return stats && attr_number(stats, OVNET_A_STATS_TX_PACKETS) &&
	       !attr_number(stats, OVNET_A_STATS_RX_PACKETS);
}

/**
 * doctor_remote_silent() - does a remote answer?
 * @d: the doctor
 *
 * One that is watched is known to be lost; of another it is odd if nothing has
 * ever come.
 */
void doctor_remote_silent(struct doctor *d)
{
	const struct nlattr *nest;
	struct doctor_remote r;
	size_t i;

	for (i = 0; doctor_remote(d, i, &r); i++) {
		nest = d->remotes.rows[i].nest;
		if (!r.up)
			continue;
		if (attr_number(nest, OVNET_A_REMOTE_LOST))
			doctor_find(d, DOCTOR_ERROR, "remote", r.name,
				    "it has left three probes unanswered: is it up, is there a firewall on the way, has it this node as a remote?");
		else if (doctor_remote_unheard(nest))
			doctor_find(d, DOCTOR_WARNING, "remote", r.name,
				    "%llu packets were sent to it and none has come: is it up, is there a firewall on the way, has it this node as a remote?",
				    (unsigned long long)
				    attr_number(key_find(nest, OVNET_A_REMOTE_STATS),
						OVNET_A_STATS_TX_PACKETS));
		else
			continue;
		doctor_mend(d, "ovctl probe %s", r.name);
	}
}

/* The device that packets to a remote leave by. */
static const struct doctor_link *doctor_remote_link(struct doctor *d,
						    const struct doctor_remote *r)
{
	const struct parse_addr *to = r->first.len ? &r->first :
				      r->vtep[0].len ? &r->vtep[0] :
						       &r->vtep[1];
	struct doctor_way way;

	if (!to->len)
		return NULL;
	doctor_way(d, to, 0, &way);
	return way.error ? NULL : doctor_link(d, way.ifindex);
}

/**
 * doctor_mtu_path() - does less fit on the way than the device takes?
 * @d: the doctor
 */
void doctor_mtu_path(struct doctor *d)
{
	const struct doctor_link *link;
	struct doctor_remote r;
	uint32_t pmtu;
	size_t i;

	for (i = 0; doctor_remote(d, i, &r); i++) {
		pmtu = attr_number(d->remotes.rows[i].nest,
				   OVNET_A_REMOTE_PMTU);
		link = pmtu ? doctor_remote_link(d, &r) : NULL;
		if (!link || link->mtu <= pmtu)
			continue;
		doctor_find(d, DOCTOR_WARNING, "remote", r.name,
			    "a router on the way takes packets of %u bytes and %s sends up to %u: raise the way's MTU, or lower the device's on both nodes",
			    pmtu, link->name, link->mtu);
		doctor_mend(d, "ip link set dev %s mtu %u", link->name, pmtu);
	}
}
