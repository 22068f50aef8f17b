/*
 * Finds the code in a model's answer: in fences, in several, in none, in one that
 * was cut off. Works on a growing text, so that the code is known at its closing
 * fence. Pure: text in, finding out.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

enum fences_state {
	FENCES_NONE,   /* no code found */
	FENCES_OPEN,   /* a fence was opened and not closed: still coming, or cut off */
	FENCES_CLOSED, /* code between fences */
	FENCES_BARE,   /* no fence, and the whole answer reads as code */
};

struct fences_code {
	enum fences_state state;
	struct str code; /* a part of the answer, or made in the arena when blocks were joined */
	size_t blocks;   /* fenced blocks in the language that was asked for */
};

/*
 * What looks like the program in `answer`. `words` are the fence words of the language
 * ("cpp", "c++", …; NULL-terminated), `marks` strings one of which a whole program holds
 * ("int main"; NULL-terminated). Blocks of other languages lose against blocks of this one;
 * of several the last with a mark is taken; blocks without any mark before one with it are
 * joined in front when it does not hold them already ("header", then "main").
 */
struct fences_code fences_find(struct arena *arena, struct str answer, const char *const *words,
			       const char *const *marks);

/*
 * The text of every fenced block of a whole answer, in any language, an unclosed one at the end
 * too; at most `max`. Returns how many. The texts are parts of the answer.
 */
size_t fences_all(struct str answer, struct str *texts, size_t max);
