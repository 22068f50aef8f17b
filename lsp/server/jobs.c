/*
 * Orders jobs and listens to them. A sink call becomes progress, a result or a last
 * word; when the job has ended its ticket goes, and with it all the job held.
 */
#include "jobs.h"

#include "base/hash.h"
#include "base/mem.h"
#include "publish.h"
#include "state.h"

enum { JOBS_SHOW_PAUSE_MS = 250 };

struct ticket *jobs_find(const struct jobs *jobs, struct str key, const struct action *action)
{
	for (struct ticket *ticket = jobs->first; ticket != NULL; ticket = ticket->next)
		if (!ticket->cancelling && str_eq(ticket->place.key, key) &&
		    (action == NULL || ticket->action == action))
			return ticket;
	return NULL;
}

struct ticket *jobs_by_id(const struct jobs *jobs, uint64_t id)
{
	struct ticket *ticket = jobs->first;
	while (ticket != NULL && ticket->id != id)
		ticket = ticket->next;
	return ticket;
}

void jobs_cancel(struct ticket *ticket)
{
	ticket->cancelling = true;
	job_cancel(&ticket->work->job);
}

void jobs_edited(struct jobs *jobs, struct str key, const struct text_range *range, struct str with)
{
	for (struct ticket *ticket = jobs->first; ticket != NULL; ticket = ticket->next) {
		if (!str_eq(ticket->place.key, key))
			continue;
		ticket->line = results_moved(ticket->line, range, with);
		ticket->stale = true;
	}
}

void jobs_opened(struct jobs *jobs, const struct document *document)
{
	for (struct ticket *ticket = jobs->first; ticket != NULL; ticket = ticket->next)
		if (str_eq(ticket->place.key, document->place.key))
			ticket->stale = hash_bytes(text_str(&document->text)) !=
					ticket->work->job.verdict.source_hash;
}

/* --- what a job says --- */

static void jobs_on_progress(struct job *job, struct str message)
{
	progress_report(job->sink_data, message);
}

static void jobs_publish(struct ticket *ticket)
{
	struct document *document = documents_find(&ticket->server->documents, ticket->place.key);
	if (document != NULL)
		publish(ticket->server, document);
}

static void jobs_on_verdict(struct job *job)
{
	struct ticket *ticket = job->sink_data;
	struct server *server = ticket->server;
	uint64_t now = loop_now_ms(server->loop);
	if (!job->verdict.final) {
		/* What does not hold may still be repaired. */
		if (!verdict_holds(&job->verdict) || ticket->cancelling)
			return;
		if (ticket->shown && now - ticket->shown_ms < JOBS_SHOW_PAUSE_MS)
			return;
	}
	ticket->shown = true;
	ticket->shown_ms = now;
	results_take(&server->results, ticket);
	jobs_publish(ticket);
}

/* "pi.cpp: 41x faster, output identical": the end of a job somebody waited for. */
static void jobs_tell_done(struct ticket *ticket, const struct verdict *verdict,
			   struct str headline)
{
	struct server *server = ticket->server;
	const struct settings *settings = config_for(&server->config, &ticket->place);
	if (!verdict_holds(verdict)) {
		show_message(server, SHOW_WARNING, "kadane: %.*s: %.*s",
			     STR_ARG(place_name(&ticket->place)), STR_ARG(headline));
		return;
	}
	if (verdict->artefact.len == 0)
		return;
	if (settings->show_artefact && server->client.show_document) {
		show_document(server, verdict->artefact, false);
		return;
	}
	/* The path is what the reader needs: the headline gives way to it. */
	show_message(server, SHOW_INFO, "kadane: %.*s, %.*s", STR_ARG(verdict->artefact),
		     STR_ARG(headline));
}

static void jobs_tell_end(struct ticket *ticket)
{
	struct server *server = ticket->server;
	struct job *job = &ticket->work->job;
	struct str headline = STR("cancelled");
	if (job->end == JOB_DONE)
		headline = verdict_headline(&ticket->arena, &job->verdict);
	else if (job->end == JOB_FAILED)
		headline = str_of(job->err.text);
	log_line(&server->log, LOG_INFO, "job %llu (%s) ended: %.*s",
		 (unsigned long long)ticket->id, ticket->action->name, STR_ARG(headline));

	bool told =
		ticket->progress.state == PROGRESS_OPEN || ticket->progress.state == PROGRESS_ASKED;
	progress_end(ticket, headline);
	if (job->end == JOB_DONE)
		jobs_tell_done(ticket, &job->verdict, headline);
	else if (job->end == JOB_FAILED)
		show_message(server, SHOW_ERROR, "kadane: %.*s", STR_ARG(headline));
	else if (!told)
		show_message(server, SHOW_INFO, "kadane: %s %.*s: cancelled", ticket->action->name,
			     STR_ARG(place_name(&ticket->place)));
}

static void jobs_free(struct ticket *ticket)
{
	work_free(ticket->work);
	progress_deinit(&ticket->progress);
	arena_deinit(&ticket->arena);
	mem_free(ticket);
}

static void jobs_on_ended(struct job *job)
{
	struct ticket *ticket = job->sink_data;
	struct server *server = ticket->server;
	/* A result that came to no end is no result. */
	if (job->end != JOB_DONE && results_drop(&server->results, ticket->id))
		jobs_publish(ticket);
	if (server->phase == SERVER_UP && !server->leaving)
		jobs_tell_end(ticket);

	struct ticket **link = &server->jobs.first;
	while (*link != ticket)
		link = &(*link)->next;
	*link = ticket->next;
	jobs_free(ticket);
	show_status(server);
	server_idle(server);
}

static const struct job_sink jobs_sink = {
	.progress = jobs_on_progress,
	.verdict = jobs_on_verdict,
	.ended = jobs_on_ended,
};

/* --- ordering one --- */

static struct ticket *jobs_new(struct server *server, const struct order *order)
{
	struct ticket *ticket = mem_new(sizeof(*ticket));
	arena_init(&ticket->arena);
	progress_init(&ticket->progress);
	ticket->server = server;
	ticket->id = ++server->jobs.last_id;
	ticket->place = place_copy(&ticket->arena, &order->place);
	ticket->action = order->action;
	ticket->work =
		work_new(&server->kit, config_for(&server->config, &order->place), ticket->id);
	return ticket;
}

struct ticket *jobs_start(struct server *server, const struct order *order, struct err *err)
{
	struct ticket *ticket = jobs_new(server, order);
	struct work *work = ticket->work;
	struct str source = order->source;
	int64_t version = 0;
	if (order->document != NULL) {
		source = text_str(&order->document->text);
		version = order->document->version;
	}
	if (!work_about(work, order->place.uri, order->place.path, source, version, err) ||
	    !action_prepare(order->action, work, err)) {
		jobs_free(ticket);
		return NULL;
	}
	ticket->line = results_line(source);
	work->job.sink = &jobs_sink;
	work->job.sink_data = ticket;
	ticket->next = server->jobs.first;
	server->jobs.first = ticket;
	job_start(&work->job);
	return ticket;
}
