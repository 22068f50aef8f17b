/*
 * What a verdict rests on: the inputs, the other constants, the sanitizers, the other builds.
 */
#include "verdict_parts.h"

enum { TRIED_TEXT = 4000, TRIED_MASKS = 5, TRIED_MASKS_JSON = 100 };

size_t verdict_inputs_known(const struct verdict *verdict)
{
	size_t known = 0;
	for (size_t i = 0; i < verdict->input_count; i++)
		known += verdict->inputs[i].match != OUTPUT_UNKNOWN;
	return known;
}

static struct str tried_keep(struct arena *arena, struct buf *text)
{
	struct str kept = arena_str(arena, buf_str(text));
	buf_deinit(text);
	return kept;
}

static const char *tried_words(enum output_match match)
{
	return match == OUTPUT_IDENTICAL   ? ""
	       : match == OUTPUT_UNKNOWN   ? " (not verified)"
	       : match == OUTPUT_CLOSE     ? " (close)"
	       : match == OUTPUT_DIFFERENT ? " (different)"
					   : " (same values)";
}

struct str verdict_inputs_text(struct arena *arena, const struct verdict *verdict)
{
	if (verdict->input_count == 0)
		return STR("");
	const struct verdict_input *first = &verdict->inputs[0];
	if (verdict->input_count == 1 && first->name.len == 0)
		return arena_fmt(arena,
				 "1, the script as it is: no arguments, nothing on stdin%s%.*s",
				 first->files.len > 0 ? "; files: " : "", STR_ARG(first->files));
	struct buf text;
	buf_init(&text, TRIED_TEXT);
	buf_addf(&text, "%zu", verdict_inputs_known(verdict));
	if (verdict_inputs_known(verdict) < verdict->input_count)
		buf_addf(&text, " of %zu", verdict->input_count);
	for (size_t i = 0; i < verdict->input_count && !text.full; i++) {
		const struct verdict_input *input = &verdict->inputs[i];
		buf_addf(&text, "%s%.*s%s", i == 0 ? ": " : "; ", STR_ARG(input->name),
			 tried_words(input->match));
		if (i == 0 && input->files.len > 0)
			buf_addf(&text, ", files: %.*s", STR_ARG(input->files));
	}
	return tried_keep(arena, &text);
}

struct str verdict_masks_text(struct arena *arena, const struct verdict *verdict)
{
	struct buf text;
	buf_init(&text, TRIED_TEXT);
	bool moves = false;
	for (size_t i = 0; i < verdict->mask_count && i < TRIED_MASKS; i++) {
		const struct verdict_mask *at = &verdict->masks[i];
		moves = moves || at->moves;
		buf_addf(&text, "%s%.*s line %zu: original %.*s, translation %.*s",
			 i == 0 ? "" : "; ", STR_ARG(at->mask.where), at->mask.line,
			 STR_ARG(at->mask.original), STR_ARG(at->mask.candidate));
	}
	if (verdict->output.masked > TRIED_MASKS)
		buf_addf(&text, "; %zu more", verdict->output.masked - TRIED_MASKS);
	if (moves)
		buf_add(&text, STR("; the translation's were seen to move with its clocks"));
	return tried_keep(arena, &text);
}

struct str verdict_variants_text(struct arena *arena, const struct verdict *verdict)
{
	struct buf text;
	buf_init(&text, TRIED_TEXT);
	for (size_t i = 0; i < verdict->variant_count && !text.full; i++) {
		const struct verdict_variant *variant = &verdict->variants[i];
		buf_addf(&text, "%s%.*s%s", i == 0 ? "" : "; ", STR_ARG(variant->name),
			 tried_words(variant->match));
	}
	return tried_keep(arena, &text);
}

struct str verdict_sanitizers_text(const struct verdict *verdict)
{
	return verdict->sanitized
		       ? STR("AddressSanitizer and UndefinedBehaviorSanitizer found nothing")
		       : STR("");
}

