// SPDX-License-Identifier: GPL-2.0
/* What the underlay brings: VXLAN around a frame, and errors about it. */
#include <string.h>

#include "build.h"
#include "world.h"

struct wire {
	uint8_t us;		/* last byte of the MACs */
	uint8_t them;
	uint32_t net4;
	uint32_t net6;
	uint8_t known;		/* remote's number in the net */
};

static const struct wire wires[] = {
	[WIRE_TAP] = { 0x01, 0x02, 0xc0000200, 0xfd000002, 2 },
	[WIRE_BRIDGE] = { 0x11, 0x15, 0xc6336400, 0xfd000003, 5 },
};

static void tunnel_eth(struct packet *p, const struct wire *w,
		       unsigned int type)
{
	uint8_t *at = packet_add(p, LAYER_ETH, 14);

	build_mac(at, w->us);
	build_mac(at + 6, w->them);
	at[4] = 1;
	at[10] = 1;
	put16(at + 12, type);
}

static uint8_t *tunnel_ip4(struct packet *p, const struct wire *w,
			   unsigned int options, unsigned int from,
			   unsigned int to)
{
	uint8_t *at = packet_add(p, LAYER_IP4, 20 + options);

	at[0] = 0x45 + options / 4;
	memset(at + 20, 1, options);
	at[8] = 64;
	at[9] = 17;
	put32(at + 12, w->net4 + from);
	put32(at + 16, w->net4 + to);
	return at;
}

static uint8_t *tunnel_ip6(struct packet *p, const struct wire *w,
			   unsigned int from, unsigned int to)
{
	uint8_t *at = packet_add(p, LAYER_IP6, 40);

	at[0] = 0x60;
	at[6] = 17;
	at[7] = 64;
	put32(at + 8, w->net6);
	at[23] = from;
	put32(at + 24, w->net6);
	at[39] = to;
	return at;
}

static void tunnel_vxlan(struct packet *p, unsigned int sport,
			 unsigned int vni)
{
	uint8_t *at = packet_add(p, LAYER_UDP, 8);

	put16(at, sport);
	put16(at + 2, 4789);
	at = packet_add(p, LAYER_VXLAN, 8);
	at[0] = 8;
	put32(at + 4, vni << 8);
}

/**
 * build_tunnel_valid() - headers as they should be, from a known remote
 * @p: packet, empty
 * @v6: over IPv6
 * @vni: of the network
 */
void build_tunnel_valid(struct packet *p, bool v6, unsigned int vni)
{
	tunnel_eth(p, wires, v6 ? 0x86dd : 0x0800);
	if (v6)
		tunnel_ip6(p, wires, 2, 1);
	else
		tunnel_ip4(p, wires, 0, 2, 1);
	tunnel_vxlan(p, 50000, vni);
	p->n_outer = p->n_layers;
}

/* Who sends it, to whom: mostly a remote, to the underlay's address. */
static unsigned int tunnel_from(struct rnd *r, const struct wire *w)
{
	static const uint8_t odd[] = { 3, 9, 1, 255, 0 };

	return rnd_one_in(r, 24) ? rnd_pick(r, odd) : w->known;
}

static unsigned int tunnel_to(struct rnd *r)
{
	static const uint8_t odd[] = { 101, 255, 9 };

	return rnd_one_in(r, 24) ? rnd_pick(r, odd) : 1;
}

static void tunnel_outer4(struct packet *p, struct rnd *r, const struct wire *w)
{
	unsigned int options = rnd_one_in(r, 16) ? 4 * rnd_below(r, 11) : 0;
	uint8_t *at = tunnel_ip4(p, w, options, tunnel_from(r, w),
				 tunnel_to(r));

	at[1] = rnd_one_in(r, 2) ? rnd_next(r) : 0;
	put16(at + 4, rnd_next(r));
	if (rnd_one_in(r, 24))	/* a first fragment, or another */
		put16(at + 6, rnd_one_in(r, 2) ? 0x2000 : rnd_next(r));
	if (rnd_one_in(r, 64))
		put32(at + 16, 0xe0000001);
}

static void tunnel_outer6(struct packet *p, struct rnd *r, const struct wire *w)
{
	uint8_t *at = tunnel_ip6(p, w, tunnel_from(r, w), tunnel_to(r));
	uint8_t *ext;

	at[0] |= rnd_below(r, 16);
	at[1] = rnd_next(r);
	if (rnd_one_in(r, 16)) {
		at[6] = 60;
		ext = packet_add(p, LAYER_EXT, 8);
		ext[0] = 17;
		put32(ext + 2, 0x01040000);
	}
}

