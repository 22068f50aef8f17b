/*
 * Asks one provider one question and prints what came of it: for trying a real
 * provider by hand (README.md beside this file), and for tests/protocol/test_providers.py,
 * which runs it against every fault of tests/fake_provider.py.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "io/timer.h"
#include "model/model.h"

enum { ASK_TURNS_MAX = 16 };

/* What the command line asked for, and what came of it. */
struct ask_run {
	struct model_choice choice;
	struct model_question question;
	struct model_turn turns[ASK_TURNS_MAX];
	bool json;
	long cancel_bytes; /* cancel from within on_text, at so many bytes; -1: never */
	long cancel_ms;    /* cancel from a timer; -1: never */
	long times;

	struct loop *loop;
	struct models *models;
	struct model_call call;
	struct timer cancel;
	size_t deltas;
	size_t ended;
	bool failed;
};

static const char *const ask_outcomes[] = {
	[MODEL_PENDING] = "pending", [MODEL_COMPLETE] = "complete", [MODEL_TRUNCATED] = "truncated",
	[MODEL_REFUSED] = "refused", [MODEL_FAILED] = "failed",     [MODEL_BROKEN] = "broken",
};

static const char *const ask_kinds[] = {
	[ERR_NONE] = "none",           [ERR_INPUT] = "input", [ERR_WORLD] = "world",
	[ERR_AUTH] = "auth",           [ERR_MONEY] = "money", [ERR_BUSY] = "busy",
	[ERR_CANCELLED] = "cancelled",
};

static void ask_on_text(struct model_call *call, struct str delta)
{
	struct ask_run *run = call->data;
	run->deltas++;
	if (!run->json)
		fwrite(delta.at, 1, delta.len, stdout);
	if (run->cancel_bytes >= 0 && call->text.len >= (size_t)run->cancel_bytes)
		op_cancel(&call->op);
}

static void ask_print_json(const struct ask_run *run, const struct model_call *call)
{
	struct buf out;
	struct json json;
	buf_init(&out, 16 << 20);
	json_init(&json, &out);
	json_object(&json);
	json_key(&json, "outcome");
	json_put_str(&json, str_of(ask_outcomes[call->outcome]));
	json_key(&json, "text");
	json_put_str(&json, buf_str(&call->text));
	json_key(&json, "model");
	json_put_str(&json, call->model);
	json_key(&json, "kind");
	json_put_str(&json, str_of(ask_kinds[call->op.err.kind]));
	json_key(&json, "error");
	json_put_str(&json, call->op.err.kind == ERR_NONE ? STR("") : str_of(call->op.err.text));
	json_key(&json, "input_tokens");
	json_put_int(&json, call->usage.input);
	json_key(&json, "output_tokens");
	json_put_int(&json, call->usage.output);
	json_key(&json, "tries");
	json_put_int(&json, call->tries);
	json_key(&json, "deltas");
	json_put_int(&json, (int64_t)run->deltas);
	json_key(&json, "first_ms");
	json_put_int(&json, call->first_ns == 0
				    ? -1
				    : (int64_t)((call->first_ns - call->asked_ns) / 1000000));
	json_object_end(&json);
	printf("%.*s\n", STR_ARG(buf_str(&out)));
	buf_deinit(&out);
}

static void ask_print(const struct ask_run *run, const struct model_call *call)
{
	if (run->json) {
		ask_print_json(run, call);
		return;
	}
	printf("\n--\n%s; model %.*s; %lld tokens in, %lld out; %d request(s)\n",
	       ask_outcomes[call->outcome], STR_ARG(call->model), (long long)call->usage.input,
	       (long long)call->usage.output, call->tries);
	if (call->first_ns != 0)
		printf("first text after %.3f s, last after %.3f s\n",
		       (double)(call->first_ns - call->asked_ns) / 1e9,
		       (double)(call->last_ns - call->asked_ns) / 1e9);
	if (call->op.err.kind != ERR_NONE)
		printf("%s error: %s\n", ask_kinds[call->op.err.kind], call->op.err.text);
}

static void ask_ended(struct op *op)
{
	struct ask_run *run = op->owner;
	if (++run->ended > 1) {
		fprintf(stderr, "ask: the call ended twice\n");
		abort();
	}
	run->failed = run->call.outcome != MODEL_COMPLETE;
	ask_print(run, &run->call);
	op_cancel(&run->cancel.op);
}

static void ask_cancel_due(struct op *op)
{
	struct ask_run *run = op->owner;
	op_cancel(&run->call.op);
}

