/*
 * Reads templates.json, embedded and the user's, and chooses. What a template must not
 * let through is taken from the template itself, so that a forgotten entry opens no door.
 */
#include <string.h>

#include "base/embedded.h"
#include "base/json.h"
#include "base/utf8.h"
#include "io/file.h"
#include "templates.h"

enum {
	TEMPLATE_FILE_MAX = 1 << 20,
	TEMPLATE_LIST_MAX = 600, /* bytes of names in a message */
};

/* --- which --- */

static char templates_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Does the pattern cover all of `text`? "*" stands for anything. */
static bool templates_match(struct str pattern, struct str text)
{
	size_t at = 0, i = 0, star = pattern.len, from = 0;
	while (i < text.len) {
		if (at < pattern.len && pattern.at[at] == '*') {
			star = at++;
			from = i;
		} else if (at < pattern.len &&
			   templates_lower(pattern.at[at]) == templates_lower(text.at[i])) {
			at++;
			i++;
		} else if (star < pattern.len) {
			/* The star takes one character more. */
			at = star + 1;
			i = ++from;
		} else {
			return false;
		}
	}
	while (at < pattern.len && pattern.at[at] == '*')
		at++;
	return at == pattern.len;
}

static const cJSON *templates_choose(const cJSON *root, struct str name, struct str model)
{
	const cJSON *node, *pattern;
	cJSON_ArrayForEach(node, json_get(root, "templates"))
	{
		if (name.len > 0 && str_eq(str_of(node->string), name))
			return node;
		if (name.len > 0)
			continue;
		cJSON_ArrayForEach(pattern,
				   json_get(node,
					    "models")) if (templates_match(json_str(pattern),
									   model)) return node;
	}
	return NULL;
}

/* --- what it says --- */

static bool templates_wrong(const struct chat_template *chat, const char *file, const char *what,
			    struct err *err)
{
	return err_set(err, ERR_INPUT, "%s: template \"%.*s\": %s", file, STR_ARG(chat->name),
		       what);
}

static size_t templates_count(struct str text, struct str what)
{
	size_t count = 0;
	for (size_t at = 0; at < text.len; at++)
		count += str_starts(str_part(text, at, text.len), what);
	return count;
}

static bool templates_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * Where the mark can be broken so that it is none any more: of one in brackets behind the first
 * character; a plain word within it, for a model reads "###User:" like "### User:". 0: nowhere.
 */
static size_t templates_cut(struct str mark)
{
	uint32_t rune;
	size_t first = mark.len == 0 ? 0 : utf8_next(mark, &rune);
	if (first < mark.len && strchr("<[", mark.at[0]) == NULL)
		for (size_t at = 2; at < mark.len; at++)
			if (templates_letter(mark.at[at - 2]) &&
			    templates_letter(mark.at[at - 1]) && templates_letter(mark.at[at]))
				return at;
	return first < mark.len ? first : 0;
}

static bool templates_add_mark(struct chat_template *chat, struct str mark)
{
	size_t skip = 0;
	while (skip < mark.len && mark.at[skip] == '\n')
		skip++;
	size_t cut = templates_cut(str_part(mark, skip, mark.len));
	for (size_t i = 0; i < chat->mark_count; i++)
		if (str_eq(chat->marks[i], mark))
			return true;
	if (chat->mark_count == TEMPLATE_MARKS_MAX || cut == 0)
		return false;
	chat->cuts[chat->mark_count].line_ends = skip;
	chat->cuts[chat->mark_count].at = cut;
	chat->marks[chat->mark_count++] = mark;
	return true;
}

/* Whatever a piece has between < and >, or [ and ], without a blank in it. */
static bool templates_add_marks_of(struct chat_template *chat, struct str piece)
{
	for (size_t from = 0; from < piece.len; from++) {
		char open = piece.at[from], close = open == '<' ? '>' : ']';
		if (open != '<' && open != '[')
			continue;
		size_t end = from + 1;
		while (end < piece.len && strchr("<>[] \n\t{}", piece.at[end]) == NULL)
			end++;
		if (end < piece.len && piece.at[end] == close && end > from + 1 &&
		    !templates_add_mark(chat, str_part(piece, from, end + 1 - from)))
			return false;
	}
	return true;
}

/* Each string of the array is a mark; with `stops` it ends answers as well. */
static bool templates_take_marks(struct arena *arena, const cJSON *array, bool stops,
				 struct chat_template *chat)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, array)
	{
		struct str mark = arena_str(arena, json_str(item));
		if (!templates_add_mark(chat, mark))
			return false;
		if (stops && chat->stop_count == TEMPLATE_STOPS_MAX)
			return false;
		if (stops)
			chat->stops[chat->stop_count++] = mark;
	}
	return true;
}

