/*
 * One stream of output, or one file, line by line: first what the further runs of the original
 * tell about it, then the candidate. Linear in time; nothing is kept of what was read, so that a
 * stream may be a mapping of any size.
 */
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "output_parts.h"

enum { STREAM_HEADER = 512 }; /* longer lines are no header */

/* A stream being read: the line at hand, and where it is. */
struct output_reader {
	struct str rest, line;
	bool there;   /* not a run that lacks this stream */
	bool cut;     /* the stream was cut: its last line may be a part of one */
	bool partial; /* this is that line */
	bool more;    /* there was a line */
};

/* All runs, and the nearest line above with words and no digits. */
struct output_readers {
	struct output_reader original, again[OUTPUT_AGAIN], candidate;
	struct str above;
	size_t line;
};

static struct output_reader output_reader_of(struct str stream, bool cut)
{
	return (struct output_reader){.rest = stream, .there = stream.at != NULL, .cut = cut};
}

static struct output_readers output_readers_of(const struct output_stream *stream)
{
	const struct output_runs *runs = stream->runs;
	struct output_readers readers = {
		.original = output_reader_of(stream->original,
					     stream->may_be_cut && runs->original->cut),
		.candidate = output_reader_of(stream->candidate, stream->may_be_cut &&
									 runs->candidate != NULL &&
									 runs->candidate->cut),
	};
	for (size_t i = 0; i < runs->again_count; i++)
		readers.again[i] = output_reader_of(stream->again[i],
						    stream->may_be_cut && runs->again[i].cut);
	return readers;
}

/* The next line, without its \n; a \r before it stays and is a blank at the line's end. */
static void output_read(struct output_reader *reader)
{
	reader->more = reader->rest.len > 0;
	reader->line = (struct str){NULL, 0};
	if (!reader->more)
		return;
	size_t before = reader->rest.len;
	str_split(&reader->rest, '\n', &reader->line);
	reader->partial = reader->cut && reader->rest.len == 0 && reader->line.len == before;
}

/* Letters and no digit: a table's header, or a label for the lines below it. */
static bool output_is_header(struct str line)
{
	bool letters = false;
	for (size_t i = 0; i < line.len && i < STREAM_HEADER; i++) {
		if (line.at[i] >= '0' && line.at[i] <= '9')
			return false;
		char c = (char)(line.at[i] | 32);
		letters = letters || (c >= 'a' && c <= 'z');
	}
	return letters;
}

/* Bytes that are no text have no values, only bytes. */
static bool output_is_text(struct str s)
{
	return (s.len == 0 || memchr(s.at, '\0', s.len) == NULL) && utf8_valid(s);
}

/* The sum does not depend on the order of the lines. */
static uint64_t output_sum(struct str s)
{
	uint64_t sum = 0;
	struct str line;
	while (str_line(&s, &line))
		sum += hash_bytes(line);
	return sum;
}

/* The same line of every run. */
static struct output_lines output_lines_of(const struct output_stream *stream,
					   const struct output_readers *readers)
{
	struct output_lines lines = {
		.runs = stream->runs,
		.original = readers->original.line,
		.candidate = readers->candidate.line,
		.above = readers->above,
		.where = stream->name,
		.file = !stream->may_be_cut,
		.line = readers->line,
	};
	for (size_t i = 0; i < stream->runs->again_count; i++)
		lines.again[i] = readers->again[i].line;
	return lines;
}

static bool output_steady(const struct output_stream *stream)
{
	const struct output_runs *runs = stream->runs;
	for (size_t i = 0; i < runs->again_count; i++)
		if (output_runs_find(runs, runs->again[i].tick) == i &&
		    (stream->again[i].at == NULL || !str_eq(stream->again[i], stream->original)))
			return false;
	return true;
}

static void output_note_unsteady(struct output_stream_result *result,
				 const struct output_readers *readers,
				 struct output_line_result line)
{
	result->random = line.repeats == OUTPUT_LINE_RANDOM;
	result->changes = line.repeats == OUTPUT_LINE_CHANGES;
	result->cause = line.cause;
	result->line = readers->line;
	result->expected = readers->original.line;
	result->got = readers->again[line.witness].line;
}

/* Step all readers of the original; false at the end of all. */
static bool output_read_again(const struct output_stream *stream, struct output_readers *readers,
			      bool *cut)
{
	output_read(&readers->original);
	bool more = readers->original.more;
	*cut = readers->original.partial || (!more && readers->original.cut);
	for (size_t i = 0; i < stream->runs->again_count; i++) {
		struct output_reader *reader = &readers->again[i];
		output_read(reader);
		more = more || reader->more;
		*cut = *cut || reader->partial || (!reader->more && reader->cut);
	}
	readers->line++;
	return more;
}

/* The original has ended: has every run of it that counts? */
static struct output_line_result output_ended(const struct output_lines *lines)
{
	struct output_line_result result = {.repeats = OUTPUT_LINE_CHANGES};
	const struct output_runs *runs = lines->runs;
	size_t plain = output_runs_find(runs, OUTPUT_TICK_TRUE);
	/* True clocks tell that only shifted ones made it print more. */
	if (plain < runs->again_count && lines->again[plain].at == NULL)
		result.repeats = OUTPUT_LINE_REPEATS;
	for (size_t i = 0; i < runs->again_count; i++)
		if (lines->again[i].at != NULL)
			result.witness = i;
	return result;
}

