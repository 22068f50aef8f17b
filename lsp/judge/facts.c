/*
 * Reads the report of lsp/harness/facts.py: lines of a kind, a line number and a detail, parted
 * by tabs. One fact is made of each kind, whatever the number of lines; a script that runs
 * beside the harness could write what it likes, so only known kinds, lines that there are and
 * short plain details are taken over.
 */
#include "judge/facts.h"

#include <stdint.h>

#include "facts_words.h"

enum { FACTS_ENTRIES = 1000, FACT_DETAIL = 80, FACT_VALUE = 26, FACT_METHODS = 16 };
enum { FACTS_TEXT = 16 << 10 };

/* What was gathered of one kind. */
struct facts_entry {
	size_t lines[FACT_LINES];
	size_t line_count;
	struct str detail;
	struct str value; /* of a number, while it can be read */
	long long bits;
	struct str methods[FACT_METHODS];
	size_t method_count;
};

/* A detail as it may be shown: short, printable, no Markdown of its own. */
static struct str facts_detail(struct str text)
{
	if (text.len > FACT_DETAIL)
		return STR("");
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < ' ' || text.at[i] > '~' || text.at[i] == '`')
			return STR("");
	return text;
}

static void facts_add_line(struct facts_entry *entry, size_t line)
{
	size_t at = 0;
	while (at < entry->line_count && entry->lines[at] < line)
		at++;
	if (entry->line_count == FACT_LINES || (at < entry->line_count && entry->lines[at] == line))
		return;
	for (size_t i = entry->line_count++; i > at; i--)
		entry->lines[i] = entry->lines[i - 1];
	entry->lines[at] = line;
}

static void facts_drop_line(struct facts_entry *entry, size_t line)
{
	size_t kept = 0;
	for (size_t i = 0; i < entry->line_count; i++)
		if (entry->lines[i] != line)
			entry->lines[kept++] = entry->lines[i];
	entry->line_count = kept;
}

/* "VALUE N bits" or "N bits": what is largest is kept, and the value while it can be read. */
static void facts_take_number(struct facts_entry *entry, struct str detail)
{
	struct str rest = detail, words[3];
	size_t count = 0;
	long long bits;
	while (count < 3 && str_split(&rest, ' ', &words[count]))
		count++;
	if (count < 2 || rest.len > 0 || !str_eq(words[count - 1], STR("bits")) ||
	    !str_to_int(words[count - 2], &bits) || bits <= entry->bits)
		return;
	bool readable = count == 3 && words[0].len <= FACT_VALUE;
	entry->bits = bits;
	entry->value = readable ? words[0] : STR("");
	entry->detail = str_part(detail, count == 3 ? words[0].len + 1 : 0, detail.len);
}

static void facts_take(struct facts_entry *entry, const struct fact_kind *kind, size_t line,
		       struct str detail)
{
	facts_add_line(entry, line);
	if (str_starts(str_of(kind->report), STR("int")) ||
	    str_eq(str_of(kind->report), STR("masked"))) {
		facts_take_number(entry, detail);
		return;
	}
	if (entry->detail.len == 0)
		entry->detail = detail;
	for (size_t i = 0; i < entry->method_count; i++)
		if (str_eq(entry->methods[i], detail))
			return;
	if (entry->method_count < FACT_METHODS && detail.len > 0)
		entry->methods[entry->method_count++] = detail;
}

/* Append what has not been said yet. */
static void facts_say_once(struct buf *buf, struct str text)
{
	if (text.len == 0 || str_has(buf_str(buf), text))
		return;
	if (buf->len > 0)
		buf_add(buf, STR("; "));
	buf_add(buf, text);
}

/* What is known of the methods of the random module that were called. */
static void facts_word_random(struct arena *arena, const struct facts_entry *entry,
			      struct fact *fact)
{
	struct buf text, advice;
	buf_init(&text, FACTS_TEXT);
	buf_init(&advice, FACTS_TEXT);
	buf_add(&advice, STR("the generator is MT19937"));
	for (size_t i = 0; i < entry->method_count; i++) {
		struct str how = fact_random_advice(entry->methods[i]);
		if (how.len == 0)
			continue;
		buf_addf(&text, "%s%.*s", text.len > 0 ? ", " : "", STR_ARG(entry->methods[i]));
		facts_say_once(&advice, how);
	}
	if (text.len > 0)
		fact->text = arena_fmt(arena, "%.*s (%.*s)", STR_ARG(fact->text),
				       STR_ARG(buf_str(&text)));
	fact->advice = arena_str(arena, buf_str(&advice));
	buf_deinit(&text);
	buf_deinit(&advice);
}

static struct fact facts_word(struct arena *arena, const struct fact_kind *kind,
			      const struct facts_entry *entry, struct str version)
{
	struct fact fact = {
		.word = kind->word,
		.warning = kind->warning,
		.line_count = entry->line_count,
		.text = str_of(kind->text),
		.advice = str_of(kind->advice),
	};
	for (size_t i = 0; i < entry->line_count; i++)
		fact.lines[i] = entry->lines[i];
	struct str report = str_of(kind->report);
	if (kind->detail != NULL && entry->detail.len > 0) {
		struct str how = str_of(kind->detail);
		size_t at = str_find(how, STR("%s"));
		fact.text = arena_fmt(arena, "%s (%.*s%.*s%s%.*s%.*s)", kind->text,
				      STR_ARG(str_part(how, 0, at)), STR_ARG(entry->value),
				      entry->value.len > 0 ? ", " : "", STR_ARG(entry->detail),
				      STR_ARG(str_part(how, at + 2, how.len)));
	}
	if (str_eq(report, STR("int63")))
		fact.advice = str_of(fact_wide_advice(entry->bits));
	if (str_eq(report, STR("random")))
		facts_word_random(arena, entry, &fact);
	if (str_eq(report, STR("float-sum")))
		fact.advice = fact_sum_text(version);
	return fact;
}

