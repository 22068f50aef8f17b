/*
 * What the questions of a job took: tokens and time, added up over its rounds.
 */
#include "account.h"

#include "step/work.h"

static void account_add(int64_t *sum, int64_t more)
{
	*sum = (*sum < 0 ? 0 : *sum) + more;
}

void account_call(struct work *work)
{
	struct model_call *call = &work->call;
	struct verdict *verdict = &work->job.verdict;
	if (!work->asked || work->counted)
		return;
	work->counted = true;
	if (call->model.len > 0)
		verdict->model = arena_str(&work->job.arena, call->model);
	if (call->usage.input >= 0)
		account_add(&verdict->input_tokens, call->usage.input);
	if (call->usage.output >= 0)
		account_add(&verdict->output_tokens, call->usage.output);
	else
		account_add(&verdict->output_tokens,
			    (int64_t)(call->text.len / ACCOUNT_BYTES_PER_TOKEN));
	verdict->tokens_estimated = verdict->tokens_estimated || call->usage.output < 0;
	if (call->first_ns > call->asked_ns)
		verdict->first_token_seconds = (double)(call->first_ns - call->asked_ns) / 1e9;
	if (call->last_ns > call->asked_ns)
		verdict->model_seconds += (double)(call->last_ns - call->asked_ns) / 1e9;
}
