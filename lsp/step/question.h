/*
 * What the model is asked next.
 */
#pragma once

#include "model/model.h"

struct work;

/*
 * The next question of the work, with what may be secret struck out; `turns` holds as many as
 * work->turns. Strings live as long as the job. False with the job's err set.
 */
bool question_compose(struct work *work, struct model_turn *turns, struct model_question *question);
