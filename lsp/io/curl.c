/*
 * Opens libcurl with dlopen. Linked, it would make the program's start eight times
 * as long although most runs of the server never ask a model.
 */
#include "curl.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

const char *const curl_names[] = {
	"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so", "libcurl.4.dylib", NULL,
};

static const struct {
	const char *symbol;
	size_t offset;
} curl_calls[] = {
	{"curl_easy_cleanup", offsetof(struct curl, easy_cleanup)},
	{"curl_easy_getinfo", offsetof(struct curl, easy_getinfo)},
	{"curl_easy_init", offsetof(struct curl, easy_init)},
	{"curl_easy_setopt", offsetof(struct curl, easy_setopt)},
	{"curl_easy_strerror", offsetof(struct curl, easy_strerror)},
	{"curl_global_init", offsetof(struct curl, global_init)},
	{"curl_multi_add_handle", offsetof(struct curl, multi_add_handle)},
	{"curl_multi_assign", offsetof(struct curl, multi_assign)},
	{"curl_multi_cleanup", offsetof(struct curl, multi_cleanup)},
	{"curl_multi_info_read", offsetof(struct curl, multi_info_read)},
	{"curl_multi_init", offsetof(struct curl, multi_init)},
	{"curl_multi_remove_handle", offsetof(struct curl, multi_remove_handle)},
	{"curl_multi_setopt", offsetof(struct curl, multi_setopt)},
	{"curl_multi_socket_action", offsetof(struct curl, multi_socket_action)},
	{"curl_slist_append", offsetof(struct curl, slist_append)},
	{"curl_slist_free_all", offsetof(struct curl, slist_free_all)},
};

bool curl_load(struct curl *curl, const char *const *names, struct err *err)
{
	void *library = NULL;
	for (; *names != NULL && library == NULL; names++)
		library = dlopen(*names, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		return err_set(err, ERR_WORLD,
			       "libcurl is not installed: apt install libcurl4 (or your system's "
			       "package of libcurl 7.85 or later)");
	for (size_t i = 0; i < sizeof(curl_calls) / sizeof(curl_calls[0]); i++) {
		void *symbol = dlsym(library, curl_calls[i].symbol);
		if (symbol == NULL)
			return err_set(err, ERR_WORLD, "the installed libcurl has no %s: update it",
				       curl_calls[i].symbol);
		/* ISO C has no conversion from void * to a function; POSIX promises the bytes. */
		memcpy((char *)curl + curl_calls[i].offset, &symbol, sizeof(symbol));
	}
	if (curl->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return err_set(err, ERR_WORLD, "libcurl could not be initialised");
	return true;
}
