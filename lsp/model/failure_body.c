/*
 * Reads the bodies of errors: JSON in the shapes of a dozen servers, and the pages of
 * proxies, of which the first line of text is worth showing.
 */
#include "failure_body.h"

#include <stdio.h>

#include "base/json.h"
#include "failure.h"

/* How deep, and in how many of a list, words are looked for. */
enum { FAILURE_BODY_DEPTH = 6, FAILURE_BODY_ITEMS = 8 };

/* Step over a tag; what stands in a script or a style is no text. */
static size_t failure_body_skip_tag(struct str page, size_t at)
{
	static const char *const silent[] = {"script", "style", NULL};
	struct str rest = str_part(page, at, page.len);
	size_t end = at + str_find(rest, STR(">"));
	for (const char *const *name = silent; *name != NULL; name++) {
		struct str word = str_of(*name);
		char close[12];
		snprintf(close, sizeof(close), "</%s", *name);
		if (str_eq_nocase(str_part(rest, 1, word.len), word))
			return end + str_find(str_part(page, end, page.len), str_of(close));
	}
	return end + 1;
}

/* Is it written in HTML? A lone "<" is not. */
static bool failure_body_is_markup(struct str text)
{
	static const char *const marks[] = {"</", "<!doctype", "<html", "<br", "<p>", NULL};
	for (size_t at = 0; at < text.len; at++)
		for (const char *const *mark = marks; text.at[at] == '<' && *mark != NULL; mark++)
			if (str_eq_nocase(str_part(text, at, str_of(*mark).len), str_of(*mark)))
				return true;
	return false;
}

/* Text without its tags; of a page the first words, of a sentence (`gap` is a blank) all of it. */
static void failure_body_untag(struct str body, char gap, char *into, size_t size)
{
	bool markup = failure_body_is_markup(body);
	struct buf text;
	buf_init(&text, 600);
	for (size_t i = 0; i < body.len && !text.full;) {
		bool tag = body.at[i] == '<';
		char c = tag ? gap : body.at[i];
		if (!tag && markup && (c == '\n' || c == '\r'))
			c = ' ';
		if (c != ' ' || text.len == 0 || text.at[text.len - 1] != ' ')
			buf_add_char(&text, c);
		i = tag ? failure_body_skip_tag(body, i) : i + 1;
	}
	struct str rest = buf_str(&text), line;
	into[0] = '\0';
	while (into[0] == '\0' && str_line(&rest, &line))
		reply_copy(into, size, line);
	buf_deinit(&text);
}

/* Is it JSON, or the beginning of some? "[error] …" and "{name} …" are not. */
static bool failure_body_is_json(struct str text)
{
	if (text.len == 0 || (text.at[0] != '{' && text.at[0] != '['))
		return false;
	struct str rest = str_trim(str_part(text, 1, text.len));
	if (rest.len == 0)
		return true;
	char c = rest.at[0];
	return text.at[0] == '{' ? c == '"' || c == '}'
				 : c == '"' || c == '{' || c == '[' || c == ']';
}

static void failure_body_find(const cJSON *node, int depth, char *into, size_t size);

static void failure_body_copy(struct str text, int depth, char *into, size_t size)
{
	struct err err;
	text = str_trim(text);
	if (failure_body_is_json(text)) {
		/* A gateway hands on what it was told. */
		cJSON *root = json_parse(text, &err);
		failure_body_find(root, depth + 1, into, size);
		cJSON_Delete(root);
	} else if (failure_body_is_markup(text)) {
		failure_body_untag(text, ' ', into, size);
	} else {
		reply_copy(into, size, text);
	}
}

static void failure_body_find(const cJSON *node, int depth, char *into, size_t size)
{
	static const char *const names[] = {
		"message", "msg",         "error",         "errors",
		"detail",  "faultstring", "fault",         "error_description",
		"reason",  "description", "error_message", "title",
		NULL};
	into[0] = '\0';
	if (depth > FAILURE_BODY_DEPTH)
		return;
	if (cJSON_IsString(node))
		failure_body_copy(json_str(node), depth, into, size);
	for (int i = 0; cJSON_IsArray(node) && i < FAILURE_BODY_ITEMS && into[0] == '\0'; i++)
		failure_body_find(cJSON_GetArrayItem(node, i), depth + 1, into, size);
	for (const char *const *name = names; *name != NULL && into[0] == '\0'; name++)
		if (cJSON_IsObject(node))
			failure_body_find(json_get(node, *name), depth + 1, into, size);
}

void failure_body_words(const cJSON *node, char *into, size_t size)
{
	failure_body_find(node, 0, into, size);
}

/* The part of a body that is the complaint, or its first one. */
static const cJSON *failure_body_error(const cJSON *object)
{
	static const char *const names[] = {"error", "errors", "detail", "fault", NULL};
	for (const char *const *name = names; *name != NULL; name++) {
		const cJSON *node = json_get(object, *name);
		if (cJSON_IsArray(node))
			node = cJSON_GetArrayItem(node, 0);
		if (cJSON_IsObject(node) || json_str(node).len > 0)
			return node;
	}
	return object;
}

/* Of {"loc": ["body", "temperature"], "msg": "…"}, as FastAPI has it, the parameter. */
static void failure_body_param(struct complaint *complaint, const cJSON *error)
{
	const cJSON *loc = json_get(error, "loc");
	int count = cJSON_GetArraySize(loc);
	if (count > 0)
		reply_copy(complaint->param, sizeof(complaint->param),
			   json_str(cJSON_GetArrayItem(loc, count - 1)));
}

void failure_body_read(struct complaint *complaint, struct str body)
{
	struct err err;
	cJSON *root = json_parse(body, &err);
	/* Google's kin wrap it in an array of one. */
	const cJSON *object = cJSON_IsArray(root) ? cJSON_GetArrayItem(root, 0) : root;
	const cJSON *error = failure_body_error(object);
	char *message = complaint->message;
	size_t size = sizeof(complaint->message);
	bool json = root != NULL || failure_body_is_json(str_trim(body));
	if (cJSON_IsObject(error) || cJSON_IsString(error))
		complaint_read(complaint, error);
	failure_body_param(complaint, error);
	if (complaint->type[0] == '\0')
		reply_copy(complaint->type, sizeof(complaint->type),
			   json_get_str(object, "error_type"));
	if (message[0] == '\0')
		failure_body_words(root, message, size);
	cJSON_Delete(root);
	if (message[0] == '\0' && json)
		reply_copy(message, size, STR("(it gave no reason that can be shown)"));
	if (message[0] == '\0')
		failure_body_untag(str_trim(body), '\n', message, size);
	if (message[0] == '\0')
		reply_copy(message, size, STR("(it gave no reason)"));
}

void failure_not_a_stream(struct complaint *complaint, struct str body)
{
	*complaint = (struct complaint){.there = true};
	reply_copy(complaint->type, sizeof(complaint->type), STR("garbage"));
	body = str_trim(body);
	bool json = failure_body_is_json(body);
	reply_copy(complaint->code, sizeof(complaint->code), json ? STR("broken") : STR(""));
	if (json)
		reply_copy(complaint->message, sizeof(complaint->message), STR("(broken JSON)"));
	else
		failure_body_untag(body, '\n', complaint->message, sizeof(complaint->message));
}
