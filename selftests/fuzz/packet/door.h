/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FUZZ_DOOR_H
#define FUZZ_DOOR_H

#include "packet.h"
#include "shape.h"

enum door_id {
	DOOR_WIRE,		/* a NIC of the underlay receives: linear, or pages */
	DOOR_WIRE_NAPI,		/* and aggregates */
	DOOR_WIRE_FRAGS,	/* in pieces */
	DOOR_BRIDGE,		/* by a bridge and a veth */
	DOOR_PORT,		/* a tenant's tap sends */
	DOOR_PORT_NAPI,
	DOOR_PORT_FRAGS,
	DOOR_SMALL,		/* one with a small MTU */
	DOOR_BLUE,		/* of another network */
	DOOR_BARE,		/* of one without underlay */
	DOOR_LONELY,		/* of one that has nobody else */
	DOOR_BLOCKED,		/* a port that may not */
	DOOR_VETH,		/* a namespace that is a tenant sends */
	DOOR_TENANT,		/* by its own tunnel */
	DOOR_LEG,		/* the node sends */
	DOOR_ROUTED,		/* a tap in a network of type l3 */
	DOOR_ROUTED_FRAGS,	/* in pieces */
	DOOR_BOUND,		/* beside it, with bindings, and a small MTU */
	DOOR_SUB,		/* in a subnet of a VPC */
	DOOR_SUB_FRAGS,
	DOOR_OTHER,		/* in the other one */
	DOOR_LEG_ROUTED,	/* the node sends, in each of them */
	DOOR_LEG_SUB,
	DOORS,
};

/**
 * struct door_count - what became of it on our side
 * @sent: taken by the kernel
 * @refused: not
 */
struct door_count {
	unsigned long sent;
	unsigned long refused;
};

extern struct door_count door_counts[DOORS];
const char *door_name(enum door_id id);

void door_open_all(void);
bool door_is_wire(enum door_id door);
void door_send(enum door_id door, const struct packet *p,
	       const struct shape *s);
int door_fd(enum door_id door);

#endif /* FUZZ_DOOR_H */
