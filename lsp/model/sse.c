/*
 * A line-and-event machine over bytes. A network read may end anywhere, in the
 * middle of a CRLF, a field name or a character; so bytes become lines, lines become
 * events, and nobody looks inside before the blank line. (WHATWG HTML, 9.2.6, with
 * one addition: llama.cpp servers report failures in a field called "error".)
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

static bool sse_line(struct sse *sse, struct str line, struct err *err)
{
	if (!sse->begun && str_starts(line, STR("\xEF\xBB\xBF")))
		line = str_part(line, 3, line.len);
	sse->begun = true;
	if (sse->lines) {
		if (str_trim(line).len > 0) {
			sse->events++;
			sse->stopped = !sse->on_event(sse->data, STR(""), line);
		}
		return true;
	}
	if (line.len == 0) {
		sse_dispatch(sse);
		return true;
	}
	size_t colon = str_find(line, STR(":"));
	struct str field = str_part(line, 0, colon);
	struct str value = str_part(line, colon + 1, line.len);
	if (str_starts(value, STR(" ")))
		value = str_part(value, 1, value.len);
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

bool sse_feed(struct sse *sse, struct str bytes, struct err *err)
{
	while (bytes.len > 0 && !sse->stopped) {
		if (sse->after_cr && bytes.at[0] == '\n')
			bytes = str_part(bytes, 1, bytes.len);
		sse->after_cr = false;
		size_t len = 0;
		while (len < bytes.len && bytes.at[len] != '\n' && bytes.at[len] != '\r')
			len++;
		struct str piece = str_part(bytes, 0, len);
		if (len == bytes.len)
			return buf_add(&sse->line, piece) || sse_too_long(sse, err);
		sse->after_cr = bytes.at[len] == '\r';
		bytes = str_part(bytes, len + 1, bytes.len);
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
	sse_dispatch(sse);
	return true;
}
