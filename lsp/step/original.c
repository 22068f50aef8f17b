/*
 * Runs the original while the model writes: once as it is, once with another hash seed and with
 * every clock shifted (lsp/harness/shifted.py). Where the two agree that is all. Where they do
 * not, judge/output says which further run would tell why.
 *
 *	turn granted -> plain -> again [-> again …] -> turn given back
 *
 * So for each input. The runs follow each other, so that the first can count as a timed run; when
 * somebody waits for them (original_hurry) the first two of an input go on side by side.
 */
#include "original.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "base/embedded.h"
#include "io/file.h"
#include "step/work.h"
#include "trial.h"

static const double original_second = 1.1;

static void original_finish(struct original *original)
{
	turn_give_back(&original->turn);
	if (original->cancelled)
		err_set(&original->op.err, ERR_CANCELLED, "cancelled");
	op_end(&original->op);
}

static struct original_input *original_now(struct original *original)
{
	return &original->inputs[original->at];
}

static void original_stop_runs(struct original *original)
{
	struct original_input *input = original_now(original);
	op_cancel(&original->pause.op);
	op_cancel(&input->plain.op);
	for (size_t i = 0; i < input->again_count; i++)
		op_cancel(&input->again[i].op);
}

static void original_cancel(struct op *op)
{
	struct original *original = (struct original *)op;
	original->cancelled = true;
	op_cancel(&original->turn.op);
	original_stop_runs(original);
}

static void original_on_run(struct op *op);
static void original_go_on(struct original *original);

/* Start a run; `seed` is the hash seed as it stands in the environment. */
static void original_run(struct original *original, struct sandbox_run *run, const char *seed,
			 const char *const *harness)
{
	struct work *work = original->work;
	struct trial trial;
	trial_script(work, &work->inputs[original->at], NULL, harness, &trial);
	if (harness != NULL)
		trial.mounts[trial.command.mount_count++] =
			(struct sandbox_mount){.host = harness[0]};
	trial_env(&trial, seed);
	run->op.owner = original;
	run->op.ended = original_on_run;
	sandbox_start(work->kit->sandbox, work->settings.sandbox_minimum, run, &trial.command,
		      &original->op.err);
}

static void original_run_plain(struct original *original)
{
	original_run(original, &original_now(original)->plain, "PYTHONHASHSEED=0", NULL);
}

static void original_run_again(struct original *original, enum output_tick tick)
{
	struct original_input *input = original_now(original);
	struct arena *arena = &original->work->job.arena;
	/* At its own path, not in /job: a script that lists its folder must not see it. */
	const char *const harness[] = {
		arena_fmt(arena, "%.*s/.shifted.py", STR_ARG(original->work->folder)).at,
		arena_fmt(arena, "--tick=%d", (int)tick).at, NULL};
	/* With the same seed as the first run, the clocks alone are others. */
	bool same = tick == OUTPUT_TICK_MORE || tick == OUTPUT_TICK_SMALL_MORE;
	input->ticks[input->again_count] = tick;
	original_run(original, &input->again[input->again_count++],
		     same ? "PYTHONHASHSEED=0" : "PYTHONHASHSEED=4711",
		     tick == OUTPUT_TICK_TRUE ? NULL : harness);
}

void original_again(struct arena *arena, const struct original_input *input,
		    struct output_run *again)
{
	for (size_t i = 0; i < input->again_count; i++) {
		again[i] = trial_view(arena, &input->again[i]);
		again[i].tick = input->ticks[i];
		/* What a limit ended has not ended as the original did, whatever its status. */
		if (input->again[i].result.limit != SANDBOX_NO_LIMIT)
			again[i].signal = SIGKILL;
	}
}

static void original_on_pause(struct op *op)
{
	struct original *original = op->owner;
	if (!original->cancelled)
		original_run_again(original, OUTPUT_TICK_TRUE);
	original_go_on(original);
}

/*
 * A generator that is seeded with the whole seconds of the time repeats itself within one: who
 * looks whether a script repeats itself has to wait for the next. False when that is over.
 */
static bool original_waits(struct original *original, enum output_tick tick)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	double since = (double)now.tv_sec + (double)now.tv_nsec / 1e9 -
		       original_now(original)->plain.began;
	if (tick != OUTPUT_TICK_TRUE || since < 0 || since >= original_second)
		return false;
	original->pause = (struct timer){0};
	original->pause.op.owner = original;
	original->pause.op.ended = original_on_pause;
	timer_start(original->work->kit->loop, &original->pause,
		    (uint64_t)((original_second - since) * 1000) + 1);
	return true;
}

