/*
 * The log: lines for whoever looks for a fault. Goes to stderr and, through
 * `also`, to the editor. Known secrets are struck out of every line.
 */
#pragma once

#include "base/secret.h"
#include "base/str.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

struct log {
	enum log_level level; /* what is finer is dropped */
	void (*also)(void *data, enum log_level level, struct str line); /* may be NULL */
	void *data;                                                      /* for `also` */
	const struct secrets *secrets;                                   /* may be NULL */
};

/* One line; control characters in it are dropped. */
void log_line(const struct log *log, enum log_level level, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
