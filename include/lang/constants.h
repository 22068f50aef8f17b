/*
 * The constants that stand in a source: where, with which value, and what they are given to.
 * Who wants to run a program with others reads them here. Pure; found by reading, so what is
 * not recognised is merely not there.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum constant_kind {
	CONSTANT_INTEGER,
	CONSTANT_FLOAT,
	CONSTANT_TEXT, /* a string: only its value, without the quotes */
};

/* What a constant is there for, as far as its place tells. */
enum constant_place {
	CONSTANT_OPERAND,  /* anywhere else: an operand, an element, an index */
	CONSTANT_NAMED,    /* N = 1000; const int N = 1000; a default value */
	CONSTANT_ARGUMENT, /* of a function that the source itself defines, or a C++ variable's */
	CONSTANT_LIMIT,    /* range(1000); i < 1000 */
	CONSTANT_SEED,     /* of a random number generator */
	CONSTANT_ROOM,     /* how much a C++ array holds */
};

struct constant {
	enum constant_kind kind;
	enum constant_place place;
	struct str name; /* what it is given to: a variable, a parameter; of what there is room for:
			    its type; empty: not known */
	struct str text; /* as it stands in the source, with its sign; of a string the inside */
	size_t from;     /* text's first byte */
	int64_t integer; /* also of a float that is one: 1e6 */
	double number;   /* of both kinds of number */
	bool whole;      /* integer holds the value */
	struct str fixed; /* the word of the source that makes it known to the compiler; or empty */
};

/* More are not looked at: a table of numbers has no parameters. */
enum { CONSTANTS_MAX = 2000 };

/* All of them in the order of the text; NULL when there are too many. */
struct constants {
	const struct constant *at;
	size_t count;
};

/* False when there are more than CONSTANTS_MAX, or the source does not parse. */
bool python_constants(struct arena *arena, struct str source, struct constants *constants);
bool cpp_constants(struct arena *arena, struct str source, struct constants *constants);

/* A number as it must be written in the place of `constant`: its suffix and form stay. */
struct str constant_write(struct arena *arena, const struct constant *constant, double number);

/* The source with `text` in the place of a constant. */
struct str constant_replace(struct arena *arena, struct str source, const struct constant *constant,
			    struct str text);

/*
 * A C++ source whose constants are read from the environment when it runs: the one at `targets[i]`
 * from KADANE_CONSTANT_i, where that is set. It need not compile: what must be known to the
 * compiler is then not.
 */
struct str cpp_open_constants(struct arena *arena, struct str source,
			      const struct constant *const *targets, size_t count);

/* Whether two names are the same but for how words are joined: max_value, maxValue, kMaxValue. */
bool constant_names_same(struct str a, struct str b);

/* A constant of a source, and the one that stands for it in the source's translation. */
struct constant_pair {
	const struct constant *source, *target;
	bool named; /* the same name in both */
	bool weak;  /* what it stands for is likely, not certain */
	bool seed;
	bool roomy;   /* arrays of the translation may be too small for more */
	bool derived; /* the translation holds a number that may follow from it */
};

/*
 * What can stand in a string's place: of its length, and made of its letters. `which` is one of so
 * many; empty: it would be the same, or too different.
 */
enum { CONSTANT_TEXTS = 3 };
struct str constant_text_varied(struct arena *arena, struct str text, size_t which);

/*
 * Pair strings that are data: given to a name, of letters, digits and blanks alone, and once in
 * each source. At most `max`, the longest first.
 */
size_t constants_pair_texts(const struct constants *source, const struct constants *target,
			    struct constant_pair *pairs, size_t max);

/*
 * Pair what can be varied: numbers that are given to something and have one counterpart. At most
 * `max`, those with names first.
 */
size_t constants_pair(const struct constants *source, const struct constants *target,
		      struct constant_pair *pairs, size_t max);

/*
 * Numbers of the source that the translation does not hold, nor anything that somebody could have
 * computed from them, in whatever form: it cannot depend on them. `output` is what the original
 * printed; what only adds up to a result in it is no such number. `text` is the
 * translation; `target` of the pairs is NULL.
 */
size_t constants_absent(const struct constants *source, const struct constants *target,
			struct str text, struct str output, struct constant_pair *pairs,
			size_t max);
