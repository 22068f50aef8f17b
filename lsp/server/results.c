/*
 * Results are copied out of the job, which then goes with all it holds. A line number
 * follows the edits above it; whether the text is still the judged one is never
 * guessed: any edit makes a result stale, and a document that is opened again is
 * compared by its hash.
 */
#include "results.h"

#include "base/hash.h"
#include "base/mem.h"
#include "jobs.h"
#include "publish.h"

enum { RESULTS_MAX = 200 };

static void results_free(struct result *result)
{
	arena_deinit(&result->arena);
	mem_free(result);
}

void results_deinit(struct results *results)
{
	while (results->first != NULL) {
		struct result *result = results->first;
		results->first = result->next;
		results_free(result);
	}
}

const struct result *results_next(const struct results *results, struct str key,
				  const struct result *after)
{
	const struct result *result = after != NULL ? after->next : results->first;
	while (result != NULL && !str_eq(result->place.key, key))
		result = result->next;
	return result;
}

const struct result *results_by_job(const struct results *results, uint64_t job)
{
	const struct result *result = results->first;
	while (result != NULL && result->job != job)
		result = result->next;
	return result;
}

/* Takes the result at *link off the list and frees it. */
static void results_remove(struct result **link)
{
	struct result *result = *link;
	*link = result->next;
	results_free(result);
}

static void results_make_room(struct results *results)
{
	size_t count = 0;
	struct result **link = &results->first;
	while (*link != NULL && ++count < RESULTS_MAX)
		link = &(*link)->next;
	while (*link != NULL)
		results_remove(link);
}

/* The diagnostic's code: what was found, in a word that does not change. */
static const char *results_code(const struct verdict *verdict)
{
	if (verdict_holds(verdict))
		return "kadane-verified";
	if (verdict->compiles == VERDICT_COMPILE_ERROR)
		return "kadane-compile-error";
	if (verdict->output.match == OUTPUT_DIFFERENT)
		return "kadane-output-mismatch";
	return "kadane-not-verified";
}

void results_take(struct results *results, const struct ticket *ticket)
{
	struct result **link = &results->first;
	while (*link != NULL && ((*link)->action != ticket->action ||
				 !str_eq((*link)->place.key, ticket->place.key)))
		link = &(*link)->next;
	if (*link != NULL)
		results_remove(link);
	results_make_room(results);

	const struct verdict *verdict = &ticket->work->job.verdict;
	struct result *result = mem_new(sizeof(*result));
	struct arena *arena = &result->arena;
	arena_init(arena);
	result->place = place_copy(arena, &ticket->place);
	result->action = ticket->action;
	result->job = ticket->id;
	result->line = ticket->line;
	result->stale = ticket->stale;
	result->final = verdict->final;
	result->holds = verdict_holds(verdict);
	result->source_hash = verdict->source_hash;
	result->code = results_code(verdict);
	result->headline = verdict_headline(arena, verdict);
	result->line_text = show_line(arena, result->headline, SHOW_HEADLINE);
	result->hint = verdict_hint(arena, verdict);
	result->markdown = verdict_markdown(arena, verdict);
	result->plain = verdict_plain(arena, verdict);
	result->artefact = arena_str(arena, verdict->artefact);
	if (verdict->output.match == OUTPUT_DIFFERENT) {
		result->expected = arena_str(arena, verdict->output.expected);
		result->got = arena_str(arena, verdict->output.got);
	}
	result->next = results->first;
	results->first = result;
}

bool results_drop(struct results *results, uint64_t job)
{
	struct result **link = &results->first;
	while (*link != NULL && (*link)->job != job)
		link = &(*link)->next;
	if (*link == NULL)
		return false;
	results_remove(link);
	return true;
}

/* How many line ends `s` holds: \n, \r\n and \r are one each. */
static uint32_t results_lines(struct str s)
{
	uint32_t lines = 0;
	for (size_t i = 0; i < s.len; i++) {
		bool pair = s.at[i] == '\r' && i + 1 < s.len && s.at[i + 1] == '\n';
		if (s.at[i] == '\n' || (s.at[i] == '\r' && !pair))
			lines++;
	}
	return lines;
}

uint32_t results_moved(uint32_t line, const struct text_range *range, struct str with)
{
	/* Of the whole text nothing is known but that it was replaced. */
	if (range == NULL || range->end.line < range->start.line)
		return line;
	bool pushed_down = range->start.line == line && range->end.line == line &&
			   range->start.character == 0 && range->end.character == 0;
	if (range->start.line > line || (range->start.line == line && !pushed_down))
		return line;
	uint32_t lines = results_lines(with);
	if (range->end.line > line)
		return range->start.line; /* its line was swallowed */
	return line - (range->end.line - range->start.line) + lines;
}

bool results_edited(struct results *results, struct str key, const struct text_range *range,
		    struct str with)
{
	bool newly_stale = false;
	for (struct result *result = results->first; result != NULL; result = result->next) {
		if (!str_eq(result->place.key, key))
			continue;
		result->line = results_moved(result->line, range, with);
		newly_stale = newly_stale || !result->stale;
		result->stale = true;
	}
	return newly_stale;
}

void results_opened(struct results *results, const struct document *document)
{
	uint64_t hash = 0;
	for (struct result *result = results->first; result != NULL; result = result->next) {
		if (!str_eq(result->place.key, document->place.key))
			continue;
		struct str text = text_str(&document->text);
		if (hash == 0)
			hash = hash_bytes(text);
		result->stale = hash != result->source_hash;
		if (!result->stale)
			result->line = results_line(text);
	}
}

uint32_t results_line(struct str source)
{
	uint32_t number = 0;
	struct str line;
	while (str_line(&source, &line)) {
		if (str_starts(line, STR("if __name__")))
			return number;
		number++;
	}
	return 0;
}