/* Learn what the original does not repeat; false when that is more than clocks. */
static bool output_learn(const struct output_stream *stream, struct output_stream_result *result)
{
	if (output_steady(stream))
		return true;
	struct output_stream original = *stream;
	original.candidate = (struct str){NULL, 0};
	struct output_readers readers = output_readers_of(&original);
	struct output_distance distance = {0};
	bool cut;
	while (output_read_again(&original, &readers, &cut)) {
		if (cut)
			return true;
		struct output_lines lines = output_lines_of(&original, &readers);
		struct output_line_result line = readers.original.more
							 ? output_line_judge(&lines, &distance)
							 : output_ended(&lines);
		if (result->lacks == OUTPUT_TICK_TRUE && line.lacks != OUTPUT_TICK_TRUE)
			result->lacks = line.lacks;
		if (line.repeats != OUTPUT_LINE_REPEATS) {
			output_note_unsteady(result, &readers, line);
			return false;
		}
		result->masked += line.masked;
		if (readers.original.more && output_is_header(readers.original.line))
			readers.above = readers.original.line;
	}
	return true;
}

static void output_note_difference(struct output_stream_result *result,
				   const struct output_readers *readers, struct str before)
{
	result->line = readers->line;
	result->before = before;
	result->expected = readers->original.line;
	result->got = readers->candidate.line;
}

/* One of two lines is all that was kept of it: do they agree as far as that goes? */
static bool output_partial_agrees(struct str a, struct str b, bool masked)
{
	size_t at = output_first_difference(a, b);
	return masked || at == a.len || at == b.len;
}

static enum output_line_match output_judge_line(const struct output_stream *stream,
						const struct output_readers *readers,
						struct output_stream_result *result)
{
	const struct output_reader *a = &readers->original, *b = &readers->candidate;
	/* One stream has ended: that is a difference unless it only was not kept. */
	if (!a->more || !b->more) {
		bool unknown = a->more ? b->cut : a->cut;
		result->undecided = result->undecided || unknown;
		return unknown ? OUTPUT_LINE_SAME : OUTPUT_LINE_DIFFERENT;
	}
	if (a->partial || b->partial) {
		result->undecided = true;
		return output_partial_agrees(a->line, b->line, result->masked > 0)
			       ? OUTPUT_LINE_SAME
			       : OUTPUT_LINE_DIFFERENT;
	}
	struct output_lines lines = output_lines_of(stream, readers);
	return output_line_judge(&lines, &result->distance).match;
}

static void output_judge(const struct output_stream *stream, struct output_stream_result *result)
{
	bool steady = output_steady(stream);
	const struct output_runs alone = {.original = stream->runs->original,
					  .candidate = stream->runs->candidate};
	struct output_stream steadily = *stream;
	steadily.runs = &alone;
	/* What all runs of the original agree on is read from one of them. */
	if (steady)
		stream = &steadily;
	struct output_readers readers = output_readers_of(stream);
	struct str before = {NULL, 0};
	for (;;) {
		bool cut;
		output_read_again(stream, &readers, &cut);
		output_read(&readers.candidate);
		const struct output_reader *a = &readers.original, *b = &readers.candidate;
		if (!a->more && !b->more)
			return;
		enum output_line_match match = OUTPUT_LINE_SAME;
		if (!steady || !a->more || !b->more || a->partial || b->partial ||
		    !str_eq(a->line, b->line))
			match = output_judge_line(stream, &readers, result);
		/* The first line of the worst kind is the one that is shown. */
		if (match > result->match && match >= OUTPUT_LINE_VALUE)
			output_note_difference(result, &readers, before);
		if (match > result->match)
			result->match = match;
		result->lines_different += match >= OUTPUT_LINE_CLOSE;
		before = a->line;
		if (a->more && output_is_header(a->line))
			readers.above = a->line;
		if ((!a->more && a->cut) || (!b->more && b->cut))
			return;
	}
}

/* The last line's end is there or not: seen as bytes only, so it is looked at apart. */
static bool output_ends_alike(struct str a, struct str b)
{
	return str_ends(a, STR("\n")) == str_ends(b, STR("\n"));
}

struct output_stream_result output_stream_compare(const struct output_stream *stream)
{
	struct output_stream_result result = {.match = OUTPUT_LINE_SAME};
	struct str a = stream->original, b = stream->candidate;
	if (!output_learn(stream, &result) || stream->runs->candidate == NULL)
		return result;
	result.undecided =
		stream->may_be_cut && (stream->runs->original->cut || stream->runs->candidate->cut);
	for (size_t i = 0; stream->may_be_cut && i < stream->runs->again_count; i++)
		result.undecided = result.undecided || stream->runs->again[i].cut;
	bool same = str_eq(a, b);
	if (!same || result.masked > 0)
		output_judge(stream, &result);
	if (same || (result.match < OUTPUT_LINE_VALUE && result.undecided)) {
		result.match = result.match == OUTPUT_LINE_SAME && result.masked > 0
				       ? OUTPUT_LINE_MASKED
				       : result.match;
		return result;
	}
	if (result.match < OUTPUT_LINE_VALUE && !output_ends_alike(a, b)) {
		result.match = OUTPUT_LINE_VALUE;
		result.newline = true;
	}
	bool apart = result.match == OUTPUT_LINE_VALUE || result.match == OUTPUT_LINE_CLOSE;
	if (result.match > OUTPUT_LINE_MASKED)
		result.binary = !output_is_text(a) || !output_is_text(b);
	if (apart && result.binary) {
		result.match = OUTPUT_LINE_DIFFERENT;
		result.lines_different += result.lines_different == 0;
	}
	/* What is close is counted only where nothing is worse. */
	if (result.match == OUTPUT_LINE_DIFFERENT && result.lines_different > 1)
		result.reordered = output_sum(a) == output_sum(b);
	if (result.match == OUTPUT_LINE_SAME && result.masked > 0)
		result.match = OUTPUT_LINE_MASKED;
	return result;
}
