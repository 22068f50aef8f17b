/*
 * What a sanitizer said of a run: what is undefined, and on which line.
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

enum sanitizer_outcome {
	SANITIZER_NOTHING, /* no report */
	SANITIZER_FOUND,
	SANITIZER_UNABLE, /* it could not do its work; `what` says why */
};

struct sanitizer_report {
	enum sanitizer_outcome outcome;
	struct str what; /* one line, plain text: "signed integer overflow: …" */
	size_t line;     /* of the program, from 1; 0 when unknown */
	struct str text; /* the report as a person reads it, cut short */
};

/*
 * The last report in `err`, which a run wrote to stderr: by address, undefined-behaviour or thread
 * sanitizer of gcc or clang, or by an assertion of the C++ library. `file` is the program's file
 * name, as "candidate.cpp". The program may have written anything there, so a report is one only
 * where the run ended badly. Everything is plain text in the arena.
 */
struct sanitizer_report sanitizer_log_read(struct arena *arena, struct str err, struct str file);
