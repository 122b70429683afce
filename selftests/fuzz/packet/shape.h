/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FUZZ_SHAPE_H
#define FUZZ_SHAPE_H

#include <linux/virtio_net.h>

#include "packet.h"

#define SHAPE_CUTS	16

/**
 * struct shape - how a packet's bytes are handed over
 * @vnet: checksum and segmentation that are left to others
 * @cuts: where its pieces end, but the last one
 * @n_cuts: pieces but one
 * @times: how often it is sent
 */
struct shape {
	struct virtio_net_hdr vnet;
	unsigned int cuts[SHAPE_CUTS];
	unsigned int n_cuts;
	unsigned int times;
};

void shape_draw(struct shape *s, struct packet *p, struct rnd *r);
void shape_cut(struct shape *s, const struct packet *p, struct rnd *r);

#endif /* FUZZ_SHAPE_H */
