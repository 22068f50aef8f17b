/*
 * Runs a program of the user's own. It gets a process group, so that a cancel ends what
 * it started too unless that left the group, which is what means to outlive it. It is known to have
 * ended by SIGCHLD, not by the end of its output: a helper that it leaves behind may hold the pipes
 * for hours. A shell changes the folder on its way, since posix_spawn cannot.
 */
#include "io/command.h"

#include <assert.h>
#include <signal.h>
#include <string.h>
#include <uv.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/file.h"
#include "loop_private.h"
#include "proc.h"

enum {
	COMMAND_CHUNK = 65536,
	COMMAND_LOOK_MS = 1000, /* between two looks, should a signal be lost */
	COMMAND_GRACE_MS = 200, /* for what is still in the pipes when it has ended */
	COMMAND_ARGUMENTS = 4,  /* sh, -c, the script, its name */
};

static const char command_shell[] = "/bin/sh";
static const char command_script[] = "cd -- \"$1\" && shift && exec \"$@\"";

struct command_child {
	struct command *command;
	pid_t pid;
	uv_pipe_t in, out, err;
	uv_write_t write;
	uv_timer_t clock;
	uv_signal_t watch;
	unsigned open; /* handles of the above that are not closed yet */
	bool ended;    /* the program has, and been reaped */
	bool stopping; /* cancelled, or killed for a reason of ours: op.err is set */
	uint64_t first_ms, idle_ms, total_ms;
	uint64_t started, heard, gone; /* loop's milliseconds; 0: not yet */
	size_t output, output_max;
	struct buf stdin_bytes;
	struct buf line; /* of stderr, its beginning */
	char chunk[COMMAND_CHUNK];
};

static uint64_t command_now(const struct command_child *child)
{
	return uv_now(child->clock.loop);
}

/* --- the end --- */

static void command_closed(uv_handle_t *handle)
{
	struct command_child *child = handle->data;
	struct command *command = child->command;
	if (--child->open > 0)
		return;
	buf_deinit(&child->stdin_bytes);
	buf_deinit(&child->line);
	/* Its last words may have been a key. */
	for (volatile char *c = child->chunk; c < child->chunk + COMMAND_CHUNK; c++)
		*c = '\0';
	mem_free(child);
	command->child = NULL;
	op_end(&command->op);
}

static void command_close(uv_handle_t *handle)
{
	if (!uv_is_closing(handle))
		uv_close(handle, command_closed);
}

static void command_keep_line(struct command_child *child)
{
	struct str line = str_trim(buf_str(&child->line));
	if (line.len > 0) {
		struct buf plain;
		buf_init(&plain, COMMAND_SAID_MAX);
		utf8_add_plain(&plain, line);
		if (plain.len > 0)
			memcpy(child->command->said, plain.at, plain.len);
		child->command->said[plain.len] = '\0';
		buf_deinit(&plain);
	}
	buf_clear(&child->line);
}

/* Close what is left when the program and its output have ended. */
static void command_settle(struct command_child *child)
{
	bool silent = uv_is_closing((uv_handle_t *)&child->out) &&
		      uv_is_closing((uv_handle_t *)&child->err);
	if (!child->ended || !silent)
		return;
	command_close((uv_handle_t *)&child->in);
	command_close((uv_handle_t *)&child->clock);
	command_close((uv_handle_t *)&child->watch);
}

static void command_close_output(struct command_child *child)
{
	if (!uv_is_closing((uv_handle_t *)&child->err))
		command_keep_line(child);
	command_close((uv_handle_t *)&child->out);
	command_close((uv_handle_t *)&child->err);
}

/* Has it ended? */
static void command_look(struct command_child *child)
{
	if (child->ended || !proc_reap_status(child->pid, &child->command->status))
		return;
	child->ended = true;
	child->gone = command_now(child);
}

static void command_stop(struct command_child *child)
{
	child->stopping = true;
	if (!child->ended)
		proc_kill_group(child->pid);
	command_close_output(child);
	command_settle(child);
}

static void command_cancel(struct op *op)
{
	struct command_child *child = ((struct command *)(void *)op)->child;
	if (child == NULL || child->stopping)
		return;
	err_set(&op->err, ERR_CANCELLED, "cancelled");
	command_stop(child);
}

