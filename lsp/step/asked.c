/*
 * A file of JSON lines, rewritten as a whole at each note: a thousand short lines are written
 * faster than a model's first token comes. A lock keeps two processes from losing each other's.
 */
#include "step/asked.h"

#include <stdlib.h>
#include <time.h>

#include "base/json.h"
#include "io/file.h"

enum { ASKED_LINES_MAX = 1000, ASKED_FILE_MAX = 1 << 20, ASKED_LINE_MAX = 1 << 10 };

const struct asked asked_nothing = {
	.day = {"", 0},
	.provider = {"", 0},
	.model = {"", 0},
	.first_token_s = -1,
	.tokens_per_s = -1,
	.input = -1,
	.output = -1,
	.cost = -1,
	.verified = -1,
};

/* --- writing --- */

static struct str asked_today(struct arena *arena)
{
	char day[16] = "";
	time_t now = time(NULL);
	struct tm parts;
	if (gmtime_r(&now, &parts) != NULL)
		strftime(day, sizeof(day), "%Y-%m-%d", &parts);
	return arena_str(arena, str_of(day));
}

static void asked_put_text(struct json *json, const char *name, struct str text)
{
	json_key(json, name);
	json_put_str(json, text);
}

static void asked_put_number(struct json *json, const char *name, double number)
{
	if (!(number >= 0))
		return;
	json_key(json, name);
	json_put_number(json, number);
}

static void asked_put(struct buf *line, struct arena *arena, const struct asked *asked)
{
	struct json json;
	json_init(&json, line);
	json_object(&json);
	asked_put_text(&json, "day", asked->day.len > 0 ? asked->day : asked_today(arena));
	asked_put_text(&json, "provider", asked->provider);
	asked_put_text(&json, "model", asked->model);
	asked_put_number(&json, "first_token_s", asked->first_token_s);
	asked_put_number(&json, "tokens_per_s", asked->tokens_per_s);
	asked_put_number(&json, "input", (double)asked->input);
	asked_put_number(&json, "output", (double)asked->output);
	asked_put_number(&json, "cost", asked->cost);
	if (asked->verified >= 0) {
		json_key(&json, "verified");
		json_put_bool(&json, asked->verified > 0);
	}
	json_object_end(&json);
	buf_add_char(line, '\n');
}

/* What is there, without its first lines when it would be too many with one more. */
static struct str asked_rest(struct arena *arena, const char *path)
{
	struct str bytes = STR(""), rest, line;
	struct err ignored = {0};
	if (!file_exists(path) || !file_read(arena, path, ASKED_FILE_MAX, &bytes, &ignored))
		return STR("");
	size_t count = 0;
	for (rest = bytes; str_line(&rest, &line);)
		count++;
	for (rest = bytes; count >= ASKED_LINES_MAX && str_line(&rest, &line); count--)
		;
	return rest;
}

static bool asked_add(struct arena *arena, struct str path, const struct asked *asked,
		      struct err *err)
{
	struct buf text, line;
	buf_init(&text, ASKED_FILE_MAX);
	buf_init(&line, ASKED_LINE_MAX);
	asked_put(&line, arena, asked);
	struct str rest = asked_rest(arena, path.at);
	buf_add(&text, rest);
	if (rest.len > 0 && !str_ends(rest, STR("\n")))
		buf_add_char(&text, '\n');
	buf_add(&text, buf_str(&line));
	/* A name of a kilobyte, or lines that are not ours: nothing worth keeping. */
	bool good = line.full || text.full
			    ? err_set(err, ERR_WORLD, "%s: what was measured does not fit", path.at)
			    : file_replace(path.at, buf_str(&text), err);
	buf_deinit(&line);
	buf_deinit(&text);
	return good;
}

bool asked_note(const struct asked *asked, struct err *err)
{
	struct arena arena;
	arena_init(&arena);
	struct str path = file_state_path(&arena, "asked.jsonl");
	bool good =
		path.len > 0 || err_set(err, ERR_WORLD, "neither HOME nor XDG_STATE_HOME is set");
	good = good && file_make_folder(arena_cstr(&arena, file_dir(path)), err);
	if (good) {
		int lock = file_lock(file_state_path(&arena, "asked.lock").at, err);
		good = lock >= 0 && asked_add(&arena, path, asked, err);
		file_unlock(lock);
	}
	arena_deinit(&arena);
	return good;
}

/* --- reading --- */

static bool asked_read(struct arena *arena, struct str line, struct asked *asked)
{
	struct err ignored = {0};
	cJSON *root = json_parse(line, &ignored);
	*asked = asked_nothing;
	asked->day = arena_str(arena, json_get_str(root, "day"));
	asked->provider = arena_str(arena, json_get_str(root, "provider"));
	asked->model = arena_str(arena, json_get_str(root, "model"));
	asked->first_token_s = json_get_number(root, "first_token_s", -1);
	asked->tokens_per_s = json_get_number(root, "tokens_per_s", -1);
	asked->input = json_get_int(root, "input", -1);
	asked->output = json_get_int(root, "output", -1);
	asked->cost = json_get_number(root, "cost", -1);
	const cJSON *verified = json_get(root, "verified");
	if (cJSON_IsBool(verified))
		asked->verified = cJSON_IsTrue(verified) ? 1 : 0;
	cJSON_Delete(root);
	return asked->day.len > 0 && asked->provider.len > 0 && asked->model.len > 0;
}

bool asked_load(struct arena *arena, struct asked **list, size_t *count, struct err *err)
{
	struct str path = file_state_path(arena, "asked.jsonl"), rest, line;
	*list = arena_array(arena, ASKED_LINES_MAX, sizeof(**list));
	*count = 0;
	if (path.len == 0 || !file_exists(path.at))
		return true;
	if (!file_read(arena, path.at, ASKED_FILE_MAX, &rest, err))
		return false;
	while (*count < ASKED_LINES_MAX && str_line(&rest, &line))
		if (asked_read(arena, line, &(*list)[*count]))
			(*count)++;
	return true;
}

static int asked_compare(const void *a, const void *b)
{
	const double *left = a, *right = b;
	return (*left > *right) - (*left < *right);
}

/* The middle one: a cold start or a busy hour says little of the others. */
static double asked_median(double *numbers, size_t count)
{
	if (count == 0)
		return -1;
	qsort(numbers, count, sizeof(*numbers), asked_compare);
	return count % 2 == 1 ? numbers[count / 2]
			      : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
}

struct asked_sum asked_sum_of(struct arena *arena, const struct asked *list, size_t count,
			      struct str provider, struct str model)
{
	struct asked_sum sum = {0};
	double *first = arena_array(arena, count, sizeof(*first));
	double *speed = arena_array(arena, count, sizeof(*speed));
	size_t firsts = 0, speeds = 0;
	for (size_t i = 0; i < count; i++) {
		const struct asked *asked = &list[i];
		if (!str_eq(asked->provider, provider) || !str_eq(asked->model, model))
			continue;
		sum.count++;
		if (asked->first_token_s >= 0)
			first[firsts++] = asked->first_token_s;
		if (asked->tokens_per_s > 0)
			speed[speeds++] = asked->tokens_per_s;
		sum.judged += asked->verified >= 0;
		sum.verified += asked->verified > 0;
	}
	sum.first_token_s = asked_median(first, firsts);
	sum.tokens_per_s = asked_median(speed, speeds);
	return sum;
}
