/*
 * LSP's base protocol. What lies whole in the bytes that arrived is handed on from
 * where it is; only what is cut by the end of a piece is gathered in frame->bytes.
 * A header that cannot be understood ends the stream: nothing tells where the next
 * one begins.
 */
#include "rpc/frame.h"

#include <inttypes.h>

enum { FRAME_KEEP = 64 << 10 }; /* memory an empty frame may keep */

/* What the lines of one header say. */
struct frame_header {
	bool has_length;
	uint64_t length;
	bool refused;
	struct err why; /* of the refusal */
};

void frame_init(struct frame *frame)
{
	*frame = (struct frame){.body = 0};
	buf_init(&frame->bytes, FRAME_BODY_MAX);
}

void frame_deinit(struct frame *frame)
{
	buf_deinit(&frame->bytes);
}

/* Empty again; what a big message needed is given back. */
static void frame_clear(struct frame *frame)
{
	if (frame->bytes.room > FRAME_KEEP)
		buf_deinit(&frame->bytes);
	else
		buf_clear(&frame->bytes);
}

static bool frame_read_length(struct frame_header *header, struct str value, struct err *err)
{
	uint64_t length = 0;
	bool good = value.len > 0;
	for (size_t i = 0; good && i < value.len; i++) {
		char c = value.at[i];
		good = c >= '0' && c <= '9' && length <= (UINT64_MAX - 9) / 10;
		length = length * 10 + (uint64_t)(c - '0');
	}
	if (!good)
		return err_set(err, ERR_INPUT,
			       "the header's Content-Length is no usable number: %.*s",
			       STR_ARG(str_part(value, 0, 40)));
	if (header->has_length && header->length != length)
		return err_set(err, ERR_INPUT,
			       "the header has two Content-Length lines, %" PRIu64 " and %" PRIu64,
			       header->length, length);
	header->has_length = true;
	header->length = length;
	return true;
}

