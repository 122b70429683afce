/* SPDX-License-Identifier: GPL-2.0 */
/* What packet.sh has set up, as far as packets have to know it. */
#ifndef FUZZ_WORLD_H
#define FUZZ_WORLD_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Places of an inner network: 02:00:00:00:00:NN, 10.0.0.NN, fd00:10::NN, where
 * there are two subnets also 10.1.0.NN, fd00:10:1::NN. World and script number
 * them alike.
 */
enum world_place {
	PLACE_GATEWAY = 0x01,	/* of networks that are routed */
	PLACE_PORT = 0x11,	/* a tap with offloads: hears all */
	PLACE_SMALL = 0x12,	/* a tap of MTU 600, none, a flood-rate */
	PLACE_VETH = 0x13,	/* a namespace that answers, and runs vxlan */
	PLACE_LEG = 0x14,	/* the node itself */
	PLACE_BLOCKED = 0x15,
	PLACE_PORT_DOWN = 0x16,
	PLACE_LEG_DOWN = 0x17,
	PLACE_REMOTE4 = 0x21,	/* behind 192.0.2.2 */
	PLACE_REMOTE6 = 0x22,	/* behind fd00:2::2 */
	PLACE_REMOTE_DOWN = 0x23,
	PLACE_NO_ROUTE = 0x24,
	PLACE_LOOP = 0x25,
	PLACE_FAR = 0x26,	/* behind 198.51.100.5, over veth and bridge */
	PLACE_SRV6 = 0x27,	/* behind the locator fd00:a2::/48 */
	PLACE_UNREACHABLE = 0x31,
	PLACE_PROHIBITED = 0x32,
	PLACE_BLACKHOLE = 0x33,
	PLACE_UNKNOWN = 0x34,	/* a route, but no neighbour */
};

/* Networks; the VNI is the id. */
enum world_vni {
	VNI_RED = 100,		/* learns from remotes */
	VNI_BLUE = 200,		/* does not */
	VNI_GREEN = 300,	/* on the other underlay, IPv4 alone */
	VNI_BARE = 400,		/* has no underlay */
	VNI_LONELY = 500,	/* has one port, and nobody else */
	VNI_ROUTED = 600,	/* of type l3 */
	VNI_VPC = 700,		/* likewise, the router of the two below */
	VNI_SUB = 701,
	VNI_OTHER = 702,
};

/* Packets are of the routed networks, and no others. */
extern bool world_routed;

/* Most that the wire brings over IPv6 is SRv6. */
extern bool world_srv6;

#endif /* FUZZ_WORLD_H */
