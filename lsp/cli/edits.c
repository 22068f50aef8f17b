/*
 * Edits of the source, on the command line: nothing is written unless that was asked for.
 */
#include "edits.h"

#include <stdio.h>

#include "base/buf.h"
#include "io/file.h"

/* The whole lines that an edit touches, before and after. */
struct edits_hunk {
	size_t from, to;    /* bytes of the source */
	size_t line, lines; /* from 1; how many there are */
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

static void edits_hunk(struct arena *arena, struct str source, const struct work_edit *edit,
		       struct edits_hunk *hunk)
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
	hunk->from = from;
	hunk->to = to;
	hunk->line = 1 + edits_lines(str_part(source, 0, from));
	hunk->lines = edits_lines(str_part(source, from, to - from));
	hunk->after = arena_fmt(arena, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(edit->text),
				STR_ARG(behind));
}

static void edits_print_lines(char mark, struct str text)
{
	struct str line;
	while (str_line(&text, &line))
		printf("%c%.*s\n", mark, STR_ARG(line));
}

void edits_print(const struct work *work)
{
	struct arena arena;
	long shift = 0;
	arena_init(&arena);
	if (work->edit_count > 0)
		printf("--- %.*s\n+++ %.*s\n", STR_ARG(work->path), STR_ARG(work->path));
	for (size_t i = 0; i < work->edit_count; i++) {
		struct edits_hunk hunk;
		edits_hunk(&arena, work->source, &work->edits[i], &hunk);
		size_t more = edits_lines(hunk.after);
		/* Where nothing is taken out, the line before is named. */
		printf("@@ -%zu,%zu +%ld,%zu @@\n", hunk.lines > 0 ? hunk.line : hunk.line - 1,
		       hunk.lines, (long)hunk.line + shift, more);
		edits_print_lines('-', str_part(work->source, hunk.from, hunk.to - hunk.from));
		edits_print_lines('+', hunk.after);
		shift += (long)more - (long)hunk.lines;
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
