/*
 * The source must parse before anybody is asked: a model would happily translate what
 * Python refuses. The interpreter itself has the word, for what it accepts depends on its
 * version; where it cannot be run, the grammar's parser stands in. The place for the result
 * must be writable, and the source short enough to send, for the same reason.
 */
#include <unistd.h>

#include "base/utf8.h"
#include "io/file.h"
#include "step/steps.h"
#include "step/work.h"
#include "trial.h"

enum { PARSE_SOURCE_MAX = 512 << 10 };

static enum next parse_start(struct job *job)
{
	struct work *work = work_of(job);
	if (str_trim(work->source).len == 0)
		return job_fail(job, ERR_INPUT, "%.*s is empty", STR_ARG(work->name));
	if (work->candidate.len > 0)
		return NEXT;
	if (work->source.len > PARSE_SOURCE_MAX)
		return job_fail(job, ERR_INPUT,
				"%.*s is too long to send to a model: %zu KB, at most %d KB",
				STR_ARG(work->name), work->source.len >> 10,
				PARSE_SOURCE_MAX >> 10);
	const char *folder = arena_cstr(&job->arena, file_dir(work->path));
	if (work->show == NULL && access(folder, W_OK) != 0)
		return job_fail(
			job, ERR_WORLD,
			"cannot write the result beside %.*s: the folder %s is not writable",
			STR_ARG(work->name), folder);
	return NEXT;
}

const struct step step_parse = {.title = "reading the source", .start = parse_start};

static enum next syntax_error(struct job *job, struct str text)
{
	struct work *work = work_of(job);
	verdict_add(&job->verdict, FINDING_SYNTAX, "%.*s", STR_ARG(text));
	return job_fail(job, ERR_INPUT, "%.*s does not parse: %.*s", STR_ARG(work->name),
			STR_ARG(text));
}

/* No interpreter may run here: the grammar's word, with the line it stumbled over. */
static enum next syntax_by_grammar(struct job *job)
{
	struct work *work = work_of(job);
	struct syntax_error error;
	if (work->from->parses == NULL || work->from->parses(&job->arena, work->source, &error))
		return NEXT;
	return syntax_error(job, arena_fmt(&job->arena, "line %zu: %.*s", error.line,
					   STR_ARG(error.text)));
}

static enum next syntax_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->parsed)
		return NEXT; /* a later round */
	work->parsed = true;
	if (work->unverified)
		return syntax_by_grammar(job);
	struct str script =
		arena_fmt(&job->arena, "%.*s/%.*s", STR_ARG(work->folder), STR_ARG(work->name));
	if (!file_write_new(script.at, work->source, &job->err))
		return FAIL;
	struct trial trial;
	const char *const parse[] = {
		"-c", "import sys; compile(open(sys.argv[1], 'rb').read(), sys.argv[1], 'exec')",
		NULL};
	static const struct work_input nothing = {0};
	trial_script(work, &nothing, NULL, parse, &trial);
	return work_run(work, &work->run, &trial.command);
}

/*
 * What Python says ends with: File "/job/pi.py", line 2 / the line / ^ / SyntaxError: expected
 * ':'. Whatever else makes compile() fail is an error of the source too.
 */
static enum next syntax_finish(struct job *job)
{
	struct work *work = work_of(job);
	if (!work_ran(work, &work->run))
		return FAIL;
	if (work->run.result.status == 0 && work->run.result.signal == 0)
		return NEXT;
	struct str rest = sandbox_err(&work->run), line, place = STR(""), last = STR("");
	while (str_line(&rest, &line)) {
		struct str trimmed = str_trim(line);
		size_t at = str_find(trimmed, STR("\", line "));
		if (str_starts(trimmed, STR("File \"")) && at < trimmed.len)
			place = str_part(trimmed, at + 3, trimmed.len);
		if (trimmed.len > 0)
			last = trimmed;
	}
	struct buf text;
	buf_init(&text, 400);
	utf8_add_plain(&text, place);
	buf_add(&text, place.len > 0 ? STR(": ") : STR(""));
	utf8_add_plain(&text, last);
	struct str kept = arena_str(&job->arena, buf_str(&text));
	buf_deinit(&text);
	return syntax_error(job, kept);
}

const struct step step_syntax = {.title = "parsing the source",
				 .start = syntax_start,
				 .finish = syntax_finish};
