/*
 * io/stream.h takes descriptors 0 and 1, so each test is a child process that has
 * the stream and a parent that plays the editor, over a socket pair, two pipes, and
 * regular files. A child tells what it saw through its exit code.
 */
#include "io/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "check.h"

enum { TEST_MANY = 8 << 20, TEST_PIECE = 1 << 20, TEST_FLOOD = 70 };

/* What a child saw, as bits of its exit code (1 is a sanitizer's). */
enum { SAW_END = 2, SAW_TWO_ENDS = 4, SAW_BYTES = 8, SAW_MARK = 16, SAW_BAD = 64 };

struct child {
	struct loop *loop;
	struct stream *stream;
	int saw;
	void (*on_bytes)(struct child *child, struct str bytes);
	bool close_at_end;
	bool linger; /* at the end, do not close at once */
};

static void child_on_bytes(void *data, struct str bytes)
{
	struct child *child = data;
	child->saw |= SAW_BYTES;
	if (memchr(bytes.at, '!', bytes.len) != NULL)
		child->saw |= SAW_MARK;
	child->on_bytes(child, bytes);
}

static void child_on_end(void *data)
{
	struct child *child = data;
	child->saw |= child->saw & SAW_END ? SAW_TWO_ENDS : SAW_END;
	if (!child->linger)
		stream_close(child->stream);
}

static void child_echo(struct child *child, struct str bytes)
{
	/* In small pieces: they must come out in order. */
	struct str piece;
	for (size_t at = 0; (piece = str_part(bytes, at, 1000)).len > 0; at += piece.len)
		stream_write(child->stream, piece);
}

/* More than a pipe or socket holds. Little enough, when we close, to be read in time. */
static size_t test_much_len(bool close_at_end)
{
	return close_at_end ? TEST_MANY / 20 : TEST_MANY;
}

static unsigned char test_byte(size_t i)
{
	return (unsigned char)(i * 2654435761u >> 13);
}

static void child_say_much(struct child *child, struct str bytes)
{
	(void)bytes;
	size_t len = test_much_len(child->close_at_end);
	char *many = mem_new(len);
	for (size_t i = 0; i < len; i++)
		many[i] = (char)test_byte(i);
	for (size_t at = 0; at < len; at += 7777)
		stream_write(child->stream, str_part((struct str){many, len}, at, 7777));
	mem_free(many);
	if (child->close_at_end)
		stream_close(child->stream);
}

static void child_flood(struct child *child, struct str bytes)
{
	(void)bytes;
	char *piece = mem_new(TEST_PIECE);
	for (int i = 0; i < TEST_FLOOD; i++)
		stream_write(child->stream, (struct str){piece, TEST_PIECE});
	mem_free(piece);
	if (stream_pending(child->stream) > 64u << 20)
		child->saw |= SAW_BAD;
}

/* Nobody but the stream may reach the editor. */
static void child_stray(struct child *child, struct str bytes)
{
	char c;
	printf("stray");
	fflush(stdout);
	if (read(STDIN_FILENO, &c, 1) != 0)
		child->saw |= SAW_BAD;
	for (int fd = 3; fd < 100; fd++) {
		int flags = fcntl(fd, F_GETFD);
		if (flags >= 0 && (flags & FD_CLOEXEC) == 0)
			child->saw |= SAW_BAD;
	}
	stream_write(child->stream, bytes);
}

static void child_linger(struct child *child, struct str bytes)
{
	child->linger = true;
	stream_write(child->stream, bytes);
}

typedef void child_work(struct child *child, struct str bytes);

/* A child whose stdin and stdout are `in` and `out` (-1: closed). */
static pid_t test_start(int in, int out, child_work *work, bool close_at_end)
{
	pid_t pid = fork();
	if (pid != 0)
		return pid;
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	if (in >= 0)
		dup2(in, STDIN_FILENO);
	if (out >= 0)
		dup2(out, STDOUT_FILENO);
	for (int fd = 3; fd < 100; fd++)
		close(fd);
	int null = open("/dev/null", O_WRONLY);
	dup2(null, STDERR_FILENO);
	if (null > 2)
		close(null);
	struct log log = {.level = LOG_ERROR};
	struct child child = {.on_bytes = work, .close_at_end = close_at_end};
	const struct stream_events events = {child_on_bytes, child_on_end};
	child.loop = loop_new(&log);
	child.stream = stream_open(child.loop, &events, &child);
	loop_run(child.loop);
	if (child.linger)
		stream_close(child.stream);
	loop_free(child.loop);
	exit(child.saw);
}

