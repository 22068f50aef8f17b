/*
 * The account of a job: what its questions took, each counted once, with estimates where nobody
 * counted.
 */
#include "account_scene.h"

#include "step/asked.h"

static void test_sums(struct scene *scene)
{
	scene_new_day(scene);
	CHECK(ask(scene));
	/* the worst case is set aside: 1216 at $2.50 and 1000 at $10 */
	CHECK(spent_today() > 0.0130 && spent_today() < 0.0131);
	scene->work->call.usage.cached = 100;
	scene->work->call.usage.reasoning = 40;
	answer(scene, 2000, 1000, 540, 10);
	struct verdict *verdict = verdict_of(scene);
	CHECK_INT(verdict->input_tokens, 1000);
	CHECK_INT(verdict->output_tokens, 540);
	CHECK_INT(verdict->cached_tokens, 100);
	CHECK_INT(verdict->cache_written_tokens, -1);
	CHECK_INT(verdict->reasoning_tokens, 40);
	CHECK_INT(verdict->tries, 1);
	CHECK(!verdict->tokens_estimated);
	CHECK_INT(verdict->cost.listed, 1);
	CHECK_NEAR(verdict->cost.usd, 0.0018 + 0.00001 + 0.0054, 1e-9);
	CHECK_STR(verdict->cost.as_of, "2026-11");
	CHECK_NEAR(verdict->tokens_per_second, 49.9, 1e-6);
	CHECK_NEAR(verdict->first_token_seconds, 1, 1e-6);
	CHECK_NEAR(verdict->model_seconds, 11, 1e-6);
	CHECK_NEAR(spent_today(), 0.00721, 1e-9);
	/* once only */
	account_call(scene->work);
	CHECK_INT(verdict->tries, 1);
	CHECK_NEAR(spent_today(), 0.00721, 1e-9);
	/* a second round at half the pace */
	CHECK(ask(scene));
	answer(scene, 2000, 1000, 501, 20);
	CHECK_INT(verdict->input_tokens, 2000);
	CHECK_NEAR(verdict->tokens_per_second, 999.0 / 30, 1e-6);
	CHECK_NEAR(verdict->cost.usd, 0.00721 + 0.00701, 1e-9);
	CHECK_NEAR(spent_today(), 0.00721 + 0.00701, 1e-9);
	account_refused(scene->work);
	CHECK_NEAR(spent_today(), 0.00721 + 0.00701, 1e-9);
}

/* Not sent after all: nothing stays set aside. */
static void test_refused(struct scene *scene)
{
	scene_new_day(scene);
	CHECK(ask(scene));
	account_refused(scene->work);
	account_close(scene->work);
	CHECK_NEAR(spent_today(), 0, 0);
	CHECK_INT(verdict_of(scene)->output_tokens, -1);
}

static double pace_of(struct scene *scene, size_t bytes, int64_t output, int64_t reasoning,
		      double seconds, double generation)
{
	scene_job(scene);
	CHECK(ask(scene));
	scene->work->call.usage.reasoning = reasoning;
	scene->work->call.usage.generation_seconds = generation;
	answer(scene, bytes, 100, output, seconds);
	return verdict_of(scene)->tokens_per_second;
}

static void test_pace(struct scene *scene)
{
	scene_new_day(scene);
	CHECK_NEAR(pace_of(scene, 400, 101, -1, 2, 0), 50, 1e-6);
	CHECK_NEAR(pace_of(scene, 400, 1101, 1000, 2, 0), 50, 1e-6);
	CHECK_NEAR(pace_of(scene, 400, 101, -1, 2, 4), 101.0 / 4, 1e-6);
	CHECK_NEAR(pace_of(scene, 400, 101, -1, 0, 4), 101.0 / 4, 1e-6);
	CHECK_NEAR(pace_of(scene, 400, 101, -1, 0, 0), 0, 0);    /* one burst */
	CHECK_NEAR(pace_of(scene, 400, 101, -1, 0.01, 0), 0, 0); /* the same */
	CHECK_NEAR(pace_of(scene, 40, 10, -1, 2, 0), 0, 0);      /* too few */
	CHECK_NEAR(pace_of(scene, 400, 1101, -1, 2, 0), 0, 0);   /* some of them nobody saw */
	CHECK_NEAR(pace_of(scene, 400, -1, -1, 2, 0), 49.5, 1e-6);
}

static void score(struct scene *scene, double sum, int64_t count)
{
	scene_job(scene);
	CHECK(ask(scene));
	scene->work->call.usage.logprob_sum = sum;
	scene->work->call.usage.logprob_count = count;
	answer(scene, 400, 100, 100, 2);
}

static void test_scores(struct scene *scene)
{
	scene_new_day(scene);
	score(scene, -25, 100);
	CHECK_NEAR(verdict_of(scene)->cross_entropy, 0.25, 1e-12);
	CHECK_INT(verdict_of(scene)->scored_tokens, 100);
	score(scene, 0, 100);
	CHECK_INT(verdict_of(scene)->scored_tokens, 100);
	score(scene, 0, 0);
	CHECK_INT(verdict_of(scene)->scored_tokens, 0);
	/* what is no log-probability is none */
	score(scene, 25, 100);
	CHECK_INT(verdict_of(scene)->scored_tokens, 0);
	score(scene, -1e308, 1);
	CHECK_INT(verdict_of(scene)->scored_tokens, 0);
	score(scene, NAN, 1);
	CHECK_INT(verdict_of(scene)->scored_tokens, 0);
}

