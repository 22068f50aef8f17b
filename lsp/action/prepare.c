/*
 * Gives a work what its action needs: the steps, and whom to ask as far as the settings say so.
 */
#include "action/action.h"

#include "step/choice.h"

bool action_prepare(const struct action *action, struct work *work, struct err *err)
{
	if (!action->offer(work->from))
		return err_set(err, ERR_INPUT, "%s is not for %s", action->title, work->from->name);
	if (work->path.len == 0)
		return err_set(err, ERR_INPUT,
			       "save the document first: the result is written beside it");
	if (!choice_of(work->kit, &work->settings, str_of(action->name), &work->choice, err))
		return false;
	if (work->choice.provider == NULL && !work->settings.find_local)
		return err_set(err, ERR_AUTH, "%s", choice_nobody);
	work->job.steps = action->steps;
	work->prompt = action->prompt;
	work->to = action->to;
	if (work->choice.provider != NULL)
		work->job.verdict.provider = provider_name(work->choice.provider);
	work->job.verdict.model = work->choice.model;
	return true;
}
