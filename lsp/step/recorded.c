/*
 * Hands each answer of a job to the recorder, when "record.folder" is set. That it
 * cannot be written is said, and hinders nothing.
 */
#include "recorded.h"

#include "answer.h"
#include "io/file.h"
#include "io/loop.h"
#include "model/record.h"
#include "step/work.h"

/* Was it an answer, or at least a part of one that was good enough to go on with? */
static bool recorded_counts(const struct work *work, struct str text)
{
	const struct model_call *call = &work->call;
	if (call->state == NULL || work->turn_count == 0)
		return false;
	return call->outcome == MODEL_COMPLETE || call->outcome == MODEL_TRUNCATED ||
	       (work->code_ns != 0 && text.len > 0);
}

/* The folder as an absolute path: where a server was started means nothing to its user. */
static struct str recorded_folder(struct work *work)
{
	struct arena *arena = &work->job.arena;
	struct str folder = work->settings.record_folder;
	if (!str_starts(folder, STR("~/")))
		return folder;
	return arena_fmt(arena, "%.*s%.*s", STR_ARG(file_home(arena)),
			 STR_ARG(str_part(folder, 1, folder.len)));
}

static bool recorded_write(struct work *work, struct str text, struct err *err)
{
	struct record_about about = {
		.folder = recorded_folder(work),
		.name = work->name,
		.source = work->source,
		.question = work->turns[0],
		.provider = provider_name(work->choice.provider),
		.model = work->choice.model.len > 0 ? work->choice.model : work->call.model,
		.secrets = work->kit->secrets,
	};
	if (!str_starts(about.folder, STR("/")))
		return err_set(err, ERR_INPUT, "setting record.folder: must be an absolute path");
	return record_answer(work->record, &work->job.arena, &about, text, err);
}

void recorded_take(struct work *work)
{
	struct arena *arena = &work->job.arena;
	if (work->settings.record_folder.len == 0)
		return;
	/* In one piece, also when it was asked for in two. */
	struct str text = answer_text(arena, work);
	if (!recorded_counts(work, text))
		return;
	if (work->record == NULL)
		work->record = arena_new(arena, sizeof(*work->record));
	struct err err = {.kind = ERR_NONE};
	if (recorded_write(work, text, &err))
		return;
	log_line(loop_log(work->kit->loop), LOG_WARNING, "the conversation is not recorded: %s",
		 err.text);
	job_say(&work->job, "the conversation is not recorded: %s", err.text);
}
