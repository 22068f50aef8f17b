/*
 * Runs commands in the sandbox: starts one supervisor per command, reads what comes from
 * its pipes, and ends when it has gone. The supervisor holds the limits and does the
 * killing, also when this process is busy or dead: all we do to cancel is close the
 * control pipe.
 */
#include "io/sandbox.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "base/mem.h"
#include "io/file.h"
#include "loop_private.h"
#include "proc.h"
#include "sandbox_private.h"

enum { SANDBOX_CHUNK = 65536 };

/* The pipes we read. */
enum { SANDBOX_OUT, SANDBOX_ERR, SANDBOX_REPORT, SANDBOX_STREAMS };

struct sandbox_child {
	struct sandbox_run *run;
	struct arena arena;
	struct str folder; /* the work folder; empty in the full tier */
	pid_t pid;
	int control;
	bool cancelled;
	uv_pipe_t streams[SANDBOX_STREAMS];
	uv_pipe_t in;
	uv_write_t write;
	uv_timer_t reap;
	unsigned open; /* handles of the above that are not closed yet */
	struct buf report;
	struct buf stdin_bytes;
	char chunk[SANDBOX_CHUNK];
};

struct str sandbox_tier_name(enum sandbox_tier tier)
{
	switch (tier) {
	case SANDBOX_RESTRICTED:
		return STR("restricted");
	case SANDBOX_FULL:
		return STR("full");
	case SANDBOX_NONE:
		break;
	}
	return STR("none");
}

bool sandbox_tier_of(struct str name, enum sandbox_tier *tier)
{
	for (*tier = SANDBOX_NONE; *tier <= SANDBOX_FULL; ++*tier)
		if (str_eq(name, sandbox_tier_name(*tier)))
			return true;
	return false;
}

struct sandbox *sandbox_new(struct loop *loop)
{
	struct sandbox *sandbox = mem_new(sizeof(*sandbox));
	enum sandbox_tier wanted;
	sandbox->loop = loop;
	sandbox->try_full = sandbox->try_restricted = true;
	arena_init(&sandbox->arena);
	if (sandbox_tier_of(file_env("KADANE_SANDBOX"), &wanted)) {
		sandbox_demand(sandbox, wanted);
		sandbox->demanded = "KADANE_SANDBOX in the environment";
	}
	return sandbox;
}

void sandbox_free(struct sandbox *sandbox)
{
	if (sandbox == NULL)
		return;
	assert(sandbox->looks == NULL);
	arena_deinit(&sandbox->arena);
	mem_free(sandbox);
}

void sandbox_demand(struct sandbox *sandbox, enum sandbox_tier tier)
{
	sandbox->try_full = tier == SANDBOX_FULL;
	sandbox->try_restricted = tier == SANDBOX_RESTRICTED;
	sandbox->demanded = "--tier";
}

enum sandbox_tier sandbox_tier(const struct sandbox *sandbox)
{
	return sandbox->tier;
}

struct str sandbox_describe(const struct sandbox *sandbox)
{
	return sandbox->describe;
}

struct str sandbox_advice(const struct sandbox *sandbox)
{
	return sandbox->advice;
}

bool sandbox_usable(const struct sandbox *sandbox, enum sandbox_tier minimum, struct err *err)
{
	struct str advice = sandbox->advice;
	assert(sandbox_known(sandbox));
	if (sandbox->jail == NULL)
		return err_set(err, ERR_WORLD, "nothing can be run: %.*s", STR_ARG(advice));
	if (sandbox->tier >= minimum)
		return true;
	if (sandbox->tier == SANDBOX_NONE && sandbox->demanded != NULL && sandbox->try_full)
		return err_set(err, ERR_WORLD,
			       "the full sandbox, which %s demands, does not work here: %.*s",
			       sandbox->demanded, STR_ARG(advice));
	if (sandbox->tier == SANDBOX_NONE)
		return err_set(err, ERR_WORLD,
			       "no sandbox works on this machine, so nothing is run: %.*s",
			       STR_ARG(advice));
	return err_set(err, ERR_WORLD, "the full sandbox is demanded, but only %.*s works: %.*s",
		       STR_ARG(sandbox->describe), STR_ARG(advice));
}

