// SPDX-License-Identifier: GPL-2.0
/* IPv4 and IPv6 of a tenant, and what they carry. */
#include <string.h>

#include "build.h"
#include "world.h"

void build_data(struct packet *p, struct rnd *r)
{
	static const uint16_t sizes[] = {
		0, 1, 18, 40, 100, 400, 540, 600, 1200, 1400, 1440, 1460, 1500,
		2000, 4000, 9000,
	};
	unsigned int len = rnd_pick(r, sizes), i;
	uint8_t *at, step = rnd_next(r);

	if (rnd_one_in(r, 256))
		len = 1 + rnd_below(r, 64000);
	if (p->n_layers > PACKET_LAYERS - 8)
		len = 0;
	at = packet_add(p, LAYER_DATA, len);
	for (i = 0; i < len; i++)
		at[i] = i * step;
}

static void ip_udp(struct packet *p, struct rnd *r, unsigned int dport)
{
	uint8_t *at = packet_add(p, LAYER_UDP, 8);

	put16(at, 1024 + rnd_below(r, 64));
	put16(at + 2, dport);
}

static void ip_tcp(struct packet *p, struct rnd *r)
{
	unsigned int options = rnd_one_in(r, 2) ? 12 : 4 * rnd_below(r, 11);
	uint8_t *at = packet_add(p, LAYER_TCP, 20 + options);

	put16(at, 1024 + rnd_below(r, 8));
	put16(at + 2, rnd_one_in(r, 2) ? 7007 : rnd_next(r));
	put32(at + 4, rnd_below(r, 1 << 20));
	put32(at + 8, rnd_next(r));
	at[12] = (5 + options / 4) << 4;
	at[13] = rnd_one_in(r, 3) ? rnd_next(r) : 0x10;
	put16(at + 14, 0xffff);
	if (options >= 12)
		put32(at + 20, 0x0101080a);
}

static void ip_sctp(struct packet *p, struct rnd *r)
{
	uint8_t *at = packet_add(p, LAYER_SCTP, 12);

	put32(at, rnd_next(r));
	put32(packet_grow(p, 16), rnd_one_in(r, 2) ? 0x00030010 : rnd_next(r));
}

static void ip_geneve(struct packet *p, struct rnd *r)
{
	unsigned int options = rnd_one_in(r, 3) ? rnd_below(r, 8) : 0;
	uint8_t *at;

	ip_udp(p, r, 6081);
	at = packet_add(p, LAYER_GENEVE, 8 + 4 * options);
	at[0] = options;
	put16(at + 2, 0x6558);
	put32(at + 4, rnd_next(r));
}

static void ip_gre(struct packet *p, struct rnd *r)
{
	uint8_t *at = packet_add(p, LAYER_GRE, 8);

	put32(at, 0x20006558);	/* with a key; Ethernet */
	if (rnd_one_in(r, 4))
		put16(at, rnd_next(r));
}

static void ip_vxlan(struct packet *p, struct rnd *r)
{
	uint8_t *at;

	ip_udp(p, r, 4789);
	at = packet_add(p, LAYER_VXLAN, 8);
	at[0] = rnd_one_in(r, 8) ? rnd_next(r) : 8;
	put32(at + 4, 7 << 8);
}

/* The packet from its last IP header on, for errors to quote. */
static void ip_error(struct packet *p, struct rnd *r, bool v6,
		     unsigned int from, unsigned int to)
{
	static struct packet other;	/* errors do not quote errors */

	packet_clear(&other);
	if (v6)
		build_ip6(&other, r, to, from, 0);
	else
		build_ip4(&other, r, to, from, 0);
	packet_finish(&other, 0, other.n_layers);
	(v6 ? build_icmp6 : build_icmp4)(p, r, other.data, other.len);
}

/* What an IP packet carries; the number of its protocol. */
static unsigned int ip_payload(struct packet *p, struct rnd *r, bool v6,
			       unsigned int from, unsigned int to,
			       unsigned int depth)
{
	if (world_routed && v6 && rnd_one_in(r, 8)) {
		build_icmp6(p, r, NULL, 0);
		return 58;
	}
	switch (rnd_below(r, depth ? 16 : 10)) {
	case 0:
	case 1:
	case 2:
	case 3:
	case 10:
		ip_tcp(p, r);
		build_data(p, r);
		return 6;
	case 4:
		(v6 ? build_icmp6 : build_icmp4)(p, r, NULL, 0);
		return v6 ? 58 : 1;
	case 5:
		ip_sctp(p, r);
		build_data(p, r);
		return 132;
	case 6:
		build_data(p, r);
		return rnd_one_in(r, 2) ? rnd_next(r) & 0xff : 59;
	case 11:
		if (p->n_layers > PACKET_LAYERS / 2)
			break;
		ip_error(p, r, v6, from, to);
		return v6 ? 58 : 1;
	case 12:
		ip_vxlan(p, r);
		build_frame(p, r, from, depth - 1);
		return 17;
	case 13:
		ip_geneve(p, r);
		build_frame(p, r, from, depth - 1);
		return 17;
	case 14:
		ip_gre(p, r);
		build_frame(p, r, from, depth - 1);
		return 47;
	case 15:		/* IP in IP */
		if (rnd_one_in(r, 2)) {
			build_ip4(p, r, from, to, depth - 1);
			return 4;
		}
		build_ip6(p, r, from, to, depth - 1);
		return 41;
	}
	ip_udp(p, r, rnd_one_in(r, 2) ? 6001 : rnd_next(r));
	build_data(p, r);
	return 17;
}

