/*
 * The sentences about what an original was seen to do. Each says what Python does, since that
 * is what a translation must do: as documented for CPython, and tried with 3.8 to 3.13.
 */
#include "facts_words.h"

static const struct fact_kind kinds_table[] = {
	{"int63", "int63", true, "integers grow beyond 64 bits", "at most %s", ""},
	{"masked", "masked", true, "products outgrow 64 bits before a mask cuts them", "at most %s",
	 "compute in an unsigned type, whose low bits are the same; a signed one overflows"},
	{"//", "floor", true, "`//` with an operand below zero", "seen: %s",
	 "round towards minus infinity; `/` of C++ rounds towards zero"},
	{"%", "modulo", true, "`%` with an operand below zero", "seen: %s",
	 "the result has the sign of the right operand; in C++ that of the left one"},
	{"divmod", "divmod", true, "divmod() with an operand below zero", "seen: %s",
	 "the quotient rounds towards minus infinity, the rest has the divisor's sign"},
	{"shift-wide", "shift", true, "`>>` by 32 or more", "seen: %s",
	 "a shift by the width of the type or more is undefined in C++; Python gives 0 or -1"},
	{"**", "power", true, "`**` with an exponent below zero", "seen: %s",
	 "the result is a float, of integers too"},
	{"/", "quotient", true, "`/` of an integer beyond 2^53", NULL,
	 "Python rounds the exact quotient once; a conversion to double first rounds twice"},
	{"round-half", "round-half", true, "round() of a value half-way between two integers",
	 "first: %s", "halves go to the even neighbour: std::nearbyint, not std::round"},
	{"round-digits", "round-digits", true, "round() to a number of digits", "first: %s",
	 "the exact binary value is rounded to that many decimals, as printf does; print it to "
	 "text with \"%.*f\" and read that back, never std::round(x * 100) / 100"},
	{"nan", "nan", true, "a calculation gives NaN", NULL,
	 "printed as nan, never -nan; min, max and sort depend on where it stands"},
	{"text", "text", true, "text that is not ASCII is measured, cut or converted", NULL,
	 "count, index and pad by code points, not by bytes of UTF-8"},
	{"set-order", "set-order", true, "the order of a set is relied on", "%s elements",
	 "it is that of CPython's hash table, neither sorted nor that of insertion"},
	{"dict-order", "dict-order", true, "a dict is iterated whose keys are not sorted",
	 "%s keys", "the order is that of insertion; std::map sorts, std::unordered_map has none"},
	{"ties", "ties", true, "different elements have the same sort key", NULL,
	 "sorts are stable and min() and max() take the first: std::stable_sort"},
	{"index", "index", true, "an index is below zero", "seen: %s",
	 "it counts from the end; in C++ it reads what lies before the array"},
	{"hash", "hash", true, "hash() of text", NULL,
	 "the value depends on PYTHONHASHSEED and cannot be reproduced in general"},
	{"float-sum", "float-sum", true, "sum() of floats", NULL, ""},
	{"random", "random", false, "random numbers", NULL, ""},
	{"int31", "int31", false, "integers grow beyond 32 bits", "at most %s",
	 "64-bit types for these values and for what they are made of"},
	{">>", "shift-negative", false, "`>>` of a number below zero", "seen: %s",
	 "rounds towards minus infinity: `>>` of a signed type does, `/` does not"},
	{"inf", "inf", false, "a calculation gives an infinity", NULL, "printed as inf or -inf"},
	{"depth", "depth", false, "recursion is deep", "%s frames",
	 "mind the size of the stack and of what each call keeps there"},
	{"float-text", "float-text", false, "floats become text as repr() does it", "first: %s",
	 "the shortest digits that read back as the same value, with .0 for whole numbers, and "
	 "an exponent of at least two digits from 1e16 up and below 1e-4 (1e+16, 1e-05)"},
	{"locale", "locale", false, "dates or text by locale", NULL, "the locale is that of C"},
	{"long-list", "long-list", false, "a list is very long", "%s elements",
	 "the narrowest element type that fits saves memory and time"},
};

