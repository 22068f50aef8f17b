/*
 * Runs a key's command. Only the first line of what it prints is the key; no message
 * ever holds any of that, nor more of the command than its name, since people put keys
 * into command lines too.
 */
#include "key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/words.h"

enum {
	KEY_TOTAL_MS = 60000,
	KEY_TURN_MS = 50,
	KEY_OUTPUT_MAX = 64 << 10,
	KEY_MAX = 8 << 10,
	KEY_PASSWORD_LEAST = 8, /* of a proxy */
};

bool key_is_command(const struct provider *provider, const struct provider_key *key)
{
	return provider->key_command != NULL && key == &provider->command_key;
}

bool key_is_missing(const struct models *models, const struct provider *provider,
		    const struct provider_key *key)
{
	return key_is_command(provider, key) && secrets_get(models->secrets, key->env).len == 0;
}

static void key_end(struct key_fetch *fetch)
{
	if (fetch->models->key_fetch == fetch)
		fetch->models->key_fetch = NULL;
	buf_wipe(&fetch->output);
	arena_deinit(&fetch->arena);
	op_end(&fetch->op);
}

/* --- what it printed --- */

/* The first line; empty when it is none that can travel in a header. */
static struct str key_read(const struct buf *output)
{
	struct str rest = buf_str(output), line = STR("");
	str_line(&rest, &line);
	line = str_trim(line);
	for (size_t i = 0; i < line.len; i++)
		if ((unsigned char)line.at[i] < ' ' || line.at[i] == 0x7f)
			return STR("");
	return line.len <= KEY_MAX ? line : STR("");
}

/* The last line of stderr, unless it holds what only stdout should. */
static struct str key_said(const struct key_fetch *fetch, struct str key)
{
	struct str said = str_of(fetch->command.said);
	return key.len > 0 && str_has(said, key) ? STR("") : said;
}

static void key_fail(struct key_fetch *fetch, enum err_kind kind, struct str key, const char *words)
{
	const struct provider *provider = fetch->provider;
	struct str said = key_said(fetch, key);
	struct buf line;
	buf_init(&line, sizeof(fetch->op.err.text) - 1);
	buf_addf(&line, "%s: the command for its key, %s, %s%s%.*s", provider->name,
		 provider->command_key.env + strlen("cmd:"), words, said.len > 0 ? ": " : "",
		 STR_ARG(said));
	secrets_redact(fetch->models->secrets, &line);
	err_set(&fetch->op.err, kind, "%.*s", STR_ARG(buf_str(&line)));
	buf_deinit(&line);
}

static void key_on_output(struct command *command, struct str bytes)
{
	struct key_fetch *fetch = command->data;
	buf_add(&fetch->output, bytes);
}

static void key_ran(struct op *op)
{
	struct key_fetch *fetch = op->owner;
	const char *name = fetch->provider->command_key.env;
	struct secrets *secrets = fetch->models->secrets;
	struct str key = key_read(&fetch->output);
	char words[40 + sizeof(op->err.text)];
	if (op->err.kind == ERR_CANCELLED) {
		fetch->op.err = op->err;
	} else if (op->err.kind != ERR_NONE) {
		snprintf(words, sizeof(words), "was stopped, %s", op->err.text);
		key_fail(fetch, ERR_AUTH, key, words);
	} else if (fetch->command.status != 0) {
		snprintf(words, sizeof(words), "failed with status %d", fetch->command.status);
		key_fail(fetch, ERR_AUTH, key, words);
	} else if (key.len == 0) {
		key_fail(fetch, ERR_AUTH, key, "printed no key in its first line");
	} else {
		fetch->changed = hash_bytes(key) != fetch->before;
		secrets_put(secrets, name, key);
	}
	key_end(fetch);
}

/* --- proxies --- */

static int key_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	char low = (char)(c | 0x20);
	return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/* "a%2Fb" as "a/b". */
static void key_unescape(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		int high = text.at[i] == '%' && i + 2 < text.len ? key_hex(text.at[i + 1]) : -1;
		int low = high >= 0 ? key_hex(text.at[i + 2]) : -1;
		if (low > 0 || (low == 0 && high > 0)) {
			buf_add_char(out, (char)(high * 16 + low));
			i += 2;
		} else {
			buf_add_char(out, text.at[i]);
		}
	}
}

