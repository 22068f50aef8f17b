/*
 * Bytes that grow, up to a ceiling set at birth. The only growing storage in the
 * program: what comes from outside can make it full, never make it endless.
 */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct buf {
	char *at;
	size_t len;
	size_t room;
	size_t max;
	bool full; /* something did not fit; stays set until buf_clear */
};

/* An empty buf that will never hold more than `max` bytes. Allocates nothing yet. */
void buf_init(struct buf *buf, size_t max);
void buf_deinit(struct buf *buf);

/* buf_deinit for what held a key: overwritten first, in a way the compiler may not drop. */
void buf_wipe(struct buf *buf);

/* Empty again; keeps its memory. */
void buf_clear(struct buf *buf);

/* Append all of `bytes`, or as much as fits: then false, and buf->full is set. */
bool buf_add(struct buf *buf, struct str bytes);
bool buf_add_char(struct buf *buf, char c);

/* Append as printf would. */
bool buf_addf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool buf_addv(struct buf *buf, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Put `with` in the place of the `len` bytes at `from`; false and unchanged when it cannot fit. */
bool buf_replace(struct buf *buf, size_t from, size_t len, struct str with);

/* Drop the first `len` bytes. */
void buf_drop(struct buf *buf, size_t len);

/* A view of the contents, good until the next change. */
struct str buf_str(const struct buf *buf);
