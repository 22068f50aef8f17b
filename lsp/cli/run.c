/*
 * kadane run ACTION FILE: what the code action does, from the terminal.
 */
#include <stdio.h>

#include "action/action.h"
#include "cli/cli.h"
#include "io/file.h"
#include "options.h"
#include "session.h"
#include "trials.h"

static const char run_help[] =
	"Usage: kadane run translate FILE.py [options]\n"
	"\n"
	"Ask a model for a translation to C++, compile it, run it and the original in a\n"
	"sandbox, compare what they print, time both. The result is written beside the\n"
	"source (FILE.cpp; never over a file that is there).\n"
	"\n"
	"Options:\n"
	"  --provider NAME   who is asked: anthropic, openai, replay (default: the first with a "
	"key)\n"
	"  --model NAME      which of its models\n"
	"  --base-url URL    where the provider is reached\n"
	"  --replay FOLDER   answer from the recorded conversations in this folder\n"
	"  --rounds N        how often the model may be asked (1 to 10; 3)\n" TRIALS_HELP
	"  --json            print the verdict as one JSON object\n"
	"  --help            this text\n"
	"\n"
	"Exit status: 0 same output; 1 not the same, or not known (also: no sandbox, so that\n"
	"nothing was run); 2 bad input; 3 could not be done (no provider, no compiler, network);\n"
	"128+N stopped by signal N.\n";

struct run_options {
	bool help, json;
	const char *provider, *model, *base_url, *replay, *rounds;
	struct trials_options trials;
};

static bool run_settings(struct settings *settings, struct arena *arena,
			 const struct run_options *options)
{
	double number;
	if (options->provider != NULL)
		settings->provider = str_of(options->provider);
	if (options->model != NULL)
		settings->model = str_of(options->model);
	if (options->base_url != NULL)
		settings->base_url = str_of(options->base_url);
	if (options->replay != NULL) {
		struct err err = {0};
		if (!file_real_path(arena, options->replay, &settings->replay_folder, &err)) {
			session_complain(&err);
			return false;
		}
		if (options->provider == NULL)
			settings->provider = STR("replay");
	}
	if (options->rounds != NULL) {
		if (!trials_number("run", "--rounds", options->rounds, 1, 10, &number))
			return false;
		settings->rounds = (int)number;
	}
	return trials_settings("run", &options->trials, settings);
}

static int run_action(struct session *session, const struct action *action,
		      const struct run_options *options, const char *file)
{
	struct err err = {0};
	struct work *work = session_work(session);
	int status;
	bool json = options->json;
	if (session_read(session, work, file, NULL, &err) &&
	    trials_wanted(&options->trials, work, &err) && action_prepare(action, work, &err)) {
		bool fine = session_run(session, work);
		status = session_report(session, work, fine, json);
	} else {
		work->job.err = err;
		status = json ? session_report(session, work, false, true) : session_complain(&err);
	}
	work_free(work);
	return status;
}

int cli_run(int argc, char **argv)
{
	struct run_options options = {0};
	const struct option_spec specs[] = {
		{"--base-url", NULL, &options.base_url},
		{"--help", &options.help, NULL},
		{"--json", &options.json, NULL},
		{"--model", NULL, &options.model},
		{"--provider", NULL, &options.provider},
		{"--replay", NULL, &options.replay},
		{"--rounds", NULL, &options.rounds},
		TRIALS_OPTIONS(&options.trials),
		{0},
	};
	const char *rest[2];
	size_t count;
	if (!options_read("run", argc, argv, specs, rest, 2, &count))
		return CLI_USAGE;
	if (options.help) {
		fputs(run_help, stdout);
		return CLI_FINE;
	}
	const struct action *action = count > 0 ? action_by_name(str_of(rest[0])) : NULL;
	if (count != 2 || action == NULL) {
		if (count > 0 && action == NULL)
			fprintf(stderr, "kadane run: no action is called %s\n", rest[0]);
		fputs("Usage: kadane run translate FILE.py [options]; see kadane run --help\n",
		      stderr);
		return CLI_USAGE;
	}
	struct session session;
	if (!session_init(&session))
		return CLI_USAGE;
	int status = CLI_USAGE;
	if (run_settings(&session.settings, &session.arena, &options))
		status = run_action(&session, action, &options, rest[1]);
	return session_leave(&session, status);
}
