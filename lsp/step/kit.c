/*
 * The shared tools, made and given back. None of them does anything before it is asked to.
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
	kit->sandbox = sandbox_new(loop);
	kit->tools = arena_new(&kit->arena, sizeof(*kit->tools));
}

void kit_deinit(struct kit *kit)
{
	sandbox_free(kit->sandbox);
	queue_free(kit->queue);
	models_free(kit->models);
	arena_deinit(&kit->arena);
}
