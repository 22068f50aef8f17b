/*
 * What the programs left in their work folder: names, kinds, whether a file can be run, and
 * contents, by the same rules as output that is printed. Runs are walked side by side, name by
 * name.
 */
#include <string.h>

#include "output_parts.h"

enum { FILE_RUNS = 0111 }; /* permissions to run it */

static int output_name_order(struct str a, struct str b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len == 0 ? 0 : memcmp(a.at, b.at, len);
	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* Compiled modules are Python's own, whoever looks at the folder. */
static bool output_file_counts(const struct output_file *file)
{
	const char cache[] = "__pycache__";
	size_t at = str_find(file->name, STR("__pycache__")), end = at + sizeof(cache) - 1;
	if (at == file->name.len)
		return true;
	bool begins = at == 0 || file->name.at[at - 1] == '/';
	return !begins || (end < file->name.len && file->name.at[end] != '/');
}

/* The file of that name; `hint` moves on, names being asked for in order. */
static const struct output_file *output_file_find(const struct output_run *run, struct str name,
						  size_t *hint)
{
	while (*hint < run->file_count && output_name_order(run->files[*hint].name, name) < 0)
		++*hint;
	bool found = *hint < run->file_count && str_eq(run->files[*hint].name, name);
	return found ? &run->files[*hint] : NULL;
}

/* How the second differs from the first but in content; NULL: it does not. */
static const char *output_file_differs(const struct output_file *a, const struct output_file *b)
{
	if (a == NULL && b == NULL)
		return NULL;
	if (b == NULL)
		return "is missing";
	if (a == NULL)
		return "is one too many";
	if (a->kind != b->kind)
		return "is of another kind";
	if (a->kind == 'l' && !str_eq(a->bytes, b->bytes))
		return "leads elsewhere";
	if (a->kind == 'f' && ((a->mode & FILE_RUNS) != 0) != ((b->mode & FILE_RUNS) != 0))
		return (a->mode & FILE_RUNS) != 0 ? "cannot be run as a program"
						  : "can be run as a program";
	return NULL;
}

static bool output_file_given(const struct output_run *run, struct str name)
{
	for (size_t i = 0; i < run->given_count; i++)
		if (str_eq(str_of(run->given[i]), name))
			return true;
	return false;
}

/* The same of a file that both programs were given, where one has left it as it was. */
static const char *output_file_left(const struct output_file *a, const struct output_file *b)
{
	if (b == NULL)
		return a->kind == 'o' ? "is not removed" : "is not changed";
	if (a == NULL)
		return b->kind == 'o' ? "is removed" : "is changed";
	return output_file_differs(a, b);
}

static const char *output_file_kind(const struct output_file *file)
{
	if (file == NULL)
		return "no such file";
	switch (file->kind) {
	case 'f':
		return (file->mode & FILE_RUNS) != 0 ? "a program" : "a file";
	case 'd':
		return "a folder";
	case 'l':
		return "a link to";
	default:
		return "neither file nor folder";
	}
}

static struct str output_file_shown(struct arena *arena, const struct output_file *file)
{
	const char *kind = output_file_kind(file);
	if (file == NULL || file->kind != 'l')
		return str_of(kind);
	struct str target = output_show(arena, file->bytes, 0);
	return arena_fmt(arena, "%s %.*s", kind, STR_ARG(target));
}

/* The bytes of a file; never NULL for one that is there. */
static struct str output_file_bytes(const struct output_file *file)
{
	if (file == NULL)
		return (struct str){NULL, 0};
	return file->kind != 'f' || file->bytes.at == NULL ? STR("") : file->bytes;
}

struct output_files_walk {
	struct arena *arena;
	const struct output_runs *runs;
	size_t hint[OUTPUT_AGAIN + 2];
	bool repeated; /* a run with true clocks left just the same */
};

/* Whether the further runs of the original left a file of that name alike. */
static bool output_file_steady(struct output_files_walk *walk, const struct output_file *file,
			       struct str name, struct output_stream *stream)
{
	const struct output_runs *runs = walk->runs;
	bool steady = true;
	for (size_t i = 0; i < runs->again_count; i++) {
		const struct output_file *again =
			output_file_find(&runs->again[i], name, &walk->hint[i]);
		if (again != NULL && !output_file_counts(again))
			again = NULL;
		bool counts = output_runs_find(runs, runs->again[i].tick) == i;
		if (counts && output_file_differs(file, again) != NULL)
			steady = false;
		stream->again[i] = output_file_bytes(again);
	}
	return steady;
}

/* Note what was found about one name; the worst comes first, then the first. */
static void output_file_note(struct output_files_walk *walk, struct str name,
			     const struct output_file *a, const struct output_file *b,
			     const struct output_stream_result *stream,
			     struct output_files_result *result)
{
	const char *how = output_file_differs(a, b);
	bool given = how != NULL && output_file_given(walk->runs->candidate, name);
	how = given ? output_file_left(a, b) : how;
	enum output_line_match match = how != NULL ? OUTPUT_LINE_DIFFERENT : stream->match;
	result->masked += stream->masked;
	result->differing += match > OUTPUT_LINE_MASKED;
	if (match <= result->match)
		return;
	result->match = match;
	result->how = how;
	result->name = name;
	result->stream = *stream;
	result->expected = output_file_shown(walk->arena, a);
	result->got = output_file_shown(walk->arena, b);
	if (given && a == NULL)
		result->expected = STR("the file as it was given");
	if (given && b == NULL)
		result->got = STR("the file as it was given");
}

/* One name that a run left. */
static void output_file_judge(struct output_files_walk *walk, struct str name,
			      const struct output_file *a, const struct output_file *b,
			      struct output_files_result *result)
{
	const struct output_runs *runs = walk->runs;
	struct output_stream stream = {.runs = runs,
				       .name = name,
				       .original = output_file_bytes(a),
				       .candidate = output_file_bytes(b)};
	bool steady = output_file_steady(walk, a, name, &stream);
	struct output_stream_result content = {.match = OUTPUT_LINE_SAME};
	if (!steady && !walk->repeated) {
		result->unsteady_names = result->unsteady = true;
		result->name = name;
		return;
	}
	if (!steady) {
		/* Only shifted clocks change it: it is compared as it is. */
		struct output_runs alone = {.original = runs->original,
					    .candidate = runs->candidate};
		stream.runs = &alone;
		if (a != NULL && b != NULL && output_file_differs(a, b) == NULL)
			content = output_stream_compare(&stream);
	} else if (a != NULL && (b != NULL || runs->candidate == NULL)) {
		content = output_stream_compare(&stream);
	}
	if (result->lacks == OUTPUT_TICK_TRUE)
		result->lacks = content.lacks;
	if (content.random || content.changes) {
		result->unsteady = true;
		result->name = name;
		result->stream = content;
		return;
	}
	if (runs->candidate != NULL)
		output_file_note(walk, name, a, b, &content, result);
	else
		result->masked += content.masked;
}

/* Whether two runs left just the same. */
static bool output_files_same(const struct output_run *a, const struct output_run *b)
{
	size_t i = 0, k = 0;
	for (;; i++, k++) {
		while (i < a->file_count && !output_file_counts(&a->files[i]))
			i++;
		while (k < b->file_count && !output_file_counts(&b->files[k]))
			k++;
		if (i == a->file_count || k == b->file_count)
			return i == a->file_count && k == b->file_count;
		const struct output_file *x = &a->files[i], *y = &b->files[k];
		if (!str_eq(x->name, y->name) || output_file_differs(x, y) != NULL ||
		    !str_eq(output_file_bytes(x), output_file_bytes(y)))
			return false;
	}
}

/* The next name in order that the original, the candidate or a further run left. */
static bool output_files_next(const struct output_runs *runs, size_t at[OUTPUT_AGAIN + 2],
			      struct str *name)
{
	const struct output_run *run[OUTPUT_AGAIN + 2];
	size_t count = 0;
	run[count++] = runs->original;
	for (size_t i = 0; i < runs->again_count; i++)
		run[count++] = &runs->again[i];
	if (runs->candidate != NULL)
		run[count++] = runs->candidate;
	bool found = false;
	for (size_t i = 0; i < count; i++) {
		struct str next = at[i] < run[i]->file_count ? run[i]->files[at[i]].name : STR("");
		if (at[i] < run[i]->file_count && (!found || output_name_order(next, *name) < 0)) {
			*name = next;
			found = true;
		}
	}
	for (size_t i = 0; found && i < count; i++)
		if (at[i] < run[i]->file_count && str_eq(run[i]->files[at[i]].name, *name))
			at[i]++;
	return found;
}

static bool output_files_cut(const struct output_runs *runs)
{
	bool cut = runs->original->files_cut ||
		   (runs->candidate != NULL && runs->candidate->files_cut);
	for (size_t i = 0; i < runs->again_count; i++)
		cut = cut || runs->again[i].files_cut;
	return cut;
}

struct output_files_result output_files_compare(struct arena *arena, const struct output_runs *runs)
{
	struct output_files_result result = {.match = OUTPUT_LINE_SAME,
					     .cut = output_files_cut(runs)};
	struct output_files_walk walk = {.arena = arena, .runs = runs};
	size_t plain = output_runs_find(runs, OUTPUT_TICK_TRUE);
	walk.repeated =
		plain < runs->again_count && output_files_same(runs->original, &runs->again[plain]);
	size_t at[OUTPUT_AGAIN + 2] = {0}, hint_a = 0, hint_b = 0;
	struct str name;
	while (!result.unsteady && output_files_next(runs, at, &name)) {
		const struct output_file *a = output_file_find(runs->original, name, &hint_a);
		const struct output_file *b =
			runs->candidate == NULL ? NULL
						: output_file_find(runs->candidate, name, &hint_b);
		if (output_file_counts(&(struct output_file){.name = name}))
			output_file_judge(&walk, name, a, b, &result);
	}
	return result;
}
