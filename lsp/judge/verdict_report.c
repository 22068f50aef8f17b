/*
 * The whole report, as Markdown or as plain text: one list of rows, then the evidence. What a
 * model, a compiler or a program wrote is only ever shown as code or with every mark of
 * Markdown escaped: it can render nothing, link nowhere and break out of no table cell.
 */
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"
#include "judge/verdict.h"

enum {
	REPORT_MAX = 64 << 10,
	REPORT_CELL = 400,      /* bytes of one text in a cell */
	REPORT_LIST = 4000,     /* of one that must not leave anything out */
	REPORT_EVIDENCE = 4000, /* bytes of one text shown as evidence */
	REPORT_FINDINGS = 12,   /* shown in all; all of it fits REPORT_MAX */
	REPORT_LABEL = 18,      /* columns of the labels in plain text */
};

struct report {
	struct buf out;
	bool markdown;
	bool table; /* a row was written */
};

/* A byte that Markdown, or a viewer that looks for addresses, would take for more than text. */
static bool report_is_mark(struct str text, size_t i)
{
	char c = text.at[i];
	if (c == ':')
		return str_starts(str_part(text, i, 3), STR("://"));
	if (c == '.')
		return i > 0 && (text.at[i - 1] | 32) == 'w';
	return c != '\0' && strchr("\\`*_{}[]<>&~|@", c) != NULL;
}

/* Append text of ours or of others so that no Markdown in it has any effect. */
static void report_escape(struct report *report, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (report->markdown && report_is_mark(text, i))
			buf_add_char(&report->out, '\\');
		buf_add_char(&report->out, text.at[i]);
	}
}

