/*
 * The frame reader: the same bytes in one piece and in pieces (cut where the input's
 * first byte says) must give the same messages, refusals and end.
 */
#include <assert.h>
#include <stdint.h>

#include "base/hash.h"
#include "rpc/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

struct seen {
	uint64_t hash;
	size_t messages, refused;
};

static void fuzz_on_message(void *data, struct str body)
{
	struct seen *seen = data;
	seen->messages++;
	seen->hash = seen->hash * 31 + hash_bytes(body);
}

static void fuzz_on_refused(void *data, const struct err *why)
{
	struct seen *seen = data;
	assert(why->kind == ERR_INPUT && why->text[0] != '\0');
	seen->refused++;
}

static bool fuzz_run(struct str bytes, size_t step, struct seen *seen)
{
	struct frame frame;
	struct err err;
	bool good = true;
	*seen = (struct seen){.hash = 0};
	frame_init(&frame);
	frame.on_message = fuzz_on_message;
	frame.on_refused = fuzz_on_refused;
	frame.data = seen;
	for (size_t at = 0; at < bytes.len && good; at += step)
		good = frame_feed(&frame, str_part(bytes, at, step), &err);
	frame_deinit(&frame);
	return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	if (len == 0)
		return 0;
	struct str bytes = {(const char *)data + 1, len - 1};
	struct seen whole, cut;
	bool good = fuzz_run(bytes, len, &whole);
	bool again = fuzz_run(bytes, 1 + data[0] % 16, &cut);
	assert(good == again);
	assert(whole.hash == cut.hash && whole.messages == cut.messages &&
	       whole.refused == cut.refused);
	return 0;
}
