/*
 * kadane run ACTION FILE: what the code action does, from the terminal.
 */
#include <stdio.h>

#include "action/action.h"
#include "cli/cli.h"
#include "edits.h"
#include "io/file.h"
#include "options.h"
#include "session.h"
#include "shown.h"
#include "trials.h"

static const char run_help[] =
	"Usage: kadane run ACTION FILE.py [options]\n"
	"\n"
	"translate   Ask a model for a translation to C++, compile it, run it and the original\n"
	"            in a sandbox, compare what they print, time both. The result is written\n"
	"            beside the source (FILE.cpp; never over a file that is there).\n"
	"docstring   Document the definition at --line: its docstring alone is taken from the\n"
	"            answer, checked against the code, its examples are run. Prints a patch.\n"
	"docstrings  The same for everything in the file that has no documentation.\n"
	"\n"
	"Options:\n"
	"  --provider NAME   who is asked, or NAME/MODEL (default: the first with a key, else a\n"
	"                    server on this machine; kadane models lists them)\n"
	"  --model NAME      which of its models\n"
	"  --base-url URL    where the provider is reached\n"
	"  --replay FOLDER   answer from the recorded conversations in this folder\n"
	"  --record FOLDER   record the conversation there, for --replay; without any key\n"
	"  --line N          docstring: the definition that this line belongs to\n"
	"  --write           docstring, docstrings: write into FILE instead of printing a patch; "
	"the\n"
	"                    patch alone is on stdout then, what is said of it on stderr\n"
	"  --rounds N        how often the model may be asked (1 to 10; 3)\n" TRIALS_HELP
	"  --show-prompt     print what a model would be asked first, and ask nobody; with\n"
	"                    --provider no key is needed. The script is parsed and watched for\n"
	"                    half a second, as it is before a question\n"
	"  --json            print the verdict (or the request) as one JSON object\n"
	"  --help            this text\n"
	"\n"
	"Exit status: 0 same output; 1 not the same, or not known (also: no sandbox, so that\n"
	"nothing was run); 2 bad input; 3 could not be done (no provider, no compiler, network);\n"
	"128+N stopped by signal N.\n";

struct run_options {
	bool help, json, show, write;
	const char *provider, *model, *base_url, *record, *replay, *rounds, *line;
	struct trials_options trials;
};

static bool run_settings(struct settings *settings, struct arena *arena,
			 const struct run_options *options)
{
	double number;
	settings_choose(settings, str_of(options->provider), str_of(options->model));
	struct err err = {0};
	if (options->base_url != NULL &&
	    !settings_put_base(settings, str_of(options->base_url), STR("--base-url"), &err)) {
		session_complain(&err);
		return false;
	}
	if (options->record != NULL &&
	    (!file_make_folder(options->record, &err) ||
	     !file_real_path(arena, arena_fmt(arena, "%s/.", options->record).at,
			     &settings->record_folder, &err))) {
		session_complain(&err);
		return false;
	}
	if (options->replay != NULL) {
		if (!file_real_path(arena, options->replay, &settings->replay_folder, &err)) {
			session_complain(&err);
			return false;
		}
		if (options->provider == NULL)
			settings_choose(settings, STR("replay"), str_of(options->model));
	}
	if (options->rounds != NULL) {
		if (!trials_number("run", "--rounds", options->rounds, 1, 10, &number))
			return false;
		settings->rounds = (int)number;
	}
	return trials_settings("run", &options->trials, settings);
}

/* Where in the file, for an action that is about one place. */
static bool run_place(const struct action *action, const struct run_options *options,
		      struct work *work, struct err *err)
{
	long long number = 0;
	if (!action->at_point)
		return options->line == NULL ||
		       err_set(err, ERR_INPUT,
			       "%s is about the whole file: --line is for docstring", action->name);
	if (options->line == NULL || !str_to_int(str_of(options->line), &number) || number < 1)
		return err_set(err, ERR_INPUT, "which definition? --line N names a line of it");
	struct str rest = work->source, line;
	long long at = 1;
	while (at < number && str_line(&rest, &line))
		at++;
	work->point_given = true;
	work->point = work->source.len - rest.len;
	return rest.len > 0 ||
	       err_set(err, ERR_INPUT, "%.*s has no line %lld", STR_ARG(work->name), number);
}

/* What the job would change: shown, or written when that was asked for. */
static int run_edits(struct work *work, const struct run_options *options, const char *file,
		     int status)
{
	struct err err = {0};
	if (work->edit_count == 0 || (options->json && !options->write))
		return status;
	if (options->write && edits_write(work, &err))
		return status;
	/* What was paid for is not lost because it could not be written. */
	edits_print(work, file);
	return options->write ? session_complain(&err) : status;
}

static int run_action(struct session *session, const struct action *action,
		      const struct run_options *options, const char *file)
{
	struct err err = {0};
	struct work *work = session_work(session);
	int status;
	bool json = options->json;
	session->patch = action->edits && !options->write;
	if (options->show)
		work->show = arena_new(&work->job.arena, sizeof(*work->show));
	if (session_read(session, work, file, NULL, &err) &&
	    run_place(action, options, work, &err) && trials_wanted(&options->trials, work, &err) &&
	    action_prepare(action, work, &err)) {
		bool fine = session_run(session, work);
		status = fine && options->show ? shown_print(work, json)
					       : session_report(session, work, fine, json);
		if (fine && !options->show)
			status = run_edits(work, options, file, status);
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
		{"--line", NULL, &options.line},
		{"--model", NULL, &options.model},
		{"--provider", NULL, &options.provider},
		{"--record", NULL, &options.record},
		{"--replay", NULL, &options.replay},
		{"--rounds", NULL, &options.rounds},
		{"--show-prompt", &options.show, NULL},
		{"--write", &options.write, NULL},
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
		fputs("Usage: kadane run ACTION FILE.py [options]; see kadane run --help\n",
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
