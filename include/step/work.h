/*
 * A work is a job and everything its steps know: the text it is about, whom to ask,
 * what has come of it so far. Steps reach it from the job with work_of.
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"
#include "io/sandbox.h"
#include "job/job.h"
#include "job/queue.h"
#include "judge/stats.h"
#include "lang/lang.h"
#include "model/model.h"
#include "step/kit.h"
#include "step/settings.h"

struct original; /* lsp/step/original.h */
struct timing;   /* lsp/step/timing.h */

enum { TOOL_SHOWN = 20 };

/* A program the steps drive, and what must be visible for it to run. */
struct tool {
	const char *path;   /* absolute; NULL: not found */
	struct str version; /* "Python 3.11.2"; empty: not asked yet */
	/* Files and folders outside /usr that it needs, by host path. */
	const char *shown[TOOL_SHOWN];
	size_t shown_count;
	struct str hidden; /* what of it is not shown, and why; empty: nothing is missing */
};

struct work;

/*
 * Somebody who can say whether a work may run code: the face that has a person to ask. Kept by
 * the face as long as the work.
 */
struct consent {
	struct op op; /* ends when the answer is there */
	bool granted;
	struct str why; /* when it was not granted: for the verdict */
	/* Begin to ask; false: the answer is there already, and op was not begun. */
	bool (*ask)(struct consent *consent, struct work *work);
};

struct work {
	struct job job; /* first, so that work_of is a cast */
	struct kit *kit;
	struct settings settings; /* a snapshot; strings live in job.arena */

	/* What it is about. */
	struct str uri;       /* the document, or empty on the command line */
	struct str path;      /* the file, or empty (untitled) */
	struct str name;      /* "pi.py", a plain file name */
	struct str workspace; /* the folder the editor works in; empty: not known */
	struct str source;    /* the text when the job began */
	const struct language *from, *to;
	struct str candidate;    /* `check`: the code to judge; no model is asked */
	struct consent *consent; /* NULL: who started it has thereby allowed it */

	/* What came of it; private to the steps. */
	struct model_choice choice;
	struct model_call call;
	bool asked;           /* call holds an answer, or part of one */
	struct str code;      /* the candidate as last extracted */
	struct str compiled;  /* the code that was last compiled, judged or delivered */
	struct str turns[24]; /* question and answer in turn, as the model saw them */
	size_t turn_count;
	struct str folder; /* of this job on the host; empty: not made yet */
	struct tool python, compiler;
	struct sandbox_look look;
	struct sandbox_run build, run;
	struct turn turn;          /* on the machine, for compiling and the first run */
	struct original *original; /* NULL: not started */
	struct timing *timing;     /* NULL: not started, or over */
	uint64_t code_ns;          /* when the code was whole */
	size_t looks;              /* how often the growing answer was searched for code */
	bool parsed;               /* the source was looked at */
	bool unverified;           /* no sandbox, or not allowed: nothing is compiled or run */
	bool counted;              /* the call's tokens are in the verdict */
	bool ask_again;            /* an older stream must end before the next question */
	bool redone;               /* the whole of this answer was judged already */
	struct verdict *kept;      /* an earlier program of the answer that holds; NULL: none */
	struct str kept_code;
};

static inline struct work *work_of(struct job *job)
{
	return (struct work *)job;
}

/* A work that has nothing but its job yet; `id` is the job's. Free it with work_free. */
struct work *work_new(struct kit *kit, const struct settings *settings, uint64_t id);

/* After it has ended (or was never started). */
void work_free(struct work *work);

/*
 * Set what it is about; all strings are copied. `language` is what an editor says it is written in;
 * NULL: told by the file's name. False when no language fits.
 */
bool work_about(struct work *work, struct str uri, struct str path, const struct language *language,
		struct str source, int64_t version, struct err *err);

/* --- for steps --- */

/*
 * Run a command in the sandbox as an op of the job; what `run` held before is freed. WAIT, or
 * FAIL with job->err when the sandbox refused. The step's finish then asks work_ran.
 */
enum next work_run(struct work *work, struct sandbox_run *run,
		   const struct sandbox_command *command);

/* False with job->err set when the sandbox failed; a program that fails is a result. */
bool work_ran(struct work *work, const struct sandbox_run *run);

/*
 * The limit that ended a run, with its figure and the setting that moves it: "more than 1 GiB of
 * memory (setting limits.memory)". `limits` are those of the work's settings it ran under.
 */
struct str work_limit_text(struct work *work, const struct sandbox_result *result,
			   const struct sandbox_limits *limits);
