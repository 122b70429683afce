/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_EXPRESS6_H
#define OVNET_EXPRESS6_H

#include "ovnet_priv.h"

bool ovnet_express6_can(const struct ovnet_underlay_config *config,
			const struct ovnet_target *target);
void ovnet_express6_xmit(struct ovnet_remote *remote, struct ovnet_pkt *pkt);

#endif /* OVNET_EXPRESS6_H */
