/*
 * An arena is a chain of blocks, filled from the front. A thing larger than a block
 * gets one of its own.
 */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

enum { ARENA_BLOCK = 4096 };

struct arena_block {
	struct arena_block *before;
	size_t used, room;
	alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena)
{
	arena->block = NULL;
}

void arena_deinit(struct arena *arena)
{
	while (arena->block != NULL) {
		struct arena_block *before = arena->block->before;
		mem_free(arena->block);
		arena->block = before;
	}
}

void *arena_new(struct arena *arena, size_t size)
{
	size_t align = alignof(max_align_t);
	assert(size < SIZE_MAX / 2);
	size = (size + align - 1) / align * align;
	struct arena_block *block = arena->block;
	if (block == NULL || block->room - block->used < size) {
		size_t room = size > ARENA_BLOCK ? size : ARENA_BLOCK;
		block = mem_new(sizeof(*block) + room);
		block->room = room;
		block->before = arena->block;
		arena->block = block;
	}
	void *at = block->bytes + block->used;
	block->used += size;
	return at;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	assert(size == 0 || count <= SIZE_MAX / 4 / size);
	return arena_new(arena, count * size);
}

struct str arena_str(struct arena *arena, struct str s)
{
	return (struct str){arena_cstr(arena, s), s.len};
}

char *arena_cstr(struct arena *arena, struct str s)
{
	char *copy = arena_new(arena, s.len + 1);
	if (s.len > 0)
		memcpy(copy, s.at, s.len);
	return copy;
}

struct str arena_fmt(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	assert(len >= 0);
	char *text = arena_new(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	va_end(args);
	return (struct str){text, (size_t)len};
}
