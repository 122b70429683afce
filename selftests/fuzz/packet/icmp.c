// SPDX-License-Identifier: GPL-2.0
/* ICMP and ICMPv6: echoes, errors, neighbours and routers. */
#include <string.h>

#include "build.h"
#include "world.h"

static void icmp_quote(struct packet *p, struct rnd *r, const uint8_t *quoted,
		       unsigned int len)
{
	if (len > 1232)
		len = 1232;
	if (rnd_one_in(r, 4))
		len = rnd_below(r, len + 1);
	memcpy(packet_grow(p, len), quoted, len);
}

void build_icmp4(struct packet *p, struct rnd *r, const uint8_t *quoted,
		 unsigned int len)
{
	static const uint8_t errors[] = { 3, 3, 3, 4, 5, 11, 12 };
	uint8_t *at = packet_add(p, LAYER_ICMP4, 8);

	if (!quoted) {
		at[0] = rnd_one_in(r, 2) ? 8 : rnd_below(r, 20);
		put32(at + 4, rnd_next(r));
		build_data(p, r);
		return;
	}
	at[0] = rnd_pick(r, errors);
	at[1] = rnd_one_in(r, 2) ? 4 : rnd_below(r, 16);
	put32(at + 4, rnd_one_in(r, 2) ? rnd_below(r, 1500) : rnd_next(r));
	icmp_quote(p, r, quoted, len);
}

static void icmp_nd_options(struct packet *p, struct rnd *r)
{
	static const uint8_t kinds[] = { 1, 2, 3, 4, 5, 14, 24, 25, 31, 38 };
	unsigned int n = rnd_below(r, 6), units;
	uint8_t *at;

	while (n--) {
		units = 1 + rnd_below(r, 4);
		at = packet_grow(p, 8 * units);
		at[0] = rnd_pick(r, kinds);
		at[1] = rnd_one_in(r, 6) ? rnd_next(r) : units;
		build_mac(at + 2, build_places(r));
	}
}

void build_icmp6(struct packet *p, struct rnd *r, const uint8_t *quoted,
		 unsigned int len)
{
	static const uint8_t lengths[] = { 0, 8, 16, 24, 24, 40 };
	uint8_t *at = packet_add(p, LAYER_ICMP6, 8);
	unsigned int body;

	if (quoted) {
		at[0] = rnd_one_in(r, 2) ? 2 : 1 + rnd_below(r, 4);
		at[1] = rnd_below(r, 8);
		put32(at + 4, rnd_one_in(r, 2) ? 1200 + rnd_below(r, 300) :
						 rnd_next(r));
		icmp_quote(p, r, quoted, len);
		return;
	}
	if (rnd_one_in(r, 3)) {
		at[0] = rnd_one_in(r, 2) ? 128 : 128 + rnd_below(r, 32);
		build_data(p, r);
		return;
	}
	/* RS, RA, NS, NA, redirect: what is behind the first eight bytes */
	at[0] = 133 + rnd_below(r, 5);
	body = at[0] == 133 ? 0 : at[0] == 134 ? 8 : at[0] == 137 ? 32 : 16;
	if (rnd_one_in(r, 16))
		body = rnd_pick(r, lengths);
	put32(at + 4, rnd_next(r));
	at = packet_grow(p, body);
	if (body >= 16) {
		put32(at, 0xfd000010);
		at[5] = build_subnet(r);
		at[15] = build_places(r);
	}
	icmp_nd_options(p, r);
}
