/*
 * Who may use the machine now. A turn of timing waits until nobody works, and keeps
 * everybody else waiting: otherwise compiles of ours would be part of what we measure.
 * Granting goes through a pause of no length, because an op never ends inside its start.
 */
#include "job/queue.h"

#include <assert.h>

#include "base/mem.h"
#include "io/timer.h"

struct queue {
	struct loop *loop;
	size_t work_max;
	size_t working;     /* turns of TURN_WORK that are held */
	bool timing;        /* a turn of TURN_TIMING is held */
	struct turn *spare; /* held by who can do without it; NULL: nobody of that kind */
	struct turn **line; /* waiting, first come first */
	size_t waiting, room;
};

struct queue *queue_new(struct loop *loop, size_t work)
{
	assert(work > 0);
	struct queue *queue = mem_new(sizeof(*queue));
	*queue = (struct queue){.loop = loop, .work_max = work};
	return queue;
}

void queue_free(struct queue *queue)
{
	assert(queue->waiting == 0);
	mem_free(queue->line);
	mem_free(queue);
}

static bool queue_fits(const struct queue *queue, enum turn_kind kind)
{
	if (queue->timing)
		return false;
	return kind == TURN_TIMING ? queue->working == 0 : queue->working < queue->work_max;
}

static void turn_granted(struct op *op)
{
	struct turn *turn = op->owner;
	mem_free(turn->wake);
	turn->wake = NULL;
	op_end(&turn->op);
}

/* End the turn's op on the loop's next turn; until then `wake` is set. */
static void turn_wake(struct turn *turn)
{
	struct timer *wake = mem_new(sizeof(*wake));
	wake->op.owner = turn;
	wake->op.ended = turn_granted;
	turn->wake = wake;
	timer_start(turn->queue->loop, wake, 0);
}

static void queue_leave(struct queue *queue, size_t at)
{
	for (size_t i = at + 1; i < queue->waiting; i++)
		queue->line[i - 1] = queue->line[i];
	queue->waiting--;
}

/* Grant from the front; whoever does not fit holds up the ones behind, so that no one starves. */
static void queue_grant(struct queue *queue)
{
	while (queue->waiting > 0 && queue_fits(queue, queue->line[0]->kind)) {
		struct turn *turn = queue->line[0];
		queue_leave(queue, 0);
		turn->held = true;
		if (turn->wanted != NULL)
			queue->spare = turn;
		if (turn->kind == TURN_TIMING)
			queue->timing = true;
		else
			queue->working++;
		turn_wake(turn);
	}
	if (queue->waiting > 0 && queue->spare != NULL)
		queue->spare->wanted(queue->spare);
}

static void turn_cancel(struct op *op)
{
	struct turn *turn = (struct turn *)op;
	struct queue *queue = turn->queue;
	if (turn->wake != NULL)
		return; /* granted a moment ago: it ends by itself, held; the owner gives it back */
	for (size_t i = 0; i < queue->waiting; i++) {
		if (queue->line[i] != turn)
			continue;
		queue_leave(queue, i);
		err_set(&op->err, ERR_CANCELLED, "cancelled");
		turn_wake(turn);
		queue_grant(queue);
		return;
	}
}

void turn_start(struct queue *queue, struct turn *turn, enum turn_kind kind)
{
	turn->kind = kind;
	turn->queue = queue;
	turn->held = false;
	turn->wake = NULL;
	op_begin(&turn->op, "turn", turn_cancel);
	if (queue->waiting == queue->room) {
		queue->room = queue->room * 2 + 4;
		queue->line = mem_resize(queue->line, queue->room * sizeof(struct turn *));
	}
	queue->line[queue->waiting++] = turn;
	queue_grant(queue);
}

void turn_give_back(struct turn *turn)
{
	if (!turn->held)
		return;
	turn->held = false;
	if (turn->queue->spare == turn)
		turn->queue->spare = NULL;
	if (turn->kind == TURN_TIMING)
		turn->queue->timing = false;
	else
		turn->queue->working--;
	queue_grant(turn->queue);
}
