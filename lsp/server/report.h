/*
 * The whole report of a result as a file, and the state of the server in numbers.
 */
#pragma once

#include "results.h"
#include "rpc/rpc.h"

struct server;

/* Answer {version, sourceHash, stale, path, report} and open the file where the editor can. */
void report_show(struct server *server, struct rpc_message *message, const struct result *result);

/* Answer {tier, sandbox, advice, report}, and show in words which sandbox works here and what would
 * help.
 */
void report_sandbox(struct server *server, struct rpc_message *message);

/* Answer {version, jobs, choice, providers}: whom would be asked, and who else could be. */
void report_status(struct server *server, struct rpc_message *message);