/* One call, from its start until nothing runs any more. */
static bool ask_once(struct ask_run *run)
{
	struct err err = {.kind = ERR_NONE};
	run->call = (struct model_call){.on_text = ask_on_text, .data = run};
	run->call.op.ended = ask_ended;
	run->call.op.owner = run;
	run->ended = run->deltas = 0;
	if (!model_start(run->models, &run->call, &run->choice, &run->question, &err)) {
		run->call.outcome = MODEL_FAILED;
		run->call.op.err = err;
		ask_print(run, &run->call);
		return false;
	}
	if (run->ended != 0) {
		fprintf(stderr, "ask: the call ended inside its start\n");
		abort();
	}
	if (run->cancel_ms >= 0) {
		run->cancel = (struct timer){.op = {.ended = ask_cancel_due, .owner = run}};
		timer_start(run->loop, &run->cancel, (uint64_t)run->cancel_ms);
	}
	loop_run(run->loop);
	if (run->ended != 1) {
		fprintf(stderr, "ask: the call never ended\n");
		abort();
	}
	model_call_deinit(&run->call);
	return !run->failed;
}

static bool ask_number(struct ask_run *run, const char *name, long number)
{
	const struct {
		const char *name;
		uint64_t *at;
	} clocks[] = {
		{"--connect-ms", &run->choice.connect_ms},
		{"--first-byte-ms", &run->choice.first_byte_ms},
		{"--idle-ms", &run->choice.idle_ms},
		{"--progress-ms", &run->choice.progress_ms},
		{"--total-ms", &run->choice.total_ms},
	};
	for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++)
		if (strcmp(name, clocks[i].name) == 0) {
			*clocks[i].at = (uint64_t)number;
			return true;
		}
	if (strcmp(name, "--max-tokens") == 0)
		run->question.max_tokens = number;
	else if (strcmp(name, "--temperature") == 0)
		run->question.temperature = (double)number / 100;
	else if (strcmp(name, "--cancel-bytes") == 0)
		run->cancel_bytes = number;
	else if (strcmp(name, "--cancel-ms") == 0)
		run->cancel_ms = number;
	else if (strcmp(name, "--times") == 0)
		run->times = number;
	else
		return false;
	return true;
}

/* One option and its value; false when it is none. */
static bool ask_option(struct ask_run *run, const char *name, const char *value)
{
	if (strcmp(name, "--model") == 0)
		run->choice.model = str_of(value);
	else if (strcmp(name, "--folder") == 0)
		run->choice.folder = str_of(value);
	else if (strcmp(name, "--base") == 0)
		run->choice.base_url = str_of(value);
	else if (strcmp(name, "--system") == 0)
		run->question.system = str_of(value);
	else
		return ask_number(run, name, strtol(value, NULL, 10));
	return true;
}

static bool ask_arguments(struct ask_run *run, int argc, char **argv)
{
	int at = 2;
	for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
		if (strcmp(argv[at], "--json") == 0)
			run->json = true;
		else if (at + 1 >= argc || !ask_option(run, argv[at], argv[at + 1]))
			return false;
		else
			at++;
	}
	for (; at < argc && run->question.turn_count < ASK_TURNS_MAX; at++) {
		size_t turn = run->question.turn_count++;
		run->turns[turn].role = turn % 2 == 0 ? MODEL_USER : MODEL_ASSISTANT;
		run->turns[turn].text = str_of(argv[at]);
	}
	return run->question.turn_count > 0 && at == argc;
}

int main(int argc, char **argv)
{
	struct secrets secrets;
	secrets_init(&secrets);
	model_take_keys(&secrets);
	struct log log = {.level = LOG_INFO, .secrets = &secrets};
	struct ask_run run = {.cancel_bytes = -1, .cancel_ms = -1, .times = 1};
	run.question.turns = run.turns;
	run.question.temperature = -1;
	int status = 2;
	run.loop = loop_new(&log);
	run.models = models_new(run.loop, &secrets);
	run.choice.provider = argc > 1 ? provider_find(run.models, str_of(argv[1])) : NULL;
	if (run.choice.provider != NULL && ask_arguments(&run, argc, argv)) {
		status = 0;
		for (long i = 0; i < run.times; i++)
			if (!ask_once(&run))
				status = 1;
		models_free(run.models);
		loop_free(run.loop);
	} else {
		fprintf(stderr,
			"usage: ask PROVIDER [--base URL] [--model M] [--folder F] [--system S]\n"
			"           [--max-tokens N] [--temperature HUNDREDTHS] [--times N] "
			"[--json]\n"
			"           [--connect-ms N] [--first-byte-ms N] [--idle-ms N]\n"
			"           [--progress-ms N] [--total-ms N] [--cancel-bytes N] "
			"[--cancel-ms N]\n"
			"           QUESTION [ANSWER QUESTION]…\n");
	}
	secrets_deinit(&secrets);
	return status;
}