static int test_end(pid_t pid)
{
	int status;
	CHECK(waitpid(pid, &status, 0) == pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void test_pause(long ms)
{
	struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
	nanosleep(&pause, NULL);
}

/* The editor's ends of a connection. */
struct link {
	int to, from;
	pid_t pid;
};

static struct link test_link(bool sockets, child_work *work, bool close_at_end)
{
	int a[2], b[2];
	struct link link;
	if (sockets) {
		CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, a) == 0);
		link.pid = test_start(a[1], a[1], work, close_at_end);
		close(a[1]);
		link.to = a[0];
		link.from = dup(a[0]);
		return link;
	}
	CHECK(pipe(a) == 0 && pipe(b) == 0);
	link.pid = test_start(a[0], b[1], work, close_at_end);
	close(a[0]);
	close(b[1]);
	link.to = a[1];
	link.from = b[0];
	return link;
}

static void test_send(const struct link *link, struct str bytes)
{
	CHECK(write(link->to, bytes.at, bytes.len) == (ssize_t)bytes.len);
}

static void test_no_more(struct link *link)
{
	shutdown(link->to, SHUT_WR);
	close(link->to);
	link->to = -1;
}

/* Until the end of the stream, or `len` bytes. */
static size_t test_receive(const struct link *link, char *into, size_t len)
{
	size_t got = 0;
	while (got < len) {
		ssize_t n = read(link->from, into + got, len - got);
		if (n <= 0)
			break;
		got += (size_t)n;
	}
	return got;
}

static void test_echo(bool sockets)
{
	struct link link = test_link(sockets, child_echo, false);
	char sent[20000], got[20000];
	for (size_t i = 0; i < sizeof(sent); i++)
		sent[i] = (char)(i * 31 % 97 + 32);
	for (size_t len = 1; len <= sizeof(sent); len = len * 3 + 1) {
		test_send(&link, (struct str){sent, len});
		CHECK_INT(test_receive(&link, got, len), len);
		CHECK(memcmp(got, sent, len) == 0);
	}
	test_no_more(&link);
	CHECK_INT(test_end(link.pid) & ~SAW_MARK, SAW_BYTES | SAW_END);
	CHECK_INT(test_receive(&link, got, 1), 0);
	close(link.from);
}

static void test_stray(bool sockets)
{
	struct link link = test_link(sockets, child_stray, false);
	char got[100];
	test_send(&link, STR("ping"));
	CHECK_STR(((struct str){got, test_receive(&link, got, 4)}), "ping");
	test_no_more(&link);
	CHECK_INT(test_receive(&link, got, sizeof(got)), 0);
	CHECK_INT(test_end(link.pid), SAW_BYTES | SAW_END);
	close(link.from);
}

/* A reader that takes its time gets everything, in order, also when we close meanwhile. */
static void test_much(bool sockets, bool close_at_end)
{
	struct link link = test_link(sockets, child_say_much, close_at_end);
	size_t len = test_much_len(close_at_end), wrong = 0;
	char *got = mem_new(len);
	test_send(&link, STR("?"));
	test_pause(close_at_end ? 2 : 30);
	CHECK_INT(test_receive(&link, got, len), len);
	for (size_t i = 0; i < len; i++)
		wrong += (unsigned char)got[i] != test_byte(i);
	CHECK_INT(wrong, 0);
	test_no_more(&link);
	CHECK_INT(test_end(link.pid), close_at_end ? SAW_BYTES : SAW_BYTES | SAW_END);
	mem_free(got);
	close(link.from);
}

/* An editor that does not read is dropped, not fed from endless memory nor waited for. */
static void test_silent(bool sockets, child_work *work, bool close_at_end)
{
	struct link link = test_link(sockets, work, close_at_end);
	uint64_t start = loop_now_ns();
	test_send(&link, STR("?"));
	CHECK_INT(test_end(link.pid), close_at_end ? SAW_BYTES : SAW_BYTES | SAW_END);
	CHECK(loop_now_ns() - start < 5000000000u);
	close(link.to);
	close(link.from);
}

