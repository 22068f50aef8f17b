/*
 * Runs the examples in the documentation, in the sandbox, with the interpreter and the project
 * as they are (lsp/harness/examples.py). An example that prints something else, or cannot be
 * run, is left out, and that is said with what it really printed: an example that is wrong is a
 * lie of the plainest kind.
 */
#include "base/embedded.h"
#include "base/json.h"
#include "base/utf8.h"
#include "documenting.h"
#include "step/steps.h"
#include "step/work.h"
#include "toolchain.h"

enum {
	EXAMPLES_MOUNTS = TOOLCHAIN_MOUNTS + 3,
	EXAMPLES_ARGS = DOCUMENTING_TARGETS + 8,
	EXAMPLES_SHOWN = 120,
	EXAMPLES_TEXT = 64 << 10,
};

/* Seconds: the module is imported, and a script does its work when it is. */
static const double examples_wall_s = 30;

static bool examples_has(const struct doc_target *target)
{
	return target->text.len > 0 && str_has(target->text, STR(">>>"));
}

static enum next examples_start(struct job *job)
{
	struct work *work = work_of(job);
	struct documenting *documenting = work->documenting;
	const char *argv[EXAMPLES_ARGS];
	size_t words = 4, count = 0;
	for (size_t i = 0; i < documenting->count; i++)
		if (examples_has(&documenting->targets[i]))
			argv[words++] =
				arena_cstr(&job->arena, documenting->targets[i].definition->path);
	if (words == 4 || work->unverified)
		return NEXT;
	argv[0] = work->python.path;
	argv[1] = documenting_put(work, "examples.py", embedded_file("examples.py"));
	argv[2] = documenting_put(work, "documented.py", documenting->after);
	argv[3] = arena_cstr(&job->arena, documenting->module);
	argv[words] = NULL;
	if (argv[1] == NULL || argv[2] == NULL)
		return FAIL;
	struct sandbox_mount mounts[EXAMPLES_MOUNTS];
	toolchain_mounts(&work->python, mounts, &count);
	mounts[count++] = (struct sandbox_mount){.host = argv[1]};
	mounts[count++] = (struct sandbox_mount){.host = argv[2]};
	/* A script in the home folder has to do without what lies beside it. */
	bool shown = sandbox_danger(&job->arena, documenting->root) == NULL;
	if (shown)
		mounts[count++] = (struct sandbox_mount){.host = documenting->root, .masked = true};
	const char *const env[] = {arena_fmt(&job->arena, "PYTHONPATH=%s", documenting->root).at,
				   NULL};
	struct sandbox_command command = {.argv = argv,
					  .env = shown ? env : NULL,
					  .mounts = mounts,
					  .mount_count = count,
					  .limits = work->settings.run};
	if (command.limits.wall_s > examples_wall_s)
		command.limits.wall_s = examples_wall_s;
	if (shown)
		job->verdict.visible = arena_fmt(&job->arena, "%s without secrets, %.*s",
						 documenting->root, STR_ARG(job->verdict.visible));
	return work_run(work, &work->run, &command);
}

/* --- what they printed --- */

/* One line of the report: its fields. */
struct examples_line {
	struct str field[6];
	size_t count;
};

static void examples_split(struct str line, struct examples_line *fields)
{
	fields->count = 0;
	while (fields->count < 6 && str_split(&line, '\t', &fields->field[fields->count]))
		fields->count++;
}

/* A text of the report, plain and short. */
static struct str examples_text(struct arena *arena, struct str json)
{
	struct err ignored;
	cJSON *node = json_parse(json, &ignored);
	struct buf plain;
	buf_init(&plain, EXAMPLES_SHOWN);
	utf8_add_plain(&plain, str_trim(json_str(node)));
	cJSON_Delete(node);
	struct str text = arena_str(arena, buf_str(&plain));
	buf_deinit(&plain);
	return text;
}

static void examples_say(struct work *work, struct str path, struct str why)
{
	verdict_add(&work->job.verdict, FINDING_DOCUMENTATION,
		    "%.*s: an example was left out: %.*s",
		    STR_ARG(path.len > 0 ? path : STR("the module")), STR_ARG(why));
	work->job.verdict.docs.examples_removed++;
}

/* Which lines of the target's text begin an example that holds; says why others do not. */
static size_t examples_hear(struct work *work, const struct doc_target *target, struct str report,
			    size_t *good, size_t most)
{
	struct arena *arena = &work->job.arena;
	struct str line;
	size_t count = 0;
	while (str_line(&report, &line) && count < most) {
		struct examples_line at;
		long long number;
		examples_split(line, &at);
		if (at.count < 5 || !str_eq(at.field[1], target->definition->path) ||
		    !str_to_int(at.field[2], &number) || number < 1)
			continue;
		if (str_eq(at.field[0], STR("example")) && str_eq(at.field[3], STR("ok"))) {
			good[count++] = (size_t)number;
			continue;
		}
		bool raised = str_eq(at.field[0], STR("raised"));
		examples_say(work, target->definition->path,
			     arena_fmt(arena, "it says \"%.*s\", the code %s \"%.*s\"",
				       STR_ARG(examples_text(arena, at.field[raised ? 3 : 4])),
				       raised ? "raises" : "prints",
				       STR_ARG(examples_text(arena, at.field[raised ? 4 : 5]))));
	}
	return count;
}

