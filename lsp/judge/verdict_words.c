/*
 * The verdict in one line. Every claim here has its finding: speed is spoken of only where
 * the output holds and was timed, and whatever stands in the way of that is said instead.
 */
#include <string.h>

#include "base/utf8.h"
#include "verdict_parts.h"

enum { VERDICT_LINE = 160 }; /* bytes of a finding's text in a headline */

static const struct finding *verdict_find(const struct verdict *verdict, enum finding_kind kind)
{
	for (const struct finding *finding = verdict->findings; finding != NULL;
	     finding = finding->next)
		if (finding->kind == kind)
			return finding;
	return NULL;
}

/* The first line of `text`, cut between characters. */
static struct str verdict_line(struct arena *arena, struct str text)
{
	struct str line = {"", 0};
	while (line.len == 0 && str_line(&text, &line))
		line = str_trim(line);
	struct buf plain;
	buf_init(&plain, VERDICT_LINE);
	bool whole = utf8_add_plain(&plain, line);
	/* Not inside a word: "If it is random, see…" says something else. */
	while (!whole && plain.len > VERDICT_LINE / 2 && plain.at[plain.len - 1] != ' ')
		plain.len--;
	struct str kept = whole ? arena_str(arena, buf_str(&plain))
				: arena_fmt(arena, "%.*s…", (int)plain.len, plain.at);
	buf_deinit(&plain);
	return kept;
}

static struct str verdict_say(struct arena *arena, const char *what, struct str text)
{
	struct str line = verdict_line(arena, text);
	return line.len == 0 ? str_of(what) : arena_fmt(arena, "%s: %.*s", what, STR_ARG(line));
}

/* Why nothing can be said of the outputs; empty when something can. */
static struct str verdict_obstacle(struct arena *arena, const struct verdict *verdict)
{
	static const struct {
		enum finding_kind kind;
		const char *what; /* NULL: the finding's own words say it */
	} obstacles[] = {
		{FINDING_SYNTAX, "the original does not parse"},
		{FINDING_ORIGINAL_FAILS, NULL},
		{FINDING_NOT_DETERMINISTIC, NULL},
		{FINDING_NOT_VERIFIED, "not verified"},
		{FINDING_NO_MODEL, "no answer"},
		{FINDING_NO_CODE, NULL},
		{FINDING_COMPILE_ERROR, "does not compile"},
		{FINDING_CRASH, NULL},
		{FINDING_LIMIT, NULL},
		{FINDING_UNDEFINED, "undefined behaviour"},
		{FINDING_RECORDED, NULL},
	};
	for (size_t i = 0; i < sizeof(obstacles) / sizeof(obstacles[0]); i++) {
		const struct finding *finding = verdict_find(verdict, obstacles[i].kind);
		if (finding == NULL)
			continue;
		if (obstacles[i].what == NULL)
			return verdict_line(arena, finding->text);
		return verdict_say(arena, obstacles[i].what, finding->text);
	}
	if (verdict->compiles == VERDICT_COMPILE_ERROR)
		return STR("does not compile");
	return STR("");
}

static struct str verdict_difference(struct arena *arena, const struct output_result *output)
{
	if (str_eq(output->where, STR("exit status"))) {
		struct str got = verdict_line(arena, output->got);
		struct str expected = verdict_line(arena, output->expected);
		return arena_fmt(arena, "ends with %.*s instead of %.*s", STR_ARG(got),
				 STR_ARG(expected));
	}
	struct str where = verdict_line(arena, output->where);
	return where.len == 0 ? STR("output differs")
			      : arena_fmt(arena, "output differs at %.*s", STR_ARG(where));
}

