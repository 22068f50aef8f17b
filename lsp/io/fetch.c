/*
 * One transfer from its start to its end. libcurl knows of no time-out but the one
 * for connecting: its own would average over earlier bursts, so one timer of the
 * loop watches over silence and over the whole. That timer also carries the cancel
 * out of whatever callback it was asked for in, and its closing is the last thing
 * that happens before the op ends.
 */
#include "io/fetch.h"

#include "base/mem.h"
#include "fetch_error.h"
#include "loop_private.h"
#include "transfer.h"

enum { FETCH_HEADERS_MAX = 64 << 10 };

static uint64_t fetch_now(const struct fetch_transfer *transfer)
{
	return uv_now(loop_uv(transfer->fetcher->loop));
}

/* --- the end --- */

static void fetch_closed(uv_handle_t *handle)
{
	struct fetch_transfer *transfer = handle->data;
	struct fetch *fetch = transfer->fetch;
	mem_free(transfer);
	fetch->transfer = NULL;
	op_end(&fetch->op);
}

static void fetch_fail(struct fetch_transfer *transfer, CURLcode code)
{
	const struct curl *curl = &transfer->fetcher->curl;
	const char *words =
		transfer->error[0] != '\0' ? transfer->error : curl->easy_strerror(code);
	long proxy_status = 0;
	curl->easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
	transfer->fetch->passing =
		fetch_explain(code, words, proxy_status, &transfer->fetch->op.err);
}

void fetch_finish(struct fetch_transfer *transfer, CURLcode code)
{
	if (transfer->finished)
		return;
	transfer->finished = true;
	struct fetcher *fetcher = transfer->fetcher;
	const struct curl *curl = &fetcher->curl;
	struct fetch_transfer **at = &fetcher->transfers;
	while (*at != transfer)
		at = &(*at)->next;
	*at = transfer->next;
	if (code != CURLE_OK && transfer->fetch->op.err.kind == ERR_NONE)
		fetch_fail(transfer, code);
	curl->multi_remove_handle(fetcher->multi, transfer->easy);
	curl->easy_cleanup(transfer->easy);
	transfer_wipe(curl, transfer->lines);
	uv_close((uv_handle_t *)&transfer->clock, fetch_closed);
}

void fetch_finish_all(struct fetcher *fetcher)
{
	while (fetcher->transfers != NULL)
		fetch_finish(fetcher->transfers, CURLE_RECV_ERROR);
}

/* --- the clock --- */

static void fetch_time_out(struct fetch_transfer *transfer, const char *what, uint64_t ms)
{
	/* Somebody has waited long enough: not worth another try by itself. */
	transfer->fetch->passing = false;
	transfer->fetch->late = true;
	err_set(&transfer->fetch->op.err, ERR_WORLD, "%s for %.3g seconds", what,
		(double)ms / 1000.0);
	transfer->stopping = true;
}

static bool fetch_passed(uint64_t limit, uint64_t since, uint64_t now)
{
	return limit > 0 && now - since >= limit;
}

/* The milliseconds to the next moment at which a clock may run out; 0 when none is set. */
static uint64_t fetch_next_ms(const struct fetch_transfer *transfer, uint64_t now)
{
	uint64_t limits[2] = {transfer->total_ms, transfer->idle_ms};
	uint64_t since[2] = {transfer->started, transfer->heard};
	if (transfer->heard == 0) {
		limits[1] = transfer->first_byte_ms;
		since[1] = transfer->started;
	}
	uint64_t next = 0;
	for (int i = 0; i < 2; i++) {
		if (limits[i] == 0)
			continue;
		uint64_t end = since[i] + limits[i];
		uint64_t ms = end > now ? end - now : 1;
		next = next == 0 || ms < next ? ms : next;
	}
	return next;
}

static void fetch_on_clock(uv_timer_t *clock)
{
	struct fetch_transfer *transfer = clock->data;
	uint64_t now = fetch_now(transfer);
	if (transfer->stopping)
		; /* the error is set already */
	else if (fetch_passed(transfer->total_ms, transfer->started, now))
		fetch_time_out(transfer, "the transfer was not over: it has run",
			       transfer->total_ms);
	else if (transfer->heard == 0 &&
		 fetch_passed(transfer->first_byte_ms, transfer->started, now))
		fetch_time_out(transfer, "no answer came", transfer->first_byte_ms);
	else if (transfer->heard != 0 && fetch_passed(transfer->idle_ms, transfer->heard, now))
		fetch_time_out(transfer, "the connection was silent", transfer->idle_ms);
	if (transfer->stopping)
		fetch_finish(transfer, CURLE_ABORTED_BY_CALLBACK);
	else if (fetch_next_ms(transfer, now) > 0)
		uv_timer_start(clock, fetch_on_clock, fetch_next_ms(transfer, now), 0);
}

/* Perhaps asked for inside a curl callback: the clock does it, on the loop's next turn. */
static void fetch_cancel(struct op *op)
{
	struct fetch *fetch = (struct fetch *)(void *)op;
	struct fetch_transfer *transfer = fetch->transfer;
	if (transfer == NULL || transfer->finished || transfer->stopping)
		return;
	transfer->stopping = true;
	fetch->passing = false;
	err_set(&op->err, ERR_CANCELLED, "cancelled");
	uv_timer_start(&transfer->clock, fetch_on_clock, 0, 0);
}

