/*
 * Turns a provider's refusals into one line each: who, what it said, what to do. The
 * words of a provider, or of a proxy in front of it, are hostile input like any
 * other: cut, made plain, and stripped of our own key should they quote it.
 */
#include "failure.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

/* Codes that mean the money has run out, whatever the status. */
static const char *const failure_money_codes[] = {
	"insufficient_quota",
	"credit_balance_exhausted",
	"billing_error",
	"billing_not_active",
	"billing_hard_limit_reached",
	"enforced_spend_limit_reached",
	"contract_spend_limit_reached",
	NULL,
};

/* What a word in the body says about the status when HTTP said 200. */
static const struct {
	const char *word;
	int status;
} failure_words[] = {
	{"api_error", 500},           {"authentication_error", 401},
	{"billing_error", 402},       {"insufficient_quota", 429},
	{"invalid_api_key", 401},     {"invalid_request_error", 400},
	{"model_not_found", 404},     {"not_found_error", 404},
	{"overloaded", 529},          {"overloaded_error", 529},
	{"permission_error", 403},    {"rate_limit_error", 429},
	{"rate_limit_exceeded", 429}, {"request_too_large", 413},
	{"server_error", 500},        {"server_is_overloaded", 503},
	{"slow_down", 429},           {"timeout_error", 504},
	{"unavailable_error", 503},
};

struct str failure_place(struct str url)
{
	size_t end = 0;
	while (end < url.len && url.at[end] != '?' && url.at[end] != '#')
		end++;
	return str_part(url, 0, end);
}

/* --- when --- */

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t failure_days(int64_t year, int64_t month, int64_t day)
{
	year -= month <= 2;
	int64_t era = year / 400;
	int64_t year_of_era = year - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT" in seconds since 1970; -1 when it is no such date. */
static int64_t failure_date(struct str date)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char text[40];
	if (date.len == 0 || date.len >= sizeof(text))
		return -1;
	memcpy(text, date.at, date.len);
	text[date.len] = '\0';
	int day, year, hour, minute, second;
	char month[4];
	if (sscanf(text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT", &day, month, &year,
		   &hour, &minute, &second) != 6)
		return -1;
	const char *at = strstr(months, month);
	if (strlen(month) != 3 || at == NULL || (at - months) % 3 != 0 || year < 1970)
		return -1;
	return failure_days(year, (at - months) / 3 + 1, day) * 86400 + hour * 3600 + minute * 60 +
	       second;
}

uint64_t failure_wait(const struct failure_hints *hints, int64_t now)
{
	const double most = 1e9; /* eleven days: longer than anyone waits, far from overflow */
	double ms = 0;
	if (!str_to_double(hints->retry_after_ms, &ms) || !(ms > 0)) {
		ms = 0;
		int64_t date = failure_date(hints->retry_after);
		if (str_to_double(hints->retry_after, &ms))
			ms *= 1000;
		else if (date > now)
			ms = (double)(date - now) * 1000;
	}
	if (!(ms > 0))
		return 0;
	return ms > most ? (uint64_t)most : (uint64_t)ms + 1;
}

/* --- what it said --- */

/* The first words of a page, without its tags. */
static void failure_page(struct str body, char *into, size_t size)
{
	struct buf text;
	buf_init(&text, 600);
	bool tag = false;
	for (size_t i = 0; i < body.len && !text.full; i++) {
		char c = body.at[i];
		if (c == '<')
			tag = true;
		else if (c == '>')
			tag = false;
		if (c == '>')
			buf_add_char(&text, '\n');
		else if (!tag)
			buf_add_char(&text, c);
	}
	struct str rest = buf_str(&text), line;
	into[0] = '\0';
	while (into[0] == '\0' && str_line(&rest, &line))
		reply_copy(into, size, line);
	buf_deinit(&text);
}

/* The complaint in a body: the "error" member, or whatever text there is. */
static void failure_read(struct complaint *complaint, struct str body)
{
	struct err err;
	cJSON *root = json_parse(body, &err);
	/* Google's kin wrap it in an array of one. */
	const cJSON *object = cJSON_IsArray(root) ? cJSON_GetArrayItem(root, 0) : root;
	const cJSON *error = json_get(object, "error");
	if (error == NULL && cJSON_IsString(json_get(object, "detail")))
		error = json_get(object, "detail");
	if (error != NULL)
		complaint_read(complaint, error);
	else if (cJSON_IsObject(object))
		complaint_read(complaint, object);
	cJSON_Delete(root);
	if (complaint->message[0] == '\0')
		failure_page(str_trim(body), complaint->message, sizeof(complaint->message));
	if (complaint->message[0] == '\0')
		reply_copy(complaint->message, sizeof(complaint->message),
			   STR("(it gave no reason)"));
}

void failure_not_a_stream(struct complaint *complaint, struct str body)
{
	*complaint = (struct complaint){.there = true};
	reply_copy(complaint->type, sizeof(complaint->type), STR("garbage"));
	failure_page(body, complaint->message, sizeof(complaint->message));
}

/* --- what it means --- */

static bool failure_is_money(const struct complaint *complaint)
{
	for (const char *const *code = failure_money_codes; *code != NULL; code++)
		if (strcmp(complaint->code, *code) == 0 || strcmp(complaint->type, *code) == 0)
			return true;
	return false;
}

