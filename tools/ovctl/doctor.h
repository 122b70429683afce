/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ovctl doctor: what is wrong on this node, and the command that mends it. Each
 * check only reads, and says nothing if all is well. The objects are read once,
 * before the first.
 */
#ifndef OVCTL_DOCTOR_H
#define OVCTL_DOCTOR_H

#include <arpa/inet.h>
#include <limits.h>
#include <net/if.h>

#include "attr.h"
#include "ovctl.h"
#include "table.h"

enum doctor_severity {
	DOCTOR_WARNING,		/* it will be lost, or may be */
	DOCTOR_ERROR,		/* traffic is lost */
};

struct doctor_finding {
	const char *check;
	enum doctor_severity severity;
	char *object;		/* what it is about: "underlay wire"; may be "" */
	char *what;
	char *mend;		/* command */
};

/* A device of the namespace. */
struct doctor_link {
	uint32_t ifindex;
	uint32_t master;
	uint32_t mtu;
	uint32_t flags;		/* IFF_* */
	uint32_t network;	/* id, if it is a leg */
	uint16_t vxlan_port;	/* if it is of kind vxlan */
	bool carrier;
	char name[IF_NAMESIZE];
	char kind[16];		/* empty: none */
};

/* An address of a device. */
struct doctor_addr {
	struct parse_addr addr;
	uint32_t ifindex;
	uint8_t bits;		/* of its prefix */
};

struct doctor;

struct doctor_check {
	const char *name;
	void (*run)(struct doctor *d);
	bool node;		/* only if the module could be asked */
};

struct doctor {
	struct args *args;
	const char *root;	/* that /proc, /sys, /lib, /etc are in: "" */
	const struct doctor_check *check;	/* that is run */
	struct doctor_finding *findings;
	size_t n;

	bool loaded;		/* the module is */
	bool asked;		/* and what follows was read from it */
	struct table node;
	struct table underlays;
	struct table networks;
	struct table remotes;
	struct table members;
	struct table ports;

	uint64_t *uses;		/* of each remote: bits of underlays that its networks use */

	struct ovnl route;	/* rtnetlink */
	struct doctor_link *links;
	size_t n_links;
	struct doctor_addr *addrs;
	size_t n_addrs;
};

/* doctor.c */
int doctor_examine(struct doctor *d);
void doctor_free(struct doctor *d);
__printf(5, 6)
void doctor_find(struct doctor *d, enum doctor_severity severity,
		 const char *kind, const char *name, const char *fmt, ...);
__printf(2, 3)
void doctor_mend(struct doctor *d, const char *fmt, ...);

/* doctor_file.c */
__printf(4, 5)
bool doctor_line(const struct doctor *d, char *line, size_t size,
		 const char *fmt, ...);
__printf(2, 3)
bool doctor_exists(const struct doctor *d, const char *fmt, ...);
bool doctor_process(const struct doctor *d, const char *comm);

/* doctor_holder.c */
#define DOCTOR_HOLDER_SIZE	64

enum doctor_holder {
	DOCTOR_HOLDER_NONE,
	DOCTOR_HOLDER_VXLAN,	/* @who is the device */
	DOCTOR_HOLDER_PROCESS,	/* @who is "NAME (pid N)" */
	DOCTOR_HOLDER_UNKNOWN,	/* a socket of the kernel's, or of another namespace's process */
};

enum doctor_holder doctor_holder(const struct doctor *d, uint16_t port,
				 char who[DOCTOR_HOLDER_SIZE]);

/* doctor_link.c */
int doctor_link_read(struct doctor *d);
const struct doctor_link *doctor_link(const struct doctor *d, uint32_t ifindex);
const struct doctor_link *doctor_link_of(const struct doctor *d,
					 const struct parse_addr *addr);
bool doctor_link_is_vrf(const struct doctor_link *link);

/* doctor_way.c: the host's route to an address */
struct doctor_way {
	int error;		/* 0 or a negative errno: there is none */
	uint32_t ifindex;	/* that it leaves by */
};

void doctor_way(struct doctor *d, const struct parse_addr *to, uint32_t oif,
		struct doctor_way *way);

/* doctor_object.c: underlays and remotes as the checks need them */
struct doctor_underlay {
	const char *name;
	bool srv6;
	uint16_t port;
	uint32_t dev;
	uint32_t networks;
	struct parse_addr local[2];	/* of VXLAN; IPv4 and IPv6, len 0: none */
	struct parse_addr source;	/* of SRv6 */
	struct parse_addr locator;
	uint8_t locator_len;
	bool srh;
};

struct doctor_remote {
	const char *name;
	bool up;
	bool foreign;
	struct parse_addr vtep[2];	/* that is sent to, likewise */
	struct parse_addr first;	/* segment, or its locator; len 0: none */
};

bool doctor_underlay(const struct doctor *d, size_t i,
		     struct doctor_underlay *u);
bool doctor_remote(const struct doctor *d, size_t i, struct doctor_remote *r);
void doctor_object_uses(struct doctor *d);
const struct doctor_link *doctor_underlay_link(const struct doctor *d,
					       const struct doctor_underlay *u,
					       unsigned int family);

/* the checks, a file each idea */
void doctor_module_installed(struct doctor *d);
void doctor_module_signed(struct doctor *d);
void doctor_module_loaded(struct doctor *d);
void doctor_version(struct doctor *d);
void doctor_manager_nm(struct doctor *d);
void doctor_manager_networkd(struct doctor *d);
void doctor_port_taken(struct doctor *d);
void doctor_underlay_down(struct doctor *d);
void doctor_underlay_address(struct doctor *d);
void doctor_mtu_underlay(struct doctor *d);
void doctor_mtu_ports(struct doctor *d);
void doctor_mtu_path(struct doctor *d);
void doctor_route_none(struct doctor *d);
void doctor_route_loop(struct doctor *d);
void doctor_remote_down(struct doctor *d);
void doctor_remote_silent(struct doctor *d);
void doctor_network_underlay(struct doctor *d);
void doctor_network_prefix(struct doctor *d);
void doctor_limit(struct doctor *d);
void doctor_port_state(struct doctor *d);
void doctor_leg_down(struct doctor *d);
void doctor_rp_filter(struct doctor *d);
void doctor_seg6(struct doctor *d);
void doctor_firewall(struct doctor *d);
void doctor_drops(struct doctor *d);
void doctor_checksum(struct doctor *d);

#endif /* OVCTL_DOCTOR_H */