static size_t facts_kind(const struct fact_kind *kinds, size_t count, struct str word)
{
	size_t at = 0;
	while (at < count && !str_eq(word, str_of(kinds[at].report)))
		at++;
	return at;
}

/* A number of 64 bits in a line says more than one of 32 bits. */
static void facts_drop_lesser(const struct fact_kind *kinds, size_t count,
			      struct facts_entry *entries)
{
	struct facts_entry *lesser = &entries[facts_kind(kinds, count, STR("int31"))];
	static const char *const greater[] = {"int63", "masked"};
	for (size_t i = 0; i < sizeof(greater) / sizeof(greater[0]); i++) {
		const struct facts_entry *wide =
			&entries[facts_kind(kinds, count, str_of(greater[i]))];
		for (size_t line = 0; line < wide->line_count; line++)
			facts_drop_line(lesser, wide->lines[line]);
	}
}

struct facts facts_read(struct arena *arena, struct str report, size_t source_lines)
{
	size_t count, lines = 0;
	const struct fact_kind *kinds = fact_kinds(&count);
	struct facts facts = {.so_far = true};
	struct facts_entry *entries = arena_array(arena, count, sizeof(*entries));
	struct str rest = str_part(report, 0, FACTS_REPORT_MAX), line, word, number, version = {0};
	while (str_line(&rest, &line) && lines++ < FACTS_ENTRIES) {
		long long at = 0;
		if (!str_split(&line, '\t', &word) || !str_split(&line, '\t', &number))
			continue;
		if (str_eq(word, STR("kadane-facts")) && str_eq(number, STR("1"))) {
			facts.known = true;
			version = facts_detail(line);
		}
		if (str_eq(word, STR("end")))
			facts.so_far = !str_eq(number, STR("whole"));
		size_t kind = facts_kind(kinds, count, word);
		if (!facts.known || kind == count || !str_to_int(number, &at) || at < 1 ||
		    (unsigned long long)at > source_lines)
			continue;
		facts_take(&entries[kind], &kinds[kind], (size_t)at, facts_detail(line));
	}
	facts_drop_lesser(kinds, count, entries);
	facts.list = arena_array(arena, count, sizeof(*facts.list));
	for (size_t i = 0; i < count; i++)
		if (entries[i].line_count > 0)
			facts.list[facts.count++] =
				facts_word(arena, &kinds[i], &entries[i], version);
	return facts;
}

struct str fact_lines(struct arena *arena, const struct fact *fact)
{
	struct buf text;
	buf_init(&text, FACTS_TEXT);
	buf_add(&text, fact->line_count == 1 ? STR("line") : STR("lines"));
	for (size_t i = 0; i < fact->line_count; i++)
		buf_addf(&text, "%s %zu",
			 i == 0                      ? ""
			 : i + 1 == fact->line_count ? " and"
						     : ",",
			 fact->lines[i]);
	struct str kept = arena_str(arena, buf_str(&text));
	buf_deinit(&text);
	return kept;
}

struct str facts_question(struct arena *arena, const struct facts *facts)
{
	struct buf text;
	buf_init(&text, FACTS_TEXT);
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = &facts->list[i];
		buf_addf(&text, "%s- %.*s: %.*s%s%.*s", i == 0 ? "" : "\n",
			 STR_ARG(fact_lines(arena, fact)), STR_ARG(fact->text),
			 fact->advice.len > 0 ? ": " : "", STR_ARG(fact->advice));
		buf_add_char(&text, '.');
	}
	struct str kept = arena_str(arena, buf_str(&text));
	buf_deinit(&text);
	return kept;
}

struct str facts_warnings(struct arena *arena, const struct facts *facts)
{
	struct buf text;
	buf_init(&text, FACTS_TEXT);
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = &facts->list[i];
		if (fact->warning)
			buf_addf(&text, "%s%.*s: %.*s", text.len == 0 ? "" : "\n",
				 STR_ARG(fact_lines(arena, fact)), STR_ARG(fact->text));
	}
	if (text.len > 0 && facts->so_far)
		buf_add(&text, STR("\n(seen until it was stopped)"));
	struct str kept = arena_str(arena, buf_str(&text));
	buf_deinit(&text);
	return kept;
}

static void facts_json_one(struct json *json, const struct fact *fact)
{
	json_object(json);
	json_key(json, "kind");
	json_put_str(json, str_of(fact->word));
	json_key(json, "warning");
	json_put_bool(json, fact->warning);
	json_key(json, "lines");
	json_array(json);
	for (size_t i = 0; i < fact->line_count; i++)
		json_put_int(json, (int64_t)fact->lines[i]);
	json_array_end(json);
	json_key(json, "text");
	json_put_str(json, fact->text);
	json_key(json, "advice");
	json_put_str(json, fact->advice);
	json_object_end(json);
}

void facts_json(struct json *json, const struct facts *facts)
{
	json_key(json, "facts");
	if (!facts->known) {
		json_put_null(json);
		return;
	}
	json_object(json);
	json_key(json, "whole");
	json_put_bool(json, !facts->so_far);
	json_key(json, "input");
	json_put_str(json, facts->input);
	json_key(json, "seen");
	json_array(json);
	for (size_t i = 0; i < facts->count; i++)
		facts_json_one(json, &facts->list[i]);
	json_array_end(json);
	json_object_end(json);
}
