/*
 * Inputs in a folder: cases/1.stdin, cases/1.args, cases/2/stdin, cases/2/table.csv.
 */
#include <string.h>
#include <sys/stat.h>

#include "inputs.h"
#include "io/file.h"

enum { FOLDER_WORDS_MAX = 64 << 10 };

static bool folder_is(const char *path, bool folder)
{
	struct stat status;
	return lstat(path, &status) == 0 &&
	       (folder ? S_ISDIR(status.st_mode) : S_ISREG(status.st_mode));
}

/* Take a file for what its role says; false for one that is none of an input's. */
static bool folder_role(struct work *work, struct work_input *input, const char *path,
			struct str role, bool *known, struct err *err)
{
	struct str text;
	*known = true;
	if (str_eq(role, STR("stdin")) || str_eq(role, STR("in")))
		return inputs_stdin(work, input, path, err) || inputs_blame(work, path, err);
	bool args = str_eq(role, STR("args"));
	if (!args && !str_eq(role, STR("env"))) {
		*known = false;
		return true;
	}
	bool taken =
		file_read(&work->job.arena, path, FOLDER_WORDS_MAX, &text, err) &&
		(args ? inputs_args(work, input, text, err) : inputs_env(work, input, text, err));
	return taken || inputs_blame(work, path, err);
}

/* A folder that is one input. */
static bool folder_case(struct work *work, struct work_input *input, const char *folder,
			struct err *err)
{
	struct arena *arena = &work->job.arena;
	struct str *names;
	size_t count;
	if (!file_list(arena, folder, "", &names, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *path = arena_fmt(arena, "%s/%.*s", folder, STR_ARG(names[i])).at;
		bool known;
		if (names[i].at[0] == '.')
			continue;
		if (!folder_is(path, false))
			return err_set(err, ERR_INPUT, "%s is no regular file", path);
		if (!folder_role(work, input, path, names[i], &known, err) ||
		    (!known && !inputs_file(work, input, path, names[i], err)))
			return inputs_blame(work, folder, err);
	}
	return true;
}

/* The input called `name`, made when there is none yet. */
static struct work_input *folder_input(struct inputs *inputs, struct str name, struct err *err)
{
	for (size_t i = 0; i < inputs->count; i++)
		if (str_eq(inputs->list[i].name, name))
			return &inputs->list[i];
	struct work_input *input = inputs_add(inputs, err);
	if (input != NULL)
		input->name = name;
	return input;
}

static bool folder_entry(struct work *work, struct inputs *inputs, const char *folder,
			 struct str name, struct err *err)
{
	const char *path = arena_fmt(&work->job.arena, "%s/%.*s", folder, STR_ARG(name)).at;
	struct work_input *input;
	if (folder_is(path, true)) {
		input = folder_input(inputs, name, err);
		return input != NULL && folder_case(work, input, path, err);
	}
	static const char *const roles[] = {".stdin", ".in", ".args", ".env", NULL};
	for (const char *const *role = roles; *role != NULL; role++) {
		size_t len = strlen(*role);
		bool known;
		if (!str_ends(name, str_of(*role)) || name.len == len || !folder_is(path, false))
			continue;
		input = folder_input(inputs, str_part(name, 0, name.len - len), err);
		return input != NULL &&
		       folder_role(work, input, path, str_of(*role + 1), &known, err);
	}
	return true; /* expected outputs and notes may lie there as well */
}

bool inputs_from_folder(struct work *work, const char *folder, struct inputs *inputs,
			struct err *err)
{
	struct str *names;
	size_t count;
	if (!file_list(&work->job.arena, folder, "", &names, &count, err)) {
		err->kind = ERR_INPUT;
		return false;
	}
	for (size_t i = 0; i < count; i++)
		if (names[i].at[0] != '.' && !folder_entry(work, inputs, folder, names[i], err))
			return false;
	return inputs->count > 0 ||
	       err_set(err, ERR_INPUT,
		       "%s holds no input: NAME.stdin, NAME.args, NAME.env, or a folder NAME",
		       folder);
}