/* Nobody counted: from the text for the verdict, rather too much for the budgets. */
static void test_broken_off(struct scene *scene)
{
	scene_new_day(scene);
	CHECK(ask(scene));
	struct model_call *call = &scene->work->call;
	for (size_t i = 0; i < 400; i++)
		buf_add_char(&call->text, 'x');
	call->usage.input = 1000;
	call->usage.output = 1; /* as Anthropic says at the start */
	call->outcome = MODEL_FAILED;
	err_set(&call->op.err, ERR_CANCELLED, "cancelled");
	call->asked_ns = loop_now_ns() - 3000000000u;
	account_call(scene->work);
	CHECK_INT(verdict_of(scene)->output_tokens, 100);
	CHECK(verdict_of(scene)->tokens_estimated);
	CHECK_NEAR(verdict_of(scene)->cost.usd, 0.003, 1e-9);
	/* 3 seconds: 600 tokens, and what the test itself took */
	CHECK(spent_today() >= 0.008 && spent_today() < 0.0105);
	/* never more than it could have been */
	scene_new_day(scene);
	CHECK(ask(scene));
	call = &scene->work->call;
	call->outcome = MODEL_FAILED;
	err_set(&call->op.err, ERR_CANCELLED, "cancelled");
	call->asked_ns = 1;
	double worst = spent_today();
	account_call(scene->work);
	CHECK(spent_today() > 0.01 && spent_today() <= worst);
	CHECK_INT(verdict_of(scene)->output_tokens, -1);
	/* … unless it was asked without a limit */
	scene_new_day(scene);
	CHECK(ask(scene));
	call = &scene->work->call;
	call->limit = 0;
	call->outcome = MODEL_FAILED;
	err_set(&call->op.err, ERR_CANCELLED, "cancelled");
	call->asked_ns = loop_now_ns() - 100000000000u;
	account_call(scene->work);
	CHECK(spent_today() > 0.2);
	/* refused at the door: nothing */
	scene_new_day(scene);
	CHECK(ask(scene));
	call = &scene->work->call;
	call->outcome = MODEL_FAILED;
	err_set(&call->op.err, ERR_AUTH, "401");
	account_call(scene->work);
	CHECK_NEAR(spent_today(), 0, 0);
}

static size_t measured(struct scene *scene, struct asked **list)
{
	size_t count = 0;
	struct err err = {0};
	CHECK(asked_load(&scene->arena, list, &count, &err));
	return count;
}

static void test_measured(struct scene *scene)
{
	struct asked *list;
	scene_new_day(scene);
	unlink(scene_file(scene, "asked.jsonl"));
	CHECK(ask(scene));
	answer(scene, 2000, 1000, 501, 10);
	CHECK_INT(measured(scene, &list), 0); /* not known yet whether it holds */
	CHECK(ask(scene));
	CHECK_INT(measured(scene, &list), 1);
	CHECK_INT(list[0].verified, 0);
	answer(scene, 2000, 1000, 501, 20);
	scene->work->job.end = JOB_DONE;
	verdict_of(scene)->output.match = OUTPUT_IDENTICAL;
	account_close(scene->work);
	account_close(scene->work);
	CHECK_INT(measured(scene, &list), 2);
	CHECK_INT(list[1].verified, 1);
	CHECK_STR(list[1].provider, "anthropic");
	CHECK_STR(list[1].model, "claude-sonnet-5-5");
	CHECK_NEAR(list[1].tokens_per_s, 25, 1e-6);
	CHECK_NEAR(list[1].first_token_s, 1, 1e-6);
	CHECK_NEAR(list[1].cost, 0.00701, 1e-9);
	/* cancelled, and no answer at all */
	scene_job(scene);
	CHECK(ask(scene));
	answer(scene, 2000, 1000, 501, 10);
	scene->work->job.end = JOB_CANCELLED;
	account_close(scene->work);
	CHECK_INT(measured(scene, &list), 3);
	CHECK_INT(list[2].verified, -1);
	scene_job(scene);
	CHECK(ask(scene));
	scene->work->call.outcome = MODEL_FAILED;
	account_close(scene->work);
	CHECK_INT(measured(scene, &list), 3);
	/* a recording says nothing of a model */
	scene_job(scene);
	scene->work->choice.provider = provider_find(scene->kit.models, STR("replay"));
	CHECK(ask(scene));
	answer(scene, 2000, -1, -1, 10);
	account_close(scene->work);
	CHECK_INT(measured(scene, &list), 3);
	CHECK_INT(verdict_of(scene)->cost.local, 1);
}

int main(void)
{
	CHECK_BEGIN();
	char folder[] = "/tmp/kadane-account-XXXXXX";
	struct scene *scene = mem_new(sizeof(*scene));
	scene_open(scene, folder);
	test_sums(scene);
	test_refused(scene);
	test_pace(scene);
	test_scores(scene);
	test_broken_off(scene);
	test_measured(scene);
	scene_close(scene, folder);
	mem_free(scene);
	return CHECK_END();
}
