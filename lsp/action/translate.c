/*
 * Translate to C++.
 *
 * before: pi.py, a script that takes 8.6 s
 * after:  pi.cpp beside it, and on the first line of pi.py "41x faster, output identical"
 *
 * It must compile and print the same; only then is it timed.
 */
#include "action/action.h"
#include "step/steps.h"

static const struct step *const translate_steps[] = {
	&step_parse,    &step_choose,      &step_inputs,  &step_sandbox,     &step_permission,
	&step_tools,    &step_syntax,      &step_facts,   &step_original,    &step_ask,
	&step_extract,  &step_turn,        &step_compile, &step_same_output, &step_clocks,
	&step_sanitize, &step_facts_whole, &step_vary,    &step_builds,      &step_time,
	&step_settle,   &step_deliver,     NULL,
};

static bool translate_offer(const struct language *language)
{
	return language == &lang_python;
}

extern const struct action action_translate;
const struct action action_translate = {
	.name = "translate",
	.command = "kadane.translate",
	.prompt = "translate.md",
	.title = "Translate to C++",
	.kind = "refactor.rewrite.kadane.translate.cpp",
	.to = &lang_cpp,
	.steps = translate_steps,
	.offer = translate_offer,
};

/* The same checks for a translation that exists already. */
const struct step *const check_steps[] = {
	&step_parse,       &step_inputs, &step_sandbox,
	&step_tools,       &step_syntax, &step_original,
	&step_given,       &step_turn,   &step_compile,
	&step_same_output, &step_clocks, &step_sanitize,
	&step_facts_whole, &step_vary,   &step_builds,
	&step_time,        &step_end,    NULL,
};
