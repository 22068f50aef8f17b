/*
 * Where documentation goes: right behind the head of its definition, whatever is on the lines of
 * that head; behind the comments that open a module. Not a byte of anything else is touched, but
 * that a body on the line of its head moves to a line of its own.
 */
#include "docstring.h"

#include "base/buf.h"

/* The line ends of the source: those of its first line. */
static struct str edit_newline(struct str source)
{
	size_t end = str_find(source, STR("\n"));
	return end < source.len && end > 0 && source.at[end - 1] == '\r' ? STR("\r\n") : STR("\n");
}

static bool edit_single_quotes(const struct doc_target *target)
{
	struct str doc = target->definition->doc;
	size_t i = 0;
	while (i < doc.len && doc.at[i] != '"' && doc.at[i] != '\'')
		i++;
	return i < doc.len && doc.at[i] == '\'' && str_starts(str_part(doc, i, 3), STR("'''"));
}

/* The offset behind the line end of the line that `offset` is on. */
static size_t edit_next_line(struct str source, size_t offset)
{
	return offset + str_find(str_part(source, offset, source.len), STR("\n")) + 1;
}

/* Behind a byte order mark, "#!", "# coding" and what else a file opens with. */
static size_t edit_module_place(struct str source)
{
	size_t at = str_starts(source, STR("\xEF\xBB\xBF")) ? 3 : 0;
	while (at < source.len && source.at[at] == '#') {
		size_t next = edit_next_line(source, at);
		if (next > source.len)
			return source.len;
		at = next;
	}
	return at;
}

static struct doc_edit edit_module(struct arena *arena, struct str source, struct str literal)
{
	struct str newline = edit_newline(source);
	size_t at = edit_module_place(source);
	bool cut = at > 0 && at == source.len && source.at[at - 1] != '\n';
	struct str rest = str_part(source, at, source.len);
	bool blank = rest.len == 0 || rest.at[0] == '\n' || rest.at[0] == '\r';
	struct str text =
		arena_fmt(arena, "%.*s%.*s%.*s%.*s", STR_ARG(cut ? newline : STR("")),
			  STR_ARG(literal), STR_ARG(newline), STR_ARG(blank ? STR("") : newline));
	return (struct doc_edit){at, 0, text};
}

/* "def f(): return 1": the body gets a line of its own. */
static struct doc_edit edit_one_line(struct arena *arena, struct str source,
				     const struct definition *definition, struct str literal)
{
	struct str newline = edit_newline(source), indent = definition->indent;
	struct str text =
		arena_fmt(arena, "%.*s%.*s%.*s%.*s%.*s", STR_ARG(newline), STR_ARG(indent),
			  STR_ARG(literal), STR_ARG(newline), STR_ARG(indent));
	return (struct doc_edit){definition->head_to, definition->body_from - definition->head_to,
				 text};
}

static struct doc_edit edit_body(struct arena *arena, struct str source,
				 const struct definition *definition, struct str literal)
{
	struct str newline = edit_newline(source);
	size_t at = edit_next_line(source, definition->head_to);
	struct str rest = str_part(source, at, source.len);
	bool blank = rest.len == 0 || rest.at[0] == '\n' || rest.at[0] == '\r';
	/* PEP 257 wants a blank line behind that of a class. */
	bool gap = definition->kind == DEFINITION_CLASS && !blank;
	struct str text =
		arena_fmt(arena, "%.*s%.*s%.*s%.*s", STR_ARG(definition->indent), STR_ARG(literal),
			  STR_ARG(newline), STR_ARG(gap ? newline : STR("")));
	return (struct doc_edit){at, 0, text};
}

static struct doc_edit edit_of(struct arena *arena, struct str source,
			       const struct definition *definition, struct str literal)
{
	if (definition->doc.len > 0)
		return (struct doc_edit){definition->doc_from, definition->doc.len, literal};
	if (definition->kind == DEFINITION_MODULE)
		return edit_module(arena, source, literal);
	if (definition->one_line)
		return edit_one_line(arena, source, definition, literal);
	return edit_body(arena, source, definition, literal);
}

/* A string on the line of its head is indented like what would follow it. */
static bool edit_write(struct arena *arena, struct str source, struct doc_target *target,
		       size_t width, struct str *literal)
{
	const struct definition *definition = target->definition;
	struct str old;
	struct doc_form form = {.indent = definition->indent,
				.newline = edit_newline(source),
				.single_quotes = edit_single_quotes(target),
				.width = width};
	if (definition->doc.len > 0 && !docstring_text(arena, definition->doc, &old)) {
		target->faults.at[0] = STR("what documents it now is no plain string");
		target->faults.count = 1;
		return false;
	}
	if (docstring_write(arena, target->text, &form, literal))
		return true;
	target->faults.at[0] = STR("the text holds characters that no source may hold");
	target->faults.count = 1;
	return false;
}

/* Definitions change places while somebody moves them: in the order of the text all the same. */
static void edit_insert(struct doc_edit *edits, size_t count, struct doc_edit edit)
{
	size_t at = count;
	for (; at > 0 && edits[at - 1].from > edit.from; at--)
		edits[at] = edits[at - 1];
	edits[at] = edit;
}

size_t docstring_edits(struct arena *arena, struct str source, struct doc_target *targets,
		       size_t count, size_t width, struct doc_edit *edits)
{
	size_t made = 0;
	for (size_t i = 0; i < count; i++) {
		struct str literal;
		if (targets[i].text.len == 0 ||
		    !edit_write(arena, source, &targets[i], width, &literal))
			continue;
		edit_insert(edits, made++, edit_of(arena, source, targets[i].definition, literal));
	}
	return made;
}

struct str docstring_apply(struct arena *arena, struct str source, const struct doc_edit *edits,
			   size_t count)
{
	struct buf out;
	size_t most = source.len + 1, at = 0;
	for (size_t i = 0; i < count; i++)
		most += edits[i].text.len;
	buf_init(&out, most);
	for (size_t i = 0; i < count; i++) {
		buf_add(&out, str_part(source, at, edits[i].from - at));
		buf_add(&out, edits[i].text);
		at = edits[i].from + edits[i].len;
	}
	buf_add(&out, str_part(source, at, source.len));
	struct str applied = arena_str(arena, buf_str(&out));
	buf_deinit(&out);
	return applied;
}