/* --- what libcurl hands over --- */

static void fetch_heard(struct fetch_transfer *transfer)
{
	bool first = transfer->heard == 0;
	transfer->heard = fetch_now(transfer);
	if (!first || transfer->stopping)
		return;
	/* From now on another limit holds, perhaps a shorter one. */
	uint64_t next = fetch_next_ms(transfer, transfer->heard);
	if (next > 0)
		uv_timer_start(&transfer->clock, fetch_on_clock, next, 0);
}

size_t fetch_on_body(char *bytes, size_t size, size_t count, void *data)
{
	struct fetch_transfer *transfer = data;
	struct fetch *fetch = transfer->fetch;
	if (transfer->stopping)
		return CURL_WRITEFUNC_ERROR;
	fetch_heard(transfer);
	if (fetch->on_bytes != NULL)
		fetch->on_bytes(fetch, (struct str){bytes, size * count});
	return transfer->stopping ? CURL_WRITEFUNC_ERROR : size * count;
}

/* Keep "Name: value" as "name: value". */
static bool fetch_keep_header(struct buf *headers, struct str line)
{
	size_t colon = str_find(line, STR(":"));
	if (colon == line.len)
		return true;
	for (size_t i = 0; i < colon; i++) {
		char c = line.at[i];
		if (!buf_add_char(headers, c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c))
			return false;
	}
	return buf_add(headers, STR(": ")) &&
	       buf_add(headers, str_trim(str_part(line, colon + 1, line.len))) &&
	       buf_add_char(headers, '\n');
}

size_t fetch_on_header(char *bytes, size_t size, size_t count, void *data)
{
	struct fetch_transfer *transfer = data;
	struct fetch *fetch = transfer->fetch;
	struct str line = str_trim((struct str){bytes, size * count});
	if (transfer->stopping)
		return 0;
	fetch_heard(transfer);
	if (str_starts(line, STR("HTTP/"))) {
		/* Also after a 100 Continue: only the last answer counts. */
		long status = 0;
		transfer->fetcher->curl.easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE,
						     &status);
		fetch->status = (int)status;
		buf_clear(&fetch->headers);
		return size * count;
	}
	if (fetch_keep_header(&fetch->headers, line))
		return size * count;
	err_set(&fetch->op.err, ERR_WORLD, "the answer's headers are longer than %d bytes",
		FETCH_HEADERS_MAX);
	return 0;
}

/* --- the start --- */

bool fetch_start(struct fetcher *fetcher, struct fetch *fetch, const struct fetch_request *request,
		 struct err *err)
{
	if (!str_starts(request->url, STR("http://")) && !str_starts(request->url, STR("https://")))
		return err_set(err, ERR_INPUT, "a URL must begin with http:// or https://");
	if (!fetcher_ready(fetcher, err))
		return false;
	struct fetch_transfer *transfer = mem_new(sizeof(*transfer));
	transfer->fetch = fetch;
	transfer->fetcher = fetcher;
	transfer->first_byte_ms = request->first_byte_ms;
	transfer->idle_ms = request->idle_ms;
	transfer->total_ms = request->total_ms;
	transfer->easy = fetcher->curl.easy_init();
	if (transfer->easy == NULL)
		err_set(err, ERR_WORLD, "libcurl gave no handle");
	if (transfer->easy == NULL || !transfer_set_up(transfer, request, err) ||
	    (fetcher->curl.multi_add_handle(fetcher->multi, transfer->easy) != CURLM_OK &&
	     !err_set(err, ERR_WORLD, "libcurl did not take the request"))) {
		fetcher->curl.easy_cleanup(transfer->easy);
		transfer_wipe(&fetcher->curl, transfer->lines);
		mem_free(transfer);
		return false;
	}
	uv_timer_init(loop_uv(fetcher->loop), &transfer->clock);
	transfer->clock.data = transfer;
	transfer->started = fetch_now(transfer);
	uint64_t next = fetch_next_ms(transfer, transfer->started);
	if (next > 0)
		uv_timer_start(&transfer->clock, fetch_on_clock, next, 0);
	transfer->next = fetcher->transfers;
	fetcher->transfers = transfer;
	fetch->status = 0;
	fetch->passing = fetch->late = false;
	fetch->transfer = transfer;
	buf_init(&fetch->headers, FETCH_HEADERS_MAX);
	op_begin(&fetch->op, "fetch", fetch_cancel);
	return true;
}

struct str fetch_header(const struct fetch *fetch, const char *name)
{
	struct str rest = buf_str(&fetch->headers), line, found = STR("");
	while (str_line(&rest, &line)) {
		size_t colon = str_find(line, STR(": "));
		if (colon < line.len && str_eq(str_part(line, 0, colon), str_of(name)))
			found = str_part(line, colon + 2, line.len);
	}
	return found;
}

void fetch_deinit(struct fetch *fetch)
{
	buf_deinit(&fetch->headers);
}
