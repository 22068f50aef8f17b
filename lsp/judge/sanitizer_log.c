/*
 * Reading sanitizers' reports. They begin with a line that holds one of a few marks; the lines
 * below it show how the program got there. Addresses and process numbers are another in every
 * run and are left out. What a sanitizer cannot bear (its frames are larger, it takes more
 * memory) says nothing of the program.
 */
#include "judge/sanitizer_log.h"

#include "base/buf.h"
#include "base/utf8.h"

enum {
	SANITIZER_LOOKED = 256 << 10, /* bytes at the end of what was written */
	SANITIZER_WHAT = 300,
	SANITIZER_TEXT = 3000,
	SANITIZER_LINES = 24,
	SANITIZER_FRAMES = 2, /* where a race meets */
};

static const struct sanitizer_mark {
	const char *words;
	bool before; /* what stands before the words belongs to the report, too */
} sanitizer_marks[] = {
	{": runtime error: ", true},
	{": Assertion '", true},
	{"ERROR: AddressSanitizer: ", false},
	{"WARNING: ThreadSanitizer: ", false},
	{"FATAL: ThreadSanitizer: ", false},
	{"ERROR: ThreadSanitizer: ", false},
	{"ERROR: UndefinedBehaviorSanitizer: ", false},
	{"Sanitizer failed to ", true},
	{"Sanitizer: CHECK failed", true},
	{"Sanitizer CHECK failed", true},
	{"Shadow memory range interleaves", true},
	{"error while loading shared libraries", true},
};

enum { SANITIZER_MARKS = sizeof(sanitizer_marks) / sizeof(sanitizer_marks[0]) };

/* What is the sanitizer's own trouble, and what is said of it. */
static const struct {
	const char *words, *reason;
} sanitizer_troubles[] = {
	{"stack-overflow", "the stack is too small for them"},
	{"out-of-memory", "they take more memory than there is"},
	{"out of memory", "they take more memory than there is"},
	{"failed to allocate", "they take more memory than there is"},
	{"failed to ", "they cannot be set up"},
	{"rss limit", "they take more memory than there is"},
	{"allocation-size-too-big", "they bound how much is allocated at a time"},
	{"requested allocation size", "they bound how much is allocated at a time"},
	{"Shadow memory range interleaves", "the memory they want is taken"},
	{"unexpected memory mapping", "the memory they want is taken"},
	{"ReserveShadowMemoryRange", "the memory they want cannot be had"},
	{"error while loading shared libraries", "their library is not there"},
	{"CHECK failed", "they failed"},
};

/* Where the last report begins, and by which mark; the length when there is none. */
static size_t sanitizer_find(struct str err, const struct sanitizer_mark **mark)
{
	size_t found = err.len;
	struct str rest = err, line;
	while (str_line(&rest, &line))
		for (size_t i = 0; i < SANITIZER_MARKS; i++) {
			if (!str_has(line, str_of(sanitizer_marks[i].words)))
				continue;
			/* How a program that gave up ended; why, if it is known, stands above. */
			if (str_has(line, STR("AddressSanitizer: ABRT")))
				continue;
			found = (size_t)(line.at - err.at);
			*mark = &sanitizer_marks[i];
		}
	return found;
}

static bool sanitizer_is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* What is in `text`, which is done with, cut between characters. */
static struct str sanitizer_keep(struct arena *arena, struct buf *text, size_t max)
{
	struct buf plain;
	buf_init(&plain, max);
	utf8_add_plain(&plain, buf_str(text));
	struct str kept = arena_str(arena, str_trim(buf_str(&plain)));
	buf_deinit(&plain);
	buf_deinit(text);
	return kept;
}

/* How long the process's number is with which address sanitizer begins a line: "==12==". */
static size_t sanitizer_pid(struct str line)
{
	size_t i = 2;
	if (!str_starts(line, STR("==")))
		return 0;
	while (i < line.len && line.at[i] >= '0' && line.at[i] <= '9')
		i++;
	return i > 2 && str_starts(str_part(line, i, 2), STR("==")) ? i + 2 : 0;
}

/* Append a line without addresses and process numbers. */
static void sanitizer_add_line(struct buf *buf, struct str line)
{
	for (size_t i = sanitizer_pid(line); i < line.len;) {
		size_t end = i + 2;
		bool address = i + 2 < line.len && line.at[i] == '0' && line.at[i + 1] == 'x';
		while (address && end < line.len && sanitizer_is_hex(line.at[end]))
			end++;
		if (address && end - i > 5) {
			buf_add(buf, STR("0x…"));
			i = end;
		} else {
			buf_add_char(buf, line.at[i++]);
		}
	}
}

/* Lines of a report that help nobody: dumps of the shadow, how threads came to be. */
static bool sanitizer_is_end(struct str line)
{
	static const char *const ends[] = {"Shadow bytes around", "  Location is ", "  Thread T",
					   "SUMMARY: ", NULL};
	for (const char *const *end = ends; *end != NULL; end++)
		if (str_starts(line, str_of(*end)))
			return true;
	return false;
}

/* The name of a file without its folders wherever one stands: people know the last part. */
static struct str sanitizer_shorten(struct arena *arena, struct str line, struct str file)
{
	size_t at = str_find(line, file), from = at;
	if (at == line.len)
		return line;
	while (from > 0 && line.at[from - 1] != ' ' && line.at[from - 1] != '(')
		from--;
	return arena_fmt(arena, "%.*s%.*s", (int)from, line.at,
			 STR_ARG(str_part(line, at, line.len)));
}

