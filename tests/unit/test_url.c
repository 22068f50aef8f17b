/* url: base URLs as people write them; Ollama's notation; queries. */
#include "../../lsp/model/url.h"
#include "check.h"

static void test_of(struct arena *arena)
{
	static const struct {
		const char *base, *path, *model, *url;
	} cases[] = {
		{"https://a", "/v1/messages", "m", "https://a/v1/messages"},
		{"https://a/v1", "/v1/messages", "m", "https://a/v1/messages"},
		{"https://a/v1/messages", "/v1/messages", "m", "https://a/v1/messages"},
		{"https://a/v1", "/chat/completions", "m", "https://a/v1/chat/completions"},
		{"https://a", "/v1beta/models/{model}:x?alt=sse", "gemini-2.5",
		 "https://a/v1beta/models/gemini-2.5:x?alt=sse"},
		{"https://a/v1", "/v1beta/models/{model}:x", "models/m", "https://a/v1/models/m:x"},
		{"https://a/vault", "/v1beta/models/{model}:x", "a/b?c",
		 "https://a/vault/v1beta/models/a%2Fb%3Fc:x"},
		{"https://a/v1beta", "/v1beta/models?pageSize=9", "",
		 "https://a/v1beta/models?pageSize=9"},
		{"http://a:1", "/api/chat", "m", "http://a:1/api/chat"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_STR(url_of(arena, str_of(cases[i].base), cases[i].path,
				 str_of(cases[i].model)),
			  cases[i].url);
	CHECK_STR(url_query(arena, "pageToken", STR("a+b/c=")), "pageToken=a%2Bb%2Fc%3D");
	CHECK_STR(url_query(arena, "x", STR("")), "");
}

/* As Ollama's own client reads it. */
static void test_ollama(struct arena *arena)
{
	static const struct {
		const char *host, *url;
	} cases[] = {
		{"", ""},
		{"  ", ""},
		{"127.0.0.1:11434", "http://127.0.0.1:11434"},
		{"box", "http://box:11434"},
		{"box:99", "http://box:99"},
		{":99", "http://127.0.0.1:99"},
		{"http://box", "http://box"},
		{"https://box", "https://box"},
		{"https://box:8443/", "https://box:8443"},
		{"http://box/ollama/", "http://box/ollama"},
		{"box:99/ollama", "http://box:99/ollama"},
		{"ollama.com", "https://ollama.com"},
		{"0.0.0.0", "http://127.0.0.1:11434"},
		{"0.0.0.0:8080", "http://127.0.0.1:8080"},
		{"http://0.0.0.0:8080", "http://127.0.0.1:8080"},
		{"::", "http://[::1]:11434"},
		{"::1", "http://[::1]:11434"},
		{"[::]:99", "http://[::1]:99"},
		{"[::1]", "http://[::1]:11434"},
		{"[fe80::1]:99", "http://[fe80::1]:99"},
		{"\"box:99\"", "http://box:99"},
		{"box:many", "http://box:11434"},
		{"box:70000", "http://box:11434"},
		{"box:", "http://box:11434"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_STR(url_of_ollama(arena, str_of(cases[i].host)), cases[i].url);
}

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	test_of(&arena);
	test_ollama(&arena);
	arena_deinit(&arena);
	return CHECK_END();
}
