/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stdint.h>

void fail(const char *format, ...)
	__attribute__((noreturn, format(printf, 1, 2)));

/* hear.c */
enum canary {
	CANARY_WIRE4,		/* tunnel to port, over IPv4 */
	CANARY_WIRE6,
	CANARY_PORT4,		/* port to tunnel */
	CANARY_PORT6,
	CANARY_LEG,		/* leg to port */
	CANARY_ROUTED,		/* routed: port to tunnel */
	CANARY_SUB,		/* tunnel to a subnet's port */
	CANARIES,
};

#define CANARY_TYPE	0x88b6	/* EtherType, or UDP port where they are routed */

void hear_all(void);
void hear_print(void);
extern unsigned int hear_canaries;
extern uint64_t hear_canary_index;

/* canary.c */
void canary_send(uint64_t index);
void canary_fill(uint8_t *at, enum canary which, uint64_t index);
bool canary_is_for_wire(enum canary which);

#endif /* FUZZ_H */