const struct fact_kind *fact_kinds(size_t *count)
{
	*count = sizeof(kinds_table) / sizeof(kinds_table[0]);
	return kinds_table;
}

const char *fact_wide_advice(long long bits)
{
	if (bits <= 64)
		return "an unsigned 64-bit type or __int128 holds them, long long does not";
	if (bits <= 127)
		return "__int128 holds them, also where only an intermediate result is that large";
	return "they need integers of any length: write them, for example in base 10^9 or 2^32";
}

struct random_method {
	const char *name, *advice;
};

#define BELOW                                                                                      \
	"below(n) takes getrandbits(bit length of n) until the result is less than n, also when "  \
	"n is a power of two"

static const struct random_method random_table[] = {
	{"seed", "seed(int) is init_by_array over the 32-bit words of its magnitude, lowest first "
		 "(for 0 one word, 0), not init_genrand; other types are hashed with SHA-512"},
	{"random", "random() is ((a >> 5) * 67108864 + (b >> 6)) / 9007199254740992 of two 32-bit "
		   "outputs of MT19937, a drawn first"},
	{"getrandbits", "getrandbits(k) is one output >> (32 - k) for k up to 32; for more, words "
			"lowest first, the last one shifted"},
	{"randint", "randint(a, b) is a + below(b - a + 1); " BELOW},
	{"randrange", "randrange(a, b, step) is a + step * below(number of values); " BELOW},
	{"choice", "choice(s) is s[below(len(s))]; " BELOW},
	{"shuffle",
	 "shuffle(x) swaps x[i] and x[below(i + 1)] for i from len(x) - 1 down to 1; " BELOW},
	{"choices", "choices(s, k=k) takes s[floor(random() * len(s))]; with weights the index is "
		    "bisect_right(cumulated weights, random() * total) below len(s)"},
	{"sample",
	 "sample(s, k) keeps a pool when len(s) <= 21, or 21 + 4^ceil(log4(3 k)) for "
	 "k > 5: j = below(n - i), result[i] = pool[j], pool[j] = pool[n - i - 1]; else it "
	 "draws below(n) again while the index was taken; " BELOW},
	{"uniform", "uniform(a, b) is a + (b - a) * random()"},
	{"expovariate", "expovariate(l) is -log(1 - random()) / l"},
	{"gauss", "gauss(mu, sigma): x = random() * 2 pi, r = sqrt(-2 log(1 - random())), the "
		  "result is mu + cos(x) * r * sigma, and sin(x) * r is kept for the next call"},
	{"normalvariate",
	 "normalvariate(mu, sigma): u1 = random(), u2 = 1 - random(), "
	 "z = 4 exp(-0.5) / sqrt(2) * (u1 - 0.5) / u2, until z * z / 4 <= -log(u2); "
	 "mu + z * sigma"},
};

struct str fact_random_advice(struct str method)
{
	for (size_t i = 0; i < sizeof(random_table) / sizeof(random_table[0]); i++)
		if (str_eq(method, str_of(random_table[i].name)))
			return str_of(random_table[i].advice);
	return STR("");
}

struct str fact_sum_text(struct str version)
{
	long long minor = 0;
	struct str rest = version, part;
	if (!str_split(&rest, '.', &part) || !str_eq(part, STR("3")) ||
	    !str_split(&rest, '.', &part) || !str_to_int(part, &minor))
		return STR("");
	if (minor < 12)
		return STR("this Python adds plainly from left to right");
	return STR("this Python compensates: for each x, t = s + x, c += |s| >= |x| ? (s - t) + x "
		   ": (x - t) + s, s = t; at the end s + c if c is finite. Neither loops nor "
		   "std::accumulate do");
}
