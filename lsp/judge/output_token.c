/*
 * Numbers and stamps in a line, and whether two stamps have one form.
 */
#include "output_parts.h"

static bool output_token_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool output_token_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* How many digits, or letters, stand at `i`. */
static size_t output_token_run(struct str s, size_t i, bool digits)
{
	size_t n = 0;
	while (i + n < s.len &&
	       (digits ? output_token_digit(s.at[i + n]) : output_token_letter(s.at[i + n])))
		n++;
	return n;
}

bool output_stamp_alike(struct str a, struct str b)
{
	size_t i = 0, k = 0;
	while (i < a.len && k < b.len) {
		size_t digits_a = output_token_run(a, i, true),
		       digits_b = output_token_run(b, k, true);
		size_t word_a = output_token_run(a, i, false),
		       word_b = output_token_run(b, k, false);
		if ((digits_a > 0) != (digits_b > 0) || (word_a > 0) != (word_b > 0))
			return false;
		/* Only a year has four digits: a date that begins with it is another text. */
		if ((digits_a == 4) != (digits_b == 4))
			return false;
		/* A field that is filled with zeros has the same width always. */
		if (digits_a != digits_b && (a.at[i] == '0' || b.at[k] == '0'))
			return false;
		if (word_a > 0 && (word_a == 3) != (word_b == 3) && word_a > 2 && word_b > 2)
			return false;
		if (digits_a + word_a == 0) {
			if (a.at[i] != b.at[k] && a.at[i] != ' ' && b.at[k] != ' ')
				return false;
			/* "Nov  5" and "Nov 25" */
			if (a.at[i] == ' ' || b.at[k] == ' ') {
				size_t from_a = i, from_b = k;
				while (i < a.len && a.at[i] == ' ')
					i++;
				while (k < b.len && b.at[k] == ' ')
					k++;
				if ((i == from_a) != (k == from_b))
					return false;
				continue;
			}
			digits_a = digits_b = 1;
		}
		i += digits_a + word_a;
		k += digits_b + word_b;
	}
	return i == a.len && k == b.len;
}

/* A word begins at `i` that may be a name: nothing that it is a part of stands before it. */
static bool output_token_word(struct str line, size_t i)
{
	return output_token_letter(line.at[i]) &&
	       (i == 0 || (!output_token_letter(line.at[i - 1]) &&
			   !output_token_digit(line.at[i - 1]) && line.at[i - 1] != '_'));
}

/* A month's or a day's: no other word begins a stamp. */
static bool output_token_name(struct str line, size_t i)
{
	size_t len = output_token_run(line, i, false);
	return len >= 3 && output_clock_name(str_part(line, i, len)) > 0;
}

static bool output_token_stamp(struct str line, size_t i, struct output_token *token)
{
	token->stamped = output_stamp_at(line, i, &token->stamp);
	if (token->stamped)
		token->at = (struct output_number){i, token->stamp.len};
	return token->stamped;
}

bool output_token_next(struct str line, size_t from, struct output_forms forms,
		       struct output_token *token)
{
	token->stamped = false;
	if (!output_number_next(line, from, &token->at))
		return false;
	if (forms.grouped)
		token->at.len = output_number_grouped(line, token->at);
	if (!forms.stamps)
		return true;
	for (size_t i = from; i < token->at.from; i++)
		if (output_token_word(line, i) && output_token_name(line, i) &&
		    output_token_stamp(line, i, token))
			return true;
	size_t at = token->at.from;
	char before = at > 0 ? line.at[at - 1] : '\0';
	if (!output_token_digit(line.at[at]) || output_token_letter(before) || before == '_' ||
	    before == '.')
		return true;
	output_token_stamp(line, at, token);
	return true;
}
