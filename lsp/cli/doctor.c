/*
 * kadane doctor: what is there, what is missing, and what to do about it. Tools are
 * found and asked for their versions by the same step that a translation begins with.
 */
#include <stdio.h>

#include "cli/cli.h"
#include "io/fetch.h"
#include "io/file.h"
#include "model/model.h"
#include "options.h"
#include "session.h"
#include "step/choice.h"
#include "step/steps.h"

static const char doctor_help[] =
	"Usage: kadane doctor [--json]\n"
	"\n"
	"List compilers, interpreter, sandbox and providers: what is there, what is missing.\n"
	"\n"
	"Exit status: 0 when a translation can be asked for and proved; 3 when not.\n";

static const struct step *const doctor_steps[] = {&step_sandbox, &step_tools, &step_end, NULL};

struct doctor {
	struct session *session;
	bool as_json;
	struct buf out;
	struct json json;
	bool can_run; /* nothing that the main job needs is missing */
};

static void doctor_line(struct doctor *doctor, const char *name, bool there, bool needed,
			struct str text)
{
	if (needed && !there)
		doctor->can_run = false;
	if (!doctor->as_json) {
		printf("%-4s %-12s %.*s\n",
		       there    ? "ok"
		       : needed ? "MISS"
				: "-",
		       name, STR_ARG(text));
		return;
	}
	json_object(&doctor->json);
	json_key(&doctor->json, "name");
	json_put_str(&doctor->json, str_of(name));
	json_key(&doctor->json, "there");
	json_put_bool(&doctor->json, there);
	json_key(&doctor->json, "needed");
	json_put_bool(&doctor->json, needed);
	json_key(&doctor->json, "text");
	json_put_str(&doctor->json, text);
	json_object_end(&doctor->json);
}

/* Find the tools with this compiler (empty: the default); the work is freed by the caller. */
static struct work *doctor_tools(struct doctor *doctor, struct str compiler, bool *fine)
{
	struct work *work = session_work(doctor->session);
	work->settings.compiler = arena_str(&work->job.arena, compiler);
	work->job.steps = doctor_steps;
	*fine = session_run(doctor->session, work);
	return work;
}

static bool doctor_compiler(struct doctor *doctor, const char *name)
{
	struct arena *arena = &doctor->session->arena;
	struct str path = file_on_path(arena, name);
	if (path.len == 0) {
		doctor_line(doctor, name, false, false, STR("not on PATH"));
		return false;
	}
	bool fine;
	struct work *work = doctor_tools(doctor, path, &fine);
	struct str said = fine ? arena_fmt(arena, "%.*s: %.*s", STR_ARG(path),
					   STR_ARG(work->compiler.version))
			       : arena_str(arena, str_of(work->job.err.text));
	fine = fine && !work->unverified;
	doctor_line(doctor, name, fine, false, said);
	work_free(work);
	return fine;
}

static void doctor_sandbox(struct doctor *doctor)
{
	struct session *session = doctor->session;
	struct err err = {0};
	struct sandbox *sandbox = session->kit.sandbox;
	if (!session_look(session))
		return;
	bool usable = sandbox_usable(sandbox, session->settings.sandbox_minimum, &err);
	doctor_line(doctor, "sandbox", usable, true,
		    usable ? sandbox_describe(sandbox) : str_of(err.text));
	struct str advice = sandbox_advice(sandbox);
	if (advice.len > 0)
		doctor_line(doctor, "advice", false, false, advice);
}

/* Those that can be asked; the many others are named only when there is none. */
static bool doctor_ready(struct doctor *doctor, const struct provider *provider)
{
	struct session *session = doctor->session;
	if (!provider_ready(provider, &session->secrets))
		return false;
	doctor_line(doctor, arena_cstr(&session->arena, provider_name(provider)), true, false,
		    arena_fmt(&session->arena, "%.*s: ready", STR_ARG(provider_label(provider))));
	return true;
}

