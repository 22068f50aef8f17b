/*
 * The comparison as a whole: how the runs ended, stdout, stderr, files, in the order in which a
 * difference tells most; and which further runs of the original would tell something.
 */
#include "judge/output.h"

#include "output_parts.h"

size_t output_runs_find(const struct output_runs *runs, enum output_tick tick)
{
	for (size_t i = 0; i < runs->again_count; i++)
		if (runs->again[i].tick == tick &&
		    runs->again[i].status == runs->original->status &&
		    runs->again[i].signal == runs->original->signal)
			return i;
	return runs->again_count;
}

bool output_runs_have(const struct output_runs *runs, enum output_tick tick)
{
	for (size_t i = 0; i < runs->again_count; i++)
		if (runs->again[i].tick == tick)
			return true;
	return false;
}

/* "/job/pi.py:3: SyntaxWarning: …": the interpreter's own word on a line of the script. */
static bool output_is_warning(struct str line)
{
	size_t at = str_find(line, STR("Warning: "));
	struct str place = str_part(line, 0, at);
	size_t suffix = str_find(place, STR(".py"));
	if (at == line.len || suffix == place.len || place.at[0] != '/')
		return false;
	place = str_part(place, suffix, place.len);
	size_t colon = str_find(place, STR(":"));
	return colon + 1 < place.len && place.at[colon + 1] >= '0' && place.at[colon + 1] <= '9';
}

/* stderr names files and lines of Python. */
static bool output_speaks_python(struct str err)
{
	if (str_has(err, STR("Traceback (most recent call last):")))
		return true;
	struct str line;
	while (str_line(&err, &line))
		if (output_is_warning(line))
			return true;
	return false;
}

/* What a run printed, never NULL: it may have printed nothing. */
static struct str output_printed(const struct output_run *run, bool err)
{
	struct str bytes = err ? run->err : run->out;
	return bytes.at == NULL ? STR("") : bytes;
}

static struct output_stream_result output_printed_compare(const struct output_runs *runs, bool err)
{
	struct output_stream stream = {
		.runs = runs,
		.name = err ? STR("stderr") : STR("stdout"),
		.original = output_printed(runs->original, err),
		.may_be_cut = true,
	};
	for (size_t i = 0; i < runs->again_count; i++)
		stream.again[i] = output_printed(&runs->again[i], err);
	if (runs->candidate != NULL)
		stream.candidate = output_printed(runs->candidate, err);
	return output_stream_compare(&stream);
}

/* Everything that a run leaves to be seen, compared. */
struct output_all {
	struct output_stream_result out, err;
	struct output_files_result files;
	bool err_counts;
	bool ends_otherwise; /* the original itself, with true clocks */
	size_t ends_witness;
};

static struct output_all output_all_compare(struct arena *arena, const struct output_runs *runs)
{
	/* Tracebacks and warnings are Python's: no translation can print them. */
	struct output_all all = {.err_counts = !output_speaks_python(runs->original->err)};
	all.out = output_printed_compare(runs, false);
	if (all.err_counts)
		all.err = output_printed_compare(runs, true);
	all.files = output_files_compare(arena, runs);
	for (size_t i = 0; i < runs->again_count; i++)
		if (runs->again[i].status != runs->original->status ||
		    runs->again[i].signal != runs->original->signal) {
			/* Clocks that are shifted may do harm; those that are true tell. */
			all.ends_witness = i;
			all.ends_otherwise =
				output_runs_find(runs, OUTPUT_TICK_TRUE) == runs->again_count;
		}
	return all;
}

static bool output_all_steady(const struct output_all *all)
{
	return !all->ends_otherwise && !all->out.random && !all->out.changes && !all->err.random &&
	       !all->err.changes && !all->files.unsteady;
}

/* What stands in the way of any judgement. */
static void output_say_obstacle(struct arena *arena, const struct output_runs *runs,
				const struct output_all *all, struct output_result *result)
{
	const struct output_run *again = &runs->again[all->ends_witness];
	if (all->ends_otherwise) {
		result->where = STR("exit status");
		result->expected =
			output_show_end(arena, runs->original->status, runs->original->signal);
		result->got = output_show_end(arena, again->status, again->signal);
		result->text = arena_fmt(arena,
					 "the original is not deterministic: it ended with %.*s "
					 "and then with %.*s. Seed its random numbers with a fixed "
					 "number, for example random.seed(1)",
					 STR_ARG(result->expected), STR_ARG(result->got));
	} else if (all->out.random || all->out.changes) {
		output_say_unsteady(arena, STR("stdout"), &all->out, result);
	} else if (all->err.random || all->err.changes) {
		output_say_unsteady(arena, STR("stderr"), &all->err, result);
	} else {
		output_say_files(arena, &all->files, result);
	}
}

