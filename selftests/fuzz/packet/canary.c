// SPDX-License-Identifier: GPL-2.0
/* Now and then something valid has to get through, every way. */
#include <string.h>
#include <time.h>

#include "build.h"
#include "door.h"
#include "fuzz.h"
#include "world.h"

#define CANARY_SECONDS	20	/* only a failure takes as long */

void canary_fill(uint8_t *at, enum canary which, uint64_t index)
{
	memcpy(at, "canary", 6);
	put16(at + 6, which);
	put32(at + 8, index >> 32);
	put32(at + 12, index);
}

static void canary_frame(struct packet *p, enum canary which, uint64_t index,
			 unsigned int from, unsigned int to)
{
	uint8_t *at = packet_add(p, LAYER_ETH, 14);

	build_mac(at, to);
	build_mac(at + 6, from);
	put16(at + 12, CANARY_TYPE);
	canary_fill(packet_grow(p, 46), which, index);
	packet_finish(p, 0, p->n_layers);
}

/* The same in an IPv4 packet, to @router. */
static void canary_packet(struct packet *p, enum canary which, uint64_t index,
			  const uint8_t *router, unsigned int from,
			  unsigned int to)
{
	uint8_t *at = packet_add(p, LAYER_ETH, 14);

	memcpy(at, router, 6);
	build_mac(at + 6, from);
	put16(at + 12, 0x0800);
	at = packet_add(p, LAYER_IP4, 20);
	at[0] = 0x45;
	at[8] = 64;
	at[9] = 17;
	put32(at + 12, 0x0a000000 | from);
	put32(at + 16, 0x0a000000 | to);
	at = packet_add(p, LAYER_UDP, 8);
	put16(at, CANARY_TYPE);
	put16(at + 2, CANARY_TYPE);
	canary_fill(packet_grow(p, 16), which, index);
	packet_finish(p, 0, p->n_layers);
}

/* Where it comes out. */
bool canary_is_for_wire(enum canary which)
{
	return which == CANARY_PORT4 || which == CANARY_PORT6 ||
	       which == CANARY_ROUTED;
}

static void canary_one(enum canary which, uint64_t index)
{
	static const uint8_t gateway[] = { 2, 'o', 'v', 'n', 'e', 't' };
	static const uint8_t node[] = { 2, 'r', 192, 0, 2, 1 };
	static struct packet p;
	struct shape plain = { .times = 1 };

	packet_clear(&p);
	switch (which) {
	case CANARY_WIRE4:
	case CANARY_WIRE6:
		build_tunnel_valid(&p, which == CANARY_WIRE6, VNI_RED);
		canary_frame(&p, which, index, PLACE_REMOTE4, PLACE_PORT);
		door_send(DOOR_WIRE, &p, &plain);
		break;
	case CANARY_PORT4:
		canary_frame(&p, which, index, PLACE_PORT, PLACE_REMOTE4);
		door_send(DOOR_PORT, &p, &plain);
		break;
	case CANARY_PORT6:
		canary_frame(&p, which, index, PLACE_PORT, PLACE_REMOTE6);
		door_send(DOOR_PORT, &p, &plain);
		break;
	case CANARY_ROUTED:
		canary_packet(&p, which, index, gateway, PLACE_PORT,
			      PLACE_REMOTE4);
		door_send(DOOR_ROUTED, &p, &plain);
		break;
	case CANARY_SUB:
		build_tunnel_valid(&p, false, VNI_VPC);
		canary_packet(&p, which, index, node, PLACE_REMOTE4,
			      PLACE_PORT);
		door_send(DOOR_WIRE, &p, &plain);
		break;
	default:
		canary_frame(&p, which, index, PLACE_LEG, PLACE_PORT);
		door_send(DOOR_LEG, &p, &plain);
		break;
	}
}

/**
 * canary_send() - valid frames, each of which must come out
 * @index: of the packet that was sent before
 */
void canary_send(uint64_t index)
{
	unsigned int n = world_routed ? CANARIES : CANARY_ROUTED;
	time_t end = time(NULL) + CANARY_SECONDS;
	enum canary which;

	hear_canaries = 0;
	hear_canary_index = index;
	hear_all();
	for (which = 0; which < n; which++)
		canary_one(which, index);
	do {
		hear_all();
		if (hear_canaries == (1U << n) - 1)
			return;
	} while (time(NULL) < end);
	fail("what is valid does not get through: %02x of %02x",
	     hear_canaries, (1U << n) - 1);
}
