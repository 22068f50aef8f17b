/*
 * One table of everything that can be set; reading, checking and (for `kadane doctor`
 * and the docs) listing go over it.
 */
#include "step/settings.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

enum setting_type {
	SETTING_STR,
	SETTING_BOOL,
	SETTING_INT,
	SETTING_SECONDS,
	SETTING_BYTES,
	SETTING_USD,
	SETTING_TIER
};

struct setting {
	const char *group; /* NULL: at the top */
	const char *name;
	enum setting_type type;
	size_t offset;
	double low, high; /* of numbers */
};

#define SETTING(group, name, type, member, low, high)                                              \
	{                                                                                          \
		group, name, type, offsetof(struct settings, member), low, high                    \
	}

/* Sorted by group and name; add a line here and a row in docs/configuration.md. */
static const struct setting settings_table[] = {
	SETTING(NULL, "baseUrl", SETTING_STR, base_url, 0, 0),
	SETTING(NULL, "compiler", SETTING_STR, compiler, 0, 0),
	SETTING(NULL, "contextTokens", SETTING_INT, context_tokens, 0, 100000000),
	SETTING(NULL, "logprobs", SETTING_BOOL, logprobs, 0, 0),
	SETTING(NULL, "findLocal", SETTING_BOOL, find_local, 0, 0),
	SETTING(NULL, "maxTokens", SETTING_INT, max_tokens, 0, 1000000),
	SETTING(NULL, "model", SETTING_STR, model, 0, 0),
	SETTING(NULL, "provider", SETTING_STR, provider, 0, 0),
	SETTING(NULL, "python", SETTING_STR, python, 0, 0),
	SETTING(NULL, "rounds", SETTING_INT, rounds, 1, 10),
	SETTING("artefact", "show", SETTING_BOOL, show_artefact, 0, 0),
	SETTING("budget", "day", SETTING_USD, budget.day_usd, 0, 1e6),
	SETTING("budget", "job", SETTING_USD, budget.job_usd, 0, 1e6),
	SETTING("budget", "strict", SETTING_BOOL, budget.strict, 0, 0),
	SETTING("budget", "tokensPerDay", SETTING_INT, budget.day_tokens, 0, BUDGET_NO_TOKENS),
	SETTING("builds", "budget", SETTING_SECONDS, builds_budget_s, 0, 600),
	SETTING("builds", "compilers", SETTING_STR, builds_compilers, 0, 0),
	SETTING("builds", "fastMath", SETTING_BOOL, builds_fast_math, 0, 0),
	SETTING("cache", "enabled", SETTING_BOOL, cache_enabled, 0, 0),
	SETTING("checks", "facts", SETTING_BOOL, check_facts, 0, 0),
	SETTING("checks", "sanitizers", SETTING_BOOL, check_sanitizers, 0, 0),
	SETTING("checks", "vary", SETTING_BOOL, check_vary, 0, 0),
	SETTING("compileLimits", "disk", SETTING_BYTES, compile.disk, 1 << 20, 16e9),
	SETTING("compileLimits", "memory", SETTING_BYTES, compile.memory, 16 << 20,
		16.0 * (1 << 30)),
	SETTING("compileLimits", "output", SETTING_BYTES, compile.output, 1024, 64 << 20),
	SETTING("compileLimits", "processes", SETTING_INT, compile.processes, 1, 4096),
	SETTING("compileLimits", "wall", SETTING_SECONDS, compile.wall_s, 0.1, 600),
	SETTING("docstrings", "style", SETTING_STR, doc_style, 0, 0),
	SETTING("limits", "disk", SETTING_BYTES, run.disk, 1 << 20, 16e9),
	SETTING("limits", "memory", SETTING_BYTES, run.memory, 16 << 20, 16.0 * (1 << 30)),
	SETTING("limits", "output", SETTING_BYTES, run.output, 1024, 1 << 30),
	SETTING("limits", "processes", SETTING_INT, run.processes, 1, 4096),
	SETTING("limits", "wall", SETTING_SECONDS, run.wall_s, 0.1, 600),
	SETTING("prompts", "folder", SETTING_STR, prompts, 0, 0),
	SETTING("record", "folder", SETTING_STR, record_folder, 0, 0),
	SETTING("replay", "folder", SETTING_STR, replay_folder, 0, 0),
	SETTING("report", "codeLens", SETTING_BOOL, report_code_lens, 0, 0),
	SETTING("report", "diagnostics", SETTING_BOOL, report_diagnostics, 0, 0),
	SETTING("report", "hover", SETTING_BOOL, report_hover, 0, 0),
	SETTING("report", "inlayHint", SETTING_BOOL, report_inlay_hint, 0, 0),
	SETTING("sandbox", "ask", SETTING_BOOL, sandbox_ask, 0, 0),
	SETTING("sandbox", "minimum", SETTING_TIER, sandbox_minimum, 0, 0),
	SETTING("sandbox", "patience", SETTING_SECONDS, sandbox_patience_s, 0.1, 3600),
	SETTING("timeouts", "connect", SETTING_SECONDS, connect_s, 0, 3600),
	SETTING("timeouts", "firstByte", SETTING_SECONDS, first_byte_s, 0, 86400),
	SETTING("timeouts", "idle", SETTING_SECONDS, idle_s, 0, 86400),
	SETTING("timeouts", "progress", SETTING_SECONDS, progress_s, 0, 86400),
	SETTING("timeouts", "total", SETTING_SECONDS, total_s, 0, 86400),
	SETTING("timing", "budget", SETTING_SECONDS, time_budget_s, 0, 600),
};