/* --- clocks --- */

static bool command_passed(uint64_t since, uint64_t limit, uint64_t now, uint64_t *next)
{
	if (limit == 0)
		return false;
	if (now - since >= limit)
		return true;
	if (since + limit - now < *next)
		*next = since + limit - now;
	return false;
}

static void command_time_out(struct command_child *child, const char *what, uint64_t ms)
{
	err_set(&child->command->op.err, ERR_WORLD, "%s %.3g seconds", what, (double)ms / 1e3);
	command_stop(child);
}

static void command_on_clock(uv_timer_t *clock)
{
	struct command_child *child = clock->data;
	uint64_t now = command_now(child), next = COMMAND_LOOK_MS;
	command_look(child);
	if (child->ended && command_passed(child->gone, COMMAND_GRACE_MS, now, &next))
		command_close_output(child);
	else if (child->ended || child->stopping)
		; /* it is only waited for */
	else if (command_passed(child->started, child->total_ms, now, &next))
		command_time_out(child, "it was not done within", child->total_ms);
	else if (child->heard == 0 && command_passed(child->started, child->first_ms, now, &next))
		command_time_out(child, "it wrote nothing for", child->first_ms);
	else if (child->heard != 0 && command_passed(child->heard, child->idle_ms, now, &next))
		command_time_out(child, "it wrote nothing more for", child->idle_ms);
	command_settle(child);
	if (!uv_is_closing((uv_handle_t *)clock))
		uv_timer_start(clock, command_on_clock, next, 0);
}

static void command_on_signal(uv_signal_t *watch, int number)
{
	struct command_child *child = watch->data;
	(void)number;
	command_look(child);
	command_settle(child);
	if (child->ended && !uv_is_closing((uv_handle_t *)&child->clock))
		uv_timer_start(&child->clock, command_on_clock, COMMAND_GRACE_MS, 0);
}

/* --- what it writes --- */

static void command_alloc(uv_handle_t *handle, size_t size, uv_buf_t *buf)
{
	struct command_child *child = handle->data;
	(void)size;
	*buf = uv_buf_init(child->chunk, COMMAND_CHUNK);
}

static void command_on_stdout(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
	struct command_child *child = stream->data;
	struct command *command = child->command;
	if (got < 0) {
		command_close((uv_handle_t *)stream);
		command_settle(child);
		return;
	}
	if (got == 0)
		return;
	bool first = child->heard == 0;
	child->heard = command_now(child);
	child->output += (size_t)got;
	if (child->output > child->output_max) {
		err_set(&command->op.err, ERR_WORLD, "it wrote more than %zu bytes",
			child->output_max);
		command_stop(child);
		return;
	}
	if (first) /* another clock holds from now on */
		uv_timer_start(&child->clock, command_on_clock, 0, 0);
	if (command->on_output != NULL)
		command->on_output(command, (struct str){buf->base, (size_t)got});
}

static void command_on_stderr(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
	struct command_child *child = stream->data;
	for (ssize_t i = 0; i < got; i++) {
		if (buf->base[i] == '\n')
			command_keep_line(child);
		else
			buf_add_char(&child->line, buf->base[i]);
	}
	if (got >= 0)
		return;
	command_keep_line(child);
	command_close((uv_handle_t *)stream);
	command_settle(child);
}

static void command_written(uv_write_t *write, int status)
{
	struct command_child *child = write->data;
	(void)status; /* it need not read what it does not want */
	command_close((uv_handle_t *)&child->in);
}

/* --- the start --- */

/* Our environment, from which keys were taken at start, and what the user hands over. */
static char **command_env(struct arena *arena, const char *const *more)
{
	extern char **environ; /* POSIX has it, and no header of POSIX */
	size_t count = 0, extra = 0;
	while (environ[count] != NULL)
		count++;
	while (more != NULL && more[extra] != NULL)
		extra++;
	char **env = arena_array(arena, count + extra + 1, sizeof(*env));
	if (count > 0)
		memcpy(env, environ, count * sizeof(*env));
	for (size_t i = 0; i < extra; i++)
		env[count + i] = (char *)(uintptr_t)more[i];
	return env;
}

