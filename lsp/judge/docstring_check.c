/*
 * Holds a documentation against the code. Only what the code decides is judged: names, order,
 * whether something is returned, what is raised, a type that the annotation denies. Whether prose
 * is true nobody can check here.
 */
#include <stdarg.h>

#include "base/buf.h"
#include "judge/docstring.h"

static void doc_fault(struct arena *arena, struct doc_faults *faults, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void doc_fault(struct arena *arena, struct doc_faults *faults, const char *format, ...)
{
	if (faults->count == DOC_FAULTS_MAX)
		return;
	struct buf line;
	buf_init(&line, 400);
	va_list args;
	va_start(args, format);
	buf_addv(&line, format, args);
	va_end(args);
	faults->at[faults->count++] = arena_str(arena, buf_str(&line));
	buf_deinit(&line);
}

/* --- types --- */

static bool doc_is_name(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '_' || c == '.'))
			return false;
	}
	return text.len > 0;
}

/* Without quotes, "optional", "| None", Optional[…]; the name behind the last dot. */
static struct str doc_type_core(struct str type)
{
	static const struct str ends[] = {{", optional", 10},
					  {" optional", 9},
					  {"| None", 6},
					  {" or None", 8}};
	type = str_trim(type);
	while (type.len > 1 && (type.at[0] == '\'' || type.at[0] == '"' || type.at[0] == '`'))
		type = str_trim(str_part(type, 1, type.len - 2));
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_ends(type, ends[i]))
			type = str_trim(str_part(type, 0, type.len - ends[i].len));
	size_t at = str_find(type, STR("Optional["));
	if (at < type.len && str_ends(type, STR("]")))
		type = str_part(type, at + 9, type.len - at - 10);
	if (doc_is_name(type)) {
		size_t dot = type.len;
		while (dot > 0 && type.at[dot - 1] != '.')
			dot--;
		type = str_part(type, dot, type.len);
	}
	return type;
}

/* Words of prose for the same type. */
static struct str doc_type_word(struct str type)
{
	static const struct {
		const char *word;
		struct str type;
	} words[] = {{"string", {"str", 3}},      {"integer", {"int", 3}},
		     {"boolean", {"bool", 4}},    {"number", {"float", 5}},
		     {"dictionary", {"dict", 4}}, {"text", {"str", 3}}};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_nocase(type, str_of(words[i].word)))
			return words[i].type;
	return type;
}

/* Do both name one plain type, and not the same? What is said in more words is not judged. */
static bool doc_types_differ(struct str told, struct str annotation)
{
	struct str a = doc_type_word(doc_type_core(told));
	struct str b = doc_type_word(doc_type_core(annotation));
	static const char *const any[] = {"Any",        "object",   "callable", "Callable",
					  "array_like", "iterable", "Iterable", "Sequence",
					  "sequence",   "Self",     NULL};
	for (const char *const *word = any; *word != NULL; word++)
		if (str_eq(a, str_of(*word)) || str_eq(b, str_of(*word)))
			return false;
	return doc_is_name(a) && doc_is_name(b) && !str_eq_nocase(a, b);
}

/* --- parameters --- */

static size_t doc_parameter_index(const struct doc_duty *duty, struct str name)
{
	size_t i = 0;
	while (i < duty->parameter_count && !str_eq(duty->parameters[i].name, name))
		i++;
	return i;
}

static void doc_check_item(struct arena *arena, const struct doc_item *item,
			   const struct doc_duty *duty, struct doc_faults *faults)
{
	size_t index = doc_parameter_index(duty, item->name);
	if (index == duty->parameter_count) {
		doc_fault(arena, faults, "it documents a parameter \"%.*s\" that does not exist",
			  STR_ARG(item->name));
		return;
	}
	const struct doc_parameter *parameter = &duty->parameters[index];
	if (item->starred && parameter->stars[0] == '\0')
		doc_fault(arena, faults, "the parameter \"%.*s\" has no stars",
			  STR_ARG(item->name));
	if (item->type.len > 0 && parameter->annotation.len > 0 &&
	    doc_types_differ(item->type, parameter->annotation))
		doc_fault(arena, faults,
			  "it says that \"%.*s\" is of type %.*s, the annotation says %.*s",
			  STR_ARG(item->name), STR_ARG(item->type), STR_ARG(parameter->annotation));
}

