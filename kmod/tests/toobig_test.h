/* SPDX-License-Identifier: GPL-2.0 */
/* What the suites about too big frames share; it is in toobig_test.c. */
#ifndef OVNET_TOOBIG_TEST_H
#define OVNET_TOOBIG_TEST_H

#include "frames.h"

#define OVNET_TOOBIG_TEST_PAYLOAD	2000
#define OVNET_TOOBIG_TEST_MTU		1450

struct ovnet_frame *ovnet_toobig_test_frame6(struct kunit *test);
struct sk_buff *ovnet_toobig_test_build(struct kunit *test,
					const struct ovnet_frame *f,
					unsigned int mtu);
u8 *ovnet_toobig_test_answer(struct kunit *test, const struct ovnet_frame *f,
			     unsigned int mtu, unsigned int *len);
bool ovnet_toobig_test_answers(struct kunit *test,
			       const struct ovnet_frame *f);
u16 ovnet_toobig_test_sum(const void *data, unsigned int len, u32 sum);

#endif /* OVNET_TOOBIG_TEST_H */
