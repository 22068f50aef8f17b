/*
 * What a documentation text documents. A line is read once: it opens a section, is an item of
 * the section that is open, goes on with an item, or is prose. Each style has its own way to say
 * the first two.
 */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "judge/docstring.h"

enum doc_section {
	SECTION_PROSE,
	SECTION_PARAMETERS,
	SECTION_RETURNS,
	SECTION_YIELDS,
	SECTION_RAISES
};

struct doc_reader {
	struct arena *arena;
	struct doc *doc;
	struct doc_item *parameters, *raises;
	enum doc_section section;
	size_t margin; /* of the section's items; SIZE_MAX: none has come yet */
};

static const struct {
	const char *title; /* in small letters */
	enum doc_section section;
} doc_titles[] = {
	{"args", SECTION_PARAMETERS},
	{"arguments", SECTION_PARAMETERS},
	{"parameters", SECTION_PARAMETERS},
	{"params", SECTION_PARAMETERS},
	{"other parameters", SECTION_PARAMETERS},
	{"keyword args", SECTION_PARAMETERS},
	{"keyword arguments", SECTION_PARAMETERS},
	{"return", SECTION_RETURNS},
	{"returns", SECTION_RETURNS},
	{"yield", SECTION_YIELDS},
	{"yields", SECTION_YIELDS},
	{"raise", SECTION_RAISES},
	{"raises", SECTION_RAISES},
	{"except", SECTION_RAISES},
	{"exceptions", SECTION_RAISES},
	{"attributes", SECTION_PROSE},
	{"example", SECTION_PROSE},
	{"examples", SECTION_PROSE},
	{"methods", SECTION_PROSE},
	{"note", SECTION_PROSE},
	{"notes", SECTION_PROSE},
	{"references", SECTION_PROSE},
	{"see also", SECTION_PROSE},
	{"todo", SECTION_PROSE},
	{"warning", SECTION_PROSE},
	{"warnings", SECTION_PROSE},
	{"warns", SECTION_PROSE},
};

static bool doc_title(struct str text, enum doc_section *section)
{
	for (size_t i = 0; i < sizeof(doc_titles) / sizeof(doc_titles[0]); i++)
		if (str_eq_nocase(text, str_of(doc_titles[i].title))) {
			*section = doc_titles[i].section;
			return true;
		}
	return false;
}

static size_t doc_blanks(struct str line)
{
	size_t n = 0;
	while (n < line.len && (line.at[n] == ' ' || line.at[n] == '\t'))
		n++;
	return n;
}

/* --- items --- */

static struct doc_item *doc_add(struct doc_reader *reader, enum doc_section section)
{
	bool raise = section == SECTION_RAISES;
	size_t *count = raise ? &reader->doc->raise_count : &reader->doc->parameter_count;
	struct doc_item *items = raise ? reader->raises : reader->parameters;
	if (*count == DOC_ITEMS_MAX)
		return NULL;
	return &items[(*count)++];
}

/* A name with its stars, also escaped ones: "*args", "\*\*kwargs". */
static void doc_name(struct doc_item *item, struct str name)
{
	name = str_trim(name);
	while (name.len > 0 && strchr("*\\`", name.at[0]) != NULL) {
		item->starred = item->starred || name.at[0] == '*';
		name = str_part(name, 1, name.len);
	}
	while (name.len > 0 && name.at[name.len - 1] == '`')
		name.len--;
	item->name = name;
}

/* "name (type): text", of Google's; false when the line is nothing like that. */
static bool doc_google_item(struct doc_reader *reader, struct str line)
{
	size_t colon = 0, depth = 0;
	while (colon < line.len && (line.at[colon] != ':' || depth > 0)) {
		depth += line.at[colon] == '(' || line.at[colon] == '[';
		depth -= depth > 0 && (line.at[colon] == ')' || line.at[colon] == ']');
		colon++;
	}
	struct str head = str_trim(str_part(line, 0, colon));
	size_t paren = str_find(head, STR("("));
	struct str name = str_trim(str_part(head, 0, paren));
	if (colon == line.len || name.len == 0 || str_has(name, STR(" ")))
		return false;
	struct doc_item *item = doc_add(reader, reader->section);
	if (item == NULL)
		return true;
	doc_name(item, name);
	if (paren < head.len && str_ends(head, STR(")")))
		item->type = str_trim(str_part(head, paren + 1, head.len - paren - 2));
	item->text = str_trim(str_part(line, colon + 1, line.len));
	return true;
}

