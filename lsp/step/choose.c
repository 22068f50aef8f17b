/*
 * Who is asked, where the settings leave that open. Nothing is set and there is no key: perhaps a
 * server of models runs on this machine; then it is asked, and no other machine is spoken to. A
 * server on this machine has the models that were put there, so it is looked which: the one that
 * is wanted, or the best for code that is there. One that Ollama lacks can be downloaded when a
 * person says so. The same holds for whoever is asked in their place (fallback.c).
 */
#include "choose.h"

#include "model/listing.h"
#include "model/pull.h"
#include "step/choice.h"
#include "step/steps.h"
#include "step/work.h"

enum choosing_phase { CHOOSING_SURVEY, CHOOSING_LISTING, CHOOSING_WISH, CHOOSING_PULL };

struct choosing {
	enum choosing_phase phase;
	bool over;
	struct model_survey survey;
	struct model_listing listing;
	struct model_pull pull;
	struct str missing; /* the model to be pulled */
};

void choosing_deinit(struct choosing *choosing)
{
	survey_deinit(&choosing->survey);
	listing_deinit(&choosing->listing);
	pull_deinit(&choosing->pull);
}

/* --- the decision --- */

static enum next choose_take(struct work *work, struct str model)
{
	struct job *job = &work->job;
	work->choosing->over = true;
	work->choice.model = arena_str(&job->arena, model);
	job->verdict.provider = provider_name(work->choice.provider);
	job->verdict.model = work->choice.model;
	return NEXT;
}

/* What the server says of the model; and that the source leaves the machine, where it does. */
static void choose_know(struct work *work, const struct model_offer *offer)
{
	work->choice.context = (long)offer->context;
	work->choice.remote = offer->remote;
	if (offer->remote)
		verdict_add(&work->job.verdict, FINDING_NOTE,
			    "%.*s does not run where %.*s does: another machine answers, and gets "
			    "the source",
			    STR_ARG(offer->id), STR_ARG(provider_name(work->choice.provider)));
}

/* Nobody has named the model: say which it is, and why this one. */
static enum next choose_best(struct work *work, const struct model_offer *offer, size_t count,
			     bool known)
{
	struct str name = provider_name(work->choice.provider);
	const char *here = offer->local ? " on this machine" : "";
	choose_know(work, offer);
	if (known && count > 1)
		verdict_add(&work->job.verdict, FINDING_NOTE,
			    "asked %.*s at %.*s%s: of the %zu models there the first choice for "
			    "code",
			    STR_ARG(offer->id), STR_ARG(name), here, count);
	else
		verdict_add(&work->job.verdict, FINDING_NOTE, "asked %.*s at %.*s%s%s",
			    STR_ARG(offer->id), STR_ARG(name), here,
			    known ? "" : ", which is not known to be good at code");
	return choose_take(work, offer->id);
}

/* --- a model that is not there --- */

static enum next choose_missing(struct work *work)
{
	struct arena *arena = &work->job.arena;
	struct str model = work->choosing->missing;
	struct str size = pull_size(arena, work->choice.provider, model);
	work->choosing->over = true;
	return job_fail(&work->job, ERR_INPUT,
			"%.*s has no model \"%.*s\"; to get it%s%.*s%s: kadane pull %.*s",
			STR_ARG(provider_name(work->choice.provider)), STR_ARG(model),
			size.len > 0 ? " (" : "", STR_ARG(size), size.len > 0 ? ")" : "",
			STR_ARG(model));
}

static enum next choose_wish(struct work *work, struct str model)
{
	struct job *job = &work->job;
	struct pull_wish *wish = work->pull_wish;
	if (work->show != NULL)
		return choose_take(work, model); /* nobody is asked: it need not be there */
	work->choosing->missing = arena_str(&job->arena, model);
	if (wish == NULL || !pull_possible(work->choice.provider))
		return choose_missing(work);
	wish->granted = false;
	wish->model = work->choosing->missing;
	wish->size = pull_size(&job->arena, work->choice.provider, model);
	work->choosing->phase = CHOOSING_WISH;
	job_op(job, &wish->op);
	if (wish->ask(wish, work))
		return WAIT;
	job_op_refused(job, &wish->op);
	return choose_missing(work);
}

static void choose_on_news(struct model_pull *pull)
{
	struct work *work = pull->data;
	struct pull_wish *wish = work->pull_wish;
	int percent = pull_percent(pull);
	if (percent >= 0 && wish->news != NULL)
		wish->news(wish, percent);
	if (percent < 0)
		job_say(&work->job, "getting %.*s: %s", STR_ARG(work->choosing->missing),
			pull->status);
	else
		job_say(&work->job, "getting %.*s: %d%% of %.1f GB",
			STR_ARG(work->choosing->missing), percent, (double)pull->total / 1e9);
}

