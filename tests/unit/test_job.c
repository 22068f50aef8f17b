/*
 * The walk over steps: order, repair, background work, cancel at any moment.
 */
#include "job/job.h"

#include <stdlib.h>

#include "check.h"
#include "io/timer.h"
#include "job/queue.h"

/* A job with pauses as its work, and notes of what happened. */
struct story {
	struct job job;
	struct timer pause, behind;
	char notes[200];
	size_t count;
	int again, repairs;
	int ended, verdicts;
	struct err late;
};

static void note(struct job *job, char c)
{
	struct story *story = (struct story *)job;
	if (story->count < sizeof(story->notes) - 1)
		story->notes[story->count++] = c;
}

static enum next pause_of(struct job *job, struct timer *timer, uint64_t ms)
{
	job_op(job, &timer->op);
	timer_start(job->loop, timer, ms);
	return WAIT;
}

static enum next a_start(struct job *job)
{
	note(job, 'a');
	return pause_of(job, &((struct story *)job)->pause, 1);
}

static enum next a_finish(struct job *job)
{
	note(job, 'A');
	return ((struct story *)job)->again-- > 0 ? AGAIN : NEXT;
}

static enum next background_start(struct job *job)
{
	struct story *story = (struct story *)job;
	note(job, 'b');
	if (!story->behind.op.running) {
		pause_of(job, &story->behind, 20);
		job_background(job, &story->behind.op);
	}
	return NEXT;
}

static enum next judge_start(struct job *job)
{
	struct story *story = (struct story *)job;
	note(job, 'j');
	if (story->repairs-- > 0)
		return job_repair(job, STR("wrong"));
	return NEXT;
}

static enum next join_start(struct job *job)
{
	note(job, 'k');
	return job_join(job, &((struct story *)job)->behind.op) ? WAIT : NEXT;
}

static enum next join_finish(struct job *job)
{
	note(job, 'K');
	CHECK(!((struct story *)job)->behind.op.running);
	return NEXT;
}

static enum next end_start(struct job *job)
{
	note(job, 'e');
	return DONE;
}

static enum next fail_start(struct job *job)
{
	return job_fail(job, ERR_WORLD, "no such %s", "thing");
}

static const struct step step_a = {.title = "a", .start = a_start, .finish = a_finish};
static const struct step step_b = {.title = "b", .start = background_start};
static const struct step step_j = {.title = "j", .start = judge_start};
static const struct step step_k = {.title = "k", .start = join_start, .finish = join_finish};
static const struct step step_e = {.title = "e", .start = end_start, .closing = true};
static const struct step step_f = {.title = "f", .start = fail_start};

static void on_progress(struct job *job, struct str message)
{
	(void)job;
	(void)message;
}

static void on_verdict(struct job *job)
{
	((struct story *)job)->verdicts++;
}

static void on_end(struct job *job)
{
	struct story *story = (struct story *)job;
	story->ended++;
	CHECK(job->ops == NULL);
	loop_stop(job->loop);
}

static const struct job_sink sink = {on_progress, on_verdict, on_end};

static void tell(struct loop *loop, struct story *story, const struct step *const *steps)
{
	job_init(&story->job, loop, 1);
	story->job.steps = steps;
	story->job.sink = &sink;
	job_start(&story->job);
	CHECK_INT(story->count, 0); /* nothing happens inside the start */
}

static void test_order(struct loop *loop)
{
	static const struct step *const steps[] = {&step_a, &step_b, &step_k, &step_e, NULL};
	struct story story = {.again = 1};
	tell(loop, &story, steps);
	loop_run(loop);
	CHECK_STR(str_of(story.notes), "aAaAbkKe");
	CHECK_INT(story.job.end, JOB_DONE);
	CHECK_INT(story.ended, 1);
	CHECK_INT(story.verdicts, 1);
	CHECK(story.job.verdict.final);
	job_deinit(&story.job);
}

static void test_repair(struct loop *loop)
{
	static const struct step *const steps[] = {&step_b, &step_j, &step_k, &step_e, NULL};
	struct story story = {.repairs = 2};
	tell(loop, &story, steps);
	loop_run(loop);
	CHECK_STR(str_of(story.notes), "bjbjbjkKe");
	CHECK_STR(job_take_repair(&story.job), "wrong");
	CHECK_INT(job_take_repair(&story.job).len, 0);
	job_deinit(&story.job);

	/* Three rounds by default: the third wrong answer goes to the closing steps. */
	struct story lost = {.repairs = 9};
	tell(loop, &lost, steps);
	loop_run(loop);
	CHECK_STR(str_of(lost.notes), "bjbjbje");
	CHECK_INT(lost.job.end, JOB_DONE);
	job_deinit(&lost.job);
}