/* "a, b : type", of numpydoc's. */
static void doc_numpy_item(struct doc_reader *reader, struct str line)
{
	size_t colon = str_find(line, STR(" :"));
	if (colon == line.len)
		colon = str_find(line, STR(":"));
	struct str names = str_part(line, 0, colon), name;
	struct str type =
		str_trim(str_part(line, colon + (colon < line.len && line.at[colon] == ' ' ? 2 : 1),
				  line.len));
	while (str_split(&names, ',', &name)) {
		struct doc_item *item = doc_add(reader, reader->section);
		if (item == NULL)
			return;
		doc_name(item, name);
		item->type = type;
	}
}

static void doc_returned(struct doc_reader *reader, struct str line)
{
	struct doc *doc = reader->doc;
	struct str type = str_trim(line);
	if (doc->style == DOC_GOOGLE) {
		size_t colon = str_find(line, STR(":"));
		type = colon < line.len ? str_trim(str_part(line, 0, colon)) : STR("");
	} else {
		size_t colon = str_find(type, STR(" : "));
		if (colon < type.len)
			type = str_trim(str_part(type, colon + 3, type.len));
	}
	if (doc->return_type.len == 0)
		doc->return_type = type;
}

/* --- fields: ":param int x: text", "@param x: text" --- */

static bool doc_is_word(struct str word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (str_eq(word, str_of(*words)))
			return true;
	return false;
}

static struct doc_item *doc_find(struct doc_reader *reader, struct str name)
{
	for (size_t i = 0; i < reader->doc->parameter_count; i++)
		if (str_eq(reader->parameters[i].name, name))
			return &reader->parameters[i];
	return NULL;
}

static void doc_param_field(struct doc_reader *reader, struct str rest, struct str text)
{
	struct doc_item *item = doc_add(reader, SECTION_PARAMETERS);
	if (item == NULL)
		return;
	size_t last = rest.len;
	while (last > 0 && rest.at[last - 1] != ' ')
		last--;
	doc_name(item, str_part(rest, last, rest.len));
	item->type = str_trim(str_part(rest, 0, last));
	item->text = text;
}

/* What the field says; false when it is none that is known. */
static bool doc_field(struct doc_reader *reader, struct str word, struct str rest, struct str text)
{
	static const char *const params[] = {"param", "parameter", "arg", "argument",
					     "key",   "keyword",   NULL};
	static const char *const raises[] = {"raises", "raise", "except", "exception", NULL};
	static const char *const returns[] = {"return", "returns", "rtype", NULL};
	static const char *const yields[] = {"yield", "yields", "ytype", NULL};
	struct doc *doc = reader->doc;
	if (doc_is_word(word, params) && rest.len > 0) {
		doc_param_field(reader, rest, text);
	} else if (str_eq(word, STR("type"))) {
		struct doc_item named = {0}, *item;
		doc_name(&named, rest);
		item = doc_find(reader, named.name);
		if (item != NULL)
			item->type = text;
	} else if (doc_is_word(word, raises)) {
		struct doc_item *item = doc_add(reader, SECTION_RAISES);
		if (item != NULL)
			*item = (struct doc_item){.name = rest, .text = text};
	} else if (doc_is_word(word, returns)) {
		doc->returns = true;
		if (str_eq(word, STR("rtype")))
			doc->return_type = text;
	} else if (doc_is_word(word, yields)) {
		doc->yields = true;
	} else {
		return false;
	}
	return true;
}

static bool doc_field_line(struct doc_reader *reader, struct str line)
{
	if (line.len < 3 || (line.at[0] != ':' && line.at[0] != '@'))
		return false;
	struct str body = str_part(line, 1, line.len);
	size_t colon = str_find(body, STR(":"));
	struct str head = str_part(body, 0, colon);
	size_t blank = str_find(head, STR(" "));
	if (colon == body.len ||
	    !doc_field(reader, str_part(head, 0, blank), str_trim(str_part(head, blank, head.len)),
		       str_trim(str_part(body, colon + 1, body.len))))
		return false;
	reader->section = SECTION_PROSE;
	reader->doc->style = line.at[0] == ':' ? DOC_SPHINX : DOC_EPYDOC;
	return true;
}

