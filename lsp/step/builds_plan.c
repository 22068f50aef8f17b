/*
 * Which builds are tried, in which order, and the small things about each: what its compiler is
 * called, how long it took.
 */
#include "builds.h"

#include "compile.h"
#include "ground.h"
#include "toolchain.h"

enum { BUILDS_ROUNDS = 4, BUILDS_ROUNDS_LONG = 2, BUILDS_VERSION = 200 };

static const double builds_long_s = 0.5; /* such a run tells more than noise */

static void plan_add(struct work *work, struct builds *builds, struct tool *compiler,
		     const char *const *tuning, bool fast_math)
{
	bool first = builds->count > 0 && compiler == builds->ways[0].compiler && !fast_math &&
		     tuning == work->to->tunings[0];
	if (builds->count == VERDICT_BUILDS || first)
		return;
	struct arena *arena = &work->job.arena;
	struct str folder = work->folder;
	const char *program =
		builds->count == 0
			? arena_fmt(arena, "%.*s/candidate", STR_ARG(folder)).at
			: arena_fmt(arena, "%.*s/build%zu-", STR_ARG(folder), builds->count).at;
	builds->ways[builds->count++] = (struct builds_way){
		.compiler = compiler,
		.build = {.compiler = compiler->path, .tuning = tuning, .fast_math = fast_math},
		.program = program,
	};
}

/* The input on which they race: that which is timed later, the longest for the original. */
static size_t plan_timed(const struct verdict *verdict)
{
	size_t best = 0;
	for (size_t i = 1; i < verdict->input_count; i++)
		if (verdict->inputs[i].match != OUTPUT_UNKNOWN &&
		    (verdict->inputs[best].match == OUTPUT_UNKNOWN ||
		     verdict->inputs[i].source_seconds > verdict->inputs[best].source_seconds))
			best = i;
	return best;
}

void builds_plan(struct work *work, struct builds *builds)
{
	struct arena *arena = &work->job.arena;
	struct ground ground = ground_of(arena, work->workspace, work->path);
	struct err err = {0};
	size_t tools = toolchain_compilers(arena, &work->settings, &ground, builds->tools,
					   BUILDS_TOOLS, &err);
	struct tool *compilers[BUILDS_TOOLS];
	struct str own = path_real(arena, str_of(work->compiler.path));
	if (err.kind != ERR_NONE)
		verdict_add(&work->job.verdict, FINDING_NOTE, "builds.compilers: %s", err.text);
	for (size_t i = 0; i < tools; i++)
		compilers[i] = str_eq(path_real(arena, str_of(builds->tools[i].path)), own)
				       ? &work->compiler
				       : &builds->tools[i];
	plan_add(work, builds, &work->compiler, work->to->tunings[0], false);
	builds->ways[0].command = work->job.verdict.compiler;
	for (size_t tuning = 0; work->to->tunings[tuning] != NULL; tuning++) {
		for (size_t i = 0; i < tools; i++)
			plan_add(work, builds, compilers[i], work->to->tunings[tuning], false);
		for (size_t i = 0; tuning == 0 && work->settings.builds_fast_math && i < tools; i++)
			plan_add(work, builds, compilers[i], work->to->tunings[0], true);
	}
	builds->timed = plan_timed(&work->job.verdict);
}

static enum next plan_ask(struct work *work, const struct tool *compiler)
{
	struct sandbox_mount mounts[TOOLCHAIN_MOUNTS];
	size_t count = 0;
	toolchain_mounts(compiler, mounts, &count);
	const char *const argv[] = {compiler->path, "--version", NULL};
	struct sandbox_command command = {
		.argv = argv,
		.mounts = mounts,
		.mount_count = count,
		.limits = sandbox_run_limits,
	};
	work->builds->phase = BUILDS_ASK;
	return work_run(work, &work->build, &command);
}

/* The first line of what a compiler says of itself; its path when it says nothing. */
static void plan_hear(struct work *work, struct tool *compiler, struct str said)
{
	struct str line = STR("");
	while (str_trim(line).len == 0 && str_line(&said, &line))
		;
	line = str_part(str_trim(line), 0, BUILDS_VERSION);
	compiler->version =
		arena_str(&work->job.arena, line.len > 0 ? line : str_of(compiler->path));
}

void builds_heard(struct work *work)
{
	struct tool *compiler = builds_at(work->builds)->compiler;
	struct str said = sandbox_out(&work->build);
	if (compile_succeeded(&work->build) && said.len > 0)
		toolchain_learn(work->kit, compiler->path, said);
	plan_hear(work, compiler, compile_succeeded(&work->build) ? said : STR(""));
	work->builds->phase = BUILDS_COMPILE;
}

enum next builds_compile(struct work *work)
{
	struct builds_way *way = builds_at(work->builds);
	struct str said = toolchain_said(work->kit->tools, way->compiler->path);
	if (way->compiler->version.len == 0 && said.len == 0)
		return plan_ask(work, way->compiler);
	if (way->compiler->version.len == 0)
		plan_hear(work, way->compiler, said);
	way->command = compile_command_line(work, way->compiler, &way->build);
	job_say(&work->job, "trying other builds, %zu of %zu", work->builds->at,
		work->builds->count - 1);
	return compile_run(work, &work->build, way->compiler, &way->build, way->program);
}

bool builds_input(struct work *work)
{
	const struct verdict *verdict = &work->job.verdict;
	struct builds *builds = work->builds;
	while (builds->input < verdict->input_count &&
	       verdict->inputs[builds->input].match == OUTPUT_UNKNOWN)
		builds->input++;
	return builds->input < verdict->input_count;
}

size_t builds_rounds(const struct builds *builds)
{
	return builds->ways[0].wall > builds_long_s ? BUILDS_ROUNDS_LONG : BUILDS_ROUNDS;
}

void builds_time(struct builds_way *way, const struct sandbox_result *result)
{
	double cpu = result->user_s + result->system_s;
	if (way->wall <= 0 || result->wall_s < way->wall)
		way->wall = result->wall_s;
	if (way->cpu <= 0 || cpu < way->cpu)
		way->cpu = cpu;
}

bool builds_step_race(struct builds *builds)
{
	size_t rounds = builds_rounds(builds);
	do {
		if (++builds->at == builds->tried) {
			builds->at = 0;
			builds->round++;
		}
	} while (!builds->ways[builds->at].good && builds->round < rounds);
	return builds->round < rounds;
}
