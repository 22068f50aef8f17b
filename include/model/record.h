/*
 * Writes a conversation down as a recording that the provider "replay" answers from:
 * for a report of a fault, or to run something again without a network. Nothing in it
 * tells who asked: no key, no header, no home folder.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

/* What the conversation is about. */
struct record_about {
	struct str folder;          /* where recordings go */
	struct str name;            /* of the script: "pi.py" */
	struct str source;          /* its text: the recording is found again by its lines */
	struct str question;        /* the first user turn, which holds them */
	struct str provider, model; /* who was asked; the model as the user named it, or empty */
	const struct secrets *secrets;
};

/* Zeroed: nothing has been recorded yet. */
struct record {
	struct str text; /* of the whole file, in the arena */
	struct str path; /* of the file once it is there, in the arena */
	size_t answers;
};

/*
 * Add an answer and write the whole file: the first time as a new one that is called after the
 * script and a free number. False with `err` when it cannot be written; the answer is not lost
 * then, the next one brings it along.
 */
bool record_answer(struct record *record, struct arena *arena, const struct record_about *about,
		   struct str answer, struct err *err);
