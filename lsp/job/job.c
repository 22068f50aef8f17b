/*
 * The walk. One function, job_walk, moves a job from step to step; it runs from the
 * loop, never inside an op's start. An op's end, a cancel and job_ready do no more
 * than note what happened and walk on.
 *
 *	start ── NEXT ──▶ next step's start
 *	  │ WAIT
 *	  ▼ (last foreground op ended, or job_ready)
 *	finish ── NEXT / AGAIN / WAIT / REPAIR / REDO / GIVE_UP / DONE / FAIL
 *
 * After DONE, FAIL or a cancel what still runs is cancelled; the sink hears `ended`
 * when the last op has.
 */
#include "job/job.h"

#include <assert.h>
#include <stdarg.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/timer.h"

enum { JOB_EVIDENCE_MAX = 64 << 10, JOB_MESSAGE_MAX = 400 };

void job_init(struct job *job, struct loop *loop, uint64_t id)
{
	*job = (struct job){.id = id, .loop = loop, .rounds_max = 3, .round = 1};
	arena_init(&job->arena);
	verdict_init(&job->verdict, &job->arena);
}

void job_deinit(struct job *job)
{
	assert(job->ops == NULL);
	mem_free(job->wake);
	arena_deinit(&job->arena);
}

static void job_walk(struct job *job);

/* Ask every running op to end; each still ends through job_on_op_end. */
static void job_stop_ops(struct job *job)
{
	for (struct op *op = job->ops; op != NULL; op = op->next)
		op_cancel(op);
}

static void job_finish_if_idle(struct job *job)
{
	if (job->ops != NULL)
		return;
	if (job->clean != NULL)
		job->clean(job);
	job->sink->ended(job); /* may free the job */
}

static void job_end_as(struct job *job, enum job_end end)
{
	job->end = end;
	job_stop_ops(job);
	job_finish_if_idle(job);
}

static void job_forget_op(struct job *job, struct op *op)
{
	struct op **link = &job->ops;
	while (*link != op) {
		assert(*link != NULL);
		link = &(*link)->next;
	}
	*link = op->next;
	op->next = NULL;
	if (op->waited) {
		assert(job->foreground > 0);
		job->foreground--;
		op->waited = false;
	}
}

static void job_on_op_end(struct op *op)
{
	struct job *job = op->owner;
	job_forget_op(job, op);
	if (job->end != JOB_RUNNING)
		job_finish_if_idle(job);
	else if (job->foreground == 0 && job->walking)
		job_walk(job);
}

/* What a step's word means for where the job stands. False when the walk pauses or is over. */
static bool job_follow(struct job *job, enum next next)
{
	switch (next) {
	case NEXT:
		job->at++;
		assert(job->steps[job->at] != NULL);
		return true;
	case AGAIN:
		return true;
	case WAIT:
		assert(job->foreground > 0);
		assert(job->steps[job->at]->finish != NULL);
		job->walking = true;
		return false;
	case GIVE_UP:
		while (!job->steps[job->at]->closing) {
			job->at++;
			assert(job->steps[job->at] != NULL);
		}
		return true;
	case REPAIR:
	case REDO:
		job->at = 0;
		return true;
	case DONE:
		job->verdict.final = true;
		job->sink->verdict(job);
		job_end_as(job, JOB_DONE);
		return false;
	case FAIL:
		assert(job->err.kind != ERR_NONE);
		job_end_as(job, job->err.kind == ERR_CANCELLED ? JOB_CANCELLED : JOB_FAILED);
		return false;
	}
	assert(false);
	return false;
}

static void job_walk(struct job *job)
{
	bool waited = job->walking;
	job->walking = false;
	for (;;) {
		if (job->cancelled) {
			job_end_as(job, JOB_CANCELLED);
			return;
		}
		const struct step *step = job->steps[job->at];
		enum next next;
		if (waited) {
			next = step->finish(job);
		} else {
			log_line(loop_log(job->loop), LOG_DEBUG, "job %llu: %s",
				 (unsigned long long)job->id, step->title);
			next = step->start(job);
		}
		waited = false;
		if (!job_follow(job, next))
			return;
	}
}

/* The pause of no length that takes job_start, job_ready and job_cancel off their caller's stack.
 */
static void job_on_wake(struct op *op)
{
	struct job *job = op->owner;
	job_forget_op(job, op);
	if (job->end != JOB_RUNNING)
		job_finish_if_idle(job);
	else if (job->cancelled || job->foreground == 0)
		job_walk(job);
}

static void job_wake(struct job *job)
{
	if (job->wake == NULL)
		job->wake = mem_new(sizeof(*job->wake));
	struct op *op = &job->wake->op;
	if (op->running)
		return;
	op->owner = job;
	op->ended = job_on_wake;
	op->next = job->ops;
	job->ops = op;
	timer_start(job->loop, job->wake, 0);
}

void job_start(struct job *job)
{
	assert(job->steps != NULL && job->steps[0] != NULL && job->sink != NULL);
	job_wake(job);
}

void job_cancel(struct job *job)
{
	if (job->cancelled || job->end != JOB_RUNNING)
		return;
	job->cancelled = true;
	err_set(&job->err, ERR_CANCELLED, "cancelled");
	job_stop_ops(job);
	job_wake(job);
}

void job_op(struct job *job, struct op *op)
{
	assert(!op->running);
	op->owner = job;
	op->ended = job_on_op_end;
	op->waited = true;
	op->next = job->ops;
	job->ops = op;
	job->foreground++;
}

void job_op_refused(struct job *job, struct op *op)
{
	job_forget_op(job, op);
}

void job_background(struct job *job, struct op *op)
{
	if (!op->waited)
		return;
	op->waited = false;
	job->foreground--;
}

bool job_join(struct job *job, struct op *op)
{
	if (!op->running)
		return false;
	if (!op->waited) {
		op->waited = true;
		job->foreground++;
	}
	return true;
}

void job_ready(struct job *job, struct op *op)
{
	if (!op->waited)
		return;
	job_background(job, op);
	if (job->foreground == 0 && job->walking)
		job_wake(job);
}

enum next job_repair(struct job *job, struct str evidence)
{
	if (job->round >= job->rounds_max)
		return GIVE_UP;
	job->round++;
	job->repair = arena_str(&job->arena, str_part(evidence, 0, JOB_EVIDENCE_MAX));
	return REPAIR;
}

struct str job_take_repair(struct job *job)
{
	struct str repair = job->repair;
	job->repair = STR("");
	return repair;
}

enum next job_fail(struct job *job, enum err_kind kind, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	err_setv(&job->err, kind, format, args);
	va_end(args);
	return FAIL;
}

void job_say(struct job *job, const char *format, ...)
{
	struct buf message;
	buf_init(&message, JOB_MESSAGE_MAX);
	va_list args;
	va_start(args, format);
	buf_addv(&message, format, args);
	va_end(args);
	job->sink->progress(job, buf_str(&message));
	buf_deinit(&message);
}

void job_show(struct job *job)
{
	job->sink->verdict(job);
}
