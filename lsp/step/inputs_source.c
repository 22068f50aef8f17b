/*
 * Inputs that a script names itself, in lines such as
 *
 *	# kadane: args="10 --fast" stdin=data/small.txt
 *	# kadane: input="3\n4 5\n" env="MODE=slow" name=tiny
 *
 * and the files it reads: those beside it whose names stand in its text as strings.
 */
#include <string.h>

#include "base/words.h"
#include "inputs.h"
#include "io/file.h"

enum { SOURCE_WORDS = 16, SOURCE_STRING = 200, SOURCE_FILE_MAX = 64 << 20 };

/* "key=value" into the input. */
static bool inputs_take_word(struct work *work, struct work_input *input, struct str word,
			     struct err *err)
{
	size_t equals = str_find(word, STR("="));
	struct str key = str_part(word, 0, equals), value = str_part(word, equals + 1, word.len);
	if (equals < word.len && str_eq(key, STR("args")))
		return inputs_args(work, input, value, err);
	if (equals < word.len && str_eq(key, STR("env")))
		return inputs_env(work, input, value, err);
	if (equals < word.len && str_eq(key, STR("name"))) {
		input->name = value;
		return true;
	}
	if (equals < word.len && str_eq(key, STR("input"))) {
		input->stdin_bytes = words_unescape(&work->job.arena, value);
		input->stdin_given = true;
		return true;
	}
	if (equals < word.len && str_eq(key, STR("stdin"))) {
		struct str path = inputs_beside(work, value, err);
		return path.len > 0 && inputs_stdin(work, input, path.at, err);
	}
	return err_set(err, ERR_INPUT,
		       "\"%.*s\" is not known: args=, stdin=, input=, env= and name= are",
		       STR_ARG(str_part(word, 0, 60)));
}

static bool inputs_take_line(struct work *work, struct inputs *inputs, struct str text,
			     struct err *err)
{
	const char *const *words;
	size_t count;
	struct work_input *input = inputs_add(inputs, err);
	if (input == NULL ||
	    !words_split(&work->job.arena, text, SOURCE_WORDS, &words, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!inputs_take_word(work, input, str_of(words[i]), err))
			return false;
	if (input->name.len == 0)
		input->name = arena_str(&work->job.arena, str_part(str_trim(text), 0, 60));
	for (size_t i = 0; i + 1 < inputs->count; i++)
		if (str_eq(inputs->list[i].name, input->name))
			return err_set(err, ERR_INPUT, "there is an input \"%.*s\" already",
				       STR_ARG(input->name));
	return true;
}

bool inputs_from_source(struct work *work, struct inputs *inputs, struct err *err)
{
	struct str rest = work->source, line;
	for (size_t number = 1; str_line(&rest, &line); number++) {
		struct str text = str_trim(line);
		if (!str_starts(text, STR("#")))
			continue;
		text = str_trim(str_part(text, 1, text.len));
		if (!str_starts(text, STR("kadane:")))
			continue;
		struct err why = {0};
		if (!inputs_take_line(work, inputs, str_part(text, 7, text.len), &why))
			return err_set(err, ERR_INPUT, "%.*s line %zu: kadane: %s",
				       STR_ARG(work->name), number, why.text);
	}
	return true;
}

/* A string that may be the name of a file beside the script. */
static bool inputs_may_be_name(struct str text)
{
	if (text.len == 0 || text.len > SOURCE_STRING || text.at[0] == '/' || text.at[0] == '.')
		return false;
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] < ' ' || strchr("\\*?{}%:<>|", text.at[i]) != NULL)
			return false;
	return !str_has(text, STR("..")) && !str_has(text, STR("//"));
}

/* The text between two equal quotes on one line, from the first quote at or behind *at. */
static bool inputs_next_string(struct str source, size_t *at, struct str *text)
{
	for (size_t i = *at; i < source.len; i++) {
		char quote = source.at[i];
		if (quote != '"' && quote != '\'')
			continue;
		size_t end = i + 1;
		while (end < source.len && source.at[end] != quote && source.at[end] != '\n')
			end++;
		*text = str_part(source, i + 1, end - i - 1);
		/* An apostrophe in a comment must not swallow the quote that follows it. */
		*at = end < source.len && source.at[end] == quote && text->len > 0 ? end : i + 1;
		return true;
	}
	return false;
}

bool inputs_named_files(struct work *work, struct inputs *inputs, struct err *err)
{
	struct str text;
	for (size_t at = 0; work->path.len > 0 && inputs_next_string(work->source, &at, &text);) {
		struct err none = {0};
		if (!inputs_may_be_name(text) || str_eq(text, work->name))
			continue;
		struct str path = inputs_beside(work, text, &none);
		for (size_t i = 0; path.len > 0 && i < inputs->count; i++)
			if (!inputs_file(work, &inputs->list[i], path.at, text, err))
				return false;
	}
	return true;
}
