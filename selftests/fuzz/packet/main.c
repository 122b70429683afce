// SPDX-License-Identifier: GPL-2.0
/*
 * Packets from an enemy: packet SEED:INDEX is the same each time. Run by
 * ../packet.sh, in whose namespaces it opens taps and packet sockets.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "build.h"
#include "door.h"
#include "fuzz.h"
#include "mutate.h"
#include "world.h"

#define CANARY_EVERY	4096
#define HEAR_EVERY	32

static uint64_t seed = 1, from, count = 20000, now;
static unsigned int check_every = 1024;
static bool dump;
bool world_routed;
bool world_srv6;

void fail(const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fprintf(stderr, "packet %llu:%llu, or shortly before: ",
		(unsigned long long)seed, (unsigned long long)now);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

/* A warning, or a report of KASAN, taints the kernel. */
static unsigned long main_tainted(void)
{
	FILE *f = fopen("/proc/sys/kernel/tainted", "r");
	unsigned long tainted = 0;

	if (!f || fscanf(f, "%lu", &tainted) != 1)
		fail("/proc/sys/kernel/tainted cannot be read");
	fclose(f);
	return tainted;
}

static enum door_id main_door(struct rnd *r)
{
	static const uint8_t routed[DOORS] = {
		[DOOR_WIRE] = 12, [DOOR_WIRE_NAPI] = 6, [DOOR_WIRE_FRAGS] = 8,
		[DOOR_ROUTED] = 8, [DOOR_ROUTED_FRAGS] = 4, [DOOR_BOUND] = 8,
		[DOOR_SUB] = 8, [DOOR_SUB_FRAGS] = 4, [DOOR_OTHER] = 4,
		[DOOR_LEG_ROUTED] = 3, [DOOR_LEG_SUB] = 3,
	};
	static const uint8_t bridged[DOORS] = {
		[DOOR_WIRE] = 12, [DOOR_WIRE_NAPI] = 8, [DOOR_WIRE_FRAGS] = 10,
		[DOOR_BRIDGE] = 5, [DOOR_PORT] = 8, [DOOR_PORT_NAPI] = 3,
		[DOOR_PORT_FRAGS] = 5, [DOOR_SMALL] = 2, [DOOR_BLUE] = 3,
		[DOOR_BARE] = 1, [DOOR_LONELY] = 1, [DOOR_BLOCKED] = 1,
		[DOOR_VETH] = 4, [DOOR_TENANT] = 2, [DOOR_LEG] = 5,
	};
	const uint8_t *weights = world_routed ? routed : bridged;
	unsigned int sum = 0, door, at;

	for (door = 0; door < DOORS; door++)
		sum += weights[door];
	at = rnd_below(r, sum);
	for (door = 0; at >= weights[door]; door++)
		at -= weights[door];
	return door;
}

static unsigned int main_place(enum door_id door)
{
	switch (door) {
	case DOOR_SMALL:
	case DOOR_BOUND:
		return PLACE_SMALL;
	case DOOR_VETH:
	case DOOR_OTHER:
		return PLACE_VETH;
	case DOOR_BLOCKED:
		return PLACE_BLOCKED;
	case DOOR_LEG:
	case DOOR_LEG_ROUTED:
	case DOOR_LEG_SUB:
		return PLACE_LEG;
	default:
		return PLACE_PORT;
	}
}

static void main_build(struct packet *p, struct rnd *r, enum door_id door)
{
	packet_clear(p);
	if (door_is_wire(door))
		build_tunnel(p, r, door == DOOR_BRIDGE ? WIRE_BRIDGE :
							  WIRE_TAP);
	else
		build_frame(p, r, main_place(door), 2);
	packet_finish(p, 0, p->n_layers);
}

static void main_spoil(struct packet *p, struct rnd *r, enum door_id door)
{
	static struct packet other;
	unsigned int n = rnd_below(r, 5);

	if (!n)
		return;
	if (rnd_one_in(r, 4))
		main_build(&other, r, door);
	else
		other.n_layers = 0;
	while (n--)
		mutate(p, r, other.n_layers ? &other : p);
	/* mostly so that the outer headers let it in */
	if (!rnd_one_in(r, 8))
		packet_finish(p, 0, p->n_outer);
	/* a router looks at nothing else of a header whose checksum is wrong */
	if (world_routed && !rnd_one_in(r, 4))
		packet_finish_ip4(p, p->n_outer);
}

