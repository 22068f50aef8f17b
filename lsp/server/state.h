/*
 * Everything the server knows, in one struct that is passed down. The rest of this
 * header is what several files of the room need from one another.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "apply.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "config.h"
#include "consent.h"
#include "documents.h"
#include "io/loop.h"
#include "io/stream.h"
#include "io/timer.h"
#include "jobs.h"
#include "results.h"
#include "rpc/rpc.h"
#include "select.h"
#include "step/kit.h"

/* What the editor said it can do. */
struct client {
	enum text_encoding encoding;
	bool action_literals; /* CodeAction, not only Command */
	bool apply_edit;
	bool takes_edits; /* of a version that is named: they are made there or not at all */
	bool action_tags; /* may be told that a model wrote it (3.18) */
	bool configuration, configuration_registers;
	bool diagnostic_data, related_information;
	bool hover_markdown;
	bool lens_refresh, hint_refresh;
	bool progress;
	bool server_status;
	bool show_document;
};

enum server_phase {
	SERVER_NEW,  /* before the answer to initialize */
	SERVER_UP,   /* between it and shutdown */
	SERVER_SHUT, /* only exit is left */
};

struct server {
	struct loop *loop;
	struct stream *stream;
	struct rpc *rpc;
	struct log log;
	enum log_level level; /* what goes to stderr when the editor does not trace */
	struct secrets secrets;
	struct kit kit;
	struct client client;
	enum server_phase phase;
	bool leaving; /* no message is heard any more; waiting for the jobs' ends */
	bool sending; /* inside a send: nothing else may be written */
	bool trace;   /* the editor wants to see the finer log lines */
	struct documents documents;
	struct config config;
	struct consents consents;
	struct jobs jobs;
	struct applies applies;
	struct selects selects;
	struct progress_lates lates;
	struct results results;
	struct str report_folder; /* holds reports that were shown; empty: none yet */
	struct arena arena;
	struct sandbox_look look; /* begun with the session: what works on this machine */
	struct timer watch;       /* looks whether the editor's process is still there */
	struct timer patience;    /* how long leaving waits for jobs */
	struct timer calm;        /* when something is to be found out of a document */
	int64_t watched;          /* its process id; 0: nothing is watched */
};

/* --- server.c --- */

/* Cancel what runs, wait for its end (a second at most), then leave the loop. Idempotent. */
void server_leave(struct server *server);

/* Begin to find out which sandbox works here, unless that is known. */
void server_look(struct server *server);

/* A job has ended; perhaps it was the last one that leaving waited for. */
void server_idle(struct server *server);

/* Leave when the process `pid` ends; does nothing when it cannot be seen now. */
void server_watch(struct server *server, int64_t pid);
