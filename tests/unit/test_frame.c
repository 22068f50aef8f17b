/*
 * rpc/frame.h: several messages at every split give the same bodies; every fault of
 * a header is either passed over with the framing kept, or breaks the stream.
 */
#include "rpc/frame.h"

#include <stdlib.h>

#include "base/mem.h"
#include "check.h"

struct got {
	struct frame frame;
	struct buf bodies; /* each followed by "|" */
	int refused;
	struct err why;
	struct err broken;
	const char *whole_from, *whole_to; /* a body that lies here was not copied */
	int copied;
};

static void test_on_message(void *data, struct str body)
{
	struct got *got = data;
	if (body.at < got->whole_from || body.at + body.len > got->whole_to)
		got->copied++;
	buf_add(&got->bodies, body);
	buf_add_char(&got->bodies, '|');
}

static void test_on_refused(void *data, const struct err *why)
{
	struct got *got = data;
	got->refused++;
	got->why = *why;
}

static void test_begin(struct got *got)
{
	*got = (struct got){.refused = 0};
	buf_init(&got->bodies, 1 << 20);
	frame_init(&got->frame);
	got->frame.on_message = test_on_message;
	got->frame.on_refused = test_on_refused;
	got->frame.data = got;
}

static void test_finish(struct got *got)
{
	frame_deinit(&got->frame);
	buf_deinit(&got->bodies);
}

/* From memory of its own size, so that reading beyond it is seen. */
static bool test_feed(struct got *got, struct str bytes)
{
	char *copy = mem_new(bytes.len);
	if (bytes.len > 0)
		memcpy(copy, bytes.at, bytes.len);
	got->whole_from = copy;
	got->whole_to = copy + bytes.len;
	bool good = frame_feed(&got->frame, (struct str){copy, bytes.len}, &got->broken);
	mem_free(copy);
	return good;
}

static const char test_stream[] =
	"Content-Length: 2\r\n\r\n{}"
	"content-length:7\r\nX-Unknown: a: b\r\n\r\n[1,2,3]"
	"CONTENT-TYPE: application/vscode-jsonrpc; charset=\"UTF8\"\r\nContent-Length:  003 "
	"\r\n\r\n"
	"\r\n\r"
	"Content-Type: a/b; charset=latin1\r\nContent-Length: 5\r\n\r\nabcde"
	"Content-Length: 0\r\n\r\n"
	"Content-Type: a/b; x=y;Charset = utf-8\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nz"
	"Content-Type:\r\nContent-Length: 20\r\n\r\nContent-Length: 1\r\n\r";
static const char test_bodies[] = "{}|[1,2,3]|\r\n\r|z|Content-Length: 1\r\n\r|";

static void test_splits(void)
{
	struct str all = {test_stream, sizeof(test_stream) - 1};
	for (size_t first = 0; first <= all.len; first++) {
		for (size_t second = 1; second <= 40; second += 3) {
			struct got got;
			test_begin(&got);
			CHECK(test_feed(&got, str_part(all, 0, first)));
			CHECK(test_feed(&got, str_part(all, first, second)));
			CHECK(test_feed(&got, str_part(all, first + second, all.len)));
			CHECK_STR(buf_str(&got.bodies), test_bodies);
			CHECK_INT(got.refused, 2);
			test_finish(&got);
		}
	}
	struct got got;
	test_begin(&got);
	for (size_t i = 0; i < all.len; i++)
		CHECK(test_feed(&got, str_part(all, i, 1)));
	CHECK_STR(buf_str(&got.bodies), test_bodies);
	CHECK_INT(got.refused, 2);
	test_finish(&got);
}

/* What arrives whole is handed on from where it is. */
static void test_no_copy(void)
{
	struct got got;
	test_begin(&got);
	CHECK(test_feed(&got, (struct str){test_stream, sizeof(test_stream) - 1}));
	CHECK_INT(got.copied, 0);
	CHECK(got.frame.bytes.at == NULL);
	test_finish(&got);
}

/* Nothing of a big message is kept. */
static void test_memory(void)
{
	static char body[300000];
	memset(body, ' ', sizeof(body));
	struct got got;
	test_begin(&got);
	CHECK(test_feed(&got, STR("Content-Length: 300000\r\n\r\n")));
	CHECK(test_feed(&got, (struct str){body, sizeof(body) - 1}));
	CHECK(got.frame.bytes.room >= sizeof(body) - 1);
	CHECK(test_feed(&got, STR(" Content-Len")));
	CHECK(got.frame.bytes.room <= 64 << 10);
	CHECK_INT(got.bodies.len, sizeof(body) + 1);
	test_finish(&got);
}

