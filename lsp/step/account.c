/*
 * Adds up what the questions of a job take, for the verdict; the day's sum is the ledger's, the
 * budgets are account_budget.c's. Where nobody counted the tokens the verdict has an estimate from
 * the text, and the budgets a figure that is rather too high.
 */
#include "account.h"

#include "account_private.h"
#include "question.h"
#include "step/work.h"

enum {
	ACCOUNT_FASTEST = 200,      /* tokens a second that no model surpasses by much */
	ACCOUNT_PACE_TOKENS = 16,   /* fewer say nothing of a model's pace … */
	ACCOUNT_SURPRISE_MAX = 100, /* nats per token: more is no log-probability */
};

#define ACCOUNT_PACE_SECONDS 0.05 /* … and so does an answer that comes in one burst */

struct account *account_of(struct work *work)
{
	if (work->account == NULL)
		work->account = arena_new(&work->job.arena, sizeof(*work->account));
	return work->account;
}

static void account_add(int64_t *sum, int64_t more)
{
	if (more >= 0)
		*sum = (*sum < 0 ? 0 : *sum) + more;
}

static double account_seconds(uint64_t from, uint64_t to)
{
	return from > 0 && to > from ? (double)(to - from) / 1e9 : 0;
}

/* --- tokens --- */

/* The provider has said why it stopped: its figures are final. */
static bool account_is_whole(const struct model_call *call)
{
	return call->outcome == MODEL_COMPLETE || call->outcome == MODEL_TRUNCATED ||
	       call->outcome == MODEL_REFUSED;
}

/* What was told, and an estimate of what was not; *estimated says so. */
static struct model_usage account_usage(const struct account *account,
					const struct model_call *call, bool *estimated)
{
	struct model_usage usage = call->usage;
	int64_t text = (int64_t)(call->text.len / ACCOUNT_BYTES_PER_TOKEN);
	*estimated = usage.output < 0;
	/* Some tell a first figure at the start and the true one at the end. */
	if (usage.output < 0 || (!account_is_whole(call) && usage.output < text)) {
		usage.output = text;
		*estimated = true;
	}
	if (usage.input < 0 && account->worst.input > 0) {
		usage.input = account->worst.input;
		*estimated = true;
	}
	return usage;
}

/* Has it perhaps been worked on, although no word of it came? */
static bool account_was_begun(const struct model_call *call)
{
	enum err_kind kind = call->op.err.kind;
	bool long_enough = account_seconds(call->asked_ns, loop_now_ns()) > 1;
	return kind == ERR_CANCELLED || kind == ERR_NONE || (kind == ERR_WORLD && long_enough);
}

/*
 * The same for the budgets. An answer that was broken off has cost what was thought and not shown,
 * too: no more than a model can say in the time.
 */
static struct model_usage account_most(const struct account *account, const struct model_call *call,
				       struct model_usage usage)
{
	if (account_is_whole(call) && call->usage.output >= 0)
		return usage;
	if (call->text.len == 0 && call->usage.input < 0 && !account_was_begun(call)) {
		usage.input = usage.output = 0;
		return usage;
	}
	uint64_t end = account_is_whole(call) ? call->last_ns : loop_now_ns();
	double most = account_seconds(call->asked_ns, end) * ACCOUNT_FASTEST;
	/* Without a budget it may have been asked without the limit that a server refused. */
	bool limited = call->limit > 0 && account->worst.output > 0;
	if (limited && most > (double)account->worst.output)
		most = (double)account->worst.output;
	if (usage.output < (int64_t)most)
		usage.output = (int64_t)most;
	return usage;
}

/* --- pace --- */

/* Tokens a second of one answer, and the tokens and seconds that is from; 0: not known. */
static double account_pace(struct account *account, const struct model_call *call,
			   const struct model_usage *usage)
{
	double tokens = (double)usage->output;
	double seconds = usage->generation_seconds;
	if (seconds <= 0) {
		/* What was thought came before the first word that is shown. */
		int64_t shown = usage->output - (usage->reasoning > 0 ? usage->reasoning : 0);
		tokens = (double)shown - 1;
		seconds = account_seconds(call->first_ns, call->last_ns);
		/* More tokens than its text can have: some of them nobody has seen. */
		if (shown > (int64_t)(call->text.len / 2))
			return 0;
	}
	if (tokens < ACCOUNT_PACE_TOKENS || seconds < ACCOUNT_PACE_SECONDS)
		return 0;
	account->pace_tokens += tokens;
	account->pace_seconds += seconds;
	return tokens / seconds;
}

/* --- into the verdict --- */

static void account_put_cost(struct verdict_cost *sum, const struct cost *cost)
{
	switch (cost->basis) {
	case COST_UNKNOWN:
		sum->unknown++;
		return;
	case COST_LOCAL:
		sum->local++;
		return;
	case COST_LIST:
		sum->listed++;
		/* Dates sort as text; the oldest says how far the sum is to be trusted. */
		if (sum->as_of.len == 0 || account_is_earlier(cost->as_of, sum->as_of))
			sum->as_of = cost->as_of;
		break;
	case COST_TOLD:
		sum->told++;
		break;
	}
	sum->usd += cost->usd;
}

