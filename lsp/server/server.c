/*
 * The server's life: born with the stream, served from the loop, left by exit, end of
 * input, a signal, or the end of the editor's process. However it leaves, jobs are
 * cancelled first and their ends waited for, so that nothing of ours stays behind.
 */
#include "server/server.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "io/file.h"
#include "methods.h"
#include "publish.h"
#include "state.h"

enum {
	SERVER_WATCH_MS = 3000,
	SERVER_PATIENCE_MS = 1000,
};

/* Log lines also go to the editor, the finer ones only when it traces. */
static void server_also_log(void *data, enum log_level level, struct str line)
{
	struct server *server = data;
	if (server->phase != SERVER_UP || server->leaving || server->sending)
		return;
	if (level >= LOG_INFO && !server->trace)
		return;
	static const enum show_type types[] = {
		[LOG_ERROR] = SHOW_ERROR,
		[LOG_WARNING] = SHOW_WARNING,
		[LOG_INFO] = SHOW_INFO,
		[LOG_DEBUG] = SHOW_LOG,
	};
	struct json *out = rpc_notify(server->rpc, "window/logMessage");
	json_object(out);
	json_key(out, "type");
	json_put_int(out, types[level]);
	json_key(out, "message");
	json_put_str(out, line);
	json_object_end(out);
	rpc_notify_end(server->rpc);
}

/* --- leaving --- */

static void server_out_of_patience(struct op *op)
{
	struct server *server = op->owner;
	if (op->err.kind == ERR_NONE)
		loop_stop(server->loop);
}

void server_idle(struct server *server)
{
	if (server->leaving && server->jobs.first == NULL && server->selects.first == NULL &&
	    server->applies.first == NULL && !server->look.op.running)
		loop_stop(server->loop);
}

static void server_cancel_all(struct server *server)
{
	for (struct ticket *ticket = server->jobs.first; ticket != NULL; ticket = ticket->next) {
		jobs_cancel(ticket);
		ask_pull_end(&ticket->pull);
		progress_end(ticket, STR("cancelled"));
	}
	applies_cancel(&server->applies);
}

void server_leave(struct server *server)
{
	if (server->leaving)
		return;
	server_cancel_all(server);
	selects_cancel(&server->selects);
	op_cancel(&server->look.op);
	server->leaving = true;
	server->patience.op.owner = server;
	server->patience.op.ended = server_out_of_patience;
	timer_start(server->loop, &server->patience, SERVER_PATIENCE_MS);
	server_idle(server);
}

/* --- what works here --- */

static void server_on_look(struct op *op)
{
	server_idle(op->owner);
}

void server_look(struct server *server)
{
	if (server->look.op.running || sandbox_known(server->kit.sandbox))
		return;
	server->look.op.owner = server;
	server->look.op.ended = server_on_look;
	sandbox_look(server->kit.sandbox, &server->look);
}

void server_shutdown(struct server *server, struct rpc_message *message)
{
	server_cancel_all(server);
	rpc_reply_null(message);
	server->phase = SERVER_SHUT;
}

void server_exit(struct server *server, struct rpc_message *message)
{
	(void)message;
	server_leave(server);
}

/* --- the editor's process --- */

static bool server_alive(int64_t pid)
{
	return kill((pid_t)pid, 0) == 0 || errno == EPERM;
}

static void server_watch_again(struct op *op)
{
	struct server *server = op->owner;
	if (op->err.kind != ERR_NONE || server->leaving)
		return;
	if (server_alive(server->watched)) {
		timer_start(server->loop, &server->watch, SERVER_WATCH_MS);
		return;
	}
	log_line(&server->log, LOG_WARNING, "the editor's process %lld has ended",
		 (long long)server->watched);
	server_leave(server);
}

void server_watch(struct server *server, int64_t pid)
{
	/* In a container the editor's number means nothing here: then end of input must do. */
	if (pid <= 0 || pid > INT32_MAX || !server_alive(pid))
		return;
	server->watched = pid;
	server->watch.op.owner = server;
	server->watch.op.ended = server_watch_again;
	timer_start(server->loop, &server->watch, SERVER_WATCH_MS);
}

/* --- what comes in --- */

static void server_on_message(void *data, struct rpc_message *message)
{
	struct server *server = data;
	/* Messages behind `exit` in the same piece are not for us any more. */
	if (server->leaving && message->request)
		rpc_fail(message, RPC_INVALID_REQUEST, "the server is leaving");
	else if (!server->leaving)
		methods_handle(server, message);
}

static void server_send(void *data, struct str bytes)
{
	struct server *server = data;
	server->sending = true;
	stream_write(server->stream, bytes);
	server->sending = false;
}

static void server_on_broken(void *data, const struct err *why)
{
	struct server *server = data;
	log_line(&server->log, LOG_ERROR, "the editor cannot be understood: %s", why->text);
	server_leave(server);
}

static void server_on_bytes(void *data, struct str bytes)
{
	struct server *server = data;
	rpc_feed(server->rpc, bytes);
}

static void server_on_end(void *data)
{
	server_leave(data);
}

static void server_on_signal(void *data, int number)
{
	struct server *server = data;
	log_line(&server->log, LOG_INFO, "leaving on signal %d", number);
	server_leave(server);
}

static void server_init(struct server *server, enum log_level level)
{
	*server = (struct server){0};
	arena_init(&server->arena);
	secrets_init(&server->secrets);
	model_take_keys(&server->secrets);
	server->level = level;
	server->log = (struct log){.level = level,
				   .also = server_also_log,
				   .data = server,
				   .secrets = &server->secrets};
	server->loop = loop_new(&server->log);
	kit_init(&server->kit, server->loop, &server->secrets);
	config_init(&server->config);
	consents_init(&server->consents);
	selects_init(&server->selects);
}

static void server_deinit(struct server *server)
{
	if (server->report_folder.len > 0)
		file_remove_folder(server->report_folder.at);
	stream_close(server->stream);
	op_cancel(&server->watch.op);
	op_cancel(&server->patience.op);
	op_cancel(&server->calm.op);
	kit_deinit(&server->kit);
	loop_free(server->loop);
	rpc_free(server->rpc);
	progress_lates_deinit(&server->lates);
	documents_deinit(&server->documents);
	results_deinit(&server->results);
	consents_deinit(&server->consents);
	selects_deinit(&server->selects);
	config_deinit(&server->config);
	secrets_deinit(&server->secrets);
	arena_deinit(&server->arena);
}

int server_main(enum log_level level)
{
	static const struct rpc_events rpc_events = {
		.on_message = server_on_message,
		.send = server_send,
		.on_broken = server_on_broken,
	};
	static const struct stream_events stream_events = {
		.on_bytes = server_on_bytes,
		.on_end = server_on_end,
	};
	struct server server;
	server_init(&server, level);
	server.stream = stream_open(server.loop, &stream_events, &server);
	server.rpc = rpc_new(&rpc_events, &server, &server.log);
	loop_on_signal(server.loop, server_on_signal, &server);
	loop_run(server.loop);

	int status = server.phase == SERVER_SHUT ? 0 : 1;
	if (server.jobs.first != NULL || server.selects.first != NULL || server.look.op.running) {
		/* Their memory is still in use; the supervisors die with us and clean up. */
		log_line(&server.log, LOG_ERROR, "leaving although something has not ended");
		_exit(status);
	}
	server_deinit(&server);
	return status;
}