/* The longest run of backticks in `text`. */
static size_t report_ticks(struct str text)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < text.len; i++) {
		run = text.at[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void report_repeat(struct report *report, char c, size_t count)
{
	while (count-- > 0)
		buf_add_char(&report->out, c);
}

/* Text of others within a cell: a code span longer than any backticks in it, on one line. */
static void report_code_upto(struct report *report, struct str text, size_t max)
{
	struct buf plain;
	buf_init(&plain, max);
	utf8_add_plain(&plain, text);
	struct str shown = str_trim(buf_str(&plain));
	size_t ticks = report_ticks(shown) + 1;
	if (report->markdown)
		report_repeat(report, '`', ticks);
	/* Blanks inside the ticks, so that a backtick at either end is not taken for one. */
	if (report->markdown && ticks > 1)
		buf_add_char(&report->out, ' ');
	for (size_t i = 0; i < shown.len; i++) {
		char c = shown.at[i] == '\n' || shown.at[i] == '\t' ? ' ' : shown.at[i];
		if (report->markdown && c == '|')
			buf_add_char(&report->out, '\\');
		buf_add_char(&report->out, c);
	}
	if (report->markdown && ticks > 1)
		buf_add_char(&report->out, ' ');
	if (report->markdown)
		report_repeat(report, '`', ticks);
	buf_deinit(&plain);
}

static void report_code(struct report *report, struct str text)
{
	report_code_upto(report, text, REPORT_CELL);
}

static void report_row(struct report *report, const char *label)
{
	if (!report->markdown) {
		buf_addf(&report->out, "%-*s", REPORT_LABEL, label);
		return;
	}
	if (!report->table)
		buf_add(&report->out, STR("| | |\n| --- | --- |\n"));
	report->table = true;
	buf_addf(&report->out, "| %s | ", label);
}

static void report_row_end(struct report *report)
{
	buf_add(&report->out, report->markdown ? STR(" |\n") : STR("\n"));
}

/* Words of our own: numbers and letters, nothing to escape. */
static void report_say(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void report_say(struct report *report, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	buf_addv(&report->out, format, args);
	va_end(args);
}

static void report_row_upto(struct report *report, const char *label, struct str text, size_t max)
{
	if (text.len == 0)
		return;
	report_row(report, label);
	report_code_upto(report, text, max);
	report_row_end(report);
}

static void report_code_row(struct report *report, const char *label, struct str text)
{
	report_row_upto(report, label, text, REPORT_CELL);
}

/* "8.57 s", "1.20 ms": three digits. */
static void report_seconds(struct report *report, double seconds)
{
	double value = seconds < 0.1 ? seconds * 1000 : seconds;
	int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
	report_say(report, "%.*f %s", decimals, value, seconds < 0.1 ? "ms" : "s");
}

static void report_time_row(struct report *report, const char *label, double seconds, size_t runs,
			    double startup, struct str file)
{
	if (!(seconds > 0))
		return;
	report_row(report, label);
	report_seconds(report, seconds);
	if (runs > 1)
		report_say(report, ", median of %zu runs", runs);
	if (startup > 0) {
		report_say(report, ", of which start-up ");
		report_seconds(report, startup);
	}
	if (file.len > 0) {
		report_say(report, ", ");
		report_code(report, file);
	}
	report_row_end(report);
}

/* A ratio with three digits, which nobody can take for more than the interval around it. */
static void report_ratio(struct report *report, double ratio)
{
	int decimals = ratio < 10 ? 2 : ratio < 100 ? 1 : 0;
	report_say(report, "%.*f", decimals, ratio);
}

static void report_ratio_row(struct report *report, const char *label,
			     const struct stats_ratio *ratio, const char *of)
{
	report_row(report, label);
	report_ratio(report, ratio->ratio);
	if (ratio->low > 0 && isfinite(ratio->high)) {
		report_say(report, " (95 %% interval ");
		report_ratio(report, ratio->low);
		report_say(report, " to ");
		report_ratio(report, ratio->high);
		report_say(report, ")");
	} else {
		report_say(report, " (too few runs for an interval)");
	}
	report_say(report, ", %s", of);
	report_row_end(report);
}

static void report_speed(struct report *report, struct arena *arena, const struct verdict *verdict)
{
	const struct stats_speedup *speedup = &verdict->speedup;
	report_time_row(report, "Original", verdict->source_seconds, verdict->source_runs,
			verdict->source_startup, verdict->source);
	report_time_row(report, "Translation", verdict->candidate_seconds, verdict->candidate_runs,
			verdict->candidate_startup, verdict->artefact);
	if (!verdict_holds(verdict) || speedup->claim == STATS_NOTHING)
		return;
	report_row(report, "Speed");
	report_escape(report, stats_words(arena, speedup));
	if (speedup->noisy)
		report_say(report, ", on a noisy machine");
	report_row_end(report);
	report_ratio_row(report, "Ratio", &speedup->whole,
			 speedup->by_cpu ? "of CPU times, whole runs"
					 : "of wall times, whole runs");
	if (speedup->compute_known)
		report_ratio_row(report, "Without start-up", &speedup->compute, "of CPU times");
}

static void report_output(struct report *report, const struct verdict *verdict)
{
	const struct output_result *output = &verdict->output;
	if (output->text.len == 0)
		return;
	report_row(report, "Output");
	report_code(report, output->text);
	/* Where the sentence is about something else. */
	if (output->match == OUTPUT_SAME_VALUE && output->masked > 0)
		report_say(report, ", %zu %s masked", output->masked,
			   output->masked == 1 ? "number" : "numbers");
	report_row_end(report);
}

static void report_model(struct report *report, const struct verdict *verdict)
{
	if (verdict->provider.len == 0)
		return;
	report_row(report, "Model");
	report_code(report, verdict->provider);
	if (verdict->model.len > 0) {
		report_say(report, " ");
		report_code(report, verdict->model);
	}
	if (verdict->rounds > 0)
		report_say(report, ", %d %s", verdict->rounds,
			   verdict->rounds == 1 ? "round" : "rounds");
	report_row_end(report);
	if (verdict->input_tokens >= 0 || verdict->output_tokens >= 0) {
		report_row(report, "Tokens");
		report_say(report, "%s", verdict->tokens_estimated ? "about " : "");
		if (verdict->input_tokens >= 0)
			report_say(report, "%lld in", (long long)verdict->input_tokens);
		if (verdict->input_tokens >= 0 && verdict->output_tokens >= 0)
			report_say(report, ", ");
		if (verdict->output_tokens >= 0)
			report_say(report, "%lld out", (long long)verdict->output_tokens);
		report_row_end(report);
	}
	if (verdict->model_seconds > 0) {
		report_row(report, "Answer");
		report_seconds(report, verdict->model_seconds);
		if (verdict->first_token_seconds > 0) {
			report_say(report, ", first token after ");
			report_seconds(report, verdict->first_token_seconds);
		}
		report_row_end(report);
	}
	if (verdict->verdict_seconds > 0) {
		report_row(report, "Verdict");
		report_seconds(report, verdict->verdict_seconds);
		report_say(report, " after the last token of code");
		report_row_end(report);
	}
}

/* A block of others' text under a title of ours. */
static void report_block(struct report *report, const char *title, struct str text)
{
	if (text.len == 0)
		return;
	struct buf plain;
	buf_init(&plain, REPORT_EVIDENCE);
	bool whole = utf8_add_plain(&plain, text);
	size_t ticks = report_ticks(buf_str(&plain));
	ticks = ticks < 3 ? 3 : ticks + 1;
	report_say(report, report->markdown ? "\n%s:\n\n" : "\n%s:\n", title);
	if (report->markdown) {
		report_repeat(report, '`', ticks);
		report_say(report, "text\n");
	}
	for (struct str rest = buf_str(&plain), line; str_line(&rest, &line);) {
		report_say(report, report->markdown ? "" : "  ");
		buf_add(&report->out, line);
		buf_add_char(&report->out, '\n');
	}
	if (!whole)
		report_say(report, report->markdown ? "…\n" : "  …\n");
	if (report->markdown) {
		report_repeat(report, '`', ticks);
		buf_add_char(&report->out, '\n');
	}
	buf_deinit(&plain);
}

static const char *report_title(enum finding_kind kind)
{
	switch (kind) {
	case FINDING_COMPILE_ERROR:
		return "Does not compile";
	case FINDING_CRASH:
		return "Crash";
	case FINDING_LIMIT:
		return "Limit";
	case FINDING_NO_CODE:
		return "No program";
	case FINDING_NOT_DETERMINISTIC:
		return "Not deterministic";
	case FINDING_NOT_VERIFIED:
		return "Not verified";
	case FINDING_NO_MODEL:
		return "No answer";
	case FINDING_ORIGINAL_FAILS:
		return "The original fails";
	case FINDING_OUTPUT:
		return "Output";
	case FINDING_SYNTAX:
		return "The original does not parse";
	case FINDING_NOTE:
		break;
	}
	return "Note";
}

static void report_evidence(struct report *report, const struct verdict *verdict)
{
	const struct output_result *output = &verdict->output;
	size_t shown = 0;
	for (const struct finding *finding = verdict->findings; finding != NULL;
	     finding = finding->next) {
		/* The comparison's own sentence stands in the table already. */
		if (str_eq(finding->text, output->text) || shown == REPORT_FINDINGS)
			continue;
		report_block(report, report_title(finding->kind), finding->text);
		shown++;
	}
	bool repeats = output->match == OUTPUT_UNKNOWN;
	report_block(report, repeats ? "The original, first run" : "Expected", output->expected);
	report_block(report, repeats ? "The original, second run" : "Got", output->got);
}

static struct str report_write(struct arena *arena, const struct verdict *verdict, bool markdown)
{
	struct report report = {.markdown = markdown};
	buf_init(&report.out, REPORT_MAX);
	report_say(&report, markdown ? "**" : "");
	report_escape(&report, verdict_headline(arena, verdict));
	report_say(&report, markdown ? "**\n\n" : "\n\n");
	report_speed(&report, arena, verdict);
	report_output(&report, verdict);
	report_code_row(&report, "Compiler", verdict->compiler);
	report_code_row(&report, "Interpreter", verdict->interpreter);
	report_code_row(&report, "Sandbox", verdict->sandbox);
	report_row_upto(&report, "Visible", verdict->visible, REPORT_LIST);
	report_model(&report, verdict);
	report_evidence(&report, verdict);
	struct str text = arena_str(arena, buf_str(&report.out));
	buf_deinit(&report.out);
	return text;
}

struct str verdict_markdown(struct arena *arena, const struct verdict *verdict)
{
	return report_write(arena, verdict, true);
}

struct str verdict_plain(struct arena *arena, const struct verdict *verdict)
{
	return report_write(arena, verdict, false);
}
