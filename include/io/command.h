/*
 * A program of the user's own choice, run as they would run it: with their rights and
 * their environment, not in the sandbox. For what their own configuration names alone,
 * a coding assistant's command line or a password manager. Whatever a model or a
 * project wrote is run through io/sandbox.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "io/loop.h"
#include "io/op.h"

/* All of it is copied. */
struct command_request {
	const char *const *argv; /* NULL-terminated; the first an absolute path or found on PATH */
	const char *folder;      /* where it runs */
	struct str stdin_bytes;
	/* "NAME=value" besides our environment, from which keys are gone; NULL: none. */
	const char *const *env;
	/* The clocks; 0: without. */
	uint64_t first_ms; /* from the start to the first byte of its stdout */
	uint64_t idle_ms;  /* then: no byte of it for so long */
	uint64_t total_ms;
	size_t output_max; /* bytes of stdout it may write */
};

enum { COMMAND_SAID_MAX = 400 };

struct command {
	struct op op;
	/* Set by the owner: called for each piece of its stdout as it comes; borrowed for the call.
	 */
	void (*on_output)(struct command *command, struct str bytes);
	void *data;
	/* How it went. */
	int status;                      /* exit status; 128 + N when signal N ended it */
	char said[COMMAND_SAID_MAX + 1]; /* the last line of its stderr, made plain */
	struct command_child *child;     /* private */
};

/*
 * Any exit status is a result. Ends with op.err when a clock ran out, too much was written, or it
 * was cancelled: then its process group has been killed, with all that it started in it. What left
 * the group (setsid, as daemons do: a key program may have started its agent) goes on.
 */
bool command_start(struct loop *loop, struct command *command,
		   const struct command_request *request, struct err *err);
