/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVNET_ANSWER_H
#define OVNET_ANSWER_H

#include "resolve.h"

bool ovnet_answer(struct ovnet_pkt *pkt);

#endif /* OVNET_ANSWER_H */
