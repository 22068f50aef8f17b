/*
 * Turns a provider's refusals into one line each: who, what it said, what to do. The
 * words of a provider, or of a proxy in front of it, are hostile input like any
 * other: cut, made plain, and stripped of our own key should they quote it.
 */
#include "failure.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "failure_body.h"
#include "retry.h"

/* What is in a code that means the money has run out, whatever the status. */
static const char *const failure_money[] = {
	"billing",
	"credit_balance",
	"insufficient_balance",
	"insufficient_credit",
	"insufficient_quota",
	"spend_limit",
	NULL,
};

/* … and in words, where the code is the one for everything. */
static const char *const failure_money_words[] = {
	"credit balance is too low",
	"insufficient balance",
	"insufficient credit",
	NULL,
};

/* What is in a code that means the question does not fit, whatever the status. */
static const char *const failure_long[] = {
	"context_length_exceeded", "context_window_exceeded", "exceed_context_size",
	"request_too_large",       "string_above_max_length", NULL,
};

/* … and in words: OpenAI and its like, vLLM, llama.cpp, Anthropic, Gemini, Ollama, TGI, xAI … */
static const char *const failure_long_words[] = {
	"maximum context length",
	"maximum model length",
	"maximum prompt length",
	"context length is only",
	"exceeds the available context size",
	"exceeds the context",
	"exceeds maximum context",
	"exceeds the maximum number of tokens",
	"exceed context limit",
	"prompt is too long",
	"input is too long",
	"prompt token count of",
	"reduce the length of the messages",
	"`inputs` must have less than",
	"`inputs` tokens + `max_new_tokens`",
	"ContextWindowExceeded",
	NULL,
};

/* A server that is there and cannot answer yet says one of these, with a status of 5xx. */
static const char *const failure_starting_words[] = {
	"loading model",
	"currently loading",
	"model is loading",
	"scaled to zero",
	"endpoint is start",
	"initializing",
	NULL,
};

/* Behind these names a server is started when somebody asks, which takes minutes. */
static const char *const failure_starting_hosts[] = {
	".endpoints.huggingface.cloud",
	NULL,
};

/* What a word in the body says about the status when HTTP said 200. */
static const struct {
	const char *word;
	int status;
} failure_words[] = {
	{"api_error", 500},
	{"authentication_error", 401},
	{"billing_error", 402},
	{"context_length_exceeded", 413},
	{"insufficient_quota", 429},
	{"invalid_api_key", 401},
	{"invalid_request_error", 400},
	{"model_not_found", 404},
	{"not_found_error", 404},
	{"overloaded", 529},
	{"overloaded_error", 529},
	{"permission_error", 403},
	{"rate_limit_error", 429},
	{"rate_limit_exceeded", 429},
	{"request_too_large", 413},
	{"server_error", 500},
	{"server_is_overloaded", 503},
	{"slow_down", 429},
	{"timeout_error", 504},
	{"unavailable_error", 503},
	{"validation", 422},
	{"generation", 424},
	{"incomplete_generation", 500},
	{"insufficient_balance", 402},
};

/* Up to the host: "https://", or nothing. */
static size_t failure_scheme(struct str url)
{
	size_t at = str_find(url, STR("//"));
	bool whole = at == 0 || (at < url.len && url.at[at - 1] == ':');
	return whole ? at + 2 : 0;
}

struct str failure_place(struct str url)
{
	size_t host = failure_scheme(url), begin = 0, end = host;
	while (end < url.len && strchr("/\\?#", url.at[end]) == NULL) {
		if (host > 0 && url.at[end] == '@')
			begin = end + 1;
		end++;
	}
	while (end < url.len && url.at[end] != '?' && url.at[end] != '#')
		end++;
	return str_part(url, begin, end - begin);
}

static bool failure_in(const char *text, const char *const *words)
{
	for (struct str all = str_of(text); *words != NULL; words++) {
		struct str word = str_of(*words);
		for (size_t at = 0; at + word.len <= all.len; at++)
			if (str_eq_nocase(str_part(all, at, word.len), word))
				return true;
	}
	return false;
}

