/*
 * Written once, for everything that shows a place or asks a question.
 */
#include "put.h"

void put_position(struct json *out, const char *name, struct text_position at)
{
	json_key(out, name);
	json_object(out);
	json_key(out, "line");
	json_put_int(out, at.line);
	json_key(out, "character");
	json_put_int(out, at.character);
	json_object_end(out);
}

void put_range(struct json *out, struct text_position start, struct text_position end)
{
	json_key(out, "range");
	json_object(out);
	put_position(out, "start", start);
	put_position(out, "end", end);
	json_object_end(out);
}

void put_message_action(struct json *out, const char *title)
{
	json_object(out);
	json_key(out, "title");
	json_put_str(out, str_of(title));
	json_object_end(out);
}
