/*
 * Whether a C++ program may know the time in ways that clocks of another pace do not reach: the
 * processor's counter, the kernel itself, other processes, times of files. Words count where they
 * are used; in comments, strings and names of the program's own they say nothing.
 */
#include "cpp_build.h"
#include "cpp_tokens.h"

/* Their mere name tells, as they may be called by another. */
static const char *const clocks_names[] = {
	"rdtsc",
	"rdtscp",
	"__rdtsc",
	"__rdtscp",
	"_rdtsc",
	"_rdtscp",
	"__builtin_ia32_rdtsc",
	"__builtin_ia32_rdtscp",
	"__builtin_readcyclecounter",
	"mach_absolute_time",
	"syscall",
	"getrusage",
	"dlopen",
	"dlsym",
	"popen",
	"execl",
	"execle",
	"execlp",
	"execv",
	"execve",
	"execvp",
	"execvpe",
	"fexecve",
	"posix_spawn",
	"posix_spawnp",
	"timerfd_create",
	"timerfd_gettime",
	"clock_getres",
	"file_clock",
	"last_write_time",
	NULL,
};

/* Words that programs also use for other things: these tell where they are called. */
static const char *const clocks_calls[] = {
	"times", "system",  "stat",    "fstat",     "lstat",   "fstatat",     "statx",    "stat64",
	"ftime", "fstat64", "lstat64", "getitimer", "sysinfo", "ntp_gettime", "adjtimex", NULL,
};

static const char *const clocks_before_call[] = {
	"return", "else", "do", "case", "co_return", "co_yield", "throw", "and", "or", "not", NULL,
};

static bool clocks_one_of(struct str word, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (str_eq(word, str_of(words[i])))
			return true;
	return false;
}

static bool clocks_is(const struct cpp_token *token, const char *sign)
{
	return token->kind == CPP_SIGN && str_eq(token->text, str_of(sign));
}

/* `NAME(…) {`, of which the first parenthesis stands at `at`. */
static bool clocks_has_body(const struct cpp_token *tokens, size_t at)
{
	size_t depth = 0;
	for (; tokens[at].kind != CPP_END; at++) {
		depth += clocks_is(&tokens[at], "(");
		if (clocks_is(&tokens[at], ")") && --depth == 0)
			break;
	}
	if (tokens[at].kind == CPP_END)
		return false;
	for (at++; tokens[at].kind == CPP_NAME; at++)
		;
	return clocks_is(&tokens[at], "{");
}

/* The program has a function of that name itself. */
static bool clocks_defines(const struct cpp_token *tokens, size_t count, struct str name)
{
	for (size_t i = 1; i + 1 < count; i++)
		if (tokens[i].kind == CPP_NAME && str_eq(tokens[i].text, name) &&
		    clocks_is(&tokens[i + 1], "(") && clocks_has_body(tokens, i + 1))
			return true;
	return false;
}

/* Called, and neither a member nor declared: std::vector<double> times(3). */
static bool clocks_called(const struct cpp_token *token)
{
	const struct cpp_token *before = token - 1;
	if (!clocks_is(token + 1, "("))
		return false;
	if (before->kind == CPP_NAME)
		return clocks_one_of(before->text, clocks_before_call);
	return !clocks_is(before, ".") && !clocks_is(before, "->") && !clocks_is(before, ">");
}

/* asm volatile("" ::: "memory") only keeps the compiler from moving things. */
static bool clocks_assembles(const struct cpp_token *token)
{
	static const char *const words[] = {"asm", "__asm", "__asm__", NULL};
	if (token->kind != CPP_NAME || !clocks_one_of(token->text, words))
		return false;
	for (token++; token->kind == CPP_NAME; token++)
		;
	if (!clocks_is(token, "("))
		return true;
	for (token++; token->kind == CPP_STRING; token++)
		if (str_trim(token->text).len > 0)
			return true;
	return token->kind == CPP_NAME;
}

static bool clocks_reads(const struct cpp_token *tokens, size_t count, size_t at)
{
	const struct cpp_token *token = &tokens[at];
	if (token->kind == CPP_STRING)
		return str_starts(token->text, STR("/proc")) ||
		       str_starts(token->text, STR("/sys/"));
	if (token->kind != CPP_NAME)
		return false;
	if (clocks_assembles(token))
		return true;
	bool named = clocks_one_of(token->text, clocks_names);
	bool called = !named && clocks_one_of(token->text, clocks_calls) && clocks_called(token);
	return (named || called) && !clocks_defines(tokens, count, token->text);
}

/* What stands in directives are tokens, too: a macro may be what reads. */
static struct str clocks_undirected(struct arena *arena, struct str source)
{
	char *bytes = arena_array(arena, source.len + 1, 1);
	bool line = true;
	for (size_t i = 0; i < source.len; i++) {
		char c = source.at[i];
		bytes[i] = line && c == '#' ? ' ' : c;
		line = c == '\n' || (line && (c == ' ' || c == '\t' || c == '#'));
	}
	return (struct str){.at = bytes, .len = source.len};
}

struct str cpp_reads_other_clocks(struct arena *arena, struct str source)
{
	size_t count = 0;
	const struct cpp_token *tokens =
		cpp_tokens(arena, clocks_undirected(arena, source), &count);
	if (tokens == NULL)
		return STR("more words than are looked at");
	for (size_t i = 0; i < count; i++)
		if (clocks_reads(tokens, count, i))
			return arena_str(arena, str_part(tokens[i].text, 0, 40));
	return STR("");
}
