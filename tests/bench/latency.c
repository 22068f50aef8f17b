/*
 * Measures a server over a socket pair, as editors use one: time from start to the answer
 * to `initialize`, round trips of a code action, resident memory, wake-ups at rest, time
 * to leave. Two servers are measured in turn, A B A B, so that drift falls on both.
 *
 *	latency KADANE FLOOR
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STARTS = 41, TRIPS = 4000, ROUNDS = 5, ANSWER_MAX = 1 << 20 };

struct server {
	const char *const *argv;
	pid_t pid;
	int fd;
	char in[ANSWER_MAX];
	size_t have;
};

static const char CODE_ACTION[] = "textDocument/codeAction";

extern char **environ;

static double now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void fail(const char *what)
{
	fprintf(stderr, "latency: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void server_start(struct server *server)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		fail("socketpair");
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, pair[1], 0);
	posix_spawn_file_actions_adddup2(&actions, pair[1], 1);
	if (posix_spawn(&server->pid, server->argv[0], &actions, NULL, (char **)server->argv,
			environ) != 0)
		fail(server->argv[0]);
	posix_spawn_file_actions_destroy(&actions);
	close(pair[1]);
	server->fd = pair[0];
	server->have = 0;
}

static void server_stop(struct server *server)
{
	close(server->fd);
	waitpid(server->pid, NULL, 0);
}

static void server_send(struct server *server, const char *body, size_t len)
{
	char header[64];
	int head = snprintf(header, sizeof(header), "Content-Length: %zu\r\n\r\n", len);
	char *whole = malloc((size_t)head + len);
	memcpy(whole, header, (size_t)head);
	memcpy(whole + head, body, len);
	for (size_t at = 0; at < (size_t)head + len;) {
		ssize_t put = write(server->fd, whole + at, (size_t)head + len - at);
		if (put <= 0)
			fail("write");
		at += (size_t)put;
	}
	free(whole);
}

/* Read until the answer with this id (or, from the floor, any answer) has come; its length. */
static size_t server_answer(struct server *server, const char *id)
{
	for (;;) {
		char *end = memmem(server->in, server->have, "\r\n\r\n", 4);
		if (end != NULL) {
			size_t body = strtoul(server->in + strlen("Content-Length: "), NULL, 10);
			size_t whole = (size_t)(end + 4 - server->in) + body;
			if (server->have >= whole) {
				const char *at = end + 4;
				int mine = memmem(at, body, id, strlen(id)) != NULL ||
					   (body > 2 && memcmp(at + body - 2, "{}", 2) == 0);
				memmove(server->in, server->in + whole, server->have - whole);
				server->have -= whole;
				if (mine)
					return body;
				continue;
			}
		}
		ssize_t got = read(server->fd, server->in + server->have,
				   sizeof(server->in) - server->have);
		if (got <= 0)
			fail("the server went away");
		server->have += (size_t)got;
	}
}

static const char initialize[] =
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"processId\":null,"
	"\"rootUri\":null,\"capabilities\":{\"textDocument\":{\"codeAction\":"
	"{\"codeActionLiteralSupport\":{\"codeActionKind\":{\"valueSet\":[\"\"]}}}}}}}";
static const char initialized[] = "{\"jsonrpc\":\"2.0\",\"method\":\"initialized\",\"params\":{}}";

static void server_open(struct server *server, size_t lines)
{
	size_t room = lines * 40 + 400, len;
	char *body = malloc(room);
	len = (size_t)snprintf(
		body, room,
		"{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{"
		"\"textDocument\":{\"uri\":\"file:///tmp/bench.py\",\"languageId\":\"python\","
		"\"version\":1,\"text\":\"");
	for (size_t i = 0; i < lines; i++)
		len += (size_t)snprintf(body + len, room - len, "x%06zu = %06zu + 1\\n", i, i);
	len += (size_t)snprintf(body + len, room - len, "\"}}}");
	server_send(server, body, len);
	free(body);
}

