/*
 * Watches what the original really does: integers beyond 64 bits, // with negative operands,
 * sets that are iterated (lsp/harness/facts.py, judge/facts.h). Two looks at most, and neither
 * while a run of the original is under way that may count as a timed one:
 *
 * - a short one before anything else, for whose end the question to the model waits half a
 *   second: enough for the whole of a quick script;
 * - a long one when there was no short one or it was cut off: before the model is told what was
 *   wrong, else after the first verdict. It is over before the timed runs begin.
 *
 * A look that fails tells nothing, and no more: facts change no verdict.
 */
#include "facts.h"

#include "base/embedded.h"
#include "io/file.h"
#include "original.h"
#include "step/steps.h"
#include "step/work.h"
#include "trial.h"

enum { FACTS_PATIENCE_MS = 500, FACTS_HARNESS_MAX = 256 << 10 };

/* Seconds: of the short look, with its start-up; of the long one, least and most. */
static const double facts_short_s = 0.4, facts_short_wall_s = 0.5;
static const double facts_least_s = 1, facts_most_s = 5, facts_grace_s = 2;

/* Joined to one program: the calls, what form tells, where the calls go, the run. */
static const char *const facts_parts[] = {"facts_seen.py", "facts_form.py", "facts_tree.py",
					  "facts.py"};

static size_t facts_source_lines(struct str source)
{
	struct str line;
	size_t lines = 0;
	while (str_line(&source, &line))
		lines++;
	return lines;
}

/* Keep what a look brought, unless it brought nothing. */
static void facts_take(struct facts_look *look)
{
	struct work *work = look->work;
	struct facts facts = facts_read(&work->job.arena, sandbox_out(&look->run),
					facts_source_lines(work->source));
	facts.input = work->inputs[look->input].name;
	if (facts.known)
		work->job.verdict.facts = facts;
}

static void facts_go_on(struct facts_look *look)
{
	if (look->turn.op.running || look->patience.op.running || look->run.op.running)
		return;
	turn_give_back(&look->turn);
	op_end(&look->op);
}

static void facts_on_run(struct op *op)
{
	struct facts_look *look = op->owner;
	if (op->err.kind == ERR_NONE)
		facts_take(look);
	facts_go_on(look);
}

static void facts_run(struct facts_look *look)
{
	struct work *work = look->work;
	struct arena *arena = &work->job.arena;
	const char *harness = arena_fmt(arena, "%.*s/.facts.py", STR_ARG(work->folder)).at;
	const char *const before[] = {harness, arena_fmt(arena, "%.2f", look->seconds).at, "-",
				      NULL};
	struct trial trial;
	trial_script(work, &work->inputs[look->input], NULL, before, &trial);
	trial.mounts[trial.command.mount_count++] = (struct sandbox_mount){.host = harness};
	double wall = look->long_one ? look->seconds + facts_grace_s : facts_short_wall_s;
	if (wall < trial.command.limits.wall_s)
		trial.command.limits.wall_s = wall;
	sandbox_run_deinit(&look->run);
	look->run = (struct sandbox_run){0};
	look->run.op.owner = look;
	look->run.op.ended = facts_on_run;
	struct err refused = {0};
	sandbox_start(work->kit->sandbox, work->settings.sandbox_minimum, &look->run,
		      &trial.command, &refused);
}

static void facts_on_turn(struct op *op)
{
	struct facts_look *look = op->owner;
	op_cancel(&look->patience.op);
	if (op->err.kind == ERR_NONE)
		facts_run(look);
	facts_go_on(look);
}

/* Others have the machine: the question goes out without. */
static void facts_on_patience(struct op *op)
{
	struct facts_look *look = op->owner;
	if (op->err.kind == ERR_NONE)
		op_cancel(&look->turn.op);
	facts_go_on(look);
}

static void facts_cancel(struct op *op)
{
	struct facts_look *look = (struct facts_look *)op;
	op_cancel(&look->turn.op);
	op_cancel(&look->patience.op);
	op_cancel(&look->run.op);
}

