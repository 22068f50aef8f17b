/*
 * What is to be documented, and how the project wants it: the definition at the cursor, or all
 * that have no documentation; the style that its configuration names, else the one that most of
 * its documentation has.
 */
#include "base/buf.h"
#include "documenting.h"
#include "io/file.h"
#include "step/steps.h"
#include "step/work.h"

enum { DEFINE_CONFIG_MAX = 256 << 10, DEFINE_FOLDERS = 12, DEFINE_WIDTH = 88 };

static void define_add(struct work *work, const struct definition *definition)
{
	struct documenting *documenting = work->documenting;
	if (documenting->count == DOCUMENTING_TARGETS)
		return;
	struct doc_target *target = &documenting->targets[documenting->count];
	*target = (struct doc_target){.definition = definition, .old_text = STR("")};
	if (definition->doc.len > 0 &&
	    !docstring_text(&work->job.arena, definition->doc, &target->old_text))
		return; /* of several strings, or named characters: not to be rewritten */
	documenting->count++;
}

/* What nobody looks up needs no documentation of its own. */
static bool define_wants_doc(const struct definitions *all, const struct definition *definition)
{
	const struct definition *parent = &all->at[definition->parent];
	bool inner = definition->kind == DEFINITION_FUNCTION && parent->kind != DEFINITION_MODULE &&
		     parent->kind != DEFINITION_CLASS;
	return definition->doc.len == 0 && !definition->is_accessor && !definition->is_overload &&
	       !inner;
}

static void define_targets(struct work *work)
{
	const struct definitions *all = &work->documenting->all;
	if (work->point_given) {
		define_add(work, definition_at(all, work->point));
		return;
	}
	for (size_t i = 0; i < all->count; i++)
		if (define_wants_doc(all, &all->at[i]))
			define_add(work, &all->at[i]);
}

/* --- style --- */

/* The configuration of the project: the nearest folder that has any of it. */
static void define_read_project(struct work *work, struct project *project)
{
	struct arena *arena = &work->job.arena;
	struct str folder = file_dir(work->path), bytes;
	struct err ignored;
	for (int i = 0; i < DEFINE_FOLDERS && folder.len > 1; i++) {
		for (const char *const *name = project_files; *name != NULL; name++) {
			struct str path = arena_fmt(arena, "%.*s/%s", STR_ARG(folder), *name);
			if (file_exists(path.at) &&
			    file_read(arena, path.at, DEFINE_CONFIG_MAX, &bytes, &ignored))
				project_read(arena, bytes, project);
		}
		if (str_eq(folder, work->workspace) || project->convention.len > 0)
			break;
		folder = file_dir(folder);
	}
}

static enum doc_style define_style_seen(struct work *work)
{
	const struct definitions *all = &work->documenting->all;
	struct arena *arena = &work->job.arena;
	struct doc *docs = arena_array(arena, all->count, sizeof(*docs));
	size_t count = 0;
	struct str text;
	for (size_t i = 0; i < all->count; i++)
		if (all->at[i].doc.len > 0 && docstring_text(arena, all->at[i].doc, &text))
			doc_parse(arena, text, &docs[count++]);
	return doc_style_of_most(docs, count, DOC_GOOGLE);
}

/* PEP 263: does one of the first two lines name another encoding than UTF-8? */
static bool define_names_encoding(struct str source)
{
	struct str line;
	for (int i = 0; i < 2 && str_line(&source, &line); i++) {
		size_t at = str_find(line, STR("coding"));
		if (!str_starts(str_trim(line), STR("#")) || at == line.len)
			continue;
		struct str name = str_part(line, at + 6, line.len);
		while (name.len > 0 &&
		       (name.at[0] == ':' || name.at[0] == '=' || name.at[0] == ' '))
			name = str_part(name, 1, name.len);
		return !str_eq_nocase(str_part(name, 0, 5), STR("utf-8")) &&
		       !str_eq_nocase(str_part(name, 0, 4), STR("utf8"));
	}
	return false;
}

static void define_wish(struct work *work)
{
	struct project project = {0};
	struct doc_wish *wish = &work->documenting->wish;
	define_read_project(work, &project);
	if (!doc_style_of(work->settings.doc_style, &wish->style) &&
	    !doc_style_of(project.convention, &wish->style))
		wish->style = define_style_seen(work);
	wish->width = project.width > 0 ? project.width : DEFINE_WIDTH;
	wish->ascii_only = define_names_encoding(work->source);
}

