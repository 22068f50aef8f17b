/*
 * Settings: defaults, both shapes, complaints that name the member, and who may weaken what.
 */
#include "step/settings.h"

#include "check.h"

static bool apply(struct settings *settings, struct arena *arena, const char *text,
		  enum settings_source source, struct err *err)
{
	err_clear(err);
	cJSON *node = json_parse(str_of(text), err);
	CHECK(node != NULL);
	bool fine = settings_apply(settings, arena, node, source, err);
	cJSON_Delete(node);
	return fine;
}

static void test_shapes(struct arena *arena)
{
	struct settings s;
	struct err err = {0};
	settings_init(&s);
	CHECK_INT(s.rounds, 3);
	CHECK_INT(s.sandbox_minimum, SANDBOX_RESTRICTED);
	CHECK(apply(&s, arena, "{\"rounds\":5,\"timing\":{\"budget\":0.5},\"model\":\"m\"}",
		    SETTINGS_FROM_EDITOR, &err));
	CHECK_INT(s.rounds, 5);
	CHECK_NEAR(s.time_budget_s, 0.5, 1e-12);
	CHECK_STR(s.model, "m");
	CHECK(apply(&s, arena, "{\"kadane\":{\"report\":{\"hover\":false}}}", SETTINGS_FROM_EDITOR,
		    &err));
	CHECK(!s.report_hover);
	CHECK(apply(&s, arena, "null", SETTINGS_FROM_EDITOR, &err));
	CHECK(apply(&s, arena, "{\"rounds\":null}", SETTINGS_FROM_EDITOR, &err));
	CHECK_INT(s.rounds, 5);
	CHECK(apply(&s, arena, "{\"limits\":{\"memory\":\"256M\",\"processes\":8}}",
		    SETTINGS_FROM_EDITOR, &err));
	CHECK_INT(s.run.memory, 256 << 20);
	CHECK_INT(s.run.processes, 8);
}

static void test_complaints(struct arena *arena)
{
	struct settings s;
	struct err err = {0};
	settings_init(&s);
	CHECK(!apply(&s, arena, "{\"rounds\":0,\"model\":\"kept\"}", SETTINGS_FROM_EDITOR, &err));
	CHECK_STR(str_of(err.text), "setting rounds: must be from 1 to 10");
	CHECK_STR(s.model, "kept");
	CHECK(!apply(&s, arena, "{\"ruonds\":1}", SETTINGS_FROM_EDITOR, &err));
	CHECK_STR(str_of(err.text), "setting ruonds is not known");
	CHECK(!apply(&s, arena, "{\"timing\":{\"budget\":\"long\"}}", SETTINGS_FROM_EDITOR, &err));
	CHECK_STR(str_of(err.text), "setting timing.budget: must be a number");
	CHECK(!apply(&s, arena, "{\"report\":{\"hover\":1}}", SETTINGS_FROM_EDITOR, &err));
	CHECK(!apply(&s, arena, "[1]", SETTINGS_FROM_EDITOR, &err));
	CHECK(!apply(&s, arena, "{\"limits\":{\"memory\":\"lots\"}}", SETTINGS_FROM_EDITOR, &err));
}

/* The user's own file sets the ceiling, an editor moves below it. */
static void test_limits(struct arena *arena)
{
	struct settings s;
	struct err err = {0};
	settings_init(&s);
	CHECK(!apply(&s, arena, "{\"limits\":{\"wall\":61}}", SETTINGS_FROM_EDITOR, &err));
	CHECK(apply(&s, arena, "{\"limits\":{\"wall\":90,\"memory\":\"2G\"}}",
		    SETTINGS_FROM_USER_FILE, &err));
	CHECK(apply(&s, arena, "{\"limits\":{\"wall\":5}}", SETTINGS_FROM_EDITOR, &err));
	CHECK(s.run.wall_s <= 5);
	CHECK(apply(&s, arena, "{\"limits\":{\"wall\":80}}", SETTINGS_FROM_EDITOR, &err));
	CHECK(s.run.wall_s >= 80);
	CHECK(!apply(&s, arena, "{\"limits\":{\"memory\":\"3G\"}}", SETTINGS_FROM_EDITOR, &err));
	CHECK_INT(s.run.memory, UINT64_C(2) << 30);
	CHECK(!apply(&s, arena, "{\"compileLimits\":{\"disk\":\"1G\"}}", SETTINGS_FROM_EDITOR,
		     &err));
	CHECK(apply(&s, arena, "{\"compileLimits\":{\"disk\":\"1M\"}}", SETTINGS_FROM_EDITOR,
		    &err));
	CHECK_INT(s.compile.disk, 1 << 20);
}

static void test_who_may(struct arena *arena)
{
	struct settings s;
	struct err err = {0};
	settings_init(&s);
	CHECK(!apply(&s, arena, "{\"sandbox\":{\"minimum\":\"none\"}}", SETTINGS_FROM_EDITOR,
		     &err));
	CHECK_INT(s.sandbox_minimum, SANDBOX_RESTRICTED);
	CHECK(apply(&s, arena, "{\"sandbox\":{\"minimum\":\"full\"}}", SETTINGS_FROM_EDITOR, &err));
	CHECK_INT(s.sandbox_minimum, SANDBOX_FULL);
	CHECK(apply(&s, arena, "{\"sandbox\":{\"minimum\":\"none\"}}", SETTINGS_FROM_USER_FILE,
		    &err));
	CHECK_INT(s.sandbox_minimum, SANDBOX_NONE);
	CHECK(!apply(&s, arena, "{\"baseUrl\":\"https://elsewhere.example/v1\"}",
		     SETTINGS_FROM_EDITOR, &err));
	CHECK_INT(s.base_url.len, 0);
	CHECK(apply(&s, arena, "{\"baseUrl\":\"http://127.0.0.1:8080/v1\"}", SETTINGS_FROM_EDITOR,
		    &err));
	CHECK_STR(s.base_url, "http://127.0.0.1:8080/v1");
	CHECK(!apply(&s, arena, "{\"baseUrl\":\"http://127.0.0.1@elsewhere.example/\"}",
		     SETTINGS_FROM_EDITOR, &err));
	CHECK(apply(&s, arena, "{\"baseUrl\":\"https://elsewhere.example/v1\"}",
		    SETTINGS_FROM_USER_FILE, &err));
	CHECK(!apply(&s, arena, "{\"sandbox\":{\"minimum\":7}}", SETTINGS_FROM_USER_FILE, &err));
}

static void test_bytes(void)
{
	uint64_t bytes;
	CHECK(settings_bytes(STR("4096"), &bytes) && bytes == 4096);
	CHECK(settings_bytes(STR("512K"), &bytes) && bytes == 512 << 10);
	CHECK(settings_bytes(STR("2g"), &bytes) && bytes == 2ull << 30);
	CHECK(!settings_bytes(STR(""), &bytes));
	CHECK(!settings_bytes(STR("M"), &bytes));
	CHECK(!settings_bytes(STR("-1"), &bytes));
	CHECK(!settings_bytes(STR("99999999999999G"), &bytes));
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	test_shapes(&arena);
	test_complaints(&arena);
	test_limits(&arena);
	test_who_may(&arena);
	test_bytes();
	arena_deinit(&arena);
	return CHECK_END();
}