static bool failure_is_money(int status, const struct complaint *complaint)
{
	return status == 402 || failure_in(complaint->code, failure_money) ||
	       failure_in(complaint->type, failure_money) ||
	       failure_in(complaint->message, failure_money_words);
}

/* A limit per minute is told in much the same words. */
static bool failure_is_long(int status, const struct complaint *complaint)
{
	return status == 413 ||
	       (status != 429 && (failure_in(complaint->code, failure_long) ||
				  failure_in(complaint->type, failure_long) ||
				  failure_in(complaint->message, failure_long_words)));
}

static bool failure_is_key(int status, const struct complaint *complaint)
{
	return status == 401 || status == 403 || strcmp(complaint->code, "API_KEY_INVALID") == 0;
}

bool failure_starts(struct str base)
{
	size_t at = str_find(base, STR("://"));
	struct str host = str_part(base, at + 3, base.len);
	host = str_part(host, 0, str_find(host, STR("/")));
	for (const char *const *name = failure_starting_hosts; *name != NULL; name++)
		if (str_ends(host, str_of(*name)))
			return true;
	return false;
}

/* A server that is being started, or loads its model. */
static bool failure_is_starting(const struct failure_where *where, int status,
				const struct complaint *complaint)
{
	return (status == 502 || status == 503 || status == 504) &&
	       (failure_in(complaint->message, failure_starting_words) ||
		failure_starts(where->base));
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
	else if (status == 403)
		buf_addf(text, "it does not allow this with the key in %s (403)", name);
	else
		buf_addf(text, "it refused the key (%d): check %s", status, name);
}

static void failure_no_model(struct buf *text, const struct failure_where *where)
{
	buf_addf(text, "it knows no model \"%.*s\", or the base URL is wrong (404)",
		 STR_ARG(where->model));
	if (where->provider->dialect->list_path != NULL)
		buf_addf(text, "; kadane models --provider %s lists its models",
			 where->provider->name);
}

/* "; it asks to wait 3600 s, until 14:05" */
static void failure_add_wait(struct buf *text, uint64_t wait_ms, int64_t now)
{
	char until[32] = "";
	time_t end = (time_t)(now + (int64_t)(wait_ms / 1000));
	struct tm tm;
	if (wait_ms > RETRY_WAIT_MAX_MS && now > 0 && localtime_r(&end, &tm) != NULL)
		strftime(until, sizeof(until),
			 wait_ms < 24 * 3600 * 1000ull ? ", until %H:%M" : ", until %Y-%m-%d %H:%M",
			 &tm);
	buf_addf(text,
		 wait_ms < 10000 ? "; it asks to wait %.2g s%s" : "; it asks to wait %.0f s%s",
		 (double)wait_ms / 1e3, until);
}

/* A provider that asks for patience, in one way or another. */
static void failure_busy(struct failure *failure, struct buf *text, int status,
			 const struct complaint *complaint)
{
	const char *brief = "failed";
	failure->retry = true;
	if (strcmp(complaint->code, "daily_quota") == 0) {
		failure->retry = false;
		buf_addf(text, "the requests of this day are used up (%d)", status);
	} else if (status == 429) {
		brief = "wants fewer requests";
		buf_addf(text, "too many requests (429)");
	} else if (failure->starting) {
		brief = failure_in(complaint->message, failure_starting_words)
				? "is loading the model"
				: "is starting its endpoint";
		buf_addf(text, "it is still starting (%d): try again later", status);
	} else if (status == 529 || status == 503) {
		brief = "is overloaded";
		buf_addf(text, "it is overloaded (%d): try again later", status);
	} else {
		buf_addf(text, "it failed (%d): try again later", status);
	}
	snprintf(failure->brief, sizeof(failure->brief), "%s (%d)", brief, status);
}

