/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_EARLY_H
#define OVNET_EARLY_H

#include "ovnet_priv.h"

int ovnet_early_open(struct ovnet_udp *udp, struct netlink_ext_ack *extack);
void ovnet_early_close(struct ovnet_udp *udp);

#endif /* OVNET_EARLY_H */
