/*
 * The whole of our unit test framework: a test is a plain main between CHECK_BEGIN
 * and CHECK_END; a failed check prints where and goes on.
 */
#pragma once

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

static int check_done, check_failed;

static inline void check_note(int ok, const char *file, int line, const char *what)
{
	check_done++;
	if (ok)
		return;
	check_failed++;
	fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
}

static inline void check_str(struct str got, struct str want, const char *file, int line)
{
	check_done++;
	if (str_eq(got, want))
		return;
	check_failed++;
	fprintf(stderr, "%s:%d: failed: got \"%.*s\", wanted \"%.*s\"\n", file, line, STR_ARG(got),
		STR_ARG(want));
}

static inline void check_int(long long got, long long want, const char *file, int line)
{
	check_done++;
	if (got == want)
		return;
	check_failed++;
	fprintf(stderr, "%s:%d: failed: got %lld, wanted %lld\n", file, line, got, want);
}

static inline int check_end(const char *file)
{
	printf("%s: %d checks, %d failed\n", file, check_done, check_failed);
	return check_failed != 0 || check_done == 0;
}

#define CHECK_BEGIN()        (check_done = check_failed = 0)
#define CHECK(cond)          check_note(!!(cond), __FILE__, __LINE__, #cond)
#define CHECK_INT(got, want) check_int((long long)(got), (long long)(want), __FILE__, __LINE__)
#define CHECK_STR(got, want) check_str((got), str_of(want), __FILE__, __LINE__)
#define CHECK_NEAR(a, b, eps)                                                                      \
	check_note(fabs((a) - (b)) <= (eps), __FILE__, __LINE__, #a " near " #b)
#define CHECK_END() check_end(__FILE__)
