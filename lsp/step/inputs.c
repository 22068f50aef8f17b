/*
 * What both programs are given when they are run. The first of these that says something:
 * the command line; "# kadane:" lines in the script; a folder NAME.inputs beside NAME.py, or
 * NAME.stdin, NAME.args, NAME.env. Else nothing: no arguments, an empty stdin. Files beside the
 * script that its text names are there for every input.
 */
#include "inputs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/words.h"
#include "io/file.h"
#include "step/steps.h"

enum { INPUT_ENV_MAX = 32, INPUT_SHOWN = 300 };

struct work_input *inputs_add(struct inputs *inputs, struct err *err)
{
	if (inputs->count < VERDICT_INPUTS)
		return &inputs->list[inputs->count++];
	err_set(err, ERR_INPUT, "more than %d inputs", VERDICT_INPUTS);
	return NULL;
}

bool inputs_args(struct work *work, struct work_input *input, struct str words, struct err *err)
{
	size_t count;
	struct err why = {0};
	return words_split(&work->job.arena, words, INPUT_WORDS, &input->args, &count, &why) ||
	       err_set(err, ERR_INPUT, "the arguments %.*s: %s", STR_ARG(str_part(words, 0, 100)),
		       why.text);
}

bool inputs_env(struct work *work, struct work_input *input, struct str words, struct err *err)
{
	static const char *const refused[] = {"LD_", "PYTHON", "PATH=", "DYLD_", "GLIBC_", NULL};
	size_t count;
	if (!words_split(&work->job.arena, words, INPUT_ENV_MAX, &input->env, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct str variable = str_of(input->env[i]);
		size_t equals = str_find(variable, STR("="));
		if (equals == 0 || equals == variable.len)
			return err_set(err, ERR_INPUT, "env wants NAME=value, not \"%.*s\"",
				       STR_ARG(str_part(variable, 0, 60)));
		for (const char *const *prefix = refused; *prefix != NULL; prefix++)
			if (str_starts(variable, str_of(*prefix)))
				return err_set(err, ERR_INPUT,
					       "env: %.*s changes how programs are started, and "
					       "is not for an input",
					       STR_ARG(str_part(variable, 0, equals)));
	}
	return true;
}

bool inputs_blame(struct work *work, const char *path, struct err *err)
{
	if (str_has(str_of(err->text), str_of(path)))
		return false;
	struct str why = arena_str(&work->job.arena, str_of(err->text));
	return err_set(err, err->kind, "%s: %.*s", path, STR_ARG(why));
}

bool inputs_stdin(struct work *work, struct work_input *input, const char *path, struct err *err)
{
	if (!file_read(&work->job.arena, path, INPUT_BYTES, &input->stdin_bytes, err)) {
		err->kind = ERR_INPUT;
		return false;
	}
	input->stdin_given = true;
	return true;
}

bool inputs_file(struct work *work, struct work_input *input, const char *host, struct str name,
		 struct err *err)
{
	struct arena *arena = &work->job.arena;
	for (size_t i = 0; i < input->file_count; i++)
		if (str_eq(str_of(input->files[i].name), name))
			return true;
	if (input->file_count == INPUT_FILES)
		return err_set(err, ERR_INPUT, "more than %d files for one input", INPUT_FILES);
	input->files[input->file_count++] =
		(struct work_file){.host = arena_cstr(arena, str_of(host)),
				   .name = arena_cstr(arena, name)};
	return true;
}

static bool inputs_is_secret(struct str name)
{
	static const char *const ends[] = {".pem", ".key", ".p12", ".pfx", ".kdbx", ".jks", NULL};
	static const char *const begins[] = {".", "id_", "credential", "secret", "token", NULL};
	struct str part;
	while (str_split(&name, '/', &part)) {
		for (const char *const *word = begins; *word != NULL; word++)
			if (str_eq_nocase(str_part(part, 0, strlen(*word)), str_of(*word)))
				return true;
		for (const char *const *word = ends; *word != NULL; word++)
			if (part.len >= strlen(*word) &&
			    str_eq_nocase(str_part(part, part.len - strlen(*word), part.len),
					  str_of(*word)))
				return true;
	}
	return false;
}

struct str inputs_beside(struct work *work, struct str name, struct err *err)
{
	struct arena *arena = &work->job.arena;
	struct str nothing = {"", 0}, folder, real;
	struct err why = {0};
	struct stat status;
	struct str shown = str_part(name, 0, 100);
	if (work->path.len == 0 || name.len == 0 || name.at[0] == '/') {
		err_set(err, ERR_INPUT, "%.*s: the name of a file beside the script is wanted",
			STR_ARG(shown));
		return nothing;
	}
	struct str dir = file_dir(work->path);
	const char *path = arena_fmt(arena, "%.*s/%.*s", STR_ARG(dir), STR_ARG(name)).at;
	if (!file_real_path(arena, arena_cstr(arena, dir), &folder, &why) ||
	    !file_real_path(arena, path, &real, &why) || stat(real.at, &status) != 0 ||
	    !S_ISREG(status.st_mode)) {
		err_set(err, ERR_INPUT, "%.*s: no such file beside the script", STR_ARG(shown));
		return nothing;
	}
	/* What it is in truth counts, and how it is called there. */
	if (!file_within(real, folder) ||
	    inputs_is_secret(str_part(real, folder.len + 1, real.len)) || inputs_is_secret(name)) {
		err_set(err, ERR_INPUT,
			"%.*s lies outside of the script's folder or is named like a secret, and "
			"is not shown to programs",
			STR_ARG(shown));
		return nothing;
	}
	return real;
}

/* NAME.inputs, or NAME.stdin and the like, beside NAME.py. */
static bool inputs_from_siblings(struct work *work, struct inputs *inputs, struct err *err)
{
	struct arena *arena = &work->job.arena;
	struct str stem = work->name, dir = file_dir(work->path);
	struct stat status;
	if (work->path.len == 0)
		return true;
	if (str_ends(stem, str_of(work->from->suffix)))
		stem = str_part(stem, 0, stem.len - strlen(work->from->suffix));
	const char *folder = arena_fmt(arena, "%.*s/%.*s.inputs", STR_ARG(dir), STR_ARG(stem)).at;
	if (lstat(folder, &status) == 0 && S_ISDIR(status.st_mode))
		return inputs_from_folder(work, folder, inputs, err);
	static const struct {
		const char *suffix;
		bool (*take)(struct work *, struct work_input *, struct str, struct err *);
	} siblings[] = {{"stdin", NULL}, {"args", inputs_args}, {"env", inputs_env}};
	struct work_input *input = NULL;
	for (size_t i = 0; i < sizeof(siblings) / sizeof(siblings[0]); i++) {
		struct str name = arena_fmt(arena, "%.*s.%s", STR_ARG(stem), siblings[i].suffix),
			   text;
		struct err none = {0};
		struct str path = inputs_beside(work, name, &none);
		if (path.len == 0)
			continue;
		input = input != NULL ? input : inputs_add(inputs, err);
		input->name = name;
		if (siblings[i].take == NULL
			    ? !inputs_stdin(work, input, path.at, err)
			    : !file_read(arena, path.at, INPUT_BYTES, &text, err) ||
				      !siblings[i].take(work, input, text, err))
			return inputs_blame(work, path.at, err);
	}
	return true;
}

static bool inputs_from_person(struct work *work, struct inputs *inputs, struct err *err)
{
	const struct work_wanted *wanted = &work->wanted;
	if (wanted->folder != NULL)
		return inputs_from_folder(work, wanted->folder, inputs, err);
	if (!wanted->stdin_given && wanted->args == NULL)
		return true;
	struct work_input *input = inputs_add(inputs, err);
	input->stdin_given = wanted->stdin_given;
	input->stdin_bytes = wanted->stdin_bytes;
	input->name = wanted->args == NULL ? STR("stdin")
					   : arena_fmt(&work->job.arena, "args %s", wanted->args);
	return wanted->args == NULL || inputs_args(work, input, str_of(wanted->args), err);
}

static bool inputs_find(struct work *work, struct inputs *inputs, struct err *err)
{
	return inputs_from_person(work, inputs, err) &&
	       (inputs->count > 0 || inputs_from_source(work, inputs, err)) &&
	       (inputs->count > 0 || inputs_from_siblings(work, inputs, err)) &&
	       (inputs->count > 0 || inputs_add(inputs, err) != NULL) &&
	       inputs_named_files(work, inputs, err);
}

/* The script reads what nobody has given it. */
static bool inputs_are_missing(const struct work *work)
{
	const struct language *from = work->from;
	return work->inputs[0].name.len == 0 && from->reads_stdin != NULL &&
	       from->reads_stdin(work->source);
}

/* What the report calls an input says which files it has, too. */
static void inputs_name_files(struct work *work, struct inputs *inputs)
{
	for (size_t i = 0; i < inputs->count; i++) {
		struct work_input *input = &inputs->list[i];
		struct buf text;
		buf_init(&text, INPUT_SHOWN);
		for (size_t k = 0; k < input->file_count && !text.full; k++)
			buf_addf(&text, "%s%s", k == 0 ? "" : ", ", input->files[k].name);
		input->shown = arena_str(&work->job.arena, buf_str(&text));
		buf_deinit(&text);
	}
}

static enum next inputs_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->inputs != NULL)
		return NEXT; /* a later round */
	struct inputs *inputs = arena_new(&job->arena, sizeof(*inputs));
	if (!inputs_find(work, inputs, &job->err))
		return FAIL;
	work->inputs = inputs->list;
	work->input_count = inputs->count;
	inputs_name_files(work, inputs);
	/* Before a model is paid for something of which nothing can be said. */
	if (work->wish == NULL || !inputs_are_missing(work))
		return NEXT;
	job_op(job, &work->wish->op);
	if (work->wish->ask(work->wish, work))
		return WAIT;
	job_op_refused(job, &work->wish->op);
	return NEXT;
}

static enum next inputs_finish(struct job *job)
{
	struct work *work = work_of(job);
	if (!work->wish->added)
		return NEXT;
	return job_fail(job, ERR_INPUT,
			"%.*s has a line for its input now: fill it in, and start again",
			STR_ARG(work->name));
}

const struct step step_inputs = {.title = "looking for inputs",
				 .start = inputs_start,
				 .finish = inputs_finish};