static char **command_argv(struct arena *arena, const struct command_request *request,
			   const char *path)
{
	size_t count = 0;
	while (request->argv[count] != NULL)
		count++;
	char **argv = arena_array(arena, COMMAND_ARGUMENTS + 1 + count + 1, sizeof(*argv));
	const char *head[] = {command_shell, "-c", command_script, "kadane", request->folder, path};
	for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
		argv[i] = (char *)(uintptr_t)head[i];
	for (size_t i = 1; i < count; i++)
		argv[COMMAND_ARGUMENTS + 1 + i] = (char *)(uintptr_t)request->argv[i];
	return argv;
}

/* ends: stdin to write, stdout and stderr to read. */
static bool command_spawn(const struct command_request *request, int *ends, pid_t *pid,
			  struct err *err)
{
	struct arena arena;
	arena_init(&arena);
	int theirs[3] = {-1, -1, -1};
	struct str path = file_on_path(&arena, request->argv[0]);
	bool ok = path.len > 0 ||
		  err_set(err, ERR_WORLD, "\"%.100s\" is no program on PATH, nor an absolute path",
			  request->argv[0]);
	for (int i = 0; i < 3 && ok; i++) {
		int pipe[2];
		ok = proc_pipe(pipe, err);
		ends[i] = pipe[i == 0];
		theirs[i] = pipe[i != 0];
	}
	ok = ok && proc_spawn_group(command_shell, command_argv(&arena, request, path.at),
				    command_env(&arena, request->env), theirs, 3, pid, err);
	for (int i = 0; i < 3; i++)
		proc_close(&theirs[i]);
	for (int i = 0; i < 3 && !ok; i++)
		proc_close(&ends[i]);
	arena_deinit(&arena);
	return ok;
}

static void command_open(uv_loop_t *uv, struct command_child *child, uv_pipe_t *pipe, int fd)
{
	uv_pipe_init(uv, pipe, 0);
	pipe->data = child;
	int rc = uv_pipe_open(pipe, fd);
	assert(rc == 0);
	(void)rc;
}

/* From here on nothing can be refused. */
static void command_begin(uv_loop_t *uv, struct command_child *child, const int *ends)
{
	command_open(uv, child, &child->in, ends[0]);
	command_open(uv, child, &child->out, ends[1]);
	command_open(uv, child, &child->err, ends[2]);
	uv_timer_init(uv, &child->clock);
	uv_signal_init(uv, &child->watch);
	child->clock.data = child->watch.data = child->write.data = child;
	child->open = 5;
	child->started = uv_now(uv);
	/* It may have ended before anybody watched: the clock looks at once. */
	uv_signal_start(&child->watch, command_on_signal, SIGCHLD);
	uv_timer_start(&child->clock, command_on_clock, 0, 0);
	uv_read_start((uv_stream_t *)&child->out, command_alloc, command_on_stdout);
	uv_read_start((uv_stream_t *)&child->err, command_alloc, command_on_stderr);
	uv_buf_t bytes = uv_buf_init(child->stdin_bytes.at, (unsigned)child->stdin_bytes.len);
	if (bytes.len == 0 ||
	    uv_write(&child->write, (uv_stream_t *)&child->in, &bytes, 1, command_written) != 0)
		command_close((uv_handle_t *)&child->in);
}

bool command_start(struct loop *loop, struct command *command,
		   const struct command_request *request, struct err *err)
{
	int ends[3] = {-1, -1, -1};
	pid_t pid;
	if (!command_spawn(request, ends, &pid, err))
		return false;
	struct command_child *child = mem_new(sizeof(*child));
	child->command = command;
	child->pid = pid;
	child->first_ms = request->first_ms;
	child->idle_ms = request->idle_ms;
	child->total_ms = request->total_ms;
	child->output_max = request->output_max;
	buf_init(&child->stdin_bytes, request->stdin_bytes.len);
	buf_add(&child->stdin_bytes, request->stdin_bytes);
	buf_init(&child->line, COMMAND_SAID_MAX);
	command->child = child;
	command->status = 0;
	command->said[0] = '\0';
	op_begin(&command->op, "command", command_cancel);
	command_begin(loop_uv(loop), child, ends);
	return true;
}
