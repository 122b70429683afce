/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_FRAGMENT_H
#define OVNET_FRAGMENT_H

#include "ovnet_priv.h"

bool ovnet_fragment_may(const struct ovnet_pkt *pkt, unsigned int mtu);
void ovnet_fragment_send(const struct ovnet_pkt *pkt, struct ovnet_port *port,
			 unsigned int mtu);

#endif
