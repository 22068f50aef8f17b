/*
 * Results are copied out of the job, which then goes with all it holds. A line number
 * follows the edits above it, and nothing is looked at for that but the edit.
 */
#include "results.h"

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

struct result *results_next(const struct results *results, struct str key,
			    const struct result *after)
{
	struct result *result = after != NULL ? after->next : results->first;
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
	if (verdict->output.match >= OUTPUT_CLOSE)
		return "kadane-output-mismatch";
	return "kadane-not-verified";
}

/* No claim on the text there is: what was found out, and that it was about another. */
static struct str results_stale_text(struct arena *arena, struct str headline)
{
	enum { RESULTS_AROUND = 32 }; /* columns of what stands around it */
	struct str line = show_line(arena, headline, SHOW_HEADLINE - RESULTS_AROUND);
	return arena_fmt(arena, "stale: %.*s – for an earlier version", STR_ARG(line));
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
	result->source_line = results_line(ticket->work->source);
	/* Whoever typed meanwhile may have taken it back. */
	result->stale = result->unsure = ticket->stale;
	result->final = verdict->final;
	result->holds = verdict_holds(verdict);
	result->version = verdict->document_version;
	result->source_hash = verdict->source_hash;
	result->source_len = ticket->work->source.len;
	result->code = results_code(verdict);
	result->headline = verdict_headline(arena, verdict);
	result->line_text = show_line(arena, result->headline, SHOW_HEADLINE);
	result->stale_text = results_stale_text(arena, result->headline);
	result->hint = verdict_hint(arena, verdict);
	result->markdown = verdict_markdown(arena, verdict);
	result->plain = verdict_plain(arena, verdict);
	result->artefact = arena_str(arena, verdict->artefact);
	if (verdict->output.match >= OUTPUT_CLOSE) {
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
	if (range == NULL)
		return results_line(with);
	/* Told backwards, it means the same. */
	struct text_range turned = {range->end, range->start};
	if (range->end.line < range->start.line)
		range = &turned;
	bool pushed_down = range->start.line == line && range->end.line == line &&
			   range->start.character == 0 && range->end.character == 0;
	if (range->start.line > line || (range->start.line == line && !pushed_down))
		return line;
	uint32_t lines = results_lines(with);
	if (range->end.line > line)
		/* Its line was swallowed; it may have come back among the new ones. */
		return range->start.line + results_line(with);
	return line - (range->end.line - range->start.line) + lines;
}

bool results_edited(struct results *results, struct str key, const struct text_range *range,
		    struct str with)
{
	bool moved = false;
	for (struct result *result = results->first; result != NULL; result = result->next) {
		if (!str_eq(result->place.key, key))
			continue;
		uint32_t line = results_moved(result->line, range, with);
		moved = moved || line != result->line;
		result->line = line;
	}
	return moved;
}

uint32_t results_line(struct str source)
{
	uint32_t number = 0;
	size_t at = 0;
	while (at < source.len) {
		if (str_starts(str_part(source, at, source.len), STR("if __name__")))
			return number;
		while (at < source.len && source.at[at] != '\n' && source.at[at] != '\r')
			at++;
		at += str_starts(str_part(source, at, 2), STR("\r\n")) ? 2 : 1;
		number++;
	}
	return 0;
}
