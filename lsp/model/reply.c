/*
 * Collects an answer. The text goes through two small filters: what is no UTF-8 and
 * what a model thinks aloud never reach the reader.
 */
#include "reply.h"

#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

static const struct str reply_tags[] = {
	[REPLY_OUTSIDE] = {"<think>", 7},
	[REPLY_INSIDE] = {"</think>", 8},
};

void reply_init(struct reply *reply, struct buf *text)
{
	*reply = (struct reply){.text = text, .usage = model_usage_none};
}

void reply_copy(char *into, size_t size, struct str from)
{
	struct buf plain;
	buf_init(&plain, size - 1);
	utf8_add_plain(&plain, from);
	struct str got = str_trim(buf_str(&plain));
	if (got.len > 0)
		memcpy(into, got.at, got.len);
	into[got.len] = '\0';
	buf_deinit(&plain);
}

static bool reply_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* May a tag begin here? */
static bool reply_at_start(const struct reply *reply)
{
	const struct buf *text = reply->text;
	return reply->think == REPLY_INSIDE || text->len == 0 ||
	       reply_is_blank(text->at[text->len - 1]);
}

static void reply_show(struct reply *reply, struct str bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		if (reply->skip_blank && reply_is_blank(bytes.at[i]))
			continue;
		reply->skip_blank = false;
		buf_add_char(reply->text, bytes.at[i]);
	}
}

/* Held bytes turned out to be no tag. */
static void reply_release(struct reply *reply)
{
	struct str held = str_part(reply_tags[reply->think], 0, reply->held);
	reply->held = 0;
	if (reply->think == REPLY_OUTSIDE)
		reply_show(reply, held);
}

static void reply_take(struct reply *reply, char c)
{
	struct str tag = reply_tags[reply->think];
	if (reply->held > 0 && c != tag.at[reply->held])
		reply_release(reply);
	if (c == tag.at[reply->held] && (reply->held > 0 || reply_at_start(reply))) {
		reply->held++;
		if (reply->held < tag.len)
			return;
		reply->held = 0;
		if (reply->think == REPLY_INSIDE && reply->text->len == 0)
			reply->skip_blank = true;
		reply->think = reply->think == REPLY_INSIDE ? REPLY_OUTSIDE : REPLY_INSIDE;
		return;
	}
	if (reply->think == REPLY_OUTSIDE)
		reply_show(reply, (struct str){&c, 1});
}

void reply_text(struct reply *reply, struct str bytes)
{
	if (bytes.len == 0)
		return;
	reply_thought(reply);
	if (utf8_valid(bytes)) {
		for (size_t i = 0; i < bytes.len; i++)
			reply_take(reply, bytes.at[i]);
		return;
	}
	while (bytes.len > 0) {
		uint32_t rune;
		size_t len = utf8_next(bytes, &rune);
		struct str good = str_part(bytes, 0, len);
		if (len == 1 && (unsigned char)bytes.at[0] >= 0x80)
			good = STR("\xEF\xBF\xBD");
		for (size_t i = 0; i < good.len; i++)
			reply_take(reply, good.at[i]);
		bytes = str_part(bytes, len, bytes.len);
	}
}

void reply_thought(struct reply *reply)
{
	reply->progress = true;
	reply->content = true;
}

void reply_end(struct reply *reply)
{
	reply_release(reply);
}

void reply_note(struct reply *reply, struct str words)
{
	reply_copy(reply->note, sizeof(reply->note), words);
}

void reply_model(struct reply *reply, struct str name)
{
	if (name.len > 0)
		reply_copy(reply->model, sizeof(reply->model), name);
}

void complaint_read(struct complaint *complaint, const cJSON *error)
{
	*complaint = (struct complaint){.there = true};
	if (cJSON_IsString(error)) {
		reply_copy(complaint->message, sizeof(complaint->message), json_str(error));
		return;
	}
	reply_copy(complaint->type, sizeof(complaint->type), json_get_str(error, "type"));
	reply_copy(complaint->param, sizeof(complaint->param), json_get_str(error, "param"));
	reply_copy(complaint->message, sizeof(complaint->message), json_get_str(error, "message"));
	/* A word at OpenAI and its like, a number (of HTTP) at llama.cpp, vLLM and OpenRouter. */
	struct str code = json_get_str(error, "code");
	if (code.len == 0)
		code = json_get_str(json_get(error, "details"), "error_code");
	reply_copy(complaint->code, sizeof(complaint->code), code);
	int64_t number = json_get_int(error, "code", 0);
	if (number == 0)
		number = json_get_int(error, "http_status_code", 0);
	if (number >= 400 && number <= 599)
		complaint->status = (int)number;
}

bool reply_complain(struct reply *reply, const cJSON *error)
{
	complaint_read(&reply->complaint, error);
	return false;
}

bool reply_garbage(struct reply *reply, struct str bytes)
{
	reply->complaint = (struct complaint){.there = true};
	struct complaint *complaint = &reply->complaint;
	reply_copy(complaint->type, sizeof(complaint->type), STR("garbage"));
	reply_copy(complaint->message, sizeof(complaint->message), str_part(bytes, 0, 120));
	return false;
}