/* The editor stops listening, but what it sent before that is still read. */
static void test_deaf(void)
{
	struct link link = test_link(false, child_echo, false);
	close(link.from);
	/* More than a pipe holds: it can only be sent if the other side goes on reading. */
	static char much[150000];
	much[sizeof(much) - 1] = '!';
	signal(SIGPIPE, SIG_IGN);
	CHECK(write(link.to, much, sizeof(much)) == sizeof(much));
	CHECK_INT(test_end(link.pid), SAW_BYTES | SAW_END | SAW_MARK);
	close(link.to);
}

/* It breaks and it ends: told once, also when the owner takes its time to close. */
static void test_once(void)
{
	struct link link = test_link(false, child_linger, false);
	close(link.from);
	test_send(&link, STR("one"));
	test_pause(5);
	test_no_more(&link);
	CHECK_INT(test_end(link.pid), SAW_BYTES | SAW_END);
}

static void test_closed(void)
{
	const int ends[] = {-1, open("/", O_RDONLY | O_DIRECTORY), open("/dev/null", O_RDWR)};
	for (size_t i = 0; i < 3; i++) {
		CHECK_INT(test_end(test_start(ends[i], ends[i], child_echo, false)), SAW_END);
		close(ends[i]);
	}
}

static void test_files(void)
{
	FILE *in = tmpfile(), *out = tmpfile();
	CHECK(in != NULL && out != NULL);
	for (int i = 0; i < 50000; i++)
		fprintf(in, "%d\n", i);
	fflush(in);
	rewind(in);
	CHECK_INT(test_end(test_start(fileno(in), fileno(out), child_echo, false)),
		  SAW_BYTES | SAW_END);
	rewind(in);
	rewind(out);
	int a, b, wrong = 0;
	do {
		a = getc(in);
		b = getc(out);
		wrong += a != b;
	} while (a != EOF || b != EOF);
	CHECK_INT(wrong, 0);
	fclose(in);
	fclose(out);
}

/* Blocking or not is a property that a shell may share with us: it is put back. */
static void test_flags(void)
{
	int in[2], out[2];
	CHECK(pipe(in) == 0 && pipe(out) == 0);
	pid_t pid = test_start(in[0], out[1], child_echo, false);
	CHECK(write(in[1], "x", 1) == 1);
	char c;
	CHECK(read(out[0], &c, 1) == 1);
	CHECK((fcntl(in[0], F_GETFL) & O_NONBLOCK) != 0);
	close(in[1]);
	CHECK_INT(test_end(pid), SAW_BYTES | SAW_END);
	CHECK((fcntl(in[0], F_GETFL) & O_NONBLOCK) == 0);
	CHECK((fcntl(out[1], F_GETFL) & O_NONBLOCK) == 0);
	close(in[0]);
	close(out[0]);
	close(out[1]);
}

/* How often the process has gone to sleep. */
static long test_sleeps(pid_t pid)
{
	char path[64], line[256];
	long count = -1;
	snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	FILE *file = fopen(path, "r");
	if (file == NULL)
		return -1;
	while (fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "voluntary_ctxt_switches: %ld", &count) == 1)
			break;
	fclose(file);
	return count;
}

static void test_idle(bool sockets)
{
	struct link link = test_link(sockets, child_echo, false);
	char c;
	test_send(&link, STR("x"));
	CHECK_INT(test_receive(&link, &c, 1), 1);
	test_pause(50);
	long before = test_sleeps(link.pid);
	test_pause(400);
	CHECK(before >= 0);
	CHECK_INT(test_sleeps(link.pid), before);
	test_no_more(&link);
	CHECK_INT(test_end(link.pid), SAW_BYTES | SAW_END);
	close(link.from);
}

int main(void)
{
	CHECK_BEGIN();
	for (int sockets = 0; sockets < 2; sockets++) {
		test_echo(sockets);
		test_stray(sockets);
		test_much(sockets, false);
		test_much(sockets, true);
		test_silent(sockets, child_flood, false);
		test_silent(sockets, child_say_much, true);
		test_idle(sockets);
	}
	test_deaf();
	test_once();
	test_closed();
	test_files();
	test_flags();
	return CHECK_END();
}