enum { SETTINGS_COUNT = sizeof(settings_table) / sizeof(settings_table[0]) };

/* Members that an editor's client may carry along and that are none of ours. */
static const char *const settings_ignored[] = {
	"clientCommands", "clientProviders", "kadane", "statusNotification",
	"trace",          "trusted",         NULL,
};

static const struct settings_budget settings_no_budget = {.job_usd = HUGE_VAL,
							  .day_usd = HUGE_VAL,
							  .day_tokens = BUDGET_NO_TOKENS};

/* A string of the table; NULL: line `i` is none. */
static struct str *settings_str(struct settings *settings, size_t i)
{
	void *at = (char *)settings + settings_table[i].offset;
	return settings_table[i].type == SETTING_STR ? at : NULL;
}

void settings_copy(struct settings *copy, const struct settings *settings, struct arena *arena)
{
	*copy = *settings;
	for (size_t i = 0; i < SETTINGS_COUNT; i++) {
		struct str *text = settings_str(copy, i);
		if (text != NULL)
			*text = arena_str(arena, *text);
	}
	copy->base_provider = arena_str(arena, copy->base_provider);
	for (size_t i = 0; i < copy->action_count; i++) {
		struct settings_action *action = &copy->actions[i];
		action->name = arena_str(arena, action->name);
		action->provider = arena_str(arena, action->provider);
		action->model = arena_str(arena, action->model);
	}
	for (size_t i = 0; i < copy->fallback_count; i++)
		copy->fallback[i] = arena_str(arena, copy->fallback[i]);
}

void settings_init(struct settings *settings)
{
	*settings = (struct settings){
		.base_provider = STR(""),
		.find_local = true,
		.rounds = 3,
		.time_budget_s = 10,
		.check_facts = true,
		.check_sanitizers = true,
		.check_vary = true,
		.budget = settings_no_budget,
		.budget_most = settings_no_budget,
		.builds_budget_s = 8,
		.cache_enabled = true,
		.run = sandbox_run_limits,
		.compile = sandbox_compile_limits,
		.run_most = sandbox_run_limits,
		.compile_most = sandbox_compile_limits,
		.sandbox_minimum = SANDBOX_RESTRICTED,
		.sandbox_ask = true,
		.sandbox_patience_s = 120,
		.report_diagnostics = true,
		.report_hover = true,
		.report_code_lens = true,
		.report_inlay_hint = true,
	};
	for (size_t i = 0; i < SETTINGS_COUNT; i++) {
		struct str *text = settings_str(settings, i);
		if (text != NULL)
			*text = STR("");
	}
}

static bool setting_tier(struct str word, enum settings_source source, enum sandbox_tier *tier,
			 const char *name, struct err *err)
{
	enum sandbox_tier wanted;
	if (!sandbox_tier_of(word, &wanted))
		return err_set(err, ERR_INPUT, "setting %s: must be full, restricted or none",
			       name);
	/* An editor hands on what a project says, and a project may only ask for more. */
	if (source != SETTINGS_FROM_USER_FILE && wanted < *tier)
		return err_set(
			err, ERR_INPUT,
			"setting %s: less than what holds is only heard from your own config.json, "
			"not from an editor or a project",
			name);
	*tier = wanted;
	return true;
}

