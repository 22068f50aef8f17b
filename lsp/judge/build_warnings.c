/*
 * What compilers warn of: "path:line:column: warning: text [-Wname]", gcc and clang alike. A
 * warning proves nothing; it tells where to look.
 */
#include "judge/build_log.h"

#include "base/buf.h"
#include "base/utf8.h"

enum { WARNING_LOG_MAX = 1 << 20, WARNING_TEXT = 300 };

/* Take a number and the ':' before it off the end of `place`. */
static bool warning_number(struct str *place, size_t *number)
{
	size_t i = place->len;
	long long value;
	while (i > 0 && place->at[i - 1] >= '0' && place->at[i - 1] <= '9')
		i--;
	if (i == 0 || place->at[i - 1] != ':' ||
	    !str_to_int(str_part(*place, i, place->len), &value))
		return false;
	*number = (size_t)value;
	*place = str_part(*place, 0, i - 1);
	return true;
}

/* The system's headers, and words as "cc1plus: warning: …" that have no place. */
static bool warning_read(struct str line, struct build_error *warning)
{
	static const struct str mark = {": warning: ", 11};
	size_t at = str_find(line, mark), first, second;
	struct str place = str_part(line, 0, at);
	*warning = (struct build_error){0};
	if (at == line.len || !warning_number(&place, &second))
		return false;
	warning->line = second;
	if (warning_number(&place, &first)) {
		warning->line = first;
		warning->column = second;
	}
	if (str_has(place, STR("/include/")) || str_has(place, STR("/lib/")))
		return false;
	warning->text = str_trim(str_part(line, at + mark.len, line.len));
	return true;
}

static bool warning_known(const struct build_error *warnings, size_t count,
			  const struct build_error *warning)
{
	for (size_t i = 0; i < count; i++)
		if (warnings[i].line == warning->line && str_eq(warnings[i].text, warning->text))
			return true;
	return false;
}

size_t build_log_warnings(struct arena *arena, struct str log, struct build_error *warnings,
			  size_t max)
{
	struct buf plain;
	size_t count = 0;
	buf_init(&plain, WARNING_LOG_MAX);
	utf8_add_plain(&plain, str_part(log, 0, WARNING_LOG_MAX));
	struct str rest = buf_str(&plain), line;
	while (count < max && str_line(&rest, &line)) {
		struct build_error warning;
		if (!warning_read(line, &warning))
			continue;
		struct buf text;
		buf_init(&text, WARNING_TEXT);
		utf8_add_plain(&text, warning.text);
		warning.text = arena_str(arena, buf_str(&text));
		buf_deinit(&text);
		if (!warning_known(warnings, count, &warning))
			warnings[count++] = warning;
	}
	buf_deinit(&plain);
	return count;
}

bool build_log_matters(struct str warning)
{
	static const char *const names[] = {
		"[-Waggressive-loop",
		"[-Warray-bounds",
		"[-Wdangling",
		"[-Wdiv-by-zero",
		"[-Wdivision-by-zero",
		"[-Wfree-nonheap",
		"[-Wformat",
		"[-Wimplicit-const",
		"[-Winfinite-recursion",
		"[-Winteger-overflow",
		"[-Wliteral-conv",
		"[-Wmaybe-uninitialized",
		"[-Wnarrowing",
		"[-Woverflow",
		"[-Wparentheses",
		"[-Wreturn-",
		"[-Wsequence-point",
		"[-Wshift-",
		"[-Wsign-compare",
		"[-Wsometimes-uninit",
		"[-Wstringop-",
		"[-Wtautological",
		"[-Wuninitialized",
		"[-Wunsequenced",
		"[-Wuse-after-free",
		"[-Wconditional-uninit",
		"[-Wconstant-conversion",
		"[-Wc++11-narrowing",
		"[-Wreturn-stack",
		"[-Wstrict-aliasing",
		"[-Wclass-memaccess",
		NULL,
	};
	for (const char *const *name = names; *name != NULL; name++)
		if (str_has(warning, str_of(*name)))
			return true;
	return false;
}
