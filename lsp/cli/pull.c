/*
 * kadane pull MODEL: have the server on this machine download a model.
 */
#include "model/pull.h"

#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "options.h"
#include "session.h"
#include "step/choice.h"

static const char pull_help[] =
	"Usage: kadane pull MODEL [--provider NAME]\n"
	"\n"
	"Have Ollama download a model, so that it can be asked: kadane pull qwen2.5-coder.\n"
	"Stopped and begun again, it goes on where it was.\n"
	"\n"
	"Options:\n"
	"  --provider NAME   another server that speaks like Ollama (ollama)\n"
	"  --help            this text\n"
	"\n"
	"Exit status: 0 the model is there; 2 bad input; 3 it could not be had; 128+N stopped by\n"
	"signal N.\n";

/* News on a terminal, written over. */
static void pull_on_news(struct model_pull *pull)
{
	struct session *session = pull->data;
	int percent = pull_percent(pull);
	if (!session->progress)
		return;
	if (percent < 0)
		fprintf(stderr, "\r\033[K%s …", pull->status);
	else
		fprintf(stderr, "\r\033[K%s: %d%% of %.1f GB …", pull->status, percent,
			(double)pull->total / 1e9);
	fflush(stderr);
	session->shown = true;
}

static void pull_on_end(struct op *op)
{
	struct session *session = op->owner;
	if (session->shown)
		fprintf(stderr, "\r\033[K");
	session->shown = false;
	loop_stop(session->loop);
}

static int pull_run(struct session *session, const char *provider, const char *model)
{
	struct err err = {0};
	struct model_choice choice = {
		.provider = provider_find(session->kit.models, str_of(provider)),
		.model = str_of(model),
		.base_url = STR(""),
	};
	struct model_pull pull = {.on_news = pull_on_news, .data = session};
	if (choice.provider == NULL) {
		err_set(&err, ERR_INPUT, "no provider is called \"%s\"", provider);
		return session_complain(&err);
	}
	choice.base_url = choice_base(&session->kit, &session->settings, choice.provider);
	pull.op.owner = session;
	pull.op.ended = pull_on_end;
	if (!pull_start(session->kit.models, &pull, &choice, &err))
		return session_complain(&err);
	while (pull.op.running) {
		loop_run(session->loop);
		if (session->signal != 0)
			op_cancel(&pull.op);
	}
	err = pull.op.err;
	pull_deinit(&pull);
	if (err.kind != ERR_NONE)
		return session_complain(&err);
	printf("%s is there\n", model);
	return CLI_FINE;
}

int cli_pull(int argc, char **argv)
{
	bool help = false;
	const char *provider = "ollama";
	const struct option_spec specs[] = {
		{"--help", &help, NULL},
		{"--provider", NULL, &provider},
		{0},
	};
	const char *rest[1];
	size_t count;
	if (!options_read("pull", argc, argv, specs, rest, 1, &count))
		return CLI_USAGE;
	if (help) {
		fputs(pull_help, stdout);
		return CLI_FINE;
	}
	if (count != 1 || rest[0][0] == '\0') {
		fputs("Usage: kadane pull MODEL; see kadane pull --help\n", stderr);
		return CLI_USAGE;
	}
	struct session session;
	if (!session_init(&session))
		return CLI_USAGE;
	return session_leave(&session, pull_run(&session, provider, rest[0]));
}
