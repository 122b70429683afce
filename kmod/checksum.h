/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_CHECKSUM_H
#define OVNET_CHECKSUM_H

#include "ovnet_priv.h"

enum ovnet_drop_reason ovnet_checksum_settle(struct ovnet_pkt *pkt);

#endif /* OVNET_CHECKSUM_H */
