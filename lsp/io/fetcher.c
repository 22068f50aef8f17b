/*
 * Drives libcurl's multi handle from libuv. libcurl tells which sockets and which
 * timeout it waits for; we tell it what happened, and only after it has returned is
 * asked which transfers have finished: finishing one inside a curl callback would
 * pull the transfer from under libcurl's feet.
 */
#include "fetcher.h"

#include "base/mem.h"
#include "loop_private.h"

enum { FETCHER_HOST_CONNECTIONS = 8 };

/* One socket that libcurl waits for. Freed when its handle has closed. */
struct fetcher_socket {
	uv_poll_t poll;
	curl_socket_t fd;
	struct fetcher *fetcher;
};

static void fetcher_handle_closed(struct fetcher *fetcher)
{
	fetcher->handles--;
	if (fetcher->freed && fetcher->handles == 0)
		mem_free(fetcher);
}

static void fetcher_socket_closed(uv_handle_t *handle)
{
	struct fetcher_socket *socket = handle->data;
	struct fetcher *fetcher = socket->fetcher;
	mem_free(socket);
	fetcher_handle_closed(fetcher);
}

static void fetcher_timer_closed(uv_handle_t *handle)
{
	fetcher_handle_closed(handle->data);
}

/* Tell libcurl what happened, then finish what it has finished. */
static void fetcher_act(struct fetcher *fetcher, curl_socket_t fd, int events)
{
	const struct curl *curl = &fetcher->curl;
	int running = 0;
	if (curl->multi_socket_action(fetcher->multi, fd, events, &running) != CURLM_OK) {
		fetcher->broken = true;
		fetch_finish_all(fetcher);
		return;
	}
	CURLMsg *message;
	int left = 0;
	while ((message = curl->multi_info_read(fetcher->multi, &left)) != NULL) {
		if (message->msg != CURLMSG_DONE)
			continue;
		/* The message goes with the handle: take out what is needed first. */
		CURLcode code = message->data.result;
		char *transfer = NULL;
		curl->easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
		fetch_finish((struct fetch_transfer *)(void *)transfer, code);
	}
}

static void fetcher_on_timer(uv_timer_t *timer)
{
	fetcher_act(timer->data, CURL_SOCKET_TIMEOUT, 0);
}

static void fetcher_on_poll(uv_poll_t *poll, int status, int events)
{
	struct fetcher_socket *socket = poll->data;
	int flags = 0;
	if (status < 0) {
		/*
		 * What came before the connection broke can still be read: it may be the end of an
		 * answer, for which nobody should have to ask, and pay, again. libcurl then meets
		 * the error itself, on a later turn; libuv has stopped watching, so begin again.
		 */
		flags = CURL_CSELECT_IN | CURL_CSELECT_ERR;
		uv_poll_start(poll, UV_READABLE, fetcher_on_poll);
	}
	if (events & UV_READABLE)
		flags |= CURL_CSELECT_IN;
	if (events & UV_WRITABLE)
		flags |= CURL_CSELECT_OUT;
	fetcher_act(socket->fetcher, socket->fd, flags);
}

/* libcurl: wake me in so many milliseconds; -1: not at all. */
static int fetcher_set_timer(CURLM *multi, long ms, void *data)
{
	(void)multi;
	struct fetcher *fetcher = data;
	if (fetcher->freed)
		return 0;
	/* 0 would run again in the same turn of the loop, ahead of everything else. */
	if (ms < 0)
		uv_timer_stop(&fetcher->timer);
	else
		uv_timer_start(&fetcher->timer, fetcher_on_timer, ms == 0 ? 1 : (uint64_t)ms, 0);
	return 0;
}

static struct fetcher_socket *fetcher_socket_new(struct fetcher *fetcher, curl_socket_t fd)
{
	struct fetcher_socket *socket = mem_new(sizeof(*socket));
	if (uv_poll_init_socket(loop_uv(fetcher->loop), &socket->poll, fd) != 0) {
		mem_free(socket);
		return NULL;
	}
	socket->poll.data = socket;
	socket->fd = fd;
	socket->fetcher = fetcher;
	fetcher->handles++;
	fetcher->curl.multi_assign(fetcher->multi, fd, socket);
	return socket;
}

/* libcurl: watch this socket for that, or forget it. */
static int fetcher_set_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *known)
{
	(void)easy;
	struct fetcher *fetcher = data;
	struct fetcher_socket *socket = known;
	if (what == CURL_POLL_REMOVE) {
		if (socket == NULL)
			return 0;
		fetcher->curl.multi_assign(fetcher->multi, fd, NULL);
		uv_poll_stop(&socket->poll);
		uv_close((uv_handle_t *)&socket->poll, fetcher_socket_closed);
		return 0;
	}
	if (socket == NULL)
		socket = fetcher_socket_new(fetcher, fd);
	if (socket == NULL)
		return -1;
	int events = 0;
	if (what & CURL_POLL_IN)
		events |= UV_READABLE;
	if (what & CURL_POLL_OUT)
		events |= UV_WRITABLE;
	return uv_poll_start(&socket->poll, events, fetcher_on_poll) == 0 ? 0 : -1;
}

static bool fetcher_open(struct fetcher *fetcher, struct err *err)
{
	const struct curl *curl = &fetcher->curl;
	fetcher->multi = curl->multi_init();
	if (fetcher->multi == NULL)
		return err_set(err, ERR_WORLD, "libcurl gave no multi handle");
	CURLM *multi = fetcher->multi;
	curl->multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, fetcher_set_socket);
	curl->multi_setopt(multi, CURLMOPT_SOCKETDATA, fetcher);
	curl->multi_setopt(multi, CURLMOPT_TIMERFUNCTION, fetcher_set_timer);
	curl->multi_setopt(multi, CURLMOPT_TIMERDATA, fetcher);
	curl->multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)FETCHER_HOST_CONNECTIONS);
	if (fetcher->handles == 0) {
		uv_timer_init(loop_uv(fetcher->loop), &fetcher->timer);
		/* Without this line libcurl's timeouts would never reach it. */
		fetcher->timer.data = fetcher;
		fetcher->handles = 1;
	}
	fetcher->broken = false;
	return true;
}

bool fetch_available(struct err *err)
{
	struct curl curl;
	return curl_load(&curl, curl_names, err);
}

bool fetcher_ready(struct fetcher *fetcher, struct err *err)
{
	if (!fetcher->loaded && !curl_load(&fetcher->curl, curl_names, err))
		return false;
	fetcher->loaded = true;
	if (fetcher->broken && fetcher->transfers == NULL) {
		fetcher->curl.multi_cleanup(fetcher->multi);
		fetcher->multi = NULL;
	}
	return fetcher->multi != NULL || fetcher_open(fetcher, err);
}

struct fetcher *fetcher_new(struct loop *loop)
{
	struct fetcher *fetcher = mem_new(sizeof(*fetcher));
	fetcher->loop = loop;
	return fetcher;
}

void fetcher_free(struct fetcher *fetcher)
{
	if (fetcher == NULL)
		return;
	if (fetcher->handles == 0) {
		mem_free(fetcher);
		return;
	}
	fetcher->freed = true;
	if (fetcher->multi != NULL)
		fetcher->curl.multi_cleanup(fetcher->multi);
	uv_close((uv_handle_t *)&fetcher->timer, fetcher_timer_closed);
}
