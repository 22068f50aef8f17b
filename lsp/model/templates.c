/*
 * Writes a conversation by a template. The marks of turns are the template's alone: in
 * a source file that holds them they are broken by a character that nobody sees, for
 * otherwise it could put words into the mouth of the model, or of the user.
 */
#include "templates.h"

#include "base/utf8.h"

/* U+200B. A model reads what is left of the mark as the letters that it consists of. */
#define TEMPLATE_BREAK "\xE2\x80\x8B"

/* Does a line begin there? What indents it makes no difference to who reads it. */
static bool templates_line(struct str text, size_t at)
{
	while (at > 0 && (text.at[at - 1] == ' ' || text.at[at - 1] == '\t'))
		at--;
	return at == 0 || text.at[at - 1] == '\n' || text.at[at - 1] == '\r';
}

/* Is that the place at which a mark has to be broken? */
static bool templates_breaks(const struct chat_template *chat, struct str text, size_t at)
{
	for (size_t i = 0; i < chat->mark_count; i++) {
		struct str mark = chat->marks[i];
		size_t cut = chat->cuts[i].at, skip = chat->cuts[i].line_ends;
		/* A turn's beginning stands behind a line end of the template's, perhaps. */
		mark = str_part(mark, skip, mark.len);
		if (at >= cut && str_starts(str_part(text, at - cut, mark.len), mark) &&
		    (skip == 0 || templates_line(text, at - cut)))
			return true;
	}
	return false;
}

void templates_add_text(const struct chat_template *chat, struct str text, struct buf *prompt)
{
	for (size_t at = 0; at < text.len;) {
		uint32_t rune;
		struct str rest = str_part(text, at, text.len);
		size_t len = utf8_next(rest, &rune);
		bool broken = len == 1 && (unsigned char)rest.at[0] >= 0x80;
		if (templates_breaks(chat, text, at))
			buf_add(prompt, STR(TEMPLATE_BREAK));
		/* Now, not when it is too late to see what comes of it. */
		buf_add(prompt, broken ? STR("\xEF\xBF\xBD") : str_part(rest, 0, len));
		at += len;
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