static void doc_check_parameters(struct arena *arena, const struct doc *doc,
				 const struct doc_duty *duty, bool brief, struct doc_faults *faults)
{
	size_t last = 0;
	bool ordered = true;
	for (size_t i = 0; i < doc->parameter_count; i++) {
		const struct doc_item *item = &doc->parameters[i];
		doc_check_item(arena, item, duty, faults);
		for (size_t k = 0; k < i; k++)
			if (str_eq(doc->parameters[k].name, item->name))
				doc_fault(arena, faults,
					  "the parameter \"%.*s\" is documented twice",
					  STR_ARG(item->name));
		size_t index = doc_parameter_index(duty, item->name);
		ordered = ordered && (index == duty->parameter_count || index >= last);
		last = index < duty->parameter_count ? index : last;
	}
	if (!ordered)
		doc_fault(arena, faults, "the parameters are not in the order of the signature");
	if (brief && doc->parameter_count == 0)
		return;
	for (size_t i = 0; i < duty->parameter_count; i++) {
		bool found = false;
		for (size_t k = 0; k < doc->parameter_count; k++)
			found = found || str_eq(doc->parameters[k].name, duty->parameters[i].name);
		if (!found)
			doc_fault(arena, faults, "the parameter \"%s%.*s\" is not documented",
				  duty->parameters[i].stars, STR_ARG(duty->parameters[i].name));
	}
}

/* --- returns, yields, raises --- */

static void doc_check_results(struct arena *arena, const struct doc *doc,
			      const struct doc_duty *duty, bool brief, struct doc_faults *faults)
{
	bool none = str_eq(duty->returns, STR("None"));
	if (doc->returns && !duty->returns_value && !duty->yields &&
	    (duty->returns.len == 0 || none))
		doc_fault(arena, faults, "it documents what is returned, but nothing is");
	if (!doc->returns && duty->returns_value && !duty->yields && !brief)
		doc_fault(arena, faults, "it does not document what is returned");
	if (doc->yields && !duty->yields)
		doc_fault(arena, faults, "it documents what is yielded, but nothing is");
	if (!doc->yields && duty->yields && !doc->returns && !brief)
		doc_fault(arena, faults, "it does not document what is yielded");
	if (doc->returns && !duty->yields && doc->return_type.len > 0 && duty->returns.len > 0 &&
	    doc_types_differ(doc->return_type, duty->returns))
		doc_fault(arena, faults, "it says that %.*s is returned, the annotation says %.*s",
			  STR_ARG(doc->return_type), STR_ARG(duty->returns));
}

/* "errors.Missing" is also "Missing". */
static bool doc_same_exception(struct str a, struct str b)
{
	return str_eq(doc_type_core(a), doc_type_core(b));
}

static void doc_check_raises(struct arena *arena, const struct doc *doc,
			     const struct doc_duty *duty, bool brief, struct doc_faults *faults)
{
	for (size_t i = 0; i < duty->raise_count && !brief; i++) {
		bool found = false;
		for (size_t k = 0; k < doc->raise_count; k++)
			found = found || doc_same_exception(doc->raises[k].name, duty->raises[i]);
		if (!found)
			doc_fault(arena, faults, "it does not document that %.*s is raised",
				  STR_ARG(duty->raises[i]));
	}
}

/* --- form --- */

static void doc_check_form(struct arena *arena, const struct doc *doc, const struct doc_duty *duty,
			   struct doc_faults *faults)
{
	char last = doc->summary.len > 0 ? doc->summary.at[doc->summary.len - 1] : '\0';
	if (doc->summary.len == 0)
		doc_fault(arena, faults, "it has no summary");
	else if (doc->summary_lines > 1)
		doc_fault(arena, faults,
			  "the summary must be one line, with a blank line behind it");
	else if (last != '.' && last != '!' && last != '?')
		doc_fault(arena, faults, "the summary must end with a full stop");
	struct str rest = doc->text, line;
	while (duty->width > 0 && str_line(&rest, &line)) {
		size_t width = 0;
		for (size_t i = 0; i < line.len; i++)
			width += ((unsigned char)line.at[i] & 0xC0) != 0x80;
		/* An address or a command cannot be broken. */
		if (width > duty->width && str_has(str_trim(line), STR(" ")) &&
		    !str_has(line, STR("://")) && !str_starts(str_trim(line), STR(">>>"))) {
			doc_fault(arena, faults, "a line has %zu characters, %zu are allowed: %.*s",
				  width, duty->width, STR_ARG(str_part(str_trim(line), 0, 60)));
			break;
		}
	}
}

void doc_check(struct arena *arena, const struct doc *doc, const struct doc_duty *duty, bool brief,
	       struct doc_faults *faults)
{
	doc_check_form(arena, doc, duty, faults);
	if (!duty->is_callable)
		return;
	brief = brief && doc->style == DOC_PLAIN;
	doc_check_parameters(arena, doc, duty, brief, faults);
	doc_check_results(arena, doc, duty, brief, faults);
	doc_check_raises(arena, doc, duty, brief, faults);
}

void doc_check_kept(struct arena *arena, const struct doc *old, const struct doc *new,
		    struct doc_faults *faults)
{
	struct str rest = old->prose, line;
	while (str_line(&rest, &line)) {
		if (!str_has(new->text, line))
			doc_fault(arena, faults,
				  "this line of the text that stood there is gone: %.*s",
				  STR_ARG(str_part(line, 0, 100)));
	}
}
