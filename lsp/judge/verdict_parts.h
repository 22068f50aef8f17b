/*
 * What the files of the verdict share: what was tried beside the one run, in words and as JSON.
 */
#pragma once

#include "judge/verdict.h"

struct page; /* page.h */

/* How many inputs something is known of. */
size_t verdict_inputs_known(const struct verdict *verdict);

/* One line each for the report; empty when there is nothing to say. */
struct str verdict_inputs_text(struct arena *arena, const struct verdict *verdict);
struct str verdict_masks_text(struct arena *arena, const struct verdict *verdict);
struct str verdict_variants_text(struct arena *arena, const struct verdict *verdict);
struct str verdict_sanitizers_text(const struct verdict *verdict);

/* "clang++ … -O3, 12.3 ms of CPU time, chosen". */
struct str verdict_build_text(struct arena *arena, const struct verdict_build *build);

/* The members "inputs", "masks", "variants", "builds" and "sanitized". */
void verdict_tried_json(struct json *json, const struct verdict *verdict);

/* "identical", "same-value", …: stable words for JSON. */
const char *verdict_match_word(enum output_match match);

/* The rows about time; the member "timings", with every run. */
void verdict_times_page(struct page *page, struct arena *arena, const struct verdict *verdict);
void verdict_times_json(struct json *json, const struct verdict *verdict);

/* The rows and the members about the model and what asking it took. */
void verdict_asking_page(struct page *page, const struct verdict *verdict);
void verdict_asking_json(struct json *json, const struct verdict *verdict);
