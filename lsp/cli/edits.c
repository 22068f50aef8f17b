/*
 * Edits of the source, on the command line: nothing is written unless that was asked for. The
 * patch is a unified diff with three lines of context, as patch and git take it.
 */
#include "edits.h"

#include <stdio.h>

#include "base/buf.h"
#include "io/file.h"

enum { EDITS_CONTEXT = 3 };

/* The whole lines that an edit touches: from 0, and how many; what stands there instead. */
struct edits_change {
	size_t line, count;
	struct str after;
};

static size_t edits_lines(struct str text)
{
	size_t lines = 0;
	struct str line;
	while (str_line(&text, &line))
		lines++;
	return lines;
}

static void edits_change(struct arena *arena, struct str source, const struct work_edit *edit,
			 struct edits_change *change)
{
	size_t from = edit->from, to = edit->from + edit->len;
	while (from > 0 && source.at[from - 1] != '\n')
		from--;
	bool whole = edit->len == 0 && from == edit->from && edit->text.len > 0 &&
		     edit->text.at[edit->text.len - 1] == '\n';
	if (!whole && to < source.len)
		to += str_find(str_part(source, to, source.len), STR("\n")) + 1;
	if (to > source.len)
		to = source.len;
	struct str before = str_part(source, from, edit->from - from);
	struct str behind = str_part(source, edit->from + edit->len, to - edit->from - edit->len);
	change->line = edits_lines(str_part(source, 0, from));
	change->count = edits_lines(str_part(source, from, to - from));
	change->after = arena_fmt(arena, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(edit->text),
				  STR_ARG(behind));
}

static void edits_print_lines(char mark, struct str text)
{
	struct str line;
	while (text.len > 0) {
		bool ended = str_has(text, STR("\n"));
		const char *at = text.at;
		str_line(&text, &line);
		/* The carriage return belongs to the line. */
		size_t len = ended ? (size_t)(text.at - at) - 1 : line.len;
		printf("%c%.*s\n%s", mark, (int)len, at,
		       ended ? "" : "\\ No newline at end of file\n");
	}
}

/* The lines from `from` on, `count` of them. */
static struct str edits_part(struct str source, size_t from, size_t count)
{
	struct str rest = source, line;
	while (from-- > 0)
		str_line(&rest, &line);
	const char *at = rest.at;
	while (count-- > 0)
		str_line(&rest, &line);
	return (struct str){at, rest.len > 0 ? (size_t)(rest.at - at)
					     : (size_t)(source.at + source.len - at)};
}

/* Changes so near to one another that they share their context are one hunk. */
static void edits_print_hunk(struct str source, const struct edits_change *changes, size_t count,
			     size_t total, long *shift)
{
	const struct edits_change *last = &changes[count - 1];
	size_t from = changes[0].line > EDITS_CONTEXT ? changes[0].line - EDITS_CONTEXT : 0;
	size_t to = last->line + last->count + EDITS_CONTEXT;
	to = to < total ? to : total;
	size_t more = to - from;
	for (size_t i = 0; i < count; i++)
		more = more - changes[i].count + edits_lines(changes[i].after);
	printf("@@ -%zu,%zu +%ld,%zu @@\n", to > from ? from + 1 : from, to - from,
	       (long)from + *shift + (more > 0), more);
	size_t at = from;
	for (size_t i = 0; i < count; i++) {
		edits_print_lines(' ', edits_part(source, at, changes[i].line - at));
		edits_print_lines('-', edits_part(source, changes[i].line, changes[i].count));
		edits_print_lines('+', changes[i].after);
		at = changes[i].line + changes[i].count;
	}
	edits_print_lines(' ', edits_part(source, at, to - at));
	*shift += (long)more - (long)(to - from);
}

void edits_print(const struct work *work, const char *file)
{
	struct arena arena;
	long shift = 0;
	if (work->edit_count == 0)
		return;
	arena_init(&arena);
	struct edits_change *changes = arena_array(&arena, work->edit_count, sizeof(*changes));
	for (size_t i = 0; i < work->edit_count; i++)
		edits_change(&arena, work->source, &work->edits[i], &changes[i]);
	printf("--- %s\n+++ %s\n", file, file);
	size_t total = edits_lines(work->source);
	for (size_t first = 0, next; first < work->edit_count; first = next) {
		for (next = first + 1; next < work->edit_count; next++) {
			size_t end = changes[next - 1].line + changes[next - 1].count;
			if (changes[next].line > end + 2 * (size_t)EDITS_CONTEXT)
				break;
		}
		edits_print_hunk(work->source, &changes[first], next - first, total, &shift);
	}
	arena_deinit(&arena);
}

bool edits_write(struct work *work, struct err *err)
{
	struct buf after;
	size_t most = work->source.len + 1, at = 0;
	for (size_t i = 0; i < work->edit_count; i++)
		most += work->edits[i].text.len;
	buf_init(&after, most);
	for (size_t i = 0; i < work->edit_count; i++) {
		const struct work_edit *edit = &work->edits[i];
		buf_add(&after, str_part(work->source, at, edit->from - at));
		buf_add(&after, edit->text);
		at = edit->from + edit->len;
	}
	buf_add(&after, str_part(work->source, at, work->source.len));
	const char *path = arena_cstr(&work->job.arena, work->path);
	bool fine = file_edit(path, work->source, buf_str(&after), err);
	buf_deinit(&after);
	return fine;
}
