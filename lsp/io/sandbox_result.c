/*
 * What a run that has ended came to: from the supervisor's report, and from the files without a
 * name into which it wrote what the program printed and left behind.
 */
#include <assert.h>

#include "base/mem.h"
#include "sandbox_private.h"

static void sandbox_fill_result(struct sandbox_result *result, const struct jail_report *report)
{
	result->status = (int)report->status;
	result->signal = (int)report->signal;
	result->limit = (enum sandbox_limit)report->limit;
	result->wall_s = (double)report->wall_ns / 1e9;
	result->user_s = (double)report->user_ns / 1e9;
	result->system_s = (double)report->system_ns / 1e9;
	result->peak_memory = (uint64_t)report->peak_bytes;
	result->out_cut = report->out_cut != 0;
	result->err_cut = report->err_cut != 0;
	result->files = report->files_cut ? -1 : report->files;
	result->landlock = (int)report->landlock;
	result->masked = report->masked;
}

/* Where nobody keeps them they are not listed. */
static void sandbox_take_files(struct sandbox_run *run, int64_t count)
{
	struct str bytes = run->spools->of[SANDBOX_SPOOL_FILES].bytes;
	if (run->on_output != NULL)
		run->files_cut = true;
	else if (!sandbox_files(bytes, count, &run->files, &run->file_count))
		err_set(&run->op.err, ERR_WORLD,
			"the sandbox's list of what the program left is broken");
}

void sandbox_take_result(struct sandbox_run *run, struct str text)
{
	struct jail_report report;
	struct str said, line = {NULL, 0};
	struct err lost = {0};
	bool taken = sandbox_spools_take(run->spools, &lost);
	if (!sandbox_report(text, &report)) {
		err_set(&run->op.err, ERR_WORLD, "the sandbox's supervisor ended without a report");
		return;
	}
	sandbox_fill_result(&run->result, &report);
	run->files_cut = report.files_cut != 0;
	if (!taken)
		run->op.err = lost;
	else if (!report.error[0])
		sandbox_take_files(run, report.files);
	if (!taken || !report.error[0])
		return;
	/* When bubblewrap itself fails it says why on the stream it was given. */
	said = sandbox_err(run);
	str_line(&said, &line);
	err_set(&run->op.err, ERR_WORLD, "the sandbox: %s%s%.*s", report.error,
		line.len > 0 ? ": " : "", (int)(line.len < 300 ? line.len : 300), line.at);
}

static struct str sandbox_printed(const struct sandbox_run *run, int which)
{
	return run->spools == NULL ? (struct str){"", 0} : run->spools->of[which].bytes;
}

struct str sandbox_out(const struct sandbox_run *run)
{
	return sandbox_printed(run, SANDBOX_SPOOL_OUT);
}

struct str sandbox_err(const struct sandbox_run *run)
{
	return sandbox_printed(run, SANDBOX_SPOOL_ERR);
}

void sandbox_run_deinit(struct sandbox_run *run)
{
	assert(!run->op.running);
	mem_free(run->files);
	sandbox_spools_free(run->spools);
	run->files = NULL;
	run->file_count = 0;
	run->spools = NULL;
}
