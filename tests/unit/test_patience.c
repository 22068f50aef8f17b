/* patience: which clock runs out when; comments keep the connection alive, not the model. */
#include "../../lsp/model/patience.h"

#include "check.h"

static void test_look(void)
{
	struct patience patience = {.first_byte_ms = 1000,
				    .progress_ms = 300,
				    .total_ms = 5000,
				    .quiet_ms = 200,
				    .started = 10000};
	uint64_t next;
	patience_ask(&patience, 10000);
	CHECK_INT(patience_look(&patience, 10100, &next), PATIENCE_RUN);
	CHECK_INT(next, 100);
	CHECK_INT(patience_look(&patience, 10200, &next), PATIENCE_QUIET);
	patience.told = true;
	CHECK_INT(patience_look(&patience, 10200, &next), PATIENCE_RUN);
	/* A status may come without a body, which nobody reports. */
	CHECK_INT(next, 1000);
	patience.refused = 10300;
	CHECK_INT(patience_look(&patience, 12300, &next), PATIENCE_RUN);
	CHECK_INT(next, 1000);
	CHECK_INT(patience_look(&patience, 13300, &next), PATIENCE_MARKER);
	patience.refused = 0;
	/* The first byte starts the clock over progress; nothing but progress sets it back. */
	patience.progress = 10400;
	CHECK_INT(patience_look(&patience, 10600, &next), PATIENCE_RUN);
	CHECK_INT(next, 100);
	CHECK_INT(patience_look(&patience, 10700, &next), PATIENCE_PROGRESS);
	/* A reason for stopping, then the last marker. */
	patience.marker = 10700;
	CHECK_INT(patience_look(&patience, 13000, &next), PATIENCE_RUN);
	CHECK_INT(next, 700);
	CHECK_INT(patience_look(&patience, 13700, &next), PATIENCE_MARKER);
	patience.last = true;
	CHECK_INT(patience_look(&patience, 10800, &next), PATIENCE_MARKER);
	/* Between two requests only the whole counts. */
	patience.fetching = false;
	CHECK_INT(patience_look(&patience, 14999, &next), PATIENCE_RUN);
	CHECK_INT(next, 1);
	CHECK_INT(patience_look(&patience, 15000, &next), PATIENCE_TOTAL);
}

static void test_choose(void)
{
	struct patience patience;
	struct model_choice choice = {.provider = &provider_table[0]};
	patience_choose(&patience, &choice, STR("https://api.anthropic.com"));
	CHECK_INT(patience.idle_ms, 90000); /* it pings */
	CHECK_INT(patience.first_byte_ms, 120000);
	CHECK_INT(patience.quiet_ms, 0);
	CHECK_INT(patience.start_ms, 600000);
	patience_choose(&patience, &choice, STR("https://x.aws.endpoints.huggingface.cloud/v1"));
	CHECK_INT(patience.first_byte_ms, 600000);
	/* A server here may have to load its model, or to read for minutes. */
	patience_choose(&patience, &choice, STR("http://127.0.0.1:1"));
	CHECK_INT(patience.first_byte_ms, 600000);
	CHECK_INT(patience.idle_ms, 600000);
	CHECK_INT(patience.progress_ms, 600000);
	CHECK_INT(patience.quiet_ms, 10000);
	/* The user's word counts. */
	choice.first_byte_ms = 2000;
	choice.idle_ms = 3000;
	choice.progress_ms = 4000;
	choice.connect_ms = 5000;
	choice.total_ms = 6000;
	patience_choose(&patience, &choice, STR("http://127.0.0.1:1"));
	CHECK_INT(patience.first_byte_ms, 2000);
	CHECK_INT(patience.quiet_ms, 500);
	CHECK_INT(patience.start_ms, 2000);
	CHECK_INT(patience.idle_ms, 3000);
	CHECK_INT(patience.progress_ms, 4000);
	CHECK_INT(patience.connect_ms, 5000);
	CHECK_INT(patience.total_ms, 6000);
}

int main(void)
{
	CHECK_BEGIN();
	test_look();
	test_choose();
	return CHECK_END();
}
