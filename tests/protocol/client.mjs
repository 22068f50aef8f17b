// A second client, built on the library that VS Code's own is built on, with VS Code's capabilities:
// the main job over stdio from initialize to exit. What that library rejects is no LSP.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { check, close, folder, pause, refusal, wait, work } from "./client_work.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(resolve(process.env.KADANE_NODE ?? join(root, "build/node")) + "/");
const lsp = require("vscode-languageserver-protocol/node");
const server = process.env.KADANE ?? join(root, "build/kadane");

const INVOKED = 1, AUTOMATIC = 2, INFORMATION = 3, HINT = 4;
const TITLE = "Translate to C++";

const uriOf = (file) => pathToFileURL(join(work, file)).toString();
const textOf = (file) => readFileSync(join(work, file), "utf8");
const translations = () => readdirSync(work).filter((name) => name.endsWith(".cpp"));

const settings = {
	provider: "replay",
	replay: { folder: join(folder, "answers") },
	timing: { budget: 0.3 },
	checks: { facts: true, sanitizers: true, vary: false },
	builds: { budget: 0 },
	artefact: { show: true },
};

// --- the client ---

const child = spawn(server, ["--stdio", `--clientProcessId=${process.pid}`], {
	env: { ...process.env, XDG_CACHE_HOME: join(folder, "cache"), XDG_CONFIG_HOME: join(folder, "config") },
});
let complaints = "";
child.stderr.on("data", (bytes) => { complaints += bytes; });
child.on("error", (error) => { complaints += error; });
const exited = new Promise((done) => child.on("exit", (code, signal) => done(signal ?? code)));

const connection = lsp.createProtocolConnection(new lsp.StreamMessageReader(child.stdout),
	new lsp.StreamMessageWriter(child.stdin));
const errors = [];
const heard = { diagnostics: new Map(), progress: new Map(), refreshed: [], asked: [], registered: [],
	shown: [] };

connection.onError(([error]) => errors.push(String(error)));
connection.onUnhandledNotification((message) => errors.push(`unexpected ${message.method}`));
connection.onUnhandledProgress(({ token }) => errors.push(`progress on ${token}, which was not created`));
connection.onRequest((method) => {
	errors.push(`unexpected ${method}`);
	return new lsp.ResponseError(lsp.ErrorCodes.MethodNotFound, method);
});
connection.onRequest(lsp.ConfigurationRequest.type, ({ items }) => {
	heard.asked.push(items);
	return items.map(() => settings);
});
connection.onRequest(lsp.RegistrationRequest.type, ({ registrations }) => {
	heard.registered.push(...registrations);
});
connection.onRequest(lsp.WorkDoneProgressCreateRequest.type, ({ token }) => {
	const values = [];
	check(!heard.progress.has(token), "a progress token is used once", token);
	heard.progress.set(token, values);
	connection.onProgress(lsp.WorkDoneProgress.type, token, (value) => values.push(value));
});
connection.onRequest(lsp.ShowMessageRequest.type, ({ actions }) => actions.find(({ title }) => title === "Run"));
connection.onRequest(lsp.ShowDocumentRequest.type, (params) => {
	heard.shown.push(params);
	return { success: true };
});
connection.onRequest(lsp.CodeLensRefreshRequest.type, () => { heard.refreshed.push("lens"); });
connection.onRequest(lsp.InlayHintRefreshRequest.type, () => { heard.refreshed.push("hint"); });
connection.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => {
	heard.diagnostics.set(params.uri, params);
});
connection.onNotification(lsp.ShowMessageNotification.type, ({ message }) => {
	if (message.includes("\n") || [...message].length >= 100)
		errors.push(`a message of more than one short line: ${message}`);
});
connection.onNotification(lsp.LogMessageNotification.type, () => {});
connection.listen();

