/*
 * Which clock runs out when, and how long they are unless the user says otherwise.
 */
#include "patience.h"

#include "failure.h"
#include "io/fetch.h"

enum {
	PATIENCE_CONNECT_MS = 10000,
	PATIENCE_FIRST_BYTE_MS = 120000,
	PATIENCE_IDLE_MS = 300000, /* some think for minutes, and send nothing */
	PATIENCE_PROGRESS_MS = 300000,
	PATIENCE_SLOW_MS = 600000, /* it may have to load the model, or read a long question */
	PATIENCE_TOTAL_MS = 1500000,
	PATIENCE_QUIET_MS = 10000,
	PATIENCE_GRACE_MS = 100,    /* from the last marker to the end of the connection */
	PATIENCE_GLANCE_MS = 1000,  /* before the first byte: has a status come? */
	PATIENCE_REFUSED_MS = 3000, /* from such a status to the end of its body */
	PATIENCE_LINGER_MS = 3000,  /* from the reason for stopping to the last marker */
};

static uint64_t patience_or(uint64_t ms, uint64_t otherwise)
{
	return ms > 0 ? ms : otherwise;
}

void patience_choose(struct patience *patience, const struct model_choice *choice, struct str base)
{
	bool local = fetch_is_loopback(base), slow = local || failure_starts(base);
	uint64_t idle = local ? PATIENCE_SLOW_MS : PATIENCE_IDLE_MS;
	if (provider_is_home(choice->provider, base))
		idle = patience_or(choice->provider->idle_ms, idle);
	*patience = (struct patience){
		.connect_ms = patience_or(choice->connect_ms, PATIENCE_CONNECT_MS),
		.first_byte_ms = patience_or(choice->first_byte_ms,
					     slow ? PATIENCE_SLOW_MS : PATIENCE_FIRST_BYTE_MS),
		.idle_ms = patience_or(choice->idle_ms, idle),
		.progress_ms = patience_or(choice->progress_ms,
					   local ? PATIENCE_SLOW_MS : PATIENCE_PROGRESS_MS),
		.start_ms = patience_or(choice->first_byte_ms, PATIENCE_SLOW_MS),
		.total_ms = patience_or(choice->total_ms, PATIENCE_TOTAL_MS),
	};
	if (!slow)
		return;
	patience->quiet_ms = PATIENCE_QUIET_MS;
	if (patience->quiet_ms > patience->first_byte_ms / 4)
		patience->quiet_ms = patience->first_byte_ms / 4;
}

void patience_ask(struct patience *patience, uint64_t now)
{
	patience->fetching = true;
	patience->asked = now;
	patience->progress = patience->marker = patience->refused = 0;
	patience->last = patience->told = false;
}

static bool patience_passed(uint64_t since, uint64_t limit, uint64_t now, uint64_t *next)
{
	uint64_t end = since + limit;
	if (end <= now)
		return true;
	if (end - now < *next)
		*next = end - now;
	return false;
}

enum patience_word patience_look(const struct patience *patience, uint64_t now, uint64_t *next)
{
	*next = patience->total_ms;
	if (patience_passed(patience->started, patience->total_ms, now, next))
		return PATIENCE_TOTAL;
	if (!patience->fetching)
		return PATIENCE_RUN;
	if (patience->marker != 0) {
		uint64_t limit = patience->last ? PATIENCE_GRACE_MS : PATIENCE_LINGER_MS;
		return patience_passed(patience->marker, limit, now, next) ? PATIENCE_MARKER
									   : PATIENCE_RUN;
	}
	/* An error needs no end: its status tells enough. */
	if (patience->refused != 0)
		return patience_passed(patience->refused, PATIENCE_REFUSED_MS, now, next)
			       ? PATIENCE_MARKER
			       : PATIENCE_RUN;
	if (patience->progress != 0)
		return patience_passed(patience->progress, patience->progress_ms, now, next)
			       ? PATIENCE_PROGRESS
			       : PATIENCE_RUN;
	if (patience->quiet_ms > 0 && !patience->told &&
	    patience_passed(patience->asked, patience->quiet_ms, now, next))
		return PATIENCE_QUIET;
	if (*next > PATIENCE_GLANCE_MS)
		*next = PATIENCE_GLANCE_MS;
	return PATIENCE_RUN;
}
