/*
 * A line-and-event machine over bytes. A network read may end anywhere, in the
 * middle of a CRLF, a field name or a character; so bytes become lines, lines become
 * events, and nobody looks inside before the blank line. (WHATWG HTML, 9.2.6, with
 * two additions: llama.cpp servers report failures in a field called "error", Google's
 * as JSON over several lines that are no fields at all.)
 */
#include "sse.h"

#include <string.h>

enum { SSE_NAME_MAX = 200 };

void sse_init(struct sse *sse, size_t max, bool (*on_event)(void *, struct str, struct str),
	      void *data)
{
	*sse = (struct sse){.on_event = on_event, .data = data, .max = max};
	buf_init(&sse->line, max);
	buf_init(&sse->name, SSE_NAME_MAX);
	buf_init(&sse->bytes, max);
}

void sse_deinit(struct sse *sse)
{
	buf_deinit(&sse->line);
	buf_deinit(&sse->name);
	buf_deinit(&sse->bytes);
}

static bool sse_too_long(const struct sse *sse, struct err *err)
{
	return err_set(err, ERR_WORLD, "the stream has a line or event of more than %zu bytes",
		       sse->max);
}

static void sse_dispatch(struct sse *sse)
{
	/* An event without data is none. */
	if (sse->any) {
		sse->events++;
		sse->stopped = !sse->on_event(sse->data, buf_str(&sse->name), buf_str(&sse->bytes));
	}
	sse->any = false;
	buf_clear(&sse->name);
	buf_clear(&sse->bytes);
}

static bool sse_add_data(struct sse *sse, struct str value, struct err *err)
{
	bool ok = !sse->any || buf_add_char(&sse->bytes, '\n');
	sse->any = true;
	return (ok && buf_add(&sse->bytes, value)) || sse_too_long(sse, err);
}

/* Does the line belong to JSON that is no field? An event that was under way ends there. */
static bool sse_is_bare(struct sse *sse, struct str line)
{
	if (sse->depth > 0 && str_starts(line, STR("data:"))) {
		/* It never ended: forget it. */
		sse->depth = 0;
		sse->any = false;
		buf_clear(&sse->bytes);
	}
	if (sse->depth > 0)
		return true;
	if (line.len == 0 || (line.at[0] != '{' && line.at[0] != '['))
		return false;
	if (sse->any)
		sse_dispatch(sse);
	return true;
}

/* It is an event of its own, and ends where its brackets do. */
static bool sse_bare_line(struct sse *sse, struct str line, struct err *err)
{
	bool quoted = false;
	for (size_t i = 0; i < line.len; i++) {
		char c = line.at[i];
		if (c == '"')
			quoted = !quoted;
		else if (quoted && c == '\\')
			i++;
		else if (!quoted && (c == '{' || c == '['))
			sse->depth++;
		else if (!quoted && (c == '}' || c == ']') && sse->depth > 0)
			sse->depth--;
	}
	if (!sse_add_data(sse, line, err))
		return false;
	if (sse->depth == 0)
		sse_dispatch(sse);
	return true;
}

static bool sse_line(struct sse *sse, struct str line, struct err *err)
{
	if (!sse->begun && str_starts(line, STR("\xEF\xBB\xBF")))
		line = str_part(line, 3, line.len);
	sse->begun = true;
	if (sse->lines) {
		struct str trimmed = str_trim(line);
		/* A page or a text is no stream; within one, whatever comes is looked at. */
		if (trimmed.len > 0 &&
		    (sse->events > 0 || trimmed.at[0] == '{' || trimmed.at[0] == '[')) {
			sse->events++;
			sse->stopped = !sse->on_event(sse->data, STR(""), line);
		}
		return true;
	}
	if (sse_is_bare(sse, line))
		return sse->stopped || sse_bare_line(sse, line, err);
	if (line.len == 0) {
		sse_dispatch(sse);
		return true;
	}
	const char *at = memchr(line.at, ':', line.len);
	size_t colon = at == NULL ? line.len : (size_t)(at - line.at);
	struct str field = {line.at, colon};
	size_t begin = colon + (colon < line.len);
	begin += begin < line.len && line.at[begin] == ' ';
	struct str value = {line.at + begin, line.len - begin};
	if (str_eq(field, STR("data")))
		return sse_add_data(sse, value, err);
	if (str_eq(field, STR("event")) || str_eq(field, STR("error"))) {
		bool is_error = str_eq(field, STR("error"));
		buf_clear(&sse->name);
		/* A name that does not fit is none that we know. */
		buf_add(&sse->name, is_error ? field : value);
		return !is_error || sse_add_data(sse, value, err);
	}
	/* Comments (an empty field), id, retry, and whatever else there may be. */
	return true;
}

/* The bytes before the first line end, or all. */
static size_t sse_line_length(struct str bytes)
{
	if (bytes.len == 0 || bytes.at[0] == '\n')
		return 0;
	const char *feed = memchr(bytes.at, '\n', bytes.len);
	size_t len = feed == NULL ? bytes.len : (size_t)(feed - bytes.at);
	const char *back = memchr(bytes.at, '\r', len);
	return back == NULL ? len : (size_t)(back - bytes.at);
}

bool sse_feed(struct sse *sse, struct str bytes, struct err *err)
{
	while (bytes.len > 0 && !sse->stopped) {
		if (sse->after_cr && bytes.at[0] == '\n')
			bytes = str_part(bytes, 1, bytes.len);
		sse->after_cr = false;
		size_t len = sse_line_length(bytes);
		struct str piece = {bytes.at, len};
		if (len == bytes.len)
			return buf_add(&sse->line, piece) || sse_too_long(sse, err);
		sse->after_cr = bytes.at[len] == '\r';
		bytes = (struct str){bytes.at + len + 1, bytes.len - len - 1};
		/* Most lines come whole: those are not copied. */
		if (sse->line.len > 0) {
			if (!buf_add(&sse->line, piece))
				return sse_too_long(sse, err);
			piece = buf_str(&sse->line);
		} else if (piece.len > sse->max) {
			return sse_too_long(sse, err);
		}
		bool ok = sse_line(sse, piece, err);
		buf_clear(&sse->line);
		if (!ok)
			return false;
	}
	return true;
}

bool sse_end(struct sse *sse, struct err *err)
{
	if (sse->stopped)
		return true;
	if (sse->line.len > 0) {
		bool ok = sse_line(sse, buf_str(&sse->line), err);
		buf_clear(&sse->line);
		if (!ok)
			return false;
	}
	/* JSON whose end is missing is no event; whoever sees the whole body will look at it. */
	if (sse->depth == 0)
		sse_dispatch(sse);
	return true;
}
