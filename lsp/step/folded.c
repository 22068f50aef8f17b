/*
 * Signs of an answer that was worked out before, where no other constants can be tried: the script
 * repeats something, the translation nothing. A formula in place of a loop is fine, and has the
 * script's numbers in it; so these are for a person to look at, and prove nothing.
 */
#include "folded.h"

enum { FOLDED_TELLING = 100, FOLDED_LINE = 6, FOLDED_SHOWN = 60 };

bool folded_loops(struct str code)
{
	static const char *const words[] = {"for (",   "for(",        "while (",  "while(",
					    "do {",    "accumulate(", "for_each", "transform(",
					    "reduce(", "generate_n(", NULL};
	for (const char *const *word = words; *word != NULL; word++)
		if (str_has(code, str_of(*word)))
			return true;
	return false;
}

static bool folded_script_loops(struct str source)
{
	return str_has(source, STR("for ")) || str_has(source, STR("while "));
}

static bool folded_holds(const struct constants *target, double number)
{
	for (size_t i = 0; i < target->count; i++)
		if (target->at[i].kind != CONSTANT_TEXT && target->at[i].number == number)
			return true;
	return false;
}

/* A number that the script repeats something by and the translation has not; all are missing. */
static const struct constant *folded_missing(const struct constants *source,
					     const struct constants *target)
{
	const struct constant *missing = NULL;
	for (size_t i = 0; i < source->count; i++) {
		const struct constant *at = &source->at[i];
		bool tells = at->kind != CONSTANT_TEXT && at->number >= FOLDED_TELLING &&
			     (at->place == CONSTANT_NAMED || at->place == CONSTANT_LIMIT);
		if (tells && folded_holds(target, at->number))
			return NULL;
		missing = tells && missing == NULL ? at : missing;
	}
	return missing;
}

/* Every line that the script works out stands in the translation as it is; the first of them. */
static struct str folded_lines(struct str output, struct str source, struct str literals)
{
	struct str line, first = STR("");
	while (str_line(&output, &line)) {
		line = str_trim(line);
		if (line.len < FOLDED_LINE || str_has(source, line))
			continue;
		if (!str_has(literals, line))
			return STR("");
		first = first.len == 0 ? line : first;
	}
	return first;
}

void folded_warn(struct work *work, const struct constants *source, const struct constants *target,
		 struct str literals, struct str output)
{
	struct verdict *verdict = &work->job.verdict;
	static const char why[] = "the answer may be folded into a constant: the script repeats "
				  "something, the translation repeats nothing and";
	if (folded_loops(work->code) || !folded_script_loops(work->source))
		return;
	const struct constant *missing = folded_missing(source, target);
	struct str line = folded_lines(output, work->source, literals);
	if (missing != NULL)
		verdict_add(verdict, FINDING_WARNING, "%s holds none of its numbers (%.*s)", why,
			    STR_ARG(str_part(missing->text, 0, FOLDED_SHOWN)));
	else if (line.len > 0)
		verdict_add(verdict, FINDING_WARNING, "%s has every line in its text (\"%.*s\")",
			    why, STR_ARG(str_part(line, 0, FOLDED_SHOWN)));
}
