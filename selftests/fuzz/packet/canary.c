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

static void canary_one(enum canary which, uint64_t index)
{
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
	time_t end = time(NULL) + CANARY_SECONDS;
	enum canary which;

	hear_canaries = 0;
	hear_canary_index = index;
	hear_all();
	for (which = 0; which < CANARIES; which++)
		canary_one(which, index);
	do {
		hear_all();
		if (hear_canaries == (1 << CANARIES) - 1)
			return;
	} while (time(NULL) < end);
	fail("what is valid does not get through: %02x of %02x",
	     hear_canaries, (1 << CANARIES) - 1);
}
