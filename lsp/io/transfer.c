/*
 * Turns a request into the options of a libcurl handle. Every option here answers a
 * way in which a key could leak or the server could hang.
 */
#include "transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { TRANSFER_KEEPALIVE_S = 60 };

void transfer_wipe(const struct curl *curl, struct curl_slist *lines)
{
	/* volatile: the compiler may not drop it. */
	for (struct curl_slist *line = lines; line != NULL; line = line->next)
		for (volatile char *c = line->data; *c != '\0'; c++)
			*c = '\0';
	curl->slist_free_all(lines);
}

/* "127." and three more numbers, written as numbers. */
static bool transfer_is_127(struct str host)
{
	struct str part;
	int parts = 0;
	if (host.len > 0 && host.at[host.len - 1] == '.')
		return false;
	while (str_split(&host, '.', &part)) {
		long long number;
		if (part.len == 0 || part.len > 3 || part.at[0] < '0' || part.at[0] > '9' ||
		    !str_to_int(part, &number) || number > 255 || (parts == 0 && number != 127))
			return false;
		parts++;
	}
	return parts == 4;
}

bool fetch_is_loopback(struct str url)
{
	struct str rest = url;
	if (str_starts(rest, STR("http://")))
		rest = str_part(rest, 7, rest.len);
	else if (str_starts(rest, STR("https://")))
		rest = str_part(rest, 8, rest.len);
	else
		return false;
	size_t len = 0;
	while (len < rest.len && rest.at[len] != '/')
		len++;
	struct str host = str_part(rest, 0, len);
	/* "127.0.0.1@elsewhere" and its kin mean another host: only the plainest form counts. */
	for (size_t i = 0; i < host.len; i++)
		if (strchr("@\\?#% \t\r\n", host.at[i]) != NULL)
			return false;
	if (str_starts(host, STR("[::1]")))
		return host.len == 5 || host.at[5] == ':';
	size_t colon = str_find(host, STR(":"));
	struct str port = str_part(host, colon + 1, host.len);
	for (size_t i = 0; i < port.len; i++)
		if (port.at[i] < '0' || port.at[i] > '9')
			return false;
	host = str_part(host, 0, colon);
	return str_eq_nocase(host, STR("localhost")) || transfer_is_127(host);
}

/* A line of the request; a header that would begin another one is refused. */
static bool transfer_add_line(struct fetch_transfer *transfer, struct str name, struct str value,
			      struct err *err)
{
	const struct curl *curl = &transfer->fetcher->curl;
	/* Of one size from its birth: what grows leaves copies behind, and this may be a key. */
	size_t len = name.len + 2 + value.len;
	char *line = mem_new(len + 1);
	bool ok = snprintf(line, len + 1, "%.*s: %.*s", STR_ARG(name), STR_ARG(value)) == (int)len;
	for (size_t i = 0; i < len; i++)
		ok = ok && (unsigned char)line[i] >= ' ' && line[i] != 127;
	struct curl_slist *lines = ok ? curl->slist_append(transfer->lines, line) : NULL;
	for (volatile char *c = line; *c != '\0'; c++)
		*c = '\0';
	mem_free(line);
	if (lines == NULL)
		return err_set(err, ERR_INPUT,
			       "the value for the header \"%.*s\" holds a control character (a "
			       "line break at its end?)",
			       STR_ARG(name));
	transfer->lines = lines;
	return true;
}

static bool transfer_set_lines(struct fetch_transfer *transfer, const struct fetch_request *request,
			       struct err *err)
{
	for (size_t i = 0; i < request->header_count; i++)
		if (!transfer_add_line(transfer, request->headers[i].name,
				       request->headers[i].value, err))
			return false;
	const struct curl *curl = &transfer->fetcher->curl;
	/* Proxies stall on "Expect: 100-continue"; a name without a value takes it out. */
	struct curl_slist *lines = curl->slist_append(transfer->lines, "Expect:");
	transfer->lines = lines != NULL ? lines : transfer->lines;
	return true;
}