/* Too long, but not malformed: drained, and the next message is understood. */
static void test_oversized(void)
{
	struct got got;
	char header[64], *piece = mem_new(1 << 20);
	test_begin(&got);
	snprintf(header, sizeof(header), "Content-Length: %d\r\n\r\n", FRAME_BODY_MAX + 1);
	CHECK(test_feed(&got, str_of(header)));
	CHECK_INT(got.refused, 1);
	CHECK(strstr(got.why.text, "limit") != NULL);
	for (int i = 0; i < FRAME_BODY_MAX >> 20; i++)
		CHECK(frame_feed(&got.frame, (struct str){piece, 1 << 20}, &got.broken));
	CHECK(test_feed(&got, STR("xContent-Length: 1\r\n\r\ny")));
	CHECK_STR(buf_str(&got.bodies), "y|");
	CHECK_INT(got.frame.bytes.room, 0);
	mem_free(piece);
	test_finish(&got);
}

static void test_refused(void)
{
	static const char *const rows[] = {
		"Content-Type: a; charset=utf-16\r\nContent-Length: 1\r\n\r\n?",
		"Content-Length: 1\r\nContent-Type: a;charset='utf-8'\r\n\r\n?",
		"Content-Length: 1\r\nContent-Type: charset=\"\"\r\n\r\n?",
		"Content-Length: 00\r\n\r\n",
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct got got;
		test_begin(&got);
		CHECK(test_feed(&got, str_of(rows[i])));
		CHECK_INT(got.refused, 1);
		CHECK(got.why.text[0] != '\0');
		CHECK(test_feed(&got, STR("Content-Length: 1\r\n\r\n!")));
		CHECK_STR(buf_str(&got.bodies), "!|");
		test_finish(&got);
	}
}

static void test_broken(void)
{
	static const char *const rows[] = {
		"\r\n",
		"X: y\r\n\r\n",
		"Content-Length:\r\n\r\n",
		"Content-Length: -1\r\n\r\n",
		"Content-Length: +1\r\n\r\n",
		"Content-Length: 0x1\r\n\r\n",
		"Content-Length: 1.0\r\n\r\n",
		"Content-Length: 1 1\r\n\r\n",
		"Content-Length: 99999999999999999999999999\r\n\r\n",
		"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
		"Content-Length: 1\r\nnonsense\r\n\r\n",
		"Content-Length: 1\n\n{",
		"{\"jsonrpc\":\"2.0\"}\n",
		"\n",
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (int bytewise = 0; bytewise < 2; bytewise++) {
			struct got got;
			struct str row = str_of(rows[i]);
			bool good = true;
			test_begin(&got);
			size_t step = bytewise ? 1 : row.len;
			for (size_t at = 0; at < row.len; at += step)
				good = test_feed(&got, str_part(row, at, step)) && good;
			CHECK(!good);
			CHECK_INT(got.broken.kind, ERR_INPUT);
			CHECK(got.broken.text[0] != '\0');
			/* For good. */
			CHECK(!test_feed(&got, STR("Content-Length: 1\r\n\r\n!")));
			CHECK_STR(buf_str(&got.bodies), "");
			test_finish(&got);
		}
	}
}

static void test_header_ceiling(void)
{
	for (int more = 0; more < 2; more++) {
		char *header = mem_new(FRAME_HEADER_MAX + 2);
		int len = snprintf(header, 100, "Content-Length: 1\r\nX: ");
		memset(header + len, 'x', (size_t)(FRAME_HEADER_MAX - len));
		memcpy(header + FRAME_HEADER_MAX - 4 + more, "\r\n\r\n", 4);
		struct str all = {header, (size_t)(FRAME_HEADER_MAX + more)};
		for (size_t step = 1; step <= all.len; step = step * 4 + 1) {
			struct got got;
			bool good = true;
			test_begin(&got);
			for (size_t at = 0; at < all.len && good; at += step)
				good = frame_feed(&got.frame, str_part(all, at, step), &got.broken);
			CHECK(good == (more == 0));
			if (good)
				CHECK(test_feed(&got, STR("!")));
			CHECK_STR(buf_str(&got.bodies), good ? "!|" : "");
			test_finish(&got);
		}
		mem_free(header);
	}
}

int main(void)
{
	CHECK_BEGIN();
	test_splits();
	test_no_copy();
	test_memory();
	test_oversized();
	test_refused();
	test_broken();
	test_header_ceiling();
	return CHECK_END();
}