static struct str sanitizer_text(struct arena *arena, struct str report, struct str file)
{
	struct buf text;
	struct str line;
	size_t lines = 0;
	buf_init(&text, 2 * SANITIZER_TEXT);
	while (lines < SANITIZER_LINES && str_line(&report, &line)) {
		if (lines > 0 && sanitizer_is_end(line))
			break;
		if (str_trim(line).len == 0 || str_starts(line, STR("=========")))
			continue;
		sanitizer_add_line(&text, sanitizer_shorten(arena, line, file));
		buf_add_char(&text, '\n');
		lines++;
	}
	return sanitizer_keep(arena, &text, SANITIZER_TEXT);
}

/* The first place in the program that is named: "candidate.cpp:12". */
static size_t sanitizer_line(struct str report, struct str file)
{
	while (report.len > 0) {
		size_t at = str_find(report, file) + file.len, number = 0;
		report = str_part(report, at, report.len);
		if (report.len < 2 || report.at[0] != ':')
			continue;
		for (size_t i = 1; i < report.len && report.at[i] >= '0' && report.at[i] <= '9';
		     i++)
			number = number < 100000000 ? number * 10 + (size_t)(report.at[i] - '0')
						    : number;
		if (number > 0)
			return number;
	}
	return 0;
}

/* "READ of size 4 at 0x…" below an address error, in words. */
static struct str sanitizer_access(struct arena *arena, struct str report)
{
	static const struct {
		const char *words, *verb;
	} accesses[] = {{"READ of size ", "reads"}, {"WRITE of size ", "writes"}};
	for (size_t i = 0; i < 2; i++) {
		struct str words = str_of(accesses[i].words), size;
		size_t at = str_find(report, words);
		struct str rest = str_part(report, at + words.len, report.len);
		if (at < report.len && str_split(&rest, ' ', &size) && size.len < 8)
			return arena_fmt(arena, ": %s %.*s bytes", accesses[i].verb, STR_ARG(size));
	}
	return STR("");
}

/* What is wrong, in one line. */
static struct str sanitizer_what(struct arena *arena, struct str report,
				 const struct sanitizer_mark *mark)
{
	struct str rest = report, line;
	str_line(&rest, &line);
	size_t at = str_find(line, str_of(mark->words));
	struct str behind = str_part(line, at + str_of(mark->words).len, line.len),
		   access = STR("");
	struct buf what;
	buf_init(&what, 2 * SANITIZER_WHAT);
	if (mark == &sanitizer_marks[1]) { /* an assertion */
		buf_add(&what, STR("the library's assertion '"));
	} else if (!mark->before) {
		access = sanitizer_access(arena, str_part(report, 0, SANITIZER_TEXT));
		size_t end = str_find(behind, STR(" on "));
		size_t pid = str_find(behind, STR(" (pid"));
		behind = str_part(behind, 0, end < pid ? end : pid);
	}
	sanitizer_add_line(&what, behind);
	buf_add(&what, access);
	return sanitizer_keep(arena, &what, SANITIZER_WHAT);
}

/*
 * A race whose either side lies within a library that was not built to be watched: how that orders
 * its threads is not seen, so it may be none.
 */
static bool sanitizer_is_blind(struct str report)
{
	struct str line;
	size_t frames = 0;
	while (frames < SANITIZER_FRAMES && str_line(&report, &line)) {
		if (!str_starts(line, STR("    #0 ")))
			continue;
		frames++;
		if (str_has(line, STR("<null>")) || str_has(line, STR("(lib")))
			return true;
	}
	return frames < SANITIZER_FRAMES;
}

static struct str sanitizer_trouble(struct str report, const struct sanitizer_mark *mark)
{
	struct str rest = report, line;
	str_line(&rest, &line);
	bool undefined = mark == &sanitizer_marks[0] || mark == &sanitizer_marks[1];
	for (size_t i = 0;
	     !undefined && i < sizeof(sanitizer_troubles) / sizeof(sanitizer_troubles[0]); i++)
		if (str_has(line, str_of(sanitizer_troubles[i].words)))
			return str_of(sanitizer_troubles[i].reason);
	bool race = str_has(line, STR("ThreadSanitizer: "));
	if (race && (!str_has(line, STR("data race")) || sanitizer_is_blind(report)))
		return STR("what they report of threads lies in a library");
	return STR("");
}

struct sanitizer_report sanitizer_log_read(struct arena *arena, struct str err, struct str file)
{
	struct sanitizer_report report = {.outcome = SANITIZER_NOTHING};
	const struct sanitizer_mark *mark = NULL;
	struct buf plain;
	if (err.len > SANITIZER_LOOKED)
		err = str_part(err, err.len - SANITIZER_LOOKED, err.len);
	buf_init(&plain, 2 * SANITIZER_LOOKED);
	utf8_add_plain(&plain, err);
	struct str all = buf_str(&plain),
		   found = str_part(all, sanitizer_find(all, &mark), all.len);
	if (mark != NULL) {
		struct str trouble = sanitizer_trouble(found, mark);
		report.outcome = trouble.len > 0 ? SANITIZER_UNABLE : SANITIZER_FOUND;
		report.what = trouble.len > 0 ? trouble : sanitizer_what(arena, found, mark);
		report.line = sanitizer_line(found, file);
		report.text = sanitizer_text(arena, found, file);
	}
	buf_deinit(&plain);
	return report;
}
