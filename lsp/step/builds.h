/*
 * Other builds of a candidate: which are tried, and what is known of each. Private to the step
 * builds.c and its plan, builds_plan.c.
 */
#pragma once

#include "lang/build.h"
#include "step/work.h"

enum { BUILDS_TOOLS = 4 };

/* One way to build it; the first is how it was built when its output was compared. */
struct builds_way {
	struct tool *compiler;
	struct build build;
	struct str command; /* empty: not asked for yet */
	const char *program;
	bool good;        /* it does the same on every input */
	double cpu, wall; /* the least of its runs in the race; 0: none */
	struct str why;   /* it is not good */
};

struct builds {
	/* BUILDS_ASK: the compiler says which it is, then it compiles. */
	enum {
		BUILDS_TURN,
		BUILDS_LOOK,
		BUILDS_COMPILE,
		BUILDS_ASK,
		BUILDS_VERIFY,
		BUILDS_ALONE,
		BUILDS_RACE
	} phase;
	struct tool tools[BUILDS_TOOLS];
	struct builds_way ways[VERDICT_BUILDS];
	size_t count, tried; /* planned; gone through, the first among them */
	size_t good;         /* of those that were tried beside the first */
	size_t at;           /* whose turn it is */
	size_t input;        /* on which it is verified */
	size_t timed;        /* on which they race */
	size_t round;        /* of the race */
	size_t chosen;
	bool crashed;     /* one of them did, and it was told */
	double compile_s; /* what the last compile took */
	uint64_t began_ms;
};

struct builds_way *builds_at(struct builds *builds);

/* Fill in which are to be tried, in the order of how much they promise. */
void builds_plan(struct work *work, struct builds *builds);

/* Compile the one whose turn it is, or first ask its compiler what it is. */
enum next builds_compile(struct work *work);

/* After BUILDS_ASK. */
void builds_heard(struct work *work);

/* Go to the next input of which something is known, from builds->input; false: none is left. */
bool builds_input(struct work *work);

/* How often each runs in the race. */
size_t builds_rounds(const struct builds *builds);

/* Keep the times of a run if they are the best. */
void builds_time(struct builds_way *way, const struct sandbox_result *result);

/* On to the next in the race; false when it is over. */
bool builds_step_race(struct builds *builds);
