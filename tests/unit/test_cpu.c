/*
 * cpu: the system's words for what a processor can do become the compilers', each once, in a fixed
 * order; parts of words are none.
 */
#include "check.h"
#include "io/cpu.h"

int main(void)
{
	CHECK_BEGIN();
	struct arena arena;
	arena_init(&arena);
	CHECK_STR(cpu_features(&arena, STR("")), "");
	CHECK_STR(cpu_features(&arena, STR(" fpu avx2 fma sse4_2 abm avx2 bmi1 fma4 sha_ni ")),
		  "sse4.2 lzcnt bmi fma avx2 sha");
	CHECK_STR(cpu_features(&arena, STR("fp asimd aes crc32 atomics sve2")),
		  "aes neon lse crc sve2");
	CHECK_STR(cpu_features(&arena, STR("sse4.2 avx1.0 avx2 feat_lse")), "sse4.2 avx avx2 lse");
	CHECK_STR(cpu_features(&arena, STR("avx512 xavx2 avx2x")), "");
	struct cpu cpu = cpu_look(&arena);
	CHECK(cpu.architecture.len > 0 && cpu.cores > 0);
	arena_deinit(&arena);
	return CHECK_END();
}
