/*
 * JSON in and out. In: cJSON behind a repair of what it gets wrong, and look-ups
 * that are exact and never fail. Out: a direct writer, which can only write valid
 * JSON. No other file calls cJSON's look-ups.
 */
#pragma once

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * Parse all of `bytes`. \u0000 becomes \u0001 and a lone surrogate U+FFFD, both of
 * the same UTF-16 length, where cJSON 1.7 cuts the string or refuses the text.
 * NULL with `err` when it is not JSON; free with cJSON_Delete.
 */
cJSON *json_parse(struct str bytes, struct err *err);

/* The member `name`, matched exactly; NULL when `object` is NULL, no object, or has none. */
const cJSON *json_get(const cJSON *object, const char *name);

/* A string member, borrowed; the empty str (.at NULL) when it is absent or something else. */
struct str json_get_str(const cJSON *object, const char *name);

/* A whole number within ±2^53; `absent` when it is not there or something else. */
int64_t json_get_int(const cJSON *object, const char *name, int64_t absent);
double json_get_number(const cJSON *object, const char *name, double absent);
bool json_get_bool(const cJSON *object, const char *name, bool absent);

/* The text of a string node itself, e.g. inside an array; empty when it is none. */
struct str json_str(const cJSON *node);

/* --- writing --- */

struct json {
	struct buf *out;
	bool comma; /* a value stands before: the next one needs a comma */
};

/* Write into `out`, behind what it holds. */
void json_init(struct json *json, struct buf *out);

void json_object(struct json *json);
void json_object_end(struct json *json);
void json_array(struct json *json);
void json_array_end(struct json *json);
void json_key(struct json *json, const char *name);

/* Invalid UTF-8 is written as U+FFFD. */
void json_put_str(struct json *json, struct str s);
void json_put_strf(struct json *json, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void json_put_int(struct json *json, int64_t number);

/* NaN and the infinities, which JSON lacks, are written as null. */
void json_put_number(struct json *json, double number);
void json_put_bool(struct json *json, bool value);
void json_put_null(struct json *json);

/* Text that is JSON already. */
void json_put_raw(struct json *json, struct str value);

/* Any parsed node, as it is: numbers that are whole are written whole. */
void json_put_node(struct json *json, const cJSON *node);
