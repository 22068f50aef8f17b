/*
 * Collects an answer. The text goes through two small filters: what is no UTF-8 and
 * what a model thinks aloud never reach the reader.
 */
#include "reply.h"

#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "failure.h"
#include "failure_body.h"
#include "retry.h"

enum {
	REPLY_TOKENS_MAX = 1 << 30,
	REPLY_LOGPROB_MIN = -1000,
};

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

/* Can no tag begin, go on or end in them? That is nearly always so. */
static bool reply_is_plain(const struct reply *reply, struct str bytes)
{
	return reply->think == REPLY_OUTSIDE && reply->held == 0 && !reply->skip_blank &&
	       memchr(bytes.at, '<', bytes.len) == NULL;
}

void reply_text(struct reply *reply, struct str bytes)
{
	if (bytes.len == 0)
		return;
	reply_thought(reply);
	if (utf8_valid(bytes)) {
		if (reply_is_plain(reply, bytes)) {
			buf_add(reply->text, bytes);
			return;
		}
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

void reply_replace(struct reply *reply, struct str bytes)
{
	buf_clear(reply->text);
	reply->think = REPLY_OUTSIDE;
	reply->held = 0;
	reply->skip_blank = false;
	reply_text(reply, bytes);
}

void reply_refuse(struct reply *reply, struct str words)
{
	if (words.len == 0)
		return;
	reply_thought(reply);
	struct buf note;
	buf_init(&note, sizeof(reply->note) - 1);
	if (reply->refusal)
		buf_add(&note, str_of(reply->note));
	utf8_add_plain(&note, words);
	for (size_t i = 0; i < note.len; i++)
		if (reply_is_blank(note.at[i]))
			note.at[i] = ' ';
	if (note.len > 0)
		memcpy(reply->note, note.at, note.len);
	reply->note[note.len] = '\0';
	buf_deinit(&note);
	reply->refusal = true;
}

int64_t reply_tokens(const cJSON *object, const char *name, int64_t absent)
{
	int64_t tokens = json_get_int(object, name, absent);
	return tokens >= 0 && tokens <= REPLY_TOKENS_MAX ? tokens : absent;
}

void reply_logprob(struct reply *reply, double logprob)
{
	/* Some write -9999 for "next to nothing", which would drown all the others. */
	if (!(logprob <= 0 && logprob > REPLY_LOGPROB_MIN))
		return;
	reply->usage.logprob_sum += logprob;
	reply->usage.logprob_count++;
}

void reply_logprobs(struct reply *reply, const cJSON *array, const char *name)
{
	const cJSON *token;
	if (!cJSON_IsArray(array))
		return;
	cJSON_ArrayForEach(token, array) reply_logprob(reply, json_get_number(token, name, 1));
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
	/* Most servers say it in every event. */
	if (name.len > 0 && !str_eq(name, str_of(reply->model)))
		reply_copy(reply->model, sizeof(reply->model), name);
}

/* What Google's errors tell beside their message. */
static void complaint_details(struct complaint *complaint, const cJSON *details)
{
	const cJSON *detail, *violation;
	if (!cJSON_IsArray(details))
		return;
	complaint->wait_ms = retry_wait_in(details);
	cJSON_ArrayForEach(detail, details)
	{
		if (complaint->code[0] == '\0')
			reply_copy(complaint->code, sizeof(complaint->code),
				   json_get_str(detail, "reason"));
		cJSON_ArrayForEach(violation, json_get(detail, "violations"))
		{
			if (str_has(json_get_str(violation, "quotaId"), STR("PerDay")))
				reply_copy(complaint->code, sizeof(complaint->code),
					   STR("daily_quota"));
		}
	}
}

void complaint_read(struct complaint *complaint, const cJSON *error)
{
	*complaint = (struct complaint){.there = true};
	failure_body_words(error, complaint->message, sizeof(complaint->message));
	if (cJSON_IsString(error))
		return;
	struct str type = json_get_str(error, "type");
	if (type.len == 0)
		type = json_get_str(error, "status"); /* Google's */
	reply_copy(complaint->type, sizeof(complaint->type), type);
	reply_copy(complaint->param, sizeof(complaint->param), json_get_str(error, "param"));
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
	complaint_details(complaint, json_get(error, "details"));
}

bool reply_complain(struct reply *reply, const cJSON *error)
{
	struct complaint *complaint = &reply->complaint;
	complaint_read(complaint, error);
	if (complaint->message[0] == '\0')
		reply_copy(complaint->message, sizeof(complaint->message),
			   STR("(it gave no reason)"));
	return false;
}

bool reply_garbage(struct reply *reply, struct str bytes)
{
	/* Of a whole page the first words are enough. */
	failure_not_a_stream(&reply->complaint, str_part(bytes, 0, FAILURE_BODY_MAX));
	return false;
}
