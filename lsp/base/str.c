/*
 * Looking at bytes without owning them.
 */
#include "base/str.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct str str_of(const char *c)
{
	return c == NULL ? (struct str){"", 0} : (struct str){c, strlen(c)};
}

bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool str_eq_nocase(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || strncasecmp(a.at, b.at, a.len) == 0);
}

bool str_starts(struct str s, struct str with)
{
	return s.len >= with.len && str_eq((struct str){s.at, with.len}, with);
}

bool str_ends(struct str s, struct str with)
{
	return s.len >= with.len && str_eq((struct str){s.at + (s.len - with.len), with.len}, with);
}

size_t str_find(struct str s, struct str what)
{
	if (what.len == 0)
		return 0;
	for (size_t i = 0; i + what.len <= s.len; i++) {
		const char *hit = memchr(s.at + i, what.at[0], s.len - what.len - i + 1);
		if (hit == NULL)
			return s.len;
		i = (size_t)(hit - s.at);
		if (memcmp(hit, what.at, what.len) == 0)
			return i;
	}
	return s.len;
}

bool str_has(struct str s, struct str what)
{
	return what.len == 0 || str_find(s, what) < s.len;
}

struct str str_part(struct str s, size_t from, size_t len)
{
	if (from > s.len)
		from = s.len;
	if (len > s.len - from)
		len = s.len - from;
	return s.at == NULL ? s : (struct str){s.at + from, len};
}

static bool str_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str str_trim(struct str s)
{
	while (s.len > 0 && str_blank(s.at[0])) {
		s.at++;
		s.len--;
	}
	while (s.len > 0 && str_blank(s.at[s.len - 1]))
		s.len--;
	return s;
}

bool str_split(struct str *rest, char by, struct str *part)
{
	if (rest->len == 0)
		return false;
	const char *end = memchr(rest->at, by, rest->len);
	size_t len = end == NULL ? rest->len : (size_t)(end - rest->at);
	*part = (struct str){rest->at, len};
	*rest = str_part(*rest, end == NULL ? len : len + 1, rest->len);
	return true;
}

bool str_line(struct str *rest, struct str *line)
{
	if (!str_split(rest, '\n', line))
		return false;
	if (line->len > 0 && line->at[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool str_to_int(struct str s, long long *number)
{
	char digits[32];
	if (s.len == 0 || s.len >= sizeof(digits) || str_blank(s.at[0]))
		return false;
	memcpy(digits, s.at, s.len);
	digits[s.len] = '\0';
	char *end;
	errno = 0;
	long long value = strtoll(digits, &end, 10);
	if (errno != 0 || end != digits + s.len)
		return false;
	*number = value;
	return true;
}

bool str_to_double(struct str s, double *number)
{
	char digits[400];
	if (s.len == 0 || s.len >= sizeof(digits) || str_blank(s.at[0]))
		return false;
	memcpy(digits, s.at, s.len);
	digits[s.len] = '\0';
	char *end;
	double value = strtod(digits, &end);
	if (end != digits + s.len)
		return false;
	*number = value;
	return true;
}