/* Whether one more run would tell something; it is begun then. */
static bool original_goes_on(struct original *original)
{
	struct original_input *input = original_now(original);
	struct arena scratch;
	arena_init(&scratch);
	struct output_run plain = trial_view(&scratch, &input->plain), again[OUTPUT_AGAIN];
	original_again(&scratch, input, again);
	enum output_tick tick;
	bool wants = output_wants(&plain, again, input->again_count, &tick);
	arena_deinit(&scratch);
	if (wants && !original_waits(original, tick))
		original_run_again(original, tick);
	return wants;
}

static bool original_is_over(const struct original *original)
{
	return original->cancelled || original->op.err.kind != ERR_NONE;
}

static bool original_runs(const struct original *original)
{
	const struct original_input *input = &original->inputs[original->at];
	bool runs = input->plain.op.running || original->pause.op.running;
	for (size_t i = 0; i < input->again_count; i++)
		runs = runs || input->again[i].op.running;
	return runs;
}

/* Where there are processors enough, the second run goes beside the first. */
static void original_crowd(struct original *original)
{
	struct original_input *input = original_now(original);
	if (!input->plain.op.running || input->again_count > 0 || sysconf(_SC_NPROCESSORS_ONLN) < 2)
		return;
	input->crowded = true;
	original_run_again(original, OUTPUT_TICK);
}

static void original_next_input(struct original *original)
{
	original_run_plain(original);
	if (original->hurried && !original_is_over(original))
		original_crowd(original);
}

/* A script that was stopped by a limit would only be stopped again. */
static bool original_is_stopped(const struct original_input *input)
{
	return !input->plain.op.running && input->plain.result.limit != SANDBOX_NO_LIMIT;
}

/* What comes next: called whenever something has ended. */
static void original_go_on(struct original *original)
{
	struct original_input *input = original_now(original);
	bool stopped = original_is_stopped(input);
	if (original_is_over(original) || stopped)
		original_stop_runs(original);
	if (original_runs(original))
		return;
	if (!original_is_over(original) && (stopped || !original_goes_on(original))) {
		input->repeated = !stopped;
		if (++original->at < original->count)
			original_next_input(original);
		else
			original->at = original->count - 1;
	}
	if (!original_runs(original))
		original_finish(original);
}

static void original_on_run(struct op *op)
{
	struct original *original = op->owner;
	struct original_input *input = original_now(original);
	/* The second run of a script that a limit has stopped is cancelled: that is no failure. */
	bool unneeded = op != &input->plain.op && original_is_stopped(input);
	if (op->err.kind != ERR_NONE && !original_is_over(original) && !unneeded)
		original->op.err = op->err;
	original_go_on(original);
}

static void original_on_turn(struct op *op)
{
	struct original *original = op->owner;
	if (op->err.kind != ERR_NONE)
		original->cancelled = true;
	if (!original->cancelled)
		original_next_input(original);
	if (!original_runs(original))
		original_finish(original);
}

void original_hurry(struct original *original)
{
	original->hurried = true;
	if (original_is_over(original) || !original_runs(original))
		return;
	original_crowd(original);
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
	original->count = work->input_count;
	original->inputs = arena_array(arena, original->count, sizeof(*original->inputs));
	original->turn.op.owner = original;
	original->turn.op.ended = original_on_turn;
	op_begin(&original->op, "original", original_cancel);
	turn_start(work->kit->queue, &original->turn, TURN_WORK);
	return true;
}

bool original_behaves(const struct original_input *input)
{
	const struct sandbox_result *result = &input->plain.result;
	bool raised = result->status != 0 && str_has(sandbox_err(&input->plain),
						     STR("Traceback (most recent call last):"));
	return input->repeated && result->limit == SANDBOX_NO_LIMIT && result->signal == 0 &&
	       !raised;
}

void original_deinit(struct original *original)
{
	for (size_t i = 0; i < original->count; i++) {
		sandbox_run_deinit(&original->inputs[i].plain);
		for (size_t k = 0; k < original->inputs[i].again_count; k++)
			sandbox_run_deinit(&original->inputs[i].again[k]);
	}
}
