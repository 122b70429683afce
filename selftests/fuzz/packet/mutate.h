/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FUZZ_MUTATE_H
#define FUZZ_MUTATE_H

#include "packet.h"

void mutate(struct packet *p, struct rnd *r, const struct packet *other);

#endif /* FUZZ_MUTATE_H */
