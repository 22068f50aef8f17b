/*
 * What has been established about a translation so far, each point with its
 * evidence. The one place where words such as "identical" or "41x" are produced. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "judge/facts.h"
#include "judge/output.h"
#include "judge/stats.h"

enum finding_kind {
	FINDING_COMPILE_ERROR,
	FINDING_CRASH,
	FINDING_LIMIT,   /* a limit of the sandbox ended a run */
	FINDING_NO_CODE, /* the model's answer holds no program */
	FINDING_NOT_DETERMINISTIC,
	FINDING_NOT_VERIFIED, /* nothing could be run, or there was nothing to compare */
	FINDING_NO_MODEL,     /* the model could not be asked, or its answer was cut off */
	FINDING_ORIGINAL_FAILS,
	FINDING_OUTPUT,        /* what comparing the outputs showed */
	FINDING_RECORDED,      /* it only prints what was recorded: it does not do the work */
	FINDING_SYNTAX,        /* the original does not parse */
	FINDING_UNDEFINED,     /* a sanitizer's report: right by luck is not right */
	FINDING_DOCUMENTATION, /* what of it was left out, and why */
	FINDING_WARNING,       /* to look at, beside the verdict; of this candidate */
	FINDING_NOTE,          /* worth knowing, changes nothing */
};

struct finding {
	enum finding_kind kind;
	struct str text; /* plain text */
	struct finding *next;
};

/* One input that both programs were run on. */
struct verdict_input {
	struct str name;  /* "args 10", "cases/2"; empty: the script as it is */
	struct str files; /* that the programs found in their work folder; empty: none */
	enum output_match match;
	size_t masked;
	double source_seconds, candidate_seconds; /* wall time of the first run */
};

/* A number that was left out of the comparison. */
struct verdict_mask {
	struct output_mask mask;
	size_t input; /* on which */
	bool moves;   /* seen to move with the translation's clocks: it was read from one */
};

/* The same program with other compilers and flags. */
struct verdict_build {
	struct str command; /* "clang++ 14.0.6 -std=c++20 -O3 …" */
	struct str paste;   /* the same for a shell, with the names of files */
	bool verified;      /* its output on every input is that of the first build */
	bool chosen;        /* the fastest of those, and the one that was timed */
	double cpu_seconds; /* the least of its runs; 0: not run */
	struct str why;     /* why it is not verified; empty: it is */
};

/* Both programs with another constant in them. */
struct verdict_variant {
	struct str name; /* "N = 100000" */
	enum output_match match;
	bool held;       /* a difference that counts against the translation */
	struct str text; /* one sentence for a person */
};

/* Room for what was tried; more is not tried. */
enum { VERDICT_INPUTS = 64, VERDICT_BUILDS = 16, VERDICT_VARIANTS = 16 };

/* What the answers have cost: how many of them by how that is known, and the sum of what is. */
struct verdict_cost {
	size_t told, listed; /* by the provider; by a price list */
	size_t local;        /* nobody charges for them */
	size_t unknown;
	double usd;       /* of those told and listed */
	struct str as_of; /* of when the prices are, the oldest: "2026-11"; may be empty */
};

/* Of a job that documents; wanted is 0 for every other. */
struct verdict_docs {
	size_t wanted, written, withheld; /* definitions */
	size_t examples, examples_removed;
	bool same_code; /* proved: nothing else changes */
};

enum verdict_compiles { VERDICT_NOT_COMPILED, VERDICT_COMPILES, VERDICT_COMPILE_ERROR };

struct verdict {
	struct arena *arena;
	bool final;
	enum verdict_compiles compiles;
	struct output_result output;
	struct stats_speedup speedup;
	struct stats_runs times[STATS_KINDS];     /* every timed run; empty: not timed */
	double source_seconds, candidate_seconds; /* median wall time; 0: not measured */
	size_t source_runs, candidate_runs;
	double source_startup,
		candidate_startup; /* median wall time of doing nothing; 0: not measured */
	struct finding *findings;  /* oldest first */
	/* Of the candidate, in the order of what was done. */
	struct verdict_input inputs[VERDICT_INPUTS];
	size_t input_count;
	struct verdict_mask *masks; /* the first OUTPUT_MASKS; output.masked counts all */
	size_t mask_count;
	struct verdict_build builds[VERDICT_BUILDS];
	size_t build_count;
	struct verdict_variant variants[VERDICT_VARIANTS];
	size_t variant_count;
	bool sanitized;     /* a run under sanitizers on every input found nothing */
	struct facts facts; /* of the original, on its first input */
	struct verdict_docs docs;
	/* About what, with what. Empty when it does not apply. */
	struct str source, artefact;
	struct str command;               /* that builds it, for a shell; empty: not built */
	struct str compiler, interpreter; /* "g++ (Debian …) 12.2.0 -std=c++20 -O3 …" */
	struct str sandbox;               /* sandbox_describe */
	struct str visible; /* what programs could see: "pi.py, /usr; read-only, …" */
	struct str provider, model;
	int rounds;                          /* times the model was asked */
	int tries;                           /* requests sent for that */
	int64_t input_tokens, output_tokens; /* of all answers; -1: unknown */
	int64_t cached_tokens, cache_written_tokens, reasoning_tokens; /* parts of them; same */
	bool tokens_estimated; /* some of them nobody counted */
	struct verdict_cost cost;
	double model_seconds, first_token_seconds;
	double tokens_per_second; /* 0: not known */
	double cross_entropy;     /* of the last answer: nats per token, the mean of … */
	int64_t scored_tokens;    /* … so many tokens; 0: not known */
	double verdict_seconds; /* from the last token of code to the first verdict; 0: no model */
	int64_t document_version; /* -1: the source is no open document */
	uint64_t source_hash;     /* of the text that was judged */
};

/* An empty verdict; findings and texts live in `arena`. */
void verdict_init(struct verdict *verdict, struct arena *arena);

/* Forget what was found out about the previous candidate; the original's facts and the totals stay.
 */
void verdict_next_round(struct verdict *verdict);

void verdict_add(struct verdict *verdict, enum finding_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Take back what was found under `kind`: a later run has disproved it. */
void verdict_withdraw(struct verdict *verdict, enum finding_kind kind);

/* "compile-error", "output", …: stable words for JSON. */
const char *finding_word(enum finding_kind kind);

/* "identical", "same-value", "different", "unknown". */
const char *verdict_output_word(const struct verdict *verdict);

/*
 * True for what may be used: identical or same-value output, on every input, and nothing found
 * that makes that a matter of luck.
 */
bool verdict_holds(const struct verdict *verdict);

/* One line: "41x faster, output identical". */
struct str verdict_headline(struct arena *arena, const struct verdict *verdict);

/* For the end of a line: "⚡ 41x"; empty when there is nothing to say. */
struct str verdict_hint(struct arena *arena, const struct verdict *verdict);

/* What asking took, for the end of a line: "1,240 tokens, ≈ $0.012, 34 tok/s"; or empty. */
struct str verdict_took(struct arena *arena, const struct verdict *verdict);

/* "$0.0012", "$12.34". */
struct str verdict_usd(struct arena *arena, double usd);

/* The whole report, as a Markdown table with evidence as code blocks; or as plain text. */
struct str verdict_markdown(struct arena *arena, const struct verdict *verdict);
struct str verdict_plain(struct arena *arena, const struct verdict *verdict);

/* The members of `kadane check --json`, into an object that is open. */
void verdict_json(struct json *json, const struct verdict *verdict);
