/*
 * Answers by a program of the user's own: the question on its stdin, the answer on its
 * stdout, as the command lines of coding assistants do it. It runs in an empty folder,
 * since such programs take orders from files they find where they are started, and a
 * project's must not become orders.
 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "catalog.h"
#include "io/command.h"
#include "io/file.h"
#include "provider.h"
#include "reply.h"
#include "state.h"

enum {
	PROGRAM_FIRST_MS = 600000, /* many say nothing before they have the whole answer */
	PROGRAM_PROGRESS_MS = 300000,
	PROGRAM_TOTAL_MS = 1500000,
	PROGRAM_QUESTION_MAX = 64 << 20,
	PROGRAM_MARKER = 8, /* the least length of the line between two turns */
};

struct program {
	struct model_call *call;
	const struct provider *provider;
	struct command command;
	struct reply reply;
	struct str folder;
	char cut[4]; /* the beginning of a character whose rest has not come yet */
	size_t cut_len;
	size_t shown; /* bytes of the text the owner has seen */
};

/* --- the question as text --- */

/* The longest run of '=' in a text: a marker of more of them cannot be forged by it. */
static size_t program_longest(struct str text)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < text.len; i++) {
		run = text.at[i] == '=' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void program_add_marker(struct buf *out, size_t len, const char *what, size_t number)
{
	for (size_t i = 0; i < len; i++)
		buf_add_char(out, '=');
	buf_addf(out, " %s %zu ", what, number);
	for (size_t i = 0; i < len; i++)
		buf_add_char(out, '=');
	buf_add_char(out, '\n');
}

void program_compose(const struct model_question *question, struct buf *out)
{
	size_t len = PROGRAM_MARKER - 1;
	for (size_t i = 0; i < question->turn_count; i++) {
		size_t run = program_longest(question->turns[i].text);
		len = run > len ? run : len;
	}
	if (question->system.len > 0) {
		buf_add(out, question->system);
		buf_add(out, STR("\n\n"));
	}
	if (question->turn_count > 1)
		buf_add(out, STR("This is a conversation. Give the answer to its last question, "
				 "without a line that says so.\n\n"));
	for (size_t i = 0; i < question->turn_count; i++) {
		const struct model_turn *turn = &question->turns[i];
		if (question->turn_count > 1)
			program_add_marker(out, len + 1,
					   turn->role == MODEL_USER ? "question" : "answer",
					   i / 2 + 1);
		buf_add(out, turn->text);
		if (!str_ends(turn->text, STR("\n")))
			buf_add_char(out, '\n');
	}
}

/* --- the answer --- */

static void program_show(struct program *program)
{
	struct model_call *call = program->call;
	struct str delta = str_part(buf_str(&call->text), program->shown, call->text.len);
	if (delta.len == 0)
		return;
	program->shown = call->text.len;
	call->last_ns = loop_now_ns();
	if (call->first_ns == 0)
		call->first_ns = call->last_ns;
	if (call->on_text != NULL)
		call->on_text(call, delta);
}

/* How many bytes at the end may be the beginning of a character: at most three. */
static size_t program_open_end(struct str bytes)
{
	for (size_t back = 1; back <= 3 && back <= bytes.len; back++) {
		unsigned char c = (unsigned char)bytes.at[bytes.len - back];
		if (c < 0x80)
			return 0;
		if (c >= 0xC0) {
			size_t len = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
			return len > back ? back : 0;
		}
	}
	return 0;
}

static void program_on_output(struct command *command, struct str bytes)
{
	struct program *program = command->data;
	struct buf piece;
	buf_init(&piece, program->cut_len + bytes.len);
	buf_add(&piece, (struct str){program->cut, program->cut_len});
	buf_add(&piece, bytes);
	struct str whole = buf_str(&piece);
	size_t open = program_open_end(whole);
	memcpy(program->cut, whole.at + whole.len - open, open);
	program->cut_len = open;
	reply_text(&program->reply, str_part(whole, 0, whole.len - open));
	buf_deinit(&piece);
	program_show(program);
}

/* --- the end --- */

/* The last line of the answer so far: several programs complain on stdout. */
static struct str program_last_line(const struct program *program)
{
	struct str text = str_trim(buf_str(&program->call->text));
	size_t from = text.len;
	while (from > 0 && text.at[from - 1] != '\n')
		from--;
	return str_part(text, from, COMMAND_SAID_MAX);
}

static void program_fail(struct program *program, enum err_kind kind, const char *words)
{
	struct model_call *call = program->call;
	struct str said = str_of(program->command.said);
	struct buf line;
	buf_init(&line, sizeof(call->op.err.text) - 1);
	if (said.len == 0)
		said = program_last_line(program);
	buf_addf(&line, "%s: %s %s%s", program->provider->name, program->provider->command[0],
		 words, said.len > 0 ? ": " : "");
	utf8_add_plain(&line, said);
	secrets_redact(call->state->models->secrets, &line);
	call->outcome = MODEL_FAILED;
	err_set(&call->op.err, kind, "%.*s", STR_ARG(buf_str(&line)));
	buf_deinit(&line);
}

static void program_judge(struct program *program)
{
	struct model_call *call = program->call;
	const struct command *command = &program->command;
	char words[40 + sizeof(command->op.err.text)];
	if (command->op.err.kind == ERR_CANCELLED) {
		call->outcome = MODEL_FAILED;
		call->op.err = command->op.err;
	} else if (command->op.err.kind != ERR_NONE) {
		snprintf(words, sizeof(words), "was stopped, %s", command->op.err.text);
		program_fail(program, ERR_WORLD, words);
	} else if (command->status != 0) {
		snprintf(words, sizeof(words), "failed with status %d", command->status);
		program_fail(program, ERR_WORLD, words);
	} else if (call->text.full) {
		program_fail(program, ERR_WORLD, "wrote more than an answer may be long");
	} else if (str_trim(buf_str(&call->text)).len == 0) {
		program_fail(program, ERR_WORLD, "ended well, but wrote no answer");
	} else {
		call->outcome = MODEL_COMPLETE;
	}
}

static void program_ran(struct op *op)
{
	struct program *program = op->owner;
	reply_text(&program->reply, (struct str){program->cut, program->cut_len});
	reply_end(&program->reply);
	program_show(program);
	file_remove_folder(program->folder.at);
	program_judge(program);
	op_end(&program->call->op);
}

static void program_cancel(struct op *op)
{
	struct model_call *call = (struct model_call *)(void *)op;
	op_cancel(&call->state->program->command.op);
}

/* --- the start --- */

static uint64_t program_or(uint64_t ms, uint64_t otherwise)
{
	return ms > 0 ? ms : otherwise;
}

/*
 * A model's name may come from a project and goes to a program that is not confined: it must not be
 * an option of it, nor mean anything to a shell that the user put in between.
 */
static bool program_check_model(const struct provider *provider, struct str model, struct err *err)
{
	if (model.len == 0)
		return err_set(err, ERR_INPUT, "%s: which model? Set \"model\"", provider->name);
	bool good = model.at[0] != '-';
	for (size_t i = 0; i < model.len && good; i++) {
		char c = model.at[i], low = (char)(c | 0x20);
		good = (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') ||
		       (c != '\0' && strchr("._:/@+-", c) != NULL);
	}
	return good || err_set(err, ERR_INPUT,
			       "%s: a model's name for a program is letters, digits and any of "
			       "._:/@+- (no - at its beginning); \"model\" has something else",
			       provider->name);
}

/* The words of the command, "{model}" in them replaced. */
static bool program_argv(const struct provider *provider, struct arena *arena, struct str model,
			 const char *const **argv, struct err *err)
{
	size_t count = 0;
	while (provider->command[count] != NULL)
		count++;
	const char **words = arena_array(arena, count + 1, sizeof(*words));
	for (size_t i = 0; i < count; i++) {
		struct str word = str_of(provider->command[i]), field = STR("{model}");
		size_t at = str_find(word, field);
		words[i] = provider->command[i];
		if (at == word.len)
			continue;
		if (!program_check_model(provider, model, err))
			return false;
		struct str rest = str_part(word, at + field.len, word.len);
		words[i] = arena_fmt(arena, "%.*s%.*s%.*s", STR_ARG(str_part(word, 0, at)),
				     STR_ARG(model), STR_ARG(rest))
				   .at;
	}
	*argv = words;
	return true;
}

/* "NAME=value" of the keys that the user wants it to have. */
static const char **program_env(const struct provider *provider, const struct secrets *secrets,
				struct arena *arena)
{
	size_t count = 0, used = 0;
	while (provider->hand_over != NULL && provider->hand_over[count] != NULL)
		count++;
	const char **env = arena_array(arena, count + 1, sizeof(*env));
	for (size_t i = 0; i < count; i++) {
		struct str value = secrets_get(secrets, provider->hand_over[i]);
		/* What is not among the keys is in the environment already, if it is set. */
		if (value.len > 0)
			env[used++] =
				arena_fmt(arena, "%s=%.*s", provider->hand_over[i], STR_ARG(value))
					.at;
	}
	return env;
}

static void program_wipe(const char **env)
{
	for (; *env != NULL; env++)
		for (volatile char *c = (char *)(uintptr_t)*env; *c != '\0'; c++)
			*c = '\0';
}

static bool program_begin(struct program *program, const struct model_choice *choice,
			  struct str model, const struct model_question *question, struct err *err)
{
	struct models *models = program->call->state->models;
	struct command_request request = {
		.folder = program->folder.at,
		.first_ms = program_or(choice->first_byte_ms, PROGRAM_FIRST_MS),
		.idle_ms = program_or(choice->progress_ms, PROGRAM_PROGRESS_MS),
		.total_ms = program_or(choice->total_ms, PROGRAM_TOTAL_MS),
		.output_max = MODEL_ANSWER_MAX,
	};
	struct arena arena;
	struct buf text;
	arena_init(&arena);
	buf_init(&text, PROGRAM_QUESTION_MAX);
	program_compose(question, &text);
	const char **env = program_env(program->provider, models->secrets, &arena);
	request.env = env;
	request.stdin_bytes = buf_str(&text);
	bool ok = text.full ? err_set(err, ERR_INPUT, "the question is longer than %d bytes",
				      PROGRAM_QUESTION_MAX)
			    : program_argv(program->provider, &arena, model, &request.argv, err) &&
				      command_start(models->loop, &program->command, &request, err);
	program_wipe(env);
	buf_deinit(&text);
	arena_deinit(&arena);
	return ok;
}

static bool program_answer(struct model_call *call, const struct model_choice *choice,
			   const struct model_question *question, struct err *err)
{
	struct arena *arena = &call->state->arena;
	const struct provider *provider = choice->provider;
	struct defaults defaults;
	if (!defaults_load(arena, provider->name, &defaults, err))
		return false;
	struct str model = choice->model.len > 0 ? choice->model : defaults.model;
	struct program *program = arena_new(arena, sizeof(*program));
	call->state->program = program;
	program->call = call;
	program->provider = provider;
	program->command.on_output = program_on_output;
	program->command.data = program;
	program->command.op.ended = program_ran;
	program->command.op.owner = program;
	reply_init(&program->reply, &call->text);
	call->model =
		model.len > 0 ? arena_str(arena, model) : file_base(str_of(provider->command[0]));
	if (!file_job_folder(arena, &program->folder, err))
		return false;
	if (!program_begin(program, choice, model, question, err)) {
		file_remove_folder(program->folder.at);
		return false;
	}
	call->tries = 1;
	call->asked_ns = loop_now_ns();
	op_begin(&call->op, "model", program_cancel);
	return true;
}

static bool program_ready(const struct provider *provider)
{
	struct arena arena;
	arena_init(&arena);
	bool ready =
		provider->command != NULL && file_on_path(&arena, provider->command[0]).len > 0;
	arena_deinit(&arena);
	return ready;
}

const struct dialect dialect_command = {
	.name = "command",
	.marker = "the end of the program",
	.answer = program_answer,
	.ready = program_ready,
};
