/*
 * In which folders the user allows code to be run, for good. Kept in the user's state folder
 * ($XDG_STATE_HOME/kadane/trust.json), never in a workspace: nothing that a project brings along
 * can grant it. An entry holds for one folder by its real path, as long as it is the same folder,
 * not for those below it, and for the sandbox it was given under or a stronger one.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "io/sandbox.h"

struct trust_entry {
	struct trust_entry *next;
	struct str folder; /* real path */
	uint64_t inode;    /* a folder that was made anew under the same name is another */
	enum sandbox_tier tier;
	struct str since; /* "2026-11-25" */
};

struct trust {
	struct arena arena;
	struct trust_entry *first;
};

void trust_init(struct trust *trust);
void trust_deinit(struct trust *trust);

/*
 * Read the file anew; no file means no folder. False when it cannot be understood: then nothing
 * is allowed, and nothing is written over it.
 */
bool trust_load(struct trust *trust, struct err *err);

/* The number of a folder; 0: it is not there, or no folder. */
uint64_t trust_inode(const char *folder);

/* Whether `folder`, which has this number, may run code in `tier`. */
bool trust_allows(const struct trust *trust, struct str folder, uint64_t inode,
		  enum sandbox_tier tier);

/* Read anew, change one entry, write; others who do the same wait meanwhile. */
bool trust_grant(struct trust *trust, struct str folder, enum sandbox_tier tier, struct err *err);

/* False with ERR_INPUT also when there was no such entry. */
bool trust_forget(struct trust *trust, struct str folder, struct err *err);
