/*
 * A small file, rewritten as a whole under a lock whenever a question begins or ends. What cannot
 * be understood is not written over: what it held would be lost.
 */
#include "ledger.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "io/file.h"
#include "io/loop.h"

enum {
	LEDGER_FILE_MAX = 64 << 10,
	LEDGER_HELD_MAX = 100, /* more are taken for spent: nobody asks so much at once */
	LEDGER_DAY_S = 24 * 60 * 60,
};

#define LEDGER_MOST (INT64_C(1) << 52) /* of any sum: what JSON holds whole */

struct ledger_held {
	struct str id;
	int64_t nano_usd, tokens;
};

struct ledger {
	struct arena arena;
	struct str path, day;
	struct ledger_sum sum;
	struct ledger_held held[LEDGER_HELD_MAX];
	size_t count;
	int lock;
};

/* --- numbers and days --- */

int64_t ledger_nano(double usd)
{
	double nano = ceil(usd * 1e9 - 1e-3);
	if (!(nano < (double)LEDGER_MOST))
		return LEDGER_MOST;
	return nano > 0 ? (int64_t)nano : 0;
}

/* Sums stop at their ceiling: they never turn round. */
static void ledger_add(int64_t *sum, int64_t more)
{
	if (more > 0)
		*sum = more < LEDGER_MOST - *sum ? *sum + more : LEDGER_MOST;
}

struct str ledger_date(struct arena *arena, int64_t now)
{
	char day[32] = "";
	time_t at = (time_t)now;
	struct tm parts;
	if (localtime_r(&at, &parts) != NULL)
		strftime(day, sizeof(day), "%Y-%m-%d", &parts);
	return arena_str(arena, str_of(day));
}

/* Dates sort as text. */
static bool ledger_is_later(struct str a, struct str b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) > 0;
}

/* --- the file --- */

static bool ledger_number(const cJSON *node, const char *name, int64_t *number)
{
	*number = json_get_int(node, name, -1);
	return *number >= 0 && *number <= LEDGER_MOST;
}

static bool ledger_understand(struct ledger *ledger, const cJSON *root, struct str tomorrow)
{
	const cJSON *held = json_get(root, "held"), *item;
	ledger->day = arena_str(&ledger->arena, json_get_str(root, "day"));
	if (ledger->day.len != tomorrow.len || ledger_is_later(ledger->day, tomorrow) ||
	    !ledger_number(root, "nano_usd", &ledger->sum.nano_usd) ||
	    !ledger_number(root, "tokens", &ledger->sum.tokens) ||
	    !ledger_number(root, "unknown", &ledger->sum.unknown) || !cJSON_IsArray(held))
		return false;
	cJSON_ArrayForEach(item, held)
	{
		struct ledger_held one = {
			.id = arena_str(&ledger->arena, json_get_str(item, "id"))};
		if (one.id.len == 0 || ledger->count == LEDGER_HELD_MAX ||
		    !ledger_number(item, "nano_usd", &one.nano_usd) ||
		    !ledger_number(item, "tokens", &one.tokens))
			return false;
		ledger->held[ledger->count++] = one;
	}
	return true;
}

static bool ledger_load(struct ledger *ledger, int64_t now, struct err *err)
{
	struct arena *arena = &ledger->arena;
	struct str today = ledger_date(arena, now), bytes;
	struct err why = {0};
	if (!file_exists(ledger->path.at)) {
		ledger->day = today;
		return true;
	}
	bool good = file_read(arena, ledger->path.at, LEDGER_FILE_MAX, &bytes, &why);
	if (good) {
		cJSON *root = json_parse(bytes, &why);
		/* A clock, or a traveller, may have gone back by some hours. */
		good = root != NULL &&
		       ledger_understand(ledger, root, ledger_date(arena, now + LEDGER_DAY_S));
		cJSON_Delete(root);
	}
	if (!good)
		return err_set(err, ERR_INPUT,
			       "what was spent today is not known: %s is damaged%s%s; put it right "
			       "or delete it",
			       ledger->path.at, why.text[0] != '\0' ? ": " : "", why.text);
	if (ledger_is_later(today, ledger->day)) {
		ledger->day = today;
		ledger->sum = (struct ledger_sum){0};
		ledger->count = 0;
	}
	return true;
}

