/*
 * One stream of output, line by line: first what the original's second run tells about it,
 * then the candidate. Linear in time; of memory it takes one bit per byte of the original,
 * and that only when the two runs of the original differ.
 */
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "output_parts.h"

/* A stream being read: the line at hand, and where it is. */
struct output_reader {
	struct str rest, line;
	const char *start;
	size_t offset; /* of the line in its stream */
	bool cut;      /* the stream was cut: its last line may be a part of one */
	bool partial;  /* this is that line */
};

static struct output_reader output_reader_of(struct str stream, bool cut)
{
	return (struct output_reader){.rest = stream, .start = stream.at, .cut = cut};
}

/* The next line, without its \n; a \r before it stays and is a blank at the line's end. */
static bool output_read(struct output_reader *reader)
{
	if (reader->rest.len == 0)
		return false;
	reader->offset = (size_t)(reader->rest.at - reader->start);
	size_t before = reader->rest.len;
	str_split(&reader->rest, '\n', &reader->line);
	reader->partial = reader->cut && reader->rest.len == 0 && reader->line.len == before;
	return true;
}

/* Letters and no digit: a table's header, or a label for the lines below it. */
static bool output_is_header(struct str line)
{
	bool letters = false;
	for (size_t i = 0; i < line.len && i < 512; i++) {
		if (line.at[i] >= '0' && line.at[i] <= '9')
			return false;
		char c = (char)(line.at[i] | 32);
		letters = letters || (c >= 'a' && c <= 'z');
	}
	return letters;
}

/* One of two lines is all that was kept of it: do they agree as far as that goes? */
static bool output_partial_agrees(struct str a, struct str b, bool marks)
{
	size_t at = output_first_difference(a, b);
	return marks || at == a.len || at == b.len;
}

/* Learn what the original does not repeat; false when that is more than clocks. */
static bool output_learn(struct arena *arena, const struct output_stream *stream,
			 struct output_marks *marks, struct output_stream_result *result)
{
	if (str_eq(stream->original, stream->again))
		return true;
	marks->bits = arena_new(arena, stream->original.len / 8 + 1);
	struct output_reader a = output_reader_of(stream->original, stream->original_cut);
	struct output_reader b = output_reader_of(stream->again, stream->again_cut);
	struct str above = {"", 0};
	size_t line = 1;
	for (;; line++) {
		bool more_a = output_read(&a), more_b = output_read(&b);
		if (!more_a && !more_b)
			return true;
		if ((!more_a && a.cut) || (!more_b && b.cut) || (more_a && a.partial) ||
		    (more_b && b.partial))
			return true;
		enum output_line_repeats repeats = OUTPUT_LINE_CHANGES;
		if (more_a && more_b)
			repeats = output_line_learn(a.line, b.line, above, marks, a.offset);
		if (repeats != OUTPUT_LINE_REPEATS) {
			result->random = repeats == OUTPUT_LINE_RANDOM;
			result->changes = repeats == OUTPUT_LINE_CHANGES;
			result->line = line;
			result->expected = more_a ? a.line : (struct str){NULL, 0};
			result->got = more_b ? b.line : (struct str){NULL, 0};
			return false;
		}
		if (output_is_header(a.line))
			above = a.line;
	}
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

static void output_note_difference(struct output_stream_result *result, size_t line,
				   const struct output_reader *a, bool more_a,
				   const struct output_reader *b, bool more_b, struct str before)
{
	result->line = line;
	result->before = before;
	result->expected = more_a ? a->line : (struct str){NULL, 0};
	result->got = more_b ? b->line : (struct str){NULL, 0};
}

static enum output_line_match output_lines(const struct output_reader *a, bool more_a,
					   const struct output_reader *b, bool more_b,
					   const struct output_marks *marks, bool text,
					   struct output_stream_result *result)
{
	/* One stream has ended: that is a difference unless it only was not kept. */
	if (!more_a || !more_b) {
		bool unknown = more_a ? b->cut : a->cut;
		result->undecided = result->undecided || unknown;
		return unknown ? OUTPUT_LINE_SAME : OUTPUT_LINE_DIFFERENT;
	}
	if (a->partial || b->partial) {
		result->undecided = true;
		return output_partial_agrees(a->line, b->line, marks->count > 0)
			       ? OUTPUT_LINE_SAME
			       : OUTPUT_LINE_DIFFERENT;
	}
	enum output_line_match match = output_line_compare(a->line, b->line, marks, a->offset);
	return match == OUTPUT_LINE_VALUE && !text ? OUTPUT_LINE_DIFFERENT : match;
}

static void output_judge(const struct output_stream *stream, const struct output_marks *marks,
			 struct output_stream_result *result)
{
	struct output_reader a = output_reader_of(stream->original, stream->original_cut);
	struct output_reader b = output_reader_of(stream->candidate, stream->candidate_cut);
	bool text = output_is_text(stream->original) && output_is_text(stream->candidate);
	struct str before = {NULL, 0};
	for (size_t line = 1;; line++) {
		bool more_a = output_read(&a), more_b = output_read(&b);
		if (!more_a && !more_b)
			break;
		enum output_line_match match =
			output_lines(&a, more_a, &b, more_b, marks, text, result);
		/* The first line of the worst kind is the one that is shown. */
		if (match > result->match && match >= OUTPUT_LINE_VALUE)
			output_note_difference(result, line, &a, more_a, &b, more_b, before);
		if (match > result->match)
			result->match = match;
		result->lines_different += match == OUTPUT_LINE_DIFFERENT;
		before = a.line;
		if ((!more_a && a.cut) || (!more_b && b.cut))
			break;
	}
}

/* The last line's end is there or not: seen as bytes only, so it is looked at apart. */
static bool output_ends_alike(struct str a, struct str b)
{
	return str_ends(a, STR("\n")) == str_ends(b, STR("\n"));
}

struct output_stream_result output_stream_compare(struct arena *arena,
						  const struct output_stream *stream)
{
	struct output_stream_result result = {.match = OUTPUT_LINE_SAME};
	struct output_marks marks = {0};
	if (!output_learn(arena, stream, &marks, &result))
		return result;
	result.masked = marks.count;
	result.undecided = stream->original_cut || stream->candidate_cut;
	output_judge(stream, &marks, &result);
	if (result.match < OUTPUT_LINE_VALUE && !result.undecided &&
	    !output_ends_alike(stream->original, stream->candidate)) {
		bool text = output_is_text(stream->original) && output_is_text(stream->candidate);
		result.match = text ? OUTPUT_LINE_VALUE : OUTPUT_LINE_DIFFERENT;
		result.lines_different = text ? 0 : 1;
		result.newline = true;
	}
	if (result.match == OUTPUT_LINE_SAME && marks.count > 0)
		result.match = OUTPUT_LINE_MASKED;
	if (result.match == OUTPUT_LINE_DIFFERENT && result.lines_different > 1)
		result.reordered = output_sum(stream->original) == output_sum(stream->candidate);
	return result;
}
