/*
 * Walks down the user's list. Who fell through is noted with the reason, and so is who
 * answered in the end; later rounds stay with that one.
 */
#include "fallback.h"

#include "account.h"
#include "base/utf8.h"
#include "step/choice.h"
#include "step/work.h"

/* Was it asked already: by the settings' own choice, or by an earlier entry of the list? */
static bool fallback_was_tried(const struct work *work, const struct model_choice *choice)
{
	struct str model = STR("");
	if (choice->provider == work->chosen.provider && str_eq(choice->model, work->chosen.model))
		return true;
	for (size_t i = 0; i + 1 < work->fallbacks; i++, model = STR("")) {
		const struct provider *earlier =
			choice_find(work->kit, work->settings.fallback[i], &model);
		if (choice->provider == earlier && str_eq(choice->model, model))
			return true;
	}
	return false;
}

/* The next of the list that is somebody else, and known. */
static bool fallback_next(struct work *work, struct model_choice *choice)
{
	struct settings *settings = &work->settings;
	if (work->fallbacks == 0)
		work->chosen = work->choice;
	while (work->fallbacks < settings->fallback_count) {
		struct str word = settings->fallback[work->fallbacks++], model = STR("");
		const struct provider *provider = choice_find(work->kit, word, &model);
		if (provider == NULL) {
			verdict_add(&work->job.verdict, FINDING_NOTE,
				    "no provider is called \"%.*s\" (setting fallback)",
				    STR_ARG(word));
			continue;
		}
		*choice = work->choice;
		/* The rest was said of the one that failed. */
		choice->provider = provider;
		choice->model = model;
		choice->base_url = choice_base(work->kit, settings, provider);
		choice->context = 0;
		choice->remote = false;
		if (!fallback_was_tried(work, choice))
			return true;
	}
	return false;
}

bool fallback_choose(struct work *work, const struct err *why)
{
	struct job *job = &work->job;
	struct model_choice choice;
	/* What was too long for one may not be for another. */
	bool hopeless = work->call.refused && !work->call.too_long;
	if (why->kind == ERR_CANCELLED || hopeless || !fallback_next(work, &choice))
		return false;
	account_call(work);
	struct str failed = provider_name(work->choice.provider),
		   next = provider_name(choice.provider);
	struct buf said;
	buf_init(&said, sizeof(why->text));
	utf8_add_plain(&said, str_of(why->text));
	job_say(job, "%.*s failed; asking %.*s", STR_ARG(failed), STR_ARG(next));
	verdict_add(&job->verdict, FINDING_NOTE, "%.*s was asked instead: %.*s", STR_ARG(next),
		    STR_ARG(buf_str(&said)));
	buf_deinit(&said);
	work->choice = choice;
	job->verdict.provider = next;
	job->verdict.model = choice.model;
	return true;
}
