/* SPDX-License-Identifier: GPL-2.0 */
#ifndef OVCTL_MEMORY_H
#define OVCTL_MEMORY_H

#include <stddef.h>

void *memory_more(void *array, size_t n, size_t size);
void *memory_copy(const void *from, size_t len);

#endif /* OVCTL_MEMORY_H */
