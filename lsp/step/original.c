/*
 * Runs the original twice, while the model writes: once as it is, once with another
 * hash seed and with every clock shifted (lsp/harness/shifted.py). Numbers in which
 * the two differ come from clocks, addresses or chance, and cannot be held against a
 * translation. Whatever else differs makes the original useless as a yardstick.
 *
 *	turn granted -> plain -> again [-> again, unshifted] -> turn given back, op ends
 */
#include "original.h"

#include "base/embedded.h"
#include "io/file.h"
#include "step/work.h"
#include "toolchain.h"

static void original_finish(struct original *original)
{
	turn_give_back(&original->turn);
	if (original->cancelled)
		err_set(&original->op.err, ERR_CANCELLED, "cancelled");
	op_end(&original->op);
}

static void original_cancel(struct op *op)
{
	struct original *original = (struct original *)op;
	original->cancelled = true;
	op_cancel(&original->turn.op);
	op_cancel(&original->plain.op);
	op_cancel(&original->again.op);
}

void original_command(struct work *work, struct sandbox_mount *mounts, const char **argv,
		      struct sandbox_command *command)
{
	struct arena *arena = &work->job.arena;
	size_t count = 0;
	const char *inside = arena_fmt(arena, "/job/%.*s", STR_ARG(work->name)).at;
	mounts[count++] = (struct sandbox_mount){
		.host = arena_fmt(arena, "%.*s/%.*s", STR_ARG(work->folder), STR_ARG(work->name))
				.at,
		.inside = inside,
	};
	toolchain_mounts(&work->python, mounts, &count);
	argv[0] = work->python.path;
	argv[1] = inside;
	argv[2] = NULL;
	*command = (struct sandbox_command){
		.argv = argv,
		.mounts = mounts,
		.mount_count = count,
		.limits = work->settings.run,
	};
}

static void original_run(struct original *original, struct sandbox_run *run, bool shifted);

/* Shifted clocks must not change how the script ends; if they do, they did harm. */
static bool original_bore_shift(const struct original *original)
{
	const struct sandbox_result *a = &original->plain.result, *b = &original->again.result;
	return a->status == b->status && a->signal == b->signal && b->limit == SANDBOX_NO_LIMIT;
}

static void original_on_run(struct op *op)
{
	struct original *original = op->owner;
	if (op->err.kind != ERR_NONE) {
		original->op.err = op->err;
		original_finish(original);
		return;
	}
	if (original->cancelled) {
		original_finish(original);
	} else if (op == &original->plain.op) {
		/* A script that was stopped by a limit would only be stopped again. */
		if (original->plain.result.limit != SANDBOX_NO_LIMIT)
			original_finish(original);
		else
			original_run(original, &original->again, true);
	} else if (!original->unshifted && !original_bore_shift(original)) {
		original->unshifted = true;
		sandbox_run_deinit(&original->again);
		original->again = (struct sandbox_run){0};
		original_run(original, &original->again, false);
	} else {
		original->repeated = true;
		original_finish(original);
	}
}

static void original_run(struct original *original, struct sandbox_run *run, bool shifted)
{
	struct work *work = original->work;
	struct sandbox_mount mounts[TOOLCHAIN_MOUNTS];
	const char *argv[4];
	struct sandbox_command command;
	original_command(work, mounts, argv, &command);
	if (shifted) {
		/* At its own path, not in /job: a script that lists its folder must not see it. */
		const char *harness =
			arena_fmt(&work->job.arena, "%.*s/.shifted.py", STR_ARG(work->folder)).at;
		mounts[command.mount_count++] = (struct sandbox_mount){.host = harness};
		argv[3] = NULL;
		argv[2] = argv[1];
		argv[1] = harness;
	}
	const char *const other_seed[] = {"PYTHONHASHSEED=4711", NULL};
	command.env = run == &original->again ? other_seed : NULL;
	run->op.owner = original;
	run->op.ended = original_on_run;
	struct err err = {0};
	if (!sandbox_start(kit_sandbox(work->kit, work->settings.sandbox_minimum), run, &command,
			   &err)) {
		original->op.err = err;
		original_finish(original);
	}
}

static void original_on_turn(struct op *op)
{
	struct original *original = op->owner;
	if (original->cancelled || op->err.kind != ERR_NONE)
		original_finish(original);
	else
		original_run(original, &original->plain, false);
}

bool original_start(struct original *original, struct work *work, struct err *err)
{
	struct arena *arena = &work->job.arena;
	struct str shifted = arena_fmt(arena, "%.*s/.shifted.py", STR_ARG(work->folder));
	if (!file_write_new(shifted.at, embedded_file("shifted.py"), err))
		return false;
	original->work = work;
	original->turn.op.owner = original;
	original->turn.op.ended = original_on_turn;
	op_begin(&original->op, "original", original_cancel);
	turn_start(work->kit->queue, &original->turn, TURN_WORK);
	return true;
}

void original_deinit(struct original *original)
{
	sandbox_run_deinit(&original->plain);
	sandbox_run_deinit(&original->again);
}

struct output_run original_view(const struct sandbox_run *run)
{
	return (struct output_run){
		.out = buf_str(&run->out),
		.err = buf_str(&run->err),
		.status = run->result.status,
		.signal = run->result.signal,
		.cut = run->result.out_cut || run->result.err_cut,
		.files = run->result.files,
		.files_sum = run->result.files_sum,
	};
}
