/*
 * For the tests of the providers' dialects: a recorded stream, cut anywhere, into a
 * reply; a question into a body.
 */
#pragma once

#include "../../lsp/model/provider.h"
#include "../../lsp/model/sse.h"
#include "base/json.h"
#include "check.h"
#include "io/file.h"

/* Who reads a recorded stream. */
struct reading {
	const struct dialect *dialect;
	struct buf text;
	struct reply reply;
};

static inline bool dialect_event(void *data, struct str name, struct str bytes)
{
	struct reading *reading = data;
	return reading->dialect->event(&reading->reply, name, bytes);
}

/* The reply to a stream that comes in pieces of `step` bytes. */
static inline void dialect_read(struct reading *reading, struct str bytes, size_t step)
{
	struct sse sse;
	struct err err;
	buf_deinit(&reading->text);
	buf_init(&reading->text, MODEL_ANSWER_MAX);
	reply_init(&reading->reply, &reading->text);
	sse_init(&sse, 1 << 20, dialect_event, reading);
	sse.lines = reading->dialect->framing == FRAMING_NDJSON;
	bool ok = true;
	for (size_t at = 0; ok && at < bytes.len; at += step)
		ok = sse_feed(&sse, str_part(bytes, at, step), &err);
	CHECK(ok && sse_end(&sse, &err));
	reply_end(&reading->reply);
	sse_deinit(&sse);
}

/* The same from tests/fixtures/model/NAME, in one piece; the bytes live in `arena`. */
static inline struct str dialect_read_file(struct reading *reading, struct arena *arena,
					   const char *name)
{
	struct err err = {.kind = ERR_NONE};
	struct str bytes = STR("");
	struct str path = arena_fmt(arena, "tests/fixtures/model/%s", name);
	CHECK(file_read(arena, path.at, 1 << 20, &bytes, &err));
	dialect_read(reading, bytes, bytes.len);
	return bytes;
}

/* A stream given in place. */
static inline void dialect_read_text(struct reading *reading, const char *text)
{
	dialect_read(reading, str_of(text), strlen(text));
}
