/*
 * The proof that nothing but documentation changes: Python's own parser reads both files in the
 * sandbox, and says whether trees and tokens are the same (lsp/harness/same_code.py). Where that
 * cannot be proved nothing is changed.
 */
#include "base/embedded.h"
#include "base/utf8.h"
#include "documenting.h"
#include "step/steps.h"
#include "step/work.h"
#include "toolchain.h"

enum { SAME_CODE_MOUNTS = TOOLCHAIN_MOUNTS + 3, SAME_CODE_SAID = 300 };

static enum next same_code_start(struct job *job)
{
	struct work *work = work_of(job);
	struct documenting *documenting = work->documenting;
	if (documenting->edit_count == 0)
		return NEXT;
	if (work->unverified)
		return job_fail(
			job, ERR_WORLD,
			"nothing is changed: without a sandbox it cannot be proved that the "
			"code stays the same");
	const char *harness = documenting_put(work, "same_code.py", embedded_file("same_code.py"));
	const char *before = documenting_put(work, "before.py", work->source);
	const char *after = documenting_put(work, "after.py", documenting->after);
	if (harness == NULL || before == NULL || after == NULL)
		return FAIL;
	struct sandbox_mount mounts[SAME_CODE_MOUNTS];
	size_t count = 0;
	toolchain_mounts(&work->python, mounts, &count);
	mounts[count++] = (struct sandbox_mount){.host = harness};
	mounts[count++] = (struct sandbox_mount){.host = before};
	mounts[count++] = (struct sandbox_mount){.host = after};
	const char *const argv[] = {work->python.path, "-I", harness, before, after, NULL};
	struct sandbox_command command = {.argv = argv,
					  .mounts = mounts,
					  .mount_count = count,
					  .limits = work->settings.run};
	return work_run(work, &work->run, &command);
}

static enum next same_code_finish(struct job *job)
{
	struct work *work = work_of(job);
	if (!work_ran(work, &work->run))
		return FAIL;
	struct str said = str_trim(sandbox_out(&work->run));
	if (str_eq(said, STR("same"))) {
		job->verdict.docs.same_code = true;
		return NEXT;
	}
	struct buf plain;
	buf_init(&plain, SAME_CODE_SAID);
	utf8_add_plain(&plain, said.len > 0 ? said : str_trim(sandbox_err(&work->run)));
	job_fail(job, ERR_WORLD, "nothing is changed: the code would not stay the same (%.*s)",
		 STR_ARG(buf_str(&plain)));
	buf_deinit(&plain);
	return FAIL;
}

const struct step step_same_code = {.title = "proving that the code is the same",
				    .start = same_code_start,
				    .finish = same_code_finish,
				    .closing = true};

size_t work_edits(struct work *work, struct arena *arena, struct str now, struct work_edit *edits)
{
	struct documenting *documenting = work->documenting;
	struct doc_edit made[DOCUMENTING_TARGETS];
	if (!str_eq(now, work->source))
		docstring_rebase(arena, work->source, now, documenting->targets,
				 documenting->count);
	size_t count = docstring_edits(arena, now, documenting->targets, documenting->count,
				       documenting->wish.width, made);
	for (size_t i = 0; i < count; i++)
		edits[i] = (struct work_edit){made[i].from, made[i].len, made[i].text};
	return count;
}

/* The texts are what the job was about; a face that can writes them. */
static enum next hand_over_start(struct job *job)
{
	struct work *work = work_of(job);
	struct documenting *documenting = work->documenting;
	if (!job->verdict.docs.same_code)
		documenting->edit_count = 0; /* there is nothing */
	struct work_edit *edits = arena_array(&job->arena, documenting->edit_count, sizeof(*edits));
	for (size_t i = 0; i < documenting->edit_count; i++)
		edits[i] = (struct work_edit){documenting->edits[i].from, documenting->edits[i].len,
					      documenting->edits[i].text};
	work->edits = edits;
	work->edit_count = documenting->edit_count;
	job->verdict.docs.written = documenting->edit_count;
	return DONE;
}

const struct step step_hand_over = {.title = "done", .start = hand_over_start, .closing = true};
