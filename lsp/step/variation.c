/*
 * Prepares and judges the tries of step_vary. A try tells something only where the original ended
 * as it does with its own constants; its second run stands for what it does not repeat.
 */
#include "variation.h"

#include <math.h>

#include "base/mem.h"
#include "folded.h"
#include "original.h"
#include "trial.h"

enum { VARIATION_LITERALS = 256 << 10, VARIATION_NAME = 40 };

static const double variation_run_s = 3, variation_left_s = 8;

/* Strings without their escapes, and numbers, each on a line of its own. */
static struct str variation_literals(struct arena *arena, const struct constants *constants)
{
	struct buf out;
	buf_init(&out, VARIATION_LITERALS);
	for (size_t i = 0; i < constants->count; i++) {
		struct str text = constants->at[i].text;
		for (size_t j = 0; j < text.len; j++) {
			bool escape = text.at[j] == '\\' && j + 1 < text.len;
			j += escape;
			buf_add_char(&out, escape && text.at[j] != '"' ? ' ' : text.at[j]);
		}
		buf_add_char(&out, '\n');
	}
	struct str literals = arena_str(arena, buf_str(&out));
	buf_deinit(&out);
	return literals;
}

static double variation_cpu(const struct sandbox_run *run)
{
	return run->result.user_s + run->result.system_s;
}

static void variation_add_pair(struct variation *variation, const struct constant_pair *pair)
{
	variation->vary.pairs[variation->vary.pair_count++] = (struct vary_pair){
		.value = pair->source->number,
		.whole = pair->source->whole,
		.named = pair->named,
		.weak = pair->weak,
		.seed = pair->seed,
		.text = pair->source->kind == CONSTANT_TEXT,
		.roomy = pair->roomy,
		.derived = pair->derived,
		.absent = pair->target == NULL,
	};
}

/* The original gave the same in both runs, byte for byte. */
static bool variation_repeats(const struct original_input *of)
{
	return str_eq(sandbox_out(&of->plain), sandbox_out(&of->again[0])) &&
	       str_eq(sandbox_err(&of->plain), sandbox_err(&of->again[0]));
}

/* The first input of which something is known: the original behaves on it. */
static size_t variation_input(const struct work *work)
{
	const struct verdict *verdict = &work->job.verdict;
	for (size_t i = 0; i < verdict->input_count; i++)
		if (verdict->inputs[i].match != OUTPUT_UNKNOWN)
			return i;
	return 0;
}

/* What the candidate did on it with its own constants. */
static enum output_match variation_usual(const struct work *work, const struct variation *variation)
{
	const struct verdict *verdict = &work->job.verdict;
	return variation->input < verdict->input_count ? verdict->inputs[variation->input].match
						       : verdict->output.match;
}

struct variation *variation_new(struct work *work, bool *recorded, struct str *example)
{
	struct arena *arena = &work->job.arena;
	size_t input = variation_input(work);
	const struct original_input *of = &work->original->inputs[input];
	struct constants source, target;
	*recorded = false;
	if (work->from->constants == NULL || work->to->constants == NULL ||
	    !work->to->constants(arena, work->code, &target))
		return NULL;
	struct str literals = variation_literals(arena, &target);
	enum vary_text text = vary_recorded(sandbox_out(&of->plain), work->source, literals,
					    folded_loops(work->code), example);
	*recorded = text == VARY_RECORDED;
	if (*recorded || !work->from->constants(arena, work->source, &source))
		return NULL;
	folded_warn(work, &source, &target, literals, sandbox_out(&of->plain));
	struct variation *variation = mem_new(sizeof(*variation));
	size_t count = constants_pair(&source, &target, variation->pairs, VARY_PAIRS - 2);
	count += constants_pair_texts(&source, &target, &variation->pairs[count], 1);
	count += constants_absent(&source, &target, work->code, sandbox_out(&of->plain),
				  &variation->pairs[count], 1);
	for (size_t i = 0; i < count; i++)
		variation_add_pair(variation, &variation->pairs[i]);
	variation->input = input;
	variation->repeats = variation_repeats(of);
	variation->vary.source_cpu = variation_cpu(&of->plain);
	variation->vary.run_max = variation_run_s;
	variation->vary.left = variation_left_s;
	variation->vary.partly = text == VARY_PARTLY;
	variation->opened = true;
	size_t pair;
	double value;
	if (vary_next(&variation->vary, &pair, &value))
		return variation;
	variation_free(variation);
	return NULL;
}

