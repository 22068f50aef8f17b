/*
 * Runs commands in the sandbox: starts one supervisor per command, lets it write what the
 * command prints and leaves into files without a name (or, for who wants to see it as it comes,
 * into pipes), and ends when it has gone. The supervisor holds the limits and does the
 * killing, also when this process is busy or dead: all we do to cancel is close the
 * control pipe.
 */
#include "io/sandbox.h"

#include <assert.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#include "base/mem.h"
#include "io/file.h"
#include "loop_private.h"
#include "proc.h"
#include "sandbox_private.h"

enum { SANDBOX_CHUNK = 65536 };

/* The pipes we read; the first two only for on_output. */
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

static void sandbox_judge(struct sandbox_child *child)
{
	struct sandbox_run *run = child->run;
	if (child->cancelled)
		err_set(&run->op.err, ERR_CANCELLED, "cancelled");
	else
		sandbox_take_result(run, buf_str(&child->report));
}

static struct sandbox_child *sandbox_child_new(struct sandbox_run *run,
					       const struct sandbox_command *command)
{
	struct sandbox_child *child = mem_new(sizeof(*child));
	child->run = run;
	arena_init(&child->arena);
	buf_init(&child->report, JAIL_REPORT_MAX);
	buf_init(&child->stdin_bytes, command->stdin_bytes.len);
	buf_add(&child->stdin_bytes, command->stdin_bytes);
	return child;
}

static void sandbox_child_free(struct sandbox_child *child)
{
	/* The supervisor has emptied and removed it, unless it was killed. */
	if (child->folder.len > 0)
		file_remove_folder(child->folder.at);
	buf_deinit(&child->report);
	buf_deinit(&child->stdin_bytes);
	arena_deinit(&child->arena);
	mem_free(child);
}

/* The last handle has closed, the supervisor is gone: the op may end. */
static void sandbox_end(struct sandbox_child *child)
{
	struct sandbox_run *run = child->run;
	sandbox_judge(child);
	sandbox_child_free(child);
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
	ptrdiff_t which = (uv_pipe_t *)stream - child->streams;
	struct str bytes = {buf->base, got > 0 ? (size_t)got : 0};
	if (got > 0 && which == SANDBOX_REPORT)
		buf_add(&child->report, bytes);
	else if (got > 0)
		child->run->on_output(child->run, which == SANDBOX_ERR, bytes);
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

/* From here on nothing can be refused. ends: stdin, out, err, report, control; -1: none. */
static void sandbox_watch(struct sandbox *sandbox, struct sandbox_child *child, int *ends)
{
	uv_loop_t *uv = loop_uv(sandbox->loop);
	child->control = ends[4];
	ends[4] = -1;
	uv_timer_init(uv, &child->reap);
	child->reap.data = child;
	sandbox_open(uv, child, &child->in, &ends[0]);
	for (int i = 0; i < SANDBOX_STREAMS; i++) {
		if (ends[i + 1] < 0)
			continue;
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
 * The supervisor's descriptors: pipes, but for what is spooled; 0 and 4 run towards it. With
 * `own_stdin` the first is ours.
 */
static bool sandbox_spawn(const char *path, const struct sandbox_line *line, bool own_stdin,
			  const struct sandbox_spools *spools, int *ends, pid_t *pid,
			  struct err *err)
{
	static const int spooled[SANDBOX_SPOOLS] = {1, 2, JAIL_FILES_FD};
	int theirs[PROC_FDS] = {-1, -1, -1, -1, -1, -1}, fds[PROC_FDS];
	bool ok = true;
	for (int i = 0; i < SANDBOX_SPOOLS; i++)
		fds[spooled[i]] = spools->of[i].fd;
	for (int i = 0; i < PROC_FDS && ok; i++) {
		int pipe[2];
		bool to = i == 0 || i == JAIL_CONTROL_FD;
		bool file = i != 0 && i != JAIL_CONTROL_FD && i != JAIL_REPORT_FD;
		if (i == JAIL_FILES_FD || (file && fds[i] >= 0))
			continue;
		ok = proc_pipe(pipe, err);
		ends[i] = pipe[to];
		fds[i] = theirs[i] = pipe[!to];
	}
	if (own_stdin)
		proc_close(&theirs[0]);
	if (own_stdin)
		fds[0] = STDIN_FILENO;
	ok = ok && proc_spawn(path, line->argv, line->env, fds, PROC_FDS, pid, err);
	for (int i = 0; i < PROC_FDS; i++)
		proc_close(&theirs[i]);
	return ok;
}

/* Of a run that has not begun. */
static void sandbox_run_init(struct sandbox_run *run)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	memset(&run->result, 0, sizeof(run->result));
	run->began = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
	run->files = NULL;
	run->file_count = 0;
	run->files_cut = false;
	run->child = NULL;
	run->spools = NULL;
}

bool sandbox_begin(struct sandbox *sandbox, enum sandbox_tier tier, struct sandbox_run *run,
		   const struct sandbox_command *command, struct err *err)
{
	int ends[PROC_FDS] = {-1, -1, -1, -1, -1, -1};
	unsigned spools = run->on_output != NULL ? 0 : (1U << SANDBOX_SPOOLS) - 1;
	struct sandbox_line line;
	sandbox_run_init(run);
	run->spools = mem_new(sizeof(*run->spools));
	struct sandbox_child *child = sandbox_child_new(run, command);
	bool ok = sandbox_spools_open(run->spools, spools, err);
	ok = ok && (tier == SANDBOX_FULL || file_job_folder(&child->arena, &child->folder, err));
	ok = ok &&
	     sandbox_line(sandbox, tier, command, child->folder.at, &child->arena, &line, err);
	ok = ok && sandbox_spawn(sandbox->jail, &line, command->stdin_pipe, run->spools, ends,
				 &child->pid, err);
	if (ok) {
		op_begin(&run->op, "sandbox", sandbox_cancel);
		run->child = child;
		sandbox_watch(sandbox, child, ends);
		return true;
	}
	for (int i = 0; i < PROC_FDS; i++)
		proc_close(&ends[i]);
	sandbox_child_free(child);
	sandbox_run_deinit(run);
	return false;
}

bool sandbox_start(struct sandbox *sandbox, enum sandbox_tier minimum, struct sandbox_run *run,
		   const struct sandbox_command *command, struct err *err)
{
	if (!sandbox_usable(sandbox, minimum, err)) {
		sandbox_run_init(run);
		return false;
	}
	return sandbox_begin(sandbox, sandbox->tier, run, command, err);
}
