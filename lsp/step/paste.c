/*
 * Files as the user calls them in place of the sandbox's, without what only says how much the
 * compiler may complain.
 */
#include "paste.h"

#include <string.h>

#include "base/buf.h"

enum { PASTE_MAX = 8 << 10 };

/* As a shell takes it for one word. */
static void paste_add(struct buf *line, struct str word)
{
	static const char plain[] = "_@%+=:,./-";
	bool safe = word.len > 0;
	for (size_t i = 0; i < word.len; i++) {
		char c = word.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		safe = safe && c != '\0' &&
		       (letter || (c >= '0' && c <= '9') || strchr(plain, c) != NULL);
	}
	if (line->len > 0)
		buf_add_char(line, ' ');
	if (safe) {
		buf_add(line, word);
		return;
	}
	buf_add_char(line, '\'');
	for (size_t i = 0; i < word.len; i++)
		if (word.at[i] == '\'')
			buf_add(line, STR("'\\''"));
		else
			buf_add_char(line, word.at[i]);
	buf_add_char(line, '\'');
}

/* A flag that changes nothing of what is built. */
static bool paste_leaves_out(struct str flag)
{
	static const char *const ours[] = {"-pipe", "-W", "-fmax-errors", "-ferror-limit"};
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (str_starts(flag, str_of(ours[i])))
			return true;
	return false;
}

struct str paste_command(struct work *work, const struct build *build)
{
	struct arena *arena = &work->job.arena;
	struct str stem = work->name, file = work->candidate_name;
	if (str_ends(stem, str_of(work->from->suffix)))
		stem = str_part(stem, 0, stem.len - strlen(work->from->suffix));
	if (file.len == 0)
		file = arena_fmt(arena, "%.*s%s", STR_ARG(stem), work->to->suffix);
	/* A name that begins with a dash would be a flag. */
	if (file.at[0] == '-')
		file = arena_fmt(arena, "./%.*s", STR_ARG(file));
	struct str program = arena_fmt(arena, "./%.*s", STR_ARG(stem));
	const char *const *argv =
		work->to->compile(arena, build, arena_cstr(arena, file), program.at);
	struct buf line;
	buf_init(&line, PASTE_MAX);
	for (size_t i = 0; argv[i] != NULL; i++)
		if (!paste_leaves_out(str_of(argv[i])))
			paste_add(&line, str_of(argv[i]));
	struct str kept = arena_str(arena, buf_str(&line));
	buf_deinit(&line);
	return kept;
}
