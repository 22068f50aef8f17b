/*
 * A table of what can go wrong on the way to a server. libcurl's own words follow ours,
 * unless they quote the address of a proxy, in which a password may stand.
 */
#include "fetch_error.h"

#include <string.h>

/* Add a line here. What is not in the table is "the connection failed", and may pass. */
static const struct {
	CURLcode code;
	enum err_kind kind;
	bool passing;
	const char *said;
} fetch_errors[] = {
	{CURLE_COULDNT_CONNECT, ERR_WORLD, true, "nothing answers there"},
	{CURLE_COULDNT_RESOLVE_HOST, ERR_WORLD, true, "the name of the host is not known"},
	{CURLE_COULDNT_RESOLVE_PROXY, ERR_WORLD, true,
	 "the name of the proxy is not known (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY)"},
	{CURLE_GOT_NOTHING, ERR_WORLD, true, "the connection broke"},
	{CURLE_HTTP2, ERR_WORLD, true, "the connection broke"},
	{CURLE_HTTP2_STREAM, ERR_WORLD, true, "the connection broke"},
	{CURLE_OPERATION_TIMEDOUT, ERR_WORLD, true,
	 "connecting took too long (setting timeouts.connect)"},
	{CURLE_PARTIAL_FILE, ERR_WORLD, true, "the connection broke"},
	{CURLE_PEER_FAILED_VERIFICATION, ERR_WORLD, false,
	 "the certificate could not be verified (a private one: set SSL_CERT_FILE)"},
	{CURLE_PROXY, ERR_WORLD, true, "the proxy would not do it"},
	{CURLE_RECV_ERROR, ERR_WORLD, true, "the connection broke"},
	{CURLE_SEND_ERROR, ERR_WORLD, true, "the connection broke"},
	{CURLE_SSL_CACERT_BADFILE, ERR_WORLD, false,
	 "the certificates could not be read (SSL_CERT_FILE, CURL_CA_BUNDLE)"},
	{CURLE_SSL_CONNECT_ERROR, ERR_WORLD, true,
	 "no secure connection came about (is it an https server?)"},
	{CURLE_UNSUPPORTED_PROTOCOL, ERR_INPUT, false, "this is no http or https URL"},
	{CURLE_URL_MALFORMAT, ERR_INPUT, false, "this is no http or https URL"},
};

enum { FETCH_ERRORS = sizeof(fetch_errors) / sizeof(fetch_errors[0]) };

/* A proxy that would not connect us. */
static bool fetch_explain_proxy(long status, struct err *err)
{
	if (status == 407)
		err_set(err, ERR_WORLD,
			"the proxy wants a name and a password (407): put them into the variable "
			"that names it, HTTPS_PROXY=http://name:password@host:port");
	else if (status == 403)
		err_set(err, ERR_WORLD,
			"the proxy does not allow this (403): ask who runs it, or list the host in "
			"NO_PROXY");
	else
		err_set(err, ERR_WORLD, "the proxy could not reach it (%ld)", status);
	return status >= 500;
}

bool fetch_explain(CURLcode code, const char *words, long proxy_status, struct err *err)
{
	if (proxy_status >= 300)
		return fetch_explain_proxy(proxy_status, err);
	const char *said = "the connection failed";
	enum err_kind kind = ERR_WORLD;
	bool passing = true;
	for (size_t i = 0; i < FETCH_ERRORS; i++) {
		if (fetch_errors[i].code != code)
			continue;
		said = fetch_errors[i].said;
		kind = fetch_errors[i].kind;
		passing = fetch_errors[i].passing;
	}
	/* "http://name:password@proxy" */
	bool plain = strchr(words, '@') == NULL;
	err_set(err, kind, "%s%s%s", said, plain ? ": " : "", plain ? words : "");
	return passing;
}
