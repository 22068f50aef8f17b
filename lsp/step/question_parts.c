/*
 * What a question is made of: the fields of its prompt. Little is said of the machine, and
 * nothing of the user.
 */
#include "question_parts.h"

#include <assert.h>

#include "compile.h"
#include "io/cpu.h"
#include "judge/facts.h"
#include "model/prompt.h"
#include "step/work.h"
#include "toolchain.h"

enum { QUESTION_FIELDS = 8, QUESTION_FIELDS_MORE = 4 };

struct str question_facts(struct work *work)
{
	struct arena *arena = &work->job.arena;
	struct str facts = facts_question(arena, &work->job.verdict.facts);
	if (facts.len == 0 || str_eq(facts, work->told))
		return STR("");
	work->told = facts;
	return arena_fmt(
		arena,
		"What this program was seen to do when it ran, and what a translation must "
		"mind there:\n\n%.*s\n\n",
		STR_ARG(facts));
}

/* "x86_64 with 8 cores: sse4.2 popcnt avx2 fma" */
static struct str question_cpu(struct kit *kit)
{
	struct arena *arena = &kit->arena;
	if (kit->tools->cpu.len > 0)
		return kit->tools->cpu;
	struct cpu cpu = cpu_look(arena);
	struct str cores = cpu.cores > 0 ? arena_fmt(arena, " with %ld core%s", cpu.cores,
						     cpu.cores > 1 ? "s" : "")
					 : STR("");
	kit->tools->cpu =
		arena_fmt(arena, "%.*s%.*s%s%.*s", STR_ARG(cpu.architecture), STR_ARG(cores),
			  cpu.features.len > 0 ? ": " : "", STR_ARG(cpu.features));
	return kit->tools->cpu;
}

struct str question_evidence(struct work *work, size_t most)
{
	struct str all = work->evidence, kept = str_part(all, 0, most);
	if (kept.len == all.len)
		return all;
	size_t end = kept.len;
	while (end > kept.len / 2 && kept.at[end - 1] != '\n')
		end--;
	if (end > kept.len / 2)
		kept = str_part(kept, 0, end);
	return arena_fmt(&work->job.arena, "%.*s\n[%zu bytes more were left out]", STR_ARG(kept),
			 all.len - kept.len);
}

bool question_fill(struct work *work, const char *section, const struct question_cut *cut,
		   struct str *text)
{
	struct job *job = &work->job;
	bool built = work->to->compile != NULL;
	const struct build build = {.compiler = work->compiler.path != NULL ? work->compiler.path
									    : "g++"};
	struct prompt_field fields[QUESTION_FIELDS + QUESTION_FIELDS_MORE] = {
		{"name", work->name},
		{"source", work->source},
		{"interpreter",
		 work->python.version.len > 0 ? work->python.version : STR("Python 3")},
		{"compiler", work->compiler.version.len > 0 ? work->compiler.version : STR("g++")},
		{"flags", built ? compile_flag_line(work, &build) : STR("")},
		{"cpu", question_cpu(work->kit)},
		{"evidence", question_evidence(work, cut->evidence)},
		{"facts", cut->no_facts ? STR("") : work->news},
	};
	size_t count = QUESTION_FIELDS;
	assert(work->field_count <= QUESTION_FIELDS_MORE);
	for (size_t i = 0; i < work->field_count; i++)
		fields[count++] = work->fields[i];
	return prompt_fill(&job->arena, work->settings.prompts, work->prompt, section, fields,
			   count, text, &job->err);
}

struct str question_redacted(struct work *work, struct str text)
{
	struct buf buf;
	buf_init(&buf, text.len);
	buf_add(&buf, text);
	secrets_redact(work->kit->secrets, &buf);
	struct str kept = arena_str(&work->job.arena, buf_str(&buf));
	buf_deinit(&buf);
	return kept;
}
