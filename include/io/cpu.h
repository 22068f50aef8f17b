/*
 * What the processor of this machine can do, in the words of compilers: what
 * -march=native will make use of.
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

struct cpu {
	struct str architecture; /* "x86_64" */
	struct str features;     /* "avx2 fma", those that matter to a program; may be empty */
	long cores;              /* that can be used; 0: not known */
};

/* Look. What the system does not tell stays empty. */
struct cpu cpu_look(struct arena *arena);

/* The features among the system's own words ("sse4_2 abm avx2"), each once, in our order. */
struct str cpu_features(struct arena *arena, struct str words);
