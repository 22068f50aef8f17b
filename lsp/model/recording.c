/*
 * Reads a recording. Its form:
 *
 *	Prose: what this is. Lines "model: NAME" and "pace: TOKENS-PER-SECOND" in it count.
 *
 *	-- when --
 *	def max_subarray
 *	-- answer 1 --
 *	the first answer, to the line before the next section
 *	-- answer 2 --
 *	the answer to the second user turn
 *
 * A section line is exactly "-- name --". Line ends at the end of an answer are not
 * part of it. "-- end --" may close the file; what follows it is not read. In an answer
 * the line "-- =TEXT --" stands for the line TEXT, whatever that looks like: so a line
 * that looks like a section can be part of an answer, and an empty last line too.
 */
#include "recording.h"

#include "base/utf8.h"

enum { RECORDING_PACE_MAX = 100000 };

enum recording_place { RECORDING_PROSE, RECORDING_WHEN, RECORDING_ANSWER, RECORDING_END };

/* Where the reader stands. */
struct recording_reader {
	struct recording *recording;
	const char *file;
	int line;
	enum recording_place place;
	const char *from; /* the section's first byte */
	struct err *err;
};

static bool recording_wrong(const struct recording_reader *reader, const char *what)
{
	return err_set(reader->err, ERR_INPUT, "%s:%d: %s", reader->file, reader->line, what);
}

/* The name in "-- name --". */
static bool recording_section(struct str line, struct str *name)
{
	if (line.len < 7 || !str_starts(line, STR("-- ")) || !str_ends(line, STR(" --")))
		return false;
	*name = str_part(line, 3, line.len - 6);
	return true;
}

bool recording_is_section(struct str line)
{
	struct str name;
	return recording_section(line, &name);
}

/* Is it "-- =TEXT --"? */
static bool recording_literal(struct str line, struct str *text)
{
	struct str name;
	if (!recording_section(line, &name) || !str_starts(name, STR("=")))
		return false;
	*text = str_part(name, 1, name.len);
	return true;
}

