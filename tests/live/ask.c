/*
 * Asks one provider one question and prints what came of it: for trying a real
 * provider by hand (README.md beside this file), and for the tests, which run it against
 * every fault of tests/wire. With --batch N it asks many, N at a time: each line of stdin
 * is one command line, its words apart by tabs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "io/timer.h"
#include "model/model.h"

enum { ASK_TURNS_MAX = 16, ASK_WORDS_MAX = 64, ASK_BATCH_MAX = 256 };

/* The command lines of a batch, and how far it is. */
struct ask_batch {
	struct buf lines;
	struct str rest; /* of the lines */
	size_t count;    /* of those begun */
	bool failed;
};

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
	struct secrets *secrets;
	struct models *models;
	struct model_call call;
	struct timer cancel;
	struct ask_batch *batch; /* NULL: the only call */
	size_t line;             /* of the batch */
	struct timer after;      /* what a finished call of a batch held is freed */
	size_t deltas;
	uint64_t began_ns;
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

static void ask_on_news(struct model_call *call, struct str line)
{
	(void)call;
	fprintf(stderr, "news: %.*s\n", STR_ARG(line));
}

static void ask_print_json(const struct ask_run *run, const struct model_call *call)
{
	struct buf out;
	struct json json;
	buf_init(&out, 16 << 20);
	json_init(&json, &out);
	json_object(&json);
	json_key(&json, "line");
	json_put_int(&json, (int64_t)run->line);
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
	json_key(&json, "too_long");
	json_put_bool(&json, call->too_long);
	json_key(&json, "input_tokens");
	json_put_int(&json, call->usage.input);
	json_key(&json, "output_tokens");
	json_put_int(&json, call->usage.output);
	json_key(&json, "cached_tokens");
	json_put_int(&json, call->usage.cached);
	json_key(&json, "reasoning_tokens");
	json_put_int(&json, call->usage.reasoning);
	json_key(&json, "cost");
	json_put_number(&json, call->usage.cost);
	json_key(&json, "logprob_tokens");
	json_put_int(&json, call->usage.logprob_count);
	json_key(&json, "tries");
	json_put_int(&json, call->tries);
	json_key(&json, "deltas");
	json_put_int(&json, (int64_t)run->deltas);
	json_key(&json, "first_ms");
	json_put_int(&json, call->first_ns == 0
				    ? -1
				    : (int64_t)((call->first_ns - call->asked_ns) / 1000000));
	json_key(&json, "took_ms");
	json_put_int(&json, (int64_t)((loop_now_ns() - run->began_ns) / 1000000));
	json_object_end(&json);
	printf("%.*s\n", STR_ARG(buf_str(&out)));
	fflush(stdout);
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

static void ask_freed(struct op *op);

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
	if (run->batch != NULL) {
		run->after = (struct timer){.op = {.ended = ask_freed, .owner = run}};
		timer_start(run->loop, &run->after, 1);
	}
}

static void ask_cancel_due(struct op *op)
{
	struct ask_run *run = op->owner;
	op_cancel(&run->call.op);
}

/* Begin the call; false when it was refused, and said. */
static bool ask_start(struct ask_run *run)
{
	struct err err = {.kind = ERR_NONE};
	run->call =
		(struct model_call){.on_text = ask_on_text, .on_news = ask_on_news, .data = run};
	run->call.op.ended = ask_ended;
	run->call.op.owner = run;
	run->ended = run->deltas = 0;
	run->began_ns = loop_now_ns();
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
	return true;
}

