/*
 * Runs one job from the terminal. Progress is one line that is written over; piped,
 * there is none.
 */
#include "session.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/file.h"
#include "model/model.h"

enum { SESSION_FILE_MAX = 10 << 20 };

static void session_wipe_line(struct session *session)
{
	if (session->shown)
		fprintf(stderr, "\r\033[K");
	session->shown = false;
}

static void session_on_progress(struct job *job, struct str message)
{
	struct session *session = job->sink_data;
	if (!session->progress)
		return;
	fprintf(stderr, "\r\033[K%.*s …", STR_ARG(message));
	fflush(stderr);
	session->shown = true;
}

static void session_on_verdict(struct job *job)
{
	struct session *session = job->sink_data;
	if (!session->progress || job->verdict.final)
		return;
	struct str headline = verdict_headline(&job->arena, &job->verdict);
	session_wipe_line(session);
	fprintf(stderr, "round %d: %.*s\n", job->verdict.rounds ? job->verdict.rounds : 1,
		STR_ARG(headline));
}

static void session_on_end(struct job *job)
{
	struct session *session = job->sink_data;
	session_wipe_line(session);
	loop_stop(session->loop);
}

static const struct job_sink session_sink = {
	.progress = session_on_progress,
	.verdict = session_on_verdict,
	.ended = session_on_end,
};

static void session_on_signal(void *data, int signal)
{
	struct session *session = data;
	session->signal = signal;
	if (session->work != NULL)
		job_cancel(&session->work->job);
	else
		loop_stop(session->loop);
}

static void session_on_look(struct op *op)
{
	struct session *session = op->owner;
	loop_stop(session->loop);
}

bool session_look(struct session *session)
{
	struct sandbox *sandbox = session->kit.sandbox;
	struct sandbox_look look = {.op = {.owner = session, .ended = session_on_look}};
	if (sandbox_known(sandbox))
		return true;
	sandbox_look(sandbox, &look);
	/* A signal stops the loop too. */
	while (look.op.running) {
		loop_run(session->loop);
		if (session->signal != 0)
			op_cancel(&look.op);
	}
	return sandbox_known(sandbox) && session->signal == 0;
}

bool session_survey(struct session *session, struct model_survey *survey, enum survey_whom whom,
		    const struct model_choice *choice)
{
	*survey = (struct model_survey){.op = {.owner = session, .ended = session_on_look}};
	survey_start(session->kit.models, survey, whom, choice->provider != NULL ? choice : NULL);
	while (survey->op.running) {
		loop_run(session->loop);
		if (session->signal != 0)
			op_cancel(&survey->op);
	}
	return session->signal == 0;
}

bool session_init(struct session *session)
{
	*session = (struct session){0};
	struct err err = {0};
	const char *level = getenv("KADANE_LOG");
	session->log.level = level != NULL && strcmp(level, "debug") == 0 ? LOG_DEBUG : LOG_WARNING;
	session->log.secrets = &session->secrets;
	secrets_init(&session->secrets);
	model_take_keys(&session->secrets);
	arena_init(&session->arena);
	session->progress = isatty(STDERR_FILENO) == 1;
	session->loop = loop_new(&session->log);
	loop_on_signal(session->loop, session_on_signal, session);
	kit_init(&session->kit, session->loop, &session->secrets);
	settings_init(&session->settings);
	if (settings_load_user(&session->settings, &session->arena, &err))
		return true;
	session_complain(&err);
	session_deinit(session);
	return false;
}

void session_deinit(struct session *session)
{
	kit_deinit(&session->kit);
	loop_no_signals(session->loop);
	loop_free(session->loop);
	arena_deinit(&session->arena);
	secrets_deinit(&session->secrets);
}

int session_leave(struct session *session, int status)
{
	int number = session->signal;
	session_deinit(session);
	if (number != 0) {
		fflush(stdout);
		signal(number, SIG_DFL);
		raise(number);
	}
	return status;
}

struct work *session_work(struct session *session)
{
	struct work *work = work_new(&session->kit, &session->settings, ++session->ids);
	work->job.sink = &session_sink;
	work->job.sink_data = session;
	return work;
}

bool session_run(struct session *session, struct work *work)
{
	session->work = work;
	job_start(&work->job);
	loop_run(session->loop);
	session->work = NULL;
	return work->job.end == JOB_DONE;
}

/* A file that was named and cannot be read is bad input, whatever the reason. */
static bool session_input(struct session *session, const char *path, struct str *bytes,
			  struct err *err)
{
	if (file_read(&session->arena, path, SESSION_FILE_MAX, bytes, err))
		return true;
	err->kind = ERR_INPUT;
	return false;
}

bool session_read(struct session *session, struct work *work, const char *script,
		  const char *candidate, struct err *err)
{
	struct str source, code, path;
	if (!session_input(session, script, &source, err) ||
	    !file_real_path(&session->arena, script, &path, err) ||
	    !work_about(work, STR(""), path, NULL, source, -1, err))
		return false;
	if (candidate == NULL)
		return true;
	if (!session_input(session, candidate, &code, err))
		return false;
	if (str_trim(code).len == 0)
		return err_set(err, ERR_INPUT, "%s is empty", candidate);
	work->candidate = arena_str(&work->job.arena, code);
	return true;
}

static const char *session_err_word(enum err_kind kind)
{
	switch (kind) {
	case ERR_NONE:
		return "none";
	case ERR_INPUT:
		return "input";
	case ERR_WORLD:
		return "world";
	case ERR_AUTH:
		return "auth";
	case ERR_MONEY:
		return "money";
	case ERR_BUSY:
		return "busy";
	case ERR_CANCELLED:
		return "cancelled";
	}
	return "unknown";
}

static void session_print_json(const struct work *work, bool ended_well)
{
	struct buf out;
	struct json json;
	buf_init(&out, 64 << 20);
	json_init(&json, &out);
	json_object(&json);
	verdict_json(&json, &work->job.verdict);
	if (!ended_well) {
		json_key(&json, "error");
		json_object(&json);
		json_key(&json, "kind");
		json_put_str(&json, str_of(session_err_word(work->job.err.kind)));
		json_key(&json, "text");
		json_put_str(&json, str_of(work->job.err.text));
		json_object_end(&json);
	}
	json_object_end(&json);
	printf("%.*s\n", STR_ARG(buf_str(&out)));
	buf_deinit(&out);
}

int session_report(struct session *session, const struct work *work, bool ended_well, bool json)
{
	if (json)
		session_print_json(work, ended_well);
	else if (ended_well)
		fprintf(session->patch ? stderr : stdout, "%.*s\n",
			STR_ARG(verdict_plain(&session->arena, &work->job.verdict)));
	if (session->signal != 0) {
		fprintf(stderr, "kadane: stopped by signal %d\n", session->signal);
		return 128 + session->signal;
	}
	if (!ended_well)
		return session_complain(&work->job.err);
	return verdict_holds(&work->job.verdict) ? CLI_FINE : CLI_WANTING;
}

int session_complain(const struct err *err)
{
	fprintf(stderr, "kadane: %s\n", err->text);
	return err->kind == ERR_INPUT ? CLI_USAGE : CLI_WORLD;
}