static bool doctor_found(struct doctor *doctor)
{
	struct session *session = doctor->session;
	struct model_survey survey;
	struct model_choice nobody = {0};
	bool any = false;
	if (!session->settings.find_local)
		return false;
	session_survey(session, &survey, SURVEY_HERE, &nobody);
	for (size_t i = 0; i < survey.count; i++) {
		const struct survey_answer *answer = &survey.answers[i];
		if (provider_ready(answer->provider, &session->secrets))
			continue;
		struct str name = provider_name(answer->provider);
		doctor_line(doctor, arena_cstr(&session->arena, name), answer->count > 0, false,
			    arena_fmt(&session->arena,
				      "%.*s: found on this machine, with %zu model%s",
				      STR_ARG(provider_label(answer->provider)), answer->count,
				      answer->count == 1 ? "" : "s"));
		any = any || answer->count > 0;
	}
	survey_deinit(&survey);
	return any;
}

static struct str doctor_keys(struct doctor *doctor)
{
	struct buf keys;
	buf_init(&keys, 1000);
	provider_key_names(doctor->session->kit.models, &keys);
	struct str text =
		arena_fmt(&doctor->session->arena, "none can be asked: set %.*s, or start Ollama",
			  STR_ARG(buf_str(&keys)));
	buf_deinit(&keys);
	return text;
}

/* The one that is set, when it is wrong. */
static bool doctor_choice(struct doctor *doctor)
{
	struct session *session = doctor->session;
	struct model_choice choice;
	struct err err = {0};
	if (choice_of(&session->kit, &session->settings, STR(""), &choice, &err))
		return true;
	doctor_line(doctor, "a provider", false, true,
		    arena_str(&session->arena, str_of(err.text)));
	return false;
}

static void doctor_providers(struct doctor *doctor)
{
	struct session *session = doctor->session;
	bool any = session->settings.replay_folder.len > 0;
	for (const struct provider *const *p = provider_all(session->kit.models); *p != NULL; p++)
		any = doctor_ready(doctor, *p) || any;
	any = doctor_found(doctor) || any;
	if (doctor_choice(doctor))
		doctor_line(doctor, "a provider", any, true,
			    any ? STR("at least one can be asked; kadane models lists them")
				: doctor_keys(doctor));
}

static void doctor_examine(struct doctor *doctor)
{
	struct session *session = doctor->session;
	doctor_sandbox(doctor);
	bool fine;
	struct work *work = doctor_tools(doctor, session->settings.compiler, &fine);
	struct str python = work->unverified ? STR("not looked for: nothing can be run")
			    : work->python.path == NULL
				    ? str_of(work->job.err.text)
				    : arena_fmt(&session->arena, "%s: %.*s", work->python.path,
						STR_ARG(work->python.version));
	doctor_line(doctor, "python3", work->python.version.len > 0, true, python);
	work_free(work);
	bool gcc = doctor_compiler(doctor, "g++");
	bool clang = doctor_compiler(doctor, "clang++");
	doctor_line(doctor, "a compiler", gcc || clang, true,
		    gcc || clang ? STR("at least one works") : STR("apt install g++"));
	struct err err = {0};
	bool curl = fetch_available(&err);
	doctor_line(doctor, "libcurl", curl, true, curl ? STR("found") : str_of(err.text));
	doctor_providers(doctor);
}

int cli_doctor(int argc, char **argv)
{
	bool help = false;
	struct doctor doctor = {.can_run = true};
	const struct option_spec specs[] = {
		{"--help", &help, NULL},
		{"--json", &doctor.as_json, NULL},
		{0},
	};
	size_t count;
	if (!options_read("doctor", argc, argv, specs, NULL, 0, &count))
		return CLI_USAGE;
	if (help) {
		fputs(doctor_help, stdout);
		return CLI_FINE;
	}
	struct session session;
	if (!session_init(&session))
		return CLI_USAGE;
	doctor.session = &session;
	buf_init(&doctor.out, 1 << 20);
	json_init(&doctor.json, &doctor.out);
	json_object(&doctor.json);
	json_key(&doctor.json, "version");
	json_put_str(&doctor.json, STR(KADANE_VERSION));
	json_key(&doctor.json, "items");
	json_array(&doctor.json);
	doctor_examine(&doctor);
	json_array_end(&doctor.json);
	json_key(&doctor.json, "can_translate");
	json_put_bool(&doctor.json, doctor.can_run);
	json_object_end(&doctor.json);
	if (doctor.as_json)
		printf("%.*s\n", STR_ARG(buf_str(&doctor.out)));
	buf_deinit(&doctor.out);
	return session_leave(&session, doctor.can_run ? CLI_FINE : CLI_WORLD);
}
