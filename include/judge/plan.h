/*
 * Which timed run comes next, and when there have been enough. Rounds of one run of the
 * original and one or more of the candidate, in random order, so that drift and noise fall on
 * both alike; between them runs that do nothing (start-up) and a control: a fixed small piece of
 * work whose time tells whether something else keeps the machine busy. Pure: whoever makes the
 * runs says what each took, and how much time has gone by.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/stats.h"

enum { PLAN_RUNS_MAX = 200, PLAN_QUEUE = 16 };

/* What is known before the first timed run. */
struct plan_wish {
	double budget_s;
	double source_s, candidate_s; /* wall times of the runs that proved it right */
	struct stats_runs counts;     /* runs of the original that count as timed, if it is long */
	uint64_t seed;
};

struct plan {
	double budget_s;
	size_t rounds, idle_rounds;
	size_t source_rounds; /* in how many of the rounds the original is run */
	size_t source_each, candidate_each;
	size_t round; /* begun so far */
	enum stats_kind queue[PLAN_QUEUE];
	size_t queued, done;
	struct stats_run runs[STATS_KINDS][PLAN_RUNS_MAX];
	size_t count[STATS_KINDS];
	double long_s;      /* spent on runs of a long original */
	bool looked;        /* a control was run for the round to come */
	double patience_s;  /* what may still be spent on waiting for a quiet moment */
	size_t busy_rounds; /* begun although the machine was busy */
	uint64_t random;
};

enum plan_next {
	PLAN_RUN,   /* make a run of `kind` and tell plan_add */
	PLAN_PAUSE, /* wait PLAN_PAUSE_MS: the machine is busy */
	PLAN_ENOUGH,
};

enum { PLAN_PAUSE_MS = 250 };

void plan_init(struct plan *plan, const struct plan_wish *wish);

/* `spent_s`: time since the first run. */
enum plan_next plan_next(struct plan *plan, double spent_s, enum stats_kind *kind);

/* The run that plan_next asked for has been made. */
void plan_add(struct plan *plan, enum stats_kind kind, struct stats_run run);

/* For progress: runs made, and runs still to come unless the budget ends before them. */
size_t plan_made(const struct plan *plan);
size_t plan_left(const struct plan *plan);

/* What the runs show. */
struct stats_speedup plan_judge(const struct plan *plan);
