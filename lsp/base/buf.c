/*
 * Growing bytes with a ceiling. Grows by doubling, so that feeding byte by byte
 * stays linear.
 */
#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

void buf_init(struct buf *buf, size_t max)
{
	*buf = (struct buf){.max = max};
}

void buf_deinit(struct buf *buf)
{
	mem_free(buf->at);
	*buf = (struct buf){.max = buf->max};
}

void buf_wipe(struct buf *buf)
{
	/* All of its room: what was cut off again is there still. */
	volatile char *at = buf->at;
	for (size_t i = 0; i < buf->room; i++)
		at[i] = '\0';
	buf_deinit(buf);
}

void buf_clear(struct buf *buf)
{
	buf->len = 0;
	buf->full = false;
}

/* Make room for `len` bytes in all, where the ceiling allows it. */
static void buf_grow(struct buf *buf, size_t len)
{
	if (len <= buf->room)
		return;
	size_t room = buf->room < 64 ? 64 : buf->room;
	while (room < len)
		room = room > SIZE_MAX / 2 ? len : room * 2;
	buf->at = mem_resize(buf->at, room);
	buf->room = room;
}

bool buf_add(struct buf *buf, struct str bytes)
{
	bool fits = bytes.len <= buf->max - buf->len;
	size_t len = fits ? bytes.len : buf->max - buf->len;
	if (!fits)
		buf->full = true;
	if (len == 0)
		return fits;
	buf_grow(buf, buf->len + len);
	memcpy(buf->at + buf->len, bytes.at, len);
	buf->len += len;
	return fits;
}

bool buf_add_char(struct buf *buf, char c)
{
	return buf_add(buf, (struct str){&c, 1});
}

bool buf_addv(struct buf *buf, const char *format, va_list args)
{
	char small[512];
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(small, sizeof(small), format, args);
	bool fits;
	if (len < 0) {
		fits = false;
	} else if ((size_t)len < sizeof(small)) {
		fits = buf_add(buf, (struct str){small, (size_t)len});
	} else {
		char *large = mem_new((size_t)len + 1);
		vsnprintf(large, (size_t)len + 1, format, again);
		fits = buf_add(buf, (struct str){large, (size_t)len});
		mem_free(large);
	}
	va_end(again);
	return fits;
}

bool buf_addf(struct buf *buf, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	bool fits = buf_addv(buf, format, args);
	va_end(args);
	return fits;
}

bool buf_replace(struct buf *buf, size_t from, size_t len, struct str with)
{
	if (from > buf->len)
		from = buf->len;
	if (len > buf->len - from)
		len = buf->len - from;
	size_t kept = buf->len - len;
	if (with.len > buf->max - kept) {
		buf->full = true;
		return false;
	}
	buf_grow(buf, kept + with.len);
	if (kept - from > 0)
		memmove(buf->at + from + with.len, buf->at + from + len, kept - from);
	if (with.len > 0)
		memcpy(buf->at + from, with.at, with.len);
	buf->len = kept + with.len;
	return true;
}

void buf_drop(struct buf *buf, size_t len)
{
	if (len >= buf->len) {
		buf->len = 0;
		return;
	}
	memmove(buf->at, buf->at + len, buf->len - len);
	buf->len -= len;
}

struct str buf_str(const struct buf *buf)
{
	return buf->at == NULL ? (struct str){"", 0} : (struct str){buf->at, buf->len};
}
