// What client.mjs works on, a folder of scripts and recorded answers, and how it counts.
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// --- counting and waiting ---

let passed = 0, failed = 0;

export function check(holds, name, detail) {
	if (holds) {
		passed++;
		return true;
	}
	failed++;
	console.log(`not ok: ${name}`, detail === undefined ? "" : JSON.stringify(detail));
	return false;
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Gives back what `probe` found; fails after `ms`.
export async function wait(name, ms, probe) {
	const until = Date.now() + ms;
	for (;;) {
		const found = probe();
		if (found || Date.now() > until) {
			check(found, name);
			return found;
		}
		await pause(15);
	}
}

// The error that a request is answered with; undefined when it is answered well.
export async function refusal(request) {
	try {
		await request;
		return undefined;
	} catch (error) {
		return error;
	}
}

// The line that closes every suite, and the exit status that goes with it.
export function close() {
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed === 0 ? 0 : 1);
}

// --- what is worked on ---

export const folder = realpathSync(mkdtempSync(join(tmpdir(), "kadane-client-")));
export const work = join(folder, "work with a space");
mkdirSync(join(folder, "answers"));
mkdirSync(work);

function script(name, limit) {
	return `import time


def ${name}(limit):
    total, value = 0, 42
    for _ in range(limit):
        value = (value * 1664525 + 1013904223) % 4294967291
        total += value
    return total


start = time.time()
print("Sum – ∑:", ${name}(${limit}))
print(f"Execution Time: {time.time() - start:.6f} seconds")
`;
}

function answer(name, limit, pace) {
	return `Written by tests/protocol/client.mjs.
pace: ${pace}
-- when --
def ${name}(limit):
-- answer 1 --
Here it is:

\`\`\`cpp
#include <chrono>
#include <cstdint>
#include <cstdio>

int main()
{
    const auto start = std::chrono::steady_clock::now();
    std::uint64_t total = 0, value = 42;
    for (long long number = 0; number < ${limit}; ++number) {
        value = (value * 1664525 + 1013904223) % 4294967291;
        total += value;
    }
    std::printf("Sum – ∑: %llu\\n", static_cast<unsigned long long>(total));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("Execution Time: %.6f seconds\\n", took.count());
}
\`\`\`
`;
}

const files = [["chain", "chain_sum", 2000000, 40], ["slow", "slow_sum", 30000000, 10]];
for (const [file, name, limit, pace] of files) {
	writeFileSync(join(work, `${file}.py`), script(name, limit));
	writeFileSync(join(folder, "answers", `${file}.txt`), answer(name, limit, pace));
}
