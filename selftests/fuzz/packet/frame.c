// SPDX-License-Identifier: GPL-2.0
/* Ethernet frames of a tenant: tags, ARP, IP, and what nobody has heard of. */
#include <string.h>

#include "build.h"
#include "world.h"

void build_mac(uint8_t *at, unsigned int place)
{
	memset(at, 0, 6);
	at[0] = 2;
	at[5] = place;
}

/* 02:6f:76:6e:65:74 is everywhere, 02:72 and an address is a node's own. */
static void frame_router(uint8_t *at, bool wire)
{
	put16(at, wire ? 0x0272 : 0x026f);
	put32(at + 2, wire ? 0xc0000201 : 0x766e6574);
}

static unsigned int frame_routed_places(struct rnd *r)
{
	static const uint8_t places[] = {
		PLACE_PORT, PLACE_PORT, PLACE_SMALL, PLACE_SMALL, PLACE_VETH,
		PLACE_VETH, PLACE_LEG, PLACE_REMOTE4, PLACE_REMOTE4,
		PLACE_REMOTE6, PLACE_REMOTE_DOWN, PLACE_NO_ROUTE, PLACE_LOOP,
		PLACE_GATEWAY, PLACE_GATEWAY, PLACE_UNREACHABLE,
		PLACE_PROHIBITED, PLACE_BLACKHOLE, PLACE_UNKNOWN,
	};

	return rnd_pick(r, places);
}

/* A place that there is; those where much happens more often. */
unsigned int build_places(struct rnd *r)
{
	static const uint8_t places[] = {
		PLACE_PORT, PLACE_PORT, PLACE_SMALL, PLACE_SMALL, PLACE_VETH,
		PLACE_VETH, PLACE_LEG, PLACE_LEG, PLACE_REMOTE4, PLACE_REMOTE4,
		PLACE_REMOTE6, PLACE_REMOTE6, PLACE_FAR, PLACE_BLOCKED,
		PLACE_PORT_DOWN, PLACE_LEG_DOWN, PLACE_REMOTE_DOWN,
		PLACE_NO_ROUTE, PLACE_LOOP,
	};

	return world_routed ? frame_routed_places(r) : rnd_pick(r, places);
}

/* The number of a subnet. */
unsigned int build_subnet(struct rnd *r)
{
	return world_routed ? rnd_below(r, 2) : 0;
}

static void frame_dest(uint8_t *at, struct rnd *r, unsigned int from,
		       unsigned int place)
{
	unsigned int i;

	switch (rnd_below(r, 16)) {
	case 0:
		memset(at, 0xff, 6);
		break;
	case 1:			/* IPv6 multicast */
		put16(at, 0x3333);
		put16(at + 4, rnd_below(r, 3));
		break;
	case 2:			/* IPv4 multicast, and link-local */
		put16(at, rnd_one_in(r, 2) ? 0x0180 : 0x0100);
		put16(at + 2, at[1] == 0x80 ? 0xc200 : 0x5e00);
		at[5] = rnd_below(r, 20);
		break;
	case 3:			/* unknown */
		at[0] = 6;
		put16(at + 4, rnd_below(r, 65536));
		break;
	case 4:
		for (i = 0; i < 6; i++)
			at[i] = rnd_next(r);
		break;
	default:
		if (world_routed && !rnd_one_in(r, 4))
			frame_router(at, from >= PLACE_REMOTE4);
		else
			build_mac(at, place);
	}
}

static void frame_source(uint8_t *at, struct rnd *r, unsigned int from)
{
	if (world_routed && rnd_one_in(r, 32)) {
		frame_router(at, rnd_one_in(r, 2));
		return;
	}
	switch (rnd_below(r, 16)) {
	case 0:			/* to be learned */
		at[0] = 2;
		at[3] = 1;
		put16(at + 4, rnd_below(r, 4096));
		break;
	case 1:			/* somebody else's */
		build_mac(at, build_places(r));
		break;
	case 2:			/* zero, multicast */
		at[0] = rnd_below(r, 2);
		break;
	default:
		build_mac(at, from);
	}
}

/* EtherType of what follows, into the header before it. */
static void frame_type(struct packet *p, unsigned int type)
{
	struct layer *l = p->layers + p->n_layers - 1;

	put16(p->data + l->off + l->len - 2, type);
}

static void frame_tags(struct packet *p, struct rnd *r)
{
	static const uint16_t tpids[] = { 0x8100, 0x8100, 0x88a8, 0x9100 };
	unsigned int n = rnd_one_in(r, 4) ? 1 + rnd_below(r, 4) : 0;

	while (n--) {
		frame_type(p, rnd_pick(r, tpids));
		put16(packet_add(p, LAYER_TAG, 4), rnd_next(r));
	}
}

static void frame_arp(struct packet *p, struct rnd *r, unsigned int from,
		      unsigned int to)
{
	uint8_t *at = packet_add(p, LAYER_ARP, 28);

	put16(at, 1);
	put16(at + 2, 0x0800);
	put16(at + 4, 0x0604);
	put16(at + 6, 1 + rnd_below(r, 3));
	build_mac(at + 8, from);
	put32(at + 14, 0x0a000000 | build_subnet(r) << 16 | from);
	build_mac(at + 18, to);
	put32(at + 24, 0x0a000000 | build_subnet(r) << 16 |
		       (rnd_one_in(r, 3) ? from : to));
	packet_grow(p, 18);
}

/**
 * build_frame() - a frame
 * @p: packet, at whose end it is put
 * @r: chance
 * @from: place of its sender
 * @depth: tunnels within tunnels that it may have
 */
void build_frame(struct packet *p, struct rnd *r, unsigned int from,
		 unsigned int depth)
{
	unsigned int to = build_places(r);
	uint8_t *eth = packet_add(p, LAYER_ETH, 14);
	unsigned int first;

	frame_dest(eth, r, from, to);
	frame_source(eth + 6, r, from);
	frame_tags(p, r);
	first = p->n_layers - 1;
	/* who routes is asked */
	switch (world_routed && rnd_one_in(r, 8) ? 0 : rnd_below(r, 12)) {
	case 0:
		frame_type(p, rnd_one_in(r, 2) ? 0x0806 : rnd_next(r));
		frame_arp(p, r, from, to);
		break;
	case 1:			/* 802.3, and EtherTypes of others */
		frame_type(p, rnd_one_in(r, 2) ? rnd_below(r, 1600) :
						 rnd_next(r));
		build_data(p, r);
		break;
	case 2:
	case 3:
	case 4:
	case 5:
	case 6:
		frame_type(p, 0x0800);
		build_ip4(p, r, from, to, depth);
		break;
	default:
		frame_type(p, 0x86dd);
		build_ip6(p, r, from, to, depth);
		break;
	}
	if (rnd_one_in(r, 32))	/* one pretends to be the other */
		p->data[p->layers[first].off + p->layers[first].len - 1] ^= 0xdd;
}
