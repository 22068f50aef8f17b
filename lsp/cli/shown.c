/*
 * Prints what would be sent: the words, or with --json the request with its body byte
 * for byte. No headers, for one of them holds the key.
 */
#include "shown.h"

#include <stdio.h>

#include "base/json.h"
#include "session.h"

enum { SHOWN_MAX = 256 << 20 };

static const char *shown_role(const struct model_turn *turn)
{
	return turn->role == MODEL_USER ? "user" : "assistant";
}

static void shown_put_text(struct json *json, const char *name, struct str text)
{
	json_key(json, name);
	if (text.len > 0)
		json_put_str(json, text);
	else
		json_put_null(json);
}

static void shown_put_turns(struct json *json, const struct model_question *question)
{
	json_key(json, "turns");
	json_array(json);
	for (size_t i = 0; i < question->turn_count; i++) {
		json_object(json);
		shown_put_text(json, "role", str_of(shown_role(&question->turns[i])));
		shown_put_text(json, "text", question->turns[i].text);
		json_object_end(json);
	}
	json_array_end(json);
}

static void shown_put_size(struct json *json, const struct work_shown *show)
{
	json_key(json, "tokens_least");
	json_put_int(json, (int64_t)show->least);
	json_key(json, "tokens_most");
	json_put_int(json, (int64_t)show->most);
	json_key(json, "context");
	if (show->question.context > 0)
		json_put_int(json, show->question.context);
	else
		json_put_null(json);
}

static void shown_json(const struct work *work, struct buf *out)
{
	const struct work_shown *show = work->show;
	struct json json;
	json_init(&json, out);
	json_object(&json);
	shown_put_text(&json, "provider", provider_name(work->choice.provider));
	shown_put_text(&json, "model", show->request.model);
	shown_put_text(&json, "url", show->request.url);
	shown_put_text(&json, "system", show->question.system);
	shown_put_turns(&json, &show->question);
	shown_put_size(&json, show);
	if (show->request.text.len > 0)
		shown_put_text(&json, "stdin", show->request.text);
	json_key(&json, "body");
	if (show->request.body.len > 0)
		json_put_raw(&json, show->request.body);
	else
		json_put_null(&json);
	json_object_end(&json);
}

static void shown_line(struct buf *out, const char *name, struct str value)
{
	if (value.len > 0)
		buf_addf(out, "%s: %.*s\n", name, STR_ARG(value));
}

static void shown_section(struct buf *out, const char *name, struct str text)
{
	buf_addf(out, "\n--- %s ---\n\n", name);
	buf_add(out, text);
	buf_add_char(out, '\n');
}

static void shown_text(const struct work *work, struct buf *out)
{
	const struct work_shown *show = work->show;
	const struct model_question *question = &show->question;
	shown_line(out, "provider", provider_name(work->choice.provider));
	shown_line(out, "model", show->request.model);
	shown_line(out, "url", show->request.url);
	buf_addf(out, "tokens: %zu to %zu", show->least, show->most);
	if (question->context > 0)
		buf_addf(out, " of %ld", question->context);
	buf_add_char(out, '\n');
	if (show->request.text.len > 0) {
		shown_section(out, "stdin of the program", show->request.text);
		return;
	}
	if (question->system.len > 0)
		shown_section(out, "system", question->system);
	for (size_t i = 0; i < question->turn_count; i++)
		shown_section(out, shown_role(&question->turns[i]), question->turns[i].text);
}

int shown_print(const struct work *work, bool json)
{
	struct buf out;
	buf_init(&out, SHOWN_MAX);
	if (json) {
		shown_json(work, &out);
		buf_add_char(&out, '\n');
	} else {
		shown_text(work, &out);
	}
	fwrite(out.at, 1, out.len, stdout);
	buf_deinit(&out);
	return CLI_FINE;
}
