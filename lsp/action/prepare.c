/*
 * Chooses the model for a work: the one that is set, else the first provider that
 * could be asked. An action that asks nobody needs none of this.
 */
#include "action/action.h"

static void prepare_add_needs(struct buf *list, const struct models *models)
{
	for (const struct provider *const *p = provider_all(models); *p != NULL; p++) {
		const char *needs = provider_needs(*p);
		if (needs[0] != '\0')
			buf_addf(list, "%s%s for %.*s", list->len > 0 ? ", " : "", needs,
				 STR_ARG(provider_name(*p)));
	}
}

static const struct provider *prepare_first_ready(const struct kit *kit)
{
	for (const struct provider *const *p = provider_all(kit->models); *p != NULL; p++)
		if (provider_ready(*p, kit->secrets))
			return *p;
	return NULL;
}

static bool prepare_provider(struct work *work, struct err *err)
{
	const struct settings *settings = &work->settings;
	struct buf needs;
	buf_init(&needs, 400);
	prepare_add_needs(&needs, work->kit->models);
	bool fine = true;
	if (settings->provider.len > 0) {
		work->choice.provider = provider_find(work->kit->models, settings->provider);
		if (work->choice.provider == NULL)
			fine = err_set(err, ERR_INPUT, "no provider is called \"%.*s\"",
				       STR_ARG(settings->provider));
	} else {
		work->choice.provider = prepare_first_ready(work->kit);
		if (work->choice.provider == NULL)
			fine = err_set(err, ERR_AUTH,
				       "no model can be asked: set %.*s, or \"provider\"",
				       STR_ARG(buf_str(&needs)));
	}
	buf_deinit(&needs);
	return fine;
}

bool action_prepare(const struct action *action, struct work *work, struct err *err)
{
	if (!action->offer(work->from))
		return err_set(err, ERR_INPUT, "%s is not for %s", action->title, work->from->name);
	if (work->path.len == 0)
		return err_set(err, ERR_INPUT,
			       "save the document first: the result is written beside it");
	if (!prepare_provider(work, err))
		return false;
	work->job.steps = action->steps;
	work->to = &lang_cpp;
	work->choice.model = work->settings.model;
	work->choice.base_url = work->settings.base_url;
	work->choice.folder = work->settings.replay_folder;
	work->job.verdict.provider = provider_name(work->choice.provider);
	work->job.verdict.model = work->settings.model;
	return true;
}
