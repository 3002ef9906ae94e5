import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { RunTestsRequest, TestsRequest, type TestResult } from "./protocol";
import type { Server } from "./server";

/** The tests of all rule sets in the Test Explorer, run by the server on what is in the editor, saved or not. */
export class TestExplorer implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController("seglang", "SegLang");
  private readonly continuous = new Set<vscode.TestRunRequest>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private pending: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {
    this.controller.refreshHandler = () => this.refresh();
    this.controller.resolveHandler = (item) => (item === undefined ? this.refresh() : undefined);
    this.controller.createRunProfile(
      vscode.l10n.t("Run"),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.handle(request, token),
      true,
      undefined,
      true,
    );
    this.subscriptions.push(
      server.onStarted(() => this.refresh()),
      server.onTestsChanged(() => this.refreshSoon()),
    );
  }

  /** Runs every test. */
  async runAll(): Promise<void> {
    await this.refresh();
    await this.run(new vscode.TestRunRequest(), new vscode.CancellationTokenSource().token);
  }

  /** Runs one test of a file. */
  async runOne(uri: string, name: string): Promise<void> {
    await this.refresh();
    const file = vscode.Uri.parse(uri).toString();
    const item = this.controller.items.get(file)?.children.get(testId(file, name));
    if (item !== undefined) {
      await this.run(new vscode.TestRunRequest([item]), new vscode.CancellationTokenSource().token);
    }
  }

  dispose(): void {
    clearTimeout(this.pending);
    vscode.Disposable.from(...this.subscriptions, this.controller).dispose();
  }

  private async handle(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (request.continuous === true) {
      this.continuous.add(request);
      token.onCancellationRequested(() => this.continuous.delete(request));
    }
    await this.run(request, token);
  }

  // The server tells every edit that may change a result; a burst of them is one run.
  private refreshSoon(): void {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => {
      void this.refresh().then(async () => {
        for (const request of this.continuous) {
          await this.run(request, new vscode.CancellationTokenSource().token);
        }
      });
    }, 300);
  }

  private async refresh(): Promise<void> {
    const client = this.server.client;
    if (client === undefined) {
      return;
    }
    const { items } = await client.sendRequest(TestsRequest, {});
    const files = new Map<string, vscode.TestItem>();
    for (const place of items) {
      const uri = client.protocol2CodeConverter.asUri(place.uri);
      const file = files.get(uri.toString()) ?? this.fileItem(uri);
      files.set(uri.toString(), file);
      const id = testId(uri.toString(), place.name);
      const item = file.children.get(id) ?? this.controller.createTestItem(id, place.name, uri);
      item.range = client.protocol2CodeConverter.asRange(place.range);
      file.children.add(item);
    }
    const found = new Set(items.map((p) => testId(client.protocol2CodeConverter.asUri(p.uri).toString(), p.name)));
    files.forEach((file) => file.children.forEach((item) => !found.has(item.id) && file.children.delete(item.id)));
    this.controller.items.replace([...files.values()]);
  }

  private fileItem(uri: vscode.Uri): vscode.TestItem {
    return this.controller.items.get(uri.toString()) ?? this.controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
  }

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const client = this.server.client;
    if (client === undefined) {
      return;
    }
    const run = this.controller.createTestRun(request);
    try {
      for (const [file, items] of this.chosen(request)) {
        items.forEach((item) => run.started(item));
        await this.runFile(client, run, file, items, token);
      }
    } finally {
      run.end();
    }
  }

  // By file, the tests that a request asks for.
  private chosen(request: vscode.TestRunRequest): Map<vscode.TestItem, vscode.TestItem[]> {
    const chosen = new Map<vscode.TestItem, vscode.TestItem[]>();
    const excluded = new Set(request.exclude ?? []);
    const add = (item: vscode.TestItem): void => {
      if (excluded.has(item)) {
        return;
      }
      if (item.parent === undefined) {
        item.children.forEach(add);
      } else {
        chosen.set(item.parent, [...(chosen.get(item.parent) ?? []), item]);
      }
    };
    if (request.include === undefined) {
      this.controller.items.forEach(add);
    } else {
      request.include.forEach(add);
    }
    return chosen;
  }

  private async runFile(
    client: LanguageClient,
    run: vscode.TestRun,
    file: vscode.TestItem,
    items: readonly vscode.TestItem[],
    token: vscode.CancellationToken,
  ): Promise<void> {
    const uri = file.uri as vscode.Uri;
    const asked = { uri: client.code2ProtocolConverter.asUri(uri), names: items.map((i) => i.label) };
    try {
      const { results, error } = await client.sendRequest(RunTestsRequest, asked, token);
      for (const item of items) {
        const own = results.filter((r) => r.name === item.label);
        if (own.length === 0) {
          run.errored(item, new vscode.TestMessage(error ?? vscode.l10n.t("The test was not run.")));
        } else {
          report(client, run, item, own);
        }
      }
    } catch (error) {
      items.forEach((item) => (token.isCancellationRequested ? run.skipped(item) : run.errored(item, new vscode.TestMessage(String(error)))));
    }
  }
}

// A test runs in several engines; it has passed when it has in each.
function report(client: LanguageClient, run: vscode.TestRun, item: vscode.TestItem, results: readonly TestResult[]): void {
  const duration = results.reduce((sum, r) => sum + (r.millis ?? 0), 0);
  const failed = results.filter((r) => r.outcome === "failed");
  if (failed.length === 0) {
    run.passed(item, duration);
    return;
  }
  const messages = failed.map((result) => {
    const text = result.message ?? vscode.l10n.t("The test failed.");
    const message = new vscode.TestMessage(result.engine ? `${text} (${result.engine})` : text);
    const range = result.range ? client.protocol2CodeConverter.asRange(result.range) : item.range;
    if (item.uri !== undefined && range !== undefined) {
      message.location = new vscode.Location(item.uri, range);
    }
    return message;
  });
  run.failed(item, messages, duration);
}

function testId(file: string, name: string): string {
  return `${file}#${name}`;
}