/* What an editor may set at most: of a limit what the user's own file says, of others anything. */
static double setting_most(const struct settings *settings, const struct setting *setting)
{
	const char *at;
	if (setting->group != NULL && strcmp(setting->group, "limits") == 0)
		at = (const char *)&settings->run_most + setting->offset -
		     offsetof(struct settings, run);
	else if (setting->group != NULL && strcmp(setting->group, "compileLimits") == 0)
		at = (const char *)&settings->compile_most + setting->offset -
		     offsetof(struct settings, compile);
	else if (setting->group != NULL && strcmp(setting->group, "budget") == 0)
		at = (const char *)&settings->budget_most + setting->offset -
		     offsetof(struct settings, budget);
	else
		return HUGE_VAL;
	return setting->type == SETTING_SECONDS || setting->type == SETTING_USD
		       ? *(const double *)(const void *)at
		       : (double)*(const uint64_t *)(const void *)at;
}

static bool setting_number(const struct settings *settings, const struct setting *setting,
			   double number, void *at, const char *name, enum settings_source source,
			   struct err *err)
{
	if (!(number >= setting->low && number <= setting->high))
		return err_set(err, ERR_INPUT, "setting %s: must be from %g to %g", name,
			       setting->low, setting->high);
	/* Consent was given for limits, too: a project may not raise them behind it. */
	if (source != SETTINGS_FROM_USER_FILE && number > setting_most(settings, setting))
		return err_set(err, ERR_INPUT,
			       "setting %s: more than what holds is only heard from your own "
			       "config.json, not from an editor or a project",
			       name);
	if (setting->type == SETTING_SECONDS || setting->type == SETTING_USD)
		*(double *)at = number;
	else if (setting->type == SETTING_BYTES)
		*(uint64_t *)at = (uint64_t)number;
	else if (setting->offset == offsetof(struct settings, rounds))
		*(int *)at = (int)number;
	else if (setting->offset == offsetof(struct settings, max_tokens) ||
		 setting->offset == offsetof(struct settings, context_tokens))
		*(long *)at = (long)number;
	else
		*(uint64_t *)at = (uint64_t)number;
	return true;
}

/* A project must not choose what is run: where a path leads is looked at when it is used. */
static void setting_note_source(struct settings *settings, const struct setting *setting,
				enum settings_source source)
{
	bool by_editor = source != SETTINGS_FROM_USER_FILE;
	if (setting->offset == offsetof(struct settings, python))
		settings->python_by_editor = by_editor;
	if (setting->offset == offsetof(struct settings, compiler))
		settings->compiler_by_editor = by_editor;
	if (setting->offset == offsetof(struct settings, builds_compilers))
		settings->compilers_by_editor = by_editor;
}

static bool setting_take(struct settings *settings, struct arena *arena,
			 const struct setting *setting, const cJSON *node,
			 enum settings_source source, struct err *err)
{
	void *at = (char *)settings + setting->offset;
	struct str name = arena_fmt(arena, "%s%s%s", setting->group ? setting->group : "",
				    setting->group ? "." : "", setting->name);
	uint64_t bytes;
	switch (setting->type) {
	case SETTING_STR:
		if (!cJSON_IsString(node))
			return err_set(err, ERR_INPUT, "setting %s: must be a string", name.at);
		*(struct str *)at = arena_str(arena, json_str(node));
		setting_note_source(settings, setting, source);
		return true;
	case SETTING_BOOL:
		if (!cJSON_IsBool(node))
			return err_set(err, ERR_INPUT, "setting %s: must be true or false",
				       name.at);
		if (setting->offset == offsetof(struct settings, sandbox_ask) &&
		    source != SETTINGS_FROM_USER_FILE && !cJSON_IsTrue(node))
			return err_set(err, ERR_INPUT,
				       "setting %s: not to ask is only heard from your own "
				       "config.json, not from an editor or a project",
				       name.at);
		if (setting->offset == offsetof(struct settings, budget.strict) &&
		    source != SETTINGS_FROM_USER_FILE && settings->budget_most.strict)
			return true; /* the user's own word stands */
		*(bool *)at = cJSON_IsTrue(node);
		return true;
	case SETTING_TIER:
		return setting_tier(json_str(node), source, at, name.at, err);
	case SETTING_BYTES:
		if (cJSON_IsString(node) && settings_bytes(json_str(node), &bytes))
			return setting_number(settings, setting, (double)bytes, at, name.at, source,
					      err);
		break;
	case SETTING_INT:
	case SETTING_SECONDS:
	case SETTING_USD:
		break;
	}
	if (!cJSON_IsNumber(node))
		return err_set(err, ERR_INPUT, "setting %s: must be a number%s", name.at,
			       setting->type == SETTING_BYTES ? " of bytes, or like \"512M\"" : "");
	return setting_number(settings, setting, node->valuedouble, at, name.at, source, err);
}

