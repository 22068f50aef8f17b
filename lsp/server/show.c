/*
 * Messages, files and the status of the server in the editor. Message areas hold one
 * short line: a longer one stops Neovim with "Press ENTER". The whole is in the log.
 */
#include <stdarg.h>

#include "base/utf8.h"
#include "publish.h"
#include "state.h"

enum { SHOW_TEXT_MAX = 2000 };

struct str show_line(struct arena *arena, struct str text, size_t columns)
{
	struct str line = {NULL, 0};
	struct str rest = text;
	str_line(&rest, &line);
	bool more = str_trim(rest).len > 0;
	size_t at = 0;
	size_t last = 0; /* where the last character that fits begins */
	size_t count = 0;
	uint32_t rune;
	for (; count < columns && at < line.len; count++) {
		last = at;
		at += utf8_next(str_part(line, at, line.len), &rune);
	}
	bool cut = at < line.len;
	if (!cut && !more)
		return arena_str(arena, line);
	size_t kept = cut || count == columns ? last : at;
	return arena_fmt(arena, "%.*s…", (int)kept, line.at);
}

void show_message(struct server *server, enum show_type type, const char *format, ...)
{
	static const enum log_level levels[] = {
		[SHOW_ERROR] = LOG_ERROR,
		[SHOW_WARNING] = LOG_WARNING,
		[SHOW_INFO] = LOG_INFO,
		[SHOW_LOG] = LOG_DEBUG,
	};
	struct arena arena;
	struct buf whole;
	arena_init(&arena);
	buf_init(&whole, SHOW_TEXT_MAX);
	va_list args;
	va_start(args, format);
	buf_addv(&whole, format, args);
	va_end(args);
	secrets_redact(&server->secrets, &whole);
	struct str line = show_line(&arena, buf_str(&whole), SHOW_MESSAGE);
	/* The log says by itself whose words these are. */
	struct str kept = buf_str(&whole);
	if (str_starts(kept, STR("kadane: ")))
		kept = str_part(kept, STR("kadane: ").len, kept.len);
	if (!str_eq(line, buf_str(&whole)))
		log_line(&server->log, levels[type], "%.*s", STR_ARG(kept));
	struct json *out = rpc_notify(server->rpc, "window/showMessage");
	json_object(out);
	json_key(out, "type");
	json_put_int(out, type);
	json_key(out, "message");
	json_put_str(out, line);
	json_object_end(out);
	rpc_notify_end(server->rpc);
	buf_deinit(&whole);
	arena_deinit(&arena);
}

void show_document(struct server *server, struct str path, bool focus)
{
	struct arena arena;
	arena_init(&arena);
	struct json *out = rpc_request(server->rpc, "window/showDocument", NULL, NULL, 0);
	json_object(out);
	json_key(out, "uri");
	json_put_str(out, place_of_path(&arena, path).uri);
	json_key(out, "takeFocus");
	json_put_bool(out, focus);
	json_object_end(out);
	rpc_request_end(server->rpc);
	arena_deinit(&arena);
}

void show_status(struct server *server)
{
	if (!server->client.server_status || server->phase != SERVER_UP || server->leaving)
		return;
	size_t count = 0;
	for (struct ticket *ticket = server->jobs.first; ticket != NULL; ticket = ticket->next)
		count++;
	struct json *out = rpc_notify(server->rpc, "experimental/serverStatus");
	json_object(out);
	json_key(out, "health");
	json_put_str(out, STR("ok"));
	json_key(out, "quiescent");
	json_put_bool(out, count == 0);
	json_key(out, "message");
	json_put_strf(out, count == 1 ? "%zu job" : "%zu jobs", count);
	json_object_end(out);
	rpc_notify_end(server->rpc);
}
