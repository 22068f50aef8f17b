/* failure: what a status and a body mean, whether to ask again and when; no key in any message. */
#include "../../lsp/model/failure.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "check.h"

enum { NOW = 784111777 }; /* Sun, 06 Nov 1994 08:49:37 GMT */

static struct secrets secrets;

static struct failure of(int status, const char *body, const struct failure_hints *hints)
{
	static const struct failure_hints none = {.location = {NULL, 0}};
	struct failure_where where = {
		.provider = &provider_table[1],
		.base = STR("https://x.test/v1"),
		.model = STR("m-1"),
		.key = &provider_table[1].keys[0],
		.secrets = &secrets,
	};
	struct failure failure;
	failure_of_status(&failure, &where, status, str_of(body), hints == NULL ? &none : hints,
			  NOW);
	return failure;
}

static void test_status(void)
{
	static const struct {
		int status;
		const char *body;
		enum err_kind kind;
		bool retry;
		const char *says;
	} cases[] = {
		{401, "{\"error\":{\"message\":\"bad\"}}", ERR_AUTH, false, "OPENAI_API_KEY: bad"},
		{403, "{\"error\":\"no\"}", ERR_AUTH, false, "OPENAI_API_KEY"},
		{402, "", ERR_MONEY, false, "(it gave no reason)"},
		{429, "{\"error\":{\"code\":\"insufficient_quota\"}}", ERR_MONEY, false, "paid"},
		{400, "{\"error\":{\"type\":\"billing_error\"}}", ERR_MONEY, false, "paid"},
		{429, "{\"error\":{\"code\":\"slow_down\"}}", ERR_BUSY, true, "429"},
		{404, "[{\"error\":{\"message\":\"gone\"}}]", ERR_INPUT, false, "\"m-1\""},
		{404, "{\"detail\":\"Not Found\"}", ERR_INPUT, false, "Not Found"},
		{400, "{\"message\":\"flat\"}", ERR_INPUT, false, "flat"},
		{500, "oops", ERR_BUSY, true, "(500): try again later: oops"},
		{502, "<html><head><title>502 Bad Gateway</title>", ERR_BUSY, true,
		 ": 502 Bad Gateway"},
		{503, "{\"error\":{\"code\":503,\"message\":\"loading\"}}", ERR_BUSY, true,
		 "loading"},
		{529, "{", ERR_BUSY, true, "overloaded"},
		{400, "{\"error\":{\"message\":\"Your credit balance is too low\"}}", ERR_MONEY,
		 false, "paid"},
		{403, "{\"error\":{\"code\":\"enforced_spend_limit_reached\"}}", ERR_MONEY, false,
		 "paid"},
		{407, "", ERR_INPUT, false, "HTTPS_PROXY"},
		{408, "", ERR_BUSY, true, "408"},
		{422, "{\"error\":{\"message\":\"x\"}}", ERR_INPUT, false, "422"},
		{418, "\xFF\x1B[31mred\x1B[0m\a", ERR_INPUT, false, "\xEF\xBF\xBDred"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct failure failure = of(cases[i].status, cases[i].body, NULL);
		CHECK_INT(failure.err.kind, cases[i].kind);
		CHECK_INT(failure.retry, cases[i].retry);
		CHECK(str_has(str_of(failure.err.text), str_of(cases[i].says)));
		CHECK(str_has(str_of(failure.err.text), STR("openai at https://x.test/v1: ")));
	}
}

static void test_hints(void)
{
	static const struct {
		const char *after, *after_ms, *should;
		uint64_t wait_ms;
		bool retry;
	} cases[] = {
		{"", "", "", 0, true},
		{"2", "", "", 2001, true},
		{"0.5", "", "", 501, true},
		{"7", "250", "", 251, true},
		{"60", "", "", 60001, true},
		{"60.1", "", "", 60101, false},
		{"59", "", "", 59001, true},
		{"3600", "", "true", 3600001, true},
		{"-1", "", "", 0, true},
		{"nan", "inf", "", 1000000000, false},
		{"1e300", "", "", 1000000000, false},
		{"Sun, 06 Nov 1994 08:49:47 GMT", "", "", 10001, true},
		{"Sun, 06 Nov 1994 08:49:27 GMT", "", "", 0, true},
		{"Thu, 29 Feb 1996 00:00:00 GMT", "", "", 1000000000, false},
		{"soon", "", "", 0, true},
		{"5", "", "false", 5001, false},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct failure_hints hints = {.retry_after = str_of(cases[i].after),
					      .retry_after_ms = str_of(cases[i].after_ms),
					      .should_retry = str_of(cases[i].should)};
		struct failure failure = of(429, "{}", &hints);
		CHECK_INT(failure.wait_ms, cases[i].wait_ms);
		/* Longer than we wait is never waited for, whatever the provider says. */
		CHECK_INT(failure.retry, cases[i].retry && cases[i].wait_ms <= 60001);
	}
	struct failure_hints hints = {.should_retry = STR("true")};
	CHECK(!of(401, "{}", &hints).retry);
	/* Who does not wait so long says for how long. */
	struct failure_hints long_wait = {.retry_after = STR("120")};
	CHECK(str_has(str_of(of(429, "{}", &long_wait).err.text),
		      STR("asks to wait 120 s, until ")));
	CHECK(str_has(str_of(of(503, "{}", &long_wait).err.text), STR("asks to wait 120 s")));
	struct failure_hints short_wait = {.retry_after_ms = STR("250")};
	CHECK(str_has(str_of(of(429, "{}", &short_wait).err.text), STR("asks to wait 0.25 s:")));
	CHECK(!str_has(str_of(of(400, "{}", &long_wait).err.text), STR("asks to wait")));
}

/* What a server that is being started says, and who is one. */
static void test_starting(void)
{
	static const struct {
		int status;
		const char *body;
		bool starting;
	} cases[] = {
		{503,
		 "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":"
		 "\"unavailable_error\"}}",
		 true},
		{503, "{\"error\":\"Model Qwen is currently loading\",\"estimated_time\":20}",
		 true},
		{503, "{\"error\":\"overloaded\"}", false},
		{429, "{\"error\":\"Loading model\"}", false},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_INT(of(cases[i].status, cases[i].body, NULL).starting, cases[i].starting);
	struct failure_where where = {.provider = &provider_table[1],
				      .base = STR("https://x1.eu.endpoints.huggingface.cloud/v1")};
	struct failure_hints none = {.location = STR("")}, no = {.should_retry = STR("false")};
	struct failure failure;
	failure_of_status(&failure, &where, 502, STR("<html>Bad Gateway"), &none, NOW);
	CHECK(failure.starting && str_has(str_of(failure.brief), STR("endpoint")));
	failure_of_status(&failure, &where, 500, STR(""), &none, NOW);
	CHECK(!failure.starting);
	failure_of_status(&failure, &where, 503, STR(""), &no, NOW);
	CHECK(!failure.starting && !failure.retry);
	where.base = STR("https://endpoints.huggingface.cloud.evil.test/v1");
	failure_of_status(&failure, &where, 503, STR(""), &none, NOW);
	CHECK(!failure.starting);
}

/* What Google's errors tell in their details. */
static void test_details(void)
{
	struct failure failure =
		of(429,
		   "[{\"error\":{\"code\":429,\"message\":\"Quota\",\"status\":"
		   "\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":\"x/google.rpc.RetryInfo\","
		   "\"retryDelay\":\"34.4s\"}]}}]",
		   NULL);
	CHECK_INT(failure.wait_ms, 34401);
	CHECK(failure.retry);
	failure = of(429,
		     "{\"error\":{\"code\":429,\"message\":\"Quota\",\"details\":[{\"violations\":"
		     "[{\"quotaId\":\"RequestsPerDayPerProject\"}]},{\"retryDelay\":\"3s\"}]}}",
		     NULL);
	CHECK(!failure.retry);
	CHECK(str_has(str_of(failure.err.text), STR("of this day are used up")));
	failure = of(400,
		     "{\"error\":{\"code\":400,\"message\":\"API key not valid.\",\"status\":"
		     "\"INVALID_ARGUMENT\",\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}",
		     NULL);
	CHECK_INT(failure.err.kind, ERR_AUTH);
	CHECK(str_has(str_of(failure.err.text), STR("check OPENAI_API_KEY")));
	/* A header is nearer than a body. */
	struct failure_hints hints = {.retry_after = STR("2")};
	failure = of(429, "{\"error\":{\"details\":[{\"retryDelay\":\"9s\"}]}}", &hints);
	CHECK_INT(failure.wait_ms, 2001);
	/* FastAPI's lists. */
	failure = of(422,
		     "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\","
		     "\"stream_options\"],\"msg\":\"Extra inputs are not permitted\"}]}",
		     NULL);
	CHECK(failure.refused);
	CHECK_STR(str_of(failure.complaint.param), "stream_options");
	CHECK_STR(str_of(failure.complaint.message), "Extra inputs are not permitted");
	/* What stands in a script is no text. */
	failure =
		of(502, "<html><script>var x = 1;</script><style>p{}</style><h1>Oh no</h1>", NULL);
	CHECK(str_ends(str_of(failure.err.text), STR(": Oh no")));
	failure = of(502, "<script>", NULL);
	CHECK(str_ends(str_of(failure.err.text), STR("(it gave no reason)")));
}

/* Bodies in other shapes: words, and never JSON or tags. */
static void test_shapes(void)
{
	static const struct {
		const char *body, *says;
	} cases[] = {
		{"{\"error\":[\"first\",\"second\"]}", ": first"},
		{"{\"error\":[{\"message\":\"first\"}]}", ": first"},
		{"{\"errors\":[{\"message\":\"a <b>bold</b> word\"}]}", ": a bold word"},
		{"{\"errors\":[\"plain\"]}", ": plain"},
		{"{\"errors\":{\"message\":\"x\"}}", ": x"},
		{"{\"fault\":{\"faultstring\":\"Invalid ApiKey\",\"detail\":{}}}",
		 ": Invalid ApiKey"},
		{"{\"detail\":[{\"msg\":\"too hot\"}]}", ": too hot"},
		{"{\"detail\":{\"reason\":\"nested\"}}", ": nested"},
		{"{\"error\":true,\"message\":\"beside it\"}", ": beside it"},
		{"{\"error\":{},\"message\":\"beside it\"}", ": beside it"},
		{"{\"message\":\"{\\\"error\\\":{\\\"message\\\":\\\"inner\\\"}}\"}", ": inner"},
		{"{\"message\":\"[error] vector<int> is wrong\"}",
		 ": [error] vector<int> is wrong"},
		{"\"only a string\"", ": only a string"},
		{"{\"code\":7}", "(it gave no reason that can be shown)"},
		{"[]", "(it gave no reason that can be shown)"},
		{"{\"error\":{\"message\":\"cut", "(it gave no reason that can be shown)"},
		{"{\"message\":\"{\\\"cut\"}", "(it gave no reason that can be shown)"},
		{"{\"a\":{\"message\":\"x\"}}", "(it gave no reason that can be shown)"},
		{"[[[[[[[[[[\"deep\"]]]]]]]]]]", "(it gave no reason that can be shown)"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct failure failure = of(400, cases[i].body, NULL);
		CHECK(str_ends(str_of(failure.err.text), str_of(cases[i].says)));
	}
}

/* A question that does not fit, in everybody's words. */
static void test_too_long(void)
{
	static const struct {
		int status;
		const char *type, *message;
		bool too_long;
	} cases[] = {
		{400, "context_length_exceeded", "", true},
		{400, "invalid_request_error",
		 "This model's maximum context length is 8192 tokens. However, your messages "
		 "resulted in 9000 tokens.",
		 true},
		{400, "BadRequestError",
		 "The decoder prompt (length 9000) is longer than the maximum model length of 4096",
		 true},
		{400, "exceed_context_size_error",
		 "request (9000 tokens) exceeds the available context size (4096 tokens)", true},
		{400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum",
		 true},
		{400, "invalid_request_error",
		 "input length and `max_tokens` exceed context limit: 190000 + 20000 > 204658",
		 true},
		{400, "INVALID_ARGUMENT",
		 "The input token count (1234567) exceeds the maximum number of tokens allowed "
		 "(1048576).",
		 true},
		{400, "", "the input length exceeds the context length", true},
		{422, "validation",
		 "Input validation error: `inputs` must have less than 4095 tokens. Given: 9000",
		 true},
		{500, "", "The prompt is too long", true},
		{413, "", "", true},
		{400, "", "max_tokens is too large: 9999", false},
		{429, "rate_limit_exceeded", "Request too large: prompt is too long", false},
		{400, "", "unknown field", false},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char body[400];
		snprintf(body, sizeof(body), "{\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}",
			 cases[i].type, cases[i].message);
		struct failure failure = of(cases[i].status, body, NULL);
		CHECK_INT(failure.too_long, cases[i].too_long);
		CHECK_INT(str_has(str_of(failure.err.text), STR("the question is too long for it")),
			  cases[i].too_long);
		CHECK(!failure.too_long || (!failure.retry && failure.err.kind == ERR_INPUT));
	}
	/* A repair of the limit may still make it fit. */
	CHECK(of(400, "{\"error\":{\"code\":\"context_length_exceeded\"}}", NULL).refused);
	/* In a stream, which has no status. */
	struct failure_where where = {.provider = &provider_table[1], .base = STR("http://a")};
	struct complaint complaint = {.there = true, .code = "context_length_exceeded"};
	struct failure failure;
	failure_of_complaint(&failure, &where, &complaint);
	CHECK(failure.too_long && failure.err.kind == ERR_INPUT);
}

/* What no stream begins with. */
static void test_garbage(void)
{
	static const struct {
		const char *bytes, *says;
	} cases[] = {
		{"<html><head><title>502 Bad Gateway</title></head>", "right?): 502 Bad Gateway"},
		{"{\"choices\":[{\"delta\":{\"content\":\"abc", "a broken piece of its stream"},
		{" [{\"x\":1}", "a broken piece of its stream"},
		{"<html>\n<title>502 Bad\nGateway</title>", "right?): 502 Bad Gateway"},
		{"plain words", "right?): plain words"},
	};
	struct failure_where where = {.provider = &provider_table[1], .base = STR("http://a")};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct complaint complaint;
		struct failure failure;
		failure_not_a_stream(&complaint, str_of(cases[i].bytes));
		failure_of_complaint(&failure, &where, &complaint);
		CHECK_INT(failure.err.kind, ERR_WORLD);
		CHECK(str_has(str_of(failure.err.text), str_of(cases[i].says)));
		CHECK(!str_has(str_of(failure.err.text), STR("{")));
	}
}

static void test_place(void)
{
	static const struct {
		const char *url, *place;
	} cases[] = {
		{"https://a.test/v1", "https://a.test/v1"},
		{"https://a.test/v1?key=x#y", "https://a.test/v1"},
		{"https://u:p@a.test:8/v1?q=@", "a.test:8/v1"},
		{"https://u:p@q@a.test", "a.test"},
		{"//u@a.test/x", "a.test/x"},
		{"https://a.test/@x/y@z", "https://a.test/@x/y@z"},
		{"/login@x//a@b", "/login@x//a@b"},
		{"https://u:p@", ""},
		{"", ""},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_STR(failure_place(str_of(cases[i].url)), cases[i].place);
	struct failure_hints hints = {.location = STR("https://joe:secret@x.test/a?b")};
	struct failure failure = of(307, "", &hints);
	CHECK(str_has(str_of(failure.err.text), STR("to \"https://x.test/a\"")));
	CHECK(!str_has(str_of(failure.err.text), STR("secret")));
}

static void test_redirect_and_secrets(void)
{
	struct failure_hints hints = {.location = STR("https://evil.test/a?key=abc#frag")};
	struct failure failure = of(302, "", &hints);
	CHECK_INT(failure.err.kind, ERR_INPUT);
	CHECK(!failure.retry);
	CHECK(str_has(str_of(failure.err.text), STR("https://evil.test/a\"")));
	CHECK(!str_has(str_of(failure.err.text), STR("abc")));
	failure = of(304, "", NULL);
	CHECK(str_has(str_of(failure.err.text), STR("nowhere")));
	failure = of(401, "{\"error\":{\"message\":\"bad key sk-test-123456 sk-test-123456!\"}}",
		     NULL);
	CHECK(!str_has(str_of(failure.err.text), STR("sk-test-123456")));
	CHECK(str_has(str_of(failure.err.text), STR("************** **************!")));
	char *body = mem_new(100000);
	memset(body, 'x', 99999);
	failure = of(500, body, NULL);
	CHECK(strlen(failure.err.text) < sizeof(failure.err.text));
	mem_free(body);
}

static void test_complaint(void)
{
	static const struct {
		struct complaint complaint;
		enum err_kind kind;
		bool retry;
	} cases[] = {
		{{.there = true, .type = "overloaded_error"}, ERR_BUSY, true},
		{{.there = true, .type = "authentication_error"}, ERR_AUTH, false},
		{{.there = true, .code = "insufficient_quota"}, ERR_MONEY, false},
		{{.there = true, .status = 404}, ERR_INPUT, false},
		{{.there = true, .type = "invalid_request_error"}, ERR_INPUT, false},
		{{.there = true, .type = "garbage", .message = "xyz"}, ERR_WORLD, false},
		{{.there = true}, ERR_BUSY, true},
	};
	struct failure_where where = {.provider = &provider_table[0], .base = STR("http://a")};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct failure failure;
		failure_of_complaint(&failure, &where, &cases[i].complaint);
		CHECK_INT(failure.err.kind, cases[i].kind);
		CHECK_INT(failure.retry, cases[i].retry);
		CHECK(failure.err.text[0] != '\0');
	}
}

int main(void)
{
	CHECK_BEGIN();
	secrets_init(&secrets);
	setenv("OPENAI_API_KEY", "sk-test-123456", 1);
	secrets_take_env(&secrets, "OPENAI_API_KEY");
	test_status();
	test_hints();
	test_starting();
	test_details();
	test_shapes();
	test_too_long();
	test_garbage();
	test_place();
	test_redirect_and_secrets();
	test_complaint();
	secrets_deinit(&secrets);
	return CHECK_END();
}