static void frame_refuse(struct frame_header *header, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The first reason is kept. */
static void frame_refuse(struct frame_header *header, const char *format, ...)
{
	if (header->refused)
		return;
	header->refused = true;
	va_list args;
	va_start(args, format);
	err_setv(&header->why, ERR_INPUT, format, args);
	va_end(args);
}

static struct str frame_unquote(struct str s)
{
	if (s.len >= 2 && s.at[0] == '"' && s.at[s.len - 1] == '"')
		return str_part(s, 1, s.len - 2);
	return s;
}

/* "application/vscode-jsonrpc; charset=utf-8": only the charset matters. */
static void frame_read_type(struct frame_header *header, struct str value)
{
	struct str part, name;
	while (str_split(&value, ';', &part)) {
		if (!str_split(&part, '=', &name) || !str_eq_nocase(str_trim(name), STR("charset")))
			continue;
		struct str charset = frame_unquote(str_trim(part));
		if (!str_eq_nocase(charset, STR("utf-8")) && !str_eq_nocase(charset, STR("utf8")))
			frame_refuse(header,
				     "a message in charset %.*s was passed over: send UTF-8",
				     STR_ARG(str_part(charset, 0, 40)));
	}
}

static bool frame_read_line(struct frame_header *header, struct str line, struct err *err)
{
	struct str value = line, name;
	size_t colon = str_find(line, STR(":"));
	if (colon == line.len)
		return err_set(err, ERR_INPUT, "a header line without a colon: %.*s",
			       STR_ARG(str_part(line, 0, 80)));
	str_split(&value, ':', &name);
	name = str_trim(name);
	value = str_trim(value);
	if (str_eq_nocase(name, STR("Content-Length")))
		return frame_read_length(header, value, err);
	if (str_eq_nocase(name, STR("Content-Type")))
		frame_read_type(header, value);
	return true;
}

/* `lines` is a whole header with its empty line. */
static bool frame_read_header(struct frame *frame, struct str lines, struct err *err)
{
	struct frame_header header = {.length = 0};
	struct str line;
	while (str_line(&lines, &line) && line.len > 0)
		if (!frame_read_line(&header, line, err))
			return false;
	if (!header.has_length)
		return err_set(err, ERR_INPUT, "a message header without Content-Length");
	if (header.length == 0)
		frame_refuse(&header, "a message of Content-Length 0 was passed over");
	else if (header.length > FRAME_BODY_MAX)
		frame_refuse(&header,
			     "a message of %" PRIu64 " bytes was passed over: the limit is %d",
			     header.length, FRAME_BODY_MAX);
	if (!header.refused) {
		frame->body = header.length;
		return true;
	}
	frame->skip = header.length;
	if (frame->on_refused != NULL)
		frame->on_refused(frame->data, &header.why);
	return true;
}

/*
 * Look for the empty line that ends a header; bytes before `from` were looked at before.
 * *end is the first byte of the body, or 0 when the header is not whole yet.
 */
static bool frame_find_end(struct str bytes, size_t from, size_t *end, struct err *err)
{
	*end = 0;
	if (bytes.len > FRAME_HEADER_MAX)
		bytes.len = FRAME_HEADER_MAX;
	for (size_t i = from; i < bytes.len; i++) {
		i += str_find(str_part(bytes, i, bytes.len), STR("\n"));
		if (i == bytes.len)
			break;
		if (i == 0 || bytes.at[i - 1] != '\r')
			return err_set(err, ERR_INPUT,
				       "a header line ends in LF alone: CR LF is needed");
		if (i == 1 || bytes.at[i - 2] == '\n') {
			*end = i + 1;
			return true;
		}
	}
	if (bytes.len == FRAME_HEADER_MAX)
		return err_set(err, ERR_INPUT, "a message header is longer than %d bytes",
			       FRAME_HEADER_MAX);
	return true;
}

/* Take what belongs to a header off the front of *bytes. */
static bool frame_feed_header(struct frame *frame, struct str *bytes, struct err *err)
{
	size_t end, before = frame->bytes.len;
	if (before == 0) {
		if (!frame_find_end(*bytes, 0, &end, err))
			return false;
		if (end == 0) {
			buf_add(&frame->bytes, *bytes);
			end = bytes->len;
		} else if (!frame_read_header(frame, str_part(*bytes, 0, end), err)) {
			return false;
		}
		*bytes = str_part(*bytes, end, bytes->len);
		return true;
	}
	struct str piece = str_part(*bytes, 0, FRAME_HEADER_MAX - before);
	buf_add(&frame->bytes, piece);
	if (!frame_find_end(buf_str(&frame->bytes), before, &end, err))
		return false;
	if (end == 0) {
		*bytes = str_part(*bytes, piece.len, bytes->len);
		return true;
	}
	if (!frame_read_header(frame, str_part(buf_str(&frame->bytes), 0, end), err))
		return false;
	frame_clear(frame);
	*bytes = str_part(*bytes, end - before, bytes->len);
	return true;
}

/* Take what belongs to the body off the front of *bytes. */
static void frame_feed_body(struct frame *frame, struct str *bytes)
{
	struct str body = str_part(*bytes, 0, (size_t)frame->body - frame->bytes.len);
	*bytes = str_part(*bytes, body.len, bytes->len);
	bool copied = frame->bytes.len > 0 || body.len < frame->body;
	if (copied) {
		buf_add(&frame->bytes, body);
		body = buf_str(&frame->bytes);
		if (body.len < frame->body)
			return;
	}
	frame->body = 0;
	frame->on_message(frame->data, body);
	if (copied)
		frame_clear(frame);
}

bool frame_feed(struct frame *frame, struct str bytes, struct err *err)
{
	if (frame->broken)
		return err_set(err, ERR_INPUT, "the stream was broken before");
	while (bytes.len > 0) {
		if (frame->skip > 0) {
			size_t n = bytes.len < frame->skip ? bytes.len : (size_t)frame->skip;
			frame->skip -= n;
			bytes = str_part(bytes, n, bytes.len);
		} else if (frame->body > 0) {
			frame_feed_body(frame, &bytes);
		} else if (!frame_feed_header(frame, &bytes, err)) {
			frame->broken = true;
			frame_deinit(frame);
			return false;
		}
	}
	return true;
}
