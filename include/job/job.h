/*
 * A job is one run of an action on one text: it walks a list of steps. It knows
 * nothing of what the steps do. A step begins some work and returns WAIT; when the
 * last of its ops has ended the step judges what came of it. Cancel needs no code
 * in any step: the job kills its ops, they end as always, and the walk stops.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "io/loop.h"
#include "io/op.h"
#include "judge/verdict.h"

struct job;

/* What a step says when it has begun, or has judged. */
enum next {
	NEXT,    /* go on to the step below */
	AGAIN,   /* once more the same step */
	WAIT,    /* ops are under way; judge when the last has ended */
	REPAIR,  /* the model got it wrong: job_repair said why, ask again from the top */
	GIVE_UP, /* the rounds are used up: on to the closing steps */
	REDO,    /* from the top without a new round: something better came in meanwhile */
	DONE,    /* the verdict stands */
	FAIL,    /* we could not find out; job->err says why */
};

/* One step of a job: begin some work, then judge what came of it. */
struct step {
	const char *title; /* shown to the user: "compiling" */
	enum next (*start)(struct job *);
	enum next (*finish)(struct job *); /* after WAIT; NULL when start never waits */
	bool closing;                      /* walked also after GIVE_UP */
};

/* How a job ended. */
enum job_end { JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };

/* Whoever ordered the job listens here. Calls come from the loop, never from job_start. */
struct job_sink {
	/* A new phase, or news within one ("received 1,204 tokens"). */
	void (*progress)(struct job *job, struct str message);
	/* The verdict has grown; job->verdict.final tells the last time. */
	void (*verdict)(struct job *job);
	/* Nothing more will come; all its ops have ended. The owner frees the job here or later. */
	void (*ended)(struct job *job);
};

struct job {
	uint64_t id;
	struct arena arena;
	struct loop *loop;
	const struct step *const *steps; /* NULL-terminated */
	const struct job_sink *sink;
	void *sink_data;
	int rounds_max; /* how often the model may be asked in all */
	struct verdict verdict;
	struct err err;
	enum job_end end;
	/* Called before `ended`: lets the steps give back what they hold outside the arena. */
	void (*clean)(struct job *job);

	/* private to job.c */
	size_t at;
	int round;
	struct op *ops; /* running, foreground and background */
	size_t foreground;
	struct str repair;
	bool cancelled;
	bool walking;
	struct timer *wake;
};

/* Prepare; the owner then fills in steps, sink, rounds_max and clean. */
void job_init(struct job *job, struct loop *loop, uint64_t id);

/* All ops must have ended. */
void job_deinit(struct job *job);

/* The first step starts on the loop's next turn. */
void job_start(struct job *job);

/* Idempotent. Ends the job soon, through sink->ended, with JOB_CANCELLED. */
void job_cancel(struct job *job);

/* --- for steps --- */

/*
 * Make `op` the job's before its start: the job listens to its end, and WAIT waits for it.
 * When the start refuses, call job_op_refused.
 */
void job_op(struct job *job, struct op *op);
void job_op_refused(struct job *job, struct op *op);

/* A background op does not hold up WAIT … */
void job_background(struct job *job, struct op *op);

/* … until a step joins it: true when it is still running, and the step must WAIT. */
bool job_join(struct job *job, struct op *op);

/* Stop what the step waits for: its foreground op becomes a background op; judged at once. */
void job_ready(struct job *job, struct op *op);

/*
 * The model got it wrong. Keeps `evidence` for the next question and returns REPAIR; when the
 * rounds are used up returns GIVE_UP: the verdict stands as it is.
 */
enum next job_repair(struct job *job, struct str evidence);

/* The evidence of the last REPAIR, taken: empty afterwards. */
struct str job_take_repair(struct job *job);

/* Sets job->err and returns FAIL. */
enum next job_fail(struct job *job, enum err_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Tell the user. */
void job_say(struct job *job, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Tell the sink that the verdict has grown. */
void job_show(struct job *job);
