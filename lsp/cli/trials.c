/*
 * From options to settings and inputs.
 */
#include "trials.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/file.h"

enum { TRIALS_STDIN_MAX = 64 << 20, TRIALS_VERSIONS = 25, TRIALS_FOUND = 1000 };

bool trials_number(const char *name, const char *option, const char *text, double low, double high,
		   double *number)
{
	if (str_to_double(str_of(text), number) && *number >= low && *number <= high)
		return true;
	fprintf(stderr, "kadane %s: %s wants a number from %g to %g, not \"%s\"\n", name, option,
		low, high, text);
	return false;
}

/* The compilers on PATH, for who has named another. */
static void trials_found(struct arena *arena, struct buf *found)
{
	static const char *const names[] = {"g++", "clang++"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		for (int version = 0; version <= TRIALS_VERSIONS; version++) {
			const char *name =
				version == 0 ? names[i]
					     : arena_fmt(arena, "%s-%d", names[i], version).at;
			if (file_on_path(arena, name).len > 0)
				buf_addf(found, "%s%s", found->len > 0 ? ", " : "", name);
		}
}

/* Whether each of a list is there. */
static bool trials_compilers(const char *name, const char *list)
{
	struct arena arena;
	struct buf found;
	struct str rest = str_of(list), one, missing = {"", 0};
	size_t count = 0;
	arena_init(&arena);
	buf_init(&found, TRIALS_FOUND);
	while (missing.len == 0 && str_split(&rest, ',', &one)) {
		one = str_trim(one);
		count += one.len > 0;
		if (str_starts(one, STR("~/")))
			one = arena_fmt(&arena, "%.*s%.*s", STR_ARG(file_home(&arena)),
					STR_ARG(str_part(one, 1, one.len)));
		if (one.len > 0 && file_on_path(&arena, arena_cstr(&arena, one)).len == 0)
			missing = one;
	}
	bool known = missing.len == 0 && count > 0;
	if (!known)
		trials_found(&arena, &found);
	if (!known && count == 0)
		fprintf(stderr, "kadane %s: --compilers names none; found here: %.*s\n", name,
			(int)found.len, found.at);
	else if (!known)
		fprintf(stderr,
			"kadane %s: --compilers names %.*s, which cannot be run; found here: "
			"%.*s\n",
			name, STR_ARG(missing), (int)found.len, found.at);
	buf_deinit(&found);
	arena_deinit(&arena);
	return known;
}

bool trials_settings(const char *name, const struct trials_options *trials,
		     struct settings *settings)
{
	if (trials->inputs != NULL && (trials->stdin_path != NULL || trials->args != NULL)) {
		fprintf(stderr,
			"kadane %s: --inputs names whole inputs: --stdin and --args do not go "
			"with it\n",
			name);
		return false;
	}
	if (trials->budget != NULL &&
	    !trials_number(name, "--time-budget", trials->budget, 0, 600, &settings->time_budget_s))
		return false;
	if (trials->quick) {
		settings->check_facts = settings->check_sanitizers = settings->check_vary = false;
		settings->builds_budget_s = 0;
	}
	if (trials->builds != NULL &&
	    !trials_number(name, "--builds", trials->builds, 0, 600, &settings->builds_budget_s))
		return false;
	settings->builds_asked = trials->builds != NULL && settings->builds_budget_s > 0;
	if (trials->compilers != NULL && !trials_compilers(name, trials->compilers))
		return false;
	if (trials->compilers != NULL) {
		settings->builds_compilers = str_of(trials->compilers);
		settings->compilers_by_editor = false;
	}
	settings->builds_fast_math = settings->builds_fast_math || trials->fast_math;
	return true;
}

/* All of our own stdin. */
static bool trials_own_stdin(struct work *work, struct err *err)
{
	struct buf bytes;
	char piece[4096];
	ssize_t n;
	buf_init(&bytes, TRIALS_STDIN_MAX);
	while ((n = read(STDIN_FILENO, piece, sizeof(piece))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			buf_add(&bytes, (struct str){piece, (size_t)n});
	bool fine = n == 0 && !bytes.full;
	if (n < 0)
		err_set(err, ERR_INPUT, "stdin: %s", strerror(errno));
	else if (bytes.full)
		err_set(err, ERR_INPUT, "stdin: more than %d MB", TRIALS_STDIN_MAX >> 20);
	else
		work->wanted.stdin_bytes = arena_str(&work->job.arena, buf_str(&bytes));
	buf_deinit(&bytes);
	return fine;
}

bool trials_wanted(const struct trials_options *trials, struct work *work, struct err *err)
{
	work->wanted.args = trials->args;
	work->wanted.folder = trials->inputs;
	if (trials->stdin_path == NULL)
		return true;
	work->wanted.stdin_given = true;
	if (strcmp(trials->stdin_path, "-") == 0)
		return trials_own_stdin(work, err);
	if (file_read(&work->job.arena, trials->stdin_path, TRIALS_STDIN_MAX,
		      &work->wanted.stdin_bytes, err))
		return true;
	err->kind = ERR_INPUT;
	return false;
}
