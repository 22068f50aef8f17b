/*
 * What a definition owes its documentation, and whether it was paid: the tree says what there
 * is, the judge compares.
 */
#include "docstring.h"

#include "base/buf.h"

enum { EVIDENCE_MAX = 64 << 10 };

static void judge_duty(struct arena *arena, const struct definition *definition,
		       const struct doc_wish *wish, struct doc_duty *duty)
{
	static const char *const stars[] = {
		[PARAMETER_PLAIN] = "", [PARAMETER_POSITIONAL] = "", [PARAMETER_KEYWORD] = "",
		[PARAMETER_ARGS] = "*", [PARAMETER_KWARGS] = "**",
	};
	struct doc_parameter *parameters =
		arena_array(arena, definition->parameter_count, sizeof(*parameters));
	struct str *raises = arena_array(arena, definition->raises_count, sizeof(*raises));
	for (size_t i = 0; i < definition->parameter_count; i++) {
		const struct parameter *from = &definition->parameters[i];
		parameters[i] =
			(struct doc_parameter){from->name, from->annotation, stars[from->kind]};
	}
	for (size_t i = 0; i < definition->raises_count; i++)
		raises[i] = definition->raises[i].name;
	*duty = (struct doc_duty){
		.parameters = parameters,
		.parameter_count = definition->parameter_count,
		.raises = raises,
		/* That it is not there yet is what an abstract method raises. */
		.raise_count = definition->is_abstract ? 0 : definition->raises_count,
		.returns = definition->returns,
		.returns_value = definition->returns_value,
		.yields = definition->yields,
		.is_callable = definition->kind == DEFINITION_FUNCTION ||
			       definition->kind == DEFINITION_METHOD,
		.width = wish->width > definition->indent.len ? wish->width - definition->indent.len
							      : 0,
	};
}

/* A property is told like the value it is: nothing of returning. */
static bool judge_brief(const struct definition *definition, const struct doc_wish *wish)
{
	return wish->style == DOC_PLAIN || definition->is_property;
}

static void judge_style(const struct doc *doc, const struct doc_wish *wish, struct arena *arena,
			struct doc_faults *faults)
{
	if (doc->style == wish->style || doc->style == DOC_PLAIN || faults->count == DOC_FAULTS_MAX)
		return;
	faults->at[faults->count++] =
		arena_fmt(arena, "it is in %s style, the project's is %s",
			  doc_style_word(doc->style), doc_style_word(wish->style));
}

static void judge_encoding(const struct doc_target *target, const struct doc_wish *wish,
			   struct doc_faults *faults)
{
	bool plain = true;
	for (size_t i = 0; i < target->text.len; i++)
		plain = plain && (unsigned char)target->text.at[i] < 0x80;
	if (wish->ascii_only && !plain && faults->count < DOC_FAULTS_MAX)
		faults->at[faults->count++] =
			STR("the file names an encoding of its own: use ASCII characters alone");
}

static void judge_one(struct arena *arena, struct doc_target *target, const struct doc_wish *wish)
{
	struct doc doc, old;
	struct doc_duty duty;
	struct doc_faults *faults = &target->faults;
	faults->count = 0;
	if (target->text.len == 0) {
		faults->at[faults->count++] = STR("there is no documentation for it in the answer");
		return;
	}
	doc_parse(arena, target->text, &doc);
	judge_duty(arena, target->definition, wish, &duty);
	doc_check(arena, &doc, &duty, judge_brief(target->definition, wish), faults);
	judge_style(&doc, wish, arena, faults);
	judge_encoding(target, wish, faults);
	if (target->old_text.len == 0)
		return;
	doc_parse(arena, target->old_text, &old);
	doc_check_kept(arena, &old, &doc, faults);
}

size_t docstring_judge(struct arena *arena, struct doc_target *targets, size_t count,
		       const struct doc_wish *wish)
{
	size_t good = 0;
	for (size_t i = 0; i < count; i++) {
		judge_one(arena, &targets[i], wish);
		good += targets[i].faults.count == 0;
	}
	return good;
}

struct str docstring_evidence(struct arena *arena, const struct doc_target *targets, size_t count)
{
	struct buf out;
	buf_init(&out, EVIDENCE_MAX);
	for (size_t i = 0; i < count; i++) {
		const struct doc_target *target = &targets[i];
		struct str path = target->definition->path;
		for (size_t k = 0; k < target->faults.count; k++)
			buf_addf(&out, "- %.*s: %.*s\n",
				 STR_ARG(path.len > 0 ? path : STR("the module")),
				 STR_ARG(target->faults.at[k]));
	}
	struct str evidence = arena_str(arena, str_trim(buf_str(&out)));
	buf_deinit(&out);
	return evidence;
}
