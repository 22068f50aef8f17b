/*
 * repair: the parameter that a complaint names is dropped, renamed or made smaller, once; what is
 * not sent, or only talked about, is left alone; what helped is remembered, for that model only.
 */
#include "../../lsp/model/repair.h"

#include "check.h"

static struct model_question question;

static struct ask ask_new(void)
{
	question.temperature = 0.5;
	return (struct ask){.question = &question,
			    .max_tokens = 32000,
			    .logprobs = true,
			    .developer = true,
			    .thinking = MODEL_THINKING_OFF};
}

static bool repair(struct ask *ask, struct repairs *repairs, const char *param, const char *message,
		   char *what)
{
	struct complaint complaint = {.there = true};
	snprintf(complaint.param, sizeof(complaint.param), "%s", param);
	snprintf(complaint.message, sizeof(complaint.message), "%s", message);
	struct buf words;
	buf_init(&words, 80);
	bool done = repair_ask(ask, repairs, &complaint, false, &words);
	snprintf(what, 80, "%.*s", STR_ARG(buf_str(&words)));
	buf_deinit(&words);
	return done;
}

struct wrong {
	const char *param, *message, *what; /* empty: nothing can be done */
};

static void check_all(const struct wrong *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct ask ask = ask_new();
		struct repairs repairs = {0};
		char what[80];
		bool done = repair(&ask, &repairs, cases[i].param, cases[i].message, what);
		CHECK_STR(str_of(what), cases[i].what);
		CHECK_INT(done, cases[i].what[0] != '\0');
	}
}

static void test_dropped(void)
{
	static const struct wrong cases[] = {
		{"", "`temperature` is deprecated for this model.", "without temperature"},
		{"temperature", "no", "without temperature"},
		{"generationConfig.temperature", "no", "without temperature"},
		{"", "temperature: Extra inputs are not permitted", "without temperature"},
		{"", "Unrecognized request argument supplied: temperature", "without temperature"},
		{"", "my temperature is wrong", ""},
		{"", "xtemperature: wrong", ""},
		{"", "stream_options: extra fields", "without stream_options"},
		{"", "Logprobs is not enabled for models/x", "without logprobs"},
		{"", "\"x\" does not support thinking", "without thinking"},
		{"", "Unknown name \"thinkingConfig\" at 'generation_config'", "without thinking"},
		{"", "messages[0].role: 'developer' is no role", "without developer"},
		{"store", "unknown", "without store"},
		{"", "there is a store next door", ""},
		{"", "the input is too long: truncate it", ""},
		{"truncate", "unknown", "without truncate"},
		{"", "messages: wrong", ""},
		{"", "", ""},
	};
	check_all(cases, sizeof(cases) / sizeof(cases[0]));
}

static void test_limit(void)
{
	static const struct wrong cases[] = {
		{"max_tokens",
		 "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
		 "'max_completion_tokens' instead.",
		 "with max_completion_tokens"},
		{"max_tokens", "too large", "without max_tokens"},
		{"", "Unknown name \"maxOutputTokens\"", "without maxOutputTokens"},
		{"", "max_tokens: 32000 > 8192, which is the maximum allowed for claude-3-5",
		 "with at most 8192 tokens"},
		{"max_tokens",
		 "max_tokens is too large: 32000. This model supports at most 16,384 completion "
		 "tokens, whereas you provided 32000.",
		 "with at most 16384 tokens"},
		{"",
		 "This model's maximum context length is 4096 tokens. However, you requested 32808 "
		 "tokens (808 in the messages, 32000 in the completion).",
		 "with at most 3288 tokens"},
		{"max_tokens",
		 "'max_tokens' or 'max_completion_tokens' is too large: 32000. This model's "
		 "maximum "
		 "context length is 4096 tokens and your request has 808 input tokens (32000 > "
		 "4096 "
		 "- 808).",
		 "with at most 3288 tokens"},
		{"",
		 "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. "
		 "Given: 808 `inputs` tokens and 32000 `max_new_tokens`",
		 "with at most 3288 tokens"},
		/* No room at all: nothing that we could change. */
		{"",
		 "This model's maximum context length is 4096 tokens. However, you requested 9000 "
		 "tokens (5000 in the messages, 4000 in the completion).",
		 ""},
		{"max_tokens", "invalid for gpt-4-0613", "without max_tokens"},
	};
	check_all(cases, sizeof(cases) / sizeof(cases[0]));
}

/* Once each, and nothing that was not sent. */
static void test_once(void)
{
	struct ask ask = ask_new();
	struct repairs repairs = {0};
	char what[80];
	CHECK(repair(&ask, &repairs, "temperature", "no", what) && ask.no_temperature);
	CHECK(!repair(&ask, &repairs, "temperature", "no", what));
	CHECK(repair(&ask, &repairs, "max_tokens", "unsupported", what));
	CHECK_INT(ask.limit, ASK_MAX_COMPLETION_TOKENS);
	CHECK(repair(&ask, &repairs, "max_completion_tokens", "unsupported", what));
	CHECK_INT(ask.limit, ASK_NO_LIMIT);
	CHECK(!repair(&ask, &repairs, "max_tokens", "unsupported", what));
	ask = ask_new();
	repairs = (struct repairs){0};
	ask.logprobs = false;
	ask.thinking = MODEL_THINKING_AS_IT_IS;
	question.temperature = -1;
	CHECK(!repair(&ask, &repairs, "temperature", "no", what));
	CHECK(!repair(&ask, &repairs, "logprobs", "no", what));
	CHECK(!repair(&ask, &repairs, "thinking", "no", what));
	/* Who demands a limit is not asked without, nor with another name. */
	struct complaint complaint = {.there = true, .param = "max_tokens", .message = "wrong"};
	struct buf words;
	buf_init(&words, 80);
	CHECK(!repair_ask(&ask, &repairs, &complaint, true, &words));
	buf_deinit(&words);
}

