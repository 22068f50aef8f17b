/*
 * Add docstrings.
 *
 * before: def pay(amount, *items): … without a word
 * after:  the same code, proved to be, with documentation that names amount and *items
 *
 * One for the definition at the cursor, one for all that have none.
 */
#include "action/action.h"
#include "step/steps.h"

static const struct step *const docstring_steps[] = {
	&step_choose,    &step_define,    &step_sandbox,  &step_permission, &step_tools,
	&step_syntax,    &step_ask,       &step_document, &step_keep,       &step_examples,
	&step_same_code, &step_hand_over, NULL,
};

static bool docstring_offer(const struct language *language)
{
	return language == &lang_python;
}

extern const struct action action_docstring, action_docstrings;

const struct action action_docstring = {
	.name = "docstring",
	.command = "kadane.docstring",
	.title = "Add docstring",
	.kind = "refactor.rewrite.kadane.docstring",
	.prompt = "docstring.md",
	.to = &lang_python,
	.at_point = true,
	.edits = true,
	.steps = docstring_steps,
	.offer = docstring_offer,
};

const struct action action_docstrings = {
	.name = "docstrings",
	.command = "kadane.docstrings",
	.title = "Add missing docstrings",
	.kind = "source.kadane.docstrings",
	.prompt = "docstring.md",
	.to = &lang_python,
	.edits = true,
	.steps = docstring_steps,
	.offer = docstring_offer,
};
