/*
 * A run that need not be had: what an earlier one of the same command said stands for it.
 */
#include <string.h>

#include "base/mem.h"
#include "io/timer.h"
#include "sandbox_private.h"

/* The pause of no length that takes the end off the caller's stack. */
struct sandbox_recall {
	struct timer timer;
	struct sandbox_run *run;
};

static void sandbox_recalled(struct op *op)
{
	struct sandbox_recall *recall = op->owner;
	struct sandbox_run *run = recall->run;
	mem_free(recall);
	op_end(&run->op);
}

void sandbox_recall(struct loop *loop, struct sandbox_run *run, struct str err)
{
	struct sandbox_recall *recall = mem_new(sizeof(*recall));
	run->result = (struct sandbox_result){0};
	run->files = NULL;
	run->file_count = 0;
	run->files_cut = false;
	run->child = NULL;
	run->spools = mem_new(sizeof(*run->spools));
	for (size_t i = 0; i < SANDBOX_SPOOLS; i++)
		run->spools->of[i] = (struct sandbox_spool){.fd = -1, .bytes = {"", 0}};
	if (err.len > 0) {
		struct sandbox_spool *spool = &run->spools->of[SANDBOX_SPOOL_ERR];
		spool->copy = mem_new(err.len);
		memcpy(spool->copy, err.at, err.len);
		spool->bytes = (struct str){spool->copy, err.len};
	}
	op_begin(&run->op, "kept result", NULL);
	recall->run = run;
	recall->timer.op.owner = recall;
	recall->timer.op.ended = sandbox_recalled;
	timer_start(loop, &recall->timer, 0);
}
