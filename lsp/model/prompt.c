/*
 * Finds prompts and fills them in. A section begins at a line "# word" outside a code
 * fence and runs to the next one. Values come from files and models and may
 * hold "{{" of their own: they are copied, never searched.
 */
#include "model/prompt.h"

#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "io/file.h"

enum {
	PROMPT_FILE_MAX = 1 << 20,
	PROMPT_TEXT_MAX = 64 << 20,
};

static bool prompt_is_word(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!((s.at[i] >= 'a' && s.at[i] <= 'z') || s.at[i] == '_' ||
		      (i > 0 && s.at[i] >= '0' && s.at[i] <= '9')))
			return false;
	return s.len > 0;
}

/* The text of one section, without the blank lines around it. */
static bool prompt_section(struct str bytes, struct str section, struct str *text)
{
	struct str rest = bytes, line;
	const char *from = NULL, *to = bytes.at + bytes.len;
	bool fenced = false;
	for (;;) {
		const char *begin = rest.at;
		if (!str_line(&rest, &line))
			break;
		if (str_starts(str_trim(line), STR("```")))
			fenced = !fenced;
		struct str word = str_trim(str_part(line, 2, line.len));
		if (fenced || !str_starts(line, STR("# ")) || !prompt_is_word(word))
			continue;
		if (from != NULL) {
			to = begin;
			break;
		}
		if (str_eq(word, section))
			from = rest.at;
	}
	if (from == NULL)
		return false;
	*text = str_trim((struct str){from, (size_t)(to - from)});
	return true;
}

/* The name in the braces at the start of `s`; *len covers the braces. Empty when it is no field. */
static struct str prompt_name(struct str s, size_t *len)
{
	if (!str_starts(s, STR("{{")))
		return STR("");
	struct str inside = str_part(s, 2, s.len);
	size_t end = str_find(inside, STR("}}"));
	struct str name = str_trim(str_part(inside, 0, end));
	if (end == inside.len || !prompt_is_word(name))
		return STR("");
	*len = end + 4;
	return name;
}

static const struct prompt_field *prompt_find(const struct prompt_field *fields, size_t count,
					      struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(str_of(fields[i].name), name))
			return &fields[i];
	return NULL;
}

/* Copy `from` with its fields filled in; false when one is unknown: its name in *missing. */
static bool prompt_expand(struct buf *out, struct str from, const struct prompt_field *fields,
			  size_t count, struct str *missing)
{
	while (from.len > 0) {
		size_t len = str_find(from, STR("{{"));
		buf_add(out, str_part(from, 0, len));
		from = str_part(from, len, from.len);
		if (from.len == 0)
			break;
		struct str name = prompt_name(from, &len);
		if (name.len == 0) {
			/* One brace only, for "{{{name}}}" holds a field after the first. */
			buf_add_char(out, from.at[0]);
			from = str_part(from, 1, from.len);
			continue;
		}
		const struct prompt_field *field = prompt_find(fields, count, name);
		if (field == NULL) {
			*missing = name;
			return false;
		}
		buf_add(out, field->value);
		from = str_part(from, len, from.len);
	}
	return true;
}

/* Where a user's own version may stand; false when there is none. */
static bool prompt_find_own(struct arena *arena, struct str folder, const char *file,
			    const char **path)
{
	struct str own = file_config_path(arena, "prompts");
	struct str places[] = {folder, own};
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (places[i].len == 0)
			continue;
		*path = arena_fmt(arena, "%.*s/%s", STR_ARG(places[i]), file).at;
		if (file_exists(*path))
			return true;
	}
	return false;
}

/* A user's version is for the same action as ours, or it is for nothing. */
static bool prompt_same(struct str what, struct str ours, const char *name, const char *where,
			struct err *err)
{
	return str_eq(what, ours) ||
	       err_set(err, ERR_INPUT,
		       "%s: \"%s\" is \"%.*s\" for this action and cannot be changed here", where,
		       name, STR_ARG(ours));
}

/* The prompt without its head, and what both heads say. */
static bool prompt_read(struct arena *arena, struct str folder, const char *file,
			struct prompt_head *head, struct str *body, const char **where,
			struct err *err)
{
	*head = (struct prompt_head){.title = STR(""),
				     .kind = STR(""),
				     .languages = STR(""),
				     .temperature = -1};
	struct str bytes = embedded_file(file);
	*where = file;
	if (bytes.len > 0 && !prompt_head_read(arena, bytes, file, head, body, err))
		return false;
	const char *path;
	if (!prompt_find_own(arena, folder, file, &path))
		return bytes.len > 0 || err_set(err, ERR_INPUT, "there is no prompt \"%s\"", file);
	struct prompt_head ours = *head;
	*where = path;
	if (!file_read(arena, path, PROMPT_FILE_MAX, &bytes, err) ||
	    !prompt_head_read(arena, bytes, path, head, body, err))
		return false;
	return ours.kind.len == 0 ||
	       (prompt_same(head->kind, ours.kind, "kind", path, err) &&
		prompt_same(head->languages, ours.languages, "languages", path, err));
}

bool prompt_head(struct arena *arena, struct str folder, const char *file, struct prompt_head *head,
		 struct err *err)
{
	struct str body;
	const char *where;
	return prompt_read(arena, folder, file, head, &body, &where, err);
}

bool prompt_fill(struct arena *arena, struct str folder, const char *file, const char *section,
		 const struct prompt_field *fields, size_t count, struct str *text, struct err *err)
{
	struct str body, inside, missing;
	struct prompt_head head;
	const char *where;
	if (!prompt_read(arena, folder, file, &head, &body, &where, err))
		return false;
	if (!prompt_section(body, str_of(section), &inside))
		return err_set(err, ERR_INPUT, "the prompt %s has no section \"# %s\"", where,
			       section);
	struct buf out;
	buf_init(&out, PROMPT_TEXT_MAX);
	bool ok = prompt_expand(&out, inside, fields, count, &missing) ||
		  err_set(err, ERR_INPUT,
			  "the prompt %s, section \"# %s\", has a field {{%.*s}} that is unknown",
			  where, section, STR_ARG(missing));
	if (ok && out.full)
		ok = err_set(err, ERR_INPUT, "the prompt %s becomes longer than %d bytes", where,
			     PROMPT_TEXT_MAX);
	if (ok)
		*text = arena_str(arena, buf_str(&out));
	buf_deinit(&out);
	return ok;
}