static void ip_options4(uint8_t *at, struct rnd *r, unsigned int len)
{
	static const uint8_t kinds[] = { 0, 1, 7, 68, 131, 137, 148, 130, 255 };
	unsigned int i = 0;

	while (i < len) {
		at[i] = rnd_pick(r, kinds);
		if (i + 1 < len)
			at[i + 1] = rnd_one_in(r, 4) ? rnd_next(r) : 4;
		i += rnd_one_in(r, 4) ? 1 : 4;
	}
}

unsigned int build_ip4(struct packet *p, struct rnd *r, unsigned int from,
		       unsigned int to, unsigned int depth)
{
	static const uint32_t odd[] = {
		0, 0xffffffff, 0x7f000001, 0xe0000001, 0x0a0000ff, 0x0a000014,
	};
	unsigned int options = rnd_one_in(r, 6) ? 4 * rnd_below(r, 11) : 0;
	uint8_t *at = packet_add(p, LAYER_IP4, 20 + options);

	at[0] = 0x40 | (5 + options / 4);
	at[1] = rnd_one_in(r, 2) ? rnd_next(r) : 0;
	put16(at + 4, rnd_next(r));
	put16(at + 6, rnd_one_in(r, 2) ? 0x4000 : 0);
	if (rnd_one_in(r, 8))	/* a fragment */
		put16(at + 6, rnd_one_in(r, 2) ? 0x2000 : rnd_next(r));
	at[8] = rnd_one_in(r, 8) ? rnd_below(r, 3) : 64;
	put32(at + 12, 0x0a000000 | build_subnet(r) << 16 | from);
	put32(at + 16, 0x0a000000 | build_subnet(r) << 16 | to);
	if (rnd_one_in(r, 16))
		put32(at + 12, rnd_pick(r, odd));
	if (rnd_one_in(r, 16))
		put32(at + 16, rnd_pick(r, odd));
	ip_options4(at + 20, r, options);
	at[9] = ip_payload(p, r, false, from, to, depth);
	return 0x0800;
}

static void ip_addr6(uint8_t *at, struct rnd *r, unsigned int place)
{
	put32(at, 0xfd000010);
	at[5] = build_subnet(r);
	at[15] = place;
	if (!rnd_one_in(r, 12))
		return;
	memset(at, 0, 15);
	at[0] = rnd_one_in(r, 2) ? 0xff : rnd_one_in(r, 2) ? 0xfe : 0;
	at[1] = at[0] == 0xfe ? 0x80 : 2;
	if (!at[0])
		at[1] = 0;
	at[15] = rnd_below(r, 3);
}

/* Up to a few; rarely many, long and in no order that is allowed. */
static uint8_t *ip_extensions(struct packet *p, struct rnd *r, uint8_t *next)
{
	static const uint8_t kinds[] = { 0, 60, 43, 44, 51, 135, 139, 140 };
	unsigned int n = 1 + rnd_below(r, rnd_one_in(r, 8) ? 12 : 3);
	unsigned int len, units;
	uint8_t kind, *at;

	while (n-- && p->n_layers < PACKET_LAYERS - 10) {
		kind = rnd_pick(r, kinds);
		units = rnd_one_in(r, 3) ? rnd_next(r) & 0xff : rnd_below(r, 3);
		len = kind == 44 ? 8 : kind == 51 ? 4 * (units + 2) :
						    8 * (units + 1);
		*next = kind;
		at = packet_add(p, LAYER_EXT, len);
		next = at;
		at[1] = kind == 44 ? 0 : units;
		if (kind == 44) {
			put16(at + 2, rnd_one_in(r, 2) ? 1 : rnd_next(r));
			put32(at + 4, rnd_next(r));
		} else if (kind == 43) {
			at[2] = rnd_one_in(r, 2) ? 4 : rnd_below(r, 5);
			at[3] = rnd_below(r, 4);
		} else if (len > 6) {	/* a pad */
			at[2] = 1;
			at[3] = rnd_one_in(r, 4) ? rnd_next(r) : len - 4;
		}
	}
	return next;
}

unsigned int build_ip6(struct packet *p, struct rnd *r, unsigned int from,
		       unsigned int to, unsigned int depth)
{
	uint8_t *at = packet_add(p, LAYER_IP6, 40), *next = at + 6;

	put32(at, 0x60000000 | (rnd_one_in(r, 2) ? rnd_next(r) & 0xfffffff : 0));
	at[7] = rnd_one_in(r, 8) ? rnd_below(r, 3) : rnd_one_in(r, 2) ? 255 : 64;
	ip_addr6(at + 8, r, from);
	ip_addr6(at + 24, r, to);
	if (rnd_one_in(r, 5))
		next = ip_extensions(p, r, next);
	*next = ip_payload(p, r, true, from, to, depth);
	return 0x86dd;
}