const capabilities = {
	general: { positionEncodings: ["utf-16"], regularExpressions: { engine: "ECMAScript" } },
	workspace: {
		applyEdit: true, configuration: true, workspaceFolders: true,
		workspaceEdit: { documentChanges: true, resourceOperations: ["create", "rename", "delete"],
			failureHandling: "textOnlyTransactional", changeAnnotationSupport: { groupsOnLabel: true } },
		didChangeConfiguration: { dynamicRegistration: true },
		executeCommand: { dynamicRegistration: true },
		codeLens: { refreshSupport: true },
		inlayHint: { refreshSupport: true },
	},
	textDocument: {
		synchronization: { dynamicRegistration: true, willSave: true, didSave: true },
		publishDiagnostics: { relatedInformation: true, versionSupport: false, dataSupport: true,
			codeDescriptionSupport: true, tagSupport: { valueSet: [1, 2] } },
		codeAction: { dynamicRegistration: true, isPreferredSupport: true, disabledSupport: true,
			dataSupport: true, resolveSupport: { properties: ["edit"] },
			codeActionLiteralSupport: { codeActionKind: { valueSet: ["", "quickfix", "refactor", "source"] } } },
		hover: { dynamicRegistration: true, contentFormat: ["markdown", "plaintext"] },
		codeLens: { dynamicRegistration: true },
		inlayHint: { dynamicRegistration: true, resolveSupport: { properties: ["tooltip"] } },
	},
	window: { workDoneProgress: true, showDocument: { support: true },
		showMessage: { messageActionItem: { additionalPropertiesSupport: true } } },
};

const ask = (type, params) => connection.sendRequest(type, params);
const tell = (type, params) => connection.sendNotification(type, params);
const at = (line, character) => ({ line, character });
const document = (file) => ({ textDocument: { uri: uriOf(file) } });
const actionsOf = (file, context) => ask(lsp.CodeActionRequest.type,
	{ ...document(file), range: { start: at(12, 8), end: at(12, 8) }, context: { diagnostics: [], ...context } });
const execute = ({ command, arguments: given }) =>
	ask(lsp.ExecuteCommandRequest.type, { command, arguments: given });
const open = (file) => tell(lsp.DidOpenTextDocumentNotification.type,
	{ textDocument: { uri: uriOf(file), languageId: "python", version: 1, text: textOf(file) } });
const diagnosticsOf = (file) => heard.diagnostics.get(uriOf(file))?.diagnostics ?? [];
const lensesOf = (file) => ask(lsp.CodeLensRequest.type, document(file));
const hintsOf = (file) =>
	ask(lsp.InlayHintRequest.type, { ...document(file), range: { start: at(0, 0), end: at(100, 0) } });
const hoverOf = (file, line) => ask(lsp.HoverRequest.type, { ...document(file), position: at(line, 0) });

// The values of the newest progress.
const newest = () => [...heard.progress.values()].at(-1) ?? [];
const ended = (values) => values.at(-1)?.kind === "end";
const said = (values) => values.map((value) => value.message ?? "").join("\n");

// --- the story ---

async function initialize() {
	const early = await refusal(hoverOf("chain.py", 0));
	check(early?.code === lsp.ErrorCodes.ServerNotInitialized, "nothing is answered before initialize", early);
	const uri = pathToFileURL(work).toString();
	const { capabilities: can, serverInfo } = await ask(lsp.InitializeRequest.type, {
		processId: process.pid,
		clientInfo: { name: "client.mjs" },
		rootUri: uri,
		workspaceFolders: [{ uri, name: "work" }],
		capabilities,
	});
	check(serverInfo?.name === "kadane" && serverInfo.version, "the server says who it is", serverInfo);
	check(can.positionEncoding === "utf-16", "utf-16, the only one offered", can.positionEncoding);
	check(can.textDocumentSync?.change === 2 && can.textDocumentSync.openClose, "incremental sync");
	check(can.codeActionProvider?.resolveProvider === false, "code actions need no resolve");
	check(can.executeCommandProvider?.commands.includes("kadane.translate"), "commands are listed");
	check(can.hoverProvider && can.codeLensProvider && can.inlayHintProvider, "ways to report are there");
	await pause(100);
	check(heard.asked.length + heard.registered.length === 0, "nothing is asked before initialized");
	await tell(lsp.InitializedNotification.type, {});
	await wait("the configuration is asked for", 2000, () => heard.asked.length > 0);
	check(heard.asked[0]?.length === 1 && heard.asked[0][0].section === "kadane"
		&& heard.asked[0][0].scopeUri === uri, "as a whole, for the folder", heard.asked);
	check(heard.registered.some(({ method }) => method === "workspace/didChangeConfiguration"),
		"news about it are asked for", heard.registered);
}

async function offer() {
	await open("chain.py");
	check((await actionsOf("chain.py", { triggerKind: AUTOMATIC })).length === 0, "nothing is offered unasked");
	const filtered = await actionsOf("chain.py", { triggerKind: INVOKED, only: ["quickfix"] });
	check(filtered.length === 0, "nothing of another kind is offered", filtered);
	const actions = await actionsOf("chain.py", { triggerKind: INVOKED, only: ["refactor"] });
	const action = actions.find(({ title }) => title === TITLE);
	check(action, "the action is offered when asked for", actions);
	check(action?.kind?.startsWith("refactor.rewrite.kadane"), "of a kind of its own", action);
	check(action?.edit === undefined && action?.tags === undefined, "with a command only", action);
	return action.command;
}