static enum next choose_pull(struct work *work)
{
	struct job *job = &work->job;
	struct choosing *choosing = work->choosing;
	struct model_choice choice = work->choice;
	if (!work->pull_wish->granted)
		return choose_missing(work);
	choice.model = choosing->missing;
	choosing->phase = CHOOSING_PULL;
	choosing->pull.on_news = choose_on_news;
	choosing->pull.data = work;
	job_op(job, &choosing->pull.op);
	if (pull_start(work->kit->models, &choosing->pull, &choice, &job->err))
		return WAIT;
	job_op_refused(job, &choosing->pull.op);
	choosing->over = true;
	return FAIL;
}

/* --- what is there --- */

static enum next choose_among(struct work *work, const struct model_offer *offers, size_t count)
{
	const struct provider *provider = work->choice.provider;
	struct str wanted = work->choice.model;
	bool known;
	if (wanted.len > 0) {
		const struct model_offer *there = listing_find(offers, count, wanted);
		work->choice.context = 0;
		if (there != NULL)
			choose_know(work, there);
		if (there != NULL || !pull_possible(provider))
			return choose_take(work, wanted);
		return choose_wish(work, wanted);
	}
	const struct model_offer *best = listing_best(provider, offers, count, &known);
	if (best != NULL)
		return choose_best(work, best, count, known);
	struct str standard = provider_model(&work->job.arena, provider);
	return pull_possible(provider) && standard.len > 0 ? choose_wish(work, standard)
							   : choose_take(work, standard);
}

static enum next choose_found(struct work *work)
{
	const struct survey_answer *taken = choice_found(&work->choosing->survey);
	if (taken == NULL)
		return job_fail(&work->job, ERR_AUTH, "%s", choice_nobody);
	work->choice.provider = taken->provider;
	work->choice.base_url = STR("");
	return choose_among(work, taken->offers, taken->count);
}

static enum next choose_listed(struct work *work)
{
	const struct model_listing *listing = &work->choosing->listing;
	/* What is wrong there is better said when it is asked: that is tried more than once. */
	if (listing->op.err.kind != ERR_NONE)
		return choose_take(work, work->choice.model);
	return choose_among(work, listing->offers, listing->count);
}

/* --- the steps --- */

/* The server's own list tells, where it is one on this machine. */
static enum next choose_list(struct work *work)
{
	struct choosing *choosing = work->choosing;
	struct err ignored = {0};
	choosing->over = true;
	if (!provider_is_local(work->choice.provider))
		return NEXT;
	choosing->over = false;
	choosing->phase = CHOOSING_LISTING;
	job_op(&work->job, &choosing->listing.op);
	if (listing_start(work->kit->models, &choosing->listing, &work->choice, &ignored))
		return WAIT;
	job_op_refused(&work->job, &choosing->listing.op);
	return choose_take(work, work->choice.model);
}

static enum next choose_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->choosing != NULL && work->choosing->over)
		return NEXT; /* a later round */
	struct choosing *choosing = arena_new(&job->arena, sizeof(*choosing));
	work->choosing = choosing;
	if (work->choice.provider != NULL)
		return choose_list(work);
	job_say(job, "looking for a model on this machine");
	choosing->phase = CHOOSING_SURVEY;
	job_op(job, &choosing->survey.op);
	survey_start(work->kit->models, &choosing->survey, SURVEY_HERE, NULL);
	return WAIT;
}

static enum next choose_finish(struct job *job)
{
	return choose_more(work_of(job));
}

enum next choose_again(struct work *work)
{
	if (work->choosing == NULL)
		work->choosing = arena_new(&work->job.arena, sizeof(*work->choosing));
	choosing_deinit(work->choosing);
	*work->choosing = (struct choosing){0};
	return choose_list(work);
}

bool choose_goes_on(const struct work *work)
{
	return work->choosing != NULL && !work->choosing->over;
}

enum next choose_more(struct work *work)
{
	struct choosing *choosing = work->choosing;
	switch (choosing->phase) {
	case CHOOSING_SURVEY:
		return choose_found(work);
	case CHOOSING_LISTING:
		return choose_listed(work);
	case CHOOSING_WISH:
		return choose_pull(work);
	case CHOOSING_PULL:
		if (work->pull_wish->news != NULL)
			work->pull_wish->news(work->pull_wish, -1);
		if (choosing->pull.op.err.kind == ERR_NONE)
			return choose_take(work, choosing->missing);
		work->job.err = choosing->pull.op.err;
		choosing->over = true;
		return FAIL;
	}
	return NEXT;
}

const struct step step_choose = {.title = "choosing a model",
				 .start = choose_start,
				 .finish = choose_finish};
