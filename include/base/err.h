/*
 * What went wrong out in the world, said once, where it was seen. The model's or
 * the user's mistakes are findings (judge/verdict.h); our own are assertions.
 */
#pragma once

#include <stdarg.h>
#include <stdbool.h>

enum err_kind {
	ERR_NONE,
	ERR_INPUT,     /* what we were given makes no sense: which part, and why */
	ERR_WORLD,     /* a file, a program or the network would not do it */
	ERR_AUTH,      /* a provider wants a key, or another one */
	ERR_MONEY,     /* a provider wants to be paid */
	ERR_BUSY,      /* a provider asks for patience */
	ERR_CANCELLED, /* somebody stopped it */
};

struct err {
	enum err_kind kind;
	char text[600]; /* one line, for a person; no secrets */
};

/* Set it; what was set before is overwritten. Returns false, for `return err_set(…)`. */
bool err_set(struct err *err, enum err_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
bool err_setv(struct err *err, enum err_kind kind, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

void err_clear(struct err *err);