static void main_dump(enum door_id door, const struct packet *p,
		      const struct shape *s)
{
	unsigned int i;

	printf("packet %llu:%llu by %s, %u bytes, %u pieces, %u times; flags %x gso %x hdr_len %u size %u start %u offset %u\n",
	       (unsigned long long)seed, (unsigned long long)now,
	       door_name(door), p->len, s->n_cuts + 1, s->times, s->vnet.flags,
	       s->vnet.gso_type, s->vnet.hdr_len, s->vnet.gso_size,
	       s->vnet.csum_start, s->vnet.csum_offset);
	for (i = 0; i < p->len; i++)
		printf("%02x%s", p->data[i],
		       i % 32 == 31 || i + 1 == p->len ? "\n" : " ");
	fflush(stdout);
}

/*
 * GRO compares 16 bits of a length (inet_gro_receive()), takes a packet of
 * 65536 bytes more for one without padding, and says that its checksum is right,
 * of which IP then leaves the beginning: "hw csum failure", whoever gets it. No
 * device but a tap has such packets.
 */
static void main_fit(struct packet *p, enum door_id door)
{
	if ((door == DOOR_WIRE_NAPI || door == DOOR_WIRE_FRAGS) &&
	    p->len > 14 + 65535)
		p->len = 14 + 65535;
	/* the node itself may say that it is the gateway: not from a router */
	if ((door == DOOR_LEG_ROUTED || door == DOOR_LEG_SUB) && p->len >= 14 &&
	    get16(p->data + 6) == 0x026f && get32(p->data + 8) == 0x766e6574)
		p->data[11] ^= 1;
}

static void main_packet(void)
{
	static struct packet p;
	enum door_id door;
	struct shape s;
	struct rnd r;

	rnd_seed(&r, seed, now);
	door = main_door(&r);
	main_build(&p, &r, door);
	main_spoil(&p, &r, door);
	main_fit(&p, door);
	shape_draw(&s, &p, &r);
	if (door == DOOR_WIRE_FRAGS || door == DOOR_PORT_FRAGS ||
	    door == DOOR_ROUTED_FRAGS || door == DOOR_SUB_FRAGS)
		shape_cut(&s, &p, &r);
	if (dump)
		main_dump(door, &p, &s);
	else
		door_send(door, &p, &s);
}

static void main_run(void)
{
	unsigned long tainted;

	door_open_all();
	tainted = main_tainted();
	canary_send(from);
	for (now = from; now < from + count; now++) {
		main_packet();
		if (now % HEAR_EVERY == HEAR_EVERY - 1)
			hear_all();
		if (now % CANARY_EVERY == CANARY_EVERY - 1)
			canary_send(now);
		if (now % check_every == check_every - 1 &&
		    main_tainted() != tainted)
			fail("the kernel complains (its log says of what); again, one by one: SEED=%llu FROM=%llu COUNT=%u CHECK=1%s%s%s",
			     (unsigned long long)seed,
			     (unsigned long long)now + 1 - check_every,
			     check_every, world_srv6 || world_routed ? " ONLY=" : "",
			     world_srv6 ? world_routed ? "srv6-" : "srv6" : "",
			     world_routed ? "routed" : "");
	}
	canary_send(now);
}

static void main_print(double seconds)
{
	enum door_id door;

	for (door = 0; door < DOORS; door++)
		printf("# by %s: %lu sent, %lu refused\n", door_name(door),
		       door_counts[door].sent, door_counts[door].refused);
	hear_print();
	printf("# seed %llu, packets %llu to %llu, %.0f a second\n",
	       (unsigned long long)seed, (unsigned long long)from,
	       (unsigned long long)now - 1, count / seconds);
}

static double main_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	double start = main_clock();
	int o;

	while ((o = getopt(argc, argv, "s:f:n:c:dr6")) != -1) {
		switch (o) {
		case 's':
			seed = strtoull(optarg, NULL, 0);
			break;
		case 'f':
			from = strtoull(optarg, NULL, 0);
			break;
		case 'n':
			count = strtoull(optarg, NULL, 0);
			break;
		case 'c':
			check_every = strtoul(optarg, NULL, 0);
			break;
		case 'd':
			dump = true;
			break;
		case 'r':
			world_routed = true;
			break;
		case '6':
			world_srv6 = true;
			break;
		default:
			fprintf(stderr, "usage: packet [-s SEED] [-f FROM] [-n COUNT] [-c CHECK-EVERY] [-d] [-r] [-6]\n");
			return 2;
		}
	}
	if (!check_every)
		check_every = 1;
	if (dump) {
		for (now = from; now < from + count; now++)
			main_packet();
		return 0;
	}
	main_run();
	main_print(main_clock() - start);
	return 0;
}