/* Where the key goes, and what is kept of conversations, is no project's business. */
static bool setting_may_come(const struct setting *setting, enum settings_source source,
			     struct err *err)
{
	if (source == SETTINGS_FROM_USER_FILE)
		return true;
	if (setting->offset == offsetof(struct settings, base_url))
		return err_set(err, ERR_INPUT,
			       "setting %s: is only heard from your own config.json or the "
			       "environment, not from an editor or a project: it is where your key "
			       "goes",
			       setting->name);
	if (setting->offset == offsetof(struct settings, record_folder))
		return err_set(err, ERR_INPUT,
			       "setting %s.%s: is only heard from your own config.json, not from "
			       "an editor or a project",
			       setting->group, setting->name);
	return true;
}

static const struct setting *setting_find(const char *group, const char *name)
{
	for (size_t i = 0; i < SETTINGS_COUNT; i++) {
		const struct setting *setting = &settings_table[i];
		bool same_group = group == NULL ? setting->group == NULL
						: setting->group != NULL &&
							  strcmp(setting->group, group) == 0;
		if (same_group && strcmp(setting->name, name) == 0)
			return setting;
	}
	return NULL;
}

static bool setting_is_group(const char *name)
{
	for (size_t i = 0; i < SETTINGS_COUNT; i++)
		if (settings_table[i].group != NULL && strcmp(settings_table[i].group, name) == 0)
			return true;
	return false;
}

static bool setting_is_ignored(const char *name)
{
	for (const char *const *ignored = settings_ignored; *ignored != NULL; ignored++)
		if (strcmp(*ignored, name) == 0)
			return true;
	return false;
}

/* Go over one level of members; the first complaint is kept, the rest is taken over. */
static bool settings_level(struct settings *settings, struct arena *arena, const cJSON *object,
			   const char *group, enum settings_source source, struct err *err)
{
	bool fine = true;
	const cJSON *node;
	cJSON_ArrayForEach(node, object)
	{
		struct err later = {0}, *complaint = fine ? err : &later;
		const struct setting *setting = setting_find(group, node->string);
		if (cJSON_IsNull(node) || (group == NULL && setting_is_ignored(node->string)))
			continue;
		bool taken;
		if (setting != NULL)
			taken = setting_may_come(setting, source, complaint) &&
				(group != NULL ||
				 settings_whom_may_come(settings, node, source, complaint)) &&
				setting_take(settings, arena, setting, node, source, complaint);
		else if (group == NULL && strcmp(node->string, "actions") == 0)
			taken = settings_actions_apply(settings, arena, node, source, complaint);
		else if (group == NULL && strcmp(node->string, "fallback") == 0)
			taken = settings_fallback_apply(settings, arena, node, source, complaint);
		else if (group == NULL && setting_is_group(node->string) && cJSON_IsObject(node))
			taken = settings_level(settings, arena, node, node->string, source,
					       complaint);
		else
			taken = err_set(complaint, ERR_INPUT, "setting %s%s%s is not known",
					group ? group : "", group ? "." : "", node->string);
		fine = fine && taken;
	}
	return fine;
}

bool settings_apply(struct settings *settings, struct arena *arena, const cJSON *object,
		    enum settings_source source, struct err *err)
{
	const cJSON *inner = json_get(object, "kadane");
	if (cJSON_IsObject(inner))
		object = inner;
	if (object == NULL || cJSON_IsNull(object))
		return true;
	if (!cJSON_IsObject(object))
		return err_set(err, ERR_INPUT, "the settings are no JSON object");
	bool fine = settings_level(settings, arena, object, NULL, source, err);
	if (source == SETTINGS_FROM_USER_FILE) {
		settings->run_most = settings->run;
		settings->compile_most = settings->compile;
		settings->budget_most = settings->budget;
		struct err later = {0};
		fine = settings_whom_own(settings, fine ? err : &later) && fine;
	}
	return fine;
}