static void test_fail(struct loop *loop)
{
	static const struct step *const steps[] = {&step_b, &step_f, NULL};
	struct story story = {0};
	tell(loop, &story, steps);
	loop_run(loop);
	CHECK_INT(story.job.end, JOB_FAILED);
	CHECK_STR(str_of(story.job.err.text), "no such thing");
	CHECK_INT(story.ended, 1); /* after the background pause was cancelled */
	job_deinit(&story.job);
}

static void cancel_later(struct op *op)
{
	job_cancel(op->owner);
	job_cancel(op->owner);
}

static void test_cancel_at(struct loop *loop, uint64_t ms)
{
	static const struct step *const steps[] = {&step_a, &step_b, &step_a,
						   &step_k, &step_e, NULL};
	struct story story = {.again = 5};
	struct timer timer = {.op = {.owner = &story.job, .ended = cancel_later}};
	tell(loop, &story, steps);
	timer_start(loop, &timer, ms);
	loop_run(loop);
	CHECK_INT(story.ended, 1);
	CHECK(story.job.end == JOB_CANCELLED || story.job.end == JOB_DONE);
	while (timer.op.running)
		loop_run(loop);
	job_deinit(&story.job);
}

static void turn_granted(struct op *op)
{
	char *notes = op->owner;
	struct turn *turn = (struct turn *)op;
	size_t len = strlen(notes);
	notes[len] = op->err.kind == ERR_CANCELLED ? 'x' : turn->kind == TURN_TIMING ? 'T' : 'w';
}

static void test_queue(struct loop *loop)
{
	char notes[20] = "";
	struct queue *queue = queue_new(loop, 2);
	struct turn turns[5] = {{.queue = NULL}};
	for (size_t i = 0; i < 5; i++)
		turns[i].op = (struct op){.owner = notes, .ended = turn_granted};
	turn_start(queue, &turns[0], TURN_WORK);
	turn_start(queue, &turns[1], TURN_TIMING);
	turn_start(queue, &turns[2], TURN_WORK);
	turn_start(queue, &turns[3], TURN_WORK);
	CHECK_STR(str_of(notes), "");
	loop_run(loop);
	CHECK_STR(str_of(notes), "w"); /* timing waits, and those behind it wait too */
	turn_give_back(&turns[0]);
	turn_give_back(&turns[0]);
	loop_run(loop);
	CHECK_STR(str_of(notes), "wT");
	op_cancel(&turns[3].op);
	loop_run(loop);
	CHECK_STR(str_of(notes), "wTx");
	turn_give_back(&turns[1]);
	loop_run(loop);
	CHECK_STR(str_of(notes), "wTxw");
	turn_give_back(&turns[2]);
	queue_free(queue);
}

static void turn_noted(struct turn *turn)
{
	char *notes = turn->op.owner;
	notes[strlen(notes)] = '!';
}

/* Who can do without its turn hears when somebody waits, and not before nor after. */
static void test_spare(struct loop *loop)
{
	char notes[20] = "";
	struct queue *queue = queue_new(loop, 2);
	struct turn turns[3] = {{.wanted = turn_noted}};
	for (size_t i = 0; i < 3; i++)
		turns[i].op = (struct op){.owner = notes, .ended = turn_granted};
	turn_start(queue, &turns[0], TURN_WORK);
	turn_start(queue, &turns[1], TURN_WORK);
	loop_run(loop);
	CHECK_STR(str_of(notes), "ww");
	turn_start(queue, &turns[2], TURN_TIMING);
	CHECK_STR(str_of(notes), "ww!");
	turn_give_back(&turns[0]);
	turn_give_back(&turns[1]);
	loop_run(loop);
	CHECK_STR(str_of(notes), "ww!T");
	turn_start(queue, &turns[1], TURN_WORK);
	CHECK_STR(str_of(notes), "ww!T");
	turn_give_back(&turns[2]);
	loop_run(loop);
	CHECK_STR(str_of(notes), "ww!Tw");
	turn_give_back(&turns[1]);
	queue_free(queue);
}

int main(void)
{
	CHECK_BEGIN();
	const struct log log = {.level = LOG_WARNING};
	struct loop *loop = loop_new(&log);
	test_order(loop);
	test_repair(loop);
	test_fail(loop);
	for (uint64_t ms = 0; ms < 40; ms++)
		test_cancel_at(loop, ms);
	test_queue(loop);
	test_spare(loop);
	loop_free(loop);
	return CHECK_END();
}
