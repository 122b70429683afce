// SPDX-License-Identifier: GPL-2.0
/* Memory, or the end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "ovctl.h"

static __noreturn void memory_none(void)
{
	fprintf(stderr, "%s: out of memory\n", batch_origin());
	exit(EXIT_REFUSED);
}

/**
 * memory_more() - make room for one more element at the end of an array
 * @array: the array, NULL if it is empty
 * @n: elements in it; nobody else changes its size
 * @size: bytes of one
 *
 * Return: the array.
 */
void *memory_more(void *array, size_t n, size_t size)
{
	/* it is full when a power of two is reached */
	if (n & (n - 1))
		return array;
	array = reallocarray(array, n ? 2 * n : 1, size);
	if (!array)
		memory_none();
	return array;
}

/**
 * memory_copy() - a copy of some bytes
 * @from: the bytes
 * @len: how many
 *
 * Return: the copy.
 */
void *memory_copy(const void *from, size_t len)
{
	void *to = malloc(len);

	if (!to)
		memory_none();
	return memcpy(to, from, len);
}