/* --- modules --- */

/* A folder with an __init__.py is part of what the module is called. */
static void define_module(struct work *work)
{
	struct arena *arena = &work->job.arena;
	struct documenting *documenting = work->documenting;
	struct str folder = file_dir(work->path), name = work->name;
	if (str_ends(name, STR(".py")))
		name = str_part(name, 0, name.len - 3);
	for (int i = 0; i < DEFINE_FOLDERS; i++) {
		if (!file_exists(arena_fmt(arena, "%.*s/__init__.py", STR_ARG(folder)).at))
			break;
		name = arena_fmt(arena, "%.*s.%.*s", STR_ARG(file_base(folder)), STR_ARG(name));
		folder = file_dir(folder);
	}
	documenting->module = name;
	documenting->root = arena_cstr(arena, folder);
}

/* --- the question --- */

static struct str define_list(struct work *work)
{
	const struct documenting *documenting = work->documenting;
	struct buf list;
	buf_init(&list, 64 << 10);
	for (size_t i = 0; i < documenting->count; i++) {
		const struct doc_target *target = &documenting->targets[i];
		const struct definition *definition = target->definition;
		bool module = definition->kind == DEFINITION_MODULE;
		buf_addf(&list, "- %.*s (line %zu)%s\n",
			 STR_ARG(module ? STR("the module itself") : definition->path),
			 definition->line,
			 target->old_text.len > 0 ? ": has documentation; keep its words, complete "
						    "and correct it"
						  : "");
	}
	struct str text = arena_str(&work->job.arena, str_trim(buf_str(&list)));
	buf_deinit(&list);
	return text;
}

static void define_fields(struct work *work)
{
	static const char *const styles[] = {
		[DOC_PLAIN] = "PEP 257 prose, without sections",
		[DOC_GOOGLE] = "Google style (Args:, Returns:, Yields:, Raises:)",
		[DOC_NUMPY] = "NumPy style (Parameters, Returns, Yields, Raises, underlined)",
		[DOC_SPHINX] = "Sphinx style (:param x:, :returns:, :raises X:)",
		[DOC_EPYDOC] = "Epydoc style (@param x:, @return:, @raise X:)",
	};
	struct arena *arena = &work->job.arena;
	const struct doc_wish *wish = &work->documenting->wish;
	struct prompt_field *fields = arena_array(arena, 3, sizeof(*fields));
	fields[0] = (struct prompt_field){"targets", define_list(work)};
	fields[1] = (struct prompt_field){"style", str_of(styles[wish->style])};
	fields[2] = (struct prompt_field){"width", arena_fmt(arena, "%zu", wish->width)};
	work->fields = fields;
	work->field_count = 3;
}

/* Why there are no definitions. */
static enum next define_unread(struct job *job)
{
	struct work *work = work_of(job);
	struct syntax_error error;
	if (!lang_python.parses(&job->arena, work->source, &error))
		return job_fail(job, ERR_INPUT, "%.*s does not parse: line %zu: %.*s",
				STR_ARG(work->name), error.line, STR_ARG(error.text));
	return job_fail(job, ERR_INPUT,
			"%.*s is too long to be documented here (more than some 50,000 tokens)",
			STR_ARG(work->name));
}

static enum next define_start(struct job *job)
{
	struct work *work = work_of(job);
	if (work->documenting != NULL)
		return NEXT; /* a later round */
	struct documenting *documenting = arena_new(&job->arena, sizeof(*documenting));
	if (!python_definitions(&job->arena, work->source, &documenting->all))
		return define_unread(job);
	work->documenting = documenting;
	work->whole_answer = true;
	define_targets(work);
	if (documenting->count == 0 && work->point_given)
		return job_fail(job, ERR_INPUT,
				"what documents this in %.*s is no plain string: change it by hand",
				STR_ARG(work->name));
	if (documenting->count == 0)
		return job_fail(job, ERR_INPUT, "everything in %.*s is documented",
				STR_ARG(work->name));
	define_wish(work);
	define_module(work);
	define_fields(work);
	job->verdict.docs.wanted = documenting->count;
	if (documenting->all.reads_docs)
		verdict_add(
			&job->verdict, FINDING_WARNING,
			"%.*s reads its documentation (__doc__): it may print something else now",
			STR_ARG(work->name));
	return NEXT;
}

const struct step step_define = {.title = "looking for what is to be documented",
				 .start = define_start};
