/*
 * What every subcommand that runs jobs shares: a loop, the kit, the settings, and one
 * job at a time with its progress on the terminal.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/log.h"
#include "base/secret.h"
#include "io/loop.h"
#include "model/listing.h"
#include "step/kit.h"
#include "step/settings.h"
#include "step/work.h"

/* Exit statuses, as `kadane --help` lists them. */
enum cli_exit {
	CLI_FINE = 0,    /* done, and what was to be shown holds */
	CLI_WANTING = 1, /* judged, and found wanting */
	CLI_USAGE = 2,   /* the command line or an input makes no sense */
	CLI_WORLD = 3,   /* something needed is missing or failed */
};

struct session {
	struct log log;
	struct secrets secrets;
	struct loop *loop;
	struct kit kit;
	struct settings settings;
	struct arena arena;
	struct work *work; /* the job that runs now */
	bool progress;     /* stderr is a terminal: show where the job stands */
	bool shown;        /* a progress line stands there */
	int signal;        /* that stopped us; 0 */
	uint64_t ids;
	bool patch; /* stdout is for a patch: the report goes to stderr */
};

/* False with the message printed when the user's configuration cannot be read. */
bool session_init(struct session *session);
void session_deinit(struct session *session);

/*
 * Give everything back and return `status`. When a signal stopped us we end by it, as others do,
 * so that a shell's loop around us stops too; the shell reports 128 plus its number.
 */
int session_leave(struct session *session, int status);

/* A work with a number of its own. Free it with work_free. */
struct work *session_work(struct session *session);

/* Find out which sandbox works here; false when a signal came before it was known. */
bool session_look(struct session *session);

/*
 * Ask providers for their models; `choice` as settings say. False when a signal came before all had
 * answered. Free it with survey_deinit.
 */
bool session_survey(struct session *session, struct model_survey *survey, enum survey_whom whom,
		    const struct model_choice *choice);

/* Run the job to its end; true when it ended with a verdict, else work->job.err says why. */
bool session_run(struct session *session, struct work *work);

/* Read the script (and, when `candidate` is not NULL, the translation) into the work. */
bool session_read(struct session *session, struct work *work, const char *script,
		  const char *candidate, struct err *err);

/* Print verdict and, if there is one, error, as text or as one JSON object; the exit status. */
int session_report(struct session *session, const struct work *work, bool ended_well, bool json);

/* Print "kadane: …" to stderr and return CLI_USAGE or CLI_WORLD, by the kind of error. */
int session_complain(const struct err *err);
