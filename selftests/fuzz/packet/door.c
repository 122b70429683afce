// SPDX-License-Identifier: GPL-2.0
/* The ways in: taps and packet sockets, in namespaces of packet.sh. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "door.h"
#include "fuzz.h"

struct door {
	const char *name;	/* for people */
	const char *ns;		/* variable that has the namespace's name */
	const char *dev;
	short flags;		/* of the tap, 0: a packet socket */
	unsigned int offloads;
	int fd;
};

#define OFFLOADS	(TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN | \
			 TUN_F_UFO)
#define DOOR_SECONDS	20	/* only a failure takes as long */
#define TAP		(IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | IFF_MULTI_QUEUE)

static struct door doors[DOORS] = {
	[DOOR_WIRE] = { "wire", "n1", "eth0", TAP, OFFLOADS },
	[DOOR_WIRE_NAPI] = { "wire, GRO", "n1", "eth0", TAP | IFF_NAPI },
	[DOOR_WIRE_FRAGS] = { "wire, pieces", "n1", "eth0",
			      TAP | IFF_NAPI | IFF_NAPI_FRAGS },
	[DOOR_BRIDGE] = { "wire, bridge and veth", "far", "eth0" },
	[DOOR_PORT] = { "port", "n1", "port", TAP, OFFLOADS },
	[DOOR_PORT_NAPI] = { "port, GRO", "n1", "port", TAP | IFF_NAPI },
	[DOOR_PORT_FRAGS] = { "port, pieces", "n1", "port",
			      TAP | IFF_NAPI | IFF_NAPI_FRAGS },
	[DOOR_SMALL] = { "port, small MTU", "n1", "small", TAP },
	[DOOR_BLUE] = { "port, other network", "n1", "blue", TAP, OFFLOADS },
	[DOOR_BARE] = { "port, no underlay", "n1", "bare", TAP },
	[DOOR_LONELY] = { "port, alone", "n1", "lonely", TAP },
	[DOOR_BLOCKED] = { "port, blocked", "n1", "blocked", TAP },
	[DOOR_VETH] = { "port, veth", "tenant", "eth0" },
	[DOOR_TENANT] = { "port, own vxlan", "tenant", "vx0" },
	[DOOR_LEG] = { "leg", "n1", "leg" },
	[DOOR_ROUTED] = { "routed", "n1", "routed", TAP, OFFLOADS },
	[DOOR_ROUTED_FRAGS] = { "routed, pieces", "n1", "routed",
				TAP | IFF_NAPI | IFF_NAPI_FRAGS },
	[DOOR_BOUND] = { "routed, bound", "n1", "bound", TAP, OFFLOADS },
	[DOOR_SUB] = { "subnet", "n1", "sub", TAP, OFFLOADS },
	[DOOR_SUB_FRAGS] = { "subnet, pieces", "n1", "sub",
			     TAP | IFF_NAPI | IFF_NAPI_FRAGS },
	[DOOR_OTHER] = { "subnet, other", "n1", "other", TAP },
	[DOOR_LEG_ROUTED] = { "leg, routed", "n1", "legrouted" },
	[DOOR_LEG_SUB] = { "leg, subnet", "n1", "legsub" },
};

struct door_count door_counts[DOORS];

const char *door_name(enum door_id id)
{
	return doors[id].name;
}

static void door_enter(const char *variable)
{
	const char *ns = getenv(variable);
	char path[128];
	int fd;

	if (!ns)
		fail("no namespace in $%s", variable);
	snprintf(path, sizeof(path), "/run/netns/%s", ns);
	fd = open(path, O_RDONLY);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		fail("%s: %s", path, strerror(errno));
	close(fd);
}

static int door_open_tap(const struct door *d)
{
	struct ifreq ifr = { .ifr_flags = d->flags };
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);

	strcpy(ifr.ifr_name, d->dev);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &ifr))
		fail("%s: %s", d->dev, strerror(errno));
	if (d->offloads && ioctl(fd, TUNSETOFFLOAD, d->offloads))
		fail("%s: offloads: %s", d->dev, strerror(errno));
	return fd;
}

static int door_open_packet(const struct door *d)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET };
	int on = 1, fd = socket(AF_PACKET, SOCK_RAW, 0);

	to.sll_ifindex = if_nametoindex(d->dev);
	if (fd < 0 || !to.sll_ifindex ||
	    setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof(on)) ||
	    bind(fd, (struct sockaddr *)&to, sizeof(to)))
		fail("%s: %s", d->dev, strerror(errno));
	return fd;
}

/*
 * A tap runs when it has somebody behind it, and the kernel may be slow to see
 * that: what is sent by it before then is lost.
 */
static void door_wait(const struct door *d)
{
	time_t end = time(NULL) + DOOR_SECONDS;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	struct ifreq ifr;

	strcpy(ifr.ifr_name, d->dev);
	do {
		if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &ifr))
			fail("%s: %s", d->dev, strerror(errno));
		if (ifr.ifr_flags & IFF_RUNNING) {
			close(fd);
			return;
		}
		usleep(1000);
	} while (time(NULL) < end);
	fail("%s: does not run", d->dev);
}

void door_open_all(void)
{
	struct door *d;

	for (d = doors; d < doors + DOORS; d++) {
		door_enter(d->ns);
		d->fd = d->flags ? door_open_tap(d) : door_open_packet(d);
	}
	for (d = doors; d < doors + DOORS; d++) {
		door_enter(d->ns);
		door_wait(d);
	}
}

bool door_is_wire(enum door_id id)
{
	return id <= DOOR_BRIDGE;
}

/* What can be read from; -1: nothing. */
int door_fd(enum door_id id)
{
	return doors[id].flags ? doors[id].fd : -1;
}

/**
 * door_send() - let a packet in
 * @id: where
 * @p: packet
 * @s: how; its pieces count where the kernel keeps them apart
 */
void door_send(enum door_id id, const struct packet *p, const struct shape *s)
{
	struct iovec iov[SHAPE_CUTS + 2];
	unsigned int i, at = 0, n = 0, times;

	iov[n].iov_base = (void *)&s->vnet;
	iov[n++].iov_len = sizeof(s->vnet);
	for (i = 0; i < s->n_cuts; i++) {
		iov[n].iov_base = (void *)(p->data + at);
		iov[n++].iov_len = s->cuts[i] - at;
		at = s->cuts[i];
	}
	iov[n].iov_base = (void *)(p->data + at);
	iov[n++].iov_len = p->len - at;
	for (times = s->times; times; times--) {
		if (writev(doors[id].fd, iov, n) < 0)
			door_counts[id].refused++;
		else
			door_counts[id].sent++;
	}
}
