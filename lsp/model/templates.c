/*
 * Writes a conversation by a template. The marks of turns are the template's alone: in
 * a source file that holds them they are broken by a character that nobody sees, for
 * otherwise it could put words into the mouth of the model, or of the user.
 */
#include "templates.h"

#include "base/utf8.h"

/* U+200B. A model reads the rest of the mark as the letters that it consists of. */
#define TEMPLATE_BREAK "\xE2\x80\x8B"

static bool templates_is_mark(const struct chat_template *chat, struct str text)
{
	for (size_t i = 0; i < chat->mark_count; i++)
		if (str_starts(text, chat->marks[i]))
			return true;
	return false;
}

void templates_add_text(const struct chat_template *chat, struct str text, struct buf *prompt)
{
	while (text.len > 0) {
		uint32_t rune;
		size_t len = utf8_next(text, &rune);
		bool broken = len == 1 && (unsigned char)text.at[0] >= 0x80;
		bool mark = !broken && templates_is_mark(chat, text);
		/* Now, not when it is too late to see what comes of it. */
		buf_add(prompt, broken ? STR("\xEF\xBF\xBD") : str_part(text, 0, len));
		if (mark)
			buf_add(prompt, STR(TEMPLATE_BREAK));
		text = str_part(text, len, text.len);
	}
}

/* A piece with its texts in it. */
static void templates_add_piece(const struct chat_template *chat, struct str piece,
				struct str system, struct str text, struct buf *prompt)
{
	while (piece.len > 0) {
		if (str_starts(piece, STR("{text}"))) {
			templates_add_text(chat, text, prompt);
			piece = str_part(piece, 6, piece.len);
		} else if (str_starts(piece, STR("{system}"))) {
			templates_add_text(chat, system, prompt);
			piece = str_part(piece, 8, piece.len);
		} else {
			buf_add_char(prompt, piece.at[0]);
			piece = str_part(piece, 1, piece.len);
		}
	}
}

void templates_apply(const struct chat_template *chat, const struct model_question *question,
		     struct buf *prompt)
{
	struct str system = question->system.len > 0 ? question->system : chat->default_system;
	bool within = system.len > 0 && chat->first.len > 0;
	buf_add(prompt, chat->begin);
	if (system.len > 0 && !within)
		templates_add_piece(chat, chat->system, system, STR(""), prompt);
	for (size_t i = 0; i < question->turn_count; i++) {
		const struct model_turn *turn = &question->turns[i];
		struct str piece = chat->user;
		if (turn->role == MODEL_ASSISTANT) {
			if (i + 1 == question->turn_count)
				break;
			piece = chat->assistant;
		} else if (within) {
			piece = chat->first;
			within = false;
		}
		templates_add_piece(chat, piece, system, turn->text, prompt);
	}
	buf_add(prompt, chat->answer);
	const struct model_turn *last = &question->turns[question->turn_count - 1];
	if (last->role == MODEL_ASSISTANT)
		templates_add_text(chat, last->text, prompt);
}