static void failure_classify(struct failure *failure, const struct failure_where *where, int status,
			     int64_t now)
{
	const struct complaint *complaint = &failure->complaint;
	struct buf text;
	buf_init(&text, sizeof(failure->err.text));
	enum err_kind kind = ERR_INPUT;
	failure->starting = failure_is_starting(where, status, complaint);
	if (failure_is_money(status, complaint)) {
		kind = ERR_MONEY;
		buf_addf(&text, "it wants to be paid (%d): check the account's credit and limits",
			 status);
	} else if (failure_is_key(status, complaint)) {
		kind = ERR_AUTH;
		failure_auth(&text, where, status);
	} else if (failure_is_long(status, complaint)) {
		failure->too_long = true;
		/* With fewer tokens of an answer it may fit. */
		failure->refused = status != 413;
		buf_addf(&text, "the question is too long for it (%d)", status);
	} else if (status == 429 || status >= 500 || status == 408 || status == 409 ||
		   status == 424) { /* the last: TGI's own program failed */
		kind = ERR_BUSY;
		failure_busy(failure, &text, status, complaint);
	} else if (status == 404) {
		failure_no_model(&text, where);
	} else if (status == 407) {
		buf_addf(&text, "a proxy on the way wants a name and a password (407): put them "
				"into the variable that names it (HTTPS_PROXY)");
	} else {
		failure->refused = true;
		buf_addf(&text, "it refused the request (%d)", status);
	}
	if (kind == ERR_BUSY && failure->wait_ms > 0)
		failure_add_wait(&text, failure->wait_ms, now);
	buf_addf(&text, ": %s", complaint->message);
	/* Longer than we wait: the message tells for how long. */
	if (failure->wait_ms > RETRY_WAIT_MAX_MS)
		failure->retry = failure->starting = false;
	failure_say(failure, where, kind, buf_str(&text));
	buf_deinit(&text);
}

static void failure_redirect(struct failure *failure, const struct failure_where *where, int status,
			     struct str location)
{
	char target[200];
	struct str place = failure_place(location);
	struct buf text;
	buf_init(&text, sizeof(target) - 1);
	if (place.len > 0 && place.at != location.at)
		buf_add(&text, str_part(location, 0, failure_scheme(location)));
	buf_add(&text, str_part(place, 0, sizeof(target) / 2));
	reply_copy(target, sizeof(target), buf_str(&text));
	buf_deinit(&text);
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
	*failure = (struct failure){.complaint = {.there = true}};
	if (status >= 300 && status < 400) {
		failure_redirect(failure, where, status, hints->location);
		return;
	}
	failure_body_read(&failure->complaint, body);
	failure->wait_ms = retry_wait(hints->retry_after_ms, hints->retry_after, now);
	if (failure->wait_ms == 0)
		failure->wait_ms = failure->complaint.wait_ms;
	failure_classify(failure, where, status, now);
	bool longer = failure->wait_ms > RETRY_WAIT_MAX_MS;
	if (str_eq(hints->should_retry, STR("false")))
		failure->retry = failure->starting = false;
	else if (str_eq(hints->should_retry, STR("true")) && failure->err.kind == ERR_BUSY)
		failure->retry = !longer;
}

void failure_of_complaint(struct failure *failure, const struct failure_where *where,
			  const struct complaint *complaint)
{
	*failure = (struct failure){.complaint = *complaint, .wait_ms = complaint->wait_ms};
	if (strcmp(complaint->type, "garbage") == 0) {
		struct buf text;
		buf_init(&text, sizeof(failure->err.text));
		if (strcmp(complaint->code, "broken") == 0)
			buf_addf(&text, "it sent a broken piece of its stream; if that happens "
					"every time: is the base URL right?");
		else
			buf_addf(&text,
				 "what it sent is not the stream of its API (is the base URL "
				 "right?): %s",
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
	failure_classify(failure, where, status == 0 ? 500 : status, 0);
}

void failure_of_world(struct failure *failure, const struct failure_where *where,
		      enum err_kind kind, struct str message)
{
	*failure = (struct failure){.retry = false};
	failure_say(failure, where, kind, message);
}
