/*
 * The floor that start-up and latency are measured against: a program linked against
 * the same libraries that answers each framed message with a canned answer of the size
 * that the real server's answers have, through libuv, without looking at it.
 *
 *	floor ANSWER-BYTES
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>
#include <uv.h>

static char floor_answer[1 << 16];
static size_t floor_answer_len;
static char floor_in[8 << 20];
static size_t floor_have;
static uv_pipe_t floor_out;

static void floor_alloc(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	(void)handle;
	(void)hint;
	*buf = uv_buf_init(floor_in + floor_have, (unsigned)(sizeof(floor_in) - floor_have));
}

/* Answer every whole message; its length is all that is read of it. */
static void floor_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
	(void)buf;
	if (got < 0) {
		uv_stop(stream->loop);
		return;
	}
	floor_have += (size_t)got;
	for (;;) {
		char *end = memmem(floor_in, floor_have, "\r\n\r\n", 4);
		if (end == NULL)
			return;
		size_t body = strtoul(floor_in + strlen("Content-Length: "), NULL, 10);
		size_t whole = (size_t)(end + 4 - floor_in) + body;
		if (floor_have < whole)
			return;
		int request = memmem(end, body, "\"id\"", 4) != NULL;
		memmove(floor_in, floor_in + whole, floor_have - whole);
		floor_have -= whole;
		if (!request)
			continue;
		uv_buf_t out = uv_buf_init(floor_answer, (unsigned)floor_answer_len);
		uv_try_write((uv_stream_t *)&floor_out, &out, 1);
	}
}

int main(int argc, char **argv)
{
	size_t bytes = argc > 1 ? strtoul(argv[1], NULL, 10) : 60;
	floor_answer_len =
		(size_t)snprintf(floor_answer, sizeof(floor_answer),
				 "Content-Length: %zu\r\n\r\n%*s", bytes, (int)bytes, "{}");
	uv_loop_t *loop = uv_default_loop();
	uv_pipe_t in;
	uv_pipe_init(loop, &in, 0);
	uv_pipe_init(loop, &floor_out, 0);
	uv_pipe_open(&in, 0);
	uv_pipe_open(&floor_out, 1);
	/* Called once each, so that the linker keeps the libraries that the server has. */
	cJSON_Delete(cJSON_CreateNull());
	ts_parser_delete(ts_parser_new());
	uv_read_start((uv_stream_t *)&in, floor_alloc, floor_read);
	uv_run(loop, UV_RUN_DEFAULT);
	return 0;
}
