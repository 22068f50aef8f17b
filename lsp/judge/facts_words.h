/*
 * What is said of each kind of fact; private to facts.c.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* A kind as the harness has it, and in words. */
struct fact_kind {
	const char *report; /* in the report: "//" */
	const char *word;   /* for JSON: "floor" */
	bool warning;
	const char *text;   /* what was seen */
	const char *detail; /* how the detail is put, "%s" in it; NULL: it is left out */
	const char *advice;
};

/* Warnings stand first; `count` is how many there are. */
const struct fact_kind *fact_kinds(size_t *count);

/* For integers beyond 64 bits, by how many they take. */
const char *fact_wide_advice(long long bits);

/* How the random module draws: one sentence for a method; empty when it is not known. */
struct str fact_random_advice(struct str method);

/* How sum() adds floats in this version of Python. */
struct str fact_sum_text(struct str version);
