// SPDX-License-Identifier: GPL-2.0
/*
 * What comes out of the taps: counted by what it is. What the node sends to
 * the underlay is held against RFC 7348, whatever is inside.
 */
#include <linux/virtio_net.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "door.h"
#include "fuzz.h"
#include "world.h"

static struct {
	unsigned long tunnel4;
	unsigned long tunnel6;
	unsigned long fragments;
	unsigned long large;
	unsigned long verified;
	unsigned long other;
	unsigned long port;
	unsigned long port_large;
	unsigned long flooded;
	unsigned long told4;
	unsigned long told6;
	unsigned long routed4;
	unsigned long routed6;
	unsigned long answered;
} heard;

unsigned int hear_canaries;
uint64_t hear_canary_index;

static void hear_canary(const uint8_t *frame, unsigned int len, bool wire)
{
	const uint8_t *at = frame + 14;
	uint8_t want[16];
	unsigned int i;

	if (get16(frame + 12) == 0x0800)
		at += 20 + 8;
	else if (get16(frame + 12) != CANARY_TYPE)
		return;
	if (at + sizeof(want) > frame + len)
		return;
	for (i = 0; i < CANARIES; i++) {
		if (wire != canary_is_for_wire(i))
			continue;
		canary_fill(want, i, hear_canary_index);
		if (!memcmp(at, want, sizeof(want)))
			hear_canaries |= 1 << i;
	}
}

/* What is wrong, for people, before fail() says why. */
static void hear_show(const uint8_t *at, unsigned int len)
{
	unsigned int i;

	for (i = 0; i < len && i < 256; i++)
		printf("%s%02x", i % 32 ? " " : "\n# ", at[i]);
	putchar('\n');
}

/*
 * From a router, whose MAC begins with @mac: IP, and its header is right. Who only
 * delivers leaves TTL and hop limit as they are.
 */
static void hear_routed(const uint8_t *frame, unsigned int len,
			unsigned int mac)
{
	const uint8_t *ip = frame + 14;
	bool delivers = mac == 0x026f;
	unsigned int type = get16(frame + 12), ihl = (ip[0] & 15) * 4;

	if (get16(frame + 6) != mac)
		fail("routed from %04x%08x", get16(frame + 6),
		     get32(frame + 8));
	if (type == 0x0800 && len >= 34 && ip[0] >> 4 == 4 &&
	    (ip[8] || delivers) && ihl >= 20 && len >= 14 + ihl &&
	    sum_fold(sum_add(0, ip, ihl)) == 0xffff) {
		heard.routed4++;
	} else if (type == 0x86dd && len >= 54 && ip[0] >> 4 == 6 &&
		   (ip[7] || delivers)) {
		heard.routed6++;
	} else {
		hear_show(frame, len);
		fail("what is routed is not as it should be");
	}
}

static void hear_vxlan(const uint8_t *at, unsigned int len)
{
	uint32_t vni;

	if (len < 8 + 14)
		fail("a tunnel packet with %u bytes of VXLAN", len);
	vni = get32(at + 4) >> 8;
	if (get32(at) != 0x08000000 || at[7])
		fail("VXLAN header %08x %08x", get32(at), get32(at + 4));
	if (vni != VNI_RED && vni != VNI_BLUE && vni != VNI_GREEN &&
	    vni != VNI_LONELY && vni != VNI_ROUTED && vni != VNI_VPC &&
	    vni != VNI_SUB && vni != VNI_OTHER)
		fail("VNI %u on the wire", vni);
	if (vni == VNI_ROUTED || vni == VNI_VPC)
		hear_routed(at + 8, len - 8, 0x0272);
	hear_canary(at + 8, len - 8, true);
}

/* UDP of ours, whole; @sum: over the pseudo header's addresses. */
static void hear_udp(const uint8_t *at, unsigned int len, uint32_t sum)
{
	if (get16(at + 2) != 4789)
		return;
	if (get16(at + 4) != len)
		fail("outer UDP says %u bytes, has %u", get16(at + 4), len);
	if (get16(at + 6)) {
		if (sum_fold(sum_add(sum + 17 + len, at, len)) != 0xffff) {
			hear_show(at, len);
			fail("outer UDP checksum %04x of %u bytes is wrong",
			     get16(at + 6), len);
		}
		heard.verified++;
	}
	hear_vxlan(at + 8, len - 8);
}

static void hear_wire4(const struct virtio_net_hdr *vnet, const uint8_t *ip,
		       unsigned int len)
{
	if (len < 28 || ip[9] != 17 || get32(ip + 12) != 0xc0000201)
		return;
	heard.tunnel4++;
	if (vnet->gso_type) {
		heard.large++;
		return;
	}
	if (ip[0] != 0x45 || sum_fold(sum_add(0, ip, 20)) != 0xffff)
		fail("outer IPv4 header is wrong");
	if (get16(ip + 2) != len)
		fail("outer IPv4 says %u bytes, has %u", get16(ip + 2), len);
	if (get16(ip + 6) & 0x3fff) {
		heard.fragments++;
		if ((get16(ip + 6) & 0x1fff) * 8 + len - 20 > 65535)
			fail("outer IPv4 fragment beyond 65535");
		return;
	}
	hear_udp(ip + 20, len - 20, sum_add(0, ip + 12, 8));
}

