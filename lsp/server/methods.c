/*
 * All methods at a glance, and the rules of LSP's life cycle: what may come when.
 */
#include "methods.h"

#include "state.h"

struct method {
	const char *name;
	bool request; /* wants an answer; else it is a notification */
	void (*handle)(struct server *server, struct rpc_message *message);
};

/* Alphabetical. Add a line here, and what it needs in initialize.c. */
static const struct method methods[] = {
	{"$/setTrace", false, set_trace},
	{"exit", false, server_exit},
	{"initialize", true, initialize},
	{"initialized", false, initialized},
	{"kadane/lm/chunk", false, chat_chunk},
	{"shutdown", true, server_shutdown},
	{"textDocument/codeAction", true, code_action},
	{"textDocument/codeLens", true, code_lens},
	{"textDocument/didChange", false, did_change},
	{"textDocument/didClose", false, did_close},
	{"textDocument/didOpen", false, did_open},
	{"textDocument/hover", true, hover},
	{"textDocument/inlayHint", true, inlay_hint},
	{"window/workDoneProgress/cancel", false, progress_cancel},
	{"workspace/didChangeConfiguration", false, did_change_configuration},
	{"workspace/didChangeWorkspaceFolders", false, did_change_folders},
	{"workspace/executeCommand", true, execute_command},
};

static const struct method *methods_find(struct str name)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (str_eq(name, str_of(methods[i].name)))
			return &methods[i];
	return NULL;
}

/* False when this is not the time for requests; then it has been answered. */
static bool methods_may_ask(struct server *server, struct rpc_message *message)
{
	bool first = str_eq(message->method, STR("initialize"));
	switch (server->phase) {
	case SERVER_NEW:
		if (first)
			return true;
		rpc_fail(message, RPC_SERVER_NOT_INITIALIZED, "%.*s came before initialize",
			 STR_ARG(message->method));
		return false;
	case SERVER_UP:
		if (!first)
			return true;
		rpc_fail(message, RPC_INVALID_REQUEST, "initialize came a second time");
		return false;
	case SERVER_SHUT:
		rpc_fail(message, RPC_INVALID_REQUEST, "%.*s came after shutdown",
			 STR_ARG(message->method));
		return false;
	}
	return false;
}

static void methods_handle_request(struct server *server, struct rpc_message *message)
{
	if (!methods_may_ask(server, message))
		return;
	const struct method *method = methods_find(message->method);
	if (method == NULL)
		rpc_fail(message, RPC_METHOD_NOT_FOUND, "unknown method: %.*s",
			 STR_ARG(str_part(message->method, 0, 100)));
	else if (!method->request)
		rpc_fail(message, RPC_INVALID_REQUEST, "%s is a notification: it has no id",
			 method->name);
	else
		method->handle(server, message);
}

static void methods_handle_notification(struct server *server, struct rpc_message *message)
{
	const struct method *method = methods_find(message->method);
	if (method == NULL || method->request)
		return;
	if (server->phase == SERVER_UP || method->handle == server_exit)
		method->handle(server, message);
}

void methods_handle(struct server *server, struct rpc_message *message)
{
	if (message->request)
		methods_handle_request(server, message);
	else
		methods_handle_notification(server, message);
}
