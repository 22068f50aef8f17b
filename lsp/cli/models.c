/*
 * kadane models: what can be asked, all providers at the same time, beside what this machine has
 * measured of it.
 */
#include "models.h"

#include <stdio.h>

#include "cli/cli.h"
#include "options.h"
#include "session.h"

static const char models_help[] =
	"Usage: kadane models [--provider NAME] [--json]\n"
	"\n"
	"List the models of every provider that can be asked, and of the servers of models that\n"
	"run on this machine (Ollama, llama.cpp, vLLM, LiteLLM). The one that is asked when\n"
	"nothing else is said is marked with a star.\n"
	"\n"
	"Prices are in USD per million tokens, of a question and of an answer: the provider's own\n"
	"word, or with a date that of the price list (docs/configuration.md). Measured is what\n"
	"questions from this machine took: the median time to the first token and tokens per\n"
	"second, and how many of the answers were proved.\n"
	"\n"
	"Options:\n"
	"  --provider NAME   only this one; also one that is not set up, to see what it lacks\n"
	"  --json            print one JSON object\n"
	"  --help            this text\n"
	"\n"
	"Exit status: 0 there are models; 2 bad input; 3 no provider could be asked for its "
	"list.\n";

/* Nobody is set up: then it is a server of this machine that would be asked. */
static void models_choose(struct model_choice *choice, const struct model_survey *survey)
{
	const struct survey_answer *found = choice->provider == NULL ? choice_found(survey) : NULL;
	if (found != NULL)
		choice->provider = found->provider;
}

static int models_status(const struct model_survey *survey)
{
	for (size_t i = 0; i < survey->count; i++)
		if (survey->answers[i].err.kind == ERR_NONE)
			return CLI_FINE;
	return CLI_WORLD;
}

static int models_run(struct session *session, enum survey_whom whom, bool json)
{
	struct err err = {0};
	struct model_survey survey = {0};
	struct asked *asked;
	struct models_view view = {.arena = &session->arena, .survey = &survey};
	if (!choice_of(&session->kit, &session->settings, STR(""), &view.choice, &err))
		return session_complain(&err);
	/* What was measured is told where it can be read; the list does not hang on it. */
	if (asked_load(&session->arena, &asked, &view.asked_count, &err))
		view.asked = asked;
	else
		session_complain(&err);
	int status = CLI_WORLD;
	if (session_survey(session, &survey, whom, &view.choice)) {
		models_choose(&view.choice, &survey);
		status = models_status(&survey);
		if (json)
			models_put_json(&view);
		else if (survey.count > 0)
			models_print(&view);
		if (survey.count == 0)
			fprintf(stderr, "kadane: %s\n", choice_nobody);
	}
	survey_deinit(&survey);
	return status;
}

int cli_models(int argc, char **argv)
{
	bool help = false, json = false;
	const char *provider = NULL;
	const struct option_spec specs[] = {
		{"--help", &help, NULL},
		{"--json", &json, NULL},
		{"--provider", NULL, &provider},
		{0},
	};
	size_t count;
	if (!options_read("models", argc, argv, specs, NULL, 0, &count))
		return CLI_USAGE;
	if (help) {
		fputs(models_help, stdout);
		return CLI_FINE;
	}
	struct session session;
	if (!session_init(&session))
		return CLI_USAGE;
	if (provider != NULL)
		settings_choose(&session.settings, str_of(provider), STR(""));
	enum survey_whom whom = provider != NULL              ? SURVEY_ONE
				: session.settings.find_local ? SURVEY_ALL
							      : SURVEY_READY;
	return session_leave(&session, models_run(&session, whom, json));
}