void variation_free(struct variation *variation)
{
	sandbox_run_deinit(&variation->source);
	sandbox_run_deinit(&variation->again);
	sandbox_run_deinit(&variation->candidate);
	mem_free(variation);
}

static struct str variation_number(struct arena *arena, double value)
{
	return floor(value) == value ? arena_fmt(arena, "%.0f", value)
				     : arena_fmt(arena, "%.6g", value);
}

struct str variation_value(struct arena *arena, const struct constant *constant, double value)
{
	return constant->kind == CONSTANT_TEXT
		       ? constant_text_varied(arena, constant->text, (size_t)value - 1)
		       : constant_write(arena, constant, value);
}

static struct str variation_name_one(struct arena *arena, const struct variation *variation,
				     size_t pair, double value)
{
	const struct constant *constant = variation->pairs[pair].source;
	struct str name = str_part(constant->name, 0, VARIATION_NAME);
	if (constant->kind == CONSTANT_TEXT)
		return arena_fmt(arena, "%.*s = \"%.*s\"", STR_ARG(name),
				 STR_ARG(str_part(variation_value(arena, constant, value), 0,
						  VARIATION_NAME)));
	struct str number = variation_number(arena, value);
	struct str own = variation_number(arena, constant->number);
	return name.len > 0 ? arena_fmt(arena, "%.*s = %.*s", STR_ARG(name), STR_ARG(number))
			    : arena_fmt(arena, "%.*s for %.*s", STR_ARG(number), STR_ARG(own));
}

struct str variation_name(struct work *work, const struct variation *variation,
			  const struct vary_try *at)
{
	struct arena *arena = &work->job.arena;
	struct str name = variation_name_one(arena, variation, at->pair, at->value);
	if (!at->both)
		return name;
	struct str other = variation_name_one(arena, variation, at->other_pair, at->other_value);
	return arena_fmt(arena, "%.*s and %.*s", STR_ARG(name), STR_ARG(other));
}

struct str variation_text(struct work *work, const struct variation *variation, bool target)
{
	struct arena *arena = &work->job.arena;
	struct str text = target ? work->code : work->source;
	const struct vary_try *now = &variation->now;
	const struct constant_pair *a = &variation->pairs[now->pair];
	const struct constant_pair *b = &variation->pairs[now->other_pair];
	const struct constant *one = target ? a->target : a->source;
	const struct constant *other = target ? b->target : b->source;
	if (one == NULL)
		return text; /* nothing of it stands there */
	/* From behind, so that places in front stay what they are. */
	bool first = now->both && other->from > one->from;
	if (first)
		text = constant_replace(arena, text, other,
					variation_value(arena, other, now->other_value));
	text = constant_replace(arena, text, one, variation_value(arena, one, now->value));
	if (now->both && !first)
		text = constant_replace(arena, text, other,
					variation_value(arena, other, now->other_value));
	return text;
}

struct str variation_open(struct work *work, const struct variation *variation)
{
	const struct constant *targets[VARY_PAIRS];
	if (work->to->open_constants == NULL)
		return STR("");
	size_t count = 0;
	/* A string comes last, and is not opened: it may be an array. */
	while (count < variation->vary.pair_count && !variation->vary.pairs[count].text &&
	       !variation->vary.pairs[count].absent) {
		targets[count] = variation->pairs[count].target;
		count++;
	}
	if (count == 0)
		return STR("");
	return work->to->open_constants(&work->job.arena, work->code, targets, count);
}

