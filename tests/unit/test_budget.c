/*
 * Budgets, before a question is sent: of a job, of a day, in dollars and in tokens; what has no
 * price; a day's sum that is damaged.
 */
#include <signal.h>
#include <sys/wait.h>

#include "account_scene.h"
#include "held_lock.h"

static bool says(struct scene *scene, const char *words)
{
	bool said = str_has(str_of(scene->work->job.err.text), str_of(words));
	if (!said)
		fprintf(stderr, "%s\n", scene->work->job.err.text);
	return said;
}

static void test_job_budget(struct scene *scene)
{
	scene_new_day(scene);
	scene->settings.budget.job_usd = 0.01;
	scene_job(scene);
	CHECK(!ask(scene));
	CHECK_INT(scene->work->job.err.kind, ERR_MONEY);
	CHECK(says(scene, "budget.job would be passed: $0 of $0.01 spent, and the next question "
			  "may cost up to $0.013; raise it in your config.json, or lower "
			  "maxTokens"));
	CHECK_NEAR(spent_today(), 0, 0);
	scene->settings.budget.job_usd = 0.02;
	scene_job(scene);
	CHECK(ask(scene));
	answer(scene, 400, 1000, 600, 2); /* $0.008 */
	CHECK(!ask(scene));
	CHECK(says(scene, "$0.008 of $0.02 spent"));
	CHECK_NEAR(spent_today(), 0.008, 1e-9);
	/* another job has its own */
	scene_job(scene);
	CHECK(ask(scene));
	account_refused(scene->work);
	scene->settings.budget.job_usd = 0;
	scene_job(scene);
	CHECK(!ask(scene));
}

static void test_day_budget(struct scene *scene)
{
	scene_new_day(scene);
	scene->settings.budget.day_usd = 0.03;
	scene_job(scene);
	CHECK(ask(scene));
	answer(scene, 400, 1000, 900, 2); /* $0.011 */
	scene_job(scene);
	CHECK(ask(scene)); /* $0.013 are set aside */
	struct work *first = scene->work;
	scene->work = NULL;
	scene_job(scene);
	CHECK(!ask(scene)); /* … and that leaves too little for another */
	CHECK(says(scene, "budget.day would be passed: $0.024 of $0.03 spent today"));
	work_free(scene->work);
	scene->work = first;
	account_refused(scene->work);
	scene_job(scene);
	CHECK(ask(scene));
	account_refused(scene->work);
	/* by tokens */
	scene->settings.budget.day_usd = HUGE_VAL;
	scene->settings.budget.day_tokens = 3000;
	scene_job(scene);
	CHECK(!ask(scene));
	CHECK(says(scene, "budget.tokensPerDay would be passed: 1900 of 3000 tokens used today"));
}

/* Its worst case rests on the limit of the answer: with any budget that must hold. */
static void test_limit(struct scene *scene)
{
	scene_new_day(scene);
	CHECK(ask(scene) && !scene->question.limit_must_hold);
	account_refused(scene->work);
	for (int which = 0; which < 3; which++) {
		scene_new_day(scene);
		if (which == 0)
			scene->settings.budget.job_usd = 1;
		else if (which == 1)
			scene->settings.budget.day_usd = 1;
		else
			scene->settings.budget.day_tokens = 1000000;
		scene_job(scene);
		CHECK(ask(scene) && scene->question.limit_must_hold);
		account_refused(scene->work);
		scene->question.limit_must_hold = false;
	}
}

static const struct finding *finding_of(struct scene *scene, const char *words)
{
	const struct finding *finding = verdict_of(scene)->findings;
	while (finding != NULL && !str_has(finding->text, str_of(words)))
		finding = finding->next;
	return finding;
}

static void test_unknown(struct scene *scene)
{
	scene_new_day(scene);
	scene->work->choice.model = STR("claude-next");
	CHECK(ask(scene));
	answer(scene, 400, 100, 100, 2);
	CHECK_INT(verdict_of(scene)->cost.unknown, 1);
	CHECK(finding_of(scene, "price") == NULL);
	scene->settings.budget.day_usd = 1;
	scene_job(scene);
	scene->work->choice.model = STR("claude-next");
	CHECK(ask(scene));
	const struct finding *note = finding_of(scene, "the price of anthropic claude-next is not");
	CHECK(note != NULL && note->kind == FINDING_NOTE);
	scene->settings.budget.strict = true;
	scene_job(scene);
	scene->work->choice.model = STR("claude-next");
	CHECK(!ask(scene));
	CHECK(says(scene, "budget.strict forbids"));
	/* nobody charges for what runs here */
	scene->settings.budget.day_usd = scene->settings.budget.job_usd = 0;
	scene->settings.budget.day_tokens = 0;
	scene_job(scene);
	scene->work->choice.provider = provider_find(scene->kit.models, STR("vllm"));
	scene->work->choice.model = STR("m");
	CHECK(ask(scene));
	answer(scene, 400, 100, 100, 2);
	CHECK_INT(verdict_of(scene)->cost.local, 1);
	CHECK_NEAR(verdict_of(scene)->cost.usd, 0, 0);
}

/* With a budget nothing is asked until the file is put right; without one it is said. */
static void test_damaged(struct scene *scene)
{
	struct err err = {0};
	scene_new_day(scene);
	CHECK(file_replace(scene_file(scene, "spent.json"), STR("{\"day\":"), &err));
	CHECK(ask(scene));
	answer(scene, 400, 100, 100, 2);
	CHECK(finding_of(scene, "is damaged") != NULL);
	scene->settings.budget.day_usd = 100;
	scene_job(scene);
	CHECK(!ask(scene));
	CHECK(says(scene, "a budget for the day is set and cannot be kept: what was spent today"));
	unlink(scene_file(scene, "spent.json"));
	CHECK(ask(scene));
	account_refused(scene->work);
}

/* Another program that does not let go of the file is the same. */
static void test_in_use(struct scene *scene)
{
	scene_new_day(scene);
	pid_t child = held_lock(scene_file(scene, "spent.lock"));
	CHECK(ask(scene));
	answer(scene, 400, 100, 100, 2);
	CHECK(finding_of(scene, "the day's sum was not kept: ") != NULL);
	CHECK(finding_of(scene, "spent.lock is in use by another program") != NULL);
	scene->settings.budget.day_usd = 100;
	scene_job(scene);
	CHECK(!ask(scene));
	CHECK_INT(scene->work->job.err.kind, ERR_WORLD);
	CHECK(says(scene, "a budget for the day is set and cannot be kept: "));
	CHECK(says(scene, "spent.lock is in use by another program"));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	CHECK(ask(scene));
	account_refused(scene->work);
}

int main(void)
{
	CHECK_BEGIN();
	char folder[] = "/tmp/kadane-account-XXXXXX";
	struct scene *scene = mem_new(sizeof(*scene));
	scene_open(scene, folder);
	test_job_budget(scene);
	test_day_budget(scene);
	test_limit(scene);
	test_unknown(scene);
	test_damaged(scene);
	test_in_use(scene);
	scene_close(scene, folder);
	mem_free(scene);
	return CHECK_END();
}