function checkProgress(values, name) {
	const kinds = values.map(({ kind }) => kind);
	check(kinds[0] === "begin" && kinds.indexOf("begin", 1) < 0, `${name}: progress begins once`, kinds);
	check(kinds.indexOf("end") === kinds.length - 1, `${name}: progress ends once, at the end`, kinds);
	check(values[0]?.cancellable === true && values[0].percentage === undefined,
		`${name}: it can be cancelled, and guesses no percentage`, values[0]);
	check(!said(values).includes("#include"), `${name}: none of the model's words`, values);
}

async function translate(command) {
	const before = Date.now();
	const first = await execute(command);
	check(typeof first?.jobId === "string" && Date.now() - before < 500, "the command is answered at once", first);
	const second = await execute(command);
	check(second?.jobId === first?.jobId, "a second request joins the first", [first, second]);
	await wait("progress begins", 2000, () => newest().length > 0);
	const running = await actionsOf("chain.py", { triggerKind: AUTOMATIC });
	check(running.length === 1 && running[0].command.command === "kadane.cancel",
		"what runs can be cancelled by a code action", running);
	await wait("progress ends", 25000, () => ended(newest()));
	const values = newest();
	checkProgress(values, "translate");
	for (const word of ["compiling", "comparing the output", "timing"])
		check(said(values).includes(word), `progress says "${word}"`, said(values));
	check(/x.* faster.*, output identical · about [0-9,]+ tokens, local/.test(values.at(-1)?.message), "its end is the verdict", values.at(-1));
	check(heard.progress.size === 1, "one job ran", heard.progress.size);
}

async function read() {
	await wait("the diagnostic is there", 2000, () => diagnosticsOf("chain.py").length === 1);
	const [diagnostic] = diagnosticsOf("chain.py");
	check(/^[^\d]*[\d.,]+x.* faster.*, output identical$/.test(diagnostic?.message), "with the verdict", diagnostic);
	check(diagnostic?.severity === INFORMATION && diagnostic.source === "kadane", "as information", diagnostic);
	check(diagnostic?.code === "kadane-verified" && diagnostic.data?.job, "with code and data", diagnostic);
	check(heard.diagnostics.get(uriOf("chain.py"))?.version === 1, "of the version that was judged");
	check(existsSync(join(work, "chain.cpp")), "the translation is beside the script", translations());
	await wait("it is shown, as was set", 2000, () => heard.shown.length === 1);
	check(heard.shown[0]?.uri === uriOf("chain.cpp") && !heard.shown[0].takeFocus,
		"without taking the focus", heard.shown);
	await wait("lenses and hints are to be asked for again", 2000,
		() => heard.refreshed.includes("lens") && heard.refreshed.includes("hint"));

	const { line } = diagnostic.range.start;
	const hover = await hoverOf("chain.py", line);
	check(hover?.contents.kind === "markdown" && hover.contents.value.includes("|")
		&& hover.contents.value.includes("-O3"), "hover has the whole table", hover);
	check(await hoverOf("chain.py", line + 1) === null, "hover elsewhere says nothing");
	const [lens] = await lensesOf("chain.py");
	check(lens?.command?.title === diagnostic.message && lens.range.start.line === line, "a lens says the same", lens);
	const [hint] = await hintsOf("chain.py");
	check(/^⚡ [^\d]*[\d.,]+x/.test(hint?.label) && hint.position.line === line, "an inlay hint has the factor", hint);
	check(hint?.position.character === textOf("chain.py").split("\n")[line].length, "at the line's end", hint);

	const report = await execute(lens.command);
	await wait("the report is shown when asked for", 2000, () => heard.shown.length === 2);
	const path = heard.shown[1] && fileURLToPath(heard.shown[1].uri);
	check(report && path && readFileSync(path, "utf8").includes("identical"), "and is a file", [report, path]);
}

