/*
 * Memory that is always there. Running out of it ends the process: a language
 * server is restarted by its editor, and hundreds of error branches that no one
 * could test are gone. Nobody else calls malloc.
 */
#pragma once

#include <stddef.h>

/* Zeroed memory of `size` bytes; give it back with mem_free. */
void *mem_new(size_t size);

/* `old` (or NULL) grown or shrunk to `size` bytes; what is new in it is not zeroed. */
void *mem_resize(void *old, size_t size);

/* NULL is fine. */
void mem_free(void *memory);
