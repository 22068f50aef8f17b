/*
 * Showing bytes of a program's output to a person or a model: one line, not too long, and
 * every difference visible, also that of a control character or a broken byte.
 */
#include "base/buf.h"
#include "base/utf8.h"
#include "output_parts.h"

enum {
	OUTPUT_SHOWN_BEFORE = 80, /* bytes shown before the difference */
	OUTPUT_SHOWN = 240,       /* bytes of a line shown in all */
	OUTPUT_SHOWN_MAX = 4096,  /* of the escaped text; more than OUTPUT_SHOWN can become */
};

size_t output_first_difference(struct str a, struct str b)
{
	size_t i = 0;
	while (i < a.len && i < b.len && a.at[i] == b.at[i])
		i++;
	return i;
}

static void output_show_rune(struct buf *buf, struct str bytes, uint32_t rune)
{
	unsigned char first = (unsigned char)bytes.at[0];
	if (rune == '\t') {
		buf_add_char(buf, '\t');
	} else if (rune < 0x20 || rune == 0x7F || (bytes.len == 1 && first >= 0x80)) {
		buf_addf(buf, "\\x%02x", (unsigned)first);
	} else {
		size_t before = buf->len;
		utf8_add_plain(buf, bytes);
		if (buf->len == before)
			buf_addf(buf, "\\u{%x}", (unsigned)rune);
	}
}

struct str output_show(struct arena *arena, struct str line, size_t at)
{
	size_t from =
		at > OUTPUT_SHOWN_BEFORE && line.len > OUTPUT_SHOWN ? at - OUTPUT_SHOWN_BEFORE : 0;
	while (from > 0 && from < line.len && ((unsigned char)line.at[from] & 0xC0) == 0x80)
		from--;
	struct str part = str_part(line, from, OUTPUT_SHOWN);
	bool more = from + part.len < line.len;
	struct buf buf;
	buf_init(&buf, OUTPUT_SHOWN_MAX);
	if (from > 0)
		buf_add(&buf, STR("…"));
	while (part.len > 0) {
		uint32_t rune;
		/* Decode from the whole line: a character cut in two at the end is shown whole. */
		struct str rest = {part.at, line.len - (size_t)(part.at - line.at)};
		size_t len = utf8_next(rest, &rune);
		output_show_rune(&buf, str_part(rest, 0, len), rune);
		part = str_part(part, len, part.len);
	}
	if (more)
		buf_add(&buf, STR("…"));
	struct str shown = arena_str(arena, buf_str(&buf));
	buf_deinit(&buf);
	return shown;
}

static const char *output_signal_name(int signal)
{
	static const struct {
		int signal;
		const char *name;
	} names[] = {
		{2, "interrupt"},
		{4, "illegal instruction"},
		{5, "trap"},
		{6, "abort"},
		{7, "bus error"},
		{8, "arithmetic error"},
		{9, "killed"},
		{11, "segmentation fault"},
		{13, "broken pipe"},
		{14, "alarm"},
		{15, "terminated"},
		{24, "CPU time limit"},
		{25, "file size limit"},
		{31, "bad system call"},
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].signal == signal)
			return names[i].name;
	return NULL;
}

struct str output_show_end(struct arena *arena, int status, int signal)
{
	if (signal == 0)
		return arena_fmt(arena, "exit status %d", status);
	const char *name = output_signal_name(signal);
	return name == NULL ? arena_fmt(arena, "signal %d", signal)
			    : arena_fmt(arena, "signal %d (%s)", signal, name);
}