static size_t server_ready(struct server *server, size_t lines)
{
	server_start(server);
	server_send(server, initialize, strlen(initialize));
	size_t answer = server_answer(server, "\"id\":1,");
	server_send(server, initialized, strlen(initialized));
	server_open(server, lines);
	return answer;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double quantile(double *values, size_t count, double q)
{
	qsort(values, count, sizeof(*values), by_value);
	return values[(size_t)((double)(count - 1) * q)];
}

static double startup_once(struct server *server)
{
	double from = now_us();
	server_start(server);
	server_send(server, initialize, strlen(initialize));
	server_answer(server, "\"id\":1,");
	double took = now_us() - from;
	server_stop(server);
	return took;
}

/* One request and its answer; the answer's length. */
static size_t trip(struct server *server, const char *method, int n, double *took)
{
	char body[400], id[32];
	int len = snprintf(body, sizeof(body),
			   "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":{"
			   "\"textDocument\":{\"uri\":\"file:///tmp/bench.py\"},\"range\":{"
			   "\"start\":{\"line\":50,\"character\":0},\"end\":{\"line\":50,"
			   "\"character\":0}},\"context\":{\"diagnostics\":[]}}}",
			   n, method);
	snprintf(id, sizeof(id), "\"id\":%d,", n);
	double from = now_us();
	server_send(server, body, (size_t)len);
	size_t answer = server_answer(server, id);
	*took = now_us() - from;
	return answer;
}

static long status_kb(pid_t pid, const char *field)
{
	char path[64], line[256];
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "r");
	long kb = -1;
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (strncmp(line, field, strlen(field)) == 0)
			kb = strtol(line + strlen(field) + 1, NULL, 10);
	if (file != NULL)
		fclose(file);
	return kb;
}

static void row(const char *what, double mine, double floor, const char *unit, double aim)
{
	printf("%-44s %10.2f %10.2f %-3s %6.2fx  (accepted %.2fx)\n", what, mine, floor, unit,
	       mine / floor, aim);
}

static void measure_startup(struct server *kadane, struct server *floor)
{
	double a[STARTS], b[STARTS];
	for (size_t i = 0; i < STARTS; i++) {
		a[i] = startup_once(kadane);
		b[i] = startup_once(floor);
	}
	row("start to initialize answer, median", quantile(a, STARTS, .5) / 1e3,
	    quantile(b, STARTS, .5) / 1e3, "ms", 1.5);
}

static double measure_trips(struct server *kadane, struct server *floor, const char *method,
			    size_t lines)
{
	static double a[TRIPS], b[TRIPS];
	double p50a[ROUNDS], p50b[ROUNDS], p99a[ROUNDS], p99b[ROUNDS];
	server_ready(kadane, lines);
	server_ready(floor, lines);
	int n = 10;
	for (size_t round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < TRIPS; i++)
			trip(kadane, method, n++, &a[i]);
		for (size_t i = 0; i < TRIPS; i++)
			trip(floor, method, n++, &b[i]);
		p50a[round] = quantile(a, TRIPS, .5);
		p50b[round] = quantile(b, TRIPS, .5);
		p99a[round] = quantile(a, TRIPS, .99);
		p99b[round] = quantile(b, TRIPS, .99);
	}
	server_stop(kadane);
	server_stop(floor);
	char what[80];
	snprintf(what, sizeof(what), "%s, %zu lines, p50", strrchr(method, '/') + 1, lines);
	double mine = quantile(p50a, ROUNDS, .5);
	row(what, mine, quantile(p50b, ROUNDS, .5), "us", 3);
	snprintf(what, sizeof(what), "%s, %zu lines, p99", strrchr(method, '/') + 1, lines);
	row(what, quantile(p99a, ROUNDS, .5), quantile(p99b, ROUNDS, .5), "us", 3);
	return mine;
}

static void measure_memory(struct server *kadane)
{
	double took;
	server_ready(kadane, 0);
	trip(kadane, CODE_ACTION, 10, &took);
	printf("%-44s %10.2f MB\n", "resident after initialize",
	       (double)status_kb(kadane->pid, "VmRSS") / 1024);
	server_stop(kadane);
	server_ready(kadane, 55000);
	trip(kadane, CODE_ACTION, 10, &took);
	printf("%-44s %10.2f MB            (accepted 15)\n", "resident with a document of 1 MB",
	       (double)status_kb(kadane->pid, "VmRSS") / 1024);
	sleep(1);
	long before = status_kb(kadane->pid, "voluntary_ctxt_switches");
	sleep(5);
	printf("%-44s %10ld           (aim 0)\n", "wake-ups in 5 s at rest",
	       status_kb(kadane->pid, "voluntary_ctxt_switches") - before);
	double from = now_us();
	const char shutdown[] = "{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"shutdown\"}";
	const char leave[] = "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}";
	server_send(kadane, shutdown, strlen(shutdown));
	server_answer(kadane, "\"id\":99,");
	double answered = now_us() - from;
	server_send(kadane, leave, strlen(leave));
	waitpid(kadane->pid, NULL, 0);
	printf("%-44s %10.3f ms, gone after %.3f ms\n", "shutdown answered", answered / 1e3,
	       (now_us() - from) / 1e3);
	close(kadane->fd);
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: latency KADANE FLOOR\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	static struct server kadane, floor;
	const char *const kadane_argv[] = {argv[1], NULL};
	double ignored;
	kadane.argv = kadane_argv;
	/* The floor's answers are as long as the server's own. */
	server_ready(&kadane, 10);
	size_t answer = trip(&kadane, CODE_ACTION, 10, &ignored);
	server_stop(&kadane);
	char bytes[24];
	snprintf(bytes, sizeof(bytes), "%zu", answer);
	const char *const floor_argv[] = {argv[2], bytes, NULL};
	floor.argv = floor_argv;
	printf("%-44s %10s %10s\n", "", "kadane", "floor");
	measure_startup(&kadane, &floor);
	measure_trips(&kadane, &floor, "bench/unknown", 10);
	double small = measure_trips(&kadane, &floor, CODE_ACTION, 10000);
	double large = measure_trips(&kadane, &floor, CODE_ACTION, 100000);
	printf("%-44s %10s %10s     %6.2fx  (aim 1.10x)\n",
	       "code action, 100,000 against 10,000 lines", "", "", large / small);
	measure_memory(&kadane);
	return 0;
}
