/*
 * Reads a 400 or 422 for the parameter it names. Servers name it in error.param, in
 * quotes, or in prose; what they may mean is a table.
 */
#include "repair.h"

#include <stddef.h>

#include "base/hash.h"

/* Fewer tokens than this are no answer. */
enum { REPAIR_LEAST = 256, REPAIR_NAMES = 7 };

/* Bits beside those of the table's rows. */
enum { REPAIR_RENAMED = 1 << 29, REPAIR_UNLIMITED = 1 << 30 };

/* What can be left out: a bool of the ask that says so. Add a line here. */
static const struct {
	const char *names[REPAIR_NAMES]; /* the first is what people hear */
	size_t offset;
	bool value; /* … when it is left out */
	bool prose; /* the name means the parameter also outside quotes */
} repair_flags[] = {
	{{"developer"}, offsetof(struct ask, developer), false, true},
	{{"logprobs", "top_logprobs", "responseLogprobs"},
	 offsetof(struct ask, logprobs),
	 false,
	 true},
	{{"store"}, offsetof(struct ask, no_store), true, false},
	{{"stream_options", "include_usage", "include_obfuscation"},
	 offsetof(struct ask, no_stream_options),
	 true,
	 true},
	{{"temperature"}, offsetof(struct ask, no_temperature), true, false},
	{{"thinking", "think", "reasoning_effort", "thinkingConfig", "thinkingLevel",
	  "thinkingBudget"},
	 offsetof(struct ask, no_thinking),
	 true,
	 true},
	{{"truncate"}, offsetof(struct ask, no_truncate), true, false},
};

enum { REPAIR_FLAGS = sizeof(repair_flags) / sizeof(repair_flags[0]) };

/* The limit of the answer, as the dialects call it. */
static const char *const repair_limits[] = {
	"max_tokens",
	"max_completion_tokens",
	"max_output_tokens",
	"maxOutputTokens",
	"num_predict",
	"max_new_tokens",
	NULL,
};

/* --- what it is about --- */

static bool repair_in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* Does the word stand at `at`? Else than in prose it must be quoted, or stand beside a colon. */
static bool repair_stands(struct str message, size_t at, size_t len, bool prose)
{
	char before = at > 0 ? message.at[at - 1] : ' ';
	char after = at + len < message.len ? message.at[at + len] : ' ';
	if (repair_in_word(before) || repair_in_word(after))
		return false;
	bool quoted = before == after && (before == '\'' || before == '"' || before == '`');
	bool listed =
		at > 1 && before == ' ' && message.at[at - 2] == ':' && at + len == message.len;
	return prose || quoted || listed || (after == ':' && (at == 0 || before == '.'));
}

static bool repair_is_named(const struct complaint *complaint, const char *name, bool prose)
{
	struct str word = str_of(name), message = str_of(complaint->message);
	struct str param = str_of(complaint->param);
	/* "generationConfig.temperature", "parameters/temperature" */
	if (param.len >= word.len) {
		struct str last = str_part(param, param.len - word.len, word.len);
		bool whole = param.len == word.len ||
			     !repair_in_word(param.at[param.len - word.len - 1]);
		if (whole && str_eq_nocase(last, word))
			return true;
	}
	for (size_t at = 0; at + word.len <= message.len; at++)
		if (str_eq_nocase(str_part(message, at, word.len), word) &&
		    repair_stands(message, at, word.len, prose))
			return true;
	return false;
}

static bool repair_has(const struct complaint *complaint, const char *const *words)
{
	for (; *words != NULL; words++)
		if (str_has(str_of(complaint->message), str_of(*words)))
			return true;
	return false;
}

/* --- numbers in it --- */

/* The number that begins at `text`, "16,384" too; 0 when there is none. */
static long repair_number(struct str text)
{
	long number = 0;
	for (size_t i = 0; i < text.len && number < 100000000; i++) {
		char c = text.at[i];
		if (c >= '0' && c <= '9')
			number = number * 10 + (c - '0');
		else if (c != ',' || i + 1 >= text.len || text.at[i + 1] < '0' ||
			 text.at[i + 1] > '9')
			break;
	}
	return number;
}