/* A budget counts on the limit: it may become smaller or get another name, and is never dropped. */
static void test_must_hold(void)
{
	static struct repair_memory memory;
	struct ask ask = ask_new();
	struct repairs repairs = {0};
	char what[80];
	ask.limit_must_hold = true;
	CHECK(repair(&ask, &repairs, "max_tokens", "max_tokens: 32000 > 8192", what));
	CHECK_INT(ask.max_tokens, 8192);
	CHECK(repair(&ask, &repairs, "max_tokens", "unsupported", what));
	CHECK_INT(ask.limit, ASK_MAX_COMPLETION_TOKENS);
	CHECK(!repairs.wants_no_limit);
	CHECK(!repair(&ask, &repairs, "max_completion_tokens", "unsupported", what));
	CHECK(repairs.wants_no_limit && ask.limit == ASK_MAX_COMPLETION_TOKENS);
	/* What else is wrong can be mended, and then that is not why it failed. */
	CHECK(!repair(&ask, &repairs, "max_completion_tokens", "unknown", what));
	CHECK(repairs.wants_no_limit);
	CHECK(repair(&ask, &repairs, "", "unknown: 'max_completion_tokens', 'temperature'", what));
	CHECK(!repairs.wants_no_limit && ask.no_temperature);
	CHECK(!repair(&ask, &repairs, "max_tokens", "too large", what) && repairs.wants_no_limit);
	CHECK(!repair(&ask, &repairs, "stop", "no", what) && !repairs.wants_no_limit);
	/* What was learnt without a budget does not hold with one. */
	ask = ask_new();
	repairs = (struct repairs){0};
	CHECK(repair(&ask, &repairs, "max_tokens", "unknown", what));
	CHECK(repair(&ask, &repairs, "max_completion_tokens", "unknown", what));
	CHECK_INT(ask.limit, ASK_NO_LIMIT);
	repair_remember(&memory, 5, &repairs);
	ask = ask_new();
	repair_recall(&memory, 5, &ask, &repairs);
	CHECK_INT(ask.limit, ASK_NO_LIMIT);
	ask = ask_new();
	ask.limit_must_hold = true;
	repair_recall(&memory, 5, &ask, &repairs);
	CHECK_INT(ask.limit, ASK_MAX_COMPLETION_TOKENS);
	CHECK(!repair(&ask, &repairs, "max_completion_tokens", "unknown", what));
	CHECK(repairs.wants_no_limit && ask.limit != ASK_NO_LIMIT);
}

static void test_memory(void)
{
	static struct repair_memory memory;
	uint64_t key = repair_key(STR("https://a/v1"), STR("m"));
	struct ask ask = ask_new();
	struct repairs repairs = {0};
	char what[80];
	repair(&ask, &repairs, "temperature", "no", what);
	repair(&ask, &repairs, "max_tokens", "unsupported", what);
	repair(&ask, &repairs, "max_completion_tokens", "at most 9000", what);
	repair_remember(&memory, key, &repairs);
	ask = ask_new();
	repair_recall(&memory, key, &ask, &repairs);
	CHECK(ask.no_temperature && ask.logprobs && !ask.no_stream_options);
	CHECK_INT(ask.limit, ASK_MAX_COMPLETION_TOKENS);
	CHECK_INT(ask.max_tokens, 9000);
	CHECK(!repair(&ask, &repairs, "temperature", "no", what));
	/* Other models and other servers know nothing of it. */
	ask = ask_new();
	repair_recall(&memory, repair_key(STR("https://a/v1"), STR("n")), &ask, &repairs);
	CHECK(!ask.no_temperature && ask.limit == ASK_MAX_TOKENS && ask.max_tokens == 32000);
	/* What a question of this length left room for says nothing about the next. */
	ask = ask_new();
	repairs = (struct repairs){0};
	repair(&ask, &repairs, "", "context length is 4096 tokens and has 96 input tokens", what);
	CHECK_INT(ask.max_tokens, 4000);
	repair_remember(&memory, 7, &repairs);
	ask = ask_new();
	repair_recall(&memory, 7, &ask, &repairs);
	CHECK_INT(ask.max_tokens, 32000);
	/* The oldest makes room. */
	repairs = (struct repairs){.most = 500};
	for (uint64_t i = 0; i < REPAIR_KNOWN_MAX; i++)
		repair_remember(&memory, i + 100, &repairs);
	ask = ask_new();
	repair_recall(&memory, key, &ask, &repairs);
	CHECK_INT(ask.max_tokens, 32000);
	repair_recall(&memory, 100 + REPAIR_KNOWN_MAX - 1, &ask, &repairs);
	CHECK_INT(ask.max_tokens, 500);
}

int main(void)
{
	CHECK_BEGIN();
	test_dropped();
	test_limit();
	test_once();
	test_must_hold();
	test_memory();
	return CHECK_END();
}
