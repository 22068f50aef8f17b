/*
 * str, buf, arena, err, secret, utf8 and json: the floor everything stands on.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "check.h"

static void test_str(void)
{
	struct str rest = STR("a\r\nb\n\nc"), line;
	CHECK(str_line(&rest, &line) && str_eq(line, STR("a")));
	CHECK(str_line(&rest, &line) && str_eq(line, STR("b")));
	CHECK(str_line(&rest, &line) && line.len == 0);
	CHECK(str_line(&rest, &line) && str_eq(line, STR("c")));
	CHECK(!str_line(&rest, &line));
	CHECK_INT(str_find(STR("abcabd"), STR("abd")), 3);
	CHECK_INT(str_find(STR("abc"), STR("x")), 3);
	CHECK(!str_has(STR("ab"), STR("abc")));
	CHECK_STR(str_trim(STR(" \t x y \n")), "x y");
	CHECK_STR(str_part(STR("abc"), 5, 9), "");
	long long n;
	CHECK(str_to_int(STR("-42"), &n) && n == -42);
	CHECK(!str_to_int(STR("42x"), &n));
	CHECK(!str_to_int(STR(""), &n));
	CHECK(!str_to_int(STR(" 1"), &n));
	CHECK(!str_to_int(STR("99999999999999999999"), &n));
	double d;
	CHECK(str_to_double(STR("0.5"), &d) && d == 0.5);
	CHECK(!str_to_double(STR("0.5s"), &d));
}

static void test_buf(void)
{
	struct buf buf;
	buf_init(&buf, 10);
	CHECK(buf_add(&buf, STR("hello")));
	CHECK(!buf_add(&buf, STR(" world")));
	CHECK(buf.full);
	CHECK_STR(buf_str(&buf), "hello worl");
	CHECK(buf_replace(&buf, 0, 5, STR("J")));
	CHECK_STR(buf_str(&buf), "J worl");
	CHECK(!buf_replace(&buf, 0, 0, STR("0123456789")));
	CHECK_STR(buf_str(&buf), "J worl");
	buf_drop(&buf, 2);
	CHECK_STR(buf_str(&buf), "worl");
	buf_clear(&buf);
	CHECK(!buf.full && buf_addf(&buf, "%d-%s", 7, "x"));
	CHECK_STR(buf_str(&buf), "7-x");
	buf_deinit(&buf);
}

static void test_log_also(void *data, enum log_level level, struct str line)
{
	(void)level;
	buf_add(data, line);
}

/* What a log line drops must not hide a key from it. */
static void test_log(const struct secrets *secrets)
{
	struct buf said;
	buf_init(&said, 1000);
	struct log log = {.level = LOG_ERROR,
			  .also = test_log_also,
			  .data = &said,
			  .secrets = secrets};
	log_line(&log, LOG_ERROR, "%s", "it said sk-very\x1b[0m-\x01secret!");
	CHECK_STR(buf_str(&said), "it said **************!");
	buf_deinit(&said);
}

static void test_secret(void)
{
	struct secrets secrets;
	secrets_init(&secrets);
	setenv("KADANE_TEST_KEY", "sk-very-secret", 1);
	secrets_take_env(&secrets, "KADANE_TEST_KEY");
	CHECK(getenv("KADANE_TEST_KEY") == NULL);
	CHECK_STR(secrets_get(&secrets, "KADANE_TEST_KEY"), "sk-very-secret");
	CHECK_INT(secrets_get(&secrets, "OTHER").len, 0);
	struct buf buf;
	buf_init(&buf, 100);
	buf_add(&buf, STR("key sk-very-secret, again sk-very-secretsk-very-secret."));
	secrets_redact(&secrets, &buf);
	CHECK_STR(buf_str(&buf), "key **************, again ****************************.");
	/* A text that was cut in the middle of a key. */
	buf_clear(&buf);
	buf_add(&buf, STR("wrong key sk-very-s"));
	secrets_redact(&secrets, &buf);
	CHECK_STR(buf_str(&buf), "wrong key *********");
	buf_clear(&buf);
	buf_add(&buf, STR("sk-ve"));
	secrets_redact(&secrets, &buf);
	CHECK_STR(buf_str(&buf), "sk-ve");
	buf_deinit(&buf);
	test_log(&secrets);
	/* Another value under a name: the old one is not found any more, and still struck out. */
	secrets_put(&secrets, "KADANE_TEST_KEY", STR("sk-quite-new"));
	secrets_put(&secrets, "KADANE_TEST_KEY", STR("sk-quite-new"));
	CHECK_INT(secrets.count, 2);
	CHECK_STR(secrets_get(&secrets, "KADANE_TEST_KEY"), "sk-quite-new");
	buf_clear(&buf);
	buf_add(&buf, STR("sk-very-secret or sk-quite-new"));
	secrets_redact(&secrets, &buf);
	CHECK_STR(buf_str(&buf), "************** or ************");
	buf_deinit(&buf);
	secrets_deinit(&secrets);
}