/* The section that ends before `to`. */
static bool recording_close(struct recording_reader *reader, const char *to)
{
	struct recording *recording = reader->recording;
	struct str text = {reader->from, (size_t)(to - reader->from)};
	if (reader->place == RECORDING_WHEN) {
		recording->when = str_trim(text);
		return recording->when.len > 0 ||
		       recording_wrong(reader, "the section \"when\" before this line is empty");
	}
	if (reader->place != RECORDING_ANSWER)
		return true;
	while (text.len > 0 && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r'))
		text.len--;
	recording->answers[recording->count++] = text;
	return text.len > 0 || recording_wrong(reader, "the answer before this line is empty");
}

static bool recording_open(struct recording_reader *reader, struct str name)
{
	struct recording *recording = reader->recording;
	if (str_eq(name, STR("when"))) {
		if (recording->when.len > 0 || recording->count > 0)
			return recording_wrong(reader,
					       "\"-- when --\" comes once, before the answers");
		reader->place = RECORDING_WHEN;
		return true;
	}
	if (str_eq(name, STR("end"))) {
		reader->place = RECORDING_END;
		return true;
	}
	if (!str_starts(name, STR("answer ")))
		return recording_wrong(reader, "a section is \"-- when --\", \"-- answer N --\" or "
					       "\"-- end --\"; this is none of them");
	long long number;
	if (!str_to_int(str_part(name, 7, name.len), &number) ||
	    number != (long long)recording->count + 1 || number > RECORDING_ANSWERS_MAX)
		return recording_wrong(reader, "answers are numbered 1, 2, 3 … in order, up to 64");
	if (recording->when.len == 0)
		return recording_wrong(reader, "\"-- when --\" must come before the first answer");
	reader->place = RECORDING_ANSWER;
	return true;
}

static bool recording_header(struct recording_reader *reader, struct str line)
{
	if (str_starts(line, STR("model:"))) {
		reader->recording->model = str_trim(str_part(line, 6, line.len));
		return reader->recording->model.len > 0 ||
		       recording_wrong(reader, "\"model:\" wants a name");
	}
	if (!str_starts(line, STR("pace:")))
		return true;
	long long pace;
	if (!str_to_int(str_trim(str_part(line, 5, line.len)), &pace) || pace < 0 ||
	    pace > RECORDING_PACE_MAX)
		return recording_wrong(reader, "\"pace:\" wants tokens per second, 0 to 100000");
	reader->recording->pace = (long)pace;
	return true;
}

bool recording_parse(struct str bytes, const char *file, struct recording *recording,
		     struct err *err)
{
	*recording = (struct recording){.pace = 0};
	struct recording_reader reader = {.recording = recording, .file = file, .err = err};
	struct str rest = bytes, line, name;
	const char *begin = rest.at;
	while (reader.place != RECORDING_END && str_line(&rest, &line)) {
		reader.line++;
		if (!utf8_valid(line))
			return recording_wrong(&reader, "this line is not UTF-8");
		bool section =
			recording_section(line, &name) &&
			!(reader.place == RECORDING_ANSWER && recording_literal(line, &name));
		if (section && (!recording_close(&reader, begin) || !recording_open(&reader, name)))
			return false;
		begin = rest.len > 0 ? rest.at : bytes.at + bytes.len;
		if (section)
			reader.from = begin;
		else if (reader.place == RECORDING_PROSE && !recording_header(&reader, line))
			return false;
	}
	reader.line += reader.place == RECORDING_END ? 0 : 1;
	if (reader.place != RECORDING_END && !recording_close(&reader, bytes.at + bytes.len))
		return false;
	return recording->count > 0 ||
	       recording_wrong(&reader, "there is no \"-- answer 1 --\" before this line");
}

struct str recording_answer(struct arena *arena, const struct recording *recording, size_t index)
{
	struct str rest = recording->answers[index], line, text;
	struct buf out;
	buf_init(&out, rest.len);
	bool more = true;
	while (more) {
		size_t end = str_find(rest, STR("\n"));
		more = end < rest.len;
		line = str_part(rest, 0, end);
		rest = str_part(rest, end + 1, rest.len);
		/* What ends the line is not in question. */
		bool dos = more && str_ends(line, STR("\r"));
		buf_add(&out, recording_literal(str_part(line, 0, line.len - dos), &text)
				      ? text
				      : str_part(line, 0, line.len - dos));
		buf_add(&out, !more ? STR("") : dos ? STR("\r\n") : STR("\n"));
	}
	struct str answer = arena_str(arena, buf_str(&out));
	buf_deinit(&out);
	return answer;
}

void recording_put_answer(struct buf *out, size_t number, struct str text)
{
	buf_addf(out, "-- answer %zu --\n", number);
	bool more = true;
	while (more) {
		size_t end = str_find(text, STR("\n"));
		more = end < text.len;
		struct str line = str_part(text, 0, end);
		text = str_part(text, end + 1, text.len);
		bool dos = more && str_ends(line, STR("\r"));
		line = str_part(line, 0, line.len - dos);
		bool lost = !more && (line.len == 0 || str_ends(line, STR("\r")));
		bool literal = lost || recording_is_section(line);
		buf_add(out, literal ? STR("-- =") : STR(""));
		buf_add(out, line);
		buf_add(out, literal ? STR(" --") : STR(""));
		buf_add(out, dos ? STR("\r\n") : STR("\n"));
	}
}

bool recording_applies(const struct recording *recording, struct str model, struct str turn)
{
	if (model.len > 0 && recording->model.len > 0 && !str_eq(model, recording->model))
		return false;
	struct str rest = recording->when, line;
	while (str_line(&rest, &line)) {
		struct str words = str_trim(line);
		if (words.len > 0 && !str_has(turn, words))
			return false;
	}
	return true;
}