static void sandbox_fill_result(struct sandbox_result *result, const struct jail_report *report)
{
	result->status = (int)report->status;
	result->signal = (int)report->signal;
	result->limit = (enum sandbox_limit)report->limit;
	result->wall_s = (double)report->wall_ns / 1e9;
	result->user_s = (double)report->user_ns / 1e9;
	result->system_s = (double)report->system_ns / 1e9;
	result->peak_memory = (uint64_t)report->peak_bytes;
	result->out_cut = report->out_cut != 0;
	result->err_cut = report->err_cut != 0;
	result->files = report->files;
	result->files_sum = report->files_sum;
	result->landlock = (int)report->landlock;
	result->masked = report->masked;
}

static void sandbox_judge(struct sandbox_child *child)
{
	struct sandbox_run *run = child->run;
	struct jail_report report;
	struct str said = buf_str(&run->err), line = {NULL, 0};
	if (child->cancelled) {
		err_set(&run->op.err, ERR_CANCELLED, "cancelled");
		return;
	}
	if (!sandbox_report(buf_str(&child->report), &report)) {
		err_set(&run->op.err, ERR_WORLD, "the sandbox's supervisor ended without a report");
		return;
	}
	sandbox_fill_result(&run->result, &report);
	if (!report.error[0])
		return;
	/* When bubblewrap itself fails it says why on the stream it was given. */
	str_line(&said, &line);
	err_set(&run->op.err, ERR_WORLD, "the sandbox: %s%s%.*s", report.error,
		line.len > 0 ? ": " : "", (int)(line.len < 300 ? line.len : 300), line.at);
}

/* The last handle has closed, the supervisor is gone: the op may end. */
static void sandbox_end(struct sandbox_child *child)
{
	struct sandbox_run *run = child->run;
	sandbox_judge(child);
	/* The supervisor has emptied and removed it, unless it was killed. */
	if (child->folder.len > 0)
		file_remove_folder(child->folder.at);
	buf_deinit(&child->report);
	buf_deinit(&child->stdin_bytes);
	arena_deinit(&child->arena);
	mem_free(child);
	run->child = NULL;
	op_end(&run->op);
}

static void sandbox_timer_closed(uv_handle_t *handle)
{
	sandbox_end(handle->data);
}

/* Its pipes have ended, so it is in its last microseconds: look, do not wait. */
static void sandbox_reap(uv_timer_t *timer)
{
	struct sandbox_child *child = timer->data;
	if (!proc_reap(child->pid)) {
		uv_timer_start(timer, sandbox_reap, 1, 0);
		return;
	}
	uv_close((uv_handle_t *)timer, sandbox_timer_closed);
}

static void sandbox_closed(uv_handle_t *handle)
{
	struct sandbox_child *child = handle->data;
	child->open--;
	if (child->open == 0)
		sandbox_reap(&child->reap);
}

static void sandbox_close(uv_pipe_t *pipe)
{
	if (!uv_is_closing((uv_handle_t *)pipe))
		uv_close((uv_handle_t *)pipe, sandbox_closed);
}

static void sandbox_alloc(uv_handle_t *handle, size_t size, uv_buf_t *buf)
{
	struct sandbox_child *child = handle->data;
	(void)size;
	*buf = uv_buf_init(child->chunk, SANDBOX_CHUNK);
}

static void sandbox_on_bytes(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
	struct sandbox_child *child = stream->data;
	struct buf *const into[] = {&child->run->out, &child->run->err, &child->report};
	ptrdiff_t which = (uv_pipe_t *)stream - child->streams;
	struct str bytes = {buf->base, got > 0 ? (size_t)got : 0};
	if (got > 0 && which != SANDBOX_REPORT && child->run->on_output != NULL)
		child->run->on_output(child->run, which == SANDBOX_ERR, bytes);
	else if (got > 0)
		buf_add(into[which], bytes);
	if (got >= 0)
		return;
	sandbox_close((uv_pipe_t *)stream);
	/* The supervisor has gone: whatever stdin still waits to be taken, nobody will. */
	if ((uv_pipe_t *)stream == &child->streams[SANDBOX_REPORT]) {
		sandbox_close(&child->in);
		proc_close(&child->control);
	}
}

static void sandbox_written(uv_write_t *write, int status)
{
	struct sandbox_child *child = write->data;
	(void)status;
	sandbox_close(&child->in);
}

static void sandbox_cancel(struct op *op)
{
	struct sandbox_child *child = ((struct sandbox_run *)op)->child;
	child->cancelled = true;
	proc_close(&child->control);
}

static void sandbox_open(uv_loop_t *uv, struct sandbox_child *child, uv_pipe_t *pipe, int *fd)
{
	uv_pipe_init(uv, pipe, 0);
	pipe->data = child;
	child->open++;
	int rc = uv_pipe_open(pipe, *fd);
	assert(rc == 0);
	(void)rc;
	*fd = -1;
}

