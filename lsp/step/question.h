/*
 * What the model is asked next.
 */
#pragma once

#include "job/job.h"
#include "model/model.h"

struct work;

/*
 * The next question of the work to work->choice, with what may be secret struck out; `turns` holds
 * as many as work->turns. The same question again when the last one was not answered. Strings live
 * as long as the job. False with the job's err set, also when it is longer than the model can read.
 */
bool question_compose(struct work *work, struct model_turn *turns, struct model_question *question);

/* Keep it in work->show instead of asking; DONE, or FAIL with the job's err. */
enum next question_show(struct work *work, const struct model_question *question);

/* The call has ended: say so in the verdict when the server cannot have read all of the question.
 */
void question_was_read(struct work *work);
