/*
 * What the original was seen to do that C++ does otherwise: integers that outgrow 64 bits, //
 * with negative operands, sets that are iterated. Reported by lsp/harness/facts.py, which runs
 * beside the script's own code: the report is hostile. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"

enum { FACT_LINES = 8, FACTS_REPORT_MAX = 64 << 10 };

/* One kind of thing that was seen, and where. */
struct fact {
	const char *word;         /* "int63", "floor": stable, for JSON */
	bool warning;             /* a translation that ignores it goes wrong in silence */
	size_t lines[FACT_LINES]; /* ascending */
	size_t line_count;
	struct str text;   /* "integers grow beyond 64 bits (77 bits)" */
	struct str advice; /* for who translates; may be empty */
};

struct facts {
	struct fact *list; /* warnings first */
	size_t count;
	bool known;       /* there is a report */
	bool so_far;      /* it was made before the script had ended */
	struct str input; /* on which it was watched; empty: the script as it is */
};

/*
 * Read a report; `source_lines` is how many lines the script has. What is not understood is left
 * out. Texts live in `arena`.
 */
struct facts facts_read(struct arena *arena, struct str report, size_t source_lines);

/* "line 12", "lines 3, 7 and 12". */
struct str fact_lines(struct arena *arena, const struct fact *fact);

/* A list for the question to a model, one fact a line; empty when there are none. */
struct str facts_question(struct arena *arena, const struct facts *facts);

/* The warnings among them for a person, one a line; empty when there are none. */
struct str facts_warnings(struct arena *arena, const struct facts *facts);

/* The member "facts" of a report, into an object that is open. */
void facts_json(struct json *json, const struct facts *facts);
