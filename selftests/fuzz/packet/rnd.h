/* SPDX-License-Identifier: GPL-2.0 */
/* Chance that can be repeated: what is drawn depends on seed and index alone. */
#ifndef FUZZ_RND_H
#define FUZZ_RND_H

#include <stdbool.h>
#include <stdint.h>

struct rnd {
	uint64_t state;
};

static inline uint64_t rnd_next(struct rnd *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static inline void rnd_seed(struct rnd *r, uint64_t seed, uint64_t index)
{
	r->state = seed;
	r->state = rnd_next(r) ^ index;
	r->state = rnd_next(r);
}

/* 0 to n - 1 */
static inline unsigned int rnd_below(struct rnd *r, unsigned int n)
{
	return n ? rnd_next(r) % n : 0;
}

static inline bool rnd_one_in(struct rnd *r, unsigned int n)
{
	return !rnd_below(r, n);
}

#define rnd_pick(r, array) \
	((array)[rnd_below(r, sizeof(array) / sizeof((array)[0]))])

#endif /* FUZZ_RND_H */