/* The number that ends right before `at`; 0 when there is none. */
static long repair_number_before(struct str message, size_t at)
{
	size_t from = at;
	while (from > 0 && message.at[from - 1] >= '0' && message.at[from - 1] <= '9')
		from--;
	return repair_number(str_part(message, from, at - from));
}

/* The number behind one of the words, or in front of it; 0 when there is none. */
static long repair_number_at(struct str message, const char *const *words, bool before)
{
	for (; *words != NULL; words++) {
		struct str word = str_of(*words), rest = message;
		size_t found;
		while ((found = str_find(rest, word)) < rest.len) {
			rest = str_part(rest, found + word.len, rest.len);
			size_t end = message.len - rest.len;
			long number = before ? repair_number_before(message, end - word.len)
					     : repair_number(rest);
			if (number > 0)
				return number;
		}
	}
	return 0;
}

/* The largest number below `ours`: what the server says it takes at most. */
static long repair_smaller(struct str message, long ours)
{
	long most = 0;
	for (size_t at = 0; at < message.len; at++) {
		bool digit = message.at[at] >= '0' && message.at[at] <= '9';
		char before = at > 0 ? message.at[at - 1] : ' ';
		/* "gpt-4-0613" holds no such number. */
		if (!digit || repair_in_word(before) || before == '-' || before == '.' ||
		    before == ',')
			continue;
		long number = repair_number(str_part(message, at, message.len));
		if (number < ours && number > most)
			most = number;
	}
	return most;
}

/* How much room the question leaves in the server's context; 0 when it does not say. */
static long repair_room(struct str message)
{
	static const char *const contexts[] = {"context length is ", "context length of ",
					       "context window of ", "context size is ",
					       "must be <= ",        NULL};
	static const char *const questions[] = {" in the messages", " input tokens",
						" `inputs` tokens", " tokens from the input",
						" prompt tokens",   NULL};
	long context = repair_number_at(message, contexts, false);
	long question = repair_number_at(message, questions, true);
	return context > 0 && question > 0 && question < context ? context - question : 0;
}

/* --- the limit --- */

static bool repair_shrink(struct ask *ask, struct repairs *repairs, struct str message,
			  struct buf *what)
{
	long room = repair_room(message);
	long most = room > 0 ? room : repair_smaller(message, ask->max_tokens);
	if (most < REPAIR_LEAST || most >= ask->max_tokens)
		return false;
	ask->max_tokens = repairs->most = most;
	repairs->passing = room > 0;
	buf_addf(what, "with at most %ld tokens", most);
	return true;
}

static bool repair_rename(struct ask *ask, struct repairs *repairs, struct buf *what)
{
	if (repairs->done & REPAIR_RENAMED)
		return false;
	repairs->done |= REPAIR_RENAMED;
	bool old = ask->limit == ASK_MAX_TOKENS;
	ask->limit = old ? ASK_MAX_COMPLETION_TOKENS : ASK_MAX_TOKENS;
	buf_addf(what, "with %s", old ? "max_completion_tokens" : "max_tokens");
	return true;
}

static bool repair_limit(struct ask *ask, struct repairs *repairs,
			 const struct complaint *complaint, bool required, struct buf *what)
{
	static const char *const unknown[] = {"nsupported", "nknown",        "nrecognized",
					      " instead",   "not permitted", NULL};
	if (ask->limit == ASK_NO_LIMIT || ask->max_tokens <= 0)
		return false;
	const char *const *name = repair_limits;
	while (*name != NULL && !repair_is_named(complaint, *name, true))
		name++;
	struct str message = str_of(complaint->message);
	if (*name == NULL)
		return repair_room(message) > 0 && repair_shrink(ask, repairs, message, what);
	bool is_unknown = repair_has(complaint, unknown);
	if (!is_unknown && repair_shrink(ask, repairs, message, what))
		return true;
	/* Who demands its limit knows no other name for it. */
	if (required)
		return false;
	bool two_names = *name == repair_limits[0] || *name == repair_limits[1];
	if (is_unknown && two_names && repair_rename(ask, repairs, what))
		return true;
	if (ask->limit_must_hold) {
		repairs->wants_no_limit = true;
		return false;
	}
	repairs->done |= REPAIR_UNLIMITED;
	ask->limit = ASK_NO_LIMIT;
	buf_addf(what, "without %s", *name);
	return true;
}

