/*
 * Reading JSON with cJSON, which (1.7) cuts strings at \u0000, refuses texts with a
 * lone surrogate, and looks names up without regard to case. The repair runs over
 * the raw bytes only when they hold a \u escape at all.
 */
#include "base/json.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

/* Four hex digits at `at` as a number, or -1. */
static int json_hex4(struct str s, size_t at)
{
	if (at + 4 > s.len)
		return -1;
	int value = 0;
	for (size_t i = at; i < at + 4; i++) {
		char c = s.at[i];
		int digit;
		if (c >= '0' && c <= '9')
			digit = c - '0';
		else if (c >= 'a' && c <= 'f')
			digit = c - 'a' + 10;
		else if (c >= 'A' && c <= 'F')
			digit = c - 'A' + 10;
		else
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

static bool json_is_low(int unit)
{
	return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* True when the escape at `at` (its backslash) is \u0000 or half a pair; then what it becomes. */
static bool json_bad_escape(struct str s, size_t at, const char **becomes, size_t *skip)
{
	int unit = json_hex4(s, at + 2);
	*skip = 6;
	if (unit == 0) {
		*becomes = "0001";
		return true;
	}
	if (unit < 0xD800 || unit > 0xDFFF)
		return false;
	*becomes = "fffd";
	if (json_is_low(unit))
		return true;
	bool paired = at + 8 < s.len && s.at[at + 6] == '\\' && s.at[at + 7] == 'u' &&
		      json_is_low(json_hex4(s, at + 8));
	*skip = paired ? 12 : 6;
	return !paired;
}

/* A copy of `s` with bad escapes replaced in place: they keep their length. */
static char *json_repair(struct str s)
{
	char *copy = mem_new(s.len + 1);
	memcpy(copy, s.at, s.len);
	for (size_t i = 0; i + 1 < s.len;) {
		const char *hit = memchr(s.at + i, '\\', s.len - 1 - i);
		if (hit == NULL)
			break;
		i = (size_t)(hit - s.at);
		const char *becomes;
		size_t skip = 2;
		if (s.at[i + 1] == 'u' && json_bad_escape(s, i, &becomes, &skip))
			memcpy(copy + i + 2, becomes, 4);
		i += skip;
	}
	return copy;
}

cJSON *json_parse(struct str bytes, struct err *err)
{
	/* cJSON takes a NUL for the end of the text, wherever it stands. */
	if (bytes.len > 0 && memchr(bytes.at, '\0', bytes.len) != NULL) {
		err_set(err, ERR_INPUT, "not valid JSON: it holds a NUL byte");
		return NULL;
	}
	char *repaired = str_has(bytes, STR("\\u")) ? json_repair(bytes) : NULL;
	const char *text = repaired != NULL ? repaired : bytes.at;
	const char *end = NULL;
	cJSON *root = cJSON_ParseWithLengthOpts(text, bytes.len, &end, false);
	size_t rest = root == NULL
			      ? 0
			      : str_trim((struct str){end, bytes.len - (size_t)(end - text)}).len;
	if (root == NULL || rest > 0) {
		size_t at = end == NULL ? 0 : (size_t)(end - text);
		size_t line = 1;
		for (size_t i = 0; i < at; i++)
			line += text[i] == '\n';
		err_set(err, ERR_INPUT, "not valid JSON in line %zu, at byte %zu of %zu", line, at,
			bytes.len);
		cJSON_Delete(root);
		root = NULL;
	}
	if (repaired != NULL)
		mem_free(repaired);
	return root;
}

const cJSON *json_get(const cJSON *object, const char *name)
{
	if (object == NULL || (object->type & 0xFF) != cJSON_Object)
		return NULL;
	/* As cJSON's own, but most names differ in their first letter already. */
	const cJSON *member = object->child;
	while (member != NULL && (member->string == NULL || member->string[0] != name[0] ||
				  strcmp(member->string, name) != 0))
		member = member->next;
	return member;
}

struct str json_str(const cJSON *node)
{
	if (!cJSON_IsString(node) || node->valuestring == NULL)
		return (struct str){NULL, 0};
	return str_of(node->valuestring);
}

struct str json_get_str(const cJSON *object, const char *name)
{
	return json_str(json_get(object, name));
}

double json_get_number(const cJSON *object, const char *name, double absent)
{
	const cJSON *node = json_get(object, name);
	return cJSON_IsNumber(node) ? node->valuedouble : absent;
}

int64_t json_get_int(const cJSON *object, const char *name, int64_t absent)
{
	double number = json_get_number(object, name, NAN);
	if (isnan(number) || fabs(number) > 9007199254740992.0 || number != floor(number))
		return absent;
	return (int64_t)number;
}

bool json_get_bool(const cJSON *object, const char *name, bool absent)
{
	const cJSON *node = json_get(object, name);
	return cJSON_IsBool(node) ? cJSON_IsTrue(node) : absent;
}
