/*
 * The whole report, as Markdown or as plain text: one list of rows, then the evidence.
 */
#include "page.h"
#include "verdict_parts.h"

enum {
	REPORT_MAX = 64 << 10,
	REPORT_FINDINGS = 12, /* shown in all; all of it fits REPORT_MAX */
};

static void report_output(struct page *page, const struct verdict *verdict)
{
	const struct output_result *output = &verdict->output;
	if (output->text.len == 0)
		return;
	page_row(page, "Output");
	page_code(page, output->text);
	/* Where the sentence is about something else. */
	if (output->match == OUTPUT_SAME_VALUE && output->masked > 0)
		page_say(page, ", %zu %s masked", output->masked,
			 output->masked == 1 ? "number" : "numbers");
	page_row_end(page);
}

/* What the verdict rests on. */
static void report_tried(struct page *page, struct arena *arena, const struct verdict *verdict)
{
	page_code_row(page, "Inputs", verdict_inputs_text(arena, verdict));
	page_row_upto(page, "Left out", verdict_masks_text(arena, verdict), PAGE_LIST);
	page_row_upto(page, "Other constants", verdict_variants_text(arena, verdict), PAGE_LIST);
	page_code_row(page, "Sanitizers", verdict_sanitizers_text(verdict));
	for (size_t i = 0; i < verdict->build_count; i++)
		page_code_row(page, i == 0 ? "Builds" : "",
			      verdict_build_text(arena, &verdict->builds[i]));
}

static const char *report_title(enum finding_kind kind)
{
	switch (kind) {
	case FINDING_COMPILE_ERROR:
		return "Does not compile";
	case FINDING_CRASH:
		return "Crash";
	case FINDING_DOCUMENTATION:
		return "Left out";
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
	case FINDING_RECORDED:
		return "Recorded output";
	case FINDING_SYNTAX:
		return "The original does not parse";
	case FINDING_UNDEFINED:
		return "Undefined behaviour";
	case FINDING_WARNING:
		return "Warning";
	case FINDING_NOTE:
		break;
	}
	return "Note";
}

static void report_evidence(struct page *page, const struct verdict *verdict)
{
	const struct output_result *output = &verdict->output;
	size_t shown = 0;
	for (const struct finding *finding = verdict->findings; finding != NULL;
	     finding = finding->next) {
		/* The comparison's own sentence stands in the table already. */
		if (str_eq(finding->text, output->text) || shown == REPORT_FINDINGS)
			continue;
		page_block(page, report_title(finding->kind), finding->text);
		shown++;
	}
	struct arena scratch;
	arena_init(&scratch);
	struct str on = verdict->facts.input, seen = facts_warnings(&scratch, &verdict->facts);
	if (verdict->input_count > 1 && on.len > 0 && seen.len > 0)
		seen = arena_fmt(&scratch, "%.*s\n(on input %.*s)", STR_ARG(seen), STR_ARG(on));
	page_block(page, "Seen in the original", seen);
	arena_deinit(&scratch);
	bool repeats = output->match == OUTPUT_UNKNOWN;
	page_block(page, repeats ? "The original, first run" : "Expected", output->expected);
	page_block(page, repeats ? "The original, second run" : "Got", output->got);
}

static struct str report_write(struct arena *arena, const struct verdict *verdict, bool markdown)
{
	struct page page = {.markdown = markdown};
	buf_init(&page.out, REPORT_MAX);
	page_say(&page, markdown ? "**" : "");
	page_escape(&page, verdict_headline(arena, verdict));
	page_say(&page, markdown ? "**\n\n" : "\n\n");
	verdict_times_page(&page, arena, verdict);
	report_output(&page, verdict);
	report_tried(&page, arena, verdict);
	page_code_row(&page, "Command", verdict->command);
	page_code_row(&page, "Compiler", verdict->compiler);
	page_code_row(&page, "Interpreter", verdict->interpreter);
	page_code_row(&page, "Sandbox", verdict->sandbox);
	page_row_upto(&page, "Visible", verdict->visible, PAGE_LIST);
	verdict_asking_page(&page, verdict);
	report_evidence(&page, verdict);
	struct str text = arena_str(arena, buf_str(&page.out));
	buf_deinit(&page.out);
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
