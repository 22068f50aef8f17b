/*
 * The verdict as a collection: adding findings, starting over for the next candidate, and
 * the stable words that other programs read.
 */
#include "judge/verdict.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "verdict_parts.h"

enum { FINDING_MAX = 16 << 10 }; /* bytes of one finding's text */

void verdict_init(struct verdict *verdict, struct arena *arena)
{
	*verdict = (struct verdict){
		.arena = arena,
		.input_tokens = -1,
		.output_tokens = -1,
		.cached_tokens = -1,
		.cache_written_tokens = -1,
		.reasoning_tokens = -1,
	};
}

/* What is said about one candidate, and not about the original or the machine. */
static bool finding_is_candidates(enum finding_kind kind)
{
	switch (kind) {
	case FINDING_COMPILE_ERROR:
	case FINDING_CRASH:
	case FINDING_LIMIT:
	case FINDING_NO_CODE:
	case FINDING_NO_MODEL:
	case FINDING_OUTPUT:
	case FINDING_RECORDED:
	case FINDING_UNDEFINED:
	case FINDING_DOCUMENTATION:
	case FINDING_WARNING:
		return true;
	case FINDING_NOT_DETERMINISTIC:
	case FINDING_NOT_VERIFIED:
	case FINDING_ORIGINAL_FAILS:
	case FINDING_SYNTAX:
	case FINDING_NOTE:
		break;
	}
	return false;
}

void verdict_next_round(struct verdict *verdict)
{
	struct finding **at = &verdict->findings;
	while (*at != NULL) {
		if (finding_is_candidates((*at)->kind))
			*at = (*at)->next;
		else
			at = &(*at)->next;
	}
	verdict->final = false;
	verdict->compiles = VERDICT_NOT_COMPILED;
	verdict->output = (struct output_result){.match = OUTPUT_UNKNOWN};
	verdict->speedup = (struct stats_speedup){.claim = STATS_NOTHING};
	memset(verdict->times, 0, sizeof(verdict->times));
	verdict->candidate_seconds = 0;
	verdict->candidate_runs = 0;
	verdict->verdict_seconds = 0;
	verdict->input_count = verdict->build_count = verdict->variant_count = 0;
	verdict->mask_count = 0;
	verdict->command = STR("");
	verdict->sanitized = false;
}

void verdict_add(struct verdict *verdict, enum finding_kind kind, const char *format, ...)
{
	struct buf text, plain;
	buf_init(&text, FINDING_MAX);
	buf_init(&plain, FINDING_MAX);
	va_list args;
	va_start(args, format);
	buf_addv(&text, format, args);
	va_end(args);
	utf8_add_plain(&plain, buf_str(&text));
	struct str said = str_trim(buf_str(&plain));
	struct finding **last = &verdict->findings;
	while (*last != NULL && !((*last)->kind == kind && str_eq((*last)->text, said)))
		last = &(*last)->next;
	if (*last == NULL) { /* not said before */
		*last = arena_new(verdict->arena, sizeof(**last));
		**last = (struct finding){.kind = kind, .text = arena_str(verdict->arena, said)};
	}
	buf_deinit(&plain);
	buf_deinit(&text);
}

const char *finding_word(enum finding_kind kind)
{
	switch (kind) {
	case FINDING_COMPILE_ERROR:
		return "compile-error";
	case FINDING_CRASH:
		return "crash";
	case FINDING_DOCUMENTATION:
		return "documentation";
	case FINDING_LIMIT:
		return "limit";
	case FINDING_NO_CODE:
		return "no-code";
	case FINDING_NOT_DETERMINISTIC:
		return "not-deterministic";
	case FINDING_NOT_VERIFIED:
		return "not-verified";
	case FINDING_NO_MODEL:
		return "no-model";
	case FINDING_ORIGINAL_FAILS:
		return "original-fails";
	case FINDING_OUTPUT:
		return "output";
	case FINDING_RECORDED:
		return "recorded";
	case FINDING_SYNTAX:
		return "syntax";
	case FINDING_UNDEFINED:
		return "undefined";
	case FINDING_WARNING:
		return "warning";
	case FINDING_NOTE:
		break;
	}
	return "note";
}

const char *verdict_output_word(const struct verdict *verdict)
{
	return verdict_match_word(verdict->output.match);
}

static bool verdict_has(const struct verdict *verdict, enum finding_kind kind)
{
	for (const struct finding *finding = verdict->findings; finding != NULL;
	     finding = finding->next)
		if (finding->kind == kind)
			return true;
	return false;
}

bool verdict_holds(const struct verdict *verdict)
{
	if (verdict->docs.wanted > 0)
		return verdict->docs.written > 0 && verdict->docs.same_code;
	if (verdict_has(verdict, FINDING_UNDEFINED) || verdict_has(verdict, FINDING_RECORDED))
		return false;
	return verdict->output.match == OUTPUT_IDENTICAL ||
	       verdict->output.match == OUTPUT_SAME_VALUE;
}

void verdict_withdraw(struct verdict *verdict, enum finding_kind kind)
{
	struct finding **link = &verdict->findings;
	while (*link != NULL) {
		if ((*link)->kind == kind)
			*link = (*link)->next;
		else
			link = &(*link)->next;
	}
}
