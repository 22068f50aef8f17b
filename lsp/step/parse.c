/*
 * The source must parse before anybody is asked: a model would happily translate
 * what Python refuses. The place for the result must be writable, for the same reason.
 */
#include <unistd.h>

#include "io/file.h"
#include "step/steps.h"
#include "step/work.h"

static enum next parse_start(struct job *job)
{
	struct work *work = work_of(job);
	struct syntax_error error;
	if (work->source.len == 0)
		return job_fail(job, ERR_INPUT, "%.*s is empty", STR_ARG(work->name));
	if (work->from->parses != NULL && !work->from->parses(&job->arena, work->source, &error)) {
		verdict_add(&job->verdict, FINDING_SYNTAX, "line %zu: %.*s", error.line,
			    STR_ARG(error.text));
		return job_fail(job, ERR_INPUT, "%.*s does not parse: line %zu: %.*s",
				STR_ARG(work->name), error.line, STR_ARG(error.text));
	}
	const char *folder = arena_cstr(&job->arena, file_dir(work->path));
	if (work->candidate.len == 0 && access(folder, W_OK) != 0)
		return job_fail(
			job, ERR_WORLD,
			"cannot write the result beside %.*s: the folder %s is not writable",
			STR_ARG(work->name), folder);
	return NEXT;
}

const struct step step_parse = {.title = "reading the source", .start = parse_start};
