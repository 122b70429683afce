/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ovctl import: vxlan devices of the kernel, as the commands that make the same
 * networks here. All that is needed is read first; then what cannot be had is
 * said, and nothing printed, or everything.
 */
#ifndef OVCTL_IMPORT_H
#define OVCTL_IMPORT_H

#include <net/if.h>

#include "attr.h"
#include "ovctl.h"
#include "table.h"

/* A device of the namespace. */
struct import_link {
	uint32_t ifindex;
	uint32_t master;
	uint32_t mtu;
	uint32_t flags;			/* IFF_* */
	bool elsewhere;			/* what is below it is in another namespace */
	uint8_t mac[PARSE_MAC_LEN];
	char name[IF_NAMESIZE];
	char kind[16];			/* empty: none */
	const struct nlattr *data;	/* what its kind has; or NULL */
	const struct nlattr *slave;	/* what its bridge says of it; or NULL */
};

/* An address of a device. */
struct import_addr {
	uint32_t ifindex;
	uint8_t bits;			/* of its prefix */
	struct parse_addr addr;
};

/* A row of an FDB, or a neighbour. */
struct import_row {
	uint32_t ifindex;
	uint16_t state;			/* NUD_* */
	uint8_t flags;			/* NTF_* */
	uint8_t mac[PARSE_MAC_LEN];
	struct parse_addr dst;		/* len 0: none */
	uint16_t port;			/* 0: the device's */
	uint32_t via;			/* index of the device; 0: the usual one */
	bool other_vni;
	bool nexthop;			/* a group of them instead of @dst */
};

struct import_underlay {
	char name[OVNET_NAME_LEN];
	struct parse_addr local;	/* len 0: not known */
	uint16_t port;
	bool there;			/* the namespace has it already */
	char words[256];		/* that follow its address */
};

struct import_remote {
	char name[OVNET_NAME_LEN];
	struct parse_addr addr;
	uint16_t port;			/* 0: the underlay's */
	bool there;
};

/* A device that was asked for. */
struct import_device {
	const struct import_link *link;
	const struct import_link *bridge;	/* or NULL */
	uint32_t vni;
	uint32_t id;			/* of the network */
	uint16_t port;
	size_t underlay;
	char words[256];		/* that its underlay would have */
	char network[OVNET_NAME_LEN];
};

struct import {
	struct args *args;
	const char *root;		/* that /sys is in: "" */
	bool refused;

	struct ovnl route;
	struct ovnl_rows messages[4];	/* that what follows points into */
	struct import_link *links;
	size_t n_links;
	struct import_addr *addrs;
	size_t n_addrs;
	struct import_row *rows;	/* of FDBs */
	size_t n_rows;
	struct import_row *neighs;
	size_t n_neighs;
	struct table have_underlays;	/* that are there */
	struct table have_remotes;

	struct import_device *devices;
	size_t n_devices;
	struct import_underlay *underlays;
	size_t n_underlays;
	struct import_remote *remotes;
	size_t n_remotes;
};

/* import.c */
int import_examine(struct import *im, char *const *names, size_t n);
void import_free(struct import *im);

/* import_read.c */
int import_read(struct import *im);
const struct import_link *import_link(const struct import *im,
				      uint32_t ifindex);

/* import_check.c: what there is nothing here to say it with */
__printf(3, 4)
void import_refuse(struct import *im, const char *name, const char *fmt, ...);
void import_check(struct import *im, const struct import_device *device);

/* import_underlay.c */
void import_underlay(struct import *im, struct import_device *device);

/* import_remote.c */
enum import_no {		/* why a row is not taken over */
	IMPORT_YES,
	IMPORT_OTHER,		/* it says nothing of another node */
	IMPORT_LEARNED,
	IMPORT_GROUP,		/* of MACs */
	IMPORT_NEXTHOP,
	IMPORT_VNI,
	IMPORT_ADDRESS,		/* no other node can have it */
	IMPORT_PORT,		/* its node has another one already */
	IMPORT_NO_N,
};

void import_remotes(struct import *im, const struct import_device *device);
const struct import_remote *import_remote(const struct import *im,
					  const struct parse_addr *addr);
bool import_is_flood(const struct import_row *row);
enum import_no import_no(const struct import *im,
			 const struct import_device *device,
			 const struct import_row *row);

/* import_say.c */
void import_say(const struct import *im);

/* import_note.c: lines that begin with # */
__printf(2, 3)
void import_note(const char *name, const char *fmt, ...);
void import_notes(const struct import *im, const struct import_device *device);
void import_note_rows(const struct import *im,
		      const struct import_device *device);
void import_note_port(const struct import_link *port);

/* import_word.c */
#define IMPORT_WORD_SIZE	(5 * IF_NAMESIZE)

const char *import_word(const char *name, char word[IMPORT_WORD_SIZE]);
uint64_t import_number(const struct nlattr *nest, uint16_t type, uint64_t none);
bool import_ours(const struct import *im, const struct import_link *link);
bool import_is_v6(const struct import_link *link);
bool import_is_port(const struct import_device *device,
		    const struct import_link *link);

#endif /* OVCTL_IMPORT_H */
