/*
 * The comparison as a whole: how the runs ended, stdout, stderr, in the order in which a
 * difference tells most; and the sentence for a person.
 */
#include "judge/output.h"

#include "output_parts.h"

enum { OUTPUT_QUOTED = 60 }; /* bytes of a line quoted within a sentence */

static struct str output_lines_word(size_t count)
{
	return count == 1 ? STR("line differs") : STR("lines differ");
}

/* A line with its number, and the line before it: "  2 | …\n  3 | …". */
static struct str output_excerpt(struct arena *arena, const struct output_stream_result *stream,
				 struct str line, size_t at)
{
	struct str before = {"", 0};
	if (stream->before.at != NULL && stream->line > 1) {
		struct str shown = output_show(arena, stream->before, 0);
		before = arena_fmt(arena, "%zu | %.*s\n", stream->line - 1, STR_ARG(shown));
	}
	if (line.at == NULL)
		return arena_fmt(arena, "%.*s%zu | (the output has ended)", STR_ARG(before),
				 stream->line);
	struct str shown = output_show(arena, line, at);
	return arena_fmt(arena, "%.*s%zu | %.*s", STR_ARG(before), stream->line, STR_ARG(shown));
}

/* Fill in where the stream differs first, and both sides there. */
static void output_place(struct arena *arena, const char *name,
			 const struct output_stream_result *stream, struct output_result *result)
{
	result->lines_different = stream->lines_different;
	if (stream->newline) {
		result->where = arena_fmt(arena, "the end of %s", name);
		return;
	}
	size_t at = output_first_difference(stream->expected, stream->got);
	result->where = arena_fmt(arena, "%s line %zu", name, stream->line);
	result->expected = output_excerpt(arena, stream, stream->expected, at);
	result->got = output_excerpt(arena, stream, stream->got, at);
}

/* What a sentence quotes of a line. */
static struct str output_quote(struct arena *arena, struct str line)
{
	if (line.at == NULL)
		return STR("no line");
	struct str shown = output_show(arena, str_part(line, 0, OUTPUT_QUOTED), 0);
	return arena_fmt(arena, "\"%.*s\"", STR_ARG(shown));
}

/* The original does not repeat itself: nothing can be said, but where to look. */
static void output_unsteady(struct arena *arena, const char *name,
			    const struct output_stream_result *stream, struct output_result *result)
{
	size_t at = output_first_difference(stream->expected, stream->got);
	result->match = OUTPUT_UNKNOWN;
	result->where = arena_fmt(arena, "%s line %zu", name, stream->line);
	result->expected = output_excerpt(arena, stream, stream->expected, at);
	result->got = output_excerpt(arena, stream, stream->got, at);
	struct str first = output_quote(arena, stream->expected);
	struct str then = output_quote(arena, stream->got);
	result->text = arena_fmt(
		arena,
		"the original is not deterministic: it printed %.*s and then %.*s at %s line %zu. "
		"%s",
		STR_ARG(first), STR_ARG(then), name, stream->line,
		stream->random
			? "These numbers do not read as a clock's. If they are random, seed the "
			  "generator, for example random.seed(1); if they are times, name them in "
			  "the output."
			: "Seed its random numbers, for example random.seed(1), and sort what it "
			  "takes from a set before printing.");
}

static void output_end_differs(struct arena *arena, const struct output_run *original,
			       const struct output_run *candidate,
			       const struct output_stream_result *out, struct output_result *result)
{
	result->match = OUTPUT_DIFFERENT;
	result->where = STR("exit status");
	result->expected = output_show_end(arena, original->status, original->signal);
	result->got = output_show_end(arena, candidate->status, candidate->signal);
	result->lines_different = out->lines_different;
	struct str more = {"", 0};
	if (out->match == OUTPUT_LINE_DIFFERENT)
		more = arena_fmt(arena, "; its output differs from stdout line %zu on", out->line);
	result->text = arena_fmt(arena, "ended with %.*s instead of %.*s%.*s", STR_ARG(result->got),
				 STR_ARG(result->expected), STR_ARG(more));
}

static void output_differs(struct arena *arena, const char *name,
			   const struct output_stream_result *stream, struct output_result *result)
{
	result->match = OUTPUT_DIFFERENT;
	output_place(arena, name, stream, result);
	const char *how = stream->reordered             ? " (the same lines, in another order)"
			  : stream->got.at == NULL      ? " (the output ends early)"
			  : stream->expected.at == NULL ? " (there is more output than expected)"
							: "";
	if (stream->newline)
		how = " (a final line end)";
	struct str lines = output_lines_word(stream->lines_different);
	result->text =
		arena_fmt(arena, "%s differs at %.*s; %zu %.*s%s", name, STR_ARG(result->where),
			  stream->lines_different, STR_ARG(lines), how);
}

static void output_same_value(struct arena *arena, const char *name,
			      const struct output_stream_result *stream,
			      struct output_result *result)
{
	result->match = OUTPUT_SAME_VALUE;
	output_place(arena, name, stream, result);
	result->text = arena_fmt(arena, "the same values, some in another text, first at %.*s",
				 STR_ARG(result->where));
}

static void output_identical(struct arena *arena, size_t masked, struct output_result *result)
{
	result->match = OUTPUT_IDENTICAL;
	if (masked == 0)
		result->text = STR("the output is identical, byte for byte");
	else
		result->text = arena_fmt(arena,
					 "the output is identical but for %zu %s that the original "
					 "itself does not repeat (masked)",
					 masked, masked == 1 ? "number" : "numbers");
}

