/*
 * A hostile provider: any bytes, as a stream and as a whole body, to both dialects,
 * and then as the body of an error. The text must be UTF-8, the counts sane, the
 * message one line. The first byte says how to cut.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../lsp/model/failure.h"
#include "../../lsp/model/provider.h"
#include "../../lsp/model/sse.h"
#include "base/utf8.h"

enum { FUZZ_MAX = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz_reader {
	const struct dialect *dialect;
	struct reply reply;
};

static bool fuzz_on_event(void *data, struct str name, struct str bytes)
{
	struct fuzz_reader *reader = data;
	return reader->dialect->event(&reader->reply, name, bytes);
}

static void fuzz_check(struct fuzz_reader *reader, struct buf *text)
{
	struct reply *reply = &reader->reply;
	reply_end(reply);
	if (!utf8_valid(buf_str(text)))
		abort();
	if (reply->usage.input < -1 || reply->usage.output < -1)
		abort();
	struct failure failure;
	struct failure_where where = {.provider = &provider_table[0], .base = STR("http://a")};
	if (reply->complaint.there) {
		failure_of_complaint(&failure, &where, &reply->complaint);
		if (failure.err.kind == ERR_NONE || strchr(failure.err.text, '\n') != NULL)
			abort();
	}
}

static void fuzz_dialect(const struct dialect *dialect, struct str bytes, size_t step)
{
	struct fuzz_reader reader = {.dialect = dialect};
	struct buf text;
	struct sse sse;
	struct err err;
	buf_init(&text, FUZZ_MAX);
	reply_init(&reader.reply, &text);
	sse_init(&sse, FUZZ_MAX, fuzz_on_event, &reader);
	sse.lines = dialect->framing == FRAMING_NDJSON;
	bool ok = true;
	for (size_t at = 0; ok && at < bytes.len; at += step)
		ok = sse_feed(&sse, str_part(bytes, at, step), &err);
	if (ok)
		sse_end(&sse, &err);
	sse_deinit(&sse);
	fuzz_check(&reader, &text);
	buf_clear(&text);
	reply_init(&reader.reply, &text);
	dialect->event(&reader.reply, STR(""), bytes);
	fuzz_check(&reader, &text);
	buf_deinit(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	struct str bytes = {(const char *)data + 1, size - 1};
	fuzz_dialect(&dialect_anthropic, bytes, (size_t)data[0] % 64 + 1);
	fuzz_dialect(&dialect_openai, bytes, (size_t)data[0] % 64 + 1);
	struct failure failure;
	struct failure_where where = {.provider = &provider_table[1], .base = STR("http://a")};
	struct failure_hints hints = {.retry_after = bytes, .location = bytes};
	failure_of_status(&failure, &where, 300 + data[0], bytes, &hints, 0);
	if (failure.err.kind == ERR_NONE || strchr(failure.err.text, '\n') != NULL)
		abort();
	if (failure.retry && failure.wait_ms > FAILURE_WAIT_MAX_MS)
		abort();
	return 0;
}
