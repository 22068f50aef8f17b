/*
 * Writing JSON straight into a buffer: no tree is built. (cJSON prints each number
 * with sprintf and checks it with sscanf; this is some thirty times faster.)
 */
#include "base/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

void json_init(struct json *json, struct buf *out)
{
	*json = (struct json){.out = out};
}

static void json_value(struct json *json)
{
	if (json->comma)
		buf_add_char(json->out, ',');
	json->comma = true;
}

static void json_open(struct json *json, char bracket)
{
	json_value(json);
	buf_add_char(json->out, bracket);
	json->comma = false;
}

static void json_close(struct json *json, char bracket)
{
	buf_add_char(json->out, bracket);
	json->comma = true;
}

void json_object(struct json *json)
{
	json_open(json, '{');
}

void json_object_end(struct json *json)
{
	json_close(json, '}');
}

void json_array(struct json *json)
{
	json_open(json, '[');
}

void json_array_end(struct json *json)
{
	json_close(json, ']');
}

/* What must be escaped, and bytes that need a look at the whole character. */
static bool json_plain(char c)
{
	return (unsigned char)c >= ' ' && c != '"' && c != '\\' && (unsigned char)c < 0x80;
}

static void json_escape(struct buf *out, char c)
{
	switch (c) {
	case '"':
		buf_add(out, STR("\\\""));
		break;
	case '\\':
		buf_add(out, STR("\\\\"));
		break;
	case '\n':
		buf_add(out, STR("\\n"));
		break;
	case '\r':
		buf_add(out, STR("\\r"));
		break;
	case '\t':
		buf_add(out, STR("\\t"));
		break;
	default:
		buf_addf(out, "\\u%04x", (unsigned)(unsigned char)c);
	}
}

static void json_string(struct buf *out, struct str s)
{
	buf_add_char(out, '"');
	size_t i = 0;
	while (i < s.len) {
		size_t from = i;
		while (i < s.len && json_plain(s.at[i]))
			i++;
		buf_add(out, str_part(s, from, i - from));
		if (i == s.len)
			break;
		if ((unsigned char)s.at[i] < 0x80) {
			json_escape(out, s.at[i++]);
			continue;
		}
		uint32_t rune;
		i += utf8_next(str_part(s, i, s.len), &rune);
		utf8_add(out, rune);
	}
	buf_add_char(out, '"');
}

void json_key(struct json *json, const char *name)
{
	json_value(json);
	json_string(json->out, str_of(name));
	buf_add_char(json->out, ':');
	json->comma = false;
}

void json_put_str(struct json *json, struct str s)
{
	json_value(json);
	json_string(json->out, s);
}

void json_put_strf(struct json *json, const char *format, ...)
{
	struct buf text;
	buf_init(&text, 1 << 20);
	va_list args;
	va_start(args, format);
	buf_addv(&text, format, args);
	va_end(args);
	json_put_str(json, buf_str(&text));
	buf_deinit(&text);
}

void json_put_int(struct json *json, int64_t number)
{
	json_value(json);
	buf_addf(json->out, "%" PRId64, number);
}

void json_put_number(struct json *json, double number)
{
	if (!isfinite(number)) {
		json_put_null(json);
		return;
	}
	json_value(json);
	if (number == floor(number) && fabs(number) < 9007199254740992.0)
		buf_addf(json->out, "%.0f", number);
	else
		buf_addf(json->out, "%.17g", number);
}

void json_put_bool(struct json *json, bool value)
{
	json_put_raw(json, value ? STR("true") : STR("false"));
}

void json_put_null(struct json *json)
{
	json_put_raw(json, STR("null"));
}

void json_put_raw(struct json *json, struct str value)
{
	json_value(json);
	buf_add(json->out, value);
}

void json_put_node(struct json *json, const cJSON *node)
{
	const cJSON *child;
	if (cJSON_IsObject(node)) {
		json_object(json);
		cJSON_ArrayForEach(child, node)
		{
			json_key(json, child->string);
			json_put_node(json, child);
		}
		json_object_end(json);
	} else if (cJSON_IsArray(node)) {
		json_array(json);
		cJSON_ArrayForEach(child, node) json_put_node(json, child);
		json_array_end(json);
	} else if (cJSON_IsString(node)) {
		json_put_str(json, json_str(node));
	} else if (cJSON_IsNumber(node)) {
		json_put_number(json, node->valuedouble);
	} else if (cJSON_IsBool(node)) {
		json_put_bool(json, cJSON_IsTrue(node));
	} else {
		json_put_null(json);
	}
}