/* --- lines --- */

static void doc_open(struct doc_reader *reader, enum doc_section section, enum doc_style style)
{
	reader->section = section;
	reader->margin = SIZE_MAX;
	reader->doc->returns = reader->doc->returns || section == SECTION_RETURNS;
	reader->doc->yields = reader->doc->yields || section == SECTION_YIELDS;
	if (section != SECTION_PROSE || reader->doc->style == DOC_PLAIN)
		reader->doc->style = style;
}

static bool doc_is_underline(struct str line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] != '-')
			return false;
	return line.len >= 3;
}

/* Does this line open a section? `next` is the line behind it. */
static bool doc_heading(struct doc_reader *reader, struct str line, struct str next)
{
	enum doc_section section;
	struct str bare = str_trim(line);
	if (doc_title(bare, &section) && doc_is_underline(str_trim(next))) {
		doc_open(reader, section, DOC_NUMPY);
		return true;
	}
	if (doc_blanks(line) > 0 || !str_ends(bare, STR(":")) ||
	    !doc_title(str_part(bare, 0, bare.len - 1), &section) ||
	    (str_trim(next).len > 0 && doc_blanks(next) == 0))
		return false;
	doc_open(reader, section, DOC_GOOGLE);
	return true;
}

static void doc_section_line(struct doc_reader *reader, struct str line)
{
	size_t blanks = doc_blanks(line);
	bool google = reader->doc->style == DOC_GOOGLE;
	if (reader->section == SECTION_PROSE || str_trim(line).len == 0 ||
	    doc_is_underline(str_trim(line)))
		return;
	if (google && blanks == 0) {
		reader->section = SECTION_PROSE;
		return;
	}
	if (reader->margin == SIZE_MAX)
		reader->margin = blanks;
	if (blanks > reader->margin)
		return; /* goes on with the item */
	if (reader->section == SECTION_RETURNS || reader->section == SECTION_YIELDS)
		doc_returned(reader, line);
	else if (google)
		doc_google_item(reader, str_trim(line));
	else
		doc_numpy_item(reader, str_trim(line));
}

/* The first paragraph. */
static void doc_summary(struct doc_reader *reader, struct str text)
{
	struct doc *doc = reader->doc;
	struct buf joined;
	buf_init(&joined, text.len + 1);
	struct str rest = text, line;
	while (str_line(&rest, &line) && str_trim(line).len > 0)
		buf_addf(&joined, "%s%.*s", doc->summary_lines++ > 0 ? " " : "",
			 STR_ARG(str_trim(line)));
	doc->summary = arena_str(reader->arena, buf_str(&joined));
	buf_deinit(&joined);
}

void doc_parse(struct arena *arena, struct str text, struct doc *doc)
{
	*doc = (struct doc){.text = text};
	struct doc_reader reader = {.arena = arena, .doc = doc, .margin = SIZE_MAX};
	reader.parameters = arena_array(arena, DOC_ITEMS_MAX, sizeof(*reader.parameters));
	reader.raises = arena_array(arena, DOC_ITEMS_MAX, sizeof(*reader.raises));
	doc_summary(&reader, text);
	struct buf prose;
	buf_init(&prose, 2 * text.len + 1);
	struct str rest = text, line, next = {0};
	while (str_line(&rest, &line)) {
		struct str ahead = rest;
		if (!str_line(&ahead, &next))
			next = STR("");
		struct str bare = str_trim(line);
		doc->has_examples = doc->has_examples || str_starts(bare, STR(">>>"));
		if (doc_heading(&reader, line, next) || doc_field_line(&reader, bare))
			continue;
		doc_section_line(&reader, line);
		if (reader.section == SECTION_PROSE && bare.len > 0 && !doc_is_underline(bare))
			buf_addf(&prose, "%.*s\n", STR_ARG(bare));
	}
	doc->prose = arena_str(arena, buf_str(&prose));
	buf_deinit(&prose);
	doc->parameters = reader.parameters;
	doc->raises = reader.raises;
}
