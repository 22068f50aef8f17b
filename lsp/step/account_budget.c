/*
 * The user's budgets. A question is sent when the most it can cost still fits: with what the job
 * has spent so far, and with what all jobs of the day have and hold.
 */
#include <math.h>
#include <string.h>
#include <time.h>

#include "account_private.h"
#include "step/work.h"

bool account_is_earlier(struct str a, struct str b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len > 0 ? memcmp(a.at, b.at, len) : 0;
	return order < 0 || (order == 0 && a.len < b.len);
}

static bool account_is_priced(const struct cost *cost)
{
	return cost->basis == COST_LIST || cost->basis == COST_TOLD;
}

/* --- before a question --- */

#define ACCOUNT_ADVICE "raise it in your config.json, or lower maxTokens"

static struct str account_next(struct work *work, const struct cost_worst *worst)
{
	struct arena *arena = &work->job.arena;
	if (!account_is_priced(&worst->cost))
		return STR("and what the next question costs is not known");
	return arena_fmt(arena, "and the next question may cost up to %.*s",
			 STR_ARG(verdict_usd(arena, worst->cost.usd)));
}

/* Always false, for `return`. */
static bool account_passed(struct work *work, const char *budget, double spent, double most,
			   const char *when)
{
	struct arena *arena = &work->job.arena;
	struct str next = account_next(work, &work->account->worst);
	return err_set(&work->job.err, ERR_MONEY,
		       "%s would be passed: %.*s of %.*s spent%s, %.*s; " ACCOUNT_ADVICE, budget,
		       STR_ARG(verdict_usd(arena, spent)), STR_ARG(verdict_usd(arena, most)), when,
		       STR_ARG(next));
}

/* A budget in dollars cannot hold for what has no price: said once, or refused. */
static bool account_check_price(struct work *work, const struct settings_budget *budget)
{
	const struct account *account = work->account;
	struct arena *arena = &work->job.arena;
	bool dollars = budget->job_usd < HUGE_VAL || budget->day_usd < HUGE_VAL;
	if (!dollars || account_is_priced(&account->worst.cost))
		return true;
	struct str provider = provider_name(account->choice.provider);
	struct str model = cost_model(arena, &account->choice);
	struct str who = arena_fmt(arena, "%.*s%s%.*s", STR_ARG(provider), model.len > 0 ? " " : "",
				   STR_ARG(model));
	if (budget->strict)
		return err_set(&work->job.err, ERR_MONEY,
			       "the price of %.*s is not known, and budget.strict forbids to ask "
			       "then: put its price into models.json",
			       STR_ARG(who));
	verdict_add(&work->job.verdict, FINDING_NOTE,
		    "the price of %.*s is not known beforehand: a budget in dollars cannot hold "
		    "for it (put its price into models.json, or set budget.tokensPerDay)",
		    STR_ARG(who));
	return true;
}

static bool account_check_job(struct work *work, const struct settings_budget *budget)
{
	const struct account *account = work->account;
	double next = account->worst.cost.usd;
	bool left = account_is_priced(&account->worst.cost) ? account->usd + next <= budget->job_usd
							    : account->usd < budget->job_usd;
	return left || account_passed(work, "budget.job", account->usd, budget->job_usd, "");
}

static bool account_day_passed(struct work *work, const struct settings_budget *budget,
			       const struct ledger_sum *day)
{
	const struct cost_worst *worst = &work->account->worst;
	int64_t tokens = worst->input + worst->output;
	bool by_tokens = (uint64_t)(day->tokens + tokens) > budget->day_tokens;
	if (!by_tokens)
		return account_passed(work, "budget.day", (double)day->nano_usd / 1e9,
				      budget->day_usd, " today");
	return err_set(&work->job.err, ERR_MONEY,
		       "budget.tokensPerDay would be passed: %lld of %llu tokens used today, and "
		       "the next question may take %lld; " ACCOUNT_ADVICE,
		       (long long)day->tokens, (unsigned long long)budget->day_tokens,
		       (long long)tokens);
}

static bool account_check_day(struct work *work, const struct settings_budget *budget)
{
	struct account *account = work->account;
	bool dollars = budget->day_usd < HUGE_VAL, tokens = budget->day_tokens < BUDGET_NO_TOKENS;
	struct ledger_most most = {
		.nano_usd = dollars ? (int64_t)floor(budget->day_usd * 1e9 + 1e-3) : -1,
		.tokens = tokens ? (int64_t)budget->day_tokens : -1,
	};
	struct ledger_sum worst = {.nano_usd = ledger_nano(account->worst.cost.usd),
				   .tokens = account->worst.input + account->worst.output};
	struct ledger_sum day;
	struct err err = {0};
	switch (ledger_hold(&account->hold, &worst, &most, account->asked_at, &day, &err)) {
	case LEDGER_HELD:
		return true;
	case LEDGER_PASSED:
		return account_day_passed(work, budget, &day);
	case LEDGER_FAILED:
		break;
	}
	if (dollars || tokens)
		return err_set(&work->job.err, ERR_WORLD,
			       "a budget for the day is set and cannot be kept: %s", err.text);
	log_line(loop_log(work->kit->loop), LOG_WARNING, "%s", err.text);
	verdict_add(&work->job.verdict, FINDING_NOTE, "the day's sum was not kept: %s", err.text);
	return true;
}

/* Is there a budget at all? */
static bool account_has_budget(const struct settings_budget *budget)
{
	return budget->job_usd < HUGE_VAL || budget->day_usd < HUGE_VAL ||
	       budget->day_tokens < BUDGET_NO_TOKENS;
}

bool account_ask(struct work *work, struct model_question *question)
{
	struct account *account = account_of(work);
	const struct settings_budget *budget = &work->settings.budget;
	struct arena *arena = &work->job.arena;
	account_note(work, 0);
	account->choice = work->choice;
	account->asked_at = (int64_t)time(NULL);
	account->hold = (struct ledger_hold){""};
	account->worst = cost_worst(arena, &account->choice, question, account->asked_at);
	account->local = account->worst.cost.basis == COST_LOCAL;
	account->recorded = str_eq(provider_name(account->choice.provider), STR("replay"));
	if (account->local)
		return true;
	question->limit_must_hold = account_has_budget(budget);
	return account_check_price(work, budget) && account_check_job(work, budget) &&
	       account_check_day(work, budget);
}

/* --- after it --- */

void account_settle(struct work *work, const struct model_usage *most, const struct cost *cost)
{
	struct account *account = work->account;
	struct err err = {0};
	if (account->local)
		return;
	account->usd += cost->usd;
	struct ledger_sum took = {
		.nano_usd = ledger_nano(cost->usd),
		.tokens = most->input + most->output,
		.unknown = cost->basis == COST_UNKNOWN,
	};
	if (ledger_settle(&account->hold, &took, (int64_t)time(NULL), &err))
		return;
	log_line(loop_log(work->kit->loop), LOG_WARNING, "%s", err.text);
	verdict_add(&work->job.verdict, FINDING_NOTE, "the day's sum was not kept: %s", err.text);
}
