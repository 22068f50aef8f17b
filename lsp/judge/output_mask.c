/*
 * What was left out of a comparison, kept so that it can be shown, and found again in another run
 * of the candidate.
 */
#include "base/hash.h"
#include "output_parts.h"

enum { MASK_TEXT = 80, MASK_LOOKED = 4 << 20, MASK_FEW = 64 }; /* bytes of a number, of an output */

static struct str mask_text(const struct output_reading *reading)
{
	return str_part(reading->line, reading->token.at.from, reading->token.at.len);
}

/* The texts between the numbers, and how many numbers there are. */
static uint64_t mask_form(struct str line, bool grouped)
{
	struct output_forms forms = {.stamps = true, .grouped = grouped};
	struct output_token token;
	uint64_t form = 0;
	size_t at = 0;
	for (; output_token_next(line, at, forms, &token); at = token.at.from + token.at.len)
		form = form * 31 + hash_bytes(str_trim(str_part(line, at, token.at.from - at)));
	return form * 31 + hash_bytes(str_trim(str_part(line, at, line.len)));
}

/* Room for one more: there may be many, and mostly there are few. */
static void mask_room(struct output_masks *masks)
{
	if (masks->at != NULL &&
	    (masks->count < MASK_FEW || (masks->count & (masks->count - 1)) != 0))
		return;
	struct output_mask *old = masks->at;
	size_t room = masks->count < MASK_FEW ? MASK_FEW : masks->count * 2;
	masks->at = arena_array(masks->arena, room, sizeof(*masks->at));
	for (size_t i = 0; i < masks->count; i++)
		masks->at[i] = old[i];
}

void output_mask_add(const struct output_lines *lines, size_t token, bool grouped,
		     const struct output_reading *original, const struct output_reading *candidate)
{
	struct output_masks *masks = lines->runs->masks;
	if (masks->count == OUTPUT_MASKS)
		return;
	struct arena *arena = masks->arena;
	mask_room(masks);
	struct str where = output_show(arena, lines->where, 0);
	struct output_number at = original->token.at;
	masks->at[masks->count++] = (struct output_mask){
		.where = lines->file ? arena_fmt(arena, "file %.*s", STR_ARG(where)) : where,
		.line = lines->line,
		.column = at.from + 1,
		.original = arena_str(arena, str_part(mask_text(original), 0, MASK_TEXT)),
		.candidate = arena_str(arena, str_part(mask_text(candidate), 0, MASK_TEXT)),
		.clock = !output_clock_address(original->line, at) &&
			 !output_clock_ratio(original->line, at),
		.name = arena_str(arena, lines->where),
		.file = lines->file,
		.grouped = grouped,
		.token = token,
		.form = mask_form(candidate->line, grouped),
	};
}

static struct str mask_stream(const struct output_mask *mask, const struct output_run *run)
{
	if (!mask->file)
		return str_eq(mask->name, STR("stderr")) ? run->err : run->out;
	for (size_t i = 0; i < run->file_count; i++)
		if (str_eq(run->files[i].name, mask->name))
			return run->files[i].bytes;
	return STR("");
}

/* Go on to the line of `mask` from where the last one was found; false: it is not there. */
static bool mask_line(const struct output_mask *mask, const struct output_run *run,
		      struct output_mask_place *place)
{
	const struct output_mask *last = place->mask;
	size_t number = last == NULL ? 0 : last->line;
	bool same = last != NULL && last->file == mask->file && last->line <= mask->line &&
		    str_eq(last->name, mask->name);
	if (!same) {
		place->rest = str_part(mask_stream(mask, run), 0, MASK_LOOKED);
		number = 0;
	}
	place->mask = NULL;
	for (; number < mask->line; number++)
		if (!str_split(&place->rest, '\n', &place->line))
			return false;
	place->mask = mask;
	return true;
}

enum output_mask_look output_mask_look(const struct output_mask *mask, const struct output_run *run,
				       struct output_mask_place *place)
{
	if (!mask_line(mask, run, place))
		return OUTPUT_MASK_LOST;
	struct str line = place->line;
	struct output_forms forms = {.stamps = true, .grouped = mask->grouped};
	struct output_token token;
	size_t at = 0;
	for (size_t i = 0; i <= mask->token; i++) {
		if (!output_token_next(line, at, forms, &token))
			return OUTPUT_MASK_LOST;
		at = token.at.from + token.at.len;
	}
	if (mask->form != mask_form(line, mask->grouped))
		return OUTPUT_MASK_LOST;
	return str_eq(mask->candidate, str_part(line, token.at.from, token.at.len))
		       ? OUTPUT_MASK_STAYS
		       : OUTPUT_MASK_MOVES;
}
