/*
 * What proving a reading and judging the candidate's share.
 */
#pragma once

#include "output_parts.h"

enum {
	READING_DAY = 86400,
	READING_WEEK = 7 * READING_DAY,
};

/* A value and how exactly it is known. */
struct reading_value {
	double value, step;
};

/* The token as it is written. */
struct str reading_text(const struct output_reading *reading);

/* A stamp in seconds, read in one of the two ways. */
double reading_seconds(const struct output_reading *reading, bool other);

/* How much later than `a` began `b` did. */
double reading_later(const struct output_reading *a, const struct output_reading *b);

/* `x` brought to between -period/2 and period/2. */
double reading_within(double x, double period);

double reading_factor(const struct output_reading *shifted, const struct output_reading *more);

/* How many values could be told apart of which just this one fits; 0: it does not fit. */
double reading_fits(struct reading_value a, struct reading_value c, double factor, double noise);

bool reading_value(struct str text, struct reading_value *value);

/* Whether a moment in time moved as the clock did, read in one of the two ways. */
bool reading_moved(const struct output_reading *plain, const struct output_reading *shifted,
		   const struct output_reading *more, bool other);

/* An elapsed time that is printed as a time of day would be: it began at nothing. */
bool reading_is_span(const struct output_reading *shifted, const struct output_reading *more);

/* 2026, and 2027 where the calendar was set off by a year or two. */
bool reading_year(const struct output_reading *plain, const struct output_reading *shifted,
		  const struct output_reading *more);
