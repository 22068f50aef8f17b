/*
 * What was timed, for the report and as JSON: both sides with their spread, the factors, and
 * whatever makes them doubtful. Programs get every run.
 */
#include <math.h>

#include "page.h"
#include "verdict_parts.h"

static void times_side_row(struct page *page, const char *label, const struct verdict *verdict,
			   enum stats_kind kind)
{
	bool source = kind == STATS_SOURCE;
	double seconds = source ? verdict->source_seconds : verdict->candidate_seconds;
	double startup = source ? verdict->source_startup : verdict->candidate_startup;
	struct str file = source ? verdict->source : verdict->artefact;
	size_t runs = source ? verdict->source_runs : verdict->candidate_runs;
	if (!(seconds > 0))
		return;
	page_row(page, label);
	page_seconds(page, seconds);
	if (runs > 1)
		page_say(page, ", median of %zu runs", runs);
	struct stats_spread wall = stats_spread(verdict->times[kind], false);
	struct stats_spread cpu = stats_spread(verdict->times[kind], true);
	if (runs > 1 && wall.max > 0) {
		page_say(page, " (");
		page_seconds(page, wall.min);
		page_say(page, " to ");
		page_seconds(page, wall.max);
		page_say(page, ", spread %.1f %%)", 100 * wall.relative);
	}
	if (startup > 0) {
		page_say(page, ", of which start-up ");
		page_seconds(page, startup);
	}
	if (cpu.median > 0) {
		page_say(page, "; CPU time ");
		page_seconds(page, cpu.median);
	}
	if (file.len > 0) {
		page_say(page, ", ");
		page_code(page, file);
	}
	page_row_end(page);
}

static void times_ratio_row(struct page *page, const char *label, const struct stats_ratio *ratio,
			    const char *of)
{
	page_row(page, label);
	page_ratio(page, ratio->ratio);
	if (ratio->low > 0 && isfinite(ratio->high)) {
		page_say(page, " (95 %% interval ");
		page_ratio(page, ratio->low);
		page_say(page, " to ");
		page_ratio(page, ratio->high);
		page_say(page, ")");
	} else {
		page_say(page, " (too few runs for an interval)");
	}
	page_say(page, ", %s", of);
	page_row_end(page);
}

void verdict_times_page(struct page *page, struct arena *arena, const struct verdict *verdict)
{
	const struct stats_speedup *speedup = &verdict->speedup;
	times_side_row(page, "Original", verdict, STATS_SOURCE);
	times_side_row(page, "Translation", verdict, STATS_CANDIDATE);
	if (!verdict_holds(verdict) || speedup->claim == STATS_NOTHING)
		return;
	page_row(page, "Speed");
	page_escape(page, stats_words(arena, speedup));
	if (speedup->busy || speedup->noisy)
		page_say(page, ", on a busy machine");
	page_row_end(page);
	times_ratio_row(page, "Ratio", &speedup->whole,
			speedup->by_cpu ? "of CPU times, whole runs" : "of wall times, whole runs");
	if (speedup->compute_known)
		times_ratio_row(page, "Without start-up", &speedup->compute, "of CPU times");
	if (speedup->compute_bound) {
		page_row(page, "Without start-up");
		page_say(page, "at least ");
		page_ratio(page, speedup->compute.low);
		page_say(page, ", of CPU times: what the translation computes is too short to tell "
			       "from start-up");
		page_row_end(page);
	}
}

/* Every run by one clock. */
static void times_json_column(struct json *json, struct stats_runs runs, bool cpu)
{
	json_key(json, cpu ? "cpu" : "wall");
	json_array(json);
	for (size_t i = 0; i < runs.count; i++)
		json_put_number(json, cpu ? runs.at[i].cpu : runs.at[i].wall);
	json_array_end(json);
}

static void times_json_spread(struct json *json, const char *name, struct stats_spread spread)
{
	json_key(json, name);
	json_object(json);
	json_key(json, "min");
	json_put_number(json, spread.min);
	json_key(json, "median");
	json_put_number(json, spread.median);
	json_key(json, "max");
	json_put_number(json, spread.max);
	json_key(json, "relative");
	json_put_number(json, spread.relative);
	json_object_end(json);
}

void verdict_times_json(struct json *json, const struct verdict *verdict)
{
	static const char *const names[STATS_KINDS] = {
		[STATS_SOURCE] = "source",
		[STATS_CANDIDATE] = "candidate",
		[STATS_SOURCE_IDLE] = "source_startup",
		[STATS_CANDIDATE_IDLE] = "candidate_startup",
		[STATS_CONTROL] = "control",
	};
	json_key(json, "timings");
	if (verdict->times[STATS_CANDIDATE].count == 0 || !verdict_holds(verdict)) {
		json_put_null(json);
		return;
	}
	json_object(json);
	for (size_t kind = 0; kind < STATS_KINDS; kind++) {
		struct stats_runs runs = verdict->times[kind];
		json_key(json, names[kind]);
		json_object(json);
		times_json_column(json, runs, false);
		times_json_column(json, runs, true);
		times_json_spread(json, "wall_spread", stats_spread(runs, false));
		times_json_spread(json, "cpu_spread", stats_spread(runs, true));
		json_object_end(json);
	}
	json_object_end(json);
}
