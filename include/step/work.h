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
#include "model/prompt.h"
#include "step/kit.h"
#include "step/settings.h"

struct account;     /* lsp/step/account.h */
struct choosing;    /* lsp/step/choose.c */
struct answer;      /* lsp/step/answer.h */
struct documenting; /* lsp/step/documenting.h */
struct facts_look;  /* lsp/step/facts.h */
struct original;    /* lsp/step/original.h */
struct preparing;   /* lsp/step/headers.h */
struct record;      /* include/model/record.h */
struct timing;      /* lsp/step/timing.h */
struct variation;   /* lsp/step/variation.h */
struct sanitize;    /* lsp/step/sanitize.c */
struct builds;      /* lsp/step/builds.c */
struct clocks;      /* lsp/step/clocks.c */

enum { TOOL_SHOWN = 20, INPUT_FILES = 16 };

/* A program the steps drive, and what must be visible for it to run. */
struct tool {
	const char *path;   /* absolute; NULL: not found */
	struct str version; /* "Python 3.11.2"; empty: not asked yet */
	/* Files and folders outside /usr that it needs, by host path. */
	const char *shown[TOOL_SHOWN];
	size_t shown_count;
	struct str hidden; /* what of it is not shown, and why; empty: nothing is missing */
};

/* A file of an input: on the host, and its name in the work folder. */
struct work_file {
	const char *host, *name;
};

/* Bytes of the source to be replaced. */
struct work_edit {
	size_t from, len;
	struct str text;
};

/* What a program is given when it is run. */
struct work_input {
	struct str name; /* for people: "args=10 20", "cases/2", empty: nothing is given */
	struct str stdin_bytes;
	bool stdin_given;        /* perhaps no bytes, but on purpose */
	const char *const *args; /* NULL-terminated; NULL: none */
	const char *const *env;  /* "NAME=value", NULL-terminated; NULL: none */
	struct work_file files[INPUT_FILES];
	size_t file_count;
	struct str shown; /* the names of those, for people */
};

/* Inputs as a person names them on the command line; strings are borrowed for the work's life. */
struct work_wanted {
	bool stdin_given;
	struct str stdin_bytes;
	const char *args;   /* words as a shell reads them; NULL: none */
	const char *folder; /* one input per name in it; NULL: none */
};

enum { WORK_TURNS = 24 };

/* A question that is looked at instead of being asked; strings live in the job's arena. */
struct work_shown {
	struct model_shown request;
	struct model_question question;
	struct model_turn turns[WORK_TURNS];
	size_t least, most; /* its tokens */
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

/*
 * Somebody who can be asked for an input where a script wants one and none is named. As consent.
 */
struct wish {
	struct op op;
	bool added; /* a line that names one stands in the document now: this job is about the past
		     */
	/* Begin to ask; false: nobody can be asked, and op was not begun. */
	bool (*ask)(struct wish *wish, struct work *work);
};

/*
 * Somebody who can be asked whether a model that is not there may be downloaded. As consent.
 */
struct pull_wish {
	struct op op;
	bool granted;
	struct str model, size; /* set before the question; the size may be empty */
	/* Begin to ask; false: nobody can be asked, and op was not begun. */
	bool (*ask)(struct pull_wish *wish, struct work *work);
	/* How far the download has come, 0 to 100; -1: it is over. May be NULL. */
	void (*news)(struct pull_wish *wish, int percent);
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
	const char *prompt; /* the file of the action: "translate.md" */
	struct work_wanted wanted;
	bool point_given;            /* it is about the definition at … */
	size_t point;                /* … this byte of the source, not about all of it */
	struct str candidate;        /* `check`: the code to judge; no model is asked */
	struct work_shown *show;     /* not NULL: put the first question there, ask nobody */
	struct str candidate_name;   /* its file as the user calls it; empty: it has none yet */
	struct wish *wish;           /* NULL: nobody can be asked */
	struct pull_wish *pull_wish; /* the same */
	struct consent *consent;     /* NULL: who started it has thereby allowed it */

	/* What came of it; private to the steps. */
	struct model_choice choice; /* provider NULL: step_choose has yet to look */
	struct choosing *choosing;  /* NULL: not begun */
	struct model_choice chosen; /* whom the settings chose, before any fallback */
	size_t fallbacks;           /* so many of the settings' have been tried */
	struct model_call call;
	struct answer *answer;        /* NULL: nothing was asked yet */
	bool asked;                   /* call holds an answer, or part of one */
	struct record *record;        /* of the conversation; NULL: none yet */
	struct account *account;      /* what asking has taken; NULL: nothing was asked yet */
	struct str code;              /* the candidate as last extracted */
	struct str compiled;          /* the code that was last compiled, judged or delivered */
	struct str turns[WORK_TURNS]; /* question and answer in turn, as the model saw them */
	size_t turn_count;
	struct str evidence; /* in the last question: what was wrong … */
	struct str news;     /* … and what is newly known of the original */
	struct str cut_told; /* what was said of its being shortened */
	size_t asked_least;  /* tokens that it has at least */
	struct str folder;   /* of this job on the host; empty: not made yet */
	struct tool python, compiler;
	struct sandbox_look look;
	const struct work_input *inputs; /* at least one once step_inputs is through */
	size_t input_count;
	size_t input; /* the one whose turn it is */
	struct sandbox_run build, run;
	struct turn turn;            /* on the machine, for compiling and the first run */
	struct facts_look *facts;    /* NULL: not begun */
	struct str told;             /* the facts that the model has heard */
	struct original *original;   /* NULL: not started */
	struct variation *variation; /* NULL: not started, or over */
	struct preparing *preparing; /* headers; NULL: not decided yet */
	struct timing *timing;       /* NULL: not started, or over */
	struct sanitize *sanitize;   /* NULL: not started, or over; in the arena */
	struct builds *builds;       /* the same */
	struct clocks *clocks;       /* the same */
	struct str warned;      /* what the compiler warns of that may matter; empty: nothing */
	uint64_t code_ns;       /* when the code was whole */
	double stopped_after_s; /* a limit on the candidate's run, as slower; 0: none */
	bool patient;           /* … and not this time */
	size_t looks;           /* how often the growing answer was searched for code */
	bool parsed;            /* the source was looked at */
	bool unverified;        /* no sandbox, or not allowed: nothing is compiled or run */
	bool counted;           /* the call's tokens are in the verdict */
	bool ask_again;         /* an older stream must end before the next question */
	bool redone;            /* the whole of this answer was judged already */
	const struct prompt_field *fields; /* of the question, beside those that all have */
	size_t field_count;
	bool whole_answer;               /* nothing is begun before it is all there */
	struct documenting *documenting; /* NULL: not begun; in the arena */
	const struct work_edit *edits;   /* of the source, proved; in the order of the text */
	size_t edit_count;
	struct verdict *kept; /* an earlier program of the answer that holds; NULL: none */
	struct str kept_code;
};

static inline struct work *work_of(struct job *job)
{
	return (struct work *)job;
}

/*
 * The edits of a finished work for a text that has become `now` since, into `edits`, which has room
 * for work->edit_count: what was touched meanwhile is left out. Strings live as long as the work or
 * the arena. Returns how many.
 */
size_t work_edits(struct work *work, struct arena *arena, struct str now, struct work_edit *edits);

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
