/*
 * What macOS says: two lists of words on Intel, a number for each feature on Apple's own
 * processors. Written from documentation, not run on a Mac yet.
 */
#include "cpu_private.h"

#include <sys/sysctl.h>
#include <sys/types.h>

#include "base/buf.h"

enum { CPU_WORDS_MAX = 4 << 10 };

static void cpu_add_list(struct buf *words, const char *name)
{
	char text[CPU_WORDS_MAX / 2] = "";
	size_t size = sizeof(text) - 1;
	if (sysctlbyname(name, text, &size, NULL, 0) == 0)
		buf_addf(words, "%s ", text);
}

static void cpu_add_if(struct buf *words, const char *name, const char *word)
{
	int there = 0;
	size_t size = sizeof(there);
	if (sysctlbyname(name, &there, &size, NULL, 0) == 0 && there != 0)
		buf_addf(words, "%s ", word);
}

struct str cpu_words(struct arena *arena)
{
	struct buf words;
	buf_init(&words, CPU_WORDS_MAX);
	cpu_add_list(&words, "machdep.cpu.features");
	cpu_add_list(&words, "machdep.cpu.leaf7_features");
	cpu_add_list(&words, "machdep.cpu.extfeatures");
	cpu_add_if(&words, "hw.optional.AdvSIMD", "advsimd");
	cpu_add_if(&words, "hw.optional.arm.FEAT_LSE", "feat_lse");
	cpu_add_if(&words, "hw.optional.armv8_crc32", "feat_crc32");
	cpu_add_if(&words, "hw.optional.arm.FEAT_SHA256", "feat_sha256");
	cpu_add_if(&words, "hw.optional.arm.FEAT_FP16", "feat_fp16");
	cpu_add_if(&words, "hw.optional.arm.FEAT_DotProd", "feat_dotprod");
	cpu_add_if(&words, "hw.optional.arm.FEAT_I8MM", "feat_i8mm");
	cpu_add_if(&words, "hw.optional.arm.FEAT_BF16", "feat_bf16");
	for (size_t i = 0; i < words.len; i++)
		if (words.at[i] >= 'A' && words.at[i] <= 'Z')
			words.at[i] = (char)(words.at[i] - 'A' + 'a');
	struct str kept = arena_str(arena, buf_str(&words));
	buf_deinit(&words);
	return kept;
}
