/*
 * The verdict for programs. Names and words here are an interface: `kadane check --json`.
 */
#include <math.h>

#include "verdict_parts.h"

enum { VERDICT_JSON_TEXT = 16 << 10 };

static void verdict_json_str(struct json *json, const char *name, struct str value)
{
	json_key(json, name);
	if (value.len == 0)
		json_put_null(json);
	else
		json_put_str(json, str_part(value, 0, VERDICT_JSON_TEXT));
}

/* A time; null when it was not measured. */
static void verdict_json_seconds(struct json *json, const char *name, double seconds)
{
	json_key(json, name);
	if (seconds > 0)
		json_put_number(json, seconds);
	else
		json_put_null(json);
}

static const char *verdict_claim_word(enum stats_claim claim)
{
	switch (claim) {
	case STATS_FASTER:
		return "faster";
	case STATS_SLOWER:
		return "slower";
	case STATS_NO_DIFFERENCE:
		return "no-difference";
	case STATS_UNCERTAIN:
		return "uncertain";
	case STATS_TOO_SHORT:
		return "too-short";
	case STATS_NOTHING:
		break;
	}
	return "nothing";
}

static void verdict_json_speedup(struct json *json, const struct verdict *verdict)
{
	const struct stats_speedup *speedup = &verdict->speedup;
	json_key(json, "speedup");
	/* No claim on the time of a program that does something else. */
	if (speedup->claim == STATS_NOTHING || !verdict_holds(verdict)) {
		json_put_null(json);
		return;
	}
	json_object(json);
	verdict_json_seconds(json, "ratio", speedup->whole.ratio);
	verdict_json_seconds(json, "low", speedup->whole.low);
	verdict_json_seconds(json, "high", speedup->whole.high);
	json_key(json, "claim");
	json_put_str(json, str_of(verdict_claim_word(speedup->claim)));
	json_key(json, "by");
	json_put_str(json, speedup->by_cpu ? STR("cpu") : STR("wall"));
	json_key(json, "startup_dominates");
	json_put_bool(json, speedup->startup_dominates);
	double known = speedup->compute_known ? 1 : 0;
	verdict_json_seconds(json, "compute_ratio", known * speedup->compute.ratio);
	verdict_json_seconds(json, "compute_low", known * speedup->compute.low);
	verdict_json_seconds(json, "compute_high", known * speedup->compute.high);
	double least = speedup->compute_bound ? speedup->compute.low : 0;
	verdict_json_seconds(json, "compute_at_least", least);
	json_key(json, "within_startup");
	json_put_bool(json, speedup->within_startup);
	json_key(json, "busy");
	json_put_bool(json, speedup->busy || speedup->noisy);
	json_key(json, "first");
	json_put_bool(json, speedup->first);
	json_object_end(json);
}

static void verdict_json_count(struct json *json, const char *name, int64_t count)
{
	json_key(json, name);
	if (count < 0)
		json_put_null(json);
	else
		json_put_int(json, count);
}

static void verdict_json_findings(struct json *json, const struct verdict *verdict)
{
	json_key(json, "findings");
	json_array(json);
	for (const struct finding *finding = verdict->findings; finding != NULL;
	     finding = finding->next) {
		json_object(json);
		json_key(json, "kind");
		json_put_str(json, str_of(finding_word(finding->kind)));
		json_key(json, "text");
		json_put_str(json, finding->text);
		json_object_end(json);
	}
	json_array_end(json);
}

static void verdict_json_times(struct json *json, const struct verdict *verdict)
{
	verdict_json_seconds(json, "source_seconds", verdict->source_seconds);
	verdict_json_seconds(json, "candidate_seconds", verdict->candidate_seconds);
	verdict_json_count(json, "source_runs", (int64_t)verdict->source_runs);
	verdict_json_count(json, "candidate_runs", (int64_t)verdict->candidate_runs);
	verdict_json_seconds(json, "source_startup_seconds", verdict->source_startup);
	verdict_json_seconds(json, "candidate_startup_seconds", verdict->candidate_startup);
	verdict_json_seconds(json, "model_seconds", verdict->model_seconds);
	verdict_json_seconds(json, "first_token_seconds", verdict->first_token_seconds);
	verdict_json_seconds(json, "verdict_seconds", verdict->verdict_seconds);
}

/* Of a job that documents; null of others. */
static void verdict_json_docs(struct json *json, const struct verdict_docs *docs)
{
	json_key(json, "documentation");
	if (docs->wanted == 0) {
		json_put_null(json);
		return;
	}
	json_object(json);
	verdict_json_count(json, "wanted", (int64_t)docs->wanted);
	verdict_json_count(json, "written", (int64_t)docs->written);
	verdict_json_count(json, "withheld", (int64_t)docs->withheld);
	verdict_json_count(json, "examples", (int64_t)docs->examples);
	verdict_json_count(json, "examples_removed", (int64_t)docs->examples_removed);
	json_key(json, "same_code");
	json_put_bool(json, docs->same_code);
	json_object_end(json);
}

void verdict_json(struct json *json, const struct verdict *verdict)
{
	json_key(json, "compiles");
	json_put_bool(json, verdict->compiles == VERDICT_COMPILES);
	json_key(json, "output");
	json_put_str(json, str_of(verdict_output_word(verdict)));
	verdict_json_speedup(json, verdict);
	verdict_json_times(json, verdict);
	verdict_times_json(json, verdict);
	verdict_json_count(json, "masked", (int64_t)verdict->output.masked);
	verdict_json_seconds(json, "relative_distance", verdict->output.relative);
	verdict_json_seconds(json, "absolute_distance", verdict->output.absolute);
	verdict_tried_json(json, verdict);
	verdict_json_findings(json, verdict);
	facts_json(json, &verdict->facts);
	struct arena arena;
	arena_init(&arena);
	verdict_json_str(json, "headline", verdict_headline(&arena, verdict));
	verdict_json_docs(json, &verdict->docs);
	arena_deinit(&arena);
	verdict_json_str(json, "source", verdict->source);
	verdict_json_count(json, "document_version", verdict->document_version);
	json_key(json, "source_hash");
	json_put_strf(json, "%016llx", (unsigned long long)verdict->source_hash);
	verdict_json_str(json, "command", verdict->command);
	verdict_json_str(json, "compiler", verdict->compiler);
	verdict_json_str(json, "interpreter", verdict->interpreter);
	verdict_json_str(json, "sandbox", verdict->sandbox);
	verdict_json_str(json, "visible", verdict->visible);
	verdict_json_count(json, "rounds", verdict->rounds);
	verdict_json_str(json, "provider", verdict->provider);
	verdict_json_str(json, "model", verdict->model);
	verdict_json_str(json, "artefact", verdict->artefact);
	verdict_asking_json(json, verdict);
	json_key(json, "final");
	json_put_bool(json, verdict->final);
}
