/*
 * Commands of runs. The script and what it reads stand in the work folder under their own
 * names; harnesses and programs stand outside, so that a script that lists its folder sees the
 * same in every run.
 */
#include "trial.h"

#include <sys/stat.h>

#include "hide.h"
#include "original.h"

static void trial_add(struct trial *trial, size_t *count, const char *host, const char *inside)
{
	trial->mounts[(*count)++] = (struct sandbox_mount){.host = host, .inside = inside};
}

/* Whether the files of an input leave the program room to write. */
static bool trial_has_room(const struct work *work, const struct work_input *input)
{
	uint64_t left = work->settings.run.disk / 4;
	struct stat status;
	for (size_t i = 0; i < input->file_count; i++) {
		if (stat(input->files[i].host, &status) != 0 || (uint64_t)status.st_size > left)
			return false;
		left -= (uint64_t)status.st_size;
	}
	return true;
}

/*
 * The files of an input, where the program looks for them: its own, to write over, as the user
 * has them. Only what is too large for that is shown as it lies.
 */
static void trial_files(struct work *work, const struct work_input *input, struct trial *trial,
			size_t *count)
{
	bool copied = trial_has_room(work, input);
	for (size_t i = 0; i < input->file_count; i++) {
		trial_add(trial, count, input->files[i].host,
			  arena_fmt(&work->job.arena, "/job/%s", input->files[i].name).at);
		trial->mounts[*count - 1].copied = copied;
	}
}

/* The script (NULL: the original) at its place in the work folder, which is returned. */
static const char *trial_add_script(struct work *work, const char *script, struct trial *trial,
				    size_t *count)
{
	struct arena *arena = &work->job.arena;
	const char *inside = arena_fmt(arena, "/job/%.*s", STR_ARG(work->name)).at;
	if (script == NULL)
		script = arena_fmt(arena, "%.*s/%.*s", STR_ARG(work->folder), STR_ARG(work->name))
				 .at;
	trial_add(trial, count, script, inside);
	return inside;
}

static void trial_words(const char *const *words, struct trial *trial, size_t *count)
{
	for (size_t i = 0; words != NULL && words[i] != NULL && *count < TRIAL_ARGS; i++)
		trial->argv[(*count)++] = words[i];
}

static void trial_command(const struct work *work, const struct work_input *input,
			  struct trial *trial, size_t mounts, size_t words)
{
	trial->argv[words] = NULL;
	trial->env[0] = NULL;
	for (size_t i = 0; input->env != NULL && input->env[i] != NULL; i++)
		trial_env(trial, input->env[i]);
	trial->command = (struct sandbox_command){
		.argv = trial->argv,
		.env = trial->env,
		.mounts = trial->mounts,
		.mount_count = mounts,
		.stdin_bytes = input->stdin_bytes,
		.limits = work->settings.run,
	};
}

void trial_script(struct work *work, const struct work_input *input, const char *script,
		  const char *const *before, struct trial *trial)
{
	size_t mounts = 0, words = 0;
	const char *inside = trial_add_script(work, script, trial, &mounts);
	toolchain_mounts(&work->python, trial->mounts, &mounts);
	trial_files(work, input, trial, &mounts);
	trial->argv[words++] = work->python.path;
	trial_words(before, trial, &words);
	trial->argv[words++] = inside;
	trial_words(input->args, trial, &words);
	trial_command(work, input, trial, mounts, words);
}

void trial_program(struct work *work, const struct work_input *input, const char *program,
		   struct trial *trial)
{
	struct arena *arena = &work->job.arena;
	size_t mounts = 0, words = 0;
	if (program == NULL)
		program = arena_fmt(arena, "%.*s/candidate", STR_ARG(work->folder)).at;
	/* It sees the script where the script sees itself, and is called as it is. */
	trial_add_script(work, NULL, trial, &mounts);
	trial->argv[words] = arena_fmt(arena, "/beside/%.*s", STR_ARG(work->name)).at;
	trial_add(trial, &mounts, program, trial->argv[words++]);
	trial_files(work, input, trial, &mounts);
	hide_interpreters(work, trial->mounts, &mounts);
	trial_words(input->args, trial, &words);
	trial_command(work, input, trial, mounts, words);
}

void trial_env(struct trial *trial, const char *variable)
{
	size_t count = 0, room = sizeof(trial->env) / sizeof(trial->env[0]);
	while (trial->env[count] != NULL)
		count++;
	if (count + 1 == room)
		return;
	trial->env[count] = variable;
	trial->env[count + 1] = NULL;
}

struct output_run trial_view(struct arena *arena, const struct sandbox_run *run)
{
	struct output_file *files = arena_array(arena, run->file_count, sizeof(*files));
	for (size_t i = 0; i < run->file_count; i++)
		files[i] = (struct output_file){
			.name = run->files[i].name,
			.kind = run->files[i].kind,
			.mode = run->files[i].mode,
			.bytes = run->files[i].bytes,
		};
	return (struct output_run){
		.out = sandbox_out(run),
		.err = sandbox_err(run),
		.status = run->result.status,
		.signal = run->result.signal,
		.cut = run->result.out_cut || run->result.err_cut,
		.files = files,
		.file_count = run->file_count,
		.files_cut = run->files_cut,
		.began = run->began,
		.lasted = run->result.wall_s,
	};
}

struct output_result trial_compare(struct work *work, struct arena *arena, size_t input,
				   const struct sandbox_run *run)
{
	const struct original_input *of = &work->original->inputs[input];
	struct output_run plain = trial_view(arena, &of->plain);
	struct output_run again[OUTPUT_AGAIN];
	original_again(arena, of, again);
	struct output_run this = trial_view(arena, run);
	const struct work_input *given = &work->inputs[input];
	const char **names = arena_array(arena, given->file_count, sizeof(*names));
	for (size_t i = 0; i < given->file_count; i++)
		names[i] = given->files[i].name;
	this.given = names;
	this.given_count = given->file_count;
	return output_compare(arena, &plain, again, of->again_count, &this);
}
