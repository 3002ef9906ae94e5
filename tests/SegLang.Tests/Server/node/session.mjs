// A session by the protocol's official client: node session.mjs SERVER FOLDER, where FOLDER is a copy of an example.
// Says `ok` for each step; the exit code is 0 where all went well.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const lsp = require("vscode-languageserver-protocol/node");
const { TextDocument } = require("vscode-languageserver-textdocument");

const [, , server, folder] = process.argv;
const [command, args] = server.endsWith(".dll") ? ["dotnet", [server, "lsp"]] : [server, ["lsp"]];
const child = spawn(command, [...args, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const connection = lsp.createProtocolConnection(new lsp.StreamMessageReader(child.stdout), new lsp.StreamMessageWriter(child.stdin));
const found = new Map();
const waiting = [];
const statuses = [];
connection.onNotification(lsp.PublishDiagnosticsNotification.type, (p) => {
  found.set(p.uri, p);
  settle();
});
connection.onNotification("seglang/status", (p) => {
  statuses.push(p);
  settle();
});
connection.onRequest(lsp.RegistrationRequest.type, () => null);
connection.onRequest(lsp.ConfigurationRequest.type, (p) => p.items.map(() => null));
connection.listen();

function settle() {
  for (const w of [...waiting]) {
    if (w.test()) {
      waiting.splice(waiting.indexOf(w), 1);
      w.done();
    }
  }
}

function until(test, what) {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`${what} did not come`)), 60_000);
    waiting.push({ test, done: () => (clearTimeout(timer), done()) });
    settle();
  });
}

async function step(name, run) {
  await run();
  console.log(`ok ${name}`);
}

const uriOf = (name) => pathToFileURL(join(folder, name)).href;
const textOf = (name) => readFileSync(join(folder, name), "utf8");
let version = 1;
const path = "persona.seg";
const uri = uriOf(path);
let text = textOf(path);
const document = () => TextDocument.create(uri, "seglang", version, text);
const at = (needle, into = 0, from = 0) => document().positionAt(text.indexOf(needle, from) + into);
const here = { textDocument: { uri } };

await step("initialize", async () => {
  const result = await connection.sendRequest(lsp.InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "shop" }],
    initializationOptions: { trusted: true },
    capabilities: {
      general: { positionEncodings: ["utf-16"] },
      workspace: { configuration: true, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true }, workspaceEdit: { documentChanges: true } },
      textDocument: {
        synchronization: { didSave: true },
        publishDiagnostics: { relatedInformation: true },
        completion: { completionItem: { snippetSupport: true } },
        codeAction: { dataSupport: true, resolveSupport: { properties: ["edit"] } },
      },
    },
  });
  assert.equal(result.capabilities.positionEncoding, "utf-16");
  assert.equal(result.capabilities.textDocumentSync.change, lsp.TextDocumentSyncKind.Incremental);
  await connection.sendNotification(lsp.InitializedNotification.type, {});
});

await step("open a document without findings", async () => {
  await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: "seglang", version, text } });
  await until(() => found.has(uri), "findings");
  assert.deepEqual(found.get(uri).diagnostics.filter((d) => d.severity === lsp.DiagnosticSeverity.Error), []);
});

await step("outline, folding, colours, links, lenses", async () => {
  const symbols = await connection.sendRequest(lsp.DocumentSymbolRequest.type, here);
  assert.ok(symbols.length > 0 && lsp.DocumentSymbol.is(symbols[0]));
  assert.ok((await connection.sendRequest(lsp.FoldingRangeRequest.type, here)).length > 0);
  const tokens = await connection.sendRequest(lsp.SemanticTokensRequest.type, here);
  assert.ok(tokens.data.length > 0 && tokens.data.length % 5 === 0);
  assert.ok(Array.isArray(await connection.sendRequest(lsp.DocumentLinkRequest.type, here)));
  assert.ok(Array.isArray(await connection.sendRequest(lsp.CodeLensRequest.type, here)));
  const first = symbols[0].selectionRange.start;
  assert.ok(await connection.sendRequest(lsp.HoverRequest.type, { ...here, position: first }));
  assert.ok((await connection.sendRequest(lsp.ReferencesRequest.type, { ...here, position: first, context: { includeDeclaration: true } })).length > 0);
  assert.ok((await connection.sendRequest(lsp.WorkspaceSymbolRequest.type, { query: symbols[0].name })).length > 0);
});

await step("an error appears while typing, a fix mends it", async () => {
  version++;
  const start = document().positionAt(text.length);
  const added = "\nsegment Neu { any(Kauff in last 30 days) }\n";
  text += added;
  await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version },
    contentChanges: [{ range: { start, end: start }, text: added }],
  });
  await until(() => found.get(uri).version === version && found.get(uri).diagnostics.length > 0, "the finding");
  const finding = found.get(uri).diagnostics.find((d) => d.severity === lsp.DiagnosticSeverity.Error);
  assert.ok(finding.codeDescription.href.includes(finding.code.toLowerCase()));
  const actions = await connection.sendRequest(lsp.CodeActionRequest.type, { ...here, range: finding.range, context: { diagnostics: [finding] } });
  assert.ok(actions.length > 0, "no fix is offered");
  const fix = await connection.sendRequest(lsp.CodeActionResolveRequest.type, actions[0]);
  const edits = fix.edit.documentChanges.find((c) => c.textDocument.uri === uri).edits;
  const before = document();
  version++;
  text = TextDocument.applyEdits(before, edits);
  await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, { textDocument: { uri, version }, contentChanges: [{ text }] });
  await until(() => found.get(uri).version === version, "the end of the finding");
  assert.equal(found.get(uri).diagnostics.filter((d) => d.severity === lsp.DiagnosticSeverity.Error).length, 0);
});

await step("complete, resolve, format", async () => {
  const list = await connection.sendRequest(lsp.CompletionRequest.type, { ...here, position: at("any(", 4, text.indexOf("segment Neu")) });
  const event = list.items.find((i) => i.label === "Kauf");
  assert.ok(event, "the event is not proposed");
  await connection.sendRequest(lsp.CompletionResolveRequest.type, event);
  assert.ok(Array.isArray(await connection.sendRequest(lsp.DocumentFormattingRequest.type, { ...here, options: { tabSize: 2, insertSpaces: true } })));
});

await step("rename over the whole rule set", async () => {
  const edit = await connection.sendRequest(lsp.RenameRequest.type, { ...here, position: at("segment Neu", 9), newName: "Frisch" });
  assert.equal(edit.documentChanges.length, 1);
  assert.equal(edit.documentChanges[0].edits[0].newText, "Frisch");
});

await step("members of the sample", async () => {
  await until(() => statuses.some((s) => s.profiles > 0 && s.segments > 0), "the counts");
});

await step("cancel", async () => {
  const source = new lsp.CancellationTokenSource();
  const asked = connection.sendRequest(lsp.WorkspaceSymbolRequest.type, { query: "e" }, source.token);
  source.cancel();
  await asked.then(
    () => {}, // It was faster.
    (e) => assert.equal(e.code, lsp.LSPErrorCodes.RequestCancelled),
  );
});

await step("shutdown", async () => {
  await connection.sendRequest(lsp.ShutdownRequest.type);
  const ended = new Promise((done) => child.once("exit", done));
  await connection.sendNotification(lsp.ExitNotification.type);
  assert.equal(await ended, 0);
});
process.exit(0);