static bool transfer_set_body(struct fetch_transfer *transfer, struct str body)
{
	const struct curl *curl = &transfer->fetcher->curl;
	if (body.len == 0)
		return curl->easy_setopt(transfer->easy, CURLOPT_HTTPGET, 1L) == CURLE_OK;
	return curl->easy_setopt(transfer->easy, CURLOPT_POSTFIELDSIZE_LARGE,
				 (curl_off_t)body.len) == CURLE_OK &&
	       curl->easy_setopt(transfer->easy, CURLOPT_COPYPOSTFIELDS, body.at) == CURLE_OK;
}

/* A variable's value; NULL when it is not set, or empty. */
static const char *transfer_env(const char *name)
{
	const char *value = getenv(name);
	return value == NULL || value[0] == '\0' ? NULL : value;
}

/*
 * Whom to trust. The library itself reads none of these variables; its own defaults hold when none
 * is set. Never is a certificate taken unseen.
 */
static void transfer_set_trust(struct fetch_transfer *transfer)
{
	CURLcode (*set)(CURL *, CURLoption, ...) = transfer->fetcher->curl.easy_setopt;
	const char *file = transfer_env("SSL_CERT_FILE"), *folder = transfer_env("SSL_CERT_DIR");
	if (file == NULL)
		file = transfer_env("CURL_CA_BUNDLE");
	if (file != NULL)
		set(transfer->easy, CURLOPT_CAINFO, file);
	if (folder != NULL)
		set(transfer->easy, CURLOPT_CAPATH, folder);
}

bool transfer_set_up(struct fetch_transfer *transfer, const struct fetch_request *request,
		     struct err *err)
{
	if (!transfer_set_lines(transfer, request, err))
		return false;
	CURLcode (*set)(CURL *, CURLoption, ...) = transfer->fetcher->curl.easy_setopt;
	CURL *easy = transfer->easy;
	char *url = mem_new(request->url.len + 1);
	memcpy(url, request->url.at, request->url.len);
	bool ok = set(easy, CURLOPT_URL, url) == CURLE_OK;
	mem_free(url);
	ok = ok && set(easy, CURLOPT_PRIVATE, transfer) == CURLE_OK &&
	     set(easy, CURLOPT_ERRORBUFFER, transfer->error) == CURLE_OK &&
	     set(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	     set(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
	     set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) == CURLE_OK &&
	     set(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)request->connect_ms) == CURLE_OK &&
	     set(easy, CURLOPT_TIMEOUT_MS, 0L) == CURLE_OK &&
	     set(easy, CURLOPT_TCP_KEEPALIVE, 1L) == CURLE_OK &&
	     set(easy, CURLOPT_TCP_KEEPIDLE, (long)TRANSFER_KEEPALIVE_S) == CURLE_OK &&
	     set(easy, CURLOPT_TCP_KEEPINTVL, (long)TRANSFER_KEEPALIVE_S) == CURLE_OK &&
	     set(easy, CURLOPT_PIPEWAIT, 1L) == CURLE_OK &&
	     set(easy, CURLOPT_USERAGENT, "kadane/" KADANE_VERSION) == CURLE_OK &&
	     set(easy, CURLOPT_WRITEFUNCTION, fetch_on_body) == CURLE_OK &&
	     set(easy, CURLOPT_WRITEDATA, transfer) == CURLE_OK &&
	     set(easy, CURLOPT_HEADERFUNCTION, fetch_on_header) == CURLE_OK &&
	     set(easy, CURLOPT_HEADERDATA, transfer) == CURLE_OK &&
	     set(easy, CURLOPT_HTTPHEADER, transfer->lines) == CURLE_OK &&
	     transfer_set_body(transfer, request->body);
	if (!ok)
		return err_set(err, ERR_WORLD, "libcurl refused the request");
	if (set(easy, CURLOPT_PROTOCOLS_STR, "http,https") != CURLE_OK)
		return err_set(err, ERR_WORLD, "the installed libcurl is too old: 7.85 is needed");
	/* Nice to have; a libcurl built without HTTP/2 goes on without. */
	set(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	/* A cancel need not wait for a name server that hangs. */
	set(easy, CURLOPT_QUICK_EXIT, 1L);
	/* No compression, which holds back what should stream; who does it all the same is read. */
	set(easy, CURLOPT_ACCEPT_ENCODING, "identity");
	if (fetch_is_loopback(request->url))
		set(easy, CURLOPT_NOPROXY, "*");
	transfer_set_trust(transfer);
	return true;
}
