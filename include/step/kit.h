/*
 * What every job on this machine works with: the loop, the sandbox, the models, the
 * queue. One per process; both faces make one.
 */
#pragma once

#include "base/arena.h"
#include "base/log.h"
#include "base/secret.h"
#include "io/loop.h"
#include "io/sandbox.h"
#include "job/queue.h"
#include "model/model.h"

struct toolchain;

struct kit {
	struct loop *loop;
	struct secrets *secrets;
	struct models *models;
	struct queue *queue;
	struct sandbox *sandbox;
	struct arena arena;        /* lives as long as the kit */
	struct toolchain *tools;   /* private to step/tools.c: what is known of compilers */
	const char *const *hidden; /* the same to step/hide.c: interpreters; NULL: not sought yet */
};

/* Everything in it that costs time is made when first needed. */
void kit_init(struct kit *kit, struct loop *loop, struct secrets *secrets);

/* All jobs must have ended. */
void kit_deinit(struct kit *kit);
