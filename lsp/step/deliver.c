/*
 * Writes the result beside the source: pi.cpp when it was verified, pi.unverified.cpp
 * when it was not. A file that is there already is never touched; a number is put
 * behind the name instead.
 */
#include "io/file.h"
#include "step/steps.h"
#include "step/work.h"

enum { DELIVER_NAMES = 1000, DELIVER_SAME_MAX = 4 << 20 };

/* True when the file holds just this code already: then there is nothing to write. */
static bool deliver_there(struct arena *arena, const char *path, struct str code)
{
	struct str bytes;
	struct err ignored = {0};
	return file_exists(path) && file_read(arena, path, DELIVER_SAME_MAX, &bytes, &ignored) &&
	       str_eq(bytes, code);
}

static struct str deliver_stem(struct str name)
{
	size_t dot = name.len;
	while (dot > 0 && name.at[dot - 1] != '.')
		dot--;
	return dot > 1 ? str_part(name, 0, dot - 1) : name;
}

static enum next deliver_start(struct job *job)
{
	struct work *work = work_of(job);
	struct str folder = file_dir(work->path), stem = deliver_stem(work->name);
	const char *mark = verdict_holds(&job->verdict) ? "" : ".unverified";
	struct err err = {0};
	if (work->code.len == 0)
		return DONE;
	for (int n = 1; n <= DELIVER_NAMES; n++) {
		struct str number = n == 1 ? STR("") : arena_fmt(&job->arena, "_%d", n);
		struct str path = arena_fmt(&job->arena, "%.*s/%.*s%.*s%s%s", STR_ARG(folder),
					    STR_ARG(stem), STR_ARG(number), mark, work->to->suffix);
		if (!deliver_there(&job->arena, path.at, work->code) &&
		    !file_write_new(path.at, work->code, &err)) {
			if (err.kind == ERR_INPUT)
				continue; /* taken */
			return job_fail(job, err.kind, "%s", err.text);
		}
		job->verdict.artefact = path;
		return DONE;
	}
	return job_fail(job, ERR_WORLD, "no free name for the result of %.*s", STR_ARG(work->name));
}

const struct step step_deliver = {.title = "writing the result",
				  .start = deliver_start,
				  .closing = true};

static enum next end_start(struct job *job)
{
	(void)job;
	return DONE;
}

const struct step step_end = {.title = "done", .start = end_start, .closing = true};
