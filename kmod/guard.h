/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_GUARD_H
#define OVNET_GUARD_H

#include "resolve.h"

enum ovnet_drop_reason ovnet_guard(struct ovnet_pkt *pkt);
bool ovnet_guard_flood(const struct ovnet_pkt *pkt);

#endif /* OVNET_GUARD_H */
