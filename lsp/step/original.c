/*
 * Runs the original twice, while the model writes: once as it is, once with another
 * hash seed and with every clock shifted (lsp/harness/shifted.py). Numbers in which
 * the two differ come from clocks, addresses or chance, and cannot be held against a
 * translation. Whatever else differs makes the original useless as a yardstick.
 *
 *	turn granted -> plain -> again [-> again, steady [-> again, unshifted]] -> turn given back
 *
 * The runs follow each other, so that the first can count as a timed run; when somebody
 * waits for them (original_hurry) they go on side by side.
 */
#include "original.h"

#include <unistd.h>

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

static void original_on_run(struct op *op);

static void original_run(struct original *original, struct sandbox_run *run,
			 enum original_shift shift)
{
	struct work *work = original->work;
	struct sandbox_mount mounts[TOOLCHAIN_MOUNTS];
	const char *argv[5];
	struct sandbox_command command;
	original_command(work, mounts, argv, &command);
	if (shift != ORIGINAL_PLAIN) {
		/* At its own path, not in /job: a script that lists its folder must not see it. */
		const char *harness =
			arena_fmt(&work->job.arena, "%.*s/.shifted.py", STR_ARG(work->folder)).at;
		mounts[command.mount_count++] = (struct sandbox_mount){.host = harness};
		const char *script = argv[1];
		size_t n = 1;
		argv[n++] = harness;
		if (shift == ORIGINAL_STEADY)
			argv[n++] = "--steady";
		argv[n++] = script;
		argv[n] = NULL;
	}
	const char *const other_seed[] = {"PYTHONHASHSEED=4711", NULL};
	command.env = run == &original->again ? other_seed : NULL;
	run->op.owner = original;
	run->op.ended = original_on_run;
	sandbox_start(work->kit->sandbox, work->settings.sandbox_minimum, run, &command,
		      &original->op.err);
}

/* Shifted clocks must not change how the script ends; if they do, they did harm. */
static bool original_bore_shift(const struct original *original)
{
	const struct sandbox_result *a = &original->plain.result, *b = &original->again.result;
	return a->status == b->status && a->signal == b->signal && b->limit == SANDBOX_NO_LIMIT;
}

/* Whether `again` can be held against the plain run: clocks that jump may have misled it. */
static bool original_told(const struct original *original)
{
	if (!original_bore_shift(original))
		return false;
	if (original->shift != ORIGINAL_JUMPING)
		return true;
	struct output_run plain = original_view(&original->plain);
	struct output_run again = original_view(&original->again);
	struct arena scratch;
	arena_init(&scratch);
	bool told = output_compare(&scratch, &plain, &again, &plain).match != OUTPUT_UNKNOWN;
	arena_deinit(&scratch);
	return told;
}

static void original_run_again(struct original *original, enum original_shift shift)
{
	sandbox_run_deinit(&original->again);
	original->again = (struct sandbox_run){0};
	original->begun_again = true;
	original->shift = shift;
	original_run(original, &original->again, shift);
}

/* A script that was stopped by a limit would only be stopped again. */
static bool original_is_over(const struct original *original)
{
	return original->cancelled || original->op.err.kind != ERR_NONE ||
	       original->plain.result.limit != SANDBOX_NO_LIMIT;
}

static void original_stop_runs(struct original *original)
{
	op_cancel(&original->plain.op);
	op_cancel(&original->again.op);
}

static bool original_runs(const struct original *original)
{
	return original->plain.op.running || original->again.op.running;
}

/* What comes next: called whenever something has ended. */
static void original_go_on(struct original *original)
{
	bool both = original->begun_again;
	if (!original_is_over(original) && !original_runs(original) && !both)
		original_run_again(original, ORIGINAL_JUMPING);
	else if (!original_is_over(original) && !original_runs(original) &&
		 original->shift != ORIGINAL_PLAIN && !original_told(original))
		original_run_again(original, original->shift + 1);
	else if (!original_is_over(original) && !original_runs(original))
		original->repeated = true;
	if (original_runs(original) && original_is_over(original))
		original_stop_runs(original);
	if (!original_runs(original))
		original_finish(original);
}

static void original_on_run(struct op *op)
{
	struct original *original = op->owner;
	if (op->err.kind != ERR_NONE && !original_is_over(original))
		original->op.err = op->err;
	original_go_on(original);
}

static void original_on_turn(struct op *op)
{
	struct original *original = op->owner;
	if (op->err.kind != ERR_NONE)
		original->cancelled = true;
	if (original->cancelled) {
		original_finish(original);
		return;
	}
	original_run(original, &original->plain, ORIGINAL_PLAIN);
	if (!original->plain.op.running)
		original_finish(original);
}

void original_hurry(struct original *original)
{
	if (!original->plain.op.running || original->begun_again || original_is_over(original) ||
	    sysconf(_SC_NPROCESSORS_ONLN) < 2)
		return;
	original->crowded = true;
	original_run_again(original, ORIGINAL_JUMPING);
	if (original->op.err.kind != ERR_NONE)
		original_stop_runs(original);
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
