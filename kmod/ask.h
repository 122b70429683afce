/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_ASK_H
#define OVNET_ASK_H

#include "ovnet_priv.h"

bool ovnet_ask(const struct ovnet_pkt *pkt, struct ovnet_network *network,
	       const struct ovnet_addr *addr, struct ovnet_dst *dst);
void ovnet_ask_again(struct ovnet_network *network,
		     const struct ovnet_addr *addr, u64 mac,
		     struct ovnet_dst *dst);

#endif /* OVNET_ASK_H */