/* One call, from its start until nothing runs any more. */
static bool ask_once(struct ask_run *run)
{
	if (!ask_start(run))
		return false;
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
	else if (strcmp(name, "--logprobs") == 0)
		run->question.logprobs = number != 0;
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

/* Make ready for one command line; false when it cannot be understood. */
static bool ask_prepare(struct ask_run *run, int argc, char **argv)
{
	run->cancel_bytes = run->cancel_ms = -1;
	run->times = 1;
	run->question.turns = run->turns;
	run->question.temperature = -1;
	run->models = models_new(run->loop, run->secrets);
	run->choice.provider = argc > 1 ? provider_find(run->models, str_of(argv[1])) : NULL;
	return run->choice.provider != NULL && ask_arguments(run, argc, argv);
}

/* --- many --- */

/* Begin the next call of the batch that is not refused at once. */
static void ask_batch_next(struct ask_run *run)
{
	struct ask_batch *batch = run->batch;
	struct str line;
	while (str_line(&batch->rest, &line)) {
		if (line.len == 0)
			continue;
		char *words[ASK_WORDS_MAX] = {"ask"};
		int count = 1;
		char *word = (char *)(uintptr_t)line.at;
		word[line.len] = '\0';
		while (word != NULL && count < ASK_WORDS_MAX) {
			words[count++] = word;
			word = strchr(word, '\t');
			if (word != NULL)
				*word++ = '\0';
		}
		*run = (struct ask_run){
			.loop = run->loop,
			.secrets = run->secrets,
			.batch = batch,
			.line = batch->count++,
			.json = true,
		};
		if (!ask_prepare(run, count, words))
			fprintf(stderr, "ask: line %zu cannot be understood\n", run->line);
		else if (ask_start(run))
			return;
		batch->failed = true;
		models_free(run->models);
	}
}

static void ask_freed(struct op *op)
{
	struct ask_run *run = op->owner;
	if (run->cancel.op.running) {
		timer_start(run->loop, &run->after, 1);
		return;
	}
	run->batch->failed = run->batch->failed || run->failed;
	model_call_deinit(&run->call);
	models_free(run->models);
	ask_batch_next(run);
}

/* Every call has connections of its own, so that none can disturb another. */
static bool ask_batch(struct loop *loop, struct secrets *secrets, long width)
{
	struct arena arena;
	arena_init(&arena);
	struct ask_run *runs = arena_array(&arena, ASK_BATCH_MAX, sizeof(*runs));
	struct ask_batch batch = {.failed = false};
	char bytes[4096];
	size_t got;
	buf_init(&batch.lines, 16 << 20);
	while ((got = fread(bytes, 1, sizeof(bytes), stdin)) > 0)
		buf_add(&batch.lines, (struct str){bytes, got});
	buf_add_char(&batch.lines, '\n'); /* so that every line has a byte behind it */
	batch.rest = buf_str(&batch.lines);
	for (long i = 0; i < width && i < ASK_BATCH_MAX; i++) {
		runs[i] = (struct ask_run){.loop = loop, .secrets = secrets, .batch = &batch};
		ask_batch_next(&runs[i]);
	}
	loop_run(loop);
	buf_deinit(&batch.lines);
	arena_deinit(&arena);
	return !batch.failed;
}

static int ask_one(struct loop *loop, struct secrets *secrets, int argc, char **argv)
{
	struct ask_run run = {.loop = loop, .secrets = secrets};
	int status = 2;
	if (ask_prepare(&run, argc, argv)) {
		status = 0;
		for (long i = 0; i < run.times; i++)
			if (!ask_once(&run))
				status = 1;
	} else {
		fprintf(stderr,
			"usage: ask PROVIDER [--base URL] [--model M] [--folder F] [--system S]\n"
			"           [--max-tokens N] [--temperature HUNDREDTHS] [--logprobs 1]\n"
			"           [--connect-ms N] [--first-byte-ms N] [--idle-ms N]\n"
			"           [--progress-ms N] [--total-ms N] [--cancel-bytes N] "
			"[--cancel-ms N]\n"
			"           [--times N] [--json] QUESTION [ANSWER QUESTION]…\n"
			"       ask --batch N    (each line of stdin: such words, with tabs "
			"between)\n");
	}
	models_free(run.models);
	return status;
}

int main(int argc, char **argv)
{
	struct secrets secrets;
	secrets_init(&secrets);
	model_take_keys(&secrets);
	struct log log = {.level = LOG_INFO, .secrets = &secrets};
	struct loop *loop = loop_new(&log);
	bool many = argc == 3 && strcmp(argv[1], "--batch") == 0;
	int status = many ? !ask_batch(loop, &secrets, strtol(argv[2], NULL, 10))
			  : ask_one(loop, &secrets, argc, argv);
	loop_free(loop);
	secrets_deinit(&secrets);
	return status;
}