/* How surprised the model was by its own answer. */
static void account_put_scores(struct verdict *verdict, const struct model_usage *usage)
{
	verdict->cross_entropy = 0;
	verdict->scored_tokens = 0;
	if (usage->logprob_count <= 0)
		return;
	double mean = -usage->logprob_sum / (double)usage->logprob_count;
	if (!(mean > -1e-6 && mean <= ACCOUNT_SURPRISE_MAX))
		return;
	verdict->cross_entropy = mean > 0 ? mean : 0;
	verdict->scored_tokens = usage->logprob_count;
}

static void account_put(struct work *work, const struct model_usage *usage, const struct cost *cost,
			bool estimated)
{
	struct verdict *verdict = &work->job.verdict;
	const struct model_call *call = &work->call;
	account_add(&verdict->input_tokens, usage->input);
	account_add(&verdict->output_tokens, usage->output);
	account_add(&verdict->cached_tokens, usage->cached);
	account_add(&verdict->cache_written_tokens, usage->cache_written);
	account_add(&verdict->reasoning_tokens, usage->reasoning);
	verdict->tokens_estimated = verdict->tokens_estimated || estimated;
	account_put_cost(&verdict->cost, cost);
	account_put_scores(verdict, usage);
	if (call->first_ns > call->asked_ns)
		verdict->first_token_seconds = account_seconds(call->asked_ns, call->first_ns);
	verdict->model_seconds += account_seconds(call->asked_ns, call->last_ns);
	const struct account *account = work->account;
	if (account->pace_seconds > 0)
		verdict->tokens_per_second = account->pace_tokens / account->pace_seconds;
}

/* --- what this machine has measured --- */

static void account_measure(struct work *work, const struct model_usage *usage,
			    const struct cost *cost, double pace)
{
	struct account *account = work->account;
	const struct model_call *call = &work->call;
	struct arena *arena = &work->job.arena;
	bool answered = call->outcome == MODEL_COMPLETE || call->outcome == MODEL_TRUNCATED ||
			work->code_ns != 0;
	struct str model = cost_model(arena, &account->choice);
	if (account->recorded || !answered || call->text.len == 0)
		return;
	account->answer = asked_nothing;
	account->answer.day = ledger_date(arena, account->asked_at);
	account->answer.provider = provider_name(account->choice.provider);
	account->answer.model = model.len > 0 ? model : arena_str(arena, call->model);
	if (call->first_ns > call->asked_ns)
		account->answer.first_token_s = account_seconds(call->asked_ns, call->first_ns);
	if (pace > 0)
		account->answer.tokens_per_s = pace;
	account->answer.input = usage->input;
	account->answer.output = usage->output;
	if (cost->basis == COST_LIST || cost->basis == COST_TOLD)
		account->answer.cost = cost->usd;
	account->answered = account->answer.model.len > 0;
}

void account_note(struct work *work, int verified)
{
	struct account *account = work->account;
	struct err err = {0};
	if (account == NULL || !account->answered)
		return;
	account->answered = false;
	account->answer.verified = verified;
	if (!asked_note(&account->answer, &err))
		log_line(loop_log(work->kit->loop), LOG_WARNING, "not noted: %s", err.text);
}

/* --- the end of a question --- */

void account_call(struct work *work)
{
	struct model_call *call = &work->call;
	struct arena *arena = &work->job.arena;
	if (!work->asked || work->counted)
		return;
	work->counted = true;
	question_was_read(work);
	struct account *account = account_of(work);
	bool estimated;
	struct model_usage usage = account_usage(account, call, &estimated);
	struct model_usage most = account_most(account, call, usage);
	struct cost cost = cost_of(arena, &account->choice, call->model, &usage, account->asked_at);
	if (call->model.len > 0)
		work->job.verdict.model = arena_str(arena, call->model);
	work->job.verdict.tries += call->tries;
	if (call->text.len > 0 || call->usage.input >= 0 || call->usage.output >= 0) {
		double pace = account_pace(account, call, &usage);
		account_put(work, &usage, &cost, estimated);
		account_measure(work, &usage, &cost, pace);
	}
	cost = cost_of(arena, &account->choice, call->model, &most, account->asked_at);
	account_settle(work, &most, &cost);
}

void account_refused(struct work *work)
{
	struct model_usage nothing = {0};
	struct cost free = {.basis = COST_LIST};
	work->counted = true;
	account_settle(work, &nothing, &free);
}

void account_close(struct work *work)
{
	const struct job *job = &work->job;
	account_call(work);
	bool judged = job->end == JOB_DONE && !work->unverified;
	account_note(work, judged ? verdict_holds(&job->verdict) : -1);
}