static bool ledger_write(const struct ledger *ledger, struct err *err)
{
	struct buf text;
	struct json json;
	buf_init(&text, LEDGER_FILE_MAX);
	json_init(&json, &text);
	json_object(&json);
	json_key(&json, "day");
	json_put_str(&json, ledger->day);
	json_key(&json, "nano_usd");
	json_put_int(&json, ledger->sum.nano_usd);
	json_key(&json, "tokens");
	json_put_int(&json, ledger->sum.tokens);
	json_key(&json, "unknown");
	json_put_int(&json, ledger->sum.unknown);
	json_key(&json, "held");
	json_array(&json);
	for (size_t i = 0; i < ledger->count; i++) {
		json_object(&json);
		json_key(&json, "id");
		json_put_str(&json, ledger->held[i].id);
		json_key(&json, "nano_usd");
		json_put_int(&json, ledger->held[i].nano_usd);
		json_key(&json, "tokens");
		json_put_int(&json, ledger->held[i].tokens);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	buf_add_char(&text, '\n');
	bool good = file_replace(ledger->path.at, buf_str(&text), err);
	buf_deinit(&text);
	return good;
}

/* Nobody else changes the file until ledger_close, which must follow in any case. */
static bool ledger_open(struct ledger *ledger, int64_t now, struct err *err)
{
	*ledger = (struct ledger){.lock = -1};
	arena_init(&ledger->arena);
	ledger->path = file_state_path(&ledger->arena, "spent.json");
	struct str lock = file_state_path(&ledger->arena, "spent.lock");
	if (ledger->path.len == 0)
		return err_set(err, ERR_WORLD,
			       "there is no place to keep what was spent: neither HOME nor "
			       "XDG_STATE_HOME is set");
	if (!file_make_folder(arena_cstr(&ledger->arena, file_dir(ledger->path)), err))
		return false;
	ledger->lock = file_lock(lock.at, err);
	return ledger->lock >= 0 && ledger_load(ledger, now, err);
}

static void ledger_close(struct ledger *ledger)
{
	file_unlock(ledger->lock);
	arena_deinit(&ledger->arena);
}

/* --- what is done with it --- */

static struct ledger_sum ledger_total(const struct ledger *ledger)
{
	struct ledger_sum total = ledger->sum;
	for (size_t i = 0; i < ledger->count; i++) {
		ledger_add(&total.nano_usd, ledger->held[i].nano_usd);
		ledger_add(&total.tokens, ledger->held[i].tokens);
	}
	return total;
}

/* Take the entry at `index` off the list. */
static struct ledger_held ledger_take(struct ledger *ledger, size_t index)
{
	struct ledger_held held = ledger->held[index];
	ledger->count--;
	memmove(&ledger->held[index], &ledger->held[index + 1],
		(ledger->count - index) * sizeof(held));
	return held;
}

/* Would it go beyond what there may be? What takes nothing known must find something left. */
static bool ledger_passes(int64_t sum, int64_t more, int64_t most)
{
	return most >= 0 && (sum + more > most || (more == 0 && sum >= most));
}

static void ledger_put(struct ledger *ledger, const struct ledger_hold *hold,
		       const struct ledger_sum *worst)
{
	if (ledger->count == LEDGER_HELD_MAX) {
		struct ledger_held oldest = ledger_take(ledger, 0);
		ledger_add(&ledger->sum.nano_usd, oldest.nano_usd);
		ledger_add(&ledger->sum.tokens, oldest.tokens);
	}
	struct ledger_held held = {.id = str_of(hold->id)};
	ledger_add(&held.nano_usd, worst->nano_usd);
	ledger_add(&held.tokens, worst->tokens);
	ledger->held[ledger->count++] = held;
}

enum ledger_answer ledger_hold(struct ledger_hold *hold, const struct ledger_sum *worst,
			       const struct ledger_most *most, int64_t now, struct ledger_sum *day,
			       struct err *err)
{
	struct ledger ledger;
	enum ledger_answer answer = LEDGER_FAILED;
	*hold = (struct ledger_hold){""};
	if (ledger_open(&ledger, now, err)) {
		*day = ledger_total(&ledger);
		snprintf(hold->id, sizeof(hold->id), "%ld-%llu", (long)getpid(),
			 (unsigned long long)loop_now_ns());
		answer = LEDGER_PASSED;
		if (!ledger_passes(day->nano_usd, worst->nano_usd, most->nano_usd) &&
		    !ledger_passes(day->tokens, worst->tokens, most->tokens)) {
			ledger_put(&ledger, hold, worst);
			answer = ledger_write(&ledger, err) ? LEDGER_HELD : LEDGER_FAILED;
		}
	}
	if (answer != LEDGER_HELD)
		*hold = (struct ledger_hold){""};
	ledger_close(&ledger);
	return answer;
}

bool ledger_settle(struct ledger_hold *hold, const struct ledger_sum *took, int64_t now,
		   struct err *err)
{
	struct ledger ledger;
	bool good = ledger_open(&ledger, now, err);
	if (good) {
		for (size_t i = ledger.count; i-- > 0;)
			if (str_eq(ledger.held[i].id, str_of(hold->id)))
				ledger_take(&ledger, i);
		ledger_add(&ledger.sum.nano_usd, took->nano_usd);
		ledger_add(&ledger.sum.tokens, took->tokens);
		ledger_add(&ledger.sum.unknown, took->unknown);
		good = ledger_write(&ledger, err);
	}
	ledger_close(&ledger);
	*hold = (struct ledger_hold){""};
	return good;
}

bool ledger_day(int64_t now, struct ledger_sum *day, struct err *err)
{
	struct ledger ledger = {.lock = -1};
	arena_init(&ledger.arena);
	ledger.path = file_state_path(&ledger.arena, "spent.json");
	bool good = ledger.path.len == 0 || ledger_load(&ledger, now, err);
	if (good)
		*day = ledger_total(&ledger);
	ledger_close(&ledger);
	return good;
}
