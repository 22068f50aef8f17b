/*
 * Reads the bodies of errors: JSON in the shapes of a dozen servers, and the pages of
 * proxies, of which the first line of text is worth showing.
 */
#include "failure_body.h"

#include <stdio.h>

#include "base/json.h"
#include "failure.h"

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

/* The first words of a page, without its tags. */
static void failure_body_page(struct str body, char *into, size_t size)
{
	struct buf text;
	buf_init(&text, 600);
	for (size_t i = 0; i < body.len && !text.full;) {
		bool tag = body.at[i] == '<';
		buf_add_char(&text, tag ? '\n' : body.at[i]);
		i = tag ? failure_body_skip_tag(body, i) : i + 1;
	}
	struct str rest = buf_str(&text), line;
	into[0] = '\0';
	while (into[0] == '\0' && str_line(&rest, &line))
		reply_copy(into, size, line);
	buf_deinit(&text);
}

/* A list of what is wrong, as FastAPI has it: {"loc": ["body", "temperature"], "msg": "…"}. */
static void failure_body_list(struct complaint *complaint, const cJSON *list)
{
	const cJSON *first = cJSON_GetArrayItem(list, 0), *loc = json_get(first, "loc");
	complaint_read(complaint, first);
	reply_copy(complaint->message, sizeof(complaint->message), json_get_str(first, "msg"));
	int count = cJSON_GetArraySize(loc);
	if (count > 0)
		reply_copy(complaint->param, sizeof(complaint->param),
			   json_str(cJSON_GetArrayItem(loc, count - 1)));
}

/* The complaint in a body: the "error" member, or whatever text there is. */
void failure_body_read(struct complaint *complaint, struct str body)
{
	struct err err;
	cJSON *root = json_parse(body, &err);
	/* Google's kin wrap it in an array of one. */
	const cJSON *object = cJSON_IsArray(root) ? cJSON_GetArrayItem(root, 0) : root;
	const cJSON *error = json_get(object, "error"), *detail = json_get(object, "detail");
	if (cJSON_IsObject(error) || cJSON_IsString(error))
		complaint_read(complaint, error);
	else if (cJSON_IsArray(detail))
		failure_body_list(complaint, detail);
	else if (cJSON_IsString(detail))
		complaint_read(complaint, detail);
	else if (cJSON_IsObject(object))
		complaint_read(complaint, object);
	if (complaint->type[0] == '\0')
		reply_copy(complaint->type, sizeof(complaint->type),
			   json_get_str(object, "error_type"));
	cJSON_Delete(root);
	if (complaint->message[0] == '\0')
		failure_body_page(str_trim(body), complaint->message, sizeof(complaint->message));
	if (complaint->message[0] == '\0')
		reply_copy(complaint->message, sizeof(complaint->message),
			   STR("(it gave no reason)"));
}

void failure_not_a_stream(struct complaint *complaint, struct str body)
{
	*complaint = (struct complaint){.there = true};
	reply_copy(complaint->type, sizeof(complaint->type), STR("garbage"));
	failure_body_page(body, complaint->message, sizeof(complaint->message));
}