/* From here on nothing can be refused. ends: stdin, out, err, report, control. */
static void sandbox_watch(struct sandbox *sandbox, struct sandbox_child *child, int *ends)
{
	uv_loop_t *uv = loop_uv(sandbox->loop);
	child->control = ends[4];
	ends[4] = -1;
	uv_timer_init(uv, &child->reap);
	child->reap.data = child;
	sandbox_open(uv, child, &child->in, &ends[0]);
	for (int i = 0; i < SANDBOX_STREAMS; i++) {
		sandbox_open(uv, child, &child->streams[i], &ends[i + 1]);
		uv_read_start((uv_stream_t *)&child->streams[i], sandbox_alloc, sandbox_on_bytes);
	}
	uv_buf_t bytes = uv_buf_init(child->stdin_bytes.at, (unsigned)child->stdin_bytes.len);
	child->write.data = child;
	if (bytes.len == 0 ||
	    uv_write(&child->write, (uv_stream_t *)&child->in, &bytes, 1, sandbox_written) != 0)
		sandbox_close(&child->in);
}

/*
 * One pipe for each of the supervisor's descriptors; 0 and 4 run towards it. With `own_stdin`
 * the first is ours.
 */
static bool sandbox_spawn(const char *path, const struct sandbox_line *line, bool own_stdin,
			  int *ends, pid_t *pid, struct err *err)
{
	int theirs[PROC_FDS] = {-1, -1, -1, -1, -1};
	bool ok = true;
	for (int i = 0; i < PROC_FDS && ok; i++) {
		int pipe[2];
		bool to = i == 0 || i == JAIL_CONTROL_FD;
		ok = proc_pipe(pipe, err);
		ends[i] = pipe[to];
		theirs[i] = pipe[!to];
	}
	if (own_stdin)
		proc_close(&theirs[0]);
	int fds[PROC_FDS] = {own_stdin ? STDIN_FILENO : theirs[0], theirs[1], theirs[2], theirs[3],
			     theirs[4]};
	ok = ok && proc_spawn(path, line->argv, line->env, fds, PROC_FDS, pid, err);
	for (int i = 0; i < PROC_FDS; i++)
		proc_close(&theirs[i]);
	return ok;
}

bool sandbox_begin(struct sandbox *sandbox, enum sandbox_tier tier, struct sandbox_run *run,
		   const struct sandbox_command *command, struct err *err)
{
	int ends[PROC_FDS] = {-1, -1, -1, -1, -1};
	struct sandbox_line line;
	memset(&run->result, 0, sizeof(run->result));
	buf_init(&run->out, command->limits.output);
	buf_init(&run->err, command->limits.output);
	run->child = NULL;
	struct sandbox_child *child = mem_new(sizeof(*child));
	child->run = run;
	arena_init(&child->arena);
	buf_init(&child->report, JAIL_REPORT_MAX);
	buf_init(&child->stdin_bytes, command->stdin_bytes.len);
	buf_add(&child->stdin_bytes, command->stdin_bytes);
	bool ok = tier == SANDBOX_FULL || file_job_folder(&child->arena, &child->folder, err);
	ok = ok &&
	     sandbox_line(sandbox, tier, command, child->folder.at, &child->arena, &line, err);
	ok = ok && sandbox_spawn(sandbox->jail, &line, command->stdin_pipe, ends, &child->pid, err);
	if (ok) {
		op_begin(&run->op, "sandbox", sandbox_cancel);
		run->child = child;
		sandbox_watch(sandbox, child, ends);
		return true;
	}
	for (int i = 0; i < PROC_FDS; i++)
		proc_close(&ends[i]);
	if (child->folder.len > 0)
		file_remove_folder(child->folder.at);
	buf_deinit(&child->report);
	buf_deinit(&child->stdin_bytes);
	arena_deinit(&child->arena);
	mem_free(child);
	return false;
}

bool sandbox_start(struct sandbox *sandbox, enum sandbox_tier minimum, struct sandbox_run *run,
		   const struct sandbox_command *command, struct err *err)
{
	if (!sandbox_usable(sandbox, minimum, err)) {
		buf_init(&run->out, 0);
		buf_init(&run->err, 0);
		return false;
	}
	return sandbox_begin(sandbox, sandbox->tier, run, command, err);
}

void sandbox_run_deinit(struct sandbox_run *run)
{
	assert(!run->op.running);
	buf_deinit(&run->out);
	buf_deinit(&run->err);
}
