/* sse: events come out the same however the bytes were cut; every form of line end; ceilings. */
#include "../../lsp/model/sse.h"
#include "check.h"

enum { SSE_TEST_MAX = 256 };

/* What came out: "[name|data]" for each event. */
struct heard {
	struct buf log;
	size_t stop_after; /* 0: never */
	size_t count;
};

static bool on_event(void *data, struct str name, struct str bytes)
{
	struct heard *heard = data;
	buf_addf(&heard->log, "[%.*s|%.*s]", STR_ARG(name), STR_ARG(bytes));
	return ++heard->count != heard->stop_after;
}

/* Feed `bytes` in pieces of `step`, then the end. */
static bool feed(struct heard *heard, struct str bytes, size_t step)
{
	struct sse sse;
	struct err err = {.kind = ERR_NONE};
	buf_clear(&heard->log);
	heard->count = 0;
	sse_init(&sse, SSE_TEST_MAX, on_event, heard);
	bool ok = true;
	for (size_t at = 0; ok && at < bytes.len; at += step)
		ok = sse_feed(&sse, str_part(bytes, at, step), &err);
	ok = ok && sse_end(&sse, &err);
	CHECK(ok == (err.kind == ERR_NONE));
	sse_deinit(&sse);
	return ok;
}

static const struct {
	const char *bytes, *want;
} cases[] = {
	{"data: a\n\n", "[|a]"},
	{"data:a\n\n", "[|a]"},
	{"data:  a\n\n", "[| a]"},
	{"event: x\ndata: a\n\n", "[x|a]"},
	{"event: x\r\ndata: a\r\n\r\ndata: b\r\n\r\n", "[x|a][|b]"},
	{"event: x\rdata: a\r\rdata: b\r\r", "[x|a][|b]"},
	{"data: a\r\n\r\n\r\n\r\ndata: b\n\r\n", "[|a][|b]"},
	{"data: a\ndata: b\ndata:\ndata\n\n", "[|a\nb\n\n]"},
	{": comment\n\n:\n\ndata: a\n\n", "[|a]"},
	{"id: 3\nretry: 5\nwhatever\nx: y\ndata: a\n\n", "[|a]"},
	{"event: lost\n\ndata: a\n\n", "[|a]"},
	{"event: a\nevent: b\ndata: x\n\n", "[b|x]"},
	{"data: a", "[|a]"},
	{"data: a\n", "[|a]"},
	{"\xEF\xBB\xBF"
	 "data: a\n\ndata: b\n\n",
	 "[|a][|b]"},
	{"data: a\n\n\xEF\xBB\xBF"
	 "data: b\n\n",
	 "[|a]"},
	{"error: {\"code\":500}\n\n", "[error|{\"code\":500}]"},
	{"data: gr\xC3\xB6\xC3\x9F"
	 "er \xF0\x9F\x98\x80\n\n",
	 "[|gr\xC3\xB6\xC3\x9F"
	 "er \xF0\x9F\x98\x80]"},
	{" data: a\n\nDATA: b\n\n", ""},
	{"data\n\n", "[|]"},
	{"\n\n\r\r\n", ""},
	/* JSON without "data:", over several lines, is an event of its own. */
	{"{\n \"a\": [1]\n}\ndata: b\n\n", "[|{\n \"a\": [1]\n}][|b]"},
	{"data: a\n[{\"b\":\"]}{\\\"\"}\r\n,\r\n{}]\r\n", "[|a][|[{\"b\":\"]}{\\\"\"}\n,\n{}]]"},
	{"event: x\n{\n\n}\n", "[x|{\n\n}]"},
	{"{\"a\":\n\ndata: b\n\n", "[|b]"},
	{"{\"a\":{}\n\n", ""},
	{"{}", "[|{}]"},
	{"[oops] no JSON\n\n", "[|[oops] no JSON]"},
	{"", ""},
};

static void test_forms(struct heard *heard)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str bytes = str_of(cases[i].bytes);
		for (size_t step = 1; step <= bytes.len + 1; step++) {
			CHECK(feed(heard, bytes, step));
			CHECK_STR(buf_str(&heard->log), cases[i].want);
		}
	}
}

static void test_ceilings(struct heard *heard)
{
	struct buf bytes;
	buf_init(&bytes, 4096);
	buf_add(&bytes, STR("data: "));
	while (bytes.len < SSE_TEST_MAX)
		buf_add_char(&bytes, 'x');
	buf_add(&bytes, STR("\n\n"));
	/* A line as long as allowed, then one byte more: with and without its end. */
	CHECK(feed(heard, buf_str(&bytes), 1) && feed(heard, buf_str(&bytes), 4096));
	buf_replace(&bytes, 6, 0, STR("y"));
	CHECK(!feed(heard, buf_str(&bytes), 1) && !feed(heard, buf_str(&bytes), 4096));
	CHECK(!feed(heard, str_part(buf_str(&bytes), 0, bytes.len - 2), 7));
	/* Many lines of one event. */
	buf_clear(&bytes);
	for (int i = 0; i < 100; i++)
		buf_add(&bytes, STR("data: 123\n"));
	CHECK(!feed(heard, buf_str(&bytes), 1) && !feed(heard, buf_str(&bytes), 4096));
	CHECK_INT(heard->count, 0);
	/* A name that is too long is cut, and the data still counts. */
	buf_clear(&bytes);
	buf_add(&bytes, STR("event: "));
	while (bytes.len < SSE_TEST_MAX - 1)
		buf_add_char(&bytes, 'n');
	buf_add(&bytes, STR("\ndata: a\n\n"));
	CHECK(feed(heard, buf_str(&bytes), 3));
	CHECK_INT(heard->count, 1);
	buf_deinit(&bytes);
}

static void test_stop(struct heard *heard)
{
	heard->stop_after = 2;
	for (size_t step = 1; step < 30; step++) {
		CHECK(feed(heard, STR("data: a\n\ndata: b\n\ndata: c\n\ndata: d"), step));
		CHECK_STR(buf_str(&heard->log), "[|a][|b]");
	}
	heard->stop_after = 0;
}

int main(void)
{
	CHECK_BEGIN();
	struct heard heard = {.count = 0};
	buf_init(&heard.log, 4096);
	test_forms(&heard);
	test_ceilings(&heard);
	test_stop(&heard);
	buf_deinit(&heard.log);
	return CHECK_END();
}
