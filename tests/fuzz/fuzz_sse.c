/*
 * The event stream: whatever the bytes, the events must not depend on how they were
 * cut, and nothing may exceed its ceiling. The first byte says how to cut, and whether
 * events are lines.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "../../lsp/model/sse.h"

enum { FUZZ_MAX = 300 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool fuzz_on_event(void *data, struct str name, struct str bytes)
{
	struct buf *log = data;
	if (bytes.len > FUZZ_MAX || name.len > FUZZ_MAX)
		abort();
	buf_add(log, name);
	buf_add_char(log, '|');
	buf_add(log, bytes);
	buf_add_char(log, '\0');
	/* An event "x" ends the feeding, as the last marker of a stream does. */
	return !str_eq(bytes, STR("x"));
}

static bool fuzz_feed(struct buf *log, struct str bytes, size_t step, bool lines)
{
	struct sse sse;
	struct err err;
	buf_init(log, 1 << 20);
	sse_init(&sse, FUZZ_MAX, fuzz_on_event, log);
	sse.lines = lines;
	bool ok = true;
	for (size_t at = 0; ok && at < bytes.len; at += step)
		ok = sse_feed(&sse, str_part(bytes, at, step), &err);
	ok = ok && sse_end(&sse, &err);
	sse_deinit(&sse);
	return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	struct str bytes = {(const char *)data + 1, size - 1};
	struct buf whole, cut;
	bool lines = data[0] >= 128;
	bool good = fuzz_feed(&whole, bytes, bytes.len + 1, lines);
	if (fuzz_feed(&cut, bytes, (size_t)data[0] % 32 + 1, lines) != good)
		abort();
	if (!str_eq(buf_str(&whole), buf_str(&cut)))
		abort();
	buf_deinit(&whole);
	buf_deinit(&cut);
	return 0;
}
