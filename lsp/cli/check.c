/*
 * kadane check FILE.py FILE.cpp: no model; judge a translation that is there.
 */
#include <stdio.h>

#include "action/action.h"
#include "cli/cli.h"
#include "options.h"
#include "session.h"
#include "trials.h"

static const char check_help[] =
	"Usage: kadane check FILE.py FILE.cpp [options]\n"
	"\n"
	"Compile the C++ file, run it and the Python script in a sandbox, compare what they\n"
	"print, time both. No model is asked.\n"
	"\n"
	"Inputs may also stand in the script (# kadane: args=\"…\" stdin=FILE) or beside it.\n"
	"\n"
	"Options:\n" TRIALS_HELP "  --json            print the verdict as one JSON object\n"
	"  --help            this text\n"
	"\n"
	"Exit status: 0 only for identical or same-value output; 1 it does not compile, the "
	"output\n"
	"differs or nothing can be said; 2 bad input; 3 could not be done; 128+N stopped by signal "
	"N.\n";

static int check_files(struct session *session, const struct trials_options *trials,
		       const char *script, const char *candidate, bool json)
{
	struct err err = {0};
	struct work *work = session_work(session);
	int status;
	if (session_read(session, work, script, candidate, &err) &&
	    trials_wanted(trials, work, &err)) {
		work->job.steps = check_steps;
		work->job.rounds_max = 1;
		work->to = &lang_cpp;
		work->candidate_name = str_of(candidate);
		bool fine = session_run(session, work);
		status = session_report(session, work, fine, json);
	} else {
		work->job.err = err;
		status = json ? session_report(session, work, false, true) : session_complain(&err);
	}
	work_free(work);
	return status;
}

int cli_check(int argc, char **argv)
{
	bool help = false, json = false;
	struct trials_options trials = {0};
	const struct option_spec specs[] = {
		{"--help", &help, NULL},
		{"--json", &json, NULL},
		TRIALS_OPTIONS(&trials),
		{0},
	};
	const char *rest[2];
	size_t count;
	if (!options_read("check", argc, argv, specs, rest, 2, &count))
		return CLI_USAGE;
	if (help) {
		fputs(check_help, stdout);
		return CLI_FINE;
	}
	if (count != 2) {
		fputs("Usage: kadane check FILE.py FILE.cpp [options]; see kadane check --help\n",
		      stderr);
		return CLI_USAGE;
	}
	struct session session;
	if (!session_init(&session))
		return CLI_USAGE;
	int status = CLI_USAGE;
	if (trials_settings("check", &trials, &session.settings))
		status = check_files(&session, &trials, rest[0], rest[1], json);
	return session_leave(&session, status);
}