/* The original's run tells what a translation had to do; a traceback does not. */
static bool variation_tells(const struct work *work, const struct variation *variation)
{
	const struct sandbox_run *plain = &work->original->inputs[variation->input].plain;
	const struct sandbox_run *run = &variation->source;
	const struct sandbox_result *a = &plain->result, *b = &run->result;
	bool silent = sandbox_out(run).len == 0 && sandbox_out(plain).len > 0;
	return b->limit == SANDBOX_NO_LIMIT && a->status == b->status && a->signal == b->signal &&
	       !b->out_cut && !b->err_cut && !silent;
}

/*
 * The candidate was stopped where the original took far less of what ran out: it hangs, or grows
 * without end. A translation that is merely slow or wasteful tells nothing.
 */
static bool variation_runs_away(const struct work *work, const struct variation *variation)
{
	const struct sandbox_result *a = &variation->source.result;
	const struct sandbox_result *b = &variation->candidate.result;
	if (b->limit == SANDBOX_LIMIT_MEMORY)
		return a->peak_memory < work->settings.run.memory / 2;
	return (b->limit == SANDBOX_LIMIT_WALL || b->limit == SANDBOX_LIMIT_CPU) &&
	       a->wall_s * 4 < b->wall_s;
}

/* Line `number` of an output, from 1. */
static struct str variation_line(struct str out, size_t number)
{
	struct str line = {"", 0};
	while (number-- > 0 && str_line(&out, &line))
		;
	return line;
}

static bool variation_line_differs(const struct sandbox_run *a, const struct sandbox_run *b,
				   size_t number)
{
	return !str_eq(variation_line(sandbox_out(a), number),
		       variation_line(sandbox_out(b), number));
}

/*
 * The first difference is on a line that the original does not repeat either, with this constant
 * or its own: one further run proves too little of a clock's reading, so nothing is concluded.
 */
static bool variation_unsteady(const struct work *work, const struct variation *variation,
			       const struct output_result *result)
{
	const struct original_input *own = &work->original->inputs[variation->input];
	static const struct str place = {"stdout line ", 12};
	long long number;
	if (variation->repeats || !str_starts(result->where, place) ||
	    !str_to_int(str_part(result->where, place.len, result->where.len), &number) ||
	    number < 1)
		return false;
	bool unsteady =
		variation_line_differs(&variation->source, &variation->again, (size_t)number);
	for (size_t i = 0; i < own->again_count; i++)
		unsteady = unsteady ||
			   variation_line_differs(&own->plain, &own->again[i], (size_t)number);
	return unsteady;
}

static enum vary_outcome variation_outcome(const struct work *work,
					   const struct variation *variation,
					   const struct output_result *result)
{
	const struct sandbox_run *source = &variation->source;
	const struct sandbox_run *candidate = &variation->candidate;
	enum output_match usual = variation_usual(work, variation);
	if (!variation_tells(work, variation))
		return VARY_ASIDE;
	if (candidate->result.limit != SANDBOX_NO_LIMIT)
		return variation_runs_away(work, variation) ? VARY_CRASHES : VARY_ASIDE;
	if (result->match == OUTPUT_UNKNOWN || variation_unsteady(work, variation, result))
		return VARY_ASIDE;
	if (result->match == OUTPUT_IDENTICAL || result->match == usual)
		return VARY_SAME;
	if (result->match == OUTPUT_SAME_VALUE || result->match == OUTPUT_CLOSE)
		return VARY_CLOSE;
	if (candidate->result.signal != 0 || candidate->result.status != source->result.status)
		return VARY_CRASHES;
	return vary_close(sandbox_out(source), sandbox_out(candidate)) ? VARY_CLOSE : VARY_DIFFERS;
}

bool variation_own_build(const struct variation *variation)
{
	const struct vary_pair *pair = &variation->vary.pairs[variation->now.pair];
	return !variation->opened || pair->text || pair->absent;
}

