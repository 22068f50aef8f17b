/*
 * cJSON keeps numbers as doubles and strings unescaped; an id must be echoed exactly.
 * So its text is looked up in the body. The body was parsed before, hence the scan
 * may trust its structure; it stops at the first member of that name, as cJSON does.
 */
#include "raw.h"

#include <string.h>

#include "base/utf8.h"

enum { RAW_SHOWN = 200 };

static bool raw_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t raw_skip_blank(struct str s, size_t at)
{
	while (at < s.len && raw_blank(s.at[at]))
		at++;
	return at;
}

/* Behind the string that begins at `at`. */
static size_t raw_skip_string(struct str s, size_t at)
{
	for (at++; at < s.len; at++) {
		if (s.at[at] == '\\')
			at++;
		else if (s.at[at] == '"')
			return at + 1;
	}
	return s.len;
}

/* Behind the value that begins at `at`, whatever it is. */
static size_t raw_skip_value(struct str s, size_t at)
{
	size_t depth = 0;
	while (at < s.len) {
		char c = s.at[at];
		if (c == '"') {
			at = raw_skip_string(s, at);
			if (depth == 0)
				return at;
			continue;
		}
		if (depth == 0 && (c == ',' || raw_blank(c)))
			return at;
		if (c == '{' || c == '[') {
			depth++;
		} else if (c == '}' || c == ']') {
			if (depth == 0)
				return at;
			if (--depth == 0)
				return at + 1;
		}
		at++;
	}
	return s.len;
}

/* The text of the object's member "id"; empty when it is not found spelled so. */
static struct str raw_find_id(struct str s)
{
	size_t at = raw_skip_blank(s, 0);
	while (at < s.len && s.at[at] != '{')
		at++; /* a byte order mark */
	for (at++; at < s.len; at++) {
		size_t key = raw_skip_blank(s, at);
		if (key >= s.len || s.at[key] != '"')
			break;
		size_t end = raw_skip_string(s, key);
		size_t value = raw_skip_blank(s, raw_skip_blank(s, end) + 1);
		at = raw_skip_value(s, value);
		if (str_eq(str_part(s, key, end - key), STR("\"id\"")))
			return str_part(s, value, at - value);
		at = raw_skip_blank(s, at);
	}
	return (struct str){"", 0};
}

static size_t raw_digits(struct str s, size_t at)
{
	while (at < s.len && s.at[at] >= '0' && s.at[at] <= '9')
		at++;
	return at;
}

/* RFC 8259, section 6: cJSON takes more than that. */
static bool raw_is_number(struct str s)
{
	size_t at = s.len > 0 && s.at[0] == '-' ? 1 : 0;
	size_t end = raw_digits(s, at);
	if (end == at || (s.at[at] == '0' && end > at + 1))
		return false;
	if (end < s.len && s.at[end] == '.') {
		at = end + 1;
		end = raw_digits(s, at);
		if (end == at)
			return false;
	}
	if (end < s.len && (s.at[end] == 'e' || s.at[end] == 'E')) {
		at = end + 1;
		if (at < s.len && (s.at[at] == '+' || s.at[at] == '-'))
			at++;
		end = raw_digits(s, at);
		if (end == at)
			return false;
	}
	return end == s.len;
}

static bool raw_is_string(struct str s)
{
	if (s.len < 2 || s.at[0] != '"')
		return false;
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] < ' ')
			return false;
	return utf8_valid(s);
}

bool raw_id(struct buf *out, struct str body, const cJSON *node)
{
	if (!cJSON_IsString(node) && !cJSON_IsNumber(node))
		return false;
	struct str raw = raw_find_id(body);
	if (cJSON_IsString(node) ? raw_is_string(raw) : raw_is_number(raw))
		return buf_add(out, raw);
	struct json json;
	json_init(&json, out);
	json_put_node(&json, node);
	return !out->full;
}

void raw_show(struct buf *out, struct str bytes)
{
	struct str shown = str_part(bytes, 0, RAW_SHOWN);
	for (size_t i = 0; i < shown.len; i++) {
		unsigned char c = (unsigned char)shown.at[i];
		if (c >= ' ' && c < 0x7F)
			buf_add_char(out, (char)c);
		else
			buf_addf(out, "\\x%02x", c);
	}
	if (shown.len < bytes.len)
		buf_add(out, STR(" ..."));
}
