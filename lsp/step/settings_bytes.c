/*
 * Numbers of bytes as people write them.
 */
#include "step/settings.h"

bool settings_bytes(struct str text, uint64_t *bytes)
{
	uint64_t factor = 1;
	if (text.len == 0)
		return false;
	switch (text.at[text.len - 1]) {
	case 'k':
	case 'K':
		factor = 1u << 10;
		break;
	case 'm':
	case 'M':
		factor = 1u << 20;
		break;
	case 'g':
	case 'G':
		factor = 1u << 30;
		break;
	default:
		break;
	}
	long long number;
	struct str digits = factor == 1 ? text : str_part(text, 0, text.len - 1);
	if (!str_to_int(digits, &number) || number < 0 || number > (1ll << 40))
		return false;
	*bytes = (uint64_t)number * factor;
	return true;
}