static void hear_wire6(const struct virtio_net_hdr *vnet, const uint8_t *ip,
		       unsigned int len)
{
	if (len < 48 || get32(ip + 8) != 0xfd000002)
		return;
	if (vnet->gso_type) {
		heard.large++;
		return;
	}
	if (get16(ip + 4) + 40U != len)
		fail("outer IPv6 says %u bytes, has %u", get16(ip + 4), len);
	if (ip[6] == 44)
		heard.fragments++;
	if (ip[6] != 17)
		return;
	heard.tunnel6++;
	hear_udp(ip + 40, len - 40, sum_add(0, ip + 8, 32));
}

static void hear_wire(const struct virtio_net_hdr *vnet, const uint8_t *frame,
		      unsigned int len)
{
	switch (get16(frame + 12)) {
	case 0x0800:
		hear_wire4(vnet, frame + 14, len - 14);
		break;
	case 0x86dd:
		hear_wire6(vnet, frame + 14, len - 14);
		break;
	default:
		heard.other++;
	}
}

static void hear_port(const struct virtio_net_hdr *vnet, const uint8_t *frame,
		      unsigned int len)
{
	const uint8_t *ip = frame + 14;

	heard.port++;
	if (vnet->gso_type)
		heard.port_large++;
	if (frame[0] & 1 || frame[0] == 6)
		heard.flooded++;
	/* as only the module writes them */
	if (get16(frame + 12) == 0x0800 && len >= 42 && ip[0] == 0x45 &&
	    ip[1] == 0xc0 && !get16(ip + 4) && ip[9] == 1 &&
	    get16(ip + 20) == 0x0304)
		heard.told4++;
	if (get16(frame + 12) == 0x86dd && len >= 62 &&
	    get32(ip) == 0x60000000 && ip[6] == 58 && ip[7] == 64 &&
	    get16(ip + 40) == 0x0200)
		heard.told6++;
	hear_canary(frame, len, false);
}

/* On a port of a network that is routed: what is not by its router is bridged. */
static void hear_routed_port(const struct virtio_net_hdr *vnet,
			     const uint8_t *frame, unsigned int len)
{
	hear_port(vnet, frame, len);
	if (get16(frame + 6) != 0x026f || get32(frame + 8) != 0x766e6574)
		return;
	if (get16(frame + 12) == 0x0806)
		heard.answered++;
	else
		hear_routed(frame, len, 0x026f);
}

/* The checksum that is left to the device: the outer one counts on it. */
static void hear_finish(const struct virtio_net_hdr *vnet, uint8_t *frame,
			unsigned int len)
{
	unsigned int at = vnet->csum_start + vnet->csum_offset;
	uint16_t sum;

	if (!(vnet->flags & VIRTIO_NET_HDR_F_NEEDS_CSUM) || vnet->gso_type ||
	    at + 2 > len)
		return;
	sum = ~sum_fold(sum_add(0, frame + vnet->csum_start,
				len - vnet->csum_start));
	put16(frame + at, sum ?: 0xffff);
}

static void hear(enum door_id door, int fd)
{
	static uint8_t buffer[sizeof(struct virtio_net_hdr) + 70000];
	struct virtio_net_hdr vnet;
	ssize_t len;

	while ((len = read(fd, buffer, sizeof(buffer))) > 0) {
		len -= sizeof(vnet);
		if (len < 14)
			fail("%s: a frame of %zd bytes", door_name(door), len);
		memcpy(&vnet, buffer, sizeof(vnet));
		hear_finish(&vnet, buffer + sizeof(vnet), len);
		(door_is_wire(door) ? hear_wire :
		 door > DOOR_LEG ? hear_routed_port : hear_port)
			(&vnet, buffer + sizeof(vnet), len);
	}
}

void hear_all(void)
{
	enum door_id door;

	for (door = 0; door < DOORS; door++)
		if (door_fd(door) >= 0)
			hear(door, door_fd(door));
}

void hear_print(void)
{
	printf("# heard on the wire: %lu over IPv4, %lu over IPv6, %lu fragments, %lu large, %lu checksums verified, %lu other\n",
	       heard.tunnel4, heard.tunnel6, heard.fragments, heard.large,
	       heard.verified, heard.other);
	printf("# heard on ports: %lu, %lu flooded, %lu large, told too big: %lu IPv4, %lu IPv6\n",
	       heard.port, heard.flooded, heard.port_large, heard.told4,
	       heard.told6);
	if (world_routed) {
		printf("# heard of routers: %lu IPv4, %lu IPv6, %lu answers to ARP\n",
		       heard.routed4, heard.routed6, heard.answered);
		printf("stage routed4 %lu\n", heard.routed4);
		printf("stage routed6 %lu\n", heard.routed6);
		printf("stage answered %lu\n", heard.answered);
		return;
	}
	printf("stage encapsulated4 %lu\n", heard.tunnel4);
	printf("stage encapsulated6 %lu\n", heard.tunnel6);
	printf("stage port %lu\n", heard.port);
	printf("stage flooded %lu\n", heard.flooded);
	printf("stage told4 %lu\n", heard.told4);
	printf("stage told6 %lu\n", heard.told6);
	printf("stage large %lu\n", heard.large + heard.port_large);
}