static bool facts_write_harness(struct work *work, struct err *err)
{
	struct arena *arena = &work->job.arena;
	struct buf text;
	buf_init(&text, FACTS_HARNESS_MAX);
	for (size_t i = 0; i < sizeof(facts_parts) / sizeof(facts_parts[0]); i++)
		buf_add(&text, embedded_file(facts_parts[i]));
	struct str path = arena_fmt(arena, "%.*s/.facts.py", STR_ARG(work->folder));
	bool written = file_write_new(path.at, buf_str(&text), err);
	buf_deinit(&text);
	return written;
}

/* The first input on which the original behaves, as far as that is known; else the first. */
static size_t facts_input(const struct work *work)
{
	const struct original *original = work->original;
	for (size_t i = 0; original != NULL && !original->op.running && i < original->count; i++)
		if (original_behaves(&original->inputs[i]))
			return i;
	return 0;
}

/* Begin a look as an op of the job. */
static enum next facts_begin(struct work *work, bool long_one, double seconds)
{
	struct job *job = &work->job;
	struct facts_look *look = work->facts;
	if (look == NULL) {
		if (!facts_write_harness(work, &job->err))
			return FAIL;
		look = work->facts = arena_new(&job->arena, sizeof(*look));
		look->work = work;
	}
	look->seconds = seconds;
	look->input = facts_input(work);
	look->long_one = long_one;
	look->turn.op = (struct op){.owner = look, .ended = facts_on_turn};
	look->patience.op = (struct op){.owner = look, .ended = facts_on_patience};
	look->op = (struct op){0};
	job_op(job, &look->op);
	op_begin(&look->op, "facts", facts_cancel);
	turn_start(work->kit->queue, &look->turn, TURN_WORK);
	if (!long_one)
		timer_start(job->loop, &look->patience, FACTS_PATIENCE_MS);
	return WAIT;
}

static bool facts_wanted(const struct work *work)
{
	return work->settings.check_facts && !work->unverified && work->from == &lang_python;
}

/* A longer look would tell more, and disturbs no run that counts. */
static bool facts_worth_more(const struct work *work)
{
	const struct facts *facts = &work->job.verdict.facts;
	bool whole = facts->known && !facts->so_far &&
		     (work->facts == NULL || work->facts->input == facts_input(work));
	return facts_wanted(work) && !whole && !work->turn.held && work->original != NULL &&
	       !work->original->op.running && (work->facts == NULL || !work->facts->long_one);
}

/* As far as the script's own run went, but no longer than a person would wait for it. */
static enum next facts_begin_long(struct work *work)
{
	job_say(&work->job, "watching the original");
	double seconds =
		3 * work->original->inputs[facts_input(work)].plain.result.wall_s + facts_least_s;
	return facts_begin(work, true, seconds < facts_most_s ? seconds : facts_most_s);
}

static enum next facts_start(struct job *job)
{
	struct work *work = work_of(job);
	if (!facts_wanted(work))
		return NEXT;
	/* What was wrong may be what the short look did not get to see. */
	if (work->facts != NULL)
		return job->repair.len > 0 && facts_worth_more(work) ? facts_begin_long(work)
								     : NEXT;
	job_say(job, "watching the original");
	return facts_begin(work, false, facts_short_s);
}

static enum next facts_finish(struct job *job)
{
	(void)job;
	return NEXT;
}

const struct step step_facts = {.title = "watching the original",
				.start = facts_start,
				.finish = facts_finish};

static enum next facts_whole_start(struct job *job)
{
	struct work *work = work_of(job);
	if (job->verdict.compiles != VERDICT_COMPILES || !facts_worth_more(work))
		return NEXT;
	return facts_begin_long(work);
}

static enum next facts_whole_finish(struct job *job)
{
	if (job->verdict.facts.count > 0)
		job_show(job);
	return NEXT;
}

/* Closing: facts help most beside a difference. */
const struct step step_facts_whole = {.title = "watching the original",
				      .start = facts_whole_start,
				      .finish = facts_whole_finish,
				      .closing = true};

void facts_deinit(struct facts_look *look)
{
	sandbox_run_deinit(&look->run);
}
