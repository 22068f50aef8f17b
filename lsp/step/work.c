/*
 * A work's life: made by a face, filled by its steps, given back whole.
 */
#include "step/work.h"

#include "account.h"
#include "base/hash.h"
#include "base/mem.h"
#include "choose.h"
#include "facts.h"
#include "io/file.h"
#include "original.h"
#include "recorded.h"
#include "timing.h"
#include "variation.h"

static struct str work_keep(struct work *work, struct str s)
{
	return arena_str(&work->job.arena, s);
}

/* Called when the job's last op has ended: what lies outside the arena goes back. */
static void work_clean(struct job *job)
{
	struct work *work = work_of(job);
	account_close(work);
	recorded_take(work);
	turn_give_back(&work->turn);
	if (work->timing != NULL)
		timing_deinit(work->timing);
	if (work->variation != NULL)
		variation_free(work->variation);
	work->variation = NULL;
	if (work->folder.len > 0)
		file_remove_folder(work->folder.at);
	work->folder = STR("");
}

struct work *work_new(struct kit *kit, const struct settings *settings, uint64_t id)
{
	struct work *work = mem_new(sizeof(*work));
	job_init(&work->job, kit->loop, id);
	work->kit = kit;
	work->job.clean = work_clean;
	work->job.rounds_max = settings->rounds;
	settings_copy(&work->settings, settings, &work->job.arena);
	return work;
}

void work_free(struct work *work)
{
	model_call_deinit(&work->call);
	if (work->choosing != NULL)
		choosing_deinit(work->choosing);
	sandbox_run_deinit(&work->build);
	sandbox_run_deinit(&work->run);
	if (work->facts != NULL)
		facts_deinit(work->facts);
	if (work->original != NULL)
		original_deinit(work->original);
	job_deinit(&work->job);
	mem_free(work);
}

bool work_about(struct work *work, struct str uri, struct str path, const struct language *language,
		struct str source, int64_t version, struct err *err)
{
	work->uri = work_keep(work, uri);
	work->path = work_keep(work, path);
	work->name = file_base(work->path);
	work->source = work_keep(work, source);
	work->from = language != NULL ? language : lang_by_file(work->path);
	if (work->from == NULL)
		return err_set(err, ERR_INPUT, "%.*s is no file in a language known here (.py)",
			       STR_ARG(work->name));
	work->job.verdict.source = work->name;
	work->job.verdict.document_version = version;
	work->job.verdict.source_hash = hash_bytes(source);
	return true;
}

enum next work_run(struct work *work, struct sandbox_run *run,
		   const struct sandbox_command *command)
{
	struct job *job = &work->job;
	sandbox_run_deinit(run);
	*run = (struct sandbox_run){0};
	job_op(job, &run->op);
	if (sandbox_start(work->kit->sandbox, work->settings.sandbox_minimum, run, command,
			  &job->err))
		return WAIT;
	job_op_refused(job, &run->op);
	return FAIL;
}

bool work_ran(struct work *work, const struct sandbox_run *run)
{
	if (run->op.err.kind == ERR_NONE)
		return true;
	work->job.err = run->op.err;
	return false;
}

struct str work_limit_text(struct work *work, const struct sandbox_result *result,
			   const struct sandbox_limits *limits)
{
	struct arena *arena = &work->job.arena;
	const char *group = limits == &work->settings.compile ? "compileLimits" : "limits";
	/* Processor time has no limit of its own: it follows from the deadline. */
	enum sandbox_limit set =
		result->limit == SANDBOX_LIMIT_CPU ? SANDBOX_LIMIT_WALL : result->limit;
	return arena_fmt(arena, "%.*s (setting %s.%s)",
			 STR_ARG(sandbox_limit_text(arena, result->limit, limits)), group,
			 sandbox_limit_name(set));
}
