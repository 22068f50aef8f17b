/*
 * The one place that asks the system for memory. See the header for why it never
 * says no.
 */
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

static void *mem_checked(void *memory, size_t size)
{
	if (memory == NULL) {
		fprintf(stderr, "kadane: out of memory (%zu bytes)\n", size);
		abort();
	}
	return memory;
}

void *mem_new(size_t size)
{
	return mem_checked(calloc(1, size ? size : 1), size);
}

void *mem_resize(void *old, size_t size)
{
	return mem_checked(realloc(old, size ? size : 1), size);
}

void mem_free(void *memory)
{
	free(memory);
}
