/*
 * What the two halves of the fence finder share: fences_blocks.c cuts an answer into
 * blocks, fences.c chooses among them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* One fenced block: its info string and the text between the fences. */
struct fences_block {
	struct str info;
	struct str code;
	bool closed;
	bool info_whole; /* the opening line has ended */
};

struct fences_blocks {
	struct fences_block *list;
	size_t count, room;
};

/* All blocks of `answer`, in order; only the last can be open. Free with fences_blocks_deinit. */
void fences_blocks_init(struct fences_blocks *blocks, struct str answer);
void fences_blocks_deinit(struct fences_blocks *blocks);

/* A set of lines, blanks around them ignored; empty lines are not in it. */
struct fences_lines {
	size_t *hashes; /* open addressing; 0: free */
	size_t room;    /* a power of two */
};

void fences_lines_init(struct fences_lines *lines, struct str text);
void fences_lines_deinit(struct fences_lines *lines);

/* True when more than half of the lines of `text` are in the set. */
bool fences_lines_hold(const struct fences_lines *lines, struct str text);