/* Which part of the question a 400 is about. */
static enum failure_fix failure_fix(const struct complaint *complaint)
{
	struct str message = str_of(complaint->message), param = str_of(complaint->param);
	if (str_eq(param, STR("temperature")) || str_has(message, STR("`temperature`")) ||
	    str_has(message, STR("'temperature'")))
		return FIX_TEMPERATURE;
	if (str_eq(param, STR("stream_options")) || str_has(message, STR("stream_options")))
		return FIX_STREAM_OPTIONS;
	if (str_has(message, STR("'max_completion_tokens' instead")) ||
	    str_has(message, STR("'max_tokens' instead")))
		return FIX_LIMIT_NAME;
	if (str_eq(param, STR("max_tokens")) || str_eq(param, STR("max_completion_tokens")))
		return str_has(message, STR("nsupported")) ? FIX_LIMIT_NAME : FIX_LIMIT;
	return FIX_NOTHING;
}

/* Set the message, without any key in it. */
static void failure_say(struct failure *failure, const struct failure_where *where,
			enum err_kind kind, struct str message)
{
	struct buf line;
	buf_init(&line, sizeof(failure->err.text) - 1);
	buf_addf(&line, "%s at %.*s: ", where->provider->name, STR_ARG(failure_place(where->base)));
	buf_add(&line, message);
	if (where->secrets != NULL)
		secrets_redact(where->secrets, &line);
	err_set(&failure->err, kind, "%.*s", STR_ARG(buf_str(&line)));
	buf_deinit(&line);
}

static void failure_auth(struct buf *text, const struct failure_where *where, int status)
{
	const char *name =
		where->key != NULL ? where->key->env : provider_key_name(where->provider);
	if (where->key == NULL)
		buf_addf(text, "it wants a key (%d): set %s", status, name);
	else if (status == 401)
		buf_addf(text, "it refused the key (401): check %s", name);
	else
		buf_addf(text, "it does not allow this with the key in %s (403)", name);
}

static void failure_classify(struct failure *failure, const struct failure_where *where, int status,
			     const struct complaint *complaint)
{
	struct buf text;
	buf_init(&text, sizeof(failure->err.text));
	enum err_kind kind = ERR_INPUT;
	failure->retry = false;
	if (failure_is_money(complaint) || status == 402) {
		kind = ERR_MONEY;
		buf_addf(&text, "it wants to be paid (%d): check the account's credit and limits",
			 status);
	} else if (status == 401 || status == 403) {
		kind = ERR_AUTH;
		failure_auth(&text, where, status);
	} else if (status == 429) {
		kind = ERR_BUSY;
		failure->retry = true;
		buf_addf(&text, "too many requests (429)");
	} else if (status == 529 || status == 503) {
		kind = ERR_BUSY;
		failure->retry = true;
		buf_addf(&text, "it is overloaded (%d): try again later", status);
	} else if (status >= 500 || status == 408 || status == 409) {
		kind = ERR_BUSY;
		failure->retry = true;
		buf_addf(&text, "it failed (%d): try again later", status);
	} else if (status == 404) {
		buf_addf(&text, "it knows no model \"%.*s\", or the base URL is wrong (404)",
			 STR_ARG(where->model));
	} else if (status == 413) {
		buf_addf(&text, "the question is too long for it (413)");
	} else {
		failure->fix = failure_fix(complaint);
		buf_addf(&text, "it refused the request (%d)", status);
	}
	if (kind == ERR_BUSY && failure->wait_ms > 0)
		buf_addf(&text, "; it asks to wait %.0f s", (double)failure->wait_ms / 1e3);
	buf_addf(&text, ": %s", complaint->message);
	failure_say(failure, where, kind, buf_str(&text));
	buf_deinit(&text);
}

static void failure_redirect(struct failure *failure, const struct failure_where *where, int status,
			     struct str location)
{
	char target[200];
	reply_copy(target, sizeof(target), failure_place(location));
	struct buf text;
	buf_init(&text, sizeof(failure->err.text));
	buf_addf(&text,
		 "it redirects (%d) to \"%s\"; redirects are not followed, for they would carry "
		 "the key elsewhere: if that is the right place, make it the base URL (%s)",
		 status, target[0] != '\0' ? target : "nowhere", provider_address(where->provider));
	failure_say(failure, where, ERR_INPUT, buf_str(&text));
	buf_deinit(&text);
}

void failure_of_status(struct failure *failure, const struct failure_where *where, int status,
		       struct str body, const struct failure_hints *hints, int64_t now)
{
	*failure = (struct failure){.wait_ms = failure_wait(hints, now)};
	if (status >= 300 && status < 400) {
		failure_redirect(failure, where, status, hints->location);
		return;
	}
	struct complaint complaint = {.there = true};
	failure_read(&complaint, body);
	failure_classify(failure, where, status, &complaint);
	if (str_eq(hints->should_retry, STR("false")))
		failure->retry = false;
	else if (str_eq(hints->should_retry, STR("true")) && failure->err.kind == ERR_BUSY)
		failure->retry = true;
	/* Longer than we wait: the message tells for how long. */
	if (failure->wait_ms > FAILURE_WAIT_MAX_MS)
		failure->retry = false;
}

void failure_of_complaint(struct failure *failure, const struct failure_where *where,
			  const struct complaint *complaint)
{
	*failure = (struct failure){.retry = false};
	if (strcmp(complaint->type, "garbage") == 0) {
		struct buf text;
		buf_init(&text, sizeof(failure->err.text));
		buf_addf(&text,
			 "what it sent is not the stream of its API (is the base URL right?): %s",
			 complaint->message);
		failure_say(failure, where, ERR_WORLD, buf_str(&text));
		buf_deinit(&text);
		return;
	}
	int status = complaint->status;
	for (size_t i = 0; i < sizeof(failure_words) / sizeof(failure_words[0]); i++)
		if (status == 0 && (strcmp(complaint->code, failure_words[i].word) == 0 ||
				    strcmp(complaint->type, failure_words[i].word) == 0))
			status = failure_words[i].status;
	failure_classify(failure, where, status == 0 ? 500 : status, complaint);
	failure->fix = FIX_NOTHING;
}
