/*
 * Looks whether what the translation gives out for readings of clocks was read from a clock. It is
 * built once more with clocks that go otherwise (lsp/harness/clocks.cpp) and run with short steps
 * and with long ones: a number that stays what it was in every run is no reading, however it may
 * look. That a quick program has measured 0.0000 seconds is another thing: its number moves.
 *
 *	turn -> build -> each input: run with short steps -> with long ones [-> once more]
 *
 * What could not be looked at is said beside the verdict.
 */
#include "compile.h"
#include "original.h"
#include "step/steps.h"
#include "step/work.h"
#include "trial.h"

enum { CLOCKS_RUNS = 3, CLOCKS_LEAST_S = 5, CLOCKS_TIMES = 4, CLOCKS_ALL_S = 30 };

/* Nanoseconds: some milliseconds a reading, and some hours, twice: of "0 min 0 s" one may be 0. */
static const char *const clocks_steps[CLOCKS_RUNS] = {"KADANE_CLOCK=1300000",
						      "KADANE_CLOCK=9876543210123",
						      "KADANE_CLOCK=7307129461057"};

struct clocks {
	enum { CLOCKS_TURN, CLOCKS_BUILD, CLOCKS_RUN } phase;
	const char *program;
	size_t input, run;
	double spent; /* seconds of all runs */
	bool *stays;  /* of each number, in every run so far */
	bool *moves;  /* seen in one */
};

static enum next clocks_over(struct work *work)
{
	work->clocks = NULL;
	turn_give_back(&work->turn);
	return NEXT;
}

/* A pretended reading may have been accepted: that must not go unsaid. */
static void clocks_unchecked(struct work *work, const char *why)
{
	verdict_add(&work->job.verdict, FINDING_WARNING,
		    "its readings of clocks were not checked: %s", why);
}

/* The next input from `input` on with a number that must move; SIZE_MAX: there is none. */
static size_t clocks_next(const struct verdict *verdict, size_t input)
{
	size_t next = SIZE_MAX;
	for (size_t i = 0; i < verdict->mask_count; i++) {
		const struct verdict_mask *at = &verdict->masks[i];
		if (at->mask.clock && at->input >= input && at->input < next)
			next = at->input;
	}
	return next;
}

static bool clocks_wanted(struct work *work)
{
	const struct language *to = work->to;
	const struct verdict *verdict = &work->job.verdict;
	if (work->unverified || !work->settings.check_vary || !verdict_holds(verdict) ||
	    clocks_next(verdict, 0) == SIZE_MAX || to->reads_other_clocks == NULL)
		return false;
	struct str other = to->reads_other_clocks(&work->job.arena, work->code);
	if (other.len > 0)
		clocks_unchecked(work,
				 arena_fmt(&work->job.arena, "it uses %.*s", STR_ARG(other)).at);
	return other.len == 0;
}

/* More were left out of the comparison than are kept. */
static void clocks_count(struct work *work)
{
	const struct verdict *verdict = &work->job.verdict;
	size_t masked = 0;
	for (size_t i = 0; i < verdict->input_count; i++)
		masked += verdict->inputs[i].masked;
	if (masked > verdict->mask_count)
		verdict_add(&work->job.verdict, FINDING_WARNING,
			    "of its %zu readings of clocks the first %zu were checked", masked,
			    verdict->mask_count);
}

static enum next clocks_begin(struct work *work)
{
	struct arena *arena = &work->job.arena;
	size_t count = work->job.verdict.mask_count;
	struct clocks *clocks = work->clocks = arena_new(arena, sizeof(*clocks));
	*clocks = (struct clocks){
		.program = arena_fmt(arena, "%.*s/clocks", STR_ARG(work->folder)).at,
		.input = clocks_next(&work->job.verdict, 0),
		.stays = arena_array(arena, count, sizeof(bool)),
		.moves = arena_array(arena, count, sizeof(bool)),
	};
	for (size_t i = 0; i < count; i++) {
		clocks->stays[i] = true;
		clocks->moves[i] = false;
	}
	clocks_count(work);
	if (work->turn.held)
		return AGAIN;
	job_op(&work->job, &work->turn.op);
	turn_start(work->kit->queue, &work->turn, TURN_WORK);
	return WAIT;
}

static enum next clocks_build(struct work *work)
{
	struct build build = {.compiler = work->compiler.path, .clocks = true};
	work->clocks->phase = CLOCKS_BUILD;
	return compile_run(work, &work->build, &work->compiler, &build, work->clocks->program);
}

static enum next clocks_run(struct work *work)
{
	struct clocks *clocks = work->clocks;
	struct trial trial;
	double most = work->job.verdict.inputs[clocks->input].candidate_seconds * CLOCKS_TIMES;
	trial_program(work, &work->inputs[clocks->input], clocks->program, &trial);
	trial_env(&trial, clocks_steps[clocks->run]);
	most = most > CLOCKS_LEAST_S ? most : CLOCKS_LEAST_S;
	if (most < trial.command.limits.wall_s)
		trial.command.limits.wall_s = most;
	return work_run(work, &work->run, &trial.command);
}