static bool templates_take(struct arena *arena, const cJSON *node, const char *file,
			   struct chat_template *chat, struct err *err)
{
	*chat = (struct chat_template){.name = arena_str(arena, str_of(node->string))};
	const struct {
		const char *member;
		struct str *into;
		size_t systems, texts; /* how often {system} and {text} stand in it */
	} pieces[] = {
		{"begin", &chat->begin, 0, 0},         {"system", &chat->system, 1, 0},
		{"first", &chat->first, 1, 1},         {"user", &chat->user, 0, 1},
		{"assistant", &chat->assistant, 0, 1}, {"answer", &chat->answer, 0, 0},
	};
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct str piece = arena_str(arena, json_get_str(node, pieces[i].member));
		*pieces[i].into = piece;
		if (piece.len > 0 &&
		    (templates_count(piece, STR("{system}")) != pieces[i].systems ||
		     templates_count(piece, STR("{text}")) != pieces[i].texts))
			return templates_wrong(chat, file, "a piece lacks {text} or {system}", err);
		if (!templates_add_marks_of(chat, piece))
			return templates_wrong(chat, file, "it has too many marks", err);
	}
	if (chat->user.len == 0 || chat->assistant.len == 0 ||
	    (chat->system.len == 0 && chat->first.len == 0))
		return templates_wrong(chat, file,
				       "it needs \"user\", \"assistant\", \"system\" or \"first\"",
				       err);
	chat->default_system = arena_str(arena, json_get_str(node, "default_system"));
	struct str bos = arena_str(arena, json_get_str(node, "bos"));
	bool fine = templates_take_marks(arena, json_get(node, "stop"), true, chat) &&
		    templates_take_marks(arena, json_get(node, "control"), false, chat) &&
		    (bos.len == 0 || templates_add_mark(chat, bos));
	return fine || templates_wrong(chat, file,
				       "\"stop\" may have 4, \"stop\" and \"control\" together "
				       "some 60 strings of two characters or more",
				       err);
}

/* --- the files --- */

static cJSON *templates_parse(struct str bytes, const char *file, struct err *err)
{
	struct err why = {0};
	cJSON *root = json_parse(bytes, &why);
	if (cJSON_IsObject(root) && cJSON_IsObject(json_get(root, "templates")))
		return root;
	err_set(err, ERR_INPUT, "%s holds no object \"templates\": %s", file,
		root == NULL ? why.text : "something else");
	cJSON_Delete(root);
	return NULL;
}

bool templates_read(struct arena *arena, struct str bytes, const char *file, struct str name,
		    struct str model, struct chat_template *chat, struct err *err)
{
	cJSON *root = templates_parse(bytes, file, err);
	const cJSON *node = templates_choose(root, name, model);
	bool found = node != NULL && templates_take(arena, node, file, chat, err);
	cJSON_Delete(root);
	return found;
}

/* Append the names of those that come with the program. */
static void templates_list(struct buf *names)
{
	struct err err;
	cJSON *root = json_parse(embedded_file("templates.json"), &err);
	const cJSON *node;
	cJSON_ArrayForEach(node, json_get(root, "templates"))
		buf_addf(names, "%s%s", names->len > 0 ? ", " : "", node->string);
	cJSON_Delete(root);
}

bool templates_find(struct arena *arena, struct str name, struct str model,
		    struct chat_template *chat, struct err *err)
{
	struct str path = file_config_path(arena, "templates.json"), bytes;
	struct err why = {.kind = ERR_NONE};
	bool found = false;
	if (path.len > 0 && file_exists(path.at))
		found = file_read(arena, path.at, TEMPLATE_FILE_MAX, &bytes, &why) &&
			templates_read(arena, bytes, path.at, name, model, chat, &why);
	if (!found && why.kind == ERR_NONE)
		found = templates_read(arena, embedded_file("templates.json"),
				       "the embedded templates.json", name, model, chat, &why);
	if (found)
		return true;
	if (why.kind != ERR_NONE)
		return err_set(err, why.kind, "%s", why.text);
	struct buf names;
	buf_init(&names, TEMPLATE_LIST_MAX);
	templates_list(&names);
	if (name.len > 0)
		err_set(err, ERR_INPUT, "there is no chat template \"%.*s\"; there are %.*s",
			STR_ARG(name), STR_ARG(buf_str(&names)));
	else
		err_set(err, ERR_INPUT,
			"no chat template is known for a model called \"%.*s\": make \"model\" the "
			"name of what the server runs, or set \"template\" in models.json to one "
			"of %.*s",
			STR_ARG(model), STR_ARG(buf_str(&names)));
	buf_deinit(&names);
	return false;
}
