/* offers: which model a name means, and which of those that are there is taken. */
#include <stdlib.h>

#include "../../lsp/model/provider.h"
#include "check.h"
#include "model/listing.h"

static const struct provider *ollama(void)
{
	const struct provider *at = provider_table;
	while (strcmp(at->name, "ollama") != 0)
		at++;
	return at;
}

static struct str found(const char *const *ids, const char *wanted)
{
	struct model_offer offers[10] = {0};
	size_t count = 0;
	for (; ids[count] != NULL; count++)
		offers[count].id = str_of(ids[count]);
	const struct model_offer *offer = listing_find(offers, count, str_of(wanted));
	return offer != NULL ? offer->id : STR("-");
}

/* '!' before a name: another machine answers. */
static struct str best(const char *const *ids, const char *preferred, bool *known)
{
	struct model_offer offers[10] = {0};
	size_t count = 0;
	for (; ids[count] != NULL; count++) {
		offers[count].remote = ids[count][0] == '!';
		offers[count].id = str_of(ids[count] + offers[count].remote);
		offers[count].preferred = str_eq(offers[count].id, str_of(preferred));
	}
	const struct model_offer *offer = listing_best(ollama(), offers, count, known);
	return offer != NULL ? offer->id : STR("-");
}

int main(void)
{
	CHECK_BEGIN();
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	static const char *const tags[] = {"m:7b", "m:latest", "m", "c-20260101", NULL};
	CHECK_STR(found(tags, "m"), "m");
	CHECK_STR(found(tags + 1, "c"), "c-20260101");
	CHECK_STR(found(tags, "m:7b"), "m:7b");
	CHECK_STR(found(tags, "m:8b"), "-");
	CHECK_STR(found(tags, ""), "-");
	static const char *const untagged[] = {"m:7b", "m:latest", NULL};
	CHECK_STR(found(untagged, "m"), "m:latest");

	bool known;
	static const char *const many[] = {"nomic-embed-text",     "llama3:8b",        "mycode:1b",
					   "hf.co/x/codellama:7b", "qwen2.5-coder:7b", NULL};
	CHECK_STR(best(many, "", &known), "qwen2.5-coder:7b");
	CHECK(known);
	CHECK_STR(best(many, "llama3:8b", &known), "llama3:8b");
	static const char *const some[] = {"mycode:1b", "hf.co/x/codellama:7b", NULL};
	CHECK_STR(best(some, "", &known), "hf.co/x/codellama:7b");
	static const char *const unknown[] = {"code-embed", "llama3:8b", "mycode:1b", NULL};
	CHECK_STR(best(unknown, "", &known), "mycode:1b");
	static const char *const none[] = {"code-embed", "llama3:8b", NULL};
	CHECK_STR(best(none, "", &known), "llama3:8b");
	CHECK(!known);
	CHECK_STR(best(none + 2, "", &known), "-");
	/* The source stays here, unless the user's own default says otherwise by its whole name. */
	static const char *const away[] = {"!qwen3-coder:480b-cloud", "!m", "llama3:8b", NULL};
	CHECK_STR(best(away, "", &known), "llama3:8b");
	CHECK_STR(best(away, "m", &known), "llama3:8b");
	CHECK_STR(best(away, "qwen3-coder:480b-cloud", &known), "qwen3-coder:480b-cloud");
	static const char *const all_away[] = {"!qwen3-coder:480b-cloud", "!m", NULL};
	CHECK_STR(best(all_away, "", &known), "-");
	CHECK(provider_is_remote(ollama(), STR("m:120b-cloud")));
	CHECK(!provider_is_remote(ollama(), STR("m:120b")));
	return CHECK_END();
}
