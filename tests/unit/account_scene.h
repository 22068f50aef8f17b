/*
 * A job that asks a model nobody answers for: the tests say what came back. Shared by the tests of
 * the account and of the budgets.
 */
#pragma once

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "../../lsp/step/account.h"
#include "../../lsp/step/ledger.h"
#include "base/mem.h"
#include "check.h"
#include "io/file.h"
#include "step/work.h"

struct scene {
	struct arena arena;
	struct secrets secrets;
	struct loop *loop;
	struct kit kit;
	struct settings settings;
	struct work *work;
	struct model_turn turn;
	struct model_question question;
	char text[3000];
};

/* A fresh job that asks claude-sonnet-5-5: $2 a million in, $10 out; nothing was spent yet. */
static inline void scene_job(struct scene *scene)
{
	if (scene->work != NULL)
		work_free(scene->work);
	scene->work = work_new(&scene->kit, &scene->settings, 1);
	scene->work->choice.provider = provider_find(scene->kit.models, STR("anthropic"));
	scene->work->choice.model = STR("claude-sonnet-5-5");
}

static inline const char *scene_file(struct scene *scene, const char *name)
{
	return file_state_path(&scene->arena, name).at;
}

static inline void scene_new_day(struct scene *scene)
{
	unlink(scene_file(scene, "spent.json"));
	scene->settings.budget.job_usd = scene->settings.budget.day_usd = HUGE_VAL;
	scene->settings.budget.day_tokens = BUDGET_NO_TOKENS;
	scene->settings.budget.strict = false;
	scene_job(scene);
}

static inline bool ask(struct scene *scene)
{
	struct work *work = scene->work;
	err_clear(&work->job.err);
	if (!account_ask(work, &scene->question))
		return false;
	model_call_deinit(&work->call);
	work->call = (struct model_call){.usage = model_usage_none, .tries = 1, .limit = 1000};
	buf_init(&work->call.text, 1 << 20);
	work->asked = true;
	work->counted = false;
	work->call.asked_ns = loop_now_ns();
	return true;
}

/* The answer: `bytes` of text in `seconds`, of which the first passed before its first word. */
static inline void answer(struct scene *scene, size_t bytes, int64_t input, int64_t output,
			  double seconds)
{
	struct model_call *call = &scene->work->call;
	for (size_t i = 0; i < bytes; i++)
		buf_add_char(&call->text, 'x');
	call->usage.input = input;
	call->usage.output = output;
	call->first_ns = call->asked_ns + 1000000000;
	call->last_ns = call->first_ns + (uint64_t)(seconds * 1e9);
	call->outcome = MODEL_COMPLETE;
	account_call(scene->work);
}

static inline struct verdict *verdict_of(struct scene *scene)
{
	return &scene->work->job.verdict;
}

static inline double spent_today(void)
{
	struct ledger_sum day = {0};
	struct err err = {0};
	CHECK(ledger_day((int64_t)time(NULL), &day, &err));
	return (double)day.nano_usd / 1e9;
}

static inline void scene_open(struct scene *scene, char *folder)
{
	static const struct log quiet = {.level = LOG_ERROR};
	*scene = (struct scene){0};
	CHECK(mkdtemp(folder) != NULL);
	setenv("XDG_STATE_HOME", folder, 1);
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	unsetenv("ANTHROPIC_BASE_URL");
	unsetenv("VLLM_BASE_URL");
	arena_init(&scene->arena);
	secrets_init(&scene->secrets);
	scene->loop = loop_new(&quiet);
	kit_init(&scene->kit, scene->loop, &scene->secrets);
	settings_init(&scene->settings);
	memset(scene->text, 'x', sizeof(scene->text));
	scene->turn = (struct model_turn){MODEL_USER, {scene->text, sizeof(scene->text)}};
	scene->question = (struct model_question){.turns = &scene->turn,
						  .turn_count = 1,
						  .max_tokens = 1000,
						  .temperature = -1};
}

static inline void scene_close(struct scene *scene, const char *folder)
{
	static const char *const files[] = {"spent.json", "spent.lock", "asked.jsonl",
					    "asked.lock"};
	work_free(scene->work);
	kit_deinit(&scene->kit);
	loop_free(scene->loop);
	secrets_deinit(&scene->secrets);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		unlink(scene_file(scene, files[i]));
	rmdir(arena_fmt(&scene->arena, "%s/kadane", folder).at);
	CHECK_INT(rmdir(folder), 0);
	arena_deinit(&scene->arena);
}
