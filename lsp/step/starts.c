/*
 * A translation that has another program do its work is none, however right the output is: what has
 * the original run is told apart, because Python is hidden where that can be done.
 */
#include "starts.h"

#include "hide.h"
#include "io/sandbox.h"
#include "lang/lang.h"
#include "step/kit.h"

static void starts_unverified(struct work *work, struct str text)
{
	work->job.verdict.output = (struct output_result){.match = OUTPUT_UNKNOWN, .text = text};
	verdict_add(&work->job.verdict, FINDING_NOT_VERIFIED, "%.*s", STR_ARG(text));
}

/* True when nothing can be claimed. */
static bool starts_python(struct work *work)
{
	static const char what[] = "the translation starts other programs and names Python, which";
	struct arena *arena = &work->job.arena;
	if (sandbox_tier(work->kit->sandbox) == SANDBOX_FULL) {
		verdict_add(&work->job.verdict, FINDING_WARNING, "%s is hidden from it", what);
		return false;
	}
	starts_unverified(work, arena_fmt(arena,
					  "%s this sandbox cannot hide from it: nothing can be "
					  "claimed",
					  what));
	return true;
}

void starts_judge(struct work *work)
{
	struct verdict *verdict = &work->job.verdict;
	struct str call = STR("");
	if (hide_is_sought(work) && starts_python(work))
		return;
	if (work->to->starts_program != NULL)
		call = work->to->starts_program(&work->job.arena, work->code);
	if (call.len == 0)
		return;
	if (!hide_is_sought(work))
		verdict_add(verdict, FINDING_WARNING,
			    "the translation starts another program (%.*s)", STR_ARG(call));
	bool agrees = verdict->output.match != OUTPUT_UNKNOWN &&
		      verdict->output.match != OUTPUT_DIFFERENT;
	if (agrees && !hide_script_starts(work))
		starts_unverified(work, STR("it starts another program, which may do its work"));
}
