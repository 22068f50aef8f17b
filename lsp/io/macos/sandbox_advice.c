/*
 * Why a sandbox does not work on this Mac. The full one never does; the restricted one fails
 * when sandbox-exec may not be used, which a program inside a sandbox may not. Written from
 * documentation, not run on a Mac yet.
 */
#include "base/utf8.h"
#include "sandbox_private.h"

struct str sandbox_advice_full(struct sandbox *sandbox, const struct sandbox_run *trial)
{
	(void)sandbox;
	(void)trial;
	return STR("there is no full sandbox on macOS");
}

struct str sandbox_advice_restricted(struct sandbox *sandbox, const struct sandbox_run *trial)
{
	struct str said = sandbox_err(trial), why = str_of(trial->op.err.text);
	if (str_has(said, STR("sandbox-exec")) && str_has(said, STR("Operation not permitted")))
		return STR("sandbox-exec is not permitted here, so the editor is itself "
			   "sandboxed: start it outside of its sandbox");
	if (trial->op.err.kind == ERR_NONE)
		why = STR("its trial run did not prove a sandbox");
	struct buf plain;
	buf_init(&plain, 400);
	utf8_add_plain(&plain, why);
	struct str advice = arena_fmt(&sandbox->arena, "sandbox-exec does not work here: %.*s",
				      STR_ARG(buf_str(&plain)));
	buf_deinit(&plain);
	return advice;
}
