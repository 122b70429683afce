/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_LEARN_H
#define OVNET_LEARN_H

#include "ovnet_priv.h"

void ovnet_learn(const struct ovnet_pkt *pkt);

#endif /* OVNET_LEARN_H */
