/*
 * What an event of a stream costs: 50,000 small ones over loopback, read by the model room and by
 * bare libcurl with one cJSON parse for each, in turn, so that drift falls on both. Processor
 * time, for the waiting is the server's, which is another process. Prints the ratio of medians;
 * the aim is at most 1.5.
 */
#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "model/model.h"

enum { EVENTS = 50000, ROUNDS = 9, STREAM_MAX = 64 << 20, REQUEST_MAX = 1 << 16 };

/* One API: how its events look, around four characters of text. */
struct bench_dialect {
	const char *provider, *path;
	const char *first, *event, *last;
};

static const struct bench_dialect bench_dialects[] = {
	{
		.provider = "openai",
		.path = "/chat/completions",
		.first = "",
		.event = "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\","
			 "\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
			 "{\"content\":\"abc \"},\"logprobs\":null,\"finish_reason\":null}],"
			 "\"usage\":null}\n\n",
		.last = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":"
			"\"stop\"}]}\n\ndata: [DONE]\n\n",
	},
	{
		.provider = "anthropic",
		.path = "/v1/messages",
		.first = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":"
			 "{\"model\":\"m\",\"usage\":{\"input_tokens\":1}}}\n\n",
		.event = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\","
			 "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"abc \"}   }"
			 "\n\n",
		.last = "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":"
			"{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":5}}\n\n"
			"event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
	},
};

static void bench_fail(const char *what)
{
	fprintf(stderr, "sse: %s\n", what);
	exit(2);
}

static double bench_cpu_s(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* --- the server --- */

/* Every event is a chunk of its own, as from a server that writes one at a time. */
static void bench_chunk(struct buf *out, const char *text)
{
	if (text[0] != '\0')
		buf_addf(out, "%zx\r\n%s\r\n", strlen(text), text);
}

static void bench_compose(struct buf *out, const struct bench_dialect *dialect)
{
	buf_init(out, STREAM_MAX);
	buf_addf(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
		      "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
	bench_chunk(out, dialect->first);
	for (int i = 0; i < EVENTS; i++)
		bench_chunk(out, dialect->event);
	bench_chunk(out, dialect->last);
	buf_addf(out, "0\r\n\r\n");
}

/* Answer everybody with the same stream; ends with its parent. */
static void bench_serve(int listener, const struct bench_dialect *dialect)
{
	struct buf stream;
	bench_compose(&stream, dialect);
	for (;;) {
		char request[REQUEST_MAX];
		int client = accept(listener, NULL, NULL);
		if (client < 0 || recv(client, request, sizeof(request), 0) <= 0)
			exit(0);
		for (size_t at = 0; at < stream.len;) {
			ssize_t sent = send(client, stream.at + at, stream.len - at, MSG_NOSIGNAL);
			if (sent <= 0)
				break;
			at += (size_t)sent;
		}
		shutdown(client, SHUT_WR);
		while (recv(client, request, sizeof(request), 0) > 0) {
		}
		close(client);
	}
}

static pid_t bench_server(const struct bench_dialect *dialect, int *port)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
				 .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	socklen_t len = sizeof(at);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(listener, 8) != 0 ||
	    getsockname(listener, (struct sockaddr *)&at, &len) != 0)
		bench_fail("no socket on the loopback");
	*port = ntohs(at.sin_port);
	pid_t pid = fork();
	if (pid == 0)
		bench_serve(listener, dialect);
	close(listener);
	return pid;
}

/* --- the floor --- */

struct bench_floor {
	struct buf line;
	size_t events;
};

