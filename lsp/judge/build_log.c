/*
 * Reading gcc's and clang's logs. Both print "path:line:column: error: text" and then the
 * source line with a caret; linkers print what they like. Warnings and notes, and the source
 * lines under them, are left out: a model that is asked to repair should see what failed.
 */
#include "judge/build_log.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

enum { BUILD_LOG_MAX = 4 << 20 }; /* bytes of a log that are looked at */

enum build_log_kind {
	BUILD_LOG_NONE,    /* belongs to what stands above: source lines, carets */
	BUILD_LOG_ERROR,   /* a compiler says what is wrong, and where */
	BUILD_LOG_LINK,    /* a linker's line that names what is missing */
	BUILD_LOG_OUTCOME, /* says only that something failed: "collect2: error: ld returned 1" */
	BUILD_LOG_OTHER,   /* warnings, notes, "In function …" */
};

/* A line taken apart: "where: error: text". */
struct build_log_line {
	enum build_log_kind kind;
	struct str where, text;
};

/* The log without colours and control characters; paths are shortened later, line by line. */
static struct str build_log_plain(struct arena *arena, struct str log)
{
	struct buf plain;
	buf_init(&plain, BUILD_LOG_MAX);
	utf8_add_plain(&plain, str_part(log, 0, BUILD_LOG_MAX));
	struct str copy = arena_str(arena, buf_str(&plain));
	buf_deinit(&plain);
	return copy;
}

/* Whether `word` stands in `line`; cuts it into what is before and behind. */
static bool build_log_cut(struct str line, struct str word, struct build_log_line *parts)
{
	size_t at = str_find(line, word);
	if (at == line.len)
		return false;
	parts->where = str_part(line, 0, at);
	parts->text = str_trim(str_part(line, at + word.len, line.len));
	return true;
}

/* gcc numbers the source lines it shows: "   12 |   int x = 1" and "      |   ^~~". */
static bool build_log_is_source(struct str line)
{
	size_t i = 0;
	while (i < line.len && (line.at[i] == ' ' || (line.at[i] >= '0' && line.at[i] <= '9')))
		i++;
	return i > 0 && i < line.len && line.at[i] == '|';
}

static bool build_log_is_outcome(struct build_log_line parts)
{
	return str_starts(parts.where, STR("collect2")) ||
	       str_has(parts.text, STR("linker command failed")) ||
	       str_has(parts.text, STR("ld returned"));
}

static struct build_log_line build_log_read(struct str line)
{
	struct build_log_line parts = {.where = {"", 0}, .text = line};
	if (build_log_is_source(line))
		return parts;
	if (build_log_cut(line, STR(": error: "), &parts) ||
	    build_log_cut(line, STR(": fatal error: "), &parts) ||
	    build_log_cut(line, STR(": internal compiler error: "), &parts)) {
		parts.kind = build_log_is_outcome(parts) ? BUILD_LOG_OUTCOME : BUILD_LOG_ERROR;
		if (str_has(parts.text, STR("undefined reference to")))
			parts.kind = BUILD_LOG_LINK;
		return parts;
	}
	size_t at = str_find(line, STR("undefined reference to "));
	if (at == line.len)
		at = str_find(line, STR("multiple definition of "));
	if (at < line.len) {
		parts.kind = BUILD_LOG_LINK;
		parts.text = str_part(line, at, line.len);
		return parts;
	}
	static const char *const others[] = {
		": warning: ",
		": note: ",
		"In file included from ",
		": In ",
		": At ",
		":   required from ",
		": in function ",
		"compilation terminated",
		" generated.",
	};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_has(line, str_of(others[i])))
			parts.kind = BUILD_LOG_OTHER;
	return parts;
}

static bool build_log_number(struct str s, size_t *number)
{
	long long value;
	if (s.len == 0 || s.at[0] < '0' || s.at[0] > '9' || !str_to_int(s, &value))
		return false;
	*number = (size_t)value;
	return true;
}

/* Take a trailing ":12" off `where`. */
static bool build_log_take_number(struct str *where, size_t *number)
{
	for (size_t i = where->len; i > 0; i--) {
		if (where->at[i - 1] != ':')
			continue;
		if (!build_log_number(str_part(*where, i, where->len), number))
			return false;
		*where = str_part(*where, 0, i - 1);
		return true;
	}
	return false;
}

/* "main.cpp:12:5" taken apart; returns the path. */
static struct str build_log_place(struct str where, size_t *line, size_t *column)
{
	size_t last, before;
	*line = *column = 0;
	if (!build_log_take_number(&where, &last))
		return where;
	if (build_log_take_number(&where, &before)) {
		*line = before;
		*column = last;
	} else {
		*line = last;
	}
	return where;
}

static struct str build_log_base(struct str path)
{
	for (size_t i = path.len; i > 0; i--)
		if (path.at[i - 1] == '/')
			return str_part(path, i, path.len);
	return path;
}

static bool build_log_path_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("/._+-", c) != NULL);
}