async function edit() {
	// Behind the non-ASCII characters of this line: positions are counted in UTF-16.
	const end = at(12, textOf("chain.py").split("\n")[12].length);
	await tell(lsp.DidChangeTextDocumentNotification.type, {
		textDocument: { uri: uriOf("chain.py"), version: 7 },
		contentChanges: [{ range: { start: end, end }, text: "  # ∑" }],
	});
	await wait("after an edit the diagnostic is stale", 2000, () => /^stale: .*earlier version$/.test(diagnosticsOf("chain.py")[0]?.message));
	check(heard.diagnostics.get(uriOf("chain.py")).version === 7, "for the new version");
	check(diagnosticsOf("chain.py")[0].severity === HINT, "and weighs little", diagnosticsOf("chain.py"));
	check(/^stale: /.test((await hintsOf("chain.py"))[0]?.label), "so is the hint");
	const [lens] = await lensesOf("chain.py");
	check(/stale/.test(lens?.command?.title) && lens.command.command === "kadane.rerun", "the lens offers to run again", lens);
	const jobs = heard.progress.size;
	await execute(lens.command);
	await wait("it does", 25000, () => heard.progress.size > jobs && ended(newest()));
	await wait("and the verdict is back", 2000, () => /identical/.test(diagnosticsOf("chain.py")[0]?.message));
	check(heard.diagnostics.get(uriOf("chain.py")).version === 7, "on the text as it is now");
	check(translations().join() === "chain.cpp", "the same translation is not written twice", translations());
}

async function cancel() {
	await open("slow.py");
	const actions = await actionsOf("slow.py", { triggerKind: INVOKED });
	const jobs = heard.progress.size;
	await execute(actions.find(({ title }) => title === TITLE).command);
	await wait("a long job begins", 2000, () => heard.progress.size > jobs && newest().length > 1);
	await pause(500);
	const token = [...heard.progress.keys()].at(-1);
	for (let i = 0; i < 2; i++)
		await tell(lsp.WorkDoneProgressCancelNotification.type, { token });
	await wait("cancelling ends it", 2000, () => ended(newest()));
	checkProgress(newest(), "cancel");
	check(newest().at(-1)?.message === "cancelled", "and says so", newest().at(-1));
	await pause(300);
	check(diagnosticsOf("slow.py").length === 0, "there is no verdict", diagnosticsOf("slow.py"));
	check(translations().join() === "chain.cpp", "and no file", translations());
	const again = await actionsOf("slow.py", { triggerKind: AUTOMATIC });
	check(again.length === 0, "nothing is left to be cancelled", again);
}

async function refuse() {
	const unknown = await refusal(ask("textDocument/foldingRange", document("slow.py")));
	check(unknown?.code === lsp.ErrorCodes.MethodNotFound, "an unknown method is refused", unknown);
	const bad = await refusal(execute({ command: "kadane.translate", arguments: [{ uri: 7 }] }));
	check(bad?.code === lsp.ErrorCodes.InvalidParams && /uri/.test(bad.message), "bad arguments, naming which", bad);
	const other = await refusal(execute({ command: "kadane.nonsense" }));
	check(other?.code === lsp.ErrorCodes.InvalidParams, "an unknown command", other);
	const gone = await refusal(execute({ command: "kadane.translate", arguments: [{ uri: uriOf("none.py") }] }));
	check(gone?.code === lsp.LSPErrorCodes.RequestFailed && !gone.message.includes("\n"), "a file that is not there", gone);
	const twice = await refusal(ask(lsp.InitializeRequest.type, { processId: null, rootUri: null, capabilities }));
	check(twice?.code === lsp.ErrorCodes.InvalidRequest, "a second initialize", twice);
}

async function leave() {
	for (const file of ["chain.py", "slow.py"])
		await tell(lsp.DidCloseTextDocumentNotification.type, document(file));
	await wait("closing takes diagnostics back", 2000, () => diagnosticsOf("chain.py").length === 0);
	check(await ask(lsp.ShutdownRequest.type) === null, "shutdown is answered with null");
	const late = await refusal(hoverOf("slow.py", 0));
	check(late?.code === lsp.ErrorCodes.InvalidRequest, "nothing is answered after shutdown", late);
	await tell(lsp.ExitNotification.type);
	const code = await Promise.race([exited, pause(2000).then(() => "still there")]);
	check(code === 0, "exit: status 0", code);
	check(errors.length === 0, "nothing came that LSP does not know", errors);
}

function finish() {
	child.kill("SIGKILL");
	rmSync(folder, { recursive: true, force: true });
	close();
}

function fail(name, detail) {
	check(false, name, detail);
	console.log(complaints.slice(-2000));
	finish();
}

setTimeout(() => fail("it took too long"), 120000);
process.on("SIGTERM", () => fail("it was stopped"));
exited.then((code) => code === 0 || fail("the server lives as long as it should", code));
try {
	await initialize();
	const command = await offer();
	await translate(command);
	await read();
	await edit();
	await cancel();
	await refuse();
	await leave();
} catch (error) {
	fail("the story came to its end", String(error.stack ?? error));
}
finish();
