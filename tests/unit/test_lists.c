/* What each kind of server says of its models, and where the next page is. */
#include "dialect.h"

static cJSON *parse(const char *text)
{
	struct err err;
	cJSON *root = json_parse(str_of(text), &err);
	CHECK(root != NULL);
	return root;
}

/* The entry of one model in a list of OpenAI's shape. */
static bool entry_of(const char *model, struct model_entry *entry, cJSON **root)
{
	struct buf list;
	buf_init(&list, 1 << 16);
	buf_addf(&list, "{\"object\":\"list\",\"data\":[%s]}", model);
	buf_add_char(&list, '\0');
	*root = parse(list.at);
	buf_deinit(&list);
	const cJSON *array = dialect_openai.list(*root);
	CHECK_INT(cJSON_GetArraySize(array), 1);
	return dialect_openai.list_entry(cJSON_GetArrayItem(array, 0), entry);
}

static void test_openai(void)
{
	static const struct {
		const char *model, *id;
		long context, output;
		double input_price, output_price;
	} models[] = {
		{"{\"id\":\"gpt\",\"object\":\"model\",\"owned_by\":\"openai\"}", "gpt", 0, 0, -1,
		 -1},
		{"{\"id\":\"a/b\",\"context_length\":128000,\"pricing\":{\"prompt\":\"0.0000025\","
		 "\"completion\":\"0.00001\"},\"top_provider\":{\"max_completion_tokens\":16384}}",
		 "a/b", 128000, 16384, 2.5, 10},
		{"{\"id\":\"free\",\"pricing\":{\"prompt\":\"0\",\"completion\":\"0\"}}", "free", 0,
		 0, 0, 0},
		{"{\"id\":\"auto\",\"pricing\":{\"prompt\":\"-1\",\"completion\":\"-1\"}}", "auto",
		 0, 0, -1, -1},
		{"{\"id\":\"odd\",\"pricing\":{\"prompt\":\"nan\",\"completion\":5}}", "odd", 0, 0,
		 -1, -1},
		{"{\"id\":\"vllm\",\"max_model_len\":32768}", "vllm", 32768, 0, -1, -1},
		/* what it was started with; else what it cannot surpass, where that is little */
		{"{\"id\":\"llama\",\"meta\":{\"n_ctx\":16384,\"n_ctx_train\":131072}}", "llama",
		 16384, 0, -1, -1},
		{"{\"id\":\"llama\",\"meta\":{\"n_ctx_train\":4096}}", "llama", 4096, 0, -1, -1},
		{"{\"id\":\"llama\",\"meta\":{\"n_ctx_train\":131072}}", "llama", 0, 0, -1, -1},
		{"{\"id\":\"llama\",\"meta\":null}", "llama", 0, 0, -1, -1},
		{"{\"id\":\"bad\",\"context_length\":-5,\"max_model_len\":\"x\"}", "bad", 0, 0, -1,
		 -1},
		{"{\"id\":7}", NULL, 0, 0, 0, 0},
		{"7", NULL, 0, 0, 0, 0},
	};
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++) {
		struct model_entry entry;
		cJSON *root;
		bool taken = entry_of(models[i].model, &entry, &root);
		CHECK(taken == (models[i].id != NULL));
		if (taken) {
			CHECK_STR(entry.id, models[i].id);
			CHECK_INT(entry.context, models[i].context);
			CHECK_INT(entry.max_output, models[i].output);
			CHECK_NEAR(entry.input_price, models[i].input_price, 1e-9);
			CHECK_NEAR(entry.output_price, models[i].output_price, 1e-9);
		}
		cJSON_Delete(root);
	}
	cJSON *bare = parse("[{\"id\":\"x\"}]");
	CHECK(dialect_openai.list(bare) == bare);
	cJSON_Delete(bare);
	CHECK(dialect_tgi.list == dialect_openai.list);
	CHECK(dialect_responses.list_entry == dialect_openai.list_entry);
}

static void test_anthropic(struct arena *arena)
{
	cJSON *root =
		parse("{\"data\":[{\"type\":\"model\",\"id\":\"claude\",\"display_name\":\"C\","
		      "\"max_input_tokens\":1000000,\"max_tokens\":128000}],\"has_more\":true,"
		      "\"first_id\":\"claude\",\"last_id\":\"claude/5&x\"}");
	struct model_entry entry;
	const cJSON *list = dialect_anthropic.list(root);
	CHECK(dialect_anthropic.list_entry(cJSON_GetArrayItem(list, 0), &entry));
	CHECK_STR(entry.id, "claude");
	CHECK_INT(entry.context, 1000000);
	CHECK_INT(entry.max_output, 128000);
	CHECK(entry.input_price < 0 && entry.output_price < 0);
	CHECK_STR(dialect_anthropic.list_next(arena, root), "after_id=claude%2F5%26x");
	cJSON_Delete(root);
	root = parse("{\"data\":[],\"has_more\":false,\"last_id\":\"claude\"}");
	CHECK_STR(dialect_anthropic.list_next(arena, root), "");
	cJSON_Delete(root);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	test_openai();
	test_anthropic(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
