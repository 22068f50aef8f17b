/*
 * The names of what processors can do. Systems and compilers spell them differently;
 * a model has read the compilers' options.
 */
#include "io/cpu.h"

#include <sys/utsname.h>
#include <unistd.h>

#include "base/buf.h"
#include "cpu_private.h"

enum { CPU_FEATURES_MAX = 1000 };

/* Ours, and what systems call it: Linux (/proc/cpuinfo), then macOS (sysctl). */
static const struct {
	const char *name, *words[3];
} cpu_table[] = {
	{"sse4.2", {"sse4_2", "sse4.2"}},
	{"popcnt", {"popcnt"}},
	{"lzcnt", {"abm", "lzcnt"}},
	{"bmi", {"bmi1"}},
	{"bmi2", {"bmi2"}},
	{"avx", {"avx", "avx1.0"}},
	{"f16c", {"f16c"}},
	{"fma", {"fma"}},
	{"avx2", {"avx2"}},
	{"avxvnni", {"avx_vnni"}},
	{"avx512f", {"avx512f"}},
	{"avx512cd", {"avx512cd"}},
	{"avx512bw", {"avx512bw"}},
	{"avx512dq", {"avx512dq"}},
	{"avx512vl", {"avx512vl"}},
	{"avx512ifma", {"avx512ifma"}},
	{"avx512vbmi", {"avx512vbmi"}},
	{"avx512vbmi2", {"avx512_vbmi2"}},
	{"avx512vnni", {"avx512_vnni"}},
	{"avx512bitalg", {"avx512_bitalg"}},
	{"avx512vpopcntdq", {"avx512_vpopcntdq"}},
	{"avx512bf16", {"avx512_bf16"}},
	{"avx512fp16", {"avx512_fp16"}},
	{"aes", {"aes"}},
	{"pclmul", {"pclmulqdq"}},
	{"vaes", {"vaes"}},
	{"vpclmulqdq", {"vpclmulqdq"}},
	{"gfni", {"gfni"}},
	{"sha", {"sha_ni"}},
	{"adx", {"adx"}},
	{"neon", {"asimd", "neon", "advsimd"}},
	{"lse", {"atomics", "feat_lse"}},
	{"crc", {"crc32", "feat_crc32"}},
	{"sha2", {"sha2", "feat_sha256"}},
	{"fp16", {"asimdhp", "feat_fp16"}},
	{"dotprod", {"asimddp", "feat_dotprod"}},
	{"i8mm", {"i8mm", "feat_i8mm"}},
	{"bf16", {"bf16", "feat_bf16"}},
	{"sve", {"sve"}},
	{"sve2", {"sve2"}},
};

static bool cpu_has(struct str words, const char *wanted)
{
	struct str word;
	while (str_split(&words, ' ', &word))
		if (str_eq(str_trim(word), str_of(wanted)))
			return true;
	return false;
}

struct str cpu_features(struct arena *arena, struct str words)
{
	struct buf found;
	buf_init(&found, CPU_FEATURES_MAX);
	for (size_t i = 0; i < sizeof(cpu_table) / sizeof(cpu_table[0]); i++)
		for (size_t k = 0; k < 3 && cpu_table[i].words[k] != NULL; k++) {
			if (!cpu_has(words, cpu_table[i].words[k]))
				continue;
			buf_addf(&found, "%s%s", found.len > 0 ? " " : "", cpu_table[i].name);
			break;
		}
	struct str kept = arena_str(arena, buf_str(&found));
	buf_deinit(&found);
	return kept;
}

struct cpu cpu_look(struct arena *arena)
{
	struct cpu cpu = {.architecture = STR(""), .cores = sysconf(_SC_NPROCESSORS_ONLN)};
	struct utsname system;
	if (uname(&system) == 0)
		cpu.architecture = arena_str(arena, str_of(system.machine));
	if (cpu.cores < 0)
		cpu.cores = 0;
	cpu.features = cpu_features(arena, cpu_words(arena));
	return cpu;
}
