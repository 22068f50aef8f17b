/*
 * Finding out which sandbox works: many may wait for it, each may lose interest, and the loop
 * goes on meanwhile.
 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "check.h"
#include "io/sandbox.h"
#include "io/timer.h"
#include "jail_beside.h"

struct trial {
	struct loop *loop;
	struct sandbox *sandbox;
	int ended;
};

static void trial_ended(struct op *op)
{
	struct trial *trial = op->owner;
	trial->ended++;
}

static void look_later(struct op *op)
{
	struct sandbox_look *looks = op->owner;
	op_cancel(&looks[0].op);
	op_cancel(&looks[1].op);
}

/* Who looks while others do waits with them; who does not want to know any more is let go. */
static void test_looks(void)
{
	static const struct log log = {.level = LOG_WARNING};
	struct trial trial = {0};
	struct sandbox_look looks[3] = {{.op.running = false}};
	unsetenv("KADANE_SANDBOX");
	for (int round = 0; round < 4; round++) {
		trial.loop = loop_new(&log);
		trial.sandbox = sandbox_new(trial.loop);
		trial.ended = 0;
		memset(looks, 0, sizeof(looks));
		struct timer timer = {.op = {.ended = look_later, .owner = looks}};
		for (int i = 0; i < 3; i++) {
			looks[i].op.owner = &trial;
			looks[i].op.ended = trial_ended;
			sandbox_look(trial.sandbox, &looks[i]);
		}
		/* One of them, all at once, all but the last a little later. */
		for (int i = 0; i < (int[]){1, 3, 0, 0}[round]; i++)
			op_cancel(&looks[i].op);
		if (round >= 2)
			timer_start(trial.loop, &timer, round == 2 ? 3 : 12);
		loop_run(trial.loop);
		CHECK_INT(trial.ended, 3);
		CHECK(sandbox_known(trial.sandbox) == (round != 1));
		CHECK_INT(looks[2].op.err.kind, round == 1 ? ERR_CANCELLED : ERR_NONE);
		sandbox_free(trial.sandbox);
		loop_free(trial.loop);
	}
}

int main(int argc, char **argv)
{
	(void)argc;
	CHECK_BEGIN();
	place_jail(argv[0]);
	test_looks();
	return CHECK_END();
}
