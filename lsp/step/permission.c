/*
 * Whether anything may be run: by the machine, which must have a sandbox that the user finds
 * good enough, and by the user, who is asked once for each workspace. Where the answer is no,
 * the text is still delivered, unverified. Nothing of the workspace is run before this.
 */
#include "step/steps.h"
#include "step/work.h"

/* Unverified is all we can offer; for `check` that is nothing. */
static enum next permission_refused(struct work *work, struct str why)
{
	struct job *job = &work->job;
	verdict_add(&job->verdict, FINDING_NOT_VERIFIED, "%.*s", STR_ARG(why));
	work->unverified = true;
	if (work->candidate.len > 0)
		return job_fail(job, ERR_WORLD, "nothing was run: %.*s", STR_ARG(why));
	return NEXT;
}

static enum next sandbox_judge(struct work *work)
{
	struct job *job = &work->job;
	struct sandbox *sandbox = work->kit->sandbox;
	struct err err = {0};
	bool usable = sandbox_usable(sandbox, work->settings.sandbox_minimum, &err);
	struct str described = sandbox_describe(sandbox);
	if (usable && sandbox_tier(sandbox) == SANDBOX_NONE)
		described = STR("none (running WITHOUT a sandbox)");
	job->verdict.sandbox = arena_str(&job->arena, described);
	return usable ? NEXT : permission_refused(work, str_of(err.text));
}

static enum next sandbox_step_start(struct job *job)
{
	struct work *work = work_of(job);
	if (job->verdict.sandbox.len > 0)
		return NEXT; /* a later round */
	if (sandbox_known(work->kit->sandbox))
		return sandbox_judge(work);
	job_op(job, &work->look.op);
	sandbox_look(work->kit->sandbox, &work->look);
	return WAIT;
}

static enum next sandbox_step_finish(struct job *job)
{
	return sandbox_judge(work_of(job));
}

const struct step step_sandbox = {.title = "looking for a sandbox",
				  .start = sandbox_step_start,
				  .finish = sandbox_step_finish};

static enum next permission_judge(struct work *work)
{
	const struct consent *consent = work->consent;
	if (consent->granted)
		return NEXT;
	return permission_refused(work, consent->why);
}

static enum next permission_start(struct job *job)
{
	struct work *work = work_of(job);
	struct consent *consent = work->consent;
	if (consent == NULL || work->unverified || consent->granted)
		return NEXT;
	job_op(job, &consent->op);
	if (consent->ask(consent, work))
		return WAIT;
	job_op_refused(job, &consent->op);
	return permission_judge(work);
}

static enum next permission_finish(struct job *job)
{
	return permission_judge(work_of(job));
}

const struct step step_permission = {.title = "asking whether it may be run",
				     .start = permission_start,
				     .finish = permission_finish};
