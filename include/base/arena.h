/*
 * Memory with one lifetime: a message, a job, a document, the server. Nothing in
 * an arena is freed alone; the whole goes at once, so error paths cannot leak.
 */
#pragma once

#include <stddef.h>

#include "base/str.h"

struct arena {
	struct arena_block *block;
};

void arena_init(struct arena *arena);
void arena_deinit(struct arena *arena);

/* Zeroed and aligned for any type; lives as long as the arena. */
void *arena_new(struct arena *arena, size_t size);

/* Zeroed room for `count` things of `size` bytes. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A copy of `s`. A NUL stands behind it, so .at is a C string when `s` has none inside. */
struct str arena_str(struct arena *arena, struct str s);

/* A NUL-terminated copy of `s`. */
char *arena_cstr(struct arena *arena, struct str s);

/* What printf would print. */
struct str arena_fmt(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
