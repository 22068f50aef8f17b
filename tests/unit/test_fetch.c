/* fetch: which URLs mean this machine; a missing libcurl is said; what is refused before the
 * network. */
#include "../../lsp/io/curl.h"
#include "check.h"
#include "io/fetch.h"

static void test_loopback(void)
{
	static const char *const yes[] = {
		"http://localhost",
		"http://LOCALHOST:80/x",
		"https://127.0.0.1/",
		"http://127.9.8.7:1",
		"http://[::1]",
		"http://[::1]:8080/v1",
		"http://127.0.0.1:8080/a@b?c",
	};
	static const char *const no[] = {
		"",
		"localhost",
		"ftp://localhost",
		"http://",
		"http://example.test",
		"http://localhost.example.test",
		"http://127.0.0.1.example.test",
		"http://127.example.test",
		"http://127.0.0",
		"http://127.0.0.1.",
		"http://127.0.0.256",
		"http://127.0.0.-1",
		"http://127.0.0.+1",
		"http://127..0.1",
		"http://128.0.0.1",
		"http://0.0.0.0",
		"http://127.0.0.1@evil.test/",
		"http://127.0.0.1:80@evil.test/",
		"http://localhost\\@evil.test/",
		"http://localhost?@evil.test/",
		"http://localhost#@evil.test/",
		"http://localhost%2eevil.test/",
		"http://localhost:80x/",
		"http://[::1]evil.test",
		"http://[::2]",
		"http://2130706433",
	};
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		CHECK(fetch_is_loopback(str_of(yes[i])));
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		CHECK(!fetch_is_loopback(str_of(no[i])));
		if (fetch_is_loopback(str_of(no[i])))
			fprintf(stderr, "%s\n", no[i]);
	}
}

static void test_load(void)
{
	struct curl curl;
	struct err err = {.kind = ERR_NONE};
	const char *const absent[] = {"libcurl-nowhere.so.4", "libcurl-nowhere.so", NULL};
	CHECK(!curl_load(&curl, absent, &err));
	CHECK_INT(err.kind, ERR_WORLD);
	CHECK(str_has(str_of(err.text), STR("libcurl is not installed: apt install libcurl4")));
	/* A library that is there, but is another one. */
	const char *const other[] = {"libcurl-nowhere.so", "libm.so.6", NULL};
	CHECK(!curl_load(&curl, other, &err));
	CHECK(str_has(str_of(err.text), STR("has no curl_")));
	CHECK(curl_load(&curl, curl_names, &err));
	CHECK(curl.multi_cleanup != NULL && curl.easy_setopt != NULL);
}

static void never(struct op *op)
{
	CHECK_INT(op->running, -1); /* a refused fetch ends nothing */
}

static void test_refusals(void)
{
	struct log log = {.level = LOG_ERROR};
	struct loop *loop = loop_new(&log);
	struct fetcher *fetcher = fetcher_new(loop);
	static const struct {
		const char *url, *value;
	} cases[] = {
		{"", "x"},
		{"gopher://localhost/", "x"},
		{"file:///etc/passwd", "x"},
		{"http://localhost/", "a\r\nb: c"},
		{"http://localhost/", "a\tb"},
		{"http://localhost/", "a\x7f"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fetch fetch = {.op = {.ended = never}};
		struct fetch_header header = {STR("x-key"), str_of(cases[i].value)};
		struct fetch_request request = {.url = str_of(cases[i].url),
						.headers = &header,
						.header_count = 1};
		struct err err = {.kind = ERR_NONE};
		CHECK(!fetch_start(fetcher, &fetch, &request, &err));
		CHECK_INT(err.kind, ERR_INPUT);
		CHECK(!fetch.op.running);
		CHECK(!str_has(str_of(err.text), STR("b: c")));
		fetch_deinit(&fetch);
	}
	fetcher_free(fetcher);
	loop_free(loop);
}

int main(void)
{
	CHECK_BEGIN();
	test_loopback();
	test_load();
	test_refusals();
	return CHECK_END();
}
