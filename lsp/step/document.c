/*
 * Takes the documentation out of the answer and holds it against the code; what is wrong goes
 * back to the model. When the rounds are used up, what is good is kept and the rest is said.
 */
#include "account.h"
#include "answer.h"
#include "documenting.h"
#include "io/file.h"
#include "step/steps.h"
#include "step/work.h"

void documenting_write(struct work *work)
{
	struct documenting *documenting = work->documenting;
	documenting->edit_count =
		docstring_edits(&work->job.arena, work->source, documenting->targets,
				documenting->count, documenting->wish.width, documenting->edits);
	documenting->after = docstring_apply(&work->job.arena, work->source, documenting->edits,
					     documenting->edit_count);
}

const char *documenting_put(struct work *work, const char *name, struct str bytes)
{
	struct job *job = &work->job;
	struct str path = arena_fmt(&job->arena, "%.*s/.%s", STR_ARG(work->folder), name);
	return file_replace(path.at, bytes, &job->err) ? path.at : NULL;
}

/* A target that was good stays as it is: a later answer about others does not touch it. */
static void document_take(struct work *work)
{
	struct documenting *documenting = work->documenting;
	struct doc_target *open[DOCUMENTING_TARGETS], taken[DOCUMENTING_TARGETS];
	size_t count = 0;
	for (size_t i = 0; i < documenting->count; i++) {
		struct doc_target *target = &documenting->targets[i];
		if (target->text.len > 0 && target->faults.count == 0)
			continue;
		open[count] = target;
		taken[count++] = *target;
	}
	docstring_take(&work->job.arena, answer_text(&work->job.arena, work), taken, count);
	for (size_t i = 0; i < count; i++)
		open[i]->text = taken[i].text;
}

static enum next document_start(struct job *job)
{
	struct work *work = work_of(job);
	struct documenting *documenting = work->documenting;
	document_take(work);
	size_t good = docstring_judge(&job->arena, documenting->targets, documenting->count,
				      &documenting->wish);
	if (good < documenting->count) {
		struct str evidence =
			docstring_evidence(&job->arena, documenting->targets, documenting->count);
		/* Something was found: what comes later cannot make it nothing. */
		if (good > 0)
			work->code = evidence;
		return job_repair(job, evidence);
	}
	return NEXT;
}

const struct step step_document = {.title = "checking the documentation", .start = document_start};

/* What is not good is left out, and said. */
static void keep_good(struct work *work)
{
	struct documenting *documenting = work->documenting;
	struct verdict *verdict = &work->job.verdict;
	for (size_t i = 0; i < documenting->count; i++) {
		struct doc_target *target = &documenting->targets[i];
		struct str path = target->definition->path;
		if (target->faults.count == 0)
			continue;
		for (size_t k = 0; k < target->faults.count; k++)
			verdict_add(verdict, FINDING_DOCUMENTATION, "%.*s: %.*s",
				    STR_ARG(path.len > 0 ? path : STR("the module")),
				    STR_ARG(target->faults.at[k]));
		target->text = STR("");
		verdict->docs.withheld++;
	}
}

static enum next keep_start(struct job *job)
{
	struct work *work = work_of(job);
	account_call(work);
	keep_good(work);
	documenting_write(work);
	return NEXT;
}

/* Walked also when the rounds are used up, or nobody answers any more. */
const struct step step_keep = {.title = "keeping what is good",
			       .start = keep_start,
			       .closing = true};
