/*
 * The headers a C++ program opens with. Only blank lines and comments may stand between them;
 * a condition, a macro, a header of another library, a backslash (which joins lines, also within
 * comments) end the opening. Whoever doubts ends it early: that costs a little time, the other
 * mistake would let a program compile that does not.
 */
#include "cpp_opening.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct cpp_header {
	const char *name;
	unsigned cost; /* milliseconds to read it alone; 0: not worth keeping */
};

/* Of the standard, and the one that stands for all; sorted by name. */
static const struct cpp_header cpp_headers[] = {
	{"algorithm", 115},
	{"any", 40},
	{"array", 52},
	{"assert.h", 0},
	{"atomic", 40},
	{"barrier", 0},
	{"bit", 0},
	{"bits/stdc++.h", 1800},
	{"bitset", 110},
	{"cassert", 0},
	{"cctype", 0},
	{"cerrno", 0},
	{"cfenv", 0},
	{"cfloat", 0},
	{"charconv", 30},
	{"chrono", 330},
	{"cinttypes", 0},
	{"climits", 0},
	{"clocale", 0},
	{"cmath", 120},
	{"compare", 0},
	{"complex", 330},
	{"concepts", 0},
	{"condition_variable", 260},
	{"csignal", 0},
	{"cstdarg", 0},
	{"cstddef", 0},
	{"cstdint", 0},
	{"cstdio", 0},
	{"cstdlib", 0},
	{"cstring", 0},
	{"ctime", 0},
	{"ctype.h", 0},
	{"cwchar", 0},
	{"cwctype", 0},
	{"deque", 80},
	{"errno.h", 0},
	{"exception", 0},
	{"filesystem", 440},
	{"float.h", 0},
	{"format", 0},
	{"forward_list", 60},
	{"fstream", 260},
	{"functional", 200},
	{"future", 330},
	{"initializer_list", 0},
	{"inttypes.h", 0},
	{"iomanip", 280},
	{"ios", 200},
	{"iosfwd", 0},
	{"iostream", 240},
	{"istream", 260},
	{"iterator", 100},
	{"latch", 0},
	{"limits", 0},
	{"limits.h", 0},
	{"list", 65},
	{"locale", 230},
	{"map", 95},
	{"math.h", 120},
	{"memory", 300},
	{"mutex", 260},
	{"new", 0},
	{"numbers", 0},
	{"numeric", 40},
	{"optional", 45},
	{"ostream", 260},
	{"queue", 120},
	{"random", 340},
	{"ranges", 320},
	{"ratio", 0},
	{"regex", 520},
	{"set", 80},
	{"shared_mutex", 260},
	{"signal.h", 0},
	{"span", 80},
	{"sstream", 260},
	{"stack", 90},
	{"stdarg.h", 0},
	{"stddef.h", 0},
	{"stdexcept", 180},
	{"stdint.h", 0},
	{"stdio.h", 0},
	{"stdlib.h", 0},
	{"streambuf", 190},
	{"string", 180},
	{"string.h", 0},
	{"string_view", 100},
	{"system_error", 190},
	{"thread", 350},
	{"time.h", 0},
	{"tuple", 35},
	{"type_traits", 0},
	{"typeindex", 0},
	{"typeinfo", 0},
	{"unordered_map", 120},
	{"unordered_set", 120},
	{"utility", 30},
	{"valarray", 330},
	{"variant", 55},
	{"vector", 105},
	{"version", 0},
};

static int cpp_header_compare(const void *name, const void *header)
{
	const struct str *wanted = name;
	const struct cpp_header *one = header;
	int order = strncmp(wanted->at, one->name, wanted->len);
	return order != 0 ? order : one->name[wanted->len] == '\0' ? 0 : -1;
}

static const struct cpp_header *cpp_header_of(struct str name)
{
	return bsearch(&name, cpp_headers, COUNT(cpp_headers), sizeof(cpp_headers[0]),
		       cpp_header_compare);
}

/* Keep them sorted, each once. */
static void cpp_opening_add(struct opening *opening, const struct cpp_header *header)
{
	size_t at = 0;
	while (at < opening->count && strcmp(opening->headers[at], header->name) < 0)
		at++;
	bool there = at < opening->count && strcmp(opening->headers[at], header->name) == 0;
	if (header->cost == 0 || there || opening->count == OPENING_HEADERS)
		return;
	memmove(&opening->headers[at + 1], &opening->headers[at],
		(opening->count - at) * sizeof(opening->headers[0]));
	opening->headers[at] = header->name;
	opening->count++;
	opening->cost += header->cost;
}

static size_t cpp_blanks(struct str source, size_t at)
{
	while (at < source.len && (source.at[at] == ' ' || source.at[at] == '\t'))
		at++;
	return at;
}

/* The end of the comment that begins at `at`; `at` itself when none does. */
static size_t cpp_comment(struct str source, size_t at)
{
	struct str rest = str_part(source, at, source.len);
	if (str_starts(rest, STR("//")))
		return at + str_find(rest, STR("\n"));
	if (!str_starts(rest, STR("/*")))
		return at;
	struct str inner = str_part(rest, 2, rest.len);
	size_t end = str_find(inner, STR("*/"));
	return end == inner.len ? source.len : at + 2 + end + 2;
}

/* Behind `#include <name>` at `at`, or `at` when that stands for something else. */
static size_t cpp_include(struct str source, size_t at, struct opening *opening)
{
	static const struct str word = {"include", 7};
	size_t i = cpp_blanks(source, at + 1);
	if (!str_starts(str_part(source, i, source.len), word))
		return at;
	i = cpp_blanks(source, i + word.len);
	if (i >= source.len || source.at[i] != '<')
		return at;
	struct str name = str_part(source, i + 1, source.len);
	name = str_part(name, 0, str_find(name, STR(">")));
	const struct cpp_header *header = cpp_header_of(name);
	if (header == NULL || i + 1 + name.len >= source.len)
		return at;
	cpp_opening_add(opening, header);
	return i + 1 + name.len + 1;
}

void cpp_opening(struct str source, struct opening *opening)
{
	*opening = (struct opening){0};
	bool fresh = true; /* nothing but blanks and comments on this line so far */
	for (size_t i = 0; i < source.len;) {
		char c = source.at[i];
		size_t next = i;
		if (c == '\n')
			fresh = true;
		if (strchr(" \t\r\n", c) != NULL && c != '\0') {
			i++;
			continue;
		}
		if (c == '/')
			next = cpp_comment(source, i);
		else if (c == '#' && fresh)
			next = cpp_include(source, i, opening);
		struct str passed = str_part(source, i, next - i);
		/* Lines that are joined, in either spelling. */
		if (next == i || str_has(passed, STR("\\")) || str_has(passed, STR("?\?/"))) {
			opening->whole = true;
			break;
		}
		fresh = fresh && c != '#';
		i = next;
	}
}

bool opening_within(const struct opening *part, const struct opening *whole)
{
	size_t found = 0;
	for (size_t i = 0; i < whole->count && found < part->count; i++)
		if (strcmp(whole->headers[i], part->headers[found]) == 0)
			found++;
	return found == part->count;
}

struct str opening_text(struct arena *arena, const struct opening *opening)
{
	struct str text = STR("");
	for (size_t i = 0; i < opening->count; i++)
		text = arena_fmt(arena, "%.*s#include <%s>\n", STR_ARG(text), opening->headers[i]);
	return text;
}