void variation_note(struct work *work, struct variation *variation)
{
	struct vary *vary = &variation->vary;
	struct arena *arena = &work->job.arena;
	struct output_run source = trial_view(arena, &variation->source);
	struct output_run again =
		trial_view(arena, variation->repeats ? &variation->source : &variation->again);
	struct output_run candidate = trial_view(arena, &variation->candidate);
	again.tick = variation->repeats ? OUTPUT_TICK_TRUE : OUTPUT_TICK;
	struct output_result result = output_compare(arena, &source, &again, 1, &candidate);
	size_t input = variation->input;
	struct output_result own = trial_compare(work, arena, input, &variation->source);
	struct output_result unmoved = trial_compare(work, arena, input, &variation->candidate);
	struct str usual = sandbox_out(&work->original->inputs[input].plain);
	variation->results[vary->try_count] = result;
	vary->left -= fmax(variation->source.result.wall_s, variation->candidate.result.wall_s);
	if (variation_own_build(variation) && variation->opened)
		vary->left -= work->build.result.wall_s;
	struct vary_try *at = &vary->tries[vary->try_count++];
	*at = variation->now;
	at->outcome = variation_outcome(work, variation, &result);
	at->changed = own.match != OUTPUT_IDENTICAL;
	at->unmoved = unmoved.match == variation_usual(work, variation);
	at->wider = vary_wider(usual, source.out, candidate.out);
	at->source_cpu = variation_cpu(&variation->source);
}

void variation_set_aside(struct variation *variation)
{
	struct vary *vary = &variation->vary;
	variation->now.outcome = VARY_ASIDE;
	vary->tries[vary->try_count++] = variation->now;
}

size_t variation_held(const struct variation *variation)
{
	const struct vary *vary = &variation->vary;
	for (size_t i = 0; i < vary->try_count; i++)
		if (vary_counts(vary, &vary->tries[i]))
			return i;
	return vary->try_count;
}

/* A difference that is not held against anybody: somebody should look. */
static void variation_warn(struct work *work, struct str name, const struct vary_try *at,
			   const struct output_result *result)
{
	if (at->both) {
		verdict_add(&work->job.verdict, FINDING_WARNING,
			    "with %.*s in both programs they differ at %.*s, with either alone "
			    "they agree",
			    STR_ARG(name), STR_ARG(result->where));
		return;
	}
	verdict_add(&work->job.verdict, FINDING_WARNING,
		    "with %.*s in both programs they differ at %.*s; whether it means the same in "
		    "both is not established",
		    STR_ARG(name), STR_ARG(result->where));
}

void variation_report(struct work *work, const struct variation *variation)
{
	struct verdict *verdict = &work->job.verdict;
	const struct vary *vary = &variation->vary;
	bool held = variation_held(variation) < vary->try_count, derived = false;
	verdict->variant_count = 0;
	for (size_t i = 0; i < vary->try_count; i++) {
		const struct vary_try *at = &vary->tries[i];
		const struct output_result *result = &variation->results[i];
		if (at->outcome == VARY_ASIDE || (at->outcome == VARY_SAME && !at->changed) ||
		    verdict->variant_count == VERDICT_VARIANTS)
			continue;
		struct str name = variation_name(work, variation, at);
		struct str input = work->inputs[variation->input].name;
		if (work->input_count > 1 && input.len > 0)
			name = arena_fmt(&work->job.arena, "%.*s (input %.*s)", STR_ARG(name),
					 STR_ARG(input));
		verdict->variants[verdict->variant_count++] = (struct verdict_variant){
			.name = name,
			.match = result->match,
			.held = vary_counts(vary, at),
			.text = result->text,
		};
		const struct vary_pair *pair = &vary->pairs[at->pair];
		/* One says enough where all may come from one number. */
		if (at->outcome == VARY_SAME || held || pair->weak || pair->absent ||
		    (pair->derived && derived))
			continue;
		derived = derived || pair->derived;
		variation_warn(work, name, at, result);
	}
}