/* A short one, or one of letters alone, would be struck out of ordinary words and sources. */
static bool key_is_rare(struct str password)
{
	size_t letters = 0;
	for (size_t i = 0; i < password.len; i++) {
		char low = (char)(password.at[i] | 0x20);
		letters += low >= 'a' && low <= 'z';
	}
	return password.len >= KEY_PASSWORD_LEAST && letters < password.len;
}

void key_note_proxies(struct secrets *secrets)
{
	static const char *const names[] = {"http_proxy", "https_proxy", "all_proxy",
					    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		/* scheme://name:password@host, the scheme perhaps left out */
		struct str url = str_of(getenv(names[i]));
		size_t scheme = str_find(url, STR("://"));
		struct str rest = scheme < url.len ? str_part(url, scheme + 3, url.len) : url;
		size_t at = rest.len;
		while (at > 0 && rest.at[at - 1] != '@')
			at--;
		size_t colon = str_find(rest, STR(":"));
		if (at == 0 || colon >= at - 1)
			continue;
		struct str password = str_part(rest, colon + 1, at - 1 - (colon + 1));
		struct buf plain;
		buf_init(&plain, password.len);
		key_unescape(&plain, password);
		bool rare = key_is_rare(buf_str(&plain));
		if (rare)
			secrets_put(secrets, "the password of a proxy", password);
		if (rare)
			secrets_put(secrets, "the password of a proxy", buf_str(&plain));
		buf_wipe(&plain);
	}
}

/* --- the start --- */

static bool key_run(struct key_fetch *fetch, struct err *err)
{
	const char *const *argv;
	size_t count;
	struct err why = {.kind = ERR_NONE};
	if (!words_split(&fetch->arena, str_of(fetch->provider->key_command), KEY_WORDS, &argv,
			 &count, &why))
		return err_set(err, ERR_INPUT, "%s: its \"key\" in models.json: %s",
			       fetch->provider->name, why.text);
	struct command_request request = {
		.argv = argv,
		.folder = "/",
		.total_ms = fetch->total_ms,
		.output_max = KEY_OUTPUT_MAX,
	};
	if (count == 0)
		return err_set(err, ERR_INPUT, "%s: its \"key\" in models.json names no command",
			       fetch->provider->name);
	fetch->command.on_output = key_on_output;
	fetch->command.data = fetch;
	fetch->command.op.ended = key_ran;
	fetch->command.op.owner = fetch;
	if (!command_start(fetch->models->loop, &fetch->command, &request, &why))
		return err_set(err, ERR_AUTH, "%s: the command for its key: %s",
			       fetch->provider->name, why.text);
	fetch->models->key_fetch = fetch;
	return true;
}

static void key_turn(struct op *op)
{
	struct key_fetch *fetch = op->owner;
	struct err err;
	struct str key = secrets_get(fetch->models->secrets, fetch->provider->command_key.env);
	/* Whoever had their turn first may have seen to it. */
	fetch->changed = key.len > 0 && hash_bytes(key) != fetch->before;
	if (fetch->cancelled) {
		err_set(&fetch->op.err, ERR_CANCELLED, "cancelled");
		key_end(fetch);
	} else if (fetch->changed) {
		key_end(fetch);
	} else if (fetch->models->key_fetch != NULL) {
		timer_start(fetch->models->loop, &fetch->turn, KEY_TURN_MS);
	} else if (!key_run(fetch, &err)) {
		fetch->op.err = err;
		key_end(fetch);
	}
}

static void key_cancel(struct op *op)
{
	struct key_fetch *fetch = (struct key_fetch *)(void *)op;
	fetch->cancelled = true;
	op_cancel(&fetch->command.op);
	op_cancel(&fetch->turn.op);
}

bool key_fetch_start(struct models *models, struct key_fetch *fetch,
		     const struct provider *provider, uint64_t total_ms, struct err *err)
{
	*fetch = (struct key_fetch){
		.op = fetch->op,
		.models = models,
		.provider = provider,
		.before = hash_bytes(secrets_get(models->secrets, provider->command_key.env)),
		.total_ms = total_ms > 0 && total_ms < KEY_TOTAL_MS ? total_ms : KEY_TOTAL_MS};
	arena_init(&fetch->arena);
	buf_init(&fetch->output, KEY_OUTPUT_MAX);
	fetch->turn.op.ended = key_turn;
	fetch->turn.op.owner = fetch;
	if (models->key_fetch != NULL) {
		timer_start(models->loop, &fetch->turn, KEY_TURN_MS);
	} else if (!key_run(fetch, err)) {
		arena_deinit(&fetch->arena);
		return false;
	}
	op_begin(&fetch->op, "key", key_cancel);
	return true;
}