/* Each line of data is parsed, and that is all. */
static size_t bench_on_bytes(char *bytes, size_t size, size_t count, void *data)
{
	struct bench_floor *floor = data;
	buf_add(&floor->line, (struct str){bytes, size * count});
	char *at = floor->line.at, *end = at + floor->line.len, *stop;
	while ((stop = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		if (stop - at > 6 && memcmp(at, "data: ", 6) == 0) {
			cJSON *root = cJSON_ParseWithLength(at + 6, (size_t)(stop - at - 6));
			floor->events += root != NULL;
			cJSON_Delete(root);
		}
		at = stop + 1;
	}
	size_t left = (size_t)(end - at);
	memmove(floor->line.at, at, left);
	floor->line.len = left;
	return size * count;
}

static double bench_bare(void *library, const char *url)
{
	CURL *(*init)(void);
	CURLcode (*set)(CURL *, CURLoption, ...);
	CURLcode (*perform)(CURL *);
	void (*cleanup)(CURL *);
	*(void **)&init = dlsym(library, "curl_easy_init");
	*(void **)&set = dlsym(library, "curl_easy_setopt");
	*(void **)&perform = dlsym(library, "curl_easy_perform");
	*(void **)&cleanup = dlsym(library, "curl_easy_cleanup");
	struct bench_floor floor = {.events = 0};
	buf_init(&floor.line, STREAM_MAX);
	double begin = bench_cpu_s();
	CURL *easy = init();
	set(easy, CURLOPT_URL, url);
	set(easy, CURLOPT_POSTFIELDS, "{}");
	set(easy, CURLOPT_NOPROXY, "*");
	set(easy, CURLOPT_WRITEFUNCTION, bench_on_bytes);
	set(easy, CURLOPT_WRITEDATA, &floor);
	CURLcode code = perform(easy);
	cleanup(easy);
	double took = bench_cpu_s() - begin;
	buf_deinit(&floor.line);
	if (code != CURLE_OK || floor.events < EVENTS)
		bench_fail("libcurl did not get the stream");
	return took;
}

/* --- the model room --- */

static void bench_on_text(struct model_call *call, struct str delta)
{
	(void)call;
	(void)delta;
}

static void bench_ended(struct op *op)
{
	bool *ended = op->owner;
	*ended = true;
}

static double bench_ours(struct loop *loop, struct models *models, const char *provider,
			 const char *base)
{
	struct model_turn turn = {.role = MODEL_USER, .text = STR("hello")};
	struct model_question question = {.turns = &turn, .turn_count = 1, .temperature = -1};
	struct model_choice choice = {.provider = provider_find(models, str_of(provider)),
				      .model = STR("m"),
				      .base_url = str_of(base)};
	struct model_call call = {.on_text = bench_on_text};
	struct err err = {.kind = ERR_NONE};
	bool ended = false;
	call.op.ended = bench_ended;
	call.op.owner = &ended;
	double begin = bench_cpu_s();
	if (!model_start(models, &call, &choice, &question, &err))
		bench_fail(err.text);
	loop_run(loop);
	double took = bench_cpu_s() - begin;
	if (!ended || call.outcome != MODEL_COMPLETE || call.text.len != (size_t)EVENTS * 4)
		bench_fail(call.op.err.kind != ERR_NONE ? call.op.err.text : "not the text");
	model_call_deinit(&call);
	return took;
}

static int bench_compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static double bench_median(double *times)
{
	qsort(times, ROUNDS, sizeof(*times), bench_compare);
	return times[ROUNDS / 2];
}

static void bench_run(void *library, struct loop *loop, struct models *models,
		      const struct bench_dialect *dialect)
{
	int port = 0;
	pid_t server = bench_server(dialect, &port);
	char base[80], url[160];
	double ours[ROUNDS], bare[ROUNDS];
	snprintf(base, sizeof(base), "http://127.0.0.1:%d", port);
	snprintf(url, sizeof(url), "%s%s", base, dialect->path);
	for (int i = -1; i < ROUNDS; i++) {
		double a = bench_ours(loop, models, dialect->provider, base);
		double b = bench_bare(library, url);
		if (i < 0)
			continue; /* the first pair warms up */
		ours[i] = a;
		bare[i] = b;
	}
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	double mine = bench_median(ours), floor = bench_median(bare);
	printf("%-34s %8.2f us    libcurl + cJSON %8.2f us    ratio %5.2f (aim: 1.5)\n",
	       strcmp(dialect->provider, "openai") == 0 ? "event of a stream (OpenAI)"
							: "event of a stream (Anthropic)",
	       mine / EVENTS * 1e6, floor / EVENTS * 1e6, mine / floor);
}

int main(void)
{
	void *library = dlopen("libcurl.so.4", RTLD_NOW);
	if (library == NULL)
		library = dlopen("libcurl.4.dylib", RTLD_NOW);
	if (library == NULL)
		bench_fail("no libcurl");
	struct secrets secrets;
	secrets_init(&secrets);
	struct log log = {.level = LOG_WARNING, .secrets = &secrets};
	struct loop *loop = loop_new(&log);
	struct models *models = models_new(loop, &secrets);
	for (size_t i = 0; i < sizeof(bench_dialects) / sizeof(bench_dialects[0]); i++)
		bench_run(library, loop, models, &bench_dialects[i]);
	models_free(models);
	loop_free(loop);
	secrets_deinit(&secrets);
	return 0;
}
