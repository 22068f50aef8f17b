/*
 * A complaint about a question: any bytes, a parameter's name before the first line's end and the
 * message behind it. Repairs come to an end, and never ask for more than was asked for.
 */
#include <assert.h>
#include <stdint.h>

#include "../../lsp/model/repair.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = {(const char *)data, size}, param;
	if (!str_line(&rest, &param))
		return 0;
	struct complaint complaint = {.there = true};
	reply_copy(complaint.param, sizeof(complaint.param), param);
	reply_copy(complaint.message, sizeof(complaint.message), rest);
	struct model_question question = {.temperature = 0};
	struct ask ask = {.question = &question,
			  .max_tokens = 32000,
			  .limit_must_hold = size % 3 == 0,
			  .logprobs = true,
			  .developer = true,
			  .thinking = MODEL_THINKING_OFF};
	struct repairs repairs = {0};
	struct buf what;
	buf_init(&what, 200);
	int times = 0;
	while (repair_ask(&ask, &repairs, &complaint, size % 2 == 0, &what)) {
		assert(what.len > 0 && ask.max_tokens > 0 && ask.max_tokens <= 32000);
		assert(ask.limit != ASK_NO_LIMIT || !ask.limit_must_hold);
		assert(++times < 100);
		buf_clear(&what);
	}
	buf_deinit(&what);
	return 0;
}