/* What agrees, and on how many inputs where there are several. */
static const char *verdict_same(struct arena *arena, const struct verdict *verdict)
{
	bool fast_math = str_has(verdict->compiler, STR("-ffast-math"));
	const char *same = verdict->output.match != OUTPUT_SAME_VALUE ? "output identical"
			   : fast_math ? "same values under -ffast-math"
				       : "same values in different text";
	if (verdict->input_count < 2)
		return same;
	size_t known = verdict_inputs_known(verdict);
	if (known < verdict->input_count)
		return arena_fmt(arena, "%s on %zu of %zu inputs", same, known,
				 verdict->input_count)
			.at;
	return arena_fmt(arena, "%s on %zu inputs", same, known).at;
}

/* Of a job that documents. */
static struct str verdict_documented(struct arena *arena, const struct verdict *verdict)
{
	const struct verdict_docs *docs = &verdict->docs;
	if (docs->written == 0)
		return verdict_say(arena, "nothing documented",
				   verdict->findings != NULL ? verdict->findings->text : STR(""));
	struct str examples = docs->examples > 0
				      ? arena_fmt(arena, ", %zu example%s run", docs->examples,
						  docs->examples > 1 ? "s" : "")
				      : STR("");
	return docs->wanted == 1
		       ? arena_fmt(arena, "documented, the code is the same%.*s", STR_ARG(examples))
		       : arena_fmt(arena, "%zu of %zu documented, the code is the same%.*s",
				   docs->written, docs->wanted, STR_ARG(examples));
}

struct str verdict_headline(struct arena *arena, const struct verdict *verdict)
{
	if (verdict->docs.wanted > 0)
		return verdict_documented(arena, verdict);
	struct str obstacle = verdict_obstacle(arena, verdict);
	if (obstacle.len > 0)
		return obstacle;
	if (verdict->output.match == OUTPUT_DIFFERENT)
		return verdict_difference(arena, &verdict->output);
	if (verdict->output.match == OUTPUT_CLOSE)
		return verdict_say(arena, "close, not identical", verdict->output.text);
	if (!verdict_holds(verdict)) {
		if (verdict->output.text.len > 0)
			return verdict_say(arena, "not verified", verdict->output.text);
		return verdict->compiles == VERDICT_COMPILES ? STR("compiles, output not compared")
							     : STR("nothing established");
	}
	const char *same = verdict_same(arena, verdict);
	struct str words = stats_words(arena, &verdict->speedup);
	switch (verdict->speedup.claim) {
	case STATS_FASTER:
	case STATS_SLOWER: {
		/* What stands behind the factor comes last: lines are cut at their end. */
		size_t end = str_find(words, STR("; "));
		struct str factor = str_part(words, 0, end);
		struct str rest = str_part(words, end, words.len);
		return arena_fmt(arena, "%.*s, %s%.*s", STR_ARG(factor), same, STR_ARG(rest));
	}
	case STATS_NO_DIFFERENCE: {
		size_t end = str_find(words, STR(" ("));
		struct str rest = str_part(words, end, words.len);
		return arena_fmt(arena, "%s, %.*s in time%.*s", same,
				 STR_ARG(str_part(words, 0, end)), STR_ARG(rest));
	}
	case STATS_UNCERTAIN:
	case STATS_TOO_SHORT:
		return arena_fmt(arena, "%s, %.*s", same, STR_ARG(words));
	case STATS_NOTHING:
		break;
	}
	return str_of(same);
}

/* "41x faster (…)" without what stands behind the factor. */
static struct str verdict_factor(struct str words)
{
	return str_part(words, 0, str_find(words, STR(" faster")));
}

struct str verdict_hint(struct arena *arena, const struct verdict *verdict)
{
	if (verdict_obstacle(arena, verdict).len > 0 || verdict->output.match == OUTPUT_UNKNOWN)
		return STR("");
	if (verdict->output.match == OUTPUT_DIFFERENT)
		return STR("✗ output differs");
	if (verdict->output.match == OUTPUT_CLOSE)
		return STR("✗ output only close");
	struct str words = stats_words(arena, &verdict->speedup);
	if (verdict->speedup.claim == STATS_FASTER)
		return arena_fmt(arena, "⚡ %.*s", STR_ARG(verdict_factor(words)));
	return verdict->speedup.claim == STATS_SLOWER ? words : STR("");
}