/* Append `line` with every absolute path cut down to its last part. */
static void build_log_add_short(struct buf *buf, struct str line)
{
	for (size_t i = 0; i < line.len;) {
		bool starts = line.at[i] == '/' &&
			      (i == 0 || strchr(" \t'\"(:<`", line.at[i - 1]) != NULL);
		size_t end = i;
		while (starts && end < line.len && build_log_path_char(line.at[end]))
			end++;
		struct str path = str_part(line, i, end - i), base = build_log_base(path);
		bool shorten = path.len > 1 && path.at[1] != '/' && base.len > 0;
		buf_add(buf, shorten ? base : str_part(line, i, 1));
		i = shorten ? end : i + 1;
	}
}

static struct str build_log_short(struct arena *arena, struct str line)
{
	struct buf buf;
	buf_init(&buf, line.len);
	build_log_add_short(&buf, line);
	struct str copy = arena_str(arena, buf_str(&buf));
	buf_deinit(&buf);
	return copy;
}

/* A header of the system: its line numbers say nothing about the program. */
static bool build_log_is_system(struct str path)
{
	return str_starts(path, STR("/usr/")) || str_starts(path, STR("/opt/"));
}

static struct build_error build_log_error(struct arena *arena, struct build_log_line parts,
					  size_t required_line)
{
	struct build_error error = {.text = build_log_short(arena, parts.text)};
	if (parts.kind != BUILD_LOG_ERROR)
		return error;
	struct str path = build_log_place(parts.where, &error.line, &error.column);
	if (build_log_is_system(path)) {
		struct str base = build_log_base(path);
		error.text = arena_fmt(arena, "%.*s:%zu: %.*s", STR_ARG(base), error.line,
				       STR_ARG(error.text));
		error.line = required_line;
		error.column = 0;
	}
	return error;
}

/*
 * The line of the program that a template error in a system header goes back to: gcc says
 * "required from here" before the error, clang "in instantiation of … requested here" behind it.
 */
static size_t build_log_origin(struct str line, struct str words)
{
	struct build_log_line parts;
	size_t number, column;
	if (!build_log_cut(line, words, &parts) ||
	    build_log_is_system(build_log_place(parts.where, &number, &column)))
		return 0;
	return number;
}

static size_t build_log_required(struct str line)
{
	return build_log_origin(line, STR(":   required from "));
}

static size_t build_log_requested(struct str line)
{
	return build_log_origin(line, STR(": note: in instantiation of "));
}

size_t build_log_errors(struct arena *arena, struct str log, struct build_error *errors, size_t max)
{
	size_t count = 0, required = 0;
	struct build_log_line outcome = {0};
	struct str rest = build_log_plain(arena, log), line;
	while (str_line(&rest, &line)) {
		struct build_log_line parts = build_log_read(line);
		if (build_log_required(line) > 0)
			required = build_log_required(line);
		if (count > 0 && errors[count - 1].line == 0)
			errors[count - 1].line = build_log_requested(line);
		if (parts.kind == BUILD_LOG_OUTCOME)
			outcome = parts;
		if (parts.kind != BUILD_LOG_ERROR && parts.kind != BUILD_LOG_LINK)
			continue;
		if (count == max)
			break;
		errors[count++] = build_log_error(arena, parts, required);
		required = 0;
	}
	if (count == 0 && max > 0 && outcome.kind == BUILD_LOG_OUTCOME)
		errors[count++] = build_log_error(arena, outcome, 0);
	return count;
}

/* Append a whole line or nothing, so that the summary never ends within one. */
static bool build_log_add_line(struct buf *buf, struct str line, bool source)
{
	size_t before = buf->len;
	if (source)
		buf_add(buf, line);
	else
		build_log_add_short(buf, line);
	if (buf_add_char(buf, '\n') && !buf->full)
		return true;
	buf->len = before;
	return false;
}

struct str build_log_summary(struct arena *arena, struct str log, size_t max)
{
	struct str plain = build_log_plain(arena, log), rest = plain, line;
	struct buf buf;
	buf_init(&buf, max);
	bool wanted = false, room = true;
	while (room && str_line(&rest, &line)) {
		struct build_log_line parts = build_log_read(line);
		if (parts.kind != BUILD_LOG_NONE)
			wanted = parts.kind == BUILD_LOG_ERROR || parts.kind == BUILD_LOG_LINK;
		if (wanted || build_log_required(line) > 0 || build_log_requested(line) > 0)
			room = build_log_add_line(&buf, line, parts.kind == BUILD_LOG_NONE);
	}
	/* Nothing recognised, or the first error alone is too long: the log's own beginning. */
	if (buf.len == 0) {
		buf_clear(&buf);
		size_t len = plain.len < max ? plain.len : max;
		while (len > 0 && len < plain.len && ((unsigned char)plain.at[len] & 0xC0) == 0x80)
			len--;
		buf_add(&buf, str_part(plain, 0, len));
	}
	struct str summary = arena_str(arena, str_trim(buf_str(&buf)));
	buf_deinit(&buf);
	return summary;
}
