/*
 * What became of a command, for programs: measured by the sandbox, never by what was printed.
 */
#include "sandbox_json.h"

#include <stdio.h>

#include "base/json.h"

/* Output may be written in more bytes than it has. */
static const size_t sandbox_json_max = (size_t)2 << 30;

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

/* What they hold is for programs that compare, and may be much. */
static void put_files(struct json *json, const struct sandbox_run *run)
{
	json_key(json, "files");
	json_array(json);
	for (size_t i = 0; i < run->file_count; i++) {
		const struct sandbox_file *file = &run->files[i];
		json_object(json);
		put_str(json, "name", file->name);
		put_str(json, "kind", (struct str){&file->kind, 1});
		json_key(json, "mode");
		json_put_int(json, file->mode);
		json_key(json, "size");
		json_put_int(json, (int64_t)file->bytes.len);
		json_object_end(json);
	}
	json_array_end(json);
}

void sandbox_put_json(const struct sandbox *sandbox, const struct sandbox_run *run)
{
	const struct sandbox_result *result = &run->result;
	struct buf text;
	struct json json;
	buf_init(&text, sandbox_json_max);
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
	put_str(&json, "stdout", sandbox_out(run));
	put_str(&json, "stderr", sandbox_err(run));
	put_bool(&json, "files_truncated", run->files_cut);
	put_files(&json, run);
	json_object_end(&json);
	fwrite(text.at, 1, text.len, stdout);
	putchar('\n');
	buf_deinit(&text);
}
