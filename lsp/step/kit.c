/*
 * The shared tools. The sandbox is probed by running something in it, so that waits
 * until a job needs it: a server that is only asked for code actions never pays.
 */
#include "step/kit.h"

#include "toolchain.h"

enum { KIT_WORKERS = 2 };

void kit_init(struct kit *kit, struct loop *loop, struct secrets *secrets)
{
	*kit = (struct kit){.loop = loop, .secrets = secrets};
	arena_init(&kit->arena);
	kit->models = models_new(loop, secrets);
	kit->queue = queue_new(loop, KIT_WORKERS);
	kit->tools = arena_new(&kit->arena, sizeof(*kit->tools));
}

void kit_deinit(struct kit *kit)
{
	if (kit->sandbox != NULL)
		sandbox_free(kit->sandbox);
	queue_free(kit->queue);
	models_free(kit->models);
	arena_deinit(&kit->arena);
}

struct sandbox *kit_sandbox(struct kit *kit, enum sandbox_tier minimum)
{
	if (kit->sandbox == NULL)
		kit->sandbox = sandbox_new(kit->loop, minimum);
	return kit->sandbox;
}
