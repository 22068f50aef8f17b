/*
 * What a user can set, with defaults that work unset. The same names in the user's
 * file, in the editor's configuration and in docs/configuration.md.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"
#include "base/str.h"
#include "io/sandbox.h"

enum { SETTINGS_FALLBACK_MAX = 8 };

enum { SETTINGS_ACTIONS_MAX = 16 };

/* "actions.NAME.provider", "actions.NAME.model": for one action instead of those for all. */
struct settings_action {
	struct str name, provider, model; /* empty: as for all */
};

/* What asking may take. */
struct settings_budget {
	double job_usd, day_usd; /* "budget.job", "budget.day": USD; HUGE_VAL: no budget */
	uint64_t day_tokens;     /* "budget.tokensPerDay"; BUDGET_NO_TOKENS: no budget */
	bool strict;             /* "budget.strict": what has no known price is not asked; false */
};

/* What config.json says of whom to ask: no editor can overrule it. */
struct settings_own {
	bool provider, model;
	size_t actions; /* so many of the actions, from the first */
};

#define BUDGET_NO_TOKENS (UINT64_C(1) << 50)

struct settings {
	struct str provider;      /* "provider": name; empty: the first that is ready */
	struct str model;         /* "model"; empty: the provider's default */
	bool find_local;          /* "findLocal": nobody named: look on this machine; true */
	struct str base_url;      /* "baseUrl": never from an editor */
	struct str base_provider; /* whose address that is: a provider, or provider/model */
	struct settings_own own;
	struct str
		record_folder; /* "record.folder": where conversations are recorded; empty: not */
	struct str replay_folder; /* "replay.folder": recorded conversations */
	struct str prompts;       /* "prompts.folder": looked in before the built-in prompts */
	struct str python;        /* "python": interpreter; empty: found on PATH */
	struct str compiler;      /* "compiler": g++ or clang++; empty: found on PATH */
	int rounds;               /* "rounds": how often the model may be asked, 1 to 10; 3 */
	long max_tokens;          /* "maxTokens": of an answer; 0: the provider's default */
	long context_tokens;      /* "contextTokens": of question and answer; 0: as far as known */
	double time_budget_s;     /* "timing.budget": seconds for timing runs, 0 to 600; 10 */
	struct str doc_style;     /* "docstrings.style": google, numpy …; empty: the project's */
	bool check_facts;         /* "checks.facts": watch what the original does; true */
	bool check_sanitizers;    /* "checks.sanitizers": run the result under them too; true */
	bool check_vary;          /* "checks.vary": try other constants in both programs; true */
	double builds_budget_s;   /* "builds.budget": seconds for other builds, 0 to 600; 8 */
	struct str builds_compilers; /* "builds.compilers": "g++,clang++"; empty: those found */
	bool builds_asked;           /* somebody asked for other builds: who gets none is told */
	bool builds_fast_math;       /* "builds.fastMath": try it, never called identical; false */
	struct settings_budget budget, budget_most; /* an editor cannot go beyond the second */
	bool logprobs;             /* "logprobs": ask for log-probabilities; false */
	bool cache_enabled;        /* "cache.enabled": precompiled headers and builds; true */
	struct sandbox_limits run; /* "limits.wall|memory|disk|output|processes" */
	struct sandbox_limits run_most, compile_most; /* an editor cannot go beyond these */
	struct sandbox_limits compile;     /* "compileLimits.…": the same of a compiler */
	enum sandbox_tier sandbox_minimum; /* "sandbox.minimum": full, restricted, none */
	double sandbox_patience_s;         /* "sandbox.patience": for an answer, 0.1 to 3600; 120 */
	bool sandbox_ask;        /* "sandbox.ask": before code of a workspace is run; true */
	bool report_diagnostics; /* "report.diagnostics": true */
	bool report_hover;       /* "report.hover": true */
	bool report_code_lens;   /* "report.codeLens": true */
	bool report_inlay_hint;  /* "report.inlayHint": true */
	bool show_artefact;      /* "artefact.show": open the result when it is there; false */
	struct settings_action actions[SETTINGS_ACTIONS_MAX];
	size_t action_count;
	/* "fallback": providers, or provider/model, asked in turn when the first one fails */
	struct str fallback[SETTINGS_FALLBACK_MAX];
	size_t fallback_count;
	/* "timeouts.…": seconds; 0: what suits the provider */
	double connect_s, first_byte_s, idle_s, progress_s, total_s;
	bool python_by_editor;    /* an editor names it, perhaps on behalf of the project */
	bool compiler_by_editor;  /* the same of the compiler */
	bool compilers_by_editor; /* the same of builds.compilers */
};

/* Who says so: what may weaken the sandbox or send a key elsewhere is the user's own to say. */
enum settings_source { SETTINGS_FROM_USER_FILE, SETTINGS_FROM_EDITOR };

void settings_init(struct settings *settings);

/* The same settings, with strings of their own in `arena`. */
void settings_copy(struct settings *copy, const struct settings *settings, struct arena *arena);

/*
 * Take over the members of `object` (also when they are wrapped in {"kadane": …}); null members
 * are as good as absent. Strings go into `arena`. False with `err` naming the first member that
 * makes no sense or is unknown; the others are taken over all the same.
 */
bool settings_apply(struct settings *settings, struct arena *arena, const cJSON *object,
		    enum settings_source source, struct err *err);

/*
 * Apply the user's file ($XDG_CONFIG_HOME/kadane/config.json) if there is one. False with `err`
 * naming the file, and in it the line or the setting, when it is not understood: then it may have
 * said what protects, and nothing may be run.
 */
bool settings_load_user(struct settings *settings, struct arena *arena, struct err *err);

/* A number that is another when the user's file holds something else. */
uint64_t settings_user_state(void);

/* What is set for the action of that name; NULL: nothing. */
const struct settings_action *settings_action(const struct settings *settings, struct str name);

/* The member "actions" of the settings. */
bool settings_actions_apply(struct settings *settings, struct arena *arena, const cJSON *object,
			    enum settings_source source, struct err *err);

/* May this source set this member at the top? Whom config.json names is asked. */
bool settings_whom_may_come(const struct settings *settings, const cJSON *node,
			    enum settings_source source, struct err *err);

/* … and those of this action? */
bool settings_whom_action_may_come(const struct settings *settings,
				   const struct settings_action *action, const cJSON *object,
				   enum settings_source source, struct err *err);

/* May the action, which names a provider, have the model that is set for all? */
bool settings_whom_inherits(const struct settings *settings, const struct settings_action *action);

/* config.json has been applied: what it says stands. False when that makes no sense. */
bool settings_whom_own(struct settings *settings, struct err *err);

/* The address of the provider that is set; false when none is. `what` says so for messages. */
bool settings_put_base(struct settings *settings, struct str url, struct str what, struct err *err);

/* The member "fallback" of the settings. */
bool settings_fallback_apply(struct settings *settings, struct arena *arena, const cJSON *list,
			     enum settings_source source, struct err *err);

/*
 * Whoever asks now wants this provider (empty: the one that is set) and this model (empty: the one
 * that is set for it, else its default), whatever the settings say of actions. Strings are
 * borrowed.
 */
void settings_choose(struct settings *settings, struct str provider, struct str model);

/* "512K", "1G", "4096" as bytes; false when it is none. */
bool settings_bytes(struct str text, uint64_t *bytes);
