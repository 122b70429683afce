/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVCTL_SID_H
#define OVCTL_SID_H

#include <stdint.h>

#define SID_SIZE	16

void sid_make(uint8_t sid[SID_SIZE], const uint8_t locator[SID_SIZE],
	      unsigned int len, uint16_t function, uint32_t vni);

#endif /* OVCTL_SID_H */
