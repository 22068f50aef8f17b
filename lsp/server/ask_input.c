/*
 * window/showMessageRequest, then workspace/applyEdit. Silence, an error or an editor that cannot
 * ask mean: go on without. The line that is put in is a template: what the script reads is for
 * the user to write, for no input that we made up would prove anything.
 */
#include "ask_input.h"

#include "consent_ask.h"
#include "publish.h"
#include "put.h"
#include "state.h"

enum { INPUT_NAME_MAX = 60 };

static const char input_add[] = "Add an input line", input_without[] = "Go on without";

/* Where the line goes: behind "#!" and a line that names the encoding (PEP 263). */
static uint32_t input_line(struct str source)
{
	struct str line;
	uint32_t at = 0;
	while (at < 2 && str_line(&source, &line) && str_starts(line, STR("#")) &&
	       ((at == 0 && str_starts(line, STR("#!"))) || str_has(line, STR("coding"))))
		at++;
	return at;
}

static struct str input_template(const struct work *work)
{
	struct str source = work->source;
	bool args = work->from->reads_args != NULL && work->from->reads_args(source);
	return args ? STR("# kadane: input=\"1 2 3\\n\" args=\"\"\n")
		    : STR("# kadane: input=\"1 2 3\\n\"\n");
}

/* False when the document is not open any more, or has become another since. */
static bool input_edit(struct ticket *ticket)
{
	struct server *server = ticket->server;
	const struct document *document = documents_find(&server->documents, ticket->place.key);
	if (document == NULL || ticket->stale)
		return false;
	struct text_position at = {input_line(ticket->work->source), 0};
	struct json *out = rpc_request(server->rpc, "workspace/applyEdit", NULL, NULL, 0);
	json_object(out);
	json_key(out, "label");
	json_put_str(out, STR("kadane: an input"));
	json_key(out, "edit");
	json_object(out);
	json_key(out, "documentChanges");
	json_array(out);
	json_object(out);
	json_key(out, "textDocument");
	json_object(out);
	json_key(out, "uri");
	json_put_str(out, document->place.uri);
	json_key(out, "version");
	json_put_int(out, document->version);
	json_object_end(out);
	json_key(out, "edits");
	json_array(out);
	json_object(out);
	put_range(out, at, at);
	json_key(out, "newText");
	json_put_str(out, input_template(ticket->work));
	json_object_end(out);
	json_array_end(out);
	json_object_end(out);
	json_array_end(out);
	json_object_end(out);
	json_object_end(out);
	rpc_request_end(server->rpc);
	return true;
}

/* The timer is how every wait ends: by itself, when there is an answer, or when cancelled. */
static void input_on_patience(struct op *op)
{
	struct input_wait *wait = op->owner;
	if (!wait->answered && op->err.kind != ERR_NONE)
		wait->wish.op.err = op->err;
	op_end(&wait->wish.op);
}

static void input_cancel(struct op *op)
{
	op_cancel(&((struct input_wait *)op)->patience.op);
}

static void input_on_reply(void *data, uint64_t tag, const cJSON *result, const cJSON *error)
{
	struct server *server = data;
	struct ticket *ticket = jobs_by_id(&server->jobs, tag);
	(void)error;
	if (server->leaving || ticket == NULL || !ticket->input.wish.op.running)
		return;
	struct input_wait *wait = &ticket->input;
	wait->wish.added = str_eq(json_get_str(result, "title"), str_of(input_add)) &&
			   !ticket->cancelling && input_edit(ticket);
	wait->answered = true;
	op_cancel(&wait->patience.op);
}

static bool input_ask(struct wish *wish, struct work *work)
{
	struct input_wait *wait = (struct input_wait *)wish;
	struct server *server = wait->server;
	struct arena arena;
	op_begin(&wish->op, "input", input_cancel);
	wait->patience.op.owner = wait;
	wait->patience.op.ended = input_on_patience;
	timer_start(server->loop, &wait->patience,
		    (uint64_t)(work->settings.sandbox_patience_s * 1000));
	job_say(&work->job, "waiting for an input");
	arena_init(&arena);
	struct json *out = rpc_request(server->rpc, "window/showMessageRequest", input_on_reply,
				       server, wait->id);
	json_object(out);
	json_key(out, "type");
	json_put_int(out, SHOW_INFO);
	json_key(out, "message");
	json_put_strf(out,
		      "kadane: %.*s reads from stdin, and no input is named for it. Without one "
		      "nothing can be claimed of a translation.",
		      STR_ARG(consent_plain(&arena, work->name, INPUT_NAME_MAX)));
	json_key(out, "actions");
	json_array(out);
	put_message_action(out, input_add);
	put_message_action(out, input_without);
	json_array_end(out);
	json_object_end(out);
	rpc_request_end(server->rpc);
	arena_deinit(&arena);
	return true;
}

void ask_input_prepare(struct input_wait *wait, struct server *server, uint64_t id)
{
	wait->wish.ask = input_ask;
	wait->server = server;
	wait->id = id;
}