static void output_say_end(struct arena *arena, const struct output_runs *runs,
			   const struct output_all *all, struct output_result *result)
{
	const struct output_run *original = runs->original, *candidate = runs->candidate;
	result->match = OUTPUT_DIFFERENT;
	result->where = STR("exit status");
	result->expected = output_show_end(arena, original->status, original->signal);
	result->got = output_show_end(arena, candidate->status, candidate->signal);
	result->lines_different = all->out.lines_different;
	struct str more = {"", 0};
	if (all->out.match == OUTPUT_LINE_DIFFERENT)
		more = arena_fmt(arena, "; its output differs from stdout line %zu on",
				 all->out.line);
	result->text = arena_fmt(arena, "ended with %.*s instead of %.*s%.*s", STR_ARG(result->got),
				 STR_ARG(result->expected), STR_ARG(more));
}

/* Two programs that print nothing and write nothing agree in everything, which proves nothing. */
static bool output_is_nothing(const struct output_runs *runs, const struct output_all *all)
{
	return runs->original->out.len == 0 && (!all->err_counts || runs->original->err.len == 0) &&
	       runs->original->file_count == 0;
}

/* The worst of stdout, stderr and files, when nothing is outright different. */
static void output_say_worst(struct arena *arena, const struct output_runs *runs,
			     const struct output_all *all, struct output_result *result)
{
	enum output_line_match worst = all->out.match;
	worst = all->err.match > worst ? all->err.match : worst;
	worst = all->files.match > worst ? all->files.match : worst;
	if (worst <= OUTPUT_LINE_MASKED && output_is_nothing(runs, all))
		result->text = STR("neither program printed anything: there was no output to "
				   "compare, only the exit status is the same");
	else if (worst <= OUTPUT_LINE_MASKED)
		output_say_identical(arena, result->masked, result);
	else if (worst == all->out.match)
		output_say_stream(arena, STR("stdout"), &all->out, result);
	else if (worst == all->err.match)
		output_say_stream(arena, STR("stderr"), &all->err, result);
	else
		output_say_files(arena, &all->files, result);
}

struct output_result output_compare(struct arena *arena, const struct output_run *original,
				    const struct output_run *again, size_t again_count,
				    const struct output_run *candidate)
{
	struct output_masks masks = {.arena = arena};
	struct output_runs runs = {original, again, candidate, again_count, &masks};
	struct output_result result = {.match = OUTPUT_UNKNOWN};
	struct output_all all = output_all_compare(arena, &runs);
	if (!output_all_steady(&all)) {
		output_say_obstacle(arena, &runs, &all, &result);
		return result;
	}
	result.masked = all.out.masked + all.err.masked + all.files.masked;
	result.masks = masks.at;
	result.mask_count = masks.count;
	if (candidate->signal != original->signal)
		output_say_end(arena, &runs, &all, &result);
	else if (all.out.match == OUTPUT_LINE_DIFFERENT)
		output_say_stream(arena, STR("stdout"), &all.out, &result);
	else if (candidate->status != original->status)
		output_say_end(arena, &runs, &all, &result);
	else if (all.err.match == OUTPUT_LINE_DIFFERENT)
		output_say_stream(arena, STR("stderr"), &all.err, &result);
	else if (all.files.match == OUTPUT_LINE_DIFFERENT && !all.files.cut)
		output_say_files(arena, &all.files, &result);
	else if (all.files.cut)
		result.text = STR("more files were written than can be compared");
	else if (all.out.undecided || all.err.undecided)
		result.text = STR("the output is longer than is kept: all that was kept agrees, "
				  "the rest was not compared");
	else
		output_say_worst(arena, &runs, &all, &result);
	return result;
}

/* What would prove more of what is taken for readings of clocks. */
static enum output_tick output_lacks(const struct output_all *all)
{
	if (all->out.lacks != OUTPUT_TICK_TRUE)
		return all->out.lacks;
	return all->err.lacks != OUTPUT_TICK_TRUE ? all->err.lacks : all->files.lacks;
}

bool output_wants(const struct output_run *original, const struct output_run *again,
		  size_t again_count, enum output_tick *tick)
{
	struct output_runs runs = {original, again, NULL, again_count, NULL};
	*tick = OUTPUT_TICK;
	if (again_count == 0)
		return true;
	if (again_count >= OUTPUT_AGAIN)
		return false;
	struct arena arena;
	arena_init(&arena);
	struct output_all all = output_all_compare(&arena, &runs);
	arena_deinit(&arena);
	/* What is taken for a clock's reading must be proven. */
	*tick = output_lacks(&all);
	if (*tick != OUTPUT_TICK_TRUE)
		return true;
	bool steady = output_all_steady(&all);
	if (!steady && !output_runs_have(&runs, OUTPUT_TICK_TRUE))
		return true;
	/* Clocks that jump far may have led it another way. */
	bool changes = all.ends_otherwise || all.out.changes || all.err.changes ||
		       all.files.unsteady_names || all.files.stream.changes;
	bool dim = (all.out.random && all.out.cause == OUTPUT_CAUSE_DIM) ||
		   (all.err.random && all.err.cause == OUTPUT_CAUSE_DIM) ||
		   (all.files.stream.random && all.files.stream.cause == OUTPUT_CAUSE_DIM);
	changes = changes || dim;
	*tick = OUTPUT_TICK_SMALL;
	return !steady && changes && !output_runs_have(&runs, OUTPUT_TICK_SMALL);
}
