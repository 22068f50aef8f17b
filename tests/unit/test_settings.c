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
	CHECK_INT(s.context_tokens, 0);
	CHECK(apply(&s, arena, "{\"contextTokens\":16384}", SETTINGS_FROM_EDITOR, &err));
	CHECK_INT(s.context_tokens, 16384);
	CHECK(!apply(&s, arena, "{\"contextTokens\":-1}", SETTINGS_FROM_EDITOR, &err));
	CHECK(apply(&s, arena, "null", SETTINGS_FROM_EDITOR, &err));
	CHECK(apply(&s, arena, "{\"rounds\":null}", SETTINGS_FROM_EDITOR, &err));
	CHECK_INT(s.rounds, 5);
	CHECK(apply(&s, arena, "{\"limits\":{\"memory\":\"256M\",\"processes\":8}}",
		    SETTINGS_FROM_EDITOR, &err));
	CHECK_INT(s.run.memory, 256 << 20);
	CHECK_INT(s.run.processes, 8);
}

static void test_actions(struct arena *arena)
{
	struct settings s;
	struct err err = {0};
	settings_init(&s);
	CHECK(apply(&s, arena,
		    "{\"provider\":\"p\",\"model\":\"m\",\"baseUrl\":\"http://127.0.0.1:1\","
		    "\"actions\":{\"a\":{\"model\":\"x\",\"provider\":\"q\"},\"b\":null}}",
		    SETTINGS_FROM_USER_FILE, &err));
	CHECK_INT(s.action_count, 1);
	CHECK_STR(settings_action(&s, STR("a"))->model, "x");
	CHECK_STR(settings_action(&s, STR("a"))->provider, "q");
	CHECK(settings_action(&s, STR("b")) == NULL);
	settings_choose(&s, STR(""), STR(""));
	CHECK_INT(s.action_count, 1);
	settings_choose(&s, STR(""), STR("y"));
	CHECK_STR(settings_action(&s, STR("a"))->model, "y");
	/* The model of one provider is not another's; whose the address is stands beside it. */
	settings_choose(&s, STR("r"), STR(""));
	CHECK_INT(s.action_count, 0);
	CHECK_STR(s.provider, "r");
	CHECK_STR(s.model, "");
	CHECK_STR(s.base_provider, "p");
	CHECK(!apply(&s, arena, "{\"actions\":{\"a\":{\"baseUrl\":\"http://127.0.0.1\"}}}",
		     SETTINGS_FROM_USER_FILE, &err));
	CHECK_STR(str_of(err.text), "setting actions.a.baseUrl is not known");
	settings_init(&s);
	CHECK(!apply(&s, arena, "{\"baseUrl\":\"http://127.0.0.1\"}", SETTINGS_FROM_USER_FILE,
		     &err));
	CHECK(str_starts(str_of(err.text), STR("setting baseUrl: name the provider, too")));
	CHECK_STR(s.base_url, "");
}

