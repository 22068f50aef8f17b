/*
 * Turns as most APIs want them.
 */
#include "body.h"

void body_turn(struct json *json, struct str role, struct str text)
{
	json_object(json);
	json_key(json, "role");
	json_put_str(json, role);
	json_key(json, "content");
	json_put_str(json, text);
	json_object_end(json);
}

void body_turns(struct json *json, const struct model_question *question, struct str system)
{
	if (system.len > 0 && question->system.len > 0)
		body_turn(json, system, question->system);
	for (size_t i = 0; i < question->turn_count; i++) {
		const struct model_turn *turn = &question->turns[i];
		body_turn(json, turn->role == MODEL_USER ? STR("user") : STR("assistant"),
			  turn->text);
	}
}