struct str verdict_build_text(struct arena *arena, const struct verdict_build *build)
{
	struct buf text;
	buf_init(&text, TRIED_TEXT);
	buf_add(&text, build->paste.len > 0 ? build->paste : build->command);
	if (build->cpu_seconds > 0)
		buf_addf(&text, ", %.3g ms of CPU time", build->cpu_seconds * 1000);
	if (build->chosen)
		buf_add(&text, STR(", chosen"));
	if (!build->verified)
		buf_addf(&text, ", not used: %.*s", STR_ARG(build->why));
	return tried_keep(arena, &text);
}

const char *verdict_match_word(enum output_match match)
{
	switch (match) {
	case OUTPUT_IDENTICAL:
		return "identical";
	case OUTPUT_SAME_VALUE:
		return "same-value";
	case OUTPUT_CLOSE:
		return "close";
	case OUTPUT_DIFFERENT:
		return "different";
	case OUTPUT_UNKNOWN:
		break;
	}
	return "unknown";
}

static void tried_str(struct json *json, const char *name, struct str value)
{
	json_key(json, name);
	json_put_str(json, value);
}

static void tried_seconds(struct json *json, const char *name, double seconds)
{
	json_key(json, name);
	if (seconds > 0)
		json_put_number(json, seconds);
	else
		json_put_null(json);
}

static void tried_flag(struct json *json, const char *name, bool flag)
{
	json_key(json, name);
	json_put_bool(json, flag);
}

static void tried_inputs(struct json *json, const struct verdict *verdict)
{
	json_key(json, "inputs");
	json_array(json);
	for (size_t i = 0; i < verdict->input_count; i++) {
		const struct verdict_input *input = &verdict->inputs[i];
		json_object(json);
		tried_str(json, "name", input->name);
		tried_str(json, "files", input->files);
		tried_str(json, "output", str_of(verdict_match_word(input->match)));
		json_key(json, "masked");
		json_put_int(json, (int64_t)input->masked);
		tried_seconds(json, "source_seconds", input->source_seconds);
		tried_seconds(json, "candidate_seconds", input->candidate_seconds);
		json_object_end(json);
	}
	json_array_end(json);
}

static void tried_variants(struct json *json, const struct verdict *verdict)
{
	json_key(json, "variants");
	json_array(json);
	for (size_t i = 0; i < verdict->variant_count; i++) {
		const struct verdict_variant *variant = &verdict->variants[i];
		json_object(json);
		tried_str(json, "name", variant->name);
		tried_str(json, "output", str_of(verdict_match_word(variant->match)));
		tried_flag(json, "held", variant->held);
		tried_str(json, "text", variant->text);
		json_object_end(json);
	}
	json_array_end(json);
}

static void tried_builds(struct json *json, const struct verdict *verdict)
{
	json_key(json, "builds");
	json_array(json);
	for (size_t i = 0; i < verdict->build_count; i++) {
		const struct verdict_build *build = &verdict->builds[i];
		json_object(json);
		tried_str(json, "command", build->command);
		tried_str(json, "shell", build->paste);
		tried_flag(json, "verified", build->verified);
		tried_flag(json, "chosen", build->chosen);
		tried_seconds(json, "cpu_seconds", build->cpu_seconds);
		tried_str(json, "why", build->why);
		json_object_end(json);
	}
	json_array_end(json);
}

static void tried_masks(struct json *json, const struct verdict *verdict)
{
	json_key(json, "masks");
	json_array(json);
	for (size_t i = 0; i < verdict->mask_count && i < TRIED_MASKS_JSON; i++) {
		const struct verdict_mask *at = &verdict->masks[i];
		json_object(json);
		tried_str(json, "where", at->mask.where);
		json_key(json, "line");
		json_put_int(json, (int64_t)at->mask.line);
		json_key(json, "column");
		json_put_int(json, (int64_t)at->mask.column);
		tried_str(json, "original", at->mask.original);
		tried_str(json, "candidate", at->mask.candidate);
		tried_str(json, "input", verdict->inputs[at->input].name);
		tried_flag(json, "moves", at->moves);
		json_object_end(json);
	}
	json_array_end(json);
}

void verdict_tried_json(struct json *json, const struct verdict *verdict)
{
	tried_inputs(json, verdict);
	tried_masks(json, verdict);
	tried_variants(json, verdict);
	tried_builds(json, verdict);
	tried_flag(json, "sanitized", verdict->sanitized);
}
