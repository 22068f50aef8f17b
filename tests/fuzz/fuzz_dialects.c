/*
 * A hostile provider: any bytes, as a stream cut into events in both ways, as a whole
 * body and as a list of models, to every dialect; and then as the body of an error. The
 * text must be UTF-8, the counts sane, the message one line. The first byte says how to
 * cut.
 */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../lsp/model/failure.h"
#include "../../lsp/model/provider.h"
#include "../../lsp/model/retry.h"
#include "../../lsp/model/sse.h"
#include "base/json.h"
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

static const struct dialect *const fuzz_dialects[] = {
	&dialect_anthropic, &dialect_gemini,    &dialect_ollama,
	&dialect_openai,    &dialect_responses, &dialect_tgi,
};

static void fuzz_usage(const struct model_usage *usage)
{
	const int64_t counts[] = {usage->input, usage->output, usage->cached, usage->cache_written,
				  usage->reasoning};
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (counts[i] < -1)
			abort();
	if (!(usage->logprob_sum <= 0) || usage->logprob_count < 0 || !isfinite(usage->cost) ||
	    !isfinite(usage->logprob_sum) || !(usage->generation_seconds >= 0) ||
	    !isfinite(usage->generation_seconds))
		abort();
}

static void fuzz_check(struct fuzz_reader *reader, struct buf *text)
{
	struct reply *reply = &reader->reply;
	reply_end(reply);
	if (!utf8_valid(buf_str(text)) || !utf8_valid(str_of(reply->note)))
		abort();
	fuzz_usage(&reply->usage);
	struct failure failure;
	struct failure_where where = {.provider = &provider_table[0], .base = STR("http://a")};
	if (reply->complaint.there) {
		failure_of_complaint(&failure, &where, &reply->complaint);
		if (failure.err.kind == ERR_NONE || strchr(failure.err.text, '\n') != NULL)
			abort();
	}
}

static void fuzz_stream(const struct dialect *dialect, bool lines, struct str bytes, size_t step)
{
	struct fuzz_reader reader = {.dialect = dialect};
	struct buf text;
	struct sse sse;
	struct err err;
	buf_init(&text, FUZZ_MAX);
	reply_init(&reader.reply, &text);
	sse_init(&sse, FUZZ_MAX, fuzz_on_event, &reader);
	sse.lines = lines;
	bool ok = true;
	for (size_t at = 0; ok && at < bytes.len; at += step)
		ok = sse_feed(&sse, str_part(bytes, at, step), &err);
	if (ok)
		sse_end(&sse, &err);
	sse_deinit(&sse);
	fuzz_check(&reader, &text);
	buf_deinit(&text);
}

static void fuzz_body(const struct dialect *dialect, struct str bytes)
{
	struct fuzz_reader reader = {.dialect = dialect};
	struct buf text;
	buf_init(&text, FUZZ_MAX);
	reply_init(&reader.reply, &text);
	dialect->event(&reader.reply, STR(""), bytes);
	fuzz_check(&reader, &text);
	buf_deinit(&text);
}

static void fuzz_list(const struct dialect *dialect, struct str bytes)
{
	struct arena arena;
	struct err err;
	cJSON *root = json_parse(bytes, &err);
	arena_init(&arena);
	const cJSON *list = root != NULL ? dialect->list(root) : NULL, *node;
	cJSON_ArrayForEach(node, list)
	{
		struct model_entry entry;
		if (dialect->list_entry(node, &entry) &&
		    (entry.id.len == 0 || entry.context < 0 || entry.max_output < 0 ||
		     !isfinite(entry.input_price) || !isfinite(entry.output_price)))
			abort();
	}
	if (root != NULL && dialect->list_next != NULL)
		dialect->list_next(&arena, root);
	arena_deinit(&arena);
	cJSON_Delete(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	struct str bytes = {(const char *)data + 1, size - 1};
	size_t step = (size_t)data[0] % 64 + 1;
	for (size_t i = 0; i < sizeof(fuzz_dialects) / sizeof(fuzz_dialects[0]); i++) {
		fuzz_stream(fuzz_dialects[i], false, bytes, step);
		fuzz_stream(fuzz_dialects[i], true, bytes, step);
		fuzz_body(fuzz_dialects[i], bytes);
		fuzz_list(fuzz_dialects[i], bytes);
	}
	struct failure failure;
	struct failure_where where = {.provider = &provider_table[1], .base = STR("http://a")};
	struct failure_hints hints = {.retry_after = bytes, .location = bytes};
	failure_of_status(&failure, &where, 300 + data[0], bytes, &hints, 0);
	if (failure.err.kind == ERR_NONE || strchr(failure.err.text, '\n') != NULL)
		abort();
	if (failure.retry && failure.wait_ms > RETRY_WAIT_MAX_MS)
		abort();
	return 0;
}
