/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_MSS_H
#define OVNET_MSS_H

#include "ovnet_priv.h"

int ovnet_mss_syn(const struct ovnet_pkt *pkt);
bool ovnet_mss_clamp(struct ovnet_pkt *pkt, int syn, unsigned int mtu);

#endif /* OVNET_MSS_H */