static void tunnel_spoil_vxlan(struct packet *p, struct rnd *r)
{
	uint8_t *at = p->data + p->layers[p->n_layers - 1].off;

	if (rnd_one_in(r, 16))
		at[0] = rnd_next(r);
	if (rnd_one_in(r, 16)) {	/* reserved */
		put16(at + 1, rnd_next(r));
		at[3] = rnd_next(r);
		at[7] = rnd_next(r);
	}
}

/* About a packet of ours that somebody could not deliver. */
static void tunnel_error(struct packet *p, struct rnd *r, const struct wire *w,
			 bool v6)
{
	static struct packet ours;
	uint8_t *at;

	packet_clear(&ours);
	if (v6 && world_srv6 && !rnd_one_in(r, 4)) {
		build_srv6_quoted(&ours, r);
		goto quoted;
	}
	if (v6)
		tunnel_ip6(&ours, w, 1, rnd_one_in(r, 8) ? 9 : 2);
	else
		tunnel_ip4(&ours, w, rnd_one_in(r, 16) ? 40 : 0, 1,
			   rnd_one_in(r, 8) ? 9 : 2);
	tunnel_vxlan(&ours, 50000 + rnd_below(r, 100),
		     rnd_one_in(r, 8) ? rnd_next(r) & 0xffffff : VNI_RED);
	if (rnd_one_in(r, 8))
		ours.data[ours.len - 8] = rnd_next(r);
	build_frame(&ours, r, PLACE_PORT, 0);
quoted:
	packet_finish(&ours, 0, ours.n_layers);
	if (v6) {
		at = tunnel_ip6(p, w, rnd_one_in(r, 2) ? 2 : 9, 1);
		at[6] = 58;
		build_icmp6(p, r, ours.data, ours.len);
	} else {
		at = tunnel_ip4(p, w, 0, rnd_one_in(r, 2) ? 2 : 9, 1);
		at[9] = 1;
		build_icmp4(p, r, ours.data, ours.len);
	}
}

/* Of what type the network is; now and then it is said to be of the other. */
static bool tunnel_routes(struct rnd *r, unsigned int vni)
{
	return (vni == VNI_ROUTED || vni == VNI_VPC) != rnd_one_in(r, 24);
}

/**
 * build_tunnel() - a packet as the underlay's device receives it
 * @p: packet, empty
 * @r: chance
 * @wire: which underlay
 */
void build_tunnel(struct packet *p, struct rnd *r, enum build_wire wire)
{
	static const uint16_t vnis[] = {
		VNI_RED, VNI_RED, VNI_RED, VNI_BLUE, VNI_BLUE, VNI_BARE,
		VNI_LONELY, VNI_GREEN,
	};
	static const uint16_t routed[] = {
		VNI_ROUTED, VNI_ROUTED, VNI_ROUTED, VNI_VPC, VNI_VPC, VNI_SUB,
		VNI_OTHER,
	};
	static const uint8_t behind[] = {
		PLACE_REMOTE4, PLACE_REMOTE6, PLACE_FAR,
	};
	const struct wire *w = wires + wire;
	bool v6 = wire == WIRE_TAP && rnd_one_in(r, world_srv6 ? 1 : 3);
	bool srv6 = v6 && world_srv6 && !rnd_one_in(r, 8);
	unsigned int vni;

	tunnel_eth(p, w, v6 ? 0x86dd : 0x0800);
	if (srv6 && !rnd_one_in(r, 24)) {
		vni = world_routed ? rnd_pick(r, routed) : rnd_pick(r, vnis);
		build_srv6(p, r, vni, tunnel_routes(r, vni),
			   rnd_pick(r, behind));
		return;
	}
	if (rnd_one_in(r, 24)) {
		tunnel_error(p, r, w, v6);
		p->n_outer = p->n_layers;
		return;
	}
	if (v6)
		tunnel_outer6(p, r, w);
	else
		tunnel_outer4(p, r, w);
	vni = world_routed ? rnd_pick(r, routed) : rnd_pick(r, vnis);
	if (wire == WIRE_BRIDGE && !rnd_one_in(r, 8))
		vni = VNI_GREEN;
	if (rnd_one_in(r, 24))
		vni = rnd_next(r) & 0xffffff;
	tunnel_vxlan(p, rnd_next(r), vni);
	tunnel_spoil_vxlan(p, r);
	p->n_outer = p->n_layers;
	if (rnd_one_in(r, 16))
		p->csum = rnd_one_in(r, 3) ? PACKET_CSUM_WRONG :
					     PACKET_CSUM_ZERO;
	build_frame(p, r, rnd_pick(r, behind), 2);
}
