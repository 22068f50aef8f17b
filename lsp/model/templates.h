/*
 * Chat templates: how a conversation becomes one text for models that know no turns
 * but by marks in it. They are data (prompts/templates.json, which a user's file of that
 * name overrides). What a turn holds is text to the model and nothing else: marks in it
 * are made harmless. Private to model.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "model/model.h"

enum { TEMPLATE_STOPS_MAX = 4, TEMPLATE_MARKS_MAX = 64 };

struct chat_template {
	struct str name;
	/* The pieces; {text} and {system} stand in them. Those that are not there are empty. */
	struct str begin, system, first, user, assistant, answer;
	struct str default_system;
	struct str stops[TEMPLATE_STOPS_MAX]; /* what ends an answer */
	size_t stop_count;
	struct str marks[TEMPLATE_MARKS_MAX]; /* what no turn may hold */
	struct {
		size_t line_ends; /* that it begins with: it is a mark where a line begins */
		size_t at;        /* where it is broken, behind those */
	} cuts[TEMPLATE_MARKS_MAX];
	size_t mark_count;
};

/*
 * The template called `name`, or, when that is empty, the one for the model; all of it in `arena`.
 * False with what there is when there is none, or when the user's file cannot be understood.
 */
bool templates_find(struct arena *arena, struct str name, struct str model,
		    struct chat_template *chat, struct err *err);

/* The same from the bytes of one file; false without `err` when it has none. */
bool templates_read(struct arena *arena, struct str bytes, const char *file, struct str name,
		    struct str model, struct chat_template *chat, struct err *err);

/* The whole conversation as one text. One that ends with an answer goes on from that. */
void templates_apply(const struct chat_template *chat, const struct model_question *question,
		     struct buf *prompt);

/* The text of one turn, with an invisible character within each mark. */
void templates_add_text(const struct chat_template *chat, struct str text, struct buf *prompt);