static void test_utf8(void)
{
	uint32_t rune;
	CHECK_INT(utf8_next(STR("\xC3\xA9"), &rune), 2);
	CHECK_INT(rune, 0xE9);
	CHECK_INT(utf8_next(STR("\xF0\x9F\x98\x80"), &rune), 4);
	CHECK_INT(rune, 0x1F600);
	CHECK_INT(utf8_next(STR("\xC0\x80"), &rune), 1); /* overlong */
	CHECK_INT(rune, 0xFFFD);
	CHECK_INT(utf8_next(STR("\xED\xA0\x80"), &rune), 1); /* surrogate */
	CHECK_INT(utf8_next(STR("\xE2\x82"), &rune), 1);     /* cut off */
	CHECK(utf8_valid(STR("a\xEF\xBF\xBD")));
	CHECK(!utf8_valid(STR("a\xFF")));
	struct buf buf;
	buf_init(&buf, 200);
	utf8_add_plain(&buf, STR("a\x1B[31mred\x1B[0m\x1B]0;title\a\x07\xE2\x80\xAE!\xFF\tx\n"));
	CHECK_STR(buf_str(&buf), "ared!\xEF\xBF\xBD\tx\n");
	/* What is written and not seen: fillers, joiners, variation selectors, tags. */
	buf_clear(&buf);
	utf8_add_plain(&buf, STR("a\xE3\x85\xA4\xEF\xBE\xA0\xE1\x85\x9F\xCD\x8F\xEF\xB8\x8F"
				 "\xE2\x80\x8B\xE2\x81\xA6\xF3\xA0\x81\x81\xF3\xA0\x84\x80z"));
	CHECK_STR(buf_str(&buf), "az");
	buf_deinit(&buf);
}

static void test_json_in(void)
{
	struct err err = {0};
	cJSON *node = json_parse(STR("{\"Key\":1,\"key\":\"a\\u0000b\",\"s\":\"\\ud83d!\",\"p\":"
				     "\"\\ud83d\\ude00\",\"q\":\"\\\\u0000\"}"),
				 &err);
	CHECK(node != NULL);
	CHECK_STR(json_get_str(node, "key"), "a\x01"
					     "b");
	CHECK_INT(json_get_int(node, "Key", 0), 1);
	CHECK_INT(json_get_int(node, "KEY", -7), -7);
	CHECK_STR(json_get_str(node, "s"), "\xEF\xBF\xBD!");
	CHECK_STR(json_get_str(node, "p"), "\xF0\x9F\x98\x80");
	CHECK_STR(json_get_str(node, "q"), "\\u0000");
	CHECK(json_get_str(node, "Key").at == NULL);
	cJSON_Delete(node);
	CHECK(json_parse(STR("{\"a\":1} x"), &err) == NULL);
	CHECK(json_parse(STR("{"), &err) == NULL);
	CHECK(json_parse(STR(""), &err) == NULL);
	CHECK(json_parse(STR("{\"a\":\"b\0c\"}"), &err) == NULL);
	char deep[4000];
	memset(deep, '[', sizeof(deep));
	CHECK(json_parse((struct str){deep, sizeof(deep)}, &err) == NULL);
}

static void test_json_out(void)
{
	struct buf buf;
	struct json json;
	buf_init(&buf, 400);
	json_init(&json, &buf);
	json_object(&json);
	json_key(&json, "a");
	json_array(&json);
	json_put_int(&json, -1);
	json_put_number(&json, 0.5);
	json_put_number(&json, 1.0 / 0.0);
	json_put_str(&json, STR("\"\\\n\x01\xFF\xC3\xA9"));
	json_array_end(&json);
	json_key(&json, "b");
	json_put_bool(&json, true);
	json_object_end(&json);
	CHECK_STR(buf_str(&buf),
		  "{\"a\":[-1,0.5,null,\"\\\"\\\\\\n\\u0001\xEF\xBF\xBD\xC3\xA9\"],\"b\":true}");
	struct err err = {0};
	cJSON *node = json_parse(buf_str(&buf), &err);
	struct buf again;
	buf_init(&again, 400);
	json_init(&json, &again);
	json_put_node(&json, node);
	CHECK(str_eq(buf_str(&again), buf_str(&buf)));
	cJSON_Delete(node);
	buf_deinit(&again);
	buf_deinit(&buf);
}

static void test_rest(void)
{
	struct arena arena;
	arena_init(&arena);
	char *big = arena_new(&arena, 100000), *small = arena_new(&arena, 1);
	CHECK(big[99999] == 0 && small[0] == 0);
	CHECK_STR(arena_fmt(&arena, "%s %d", "n", 3), "n 3");
	arena_deinit(&arena);
	struct err err = {0};
	CHECK(!err_set(&err, ERR_WORLD, "two\nlines"));
	CHECK_STR(str_of(err.text), "two lines");
	CHECK(hash_bytes(STR("a")) == 0xaf63dc4c8601ec8cu); /* FNV-1a test vector */
}

int main(void)
{
	CHECK_BEGIN();
	test_str();
	test_buf();
	test_secret();
	test_utf8();
	test_json_in();
	test_json_out();
	test_rest();
	return CHECK_END();
}