/* Two programs that print nothing and write nothing agree in everything, which proves nothing. */
static void output_nothing(struct output_result *result)
{
	result->match = OUTPUT_UNKNOWN;
	result->text = STR("neither program printed anything: there was no output to compare, only "
			   "the exit status is the same");
}

static bool output_same_files(const struct output_run *a, const struct output_run *b)
{
	return a->files == b->files && a->files_sum == b->files_sum;
}

static struct str output_show_files(struct arena *arena, const struct output_run *run)
{
	if (run->files == 0)
		return STR("no file");
	return arena_fmt(arena, "%lld %s", (long long)run->files,
			 run->files == 1 ? "file" : "files");
}

/* What stood in the way of comparing the files, or how they differ. False when they are the same.
 */
static bool output_files_differ(struct arena *arena, const struct output_run *original,
				const struct output_run *again, const struct output_run *candidate,
				struct output_result *result)
{
	if (original->files < 0 || candidate->files < 0) {
		result->match = OUTPUT_UNKNOWN;
		result->text = STR("more files were written than can be compared");
		return true;
	}
	if (output_same_files(original, candidate))
		return false;
	result->where = STR("the files written");
	if (!output_same_files(original, again)) {
		result->match = OUTPUT_UNKNOWN;
		result->text = STR("the original is not deterministic: the files it writes differ "
				   "from run to run");
		return true;
	}
	result->match = OUTPUT_DIFFERENT;
	result->expected = output_show_files(arena, original);
	result->got = output_show_files(arena, candidate);
	if (original->files == candidate->files)
		result->text = STR("a file that was written has another name or content");
	else
		result->text = arena_fmt(arena, "%.*s written instead of %.*s",
					 STR_ARG(result->got), STR_ARG(result->expected));
	return true;
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

static struct output_stream output_stream_out(const struct output_run *original,
					      const struct output_run *again,
					      const struct output_run *candidate)
{
	return (struct output_stream){
		.name = "stdout",
		.original = original->out,
		.again = again->out,
		.candidate = candidate->out,
		.original_cut = original->cut,
		.again_cut = again->cut,
		.candidate_cut = candidate->cut,
	};
}

static struct output_stream output_stream_err(const struct output_run *original,
					      const struct output_run *again,
					      const struct output_run *candidate)
{
	struct output_stream stream = output_stream_out(original, again, candidate);
	stream.name = "stderr";
	/* Tracebacks and warnings are Python's: no translation can print them. */
	bool counts = !output_speaks_python(original->err);
	stream.original = counts ? original->err : (struct str){"", 0};
	stream.again = counts ? again->err : (struct str){"", 0};
	stream.candidate = counts ? candidate->err : (struct str){"", 0};
	return stream;
}

/* What stands in the way of any judgement. */
static bool output_steady(struct arena *arena, const struct output_run *original,
			  const struct output_run *again, const struct output_stream_result *out,
			  const struct output_stream_result *err, struct output_result *result)
{
	if (original->status != again->status || original->signal != again->signal) {
		result->where = STR("exit status");
		result->expected = output_show_end(arena, original->status, original->signal);
		result->got = output_show_end(arena, again->status, again->signal);
		result->text = arena_fmt(arena,
					 "the original is not deterministic: it ended with %.*s "
					 "and then with %.*s. Seed its random numbers, for example "
					 "random.seed(1)",
					 STR_ARG(result->expected), STR_ARG(result->got));
		return false;
	}
	if (out->random || out->changes)
		output_unsteady(arena, "stdout", out, result);
	else if (err->random || err->changes)
		output_unsteady(arena, "stderr", err, result);
	return result->text.len == 0;
}

struct output_result output_compare(struct arena *arena, const struct output_run *original,
				    const struct output_run *again,
				    const struct output_run *candidate)
{
	struct output_result result = {.match = OUTPUT_UNKNOWN};
	struct output_stream streams[2] = {output_stream_out(original, again, candidate),
					   output_stream_err(original, again, candidate)};
	struct output_stream_result out = output_stream_compare(arena, &streams[0]);
	struct output_stream_result err = output_stream_compare(arena, &streams[1]);
	if (!output_steady(arena, original, again, &out, &err, &result))
		return result;
	result.masked = out.masked + err.masked;
	if (candidate->signal != original->signal) {
		output_end_differs(arena, original, candidate, &out, &result);
	} else if (out.match == OUTPUT_LINE_DIFFERENT) {
		output_differs(arena, "stdout", &out, &result);
	} else if (candidate->status != original->status) {
		output_end_differs(arena, original, candidate, &out, &result);
	} else if (err.match == OUTPUT_LINE_DIFFERENT) {
		output_differs(arena, "stderr", &err, &result);
	} else if (output_files_differ(arena, original, again, candidate, &result)) {
		return result;
	} else if (out.undecided || err.undecided) {
		result.text = STR("the output is longer than is kept: all that was kept agrees, "
				  "the rest was not compared");
	} else if (out.match == OUTPUT_LINE_VALUE) {
		output_same_value(arena, "stdout", &out, &result);
	} else if (err.match == OUTPUT_LINE_VALUE) {
		output_same_value(arena, "stderr", &err, &result);
	} else {
		bool empty = original->out.len == 0 && streams[1].original.len == 0;
		if (empty && original->files == 0)
			output_nothing(&result);
		else
			output_identical(arena, result.masked, &result);
	}
	return result;
}
