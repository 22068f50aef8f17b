/*
 * Values that may leave this process on one wire only: the request header they
 * are meant for. Everything else that leaves goes through secrets_redact.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum { SECRET_FORMS_MAX = 16, SECRETS_BEGIN_BITS = 14 };

/* How a value may be written: as it is, or encoded. */
struct secret_form {
	char *text;
	size_t len;
	size_t least;       /* so much of it is struck out at the end of a text */
	bool before, after; /* its neighbours there hold a part of it */
};

struct secret {
	char *name;
	char *value;
	struct secret_form forms[SECRET_FORMS_MAX];
	size_t form_count;
};

struct secrets {
	struct secret *list;
	size_t count;
	/* A set bit for each beginning of a form, by its hash: one look tells most places off. */
	uint64_t begins[(1 << SECRETS_BEGIN_BITS) / 64];
};

void secrets_init(struct secrets *secrets);

/* Overwrites the values before it lets go of them. */
void secrets_deinit(struct secrets *secrets);

/*
 * Take the environment variable `name` out of the environment, so that no child
 * can inherit it, and keep its value. Absent or empty: nothing happens.
 */
void secrets_take_env(struct secrets *secrets, const char *name);

/*
 * Keep `value` under `name`, instead of what was kept there: that is no longer found, but still
 * struck out of whatever leaves.
 */
void secrets_put(struct secrets *secrets, const char *name, struct str value);

/* The value kept under `name`, borrowed; the empty str when there is none. */
struct str secrets_get(const struct secrets *secrets, const char *name);

/*
 * Strike every kept value (of 6 bytes or more) out of `buf`: as it is, in base64 (both alphabets,
 * also with other bytes around it), percent-encoded and in hex. And what 6 or more characters of
 * one (8 of base64 and hex) stand at its end, where it may have been cut.
 */
void secrets_redact(const struct secrets *secrets, struct buf *buf);