/* --- all of it --- */

static bool *repair_flag(struct ask *ask, size_t row)
{
	return (bool *)((char *)ask + repair_flags[row].offset);
}

static bool repair_drop(struct ask *ask, struct repairs *repairs, size_t row, struct buf *what)
{
	bool *flag = repair_flag(ask, row);
	size_t offset = repair_flags[row].offset;
	bool sent = true;
	if (offset == offsetof(struct ask, no_temperature))
		sent = ask->question->temperature >= 0;
	else if (offset == offsetof(struct ask, no_thinking))
		sent = ask->thinking != MODEL_THINKING_AS_IT_IS;
	if (*flag == repair_flags[row].value || !sent)
		return false;
	*flag = repair_flags[row].value;
	repairs->done |= 1u << row;
	buf_addf(what, "without %s", repair_flags[row].names[0]);
	return true;
}

bool repair_ask(struct ask *ask, struct repairs *repairs, const struct complaint *complaint,
		bool limit_is_required, struct buf *what)
{
	repairs->wants_no_limit = false;
	if (repair_limit(ask, repairs, complaint, limit_is_required, what))
		return true;
	for (size_t row = 0; row < REPAIR_FLAGS; row++)
		for (size_t i = 0; i < REPAIR_NAMES && repair_flags[row].names[i] != NULL; i++)
			if (repair_is_named(complaint, repair_flags[row].names[i],
					    repair_flags[row].prose) &&
			    repair_drop(ask, repairs, row, what)) {
				repairs->wants_no_limit = false;
				return true;
			}
	return false;
}

uint64_t repair_key(struct str base, struct str model)
{
	return hash_more(hash_more(hash_bytes(base), STR("\n")), model);
}

void repair_remember(struct repair_memory *memory, uint64_t key, const struct repairs *repairs)
{
	struct repairs kept = *repairs;
	if (kept.passing)
		kept.most = 0;
	kept.passing = kept.wants_no_limit = false;
	if (kept.done == 0 && kept.most == 0)
		return;
	size_t at = 0;
	while (at < memory->count && at < REPAIR_KNOWN_MAX && memory->known[at].key != key)
		at++;
	if (at == memory->count || at == REPAIR_KNOWN_MAX)
		at = memory->count++ % REPAIR_KNOWN_MAX;
	memory->known[at].key = key;
	memory->known[at].repairs = kept;
}

void repair_recall(const struct repair_memory *memory, uint64_t key, struct ask *ask,
		   struct repairs *repairs)
{
	*repairs = (struct repairs){0};
	for (size_t at = 0; at < memory->count && at < REPAIR_KNOWN_MAX; at++)
		if (memory->known[at].key == key)
			*repairs = memory->known[at].repairs;
	for (size_t row = 0; row < REPAIR_FLAGS; row++)
		if (repairs->done & (1u << row))
			*repair_flag(ask, row) = repair_flags[row].value;
	if (repairs->done & REPAIR_RENAMED)
		ask->limit =
			ask->limit == ASK_MAX_TOKENS ? ASK_MAX_COMPLETION_TOKENS : ASK_MAX_TOKENS;
	/* Where it must hold it is tried: the server may have learnt. */
	if (ask->limit_must_hold)
		repairs->done &= ~(uint32_t)REPAIR_UNLIMITED;
	if (repairs->done & REPAIR_UNLIMITED)
		ask->limit = ASK_NO_LIMIT;
	if (repairs->most > 0 && repairs->most < ask->max_tokens)
		ask->max_tokens = repairs->most;
}
