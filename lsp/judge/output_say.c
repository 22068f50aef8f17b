/*
 * What the comparison found, in words: where, both sides there, and one sentence.
 */
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
static void output_place(struct arena *arena, struct str name,
			 const struct output_stream_result *stream, struct output_result *result)
{
	result->lines_different = stream->lines_different;
	if (stream->newline) {
		result->where = arena_fmt(arena, "the end of %.*s", STR_ARG(name));
		return;
	}
	size_t at = output_first_difference(stream->expected, stream->got);
	result->where = arena_fmt(arena, "%.*s line %zu", STR_ARG(name), stream->line);
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

static const char *output_advice(const struct output_stream_result *stream)
{
	if (stream->random && stream->cause == OUTPUT_CAUSE_HASH)
		return "It seems to change with the hash seed: sort what it takes from a set "
		       "before using it, or run it with PYTHONHASHSEED=0; if it is random, seed "
		       "the generator, for example random.seed(1).";
	if (stream->random)
		return "It is no clock's reading. If it is random, seed the generator with a fixed "
		       "number, for example random.seed(1), not with the time; sort what it takes "
		       "from a set; use a fixed date.";
	return "Seed its random numbers with a fixed number, for example random.seed(1), and sort "
	       "what it takes from a set before printing.";
}

void output_say_unsteady(struct arena *arena, struct str name,
			 const struct output_stream_result *stream, struct output_result *result)
{
	size_t at = output_first_difference(stream->expected, stream->got);
	result->match = OUTPUT_UNKNOWN;
	result->where = arena_fmt(arena, "%.*s line %zu", STR_ARG(name), stream->line);
	result->expected = output_excerpt(arena, stream, stream->expected, at);
	result->got = output_excerpt(arena, stream, stream->got, at);
	struct str first = output_quote(arena, stream->expected);
	struct str then = output_quote(arena, stream->got);
	result->text = arena_fmt(
		arena,
		"the original is not deterministic: it printed %.*s and then %.*s at %.*s. %s",
		STR_ARG(first), STR_ARG(then), STR_ARG(result->where), output_advice(stream));
}

static void output_say_different(struct arena *arena, struct str name,
				 const struct output_stream_result *stream,
				 struct output_result *result)
{
	const char *how = stream->reordered             ? " (the same lines, in another order)"
			  : stream->got.at == NULL      ? " (the output ends early)"
			  : stream->expected.at == NULL ? " (there is more output than expected)"
							: "";
	struct str lines = output_lines_word(stream->lines_different);
	struct str at =
		stream->newline ? STR("its end") : arena_fmt(arena, "line %zu", stream->line);
	result->match = OUTPUT_DIFFERENT;
	result->text = arena_fmt(arena, "%.*s differs at %.*s; %zu %.*s%s", STR_ARG(name),
				 STR_ARG(at), stream->lines_different, STR_ARG(lines),
				 stream->newline ? " (a final line end)" : how);
}

void output_say_stream(struct arena *arena, struct str name,
		       const struct output_stream_result *stream, struct output_result *result)
{
	output_place(arena, name, stream, result);
	if (stream->match == OUTPUT_LINE_DIFFERENT) {
		output_say_different(arena, name, stream, result);
	} else if (stream->match == OUTPUT_LINE_CLOSE) {
		result->match = OUTPUT_CLOSE;
		result->relative = stream->distance.relative;
		result->absolute = stream->distance.absolute;
		result->text = arena_fmt(
			arena,
			"numbers differ by rounding errors: at most %.2g relative and %.2g "
			"absolute, first at %.*s; %zu %.*s",
			result->relative, result->absolute, STR_ARG(result->where),
			stream->lines_different,
			STR_ARG(output_lines_word(stream->lines_different)));
	} else {
		result->match = OUTPUT_SAME_VALUE;
		result->text =
			arena_fmt(arena, "the same values, some in another text, first at %.*s",
				  STR_ARG(result->where));
	}
}

void output_say_files(struct arena *arena, const struct output_files_result *files,
		      struct output_result *result)
{
	struct str name =
		arena_fmt(arena, "file %.*s", STR_ARG(output_show(arena, files->name, 0)));
	if (files->unsteady_names) {
		result->match = OUTPUT_UNKNOWN;
		result->where = name;
		result->text = arena_fmt(arena,
					 "the original is not deterministic: %.*s is not there, or "
					 "not the same, in every run. Give it a fixed name",
					 STR_ARG(name));
	} else if (files->unsteady) {
		output_say_unsteady(arena, name, &files->stream, result);
	} else if (files->how != NULL) {
		result->match = OUTPUT_DIFFERENT;
		result->where = name;
		result->expected = files->expected;
		result->got = files->got;
		result->text = arena_fmt(arena, "%.*s %s", STR_ARG(name), files->how);
	} else {
		output_say_stream(arena, name, &files->stream, result);
	}
	if (files->differing > 1)
		result->text = arena_fmt(arena, "%.*s; %zu files differ", STR_ARG(result->text),
					 files->differing);
}

void output_say_identical(struct arena *arena, size_t masked, struct output_result *result)
{
	result->match = OUTPUT_IDENTICAL;
	if (masked == 0)
		result->text = STR("the output is identical, byte for byte");
	else
		result->text = arena_fmt(arena,
					 "the output is identical but for %zu %s of clocks or "
					 "addresses that the original itself does not repeat "
					 "(masked)",
					 masked, masked == 1 ? "reading" : "readings");
}
