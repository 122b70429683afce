/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_OUTPUT_H
#define OVNET_OUTPUT_H

#include <net/neighbour.h>

void ovnet_output(struct neighbour *n, struct sk_buff *skb);

#endif /* OVNET_OUTPUT_H */
