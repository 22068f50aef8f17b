/*
 * What libcurl's codes mean to a person. Private to io.
 */
#pragma once

#include <curl/curl.h>
#include <stdbool.h>

#include "base/err.h"

/*
 * Set `err` for a transfer that ended with `code`; `words` are libcurl's own, `proxy_status` what a
 * proxy answered to CONNECT (0: nothing). True when it is the network's fault, so that another try
 * may find it gone.
 */
bool fetch_explain(CURLcode code, const char *words, long proxy_status, struct err *err);
