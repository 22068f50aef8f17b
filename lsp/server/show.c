/*
 * Messages, files and the status of the server in the editor. Message areas hold one
 * short line: a longer one stops Neovim with "Press ENTER". The whole is in the log.
 */
#include <stdarg.h>

#include "base/utf8.h"
#include "publish.h"
#include "state.h"

enum { SHOW_COLUMNS = 99, SHOW_TEXT_MAX = 2000 };

/* The first line of `text`, cut to SHOW_COLUMNS characters; true when something was cut. */
static bool show_cut(struct str *text)
{
	struct str line = {NULL, 0};
	struct str rest = *text;
	str_line(&rest, &line);
	bool cut = str_trim(rest).len > 0;
	size_t at = 0;
	uint32_t rune;
	for (size_t i = 0; i < SHOW_COLUMNS - 1 && at < line.len; i++)
		at += utf8_next(str_part(line, at, line.len), &rune);
	if (line.len - at > 1) {
		cut = true;
		line.len = at;
	}
	*text = line;
	return cut;
}

void show_message(struct server *server, enum show_type type, const char *format, ...)
{
	struct buf whole;
	buf_init(&whole, SHOW_TEXT_MAX);
	va_list args;
	va_start(args, format);
	buf_addv(&whole, format, args);
	va_end(args);
	secrets_redact(&server->secrets, &whole);
	struct str text = buf_str(&whole);
	bool cut = show_cut(&text);
	if (cut)
		log_line(&server->log, type == SHOW_ERROR ? LOG_ERROR : LOG_WARNING, "%.*s",
			 STR_ARG(buf_str(&whole)));
	struct json *out = rpc_notify(server->rpc, "window/showMessage");
	json_object(out);
	json_key(out, "type");
	json_put_int(out, type);
	json_key(out, "message");
	json_put_strf(out, "%.*s%s", STR_ARG(text), cut ? "…" : "");
	json_object_end(out);
	rpc_notify_end(server->rpc);
	buf_deinit(&whole);
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