/* Whom config.json names is asked, whatever an editor says for a project. */
static void test_whom(struct arena *arena)
{
	static const struct {
		const char *user, *editor;
		bool heard;
	} rows[] = {
		{"{}", "{\"provider\":\"q\"}", true},
		{"{}", "{\"model\":\"q\"}", true},
		{"{}", "{\"actions\":{\"a\":{\"provider\":\"q\"}}}", true},
		{"{\"provider\":\"p\"}", "{\"provider\":\"q\"}", false},
		{"{\"provider\":\"p\"}", "{\"provider\":\"\"}", false},
		{"{\"provider\":\"p\"}", "{\"provider\":\"p/q\"}", false},
		{"{\"provider\":\"p\"}", "{\"provider\":\"p\"}", true},
		{"{\"provider\":\"p\"}", "{\"model\":\"q\"}", false},
		{"{\"provider\":\"p\"}", "{\"kadane\":{\"model\":\"q\"}}", false},
		{"{\"provider\":\"p\"}", "{\"actions\":{\"a\":{\"model\":\"q\"}}}", false},
		{"{\"provider\":\"p\"}", "{\"actions\":{\"a\":{}}}", true},
		{"{\"model\":\"p\"}", "{\"model\":\"q\"}", false},
		{"{\"model\":\"p\"}", "{\"provider\":\"q\"}", true},
		{"{\"actions\":{\"a\":{\"provider\":\"p\"}}}",
		 "{\"actions\":{\"a\":{\"model\":\"q\"}}}", false},
		{"{\"actions\":{\"a\":{\"provider\":\"p\"}}}",
		 "{\"actions\":{\"b\":{\"model\":\"q\"}}}", true},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct settings s;
		struct err err = {0};
		settings_init(&s);
		CHECK(apply(&s, arena, rows[i].user, SETTINGS_FROM_USER_FILE, &err));
		bool heard = apply(&s, arena, rows[i].editor, SETTINGS_FROM_EDITOR, &err);
		if (heard != rows[i].heard)
			fprintf(stderr, "%s\n", rows[i].editor);
		CHECK(heard == rows[i].heard);
		CHECK(heard || str_has(str_of(err.text), STR("in your own config.json")));
		const struct settings_action *action = settings_action(&s, STR("a"));
		CHECK(heard || (!str_has(s.provider, STR("q")) && !str_has(s.model, STR("q")) &&
				(action == NULL || !str_has(action->model, STR("q")))));
	}
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

/* Who else the source may go to is the user's own to say; how long to wait is anybody's. */
static void test_asking(struct arena *arena)
{
	static const char *const wrong[] = {
		"{\"fallback\":\"openai\"}",
		"{\"fallback\":[1]}",
		"{\"fallback\":[\"\"]}",
		"{\"fallback\":[\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\"]}",
	};
	struct settings s;
	struct err err = {0};
	settings_init(&s);
	CHECK(!apply(&s, arena, "{\"fallback\":[\"openai\"]}", SETTINGS_FROM_EDITOR, &err));
	CHECK_INT(s.fallback_count, 0);
	CHECK(str_has(str_of(err.text), STR("only heard from your own config.json")));
	CHECK(apply(&s, arena, "{\"fallback\":[\"openai/x/y\",\"ollama\"]}",
		    SETTINGS_FROM_USER_FILE, &err));
	CHECK_INT(s.fallback_count, 2);
	CHECK_STR(s.fallback[0], "openai/x/y");
	CHECK(!apply(&s, arena, "{\"fallback\":[]}", SETTINGS_FROM_EDITOR, &err));
	CHECK_INT(s.fallback_count, 2);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		CHECK(!apply(&s, arena, wrong[i], SETTINGS_FROM_USER_FILE, &err));
		CHECK(str_has(str_of(err.text), STR("setting fallback: ")));
	}
	CHECK_NEAR(s.first_byte_s, 0, 0);
	CHECK(apply(&s, arena,
		    "{\"timeouts\":{\"connect\":1,\"firstByte\":2.5,\"idle\":3,\"progress\":4,"
		    "\"total\":5}}",
		    SETTINGS_FROM_EDITOR, &err));
	CHECK_NEAR(s.connect_s, 1, 0);
	CHECK_NEAR(s.first_byte_s, 2.5, 0);
	CHECK_NEAR(s.idle_s, 3, 0);
	CHECK_NEAR(s.progress_s, 4, 0);
	CHECK_NEAR(s.total_s, 5, 0);
	CHECK(!apply(&s, arena, "{\"timeouts\":{\"idle\":-1}}", SETTINGS_FROM_EDITOR, &err));
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
	/* Whoever listens on this machine is not for a project to say, either. */
	static const char *const addresses[] = {
		"{\"baseUrl\":\"https://elsewhere.example/v1\"}",
		"{\"baseUrl\":\"http://127.0.0.1:8080/v1\"}",
		"{\"baseUrl\":\"http://localhost/\"}",
		"{\"baseUrl\":\"\"}",
		"{\"kadane\":{\"baseUrl\":\"http://[::1]/\"}}",
	};
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
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		CHECK(!apply(&s, arena, addresses[i], SETTINGS_FROM_EDITOR, &err));
		CHECK(str_has(str_of(err.text), STR("setting baseUrl: is only heard from your own "
						    "config.json or the environment")));
		CHECK_INT(s.base_url.len, 0);
	}
	CHECK(apply(&s, arena, "{\"provider\":\"p\",\"baseUrl\":\"https://elsewhere.example/v1\"}",
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

/* Money is the user's own to spend: an editor may only lower what there is. */
static void test_budget(struct arena *arena)
{
	struct settings s;
	struct err err = {0};
	settings_init(&s);
	CHECK(s.budget.job_usd > 1e12 && s.budget.day_usd > 1e12 && !s.budget.strict);
	CHECK(!s.logprobs);
	CHECK(apply(&s, arena, "{\"budget\":{\"job\":0.5}}", SETTINGS_FROM_EDITOR, &err));
	CHECK_NEAR(s.budget.job_usd, 0.5, 1e-12);
	settings_init(&s);
	CHECK(apply(&s, arena, "{\"budget\":{\"job\":1,\"day\":5,\"tokensPerDay\":1000}}",
		    SETTINGS_FROM_USER_FILE, &err));
	CHECK(!apply(&s, arena, "{\"budget\":{\"job\":1.01}}", SETTINGS_FROM_EDITOR, &err));
	CHECK(str_has(str_of(err.text), STR("setting budget.job: more than what holds")));
	CHECK(!apply(&s, arena, "{\"budget\":{\"day\":6}}", SETTINGS_FROM_EDITOR, &err));
	CHECK(!apply(&s, arena, "{\"budget\":{\"tokensPerDay\":1001}}", SETTINGS_FROM_EDITOR,
		     &err));
	CHECK(!apply(&s, arena, "{\"budget\":{\"day\":-1}}", SETTINGS_FROM_USER_FILE, &err));
	CHECK(!apply(&s, arena, "{\"budget\":{\"day\":\"much\"}}", SETTINGS_FROM_USER_FILE, &err));
	CHECK(apply(&s, arena, "{\"budget\":{\"day\":0,\"tokensPerDay\":0}}", SETTINGS_FROM_EDITOR,
		    &err));
	CHECK_NEAR(s.budget.day_usd, 0, 0);
	CHECK_INT(s.budget.day_tokens, 0);
	CHECK(apply(&s, arena, "{\"budget\":{\"day\":5}}", SETTINGS_FROM_EDITOR, &err));
	CHECK_NEAR(s.budget.day_usd, 5, 1e-12);
	/* strict once is strict for good */
	CHECK(apply(&s, arena, "{\"budget\":{\"strict\":true}}", SETTINGS_FROM_EDITOR, &err));
	CHECK(s.budget.strict);
	CHECK(apply(&s, arena, "{\"budget\":{\"strict\":false}}", SETTINGS_FROM_EDITOR, &err));
	CHECK(!s.budget.strict);
	CHECK(apply(&s, arena, "{\"budget\":{\"strict\":true}}", SETTINGS_FROM_USER_FILE, &err));
	CHECK(apply(&s, arena, "{\"budget\":{\"strict\":false}}", SETTINGS_FROM_EDITOR, &err));
	CHECK(s.budget.strict);
	CHECK(apply(&s, arena, "{\"logprobs\":true}", SETTINGS_FROM_EDITOR, &err));
	CHECK(s.logprobs);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	test_shapes(&arena);
	test_actions(&arena);
	test_whom(&arena);
	test_asking(&arena);
	test_complaints(&arena);
	test_limits(&arena);
	test_budget(&arena);
	test_who_may(&arena);
	test_bytes();
	arena_deinit(&arena);
	return CHECK_END();
}
