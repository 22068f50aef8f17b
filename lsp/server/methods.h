/*
 * The methods the editor may call, each in the file of its name. A request's handler
 * answers during the call.
 */
#pragma once

#include "rpc/rpc.h"

struct server;

/* Find the method in the table and call it, or answer why not. */
void methods_handle(struct server *server, struct rpc_message *message);

/* --- initialize.c --- */
void initialize(struct server *server, struct rpc_message *message);
void initialized(struct server *server, struct rpc_message *message);
void set_trace(struct server *server, struct rpc_message *message);

/* --- server.c --- */
void server_shutdown(struct server *server, struct rpc_message *message);
void server_exit(struct server *server, struct rpc_message *message);

/* --- documents.c --- */
void did_open(struct server *server, struct rpc_message *message);
void did_change(struct server *server, struct rpc_message *message);
void did_close(struct server *server, struct rpc_message *message);

/* --- config.c, folders.c --- */
void did_change_configuration(struct server *server, struct rpc_message *message);
void did_change_folders(struct server *server, struct rpc_message *message);

/* --- one file each --- */
void chat_chunk(struct server *server, struct rpc_message *message);
void code_action(struct server *server, struct rpc_message *message);
void code_lens(struct server *server, struct rpc_message *message);
void execute_command(struct server *server, struct rpc_message *message);
void hover(struct server *server, struct rpc_message *message);
void inlay_hint(struct server *server, struct rpc_message *message);
void progress_cancel(struct server *server, struct rpc_message *message);
