/*
 * What became of a command, for programs: measured by the sandbox, never by what was printed.
 */
#include "sandbox_json.h"

#include <stdio.h>

#include "base/json.h"

enum { SANDBOX_JSON_MAX = 512 << 20 };

static void put_seconds(struct json *json, const char *name, double seconds)
{
	json_key(json, name);
	json_put_number(json, seconds);
}

static void put_bool(struct json *json, const char *name, bool value)
{
	json_key(json, name);
	json_put_bool(json, value);
}

static void put_str(struct json *json, const char *name, struct str value)
{
	json_key(json, name);
	json_put_str(json, value);
}

static void put_end(struct json *json, const struct sandbox_result *result)
{
	json_key(json, "status");
	if (result->signal != 0)
		json_put_null(json);
	else
		json_put_int(json, result->status);
	json_key(json, "signal");
	if (result->signal == 0)
		json_put_null(json);
	else
		json_put_int(json, result->signal);
	json_key(json, "limit");
	if (result->limit == SANDBOX_NO_LIMIT)
		json_put_null(json);
	else
		json_put_str(json, str_of(sandbox_limit_name(result->limit)));
}

void sandbox_put_json(const struct sandbox *sandbox, const struct sandbox_run *run)
{
	const struct sandbox_result *result = &run->result;
	struct buf text;
	struct json json;
	buf_init(&text, SANDBOX_JSON_MAX);
	json_init(&json, &text);
	json_object(&json);
	put_end(&json, result);
	put_seconds(&json, "wall_seconds", result->wall_s);
	put_seconds(&json, "user_seconds", result->user_s);
	put_seconds(&json, "system_seconds", result->system_s);
	json_key(&json, "peak_memory");
	json_put_int(&json, (int64_t)result->peak_memory);
	put_bool(&json, "stdout_truncated", result->out_cut);
	put_bool(&json, "stderr_truncated", result->err_cut);
	put_str(&json, "tier", sandbox_tier_name(sandbox_tier(sandbox)));
	put_str(&json, "sandbox", sandbox_describe(sandbox));
	json_key(&json, "masked");
	json_put_int(&json, result->masked);
	put_str(&json, "stdout", buf_str(&run->out));
	put_str(&json, "stderr", buf_str(&run->err));
	json_object_end(&json);
	printf("%.*s\n", STR_ARG(buf_str(&text)));
	buf_deinit(&text);
}
