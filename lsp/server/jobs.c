/*
 * Orders jobs and listens to them. A sink call becomes progress, a result or a last
 * word; when the job has ended its ticket goes, and with it all the job held.
 */
#include "jobs.h"

#include "base/mem.h"
#include "io/file.h"
#include "publish.h"
#include "stale.h"
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
		if (str_eq(ticket->place.key, document->place.key)) {
			ticket->line = results_line(text_str(&document->text));
			ticket->stale =
				text_hash(&document->text) != ticket->work->job.verdict.source_hash;
		}
}

/* --- what a job says --- */

static void jobs_on_progress(struct job *job, struct str message)
{
	progress_report(job->sink_data, message);
}

static void jobs_publish(struct ticket *ticket)
{
	struct document *document = documents_find(&ticket->server->documents, ticket->place.key);
	if (document == NULL)
		return;
	stale_look(ticket->server, document);
	publish(ticket->server, document);
}

static void jobs_on_verdict(struct job *job)
{
	struct ticket *ticket = job->sink_data;
	struct server *server = ticket->server;
	if (job->verdict.docs.wanted > 0)
		return; /* what it comes to is a change of the document, not a mark in it */
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

/* Where the result is: the whole path when the line can hold it. */
static struct str jobs_short_path(struct str path, struct str headline)
{
	enum { JOBS_AROUND = 12 }; /* "kadane: " and what stands between */
	return path.len + headline.len + JOBS_AROUND <= SHOW_MESSAGE ? path : file_base(path);
}

/* The end of a job that documents: the change is asked for, and what was left out is logged. */
static void jobs_tell_documented(struct ticket *ticket, const struct verdict *verdict,
				 struct str headline)
{
	struct server *server = ticket->server;
	for (const struct finding *at = verdict->findings; at != NULL; at = at->next)
		log_line(&server->log, LOG_INFO, "%.*s: %.*s", STR_ARG(place_name(&ticket->place)),
			 STR_ARG(at->text));
	if (ticket->work->edit_count > 0)
		apply_work(server, ticket->work, &ticket->place, ticket->action->title, headline);
	else
		show_message(server, SHOW_WARNING, "kadane: %.*s: %.*s",
			     STR_ARG(place_name(&ticket->place)), STR_ARG(headline));
}

/* The end of a job that somebody waited for. */
static void jobs_tell_done(struct ticket *ticket, const struct verdict *verdict,
			   struct str headline)
{
	struct server *server = ticket->server;
	if (verdict->docs.wanted > 0) {
		jobs_tell_documented(ticket, verdict, headline);
		return;
	}
	const struct settings *settings = config_for(&server->config, &ticket->place);
	struct str artefact = verdict->artefact;
	bool show = artefact.len > 0 && settings->show_artefact && server->client.show_document;
	if (show)
		show_document(server, artefact, false);
	if (!verdict_holds(verdict))
		show_message(server, SHOW_WARNING, "kadane: %.*s: %.*s",
			     STR_ARG(place_name(&ticket->place)), STR_ARG(headline));
	else if (artefact.len > 0 && !show)
		show_message(server, SHOW_INFO, "kadane: %.*s: %.*s",
			     STR_ARG(jobs_short_path(artefact, headline)), STR_ARG(headline));
}

/* How it ended, in one line without secrets; good as long as the ticket. */
static struct str jobs_last_word(struct ticket *ticket)
{
	enum { JOBS_WORD_MAX = 1000 };
	struct job *job = &ticket->work->job;
	if (job->end == JOB_CANCELLED)
		return STR("cancelled");
	if (job->end == JOB_DONE)
		return verdict_headline(&ticket->arena, &job->verdict);
	struct buf word;
	buf_init(&word, JOBS_WORD_MAX);
	buf_add(&word, str_of(job->err.text));
	secrets_redact(&ticket->server->secrets, &word);
	struct str kept = arena_str(&ticket->arena, buf_str(&word));
	buf_deinit(&word);
	return kept;
}

/* The same for the end of the progress, with what asking took behind it. */
static struct str jobs_last_progress(struct ticket *ticket, struct str word)
{
	struct job *job = &ticket->work->job;
	struct str took = verdict_took(&ticket->arena, &job->verdict);
	if (job->end != JOB_DONE || took.len == 0)
		return word;
	return arena_fmt(&ticket->arena, "%.*s · %.*s", STR_ARG(word), STR_ARG(took));
}

static void jobs_tell_end(struct ticket *ticket)
{
	struct server *server = ticket->server;
	struct job *job = &ticket->work->job;
	struct str word = jobs_last_word(ticket);
	log_line(&server->log, LOG_INFO, "job %llu (%s) ended: %.*s",
		 (unsigned long long)ticket->id, ticket->action->name, STR_ARG(word));
	bool told =
		ticket->progress.state == PROGRESS_OPEN || ticket->progress.state == PROGRESS_ASKED;
	ask_pull_end(&ticket->pull);
	progress_end(ticket, jobs_last_progress(ticket, word));
	struct str name = place_name(&ticket->place);
	if (job->end == JOB_DONE)
		jobs_tell_done(ticket, &job->verdict, word);
	else if (job->end == JOB_FAILED && str_has(word, name))
		show_message(server, SHOW_ERROR, "kadane: %.*s", STR_ARG(word));
	else if (job->end == JOB_FAILED)
		show_message(server, SHOW_ERROR, "kadane: %.*s: %.*s", STR_ARG(name),
			     STR_ARG(word));
	else if (!told)
		show_message(server, SHOW_INFO, "kadane: %s %.*s: cancelled", ticket->action->name,
			     STR_ARG(name));
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
	select_apply(server, work);
	struct str source = order->source;
	int64_t version = -1; /* of no open document */
	const struct language *language = NULL;
	if (order->document != NULL) {
		language = order->document->language;
		source = text_str(&order->document->text);
		version = order->document->version;
	}
	if (!work_about(work, order->place.uri, order->place.path, language, source, version,
			err) ||
	    !action_prepare(order->action, work, err)) {
		jobs_free(ticket);
		return NULL;
	}
	work->point_given = order->action->at_point;
	work->point = order->point;
	work->workspace =
		arena_str(&work->job.arena, config_folder(&server->config, &order->place));
	ticket->line = results_line(source);
	consent_prepare(&ticket->consent, server, &ticket->place);
	work->consent = &ticket->consent.consent;
	if (order->document != NULL && server->client.apply_edit) {
		ask_input_prepare(&ticket->input, server, ticket->id);
		work->wish = &ticket->input.wish;
	}
	ask_pull_prepare(&ticket->pull, server, ticket->id);
	work->pull_wish = &ticket->pull.wish;
	work->job.sink = &jobs_sink;
	work->job.sink_data = ticket;
	ticket->next = server->jobs.first;
	server->jobs.first = ticket;
	job_start(&work->job);
	return ticket;
}