static enum next clocks_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->clocks == NULL)
		return clocks_wanted(work) ? clocks_begin(work) : NEXT;
	return work->clocks->phase == CLOCKS_TURN ? clocks_build(work) : clocks_run(work);
}

/* It pretends: what it prints there was not measured. */
static enum next clocks_found(struct work *work, const struct output_mask *mask)
{
	struct job *job = &work->job;
	struct verdict *verdict = &job->verdict;
	struct arena *arena = &job->arena;
	verdict_withdraw(verdict, FINDING_OUTPUT);
	verdict->output.match = OUTPUT_DIFFERENT;
	verdict->output.where = arena_fmt(arena, "%.*s line %zu", STR_ARG(mask->where), mask->line);
	verdict->output.expected =
		arena_fmt(arena, "a clock's reading, such as %.*s", STR_ARG(mask->original));
	verdict->output.got =
		arena_fmt(arena, "%.*s, whatever its clocks say", STR_ARG(mask->candidate));
	verdict->output.text = arena_fmt(
		arena,
		"%.*s at %.*s is no clock's reading: it stays the same when the translation's "
		"clocks go otherwise, and the original's does not",
		STR_ARG(mask->candidate), STR_ARG(verdict->output.where));
	verdict_add(verdict, FINDING_OUTPUT, "%.*s", STR_ARG(verdict->output.text));
	verdict->speedup = (struct stats_speedup){.claim = STATS_NOTHING};
	clocks_over(work);
	job_show(job);
	return job_repair(job,
			  arena_fmt(arena,
				    "It prints %.*s at %.*s, where the original prints what it "
				    "has read from a clock. The translation must read a clock "
				    "there, too, and print what that says.",
				    STR_ARG(mask->candidate), STR_ARG(verdict->output.where)));
}

static enum next clocks_go_on(struct work *work)
{
	struct clocks *clocks = work->clocks;
	clocks->input = clocks_next(&work->job.verdict, clocks->input + 1);
	clocks->run = 0;
	if (clocks->input == SIZE_MAX)
		return clocks_over(work);
	if (clocks->spent < CLOCKS_ALL_S)
		return AGAIN;
	clocks_unchecked(work, "there was no time for every input");
	return clocks_over(work);
}

static enum next clocks_conclude(struct work *work)
{
	const struct clocks *clocks = work->clocks;
	struct verdict *verdict = &work->job.verdict;
	for (size_t i = 0; i < verdict->mask_count; i++) {
		const struct verdict_mask *mask = &verdict->masks[i];
		if (mask->input != clocks->input || !mask->mask.clock)
			continue;
		if (clocks->stays[i])
			return clocks_found(work, &mask->mask);
		verdict->masks[i].moves = clocks->moves[i];
	}
	return clocks_go_on(work);
}

/* Look where the numbers of this input are now; whether one is what it always was. */
static bool clocks_look(struct work *work)
{
	struct clocks *clocks = work->clocks;
	const struct verdict *verdict = &work->job.verdict;
	struct output_mask_place place = {0};
	struct arena scratch;
	arena_init(&scratch);
	struct output_run run = trial_view(&scratch, &work->run);
	bool any = false;
	for (size_t i = 0; i < verdict->mask_count; i++) {
		const struct verdict_mask *mask = &verdict->masks[i];
		if (mask->input != clocks->input || !mask->mask.clock)
			continue;
		enum output_mask_look look = output_mask_look(&mask->mask, &run, &place);
		clocks->stays[i] = clocks->stays[i] && look == OUTPUT_MASK_STAYS;
		clocks->moves[i] = clocks->moves[i] || look == OUTPUT_MASK_MOVES;
		any = any || clocks->stays[i];
	}
	arena_deinit(&scratch);
	return any;
}

/* A run that ended otherwise than usual has gone another way. */
static enum next clocks_ran(struct work *work)
{
	struct clocks *clocks = work->clocks;
	const struct sandbox_result *result = &work->run.result;
	const struct sandbox_result *usual = &work->original->inputs[clocks->input].plain.result;
	clocks->spent += result->wall_s;
	if (result->limit != SANDBOX_NO_LIMIT || result->signal != usual->signal ||
	    result->status != usual->status) {
		clocks_unchecked(work, "with clocks that go otherwise it ended otherwise");
		return clocks_go_on(work);
	}
	return clocks_look(work) && ++clocks->run < CLOCKS_RUNS ? AGAIN : clocks_conclude(work);
}

static enum next clocks_finish(struct job *job)
{
	struct work *work = work_of(job);
	struct clocks *clocks = work->clocks;
	const struct op *op = clocks->phase == CLOCKS_BUILD ? &work->build.op : &work->run.op;
	if (clocks->phase == CLOCKS_TURN)
		return AGAIN;
	if (op->err.kind != ERR_NONE) {
		clocks_unchecked(work, op->err.text);
		return clocks_over(work);
	}
	if (clocks->phase == CLOCKS_RUN)
		return clocks_ran(work);
	clocks->phase = CLOCKS_RUN;
	if (compile_succeeded(&work->build))
		return AGAIN;
	clocks_unchecked(work, "with clocks that can be set it does not compile");
	return clocks_over(work);
}

const struct step step_clocks = {.title = "comparing the output",
				 .start = clocks_start,
				 .finish = clocks_finish};
