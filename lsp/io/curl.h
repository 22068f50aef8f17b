/*
 * The calls of libcurl that io uses, found in the library when it is first needed:
 * linking it would load 35 libraries at every start. Private to io.
 */
#pragma once

#include <curl/curl.h>
#include <stdbool.h>

#include "base/err.h"

struct curl {
	CURLcode (*global_init)(long flags);
	CURL *(*easy_init)(void);
	CURLcode (*easy_setopt)(CURL *easy, CURLoption option, ...);
	CURLcode (*easy_getinfo)(CURL *easy, CURLINFO info, ...);
	void (*easy_cleanup)(CURL *easy);
	const char *(*easy_strerror)(CURLcode code);
	struct curl_slist *(*slist_append)(struct curl_slist *list, const char *line);
	void (*slist_free_all)(struct curl_slist *list);
	CURLM *(*multi_init)(void);
	CURLMcode (*multi_setopt)(CURLM *multi, CURLMoption option, ...);
	CURLMcode (*multi_add_handle)(CURLM *multi, CURL *easy);
	CURLMcode (*multi_remove_handle)(CURLM *multi, CURL *easy);
	CURLMcode (*multi_assign)(CURLM *multi, curl_socket_t socket, void *data);
	CURLMcode (*multi_socket_action)(CURLM *multi, curl_socket_t socket, int events,
					 int *running);
	CURLMsg *(*multi_info_read)(CURLM *multi, int *left);
	CURLMcode (*multi_cleanup)(CURLM *multi);
};

/* The names under which libcurl is looked for; ends with NULL. */
extern const char *const curl_names[];

/*
 * Open the first of `names` that is there and fill in the calls. The library then stays for the
 * life of the process: it has threads and exit handlers of its own. Fails when there is none,
 * or when it lacks a call.
 */
bool curl_load(struct curl *curl, const char *const *names, struct err *err);
