/*
 * Puts a small request together and says in one line why it came to nothing.
 */
#include "errand.h"

#include <stdarg.h>
#include <time.h>

#include "catalog.h"
#include "reach.h"
#include "url.h"

enum { ERRAND_HEADERS = 4, ERRAND_CONNECT_MS = 5000, ERRAND_URL_MAX = 8192 };

/* Whoever gave the whole address of the questions meant the same server. */
static struct str errand_base(const struct provider *provider, struct str base)
{
	struct str path = str_of(provider->dialect->path);
	return path.len > 0 && str_ends(base, path) ? str_part(base, 0, base.len - path.len) : base;
}

bool errand_where(struct models *models, const struct model_choice *choice, struct arena *arena,
		  struct failure_where *where, struct err *err)
{
	const struct provider *provider = choice->provider;
	struct str base = errand_base(provider, provider_base(provider, choice->base_url));
	*where = (struct failure_where){
		.provider = provider,
		.base = arena_str(arena, base),
		.key = provider_key(provider, models->secrets),
		.secrets = models->secrets,
	};
	return reach_base(provider, where->base, err);
}

static struct str errand_url(struct arena *arena, const struct failure_where *where,
			     const struct errand *errand)
{
	struct str url = url_of(arena, where->base, errand->path, STR(""));
	if (errand->query.len == 0)
		return url;
	return arena_fmt(arena, "%.*s%c%.*s", STR_ARG(url), str_has(url, STR("?")) ? '&' : '?',
			 STR_ARG(errand->query));
}

bool errand_start(struct models *models, struct fetch *fetch, const struct failure_where *where,
		  const struct errand *errand, struct err *err)
{
	const struct dialect *dialect = where->provider->dialect;
	struct arena arena;
	struct defaults defaults;
	struct buf key;
	struct fetch_header headers[ERRAND_HEADERS];
	size_t count = 0;
	arena_init(&arena);
	buf_init(&key, 64 << 10);
	bool good = defaults_load(&arena, where->provider->name, &defaults, err);
	headers[count++] = (struct fetch_header){STR("accept"), STR("application/json")};
	if (errand->body.len > 0)
		headers[count++] =
			(struct fetch_header){STR("content-type"), STR("application/json")};
	if (good && dialect->version_header != NULL)
		headers[count++] =
			(struct fetch_header){str_of(dialect->version_header), defaults.version};
	const struct provider_key *name = where->key;
	if (name != NULL && str_trim(secrets_get(models->secrets, name->env)).len > 0) {
		bool own = name->header != NULL;
		buf_add(&key, str_of(own ? name->prefix : dialect->key_prefix));
		buf_add(&key, str_trim(secrets_get(models->secrets, name->env)));
		headers[count++] =
			(struct fetch_header){str_of(own ? name->header : dialect->key_header),
					      buf_str(&key)};
	}
	struct fetch_request request = {
		.url = errand_url(&arena, where, errand),
		.headers = headers,
		.header_count = count,
		.body = errand->body,
		.connect_ms = ERRAND_CONNECT_MS,
		.first_byte_ms = errand->first_byte_ms,
		.idle_ms = errand->idle_ms,
		.total_ms = errand->total_ms,
	};
	good = good && fetch_start(models->fetcher, fetch, &request, err);
	buf_wipe(&key);
	arena_deinit(&arena);
	return good;
}

void errand_fail(const struct failure_where *where, struct err *err, enum err_kind kind,
		 const char *format, ...)
{
	struct buf line;
	va_list args;
	buf_init(&line, sizeof(err->text) - 1);
	buf_addf(&line, "%s at %.*s: ", where->provider->name, STR_ARG(failure_place(where->base)));
	va_start(args, format);
	buf_addv(&line, format, args);
	va_end(args);
	secrets_redact(where->secrets, &line);
	err_set(err, kind, "%.*s", STR_ARG(buf_str(&line)));
	buf_deinit(&line);
}

void errand_refused(const struct failure_where *where, const struct fetch *fetch, struct str body,
		    const char *what, struct err *err)
{
	struct failure failure;
	struct failure_hints hints = {
		.retry_after = fetch_header(fetch, "retry-after"),
		.location = fetch_header(fetch, "location"),
	};
	if (fetch->status == 404) {
		errand_fail(where, err, ERR_INPUT, "there is no %s (404): is the base URL right?",
			    what);
		return;
	}
	failure_of_status(&failure, where, fetch->status, str_part(body, 0, FAILURE_BODY_MAX),
			  &hints, (int64_t)time(NULL));
	*err = failure.err;
}