static bool examples_is_good(const size_t *good, size_t count, size_t line)
{
	for (size_t i = 0; i < count; i++)
		if (good[i] == line)
			return true;
	return false;
}

/* A line that says that examples follow, and nothing else. */
static bool examples_is_heading(struct str line)
{
	line = str_trim(line);
	return str_eq_nocase(line, STR("example:")) || str_eq_nocase(line, STR("examples:")) ||
	       str_eq_nocase(line, STR("examples")) || str_eq_nocase(line, STR("example"));
}

static bool examples_is_rule(struct str line)
{
	line = str_trim(line);
	return line.len >= 3 && str_starts(line, STR("---"));
}

/* Nothing but blank lines before the next text that stands at the margin. */
static bool examples_are_gone(struct str rest)
{
	struct str line;
	while (str_line(&rest, &line)) {
		if (str_trim(line).len == 0 || examples_is_rule(line))
			continue;
		return line.at[0] != ' ' && !str_starts(line, STR(">>>"));
	}
	return true;
}

/* Without headings that head nothing any more. */
static struct str examples_tidy(struct arena *arena, struct str text)
{
	struct buf out;
	buf_init(&out, EXAMPLES_TEXT);
	struct str rest = text, line;
	while (str_line(&rest, &line)) {
		if (examples_is_heading(line) && examples_are_gone(rest)) {
			struct str next = rest;
			if (str_line(&next, &line) && examples_is_rule(line))
				rest = next;
			continue;
		}
		buf_add(&out, line);
		buf_add_char(&out, '\n');
	}
	struct str tidy = arena_str(arena, str_trim(buf_str(&out)));
	buf_deinit(&out);
	return tidy;
}

/* The text without the examples that do not hold. */
static struct str examples_cut(struct arena *arena, struct str text, const size_t *good,
			       size_t count, size_t *kept)
{
	struct buf out;
	buf_init(&out, EXAMPLES_TEXT);
	struct str rest = text, line;
	bool dropping = false;
	for (size_t n = 1; str_line(&rest, &line); n++) {
		struct str bare = str_trim(line);
		if (str_starts(bare, STR(">>>"))) {
			dropping = !examples_is_good(good, count, n);
			*kept += !dropping;
		} else if (bare.len == 0) {
			dropping = false;
		}
		if (dropping)
			continue;
		buf_add(&out, line);
		buf_add_char(&out, '\n');
	}
	struct str left = examples_tidy(arena, buf_str(&out));
	buf_deinit(&out);
	return left;
}

/* Why no example ran at all; empty when they did. */
static struct str examples_none(struct work *work, struct str report)
{
	struct arena *arena = &work->job.arena;
	struct str rest = report, line;
	bool ended = false;
	while (str_line(&rest, &line)) {
		struct examples_line at;
		examples_split(line, &at);
		ended = ended || str_eq(line, STR("end"));
		if (at.count == 2 && str_eq(at.field[0], STR("import")))
			return arena_fmt(arena, "the module cannot be imported (%.*s)",
					 STR_ARG(examples_text(arena, at.field[1])));
	}
	if (ended)
		return STR("");
	if (work->run.result.limit != SANDBOX_NO_LIMIT)
		return arena_fmt(arena, "running them took %.*s",
				 STR_ARG(sandbox_limit_text(arena, work->run.result.limit,
							    &work->settings.run)));
	return STR("running them did not come to an end");
}

static enum next examples_finish(struct job *job)
{
	struct work *work = work_of(job);
	struct documenting *documenting = work->documenting;
	struct verdict_docs *docs = &job->verdict.docs;
	if (!work_ran(work, &work->run))
		return FAIL;
	struct str report = arena_str(&job->arena, sandbox_out(&work->run));
	struct str none = examples_none(work, report);
	for (size_t i = 0; i < documenting->count; i++) {
		struct doc_target *target = &documenting->targets[i];
		if (!examples_has(target))
			continue;
		/* One begins with three characters and a line end. */
		size_t most = target->text.len / 4 + 1, kept = 0;
		size_t *good = arena_array(&job->arena, most, sizeof(*good));
		size_t count = examples_hear(work, target, report, good, most);
		if (none.len > 0 && count == 0)
			examples_say(work, target->definition->path, none);
		target->text = examples_cut(&job->arena, target->text, good, count, &kept);
		docs->examples += kept;
	}
	documenting_write(work);
	return NEXT;
}

const struct step step_examples = {.title = "running the examples",
				   .start = examples_start,
				   .finish = examples_finish,
				   .closing = true};
