// Somebody else's imitation of the providers (@copilotkit/aimock), so that the client does not only
// agree with our own. Prints its port, or why it cannot run, and serves until stdin closes.
//
//	node imitation.mjs ANSWER
//
// The words of the question choose what happens; tests/protocol/test_imitation.py asks.
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [answer] = process.argv.slice(2);
const require = createRequire(resolve(process.env.KADANE_NODE ?? "build/node") + "/");

let LLMock;
try {
	({ LLMock } = require("@copilotkit/aimock"));
} catch (error) {
	console.log(`cannot run: ${error.message.split("\n")[0]} (node ${process.version})`);
	process.exit(0);
}

const mock = new LLMock({ port: 0, host: "127.0.0.1", chunkSize: 5, journalMaxEntries: 10 });
mock.onMessage("say it", { content: answer });
mock.onMessage("think first", { content: answer, reasoning: "Let me see. It is simple." });
mock.onMessage("stop early", { content: answer, finishReason: "length" });
mock.onMessage("break off", { content: answer }, { truncateAfterChunks: 6, latency: 10 });
mock.onMessage("take your time", { content: answer }, { latency: 20 });
mock.onMessage("talk nonsense", { content: answer }, { chaos: { malformedRate: 1 } });
mock.onMessage("hang up", { content: answer }, { chaos: { disconnectRate: 1 } });
mock.onMessage("fall over", { content: answer }, { chaos: { dropRate: 1 } });
mock.onMessage("slow down", { content: answer }, { chaos: { rateLimitRate: 1 } });
for (const [words, status, type, code] of [
	["no key", 401, "authentication_error", "invalid_api_key"],
	["no such model", 404, "not_found_error", "model_not_found"],
	["too many", 429, "rate_limit_error", "rate_limit_exceeded"],
	["no money", 429, "insufficient_quota", "insufficient_quota"],
	["too busy", 503, "overloaded_error", "server_is_overloaded"],
])
	mock.onMessage(words, { error: { message: `it says: ${words}`, type, code }, status });

await mock.start();
console.log(mock.port);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
