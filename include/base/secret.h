/*
 * Values that may leave this process on one wire only: the request header they
 * are meant for. Everything else that leaves goes through secrets_redact.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

struct secret {
	char *name;
	char *value;
};

struct secrets {
	struct secret *list;
	size_t count;
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
 * Strike every kept value (of 6 bytes or more) out of `buf`, and what 6 or more bytes of one stand
 * at its end, where it may have been cut.
 */
void secrets_redact(const struct secrets *secrets, struct buf *buf);
